/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lanes laid: the figures of a block of sites, each as a number of scale 0 and a half-width. */
#include "check/sweeper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"

/* The third root of the smallest numbers: three factors, or a quotient, stay normal. */
#define SMALLEST 1e-90
/* Of ten: 2^63 times that is less than the third root of the largest. */
#define LARGEST_POWER 70

/* Powers of ten: 10^-(10 t + 9) .. 10^-(10 t), and 10^(10 t) .. 10^(10 t + 9). */
#define DOWN(t)                                                                                    \
  1e-##t##9, 1e-##t##8, 1e-##t##7, 1e-##t##6, 1e-##t##5, 1e-##t##4, 1e-##t##3, 1e-##t##2,          \
      1e-##t##1, 1e-##t##0
#define UP(t)                                                                                      \
  1e##t##0, 1e##t##1, 1e##t##2, 1e##t##3, 1e##t##4, 1e##t##5, 1e##t##6, 1e##t##7, 1e##t##8, 1e##t##9

static const double powers[2 * LARGEST_POWER + 1]
    = { 1e-70, DOWN (6), DOWN (5), DOWN (4), DOWN (3), DOWN (2), DOWN (1), DOWN (0),
        1e1,   1e2,      1e3,      1e4,      1e5,      1e6,      1e7,      1e8,
        1e9,   UP (1),   UP (2),   UP (3),   UP (4),   UP (5),   UP (6),   1e70 };

/* The site a shift leads to, or IND__NONE. */
static uint32_t
shift_site (const ind__sweeper *sweeper, const ind__shift *shift, uint32_t site)
{
  const ind_table *table = sweeper->index->table;
  ind__site to = table->sites[site];
  int k;

  if (shift->years_earlier == 0 && shift->periods_before == 0)
    return site;
  for (k = 0; k < shift->periods_before && to.period != IND__NO_PERIOD; k++)
    to.period = ind__period_before (to.period);
  if (to.period != IND__NO_PERIOD && shift->years_earlier != 0)
    to.period = ind__period_years_earlier (to.period, shift->years_earlier);
  if (to.period == IND__NO_PERIOD)
    return IND__NONE;
  return ind__table_find_site (table, &to, site);
}

/* Learns how figures of a kind with such digits are made numbers of scale 0. */
static void
read_digits (ind__laid_kind *kind, ind__digits own)
{
  int digits = kind->scale - own.decimals, last = kind->scale - own.precision;

  kind->digits = own;
  kind->times = kind->over = 1;
  kind->half = NAN;
  if (!kind->is_plain || digits < last || abs (digits) > LARGEST_POWER
      || abs (last) > LARGEST_POWER)
    return;
  *(digits >= 0 ? &kind->times : &kind->over) = powers[LARGEST_POWER + abs (digits)];
  if (0.5 * powers[LARGEST_POWER + last] > SMALLEST)
    kind->half = 0.5 * powers[LARGEST_POWER + last];
}

/* Where figures are laid: a copy of the sweeper's, which no lane can overlap. */
struct layout
{
  const ind_table *table;
  const uint32_t *next;
  ind__laid_kind *kinds;
  double *value, *half;
  uint32_t *figure, *issue;
  uint16_t *unit;
  uint8_t *is_there;
};

IND__INLINE struct layout
layout_of (const ind__sweeper *sweeper)
{
  struct layout layout = { sweeper->index->table, sweeper->index->next, sweeper->kinds,
                           sweeper->value,        sweeper->half,        sweeper->figure,
                           sweeper->issue,        sweeper->unit,        sweeper->is_there };
  return layout;
}

/* Lays a figure of a kind, which has the digits, into place `at` of the lanes. */
IND__INLINE void
lay_figure (const struct layout *to, ind__laid_kind *kind, uint32_t figure, int64_t mantissa,
            ind__digits digits, size_t at)
{
  if (memcmp (&digits, &kind->digits, sizeof digits) != 0)
    read_digits (kind, digits);
  /* One of both is 1: the other operation is the only one that may round. */
  to->value[at] = (double)mantissa * kind->times / kind->over;
  to->half[at] = kind->half;
  if (to->next != NULL && to->next[figure] != IND__NONE)
    to->half[at] = NAN;
  to->figure[at] = figure;
  to->issue[at] = kind->issue;
  to->unit[at] = kind->unit;
  to->is_there[at] = 1;
}

/* Lays the figures of a stretch; `place_of` says where the lanes of kinds begin. */
static void
lay_stretch (const ind__sweeper *sweeper, size_t number, const uint32_t *place_of, size_t place)
{
  const struct layout to = layout_of (sweeper);
  const ind__stretch stretch = ind__table_stretch (to.table, number);
  const uint32_t n = ind__table_stretch_length (to.table, number), first = stretch.figure;
  const uint32_t *lane = place_of + stretch.kind;
  const int32_t *mantissa = to.table->mantissa == NULL ? NULL : to.table->mantissa + first;
  const ind__digits *digits = to.table->digits + first;
  ind__laid_kind *kind = to.kinds + stretch.kind;
  uint32_t k;

  for (k = 0; k < n; k++)
    if (lane[k] != IND__NONE)
      {
        int64_t own = mantissa != NULL && mantissa[k] != IND__WIDE
                          ? mantissa[k]
                          : ind__table_mantissa (to.table, first + k);
        lay_figure (&to, kind + k, first + k, own, digits[k], lane[k] + place);
      }
}

static void
lay_one (const ind__sweeper *sweeper, uint32_t kind, uint32_t figure, const uint32_t *place_of,
         size_t place)
{
  const struct layout to = layout_of (sweeper);

  if (figure != IND__NONE && place_of[kind] != IND__NONE)
    lay_figure (&to, to.kinds + kind, figure, ind__table_mantissa (to.table, figure),
                to.table->digits[figure], place_of[kind] + place);
}

/* Cells looked ahead at: the figures of a row of cells are anywhere in the table. */
#define CELLS_AHEAD 32

static inline void
prefetch_cell (const ind__index *index, const uint32_t *place_of, size_t k)
{
  if (k < index->n_cells && index->cell[k].figure != IND__NONE
      && place_of[index->cell[k].kind] != IND__NONE)
    ind__prefetch_digits (index->table, index->cell[k].figure);
}

/* Lays a site; `place_of` says where the lanes of kinds begin. */
static void
lay_site (ind__sweeper *sweeper, const uint32_t *place_of, uint32_t site, size_t place)
{
  const ind__index *index = sweeper->index;
  const ind__index_row *row = &index->row[site];
  size_t k;

  switch (row->form)
    {
    case IND__ROW_OF_STRETCHES:
      for (k = row->first; k < row->first + row->n; k++)
        lay_stretch (sweeper, k, place_of, place);
      break;
    case IND__ROW_OF_CELLS:
      for (k = row->first; k < row->first + row->n; k++)
        {
          prefetch_cell (index, place_of, k + CELLS_AHEAD);
          lay_one (sweeper, index->cell[k].kind, index->cell[k].figure, place_of, place);
        }
      break;
    case IND__ROW_OF_PAIRS:
      for (k = row->first; k < row->first + row->n; k++)
        lay_one (sweeper, ind__table_kind_number (index->table, index->pair[2 * k + 1]),
                 index->pair[2 * k + 1], place_of, place);
      break;
    }
}

static void
copy_lane (ind__sweeper *sweeper, const ind__lane_copy *copy)
{
  size_t to = copy->to * sweeper->stride, from = copy->from * sweeper->stride;
  size_t n = sweeper->width;

  memcpy (sweeper->value + to, sweeper->value + from, n * sizeof *sweeper->value);
  memcpy (sweeper->half + to, sweeper->half + from, n * sizeof *sweeper->half);
  memcpy (sweeper->figure + to, sweeper->figure + from, n * sizeof *sweeper->figure);
  memcpy (sweeper->issue + to, sweeper->issue + from, n * sizeof *sweeper->issue);
  memcpy (sweeper->unit + to, sweeper->unit + from, n * sizeof *sweeper->unit);
  memcpy (sweeper->is_there + to, sweeper->is_there + from, n);
}

void
ind__lay_block (ind__sweeper *sweeper, size_t from, size_t n)
{
  size_t s, k;

  for (k = 0; k < sweeper->n_lanes * sweeper->stride; k += sweeper->stride)
    {
      memset (sweeper->is_there + k, 0, sweeper->width);
      memset (sweeper->has_passed + k, 0, sweeper->width);
    }
  for (s = 0; s < sweeper->n_shifts; s++)
    for (k = 0; k < n; k++)
      {
        uint32_t site = shift_site (sweeper, &sweeper->shifts[s], (uint32_t)(from + k));
        if (site != IND__NONE)
          lay_site (sweeper, sweeper->place_of + s * sweeper->index->table->n_kinds, site, k);
      }
  for (k = 0; k < sweeper->n_copies; k++)
    copy_lane (sweeper, &sweeper->copies[k]);
  for (k = 0; k < sweeper->n_lanes * sweeper->stride; k += sweeper->stride)
    ind__lane_enclose (sweeper->width, sweeper->low + k, sweeper->high + k, sweeper->value + k,
                       sweeper->half + k);
}

void
ind__touch_block (ind__sweeper *sweeper)
{
  size_t at, k;

  for (at = 0; at < sweeper->n_lanes * sweeper->stride; at += sweeper->stride)
    for (k = at; k < at + sweeper->width; k++)
      if (sweeper->has_passed[k])
        ind__set_add (sweeper->touched, sweeper->figure[k]);
}

/* ------------------------------------------------------------------------
 * Room
 * ---------------------------------------------------------------------- */

static void
read_kinds (ind__sweeper *sweeper)
{
  const ind__index *index = sweeper->index;
  size_t k;

  for (k = 0; k < index->table->n_kinds; k++)
    {
      const ind__kind *own = &index->table->kinds[k];
      sweeper->kinds[k].is_plain = index->meaning[k].use == IND__USABLE
                                   && own->qualifier == IND_QUALIFIER_NONE
                                   && own->rounding == IND_ROUNDING_NEAREST;
      sweeper->kinds[k].digits.decimals = sweeper->kinds[k].digits.precision = INT8_MIN;
      sweeper->kinds[k].scale = index->meaning[k].scale;
      sweeper->kinds[k].issue = index->meaning[k].issue;
      sweeper->kinds[k].unit = own->unit;
    }
}

/* Where the lanes of kinds begin; 0 when memory ran out. */
static int
place_kinds (ind__sweeper *sweeper)
{
  const ind__index *index = sweeper->index;
  size_t n = index->table->n_kinds, s, k;

  sweeper->place_of
      = ind__pool_room (&sweeper->pool, sweeper->n_shifts * n * sizeof *sweeper->place_of);
  for (s = 0; s < sweeper->n_shifts && sweeper->place_of != NULL; s++)
    for (k = 0; k < n; k++)
      {
        uint32_t lane = sweeper->lane_of[s * index->n_columns + index->meaning[k].column];
        sweeper->place_of[s * n + k]
            = lane == IND__NONE ? IND__NONE : lane * (uint32_t)sweeper->stride;
      }
  return sweeper->place_of != NULL;
}

/* Where no figure is laid, these are compared all the same. */
static void
clear_places (ind__sweeper *sweeper)
{
  size_t at;

  for (at = 0; at < sweeper->n_lanes * sweeper->stride; at += sweeper->stride)
    {
      memset (sweeper->issue + at, 0, sweeper->width * sizeof *sweeper->issue);
      memset (sweeper->unit + at, 0, sweeper->width * sizeof *sweeper->unit);
    }
}

/* Lanes of numbers of figures, all 0: a place without one may be calculated with. */
static double *
new_lanes (ind__sweeper *sweeper)
{
  size_t size = (sweeper->n_lanes * sweeper->stride + 1) * sizeof (double);
  double *lanes = ind__pool_room (&sweeper->pool, size);

  if (lanes != NULL)
    memset (lanes, 0, size);
  return lanes;
}

int
ind__open_layout (ind__sweeper *sweeper)
{
  size_t n = sweeper->n_lanes * sweeper->stride;
  ind__pool *pool = &sweeper->pool;

  sweeper->kinds = ind__pool_room (pool, sweeper->index->table->n_kinds * sizeof *sweeper->kinds);
  sweeper->figure = ind__pool_room (pool, n * sizeof *sweeper->figure);
  sweeper->is_there = ind__pool_room (pool, n);
  sweeper->has_passed = ind__pool_room (pool, n);
  sweeper->issue = ind__pool_room (pool, n * sizeof *sweeper->issue);
  sweeper->unit = ind__pool_room (pool, n * sizeof *sweeper->unit);
  sweeper->value = new_lanes (sweeper);
  sweeper->half = new_lanes (sweeper);
  sweeper->low = new_lanes (sweeper);
  sweeper->high = new_lanes (sweeper);
  if (sweeper->kinds == NULL || sweeper->figure == NULL || sweeper->is_there == NULL
      || sweeper->has_passed == NULL || sweeper->issue == NULL || sweeper->unit == NULL
      || sweeper->value == NULL || sweeper->half == NULL || sweeper->low == NULL
      || sweeper->high == NULL || !place_kinds (sweeper))
    return 0;
  read_kinds (sweeper);
  clear_places (sweeper);
  return 1;
}
