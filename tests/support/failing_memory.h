/* SPDX-License-Identifier: GPL-3.0-or-later
 * An allocation hook that fails on demand and counts what is not released. */
#ifndef TESTS_SUPPORT_FAILING_MEMORY_H
#define TESTS_SUPPORT_FAILING_MEMORY_H

#include <stddef.h>

/* A program that calls one of these gets the hook in place of the library's.
 *
 * The usual loop fails each allocation in turn until the call needs no more:
 *
 *   for (size_t n = 1;; n++)
 *     {
 *       failing_memory_arm (n, is_persistent);
 *       status = ind_...;
 *       if (failing_memory_disarm () == 0)
 *         break;                         // n was never reached: all done
 *       ck_assert_int_eq (status, IND_E_MEMORY);
 *     }
 *   ck_assert_uint_eq (failing_memory_blocks (), blocks_before);
 *
 * Threads may allocate at once; which of them then meets the n-th allocation differs from
 * run to run. */

/* Makes the n-th allocation from now fail, n from 1; all later ones too when
 * is_persistent. */
void failing_memory_arm (size_t n, int is_persistent);

/* Stops failing; returns how many allocations were failed since arming. */
size_t failing_memory_disarm (void);

/* Blocks allocated and not yet released. */
size_t failing_memory_blocks (void);

#endif
