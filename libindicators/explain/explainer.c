/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the parts of an explanation share: the report bound into a network. */
#include "explain/explainer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "number/interval.h"

static void
drop_group (ind__explainer *explainer)
{
  ind__propagator_close (&explainer->propagator);
  ind__assembly_free (&explainer->assembly);
  ind__release (explainer->wide);
  ind__release (explainer->is_out);
  ind__release (explainer->part_of);
  explainer->wide = NULL;
  explainer->is_out = NULL;
  explainer->part_of = NULL;
}

int
ind__explainer_begin (ind__explainer *explainer, const ind_report *report,
                      const ind__division *division)
{
  memset (explainer, 0, sizeof *explainer);
  explainer->report = report;
  explainer->found.index = report->index;
  explainer->division = division;
  explainer->network_name = ind__strings_find (&report->index.names, "network", 7);
  return ind__judge_prepare (&explainer->judge, &report->index, &report->templates, 0.001, NULL)
         == IND_OK;
}

int
ind__explainer_take (ind__explainer *explainer, size_t group)
{
  ind__assertion spare = { 0, 0, 0, IND__ASSERTED_BY_FIGURE };
  ind__assembly *assembly = &explainer->assembly;
  size_t n, p, k;

  drop_group (explainer);
  explainer->group = group;
  if (ind__assemble (explainer->division, group, &explainer->judge, assembly, NULL) != IND_OK
      || ind__network_assert (&assembly->network, &spare, ind__interval_entire ()) == IND__NONE)
    return 0;
  n = assembly->network.n_assertions;
  explainer->wide = ind__new_array (n, sizeof *explainer->wide);
  explainer->is_out = ind__new_zeroed (n + 1);
  explainer->part_of = ind__new_zeroed ((n + 1) * sizeof *explainer->part_of);
  if (explainer->wide == NULL || explainer->is_out == NULL || explainer->part_of == NULL
      || !ind__propagator_open (&explainer->propagator, &assembly->network))
    return 0;
  for (p = 0; p < assembly->n_parts; p++)
    {
      const ind__part *part = &assembly->parts[p];
      for (k = part->first; k < part->first + part->n_assertions; k++)
        explainer->part_of[assembly->assertions[k]] = part;
    }
  return 1;
}

/* ------------------------------------------------------------------------
 * All figures as one group
 * ---------------------------------------------------------------------- */

/* Suspects that are no figures, by what they are. */
static int
compare_suspects (const void *left, const void *right)
{
  const ind__suspect *a = *(ind__suspect *const *) left, *b = *(ind__suspect *const *) right;
  uint32_t of_a[7], of_b[7];
  int k;

  of_a[0] = (uint32_t) a->kind;
  of_a[1] = a->name;
  of_a[2] = a->template;
  of_a[3] = a->area;
  of_a[4] = a->component;
  of_a[5] = (uint32_t) a->period;
  of_a[6] = a->edition;
  of_b[0] = (uint32_t) b->kind;
  of_b[1] = b->name;
  of_b[2] = b->template;
  of_b[3] = b->area;
  of_b[4] = b->component;
  of_b[5] = (uint32_t) b->period;
  of_b[6] = b->edition;
  for (k = 0; k < 7; k++)
    if (of_a[k] != of_b[k])
      return of_a[k] < of_b[k] ? -1 : 1;
  return 0;
}

/* Numbers suspects by the assertions of the whole network. 0 when memory ran out. */
static int
renumber_suspects (const ind__explainer *explainer, ind_report *report)
{
  const ind__network *network = &explainer->assembly.network;
  ind__suspect **others = ind__new_array (report->n_suspects, sizeof *others);
  size_t n = 0, k, low, high;

  if (others == NULL)
    return 0;
  for (k = 0; k < report->n_suspects; k++)
    if (report->suspects[k].kind != IND_SUSPECT_FIGURE)
      others[n++] = &report->suspects[k];
    else
      report->suspects[k].assertion
          = explainer->assembly.assertion_of[report->suspects[k].figure];
  if (n > 1)
    qsort (others, n, sizeof *others, compare_suspects);
  for (k = 0; k < network->n_assertions && n > 0; k++)
    {
      const ind__assertion *assertion = &network->assertions[k];
      ind__suspect one, *key = &one;
      if (assertion->kind != IND__ASSERTED_BY_BASIS
          && assertion->kind != IND__ASSERTED_BY_ASSUMPTION)
        continue;
      memset (&one, 0, sizeof one);
      ind__describe_assertion (explainer, assertion, &one);
      for (low = 0, high = n; low < high;)
        {
          size_t between = low + (high - low) / 2;
          if (compare_suspects (&others[between], &key) < 0)
            low = between + 1;
          else
            high = between;
        }
      for (; low < n && compare_suspects (&others[low], &key) == 0; low++)
        others[low]->assertion = (uint32_t) k;
    }
  ind__release (others);
  return 1;
}

ind_status
ind__explainer_open (ind__explainer *explainer, ind_report *report,
                     const ind_explain_options *options, ind_error *error)
{
  ind__division whole;
  int is_good;

  memset (&whole, 0, sizeof whole);
  memset (explainer, 0, sizeof *explainer);
  is_good = ind__index_sort (&report->index)
            && ind__division_open (&whole, &report->index, &report->templates, SIZE_MAX)
            && ind__explainer_begin (explainer, report, &whole);
  explainer->whole = whole;
  explainer->division = &explainer->whole;
  explainer->budget
      = options == NULL || options->budget == 0 ? IND__DEFAULT_BUDGET : options->budget;
  is_good = is_good && ind__explainer_take (explainer, 0)
            && (!report->is_divided || renumber_suspects (explainer, report));
  if (is_good)
    {
      report->is_divided = 0;
      return IND_OK;
    }
  ind__explainer_close (explainer);
  return ind__fail_memory (error);
}

void
ind__explainer_close (ind__explainer *explainer)
{
  ind_report *found = &explainer->found;
  size_t k;

  for (k = 0; k < found->n_arbitrations; k++)
    ind__release (found->arbitrations[k].sentence);
  ind__release (found->findings.at);
  ind__release (found->figures);
  ind__release (found->explanations);
  ind__release (found->alternatives);
  ind__release (found->suspects);
  ind__release (found->explained_findings);
  ind__release (found->arbitrations);
  ind__release (found->deductions);
  ind__release (explainer->pieces);
  drop_group (explainer);
  ind__judge_free (&explainer->judge);
  ind__set_free (&explainer->rest);
  ind__set_free (&explainer->kept);
  ind__division_close (&explainer->whole);
}

/* ------------------------------------------------------------------------
 * What was found
 * ---------------------------------------------------------------------- */

ind__extent
ind__explainer_extent (const ind__explainer *explainer)
{
  const ind_report *found = &explainer->found;
  ind__extent extent;

  extent.n_findings = found->findings.count;
  extent.n_figures = found->n_figures;
  extent.n_explanations = found->n_explanations;
  extent.n_alternatives = found->n_alternatives;
  extent.n_suspects = found->n_suspects;
  extent.n_explained_findings = found->n_explained_findings;
  extent.n_arbitrations = found->n_arbitrations;
  extent.n_deductions = found->n_deductions;
  return extent;
}

int
ind__explainer_keep (ind__explainer *explainer, ind__piece_kind kind, size_t number,
                     const ind__extent *before)
{
  ind__extent now = ind__explainer_extent (explainer);
  ind__piece *piece;

  if (now.n_explanations == before->n_explanations && now.n_findings == before->n_findings
      && now.n_arbitrations == before->n_arbitrations
      && now.n_deductions == before->n_deductions)
    return 1;
  if (!ind__grow (&explainer->pieces, &explainer->pieces_capacity, explainer->n_pieces + 1,
                  sizeof *explainer->pieces))
    return 0;
  piece = &explainer->pieces[explainer->n_pieces++];
  piece->kind = kind;
  piece->number = number;
  piece->group = explainer->group;
  piece->from = *before;
  piece->to = now;
  return 1;
}

/* ------------------------------------------------------------------------
 * What the parts of an explanation share
 * ---------------------------------------------------------------------- */

int
ind__explainer_propagate (ind__explainer *explainer, const ind__part *part,
                          const ind_interval *interval, ind__set *conflict)
{
  const uint32_t *assertions = explainer->assembly.assertions + part->first;
  size_t k;

  explainer->rest.count = 0;
  for (k = 0; k < part->n_assertions; k++)
    if (!explainer->is_out[assertions[k]] && !ind__set_add (&explainer->rest, assertions[k]))
      explainer->has_failed = 1;
  return !explainer->has_failed
         && ind__propagate (&explainer->propagator, interval, explainer->rest.at,
                            explainer->rest.count, conflict);
}

int
ind__rests_on_assumption (const ind__explainer *explainer, const ind__set *set)
{
  size_t k;
  for (k = 0; k < set->count; k++)
    if (explainer->assembly.network.assertions[set->at[k]].kind == IND__ASSERTED_BY_ASSUMPTION)
      return 1;
  return 0;
}

void
ind__leave_out_suspects (ind__explainer *explainer, const ind_report *report, size_t first)
{
  size_t k, s;

  for (k = first; k < report->n_explanations; k++)
    {
      const ind__explanation *explanation = &report->explanations[k];
      const ind__alternative *best = &report->alternatives[explanation->first_alternative];
      for (s = 0; explanation->n_alternatives > 0 && s < best->n_suspects; s++)
        explainer->is_out[report->suspects[best->first_suspect + s].assertion] = 1;
    }
}
