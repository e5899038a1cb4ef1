/* SPDX-License-Identifier: GPL-3.0-or-later
 * Work in threads. */
#ifndef IND_BASE_THREADS_H
#define IND_BASE_THREADS_H

#include <stddef.h>

#define IND__MOST_THREADS 64

/* Calls work (context, k) for every k below n, at most IND__MOST_THREADS, each in a thread
 * of its own as far as the system has them, and returns when all are done. */
void ind__run_threads (size_t n, void (*work) (void *context, size_t k), void *context);

#endif
