/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the formats share: handing text over, control characters, headings. */
#include "report/output.h"

#include "report/reporting.h"

START_TEST (test_control_characters)
{
  int c;

  ck_assert_uint_eq (ind__control_at (""), 0);
  for (c = 1; c < 128; c++)
    {
      char text[2] = { (char) c, '\0' };
      ck_assert_msg (ind__control_at (text) == (c < 0x20 || c == 0x7F), "character %d", c);
    }
  /* U+0080 to U+009F; U+00A0 is a blank, and U+0100 begins with another byte. */
  ck_assert_uint_eq (ind__control_at ("\xC2\x80"), 2);
  ck_assert_uint_eq (ind__control_at ("\xC2\x9F"), 2);
  ck_assert_uint_eq (ind__control_at ("\xC2\xA0"), 0);
  ck_assert_uint_eq (ind__control_at ("\xC4\x80"), 0);
  ck_assert_uint_eq (ind__control_at ("Đ"), 0);
}
END_TEST

/* Small pieces are kept together until they are many, or the last. */
START_TEST (test_flush)
{
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind__output output;
  size_t k;

  memset (&output, 0, sizeof output);
  output.writer = collect;
  output.context = &collector;
  ind__output_flush (&output, 1);
  ck_assert_uint_eq (collector.n_calls, 0);
  for (k = 0; k < 65535; k++)
    {
      ind__text_put (&output.text, "x", 1);
      ind__output_flush (&output, 0);
    }
  ck_assert_uint_eq (collector.n_calls, 0);
  ind__text_put (&output.text, "x", 1);
  ind__output_flush (&output, 0);
  ck_assert_uint_eq (collector.n_calls, 1);
  ck_assert_uint_eq (collector.length, 65536);
  ind__text_put (&output.text, "y", 1);
  ind__output_flush (&output, 1);
  ck_assert_uint_eq (collector.length, 65537);
  ck_assert (!output.has_failed);
  ind__text_free (&output.text);
  free (collector.bytes);
}
END_TEST

/* Once the writer failed, text is dropped: a report of any length needs no
 * more memory than a piece of it. */
START_TEST (test_flush_after_failure)
{
  struct collector collector = { NULL, 0, 0, 0, 0 };
  char line[1000];
  ind__output output;
  size_t k;

  memset (line, 'x', sizeof line);
  memset (&output, 0, sizeof output);
  output.writer = collect;
  output.context = &collector;
  for (k = 0; k < 1000; k++)
    {
      ind__text_put (&output.text, line, sizeof line);
      ind__output_flush (&output, 0);
    }
  ck_assert (output.has_failed);
  ck_assert_uint_eq (collector.n_calls, 1);
  ck_assert_uint_lt (output.text.capacity, 200000);
  ind__text_free (&output.text);
}
END_TEST

START_TEST (test_headings)
{
  static const char *const headings[IND_VERDICT_COUNT] = {
    "In order",
    "In order",
    "Notes: explained by figures computed from rounded ones",
    "Doubtful",
    "Cannot all be true",
    "Cannot be used as they stand",
    "In order",
    "In order",
    "Revised between vintages",
    "Cannot all be true",
  };
  ind__finding finding;
  int k;

  memset (&finding, 0, sizeof finding);
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    {
      finding.verdict = (ind_verdict) k;
      ck_assert_str_eq (ind__finding_heading (&finding), headings[k]);
    }
}
END_TEST

static void
expect_printed (const char *csv, const char *rules, const char *expected)
{
  struct checked checked = check_text (csv, rules, 1);
  ind__text text = { 0 };

  ck_assert_uint_eq (checked.report->findings.count, 1);
  ind__put_printed_value (checked.report, &checked.report->findings.at[0], &text);
  ck_assert_str_eq (text.bytes == NULL ? "" : text.bytes, expected);
  ind__text_free (&text);
  checked_free (&checked);
}

/* The figure as the contract writes it; the number a rule states; nothing
 * where there is no end. */
START_TEST (test_printed_value)
{
  static const char csv[] = HEADER "a,,V,2024,7.50\nb,,V,2024,1.0\n";

  expect_printed (csv, "rule r: a == b\n", "7.50");
  expect_printed (csv, "rule r: a + b == 8.5\n", "8.5");
  expect_printed (csv, "rule r: a + b == a + b + 0 * c\n missing zero\n", "8.5");
  expect_printed (csv, "rule r: a + b <= 9\n", "9");
  expect_printed (csv, "rule r: 3 <= a + b\n", "3");
  expect_printed (csv, "rule r: a + b + c == a + b\n missing nonnegative\n", "");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("output");

  tcase_add_test (tests, test_control_characters);
  tcase_add_test (tests, test_flush);
  tcase_add_test (tests, test_flush_after_failure);
  tcase_add_test (tests, test_headings);
  tcase_add_test (tests, test_printed_value);
  return suite_run (tests, "output");
}
