/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exact arithmetic on doubles and decimals, written apart from the library, as
 * an oracle; and the random operands it is tried on. */
#ifndef TESTS_SUPPORT_EXACT_H
#define TESTS_SUPPORT_EXACT_H

#include <check.h>
#include <stddef.h>
#include <stdint.h>

/* ck_assert_msg for long loops: Check does a system call for each of its own
 * assertions, whether it holds or not. */
#define exact_assert(condition, ...)                                                               \
  do                                                                                               \
    if (!(condition))                                                                              \
      ck_abort_msg (__VA_ARGS__);                                                                  \
  while (0)

/* A product of two finite doubles. */
typedef struct exact_product {
  double a, b;
} exact_product;

/* The sign of the exact sum of up to 8 products. */
int exact_sign (const exact_product *products, size_t n);

/* The sign of x - a op b; x may be infinite, a and b are finite, b != 0 for
 * the quotient. */
int exact_compare_sum (double x, double a, double b);
int exact_compare_product (double x, double a, double b);
int exact_compare_quotient (double x, double a, double b);

/* The sign of x - (a * 10^-a_decimals + b * 10^-b_decimals) * 10^scale. The
 * powers of ten are within +-200. */
int exact_compare_decimal (double x, int64_t a, int a_decimals, int64_t b, int b_decimals,
                           int scale);

/* The double n steps above x, below when n is negative. */
double exact_step (double x, int n);

/* A sequence of random numbers (splitmix64), the same for the same seed. */
typedef struct exact_random {
  uint64_t state;
} exact_random;

uint64_t exact_random_bits (exact_random *random);

/* From 0 to below - 1. */
uint64_t exact_random_below (exact_random *random, uint64_t below);

/* A finite double of a random kind: any bits, a small integer, a decimal, near
 * a power of two, subnormal, near overflow, zero of either sign. */
double exact_random_double (exact_random *random);

#endif
