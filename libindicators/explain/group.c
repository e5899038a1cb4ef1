/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations of a group: each part of its network tested as a whole, and the
 * figures that must be wrong, with what they must have been. */
#include "explain/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check/computed.h"
#include "number/interval.h"

/* No part gets more than this part of what is left of the budget. */
#define PART_OF_BUDGET 4
/* Terms that may be spent on the ends of intervals, in any case. */
#define WORK_ON_INTERVALS 100000

/* What each assertion of the part says if figures may have been computed from
 * rounded ones. */
static void
widen (ind__explainer *explainer, const ind__part *part)
{
  const ind__network *network = &explainer->assembly.network;
  size_t k;

  for (k = part->first; k < part->first + part->n_assertions; k++)
    {
      uint32_t assertion = explainer->assembly.assertions[k];
      ind_interval x = network->interval[assertion];
      if (network->assertions[assertion].kind == IND__ASSERTED_BY_FIGURE)
        {
          double extra = ind__computed_deviation (
              &explainer->judge, network->assertions[assertion].origin, NULL);
          x = ind__interval_add (x, ind__interval_make (-extra, extra));
        }
      explainer->wide[assertion] = x;
    }
}

/* ------------------------------------------------------------------------
 * Findings by figure
 * ---------------------------------------------------------------------- */

/* A figure of a finding. */
struct mention {
  uint32_t figure, finding; /* the finding as a number of `list` */
};

/* The figure that leads a finding, in the part that it belongs to. */
struct lead {
  size_t part;
  uint32_t figure, finding;
};

/* The findings that say something is wrong with the group. */
struct wrong {
  const size_t *list; /* numbers of the report's findings */
  size_t count;
  struct mention *mentions; /* by figure */
  size_t n_mentions;
  struct lead *leads;       /* by part and figure */
  size_t n_leads;
  size_t *n_met;      /* per finding: its figures in the set at hand */
};

/* Sets of assertions in which conflicts are looked for first. */
struct hints {
  ind__set *at;
  size_t count, capacity;
};

/* The finding with this number: those found here come after the report's. */
static const ind__finding *
finding_at (const ind__explainer *explainer, size_t number)
{
  size_t n = explainer->report->findings.count;
  return number < n ? &explainer->report->findings.at[number]
                    : &explainer->found.findings.at[number - n];
}

/* Whether or not figures were computed from rounded figures. */
static int
is_proved (const ind__finding *finding)
{
  return finding->verdict == IND_VERDICT_INCONSISTENT
         || finding->verdict == IND_VERDICT_CONTRADICTION;
}

static int
compare_mentions (const void *left, const void *right)
{
  const struct mention *a = left, *b = right;

  if (a->figure != b->figure)
    return a->figure < b->figure ? -1 : 1;
  return a->finding < b->finding ? -1 : a->finding > b->finding;
}

static int
compare_leads (const void *left, const void *right)
{
  const struct lead *a = left, *b = right;

  if (a->part != b->part)
    return a->part < b->part ? -1 : 1;
  if (a->figure != b->figure)
    return a->figure < b->figure ? -1 : 1;
  return a->finding < b->finding ? -1 : a->finding > b->finding;
}

static void
free_wrong (struct wrong *wrong)
{
  ind__release (wrong->mentions);
  ind__release (wrong->leads);
  ind__release (wrong->n_met);
}

static int
list_wrong (const ind__explainer *explainer, struct wrong *wrong)
{
  const ind_report *report = explainer->report;
  const ind__assembly *assembly = &explainer->assembly;
  size_t n = 0, k, j;

  for (k = 0; k < wrong->count; k++)
    n += report->findings.at[wrong->list[k]].n_figures;
  wrong->mentions = ind__new_array (n, sizeof *wrong->mentions);
  wrong->leads = ind__new_array (wrong->count, sizeof *wrong->leads);
  wrong->n_met = ind__new_zeroed ((wrong->count + 1) * sizeof *wrong->n_met);
  if (wrong->mentions == NULL || wrong->leads == NULL || wrong->n_met == NULL)
    return 0;
  for (k = 0; k < wrong->count; k++)
    {
      const ind__finding *finding = &report->findings.at[wrong->list[k]];
      for (j = 0; j < finding->n_figures; j++)
        {
          uint32_t figure = ind__report_figure (report, finding, j);
          uint32_t assertion = assembly->assertion_of[figure];
          wrong->mentions[wrong->n_mentions].figure = figure;
          wrong->mentions[wrong->n_mentions++].finding = (uint32_t) k;
          if (j > 0 || assertion == IND__NONE)
            continue;
          wrong->leads[wrong->n_leads].part
              = (size_t) (explainer->part_of[assertion] - assembly->parts);
          wrong->leads[wrong->n_leads].figure = figure;
          wrong->leads[wrong->n_leads++].finding = (uint32_t) k;
        }
    }
  if (n > 1)
    qsort (wrong->mentions, n, sizeof *wrong->mentions, compare_mentions);
  if (wrong->n_leads > 1)
    qsort (wrong->leads, wrong->n_leads, sizeof *wrong->leads, compare_leads);
  return 1;
}

/* The first mention of a figure or of a later one. */
static size_t
first_mention (const struct wrong *wrong, uint32_t figure)
{
  size_t low = 0, high = wrong->n_mentions;

  while (low < high)
    {
      size_t between = low + (high - low) / 2;
      if (wrong->mentions[between].figure < figure)
        low = between + 1;
      else
        high = between;
    }
  return low;
}

/* The first lead in a part or in a later one. */
static size_t
first_lead (const struct wrong *wrong, size_t part)
{
  size_t low = 0, high = wrong->n_leads;

  while (low < high)
    {
      size_t between = low + (high - low) / 2;
      if (wrong->leads[between].part < part)
        low = between + 1;
      else
        high = between;
    }
  return low;
}

/* Whether all figures of some finding are in the conflict; of one that is proved
 * whether or not figures were computed from rounded figures, if asked. */
static int
is_found (const ind__explainer *explainer, const struct wrong *wrong,
          const ind__set *conflict, int wants_proof)
{
  const ind__findings *findings = &explainer->report->findings;
  const ind__assertion *assertions = explainer->assembly.network.assertions;
  int undo, found = 0;
  size_t k, j;

  for (undo = 0; undo <= 1; undo++)
    for (k = 0; k < conflict->count; k++)
      {
        const ind__assertion *assertion = &assertions[conflict->at[k]];
        if (assertion->kind != IND__ASSERTED_BY_FIGURE)
          continue;
        for (j = first_mention (wrong, assertion->origin);
             j < wrong->n_mentions && wrong->mentions[j].figure == assertion->origin; j++)
          {
            uint32_t number = wrong->mentions[j].finding;
            const ind__finding *finding = &findings->at[wrong->list[number]];
            if (undo)
              wrong->n_met[number] = 0;
            else if (++wrong->n_met[number] == finding->n_figures
                     && !(wants_proof && !is_proved (finding)))
              found = 1;
          }
      }
  return found;
}

/* ------------------------------------------------------------------------
 * Explanations
 * ---------------------------------------------------------------------- */

/* Whether every alternative of its cluster holds the assertion. */
static int
is_in_all (const ind__localisation *localisation, uint32_t assertion)
{
  size_t c, a, k;

  for (c = 0; c < localisation->n_clusters; c++)
    {
      const ind__cluster *cluster = &localisation->clusters[c];
      size_t n = 0;
      for (a = 0; a < cluster->n_alternatives; a++)
        for (k = 0; k < cluster->alternatives[a].count; k++)
          n += cluster->alternatives[a].at[k] == assertion;
      if (n > 0)
        return cluster->is_complete && n == cluster->n_alternatives;
    }
  return 0;
}

static void
set_out (ind__explainer *explainer, const ind__set *set, uint8_t value)
{
  size_t k;
  for (k = 0; k < set->count; k++)
    explainer->is_out[set->at[k]] = value;
}

static int
add_alternative (ind__explainer *explainer, const ind__part *part, const ind__set *set)
{
  const ind__network *network = &explainer->assembly.network;
  ind_report *report = &explainer->found;
  ind__alternative *alternative;
  size_t k;

  if (!ind__grow (&report->alternatives, &report->alternatives_capacity,
                  report->n_alternatives + 1, sizeof *report->alternatives)
      || !ind__grow (&report->suspects, &report->suspects_capacity,
                     report->n_suspects + set->count, sizeof *report->suspects))
    return 0;
  alternative = &report->alternatives[report->n_alternatives++];
  alternative->first_suspect = report->n_suspects;
  alternative->n_suspects = set->count;
  alternative->score = 1;
  set_out (explainer, set, 1);
  ind__explainer_propagate (explainer, part, network->interval, NULL);
  for (k = 0; k < set->count; k++)
    {
      ind__suspect *suspect = &report->suspects[report->n_suspects++];
      memset (suspect, 0, sizeof *suspect);
      ind__complete_suspect (explainer, part, set->at[k], suspect);
      alternative->score *= suspect->score;
    }
  ind__propagate_undo (&explainer->propagator);
  set_out (explainer, set, 0);
  return !explainer->has_failed;
}

static int
compare_alternatives (const void *left, const void *right)
{
  const ind__alternative *a = left, *b = right;

  if (a->score != b->score)
    return a->score > b->score ? -1 : 1;
  return a->first_suspect < b->first_suspect ? -1 : a->first_suspect > b->first_suspect;
}

static void
rank_alternatives (ind_report *report, const ind__explanation *explanation)
{
  ind__alternative *first = report->alternatives + explanation->first_alternative;
  size_t k, n = explanation->n_alternatives;
  double sum = 0, highest = 0;

  for (k = 0; k < n; k++)
    highest = first[k].score > highest ? first[k].score : highest;
  for (k = 0; k < n; k++)
    sum += highest > 0 ? first[k].score / highest : 1;
  for (k = 0; k < n; k++)
    first[k].score = (highest > 0 ? first[k].score / highest : 1) / sum;
  if (n > 1)
    qsort (first, n, sizeof *first, compare_alternatives);
}

static int
compare_sizes (const void *left, const void *right)
{
  const size_t *a = left, *b = right;
  return *a < *b ? -1 : *a > *b;
}

/* The findings on the figures of a set; of contradictions alone, if asked. */
static int
add_findings_of (ind__explainer *explainer, const struct wrong *wrong,
                 const ind__set *set, int wants_contradictions)
{
  const ind__assertion *assertions = explainer->assembly.network.assertions;
  const ind__findings *findings = &explainer->report->findings;
  ind_report *report = &explainer->found;
  size_t k, j;

  for (k = 0; k < set->count; k++)
    {
      const ind__assertion *assertion = &assertions[set->at[k]];
      if (assertion->kind != IND__ASSERTED_BY_FIGURE)
        continue;
      for (j = first_mention (wrong, assertion->origin);
           j < wrong->n_mentions && wrong->mentions[j].figure == assertion->origin; j++)
        {
          size_t number = wrong->list[wrong->mentions[j].finding];
          if (wants_contradictions
              && findings->at[number].verdict != IND_VERDICT_CONTRADICTION)
            continue;
          if (!ind__grow (&report->explained_findings, &report->explained_findings_capacity,
                          report->n_explained_findings + 1, sizeof *report->explained_findings))
            return 0;
          report->explained_findings[report->n_explained_findings++] = number;
        }
    }
  return 1;
}

/* The findings that are explained: those on figures of the first of n
 * alternatives, contradictions with those of the others, or else those on
 * figures of the conflicts. */
static int
list_findings (ind__explainer *explainer, const struct wrong *wrong,
               const ind__set *alternatives, size_t n, const ind__set *in_conflicts,
               ind__explanation *explanation)
{
  ind_report *report = &explainer->found;
  size_t k, i, n_listed;

  explanation->first_finding = report->n_explained_findings;
  for (k = 0; k < n; k++)
    if (!add_findings_of (explainer, wrong, &alternatives[k], k > 0))
      return 0;
  if (report->n_explained_findings == explanation->first_finding
      && !add_findings_of (explainer, wrong, in_conflicts, 0))
    return 0;
  n_listed = report->n_explained_findings - explanation->first_finding;
  if (n_listed > 1)
    {
      size_t *list = report->explained_findings + explanation->first_finding;
      qsort (list, n_listed, sizeof *list, compare_sizes);
      for (k = 1, i = 1; k < n_listed; k++)
        if (list[k] != list[i - 1])
          list[i++] = list[k];
      report->n_explained_findings = explanation->first_finding + i;
    }
  explanation->n_findings = report->n_explained_findings - explanation->first_finding;
  return 1;
}

static int
are_equal (const ind__set *a, const ind__set *b)
{
  return a->count == b->count && memcmp (a->at, b->at, a->count * sizeof *a->at) == 0;
}

static int
share_assertion (const ind__set *a, const ind__set *b)
{
  size_t k, j;
  for (k = 0; k < a->count; k++)
    for (j = 0; j < b->count; j++)
      if (a->at[k] == b->at[j])
        return 1;
  return 0;
}

static int
holds_conflict (const ind__localisation *localisation, const ind__set *conflict)
{
  size_t k;
  for (k = 0; k < localisation->n_conflicts; k++)
    if (are_equal (conflict, &localisation->conflicts[k]))
      return 1;
  return 0;
}

/* Whether the conflict speaks of this cluster and of no other. */
static int
is_of_cluster (const ind__localisation *plain, const ind__cluster *cluster,
               const ind__set *conflict)
{
  size_t c;

  if (!share_assertion (conflict, &cluster->members))
    return 0;
  for (c = 0; c < plain->n_clusters; c++)
    if (&plain->clusters[c] != cluster
        && share_assertion (conflict, &plain->clusters[c].members))
      return 0;
  return 1;
}

/* How many assertions of the cluster are wrong whether or not figures were
 * computed from rounded figures: as many as its conflicts need, if all of them
 * hold with the wide intervals, too; else one for each of those that do and
 * have nothing in common. If asked, none that rests on an assumption counts. */
static size_t
count_proved (const ind__explainer *explainer, const ind__localisation *plain,
              const ind__localisation *wide, const ind__cluster *cluster, int is_assuming)
{
  const ind__set *apart[64];
  size_t k, j, n = 0, n_here = 0, n_proved = 0;

  for (k = 0; k < wide->n_conflicts; k++)
    {
      const ind__set *conflict = &wide->conflicts[k];
      if (!is_of_cluster (plain, cluster, conflict)
          || (!is_assuming && ind__rests_on_assumption (explainer, conflict)))
        continue;
      n_proved += (size_t) holds_conflict (plain, conflict);
      for (j = 0; j < n && !share_assertion (conflict, apart[j]); j++)
        continue;
      if (j == n && n < sizeof apart / sizeof apart[0])
        apart[n++] = conflict;
    }
  for (k = 0; k < plain->n_conflicts; k++)
    n_here += (size_t) share_assertion (&plain->conflicts[k], &cluster->members);
  return n_proved == n_here && cluster->at_least > n ? cluster->at_least : n;
}

/* Whether the suspect is wrong in every smallest explanation: as printed, with
 * the wide intervals, and whatever it costs to doubt an assertion. -1 when
 * memory ran out. */
static int
is_certain (const ind__explainer *explainer, const ind__localisation *plain,
            const ind__localisation *wide, size_t number, uint32_t assertion)
{
  if (!is_in_all (plain, assertion) || !is_in_all (wide, assertion))
    return 0;
  return ind__is_needed (plain, number, &explainer->assembly.network, assertion);
}

/* A conflict of the localisation with the clauses it rests on. */
static int
join_conflict (const ind__localisation *localisation, size_t k, ind__set *out)
{
  const ind__set *clauses = &localisation->clauses[k];
  size_t j;

  if (!ind__set_assign (out, localisation->conflicts[k].at, localisation->conflicts[k].count))
    return 0;
  for (j = 0; j < clauses->count; j++)
    if (!ind__set_add (out, clauses->at[j]))
      return 0;
  return 1;
}

/* What else the conflicts leave for a figure, as a finding. */
static int
add_network_finding (ind__explainer *explainer, const ind__localisation *plain,
                     const ind__set *conflict, const ind__set *joined)
{
  const ind__network *network = &explainer->assembly.network;
  ind_report *report = &explainer->found;
  const ind__index *index = &report->index;
  ind__finding *finding;
  ind__suspect about;
  uint32_t target = IND__NONE;
  ind_verdict verdict;
  ind_interval implied;
  size_t k, j, c, round;

  if (ind__rests_on_assumption (explainer, conflict))
    verdict = IND_VERDICT_IMPROBABLE;
  else
    verdict = ind__refute_linear (&explainer->propagator, explainer->wide, joined->at,
                                  joined->count, NULL)
                  ? IND_VERDICT_INCONSISTENT
                  : IND_VERDICT_EXPLAINABLE;
  /* It is told of a suspect, if one is in it. */
  for (c = 0; c < plain->n_clusters && target == IND__NONE; c++)
    for (k = 0; k < plain->clusters[c].alternatives[0].count; k++)
      for (j = 0; j < conflict->count; j++)
        if (conflict->at[j] == plain->clusters[c].alternatives[0].at[k]
            && network->assertions[conflict->at[j]].kind == IND__ASSERTED_BY_FIGURE
            && target == IND__NONE)
          target = conflict->at[j];
  for (j = 0; j < conflict->count && target == IND__NONE; j++)
    if (network->assertions[conflict->at[j]].kind == IND__ASSERTED_BY_FIGURE)
      target = conflict->at[j];
  if (target == IND__NONE)
    return 1;
  explainer->rest.count = 0;
  for (k = 0; k < joined->count; k++)
    if (joined->at[k] != target && !ind__set_add (&explainer->rest, joined->at[k]))
      return 0;
  ind__propagate (&explainer->propagator, network->interval, explainer->rest.at,
                  explainer->rest.count, NULL);
  implied = ind__remaining_domain (explainer, network->assertions[target].variable,
                              network->interval[target]);
  ind__propagate_undo (&explainer->propagator);
  finding = ind__report_add_finding (report, IND_FINDING_NETWORK, verdict);
  if (finding == NULL)
    return 0;
  memset (&about, 0, sizeof about);
  ind__describe_assertion (explainer, &network->assertions[target], &about);
  finding->area = about.area;
  finding->component = about.component;
  finding->period = about.period;
  ind__period_write (about.period, finding->period_text);
  finding->unit = about.unit;
  finding->has_target = 1;
  finding->printed = ind__interval_scale10 (network->interval[target], -about.unit.scale);
  finding->implied = ind__interval_scale10 (implied, -about.unit.scale);
  finding->gap = fmax (0, fmax (finding->printed.low - finding->implied.high,
                                finding->implied.low - finding->printed.high));
  finding->p = verdict == IND_VERDICT_INCONSISTENT ? 0 : -1;
  finding->rule_name = explainer->network_name;
  for (round = 0; round < 2; round++)
    for (k = 0; k < conflict->count; k++)
      if ((conflict->at[k] == target) == (round == 0)
          && network->assertions[conflict->at[k]].kind == IND__ASSERTED_BY_FIGURE)
        {
          if (!ind__report_add_figure (report, network->assertions[conflict->at[k]].origin))
            return 0;
          finding = &report->findings.at[report->findings.count - 1];
          finding->n_figures++;
        }
  for (k = 1; k < finding->n_figures; k++)
    if (ind__table_kind (index->table, ind__report_figure (report, finding, k))->source
        != ind__table_kind (index->table, ind__report_figure (report, finding, 0))->source)
      break;
  finding->source
      = k < finding->n_figures
            ? 0
            : ind__table_kind (index->table, ind__report_figure (report, finding, 0))->source;
  return 1;
}

static int
add_explained_conflict (ind__explainer *explainer, const ind__localisation *plain,
                        const ind__localisation *found, size_t k, ind__explanation *explanation)
{
  ind_report *report = &explainer->found;
  ind__set joined = { NULL, 0, 0 };
  int is_good = ind__grow (&report->explained_findings, &report->explained_findings_capacity,
                           report->n_explained_findings + 1,
                           sizeof *report->explained_findings)
                && join_conflict (found, k, &joined)
                && add_network_finding (explainer, plain, &found->conflicts[k], &joined);

  ind__set_free (&joined);
  if (!is_good)
    return 0;
  report->explained_findings[report->n_explained_findings++]
      = explainer->report->findings.count + report->findings.count - 1;
  explanation->n_findings++;
  return 1;
}

/* The first conflicts on the cluster that no finding tells of yet become
 * findings; if nothing else tells of the cluster, those found later do, too. */
static int
add_network_findings (ind__explainer *explainer, const struct wrong *wrong,
                      const ind__localisation *plain, const ind__cluster *cluster,
                      ind__explanation *explanation)
{
  size_t k;

  for (k = 0; k < plain->n_conflicts; k++)
    {
      if (k >= plain->n_first && explanation->n_findings > 0)
        break;
      if (share_assertion (&plain->conflicts[k], &cluster->members)
          && !is_found (explainer, wrong, &plain->conflicts[k], 0)
          && !add_explained_conflict (explainer, plain, plain, k, explanation))
        return 0;
    }
  return 1;
}

/* Where something is proved and no finding says so, the conflict that proves it
 * becomes one. */
static int
add_proof (ind__explainer *explainer, const ind__localisation *plain,
           const ind__localisation *wide, const ind__cluster *cluster,
           ind__explanation *explanation)
{
  const ind_report *report = &explainer->found;
  size_t k;

  if (explanation->at_least == 0 || explanation->is_assuming)
    return 1;
  for (k = 0; k < explanation->n_findings; k++)
    {
      size_t number = report->explained_findings[explanation->first_finding + k];
      if (is_proved (finding_at (explainer, number)))
        return 1;
    }
  for (k = 0; k < wide->n_conflicts; k++)
    if (is_of_cluster (plain, cluster, &wide->conflicts[k])
        && !ind__rests_on_assumption (explainer, &wide->conflicts[k]))
      return add_explained_conflict (explainer, plain, wide, k, explanation);
  return 1;
}

static int
explain_cluster (ind__explainer *explainer, const struct wrong *wrong,
                 const ind__part *part, const ind__localisation *plain,
                 const ind__localisation *wide, size_t number)
{
  const ind__cluster *cluster = &plain->clusters[number];
  ind_report *report = &explainer->found;
  ind__explanation *explanation;
  size_t k, a, c;

  if (cluster->n_alternatives == 0
      || !ind__grow (&report->explanations, &report->explanations_capacity,
                     report->n_explanations + 1, sizeof *report->explanations))
    return cluster->n_alternatives == 0;
  explanation = &report->explanations[report->n_explanations++];
  memset (explanation, 0, sizeof *explanation);
  explanation->at_least = count_proved (explainer, plain, wide, cluster, 0);
  if (explanation->at_least == 0)
    {
      explanation->at_least = count_proved (explainer, plain, wide, cluster, 1);
      explanation->is_assuming = explanation->at_least > 0;
    }
  explanation->is_complete = cluster->is_complete;
  explanation->first_alternative = report->n_alternatives;
  explanation->n_alternatives = cluster->n_alternatives;
  /* Of the other clusters, whatever some alternative doubts is left out. */
  for (c = 0; c < plain->n_clusters; c++)
    for (a = 0; c != number && a < plain->clusters[c].n_alternatives; a++)
      set_out (explainer, &plain->clusters[c].alternatives[a], 1);
  for (a = 0; a < cluster->n_alternatives; a++)
    if (!add_alternative (explainer, part, &cluster->alternatives[a]))
      return 0;
  for (c = 0; c < plain->n_clusters; c++)
    for (a = 0; c != number && a < plain->clusters[c].n_alternatives; a++)
      set_out (explainer, &plain->clusters[c].alternatives[a], 0);
  for (a = 0; a < cluster->n_alternatives; a++)
    {
      const ind__alternative *alternative
          = &report->alternatives[explanation->first_alternative + a];
      for (k = 0; k < alternative->n_suspects; k++)
        {
          int certainty = is_certain (explainer, plain, wide, number,
                                      cluster->alternatives[a].at[k]);
          report->suspects[alternative->first_suspect + k].is_certain = certainty > 0;
          if (certainty < 0)
            return 0;
        }
    }
  rank_alternatives (report, explanation);
  return list_findings (explainer, wrong, cluster->alternatives, cluster->n_alternatives,
                        &cluster->members, explanation)
         && add_network_findings (explainer, wrong, plain, cluster, explanation)
         && add_proof (explainer, plain, wide, cluster, explanation);
}

/* The figures of each finding that a figure of the part leads, with all else that
 * is asserted of the part. */
static int
gather_hints (const ind__explainer *explainer, const struct wrong *wrong, const ind__part *part,
              struct hints *hints)
{
  const ind_report *report = explainer->report;
  const ind__assembly *assembly = &explainer->assembly;
  const uint32_t *assertions = assembly->assertions + part->first;
  size_t number = (size_t) (part - assembly->parts), k, i;

  for (k = first_lead (wrong, number); k < wrong->n_leads && wrong->leads[k].part == number; k++)
    {
      const ind__finding *finding = &report->findings.at[wrong->list[wrong->leads[k].finding]];
      ind__set *hint;
      if (!ind__grow (&hints->at, &hints->capacity, hints->count + 1, sizeof *hints->at))
        return 0;
      hint = &hints->at[hints->count++];
      memset (hint, 0, sizeof *hint);
      for (i = 0; i < finding->n_figures; i++)
        {
          uint32_t of_figure = assembly->assertion_of[ind__report_figure (report, finding, i)];
          if (of_figure != IND__NONE && explainer->part_of[of_figure] == part
              && !ind__set_add (hint, of_figure))
            return 0;
        }
      for (i = 0; i < part->n_assertions; i++)
        if (assembly->network.assertions[assertions[i]].kind != IND__ASSERTED_BY_FIGURE
            && !ind__set_add (hint, assertions[i]))
          return 0;
    }
  return 1;
}

static void
free_hints (struct hints *hints)
{
  size_t k;
  for (k = 0; k < hints->count; k++)
    ind__set_free (&hints->at[k]);
  ind__release (hints->at);
}

/* Whether the links of the part leave some quantity no value, whatever is
 * printed. */
static int
is_impossible (const ind__explainer *explainer, const ind__part *part)
{
  const ind__assembly *assembly = &explainer->assembly;
  size_t k;

  for (k = part->first_member; k < part->first_member + part->n_members; k++)
    if (explainer->propagator
            .is_impossible[assembly->members[assembly->part_members[k]].variable])
      return 1;
  return 0;
}

/* An explanation without alternatives: no figure is to blame. */
static int
blame_rules (ind__explainer *explainer, const struct wrong *wrong,
             const ind__part *part)
{
  ind_report *report = &explainer->found;
  ind__explanation *explanation;
  ind__set all;

  if (!ind__grow (&report->explanations, &report->explanations_capacity,
                  report->n_explanations + 1, sizeof *report->explanations))
    return 0;
  explanation = &report->explanations[report->n_explanations++];
  memset (explanation, 0, sizeof *explanation);
  explanation->is_complete = 1;
  explanation->first_alternative = report->n_alternatives;
  all.at = explainer->assembly.assertions + part->first;
  all.count = all.capacity = part->n_assertions;
  return list_findings (explainer, wrong, NULL, 0, &all, explanation);
}

/* Takes out the clauses that a conflict rests on and that the rest of it refutes:
 * what was taken to be positive is not, and the rule does not apply. Returns how
 * many. */
static size_t
drop_false_clauses (ind__explainer *explainer, const ind__localisation *plain)
{
  const ind__network *network = &explainer->assembly.network;
  ind__set joined = { NULL, 0, 0 };
  size_t k, j, n, n_dropped = 0;

  for (k = 0; k < plain->n_conflicts && !explainer->has_failed; k++)
    for (j = 0; j < plain->clauses[k].count; j++)
      {
        uint32_t clause = plain->clauses[k].at[j];
        if (!join_conflict (plain, k, &joined))
          {
            explainer->has_failed = 1;
            break;
          }
        for (n = 0; joined.at[n] != clause; n++)
          continue;
        joined.at[n] = joined.at[--joined.count];
        if (!ind__propagate (&explainer->propagator, network->interval, joined.at, joined.count,
                             NULL)
            && explainer->propagator.domain[network->assertions[clause].origin].high <= 0
            && !explainer->is_out[clause])
          {
            explainer->is_out[clause] = 1;
            n_dropped++;
          }
        ind__propagate_undo (&explainer->propagator);
      }
  ind__set_free (&joined);
  return n_dropped;
}

/* Localises the part as printed, without the clauses that prove false. */
static int
localise_plain (ind__explainer *explainer, const ind__part *part, const ind__hints *hints,
                ind__localisation *plain)
{
  ind__set *kept = &explainer->kept;
  size_t k;

  do
    {
      ind__localisation_free (plain);
      kept->count = 0;
      for (k = part->first; k < part->first + part->n_assertions; k++)
        if (!explainer->is_out[explainer->assembly.assertions[k]]
            && !ind__set_add (kept, explainer->assembly.assertions[k]))
          return 0;
      if (!ind__localise (&explainer->propagator, explainer->assembly.network.interval, kept->at,
                          kept->count, hints, explainer->budget / PART_OF_BUDGET, plain))
        return 0;
    }
  while (drop_false_clauses (explainer, plain) > 0);
  return !explainer->has_failed;
}

/* Localises with the wide intervals. What is proved by a finding stays so. */
static int
localise_wide (ind__explainer *explainer, const struct wrong *wrong,
               const ind__part *part, const ind__localisation *plain, ind__localisation *wide)
{
  const ind__set *kept = &explainer->kept;
  struct hints sets = { NULL, 0, 0 };
  ind__hints hints = { NULL, 0, 0 };
  size_t k;
  int is_known, is_good = 1;

  widen (explainer, part);
  for (is_known = 1; is_known >= 0; is_known--)
    for (k = 0; k < plain->n_conflicts && is_good; k++)
      {
        ind__set *set;
        if (is_found (explainer, wrong, &plain->conflicts[k], 1) != is_known)
          continue;
        is_good = ind__grow (&sets.at, &sets.capacity, sets.count + 1, sizeof *sets.at);
        if (!is_good)
          break;
        set = &sets.at[sets.count++];
        memset (set, 0, sizeof *set);
        is_good = is_known ? ind__set_assign (set, plain->conflicts[k].at,
                                              plain->conflicts[k].count)
                           : join_conflict (plain, k, set);
        hints.n_known += (size_t) is_known;
      }
  hints.sets = sets.at;
  hints.n_sets = sets.count;
  is_good = is_good && !explainer->has_failed
            && ind__localise (&explainer->propagator, explainer->wide, kept->at, kept->count,
                              &hints, explainer->budget / PART_OF_BUDGET, wide);
  free_hints (&sets);
  return is_good;
}

static int
explain_part (ind__explainer *explainer, const struct wrong *wrong, const ind__part *part)
{
  ind__localisation plain, wide;
  struct hints sets = { NULL, 0, 0 };
  ind__hints hints = { NULL, 0, 0 };
  uint64_t start = explainer->propagator.work, used;
  int is_good;
  size_t c;

  if (is_impossible (explainer, part))
    return blame_rules (explainer, wrong, part);
  memset (&plain, 0, sizeof plain);
  memset (&wide, 0, sizeof wide);
  is_good = gather_hints (explainer, wrong, part, &sets);
  hints.sets = sets.at;
  hints.n_sets = sets.count;
  is_good = is_good && localise_plain (explainer, part, &hints, &plain);
  if (is_good && plain.is_impossible)
    is_good = blame_rules (explainer, wrong, part);
  else if (is_good && plain.n_conflicts > 0)
    {
      is_good = localise_wide (explainer, wrong, part, &plain, &wide);
      explainer->shaving_end = explainer->propagator.work + WORK_ON_INTERVALS
                               + explainer->budget / PART_OF_BUDGET / 4;
      for (c = 0; c < plain.n_clusters && is_good; c++)
        is_good = explain_cluster (explainer, wrong, part, &plain, &wide, c);
      if (is_good)
        ind__arbitrate (explainer, part, &plain, &wide);
    }
  used = explainer->propagator.work - start;
  explainer->budget -= used < explainer->budget ? used : explainer->budget;
  explainer->is_short |= plain.is_short || wide.is_short;
  free_hints (&sets);
  ind__localisation_free (&plain);
  ind__localisation_free (&wide);
  return is_good && !explainer->has_failed && !explainer->propagator.has_failed;
}

/* A contradiction between figures of different networks, of a report of some
 * vintage and one that does not say of which: one of the two is wrong. */
static int
explain_contradiction (ind__explainer *explainer, size_t number)
{
  const ind_report *told = explainer->report;
  const ind__finding *finding = &told->findings.at[number];
  ind_report *report = &explainer->found;
  const ind__index *index = &report->index;
  ind__explanation *explanation;
  size_t k;

  if (finding->n_figures != 2
      || explainer->assembly.assertion_of[ind__report_figure (told, finding, 0)] == IND__NONE
      || explainer->assembly.assertion_of[ind__report_figure (told, finding, 1)] == IND__NONE)
    return 1;
  if (!ind__grow (&report->explanations, &report->explanations_capacity,
                  report->n_explanations + 1, sizeof *report->explanations)
      || !ind__grow (&report->explained_findings, &report->explained_findings_capacity,
                     report->n_explained_findings + 1, sizeof *report->explained_findings)
      || !ind__grow (&report->alternatives, &report->alternatives_capacity,
                     report->n_alternatives + 2, sizeof *report->alternatives)
      || !ind__grow (&report->suspects, &report->suspects_capacity, report->n_suspects + 2,
                     sizeof *report->suspects))
    return 0;
  explanation = &report->explanations[report->n_explanations++];
  memset (explanation, 0, sizeof *explanation);
  explanation->at_least = 1;
  explanation->is_complete = 1;
  explanation->first_finding = report->n_explained_findings;
  explanation->n_findings = 1;
  report->explained_findings[report->n_explained_findings++] = number;
  explanation->first_alternative = report->n_alternatives;
  explanation->n_alternatives = 2;
  for (k = 0; k < 2; k++)
    {
      uint32_t figure = ind__report_figure (told, finding, k);
      uint32_t assertion = explainer->assembly.assertion_of[figure];
      ind__alternative *alternative = &report->alternatives[report->n_alternatives++];
      ind__suspect *suspect = &report->suspects[report->n_suspects];
      alternative->first_suspect = report->n_suspects++;
      alternative->n_suspects = 1;
      memset (suspect, 0, sizeof *suspect);
      ind__complete_suspect_as (
          explainer, explainer->part_of[assertion], assertion,
          ind__index_interval (index, ind__report_figure (told, finding, 1 - k)), suspect);
      alternative->score = suspect->score;
    }
  rank_alternatives (report, explanation);
  return 1;
}

/* Whether one of the finding's figures is doubted already, by a suspect from
 * number `first` on. */
static int
is_doubted (const ind__explainer *explainer, size_t first, const ind__finding *finding)
{
  const ind_report *found = &explainer->found;
  size_t f, s;

  for (f = 0; f < finding->n_figures; f++)
    for (s = first; s < found->n_suspects; s++)
      if (found->suspects[s].figure == ind__report_figure (explainer->report, finding, f))
        return 1;
  return 0;
}

/* Contradictions of which no network doubts a figure. */
static int
explain_contradictions (ind__explainer *explainer, const struct wrong *wrong,
                        const ind__extent *start)
{
  size_t k;
  int is_good = 1;

  for (k = 0; k < wrong->count && is_good; k++)
    {
      const ind__finding *finding = &explainer->report->findings.at[wrong->list[k]];
      ind__extent before = ind__explainer_extent (explainer);
      if (finding->verdict == IND_VERDICT_CONTRADICTION
          && !is_doubted (explainer, start->n_suspects, finding))
        is_good = explain_contradiction (explainer, wrong->list[k])
                  && ind__explainer_keep (explainer, IND__PIECE_CONTRADICTION, wrong->list[k],
                                          &before);
    }
  return is_good;
}

/* What the figures leave for quantities nobody prints. */
static int
deduce (ind__explainer *explainer, const ind__extent *start)
{
  ind__assembly *assembly = &explainer->assembly;
  ind_report *report = &explainer->found;
  ind__extent before = ind__explainer_extent (explainer);
  size_t p, c;

  ind__leave_out_suspects (explainer, report, start->n_explanations);
  for (p = 0; p < assembly->n_parts; p++)
    {
      if (ind__explainer_propagate (explainer, &assembly->parts[p], assembly->network.interval,
                                    NULL))
        ind__propagate_undo (&explainer->propagator);
      else
        /* Parts share no variable: what is narrowed stays until all are. */
        explainer->propagator.n_trail = 0;
    }
  for (c = 0; c < assembly->n_members && !explainer->has_failed; c++)
    {
      const ind__member *member = &assembly->members[c];
      ind_interval x = explainer->propagator.domain[member->variable];
      ind__deduction *deduction;
      if (member->figure != IND__NONE || member->is_assumed
          || explainer->propagator.is_impossible[member->variable] || !isfinite (x.low)
          || !isfinite (x.high))
        continue;
      if (!ind__grow (&report->deductions, &report->deductions_capacity,
                      report->n_deductions + 1, sizeof *report->deductions))
        return 0;
      deduction = &report->deductions[report->n_deductions++];
      memset (deduction, 0, sizeof *deduction);
      deduction->indicator = member->quantity.indicator;
      deduction->area = member->quantity.area;
      deduction->component = member->quantity.component;
      deduction->period = member->quantity.period;
      deduction->unit = ind__unit_of_member (&report->index, member);
      deduction->interval = ind__interval_scale10 (x, -deduction->unit.scale);
      deduction->origin = member->origin;
    }
  return !explainer->has_failed
         && ind__explainer_keep (explainer, IND__PIECE_DEDUCTIONS, 0, &before);
}

/* The number by which pieces on parts are sorted: of the first figure. */
static size_t
number_of_part (const ind__explainer *explainer, const ind__part *part)
{
  const ind__assertion *first = &explainer->assembly.network
                                     .assertions[explainer->assembly.assertions[part->first]];
  return first->kind == IND__ASSERTED_BY_FIGURE ? first->origin : SIZE_MAX;
}

int
ind__explain_group (ind__explainer *explainer, const size_t *findings, size_t n, uint64_t budget,
                    int deduces)
{
  const ind__assembly *assembly = &explainer->assembly;
  ind__extent start = ind__explainer_extent (explainer);
  struct wrong wrong;
  size_t k;
  int is_good;

  memset (&wrong, 0, sizeof wrong);
  wrong.list = findings;
  wrong.count = n;
  explainer->budget = budget;
  explainer->is_short = 0;
  is_good = list_wrong (explainer, &wrong);
  for (k = 0; k < assembly->n_parts && is_good; k++)
    {
      ind__extent before = ind__explainer_extent (explainer);
      is_good = explain_part (explainer, &wrong, &assembly->parts[k])
                && ind__explainer_keep (explainer, IND__PIECE_PART,
                                        number_of_part (explainer, &assembly->parts[k]),
                                        &before);
    }
  is_good = is_good && explain_contradictions (explainer, &wrong, &start);
  if (is_good && deduces)
    is_good = deduce (explainer, &start);
  free_wrong (&wrong);
  return is_good && !explainer->has_failed && !explainer->propagator.has_failed;
}
