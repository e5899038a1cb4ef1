/* SPDX-License-Identifier: GPL-3.0-or-later
 * Dimensional analysis: a rule that mixes units is refused. */
#include <string.h>

#include "number/unit.h"
#include "rules/rules.h"

/* What is known of the dimension of an expression. */
struct dimension {
  int is_known;
  ind_unit unit;
};

static struct dimension
dimension_of_reference (const ind_rules *rules, const ind__reference *reference)
{
  struct dimension dimension = { 0, { { "" }, { 0 }, 0, 0 } };
  const char *name = ind__rules_text (rules, reference->indicator);

  if (reference->is_pattern && strcmp (name, "_change") == 0)
    return dimension; /* that of the level */
  dimension.is_known = ind__rules_unit (rules, name, &dimension.unit);
  return dimension;
}

static struct dimension
dimension_of (const ind_rules *rules, uint32_t at, ind_status *status, ind_error *error)
{
  const ind__node *node = &rules->nodes[at];
  struct dimension left = { 0, { { "" }, { 0 }, 0, 0 } }, right = left;
  char left_text[64], right_text[64];

  switch (node->kind)
    {
    case IND__NODE_NUMBER:
      /* 0 is 0 of anything. */
      left.is_known = node->number.mantissa != 0;
      return left;
    case IND__NODE_REFERENCE: return dimension_of_reference (rules, &node->reference);
    case IND__NODE_SUM: return dimension_of (rules, node->left, status, error);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  left = dimension_of (rules, node->left, status, error);
  right = dimension_of (rules, node->right, status, error);
  if (*status != IND_OK)
    return left;
  if (node->kind == IND__NODE_ADD || node->kind == IND__NODE_SUBTRACT)
    {
      if (left.is_known && right.is_known && !ind__unit_same_dimension (&left.unit, &right.unit))
        {
          ind_unit_write (&left.unit, left_text);
          ind_unit_write (&right.unit, right_text);
          *status = ind__fail (error, IND_E_RULE, node->line, node->column,
                               "this mixes units: it adds or subtracts %s and %s",
                               left_text[0] == '\0' ? "a plain number" : left_text,
                               right_text[0] == '\0' ? "a plain number" : right_text);
        }
      return left.is_known ? left : right;
    }
  left.is_known &= right.is_known;
  if (left.is_known)
    left.is_known = node->kind == IND__NODE_MULTIPLY
                        ? ind__unit_multiply (&left.unit, &right.unit, &left.unit)
                        : ind__unit_divide (&left.unit, &right.unit, &left.unit);
  return left;
}

ind_status
ind__rules_check_units (const ind_rules *rules, const ind__rule *rule, ind_error *error)
{
  ind_status status = IND_OK;
  struct dimension left = dimension_of (rules, rule->left, &status, error);
  struct dimension right = dimension_of (rules, rule->right, &status, error);
  const ind__node *node = &rules->nodes[rule->right];
  char left_text[64], right_text[64];

  if (status == IND_OK && left.is_known && right.is_known
      && !ind__unit_same_dimension (&left.unit, &right.unit))
    {
      ind_unit_write (&left.unit, left_text);
      ind_unit_write (&right.unit, right_text);
      status = ind__fail (error, IND_E_RULE, node->line, node->column,
                          "this mixes units: the left side is in %s, the right side in %s",
                          left_text[0] == '\0' ? "plain numbers" : left_text,
                          right_text[0] == '\0' ? "plain numbers" : right_text);
    }
  return status;
}
