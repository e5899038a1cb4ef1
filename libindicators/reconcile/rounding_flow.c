/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rounding where each value stands in up to two sums, with opposite signs: a flow of least
 * convex cost, found by successive shortest paths (Cox and Ernst 1982 have it for tables). */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/balancing.h"
#include "reconcile/rounder.h"

/* Units that sums may miss per value before the values are balanced first. */
#define MANY_UNITS 2

/* Moving the value of an arc up by one unit takes one from the tail and adds one to the
 * head. */
struct arc {
  uint32_t tail, head, value;
};

struct flow {
  ind__rounder *work;
  size_t n_nodes;    /* the equations, and the ground, for values in one of them */
  int8_t *sign;      /* per equation: 1, or -1: turned around; 0: not known yet */
  struct arc *arc;
  size_t n_arcs;
  size_t *first;     /* per node + 1 */
  uint32_t *incident;
  int64_t *need;     /* per node: units it must be given */
  double *potential; /* per node */
  double *distance;  /* per node: infinite, if it was not reached */
  uint32_t *by;      /* per node: the arc it was reached by; UINT32_MAX: the search began */
  uint32_t *heap, *position;
  size_t n_heap;
  uint32_t *reached;
  size_t n_reached;
};

static int
open_flow (struct flow *flow, ind__rounder *work, const ind__rounding_part *part)
{
  memset (flow, 0, sizeof *flow);
  flow->work = work;
  flow->n_nodes = part->n_equations + 1;
  flow->n_arcs = part->n_values;
  flow->sign = ind__new_zeroed (flow->n_nodes);
  flow->arc = ind__new_array (flow->n_arcs, sizeof *flow->arc);
  flow->first = ind__new_zeroed ((flow->n_nodes + 2) * sizeof *flow->first);
  flow->incident = ind__new_array (2 * flow->n_arcs, sizeof *flow->incident);
  flow->need = ind__new_zeroed (flow->n_nodes * sizeof *flow->need);
  flow->potential = ind__new_zeroed (flow->n_nodes * sizeof *flow->potential);
  flow->distance = ind__new_array (flow->n_nodes, sizeof *flow->distance);
  flow->by = ind__new_array (flow->n_nodes, sizeof *flow->by);
  flow->heap = ind__new_array (flow->n_nodes, sizeof *flow->heap);
  flow->position = ind__new_array (flow->n_nodes, sizeof *flow->position);
  flow->reached = ind__new_array (flow->n_nodes, sizeof *flow->reached);
  return flow->sign != NULL && flow->arc != NULL && flow->first != NULL && flow->incident != NULL
         && flow->need != NULL && flow->potential != NULL && flow->distance != NULL
         && flow->by != NULL && flow->heap != NULL && flow->position != NULL
         && flow->reached != NULL;
}

static void
close_flow (struct flow *flow)
{
  ind__release (flow->sign);
  ind__release (flow->arc);
  ind__release (flow->first);
  ind__release (flow->incident);
  ind__release (flow->need);
  ind__release (flow->potential);
  ind__release (flow->distance);
  ind__release (flow->by);
  ind__release (flow->heap);
  ind__release (flow->position);
  ind__release (flow->reached);
}

/* Arcs as their equations have them: the second has the sign of the head. */
static void
lay_arcs (struct flow *flow, const ind__rounding_part *part)
{
  const ind__rounder *work = flow->work;
  size_t k;

  for (k = 0; k < part->n_values; k++)
    {
      const ind__rounding_place *place = &work->place[part->value[k]];
      flow->arc[k].value = part->value[k];
      flow->arc[k].tail = work->node[place->equation[0]];
      flow->arc[k].head
          = place->n > 1 ? work->node[place->equation[1]] : (uint32_t) part->n_equations;
      flow->first[flow->arc[k].tail + 2]++;
      flow->first[flow->arc[k].head + 2]++;
    }
  for (k = 0; k < flow->n_nodes; k++)
    flow->first[k + 2] += flow->first[k + 1];
  for (k = 0; k < flow->n_arcs; k++)
    {
      flow->incident[flow->first[flow->arc[k].tail + 1]++] = (uint32_t) k;
      flow->incident[flow->first[flow->arc[k].head + 1]++] = (uint32_t) k;
    }
}

/* Turns equations around until every value has opposite signs in its two. 0 when that cannot
 * be. */
static int
turn_equations (struct flow *flow, const ind__rounding_part *part)
{
  const ind__rounder *work = flow->work;
  size_t begin, end = 0, n_equations = part->n_equations, seed, t;

  for (seed = 0; seed < n_equations; seed++)
    {
      if (flow->sign[seed] != 0)
        continue;
      flow->sign[seed] = 1;
      begin = end = 0;
      flow->heap[end++] = (uint32_t) seed;
      while (begin < end)
        {
          uint32_t node = flow->heap[begin++];
          for (t = flow->first[node]; t < flow->first[node + 1]; t++)
            {
              const struct arc *arc = &flow->arc[flow->incident[t]];
              const ind__rounding_place *place = &work->place[arc->value];
              uint32_t other = arc->tail == node ? arc->head : arc->tail;
              int8_t wanted;
              if (other == n_equations)
                continue;
              wanted = (int8_t) (-flow->sign[node] * place->sign[0] * place->sign[1]);
              if (flow->sign[other] == 0)
                {
                  flow->sign[other] = wanted;
                  flow->heap[end++] = other;
                }
              else if (flow->sign[other] != wanted)
                return 0;
            }
        }
    }
  return 1;
}

/* What each equation needs, which all together must be none where there is no ground: 0 when
 * it is some. */
static int
take_needs (struct flow *flow, const ind__rounding_part *part)
{
  const ind__rounder *work = flow->work;
  size_t ground = part->n_equations, k;
  ind__wide sum = 0;

  for (k = 0; k < part->n_equations; k++)
    {
      flow->need[k] = flow->sign[k] * work->rest[part->equation[k]];
      sum += flow->need[k];
    }
  return sum == 0 || flow->first[ground] < flow->first[ground + 1];
}

static void
direct_arcs (struct flow *flow)
{
  size_t k;

  for (k = 0; k < flow->n_arcs; k++)
    {
      struct arc *arc = &flow->arc[k];
      if (flow->sign[arc->tail] * flow->work->place[arc->value].sign[0] > 0)
        {
          uint32_t swap = arc->tail;
          arc->tail = arc->head;
          arc->head = swap;
        }
    }
}

static void
sift_up (struct flow *flow, size_t at)
{
  uint32_t node = flow->heap[at];

  while (at > 0 && flow->distance[flow->heap[(at - 1) / 2]] > flow->distance[node])
    {
      flow->heap[at] = flow->heap[(at - 1) / 2];
      flow->position[flow->heap[at]] = (uint32_t) at;
      at = (at - 1) / 2;
    }
  flow->heap[at] = node;
  flow->position[node] = (uint32_t) at;
}

static void
sift_down (struct flow *flow, size_t at)
{
  uint32_t node = flow->heap[at];

  for (;;)
    {
      size_t child = 2 * at + 1;
      if (child >= flow->n_heap)
        break;
      if (child + 1 < flow->n_heap
          && flow->distance[flow->heap[child + 1]] < flow->distance[flow->heap[child]])
        child++;
      if (flow->distance[flow->heap[child]] >= flow->distance[node])
        break;
      flow->heap[at] = flow->heap[child];
      flow->position[flow->heap[at]] = (uint32_t) at;
      at = child;
    }
  flow->heap[at] = node;
  flow->position[node] = (uint32_t) at;
}

static void
approach (struct flow *flow, uint32_t node, double distance, uint32_t by)
{
  if (distance >= flow->distance[node])
    return;
  if (isinf (flow->distance[node]))
    {
      flow->reached[flow->n_reached++] = node;
      flow->heap[flow->position[node] = (uint32_t) flow->n_heap++] = node;
    }
  flow->distance[node] = distance;
  flow->by[node] = by;
  sift_up (flow, flow->position[node]);
}

/* What one more unit along the arc, or against it, costs: the square of the distance from the
 * target grows by that. */
static double
cost_of (const struct flow *flow, const struct arc *arc, int is_along)
{
  double past = (double) flow->work->step[arc->value] - flow->work->target[arc->value];

  return is_along ? 1 + 2 * past : 1 - 2 * past;
}

/* From a node that must give, or, backwards, from one in need, the nearest that takes what it
 * gives, or the ground, which takes and gives all (Dijkstra, by costs reduced by potentials,
 * which leaves none negative). UINT32_MAX when there is none. */
static uint32_t
find_path (struct flow *flow, uint32_t from, int is_backward)
{
  size_t t;

  flow->n_heap = flow->n_reached = 0;
  approach (flow, from, 0, UINT32_MAX);
  while (flow->n_heap > 0)
    {
      uint32_t node = flow->heap[0];
      double distance = flow->distance[node];
      if (node + 1 == flow->n_nodes || (is_backward ? flow->need[node] < 0 : flow->need[node] > 0))
        return node;
      flow->heap[0] = flow->heap[--flow->n_heap];
      if (flow->n_heap > 0)
        sift_down (flow, 0);
      for (t = flow->first[node]; t < flow->first[node + 1]; t++)
        {
          const struct arc *arc = &flow->arc[flow->incident[t]];
          uint32_t other = arc->tail == node ? arc->head : arc->tail;
          double uphill = flow->potential[node] - flow->potential[other];
          double reduced = cost_of (flow, arc, (arc->tail == node) != is_backward)
                           + (is_backward ? -uphill : uphill);
          approach (flow, other, distance + fmax (0, reduced), flow->incident[t]);
        }
    }
  return UINT32_MAX;
}

/* Sends one unit along the path that ends in the node, and makes potentials such that it,
 * too, has no cost. */
static void
send_unit (struct flow *flow, uint32_t node, int is_backward)
{
  double length = flow->distance[node];
  int64_t unit = is_backward ? -1 : 1;
  size_t k;

  flow->need[node] -= unit;
  while (flow->by[node] != UINT32_MAX)
    {
      const struct arc *arc = &flow->arc[flow->by[node]];
      flow->work->step[arc->value] += (arc->head == node) != is_backward ? 1 : -1;
      node = arc->head == node ? arc->tail : arc->head;
    }
  flow->need[node] += unit;
  for (k = 0; k < flow->n_reached; k++)
    {
      uint32_t reached = flow->reached[k];
      if (flow->distance[reached] < length)
        flow->potential[reached]
            += is_backward ? length - flow->distance[reached] : flow->distance[reached] - length;
    }
}

/* 0 when something is needed that nothing can give. */
static int
send_all (struct flow *flow)
{
  size_t from, k;

  for (k = 0; k < flow->n_nodes; k++)
    flow->distance[k] = INFINITY;
  for (from = 0; from + 1 < flow->n_nodes; from++)
    while (flow->need[from] != 0)
      {
        int is_backward = flow->need[from] > 0;
        uint32_t node = find_path (flow, (uint32_t) from, is_backward);
        if (node != UINT32_MAX)
          send_unit (flow, node, is_backward);
        for (k = 0; k < flow->n_reached; k++)
          flow->distance[flow->reached[k]] = INFINITY;
        if (node == UINT32_MAX)
          return 0;
      }
  return 1;
}

/* ------------------------------------------------------------------------
 * Balancing first
 * ---------------------------------------------------------------------- */

/* Where sums miss much, most of it is made up for at once: of all that keep them, the point
 * nearest to the targets, and points near to that, are nearest to the targets, too. */
static ind_status
balance_first (ind__rounder *work, const ind__rounding_part *part)
{
  const ind_equations *all = work->at->equations;
  size_t n = part->n_values, m = part->n_equations, n_terms = 0, k, t;
  double *target = ind__new_array (2 * n, sizeof *target), *constant, *coefficient = NULL;
  size_t *first = ind__new_array (m + 1, sizeof *first);
  uint32_t *column = NULL;
  ind_status status = IND_E_MEMORY;

  for (k = 0; k < m; k++)
    n_terms += all->first[part->equation[k] + 1] - all->first[part->equation[k]];
  constant = ind__new_array (m, sizeof *constant);
  coefficient = ind__new_array (n_terms, sizeof *coefficient);
  column = ind__new_array (n_terms, sizeof *column);
  if (target != NULL && first != NULL && constant != NULL && coefficient != NULL
      && column != NULL)
    {
      ind_equations equations = { m, first, column, coefficient, constant };
      for (k = 0; k < n; k++)
        {
          work->seen[part->value[k]] = (uint32_t) k;
          target[k] = work->target[part->value[k]];
          target[n + k] = 1;
        }
      first[0] = n_terms = 0;
      for (k = 0; k < m; k++)
        {
          uint32_t equation = part->equation[k];
          constant[k] = (double) work->rest[equation];
          for (t = all->first[equation]; t < all->first[equation + 1]; t++)
            if (work->coefficient[t] != 0 && ind__is_free (work->at, all->column[t]))
              {
                column[n_terms] = work->seen[all->column[t]];
                coefficient[n_terms++] = (double) work->coefficient[t];
              }
          first[k + 1] = n_terms;
        }
      status = ind__balance_checked (target, target + n, NULL, NULL, n, &equations, target, NULL,
                                     NULL, NULL, NULL, NULL);
      /* Contradictions come out later, exactly. */
      status = status == IND_E_MEMORY ? status : IND_OK;
    }
  for (k = 0; status == IND_OK && k < n; k++)
    if (fabs (target[k]) < 1e15)
      {
        work->target[part->value[k]] = target[k];
        work->step[part->value[k]] = llround (target[k]);
      }
  for (k = 0; status == IND_OK && k < m; k++)
    {
      uint32_t equation = part->equation[k];
      ind__wide left = work->rest[equation];
      for (t = all->first[equation]; t < all->first[equation + 1]; t++)
        if (work->coefficient[t] != 0 && ind__is_free (work->at, all->column[t]))
          left -= (ind__wide) work->coefficient[t] * work->step[all->column[t]];
      if (left < INT64_MAX / 4 && left > -(INT64_MAX / 4))
        work->rest[equation] = (int64_t) left;
    }
  ind__release (target);
  ind__release (first);
  ind__release (constant);
  ind__release (coefficient);
  ind__release (column);
  return status;
}

static int64_t
missing_in_all (const ind__rounder *work, const ind__rounding_part *part)
{
  ind__wide sum = 0;
  size_t k;

  for (k = 0; k < part->n_equations; k++)
    sum += work->rest[part->equation[k]] < 0 ? -(ind__wide) work->rest[part->equation[k]]
                                             : work->rest[part->equation[k]];
  return sum > INT64_MAX ? INT64_MAX : (int64_t) sum;
}

/* The steps of a component whose sums are a flow; *is_flow: 0 when they are none, *is_found:
 * 0 when there are no steps. */
ind_status
ind__round_by_flow (ind__rounder *work, const ind__rounding_part *part, int *is_flow, int *is_found)
{
  int64_t bearable = MANY_UNITS * (int64_t) (part->n_values + part->n_equations) + 1000;
  ind_status status = IND_E_MEMORY;
  struct flow flow;
  size_t k;

  *is_found = 0;
  *is_flow = 1;
  for (k = 0; k < part->n_values; k++)
    {
      const ind__rounding_place *place = &work->place[part->value[k]];
      if (place->n > 2 || place->sign[0] == 0 || (place->n == 2 && place->sign[1] == 0))
        *is_flow = 0;
    }
  if (!*is_flow)
    return IND_OK;
  if (open_flow (&flow, work, part))
    {
      status = IND_OK;
      lay_arcs (&flow, part);
      *is_flow = turn_equations (&flow, part);
      *is_found = *is_flow && take_needs (&flow, part);
    }
  if (*is_found && missing_in_all (work, part) > bearable)
    {
      status = balance_first (work, part);
      *is_found = status == IND_OK && missing_in_all (work, part) <= bearable
                  && take_needs (&flow, part);
    }
  if (*is_found)
    {
      direct_arcs (&flow);
      *is_found = send_all (&flow);
    }
  close_flow (&flow);
  return status;
}
