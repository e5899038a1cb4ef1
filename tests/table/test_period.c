/* SPDX-License-Identifier: GPL-3.0-or-later
 * Time periods. */
#include "table/period.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "support/suite.h"

static ind__period
period (const char *text)
{
  ind__period read = IND__NO_PERIOD;
  ck_assert_msg (ind__period_read (text, strlen (text), &read) == IND_OK, "\"%s\"", text);
  return read;
}

/* The spelling of a period; "none" for IND__NO_PERIOD. The text is good until
 * the next call. */
static const char *
spelled (ind__period read)
{
  static char text[16];
  if (read == IND__NO_PERIOD)
    return "none";
  ind__period_write (read, text);
  return text;
}

START_TEST (test_spellings)
{
  static const struct {
    const char *text, *written;
  } cases[] = {
    { "2024", "2024" },
    { "0001", "0001" },
    { "9999", "9999" },
    { "2024-S1", "2024-S1" },
    { "2024-S2", "2024-S2" },
    { "2024-s2", "2024-S2" },
    { "2024-Q1", "2024-Q1" },
    { "2024-Q4", "2024-Q4" },
    { "2024-q3", "2024-Q3" },
    { "2024-01", "2024-01" },
    { "2024-12", "2024-12" },
    { "2024-1M", "2024-1M" },
    { "2024-9M", "2024-9M" },
    { "2024-9m", "2024-9M" },
    { "2024-09M", "2024-9M" },
    { "2024-11M", "2024-11M" },
    { "2024-12M", "2024" }, /* the year to date in December is the year */
    { "2024-10-31", "2024-10-31" },
    { "2024-01-01", "2024-01-01" },
    { "2024-02-29", "2024-02-29" },
    { "2000-02-29", "2000-02-29" },
    { "2021-2025", "2021-2025" },
    { "2021-2022", "2021-2022" },
    { "1901-2000", "1901-2000" },
    /* SDMX 2.1, section 6, 4.2: reporting periods and time ranges. */
    { "2024-A1", "2024" },
    { "2024-a1", "2024" },
    { "2024-M1", "2024-01" },
    { "2024-M01", "2024-01" },
    { "2024-M10", "2024-10" },
    { "2024-m12", "2024-12" },
    { "2024-01-01/P1M", "2024-1M" },
    { "2024-01-01/P9M", "2024-9M" },
    { "2024-01-01/p9m", "2024-9M" },
    { "2024-01-01/P12M", "2024" },
    { "2024-01-01/P1Y", "2024" },
    { "2021-01-01/P5Y", "2021-2025" },
    { "1901-01-01/P100Y", "1901-2000" },
    { "9998-01-01/P2Y", "9998-9999" }
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    ck_assert_str_eq (spelled (period (cases[i].text)), cases[i].written);
}
END_TEST

START_TEST (test_not_a_period)
{
  static const char *const cases[] = {
    "", " ", "2", "24", "202", "0000", "20245", "+2024", "-2024", " 2024", "2024 ", "2024-",
    "2024--", "2024-1", "2024-00", "2024-13", "2024/10", "2024.10", "2024-S", "2024-S0", "2024-S3",
    "2024-S1x", "2024-S001", "2024-Q", "2024-Q0", "2024-Q5", "2024-Q12", "2024-A0", "2024-A2",
    "2024-M0", "2024-M13", "2024-M001", "2024-T1", "2024-W01", "2024-0M", "2024-13M", "2024-M",
    "2024-9MM", "2024-9Q", "2024-9", "2024-100M", "2024-10-", "2024-10x31", "2024-10-0", "2024-10-00",
    "2024-10-1", "2024-10-32", "2024-11-31", "2024-04-31", "2023-02-29", "1900-02-29",
    "2100-02-29", "2024-02-30", "2024-10-311", "2024-10-31x", "2024-10-31/P9M", "2024-01-02/P9M",
    "2024-02-01/P9M", "2024-01-01/", "2024-01-01/P", "2024-01-01/P9", "2024-01-01/PM",
    "2024-01-01/P0M", "2024-01-01/P13M", "2024-01-01/P9D", "2024-01-01/P9MM", "2024-01-01/Q9M",
    "2024-01-01/P0Y", "2024-01-01/P101Y", "9999-01-01/P2Y", "9950-01-01/P100Y", "2024-2024",
    "2024-2023", "2024-2124", "2024-20255", "2024-202", "2024-2025-", "Q3 2024", "2024Q3", "2024M9",
    "NaN", "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA4"
  };
  size_t i;
  ind__period read = 12345;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    ck_assert_msg (ind__period_read (cases[i], strlen (cases[i]), &read) == IND_E_PERIOD,
                   "\"%s\"", cases[i]);
  ck_assert_int_eq (ind__period_read ("2024\0", 5, &read), IND_E_PERIOD);
  ck_assert_int_eq (read, 12345);
}
END_TEST

/* Only the bytes given are looked at. */
START_TEST (test_length)
{
  ind__period read;

  ck_assert_int_eq (ind__period_read ("2024-Q3", 4, &read), IND_OK);
  ck_assert_str_eq (spelled (read), "2024");
  ck_assert_int_eq (ind__period_read ("2024-Q3", 6, &read), IND_E_PERIOD);
  ck_assert_int_eq (ind__period_read ("2024-10-31", 7, &read), IND_OK);
  ck_assert_str_eq (spelled (read), "2024-10");
}
END_TEST

static void
check_round_trip (const char *text)
{
  ind__period once = period (text);
  char written[16];

  ind__period_write (once, written);
  ck_assert_int_eq (period (written), once);
}

START_TEST (test_round_trip)
{
  static const int years[] = { 1, 4, 100, 400, 1899, 1900, 2000, 2023, 2024, 9999 };
  char text[32];
  size_t i;
  int n, month, day;

  for (i = 0; i < sizeof years / sizeof years[0]; i++)
    {
      snprintf (text, sizeof text, "%04d", years[i]);
      check_round_trip (text);
      for (n = 1; n <= 4; n++)
        {
          snprintf (text, sizeof text, "%04d-Q%d", years[i], n);
          check_round_trip (text);
          snprintf (text, sizeof text, "%04d-S%d", years[i], (n + 1) / 2);
          check_round_trip (text);
        }
      for (month = 1; month <= 12; month++)
        {
          snprintf (text, sizeof text, "%04d-%02d", years[i], month);
          check_round_trip (text);
          snprintf (text, sizeof text, "%04d-%dM", years[i], month);
          check_round_trip (text);
          for (day = 1; day <= 28; day++)
            {
              snprintf (text, sizeof text, "%04d-%02d-%02d", years[i], month, day);
              check_round_trip (text);
            }
        }
      for (n = 1; n <= 100 && years[i] + n - 1 <= 9999; n++)
        {
          snprintf (text, sizeof text, "%04d-01-01/P%dY", years[i], n);
          check_round_trip (text);
        }
    }
}
END_TEST

/* Later periods of a kind are larger, and distinct periods differ. */
START_TEST (test_order)
{
  static const char *const kinds[][6] = {
    { "0001", "1999", "2000", "2023", "2024", "9999" },
    { "2022-S2", "2023-S1", "2023-S2", "2024-S1", "2024-S2", "2025-S1" },
    { "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4" },
    { "2023-11", "2023-12", "2024-01", "2024-02", "2024-09", "2024-10" },
    { "2023-1M", "2023-11M", "2024-1M", "2024-2M", "2024-9M", "2024-10M" },
    { "2023-12-31", "2024-01-01", "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01" },
    { "2011-2020", "2016-2020", "2021-2022", "2021-2025", "2021-2030", "2022-2023" }
  };
  size_t i, j, k;

  for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    for (j = 0; j < 6; j++)
      for (k = 0; k < 6; k++)
        ck_assert_int_eq (period (kinds[i][j]) < period (kinds[i][k]), j < k);
  for (i = 0; i + 1 < sizeof kinds / sizeof kinds[0]; i++)
    for (j = 0; j < 6; j++)
      for (k = 0; k < 6; k++)
        ck_assert_int_ne (period (kinds[i][j]), period (kinds[i + 1][k]));
}
END_TEST

START_TEST (test_years_earlier)
{
  static const struct {
    const char *text;
    int years;
    const char *result;
  } cases[] = {
    { "2024", 1, "2023" },
    { "2024", 0, "2024" },
    { "2024", -1, "2025" },
    { "2024-S2", 1, "2023-S2" },
    { "2024-Q3", 10, "2014-Q3" },
    { "2024-01", 1, "2023-01" },
    { "2024-9M", 1, "2023-9M" },
    { "2024-10-31", 1, "2023-10-31" },
    { "2021-2025", 5, "2016-2020" },
    { "2024-02-29", 1, "2023-02-28" },
    { "2024-02-29", 4, "2020-02-29" },
    { "2024-02-29", -1, "2025-02-28" },
    { "2104-02-29", 4, "2100-02-28" },
    { "2024-02-28", 1, "2023-02-28" },
    { "2023-02-28", -1, "2024-02-28" },
    { "0001", 1, "none" },
    { "0002", 1, "0001" },
    { "9999", -1, "none" },
    { "9998-9999", -1, "none" },
    { "9998-9999", 9997, "0001-0002" },
    { "2024", 2024, "none" },
    { "2024", INT_MAX, "none" },
    { "2024", INT_MIN, "none" }
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    ck_assert_str_eq (spelled (ind__period_years_earlier (period (cases[i].text), cases[i].years)),
                      cases[i].result);
}
END_TEST

START_TEST (test_before)
{
  static const struct {
    const char *text, *result;
  } cases[] = {
    { "2024", "2023" },
    { "0001", "none" },
    { "2024-S2", "2024-S1" },
    { "2024-S1", "2023-S2" },
    { "0001-S1", "none" },
    { "2024-Q4", "2024-Q3" },
    { "2024-Q1", "2023-Q4" },
    { "2024-10", "2024-09" },
    { "2024-01", "2023-12" },
    { "0001-01", "none" },
    { "2024-9M", "2024-8M" },
    { "2024-1M", "none" }, /* nothing of the year is before January */
    { "2024-10-31", "2024-10-30" },
    { "2024-10-01", "2024-09-30" },
    { "2024-03-01", "2024-02-29" },
    { "2023-03-01", "2023-02-28" },
    { "2100-03-01", "2100-02-28" },
    { "2024-01-01", "2023-12-31" },
    { "0001-01-01", "none" },
    { "2021-2025", "2016-2020" },
    { "0003-0005", "none" }
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    ck_assert_str_eq (spelled (ind__period_before (period (cases[i].text))), cases[i].result);
}
END_TEST

/* Walking back from the end of a leap year meets each day once. */
START_TEST (test_days_of_a_year)
{
  ind__period day = period ("2024-12-31"), before;
  int n = 1;

  for (; strcmp (spelled (day), "2024-01-01") != 0; day = before, n++)
    {
      before = ind__period_before (day);
      ck_assert_int_lt (before, day);
      check_round_trip (spelled (before));
    }
  ck_assert_int_eq (n, 366);
}
END_TEST

START_TEST (test_year)
{
  static const char *const within[]
      = { "2024", "2024-S2", "2024-Q1", "2024-12", "2024-9M", "2024-02-29" };
  size_t i;

  for (i = 0; i < sizeof within / sizeof within[0]; i++)
    ck_assert_int_eq (ind__period_year (period (within[i])), period ("2024"));
  ck_assert_int_eq (ind__period_year (period ("2021-2025")), IND__NO_PERIOD);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("period");
  tcase_add_test (tests, test_spellings);
  tcase_add_test (tests, test_not_a_period);
  tcase_add_test (tests, test_length);
  tcase_add_test (tests, test_round_trip);
  tcase_add_test (tests, test_order);
  tcase_add_test (tests, test_years_earlier);
  tcase_add_test (tests, test_before);
  tcase_add_test (tests, test_days_of_a_year);
  tcase_add_test (tests, test_year);
  return suite_run (tests, "period");
}
