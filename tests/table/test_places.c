/* SPDX-License-Identifier: GPL-3.0-or-later
 * Kinds, sites, stretches and records: what was noted of each figure is found again. */
#include <stdio.h>
#include <stdlib.h>

#include "reading.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "table/table.h"

#define MOST 150000
#define N_KINDS 12
#define N_SITES 9

/* What was appended, one after the other. */
static struct {
  uint32_t kind, site, record;
  int64_t mantissa;
} noted[MOST];
static size_t n_noted;
/* One in so many mantissas takes more than 32 bits; 0: none. */
static uint64_t wide_each;

/* Kinds from that one on, and sites. */
static void
add_places (ind_table *table, uint32_t from)
{
  ind__kind kind;
  ind__site site = { 0, 0 };
  uint32_t k;

  memset (&kind, 0, sizeof kind);
  for (k = 0; k < N_KINDS; k++)
    {
      kind.rounding = (uint8_t) ((from + k) % N_KINDS);
      ck_assert_uint_eq (ind__table_add_kind (table, &kind), k);
    }
  for (k = 0; k < N_SITES; k++)
    {
      site.period = (ind__period) k;
      ck_assert_uint_eq (ind__table_add_site (table, &site), k);
    }
}

static ind__tail tail;

/* Gives the table the figures in its tail. */
static void
settle (ind_table *table)
{
  ind__table_take_tail (table, &tail);
}

static void
note (ind_table *table, uint32_t kind, uint32_t site, uint32_t record)
{
  ind_decimal value = { 0, 0 };

  value.mantissa = INT64_C (1000003) * (int64_t) (n_noted % 2000);
  if (wide_each == 1)
    value.mantissa = (n_noted % 2 == 0 ? 1 : -1) * ((INT64_C (1) << 40) + (int64_t) n_noted);
  else if (wide_each > 1 && n_noted % wide_each == 0)
    value.mantissa = (n_noted % 2 == 0 ? INT32_MAX : INT32_MIN)
                     + (int64_t) (n_noted % 5 - 2) * (n_noted % 3 == 0 ? INT32_MAX : 1);
  exact_assert (n_noted < MOST, "more figures than the test has room for");
  noted[n_noted].kind = kind;
  noted[n_noted].site = site;
  noted[n_noted].mantissa = value.mantissa;
  noted[n_noted++].record = record;
  /* What goes on stays in the tail until the next that does not. */
  if (site == tail.site && record == (uint32_t) (tail.record + tail.n)
      && (ind__tail_add (&tail, kind, value, 0)
          || (n_noted % 3 != 0 && ind__table_turn_tail (table, &tail, kind)
              && ind__tail_add (&tail, kind, value, 0))))
    return;
  settle (table);
  exact_assert (ind__table_append_known (table, kind, site, value, 0, record), "memory ran out");
  tail = ind__table_tail (table);
}

/* Figures of all kinds in their order, some of them missing; of kinds in any order; the same
 * again and again. */
static void
note_some (ind_table *table, exact_random *random)
{
  uint32_t site = (uint32_t) exact_random_below (random, N_SITES);
  uint32_t record = (uint32_t) exact_random_below (random, 100000), k;
  uint64_t way = exact_random_below (random, 4);

  for (k = 0; k < N_KINDS; k++)
    switch (way)
      {
      case 0: note (table, k, site, record++); break;
      case 1:
        if (exact_random_below (random, 4) > 0)
          note (table, k, site, record + k);
        break;
      case 2: note (table, (uint32_t) exact_random_below (random, N_KINDS), site, record++); break;
      default: note (table, (uint32_t) record % N_KINDS, site, record); break;
      }
  settle (table);
}

static void
check (const ind_table *table)
{
  static uint32_t kinds[MOST], sites[MOST];
  size_t k, n = 0;

  ck_assert_uint_eq (table->count, n_noted);
  ind_table_kinds (table, kinds);
  ind_table_sites (table, sites);
  for (k = 0; k < n_noted; k++)
    {
      exact_assert (ind__table_kind_number (table, k) == noted[k].kind
                        && kinds[k] == noted[k].kind,
                    "figure %zu is of kind %u, not %u", k, ind__table_kind_number (table, k),
                    noted[k].kind);
      exact_assert (ind__table_site_number (table, k) == noted[k].site
                        && sites[k] == noted[k].site,
                    "figure %zu is at site %u, not %u", k, ind__table_site_number (table, k),
                    noted[k].site);
      exact_assert (ind__table_record (table, k) == noted[k].record,
                    "figure %zu is of record %u, not %u", k, ind__table_record (table, k),
                    noted[k].record);
      exact_assert (ind__table_mantissa (table, k) == noted[k].mantissa, "figure %zu lost its value", k);
    }
  for (k = 0; k < ind__table_stretch_count (table); k++)
    {
      ind__stretch stretch = ind__table_stretch (table, k);
      exact_assert (stretch.figure == n, "stretch %zu begins with figure %u, not %zu", k,
                    stretch.figure, n);
      exact_assert (ind__table_stretch_length (table, k) > 0, "stretch %zu is empty", k);
      n += ind__table_stretch_length (table, k);
    }
  ck_assert_uint_eq (n, n_noted);
}

START_TEST (test_places)
{
  exact_random random = { 1 };
  int round, k;

  for (round = 0; round < 200; round++)
    {
      ind_table *table = reading_new ();
      n_noted = 0;
      wide_each = exact_random_below (&random, 4);
      add_places (table, 0);
      for (k = 0; k < 1 + round / 4; k++)
        note_some (table, &random);
      check (table);
      ind_table_free (table);
    }
}
END_TEST

/* Records grouped by site, of kinds in one order, take a stretch for each site. */
START_TEST (test_few_stretches)
{
  ind_table *table = reading_new ();
  uint32_t site, k;

  n_noted = 0;
  add_places (table, 0);
  for (site = 0; site < N_SITES; site++)
    for (k = 0; k < N_KINDS; k++)
      note (table, k, site, (uint32_t) n_noted + 2);
  settle (table);
  check (table);
  ck_assert_uint_eq (table->n_stretches, N_SITES);
  ck_assert_uint_eq (table->n_runs, 1);
  ind_table_free (table);
}
END_TEST

/* What was dropped leaves nothing: what comes then is found. */
START_TEST (test_rewind)
{
  exact_random random = { 2 };
  int round;

  for (round = 0; round < 200; round++)
    {
      ind_table *table = reading_new ();
      size_t n;
      ind__mark mark;
      n_noted = 0;
      wide_each = exact_random_below (&random, 4);
      add_places (table, 0);
      while (exact_random_below (&random, 4) > 0)
        note_some (table, &random);
      mark = ind__table_mark (table);
      n = n_noted;
      note_some (table, &random);
      ind__table_rewind (table, &mark);
      n_noted = n;
      check (table);
      note_some (table, &random);
      check (table);
      ind_table_free (table);
    }
}
END_TEST

/* Figures in no order, so many that each gets a place of its own, with some in order behind
 * them. */
static void
scatter (ind_table *table, exact_random *random, size_t n)
{
  while (n_noted < n)
    note (table, (uint32_t) exact_random_below (random, N_KINDS),
          (uint32_t) exact_random_below (random, N_SITES), (uint32_t) n_noted + 2);
  settle (table);
}

START_TEST (test_scattered)
{
  exact_random random = { 4 };
  ind_table *table = reading_new (), *other = reading_new ();
  ind__translation translation = ind__translation_of (table, other);
  ind__mark early, late;
  size_t n_early, n_late;

  n_noted = 0;
  wide_each = 3;
  add_places (table, 0);
  add_places (other, 0);
  note_some (table, &random);
  early = ind__table_mark (table);
  n_early = n_noted;
  scatter (table, &random, 140000);
  ck_assert_msg (table->place != NULL && table->n_stretches == 0,
                 "140,000 figures in no order have no places");
  check (table);
  late = ind__table_mark (table);
  n_late = n_noted;
  while (n_noted < n_late + 500)
    note_some (table, &random);
  check (table);
  ind__table_rewind (table, &late);
  n_noted = n_late;
  check (table);
  ck_assert (ind__table_append_all (&translation, 0));
  ck_assert_msg (other->place != NULL, "appended figures in no order have no places");
  check (other);
  ind__translation_free (&translation);
  ind_table_free (other);
  ind__table_rewind (table, &early);
  n_noted = n_early;
  check (table);
  note_some (table, &random);
  check (table);
  ind__table_empty (table);
  n_noted = 0;
  note_some (table, &random);
  check (table);
  ind_table_free (table);
}
END_TEST

/* What is noted stands in the table from figure n on, its kinds counted from another. */
static void
expect_appended (const ind_table *table, size_t n, uint32_t from, uint32_t record_offset)
{
  size_t k;

  ck_assert_uint_eq (table->count, n + n_noted);
  for (k = 0; k < n_noted; k++)
    {
      exact_assert (ind__table_kind_number (table, n + k) == (from + noted[k].kind) % N_KINDS,
                    "figure %zu is of kind %u, not %u", k, ind__table_kind_number (table, n + k),
                    (from + noted[k].kind) % N_KINDS);
      exact_assert (ind__table_site_number (table, n + k) == noted[k].site,
                    "figure %zu is at another site", k);
      exact_assert (ind__table_record (table, n + k) == noted[k].record + record_offset,
                    "figure %zu is of another record", k);
      exact_assert (ind__table_mantissa (table, n + k) == noted[k].mantissa,
                    "figure %zu lost its value", k);
    }
}

/* A table behind another, whose kinds and sites have other numbers there; then, emptied and
 * filled once more, again. */
START_TEST (test_append_all)
{
  exact_random random = { 3 };
  int round, time;

  for (round = 0; round < 200; round++)
    {
      ind_table *table = reading_new (), *other = reading_new ();
      ind__translation translation = ind__translation_of (other, table);
      uint32_t from = (uint32_t) round % N_KINDS;
      n_noted = 0;
      wide_each = exact_random_below (&random, 4);
      add_places (table, 0);
      while (exact_random_below (&random, 3) > 0)
        note_some (table, &random);
      settle (table);
      add_places (other, from);
      for (time = 0; time < 3; time++)
        {
          size_t n = table->count;
          uint32_t last = n == 0 ? 0 : ind__table_record (table, n - 1);
          n_noted = 0;
          wide_each = exact_random_below (&random, 4);
          while (exact_random_below (&random, 4) > 0)
            note_some (other, &random);
          settle (other);
          ck_assert (ind__table_append_all (&translation, last + 7));
          expect_appended (table, n, from, last + 7);
          ind__table_empty (other);
          ck_assert_uint_eq (other->count, 0);
        }
      ind__translation_free (&translation);
      ind_table_free (other);
      ind_table_free (table);
    }
}
END_TEST

/* Many wide mantissas: each gets 64 bits, in both tables of two. */
START_TEST (test_many_wide)
{
  int first, second;

  for (first = 0; first < 2; first++)
    for (second = 0; second < 2; second++)
      {
        ind_table *table = reading_new (), *other = reading_new ();
        ind__translation translation = ind__translation_of (NULL, NULL);
        int64_t *kept = malloc (2 * 12000 * sizeof *kept);
        size_t n, k;
        exact_assert (kept != NULL, "memory ran out");
        n_noted = 0;
        wide_each = (uint64_t) first;
        add_places (table, 0);
        for (k = 0; k < 12000; k++)
          note (table, (uint32_t) k % N_KINDS, (uint32_t) (k / N_KINDS) % N_SITES, (uint32_t) k);
        settle (table);
        check (table);
        ck_assert_int_eq (table->mantissa == NULL, first > 0);
        for (n = 0; n < n_noted; n++)
          kept[n] = noted[n].mantissa;
        n_noted = 0;
        wide_each = (uint64_t) second;
        add_places (other, 0);
        for (k = 0; k < 12000; k++)
          note (other, (uint32_t) k % N_KINDS, (uint32_t) (k / N_KINDS) % N_SITES, (uint32_t) k);
        settle (other);
        for (k = 0; k < n_noted; k++)
          kept[n + k] = noted[k].mantissa;
        translation.to = table;
        translation.from = other;
        ck_assert (ind__table_append_all (&translation, 0));
        ind__translation_free (&translation);
        for (k = 0; k < n + n_noted; k++)
          exact_assert (ind__table_mantissa (table, k) == kept[k],
                        "figure %zu of %d and %d lost its value", k, first, second);
        free (kept);
        ind_table_free (other);
        ind_table_free (table);
      }
}
END_TEST

/* What was dropped leaves no wide mantissa behind. */
START_TEST (test_wide_is_dropped)
{
  ind_table *table = reading_new ();
  ind__mark mark;

  n_noted = 0;
  wide_each = 1;
  add_places (table, 0);
  note (table, 0, 0, 1);
  settle (table);
  mark = ind__table_mark (table);
  note (table, 1, 0, 2);
  note (table, 2, 0, 3);
  settle (table);
  ind__table_rewind (table, &mark);
  n_noted = 1;
  wide_each = 0;
  note (table, 1, 0, 2);
  wide_each = 1;
  note (table, 2, 0, 3);
  settle (table);
  check (table);
  ck_assert_uint_eq (table->n_wide, 2);
  ind_table_free (table);
}
END_TEST

/* Memory that runs out loses nothing of what was there. */
/* Without memory for places, stretches remain; places are given once there is some. */
START_TEST (test_no_memory_for_places)
{
  exact_random random = { 5 };
  ind_table *table = reading_new ();
  ind_decimal value = { 1, 0 };

  n_noted = 0;
  wide_each = 0;
  add_places (table, 0);
  while (table->n_stretches < 65536)
    scatter (table, &random, n_noted + 1);
  failing_memory_arm (1, 1);
  ck_assert_int_eq (ind__table_append_known (table, 0, 0, value, 0, (uint32_t) n_noted + 2), 0);
  ck_assert_uint_gt (failing_memory_disarm (), 0);
  ck_assert_ptr_null (table->place);
  check (table);
  scatter (table, &random, n_noted + 10);
  ck_assert_ptr_nonnull (table->place);
  check (table);
  ind_table_free (table);
}
END_TEST

START_TEST (test_memory_runs_out)
{
  size_t blocks = failing_memory_blocks ();
  int allocation, is_done = 0;

  for (allocation = 0; allocation < 100 && !is_done; allocation++)
    {
      ind_table *table = reading_new ();
      ind_decimal value = { 0, 0 };
      uint32_t k;
      n_noted = 0;
      add_places (table, 0);
      failing_memory_arm ((size_t) allocation, 0);
      for (k = 0; k < 300; k++)
        {
          value.mantissa = k < 150 ? k : INT64_C (1) << 40;
          if (!ind__table_append_known (table, k % N_KINDS, k * 7 % N_SITES, value, 0, k * k))
            break;
          noted[n_noted].kind = k % N_KINDS;
          noted[n_noted].site = k * 7 % N_SITES;
          noted[n_noted].mantissa = value.mantissa;
          noted[n_noted++].record = k * k;
        }
      is_done = failing_memory_disarm () == 0;
      ck_assert_int_eq (is_done, k == 300);
      check (table);
      ind_table_free (table);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
    }
  ck_assert_msg (is_done, "the loop never ended");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("places");
  tcase_add_test (tests, test_places);
  tcase_add_test (tests, test_few_stretches);
  tcase_add_test (tests, test_rewind);
  tcase_add_test (tests, test_scattered);
  tcase_add_test (tests, test_append_all);
  tcase_add_test (tests, test_many_wide);
  tcase_add_test (tests, test_wide_is_dropped);
  tcase_add_test (tests, test_no_memory_for_places);
  tcase_add_test (tests, test_memory_runs_out);
  return suite_run (tests, "places");
}
