/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval propagation: HC4 (Benhamou, Goualard, Granvilliers and Puget 1999)
 * over sums and products, with a trail of reasons. */
#include "explain/propagate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "number/interval.h"

/* A narrowing by less than this part of the width wakes no other link: near a
 * limit each gains less and less. */
#define LEAST_GAIN 1e-3
/* Revisions of each link, on average, before propagation stops. */
#define MAX_REVISIONS 200

int
ind__set_add (ind__set *set, uint32_t element)
{
  if (!ind__grow (&set->at, &set->capacity, set->count + 1, sizeof *set->at))
    return 0;
  set->at[set->count++] = element;
  return 1;
}

int
ind__set_assign (ind__set *set, const uint32_t *elements, size_t n)
{
  if (!ind__grow (&set->at, &set->capacity, n, sizeof *set->at))
    return 0;
  if (n > 0)
    memcpy (set->at, elements, n * sizeof *elements);
  set->count = n;
  return 1;
}

void
ind__set_free (ind__set *set)
{
  ind__release (set->at);
  memset (set, 0, sizeof *set);
}

int
ind__propagator_open (ind__propagator *propagator, const ind__network *network)
{
  size_t k, longest = 1;

  memset (propagator, 0, sizeof *propagator);
  propagator->network = network;
  propagator->emptied = IND__NONE;
  for (k = 0; k < network->n_links; k++)
    if (network->links[k].n_terms > longest)
      longest = network->links[k].n_terms;
  propagator->domain = ind__new_array (network->n_variables, sizeof *propagator->domain);
  propagator->latest = ind__new_array (2 * network->n_variables, sizeof *propagator->latest);
  propagator->queue = ind__new_array (network->n_links, sizeof *propagator->queue);
  propagator->is_queued = ind__new_zeroed (network->n_links + 1);
  propagator->terms = ind__new_array (longest, sizeof *propagator->terms);
  propagator->sums = ind__new_array (longest + 1, sizeof *propagator->sums);
  propagator->stamp
      = ind__new_zeroed ((network->n_assertions + 1) * sizeof *propagator->stamp);
  if (propagator->domain == NULL || propagator->latest == NULL || propagator->queue == NULL
      || propagator->is_queued == NULL || propagator->terms == NULL || propagator->sums == NULL
      || propagator->stamp == NULL)
    {
      ind__propagator_close (propagator);
      return 0;
    }
  if (network->n_variables > 0)
    {
      memcpy (propagator->domain, network->domain,
              network->n_variables * sizeof *propagator->domain);
      memset (propagator->latest, 0xFF, 2 * network->n_variables * sizeof *propagator->latest);
    }
  return 1;
}

void
ind__propagator_close (ind__propagator *propagator)
{
  ind__release (propagator->domain);
  ind__release (propagator->latest);
  ind__release (propagator->trail);
  ind__release (propagator->is_needed);
  ind__release (propagator->queue);
  ind__release (propagator->is_queued);
  ind__release (propagator->terms);
  ind__release (propagator->sums);
  ind__release (propagator->stamp);
  memset (propagator, 0, sizeof *propagator);
}

/* ------------------------------------------------------------------------
 * Narrowing
 * ---------------------------------------------------------------------- */

static void
wake (ind__propagator *propagator, uint32_t variable, uint32_t except)
{
  const ind__network *network = propagator->network;
  uint32_t k;

  for (k = network->first_link[variable]; k < network->first_link[variable + 1]; k++)
    {
      uint32_t link = network->link_of[k];
      size_t at;
      if (link == except || propagator->is_queued[link])
        continue;
      at = propagator->queue_first + propagator->queue_count++;
      propagator->queue[at < network->n_links ? at : at - network->n_links] = link;
      propagator->is_queued[link] = 1;
    }
}

static void
record (ind__propagator *propagator, uint32_t end, double before, uint32_t reason)
{
  ind__narrowing *narrowing;

  if (!ind__grow (&propagator->trail, &propagator->trail_capacity, propagator->n_trail + 1,
                  sizeof *propagator->trail))
    {
      propagator->has_failed = 1;
      return;
    }
  narrowing = &propagator->trail[propagator->n_trail];
  narrowing->end = end;
  narrowing->reason = reason;
  narrowing->previous = propagator->latest[end];
  narrowing->before = before;
  propagator->latest[end] = (uint32_t) propagator->n_trail++;
}

/* Intersects the variable's domain with x. 0: nothing is left. */
static int
narrow (ind__propagator *propagator, uint32_t variable, ind_interval x, uint32_t reason)
{
  ind_interval *domain = &propagator->domain[variable], before = *domain;
  double gain = 0;

  if (x.low > before.low)
    {
      record (propagator, 2 * variable, before.low, reason);
      domain->low = x.low;
      gain = x.low - before.low;
    }
  if (x.high < before.high)
    {
      record (propagator, 2 * variable + 1, before.high, reason);
      domain->high = x.high;
      gain += before.high - x.high;
    }
  if (propagator->has_failed)
    {
      /* What could not be recorded could not be undone. */
      *domain = before;
      return 1;
    }
  if (!(domain->low <= domain->high))
    {
      propagator->emptied = variable;
      return 0;
    }
  if (gain > LEAST_GAIN * (before.high - before.low) || gain == INFINITY)
    wake (propagator, variable, reason);
  return 1;
}

/* The values z / y, z and y from their domains, within `old`: where y may be
 * zero they are two rays. */
static ind_interval
quotient (ind_interval z, ind_interval y, ind_interval old)
{
  ind_interval below, above;

  if (y.low > 0 || y.high < 0)
    return ind__interval_div (z, y);
  if (ind__interval_contains (z, 0) || (y.low == 0 && y.high == 0))
    return ind__interval_contains (z, 0) ? ind__interval_entire () : ind__interval_empty ();
  below = y.low < 0 ? ind__interval_div (z, ind__interval_make (y.low, -0x1p-1074))
                    : ind__interval_empty ();
  above = y.high > 0 ? ind__interval_div (z, ind__interval_make (0x1p-1074, y.high))
                     : ind__interval_empty ();
  /* What lies between 0 and the least double belongs to the rays, too. */
  if (z.low > 0)
    {
      below.low = y.low < 0 ? -INFINITY : below.low;
      above.high = y.high > 0 ? INFINITY : above.high;
    }
  else
    {
      below.high = y.low < 0 ? INFINITY : below.high;
      above.low = y.high > 0 ? -INFINITY : above.low;
    }
  return ind__interval_hull (ind__interval_intersect (below, old),
                             ind__interval_intersect (above, old));
}

static int
revise_product (ind__propagator *propagator, uint32_t link)
{
  const ind__network *network = propagator->network;
  const ind__term *term = network->terms + network->links[link].first;
  uint32_t z = term[0].variable, x = term[1].variable, y = term[2].variable;
  const ind_interval *domain = propagator->domain;

  propagator->work += 3;
  return narrow (propagator, z, ind__interval_mul (domain[x], domain[y]), link)
         && narrow (propagator, x, quotient (domain[z], domain[y], domain[x]), link)
         && narrow (propagator, y, quotient (domain[z], domain[x], domain[y]), link);
}

static ind_interval
times (double coefficient, ind_interval x)
{
  if (coefficient == 1)
    return x;
  if (coefficient == -1)
    return ind__interval_make (-x.high, -x.low);
  return ind__interval_mul (ind__interval_make (coefficient, coefficient), x);
}

/* Each term from the sum of all others, by sums from the left and from the
 * right. */
static int
revise_sum (ind__propagator *propagator, uint32_t at)
{
  const ind__link *link = &propagator->network->links[at];
  const ind__term *term = propagator->network->terms + link->first;
  ind_interval *terms = propagator->terms, *sums = propagator->sums, rest, after;
  uint32_t k, n_open_low = 0, n_open_high = 0;

  propagator->work += link->n_terms;
  sums[0] = ind__interval_make (link->constant, link->constant);
  for (k = 0; k < link->n_terms; k++)
    {
      terms[k] = times (term[k].coefficient, propagator->domain[term[k].variable]);
      n_open_low += terms[k].low == -INFINITY;
      n_open_high += terms[k].high == INFINITY;
    }
  /* With two open terms on a side, none of them bounds any other. */
  if (n_open_low > 1 && n_open_high > 1)
    return 1;
  for (k = 0; k + 1 < link->n_terms; k++)
    {
      sums[k + 1].low = ind__add_down (sums[k].low, terms[k].low);
      sums[k + 1].high = ind__add_up (sums[k].high, terms[k].high);
    }
  after = ind__interval_make (0, 0);
  for (k = link->n_terms; k-- > 0;)
    {
      double a = term[k].coefficient;
      rest.low = -ind__add_up (sums[k].high, after.high);
      rest.high = -ind__add_down (sums[k].low, after.low);
      if (a == -1)
        rest = ind__interval_make (-rest.high, -rest.low);
      else if (a != 1)
        rest = ind__interval_div (rest, ind__interval_make (a, a));
      after.low = ind__add_down (after.low, terms[k].low);
      after.high = ind__add_up (after.high, terms[k].high);
      if (!narrow (propagator, term[k].variable, rest, at))
        return 0;
    }
  return 1;
}

static int
run (ind__propagator *propagator, const ind_interval *interval, const uint32_t *assertions,
     size_t n)
{
  const ind__network *network = propagator->network;
  size_t k, budget = MAX_REVISIONS * network->n_links;

  for (k = 0; k < n; k++)
    {
      uint32_t assertion = assertions[k], variable = network->assertions[assertion].variable;
      if (!narrow (propagator, variable, interval[assertion], assertion | IND__BY_ASSERTION))
        return 0;
      wake (propagator, variable, IND__NONE);
    }
  for (; propagator->queue_count > 0 && budget > 0 && !propagator->has_failed; budget--)
    {
      uint32_t link = propagator->queue[propagator->queue_first];
      if (++propagator->queue_first == network->n_links)
        propagator->queue_first = 0;
      propagator->queue_count--;
      propagator->is_queued[link] = 0;
      if (!(network->links[link].is_product ? revise_product (propagator, link)
                                            : revise_sum (propagator, link)))
        return 0;
    }
  return 1;
}

/* ------------------------------------------------------------------------
 * Reasons
 * ---------------------------------------------------------------------- */

static void
need (ind__propagator *propagator, uint32_t end)
{
  if (propagator->latest[end] != IND__NONE)
    propagator->is_needed[propagator->latest[end]] = 1;
}

static void
need_both (ind__propagator *propagator, uint32_t variable)
{
  need (propagator, 2 * variable);
  need (propagator, 2 * variable + 1);
}

/* The ends a link narrowed `end` from, as they were then. */
static void
need_reasons (ind__propagator *propagator, uint32_t at, uint32_t end)
{
  const ind__network *network = propagator->network;
  const ind__link *link = &network->links[at];
  const ind__term *term = network->terms + link->first;
  uint32_t variable = end / 2, k;
  int is_rising = 0;

  if (link->is_product)
    {
      /* Where the divisor may be zero, a quotient rests on the old domain,
       * too. */
      for (k = 0; k < 3; k++)
        need_both (propagator, term[k].variable);
      return;
    }
  for (k = 0; k < link->n_terms; k++)
    if (term[k].variable == variable)
      is_rising = term[k].coefficient > 0;
  /* The high end of a term that rises comes from the low end of the rest. */
  for (k = 0; k < link->n_terms; k++)
    if (term[k].variable != variable)
      {
        int wants_high = (term[k].coefficient > 0) == (is_rising == (end % 2 == 0));
        need (propagator, 2 * term[k].variable + (uint32_t) wants_high);
      }
}

/* From the variable without a value back to the assertions. The trail is read
 * backwards, `latest` following it, and is then put back. */
static void
trace (ind__propagator *propagator, ind__set *conflict)
{
  size_t k, n = propagator->n_trail;

  conflict->count = 0;
  if (!ind__grow (&propagator->is_needed, &propagator->needed_capacity, n + 1, 1))
    {
      propagator->has_failed = 1;
      return;
    }
  memset (propagator->is_needed, 0, n);
  need_both (propagator, propagator->emptied);
  propagator->now++;
  for (k = n; k-- > 0;)
    {
      const ind__narrowing *narrowing = &propagator->trail[k];
      propagator->latest[narrowing->end] = narrowing->previous;
      if (!propagator->is_needed[k])
        continue;
      if ((narrowing->reason & IND__BY_ASSERTION) == 0)
        need_reasons (propagator, narrowing->reason, narrowing->end);
      else
        {
          uint32_t assertion = narrowing->reason & ~IND__BY_ASSERTION;
          if (propagator->stamp[assertion] != propagator->now
              && !ind__set_add (conflict, assertion))
            propagator->has_failed = 1;
          propagator->stamp[assertion] = propagator->now;
        }
    }
  for (k = 0; k < n; k++)
    propagator->latest[propagator->trail[k].end] = (uint32_t) k;
}

size_t
ind__propagate_mark (const ind__propagator *propagator)
{
  return propagator->n_trail;
}

void
ind__propagate_undo_to (ind__propagator *propagator, size_t mark)
{
  const ind__network *network = propagator->network;

  while (propagator->n_trail > mark)
    {
      const ind__narrowing *narrowing = &propagator->trail[--propagator->n_trail];
      ind_interval *domain = &propagator->domain[narrowing->end / 2];
      *(narrowing->end % 2 == 0 ? &domain->low : &domain->high) = narrowing->before;
      propagator->latest[narrowing->end] = narrowing->previous;
    }
  for (; propagator->queue_count > 0; propagator->queue_count--)
    {
      propagator->is_queued[propagator->queue[propagator->queue_first]] = 0;
      if (++propagator->queue_first == network->n_links)
        propagator->queue_first = 0;
    }
  propagator->queue_first = 0;
  propagator->emptied = IND__NONE;
}

void
ind__propagate_undo (ind__propagator *propagator)
{
  ind__propagate_undo_to (propagator, 0);
}

int
ind__propagate (ind__propagator *propagator, const ind_interval *interval,
                const uint32_t *assertions, size_t n, ind__set *conflict)
{
  if (propagator->has_failed || run (propagator, interval, assertions, n))
    return 0;
  if (conflict != NULL)
    trace (propagator, conflict);
  return 1;
}

int
ind__refute (ind__propagator *propagator, const ind_interval *interval,
             const uint32_t *assertions, size_t n, ind__set *conflict)
{
  int is_refuted = ind__propagate (propagator, interval, assertions, n, conflict);
  ind__propagate_undo (propagator);
  return is_refuted;
}

static int
compare_numbers (const void *left, const void *right)
{
  uint32_t a = *(const uint32_t *) left, b = *(const uint32_t *) right;
  return a < b ? -1 : a > b;
}

/* Goes on with those of the conflict that sufficed. */
static void
keep_found (ind__propagator *propagator, ind__set *conflict, const ind__set *found, size_t *at,
            size_t *n_kept)
{
  size_t i, n = 0, before_at = 0, before_kept = 0;

  propagator->now++;
  for (i = 0; i < found->count; i++)
    propagator->stamp[found->at[i]] = propagator->now;
  for (i = 0; i < conflict->count; i++)
    if (propagator->stamp[conflict->at[i]] == propagator->now)
      {
        before_at += i < *at;
        before_kept += i < *n_kept;
        conflict->at[n++] = conflict->at[i];
      }
  conflict->count = n;
  *at = before_at;
  *n_kept = before_kept;
}

void
ind__minimise (ind__propagator *propagator, const ind_interval *interval, ind__set *conflict)
{
  const ind__assertion *assertions = propagator->network->assertions;
  ind__set rest = { NULL, 0, 0 }, found = { NULL, 0, 0 };
  size_t k, n_kept = 0;
  int figures;

  if (conflict->count > 1)
    qsort (conflict->at, conflict->count, sizeof *conflict->at, compare_numbers);
  /* Kept ones gather in front. */
  for (figures = 0; figures <= 1; figures++)
    for (k = n_kept; k < conflict->count && !propagator->has_failed;)
      {
        uint32_t candidate = conflict->at[k];
        size_t i;
        if ((assertions[candidate].kind == IND__ASSERTED_BY_FIGURE) != figures)
          {
            k++;
            continue;
          }
        rest.count = 0;
        for (i = 0; i < conflict->count; i++)
          if (i != k && !ind__set_add (&rest, conflict->at[i]))
            propagator->has_failed = 1;
        if (!ind__refute (propagator, interval, rest.at, rest.count, &found))
          {
            memmove (conflict->at + n_kept + 1, conflict->at + n_kept,
                     (k - n_kept) * sizeof *conflict->at);
            conflict->at[n_kept++] = candidate;
            k++;
            continue;
          }
        keep_found (propagator, conflict, &found, &k, &n_kept);
      }
  if (conflict->count > 1)
    qsort (conflict->at, conflict->count, sizeof *conflict->at, compare_numbers);
  ind__set_free (&rest);
  ind__set_free (&found);
}
