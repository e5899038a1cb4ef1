/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers as printed: grouping of three conventions, ambiguity, signs, words,
 * ranges, units; what is refused and with which message; intervals. */
#include <stdio.h>
#include <string.h>

#include "number/unit.h"
#include "support/exact.h"
#include "support/suite.h"

#define VI IND_LOCALE_VI
#define EN IND_LOCALE_EN
#define IN IND_LOCALE_IN
#define AUTO IND_LOCALE_AUTO

/* One reading as text: value[..upper][ unit][ qualifier] locale[ zero]. */
static void
describe (const ind_number *number, char out[256])
{
  char value[64], upper[64], unit[64];

  ind_decimal_write (number->value, value);
  ind_decimal_write (number->upper, upper);
  ind_unit_write (&number->unit, unit);
  snprintf (out, 256, "%s%s%s%s%s%s%s %s%s", value, number->is_range ? ".." : "",
            number->is_range ? upper : "", number->has_unit ? " " : "", unit,
            number->qualifier != IND_QUALIFIER_NONE ? " " : "",
            ind_qualifier_name (number->qualifier), ind_locale_name (number->locale),
            number->is_leading_zero ? " zero" : "");
}

static const struct {
  const char *text;
  ind_locale locale;
  const char *first, *second;
} readings[] = {
  /* Plain numbers. */
  { "0", AUTO, "0 auto", NULL },
  { "319", AUTO, "319 auto", NULL },
  { "50400", AUTO, "50400 auto", NULL },
  { "319", EN, "319 en", NULL },
  { "06", AUTO, "6 auto zero", NULL },
  { "00", AUTO, "0 auto zero", NULL },
  { "08,90", AUTO, "8.90 vi zero", NULL },
  { "999999999999999999", AUTO, "999999999999999999 auto", NULL },
  /* Two readings. */
  { "60,530", AUTO, "60.530 vi", "60530 en" },
  { "50.400", AUTO, "50400 vi", "50.400 en" },
  { "-60,530", AUTO, "-60.530 vi", "-60530 en" },
  { "1.000-1.500 USD", AUTO, "1000..1500 USD vi", "1.000..1.500 USD en" },
  { "5-7.500", AUTO, "5..7500 vi", "5..7.500 en" },
  /* One, by the form of the groups. */
  { "5,55", AUTO, "5.55 vi", NULL },
  { "5.55", AUTO, "5.55 en", NULL },
  { "1.234,5", AUTO, "1234.5 vi", NULL },
  { "1,234.5", AUTO, "1234.5 en", NULL },
  { "1.234.567", AUTO, "1234567 vi", NULL },
  { "1,234,567", AUTO, "1234567 en", NULL },
  { "1,23,456", AUTO, "123456 in", NULL },
  { "12,34,567.8", AUTO, "1234567.8 in", NULL },
  { "0,123", AUTO, "0.123 vi", NULL },
  { "0.123", AUTO, "0.123 en", NULL },
  { "1234,567", AUTO, "1234.567 vi", NULL },
  { "1234.567", AUTO, "1234.567 en", NULL },
  { "5,5500", AUTO, "5.5500 vi", NULL },
  { "1,234.567", AUTO, "1234.567 en", NULL },
  { "1.000-1.500,5", AUTO, "1000..1500.5 vi", NULL },
  /* A convention that is given. */
  { "50.400", VI, "50400 vi", NULL },
  { "50.400", EN, "50.400 en", NULL },
  { "60,530", VI, "60.530 vi", NULL },
  { "60,530", EN, "60530 en", NULL },
  { "60,530", IN, "60530 in", NULL },
  { "5,04,000.5", IN, "504000.5 in", NULL },
  { "1,00,00,000", IN, "10000000 in", NULL },
  /* Other marks between groups. */
  { "50 400", AUTO, "50400 auto", NULL },
  { "50\u00A0400", AUTO, "50400 auto", NULL },
  { "50\u2009400", AUTO, "50400 auto", NULL },
  { "50\u202F400,5", AUTO, "50400.5 vi", NULL },
  { "12'345'678.9", AUTO, "12345678.9 en", NULL },
  { "12\u2019345", AUTO, "12345 auto", NULL },
  { "12 345,678", AUTO, "12345.678 vi", NULL },
  /* Signs. */
  { "-0,12%", AUTO, "-0.12 PT vi", NULL },
  { "\u22120,12%", AUTO, "-0.12 PT vi", NULL },
  { "\u20135,5%", AUTO, "-5.5 PT vi", NULL },
  { "+5,5%", AUTO, "5.5 PT vi", NULL },
  { "giảm 0,12%", AUTO, "-0.12 PT vi", NULL },
  { "tăng 0,51%", AUTO, "0.51 PT vi", NULL },
  { "tăng +0,51%", AUTO, "0.51 PT vi", NULL },
  { "decreased by 1.5 percentage points", AUTO, "-1.5 PP en", NULL },
  { "fell 1.5%", AUTO, "-1.5 PT en", NULL },
  { "up 1.5%", AUTO, "1.5 PT en", NULL },
  { "down 2%", AUTO, "-2 PT auto", NULL },
  /* Qualifiers. */
  { "khoảng 11%", VI, "11 PT approx vi", NULL },
  { "chừng 11%", VI, "11 PT approx vi", NULL },
  { "~11%", VI, "11 PT approx vi", NULL },
  { "≈ 11%", VI, "11 PT approx vi", NULL },
  { "trên dưới 11%", VI, "11 PT approx vi", NULL },
  { "about 11%", EN, "11 PT approx en", NULL },
  { "approximately 11%", EN, "11 PT approx en", NULL },
  { "around 11%", EN, "11 PT approx en", NULL },
  { "circa 11%", EN, "11 PT approx en", NULL },
  { "trên 114.416 tỷ đồng", VI, "114416 10^9 VND over vi", NULL },
  { "hơn 114.416 tỷ đồng", VI, "114416 10^9 VND over vi", NULL },
  { "over 5%", EN, "5 PT over en", NULL },
  { "more than 5%", EN, "5 PT over en", NULL },
  { "above 5%", EN, "5 PT over en", NULL },
  { "gần 5%", VI, "5 PT under vi", NULL },
  { "dưới 5%", VI, "5 PT under vi", NULL },
  { "under 5%", EN, "5 PT under en", NULL },
  { "less than 5%", EN, "5 PT under en", NULL },
  { "below 5%", EN, "5 PT under en", NULL },
  { "nearly 5%", EN, "5 PT under en", NULL },
  { "ít nhất 5%", VI, "5 PT at_least vi", NULL },
  { "tối thiểu 5%", VI, "5 PT at_least vi", NULL },
  { "at least 5%", EN, "5 PT at_least en", NULL },
  { "≥5%", EN, "5 PT at_least en", NULL },
  { "5% trở lên", VI, "5 PT at_least vi", NULL },
  { "5% or more", EN, "5 PT at_least en", NULL },
  { "không quá 5%", VI, "5 PT at_most vi", NULL },
  { "tối đa 5%", VI, "5 PT at_most vi", NULL },
  { "at most 5%", EN, "5 PT at_most en", NULL },
  { "up to 5%", EN, "5 PT at_most en", NULL },
  { "5% trở xuống", VI, "5 PT at_most vi", NULL },
  { "ước 62,02 triệu đồng", VI, "62.02 10^6 VND estimate vi", NULL },
  { "ước đạt 62,02 triệu đồng", VI, "62.02 10^6 VND estimate vi", NULL },
  { "dự kiến 62,02 triệu đồng", VI, "62.02 10^6 VND estimate vi", NULL },
  { "estimated 5%", EN, "5 PT estimate en", NULL },
  { "đạt 105,1%", VI, "105.1 PT vi", NULL },
  { "ước đạt khoảng 409,5 tỷ đồng", VI, "409.5 10^9 VND approx vi", NULL },
  { "khoảng hơn 5%", VI, "5 PT approx vi", NULL },
  /* A fall turns the side of a bound. */
  { "giảm hơn 5,5%", VI, "-5.5 PT under vi", NULL },
  { "giảm gần 5,5%", VI, "-5.5 PT over vi", NULL },
  { "giảm ít nhất 5%", VI, "-5 PT at_most vi", NULL },
  { "giảm tối đa 5%", VI, "-5 PT at_least vi", NULL },
  { "giảm khoảng 5%", VI, "-5 PT approx vi", NULL },
  { "giảm 5-7%", VI, "-7..-5 PT vi", NULL },
  /* Ranges. */
  { "7-7,5%", AUTO, "7..7.5 PT vi", NULL },
  { "7 - 7,5 %", AUTO, "7..7.5 PT vi", NULL },
  { "7–7,5%", AUTO, "7..7.5 PT vi", NULL },
  { "7%-7,5%", AUTO, "7..7.5 PT vi", NULL },
  { "7% đến 7,5%", AUTO, "7..7.5 PT vi", NULL },
  { "từ 7 đến 7,5%", AUTO, "7..7.5 PT vi", NULL },
  { "from 7 to 7.5%", AUTO, "7..7.5 PT en", NULL },
  { "5 tỷ - 6 tỷ đồng", AUTO, "5..6 10^9 VND auto", NULL },
  { "5% - 7", AUTO, "5..7 PT auto", NULL },
  { "-3 - -1%", AUTO, "-3..-1 PT auto", NULL },
  { "-1–2%", AUTO, "-1..2 PT auto", NULL },
  { "2021 - 2030", AUTO, "2021..2030 auto", NULL },
  { "2-2", AUTO, "2..2 auto", NULL },
  { "0,1-0,10", VI, "0.1..0.10 vi", NULL },
  { "0-0,1", VI, "0..0.1 vi", NULL },
  { "99999999999999999-100000000000000000", VI, "99999999999999999..100000000000000000 vi", NULL },
  { "100000000000000000-100000000000000000,5", VI, NULL, NULL },
  /* Units, after and before. */
  { "11,7km", AUTO, "11.7 KM vi", NULL },
  { "1.011,32 ha", AUTO, "1011.32 HA vi", NULL },
  { "35 m²", AUTO, "35 M2 auto", NULL },
  { "10,6 nghìn tỷ đồng", AUTO, "10.6 10^12 VND vi", NULL },
  { "319.000 người", VI, "319000 PS vi", NULL },
  { "06 dự án", AUTO, "6 NUMBER auto zero", NULL },
  { "200 xã, thị trấn", AUTO, "200 NUMBER auto", NULL },
  { "1,18 điểm phần trăm", AUTO, "1.18 PP vi", NULL },
  { "50,400 bn VND 2010", EN, "50400 10^9 VND 2010 en", NULL },
  { "6 tỷ", AUTO, "6 10^9 auto", NULL },
  { "USD 2,433", EN, "2433 USD en", NULL },
  { "US$2.5 million/person", EN, "2.5 10^6 USD/PS en", NULL },
  { "VND50,400 bn", EN, "50400 10^9 VND en", NULL },
  { "about USD 5 million", EN, "5 10^6 USD approx en", NULL },
  { "5 10^-2 PP", AUTO, "5 10^-2 PP auto", NULL },
  { "5 10^6 USD", AUTO, "5 10^6 USD auto", NULL },
  { "GIẢM KHOẢNG 5,5 TỶ ĐỒNG", AUTO, "-5.5 10^9 VND approx vi", NULL },
  { "gia\u0309m khoa\u0309ng 5,5 ty\u0309 \u0111o\u0302\u0300ng", AUTO, "-5.5 10^9 VND approx vi",
    NULL },
};

START_TEST (test_readings)
{
  size_t i;

  for (i = 0; i < sizeof readings / sizeof readings[0]; i++)
    {
      ind_number found[2];
      ind_error error = { IND_OK, 0, 0, "" };
      size_t n = 0;
      char first[256] = "", second[256] = "";
      ind_status status = ind_number_read (readings[i].text, strlen (readings[i].text),
                                           readings[i].locale, found, &n, &error);
      if (readings[i].first == NULL)
        {
          ck_assert_int_eq (status, IND_E_PRECISION);
          continue;
        }
      ck_assert_msg (status == (readings[i].second != NULL ? IND_E_AMBIGUOUS : IND_OK),
                     "\"%s\": status %d, %s", readings[i].text, (int) status, error.message);
      ck_assert_uint_eq (n, readings[i].second != NULL ? 2 : 1);
      describe (&found[0], first);
      ck_assert_msg (strcmp (first, readings[i].first) == 0, "\"%s\" reads as %s, not %s",
                     readings[i].text, first, readings[i].first);
      if (n < 2)
        continue;
      describe (&found[1], second);
      ck_assert_msg (strcmp (second, readings[i].second) == 0, "\"%s\" reads second as %s, not %s",
                     readings[i].text, second, readings[i].second);
    }
}
END_TEST

START_TEST (test_failures)
{
  static const struct {
    const char *text;
    ind_locale locale;
    ind_status status;
    const char *message;
  } cases[] = {
    { "60,530", AUTO, IND_E_AMBIGUOUS,
      "\"60,530\" reads as 60.530 (vi) or 60530 (en): name the locale" },
    { "1.23.45", AUTO, IND_E_NUMBER,
      "\"1.23.45\" is not a number: expected the end after the decimals at character 5, found "
      "\".45\"" },
    { "1.23.45", VI, IND_E_NUMBER,
      "\"1.23.45\" is not a number: expected a group of 3 digits at character 3, found \"23.45\"" },
    { "12,34,5", AUTO, IND_E_NUMBER,
      "\"12,34,5\" is not a number: expected a group of 3 digits at character 7, found \"5\"" },
    { "1,23,456", EN, IND_E_NUMBER,
      "\"1,23,456\" is not a number: expected a group of 3 digits at character 3, found "
      "\"23,456\"" },
    { "504,000", IN, IND_E_NUMBER,
      "\"504,000\" is not a number: expected the end, or a group of 1 or 2 digits before it at "
      "character 4, found \",000\"" },
    { "1,234,567", IN, IND_E_NUMBER,
      "\"1,234,567\" is not a number: expected a group of 2 digits at character 3, found "
      "\"234,567\"" },
    { "0.123", VI, IND_E_NUMBER,
      "\"0.123\" is not a number: expected the end, for no group begins with 0 at character 2, "
      "found \".123\"" },
    { "1234.567", VI, IND_E_NUMBER,
      "\"1234.567\" is not a number: expected the end, or a group of 1 to 3 digits before it at "
      "character 5, found \".567\"" },
    { "5,5.5", AUTO, IND_E_NUMBER,
      "\"5,5.5\" is not a number: expected the end after the decimals at character 4, found "
      "\".5\"" },
    { "1 234.567", VI, IND_E_NUMBER,
      "\"1 234.567\" is not a number: expected the same mark between all groups at character 6, "
      "found \".567\"" },
    { "5.5 5", AUTO, IND_E_NUMBER,
      "\"5.5 5\" is not a number: expected the end after the decimals at character 5, found "
      "\"5\"" },
    { "", AUTO, IND_E_NUMBER,
      "\"\" is not a number: expected a digit at character 1, found the end" },
    { "   ", AUTO, IND_E_NUMBER,
      "\"   \" is not a number: expected a digit at character 4, found the end" },
    { "%", AUTO, IND_E_NUMBER,
      "\"%\" is not a number: expected a digit at character 1, found \"%\"" },
    { "bốn trụ cột", AUTO, IND_E_NUMBER,
      "\"bốn trụ cột\" is not a number: expected a digit at character 1, found \"bốn\"" },
    { "ước tăng nhẹ 5%", AUTO, IND_E_NUMBER,
      "\"ước tăng nhẹ 5%\" is not a number: expected a digit at character 10, found \"nhẹ\"" },
    { "Km18", AUTO, IND_E_NUMBER,
      "\"Km18\" is not a number: expected a digit at character 1, found \"Km18\"" },
    { "--5", AUTO, IND_E_NUMBER,
      "\"--5\" is not a number: expected a digit at character 1, found \"--5\"" },
    { "- 5", AUTO, IND_E_NUMBER,
      "\"- 5\" is not a number: expected a digit at character 1, found \"-\"" },
    { "giảm -5%", AUTO, IND_E_NUMBER,
      "\"giảm -5%\" is not a number: expected digits without a sign, for a word gives it at "
      "character 7, found \"5%\"" },
    { "tăng -5%", AUTO, IND_E_NUMBER,
      "\"tăng -5%\" is not a number: expected digits without a sign, for a word gives it at "
      "character 7, found \"5%\"" },
    { "tăng giảm 5%", AUTO, IND_E_NUMBER,
      "\"tăng giảm 5%\" is not a number: expected one direction only at character 6, found "
      "\"giảm\"" },
    { "at least at most 5", AUTO, IND_E_NUMBER,
      "\"at least at most 5\" is not a number: expected a word that agrees with the one before at "
      "character 10, found \"at\"" },
    { "at most 5 or more", AUTO, IND_E_NUMBER,
      "\"at most 5 or more\" is not a number: expected words that agree with those before the "
      "number at character 11, found \"or\"" },
    { "từ 5%", AUTO, IND_E_NUMBER,
      "\"từ 5%\" is not a number: expected a range at character 5, found \"%\"" },
    { "7,5 - 7%", AUTO, IND_E_NUMBER,
      "\"7,5 - 7%\" is not a number: expected an end of the range not below the first at character "
      "7, found \"7%\"" },
    { "0,100000000000000001-0,1", VI, IND_E_NUMBER,
      "\"0,100000000000000001-0,1\" is not a number: expected an end of the range not below the "
      "first at character 22, found \"0,1\"" },
    { "1,5 tỷ đòng", AUTO, IND_E_UNIT,
      "cannot read the unit in \"1,5 tỷ đòng\": \"đòng\" at character 8 is not known" },
    { "1/10.000", AUTO, IND_E_UNIT,
      "cannot read the unit in \"1/10.000\": \"/10.000\" at character 2 has no unit before it" },
    { "31/12/2023", AUTO, IND_E_UNIT,
      "cannot read the unit in \"31/12/2023\": \"/12\" at character 3 has no unit before it" },
    { "5 dự án 2024", AUTO, IND_E_UNIT,
      "cannot read the unit in \"5 dự án 2024\": \"2024\" at character 9 follows a unit that has "
      "no "
      "prices" },
    { "USD 5 triệu đồng", AUTO, IND_E_UNIT,
      "cannot read the unit in \"USD 5 triệu đồng\": \"đồng\" at character 13 follows a unit "
      "without "
      "\"/\"" },
    { "5 triệu - 6 tỷ đồng", AUTO, IND_E_UNIT,
      "the ends of the range \"5 triệu - 6 tỷ đồng\" have different units" },
    { "1234567890123456789", AUTO, IND_E_PRECISION,
      "\"1234567890123456789\" has more than 18 significant digits or 40 decimals" },
    { "0,00000000000000000000000000000000000000001", AUTO, IND_E_PRECISION,
      "\"0,00000000000000000000000000000000000000001\" has more than 18 significant digits or 40 "
      "decimals" },
    { "5\xFF", AUTO, IND_E_ENCODING, "byte 2 is not valid UTF-8" },
    { "5", (ind_locale) 4, IND_E_ARGUMENT,
      "no text, no place for the readings, or an unknown locale" },
  };
  char longer[256];
  ind_number found[2];
  ind_error error;
  size_t n, i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_status status;
      n = 99;
      memset (found, 0x55, sizeof found);
      status = ind_number_read (cases[i].text, strlen (cases[i].text), cases[i].locale, found, &n,
                                &error);
      ck_assert_msg (status == cases[i].status && error.status == status, "\"%s\": status %d, %s",
                     cases[i].text, (int) status, error.message);
      ck_assert_str_eq (error.message, cases[i].message);
      ck_assert_msg (status == IND_E_AMBIGUOUS || (n == 99 && found[0].locale == 0x55555555),
                     "\"%s\" wrote a result", cases[i].text);
    }
  memset (longer, '1', sizeof longer);
  ck_assert_int_eq (ind_number_read (longer, sizeof longer, AUTO, found, &n, &error), IND_E_NUMBER);
  ck_assert_int_eq (ind_number_read (longer, 255, AUTO, found, &n, &error), IND_E_PRECISION);
  ck_assert_int_eq (ind_number_read (NULL, 1, AUTO, found, &n, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_number_read ("5", 1, AUTO, NULL, &n, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_number_read ("5", 1, AUTO, found, NULL, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_number_read ("5\0", 2, AUTO, found, &n, NULL), IND_E_UNIT);
}
END_TEST

/* Writes digits with groups of a convention. */
static size_t
print (char *out, uint64_t whole, int n_decimals, uint64_t decimals, ind_locale locale)
{
  char digits[24], group = locale == VI ? '.' : ',';
  int n = snprintf (digits, sizeof digits, "%llu", (unsigned long long) whole), i;
  size_t length = 0;

  for (i = 0; i < n; i++)
    {
      int left = n - i;
      if (i > 0 && (left == 3 || (left > 3 && (locale == IN ? left % 2 == 1 : left % 3 == 0))))
        out[length++] = group;
      out[length++] = digits[i];
    }
  if (n_decimals > 0)
    length += (size_t) sprintf (out + length, "%c%0*llu", locale == VI ? ',' : '.', n_decimals,
                                (unsigned long long) decimals);
  return length;
}

/* A number printed in a convention reads back in it, and is among the
 * readings where the convention is not named. */
START_TEST (test_print_then_read)
{
  exact_random random = { 31 };
  size_t i;

  for (i = 0; i < 50000; i++)
    {
      ind_locale locale = (ind_locale) (1 + exact_random_below (&random, 3));
      int n_decimals = (int) exact_random_below (&random, 5), k;
      uint64_t limit = 1, whole, decimals, unit = 1;
      char text[64];
      size_t length, n = 0;
      ind_number found[2];
      ind_status status;

      for (k = (int) exact_random_below (&random, 14); k >= 0; k--)
        limit *= 10;
      for (k = 0; k < n_decimals; k++)
        unit *= 10;
      whole = exact_random_below (&random, limit);
      decimals = exact_random_below (&random, unit);
      if (whole > 99999999999999)
        whole /= 1000;
      length = print (text, whole, n_decimals, decimals, locale);
      text[length] = '\0';
      status = ind_number_read (text, length, locale, found, &n, NULL);
      exact_assert (status == IND_OK && n == 1
                        && found[0].value.mantissa == (int64_t) (whole * unit + decimals)
                        && found[0].value.decimals == n_decimals && found[0].locale == locale,
                    "%s in %s: status %d", text, ind_locale_name (locale), (int) status);
      status = ind_number_read (text, length, AUTO, found, &n, NULL);
      exact_assert ((status == IND_OK && n == 1) || (status == IND_E_AMBIGUOUS && n == 2),
                    "%s: status %d", text, (int) status);
      exact_assert ((found[0].value.mantissa == (int64_t) (whole * unit + decimals)
                     && found[0].value.decimals == n_decimals)
                        || (n == 2 && found[1].value.mantissa == (int64_t) (whole * unit + decimals)
                            && found[1].value.decimals == n_decimals),
                    "%s is misread without its convention %s", text, ind_locale_name (locale));
    }
}
END_TEST

/* Any text is either refused or read; nothing else. Pieces that mean something
 * find more than bytes at random. */
START_TEST (test_any_text)
{
  static const char *const pieces[] = {
    "5",    "12",  "345",     "000",      "0",           ".",    ",",    " ",      "-",
    "–",    "−",   "+",       "%",        "tỷ",          "đồng", "giảm", "khoảng", "đến",
    "to",   "USD", "VND",     "/",        "per",         "^",    "10^",  "người",  "'",
    "2010", "và",  "trở lên", "or less",  "(",           ")",    "*",    "\u00A0", "o\u0302\u0300",
    "\xE1", "m²",  "từ",      "at least", "giá so sánh", "\n"
  };
  exact_random random = { 37 };
  size_t i, n_read = 0;

  for (i = 0; i < 100000; i++)
    {
      char text[512];
      size_t length = 0, n_pieces = 1 + exact_random_below (&random, 8), n = 0, k;
      ind_number found[2];
      ind_error error;
      ind_interval interval;
      ind_status status;

      while (n_pieces-- > 0)
        {
          const char *piece
              = pieces[exact_random_below (&random, sizeof pieces / sizeof pieces[0])];
          memcpy (text + length, piece, strlen (piece));
          length += strlen (piece);
        }
      text[length] = '\0';
      status = ind_number_read (text, length, (ind_locale) (i % 4), found, &n, &error);
      exact_assert (status == IND_OK || status == IND_E_AMBIGUOUS || status == IND_E_NUMBER
                        || status == IND_E_UNIT || status == IND_E_ENCODING
                        || status == IND_E_PRECISION,
                    "\"%s\": status %d", text, (int) status);
      if (status != IND_OK && status != IND_E_AMBIGUOUS)
        continue;
      n_read++;
      exact_assert (n == (status == IND_OK ? 1 : 2), "\"%s\": %zu readings", text, n);
      for (k = 0; k < n; k++)
        {
          status = ind_number_interval (&found[k], IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, &interval);
          exact_assert (status == IND_OK && !ind_interval_is_empty (interval), "\"%s\": status %d",
                        text, (int) status);
        }
    }
  ck_assert_uint_gt (n_read, 1000);
}
END_TEST

START_TEST (test_interval)
{
  static const struct {
    const char *text;
    ind_rounding rounding;
    ind_zeros zeros;
    int64_t low, high;
    int decimals;
  } cases[] = {
    { "50.400 tỷ đồng", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, 50350, 50450, -9 },
    { "50.400 tỷ đồng", IND_ROUNDING_NEAREST, IND_ZEROS_STRICT, 503995, 504005, -8 },
    { "319.000 người", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, 318500, 319500, 0 },
    { "60 triệu đồng", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, 595, 605, -5 },
    { "5,55%", IND_ROUNDING_TRUNCATED, IND_ZEROS_WEAK, 555, 556, 2 },
    { "7-7,5%", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, 650, 755, 2 },
    { "khoảng 11%", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, 10, 12, 0 },
    { "giảm hơn 5,5%", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, -56, -55, 1 },
    { "giảm 5-7%", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, -75, -45, 1 },
    { "10,3 km", IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, 10250, 10350, 0 },
  };
  ind_number found[2];
  ind_interval x;
  size_t i, n;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ck_assert_int_eq (ind_number_read (cases[i].text, strlen (cases[i].text), VI, found, &n,
                                         NULL),
                        IND_OK);
      ck_assert_int_eq (ind_number_interval (found, cases[i].rounding, cases[i].zeros, &x), IND_OK);
      ck_assert_msg (exact_compare_decimal (x.low, cases[i].low, cases[i].decimals, 0, 0, 0) <= 0
                         && exact_compare_decimal (exact_step (x.low, 1), cases[i].low,
                                                   cases[i].decimals, 0, 0, 0)
                                > 0
                         && exact_compare_decimal (x.high, cases[i].high, cases[i].decimals, 0, 0,
                                                   0)
                                >= 0
                         && exact_compare_decimal (exact_step (x.high, -1), cases[i].high,
                                                   cases[i].decimals, 0, 0, 0)
                                < 0,
                     "%s stands for [%.17g, %.17g]", cases[i].text, x.low, x.high);
    }
  ck_assert_int_eq (ind_number_read ("ít nhất 7-7,5%", strlen ("ít nhất 7-7,5%"), VI, found, &n,
                                     NULL),
                    IND_OK);
  ck_assert_int_eq (ind_number_interval (found, 0, 0, &x), IND_OK);
  ck_assert (x.low == 7 && x.high == INFINITY);
  ck_assert_int_eq (ind_number_interval (NULL, 0, 0, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_number_interval (found, 0, 0, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_number_interval (found, 0, (ind_zeros) 2, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_number_interval (found, (ind_rounding) 6, 0, &x), IND_E_ARGUMENT);
}
END_TEST

/* The figures of a provincial report (seeds 001): 157.96 million VND per
 * worker is 50,400 billion over 319,000 workers only when the zeros of both
 * may be rounding. */
START_TEST (test_weak_zeros)
{
  static const char *const texts[]
      = { "50.400 tỷ đồng", "319.000 người", "157,96 triệu đồng/lao động" };
  int zeros, k;

  for (zeros = IND_ZEROS_WEAK; zeros <= IND_ZEROS_STRICT; zeros++)
    {
      ind_interval x[3];
      ind_number found[2];
      size_t n;
      for (k = 0; k < 3; k++)
        {
          ck_assert_int_eq (ind_number_read (texts[k], strlen (texts[k]), VI, found, &n, NULL),
                            IND_OK);
          ck_assert_int_eq (ind_number_interval (found, 0, (ind_zeros) zeros, &x[k]), IND_OK);
        }
      x[0] = ind_interval_intersect (ind_interval_div (x[0], x[1]), x[2]);
      ck_assert_int_eq (ind_interval_is_empty (x[0]), zeros == IND_ZEROS_STRICT);
    }
}
END_TEST

START_TEST (test_locale_names)
{
  static const char *const names[] = { "auto", "vi", "en", "in" };
  ind_locale locale;
  size_t i;

  for (i = 0; i < sizeof names / sizeof names[0]; i++)
    {
      ck_assert_str_eq (ind_locale_name ((ind_locale) i), names[i]);
      ck_assert_int_eq (ind_locale_read (names[i], strlen (names[i]), &locale), IND_OK);
      ck_assert_uint_eq (locale, i);
    }
  ck_assert_str_eq (ind_locale_name ((ind_locale) 4), "?");
  ck_assert_int_eq (ind_locale_read ("VI", 2, &locale), IND_OK);
  ck_assert_int_eq (ind_locale_read ("de", 2, &locale), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_locale_read ("", 0, &locale), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_locale_read ("vi", 2, NULL), IND_E_ARGUMENT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("printed");
  tcase_add_test (tests, test_readings);
  tcase_add_test (tests, test_failures);
  tcase_add_test (tests, test_print_then_read);
  tcase_add_test (tests, test_any_text);
  tcase_add_test (tests, test_interval);
  tcase_add_test (tests, test_weak_zeros);
  tcase_add_test (tests, test_locale_names);
  return suite_run (tests, "printed");
}
