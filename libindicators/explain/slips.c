/* SPDX-License-Identifier: GPL-3.0-or-later
 * Slips: which right print most plausibly became the wrong one, and how. */
#include "explain/slips.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "number/decimal.h"
#include "number/interval.h"
#include "number/words.h"

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static const char *const slip_names[IND_SLIP_COUNT] = {
  [IND_SLIP_NONE] = "",
  [IND_SLIP_DIGIT] = "digit",
  [IND_SLIP_TRANSPOSITION] = "transposition",
  [IND_SLIP_SEPARATOR] = "separator",
  [IND_SLIP_POWER_OF_TEN] = "power of ten",
  [IND_SLIP_SIGN] = "sign",
  [IND_SLIP_DROPPED_DIGIT] = "dropped digit",
  [IND_SLIP_DOUBLED_DIGIT] = "doubled digit",
  [IND_SLIP_PERCENT_OR_POINT] = "percent or percentage point",
  [IND_SLIP_COPIED] = "copied",
  [IND_SLIP_OTHER_PERIOD] = "other period",
  [IND_SLIP_OTHER_DENOMINATOR] = "other denominator",
  [IND_SLIP_STALE_VINTAGE] = "stale vintage",
};

const char *
ind_slip_name (ind_slip slip)
{
  return (size_t) slip < COUNT (slip_names) ? slip_names[slip] : "?";
}

/* How often a wrong figure is wrong in this way; the rest is anything at all.
 * What matters is the order of magnitude. */
static const double prior[IND_SLIP_COUNT] = {
  [IND_SLIP_DIGIT] = 0.40,
  [IND_SLIP_TRANSPOSITION] = 0.15,
  [IND_SLIP_SEPARATOR] = 0.12,
  [IND_SLIP_POWER_OF_TEN] = 0.05,
  [IND_SLIP_SIGN] = 0.08,
  [IND_SLIP_DROPPED_DIGIT] = 0.04,
  [IND_SLIP_DOUBLED_DIGIT] = 0.04,
};
#define PRIOR_GROSS 0.12

/* Of the digits too many, those that stand next to their like. */
#define PART_DOUBLED 0.75

/* Below this part of an interval, two intervals touch rather than overlap. */
#define TOUCHING 1e-6

/* The middle of an interval wider than this, in units, is no candidate. */
#define MAX_UNITS 4

/* ------------------------------------------------------------------------
 * Candidates
 * ---------------------------------------------------------------------- */

/* One place before the mark and the decimals, and a digit put in. */
#define MAX_PLACES (IND__MAX_DECIMALS + 2)

/* The digits of a print, those before the mark first: 0.05 has three. */
struct digits {
  int place[MAX_PLACES];
  int n, n_whole;
  int n_weak; /* zeros at the end that stand for rounding */
  int32_t decimals, precision;
  int is_negative;
};

static int
count_digits (uint64_t value)
{
  int n = 0;

  for (; value > 0; value /= 10)
    n++;
  return n;
}

static uint64_t
magnitude_of (ind_decimal number)
{
  return number.mantissa < 0 ? 0 - (uint64_t) number.mantissa : (uint64_t) number.mantissa;
}

static struct digits
split (ind_decimal number, int32_t precision)
{
  struct digits made;
  uint64_t left = magnitude_of (number);
  int least = number.decimals > 0 ? number.decimals + 1 : 1, i;

  made.n = count_digits (left);
  if (made.n < least)
    made.n = least;
  made.n_whole = number.decimals > 0 ? made.n - number.decimals : made.n;
  for (i = made.n; i-- > 0; left /= 10)
    made.place[i] = (int) (left % 10);
  for (made.n_weak = 0; made.n_weak < number.decimals - precision && made.n_weak < made.n - 1
                        && made.place[made.n - 1 - made.n_weak] == 0;)
    made.n_weak++;
  made.decimals = number.decimals;
  made.precision = precision;
  made.is_negative = number.mantissa < 0;
  return made;
}

/* The number that the digits print. Returns 0 when they are none: "03", or too
 * many to keep. */
static int
join (const struct digits *digits, ind_decimal *out)
{
  int64_t mantissa = 0;
  int i;

  if (digits->n_whole < 1 || (digits->n_whole > 1 && digits->place[0] == 0)
      || digits->decimals > IND__MAX_DECIMALS)
    return 0;
  for (i = 0; i < digits->n; i++)
    {
      if (mantissa >= INT64_C (100000000000000000))
        return 0;
      mantissa = mantissa * 10 + digits->place[i];
    }
  out->mantissa = digits->is_negative ? -mantissa : mantissa;
  out->decimals = digits->decimals;
  return 1;
}

struct candidate {
  ind_decimal number;
  int32_t precision;
  ind_qualifier qualifier;
  double weight; /* how many slips of the kind make the figure of it */
};

/* All prints that slips of one kind turn into the figure. At most ten digits
 * fit before, behind and between all others, twice at the mark. */
struct candidates {
  struct candidate one[10 * (MAX_PLACES + 1)];
  size_t n;
  /* The slips of the kind that a candidate may suffer. Where the reverse of a
   * slip is one of the same kind, they are as many as there are candidates. */
  double n_slips;
};

static void
propose (struct candidates *all, ind_decimal number, int32_t precision, ind_qualifier qualifier,
         double weight)
{
  if (all->n == COUNT (all->one))
    return;
  all->one[all->n].number = number;
  all->one[all->n].precision = precision;
  all->one[all->n].qualifier = qualifier;
  all->one[all->n].weight = weight;
  all->n++;
}

static void
propose_digits (struct candidates *all, const struct digits *digits, ind_qualifier qualifier,
                double weight)
{
  ind_decimal number;

  if (join (digits, &number))
    propose (all, number, digits->precision, qualifier, weight);
}

/* The figure as the generators below see it. */
struct figure {
  ind_decimal number; /* with the zeros of the text, where that was found */
  struct digits digits;
  const ind__slip_query *query;
  int has_direction; /* a word like "fell" gives the sign */
};

static void
substitute (const struct figure *figure, struct candidates *all)
{
  struct digits digits = figure->digits;
  int i, digit;

  for (i = 0; i < digits.n - digits.n_weak; i++)
    {
      for (digit = 0; digit < 10; digit++)
        if (digit != figure->digits.place[i])
          {
            digits.place[i] = digit;
            propose_digits (all, &digits, figure->query->qualifier, 1);
          }
      digits.place[i] = figure->digits.place[i];
    }
}

static void
transpose (const struct figure *figure, struct candidates *all)
{
  const int *place = figure->digits.place;
  struct digits digits = figure->digits;
  int i;

  for (i = 0; i + 1 < digits.n - digits.n_weak; i++)
    if (place[i] != place[i + 1])
      {
        digits.place[i] = place[i + 1];
        digits.place[i + 1] = place[i];
        propose_digits (all, &digits, figure->query->qualifier, 1);
        digits.place[i] = place[i];
        digits.place[i + 1] = place[i + 1];
      }
}

/* The precision that `number` has by the reading of zeros that gave the figure
 * its own. */
static int32_t
precision_alike (const ind__slip_query *query, ind_decimal number)
{
  if (query->precision == ind_decimal_precision (query->value, IND_ZEROS_WEAK))
    return ind_decimal_precision (number, IND_ZEROS_WEAK);
  return query->precision + (number.decimals - query->value.decimals);
}

/* The mark moves among the digits, to "0.0" before the first at most: beyond
 * that it is the unit that is wrong. A mark of groups read as one of decimals
 * is a move by three; otherwise no decimals are made of zeros that stand for
 * rounding. */
static void
move_mark (const struct figure *figure, struct candidates *all)
{
  ind_decimal number = figure->number;
  int32_t own = number.decimals, first = own < 0 ? own : 0;
  int32_t last = count_digits (magnitude_of (number)) + 1;

  if (number.mantissa == 0)
    return;
  if (own > last)
    first = own - 1;
  if (own >= last)
    last = own + 1;
  if (last > IND__MAX_DECIMALS)
    last = IND__MAX_DECIMALS;
  for (number.decimals = first; number.decimals <= last; number.decimals++)
    if (number.decimals != own
        && (number.decimals > figure->digits.n_weak || number.decimals <= 0
            || (number.decimals - own) % 3 == 0))
      propose (all, number, precision_alike (figure->query, number), figure->query->qualifier, 1);
}

static void
change_unit_word (const struct figure *figure, struct candidates *all)
{
  static const int32_t powers[] = { -9, -6, -3, 3, 6, 9 };
  /* The next word is mistaken more often than the one after it. */
  static const double weights[] = { 0.5, 1, 2, 2, 1, 0.5 };
  int32_t fewest = figure->number.decimals < 0 ? figure->number.decimals : 0;
  size_t i;

  all->n_slips = 7; /* the sum of the weights */
  for (i = 0; i < COUNT (powers) && figure->number.mantissa != 0; i++)
    {
      ind_decimal number = figure->number;
      number.decimals -= powers[i];
      if (number.decimals > IND__MAX_DECIMALS || number.decimals < -IND__MAX_DECIMALS)
        continue;
      /* Zeros that will have to be printed. */
      for (; number.decimals < fewest && count_digits (magnitude_of (number)) < IND__MAX_DIGITS;
           number.decimals++)
        number.mantissa *= 10;
      propose (all, number, figure->query->precision - powers[i], figure->query->qualifier,
               weights[i]);
    }
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

static void
turn_sign (const struct figure *figure, struct candidates *all)
{
  ind_qualifier qualifier = figure->query->qualifier;
  ind_decimal number = figure->number;

  number.mantissa = -number.mantissa;
  if (number.mantissa != 0)
    propose (all, number, figure->query->precision,
             figure->has_direction ? mirrored (qualifier) : qualifier, 1);
}

/* Equal digits around `at`, which is among them, from `begin` to below `end`. */
static int
run_length (const int *place, int begin, int at, int end)
{
  int first = at, last = at;

  while (first > begin && place[first - 1] == place[at])
    first--;
  while (last + 1 < end && place[last + 1] == place[at])
    last++;
  return last - first + 1;
}

static void
put_in (const struct figure *figure, int at, int digit, int is_fraction, struct candidates *all)
{
  struct digits digits = figure->digits;

  /* Before its like it gives the same print as behind it. */
  if (at > (is_fraction ? digits.n_whole : 0) && digits.place[at - 1] == digit)
    return;
  memmove (digits.place + at + 1, digits.place + at,
           (size_t) (digits.n - at) * sizeof digits.place[0]);
  digits.place[at] = digit;
  digits.n++;
  if (is_fraction)
    {
      digits.decimals++;
      digits.precision++;
    }
  else
    {
      digits.n_whole++;
      /* One more of the zeros that stand for rounding. */
      if (digit == 0 && digits.n_weak > 0 && at == figure->digits.n - digits.n_weak)
        digits.precision--;
    }
  propose_digits (all, &digits, figure->query->qualifier,
                  run_length (digits.place, is_fraction ? digits.n_whole : 0, at,
                              is_fraction ? digits.n : digits.n_whole));
}

static void
put_in_dropped (const struct figure *figure, struct candidates *all)
{
  const struct digits *digits = &figure->digits;
  int at, digit;

  if (digits->n == MAX_PLACES)
    return;
  all->n_slips = digits->n + 1;
  for (at = 0; at <= digits->n - digits->n_weak; at++)
    for (digit = 0; digit < 10; digit++)
      {
        if (at <= digits->n_whole)
          put_in (figure, at, digit, 0, all);
        if (at >= digits->n_whole && digits->decimals > 0)
          put_in (figure, at, digit, 1, all);
      }
}

static void
take_out_doubled (const struct figure *figure, struct candidates *all)
{
  const int *place = figure->digits.place;
  int at, n = figure->digits.n, n_whole = figure->digits.n_whole;

  all->n_slips = 1;
  for (at = 0; at < n; at++)
    {
      struct digits digits = figure->digits;
      int is_fraction = at >= n_whole, begin = is_fraction ? n_whole : 0;
      int end = is_fraction ? n : n_whole;

      /* The last of equal ones stands for all; a mark keeps a digit on either
       * side. */
      if ((at + 1 < end && place[at + 1] == place[at]) || end - begin == 1)
        continue;
      memmove (digits.place + at, digits.place + at + 1,
               (size_t) (n - at - 1) * sizeof digits.place[0]);
      digits.n--;
      if (is_fraction)
        {
          digits.decimals--;
          digits.precision--;
        }
      else
        {
          digits.n_whole--;
          if (at >= n - digits.n_weak)
            digits.precision++;
        }
      propose_digits (all, &digits, figure->query->qualifier,
                      at > begin && place[at - 1] == place[at] ? PART_DOUBLED / (n - 1)
                                                               : (1 - PART_DOUBLED) / (10 * n));
    }
}

static const struct {
  ind_slip slip;
  void (*generate) (const struct figure *figure, struct candidates *all);
} generators[] = {
  { IND_SLIP_DIGIT, substitute },
  { IND_SLIP_TRANSPOSITION, transpose },
  { IND_SLIP_SEPARATOR, move_mark },
  { IND_SLIP_POWER_OF_TEN, change_unit_word },
  { IND_SLIP_SIGN, turn_sign },
  { IND_SLIP_DROPPED_DIGIT, put_in_dropped },
  { IND_SLIP_DOUBLED_DIGIT, take_out_doubled },
};

/* ------------------------------------------------------------------------
 * Scores
 * ---------------------------------------------------------------------- */

/* A candidate that lies where the true value must, whichever slips lead to it. */
struct hit {
  ind_decimal number;
  ind_slip slip; /* the one with the largest part */
  double part_of_slip, part;
};

struct hits {
  struct hit one[2 * 10 * (MAX_PLACES + 1)];
  size_t n;
  double sum;
};

static int
is_same_number (ind_decimal a, ind_decimal b)
{
  while (a.mantissa != 0 && a.decimals > b.decimals && a.mantissa % 10 == 0)
    {
      a.mantissa /= 10;
      a.decimals--;
    }
  while (b.mantissa != 0 && b.decimals > a.decimals && b.mantissa % 10 == 0)
    {
      b.mantissa /= 10;
      b.decimals--;
    }
  return a.mantissa == b.mantissa && (a.mantissa == 0 || a.decimals == b.decimals);
}

static void
add_hit (struct hits *hits, ind_decimal number, ind_slip slip, double part)
{
  struct hit *hit = hits->one, *end = hits->one + hits->n;

  hits->sum += part;
  while (hit < end && !is_same_number (hit->number, number))
    hit++;
  if (hit == end)
    {
      if (hits->n == COUNT (hits->one))
        return;
      hits->n++;
      *hit = (struct hit) { number, slip, 0, 0 };
    }
  hit->part += part;
  if (part > hit->part_of_slip)
    {
      hit->slip = slip;
      hit->part_of_slip = part;
    }
}

/* How much of the narrower of two intervals lies in the other. Given that a
 * figure is wrong, the others leave its true value a place in must_lie_in, and
 * a candidate is right when it lies in its interval, too: this is the
 * probability of that, but for a factor that is about the same for all figures
 * of an identity (the wider width, in the units of the identity). */
static double
overlap (ind_interval a, ind_interval b)
{
  ind_interval common = ind__interval_intersect (a, b);
  double width;

  if (ind__interval_is_empty (common))
    return 0;
  width = fmin (ind__interval_width (a), ind__interval_width (b));
  return width > 0 && width < INFINITY ? fmin (ind__interval_width (common) / width, 1) : 1;
}

/* "At least 3" is true of almost anything: what was meant is a number about the
 * true value. */
static ind_qualifier
stated_as (ind_qualifier qualifier)
{
  return qualifier == IND_QUALIFIER_AT_LEAST || qualifier == IND_QUALIFIER_AT_MOST
             ? IND_QUALIFIER_NONE
             : qualifier;
}

static void
find_hits (const struct figure *figure, struct hits *hits)
{
  struct candidates all;
  size_t k, i;

  hits->n = 0;
  hits->sum = 0;
  for (k = 0; k < COUNT (generators); k++)
    {
      all.n = 0;
      all.n_slips = 0;
      generators[k].generate (figure, &all);
      if (all.n_slips == 0)
        all.n_slips = (double) all.n;
      for (i = 0; i < all.n; i++)
        {
          const struct candidate *tried = &all.one[i];
          ind_interval interval;
          double inside;

          if (ind_decimal_interval (tried->number, tried->precision, stated_as (tried->qualifier),
                                    figure->query->rounding, 0, &interval)
              != IND_OK)
            continue;
          inside = overlap (interval, figure->query->must_lie_in);
          if (inside > TOUCHING)
            add_hit (hits, tried->number, generators[k].slip,
                     prior[generators[k].slip] * tried->weight / all.n_slips * inside);
        }
    }
}

/* Of an interval without end on one side, the other end. */
static double
middle_of (ind_interval a)
{
  if (isinf (a.low))
    return isinf (a.high) ? 0 : a.high;
  return isinf (a.high) ? a.low : a.low / 2 + a.high / 2;
}

/* The hit with the largest part, the nearest to the middle among equals. */
static const struct hit *
best_of (const struct hits *hits, double middle)
{
  const struct hit *best = NULL;
  double best_distance = 0;
  size_t i;

  for (i = 0; i < hits->n; i++)
    {
      const struct hit *hit = &hits->one[i];
      double distance = fabs (ind_decimal_enclosure (hit->number).low - middle);
      if (best == NULL || hit->part > best->part * (1 + 1e-9)
          || (hit->part >= best->part * (1 - 1e-9) && distance < best_distance))
        {
          best = hit;
          best_distance = distance;
        }
    }
  return best;
}

static double
unit_of (int32_t precision)
{
  return ind_decimal_enclosure ((ind_decimal) { 1, precision }).high;
}

/* x as the figure would print it. Returns 0 when that is none that must_lie_in
 * allows. */
static int
print_alike (const ind__slip_query *query, double x, ind_decimal *out)
{
  int32_t decimals = query->value.decimals;
  int32_t place = query->precision < decimals ? query->precision : decimals;
  ind_interval interval;
  double units = x / unit_of (place), whole;
  int step;

  if (query->qualifier == IND_QUALIFIER_OVER || query->qualifier == IND_QUALIFIER_AT_LEAST)
    whole = floor (units);
  else if (query->qualifier == IND_QUALIFIER_UNDER || query->qualifier == IND_QUALIFIER_AT_MOST)
    whole = ceil (units);
  else if (query->rounding == IND_ROUNDING_TRUNCATED)
    whole = trunc (units);
  else if (query->rounding == IND_ROUNDING_UP)
    whole = units < 0 ? floor (units) : ceil (units);
  else
    whole = round (units);
  if (!(fabs (whole) < 999999999999999000.0))
    return 0;
  /* The nearest, or the one on either side should an end be a bit off. */
  for (step = 0; step < 3; step++)
    {
      ind_decimal number = { (int64_t) whole + (step == 2 ? -1 : step), place };
      for (; number.decimals < decimals && count_digits (magnitude_of (number)) < IND__MAX_DIGITS;
           number.decimals++)
        number.mantissa *= 10;
      if (number.decimals < -IND__MAX_DECIMALS)
        return 0;
      if (ind_decimal_interval (number, query->precision, query->qualifier, query->rounding, 0,
                                &interval)
              == IND_OK
          && !ind__interval_is_empty (ind__interval_intersect (interval, query->must_lie_in)))
        {
          *out = number;
          return 1;
        }
    }
  return 0;
}

/* ------------------------------------------------------------------------
 * Text
 * ---------------------------------------------------------------------- */

/* Words that give the sign, each with the one for the other. */
static const char *const directions[][2] = {
  { "tăng", "giảm" }, { "increased", "decreased" }, { "increase", "decrease" },
  { "rose", "fell" }, { "grew", "declined" },       { "up", "down" },
};

static const char *const range_words[] = { "-", "–", "—", "đến ", "tới ", "to " };

/* How the text prints the number: where it stands, and its marks. Places are
 * bytes of the original. */
struct style {
  const char *text;
  int is_located; /* otherwise a contract number will do */
  int is_alone;   /* without the words around it: a range */
  size_t begin, end;           /* of the number with its sign */
  size_t digits_begin;         /* without it */
  int has_sign;                /* a sign between these two is the figure's */
  size_t word_begin, word_end; /* of the word that gives the sign */
  const char *opposite;        /* NULL: there is no such word */
  ind_decimal reading;         /* the digits as they stand, positive */
  char decimal_mark;
  char group_mark[8]; /* "" for digits without groups */
  int is_indian;      /* groups of two, but for the last */
};

static int
is_mark (char c)
{
  return c == '.' || c == ',' || c == '\'' || c == ' ';
}

/* Whether the number from `begin` to `end` is all there is: not part of
 * another one, but for a blank. */
static int
is_whole (const char *text, size_t begin, size_t end)
{
  if (begin > 0
      && (ind__is_digit (text[begin - 1])
          || (begin > 1 && text[begin - 1] != ' ' && is_mark (text[begin - 1])
              && ind__is_digit (text[begin - 2]))))
    return 0;
  return !(ind__is_digit (text[end])
           || (text[end] != '\0' && text[end] != ' ' && is_mark (text[end])
               && ind__is_digit (text[end + 1])));
}

/* Reads the number from `begin` to `end` in the first locale in which it is
 * `value` but for the sign. */
static int
reads_as (const char *text, size_t begin, size_t end, ind_decimal value, ind_locale *locale,
          ind_decimal *reading)
{
  ind_number readings[IND_MAX_READINGS];
  size_t n;

  if (value.mantissa < 0)
    value.mantissa = -value.mantissa;
  for (*locale = IND_LOCALE_VI; *locale <= IND_LOCALE_IN; ++*locale)
    if (ind_number_read (text + begin, end - begin, *locale, readings, &n, NULL) == IND_OK
        && is_same_number (readings[0].value, value))
      {
        *reading = readings[0].value;
        return 1;
      }
  return 0;
}

/* Finds the only number of the text that is the value. Returns 0 when there is
 * none, or another one like it. */
static int
find_number (const ind__folded *folded, ind_decimal value, size_t *begin, size_t *end,
             ind_locale *locale, ind_decimal *reading)
{
  const char *text = folded->text;
  size_t from = 0, to, longest, n_found = 0;

  while (from < folded->length)
    {
      ind_locale tried_locale;
      ind_decimal tried;

      longest = 0;
      if (ind__is_digit (text[from]))
        for (to = from + 1; ind__is_digit (text[to - 1])
                            || (is_mark (text[to - 1]) && ind__is_digit (text[to]));
             to++)
          if (ind__is_digit (text[to - 1]) && is_whole (text, from, to)
              && reads_as (text, from, to, value, &tried_locale, &tried))
            {
              longest = to;
              *begin = from;
              *end = to;
              *locale = tried_locale;
              *reading = tried;
            }
      n_found += longest > 0;
      from = longest > 0 ? longest : from + 1;
    }
  return n_found == 1;
}

/* Whether a word of a range stands between the number and another one. */
static int
is_range (const ind__folded *folded, size_t begin, size_t end, int is_negative)
{
  const char *text = folded->text;
  size_t from, k, digit;

  /* After the number, up to the next one. */
  for (from = end; from < folded->length && !ind__is_digit (text[from]); from++)
    for (k = 0; k < COUNT (range_words); k++)
      if (strncmp (text + from, range_words[k], strlen (range_words[k])) == 0
          && (k < 3 || text[from - 1] == ' '))
        {
          size_t next = ind__skip_blank (folded, from + strlen (range_words[k]));
          if (ind__is_digit (text[next]))
            return 1;
        }
  /* Before it, from the one before. */
  for (digit = begin; digit > 0 && !ind__is_digit (text[digit - 1]);)
    digit--;
  if (digit == 0)
    return 0;
  for (from = digit; from < begin; from++)
    for (k = 0; k < COUNT (range_words); k++)
      {
        size_t n = strlen (range_words[k]);
        if (strncmp (text + from, range_words[k], n) == 0 && (k < 3 || text[from - 1] == ' ')
            && ind__skip_blank (folded, from + n) == begin
            /* "2023: -5,2" */
            && !(is_negative && k < 3 && from + n == begin && text[from - 1] == ' '))
          return 1;
      }
  return 0;
}

static void
find_sign (const ind__folded *folded, size_t begin, ind_decimal value, struct style *style)
{
  static const char *const signs[] = { "+", "-", "−", "–" };
  const char *text = folded->text;
  size_t k, n;

  for (k = 0; k < COUNT (signs); k++)
    {
      n = strlen (signs[k]);
      if (begin >= n && strncmp (text + begin - n, signs[k], n) == 0
          && (begin == n || text[begin - n - 1] == ' ' || text[begin - n - 1] == '(')
          && (k > 0) == (value.mantissa < 0))
        {
          style->begin = folded->origin[begin - n];
          style->has_sign = 1;
        }
    }
}

static void
find_direction (const ind__folded *folded, size_t begin, struct style *style)
{
  size_t at, k, which;

  /* What stands behind another number or a stop belongs to that. */
  for (at = begin; at-- > 0 && strchr (",;:.0123456789", folded->text[at]) == NULL;)
    for (k = 0; k < COUNT (directions) && (at == 0 || folded->text[at - 1] == ' '); k++)
      for (which = 0; which < 2; which++)
        {
          size_t n = ind__word_at (folded, at, directions[k][which]);
          if (n == 0 || ind__word_at (folded, at + n, " to") > 0)
            continue;
          style->word_begin = folded->origin[at];
          style->word_end = folded->origin[at + n];
          style->opposite = directions[k][1 - which];
          return;
        }
}

/* Takes the marks from the number, and what it does not show from its locale
 * or, when that is any, from the words. */
static void
find_marks (const ind__folded *folded, size_t begin, size_t end, ind_locale locale,
            struct style *style)
{
  const char *text = folded->text;
  int has_letters = 0, is_vietnamese = 0, n_whole = 0, is_known = 0;
  size_t i, point = end, group = 0;

  for (i = 0; i < folded->length; i++)
    {
      unsigned char c = (unsigned char) text[i];
      has_letters |= c >= 'a' && c <= 'z';
      is_vietnamese |= c > 0xC2 && c != 0xE2;
    }
  if (style->reading.decimals > 0)
    {
      point = end - (size_t) style->reading.decimals - 1;
      is_known = 1;
    }
  for (i = begin; i < point; i++)
    {
      n_whole += ind__is_digit (text[i]);
      if (is_mark (text[i]) && group == 0)
        group = i;
    }
  is_known |= group > 0 && (text[group] == '.' || text[group] == ',');
  style->decimal_mark = (is_known ? locale == IND_LOCALE_VI : is_vietnamese) ? ',' : '.';
  style->is_indian = locale == IND_LOCALE_IN;
  style->group_mark[0] = '\0';
  if (group > 0)
    {
      size_t n = (size_t) folded->origin[group + 1] - folded->origin[group];
      if (n >= sizeof style->group_mark)
        n = sizeof style->group_mark - 1;
      memcpy (style->group_mark, style->text + folded->origin[group], n);
      style->group_mark[n] = '\0';
    }
  else if (n_whole <= 3 && (is_known || is_vietnamese || has_letters))
    {
      style->group_mark[0] = style->decimal_mark == ',' ? '.' : ',';
      style->group_mark[1] = '\0';
    }
}

static void
find_style (const ind__slip_query *query, struct style *style)
{
  const char *printed = query->printed == NULL ? "" : query->printed;
  ind__folded folded;
  ind_locale locale = IND_LOCALE_AUTO;
  size_t begin = 0, end = 0;

  memset (style, 0, sizeof *style);
  style->text = printed;
  if (ind__fold (printed, strlen (printed), IND_E_NUMBER, &folded, NULL) != IND_OK
      || !find_number (&folded, query->value, &begin, &end, &locale, &style->reading))
    return;
  style->is_located = 1;
  style->is_alone = is_range (&folded, begin, end, query->value.mantissa < 0);
  style->begin = style->digits_begin = folded.origin[begin];
  /* A character that has one byte, whatever follows it. */
  style->end = folded.origin[end - 1] + (size_t) 1;
  find_marks (&folded, begin, end, locale, style);
  find_sign (&folded, begin, query->value, style);
  if (!style->has_sign)
    find_direction (&folded, begin, style);
}

/* A line of limited length; nothing is cut, but it may overflow as a whole. */
struct line {
  char *text;
  size_t n, size;
  int is_full;
};

static void
put (struct line *line, const char *bytes, size_t length)
{
  if (line->is_full || length >= line->size - line->n)
    {
      line->is_full = 1;
      return;
    }
  memcpy (line->text + line->n, bytes, length);
  line->n += length;
  line->text[line->n] = '\0';
}

static int
begins_group (int n_left, int is_indian)
{
  if (!is_indian || n_left <= 3)
    return n_left > 0 && n_left % 3 == 0;
  return (n_left - 3) % 2 == 0;
}

static void
put_number (struct line *line, const struct style *style, ind_decimal number)
{
  struct digits digits;
  int i, n_whole;

  digits = split (number, number.decimals);
  n_whole = digits.n_whole - (number.decimals < 0 && number.mantissa != 0 ? number.decimals : 0);
  for (i = 0; i < n_whole + (number.decimals > 0 ? number.decimals : 0); i++)
    {
      char digit = (char) ('0' + (i < digits.n ? digits.place[i] : 0));
      if (i == n_whole)
        put (line, &style->decimal_mark, 1);
      else if (i > 0 && i < n_whole && begins_group (n_whole - i, style->is_indian))
        put (line, style->group_mark, strlen (style->group_mark));
      put (line, &digit, 1);
    }
}

/* Puts the text up to the number, with its sign or the word for it turned when
 * the sign changed. Returns 0 when the text has no place for a sign. */
static int
put_before (struct line *line, const struct style *style, int is_negative, int was_negative)
{
  const char *text = style->text;

  if (is_negative == was_negative)
    put (line, text, style->digits_begin);
  else if (style->opposite != NULL)
    {
      char first = style->opposite[0];
      if (text[style->word_begin] >= 'A' && text[style->word_begin] <= 'Z')
        first = (char) (first - 'a' + 'A');
      put (line, text, style->word_begin);
      put (line, &first, 1);
      put (line, style->opposite + 1, strlen (style->opposite) - 1);
      put (line, text + style->word_end, style->digits_begin - style->word_end);
    }
  else
    {
      put (line, text, style->begin);
      if (is_negative)
        put (line, "-", 1);
      else
        return style->has_sign;
    }
  return 1;
}

/* Writes a candidate as the text would have printed it. */
static void
write_text (const struct style *style, ind_decimal value, ind_decimal candidate, char out[96])
{
  struct line line = { out, 0, 96, 0 };
  int is_negative = candidate.mantissa < 0, was_negative = value.mantissa < 0;
  char contract[64];

  out[0] = '\0';
  /* A zero has no sign, and keeps the word. */
  if (candidate.mantissa == 0 && style->opposite != NULL)
    is_negative = was_negative;
  if (style->is_located && !style->is_alone
      && put_before (&line, style, is_negative, was_negative))
    {
      put_number (&line, style, candidate);
      put (&line, style->text + style->end, strlen (style->text + style->end));
      if (!line.is_full)
        return;
    }
  line = (struct line) { out, 0, 96, 0 };
  if (style->is_located)
    {
      if (candidate.mantissa < 0)
        put (&line, "-", 1);
      put_number (&line, style, candidate);
      if (!line.is_full)
        return;
    }
  memcpy (out, contract, ind_decimal_write (candidate, contract) + 1);
}

/* ------------------------------------------------------------------------
 * The answer
 * ---------------------------------------------------------------------- */

/* Whether the figure is one of the contract; `own` receives its interval. */
static int
is_legal (const ind__slip_query *query, ind_interval *own)
{
  return query->value.mantissa < INT64_C (1000000000000000000)
         && query->value.mantissa > -INT64_C (1000000000000000000)
         && query->value.decimals >= -IND__MAX_DECIMALS
         && query->value.decimals <= IND__MAX_DECIMALS
         && ind_decimal_interval (query->value, query->precision, query->qualifier,
                                  query->rounding, 0, own)
                == IND_OK;
}

/* The score is the sum over the kinds of slips of
 *   prior * (candidates that lie where they must) / (slips one may suffer),
 * and for anything else the part of the figure's range that must_lie_in is. */
void
ind__slip_find (const ind__slip_query *query, ind__slip_answer *out)
{
  ind_interval must = query->must_lie_in, own;
  struct figure figure;
  struct style style;
  struct hits hits;
  const struct hit *best;
  double unit, gross;

  memset (out, 0, sizeof *out);
  out->slip = IND_SLIP_NONE;
  if (ind__interval_is_empty (must) || !is_legal (query, &own))
    return;
  find_style (query, &style);
  if (!ind__interval_is_empty (ind__interval_intersect (own, must)))
    {
      out->candidate = query->value;
      out->score = out->share = 1;
      write_text (&style, query->value, query->value, out->text);
      return;
    }
  figure.query = query;
  figure.has_direction = style.opposite != NULL;
  figure.number = query->value;
  /* Zeros that the text shows and the value does not are digits, too. */
  if (style.is_located && style.reading.decimals > query->value.decimals)
    {
      figure.number = style.reading;
      if (query->value.mantissa < 0)
        figure.number.mantissa = -figure.number.mantissa;
    }
  figure.digits = split (figure.number, query->precision);
  find_hits (&figure, &hits);
  unit = unit_of (query->precision);
  gross = ind__interval_width (must)
          / fmax (fabs (ind_decimal_enclosure (query->value).high), unit);
  out->score = fmin (hits.sum + PRIOR_GROSS * fmin (gross, 1), 1);
  best = best_of (&hits, middle_of (must));
  if (best != NULL)
    {
      out->slip = best->slip;
      out->candidate = best->number;
      out->share = fmin (best->part / out->score, 1);
    }
  else if (ind__interval_width (must) <= MAX_UNITS * unit
           && print_alike (query, middle_of (must), &out->candidate))
    out->share = 1 / fmax (ind__interval_width (must) / unit, 1);
  else
    return;
  write_text (&style, query->value, out->candidate, out->text);
}
