/* SPDX-License-Identifier: GPL-3.0-or-later
 * The registry: one record per indicator, sorted by name. */
#include <math.h>
#include <string.h>

#include "indicators.h"

/* Where several definitions stand. */
#define SNA "SNA 2008"
#define QNA "IMF, Quarterly National Accounts Manual, 2017"
#define ESA_REGIONAL "ESA 2010, ch. 13"
#define GSO "General Statistics Office of Viet Nam, system of statistical indicators"

/* Ranges. GRDP is negative where subsidies on products exceed the taxes, or output
 * does not pay for its inputs; so is what is derived from GRDP by component. */
#define ANY -INFINITY, INFINITY
#define NONNEGATIVE 0, INFINITY
#define PART 0, 100
#define NOT_ALL_LOST -100, INFINITY

/* The last argument is the reference, and behind it the basis where there is one. */
#define INPUT(...) INPUT_ (__VA_ARGS__)
#define INPUT_(name_, title_, unit_, least_, most_, additive_, ...)                               \
  {                                                                                               \
    .name = name_, .title = title_, .unit = unit_, .range = { least_, most_ },                    \
    .is_additive = additive_, .reference = __VA_ARGS__                                            \
  }
#define COMPUTED(...) COMPUTED_ (__VA_ARGS__)
#define COMPUTED_(name_, alias_, title_, unit_, least_, most_, formula_, kernel_, ...)            \
  {                                                                                               \
    .name = name_, .alias = alias_, .title = title_, .unit = unit_, .range = { least_, most_ },   \
    .formula = formula_, .kernel = kernel_, .reference = __VA_ARGS__                              \
  }
#define BASIS .basis
#define AVERAGE_RATE "at the average exchange rate of the period"

static const ind_indicator registry[] = {
  COMPUTED ("budget_balance", NULL, "Budget balance", "XDC", ANY,
            "budget_revenue[c] - budget_expenditure[c]", "ind_change", "GFSM 2014, ch. 4"),
  COMPUTED ("budget_balance_ratio", NULL, "Budget balance to GRDP", "PT", ANY,
            "100 * budget_balance[_T] / grdp_current[_T]", "ind_share", "GFSM 2014, ch. 4",
            BASIS = "GRDP of the same estimate"),
  INPUT ("budget_expenditure", "Budget expenditure", "XDC", NONNEGATIVE, 1, "GFSM 2014, ch. 4"),
  COMPUTED ("budget_expenditure_ratio", NULL, "Budget expenditure to GRDP", "PT", NONNEGATIVE,
            "100 * budget_expenditure[_T] / grdp_current[_T]", "ind_share", "GFSM 2014, ch. 4",
            BASIS = "GRDP of the same estimate"),
  INPUT ("budget_revenue", "Budget revenue", "XDC", NONNEGATIVE, 1, "GFSM 2014, ch. 4"),
  COMPUTED ("budget_revenue_ratio", NULL, "Budget revenue to GRDP", "PT", NONNEGATIVE,
            "100 * budget_revenue[_T] / grdp_current[_T]", "ind_share", "GFSM 2014, ch. 4",
            BASIS = "GRDP of the same estimate"),
  COMPUTED ("buoyancy", NULL, "Buoyancy of budget revenue", "NUMBER", ANY,
            "(budget_revenue[_T] / prev(budget_revenue[_T]) - 1)"
            " / (grdp_current[_T] / prev(grdp_current[_T]) - 1)", NULL,
            "Haughton, Estimating Tax Buoyancy, Elasticity and Stability, 1998",
            BASIS = "GRDP of the same estimate"),
  COMPUTED ("contribution", NULL, "Contribution to growth of GRDP", "PP", ANY,
            "100 * (grdp_constant[c] - prev(grdp_constant[c])) / prev(grdp_constant[_T])",
            "ind_contribution", QNA ", ch. 8"),
  COMPUTED ("contribution_gva", NULL, "Contribution to growth of gross value added", "PP", ANY,
            "100 * (grdp_constant[c] - prev(grdp_constant[c])) / prev(grdp_constant[B1G])",
            "ind_contribution", QNA ", ch. 8"),
  COMPUTED ("contribution_share", NULL, "Share in growth of GRDP", "PT", ANY,
            "100 * contribution[c] / growth_real[_T]", "ind_share", QNA ", ch. 8"),
  COMPUTED ("contribution_share_gva", NULL, "Share in growth of gross value added", "PT", ANY,
            "100 * contribution_gva[c] / growth_real[B1G]", "ind_share", QNA ", ch. 8"),
  COMPUTED ("deflator", NULL, "Implicit deflator", "PT", ANY,
            "100 * grdp_current[c] / grdp_constant[c]", "ind_deflator", SNA ", ch. 15"),
  COMPUTED ("dependency_ratio", NULL, "Dependency ratio", "PT", NONNEGATIVE,
            "100 * (population[Y0T14] + population[Y_GE65]) / population[Y15T64]", NULL,
            "United Nations, World Population Prospects"),
  COMPUTED ("disbursement_ratio", NULL, "Disbursement of the investment plan", "PT", NONNEGATIVE,
            "100 * investment_disbursed[c] / year(investment_plan[c])", "ind_disbursement_ratio",
            "definition"),
  COMPUTED ("disbursement_ratio_carried_over", NULL,
            "Disbursement of the investment plan and of funds carried over", "PT", NONNEGATIVE,
            "100 * investment_disbursed[c]"
            " / year(investment_plan[c] + investment_carried_over[c])",
            "ind_disbursement_ratio_carried_over", "definition"),
  INPUT ("employment", "Employed persons, average of the period", "PS", NONNEGATIVE, 1,
         SNA ", ch. 19"),
  COMPUTED ("employment_elasticity", NULL, "Elasticity of employment to real GRDP", "NUMBER", ANY,
            "(employment[c] / prev(employment[c]) - 1)"
            " / (grdp_constant[c] / prev(grdp_constant[c]) - 1)",
            NULL, "ILO, Key Indicators of the Labour Market"),
  COMPUTED ("employment_growth", NULL, "Growth of employment", "PT", NOT_ALL_LOST,
            "100 * (employment[c] / prev(employment[c]) - 1)", "ind_growth", "definition"),
  COMPUTED ("employment_rate", NULL, "Employed persons to total population", "PT", NONNEGATIVE,
            "100 * employment / population", "ind_share", "definition",
            BASIS = "employment and population on average of the same period"),
  COMPUTED ("employment_share", NULL, "Share of employment", "PT", NONNEGATIVE,
            "100 * employment[c] / employment[_T]", "ind_share", "definition"),
  COMPUTED ("employment_share_change", NULL, "Change of the share of employment", "PP", ANY,
            "employment_share[c] - prev(employment_share[c])", "ind_share_change", "definition"),
  INPUT ("exchange_rate", "Exchange rate, average of the period", "XDC/USD", NONNEGATIVE, 0,
         "definition"),
  INPUT ("exports", "Exports of goods and services", "XDC", NONNEGATIVE, 1, SNA ", ch. 14"),
  INPUT ("grdp_chained", "GRDP, chain-linked volume (parts do not add up)", "XDC", ANY, 0,
         QNA ", ch. 8"),
  COMPUTED ("grdp_change", "grdp_current_change", "Change of GRDP at current prices", "XDC", ANY,
            "grdp_current[c] - prev(grdp_current[c])", "ind_change", "definition"),
  INPUT ("grdp_constant", "GRDP at constant prices of a fixed year", "XDC", ANY, 1, ESA_REGIONAL),
  INPUT ("grdp_current", "GRDP at current prices", "XDC", ANY, 1, ESA_REGIONAL),
  COMPUTED ("grdp_current_usd", NULL, "GRDP at current prices, in US dollars", "USD", ANY,
            "grdp_current[c] / exchange_rate", "ind_convert", "definition",
            BASIS = "GRDP of the same estimate, " AVERAGE_RATE),
  COMPUTED ("grdp_per_capita", NULL, "GRDP per capita", "XDC/PS", NONNEGATIVE,
            "grdp_current / population", "ind_per_capita", GSO,
            BASIS = "GRDP of the same estimate, average population of the period"),
  COMPUTED ("grdp_per_capita_usd", NULL, "GRDP per capita, in US dollars", "USD/PS", NONNEGATIVE,
            "grdp_per_capita / exchange_rate", "ind_convert", "definition",
            BASIS = "GRDP per capita of the same estimate, " AVERAGE_RATE),
  COMPUTED ("growth_nominal", "grdp_current_growth", "Nominal growth of GRDP", "PT", ANY,
            "100 * (grdp_current[c] / prev(grdp_current[c]) - 1)", "ind_growth", QNA ", ch. 8"),
  COMPUTED ("growth_real", "grdp_constant_growth", "Real growth of GRDP", "PT", ANY,
            "100 * (grdp_constant[c] / prev(grdp_constant[c]) - 1)", "ind_growth", QNA ", ch. 8"),
  INPUT ("hours_worked", "Hours worked", "HR", NONNEGATIVE, 1, SNA ", ch. 19"),
  COMPUTED ("icor", NULL, "Incremental capital-output ratio", "NUMBER", ANY,
            "investment_constant[_T] / (grdp_constant[_T] - prev(grdp_constant[_T]))", "ind_icor",
            GSO),
  INPUT ("imports", "Imports of goods and services", "XDC", NONNEGATIVE, 1, SNA ", ch. 14"),
  INPUT ("investment_carried_over", "Investment funds carried over from earlier plans", "XDC",
         NONNEGATIVE, 1, GSO),
  INPUT ("investment_constant", "Investment at constant prices of a fixed year", "XDC", NONNEGATIVE,
         1, GSO),
  INPUT ("investment_disbursed", "Investment disbursed", "XDC", NONNEGATIVE, 1, GSO),
  INPUT ("investment_plan", "Investment planned", "XDC", NONNEGATIVE, 1, GSO),
  COMPUTED ("investment_rate", NULL, "Investment to GRDP", "PT", NONNEGATIVE,
            "100 * investment_total / grdp_current", "ind_share", "definition"),
  INPUT ("investment_total", "Investment of the whole economy", "XDC", NONNEGATIVE, 1, GSO),
  COMPUTED ("investment_total_growth", NULL, "Growth of investment", "PT", NOT_ALL_LOST,
            "100 * (investment_total[c] / prev(investment_total[c]) - 1)", "ind_growth",
            "definition"),
  COMPUTED ("investment_total_share", NULL, "Share of investment", "PT", NONNEGATIVE,
            "100 * investment_total[c] / investment_total[_T]", "ind_share", "definition"),
  INPUT ("labour_force", "Labour force, average of the period", "PS", NONNEGATIVE, 1,
         "ILO, 19th ICLS, Resolution I, 2013"),
  COMPUTED ("openness", NULL, "Exports and imports to GRDP", "PT", NONNEGATIVE,
            "100 * (exports[_T] + imports[_T]) / grdp_current[_T]", NULL, "definition",
            BASIS = "GRDP of the same estimate"),
  COMPUTED ("participation_rate", NULL, "Labour force to population of working age", "PT", PART,
            "100 * labour_force / population[Y_GE15]", "ind_share",
            "ILO, 19th ICLS, Resolution I, 2013",
            BASIS = "labour force and population on average of the same period"),
  COMPUTED ("per_capita_growth", "grdp_per_capita_growth", "Nominal growth of GRDP per capita",
            "PT", NOT_ALL_LOST, "100 * (grdp_per_capita / prev(grdp_per_capita) - 1)", "ind_growth",
            "definition"),
  COMPUTED ("per_capita_growth_real", NULL, "Real growth of GRDP per capita", "PT", NOT_ALL_LOST,
            "100 * (grdp_constant / population / prev(grdp_constant / population) - 1)",
            "ind_growth", "definition"),
  COMPUTED ("per_capita_growth_usd", "grdp_per_capita_usd_growth",
            "Growth of GRDP per capita in US dollars", "PT", NOT_ALL_LOST,
            "100 * (grdp_per_capita_usd / prev(grdp_per_capita_usd) - 1)", "ind_growth",
            "definition"),
  INPUT ("plan_completion", "Execution of a plan in percent of it", "PT", ANY, 0, "definition"),
  INPUT ("population", "Population, average of the period", "PS", NONNEGATIVE, 1, SNA ", ch. 19"),
  COMPUTED ("population_growth", NULL, "Growth of population", "PT", NOT_ALL_LOST,
            "100 * (population[c] / prev(population[c]) - 1)", "ind_growth", "definition"),
  COMPUTED ("productivity", NULL, "Labour productivity", "XDC/PS", ANY,
            "grdp_current[c] / employment[c]", "ind_productivity",
            "OECD, Measuring Productivity, 2001, ch. 2; " GSO,
            BASIS = "GRDP of the same estimate, average employment of the period"),
  COMPUTED ("productivity_change", NULL, "Change of labour productivity", "XDC/PS", ANY,
            "productivity[c] - prev(productivity[c])", "ind_change", "definition"),
  COMPUTED ("productivity_growth", NULL, "Nominal growth of labour productivity", "PT", ANY,
            "100 * (productivity[c] / prev(productivity[c]) - 1)", "ind_growth",
            "OECD, Measuring Productivity, 2001, ch. 2"),
  COMPUTED ("productivity_growth_real", NULL, "Real growth of labour productivity", "PT", ANY,
            "100 * (grdp_constant[c] / employment[c] / prev(grdp_constant[c] / employment[c]) - 1)",
            "ind_growth", "OECD, Measuring Productivity, 2001, ch. 2"),
  COMPUTED ("productivity_growth_usd", "productivity_usd_growth",
            "Growth of labour productivity in US dollars", "PT", ANY,
            "100 * (productivity_usd[c] / prev(productivity_usd[c]) - 1)", "ind_growth",
            "definition"),
  COMPUTED ("productivity_hourly", NULL, "Labour productivity per hour worked", "XDC/HR", ANY,
            "grdp_current[c] / hours_worked[c]", "ind_productivity",
            "OECD, Measuring Productivity, 2001, ch. 2",
            BASIS = "GRDP of the same estimate, hours of the same period"),
  COMPUTED ("productivity_usd", NULL, "Labour productivity, in US dollars", "USD/PS", ANY,
            "productivity[c] / exchange_rate", "ind_convert", "definition",
            BASIS = "productivity of the same estimate, " AVERAGE_RATE),
  COMPUTED ("share", "grdp_current_share", "Share of GRDP", "PT", ANY,
            "100 * grdp_current[c] / grdp_current[_T]", "ind_share", ESA_REGIONAL),
  COMPUTED ("share_change", "grdp_current_share_change", "Change of the share of GRDP", "PP", ANY,
            "share[c] - prev(share[c])", "ind_share_change", "definition"),
  COMPUTED ("trade_balance", NULL, "Trade balance", "XDC", ANY, "exports[c] - imports[c]",
            "ind_change", SNA ", ch. 14"),
  COMPUTED ("trade_cover", NULL, "Exports to imports", "PT", NONNEGATIVE,
            "100 * exports[c] / imports[c]", "ind_share", "definition"),
  INPUT ("unemployment", "Unemployed persons, average of the period", "PS", NONNEGATIVE, 1,
         "ILO, 19th ICLS, Resolution I, 2013"),
  COMPUTED ("unemployment_rate", NULL, "Unemployed persons to labour force", "PT", PART,
            "100 * unemployment[c] / labour_force[c]", "ind_share",
            "ILO, 19th ICLS, Resolution I, 2013"),
  COMPUTED ("urbanisation_rate", NULL, "Urban to total population", "PT", PART,
            "100 * population[urban] / population[_T]", "ind_share",
            "United Nations, World Urbanization Prospects"),
};

/* The letters, digits and underscores a text begins with. */
static size_t
word_length (const char *text)
{
  size_t n = 0;

  while ((text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z')
         || (text[n] >= '0' && text[n] <= '9') || text[n] == '_')
    n++;
  return n;
}

#define N_INDICATORS (sizeof registry / sizeof registry[0])

size_t
ind_indicator_count (void)
{
  return N_INDICATORS;
}

const ind_indicator *
ind_indicator_at (size_t k)
{
  return k < N_INDICATORS ? &registry[k] : NULL;
}

const ind_indicator *
ind_indicator_find (const char *name)
{
  size_t low = 0, high = N_INDICATORS, k;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      int order = strcmp (name, registry[middle].name);
      if (order == 0)
        return &registry[middle];
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  for (k = 0; k < N_INDICATORS; k++)
    if (registry[k].alias != NULL && registry[k].alias[0] == name[0]
        && strcmp (name, registry[k].alias) == 0)
      return &registry[k];
  return NULL;
}

/* The indicator whose name the text begins with; NULL where that is a number or a
 * function. */
static const ind_indicator *
find_operand (const char *text, size_t length)
{
  size_t k;

  for (k = 0; k < N_INDICATORS; k++)
    if (strncmp (registry[k].name, text, length) == 0 && registry[k].name[length] == '\0')
      return &registry[k];
  return NULL;
}

size_t
ind_indicator_inputs (const ind_indicator *indicator, const ind_indicator **out, size_t room)
{
  const char *at = indicator == NULL || indicator->formula == NULL ? "" : indicator->formula;
  const ind_indicator *found[IND_MAX_INPUTS];
  size_t n = 0, k;

  while (*at != '\0')
    {
      size_t length = word_length (at);
      const ind_indicator *operand = length == 0 ? NULL : find_operand (at, length);
      for (k = 0; k < n && found[k] != operand; k++)
        ;
      if (operand != NULL && k == n && n < IND_MAX_INPUTS)
        found[n++] = operand;
      at += length == 0 ? 1 : length;
      if (*at == '[')
        at += strcspn (at, "]");
    }
  for (k = 0; k < n && k < room && out != NULL; k++)
    out[k] = found[k];
  return n;
}
