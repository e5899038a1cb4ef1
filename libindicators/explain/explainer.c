/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the parts of an explanation share: the report bound into a network. */
#include "explain/explainer.h"

#include <string.h>

#include "base/memory.h"
#include "number/interval.h"

#define DEFAULT_BUDGET UINT64_C (3000000000)

ind_status
ind__explainer_open (ind__explainer *explainer, ind_report *report,
                     const ind_explain_options *options, ind_error *error)
{
  ind__assertion spare = { 0, 0, 0, IND__ASSERTED_BY_FIGURE };
  ind_status status;
  size_t n;

  memset (explainer, 0, sizeof *explainer);
  explainer->report = report;
  explainer->budget
      = options == NULL || options->budget == 0 ? DEFAULT_BUDGET : options->budget;
  if (!ind__index_sort (&report->index))
    return ind__fail_memory (error);
  status = ind__judge_prepare (&explainer->judge, &report->index, &report->templates, 0.001,
                               error);
  if (status == IND_OK)
    status = ind__assemble (&report->index, &report->templates, &explainer->judge,
                            &explainer->assembly, error);
  if (status != IND_OK)
    {
      ind__judge_free (&explainer->judge);
      return status;
    }
  if (ind__network_assert (&explainer->assembly.network, &spare, ind__interval_entire ())
      == IND__NONE)
    {
      ind__explainer_close (explainer);
      return ind__fail_memory (error);
    }
  n = explainer->assembly.network.n_assertions;
  explainer->wide = ind__new_array (n, sizeof *explainer->wide);
  explainer->is_out = ind__new_zeroed (n + 1);
  explainer->part_of = ind__new_zeroed ((n + 1) * sizeof *explainer->part_of);
  if (explainer->wide == NULL || explainer->is_out == NULL || explainer->part_of == NULL
      || !ind__propagator_open (&explainer->propagator, &explainer->assembly.network))
    {
      ind__explainer_close (explainer);
      return ind__fail_memory (error);
    }
  for (n = 0; n < explainer->assembly.n_parts; n++)
    {
      const ind__part *part = &explainer->assembly.parts[n];
      size_t k;
      for (k = part->first; k < part->first + part->n_assertions; k++)
        explainer->part_of[explainer->assembly.assertions[k]] = part;
    }
  return IND_OK;
}

void
ind__explainer_close (ind__explainer *explainer)
{
  ind__propagator_close (&explainer->propagator);
  ind__assembly_free (&explainer->assembly);
  ind__judge_free (&explainer->judge);
  ind__release (explainer->wide);
  ind__release (explainer->is_out);
  ind__release (explainer->part_of);
  ind__set_free (&explainer->rest);
}

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
ind__leave_out_suspects (ind__explainer *explainer)
{
  const ind_report *report = explainer->report;
  size_t k, s;

  for (k = 0; k < report->n_explanations; k++)
    {
      const ind__explanation *explanation = &report->explanations[k];
      const ind__alternative *first = &report->alternatives[explanation->first_alternative];
      for (s = 0; explanation->n_alternatives > 0 && s < first->n_suspects; s++)
        explainer->is_out[report->suspects[first->first_suspect + s].assertion] = 1;
    }
}
