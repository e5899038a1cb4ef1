/* SPDX-License-Identifier: GPL-3.0-or-later
 * Raking, by balancing with variances in proportion to the values. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "formulas/kernel.h"
#include "reconcile/balancing.h"

static double
error_of (double value, double alterability)
{
  return isinf (alterability) ? alterability : sqrt (alterability * fabs (value));
}

ind_status
ind_rake (const double *value, const double *alterability, const double *low, const double *high,
          size_t n, const ind_equations *equations, double *out, uint8_t *is_contradictory,
          ind_error *error)
{
  double *errors = NULL;
  ind_status status;
  size_t k;

  if (n > 0 && (value == NULL || out == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "values or results are NULL");
  status = ind__check_equations (equations, n, error);
  if (status == IND_OK)
    status = ind__check_values (value, n, "value", error);
  if (status == IND_OK && alterability != NULL)
    status = ind__check_weights (alterability, n, "alterability", 1, error);
  if (status == IND_OK)
    status = ind__check_bounds (low, high, n, error);
  if (status != IND_OK)
    return status;
  errors = ind__new_array (n, sizeof *errors);
  if (errors == NULL)
    return ind__fail_memory (error);
  for (k = 0; k < n; k++)
    errors[k] = error_of (value[k], alterability == NULL ? 1 : alterability[k]);
  status = ind__check_weights (errors, n, "the root of alterability times value", 1, error);
  if (status == IND_OK)
    status = ind__balance_checked (value, errors, low, high, n, equations, out, NULL, NULL,
                                   is_contradictory, NULL, error);
  ind__release (errors);
  return status;
}

/* ------------------------------------------------------------------------
 * Tables
 * ---------------------------------------------------------------------- */

/* The cells, then the totals of rows, then those of columns. */
struct table {
  size_t n_rows, n_columns, n_cells, n, n_equations;
  const double *row_totals, *column_totals;
  double *value, *error;
  size_t *first;
  uint32_t *column;
  double *coefficient;
  size_t n_terms;
};

static void
add_term (struct table *table, size_t column, double coefficient)
{
  table->column[table->n_terms] = (uint32_t) column;
  table->coefficient[table->n_terms++] = coefficient;
}

static void
fill_equations (struct table *table)
{
  size_t i, j, total = table->n_cells;

  table->first[0] = 0;
  for (i = 0; table->row_totals != NULL && i < table->n_rows; i++)
    {
      for (j = 0; j < table->n_columns; j++)
        add_term (table, i * table->n_columns + j, 1);
      add_term (table, total++, -1);
      table->first[++table->n_equations] = table->n_terms;
    }
  for (j = 0; table->column_totals != NULL && j < table->n_columns; j++)
    {
      for (i = 0; i < table->n_rows; i++)
        add_term (table, i * table->n_columns + j, 1);
      add_term (table, total++, -1);
      table->first[++table->n_equations] = table->n_terms;
    }
}

/* Appends n values, of an alterability each, or `usual` for all. */
static ind_status
take_values (struct table *table, const double *value, const double *alterability, double usual,
             size_t n, const char *name, ind_error *error)
{
  ind_status status = ind__check_values (value, n, name, error);
  size_t k;

  if (status == IND_OK && alterability != NULL)
    status = ind__check_weights (alterability, n, "alterability", 0, error);
  if (status != IND_OK)
    return status;
  for (k = 0; k < n; k++)
    {
      table->value[table->n] = value[k];
      table->error[table->n++]
          = error_of (value[k], alterability == NULL ? usual : alterability[k]);
    }
  return ind__check_weights (table->error + table->n - n, n,
                             "the root of alterability times value", 0, error);
}

static double
total_of (const double *first, size_t n, size_t step)
{
  ind__running sum = { 0, 0 };
  size_t k;

  for (k = 0; k < n; k++)
    ind__running_add (&sum, first[k * step]);
  return ind__running_total (&sum);
}

static ind_status
say_why (const struct table *table, ind_error *error)
{
  double rows, columns;

  if (table->row_totals == NULL || table->column_totals == NULL)
    return ind__fail (error, IND_E_CONTRADICTION, 0, 0,
                      "there is a total that its cells cannot reach: they are 0 or fixed");
  rows = total_of (table->row_totals, table->n_rows, 1);
  columns = total_of (table->column_totals, table->n_columns, 1);
  if (fabs (rows - columns) > 1e-9 * (fabs (rows) + fabs (columns)))
    return ind__fail (error, IND_E_CONTRADICTION, 0, 0,
                      "the totals of rows add up to %.15g, those of columns to %.15g", rows,
                      columns);
  return ind__fail (error, IND_E_CONTRADICTION, 0, 0,
                    "there are totals that cells cannot reach together: some are 0 or fixed");
}

static ind_status
solve_table (struct table *table, double *out, double *out_rows, double *out_columns,
             ind_error *error)
{
  ind_equations equations = { 0, NULL, NULL, NULL, NULL };
  ind_status status;
  size_t k;

  fill_equations (table);
  equations.n = table->n_equations;
  equations.first = table->first;
  equations.column = table->column;
  equations.coefficient = table->coefficient;
  status = ind__balance_checked (table->value, table->error, NULL, NULL, table->n, &equations,
                                 table->value, NULL, NULL, NULL, NULL, error);
  if (status != IND_OK && status != IND_E_CONTRADICTION)
    return status;
  if (table->n_cells > 0)
    memcpy (out, table->value, table->n_cells * sizeof *out);
  for (k = 0; out_rows != NULL && k < table->n_rows; k++)
    out_rows[k] = total_of (table->value + k * table->n_columns, table->n_columns, 1);
  for (k = 0; out_columns != NULL && k < table->n_columns; k++)
    out_columns[k] = total_of (table->value + k, table->n_rows, table->n_columns);
  return status == IND_OK ? IND_OK : say_why (table, error);
}

ind_status
ind_rake_table (const double *cells, const double *cell_alterability, size_t n_rows,
                size_t n_columns, const double *row_totals, const double *row_alterability,
                const double *column_totals, const double *column_alterability, double *out,
                double *out_rows, double *out_columns, ind_error *error)
{
  struct table table;
  ind_status status = IND_E_MEMORY;
  size_t n, n_terms;

  if (n_columns > 0 && n_rows >= UINT32_MAX / 4 / n_columns)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "there are more than 2^30 cells");
  if (n_rows >= UINT32_MAX / 4 || n_columns >= UINT32_MAX / 4)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "there are more than 2^30 totals");
  memset (&table, 0, sizeof table);
  table.n_rows = n_rows;
  table.n_columns = n_columns;
  table.n_cells = n_rows * n_columns;
  table.row_totals = row_totals;
  table.column_totals = column_totals;
  if (table.n_cells > 0 && (cells == NULL || out == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "cells or results are NULL");
  n = table.n_cells + n_rows + n_columns;
  n_terms = 2 * table.n_cells + n_rows + n_columns;
  table.value = ind__new_array (n, sizeof *table.value);
  table.error = ind__new_array (n, sizeof *table.error);
  table.first = ind__new_array (n_rows + n_columns + 1, sizeof *table.first);
  table.column = ind__new_array (n_terms, sizeof *table.column);
  table.coefficient = ind__new_array (n_terms, sizeof *table.coefficient);
  if (table.value == NULL || table.error == NULL || table.first == NULL || table.column == NULL
      || table.coefficient == NULL)
    ind__fail_memory (error);
  else
    status = take_values (&table, cells, cell_alterability, 1, table.n_cells, "cell", error);
  if (status == IND_OK && row_totals != NULL)
    status = take_values (&table, row_totals, row_alterability, 0, n_rows, "row total", error);
  if (status == IND_OK && column_totals != NULL)
    status = take_values (&table, column_totals, column_alterability, 0, n_columns,
                          "column total", error);
  if (status == IND_OK)
    status = solve_table (&table, out, out_rows, out_columns, error);
  ind__release (table.value);
  ind__release (table.error);
  ind__release (table.first);
  ind__release (table.column);
  ind__release (table.coefficient);
  return status;
}
