/* SPDX-License-Identifier: GPL-3.0-or-later
 * Herfindahl, entropy, Theil, Gini, Williamson: published figures, identities, nearly even
 * parts, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 4000
#define N_MOST 40

typedef ind_status (*measure) (const double *, size_t, double *);

/* Sorted parts do for all of them. */
static const measure measures[]
    = { ind_herfindahl, ind_herfindahl_normalised, ind_entropy, ind_theil, ind_mean_log_deviation,
        ind_gini,       ind_gini_normalised };
#define N_MEASURES (sizeof measures / sizeof measures[0])

static const double laender[] = { 31.59,  35.03,  39.87,  56.22,  56.81,  65.29,  85.61,  109.27,
                                  112.66, 124.16, 131.95, 258.53, 263.44, 460.69, 549.19, 645.59 };

static double
of (measure f, const double *part, size_t n)
{
  double out = -1;
  ind_status status = f (part, n, &out);

  exact_assert (status == IND_OK, "status %d of %zu parts", (int)status, n);
  return out;
}

static double
divergence (const double *part, const double *reference, size_t n)
{
  double out = -1;
  ind_status status = ind_divergence (part, reference, n, &out);

  exact_assert (status == IND_OK, "status %d of %zu parts", (int)status, n);
  return out;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* From 0 to 1. */
static double
uniform (exact_random *random)
{
  return (double)(exact_random_bits (random) >> 11) * 0x1p-53;
}

/* Parts of very different sizes, each > 0, in order. */
static size_t
random_parts (exact_random *random, double *part)
{
  size_t n = 2 + (size_t)exact_random_below (random, N_MOST - 1), i;

  for (i = 0; i < n; i++)
    part[i] = exp (6 * uniform (random));
  qsort (part, n, sizeof part[0], compare);
  return n;
}

/* Sales of four car makers, in order: 0.34, standardised 0.12; Gini 0.3,
 * standardised 0.4 (Doersam 2004, Wirtschaftsstatistik anschaulich dargestellt, in
 * the R package REAT, man/herf.Rd and man/gini.Rd). */
START_TEST (test_doersam)
{
  static const double sales[] = { 10, 20, 20, 50 };

  suite_assert_near (of (ind_herfindahl, sales, 4), 0.34, 2e-16, 0);
  suite_assert_near (of (ind_herfindahl_normalised, sales, 4), 0.12, 2e-16, 0);
  suite_assert_near (of (ind_gini, sales, 4), 0.3, 2e-16, 0);
  suite_assert_near (of (ind_gini_normalised, sales, 4), 0.4, 2e-16, 0);
}
END_TEST

/* GDP of the German Laender in 2015: Herfindahl 0.125, Gini 0.5009 (REAT,
 * man/herf.Rd and man/gini.Rd; more digits by REAT 3.0.3). */
START_TEST (test_laender)
{
  suite_assert_near (of (ind_herfindahl, laender, 16), 0.125176299068, 0, 5e-13);
  suite_assert_near (of (ind_gini, laender, 16), 0.500934845831, 0, 5e-13);
}
END_TEST

/* Incomes of five regions: 0.2326302, called the Theil index, is the mean log
 * deviation (Stoermann 2009, Regionaloekonomik, in REAT, man/theil.Rd). By hand,
 * Theil's T is (5 ln 2.5 - 3 ln 2) / 10. */
START_TEST (test_stoermann)
{
  static const double income[] = { 10, 10, 10, 20, 50 };

  suite_assert_near (of (ind_mean_log_deviation, income, 5), 0.2326302, 0, 5e-8);
  suite_assert_near (of (ind_theil, income, 5), 0.5 * log (2.5) - 0.3 * log (2), 1e-15, 0);
}
END_TEST

/* Gini coefficients of regional specialisation 0.6222222 and of industrial
 * concentration 0.4068966: of location quotients (Farhauer and Kroell 2013,
 * Standorttheorien, in REAT, man/gini.spec.Rd and man/gini.conc.Rd). */
START_TEST (test_farhauer_kroell)
{
  static const double part[][5]
      = { { 700, 600, 500, 10000, 40000 }, { 500, 500, 1000, 7000, 1000 } };
  static const double whole[][5]
      = { { 30000, 15000, 10000, 60000, 50000 }, { 20000, 15000, 20000, 40000, 5000 } };
  static const double published[] = { 0.6222222, 0.4068966 };
  size_t k, i;

  for (k = 0; k < 2; k++)
    {
      double all[5], reference[5], quotient[5], sums[2] = { 0, 0 };
      for (i = 0; i < 5; i++)
        {
          sums[0] += part[k][i];
          sums[1] += whole[k][i];
        }
      for (i = 0; i < 5; i++)
        {
          all[i] = sums[0];
          reference[i] = sums[1];
        }
      ck_assert_int_eq (
          ind_location_quotient (part[k], all, whole[k], reference, 5, quotient, NULL), IND_OK);
      qsort (quotient, 5, sizeof quotient[0], compare);
      suite_assert_near (of (ind_gini, quotient, 5), published[k], 0, 5e-8);
    }
}
END_TEST

/* Probabilities 1/2, 1/4, 1/8, 1/8: 7/4 bits (Shannon 1948, A Mathematical Theory
 * of Communication, section 9). */
START_TEST (test_shannon)
{
  static const double part[] = { 4, 2, 1, 1 };

  suite_assert_near (of (ind_entropy, part, 4), 1.75 * log (2), 1e-15, 0);
}
END_TEST

/* 9/25, 12/25, 4/25 against thirds: 0.0852996, and the other way round 0.097455
 * (Kullback 1959, Information Theory and Statistics, table 2.1, example 2.1; the
 * figures as many quote them). */
START_TEST (test_kullback)
{
  static const double part[] = { 9, 12, 4 }, thirds[] = { 1, 1, 1 };

  suite_assert_near (divergence (part, thirds, 3), 0.0852996, 0, 5e-8);
  suite_assert_near (divergence (thirds, part, 3), 0.097455, 0, 5e-7);
}
END_TEST

/* One that has all, and all that have the same: the ends of each range. */
START_TEST (test_ends)
{
  size_t n, i;

  for (n = 2; n <= 300; n++)
    {
      double all[300], even[300];
      for (i = 0; i < n; i++)
        {
          all[i] = i + 1 == n ? 0.7 : 0;
          even[i] = 0.7;
        }
      exact_assert (of (ind_herfindahl, all, n) == 1, "n = %zu", n);
      suite_assert_near (of (ind_herfindahl_normalised, all, n), 1, 5e-16, 0);
      exact_assert (of (ind_entropy, all, n) == 0, "n = %zu", n);
      suite_assert_near (of (ind_theil, all, n), log ((double)n), 5e-16, 0);
      suite_assert_near (of (ind_gini, all, n), 1 - 1 / (double)n, 5e-16, 0);
      exact_assert (of (ind_gini_normalised, all, n) == 1, "n = %zu", n);
      suite_assert_near (of (ind_herfindahl, even, n), 1 / (double)n, 5e-16, 0);
      suite_assert_near (of (ind_entropy, even, n), log ((double)n), 5e-16, 0);
      /* A share of 1 / n is no double: the last digits of twice as many. */
      suite_assert_near (of (ind_herfindahl_normalised, even, n), 0, 0, 1e-30);
      suite_assert_near (of (ind_theil, even, n), 0, 0, 1e-30);
      suite_assert_near (of (ind_mean_log_deviation, even, n), 0, 0, 1e-30);
      suite_assert_near (of (ind_gini, even, n), 0, 0, 1e-30);
    }
}
END_TEST

/* Theil is what entropy lacks, and the divergence from even shares; the mean log
 * deviation is the divergence the other way round. */
START_TEST (test_entropies)
{
  exact_random random = { 101 };
  size_t k, i;

  for (k = 0; k < N_RANDOM; k++)
    {
      double part[N_MOST], even[N_MOST], theil;
      size_t n = random_parts (&random, part);
      for (i = 0; i < n; i++)
        even[i] = 3.7;
      theil = of (ind_theil, part, n);
      suite_assert_near (of (ind_entropy, part, n) + theil, log ((double)n), 1e-14, 0);
      suite_assert_near (divergence (part, even, n), theil, 1e-14, 0);
      suite_assert_near (divergence (even, part, n), of (ind_mean_log_deviation, part, n), 1e-14,
                         0);
      suite_assert_near (
          of (ind_herfindahl, part, n),
          1 / (double)n + of (ind_herfindahl_normalised, part, n) * (1 - 1 / (double)n), 1e-14, 0);
    }
}
END_TEST

/* Gini is half of the mean absolute difference over the mean. */
START_TEST (test_mean_difference)
{
  exact_random random = { 103 };
  size_t k, i, j;

  for (k = 0; k < N_RANDOM; k++)
    {
      double part[N_MOST], gini;
      long double difference = 0, sum = 0, expected;
      size_t n = random_parts (&random, part);
      for (i = 0; i < n; i++)
        {
          sum += part[i];
          for (j = 0; j < n; j++)
            difference += fabsl ((long double)part[i] - part[j]);
        }
      expected = difference / (2 * (long double)n * sum);
      gini = of (ind_gini, part, n);
      exact_assert (suite_ulps (gini, expected) <= 4, "%.17g, not %.17Lg", gini, expected);
      suite_assert_near (of (ind_gini_normalised, part, n), gini * (double)n / (double)(n - 1),
                         1e-15, 0);
    }
}
END_TEST

/* Of two groups, Theil's T and the mean log deviation are those within, weighted
 * by income and by population, and the divergences between the groups' incomes and
 * populations. */
START_TEST (test_decomposition)
{
  exact_random random = { 107 };
  size_t k, i, g;

  for (k = 0; k < N_RANDOM; k++)
    {
      double part[2 * N_MOST], income[2] = { 0, 0 }, population[2], t = 0, l = 0, all;
      size_t n[2], n_all;
      n[0] = random_parts (&random, part);
      n[1] = random_parts (&random, part + n[0]);
      n_all = n[0] + n[1];
      for (i = 0; i < n_all; i++)
        income[i < n[0] ? 0 : 1] += part[i];
      all = income[0] + income[1];
      for (g = 0; g < 2; g++)
        {
          const double *group = part + (g == 0 ? 0 : n[0]);
          population[g] = (double)n[g];
          t += income[g] / all * of (ind_theil, group, n[g]);
          l += population[g] / (double)n_all * of (ind_mean_log_deviation, group, n[g]);
        }
      suite_assert_near (of (ind_theil, part, n_all), t + divergence (income, population, 2), 1e-13,
                         0);
      suite_assert_near (of (ind_mean_log_deviation, part, n_all),
                         l + divergence (population, income, 2), 1e-13, 0);
    }
}
END_TEST

/* The unit, the order (apart from Gini), and twice as many of each do not matter. */
START_TEST (test_invariance)
{
  exact_random random = { 109 };
  size_t k, i, m;

  for (k = 0; k < N_RANDOM / 4; k++)
    {
      double part[N_MOST], scaled[N_MOST], powers[N_MOST], turned[N_MOST], twice[2 * N_MOST];
      double scale = exp (40 * uniform (&random) - 20);
      size_t n = random_parts (&random, part);
      for (i = 0; i < n; i++)
        {
          scaled[i] = part[i] * scale;
          powers[i] = part[i] * 0x1p300;
          turned[i] = part[(i + n / 2) % n];
          twice[2 * i] = twice[2 * i + 1] = part[i];
        }
      for (m = 0; m < N_MEASURES; m++)
        {
          double value = of (measures[m], part, n);
          suite_assert_near (of (measures[m], scaled, n), value, 1e-12, 0);
          exact_assert (of (measures[m], powers, n) == value, "measure %zu", m);
          if (measures[m] != ind_gini && measures[m] != ind_gini_normalised)
            suite_assert_near (of (measures[m], turned, n), value, 1e-14, 0);
        }
      suite_assert_near (of (ind_theil, twice, 2 * n), of (ind_theil, part, n), 1e-13, 0);
      suite_assert_near (of (ind_mean_log_deviation, twice, 2 * n),
                         of (ind_mean_log_deviation, part, n), 1e-13, 0);
      suite_assert_near (of (ind_gini, twice, 2 * n), of (ind_gini, part, n), 1e-13, 0);
      suite_assert_near (of (ind_herfindahl, twice, 2 * n), of (ind_herfindahl, part, n) / 2, 1e-14,
                         0);
    }
}
END_TEST

/* Within 4 units in the last place (5 for the logarithms) of the definitions in
 * long double. */
START_TEST (test_slow_twin)
{
  exact_random random = { 113 };
  size_t k, i;

  if (LDBL_MANT_DIG < 64)
    return;
  for (k = 0; k < N_RANDOM; k++)
    {
      double part[N_MOST], reference[N_MOST];
      long double total = 0, base = 0, squares = 0, entropy = 0, theil = 0, mean = 0, apart = 0;
      size_t n = random_parts (&random, part);
      for (i = 0; i < n; i++)
        {
          reference[i] = exp (3 * uniform (&random));
          total += part[i];
          base += reference[i];
        }
      for (i = 0; i < n; i++)
        {
          long double s = part[i] / total, q = reference[i] / base;
          squares += s * s;
          entropy -= s * logl (s);
          theil += s * logl ((long double)n * s);
          mean -= logl ((long double)n * s) / (long double)n;
          apart += s * logl (s / q);
        }
      exact_assert (suite_ulps (of (ind_herfindahl, part, n), squares) <= 1, "case %zu", k);
      exact_assert (suite_ulps (of (ind_entropy, part, n), entropy) <= 4, "case %zu", k);
      /* Nearly even parts are the next test's: here they cancel. */
      if (theil > 0.05L && mean > 0.05L && apart > 0.05L)
        {
          exact_assert (suite_ulps (of (ind_theil, part, n), theil) <= 5, "case %zu", k);
          exact_assert (suite_ulps (of (ind_mean_log_deviation, part, n), mean) <= 5, "case %zu",
                        k);
          exact_assert (suite_ulps (divergence (part, reference, n), apart) <= 5, "case %zu", k);
        }
    }
}
END_TEST

/* Where parts differ by some 1e-8 the definitions, in doubles, give noise. Here
 * the differences are exact integers, and the logarithms their series. */
START_TEST (test_nearly_even)
{
  exact_random random = { 127 };
  size_t k, i;

  if (LDBL_MANT_DIG < 64)
    return;
  for (k = 0; k < N_RANDOM; k++)
    {
      double part[N_MOST], total = 0, even[N_MOST];
      long double squares = 0, theil = 0, mean = 0;
      size_t n = 2 + (size_t)exact_random_below (&random, N_MOST - 1);
      for (i = 0; i < n; i++)
        {
          part[i] = 0x1p27 + (double)exact_random_below (&random, 8);
          even[i] = 5;
          total += part[i];
        }
      part[0] += 1;
      part[1] += 9;
      total += 10;
      for (i = 0; i < n; i++)
        {
          long double t = ((double)n * part[i] - total) / (long double)total;
          squares += t * t;
          theil += t * t * (0.5L - t * (1 / 6.0L - t / 12));
          mean += t * t * (0.5L - t * (1 / 3.0L - t / 4));
        }
      exact_assert (suite_ulps (of (ind_herfindahl_normalised, part, n),
                                squares / ((long double)n * (long double)(n - 1)))
                        <= 4,
                    "case %zu", k);
      exact_assert (suite_ulps (of (ind_theil, part, n), theil / (long double)n) <= 4, "case %zu",
                    k);
      exact_assert (suite_ulps (divergence (part, even, n), theil / (long double)n) <= 4,
                    "case %zu", k);
      exact_assert (suite_ulps (of (ind_mean_log_deviation, part, n), mean / (long double)n) <= 4,
                    "case %zu", k);
    }
}
END_TEST

/* The same with 60 digits (mpmath), in two cases; and one part that has nearly
 * all. */
START_TEST (test_many_digits)
{
  static const double part[] = { 134217726, 134217728, 134217729, 134217731 };
  static const double before[] = { 100000000, 200000000, 300000000 };
  static const double after[] = { 100000001, 199999999, 300000000 };
  static const double nearly_all[] = { 1, 0x1p-40 };

  suite_assert_near (of (ind_herfindahl_normalised, part, 4), 6.01370800524731499771e-17, 9e-16, 0);
  suite_assert_near (of (ind_theil, part, 4), 9.020562007870972998912e-17, 9e-16, 0);
  suite_assert_near (of (ind_mean_log_deviation, part, 4), 9.020562007870974003605e-17, 9e-16, 0);
  suite_assert_near (of (ind_gini, part, 4), 7.450580569168252612769e-9, 9e-16, 0);
  suite_assert_near (divergence (after, before, 3), 1.249999997916666682292e-17, 9e-16, 0);
  suite_assert_near (of (ind_entropy, nearly_all, 2), 2.612604223247412035726e-11, 9e-16, 0);
}
END_TEST

START_TEST (test_domain)
{
  static const struct
  {
    double part[3];
    size_t n;
  } outside[] = { { { 0 }, 0 },
                  { { 0 }, 1 },
                  { { 0, 0, 0 }, 3 },
                  { { -1, 1, 2 }, 3 },
                  { { -3, -2, -1 }, 3 },
                  { { 1, 2, (double)NAN }, 3 },
                  { { (double)NAN, 1, 2 }, 3 },
                  { { 1, 2, INFINITY }, 3 },
                  { { -INFINITY, 2, INFINITY }, 3 },
                  { { 1, DBL_MAX, DBL_MAX }, 3 } };
  static const double some[] = { 0, 1, 3 }, one[] = { 5 }, good[] = { 1, 2, 3 };
  double out;
  size_t i, m;

  for (m = 0; m < N_MEASURES; m++)
    {
      for (i = 0; i < sizeof outside / sizeof outside[0]; i++)
        {
          out = 7;
          ck_assert_msg (measures[m](outside[i].part, outside[i].n, &out) == IND_E_DOMAIN
                             && isnan (out),
                         "measure %zu, case %zu is %g", m, i, out);
        }
      ck_assert_int_eq (measures[m](NULL, 0, &out), IND_E_DOMAIN);
      ck_assert_int_eq (measures[m](NULL, 1, &out), IND_E_ARGUMENT);
      ck_assert_int_eq (measures[m](good, 3, NULL), IND_E_ARGUMENT);
    }
  for (i = 0; i < sizeof outside / sizeof outside[0]; i++)
    {
      out = 7;
      ck_assert_int_eq (ind_divergence (outside[i].part, good, outside[i].n, &out), IND_E_DOMAIN);
      ck_assert (isnan (out));
      out = 7;
      ck_assert_int_eq (ind_divergence (good, outside[i].part, outside[i].n, &out), IND_E_DOMAIN);
      ck_assert (isnan (out));
    }
  ck_assert_int_eq (ind_divergence (NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_divergence (NULL, good, 1, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_divergence (good, NULL, 1, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_divergence (good, good, 1, NULL), IND_E_ARGUMENT);

  /* A part of 0. */
  suite_assert_near (of (ind_entropy, some, 3), 2 * log (2) - 0.75 * log (3), 1e-15, 0);
  ck_assert_int_eq (ind_mean_log_deviation (some, 3, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_divergence (good, some, 3, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  /* By hand: 1/4 ln (3/4) + 3/4 ln (3/2). */
  suite_assert_near (divergence (some, good, 3), 0.25 * log (0.75) + 0.75 * log (1.5), 1e-15, 0);
  ck_assert (divergence (some, some, 3) == 0);

  /* A part alone. */
  ck_assert (of (ind_herfindahl, one, 1) == 1 && of (ind_entropy, one, 1) == 0
             && of (ind_theil, one, 1) == 0 && of (ind_mean_log_deviation, one, 1) == 0
             && of (ind_gini, one, 1) == 0 && divergence (one, good, 1) == 0);
  ck_assert_int_eq (ind_herfindahl_normalised (one, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_gini_normalised (one, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
}
END_TEST

START_TEST (test_out_of_order)
{
  static const double parts[][3] = { { 3, 2, 1 }, { 1, 3, 2 }, { 2, 1, 3 } };
  double out;
  size_t i;

  for (i = 0; i < 3; i++)
    {
      out = 7;
      ck_assert_int_eq (ind_gini (parts[i], 3, &out), IND_E_ARGUMENT);
      ck_assert (isnan (out));
      out = 7;
      ck_assert_int_eq (ind_gini_normalised (parts[i], 3, &out), IND_E_ARGUMENT);
      ck_assert (isnan (out));
    }
}
END_TEST

typedef ind_status (*measure_of_groups) (const double *, const double *, size_t, double *);

static double
of_groups (measure_of_groups f, const double *value, const double *weight, size_t n)
{
  double out = -1;
  ind_status status = f (value, weight, n, &out);

  exact_assert (status == IND_OK, "status %d of %zu groups", (int)status, n);
  return out;
}

/* Classes of incomes and how many there are in each: 0.5278 (Doersam 2004, in REAT,
 * man/gini.Rd). The Williamson index by hand: the mean is 18.4 million / 5000 = 3680,
 * the sum of squares about it 97 888 million, so its square is 97888 / 67712. */
START_TEST (test_income_classes)
{
  static const double income[] = { 500, 1500, 2500, 4000, 7500, 15000 };
  static const double heads[] = { 1000, 1200, 1600, 400, 200, 600 };

  suite_assert_near (of_groups (ind_gini_weighted, income, heads, 6), 0.5278, 0, 5e-5);
  suite_assert_near (of_groups (ind_williamson, income, heads, 6), sqrt (97888.0 / 67712), 1e-15,
                     0);
}
END_TEST

/* By hand: of four heads, one has 1 and three have 5. The mean is 4, the variance
 * (9 + 3) / 4 = 3; the curve goes through (1/4, 1/16), and the area between is half of
 * 1/4 - 1/16. */
START_TEST (test_two_groups)
{
  static const double value[] = { 1, 5 }, weight[] = { 1, 3 };

  suite_assert_near (of_groups (ind_gini_weighted, value, weight, 2), 0.1875, 2e-16, 0);
  suite_assert_near (of_groups (ind_williamson, value, weight, 2), sqrt (3) / 4, 4e-16, 0);
}
END_TEST

/* Of heads of equal weight, the Gini coefficient; a group is as many heads, and may
 * be split. The unit does not matter. Gini is half of the mean difference over the
 * mean, and Williamson no smaller than 2 / sqrt (3) of it. Within 4 units in the last
 * place of slow twins. */
START_TEST (test_groups)
{
  exact_random random = { 137 };
  size_t k, i, j;

  for (k = 0; k < N_RANDOM; k++)
    {
      double value[N_MOST], weight[N_MOST], one[N_MOST], heads[8 * N_MOST], split[2 * N_MOST];
      double halves[2 * N_MOST], scaled[2][N_MOST], gini, williamson;
      long double difference = 0, all = 0, amount = 0, mean, squares = 0;
      size_t n = random_parts (&random, value), n_heads = 0;
      for (i = 0; i < n; i++)
        {
          weight[i] = (double)(1 + exact_random_below (&random, 8));
          one[i] = 0.7;
          for (j = 0; j < (size_t)weight[i]; j++)
            heads[n_heads++] = value[i];
          split[2 * i] = split[2 * i + 1] = value[i];
          halves[2 * i] = weight[i] * 0.25;
          halves[2 * i + 1] = weight[i] * 0.75;
          scaled[0][i] = ldexp (value[i], k % 2 == 0 ? 1012 : -1030);
          scaled[1][i] = ldexp (weight[i], k % 2 == 0 ? 1015 : -1070);
          all += weight[i];
          amount += (long double)weight[i] * value[i];
        }
      mean = amount / all;
      for (i = 0; i < n; i++)
        {
          squares += weight[i] * (value[i] - mean) * (value[i] - mean);
          for (j = 0; j < n; j++)
            difference += weight[i] * weight[j] * fabsl ((long double)value[i] - value[j]);
        }
      gini = of_groups (ind_gini_weighted, value, weight, n);
      williamson = of_groups (ind_williamson, value, weight, n);
      if (LDBL_MANT_DIG >= 64)
        {
          exact_assert (suite_ulps (gini, difference / (2 * all * amount)) <= 4,
                        "Gini is %.17g, not %.17Lg", gini, difference / (2 * all * amount));
          exact_assert (suite_ulps (williamson, sqrtl (squares / all) / mean) <= 4,
                        "Williamson is %.17g, not %.17Lg", williamson,
                        sqrtl (squares / all) / mean);
        }
      suite_assert_near (of (ind_gini, heads, n_heads), gini, 1e-14, 0);
      suite_assert_near (of (ind_gini, value, n), of_groups (ind_gini_weighted, value, one, n),
                         1e-14, 0);
      suite_assert_near (of_groups (ind_gini_weighted, split, halves, 2 * n), gini, 1e-14, 0);
      suite_assert_near (of_groups (ind_williamson, split, halves, 2 * n), williamson, 1e-14, 0);
      exact_assert (k % 2 == 1 || of_groups (ind_gini_weighted, scaled[0], scaled[1], n) == gini,
                    "the unit matters");
      suite_assert_near (of_groups (ind_gini_weighted, value, scaled[1], n), gini, 1e-14, 0);
      suite_assert_near (of_groups (ind_williamson, value, scaled[1], n), williamson, 1e-14, 0);
      exact_assert (williamson >= 2 / sqrt (3) * gini * (1 - 1e-14), "%g and %g", williamson,
                    gini);
    }
}
END_TEST

/* All that have the same have nothing to cancel; a group without heads does not
 * count; where values differ by 1e-9, so do the results, in all of their digits (by
 * hand: heads 1 and 3, 1 and 1 + t, with t = 2^-30: Gini 3 t / (4 (4 + 3 t)),
 * Williamson t sqrt (3) / (4 + 3 t)). */
START_TEST (test_even_groups)
{
  static const double same[] = { 0.1, 0.1, 0.1, 0.1 }, weight[] = { 0.3, 1e-9, 7, 1.1 };
  static const double value[] = { 1, 3, 5 }, with_none[] = { 1, 0, 3 };
  static const double nearly[] = { 1, 1 + 0x1p-30 }, heads[] = { 1, 3 };
  static const double last_has_all[] = { 0, 0, 4 }, none_in_all[] = { 7, 0, 1 };
  static const double far[] = { 2.5e-16, 3e-127 }, one_only[] = { 0, 0.3 };
  static const double far_first[] = { 3.3, 1e308, 1e308 }, last_two[] = { 0, 0.5, 1e300 };
  static const double wide[] = { 1e-60, 1, 2 }, few[] = { 0, 1, 1e-40 };
  double t = 0x1p-30;

  ck_assert (of_groups (ind_gini_weighted, same, weight, 4) == 0);
  ck_assert (of_groups (ind_williamson, same, weight, 4) == 0);
  ck_assert (of_groups (ind_gini_weighted, same, weight, 1) == 0);
  ck_assert (of_groups (ind_williamson, same, weight, 1) == 0);
  suite_assert_near (of_groups (ind_gini_weighted, value, with_none, 3), 0.1875, 2e-16, 0);
  suite_assert_near (of_groups (ind_williamson, value, with_none, 3), sqrt (3) / 4, 4e-16, 0);
  suite_assert_near (of_groups (ind_gini_weighted, nearly, heads, 2), 3 * t / (4 * (4 + 3 * t)),
                     4e-16, 0);
  suite_assert_near (of_groups (ind_williamson, nearly, heads, 2), t * sqrt (3) / (4 + 3 * t),
                     4e-16, 0);
  /* A group without heads is no measure of the others, nor is one with few. */
  ck_assert (of_groups (ind_williamson, far, one_only, 2) == 0);
  ck_assert (of_groups (ind_gini_weighted, far_first, last_two, 3) == 0);
  suite_assert_near (of_groups (ind_gini_weighted, wide, few, 3), 1e-40, 4e-16, 0);
  suite_assert_near (of_groups (ind_williamson, wide, few, 3), 1e-20, 4e-16, 0);
  /* One head of eight has all: 7/8, and the root of 7. */
  suite_assert_near (of_groups (ind_gini_weighted, last_has_all, none_in_all, 3), 0.875, 2e-16, 0);
  suite_assert_near (of_groups (ind_williamson, last_has_all, none_in_all, 3), sqrt (7), 4e-16, 0);
}
END_TEST

START_TEST (test_groups_domain)
{
  static const struct
  {
    double value[3], weight[3];
    size_t n;
    ind_status gini, williamson;
  } cases[] = {
    { { 0 }, { 0 }, 0, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 0, 0, 0 }, { 1, 2, 3 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 1, 2, 3 }, { 0, 0, 0 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 0, 2, 3 }, { 1, 0, 0 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { -1, 2, 3 }, { 1, 1, 1 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 1, 2, 3 }, { 1, -1, 1 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 1, (double)NAN, 3 }, { 1, 1, 1 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 1, 2, 3 }, { 1, 1, (double)NAN }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 1, 2, INFINITY }, { 1, 1, 1 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 1, 2, 3 }, { 1, INFINITY, 1 }, 3, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 1e-300, 2 }, { 1, 1e-300 }, 2, IND_E_DOMAIN, IND_E_DOMAIN },
    { { 3, 2, 1 }, { 1, 1, 1 }, 3, IND_E_ARGUMENT, IND_OK },
    { { 1, 3, 2 }, { 1, 1, 1 }, 3, IND_E_ARGUMENT, IND_OK },
    { { 1, DBL_MAX, DBL_MAX }, { 1, DBL_MAX, DBL_MAX }, 3, IND_OK, IND_OK },
    { { 5e-324, 5e-324, 1e-323 }, { 5e-324, 1e-323, 5e-324 }, 3, IND_OK, IND_OK },
  };
  static const double good[] = { 1, 2, 3 };
  double out;
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      out = 7;
      ck_assert_int_eq (ind_gini_weighted (cases[i].value, cases[i].weight, cases[i].n, &out),
                        cases[i].gini);
      ck_assert (isnan (out) == (cases[i].gini != IND_OK) && out != 7);
      out = 7;
      ck_assert_int_eq (ind_williamson (cases[i].value, cases[i].weight, cases[i].n, &out),
                        cases[i].williamson);
      ck_assert (isnan (out) == (cases[i].williamson != IND_OK) && out != 7);
    }
  ck_assert_int_eq (ind_gini_weighted (NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_gini_weighted (NULL, good, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_gini_weighted (good, NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_gini_weighted (good, good, 3, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_williamson (NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_williamson (NULL, good, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_williamson (good, NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_williamson (good, good, 3, NULL), IND_E_ARGUMENT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("concentration");
  tcase_add_test (tests, test_doersam);
  tcase_add_test (tests, test_laender);
  tcase_add_test (tests, test_stoermann);
  tcase_add_test (tests, test_farhauer_kroell);
  tcase_add_test (tests, test_shannon);
  tcase_add_test (tests, test_kullback);
  tcase_add_test (tests, test_ends);
  tcase_add_test (tests, test_entropies);
  tcase_add_test (tests, test_mean_difference);
  tcase_add_test (tests, test_decomposition);
  tcase_add_test (tests, test_invariance);
  tcase_add_test (tests, test_slow_twin);
  tcase_add_test (tests, test_nearly_even);
  tcase_add_test (tests, test_many_digits);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_out_of_order);
  tcase_add_test (tests, test_income_classes);
  tcase_add_test (tests, test_two_groups);
  tcase_add_test (tests, test_groups);
  tcase_add_test (tests, test_even_groups);
  tcase_add_test (tests, test_groups_domain);
  return suite_run (tests, "concentration");
}
