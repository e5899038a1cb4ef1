/* SPDX-License-Identifier: GPL-3.0-or-later
 * Location quotients: published figures, an exact twin, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* 1,714 of 79,006 employed against 879,213 of 15,593,224: 0.3847623 (Farhauer and
 * Kroell 2013, Standorttheorien, in the R package REAT, man/locq.Rd). */
START_TEST (test_farhauer_kroell)
{
  double part = 1714, total = 79006, part_of_reference = 879213, reference = 15593224, out;

  ck_assert_int_eq (
      ind_location_quotient (&part, &total, &part_of_reference, &reference, 1, &out, NULL), IND_OK);
  suite_assert_near (out, 0.3847623, 0, 5e-8);
}
END_TEST

/* Goettingen and Germany in 2017, employment in 15 industries and in all (REAT,
 * man/Goettingen.Rd; the quotients by REAT 3.0.3). */
START_TEST (test_goettingen)
{
  static const double town[]
      = { 45, 466, 7874, 1334, 7051, 2481, 2251, 2032, 1739, 7915, 4875, 3936, 7488, 16896, 900 };
  static const double country[]
      = { 248052, 538768,  6797172, 1798954, 4380223, 1713157, 1062982, 1027486,
          975126, 2397099, 2357313, 1762308, 1249260, 4676036, 1181037 };
  static const double published[]
      = { 0.0840765201501, 0.4008566302272, 0.5368736613768, 0.3436692845379, 0.7460354092661,
          0.6711731072468, 0.9814191595087, 0.9165427746251, 0.8265017801627, 1.5302764545085,
          0.9584342310203, 1.0350902663577, 2.7779085775989, 1.6745996742304, 0.3531701204326 };
  double all[15], everywhere[15], out[15];
  uint8_t valid[15];
  size_t i;

  for (i = 0; i < 15; i++)
    {
      all[i] = 69403;
      everywhere[i] = 32164973;
    }
  ck_assert_int_eq (ind_location_quotient (town, all, country, everywhere, 15, out, valid), IND_OK);
  for (i = 0; i < 15; i++)
    {
      suite_assert_near (out[i], published[i], 0, 5.1e-14);
      ck_assert_int_eq (valid[i], 1);
    }
}
END_TEST

/* "Holukuluku": 50, 10, 20, 20 percent of a region's employment, 10, 20, 40, 30 of
 * the nation's; 5, 0.5, 0.5, .667 (Krumme, University of Washington, Geography 350,
 * Shift & Share Table with Excel Explanations). */
START_TEST (test_krumme)
{
  static const double part[] = { 50, 10, 20, 20 }, part_of_reference[] = { 10, 20, 40, 30 };
  static const double hundred[] = { 100, 100, 100, 100 };
  static const double published[] = { 5, 0.5, 0.5, 0.667 };
  double out[4];
  size_t i;

  ck_assert_int_eq (ind_location_quotient (part, hundred, part_of_reference, hundred, 4, out, NULL),
                    IND_OK);
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], published[i], 0, i < 3 ? 1e-15 : 5e-4);
}
END_TEST

/* A region like the country has 1 of all, and so has the country; the mean of the
 * quotients, weighed by the country's shares, is 1. */
START_TEST (test_identities)
{
  exact_random random = { 307 };
  size_t k, i;

  for (k = 0; k < N_RANDOM / 20; k++)
    {
      double part[8], nation[8], all[8], everywhere[8], out[8], sums[2] = { 0, 0 }, mean = 0;
      for (i = 0; i < 8; i++)
        {
          part[i] = (double)exact_random_below (&random, 100000);
          nation[i] = part[i] + 1 + (double)exact_random_below (&random, 1000000);
          sums[0] += part[i];
          sums[1] += nation[i];
        }
      for (i = 0; i < 8; i++)
        {
          all[i] = sums[0];
          everywhere[i] = sums[1];
        }
      exact_assert (ind_location_quotient (part, all, nation, everywhere, 8, out, NULL) == IND_OK,
                    "case %zu", k);
      for (i = 0; i < 8; i++)
        mean += nation[i] / sums[1] * out[i];
      suite_assert_near (mean, 1, 1e-14, 0);
      exact_assert (ind_location_quotient (nation, everywhere, nation, everywhere, 8, out, NULL)
                        == IND_OK,
                    "case %zu", k);
      for (i = 0; i < 8; i++)
        exact_assert (out[i] == 1, "case %zu", k);
    }
}
END_TEST

/* Within 1 unit in the last place of the exact value, also where the shares leave
 * the range of numbers: the sign of out (total part_of_reference) - part reference,
 * of mantissas of 26 bits, whose products are exact. */
START_TEST (test_exact_twin)
{
  exact_random random = { 311 };
  size_t k, i;

  for (k = 0; k < N_RANDOM; k++)
    {
      double m[4], x[4], out, low, high;
      int power[4];
      for (i = 0; i < 4; i++)
        {
          m[i] = 1 + (double)exact_random_below (&random, (1 << 26) - 1);
          power[i] = (int)exact_random_below (&random, 1800) - 900;
        }
      power[3] = power[1] + power[2] - power[0] + (int)exact_random_below (&random, 40) - 20;
      if (power[3] < -1000 || power[3] > 990)
        continue;
      for (i = 0; i < 4; i++)
        x[i] = ldexp (m[i], power[i]);
      exact_assert (ind_location_quotient (&x[0], &x[1], &x[2], &x[3], 1, &out, NULL) == IND_OK,
                    "%a / %a over %a / %a", x[0], x[1], x[2], x[3]);
      low = ldexp (exact_step (out, -2), power[1] + power[2] - power[0] - power[3]);
      high = ldexp (exact_step (out, 2), power[1] + power[2] - power[0] - power[3]);
      {
        exact_product below[] = { { low, m[1] * m[2] }, { -m[0], m[3] } };
        exact_product above[] = { { high, m[1] * m[2] }, { -m[0], m[3] } };
        exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                      "%a / %a over %a / %a is not %a", x[0], x[1], x[2], x[3], out);
      }
    }
}
END_TEST

START_TEST (test_domain)
{
  static const double good = 2;
  static const double part[] = { 1, 1, 1, 1, 1, 1, (double)NAN, INFINITY, 1, 1, 1, 0, -3, 1e300 };
  static const double total[] = { 0, -1, 2, 2, 2, 2, 2, 2, INFINITY, 2, 2, 4, 4, 1e-300 };
  static const double part_of_reference[] = { 2, 2, 0, -1, 2, 2, 2, 2, 2, (double)NAN, 2, 1, 1, 1 };
  static const double reference[] = { 3, 3, 3, 3, 0, -1, 3, 3, 3, 3, INFINITY, 2, 2, 2 };
  double out[14];
  uint8_t valid[14];
  size_t i;

  ck_assert_int_eq (
      ind_location_quotient (part, total, part_of_reference, reference, 14, out, valid),
      IND_E_DOMAIN);
  for (i = 0; i < 14; i++)
    {
      ck_assert_int_eq (valid[i], i == 11 || i == 12);
      ck_assert (valid[i] != 0 || isnan (out[i]));
    }
  ck_assert (out[11] == 0 && out[12] == -1.5);
  ck_assert_int_eq (ind_location_quotient (NULL, NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_location_quotient (NULL, &good, &good, &good, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_location_quotient (&good, NULL, &good, &good, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_location_quotient (&good, &good, NULL, &good, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_location_quotient (&good, &good, &good, NULL, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_location_quotient (&good, &good, &good, &good, 1, NULL, NULL),
                    IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_location_quotient (out, &good, &good, &good, 1, out, NULL), IND_OK);
  ck_assert (out[0] == 3);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("location");
  tcase_add_test (tests, test_farhauer_kroell);
  tcase_add_test (tests, test_goettingen);
  tcase_add_test (tests, test_krumme);
  tcase_add_test (tests, test_identities);
  tcase_add_test (tests, test_exact_twin);
  tcase_add_test (tests, test_domain);
  return suite_run (tests, "location");
}
