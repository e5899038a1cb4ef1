/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates evaluated over intervals and over points. */
#include "check/evaluate.h"

#include <math.h>
#include <string.h>

#include "check/probability.h"
#include "number/interval.h"

#define LARGEST_FACTOR 1e12

static ind_interval
point (double x)
{
  ind_interval interval = { x, x };
  return interval;
}

static ind_interval
times (double coefficient, ind_interval x)
{
  if (coefficient == 1)
    return x;
  if (coefficient == -1)
    return ind__interval_neg (x);
  return ind__interval_mul (point (coefficient), x);
}

ind_interval
ind__form_over (const ind__template *template, const ind__form *form, const ind_interval *x)
{
  const ind__term *term = template->terms + form->first;
  ind_interval sum = point (form->constant);
  uint32_t k = 0;

  if (form->constant == 0 && form->n_terms > 0)
    {
      sum = times (term[0].coefficient, x[term[0].variable]);
      k = 1;
    }
  for (; k < form->n_terms; k++)
    sum = ind__interval_add (sum, times (term[k].coefficient, x[term[k].variable]));
  return form->divisor == 1 ? sum : ind__interval_div (sum, point (form->divisor));
}

void
ind__evaluate (const ind__template *template, ind_interval *x, ind_interval *left,
               ind_interval *right)
{
  int is_undefined = 0;
  size_t k;

  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      ind_interval *z = &x[template->n_slots + k];
      switch (constraint->kind)
        {
        case IND__LINEAR: *z = ind__form_over (template, &constraint->form, x); break;
        case IND__PRODUCT: *z = ind__interval_mul (x[constraint->x], x[constraint->y]); break;
        case IND__QUOTIENT:
          *z = ind__interval_div (x[constraint->x], x[constraint->y]);
          is_undefined |= !ind__interval_is_empty (*z)
                          && ind__interval_contains (x[constraint->y], 0);
          break;
        }
    }
  /* Where a denominator is zero the rule says nothing, whatever the quotient
   * is multiplied by. */
  if (is_undefined)
    {
      *left = *right = ind__interval_entire ();
      return;
    }
  *left = ind__form_over (template, &template->left, x);
  *right = ind__form_over (template, &template->right, x);
}

static inline double
form_at (const ind__template *template, const ind__form *form, const double *x)
{
  const ind__term *term = template->terms + form->first, *end = term + form->n_terms;
  double sum = form->constant;

  for (; term < end; term++)
    sum += term->coefficient * x[term->variable];
  return form->divisor == 1 ? sum : sum / form->divisor;
}

double
ind__form_at (const ind__template *template, const ind__form *form, const double *x)
{
  return form_at (template, form, x);
}

double
ind__residual (const ind__template *template, double *x)
{
  size_t k;

  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      double *z = &x[template->n_slots + k];
      switch (constraint->kind)
        {
        case IND__LINEAR: *z = form_at (template, &constraint->form, x); break;
        case IND__PRODUCT: *z = x[constraint->x] * x[constraint->y]; break;
        case IND__QUOTIENT: *z = x[constraint->x] / x[constraint->y]; break;
        }
    }
  return form_at (template, &template->left, x) - form_at (template, &template->right, x);
}

static double
middle (ind_interval x)
{
  return x.low / 2 + x.high / 2;
}

static int
is_bounded (ind_interval x)
{
  return x.low >= -DBL_MAX && x.high <= DBL_MAX;
}

/* How far the sides are from the rule's relation when all half-widths are multiplied by
 * `factor`: not above 0 where they can be in it. */
static double
distance_at (const ind__template *template, const ind_interval *slots, double factor,
             ind_interval *work)
{
  ind_interval left, right;
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    {
      double m = middle (slots[k]), h = (slots[k].high / 2 - slots[k].low / 2) * factor;
      work[k] = slots[k];
      if (is_bounded (slots[k]))
        {
          work[k].low = m - h;
          work[k].high = m + h;
        }
    }
  ind__evaluate (template, work, &left, &right);
  switch (template->relation)
    {
    case IND__AT_LEAST: return right.low - left.high;
    case IND__AT_MOST: return left.low - right.high;
    case IND__EQUAL:
    case IND__APPROXIMATE: break;
    }
  return left.low - right.high > right.low - left.high ? left.low - right.high
                                                       : right.low - left.high;
}

/* Where the distance vanishes, by the secant method from 0, where it is `start`: for rules
 * that hardly bend. 0 where that leads nowhere. */
static double
guess_kappa (const ind__template *template, const ind_interval *slots, double start,
             ind_interval *work)
{
  double a = 0, fa = start, b = 1, fb;
  int k;

  for (k = 0; k < 12; k++)
    {
      double next;
      fb = distance_at (template, slots, b, work);
      next = b - fb * (b - a) / (fb - fa);
      if (!(next > 0 && next < LARGEST_FACTOR))
        return 0;
      if (fabs (next - b) <= 1e-8 * next)
        return next;
      a = b;
      fa = fb;
      b = next;
    }
  return 0;
}

/* Whether the sides can be in relation at the factor: measured, or by the guess. */
struct bisection {
  const ind__template *template;
  const ind_interval *slots;
  ind_interval *work;
  double guess;
};

static int
meets (const struct bisection *bisection, double factor)
{
  if (bisection->guess > 0)
    return factor >= bisection->guess;
  return distance_at (bisection->template, bisection->slots, factor, bisection->work) <= 0;
}

/* The ends of the last step: the sides meet at *high only. 0 where they never do. */
static int
bisect (const struct bisection *bisection, double *low, double *high)
{
  int k;

  *low = 0;
  *high = 1;
  while (!meets (bisection, *high))
    {
      *low = *high;
      *high *= 2;
      if (*high > LARGEST_FACTOR)
        return 0;
    }
  for (k = 0; k < 40 && *high - *low > 1e-9 * *high; k++)
    {
      double between = *low + (*high - *low) / 2;
      if (meets (bisection, between))
        *high = between;
      else
        *low = between;
    }
  return 1;
}

double
ind__kappa (const ind__template *template, const ind_interval *slots, ind_interval *work)
{
  struct bisection bisection = { template, slots, work, 0 };
  double start = distance_at (template, slots, 0, work), low, high;

  if (start <= 0)
    return 0;
  bisection.guess = start > 0 ? guess_kappa (template, slots, start, work) : 0;
  if (bisection.guess > 0 && bisect (&bisection, &low, &high)
      && distance_at (template, slots, high, work) <= 0
      && (low == 0 || distance_at (template, slots, low, work) > 0))
    return high;
  bisection.guess = 0;
  return bisect (&bisection, &low, &high) ? high : INFINITY;
}

static void
add_coefficients (const ind__template *template, const ind__form *form, double sign,
                  double *coefficient)
{
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &template->terms[form->first + k];
      coefficient[term->variable] += sign * term->coefficient / form->divisor;
    }
}

void
ind__find_coefficients (const ind__template *template, double *out)
{
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    out[k] = 0;
  if (template->n_constraints > 0)
    return;
  add_coefficients (template, &template->left, 1, out);
  add_coefficients (template, &template->right, -1, out);
}

/* By how much the error of each slot moves the residual, which is `residual` where the slots
 * are x, at most. */
static void
find_widths (const ind__template *template, const ind_interval *slots, double *x,
             double residual, double *width)
{
  size_t k;

  ind__find_coefficients (template, width);
  for (k = 0; k < template->n_slots; k++)
    if (template->n_constraints == 0)
      width[k] = fabs (width[k]) * (slots[k].high / 2 - slots[k].low / 2);
    else
      {
        double m = x[k], above, below;
        x[k] = slots[k].high;
        above = ind__residual (template, x);
        x[k] = slots[k].low;
        below = ind__residual (template, x);
        x[k] = m;
        /* Of a rule that bends, the side that reaches further. */
        width[k] = fmax (fabs (above - residual), fabs (below - residual));
      }
}

double
ind__probability (const ind__template *template, const ind_interval *slots, double *work)
{
  double *x = work, *width = work + ind__n_variables (template), residual;
  size_t n_errors = 0, k;

  for (k = 0; k < template->n_slots; k++)
    {
      if (!is_bounded (slots[k]))
        return -1;
      x[k] = middle (slots[k]);
    }
  residual = ind__residual (template, x);
  if (!isfinite (residual))
    return -1;
  find_widths (template, slots, x, residual, width);
  for (k = 0; k < template->n_slots; k++)
    {
      if (!isfinite (width[k]))
        return -1;
      n_errors += width[k] > 0;
    }
  /* A residual within the arithmetic's own error is none. */
  if (n_errors == 0)
    return fabs (residual) <= 1e-12 * (fabs (ind__form_at (template, &template->left, x)) + 1) ? 1
                                                                                              : 0;
  return ind__tail_probability (width, template->n_slots, fabs (residual));
}

uint32_t
ind__form_slot (const ind__template *template, const ind__form *form)
{
  const ind__term *term = template->terms + form->first;

  return form->n_terms == 1 && form->constant == 0 && form->divisor == 1
                 && term->coefficient == 1 && term->variable < template->n_slots
             ? term->variable
             : IND__NONE;
}
