/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the parts of an explanation share. */
#ifndef IND_EXPLAIN_EXPLAINER_H
#define IND_EXPLAIN_EXPLAINER_H

#include "check/findings.h"
#include "explain/assemble.h"
#include "explain/localise.h"

/* How far the lists of what was found reach. */
typedef struct ind__extent {
  size_t n_findings, n_figures, n_explanations, n_alternatives, n_suspects,
      n_explained_findings, n_arbitrations, n_deductions;
} ind__extent;

/* What a piece of what was found is on; in the order in which a report has them. */
typedef enum ind__piece_kind {
  IND__PIECE_PART,          /* number: of its first figure */
  IND__PIECE_CONTRADICTION, /* number: of the finding */
  IND__PIECE_DEDUCTIONS
} ind__piece_kind;

typedef struct ind__piece {
  ind__piece_kind kind;
  size_t number, group;
  ind__extent from, to;
} ind__piece;

typedef struct ind__explainer {
  const ind_report *report;
  /* Lists for a report, which borrow its index. Findings that explanations refer to are
   * counted on from those of the report. */
  ind_report found;
  ind__piece *pieces;
  size_t n_pieces, pieces_capacity;
  uint32_t network_name; /* the rule of network findings */
  const ind__division *division;
  ind__division whole;   /* of one that was opened for all figures */
  size_t group;          /* the one at hand */
  ind__judge judge;
  ind__assembly assembly;
  ind__propagator propagator;
  ind_interval *wide; /* per assertion: what it says if figures may have been
                         computed from rounded figures; filled part by part */
  uint8_t *is_out;    /* per assertion: retracted */
  const ind__part **part_of; /* per assertion */
  ind__set rest, kept;  /* lists under construction */
  uint64_t budget;      /* what is left of it */
  uint64_t shaving_end; /* the work at which ends are no longer shaved */
  int is_short;         /* the budget ended somewhere */
  int has_failed;
} ind__explainer;

#define IND__DEFAULT_BUDGET UINT64_C (3000000000)

/* Binds the report's figures and rules. The network's last assertion belongs to
 * no part: it is there to try what is not printed. */
ind_status ind__explainer_open (ind__explainer *explainer, ind_report *report,
                                const ind_explain_options *options, ind_error *error);

/* The same in two steps, for one group of a division after the other; "network" must be a name
 * of the report's. 0 when memory ran out; close it either way. */
int ind__explainer_begin (ind__explainer *explainer, const ind_report *report,
                          const ind__division *division);
int ind__explainer_take (ind__explainer *explainer, size_t group);

void ind__explainer_close (ind__explainer *explainer);

ind__extent ind__explainer_extent (const ind__explainer *explainer);

/* Makes what was found since `before` a piece, if there is anything. 0 when memory ran out. */
int ind__explainer_keep (ind__explainer *explainer, ind__piece_kind kind, size_t number,
                         const ind__extent *before);

/* Propagates what of the part is not marked in is_out, as `interval` says; the
 * propagator is to be undone. 1: refuted. */
int ind__explainer_propagate (ind__explainer *explainer, const ind__part *part,
                              const ind_interval *interval, ind__set *conflict);

/* What a quantity is measured in where no figure says so: as its indicator
 * elsewhere in the table, or as declared. */
ind_unit ind__unit_of_member (const ind__index *index, const ind__member *member);

/* Whose word an assertion is, and of which quantity. */
void ind__describe_assertion (const ind__explainer *explainer, const ind__assertion *assertion,
                              ind__suspect *suspect);

/* What the part, as it is propagated, leaves of a variable, given that what a
 * figure says of it, `own`, was refuted. Propagation may leave more than that:
 * then each side of the figure is tried, and the ends are shaved. */
ind_interval ind__remaining_domain (ind__explainer *explainer, uint32_t variable,
                                    ind_interval own);

/* Fills in the suspect that is the assertion with this number. The part is
 * propagated without what is doubted. */
void ind__complete_suspect (ind__explainer *explainer, const ind__part *part, uint32_t number,
                            ind__suspect *suspect);

/* Whether some assertion of the set is an assumption. */
int ind__rests_on_assumption (const ind__explainer *explainer, const ind__set *set);

/* Marks the suspects of the likeliest alternative of every explanation of the
 * report, from number `first` on, as retracted. */
void ind__leave_out_suspects (ind__explainer *explainer, const ind_report *report, size_t first);

/* The same, of a suspect whose true value is known to lie in `domain`. */
void ind__complete_suspect_as (ind__explainer *explainer, const ind__part *part,
                               uint32_t number, ind_interval domain, ind__suspect *suspect);

/* Decides, for each quantity of the part that several sources print
 * differently, whom the rest supports. The clusters are of the part as
 * printed, and with the wide intervals. */
void ind__arbitrate (ind__explainer *explainer, const ind__part *part,
                     const ind__localisation *plain, const ind__localisation *wide);

/* How an arbitration came about. */
typedef struct ind__grounds {
  ind_interval implied; /* by the other figures, as the first explanation has it */
  const ind__set *reason; /* a smallest set of figures that excludes one */
  int is_open;          /* what is implied depends on the explanation */
  int is_assuming;      /* the reason rests on an assumption */
} ind__grounds;

/* The sentences of explanations and of an arbitration. 0 when memory ran out. */
int ind__tell_explanations (ind_report *report);
void ind__tell_arbitration (ind__explainer *explainer, ind__arbitration *arbitration,
                            const ind__grounds *grounds);

/* "0.98", the score of an alternative; "<.01" where two places show nothing. */
void ind__put_score (double score, ind__text *text);

#endif
