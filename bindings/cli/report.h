/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writing a report where the arguments want it, in the format they name. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <libindicators/indicators.h>

#include "options.h"

/* ind_report_write, or ind_report_write_power. */
typedef ind_status (*report_writer) (const ind_report *report, ind_format format,
                                     ind_writer writer, void *context, ind_error *error);

/* Returns 0 after a message. */
int report_write (const cli_arguments *arguments, const ind_report *report, report_writer write);

#endif
