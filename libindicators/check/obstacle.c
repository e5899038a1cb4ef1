/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why a check could not be made, in words. */
#include "check/obstacle.h"

#include <string.h>


/* The slots without a figure stand behind the figures of the finding. */
int
ind__keep_obstacle (ind_report *report, ind__finding *finding, const ind__binding *binding,
                    const ind__judgement *found)
{
  const ind__template *template = binding->template;
  uint32_t k;

  finding->bound_component = binding->component;
  finding->obstacle = found->obstacle;
  finding->slot = found->slot;
  finding->n_missing = 0;
  for (k = 0; k < template->n_slots && found->obstacle == IND__MISSING_FIGURE; k++)
    if (binding->figure[k] == IND__NONE && !template->slots[k].is_assumed)
      {
        if (!ind__report_add_figure (report, k))
          return 0;
        finding->n_missing++;
      }
  return 1;
}

static void
name_quantity (const ind__index *index, const ind__slot *slot, const ind__finding *finding,
               ind__text *text)
{
  ind__quantity q
      = ind__slot_quantity (slot, finding->area, finding->period, finding->bound_component);
  const char *component = q.component == IND__NONE ? "_T" : ind__index_name (index, q.component);
  char period[24] = "an earlier period";

  if (q.period != IND__NO_PERIOD)
    ind__period_write (q.period, period);
  ind__text_put_string (text, ind__display_name (ind__index_name (index, q.indicator)));
  if (strcmp (component, "_T") != 0)
    {
      ind__text_put_string (text, "[");
      ind__text_put_string (text, component);
      ind__text_put_string (text, "]");
    }
  ind__text_put_string (text, " of ");
  ind__text_put_string (text, ind__index_name (index, q.area));
  ind__text_put_string (text, ", ");
  ind__text_put_string (text, period);
}

void
ind__put_obstacle (ind__text *text, const ind_report *report, const ind__finding *finding)
{
  const ind__index *index = &report->index;
  const ind__slot *slots = report->templates.at[finding->origin.template].slots;
  const uint32_t *missing = report->figures + finding->first_figure + finding->n_figures;
  size_t k;

  switch (finding->obstacle)
    {
    case IND__MISSING_FIGURE:
      ind__text_put_string (text, "no report prints ");
      for (k = 0; k < finding->n_missing; k++)
        {
          ind__text_put_string (text, k == 0 ? "" : "; ");
          name_quantity (index, &slots[missing[k]], finding, text);
        }
      break;
    case IND__OTHER_VINTAGE:
      name_quantity (index, &slots[finding->slot], finding, text);
      ind__text_put_string (text, " is printed only in another vintage");
      break;
    case IND__UNUSABLE_FIGURE:
      name_quantity (index, &slots[finding->slot], finding, text);
      ind__text_put_string (text, " is printed in a unit that does not measure it");
      break;
    case IND__DIFFERENT_CURRENCY:
      ind__text_put_string (text, "the figures are in different currencies");
      break;
    case IND__DIFFERENT_PRICES:
      ind__text_put_string (text, "the figures are in prices of different years");
      break;
    case IND__DIFFERENT_UNITS:
      ind__text_put_string (text, "the figures are in units that cannot be added or compared");
      break;
    case IND__ZERO_DENOMINATOR:
      ind__text_put_string (text, "a denominator may be zero, or a figure is a bound, so any "
                                  "result is possible");
      break;
    case IND__NOT_POSITIVE:
      ind__text_put_string (text, "it has a meaning only for positive levels");
      break;
    case IND__NO_OBSTACLE: break;
    }
}

void
ind__put_unverifiable (ind__text *text, const ind_report *report, const ind__finding *finding)
{
  ind__text_put_string (text, "Rule ");
  ind__text_put_string (text, ind__index_name (&report->index, finding->rule_name));
  ind__text_put_string (text, " could not be checked: ");
  ind__put_obstacle (text, report, finding);
  ind__text_put_string (text, ". (");
  ind__put_rule (text, &report->index, finding);
  ind__text_put_string (text, ")");
}
