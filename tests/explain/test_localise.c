/* SPDX-License-Identifier: GPL-3.0-or-later
 * Localisation against brute force: every set of up to three figures is
 * retracted in turn and an exact linear program, written apart from the
 * library, says whether the rest can be true. */
#include "explain/localise.h"

#include <stdio.h>
#include <string.h>

#include "number/interval.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define N_NETWORKS 1000 /* of each family */
#define N_WEIGHTED 60
#define N_PRODUCTS 1500
#define BUDGET UINT64_C (100000000)

#define MAX_VARIABLES 24
#define MAX_SUMS 10
#define MAX_ASSERTIONS 14
#define MAX_MINIMA 2048

/* ------------------------------------------------------------------------
 * The linear program, in integers: Dutertre and de Moura's simplex for bounds
 * (2006) with fraction-free pivoting (Edmonds 1967) and Bland's rule.
 *
 * Every equation k is a variable n + k that equals its left side and lies in
 * {0}. Basic variable i satisfies d x = c_i + sum_j t_ij x_j over those that
 * are not basic; these have integer values.
 * ---------------------------------------------------------------------- */

#define UNBOUNDED (INT64_C (1) << 40)

struct program {
  size_t n, m;                        /* variables, equations */
  int64_t a[MAX_SUMS][MAX_VARIABLES]; /* the equations as given */
  int64_t b[MAX_SUMS];
  int64_t d, c[MAX_SUMS], t[MAX_SUMS][MAX_VARIABLES];
  size_t basic[MAX_SUMS], other[MAX_VARIABLES];
  int64_t value[MAX_VARIABLES];       /* of other[j] */
  int64_t low[MAX_VARIABLES + MAX_SUMS], high[MAX_VARIABLES + MAX_SUMS];
};

static int64_t
narrow_down (__int128 x)
{
  exact_assert (x < INT64_MAX && x > -INT64_MAX, "the linear program overflows");
  return (int64_t) x;
}

static void
start_program (struct program *p)
{
  size_t k;

  p->d = 1;
  memcpy (p->c, p->b, sizeof p->c);
  memcpy (p->t, p->a, sizeof p->t);
  for (k = 0; k < p->m; k++)
    p->basic[k] = p->n + k;
  for (k = 0; k < p->n; k++)
    {
      p->other[k] = k;
      p->value[k] = 0;
    }
}

static void
pivot (struct program *p, size_t r, size_t s)
{
  int64_t pivot = p->t[r][s], sign = pivot < 0 ? -1 : 1;
  size_t i, j, swapped = p->basic[r];

  for (i = 0; i < p->m; i++)
    if (i != r)
      {
        int64_t factor = p->t[i][s];
        for (j = 0; j < p->n; j++)
          if (j != s)
            p->t[i][j] = sign
                         * narrow_down (((__int128) pivot * p->t[i][j]
                                         - (__int128) factor * p->t[r][j])
                                        / p->d);
        p->c[i] = sign
                  * narrow_down (((__int128) pivot * p->c[i] - (__int128) factor * p->c[r])
                                 / p->d);
        p->t[i][s] = sign * factor;
      }
  for (j = 0; j < p->n; j++)
    p->t[r][j] *= -sign;
  p->c[r] *= -sign;
  p->t[r][s] = sign * p->d;
  p->d = sign * pivot;
  p->basic[r] = p->other[s];
  p->other[s] = swapped;
}

/* d times the value of basic variable i. */
static int64_t
basic_value (const struct program *p, size_t i)
{
  __int128 sum = p->c[i];
  size_t j;

  for (j = 0; j < p->n; j++)
    sum += (__int128) p->t[i][j] * p->value[j];
  return narrow_down (sum);
}

/* The row is a consequence of the equations: it holds where they define the
 * left sides, at any point. And over the bounds it leaves its variable none. */
static void
verify_infeasible (const struct program *p, size_t row, exact_random *random)
{
  int64_t x[MAX_VARIABLES + MAX_SUMS];
  __int128 sum = p->c[row], least = p->c[row], most = p->c[row];
  size_t k, j;

  for (k = 0; k < p->n; k++)
    x[k] = (int64_t) exact_random_below (random, 2000) - 1000;
  for (k = 0; k < p->m; k++)
    for (x[p->n + k] = p->b[k], j = 0; j < p->n; j++)
      x[p->n + k] += p->a[k][j] * x[j];
  for (j = 0; j < p->n; j++)
    {
      int64_t t = p->t[row][j], low = p->low[p->other[j]], high = p->high[p->other[j]];
      sum += (__int128) t * x[p->other[j]];
      if (t == 0)
        continue;
      least += (__int128) t * (t > 0 ? low : high);
      most += (__int128) t * (t > 0 ? high : low);
    }
  exact_assert (sum == (__int128) p->d * x[p->basic[row]],
                "the oracle's proof is no consequence of the equations");
  exact_assert (least > (__int128) p->d * p->high[p->basic[row]]
                    || most < (__int128) p->d * p->low[p->basic[row]],
                "the oracle's proof proves nothing");
}

/* The point at hand satisfies all. */
static void
verify_feasible (const struct program *p)
{
  int64_t x[MAX_VARIABLES + MAX_SUMS];
  size_t k, j;

  for (k = 0; k < p->m; k++)
    x[p->basic[k]] = basic_value (p, k);
  for (k = 0; k < p->n; k++)
    x[p->other[k]] = narrow_down ((__int128) p->d * p->value[k]);
  for (k = 0; k < p->n; k++)
    exact_assert ((__int128) p->d * p->low[k] <= x[k] && x[k] <= (__int128) p->d * p->high[k],
                  "the oracle's point is out of bounds");
  for (k = 0; k < p->m; k++)
    {
      __int128 sum = (__int128) p->d * p->b[k];
      for (j = 0; j < p->n; j++)
        sum += (__int128) p->a[k][j] * x[j];
      exact_assert (sum == 0, "the oracle's point is no solution");
    }
}

/* Whether the equations have a solution within the bounds. */
static int
is_feasible (struct program *p, exact_random *random)
{
  size_t k, i, j;

  for (k = 0; k < p->n; k++)
    if (p->low[k] > p->high[k])
      return 0;
  for (k = 0; k < p->m; k++)
    p->low[p->n + k] = p->high[p->n + k] = 0;
  for (j = 0; j < p->n; j++)
    {
      int64_t low = p->low[p->other[j]], high = p->high[p->other[j]];
      p->value[j] = p->value[j] < low ? low : p->value[j] > high ? high : p->value[j];
    }
  for (;;)
    {
      size_t row = p->m, column = p->n;
      int rises = 0;
      for (i = 0; i < p->m; i++)
        {
          int64_t at = basic_value (p, i);
          int below = at < (__int128) p->d * p->low[p->basic[i]];
          int above = at > (__int128) p->d * p->high[p->basic[i]];
          if ((below || above) && (row == p->m || p->basic[i] < p->basic[row]))
            {
              row = i;
              rises = below;
            }
        }
      if (row == p->m)
        {
          verify_feasible (p);
          return 1;
        }
      for (j = 0; j < p->n; j++)
        {
          int64_t t = rises ? p->t[row][j] : -p->t[row][j];
          int is_useful = (t > 0 && p->value[j] < p->high[p->other[j]])
                          || (t < 0 && p->value[j] > p->low[p->other[j]]);
          if (is_useful && (column == p->n || p->other[j] < p->other[column]))
            column = j;
        }
      if (column == p->n)
        {
          verify_infeasible (p, row, random);
          return 0;
        }
      {
        size_t leaving = p->basic[row];
        pivot (p, row, column);
        p->value[column] = rises ? p->low[leaving] : p->high[leaving];
      }
    }
}

/* ------------------------------------------------------------------------
 * Networks, in halves: 3 stands for 1.5
 * ---------------------------------------------------------------------- */

struct world {
  uint64_t seed;
  const char *family;
  ind__network network;
  struct program program;
  int64_t truth[MAX_VARIABLES];
  int64_t low[MAX_VARIABLES], high[MAX_VARIABLES]; /* domains */
  int64_t says_low[MAX_ASSERTIONS], says_high[MAX_ASSERTIONS];
  size_t n_assertions;
  exact_random random;
};

static size_t
below (struct world *world, size_t n)
{
  return (size_t) exact_random_below (&world->random, n);
}

static double
end_of (int64_t halves)
{
  return halves <= -UNBOUNDED ? -INFINITY : halves >= UNBOUNDED ? INFINITY : (double) halves / 2;
}

static uint32_t
add_variable (struct world *world, int64_t truth)
{
  size_t k = world->program.n++;
  int is_nonnegative = truth >= 0 && below (world, 3) == 0;

  exact_assert (k < MAX_VARIABLES, "too many variables");
  world->truth[k] = truth;
  world->low[k] = is_nonnegative ? 0 : -UNBOUNDED;
  world->high[k] = UNBOUNDED;
  return ind__network_variable (&world->network, ind__interval_make (end_of (world->low[k]),
                                                                     INFINITY));
}

/* The sum of coefficient * variable, plus whatever constant makes it hold. */
static void
add_sum (struct world *world, const uint32_t *variable, const int *coefficient, size_t n)
{
  struct program *p = &world->program;
  ind__term terms[8];
  int64_t sum = 0;
  size_t k;

  exact_assert (p->m < MAX_SUMS, "too many sums");
  for (k = 0; k < n; k++)
    {
      terms[k].variable = variable[k];
      terms[k].coefficient = coefficient[k];
      p->a[p->m][variable[k]] = coefficient[k];
      sum += coefficient[k] * world->truth[variable[k]];
    }
  p->b[p->m++] = -sum;
  /* The truth is in halves: a constant that is no half is 0.5 off. */
  exact_assert (sum % 2 == 0, "a constant that is not whole");
  ind__network_sum (&world->network, terms, n, (double) (-sum / 2));
}

/* Printed to the unit, or exact, or to two units; wrong by some units. */
static void
print_figure (struct world *world, uint32_t variable, int64_t error)
{
  static const ind__assertion figure = { 0, IND__COST_FIGURE, 0, IND__ASSERTED_BY_FIGURE };
  ind__assertion assertion = figure;
  size_t k = world->n_assertions++;
  int64_t half = below (world, 8) == 0 ? 0 : below (world, 6) == 0 ? 2 : 1;
  int64_t middle = world->truth[variable] + (int64_t) below (world, (size_t) half + 1);

  exact_assert (k < MAX_ASSERTIONS, "too many assertions");
  middle += error;
  world->says_low[k] = middle - half;
  world->says_high[k] = middle + half;
  assertion.variable = variable;
  assertion.origin = (uint32_t) k;
  ind__network_assert (&world->network, &assertion,
                       ind__interval_make (end_of (world->says_low[k]),
                                           end_of (world->says_high[k])));
}

/* Prints n of the variables, some of them twice, n_wrong of them wrong. */
static void
print_some (struct world *world, size_t n, size_t n_wrong)
{
  uint32_t order[MAX_VARIABLES];
  size_t k, size = world->program.n;

  for (k = 0; k < size; k++)
    order[k] = (uint32_t) k;
  for (k = size; k > 1; k--)
    {
      size_t at = below (world, k);
      uint32_t swapped = order[k - 1];
      order[k - 1] = order[at];
      order[at] = swapped;
    }
  for (k = 0; k < n && k < size; k++)
    {
      int64_t error = (int64_t) (2 * (1 + below (world, 20)));
      if (below (world, 2) == 0)
        error = -error;
      print_figure (world, order[k], k < n_wrong ? error : 0);
      if (below (world, 12) == 0 && world->n_assertions + n - k < MAX_ASSERTIONS)
        print_figure (world, order[k], 0);
    }
}

static void
make_table (struct world *world)
{
  static const int coefficient[4] = { 1, 1, 1, -1 };
  uint32_t cell[4][4], line[4];
  int64_t value[4][4] = { { 0 } };
  size_t i, j;

  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      {
        value[i][j] = (int64_t) below (world, 40);
        value[i][3] += value[i][j];
        value[3][j] += value[i][j];
        value[3][3] += value[i][j];
      }
  for (i = 0; i < 4; i++)
    for (j = 0; j < 4; j++)
      cell[i][j] = add_variable (world, value[i][j]);
  for (i = 0; i < 4; i++)
    {
      add_sum (world, cell[i], coefficient, 4);
      for (j = 0; j < 4; j++)
        line[j] = cell[j][i];
      add_sum (world, line, coefficient, 4);
    }
  print_some (world, 7 + below (world, 6), below (world, 4));
}

static void
make_tree (struct world *world)
{
  static const int coefficient[4] = { -1, 1, 1, 1 };
  size_t n_inner = 2 + below (world, 3), next = 0, k;

  add_variable (world, (int64_t) (40 + below (world, 160)));
  /* Each inner node, in turn, is split. */
  for (; n_inner > 0 && next < world->program.n; next++)
    {
      uint32_t member[4];
      size_t n = 2 + below (world, 2);
      int64_t left = world->truth[next];
      if (world->program.n + n > 14 || (next > 0 && below (world, 4) == 0))
        continue;
      member[0] = (uint32_t) next;
      for (k = 1; k <= n; k++)
        {
          int64_t part = k == n ? left : (int64_t) below (world, 30);
          member[k] = add_variable (world, part);
          left -= part;
        }
      add_sum (world, member, coefficient, n + 1);
      n_inner--;
    }
  print_some (world, 6 + below (world, 5), below (world, 4));
}

static void
make_chain (struct world *world)
{
  static const int coefficients[2][3] = { { 1, -1, -1 }, { 1, -1, -2 } };
  size_t n = 3 + below (world, 4), k;
  uint32_t member[3];
  int64_t level = (int64_t) (20 + below (world, 60));

  member[1] = add_variable (world, level);
  for (k = 0; k < n; k++)
    {
      int64_t step = (int64_t) below (world, 20) - 10;
      int kind = below (world, 4) == 0;
      level += step * (kind + 1);
      member[0] = add_variable (world, level);
      member[2] = add_variable (world, step);
      add_sum (world, member, coefficients[kind], 3);
      member[1] = member[0];
    }
  print_some (world, 6 + below (world, 5), below (world, 4));
}

static void
make_random (struct world *world)
{
  size_t n = 5 + below (world, 5), m = 2 + below (world, 3), k, j, i;

  for (k = 0; k < n; k++)
    add_variable (world, 2 * ((int64_t) below (world, 30) - 10));
  for (k = 0; k < m; k++)
    {
      uint32_t variable[4];
      int coefficient[4];
      size_t size = 2 + below (world, 3);
      for (j = 0; j < size; j++)
        {
          do
            {
              variable[j] = (uint32_t) below (world, n);
              for (i = 0; i < j && variable[i] != variable[j]; i++)
                ;
            }
          while (i < j);
          coefficient[j] = (int) below (world, 3) + 1;
          if (below (world, 2) == 0)
            coefficient[j] = -coefficient[j];
        }
      add_sum (world, variable, coefficient, size);
    }
  print_some (world, 6 + below (world, 4), below (world, 4));
}

/* Totals over overlapping sets of few parts, which are seldom printed: what
 * propagation is worst at. */
static void
make_overlap (struct world *world)
{
  size_t n = 3 + below (world, 2), m = 4 + below (world, 4), k, j, n_wrong = 0;

  for (k = 0; k < n; k++)
    add_variable (world, 2 * (int64_t) below (world, 30));
  for (k = 0; k < m; k++)
    {
      uint32_t member[5];
      int coefficient[5] = { 1, 1, 1, 1, 1 };
      size_t left_out = below (world, n), size = 0;
      int64_t sum = 0;
      for (j = 0; j < n; j++)
        if (j != left_out && (n < 4 || below (world, 4) > 0))
          {
            member[size++] = (uint32_t) j;
            sum += world->truth[j];
          }
      if (size < 2)
        continue;
      member[size] = add_variable (world, sum);
      coefficient[size] = -1;
      add_sum (world, member, coefficient, size + 1);
    }
  if (below (world, 2) == 0)
    {
      print_some (world, world->program.n - below (world, 3), below (world, 3));
      return;
    }
  for (k = n; k < world->program.n; k++)
    {
      int is_wrong = n_wrong < 3 && below (world, 3) == 0;
      print_figure (world, (uint32_t) k, is_wrong ? 2 * (int64_t) below (world, 12) - 12 : 0);
      n_wrong += (size_t) is_wrong;
    }
}

static const struct
{
  const char *name;
  void (*make) (struct world *);
} families[] = { { "table", make_table },
                 { "tree", make_tree },
                 { "chain", make_chain },
                 { "random", make_random },
                 { "overlap", make_overlap } };

#define N_FAMILIES (sizeof families / sizeof families[0])

static void
open_world (struct world *world, size_t family, uint64_t seed)
{
  memset (world, 0, sizeof *world);
  world->seed = seed;
  world->family = families[family].name;
  world->random.state = seed;
  families[family].make (world);
  ck_assert (ind__network_close (&world->network));
  start_program (&world->program);
}

static void
describe (const struct world *world)
{
  const struct program *p = &world->program;
  size_t k, j;

  fprintf (stderr, "%s, seed %llu\n", world->family, (unsigned long long) world->seed);
  for (k = 0; k < p->m; k++)
    {
      fprintf (stderr, " ");
      for (j = 0; j < p->n; j++)
        if (p->a[k][j] != 0)
          fprintf (stderr, " %+lld x%zu", (long long) p->a[k][j], j);
      fprintf (stderr, " %+g = 0\n", (double) p->b[k] / 2);
    }
  for (k = 0; k < world->n_assertions; k++)
    fprintf (stderr, "  #%zu: x%u in [%g, %g]\n", k, world->network.assertions[k].variable,
             end_of (world->says_low[k]), end_of (world->says_high[k]));
  for (k = 0; k < p->n; k++)
    if (world->low[k] == 0)
      fprintf (stderr, "  x%zu >= 0\n", k);
}

/* Whether all assertions but those of the mask can be true. */
static int
can_be (struct world *world, uint32_t retracted)
{
  struct program *p = &world->program;
  size_t k;

  memcpy (p->low, world->low, sizeof world->low);
  memcpy (p->high, world->high, sizeof world->high);
  for (k = 0; k < world->n_assertions; k++)
    if ((retracted >> k & 1) == 0)
      {
        uint32_t v = world->network.assertions[k].variable;
        p->low[v] = world->says_low[k] > p->low[v] ? world->says_low[k] : p->low[v];
        p->high[v] = world->says_high[k] < p->high[v] ? world->says_high[k] : p->high[v];
      }
  return is_feasible (p, &world->random);
}

/* Whether the library leaves that open. */
static int
is_open (struct world *world, ind__propagator *propagator, uint32_t retracted)
{
  uint32_t kept[MAX_ASSERTIONS];
  size_t k, n = 0;

  for (k = 0; k < world->n_assertions; k++)
    if ((retracted >> k & 1) == 0)
      kept[n++] = (uint32_t) k;
  return !ind__refute_linear (propagator, world->network.interval, kept, n, NULL);
}

struct minima {
  uint32_t cost;
  size_t n;
  uint32_t set[MAX_MINIMA];
};

static void
keep_minimum (struct minima *minima, uint32_t set)
{
  exact_assert (minima->n < MAX_MINIMA, "too many minima");
  minima->set[minima->n++] = set;
}

struct count {
  size_t n_networks, n_wrong, n_refutable;
};

/* All retractions of the least number of figures, at most three, by the
 * program. */
static void
find_minima (struct world *world, struct minima *out)
{
  size_t n = world->n_assertions, size;
  uint32_t set;

  out->n = 0;
  for (size = 0; size <= 3 && out->n == 0; size++)
    for (set = 0; set < UINT32_C (1) << n; set++)
      if ((size_t) __builtin_popcount (set) == size
          && can_be (world, set))
        keep_minimum (out, set);
  out->cost = (uint32_t) (size - 1) * IND__COST_FIGURE;
}

static int
compare_sets (const void *left, const void *right)
{
  const uint32_t *a = left, *b = right;
  return *a < *b ? -1 : *a > *b;
}

static uint32_t
mask_of (const ind__set *set)
{
  uint32_t mask = 0;
  size_t k;

  for (k = 0; k < set->count; k++)
    {
      exact_assert (set->at[k] < 32 && (mask >> set->at[k] & 1) == 0, "an element twice");
      mask |= UINT32_C (1) << set->at[k];
    }
  return mask;
}

/* The product over the clusters. */
static void
multiply (const ind__localisation *localisation, size_t cluster, uint32_t set,
          struct minima *out)
{
  size_t a;

  if (cluster == localisation->n_clusters)
    {
      keep_minimum (out, set);
      return;
    }
  for (a = 0; a < localisation->clusters[cluster].n_alternatives; a++)
    multiply (localisation, cluster + 1,
              set | mask_of (&localisation->clusters[cluster].alternatives[a]), out);
}

static int
is_same (struct minima *a, struct minima *b)
{
  qsort (a->set, a->n, sizeof *a->set, compare_sets);
  qsort (b->set, b->n, sizeof *b->set, compare_sets);
  return a->cost == b->cost && a->n == b->n
         && memcmp (a->set, b->set, a->n * sizeof *a->set) == 0;
}

#define world_assert(condition, ...)                                                               \
  do                                                                                               \
    if (!(condition))                                                                              \
      {                                                                                            \
        describe (world);                                                                          \
        ck_abort_msg (__VA_ARGS__);                                                                \
      }                                                                                            \
  while (0)

/* What is true of every localisation, whether or not propagation is complete. */
static void
assert_sound (struct world *world, const ind__localisation *found, const struct minima *truth)
{
  uint32_t all = (UINT32_C (1) << world->n_assertions) - 1, seen = 0, cost = 0, at_least = 0;
  size_t k, j;

  for (k = 0; k < found->n_conflicts; k++)
    {
      uint32_t conflict = mask_of (&found->conflicts[k]);
      world_assert (!can_be (world, all & ~conflict),
                    "conflict %#x can be true", conflict);
      for (j = 0; j < truth->n; j++)
        world_assert ((truth->set[j] & conflict) != 0, "%#x does not meet conflict %#x",
                      truth->set[j], conflict);
      for (j = 0; j < k; j++)
        world_assert (mask_of (&found->conflicts[j]) != conflict, "conflict %#x twice", conflict);
    }
  for (k = 0; k < found->n_clusters; k++)
    {
      const ind__cluster *cluster = &found->clusters[k];
      uint32_t members = mask_of (&cluster->members), in_conflicts = 0;
      world_assert ((members & seen) == 0, "clusters share members");
      seen |= members;
      cost += cluster->cost;
      at_least += cluster->at_least;
      for (j = 0; j < found->n_conflicts; j++)
        if ((mask_of (&found->conflicts[j]) & members) != 0)
          in_conflicts |= mask_of (&found->conflicts[j]);
      world_assert (in_conflicts == members, "members %#x of conflicts over %#x", members,
                    in_conflicts);
      world_assert (cluster->is_complete && cluster->n_alternatives > 0,
                    "an incomplete cluster within the budget");
      for (j = 0; j < cluster->n_alternatives; j++)
        {
          const ind__set *set = &cluster->alternatives[j];
          uint32_t total = 0;
          size_t i;
          for (i = 0; i < set->count; i++)
            {
              total += world->network.assertions[set->at[i]].cost;
              world_assert (i == 0 || set->at[i - 1] < set->at[i], "not sorted");
            }
          world_assert ((mask_of (set) & ~members) == 0, "an alternative outside its cluster");
          world_assert (total == cluster->cost, "an alternative of cost %u in a cluster of %u",
                        total, cluster->cost);
        }
    }
  world_assert (cost <= truth->cost, "cost %u is proved, and %u suffices", cost, truth->cost);
  for (j = 0, k = SIZE_MAX; j < truth->n; j++)
    if ((size_t) __builtin_popcount (truth->set[j]) < k)
      k = (size_t) __builtin_popcount (truth->set[j]);
  world_assert (at_least <= k, "%u are proved wrong, and %zu suffice", at_least, k);
}

/* One network: its explanations are those of the program. */
static void
compare (struct world *world, struct count *count, int is_weighted)
{
  static struct minima truth, found;
  ind__propagator propagator;
  ind__localisation localisation;
  uint32_t assertions[MAX_ASSERTIONS], cost = 0, at_least = 0, set;
  size_t k, n = world->n_assertions;

  ck_assert (ind__propagator_open (&propagator, &world->network));
  if (!is_weighted)
    find_minima (world, &truth);
  else
    for (truth.cost = UINT32_MAX, set = 0; set < UINT32_C (1) << n; set++)
      {
        for (cost = 0, k = 0; k < n; k++)
          cost += (set >> k & 1) != 0 ? world->network.assertions[k].cost : 0;
        if (cost > truth.cost || !can_be (world, set))
          continue;
        if (cost < truth.cost)
          truth.n = 0;
        truth.cost = cost;
        keep_minimum (&truth, set);
      }
  world_assert (truth.n > 0, "the generator's errors cannot be mended");
  for (k = 0; k < n; k++)
    assertions[k] = (uint32_t) k;
  ck_assert (ind__localise (&propagator, world->network.interval, assertions, n, NULL, BUDGET,
                            &localisation));
  assert_sound (world, &localisation, &truth);
  found.n = found.cost = 0;
  multiply (&localisation, 0, 0, &found);
  for (cost = 0, k = 0; k < localisation.n_clusters; k++)
    {
      found.cost += localisation.clusters[k].cost;
      at_least += localisation.clusters[k].at_least;
    }
  count->n_networks++;
  count->n_wrong += truth.cost > 0;
  world_assert (is_same (&found, &truth),
                "%zu explanations of cost %u; the program allows %zu of cost %u", found.n,
                found.cost, truth.n, truth.cost);
  /* With none, one or two figures retracted. */
  for (set = 0; set < UINT32_C (1) << n; set++)
    if (__builtin_popcount (set) <= 2)
      {
        int is_possible = can_be (world, set);
        world_assert (is_open (world, &propagator, set) == is_possible,
                      is_possible ? "refuted without %#x, and can be"
                                  : "not refuted without %#x, and cannot be",
                      set);
        count->n_refutable += (size_t) !is_possible;
      }
  if (!is_weighted)
    world_assert (at_least * IND__COST_FIGURE == truth.cost, "at least %u, cost %u", at_least,
                  truth.cost);
  ind__localisation_free (&localisation);
  ind__propagator_close (&propagator);
}

START_TEST (test_oracle)
{
  struct count count[N_FAMILIES];
  size_t f, k;

  memset (count, 0, sizeof count);
  for (f = 0; f < N_FAMILIES; f++)
    {
      for (k = 0; k < N_NETWORKS; k++)
        {
          struct world world;
          open_world (&world, f, 1000000 * (f + 1) + k);
          compare (&world, &count[f], 0);
          ind__network_free (&world.network);
        }
      ck_assert_msg (4 * count[f].n_wrong > N_NETWORKS, "%zu networks of %s are in error",
                     count[f].n_wrong, families[f].name);
      ck_assert_msg (count[f].n_refutable > N_NETWORKS, "%zu sets of %s are refutable",
                     count[f].n_refutable, families[f].name);
    }
}
END_TEST

/* a is 3 or 1, s is 10 or 14, and s is at least a + 9: 3 and 10 cannot both
 * stand. Whatever the clusters, their product is { a = 3, s = 10 },
 * { a = 3, s = 14 }, { a = 1, s = 10 }. */
START_TEST (test_clusters_are_independent)
{
  static const ind__term terms[3] = { { 1, 1 }, { 0, -1 }, { 2, -1 } };
  static const double value[4] = { 3, 1, 10, 14 };
  static const uint32_t all[4] = { 0, 1, 2, 3 };
  static struct minima found;
  ind__assertion figure = { 0, IND__COST_FIGURE, 0, IND__ASSERTED_BY_FIGURE };
  ind__network network;
  ind__propagator propagator;
  ind__localisation localisation;
  size_t k, n_refuted = 0;

  memset (&network, 0, sizeof network);
  ind__network_variable (&network, ind__interval_entire ());
  ind__network_variable (&network, ind__interval_entire ());
  ind__network_variable (&network, ind__interval_make (0, INFINITY));
  ind__network_sum (&network, terms, 3, -9);
  for (k = 0; k < 4; k++)
    {
      figure.variable = k < 2 ? 0 : 1;
      ind__network_assert (&network, &figure, ind__interval_make (value[k], value[k]));
    }
  ck_assert (ind__network_close (&network));
  ck_assert (ind__propagator_open (&propagator, &network));
  ck_assert (ind__localise (&propagator, network.interval, all, 4, NULL, BUDGET, &localisation));
  found.n = 0;
  multiply (&localisation, 0, 0, &found);
  for (k = 0; k < found.n; k++)
    {
      uint32_t kept[4];
      size_t j, n = 0;
      for (j = 0; j < 4; j++)
        if ((found.set[k] >> j & 1) == 0)
          kept[n++] = (uint32_t) j;
      n_refuted += (size_t) ind__refute (&propagator, network.interval, kept, n, NULL);
    }
  ind__localisation_free (&localisation);
  ind__propagator_close (&propagator);
  ind__network_free (&network);
  ck_assert_msg (found.n == 3 && n_refuted == 0,
                 "%zu sets instead of 3, %zu of them leave what is refuted", found.n, n_refuted);
}
END_TEST

/* Costs that differ: all subsets. */
/* Hints do not change what is found, whatever they are; known conflicts do: they
 * are taken for granted. */
START_TEST (test_hints)
{
  static struct minima plain, hinted;
  size_t k, n_wrong = 0;

  for (k = 0; k < 200; k++)
    {
      struct world opened, *world = &opened;
      ind__propagator propagator;
      ind__localisation found;
      uint32_t assertions[MAX_ASSERTIONS];
      ind__set sets[4] = { { NULL, 0, 0 } };
      ind__hints hints = { sets, 4, 0 };
      size_t j, i;
      open_world (world, k % N_FAMILIES, 7000 + k);
      ck_assert (ind__propagator_open (&propagator, &world->network));
      for (j = 0; j < world->n_assertions; j++)
        assertions[j] = (uint32_t) j;
      ck_assert (ind__localise (&propagator, world->network.interval, assertions,
                                world->n_assertions, NULL, BUDGET, &found));
      plain.n = 0;
      multiply (&found, 0, 0, &plain);
      n_wrong += found.n_conflicts > 0;
      ind__localisation_free (&found);
      for (i = 0; i < 4; i++)
        for (j = 0; j < world->n_assertions; j++)
          if (below (world, 3) > 0)
            ck_assert (ind__set_add (&sets[i], (uint32_t) j));
      ck_assert (ind__localise (&propagator, world->network.interval, assertions,
                                world->n_assertions, &hints, BUDGET, &found));
      hinted.n = 0;
      multiply (&found, 0, 0, &hinted);
      plain.cost = hinted.cost = 0;
      world_assert (is_same (&plain, &hinted), "%zu sets without hints, %zu with", plain.n,
                    hinted.n);
      ind__localisation_free (&found);
      /* Said to be a conflict, { 0, 1 } must be met. */
      sets[0].count = 0;
      ck_assert (ind__set_add (&sets[0], 0) && ind__set_add (&sets[0], 1));
      hints.n_sets = hints.n_known = 1;
      ck_assert (ind__localise (&propagator, world->network.interval, assertions,
                                world->n_assertions, &hints, BUDGET, &found));
      hinted.n = 0;
      multiply (&found, 0, 0, &hinted);
      for (i = 0; i < hinted.n; i++)
        world_assert ((hinted.set[i] & 3) != 0, "%#x does not meet the known conflict",
                      hinted.set[i]);
      ind__localisation_free (&found);
      for (i = 0; i < 4; i++)
        ind__set_free (&sets[i]);
      ind__propagator_close (&propagator);
      ind__network_free (&world->network);
    }
  ck_assert_uint_gt (n_wrong, 80);
}
END_TEST

/* x + y = 5 and x + y = 7, whatever is printed: no figure is to blame. */
START_TEST (test_impossible)
{
  static const ind__term terms[2] = { { 0, 1 }, { 1, 1 } };
  static const uint32_t all[2] = { 0, 1 };
  ind__assertion figure = { 0, IND__COST_FIGURE, 0, IND__ASSERTED_BY_FIGURE };
  ind__network network;
  ind__propagator propagator;
  ind__localisation found;

  memset (&network, 0, sizeof network);
  ind__network_variable (&network, ind__interval_entire ());
  ind__network_variable (&network, ind__interval_entire ());
  ind__network_sum (&network, terms, 2, -5);
  ind__network_sum (&network, terms, 2, -7);
  ind__network_assert (&network, &figure, ind__interval_make (2, 3));
  figure.variable = 1;
  ind__network_assert (&network, &figure, ind__interval_make (2, 3));
  ck_assert (ind__network_close (&network));
  ck_assert (ind__propagator_open (&propagator, &network));
  ck_assert (
      ind__localise (&propagator, network.interval, all, 2, NULL, BUDGET, &found));
  ck_assert (found.is_impossible && found.n_clusters == 0);
  ind__localisation_free (&found);
  ind__propagator_close (&propagator);
  ind__network_free (&network);
}
END_TEST

START_TEST (test_costs)
{
  static const uint32_t costs[] = { IND__COST_FIGURE - 3, IND__COST_FIGURE, IND__COST_BASIS,
                                    IND__COST_ASSUMPTION };
  struct count count;
  size_t k, j;

  memset (&count, 0, sizeof count);
  for (k = 0; k < N_WEIGHTED; k++)
    {
      struct world world;
      open_world (&world, 1 + k % 3, 9000000 + k);
      if (world.n_assertions <= 10)
        {
          for (j = 0; j < world.n_assertions; j++)
            world.network.assertions[j].cost = costs[below (&world, 4)];
          compare (&world, &count, 1);
        }
      ind__network_free (&world.network);
    }
  ck_assert_msg (count.n_wrong > N_WEIGHTED / 4, "%zu in error", count.n_wrong);
}
END_TEST

/* ------------------------------------------------------------------------
 * Products
 * ---------------------------------------------------------------------- */

/* x, y, z = x y, t = z y or z + x + y: a point of the grid of halves that is
 * within all intervals shows that they can be true. */
START_TEST (test_products)
{
  exact_random random = { 77 };
  size_t k, n_points = 0, n_refuted = 0;

  for (k = 0; k < N_PRODUCTS; k++)
    {
      ind__network network;
      ind__propagator propagator;
      ind__localisation localisation;
      ind__assertion figure = { 0, IND__COST_FIGURE, 0, IND__ASSERTED_BY_FIGURE };
      uint32_t all[4] = { 0, 1, 2, 3 };
      int64_t low[4], high[4], x, y;
      int has_sum = (int) exact_random_below (&random, 2), is_possible = 0, is_refuted;
      size_t v;
      memset (&network, 0, sizeof network);
      for (v = 0; v < 4; v++)
        {
          int64_t spread = v < 2 ? 13 : v == 2 ? 61 : 121;
          low[v] = (int64_t) exact_random_below (&random, (uint64_t) spread) - spread / 2;
          high[v] = low[v]
                    + (int64_t) exact_random_below (&random, v < 2 ? 5 : 25);
          ind__network_variable (&network, ind__interval_entire ());
        }
      ind__network_product (&network, 2, 0, 1);
      if (has_sum)
        {
          static const ind__term terms[4] = { { 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, -1 } };
          ind__network_sum (&network, terms, 4, 0);
        }
      else
        ind__network_product (&network, 3, 2, 1);
      for (v = 0; v < 4; v++)
        {
          figure.variable = figure.origin = (uint32_t) v;
          ind__network_assert (&network, &figure,
                               ind__interval_make ((double) low[v], (double) high[v]));
        }
      /* In halves, quarters and eighths. */
      for (x = 2 * low[0]; x <= 2 * high[0]; x++)
        for (y = 2 * low[1]; y <= 2 * high[1]; y++)
          {
            int64_t z = x * y, t = has_sum ? 2 * z + 4 * x + 4 * y : z * y;
            is_possible |= z >= 4 * low[2] && z <= 4 * high[2] && t >= 8 * low[3]
                           && t <= 8 * high[3];
          }
      ck_assert (ind__network_close (&network));
      ck_assert (ind__propagator_open (&propagator, &network));
      is_refuted = ind__refute (&propagator, network.interval, all, 4, NULL);
      exact_assert (!(is_possible && is_refuted),
                    "x in %lld .. %lld, y in %lld .. %lld, z = xy in %lld .. %lld, t = %s in "
                    "%lld .. %lld can be, and is refuted",
                    (long long) low[0], (long long) high[0], (long long) low[1],
                    (long long) high[1], (long long) low[2], (long long) high[2],
                    has_sum ? "x+y+z" : "zy", (long long) low[3], (long long) high[3]);
      ck_assert (ind__localise (&propagator, network.interval, all, 4, NULL, BUDGET, &localisation));
      exact_assert ((localisation.n_clusters > 0) == is_refuted, "refuted is %d, %zu clusters",
                    is_refuted, localisation.n_clusters);
      n_points += (size_t) is_possible;
      n_refuted += (size_t) is_refuted;
      ind__localisation_free (&localisation);
      ind__propagator_close (&propagator);
      ind__network_free (&network);
    }
  ck_assert_msg (n_points > N_PRODUCTS / 20 && n_refuted > N_PRODUCTS / 4,
                 "%zu possible, %zu refuted: the test shows little", n_points, n_refuted);
}
END_TEST

/* ------------------------------------------------------------------------
 * Budget and memory
 * ---------------------------------------------------------------------- */

/* With any budget, what is said to be proved is: and nothing that is left is
 * refuted once the clusters are mended, or it says that it is incomplete. */
START_TEST (test_budget)
{
  static struct minima truth;
  static const uint64_t budgets[] = { 0, 1, 30, 100, 300, 1000, 3000, 10000 };
  size_t k, b, n_incomplete = 0;

  for (k = 0; k < 40; k++)
    for (b = 0; b < sizeof budgets / sizeof budgets[0]; b++)
      {
        struct world opened, *world = &opened;
        ind__propagator propagator;
        ind__localisation found;
        uint32_t assertions[MAX_ASSERTIONS], cost = 0, at_least = 0;
        size_t j, c;
        open_world (world, 0, 1000000 + k);
        find_minima (world, &truth);
        ck_assert (ind__propagator_open (&propagator, &world->network));
        for (j = 0; j < world->n_assertions; j++)
          assertions[j] = (uint32_t) j;
        ck_assert (ind__localise (&propagator, world->network.interval, assertions,
                                  world->n_assertions, NULL, budgets[b], &found));
        for (c = 0; c < found.n_clusters; c++)
          {
            cost += found.clusters[c].cost;
            at_least += found.clusters[c].at_least;
            n_incomplete += !found.clusters[c].is_complete;
            world_assert (found.clusters[c].n_alternatives > 0, "no alternative, budget %llu",
                          (unsigned long long) budgets[b]);
          }
        world_assert (cost <= truth.cost && at_least * IND__COST_FIGURE <= truth.cost,
                      "budget %llu: cost %u and at least %u proved, %u suffices",
                      (unsigned long long) budgets[b], cost, at_least, truth.cost);
        world_assert (found.n_clusters > 0 || truth.cost == 0
                          || is_open (world, &propagator, 0),
                      "budget %llu: refuted, and no cluster", (unsigned long long) budgets[b]);
        ind__localisation_free (&found);
        ind__propagator_close (&propagator);
        ind__network_free (&world->network);
      }
  ck_assert_msg (n_incomplete > 10, "only %zu budgets ended", n_incomplete);
}
END_TEST

/* The same network twice gives the same answer, to the order. */
START_TEST (test_deterministic)
{
  size_t k;

  for (k = 0; k < 50; k++)
    {
      struct world opened, *world = &opened;
      ind__propagator propagator;
      ind__localisation found[2];
      uint32_t assertions[MAX_ASSERTIONS];
      size_t j, c, a;
      open_world (world, k % N_FAMILIES, 5000 + k);
      ck_assert (ind__propagator_open (&propagator, &world->network));
      for (j = 0; j < world->n_assertions; j++)
        assertions[j] = (uint32_t) j;
      for (j = 0; j < 2; j++)
        ck_assert (ind__localise (&propagator, world->network.interval, assertions,
                                  world->n_assertions, NULL, BUDGET, &found[j]));
      world_assert (found[0].n_clusters == found[1].n_clusters, "clusters differ");
      for (c = 0; c < found[0].n_clusters; c++)
        {
          world_assert (found[0].clusters[c].n_alternatives == found[1].clusters[c].n_alternatives,
                        "alternatives differ");
          for (a = 0; a < found[0].clusters[c].n_alternatives; a++)
            world_assert (mask_of (&found[0].clusters[c].alternatives[a])
                              == mask_of (&found[1].clusters[c].alternatives[a]),
                          "alternative %zu differs", a);
        }
      for (j = 0; j < 2; j++)
        ind__localisation_free (&found[j]);
      ind__propagator_close (&propagator);
      ind__network_free (&world->network);
    }
}
END_TEST

/* Each allocation fails in turn: 0 is returned, and nothing is left behind. */
START_TEST (test_memory)
{
  size_t k, n, n_failures = 0;
  int is_persistent;

  for (k = 0; k < 8; k++)
    for (is_persistent = 0; is_persistent <= 1; is_persistent++)
      {
        struct world opened, *world = &opened;
        uint32_t assertions[MAX_ASSERTIONS];
        size_t j, before = failing_memory_blocks ();
        open_world (world, k % N_FAMILIES, 1000000 * (k % N_FAMILIES + 1) + 3 + k);
        for (j = 0; j < world->n_assertions; j++)
          assertions[j] = (uint32_t) j;
        for (n = 1;; n++)
          {
            ind__propagator propagator;
            ind__localisation found;
            int is_good;
            failing_memory_arm (n, is_persistent);
            is_good = ind__propagator_open (&propagator, &world->network);
            if (is_good)
              {
                is_good = ind__localise (&propagator, world->network.interval, assertions,
                                         world->n_assertions, NULL, BUDGET, &found);
                if (is_good)
                  ind__localisation_free (&found);
                ind__propagator_close (&propagator);
              }
            if (failing_memory_disarm () == 0)
              break;
            n_failures++;
            world_assert (!is_good, "allocation %zu failed unnoticed", n);
          }
        ck_assert (n > 1);
        ind__network_free (&world->network);
        ck_assert_uint_eq (failing_memory_blocks (), before);
      }
  ck_assert_msg (n_failures > 100, "only %zu failures tried", n_failures);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("localise");

  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_oracle);
  tcase_add_test (tests, test_clusters_are_independent);
  tcase_add_test (tests, test_hints);
  tcase_add_test (tests, test_impossible);
  tcase_add_test (tests, test_costs);
  tcase_add_test (tests, test_products);
  tcase_add_test (tests, test_budget);
  tcase_add_test (tests, test_deterministic);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "localise");
}
