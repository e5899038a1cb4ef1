/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indicators computed from raw inputs: values, how much of them is certain, and
 * that a check of them finds nothing. */
#include <stdio.h>

#include "check/checking.h"
#include "support/exact.h"
#include "support/failing_memory.h"

static ind_rules *standard;

static void
load_standard (void)
{
  ck_assert_int_eq (ind_rules_new_standard (&standard, NULL), IND_OK);
}

static void
free_standard (void)
{
  ind_rules_free (standard);
}

static ind_table *
read_csv (const char *csv)
{
  ind_table *table;
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_msg (ind_table_read_text (table, "test.csv", csv, strlen (csv), NULL, &error)
                     == IND_OK,
                 "%s\n%s", error.message, csv);
  return table;
}

static ind_table *
compute (const ind_table *table, const ind_rules *rules)
{
  ind_table *computed = NULL;
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_msg (ind_compute (table, rules, NULL, &computed, &error) == IND_OK, "%s",
                 error.message);
  return computed;
}

/* What the standard rules, and `more`, compute from a CSV text. */
static ind_table *
computed_from (const char *csv, const char *more)
{
  ind_table *table = read_csv (csv), *computed;
  ind_rules *rules = NULL;
  ind_error error = { IND_OK, 0, 0, "" };

  if (more != NULL)
    {
      ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
      ck_assert_msg (ind_rules_read_text (rules, "more", more, strlen (more), &error) == IND_OK,
                     "%s", error.message);
    }
  computed = compute (table, more == NULL ? standard : rules);
  ind_rules_free (rules);
  ind_table_free (table);
  return computed;
}

/* The figure of an indicator, component and period; 0 when there is none. */
static int
find (const ind_table *table, const char *indicator, const char *component, const char *period,
      ind_figure *out)
{
  size_t k;

  for (k = 0; k < ind_table_count (table); k++)
    if (ind_table_figure (table, k, out) == IND_OK && strcmp (out->indicator, indicator) == 0
        && strcmp (out->component, component) == 0 && strcmp (out->period, period) == 0)
      return 1;
  return 0;
}

static ind_figure
get (const ind_table *table, const char *indicator, const char *component, const char *period)
{
  ind_figure figure;
  ck_assert_msg (find (table, indicator, component, period, &figure), "no %s[%s] of %s", indicator,
                 component, period);
  return figure;
}

/* ------------------------------------------------------------------------
 * The economy of economy.csv: every formula of the registry, written once more
 * ---------------------------------------------------------------------- */

enum raw {
  CUR, CON, POP, EMP, INV, PLAN, PAID, REV, SPENT, RATE, SOLD, BOUGHT, FORCE, JOBLESS, HOURS, CAP,
  N_RAW
};

static const char *const raw_names[N_RAW]
    = { "grdp_current",    "grdp_constant",        "population",     "employment",
        "investment_total", "investment_plan",     "investment_disbursed",
        "budget_revenue",  "budget_expenditure",   "exchange_rate",  "exports",
        "imports",         "labour_force",         "unemployment",   "hours_worked",
        "investment_constant" };

enum component { A, BTE, F, GTU, TAX, B1G, BTF, TOTAL, N_SECTORS };

static const char *const component_names[]
    = { "A",     "BTE",  "F",      "GTU",   "D21X31",    "B1G",     "BTF",     "_T",
        "urban", "rural", "male",  "female", "state",    "non_state", "foreign", "central", "local",
        "Y0T14", "Y15T64", "Y_GE65", "Y_GE15" };

#define URBAN 8
#define Y0T14 17
#define Y15T64 18
#define Y_GE65 19
#define Y_GE15 20

#define N_COMPONENTS (sizeof component_names / sizeof component_names[0])
#define N_YEARS 3

/* Values in units of scale 0; NaN where none is printed. */
struct economy {
  long double value[N_RAW][N_COMPONENTS][N_YEARS], radius[N_RAW][N_COMPONENTS][N_YEARS];
};

static const struct economy *now; /* the one the formulas below read */

static long double
of (enum raw raw, size_t c, int y)
{
  return y < 0 ? (long double) NAN : now->value[raw][c][y];
}

static long double
unless (size_t c, size_t whole, long double value)
{
  return c == whole ? (long double) NAN : value;
}

static long double
growth_of (long double current, long double previous)
{
  return 100 * (current - previous) / previous;
}

static long double
only_total (size_t c, long double value)
{
  return c == TOTAL ? value : (long double) NAN;
}

static long double
share_of (enum raw raw, size_t c, int y)
{
  return unless (c, TOTAL, 100 * of (raw, c, y) / of (raw, TOTAL, y));
}

static long double
contribution_of (size_t whole, size_t c, int y)
{
  return unless (c, whole,
                 100 * (of (CON, c, y) - of (CON, c, y - 1)) / of (CON, whole, y - 1));
}

static long double
per_head (int y)
{
  return of (CUR, TOTAL, y) / of (POP, TOTAL, y);
}

static long double
per_worker (size_t c, int y)
{
  return of (CUR, c, y) / of (EMP, c, y);
}

#define FORMULA(name, ...)                                                                         \
  static long double name (size_t c, int y)                                                        \
  {                                                                                                \
    return __VA_ARGS__;                                                                            \
  }

FORMULA (balance, of (REV, c, y) - of (SPENT, c, y))
FORMULA (balance_ratio,
         only_total (c, 100 * (of (REV, c, y) - of (SPENT, c, y)) / of (CUR, c, y)))
FORMULA (expenditure_ratio, only_total (c, 100 * of (SPENT, c, y) / of (CUR, c, y)))
FORMULA (revenue_ratio, only_total (c, 100 * of (REV, c, y) / of (CUR, c, y)))
FORMULA (buoyancy, only_total (c, growth_of (of (REV, c, y), of (REV, c, y - 1))
                                      / growth_of (of (CUR, c, y), of (CUR, c, y - 1))))
FORMULA (dependency, only_total (c, 100 * (of (POP, Y0T14, y) + of (POP, Y_GE65, y))
                                        / of (POP, Y15T64, y)))
FORMULA (icor, only_total (c, of (CAP, c, y) / (of (CON, c, y) - of (CON, c, y - 1))))
FORMULA (openness, only_total (c, 100 * (of (SOLD, c, y) + of (BOUGHT, c, y)) / of (CUR, c, y)))
FORMULA (participation, only_total (c, 100 * of (FORCE, c, y) / of (POP, Y_GE15, y)))
FORMULA (hourly, of (CUR, c, y) / of (HOURS, c, y))
FORMULA (trade_balance, of (SOLD, c, y) - of (BOUGHT, c, y))
FORMULA (trade_cover, 100 * of (SOLD, c, y) / of (BOUGHT, c, y))
FORMULA (unemployment_rate, 100 * of (JOBLESS, c, y) / of (FORCE, c, y))
FORMULA (urbanisation, only_total (c, 100 * of (POP, URBAN, y) / of (POP, TOTAL, y)))
FORMULA (contribution, contribution_of (TOTAL, c, y))
FORMULA (contribution_gva, contribution_of (B1G, c, y))
FORMULA (contribution_share, 100 * contribution_of (TOTAL, c, y)
                                 / growth_of (of (CON, TOTAL, y), of (CON, TOTAL, y - 1)))
FORMULA (contribution_share_gva, 100 * contribution_of (B1G, c, y)
                                     / growth_of (of (CON, B1G, y), of (CON, B1G, y - 1)))
FORMULA (deflator, 100 * of (CUR, c, y) / of (CON, c, y))
FORMULA (disbursement, 100 * of (PAID, c, y) / of (PLAN, c, y))
FORMULA (employment_growth, growth_of (of (EMP, c, y), of (EMP, c, y - 1)))
FORMULA (employment_rate, only_total (c, 100 * of (EMP, c, y) / of (POP, c, y)))
FORMULA (employment_share, share_of (EMP, c, y))
FORMULA (employment_share_change, share_of (EMP, c, y) - share_of (EMP, c, y - 1))
FORMULA (change, of (CUR, c, y) - of (CUR, c, y - 1))
FORMULA (current_usd, of (CUR, c, y) / of (RATE, TOTAL, y))
FORMULA (per_capita, only_total (c, per_head (y)))
FORMULA (per_capita_usd, only_total (c, per_head (y) / of (RATE, TOTAL, y)))
FORMULA (nominal, growth_of (of (CUR, c, y), of (CUR, c, y - 1)))
FORMULA (real, growth_of (of (CON, c, y), of (CON, c, y - 1)))
FORMULA (investment_rate, only_total (c, 100 * of (INV, c, y) / of (CUR, c, y)))
FORMULA (investment_growth, growth_of (of (INV, c, y), of (INV, c, y - 1)))
FORMULA (investment_share, share_of (INV, c, y))
FORMULA (per_capita_growth, only_total (c, growth_of (per_head (y), per_head (y - 1))))
FORMULA (per_capita_growth_real,
         only_total (c, growth_of (of (CON, c, y) / of (POP, c, y),
                                   of (CON, c, y - 1) / of (POP, c, y - 1))))
FORMULA (per_capita_growth_usd,
         only_total (c, growth_of (per_head (y) / of (RATE, TOTAL, y),
                                   per_head (y - 1) / of (RATE, TOTAL, y - 1))))
FORMULA (population_growth, growth_of (of (POP, c, y), of (POP, c, y - 1)))
FORMULA (productivity, per_worker (c, y))
FORMULA (productivity_change, per_worker (c, y) - per_worker (c, y - 1))
FORMULA (productivity_growth, growth_of (per_worker (c, y), per_worker (c, y - 1)))
FORMULA (productivity_growth_real,
         growth_of (of (CON, c, y) / of (EMP, c, y), of (CON, c, y - 1) / of (EMP, c, y - 1)))
FORMULA (productivity_growth_usd, growth_of (per_worker (c, y) / of (RATE, TOTAL, y),
                                             per_worker (c, y - 1) / of (RATE, TOTAL, y - 1)))
FORMULA (productivity_usd, per_worker (c, y) / of (RATE, TOTAL, y))
FORMULA (share, share_of (CUR, c, y))
FORMULA (share_change, share_of (CUR, c, y) - share_of (CUR, c, y - 1))

static const struct
{
  const char *name, *unit;
  long double (*value) (size_t c, int y);
} formulas[] = {
  { "budget_balance", "VND", balance },
  { "budget_balance_ratio", "PT", balance_ratio },
  { "budget_expenditure_ratio", "PT", expenditure_ratio },
  { "budget_revenue_ratio", "PT", revenue_ratio },
  { "buoyancy", "NUMBER", buoyancy },
  { "contribution", "PP", contribution },
  { "contribution_gva", "PP", contribution_gva },
  { "contribution_share", "PT", contribution_share },
  { "contribution_share_gva", "PT", contribution_share_gva },
  { "deflator", "PT", deflator },
  { "dependency_ratio", "PT", dependency },
  { "disbursement_ratio", "PT", disbursement },
  { "employment_growth", "PT", employment_growth },
  { "employment_rate", "PT", employment_rate },
  { "employment_share", "PT", employment_share },
  { "employment_share_change", "PP", employment_share_change },
  { "grdp_change", "VND", change },
  { "grdp_current_usd", "USD", current_usd },
  { "grdp_per_capita", "VND/PS", per_capita },
  { "grdp_per_capita_usd", "USD/PS", per_capita_usd },
  { "growth_nominal", "PT", nominal },
  { "growth_real", "PT", real },
  { "icor", "NUMBER", icor },
  { "investment_rate", "PT", investment_rate },
  { "investment_total_growth", "PT", investment_growth },
  { "investment_total_share", "PT", investment_share },
  { "openness", "PT", openness },
  { "participation_rate", "PT", participation },
  { "per_capita_growth", "PT", per_capita_growth },
  { "per_capita_growth_real", "PT", per_capita_growth_real },
  { "per_capita_growth_usd", "PT", per_capita_growth_usd },
  { "population_growth", "PT", population_growth },
  { "productivity", "VND/PS", productivity },
  { "productivity_change", "VND/PS", productivity_change },
  { "productivity_growth", "PT", productivity_growth },
  { "productivity_growth_real", "PT", productivity_growth_real },
  { "productivity_growth_usd", "PT", productivity_growth_usd },
  { "productivity_hourly", "VND/HR", hourly },
  { "productivity_usd", "USD/PS", productivity_usd },
  { "share", "PT", share },
  { "share_change", "PP", share_change },
  { "trade_balance", "VND", trade_balance },
  { "trade_cover", "PT", trade_cover },
  { "unemployment_rate", "PT", unemployment_rate },
  { "urbanisation_rate", "PT", urbanisation },
};

#define N_FORMULAS (sizeof formulas / sizeof formulas[0])

static size_t
number_of (const char *name, const char *const *names, size_t n)
{
  size_t k;
  for (k = 0; k < n && strcmp (names[k], name) != 0; k++)
    ;
  return k;
}

static long double
power_of_ten (int n)
{
  long double power = 1;
  for (; n > 0; n--)
    power *= 10;
  for (; n < 0; n++)
    power /= 10;
  return power;
}

/* The whole of economy.csv as a table; its raw inputs as another. */
static void
read_economy (ind_table **all, ind_table **raw)
{
  const char *folder = getenv ("abs_srcdir");
  static char text[60000], line[200];
  char path[1024];
  ind_error error;
  size_t n = 0;
  FILE *stream;

  snprintf (path, sizeof path, "%s/tests/rules/economy.csv", folder == NULL ? "." : folder);
  ck_assert_int_eq (ind_table_new (all, NULL), IND_OK);
  ck_assert_msg (ind_table_read_file (*all, path, NULL, &error) == IND_OK, "%s", error.message);
  stream = fopen (path, "rb");
  ck_assert_ptr_nonnull (stream);
  while (fgets (line, sizeof line, stream) != NULL)
    {
      char name[80];
      snprintf (name, sizeof name, "%.*s", (int) strcspn (line, ","), line);
      if (n == 0 || number_of (name, raw_names, N_RAW) < N_RAW)
        n += (size_t) snprintf (text + n, sizeof text - n, "%s", line);
      ck_assert_uint_lt (n, sizeof text - 1);
    }
  fclose (stream);
  *raw = read_csv (text);
}

static void
fill_economy (const ind_table *raw, struct economy *economy)
{
  size_t k, i, c;

  for (i = 0; i < N_RAW; i++)
    for (c = 0; c < N_COMPONENTS; c++)
      for (k = 0; k < N_YEARS; k++)
        economy->value[i][c][k] = (long double) NAN;
  for (k = 0; k < ind_table_count (raw); k++)
    {
      ind_figure figure;
      long double size;
      int y;
      ck_assert_int_eq (ind_table_figure (raw, k, &figure), IND_OK);
      i = number_of (figure.indicator, raw_names, N_RAW);
      c = number_of (figure.component, component_names, N_COMPONENTS);
      y = atoi (figure.period) - 2022;
      ck_assert_msg (i < N_RAW && c < N_COMPONENTS && y >= 0 && y < N_YEARS,
                     "%s[%s] of %s is not known to this test", figure.indicator,
                     figure.component, figure.period);
      size = power_of_ten (figure.unit.scale);
      economy->value[i][c][y] = (long double) figure.value.mantissa
                                * power_of_ten (-figure.value.decimals) * size;
      economy->radius[i][c][y] = power_of_ten (-figure.precision) / 2 * size;
    }
}

static int
has_formula (const char *indicator)
{
  size_t f;
  for (f = 0; f < N_FORMULAS && strcmp (formulas[f].name, indicator) != 0; f++)
    ;
  return f < N_FORMULAS;
}

/* Every figure that can be computed is, to 12 digits, in its unit; no other. (Of
 * indicators not written above, tests/indicators has one example.) */
START_TEST (test_values)
{
  static struct economy economy;
  ind_table *all, *raw, *computed;
  size_t f, c, k, n = 0, n_computed = 0;
  ind_figure each;
  int y;

  read_economy (&all, &raw);
  fill_economy (raw, &economy);
  now = &economy;
  computed = compute (raw, standard);
  for (k = 0; ind_table_figure (computed, k, &each) == IND_OK; k++)
    n_computed += has_formula (each.indicator) != 0;
  for (f = 0; f < N_FORMULAS; f++)
    for (c = 0; c < N_COMPONENTS; c++)
      for (y = 0; y < N_YEARS; y++)
        {
          long double expected = formulas[f].value (c, y), value;
          ind_figure figure;
          char period[16], unit[64];
          if (isnan (expected))
            continue;
          snprintf (period, sizeof period, "%d", 2022 + y);
          figure = get (computed, formulas[f].name, component_names[c], period);
          value = (long double) figure.value.mantissa
                  * power_of_ten (figure.unit.scale - figure.value.decimals);
          exact_assert (fabsl (value - expected) <= 1e-12L * (fabsl (expected) + 1),
                        "%s[%s] of %s is %.17Lg, not %.17Lg", figure.indicator, figure.component,
                        period, value, expected);
          figure.unit.scale = 0;
          ind_unit_write (&figure.unit, unit);
          ck_assert_str_eq (unit, formulas[f].unit);
          ck_assert_str_eq (figure.source, "test");
          ck_assert_str_eq (figure.area, "R");
          ck_assert_str_eq (figure.file, "computed");
          n++;
        }
  ck_assert_uint_eq (n_computed, n);
  ck_assert_uint_gt (n, 300);
  ind_table_free (all);
  ind_table_free (raw);
  ind_table_free (computed);
}
END_TEST

/* What economy.csv prints, from exact inputs and rounded, is what was computed
 * from the rounded ones, as far as those say. */
START_TEST (test_printed_values)
{
  ind_table *all, *raw, *computed;
  ind_figure printed, figure;
  size_t k, n = 0, n_same = 0;

  read_economy (&all, &raw);
  computed = compute (raw, standard);
  for (k = 0; k < ind_table_count (all); k++)
    {
      long double scale, value, distance, unit;
      ck_assert_int_eq (ind_table_figure (all, k, &printed), IND_OK);
      if (!find (computed, printed.indicator, printed.component, printed.period, &figure))
        continue;
      scale = power_of_ten (figure.unit.scale - printed.unit.scale);
      value = (long double) figure.value.mantissa * power_of_ten (-figure.value.decimals) * scale;
      unit = power_of_ten (-printed.precision);
      distance = fabsl (value - (long double) printed.value.mantissa
                                    * power_of_ten (-printed.value.decimals));
      exact_assert (distance <= unit / 2 + power_of_ten (-figure.precision) / 2 * scale,
                    "%s[%s] of %s is computed as %.12Lg and printed as %s", printed.indicator,
                    printed.component, printed.period, value, printed.obs_value);
      exact_assert (figure.interval.low * (double) scale <= printed.interval.high
                        && printed.interval.low <= figure.interval.high * (double) scale,
                    "%s[%s] of %s: the intervals do not meet", printed.indicator,
                    printed.component, printed.period);
      n++;
      n_same += distance <= unit / 2 * (1 + 1e-9L);
    }
  ck_assert_uint_gt (n, 300);
  /* The inputs have digits enough for most. */
  ck_assert_msg (n_same * 100 >= n * 90, "only %zu of %zu figures round to the printed ones",
                 n_same, n);
  ind_table_free (all);
  ind_table_free (raw);
  ind_table_free (computed);
}
END_TEST

/* Whatever true values the inputs stand for, those of the results lie in the
 * intervals computed; and these are not much wider than they must be. */
START_TEST (test_intervals)
{
  static struct economy middle, economy;
  exact_random random = { 7 };
  static double least[N_FORMULAS][N_COMPONENTS][N_YEARS], most[N_FORMULAS][N_COMPONENTS][N_YEARS];
  static ind_interval interval[N_FORMULAS][N_COMPONENTS][N_YEARS];
  ind_table *all, *raw, *computed;
  size_t f, c, i, n_tight = 0, n_all = 0;
  int y, sample;

  read_economy (&all, &raw);
  fill_economy (raw, &middle);
  computed = compute (raw, standard);
  economy = middle;
  now = &economy;
  for (f = 0; f < N_FORMULAS; f++)
    for (c = 0; c < N_COMPONENTS; c++)
      for (y = 0; y < N_YEARS; y++)
        if (!isnan (formulas[f].value (c, y)))
          {
            char period[16];
            ind_figure figure;
            double scale;
            snprintf (period, sizeof period, "%d", 2022 + y);
            figure = get (computed, formulas[f].name, component_names[c], period);
            scale = (double) power_of_ten (figure.unit.scale);
            interval[f][c][y].low = figure.interval.low * scale;
            interval[f][c][y].high = figure.interval.high * scale;
            least[f][c][y] = INFINITY;
            most[f][c][y] = -INFINITY;
          }
  for (sample = 0; sample < 200; sample++)
    {
      for (i = 0; i < N_RAW; i++)
        for (c = 0; c < N_COMPONENTS; c++)
          for (y = 0; y < N_YEARS; y++)
            {
              /* The ends more often than what lies between. */
              long double at = (long double) exact_random_below (&random, 9) / 4 - 1;
              at = at > 0.5L ? 1 : at < -0.5L ? -1 : at;
              economy.value[i][c][y]
                  = middle.value[i][c][y] + at * middle.radius[i][c][y] * (1 - 1e-12L);
            }
      for (f = 0; f < N_FORMULAS; f++)
        for (c = 0; c < N_COMPONENTS; c++)
          for (y = 0; y < N_YEARS; y++)
            {
              double value = (double) formulas[f].value (c, y);
              if (isnan (value))
                continue;
              exact_assert (value >= interval[f][c][y].low && value <= interval[f][c][y].high,
                            "%s[%s] of %d may be %.12g, outside %.12g .. %.12g",
                            formulas[f].name, component_names[c], 2022 + y, value,
                            interval[f][c][y].low, interval[f][c][y].high);
              least[f][c][y] = fmin (least[f][c][y], value);
              most[f][c][y] = fmax (most[f][c][y], value);
            }
    }
  /* Rounding the width to a power of ten costs a factor of ten at most, and
   * operands that occur twice another two or so. */
  for (f = 0; f < N_FORMULAS; f++)
    for (c = 0; c < N_COMPONENTS; c++)
      for (y = 0; y < N_YEARS; y++)
        if (!isnan (formulas[f].value (c, y)))
          {
            double width = interval[f][c][y].high - interval[f][c][y].low;
            n_all++;
            n_tight += width <= 25 * (most[f][c][y] - least[f][c][y]);
          }
  ck_assert_msg (n_tight * 100 >= n_all * 95, "only %zu of %zu intervals are reasonably tight",
                 n_tight, n_all);
  ind_table_free (all);
  ind_table_free (raw);
  ind_table_free (computed);
}
END_TEST

/* ------------------------------------------------------------------------
 * By hand
 * ---------------------------------------------------------------------- */

#define UNITS "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,QUALIFIER\n"

/* 30.0 of 200: 15, sure to 0.025, so that one decimal is certain. */
START_TEST (test_certain_decimals)
{
  ind_table *computed = computed_from (UNITS "grdp_current,A,V,2024,30.0,bn VND,\n"
                                             "grdp_current,_T,V,2024,200,bn VND,exact\n",
                                       NULL);
  ind_figure figure = get (computed, "share", "A", "2024");

  ck_assert_uint_eq (ind_table_count (computed), 1);
  ck_assert_str_eq (figure.obs_value, "15");
  ck_assert_int_eq (figure.precision, 1);
  ck_assert_int_eq (figure.qualifier, IND_QUALIFIER_NONE);
  ck_assert_int_eq (figure.rounding, IND_ROUNDING_NEAREST);
  ck_assert_str_eq (figure.unit.symbol[0], "PT");
  ind_table_free (computed);

  /* 5,040 billion for 812,600 persons: 6.2023 million, sure to 0.03 or so. */
  computed = computed_from (UNITS "grdp_current,_T,V,2024,5040,bn VND,\n"
                                  "population,_T,V,2024,812600,persons,\n",
                            NULL);
  figure = get (computed, "grdp_per_capita", "_T", "2024");
  ck_assert_int_eq (figure.precision, 1);
  ck_assert_int_eq (figure.unit.scale, 6);
  suite_assert_near ((double) figure.value.mantissa * pow (10, -figure.value.decimals),
                     5040000 / 812.6 / 1000, 1e-13, 0);
  ind_table_free (computed);
}
END_TEST

/* From levels to shares to the change of a share; exact inputs make it exact. */
START_TEST (test_chain)
{
  ind_table *computed = computed_from (UNITS "grdp_current,A,V,2023,30,bn VND,exact\n"
                                             "grdp_current,_T,V,2023,100,bn VND,exact\n"
                                             "grdp_current,A,V,2024,48,bn VND,exact\n"
                                             "grdp_current,_T,V,2024,120,bn VND,exact\n",
                                       NULL);

  ck_assert_str_eq (get (computed, "share", "A", "2023").obs_value, "30");
  ck_assert_str_eq (get (computed, "share", "A", "2024").obs_value, "40");
  ck_assert_str_eq (get (computed, "share_change", "A", "2024").obs_value, "10");
  ck_assert_str_eq (get (computed, "growth_nominal", "A", "2024").obs_value, "60");
  ck_assert_str_eq (get (computed, "growth_nominal", "_T", "2024").obs_value, "20");
  ck_assert_str_eq (get (computed, "grdp_change", "A", "2024").obs_value, "18");
  /* The whole's share in itself is no news. */
  ck_assert_uint_eq (ind_table_count (computed), 7);
  ck_assert_int_ge (get (computed, "share_change", "A", "2024").precision, 10);
  ind_table_free (computed);
}
END_TEST

/* In a further step, the result of the one before counts with all its digits:
 * 33.4 / 200 is sure to 0.025, printed as 0.05; twice that, not twice 0.05. */
START_TEST (test_chain_keeps_digits)
{
  ind_table *computed = computed_from (UNITS "grdp_current,A,V,2023,30.0,bn VND,\n"
                                             "grdp_current,_T,V,2023,200,bn VND,exact\n"
                                             "grdp_current,A,V,2024,33.4,bn VND,\n"
                                             "grdp_current,_T,V,2024,210,bn VND,exact\n",
                                       NULL);
  ck_assert_int_eq (get (computed, "share", "A", "2023").precision, 1);
  ck_assert_int_eq (get (computed, "share", "A", "2024").precision, 1);
  /* 0.025 + 0.0238 = 0.0488 is below half a unit of the first decimal. */
  ck_assert_int_eq (get (computed, "share_change", "A", "2024").precision, 1);
  ind_table_free (computed);
}
END_TEST

START_TEST (test_only)
{
  static const char csv[] = UNITS "grdp_current,A,V,2023,30,,\ngrdp_current,_T,V,2023,100,,\n"
                                  "grdp_current,A,V,2024,48,,\ngrdp_current,_T,V,2024,120,,\n";
  static const char *const share_alone[] = { "share" }, *const by_alias[] = { "grdp_current_share" };
  static const char *const two[] = { "share_change", "growth_nominal" };
  static const struct
  {
    const char *const *only;
    size_t n_only, count;
  } cases[] = { { share_alone, 1, 2 }, { by_alias, 1, 2 }, { two, 2, 3 }, { two, 1, 1 },
                { two, 0, 0 },         { NULL, 0, 7 } };
  ind_table *table = read_csv (csv);
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind_compute_options options = { NULL, 0, 0, 0, 0 };
      ind_table *computed;
      options.only = cases[k].only;
      options.n_only = cases[k].n_only;
      ck_assert_int_eq (ind_compute (table, standard, &options, &computed, NULL), IND_OK);
      ck_assert_msg (ind_table_count (computed) == cases[k].count, "case %zu gives %zu figures", k,
                     ind_table_count (computed));
      ind_table_free (computed);
    }
  ind_table_free (table);
}
END_TEST

/* A name that cannot be computed: unknown, a raw input, the subject of a
 * bound. */
/* 4000 / 30000, rounded to units, is 13.3314 to 13.3352 percent: 13.33 does not
 * stand for all of that, 13.3 does, and so does 13.33333 to two decimals. */
START_TEST (test_round)
{
  static const char csv[] = "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n"
                            "grdp_current,A,V,2024,4000,0\ngrdp_current,_T,V,2024,30000,0\n";
  static const struct
  {
    int32_t decimals;
    const char *value;
    int32_t precision;
  } cases[] = { { 0, "13", 0 }, { 1, "13.3", 1 }, { 2, "13.33", 1 }, { 5, "13.33333", 2 } };
  ind_table *table = read_csv (csv), *computed;
  ind_error error = { IND_OK, 0, 0, "" };
  ind_compute_options options = { NULL, 0, 1, 0, 0 };
  ind_figure figure;
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind_interval exact = { 100 * 3999.5 / 30000.5, 100 * 4000.5 / 29999.5 };
      options.decimals = cases[k].decimals;
      ck_assert_msg (ind_compute (table, standard, &options, &computed, &error) == IND_OK, "%s",
                     error.message);
      ck_assert_uint_eq (ind_table_count (computed), 1);
      ck_assert_int_eq (ind_table_figure (computed, 0, &figure), IND_OK);
      ck_assert_str_eq (figure.obs_value, cases[k].value);
      ck_assert_msg (figure.precision == cases[k].precision, "%s has %d certain decimals",
                     figure.obs_value, figure.precision);
      ck_assert (figure.interval.low <= exact.low && figure.interval.high >= exact.high);
      ind_table_free (computed);
    }
  options.decimals = -1;
  ck_assert_int_eq (ind_compute (table, standard, &options, &computed, &error), IND_E_ARGUMENT);
  options.decimals = 41;
  ck_assert_int_eq (ind_compute (table, standard, &options, &computed, &error), IND_E_ARGUMENT);
  ind_table_free (table);
}
END_TEST

/* What went in, with its place, and its period where that is another. */
START_TEST (test_explain)
{
  ind_table *table = read_csv ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
                               "grdp_current,V,2023,40,bn VND\ngrdp_current,V,2024,50,bn VND\n");
  const char *only = "growth_nominal";
  ind_compute_options options = { &only, 1, 0, 0, 1 };
  ind_error error = { IND_OK, 0, 0, "" };
  ind_table *computed;
  ind_figure figure;

  ck_assert_int_eq (ind_compute (table, standard, &options, &computed, &error), IND_OK);
  ck_assert_int_eq (ind_table_figure (computed, 0, &figure), IND_OK);
  ck_assert_str_eq (figure.locator,
                    "100 * (grdp_current[c] / prev(grdp_current[c]) - 1); GRDP at current prices "
                    "50 billion VND (test, record 3), GRDP at current prices in 2023 40 billion "
                    "VND (test, record 2)");
  ind_table_free (computed);
  ind_table_free (table);
}
END_TEST

/* What lacks an input is named, with the input: all of which some input is
 * there, or what is asked for. */
START_TEST (test_lacking)
{
  ind_table *table = read_csv ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                               "investment_disbursed,V,2024,40\ngrdp_current,W,2024,5\n");
  static const char *const only[] = { "disbursement_ratio", "employment_rate", "share" };
  ind_compute_options options = { only, 3, 0, 0, 0 };
  ind_error error = { IND_OK, 0, 0, "" };
  ind_table *computed;
  size_t k, n, n_disbursement = 0;

  ck_assert_int_eq (ind_compute (table, standard, &options, &computed, &error), IND_OK);
  ck_assert_uint_eq (ind_table_note_count (computed), 3);
  ck_assert_str_eq (ind_table_note_at (computed, 0),
                    "disbursement_ratio could not be computed: there is no investment_plan");
  ck_assert_str_eq (ind_table_note_at (computed, 1),
                    "employment_rate could not be computed: there is no employment, no "
                    "population");
  ck_assert_msg (strstr (ind_table_note_at (computed, 2), "share could not be computed: its inputs "
                                                          "are never there for the same")
                     != NULL,
                 "%s", ind_table_note_at (computed, 2));
  ind_table_free (computed);
  {
    /* Of several formulas, that which lacks fewest. */
    static const char text[] = "rule one: x == a + b + c\nrule two: x == d + e\n"
                               "rule three: x == f * g\nrule four: x[A] == a * d * x[_T]\n";
    ind_table *some = read_csv ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\na,V,2024,1\n"
                                "d,V,2024,1\n");
    ind_rules *rules;
    ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
    ck_assert_int_eq (ind_rules_read_text (rules, "t", text, sizeof text - 1, NULL), IND_OK);
    ck_assert_int_eq (ind_compute (some, rules, NULL, &computed, &error), IND_OK);
    ck_assert_uint_eq (ind_table_note_count (computed), 1);
    ck_assert_str_eq (ind_table_note_at (computed, 0), "x could not be computed: there is no e");
    ind_table_free (computed);
    ind_table_free (some);
    ind_rules_free (rules);
  }
  ck_assert_int_eq (ind_compute (table, standard, NULL, &computed, &error), IND_OK);
  n = ind_table_note_count (computed);
  for (k = 0; k < n; k++)
    {
      const char *note = ind_table_note_at (computed, k);
      n_disbursement += strncmp (note, "disbursement_ratio ", 19) == 0;
      ck_assert_msg (strncmp (note, "employment_rate ", 16) != 0, "%s", note);
    }
  ck_assert_uint_eq (n_disbursement, 1);
  ind_table_free (computed);
  ind_table_free (table);
}
END_TEST

START_TEST (test_only_unknown)
{
  static const char *const wrong[] = { "nonsense", "population", "employment", "", "X_growth" };
  ind_table *table = read_csv (HEADER "population,,V,2024,1\n"), *computed = NULL;
  size_t k;

  for (k = 0; k < sizeof wrong / sizeof wrong[0]; k++)
    {
      const char *only[2] = { "share", NULL };
      ind_compute_options options = { only, 2, 0, 0, 0 };
      ind_error error = { IND_OK, 0, 0, "" };
      only[1] = wrong[k];
      ck_assert_msg (ind_compute (table, standard, &options, &computed, &error)
                         == IND_E_ARGUMENT,
                     "\"%s\" is accepted", wrong[k]);
      ck_assert_msg (strstr (error.message, wrong[k]) != NULL
                         && strstr (error.message, "indicators list indicators") != NULL,
                     "%s", error.message);
      ck_assert_ptr_null (computed);
      ck_assert_int_eq (ind_compute (table, standard, &options, &computed, NULL),
                        IND_E_ARGUMENT);
    }
  ind_table_free (table);
}
END_TEST

/* What is assumed is not computed, nor anything by it: the rule bounds. */
START_TEST (test_assumed)
{
  static const char rules[] = "assume f from 0.5 to 2\nindicator y unit NUMBER\n"
                              "indicator b unit NUMBER\nrule r: y == b * f\n"
                              "rule s: f == b / prev(b)\n";
  static const char *const names[] = { "y", "f" };
  ind_table *table, *computed = NULL;
  ind_rules *of_text;
  size_t k;

  computed = computed_from (HEADER "b,,V,2023,1\nb,,V,2024,2\n", rules);
  ck_assert_uint_eq (ind_table_count (computed), 0);
  ind_table_free (computed);
  computed = computed_from (HEADER "b,,V,2024,2\nf,,V,2024,1\n", rules);
  ck_assert_uint_eq (ind_table_count (computed), 0);
  ind_table_free (computed);
  table = read_csv (HEADER "b,,V,2024,2\n");
  ck_assert_int_eq (ind_rules_new (&of_text, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (of_text, "t", rules, sizeof rules - 1, NULL), IND_OK);
  for (k = 0; k < 2; k++)
    {
      ind_compute_options options = { &names[k], 1, 0, 0, 0 };
      ck_assert_int_eq (ind_compute (table, of_text, &options, &computed, NULL), IND_E_ARGUMENT);
    }
  ind_rules_free (of_text);
  ind_table_free (table);
}
END_TEST

static void
expect_nothing (const char *csv, const char *why)
{
  ind_table *computed = computed_from (csv, NULL);
  ind_figure figure;

  ck_assert_msg (ind_table_count (computed) == 0, "%s is computed although %s",
                 ind_table_figure (computed, 0, &figure) == IND_OK ? figure.indicator : "?", why);
  ind_table_free (computed);
}

START_TEST (test_nothing_computable)
{
  ind_table *table, *computed;

  expect_nothing (HEADER "forest_cover,,V,2024,64.0\n", "no rule knows it");
  expect_nothing (HEADER "grdp_current,,V,2024,64.0\npopulation,,W,2024,3\n",
                  "the areas differ");
  expect_nothing (HEADER "grdp_current,,V,2024,64.0\npopulation,,V,2023,3\n",
                  "the years differ");
  expect_nothing (HEADER "grdp_current,,V,2024,64.0\npopulation,,V,2024,0\n",
                  "the denominator may be zero");
  expect_nothing (UNITS "grdp_current,,V,2024,64.0,,at_least\npopulation,,V,2024,3,,\n",
                  "an input has no upper end");
  expect_nothing (UNITS "grdp_constant,,V,2023,64,bn VND 2010,\n"
                        "grdp_constant,,V,2024,65,bn VND 2015,\n",
                  "the prices are those of two years");
  expect_nothing (UNITS "grdp_current,,V,2023,64,bn VND,\ngrdp_current,,V,2024,65,bn EUR,\n",
                  "the currencies differ");
  expect_nothing (UNITS "grdp_current,,V,2024,64,bn VND,\npopulation,,V,2024,65,ha,\n",
                  "hectares are no persons");
  expect_nothing (HEADER "grdp_current,,V,2023,-64\ngrdp_current,,V,2024,9\ngrdp_change,,V,2024,73\n",
                  "growth from a negative base has no meaning");
  expect_nothing (HEADER "grdp_current,,V,2024,64\npopulation,,V,2024,3\n"
                         "grdp_per_capita,,V,2024,999\n",
                  "it is printed, though wrongly");
  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  computed = compute (table, standard);
  ck_assert_uint_eq (ind_table_count (computed), 0);
  ind_table_free (table);
  ind_table_free (computed);
}
END_TEST

/* Inputs that contradict each other are computed with all the same. */
START_TEST (test_inconsistent_inputs)
{
  ind_table *computed = computed_from (
      UNITS "grdp_current,_T,V,2024,100,,exact\ngrdp_current,A,V,2024,80,,exact\n"
            "grdp_current,BTF,V,2024,80,,exact\ngrdp_current,GTU,V,2024,80,,exact\n"
            "grdp_current,D21X31,V,2024,80,,exact\n",
      NULL);

  ck_assert_uint_eq (ind_table_count (computed), 4);
  ck_assert_str_eq (get (computed, "share", "GTU", "2024").obs_value, "80");
  ind_table_free (computed);
}
END_TEST

#define SOURCES "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"

/* A result belongs to the source of its inputs; to none where they come from
 * several. What two sources allow is computed once, from the first. */
START_TEST (test_sources)
{
  ind_table *computed = computed_from (SOURCES "one,May,grdp_current,,V,2024,60\n"
                                               "one,May,population,,V,2024,3\n"
                                               "two,May,population,,V,2024,4\n"
                                               "two,May,grdp_current,,V,2024,60\n",
                                       NULL);
  ind_figure figure;

  ck_assert_uint_eq (ind_table_count (computed), 1);
  figure = get (computed, "grdp_per_capita", "_T", "2024");
  ck_assert_str_eq (figure.obs_value, "20");
  ck_assert_str_eq (figure.source, "one");
  ck_assert_str_eq (figure.vintage, "May");
  ind_table_free (computed);

  computed = computed_from (SOURCES "one,,grdp_current,,V,2024,60\ntwo,,population,,V,2024,3\n",
                            NULL);
  ck_assert_str_eq (get (computed, "grdp_per_capita", "_T", "2024").source, "computed");
  ind_table_free (computed);

  computed = computed_from (
      SOURCES "one,May,grdp_current,,V,2024,60\none,June,population,,V,2024,3\n", NULL);
  ck_assert_uint_eq (ind_table_count (computed), 0);
  ind_table_free (computed);
}
END_TEST

/* Rules of one's own compute as well; a quantity on both sides, an
 * approximation, a bound and a sum over a breakdown do not. */
START_TEST (test_own_rules)
{
  ind_table *computed
      = computed_from (UNITS "a,_T,V,2024-Q2,6,,exact\na,_T,V,2024-Q1,4,,exact\n"
                             "b,P,V,2024-Q2,10,,exact\n",
                       "rule r1: rise == a - before(a)\n"
                       "rule r2: twice[c] == 2 * b[c]\n"
                       "rule r3: both == a / (both + 1)\n"
                       "rule r4: again == a * again\n"
                       "rule r5: rough ~= a\n"
                       "rule r6: bound >= a\n"
                       "rule r7: a - 1 == less\n"
                       "rule r8: prev(last) == a + 0 * now\n");

  ck_assert_str_eq (get (computed, "rise", "_T", "2024-Q2").obs_value, "2");
  ck_assert_str_eq (get (computed, "twice", "P", "2024-Q2").obs_value, "20");
  ck_assert_uint_eq (ind_table_count (computed), 2);
  ind_table_free (computed);
}
END_TEST

/* Only where what a rule is given is positive. */
START_TEST (test_given)
{
  static const char rule[] = "rule r: rise == a / prev(a) given prev(a)\n";
  ind_table *computed = computed_from (
      UNITS "a,,V,2023,-6,,exact\na,,V,2024,6,,exact\na,,V,2025,3,,exact\n", rule);

  ck_assert_str_eq (get (computed, "rise", "_T", "2025").obs_value, "0.5");
  ck_assert_uint_eq (ind_table_count (computed), 1);
  ind_table_free (computed);
}
END_TEST

START_TEST (test_no_rules)
{
  ind_rules *none;
  ind_table *table = read_csv (HEADER "grdp_current,,V,2024,60\npopulation,,V,2024,3\n");
  ind_table *computed;

  ck_assert_int_eq (ind_rules_new (&none, NULL), IND_OK);
  computed = compute (table, none);
  ck_assert_uint_eq (ind_table_count (computed), 0);
  /* The table computed from is as before. */
  ck_assert_uint_eq (ind_table_count (table), 2);
  ind_table_free (computed);
  ind_table_free (table);
  ind_rules_free (none);
}
END_TEST

/* Figures of any size are computed or left out, and what is computed can be
 * written and read. */
START_TEST (test_sizes)
{
  static const char *const values[]
      = { "999999999999999999", "1000000000000000", "0.000000000000000001", "1",
          "0.0000000000000000000000000000000000000001" };
  size_t a, b, scale;

  for (a = 0; a < 5; a++)
    for (b = 0; b < 5; b++)
      for (scale = 0; scale < 3; scale++)
        {
          static const int scales[] = { 0, 30, -30 };
          char csv[400];
          struct checked checked;
          ind_table *table, *computed;
          ind_figure figure;
          size_t k;
          snprintf (csv, sizeof csv,
                    "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT,UNIT_MEASURE\n"
                    "grdp_current,V,2024,%s,%d,VND\npopulation,V,2024,%s,0,PS\n"
                    "grdp_current,V,2023,%s,0,VND\ngrdp_constant,V,2024,%s,0,VND 2010\n",
                    values[a], scales[scale], values[b], values[b], values[b]);
          table = read_csv (csv);
          computed = compute (table, standard);
          for (k = 0; k < ind_table_count (computed); k++)
            {
              ck_assert_int_eq (ind_table_figure (computed, k, &figure), IND_OK);
              exact_assert (figure.interval.low <= figure.interval.high, "%s is empty",
                            figure.indicator);
            }
          ind_table_free (table);
          ind_table_free (computed);
          checked = check_text (csv, NULL, 1);
          checked_free (&checked);
        }
}
END_TEST

/* ------------------------------------------------------------------------
 * Properties
 * ---------------------------------------------------------------------- */

struct text {
  char *bytes;
  size_t length, capacity;
};

static int
collect (void *context, const char *bytes, size_t length)
{
  struct text *text = context;

  if (text->length + length + 1 > text->capacity)
    {
      text->capacity = 2 * (text->length + length + 1);
      text->bytes = realloc (text->bytes, text->capacity);
      if (text->bytes == NULL)
        return 1;
    }
  memcpy (text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = '\0';
  return 0;
}

/* The number of checks made; fails the test when anything is found. */
static size_t
expect_nothing_found (const ind_table *table, const char *csv)
{
  ind_report *report;
  ind_summary summary;
  ind_error error = { IND_OK, 0, 0, "" };
  ind_finding finding;
  size_t k;

  exact_assert (ind_check (table, standard, NULL, &report, &error) == IND_OK, "%s", error.message);
  exact_assert (ind_explain (report, NULL, &error) == IND_OK, "%s", error.message);
  for (k = 0; k < ind_report_finding_count (report); k++)
    {
      ind_status status = ind_report_finding (report, k, &finding);
      exact_assert (status == IND_OK && finding.verdict == IND_VERDICT_IMPROBABLE,
                    "found: %s\nin figures computed from\n%s", finding.sentence, csv);
    }
  ind_report_summary (report, &summary);
  ind_report_free (report);
  return summary.checks;
}

static double
uniform (exact_random *random, double low, double high)
{
  return low + (high - low) * (double) (exact_random_bits (random) >> 11) / 9007199254740992.0;
}

/* A figure printed at random decimals, rounded or cut off. */
static size_t
print_figure (exact_random *random, char *csv, const char *indicator, const char *component,
              int year, double value, const char *unit)
{
  int decimals = (int) exact_random_below (random, 5) - 1;
  double power = pow (10, decimals), scaled = value * power;
  int is_cut = exact_random_below (random, 4) == 0;
  double rounded = (is_cut ? trunc (scaled) : nearbyint (scaled)) / power;

  return (size_t) sprintf (csv, "%s,%s,V,%d,%.*f,%d,%s,%s\n", indicator, component, year,
                           decimals < 0 ? 0 : decimals, rounded, decimals, unit,
                           is_cut ? "truncated" : "nearest");
}

/* A consistent economy of two years, its raw inputs printed. */
static void
print_economy (exact_random *random, char *csv)
{
  static const char *const parts[] = { "A", "BTF", "GTU", "D21X31" };
  size_t n = (size_t) sprintf (csv, "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS,"
                                    "UNIT_MEASURE,ROUNDING\n");
  double constant[4], price[4], employed[3];
  int year;
  size_t k;

  for (k = 0; k < 4; k++)
    {
      constant[k] = uniform (random, 200, 20000);
      price[k] = uniform (random, 1, 3);
    }
  for (k = 0; k < 3; k++)
    employed[k] = uniform (random, 50, 500);
  for (year = 2023; year <= 2024; year++)
    {
      double total = 0, total_current = 0, workers = 0;
      for (k = 0; k < 4; k++)
        {
          n += print_figure (random, csv + n, "grdp_constant", parts[k], year, constant[k],
                             "bn VND 2010");
          n += print_figure (random, csv + n, "grdp_current", parts[k], year,
                             constant[k] * price[k], "bn VND");
          total += constant[k];
          total_current += constant[k] * price[k];
          constant[k] *= uniform (random, 0.8, 1.3);
          price[k] *= uniform (random, 0.9, 1.2);
        }
      for (k = 0; k < 3; k++)
        {
          n += print_figure (random, csv + n, "employment", parts[k], year, employed[k],
                             "thousand persons");
          workers += employed[k];
          employed[k] *= uniform (random, 0.9, 1.1);
        }
      n += print_figure (random, csv + n, "grdp_constant", "_T", year, total, "bn VND 2010");
      n += print_figure (random, csv + n, "grdp_current", "_T", year, total_current, "bn VND");
      n += print_figure (random, csv + n, "employment", "_T", year, workers, "thousand persons");
      n += print_figure (random, csv + n, "population", "_T", year,
                         workers * uniform (random, 1.5, 2.5), "thousand persons");
      n += print_figure (random, csv + n, "exchange_rate", "_T", year,
                         uniform (random, 22000, 26000), "VND/USD");
    }
}

#define N_ECONOMIES 120

/* Computed, written, read and checked: nothing is found, whether the inputs
 * are there too or not, and however the results are rounded. */
START_TEST (test_random_economies)
{
  exact_random random = { 2024 };
  size_t n_checks = 0, n_computed = 0;
  int i;

  for (i = 0; i < N_ECONOMIES; i++)
    {
      static char csv[8000];
      struct text text = { NULL, 0, 0 };
      ind_table *raw, *computed, *alone;
      ind_error error = { IND_OK, 0, 0, "" };
      ind_compute_options options = { NULL, 0, i % 3 > 0, i % 5, i % 2 };
      print_economy (&random, csv);
      raw = read_csv (csv);
      exact_assert (ind_compute (raw, standard, &options, &computed, &error) == IND_OK, "%s",
                    error.message);
      exact_assert (ind_table_write (computed, collect, &text, NULL) == IND_OK,
                    "the computed table cannot be written");
      exact_assert (ind_table_new (&alone, NULL) == IND_OK, "memory ran out");
      exact_assert (ind_table_read_text (alone, "alone", text.bytes, text.length, NULL, &error)
                            == IND_OK
                        && ind_table_read_text (raw, "alone", text.bytes, text.length, NULL,
                                                &error)
                               == IND_OK,
                    "what was written cannot be read: %s", error.message);
      n_computed += ind_table_count (alone);
      n_checks += expect_nothing_found (alone, csv);
      n_checks += expect_nothing_found (raw, csv);
      free (text.bytes);
      ind_table_free (raw);
      ind_table_free (computed);
      ind_table_free (alone);
    }
  /* The loop did something. */
  ck_assert_uint_gt (n_computed, 50 * N_ECONOMIES);
  ck_assert_uint_gt (n_checks, 100 * N_ECONOMIES);
}
END_TEST

START_TEST (test_memory)
{
  ind_table *table = read_csv (
      SOURCES "one,May,grdp_current,A,V,2023,30\none,May,grdp_current,_T,V,2023,100\n"
              "one,May,grdp_current,A,V,2024,48\none,May,grdp_current,_T,V,2024,120\n");
  static const char *const only[] = { "share_change" };
  ind_compute_options options = { only, 1, 0, 0, 0 };
  size_t blocks = failing_memory_blocks (), n;
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n += n < 400 ? 1 : 13)
      {
        ind_table *computed = NULL;
        ind_error error;
        ind_status status;
        failing_memory_arm (n, is_persistent);
        status = ind_compute (table, standard, &options, &computed, &error);
        if (failing_memory_disarm () == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            ck_assert_uint_eq (ind_table_count (computed), 1);
            ind_table_free (computed);
            break;
          }
        exact_assert (status == IND_E_MEMORY, "allocation %zu failed and the status is %s", n,
                      ind_status_name ((int) status));
        exact_assert (computed == NULL && failing_memory_blocks () == blocks,
                      "allocation %zu failed and something is left", n);
      }
  ind_table_free (table);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("compute");

  tcase_set_timeout (tests, 60);
  tcase_add_unchecked_fixture (tests, load_standard, free_standard);
  tcase_add_test (tests, test_values);
  tcase_add_test (tests, test_printed_values);
  tcase_add_test (tests, test_intervals);
  tcase_add_test (tests, test_certain_decimals);
  tcase_add_test (tests, test_chain);
  tcase_add_test (tests, test_chain_keeps_digits);
  tcase_add_test (tests, test_only);
  tcase_add_test (tests, test_round);
  tcase_add_test (tests, test_explain);
  tcase_add_test (tests, test_lacking);
  tcase_add_test (tests, test_only_unknown);
  tcase_add_test (tests, test_assumed);
  tcase_add_test (tests, test_nothing_computable);
  tcase_add_test (tests, test_inconsistent_inputs);
  tcase_add_test (tests, test_sources);
  tcase_add_test (tests, test_own_rules);
  tcase_add_test (tests, test_given);
  tcase_add_test (tests, test_no_rules);
  tcase_add_test (tests, test_sizes);
  tcase_add_test (tests, test_random_economies);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "compute");
}
