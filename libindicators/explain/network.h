/* SPDX-License-Identifier: GPL-3.0-or-later
 * A network: quantities tied by sums and products, and what is asserted of
 * them. */
#ifndef IND_EXPLAIN_NETWORK_H
#define IND_EXPLAIN_NETWORK_H

#include "rules/expand.h"

/* Sum: constant + sum of coefficient * variable = 0, with whole coefficients
 * and no variable twice. Product: its three terms are z, x, y of z = x * y. */
typedef struct ind__link {
  uint32_t first, n_terms; /* in the network's terms */
  double constant;
  uint8_t is_product;
} ind__link;

/* Whose word an assertion is. Each but the last may be retracted, at its cost. */
typedef enum ind__assertion_kind {
  IND__ASSERTED_BY_FIGURE,
  IND__ASSERTED_BY_ASSUMPTION,
  IND__ASSERTED_BY_BASIS, /* a rule holds on the basis it names: its slack is 0 */
  IND__ASSERTED_BY_CLAUSE /* a rule holds because what it is given is positive, though
                             that is not printed: never retracted by localisation */
} ind__assertion_kind;

/* Costs of being wrong, a figure as printed being 10. */
#define IND__COST_FIGURE 10
#define IND__COST_BASIS 15
#define IND__COST_ASSUMPTION 20
#define IND__COST_CLAUSE 1000000

typedef struct ind__assertion {
  uint32_t variable;
  uint32_t cost;
  uint32_t origin; /* a figure; an assumed quantity; a rule's instance; the variable
                      that is to be positive */
  ind__assertion_kind kind;
} ind__assertion;

/* `domain` is what is known of a variable without any assertion. */
typedef struct ind__network {
  ind_interval *domain;
  size_t n_variables, variables_capacity;
  ind__link *links;
  size_t n_links, links_capacity;
  ind__term *terms;
  size_t n_terms, terms_capacity;
  ind__assertion *assertions;
  size_t n_assertions, assertions_capacity;
  ind_interval *interval; /* what each assertion says */
  size_t intervals_capacity;
  /* By ind__network_close: the links of variable v are
   * link_of[first_link[v]] .. link_of[first_link[v + 1] - 1]. */
  uint32_t *first_link, *link_of;
  size_t n_given; /* the links before ind__network_close added others */
} ind__network;

/* Each adds one and returns its number, or IND__NONE when memory ran out. */
uint32_t ind__network_variable (ind__network *network, ind_interval domain);
uint32_t ind__network_sum (ind__network *network, const ind__term *terms, size_t n,
                           double constant);
uint32_t ind__network_product (ind__network *network, uint32_t z, uint32_t x, uint32_t y);
uint32_t ind__network_assert (ind__network *network, const ind__assertion *assertion,
                              ind_interval interval);

/* Adds, for every weighted mean the network holds (sum w_i = W and
 * sum w_i x_i = W m), the row that has it centred, sum w_i (x_i - m) = 0:
 * interval propagation is weak on the two rows and tight on the one. Adds, for
 * any two sums that share several variables, what is left when these are
 * eliminated, for the same reason. Then indexes the links by variable; nothing
 * may be added after that. 0 when memory ran out. */
int ind__network_close (ind__network *network);

void ind__network_free (ind__network *network);

#endif
