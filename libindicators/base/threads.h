/* SPDX-License-Identifier: GPL-3.0-or-later
 * Work in threads. */
#ifndef IND_BASE_THREADS_H
#define IND_BASE_THREADS_H

#include <pthread.h>
#include <stddef.h>

#define IND__MOST_THREADS 64

/* Calls work (context, k) for every k below n, at most IND__MOST_THREADS, each in a thread
 * of its own as far as the system has them, and returns when all are done. */
void ind__run_threads (size_t n, void (*work) (void *context, size_t k), void *context);

/* Turns that threads take in order, from 0 on. */
typedef struct ind__turns {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  size_t next;
  int is_over;
} ind__turns;

/* 0 when the system has no room for them; they are closed only after success. */
int ind__turns_open (ind__turns *turns);
void ind__turns_close (ind__turns *turns);

/* Waits for turn k; 0 once turns are over. What was done in the turns before is seen. */
int ind__turn_await (ind__turns *turns, size_t k);

/* The turn at hand is done. */
void ind__turn_done (ind__turns *turns);

/* No turn is to come: whoever waits need not. */
void ind__turns_end (ind__turns *turns);

#endif
