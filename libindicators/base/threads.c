/* SPDX-License-Identifier: GPL-3.0-or-later
 * Work in threads. */
#include "base/threads.h"

#include <pthread.h>

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
