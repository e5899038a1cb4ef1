/* SPDX-License-Identifier: GPL-3.0-or-later
 * Raking: the examples that Statistics Canada prints, with their digits; tables whose
 * solution is known; what is refused. */
#include "indicators.h"

#include "reconcile/reconciling.h"
#include "support/exact.h"
#include "support/failing_memory.h"

/* The printed digits of the examples: five decimals. */
#define PRINTED 5.1e-6

/* ------------------------------------------------------------------------
 * Statistics Canada, G-Series, documentation
 * ---------------------------------------------------------------------- */

/* tsraking(), example 1: one margin. */
START_TEST (test_one_margin)
{
  static const double cells[] = { 25, 5 }, total = 40;
  double out[2], row;

  ck_assert_int_eq (ind_rake_table (cells, NULL, 1, 2, &total, NULL, NULL, NULL, out, &row, NULL,
                                    NULL),
                    IND_OK);
  suite_assert_near (out[0], 33.33333, 0, PRINTED);
  suite_assert_near (out[1], 6.666667, 0, PRINTED);
  suite_assert_near (row, 40, 1e-14, 0);
}
END_TEST

/* tsraking(), example 2: cars and vans in three provinces; vans in Saskatchewan are fixed. */
START_TEST (test_two_margins)
{
  static const double cells[] = { 12, 14, 13, 20, 20, 24 }, alterability[] = { 1, 1, 1, 1, 0, 1 };
  static const double rows[] = { 40, 53 }, columns[] = { 30, 31, 32 };
  static const double expected[] = { 14.31298, 11, 14.68702, 15.68702, 20, 17.31298 };
  double out[6], out_rows[2], out_columns[3];
  size_t k;

  ck_assert_int_eq (ind_rake_table (cells, alterability, 2, 3, rows, NULL, columns, NULL, out,
                                    out_rows, out_columns, NULL),
                    IND_OK);
  for (k = 0; k < 6; k++)
    suite_assert_near (out[k], expected[k], 0, PRINTED);
  ck_assert_double_eq (out[4], 20);
  for (k = 0; k < 2; k++)
    suite_assert_near (out_rows[k], rows[k], 1e-14, 0);
  for (k = 0; k < 3; k++)
    suite_assert_near (out_columns[k], columns[k], 1e-14, 0);
}
END_TEST

/* tsraking(), arguments: A + B = C with a negative value, under Vmat_option 2. */
START_TEST (test_negative_value)
{
  static const double cells[] = { 2, -2 }, total = 1;
  double out[2];

  ck_assert_int_eq (ind_rake_table (cells, NULL, 1, 2, &total, NULL, NULL, NULL, out, NULL, NULL,
                                    NULL),
                    IND_OK);
  suite_assert_near (out[0], 2.5, 1e-14, 0);
  suite_assert_near (out[1], -1.5, 1e-14, 0);
}
END_TEST

/* tsbalancing(), example 1: revenues - expenses = profits, which are fixed, in five quarters;
 * no revenues and expenses below 0. Printed with one decimal. */
START_TEST (test_accounts)
{
  static const double value[5][3]
      = { { 15, 10, 10 }, { 4, 8, -1 }, { 250, 250, 5 }, { 8, 12, 0 }, { 0, 45, -55 } };
  static const double expected[5][3]
      = { { 18, 8, 10 }, { 5, 6, -1 }, { 252.5, 247.5, 5 }, { 9.6, 9.6, 0 }, { 0, 55, -55 } };
  static const double alterability[] = { 1, 1, 0 }, low[] = { 0, 0, -INFINITY };
  static struct reconciling r;
  double out[3];
  size_t k, j;

  reconciling_read (&r, "1 -2 -3");
  for (k = 0; k < 5; k++)
    {
      ck_assert_int_eq (ind_rake (value[k], alterability, low, NULL, 3, &r.equations, out, NULL,
                                  NULL),
                        IND_OK);
      for (j = 0; j < 3; j++)
        suite_assert_near (out[j], expected[k][j], 0, 0.0501);
    }
}
END_TEST

/* The same, 2022Q2, with alterabilities that make both change by the same amount. */
START_TEST (test_equal_changes)
{
  static const double value[] = { 4, 8, -1 }, alterability[] = { 0.25, 0.125, 0 };
  static struct reconciling r;
  double out[3];

  reconciling_read (&r, "1 -2 -3");
  ck_assert_int_eq (ind_rake (value, alterability, NULL, NULL, 3, &r.equations, out, NULL, NULL),
                    IND_OK);
  suite_assert_near (out[0], 5.5, 1e-14, 0);
  suite_assert_near (out[1], 6.5, 1e-14, 0);
  ck_assert_double_eq (out[2], -1);
}
END_TEST

/* Appends: over quarters from .. to - 1, of n_series values each, the sum of series `series`
 * is kept. */
static void
keep_total (struct reconciling *r, const double *value, size_t n_series, size_t from, size_t to,
            size_t series)
{
  double total = 0;
  size_t q;

  for (q = from; q < to; q++)
    {
      reconciling_term (r, q * n_series + series, 1);
      total += value[q * n_series + series];
    }
  reconciling_end (r, total);
}

/* tsraking_driver(), example 2: cars in three provinces and their total, 2019Q2 to 2021Q1;
 * of 2020, the one whole year, annual totals are kept. */
START_TEST (test_temporal_totals)
{
  static const double value[8][4] = {
    { 14, 18, 14, 58 }, { 17, 14, 16, 44 }, { 14, 19, 18, 58 }, { 20, 18, 12, 53 },
    { 16, 16, 19, 44 }, { 14, 15, 16, 50 }, { 19, 20, 14, 52 }, { 16, 15, 19, 51 },
  };
  static const double expected[8][4] = {
    { 17.65217, 22.69565, 17.65217, 58 }, { 15.91489, 13.10638, 14.97872, 44 },
    { 15.92157, 21.60784, 20.47059, 58 }, { 21.15283, 19.04513, 12.80204, 53 },
    { 13.747, 13.75373, 16.49927, 44 },   { 15.50782, 16.62184, 17.87034, 50 },
    { 18.59234, 19.57931, 13.82835, 52 }, { 16.32, 15.3, 19.38, 51 },
  };
  static struct reconciling r;
  double alterability[8][4], out[8][4];
  size_t q, j;

  reconciling_begin (&r);
  for (q = 0; q < 8; q++)
    {
      for (j = 0; j < 4; j++)
        {
          reconciling_term (&r, 4 * q + j, j < 3 ? 1 : -1);
          alterability[q][j] = j < 3;
        }
      reconciling_end (&r, 0);
    }
  for (j = 0; j < 3; j++)
    keep_total (&r, *value, 4, 3, 7, j);
  reconciling_close (&r);
  ck_assert_int_eq (ind_rake (*value, *alterability, NULL, NULL, 32, &r.equations, *out, NULL,
                              NULL),
                    IND_OK);
  for (q = 0; q < 8; q++)
    for (j = 0; j < 4; j++)
      suite_assert_near (out[q][j], expected[q][j], 0, PRINTED);
}
END_TEST

/* tsbalancing(), example 2: all vehicles, cars and trucks in three regions and the nation,
 * 2022Q1 to 2023Q1. National sales are fixed, and trucks of the centre in 2022Q2; cars and
 * trucks are at most 95 % of all; nothing is negative; totals of 2022 are kept. */
START_TEST (test_regions_and_types)
{
  static const double value[5][12] = {
    { 43, 49, 47, 136, 20, 18, 12, 53, 20, 22, 26, 61 },
    { 40, 45, 42, 114, 16, 16, 19, 44, 21, 26, 21, 59 },
    { 35, 47, 40, 133, 14, 15, 16, 50, 19, 25, 19, 71 },
    { 44, 44, 45, 138, 19, 20, 14, 52, 21, 18, 27, 74 },
    { 46, 48, 55, 135, 16, 15, 19, 51, 27, 25, 28, 54 },
  };
  static const double expected[5][12] = {
    { 42.10895, 47.63734, 46.25371, 136, 21.15646, 19.13355, 12.70999, 53, 18.56134, 18.59359, 23.84507, 61 },
    { 35.31121, 41.40859, 37.28019, 114, 14.00517, 13.33816, 16.65666, 44, 16.61497, 26, 16.38503, 59 },
    { 38.89464, 50.58071, 43.52465, 133, 15.24054, 16.84858, 17.91088, 50, 21.70936, 27.22926, 22.06138, 71 },
    { 45.6852, 45.37335, 46.94145, 138, 18.59783, 19.6797, 13.72247, 52, 24.11433, 19.17715, 30.70852, 74 },
    { 41.67785, 43.48993, 49.83221, 135, 16.32, 15.3, 19.38, 51, 18.225, 16.875, 18.9, 54 },
  };
  enum { N = 60, N_SLACKS = 15 };
  static struct reconciling r;
  double start[N + N_SLACKS] = { 0 }, alterability[N + N_SLACKS], low[N + N_SLACKS] = { 0 };
  double out[N + N_SLACKS];
  uint8_t flags[64];
  size_t q, i, j;

  memcpy (start, value, sizeof value);
  reconciling_begin (&r);
  for (q = 0; q < 5; q++)
    {
      for (i = 0; i < 3; i++)
        {
          for (j = 0; j < 4; j++)
            {
              reconciling_term (&r, 12 * q + 4 * i + j, j < 3 ? 1 : -1);
              alterability[12 * q + 4 * i + j] = j < 3;
            }
          reconciling_end (&r, 0);
        }
      for (j = 0; j < 3; j++)
        {
          reconciling_term (&r, 12 * q + j, -0.95);
          reconciling_term (&r, 12 * q + 4 + j, 1);
          reconciling_term (&r, 12 * q + 8 + j, 1);
          reconciling_term (&r, N + 3 * q + j, 1);
          reconciling_end (&r, 0);
          alterability[N + 3 * q + j] = INFINITY;
        }
    }
  alterability[12 + 9] = 0;
  for (j = 0; j < 12; j++)
    keep_total (&r, start, 12, 0, 4, j);
  reconciling_close (&r);
  ck_assert_int_eq (ind_rake (start, alterability, low, NULL, N + N_SLACKS, &r.equations, out,
                              flags, NULL),
                    IND_OK);
  for (q = 0; q < 5; q++)
    for (j = 0; j < 12; j++)
      suite_assert_near (out[12 * q + j], expected[q][j], 0, PRINTED);
  for (q = 0; q < r.equations.n; q++)
    ck_assert_int_eq (flags[q], 0);
}
END_TEST

/* ------------------------------------------------------------------------
 * Tables
 * ---------------------------------------------------------------------- */

/* Totals that are what the cells already have times a factor: so are the cells. */
START_TEST (test_proportional_tables)
{
  exact_random random = { 12 };
  size_t round, i, j;

  for (round = 0; round < 100; round++)
    {
      size_t n = 1 + exact_random_below (&random, 8), m = 1 + exact_random_below (&random, 8);
      double cells[64], rows[8] = { 0 }, columns[8] = { 0 }, factor;
      factor = 0.5 + (double) exact_random_below (&random, 1000) / 500;
      for (i = 0; i < n; i++)
        for (j = 0; j < m; j++)
          {
            cells[i * m + j] = (double) exact_random_below (&random, 1000);
            rows[i] += factor * cells[i * m + j];
            columns[j] += factor * cells[i * m + j];
          }
      {
        double out[64];
        ck_assert_int_eq (ind_rake_table (cells, NULL, n, m, round % 3 == 0 ? NULL : rows, NULL,
                                          round % 3 == 1 ? NULL : columns, NULL, out, NULL, NULL,
                                          NULL),
                          IND_OK);
        for (i = 0; i < n * m; i++)
          suite_assert_near (out[i], factor * cells[i], 1e-11, 1e-11);
      }
    }
}
END_TEST

/* One margin has a closed form: each cell takes its share, by size and alterability, of what
 * its total misses; so does the total where it is not binding. */
START_TEST (test_one_margin_in_closed_form)
{
  exact_random random = { 13 };
  size_t round, i, j;

  for (round = 0; round < 300; round++)
    {
      double cells[6][5], alterability[6][5], totals[6], given[6], out[6][5], out_totals[6];
      int by_columns = (int) (round % 2);
      for (i = 0; i < 6; i++)
        {
          totals[i] = 200 + (double) exact_random_below (&random, 1000);
          given[i] = (double) exact_random_below (&random, 3) / 2;
          for (j = 0; j < 5; j++)
            {
              cells[i][j] = (double) exact_random_below (&random, 100) - 10;
              alterability[i][j] = j == 0 ? 1 : (double) exact_random_below (&random, 4);
            }
          cells[i][0] = 30;
        }
      if (by_columns)
        {
          double turned[30], turned_alterability[30], turned_out[30];
          for (i = 0; i < 30; i++)
            {
              turned[i] = cells[i % 6][i / 6];
              turned_alterability[i] = alterability[i % 6][i / 6];
            }
          ck_assert_int_eq (ind_rake_table (turned, turned_alterability, 5, 6, NULL, NULL, totals,
                                            given, turned_out, NULL, out_totals, NULL),
                            IND_OK);
          for (i = 0; i < 30; i++)
            out[i % 6][i / 6] = turned_out[i];
        }
      else
        ck_assert_int_eq (ind_rake_table (*cells, *alterability, 6, 5, totals, given, NULL, NULL,
                                          *out, out_totals, NULL, NULL),
                          IND_OK);
      for (i = 0; i < 6; i++)
        {
          double rest = totals[i], variance = given[i] * totals[i], sum = 0;
          for (j = 0; j < 5; j++)
            {
              rest -= cells[i][j];
              variance += alterability[i][j] * fabs (cells[i][j]);
            }
          for (j = 0; j < 5; j++)
            {
              suite_assert_near (out[i][j],
                                 cells[i][j]
                                     + rest * alterability[i][j] * fabs (cells[i][j]) / variance,
                                 1e-12, 1e-11);
              sum += out[i][j];
            }
          suite_assert_near (out_totals[i], sum, 1e-13, 0);
          suite_assert_near (sum, totals[i] - rest * given[i] * totals[i] / variance, 1e-12, 0);
        }
    }
}
END_TEST

START_TEST (test_contradictory_totals)
{
  static const double cells[] = { 10, 20, 30, 40 }, rows[] = { 31, 72 }, columns[] = { 41, 61 };
  static const double zeros[] = { 0, 0 }, give_way[] = { 1, 0 };
  double out[4], out_rows[2], out_columns[2];
  ind_error error;

  ck_assert_int_eq (ind_rake_table (cells, NULL, 2, 2, rows, NULL, columns, NULL, out, out_rows,
                                    out_columns, &error),
                    IND_E_CONTRADICTION);
  ck_assert_ptr_nonnull (strstr (error.message, "103"));
  ck_assert_ptr_nonnull (strstr (error.message, "102"));
  /* Near, and the sums are those of the cells. */
  suite_assert_near (out_rows[0] + out_rows[1], out_columns[0] + out_columns[1], 1e-13, 0);
  suite_assert_near (out_rows[0], 31, 0, 1);
  /* A total that gives way resolves it. */
  ck_assert_int_eq (ind_rake_table (cells, NULL, 2, 2, rows, give_way, columns, NULL, out,
                                    out_rows, out_columns, &error),
                    IND_OK);
  suite_assert_near (out_rows[0], 30, 1e-13, 0);
  suite_assert_near (out_rows[1], 72, 1e-13, 0);
  /* A row of zeros cannot reach its total. */
  ck_assert_int_eq (ind_rake_table (zeros, NULL, 1, 2, rows, NULL, NULL, NULL, out, out_rows,
                                    NULL, &error),
                    IND_E_CONTRADICTION);
  ck_assert_double_eq (out[0], 0);
}
END_TEST

START_TEST (test_no_table)
{
  double out = -1, total = 3;

  ck_assert_int_eq (ind_rake_table (NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                                    NULL),
                    IND_OK);
  /* No totals: nothing changes. */
  ck_assert_int_eq (ind_rake_table (&total, NULL, 1, 1, NULL, NULL, NULL, NULL, &out, NULL, NULL,
                                    NULL),
                    IND_OK);
  ck_assert_double_eq (out, 3);
  /* A row without cells. */
  ck_assert_int_eq (ind_rake_table (NULL, NULL, 1, 0, &total, NULL, NULL, NULL, NULL, NULL, NULL,
                                    NULL),
                    IND_E_CONTRADICTION);
  total = 0;
  ck_assert_int_eq (ind_rake_table (NULL, NULL, 1, 0, &total, NULL, NULL, NULL, NULL, NULL, NULL,
                                    NULL),
                    IND_OK);
}
END_TEST

/* 1e5 cells. */
START_TEST (test_large_table)
{
  size_t n = 316, i, j;
  double *cells = malloc (n * n * sizeof *cells), rows[316], columns[316], out_rows[316];
  double out_columns[316];
  exact_random random = { 14 };

  for (i = 0; i < n; i++)
    rows[i] = columns[i] = 0;
  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++)
      {
        double drift = 1 + (double) exact_random_below (&random, 200) / 1000;
        cells[i * n + j] = (double) exact_random_below (&random, 10000);
        rows[i] += drift * cells[i * n + j];
        columns[j] += drift * cells[i * n + j];
      }
  ck_assert_int_eq (ind_rake_table (cells, NULL, n, n, rows, NULL, columns, NULL, cells, out_rows,
                                    out_columns, NULL),
                    IND_OK);
  for (i = 0; i < n; i++)
    {
      suite_assert_near (out_rows[i], rows[i], 1e-11, 0);
      suite_assert_near (out_columns[i], columns[i], 1e-11, 0);
    }
  free (cells);
}
END_TEST

/* ------------------------------------------------------------------------
 * What is refused
 * ---------------------------------------------------------------------- */

START_TEST (test_what_is_refused)
{
  double value[] = { 1, 2, 4 }, alterability[] = { 1, 1, 0 }, low[] = { 0, 0, 0 }, out[] = { -1, -1, -1 };
  static struct reconciling r;
  ind_error error;

  reconciling_read (&r, "1 2 -3");
#define REFUSED(place, wrong, expected)                                                          \
  do                                                                                             \
    {                                                                                            \
      __typeof__(place) right = place;                                                           \
      place = wrong;                                                                             \
      ck_assert_int_eq (ind_rake (value, alterability, low, NULL, 3, &r.equations, out, NULL,    \
                                  &error),                                                       \
                        expected);                                                               \
      ck_assert_int_eq (error.status, expected);                                                 \
      ck_assert_int_eq (ind_rake_table (value, alterability, 1, 2, value + 2, alterability + 2,  \
                                        NULL, NULL, out, NULL, NULL, &error),                    \
                        expected);                                                               \
      ck_assert_int_eq (error.status, expected);                                                 \
      ck_assert_double_eq (out[0], -1);                                                          \
      place = right;                                                                             \
    }                                                                                            \
  while (0)
  REFUSED (value[0], NAN, IND_E_DOMAIN);
  REFUSED (value[1], INFINITY, IND_E_DOMAIN);
  REFUSED (value[2], -1e61, IND_E_DOMAIN);
  REFUSED (alterability[0], -1, IND_E_ARGUMENT);
  REFUSED (alterability[1], NAN, IND_E_ARGUMENT);
  REFUSED (alterability[0], -INFINITY, IND_E_ARGUMENT);
  REFUSED (alterability[2], 1e-70, IND_E_DOMAIN);
  REFUSED (value[0], 1e-200, IND_E_DOMAIN);
#undef REFUSED
  low[0] = 5;
  ck_assert_int_eq (ind_rake (value, NULL, low, low + 1, 3, &r.equations, out, NULL, NULL),
                    IND_E_ARGUMENT);
  low[0] = 0;
  r.column[0] = 3;
  ck_assert_int_eq (ind_rake (value, NULL, NULL, NULL, 3, &r.equations, out, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rake (NULL, NULL, NULL, NULL, 3, &r.equations, out, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rake (value, NULL, NULL, NULL, 3, &r.equations, NULL, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rake (value, NULL, NULL, NULL, 3, NULL, out, NULL, NULL), IND_E_ARGUMENT);
  /* Tables: no unknown cells, no room for as many. */
  alterability[0] = INFINITY;
  ck_assert_int_eq (ind_rake_table (value, alterability, 1, 2, value + 2, NULL, NULL, NULL, out,
                                    NULL, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rake_table (value, NULL, SIZE_MAX / 2, 3, value, NULL, NULL, NULL, out,
                                    NULL, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rake_table (value, NULL, SIZE_MAX, 0, value, NULL, NULL, NULL, out, NULL,
                                    NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rake_table (NULL, NULL, 1, 2, value, NULL, NULL, NULL, out, NULL, NULL,
                                    NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rake_table (value, NULL, 1, 2, value, NULL, NULL, NULL, NULL, NULL, NULL,
                                    NULL),
                    IND_E_ARGUMENT);
}
END_TEST

START_TEST (test_anything)
{
  exact_random random = { 15 };
  size_t round, k, n_done = 0;

  for (round = 0; round < 20000; round++)
    {
      double cells[6] = { 1, 2, 3, 4, 5, 6 }, alterability[6] = { 1, 1, 1, 1, 1, 1 };
      double rows[2] = { 6, 15 }, columns[3] = { 5, 7, 9 }, give_way[3] = { 0, 1, 0 }, out[6];
      ind_status status;
      for (k = exact_random_below (&random, 4); k > 0; k--)
        {
          double x = exact_random_double (&random);
          switch (exact_random_below (&random, 5))
            {
            case 0: cells[exact_random_below (&random, 6)] = x; break;
            case 1: alterability[exact_random_below (&random, 6)] = fabs (x); break;
            case 2: rows[exact_random_below (&random, 2)] = x; break;
            case 3: columns[exact_random_below (&random, 3)] = x; break;
            default: give_way[exact_random_below (&random, 3)] = x; break;
            }
        }
      status = ind_rake_table (cells, alterability, 2, 3, rows, give_way, columns,
                               round % 2 == 0 ? give_way : NULL, out, NULL, NULL, NULL);
      exact_assert (status == IND_OK || status == IND_E_DOMAIN || status == IND_E_ARGUMENT
                        || status == IND_E_CONTRADICTION,
                    "round %zu: status %d", round, status);
      for (k = 0; k < 6 && (status == IND_OK || status == IND_E_CONTRADICTION); k++, n_done++)
        exact_assert (isfinite (out[k]), "round %zu: %g", round, out[k]);
    }
  ck_assert_uint_gt (n_done, 1000);
}
END_TEST

START_TEST (test_out_of_memory)
{
  static const double cells[] = { 10, 20, 30, 40 }, rows[] = { 31, 72 }, columns[] = { 42, 61 };
  static struct reconciling r;
  size_t n, before = failing_memory_blocks ();
  int is_table;

  reconciling_read (&r, "1 2 -3");
  for (is_table = 0; is_table < 2; is_table++)
    for (n = 1;; n++)
      {
        double out[4] = { -1, -1, -1, -1 };
        ind_error error;
        ind_status status;
        size_t n_failed;
        failing_memory_arm (n, 0);
        status = is_table ? ind_rake_table (cells, NULL, 2, 2, rows, NULL, columns, NULL, out,
                                            NULL, NULL, &error)
                          : ind_rake (cells, NULL, NULL, NULL, 4, &r.equations, out, NULL, &error);
        n_failed = failing_memory_disarm ();
        ck_assert_uint_eq (failing_memory_blocks (), before);
        if (n_failed == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            break;
          }
        ck_assert_int_eq (status, IND_E_MEMORY);
        ck_assert_int_eq (error.status, IND_E_MEMORY);
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("raking");
  tcase_add_checked_fixture (tests, reconciling_watch_gsl, NULL);
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_one_margin);
  tcase_add_test (tests, test_two_margins);
  tcase_add_test (tests, test_negative_value);
  tcase_add_test (tests, test_accounts);
  tcase_add_test (tests, test_equal_changes);
  tcase_add_test (tests, test_temporal_totals);
  tcase_add_test (tests, test_regions_and_types);
  tcase_add_test (tests, test_proportional_tables);
  tcase_add_test (tests, test_one_margin_in_closed_form);
  tcase_add_test (tests, test_contradictory_totals);
  tcase_add_test (tests, test_no_table);
  tcase_add_test (tests, test_large_table);
  tcase_add_test (tests, test_what_is_refused);
  tcase_add_test (tests, test_anything);
  tcase_add_test (tests, test_out_of_memory);
  return suite_run (tests, "raking");
}
