/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arbitration: whom the rest of the figures supports, by how many relations,
 * and when they cannot tell. */
#include "explain/explaining.h"

#define PARTS "breakdown p: _T = A + B + C\nrule total: x[_T] == sum(x[*])\n"
#define PARTS_OF_66 "one,x,A,V,2024,12\none,x,B,V,2024,23\none,x,C,V,2024,31\n"

struct wanted {
  const char *believed;
  size_t n_relations;
  int is_certain;
  const char *says[5]; /* in the sentence */
};

/* The k-th arbitration, which is of x in V. */
static void
expect_one (const struct checked *checked, size_t k, const struct wanted *wanted)
{
  ind_arbitration arbitration;
  size_t s;

  ck_assert_int_eq (ind_report_arbitration (checked->report, k, &arbitration), IND_OK);
  ck_assert_str_eq (arbitration.area, "V");
  ck_assert_str_eq (arbitration.period, "2024");
  ck_assert_msg (strcmp (arbitration.believed, wanted->believed) == 0
                     && arbitration.n_relations == wanted->n_relations
                     && !arbitration.is_certain == !wanted->is_certain,
                 "\"%s\" is believed, by %zu relations,%s certain: %s", arbitration.believed,
                 arbitration.n_relations, arbitration.is_certain ? "" : " not",
                 arbitration.sentence);
  for (s = 0; s < 5 && wanted->says[s] != NULL; s++)
    ck_assert_msg (strstr (arbitration.sentence, wanted->says[s]) != NULL,
                   "\"%s\" does not say \"%s\"", arbitration.sentence, wanted->says[s]);
}

/* The only arbitration, if any. */
static void
expect (const char *csv, const char *rules, const struct wanted *wanted)
{
  struct checked checked = explain_text (csv, rules, NULL);

  ck_assert_uint_eq (ind_report_arbitration_count (checked.report), wanted != NULL);
  if (wanted != NULL)
    expect_one (&checked, 0, wanted);
  checked_free (&checked);
}

/* ------------------------------------------------------------------------
 * Two sources
 * ---------------------------------------------------------------------- */

/* 12, 23 and 31 are 64.5 to 67.5 in all. */
START_TEST (test_first)
{
  static const struct wanted wanted
      = { "one",
          1,
          1,
          { "x of V in 2024 is 66 (one, record 2) and 76 (two, record 6). ",
            "The other figures leave a value from 64.5 to 67.5; one is to be believed. ",
            "1 independent relation contradicts the other, one by x (A) 12", "x (B) 23",
            "x (C) 31" } };

  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66 "two,x,,V,2024,76\n", PARTS, &wanted);
}
END_TEST

/* The report that prints the parts may be the one that is wrong. */
START_TEST (test_second)
{
  static const struct wanted wanted
      = { "two", 1, 1, { "x of V in 2024 is 76 (one, record 2) and 66 (two, record 6). ",
                         "; two is to be believed. 1 independent relation contradicts" } };

  expect (SOURCES "one,x,,V,2024,76\n" PARTS_OF_66 "two,x,,V,2024,66\n", PARTS, &wanted);
}
END_TEST

/* Nothing else is printed; and all that is printed is left open by what is
 * not. */
START_TEST (test_nothing_bears)
{
  static const struct wanted wanted
      = { "", 0, 0, { "x of V in 2024 is 5 (one, record 2) and 7 (two, record 3). ",
                      "No other figure bears on it: it cannot be decided from these reports." } };

  expect (SOURCES "one,x,,V,2024,5\ntwo,x,,V,2024,7\n", "rule r: y == x\n", &wanted);
  expect (SOURCES "one,x,,V,2024,5\ntwo,x,,V,2024,7\none,a,,V,2024,3\n",
          "rule r: x == a + u\n", &wanted);
}
END_TEST

/* 6 a less 47.5 is 63.5 to 69.5, which holds 64 as it holds 69. */
START_TEST (test_both_possible)
{
  static const struct wanted wanted
      = { "", 0, 0, { "The other figures leave a value from 63.5 to 69.5: it cannot be decided "
                      "from these reports." } };

  expect (SOURCES "one,x,,V,2024,64\ntwo,x,,V,2024,69\none,a,,V,2024,19\n",
          "rule r: x == 6 * a - 47.5\n", &wanted);
}
END_TEST

/* Where what is implied depends on which part is wrong, none of it is told. */
START_TEST (test_depends)
{
  static const struct wanted wanted
      = { "", 0, 0, { "What the other figures imply depends on which of them are wrong: it cannot "
                      "be decided from these reports." } };
  struct checked checked
      = explain_text (SOURCES "one,x,,V,2024,66\none,x,A,V,2024,12\none,x,B,V,2024,47\n"
                              "one,x,C,V,2024,31\ntwo,x,,V,2024,76\n",
                      PARTS, NULL);
  ind_arbitration arbitration;

  ck_assert_int_eq (ind_report_arbitration (checked.report, 0, &arbitration), IND_OK);
  ck_assert_msg (strstr (arbitration.sentence, wanted.says[0]) != NULL, "%s",
                 arbitration.sentence);
  checked_free (&checked);
}
END_TEST

/* What rests on an assumption is not certain: 100 of 90 to 110, not 300. */
START_TEST (test_assumed)
{
  static const struct wanted wanted
      = { "one", 1, 0, { "one is to be believed if what the rules assume holds. 1 independent" } };

  expect (SOURCES "one,x,,V,2024,100\none,a,,V,2024,100\ntwo,x,,V,2024,300\n",
          "assume f \"F\" from 0.9 to 1.1\nrule r: x == a * f\n", &wanted);
}
END_TEST

/* By its parts it is 88.5 to 91.5, which is neither; or a part is wrong. */
START_TEST (test_neither)
{
  struct checked checked
      = explain_text (SOURCES "one,x,,V,2024,66\none,x,A,V,2024,12\none,x,B,V,2024,47\n"
                              "one,x,C,V,2024,31\ntwo,x,,V,2024,76\n",
                      PARTS, NULL);
  ind_arbitration arbitration;

  ck_assert_uint_eq (ind_report_arbitration_count (checked.report), 1);
  ck_assert_int_eq (ind_report_arbitration (checked.report, 0, &arbitration), IND_OK);
  ck_assert_str_eq (arbitration.believed, "");
  ck_assert (!arbitration.is_certain);
  ck_assert_msg (strstr (arbitration.sentence, "it cannot be decided from these reports.")
                     != NULL,
                 "%s", arbitration.sentence);
  checked_free (&checked);
}
END_TEST

/* Parts say 66 and y says 76: either x of two and y are wrong, or x of one and a
 * part. With z for 66, too, the latter would take three. */
START_TEST (test_majority)
{
  static const char rules[] = PARTS "rule y: x == 2 * y\nrule z: x == 3 * z\n";
  static const struct wanted wanted = { "one", 2, 1, { "2 independent relations contradict" } };
  struct checked checked = explain_text (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66
                                                 "one,y,,V,2024,38.0\ntwo,x,,V,2024,76\n",
                                         rules, NULL);
  ind_arbitration arbitration;

  ck_assert_uint_eq (ind_report_arbitration_count (checked.report), 1);
  ck_assert_int_eq (ind_report_arbitration (checked.report, 0, &arbitration), IND_OK);
  ck_assert_str_eq (arbitration.believed, "");
  checked_free (&checked);
  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66
                  "one,y,,V,2024,38.0\ntwo,x,,V,2024,76\none,z,,V,2024,22.0\n",
          rules, &wanted);
}
END_TEST

/* What is no dispute: intervals that meet, one source that contradicts itself,
 * another vintage, another area. */
START_TEST (test_no_dispute)
{
  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66 "two,x,,V,2024,66.4\n", PARTS, NULL);
  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66 "one,x,,V,2024,76\n", PARTS, NULL);
  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66 "two,x,,W,2024,76\n", PARTS, NULL);
  expect ("SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
          "one,May,x,,V,2024,66\none,May,x,A,V,2024,12\none,May,x,B,V,2024,23\n"
          "one,May,x,C,V,2024,31\ntwo,June,x,,V,2024,76\n",
          PARTS, NULL);
}
END_TEST

/* ------------------------------------------------------------------------
 * Three sources
 * ---------------------------------------------------------------------- */

START_TEST (test_three)
{
  static const struct wanted wanted
      = { "two",
          1,
          1,
          { "x of V in 2024 is 76 (one, record 2), 66 (two, record 6) and 86 (three, record 7). ",
            "The other figures leave a value from 64.5 to 67.5; two is to be believed. ",
            "1 independent relation contradicts" } };

  expect (SOURCES "one,x,,V,2024,76\n" PARTS_OF_66 "two,x,,V,2024,66\nthree,x,,V,2024,86\n",
          PARTS, &wanted);
}
END_TEST

/* Two agree with the rest: neither alone is to be believed. */
START_TEST (test_two_of_three)
{
  static const struct wanted wanted
      = { "", 1, 0, { "The other figures leave a value from 64.5 to 67.5, and that does not "
                      "speak for one report alone: it cannot be decided from these reports." } };

  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66 "two,x,,V,2024,66\nthree,x,,V,2024,76\n",
          PARTS, &wanted);
}
END_TEST

/* ------------------------------------------------------------------------
 * Relations
 * ---------------------------------------------------------------------- */

/* By the parts, by y and by z and w: three that share no figure. */
START_TEST (test_relations)
{
  static const struct wanted wanted = { "one", 3, 1, { "3 independent relations contradict" } };

  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66
                  "one,y,,V,2024,33.0\none,z,,V,2024,60\none,w,,V,2024,6\ntwo,x,,V,2024,76\n",
          PARTS "rule y: x == 2 * y\nrule z: x == z + w\n", &wanted);
}
END_TEST

/* y and v say so, y and w say so: both rest on y. What q says of x is open. */
START_TEST (test_dependent_relations)
{
  static const struct wanted wanted = { "one", 1, 1, { "1 independent relation contradicts" } };

  expect (SOURCES "one,x,,V,2024,66\none,y,,V,2024,33.0\none,v,,V,2024,33.0\n"
                  "two,x,,V,2024,76\none,w,,V,2024,33.0\n",
          "rule v: x == y + v\nrule w: x == y + w\nrule q: x == q - w\n", &wanted);
}
END_TEST

/* x = 2 y and x = y + v: without the figure of y, v says so alone. */
START_TEST (test_independent_relations)
{
  static const struct wanted wanted = { "one", 2, 1, { "2 independent relations contradict" } };

  expect (SOURCES "one,x,,V,2024,66\none,y,,V,2024,33.0\none,v,,V,2024,33.0\n"
                  "two,x,,V,2024,76\n",
          "rule y: x == 2 * y\nrule v: x == y + v\n", &wanted);
}
END_TEST

/* 76 is excluded by the parts (64.5 to 67.5) and by y (65.9 to 66.1), 68 by y
 * alone. The figures not believed are contradicted by one relation at least. */
START_TEST (test_least_relations)
{
  static const struct wanted wanted = { "one", 1, 1, { NULL } };

  expect (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66
                  "one,y,,V,2024,33.0\ntwo,x,,V,2024,68\nthree,x,,V,2024,76\n",
          PARTS "rule y: x == 2 * y\n", &wanted);
}
END_TEST

/* A relation may lead through what nobody prints; it names six figures. */
START_TEST (test_long_relation)
{
  static const struct wanted wanted
      = { "one", 1, 1, { "1 independent relation contradicts the other, one by ",
                         " and others." } };

  expect (SOURCES "one,x,,V,2024,11\ntwo,x,,V,2024,31\none,a,,V,2024,1.0\none,b,,V,2024,1.0\n"
                  "one,c,,V,2024,1.0\none,d,,V,2024,2.0\none,e,,V,2024,2.0\none,f,,V,2024,2.0\n"
                  "one,g,,V,2024,2.0\n",
          "rule r: x == a + b + c + u\nrule s: d + e + f + g == u\n", &wanted);
}
END_TEST

/* ------------------------------------------------------------------------
 * What is proved
 * ---------------------------------------------------------------------- */

/* y and z leave 3 (4.5 to 5.5) + (9.5 to 10.5), 23 to 27. The report that prints
 * them may have computed x from them: then x is off by up to 1.5 + 0.5 more, and
 * 28 is 25.5 to 30.5, 29 is 26.5 to 31.5: possible. 30 is 27.5 to 32.5: not. */
START_TEST (test_computed)
{
  static const char *const value[] = { "28", "29", "30" };
  size_t k;

  for (k = 0; k < 3; k++)
    {
      struct wanted wanted = { "one", 1, 0, { NULL } };
      char csv[300];
      wanted.is_certain = k == 2;
      wanted.says[0] = "The other figures leave a value from 23 to 27; one is to be believed";
      wanted.says[1] = k == 2 ? "is to be believed. 1 independent"
                              : "one is to be believed, though that is not proved: figures "
                                "computed from rounded figures might differ so. 1 independent";
      snprintf (csv, sizeof csv,
                SOURCES "one,x,,V,2024,25\ntwo,x,,V,2024,%s\ntwo,y,,V,2024,5\ntwo,z,,V,2024,10\n",
                value[k]);
      expect (csv, "rule r: x == 3 * y + z\n", &wanted);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Access
 * ---------------------------------------------------------------------- */

/* Two quantities of one report, and their figures, in reading order. */
START_TEST (test_access)
{
  static const struct wanted wanted = { "one", 1, 1, { NULL } };
  static const char *const value[2][2] = { { "66", "76" }, { "33.0", "39.0" } };
  static const char *const source[2] = { "one", "two" };
  struct checked checked
      = explain_text (SOURCES "one,x,,V,2024,66\n" PARTS_OF_66
                              "one,y,,V,2024,33.0\none,z,,V,2024,16.5\ntwo,x,,V,2024,76\n"
                              "two,y,,V,2024,39.0\n",
                      PARTS "rule y: y == 2 * z\n", NULL);
  ind_arbitration arbitration;
  ind_figure figure;
  size_t k, j;

  ck_assert_uint_eq (ind_report_arbitration_count (checked.report), 2);
  for (k = 0; k < 2; k++)
    {
      expect_one (&checked, k, &wanted);
      ck_assert_int_eq (ind_report_arbitration (checked.report, k, &arbitration), IND_OK);
      ck_assert_str_eq (arbitration.indicator, k == 0 ? "x" : "y");
      ck_assert_str_eq (arbitration.component, "_T");
      ck_assert_uint_eq (arbitration.n_figures, 2);
      for (j = 0; j < 2; j++)
        {
          ck_assert_int_eq (ind_report_arbitration_figure (checked.report, k, j, &figure),
                            IND_OK);
          ck_assert_str_eq (figure.obs_value, value[k][j]);
          ck_assert_str_eq (figure.source, source[j]);
        }
      ck_assert_int_eq (ind_report_arbitration_figure (checked.report, k, 2, &figure),
                        IND_E_RANGE);
    }
  ck_assert_int_eq (ind_report_arbitration (checked.report, 2, &arbitration), IND_E_RANGE);
  ck_assert_int_eq (ind_report_arbitration_figure (checked.report, 2, 0, &figure), IND_E_RANGE);
  checked_free (&checked);
}
END_TEST

/* Before it is explained a report has none. */
START_TEST (test_unexplained)
{
  struct checked checked
      = check_text (SOURCES "one,x,,V,2024,5\ntwo,x,,V,2024,7\n", "rule r: y == x\n", 0);
  ind_arbitration arbitration;

  ck_assert_uint_eq (ind_report_arbitration_count (checked.report), 0);
  ck_assert_int_eq (ind_report_arbitration (checked.report, 0, &arbitration), IND_E_RANGE);
  checked_free (&checked);
}
END_TEST

/* In billions and millions: what is left is told in the unit of the first. */
START_TEST (test_units)
{
  static const struct wanted wanted
      = { "one", 1, 1, { "The other figures leave a value from 4.9 to 5.1 billion VND" } };

  expect ("SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
          "one,x,V,2024,5.00,bn VND\ntwo,x,V,2024,5500,mn VND\n"
          "one,a,V,2024,2.0,bn VND\none,b,V,2024,3.0,bn VND\n",
          "indicator x \"x\" unit XDC\nindicator a \"a\" unit XDC\nindicator b \"b\" unit XDC\n"
          "rule r: x == a + b\n",
          &wanted);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("arbitrate");

  tcase_add_test (tests, test_first);
  tcase_add_test (tests, test_second);
  tcase_add_test (tests, test_nothing_bears);
  tcase_add_test (tests, test_both_possible);
  tcase_add_test (tests, test_depends);
  tcase_add_test (tests, test_assumed);
  tcase_add_test (tests, test_neither);
  tcase_add_test (tests, test_majority);
  tcase_add_test (tests, test_no_dispute);
  tcase_add_test (tests, test_three);
  tcase_add_test (tests, test_two_of_three);
  tcase_add_test (tests, test_relations);
  tcase_add_test (tests, test_dependent_relations);
  tcase_add_test (tests, test_independent_relations);
  tcase_add_test (tests, test_least_relations);
  tcase_add_test (tests, test_long_relation);
  tcase_add_test (tests, test_computed);
  tcase_add_test (tests, test_access);
  tcase_add_test (tests, test_unexplained);
  tcase_add_test (tests, test_units);
  return suite_run (tests, "arbitrate");
}
