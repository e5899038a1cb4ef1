/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sweep: what it counts gets the verdict that the judge gives, and what it does not count
 * it lists, once. */
#include "check/sweep.h"

#include "base/memory.h"
#include "check/screening.h"
#include "support/failing_memory.h"

static ind_table *table;
static ind_rules *rules;
static ind__index built;
static ind__index_components components;
static ind__templates templates;
static ind__judge judge;

/* Takes both. */
static void
build (ind_table *own_table, ind_rules *own_rules, double alpha)
{
  ind__data_names data;

  table = own_table;
  rules = own_rules;
  ck_assert_int_eq (ind__index_build (&built, table, rules, NULL), IND_OK);
  ck_assert (ind__index_sort (&built));
  data = ind__index_data_names (&built, &components);
  ck_assert_int_eq (ind__expand (rules, &data, &templates, NULL), IND_OK);
  ck_assert_int_eq (ind__judge_prepare (&judge, &built, &templates, alpha, NULL), IND_OK);
}

static void
build_texts (const char *csv, const char *text)
{
  ind_rules *own;
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_rules_new (&own, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (own, "t", text, strlen (text), &error) == IND_OK, "%s",
                 error.message);
  build (screening_table (csv), own, 0.001);
}

static void
discard (void)
{
  ind__judge_free (&judge);
  ind__templates_free (&templates);
  ind__index_free (&built);
  ind__release (components.component);
  memset (&components, 0, sizeof components);
  ind_rules_free (rules);
  ind_table_free (table);
}

/* ------------------------------------------------------------------------
 * Verdicts
 * ---------------------------------------------------------------------- */

/* What the judge says of some bindings, and which figures are in those it can judge. */
struct tally {
  size_t verdicts[IND_VERDICT_COUNT];
  ind__set *touched;
};

static int
on_binding (void *context, const ind__binding *binding)
{
  struct tally *tally = context;
  ind__judgement found;
  size_t k;

  if (ind__is_no_breakdown (&built, binding))
    return 1;
  ind__judge_binding (&judge, binding, &found);
  tally->verdicts[found.verdict]++;
  for (k = 0; k < binding->template->n_slots; k++)
    if (found.verdict != IND_VERDICT_UNVERIFIABLE && binding->figure[k] != IND__NONE)
      ind__set_add (tally->touched, binding->figure[k]);
  return 1;
}

static ind__set
new_set (void)
{
  ind__set set;

  exact_assert (ind__set_open (&set, table->count), "memory ran out");
  return set;
}

/* What became of the instances of a template. */
struct outcome {
  ind__swept swept;
  ind__origin *leads, *gaps;
  size_t n_leads, n_gaps;
};

static void
release (struct outcome *outcomes)
{
  size_t k;

  for (k = 0; k < templates.count; k++)
    {
      free (outcomes[k].leads);
      free (outcomes[k].gaps);
    }
  free (outcomes);
}

static int
on_lead (void *context, const ind__origin *lead)
{
  struct outcome *outcome = (struct outcome *) context + lead->template;

  exact_assert (lead->template < templates.count, "a lead of no template");
  outcome->leads = realloc (outcome->leads, (outcome->n_leads + 1) * sizeof *lead);
  exact_assert (outcome->leads != NULL, "memory ran out");
  outcome->leads[outcome->n_leads++] = *lead;
  return 1;
}

static int
on_gap (void *context, const ind__origin *place)
{
  struct outcome *outcome = (struct outcome *) context + place->template;

  exact_assert (place->template < templates.count, "a gap of no template");
  outcome->gaps = realloc (outcome->gaps, (outcome->n_gaps + 1) * sizeof *place);
  exact_assert (outcome->gaps != NULL, "memory ran out");
  outcome->gaps[outcome->n_gaps++] = *place;
  return 1;
}

static struct outcome *
sweep (size_t first, size_t end, ind__set *touched)
{
  struct outcome *outcomes = calloc (templates.count + 1, sizeof *outcomes);
  ind__swept *swept = calloc (templates.count + 1, sizeof *swept);
  ind__sweeper *sweeper = ind__sweeper_new (&judge, swept, touched);
  size_t k;

  exact_assert (outcomes != NULL && sweeper != NULL, "memory ran out");
  exact_assert (ind__sweep (sweeper, first, end, on_lead, on_gap, outcomes), "memory ran out");
  for (k = 0; k < templates.count; k++)
    outcomes[k].swept = swept[k];
  ind__sweeper_free (sweeper);
  free (swept);
  return outcomes;
}

static int
has_place (const ind__origin *places, size_t n, ind__origin place)
{
  size_t k;

  for (k = 0; k < n; k++)
    if (ind__origin_compare (&places[k], &place) == 0)
      return 1;
  return 0;
}

/* One template: what is counted and the leads judged are all bindings judged, verdict by
 * verdict; no lead stands twice. */
static void
compare_template (const char *name, size_t number, const struct outcome *outcome,
                  ind__set *touched, ind__set *touched_by_all)
{
  const ind__template *template = &templates.at[number];
  struct tally all = { { 0 }, touched_by_all }, own = { { 0 }, touched };
  ind__binder *binder = ind__binder_new (&built, template);
  size_t k;

  ck_assert (binder != NULL && ind__bind (&built, template, on_binding, &all));
  for (k = 0; k < outcome->n_leads; k++)
    {
      const ind__origin *lead = &outcome->leads[k];
      exact_assert (!has_place (outcome->leads, k, *lead),
                    "%s: template %zu has the lead of figure %u twice", name, number,
                    lead->figure);
      exact_assert (ind__bind_at (binder, lead->slot, lead->figure, on_binding, &own),
                    "memory ran out");
    }
  for (k = 0; k < outcome->n_gaps; k++)
    {
      const ind__origin *gap = &outcome->gaps[k];
      size_t n = own.verdicts[IND_VERDICT_UNVERIFIABLE], v, n_all = 0, n_before = 0;
      exact_assert (!has_place (outcome->leads, outcome->n_leads, *gap)
                        && !has_place (outcome->gaps, k, *gap),
                    "%s: template %zu has figure %u as a gap, and twice", name, number,
                    gap->figure);
      for (v = 0; v < IND_VERDICT_COUNT; v++)
        n_before += own.verdicts[v];
      exact_assert (ind__bind_at (binder, gap->slot, gap->figure, on_binding, &own),
                    "memory ran out");
      for (v = 0; v < IND_VERDICT_COUNT; v++)
        n_all += own.verdicts[v];
      exact_assert (n_all == n_before + 1 && own.verdicts[IND_VERDICT_UNVERIFIABLE] == n + 1,
                    "%s: template %zu has a gap at figure %u, where %zu checks are, %zu of them "
                    "not to be made", name, number, gap->figure, n_all - n_before,
                    own.verdicts[IND_VERDICT_UNVERIFIABLE] - n);
    }
  ind__binder_free (binder);
  own.verdicts[IND_VERDICT_EXACT] += outcome->swept.n_exact;
  own.verdicts[IND_VERDICT_ROUNDING] += outcome->swept.n_rounding;
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    exact_assert (own.verdicts[k] == all.verdicts[k],
                  "%s: template %zu has %zu verdicts \"%s\", by the judge alone %zu: the sweep "
                  "counts what the judge would not, or lists no lead for it",
                  name, number, own.verdicts[k], ind_verdict_name ((ind_verdict) k),
                  all.verdicts[k]);
}

/* Returns how many instances were counted, and not listed. */
static size_t
compare_all (const char *name)
{
  ind__set touched = new_set (), touched_by_all = new_set ();
  struct outcome *outcomes = sweep (0, table->n_sites, &touched);
  size_t k, n_counted = 0;

  for (k = 0; k < templates.count; k++)
    {
      struct tally all = { { 0 }, &touched_by_all };
      size_t n = outcomes[k].swept.n_exact + outcomes[k].swept.n_rounding;
      n_counted += n;
      if (outcomes[k].swept.is_swept)
        {
          compare_template (name, k, &outcomes[k], &touched, &touched_by_all);
          continue;
        }
      exact_assert (n + outcomes[k].n_leads + outcomes[k].n_gaps == 0,
                    "%s: template %zu was not swept, and something was counted", name, k);
      all.touched = &touched;
      ck_assert (ind__bind (&built, &templates.at[k], on_binding, &all));
      all.touched = &touched_by_all;
      ck_assert (ind__bind (&built, &templates.at[k], on_binding, &all));
    }
  for (k = 0; k < table->count; k++)
    exact_assert (ind__set_has (&touched, k) == ind__set_has (&touched_by_all, k),
                  "%s: figure %zu is %smarked as one that took part in a check", name, k,
                  ind__set_has (&touched, k) ? "" : "not ");
  release (outcomes);
  ind__set_close (&touched);
  ind__set_close (&touched_by_all);
  return n_counted;
}

/* Sweeping in pieces finds the same. */
static void
compare_pieces (const char *name, exact_random *random)
{
  ind__set touched = new_set (), touched_in_pieces = new_set ();
  struct outcome *whole = sweep (0, table->n_sites, &touched);
  size_t cut = (size_t) exact_random_below (random, table->n_sites + 1), k, j;
  struct outcome *first = sweep (0, cut, &touched_in_pieces);
  struct outcome *second = sweep (cut, table->n_sites, &touched_in_pieces);

  for (k = 0; k < templates.count; k++)
    {
      const ind__swept *a = &first[k].swept, *b = &second[k].swept;
      exact_assert (whole[k].swept.n_exact == a->n_exact + b->n_exact
                        && whole[k].swept.n_rounding == a->n_rounding + b->n_rounding
                        && whole[k].n_leads == first[k].n_leads + second[k].n_leads
                        && whole[k].n_gaps == first[k].n_gaps + second[k].n_gaps,
                    "%s: template %zu differs when it is swept in two pieces", name, k);
      for (j = 0; j < whole[k].n_leads; j++)
        exact_assert (has_place (first[k].leads, first[k].n_leads, whole[k].leads[j])
                          || has_place (second[k].leads, second[k].n_leads, whole[k].leads[j]),
                      "%s: template %zu has other leads when it is swept in two pieces", name, k);
      for (j = 0; j < whole[k].n_gaps; j++)
        exact_assert (has_place (first[k].gaps, first[k].n_gaps, whole[k].gaps[j])
                          || has_place (second[k].gaps, second[k].n_gaps, whole[k].gaps[j]),
                      "%s: template %zu has other gaps when it is swept in two pieces", name, k);
    }
  exact_assert (memcmp (touched.word, touched_in_pieces.word, touched.n_words * sizeof *touched.word) == 0,
                "%s: other figures are marked when sweeping in two pieces", name);
  release (whole);
  release (first);
  release (second);
  ind__set_close (&touched);
  ind__set_close (&touched_in_pieces);
}

START_TEST (test_random_reports)
{
  static const double alphas[] = { 0.001, 0.05, 0.5, 0.99, 1e-12 };
  exact_random random = { 11 };
  size_t round, n_counted = 0;

  for (round = 0; round < 250; round++)
    {
      screening_world world
          = screening_make (&random, 1 + (size_t) exact_random_below (&random, 20),
                            2 + (size_t) exact_random_below (&random, 8),
                            1 + (size_t) exact_random_below (&random, SCREENING_RULES));
      screening_text csv = { NULL, 0, 0 }, text = { NULL, 0, 0 };
      char name[32];
      screening_print (&random, &world, &csv);
      build (screening_table (csv.text), screening_rules (&world, &text),
             alphas[exact_random_below (&random, SCREENING_N (alphas))]);
      snprintf (name, sizeof name, "report %zu", round);
      n_counted += compare_all (name);
      compare_pieces (name, &random);
      discard ();
      free (csv.text);
      free (text.text);
      screening_free (&world);
    }
  ck_assert_msg (n_counted > 12000, "only %zu instances are counted: the reports show little",
                 n_counted);
}
END_TEST

/* ------------------------------------------------------------------------
 * What is counted
 * ---------------------------------------------------------------------- */

#define COLUMNS "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER,ROUNDING,UNIT\n"

/* A rule on 200 areas, all in order: nothing is left to the judge, or the sweep is of no use.
 * And where it may say nothing: the place is listed. */
START_TEST (test_is_counted)
{
  static const struct
  {
    const char *rule;
    const char *figures; /* of each area, without it */
    size_t n_exact, n_rounding, n_leads, n_gaps;
  } cases[] = {
    { "rule r: a == b + c", "s,a,,@,2024,3,,,\ns,b,,@,2024,1,,,\ns,c,,@,2024,2,,,\n", 1, 0, 0, 0 },
    { "rule r: a == b + c", "s,a,,@,2024,3,,,PT\ns,b,,@,2024,1,,,PT\ns,c,,@,2024,2,,,PT\n", 1, 0,
      0, 0 },
    { "rule r: a == b + c", "s,a,,@,2024,4,,,\ns,b,,@,2024,1,,,\ns,c,,@,2024,2,,,\n", 0, 1, 0, 0 },
    { "rule r: a == b + c", "s,a,,@,2024,9,,,\ns,b,,@,2024,1,,,\ns,c,,@,2024,2,,,\n", 0, 0, 1, 0 },
    { "rule r: a == 100 * (b / prev(b) - 1)\n given prev(b)",
      "s,a,,@,2024,10.0,,,\ns,b,,@,2024,1100.0,,,\ns,b,,@,2023,1000.0,,,\n", 1, 0, 0, 0 },
    { "rule r: a[c] == 100 * b[c] / b[_T]",
      "s,a,A,@,2024,40.00,,,\ns,a,B,@,2024,60.00,,,\ns,b,A,@,2024,4000.0,,,\ns,b,B,@,2024,6000.0,,,\n"
      "s,b,_T,@,2024,10000.0,,,\n",
      2, 0, 0, 0 },
    { "breakdown p for b: _T = A + B\nrule r over p: b[whole] == sum(b[*])",
      "s,b,A,@,2024,4000.0,,,\ns,b,B,@,2024,6000.0,,,\ns,b,_T,@,2024,10000.0,,,\n", 1, 0, 0, 0 },
    /* A figure that is missing, twice there, of another source, not rounded to nearest, not
     * as printed, or of a unit that does not go with the others. */
    { "rule r: a == b + c", "s,a,,@,2024,3,,,\ns,b,,@,2024,1,,,\n", 0, 0, 0, 1 },
    { "rule r: a == b + c", "s,a,,@,2024,3,,,\ns,a,,@,2024,3,,,\ns,b,,@,2024,1,,,\n", 0, 0, 1, 0 },
    { "rule r: a == b + c", "s,a,,@,2024,3,,,\nu,a,,@,2024,3,,,\ns,b,,@,2024,1,,,\n", 0, 0, 1, 0 },
    { "breakdown p for b: _T = A + B\nrule r over p: b[whole] == sum(b[*])",
      "s,b,A,@,2024,4000.0,,,\ns,b,_T,@,2024,10000.0,,,\n", 0, 0, 0, 1 },
    { "breakdown p for b: _T = A + B\nrule r over p: b[whole] == sum(b[*])",
      "s,b,A,@,2023,4000.0,,,\ns,b,_T,@,2024,10000.0,,,\n", 0, 0, 1, 0 },
    { "breakdown p for b: _T = A + B\nrule r over p: sum(b[*]) == b[whole]",
      "s,b,A,@,2024,4000.0,,,\nu,b,B,@,2024,6000.0,,,\n", 0, 0, 1, 0 },
    { "rule r: a == b", "s,a,,@,2024,3,,,\ns,b,,@,2024,3,,,\ns,b,,@,2024,3,,,\n", 0, 0, 1, 0 },
    { "rule r: a == b", "s,a,,@,2024,3,,,\ns,a,,@,2024,3,,,\ns,b,,@,2024,3,,,\n", 0, 0, 1, 0 },
    { "rule r: a == b", "s,a,,@,2024,3,,,\nu,b,,@,2024,3,,,\n", 0, 0, 1, 0 },
    { "rule r: a == b", "s,a,,@,2024,3,,,\ns,b,,@,2024,3,,truncated,\n", 0, 0, 1, 0 },
    { "rule r: a == b", "s,a,,@,2024,3,approx,,\ns,b,,@,2024,3,,,\n", 0, 0, 1, 0 },
    { "rule r: a == b", "s,a,,@,2024,3,,,VND\ns,b,,@,2024,3,,,persons\n", 0, 0, 1, 0 },
    { "rule r: a == b / c", "s,a,,@,2024,3,,,\ns,b,,@,2024,3,,,\ns,c,,@,2024,0,,,\n", 0, 0, 1, 0 },
    { "rule r: a == b\n given c", "s,a,,@,2024,3,,,\ns,b,,@,2024,3,,,\ns,c,,@,2024,-5,,,\n", 0, 0,
      1, 0 },
    /* Where the subject is not printed, nothing is. */
    { "rule r: a == b + c", "s,b,,@,2024,1,,,\ns,c,,@,2024,2,,,\n", 0, 0, 0, 0 }
  };
  size_t k, area;

  for (k = 0; k < SCREENING_N (cases); k++)
    {
      screening_text csv = { NULL, 0, 0 };
      ind__set touched;
      struct outcome *outcomes;
      char text[200];
      screening_say (&csv, COLUMNS);
      for (area = 0; area < 200; area++)
        {
          const char *at;
          for (at = cases[k].figures; *at != '\0'; at++)
            {
              char piece[16] = { *at, '\0' };
              if (*at == '@')
                snprintf (piece, sizeof piece, "r%zu", area);
              screening_say (&csv, piece);
            }
        }
      snprintf (text, sizeof text, "%s\n", cases[k].rule);
      build_texts (csv.text, text);
      touched = new_set ();
      outcomes = sweep (0, table->n_sites, &touched);
      ck_assert_uint_eq (templates.count, 1);
      ck_assert_int_eq (outcomes[0].swept.is_swept, 1);
      ck_assert_msg (outcomes[0].swept.n_exact == 200 * cases[k].n_exact
                         && outcomes[0].swept.n_rounding == 200 * cases[k].n_rounding
                         && outcomes[0].n_leads == 200 * cases[k].n_leads
                         && outcomes[0].n_gaps == 200 * cases[k].n_gaps,
                     "%s, %s: %zu exact, %zu rounding, %zu leads and %zu gaps, expected 200 times "
                     "%zu, %zu, %zu and %zu",
                     cases[k].rule, cases[k].figures, outcomes[0].swept.n_exact,
                     outcomes[0].swept.n_rounding, outcomes[0].n_leads, outcomes[0].n_gaps,
                     cases[k].n_exact, cases[k].n_rounding, cases[k].n_leads, cases[k].n_gaps);
      release (outcomes);
      ind__set_close (&touched);
      (void) compare_all (cases[k].rule);
      discard ();
      free (csv.text);
    }
}
END_TEST

/* Rules that are left to the judge altogether. */
START_TEST (test_is_not_swept)
{
  static const char *const texts[] = {
    "rule r: a >= b\n", "rule r: a <= b\n", "rule r: a ~= b within 5%\n", "rule r: a ~= b\n",
    "rule r: a == b@W\n", "rule r: a == year(b)\n",
    "areas n: W = V + V2\nrule r: a@whole == sum(a@*)\n",
    "assume f \"Factor\" from 0.9 to 1.1\nrule r: a == b * f\n"
  };
  size_t k, j;

  for (k = 0; k < SCREENING_N (texts); k++)
    {
      ind__set touched;
      struct outcome *outcomes;
      build_texts (COLUMNS "s,a,,V,2024,1,,,\ns,b,,V,2024,1,,,\ns,b,,W,2024,1,,,\n", texts[k]);
      touched = new_set ();
      outcomes = sweep (0, table->n_sites, &touched);
      ck_assert_uint_ge (templates.count, 1);
      for (j = 0; j < templates.count; j++)
        ck_assert_msg (!outcomes[j].swept.is_swept, "%s is swept", texts[k]);
      release (outcomes);
      ind__set_close (&touched);
      discard ();
    }
}
END_TEST

/* Blocks of sites that are not full; no site; no figure of a rule. */
START_TEST (test_few_sites)
{
  size_t n, k;

  for (n = 1; n < 140; n += n < 60 ? 20 : 1)
    {
      screening_text csv = { NULL, 0, 0 };
      screening_say (&csv, COLUMNS);
      for (k = 0; k < n; k++)
        {
          char lines[100];
          snprintf (lines, sizeof lines, "s,a,,r%zu,2024,%zu,,,\ns,b,,r%zu,2024,%zu,,,\n", k, k, k,
                    k);
          screening_say (&csv, lines);
        }
      build_texts (csv.text, "rule r: a == b\nrule q: x == y + z\n");
      ck_assert_uint_eq (compare_all ("few sites"), n);
      discard ();
      free (csv.text);
    }
  build_texts (COLUMNS "s,a,,V,2024,1,,,\n", "rule q: x == y + z\n");
  ck_assert_uint_eq (compare_all ("no figure of a rule"), 0);
  discard ();
}
END_TEST

static int
stop_at_once (void *context, const ind__origin *lead)
{
  (void) lead;
  ++*(int *) context;
  return 0;
}

/* Rules over many components of few sites, some of which lack an indicator, and others a figure
 * of it: those of one rule are swept together. */
START_TEST (test_components)
{
  static const size_t counts[] = { 1, 3, 8, 9, 16, 17, 32, 33, 40, 70 };
  static const char text[]
      = "rule r: a[c] == b[c] + d[c]\nrule q: s[c] == 100 * b[c] / b[_T]\n"
        "rule g: g[c] == 100 * (b[c] / prev(b[c]) - 1)\n  given prev(b[c])\n"
        "rule h: d[c] == a[c] - b[c] + 0 * d[c0]\nrule p: a[c] + d[c] == b[c] * k[c0]\n";
  exact_random random = { 5 };
  size_t i, n_counted = 0;

  for (i = 0; i < 10 * SCREENING_N (counts); i++)
    {
      static const char *const names[] = { "a", "b", "d", "s", "g", "k" };
      size_t n_sites = counts[i % SCREENING_N (counts)], n_components, what, c, k;
      screening_text csv = { NULL, 0, 0 };
      char name[40];
      n_components = 1 + (size_t) exact_random_below (&random, 12);
      screening_say (&csv, COLUMNS);
      for (what = 0; what < 6; what++)
        for (c = 0; c < n_components; c++)
          {
            int is_known = exact_random_below (&random, 5) > 0;
            for (k = 0; k < n_sites && is_known; k++)
              {
                uint64_t b = 1000 * (c + 1) + 7 * k, then = k == 0 ? b : b - 7;
                const double values[]
                    = { 10 + (double) b, (double) b, 10, 100.0 * (double) b / 1000,
                        100 * ((double) b / (double) then - 1), 1 };
                char component[8], line[120];
                snprintf (component, sizeof component, c == 0 ? "_T" : "c%zu", c - 1);
                snprintf (line, sizeof line, "s,%s,%s,r%zu,%zu,%.2f,,,\n", names[what], component,
                          k / 20, 2000 + k % 20, values[what]);
                if (exact_random_below (&random, 20) > 0)
                  screening_say (&csv, line);
              }
          }
      build_texts (csv.text, text);
      snprintf (name, sizeof name, "report %zu of components", i);
      n_counted += compare_all (name);
      compare_pieces (name, &random);
      discard ();
      free (csv.text);
    }
  ck_assert_msg (n_counted > 17500, "only %zu instances are counted: the reports show little",
                 n_counted);
}
END_TEST

/* A visitor that stops is not called again, and the sweep says so. */
START_TEST (test_visitor_stops)
{
  ind__swept swept[2] = { { 0, 0, 0 }, { 0, 0, 0 } };
  ind__sweeper *sweeper;
  ind__set touched;
  int n_calls = 0;

  build_texts (COLUMNS "s,a,,V,2024,1,,,\ns,b,,V,2024,2,,,\ns,a,,W,2024,1,,,\n",
               "rule r: a == b\n");
  touched = new_set ();
  sweeper = ind__sweeper_new (&judge, swept, &touched);
  ck_assert_ptr_nonnull (sweeper);
  ck_assert_int_eq (ind__sweep (sweeper, 0, table->n_sites, stop_at_once, stop_at_once, &n_calls), 0);
  ck_assert_int_eq (n_calls, 1);
  ind__sweeper_free (sweeper);
  ind__set_close (&touched);
  discard ();
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

static int
pass_over (void *context, const ind__origin *lead)
{
  (void) context;
  (void) lead;
  return 1;
}

START_TEST (test_memory_runs_out)
{
  screening_text csv = { NULL, 0, 0 };
  ind__set touched;
  size_t blocks, n, k;
  int is_persistent;

  screening_say (&csv, COLUMNS);
  for (k = 0; k < 100; k++)
    {
      char lines[200];
      snprintf (lines, sizeof lines,
                "s,a,A,r%zu,2024,%zu,,,\ns,b,A,r%zu,2024,1,,,\ns,b,B,r%zu,2023,1,,,\n", k, k, k,
                k);
      screening_say (&csv, lines);
    }
  build_texts (csv.text, "rule r: a[c] == b[c]\nrule q: a[c] == b[c] * prev(b[c])\n"
                         "rule p: a[A] == b[A] + before(b[A]) + prev(b[B], 2)\n");
  touched = new_set ();
  blocks = failing_memory_blocks ();
  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        ind__swept *swept = calloc (templates.count + 1, sizeof *swept);
        ind__sweeper *sweeper;
        int is_good;
        size_t n_failed;
        failing_memory_arm (n, is_persistent);
        sweeper = ind__sweeper_new (&judge, swept, &touched);
        is_good = sweeper != NULL
                  && ind__sweep (sweeper, 0, table->n_sites, pass_over, pass_over, NULL);
        n_failed = failing_memory_disarm ();
        ind__sweeper_free (sweeper);
        free (swept);
        ck_assert_msg (failing_memory_blocks () == blocks,
                       "allocation %zu failed, and memory was not released", n);
        ck_assert_int_eq (is_good, n_failed == 0);
        if (n_failed == 0)
          break;
      }
  ck_assert_uint_gt (n, 8);
  ind__set_close (&touched);
  discard ();
  free (csv.text);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("sweep");

  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_random_reports);
  tcase_add_test (tests, test_is_counted);
  tcase_add_test (tests, test_is_not_swept);
  tcase_add_test (tests, test_few_sites);
  tcase_add_test (tests, test_components);
  tcase_add_test (tests, test_visitor_stops);
  tcase_add_test (tests, test_memory_runs_out);
  return suite_run (tests, "sweep");
}
