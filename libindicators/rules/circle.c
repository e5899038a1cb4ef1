/* SPDX-License-Identifier: GPL-3.0-or-later
 * Breakdowns that go round: a whole that is a part of its own parts. */
#include "rules/rules.h"

#include <string.h>

#include "base/memory.h"

static int
has_part (const ind__breakdown *breakdown, uint32_t code)
{
  size_t k;
  for (k = 0; k < breakdown->n_parts; k++)
    if (breakdown->part[k] == code)
      return 1;
  return 0;
}

/* Whether the breakdown is for the indicator; NULL: for one that none names. */
static int
is_for (const ind_rules *rules, const ind__breakdown *breakdown, const char *indicator)
{
  size_t k;

  for (k = 0; k < breakdown->n_indicators && indicator != NULL; k++)
    if (strcmp (ind__rules_canonical (rules, ind__rules_text (rules, breakdown->indicator[k])),
                indicator)
        == 0)
      return 1;
  return breakdown->n_indicators == 0;
}

/* Breadth first from the parts of a breakdown to what they are made of, for one indicator; the
 * breakdown that has the whole as a part, or NULL. `reached` has room for all. */
static const ind__breakdown *
find_circle (const ind_rules *rules, const ind__breakdown *from, const char *indicator,
             const ind__breakdown **reached)
{
  const ind__breakdown *at = from;
  size_t n_reached = 0, n_done = 0, k, j;

  for (;;)
    {
      for (k = 0; k < rules->n_breakdowns; k++)
        {
          const ind__breakdown *next = &rules->breakdowns[k];
          if (next->is_of_areas != from->is_of_areas || !has_part (at, next->whole)
              || !is_for (rules, next, indicator))
            continue;
          for (j = 0; j < n_reached && reached[j] != next; j++)
            ;
          if (j < n_reached)
            continue;
          if (has_part (next, from->whole))
            return next;
          reached[n_reached++] = next;
        }
      if (n_done == n_reached)
        return NULL;
      at = reached[n_done++];
    }
}

/* Whether a circle is possible at all: most breakdowns begin with the largest whole, or end with
 * it. */
static int
may_go_round (const ind_rules *rules, const ind__breakdown *breakdown)
{
  int is_part = 0, has_parts = 0;
  size_t k;

  for (k = 0; k < rules->n_breakdowns; k++)
    if (rules->breakdowns[k].is_of_areas == breakdown->is_of_areas)
      {
        is_part = is_part || has_part (&rules->breakdowns[k], breakdown->whole);
        has_parts = has_parts || has_part (breakdown, rules->breakdowns[k].whole);
      }
  return is_part && has_parts;
}

int
ind__rules_find_circle (const ind_rules *rules, const ind__breakdown *breakdown,
                        const ind__breakdown **last)
{
  const ind__breakdown **reached;
  size_t k, j;

  *last = NULL;
  if (!may_go_round (rules, breakdown))
    return 1;
  reached = ind__new_array (rules->n_breakdowns, sizeof *reached);
  if (reached == NULL)
    return 0;
  if (breakdown->n_indicators == 0)
    *last = find_circle (rules, breakdown, NULL, reached);
  for (k = 0; k <= rules->n_breakdowns && *last == NULL; k++)
    {
      const ind__breakdown *of = k < rules->n_breakdowns ? &rules->breakdowns[k] : breakdown;
      for (j = 0; j < of->n_indicators && *last == NULL; j++)
        {
          const char *indicator
              = ind__rules_canonical (rules, ind__rules_text (rules, of->indicator[j]));
          if (is_for (rules, breakdown, indicator))
            *last = find_circle (rules, breakdown, indicator, reached);
        }
    }
  ind__release (reached);
  return 1;
}
