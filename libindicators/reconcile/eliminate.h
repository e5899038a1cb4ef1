/* SPDX-License-Identifier: GPL-3.0-or-later
 * Unknowns eliminated from sparse linear equations, so that those are left which tie
 * what is known alone (Crowe, Garcia Campos and Hrymak 1983). */
#ifndef IND_RECONCILE_ELIMINATE_H
#define IND_RECONCILE_ELIMINATE_H

#include <stddef.h>
#include <stdint.h>

typedef struct ind__row {
  uint32_t *column;    /* ascending */
  double *coefficient; /* none is zero */
  size_t n, column_capacity, coefficient_capacity;
  double constant;     /* sum of coefficient * x = constant */
  double size;         /* of the terms it was made from: what is so much smaller is
                          rounding */
  uint32_t *source;    /* the equations it was made from, ascending */
  size_t n_sources, source_capacity;
} ind__row;

typedef struct ind__elimination {
  ind__row *rows;
  size_t n_rows, rows_capacity;
  size_t n_columns;
  uint32_t *pivot_row;    /* per column: the row that gives the unknown; UINT32_MAX: none */
  uint32_t *pivot_column; /* per row: the unknown it gives; UINT32_MAX: it is left over */
  uint32_t *order;        /* the columns eliminated, in their order */
  size_t n_eliminated;
} ind__elimination;

/* All below return 0 when memory ran out. */

/* No rows yet, over so many columns. */
int ind__elimination_open (ind__elimination *elimination, size_t n_columns);
void ind__elimination_close (ind__elimination *elimination);

/* Appends an equation of n terms: no column twice, all finite. `source` is its number
 * for the caller. */
int ind__elimination_add (ind__elimination *elimination, const uint32_t *column,
                          const double *coefficient, size_t n, double constant,
                          uint32_t source);

/* Makes each unknown, a column with is_unknown set, the pivot of one row where it
 * can be, and removes it from all others. `scale` is the size of each column's
 * values, > 0: pivots are chosen by coefficient times scale, and what is left of two
 * that cancel is dropped. Rows without a pivot then hold no unknowns. */
int ind__eliminate (ind__elimination *elimination, const uint8_t *is_unknown,
                    const double *scale, double tolerance);

/* Gives x of every eliminated column, in place, from the others'. */
void ind__back_substitute (const ind__elimination *elimination, double *x);

/* Sets is_determined of each unknown that all other values determine: one with a
 * pivot in whose row all other unknowns are. */
void ind__find_determined (const ind__elimination *elimination, const uint8_t *is_unknown,
                           uint8_t *is_determined);

#endif
