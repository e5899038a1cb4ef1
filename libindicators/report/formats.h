/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the writers of a format share, be it a report of findings or one of
 * power. */
#ifndef IND_REPORT_FORMATS_H
#define IND_REPORT_FORMATS_H

#include "report/output.h"

/* The unit of a figure as read, in the scale of its printed value. */
ind_unit ind__unit_of_figure (const ind__index *index, uint32_t figure);

/* "F1, F4": the findings of an explanation. */
void ind__put_finding_ids (const ind_report *report, const ind__explanation *explanation,
                           ind__text *text);

/* How sure a suspect is: "certain", "preferred" in the likeliest alternative,
 * "possible" in others. */
const char *ind__standing (const ind__suspect *suspect, size_t alternative);

/* ------------------------------------------------------------------------
 * Text
 * ---------------------------------------------------------------------- */

void ind__put_heading (ind__text *text, const char *heading);

/* "1 check", "2 checks". */
void ind__put_count (ind__text *text, size_t n, const char *thing);

/* A line that wraps, behind `indent` blanks, its further lines behind `hang`;
 * frees `line`. Control characters become blanks. */
void ind__put_paragraph (ind__text *text, ind__text *line, size_t indent, size_t hang);

/* "growth_real[A] of V, 2024". */
void ind__put_quantity (const ind_deduction *quantity, ind__text *text);

/* "Real growth (A) of V in 2024, 5,05% (report, p. 2)". */
void ind__put_figure_words (const ind_report *report, uint32_t figure, ind__text *text);

/* "a value from 1 to 2 million VND". */
void ind__put_value_words (ind_interval x, const ind_unit *unit, ind__text *text);

/* The section on checks that could not be made. */
void ind__write_not_verified (const ind_report *report, ind__output *output);

/* ------------------------------------------------------------------------
 * JSON
 * ---------------------------------------------------------------------- */

void ind__put_json_string (ind__text *text, const char *string);

/* "name": "value", with a comma and a blank behind it. */
void ind__put_json_member (ind__text *text, const char *name, const char *value);

/* "low": 1, "high": null */
void ind__put_json_bounds (ind__text *text, ind_interval x);
void ind__put_json_unit (ind__text *text, const ind_unit *unit);

/* The members of a figure, without the braces around them. */
void ind__put_json_figure (const ind_report *report, uint32_t k, ind__text *text);

/* The members of what is deduced. */
void ind__put_json_quantity (const ind_deduction *quantity, ind__text *text);

/* "unverifiable": [...] */
void ind__write_json_unverifiable (const ind_report *report, ind__output *output);

/* ------------------------------------------------------------------------
 * CSV
 * ---------------------------------------------------------------------- */

/* A field, quoted if need be, and what ends it. */
void ind__put_csv_field (ind__text *text, const char *field, char terminator);

/* A number and a comma; nothing before it where it is not finite or not
 * defined. */
void ind__put_csv_number (ind__text *text, double x, int is_defined);

/* ------------------------------------------------------------------------
 * HTML
 * ---------------------------------------------------------------------- */

void ind__put_html_head (ind__text *text, const char *title);

/* Control characters have no place in a page; they become blanks. */
void ind__put_html_escaped (ind__text *text, const char *string);
void ind__put_html_cell (ind__text *text, const char *string);

/* A cell with what a text holds; frees it. */
void ind__put_html_text_cell (ind__text *text, ind__text *words);

/* Cells for indicator, component, area, period; then, of a figure, what is
 * printed, source and place. */
void ind__put_html_place (const ind_report *report, uint32_t figure, ind__text *text);
void ind__put_html_quantity (const char *indicator, const char *component, const char *area,
                             const char *period, ind__text *text);
#define IND__HTML_QUANTITY_HEAD                                                                \
  "<th>indicator</th><th>component</th><th>area</th><th>period</th>"
#define IND__HTML_PLACE_HEAD                                                                   \
  IND__HTML_QUANTITY_HEAD "<th>printed</th><th>source</th><th>place</th>"

/* The section on checks that could not be made. */
void ind__write_html_not_verified (const ind_report *report, ind__output *output);

#endif
