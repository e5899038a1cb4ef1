/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the formulas along a series: what they hold, that both ends are
 * reached, points, gaps and the domain, in place. */
#include "support/boxes.h"
#include "support/suite.h"

#define N_RANDOM 400

static ind_status
growth_over (const double *x, size_t n, double *out)
{
  size_t i;
  ind_status status = ind_growth_over (x, n, 2, out, NULL);
  for (i = 0; i < 2 && i < n; i++)
    out[i] = 0;
  return n > 2 && status == IND_E_DOMAIN ? IND_OK : status;
}

static ind_status
growth_over_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  static const ind_interval zero = { 0, 0 };
  size_t i;
  ind_status status = ind_growth_over_interval (x, n, 2, out);
  for (i = 0; i < 2 && i < n; i++)
    {
      ck_assert (ind_interval_is_empty (out[i]));
      out[i] = zero;
    }
  return n > 2 && status == IND_E_DOMAIN ? IND_OK : status;
}

static ind_status
cumulate (const double *x, size_t n, double *out)
{
  return ind_cumulate (x, n, 4, 0, out, NULL);
}

static ind_status
cumulate_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_cumulate_interval (x, n, 4, 0, out);
}

static ind_status
discrete (const double *x, size_t n, double *out)
{
  return ind_discrete (x, n, 4, 0, out, NULL);
}

static ind_status
discrete_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_discrete_interval (x, n, 4, 0, out);
}

static ind_status
chain (const double *x, size_t n, double *out)
{
  return ind_chain_annual_overlap (x, x + n, n, out, NULL);
}

static ind_status
chain_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_chain_annual_overlap_interval (x, x + n, n, out);
}

/* n years of one period, and so all arrays are of one length. */
static ind_status
by_year (const double *x, size_t n, double *out)
{
  return ind_chain_quarters_annual_overlap (x, x + n, x + 2 * n, n, 1, out, NULL);
}

static ind_status
by_year_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_chain_quarters_annual_overlap_interval (x, x + n, x + 2 * n, n, 1, out);
}

static ind_status
by_quarter (const double *x, size_t n, double *out)
{
  return ind_chain_one_quarter_overlap (x, x + n, x + 2 * n, n, 1, out, NULL);
}

static ind_status
by_quarter_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_chain_one_quarter_overlap_interval (x, x + n, x + 2 * n, n, 1, out);
}

/* Years of two halves, all of n operands: n is even. */
static ind_status
over_the_year (const double *x, size_t n, double *out)
{
  return ind_chain_over_the_year (x, x + n, n / 2, 2, out, NULL);
}

static ind_status
over_the_year_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_chain_over_the_year_interval (x, x + n, n / 2, 2, out);
}

/* Three years of two halves, of which the arrays by year have the first three; the
 * first `lag` results are set to 0. */
static ind_status
of_part (const double *x, size_t n, size_t lag, double *out)
{
  ind_status status = ind_contribution_annual_overlap (
      x, x + n, x + n + 3, x + 2 * n, x + 3 * n, x + 3 * n + 3, n / 2, 2, lag, out, NULL);
  memset (out, 0, lag * sizeof *out);
  return n > lag && status == IND_E_DOMAIN ? IND_OK : status;
}

static ind_status
of_part_twin (const ind_interval *x, size_t n, size_t lag, ind_interval *out)
{
  ind_status status = ind_contribution_annual_overlap_interval (
      x, x + n, x + n + 3, x + 2 * n, x + 3 * n, x + 3 * n + 3, n / 2, 2, lag, out);
  size_t i;
  for (i = 0; i < n; i++)
    ck_assert (ind_interval_is_empty (out[i]) == (i < lag));
  memset (out, 0, lag * sizeof *out);
  return n > lag && status == IND_E_DOMAIN ? IND_OK : status;
}

static ind_status
by_half (const double *x, size_t n, double *out)
{
  return of_part (x, n, 1, out);
}

static ind_status
by_half_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return of_part_twin (x, n, 1, out);
}

static ind_status
year_on_year (const double *x, size_t n, double *out)
{
  return of_part (x, n, 2, out);
}

static ind_status
year_on_year_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return of_part_twin (x, n, 2, out);
}

/* A total less three parts. */
static ind_status
residual (const double *x, size_t n, double *out)
{
  return ind_chain_residual (x, x + n, 3, n, out, NULL);
}

static ind_status
residual_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_chain_residual_interval (x, x + n, 3, n, out);
}

static ind_status
rebase (const double *x, size_t n, double *out)
{
  return ind_rebase (x, n, n / 3, n, out, NULL);
}

static ind_status
rebase_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_rebase_interval (x, n, n / 3, n, out);
}

static const box_pair pairs[] = {
  { "growth_over", 1, 0, growth_over, growth_over_twin, 0, 0 },
  { "cumulate", 1, 0, cumulate, cumulate_twin, 0, 0 },
  { "discrete", 1, 0, discrete, discrete_twin, 0, 0 },
  { "chain_annual_overlap", 2, 0, chain, chain_twin, 0, 0 },
  { "chain_quarters_annual_overlap", 3, 0, by_year, by_year_twin, 0, 0 },
  { "chain_one_quarter_overlap", 3, 0, by_quarter, by_quarter_twin, 0, 0 },
  { "chain_over_the_year", 2, 0, over_the_year, over_the_year_twin, 0, 0 },
  { "chain_residual", 4, 0, residual, residual_twin, 0, 0 },
  { "rebase", 1, 0, rebase, rebase_twin, 0, 0 },
};

/* Of 6 half-years. */
static const box_pair contributions[] = {
  { "contribution by half-year", 4, 0, by_half, by_half_twin, 0, 0 },
  { "contribution year on year", 4, 0, year_on_year, year_on_year_twin, 0, 0 },
};

#define N_PAIRS (sizeof pairs / sizeof pairs[0])

START_TEST (test_range)
{
  exact_random random = { 701 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out[BOX_MOST], found[BOX_MOST];
        double x[BOX_MOST];
        size_t n = 3 + round % (pairs[f].n_arrays == 1 ? 7 : pairs[f].n_arrays == 2 ? 3 : 1);
        if (pairs[f].plain == over_the_year)
          n = 4;
        else if (pairs[f].plain == residual)
          n = 1 + round % 2;
        box_random (&random, round % 2 == 0 ? 0.01 : 0.6, n * pairs[f].n_arrays, box);
        /* A mean that is > 0, of values that are not. */
        if (f == N_PAIRS - 1 && round % 3 == 0)
          for (i = 0; i < 2; i++)
            {
              box[n / 3 + i].low -= box[n / 3 + i].high;
              box[n / 3 + i].high += 1e-3;
              box[n - 1].low += 200;
              box[n - 1].high += 200;
            }
        exact_assert (box_range (&random, &pairs[f], box, n, out, found), "%s", pairs[f].name);
        box_expect_reached (&pairs[f], n, out, found);
        box_inside (&random, box, n * pairs[f].n_arrays, x);
        box_expect_point (&pairs[f], x, n, 100, 16);
      }
}
END_TEST

START_TEST (test_contributions)
{
  exact_random random = { 727 };
  size_t round, k;

  for (round = 0; round < 12; round++)
    {
      const box_pair *pair = &contributions[round % 2];
      ind_interval box[24], out[6], found[6];
      double x[24];
      box_random (&random, round % 4 < 2 ? 0.01 : 0.6, 24, box);
      for (k = 0; k < 24; k += round % 3 + 1)
        {
          /* A part may fall, and be negative. */
          double high = box[k % 12].high;
          box[k % 12].high = -box[k % 12].low;
          box[k % 12].low = -high;
        }
      ck_assert (box_range (&random, pair, box, 6, out, found));
      for (k = 0; k < 12; k++)
        {
          box_inside (&random, box, 24, x);
          box_climb (pair, box, x, 6, k / 2, k % 2 == 0 ? 1 : -1, out, found);
        }
      box_expect_reached (pair, 6, out, found);
      box_inside (&random, box, 24, x);
      box_expect_point (pair, x, 6, 1e6, 16);
    }
}
END_TEST

/* Two quarters of a year on those of the year before, by hand: 10 and 30 to the unit at
 * a mean of 100 that is 10 to 12, of 8 to 10 and 12 to 14. */
START_TEST (test_over_the_year)
{
  static const ind_interval at_previous[] = { { 9.5, 10.5 }, { 29.5, 30.5 }, { 20, 22 }, { 6, 6 } };
  static const ind_interval before[] = { { 8, 10 }, { 12, 14 }, { 10, 11 }, { 0, 3 } };
  ind_interval out[4];

  ck_assert_int_eq (ind_chain_over_the_year_interval (at_previous, before, 2, 2, out),
                    IND_E_DOMAIN);
  suite_assert_near (out[0].low, 100 * 9.5 / 12, 1e-15, 0);
  suite_assert_near (out[0].high, 105, 1e-15, 0);
  suite_assert_near (out[1].low, 100 * 29.5 / 12, 1e-15, 0);
  suite_assert_near (out[2].low, 100 * 9.5 / 12 * 20 / 11, 1e-15, 0);
  suite_assert_near (out[2].high, 105 * 2.2, 1e-15, 0);
  ck_assert (ind_interval_is_empty (out[3]));
}
END_TEST

/* 10 less 3 and 4 to 5, and a period of which a part is missing. */
START_TEST (test_residual)
{
  static const ind_interval total[] = { { 10, 11 }, { 1, 2 } };
  static const ind_interval parts[] = { { 3, 3 }, { 1, 1 }, { 4, 5 }, { (double) NAN, 1 } };
  ind_interval out[2];

  ck_assert_int_eq (ind_chain_residual_interval (total, parts, 2, 2, out), IND_E_DOMAIN);
  ck_assert (out[0].low == 2 && out[0].high == 4 && ind_interval_is_empty (out[1]));
}
END_TEST

/* Quarters and their years: within what plain functions make of values inside. */
START_TEST (test_quarters)
{
  exact_random random = { 709 };
  size_t round, k, i;

  for (round = 0; round < N_RANDOM; round++)
    {
      ind_interval box[24], annual[16], quarter[16];
      double x[24], plain[16];
      size_t n_years = 1 + round % 4, n = 4 * n_years;
      box_random (&random, 0.05, 24, box);
      ck_assert_int_eq (ind_chain_quarters_annual_overlap_interval (box, box + 16, box + 20,
                                                                    n_years, 4, annual),
                        IND_OK);
      ck_assert_int_eq (
          ind_chain_one_quarter_overlap_interval (box, box + 16, box + 20, n_years, 4, quarter),
          IND_OK);
      for (k = 0; k < 50; k++)
        {
          box_inside (&random, box, 24, x);
          ck_assert_int_eq (ind_chain_quarters_annual_overlap (x, x + 16, x + 20, n_years, 4,
                                                               plain, NULL),
                            IND_OK);
          for (i = 0; i < n; i++)
            exact_assert (plain[i] >= annual[i].low * (1 - 1e-14)
                              && plain[i] <= annual[i].high * (1 + 1e-14),
                          "quarter %zu, linked by year", i);
          ck_assert_int_eq (
              ind_chain_one_quarter_overlap (x, x + 16, x + 20, n_years, 4, plain, NULL), IND_OK);
          for (i = 0; i < n; i++)
            exact_assert (plain[i] >= quarter[i].low * (1 - 1e-14)
                              && plain[i] <= quarter[i].high * (1 + 1e-14),
                          "quarter %zu, linked by quarter", i);
        }
    }
}
END_TEST

/* A sum of n values printed to the unit is known to n units; and back, to two. */
START_TEST (test_cumulate)
{
  static const ind_interval series[] = { { 9.5, 10.5 }, { 19.5, 20.5 }, { 29.5, 30.5 } };
  ind_interval out[3];

  ck_assert_int_eq (ind_cumulate_interval (series, 3, 4, 0, out), IND_OK);
  ck_assert (out[2].low == 58.5 && out[2].high == 61.5);
  ck_assert_int_eq (ind_discrete_interval (series, 3, 4, 0, out), IND_OK);
  ck_assert (out[0].low == 9.5 && out[2].low == 9 && out[2].high == 11);
}
END_TEST

static void
expect_known (const ind_interval *out, const char *expected)
{
  size_t i;

  for (i = 0; expected[i] != '\0'; i++)
    ck_assert_msg (ind_interval_is_empty (out[i]) == (expected[i] == '-'),
                   "element %zu is [%g, %g]", i, out[i].low, out[i].high);
}

/* A gap, as with the plain functions. */
START_TEST (test_gaps)
{
  static const ind_interval series[] = { { 1, 2 }, { 1, 2 }, { (double) NAN, 3 }, { 1, 2 },
                                         { 1, 2 }, { 1, 2 }, { 0, 2 },            { 1, 2 } };
  static const ind_interval unbounded[] = { { 1, INFINITY }, { -INFINITY, 2 } };
  ind_interval out[8];

  ck_assert_int_eq (ind_cumulate_interval (series, 8, 4, 0, out), IND_E_DOMAIN);
  expect_known (out, "++--++++");
  ck_assert_int_eq (ind_cumulate_interval (series, 8, 4, 3, out), IND_E_DOMAIN);
  expect_known (out, "-+--" "-+++");
  ck_assert_int_eq (ind_discrete_interval (series, 8, 4, 1, out), IND_E_DOMAIN);
  expect_known (out, "-+-+++++");
  ck_assert_int_eq (ind_growth_over_interval (series, 8, 1, out), IND_E_DOMAIN);
  expect_known (out, "-+--+++-");
  ck_assert_int_eq (ind_chain_annual_overlap_interval (series, series, 8, out), IND_E_DOMAIN);
  expect_known (out, "++------");
  ck_assert_int_eq (ind_chain_annual_overlap_interval (series + 3, series + 3, 5, out),
                    IND_E_DOMAIN);
  expect_known (out, "++++-");
  ck_assert_int_eq (ind_rebase_interval (series, 8, 0, 2, out), IND_E_DOMAIN);
  expect_known (out, "++-+++++");
  ck_assert_int_eq (ind_rebase_interval (series, 8, 1, 3, out), IND_E_DOMAIN);
  expect_known (out, "--------");
  ck_assert_int_eq (ind_rebase_interval (series, 8, 6, 7, out), IND_E_DOMAIN);
  expect_known (out, "--------");

  /* A mean that lacks a quarter, and the chain of one quarter. */
  ck_assert_int_eq (ind_chain_over_the_year_interval (series, series, 2, 4, out), IND_E_DOMAIN);
  expect_known (out, "--------");
  ck_assert_int_eq (ind_chain_over_the_year_interval (series + 1, series + 3, 2, 2, out),
                    IND_E_DOMAIN);
  expect_known (out, "+-+-");
  ck_assert_int_eq (ind_chain_over_the_year_interval (series + 3, series + 3, 2, 2, out),
                    IND_E_DOMAIN);
  expect_known (out, "+++-");
  /* A value missing in the part, in the total, and a total that may be nothing. */
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (series, series + 3, series + 3,
                                                              series + 3, series + 3, series + 3,
                                                              2, 2, 1, out),
                    IND_E_DOMAIN);
  expect_known (out, "-+--");
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (series + 4, series + 3, series + 3,
                                                              series, series + 3, series + 3, 2,
                                                              2, 1, out),
                    IND_E_DOMAIN);
  expect_known (out, "-+--");
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (series + 3, series + 3, series + 3,
                                                              series + 4, series + 3, series + 3,
                                                              2, 2, 2, out),
                    IND_E_DOMAIN);
  expect_known (out, "--++");
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (series + 3, series + 3, series + 3,
                                                              series + 5, series + 3, series + 3,
                                                              1, 3, 1, out),
                    IND_E_DOMAIN);
  expect_known (out, "-+-");

  ck_assert_int_eq (ind_cumulate_interval (unbounded, 2, 4, 0, out), IND_OK);
  ck_assert (out[1].low == -INFINITY && out[1].high == INFINITY);
  ck_assert_int_eq (ind_rebase_interval (unbounded, 2, 0, 1, out), IND_OK);
  ck_assert (out[0].low <= 100 && out[0].high >= 100 && out[1].high >= 200);
}
END_TEST

START_TEST (test_arguments)
{
  static const ind_interval x[] = { { 1, 1 }, { 1, 1 } };
  ind_interval out[2];

  ck_assert_int_eq (ind_growth_over_interval (NULL, 0, 1, NULL), IND_OK);
  ck_assert_int_eq (ind_growth_over_interval (x, 2, 0, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_over_interval (NULL, 2, 1, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_over_interval (x, 2, SIZE_MAX, out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_cumulate_interval (NULL, 0, 4, 3, NULL), IND_OK);
  ck_assert_int_eq (ind_cumulate_interval (x, 2, 0, 0, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_cumulate_interval (x, 2, 4, 4, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_cumulate_interval (x, 2, 4, 0, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_discrete_interval (NULL, 0, 4, 3, NULL), IND_OK);
  ck_assert_int_eq (ind_discrete_interval (NULL, 2, 4, 3, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_discrete_interval (x, 2, 4, 4, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_annual_overlap_interval (NULL, NULL, 0, NULL), IND_OK);
  ck_assert_int_eq (ind_chain_annual_overlap_interval (x, NULL, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap_interval (NULL, NULL, NULL, 0, 4, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap_interval (x, x, x, 2, 0, out),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap_interval (x, x, NULL, 2, 1, out),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_one_quarter_overlap_interval (NULL, NULL, NULL, 0, 4, NULL), IND_OK);
  ck_assert_int_eq (ind_chain_one_quarter_overlap_interval (x, x, NULL, 2, 1, out),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_over_the_year_interval (NULL, NULL, 0, 4, NULL), IND_OK);
  ck_assert_int_eq (ind_chain_over_the_year_interval (x, x, 2, 0, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_over_the_year_interval (x, NULL, 2, 1, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_over_the_year_interval (x, x, 2, 1, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (NULL, NULL, NULL, NULL, NULL, NULL,
                                                              0, 4, 1, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (x, x, x, x, x, x, 1, 2, 0, out),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (x, x, x, x, x, x, 1, 2, 3, out),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_annual_overlap_interval (x, x, x, x, x, NULL, 1, 2, 1, out),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_residual_interval (NULL, NULL, 2, 0, NULL), IND_OK);
  ck_assert_int_eq (ind_chain_residual_interval (x, x, 0, 1, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_residual_interval (NULL, x, 2, 1, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_residual_interval (x, NULL, 2, 1, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_residual_interval (x, x, 2, 1, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rebase_interval (x, 2, 1, 1, out), IND_E_RANGE);
  ck_assert_int_eq (ind_rebase_interval (x, 2, 1, 3, out), IND_E_RANGE);
  ck_assert_int_eq (ind_rebase_interval (NULL, 2, 0, 1, out), IND_E_ARGUMENT);
}
END_TEST

START_TEST (test_in_place)
{
  exact_random random = { 719 };
  size_t f, k;

  for (f = 0; f < N_PAIRS; f++)
    for (k = 0; k < pairs[f].n_arrays; k++)
      {
        ind_interval box[BOX_MOST], out[12];
        box_random (&random, 0.1, BOX_MOST, box);
        ck_assert_int_eq (pairs[f].twin (box, 12, out), IND_OK);
        /* The base of the first year is one operand, not an array, and so are parts not. */
        if ((pairs[f].plain == by_quarter && k == 2) || (pairs[f].plain == residual && k > 0))
          continue;
        ck_assert_int_eq (pairs[f].twin (box, 12, box + 12 * k), IND_OK);
        ck_assert_msg (memcmp (out, box + 12 * k, sizeof out) == 0, "%s", pairs[f].name);
      }
  /* A part, over two years of half-years, or the total. */
  for (k = 0; k < 6; k++)
    {
      ind_interval box[24], out[4];
      const ind_interval *x[6];
      for (f = 0; f < 6; f++)
        x[f] = box + 4 * f;
      box_random (&random, 0.1, 24, box);
      ck_assert_int_eq (ind_contribution_annual_overlap_interval (x[0], x[1], x[2], x[3], x[4],
                                                                  x[5], 2, 2, 1, out),
                        IND_E_DOMAIN);
      ck_assert_int_eq (ind_contribution_annual_overlap_interval (x[0], x[1], x[2], x[3], x[4],
                                                                  x[5], 2, 2, 1, box + 4 * k),
                        IND_E_DOMAIN);
      ck_assert_msg (memcmp (out, box + 4 * k, sizeof out) == 0, "contribution, operand %zu", k);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("twins_series");
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_range);
  tcase_add_test (tests, test_contributions);
  tcase_add_test (tests, test_over_the_year);
  tcase_add_test (tests, test_residual);
  tcase_add_test (tests, test_quarters);
  tcase_add_test (tests, test_cumulate);
  tcase_add_test (tests, test_gaps);
  tcase_add_test (tests, test_arguments);
  tcase_add_test (tests, test_in_place);
  return suite_run (tests, "twins_series");
}
