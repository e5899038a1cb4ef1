/* SPDX-License-Identifier: GPL-3.0-or-later
 * Work in threads: every part once, whatever the system gives. */
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "base/threads.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "support/suite.h"

struct log {
  unsigned n_calls[IND__MOST_THREADS + 1];
  pthread_t thread[IND__MOST_THREADS + 1];
  pthread_barrier_t barrier;
  int waits;
};

static void
work (void *context, size_t k)
{
  struct log *log = context;

  /* No lock: each part has its own place, and is seen once all are done. */
  log->n_calls[k]++;
  log->thread[k] = pthread_self ();
  if (log->waits)
    (void) pthread_barrier_wait (&log->barrier);
}

/* Each part is done once, and is done when the call returns. */
START_TEST (test_every_part)
{
  size_t n, k;

  for (n = 0; n <= IND__MOST_THREADS; n += n < 8 ? 1 : 7)
    {
      struct log log;
      memset (&log, 0, sizeof log);
      ind__run_threads (n, work, &log);
      for (k = 0; k <= IND__MOST_THREADS; k++)
        ck_assert_msg (log.n_calls[k] == (k < n), "part %zu of %zu was done %u times", k, n,
                       log.n_calls[k]);
      ck_assert (n == 0 || pthread_equal (log.thread[0], pthread_self ()));
    }
}
END_TEST

/* The parts are under way at once: each waits for all the others. */
START_TEST (test_at_once)
{
  struct log log;
  size_t k, j;

  memset (&log, 0, sizeof log);
  log.waits = 1;
  ck_assert_int_eq (pthread_barrier_init (&log.barrier, NULL, 8), 0);
  ind__run_threads (8, work, &log);
  ck_assert_int_eq (pthread_barrier_destroy (&log.barrier), 0);
  for (k = 0; k < 8; k++)
    for (j = 0; j < k; j++)
      ck_assert_msg (!pthread_equal (log.thread[k], log.thread[j]),
                     "parts %zu and %zu ran in one thread", j, k);
}
END_TEST

static void
nest (void *context, size_t k)
{
  struct log *logs = context;

  ind__run_threads (3, work, &logs[k]);
}

/* A thread may run threads of its own. */
START_TEST (test_nested)
{
  static struct log logs[4];
  size_t k;

  ind__run_threads (4, nest, logs);
  for (k = 0; k < 12; k++)
    ck_assert_uint_eq (logs[k / 3].n_calls[k % 3], 1);
}
END_TEST

#if defined __GLIBC__ && UINTPTR_MAX > 0xFFFFFFFF
/* Threads of so large a stack cannot be made: the caller does all of the work. */
START_TEST (test_no_threads)
{
  pthread_attr_t attributes;
  struct log log;
  size_t k;

  memset (&log, 0, sizeof log);
  ck_assert_int_eq (pthread_attr_init (&attributes), 0);
  ck_assert_int_eq (pthread_attr_setstacksize (&attributes, (size_t) 1 << 50), 0);
  ck_assert_int_eq (pthread_setattr_default_np (&attributes), 0);
  ind__run_threads (5, work, &log);
  for (k = 0; k < 5; k++)
    {
      ck_assert_msg (log.n_calls[k] == 1, "part %zu was done %u times without threads", k,
                     log.n_calls[k]);
      ck_assert (pthread_equal (log.thread[k], pthread_self ()));
    }
  pthread_attr_destroy (&attributes);
}
END_TEST
#endif

/* ------------------------------------------------------------------------
 * Turns
 * ---------------------------------------------------------------------- */

#define N_TURNS 2000

struct game {
  ind__turns turns;
  size_t n_taken, n_done, last; /* last: the turn in which they end */
  size_t order[N_TURNS];
  unsigned n_refused;
};

static void
play (void *context, size_t k)
{
  struct game *game = context;
  const struct timespec pause = { 0, 2000000 };
  size_t turn;

  (void) k;
  while ((turn = __atomic_fetch_add (&game->n_taken, 1, __ATOMIC_RELAXED)) < N_TURNS)
    {
      /* Now and then the others wait for long. */
      if (turn % 400 == 0)
        (void) nanosleep (&pause, NULL);
      if (!ind__turn_await (&game->turns, turn))
        {
          __atomic_fetch_add (&game->n_refused, 1, __ATOMIC_RELAXED);
          return;
        }
      /* No lock: what is done in turns is seen in the next. */
      game->order[game->n_done++] = turn;
      if (turn == game->last)
        {
          ind__turns_end (&game->turns);
          return;
        }
      ind__turn_done (&game->turns);
    }
}

/* Turns come in order, whoever takes them, until they are over. */
START_TEST (test_turns)
{
  static const size_t ends[] = { SIZE_MAX, 0, 700, N_TURNS - 1 };
  size_t n_threads, k, j;

  for (n_threads = 1; n_threads <= 8; n_threads *= 2)
    for (k = 0; k < sizeof ends / sizeof ends[0]; k++)
      {
        struct game game;
        memset (&game, 0, sizeof game);
        game.last = ends[k];
        ck_assert (ind__turns_open (&game.turns));
        ind__run_threads (n_threads, play, &game);
        ind__turns_close (&game.turns);
        ck_assert_uint_eq (game.n_done, ends[k] == SIZE_MAX ? N_TURNS : ends[k] + 1);
        for (j = 0; j < game.n_done; j++)
          ck_assert_msg (game.order[j] == j, "turn %zu of %zu threads came as number %zu",
                         game.order[j], n_threads, j);
        /* Whoever waits is told that it was in vain. */
        ck_assert_uint_le (game.n_refused, n_threads - (ends[k] != SIZE_MAX));
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("threads");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_every_part);
  tcase_add_test (tests, test_at_once);
  tcase_add_test (tests, test_nested);
  tcase_add_test (tests, test_turns);
#if defined __GLIBC__ && UINTPTR_MAX > 0xFFFFFFFF
  tcase_add_test (tests, test_no_threads);
#endif
  return suite_run (tests, "threads");
}
