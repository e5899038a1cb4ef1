/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures of a table by quantity. */
#ifndef IND_CHECK_INDEX_H
#define IND_CHECK_INDEX_H

#include "rules/expand.h"
#include "table/table.h"

/* Why a figure cannot take part in a check. */
typedef enum ind__use {
  IND__USABLE,
  IND__WRONG_UNIT /* its unit does not measure its indicator */
} ind__use;

/* Names are numbers of `names`; 0 is "". Columns have one element per figure
 * of the table. */
typedef struct ind__index {
  const ind_table *table;
  const ind_rules *rules;
  ind__strings names;
  uint32_t *indicator, *area, *component; /* canonical names */
  uint32_t *issue;        /* the source at its vintage, numbered from 0 */
  size_t n_issues;
  ind_interval *interval; /* of true values, in units of scale 0 */
  int16_t *scale;         /* of the printed value */
  uint8_t *use;           /* an ind__use */
  uint32_t *currency;     /* the local currency it is printed in, or 0 */
  uint32_t *next;         /* the next figure of the same quantity, or IND__NONE */
  uint32_t *slot;         /* hash table: first figure of a quantity */
  size_t n_slots;
  uint32_t *data_indicator; /* the indicators the data hold */
  size_t n_data_indicators;
  uint32_t *by_indicator;   /* figures sorted by indicator, in order */
  size_t *first_of;         /* first_of[i] .. first_of[i + 1] of data_indicator[i] */
  uint32_t *place_of;       /* per name: position in data_indicator, or IND__NONE */
  size_t n_places;
} ind__index;

ind_status ind__index_build (ind__index *index, const ind_table *table, const ind_rules *rules,
                             ind_error *error);
void ind__index_free (ind__index *index);

/* The first figure of a quantity, or IND__NONE. */
uint32_t ind__index_find (const ind__index *index, uint32_t indicator, uint32_t area,
                          ind__period period, uint32_t component);

/* The figures of an indicator, in order. */
const uint32_t *ind__index_figures (const ind__index *index, uint32_t indicator, size_t *n);

/* The enclosure of the printed value itself, in units of scale 0. */
ind_interval ind__index_value (const ind__index *index, uint32_t figure);

/* What rules expanded for the table need to know; borrows the index. The
 * components found are kept in `scratch`. */
typedef struct ind__index_components {
  const ind__index *index;
  uint32_t *component;
  size_t capacity;
} ind__index_components;

ind__data_names ind__index_data_names (ind__index *index, ind__index_components *scratch);

static inline const char *
ind__index_name (const ind__index *index, uint32_t name)
{
  return ind__strings_at (&index->names, name);
}

#endif
