/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writing a report where the arguments want it, in the format they name. */
#include "report.h"

#include "message.h"
#include "output.h"

int
report_write (const cli_arguments *arguments, const ind_report *report, report_writer write)
{
  ind_format format = (ind_format) arguments_choice (arguments, OPTION_FORMAT, IND_FORMAT_TEXT);
  ind_error error = { IND_OK, 0, 0, "" };
  cli_output output;
  ind_status status;

  if (!output_open (&output, arguments->given[OPTION_OUTPUT]))
    return 0;
  status = write (report, format, output_write, &output, &error);
  if (status != IND_OK && status != IND_E_WRITE)
    {
      message_print ("%s", error.message);
      output_discard (&output);
      return 0;
    }
  return output_close (&output);
}
