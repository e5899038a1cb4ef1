/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules as parsed: statements and expression trees. */
#ifndef IND_RULES_RULES_H
#define IND_RULES_RULES_H

#include "base/strings.h"
#include "base/text.h"

/* Which component, or which area, a reference means. */
typedef enum ind__selector {
  IND__SELECT_LITERAL, /* the one named; areas: see IND__SELECT_SAME */
  IND__SELECT_FREE,    /* the component c the rule is about */
  IND__SELECT_EACH,    /* *: every part of the breakdown, inside sum() */
  IND__SELECT_WHOLE,   /* the whole of the breakdown */
  IND__SELECT_SAME     /* the area the rule is about */
} ind__selector;

typedef enum ind__node_kind {
  IND__NODE_NUMBER,
  IND__NODE_REFERENCE,
  IND__NODE_ADD,
  IND__NODE_SUBTRACT,
  IND__NODE_MULTIPLY,
  IND__NODE_DIVIDE,
  IND__NODE_SUM
} ind__node_kind;

/* A reference to a quantity. Strings are numbers of ind_rules.strings. */
typedef struct ind__reference {
  uint32_t indicator; /* of a pattern: the suffix behind X, "" for X alone */
  uint8_t is_pattern;
  uint8_t component_selector, area_selector;
  uint8_t is_of_year;       /* year(): the year that holds the period */
  int16_t years_earlier;    /* prev() */
  int16_t periods_before;   /* before() */
  uint32_t component, area; /* of literals */
} ind__reference;

typedef struct ind__node {
  ind__node_kind kind;
  uint32_t line, column;
  uint32_t left, right; /* nodes; left alone for a sum */
  ind_decimal number;
  ind__reference reference;
} ind__node;

typedef enum ind__relation {
  IND__EQUAL,       /* == */
  IND__APPROXIMATE, /* ~= */
  IND__AT_LEAST,    /* >= */
  IND__AT_MOST      /* <= */
} ind__relation;

/* What stands for a figure that is not printed. */
typedef enum ind__missing {
  IND__MISSING_UNVERIFIABLE,
  IND__MISSING_ZERO,
  IND__MISSING_NONNEGATIVE
} ind__missing;

typedef struct ind__rule {
  uint32_t name, text, say, citation, basis, file; /* strings */
  uint32_t line;
  uint32_t left, right; /* nodes */
  uint32_t given;       /* node that must be positive, if has_given */
  ind__relation relation;
  ind_decimal width; /* of ~=; mantissa 0: none declared */
  uint8_t width_is_percent;
  uint8_t missing; /* an ind__missing */
  uint8_t has_pattern, has_free, has_component_star, has_area_star, has_given;
  uint8_t sums_pattern;  /* X alone is summed: only levels whose parts add up */
  uint32_t over_whole;   /* IND__NO_STRING, or breakdowns of this whole alone */
  uint32_t *over;        /* names of the breakdowns allowed; none: all */
  size_t n_over, over_capacity;
} ind__rule;

typedef struct ind__breakdown {
  uint32_t name, whole, file;
  uint32_t line;
  uint8_t is_of_areas;
  uint8_t is_from_data; /* *: all components the data hold for an indicator */
  uint32_t *part;
  size_t n_parts, part_capacity;
  uint32_t *indicator; /* those it is for; none: all whose parts add up */
  size_t n_indicators, indicator_capacity;
} ind__breakdown;

/* An indicator a rules file declares. */
typedef struct ind__declaration {
  uint32_t name, title;
  ind_unit unit;
  uint8_t is_nonnegative;
  uint8_t is_assumed;    /* declared with assume: no report prints it */
  ind_decimal low, high; /* what it is assumed to be, in `unit` */
} ind__declaration;

typedef struct ind__alias {
  uint32_t name, canonical;
} ind__alias;

/* What follows from the rules alone: rules/compile.h. */
typedef struct ind__compiled ind__compiled;

struct ind_rules {
  ind__strings strings;
  ind__node *nodes;
  size_t n_nodes, nodes_capacity;
  ind__rule *rules;
  size_t n_rules, rules_capacity;
  ind__breakdown *breakdowns;
  size_t n_breakdowns, breakdowns_capacity;
  ind__declaration *declarations;
  size_t n_declarations, declarations_capacity;
  ind__alias *aliases;
  size_t n_aliases, aliases_capacity;
  char **notes;
  size_t n_notes, notes_capacity;
  ind__compiled *compiled; /* NULL while they are read */
};

static inline const char *
ind__rules_text (const ind_rules *rules, uint32_t id)
{
  return ind__strings_at (&rules->strings, id);
}

/* The name under which an indicator is known to the rules: growth_real is
 * grdp_constant_growth. Names without an alias are their own. */
const char *ind__rules_canonical (const ind_rules *rules, const char *name);

/* The breakdown that makes the whole of another, which is not among the rules yet, a part of
 * its own parts, for an indicator both are for; *last is NULL without one. 0 when memory ran
 * out. */
int ind__rules_find_circle (const ind_rules *rules, const ind__breakdown *breakdown,
                            const ind__breakdown **last);

/* The unit an indicator is declared in, by a rules file, the registry, or its
 * suffix (_growth, _share, _index: percent; _share_change: points); 0 when
 * nothing is known. */
int ind__rules_unit (const ind_rules *rules, const char *name, ind_unit *out);

/* The title of an indicator, or NULL. */
const char *ind__rules_title (const ind_rules *rules, const char *name);

/* What no true value of the indicator lies outside of: declared nonnegative by a
 * rules file, in the registry, or a share, an index or a growth rate of a level that
 * is never negative. In the unit's scale 0. */
ind_interval ind__rules_range (const ind_rules *rules, const char *name);

/* The declaration that assumes the indicator, whatever its name; NULL when it
 * is not assumed. */
const ind__declaration *ind__rules_assumption (const ind_rules *rules, const char *name);

/* The interval that encloses every value an assumed indicator can have, in units of scale 0. */
ind_interval ind__declaration_assumes (const ind__declaration *declaration);

/* 1, and the interval that encloses every value of the indicator, in units of
 * scale 0, when it is assumed; else 0. */
int ind__rules_assumed (const ind_rules *rules, const char *name, ind_interval *out);

/* Whether the rule names an assumed quantity: where none is printed for it, the
 * rule can doubt, never prove. */
int ind__rules_is_bounded (const ind_rules *rules, const ind__rule *rule);

/* The reference whose figures decide where a rule is checked: the first of the
 * rule's own period and, when it has a free component, that carries it; an
 * assumed quantity only where there is no other. NULL when there is none, which
 * parsing refuses. */
const ind__node *ind__rules_subject (const ind_rules *rules, const ind__rule *rule);

/* Parses `text` and appends its statements. On failure `rules` may hold some
 * of them. */
ind_status ind__rules_parse (ind_rules *rules, const char *file, const char *text, size_t length,
                             ind_error *error);

/* Refuses a rule that mixes units. */
ind_status ind__rules_check_units (const ind_rules *rules, const ind__rule *rule,
                                   ind_error *error);

/* Appends notes on redundant and contradictory rules from number `first` on. */
ind_status ind__rules_compare (ind_rules *rules, size_t first, ind_error *error);

/* Appends notes on indicators that rules from number `first` on name and that
 * are neither declared nor registered: perhaps misspelt. */
ind_status ind__rules_note_unknown (ind_rules *rules, size_t first, ind_error *error);

#endif
