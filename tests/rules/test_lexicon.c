/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names that rules know: what the lexicon says of them is what is found by going through
 * aliases, registry and declarations. */
#include "rules/lexicon.h"

#include <string.h>

#include "rules/compile.h"
#include "support/failing_memory.h"
#include "support/suite.h"

static const char text[] = "alias bad_debt = npl\nalias worse = bad_debt\nalias rise = growth_real\n"
                           "alias first = second\nalias second = third\n"
                           "alias grdp_current_share = part\n"
                           "assume factor from 0.9 to 1.1\nassume scheme from 1 to 2\n"
                           "alias plan = scheme\n"
                           "indicator water unit HA nonnegative\n"
                           "indicator bad_debt unit PT\nindicator worse unit PT nonnegative\n"
                           "rule r: a[c] == lake[c] * factor\n";

static ind_rules *rules;
static ind__compiled *compiled;
static ind__lexicon lexicon;

/* The rules without what was compiled of them. */
static void
load (void)
{
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "t", text, sizeof text - 1, NULL), IND_OK);
  compiled = rules->compiled;
  rules->compiled = NULL;
}

static void
discard (void)
{
  rules->compiled = compiled;
  ind_rules_free (rules);
}

static uint32_t
word_of (const char *name)
{
  return ind__strings_find (&lexicon.names, name, strlen (name));
}

static void
expect_same (const char *name)
{
  uint32_t word = word_of (name);
  const ind__declaration *assumed = ind__rules_assumption (rules, name);
  const ind__word *canonical;

  ck_assert_msg (word != IND__NO_STRING, "%s is not in the lexicon", name);
  canonical = &lexicon.words[lexicon.words[word].canonical];
  ck_assert_str_eq (ind__lexicon_text (&lexicon, lexicon.words[word].canonical),
                    ind__rules_canonical (rules, name));
  ck_assert_ptr_eq (lexicon.words[word].known, ind_indicator_find (name));
  ck_assert_msg (assumed == NULL ? canonical->assumption == IND__NO_STRING
                                 : assumed == &rules->declarations[canonical->assumption],
                 "%s is assumed otherwise", name);
}

/* Unit and range are the same with the lexicon of the compiled rules as without. */
static void
expect_same_measure (const char *name)
{
  ind_unit unit, other;
  int has_unit = ind__rules_unit (rules, name, &unit), has_other;
  ind_interval range = ind__rules_range (rules, name), other_range;

  rules->compiled = compiled;
  has_other = ind__rules_unit (rules, name, &other);
  other_range = ind__rules_range (rules, name);
  rules->compiled = NULL;
  ck_assert_msg (has_unit == has_other, "%s %s a unit by its word", name,
                 has_other ? "has" : "lacks");
  ck_assert_msg (!has_unit || memcmp (&unit, &other, sizeof unit) == 0,
                 "%s has another unit by its word", name);
  ck_assert_msg (range.low == other_range.low && range.high == other_range.high,
                 "%s has another range by its word", name);
}

START_TEST (test_measures)
{
  static const char *const names[]
      = { "bad_debt", "npl", "worse", "rise", "growth_real", "grdp_constant_growth", "first",
          "third", "share", "grdp_current_share", "part", "factor", "plan", "water", "lake",
          "water_share", "water_change", "water_growth", "npl_index", "worse_change", "x",
          "x_share_change", "x_change", "_change", "" };
  size_t k;

  load ();
  for (k = 0; k < sizeof names / sizeof names[0]; k++)
    expect_same_measure (names[k]);
  for (k = 0; k < ind_indicator_count (); k++)
    {
      expect_same_measure (ind_indicator_at (k)->name);
      if (ind_indicator_at (k)->alias != NULL)
        expect_same_measure (ind_indicator_at (k)->alias);
    }
  discard ();
}
END_TEST

START_TEST (test_words)
{
  static const char *const names[]
      = { "bad_debt", "npl", "worse", "rise", "growth_real", "grdp_constant_growth", "first",
          "second", "third", "share", "grdp_current_share", "part", "factor", "scheme", "plan",
          "water" };
  size_t k;

  load ();
  ck_assert (ind__lexicon_open (&lexicon, rules));
  for (k = 0; k < sizeof names / sizeof names[0]; k++)
    expect_same (names[k]);
  for (k = 0; k < ind_indicator_count (); k++)
    {
      expect_same (ind_indicator_at (k)->name);
      if (ind_indicator_at (k)->alias != NULL)
        expect_same (ind_indicator_at (k)->alias);
    }
  ind__lexicon_free (&lexicon);
  discard ();
}
END_TEST

START_TEST (test_added)
{
  uint32_t word;

  load ();
  ck_assert (ind__lexicon_open (&lexicon, rules));
  ck_assert_uint_eq (word_of ("A"), IND__NO_STRING);
  word = ind__lexicon_add (&lexicon, "A", 1);
  ck_assert_uint_eq (word, word_of ("A"));
  ck_assert_uint_eq (ind__lexicon_add (&lexicon, "A", 1), word);
  expect_same ("A");
  word = word_of ("rise");
  ck_assert_uint_eq (ind__lexicon_add (&lexicon, "rise", 4), word);
  expect_same ("rise");
  ind__lexicon_free (&lexicon);
  discard ();
}
END_TEST

START_TEST (test_memory)
{
  size_t blocks, n;

  load ();
  blocks = failing_memory_blocks ();
  for (n = 1;; n++)
    {
      int is_good;
      failing_memory_arm (n, 0);
      is_good = ind__lexicon_open (&lexicon, rules);
      if (failing_memory_disarm () == 0)
        {
          ck_assert (is_good);
          ind__lexicon_free (&lexicon);
          break;
        }
      ck_assert (!is_good);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
    }
  ck_assert_uint_gt (n, 5);
  ck_assert_uint_eq (failing_memory_blocks (), blocks);
  discard ();
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("lexicon");
  tcase_add_test (tests, test_words);
  tcase_add_test (tests, test_measures);
  tcase_add_test (tests, test_added);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "lexicon");
}
