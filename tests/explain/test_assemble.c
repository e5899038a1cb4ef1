/* SPDX-License-Identifier: GPL-3.0-or-later
 * Networks from figures, assumptions and rules: what becomes a variable, a link
 * and an assertion, and what hangs together. */
#include "explain/assemble.h"

#include <stdio.h>

#include "check/checking.h"
#include "check/findings.h"
#include "number/interval.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define SOURCES "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
#define PARTS "breakdown p: _T = A + B + C\nrule total: x[_T] == sum(x[*])\n"

struct assembled {
  struct checked checked;
  ind__judge judge;
  ind__division division;
  ind__assembly assembly;
};

/* ------------------------------------------------------------------------
 * What holds of every assembly
 * ---------------------------------------------------------------------- */

/* One assertion for every usable figure, in order, saying what it says. */
static void
verify_figures (const struct assembled *all)
{
  const ind__index *index = &all->checked.report->index;
  const ind__network *network = &all->assembly.network;
  size_t k, n = 0;

  for (k = 0; k < index->table->count; k++)
    {
      uint32_t number = all->assembly.assertion_of[k];
      const ind__assertion *assertion;
      if (ind__index_use (index, k) != IND__USABLE)
        {
          ck_assert_uint_eq (number, IND__NONE);
          continue;
        }
      ck_assert_uint_eq (number, n++);
      assertion = &network->assertions[number];
      ck_assert (assertion->kind == IND__ASSERTED_BY_FIGURE && assertion->origin == k);
      ck_assert_uint_eq (assertion->cost, 10);
      ck_assert (network->interval[number].low == ind__index_interval (index, k).low
                 && network->interval[number].high == ind__index_interval (index, k).high);
    }
  for (k = n; k < network->n_assertions; k++)
    ck_assert (network->assertions[k].kind != IND__ASSERTED_BY_FIGURE);
}

/* Parts hold every assertion once, and are what links join: each variable's
 * mark, spread along links until nothing changes. In order of first figures. */
static void
verify_parts (const struct assembled *all)
{
  const ind__assembly *assembly = &all->assembly;
  const ind__network *network = &assembly->network;
  uint32_t *mark = malloc ((network->n_variables + 1) * sizeof *mark);
  size_t k, j, n = 0, n_members = 0, last = 0;
  int changes = 1;

  for (k = 0; k < network->n_variables; k++)
    mark[k] = (uint32_t) k;
  while (changes)
    for (changes = 0, k = 0; k < network->n_links; k++)
      {
        const ind__term *term = network->terms + network->links[k].first;
        for (j = 1; j < network->links[k].n_terms; j++)
          {
            uint32_t *a = &mark[term[0].variable], *b = &mark[term[j].variable];
            changes |= *a != *b;
            *a = *b = *a < *b ? *a : *b;
          }
      }
  for (k = 0; k < assembly->n_parts; k++)
    {
      const ind__part *part = &assembly->parts[k];
      uint32_t own = mark[network->assertions[assembly->assertions[part->first]].variable];
      ck_assert_uint_gt (part->n_assertions, 0);
      ck_assert_uint_eq (part->first, n);
      ck_assert_uint_eq (part->first_member, n_members);
      ck_assert (k == 0 || assembly->assertions[part->first] > last);
      last = assembly->assertions[part->first];
      for (j = 0; j < part->n_assertions; j++, n++)
        {
          ck_assert_uint_eq (mark[network->assertions[assembly->assertions[n]].variable], own);
          ck_assert (j == 0 || assembly->assertions[n - 1] < assembly->assertions[n]);
        }
      for (j = 0; j < part->n_members; j++, n_members++)
        {
          ck_assert_uint_eq (mark[assembly->members[assembly->part_members[n_members]].variable],
                             own);
          ck_assert (j == 0
                     || assembly->part_members[n_members - 1]
                            < assembly->part_members[n_members]);
        }
      /* No other part is of the same. */
      for (j = 0; j < k; j++)
        ck_assert_uint_ne (
            mark[network->assertions[assembly->assertions[assembly->parts[j].first]].variable],
            own);
    }
  ck_assert_uint_eq (n, network->n_assertions);
  ck_assert_uint_eq (n_members, assembly->n_members);
  free (mark);
}

/* Every quantity has a variable of its own; `figure` is its first. */
static void
verify_members (const struct assembled *all)
{
  const ind__assembly *assembly = &all->assembly;
  size_t k, j;

  for (k = 0; k < assembly->n_members; k++)
    {
      uint32_t first = IND__NONE;
      for (j = 0; j < k; j++)
        ck_assert_uint_ne (assembly->members[j].variable, assembly->members[k].variable);
      for (j = 0; j < assembly->network.n_assertions && first == IND__NONE; j++)
        if (assembly->network.assertions[j].kind == IND__ASSERTED_BY_FIGURE
            && assembly->network.assertions[j].variable == assembly->members[k].variable)
          first = assembly->network.assertions[j].origin;
      ck_assert_uint_eq (assembly->members[k].figure, first);
    }
}

static struct assembled
assemble_text (const char *csv, const char *rules)
{
  struct assembled all;
  ind_report *report;

  memset (&all, 0, sizeof all);
  all.checked = check_text (csv, rules, 0);
  report = all.checked.report;
  ck_assert (ind__index_sort (&report->index));
  ck_assert_int_eq (
      ind__judge_prepare (&all.judge, &report->index, &report->templates, 0.001, NULL), IND_OK);
  ck_assert (ind__division_open (&all.division, &report->index, &report->templates, SIZE_MAX));
  ck_assert_int_eq (ind__assemble (&all.division, 0, &all.judge, &all.assembly, NULL), IND_OK);
  verify_figures (&all);
  verify_parts (&all);
  verify_members (&all);
  return all;
}

static void
assembled_free (struct assembled *all)
{
  ind__assembly_free (&all->assembly);
  ind__division_close (&all->division);
  ind__judge_free (&all->judge);
  checked_free (&all->checked);
}

/* The number of members of an indicator, and the first of them: of the whole in
 * V, unless the component or area is named. */
static size_t
find_members (const struct assembled *all, const char *indicator, const char *component,
              const char *area, const ind__member **first)
{
  const ind__index *index = &all->checked.report->index;
  size_t k, n = 0;

  for (k = 0; k < all->assembly.n_members; k++)
    {
      const ind__member *member = &all->assembly.members[k];
      if (strcmp (ind__index_name (index, member->quantity.indicator), indicator) != 0
          || strcmp (ind__index_name (index, member->quantity.component), component) != 0
          || strcmp (ind__index_name (index, member->quantity.area), area) != 0)
        continue;
      if (n++ == 0)
        *first = member;
    }
  return n;
}

static const ind__member *
member_of (const struct assembled *all, const char *indicator)
{
  const ind__member *member = NULL;

  ck_assert_uint_eq (find_members (all, indicator, "_T", "V", &member), 1);
  return member;
}

/* Whether some sum is, times some number, a * coefficient + ... + constant: of
 * whole quantities in V, with names separated by blanks. Returns how many are. */
static size_t
count_sums (const struct assembled *all, const char *names, const double *coefficient,
            double constant)
{
  const ind__network *network = &all->assembly.network;
  uint32_t variable[8];
  char text[80], *name;
  size_t n = 0, k, j, i, found = 0;

  ck_assert_uint_lt (strlen (names), sizeof text);
  strcpy (text, names);
  for (name = strtok (text, " "); name != NULL; name = strtok (NULL, " "))
    variable[n++] = member_of (all, name)->variable;
  for (k = 0; k < network->n_links; k++)
    {
      const ind__link *link = &network->links[k];
      const ind__term *term = network->terms + link->first;
      double factor = 0;
      size_t n_same = 0;
      if (link->is_product || link->n_terms != n)
        continue;
      for (i = 0; i < n; i++)
        if (term[i].variable == variable[0])
          factor = term[i].coefficient / coefficient[0];
      for (i = 0; i < n && factor != 0; i++)
        for (j = 0; j < n; j++)
          n_same += term[i].variable == variable[j]
                    && term[i].coefficient == factor * coefficient[j];
      found += n_same == n && link->constant == factor * constant;
    }
  return found;
}

static void
expect_sum (const char *csv, const char *rules, const char *names, const double *coefficient,
            double constant)
{
  struct assembled all = assemble_text (csv, rules);

  ck_assert_uint_eq (all.assembly.network.n_links, 1);
  ck_assert_msg (count_sums (&all, names, coefficient, constant) == 1, "%sis not what %s is",
                 rules, names);
  assembled_free (&all);
}

static void
expect_links (const char *csv, const char *rules, size_t n)
{
  struct assembled all = assemble_text (csv, rules);

  ck_assert_msg (all.assembly.network.n_links == n, "%son\n%shas %zu links, not %zu", rules, csv,
                 all.assembly.network.n_links, n);
  assembled_free (&all);
}

/* ------------------------------------------------------------------------
 * Figures
 * ---------------------------------------------------------------------- */

START_TEST (test_figures)
{
  struct assembled all = assemble_text (
      "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER,UNIT_MEASURE\n"
      "one,a,V,2024,5,,PS\none,b,V,2024,7,approx,PS\none,a,W,2024,5,,PS\n"
      "two,a,V,2024,6,exact,PS\none,a,V,2023,5,,PS\none,c,V,2024,5,,KM\n",
      "indicator a \"A\" unit PS\nindicator b \"B\" unit PS\nindicator c \"C\" unit PS\n"
      "rule r: a == b\n");
  const ind__network *network = &all.assembly.network;

  /* Kilometres count nobody; all others assert. Two are of one quantity. Of b in
   * W and in 2023 the rule speaks. */
  ck_assert_uint_eq (network->n_assertions, 5);
  ck_assert_uint_eq (all.assembly.n_members, 6);
  ck_assert_uint_eq (network->n_variables, 6);
  ck_assert_uint_eq (all.assembly.assertion_of[5], IND__NONE);
  ck_assert_uint_eq (network->assertions[0].variable, network->assertions[3].variable);
  ck_assert_uint_ne (network->assertions[0].variable, network->assertions[2].variable);
  ck_assert_uint_ne (network->assertions[0].variable, network->assertions[4].variable);
  ck_assert_uint_eq (network->assertions[1].cost, IND__COST_FIGURE);
  ck_assert_uint_eq (network->n_links, 3);
  ck_assert (isinf (network->domain[0].low) && isinf (network->domain[0].high));
  /* V, W and V in 2023. */
  ck_assert_uint_eq (all.assembly.n_parts, 3);
  ck_assert_uint_eq (all.assembly.parts[0].n_assertions, 3);
  ck_assert_uint_eq (all.assembly.parts[0].n_members, 2);
  assembled_free (&all);
}
END_TEST

/* No figure that can be used. */
START_TEST (test_nothing)
{
  struct assembled all
      = assemble_text ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
                       "a,V,2024,5,KM\n",
                       "indicator a \"A\" unit PS\nindicator b \"B\" unit PS\n"
                       "rule r: a == b\n");

  ck_assert (all.assembly.n_parts == 0 && all.assembly.n_members == 0
             && all.assembly.network.n_links == 0 && all.assembly.network.n_assertions == 0);
  assembled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * Rules
 * ---------------------------------------------------------------------- */

START_TEST (test_sums)
{
  static const char csv[] = HEADER "a,,V,2024,10\nb,,V,2024,4\nc,,V,2024,6\n";

  expect_sum (csv, "rule r: a == b + c\n", "a b c", (double[]){ 1, -1, -1 }, 0);
  expect_sum (csv, "rule r: a == 2 * b - c + 8\n", "a b c", (double[]){ 1, -2, 1 }, -8);
  /* Both sides over one denominator. */
  expect_sum (csv, "rule r: a == b / 4\n", "a b", (double[]){ 4, -1 }, 0);
  expect_sum (csv, "rule r: a / 6 == b / 4 + 0.5\n", "a b", (double[]){ 2, -3 }, -6);
  expect_sum (csv, "rule r: a == 0.1 * b\n", "a b", (double[]){ 10, -1 }, 0);
  /* What is on both sides goes. */
  expect_sum (csv, "rule r: a + b == 2 * b + c\n", "a b c", (double[]){ 1, -1, -1 }, 0);
}
END_TEST

/* Once for each area and period, and once however many print it. */
START_TEST (test_places)
{
  expect_links (SOURCES "one,a,,V,2024,5\none,b,,V,2024,5\ntwo,a,,V,2024,5\n"
                               "two,b,,V,2024,5\nthree,b,,V,2024,5\n",
                "rule r: a == b\n", 1);
  expect_links (HEADER "a,,V,2024,5\nb,,V,2024,5\na,,W,2024,5\nb,,W,2024,5\na,,V,2023,5\n"
                       "b,,V,2023,5\n",
                "rule r: a == b\n", 3);
  expect_links (HEADER "a,A,V,2024,5\nb,A,V,2024,5\na,B,V,2024,5\nb,B,V,2024,5\n",
                "rule r: a[c] == b[c]\n", 2);
}
END_TEST

/* Roughly is not at all; a bound is a sum with what may be above. */
START_TEST (test_relations)
{
  static const char csv[] = HEADER "a,,V,2024,10\nb,,V,2024,4\n";
  static const struct
  {
    const char *rules;
    double sign; /* of a, where the slack has 1 */
  } bounds[] = { { "rule r: a >= b\n", -1 }, { "rule r: a <= b\n", 1 } };
  size_t k, j;

  expect_links (csv, "rule r: a ~= b within 3%\n", 0);
  expect_links (csv, "rule r: a ~= b\n", 0);
  for (k = 0; k < 2; k++)
    {
      struct assembled all = assemble_text (csv, bounds[k].rules);
      const ind__network *network = &all.assembly.network;
      uint32_t a = member_of (&all, "a")->variable, b = member_of (&all, "b")->variable;
      double of_a = 0, of_b = 0, of_slack = 0;
      ck_assert_uint_eq (network->n_links, 1);
      ck_assert_uint_eq (network->n_variables, 3);
      ck_assert_uint_eq (network->links[0].n_terms, 3);
      ck_assert_uint_eq (all.assembly.n_members, 2);
      ck_assert_uint_eq (network->n_assertions, 2);
      for (j = 0; j < 3; j++)
        {
          const ind__term *term = &network->terms[network->links[0].first + j];
          *(term->variable == a ? &of_a : term->variable == b ? &of_b : &of_slack)
              = term->coefficient;
          if (term->variable != a && term->variable != b)
            ck_assert (network->domain[term->variable].low == 0
                       && isinf (network->domain[term->variable].high));
        }
      ck_assert (of_slack != 0 && of_a / of_slack == bounds[k].sign
                 && of_b / of_slack == -bounds[k].sign);
      assembled_free (&all);
    }
}
END_TEST

/* a = b * c and d = 1 + c * b: one product. a = b / c: b is a times c. */
START_TEST (test_products)
{
  struct assembled all
      = assemble_text (HEADER "a,,V,2024,10\nb,,V,2024,4\nc,,V,2024,6\nd,,V,2024,8\n",
                       "rule r: a == b * c\nrule s: d == 1 + c * b\n");
  const ind__network *network = &all.assembly.network;
  size_t k, n = 0;

  for (k = 0; k < network->n_links; k++)
    if (network->links[k].is_product)
      {
        const ind__term *term = network->terms + network->links[k].first;
        uint32_t b = member_of (&all, "b")->variable, c = member_of (&all, "c")->variable;
        n++;
        ck_assert ((term[1].variable == b && term[2].variable == c)
                   || (term[1].variable == c && term[2].variable == b));
      }
  ck_assert_uint_eq (n, 1);
  ck_assert_uint_eq (all.assembly.n_parts, 1);
  assembled_free (&all);
  all = assemble_text (HEADER "a,,V,2024,10\nb,,V,2024,4\nc,,V,2024,6\n", "rule r: a == b / c\n");
  network = &all.assembly.network;
  ck_assert_uint_eq (network->n_links, 2);
  for (n = 0, k = 0; k < 2; k++)
    if (network->links[k].is_product)
      {
        const ind__term *term = network->terms + network->links[k].first;
        uint32_t c = member_of (&all, "c")->variable;
        n++;
        ck_assert_uint_eq (term[0].variable, member_of (&all, "b")->variable);
        ck_assert (term[1].variable == c || term[2].variable == c);
      }
  ck_assert_uint_eq (n, 1);
  assembled_free (&all);
}
END_TEST

/* A growth rule has a meaning above a positive level only; a level printed as
 * 0.0 is not sure to be. */
START_TEST (test_given)
{
  static const char rule[]
      = "rule g: g * prev(x) == 100 * (x - prev(x))\n    given prev(x)\n";

  expect_links (HEADER "x,,V,2023,0.2\nx,,V,2024,0.3\ng,,V,2024,50\n", rule, 2);
  expect_links (HEADER "x,,V,2023,0.0\nx,,V,2024,0.3\ng,,V,2024,50\n", rule, 0);
  expect_links (HEADER "x,,V,2024,0.3\ng,,V,2024,50\n", rule, 2);
}
END_TEST

/* Nothing is presumed of a quantity that the rule is not about: whether the rule has a meaning
 * is not known. */
START_TEST (test_given_apart)
{
  static const char simple[] = "rule r: z == 5 given y\n";
  static const char composed[] = "rule r: z == 2 * (x + 1) given x - 3 * (y / 2)\n";

  expect_links (HEADER "z,,V,2024,4\ny,,V,2024,2\n", simple, 1);
  expect_links (HEADER "z,,V,2024,4\ny,,V,2024,-2\n", simple, 0);
  expect_links (HEADER "z,,V,2024,4\n", simple, 0);
  expect_links (HEADER "z,,V,2024,4\ny,,V,2023,0\n", simple, 0);
  expect_links (HEADER "z,,V,2024,4\nx,,V,2024,9\n", composed, 0);
}
END_TEST

/* ------------------------------------------------------------------------
 * Quantities that are not printed
 * ---------------------------------------------------------------------- */

/* Each is one variable, whichever rules name it; not negative where that is
 * declared. */
START_TEST (test_unprinted)
{
  struct assembled all = assemble_text (
      HEADER "a,,V,2024,10\nb,,V,2024,4\nc,,V,2024,6\n",
      "indicator a \"a\" unit NUMBER\nindicator b \"b\" unit NUMBER\n"
      "indicator c \"c\" unit NUMBER\nindicator u \"U\" unit NUMBER\n"
      "indicator v \"V\" unit NUMBER nonnegative\nrule r: a == b + u\nrule s: c == u + v\n");
  const ind__network *network = &all.assembly.network;
  const ind__member *u = member_of (&all, "u"), *v = member_of (&all, "v");

  ck_assert_uint_eq (all.assembly.n_members, 5);
  ck_assert_uint_eq (network->n_variables, 5);
  ck_assert_uint_eq (network->n_assertions, 3);
  ck_assert (u->figure == IND__NONE && v->figure == IND__NONE && !u->is_assumed);
  ck_assert (isinf (network->domain[u->variable].low));
  ck_assert (network->domain[v->variable].low == 0
             && isinf (network->domain[v->variable].high));
  ck_assert_uint_eq (count_sums (&all, "a b u", (double[]){ 1, -1, -1 }, 0), 1);
  ck_assert_uint_eq (count_sums (&all, "c u v", (double[]){ 1, -1, -1 }, 0), 1);
  ck_assert_uint_eq (all.assembly.n_parts, 1);
  ck_assert_uint_eq (all.assembly.parts[0].n_members, 5);
  assembled_free (&all);
}
END_TEST

/* u = v + w holds of what is not printed, where all three are there. */
START_TEST (test_rules_on_unprinted)
{
  static const char csv[] = HEADER "a,,V,2024,10\nb,,V,2024,4\nc,,V,2024,7\nd,,V,2024,5\n"
                                   "e,,V,2024,9\nf,,V,2024,5\n";
  struct assembled all
      = assemble_text (csv, "rule r: a == b + u\nrule s: c == d + v\nrule t: e == f + w\n"
                            "rule q: u == v + w\n");

  ck_assert_uint_eq (all.assembly.network.n_links, 4);
  ck_assert_uint_eq (count_sums (&all, "u v w", (double[]){ 1, -1, -1 }, 0), 1);
  ck_assert_uint_eq (all.assembly.n_parts, 1);
  assembled_free (&all);
  all = assemble_text (csv, "rule r: a == b + u\nrule s: c == d + v\nrule q: u == v + w\n");
  ck_assert_uint_eq (all.assembly.network.n_links, 2);
  ck_assert_uint_eq (all.assembly.n_members, 8); /* w is none */
  ck_assert_uint_eq (all.assembly.n_parts, 4);   /* two rules, e and f */
  assembled_free (&all);
  /* In W there is no v. */
  all = assemble_text (HEADER "a,,V,2024,10\nb,,V,2024,4\nc,,V,2024,7\nd,,V,2024,5\n"
                              "a,,W,2024,10\nb,,W,2024,4\n",
                       "rule r: a == b + u\nrule s: c == d + v\nrule q: u == 3 * v\n");
  ck_assert_uint_eq (all.assembly.network.n_links, 4);
  ck_assert_uint_eq (count_sums (&all, "u v", (double[]){ 1, -3 }, 0), 1);
  ck_assert_uint_eq (all.assembly.n_parts, 2);
  assembled_free (&all);
}
END_TEST

/* Of a rule that says what a missing figure is, nothing else need be known. */
START_TEST (test_missing)
{
  static const struct
  {
    const char *clause;
    double high;
    size_t n_members;
  } cases[] = { { "zero", 0, 2 }, { "nonnegative", INFINITY, 2 }, { "unverifiable", 0, 3 } };
  size_t k, j;

  for (k = 0; k < 3; k++)
    {
      char rules[80];
      struct assembled all;
      const ind__network *network;
      snprintf (rules, sizeof rules, "rule r: a == b + u\n    missing %s\n", cases[k].clause);
      all = assemble_text (HEADER "a,,V,2024,10\nb,,V,2024,4\n", rules);
      network = &all.assembly.network;
      ck_assert_uint_eq (all.assembly.n_members, cases[k].n_members);
      ck_assert_uint_eq (network->n_variables, 3);
      ck_assert_uint_eq (network->n_links, 1);
      for (j = 0; j < 3 && k < 2; j++)
        if (j != member_of (&all, "a")->variable && j != member_of (&all, "b")->variable)
          ck_assert (network->domain[j].low == 0 && network->domain[j].high == cases[k].high);
      assembled_free (&all);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Assumptions and bases
 * ---------------------------------------------------------------------- */

/* One for each place, though two rules name it; none where it is printed. */
START_TEST (test_assumption)
{
  struct assembled all = assemble_text (
      HEADER "a,,V,2024,300\nb,,V,2024,100\nc,,V,2024,3\nd,,V,2024,5\n"
             "a,,W,2024,300\nb,,W,2024,100\nf,,W,2024,1.0\n",
      "assume f \"Factor\" from 0.9 to 1.1\nrule r: a == b * f\nrule s: c == d * f\n");
  const ind__network *network = &all.assembly.network;
  const ind__member *f = member_of (&all, "f"), *printed = NULL;
  const ind__assertion *assertion = &network->assertions[7];

  ck_assert_uint_eq (network->n_assertions, 8);
  ck_assert (f->is_assumed && f->figure == IND__NONE);
  ck_assert (assertion->kind == IND__ASSERTED_BY_ASSUMPTION && assertion->cost == 20);
  ck_assert_uint_eq (assertion->variable, f->variable);
  ck_assert_uint_eq (assertion->origin, (uint32_t) (f - all.assembly.members));
  ck_assert (network->interval[7].low <= 0.9 && network->interval[7].low > 0.8999999
             && network->interval[7].high >= 1.1 && network->interval[7].high < 1.1000001);
  ck_assert_uint_eq (find_members (&all, "f", "_T", "W", &printed), 1);
  ck_assert (!printed->is_assumed && printed->figure == 6);
  ck_assert_uint_eq (all.assembly.n_parts, 2);
  assembled_free (&all);
}
END_TEST

/* A slack that is 0, in every place where the rule holds. */
START_TEST (test_basis)
{
  struct assembled all = assemble_text (
      HEADER "a,,V,2024,60\nb,,V,2024,6200\na,,W,2023,60\nb,,W,2023,6200\n",
      "rule r: a == b / 100\n    basis \"average population\"\nrule s: b >= a\n");
  const ind__index *index = &all.checked.report->index;
  const ind__network *network = &all.assembly.network;
  static const char *const area[] = { "V", "W" };
  static const int figure[] = { 0, 2 };
  size_t k, j;

  ck_assert_uint_eq (network->n_assertions, 6);
  /* Of each rule, in each area; 100 a - b and the slack, a - b and one. */
  ck_assert_uint_eq (all.assembly.n_instances, 4);
  for (k = 0; k < 4; k++)
    {
      const ind__instance *instance = &all.assembly.instances[k];
      int is_r = strcmp (ind__index_name (index, instance->template->name), "r") == 0;
      ck_assert_uint_lt (instance->link, network->n_given);
      ck_assert_uint_eq (network->links[instance->link].n_terms, 3);
      ck_assert (!network->links[instance->link].is_product);
      ck_assert (instance->divisor == (is_r ? 100 : 1));
    }
  for (k = 0; k < 2; k++)
    {
      const ind__assertion *assertion = &network->assertions[4 + k];
      const ind__instance *instance = &all.assembly.instances[assertion->origin];
      size_t n = 0;
      ck_assert (assertion->kind == IND__ASSERTED_BY_BASIS && assertion->cost == 15);
      ck_assert (network->interval[4 + k].low == 0 && network->interval[4 + k].high == 0);
      ck_assert (isinf (network->domain[assertion->variable].low)
                 && isinf (network->domain[assertion->variable].high));
      ck_assert_str_eq (ind__index_name (index, instance->template->name), "r");
      ck_assert_str_eq (ind__index_name (index, instance->area), area[assertion->origin]);
      ck_assert (instance->period
                 == ind__table_site (all.checked.table, figure[assertion->origin])->period);
      ck_assert_uint_eq (instance->component, IND__NONE);
      /* The slack is in the sum of a and b, and in no other. */
      for (j = 0; j < network->n_terms; j++)
        n += network->terms[j].variable == assertion->variable;
      ck_assert_uint_ge (n, 1);
    }
  ck_assert_uint_eq (all.assembly.n_parts, 2);
  assembled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * Parts
 * ---------------------------------------------------------------------- */

/* x with its parts; y, which no rule reaches; z, tied to the last of the parts;
 * and the same again in W. */
START_TEST (test_parts)
{
  struct assembled all = assemble_text (
      HEADER "y,,V,2024,1\nx,,V,2024,66\nx,A,V,2024,12\nx,,W,2024,66\nx,B,V,2024,23\n"
             "x,C,V,2024,31\nx,B,W,2024,23\nz,,V,2024,62\nx,A,W,2024,12\nx,C,W,2024,31\n",
      PARTS "rule z: z == 2 * x[C]\n");
  static const uint32_t order[] = { 0, 1, 2, 4, 5, 7, 3, 6, 8, 9 };
  static const size_t size[] = { 1, 5, 4 };
  /* z of W is not printed: the rule has no subject there. */
  static const size_t n_members[] = { 1, 5, 4 };
  size_t k;

  ck_assert_uint_eq (all.assembly.n_parts, 3);
  for (k = 0; k < 3; k++)
    {
      ck_assert_uint_eq (all.assembly.parts[k].n_assertions, size[k]);
      ck_assert_uint_eq (all.assembly.parts[k].n_members, n_members[k]);
    }
  for (k = 0; k < 10; k++)
    ck_assert_uint_eq (all.assembly.assertions[k], order[k]);
  assembled_free (&all);
}
END_TEST

/* Tables of random figures under rules that tie them now and then: what holds of
 * every assembly is verified. */
START_TEST (test_random_parts)
{
  static const char rules[]
      = "assume g \"G\" from 1 to 2\nrule r: a == b + u\nrule s: c == u * d\n"
        "rule t: b == prev(b) + e\nrule q: e == f / g\n    basis \"x\"\nrule p: f >= h\n"
        "rule o: u == 3 * e\n";
  exact_random random = { 20246 };
  int round;

  for (round = 0; round < 60; round++)
    {
      char csv[4000];
      struct assembled all;
      size_t n = (size_t) snprintf (csv, sizeof csv, SOURCES), k;
      for (k = 0; k < 25; k++)
        n += (size_t) snprintf (csv + n, sizeof csv - n, "%s,%c,,%s,%d,%d\n",
                                exact_random_below (&random, 4) == 0 ? "two" : "one",
                                'a' + (int) exact_random_below (&random, 8),
                                exact_random_below (&random, 2) == 0 ? "V" : "W",
                                2020 + (int) exact_random_below (&random, 4),
                                1 + (int) exact_random_below (&random, 90));
      ck_assert_uint_lt (n, sizeof csv);
      all = assemble_text (csv, rules);
      ck_assert_uint_gt (all.assembly.n_parts, 1);
      assembled_free (&all);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Editions
 * ---------------------------------------------------------------------- */

/* May and June are two of each, and are not mixed. */
START_TEST (test_vintages)
{
  struct assembled all = assemble_text (
      "SOURCE,VINTAGE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
      "one,May,a,V,2024,10\none,May,b,V,2024,4\none,June,a,V,2024,11\none,June,b,V,2024,5\n"
      "two,June,a,V,2024,11\n",
      "rule r: a == b + u\n");
  const ind__member *member;

  ck_assert_uint_eq (find_members (&all, "a", "_T", "V", &member), 2);
  ck_assert_uint_eq (find_members (&all, "b", "_T", "V", &member), 2);
  ck_assert_uint_eq (find_members (&all, "u", "_T", "V", &member), 2);
  ck_assert_uint_eq (all.assembly.network.n_links, 2);
  ck_assert_uint_eq (all.assembly.n_parts, 2);
  ck_assert_uint_eq (all.assembly.parts[0].n_assertions, 2);
  ck_assert_uint_eq (all.assembly.parts[1].n_assertions, 3);
  assembled_free (&all);
}
END_TEST

/* So are figures in two currencies, or at two price bases; one currency printed
 * by two reports is one, in whichever power of ten. */
START_TEST (test_currencies_and_prices)
{
  static const char declared[] = "indicator a \"A\" unit XDC\nindicator b \"B\" unit XDC\n"
                                 "rule r: a == b\n";
  static const char *const units[][2]
      = { { "bn VND", "mn USD" }, { "bn VND 2010", "bn VND 2020" } };
  const ind__member *member;
  struct assembled all;
  size_t k;

  for (k = 0; k < 2; k++)
    {
      char csv[300];
      const ind__network *network;
      snprintf (csv, sizeof csv,
                "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
                "one,a,V,2024,10,%s\none,b,V,2024,10,%s\ntwo,a,V,2024,14,%s\n"
                "three,b,V,2024,10,%s\n",
                units[k][0], units[k][0], units[k][1], units[k][0]);
      all = assemble_text (csv, declared);
      network = &all.assembly.network;
      ck_assert_uint_eq (find_members (&all, "a", "_T", "V", &member), 2);
      ck_assert_uint_eq (find_members (&all, "b", "_T", "V", &member), 1);
      ck_assert_uint_ne (network->assertions[0].variable, network->assertions[2].variable);
      ck_assert_uint_eq (network->assertions[1].variable, network->assertions[3].variable);
      /* No rule holds from one to the other. */
      ck_assert_uint_eq (network->n_links, 1);
      ck_assert_uint_eq (all.assembly.n_parts, 2);
      assembled_free (&all);
    }
  all = assemble_text ("SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
                       "one,a,V,2024,10,bn VND\none,b,V,2024,10,bn VND\n"
                       "two,a,V,2024,10000,mn VND\n",
                       declared);
  ck_assert_uint_eq (find_members (&all, "a", "_T", "V", &member), 1);
  ck_assert_uint_eq (all.assembly.network.n_links, 1);
  ck_assert_uint_eq (all.assembly.n_parts, 1);
  assembled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

START_TEST (test_memory)
{
  static const char rules[]
      = PARTS "assume f \"F\" from 0.9 to 1.1\nrule a: a == b * f\n    basis \"z\"\n"
              "rule c: c == d + u\nrule e: e == x[A] + v\nrule g: u == v + 2\nrule h: d >= c\n";
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    {
      struct assembled all = assemble_text (
          SOURCES "one,x,,V,2024,66\none,x,A,V,2024,12\none,x,B,V,2024,23\n"
                         "one,x,C,V,2024,31\none,a,,V,2024,9\none,b,,V,2024,9\none,c,,V,2024,9\n"
                         "one,d,,V,2024,9\none,e,,V,2024,9\ntwo,e,,V,2024,9\n",
          rules);
      size_t blocks, n;
      ind__assembly_free (&all.assembly);
      blocks = failing_memory_blocks ();
      for (n = 1;; n++)
        {
          ind_error error = { IND_OK, 0, 0, "" };
          ind_status status;
          failing_memory_arm (n, is_persistent);
          status = ind__assemble (&all.division, 0, &all.judge, &all.assembly, &error);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              break;
            }
          ck_assert_msg (status == IND_E_MEMORY && error.status == IND_E_MEMORY,
                         "allocation %zu: status %d", n, (int) status);
          ck_assert_uint_eq (failing_memory_blocks (), blocks);
        }
      ck_assert_msg (n > 20, "%zu allocations", n);
      assembled_free (&all);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("assemble");

  tcase_add_test (tests, test_figures);
  tcase_add_test (tests, test_nothing);
  tcase_add_test (tests, test_sums);
  tcase_add_test (tests, test_places);
  tcase_add_test (tests, test_relations);
  tcase_add_test (tests, test_products);
  tcase_add_test (tests, test_given);
  tcase_add_test (tests, test_given_apart);
  tcase_add_test (tests, test_unprinted);
  tcase_add_test (tests, test_rules_on_unprinted);
  tcase_add_test (tests, test_missing);
  tcase_add_test (tests, test_assumption);
  tcase_add_test (tests, test_basis);
  tcase_add_test (tests, test_parts);
  tcase_add_test (tests, test_random_parts);
  tcase_add_test (tests, test_vintages);
  tcase_add_test (tests, test_currencies_and_prices);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "assemble");
}
