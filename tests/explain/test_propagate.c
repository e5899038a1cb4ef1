/* SPDX-License-Identifier: GPL-3.0-or-later
 * Propagation: what is true stays in; conflicts conflict; undoing undoes. */
#include "explain/propagate.h"

#include <stdio.h>
#include <string.h>

#include "number/interval.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define N_NETWORKS 3000
#define MAX_VARIABLES 40

/* Networks with a solution in whole numbers, which doubles hold exactly. */
struct world {
  ind__network network;
  ind__propagator propagator;
  double truth[4 * MAX_VARIABLES]; /* of the variables that closing adds, NAN */
  size_t n_variables;
  uint32_t all[2 * MAX_VARIABLES];
};

static size_t
below (exact_random *random, size_t n)
{
  return (size_t) exact_random_below (random, n);
}

static uint32_t
add_variable (struct world *world, double truth)
{
  uint32_t at = ind__network_variable (&world->network, ind__interval_entire ());
  world->truth[at] = truth;
  world->n_variables = at + 1;
  return at;
}

static uint32_t
say (struct world *world, uint32_t variable, double low, double high, ind__assertion_kind kind)
{
  ind__assertion assertion = { 0, IND__COST_FIGURE, 0, IND__ASSERTED_BY_FIGURE };
  uint32_t at;

  assertion.variable = variable;
  assertion.kind = kind;
  at = ind__network_assert (&world->network, &assertion, ind__interval_make (low, high));
  ck_assert_uint_ne (at, IND__NONE);
  world->all[at] = at;
  return at;
}

static void
close_world (struct world *world)
{
  size_t k;
  ck_assert (ind__network_close (&world->network));
  for (k = world->n_variables; k < world->network.n_variables; k++)
    world->truth[k] = (double) NAN;
  ck_assert (ind__propagator_open (&world->propagator, &world->network));
}

static void
free_world (struct world *world)
{
  ind__propagator_close (&world->propagator);
  ind__network_free (&world->network);
}

/* Sums and products of what there is, from whole numbers of either sign and
 * zero; each link's last variable is what makes it hold. */
static void
make (struct world *world, exact_random *random, size_t n_wrong)
{
  size_t n_links = 1 + below (random, 6), k, j;

  memset (world, 0, sizeof *world);
  for (k = 0; k < 3; k++)
    add_variable (world, (double) below (random, 9) - 4);
  for (k = 0; k < n_links; k++)
    {
      uint32_t x = (uint32_t) below (random, world->n_variables);
      uint32_t y = (uint32_t) below (random, world->n_variables);
      if (below (random, 2) == 0 && fabs (world->truth[x] * world->truth[y]) < 1e6)
        {
          uint32_t z = add_variable (world, world->truth[x] * world->truth[y]);
          ind__network_product (&world->network, z, x, y);
        }
      else if (x != y)
        {
          ind__term terms[3];
          double a = (double) (1 + below (random, 3)), b = (double) below (random, 5) - 5;
          double constant = (double) below (random, 11) - 5;
          terms[0].variable = x;
          terms[0].coefficient = a;
          terms[1].variable = y;
          terms[1].coefficient = b;
          terms[2].coefficient = -1;
          terms[2].variable
              = add_variable (world, a * world->truth[x] + b * world->truth[y] + constant);
          ind__network_sum (&world->network, terms, 3, constant);
        }
    }
  for (k = world->n_variables; k-- > 0;)
    for (j = below (random, 8) == 0 ? 2 : below (random, 4) > 0; j > 0; j--)
      {
        double truth = world->truth[k], low = truth, high = truth;
        if (below (random, 3) > 0)
          low -= (double) below (random, 8) / 4;
        if (below (random, 3) > 0)
          high += (double) below (random, 8) / 4;
        if (below (random, 8) == 0)
          low = -INFINITY;
        if (below (random, 8) == 0)
          high = INFINITY;
        if (n_wrong > 0 && below (random, 3) == 0)
          {
            low += 9;
            high += 9;
            n_wrong--;
          }
        say (world, (uint32_t) k, low, high,
             below (random, 5) == 0 ? IND__ASSERTED_BY_ASSUMPTION : IND__ASSERTED_BY_FIGURE);
      }
  close_world (world);
}

/* An exact solution of the links and the assertions stays in every domain. */
START_TEST (test_containment)
{
  exact_random random = { 11 };
  size_t k, v, n_narrowed = 0;

  for (k = 0; k < N_NETWORKS; k++)
    {
      struct world world;
      ind__set conflict = { NULL, 0, 0 };
      make (&world, &random, 0);
      exact_assert (!ind__propagate (&world.propagator, world.network.interval, world.all,
                                     world.network.n_assertions, &conflict),
                    "network %zu, which has a solution, is refuted", k);
      for (v = 0; v < world.n_variables; v++)
        {
          ind_interval x = world.propagator.domain[v];
          exact_assert (x.low <= world.truth[v] && world.truth[v] <= x.high,
                        "network %zu: %g of variable %zu is not in %.17g .. %.17g", k,
                        world.truth[v], v, x.low, x.high);
          n_narrowed += x.low > -INFINITY;
        }
      ind__propagate_undo (&world.propagator);
      ind__set_free (&conflict);
      free_world (&world);
    }
  ck_assert_msg (n_narrowed > 5 * N_NETWORKS, "only %zu ends narrowed", n_narrowed);
}
END_TEST

/* What is returned refutes by itself; made minimal, it does, and nothing of it
 * can go. Assumptions are left out rather than figures. */
START_TEST (test_conflicts)
{
  exact_random random = { 12 };
  size_t k, i, j, n_conflicts = 0, n_several = 0;

  for (k = 0; k < N_NETWORKS; k++)
    {
      struct world world;
      ind__set conflict = { NULL, 0, 0 }, before = { NULL, 0, 0 }, rest = { NULL, 0, 0 };
      const ind_interval *says;
      make (&world, &random, 1 + below (&random, 2));
      says = world.network.interval;
      if (ind__refute (&world.propagator, says, world.all, world.network.n_assertions, &conflict))
        {
          n_conflicts++;
          for (i = 0; i < conflict.count; i++)
            for (j = 0; j < i; j++)
              exact_assert (conflict.at[i] != conflict.at[j], "network %zu: %u twice", k,
                            conflict.at[i]);
          exact_assert (ind__refute (&world.propagator, says, conflict.at, conflict.count, NULL),
                        "network %zu: %zu of %zu assertions are said to suffice and do not", k,
                        conflict.count, world.network.n_assertions);
          ck_assert (ind__set_assign (&before, conflict.at, conflict.count));
          ind__minimise (&world.propagator, says, 1, &conflict);
          n_several += conflict.count > 1;
          exact_assert (conflict.count > 0 && conflict.count <= before.count, "count %zu of %zu",
                        conflict.count, before.count);
          exact_assert (ind__refute_linear (&world.propagator, says, conflict.at, conflict.count,
                                            NULL),
                        "network %zu: made minimal, it does not suffice", k);
          for (i = 0; i < conflict.count; i++)
            {
              rest.count = 0;
              for (j = 0; j < conflict.count; j++)
                if (j != i)
                  ck_assert (ind__set_add (&rest, conflict.at[j]));
              exact_assert (!ind__refute_linear (&world.propagator, says, rest.at, rest.count,
                                                 NULL),
                            "network %zu: not minimal, assertion %u can go", k, conflict.at[i]);
              exact_assert (i == 0 || conflict.at[i - 1] < conflict.at[i], "not sorted");
              for (j = 0; j < before.count && before.at[j] != conflict.at[i]; j++)
                ;
              exact_assert (j < before.count, "assertion %u is new", conflict.at[i]);
            }
        }
      ind__set_free (&conflict);
      ind__set_free (&before);
      ind__set_free (&rest);
      free_world (&world);
    }
  ck_assert_msg (n_conflicts > N_NETWORKS / 4 && n_several > N_NETWORKS / 8,
                 "%zu conflicts, %zu of several", n_conflicts, n_several);
}
END_TEST

/* x is said to be 1 by a figure, 2 by a figure, and 3 by an assumption. */
START_TEST (test_minimal_without_assumptions)
{
  struct world world;
  ind__set conflict = { NULL, 0, 0 };
  uint32_t x;

  memset (&world, 0, sizeof world);
  x = add_variable (&world, 1);
  say (&world, x, 3, 3, IND__ASSERTED_BY_ASSUMPTION);
  say (&world, x, 1, 1, IND__ASSERTED_BY_FIGURE);
  say (&world, x, 2, 2, IND__ASSERTED_BY_FIGURE);
  close_world (&world);
  ck_assert (ind__set_assign (&conflict, world.all, 3));
  ind__minimise (&world.propagator, world.network.interval, 0, &conflict);
  ck_assert_msg (conflict.count == 2 && conflict.at[0] == 1 && conflict.at[1] == 2,
                 "%zu left, the first %u", conflict.count, conflict.at[0]);
  ind__set_free (&conflict);
  free_world (&world);
}
END_TEST

/* What the links say by themselves is known from the start, and blames nobody:
 * 2 x = 600, y = x + 5. */
START_TEST (test_links_alone)
{
  struct world world;
  ind__term twice[1] = { { 0, 2 } }, more[2] = { { 0, 1 }, { 1, -1 } };
  ind__set conflict = { NULL, 0, 0 };

  memset (&world, 0, sizeof world);
  add_variable (&world, 300);
  add_variable (&world, 305);
  ck_assert_uint_ne (ind__network_sum (&world.network, twice, 1, -600), IND__NONE);
  ck_assert_uint_ne (ind__network_sum (&world.network, more, 2, 5), IND__NONE);
  say (&world, 1, 304, 304.5, IND__ASSERTED_BY_FIGURE);
  close_world (&world);
  ck_assert (world.propagator.domain[1].low == 305 && world.propagator.domain[1].high == 305);
  ck_assert (!world.propagator.is_impossible[0] && !world.propagator.is_impossible[1]);
  ck_assert (
      ind__refute (&world.propagator, world.network.interval, world.all, 1, &conflict));
  ck_assert_uint_eq (conflict.count, 1);
  ck_assert (world.propagator.domain[1].low == 305 && world.propagator.domain[1].high == 305);
  ind__set_free (&conflict);
  free_world (&world);
}
END_TEST

/* x = 300 and x = 200 leave x no value: it is marked, and z is not. */
START_TEST (test_impossible_links)
{
  struct world world;
  ind__term one[1] = { { 0, 1 } }, other[1] = { { 1, 1 } };

  memset (&world, 0, sizeof world);
  add_variable (&world, 300);
  add_variable (&world, 7);
  ck_assert_uint_ne (ind__network_sum (&world.network, one, 1, -300), IND__NONE);
  ck_assert_uint_ne (ind__network_sum (&world.network, one, 1, -200), IND__NONE);
  ck_assert_uint_ne (ind__network_sum (&world.network, other, 1, -7), IND__NONE);
  close_world (&world);
  ck_assert (world.propagator.is_impossible[0] && !world.propagator.is_impossible[1]);
  ck_assert (world.propagator.domain[1].low == 7 && world.propagator.domain[1].high == 7);
  ck_assert (world.propagator.domain[0].low <= world.propagator.domain[0].high);
  free_world (&world);
}
END_TEST

/* After undoing, all is as it was, whether or not it was refuted, and however
 * many rounds there were. */
START_TEST (test_undo)
{
  exact_random random = { 13 };
  size_t k, v;

  for (k = 0; k < N_NETWORKS / 3; k++)
    {
      struct world world;
      ind_interval before[MAX_VARIABLES], first[MAX_VARIABLES];
      int refuted, round;
      make (&world, &random, k % 3);
      memcpy (before, world.propagator.domain, world.n_variables * sizeof *before);
      refuted = ind__propagate (&world.propagator, world.network.interval, world.all,
                                world.network.n_assertions, NULL);
      memcpy (first, world.propagator.domain, world.n_variables * sizeof *first);
      for (round = 0; round < 2; round++)
        {
          ind__propagate_undo (&world.propagator);
          for (v = 0; v < world.n_variables; v++)
            exact_assert (world.propagator.domain[v].low == before[v].low
                              && world.propagator.domain[v].high == before[v].high,
                          "network %zu: variable %zu is not as before", k, v);
          exact_assert (world.propagator.n_trail == 0 && world.propagator.queue_count == 0
                            && world.propagator.emptied == IND__NONE,
                        "something is left");
          for (v = 0; v < 2 * world.n_variables; v++)
            exact_assert (world.propagator.latest[v] == IND__NONE, "a narrowing is left");
          for (v = 0; v < world.network.n_links; v++)
            exact_assert (!world.propagator.is_queued[v], "a link is queued");
          exact_assert (ind__propagate (&world.propagator, world.network.interval, world.all,
                                        world.network.n_assertions, NULL)
                            == refuted,
                        "network %zu: another answer", k);
          for (v = 0; v < world.n_variables && !refuted; v++)
            exact_assert (world.propagator.domain[v].low == first[v].low
                              && world.propagator.domain[v].high == first[v].high,
                          "network %zu: other domains", k);
        }
      free_world (&world);
    }
}
END_TEST

/* Assertions added to others refute what all refute together, and leave no trace. */
START_TEST (test_more)
{
  exact_random random = { 20275 };
  size_t round, k, v, n_refuted = 0, n_open = 0, n_different = 0;

  for (round = 0; round < N_NETWORKS; round++)
    {
      struct world world;
      ind__propagator *propagator = &world.propagator;
      ind_interval domain[4 * MAX_VARIABLES];
      uint32_t before[2 * MAX_VARIABLES], more[2 * MAX_VARIABLES];
      size_t n_before = 0, n_more = 0, mark;
      int is_linear = (int) below (&random, 2), is_refuted;
      make (&world, &random, below (&random, 3));
      for (k = 0; k < world.network.n_assertions; k++)
        if (below (&random, 2) == 0)
          before[n_before++] = (uint32_t) k;
        else
          more[n_more++] = (uint32_t) k;
      if (!ind__propagate (propagator, world.network.interval, before, n_before, NULL))
        {
          mark = ind__propagate_mark (propagator);
          memcpy (domain, propagator->domain, world.network.n_variables * sizeof *domain);
          is_refuted = ind__refute_more (propagator, world.network.interval, more, n_more,
                                         is_linear, mark);
          ck_assert_uint_eq (ind__propagate_mark (propagator), mark);
          for (v = 0; v < world.network.n_variables; v++)
            exact_assert (domain[v].low == propagator->domain[v].low
                              && domain[v].high == propagator->domain[v].high,
                          "network %zu: variable %zu is not put back", round, v);
          ind__propagate_undo (propagator);
          n_refuted += (size_t) is_refuted;
          n_open += (size_t) !is_refuted;
          n_different += is_refuted
                         != ((is_linear ? ind__refute_linear : ind__refute) (
                                 propagator, world.network.interval, world.all,
                                 world.network.n_assertions, NULL)
                             != 0);
        }
      else
        ind__propagate_undo (propagator);
      free_world (&world);
    }
  ck_assert_msg (n_refuted > 300 && n_open > 300, "%zu and %zu", n_refuted, n_open);
  /* What converges slowly stops earlier on one way than on the other. */
  ck_assert_msg (n_different <= N_NETWORKS / 1000, "%zu differ", n_different);
}
END_TEST

/* One product z = x y: the domains before and after, the hull of what is
 * possible, worked by hand. */
static const struct
{
  double given[6], expected[6]; /* z, x, y */
  int is_refuted, is_loose; /* loose: the hull stays in, but more does */
} products[] = {
  { { 6, 8, 2, 2, -INFINITY, INFINITY }, { 6, 8, 2, 2, 3, 4 }, 0, 0 },
  { { -INFINITY, INFINITY, -2, 3, -4, 5 }, { -12, 15, -2, 3, -4, 5 }, 0, 0 },
  /* The divisor spans zero: x is above 4 or below -3, and at most 10. */
  { { 12, 20, 0, 10, -4, 3 }, { 12, 20, 4, 10, 1.2, 3 }, 0, 0 },
  { { 12, 20, -10, 0, -4, 3 }, { 12, 20, -10, -3, -4, -1.2 }, 0, 0 },
  { { 12, 20, -10, 10, -4, 3 }, { 12, 20, -10, 10, -4, 3 }, 0, 0 },
  { { 12, 20, -2, 2, -4, 3 }, { 0, 0, 0, 0, 0, 0 }, 1, 0 },
  { { -20, -12, 0, 10, -4, 3 }, { -20, -12, 3, 10, -4, -1.2 }, 0, 0 },
  /* Zero times anything. */
  { { 1, 2, 0, 0, -INFINITY, INFINITY }, { 0, 0, 0, 0, 0, 0 }, 1, 0 },
  { { 0, 0, 0, 0, -INFINITY, INFINITY }, { 0, 0, 0, 0, -INFINITY, INFINITY }, 0, 0 },
  { { -1, 2, 0, 0, 3, 4 }, { 0, 0, 0, 0, 3, 4 }, 0, 0 },
  { { 0, 0, 1, 2, -3, 4 }, { 0, 0, 1, 2, 0, 0 }, 0, 0 },
  { { 0, 0, -1, 2, 3, 4 }, { 0, 0, 0, 0, 3, 4 }, 0, 0 },
  /* Infinite ends: what is at least 2 times at least 3 is at least 6. */
  { { -INFINITY, INFINITY, 2, INFINITY, 3, INFINITY }, { 6, INFINITY, 2, INFINITY, 3, INFINITY }, 0, 0 },
  { { 4, INFINITY, 0, 2, -INFINITY, INFINITY }, { 4, INFINITY, 0, 2, 2, INFINITY }, 0, 0 },
  { { 4, 8, 0, INFINITY, -INFINITY, 2 }, { 4, 8, 2, INFINITY, 0, 2 }, 0, 1 },
  { { -INFINITY, -4, 0, INFINITY, -2, INFINITY }, { -INFINITY, -4, 2, INFINITY, -2, 0 }, 0, 1 },
};

START_TEST (test_products_by_hand)
{
  size_t k, v;

  for (k = 0; k < sizeof products / sizeof products[0]; k++)
    {
      struct world world;
      const double *given = products[k].given, *expected = products[k].expected;
      int refuted;
      memset (&world, 0, sizeof world);
      for (v = 0; v < 3; v++)
        add_variable (&world, 0);
      ind__network_product (&world.network, 0, 1, 2);
      for (v = 0; v < 3; v++)
        say (&world, (uint32_t) v, given[2 * v], given[2 * v + 1], IND__ASSERTED_BY_FIGURE);
      close_world (&world);
      refuted = ind__propagate (&world.propagator, world.network.interval, world.all, 3, NULL);
      ck_assert_msg (refuted == products[k].is_refuted, "product %zu: refuted is %d", k, refuted);
      for (v = 0; v < 3 && !refuted; v++)
        {
          ind_interval x = world.propagator.domain[v];
          ck_assert_msg (products[k].is_loose
                             ? x.low <= expected[2 * v] && x.high >= expected[2 * v + 1]
                             : suite_is_near (x.low, expected[2 * v], 1e-15, 1e-300)
                                   && suite_is_near (x.high, expected[2 * v + 1], 1e-15, 1e-300),
                         "product %zu: %c in %g .. %g, not %g .. %g", k, "zxy"[v], x.low, x.high,
                         expected[2 * v], expected[2 * v + 1]);
        }
      free_world (&world);
    }
}
END_TEST

/* A sum with open ends: one open term is bounded by the others, two are not.
 * Multiples: 3 x - 2 y + 1 = 0. */
START_TEST (test_sums_by_hand)
{
  static const ind__term sum[4] = { { 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, -1 } };
  static const ind__term multiple[2] = { { 0, 3 }, { 1, -2 } };
  struct world world;
  size_t k;

  memset (&world, 0, sizeof world);
  for (k = 0; k < 4; k++)
    add_variable (&world, 0);
  ind__network_sum (&world.network, sum, 4, 0);
  say (&world, 0, 1, 2, IND__ASSERTED_BY_FIGURE);
  say (&world, 1, 3, INFINITY, IND__ASSERTED_BY_FIGURE);
  say (&world, 3, 10, 11, IND__ASSERTED_BY_FIGURE);
  say (&world, 2, 0, INFINITY, IND__ASSERTED_BY_FIGURE);
  close_world (&world);
  ck_assert (!ind__propagate (&world.propagator, world.network.interval, world.all, 3, NULL));
  /* 10 .. 11 less 1 .. 2 less at least 3. */
  ck_assert (world.propagator.domain[2].low == -INFINITY && world.propagator.domain[2].high == 7);
  ck_assert (world.propagator.domain[1].low == 3 && world.propagator.domain[1].high == INFINITY);
  ind__propagate_undo (&world.propagator);
  ck_assert (!ind__propagate (&world.propagator, world.network.interval, world.all, 4, NULL));
  ck_assert (world.propagator.domain[2].low == 0 && world.propagator.domain[2].high == 7);
  ck_assert (world.propagator.domain[1].low == 3 && world.propagator.domain[1].high == 10);
  free_world (&world);
  memset (&world, 0, sizeof world);
  add_variable (&world, 1);
  add_variable (&world, 2);
  ind__network_sum (&world.network, multiple, 2, 1);
  say (&world, 0, 1, 3, IND__ASSERTED_BY_FIGURE);
  close_world (&world);
  ck_assert (!ind__propagate (&world.propagator, world.network.interval, world.all, 1, NULL));
  ck_assert (world.propagator.domain[1].low == 2 && world.propagator.domain[1].high == 5);
  free_world (&world);
}
END_TEST

/* Ends that touch are no conflict. */
START_TEST (test_touching)
{
  static const ind__term sum[3] = { { 0, 1 }, { 1, 1 }, { 2, -1 } };
  double high;

  for (high = 4; high <= 5; high++)
    {
      struct world world;
      memset (&world, 0, sizeof world);
      add_variable (&world, 0);
      add_variable (&world, 0);
      add_variable (&world, 0);
      ind__network_sum (&world.network, sum, 3, 0);
      say (&world, 0, 2, 3, IND__ASSERTED_BY_FIGURE);
      say (&world, 1, 3, 4, IND__ASSERTED_BY_FIGURE);
      say (&world, 2, 1, high == 5 ? 5 : exact_step (5, -1), IND__ASSERTED_BY_FIGURE);
      close_world (&world);
      ck_assert_int_eq (
          ind__refute (&world.propagator, world.network.interval, world.all, 3, NULL), high != 5);
      free_world (&world);
    }
}
END_TEST

/* Shares w of 0.2 .. 0.3, 0.2 .. 0.3 and 0.45 .. 0.55 that add up to 1, growth
 * x of 2, 3 and 4 percent, and `mean` for the whole. The least mean has w low
 * where x is high: 0.3 * 2 + 0.25 * 3 + 0.45 * 4 = 3.15.
 *
 * The row of products by itself goes down to 0.2 * 2 + 0.2 * 3 + 0.45 * 4 =
 * 2.8; it takes from the row of shares no more than each w for itself. Centred
 * at 3.1, -1.1 w1 - 0.1 w2 + 0.9 w3 is at least -0.33 - 0.03 + 0.405 = 0.045
 * and cannot be 0. */
static int
refute_mean (double mean, int is_centred, ind_interval *w3)
{
  static const double low[3] = { 0.2, 0.2, 0.45 }, high[3] = { 0.3, 0.3, 0.55 };
  ind__term shares[3], means[4];
  struct world world;
  uint32_t k, at = 0;
  int refuted;

  memset (&world, 0, sizeof world);
  for (k = 0; k < 10; k++)
    add_variable (&world, 0); /* w, x, w x, m */
  for (k = 0; k < 3; k++)
    {
      shares[k].variable = k;
      means[k].variable = 6 + k;
      shares[k].coefficient = means[k].coefficient = 1;
      ind__network_product (&world.network, 6 + k, k, 3 + k);
      at = say (&world, k, low[k], high[k], IND__ASSERTED_BY_FIGURE);
      at = say (&world, 3 + k, 2 + k, 2 + k, IND__ASSERTED_BY_FIGURE);
    }
  means[3].variable = 9;
  means[3].coefficient = -1;
  at = say (&world, 9, mean, mean, IND__ASSERTED_BY_FIGURE);
  /* Without a sum of all shares in one row, there is nothing to centre. */
  if (is_centred)
    ind__network_sum (&world.network, shares, 3, -1);
  else
    {
      ind__term rest[3] = { { 0, 1 }, { 1, 1 }, { 10, -1 } }, whole[2] = { { 10, 1 }, { 2, 1 } };
      add_variable (&world, 0);
      ind__network_sum (&world.network, rest, 3, 0);
      ind__network_sum (&world.network, whole, 2, -1);
    }
  ind__network_sum (&world.network, means, 4, 0);
  close_world (&world);
  refuted = ind__propagate (&world.propagator, world.network.interval, world.all, at + 1, NULL);
  *w3 = world.propagator.domain[2];
  free_world (&world);
  return refuted;
}

START_TEST (test_weighted_mean)
{
  ind_interval w3;

  ck_assert_msg (!refute_mean (3.1, 0, &w3), "the plain rows refute 3.1: no test of the centred");
  ck_assert_msg (refute_mean (3.1, 1, &w3), "3.1 is not refuted: w3 in %g .. %g", w3.low, w3.high);
  ck_assert_msg (!refute_mean (3.16, 1, &w3), "3.16 is refuted and possible");
  ck_assert_msg (!refute_mean (3.25, 1, &w3), "3.25 is refuted and possible");
}
END_TEST

START_TEST (test_sets)
{
  ind__set set = { NULL, 0, 0 };
  static const uint32_t some[3] = { 4, 1, 9 };

  ck_assert (ind__set_add (&set, 7));
  ck_assert (ind__set_assign (&set, some, 3));
  ck_assert (set.count == 3 && set.at[0] == 4 && set.at[2] == 9);
  ck_assert (ind__set_add (&set, 7));
  ck_assert (set.count == 4 && set.at[3] == 7);
  ck_assert (ind__set_assign (&set, NULL, 0));
  ck_assert_uint_eq (set.count, 0);
  ind__set_free (&set);
  ck_assert (set.at == NULL && set.capacity == 0);
}
END_TEST

/* When memory runs out the propagator says so, answers nothing, and what it
 * narrowed can be undone. */
START_TEST (test_memory)
{
  exact_random random = { 14 };
  size_t k, n, n_failures = 0, before = failing_memory_blocks ();
  int persistent;

  for (k = 0; k < 12; k++)
    for (persistent = 0; persistent <= 1; persistent++)
      {
        struct world world;
        exact_random same = random;
        do
          {
            make (&world, &same, 2);
            if (world.network.n_assertions > 5
                && ind__refute (&world.propagator, world.network.interval, world.all,
                                world.network.n_assertions, NULL))
              break;
            free_world (&world);
          }
        while (1);
        if (persistent)
          random = same;
        for (n = 1;; n++)
          {
            ind__propagator propagator;
            ind__set conflict = { NULL, 0, 0 };
            int opened, failed = 1;
            size_t v;
            failing_memory_arm (n, persistent);
            opened = ind__propagator_open (&propagator, &world.network);
            if (opened)
              {
                if (ind__refute (&propagator, world.network.interval, world.all,
                                 world.network.n_assertions, &conflict))
                  ind__minimise (&propagator, world.network.interval, 0, &conflict);
                failed = propagator.has_failed;
                for (v = 0; v < world.network.n_variables; v++)
                  exact_assert (propagator.domain[v].low == world.network.domain[v].low
                                    && propagator.domain[v].high == world.network.domain[v].high,
                                "after allocation %zu failed, variable %zu is not undone", n, v);
              }
            if (failing_memory_disarm () == 0)
              {
                exact_assert (opened && !failed && conflict.count > 0, "failed without reason");
                ind__propagator_close (&propagator);
                ind__set_free (&conflict);
                break;
              }
            n_failures++;
            exact_assert (failed, "allocation %zu failed unnoticed", n);
            if (opened)
              {
                exact_assert (!ind__refute (&propagator, world.network.interval, world.all,
                                            world.network.n_assertions, &conflict),
                              "it goes on after a failure");
                ind__propagator_close (&propagator);
              }
            ind__set_free (&conflict);
          }
        free_world (&world);
      }
  ck_assert_uint_eq (failing_memory_blocks (), before);
  ck_assert_msg (n_failures > 200, "%zu failures", n_failures);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("propagate");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_containment);
  tcase_add_test (tests, test_conflicts);
  tcase_add_test (tests, test_minimal_without_assumptions);
  tcase_add_test (tests, test_links_alone);
  tcase_add_test (tests, test_impossible_links);
  tcase_add_test (tests, test_undo);
  tcase_add_test (tests, test_more);
  tcase_add_test (tests, test_products_by_hand);
  tcase_add_test (tests, test_sums_by_hand);
  tcase_add_test (tests, test_touching);
  tcase_add_test (tests, test_weighted_mean);
  tcase_add_test (tests, test_sets);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "propagate");
}
