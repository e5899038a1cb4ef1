/* SPDX-License-Identifier: GPL-3.0-or-later
 * Messages to the user, on standard error. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#if defined __GNUC__
#define CLI_FORMAT(f, a) __attribute__ ((format (printf, f, a)))
#else
#define CLI_FORMAT(f, a)
#endif

/* Exit status of usage, input and system errors. */
#define STATUS_FAILURE 2

/* Prints one line, "indicators: " in front. Control characters, which may
 * come from a file, are shown as question marks: a terminal must not obey
 * them. */
void message_print (const char *format, ...) CLI_FORMAT (1, 2);

#endif
