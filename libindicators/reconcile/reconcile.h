/* SPDX-License-Identifier: GPL-3.0-or-later
 * What came of a reconciliation. */
#ifndef IND_RECONCILE_RECONCILE_H
#define IND_RECONCILE_RECONCILE_H

#include "check/findings.h"

/* A rule where it was applied; names are numbers of the index's names. */
typedef struct ind__applied {
  uint32_t name, area, component;
  ind__period period;
  double before, after;
  int is_contradictory;
} ind__applied;

struct ind_reconciliation {
  const ind_report *report;
  ind_adjustment *adjustments; /* per figure */
  uint8_t *is_certain;         /* per figure: given up for certain */
  ind__applied *rules;
  size_t n_rules;
  ind_reconciliation_summary summary;
  ind_reconcile_options options; /* without alterability */
};

/* The table with the values that came out, and in further columns what became of each
 * figure. */
ind_status ind__reconciled_table (const ind_reconciliation *reconciliation, ind_table **out,
                                  ind_error *error);

#endif
