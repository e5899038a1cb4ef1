/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text on its way to the caller's writer. */
#ifndef IND_REPORT_OUTPUT_H
#define IND_REPORT_OUTPUT_H

#include "base/text.h"
#include "check/findings.h"

/* Text collected in `text` goes to the writer when it has grown; see
 * ind__output_flush. */
typedef struct ind__output {
  ind__text text;
  ind_writer writer;
  void *context;
  int has_failed; /* the writer did */
} ind__output;

/* Hands over what was collected, once it is large or when `is_last`. */
void ind__output_flush (ind__output *output, int is_last);

/* Hands over the rest and says what came of the writing. */
ind_status ind__output_end (ind__output *output, ind_error *error);

/* The formats: each writes the whole report. */
void ind__write_text (const ind_report *report, ind__output *output);
void ind__write_json (const ind_report *report, ind__output *output);
void ind__write_csv (const ind_report *report, ind__output *output);
void ind__write_html (const ind_report *report, ind__output *output);

/* The length in bytes of the control character a text begins with, 0 when
 * there is none: it may move the cursor of a terminal. */
size_t ind__control_at (const char *text);

/* The value of the printed side as text: the figure's OBS_VALUE, or the
 * number a rule states; nothing for a sum of figures that is unbounded. */
void ind__put_printed_value (const ind_report *report, const ind__finding *finding,
                             ind__text *text);

/* A group of findings under one heading. Returns NULL for findings that are
 * no news. */
const char *ind__finding_heading (const ind__finding *finding);

#endif
