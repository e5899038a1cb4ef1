/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of Gauss and Newton's method and of its parts share: a network that is one
 * group, put together variable by variable and link by link. */
#ifndef TESTS_RECONCILE_GROUPING_H
#define TESTS_RECONCILE_GROUPING_H

#include <check.h>
#include <math.h>
#include <string.h>

#include "number/interval.h"
#include "reconcile/gauss_newton.h"

#define GROUPING_MOST 40

struct grouping {
  ind__network network;
  ind__group group;
  uint32_t variable[GROUPING_MOST], link[GROUPING_MOST], place[GROUPING_MOST];
  uint32_t observed[GROUPING_MOST];
  double value[GROUPING_MOST], error[GROUPING_MOST], low[GROUPING_MOST], high[GROUPING_MOST];
};

static inline void
grouping_begin (struct grouping *at)
{
  memset (at, 0, sizeof *at);
  at->group.network = &at->network;
  at->group.variable = at->variable;
  at->group.link = at->link;
  at->group.place = at->place;
  at->group.observed = at->observed;
  at->group.value = at->value;
  at->group.error = at->error;
  at->group.low = at->low;
  at->group.high = at->high;
}

static inline void
grouping_end (struct grouping *at)
{
  ind__network_free (&at->network);
}

static inline void
grouping_column (struct grouping *at, size_t column, double value, double error)
{
  ck_assert_uint_lt (column, GROUPING_MOST);
  at->value[column] = value;
  at->error[column] = error;
  at->low[column] = -INFINITY;
  at->high[column] = INFINITY;
}

/* A variable with a value and its standard error; before all further observations. */
static inline uint32_t
grouping_variable (struct grouping *at, double value, double error)
{
  uint32_t number = ind__network_variable (&at->network, ind__interval_entire ());

  grouping_column (at, number, value, error);
  at->variable[number] = at->place[number] = number;
  at->group.n_variables = at->group.n = number + 1;
  return number;
}

static inline uint32_t
grouping_unknown (struct grouping *at)
{
  return grouping_variable (at, NAN, INFINITY);
}

/* Another observation of a variable. */
static inline void
grouping_observe (struct grouping *at, uint32_t of, double value, double error)
{
  at->observed[at->group.n - at->group.n_variables] = of;
  grouping_column (at, at->group.n, value, error);
  at->group.n++;
}

static inline void
grouping_link (struct grouping *at, uint32_t number)
{
  ck_assert_uint_lt (number, GROUPING_MOST);
  at->link[number] = number;
  at->group.n_links = number + 1;
}

/* z = a b */
static inline void
grouping_product (struct grouping *at, uint32_t z, uint32_t a, uint32_t b)
{
  grouping_link (at, ind__network_product (&at->network, z, a, b));
}

/* ca a + cb b + cc c + constant = 0; without c where cc is 0. */
static inline void
grouping_sum (struct grouping *at, uint32_t a, double ca, uint32_t b, double cb, uint32_t c,
              double cc, double constant)
{
  ind__term terms[3] = { { 0, 0 }, { 0, 0 }, { 0, 0 } };

  terms[0].variable = a;
  terms[0].coefficient = ca;
  terms[1].variable = b;
  terms[1].coefficient = cb;
  terms[2].variable = c;
  terms[2].coefficient = cc;
  grouping_link (at, ind__network_sum (&at->network, terms, cc == 0 ? 2 : 3, constant));
}

#endif
