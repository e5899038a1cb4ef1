/* SPDX-License-Identifier: GPL-3.0-or-later
 * What figures measure, and how well: their rounding, their sampling error, and how far
 * each may be altered. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "number/interval.h"
#include "number/words.h"
#include "reconcile/reconciler.h"

/* The extra column of that name, whatever the case; n_extra when there is none. */
static size_t
find_column (const ind_table *table, const char *name)
{
  size_t k;

  for (k = 0; k < table->n_extra; k++)
    {
      const char *own = ind_table_extra_name (table, k);
      if (ind__equal_ignoring_case (own, strlen (own), name))
        break;
    }
  return k;
}

/* The number in an extra column, from 0 up; `otherwise` where it is empty. */
static ind_status
read_column (const ind_table *table, size_t column, size_t figure, double otherwise,
             double *out, ind_error *error)
{
  const char *text = column < table->n_extra ? ind_table_extra (table, figure, column) : "";
  ind_decimal number;
  ind_interval interval;

  *out = otherwise;
  if (text[0] == '\0')
    return IND_OK;
  if (ind_decimal_read (text, strlen (text), &number, NULL) != IND_OK || number.mantissa < 0)
    return ind__fail (error, IND_E_NUMBER, ind__table_record (table, figure), 0,
                      "%s, record %u: \"%s\" in column %s is no number from 0 up; correct it "
                      "or leave it empty",
                      ind__strings_at (&table->strings, ind__table_kind (table, figure)->file),
                      (unsigned) ind__table_record (table, figure),
                      ind__quote (text, strlen (text)).text, ind_table_extra_name (table, column));
  interval = ind_decimal_enclosure (number);
  *out = interval.low / 2 + interval.high / 2;
  return IND_OK;
}

double
ind__double_of (ind_decimal number)
{
  if (number.decimals >= 0 && number.decimals <= 22 && number.mantissa < (INT64_C (1) << 53)
      && number.mantissa > -(INT64_C (1) << 53))
    return (double) number.mantissa / pow (10, number.decimals);
  return ind_decimal_enclosure (number).low;
}

static double
alterability_of (const struct ind__reconciler *at, size_t figure)
{
  const ind_table *table = at->report->index.table;
  const char *source = ind__strings_at (&table->strings, ind__table_kind (table, figure)->source);
  size_t k;

  for (k = 0; k < at->options.n_alterability; k++)
    if (strcmp (at->options.alterability[k].source, source) == 0)
      return at->options.alterability[k].coefficient;
  return 1;
}

static void
measure_figure (struct ind__reconciler *at, size_t figure, double sampling_error,
                double alterability)
{
  const ind__index *index = &at->report->index;
  struct ind__measure *measure = &at->measure[figure];
  double unit = pow (10, ind__index_scale (index, figure)), half;
  double value = ind__double_of (ind__table_value (index->table, figure)) * unit;

  measure->interval = ind__index_interval (index, figure);
  half = measure->interval.high / 2 - measure->interval.low / 2;
  measure->value = measure->interval.low / 2 + measure->interval.high / 2;
  if (fabs (measure->value - value) <= 1e-6 * half || half <= 1e-14 * fabs (value))
    measure->value = value;
  measure->error = NAN;
  if (!isfinite (half) || ind__index_use (index, figure) != IND__USABLE)
    return;
  if (half <= 1e-14 * fabs (value))
    measure->error = 0;
  else if (at->options.variance == IND_VARIANCE_PROPORTIONAL)
    measure->error = sqrt (fabs (value / unit)) * unit;
  else
    measure->error = half / sqrt (3);
  if (sampling_error > 0)
    measure->error = hypot (measure->error, sampling_error * unit);
  measure->error *= sqrt (alterability * alterability_of (at, figure));
}

ind_status
ind__measure_figures (struct ind__reconciler *at, ind_error *error)
{
  const ind_table *table = at->report->index.table;
  size_t deviation = find_column (table, "STD_ERROR");
  size_t coefficient = find_column (table, "ALTERABILITY"), k;

  for (k = 0; k < table->count; k++)
    {
      double sampling_error, alterability;
      ind_status status = read_column (table, deviation, k, 0, &sampling_error, error);
      if (status == IND_OK)
        status = read_column (table, coefficient, k, 1, &alterability, error);
      if (status != IND_OK)
        return status;
      measure_figure (at, k, sampling_error, alterability);
      /* An error of sampling is no misprint, and what is fixed is to stay. */
      at->measure[k].is_protected
          = sampling_error > 0 || alterability == 0 || alterability_of (at, k) == 0;
    }
  return IND_OK;
}
