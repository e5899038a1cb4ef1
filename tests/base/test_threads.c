/* SPDX-License-Identifier: GPL-3.0-or-later
 * Work in threads: every part once, whatever the system gives. */
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "base/threads.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

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

int
main (void)
{
  TCase *tests = tcase_create ("threads");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_every_part);
  tcase_add_test (tests, test_at_once);
  tcase_add_test (tests, test_nested);
#if defined __GLIBC__ && UINTPTR_MAX > 0xFFFFFFFF
  tcase_add_test (tests, test_no_threads);
#endif
  return suite_run (tests, "threads");
}
