/* SPDX-License-Identifier: GPL-3.0-or-later
 * A finding in one sentence, as a colleague would say it. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/threads.h"
#include "check/bind.h"
#include "check/findings.h"
#include "check/phrase.h"

/* The title of an indicator: declared, of the level it is derived from, or its
 * name. */
static void
put_indicator (const ind__index *index, uint32_t figure, ind__text *text)
{
  static const struct
  {
    const char *suffix, *title;
  } derived[] = { { "_share_change", "Change of the share of " }, { "_change", "Change of " },
                  { "_growth", "Growth of " },                    { "_index", "Index of " },
                  { "_share", "Share of " } };
  const char *name
      = ind__table_string (index->table, ind__table_kind (index->table, figure)->indicator);
  const char *title = ind__rules_title (index->rules, name);
  size_t k, n = strlen (name);

  if (title == NULL)
    title = ind__rules_title (index->rules,
                              ind__index_name (index, ind__index_indicator (index, figure)));
  for (k = 0; k < sizeof derived / sizeof derived[0] && title == NULL; k++)
    {
      size_t m = strlen (derived[k].suffix);
      char level[128];
      if (n <= m || n - m >= sizeof level || strcmp (name + n - m, derived[k].suffix) != 0)
        continue;
      memcpy (level, name, n - m);
      level[n - m] = '\0';
      title = ind__rules_title (index->rules, level);
      if (title != NULL)
        ind__text_put_string (text, derived[k].title);
    }
  ind__text_put_string (text, title == NULL ? name : title);
}

static int
is_total (const ind__index *index, uint32_t component)
{
  return strcmp (ind__index_name (index, component), "_T") == 0;
}

void
ind__put_title (const ind__index *index, uint32_t figure, ind__text *text)
{
  put_indicator (index, figure, text);
  if (!is_total (index, ind__index_component (index, figure)))
    {
      ind__text_put_string (text, " (");
      ind__text_put_string (text, ind__index_name (index, ind__index_component (index, figure)));
      ind__text_put_string (text, ")");
    }
}

void
ind__put_place (const ind__index *index, uint32_t figure, uint32_t known, int names_vintage,
           ind__text *text)
{
  const ind_table *table = index->table;
  const char *locator = ind__table_text (table, table->locator, figure);
  const char *vintage = ind__table_string (table, ind__table_kind (table, figure)->vintage);
  int names_source = ind__table_kind (table, figure)->source != known;

  ind__text_put_string (text, " (");
  if (names_source)
    ind__text_put_string (text, ind__table_string (table, ind__table_kind (table, figure)->source));
  if (names_source && names_vintage && vintage[0] != '\0')
    {
      ind__text_put_string (text, ", ");
      ind__text_put_string (text, vintage);
    }
  if (names_source)
    ind__text_put_string (text, ", ");
  if (locator[0] != '\0')
    ind__text_put_string (text, locator);
  else
    {
      ind__text_put_string (text, "record ");
      ind__text_put_whole (text, ind__table_record (table, figure));
    }
  ind__text_put_string (text, ")");
}

/* One of the two intervals of a finding: both show their gap. */
static void
put_interval (ind_interval x, const ind__finding *finding, ind__text *text)
{
  ind__put_interval_words (text, x, finding->gap);
  ind__put_unit_words (text, &finding->unit);
}

/* The figures from number `from` on: title, place in time, value, place in
 * the report. Parts of what was named last go by their component alone. */
static void
put_figures (const ind_report *report, const ind__finding *finding, size_t from, uint32_t source,
             ind__text *text)
{
  const ind__index *index = &report->index;
  size_t k;

  for (k = from; k < finding->n_figures; k++)
    {
      uint32_t figure = ind__report_figure (report, finding, k);
      char period[16];
      if (k > from)
        ind__text_put_string (text, k + 1 == finding->n_figures ? " and " : ", ");
      if (k > 0 && !is_total (index, ind__index_component (index, figure))
          && ind__index_indicator (index, figure)
                 == ind__index_indicator (index, ind__report_figure (report, finding, k - 1)))
        ind__text_put_string (text, ind__index_name (index, ind__index_component (index, figure)));
      else
        ind__put_title (index, figure, text);
      if (ind__index_area (index, figure) != finding->area)
        {
          ind__text_put_string (text, " of ");
          ind__text_put_string (text, ind__index_name (index, ind__index_area (index, figure)));
        }
      if (ind__table_site (index->table, figure)->period != finding->period)
        {
          ind__period_write (ind__table_site (index->table, figure)->period, period);
          ind__text_put_string (text, " in ");
          ind__text_put_string (text, period);
        }
      ind__text_put_string (text, " ");
      ind__put_printed (text, index->table, figure);
      ind__put_place (index, figure, source, 0, text);
    }
}

static void
put_where (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  ind__text_put_string (text, " of ");
  ind__text_put_string (text, ind__index_name (&report->index, finding->area));
  ind__text_put_string (text, " in ");
  ind__text_put_string (text, finding->period_text);
}

static void
put_gap (const ind__finding *finding, ind__text *text)
{
  ind__text_put_string (text, "; the gap is ");
  ind__put_gap (text, finding->printed, finding->implied, finding->gap);
  ind__put_difference_words (text, &finding->unit);
}

/* ------------------------------------------------------------------------
 * What was assumed
 * ---------------------------------------------------------------------- */

/* The canonical name of what a reference means, X replaced by its level. */
static uint32_t
referred (const ind__index *index, const ind__finding *finding, const ind__reference *reference,
          ind__text *text)
{
  const char *name = ind__rules_text (index->rules, reference->indicator);
  ind__text full = { 0 };
  uint32_t found = IND__NONE;

  if (reference->is_pattern && finding->level != IND__NONE)
    ind__text_put_string (&full, ind__index_name (index, finding->level));
  ind__text_put_string (&full, name);
  text->has_failed |= full.has_failed;
  if (!full.has_failed)
    {
      name = ind__rules_canonical (index->rules, full.bytes == NULL ? "" : full.bytes);
      found = ind__strings_find (&index->names, name, strlen (name));
    }
  ind__text_free (&full);
  return found;
}

static uint32_t
find_name (const ind__index *index, uint32_t rule_string)
{
  const char *text = ind__rules_text (index->rules, rule_string);
  return ind__strings_find (&index->names, text, strlen (text));
}

/* Whether the finding has a figure of what the reference means. Of a sum over
 * parts no figure tells whether one is missing. */
static int
has_figure (const ind_report *report, const ind__finding *finding,
            const ind__reference *reference, uint32_t indicator)
{
  const ind__index *index = &report->index;
  ind__slot slot;
  ind__quantity q;
  size_t k;

  if (reference->component_selector == IND__SELECT_EACH
      || reference->area_selector == IND__SELECT_EACH)
    return 0;
  memset (&slot, 0, sizeof slot);
  slot.indicator = indicator;
  slot.years_earlier = reference->years_earlier;
  slot.periods_before = reference->periods_before;
  slot.is_of_year = reference->is_of_year;
  slot.component = reference->component_selector == IND__SELECT_LITERAL
                       ? find_name (index, reference->component)
                       : IND__NONE;
  slot.area = reference->area_selector == IND__SELECT_LITERAL
                  ? find_name (index, reference->area)
                  : IND__NONE;
  q = ind__slot_quantity (&slot, finding->area, finding->period, finding->component);
  for (k = 0; k < finding->n_figures; k++)
    {
      uint32_t figure = ind__report_figure (report, finding, k);
      if (ind__index_indicator (index, figure) == q.indicator
          && ind__index_area (index, figure) == q.area
          && ind__index_component (index, figure) == q.component
          && ind__table_site (index->table, figure)->period == q.period)
        return 1;
    }
  return 0;
}

/* Whether the expression takes the assumption for a figure. */
static int
rests_on (const ind_report *report, const ind__finding *finding, uint32_t at,
          const ind__declaration *assumption, ind__text *text)
{
  const ind__index *index = &report->index;
  const ind__node *node = &index->rules->nodes[at];
  uint32_t indicator;

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_REFERENCE:
      indicator = referred (index, finding, &node->reference, text);
      return indicator != IND__NONE
             && ind__rules_assumption (index->rules, ind__index_name (index, indicator))
                    == assumption
             && !has_figure (report, finding, &node->reference, indicator);
    case IND__NODE_SUM: return rests_on (report, finding, node->left, assumption, text);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return rests_on (report, finding, node->left, assumption, text)
         || rests_on (report, finding, node->right, assumption, text);
}

/* ", assuming Relative price between 0.75 and 1.3334". Returns whether
 * anything was assumed. */
static int
put_assumptions (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind_rules *rules = report->index.rules;
  const ind__rule *rule = &rules->rules[finding->rule];
  size_t k;
  int n = 0;

  /* A check that assumes has no kappa. */
  if (finding->kappa >= 0)
    return 0;
  for (k = 0; k < rules->n_declarations; k++)
    {
      const ind__declaration *assumption = &rules->declarations[k];
      const char *title = ind__rules_text (
          rules, assumption->title != 0 ? assumption->title : assumption->name);
      char low[64], high[64];
      if (!assumption->is_assumed
          || !(rests_on (report, finding, rule->left, assumption, text)
               || rests_on (report, finding, rule->right, assumption, text)
               || (rule->has_given && rests_on (report, finding, rule->given, assumption, text))))
        continue;
      ind_decimal_write (assumption->low, low);
      ind_decimal_write (assumption->high, high);
      ind__text_format (text, "%s%s between %s and %s", n++ == 0 ? ", assuming " : " and ", title,
                        low, high);
      ind__put_unit_words (text, &assumption->unit);
    }
  return n > 0;
}

/* What to make of a rule's verdict. */
static void
put_judgement (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__rule *rule = &report->index.rules->rules[finding->rule];
  int is_assumed = put_assumptions (report, finding, text);

  switch (finding->verdict)
    {
    case IND_VERDICT_INCONSISTENT:
      put_gap (finding, text);
      ind__text_put_string (text, ", which no rounding explains.");
      break;
    case IND_VERDICT_EXPLAINABLE:
      put_gap (finding, text);
      ind__text_put_string (text, ", possible only if some of them were computed from figures "
                                  "already rounded.");
      break;
    case IND_VERDICT_IMPROBABLE:
      if (finding->gap > 0)
        {
          put_gap (finding, text);
          ind__text_format (text, "; %s, so this is a doubt and no proof.",
                            is_assumed ? "what is assumed is no figure"
                                       : "the rule holds only approximately");
        }
      else
        {
          ind__text_put_string (text, "; these meet only if rounding errors conspired (p = ");
          ind__put_number (text, finding->p);
          ind__text_put_string (text, ").");
        }
      break;
    case IND_VERDICT_EXACT:
    case IND_VERDICT_ROUNDING:
    case IND_VERDICT_UNVERIFIABLE:
    case IND_VERDICT_SAME:
    case IND_VERDICT_OVERLAP:
    case IND_VERDICT_REVISION:
    case IND_VERDICT_CONTRADICTION: ind__text_put_string (text, ", which agrees."); break;
    }
  if (rule->say != 0)
    {
      ind__text_put_string (text, " ");
      ind__text_put_string (text, ind__rules_text (report->index.rules, rule->say));
    }
}

static const char *
link_of (const ind__finding *finding)
{
  return finding->gap > 0 ? "; but " : "; and ";
}

/* A figure, and what the others imply for it. */
static void
say_target (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;
  uint32_t first = ind__report_figure (report, finding, 0);

  ind__put_title (index, first, text);
  put_where (report, finding, text);
  ind__text_put_string (text, " is printed as ");
  ind__put_printed (text, index->table, first);
  ind__put_place (index, first, 0, 0, text);
  if (finding->printed.low == finding->printed.high)
    ind__text_put_string (text, ", an exact figure");
  else
    {
      ind__text_put_string (text, ", which stands for ");
      put_interval (finding->printed, finding, text);
    }
  ind__text_put_string (text, link_of (finding));
  if (finding->n_figures == 1)
    {
      ind__text_put_string (text, "the rule ");
      ind__put_rule (text, index, finding);
    }
  put_figures (report, finding, 1, ind__table_kind (index->table, first)->source, text);
  ind__text_put_string (text, finding->n_figures <= 2 ? " implies " : " imply ");
  put_interval (finding->implied, finding, text);
}

/* The number a rule states, and what the figures make of it; or two sides of
 * several figures each. */
static void
say_sides (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;

  ind__text_put_string (text, ind__index_name (index, finding->area));
  ind__text_put_string (text, " in ");
  ind__text_put_string (text, finding->period_text);
  if (finding->source != 0)
    {
      ind__text_put_string (text, ", ");
      ind__text_put_string (text, ind__strings_at (&index->table->strings, finding->source));
    }
  ind__text_put_string (text, finding->has_two_sides ? ": with " : ": the rule ");
  if (finding->has_two_sides)
    {
      put_figures (report, finding, 0, finding->source, text);
      ind__text_put_string (text, ", the left side of the rule ");
      ind__put_rule (text, index, finding);
      ind__text_put_string (text, " is ");
      put_interval (finding->printed, finding, text);
      ind__text_put_string (text, link_of (finding));
      ind__text_put_string (text, "the right side asks for ");
    }
  else
    {
      ind__put_rule (text, index, finding);
      ind__text_put_string (text, " needs ");
      put_interval (finding->printed, finding, text);
      ind__text_put_string (text, link_of (finding));
      put_figures (report, finding, 0, finding->source, text);
      ind__text_put_string (text, finding->n_figures == 1 ? " implies " : " imply ");
    }
  put_interval (finding->implied, finding, text);
}

static void
say_sources (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;
  const uint32_t *figure = report->figures + finding->first_figure;

  ind__put_title (index, figure[0], text);
  put_where (report, finding, text);
  ind__text_put_string (text, " is printed as ");
  ind__put_printed (text, index->table, figure[0]);
  ind__put_place (index, figure[0], 0, 1, text);
  ind__text_put_string (text, finding->gap > 0 ? " but as " : " and as ");
  ind__put_printed (text, index->table, figure[1]);
  ind__put_place (index, figure[1], 0, 1, text);
  ind__text_put_string (text, ": ");
  put_interval (finding->printed, finding, text);
  ind__text_put_string (text, ", and ");
  put_interval (finding->implied, finding, text);
  switch (finding->verdict)
    {
    case IND_VERDICT_CONTRADICTION:
      put_gap (finding, text);
      ind__text_put_string (text, ", so at least one of the two is wrong.");
      break;
    case IND_VERDICT_REVISION:
      put_gap (finding, text);
      ind__text_put_string (text, ", a revision between the vintages declared.");
      break;
    case IND_VERDICT_EXACT:
    case IND_VERDICT_ROUNDING:
    case IND_VERDICT_EXPLAINABLE:
    case IND_VERDICT_IMPROBABLE:
    case IND_VERDICT_INCONSISTENT:
    case IND_VERDICT_UNVERIFIABLE:
    case IND_VERDICT_SAME:
    case IND_VERDICT_OVERLAP: ind__text_put_string (text, ", which agree."); break;
    }
}

static void
say_input (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;
  uint32_t figure = report->figures[finding->first_figure];
  char printed[64], declared[64] = "";
  ind_unit unit;

  ind_unit_write (&finding->unit, printed);
  if (ind__rules_unit (index->rules, ind__index_name (index, ind__index_indicator (index, figure)),
                       &unit))
    ind_unit_write (&unit, declared);
  ind__put_title (index, figure, text);
  put_where (report, finding, text);
  ind__text_put_string (text, ", printed as ");
  ind__put_printed (text, index->table, figure);
  ind__put_place (index, figure, 0, 0, text);
  ind__text_format (text, ", is in %s, but this indicator is measured in %s; correct "
                          "UNIT_MEASURE or INDICATOR. No rule was checked with it.",
                    printed, declared);
}

static int
is_name_byte (char c)
{
  return ind__is_digit (c) || c == '_' || (ind__lower (c) >= 'a' && ind__lower (c) <= 'z')
         || (unsigned char) c >= 0x80;
}

const char *
ind__display_name (const char *canonical)
{
  const ind_indicator *known = ind_indicator_find (canonical);
  return known == NULL ? canonical : known->name;
}

void
ind__put_rule (ind__text *text, const ind__index *index, const ind__finding *finding)
{
  const char *at
      = ind__rules_text (index->rules, index->rules->rules[finding->rule].text);
  char before = ' ';
  int is_quoted = 0;

  if (finding->level == IND__NONE)
    {
      ind__text_put_string (text, at);
      return;
    }

  while (*at != '\0')
    {
      size_t n = 0;
      is_quoted ^= *at == '"';
      /* A component or an area may be called X too. */
      if (finding->level != IND__NONE && *at == 'X' && !is_quoted && !is_name_byte (before)
          && before != '[' && before != '@')
        while (is_name_byte (at[n]))
          n++;
      if (n == 1 || (n > 1 && at[1] == '_'))
        {
          ind__text name = { 0 };
          ind__text_put_string (&name, ind__index_name (index, finding->level));
          ind__text_put (&name, at + 1, n - 1);
          text->has_failed |= name.has_failed;
          if (!name.has_failed)
            ind__text_put_string (text, ind__display_name (name.bytes));
          ind__text_free (&name);
        }
      else
        {
          n = n == 0 ? 1 : n;
          ind__text_put (text, at, n);
        }
      before = at[n - 1];
      at += n;
    }
}

/* No rule fails alone, so none is named. */
static void
say_network (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;
  uint32_t figure = ind__report_figure (report, finding, 0);
  int is_alone = finding->n_figures == 1;

  ind__put_title (index, figure, text);
  put_where (report, finding, text);
  ind__text_put_string (text, " is ");
  ind__put_printed (text, index->table, figure);
  ind__put_place (index, figure, 0, 0, text);
  ind__text_put_string (text, ", which stands for ");
  put_interval (finding->printed, finding, text);
  if (finding->gap > 0)
    {
      ind__text_put_string (text, is_alone ? "; its range and all rules together leave "
                                           : "; all rules together leave ");
      put_interval (finding->implied, finding, text);
    }
  if (finding->n_figures > 1)
    {
      ind__text_put_string (text, finding->gap > 0 ? ", from " : "; all rules together refute "
                                                                "that beside ");
      put_figures (report, finding, 1, ind__table_kind (index->table, figure)->source, text);
    }
  switch (finding->verdict)
    {
    case IND_VERDICT_EXPLAINABLE:
      ind__text_put_string (text, ". Figures computed from rounded figures can explain it.");
      break;
    case IND_VERDICT_IMPROBABLE:
      ind__text_put_string (
          text, ". This rests on what the rules assume: it is a doubt and no proof.");
      break;
    default:
      ind__text_put_string (text, is_alone ? ". The figure cannot be true."
                                           : ". These figures cannot all be true.");
      break;
    }
}

int
ind__write_sentence (const ind_report *report, ind__finding *finding, ind__text *text,
                     ind__pool *sentences)
{
  text->length = 0;
  switch (finding->kind)
    {
    case IND_FINDING_NETWORK: say_network (report, finding, text); break;
    case IND_FINDING_RULE:
      if (finding->has_target)
        say_target (report, finding, text);
      else
        say_sides (report, finding, text);
      put_judgement (report, finding, text);
      break;
    case IND_FINDING_SOURCES: say_sources (report, finding, text); break;
    case IND_FINDING_INPUT: say_input (report, finding, text); break;
    }
  finding->sentence
      = text->has_failed ? NULL : ind__pool_copy (sentences, text->bytes, text->length);
  return finding->sentence != NULL;
}

/* Fewer findings are not worth a thread. */
#define FINDINGS_PER_THREAD 64

struct writer {
  ind_report *report;
  size_t n_threads;
  ind__pool sentences[IND__MOST_THREADS]; /* of each thread */
  int has_failed;
};

/* The sentences of every n-th finding: those of one rule stand together, and are the longest. */
static void
write_part (void *context, size_t k)
{
  struct writer *writer = context;
  ind_report *report = writer->report;
  ind__pool *sentences = &writer->sentences[k];
  ind__text text = { 0 };

  for (; k < report->findings.count; k += writer->n_threads)
    {
      ind__finding *finding = &report->findings.at[k];
      if (finding->sentence == NULL
          && !ind__write_sentence (report, finding, &text, sentences))
        __atomic_store_n (&writer->has_failed, 1, __ATOMIC_RELAXED);
    }
  ind__text_free (&text);
}

ind_status
ind__write_sentences (ind_report *report, size_t n_threads, ind_error *error)
{
  size_t most = 1 + report->findings.count / FINDINGS_PER_THREAD;
  struct writer writer = { report, n_threads, { { NULL } }, 0 };
  size_t k;

  writer.n_threads = writer.n_threads > IND__MOST_THREADS ? IND__MOST_THREADS : writer.n_threads;
  writer.n_threads = writer.n_threads > most ? most : writer.n_threads;
  writer.n_threads = writer.n_threads < 1 ? 1 : writer.n_threads;
  ind__run_threads (writer.n_threads, write_part, &writer);
  for (k = 0; k < writer.n_threads; k++)
    ind__pool_take (&report->sentences, &writer.sentences[k]);
  return writer.has_failed ? ind__fail_memory (error) : IND_OK;
}
