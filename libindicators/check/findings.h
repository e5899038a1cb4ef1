/* SPDX-License-Identifier: GPL-3.0-or-later
 * The model of findings that every report is written from. */
#ifndef IND_CHECK_FINDINGS_H
#define IND_CHECK_FINDINGS_H

#include "check/index.h"

/* Names are numbers of the index's names. Intervals and gap are in the scale
 * of the printed side. */
typedef struct ind__finding {
  ind_finding_kind kind;
  ind_verdict verdict;
  uint32_t rule;      /* of ind_rules, or IND__NONE */
  uint32_t rule_name, area, component;
  uint32_t level;     /* what X of the rule stands for, or IND__NONE */
  uint32_t source;    /* a string of the table; 0 where there are several */
  ind__period period;
  char period_text[16];
  char id[24];
  ind_interval printed, implied;
  ind_unit unit;      /* of these intervals; no symbols: a plain number */
  double gap, kappa, p; /* kappa and p: -1 where not defined */
  size_t first_figure, n_figures; /* in the report's figures, the printed
                                     side's first */
  int has_target;     /* the first figure alone is the printed side */
  int has_two_sides;  /* neither side of the rule is one figure or number */
  char *sentence;
  size_t reason, reason_length; /* of what could not be checked: why, within
                                   the sentence */
} ind__finding;

typedef struct ind__findings {
  ind__finding *at;
  size_t count, capacity;
} ind__findings;

struct ind_report {
  ind__index index;
  ind__findings findings, unverifiable;
  uint32_t *figures; /* of the table; what findings refer to */
  size_t n_figures, figures_capacity;
  uint32_t *untouched;
  size_t n_untouched;
  ind_summary summary;
};

/* Appends figures for a finding about to be added; 0 when memory ran out. */
int ind__report_add_figure (ind_report *report, uint32_t figure);

/* The name by which readers know an indicator: growth_real. */
const char *ind__display_name (const char *canonical);

/* The rule of a finding in the rule language, X replaced by its level. */
void ind__put_rule (ind__text *text, const ind__index *index, const ind__finding *finding);

/* The k-th figure of a finding, as a number of the table. */
static inline uint32_t
ind__report_figure (const ind_report *report, const ind__finding *finding, size_t k)
{
  return report->figures[finding->first_figure + k];
}

/* Writes the sentence of every finding. */
ind_status ind__write_sentences (ind_report *report, ind_error *error);

#endif
