/* SPDX-License-Identifier: GPL-3.0-or-later
 * Networks: construction, centred rows, the index of links. */
#include "explain/network.h"

#include <string.h>

#include "number/interval.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define N_VALUES 64

static ind__network network;
static double value[N_VALUES]; /* a solution, by which added rows are tried */
static size_t n_given, n_links;

static void
begin (void)
{
  memset (&network, 0, sizeof network);
}

static uint32_t
variable (double solution)
{
  uint32_t at = ind__network_variable (&network, ind__interval_entire ());
  ck_assert_uint_lt (at, N_VALUES);
  value[at] = solution;
  return at;
}

/* "sum of coefficient * variable + constant = 0", which the solution fulfils. */
static void
sum (const ind__term *terms, size_t n, double constant)
{
  double total = constant;
  size_t k;
  for (k = 0; k < n; k++)
    total += terms[k].coefficient * value[terms[k].variable];
  ck_assert_msg (fabs (total) < 1e-9, "the test's own solution is none: %g", total);
  ck_assert_uint_ne (ind__network_sum (&network, terms, n, constant), IND__NONE);
}

static uint32_t
product (uint32_t x, uint32_t y)
{
  uint32_t z = variable (value[x] * value[y]);
  ck_assert_uint_ne (ind__network_product (&network, z, x, y), IND__NONE);
  return z;
}

/* Every row added holds for the solution; returns how many were centred. */
static size_t
centred (void)
{
  size_t k, j, n_centred = 0, n_known;

  n_given = n_known = network.n_variables;
  n_links = network.n_links;
  ck_assert (ind__network_close (&network));
  ck_assert_uint_le (network.n_variables, N_VALUES);
  for (k = n_links; k < network.n_links; k++)
    {
      const ind__link *link = &network.links[k];
      const ind__term *term = network.terms + link->first;
      double total = link->constant;
      if (link->is_product)
        {
          ck_assert_uint_eq (term[0].variable, n_known);
          value[n_known++] = value[term[1].variable] * value[term[2].variable];
          continue;
        }
      for (j = 0; j < link->n_terms; j++)
        {
          ck_assert_msg (term[j].coefficient == floor (term[j].coefficient)
                             && term[j].coefficient != 0,
                         "coefficient %g", term[j].coefficient);
          if (term[j].variable < n_known)
            total += term[j].coefficient * value[term[j].variable];
        }
      if (term[0].variable >= n_known)
        {
          ck_assert_uint_eq (term[0].variable, n_known);
          value[n_known++] = -total / term[0].coefficient;
          continue;
        }
      ck_assert_msg (fabs (total) < 1e-6, "a row is added that does not hold: it is %g", total);
      n_centred++;
    }
  ck_assert_uint_eq (n_known, network.n_variables);
  return n_centred;
}

/* Weights w, values x, in all of the examples. */
static uint32_t w[3], x[3], wx[3], m;

static void
weights (double scale)
{
  static const double share[3] = { 0.25, 0.25, 0.5 }, at[3] = { 2, 6, 10 };
  size_t k;

  begin ();
  for (k = 0; k < 3; k++)
    {
      w[k] = variable (scale * share[k]);
      x[k] = variable (at[k]);
      wx[k] = product (w[k], x[k]);
    }
  m = variable (7);
}

static void
expect (size_t n, const char *what)
{
  size_t found = centred ();
  ck_assert_msg (found == n, "%s: %zu centred rows, not %zu", what, found, n);
  ind__network_free (&network);
}

START_TEST (test_constants)
{
  size_t k;

  weights (1);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -1);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 1 }, { wx[2], 1 }, { m, -1 } }, 4, 0);
  expect (1, "shares of 1");
  weights (100);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -100);
  sum ((ind__term[]){ { m, 100 }, { wx[0], -1 }, { wx[1], -1 }, { wx[2], -1 } }, 4, 0);
  expect (1, "shares of 100, the mean first, signs turned");
  weights (1);
  sum ((ind__term[]){ { w[2], -2 }, { w[1], -2 }, { w[0], -2 } }, 3, 2);
  sum ((ind__term[]){ { wx[0], 3 }, { wx[1], 3 }, { wx[2], 3 } }, 3, -21);
  expect (1, "a mean that is a constant, rows in multiples");
  /* What is in the row: three deviations, three products and their sum. */
  weights (1);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -1);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 1 }, { wx[2], 1 }, { m, -1 } }, 4, 0);
  ck_assert_uint_eq (centred (), 1);
  ck_assert_uint_eq (network.n_links, n_links + 7);
  ck_assert_uint_eq (network.n_variables, n_given + 6);
  for (k = 0; k < 3; k++)
    suite_assert_near (fabs (value[n_given + 2 * k]), fabs (value[x[k]] - 7), 1e-12, 0);
  ind__network_free (&network);
}
END_TEST

/* w0 = w1 + w2 + w3 and w0 m = sum w x. */
START_TEST (test_total)
{
  uint32_t whole, wm;

  weights (40);
  whole = variable (40);
  wm = product (m, whole);
  sum ((ind__term[]){ { whole, -1 }, { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 4, 0);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 1 }, { wx[2], 1 }, { wm, -1 } }, 4, 0);
  expect (1, "weights that add up to a quantity");
}
END_TEST

/* 100 c = w x, as contributions are given, and 4 c = 2 w x. */
START_TEST (test_multiples)
{
  uint32_t c[3];
  size_t k;
  double factor;

  for (factor = 100; factor >= 1; factor -= 99)
    {
      weights (100);
      for (k = 0; k < 3; k++)
        {
          c[k] = variable (value[wx[k]] / factor);
          sum ((ind__term[]){ { c[k], factor }, { wx[k], -1 } }, 2, 0);
        }
      value[m] = 700 / factor;
      sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -100);
      sum ((ind__term[]){ { c[0], 1 }, { c[1], 1 }, { c[2], 1 }, { m, -1 } }, 4, 0);
      expect (1, factor == 1 ? "contributions equal to products" : "a hundredth of products");
    }
  weights (1);
  for (k = 0; k < 3; k++)
    {
      c[k] = variable (value[wx[k]] / 2);
      sum ((ind__term[]){ { wx[k], -2 }, { c[k], 4 } }, 2, 0);
    }
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -1);
  sum ((ind__term[]){ { c[0], 2 }, { c[1], 2 }, { c[2], 2 }, { m, -1 } }, 4, 0);
  expect (1, "a half of products");
}
END_TEST

/* A mean over another set, with other coefficients, of other factors, or with
 * two terms that are no product: nothing is added. */
START_TEST (test_no_match)
{
  uint32_t other;

  weights (1);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -1);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 2 }, { wx[2], 1 } }, 3, -8.5);
  expect (0, "coefficients 1, 2, 1 against 1, 1, 1");
  weights (1);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 } }, 2, -0.5);
  other = variable (7);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 1 }, { wx[2], 1 }, { other, -1 } }, 4, 0);
  expect (0, "a product whose weight is not in the sum, and one term more");
  weights (1);
  other = variable (1);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { other, 1 } }, 3, -1.5);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 1 }, { wx[2], 1 } }, 3, -7);
  expect (0, "one weight is of no product");
  weights (1);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -1);
  expect (0, "no mean");
  weights (1);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 1 }, { wx[2], 1 } }, 3, -7);
  expect (0, "no sum of weights");
}
END_TEST

/* Every link under each of its variables, in order, and no other. */
START_TEST (test_index)
{
  uint32_t v;
  size_t k, j, n = 0;

  weights (1);
  sum ((ind__term[]){ { w[0], 1 }, { w[1], 1 }, { w[2], 1 } }, 3, -1);
  sum ((ind__term[]){ { wx[0], 1 }, { wx[1], 1 }, { wx[2], 1 }, { m, -1 } }, 4, 0);
  ck_assert (ind__network_close (&network));
  for (v = 0; v < network.n_variables; v++)
    for (k = network.first_link[v]; k < network.first_link[v + 1]; k++, n++)
      {
        const ind__link *link = &network.links[network.link_of[k]];
        for (j = 0; j < link->n_terms && network.terms[link->first + j].variable != v; j++)
          ;
        ck_assert_msg (j < link->n_terms, "link %u does not hold variable %u",
                       network.link_of[k], v);
        ck_assert (k == network.first_link[v] || network.link_of[k - 1] < network.link_of[k]);
      }
  ck_assert_uint_eq (n, network.n_terms);
  ind__network_free (&network);
  ck_assert (network.n_variables == 0 && network.links == NULL);
}
END_TEST

/* x squared names x twice: the index lists the link twice, the network closes. */
/* What is left of two sums that share several variables: t = a + b + c and
 * g = a + b + d leave t - g = c - d, once. Two that share one variable leave
 * nothing, nor do those whose difference is given. */
START_TEST (test_overlap)
{
  ind__term first[4] = { { 0, 1 }, { 1, 1 }, { 2, 1 }, { 4, -1 } };
  ind__term second[4] = { { 0, 2 }, { 1, 2 }, { 3, 2 }, { 5, -2 } };
  ind__term apart[3] = { { 2, 1 }, { 6, 3 }, { 7, -1 } };
  ind__term difference[4] = { { 5, 1 }, { 2, 1 }, { 3, -1 }, { 4, -1 } };
  static const double solution[8] = { 2, 3, 5, 7, 10, 12, 11, 38 };
  size_t k, j, with_difference;

  for (with_difference = 0; with_difference <= 1; with_difference++)
    {
      begin ();
      for (k = 0; k < 8; k++)
        variable (solution[k]);
      sum (first, 4, 0);
      sum (second, 4, 0);
      sum (apart, 3, 0);
      if (with_difference)
        sum (difference, 4, 0);
      ck_assert_uint_eq (centred (), 1 - with_difference);
      ck_assert_uint_eq (network.n_given, 3 + with_difference);
      if (!with_difference)
        {
          const ind__link *added = &network.links[3];
          double ratio = 0;
          ck_assert (!added->is_product && added->n_terms == 4 && added->constant == 0);
          for (k = 0; k < 4; k++)
            for (j = 0; j < 4; j++)
              if (network.terms[added->first + j].variable == difference[k].variable)
                {
                  double one = network.terms[added->first + j].coefficient
                               / difference[k].coefficient;
                  ck_assert_msg (ratio == 0 || ratio == one, "not a multiple of the difference");
                  ratio = one;
                }
          ck_assert (fabs (ratio) == 2 || fabs (ratio) == 1);
        }
      ind__network_free (&network);
    }
}
END_TEST

START_TEST (test_square)
{
  uint32_t z;

  begin ();
  x[0] = variable (3);
  z = product (x[0], x[0]);
  sum ((ind__term[]){ { z, 1 } }, 1, -9);
  expect (0, "a square");
}
END_TEST

START_TEST (test_empty)
{
  begin ();
  expect (0, "nothing");
}
END_TEST

START_TEST (test_memory)
{
  size_t n, before = failing_memory_blocks ();
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        static const ind__assertion figure = { 1, 10, 0, IND__ASSERTED_BY_FIGURE };
        static const ind__term shares[3] = { { 0, 1 }, { 1, 1 }, { 2, 1 } };
        static const ind__term means[3] = { { 6, 1 }, { 7, 1 }, { 8, 1 } };
        int is_good = 1;
        uint32_t k;
        begin ();
        failing_memory_arm (n, is_persistent);
        for (k = 0; k < 9; k++)
          is_good &= ind__network_variable (&network, ind__interval_entire ()) != IND__NONE;
        for (k = 0; k < 3 && is_good; k++)
          is_good &= ind__network_product (&network, 6 + k, k, 3 + k) != IND__NONE;
        is_good = is_good && ind__network_sum (&network, shares, 3, -1) != IND__NONE;
        is_good = is_good && ind__network_sum (&network, means, 3, -7) != IND__NONE;
        is_good = is_good
                  && ind__network_assert (&network, &figure, ind__interval_make (0, 1))
                         != IND__NONE;
        is_good = is_good && ind__network_close (&network);
        ind__network_free (&network);
        ck_assert_uint_eq (failing_memory_blocks (), before);
        if (failing_memory_disarm () == 0)
          {
            ck_assert (is_good && n > 10);
            break;
          }
        ck_assert_msg (!is_good, "allocation %zu failed unnoticed", n);
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("network");

  tcase_add_test (tests, test_constants);
  tcase_add_test (tests, test_total);
  tcase_add_test (tests, test_multiples);
  tcase_add_test (tests, test_no_match);
  tcase_add_test (tests, test_index);
  tcase_add_test (tests, test_overlap);
  tcase_add_test (tests, test_square);
  tcase_add_test (tests, test_empty);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "network");
}
