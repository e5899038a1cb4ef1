/* SPDX-License-Identifier: GPL-3.0-or-later
 * First guesses of unknowns: links give one after the other, the surest first, as
 * Dijkstra's method takes the nearest. What no link gives is free, and anything goes that
 * is not degenerate: no zero, no two values alike that a quotient would make 1 of, and
 * nothing so large or small that it is lost in sums. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/newton.h"

/* Links wait here, those that give an unknown first, by its relative error, then those
 * that say no more than how large unknowns are, by how many of these they hold. */
#define NO_MORE_THAN_SIZE 1e100

struct waiting {
  double key;
  uint32_t link;
};

struct guesser {
  const ind__group *group;
  const uint8_t *is_used;
  double *x, *spread;
  uint32_t *first, *of_column;  /* the links of each column */
  uint32_t *n_open;             /* per link: terms without a value */
  struct waiting *heap;
  size_t n_heap;
  unsigned start, n_choices;
};

static int
comes_before (const struct waiting *a, const struct waiting *b)
{
  return a->key != b->key ? a->key < b->key : a->link < b->link;
}

static void
push (struct guesser *at, double key, size_t link)
{
  struct waiting own = { isnan (key) ? NO_MORE_THAN_SIZE / 10 : key, (uint32_t) link };
  size_t k = at->n_heap++;

  for (; k > 0 && comes_before (&own, &at->heap[(k - 1) / 2]); k = (k - 1) / 2)
    at->heap[k] = at->heap[(k - 1) / 2];
  at->heap[k] = own;
}

static struct waiting
pop (struct guesser *at)
{
  struct waiting top = at->heap[0], last = at->heap[--at->n_heap];
  size_t k = 0;

  for (;;)
    {
      size_t child = 2 * k + 1;
      if (child >= at->n_heap)
        break;
      if (child + 1 < at->n_heap && comes_before (&at->heap[child + 1], &at->heap[child]))
        child++;
      if (!comes_before (&at->heap[child], &last))
        break;
      at->heap[k] = at->heap[child];
      k = child;
    }
  at->heap[k] = last;
  return top;
}

/* The first term of the link without a value. */
static size_t
find_open (const struct guesser *at, const ind__link *link)
{
  const ind__term *term = ind__terms_of (at->group, link);
  size_t k = 0;

  while (k < link->n_terms && !isnan (at->x[ind__column_of (at->group, &term[k])]))
    k++;
  return k;
}

static double
square (double x)
{
  return x * x;
}

/* The standard error of what the link makes of its term number `open`, errors of the
 * others being their own. */
static double
error_of (const struct guesser *at, const ind__link *link, size_t open)
{
  const ind__term *term = ind__terms_of (at->group, link);
  double sum = 0;
  size_t k;

  if (link->is_product)
    {
      uint32_t a = ind__column_of (at->group, &term[open == 0 ? 1 : 0]);
      uint32_t b = ind__column_of (at->group, &term[open == 0 ? 2 : 3 - open]);
      if (open == 0)
        return sqrt (square (at->x[b] * at->spread[a]) + square (at->x[a] * at->spread[b]));
      return sqrt (square (at->spread[a]) + square (at->x[a] / at->x[b] * at->spread[b]))
             / fabs (at->x[b]);
    }
  for (k = 0; k < link->n_terms; k++)
    if (k != open)
      sum += square (term[k].coefficient * at->spread[ind__column_of (at->group, &term[k])]);
  return sqrt (sum) / fabs (term[open].coefficient);
}

/* Puts the link where it waits its turn, by what is known of its terms. */
static void
await (struct guesser *at, size_t k)
{
  const ind__link *link = ind__link_at (at->group, k);

  if (at->n_open[k] == 1)
    {
      size_t open = find_open (at, link);
      double value = ind__solve_link (at->group, link, at->x, open);
      if (isfinite (value))
        push (at, fmin (error_of (at, link, open) / fabs (value), NO_MORE_THAN_SIZE / 10), k);
    }
  else if (at->n_open[k] > 1 && !link->is_product
           && (at->n_open[k] < link->n_terms || link->constant != 0))
    push (at, NO_MORE_THAN_SIZE * at->n_open[k], k);
}

static void
set (struct guesser *at, uint32_t column, double value, double error)
{
  double low = at->group->low[column], high = at->group->high[column];
  uint32_t k;

  at->x[column] = fmin (fmax (value, low), high);
  at->spread[column] = isfinite (error) ? error : fabs (value);
  for (k = at->first[column]; k < at->first[column + 1]; k++)
    {
      uint32_t link = at->of_column[k];
      at->n_open[link]--;
      if (k + 1 == at->first[column + 1] || at->of_column[k + 1] != link)
        await (at, link);
    }
}

/* Numbers from 0 to 1, no two alike. */
static double
choose (struct guesser *at)
{
  double golden = ++at->n_choices * 0.6180339887498949;
  return golden - floor (golden);
}

/* A value for the first unknown of a sum, so that the others can be of its size and of
 * one sign. */
static void
guess_from_sum (struct guesser *at, size_t k)
{
  const ind__link *link = ind__link_at (at->group, k);
  const ind__term *term = ind__terms_of (at->group, link);
  size_t open = find_open (at, link), t;
  double known = link->constant, size = fabs (known), part;
  int is_one_sided = 1, has_known = 0;

  for (t = 0; t < link->n_terms; t++)
    {
      double value = at->x[ind__column_of (at->group, &term[t])];
      if (!isnan (value))
        {
          has_known = 1;
          known += term[t].coefficient * value;
          size = fmax (size, fabs (term[t].coefficient * value));
        }
      else if ((term[t].coefficient > 0) != (term[open].coefficient > 0))
        is_one_sided = 0;
    }
  part = -known / term[open].coefficient;
  if (fabs (part) <= 1e-9 * size)
    part = size / fabs (term[open].coefficient);
  if (is_one_sided)
    part *= (0.8 + 0.4 * choose (at)) / at->n_open[k];
  else if (!has_known)
    part = fabs (part) * ((part > 0 ? 1 : 0) + 0.1 * choose (at));
  else
    part = fabs (part) * ((part > 0 ? 1 : 0) + (at->start % 2 == 0 ? 1 : 10) * (0.5 + choose (at)));
  if (part == 0)
    part = 1 + 0.2 * choose (at);
  set (at, ind__column_of (at->group, &term[open]), part, fabs (part));
}

/* A value for an unknown about which nothing is said but its bounds. */
static void
guess_alone (struct guesser *at, uint32_t column)
{
  double low = at->group->low[column], high = at->group->high[column], value;

  if (isfinite (low) && isfinite (high))
    value = low + (high - low) * (0.4 + 0.2 * choose (at));
  else
    value = fmin (fmax (1 + 0.2 * choose (at), low), high);
  set (at, column, value, fabs (value));
}

static int
open_guesser (struct guesser *at)
{
  const ind__group *group = at->group;
  size_t n_terms = 0, k, t;

  for (k = 0; k < group->n_links; k++)
    n_terms += at->is_used[k] ? ind__link_at (group, k)->n_terms : 0;
  at->first = ind__new_zeroed ((group->n_variables + 2) * sizeof *at->first);
  at->of_column = ind__new_array (n_terms, sizeof *at->of_column);
  at->n_open = ind__new_zeroed ((group->n_links + 1) * sizeof *at->n_open);
  /* A link waits again each time that one of its terms becomes known. */
  at->heap = ind__new_array (n_terms + group->n_links, sizeof *at->heap);
  if (at->first == NULL || at->of_column == NULL || at->n_open == NULL || at->heap == NULL
      || n_terms >= UINT32_MAX)
    return 0;
  for (k = 0; k < group->n_links; k++)
    for (t = 0; at->is_used[k] && t < ind__link_at (group, k)->n_terms; t++)
      {
        uint32_t column
            = ind__column_of (group, &ind__terms_of (group, ind__link_at (group, k))[t]);
        at->first[column + 2]++;
        at->n_open[k] += isnan (at->x[column]) != 0;
      }
  for (k = 0; k < group->n_variables; k++)
    at->first[k + 2] += at->first[k + 1];
  for (k = 0; k < group->n_links; k++)
    for (t = 0; at->is_used[k] && t < ind__link_at (group, k)->n_terms; t++)
      {
        uint32_t column
            = ind__column_of (group, &ind__terms_of (group, ind__link_at (group, k))[t]);
        at->of_column[at->first[column + 1]++] = (uint32_t) k;
      }
  return 1;
}

static void
guess (struct guesser *at, ind__definition *order, size_t *n_order)
{
  const ind__group *group = at->group;
  uint32_t v = 0;
  size_t k;

  *n_order = 0;
  for (k = 0; k < group->n_links; k++)
    if (at->is_used[k])
      await (at, k);
  for (;;)
    {
      while (at->n_heap > 0)
        {
          struct waiting next = pop (at);
          const ind__link *link = ind__link_at (group, next.link);
          size_t open = find_open (at, link);
          uint32_t column;
          double value;
          if (at->n_open[next.link] == 0)
            continue;
          if (at->n_open[next.link] > 1)
            {
              /* Another link may have given one of its unknowns meanwhile. */
              if (next.key == NO_MORE_THAN_SIZE * at->n_open[next.link])
                guess_from_sum (at, next.link);
              continue;
            }
          column = ind__column_of (group, &ind__terms_of (group, link)[open]);
          value = ind__solve_link (group, link, at->x, open);
          if (next.key >= NO_MORE_THAN_SIZE || !isfinite (value))
            continue;
          order[*n_order].column = column;
          order[*n_order].link = next.link;
          order[(*n_order)++].term = (uint32_t) open;
          set (at, column, value, error_of (at, link, open));
        }
      while (v < group->n_variables && !isnan (at->x[v]))
        v++;
      if (v == group->n_variables)
        return;
      guess_alone (at, v);
    }
}

int
ind__guess_unknowns (const ind__group *group, const uint8_t *is_used, unsigned start, double *x,
                     double *spread, ind__definition *order, size_t *n_order)
{
  struct guesser at;
  int is_good;

  memset (&at, 0, sizeof at);
  at.group = group;
  at.is_used = is_used;
  at.x = x;
  at.spread = spread;
  at.start = start;
  at.n_choices = 1000 * start;
  is_good = open_guesser (&at);
  if (is_good)
    guess (&at, order, n_order);
  ind__release (at.first);
  ind__release (at.of_column);
  ind__release (at.n_open);
  ind__release (at.heap);
  return is_good;
}
