/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations and arbitrations in sentences. */
#include <math.h>
#include <string.h>

#include "check/phrase.h"
#include "explain/explainer.h"
#include "number/interval.h"

/* Suspects and reasons named in a sentence; the lists have them all. */
#define MAX_NAMED 6

static void
put_component (const ind__index *index, uint32_t component, ind__text *text)
{
  if (component != IND__NONE && strcmp (ind__index_name (index, component), "_T") != 0)
    ind__text_format (text, "[%s]", ind__index_name (index, component));
}

/* "Share of GRDP (BTF) 26,34% (report, p. 2)". */
static void
put_figure (const ind__index *index, uint32_t figure, uint32_t known, ind__text *text)
{
  ind__put_title (index, figure, text);
  ind__text_put_string (text, " ");
  ind__put_printed (text, index->table, figure);
  ind__put_place (index, figure, known, 0, text);
}

static void
put_bounds (ind_interval x, const ind_unit *unit, ind__text *text)
{
  if (isinf (x.low) && isinf (x.high))
    {
      ind__text_put_string (text, "another value");
      return;
    }
  ind__put_interval_words (text, x, 0);
  ind__put_unit_words (text, unit);
}

static void
put_suspect (const ind__index *index, const ind__suspect *suspect, ind__text *text)
{
  char period[16];

  switch (suspect->kind)
    {
    case IND_SUSPECT_FIGURE:
      put_figure (index, suspect->figure, 0, text);
      ind__text_put_string (text, " must be ");
      put_bounds (suspect->must_lie_in, &suspect->unit, text);
      if (suspect->candidate[0] != '\0')
        ind__text_format (text, ", printed as %s", suspect->candidate);
      if (suspect->slip != IND_SLIP_NONE)
        ind__text_format (text, " (slip: %s)", ind_slip_name (suspect->slip));
      if (!suspect->is_certain)
        ind__text_put_string (text, ", which is preferred but not proved");
      break;
    case IND_SUSPECT_BASIS:
      ind__period_write (suspect->period, period);
      ind__text_format (text, "rule %s of %s in %s was evaluated on another basis",
                        ind__index_name (index, suspect->name),
                        ind__index_name (index, suspect->area), period);
      break;
    case IND_SUSPECT_ASSUMPTION:
      ind__period_write (suspect->period, period);
      ind__text_format (text, "what is assumed of %s", ind__index_name (index, suspect->name));
      put_component (index, suspect->component, text);
      ind__text_format (text, " of %s in %s does not hold; it would be ",
                        ind__index_name (index, suspect->area), period);
      put_bounds (suspect->must_lie_in, &suspect->unit, text);
      break;
    }
}

static void
put_count (ind__text *text, size_t n)
{
  static const char *const word[] = { "no", "one", "two", "three", "four", "five", "six" };
  if (n < sizeof word / sizeof word[0])
    ind__text_put_string (text, word[n]);
  else
    ind__text_format (text, "%zu", n);
}

static int
is_assumption_alone (const ind_report *report, const ind__alternative *alternative)
{
  size_t k;
  for (k = 0; k < alternative->n_suspects; k++)
    if (report->suspects[alternative->first_suspect + k].kind != IND_SUSPECT_ASSUMPTION)
      return 0;
  return 1;
}

void
ind__put_score (double score, ind__text *text)
{
  int hundredths = (int) (score * 100 + 0.5);

  if (hundredths == 0)
    ind__text_put_string (text, "<.01");
  else
    ind__text_format (text, "%d.%02d", hundredths / 100, hundredths % 100);
}

static void
tell_explanation (const ind_report *report, const ind__explanation *explanation,
                  ind__text *text)
{
  const ind__alternative *best = &report->alternatives[explanation->first_alternative];
  size_t k, n = explanation->n_alternatives;

  if (n == 0)
    {
      ind__text_put_string (text, "The rules contradict one another here, whatever is printed: "
                                  "no figure is to blame. Correct the rules.");
      return;
    }
  if (explanation->at_least == 0)
    ind__text_put_string (text, "Figures computed from figures already rounded may differ so. "
                                "If these were not, something is wrong. ");
  else if (explanation->is_assuming && is_assumption_alone (report, best))
    ind__text_put_string (text, "What the rules assume does not hold here, or figures are wrong. ");
  else
    {
      ind__text_put_string (text, explanation->is_assuming
                                      ? "If what the rules assume holds, at least "
                                      : "At least ");
      put_count (text, explanation->at_least);
      ind__text_put_string (text, explanation->at_least == 1 ? " statement is wrong. "
                                                             : " statements are wrong. ");
    }
  if (!explanation->is_complete)
    ind__text_put_string (text, "The search ended before it was complete; one explanation is: ");
  else if (n == 1)
    ind__text_put_string (text, "There is one smallest explanation: ");
  else
    {
      ind__text_format (text, "The likeliest of %zu smallest explanations, by how easily figures "
                              "are misprinted (", n);
      ind__put_score (best->score, text);
      ind__text_put_string (text, " of 1): ");
    }
  for (k = 0; k < best->n_suspects && k < MAX_NAMED; k++)
    {
      ind__text_put_string (text, k == 0 ? "" : "; ");
      put_suspect (&report->index, &report->suspects[best->first_suspect + k], text);
    }
  if (best->n_suspects > MAX_NAMED)
    ind__text_format (text, "; and %zu more", best->n_suspects - MAX_NAMED);
  ind__text_put_string (text, ".");
}

int
ind__tell_explanations (ind_report *report)
{
  size_t k;
  int is_good = 1;

  for (k = 0; k < report->n_explanations; k++)
    {
      ind__text text = { 0 };
      tell_explanation (report, &report->explanations[k], &text);
      if (text.has_failed)
        ind__text_free (&text);
      report->explanations[k].sentence = text.bytes;
      is_good &= text.bytes != NULL;
    }
  return is_good;
}

static void
put_sources (const ind__explainer *explainer, const ind__arbitration *arbitration,
             ind__text *text)
{
  const ind__index *index = &explainer->report->index;
  const uint32_t *figure = explainer->found.figures + arbitration->first_figure;
  size_t k;

  ind__put_title (index, figure[0], text);
  ind__text_format (text, " of %s in ", ind__index_name (index, arbitration->area));
  {
    char period[16];
    ind__period_write (arbitration->period, period);
    ind__text_put_string (text, period);
  }
  ind__text_put_string (text, " is ");
  for (k = 0; k < arbitration->n_figures; k++)
    {
      ind__text_put_string (text, k == 0                            ? ""
                                  : k + 1 == arbitration->n_figures ? " and "
                                                                    : ", ");
      ind__put_printed (text, index->table, figure[k]);
      ind__put_place (index, figure[k], 0, 0, text);
    }
  ind__text_put_string (text, ". ");
}

void
ind__tell_arbitration (ind__explainer *explainer, ind__arbitration *arbitration,
                       const ind__grounds *grounds)
{
  ind_interval implied = grounds->implied;
  const ind__set *conflict = grounds->reason;
  const ind__index *index = &explainer->report->index;
  const ind__assertion *assertions = explainer->assembly.network.assertions;
  uint32_t first = explainer->found.figures[arbitration->first_figure];
  ind_unit unit = index->table->units[ind__table_kind (index->table, first)->unit];
  ind__text text = { 0 };
  size_t k, n = 0;

  unit.scale = ind__index_scale (index, first);
  put_sources (explainer, arbitration, &text);
  if (grounds->is_open)
    ind__text_put_string (&text, "What the other figures imply depends on which of them are wrong: "
                                 "it cannot be decided from these reports.");
  else if (isinf (implied.low) && isinf (implied.high))
    ind__text_put_string (&text, "No other figure bears on it: it cannot be decided from these "
                                 "reports.");
  else
    {
      ind__text_put_string (&text, "The other figures leave ");
      put_bounds (ind__interval_scale10 (implied, -unit.scale), &unit, &text);
      if (arbitration->believed == 0)
        ind__text_put_string (&text, arbitration->n_relations > 0
                                         ? ", and that does not speak for one report alone: it "
                                           "cannot be decided from these reports."
                                         : ": it cannot be decided from these reports.");
      else
        {
          ind__text_format (&text, "; %s is to be believed",
                            ind__strings_at (&index->table->strings, arbitration->believed));
          if (grounds->is_assuming)
            ind__text_put_string (&text, " if what the rules assume holds");
          else if (!arbitration->is_certain)
            ind__text_put_string (&text, ", though that is not proved: figures computed from "
                                         "rounded figures might differ so");
          ind__text_format (&text, ". %zu independent relation%s contradict%s the other",
                            arbitration->n_relations, arbitration->n_relations == 1 ? "" : "s",
                            arbitration->n_relations == 1 ? "s" : "");
          for (k = 0; k < conflict->count; k++)
            {
              const ind__assertion *assertion = &assertions[conflict->at[k]];
              size_t j;
              for (j = 0; j < arbitration->n_figures; j++)
                if (explainer->found.figures[arbitration->first_figure + j]
                    == assertion->origin)
                  break;
              if (assertion->kind != IND__ASSERTED_BY_FIGURE || j < arbitration->n_figures)
                continue;
              if (n == MAX_NAMED)
                {
                  ind__text_put_string (&text, " and others");
                  break;
                }
              ind__text_put_string (&text, n++ == 0 ? ", one by " : ", ");
              put_figure (index, assertion->origin, 0, &text);
            }
          ind__text_put_string (&text, ".");
        }
    }
  if (text.has_failed)
    {
      ind__text_free (&text);
      explainer->has_failed = 1;
    }
  arbitration->sentence = text.bytes;
}
