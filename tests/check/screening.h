/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of sweeping share: random rules, and random reports that nearly obey them. */
#ifndef TESTS_CHECK_SCREENING_H
#define TESTS_CHECK_SCREENING_H

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define SCREENING_N(array) (sizeof array / sizeof array[0])

/* ------------------------------------------------------------------------
 * Text
 * ---------------------------------------------------------------------- */

typedef struct screening_text {
  char *text;
  size_t length, capacity;
} screening_text;

static inline void
screening_say (screening_text *out, const char *text)
{
  size_t length = strlen (text);

  if (out->length + length + 1 > out->capacity)
    {
      out->capacity = 2 * (out->length + length + 1);
      out->text = realloc (out->text, out->capacity);
      exact_assert (out->text != NULL, "memory ran out");
    }
  memcpy (out->text + out->length, text, length + 1);
  out->length += length;
}

/* ------------------------------------------------------------------------
 * A world: true values, of which a report prints some digits
 * ---------------------------------------------------------------------- */

#define SCREENING_BASES 5
#define SCREENING_RULES 8
#define SCREENING_COMPONENTS 4

static const char *const screening_component[SCREENING_COMPONENTS] = { "_T", "A", "B", "C" };

/* A rule for the quantity `t` and a number. */
typedef struct screening_rule {
  char text[200];   /* the relation: t stands for the rule's own indicator */
  char clause[60];  /* what follows it */
  int is_free;      /* for every component */
  int is_parts;     /* over the breakdown */
} screening_rule;

typedef struct screening_world {
  size_t n_areas, n_periods;
  int is_quarterly;
  screening_rule rule[SCREENING_RULES];
  size_t n_rules;
  double *base;   /* per base, component, area and period */
  double *target; /* per rule, component, area and period; NaN: none */
  /* Out of 1024 figures: */
  unsigned missing, doubled, odd, off, no_decimals;
  int most_digits; /* of figures */
  int is_by_indicator;
} screening_world;

static inline double *
screening_at (const screening_world *world, double *values, size_t which, size_t component,
              size_t area, size_t period)
{
  return values
         + ((which * SCREENING_COMPONENTS + component) * world->n_areas + area) * world->n_periods
         + period;
}

static inline double
screening_uniform (exact_random *random)
{
  return (double) (exact_random_bits (random) >> 11) * 0x1p-53;
}

static inline int
screening_chance (exact_random *random, unsigned of_1024)
{
  return exact_random_below (random, 1024) < of_1024;
}

/* ------------------------------------------------------------------------
 * The value of an expression, read apart from the library
 * ---------------------------------------------------------------------- */

typedef struct screening_place {
  screening_world *world;
  const char *at;
  size_t component, area;
  long period;
  double target; /* what t stands for */
} screening_place;

static double screening_sum (screening_place *place);

static inline void
screening_skip (screening_place *place)
{
  while (*place->at == ' ')
    place->at++;
}

static inline int
screening_take (screening_place *place, const char *word)
{
  size_t length = strlen (word);

  screening_skip (place);
  if (strncmp (place->at, word, length) != 0)
    return 0;
  place->at += length;
  return 1;
}

static inline double
screening_base (screening_place *place, size_t base, size_t component)
{
  if (place->period < 0)
    return NAN;
  return *screening_at (place->world, place->world->base, base, component, place->area,
                        (size_t) place->period);
}

static inline double
screening_quantity (screening_place *place, int is_sum)
{
  size_t base = 0, component = 0, k;
  int is_target = screening_take (place, "t");
  double sum = 0;

  if (!is_target)
    {
      exact_assert (*place->at == 'i', "the test cannot read \"%s\"", place->at);
      base = (size_t) (place->at[1] - '0');
      place->at += 2;
    }
  if (screening_take (place, "[c]"))
    component = place->component;
  else if (screening_take (place, "[whole]") || screening_take (place, "[_T]"))
    component = 0;
  else if (screening_take (place, "[*]"))
    component = SCREENING_COMPONENTS;
  else
    for (k = 1; k < SCREENING_COMPONENTS; k++)
      {
        char index[4] = { '[', (char) ('A' + (int) k - 1), ']', '\0' };
        if (screening_take (place, index))
          component = k;
      }
  if (is_target)
    return place->target;
  for (k = 1; k < SCREENING_COMPONENTS && is_sum; k++)
    sum += screening_base (place, base, k);
  return is_sum ? sum : screening_base (place, base, component % SCREENING_COMPONENTS);
}

static inline double
screening_factor (screening_place *place)
{
  long period = place->period;
  double value;
  char *end;

  screening_skip (place);
  if (screening_take (place, "-"))
    return -screening_factor (place);
  if (isdigit ((unsigned char) *place->at))
    {
      value = strtod (place->at, &end);
      place->at = end;
      return value;
    }
  if (screening_take (place, "sum("))
    value = screening_quantity (place, 1);
  else if (screening_take (place, "("))
    value = screening_sum (place);
  else if (screening_take (place, "prev("))
    {
      /* The offset stands behind; it is looked for. */
      const char *comma = strchr (place->at, ')');
      int years = comma != NULL && comma[-1] == '2' && comma[-2] == ' ' ? 2 : 1;
      place->period -= years * (place->world->is_quarterly ? 4 : 1);
      value = screening_sum (place);
      (void) screening_take (place, ", 2");
    }
  else if (screening_take (place, "before("))
    {
      place->period -= 1;
      value = screening_sum (place);
    }
  else
    return screening_quantity (place, 0);
  exact_assert (screening_take (place, ")"), "the test cannot read \"%s\"", place->at);
  place->period = period;
  return value;
}

static inline double
screening_product (screening_place *place)
{
  double value = screening_factor (place);

  for (;;)
    if (screening_take (place, "*"))
      value *= screening_factor (place);
    else if (screening_take (place, "/"))
      value /= screening_factor (place);
    else
      return value;
}

static inline double
screening_sum (screening_place *place)
{
  double value = screening_product (place);

  for (;;)
    if (screening_take (place, "+"))
      value += screening_product (place);
    else if (screening_take (place, "-"))
      value -= screening_product (place);
    else
      return value;
}

/* How far the sides are from one another where t is `target`. */
static inline double
screening_residual (screening_place place, const char *rule, double target)
{
  double left;

  place.at = rule;
  place.target = target;
  left = screening_sum (&place);
  screening_skip (&place);
  while (*place.at != '\0' && strchr ("=~<>", *place.at) != NULL)
    place.at++;
  return left - screening_sum (&place);
}

/* The value of t for which the rule holds, by secants; NaN where none was found. */
static inline double
screening_solve (screening_place place, const char *rule)
{
  double a = 1, b = 2, at_a = screening_residual (place, rule, a), at_b;
  int k;

  for (k = 0; k < 60; k++)
    {
      double next;
      at_b = screening_residual (place, rule, b);
      if (at_b == 0)
        return b;
      next = b - at_b * (b - a) / (at_b - at_a);
      if (!isfinite (next))
        return fabs (at_b - at_a) <= 1e-9 * fabs (at_b) || k < 3 ? NAN : b;
      a = b;
      at_a = at_b;
      b = next;
    }
  return b;
}

/* ------------------------------------------------------------------------
 * Random worlds
 * ---------------------------------------------------------------------- */

static const struct
{
  const char *text, *clause;
  int is_free, is_parts;
} screening_known[] = {
  { "t == i0 + i1", "", 0, 0 },
  { "t == i0 - i1", "", 0, 0 },
  { "i0 + i1 == t + i2", "", 0, 0 },
  { "t + i0 == i0 + i1", "", 0, 0 },
  { "100 * t == i0", "", 0, 0 },
  { "t / 3 == i0 + i1", "", 0, 0 },
  { "2 * i0 + 3 * i1 == 6 * t", "", 0, 0 },
  { "t == (i0 + i1 + i2) / 3", "", 0, 0 },
  { "t == 5", "", 0, 0 },
  { "100 - t == i3[A]", "", 0, 0 },
  { "t == i0 * i1", "", 0, 0 },
  { "i0 == i1 * t", "", 0, 0 },
  { "t == i0 / i1", "", 0, 0 },
  { "t == 1 / i0", "", 0, 0 },
  { "t == i0 / (i0 + i1)", "", 0, 0 },
  { "t == i0 / (i0 - i1)", "", 0, 0 },
  { "t == i0 * i0 + i1 * i1", "", 0, 0 },
  { "t == i3 * (1 - i3 * i3)", "", 0, 0 },
  { "t == i0 * i1 / i2 - i3", "", 0, 0 },
  { "t == 100 * (i0 / prev(i0) - 1)", "given prev(i0)", 0, 0 },
  { "t[c] == 100 * (i0[c] / prev(i0[c]) - 1)", "", 1, 0 },
  { "t[c] == 100 * i0[c] / prev(i0[c])", "given prev(i0[c])", 1, 0 },
  { "t[c] == 100 * i0[c] / i0[_T]", "", 1, 0 },
  { "t[c] == i0[c] - prev(i0[c])", "", 1, 0 },
  { "i1[c] == prev(i1[c]) + t[c]", "", 1, 0 },
  { "t[c] == prev(i0[c], 2) + before(i1[c])", "", 1, 0 },
  { "t == before(prev(i0)) + prev(before(i1))", "", 0, 0 },
  { "t[c] == prev(i0[c]) / prev(i0[_T]) * (100 * (i0[c] / prev(i0[c]) - 1))", "", 1, 0 },
  { "t == sum(i0[*])", "", 0, 1 },
  { "sum(i0[*]) == t", "", 0, 1 },
  { "sum(i0[*]) == t", "missing zero", 0, 1 },
  { "sum(i0[*]) == t", "missing nonnegative", 0, 1 },
  { "sum(i1[*]) + t == 100", "", 0, 1 },
  { "i0[whole] + t == sum(i0[*])", "", 0, 1 },
  { "t ~= i0 + i1 within 3%", "", 0, 0 },
  { "t ~= i0 within 1", "", 0, 0 },
  { "t ~= i0 - i1", "", 0, 0 },
  { "t >= i0", "", 0, 0 },
  { "t <= i0 + i1", "", 0, 0 },
  { "t[c] >= prev(i0[c])", "", 1, 0 }
};

static inline void
screening_random_factor (exact_random *random, screening_text *out, int depth, const char *index);

static inline void
screening_random_sum (exact_random *random, screening_text *out, int depth, const char *index)
{
  size_t n = 1 + (size_t) exact_random_below (random, 3), k;

  for (k = 0; k < n; k++)
    {
      if (k > 0)
        screening_say (out, exact_random_below (random, 2) == 0 ? " + " : " - ");
      screening_random_factor (random, out, depth, index);
      if (exact_random_below (random, 3) == 0)
        {
          screening_say (out, exact_random_below (random, 2) == 0 ? " * " : " / ");
          screening_random_factor (random, out, depth, index);
        }
    }
}

static inline void
screening_random_factor (exact_random *random, screening_text *out, int depth, const char *index)
{
  static const char *const numbers[] = { "2", "100", "3", "10" };
  static const char *const shifts[] = { "", "", "", "prev(", "before(" };
  const char *shift;
  char quantity[16];

  switch (exact_random_below (random, depth > 0 ? 6 : 5))
    {
    case 5:
      screening_say (out, "(");
      screening_random_sum (random, out, depth - 1, index);
      screening_say (out, ")");
      break;
    case 4: screening_say (out, numbers[exact_random_below (random, 4)]); break;
    default:
      shift = shifts[exact_random_below (random, SCREENING_N (shifts))];
      snprintf (quantity, sizeof quantity, "i%d%s", (int) exact_random_below (random, 5),
                exact_random_below (random, 4) == 0 ? "[A]" : index);
      screening_say (out, shift);
      screening_say (out, quantity);
      screening_say (out, shift[0] == '\0' ? "" : ")");
    }
}

static inline void
screening_choose_rule (exact_random *random, screening_rule *rule)
{
  screening_text out = { NULL, 0, 0 };
  size_t k = (size_t) exact_random_below (random, SCREENING_N (screening_known) + 12);

  memset (rule, 0, sizeof *rule);
  if (k < SCREENING_N (screening_known))
    {
      snprintf (rule->text, sizeof rule->text, "%s", screening_known[k].text);
      snprintf (rule->clause, sizeof rule->clause, "%s", screening_known[k].clause);
      rule->is_free = screening_known[k].is_free;
      rule->is_parts = screening_known[k].is_parts;
      return;
    }
  rule->is_free = exact_random_below (random, 2) == 0;
  screening_say (&out, rule->is_free ? "t[c] == " : "t == ");
  screening_random_sum (random, &out, 1, rule->is_free ? "[c]" : "");
  if (out.length < sizeof rule->text)
    memcpy (rule->text, out.text, out.length + 1);
  else
    snprintf (rule->text, sizeof rule->text, "t == i0");
  free (out.text);
}

/* The rules as the library reads them: t becomes an indicator of the rule's own. */
static inline void
screening_put_rule (const screening_rule *rule, size_t number, screening_text *out)
{
  char start[64], name[32];
  const char *at;

  snprintf (name, sizeof name, "t%zu", number);
  snprintf (start, sizeof start, "rule r%zu%s: ", number, rule->is_parts ? " over parts" : "");
  screening_say (out, start);
  for (at = rule->text; *at != '\0'; at++)
    {
      char one[2] = { *at, '\0' };
      int is_target = *at == 't' && !isalpha ((unsigned char) at[1])
                      && (at == rule->text || !isalpha ((unsigned char) at[-1]));
      screening_say (out, is_target ? name : one);
    }
  screening_say (out, "\n    ");
  screening_say (out, rule->clause[0] == '\0' ? "say \"so\"" : rule->clause);
  screening_say (out, "\n");
}

/* Makes the true values: of sizes that differ, some of few digits, some negative or zero;
 * and i0 the sum of its parts. */
static inline void
screening_make_bases (exact_random *random, screening_world *world)
{
  size_t base, component, k, n = world->n_areas * world->n_periods;
  int is_signed = exact_random_below (random, 4) == 0;

  for (base = 0; base < SCREENING_BASES; base++)
    {
      double size = pow (10, (double) exact_random_below (random, 8) - 2);
      for (component = SCREENING_COMPONENTS; component-- > 0;)
        {
          double *own = screening_at (world, world->base, base, component, 0, 0);
          for (k = 0; k < n; k++)
            {
              own[k] = size * (0.5 + screening_uniform (random));
              if (is_signed && exact_random_below (random, 3) == 0)
                own[k] = -own[k];
              if (is_signed && exact_random_below (random, 20) == 0)
                own[k] = 0;
              if (base == 0 && component == 0)
                own[k] = own[n + k] + own[2 * n + k] + own[3 * n + k];
            }
        }
    }
}

static inline void
screening_make_targets (screening_world *world)
{
  size_t number, component, area, period;

  for (number = 0; number < world->n_rules; number++)
    for (component = 0; component < SCREENING_COMPONENTS; component++)
      for (area = 0; area < world->n_areas; area++)
        for (period = 0; period < world->n_periods; period++)
          {
            screening_place place = { world, NULL, component, area, (long) period, 0 };
            *screening_at (world, world->target, number, component, area, period)
                = component > 0 && !world->rule[number].is_free
                      ? NAN
                      : screening_solve (place, world->rule[number].text);
          }
}

static inline screening_world
screening_make (exact_random *random, size_t n_areas, size_t n_periods, size_t n_rules)
{
  static const unsigned missing[] = { 0, 0, 0, 20, 200 }, doubled[] = { 0, 0, 0, 20 },
                        odd[] = { 0, 0, 0, 20, 100 }, off[] = { 0, 30, 300 },
                        no_decimals[] = { 0, 300, 1024 };
  static const int digits[] = { 2, 3, 5, 9, 17 };
  screening_world world;
  size_t k, n = SCREENING_COMPONENTS * n_areas * n_periods;

#define SCREENING_ANY(list) list[exact_random_below (random, SCREENING_N (list))]
  memset (&world, 0, sizeof world);
  world.n_areas = n_areas;
  world.n_periods = n_periods;
  world.is_quarterly = exact_random_below (random, 3) == 0;
  world.n_rules = n_rules;
  world.missing = SCREENING_ANY (missing);
  world.doubled = SCREENING_ANY (doubled);
  world.odd = SCREENING_ANY (odd);
  world.off = SCREENING_ANY (off);
  world.no_decimals = SCREENING_ANY (no_decimals);
  world.most_digits = SCREENING_ANY (digits);
  world.is_by_indicator = exact_random_below (random, 2) == 0;
#undef SCREENING_ANY
  world.base = calloc (SCREENING_BASES * n, sizeof *world.base);
  world.target = calloc (SCREENING_RULES * n, sizeof *world.target);
  exact_assert (world.base != NULL && world.target != NULL, "memory ran out");
  for (k = 0; k < n_rules; k++)
    screening_choose_rule (random, &world.rule[k]);
  screening_make_bases (random, &world);
  screening_make_targets (&world);
  return world;
}

static inline void
screening_free (screening_world *world)
{
  free (world->base);
  free (world->target);
}

/* ------------------------------------------------------------------------
 * Printing it
 * ---------------------------------------------------------------------- */

#define SCREENING_COLUMNS                                                                         \
  "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS,QUALIFIER,"         \
  "ROUNDING,UNIT_MEASURE\n"

/* One figure: rounded, perhaps by a unit or two off, perhaps of another source, qualifier,
 * way of rounding or unit. */
static inline void
screening_put_figure (exact_random *random, const screening_world *world, screening_text *out,
                      const char *indicator, size_t component, size_t area, size_t period,
                      double value, int decimals)
{
  static const char *const sources[] = { "s", "s", "s", "u" }, *const vintages[] = { "", "v" },
                    *const qualifiers[]
      = { "", "", "exact", "approx", "over", "at_least", "at_most", "estimate" },
                    *const roundings[] = { "", "nearest", "truncated", "any", "half_up", "up" },
                    *const units[] = { "", "", "", "PT", "bn VND", "VND", "persons" };
  char line[300], number[64], when[48], precision[12] = "";
  int is_odd = screening_chance (random, world->odd);
  double unit = pow (10, -decimals);

  if (!isfinite (value) || fabs (value) >= 1e17)
    return;
  value = rint (value / unit) * unit;
  if (screening_chance (random, world->off))
    value += unit * ((double) exact_random_below (random, 7) - 3);
  while (decimals > 0 && fabs (value) * pow (10, decimals) >= 1e17)
    decimals--;
  snprintf (number, sizeof number, "%.*f", decimals < 0 ? 0 : decimals, value);
  if (decimals < 0 || !screening_chance (random, world->no_decimals))
    snprintf (precision, sizeof precision, "%d", decimals);
  if (world->is_quarterly)
    snprintf (when, sizeof when, "%zu-Q%zu", 2000 + period / 4, period % 4 + 1);
  else
    snprintf (when, sizeof when, "%zu", 2000 + period);
#define SCREENING_ODD(list)                                                                       \
  (is_odd ? list[exact_random_below (random, SCREENING_N (list))] : list[0])
  snprintf (line, sizeof line, "%s,%s,%s,%s,r%zu,%s,%s,%s,%s,%s,%s\n", SCREENING_ODD (sources),
            SCREENING_ODD (vintages), indicator, screening_component[component], area, when,
            number, precision, SCREENING_ODD (qualifiers), SCREENING_ODD (roundings),
            SCREENING_ODD (units));
#undef SCREENING_ODD
  screening_say (out, line);
}

/* Every figure of an indicator and component in an area and period. */
static inline void
screening_put_quantity (exact_random *random, screening_world *world, screening_text *out,
                        size_t which, size_t component, size_t area, size_t period,
                        const int *decimals)
{
  double value = which < SCREENING_BASES
                     ? *screening_at (world, world->base, which, component, area, period)
                     : *screening_at (world, world->target, which - SCREENING_BASES, component,
                                      area, period);
  char indicator[32];
  int own = decimals[which * SCREENING_COMPONENTS + component];

  if (screening_chance (random, world->missing))
    return;
  if (which < SCREENING_BASES)
    snprintf (indicator, sizeof indicator, "i%zu", which);
  else
    snprintf (indicator, sizeof indicator, "t%zu", which - SCREENING_BASES);
  if (screening_chance (random, world->odd))
    own += (int) exact_random_below (random, 3) - 1;
  screening_put_figure (random, world, out, indicator, component, area, period, value, own);
  if (screening_chance (random, world->doubled))
    screening_put_figure (random, world, out, indicator, component, area, period, value, own + 1);
}

/* Digits behind the point, so that a figure has from 1 to the most. */
static inline int
screening_choose_decimals (exact_random *random, const screening_world *world, double value)
{
  int size = isfinite (value) && value != 0 ? (int) floor (log10 (fabs (value))) + 1 : 1;
  int decimals = 1 + (int) exact_random_below (random, (uint64_t) world->most_digits) - size;

  return decimals < -12 ? -12 : decimals > 15 ? 15 : decimals;
}

static inline void
screening_print (exact_random *random, screening_world *world, screening_text *out)
{
  int decimals[(SCREENING_BASES + SCREENING_RULES) * SCREENING_COMPONENTS];
  size_t n_which = SCREENING_BASES + world->n_rules, n_sites = world->n_areas * world->n_periods;
  size_t n = n_which * SCREENING_COMPONENTS, k, j;

  for (k = 0; k < n; k++)
    {
      size_t which = k / SCREENING_COMPONENTS;
      int is_new = k % SCREENING_COMPONENTS == 0 || exact_random_below (random, 4) == 0;
      double *values = which < SCREENING_BASES
                           ? screening_at (world, world->base, which, 0, 0, 0)
                           : screening_at (world, world->target, which - SCREENING_BASES, 0, 0, 0);
      decimals[k] = is_new ? screening_choose_decimals (random, world, values[n_sites - 1])
                           : decimals[k - 1];
    }
  screening_say (out, SCREENING_COLUMNS);
  for (j = 0; j < n * n_sites; j++)
    {
      size_t site = world->is_by_indicator ? j % n_sites : j / n;
      size_t what = world->is_by_indicator ? j / n_sites : j % n;
      screening_put_quantity (random, world, out, what / SCREENING_COMPONENTS,
                              what % SCREENING_COMPONENTS, site / world->n_periods,
                              site % world->n_periods, decimals);
    }
}

/* ------------------------------------------------------------------------
 * Tables and rules
 * ---------------------------------------------------------------------- */

static inline ind_table *
screening_table (const char *csv)
{
  ind_table *table;
  ind_error error = { IND_OK, 0, 0, "" };

  exact_assert (ind_table_new (&table, NULL) == IND_OK, "no table");
  exact_assert (ind_table_read_text (table, "random.csv", csv, strlen (csv), NULL, &error)
                    == IND_OK,
                "the test's report is refused: %s", error.message);
  return table;
}

/* The rules of a world; of the random ones, those that mean something. */
static inline ind_rules *
screening_rules (const screening_world *world, screening_text *all)
{
  static const char parts[] = "breakdown parts for i0, i1: _T = A + B + C\n";
  ind_rules *rules;
  size_t k, n_good = 0;

  exact_assert (ind_rules_new (&rules, NULL) == IND_OK
                    && ind_rules_read_text (rules, "parts", parts, sizeof parts - 1, NULL)
                           == IND_OK,
                "no rules");
  screening_say (all, parts);
  for (k = 0; k < world->n_rules; k++)
    {
      screening_text own = { NULL, 0, 0 };
      ind_error error = { IND_OK, 0, 0, "" };
      screening_put_rule (&world->rule[k], k, &own);
      if (ind_rules_read_text (rules, "random.rules", own.text, own.length, &error) == IND_OK)
        {
          screening_say (all, own.text);
          n_good++;
        }
      else
        exact_assert (strstr (own.text, "say \"so\"") != NULL, "%s: %s", own.text, error.message);
      free (own.text);
    }
  return rules;
}

#endif
