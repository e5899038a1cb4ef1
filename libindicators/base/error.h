/* SPDX-License-Identifier: GPL-3.0-or-later
 * Filling the caller's ind_error. */
#ifndef IND_BASE_ERROR_H
#define IND_BASE_ERROR_H

#include "indicators.h"

#if defined __GNUC__
#define IND__FORMAT(f, a) __attribute__ ((format (printf, f, a)))
#else
#define IND__FORMAT(f, a)
#endif

/* Fills `error` (NULL: nothing) and returns `status`, so that a failing path
 * is one line. A message longer than fits ends in "...", never inside a
 * UTF-8 character; bytes that are no UTF-8 become "?". */
ind_status ind__fail (ind_error *error, ind_status status, size_t record, size_t field,
                      const char *format, ...) IND__FORMAT (5, 6);

/* ind__fail for memory, which needs no words. */
ind_status ind__fail_memory (ind_error *error);

#endif
