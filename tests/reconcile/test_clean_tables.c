/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables with nothing wrong in them, under the standard rules: much that these name is
 * not printed, and nothing may come of that. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reconcile/reconciled.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define HEAD "INDICATOR,REF_AREA,TIME_PERIOD,COMPONENT,OBS_VALUE"

/* Reconciled without repair, which would hide what balancing does, in all digits. */
static struct reconciled
reconcile_clean (const char *csv)
{
  ind_reconcile_options options = { 0 };

  options.repair = IND_REPAIR_NONE;
  options.keeps_digits = 1;
  return reconcile_text (csv, NULL, &options);
}

/* ------------------------------------------------------------------------
 * By hand
 * ---------------------------------------------------------------------- */

/* Whatever nothing ties is left alone: each of these leaves unknown what would have to
 * be known to tie it to another. */
START_TEST (test_untied)
{
  static const char *const tables[] = {
    HEAD "\ncontribution,X,2024,A,0.5\n",
    HEAD ",UNIT_MEASURE\ngrdp_change,X,2024,_T,32.5,bn VND\n"
         "grdp_change,X,2023,_T,1220,bn VND\n",
    HEAD ",UNIT_MEASURE\nproductivity_growth_real,X,2023,_T,-44.3,\n"
         "grdp_constant_change,X,2024,_T,-263.318,bn VND\n",
    HEAD "\ngrowth_real,X,2024,A,0.0\ncontribution,X,2024,GTU,0.00\n",
    HEAD "\nshare,X,2024,A,12.5\nshare_change,X,2024,BTF,0.4\n"
  };
  struct reconciled all = reconcile_clean (tables[_i]);
  size_t k;

  ck_assert (all.summary.is_converged);
  ck_assert_uint_eq (all.summary.degrees, 0);
  ck_assert_uint_eq (all.summary.n_contradictory, 0);
  suite_assert_near (all.summary.chi_square, 0, 0, 1e-12);
  for (k = 0; k < all.summary.n_figures; k++)
    {
      ind_adjustment adjustment = adjustment_of (&all, k);
      ck_assert_msg (adjustment.kind == IND_ADJUSTMENT_UNCHECKED, "table %d: figure %zu is %s",
                     _i, k, ind_adjustment_kind_name (adjustment.kind));
      suite_assert_near (adjustment.change, 0, 0, 0);
    }
  reconciled_free (&all);
}
END_TEST

/* Shares alone, of levels that nobody prints. a + b + c + d = 100, which they miss by
 * 0.01, and b = e + f: with equal errors s, the normal matrix is (4 1; 1 3), the
 * multipliers 0.01 (3 -1) / 11. */
START_TEST (test_shares)
{
  static const double part[6] = { 3, 2, 3, 3, 1, 1 };
  static const double redundancy[6] = { 3, 5, 3, 3, 4, 4 };
  struct reconciled all = reconcile_clean (HEAD "\nshare,X,2024,A,21.57\nshare,X,2024,BTF,23.77\n"
                                                "share,X,2024,GTU,50.19\nshare,X,2024,D21X31,4.48\n"
                                                "share,X,2024,BTE,13.00\nshare,X,2024,F,10.77\n");
  size_t k;

  ck_assert (all.summary.is_converged);
  ck_assert_uint_eq (all.summary.degrees, 2);
  suite_assert_near (all.summary.chi_square, 12 * 3.0 / 11, 1e-6, 0);
  for (k = 0; k < 6; k++)
    {
      ind_adjustment adjustment = adjustment_of (&all, k);
      suite_assert_near (adjustment.change, -0.01 * part[k] / 11, 0, 1e-8);
      suite_assert_near (adjustment.redundancy, redundancy[k] / 11, 0, 1e-6);
    }
  reconciled_free (&all);
}
END_TEST

/* Weights that nobody prints. The contribution of the whole is its growth, and that of
 * taxes in 2023 what value added leaves of it; over the growth of taxes that gives their
 * weight, which grows as they do relative to the whole, and times their growth of 2024
 * is their contribution then. Two ties, and the six figures keep both. */
START_TEST (test_weights)
{
  struct reconciled all
      = reconcile_clean (HEAD "\ncontribution,X,2023,B1G,1.03\ngrowth_real,X,2023,_T,2.81\n"
                              "contribution,X,2023,_T,2.807\ncontribution,X,2024,D21X31,4.5\n"
                              "growth_real,X,2024,D21X31,11.7\ngrowth_real,X,2023,D21X31,4.75\n");
  double x[6], squares = 0, weight;
  size_t k;

  ck_assert (all.summary.is_converged);
  ck_assert_uint_eq (all.summary.degrees, 2);
  for (k = 0; k < 6; k++)
    {
      ind_adjustment adjustment = adjustment_of (&all, k);
      x[k] = adjustment.value_out;
      squares += adjustment.change * adjustment.change / adjustment.error_in / adjustment.error_in;
    }
  weight = (x[2] - x[0]) / x[5] * (1 + x[5] / 100) / (1 + x[1] / 100);
  suite_assert_near (x[1], x[2], 1e-10, 0);
  suite_assert_near (x[3], weight * x[4], 1e-9, 0);
  suite_assert_near (all.summary.chi_square, squares, 1e-6, 0);
  ck_assert (squares <= 3 * 6);
  reconciled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * At random
 * ---------------------------------------------------------------------- */

#define N_YEARS 3
#define N_COMPONENTS 8

static const char *const components[N_COMPONENTS]
    = { "A", "BTE", "F", "BTF", "GTU", "D21X31", "B1G", "_T" };
enum { A, BTE, F, BTF, GTU, TAX, B1G, ALL };

/* A small economy: all else follows from it. */
struct truth {
  double current[N_YEARS][N_COMPONENTS], constant[N_YEARS][N_COMPONENTS];
  double employment[N_YEARS][N_COMPONENTS], population[N_YEARS];
};

static double
between (exact_random *random, double low, double high)
{
  return low + (high - low) * (double) exact_random_below (random, 1000001) / 1000000;
}

static void
add_up (double *x)
{
  x[BTF] = x[BTE] + x[F];
  x[B1G] = x[A] + x[BTF] + x[GTU];
  x[ALL] = x[B1G] + x[TAX];
}

static void
make_truth (exact_random *random, struct truth *truth)
{
  static const int leaves[] = { A, BTE, F, GTU, TAX };
  int year, k;

  memset (truth, 0, sizeof *truth);
  for (year = 0; year < N_YEARS; year++)
    {
      for (k = 0; k < 5; k++)
        {
          int c = leaves[k];
          double price = between (random, 1, 1.1);
          truth->constant[year][c] = year == 0 ? between (random, 500, 9000)
                                               : truth->constant[year - 1][c]
                                                     * between (random, 0.93, 1.18);
          truth->current[year][c] = truth->constant[year][c] * price;
          truth->employment[year][c] = c == TAX  ? 0
                                       : year == 0 ? between (random, 20, 300)
                                                   : truth->employment[year - 1][c]
                                                         * between (random, 0.95, 1.08);
        }
      add_up (truth->constant[year]);
      add_up (truth->current[year]);
      add_up (truth->employment[year]);
      truth->population[year] = year == 0 ? between (random, 700, 3000)
                                          : truth->population[year - 1]
                                                * between (random, 0.995, 1.02);
    }
}

static double
growth (double now, double before)
{
  return 100 * (now / before - 1);
}

enum {
  CURRENT, CONSTANT, SHARE, SHARE_CHANGE, GROWTH_REAL, GROWTH_NOMINAL, CONTRIBUTION, CHANGE,
  CONSTANT_CHANGE, INDEX, PER_CAPITA, PER_CAPITA_GROWTH, POPULATION, POPULATION_GROWTH,
  EMPLOYMENT, EMPLOYMENT_GROWTH, PRODUCTIVITY, PRODUCTIVITY_GROWTH, N_INDICATORS
};

static const struct {
  const char *name, *unit;
  int for_whole_only, from_year;
} indicators[N_INDICATORS] = {
  { "grdp_current", "bn VND", 0, 0 },       { "grdp_constant", "bn VND", 0, 0 },
  { "share", "", 0, 0 },                    { "share_change", "", 0, 1 },
  { "growth_real", "", 0, 1 },              { "growth_nominal", "", 0, 1 },
  { "contribution", "", 0, 1 },             { "grdp_change", "bn VND", 0, 1 },
  { "grdp_constant_change", "bn VND", 0, 1 }, { "grdp_constant_index", "", 0, 1 },
  { "grdp_per_capita", "mn VND/person", 1, 0 }, { "per_capita_growth", "", 1, 1 },
  { "population", "thousand persons", 1, 0 }, { "population_growth", "", 1, 1 },
  { "employment", "thousand persons", 0, 0 }, { "employment_growth", "", 0, 1 },
  { "productivity", "mn VND/person", 0, 0 }, { "productivity_growth", "", 0, 1 }
};

/* NaN where there is no such quantity. */
static double
value_of (const struct truth *t, int indicator, int year, int c)
{
  int before = year - indicators[indicator].from_year;
  const double *now = t->current[year], *then = t->current[before];
  const double *real = t->constant[year], *real_then = t->constant[before];
  const double *jobs = t->employment[year], *jobs_then = t->employment[before];

  switch (indicator)
    {
    case CURRENT: return now[c];
    case CONSTANT: return real[c];
    case SHARE: return 100 * now[c] / now[ALL];
    case SHARE_CHANGE: return 100 * (now[c] / now[ALL] - then[c] / then[ALL]);
    case GROWTH_REAL: return growth (real[c], real_then[c]);
    case GROWTH_NOMINAL: return growth (now[c], then[c]);
    case CONTRIBUTION: return 100 * (real[c] - real_then[c]) / real_then[ALL];
    case CHANGE: return now[c] - then[c];
    case CONSTANT_CHANGE: return real[c] - real_then[c];
    case INDEX: return 100 * real[c] / real_then[c];
    case PER_CAPITA: return now[c] / t->population[year];
    case PER_CAPITA_GROWTH:
      return growth (now[c] / t->population[year], then[c] / t->population[before]);
    case POPULATION: return t->population[year];
    case POPULATION_GROWTH: return growth (t->population[year], t->population[before]);
    case EMPLOYMENT: return jobs[c] > 0 && c != B1G ? jobs[c] : NAN;
    case EMPLOYMENT_GROWTH: return jobs[c] > 0 && c != B1G ? growth (jobs[c], jobs_then[c]) : NAN;
    case PRODUCTIVITY: return jobs[c] > 0 && c != B1G ? now[c] / jobs[c] : NAN;
    case PRODUCTIVITY_GROWTH:
      return jobs[c] > 0 && c != B1G ? growth (now[c] / jobs[c], then[c] / jobs_then[c]) : NAN;
    default: return NAN;
    }
}

/* Some indicators, and of these some figures, each with some decimals. */
static size_t
write_table (exact_random *random, const struct truth *truth, char *csv)
{
  unsigned shown = 0, percent = 30 + (unsigned) exact_random_below (random, 71);
  int indicator, year, c, picks = 1 + (int) exact_random_below (random, 5);
  size_t n = 0;
  char *at = csv + sprintf (csv, HEAD ",UNIT_MEASURE\n");

  while (picks-- > 0)
    shown |= 1U << exact_random_below (random, N_INDICATORS);
  for (indicator = 0; indicator < N_INDICATORS; indicator++)
    for (year = indicators[indicator].from_year; year < N_YEARS; year++)
      for (c = 0; c < N_COMPONENTS; c++)
        {
          double value = value_of (truth, indicator, year, c);
          int decimals = 1 + (int) exact_random_below (random, 3);
          if ((shown >> indicator & 1) == 0 || (indicators[indicator].for_whole_only && c != ALL)
              || isnan (value) || exact_random_below (random, 100) >= percent)
            continue;
          at += sprintf (at, "%s,X,%d,%s,%.*f,%s\n", indicators[indicator].name, 2022 + year,
                         components[c], decimals, value, indicators[indicator].unit);
          n++;
        }
  return n;
}

/* The truth satisfies all rules and is off each figure by half a unit at most, sqrt (3)
 * standard errors: so the sum of squares at its least is 3 per figure at most, and no
 * figure moves further than that allows. What moves at all, others check. */
START_TEST (test_rounded_truths)
{
  static char csv[40000];
  exact_random random = { 20240101 + (uint64_t) _i };
  int sample;

  for (sample = 0; sample < 25; sample++)
    {
      struct truth truth;
      struct reconciled all;
      double redundancy = 0, most;
      size_t k, n;
      make_truth (&random, &truth);
      n = write_table (&random, &truth, csv);
      if (n == 0)
        continue;
      all = reconcile_clean (csv);
      most = 3 * (double) n * (1 + 1e-6);
      ck_assert_msg (all.summary.is_converged && all.summary.n_contradictory == 0
                         && all.summary.chi_square <= most,
                     "converged %d, %zu rules contradictory, chi-square %g of %zu figures\n%s",
                     all.summary.is_converged, all.summary.n_contradictory,
                     all.summary.chi_square, n, csv);
      for (k = 0; k < n; k++)
        {
          ind_adjustment adjustment = adjustment_of (&all, k);
          redundancy += adjustment.redundancy;
          exact_assert (fabs (adjustment.change) <= sqrt (most) * adjustment.error_in,
                        "figure %zu moves by %g of its errors\n%s", k,
                        adjustment.change / adjustment.error_in, csv);
          exact_assert (adjustment.kind != IND_ADJUSTMENT_UNCHECKED || adjustment.change == 0,
                        "figure %zu moves by %g, and nothing checks it\n%s", k,
                        adjustment.change, csv);
        }
      suite_assert_near (redundancy, (double) all.summary.degrees, 0, 1e-3);
      reconciled_free (&all);
    }
}
END_TEST

/* Unknowns, guesses and steps: whatever fails, nothing is left behind. */
START_TEST (test_memory)
{
  static const char csv[] = HEAD "\nshare,X,2023,A,21.5\nshare,X,2024,A,20.8\n"
                            "share_change,X,2024,A,-0.7\ngrowth_nominal,X,2024,A,3.1\n"
                            "growth_nominal,X,2024,_T,6.6\n";
  ind_reconcile_options options = { 0 };
  struct checked checked = check_text (csv, NULL, 0);
  size_t blocks = failing_memory_blocks (), n;
  ind_reconciliation *result;

  options.repair = IND_REPAIR_NONE;
  for (n = 1;; n += 1 + n / 40)
    {
      ind_status status;
      failing_memory_arm (n, n % 2 == 0);
      status = ind_reconcile (checked.report, &options, &result, NULL);
      if (failing_memory_disarm () == 0)
        {
          ck_assert_int_eq (status, IND_OK);
          ind_reconciliation_free (result);
          break;
        }
      ck_assert_int_eq (status, IND_E_MEMORY);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
    }
  ck_assert_uint_gt (n, 500);
  checked_free (&checked);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("clean tables");

  tcase_set_timeout (tests, 300);
  tcase_add_loop_test (tests, test_untied, 0, 5);
  tcase_add_test (tests, test_shares);
  tcase_add_test (tests, test_weights);
  tcase_add_loop_test (tests, test_rounded_truths, 0, 6);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "clean tables");
}
