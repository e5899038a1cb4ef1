/* SPDX-License-Identifier: GPL-3.0-or-later
 * Units: every word, composed units in three languages, failures, canonical
 * spelling read back, arithmetic. */
#include "number/unit.h"

#include <stdio.h>
#include <string.h>

#include "support/exact.h"
#include "support/suite.h"

static int
is_same (const ind_unit *a, const ind_unit *b)
{
  return memcmp (a->symbol, b->symbol, sizeof a->symbol) == 0
         && memcmp (a->exponent, b->exponent, sizeof a->exponent) == 0
         && a->price_base == b->price_base && a->scale == b->scale;
}

static ind_unit
unit (const char *text)
{
  ind_unit read = ind__unit_one ();
  ind_error error;

  if (ind_unit_read (text, strlen (text), &read, &error) != IND_OK)
    ck_abort_msg ("\"%s\": %s", text, error.message);
  return read;
}

START_TEST (test_composed)
{
  static const struct {
    const char *text, *canonical;
  } cases[] = {
    /* The input contract. */
    { "bn VND", "10^9 VND" },
    { "bn VND 2010", "10^9 VND 2010" },
    { "mn VND/person", "10^6 VND/PS" },
    { "mn VND/worker", "10^6 VND/PS" },
    { "thousand persons", "10^3 PS" },
    { "%", "PT" },
    { "pp", "PP" },
    { "tỷ đồng", "10^9 VND" },
    { "percentage points", "PP" },
    /* Units of the seed reports. */
    { "nghìn tỷ đồng", "10^12 VND" },
    { "triệu đồng", "10^6 VND" },
    { "triệu USD", "10^6 USD" },
    { "USD", "USD" },
    { "nghìn người", "10^3 PS" },
    { "người", "PS" },
    { "điểm phần trăm", "PP" },
    { "ha", "HA" },
    { "km", "KM" },
    { "m²", "M2" },
    { "m2", "M2" },
    { "dự án", "NUMBER" },
    { "đơn vị", "NUMBER" },
    { "doanh nghiệp", "NUMBER" },
    { "DN", "NUMBER" },
    { "xã", "NUMBER" },
    { "xã, thị trấn", "NUMBER" },
    { "xã, phường và thị trấn", "NUMBER" },
    { "đô thị", "NUMBER" },
    { "m² per person", "M2/PS" },
    { "triệu đồng/người/năm", "10^6 VND/PS/YR" },
    { "triệu đồng/lao động", "10^6 VND/PS" },
    { "triệu đồng trên một người", "10^6 VND/PS" },
    /* Powers of ten. */
    { "nghìn", "10^3" },
    { "ngàn", "10^3" },
    { "triệu", "10^6" },
    { "tỷ", "10^9" },
    { "tỉ", "10^9" },
    { "hundred thousand persons", "10^5 PS" },
    { "k USD", "10^3 USD" },
    { "tn VND", "10^12 VND" },
    { "crore INR", "10^7 INR" },
    { "1000 USD", "10^3 USD" },
    { "1.000 đồng", "10^3 VND" },
    { "1,000,000 USD", "10^6 USD" },
    { "1 USD", "USD" },
    { "10^-2 PP", "10^-2 PP" },
    { "USD million", "10^6 USD" },
    { "USD million/person", "10^6 USD/PS" },
    { "trđ", "10^6 VND" },
    { "tr.đồng", "10^6 VND" },
    /* Quotients, powers, products. */
    { "bn VND per thousand persons", "10^6 VND/PS" },
    { "cases per 100,000 people", "10^-5 NUMBER/PS" },
    { "persons/km2", "10^-6 PS/M2" },
    { "km^2", "KM2" },
    { "10^3 km^2", "10^3 KM2" },
    { "thousand ha", "10^3 HA" },
    { "million m2", "KM2" },
    { "m^3", "M3" },
    { "tạ/ha", "10^1 G/M2" },
    { "tấn", "T" },
    { "million kWh", "10^6 KWH" },
    { "VND/USD", "VND/USD" },
    { "XDC/USD", "XDC/USD" },
    { "PS*HR", "HR*PS" },
    { "1/YR", "1/YR" },
    { "thousand/km", "1/M" },
    { "USD/PS/HR", "USD/HR/PS" },
    { "VND^2", "VND^2" },
    { "% per annum", "PT/YR" },
    { "%/năm", "PT/YR" },
    /* Prices. */
    { "billion VND at constant 2010 prices", "10^9 VND 2010" },
    { "bn VND, constant 2010 prices", NULL },
    { "bn VND (constant prices 2010)", "10^9 VND 2010" },
    { "tỷ đồng giá so sánh 2010", "10^9 VND 2010" },
    { "tỷ đồng (theo giá so sánh năm 2010)", "10^9 VND 2010" },
    { "tỷ đồng (giá hiện hành)", "10^9 VND" },
    { "bn VND at current prices", "10^9 VND" },
    { "mn VND 2010/person", "10^6 VND/PS 2010" },
    /* Case, blanks, spelling. */
    { "  BN   vnd ", "10^9 VND" },
    { "TỶ ĐỒNG", "10^9 VND" },
    { "Tỷ Đồng", "10^9 VND" },
    { "ĐIỂM PHẦN TRĂM", "PP" },
    { "NGHÌN NGƯỜI", "10^3 PS" },
    { "t\u1EC9 \u0111\u1ED3ng", "10^9 VND" },
    { "ty\u0309 \u0111o\u0302\u0300ng", "10^9 VND" },
    { "ty\u0309 \u0111o\u0300\u0302ng", "10^9 VND" },
    { "TY\u0309 \u00D0O\u0302\u0300NG", "10^9 VND" },
    { "nghi\u0300n ngu\u031Bo\u031B\u0300i", "10^3 PS" },
    { "d\u1EF1 a\u0301n", "NUMBER" },
    { "du\u031B\u0323 \u00E1n", "NUMBER" },
    { "t\u1EF7\u00A0\u0111\u1ED3ng", "10^9 VND" },
    { "mn\u202FVND", "10^6 VND" },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_unit read;
      char text[64];
      if (cases[i].canonical == NULL)
        {
          ck_assert_int_eq (ind_unit_read (cases[i].text, strlen (cases[i].text), &read, NULL),
                            IND_E_UNIT);
          continue;
        }
      read = unit (cases[i].text);
      ck_assert_uint_eq (ind_unit_write (&read, text), strlen (text));
      ck_assert_msg (strcmp (text, cases[i].canonical) == 0, "\"%s\" is %s, not %s", cases[i].text,
                     text, cases[i].canonical);
    }
}
END_TEST

START_TEST (test_fields)
{
  ind_unit read = unit ("bn VND 2010/person");

  ck_assert_str_eq (read.symbol[0], "PS");
  ck_assert_str_eq (read.symbol[1], "VND");
  ck_assert_str_eq (read.symbol[2], "");
  ck_assert_int_eq (read.exponent[0], -1);
  ck_assert_int_eq (read.exponent[1], 1);
  ck_assert_int_eq (read.price_base, 2010);
  ck_assert_int_eq (read.scale, 9);
  read = unit ("thousand ha");
  ck_assert_str_eq (read.symbol[0], "M");
  ck_assert_int_eq (read.exponent[0], 2);
  ck_assert_int_eq (read.scale, 7);
  read = unit ("USD/USD");
  ck_assert_str_eq (read.symbol[0], "");
}
END_TEST

START_TEST (test_failures)
{
  static const struct {
    const char *text, *message;
  } cases[] = {
    { "", "cannot read the unit in \"\": the end at character 1 should be a unit" },
    { "foo", "cannot read the unit in \"foo\": \"foo\" at character 1 is not known" },
    { "mn VND/persn",
      "cannot read the unit in \"mn VND/persn\": \"persn\" at character 8 is not known" },
    { "tỷ đòng", "cannot read the unit in \"tỷ đòng\": \"đòng\" at character 4 is not known" },
    { "$", "cannot read the unit in \"$\": \"$\" at character 1 is not known" },
    { "m VND",
      "cannot read the unit in \"m VND\": \"VND\" at character 3 follows a unit without \"/\"" },
    { "VND/", "cannot read the unit in \"VND/\": the end at character 5 should be a unit" },
    { "/PS", "cannot read the unit in \"/PS\": \"/PS\" at character 1 has no unit before it" },
    { "VND//PS",
      "cannot read the unit in \"VND//PS\": \"/PS\" at character 5 has no unit before it" },
    { "VND/thousand",
      "cannot read the unit in \"VND/thousand\": the end at character 13 should be a unit" },
    { "thousand/thousand",
      "cannot read the unit in \"thousand/thousand\": the end at character 18 should be a unit" },
    { "ty\u0301\u0309", "cannot read the unit in \"ty\u0301\u0309\": \"ty\u0301\u0309\" at "
                        "character 1 is not known" },
    { "bn VND mn", "cannot read the unit in \"bn VND mn\": \"mn\" at character 8 follows a unit" },
    { "ha mn", "cannot read the unit in \"ha mn\": \"mn\" at character 4 follows a unit" },
    { "5 VND", "cannot read the unit in \"5 VND\": \"5\" at character 1 is not a power of ten" },
    { "1001 VND",
      "cannot read the unit in \"1001 VND\": \"1001\" at character 1 is not a power of ten" },
    { "VND 1492",
      "cannot read the unit in \"VND 1492\": \"1492\" at character 5 is not a year of prices" },
    { "VND 20100",
      "cannot read the unit in \"VND 20100\": \"20100\" at character 5 is not a year of prices" },
    { "VND 2010 2010", "cannot read the unit in \"VND 2010 2010\": \"2010\" at character 10 is not "
                       "a year of prices" },
    { "ha 2010", "cannot read the unit in \"ha 2010\": \"2010\" at character 4 follows a unit that "
                 "has no prices" },
    { "bn VND at constant prices", "cannot read the unit in \"bn VND at constant prices\": the end "
                                   "at character 26 should say of "
                                   "which year the prices are" },
    { "VND^", "cannot read the unit in \"VND^\": the end at character 5 should be an exponent" },
    { "VND^x", "cannot read the unit in \"VND^x\": \"x\" at character 5 should be an exponent" },
    { "VND^11",
      "cannot read the unit in \"VND^11\": \"11\" at character 5 makes it too complicated" },
    { "VND mn^2", "cannot read the unit in \"VND mn^2\": \"^2\" at character 7 is not known" },
    { "VND^2^2", "cannot read the unit in \"VND^2^2\": \"^2\" at character 6 is not known" },
    { "VND*PS*HR*D*MO", "cannot read the unit in \"VND*PS*HR*D*MO\": \"MO\" at character 13 makes "
                        "it too complicated" },
    { "10^61 VND",
      "cannot read the unit in \"10^61 VND\": \"10^61\" at character 1 makes it too complicated" },
    { "xã, ha",
      "cannot read the unit in \"xã, ha\": \"ha\" at character 5 cannot be listed with the unit "
      "before it" },
    { "VND person", "cannot read the unit in \"VND person\": \"person\" at character 5 follows a "
                    "unit without \"/\"" },
    { "XXX", "cannot read the unit in \"XXX\": \"XXX\" at character 1 is not known" },
  };
  char longer[300];
  ind_error error;
  ind_unit read;
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_status status;
      read = ind__unit_symbol ("KEEP");
      status = ind_unit_read (cases[i].text, strlen (cases[i].text), &read, &error);
      ck_assert_msg (status == IND_E_UNIT, "\"%s\": status %d", cases[i].text, (int) status);
      ck_assert_str_eq (error.message, cases[i].message);
      ck_assert_str_eq (read.symbol[0], "KEEP");
    }
  ck_assert_int_eq (ind_unit_read ("t\xE1\xBB \x91", 5, &read, &error), IND_E_ENCODING);
  ck_assert_str_eq (error.message, "byte 2 is not valid UTF-8");
  memset (longer, 'a', sizeof longer);
  ck_assert_int_eq (ind_unit_read (longer, sizeof longer, &read, &error), IND_E_UNIT);
  ck_assert_int_eq (ind_unit_read (longer, 255, &read, &error), IND_E_UNIT);
  ck_assert_int_eq (ind_unit_read (NULL, 1, &read, &error), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_unit_read ("%", 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

/* Every word means what the list says, alone, in capitals and written
 * canonically; no word is listed twice. */
START_TEST (test_words)
{
  const char *word, *language;
  ind_unit listed, read;
  size_t k, n = 0;

  for (k = 0; ind_unit_at (k, &word, &language, &listed); k++)
    {
      const char *other, *other_language;
      ind_unit unused;
      char text[64], capitals[64];
      ind_error error;
      size_t i;

      n++;
      exact_assert (strcmp (language, "en") == 0 || strcmp (language, "vi") == 0
                        || strcmp (language, "sdmx") == 0,
                    "%s is in %s", word, language);
      exact_assert (ind_unit_read (word, strlen (word), &read, &error) == IND_OK, "%s: %s", word,
                    error.message);
      exact_assert (is_same (&read, &listed), "%s does not read as listed", word);
      ind_unit_write (&listed, text);
      exact_assert (ind_unit_read (text, strlen (text), &read, &error) == IND_OK
                        && is_same (&read, &listed),
                    "%s is written %s, which does not read back", word, text);
      for (i = 0; word[i] != '\0' && i < sizeof capitals; i++)
        capitals[i] = (char) (word[i] >= 'a' && word[i] <= 'z' ? word[i] - 32 : word[i]);
      exact_assert (ind_unit_read (capitals, i, &read, &error) == IND_OK
                        && is_same (&read, &listed),
                    "%s does not read in capitals", word);
      for (i = 0; i < k; i++)
        exact_assert (ind_unit_at (i, &other, &other_language, &unused)
                          && strcmp (other, word) != 0,
                      "%s is listed twice", word);
    }
  ck_assert_int_eq (ind_unit_at (k, &word, &language, &listed), 0);
  ck_assert_int_eq (ind_unit_at ((size_t) -1, &word, &language, &listed), 0);
  ck_assert_uint_gt (n, 400);
}
END_TEST

/* What is written is read back as the same unit, for random products of
 * powers. */
START_TEST (test_write_then_read)
{
  exact_random random = { 23 };
  size_t n_words = 0, i;
  const char *word, *language;
  ind_unit ignored;

  while (ind_unit_at (n_words, &word, &language, &ignored))
    n_words++;
  for (i = 0; i < 10000; i++)
    {
      ind_unit made = ind__unit_one (), again;
      char text[64];
      ind_error error;
      uint64_t n = 1 + exact_random_below (&random, 5);

      while (n-- > 0)
        {
          ind_unit factor;
          size_t at = exact_random_below (&random, n_words);
          if (!ind_unit_at (at, &word, &language, &factor))
            ck_abort ();
          if (exact_random_below (&random, 3) != 0)
            ind__unit_multiply (&made, &factor, &made);
          else
            ind__unit_divide (&made, &factor, &made);
        }
      if (made.symbol[0][0] != '\0' && exact_random_below (&random, 4) == 0)
        {
          ind_unit currency = ind__unit_symbol ("VND");
          if (ind__unit_multiply (&made, &currency, &made) && made.symbol[0][0] != '\0')
            made.price_base = 2010;
        }
      if (made.symbol[0][0] == '\0' && made.scale == 0)
        continue;
      exact_assert (ind_unit_write (&made, text) < 64, "%s is too long", text);
      if (made.price_base != 0 && strstr (text, "VND") == NULL)
        continue;
      exact_assert (ind_unit_read (text, strlen (text), &again, &error) == IND_OK, "%s: %s", text,
                    error.message);
      exact_assert (is_same (&made, &again), "%s does not read back", text);
    }
}
END_TEST

/* Any bytes in the struct give text of at most 63. */
START_TEST (test_write_any)
{
  exact_random random = { 29 };
  size_t i, k;

  for (i = 0; i < 10000; i++)
    {
      unsigned char bytes[sizeof (ind_unit)];
      ind_unit any;
      char text[64];
      for (k = 0; k < sizeof bytes; k++)
        bytes[k] = (unsigned char) exact_random_bits (&random);
      memcpy (&any, bytes, sizeof any);
      exact_assert (ind_unit_write (&any, text) < 64, "too long");
    }
}
END_TEST

START_TEST (test_dimensions)
{
  static const struct {
    const char *declared, *printed;
    int is_same, is_match;
  } cases[] = {
    { "XDC", "bn VND", 0, 1 },      { "XDC", "USD", 0, 1 },
    { "XDC", "XDC", 1, 1 },         { "XDC", "PS", 0, 0 },
    { "XDC", "VND/PS", 0, 0 },      { "XDC", "%", 0, 0 },
    { "XDC", "VND^2", 0, 0 },       { "USD", "VND", 0, 0 },
    { "USD", "XDC", 0, 0 },         { "XDC/PS", "mn VND/worker", 0, 1 },
    { "XDC/PS", "VND/HR", 0, 0 },   { "XDC/USD", "VND/USD", 0, 1 },
    { "XDC/USD", "USD/VND", 0, 0 }, { "XDC/USD", "VND/EUR", 0, 0 },
    { "XDC/PS", "XDC/PS", 1, 1 },   { "PT", "pp", 1, 1 },
    { "PT", "dự án", 1, 1 },        { "PT", "nghìn", 1, 1 },
    { "PS", "nghìn người", 1, 1 },  { "KM", "M", 1, 1 },
    { "HA", "M2", 1, 1 },           { "HA", "KM", 0, 0 },
    { "cases/PS", "1/PS", 1, 1 },   { "bn VND 2010", "VND", 1, 1 },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_unit declared = unit (cases[i].declared), printed = unit (cases[i].printed);
      ck_assert_msg (ind__unit_same_dimension (&declared, &printed) == cases[i].is_same,
                     "same dimension: %s, %s", cases[i].declared, cases[i].printed);
      ck_assert_msg (ind__unit_matches (&declared, &printed) == cases[i].is_match, "match: %s, %s",
                     cases[i].declared, cases[i].printed);
    }
}
END_TEST

START_TEST (test_arithmetic)
{
  ind_unit a = unit ("bn VND 2010"), b = unit ("thousand persons"), c = unit ("%"), out, same;
  ind_unit four = unit ("VND*PS*HR*D");
  char text[64];

  ck_assert_int_eq (ind__unit_divide (&a, &b, &out), 1);
  ind_unit_write (&out, text);
  ck_assert_str_eq (text, "10^6 VND/PS 2010");
  ck_assert_int_eq (ind__unit_multiply (&out, &b, &out), 1);
  ck_assert (is_same (&out, &a));
  ck_assert_int_eq (ind__unit_multiply (&a, &c, &out), 1);
  ck_assert (is_same (&out, &a));
  ck_assert_int_eq (ind__unit_divide (&a, &a, &out), 1);
  same = ind__unit_one ();
  same.price_base = 2010;
  ck_assert (is_same (&out, &same));
  ck_assert_int_eq (ind__unit_is_dimensionless (&out), 1);
  ck_assert_int_eq (ind__unit_is_dimensionless (&c), 1);
  ck_assert_int_eq (ind__unit_is_dimensionless (&b), 0);
  same = unit ("bn VND 2020");
  ck_assert_int_eq (ind__unit_multiply (&a, &same, &out), 1);
  ck_assert_int_eq (out.price_base, 0);
  out = b;
  same = unit ("YR");
  ck_assert_int_eq (ind__unit_multiply (&four, &same, &out), 0);
  ck_assert (is_same (&out, &b));
  a = unit ("VND^9");
  ck_assert_int_eq (ind__unit_multiply (&a, &a, &out), 0);
  a = unit ("10^60 VND");
  ck_assert_int_eq (ind__unit_multiply (&a, &b, &out), 0);
  ck_assert (is_same (&out, &b));
  ck_assert_int_eq (ind__unit_is_currency ("VND"), 1);
  ck_assert_int_eq (ind__unit_is_currency ("XDC"), 1);
  ck_assert_int_eq (ind__unit_is_currency ("AED"), 1);
  ck_assert_int_eq (ind__unit_is_currency ("ZWG"), 1);
  ck_assert_int_eq (ind__unit_is_currency ("XXX"), 0);
  ck_assert_int_eq (ind__unit_is_currency ("PS"), 0);
  ck_assert_int_eq (ind__unit_is_currency (""), 0);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("unit");
  tcase_add_test (tests, test_composed);
  tcase_add_test (tests, test_fields);
  tcase_add_test (tests, test_failures);
  tcase_add_test (tests, test_words);
  tcase_add_test (tests, test_write_then_read);
  tcase_add_test (tests, test_write_any);
  tcase_add_test (tests, test_dimensions);
  tcase_add_test (tests, test_arithmetic);
  return suite_run (tests, "unit");
}
