/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rule language: what is read, and what each mistake is told. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rules/rules.h"
#include "support/failing_memory.h"
#include "support/suite.h"

static ind_rules *
load (const char *text)
{
  ind_rules *rules;
  ind_error error;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t.rules", text, strlen (text), &error) == IND_OK,
                 "%s", error.message);
  return rules;
}

/* Everything the language has, once. */
START_TEST (test_whole_language)
{
  static const char text[]
      = "# a comment\n"
        "\n"
        "indicator npl \"Non-performing loans\" unit bn VND   # behind the unit\n"
        "indicator npl_ratio unit PT\n"
        "indicator stock unit \"HA\" nonnegative\n"
        "indicator road unit bn VND nonnegative # behind the unit\n"
        "indicator rail unit PT\n"
        "    nonnegative\n"
        "assume price \"A price\" from -0.5 to 1.25\n"
        "assume amount from 2 to 2 unit bn VND\n"
        "alias bad_debt = npl_ratio\n"
        "breakdown sexes for population, employment:\n"
        "    _T = men +\n"
        "         \"women and girls\"\n"
        "breakdown everything: _T = *\n"
        "areas nation: N = \"VN-09\" + North\n"
        "rule one: npl_ratio[c] == 100 * npl[c] / credit[c]\n"
        "    say \"Why.\" reference \"Where.\" basis \"On what.\"\n"
        "rule two over sexes, everything: sum(a[*]) >= a[whole]\n"
        "rule three over whole _T: X_share[whole] == sum(X_share[*])\n"
        "rule four: a ~= prev(a, 3) - before(a) / (2.5 + -1) within 3.5%\n"
        "    missing nonnegative\n"
        "rule five over nation: b@whole == sum(b[c]@*)\n"
        "rule six: q == year(b[\"with blank\"]@\"VN 01\")\n"
        "rule đường_bộ: độ_dài <= 100\n";
  static const char *const nonnegative[] = { "stock", "road", "rail", "amount" };
  static const char *const signed_[] = { "npl", "npl_ratio", "price", "nobody_knows" };
  ind_rules *rules = load (text);
  ind_interval interval;
  ind_rule rule;
  ind_unit unit;
  size_t k;

  ck_assert_uint_eq (ind_rules_count (rules), 7);
  ck_assert_int_eq (ind_rules_at (rules, 0, &rule), IND_OK);
  ck_assert_str_eq (rule.name, "one");
  ck_assert_str_eq (rule.text, "npl_ratio[c] == 100 * npl[c] / credit[c]");
  ck_assert_str_eq (rule.say, "Why.");
  ck_assert_str_eq (rule.reference, "Where.");
  ck_assert_str_eq (rule.basis, "On what.");
  ck_assert_str_eq (rule.file, "t.rules");
  ck_assert_uint_eq (rule.line, 17);
  ck_assert (!rule.is_approximate);
  ck_assert_int_eq (ind_rules_at (rules, 3, &rule), IND_OK);
  ck_assert (rule.is_approximate);
  ck_assert_str_eq (rule.basis, "");
  ck_assert_uint_eq (rules->n_breakdowns, 3);
  ck_assert_uint_eq (rules->breakdowns[0].n_parts, 2);
  ck_assert_str_eq (ind__rules_text (rules, rules->breakdowns[0].part[1]), "women and girls");
  ck_assert (rules->breakdowns[1].is_from_data);
  ck_assert (rules->breakdowns[2].is_of_areas);
  ck_assert_str_eq (ind__rules_canonical (rules, "bad_debt"), "npl_ratio");
  ck_assert (ind__rules_unit (rules, "npl", &unit));
  ck_assert_str_eq (unit.symbol[0], "VND");
  ck_assert_str_eq (ind__rules_title (rules, "npl"), "Non-performing loans");
  ck_assert_str_eq (ind__rules_title (rules, "price"), "A price");
  ck_assert (ind__rules_unit (rules, "road", &unit));
  ck_assert_str_eq (unit.symbol[0], "VND");
  ck_assert (ind__rules_unit (rules, "price", &unit));
  ck_assert_str_eq (unit.symbol[0], "");
  ck_assert (ind__rules_assumed (rules, "price", &interval));
  ck_assert (interval.low == -0.5 && interval.high == 1.25);
  ck_assert (ind__rules_assumed (rules, "amount", &interval));
  ck_assert (interval.low == 2e9 && interval.high == 2e9);
  ck_assert (!ind__rules_assumed (rules, "npl", &interval));
  for (k = 0; k < sizeof nonnegative / sizeof nonnegative[0]; k++)
    ck_assert_msg (ind__rules_range (rules, nonnegative[k]).low >= 0, "%s", nonnegative[k]);
  for (k = 0; k < sizeof signed_ / sizeof signed_[0]; k++)
    ck_assert_msg (ind__rules_range (rules, signed_[k]).low < 0, "%s", signed_[k]);
  ck_assert_int_eq (ind_rules_at (rules, 7, &rule), IND_E_RANGE);
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_precedence)
{
  ind_rules *rules = load ("rule r: a == 1 - 2 - b * 3 / 4\n");
  const ind__node *node = &rules->nodes[rules->rules[0].right];

  ck_assert_int_eq (node->kind, IND__NODE_SUBTRACT);
  ck_assert_int_eq (rules->nodes[node->left].kind, IND__NODE_SUBTRACT);
  ck_assert_int_eq (rules->nodes[node->right].kind, IND__NODE_DIVIDE);
  ck_assert_int_eq (rules->nodes[rules->nodes[node->right].left].kind, IND__NODE_MULTIPLY);
  ind_rules_free (rules);
}
END_TEST

struct mistake {
  const char *text;
  unsigned line, column;
  const char *message;
};

static const struct mistake mistakes[] = {
  { "rul r: a == b\n", 1, 1, "expected rule, breakdown, areas, alias, indicator, assume or include" },
  { "  rule r: a == b\n", 1, 3, "a statement begins in column 1" },
  { "rule : a == b\n", 1, 6, "expected the name of the rule, not \":\"" },
  { "rule r a == b\n", 1, 8, "expected \":\", not \"a\"" },
  { "rule r: a = b\n", 1, 11, "expected ==, ~=, >= or <=, not \"=\"" },
  { "rule r: a ==\n", 2, 1, "the statement ends here" },
  { "rule r: a == (b\n", 2, 1, "expected \")\"" },
  { "rule r: a == b )\n", 1, 16, "expected within, missing, say, reference" },
  { "rule r: a == b[\n", 2, 1, "expected a component, c, whole or *" },
  { "rule r: a == b[A\n", 2, 1, "expected \"]\"" },
  { "rule r: a == b[*]\n", 1, 14, "* stands only inside sum( )" },
  { "rule r: a == 2 * 3..5\n", 1, 19, "the character \".\" has no meaning" },
  { "rule r: a == 3x\n", 1, 14, "a name must not begin with a digit" },
  { "rule r: a == b $ c\n", 1, 16, "the character \"$\" has no meaning" },
  { "rule r: 1 == 2\n", 1, 6, "rule r names no quantity" },
  { "rule r: prev(a) == year(b)\n", 1, 6, "no quantity of its own period" },
  { "rule r: a[A] == prev(b[c])\n", 1, 6, "no quantity of its own period and component c" },
  { "rule r: a == X\n", 1, 6, "must name X first" },
  { "rule r: a == sum(sum(b[*]))\n", 1, 18, "sum( ) cannot stand inside sum( )" },
  { "rule r: a == prev(prev(b))\n", 1, 19, "prev( ) cannot stand inside prev( )" },
  { "rule r: a == prev(b, 0)\n", 1, 23, "whole number of years from 1 to 100" },
  { "rule r: a == prev(b, 1.5)\n", 1, 25, "whole number of years from 1 to 100" },
  { "rule r: a == before(year(b))\n", 1, 26, "cannot be combined" },
  { "rule r: a == b[whole]\n", 1, 6, "[whole] needs a sum over [*]" },
  { "rule r: a == b@whole\n", 1, 6, "@whole needs a sum over @*" },
  { "rule r: sum(a[*]) == sum(a@*)\n", 1, 6, "over components or over areas, not both" },
  { "rule r over b: a == b\n", 1, 6, "\"over\" needs a sum" },
  { "rule r over zz: sum(a[*]) == 1\n", 1, 1, "rule r is over zz, which is no breakdown" },
  { "rule r: a == b within 3\n", 1, 23, "\"within\" belongs to approximate rules" },
  { "rule r: a == b missing maybe\n", 1, 24, "expected unverifiable, zero or nonnegative" },
  { "rule r: a == b say why\n", 1, 20, "expected a sentence in quotation marks" },
  { "rule r: a == b say \"why\n", 1, 20, "this string does not end on its line" },
  { "rule r: a == b\nrule r: b == c\n", 2, 6, "rule r is defined twice; the first stands in t.rules, line 1" },
  { "rule r: a == 12345678901234567890 * b\n", 1, 14, "more digits than a coefficient can have" },
  { "rule r: a == b / 0\n", 1, 18, "divides by zero" },
  { "rule r: population == grdp_current\n", 1, 23, "mixes units: the left side is in PS" },
  { "rule r: a == population + 100 * grdp_current\n", 1, 27, "adds or subtracts PS and XDC" },
  { "rule r: population == employment + 3\n", 1, 36, "adds or subtracts PS and a plain number" },
  { "breakdown b _T = A\n", 1, 13, "expected \":\"" },
  { "breakdown b: _T A\n", 1, 17, "expected \"=\"" },
  { "breakdown b: _T = A + A\n", 1, 23, "A is a part twice" },
  { "breakdown b: _T = A + _T\n", 1, 23, "_T is a part of itself" },
  { "breakdown b: _T = A B\n", 1, 21, "expected \"+\" or the next statement" },
  { "breakdown b: _T = A\nbreakdown b: _T = B\n", 2, 11, "breakdown b is defined twice" },
  { "breakdown x: A = B + C\nbreakdown y: B = A + C\n", 2, 11,
    "breakdown y makes B a part of itself: it is a part in breakdown x (t.rules, line 1); take one "
    "of the two out" },
  { "areas x: A = B + C\nareas y: B = D\nareas z: D = E + A\n", 3, 7,
    "breakdown z makes D a part of itself: it is a part in breakdown y (t.rules, line 2)" },
  { "breakdown x for a, b: A = B + C\nbreakdown y: B = A + C\n", 2, 11, "y makes B a part of" },
  { "breakdown y: B = A + C\nbreakdown x for a, b: A = B + C\n", 2, 11, "x makes A a part of" },
  { "breakdown x for a: A = B\nbreakdown y for b: B = C\nbreakdown z for b, a: B = A\n", 3, 11,
    "breakdown z makes B a part of itself: it is a part in breakdown x" },
  { "alias b = a\nbreakdown x for a: A = B\nbreakdown y for b: B = A\n", 3, 11, "y makes B" },
  { "alias a1 = b1\nalias b1 = a1\n", 2, 7,
    "a1 already is another name of b1, which so cannot be one of a1; take this alias out" },
  { "alias a = b\nalias b = c\nalias c = a\n", 3, 7, "a already is another name of c, which so" },
  { "alias a = a\n", 1, 7, "a is made another name of itself; take this alias out" },
  { "alias grdp_constant_growth = growth_real\n", 1, 7,
    "growth_real already is another name of grdp_constant_growth, which so" },
  { "rule r: a == b say \"x\"\n    say \"y\"\n", 2, 5,
    "\"say\" stands twice in this rule; join the two, or take one out" },
  { "rule r: a == b say \"x\" reference \"y\" say \"x\"\n", 1, 38, "\"say\" stands twice" },
  { "rule r: a == b reference \"x\" reference \"y\"\n", 1, 30, "\"reference\" stands twice" },
  { "rule r: a == b basis \"x\" basis \"y\"\n", 1, 26, "\"basis\" stands twice" },
  { "rule r: a == b given a given b\n", 1, 24, "\"given\" stands twice" },
  { "rule r: a ~= b within 1 within 2\n", 1, 25, "\"within\" stands twice" },
  { "rule r: a == b missing zero missing zero\n", 1, 29, "\"missing\" stands twice" },
  { "alias a\n", 2, 1, "expected \"=\"" },
  { "alias a = b\nalias a = c\n", 2, 7, "a already is another name of b" },
  { "indicator a\n", 2, 1, "expected \"unit\"" },
  { "indicator a unit\n", 2, 1, "expected a unit" },
  { "indicator a unit parsecs\n", 1, 18, "parsecs" },
  { "indicator a unit PT\nindicator a unit HA\n", 2, 11, "a is already declared in another unit, PT" },
  { "indicator a unit nonnegative\n", 1, 18, "nonnegative" },
  { "indicator a unit PT nonnegative nonnegative\n", 1, 18, "nonnegative" },
  { "indicator a unit \"PT\" positive\n", 1, 23, "expected the end of the statement" },
  { "assume \"A\" from 1 to 2\n", 1, 8, "expected the name of what is assumed, not \"A\"" },
  { "assume a\n", 2, 1, "expected \"from\", but the statement ends here" },
  { "assume a from to 2\n", 1, 15, "expected a number, not \"to\"" },
  { "assume a from 1 2\n", 1, 17, "expected \"to\", not \"2\"" },
  { "assume a from 1 to\n", 2, 1, "expected a number" },
  { "assume a from 1 to --2\n", 1, 21, "expected a number" },
  { "assume a from 1e3 to 2000\n", 1, 15, "a name must not begin with a digit" },
  { "assume a from 2 to 1\n", 1, 20, "nothing lies from the larger number to the smaller" },
  { "assume a from 0.3 to\n    0.2999999999\n", 2, 5, "nothing lies from the larger" },
  { "assume a from -1 to -2\n", 1, 21, "nothing lies from the larger" },
  { "assume a from 1 to 2 unit\n", 2, 1, "expected a unit" },
  { "assume a from 1 to 2 unit parsecs\n", 1, 27, "parsecs" },
  { "assume a from 1 to 2 or 3\n", 1, 22, "expected the end of the statement" },
  { "assume a from 1 to 2 unit PT nonnegative\n", 2, 1, "\"nonnegative\" belongs to indicators" },
  { "assume a from 1 to 2\nassume a from 1 to 3\n", 2, 8, "a is already assumed to be something else, from 1 to 2" },
  { "alias a = b\nassume b from 1 to 2\nassume a from 0 to 2\n", 3, 8, "a is already assumed" },
  { "assume a from 1 to 2\nindicator a unit HA\n", 2, 11, "a is already declared in another unit, a plain number" },
  { "assume population from 1 to 2\n", 1, 8, "population is already declared in another unit, PS" },
  { "assume a from 1 to 2 unit PS\nrule r: grdp_current == grdp_constant * a\n", 2, 41, "mixes units" },
  { "rule r: a ~= b basis \"x\"\n", 1, 16, "\"basis\" belongs to exact rules (==)" },
  { "rule r: a >= b basis \"x\"\n", 1, 16, "\"basis\" belongs to exact rules (==)" },
  { "rule r: a <= b\n  basis \"x\"\n", 2, 3, "\"basis\" belongs to exact rules (==)" },
  { "rule r: a == b basis x\n", 1, 22, "expected what the rule holds for, in quotation marks" },
  { "include x\n", 1, 9, "expected a file name in quotation marks" },
  { "include \"no-such-file.rules\"\n", 1, 9, "cannot read the rules file no-such-file.rules: No such file or directory" },
  { "rule r: a == b\n\xFF\n", 2, 1, "not UTF-8" },
};

START_TEST (test_mistakes)
{
  const struct mistake *mistake = &mistakes[_i];
  ind_rules *rules;
  ind_error error;
  ind_rule rule;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "before", "rule kept: k == l\n", 18, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t.rules", mistake->text, strlen (mistake->text),
                                      &error)
                     == IND_E_RULE,
                 "accepted: %s", mistake->text);
  ck_assert_msg (strstr (error.message, mistake->message) != NULL, "%s\nsays \"%s\", not \"%s\"",
                 mistake->text, error.message, mistake->message);
  ck_assert_msg (error.record == mistake->line
                     && (mistake->column == 0 || error.field == mistake->column),
                 "%s\nis placed at line %zu, column %zu, not %u, %u", mistake->text, error.record,
                 error.field, mistake->line, mistake->column);
  ck_assert_msg (strstr (error.message, "t.rules") != NULL, "no file in \"%s\"", error.message);
  /* What was loaded before stays, and nothing of the broken text does. */
  ck_assert_uint_eq (ind_rules_count (rules), 1);
  ck_assert_int_eq (ind_rules_at (rules, 0, &rule), IND_OK);
  ck_assert_str_eq (rule.name, "kept");
  ck_assert_int_eq (ind_rules_read_text (rules, "after", "rule r: a == b\n", 15, NULL), IND_OK);
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_nesting)
{
  char text[2000] = "rule r: a == ";
  ind_rules *rules;
  ind_error error;

  memset (text + 13, '(', 500);
  text[513] = '\0';
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "t", text, strlen (text), &error), IND_E_RULE);
  ck_assert_msg (strstr (error.message, "nested more than") != NULL, "%s", error.message);
  ind_rules_free (rules);
}
END_TEST

/* A file that includes others, by paths relative to itself, and one that
 * includes itself. */
START_TEST (test_include)
{
  char folder[] = "/tmp/ind-rules-XXXXXX", path[300];
  ind_rules *rules;
  ind_error error;
  FILE *file;

  ck_assert_ptr_nonnull (mkdtemp (folder));
  snprintf (path, sizeof path, "%s/inner.rules", folder);
  file = fopen (path, "w");
  fputs ("rule inner: a == b\n", file);
  fclose (file);
  snprintf (path, sizeof path, "%s/outer.rules", folder);
  file = fopen (path, "w");
  fputs ("include \"inner.rules\"\nrule outer: a == c\n", file);
  fclose (file);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_file (rules, path, &error) == IND_OK, "%s", error.message);
  ck_assert_uint_eq (ind_rules_count (rules), 2);

  snprintf (path, sizeof path, "%s/inner.rules", folder);
  file = fopen (path, "w");
  fputs ("include \"inner.rules\"\n", file);
  fclose (file);
  ck_assert_int_eq (ind_rules_read_file (rules, path, &error), IND_E_RULE);
  ck_assert_msg (strstr (error.message, "include each other more than") != NULL, "%s",
                 error.message);
  ck_assert_int_eq (ind_rules_read_file (rules, folder, &error), IND_E_FILE);
  ck_assert_uint_eq (ind_rules_count (rules), 2);
  unlink (path);
  snprintf (path, sizeof path, "%s/outer.rules", folder);
  unlink (path);
  rmdir (folder);
  ind_rules_free (rules);
}
END_TEST

/* A chain of operators is walked by recursion, and has its limit. */
START_TEST (test_many_operators)
{
  static char text[200000] = "rule r: a == b";
  ind_rules *rules = NULL;
  ind_error error;
  size_t at = strlen (text);

  while (at + 5 < sizeof text)
    {
      memcpy (text + at, " + b", 4);
      at += 4;
    }
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "long", text, at, &error), IND_E_RULE);
  ck_assert_ptr_nonnull (strstr (error.message, "operators"));
  ind_rules_free (rules);
}
END_TEST

/* What is assumed or said twice in the same words, or in other digits. */
START_TEST (test_assumed_twice)
{
  ind_rules *rules = load ("assume a from 0.5 to 1\nassume a \"A\" from 0.50 to 1.0\n"
                           "indicator b \"B\" unit PT\nassume b from 1 to 2 unit PT\n"
                           "rule r: x == a * b\nindicator x unit PT\n");
  ind_interval interval;

  ck_assert_str_eq (ind__rules_title (rules, "a"), "A");
  ck_assert_str_eq (ind__rules_title (rules, "b"), "B");
  ck_assert (ind__rules_assumed (rules, "b", &interval));
  ck_assert_uint_eq (ind_rules_note_count (rules), 0);
  ind_rules_free (rules);
}
END_TEST

/* A name that is neither declared nor registered may be misspelt: told once. */
START_TEST (test_unknown_indicators)
{
  ind_rules *rules = load ("indicator npl unit XDC\nalias bad = npl\n"
                           "rule r: poulation == prev(poulation) + population\n"
                           "rule s: npl_growth == bad_index - 100\n");

  ck_assert_uint_eq (ind_rules_note_count (rules), 1);
  ck_assert_str_eq (ind_rules_note_at (rules, 0),
                    "t.rules: line 3, column 9: nothing is known of the indicator poulation; "
                    "declare its unit (indicator poulation unit ...), or correct the name");
  ck_assert_ptr_null (ind_rules_note_at (rules, 1));
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_memory)
{
  static const char text[] = "indicator a \"A\" unit bn VND nonnegative\nalias b = a\n"
                             "assume f \"F\" from 0.9 to 1.1\nrule s3: b == f * c basis \"x\"\n"
                             "breakdown p for a: _T = A + B\n"
                             "breakdown q for a: C = D + E\nbreakdown o for a: A = C + F\n"
                             "rule r: sum(a[*]) == a[_T]\n say \"x\"\nrule s: b == prev(c, 2)\n"
                             "rule s2: b == prev(c, 2)\n";
  size_t blocks = failing_memory_blocks (), n;
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        ind_rules *rules = NULL;
        ind_status status;
        ind_error error;
        failing_memory_arm (n, is_persistent);
        status = ind_rules_new (&rules, &error);
        if (status == IND_OK)
          status = ind_rules_read_text (rules, "t", text, sizeof text - 1, &error);
        if (failing_memory_disarm () == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            ind_rules_free (rules);
            break;
          }
        ck_assert_msg (status == IND_E_MEMORY, "allocation %zu: %s", n, ind_status_name ((int) status));
        ind_rules_free (rules);
        ck_assert_uint_eq (failing_memory_blocks (), blocks);
      }
}
END_TEST

/* Words of the language in any order neither crash nor are read as a rule that
 * cannot be checked. */
START_TEST (test_random_words)
{
  static const char *const words[]
      = { "rule ", "breakdown ", "areas ", "alias ", "indicator ", "\"x\"", "unit ", "for ",
          "assume ", "from ", "to ", "basis ", "nonnegative ",
          "over ", "whole ", "within ", "missing ", "say ", "sum", "prev", "before", "year", "(",
          ")", "[", "]", "*", "+", "-", "/", "==", "~=", ">=", ":", ",", "%", "@", "=", "X",
          "X_growth", "c", "_T", "share", "a", "b", "100", "0.5", "\n", "\n  ", " ", "#z\n" };
  uint64_t state = UINT64_C (88172645463325252);
  int i;

  for (i = 0; i < 20000; i++)
    {
      char text[1024] = "rule r: ";
      ind_rules *rules;
      int k;
      for (k = 0; k < 30; k++)
        {
          state ^= state << 13;
          state ^= state >> 7;
          state ^= state << 17;
          strcat (text, words[state % (sizeof words / sizeof words[0])]);
        }
      ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
      if (ind_rules_read_text (rules, "t", text, strlen (text), NULL) == IND_OK)
        ck_assert_msg (ind__rules_subject (rules, &rules->rules[0]) != NULL, "%s", text);
      ind_rules_free (rules);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("parse");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_whole_language);
  tcase_add_test (tests, test_precedence);
  tcase_add_loop_test (tests, test_mistakes, 0, sizeof mistakes / sizeof mistakes[0]);
  tcase_add_test (tests, test_nesting);
  tcase_add_test (tests, test_include);
  tcase_add_test (tests, test_many_operators);
  tcase_add_test (tests, test_assumed_twice);
  tcase_add_test (tests, test_unknown_indicators);
  tcase_add_test (tests, test_memory);
  tcase_add_test (tests, test_random_words);
  return suite_run (tests, "parse");
}
