/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as text: worst first, lines that fit, nothing that moves a cursor. */
#include "report/reporting.h"

START_TEST (test_summary)
{
  struct checked checked = mixed_report (0);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  static const char summary[]
      = "18 figures, 11 checks: 4 cannot be true, 1 doubtful, 1 explainable, 1 revised, 4 in "
        "order.\n3 checks lacked a figure; 1 figure no rule reached.\n\n";
  ck_assert_msg (strncmp (text, summary, sizeof summary - 1) == 0,
                 "the summary is not as counted by hand:\n%.200s", text);
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_nothing)
{
  struct checked checked = empty_report ();
  char *text = written (checked.report, IND_FORMAT_TEXT);

  ck_assert_str_eq (text, "0 figures, 0 checks: 0 cannot be true, 0 doubtful, 0 explainable, 0 "
                          "revised, 0 in order.\n0 checks lacked a figure; 0 figures no rule "
                          "reached.\n\n");
  free (text);
  checked_free (&checked);
}
END_TEST

/* Each heading once, in this order. */
START_TEST (test_headings)
{
  static const char *const headings[]
      = { "\nCannot all be true\n------------------\n",
          "\nCannot be used as they stand\n----------------------------\n",
          "\nDoubtful\n--------\n",
          "\nNotes: explained by figures computed from rounded ones\n",
          "\nRevised between vintages\n",
          "\nIn order\n",
          "\nNot verified\n",
          "\nFigures no rule reached\n" };
  struct checked checked = mixed_report (1);
  char *text = written (checked.report, IND_FORMAT_TEXT);
  const char *at = text;
  size_t k;

  for (k = 0; k < sizeof headings / sizeof headings[0]; k++)
    {
      at = strstr (at, headings[k]);
      exact_assert (at != NULL, "\"%s\" is missing or out of order in\n%s", headings[k], text);
      exact_assert (strstr (at + 1, headings[k]) == NULL, "\"%s\" is there twice", headings[k]);
    }
  free (text);
  checked_free (&checked);
}
END_TEST

/* A finding in full, as worked out in test_report.c. */
START_TEST (test_finding)
{
  struct checked checked = mixed_report (0);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  expect_text (text, "\n  F4  a of " AWKWARD_AREA " in 2024 is printed as 1,0 <b>\"& (one, p. 3,\n"
                     "      'l' 4), which stands for a value from 0.95 to 1.05; but b 2.0 (a b)\n"
                     "      implies a value from 1.95 to 2.05; the gap is 0.9, which no rounding\n"
                     "      explains. Why <it> & so.\n"
                     "      [inconsistent; rule wrong: a == b; kappa 10]\n\n");
  /* No factor of the half-widths helps, so no kappa is told. */
  expect_text (text, "\n      [inconsistent; rule open: f == e]\n");
  free (text);
  checked_free (&checked);
}
END_TEST

/* Lines have at most 78 characters, unless one word is longer. */
static void
expect_lines_that_fit (const char *text)
{
  const char *line, *end;

  for (line = text; *line != '\0'; line = end + 1)
    {
      size_t n = 0, k;
      end = strchr (line, '\n');
      exact_assert (end != NULL, "the last line has no end: %s", line);
      for (k = 0; line + k < end; k++)
        n += ((unsigned char) line[k] & 0xC0) != 0x80;
      /* The first two lines are the summary. */
      exact_assert (n <= 78 || line - text < 150 || strchr (line + 6, ' ') > end,
                     "a line of %zu characters: %.*s", n, (int) (end - line), line);
      exact_assert (end == line || end[-1] != ' ', "a blank ends the line: %.*s",
                     (int) (end - line), line);
    }
}

START_TEST (test_lines)
{
  static const char words[]
      = HEADER "a,,Vùng trung du và miền núi phía Bắc Việt Nam,2024,1\n"
               "b,,Vùng trung du và miền núi phía Bắc Việt Nam,2024,9\n";
  struct checked checked = mixed_report (1);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  expect_lines_that_fit (text);
  free (text);
  checked_free (&checked);
  checked = check_text (words,
                        "rule một_quy_tắc_có_tên_rất_dài_để_xuống_dòng: a == b\n"
                        "rule long: a == b + 0 * (b + b + b + b + b + b + b + b + b + b + b + b)\n",
                        1);
  text = written (checked.report, IND_FORMAT_TEXT);
  expect_lines_that_fit (text);
  free (text);
  checked_free (&checked);
  /* Findings with long numbers keep their place. */
  checked = long_report (1200);
  text = written (checked.report, IND_FORMAT_TEXT);
  expect_text (text, "\n F99  ");
  expect_text (text, "\nF1200  a of V1199 in 2024 is printed as 1.0 (one, record 3599)");
  expect_lines_that_fit (text);
  free (text);
  checked_free (&checked);
}
END_TEST

/* What stands in a cell cannot move the cursor of a terminal. */
START_TEST (test_control_characters)
{
  static const char csv[]
      = "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,PRINTED,LOCATOR\n"
        "s\x1B[1m,a,V\x07,2024,1.0,\"1.0\n\x1B[2J\",p\xC2\x9B" "2J\n"
        "s\x1B[1m,b,V\x07,2024,2.0,\x7F,\"\r3\"\n"
        "s\x1B[1m,un\btouched,V,2024,2.0,\"2\r\n\x1B[2J\",\n";
  struct checked checked = check_text (csv, "rule r: a == b\nrule s: b == lacking\n", 0);
  char *text = written (checked.report, IND_FORMAT_TEXT);
  const char *at;

  for (at = text; *at != '\0'; at++)
    exact_assert (*at == '\n' || ((unsigned char) *at >= 0x20 && *at != 0x7F),
                   "the control character %d is in\n%s", *at, text);
  ck_assert_ptr_null (strstr (text, "\xC2\x9B"));
  expect_text (text, "is printed as 1.0 [2J (s [1m, p 2J)");
  expect_text (text, "s [1m, V: un touched[_T] 2024\n");
  free (text);
  checked_free (&checked);
}
END_TEST

/* A rule that could not be checked in many places is told once, with their
 * number; what lacks all figures but one is counted. */
START_TEST (test_not_verified)
{
  struct checked checked
      = check_text (HEADER "a,,V,2023,1\nb,,V,2023,1\na,,V,2024,1\nb,,V,2024,1\n"
                           "a,,V,2022,1\nb,,V,2022,1\nd,,V,2024,1\n",
                    "rule r: a == b + c\nrule s: d == e\n", 0);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  expect_text (text, "4 checks lacked a figure");
  expect_text (text, "      r, 3 checks: no report prints c of V, 2023\n"
                     "      1 check has only one of the figures needed; the JSON report lists "
                     "it.\n");
  ck_assert_uint_eq (count_of_text (text, "no report prints"), 1);
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_long_lists)
{
  struct checked checked = long_report (2000);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  ck_assert_uint_eq (count_of_text (text, "[contradiction; kappa 10]"), 2000);
  ck_assert_uint_eq (count_of_text (text, "u[_T]"), 2000);
  free (text);
  checked_free (&checked);
}
END_TEST

/* The sum of explained_csv: four explanations, the likeliest first; one for
 * which report to believe; what is deduced. Lines are joined. */
START_TEST (test_explained)
{
  static const char *const parts[] = {
    " What is wrong ------------- ",
    " [explains F1] ",
    "t of " AWKWARD_AREA " in 2024, 9,025% <b> (one, p. 3, \"x y\" <i>): must be a value from "
    "90.235 to 90.265%, printed as 90,25% <b> (slip: separator); preferred",
    "of " AWKWARD_AREA " in 2024, ",
    " s (<A>) 6.26 (two, record 7) must be a value from 5.045 to 5.055, printed as 5.05.",
    " [explains F2, F3] ",
    " g 10 (one, record 10) must be a value from 25.15 to 25.25, printed as 25",
    " [explains F4] ",
    " Which report to believe ----------------------- s (<A>) of " AWKWARD_AREA " in 2024 is "
    "5.05 (o\"n<e>, record 6) and 6.26 (two, record 7).",
    " o\"n<e> is to be believed",
    " Deduced ------- z of " AWKWARD_AREA ", 2024: a value from 25.15 to 25.25 ",
    " Not verified "
  };
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_TEXT);
  const char *at = text;
  size_t k;

  expect_lines_that_fit (text);
  unwrap (text);
  for (k = 0; k < sizeof parts / sizeof parts[0]; k++)
    {
      const char *next = strstr (at, parts[k]);
      ck_assert_msg (next != NULL, "\"%s\" is missing or out of order in\n%s", parts[k], text);
      at = next + strlen (parts[k]) - 1;
    }
  /* The parts of the sum: 9.0245 less the others up to 9.0255 less them. */
  expect_text (text, "a of " AWKWARD_AREA " in 2024, 12.50% (one, record 3): must be a value "
                     "from -68.736 to -68.714%");
  expect_text (text, "b of " AWKWARD_AREA " in 2024, 30.25% (one, record 4): must be a value "
                     "from -50.986 to -50.964%");
  expect_text (text, "c of " AWKWARD_AREA " in 2024, 47.50% (one, record 5): must be a value "
                     "from -33.736 to -33.714%");
  ck_assert_uint_eq (count_of_text (text, "; preferred"), 1);
  ck_assert_uint_eq (count_of_text (text, "; possible"), 3);
  free (text);
  checked_free (&checked);
}
END_TEST

/* A network has no rule of its own to print, and no kappa. */
START_TEST (test_network)
{
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_TEXT);

  expect_text (text, "\n  F4  g of ");
  expect_text (text, "These figures cannot all be true.\n      [inconsistent]\n\n");
  ck_assert_ptr_null (strstr (text, "rule network"));
  ck_assert_ptr_null (strstr (text, "rule :"));
  free (text);
  checked_free (&checked);
}
END_TEST

/* Nine figures of which one is wrong: five are shown, four are counted. */
START_TEST (test_many_alternatives)
{
  struct checked checked = explained_text (long_sum_csv, long_sum_rules, 0, 0);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  expect_text (text, "\n      and 4 more; the JSON report lists all\n\n");
  unwrap (text);
  ck_assert_uint_eq (count_of_text (text, "): must be a value from "), 5);
  ck_assert_ptr_null (strstr (text, "Deduced"));
  free (text);
  checked_free (&checked);
}
END_TEST

/* One explanation of seven suspects, more than its sentence names: all are
 * listed. Reports that differ on nothing else: no telling whom to believe. */
START_TEST (test_many_suspects)
{
  struct checked checked = voting_report ();
  char *text;
  size_t k;

  explain (&checked, 0, 0);
  text = written (checked.report, IND_FORMAT_TEXT);
  expect_text (text, "\n      1.00  q of V in 2024, 9.0 (s");
  unwrap (text);
  ck_assert_uint_eq (count_of_text (text, "): must be a value from 4.95 to 5.05"), 7);
  for (k = 9; k < 16; k++)
    {
      char place[40];
      sprintf (place, "q of V in 2024, 9.0 (s%zu, record %zu): ", k - 1, k + 1);
      expect_text (text, place);
    }
  expect_text (text, "cannot be decided");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_other_suspects)
{
  struct checked checked = explained_text (basis_csv, basis_rules, 0, 0);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  unwrap (text);
  expect_text (text, "What is wrong ------------- At least one statement is wrong. There is one "
                     "smallest explanation: rule b2 of V in 2024 was evaluated on another basis");
  free (text);
  checked_free (&checked);
  /* Two times only: doubting the assumption costs as much as two figures. */
  checked = explained_text (HEADER "x,,V,2024,20\ny,,V,2024,10\np,,V,2024,20\nq,,V,2024,10\n",
                            assumption_rules, 0, 0);
  text = written (checked.report, IND_FORMAT_TEXT);
  unwrap (text);
  expect_text (text, "What is wrong");
  expect_text (text, "what is assumed of k of V in 2024: would be a value from 1.85 to 2.16; ");
  free (text);
  checked_free (&checked);
}
END_TEST

/* When the budget ends, the sentence says so; nothing wrong, nothing to say. */
START_TEST (test_budget_and_nothing_to_explain)
{
  struct checked checked = explained_text (explained_csv, explained_rules, 1, 0);
  char *text = written (checked.report, IND_FORMAT_TEXT);

  unwrap (text);
  expect_text (text, "The search ended before it was complete");
  free (text);
  checked_free (&checked);
  checked = explained_text (HEADER "t,,V,2024,3\na,,V,2024,1\nb,,V,2024,2\n",
                            "rule sum: t == a + b\n", 0, 1);
  text = written (checked.report, IND_FORMAT_TEXT);
  ck_assert_str_eq (text, "3 figures, 1 check: 0 cannot be true, 0 doubtful, 0 explainable, 0 "
                          "revised, 1 in order.\n0 checks lacked a figure; 0 figures no rule "
                          "reached.\n\n");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_same_bytes_twice)
{
  expect_same_bytes_twice (IND_FORMAT_TEXT);
}
END_TEST

START_TEST (test_writer_failure)
{
  expect_writer_failure (IND_FORMAT_TEXT);
}
END_TEST

START_TEST (test_memory)
{
  expect_memory_failures (IND_FORMAT_TEXT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("text");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_summary);
  tcase_add_test (tests, test_nothing);
  tcase_add_test (tests, test_headings);
  tcase_add_test (tests, test_finding);
  tcase_add_test (tests, test_lines);
  tcase_add_test (tests, test_control_characters);
  tcase_add_test (tests, test_not_verified);
  tcase_add_test (tests, test_long_lists);
  tcase_add_test (tests, test_explained);
  tcase_add_test (tests, test_network);
  tcase_add_test (tests, test_many_alternatives);
  tcase_add_test (tests, test_many_suspects);
  tcase_add_test (tests, test_other_suspects);
  tcase_add_test (tests, test_budget_and_nothing_to_explain);
  tcase_add_test (tests, test_same_bytes_twice);
  tcase_add_test (tests, test_writer_failure);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "text");
}
