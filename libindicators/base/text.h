/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text that grows, and UTF-8. */
#ifndef IND_BASE_TEXT_H
#define IND_BASE_TEXT_H

#include <stdint.h>
#include <string.h>

#include "base/error.h"

/* Text under construction. Zero-initialised it is empty. Once memory ran out
 * it stays failed and further calls do nothing, so that a writer checks once,
 * at its end. `bytes` is NUL-terminated or NULL. */
typedef struct ind__text {
  char *bytes;
  size_t length, capacity;
  int has_failed;
} ind__text;

/* Puts bytes for which there may be no room. */
void ind__text_put_more (ind__text *text, const char *bytes, size_t length);

static inline void
ind__text_put (ind__text *text, const char *bytes, size_t length)
{
  if (text->has_failed || length >= text->capacity - text->length)
    {
      ind__text_put_more (text, bytes, length);
      return;
    }
  if (length > 0)
    memcpy (text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = '\0';
}

static inline void
ind__text_put_string (ind__text *text, const char *string)
{
  ind__text_put (text, string, strlen (string));
}

void ind__text_put_whole (ind__text *text, uint64_t number);
void ind__text_format (ind__text *text, const char *format, ...) IND__FORMAT (2, 3);
void ind__text_free (ind__text *text);

/* A NUL-terminated copy of `length` bytes, owned by the caller; NULL when
 * memory ran out. */
char *ind__text_copy (const char *bytes, size_t length);

/* What there is among bytes that not every reader takes: a set of these. */
enum { IND__HAS_NUL = 1, IND__HAS_QUOTE = 2, IND__HAS_NON_ASCII = 4 };

unsigned ind__survey (const char *bytes, size_t length);

/* The length of the longest valid UTF-8 prefix: `length` when all is valid. */
size_t ind__utf8_valid (const char *bytes, size_t length);

/* ASCII-only case folding and comparison, free of the locale. */
char ind__lower (char c);
int ind__is_digit (char c);
int ind__equal_ignoring_case (const char *a, size_t a_length, const char *b);

#endif
