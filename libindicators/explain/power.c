/* SPDX-License-Identifier: GPL-3.0-or-later
 * Power: what the figures of a report imply for each of them, and so which
 * errors would be found. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "explain/explainer.h"
#include "number/interval.h"

/* An error of so many units of the last digit should not go unseen. */
#define WANTED_POWER 10
/* Significant digits of a figure of which nothing says how it is printed. */
#define USUAL_DIGITS 5
#define MAX_PLACE 18

struct measure {
  ind__explainer *explainer;
  ind_report *report;
  uint64_t start, budget;
  uint32_t *protection_of; /* per figure of the table */
};

static int
is_spent (const struct measure *measure)
{
  const ind__explainer *explainer = measure->explainer;
  return explainer->has_failed || explainer->propagator.has_failed
         || explainer->propagator.work - measure->start > measure->budget;
}

/* The unit of the last digit, in units of scale 0. */
static double
last_digit (const ind__index *index, uint32_t figure)
{
  ind_decimal unit = { 1, 0 };
  unit.decimals = index->table->digits[figure].precision - ind__index_scale (index, figure);
  return ind_decimal_enclosure (unit).high;
}

/* What all others leave for the figure of an assertion; `extra`, if any, is
 * taken along. The empty interval where they are refuted themselves. */
static ind_interval
implied_by_others (struct measure *measure, const ind__part *part, uint32_t assertion,
                   uint32_t extra)
{
  ind__explainer *explainer = measure->explainer;
  const ind__network *network = &explainer->assembly.network;
  uint8_t before = explainer->is_out[assertion];
  ind_interval implied;
  int is_refuted;

  explainer->is_out[assertion] = 1;
  is_refuted = extra != IND__NONE
               && ind__propagate (&explainer->propagator, network->interval, &extra, 1, NULL);
  is_refuted = is_refuted
               || ind__explainer_propagate (explainer, part, network->interval, NULL);
  implied = explainer->propagator.domain[network->assertions[assertion].variable];
  ind__propagate_undo (&explainer->propagator);
  explainer->is_out[assertion] = before;
  return is_refuted ? ind__interval_empty () : implied;
}

/* The least error sure to be found: moved by it either way, the figure's
 * interval leaves the implied one. Of a figure outside already, as if it stood
 * in the middle. */
static double
detectable (ind_interval own, ind_interval implied, double unit)
{
  double above, below;

  if (!isfinite (implied.low) || !isfinite (implied.high) || !isfinite (own.low)
      || !isfinite (own.high))
    return INFINITY;
  if (own.high < implied.low || own.low > implied.high)
    return (implied.high / 2 - implied.low / 2) / unit + 0.5;
  above = implied.high - own.low;
  below = own.high - implied.low;
  return (above > below ? above : below) / unit;
}

static double
detectable_with (struct measure *measure, const ind__part *part, uint32_t assertion,
                 uint32_t extra, ind_interval *implied)
{
  const ind__network *network = &measure->explainer->assembly.network;
  uint32_t figure = network->assertions[assertion].origin;

  /* Where the rules contradict one another, they imply nothing. */
  *implied = measure->explainer->propagator.is_impossible[network->assertions[assertion].variable]
                 ? ind__interval_empty ()
                 : implied_by_others (measure, part, assertion, extra);
  if (ind__interval_is_empty (*implied))
    return INFINITY;
  return detectable (network->interval[assertion], *implied,
                     last_digit (&measure->report->index, figure));
}

static void
measure_part (struct measure *measure, const ind__part *part)
{
  const ind__explainer *explainer = measure->explainer;
  const ind__network *network = &explainer->assembly.network;
  const ind__index *index = &measure->report->index;
  size_t k;

  for (k = part->first; k < part->first + part->n_assertions && !explainer->has_failed; k++)
    {
      uint32_t assertion = explainer->assembly.assertions[k], figure;
      ind__protection *protection;
      ind_interval implied;
      if (network->assertions[assertion].kind != IND__ASSERTED_BY_FIGURE)
        continue;
      figure = network->assertions[assertion].origin;
      protection = &measure->report->protections[measure->protection_of[figure]];
      if (is_spent (measure))
        continue;
      protection->detectable
          = detectable_with (measure, part, assertion, IND__NONE, &implied);
      protection->implied = ind__interval_scale10 (implied, -ind__index_scale (index, figure));
    }
}

/* How a quantity would be printed: as its indicator elsewhere, percentages to
 * two places, else to five digits. */
static int32_t
usual_decimals (const ind__index *index, const ind__member *member, const ind_unit *unit,
                double value)
{
  size_t n;
  const uint32_t *figures = ind__index_figures (index, member->quantity.indicator, &n);

  if (n > 0)
    return index->table->digits[figures[0]].precision;
  if (strcmp (unit->symbol[0], "PT") == 0 || strcmp (unit->symbol[0], "PP") == 0)
    return 2;
  if (value == 0)
    return 0;
  return USUAL_DIGITS - 1 - (int32_t) floor (log10 (fabs (value)));
}

/* Figures that would come to be protected if the member were printed, in the
 * middle of what is known of it. */
static size_t
count_gain (struct measure *measure, const ind__part *part, const ind__member *member,
            ind_interval known, ind_unit *unit, int32_t *decimals)
{
  ind__explainer *explainer = measure->explainer;
  ind__network *network = &explainer->assembly.network;
  const ind__index *index = &measure->report->index;
  uint32_t extra = (uint32_t) network->n_assertions - 1;
  double value, half;
  ind_decimal step = { 5, 0 };
  size_t k, n = 0;

  *unit = ind__unit_of_member (index, member);
  value = ind__interval_scale10 (known, -unit->scale).low / 2
          + ind__interval_scale10 (known, -unit->scale).high / 2;
  *decimals = usual_decimals (index, member, unit, value);
  if (*decimals < -MAX_PLACE || *decimals > MAX_PLACE)
    return 0;
  step.decimals = *decimals + 1 - unit->scale;
  half = ind_decimal_enclosure (step).high;
  if (known.high - known.low <= 2 * half)
    return 0;
  value = known.low / 2 + known.high / 2;
  network->assertions[extra].variable = member->variable;
  network->interval[extra] = ind__interval_make (value - half, value + half);
  for (k = part->first; k < part->first + part->n_assertions && !is_spent (measure); k++)
    {
      uint32_t assertion = explainer->assembly.assertions[k];
      const ind__protection *protection;
      ind_interval implied;
      if (network->assertions[assertion].kind != IND__ASSERTED_BY_FIGURE)
        continue;
      protection = &measure->report->protections
                        [measure->protection_of[network->assertions[assertion].origin]];
      if (protection->detectable >= WANTED_POWER
          && detectable_with (measure, part, assertion, extra, &implied) < WANTED_POWER)
        n++;
    }
  return n;
}

/* Tries every quantity of a part that is not printed and of which something is
 * known, in the middle of what is. `known` has room for the part's members. */
static void
advise (struct measure *measure, const ind__part *part, ind_interval *known)
{
  ind__explainer *explainer = measure->explainer;
  const ind__assembly *assembly = &explainer->assembly;
  const uint32_t *members = assembly->part_members + part->first_member;
  ind_report *report = measure->report;
  size_t k;

  if (ind__explainer_propagate (explainer, part, assembly->network.interval, NULL))
    {
      ind__propagate_undo (&explainer->propagator);
      return;
    }
  for (k = 0; k < part->n_members; k++)
    known[k] = explainer->propagator.domain[assembly->members[members[k]].variable];
  ind__propagate_undo (&explainer->propagator);
  for (k = 0; k < part->n_members && !is_spent (measure); k++)
    {
      const ind__member *member = &assembly->members[members[k]];
      ind_unit unit;
      int32_t decimals;
      size_t n;
      if (member->figure != IND__NONE || member->is_assumed || !isfinite (known[k].low)
          || !isfinite (known[k].high))
        continue;
      n = count_gain (measure, part, member, known[k], &unit, &decimals);
      if (n > (report->has_advice ? report->advice.n_gained : 0))
        {
          ind__deduction *quantity = &report->advice.quantity;
          report->has_advice = 1;
          report->advice.n_gained = n;
          report->advice.decimals = decimals;
          quantity->indicator = member->quantity.indicator;
          quantity->area = member->quantity.area;
          quantity->component = member->quantity.component;
          quantity->period = member->quantity.period;
          quantity->unit = unit;
          quantity->interval = ind__interval_scale10 (known[k], -unit.scale);
        }
    }
}

static int
advise_all (struct measure *measure)
{
  const ind__assembly *assembly = &measure->explainer->assembly;
  ind_interval *known = ind__new_array (assembly->n_members, sizeof *known);
  size_t p;

  if (known == NULL)
    return 0;
  for (p = 0; p < assembly->n_parts && !is_spent (measure); p++)
    if (assembly->parts[p].n_assertions > 1)
      advise (measure, &assembly->parts[p], known);
  ind__release (known);
  return !measure->explainer->has_failed;
}

/* A protection for every usable figure, none measured yet. */
static int
list_protections (struct measure *measure)
{
  ind_report *report = measure->report;
  const ind__index *index = &report->index;
  uint32_t k, n = 0;

  measure->protection_of
      = ind__new_array (index->table->count, sizeof *measure->protection_of);
  report->protections = ind__new_array (index->table->count, sizeof *report->protections);
  if (measure->protection_of == NULL || report->protections == NULL)
    return 0;
  for (k = 0; k < index->table->count; k++)
    if (ind__index_use (index, k) == IND__USABLE)
      {
        measure->protection_of[k] = n;
        report->protections[n].figure = k;
        report->protections[n].implied = ind__interval_entire ();
        report->protections[n++].detectable = -1;
      }
  report->n_protections = n;
  return 1;
}

ind_status
ind_measure_power (ind_report *report, const ind_explain_options *options, ind_error *error)
{
  struct measure measure;
  ind__explainer explainer;
  ind_status status;
  size_t k;
  int is_good;

  if (report->is_measured)
    return IND_OK;
  status = ind_explain (report, options, error);
  if (status == IND_OK)
    status = ind__explainer_open (&explainer, report, options, error);
  if (status != IND_OK)
    return status;
  memset (&measure, 0, sizeof measure);
  measure.explainer = &explainer;
  measure.report = report;
  measure.budget = explainer.budget;
  is_good = list_protections (&measure);
  if (is_good)
    {
      ind__leave_out_suspects (measure.explainer, report, 0);
      for (k = 0; k < explainer.assembly.n_parts; k++)
        measure_part (&measure, &explainer.assembly.parts[k]);
      measure.start = explainer.propagator.work;
      is_good = advise_all (&measure) && !explainer.propagator.has_failed;
    }
  ind__explainer_close (&explainer);
  ind__release (measure.protection_of);
  report->is_measured = is_good;
  if (is_good)
    return IND_OK;
  ind__release (report->protections);
  report->protections = NULL;
  report->n_protections = 0;
  report->has_advice = 0;
  return ind__fail_memory (error);
}
