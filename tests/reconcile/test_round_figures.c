/* SPDX-License-Identifier: GPL-3.0-or-later
 * Controlled rounding of a report: sums in the printed decimals, added as whole numbers
 * of the last digit. What is expected is worked out by hand: the gap of a sum is shared
 * by variance. */
#include <stdio.h>

#include "check/findings.h"
#include "reconcile/reconciled.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define COLUMNS "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS,ALTERABILITY"
#define PARTS "breakdown parts: _T = A + B + C\nrule total: x[whole] == sum(x[*])\n"

/* 10 is fixed, the parts add up to 9: alterabilities of 4, 3 and 3 tenths make them 3.4,
 * 3.3 and 3.3, of which the nearest whole numbers add up to 9, again. */
#define TEN(source)                                                                                \
  source ",x,,V,2024,10,0,0\n" source ",x,A,V,2024,3,0,4\n" source ",x,B,V,2024,3,0,3\n" source    \
         ",x,C,V,2024,3,0,3\n"

/* Nothing is given up: it is rounding that is looked at. */
static struct reconciled
reconcile_rounded (const char *csv, const char *rules, int keeps_digits)
{
  ind_reconcile_options options = { 0 };

  options.repair = IND_REPAIR_NONE;
  options.keeps_digits = keeps_digits;
  return reconcile_text (csv, rules, &options);
}

/* What comes out, as a whole number of 10^-decimals, from the characters. */
static int64_t
multiple_of (const struct reconciled *reconciled, size_t k, int32_t decimals)
{
  ind_adjustment adjustment = adjustment_of (reconciled, k);
  ind_decimal number;

  exact_assert (ind_decimal_read (adjustment.text, strlen (adjustment.text), &number, NULL)
                        == IND_OK
                    && (number.decimals == decimals || (decimals < 0 && number.decimals == 0)),
                "figure %zu comes out as \"%s\"; print it with %d decimals, as it was", k,
                adjustment.text, (int) decimals);
  for (; decimals < 0; decimals++)
    {
      exact_assert (number.mantissa % 10 == 0,
                    "figure %zu comes out as \"%s\", which does not end in its printed place", k,
                    adjustment.text);
      number.mantissa /= 10;
    }
  return number.mantissa;
}

static void
expect_texts (const struct reconciled *reconciled, const char *const *texts, size_t n)
{
  size_t k;

  ck_assert_uint_eq (reconciled->summary.n_figures, n);
  for (k = 0; k < n; k++)
    ck_assert_msg (strcmp (adjustment_of (reconciled, k).text, texts[k]) == 0,
                   "figure %zu is rounded to %s, not to %s", k, adjustment_of (reconciled, k).text,
                   texts[k]);
}

/* ------------------------------------------------------------------------
 * One sum
 * ---------------------------------------------------------------------- */

/* One part must be rounded up; of all, A is the least distance away: 3.4 to 4 costs
 * 0.36 for 0.16, B and C would cost 0.49 for 0.09. */
START_TEST (test_sum)
{
  static const char *const texts[] = { "10", "4", "3", "3" };
  struct reconciled all = reconcile_rounded (COLUMNS "\n" TEN ("r"), PARTS, 0);

  expect_texts (&all, texts, 4);
  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  ck_assert_int_eq (adjustment_of (&all, 0).kind, IND_ADJUSTMENT_FIXED);
  ck_assert_int_eq (adjustment_of (&all, 1).kind, IND_ADJUSTMENT_BALANCED);
  ck_assert_int_eq (adjustment_of (&all, 2).kind, IND_ADJUSTMENT_KEPT);
  ck_assert (adjustment_of (&all, 1).change == 1 && adjustment_of (&all, 1).value_out == 4);
  reconciled_free (&all);
}
END_TEST

/* Asked to keep the digits, it does not round. */
START_TEST (test_full_digits)
{
  static const char *const texts[] = { "10", "3.4", "3.3", "3.3" };
  struct reconciled all = reconcile_rounded (COLUMNS "\n" TEN ("r"), PARTS, 1);

  expect_texts (&all, texts, 4);
  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  reconciled_free (&all);
}
END_TEST

/* The shares that the reports of Lạng Sơn print for 2024 add up to 100.01. Each gives a
 * quarter of the hundredth, of which nothing is left to nearest; one gives all of it. */
START_TEST (test_shares)
{
  static const char csv[]
      = "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,PRINTED\n"
        "share,A,V,2024,21.57,PT,\nshare,BTF,V,2024,23.77,PT,\nshare,GTU,V,2024,50.19,PT,\n"
        "share,D21X31,V,2024,4.48,PT,\n";
  static const int64_t printed[] = { 2157, 2377, 5019, 448 };
  struct reconciled all = reconcile_rounded (csv, NULL, 0);
  int64_t sum = 0, moved = 0;
  size_t k;

  for (k = 0; k < 4; k++)
    {
      int64_t out = multiple_of (&all, k, 2);
      ck_assert_msg (out == printed[k] || out == printed[k] - 1, "share %zu, %g, becomes %s", k,
                     (double) printed[k] / 100, adjustment_of (&all, k).text);
      moved += printed[k] - out;
      sum += out;
    }
  ck_assert_msg (sum == 10000, "shares add up to %g %%, not to 100", (double) sum / 100);
  ck_assert_int_eq (moved, 1);
  reconciled_free (&all);
}
END_TEST

/* Of a value left of the point, 3,400 and twice 3,300 of 10,000: the place counts, not
 * how it is written. Thousands are given by DECIMALS, or by UNIT_MULT. */
START_TEST (test_places_left_of_the_point)
{
  static const char csv[]
      = COLUMNS ",UNIT_MEASURE,UNIT_MULT\nr,x,,V,2024,10,0,0,VND,3\n"
                "r,x,A,V,2024,3000,-3,4,VND,0\nr,x,B,V,2024,3,0,3,VND,3\n"
                "r,x,C,V,2024,3000,-3,3,VND,0\n";
  struct reconciled all = reconcile_rounded (csv, "indicator x \"X\" unit VND\n" PARTS, 0);

  ck_assert_int_eq (multiple_of (&all, 0, 0), 10);
  ck_assert_msg (multiple_of (&all, 1, -3) == 4 && multiple_of (&all, 2, 0) == 3
                     && multiple_of (&all, 3, -3) == 3,
                 "10 thousand = %s + %s thousand + %s", adjustment_of (&all, 1).text,
                 adjustment_of (&all, 2).text, adjustment_of (&all, 3).text);
  reconciled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * Several figures of a quantity
 * ---------------------------------------------------------------------- */

/* Two sources with whole numbers, one with tenths: each keeps its own sum. The tenths
 * alone, alterable by 4 : 3 : 3 thousandths, decide what comes out: 3.4, 3.3 and 3.3 of
 * 10. Whole numbers are then 4, 3 and 3, the same in both sources. */
START_TEST (test_sources)
{
  static const char csv[]
      = COLUMNS "\nfine,x,,V,2024,10.0,1,0\nfine,x,A,V,2024,3.3,1,0.004\n"
                "fine,x,B,V,2024,3.2,1,0.003\nfine,x,C,V,2024,3.2,1,0.003\n" TEN ("one")
                    TEN ("two") "three,x,A,V,2024,3,0,4\n";
  size_t k, source;
  struct reconciled all = reconcile_rounded (csv, PARTS, 0);

  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  ck_assert_int_eq (
      multiple_of (&all, 1, 1) + multiple_of (&all, 2, 1) + multiple_of (&all, 3, 1), 100);
  for (source = 1; source < 3; source++)
    {
      size_t first = 4 * source;
      ck_assert_msg (multiple_of (&all, first, 0) == 10 && multiple_of (&all, first + 1, 0) == 4
                         && multiple_of (&all, first + 2, 0) == 3
                         && multiple_of (&all, first + 3, 0) == 3,
                     "source %zu: %s = %s + %s + %s", source, adjustment_of (&all, first).text,
                     adjustment_of (&all, first + 1).text, adjustment_of (&all, first + 2).text,
                     adjustment_of (&all, first + 3).text);
      for (k = 1; k < 4; k++)
        ck_assert_str_eq (adjustment_of (&all, first + k).text, adjustment_of (&all, 4 + k).text);
    }
  /* What has no sum of its own follows: 3.4 to nearest would be 3. */
  ck_assert_msg (multiple_of (&all, 12, 0) == 4,
                 "one source prints A as 4, another as %s: figures of one quantity with equal "
                 "decimals should stay equal",
                 adjustment_of (&all, 12).text);
  reconciled_free (&all);
}
END_TEST

/* The order of the figures is of no matter: one that no sum holds follows, wherever it
 * stands. */
START_TEST (test_order)
{
  struct reconciled all
      = reconcile_rounded (COLUMNS "\nthree,x,A,V,2024,3,0,4000\nr,x,,V,2024,10,0,0\n"
                                   "r,x,A,V,2024,3,0,4\nr,x,B,V,2024,3,0,3\n"
                                   "r,x,C,V,2024,3,0,3\n",
                           PARTS, 0);

  ck_assert_msg (multiple_of (&all, 0, 0) == multiple_of (&all, 2, 0),
                 "A is rounded to %s and to %s: figures of one quantity with equal decimals "
                 "should be equal, whichever comes first",
                 adjustment_of (&all, 0).text, adjustment_of (&all, 2).text);
  ck_assert_int_eq (
      multiple_of (&all, 2, 0) + multiple_of (&all, 3, 0) + multiple_of (&all, 4, 0), 10);
  reconciled_free (&all);
}
END_TEST

/* A census, 812,607, and two surveys of 400,000, each with a standard error of 20,000:
 * these become 406,303.5, and are rounded to different sides. The census is so much more
 * precise that the surveys check nothing of it. */
START_TEST (test_precise)
{
  struct reconciled all = reconcile_rounded (
      COLUMNS ",STD_ERROR\nr,x,,V,2024,812607,0,,\nr,x,A,V,2024,400000,0,,20000\n"
              "r,x,B,V,2024,400000,0,,20000\n",
      "breakdown parts: _T = A + B\nrule total: x[whole] == sum(x[*])\n", 0);

  ck_assert_str_eq (adjustment_of (&all, 0).text, "812607");
  ck_assert_msg (multiple_of (&all, 1, 0) + multiple_of (&all, 2, 0) == 812607,
                 "812607 = %s + %s: a sum should be kept with figures nothing checks, too",
                 adjustment_of (&all, 1).text, adjustment_of (&all, 2).text);
  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  reconciled_free (&all);
}
END_TEST

/* Where no source has all figures of the sum in equal decimals, each is rounded to
 * nearest: 10 and 3.4, 3.3, 3.3, of different sources. */
START_TEST (test_mixed)
{
  static const char *const texts[] = { "10", "3", "3", "3.3" };
  static const char csv[] = COLUMNS "\nr,x,,V,2024,10,0,0\nr,x,A,V,2024,3,0,0.04\n"
                                    "s,x,B,V,2024,3,0,0.03\nr,x,C,V,2024,3.0,1,3\n";
  struct reconciled all = reconcile_rounded (csv, PARTS, 0);

  expect_texts (&all, texts, 4);
  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  reconciled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * What is not alterable, what cannot be
 * ---------------------------------------------------------------------- */

/* A is fixed, too: B and C become 3.5 each, and one is rounded down. Exact counts are
 * fixed without being said to be. */
START_TEST (test_fixed)
{
  struct reconciled all
      = reconcile_rounded (COLUMNS ",QUALIFIER\nr,x,,V,2024,10,0,,exact\nr,x,A,V,2024,3,0,0,\n"
                                   "r,x,B,V,2024,3,0,3,\nr,x,C,V,2024,3,0,3,\n",
                           PARTS, 0);
  int64_t b = multiple_of (&all, 2, 0), c = multiple_of (&all, 3, 0);

  ck_assert_str_eq (adjustment_of (&all, 0).text, "10");
  ck_assert_str_eq (adjustment_of (&all, 1).text, "3");
  ck_assert_int_eq (adjustment_of (&all, 0).kind, IND_ADJUSTMENT_FIXED);
  ck_assert_int_eq (adjustment_of (&all, 1).kind, IND_ADJUSTMENT_FIXED);
  ck_assert_msg (b + c == 7 && (b == 3 || b == 4), "B is %d and C %d of 7", (int) b, (int) c);
  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  reconciled_free (&all);
}
END_TEST

/* a = b and a + b = 5 hold at 2.5, and in no whole numbers: one sum is given up, and
 * counted. In tenths both hold. */
START_TEST (test_unrounded)
{
  static const char rules[] = "rule r: a == b\nrule s: c == a + b\n";
  static const char *const tenths[] = { "2.5", "2.5", "5.0" };
  struct reconciled all = reconcile_rounded (COLUMNS "\nr,a,,V,2024,2,0,1\nr,b,,V,2024,3,0,1\n"
                                                     "r,c,,V,2024,5,0,0\n",
                                             rules, 0);
  int64_t a = multiple_of (&all, 0, 0), b = multiple_of (&all, 1, 0);

  ck_assert_uint_eq (all.summary.n_contradictory, 0);
  ck_assert_msg (all.summary.n_unrounded == 1, "%zu sums are said not to be kept, not 1",
                 all.summary.n_unrounded);
  ck_assert_msg (a >= 2 && a <= 3 && b >= 2 && b <= 3, "2.5 becomes %d, and %d", (int) a,
                 (int) b);
  ck_assert_int_eq (multiple_of (&all, 2, 0), 5);
  reconciled_free (&all);
  all = reconcile_rounded (
      COLUMNS "\nr,a,,V,2024,2.4,1,1\nr,b,,V,2024,2.6,1,1\nr,c,,V,2024,5.0,1,0\n", rules, 0);
  expect_texts (&all, tenths, 3);
  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  reconciled_free (&all);
}
END_TEST

/* A constant counts: 13 less 3 leaves the 10 of before. */
START_TEST (test_constant)
{
  static const char *const texts[] = { "13", "4", "3", "3" };
  struct reconciled all
      = reconcile_rounded (COLUMNS "\nr,a,,V,2024,13,0,0\nr,b,,V,2024,3,0,4\nr,c,,V,2024,3,0,3\n"
                                   "r,d,,V,2024,3,0,3\n",
                           "rule r: a == b + c + d + 3\n", 0);

  expect_texts (&all, texts, 4);
  ck_assert_uint_eq (all.summary.n_unrounded, 0);
  reconciled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * Tables with two margins
 * ---------------------------------------------------------------------- */

#define ROWS 4
#define ROW_LETTERS "abcd"
#define ACROSS 5

/* The last row and the last column are the margins. */
static size_t
number_of (size_t row, size_t column)
{
  return row * (ACROSS + 1) + column;
}

static const char *
name_of (size_t row, size_t column, char *out)
{
  if (row == ROWS && column == ACROSS)
    strcpy (out, "_T");
  else if (row == ROWS)
    sprintf (out, "col%zu", column);
  else if (column == ACROSS)
    sprintf (out, "row%c", ROW_LETTERS[row]);
  else
    sprintf (out, "%c%zu", ROW_LETTERS[row], column);
  return out;
}

static void
write_rules (char *out)
{
  char name[16];
  size_t r, c;

  for (r = 0; r <= ROWS; r++)
    {
      out += sprintf (out, "breakdown across%zu: %s = ", r, name_of (r, ACROSS, name));
      for (c = 0; c < ACROSS; c++)
        out += sprintf (out, "%s%s", c > 0 ? " + " : "", name_of (r, c, name));
      out += sprintf (out, "\n");
    }
  for (c = 0; c <= ACROSS; c++)
    {
      out += sprintf (out, "breakdown down%zu: %s = ", c, name_of (ROWS, c, name));
      for (r = 0; r < ROWS; r++)
        out += sprintf (out, "%s%s", r > 0 ? " + " : "", name_of (r, c, name));
      out += sprintf (out, "\n");
    }
  strcpy (out, "rule total: x[whole] == sum(x[*])\n");
}

/* By how much rows and columns of a source, and their margins, are off, in all. */
static int64_t
gaps (const int64_t *x)
{
  int64_t gap = 0, sum;
  size_t r, c;

  for (r = 0; r <= ROWS; r++)
    {
      for (c = 0, sum = 0; c < ACROSS; c++)
        sum += x[number_of (r, c)];
      gap += llabs (sum - x[number_of (r, ACROSS)]);
    }
  for (c = 0; c <= ACROSS; c++)
    {
      for (r = 0, sum = 0; r < ROWS; r++)
        sum += x[number_of (r, c)];
      gap += llabs (sum - x[number_of (ROWS, c)]);
    }
  return gap;
}

#define CELLS ((ROWS + 1) * (ACROSS + 1))

/* Random tables, each figure rounded alone, of one source in whole numbers and of another
 * in tenths. To nearest, what comes out of the balance would not add up in nearly all of
 * them; as it is rounded, every sum of a source does, and no figure ends a whole unit of
 * its last digit away. */
START_TEST (test_tables)
{
  exact_random random = { 20 };
  static char csv[8000], rules[2000];
  size_t n_broken = 0;
  int sample;

  write_rules (rules);
  for (sample = 0; sample < 40; sample++)
    {
      struct reconciled whole, digits;
      double truth[CELLS] = { 0 };
      size_t r, c, k, source, n = (size_t) sprintf (csv, COLUMNS "\n");
      for (r = 0; r < ROWS; r++)
        for (c = 0; c < ACROSS; c++)
          {
            double x = (double) exact_random_below (&random, 100000) / 1000;
            truth[number_of (r, c)] = x;
            truth[number_of (r, ACROSS)] += x;
            truth[number_of (ROWS, c)] += x;
            truth[number_of (ROWS, ACROSS)] += x;
          }
      for (source = 0; source < 2; source++)
        for (r = 0; r <= ROWS; r++)
          for (c = 0; c <= ACROSS; c++)
            {
              char name[16];
              /* The tenths are off by up to 0.4, as from two surveys. */
              double x = truth[number_of (r, c)]
                         + (source == 1 ? ((double) exact_random_below (&random, 9) - 4) / 10 : 0);
              n += (size_t) sprintf (csv + n, "%s,x,%s,V,2024,%.*f,%zu,%s\n",
                                     source == 0 ? "one" : "two", name_of (r, c, name),
                                     (int) source, x, source, source == 0 ? "1" : "50");
            }
      whole = reconcile_rounded (csv, rules, 0);
      digits = reconcile_rounded (csv, rules, 1);
      exact_assert (whole.summary.n_contradictory == 0 && whole.summary.is_converged
                        && whole.summary.n_unrounded == 0,
                    "table %d: %zu sums are not kept, %zu rules are contradictory", sample,
                    whole.summary.n_unrounded, whole.summary.n_contradictory);
      for (source = 0; source < 2; source++)
        {
          int64_t out[CELLS], nearest[CELLS];
          double unit = source == 0 ? 1 : 0.1;
          for (k = 0; k < CELLS; k++)
            {
              size_t figure = source * CELLS + k;
              double value = adjustment_of (&digits, figure).value_out;
              out[k] = multiple_of (&whole, figure, (int32_t) source);
              nearest[k] = llround (value / unit);
              exact_assert (fabs ((double) out[k] - value / unit) < 1,
                            "table %d: figure %zu, %.12g, is rounded to %s", sample, figure, value,
                            adjustment_of (&whole, figure).text);
            }
          exact_assert (gaps (out) == 0,
                        "table %d: sums of source %zu are off by %d units of the last digit; "
                        "controlled rounding should keep them",
                        sample, source, (int) gaps (out));
          n_broken += gaps (nearest) != 0;
        }
      reconciled_free (&whole);
      reconciled_free (&digits);
    }
  ck_assert_msg (n_broken >= 60,
                 "nearest rounding breaks sums in %zu of 80 tables: these do not try anything; "
                 "make them harder",
                 n_broken);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

START_TEST (test_memory)
{
  ind_reconcile_options options = { 0 };
  int is_persistent;

  options.repair = IND_REPAIR_NONE;
  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    {
      struct checked checked
          = check_text (COLUMNS "\n" TEN ("one") TEN ("two") "three,x,A,V,2024,3,0,4\n", PARTS, 0);
      size_t n, before, n_rounded = 0;
      /* The report keeps its figures sorted once anything was reconciled. */
      ck_assert (ind__index_sort (&checked.report->index));
      before = failing_memory_blocks ();
      for (n = 1;; n++)
        {
          ind_error error = { IND_OK, 0, 0, "" };
          ind_reconciliation *result;
          ind_status status;
          failing_memory_arm (n, is_persistent);
          status = ind_reconcile (checked.report, &options, &result, &error);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              ind_reconciliation_free (result);
              break;
            }
          ck_assert_msg (status == IND_E_MEMORY && error.status == IND_E_MEMORY && result == NULL,
                         "allocation %zu: status %d", n, (int) status);
        }
      ck_assert_uint_eq (failing_memory_blocks (), before);
      /* Without rounding, fewer are needed: those of rounding were among them. */
      options.keeps_digits = 1;
      for (;; n_rounded++)
        {
          ind_reconciliation *result;
          ind_status status;
          failing_memory_arm (n_rounded + 1, 0);
          status = ind_reconcile (checked.report, &options, &result, NULL);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              ind_reconciliation_free (result);
              break;
            }
        }
      options.keeps_digits = 0;
      ck_assert_msg (n > n_rounded + 10, "%zu allocations with rounding, %zu without", n - 1,
                     n_rounded);
      checked_free (&checked);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("round_figures");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_sum);
  tcase_add_test (tests, test_full_digits);
  tcase_add_test (tests, test_shares);
  tcase_add_test (tests, test_places_left_of_the_point);
  tcase_add_test (tests, test_sources);
  tcase_add_test (tests, test_order);
  tcase_add_test (tests, test_precise);
  tcase_add_test (tests, test_mixed);
  tcase_add_test (tests, test_fixed);
  tcase_add_test (tests, test_unrounded);
  tcase_add_test (tests, test_constant);
  tcase_add_test (tests, test_tables);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "round_figures");
}
