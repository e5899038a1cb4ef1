/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of reconciling share: reports read from text and reconciled. */
#ifndef TESTS_RECONCILE_RECONCILED_H
#define TESTS_RECONCILE_RECONCILED_H

#include "check/checking.h"
#include "reconcile/reconciling.h"

/* A report reconciled. */
struct reconciled {
  struct checked checked;
  ind_reconciliation *result;
  ind_reconciliation_summary summary;
};

/* A table under rules, NULL: the standard ones. What GSL finds wrong fails the test. */
static inline struct reconciled
reconcile_text (const char *csv, const char *rules, const ind_reconcile_options *options)
{
  struct reconciled reconciled;
  ind_error error = { IND_OK, 0, 0, "" };

  reconciling_watch_gsl ();
  reconciled.checked = check_text (csv, rules, 0);
  ck_assert_msg (ind_reconcile (reconciled.checked.report, options, &reconciled.result, &error)
                     == IND_OK,
                 "%s\n%s", error.message, csv);
  ind_reconciliation_summarise (reconciled.result, &reconciled.summary);
  return reconciled;
}

static inline void
reconciled_free (struct reconciled *reconciled)
{
  ind_reconciliation_free (reconciled->result);
  checked_free (&reconciled->checked);
}

static inline ind_adjustment
adjustment_of (const struct reconciled *reconciled, size_t k)
{
  ind_adjustment adjustment;

  ck_assert_msg (ind_reconciliation_adjustment (reconciled->result, k, &adjustment) == IND_OK,
                 "there is no figure %zu", k);
  return adjustment;
}

#endif
