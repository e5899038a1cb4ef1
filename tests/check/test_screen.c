/* SPDX-License-Identifier: GPL-3.0-or-later
 * Screening: what a check finds is what judging every instance of every rule by itself finds,
 * in any number of threads. */
#include <stdio.h>

#include "check/screening.h"
#include "support/failing_memory.h"

#define MOST_THREADS 4

/* ------------------------------------------------------------------------
 * Comparing reports
 * ---------------------------------------------------------------------- */

/* What is told when a test fails. */
struct context {
  const char *name, *csv, *rules;
  double alpha;
};

/* Check does not take long messages: the report goes to standard error. */
static int
tell (const struct context *context)
{
  fprintf (stderr, "%s: alpha %g\n%s\n%s\n", context->name, context->alpha, context->rules,
           context->csv);
  return 1;
}

#define expect_same(a, b, what)                                                                   \
  exact_assert ((a) == (b) || !tell (context),                                                    \
                "%s: %s is %.17g, by the judge alone %.17g: sweep.c counts what "     \
                "ind__judge_binding would not, or lists it wrongly (the report is above)",        \
                context->name, (what), (double) (a), (double) (b))
#define expect_same_text(a, b, what)                                                              \
  exact_assert (strcmp ((a), (b)) == 0 || !tell (context),                                        \
                "%s: %s is \"%s\", by the judge alone \"%s\" (the report is above)",              \
                context->name, (what), (a), (b))

static void
compare_findings (const struct context *context, const ind_finding *a, const ind_finding *b)
{
  expect_same_text (a->sentence, b->sentence, "a sentence");
  expect_same_text (a->id, b->id, "a name");
  expect_same_text (a->rule, b->rule, "a rule");
  expect_same_text (a->area, b->area, "an area");
  expect_same_text (a->period, b->period, "a period");
  expect_same_text (a->component, b->component, "a component");
  expect_same_text (a->source, b->source, "a source");
  expect_same ((int) a->kind, (int) b->kind, "a kind");
  expect_same ((int) a->verdict, (int) b->verdict, "a verdict");
  expect_same (a->gap, b->gap, "a gap");
  expect_same (a->kappa, b->kappa, "a kappa");
  expect_same (a->p, b->p, "a p");
  expect_same (a->printed.low, b->printed.low, "an end of what is printed");
  expect_same (a->printed.high, b->printed.high, "an end of what is printed");
  expect_same (a->implied.low, b->implied.low, "an end of what is implied");
  expect_same (a->implied.high, b->implied.high, "an end of what is implied");
  expect_same (a->n_figures, b->n_figures, "a number of figures");
}

static int
is_kept (ind_verdict verdict)
{
  return verdict != IND_VERDICT_EXACT && verdict != IND_VERDICT_ROUNDING
         && verdict != IND_VERDICT_SAME && verdict != IND_VERDICT_OVERLAP;
}

/* Compares a report with that of all verdicts, the worst of which stand first. */
static void
compare_reports (const struct context *context, const ind_report *own, const ind_report *all)
{
  size_t n = ind_report_finding_count (own), k, j;
  ind_finding a, b;
  ind_figure figure_a, figure_b;
  ind_summary summary_a, summary_b;

  ind_report_summary (own, &summary_a);
  ind_report_summary (all, &summary_b);
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    expect_same (summary_a.verdicts[k], summary_b.verdicts[k],
                 ind_verdict_name ((ind_verdict) k));
  expect_same (summary_a.checks, summary_b.checks, "the number of checks");
  expect_same (summary_a.figures, summary_b.figures, "the number of figures");
  expect_same (summary_a.untouched, summary_b.untouched, "the number of untouched figures");
  for (k = 0; k < ind_report_finding_count (all); k++)
    {
      ck_assert_int_eq (ind_report_finding (all, k, &b), IND_OK);
      if (!is_kept (b.verdict))
        break;
      expect_same (k < n, 1, "whether there are as many findings");
      exact_assert (ind_report_finding (own, k, &a) == IND_OK, "no finding");
      compare_findings (context, &a, &b);
      for (j = 0; j < b.n_figures; j++)
        {
          exact_assert (ind_report_finding_figure (own, k, j, &figure_a) == IND_OK
                            && ind_report_finding_figure (all, k, j, &figure_b) == IND_OK,
                        "no figure");
          expect_same (figure_a.record, figure_b.record, "the record of a finding's figure");
        }
    }
  expect_same (n, k, "the number of findings");
  n = ind_report_unverifiable_count (all);
  expect_same (ind_report_unverifiable_count (own), n, "the number of checks not made");
  for (k = 0; k < n; k++)
    {
      exact_assert (ind_report_unverifiable (own, k, &a) == IND_OK
                        && ind_report_unverifiable (all, k, &b) == IND_OK,
                    "no check");
      compare_findings (context, &a, &b);
    }
  for (k = 0; k < summary_b.untouched; k++)
    {
      exact_assert (ind_report_untouched (own, k, &figure_a) == IND_OK
                        && ind_report_untouched (all, k, &figure_b) == IND_OK,
                    "no figure");
      expect_same (figure_a.record, figure_b.record, "the record of an untouched figure");
    }
}

/* Checks with one thread and several, and each instance by itself; adds up the verdicts. */
static void
try_report (const ind_table *table, const ind_rules *rules, struct context *context,
            size_t *verdicts)
{
  ind_check_options options = { 0, 1, 0 };
  ind_report *all, *own;
  ind_summary summary;
  char name[100];
  const char *plain_name = context->name;
  size_t k;

  options.alpha = context->alpha;
  exact_assert (ind_check (table, rules, &options, &all, NULL) == IND_OK, "no report");
  options.all_verdicts = 0;
  for (options.threads = 1; options.threads <= MOST_THREADS; options.threads++)
    {
      snprintf (name, sizeof name, "%s in %u threads", plain_name, options.threads);
      context->name = name;
      exact_assert (ind_check (table, rules, &options, &own, NULL) == IND_OK, "no report");
      compare_reports (context, own, all);
      ind_report_free (own);
    }
  context->name = plain_name;
  ind_report_summary (all, &summary);
  for (k = 0; k < IND_VERDICT_COUNT && verdicts != NULL; k++)
    verdicts[k] += summary.verdicts[k];
  ind_report_free (all);
}

static void
try_texts (const char *name, const char *csv, const char *text, size_t *verdicts)
{
  struct context context = { name, csv, text, 0.001 };
  ind_table *table = screening_table (csv);
  ind_rules *rules;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "test.rules", text, strlen (text), NULL), IND_OK);
  try_report (table, rules, &context, verdicts);
  ind_rules_free (rules);
  ind_table_free (table);
}

/* ------------------------------------------------------------------------
 * Reports made by hand
 * ---------------------------------------------------------------------- */

/* What a figure stands for ends at a half of its last digit, and the end belongs to it. */
START_TEST (test_edges)
{
  static const struct
  {
    const char *rule, *a, *b, *c, *d;
    ind_verdict verdict;
  } cases[] = {
    /* The printed side a stands for 9.5 to 10.5. */
    { "a == b", "10", "10", "", "", IND_VERDICT_EXACT },
    { "a == b", "10", "9.5", "", "", IND_VERDICT_EXACT },
    { "a == b", "10", "10.5", "", "", IND_VERDICT_EXACT },
    { "a == b", "-10", "-10.5", "", "", IND_VERDICT_EXACT },
    { "a == b", "10", "10.50", "", "", IND_VERDICT_EXACT },
    { "a == b", "10", "9.4", "", "", IND_VERDICT_INCONSISTENT },
    { "a == b", "10", "9.45", "", "", IND_VERDICT_INCONSISTENT },
    /* 9.5 + 0.05 is just reached: possible, with a probability of 0. */
    { "a == b", "10", "11", "", "", IND_VERDICT_IMPROBABLE },
    { "a == b", "-10", "-9", "", "", IND_VERDICT_IMPROBABLE },
    { "a == b", "10", "12", "", "", IND_VERDICT_INCONSISTENT },
    /* Three errors of up to 0.5 pass 1 with a probability of 2 * 0.5^3 / 6 = 0.042. */
    { "a == b + c", "10", "4", "5", "", IND_VERDICT_ROUNDING },
    { "a == b + c", "10", "4", "4", "", IND_VERDICT_INCONSISTENT },
    { "b + c == a", "10", "4.7", "4.8", "", IND_VERDICT_EXACT },
    { "b + c == a", "10", "4.7", "4.6", "", IND_VERDICT_INCONSISTENT },
    /* Nothing is the printed side: exact is exact; four errors reach 2. */
    { "a + b == c + d", "7", "8", "9", "6", IND_VERDICT_EXACT },
    { "a + b == c + d", "7", "8", "9", "7", IND_VERDICT_ROUNDING },
    { "a + b == c + d", "7", "8", "9", "8", IND_VERDICT_IMPROBABLE },
    { "a + b == c + d", "7", "8", "9", "9", IND_VERDICT_INCONSISTENT },
    { "a + b == c + d", "0.7", "0.8", "0.9", "0.6", IND_VERDICT_EXACT },
    { "a + b == 15", "7", "8", "", "", IND_VERDICT_EXACT },
    { "a + b == 15", "7.5", "8.0", "", "", IND_VERDICT_INCONSISTENT },
    { "a + b == 15", "7.5", "7.6", "", "", IND_VERDICT_IMPROBABLE },
    /* Twice a number of an error of 0.5 has one of 1. */
    { "2 * a == b", "5", "9", "", "", IND_VERDICT_ROUNDING },
    { "2 * a == b", "5", "11.5", "", "", IND_VERDICT_INCONSISTENT },
    { "a == 100 * b / c", "33", "1", "3", "", IND_VERDICT_EXACT },
    /* 100 * [0.5, 1.5] / [2.5, 3.5] is [14.3, 60]. */
    { "a == 100 * b / c", "45", "1", "3", "", IND_VERDICT_ROUNDING },
    { "a == 100 * b / c", "61", "1", "3", "", IND_VERDICT_INCONSISTENT },
    { "a == b * c", "6.0", "2.0", "3.0", "", IND_VERDICT_EXACT },
    { "a == b * c", "-6.0", "2.0", "-3.0", "", IND_VERDICT_EXACT },
    /* A denominator that may be 0. */
    { "a == b / c", "1", "1", "0", "", IND_VERDICT_UNVERIFIABLE },
    { "a == b / c", "1", "1", "0.0", "", IND_VERDICT_UNVERIFIABLE },
    /* [-0.5, 0.5] / [0.5, 1.5] reaches 1, but errors of 0.5 each just reach it. */
    { "a == b / c", "1", "0", "1", "", IND_VERDICT_IMPROBABLE },
    { "a == b / (c - d)", "1", "5", "9", "9", IND_VERDICT_UNVERIFIABLE },
    { "a == b / (c - d)", "1", "5", "9", "4", IND_VERDICT_EXACT },
    { "a == 100 * (b / c - 1)\n given c", "10", "110", "100", "", IND_VERDICT_EXACT },
    { "a == 100 * (b / c - 1)\n given c", "10", "-110", "-100", "", IND_VERDICT_UNVERIFIABLE },
    { "a == 100 * (b / c - 1)\n given b - c", "-10", "90", "100", "", IND_VERDICT_UNVERIFIABLE },
    { "a == b", "10", "", "", "", IND_VERDICT_UNVERIFIABLE },
    { "a == b + c\n missing zero", "10", "10", "", "", IND_VERDICT_EXACT },
    { "a == b + c\n missing nonnegative", "10", "9", "", "", IND_VERDICT_ROUNDING },
    { "a == b + c\n missing nonnegative", "10", "12", "", "", IND_VERDICT_INCONSISTENT },
    { "a >= b", "10", "11", "", "", IND_VERDICT_ROUNDING },
    { "a >= b", "10", "12", "", "", IND_VERDICT_INCONSISTENT },
    { "a ~= b within 10%", "10", "12", "", "", IND_VERDICT_ROUNDING },
    { "a ~= b within 10%", "10", "13", "", "", IND_VERDICT_IMPROBABLE },
    /* More digits than a double has. */
    { "a == b", "123456789012345678", "123456789012345678", "", "", IND_VERDICT_EXACT },
    { "a == b", "123456789012345678", "123456789012345778", "", "", IND_VERDICT_INCONSISTENT },
    { "a == b + c", "123456789012345678", "123456789012345000", "678", "", IND_VERDICT_EXACT }
  };
  size_t k, j;

  for (k = 0; k < SCREENING_N (cases); k++)
    {
      const char *values[] = { cases[k].a, cases[k].b, cases[k].c, cases[k].d };
      size_t verdicts[IND_VERDICT_COUNT] = { 0 };
      char csv[400] = "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n", rule[100];
      for (j = 0; j < 4; j++)
        if (values[j][0] != '\0')
          {
            const char *point = strchr (values[j], '.');
            size_t n = strlen (csv);
            snprintf (csv + n, sizeof csv - n, "%c,V,2024,%s,%zu\n", (int) ('a' + j), values[j],
                      point == NULL ? 0 : strlen (point + 1));
          }
      snprintf (rule, sizeof rule, "rule r: %s\n", cases[k].rule);
      try_texts (cases[k].rule, csv, rule, verdicts);
      ck_assert_msg (verdicts[cases[k].verdict] == 1, "%s of %s, %s, %s, %s is not %s",
                     cases[k].rule, cases[k].a, cases[k].b, cases[k].c, cases[k].d,
                     ind_verdict_name (cases[k].verdict));
    }
}
END_TEST

/* More quantities than are laid out at once: 4200 shares of as many parts. */
START_TEST (test_many_columns)
{
  screening_text csv = { NULL, 0, 0 };
  size_t verdicts[IND_VERDICT_COUNT] = { 0 }, k;

  screening_say (&csv, "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\nx,,V,2024,420000\n");
  for (k = 0; k < 4200; k++)
    {
      char line[100];
      /* Of 100 in 420000 it is 0.0238 percent; one is another. */
      snprintf (line, sizeof line, "x,p%zu,V,2024,100\npart,p%zu,V,2024,%s\n", k, k,
                k == 3000 ? "0.0338" : "0.0238");
      screening_say (&csv, line);
    }
  try_texts ("4200 parts", csv.text,
             "breakdown p for x: _T = *\nrule s over p: x[whole] == sum(x[*])\n"
             "rule r: part[c] == 100 * x[c] / x[_T]\n",
             verdicts);
  ck_assert_uint_eq (verdicts[IND_VERDICT_EXACT], 4200);
  /* A part that is the rest of the whole differs by all their roundings, up to 2100. */
  ck_assert_uint_eq (verdicts[IND_VERDICT_EXPLAINABLE], 1);
  free (csv.text);
}
END_TEST

/* The standard rules on an economy, of which some figures are changed, in many areas. */
START_TEST (test_economy)
{
  const char *srcdir = getenv ("abs_srcdir");
  char path[1000], line[300];
  screening_text csv = { NULL, 0, 0 };
  struct context context = { "an economy", NULL, "(the standard rules)", 0 };
  exact_random random = { 8 };
  ind_table *table;
  ind_rules *rules;
  size_t verdicts[IND_VERDICT_COUNT] = { 0 };
  int area;

  snprintf (path, sizeof path, "%s/tests/rules/economy.csv", srcdir == NULL ? "." : srcdir);
  for (area = 0; area < 30; area++)
    {
      FILE *stream = fopen (path, "r");
      int n_lines = 0;
      ck_assert_msg (stream != NULL, "%s cannot be read", path);
      while (fgets (line, sizeof line, stream) != NULL)
        {
          /* The area stands last; each line ends with it. */
          char *end = strrchr (line, ','), *digit;
          char place[32];
          ck_assert_ptr_nonnull (end);
          if (n_lines++ == 0)
            screening_say (&csv, area == 0 ? line : "");
          else if (exact_random_below (&random, 40) != 0)
            {
              *end = '\0';
              if (exact_random_below (&random, 30) == 0)
                {
                  /* The last digit of the value becomes another. */
                  for (digit = line; *digit != '\0' && strchr (digit, '.') != NULL; digit++)
                    ;
                  if (isdigit ((unsigned char) *digit))
                    *digit = (char) ('0' + exact_random_below (&random, 10));
                }
              snprintf (place, sizeof place, ",R%d\n", area);
              screening_say (&csv, line);
              screening_say (&csv, place);
            }
        }
      fclose (stream);
    }
  context.csv = "(a large report)";
  table = screening_table (csv.text);
  ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
  try_report (table, rules, &context, verdicts);
  ck_assert_uint_gt (verdicts[IND_VERDICT_EXACT], 2000);
  ck_assert_uint_gt (verdicts[IND_VERDICT_INCONSISTENT], 50);
  ind_rules_free (rules);
  ind_table_free (table);
  free (csv.text);
}
END_TEST

/* ------------------------------------------------------------------------
 * Random reports
 * ---------------------------------------------------------------------- */

static void
try_worlds (uint64_t seed, size_t n, size_t n_areas, size_t *verdicts)
{
  static const double alphas[] = { 0, 0, 0.05, 0.4, 0.9, 1e-9 };
  exact_random random = { seed };
  size_t round;

  for (round = 0; round < n; round++)
    {
      screening_world world
          = screening_make (&random, n_areas, 3 + (size_t) exact_random_below (&random, 8),
                            1 + (size_t) exact_random_below (&random, SCREENING_RULES));
      screening_text csv = { NULL, 0, 0 }, text = { NULL, 0, 0 };
      struct context context;
      ind_table *table;
      ind_rules *rules;
      char name[40];
      screening_print (&random, &world, &csv);
      table = screening_table (csv.text);
      rules = screening_rules (&world, &text);
      snprintf (name, sizeof name, "world %zu of seed %d", round, (int) seed);
      context.name = name;
      context.csv = csv.length < 20000 ? csv.text : "(a large report)";
      context.rules = text.text;
      context.alpha = alphas[exact_random_below (&random, SCREENING_N (alphas))];
      try_report (table, rules, &context, verdicts);
      ind_rules_free (rules);
      ind_table_free (table);
      free (csv.text);
      free (text.text);
      screening_free (&world);
    }
}

START_TEST (test_random_reports)
{
  size_t verdicts[IND_VERDICT_COUNT] = { 0 }, k;

  try_worlds (1, 200, 3, verdicts);
  for (k = 0; k <= IND_VERDICT_UNVERIFIABLE; k++)
    ck_assert_msg (verdicts[k] > 100, "only %zu verdicts \"%s\": the random reports show little",
                   verdicts[k], ind_verdict_name ((ind_verdict) k));
}
END_TEST

/* So many sites that each thread has its part. */
START_TEST (test_large_random_reports)
{
  size_t verdicts[IND_VERDICT_COUNT] = { 0 };

  try_worlds (2, 4, 220, verdicts);
  ck_assert_uint_gt (verdicts[IND_VERDICT_EXACT] + verdicts[IND_VERDICT_ROUNDING], 5000);
}
END_TEST

/* ------------------------------------------------------------------------
 * What the interface offers, and memory
 * ---------------------------------------------------------------------- */

/* 600 sites of a sum; every third is rounded in another way, and so left to the judge. */
static void
make_sums (screening_text *csv)
{
  size_t k;

  screening_say (csv, "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,ROUNDING\n");
  for (k = 0; k < 600; k++)
    {
      char lines[200];
      snprintf (lines, sizeof lines, "a,r%zu,2024,%zu,%s\nb,r%zu,2024,1,\nc,r%zu,2024,%zu,\n", k,
                k == 500 ? 1 : k + 8, k % 3 == 0 ? "truncated" : "", k, k, k + 7);
      screening_say (csv, lines);
    }
}

static const char sums[] = "rule r: a == b + c\n";

/* 0 is one thread, and more than 64 are 64. */
START_TEST (test_threads)
{
  static const unsigned threads[] = { 0, 1, 2, 63, 64, 65, 1000, (unsigned) -1 };
  screening_text csv = { NULL, 0, 0 };
  ind_check_options options = { 0, 1, 1 };
  struct context context = { "sums", "(a large report)", sums, 0 };
  ind_table *table;
  ind_rules *rules;
  ind_report *all, *own;
  size_t k;

  make_sums (&csv);
  table = screening_table (csv.text);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "r", sums, sizeof sums - 1, NULL), IND_OK);
  ck_assert_int_eq (ind_check (table, rules, &options, &all, NULL), IND_OK);
  for (k = 0; k < SCREENING_N (threads); k++)
    {
      int keeps_all;
      options.threads = threads[k];
      for (keeps_all = 0; keeps_all <= 1; keeps_all++)
        {
          options.all_verdicts = keeps_all;
          ck_assert_int_eq (ind_check (table, rules, &options, &own, NULL), IND_OK);
          if (keeps_all)
            ck_assert_uint_eq (ind_report_finding_count (own), 600);
          else
            compare_reports (&context, own, all);
          ck_assert_int_eq (ind_report_exit_status (own, 0), 1);
          ind_report_free (own);
        }
    }
  ind_report_free (all);
  ind_rules_free (rules);
  ind_table_free (table);
  free (csv.text);
}
END_TEST

/* Every allocation fails, in whichever thread it is then made. */
START_TEST (test_memory_runs_out)
{
  screening_text csv = { NULL, 0, 0 };
  ind_check_options options = { 0, 0, 0 };
  ind_table *table;
  ind_rules *rules;
  size_t blocks, n;
  int is_persistent;

  make_sums (&csv);
  table = screening_table (csv.text);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "r", sums, sizeof sums - 1, NULL), IND_OK);
  blocks = failing_memory_blocks ();
  for (options.threads = 1; options.threads <= 3; options.threads++)
    for (is_persistent = 0; is_persistent <= 1; is_persistent++)
      for (n = 1;; n += n < 300 ? 1 : 17)
        {
          ind_report *report = NULL;
          ind_error error;
          ind_status status;
          size_t n_failed;
          failing_memory_arm (n, is_persistent);
          status = ind_check (table, rules, &options, &report, &error);
          n_failed = failing_memory_disarm ();
          if (n_failed == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              ind_report_free (report);
              ck_assert_uint_gt (n, 50);
              break;
            }
          ck_assert_msg (status == IND_E_MEMORY,
                         "allocation %zu failed in %u threads and the status is %s", n,
                         options.threads, ind_status_name ((int) status));
          ck_assert_ptr_null (report);
          ck_assert_msg (failing_memory_blocks () == blocks,
                         "allocation %zu failed in %u threads, and memory was not released", n,
                         options.threads);
        }
  ind_rules_free (rules);
  ind_table_free (table);
  free (csv.text);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("screen");

  tcase_set_timeout (tests, 240);
  tcase_add_test (tests, test_edges);
  tcase_add_test (tests, test_many_columns);
  tcase_add_test (tests, test_economy);
  tcase_add_test (tests, test_random_reports);
  tcase_add_test (tests, test_large_random_reports);
  tcase_add_test (tests, test_threads);
  tcase_add_test (tests, test_memory_runs_out);
  return suite_run (tests, "screen");
}
