/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rule language: recursive descent from text to expression trees. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "rules/rules.h"

#define MAX_DEPTH 64        /* of parentheses and functions */
#define MAX_OPERATORS 5000  /* in a rule: a chain of them is walked by recursion */
#define MAX_INCLUDE_DEPTH 8

typedef enum token_kind {
  END_OF_STATEMENT, /* the next token stands in column 1, or the text ends */
  NAME,
  NUMBER,
  STRING,
  SYMBOL
} token_kind;

struct token {
  token_kind kind;
  const char *text; /* of a string: between the quotes */
  size_t length;
  uint32_t line, column;
};

/* The periods of the references being read; see ind__reference. */
struct time_shift {
  int years_earlier, periods_before, is_of_year;
};

struct parser {
  ind_rules *rules;
  const char *file;
  uint32_t file_id;
  const char *text, *end, *at; /* at: behind the current token */
  uint32_t line, column;       /* of at */
  struct token token;
  ind_status status;
  ind_error *error;
  ind__rule *rule; /* the rule being read, or NULL */
  int depth, n_operators, is_in_sum, is_in_prev;
  struct time_shift shift;
};

/* Records the first error, at the current token. */
static void IND__FORMAT (2, 3)
fail (struct parser *parser, const char *format, ...)
{
  char message[256];
  va_list arguments;

  if (parser->status != IND_OK)
    return;
  va_start (arguments, format);
  vsnprintf (message, sizeof message, format, arguments);
  va_end (arguments);
  parser->status = ind__fail (parser->error, IND_E_RULE, parser->token.line, parser->token.column,
                              "%.80s: line %u, column %u: %s", parser->file,
                              (unsigned) parser->token.line, (unsigned) parser->token.column,
                              message);
}

static void
fail_memory (struct parser *parser)
{
  if (parser->status == IND_OK)
    parser->status = ind__fail_memory (parser->error);
}

static void
fail_expected (struct parser *parser, const char *what)
{
  if (parser->token.kind == END_OF_STATEMENT)
    fail (parser, "expected %s, but the statement ends here", what);
  else
    fail (parser, "expected %s, not \"%.*s\"", what,
          (int) (parser->token.length < 40 ? parser->token.length : 40), parser->token.text);
}

/* ------------------------------------------------------------------------
 * Tokens
 * ---------------------------------------------------------------------- */

static int
is_name_byte (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ind__is_digit (c) || c == '_'
         || (unsigned char) c >= 0x80;
}

/* Moves over one byte; columns count characters. */
static void
step (struct parser *parser)
{
  if (*parser->at == '\n')
    {
      parser->line++;
      parser->column = 1;
    }
  else if (((unsigned char) *parser->at & 0xC0) != 0x80)
    parser->column++;
  parser->at++;
}

static void
skip_blanks (struct parser *parser)
{
  while (parser->at < parser->end)
    if (*parser->at == '#')
      while (parser->at < parser->end && *parser->at != '\n')
        step (parser);
    else if (*parser->at == ' ' || *parser->at == '\t' || *parser->at == '\n'
             || *parser->at == '\r')
      step (parser);
    else
      return;
}

static void
take (struct parser *parser, token_kind kind, size_t length)
{
  parser->token.kind = kind;
  parser->token.text = parser->at;
  parser->token.length = length;
  while (length-- > 0)
    step (parser);
}

static void
take_string (struct parser *parser)
{
  step (parser);
  parser->token.kind = STRING;
  parser->token.text = parser->at;
  while (parser->at < parser->end && *parser->at != '"' && *parser->at != '\n')
    step (parser);
  if (parser->at == parser->end || *parser->at != '"')
    {
      fail (parser, "this string does not end on its line; close it with a quotation mark");
      return;
    }
  parser->token.length = (size_t) (parser->at - parser->token.text);
  step (parser);
}

/* Makes the next token current; at the start of a statement, `is_first`
 * accepts one in column 1. */
static void
next_token (struct parser *parser, int is_first)
{
  size_t length = 0, left;

  skip_blanks (parser);
  parser->token.line = parser->line;
  parser->token.column = parser->column;
  parser->token.text = parser->at;
  parser->token.length = 0;
  parser->token.kind = END_OF_STATEMENT;
  left = (size_t) (parser->end - parser->at);
  if (left == 0 || (parser->column == 1 && !is_first))
    return;
  if (*parser->at == '"')
    {
      take_string (parser);
      return;
    }
  if (ind__is_digit (*parser->at))
    {
      while (length < left && ind__is_digit (parser->at[length]))
        length++;
      if (length + 1 < left && parser->at[length] == '.' && ind__is_digit (parser->at[length + 1]))
        for (length++; length < left && ind__is_digit (parser->at[length]); length++)
          ;
      if (length < left && is_name_byte (parser->at[length]))
        {
          fail (parser, "a name must not begin with a digit; put a component code in quotes");
          return;
        }
      take (parser, NUMBER, length);
      return;
    }
  if (is_name_byte (*parser->at))
    {
      while (length < left && is_name_byte (parser->at[length]))
        length++;
      take (parser, NAME, length);
      return;
    }
  length = 1;
  if (left > 1 && parser->at[1] == '=' && strchr ("=~<>", *parser->at) != NULL)
    length = 2;
  else if (strchr ("+-*/()[]@,:=%", *parser->at) == NULL)
    {
      fail (parser, "the character \"%c\" has no meaning here",
            *parser->at >= ' ' && *parser->at < 127 ? *parser->at : '?');
      return;
    }
  take (parser, SYMBOL, length);
}

static void
advance (struct parser *parser)
{
  if (parser->status == IND_OK)
    next_token (parser, 0);
}

static int
token_is (const struct parser *parser, token_kind kind, const char *text)
{
  return parser->status == IND_OK && parser->token.kind == kind
         && strlen (text) == parser->token.length
         && memcmp (parser->token.text, text, parser->token.length) == 0;
}

static int
at_symbol (const struct parser *parser, const char *symbol)
{
  return token_is (parser, SYMBOL, symbol);
}

static int
at_word (const struct parser *parser, const char *word)
{
  return token_is (parser, NAME, word);
}

static int
accept_symbol (struct parser *parser, const char *symbol)
{
  if (!at_symbol (parser, symbol))
    return 0;
  advance (parser);
  return 1;
}

static int
accept_word (struct parser *parser, const char *word)
{
  if (!at_word (parser, word))
    return 0;
  advance (parser);
  return 1;
}

static void
expect_symbol (struct parser *parser, const char *symbol)
{
  char what[8];
  snprintf (what, sizeof what, "\"%s\"", symbol);
  if (!accept_symbol (parser, symbol))
    fail_expected (parser, what);
}

static uint32_t
add_string (struct parser *parser, const char *text, size_t length)
{
  uint32_t id = ind__strings_add (&parser->rules->strings, text, length);
  if (id == IND__NO_STRING)
    {
      fail_memory (parser);
      return 0;
    }
  return id;
}

/* A token's text as a string; then the next token. */
static uint32_t
take_text (struct parser *parser)
{
  uint32_t id = add_string (parser, parser->token.text, parser->token.length);
  advance (parser);
  return id;
}

static uint32_t
expect_name (struct parser *parser, const char *what)
{
  if (parser->status != IND_OK || parser->token.kind != NAME)
    {
      fail_expected (parser, what);
      return 0;
    }
  return take_text (parser);
}

/* A code of a component or area: a name, or anything in quotes. */
static uint32_t
expect_code (struct parser *parser, const char *what)
{
  if (parser->status == IND_OK && parser->token.kind == STRING && parser->token.length > 0)
    return take_text (parser);
  return expect_name (parser, what);
}

static uint32_t
expect_string (struct parser *parser, const char *what)
{
  if (parser->status != IND_OK || parser->token.kind != STRING)
    {
      fail_expected (parser, what);
      return 0;
    }
  return take_text (parser);
}

/* Appends to a list of strings. */
static void
append (struct parser *parser, uint32_t **list, size_t *count, size_t *capacity, uint32_t id)
{
  if (!ind__grow (list, capacity, *count + 1, sizeof **list))
    fail_memory (parser);
  else
    (*list)[(*count)++] = id;
}

/* ------------------------------------------------------------------------
 * Expressions
 * ---------------------------------------------------------------------- */

static uint32_t parse_sum_of_terms (struct parser *parser);

static uint32_t
add_node (struct parser *parser, ind__node_kind kind, uint32_t left, uint32_t right)
{
  ind_rules *rules = parser->rules;
  ind__node *node;

  if (!ind__grow (&rules->nodes, &rules->nodes_capacity, rules->n_nodes + 1,
                  sizeof *rules->nodes))
    {
      fail_memory (parser);
      return 0;
    }
  node = &rules->nodes[rules->n_nodes];
  memset (node, 0, sizeof *node);
  node->kind = kind;
  node->line = parser->token.line;
  node->column = parser->token.column;
  node->left = left;
  node->right = right;
  return (uint32_t) rules->n_nodes++;
}

static uint32_t
add_number (struct parser *parser, ind_decimal value, const struct token *place)
{
  uint32_t node = add_node (parser, IND__NODE_NUMBER, 0, 0);
  if (parser->status == IND_OK)
    {
      parser->rules->nodes[node].number = value;
      parser->rules->nodes[node].line = place->line;
      parser->rules->nodes[node].column = place->column;
    }
  return node;
}

static ind_decimal
read_number (struct parser *parser)
{
  ind_decimal value = { 0, 0 };

  if (parser->status != IND_OK || parser->token.kind != NUMBER)
    fail_expected (parser, "a number");
  else if (ind_decimal_read (parser->token.text, parser->token.length, &value, NULL) != IND_OK
           || value.mantissa > INT64_C (1000000000000))
    fail (parser, "this number has more digits than a coefficient can have");
  advance (parser);
  return value;
}

static void
parse_component (struct parser *parser, ind__reference *reference)
{
  if (accept_symbol (parser, "*"))
    reference->component_selector = IND__SELECT_EACH;
  else if (accept_word (parser, "c"))
    {
      reference->component_selector = IND__SELECT_FREE;
      parser->rule->has_free = 1;
    }
  else if (accept_word (parser, "whole"))
    reference->component_selector = IND__SELECT_WHOLE;
  else
    reference->component = expect_code (parser, "a component, c, whole or *");
  expect_symbol (parser, "]");
}

static void
parse_area (struct parser *parser, ind__reference *reference)
{
  if (accept_symbol (parser, "*"))
    reference->area_selector = IND__SELECT_EACH;
  else if (accept_word (parser, "whole"))
    reference->area_selector = IND__SELECT_WHOLE;
  else
    {
      reference->area_selector = IND__SELECT_LITERAL;
      reference->area = expect_code (parser, "an area, whole or *");
    }
}

static uint32_t
parse_reference (struct parser *parser)
{
  ind__reference reference;
  struct token place = parser->token;
  const char *name = parser->token.text;
  size_t length = parser->token.length;
  uint32_t node = add_node (parser, IND__NODE_REFERENCE, 0, 0);

  memset (&reference, 0, sizeof reference);
  reference.area_selector = IND__SELECT_SAME;
  reference.years_earlier = (int16_t) parser->shift.years_earlier;
  reference.periods_before = (int16_t) parser->shift.periods_before;
  reference.is_of_year = (uint8_t) parser->shift.is_of_year;
  if (name[0] == 'X' && (length == 1 || name[1] == '_'))
    {
      reference.is_pattern = 1;
      reference.indicator = add_string (parser, name + 1, length - 1);
      parser->rule->has_pattern = 1;
    }
  else
    reference.indicator = add_string (parser, name, length);
  reference.component = add_string (parser, "_T", 2);
  advance (parser);
  if (accept_symbol (parser, "["))
    parse_component (parser, &reference);
  if (accept_symbol (parser, "@"))
    parse_area (parser, &reference);
  if (parser->status != IND_OK)
    return 0;
  if (reference.component_selector == IND__SELECT_EACH
      || reference.area_selector == IND__SELECT_EACH)
    {
      if (!parser->is_in_sum)
        {
          parser->token.line = place.line;
          parser->token.column = place.column;
          fail (parser, "* stands only inside sum( )");
        }
      if (reference.component_selector == IND__SELECT_EACH)
        {
          parser->rule->has_component_star = 1;
          if (reference.is_pattern && length == 1)
            parser->rule->sums_pattern = 1;
        }
      if (reference.area_selector == IND__SELECT_EACH)
        {
          parser->rule->has_area_star = 1;
          if (reference.is_pattern && length == 1)
            parser->rule->sums_pattern = 1;
        }
    }
  if (parser->status == IND_OK)
    parser->rules->nodes[node].reference = reference;
  return node;
}

/* prev(e), prev(e, years), before(e), year(e). */
static uint32_t
parse_time (struct parser *parser)
{
  struct time_shift outer = parser->shift;
  /* Years may stand behind the expression, which must know them: look ahead
   * by parsing twice, first without effect. */
  int is_prev = at_word (parser, "prev");
  int is_before = at_word (parser, "before");
  struct parser saved;
  size_t n_nodes;
  uint32_t node;
  ind_decimal years = { 1, 0 };

  if (is_prev && parser->is_in_prev)
    fail (parser, "prev( ) cannot stand inside prev( ); write prev(x, 2) for two years back");
  parser->is_in_prev |= is_prev;
  advance (parser);
  expect_symbol (parser, "(");
  saved = *parser;
  n_nodes = parser->rules->n_nodes;
  if (is_prev)
    {
      parse_sum_of_terms (parser);
      if (accept_symbol (parser, ","))
        {
          years = read_number (parser);
          if (years.decimals != 0 || years.mantissa < 1 || years.mantissa > 100)
            fail (parser, "prev( , ) takes a whole number of years from 1 to 100");
        }
      if (parser->status != IND_OK)
        return 0;
      parser->rules->n_nodes = n_nodes;
      parser->text = saved.text;
      parser->at = saved.at;
      parser->line = saved.line;
      parser->column = saved.column;
      parser->token = saved.token;
      parser->shift.years_earlier = (int) years.mantissa;
    }
  else if (is_before)
    parser->shift.periods_before++;
  else
    parser->shift.is_of_year = 1;
  if (parser->shift.is_of_year && parser->shift.periods_before > 0)
    fail (parser, "before( ) and year( ) cannot be combined");
  node = parse_sum_of_terms (parser);
  if (is_prev && accept_symbol (parser, ","))
    advance (parser);
  expect_symbol (parser, ")");
  if (is_prev)
    parser->is_in_prev = 0;
  parser->shift = outer;
  return node;
}

static uint32_t
parse_sum (struct parser *parser)
{
  uint32_t node;

  if (parser->is_in_sum)
    fail (parser, "sum( ) cannot stand inside sum( )");
  advance (parser);
  expect_symbol (parser, "(");
  parser->is_in_sum = 1;
  node = parse_sum_of_terms (parser);
  parser->is_in_sum = 0;
  expect_symbol (parser, ")");
  return add_node (parser, IND__NODE_SUM, node, 0);
}

static uint32_t
parse_primary (struct parser *parser)
{
  struct token place = parser->token;
  uint32_t node = 0;

  if (parser->status != IND_OK)
    return 0;
  if (++parser->depth > MAX_DEPTH)
    fail (parser, "parentheses are nested more than %d deep", MAX_DEPTH);
  else if (parser->token.kind == NUMBER)
    node = add_number (parser, read_number (parser), &place);
  else if (accept_symbol (parser, "("))
    {
      node = parse_sum_of_terms (parser);
      expect_symbol (parser, ")");
    }
  else if (accept_symbol (parser, "-"))
    {
      static const ind_decimal minus_one = { -1, 0 };
      uint32_t factor = add_number (parser, minus_one, &place);
      node = parse_primary (parser);
      node = add_node (parser, IND__NODE_MULTIPLY, factor, node);
    }
  else if (at_word (parser, "sum"))
    node = parse_sum (parser);
  else if (at_word (parser, "prev") || at_word (parser, "before") || at_word (parser, "year"))
    node = parse_time (parser);
  else if (parser->token.kind == NAME)
    node = parse_reference (parser);
  else
    fail_expected (parser, "a quantity, a number or \"(\"");
  parser->depth--;
  return node;
}

/* The node of an operator, placed where its right side begins. */
static uint32_t
parse_operation (struct parser *parser, ind__node_kind kind, uint32_t left,
                 uint32_t (*parse_right) (struct parser *))
{
  struct token place;
  uint32_t node;

  if (++parser->n_operators > MAX_OPERATORS)
    {
      fail (parser, "a rule has more than %d operators; declare a breakdown and use sum( )",
            MAX_OPERATORS);
      return 0;
    }
  advance (parser);
  place = parser->token;
  node = add_node (parser, kind, left, parse_right (parser));
  if (parser->status == IND_OK)
    {
      parser->rules->nodes[node].line = place.line;
      parser->rules->nodes[node].column = place.column;
    }
  return node;
}

static uint32_t
parse_term (struct parser *parser)
{
  uint32_t node = parse_primary (parser);

  while (at_symbol (parser, "*") || at_symbol (parser, "/"))
    node = parse_operation (parser,
                            at_symbol (parser, "*") ? IND__NODE_MULTIPLY : IND__NODE_DIVIDE, node,
                            parse_primary);
  return node;
}

static uint32_t
parse_sum_of_terms (struct parser *parser)
{
  uint32_t node = parse_term (parser);

  while (at_symbol (parser, "+") || at_symbol (parser, "-"))
    node = parse_operation (parser,
                            at_symbol (parser, "+") ? IND__NODE_ADD : IND__NODE_SUBTRACT, node,
                            parse_term);
  return node;
}

/* ------------------------------------------------------------------------
 * Statements
 * ---------------------------------------------------------------------- */

static void
parse_relation (struct parser *parser, ind__rule *rule)
{
  if (accept_symbol (parser, "=="))
    rule->relation = IND__EQUAL;
  else if (accept_symbol (parser, "~="))
    rule->relation = IND__APPROXIMATE;
  else if (accept_symbol (parser, ">="))
    rule->relation = IND__AT_LEAST;
  else if (accept_symbol (parser, "<="))
    rule->relation = IND__AT_MOST;
  else
    fail_expected (parser, "==, ~=, >= or <=");
}

static void
parse_over (struct parser *parser, ind__rule *rule)
{
  do
    if (accept_word (parser, "whole"))
      rule->over_whole = expect_code (parser, "the code of a whole");
    else
      append (parser, &rule->over, &rule->n_over, &rule->over_capacity,
              expect_name (parser, "the name of a breakdown"));
  while (accept_symbol (parser, ","));
}

/* 0, and says so, for a clause the rule has already. `seen` has a bit for each it has. */
static int
is_new_clause (struct parser *parser, unsigned *seen)
{
  static const char *const clauses[]
      = { "within", "missing", "given", "say", "reference", "basis" };
  unsigned k;

  for (k = 0; k < sizeof clauses / sizeof clauses[0]; k++)
    if (at_word (parser, clauses[k]))
      {
        if ((*seen >> k & 1) != 0)
          fail (parser, "\"%s\" stands twice in this rule; join the two, or take one out",
                clauses[k]);
        *seen |= 1u << k;
      }
  return parser->status == IND_OK;
}

static void
parse_clauses (struct parser *parser, ind__rule *rule)
{
  unsigned seen = 0;

  while (parser->status == IND_OK && parser->token.kind != END_OF_STATEMENT
         && is_new_clause (parser, &seen))
    if (accept_word (parser, "within"))
      {
        if (rule->relation != IND__APPROXIMATE)
          fail (parser, "\"within\" belongs to approximate rules (~=)");
        rule->width = read_number (parser);
        rule->width_is_percent = (uint8_t) accept_symbol (parser, "%");
      }
    else if (accept_word (parser, "missing"))
      {
        if (accept_word (parser, "unverifiable"))
          rule->missing = IND__MISSING_UNVERIFIABLE;
        else if (accept_word (parser, "zero"))
          rule->missing = IND__MISSING_ZERO;
        else if (accept_word (parser, "nonnegative"))
          rule->missing = IND__MISSING_NONNEGATIVE;
        else
          fail_expected (parser, "unverifiable, zero or nonnegative");
      }
    else if (accept_word (parser, "given"))
      {
        parser->rule = rule;
        rule->given = parse_sum_of_terms (parser);
        rule->has_given = 1;
        parser->rule = NULL;
      }
    else if (accept_word (parser, "say"))
      rule->say = expect_string (parser, "a sentence in quotation marks");
    else if (accept_word (parser, "reference"))
      rule->citation = expect_string (parser, "a citation in quotation marks");
    else if (at_word (parser, "basis"))
      {
        if (rule->relation != IND__EQUAL)
          fail (parser, "\"basis\" belongs to exact rules (==)");
        advance (parser);
        rule->basis = expect_string (parser, "what the rule holds for, in quotation marks");
      }
    else
      fail_expected (parser, "within, missing, say, reference, basis, given, an operator or the "
                             "next statement");
}

/* True when a node or one below it satisfies `test`. */
static int
any_reference (const ind_rules *rules, uint32_t node, int (*test) (const ind__reference *))
{
  const ind__node *n = &rules->nodes[node];
  switch (n->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_REFERENCE: return test (&n->reference);
    case IND__NODE_SUM: return any_reference (rules, n->left, test);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return any_reference (rules, n->left, test) || any_reference (rules, n->right, test);
}

static int
is_any (const ind__reference *reference)
{
  (void) reference;
  return 1;
}

static int
takes_whole (const ind__reference *reference)
{
  return reference->component_selector == IND__SELECT_WHOLE;
}

static int
takes_whole_area (const ind__reference *reference)
{
  return reference->area_selector == IND__SELECT_WHOLE;
}

static void
check_rule (struct parser *parser, const ind__rule *rule)
{
  const ind_rules *rules = parser->rules;
  size_t k;

  if (parser->status != IND_OK)
    return;
  if (!any_reference (rules, rule->left, is_any) && !any_reference (rules, rule->right, is_any))
    fail (parser, "rule %s names no quantity", ind__rules_text (rules, rule->name));
  else if (ind__rules_subject (rules, rule) == NULL)
    fail (parser, "rule %s names no quantity of its own period%s; drop one prev, before or year",
          ind__rules_text (rules, rule->name), rule->has_free ? " and component c" : "");
  else if (rule->has_pattern && !ind__rules_subject (rules, rule)->reference.is_pattern)
    fail (parser, "rule %s is about X and must name X first",
          ind__rules_text (rules, rule->name));
  else if (!rule->has_component_star
           && (any_reference (rules, rule->left, takes_whole)
               || any_reference (rules, rule->right, takes_whole)))
    fail (parser, "[whole] needs a sum over [*] in the same rule");
  else if (!rule->has_area_star
           && (any_reference (rules, rule->left, takes_whole_area)
               || any_reference (rules, rule->right, takes_whole_area)))
    fail (parser, "@whole needs a sum over @* in the same rule");
  else if (rule->has_component_star && rule->has_area_star)
    fail (parser, "a rule sums over components or over areas, not both");
  else if ((rule->n_over > 0 || rule->over_whole != IND__NO_STRING) && !rule->has_component_star
           && !rule->has_area_star)
    fail (parser, "\"over\" needs a sum over * in the rule");
  for (k = 0; k < rules->n_rules && parser->status == IND_OK; k++)
    if (rules->rules[k].name == rule->name)
      fail (parser, "rule %s is defined twice; the first stands in %s, line %u",
            ind__rules_text (rules, rule->name), ind__rules_text (rules, rules->rules[k].file),
            (unsigned) rules->rules[k].line);
}

/* The identity as written, without comments; blanks and line ends are folded,
 * but not in quotation marks. */
static uint32_t
add_folded (struct parser *parser, const char *from, const char *to)
{
  ind__text text = { 0 };
  uint32_t id;
  int is_comment = 0, is_quoted = 0;

  for (; from < to; from++)
    {
      if (*from == '"' && !is_comment)
        is_quoted = !is_quoted;
      if (*from == '#' && !is_quoted)
        is_comment = 1;
      if (*from == '\n')
        is_comment = 0;
      if (is_comment)
        continue;
      if (is_quoted)
        ind__text_put (&text, from, 1);
      else if (*from != ' ' && *from != '\t' && *from != '\n' && *from != '\r')
        ind__text_put (&text, from, 1);
      else if (text.length > 0 && text.bytes[text.length - 1] != ' ')
        ind__text_put (&text, " ", 1);
    }
  while (text.length > 0 && text.bytes[text.length - 1] == ' ')
    text.length--;
  if (text.has_failed)
    fail_memory (parser);
  id = add_string (parser, text.length == 0 ? "" : text.bytes, text.length);
  ind__text_free (&text);
  return id;
}

static void
parse_rule (struct parser *parser)
{
  ind_rules *rules = parser->rules;
  struct token name;
  ind__rule rule;
  const char *start;

  memset (&rule, 0, sizeof rule);
  rule.over_whole = IND__NO_STRING;
  rule.file = parser->file_id;
  rule.line = parser->token.line;
  name = parser->token;
  rule.name = expect_name (parser, "the name of the rule");
  if (accept_word (parser, "over"))
    parse_over (parser, &rule);
  expect_symbol (parser, ":");
  parser->rule = &rule;
  start = parser->token.text;
  parser->n_operators = 0;
  rule.left = parse_sum_of_terms (parser);
  parse_relation (parser, &rule);
  rule.right = parse_sum_of_terms (parser);
  if (parser->status == IND_OK)
    rule.text = add_folded (parser, start, parser->token.text);
  parser->rule = NULL;
  parse_clauses (parser, &rule);
  if (parser->status == IND_OK)
    parser->token = name;
  check_rule (parser, &rule);
  if (parser->status == IND_OK)
    {
      ind_error error;
      if (ind__rules_check_units (rules, &rule, &error) != IND_OK)
        {
          parser->token.line = (uint32_t) error.record;
          parser->token.column = (uint32_t) error.field;
          fail (parser, "%s", error.message);
        }
    }
  if (parser->status == IND_OK
      && !ind__grow (&rules->rules, &rules->rules_capacity, rules->n_rules + 1,
                     sizeof *rules->rules))
    fail_memory (parser);
  if (parser->status != IND_OK)
    {
      ind__release (rule.over);
      return;
    }
  rules->rules[rules->n_rules++] = rule;
  next_token (parser, 0);
}

static void
parse_parts (struct parser *parser, ind__breakdown *breakdown)
{
  size_t k;

  expect_symbol (parser, ":");
  breakdown->whole = expect_code (parser, "the whole");
  expect_symbol (parser, "=");
  if (!breakdown->is_of_areas && accept_symbol (parser, "*"))
    {
      breakdown->is_from_data = 1;
      return;
    }
  do
    {
      struct token token = parser->token;
      uint32_t part = expect_code (parser, "a part");
      for (k = 0; k < breakdown->n_parts && parser->status == IND_OK; k++)
        if (breakdown->part[k] == part)
          {
            parser->token = token;
            fail (parser, "%s is a part twice", ind__rules_text (parser->rules, part));
          }
      if (parser->status == IND_OK && part == breakdown->whole)
        {
          parser->token = token;
          fail (parser, "%s is a part of itself", ind__rules_text (parser->rules, part));
        }
      append (parser, &breakdown->part, &breakdown->n_parts, &breakdown->part_capacity, part);
    }
  while (accept_symbol (parser, "+"));
}

/* Refuses a breakdown that makes its whole a part of itself, by way of others. */
static void
check_circle (struct parser *parser, const ind__breakdown *breakdown, const struct token *name)
{
  const ind_rules *rules = parser->rules;
  const ind__breakdown *last;

  if (!ind__rules_find_circle (rules, breakdown, &last))
    {
      fail_memory (parser);
      return;
    }
  if (last == NULL)
    return;
  parser->token = *name;
  fail (parser,
        "breakdown %s makes %s a part of itself: it is a part in breakdown %s (%s, line %u); "
        "take one of the two out",
        ind__rules_text (rules, breakdown->name), ind__rules_text (rules, breakdown->whole),
        ind__rules_text (rules, last->name), ind__rules_text (rules, last->file),
        (unsigned) last->line);
}

static void
parse_breakdown (struct parser *parser, int is_of_areas)
{
  ind_rules *rules = parser->rules;
  struct token name = parser->token;
  ind__breakdown breakdown;
  size_t k;

  memset (&breakdown, 0, sizeof breakdown);
  breakdown.is_of_areas = (uint8_t) is_of_areas;
  breakdown.file = parser->file_id;
  breakdown.line = name.line;
  breakdown.name = expect_name (parser, "the name of the breakdown");
  for (k = 0; k < rules->n_breakdowns && parser->status == IND_OK; k++)
    if (rules->breakdowns[k].name == breakdown.name)
      {
        parser->token = name;
        fail (parser, "breakdown %s is defined twice; the first stands in %s, line %u",
              ind__rules_text (rules, breakdown.name),
              ind__rules_text (rules, rules->breakdowns[k].file),
              (unsigned) rules->breakdowns[k].line);
      }
  if (accept_word (parser, "for"))
    do
      append (parser, &breakdown.indicator, &breakdown.n_indicators,
              &breakdown.indicator_capacity, expect_name (parser, "the name of an indicator"));
    while (accept_symbol (parser, ","));
  parse_parts (parser, &breakdown);
  if (parser->status == IND_OK && parser->token.kind != END_OF_STATEMENT)
    fail_expected (parser, "\"+\" or the next statement");
  if (parser->status == IND_OK)
    check_circle (parser, &breakdown, &name);
  if (parser->status == IND_OK
      && !ind__grow (&rules->breakdowns, &rules->breakdowns_capacity, rules->n_breakdowns + 1,
                     sizeof *rules->breakdowns))
    fail_memory (parser);
  if (parser->status != IND_OK)
    {
      ind__release (breakdown.part);
      ind__release (breakdown.indicator);
      return;
    }
  rules->breakdowns[rules->n_breakdowns++] = breakdown;
}

static void
add_alias (struct parser *parser, uint32_t name, uint32_t canonical)
{
  ind_rules *rules = parser->rules;

  if (parser->status != IND_OK)
    return;
  if (!ind__grow (&rules->aliases, &rules->aliases_capacity, rules->n_aliases + 1,
                  sizeof *rules->aliases))
    {
      fail_memory (parser);
      return;
    }
  rules->aliases[rules->n_aliases].name = name;
  rules->aliases[rules->n_aliases++].canonical = canonical;
}

static void
parse_alias (struct parser *parser)
{
  struct token token = parser->token;
  uint32_t name = expect_name (parser, "the name of an indicator"), canonical, other;
  const char *known;

  expect_symbol (parser, "=");
  other = expect_name (parser, "the name of an indicator");
  if (parser->status != IND_OK)
    return;
  known = ind__rules_canonical (parser->rules, ind__rules_text (parser->rules, other));
  canonical = add_string (parser, known, strlen (known));
  known = ind__rules_canonical (parser->rules, ind__rules_text (parser->rules, name));
  if (name == canonical)
    {
      parser->token = token;
      if (name == other)
        fail (parser, "%s is made another name of itself; take this alias out", known);
      else
        fail (parser,
              "%s already is another name of %s, which so cannot be one of %s; take this alias out",
              ind__rules_text (parser->rules, other), known,
              ind__rules_text (parser->rules, other));
      return;
    }
  if (strcmp (known, ind__rules_text (parser->rules, canonical)) == 0)
    return;
  if (strcmp (known, ind__rules_text (parser->rules, name)) != 0)
    {
      parser->token = token;
      fail (parser, "%s already is another name of %s", ind__rules_text (parser->rules, name),
            known);
      return;
    }
  add_alias (parser, name, canonical);
}

/* Cuts the word "nonnegative" off the end of a unit; 0 when it is not there. */
static int
cut_nonnegative (const char *start, const char **end)
{
  static const char word[] = "nonnegative";
  const char *at;

  if ((size_t) (*end - start) < sizeof word)
    return 0;
  at = *end - (sizeof word - 1);
  if (memcmp (at, word, sizeof word - 1) != 0 || (at[-1] != ' ' && at[-1] != '\t'))
    return 0;
  while (at > start && (at[-1] == ' ' || at[-1] == '\t'))
    at--;
  *end = at;
  return 1;
}

/* A unit reaches to the end of its line and may hold any sign; only the word
 * "nonnegative" may stand behind it, or on the next line. */
static void
parse_unit (struct parser *parser, ind__declaration *declaration)
{
  const char *start = parser->token.text, *end = start;
  ind_error error;

  if (parser->status != IND_OK)
    return;
  if (parser->token.kind == END_OF_STATEMENT)
    {
      fail_expected (parser, "a unit");
      return;
    }
  if (parser->token.kind == STRING)
    end = start + parser->token.length;
  else
    {
      while (end < parser->end && *end != '\n' && *end != '#' && *end != '\r')
        end++;
      while (parser->at < end)
        step (parser);
      while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
      declaration->is_nonnegative = (uint8_t) cut_nonnegative (start, &end);
    }
  if (ind_unit_read (start, (size_t) (end - start), &declaration->unit, &error) != IND_OK)
    {
      fail (parser, "%s", error.message);
      return;
    }
  advance (parser);
  if (!declaration->is_nonnegative)
    declaration->is_nonnegative = (uint8_t) accept_word (parser, "nonnegative");
}

/* Adds a declaration whose name stands at `name`, unless the indicator is
 * known in another unit or assumed to be something else. */
static void
add_declaration (struct parser *parser, const ind__declaration *declaration,
                 const struct token *name)
{
  ind_rules *rules = parser->rules;
  const char *text = ind__rules_text (rules, declaration->name);
  const ind__declaration *assumed;
  ind_unit known;

  if (parser->status != IND_OK)
    return;
  assumed = declaration->is_assumed ? ind__rules_assumption (rules, text) : NULL;
  if (ind__rules_unit (rules, text, &known)
      && memcmp (&known, &declaration->unit, sizeof known) != 0)
    {
      char unit[64];
      ind_unit_write (&known, unit);
      parser->token = *name;
      fail (parser, "%s is already declared in another unit, %s", text,
            unit[0] == '\0' ? "a plain number" : unit);
    }
  else if (assumed != NULL
           && (ind_decimal_enclosure (assumed->low).low
                   != ind_decimal_enclosure (declaration->low).low
               || ind_decimal_enclosure (assumed->high).high
                      != ind_decimal_enclosure (declaration->high).high))
    {
      char low[64], high[64];
      ind_decimal_write (assumed->low, low);
      ind_decimal_write (assumed->high, high);
      parser->token = *name;
      fail (parser, "%s is already assumed to be something else, from %s to %s", text, low, high);
    }
  else if (!ind__grow (&rules->declarations, &rules->declarations_capacity,
                       rules->n_declarations + 1, sizeof *rules->declarations))
    fail_memory (parser);
  else
    rules->declarations[rules->n_declarations++] = *declaration;
}

static void
parse_indicator (struct parser *parser)
{
  struct token name = parser->token;
  ind__declaration declaration;

  memset (&declaration, 0, sizeof declaration);
  declaration.name = expect_name (parser, "the name of the indicator");
  if (parser->status == IND_OK && parser->token.kind == STRING)
    declaration.title = take_text (parser);
  if (!accept_word (parser, "unit"))
    fail_expected (parser, "\"unit\"");
  parse_unit (parser, &declaration);
  add_declaration (parser, &declaration, &name);
}

static ind_decimal
read_signed_number (struct parser *parser)
{
  int is_negative = accept_symbol (parser, "-");
  ind_decimal value = read_number (parser);

  value.mantissa = is_negative ? -value.mantissa : value.mantissa;
  return value;
}

static void
parse_assume (struct parser *parser)
{
  struct token name = parser->token, high;
  ind__declaration declaration;

  memset (&declaration, 0, sizeof declaration);
  declaration.is_assumed = 1;
  declaration.name = expect_name (parser, "the name of what is assumed");
  if (parser->status == IND_OK && parser->token.kind == STRING)
    declaration.title = take_text (parser);
  if (!accept_word (parser, "from"))
    fail_expected (parser, "\"from\"");
  declaration.low = read_signed_number (parser);
  if (!accept_word (parser, "to"))
    fail_expected (parser, "\"to\"");
  high = parser->token;
  declaration.high = read_signed_number (parser);
  /* read_number leaves so few digits that decimals which differ have
   * enclosures that do not meet. */
  if (parser->status == IND_OK
      && ind_decimal_enclosure (declaration.low).low
             > ind_decimal_enclosure (declaration.high).high)
    {
      parser->token = high;
      fail (parser, "nothing lies from the larger number to the smaller; write the smaller first");
    }
  if (accept_word (parser, "unit"))
    parse_unit (parser, &declaration);
  if (declaration.is_nonnegative)
    fail (parser, "\"nonnegative\" belongs to indicators; of what is assumed, the smaller number "
                  "says so");
  declaration.is_nonnegative = declaration.low.mantissa >= 0;
  add_declaration (parser, &declaration, &name);
}

static void parse_text (ind_rules *rules, const char *file, const char *text, size_t length,
                        int include_depth, ind_status *status, ind_error *error);

/* The whole of a file, owned by the caller; *number: errno where it cannot be read. */
static ind_status
read_whole_file (const char *path, ind__text *out, int *number)
{
  char buffer[8192];
  FILE *stream = fopen (path, "rb");
  ind_status status = IND_OK;
  size_t n;

  *number = errno;
  if (stream == NULL)
    return IND_E_FILE;
  while ((n = fread (buffer, 1, sizeof buffer, stream)) > 0)
    ind__text_put (out, buffer, n);
  *number = errno;
  if (ferror (stream))
    status = IND_E_FILE;
  else if (out->has_failed)
    status = IND_E_MEMORY;
  fclose (stream);
  return status;
}

static void
parse_file (ind_rules *rules, const char *path, int include_depth, ind_status *status,
            ind_error *error)
{
  ind__text text = { 0 };
  int number = 0;

  *status = read_whole_file (path, &text, &number);
  if (*status == IND_E_FILE)
    *status = ind__fail (error, IND_E_FILE, 0, 0, "cannot read the rules file %s: %s", path,
                         strerror (number));
  else if (*status == IND_E_MEMORY)
    *status = ind__fail_memory (error);
  else
    parse_text (rules, path, text.bytes == NULL ? "" : text.bytes, text.length, include_depth,
                status, error);
  ind__text_free (&text);
}

static void
parse_include (struct parser *parser, int include_depth)
{
  ind__text path = { 0 };
  const char *slash = strrchr (parser->file, '/');

  if (parser->token.kind != STRING)
    {
      fail_expected (parser, "a file name in quotation marks");
      return;
    }
  if (include_depth >= MAX_INCLUDE_DEPTH)
    {
      fail (parser, "files include each other more than %d deep", MAX_INCLUDE_DEPTH);
      return;
    }
  if (slash != NULL && parser->token.text[0] != '/')
    ind__text_put (&path, parser->file, (size_t) (slash - parser->file) + 1);
  ind__text_put (&path, parser->token.text, parser->token.length);
  if (path.has_failed)
    fail_memory (parser);
  else
    {
      ind_error inner;
      ind_status status;
      parse_file (parser->rules, path.bytes, include_depth + 1, &status, &inner);
      if (status == IND_E_FILE)
        fail (parser, "%s", inner.message);
      else if (status != IND_OK)
        {
          parser->status = status;
          if (parser->error != NULL)
            *parser->error = inner;
        }
    }
  ind__text_free (&path);
  advance (parser);
}

static void
parse_statement (struct parser *parser, int include_depth)
{
  if (accept_word (parser, "rule"))
    parse_rule (parser);
  else if (accept_word (parser, "breakdown"))
    parse_breakdown (parser, 0);
  else if (accept_word (parser, "areas"))
    parse_breakdown (parser, 1);
  else if (accept_word (parser, "alias"))
    parse_alias (parser);
  else if (accept_word (parser, "indicator"))
    parse_indicator (parser);
  else if (accept_word (parser, "assume"))
    parse_assume (parser);
  else if (accept_word (parser, "include"))
    parse_include (parser, include_depth);
  else
    fail_expected (parser, "rule, breakdown, areas, alias, indicator, assume or include");
  if (parser->status == IND_OK && parser->token.kind != END_OF_STATEMENT)
    fail_expected (parser, "the end of the statement (continuation lines are indented)");
}

static void
parse_text (ind_rules *rules, const char *file, const char *text, size_t length,
            int include_depth, ind_status *status, ind_error *error)
{
  struct parser parser;
  size_t valid = ind__utf8_valid (text, length);

  memset (&parser, 0, sizeof parser);
  parser.rules = rules;
  parser.file = file;
  parser.error = error;
  parser.text = parser.at = text;
  parser.end = text + length;
  parser.line = parser.column = 1;
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    parser.at += 3;
  parser.file_id = add_string (&parser, file, strlen (file));
  if (valid < length || memchr (text, '\0', length) != NULL)
    {
      const char *bad = valid < length ? text + valid : memchr (text, '\0', length);
      while (parser.at < bad)
        step (&parser);
      parser.token.line = parser.line;
      parser.token.column = parser.column;
      fail (&parser, "the text is not UTF-8 here; save the file as UTF-8");
    }
  while (parser.status == IND_OK)
    {
      next_token (&parser, 1);
      if (parser.status == IND_OK && parser.token.kind == END_OF_STATEMENT)
        break;
      if (parser.status == IND_OK && parser.token.column != 1)
        fail (&parser, "a statement begins in column 1; indented lines continue one");
      else
        parse_statement (&parser, include_depth);
      /* The token that ended the statement is read again as the first of the
       * next. */
      if (parser.status == IND_OK)
        {
          parser.at = parser.token.text;
          parser.line = parser.token.line;
          parser.column = parser.token.column;
        }
    }
  *status = parser.status;
}

ind_status
ind__rules_parse (ind_rules *rules, const char *file, const char *text, size_t length,
                  ind_error *error)
{
  ind_status status;
  if (text == NULL)
    parse_file (rules, file, 0, &status, error);
  else
    parse_text (rules, file, text, length, 0, &status, error);
  return status;
}
