/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers as printed: qualifiers, signs, grouping, ranges, unit words. */
#include <string.h>

#include "base/text.h"
#include "number/decimal.h"
#include "number/unit.h"
#include "number/words.h"

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* What a word before a number says: of its accuracy, of its sign, nothing, or
 * that it begins a range. */
enum role { QUALIFIER, RISE, FALL, FILLER, FROM };

struct word {
  const char *word;
  enum role role;
  ind_qualifier qualifier;
};

static const struct word words_before[] = {
  { "khoảng", QUALIFIER, IND_QUALIFIER_APPROX },
  { "vào khoảng", QUALIFIER, IND_QUALIFIER_APPROX },
  { "trong khoảng", QUALIFIER, IND_QUALIFIER_APPROX },
  { "chừng", QUALIFIER, IND_QUALIFIER_APPROX },
  { "xấp xỉ", QUALIFIER, IND_QUALIFIER_APPROX },
  { "trên dưới", QUALIFIER, IND_QUALIFIER_APPROX },
  { "about", QUALIFIER, IND_QUALIFIER_APPROX },
  { "approximately", QUALIFIER, IND_QUALIFIER_APPROX },
  { "approx.", QUALIFIER, IND_QUALIFIER_APPROX },
  { "approx", QUALIFIER, IND_QUALIFIER_APPROX },
  { "around", QUALIFIER, IND_QUALIFIER_APPROX },
  { "roughly", QUALIFIER, IND_QUALIFIER_APPROX },
  { "circa", QUALIFIER, IND_QUALIFIER_APPROX },
  { "ca.", QUALIFIER, IND_QUALIFIER_APPROX },
  { "c.", QUALIFIER, IND_QUALIFIER_APPROX },
  { "~", QUALIFIER, IND_QUALIFIER_APPROX },
  { "≈", QUALIFIER, IND_QUALIFIER_APPROX },
  { "trên", QUALIFIER, IND_QUALIFIER_OVER },
  { "hơn", QUALIFIER, IND_QUALIFIER_OVER },
  { "over", QUALIFIER, IND_QUALIFIER_OVER },
  { "more than", QUALIFIER, IND_QUALIFIER_OVER },
  { "above", QUALIFIER, IND_QUALIFIER_OVER },
  { ">", QUALIFIER, IND_QUALIFIER_OVER },
  { "gần", QUALIFIER, IND_QUALIFIER_UNDER },
  { "dưới", QUALIFIER, IND_QUALIFIER_UNDER },
  { "under", QUALIFIER, IND_QUALIFIER_UNDER },
  { "less than", QUALIFIER, IND_QUALIFIER_UNDER },
  { "below", QUALIFIER, IND_QUALIFIER_UNDER },
  { "nearly", QUALIFIER, IND_QUALIFIER_UNDER },
  { "almost", QUALIFIER, IND_QUALIFIER_UNDER },
  { "<", QUALIFIER, IND_QUALIFIER_UNDER },
  { "ít nhất", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "tối thiểu", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "không dưới", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "at least", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "no less than", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "not less than", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "≥", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "không quá", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "tối đa", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "nhiều nhất", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "at most", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "up to", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "no more than", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "not more than", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "≤", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "ước", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "ước đạt", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "ước tính", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "ước thực hiện", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "dự ước", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "dự kiến", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "dự kiến đạt", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "estimated", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "an estimated", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "est.", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "expected", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "projected", QUALIFIER, IND_QUALIFIER_ESTIMATE },
  { "tăng", RISE, IND_QUALIFIER_NONE },
  { "tăng thêm", RISE, IND_QUALIFIER_NONE },
  { "increase", RISE, IND_QUALIFIER_NONE },
  { "increase of", RISE, IND_QUALIFIER_NONE },
  { "increased", RISE, IND_QUALIFIER_NONE },
  { "rose", RISE, IND_QUALIFIER_NONE },
  { "grew", RISE, IND_QUALIFIER_NONE },
  { "up", RISE, IND_QUALIFIER_NONE },
  { "giảm", FALL, IND_QUALIFIER_NONE },
  { "decrease", FALL, IND_QUALIFIER_NONE },
  { "decrease of", FALL, IND_QUALIFIER_NONE },
  { "decreased", FALL, IND_QUALIFIER_NONE },
  { "declined", FALL, IND_QUALIFIER_NONE },
  { "fell", FALL, IND_QUALIFIER_NONE },
  { "down", FALL, IND_QUALIFIER_NONE },
  { "đạt", FILLER, IND_QUALIFIER_NONE },
  { "by", FILLER, IND_QUALIFIER_NONE },
  { "từ", FROM, IND_QUALIFIER_NONE },
  { "from", FROM, IND_QUALIFIER_NONE },
};

static const struct word words_after[] = {
  { "trở lên", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "or more", QUALIFIER, IND_QUALIFIER_AT_LEAST },
  { "trở xuống", QUALIFIER, IND_QUALIFIER_AT_MOST },
  { "or less", QUALIFIER, IND_QUALIFIER_AT_MOST },
};

static const char *const range_words[] = { "-", "–", "—", "đến", "tới", "to" };

/* The digits of one number with all marks between them, and its sign. */
struct digits {
  size_t begin, end;
  int is_negative, is_positive; /* as a sign says; neither without one */
};

/* A number as far as it reads alike in every convention. */
struct outline {
  struct digits lower, upper;
  int is_range, is_from, has_rise, has_fall;
  ind_qualifier qualifier;
  ind_unit unit;
  int has_unit;
};

static ind_status
not_a_number (const ind__folded *folded, size_t at, const char *expectation, ind_error *error)
{
  ind__place place = ind__place_of (folded, at);
  const char *quote = place.word[0] == '\0' ? "" : "\"";

  return ind__fail (error, IND_E_NUMBER, 0, 0,
                    "\"%s\" is not a number: expected %s at character %zu, found %s%s%s",
                    ind__quote (folded->original, folded->original_length).text, expectation,
                    place.position, quote, place.word[0] == '\0' ? "the end" : place.word, quote);
}

static size_t
longest_word_at (const ind__folded *folded, size_t at, const struct word *words, size_t n_words,
                 const struct word **out)
{
  size_t longest = 0, k;

  for (k = 0; k < n_words; k++)
    {
      size_t n = ind__word_at (folded, at, words[k].word);
      if (n > longest)
        {
          longest = n;
          *out = &words[k];
        }
    }
  return longest;
}

/* Joins what two words say: an estimate yields to anything; "about" covers
 * "over" and "under" next to it. Returns 0 when they contradict. */
static int
join_qualifier (ind_qualifier *known, ind_qualifier more)
{
  int is_loose = *known == IND_QUALIFIER_OVER || *known == IND_QUALIFIER_UNDER;
  int is_more_loose = more == IND_QUALIFIER_OVER || more == IND_QUALIFIER_UNDER;

  if (*known == more || more == IND_QUALIFIER_ESTIMATE || more == IND_QUALIFIER_NONE)
    {
      if (*known == IND_QUALIFIER_NONE)
        *known = more;
      return 1;
    }
  if (*known == IND_QUALIFIER_NONE || *known == IND_QUALIFIER_ESTIMATE
      || (is_loose && more == IND_QUALIFIER_APPROX))
    {
      *known = more;
      return 1;
    }
  return *known == IND_QUALIFIER_APPROX && is_more_loose;
}

/* The length of a sign directly before a digit; 0 when there is none. */
static size_t
sign_at (const ind__folded *folded, size_t at, int *is_negative)
{
  static const char *const signs[] = { "+", "-", "−", "–" };
  size_t k;

  for (k = 0; k < COUNT (signs); k++)
    {
      size_t n = ind__word_at (folded, at, signs[k]);
      if (n > 0 && ind__is_digit (folded->text[at + n]))
        {
          *is_negative = k > 0;
          return n;
        }
    }
  return 0;
}

/* Takes a sign and the digits with all that may mark groups or decimals
 * between two digits. Returns 0 when no number begins here. */
static int
take_number (const ind__folded *folded, size_t *at, struct digits *out)
{
  const char *text = folded->text;
  int is_negative = 0;
  size_t n = sign_at (folded, *at, &is_negative);

  if (!ind__is_digit (text[*at + n]))
    return 0;
  out->is_negative = n > 0 && is_negative;
  out->is_positive = n > 0 && !is_negative;
  *at += n;
  out->begin = *at;
  while (ind__is_digit (text[*at])
         || (text[*at] != '\0' && strchr (".,' ", text[*at]) != NULL
             && ind__is_digit (text[*at + 1]) && strncmp (text + *at, " 10^", 4) != 0))
    ++*at;
  out->end = *at;
  return 1;
}

/* Finds the word that separates the ends of a range, with a number behind it,
 * at or after `at`. Returns 0 when there is none. */
static int
find_range (const ind__folded *folded, size_t at, size_t *separator, size_t *second)
{
  size_t k, n;
  int unused;

  for (; at < folded->length; at++)
    for (k = 0; k < COUNT (range_words); k++)
      {
        int is_word = k > 2;
        n = ind__word_at (folded, at, range_words[k]);
        if (n == 0 || folded->text[at - 1] == '^' || (is_word && folded->text[at - 1] != ' '))
          continue;
        *separator = at;
        *second = ind__skip_blank (folded, at + n);
        if (ind__is_digit (folded->text[*second]) || sign_at (folded, *second, &unused) > 0)
          return 1;
      }
  return 0;
}

/* Reads the words before the number and stops at the number. */
static ind_status
read_before (const ind__folded *folded, size_t *at, struct outline *outline, char currency[4],
             ind_error *error)
{
  const struct word *word = NULL;
  int unused;

  for (;;)
    {
      size_t n;
      *at = ind__skip_blank (folded, *at);
      if (ind__is_digit (folded->text[*at]) || sign_at (folded, *at, &unused) > 0)
        return IND_OK;
      n = longest_word_at (folded, *at, words_before, COUNT (words_before), &word);
      if (n == 0)
        {
          n = currency[0] == '\0' ? ind__unit_currency_at (folded, *at, currency) : 0;
          if (n == 0)
            return not_a_number (folded, *at, "a digit", error);
        }
      else if (word->role == QUALIFIER)
        {
          if (!join_qualifier (&outline->qualifier, word->qualifier))
            return not_a_number (folded, *at, "a word that agrees with the one before", error);
        }
      else if (word->role == RISE || word->role == FALL)
        {
          if (outline->has_rise || outline->has_fall)
            return not_a_number (folded, *at, "one direction only", error);
          outline->has_rise = word->role == RISE;
          outline->has_fall = word->role == FALL;
        }
      else if (word->role == FROM)
        outline->is_from = 1;
      *at += n;
    }
}

/* Takes a qualifier off the end of the text from `begin` to `*end`. */
static int
take_word_after (const ind__folded *folded, size_t begin, size_t *end, ind_qualifier *qualifier)
{
  size_t k;

  for (k = 0; k < COUNT (words_after); k++)
    {
      size_t n = strlen (words_after[k].word);
      if (*end < begin + n || strncmp (folded->text + *end - n, words_after[k].word, n) != 0
          || (*end - n > begin && folded->text[*end - n - 1] != ' '))
        continue;
      *end -= n;
      return join_qualifier (qualifier, words_after[k].qualifier);
    }
  return 1;
}

static int
is_same_unit (const ind_unit *a, const ind_unit *b)
{
  return memcmp (a->symbol, b->symbol, sizeof a->symbol) == 0
         && memcmp (a->exponent, b->exponent, sizeof a->exponent) == 0
         && a->price_base == b->price_base && a->scale == b->scale;
}

/* The unit between the ends of a range, which may leave out symbols that
 * follow the second: "5 tỷ - 6 tỷ đồng". */
static ind_status
read_inner_unit (const ind__folded *folded, size_t begin, size_t end, struct outline *outline,
                 ind_error *error)
{
  ind_unit inner;
  ind_status status;

  status = ind__unit_read_folded (folded, begin, end, NULL, &inner, NULL, error);
  if (status != IND_OK)
    return status;
  if (!outline->has_unit)
    {
      outline->unit = inner;
      outline->has_unit = 1;
    }
  else if (!is_same_unit (&inner, &outline->unit)
           && (inner.symbol[0][0] != '\0' || inner.scale != outline->unit.scale))
    return ind__fail (error, IND_E_UNIT, 0, 0, "the ends of the range \"%s\" have different units",
                      ind__quote (folded->original, folded->original_length).text);
  return IND_OK;
}

static ind_status
read_outline (const ind__folded *folded, struct outline *outline, ind_error *error)
{
  char currency[4] = "";
  size_t at = 0, inner_begin, inner_end = 0, end = folded->length;
  ind_status status;
  int has_sign;

  memset (outline, 0, sizeof *outline);
  status = read_before (folded, &at, outline, currency, error);
  if (status != IND_OK)
    return status;
  take_number (folded, &at, &outline->lower);
  inner_begin = ind__skip_blank (folded, at);
  outline->upper = outline->lower;
  if (find_range (folded, at, &inner_end, &at))
    {
      outline->is_range = 1;
      take_number (folded, &at, &outline->upper);
    }
  else if (outline->is_from)
    return not_a_number (folded, at, "a range", error);
  has_sign = outline->lower.is_negative || outline->upper.is_negative;
  if (has_sign ? outline->has_rise || outline->has_fall
               : outline->has_fall && (outline->lower.is_positive || outline->upper.is_positive))
    return not_a_number (folded, outline->lower.begin, "digits without a sign, for a word gives it",
                         error);
  at = ind__skip_blank (folded, at);
  if (!take_word_after (folded, at, &end, &outline->qualifier))
    return not_a_number (folded, end, "words that agree with those before the number", error);
  while (end > at && folded->text[end - 1] == ' ')
    end--;
  outline->has_unit = at < end || currency[0] != '\0';
  if (outline->has_unit)
    {
      status = ind__unit_read_folded (folded, at, end, currency[0] != '\0' ? currency : NULL,
                                      &outline->unit, NULL, error);
      if (status != IND_OK)
        return status;
    }
  while (inner_end > inner_begin && folded->text[inner_end - 1] == ' ')
    inner_end--;
  if (outline->is_range && inner_begin < inner_end)
    return read_inner_unit (folded, inner_begin, inner_end, outline, error);
  return IND_OK;
}

/* A failure to read digits: where, and what was expected there. */
struct failure {
  ind_status status;
  size_t at;
  const char *expectation;
};

static ind_status
fail_at (struct failure *failure, ind_status status, size_t at, const char *expectation)
{
  failure->status = status;
  failure->at = at;
  failure->expectation = expectation;
  return status;
}

/* Checks a group of digits that ends at `end`. */
static ind_status
check_group (const char *text, size_t begin, size_t end, int is_first, int is_last,
             ind_locale locale, struct failure *failure)
{
  size_t length = end - begin;

  if (is_first && is_last)
    return IND_OK;
  if (is_first)
    {
      if (text[begin] == '0')
        return fail_at (failure, IND_E_NUMBER, end, "the end, for no group begins with 0");
      if (length > (locale == IND_LOCALE_IN ? 2 : 3))
        return fail_at (failure, IND_E_NUMBER, end,
                        locale == IND_LOCALE_IN ? "the end, or a group of 1 or 2 digits before it"
                                                : "the end, or a group of 1 to 3 digits before it");
      return IND_OK;
    }
  if (locale == IND_LOCALE_IN && !is_last)
    return length == 2 ? IND_OK : fail_at (failure, IND_E_NUMBER, begin, "a group of 2 digits");
  return length == 3 ? IND_OK : fail_at (failure, IND_E_NUMBER, begin, "a group of 3 digits");
}

/* Reads digits in the convention of a locale other than AUTO. */
static ind_status
read_digits (const char *text, const struct digits *digits, ind_locale locale, ind_decimal *out,
             struct failure *failure)
{
  char decimal_mark = locale == IND_LOCALE_VI ? ',' : '.', group_mark = '\0';
  int64_t mantissa = 0;
  int32_t decimals = 0;
  int n_significant = 0, is_first = 1, is_fraction = 0;
  size_t at, begin = digits->begin;

  for (at = digits->begin; at <= digits->end; at++)
    {
      char c = at < digits->end ? text[at] : decimal_mark;
      if (ind__is_digit (c))
        {
          decimals += is_fraction;
          if (n_significant > 0 || c != '0')
            n_significant++;
          if (n_significant > IND__MAX_DIGITS || decimals > IND__MAX_DECIMALS)
            return fail_at (failure, IND_E_PRECISION, at, "fewer digits");
          mantissa = mantissa * 10 + (c - '0');
          continue;
        }
      if (is_fraction)
        {
          if (at < digits->end)
            return fail_at (failure, IND_E_NUMBER, at, "the end after the decimals");
          break;
        }
      if (check_group (text, begin, at, is_first, c == decimal_mark, locale, failure) != IND_OK)
        return failure->status;
      if (c == decimal_mark)
        is_fraction = 1;
      else
        {
          if (group_mark != '\0' && c != group_mark)
            return fail_at (failure, IND_E_NUMBER, at, "the same mark between all groups");
          group_mark = c;
          is_first = 0;
          begin = at + 1;
        }
    }
  out->mantissa = digits->is_negative ? -mantissa : mantissa;
  out->decimals = decimals;
  return IND_OK;
}

/* The sign of a - b. */
static int
compare (ind_decimal a, ind_decimal b)
{
  ind_interval x = ind_decimal_enclosure (a), y = ind_decimal_enclosure (b);

  if (x.high < y.low)
    return -1;
  if (x.low > y.high)
    return 1;
  /* Of numbers this close, the one with fewer decimals has room for the zeros
   * it lacks: with them, both mantissas are nearly equal. */
  while (a.decimals < b.decimals && a.mantissa < INT64_MAX / 10 && a.mantissa > INT64_MIN / 10)
    {
      a.mantissa *= 10;
      a.decimals++;
    }
  while (b.decimals < a.decimals && b.mantissa < INT64_MAX / 10 && b.mantissa > INT64_MIN / 10)
    {
      b.mantissa *= 10;
      b.decimals++;
    }
  return a.decimals != b.decimals ? 0 : (a.mantissa > b.mantissa) - (a.mantissa < b.mantissa);
}

static ind_qualifier
mirrored (ind_qualifier qualifier)
{
  switch (qualifier)
    {
    case IND_QUALIFIER_OVER: return IND_QUALIFIER_UNDER;
    case IND_QUALIFIER_UNDER: return IND_QUALIFIER_OVER;
    case IND_QUALIFIER_AT_LEAST: return IND_QUALIFIER_AT_MOST;
    case IND_QUALIFIER_AT_MOST: return IND_QUALIFIER_AT_LEAST;
    case IND_QUALIFIER_NONE:
    case IND_QUALIFIER_EXACT:
    case IND_QUALIFIER_APPROX:
    case IND_QUALIFIER_ESTIMATE: break;
    }
  return qualifier;
}

/* Reads the digits of an outline in the convention of a locale. */
static ind_status
read_in_locale (const ind__folded *folded, const struct outline *outline, ind_locale locale,
                ind_number *out, struct failure *failure)
{
  const char *text = folded->text;
  const struct digits *lower = &outline->lower;
  ind_decimal low = { 0, 0 }, high = { 0, 0 };
  ind_status status = read_digits (text, lower, locale, &low, failure);

  if (status == IND_OK)
    status = read_digits (text, &outline->upper, locale, &high, failure);
  if (status != IND_OK)
    return status;
  if (outline->is_range && compare (low, high) > 0)
    return fail_at (failure, IND_E_NUMBER, outline->upper.begin,
                    "an end of the range not below the first");
  memset (out, 0, sizeof *out);
  out->value = low;
  out->upper = high;
  out->qualifier = outline->qualifier;
  if (outline->has_fall)
    {
      /* "fell by more than 5" is a change below -5. */
      out->value = (ind_decimal) { -high.mantissa, high.decimals };
      out->upper = (ind_decimal) { -low.mantissa, low.decimals };
      out->qualifier = mirrored (outline->qualifier);
    }
  out->unit = outline->unit;
  out->has_unit = (uint8_t) outline->has_unit;
  out->is_range = (uint8_t) outline->is_range;
  out->is_leading_zero = text[lower->begin] == '0' && ind__is_digit (text[lower->begin + 1]);
  out->locale = locale;
  return IND_OK;
}

static int
is_same_number (const ind_number *a, const ind_number *b)
{
  return a->value.mantissa == b->value.mantissa && a->value.decimals == b->value.decimals
         && a->upper.mantissa == b->upper.mantissa && a->upper.decimals == b->upper.decimals;
}

/* Whether a mark stands in the digits that conventions read differently. */
static int
has_mark (const char *text, const struct digits *digits)
{
  return memchr (text + digits->begin, '.', digits->end - digits->begin) != NULL
         || memchr (text + digits->begin, ',', digits->end - digits->begin) != NULL;
}

static ind_status
report_failure (const ind__folded *folded, const struct failure *failure, ind_error *error)
{
  if (failure->status == IND_E_PRECISION)
    return ind__fail (error, IND_E_PRECISION, 0, 0,
                      "\"%s\" has more than %d significant digits or %d decimals",
                      ind__quote (folded->original, folded->original_length).text, IND__MAX_DIGITS,
                      IND__MAX_DECIMALS);
  return not_a_number (folded, failure->at, failure->expectation, error);
}

static ind_status
report_ambiguous (const ind__folded *folded, const ind_number readings[2], ind_error *error)
{
  char first[64], second[64];

  ind_decimal_write (readings[0].value, first);
  ind_decimal_write (readings[1].value, second);
  return ind__fail (error, IND_E_AMBIGUOUS, 0, 0,
                    "\"%s\" reads as %s (%s) or %s (%s): name the locale",
                    ind__quote (folded->original, folded->original_length).text, first,
                    ind_locale_name (readings[0].locale), second,
                    ind_locale_name (readings[1].locale));
}

ind_status
ind_number_read (const char *text, size_t length, ind_locale locale,
                 ind_number readings[IND_MAX_READINGS], size_t *n_readings, ind_error *error)
{
  ind__folded folded;
  struct outline outline;
  struct failure failure = { IND_OK, 0, NULL }, furthest = failure;
  ind_locale first = locale, last = locale, tried;
  ind_number found[IND_MAX_READINGS];
  size_t n = 0;
  int is_neutral;
  ind_status status;

  if ((text == NULL && length > 0) || readings == NULL || n_readings == NULL
      || (int) locale < IND_LOCALE_AUTO || locale > IND_LOCALE_IN)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                      "no text, no place for the readings, or an unknown locale");
  status = ind__fold (text, length, IND_E_NUMBER, &folded, error);
  if (status == IND_OK)
    status = read_outline (&folded, &outline, error);
  if (status != IND_OK)
    return status;
  is_neutral = !has_mark (folded.text, &outline.lower) && !has_mark (folded.text, &outline.upper);
  if (locale == IND_LOCALE_AUTO)
    {
      first = IND_LOCALE_VI;
      last = IND_LOCALE_IN;
    }
  for (tried = first; tried <= last && n < IND_MAX_READINGS; tried++)
    {
      status = read_in_locale (&folded, &outline, tried, &found[n], &failure);
      if (status == IND_OK)
        n += n == 0 || !is_same_number (&found[0], &found[n]);
      else if (furthest.status == IND_OK || failure.at > furthest.at
               || (furthest.status == IND_E_NUMBER && failure.status == IND_E_PRECISION))
        furthest = failure;
    }
  if (n == 0)
    return report_failure (&folded, &furthest, error);
  if (locale == IND_LOCALE_AUTO && is_neutral)
    found[0].locale = IND_LOCALE_AUTO;
  memcpy (readings, found, n * sizeof found[0]);
  *n_readings = n;
  return n == 1 ? IND_OK : report_ambiguous (&folded, found, error);
}

ind_status
ind_number_interval (const ind_number *number, ind_rounding rounding, ind_zeros zeros,
                     ind_interval *out)
{
  ind_interval low, high;
  ind_status status;

  if (number == NULL || out == NULL || (zeros != IND_ZEROS_WEAK && zeros != IND_ZEROS_STRICT))
    return IND_E_ARGUMENT;
  status = ind_decimal_interval (number->value, ind_decimal_precision (number->value, zeros),
                                 number->qualifier, rounding, number->unit.scale, &low);
  if (status != IND_OK)
    return status;
  high = low;
  if (number->is_range)
    status = ind_decimal_interval (number->upper, ind_decimal_precision (number->upper, zeros),
                                   number->qualifier, rounding, number->unit.scale, &high);
  if (status != IND_OK)
    return status;
  out->low = low.low;
  out->high = high.high;
  return IND_OK;
}

static const char *const locale_names[] = {
  [IND_LOCALE_AUTO] = "auto",
  [IND_LOCALE_VI] = "vi",
  [IND_LOCALE_EN] = "en",
  [IND_LOCALE_IN] = "in",
};

const char *
ind_locale_name (ind_locale locale)
{
  return (size_t) locale < COUNT (locale_names) ? locale_names[locale] : "?";
}

ind_status
ind_locale_read (const char *text, size_t length, ind_locale *out)
{
  size_t i;

  if (out == NULL || (text == NULL && length > 0))
    return IND_E_ARGUMENT;
  for (i = 0; i < COUNT (locale_names); i++)
    if (ind__equal_ignoring_case (text, length, locale_names[i]))
      {
        *out = (ind_locale) i;
        return IND_OK;
      }
  return IND_E_ARGUMENT;
}
