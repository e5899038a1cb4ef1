/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as a page: balanced, self-contained, and no data read as markup. */
#include "report/reporting.h"

#define MAX_OPEN 32

static int
is_one_of (const char *name, size_t length, const char *const *names, size_t n)
{
  size_t k;
  for (k = 0; k < n; k++)
    if (strlen (names[k]) == length && memcmp (name, names[k], length) == 0)
      return 1;
  return 0;
}

/* Every tag is one the page may have, and closed in order; every & begins a
 * character reference. Returns the number of elements. */
static size_t
expect_balanced (const char *text)
{
  static const char *const tags[]
      = { "html", "head", "title", "style", "body", "h1",   "h2", "p", "strong", "span",
          "code", "article", "section", "table", "tr", "th",   "td",   "ul", "li" };
  static const char *const single[] = { "!DOCTYPE", "meta" };
  static const char *const references[] = { "amp;", "lt;", "gt;", "quot;" };
  const char *open[MAX_OPEN], *at;
  size_t length[MAX_OPEN], depth = 0, n = 0, k;

  for (at = text; *at != '\0'; at++)
    if (*at == '&')
      {
        for (k = 0; k < 4 && strncmp (at + 1, references[k], strlen (references[k])) != 0; k++)
          ;
        exact_assert (k < 4, "a bare & at %.40s", at);
      }
    else if (*at == '<')
      {
        int is_end = at[1] == '/';
        const char *name = at + 1 + is_end;
        size_t name_length = strcspn (name, " >\n");
        if (is_one_of (name, name_length, single, 2))
          continue;
        exact_assert (is_one_of (name, name_length, tags, sizeof tags / sizeof tags[0]),
                       "no tag of this page: %.40s", at);
        if (!is_end)
          {
            exact_assert (depth < MAX_OPEN, "too deep at %.40s", at);
            open[depth] = name;
            length[depth++] = name_length;
            n++;
          }
        else
          {
            exact_assert (depth > 0 && length[depth - 1] == name_length
                               && memcmp (open[depth - 1], name, name_length) == 0,
                           "an end tag out of order: %.40s", at);
            depth--;
          }
      }
  ck_assert_uint_eq (depth, 0);
  return n;
}

START_TEST (test_whole_report)
{
  struct checked checked = mixed_report (1);
  char *text = written (checked.report, IND_FORMAT_HTML);

  ck_assert_msg (strncmp (text, "<!DOCTYPE html>\n<html lang=\"en\">\n", 33) == 0, "%.80s", text);
  expect_text (text, "<meta charset=\"utf-8\">");
  ck_assert_uint_gt (expect_balanced (text), 100);
  /* 12 checks and figures to tell of; 3 that could not be made; 1 untouched
   * figure, in the last table. */
  ck_assert_uint_eq (count_of_text (text, "<article "), 12);
  ck_assert_uint_eq (count_of_text (text, "<li>"), 3);
  ck_assert_uint_eq (count_of_text (text, "<table>"), 13);
  expect_text (text, "<strong>4 cannot be true</strong>");
  expect_text (text, "<article class=\"inconsistent\" id=\"F1\">");
  expect_text (text, "<article class=\"contradiction\" id=\"F3\">");
  expect_text (text, "<p><code>sum(100 * k[*] / g[*]) == 100</code></p>");
  free (text);
  checked_free (&checked);
}
END_TEST

/* The page needs no other file and runs nothing. */
START_TEST (test_self_contained)
{
  static const char *const foreign[]
      = { "<script", "<link", "<img", "<iframe", "@import", "url(", "http:", "https:", "src=",
          "href=", "javascript" };
  struct checked checked = mixed_report (1);
  char *text = written (checked.report, IND_FORMAT_HTML);
  size_t k;

  for (k = 0; k < sizeof foreign / sizeof foreign[0]; k++)
    ck_assert_msg (strstr (text, foreign[k]) == NULL, "the page has \"%s\"", foreign[k]);
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_escaping)
{
  struct checked checked = mixed_report (0);
  char *text = written (checked.report, IND_FORMAT_HTML);

  expect_text (text, "Cao &lt;Lộc&gt; &amp; &quot;Đ&quot; 'x', y in 2024");
  expect_text (text, "<td>1,0 &lt;b&gt;&quot;&amp;</td>");
  expect_text (text, "Why &lt;it&gt; &amp; so.");
  expect_text (text, "<td>7  [2J  </td>");
  ck_assert_ptr_null (strstr (text, "<b>"));
  free (text);
  checked_free (&checked);
}
END_TEST

/* Every field that comes from a file, with a tag in it. */
START_TEST (test_no_data_is_markup)
{
  static const char csv[]
      = "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,PRINTED,LOCATOR\n"
        "<script>s,<script>v,<script>i,<script>c,<script>a,2024,1,<script>p,<script>l\n"
        "<script>s,<script>v,<script>i,<script>c,<script>a,2024,9,,\n"
        "<script>s,<script>v,b,<script>c,<script>a,2024,5,,\n"
        "<script>s,<script>v,u,<script>c,<script>a,2024,5,,\n";
  static const char rules[] = "rule r: b[\"<script>c\"] == a[\"<script>c\"]\n"
                              "rule s: b[\"<script>c\"] >= 7\n  say \"<script>\"\n";
  struct checked checked = check_text (csv, rules, 1);
  char *text = written (checked.report, IND_FORMAT_HTML);

  ck_assert_uint_eq (ind_report_finding_count (checked.report), 2);
  ck_assert_ptr_null (strstr (text, "<script"));
  ck_assert_uint_gt (count_of_text (text, "&lt;script&gt;"), 15);
  expect_balanced (text);
  free (text);
  checked_free (&checked);
}
END_TEST

/* A figure is found again: by its locator, or by its record. */
START_TEST (test_figures)
{
  struct checked checked = mixed_report (0);
  char *text = written (checked.report, IND_FORMAT_HTML);

  expect_text (text, "<tr><td>a</td><td>_T</td><td>2024</td><td>1,0 &lt;b&gt;&quot;&amp;</td>"
                     "<td>a value from 0.95 to 1.05</td><td>one</td><td>p. 3, 'l' 4</td></tr>");
  expect_text (text, "<tr><td>e</td><td>_T</td><td>2024</td><td>33</td>"
                     "<td>a value of at least 33</td><td>one</td><td>record 8</td></tr>");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_nothing)
{
  struct checked checked = empty_report ();
  char *text = written (checked.report, IND_FORMAT_HTML);

  expect_balanced (text);
  expect_text (text, "<p>0 figures, 0 checks:");
  ck_assert_ptr_null (strstr (text, "<h2>"));
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_long_lists)
{
  struct checked checked = long_report (2000);
  char *text = written (checked.report, IND_FORMAT_HTML);

  expect_balanced (text);
  ck_assert_uint_eq (count_of_text (text, "<article "), 2000);
  ck_assert_uint_eq (count_of_text (text, "<li>"), 4000);
  ck_assert_uint_eq (count_of_text (text, "<tr><td>u</td>"), 2000);
  free (text);
  checked_free (&checked);
}
END_TEST

/* A table for each explanation with every alternative, one for each question
 * of whom to believe, one for what is deduced; all of it escaped. */
START_TEST (test_explained)
{
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_HTML);

  expect_balanced (text);
  ck_assert_uint_eq (count_of_text (text, "<article "), 4);
  ck_assert_uint_eq (count_of_text (text, "<section>"), 4);
  expect_text (text, "<h2>What is wrong</h2>\n<section>\n<p>At least one statement is wrong.");
  expect_text (text, "<p class=\"id\">Explains F2, F3</p>");
  expect_text (text, "</td><td>t</td><td>_T</td><td>Cao &lt;Lộc&gt; &amp; &quot;Đ&quot; 'x', y"
                     "</td><td>2024</td><td>9,025% &lt;b&gt;</td><td>one</td>"
                     "<td>p. 3, &quot;x y&quot; &lt;i&gt;</td>"
                     "<td>a value from 90.235 to 90.265%</td><td>90,25% &lt;b&gt;</td>"
                     "<td>separator</td><td>preferred</td></tr>");
  expect_text (text, "<td>record 7</td><td>a value from 5.045 to 5.055</td><td>5.05</td>"
                     "<td></td><td>certain</td></tr>");
  ck_assert_uint_eq (count_of_text (text, "<td>possible</td></tr>"), 3);
  expect_text (text, "<h2>Which report to believe</h2>\n<section>\n<p>s (&lt;A&gt;) of ");
  expect_text (text, "<h2>Deduced</h2>\n<table>\n<tr>");
  expect_text (text, "<tr><td>z</td><td>_T</td><td>Cao &lt;Lộc&gt; &amp; &quot;Đ&quot; 'x', y"
                     "</td><td>2024</td><td>a value from 25.15 to 25.25</td></tr>");
  ck_assert_ptr_null (strstr (text, "<b>"));
  ck_assert_ptr_null (strstr (text, "<A>"));
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_other_suspects)
{
  struct checked checked = explained_text (basis_csv, basis_rules, 0, 0);
  char *text = written (checked.report, IND_FORMAT_HTML);

  expect_balanced (text);
  expect_text (text, "<tr><td>1.00</td><td>b2</td><td>_T</td><td>V</td><td>2024</td>"
                     "<td>a rule, on another basis</td><td></td><td></td>"
                     "<td>a value from -4.1 to -3.9</td><td></td><td></td><td>certain</td></tr>");
  free (text);
  checked_free (&checked);
  checked = explained_text (assumption_csv, assumption_rules, 0, 0);
  text = written (checked.report, IND_FORMAT_HTML);
  expect_balanced (text);
  expect_text (text, "<td>k</td><td>_T</td><td>V</td><td>2024</td><td>an assumption</td>"
                     "<td></td><td></td><td>a value from 1.85 to 2.16</td>");
  free (text);
  checked_free (&checked);
}
END_TEST

/* Nothing is left out, however long. */
START_TEST (test_many_alternatives)
{
  struct checked checked = explained_text (long_sum_csv, long_sum_rules, 0, 0);
  char *text = written (checked.report, IND_FORMAT_HTML);

  expect_balanced (text);
  ck_assert_uint_eq (count_of_text (text, "<td>possible</td></tr>"), 8);
  ck_assert_uint_eq (count_of_text (text, "<td>preferred</td></tr>"), 1);
  ck_assert_ptr_null (strstr (text, "Deduced"));
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_same_bytes_twice)
{
  expect_same_bytes_twice (IND_FORMAT_HTML);
}
END_TEST

START_TEST (test_writer_failure)
{
  expect_writer_failure (IND_FORMAT_HTML);
}
END_TEST

START_TEST (test_memory)
{
  expect_memory_failures (IND_FORMAT_HTML);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("html");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_whole_report);
  tcase_add_test (tests, test_self_contained);
  tcase_add_test (tests, test_escaping);
  tcase_add_test (tests, test_no_data_is_markup);
  tcase_add_test (tests, test_figures);
  tcase_add_test (tests, test_nothing);
  tcase_add_test (tests, test_long_lists);
  tcase_add_test (tests, test_explained);
  tcase_add_test (tests, test_other_suspects);
  tcase_add_test (tests, test_many_alternatives);
  tcase_add_test (tests, test_same_bytes_twice);
  tcase_add_test (tests, test_writer_failure);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "html");
}
