/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names of verdicts and of kinds of findings. */
#include "check/findings.h"

const char *
ind_verdict_name (ind_verdict verdict)
{
  switch (verdict)
    {
    case IND_VERDICT_EXACT: return "exact";
    case IND_VERDICT_ROUNDING: return "rounding";
    case IND_VERDICT_EXPLAINABLE: return "explainable";
    case IND_VERDICT_IMPROBABLE: return "improbable";
    case IND_VERDICT_INCONSISTENT: return "inconsistent";
    case IND_VERDICT_UNVERIFIABLE: return "unverifiable";
    case IND_VERDICT_SAME: return "same";
    case IND_VERDICT_OVERLAP: return "rounding";
    case IND_VERDICT_REVISION: return "revision";
    case IND_VERDICT_CONTRADICTION: return "contradiction";
    }
  return "?";
}

const char *
ind_finding_kind_name (ind_finding_kind kind)
{
  switch (kind)
    {
    case IND_FINDING_RULE: return "rule";
    case IND_FINDING_SOURCES: return "sources";
    case IND_FINDING_NETWORK: return "network";
    case IND_FINDING_INPUT: return "input";
    }
  return "?";
}
