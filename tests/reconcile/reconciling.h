/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of balancing share: equations written as text, a handler of GSL's
 * errors that fails the test. */
#ifndef TESTS_RECONCILE_RECONCILING_H
#define TESTS_RECONCILE_RECONCILING_H

#include <check.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"
#include "support/suite.h"

static inline void
reconciling_gsl_failed (const char *reason, const char *file, int line, int code)
{
  ck_abort_msg ("GSL's error handler was called: %s (%s:%d, %d)", reason, file, line, code);
}

/* A fixture: what GSL finds wrong fails the test. */
static inline void
reconciling_watch_gsl (void)
{
  gsl_set_error_handler (reconciling_gsl_failed);
}

#define RECONCILING_MOST 4096

struct reconciling {
  ind_equations equations;
  size_t first[RECONCILING_MOST];
  uint32_t column[RECONCILING_MOST];
  double coefficient[RECONCILING_MOST], constant[RECONCILING_MOST];
};

/* Appends sum of coefficient * value = constant. */
static inline void
reconciling_begin (struct reconciling *r)
{
  memset (r, 0, sizeof *r);
  r->equations.first = r->first;
  r->equations.column = r->column;
  r->equations.coefficient = r->coefficient;
  r->equations.constant = r->constant;
}

static inline void
reconciling_term (struct reconciling *r, size_t column, double coefficient)
{
  size_t at = r->first[r->equations.n]++;

  ck_assert_uint_lt (at, RECONCILING_MOST);
  r->column[at] = (uint32_t) column;
  r->coefficient[at] = coefficient;
}

/* Ends the equation whose terms were given; first[n] counts those of the next. */
static inline void
reconciling_end (struct reconciling *r, double constant)
{
  size_t n = r->equations.n;

  r->constant[n] = constant;
  r->first[n + 1] = r->first[n];
  r->equations.n++;
}

/* reconciling_begin leaves first[0] as the running count; this makes it the start. */
static inline void
reconciling_close (struct reconciling *r)
{
  size_t k;

  for (k = r->equations.n; k > 0; k--)
    r->first[k] = r->first[k - 1];
  r->first[0] = 0;
}

/* "1 -2 3; 4 -5" is x1 - x2 + x3 = 0 and x4 - x5 = 0: values are counted from 1. */
static inline void
reconciling_read (struct reconciling *r, const char *text)
{
  reconciling_begin (r);
  while (*text != '\0')
    {
      char *end;
      long column = strtol (text, &end, 10);
      ck_assert_int_ne (column, 0);
      reconciling_term (r, (size_t) labs (column) - 1, column < 0 ? -1 : 1);
      text = end;
      if (*text == ';' || *text == '\0')
        reconciling_end (r, 0);
      text += *text == ';';
      while (*text == ' ')
        text++;
    }
  reconciling_close (r);
}

/* By how much equation k is off. */
static inline double
reconciling_residual (const ind_equations *equations, size_t k, const double *x)
{
  double sum = equations->constant == NULL ? 0 : -equations->constant[k];
  size_t t;

  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    sum += equations->coefficient[t] * x[equations->column[t]];
  return sum;
}

#endif
