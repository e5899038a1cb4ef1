/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words around numbers: folding of case and spelling, and quoting. */
#ifndef IND_NUMBER_WORDS_H
#define IND_NUMBER_WORDS_H

#include "base/error.h"

/* The longest text with a number or a unit, in bytes. */
#define IND__FOLDED_MAX 255

/* Text in the one spelling words are compared in: small letters, precomposed
 * (NFC), blanks of every kind and length as one space, none at either end,
 * superscripts and apostrophes as ASCII. origin[i] is where byte i came from;
 * origin[length] is the end of the original. */
typedef struct ind__folded {
  const char *original;
  size_t original_length;
  size_t length;
  char text[IND__FOLDED_MAX + 1];
  uint8_t origin[IND__FOLDED_MAX + 1];
} ind__folded;

/* Folds a text. Keeps a pointer to it. Errors: IND_E_ENCODING; `too_long`
 * beyond IND__FOLDED_MAX bytes. */
ind_status ind__fold (const char *text, size_t length, ind_status too_long, ind__folded *out,
                      ind_error *error);

/* How many bytes of the folded text at `at` spell `word` and end where a
 * word may end; 0 when they do not. Small ASCII letters in the text stand for
 * either case of `word`, whose other letters are small. */
size_t ind__word_at (const ind__folded *folded, size_t at, const char *word);

/* The next position at or after `at` that is not a blank. */
size_t ind__skip_blank (const ind__folded *folded, size_t at);

/* What messages say of a position in the folded text, or of the first behind
 * it that is not blank: its number, counting characters of the original from
 * 1, and the original word that begins there (up to 32 bytes), empty at the
 * end. */
typedef struct ind__place {
  size_t position;
  char word[36];
} ind__place;

ind__place ind__place_of (const ind__folded *folded, size_t at);

/* The beginning of any bytes as a message may quote it: valid UTF-8, up to 48
 * bytes, "..." when cut. */
typedef struct ind__quoted {
  char text[52];
} ind__quoted;

ind__quoted ind__quote (const char *text, size_t length);

#endif
