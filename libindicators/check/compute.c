/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indicators from raw inputs, by the very templates that check them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "check/findings.h"
#include "check/lacking.h"
#include "check/phrase.h"
#include "check/verdict.h"
#include "number/interval.h"
#include "number/decimal.h"
#include "number/unit.h"

/* Indicators computed from computed ones need as many rounds as they are
 * steps away from the inputs. */
#define MAX_ROUNDS 16
#define SIGNIFICANT_DIGITS 15
#define LARGEST_VALUE 1e18 /* with more digits it cannot be written */

struct computer {
  const ind_rules *rules;
  const ind_compute_options *options; /* never NULL */
  ind_table *work;        /* the inputs, then what was computed */
  size_t n_inputs;
  ind_interval *exact;    /* what the inputs of each computed figure allow, in
                             units of scale 0 */
  size_t exact_capacity;
  ind__index *index;      /* of work as it was when the round began */
  ind__judge judge;
  ind__strings done;      /* the quantities computed in the round */
  ind_status status;
  ind_error *error;
};

static void
fail_memory (struct computer *computer)
{
  if (computer->status == IND_OK)
    computer->status = ind__fail_memory (computer->error);
}

static uint32_t
copy_string (ind_table *to, const char *text)
{
  return ind__strings_add (&to->strings, text, strlen (text));
}

/* Appends figure k of another table. 0 when memory ran out. */
static int
copy_figure (ind_table *to, const ind_table *from, size_t k)
{
  ind__row row;
  int unit = ind__table_add_unit (to, &from->units[ind__table_kind (from, k)->unit]);

  memset (&row, 0, sizeof row);
  row.file = copy_string (to, ind__table_string (from, ind__table_kind (from, k)->file));
  row.source = copy_string (to, ind__table_string (from, ind__table_kind (from, k)->source));
  row.vintage = copy_string (to, ind__table_string (from, ind__table_kind (from, k)->vintage));
  row.indicator = copy_string (to, ind__table_string (from, ind__table_kind (from, k)->indicator));
  row.area = copy_string (to, ind__table_string (from, ind__table_site (from, k)->area));
  row.component = copy_string (to, ind__table_string (from, ind__table_kind (from, k)->component));
  row.printed = copy_string (to, ind__table_text (from, from->printed, k));
  row.locator = copy_string (to, ind__table_text (from, from->locator, k));
  row.record = ind__table_record (from, k);
  row.period = ind__table_site (from, k)->period;
  row.value = ind__table_value (from, k);
  row.precision = from->digits[k].precision;
  row.qualifier = (ind_qualifier) ind__table_kind (from, k)->qualifier;
  row.rounding = (ind_rounding) ind__table_kind (from, k)->rounding;
  row.unit = (uint16_t) unit;
  return unit >= 0 && row.file != IND__NO_STRING && row.source != IND__NO_STRING
         && row.vintage != IND__NO_STRING && row.indicator != IND__NO_STRING
         && row.area != IND__NO_STRING && row.component != IND__NO_STRING
         && row.printed != IND__NO_STRING && row.locator != IND__NO_STRING
         && ind__table_append (to, &row);
}

/* ------------------------------------------------------------------------
 * The value and how much of it is certain
 * ---------------------------------------------------------------------- */

/* Takes decimals away, the nearest number and of two the even one. */
static void
round_to (ind_decimal *x, int32_t decimals)
{
  while (x->decimals > decimals)
    {
      int64_t power = 1, rest, half;
      for (; x->decimals > decimals && power < INT64_C (100000000000000000); x->decimals--)
        power *= 10;
      rest = x->mantissa % power;
      x->mantissa /= power;
      half = power / 2;
      if (rest > half || (rest == half && x->mantissa % 2 != 0))
        x->mantissa++;
      else if (rest < -half || (rest == -half && x->mantissa % 2 != 0))
        x->mantissa--;
    }
}

/* The value as a decimal, and the most decimals such that half a unit of the
 * last still covers the whole interval. 0 when there are none. */
static int
choose_digits (const ind_compute_options *options, double value, ind_interval interval,
               ind_decimal *out, int32_t *precision)
{
  double radius = fmax (interval.high - value, value - interval.low);
  double size = fmax (fabs (value), radius);
  ind_interval covered;
  int decimals, certain;

  if (!(size < LARGEST_VALUE))
    return 0;
  decimals = size > 0 ? SIGNIFICANT_DIGITS - 1 - (int) floor (log10 (size)) : 0;
  decimals = decimals > 40 ? 40 : decimals;
  certain = radius > 0 ? -(int) floor (log10 (2 * radius)) : decimals;
  out->decimals = decimals < 0 ? 0 : decimals;
  out->mantissa = (int64_t) nearbyint (value * pow (10, out->decimals));
  if (options->rounds)
    {
      round_to (out, options->decimals);
      decimals = decimals < options->decimals ? decimals : options->decimals;
    }
  while (out->decimals > 0 && out->mantissa % 10 == 0)
    {
      out->mantissa /= 10;
      out->decimals--;
    }
  for (certain = certain > decimals ? decimals : certain; certain >= -30; certain--)
    if (ind_decimal_interval (*out, certain, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 0,
                              &covered)
            == IND_OK
        && covered.low <= interval.low && covered.high >= interval.high)
      {
        *precision = certain;
        return 1;
      }
  return 0;
}

/* The unit of the result: as declared where that is a percentage or there is
 * nothing else, otherwise as the figures' units combine. */
static ind_unit
choose_unit (struct computer *computer, const ind__binding *binding)
{
  const ind__template *template = binding->template;
  ind__known_unit left, right;
  ind_unit declared = ind__unit_one ();
  const char *name = ind__index_name (computer->index, template->slots[0].indicator);

  if (ind__rules_unit (computer->rules, name, &declared) && ind__unit_is_dimensionless (&declared))
    return declared;
  /* ind__judge_operands has filled in the units of the figures. */
  if (ind__propagate_units (template, computer->judge.unit, &left, &right) && right.is_known
      && ind__unit_matches (&declared, &right.unit))
    return right.unit;
  return declared;
}

static ind_interval
divided_by_power (ind_interval x, int scale)
{
  ind_decimal power = { 1, 0 };

  power.decimals = -abs (scale);
  return scale > 0   ? ind__interval_div (x, ind_decimal_enclosure (power))
         : scale < 0 ? ind__interval_mul (x, ind_decimal_enclosure (power))
                     : x;
}

/* The text all figures of the binding share, or `otherwise`. */
static const char *
common_text (const ind__index *index, const ind__binding *binding, int is_vintage,
             const char *otherwise)
{
  const ind_table *table = index->table;
  const char *common = NULL;
  size_t k;

  for (k = 1; k < binding->template->n_slots; k++)
    {
      const ind__kind *kind = ind__table_kind (table, binding->figure[k]);
      const char *text = ind__table_string (table, is_vintage ? kind->vintage : kind->source);
      if (common != NULL && strcmp (common, text) != 0)
        return otherwise;
      common = text;
    }
  return common == NULL ? otherwise : common;
}

/* The name by which the registry or the rule knows the indicator. */
static const char *
indicator_name (const struct computer *computer, uint32_t name)
{
  const char *canonical = ind__index_name (computer->index, name);
  const ind_indicator *known = ind_indicator_find (canonical);
  return known == NULL ? canonical : known->name;
}

/* "100 * part[c] / total; part 3 (file, record 2), total 4 (file, record 5)", as
 * a string of the table. */
static uint32_t
explain (struct computer *computer, const ind__binding *binding)
{
  const ind__index *index = computer->index;
  const ind__template *template = binding->template;
  const ind_rules *rules = computer->rules;
  const char *rule = ind__rules_text (rules, rules->rules[template->rule].text), *formula;
  ind__text text = { 0 };
  uint32_t result = IND__NO_STRING;
  size_t k;

  formula = strstr (rule, "==");
  ind__text_put_string (&text, formula == NULL ? rule : formula + 2 + (formula[2] == ' '));
  for (k = 1; k < template->n_slots; k++)
    {
      uint32_t figure = binding->figure[k];
      ind__text_put_string (&text, k == 1 ? "; " : ", ");
      ind__put_title (index, figure, &text);
      if (ind__table_site (index->table, figure)->period != binding->period)
        {
          char period[16];
          ind__period_write (ind__table_site (index->table, figure)->period, period);
          ind__text_format (&text, " in %s", period);
        }
      ind__text_put_string (&text, " ");
      ind__put_printed (&text, index->table, figure);
      ind__put_place (index, figure, 0, 0, &text);
    }
  if (!text.has_failed && text.bytes != NULL)
    result = copy_string (computer->work, text.bytes);
  ind__text_free (&text);
  return result;
}

/* Appends the figure unless too little of it is certain, or memory ran out. */
static int
append_result (struct computer *computer, const ind__binding *binding, double value,
               ind_interval interval)
{
  const ind__index *index = computer->index;
  const ind__template *template = binding->template;
  ind_table *work = computer->work;
  ind_unit unit = choose_unit (computer, binding);
  uint32_t component = binding->component != IND__NONE ? binding->component
                                                       : template->slots[0].component;
  ind_interval exact = interval;
  ind__row row;
  int unit_id;

  memset (&row, 0, sizeof row);
  interval = divided_by_power (interval, unit.scale);
  value /= pow (10, unit.scale);
  /* 0.0025 million dollars reads better as 2500 dollars. */
  while (fabs (value) < 1 && value != 0 && unit.scale >= 3)
    {
      unit.scale = (int16_t) (unit.scale - 3);
      value *= 1000;
      interval = ind__interval_mul (interval, ind__interval_make (1000, 1000));
    }
  if (!choose_digits (computer->options, value, interval, &row.value, &row.precision))
    return 0;
  unit_id = ind__table_add_unit (work, &unit);
  row.unit = (uint16_t) unit_id;
  row.file = copy_string (work, "computed");
  row.source = copy_string (work, common_text (index, binding, 0, "computed"));
  row.vintage = copy_string (work, common_text (index, binding, 1, ""));
  row.indicator = copy_string (work, indicator_name (computer, template->slots[0].indicator));
  row.area = copy_string (work, ind__index_name (index, binding->area));
  row.component = copy_string (work, component == IND__NONE ? "_T"
                                                            : ind__index_name (index, component));
  row.period = binding->period;
  row.record = (uint32_t) work->count;
  row.locator = computer->options->explains ? explain (computer, binding) : 0;
  if (row.locator == IND__NO_STRING || unit_id < 0 || row.file == IND__NO_STRING
      || row.source == IND__NO_STRING
      || row.vintage == IND__NO_STRING || row.indicator == IND__NO_STRING
      || row.area == IND__NO_STRING || row.component == IND__NO_STRING
      || !ind__grow (&computer->exact, &computer->exact_capacity,
                     work->count - computer->n_inputs + 1, sizeof *computer->exact)
      || !ind__table_append (work, &row))
    {
      fail_memory (computer);
      return 0;
    }
  computer->exact[work->count - 1 - computer->n_inputs] = exact;
  computer->index->given = computer->exact;
  return 1;
}

/* Whether two operands are one figure: the share of the whole in itself is no
 * news. */
static int
is_trivial (const ind__binding *binding)
{
  size_t k, j;

  for (k = 1; k < binding->template->n_slots; k++)
    for (j = 1; j < k; j++)
      if (binding->figure[k] == binding->figure[j])
        return 1;
  return 0;
}

/* Whether the formula has a meaning for these operands, by what the rule is
 * given; of the kernels, only a share may have a negative denominator. */
static int
is_in_domain (const struct computer *computer, const ind__template *template)
{
  const ind_indicator *known
      = ind_indicator_find (ind__index_name (computer->index, template->slots[0].indicator));
  size_t k;

  if (template->has_given
      && !(ind__form_over (template, &template->given, computer->judge.x).low > 0))
    return 0;
  if (known == NULL || known->kernel == NULL || strcmp (known->kernel, "ind_share") == 0)
    return 1;
  for (k = 0; k < template->n_constraints; k++)
    if (template->constraints[k].kind == IND__QUOTIENT
        && !(computer->judge.x[template->constraints[k].y].low > 0))
      return 0;
  return 1;
}

/* Whether the quantity was computed in this round already, by another rule or
 * from another source: the first stands. */
static int
is_done (struct computer *computer, const ind__quantity *quantity, int adds_it)
{
  uint32_t key[4];

  key[0] = quantity->indicator;
  key[1] = quantity->area;
  key[2] = quantity->component;
  key[3] = (uint32_t) quantity->period;
  if (adds_it
      && ind__strings_add (&computer->done, (const char *) key, sizeof key) == IND__NO_STRING)
    fail_memory (computer);
  return ind__strings_find (&computer->done, (const char *) key, sizeof key) != IND__NO_STRING;
}

static int
on_binding (void *context, const ind__binding *binding)
{
  struct computer *computer = context;
  const ind__template *template = binding->template;
  ind__quantity q = ind__slot_quantity (&template->slots[0], binding->area, binding->period,
                                        binding->component);
  ind_interval left, right, *x = computer->judge.x;
  double *point = computer->judge.point;
  uint32_t slot;
  size_t k;

  if (ind__index_find (computer->index, q.indicator, q.area, q.period, q.component,
                       ind__table_site_number (computer->index->table, binding->lead))
      != IND__NONE)
    return 1;
  x[0] = ind__interval_make (0, 0);
  point[0] = 0;
  for (k = 1; k < template->n_slots; k++)
    {
      ind_interval value;
      if (binding->figure[k] == IND__NONE)
        return 1;
      x[k] = ind__index_interval (computer->index, binding->figure[k]);
      value = ind__index_value (computer->index, binding->figure[k]);
      point[k] = value.low / 2 + value.high / 2;
    }
  if (is_trivial (binding)
      || ind__judge_operands (&computer->judge, binding, &slot) != IND__NO_OBSTACLE)
    return 1;
  ind__evaluate (template, x, &left, &right);
  if (!ind__interval_is_empty (right) && is_in_domain (computer, template)
      && !is_done (computer, &q, 0)
      && append_result (computer, binding, -ind__residual (template, point), right))
    is_done (computer, &q, 1);
  return computer->status == IND_OK;
}

/* ------------------------------------------------------------------------
 * Rounds
 * ---------------------------------------------------------------------- */

/* Whether the template says how to compute one figure from others; and from
 * the figures of which slot its places are found. */
static int
is_formula (const ind__template *template, uint32_t *driver)
{
  uint32_t k, n = 0;

  if (template->relation != IND__EQUAL || template->level != IND__NONE
      || template->breakdown != IND__NONE || ind__form_slot (template, &template->left) != 0
      || template->slots[0].years_earlier != 0 || template->slots[0].area != IND__NONE
      || template->has_assumed)
    return 0;
  /* The left side is the only place of slot 0. */
  for (k = 0; k < template->n_terms; k++)
    n += template->terms[k].variable == 0;
  for (k = 0; k < template->n_constraints; k++)
    if (template->constraints[k].kind != IND__LINEAR)
      n += (uint32_t) (template->constraints[k].x == 0) + (template->constraints[k].y == 0);
  if (n > 1)
    return 0;
  for (k = 1; k < template->n_slots; k++)
    {
      const ind__slot *slot = &template->slots[k];
      if (slot->years_earlier == 0 && slot->periods_before == 0 && !slot->is_of_year
          && slot->area == IND__NONE
          && (!template->has_free || slot->component == IND__NONE))
        {
          *driver = k;
          return 1;
        }
    }
  return 0;
}

/* Computes whatever the work table as it stands allows. */
static void
run_round (struct computer *computer)
{
  ind__index index;
  ind__index_components components = { 0 };
  ind__templates templates = { 0 };
  ind__data_names data;
  size_t k;

  computer->status = ind__index_build (&index, computer->work, computer->rules, computer->error);
  if (computer->status != IND_OK)
    return;
  if (!ind__index_sort (&index))
    {
      ind__index_free (&index);
      computer->status = ind__fail_memory (computer->error);
      return;
    }
  computer->index = &index;
  /* In a further step, what was computed counts with all its digits. */
  index.given = computer->exact;
  index.first_given = computer->n_inputs;
  data = ind__index_data_names (&index, &components);
  computer->status = ind__expand (computer->rules, &data, &templates, computer->error);
  if (computer->status == IND_OK)
    computer->status = ind__judge_prepare (&computer->judge, &index, &templates, 0,
                                           computer->error);
  for (k = 0; k < templates.count && computer->status == IND_OK; k++)
    {
      ind__template formula = templates.at[k];
      uint32_t driver;
      if (!is_formula (&formula, &driver))
        continue;
      formula.first_subject = driver;
      formula.n_subjects = 1;
      if (!ind__bind (&index, &formula, on_binding, computer))
        fail_memory (computer);
    }
  ind__judge_free (&computer->judge);
  ind__strings_free (&computer->done);
  ind__templates_free (&templates);
  ind__release (components.component);
  ind__index_free (&index);
}

static int
is_wanted (const ind_rules *rules, const ind_compute_options *options, const char *name)
{
  size_t k;

  if (options->only == NULL)
    return 1;
  for (k = 0; k < options->n_only; k++)
    if (strcmp (ind__rules_canonical (rules, options->only[k]),
                ind__rules_canonical (rules, name))
        == 0)
      return 1;
  return 0;
}

static ind_status
check_options (const ind_rules *rules, const ind_compute_options *options, ind_error *error)
{
  size_t k, i;

  if (options->rounds && (options->decimals < 0 || options->decimals > IND__MAX_DECIMALS))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%ld is no number of decimals, 0 to %d",
                      (long) options->decimals, IND__MAX_DECIMALS);
  if (options->only == NULL)
    return IND_OK;
  for (k = 0; k < options->n_only; k++)
    {
      const char *name = ind__rules_canonical (rules, options->only[k]);
      for (i = 0; i < rules->n_rules; i++)
        {
          const ind__node *left = &rules->nodes[rules->rules[i].left];
          if (rules->rules[i].relation == IND__EQUAL && left->kind == IND__NODE_REFERENCE
              && !left->reference.is_pattern
              && !ind__rules_is_bounded (rules, &rules->rules[i])
              && strcmp (ind__rules_canonical (
                             rules, ind__rules_text (rules, left->reference.indicator)),
                         name)
                     == 0)
            break;
        }
      if (i == rules->n_rules)
        return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                          "%.100s is no indicator with a formula; \"indicators list indicators\" "
                          "shows those known",
                          options->only[k]);
    }
  return IND_OK;
}

static ind_status
collect (const struct computer *computer, size_t from, const ind_compute_options *options,
         ind_table **out, ind_error *error)
{
  const ind_table *work = computer->work;
  ind_table *table = NULL;
  ind_status status = ind_table_new (&table, error);
  size_t k;

  for (k = from; k < work->count && status == IND_OK; k++)
    if (is_wanted (computer->rules, options,
                   ind__table_string (work, ind__table_kind (work, k)->indicator))
        && !copy_figure (table, work, k))
      status = ind__fail_memory (error);
  if (status == IND_OK && !ind__note_lacking (computer->rules, work, options, table))
    status = ind__fail_memory (error);
  if (status != IND_OK)
    ind_table_free (table);
  else
    *out = table;
  return status;
}

ind_status
ind_compute (const ind_table *table, const ind_rules *rules, const ind_compute_options *options,
             ind_table **out, ind_error *error)
{
  static const ind_compute_options all = { NULL, 0, 0, 0, 0 };
  struct computer computer;
  size_t k, before;
  int round;

  memset (&computer, 0, sizeof computer);
  options = options == NULL ? &all : options;
  computer.rules = rules;
  computer.options = options;
  computer.n_inputs = table->count;
  computer.error = error;
  computer.status = check_options (rules, options, error);
  if (computer.status == IND_OK)
    computer.status = ind_table_new (&computer.work, error);
  for (k = 0; k < table->count && computer.status == IND_OK; k++)
    if (!copy_figure (computer.work, table, k))
      fail_memory (&computer);
  for (round = 0; round < MAX_ROUNDS && computer.status == IND_OK; round++)
    {
      before = computer.work->count;
      run_round (&computer);
      if (computer.work->count == before)
        break;
    }
  if (computer.status == IND_OK)
    computer.status = collect (&computer, table->count, options, out, error);
  ind_table_free (computer.work);
  ind__release (computer.exact);
  return computer.status;
}
