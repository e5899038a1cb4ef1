/* SPDX-License-Identifier: GPL-3.0-or-later
 * Minimum-cost hitting sets by branch and bound. Elements that meet the same
 * conflicts at the same cost are one class: branching is over classes. */
#include "explain/hitting_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct search {
  const ind__conflicts *conflicts;
  size_t n_words;          /* of a set of conflicts */
  size_t n_classes;
  uint32_t *class_of;      /* per element */
  uint32_t *first_member;  /* per class, into members; n_classes + 1 */
  uint32_t *members;       /* elements by class */
  uint32_t *cost;          /* per class */
  uint64_t *met;           /* n_words per class: the conflicts it meets */
  uint32_t *first_option;  /* per conflict, into options */
  uint32_t *options;       /* the classes of each conflict */
  uint32_t *by_size;       /* conflicts, those with fewest options first */
  uint8_t *is_barred;      /* per class: an earlier branch has tried it */
  uint32_t *stamp, now;    /* per class: in a conflict of the packing */
  uint64_t *open;          /* n_words per depth: the conflicts not yet met */
  uint32_t *order, *gain;  /* room for the options at each depth */
  uint32_t *chosen;        /* classes */
  size_t n_chosen;
  uint32_t best, least;    /* cost of the best set, and the proved bound */
  uint32_t *best_set;
  size_t n_best;
  uint32_t wanted;         /* by ind__hitting_all: the cost; else 0 */
  ind__hitting_visitor visitor;
  void *context;
  uint32_t *expansion;     /* a set under construction */
  uint64_t *budget;
  ind__hitting_end end;
};

static size_t
count_bits (uint64_t x)
{
  size_t n = 0;
  for (; x != 0; x &= x - 1)
    n++;
  return n;
}

/* ------------------------------------------------------------------------
 * Classes
 * ---------------------------------------------------------------------- */

struct element {
  const uint64_t *met;
  size_t n_words;
  uint32_t cost, number;
};

static int
compare_elements (const void *left, const void *right)
{
  const struct element *a = left, *b = right;
  size_t k;

  for (k = 0; k < a->n_words; k++)
    if (a->met[k] != b->met[k])
      return a->met[k] < b->met[k] ? -1 : 1;
  if (a->cost != b->cost)
    return a->cost < b->cost ? -1 : 1;
  return a->number < b->number ? -1 : a->number > b->number;
}

static int
is_same_class (const struct element *a, const struct element *b)
{
  return a->cost == b->cost && memcmp (a->met, b->met, a->n_words * sizeof *a->met) == 0;
}

/* Classes are numbered by their first member. */
static int
compare_by_first (const void *left, const void *right)
{
  const struct element *a = left, *b = right;
  return a->number < b->number ? -1 : a->number > b->number;
}

static int
make_classes (struct search *search)
{
  const ind__conflicts *conflicts = search->conflicts;
  size_t n = conflicts->n_elements, w = search->n_words, k, j, n_heads = 0;
  uint64_t *met = ind__new_zeroed ((n * w + 1) * sizeof *met);
  struct element *elements = ind__new_array (n, sizeof *elements);
  struct element *heads = ind__new_array (n, sizeof *heads);
  uint32_t *head_of = ind__new_array (n, sizeof *head_of);
  int is_good = met != NULL && elements != NULL && heads != NULL && head_of != NULL;

  if (is_good)
    {
      for (k = 0; k < conflicts->n_conflicts; k++)
        for (j = 0; j < conflicts->n_members[k]; j++)
          met[conflicts->conflict[k][j] * w + k / 64] |= UINT64_C (1) << k % 64;
      for (k = 0; k < n; k++)
        {
          elements[k].met = met + k * w;
          elements[k].n_words = w;
          elements[k].cost = conflicts->cost[k];
          elements[k].number = (uint32_t) k;
        }
      qsort (elements, n, sizeof *elements, compare_elements);
      for (k = 0; k < n; k++)
        {
          if (k == 0 || !is_same_class (&elements[k], &elements[k - 1]))
            heads[n_heads++] = elements[k];
          head_of[elements[k].number] = heads[n_heads - 1].number;
        }
      qsort (heads, n_heads, sizeof *heads, compare_by_first);
      search->n_classes = n_heads;
      search->met = ind__new_array (n_heads * w, sizeof *search->met);
      search->cost = ind__new_array (n_heads, sizeof *search->cost);
      search->class_of = ind__new_array (n, sizeof *search->class_of);
      search->first_member = ind__new_zeroed ((n_heads + 2) * sizeof *search->first_member);
      search->members = ind__new_array (n, sizeof *search->members);
      is_good = search->met != NULL && search->cost != NULL && search->class_of != NULL
                && search->first_member != NULL && search->members != NULL;
    }
  if (is_good)
    {
      for (k = 0; k < n_heads; k++)
        {
          memcpy (search->met + k * w, heads[k].met, w * sizeof *search->met);
          search->cost[k] = heads[k].cost;
          search->class_of[heads[k].number] = (uint32_t) k;
        }
      for (k = 0; k < n; k++)
        {
          search->class_of[k] = search->class_of[head_of[k]];
          search->first_member[search->class_of[k] + 2]++;
        }
      for (k = 0; k < n_heads; k++)
        search->first_member[k + 2] += search->first_member[k + 1];
      for (k = 0; k < n; k++)
        search->members[search->first_member[search->class_of[k] + 1]++] = (uint32_t) k;
    }
  ind__release (met);
  ind__release (elements);
  ind__release (heads);
  ind__release (head_of);
  return is_good;
}

static int
compare_sizes (const void *left, const void *right)
{
  const uint64_t *a = left, *b = right;
  return *a < *b ? -1 : *a > *b;
}

/* The classes of each conflict, and the conflicts by the number of them. */
static int
list_options (struct search *search)
{
  size_t m = search->conflicts->n_conflicts, k, c, n = 0;
  uint64_t *key = ind__new_array (m, sizeof *key);

  for (c = 0; c < search->n_classes; c++)
    for (k = 0; k < search->n_words; k++)
      n += count_bits (search->met[c * search->n_words + k]);
  search->first_option = ind__new_array (m + 1, sizeof *search->first_option);
  search->options = ind__new_array (n, sizeof *search->options);
  search->by_size = ind__new_array (m, sizeof *search->by_size);
  if (key == NULL || search->first_option == NULL || search->options == NULL
      || search->by_size == NULL)
    {
      ind__release (key);
      return 0;
    }
  for (k = 0, n = 0; k < m; k++)
    {
      search->first_option[k] = (uint32_t) n;
      for (c = 0; c < search->n_classes; c++)
        if (search->met[c * search->n_words + k / 64] >> k % 64 & 1)
          search->options[n++] = (uint32_t) c;
      key[k] = (uint64_t) (n - search->first_option[k]) << 32 | k;
    }
  search->first_option[m] = (uint32_t) n;
  qsort (key, m, sizeof *key, compare_sizes);
  for (k = 0; k < m; k++)
    search->by_size[k] = (uint32_t) key[k];
  ind__release (key);
  return 1;
}

static void
close_search (struct search *search)
{
  ind__release (search->class_of);
  ind__release (search->first_member);
  ind__release (search->members);
  ind__release (search->cost);
  ind__release (search->met);
  ind__release (search->first_option);
  ind__release (search->options);
  ind__release (search->by_size);
  ind__release (search->is_barred);
  ind__release (search->stamp);
  ind__release (search->open);
  ind__release (search->order);
  ind__release (search->gain);
  ind__release (search->chosen);
  ind__release (search->best_set);
  ind__release (search->expansion);
}

static int
open_search (struct search *search, const ind__conflicts *conflicts, uint64_t *budget)
{
  size_t m = conflicts->n_conflicts, k;

  memset (search, 0, sizeof *search);
  search->conflicts = conflicts;
  search->budget = budget;
  search->best = UINT32_MAX;
  search->n_words = m / 64 + 1;
  if (!make_classes (search) || !list_options (search))
    return 0;
  search->is_barred = ind__new_zeroed (search->n_classes + 1);
  search->stamp = ind__new_zeroed ((search->n_classes + 1) * sizeof *search->stamp);
  search->open = ind__new_array ((m + 1) * search->n_words, sizeof *search->open);
  /* A level of the search takes the options of a conflict no level above
   * took. */
  search->order = ind__new_array (search->first_option[m], sizeof *search->order);
  search->gain = ind__new_array (search->first_option[m], sizeof *search->gain);
  search->chosen = ind__new_array (m, sizeof *search->chosen);
  search->best_set = ind__new_array (m, sizeof *search->best_set);
  search->expansion = ind__new_array (m, sizeof *search->expansion);
  if (search->is_barred == NULL || search->stamp == NULL || search->open == NULL
      || search->order == NULL || search->gain == NULL || search->chosen == NULL
      || search->best_set == NULL
      || search->expansion == NULL)
    return 0;
  memset (search->open, 0, search->n_words * sizeof *search->open);
  for (k = 0; k < m; k++)
    search->open[k / 64] |= UINT64_C (1) << k % 64;
  return 1;
}

/* ------------------------------------------------------------------------
 * Search
 * ---------------------------------------------------------------------- */

static void
spend (struct search *search, uint64_t steps)
{
  *search->budget -= *search->budget < steps ? *search->budget : steps;
}

/* What conflicts that share no option cost at the least, each by itself, and
 * the open conflict with the fewest options left. 0 where one has none. */
static int
bound (struct search *search, const uint64_t *open, uint32_t *least, uint32_t *branch)
{
  size_t m = search->conflicts->n_conflicts, k, fewest = SIZE_MAX;
  uint64_t steps = 0;
  uint32_t i;

  *least = 0;
  search->now++;
  for (k = 0; k < m; k++)
    {
      uint32_t conflict = search->by_size[k], cheapest = UINT32_MAX;
      size_t n = 0;
      int is_apart = 1;
      if ((open[conflict / 64] >> conflict % 64 & 1) == 0)
        continue;
      for (i = search->first_option[conflict]; i < search->first_option[conflict + 1]; i++)
        {
          uint32_t option = search->options[i];
          if (search->is_barred[option])
            continue;
          n++;
          is_apart &= search->stamp[option] != search->now;
          if (search->cost[option] < cheapest)
            cheapest = search->cost[option];
        }
      steps += search->first_option[conflict + 1] - search->first_option[conflict];
      if (n == 0)
        break;
      if (n < fewest)
        {
          fewest = n;
          *branch = conflict;
        }
      if (!is_apart)
        continue;
      *least += cheapest;
      for (i = search->first_option[conflict]; i < search->first_option[conflict + 1]; i++)
        if (!search->is_barred[search->options[i]])
          search->stamp[search->options[i]] = search->now;
    }
  spend (search, steps + m);
  return k == m;
}

/* Every choice of one member of each chosen class. */
static void
expand (struct search *search, size_t at)
{
  uint32_t class, k;

  if (search->end != IND__HITTING_DONE)
    return;
  if (at == search->n_chosen)
    {
      if (!search->visitor (search->context, search->expansion, at))
        search->end = IND__HITTING_STOPPED;
      return;
    }
  class = search->chosen[at];
  for (k = search->first_member[class]; k < search->first_member[class + 1]; k++)
    {
      search->expansion[at] = search->members[k];
      expand (search, at + 1);
    }
}

static size_t
n_met (const struct search *search, uint32_t class, const uint64_t *open)
{
  size_t k, n = 0;
  for (k = 0; k < search->n_words; k++)
    n += count_bits (search->met[class * search->n_words + k] & open[k]);
  return n;
}

/* Sorts options by how much they meet for their cost; stable. */
static void
sort_options (struct search *search, uint32_t *option, uint32_t *gain, size_t n,
              const uint64_t *open)
{
  size_t k, j;

  for (k = 0; k < n; k++)
    gain[k] = (uint32_t) n_met (search, option[k], open);
  for (k = 1; k < n; k++)
    {
      uint32_t moved = option[k], moved_gain = gain[k];
      for (j = k; j > 0; j--)
        {
          if ((uint64_t) gain[j - 1] * search->cost[moved]
              >= (uint64_t) moved_gain * search->cost[option[j - 1]])
            break;
          option[j] = option[j - 1];
          gain[j] = gain[j - 1];
        }
      option[j] = moved;
      gain[j] = moved_gain;
    }
}

/* Whether all that `a` would meet, `b` would, at no greater cost. */
static int
is_dominated (const struct search *search, uint32_t a, uint32_t b, const uint64_t *open)
{
  const uint64_t *met_a = search->met + a * search->n_words;
  const uint64_t *met_b = search->met + b * search->n_words;
  size_t k;

  if (search->cost[b] > search->cost[a])
    return 0;
  for (k = 0; k < search->n_words; k++)
    if ((met_a[k] & open[k] & ~met_b[k]) != 0)
      return 0;
  return 1;
}

/* Drops options of a conflict that an option before them dominates: one best
 * set does without. Returns how many are left. */
static size_t
drop_dominated (const struct search *search, uint32_t *option, size_t n, const uint64_t *open)
{
  size_t k, j, n_kept = 0;

  for (k = 0; k < n; k++)
    {
      for (j = 0; j < n_kept && !is_dominated (search, option[k], option[j], open); j++)
        ;
      if (j == n_kept)
        option[n_kept++] = option[k];
    }
  return n_kept;
}

static void
branch (struct search *search, uint32_t cost, uint32_t *room)
{
  const uint64_t *open = search->open + search->n_chosen * search->n_words;
  uint64_t *next = search->open + (search->n_chosen + 1) * search->n_words;
  uint32_t least = 0, conflict = UINT32_MAX, i;
  size_t n = 0, k, j;

  if (*search->budget == 0)
    search->end = IND__HITTING_BUDGET;
  if (search->end != IND__HITTING_DONE || !bound (search, open, &least, &conflict))
    return;
  if (search->wanted != 0 ? cost + least > search->wanted : cost + least >= search->best)
    return;
  if (conflict == UINT32_MAX)
    {
      if (search->wanted != 0)
        {
          if (cost == search->wanted)
            expand (search, 0);
          return;
        }
      search->best = cost;
      search->n_best = search->n_chosen;
      memcpy (search->best_set, search->chosen, search->n_chosen * sizeof *search->chosen);
      return;
    }
  for (i = search->first_option[conflict]; i < search->first_option[conflict + 1]; i++)
    if (!search->is_barred[search->options[i]])
      room[n++] = search->options[i];
  sort_options (search, room, search->gain + (room - search->order), n, open);
  spend (search, n * search->n_words);
  if (search->wanted == 0)
    {
      spend (search, n * n / 4);
      n = drop_dominated (search, room, n, open);
    }
  for (k = 0; k < n && search->end == IND__HITTING_DONE && search->best > search->least; k++)
    {
      for (j = 0; j < search->n_words; j++)
        next[j] = open[j] & ~search->met[room[k] * search->n_words + j];
      search->chosen[search->n_chosen++] = room[k];
      branch (search, cost + search->cost[room[k]], room + n);
      search->n_chosen--;
      search->is_barred[room[k]] = 1;
    }
  for (k = 0; k < n; k++)
    search->is_barred[room[k]] = 0;
}

ind__hitting_end
ind__hitting_minimum (const ind__conflicts *conflicts, uint64_t *budget, uint32_t *cost,
                      uint32_t *set, size_t *n_set)
{
  struct search search;
  uint32_t root, conflict;
  size_t k;

  *n_set = 0;
  if (!open_search (&search, conflicts, budget))
    {
      close_search (&search);
      return IND__HITTING_NO_MEMORY;
    }
  search.least = *cost;
  if (bound (&search, search.open, &root, &conflict) && root > search.least)
    search.least = root;
  branch (&search, 0, search.order);
  *cost = search.end == IND__HITTING_DONE ? search.best : search.least;
  for (k = 0; k < search.n_best; k++)
    set[(*n_set)++] = search.members[search.first_member[search.best_set[k]]];
  close_search (&search);
  return search.end;
}

ind__hitting_end
ind__hitting_all (const ind__conflicts *conflicts, uint64_t *budget, uint32_t cost,
                  ind__hitting_visitor visitor, void *context)
{
  struct search search;

  if (!open_search (&search, conflicts, budget))
    {
      close_search (&search);
      return IND__HITTING_NO_MEMORY;
    }
  search.wanted = cost;
  search.visitor = visitor;
  search.context = context;
  branch (&search, 0, search.order);
  close_search (&search);
  return search.end;
}
