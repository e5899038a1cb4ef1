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

void
ind__propagator_close (ind__propagator *propagator)
{
  ind__release (propagator->domain);
  ind__release (propagator->is_impossible);
  ind__release (propagator->latest);
  ind__simplex_free (&propagator->simplex);
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
enqueue (ind__propagator *propagator, uint32_t link)
{
  size_t at = propagator->queue_first + propagator->queue_count++;

  propagator->queue[at < propagator->network->n_links ? at : at - propagator->network->n_links]
      = link;
  propagator->is_queued[link] = 1;
}

static void
wake (ind__propagator *propagator, uint32_t variable, uint32_t except)
{
  const ind__network *network = propagator->network;
  uint32_t k;

  for (k = network->first_link[variable]; k < network->first_link[variable + 1]; k++)
    {
      uint32_t link = network->link_of[k];
      if (link != except && !propagator->is_queued[link])
        enqueue (propagator, link);
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

  sums[0] = ind__interval_make (link->constant, link->constant);
  for (k = 0; k < link->n_terms; k++)
    {
      terms[k] = times (term[k].coefficient, propagator->domain[term[k].variable]);
      n_open_low += terms[k].low == -INFINITY;
      n_open_high += terms[k].high == INFINITY;
      /* With two open terms on a side, none of them bounds any other. */
      if (n_open_low > 1 && n_open_high > 1)
        {
          propagator->work += k + 1;
          return 1;
        }
    }
  propagator->work += link->n_terms;
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

/* Whether a sum cannot be 0 over the domains as they are. */
static int
is_violated (ind__propagator *propagator, const ind__link *link)
{
  const ind__term *term = propagator->network->terms + link->first;
  ind_interval sum = ind__interval_make (link->constant, link->constant);
  uint32_t k;

  for (k = 0; k < link->n_terms; k++)
    {
      ind_interval x = times (term[k].coefficient, propagator->domain[term[k].variable]);
      sum.low = ind__add_down (sum.low, x.low);
      sum.high = ind__add_up (sum.high, x.high);
      if (sum.low == -INFINITY && sum.high == INFINITY)
        break;
    }
  propagator->work += k;
  return sum.low > 0 || sum.high < 0;
}

/* Narrows by the assertions alone; the links they touch are queued. */
static int
apply (ind__propagator *propagator, const ind_interval *interval, const uint32_t *assertions,
       size_t n)
{
  size_t k;

  for (k = 0; k < n; k++)
    {
      uint32_t assertion = assertions[k];
      uint32_t variable = propagator->network->assertions[assertion].variable;
      if (!narrow (propagator, variable, interval[assertion], assertion | IND__BY_ASSERTION))
        return 0;
      wake (propagator, variable, IND__NONE);
    }
  return 1;
}

/* Revises a sum that the assertions alone violate, if there is one: its
 * conflict is small and needs little work. 0: there was. */
static int
revise_violated (ind__propagator *propagator)
{
  const ind__network *network = propagator->network;
  size_t k;

  for (k = 0; k < propagator->queue_count; k++)
    {
      uint32_t link = propagator->queue[k];
      if (!network->links[link].is_product && is_violated (propagator, &network->links[link])
          && !revise_sum (propagator, link))
        return 0;
    }
  return 1;
}

static uint32_t
dequeue (ind__propagator *propagator)
{
  uint32_t link = propagator->queue[propagator->queue_first];

  if (++propagator->queue_first == propagator->network->n_links)
    propagator->queue_first = 0;
  propagator->queue_count--;
  propagator->is_queued[link] = 0;
  return link;
}

static int
revise (ind__propagator *propagator, uint32_t link)
{
  return propagator->network->links[link].is_product ? revise_product (propagator, link)
                                                     : revise_sum (propagator, link);
}

static int
revise_all (ind__propagator *propagator)
{
  size_t budget = MAX_REVISIONS * propagator->network->n_links;

  for (; propagator->queue_count > 0 && budget > 0 && !propagator->has_failed; budget--)
    if (!revise (propagator, dequeue (propagator)))
      return 0;
  return 1;
}

static int
run (ind__propagator *propagator, const ind_interval *interval, const uint32_t *assertions,
     size_t n)
{
  return apply (propagator, interval, assertions, n) && revise_violated (propagator)
         && revise_all (propagator);
}

/* Takes back what was recorded since the mark; the queue stays. */
static void
restore_to (ind__propagator *propagator, size_t mark)
{
  while (propagator->n_trail > mark)
    {
      const ind__narrowing *narrowing = &propagator->trail[--propagator->n_trail];
      ind_interval *domain = &propagator->domain[narrowing->end / 2];
      *(narrowing->end % 2 == 0 ? &domain->low : &domain->high) = narrowing->before;
      propagator->latest[narrowing->end] = narrowing->previous;
    }
  propagator->emptied = IND__NONE;
}

/* Narrows the domains by the links alone. A link that leaves no value is left
 * out, and its variables are marked. */
static void
propagate_links (ind__propagator *propagator)
{
  const ind__network *network = propagator->network;
  size_t budget = MAX_REVISIONS * network->n_links, k, mark;
  uint32_t link;

  for (link = 0; link < network->n_links; link++)
    enqueue (propagator, link);
  for (; propagator->queue_count > 0 && budget > 0 && !propagator->has_failed; budget--)
    {
      mark = propagator->n_trail;
      link = dequeue (propagator);
      if (revise (propagator, link))
        continue;
      restore_to (propagator, mark);
      for (k = 0; k < network->links[link].n_terms; k++)
        propagator->is_impossible[network->terms[network->links[link].first + k].variable] = 1;
    }
  while (propagator->queue_count > 0)
    dequeue (propagator);
  propagator->queue_first = 0;
  for (k = 0; k < propagator->n_trail; k++)
    propagator->latest[propagator->trail[k].end] = IND__NONE;
  propagator->n_trail = 0;
  propagator->work = 0;
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
  propagator->is_impossible = ind__new_zeroed (network->n_variables + 1);
  propagator->stamp
      = ind__new_zeroed ((network->n_assertions + 1) * sizeof *propagator->stamp);
  if (propagator->domain == NULL || propagator->latest == NULL || propagator->queue == NULL
      || propagator->is_queued == NULL || propagator->terms == NULL || propagator->sums == NULL
      || propagator->stamp == NULL || propagator->is_impossible == NULL)
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
  propagate_links (propagator);
  if (!propagator->has_failed)
    return 1;
  ind__propagator_close (propagator);
  return 0;
}


/* ------------------------------------------------------------------------
 * Reasons
 * ---------------------------------------------------------------------- */

static void
need (ind__propagator *propagator, uint32_t end)
{
  if (!propagator->has_failed && propagator->latest[end] != IND__NONE)
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

/* Nothing is needed yet. */
static void
start_trace (ind__propagator *propagator)
{
  if (!ind__grow (&propagator->is_needed, &propagator->needed_capacity, propagator->n_trail + 1,
                  1))
    propagator->has_failed = 1;
  else
    memset (propagator->is_needed, 0, propagator->n_trail);
}

static void
blame (ind__propagator *propagator, uint32_t assertion, ind__set *conflict)
{
  if (propagator->stamp[assertion] != propagator->now && !ind__set_add (conflict, assertion))
    propagator->has_failed = 1;
  propagator->stamp[assertion] = propagator->now;
}

/* From what is needed back to the assertions. The trail is read
 * backwards, `latest` following it, and is then put back. */
static void
trace (ind__propagator *propagator, ind__set *conflict)
{
  size_t k, n = propagator->n_trail;

  conflict->count = 0;
  if (propagator->has_failed)
    return;
  propagator->now++;
  for (k = n; k-- > 0;)
    {
      const ind__narrowing *narrowing = &propagator->trail[k];
      propagator->latest[narrowing->end] = narrowing->previous;
      if (!propagator->is_needed[k])
        continue;
      if ((narrowing->reason & IND__BY_ASSERTION) != 0)
        blame (propagator, narrowing->reason & ~IND__BY_ASSERTION, conflict);
      else
        need_reasons (propagator, narrowing->reason, narrowing->end);
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
  restore_to (propagator, mark);
  while (propagator->queue_count > 0)
    dequeue (propagator);
  propagator->queue_first = 0;
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
    {
      start_trace (propagator);
      need_both (propagator, propagator->emptied);
      trace (propagator, conflict);
    }
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

/* ------------------------------------------------------------------------
 * Combinations of sums
 * ---------------------------------------------------------------------- */

/* Sums of a network that is decided as a whole, and beyond which no more are
 * looked for. */
#define MAX_SMALL 12
#define MAX_SUMS 200

/* Whether an assertion narrowed the variable. */
static int
is_asserted (const ind__propagator *propagator, uint32_t variable)
{
  uint32_t end, k;

  for (end = 2 * variable; end <= 2 * variable + 1; end++)
    for (k = propagator->latest[end]; k != IND__NONE; k = propagator->trail[k].previous)
      if ((propagator->trail[k].reason & IND__BY_ASSERTION) != 0)
        return 1;
  return 0;
}

static int
has_open_term (const ind__propagator *propagator, const ind__link *link)
{
  uint32_t k;
  for (k = 0; k < link->n_terms; k++)
    if (!is_asserted (propagator, propagator->network->terms[link->first + k].variable))
      return 1;
  return 0;
}

/* Adds the sums of the variable that are not listed. Those that were derived
 * from others say nothing more. */
static void
list_sums_of (ind__propagator *propagator, uint32_t variable, ind__set *sums)
{
  const ind__network *network = propagator->network;
  uint8_t *is_listed = propagator->is_queued; /* the queue is empty */
  uint32_t i;

  for (i = network->first_link[variable]; i < network->first_link[variable + 1]; i++)
    {
      uint32_t link = network->link_of[i];
      if (link >= network->n_given || is_listed[link] || network->links[link].is_product)
        continue;
      is_listed[link] = 1;
      if (!ind__set_add (sums, link))
        propagator->has_failed = 1;
    }
}

/* Completes the list by the sums that quantities tie which propagation did not
 * reach, and clears the marks. */
static void
close_sums (ind__propagator *propagator, ind__set *sums)
{
  const ind__network *network = propagator->network;
  size_t k, j;

  for (k = 0; k < sums->count && sums->count <= MAX_SUMS; k++)
    {
      const ind__link *link = &network->links[sums->at[k]];
      for (j = 0; j < link->n_terms; j++)
        {
          uint32_t v = network->terms[link->first + j].variable;
          if (propagator->latest[2 * v] == IND__NONE && propagator->latest[2 * v + 1] == IND__NONE)
            list_sums_of (propagator, v, sums);
        }
    }
  for (k = 0; k < sums->count; k++)
    propagator->is_queued[sums->at[k]] = 0;
}

/* The sums on what propagation reached, and on what these tie: all, if they are
 * few, else those on some quantity that no assertion speaks of. */
static void
list_sums (ind__propagator *propagator, ind__set *sums)
{
  size_t k, j;

  for (k = 0; k < propagator->n_trail; k++)
    list_sums_of (propagator, propagator->trail[k].end / 2, sums);
  close_sums (propagator, sums);
  if (sums->count <= MAX_SMALL)
    return;
  for (k = 0, j = 0; k < sums->count; k++)
    if (has_open_term (propagator, &propagator->network->links[sums->at[k]]))
      sums->at[j++] = sums->at[k];
  sums->count = j;
}

int
ind__refute_links (ind__propagator *propagator, const uint32_t *assertions, size_t n)
{
  ind__set sums = { NULL, 0, 0 };
  int is_refuted;
  size_t k;

  for (k = 0; k < n; k++)
    list_sums_of (propagator, propagator->network->assertions[assertions[k]].variable, &sums);
  close_sums (propagator, &sums);
  is_refuted = ind__simplex_refute (&propagator->simplex, propagator->network, sums.at,
                                    sums.count, propagator->domain, &propagator->work);
  propagator->has_failed |= is_refuted < 0;
  ind__set_free (&sums);
  return is_refuted > 0;
}

/* Whether combinations of sums refute what is propagated. */
static int
refute_sums (ind__propagator *propagator)
{
  ind__set sums = { NULL, 0, 0 };
  int is_refuted;

  while (propagator->queue_count > 0)
    dequeue (propagator);
  list_sums (propagator, &sums);
  is_refuted = ind__simplex_refute (&propagator->simplex, propagator->network, sums.at,
                                    sums.count, propagator->domain, &propagator->work);
  propagator->has_failed |= is_refuted < 0;
  ind__set_free (&sums);
  return is_refuted > 0;
}

int
ind__refute_linear (ind__propagator *propagator, const ind_interval *interval,
                    const uint32_t *assertions, size_t n, ind__set *conflict)
{
  int is_refuted = ind__propagate (propagator, interval, assertions, n, conflict);
  const ind__simplex *simplex = &propagator->simplex;
  size_t k;

  if (!is_refuted && !propagator->has_failed)
    {
      is_refuted = 2 * refute_sums (propagator);
      if (is_refuted > 0 && conflict != NULL)
        {
          start_trace (propagator);
          for (k = 0; k < simplex->n_terms; k++)
            need (propagator, 2 * simplex->terms[k].variable
                                  + (uint32_t) ((simplex->terms[k].coefficient > 0)
                                                != simplex->is_positive));
          trace (propagator, conflict);
        }
    }
  ind__propagate_undo (propagator);
  if (propagator->has_failed)
    return 0;
  return is_refuted;
}

int
ind__refute_more (ind__propagator *propagator, const ind_interval *interval,
                  const uint32_t *assertions, size_t n, int is_linear, size_t mark)
{
  int is_refuted = ind__propagate (propagator, interval, assertions, n, NULL);

  if (!is_refuted && is_linear && !propagator->has_failed)
    is_refuted = refute_sums (propagator);
  ind__propagate_undo_to (propagator, mark);
  return is_refuted && !propagator->has_failed;
}

/* The assertions behind the ends of a violated sum. */
static int
reasons_of_sum (ind__propagator *propagator, const ind__link *link, ind__set *conflict)
{
  const ind__term *term = propagator->network->terms + link->first;
  int is_minimal = 1;
  uint32_t k, end;

  conflict->count = 0;
  propagator->now++;
  for (k = 0; k < link->n_terms; k++)
    for (end = 2 * term[k].variable; end <= 2 * term[k].variable + 1; end++)
      if (propagator->latest[end] != IND__NONE)
        {
          const ind__narrowing *narrowing = &propagator->trail[propagator->latest[end]];
          is_minimal &= isinf (narrowing->before);
          blame (propagator, narrowing->reason & ~IND__BY_ASSERTION, conflict);
        }
  return is_minimal;
}

void
ind__violated_sums (ind__propagator *propagator, const ind_interval *interval,
                    const uint32_t *assertions, size_t n,
                    void (*visitor) (void *context, ind__set *conflict, int is_minimal),
                    void *context)
{
  const ind__network *network = propagator->network;
  ind__set links = { NULL, 0, 0 }, conflict = { NULL, 0, 0 };
  size_t k;

  if (apply (propagator, interval, assertions, n)
      && !ind__set_assign (&links, propagator->queue, propagator->queue_count))
    propagator->has_failed = 1;
  for (k = 0; k < links.count && !propagator->has_failed; k++)
    {
      const ind__link *link = &network->links[links.at[k]];
      int is_minimal;
      if (link->is_product || !is_violated (propagator, link))
        continue;
      is_minimal = reasons_of_sum (propagator, link, &conflict);
      /* The visitor may propagate: it gets the domains as they were. */
      ind__propagate_undo (propagator);
      visitor (context, &conflict, is_minimal);
      apply (propagator, interval, assertions, n);
    }
  ind__propagate_undo (propagator);
  ind__set_free (&links);
  ind__set_free (&conflict);
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
ind__minimise (ind__propagator *propagator, const ind_interval *interval, int is_linear,
               ind__set *conflict)
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
        if (!(is_linear ? ind__refute_linear : ind__refute) (propagator, interval, rest.at,
                                                             rest.count, &found))
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
