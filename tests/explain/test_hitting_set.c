/* SPDX-License-Identifier: GPL-3.0-or-later
 * Hitting sets against brute force over all subsets. */
#include "explain/hitting_set.h"

#include <string.h>

#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define N_INSTANCES 6000
#define MAX_ELEMENTS 12
#define MAX_CONFLICTS 90 /* more than the bits of a word */
#define PLENTY (UINT64_C (1) << 40)

struct instance {
  ind__conflicts conflicts;
  uint32_t cost[MAX_ELEMENTS], member[MAX_CONFLICTS][MAX_ELEMENTS];
  const uint32_t *conflict[MAX_CONFLICTS];
  size_t n_members[MAX_CONFLICTS];
  uint32_t mask[MAX_CONFLICTS];
  uint32_t least, n_sets; /* by brute force */
  uint8_t is_least[1 << MAX_ELEMENTS];
};

static uint32_t
cost_of (const struct instance *instance, uint32_t set)
{
  uint32_t cost = 0;
  size_t k;
  for (k = 0; k < instance->conflicts.n_elements; k++)
    cost += (set >> k & 1) != 0 ? instance->cost[k] : 0;
  return cost;
}

static int
meets_all (const struct instance *instance, uint32_t set)
{
  size_t k;
  for (k = 0; k < instance->conflicts.n_conflicts; k++)
    if ((instance->mask[k] & set) == 0)
      return 0;
  return 1;
}

static void
solve (struct instance *instance)
{
  uint32_t set, n = UINT32_C (1) << instance->conflicts.n_elements;

  instance->least = UINT32_MAX;
  for (set = 0; set < n; set++)
    if (cost_of (instance, set) < instance->least && meets_all (instance, set))
      instance->least = cost_of (instance, set);
  instance->n_sets = 0;
  for (set = 0; set < n; set++)
    {
      instance->is_least[set]
          = cost_of (instance, set) == instance->least && meets_all (instance, set);
      instance->n_sets += instance->is_least[set];
    }
}

static void
make (struct instance *instance, exact_random *random, size_t most_conflicts)
{
  static const uint32_t usual[] = { 7, 10, 15, 20 };
  size_t n = 1 + exact_random_below (random, MAX_ELEMENTS), k, j;
  size_t kind = exact_random_below (random, 3);
  /* Few members make many sets necessary. */
  size_t width = 1 + exact_random_below (random, n);

  memset (instance, 0, sizeof *instance);
  instance->conflicts.n_elements = n;
  instance->conflicts.n_conflicts = exact_random_below (random, most_conflicts + 1);
  instance->conflicts.cost = instance->cost;
  instance->conflicts.conflict = instance->conflict;
  instance->conflicts.n_members = instance->n_members;
  for (k = 0; k < n; k++)
    instance->cost[k] = kind == 0   ? 1
                        : kind == 1 ? usual[exact_random_below (random, 4)]
                                    : 1 + (uint32_t) exact_random_below (random, 1000);
  for (k = 0; k < instance->conflicts.n_conflicts; k++)
    {
      size_t wanted = 1 + exact_random_below (random, width);
      instance->conflict[k] = instance->member[k];
      for (j = 0; j < wanted; j++)
        {
          uint32_t element = (uint32_t) exact_random_below (random, n);
          if ((instance->mask[k] >> element & 1) == 0)
            instance->member[k][instance->n_members[k]++] = element;
          instance->mask[k] |= UINT32_C (1) << element;
        }
    }
}

static uint32_t
mask_of (const struct instance *instance, const uint32_t *elements, size_t n)
{
  uint32_t mask = 0;
  size_t k;
  for (k = 0; k < n; k++)
    {
      exact_assert (elements[k] < instance->conflicts.n_elements, "no element %u", elements[k]);
      exact_assert ((mask >> elements[k] & 1) == 0, "element %u twice", elements[k]);
      mask |= UINT32_C (1) << elements[k];
    }
  return mask;
}

struct log {
  const struct instance *instance;
  size_t n_visits, stop_after;
  uint8_t is_seen[1 << MAX_ELEMENTS];
};

static int
visit (void *context, const uint32_t *elements, size_t n)
{
  struct log *log = context;
  uint32_t set = mask_of (log->instance, elements, n);

  exact_assert (log->instance->is_least[set], "set %#x is not of the least cost, or misses",
                set);
  exact_assert (!log->is_seen[set], "set %#x twice", set);
  log->is_seen[set] = 1;
  return ++log->n_visits != log->stop_after;
}

/* The least cost and one set of it; then all of them. */
START_TEST (test_brute_force)
{
  static struct instance instance;
  static struct log log;
  exact_random random = { 1 };
  size_t k, n_larger = 0;

  for (k = 0; k < N_INSTANCES; k++)
    {
      uint32_t set[MAX_ELEMENTS], cost, bound, mask;
      uint64_t budget = PLENTY;
      size_t n;
      make (&instance, &random, k % 20 == 0 ? MAX_CONFLICTS : 12);
      solve (&instance);
      /* Any bound below the cost does. */
      bound = cost = (uint32_t) exact_random_below (&random, instance.least + 1);
      exact_assert (ind__hitting_minimum (&instance.conflicts, &budget, &cost, set, &n)
                        == IND__HITTING_DONE,
                    "instance %zu: not done", k);
      mask = mask_of (&instance, set, n);
      exact_assert (cost == instance.least, "instance %zu: cost %u, not %u, from bound %u", k,
                    cost, instance.least, bound);
      exact_assert (instance.is_least[mask], "instance %zu: set %#x of cost %u, least is %u", k,
                    mask, cost_of (&instance, mask), instance.least);
      n_larger += n > 2;
      memset (&log, 0, sizeof log);
      log.instance = &instance;
      if (instance.least == 0)
        continue;
      exact_assert (ind__hitting_all (&instance.conflicts, &budget, cost, visit, &log)
                        == IND__HITTING_DONE,
                    "instance %zu: not all", k);
      exact_assert (log.n_visits == instance.n_sets, "instance %zu: %zu sets, not %u", k,
                    log.n_visits, instance.n_sets);
      exact_assert (budget < PLENTY, "no work was done");
    }
  ck_assert_msg (n_larger > N_INSTANCES / 10, "only %zu sets of three and more", n_larger);
}
END_TEST

/* With any budget the bound is one, and the set, if there is any, meets all
 * conflicts. The budget is used up, not more. */
START_TEST (test_budget)
{
  static struct instance instance;
  exact_random random = { 2 };
  size_t k, n_ended = 0, n_with_set = 0;

  for (k = 0; k < N_INSTANCES; k++)
    {
      uint32_t set[MAX_ELEMENTS], cost = 0;
      uint64_t budget = exact_random_below (&random, 400), before = budget;
      ind__hitting_end end;
      size_t n;
      make (&instance, &random, 20);
      solve (&instance);
      end = ind__hitting_minimum (&instance.conflicts, &budget, &cost, set, &n);
      exact_assert (budget <= before, "the budget grew");
      exact_assert (end == IND__HITTING_DONE || end == IND__HITTING_BUDGET, "end %d", (int) end);
      exact_assert (cost <= instance.least, "%u is proved, and %u suffices", cost,
                    instance.least);
      exact_assert (end == IND__HITTING_BUDGET || cost == instance.least, "%u, not %u", cost,
                    instance.least);
      exact_assert (n == 0 || meets_all (&instance, mask_of (&instance, set, n)),
                    "the set misses a conflict");
      n_ended += end == IND__HITTING_BUDGET;
      n_with_set += end == IND__HITTING_BUDGET && n > 0;
    }
  ck_assert_msg (n_ended > N_INSTANCES / 20, "only %zu budgets ended", n_ended);
  ck_assert_msg (n_with_set > 0, "no set was known when a budget ended");
}
END_TEST

/* Two conflicts of three elements: nine sets. */
static const uint32_t three[3] = { 0, 1, 2 }, others[3] = { 3, 4, 5 };
static const uint32_t *const pair[2] = { three, others };
static const uint32_t ones[6] = { 1, 1, 1, 1, 1, 1 };
static const size_t sizes[2] = { 3, 3 };
static const ind__conflicts small = { 6, 2, ones, pair, sizes };

static int
count_to_four (void *context, const uint32_t *elements, size_t n)
{
  size_t *count = context;
  (void) elements;
  ck_assert_uint_ge (n, 2);
  return ++*count < 4;
}

START_TEST (test_visitor_stops)
{
  uint64_t budget = PLENTY;
  size_t count = 0;

  ck_assert_int_eq (ind__hitting_all (&small, &budget, 2, count_to_four, &count),
                    IND__HITTING_STOPPED);
  ck_assert_uint_eq (count, 4);
  budget = 0;
  count = 0;
  ck_assert_int_eq (ind__hitting_all (&small, &budget, 2, count_to_four, &count),
                    IND__HITTING_BUDGET);
  ck_assert_uint_eq (count, 0);
  /* There is none of another cost. */
  budget = PLENTY;
  ck_assert_int_eq (ind__hitting_all (&small, &budget, 1, count_to_four, &count),
                    IND__HITTING_DONE);
  ck_assert_uint_eq (count, 0);
}
END_TEST

/* A bound that is reached ends the search with a set of that cost. */
START_TEST (test_bound)
{
  uint32_t set[6], cost = 2;
  uint64_t budget = PLENTY;
  size_t n;

  ck_assert_int_eq (ind__hitting_minimum (&small, &budget, &cost, set, &n), IND__HITTING_DONE);
  ck_assert (cost == 2 && n == 2 && set[0] != set[1]);
}
END_TEST

START_TEST (test_no_conflicts)
{
  ind__conflicts none = { 6, 0, ones, pair, sizes };
  uint32_t set[6], cost = 0;
  uint64_t budget = PLENTY;
  size_t n = 7;

  ck_assert_int_eq (ind__hitting_minimum (&none, &budget, &cost, set, &n), IND__HITTING_DONE);
  ck_assert_msg (cost == 0 && n == 0, "cost %u, %zu elements", cost, n);
}
END_TEST

/* Alike elements are one class: 40 conflicts over 8 classes of 30 elements are
 * solved within a budget no search over elements would keep to, and the visitor
 * is called for each choice. */
START_TEST (test_classes)
{
  uint32_t members[40][240], cost[240], set[240], found = 0;
  const uint32_t *conflict[40];
  size_t n_members[40], k, j, n, count = 0;
  ind__conflicts conflicts = { 240, 40, cost, conflict, n_members };
  uint64_t budget = 100000;

  for (k = 0; k < 240; k++)
    cost[k] = 10;
  for (k = 0; k < 40; k++)
    {
      conflict[k] = members[k];
      for (n_members[k] = 0, j = 0; j < 240; j++)
        if (j % 8 == k % 8 || j % 8 == (k / 8 + k + 1) % 8)
          members[k][n_members[k]++] = (uint32_t) j;
    }
  ck_assert_int_eq (ind__hitting_minimum (&conflicts, &budget, &found, set, &n),
                    IND__HITTING_DONE);
  ck_assert_msg (found == 10 * n && n >= 4 && n <= 8, "cost %u of %zu", found, n);
  ck_assert_int_eq (ind__hitting_all (&conflicts, &budget, found, count_to_four, &count),
                    IND__HITTING_STOPPED);
}
END_TEST

static int
keep_on (void *context, const uint32_t *elements, size_t n)
{
  (void) context;
  (void) elements;
  (void) n;
  return 1;
}

START_TEST (test_memory)
{
  static struct instance instance;
  exact_random random = { 5 };
  size_t n, size, before = failing_memory_blocks (), n_failures = 0;
  int persistent, round;

  do
    make (&instance, &random, 20);
  while (instance.conflicts.n_conflicts < 10 || instance.conflicts.n_elements < 6);
  for (persistent = 0; persistent <= 1; persistent++)
    for (round = 0; round <= 1; round++)
      for (n = 1;; n++)
        {
          uint32_t set[MAX_ELEMENTS], cost = 0;
          uint64_t budget = PLENTY;
          ind__hitting_end end;
          failing_memory_arm (n, persistent);
          if (round == 0)
            end = ind__hitting_minimum (&instance.conflicts, &budget, &cost, set, &size);
          else
            end = ind__hitting_all (&instance.conflicts, &budget, 20, keep_on, NULL);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (end, IND__HITTING_DONE);
              break;
            }
          n_failures++;
          ck_assert_msg (end == IND__HITTING_NO_MEMORY, "allocation %zu: end %d", n, (int) end);
          ck_assert_msg (cost == 0, "cost %u after no memory", cost);
          ck_assert_uint_eq (failing_memory_blocks (), before);
        }
  ck_assert_msg (n_failures > 40, "%zu failures", n_failures);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("hitting sets");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_brute_force);
  tcase_add_test (tests, test_budget);
  tcase_add_test (tests, test_visitor_stops);
  tcase_add_test (tests, test_bound);
  tcase_add_test (tests, test_no_conflicts);
  tcase_add_test (tests, test_classes);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "hitting sets");
}
