/* SPDX-License-Identifier: GPL-3.0-or-later
 * Filling the caller's ind_error. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

ind_status
ind__fail (ind_error *error, ind_status status, size_t record, size_t field, const char *format,
           ...)
{
  va_list arguments;
  char *bad;
  int length;

  if (error == NULL)
    return status;
  error->status = status;
  error->record = record;
  error->field = field;
  va_start (arguments, format);
  length = vsnprintf (error->message, sizeof error->message, format, arguments);
  va_end (arguments);
  if (length < 0)
    error->message[0] = '\0';
  else if ((size_t) length >= sizeof error->message)
    {
      size_t end = sizeof error->message - 4;
      while (end > 0 && ((unsigned char) error->message[end] & 0xC0) == 0x80)
        end--;
      memcpy (error->message + end, "...", 4);
    }
  /* A text that its format cut short may end inside a character. */
  for (bad = error->message; *(bad += ind__utf8_valid (bad, strlen (bad))) != '\0';)
    *bad = '?';
  return status;
}

ind_status
ind__fail_memory (ind_error *error)
{
  return ind__fail (error, IND_E_MEMORY, 0, 0, "memory ran out");
}
