/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is kept piece by piece and released together. */
#ifndef IND_BASE_POOL_H
#define IND_BASE_POOL_H

#include <stddef.h>

/* Zero-initialised it is empty. */
typedef struct ind__pool {
  struct ind__pool_block *last; /* the one that is filled */
} ind__pool;

/* Room for anything, good until the pool that has it is freed; NULL when memory ran out. */
void *ind__pool_room (ind__pool *pool, size_t size);

/* A NUL-terminated copy of `length` bytes, good until the pool that has it is freed; NULL when
 * memory ran out. */
char *ind__pool_copy (ind__pool *pool, const char *bytes, size_t length);

/* Moves what another pool has, which is then empty, to this one. */
void ind__pool_take (ind__pool *pool, ind__pool *other);

void ind__pool_free (ind__pool *pool);

#endif
