/* SPDX-License-Identifier: GPL-3.0-or-later
 * Time periods. */
#include "table/period.h"

#include "base/text.h"

/* year << 13 | kind << 9 | index. */
enum kind { YEAR, SEMESTER, QUARTER, MONTH, TO_DATE, DAY, YEARS };

static ind__period
pack (int year, enum kind kind, int index)
{
  return (ind__period) (year << 13 | (int) kind << 9 | index);
}

static int
year_of (ind__period period)
{
  return period >> 13;
}

static enum kind
kind_of (ind__period period)
{
  return (enum kind) (period >> 9 & 15);
}

static int
index_of (ind__period period)
{
  return period & 511;
}

/* Reads all digits at *at, one to four, and moves past them; -1 if none. */
static int
read_digits (const char *text, size_t length, size_t *at)
{
  int value = 0;
  size_t start = *at;

  while (*at < length && *at - start < 4 && ind__is_digit (text[*at]))
    value = value * 10 + (text[(*at)++] - '0');
  return *at == start ? -1 : value;
}

static int
days_in_month (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
    return 29;
  return days[month - 1];
}

static ind_status
take (ind__period *out, int is_good, int year, enum kind kind, int index)
{
  if (!is_good)
    return IND_E_PERIOD;
  *out = pack (year, kind, index);
  return IND_OK;
}

ind_status
ind__period_read (const char *text, size_t length, ind__period *out)
{
  size_t at = 0, start;
  int year = read_digits (text, length, &at), n, day;
  char letter;

  if (at != 4 || year < 1)
    return IND_E_PERIOD;
  if (at == length)
    return take (out, 1, year, YEAR, 0);
  if (text[at++] != '-' || at == length)
    return IND_E_PERIOD;
  letter = ind__lower (text[at]);
  if (!ind__is_digit (letter))
    {
      at++;
      start = at;
      n = read_digits (text, length, &at);
      if (at != length || at - start > 2 || n < 1)
        return IND_E_PERIOD;
      switch (letter)
        {
        case 'a': return take (out, n == 1, year, YEAR, 0);
        case 's': return take (out, n <= 2, year, SEMESTER, n);
        case 'q': return take (out, n <= 4, year, QUARTER, n);
        case 'm': return take (out, n <= 12, year, MONTH, n);
        default: return IND_E_PERIOD;
        }
    }
  start = at;
  n = read_digits (text, length, &at);
  if (at - start == 4)
    return take (out, at == length && n > year && n - year < 100, year, YEARS, n - year + 1);
  if (at - start <= 2 && at + 1 == length && ind__lower (text[at]) == 'm')
    return n == 12 ? take (out, 1, year, YEAR, 0) : take (out, n >= 1 && n < 12, year, TO_DATE, n);
  if (at - start != 2 || n < 1 || n > 12)
    return IND_E_PERIOD;
  if (at == length)
    return take (out, 1, year, MONTH, n);
  start = at + 1;
  if (text[at++] != '-')
    return IND_E_PERIOD;
  day = read_digits (text, length, &at);
  if (at - start != 2 || day < 1 || day > days_in_month (year, n))
    return IND_E_PERIOD;
  if (at == length)
    return take (out, 1, year, DAY, n * 32 + day);
  if (n != 1 || day != 1 || length - at < 4 || text[at] != '/'
      || ind__lower (text[at + 1]) != 'p')
    return IND_E_PERIOD;
  at += 2;
  n = read_digits (text, length, &at);
  if (n < 1 || at + 1 != length)
    return IND_E_PERIOD;
  if (ind__lower (text[at]) == 'm')
    return n == 12 ? take (out, 1, year, YEAR, 0) : take (out, n < 12, year, TO_DATE, n);
  if (ind__lower (text[at]) == 'y')
    return n == 1 ? take (out, 1, year, YEAR, 0)
                  : take (out, n <= 100 && year + n - 1 <= 9999, year, YEARS, n);
  return IND_E_PERIOD;
}

/* Puts `n` digits of a number; returns what is behind them. */
static char *
put_digits (char *text, unsigned number, int n)
{
  int k;

  for (k = n; k-- > 0; number /= 10)
    text[k] = (char) ('0' + number % 10);
  return text + n;
}

static char *
put (char *text, const char *what)
{
  while (*what != '\0')
    *text++ = *what++;
  return text;
}

void
ind__period_write (ind__period period, char text[16])
{
  unsigned year = (unsigned) year_of (period), index = (unsigned) index_of (period) % 512u;
  char *at = put_digits (text, year, 4);

  switch (kind_of (period))
    {
    case YEAR: break;
    case SEMESTER: at = put_digits (put (at, "-S"), index, 1); break;
    case QUARTER: at = put_digits (put (at, "-Q"), index, 1); break;
    case MONTH: at = put_digits (put (at, "-"), index, 2); break;
    case TO_DATE: at = put (put_digits (put (at, "-"), index, index < 10 ? 1 : 2), "M"); break;
    case DAY:
      at = put_digits (put (at, "-"), index / 32, 2);
      at = put_digits (put (at, "-"), index % 32, 2);
      break;
    case YEARS: at = put_digits (put (at, "-"), year + index - 1, 4); break;
    }
  *at = '\0';
}

ind__period
ind__period_years_earlier (ind__period period, int years)
{
  enum kind kind = kind_of (period);
  int year, last;

  if (years < -9999 || years > 9999)
    return IND__NO_PERIOD;
  year = year_of (period) - years;
  last = kind == YEARS ? year + index_of (period) - 1 : year;
  if (year < 1 || last > 9999)
    return IND__NO_PERIOD;
  if (kind == DAY && index_of (period) == 2 * 32 + 29
      && days_in_month (year, 2) != 29)
    return pack (year, DAY, 2 * 32 + 28);
  return pack (year, kind, index_of (period));
}

ind__period
ind__period_before (ind__period period)
{
  int year = year_of (period), index = index_of (period), last = 0;
  enum kind kind = kind_of (period);

  switch (kind)
    {
    case YEAR: return ind__period_years_earlier (period, 1);
    case YEARS: return ind__period_years_earlier (period, index);
    case SEMESTER: last = 2; break;
    case QUARTER: last = 4; break;
    case MONTH: last = 12; break;
    case TO_DATE: return index > 1 ? pack (year, kind, index - 1) : IND__NO_PERIOD;
    case DAY:
      if (index % 32 > 1)
        return period - 1;
      index = index / 32 - 1;
      if (index == 0)
        return year > 1 ? pack (year - 1, DAY, 12 * 32 + 31) : IND__NO_PERIOD;
      return pack (year, DAY, index * 32 + days_in_month (year, index));
    }
  if (index > 1)
    return pack (year, kind, index - 1);
  return year > 1 ? pack (year - 1, kind, last) : IND__NO_PERIOD;
}

ind__period
ind__period_year (ind__period period)
{
  return kind_of (period) == YEARS ? IND__NO_PERIOD : pack (year_of (period), YEAR, 0);
}
