/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table with the values that came out of a reconciliation. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "check/phrase.h"
#include "reconcile/reconcile.h"

/* The further columns. */
enum { VALUE_IN, CHANGE, STD_ERROR_IN, STD_ERROR_OUT, REDUNDANCY, STATISTIC, P_VALUE, ADJUSTMENT,
       N_COLUMNS };

static const char *const column_names[N_COLUMNS]
    = { "VALUE_IN",   "CHANGE",    "STD_ERROR_IN", "STD_ERROR_OUT",
        "REDUNDANCY", "STATISTIC", "P_VALUE",      "ADJUSTMENT" };

struct copier {
  const ind_reconciliation *reconciliation;
  const ind_table *from;
  ind_table *to;
  size_t *column;          /* per extra column of `from` */
  size_t own[N_COLUMNS];
  int has_failed;
  size_t too_long;         /* a figure, from 1, whose value no table can hold; 0: none */
};

static uint32_t
add_string (struct copier *copier, const char *text)
{
  uint32_t id = ind__strings_add (&copier->to->strings, text, strlen (text));
  copier->has_failed |= id == IND__NO_STRING;
  return copier->has_failed ? 0 : id;
}

static uint32_t
copy_string (struct copier *copier, uint32_t string)
{
  return add_string (copier, ind__table_string (copier->from, string));
}

static void
set_extra (struct copier *copier, size_t column, const char *text)
{
  if (!copier->has_failed
      && !ind__table_set_extra (copier->to, column, add_string (copier, text)))
    copier->has_failed = 1;
}

static void
set_number (struct copier *copier, int column, double x)
{
  ind__text text = { 0 };

  if (isfinite (x) && column == VALUE_IN)
    ind__put_double (&text, x);
  else if (isfinite (x))
    ind__put_estimate (&text, x);
  copier->has_failed |= text.has_failed;
  set_extra (copier, copier->own[column], text.bytes == NULL ? "" : text.bytes);
  ind__text_free (&text);
}

static void
copy_figure (struct copier *copier, size_t k)
{
  const ind_table *from = copier->from;
  const ind_adjustment *adjustment = &copier->reconciliation->adjustments[k];
  const ind__kind *kind = ind__table_kind (from, k);
  const ind__site *site = ind__table_site (from, k);
  ind_unit unit = from->units[kind->unit];
  int is_changed = adjustment->kind == IND_ADJUSTMENT_BALANCED
                   || adjustment->kind == IND_ADJUSTMENT_REPAIRED
                   || (adjustment->kind == IND_ADJUSTMENT_KEPT
                       && copier->reconciliation->options.keeps_digits);
  int number = ind__table_add_unit (copier->to, &unit);
  ind__row row;
  size_t column;

  memset (&row, 0, sizeof row);
  copier->has_failed |= number < 0;
  row.file = add_string (copier, "reconciled");
  row.source = copy_string (copier, kind->source);
  row.vintage = copy_string (copier, kind->vintage);
  row.indicator = copy_string (copier, kind->indicator);
  row.area = copy_string (copier, site->area);
  row.component = copy_string (copier, kind->component);
  row.printed = is_changed ? 0 : add_string (copier, ind__table_text (from, from->printed, k));
  row.locator = add_string (copier, ind__table_text (from, from->locator, k));
  row.record = (uint32_t) k + 2;
  row.period = site->period;
  row.value = ind__table_value (from, k);
  row.precision = from->digits[k].precision;
  row.qualifier = (ind_qualifier) kind->qualifier;
  row.rounding = (ind_rounding) kind->rounding;
  row.unit = (uint16_t) number;
  if (is_changed)
    {
      if (ind_decimal_read (adjustment->text, strlen (adjustment->text), &row.value, NULL)
          != IND_OK)
        copier->too_long = k + 1;
      row.qualifier = IND_QUALIFIER_NONE;
      row.rounding = IND_ROUNDING_NEAREST;
      if (copier->reconciliation->options.keeps_digits)
        row.precision = row.value.decimals;
    }
  if (copier->has_failed || !ind__table_append (copier->to, &row))
    {
      copier->has_failed = 1;
      return;
    }
  for (column = 0; column < from->n_extra; column++)
    set_extra (copier, copier->column[column], ind__table_text (from, from->extra[column], k));
  set_number (copier, VALUE_IN, adjustment->value_in);
  set_number (copier, CHANGE, adjustment->change);
  set_number (copier, STD_ERROR_IN, adjustment->error_in);
  set_number (copier, STD_ERROR_OUT, adjustment->error_out);
  set_number (copier, REDUNDANCY, adjustment->redundancy);
  set_number (copier, STATISTIC, adjustment->statistic);
  set_number (copier, P_VALUE, adjustment->p);
  set_extra (copier, copier->own[ADJUSTMENT], ind_adjustment_kind_name (adjustment->kind));
}

static size_t
add_column (struct copier *copier, const char *name)
{
  size_t k, column;

  for (k = 0; k < copier->to->n_extra; k++)
    if (strcmp (ind_table_extra_name (copier->to, k), name) == 0)
      return k;
  column = ind__table_add_extra (copier->to, name, strlen (name));
  copier->has_failed |= column == SIZE_MAX;
  return copier->has_failed ? 0 : column;
}

ind_status
ind__reconciled_table (const ind_reconciliation *reconciliation, ind_table **out,
                       ind_error *error)
{
  struct copier copier;
  ind_status status;
  size_t k;

  memset (&copier, 0, sizeof copier);
  copier.reconciliation = reconciliation;
  copier.from = reconciliation->report->index.table;
  status = ind_table_new (&copier.to, error);
  if (status != IND_OK)
    return status;
  copier.column = ind__new_array (copier.from->n_extra, sizeof *copier.column);
  copier.has_failed = copier.column == NULL;
  for (k = 0; k < copier.from->n_extra && !copier.has_failed; k++)
    copier.column[k] = add_column (&copier, ind_table_extra_name (copier.from, k));
  for (k = 0; k < N_COLUMNS && !copier.has_failed; k++)
    copier.own[k] = add_column (&copier, column_names[k]);
  for (k = 0; k < copier.from->count && !copier.has_failed && copier.too_long == 0; k++)
    copy_figure (&copier, k);
  ind__release (copier.column);
  if (copier.has_failed)
    {
      ind_table_free (copier.to);
      return ind__fail_memory (error);
    }
  if (copier.too_long > 0)
    {
      ind_table_free (copier.to);
      return ind__fail (error, IND_E_PRECISION, 0, 0,
                        "figure %zu comes out as %s, which has more than 18 digits; print it in a "
                        "larger unit",
                        copier.too_long, reconciliation->adjustments[copier.too_long - 1].text);
    }
  *out = copier.to;
  return IND_OK;
}
