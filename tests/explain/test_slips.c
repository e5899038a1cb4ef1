/* SPDX-License-Identifier: GPL-3.0-or-later
 * Slips: each kind with a print whose truth is known by construction, texts,
 * and random slips found again. */
#include "explain/slips.h"

#include <string.h>

#include "number/interval.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

static ind_decimal
decimal (const char *text)
{
  ind_decimal number = { 0, 0 };

  ck_assert_msg (ind_decimal_read (text, strlen (text), &number, NULL) == IND_OK, "%s", text);
  return number;
}

/* What holds of every answer. */
static void
assert_sane (const ind__slip_query *query, const ind__slip_answer *answer)
{
  exact_assert (answer->score >= 0 && answer->score <= 1 && answer->share >= 0
                    && answer->share <= 1,
                "%s: score %g, share %g", query->printed, answer->score, answer->share);
  exact_assert ((int) answer->slip >= 0 && answer->slip < IND_SLIP_COUNT, "slip %d",
                (int) answer->slip);
  exact_assert (answer->slip == IND_SLIP_NONE || (answer->share > 0 && answer->text[0] != '\0'),
                "%s: a slip to nowhere", query->printed);
  exact_assert (memchr (answer->text, '\0', sizeof answer->text) != NULL, "no end");
}

/* `value` as the contract writes it; precision by weak zeros, rounding nearest. */
static ind__slip_answer
find (const char *value, const char *printed, double low, double high)
{
  ind__slip_query query = { decimal (value), 0,       IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST,
                            printed,         { 0, 0 } };
  ind__slip_answer answer;

  query.precision = ind_decimal_precision (query.value, IND_ZEROS_WEAK);
  query.must_lie_in.low = low;
  query.must_lie_in.high = high;
  memset (&answer, 0xA5, sizeof answer);
  ind__slip_find (&query, &answer);
  assert_sane (&query, &answer);
  return answer;
}

static const struct {
  const char *value, *printed;
  double low, high; /* where the truth must lie */
  ind_slip slip;
  const char *candidate, *text;
} cases[] = {
  /* One digit: 1 for 0, 6 for 3. */
  { "5.15", "5,15 %", 5.04, 5.06, IND_SLIP_DIGIT, "5.05", "5,05 %" },
  { "26.34", "26.34", 23.335, 23.345, IND_SLIP_DIGIT, "23.34", "23.34" },
  /* A figure of one digit. */
  { "7", "7%", 2.6, 3.4, IND_SLIP_DIGIT, "3", "3%" },
  { "7", "", -0.4, 0.04, IND_SLIP_DIGIT, "0", "0" },
  /* 0 first: 1.12 for 0.12 and back; but no 03 for 13. */
  { "1.12", "1,12", 0.118, 0.122, IND_SLIP_DIGIT, "0.12", "0,12" },
  { "0.12", "0,12", 1.118, 1.122, IND_SLIP_DIGIT, "1.12", "1,12" },
  { "13", "13", 2.6, 3.4, IND_SLIP_DOUBLED_DIGIT, "3", "3" },
  /* Weak zeros stay: 319 thousand for 379 thousand, to the thousand. */
  { "319000", "319.000 người", 378600, 379300, IND_SLIP_DIGIT, "379000", "379.000 người" },
  /* Adjacent digits interchanged (S. Scholtus, 2009: 46 for 64). */
  { "46", "46", 63.8, 64.2, IND_SLIP_TRANSPOSITION, "64", "64" },
  { "5.50", "5,50%", 5.049, 5.051, IND_SLIP_TRANSPOSITION, "5.05", "5,05%" },
  /* Across the mark: 12.5 for 15.2 swaps 2 and 5. */
  { "12.5", "12.5", 15.18, 15.22, IND_SLIP_TRANSPOSITION, "15.2", "15.2" },
  /* 912 thousand for 192 thousand. */
  { "912000", "912,000", 191700, 192300, IND_SLIP_TRANSPOSITION, "192000", "192,000" },
  /* 60.530 with the other mark, in either reading: 60530 / 1000 = 60.53. */
  { "60530", "60,530", 60.52, 60.54, IND_SLIP_SEPARATOR, "60.530", "60.530" },
  { "60.530", "60,530", 60520, 60540, IND_SLIP_SEPARATOR, "60530", "60.530" },
  { "60.53", "60,530 ha", 60520, 60540, IND_SLIP_SEPARATOR, "60530", "60.530 ha" },
  /* The mark moved by one and by two places. */
  { "26.34", "26,34 %", 2.62, 2.65, IND_SLIP_SEPARATOR, "2.634", "2,634 %" },
  { "26.34", "26.34 %", 2633, 2635, IND_SLIP_SEPARATOR, "2634", "2,634 %" },
  { "5", "5", 0.49, 0.51, IND_SLIP_SEPARATOR, "0.5", "0.5" },
  /* 5.05 billion for 5.05 thousand billion; 1234.5 million for thousand: 1234.5 / 1000. */
  { "5.05", "5,05 tỷ đồng", 5049, 5051, IND_SLIP_POWER_OF_TEN, "5050", "5.050 tỷ đồng" },
  { "5.05", "5.05 bn", 0.00504, 0.00506, IND_SLIP_POWER_OF_TEN, "0.00505", "0.00505 bn" },
  { "12", "12 triệu", 11.9e6, 12.1e6, IND_SLIP_POWER_OF_TEN, "12000000", "12.000.000 triệu" },
  /* The sign (Scholtus' other classic), as a sign and in words. */
  { "-5.2", "-5,2%", 5.19, 5.21, IND_SLIP_SIGN, "5.2", "5,2%" },
  { "5.2", "5,2%", -5.22, -5.19, IND_SLIP_SIGN, "-5.2", "-5,2%" },
  { "5.2", "+5.2 %", -5.22, -5.19, IND_SLIP_SIGN, "-5.2", "-5.2 %" },
  { "-5.2", "\xE2\x88\x92"
            "5.2",
    5.19, 5.21, IND_SLIP_SIGN, "5.2", "5.2" },
  { "-0.12", "giảm 0,12%", 0.119, 0.121, IND_SLIP_SIGN, "0.12", "tăng 0,12%" },
  { "0.12", "Tăng 0,12 %", -0.121, -0.119, IND_SLIP_SIGN, "-0.12", "Giảm 0,12 %" },
  { "-3.1", "fell by 3.1%", 3.09, 3.11, IND_SLIP_SIGN, "3.1", "rose by 3.1%" },
  { "-5.2", "(5.2)", 5.19, 5.21, IND_SLIP_SIGN, "5.2", "5.2" },
  /* The word stays where it is not the sign that is wrong: -0.12 for -0.21. */
  { "-0.12", "giảm 0,12%", -0.211, -0.209, IND_SLIP_TRANSPOSITION, "-0.21", "giảm 0,21%" },
  { "-5.15", "-5,15%", -5.052, -5.048, IND_SLIP_DIGIT, "-5.05", "-5,05%" },
  /* A digit is missing: 999 for 1999; 2.64 for 2.364. */
  { "999", "999 tỷ", 1998.8, 1999.2, IND_SLIP_DROPPED_DIGIT, "1999", "1.999 tỷ" },
  { "2.64", "2,64%", 2.3635, 2.3645, IND_SLIP_DROPPED_DIGIT, "2.364", "2,364%" },
  { "234.5", "234,5", 1234.4, 1234.6, IND_SLIP_DROPPED_DIGIT, "1234.5", "1.234,5" },
  /* A digit twice, or one too many. */
  { "55.05", "55,05%", 5.049, 5.051, IND_SLIP_DOUBLED_DIGIT, "5.05", "5,05%" },
  { "1234.5", "1.234,5", 234.4, 234.6, IND_SLIP_DOUBLED_DIGIT, "234.5", "234,5" },
  /* 3190000 for 319000: a zero too many, of those that stand for rounding. */
  { "3190000", "3190000", 318900, 319100, IND_SLIP_DOUBLED_DIGIT, "319000", "319000" },
  /* The figure itself may be right. */
  { "5.05", "5,05 %", 5.0, 5.1, IND_SLIP_NONE, "5.05", "5,05 %" },
  { "5.05", "5,05 %", -INFINITY, INFINITY, IND_SLIP_NONE, "5.05", "5,05 %" },
  /* No slip: the middle as it would be printed. 26.34 and 57.83 differ in four digits. */
  { "26.34", "26,34%", 57.826, 57.834, IND_SLIP_NONE, "57.83", "57,83%" },
  { "319000", "319.000", 778700, 779100, IND_SLIP_NONE, "779000", "779.000" },
  /* ... or nothing: wide, and empty. */
  { "26.34", "26,34%", 77.3, 77.7, IND_SLIP_NONE, "0", "" },
  { "26.34", "26,34%", INFINITY, -INFINITY, IND_SLIP_NONE, "0", "" },
  { "26.34", "26,34%", (double) NAN, 1, IND_SLIP_NONE, "0", "" },
};

START_TEST (test_kinds)
{
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind__slip_answer answer
          = find (cases[i].value, cases[i].printed, cases[i].low, cases[i].high);
      ind_interval expected = ind_decimal_enclosure (decimal (cases[i].candidate));
      ind_interval found = ind_decimal_enclosure (answer.candidate);
      ck_assert_msg (answer.slip == cases[i].slip && strcmp (answer.text, cases[i].text) == 0
                         && expected.low == found.low && expected.high == found.high,
                     "%s in %g .. %g: %s, %lld e%d, \"%s\"", cases[i].value, cases[i].low,
                     cases[i].high, ind_slip_name (answer.slip),
                     (long long) answer.candidate.mantissa, (int) -answer.candidate.decimals,
                     answer.text);
    }
}
END_TEST

START_TEST (test_texts)
{
  static const struct {
    const char *value, *printed;
    double truth;
    const char *text;
  } texts[] = {
    /* Nothing known of the print, or not the number: as the contract writes. */
    { "5.15", "", 5.05, "5.05" },
    { "5.15", NULL, 5.05, "5.05" },
    { "5.15", "about five", 5.05, "5.05" },
    { "5.15", "6,15", 5.05, "5.05" },
    { "5.15", "5,15 of 5,15", 5.05, "5.05" },
    { "5.15", "\xFF 5,15", 5.05, "5.05" },
    /* The end of a range: alone. */
    { "7.5", "7-7,5%", 9.5, "9,5" },
    { "7", "7-7,5%", 9, "9" },
    { "7.5", "từ 7 đến 7,5%", 9.5, "9,5" },
    { "7.5", "7% to 7.5%", 9.5, "9.5" },
    { "-7.5", "-7.5 to -2%", -9.5, "-9.5" },
    /* These are none. */
    { "-7.5", "2023: -7,5 %", -9.5, "2023: -9,5 %" },
    { "7.5", "giai đoạn 2021-2025 đạt 7,5%", 9.5, "giai đoạn 2021-2025 đạt 9,5%" },
    /* Groups of other marks, and of two in India. */
    { "50400.5", "50 400,5 t", 50900.5, "50 900,5 t" },
    { "50400.5", "50\xC2\xA0"
                 "400,5 t",
      50900.5,
      "50\xC2\xA0"
      "900,5 t" },
    { "504001", "5,04,001", 904001, "9,04,001" },
    { "504001", "5,04,001", 1504001, "15,04,001" },
    { "50400.5", "50400.5", 50900.5, "50900.5" },
    { "50400.5", "50'400.5", 50900.5, "50'900.5" },
    /* Words on both sides; the one nearest by gives the sign. */
    { "7.5", "ước đạt 7,5% so với cùng kỳ", 9.5, "ước đạt 9,5% so với cùng kỳ" },
    { "-7.5", "giá tăng, lượng giảm 7,5%", 7.5, "giá tăng, lượng tăng 7,5%" },
    { "7.5", "up to 7.5%", -7.5, "up to -7.5%" },
    /* A zero has no sign. */
    { "-0.5", "-0,5", 0, "0,0" },
    /* Too long for the words: the number alone. */
    { "5.15",
      "5,15 % of all that has been said, written and printed in any of the very many reports of that year",
      5.05, "5,05" },
  };
  size_t i;

  for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
    {
      ind_interval unit = ind_decimal_enclosure ((ind_decimal) { 1, decimal (texts[i].value).decimals });
      ind__slip_answer answer = find (texts[i].value, texts[i].printed,
                                      texts[i].truth - unit.low / 4, texts[i].truth + unit.low / 4);
      ck_assert_msg (strcmp (answer.text, texts[i].text) == 0, "%s to %g: \"%s\"",
                     texts[i].printed == NULL ? "NULL" : texts[i].printed, texts[i].truth,
                     answer.text);
    }
}
END_TEST

/* In words, the sign turns the qualifier: "fell by more than 5" is below -5,
 * "rose by more than 5" above 5, to 6. */
START_TEST (test_qualifiers)
{
  ind__slip_query query = { { -5, 0 },          0, IND_QUALIFIER_UNDER,
                            IND_ROUNDING_NEAREST, "fell by more than 5", { 5.2, 5.9 } };
  ind__slip_answer answer;

  ind__slip_find (&query, &answer);
  assert_sane (&query, &answer);
  ck_assert_int_eq (answer.slip, IND_SLIP_SIGN);
  ck_assert_str_eq (answer.text, "rose by more than 5");

  /* An exact count is right at one point only: 46 for 64, not for 64.3. */
  query = (ind__slip_query) { { 46, 0 }, 0, IND_QUALIFIER_EXACT, IND_ROUNDING_NEAREST, "",
                              { 64, 64 } };
  ind__slip_find (&query, &answer);
  assert_sane (&query, &answer);
  ck_assert_int_eq (answer.slip, IND_SLIP_TRANSPOSITION);
  query.must_lie_in = (ind_interval) { 64.2, 64.4 };
  ind__slip_find (&query, &answer);
  assert_sane (&query, &answer);
  ck_assert_int_eq (answer.slip, IND_SLIP_NONE);
  ck_assert_str_eq (answer.text, "");
  ck_assert (answer.score > 0 && answer.share == 0);

  /* "At least 33" of 30 was not meant to be "at least -33", true as that is. */
  query = (ind__slip_query) { { 33, 0 }, 0, IND_QUALIFIER_AT_LEAST, IND_ROUNDING_NEAREST, "",
                              { 30, 30 } };
  ind__slip_find (&query, &answer);
  assert_sane (&query, &answer);
  ck_assert_int_eq (answer.slip, IND_SLIP_DIGIT);
  ck_assert_int_eq (answer.candidate.mantissa, 30);

  query = (ind__slip_query) { { 99, 0 }, 0, IND_QUALIFIER_AT_LEAST, IND_ROUNDING_NEAREST, "",
                              { 91, 91.5 } };
  ind__slip_find (&query, &answer);
  assert_sane (&query, &answer);
  ck_assert (answer.slip != IND_SLIP_NONE && answer.candidate.mantissa == 91);

  /* Cut off, 57.83 stands for 57.83 to 57.84; rounded up, for 57.82 to 57.83. */
  query = (ind__slip_query) { { 2634, 2 }, 2, IND_QUALIFIER_NONE, IND_ROUNDING_TRUNCATED, "",
                              { 57.836, 57.839 } };
  ind__slip_find (&query, &answer);
  ck_assert_str_eq (answer.text, "57.83");
  query.rounding = IND_ROUNDING_UP;
  ind__slip_find (&query, &answer);
  ck_assert_str_eq (answer.text, "57.84");
}
END_TEST

START_TEST (test_without_end)
{
  /* Only the sign makes -5.2 positive. */
  ind__slip_answer answer = find ("-5.2", "-5.2", 0, INFINITY);

  ck_assert_int_eq (answer.slip, IND_SLIP_SIGN);
  ck_assert_str_eq (answer.text, "5.2");
  /* Not above 100: of all digits the nearest to the end. */
  answer = find ("126.34", "126.34", -INFINITY, 100);
  ck_assert (answer.slip != IND_SLIP_NONE && ind_decimal_enclosure (answer.candidate).low <= 100);
}
END_TEST

/* A figure that one digit explains scores higher than one that differs in three:
 * 26.34 for 23.34, and for 23.59. */
START_TEST (test_score_ranks)
{
  ind__slip_answer slipped = find ("26.34", "26,34", 23.335, 23.345);
  ind__slip_answer other = find ("26.34", "26,34", 23.585, 23.595);

  ck_assert_int_eq (slipped.slip, IND_SLIP_DIGIT);
  ck_assert_int_eq (other.slip, IND_SLIP_NONE);
  ck_assert (slipped.score > 10 * other.score);
  /* Four digits can each be nine others, but the first no 0; next to nothing
   * comes from the rest. */
  suite_assert_near (slipped.score, 0.40 / (4 * 9 - 1), 0.05, 0);
  ck_assert (slipped.share > 0.9);
}
END_TEST

START_TEST (test_extremes)
{
  static const ind_decimal values[] = {
    { 0, 0 },
    { 0, 40 },
    { 0, -40 },
    { 1, 40 },
    { 1, -40 },
    { INT64_C (999999999999999999), 0 },
    { -INT64_C (999999999999999999), 40 },
    { INT64_C (999999999999999999), -40 },
    { INT64_C (100000000000000000), 18 },
    { INT64_C (1000000000000000000), 0 },
    { INT64_MIN, 0 },
    { INT64_MAX, 0 },
    { 1, INT32_MAX },
    { 1, INT32_MIN },
  };
  static const double ends[] = { -INFINITY, -1e300, -1, 0, 1e-300, 1, 100, 1e18, 1e300, INFINITY };
  static const char *const printed[] = { "", "999 999 999 999 999 999", "1%", "- . , 1" };
  size_t n_ends = sizeof ends / sizeof ends[0], i, a, b, q, r, t;

  for (i = 0; i < sizeof values / sizeof values[0]; i++)
    for (a = 0; a < n_ends; a++)
      for (b = a; b < n_ends; b++)
        for (q = 0; q <= IND_QUALIFIER_ESTIMATE + 1; q++)
          {
            ind__slip_answer answer;
            r = q % (IND_ROUNDING_UP + 2);
            for (t = 0; t < sizeof printed / sizeof printed[0]; t++)
              {
                ind__slip_query query
                    = { values[i],  values[i].decimals, (ind_qualifier) q, (ind_rounding) r,
                        printed[t], { ends[a], ends[b] } };
                ind__slip_find (&query, &answer);
                assert_sane (&query, &answer);
                if (t == 1)
                  {
                    query.precision = INT32_MIN + (int32_t) b;
                    ind__slip_find (&query, &answer);
                    assert_sane (&query, &answer);
                    ck_assert (answer.text[0] == '\0');
                    query.precision = b % 2 == 0 ? 60 : -60;
                    ind__slip_find (&query, &answer);
                    assert_sane (&query, &answer);
                  }
              }
          }
}
END_TEST

/* A digit lost or put in at any place of 18 digits would not overflow: the last
 * digit of the longest is found again. */
START_TEST (test_18_digits)
{
  ind__slip_answer answer = find ("123456789012345678", "123.456.789.012.345.678",
                                  923456789012345678.0 - 256, 923456789012345678.0 + 256);

  ck_assert_int_eq (answer.slip, IND_SLIP_DIGIT);
  ck_assert_str_eq (answer.text, "923.456.789.012.345.678");
}
END_TEST

/* Writes the number with a point, and groups it by commas. */
static void
print_grouped (ind_decimal number, char text[96])
{
  char plain[64];
  size_t i, n = 0, point, length = ind_decimal_write (number, plain);

  point = strcspn (plain, ".");
  for (i = 0; i < length; i++)
    {
      if (i > 0 && i < point && (point - i) % 3 == 0 && plain[i - 1] != '-')
        text[n++] = ',';
      text[n++] = plain[i];
    }
  text[n] = '\0';
}

/* Turns a plain text with point into another one by a slip; a digit is dropped
 * or doubled behind the point or before it. Returns 0 when the outcome is not a
 * print, or the same. */
static int
make_slip (ind_slip slip, int in_fraction, const char *truth, exact_random *random, char out[80])
{
  size_t n = strlen (truth), at = exact_random_below (random, n), i, k;
  char c = (char) ('0' + exact_random_below (random, 10));
  const char *point = strchr (truth, '.');

  strcpy (out, truth);
  switch ((int) slip)
    {
    case IND_SLIP_DIGIT:
      if (out[at] == '.' || out[at] == '-')
        return 0;
      out[at] = c;
      break;
    case IND_SLIP_TRANSPOSITION:
      i = at + 1 < n && out[at + 1] == '.' ? at + 2 : at + 1;
      if (i >= n || out[at] == '.' || out[at] == '-' || out[i] == out[at])
        return 0;
      out[at] = truth[i];
      out[i] = truth[at];
      break;
    case IND_SLIP_SEPARATOR:
      if (point == NULL)
        return 0;
      for (i = k = 0; i < n; i++) /* the digits without the point, which goes to `at` */
        if (truth[i] != '.')
          {
            if (k == at && k > 0 && out[k - 1] != '-')
              out[k++] = '.';
            out[k++] = truth[i];
          }
      out[k] = '\0';
      break;
    case IND_SLIP_POWER_OF_TEN:
      {
        /* Three places at once, beyond the digits: 5.05 becomes 0.00505. */
        ind_decimal number = decimal (truth);
        number.decimals += number.decimals > 0 && point != NULL ? 3 : 6;
        ind_decimal_write (number, out);
        break;
      }
    case IND_SLIP_SIGN:
      if (truth[0] == '-')
        strcpy (out, truth + 1);
      else
        {
          out[0] = '-';
          strcpy (out + 1, truth);
        }
      break;
    case IND_SLIP_DROPPED_DIGIT:
      if (out[at] == '.' || out[at] == '-' || (at > strcspn (out, ".")) != in_fraction)
        return 0;
      memmove (out + at, out + at + 1, n - at);
      break;
    default: /* IND_SLIP_DOUBLED_DIGIT */
      if (out[at] == '.' || out[at] == '-' || (at > strcspn (out, ".")) != in_fraction)
        return 0;
      memmove (out + at + 1, out + at, n - at + 1);
    }
  if (strcmp (out, truth) == 0)
    return 0;
  /* "03", "-.5" and "5." are no prints. */
  i = out[0] == '-';
  n = strlen (out);
  return out[i] != '.' && out[n - 1] != '.' && n > i
         && !(out[i] == '0' && out[i + 1] != '.' && out[i + 1] != '\0');
}

/* What the candidate stands for: its zeros may be rounding, and with another
 * unit word the figure is as coarse as its digits were. */
static ind_interval
interval_of (const ind__slip_query *query, const ind__slip_answer *answer)
{
  ind_interval found = ind_decimal_enclosure (answer->candidate), own = { 1, 0 };
  int32_t scale = 0;

  if (answer->slip == IND_SLIP_POWER_OF_TEN)
    {
      for (scale = -9; scale < 9; scale += 3)
        {
          ind_decimal moved = { query->value.mantissa, query->value.decimals - scale };
          if (ind_decimal_enclosure (moved).low == found.low)
            break;
        }
      ck_assert (ind_decimal_interval (query->value, query->precision, query->qualifier,
                                       query->rounding, scale, &own)
                 == IND_OK);
    }
  else
    ck_assert (ind_decimal_interval (answer->candidate,
                                     ind_decimal_precision (answer->candidate, IND_ZEROS_WEAK),
                                     query->qualifier, query->rounding, 0, &own)
               == IND_OK);
  return own;
}

/* Random figures of 2 to 6 digits, a slip in each, and an interval 2 units wide
 * or less around a true value that is anywhere in that of the right print. What
 * is not found has another slip, as likely or likelier, that leads there, too:
 * of few digits that is not rare. Behind the point, where a digit more or less
 * changes the unit as well, it is the rule rather than the exception: 32.1 in
 * 32.406 .. 32.423 is 32.4 with a wrong digit, or 32.41 that lost one. */
START_TEST (test_found_again)
{
  static const struct {
    ind_slip slip;
    int in_fraction;
    double least; /* the rate found again, a bit below what was measured */
  } kinds[] = {
    { IND_SLIP_DIGIT, 0, 0.94 },         { IND_SLIP_TRANSPOSITION, 0, 0.99 },
    { IND_SLIP_SEPARATOR, 0, 0.99 },     { IND_SLIP_POWER_OF_TEN, 0, 0.99 },
    { IND_SLIP_SIGN, 0, 0.99 },          { IND_SLIP_DROPPED_DIGIT, 0, 0.96 },
    { IND_SLIP_DOUBLED_DIGIT, 0, 0.86 }, { IND_SLIP_DROPPED_DIGIT, 1, 0.40 },
    { IND_SLIP_DOUBLED_DIGIT, 1, 0.40 },
  };
  size_t k;

  for (k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
    {
      exact_random random = { 11 + k };
      size_t i, n_tried = 0, n_found = 0;

      for (i = 0; i < N_RANDOM; i++)
        {
          ind_decimal truth;
          ind_interval own, printed_own;
          ind__slip_query query;
          ind__slip_answer answer;
          char text[64], slipped[80], grouped[96];
          int64_t limit = 100;
          double x, u;
          uint64_t n;

          for (n = exact_random_below (&random, 5); n > 0; n--)
            limit *= 10;
          truth.mantissa
              = limit / 10 + (int64_t) exact_random_below (&random, (uint64_t) (limit - limit / 10));
          truth.decimals = (int32_t) exact_random_below (&random, 4);
          if (exact_random_below (&random, 4) == 0)
            truth.mantissa = -truth.mantissa;
          ind_decimal_write (truth, text);
          if (!make_slip (kinds[k].slip, kinds[k].in_fraction, text, &random, slipped))
            continue;
          query.value = decimal (slipped);
          query.precision = query.value.decimals;
          query.qualifier = IND_QUALIFIER_NONE;
          query.rounding = IND_ROUNDING_NEAREST;
          ck_assert (ind_decimal_interval (truth, truth.decimals, query.qualifier, query.rounding, 0,
                                           &own)
                     == IND_OK);
          ck_assert (ind_decimal_interval (query.value, query.precision, query.qualifier,
                                           query.rounding, 0, &printed_own)
                     == IND_OK);
          u = own.high - own.low;
          x = own.low + u * (double) exact_random_below (&random, 1001) / 1000;
          query.must_lie_in.low
              = x - u / 2 - u * (double) exact_random_below (&random, 1001) / 2000;
          query.must_lie_in.high
              = x + u / 2 + u * (double) exact_random_below (&random, 1001) / 2000;
          if (!ind_interval_is_empty (ind_interval_intersect (printed_own, query.must_lie_in)))
            continue;
          print_grouped (query.value, grouped);
          query.printed = grouped;
          ind__slip_find (&query, &answer);
          assert_sane (&query, &answer);
          /* Whatever was chosen is allowed. */
          exact_assert (answer.text[0] != '\0', "%s for %s: nothing", slipped, text);
          own = interval_of (&query, &answer);
          exact_assert (!ind_interval_is_empty (ind_interval_intersect (own, query.must_lie_in)),
                        "%s for %s: %s lies elsewhere", slipped, text, answer.text);
          n_tried++;
          n_found += ind_decimal_enclosure (answer.candidate).low
                     == ind_decimal_enclosure (truth).low;
        }
      ck_assert_msg (n_tried > N_RANDOM / 10
                         && (double) n_found >= kinds[k].least * (double) n_tried,
                     "%s: %zu of %zu found", ind_slip_name (kinds[k].slip), n_found, n_tried);
    }
}
END_TEST

START_TEST (test_names)
{
  static const char *const names[]
      = { "", "digit", "transposition", "separator", "power of ten", "sign", "dropped digit",
          "doubled digit", "percent or percentage point", "copied", "other period",
          "other denominator", "stale vintage" };
  int k;

  ck_assert_uint_eq (sizeof names / sizeof names[0], IND_SLIP_COUNT);
  for (k = 0; k < IND_SLIP_COUNT; k++)
    ck_assert_str_eq (ind_slip_name ((ind_slip) k), names[k]);
  ck_assert_str_eq (ind_slip_name ((ind_slip) IND_SLIP_COUNT), "?");
  ck_assert_str_eq (ind_slip_name ((ind_slip) -1), "?");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("slips");

  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_kinds);
  tcase_add_test (tests, test_texts);
  tcase_add_test (tests, test_qualifiers);
  tcase_add_test (tests, test_without_end);
  tcase_add_test (tests, test_score_ranks);
  tcase_add_test (tests, test_extremes);
  tcase_add_test (tests, test_18_digits);
  tcase_add_test (tests, test_found_again);
  tcase_add_test (tests, test_names);
  return suite_run (tests, "slips");
}
