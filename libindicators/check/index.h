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

/* What the figures of one kind mean to the rules. */
typedef struct ind__meaning {
  uint32_t indicator, component; /* canonical names */
  uint32_t issue;    /* the source at its vintage, numbered from 0 */
  uint32_t currency; /* the local currency it is printed in, or 0 */
  uint32_t column;   /* of the indicator and component */
  int16_t scale;     /* of the printed value */
  uint8_t use;       /* an ind__use */
} ind__meaning;

/* How the figures of an area and period are found. */
typedef enum ind__row_form {
  IND__ROW_OF_STRETCHES, /* of the table, one after the other; no quantity has two figures */
  IND__ROW_OF_CELLS,     /* one for each column from first_column on */
  IND__ROW_OF_PAIRS      /* of column and figure, sorted */
} ind__row_form;

/* The first figure of a row and column, or IND__NONE, and its kind. */
typedef struct ind__cell {
  uint32_t figure, kind;
} ind__cell;

/* The figures of an area and period: n stretches, cells or pairs from number `first` on. */
typedef struct ind__index_row {
  size_t first;
  uint32_t n, first_column;
  ind__row_form form;
} ind__index_row;

/* Figures by indicator, in order: those of data_indicator[i] are figure[first[i]] ..
 * figure[first[i + 1] - 1]. */
typedef struct ind__sorted {
  uint32_t *figure;
  size_t *first;
} ind__sorted;

/* The figures by quantity: a row for each site of the table, a column for each indicator
 * and component. Names are numbers of `names`; 0 is "". */
typedef struct ind__index {
  const ind_table *table;
  const ind_rules *rules;
  ind__strings names;
  ind__meaning *meaning;      /* per kind of the table */
  uint32_t *area_name;        /* per site of the table */
  uint32_t *area_string;      /* per name: the table's string of the area, or IND__NONE */
  size_t n_areas;             /* names that area_string has */
  size_t n_issues;
  uint32_t *column_indicator, *column_component; /* per column, by first figure */
  uint32_t *column_kind, *first_kind_of; /* the kinds of column k, in order: column_kind[i],
                                 i from first_kind_of[k] to first_kind_of[k + 1] - 1 */
  size_t n_columns, indicators_capacity, components_capacity;
  ind__dictionary column_numbers;
  ind__index_row *row;        /* per site */
  ind__cell *cell;
  size_t n_cells;
  uint32_t *pair;
  uint32_t *next;             /* the next figure of the same quantity, or IND__NONE; NULL
                                 where no quantity has two */
  const ind_interval *given;  /* of figures from first_given on; NULL: as printed */
  size_t first_given;
  uint32_t *data_indicator;   /* the indicators the data hold, by first figure */
  size_t n_data_indicators;
  uint32_t *place_of;         /* per name: position in data_indicator, or IND__NONE */
  size_t n_places;
  uint32_t *first_kind;       /* per place: the kind of the indicator's first figure */
  ind__sorted sorted;         /* all figures; NULL until ind__index_sort */
} ind__index;

ind_status ind__index_build (ind__index *index, const ind_table *table, const ind_rules *rules,
                             ind_error *error);
void ind__index_free (ind__index *index);

/* The column of an indicator and component, or IND__NONE. */
uint32_t ind__index_column (const ind__index *index, uint32_t indicator, uint32_t component);

/* The row of an area, a name, at a period; IND__NONE. `near` is a row it may be near, or any
 * number: see ind__table_find_site. */
uint32_t ind__index_site (const ind__index *index, uint32_t area, ind__period period,
                          uint32_t near);

/* The first figure in a row and column, or IND__NONE. */
uint32_t ind__index_at (const ind__index *index, uint32_t site, uint32_t column);

/* The first figure of a quantity, or IND__NONE. */
uint32_t ind__index_find (const ind__index *index, uint32_t indicator, uint32_t area,
                          ind__period period, uint32_t component, uint32_t near);

/* Sorts the figures by indicator, unless they are; 0 when memory ran out. */
int ind__index_sort (ind__index *index);

/* Sorts n figures, which are in order, or the first n where `figures` is NULL. 0 when memory
 * ran out. */
int ind__index_sort_some (const ind__index *index, const uint32_t *figures, size_t n,
                          ind__sorted *out);
void ind__sorted_free (ind__sorted *sorted);

/* The figures of an indicator, in order; they were sorted. */
const uint32_t *ind__index_figures (const ind__index *index, uint32_t indicator, size_t *n);

static inline const ind__meaning *
ind__index_meaning (const ind__index *index, size_t figure)
{
  return &index->meaning[ind__table_kind_number (index->table, figure)];
}

static inline uint32_t
ind__index_indicator (const ind__index *index, size_t figure)
{
  return ind__index_meaning (index, figure)->indicator;
}

static inline uint32_t
ind__index_component (const ind__index *index, size_t figure)
{
  return ind__index_meaning (index, figure)->component;
}

static inline uint32_t
ind__index_issue (const ind__index *index, size_t figure)
{
  return ind__index_meaning (index, figure)->issue;
}

static inline uint32_t
ind__index_currency (const ind__index *index, size_t figure)
{
  return ind__index_meaning (index, figure)->currency;
}

static inline int16_t
ind__index_scale (const ind__index *index, size_t figure)
{
  return ind__index_meaning (index, figure)->scale;
}

static inline uint8_t
ind__index_use (const ind__index *index, size_t figure)
{
  return ind__index_meaning (index, figure)->use;
}

static inline uint32_t
ind__index_area (const ind__index *index, size_t figure)
{
  return index->area_name[ind__table_site_number (index->table, figure)];
}

/* The next figure of the same quantity, or IND__NONE. */
static inline uint32_t
ind__index_next (const ind__index *index, size_t figure)
{
  return index->next == NULL ? IND__NONE : index->next[figure];
}

/* What is known of the true value of a figure, in units of scale 0. */
static inline ind_interval
ind__index_interval (const ind__index *index, size_t figure)
{
  return index->given != NULL && figure >= index->first_given
             ? index->given[figure - index->first_given]
             : ind__table_interval (index->table, figure, ind__index_scale (index, figure));
}

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
