/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words around numbers: folding of case and spelling, and quoting. */
#include "number/words.h"

#include <string.h>

#include "base/text.h"

/* The small vowels of Vietnamese; in each row the tones in the order level,
 * grave, acute, tilde, hook above, dot below. */
enum { A, A_BREVE, A_HAT, E, E_HAT, I, O, O_HAT, O_HORN, U, U_HORN, Y, N_VOWELS };

static const uint16_t vowels[N_VOWELS][6] = {
  [A] = { 'a', 0x00E0, 0x00E1, 0x00E3, 0x1EA3, 0x1EA1 },
  [A_BREVE] = { 0x0103, 0x1EB1, 0x1EAF, 0x1EB5, 0x1EB3, 0x1EB7 },
  [A_HAT] = { 0x00E2, 0x1EA7, 0x1EA5, 0x1EAB, 0x1EA9, 0x1EAD },
  [E] = { 'e', 0x00E8, 0x00E9, 0x1EBD, 0x1EBB, 0x1EB9 },
  [E_HAT] = { 0x00EA, 0x1EC1, 0x1EBF, 0x1EC5, 0x1EC3, 0x1EC7 },
  [I] = { 'i', 0x00EC, 0x00ED, 0x0129, 0x1EC9, 0x1ECB },
  [O] = { 'o', 0x00F2, 0x00F3, 0x00F5, 0x1ECF, 0x1ECD },
  [O_HAT] = { 0x00F4, 0x1ED3, 0x1ED1, 0x1ED7, 0x1ED5, 0x1ED9 },
  [O_HORN] = { 0x01A1, 0x1EDD, 0x1EDB, 0x1EE1, 0x1EDF, 0x1EE3 },
  [U] = { 'u', 0x00F9, 0x00FA, 0x0169, 0x1EE7, 0x1EE5 },
  [U_HORN] = { 0x01B0, 0x1EEB, 0x1EE9, 0x1EEF, 0x1EED, 0x1EF1 },
  [Y] = { 'y', 0x1EF3, 0x00FD, 0x1EF9, 0x1EF7, 0x1EF5 },
};

/* The code point at *at of valid UTF-8, moving past it. */
static uint32_t
next_code_point (const char *text, size_t *at)
{
  const unsigned char *s = (const unsigned char *) text + *at;

  if (s[0] < 0x80)
    {
      *at += 1;
      return s[0];
    }
  if (s[0] < 0xE0)
    {
      *at += 2;
      return (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    }
  if (s[0] < 0xF0)
    {
      *at += 3;
      return (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    }
  *at += 4;
  return (s[0] & 0x07u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
}

static size_t
put_code_point (uint32_t c, char *out)
{
  if (c < 0x80)
    {
      out[0] = (char) c;
      return 1;
    }
  if (c < 0x800)
    {
      out[0] = (char) (0xC0 | c >> 6);
      out[1] = (char) (0x80 | (c & 0x3F));
      return 2;
    }
  if (c < 0x10000)
    {
      out[0] = (char) (0xE0 | c >> 12);
      out[1] = (char) (0x80 | (c >> 6 & 0x3F));
      out[2] = (char) (0x80 | (c & 0x3F));
      return 3;
    }
  out[0] = (char) (0xF0 | c >> 18);
  out[1] = (char) (0x80 | (c >> 12 & 0x3F));
  out[2] = (char) (0x80 | (c >> 6 & 0x3F));
  out[3] = (char) (0x80 | (c & 0x3F));
  return 4;
}

/* Small letters of ASCII, Latin-1 and Vietnamese, and one code point for the
 * signs that have several. Never one that needs more bytes. */
static uint32_t
fold_code_point (uint32_t c)
{
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7))
    c += 0x20;
  else if (c == 0x102 || c == 0x110 || c == 0x128 || c == 0x168 || c == 0x1A0
           || (c >= 0x1EA0 && c <= 0x1EF9))
    c |= 1;
  else if (c == 0x1AF)
    c = 0x1B0;
  switch (c)
    {
    case 0xF0: return 0x111; /* eth, often typed for the Vietnamese d with stroke */
    case 0xB2: return '2';   /* superscripts */
    case 0xB3: return '3';
    case 0x2019: return '\'';
    case 0x2010:
    case 0x2011: return '-';
    case '\t':
    case '\n':
    case '\r':
    case 0xA0:
    case 0x2002:
    case 0x2003:
    case 0x2007:
    case 0x2008:
    case 0x2009:
    case 0x200A:
    case 0x202F:
    case 0x3000: return ' ';
    default: return c;
    }
}

static int
tone_of (uint32_t mark)
{
  switch (mark)
    {
    case 0x300: return 1;
    case 0x301: return 2;
    case 0x303: return 3;
    case 0x309: return 4;
    case 0x323: return 5;
    default: return 0;
    }
}

/* The vowel that a combining hat, breve or horn makes of another. */
static int
shape_of (int vowel, uint32_t mark)
{
  if (mark == 0x302)
    return vowel == A ? A_HAT : vowel == E ? E_HAT : vowel == O ? O_HAT : -1;
  if (mark == 0x306)
    return vowel == A ? A_BREVE : -1;
  if (mark == 0x31B)
    return vowel == O ? O_HORN : vowel == U ? U_HORN : -1;
  return -1;
}

/* The letter c with the combining marks that follow it in the text. */
static uint32_t
compose (uint32_t c, const char *text, size_t length, size_t *at)
{
  int vowel, tone;

  /* The marks have the code points 300 to 36F. */
  if (*at >= length || ((unsigned char) text[*at] & 0xFE) != 0xCC)
    return c;
  for (vowel = 0; vowel < N_VOWELS; vowel++)
    for (tone = 0; tone < 6; tone++)
      if (vowels[vowel][tone] == c)
        {
          while (*at < length)
            {
              size_t after = *at;
              uint32_t mark = next_code_point (text, &after);
              int shaped = shape_of (vowel, mark);
              if (shaped >= 0)
                vowel = shaped;
              else if (tone == 0 && tone_of (mark) > 0)
                tone = tone_of (mark);
              else
                break;
              *at = after;
            }
          return vowels[vowel][tone];
        }
  return c;
}

ind_status
ind__fold (const char *text, size_t length, ind_status too_long, ind__folded *out, ind_error *error)
{
  size_t valid = ind__utf8_valid (text, length), at = 0;

  out->original = text;
  out->original_length = length;
  out->length = 0;
  if (valid < length)
    return ind__fail (error, IND_E_ENCODING, 0, 0, "byte %zu is not valid UTF-8", valid + 1);
  if (length > IND__FOLDED_MAX)
    return ind__fail (error, too_long, 0, 0, "\"%s\" is longer than %d bytes",
                      ind__quote (text, length).text, IND__FOLDED_MAX);
  while (at < length)
    {
      size_t from = at, n, k;
      uint32_t c = fold_code_point (next_code_point (text, &at));

      if (c == ' ' && (out->length == 0 || out->text[out->length - 1] == ' '))
        continue;
      if (c >= 'a')
        c = compose (c, text, length, &at);
      n = put_code_point (c, out->text + out->length);
      for (k = 0; k < n; k++)
        out->origin[out->length + k] = (uint8_t) from;
      out->length += n;
    }
  if (out->length > 0 && out->text[out->length - 1] == ' ')
    out->length--;
  out->text[out->length] = '\0';
  out->origin[out->length] = (uint8_t) length;
  return IND_OK;
}

/* Whether a folded character that begins with this byte is a letter. The
 * bytes C2 and E2 begin signs: the middle dot, dashes, currency signs. */
static int
is_letter (char first)
{
  unsigned char c = (unsigned char) first;
  return (c >= 'a' && c <= 'z') || (c > 0xC2 && c != 0xE2);
}

size_t
ind__word_at (const ind__folded *folded, size_t at, const char *word)
{
  const char *text = folded->text + at;
  size_t n, last = 0;

  for (n = 0; word[n] != '\0'; n++)
    {
      if (text[n] != ind__lower (word[n]))
        return 0;
      if (((unsigned char) word[n] & 0xC0) != 0x80)
        last = n;
    }
  return is_letter (text[last]) && is_letter (text[n]) ? 0 : n;
}

size_t
ind__skip_blank (const ind__folded *folded, size_t at)
{
  while (folded->text[at] == ' ')
    at++;
  return at;
}

ind__place
ind__place_of (const ind__folded *folded, size_t at)
{
  ind__place place = { 1, "" };
  const char *text = folded->original;
  size_t begin = folded->origin[ind__skip_blank (folded, at)], i = 0, n = 0;

  while (i < begin)
    {
      next_code_point (text, &i);
      place.position++;
    }
  while (i < folded->original_length)
    {
      size_t from = i;
      uint32_t c = next_code_point (text, &i);
      if (n + (i - from) > 32 || fold_code_point (c) == ' ' || (n > 0 && (c == '/' || c == ')')))
        break;
      memcpy (place.word + n, text + from, i - from);
      n += i - from;
    }
  place.word[n] = '\0';
  return place;
}

ind__quoted
ind__quote (const char *text, size_t length)
{
  ind__quoted quoted;
  size_t shown = ind__utf8_valid (text, length > 48 ? 48 : length), i;

  for (i = 0; i < shown; i++)
    quoted.text[i] = (unsigned char) text[i] < ' ' ? ' ' : text[i];
  memcpy (quoted.text + shown, shown < length ? "..." : "", shown < length ? 4 : 1);
  return quoted;
}
