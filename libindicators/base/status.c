/* SPDX-License-Identifier: GPL-3.0-or-later
 * Status codes: symbolic name and sentence. */
#include "indicators.h"

/* Neither switch has a default, so that the compiler names the code that is
 * missing. */

const char *
ind_status_name (int status)
{
  switch ((ind_status) status)
    {
    case IND_OK: return "IND_OK";
    case IND_E_ARGUMENT: return "IND_E_ARGUMENT";
    case IND_E_RANGE: return "IND_E_RANGE";
    case IND_E_DOMAIN: return "IND_E_DOMAIN";
    case IND_E_AMBIGUOUS: return "IND_E_AMBIGUOUS";
    case IND_E_CONTRADICTION: return "IND_E_CONTRADICTION";
    case IND_E_NUMBER: return "IND_E_NUMBER";
    case IND_E_UNIT: return "IND_E_UNIT";
    case IND_E_PERIOD: return "IND_E_PERIOD";
    case IND_E_CSV: return "IND_E_CSV";
    case IND_E_RULE: return "IND_E_RULE";
    case IND_E_ENCODING: return "IND_E_ENCODING";
    case IND_E_PRECISION: return "IND_E_PRECISION";
    case IND_E_MEMORY: return "IND_E_MEMORY";
    case IND_E_FILE: return "IND_E_FILE";
    case IND_E_WRITE: return "IND_E_WRITE";
    case IND_E_INTERNAL: return "IND_E_INTERNAL";
    }
  return "IND_E_UNKNOWN";
}

const char *
ind_status_message (int status)
{
  switch ((ind_status) status)
    {
    case IND_OK: return "done";
    case IND_E_ARGUMENT: return "an argument is outside its documented domain";
    case IND_E_RANGE: return "an index is not below its count";
    case IND_E_DOMAIN: return "at least one element has no result";
    case IND_E_AMBIGUOUS: return "a printed number reads in two ways";
    case IND_E_CONTRADICTION: return "no values satisfy all equations and bounds";
    case IND_E_NUMBER: return "the text is not a printed number";
    case IND_E_UNIT: return "the text is not a known unit";
    case IND_E_PERIOD: return "the text is not a time period";
    case IND_E_CSV: return "an input table breaks the CSV contract";
    case IND_E_RULE: return "a rules file breaks the rule language";
    case IND_E_ENCODING: return "the text is not valid in its declared encoding";
    case IND_E_PRECISION: return "a number has more digits than can be kept exactly";
    case IND_E_MEMORY: return "memory ran out";
    case IND_E_FILE: return "a file cannot be opened, read or written";
    case IND_E_WRITE: return "the writer reported a failure";
    case IND_E_INTERNAL: return "a defect of the library; please report it";
    }
  return "a status this version of the library does not know";
}

int
ind_status_at (size_t k)
{
  static const ind_status all[] = {
    IND_OK,       IND_E_ARGUMENT, IND_E_RANGE, IND_E_DOMAIN,   IND_E_AMBIGUOUS, IND_E_CONTRADICTION,
    IND_E_NUMBER, IND_E_UNIT,     IND_E_PERIOD, IND_E_CSV,     IND_E_RULE,      IND_E_ENCODING,
    IND_E_PRECISION, IND_E_MEMORY, IND_E_FILE, IND_E_WRITE,    IND_E_INTERNAL
  };
  return k < sizeof all / sizeof all[0] ? (int) all[k] : -1;
}
