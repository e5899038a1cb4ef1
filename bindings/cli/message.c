/* SPDX-License-Identifier: GPL-3.0-or-later
 * Messages to the user, on standard error. */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
message_print (const char *format, ...)
{
  char small[512];
  char *text = small;
  va_list list;
  int length, i;

  va_start (list, format);
  length = vsnprintf (small, sizeof small, format, list);
  va_end (list);
  if (length < 0)
    return;
  if ((size_t) length >= sizeof small)
    {
      text = malloc ((size_t) length + 1);
      if (text == NULL)
        {
          text = small;
          length = (int) sizeof small - 1;
        }
      else
        {
          va_start (list, format);
          vsnprintf (text, (size_t) length + 1, format, list);
          va_end (list);
        }
    }
  for (i = 0; i < length; i++)
    if ((unsigned char) text[i] < ' ' || text[i] == 0x7F)
      text[i] = '?';
  fprintf (stderr, "indicators: %s\n", text);
  if (text != small)
    free (text);
}
