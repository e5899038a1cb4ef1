/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text that grows, and UTF-8. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if defined __SSE2__
#include <emmintrin.h>
#endif

#include "base/memory.h"

static int
make_room (ind__text *text, size_t more)
{
  if (text->has_failed)
    return 0;
  if (more < text->capacity - text->length)
    return 1;
  if (more > (size_t) -1 - text->length - 1
      || !ind__grow (&text->bytes, &text->capacity, text->length + more + 1, 1))
    {
      text->has_failed = 1;
      return 0;
    }
  return 1;
}

void
ind__text_put_more (ind__text *text, const char *bytes, size_t length)
{
  if (make_room (text, length))
    ind__text_put (text, bytes, length);
}

void
ind__text_put_whole (ind__text *text, uint64_t number)
{
  char digits[20], *end = digits + sizeof digits, *begin = end;

  do
    *--begin = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  ind__text_put (text, begin, (size_t) (end - begin));
}

void
ind__text_format (ind__text *text, const char *format, ...)
{
  va_list arguments;
  size_t room;
  int length;

  if (!make_room (text, 0))
    return;
  room = text->capacity - text->length;
  va_start (arguments, format);
  length = vsnprintf (text->bytes + text->length, room, format, arguments);
  va_end (arguments);
  if (length < 0 || !make_room (text, (size_t) length))
    {
      text->has_failed = 1;
      text->bytes[text->length] = '\0';
      return;
    }
  if ((size_t) length >= room)
    {
      va_start (arguments, format);
      vsnprintf (text->bytes + text->length, (size_t) length + 1, format, arguments);
      va_end (arguments);
    }
  text->length += (size_t) length;
}

void
ind__text_free (ind__text *text)
{
  ind__release (text->bytes);
  memset (text, 0, sizeof *text);
}

char *
ind__text_copy (const char *bytes, size_t length)
{
  char *copy = length == (size_t) -1 ? NULL : ind__new_array (length + 1, 1);
  if (copy != NULL)
    {
      if (length > 0)
        memcpy (copy, bytes, length);
      copy[length] = '\0';
    }
  return copy;
}

static unsigned
survey_byte (char c)
{
  return (c == '\0' ? IND__HAS_NUL : 0u) | (c == '"' ? IND__HAS_QUOTE : 0u)
         | ((c & 0x80) != 0 ? IND__HAS_NON_ASCII : 0u);
}

#if defined __SSE2__
static __m128i
load (const char *bytes)
{
  return _mm_loadu_si128 ((const __m128i *) (const void *) bytes);
}
#endif

unsigned
ind__survey (const char *bytes, size_t length)
{
  unsigned seen = 0;
  size_t k = 0;

#if defined __SSE2__
  const __m128i nul = _mm_setzero_si128 (), quote = _mm_set1_epi8 ('"');
  /* The least of the bytes, and of how they differ from a quotation mark; 0 where there is one. */
  __m128i least = _mm_set1_epi8 (-1), nearest = least, all = nul;

  for (; length - k >= 4 * sizeof nul; k += 4 * sizeof nul)
    {
      __m128i a = load (bytes + k), b = load (bytes + k + 16);
      __m128i c = load (bytes + k + 32), d = load (bytes + k + 48);
      least = _mm_min_epu8 (least, _mm_min_epu8 (_mm_min_epu8 (a, b), _mm_min_epu8 (c, d)));
      all = _mm_or_si128 (all, _mm_or_si128 (_mm_or_si128 (a, b), _mm_or_si128 (c, d)));
      a = _mm_min_epu8 (_mm_xor_si128 (a, quote), _mm_xor_si128 (b, quote));
      c = _mm_min_epu8 (_mm_xor_si128 (c, quote), _mm_xor_si128 (d, quote));
      nearest = _mm_min_epu8 (nearest, _mm_min_epu8 (a, c));
    }
  seen = (_mm_movemask_epi8 (_mm_cmpeq_epi8 (least, nul)) != 0 ? IND__HAS_NUL : 0u)
         | (_mm_movemask_epi8 (_mm_cmpeq_epi8 (nearest, nul)) != 0 ? IND__HAS_QUOTE : 0u)
         | (_mm_movemask_epi8 (all) != 0 ? IND__HAS_NON_ASCII : 0u);
#endif
  for (; k < length; k++)
    seen |= survey_byte (bytes[k]);
  return seen;
}

size_t
ind__utf8_valid (const char *bytes, size_t length)
{
  const unsigned char *s = (const unsigned char *) bytes;
  size_t i = 0;

  while (i < length)
    {
      size_t more, k;
      unsigned low = 0x80, high = 0xBF;

      if (s[i] < 0x80)
        {
          i++;
          continue;
        }
      if (s[i] >= 0xC2 && s[i] <= 0xDF)
        more = 1;
      else if (s[i] >= 0xE0 && s[i] <= 0xEF)
        {
          more = 2;
          if (s[i] == 0xE0)
            low = 0xA0; /* shorter forms exist */
          else if (s[i] == 0xED)
            high = 0x9F; /* surrogates */
        }
      else if (s[i] >= 0xF0 && s[i] <= 0xF4)
        {
          more = 3;
          if (s[i] == 0xF0)
            low = 0x90;
          else if (s[i] == 0xF4)
            high = 0x8F; /* beyond U+10FFFF */
        }
      else
        return i;
      if (length - i <= more || s[i + 1] < low || s[i + 1] > high)
        return i;
      for (k = 2; k <= more; k++)
        if ((s[i + k] & 0xC0) != 0x80)
          return i;
      i += more + 1;
    }
  return i;
}

char
ind__lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

int
ind__is_digit (char c)
{
  return c >= '0' && c <= '9';
}

int
ind__equal_ignoring_case (const char *a, size_t a_length, const char *b)
{
  size_t i;
  for (i = 0; i < a_length; i++)
    if (b[i] == '\0' || ind__lower (a[i]) != ind__lower (b[i]))
      return 0;
  return b[a_length] == '\0';
}
