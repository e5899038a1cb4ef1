/* SPDX-License-Identifier: GPL-3.0-or-later
 * Work in threads. */
#include "base/threads.h"

struct task {
  void (*work) (void *context, size_t k);
  void *context;
  size_t k;
  pthread_t thread;
  int has_thread;
};

static void *
run (void *argument)
{
  struct task *task = argument;

  task->work (task->context, task->k);
  return NULL;
}

void
ind__run_threads (size_t n, void (*work) (void *context, size_t k), void *context)
{
  struct task tasks[IND__MOST_THREADS];
  size_t k;

  /* The caller's own thread takes the first part. */
  for (k = 1; k < n; k++)
    {
      tasks[k].work = work;
      tasks[k].context = context;
      tasks[k].k = k;
      tasks[k].has_thread = pthread_create (&tasks[k].thread, NULL, run, &tasks[k]) == 0;
    }
  if (n > 0)
    work (context, 0);
  for (k = 1; k < n; k++)
    if (tasks[k].has_thread)
      pthread_join (tasks[k].thread, NULL);
    else
      work (context, k);
}

/* A turn is mostly near when it is waited for: sleeping takes longer than some looks. */
#define LOOKS 20000

int
ind__turns_open (ind__turns *turns)
{
  turns->next = 0;
  turns->is_over = 0;
  if (pthread_mutex_init (&turns->mutex, NULL) != 0)
    return 0;
  if (pthread_cond_init (&turns->changed, NULL) == 0)
    return 1;
  pthread_mutex_destroy (&turns->mutex);
  return 0;
}

void
ind__turns_close (ind__turns *turns)
{
  pthread_cond_destroy (&turns->changed);
  pthread_mutex_destroy (&turns->mutex);
}

static int
is_settled (ind__turns *turns, size_t k)
{
  return __atomic_load_n (&turns->next, __ATOMIC_ACQUIRE) == k
         || __atomic_load_n (&turns->is_over, __ATOMIC_ACQUIRE);
}

int
ind__turn_await (ind__turns *turns, size_t k)
{
  int looks;

  for (looks = 0; looks < LOOKS && !is_settled (turns, k); looks++)
    ;
  if (!is_settled (turns, k))
    {
      pthread_mutex_lock (&turns->mutex);
      while (!is_settled (turns, k))
        pthread_cond_wait (&turns->changed, &turns->mutex);
      pthread_mutex_unlock (&turns->mutex);
    }
  return !__atomic_load_n (&turns->is_over, __ATOMIC_ACQUIRE);
}

void
ind__turn_done (ind__turns *turns)
{
  pthread_mutex_lock (&turns->mutex);
  __atomic_store_n (&turns->next, turns->next + 1, __ATOMIC_RELEASE);
  pthread_cond_broadcast (&turns->changed);
  pthread_mutex_unlock (&turns->mutex);
}

void
ind__turns_end (ind__turns *turns)
{
  pthread_mutex_lock (&turns->mutex);
  __atomic_store_n (&turns->is_over, 1, __ATOMIC_RELEASE);
  pthread_cond_broadcast (&turns->changed);
  pthread_mutex_unlock (&turns->mutex);
}
