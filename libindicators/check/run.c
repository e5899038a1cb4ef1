/* SPDX-License-Identifier: GPL-3.0-or-later
 * A program run along its lanes: at the printed values, over the intervals, and backwards for the
 * derivatives, which say how far rounding carries, and how far errors of this arithmetic do. */
#include "check/sweeper.h"

#include <math.h>
#include <string.h>

/* Where the k-th of some results begins. */
static double *
result_at (const ind__sweeper *sweeper, double *results, size_t k)
{
  return results + k * sweeper->result_stride;
}

/* The lane of a variable: a figure's, or a result. */
static const double *
variable (const ind__sweeper *sweeper, const ind__program *program, const double *figures,
          const double *results, size_t number)
{
  size_t n = program->template->n_slots;
  return number < n ? figures + program->lane[number] * sweeper->stride
                    : results + (number - n) * sweeper->result_stride;
}

static const double *
value_of (const ind__sweeper *sweeper, const ind__program *program, size_t number)
{
  return variable (sweeper, program, sweeper->value, sweeper->result, number);
}

static const double *
low_of (const ind__sweeper *sweeper, const ind__program *program, size_t number)
{
  return variable (sweeper, program, sweeper->low, sweeper->result_low, number);
}

static const double *
high_of (const ind__sweeper *sweeper, const ind__program *program, size_t number)
{
  return variable (sweeper, program, sweeper->high, sweeper->result_high, number);
}

/* The variable that a form is and no more, or IND__NONE. */
static uint32_t
only_variable (const ind__program *program, const ind__form *form)
{
  const ind__term *term = &program->template->terms[form->first];

  return form->constant == 0 && form->n_terms == 1 && term->coefficient == form->divisor
             ? term->variable
             : IND__NONE;
}

static double
constant_size (const ind__form *form)
{
  return fabs (form->constant / form->divisor);
}

/* A form at the values, put into `out`; adds the sizes of its terms to `size`. */
static void
add_up (const ind__sweeper *sweeper, const ind__program *program, const ind__form *form,
        double *out, double *size)
{
  size_t k;

  ind__lane_set (sweeper->n_places, out, form->constant / form->divisor);
  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &program->template->terms[form->first + k];
      ind__lane_add_term (sweeper->n_places, out, size, term->coefficient / form->divisor,
                          value_of (sweeper, program, term->variable));
    }
}

/* A side of the rule at the values: in `room`, or a lane that is there. */
static const double *
side_at (const ind__sweeper *sweeper, const ind__program *program, const ind__form *form,
         double *room, double *size)
{
  uint32_t variable = only_variable (program, form);
  const double *lane;

  if (variable == IND__NONE)
    {
      add_up (sweeper, program, form, room, size);
      return room;
    }
  lane = value_of (sweeper, program, variable);
  ind__lane_add_size (sweeper->n_places, size, 1, lane);
  return lane;
}

/* Intervals of a form. */
static void
add_up_intervals (const ind__sweeper *sweeper, const ind__program *program, const ind__form *form,
                  double *low, double *high)
{
  size_t k;

  ind__lane_set (sweeper->n_places, low, form->constant / form->divisor);
  ind__lane_set (sweeper->n_places, high, form->constant / form->divisor);
  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &program->template->terms[form->first + k];
      ind__lane_interval_add (sweeper->n_places, low, high, term->coefficient / form->divisor,
                              low_of (sweeper, program, term->variable),
                              high_of (sweeper, program, term->variable));
    }
}

static void
enclose (const ind__sweeper *sweeper, const ind__program *program, const ind__form *form,
         ind__lane_intervals *out)
{
  uint32_t variable = only_variable (program, form);

  if (variable != IND__NONE)
    {
      out->low = low_of (sweeper, program, variable);
      out->high = high_of (sweeper, program, variable);
      return;
    }
  add_up_intervals (sweeper, program, form, out->own_low, out->own_high);
  out->low = out->own_low;
  out->high = out->own_high;
}

/* Values of all results, and intervals where they are needed. */
static void
run_forward (ind__sweeper *sweeper, const ind__program *program)
{
  const ind__template *template = program->template;
  size_t k;

  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      double *z = result_at (sweeper, sweeper->result, k);
      double *low = result_at (sweeper, sweeper->result_low, k);
      double *high = result_at (sweeper, sweeper->result_high, k);
      double *size = result_at (sweeper, sweeper->size, k);
      const double *a, *b, *a_low, *a_high, *b_low, *b_high;
      if (constraint->kind == IND__LINEAR)
        {
          ind__lane_set (sweeper->n_places, size, constant_size (&constraint->form));
          add_up (sweeper, program, &constraint->form, z, size);
          add_up_intervals (sweeper, program, &constraint->form, low, high);
          continue;
        }
      a = value_of (sweeper, program, constraint->x);
      b = value_of (sweeper, program, constraint->y);
      a_low = low_of (sweeper, program, constraint->x);
      a_high = high_of (sweeper, program, constraint->x);
      b_low = low_of (sweeper, program, constraint->y);
      b_high = high_of (sweeper, program, constraint->y);
      if (constraint->kind == IND__PRODUCT)
        {
          ind__lane_multiply (sweeper->n_places, z, a, b);
          ind__lane_interval_multiply (sweeper->n_places, low, high, a_low, a_high, b_low, b_high);
        }
      else
        {
          ind__lane_divide (sweeper->n_places, z, a, b);
          ind__lane_interval_divide (sweeper->n_places, low, high, a_low, a_high, b_low, b_high);
        }
      memcpy (size, z, sweeper->n_places * sizeof *z);
    }
}

static void
add_slopes (ind__sweeper *sweeper, const ind__template *template, const ind__form *form,
            const double *by)
{
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &template->terms[form->first + k];
      ind__lane_add (sweeper->n_places, ind__slope_at (sweeper, term->variable),
                     term->coefficient / form->divisor, by);
    }
}

/* The derivatives of left less right side; adds to `noise` what the errors of each
 * operation, relative to the sizes of its terms, are multiplied by. */
static void
run_backward (ind__sweeper *sweeper, const ind__program *program, double *noise)
{
  const ind__template *template = program->template;
  size_t n = template->n_slots, k;
  double one[IND__BLOCK], quotient[IND__BLOCK];

  for (k = 0; k < n + template->n_constraints; k++)
    ind__lane_set (sweeper->n_places, ind__slope_at (sweeper, k), 0);
  ind__lane_set (sweeper->n_places, one, 1);
  add_slopes (sweeper, template, &template->left, one);
  ind__lane_set (sweeper->n_places, one, -1);
  add_slopes (sweeper, template, &template->right, one);
  for (k = template->n_constraints; k-- > 0;)
    {
      const ind__constraint *constraint = &template->constraints[k];
      const double *by = ind__slope_at (sweeper, n + k);
      const double *a, *b;
      ind__lane_add_product_size (sweeper->n_places, noise, 1, by,
                                  result_at (sweeper, sweeper->size, k));
      if (constraint->kind == IND__LINEAR)
        {
          add_slopes (sweeper, template, &constraint->form, by);
          continue;
        }
      a = value_of (sweeper, program, constraint->x);
      b = value_of (sweeper, program, constraint->y);
      if (constraint->kind == IND__PRODUCT)
        {
          ind__lane_add_product (sweeper->n_places, ind__slope_at (sweeper, constraint->x), by, b);
          ind__lane_add_product (sweeper->n_places, ind__slope_at (sweeper, constraint->y), by, a);
          continue;
        }
      ind__lane_divide (sweeper->n_places, quotient, by, b);
      ind__lane_add (sweeper->n_places, ind__slope_at (sweeper, constraint->x), 1, quotient);
      ind__lane_subtract_product (sweeper->n_places, ind__slope_at (sweeper, constraint->y),
                                  quotient, result_at (sweeper, sweeper->result, k));
    }
  for (k = 0; k < n; k++)
    ind__lane_add_product_size (sweeper->n_places, noise, 1, ind__slope_at (sweeper, k),
                                sweeper->value + program->lane[k] * sweeper->stride);
}

void
ind__run_lanes (ind__sweeper *sweeper, const ind__program *program, ind__lane_run *run)
{
  const ind__template *template = program->template;
  double left_room[IND__BLOCK], right_room[IND__BLOCK];
  const double *left, *right;
  size_t k;

  run_forward (sweeper, program);
  ind__lane_set (sweeper->n_places, run->noise,
                 constant_size (&template->left) + constant_size (&template->right));
  left = side_at (sweeper, program, &template->left, left_room, run->noise);
  right = side_at (sweeper, program, &template->right, right_room, run->noise);
  ind__lane_residual (sweeper->n_places, run->residual, left, right);
  if (template->n_constraints > 0)
    run_backward (sweeper, program, run->noise);
  if (!program->is_linear)
    {
      enclose (sweeper, program, &template->left, &run->left);
      enclose (sweeper, program, &template->right, &run->right);
    }
  if (template->has_given)
    enclose (sweeper, program, &template->given, &run->given);
  ind__lane_set (sweeper->n_places, run->sum, 0);
  ind__lane_set (sweeper->n_places, run->squares, 0);
  ind__lane_set (sweeper->n_places, run->largest, 0);
  ind__lane_set (sweeper->n_places, run->finest, INFINITY);
  for (k = 0; k < template->n_slots; k++)
    {
      const double *half = sweeper->half + program->lane[k] * sweeper->stride;
      ind__lane_add_width (sweeper->n_places, run->sum, run->squares, run->largest,
                           ind__coefficient_of (program, k), ind__slope_of (sweeper, program, k),
                           half);
      if (k == program->target || program->target == IND__NONE)
        ind__lane_lower (sweeper->n_places, run->finest, 1, half);
    }
}

int
ind__open_results (ind__sweeper *sweeper, size_t n_variables)
{
  size_t size = n_variables * sweeper->result_stride * sizeof (double);

  sweeper->result = ind__pool_room (&sweeper->pool, size);
  sweeper->result_low = ind__pool_room (&sweeper->pool, size);
  sweeper->result_high = ind__pool_room (&sweeper->pool, size);
  sweeper->size = ind__pool_room (&sweeper->pool, size);
  sweeper->slope = ind__pool_room (&sweeper->pool, size);
  return sweeper->result != NULL && sweeper->result_low != NULL && sweeper->result_high != NULL
         && sweeper->size != NULL && sweeper->slope != NULL;
}
