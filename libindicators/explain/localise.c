/* SPDX-License-Identifier: GPL-3.0-or-later
 * Error localisation by implicit hitting sets (Reiter 1987; Davies and Bacchus
 * 2011): conflicts come from propagation, a cheapest set that meets all known
 * conflicts is tried, and what it leaves gives the next conflict. */
#include "explain/localise.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "explain/hitting_set.h"

/* Alternatives of one cluster beyond which nobody is helped by more. */
#define MAX_ALTERNATIVES 1000
/* Sets of the least cost that are refuted before a conflict is sought that
 * rules out many at once. */
#define MANY_REFUTED 50
/* Combinations of alternatives that are all tested; of more, those that differ
 * from the first in two clusters. */
#define MAX_COMBINATIONS 1000

struct localiser {
  ind__propagator *propagator;
  const ind_interval *interval;
  const uint32_t *assertions;
  size_t n;
  ind__localisation *out;
  uint32_t *local;      /* per assertion of the network: its number in the
                           cluster at hand */
  uint32_t *cluster_of; /* per conflict, of the first n_split */
  size_t n_split;
  uint8_t *is_retracted;
  ind__set retracted;   /* one cheapest set of each cluster */
  /* Most of a part has nothing to do with its conflicts. What no conflict holds is
   * propagated once and stays so, as the base: sets are tested by what they add to it. */
  uint8_t *is_in_base;  /* per assertion of the network */
  size_t base_mark;
  int has_base;
  ind__set rest, conflict;
  uint64_t start, budget;
  int is_linear;        /* the conflict at hand was found by combining sums */
  int is_spent, has_failed;
};

static int
is_spent (struct localiser *localiser)
{
  localiser->has_failed |= localiser->propagator->has_failed;
  localiser->is_spent |= localiser->out->is_impossible;
  localiser->is_spent |= localiser->propagator->work - localiser->start > localiser->budget;
  return localiser->is_spent || localiser->has_failed;
}

static uint64_t
remaining (const struct localiser *localiser)
{
  uint64_t used = localiser->propagator->work - localiser->start;
  return used < localiser->budget ? localiser->budget - used : 0;
}

static void
retract (struct localiser *localiser, const uint32_t *elements, size_t n, uint8_t value)
{
  size_t k;
  for (k = 0; k < n; k++)
    localiser->is_retracted[elements[k]] = value;
}

static void
drop_base (struct localiser *localiser)
{
  if (localiser->has_base)
    ind__propagate_undo (localiser->propagator);
  localiser->has_base = 0;
}

/* Lists what is not retracted; without the base, if asked. */
static void
list_rest (struct localiser *localiser, int without_base)
{
  size_t k;

  localiser->rest.count = 0;
  for (k = 0; k < localiser->n; k++)
    if (!localiser->is_retracted[localiser->assertions[k]]
        && !(without_base && localiser->is_in_base[localiser->assertions[k]])
        && !ind__set_add (&localiser->rest, localiser->assertions[k]))
      localiser->has_failed = 1;
}

/* Whether something of the base is retracted. */
static int
is_base_broken (const struct localiser *localiser)
{
  size_t k;

  for (k = 0; k < localiser->n; k++)
    if (localiser->is_retracted[localiser->assertions[k]]
        && localiser->is_in_base[localiser->assertions[k]])
      return 1;
  return 0;
}

/* Propagates all that is not retracted, as the base, unless it is refuted: then the
 * reasons are in ->conflict. */
static int
refute_base (struct localiser *localiser)
{
  size_t k;

  drop_base (localiser);
  list_rest (localiser, 0);
  localiser->is_linear = 0;
  if (localiser->has_failed)
    return 0;
  if (ind__propagate (localiser->propagator, localiser->interval, localiser->rest.at,
                      localiser->rest.count, &localiser->conflict))
    {
      ind__propagate_undo (localiser->propagator);
      return 1;
    }
  for (k = 0; k < localiser->n; k++)
    localiser->is_in_base[localiser->assertions[k]]
        = !localiser->is_retracted[localiser->assertions[k]];
  localiser->base_mark = ind__propagate_mark (localiser->propagator);
  localiser->has_base = 1;
  return 0;
}

/* Whether all that is not retracted is refuted, by combinations of sums, too, if
 * is_linear; the reasons in ->conflict. What is refuted on top of the base is so
 * without it, too, by reasons that do not depend on what was tested before. */
static int
refute_rest (struct localiser *localiser, int is_linear)
{
  int result;

  if (localiser->has_base && !is_base_broken (localiser))
    {
      list_rest (localiser, 1);
      localiser->is_linear = 0;
      if (localiser->has_failed
          || !ind__refute_more (localiser->propagator, localiser->interval, localiser->rest.at,
                                localiser->rest.count, is_linear, localiser->base_mark))
        return 0;
    }
  drop_base (localiser);
  list_rest (localiser, 0);
  if (localiser->has_failed)
    return 0;
  result = (is_linear ? ind__refute_linear : ind__refute) (
      localiser->propagator, localiser->interval, localiser->rest.at, localiser->rest.count,
      &localiser->conflict);
  localiser->is_linear = result == 2;
  return result != 0;
}

/* Keeps the conflict at hand, once it is minimal. */
static const ind__set *
keep_minimal (struct localiser *localiser)
{
  ind__localisation *out = localiser->out;
  const ind__assertion *assertions = localiser->propagator->network->assertions;
  ind__set *kept, *clauses;
  size_t k;

  if (localiser->propagator->has_failed
      || !ind__grow (&out->conflicts, &out->conflicts_capacity, out->n_conflicts + 1,
                     sizeof *out->conflicts)
      || !ind__grow (&out->clauses, &out->clauses_capacity, out->n_conflicts + 1,
                     sizeof *out->clauses))
    {
      localiser->has_failed = 1;
      return NULL;
    }
  kept = &out->conflicts[out->n_conflicts];
  clauses = &out->clauses[out->n_conflicts++];
  memset (kept, 0, sizeof *kept);
  memset (clauses, 0, sizeof *clauses);
  for (k = 0; k < localiser->conflict.count && !localiser->has_failed; k++)
    {
      uint32_t assertion = localiser->conflict.at[k];
      localiser->has_failed |= !ind__set_add (
          assertions[assertion].kind == IND__ASSERTED_BY_CLAUSE ? clauses : kept, assertion);
    }
  if (localiser->has_failed)
    return NULL;
  if (kept->count > 0)
    return kept;
  out->is_impossible = 1;
  return NULL;
}

/* Makes the conflict at hand minimal and keeps it. */
static const ind__set *
keep_conflict (struct localiser *localiser)
{
  ind__minimise (localiser->propagator, localiser->interval, localiser->is_linear,
                 &localiser->conflict);
  return keep_minimal (localiser);
}

static int
compare_numbers (const void *left, const void *right)
{
  uint32_t a = *(const uint32_t *) left, b = *(const uint32_t *) right;
  return a < b ? -1 : a > b;
}

/* Whether a conflict that is known lies within the set. */
static int
is_known (const ind__localisation *out, const ind__set *set)
{
  size_t k, j, i;

  for (k = 0; k < out->n_conflicts; k++)
    {
      const ind__set *conflict = &out->conflicts[k];
      for (j = 0; j < conflict->count; j++)
        {
          for (i = 0; i < set->count && set->at[i] != conflict->at[j]; i++)
            continue;
          if (i == set->count)
            break;
        }
      if (j == conflict->count)
        return 1;
    }
  return 0;
}

static void
keep_violated (void *context, ind__set *conflict, int is_minimal)
{
  struct localiser *localiser = context;

  if (is_spent (localiser) || is_known (localiser->out, conflict))
    return;
  localiser->is_linear = 0;
  if (!ind__set_assign (&localiser->conflict, conflict->at, conflict->count))
    localiser->has_failed = 1;
  else if (!is_minimal)
    keep_conflict (localiser);
  else
    {
      if (conflict->count > 1)
        qsort (localiser->conflict.at, conflict->count, sizeof *conflict->at, compare_numbers);
      keep_minimal (localiser);
    }
}

/* The conflicts that are known, those of single sums, and those within the
 * hints. */
static void
find_first_conflicts (struct localiser *localiser, const ind__hints *hints)
{
  ind__localisation *out = localiser->out;
  size_t k;

  for (k = 0; hints != NULL && k < hints->n_known && !localiser->has_failed; k++)
    if (!ind__set_assign (&localiser->conflict, hints->sets[k].at, hints->sets[k].count)
        || keep_minimal (localiser) == NULL)
      localiser->has_failed = 1;
  ind__violated_sums (localiser->propagator, localiser->interval, localiser->assertions,
                      localiser->n, keep_violated, localiser);
  localiser->is_linear = 0;
  for (; hints != NULL && k < hints->n_sets && !is_spent (localiser); k++)
    if (!is_known (out, &hints->sets[k])
        && ind__refute (localiser->propagator, localiser->interval, hints->sets[k].at,
                        hints->sets[k].count, &localiser->conflict))
      keep_conflict (localiser);
}

/* Retracts what is neither a figure nor a clause, or asserts it again. Returns how
 * much that is. */
static size_t
retract_assumed (struct localiser *localiser, uint8_t value)
{
  const ind__assertion *assertions = localiser->propagator->network->assertions;
  size_t n = 0, k;

  for (k = 0; k < localiser->n; k++)
    if (assertions[localiser->assertions[k]].kind == IND__ASSERTED_BY_ASSUMPTION
        || assertions[localiser->assertions[k]].kind == IND__ASSERTED_BY_BASIS)
      {
        localiser->is_retracted[localiser->assertions[k]] = value;
        n++;
      }
  return n;
}

/* Conflicts that share no assertion with one another nor with what is
 * retracted, until none is left: those of figures alone first. */
static void
find_disjoint_conflicts (struct localiser *localiser)
{
  ind__localisation *out = localiser->out;
  size_t k;
  int is_assuming;

  for (is_assuming = 0; is_assuming <= 1; is_assuming++)
    {
      /* Where nothing is assumed, once is enough. */
      is_assuming |= retract_assumed (localiser, !is_assuming) == 0;
      for (k = 0; k < out->n_conflicts; k++)
        retract (localiser, out->conflicts[k].at, out->conflicts[k].count, 1);
      retract (localiser, localiser->retracted.at, localiser->retracted.count, 1);
      while (!is_spent (localiser) && refute_base (localiser))
        {
          const ind__set *kept = keep_conflict (localiser);
          if (kept != NULL)
            retract (localiser, kept->at, kept->count, 1);
        }
    }
  for (k = 0; k < out->n_conflicts; k++)
    retract (localiser, out->conflicts[k].at, out->conflicts[k].count, 0);
  retract (localiser, localiser->retracted.at, localiser->retracted.count, 1);
}

/* ------------------------------------------------------------------------
 * Clusters
 * ---------------------------------------------------------------------- */

static void
free_cluster (ind__cluster *cluster)
{
  size_t k;
  for (k = 0; k < cluster->n_alternatives; k++)
    ind__set_free (&cluster->alternatives[k]);
  ind__release (cluster->alternatives);
  ind__set_free (&cluster->members);
}

static void
free_clusters (ind__localisation *out)
{
  size_t k;
  for (k = 0; k < out->n_clusters; k++)
    free_cluster (&out->clusters[k]);
  ind__release (out->clusters);
  out->clusters = NULL;
  out->n_clusters = 0;
}

/* Numbers the clusters: conflicts with a common assertion are in one. */
static int
split (struct localiser *localiser)
{
  ind__localisation *out = localiser->out;
  size_t m = out->n_conflicts, k, j, n_clusters = 0, changed = 1;
  uint32_t *cluster_of = ind__new_array (m, sizeof *cluster_of);

  ind__release (localiser->cluster_of);
  localiser->cluster_of = cluster_of;
  localiser->n_split = m;
  free_clusters (out);
  if (cluster_of == NULL)
    return 0;
  for (k = 0; k < m; k++)
    for (j = 0; j < out->conflicts[k].count; j++)
      localiser->local[out->conflicts[k].at[j]] = IND__NONE;
  for (k = 0; k < m; k++)
    cluster_of[k] = (uint32_t) k;
  /* The least number spreads until nothing changes. */
  while (changed)
    for (k = 0, changed = 0; k < m; k++)
      {
        uint32_t least = cluster_of[k];
        for (j = 0; j < out->conflicts[k].count; j++)
          if (localiser->local[out->conflicts[k].at[j]] < least)
            least = localiser->local[out->conflicts[k].at[j]];
        changed += least != cluster_of[k];
        cluster_of[k] = least;
        for (j = 0; j < out->conflicts[k].count; j++)
          {
            changed += localiser->local[out->conflicts[k].at[j]] != least;
            localiser->local[out->conflicts[k].at[j]] = least;
          }
      }
  for (k = 0; k < m; k++)
    cluster_of[k] = cluster_of[k] == k ? (uint32_t) n_clusters++ : cluster_of[cluster_of[k]];
  out->clusters = ind__new_zeroed ((n_clusters + 1) * sizeof *out->clusters);
  if (out->clusters == NULL)
    return 0;
  out->n_clusters = n_clusters;
  for (k = 0; k < m; k++)
    for (j = 0; j < out->conflicts[k].count; j++)
      localiser->local[out->conflicts[k].at[j]] = IND__NONE;
  for (k = 0; k < m; k++)
    {
      ind__cluster *cluster = &out->clusters[cluster_of[k]];
      for (j = 0; j < out->conflicts[k].count; j++)
        {
          uint32_t *local = &localiser->local[out->conflicts[k].at[j]];
          if (*local != IND__NONE)
            continue;
          *local = (uint32_t) cluster->members.count;
          if (!ind__set_add (&cluster->members, out->conflicts[k].at[j]))
            return 0;
        }
    }
  return 1;
}

/* The conflicts of one cluster over its members' numbers. */
struct problem {
  ind__conflicts conflicts;
  uint32_t *cost, *elements;
  const uint32_t **conflict;
  size_t *n_members;
};

static void
free_problem (struct problem *problem)
{
  ind__release (problem->cost);
  ind__release (problem->elements);
  ind__release (problem->conflict);
  ind__release (problem->n_members);
}

static int
make_problem (const struct localiser *localiser, uint32_t number, int has_unit_costs,
              struct problem *problem)
{
  const ind__localisation *out = localiser->out;
  const ind__cluster *cluster = &out->clusters[number];
  size_t k, j, n = 0, m = 0;

  for (k = 0; k < localiser->n_split; k++)
    if (localiser->cluster_of[k] == number)
      {
        n += out->conflicts[k].count;
        m++;
      }
  problem->cost = ind__new_array (cluster->members.count, sizeof *problem->cost);
  problem->elements = ind__new_array (n, sizeof *problem->elements);
  problem->conflict = ind__new_array (m, sizeof *problem->conflict);
  problem->n_members = ind__new_array (m, sizeof *problem->n_members);
  if (problem->cost == NULL || problem->elements == NULL || problem->conflict == NULL
      || problem->n_members == NULL)
    {
      free_problem (problem);
      return 0;
    }
  for (k = 0; k < cluster->members.count; k++)
    problem->cost[k]
        = has_unit_costs
              ? 1
              : localiser->propagator->network->assertions[cluster->members.at[k]].cost;
  for (k = 0, n = 0, m = 0; k < localiser->n_split; k++)
    if (localiser->cluster_of[k] == number)
      {
        problem->conflict[m] = problem->elements + n;
        problem->n_members[m++] = out->conflicts[k].count;
        for (j = 0; j < out->conflicts[k].count; j++)
          problem->elements[n++] = localiser->local[out->conflicts[k].at[j]];
      }
  problem->conflicts.n_elements = cluster->members.count;
  problem->conflicts.n_conflicts = m;
  problem->conflicts.cost = problem->cost;
  problem->conflicts.conflict = problem->conflict;
  problem->conflicts.n_members = problem->n_members;
  return 1;
}

/* A cheapest set for the cluster, or the best found, is retracted. */
static void
retract_cheapest (struct localiser *localiser, uint32_t number)
{
  ind__cluster *cluster = &localiser->out->clusters[number];
  struct problem problem;
  uint32_t *set = ind__new_array (cluster->members.count, sizeof *set);
  uint64_t budget = remaining (localiser), before = budget;
  size_t n, k;
  ind__hitting_end end;

  if (set == NULL || !make_problem (localiser, number, 0, &problem))
    {
      ind__release (set);
      localiser->has_failed = 1;
      return;
    }
  cluster->cost = 0;
  end = ind__hitting_minimum (&problem.conflicts, &budget, &cluster->cost, set, &n);
  localiser->propagator->work += before - budget;
  localiser->has_failed |= end == IND__HITTING_NO_MEMORY;
  localiser->is_spent |= end == IND__HITTING_BUDGET;
  for (k = 0; k < n; k++)
    if (!ind__set_add (&localiser->retracted, cluster->members.at[set[k]]))
      localiser->has_failed = 1;
  ind__release (set);
  free_problem (&problem);
}

/* The least number of assertions that meets all conflicts of the cluster. */
static void
count_least (struct localiser *localiser, uint32_t number)
{
  ind__cluster *cluster = &localiser->out->clusters[number];
  struct problem problem;
  uint32_t *set = ind__new_array (cluster->members.count, sizeof *set);
  uint64_t budget = remaining (localiser) / 4 + 10000, before = budget;
  ind__hitting_end end;
  size_t n;

  cluster->at_least = 0;
  if (set == NULL || !make_problem (localiser, number, 1, &problem))
    {
      ind__release (set);
      localiser->has_failed = 1;
      return;
    }
  end = ind__hitting_minimum (&problem.conflicts, &budget, &cluster->at_least, set, &n);
  localiser->has_failed |= end == IND__HITTING_NO_MEMORY;
  localiser->out->is_short |= end == IND__HITTING_BUDGET;
  localiser->propagator->work += before - budget;
  ind__release (set);
  free_problem (&problem);
}

/* Retracts a cheapest set of every cluster until the rest is not refuted. */
static void
settle (struct localiser *localiser)
{
  const ind__set *kept;
  uint32_t k;

  for (;;)
    {
      if (!split (localiser))
        {
          localiser->has_failed = 1;
          return;
        }
      retract (localiser, localiser->retracted.at, localiser->retracted.count, 0);
      localiser->retracted.count = 0;
      for (k = 0; k < localiser->out->n_clusters && !localiser->has_failed; k++)
        retract_cheapest (localiser, k);
      retract (localiser, localiser->retracted.at, localiser->retracted.count, 1);
      if (is_spent (localiser) || !refute_rest (localiser, 1))
        return;
      kept = keep_conflict (localiser);
      if (kept == NULL)
        return;
      retract (localiser, kept->at, kept->count, 1);
      find_disjoint_conflicts (localiser);
    }
}

/* ------------------------------------------------------------------------
 * All alternatives of a cluster
 * ---------------------------------------------------------------------- */

struct enumeration {
  struct localiser *localiser;
  ind__cluster *cluster;
  ind__set found; /* the set at hand, in the network's numbers */
  size_t first_new; /* conflicts from here on were found on the way */
  size_t n_refuted; /* sets of the cluster that were refuted */
};

static int
add_alternative (ind__cluster *cluster, const ind__set *set)
{
  ind__set *added;

  if (!ind__grow (&cluster->alternatives, &cluster->alternatives_capacity,
                  cluster->n_alternatives + 1, sizeof *cluster->alternatives))
    return 0;
  added = &cluster->alternatives[cluster->n_alternatives];
  memset (added, 0, sizeof *added);
  if (!ind__set_assign (added, set->at, set->count))
    return 0;
  if (added->count > 1)
    qsort (added->at, added->count, sizeof *added->at, compare_numbers);
  cluster->n_alternatives++;
  return 1;
}

/* Whether the retraction misses a conflict found on the way. */
static int
misses_conflict (const struct enumeration *enumeration)
{
  const struct localiser *localiser = enumeration->localiser;
  const ind__localisation *out = localiser->out;
  size_t k, j;

  for (k = enumeration->first_new; k < out->n_conflicts; k++)
    {
      for (j = 0; j < out->conflicts[k].count; j++)
        if (localiser->is_retracted[out->conflicts[k].at[j]])
          break;
      if (j == out->conflicts[k].count)
        return 1;
    }
  return 0;
}

/* Whether the cluster's set at hand is refuted whatever the other clusters'
 * sets are. */
static int
is_refuted_anyway (struct enumeration *enumeration)
{
  struct localiser *localiser = enumeration->localiser;
  const ind__localisation *out = localiser->out;
  size_t c;
  int is_refuted;

  if (out->n_clusters == 1)
    return 1;
  for (c = 0; c < out->n_clusters; c++)
    if (&out->clusters[c] != enumeration->cluster)
      retract (localiser, out->clusters[c].members.at, out->clusters[c].members.count, 1);
  is_refuted = refute_rest (localiser, 1);
  for (c = 0; c < out->n_clusters; c++)
    if (&out->clusters[c] != enumeration->cluster)
      retract (localiser, out->clusters[c].members.at, out->clusters[c].members.count, 0);
  retract (localiser, localiser->retracted.at, localiser->retracted.count, 1);
  retract (localiser, enumeration->cluster->members.at, enumeration->cluster->members.count, 0);
  retract (localiser, enumeration->found.at, enumeration->found.count, 1);
  return is_refuted;
}

/* Tries one set of the least cost in place of the cluster's first. */
static int
try_set (void *context, const uint32_t *elements, size_t n)
{
  struct enumeration *enumeration = context;
  struct localiser *localiser = enumeration->localiser;
  ind__cluster *cluster = enumeration->cluster;
  size_t k;

  enumeration->found.count = 0;
  for (k = 0; k < n; k++)
    if (!ind__set_add (&enumeration->found, cluster->members.at[elements[k]]))
      localiser->has_failed = 1;
  if (is_spent (localiser))
    return 0;
  retract (localiser, enumeration->found.at, n, 1);
  if (!misses_conflict (enumeration))
    {
      if (refute_rest (localiser, 1))
        {
          if (++enumeration->n_refuted > MANY_REFUTED || !is_refuted_anyway (enumeration))
            keep_conflict (localiser);
        }
      else if (!localiser->has_failed && !add_alternative (cluster, &enumeration->found))
        localiser->has_failed = 1;
    }
  retract (localiser, enumeration->found.at, n, 0);
  return !is_spent (localiser) && cluster->n_alternatives < MAX_ALTERNATIVES;
}

/* The set that is retracted for the cluster now, as its only alternative. */
static void
take_retracted (struct localiser *localiser, uint32_t number)
{
  ind__cluster *cluster = &localiser->out->clusters[number];
  ind__set set = { NULL, 0, 0 };
  size_t k, j;

  for (k = 0; k < localiser->retracted.count; k++)
    for (j = 0; j < cluster->members.count; j++)
      if (cluster->members.at[j] == localiser->retracted.at[k]
          && !ind__set_add (&set, localiser->retracted.at[k]))
        localiser->has_failed = 1;
  if (!add_alternative (cluster, &set))
    localiser->has_failed = 1;
  ind__set_free (&set);
}

/* Finds all alternatives of all clusters. Sets that are refuted give further
 * conflicts; 0: there were some, and all is to be done again. */
static int
enumerate (struct localiser *localiser)
{
  ind__localisation *out = localiser->out;
  struct enumeration enumeration;
  size_t first_new = out->n_conflicts;
  uint32_t k;

  memset (&enumeration, 0, sizeof enumeration);
  enumeration.localiser = localiser;
  enumeration.first_new = first_new;
  for (k = 0; k < out->n_clusters && !is_spent (localiser); k++)
    {
      ind__cluster *cluster = &out->clusters[k];
      struct problem problem;
      uint64_t budget = remaining (localiser), before = budget;
      ind__hitting_end end;
      enumeration.cluster = cluster;
      enumeration.n_refuted = 0;
      if (!make_problem (localiser, k, 0, &problem))
        {
          localiser->has_failed = 1;
          break;
        }
      retract (localiser, cluster->members.at, cluster->members.count, 0);
      end = ind__hitting_all (&problem.conflicts, &budget, cluster->cost, try_set, &enumeration);
      localiser->propagator->work += before - budget;
      localiser->has_failed |= end == IND__HITTING_NO_MEMORY;
      localiser->is_spent |= end == IND__HITTING_BUDGET;
      cluster->is_complete = end == IND__HITTING_DONE && !is_spent (localiser);
      retract (localiser, localiser->retracted.at, localiser->retracted.count, 1);
      free_problem (&problem);
    }
  ind__set_free (&enumeration.found);
  return out->n_conflicts == first_new || is_spent (localiser);
}

/* Tests one combination of alternatives. 0: it is refuted, which gives a
 * conflict across clusters. */
static int
test_combination (struct localiser *localiser, const size_t *chosen)
{
  ind__localisation *out = localiser->out;
  size_t c;
  int is_refuted;

  for (c = 0; c < out->n_clusters; c++)
    {
      const ind__set *set = &out->clusters[c].alternatives[chosen[c]];
      retract (localiser, set->at, set->count, 1);
    }
  is_refuted = refute_rest (localiser, 1);
  if (is_refuted)
    keep_conflict (localiser);
  for (c = 0; c < out->n_clusters; c++)
    {
      const ind__set *set = &out->clusters[c].alternatives[chosen[c]];
      retract (localiser, set->at, set->count, 0);
    }
  return !is_refuted;
}

/* The next combination in which at most `most` clusters do not have their first
 * alternative. 0: there is none. */
static int
next_combination (const ind__localisation *out, size_t most, size_t *chosen)
{
  size_t c, k, n;

  do
    {
      for (c = 0; c < out->n_clusters; c++)
        {
          if (++chosen[c] < out->clusters[c].n_alternatives)
            break;
          chosen[c] = 0;
        }
      if (c == out->n_clusters)
        return 0;
      for (k = 0, n = 0; k < out->n_clusters; k++)
        n += chosen[k] > 0;
      /* What is too many stays so until the lowest that is not first goes
       * back. */
      for (k = 0; k < out->n_clusters && n > most; k++)
        if (chosen[k] > 0)
          {
            chosen[k] = out->clusters[k].n_alternatives - 1;
            break;
          }
    }
  while (n > most);
  return 1;
}

/* Each cluster's alternatives were tested with the cheapest sets of the others.
 * 0: some combination is refuted, and all is to be done again. */
static int
test_combinations (struct localiser *localiser)
{
  ind__localisation *out = localiser->out;
  size_t c, most, n_open = 0, *chosen;
  double n_combinations = 1;
  int is_good = 1;

  for (c = 0; c < out->n_clusters; c++)
    {
      n_open += out->clusters[c].n_alternatives > 1;
      n_combinations *= (double) out->clusters[c].n_alternatives;
    }
  if (n_open < 2)
    return 1;
  chosen = ind__new_zeroed (out->n_clusters * sizeof *chosen);
  if (chosen == NULL)
    {
      localiser->has_failed = 1;
      return 1;
    }
  most = n_combinations <= MAX_COMBINATIONS ? out->n_clusters : 2;
  retract (localiser, localiser->retracted.at, localiser->retracted.count, 0);
  while (is_good && !is_spent (localiser) && next_combination (out, most, chosen))
    is_good = test_combination (localiser, chosen);
  retract (localiser, localiser->retracted.at, localiser->retracted.count, 1);
  if (is_spent (localiser))
    for (c = 0; c < out->n_clusters; c++)
      out->clusters[c].is_complete &= out->clusters[c].n_alternatives == 1;
  ind__release (chosen);
  return is_good || is_spent (localiser);
}

/* When the budget has ended: more is retracted, greedily, until the rest is
 * not refuted; the best that is known. */
static void
finish (struct localiser *localiser)
{
  ind__localisation *out = localiser->out;
  size_t k, j, i, n_known = out->n_conflicts;

  localiser->is_spent = 0;
  localiser->start = localiser->propagator->work;
  while (!is_spent (localiser) && refute_rest (localiser, 1))
    {
      const ind__set *kept = keep_conflict (localiser);
      uint32_t best = IND__NONE;
      size_t most = 0;
      if (kept == NULL)
        return;
      /* The assertion that most conflicts share. */
      for (k = 0; k < kept->count; k++)
        {
          size_t n = 0;
          for (j = 0; j < out->n_conflicts; j++)
            for (i = 0; i < out->conflicts[j].count; i++)
              n += out->conflicts[j].at[i] == kept->at[k];
          if (n > most)
            {
              most = n;
              best = kept->at[k];
            }
        }
      localiser->is_retracted[best] = 1;
      if (!ind__set_add (&localiser->retracted, best))
        localiser->has_failed = 1;
    }
  if (localiser->has_failed || out->n_conflicts == n_known)
    return;
  if (!split (localiser))
    localiser->has_failed = 1;
}

/* After the budget: what the clusters are known to need, by conflicts that
 * share nothing, and one set for each. */
static void
take_what_is_known (struct localiser *localiser)
{
  uint32_t k;

  finish (localiser);
  for (k = 0; k < localiser->out->n_clusters && !localiser->has_failed; k++)
    {
      ind__cluster *cluster = &localiser->out->clusters[k];
      if (cluster->n_alternatives == 0)
        take_retracted (localiser, k);
    }
}

static void
localise (struct localiser *localiser)
{
  uint32_t k;

  do
    settle (localiser);
  while (!is_spent (localiser) && !(enumerate (localiser) && test_combinations (localiser)));
  if (localiser->out->is_impossible)
    return;
  if (localiser->is_spent && !localiser->has_failed)
    {
      localiser->out->is_short = 1;
      take_what_is_known (localiser);
    }
  for (k = 0; k < localiser->out->n_clusters && !localiser->has_failed; k++)
    count_least (localiser, k);
}

int
ind__localise (ind__propagator *propagator, const ind_interval *interval,
               const uint32_t *assertions, size_t n, const ind__hints *hints,
               uint64_t budget, ind__localisation *out)
{
  struct localiser localiser;
  size_t n_assertions = propagator->network->n_assertions;

  memset (out, 0, sizeof *out);
  memset (&localiser, 0, sizeof localiser);
  localiser.propagator = propagator;
  localiser.interval = interval;
  localiser.assertions = assertions;
  localiser.n = n;
  localiser.out = out;
  localiser.start = propagator->work;
  localiser.budget = budget;
  if ((hints == NULL || hints->n_known == 0)
      && !ind__refute_linear (propagator, interval, assertions, n, NULL))
    return !propagator->has_failed;
  if (ind__refute_links (propagator, assertions, n))
    {
      out->is_impossible = 1;
      return 1;
    }
  localiser.local = ind__new_array (n_assertions, sizeof *localiser.local);
  localiser.is_retracted = ind__new_zeroed (n_assertions + 1);
  localiser.is_in_base = ind__new_zeroed (n_assertions + 1);
  localiser.has_failed = localiser.local == NULL || localiser.is_retracted == NULL
                         || localiser.is_in_base == NULL;
  if (!localiser.has_failed)
    {
      find_first_conflicts (&localiser, hints);
      find_disjoint_conflicts (&localiser);
      out->n_first = out->n_conflicts;
      if (!localiser.has_failed)
        localise (&localiser);
    }
  drop_base (&localiser);
  localiser.has_failed |= propagator->has_failed;
  ind__release (localiser.local);
  ind__release (localiser.cluster_of);
  ind__release (localiser.is_retracted);
  ind__release (localiser.is_in_base);
  ind__set_free (&localiser.retracted);
  ind__set_free (&localiser.rest);
  ind__set_free (&localiser.conflict);
  if (out->is_impossible)
    free_clusters (out);
  if (localiser.has_failed)
    ind__localisation_free (out);
  return !localiser.has_failed;
}

void
ind__localisation_free (ind__localisation *localisation)
{
  size_t k;

  for (k = 0; k < localisation->n_conflicts; k++)
    {
      ind__set_free (&localisation->conflicts[k]);
      ind__set_free (&localisation->clauses[k]);
    }
  ind__release (localisation->conflicts);
  ind__release (localisation->clauses);
  free_clusters (localisation);
  memset (localisation, 0, sizeof *localisation);
}

/* ------------------------------------------------------------------------
 * Certainty
 * ---------------------------------------------------------------------- */

#define WORK_ON_CERTAINTY 100000

static int
share_member (const ind__set *a, const ind__set *b)
{
  size_t k, j;
  for (k = 0; k < a->count; k++)
    for (j = 0; j < b->count; j++)
      if (a->at[k] == b->at[j])
        return 1;
  return 0;
}

static uint32_t
place_of (const ind__set *set, uint32_t element)
{
  uint32_t k;
  for (k = 0; k < set->count && set->at[k] != element; k++)
    continue;
  return k;
}

int
ind__is_needed (const ind__localisation *localisation, size_t number, const ind__network *network,
                uint32_t assertion)
{
  const ind__cluster *cluster = &localisation->clusters[number];
  const ind__set *members = &cluster->members;
  size_t k, j, n = 0, m = 0, most = 0, n_found;
  struct problem problem;
  uint32_t least = 0, *set;
  uint64_t budget = WORK_ON_CERTAINTY;
  int result = 0;

  for (k = 1; k < members->count; k++)
    if (network->assertions[members->at[k]].cost != network->assertions[members->at[0]].cost)
      break;
  if (k == members->count)
    return 1;
  for (k = 0; k < cluster->n_alternatives; k++)
    if (cluster->alternatives[k].count > most)
      most = cluster->alternatives[k].count;
  for (k = 0; k < localisation->n_conflicts; k++)
    n += localisation->conflicts[k].count;
  set = ind__new_array (members->count, sizeof *set);
  problem.cost = ind__new_array (members->count, sizeof *problem.cost);
  problem.elements = ind__new_array (n, sizeof *problem.elements);
  problem.conflict = ind__new_array (localisation->n_conflicts, sizeof *problem.conflict);
  problem.n_members = ind__new_array (localisation->n_conflicts, sizeof *problem.n_members);
  if (set != NULL && problem.cost != NULL && problem.elements != NULL
      && problem.conflict != NULL && problem.n_members != NULL)
    {
      for (k = 0; k < members->count; k++)
        problem.cost[k] = 1;
      for (k = 0, n = 0; k < localisation->n_conflicts; k++)
        {
          const ind__set *conflict = &localisation->conflicts[k];
          if (!share_member (conflict, members))
            continue;
          problem.conflict[m] = problem.elements + n;
          for (j = 0; j < conflict->count; j++)
            if (conflict->at[j] != assertion)
              problem.elements[n++] = place_of (members, conflict->at[j]);
          problem.n_members[m] = (size_t) (problem.elements + n - problem.conflict[m]);
          /* Nothing else meets this conflict. */
          result |= problem.n_members[m++] == 0;
        }
      problem.conflicts.n_elements = members->count;
      problem.conflicts.n_conflicts = m;
      problem.conflicts.cost = problem.cost;
      problem.conflicts.conflict = problem.conflict;
      problem.conflicts.n_members = problem.n_members;
      if (!result)
        result = ind__hitting_minimum (&problem.conflicts, &budget, &least, set, &n_found)
                     != IND__HITTING_NO_MEMORY
                 && least > most;
    }
  else
    result = -1;
  ind__release (set);
  free_problem (&problem);
  return result;
}
