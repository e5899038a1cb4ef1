/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which quantities are tied together: union-find over the rules that apply. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/reconciler.h"

static uint32_t
root_of (uint32_t *parent, uint32_t k)
{
  while (parent[k] != k)
    k = parent[k] = parent[parent[k]];
  return k;
}

void
ind__free_groups (struct ind__groups *groups)
{
  ind__release (groups->variable);
  ind__release (groups->link);
  ind__release (groups->first_variable);
  ind__release (groups->first_link);
  ind__release (groups->place);
  ind__release (groups->first_figure);
  ind__release (groups->next_figure);
}

/* Counting sorts of variables and links by the group of their first variable; groups
 * in the order of their first variables. */
static void
sort_groups (const ind__network *network, const uint8_t *is_left_out, struct ind__groups *groups,
             uint32_t *parent, uint32_t *number)
{
  size_t n = network->n_variables, k, v = 0, l = 0;

  groups->n = 0;
  for (k = 0; k < n; k++)
    {
      uint32_t root = root_of (parent, (uint32_t) k);
      if (root == k)
        number[k] = (uint32_t) groups->n++;
      groups->first_variable[number[root]]++;
    }
  for (k = 0; k < network->n_given; k++)
    if (!is_left_out[k])
      {
        uint32_t first = network->terms[network->links[k].first].variable;
        groups->first_link[number[root_of (parent, first)]]++;
      }
  for (k = 0; k <= groups->n; k++)
    {
      size_t n_variables = groups->first_variable[k], n_links = groups->first_link[k];
      groups->first_variable[k] = v;
      groups->first_link[k] = l;
      v += n_variables;
      l += n_links;
    }
  for (k = 0; k < n; k++)
    groups->variable[groups->first_variable[number[root_of (parent, (uint32_t) k)]]++]
        = (uint32_t) k;
  for (k = 0; k < network->n_given; k++)
    if (!is_left_out[k])
      {
        uint32_t first = network->terms[network->links[k].first].variable;
        groups->link[groups->first_link[number[root_of (parent, first)]]++] = (uint32_t) k;
      }
  for (k = groups->n; k > 0; k--)
    {
      groups->first_variable[k] = groups->first_variable[k - 1];
      groups->first_link[k] = groups->first_link[k - 1];
    }
  groups->first_variable[0] = groups->first_link[0] = 0;
  for (k = 0; k < groups->n; k++)
    for (v = groups->first_variable[k]; v < groups->first_variable[k + 1]; v++)
      groups->place[groups->variable[v]] = (uint32_t) (v - groups->first_variable[k]);
}

int
ind__find_groups (struct ind__reconciler *at)
{
  const ind__assembly *assembly = &at->explainer.assembly;
  const ind__network *network = &assembly->network;
  struct ind__groups *groups = &at->groups;
  size_t n = network->n_variables, n_figures = at->report->index.table->count, k, j;
  uint32_t *parent = ind__new_array (n, sizeof *parent);
  uint32_t *number = ind__new_array (n, sizeof *number);

  groups->variable = ind__new_array (n, sizeof *groups->variable);
  groups->link = ind__new_array (network->n_given, sizeof *groups->link);
  groups->first_variable = ind__new_zeroed ((n + 2) * sizeof *groups->first_variable);
  groups->first_link = ind__new_zeroed ((n + 2) * sizeof *groups->first_link);
  groups->place = ind__new_array (n, sizeof *groups->place);
  groups->first_figure = ind__new_array (n, sizeof *groups->first_figure);
  groups->next_figure = ind__new_array (n_figures, sizeof *groups->next_figure);
  if (parent != NULL && number != NULL && groups->variable != NULL && groups->link != NULL
      && groups->first_variable != NULL && groups->first_link != NULL && groups->place != NULL
      && groups->first_figure != NULL && groups->next_figure != NULL)
    {
      for (k = 0; k < n; k++)
        parent[k] = (uint32_t) k;
      for (k = 0; k < network->n_given; k++)
        {
          const ind__term *term = network->terms + network->links[k].first;
          for (j = 1; j < network->links[k].n_terms && !at->is_left_out[k]; j++)
            {
              uint32_t a = root_of (parent, term[0].variable);
              uint32_t b = root_of (parent, term[j].variable);
              parent[a > b ? a : b] = a > b ? b : a;
            }
        }
      sort_groups (network, at->is_left_out, groups, parent, number);
      memset (groups->first_figure, 0xFF, n * sizeof *groups->first_figure);
      for (k = n_figures; k > 0; k--)
        {
          uint32_t assertion = assembly->assertion_of[k - 1], *first;
          if (assertion == IND__NONE || isnan (at->measure[k - 1].error))
            continue;
          first = &groups->first_figure[network->assertions[assertion].variable];
          groups->next_figure[k - 1] = *first;
          *first = (uint32_t) (k - 1);
        }
    }
  else
    {
      ind__release (parent);
      ind__release (number);
      return 0;
    }
  ind__release (parent);
  ind__release (number);
  return 1;
}
