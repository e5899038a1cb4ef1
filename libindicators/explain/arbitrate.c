/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arbitration: where sources differ on a quantity, which of them the rest of
 * the figures supports. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "explain/explainer.h"
#include "number/interval.h"

/* Alternatives of a cluster that are asked for their verdict; with more the
 * figures are taken not to decide. */
#define MAX_ASKED 32

/* The figures of one quantity, all usable, and what was found. */
struct dispute {
  uint32_t variable;
  ind__set figures;    /* assertions */
  ind_interval implied; /* by all other figures */
  uint8_t *is_refuted; /* per figure: the others exclude it */
  ind__set reason;     /* a smallest set of others that excludes one of them */
  size_t n_relations;
};

static void
set_out (ind__explainer *explainer, const ind__set *set, uint8_t value)
{
  size_t k;
  for (k = 0; k < set->count; k++)
    explainer->is_out[set->at[k]] = value;
}

/* Which figures the rest excludes, once a set of suspects is left out. */
static void
ask (ind__explainer *explainer, const ind__part *part, const ind_interval *interval,
     const ind__set *suspects, struct dispute *dispute, uint8_t *is_refuted)
{
  size_t k;

  set_out (explainer, suspects, 1);
  set_out (explainer, &dispute->figures, 1);
  ind__explainer_propagate (explainer, part, interval, NULL);
  dispute->implied = explainer->propagator.domain[dispute->variable];
  for (k = 0; k < dispute->figures.count; k++)
    {
      ind_interval own = interval[dispute->figures.at[k]];
      is_refuted[k] = own.high < dispute->implied.low || own.low > dispute->implied.high;
    }
  ind__propagate_undo (&explainer->propagator);
  set_out (explainer, &dispute->figures, 0);
  set_out (explainer, suspects, 0);
}

/* Counts relations, sharing no figure but the refuted one, that exclude it. */
static size_t
count_relations (ind__explainer *explainer, const ind__part *part, const ind__set *suspects,
                 struct dispute *dispute, uint32_t refuted)
{
  const ind_interval *interval = explainer->assembly.network.interval;
  ind__set conflict = { NULL, 0, 0 }, used = { NULL, 0, 0 };
  size_t n = 0, k;

  set_out (explainer, suspects, 1);
  set_out (explainer, &dispute->figures, 1);
  explainer->is_out[refuted] = 0;
  while (!explainer->has_failed && !explainer->propagator.has_failed
         && ind__explainer_propagate (explainer, part, interval, &conflict))
    {
      ind__propagate_undo (&explainer->propagator);
      ind__minimise (&explainer->propagator, interval, 0, &conflict);
      if (n == 0
          && !ind__set_assign (&dispute->reason, conflict.at, conflict.count))
        explainer->has_failed = 1;
      n++;
      for (k = 0; k < conflict.count; k++)
        if (conflict.at[k] != refuted)
          {
            explainer->is_out[conflict.at[k]] = 1;
            if (!ind__set_add (&used, conflict.at[k]))
              explainer->has_failed = 1;
          }
      if (conflict.count == 1)
        break;
    }
  ind__propagate_undo (&explainer->propagator);
  set_out (explainer, &used, 0);
  set_out (explainer, &dispute->figures, 0);
  set_out (explainer, suspects, 0);
  ind__set_free (&conflict);
  ind__set_free (&used);
  return n;
}

/* The suspects of a choice: alternative a of cluster c, the first of every
 * other. */
static void
choose (ind__explainer *explainer, const ind__localisation *localisation, size_t c, size_t a,
        ind__set *out)
{
  size_t k, j;

  out->count = 0;
  for (k = 0; k < localisation->n_clusters; k++)
    {
      const ind__cluster *cluster = &localisation->clusters[k];
      const ind__set *set;
      if (cluster->n_alternatives == 0)
        continue;
      set = &cluster->alternatives[k == c ? a : 0];
      for (j = 0; j < set->count; j++)
        if (!ind__set_add (out, set->at[j]))
          explainer->has_failed = 1;
    }
}

static int
holds (const ind__set *set, uint32_t element)
{
  size_t k;
  for (k = 0; k < set->count; k++)
    if (set->at[k] == element)
      return 1;
  return 0;
}

/* The cluster in which the dispute is explained; n_clusters if there is
 * none. */
static size_t
cluster_of (const ind__localisation *localisation, const struct dispute *dispute)
{
  size_t c, k;

  for (c = 0; c < localisation->n_clusters; c++)
    for (k = 0; k < dispute->figures.count; k++)
      if (holds (&localisation->clusters[c].members, dispute->figures.at[k]))
        return c;
  return localisation->n_clusters;
}

/* The source of the figures that stand while others fall, 0 where none does or
 * several do. */
static uint32_t
standing_source (const ind__explainer *explainer, const struct dispute *dispute,
                 const uint8_t *is_refuted)
{
  const ind__assertion *assertions = explainer->assembly.network.assertions;
  const ind_table *table = explainer->report->index.table;
  uint32_t source = 0;
  size_t k, n_refuted = 0;

  for (k = 0; k < dispute->figures.count; k++)
    {
      uint32_t own = ind__table_kind (table, assertions[dispute->figures.at[k]].origin)->source;
      n_refuted += is_refuted[k];
      if (is_refuted[k])
        continue;
      if (source != 0 && source != own)
        return 0;
      source = own;
    }
  return n_refuted > 0 ? source : 0;
}

/* Whom every smallest explanation leaves standing; 0 where they differ. */
static uint32_t
decide (ind__explainer *explainer, const ind__part *part, const ind_interval *interval,
        const ind__localisation *localisation, struct dispute *dispute)
{
  uint8_t *is_refuted = ind__new_zeroed (dispute->figures.count + 1);
  size_t c = cluster_of (localisation, dispute), a, n;
  ind__set suspects = { NULL, 0, 0 };
  uint32_t source = 0;

  if (is_refuted == NULL)
    {
      explainer->has_failed = 1;
      return 0;
    }
  n = c < localisation->n_clusters ? localisation->clusters[c].n_alternatives : 1;
  for (a = 0; a < n && n <= MAX_ASKED; a++)
    {
      uint32_t standing;
      choose (explainer, localisation, c, a, &suspects);
      ask (explainer, part, interval, &suspects, dispute, is_refuted);
      standing = standing_source (explainer, dispute, is_refuted);
      if (a > 0 && standing != source)
        {
          source = 0;
          break;
        }
      source = standing;
      if (source == 0)
        break;
    }
  ind__set_free (&suspects);
  ind__release (is_refuted);
  return source;
}

/* Whether what the rest implies depends on which explanation holds. */
static int
is_open (ind__explainer *explainer, const ind__part *part, const ind__localisation *plain,
         size_t cluster, struct dispute *dispute)
{
  ind__set suspects = { NULL, 0, 0 };
  ind_interval first = dispute->implied;
  size_t n = cluster < plain->n_clusters ? plain->clusters[cluster].n_alternatives : 0, a;
  int result = 0;

  for (a = 1; a < n && a < MAX_ASKED && !result; a++)
    {
      choose (explainer, plain, cluster, a, &suspects);
      ask (explainer, part, explainer->assembly.network.interval, &suspects, dispute,
           dispute->is_refuted);
      result = dispute->implied.low != first.low || dispute->implied.high != first.high;
    }
  dispute->implied = first;
  ind__set_free (&suspects);
  return result;
}

static void
settle (ind__explainer *explainer, const ind__part *part, const ind__localisation *plain,
        const ind__localisation *wide, struct dispute *dispute)
{
  const ind__network *network = &explainer->assembly.network;
  ind_report *report = &explainer->found;
  const ind__index *index = &report->index;
  uint32_t first = network->assertions[dispute->figures.at[0]].origin;
  size_t cluster = cluster_of (plain, dispute), k;
  ind__set suspects = { NULL, 0, 0 };
  ind__arbitration *arbitration;
  ind__grounds grounds;

  if (!ind__grow (&report->arbitrations, &report->arbitrations_capacity,
                  report->n_arbitrations + 1, sizeof *report->arbitrations))
    {
      explainer->has_failed = 1;
      return;
    }
  arbitration = &report->arbitrations[report->n_arbitrations++];
  memset (arbitration, 0, sizeof *arbitration);
  arbitration->area = ind__index_area (index, first);
  arbitration->component = ind__index_component (index, first);
  arbitration->period = ind__table_site (index->table, first)->period;
  arbitration->first_figure = report->n_figures;
  for (k = 0; k < dispute->figures.count && !explainer->has_failed; k++)
    {
      explainer->has_failed
          |= !ind__report_add_figure (report, network->assertions[dispute->figures.at[k]].origin);
      arbitration->n_figures++;
    }
  arbitration->believed = decide (explainer, part, network->interval, plain, dispute);
  arbitration->is_certain
      = arbitration->believed != 0
        && decide (explainer, part, explainer->wide, wide, dispute) == arbitration->believed;
  /* The arithmetic, as the first explanation has it. */
  choose (explainer, plain, cluster, 0, &suspects);
  ask (explainer, part, network->interval, &suspects, dispute, dispute->is_refuted);
  for (k = 0; k < dispute->figures.count; k++)
    if (dispute->is_refuted[k])
      {
        size_t n = count_relations (explainer, part, &suspects, dispute,
                                    dispute->figures.at[k]);
        if (arbitration->n_relations == 0 || n < arbitration->n_relations)
          arbitration->n_relations = n;
      }
  ind__set_free (&suspects);
  grounds.implied = dispute->implied;
  grounds.reason = &dispute->reason;
  grounds.is_open
      = arbitration->believed == 0 && is_open (explainer, part, plain, cluster, dispute);
  grounds.is_assuming = ind__rests_on_assumption (explainer, &dispute->reason);
  arbitration->is_certain &= !grounds.is_assuming;
  if (!explainer->has_failed)
    ind__tell_arbitration (explainer, arbitration, &grounds);
}

/* Whether two figures of the set, of different sources, cannot both be true. */
static int
is_disputed (const ind__explainer *explainer, const ind__set *figures)
{
  const ind__network *network = &explainer->assembly.network;
  const ind_table *table = explainer->report->index.table;
  size_t k, j;

  for (k = 0; k < figures->count; k++)
    for (j = 0; j < k; j++)
      {
        ind_interval a = network->interval[figures->at[k]], b = network->interval[figures->at[j]];
        if ((a.high < b.low || b.high < a.low)
            && ind__table_kind (table, network->assertions[figures->at[k]].origin)->source
                   != ind__table_kind (table, network->assertions[figures->at[j]].origin)->source)
          return 1;
      }
  return 0;
}

static int
compare_by_variable (const void *left, const void *right)
{
  const uint64_t *a = left, *b = right;
  return *a < *b ? -1 : *a > *b;
}

void
ind__arbitrate (ind__explainer *explainer, const ind__part *part,
                const ind__localisation *plain, const ind__localisation *wide)
{
  const ind__network *network = &explainer->assembly.network;
  uint64_t *key = ind__new_array (part->n_assertions, sizeof *key);
  size_t k, n = 0, from;
  struct dispute dispute;

  if (key == NULL)
    {
      explainer->has_failed = 1;
      return;
    }
  for (k = part->first; k < part->first + part->n_assertions; k++)
    {
      uint32_t assertion = explainer->assembly.assertions[k];
      if (network->assertions[assertion].kind == IND__ASSERTED_BY_FIGURE)
        key[n++] = (uint64_t) network->assertions[assertion].variable << 32 | assertion;
    }
  if (n > 1)
    qsort (key, n, sizeof *key, compare_by_variable);
  memset (&dispute, 0, sizeof dispute);
  for (from = 0; from < n && !explainer->has_failed; from = k)
    {
      dispute.figures.count = 0;
      dispute.reason.count = 0;
      dispute.variable = (uint32_t) (key[from] >> 32);
      for (k = from; k < n && key[k] >> 32 == dispute.variable; k++)
        if (!ind__set_add (&dispute.figures, (uint32_t) key[k]))
          explainer->has_failed = 1;
      if (k - from < 2 || explainer->has_failed || !is_disputed (explainer, &dispute.figures))
        continue;
      dispute.is_refuted = ind__new_zeroed (dispute.figures.count);
      if (dispute.is_refuted == NULL)
        explainer->has_failed = 1;
      else
        settle (explainer, part, plain, wide, &dispute);
      ind__release (dispute.is_refuted);
    }
  ind__set_free (&dispute.figures);
  ind__set_free (&dispute.reason);
  ind__release (key);
}
