/* SPDX-License-Identifier: GPL-3.0-or-later
 * The model of findings that every report is written from. */
#ifndef IND_CHECK_FINDINGS_H
#define IND_CHECK_FINDINGS_H

#include "base/compiler.h"
#include "base/pool.h"
#include "base/text.h"
#include "check/verdict.h"

/* Names are numbers of the index's names. Intervals and gap are in the scale
 * of the printed side. */
typedef struct ind__finding {
  ind_finding_kind kind;
  ind_verdict verdict;
  uint32_t rule;      /* of ind_rules, or IND__NONE */
  uint32_t rule_name, area, component;
  uint32_t level;     /* what X of the rule stands for, or IND__NONE */
  uint32_t source;    /* a string of the table; 0 where there are several */
  ind__period period;
  char period_text[16];
  char id[24];
  ind_interval printed, implied;
  ind_unit unit;      /* of these intervals; no symbols: a plain number */
  double gap, kappa, p; /* kappa and p: -1 where not defined */
  size_t first_figure, n_figures; /* in the report's figures, the printed
                                     side's first */
  int has_target;     /* the first figure alone is the printed side */
  int has_two_sides;  /* neither side of the rule is one figure or number */
  char *sentence;     /* in the report's */
  ind__origin origin; /* of a rule; else IND__NONE everywhere */
  /* Of a check that could not be made: why. The slots without a figure, n_missing numbers,
   * follow its figures. */
  uint32_t bound_component, slot, n_missing;
  ind__obstacle obstacle;
} ind__finding;

typedef struct ind__findings {
  ind__finding *at;
  size_t count, capacity;
} ind__findings;

/* Checks that could not be made: of a large table most are never asked for, so that only their
 * places are kept. check/unverifiable.h tells what they are. */
typedef struct ind__unverifiable {
  ind__origin *at; /* none twice, in no order */
  size_t n_places, capacity;
  size_t count; /* checks: one or more at each place */
  struct ind_report *listed; /* has them as its findings; NULL until one is asked for by number */
} ind__unverifiable;

/* What an explanation doubts. */
typedef struct ind__suspect {
  ind_suspect_kind kind;
  uint32_t assertion; /* of the network of its group; of all figures', once it is bound */
  uint32_t template, edition; /* what else tells it from others, if it is no figure */
  uint32_t figure;    /* of the table, of that kind; else IND__NONE */
  uint32_t name;      /* the rule's, or the assumed indicator's */
  uint32_t area, component;
  ind__period period;
  ind_interval must_lie_in; /* in the unit and scale of the figure, or of `unit` */
  ind_unit unit;
  ind_slip slip;
  char candidate[96];
  double score;
  int is_certain;
} ind__suspect;

/* Suspects first_suspect .. of the report's list: all wrong together. */
typedef struct ind__alternative {
  size_t first_suspect, n_suspects;
  double score; /* of all alternatives the scores add up to 1 */
} ind__alternative;

typedef struct ind__explanation {
  size_t first_finding, n_findings;       /* in explained_findings */
  size_t first_alternative, n_alternatives; /* best first */
  size_t at_least;
  int is_complete;
  int is_assuming;  /* some conflict rests on an assumption */
  char *sentence;
} ind__explanation;

/* Which of several figures of one quantity to believe. */
typedef struct ind__arbitration {
  uint32_t area, component, believed; /* a source, a string of the table; 0: undecided */
  ind__period period;
  size_t first_figure, n_figures;     /* in the report's figures */
  size_t n_relations; /* that contradict the figures not believed, apart from
                         one another */
  int is_certain;
  char *sentence;
} ind__arbitration;

/* What the figures imply for a quantity nobody prints. */
typedef struct ind__deduction {
  uint32_t indicator, area, component;
  ind__period period;
  ind_interval interval; /* in `unit` */
  ind_unit unit;
  ind__origin origin; /* of the rule that needs it first: deductions are in this order */
} ind__deduction;

/* How well the other figures protect one. */
typedef struct ind__protection {
  uint32_t figure;
  ind_interval implied;  /* by the others, in the figure's unit and scale */
  double detectable;     /* the least error sure to be found, in units of the
                            last digit; infinite: none */
} ind__protection;

/* What to print in addition. */
typedef struct ind__advice {
  ind__deduction quantity; /* as far as it is known */
  int32_t decimals;        /* printed to so many, in `unit` */
  size_t n_gained;         /* figures that would be protected and are not */
} ind__advice;

struct ind_report {
  ind__index index;
  ind__templates templates;
  ind__explanation *explanations;
  size_t n_explanations, explanations_capacity;
  ind__alternative *alternatives;
  size_t n_alternatives, alternatives_capacity;
  ind__suspect *suspects;
  size_t n_suspects, suspects_capacity;
  size_t *explained_findings; /* numbers of findings */
  size_t n_explained_findings, explained_findings_capacity;
  ind__arbitration *arbitrations;
  size_t n_arbitrations, arbitrations_capacity;
  ind__deduction *deductions;
  size_t n_deductions, deductions_capacity;
  int is_deduced;     /* deductions were wanted */
  ind__protection *protections;
  size_t n_protections;
  ind__advice advice;
  int is_explained, is_measured, has_advice;
  int is_divided;     /* it was explained in several groups: suspects' assertions are
                         numbers of theirs */
  ind__findings findings;
  ind__unverifiable unverifiable;
  ind__pool sentences; /* of findings */
  uint32_t *figures; /* of the table; what findings refer to */
  size_t n_figures, figures_capacity;
  uint32_t *untouched;
  size_t n_untouched, untouched_capacity;
  ind_summary summary;
  size_t n_threads; /* it was made in so many at most; findings may be written in as many */
};

/* Appends a finding, to the end of the report's figures. NULL when memory ran
 * out. */
ind__finding *ind__report_add_finding (ind_report *report, ind_finding_kind kind,
                                       ind_verdict verdict);

/* Counts a check that could not be made, and keeps its place unless it is that of the last
 * one. 0 when memory ran out. */
int ind__report_add_unverifiable (ind_report *report, const ind__origin *place);

/* Sorts the findings, worst first and else by their origins, as they were added, and names them
 * "F1", "F2" and so on. */
void ind__report_sort (ind_report *report);

/* Names a finding: "F1" is number 0 of the letter F. */
void ind__finding_name (ind__finding *finding, char letter, size_t number);

/* Appends figures for a finding about to be added; 0 when memory ran out. */
int ind__report_add_figure (ind_report *report, uint32_t figure);

/* Where a finding is. */
void ind__finding_place (ind__finding *finding, uint32_t area, uint32_t component,
                         ind__period period);

/* Adds a figure to the finding added last, unless it is there or IND__NONE: two references of
 * a rule may mean one quantity, share[c] and share[_T] where c is the whole. 0 when memory
 * ran out. */
int ind__finding_add_figure (ind_report *report, ind__finding *finding, uint32_t figure);

/* The source of all figures of a finding, or 0 where they differ. */
uint32_t ind__finding_source (const ind_report *report, const ind__finding *finding);

/* An interval in units of scale 0 in those of another. */
ind_interval ind__interval_in_scale (ind_interval x, int scale);

/* The name by which readers know an indicator: growth_real. */
const char *ind__display_name (const char *canonical);

/* The rule of a finding in the rule language, X replaced by its level. */
void ind__put_rule (ind__text *text, const ind__index *index, const ind__finding *finding);

/* "Share of GRDP (BTF)". */
void ind__put_title (const ind__index *index, uint32_t figure, ind__text *text);

/* " (report, p. 3)": where a figure stands, the source left out when it is
 * `known` already, and the vintage where vintages are compared. */
void ind__put_place (const ind__index *index, uint32_t figure, uint32_t known,
                     int names_vintage, ind__text *text);

/* The k-th figure of a finding, as a number of the table. */
static inline uint32_t
ind__report_figure (const ind_report *report, const ind__finding *finding, size_t k)
{
  return report->figures[finding->first_figure + k];
}

/* Writes the sentence of a finding, which `sentences` then has; `text` is room that many
 * sentences share. 0 when memory ran out. */
int ind__write_sentence (const ind_report *report, ind__finding *finding, ind__text *text,
                         ind__pool *sentences);

/* Writes the sentence of every finding that has none, in so many threads. */
ind_status ind__write_sentences (ind_report *report, size_t n_threads, ind_error *error);

#endif
