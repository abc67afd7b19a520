/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The colours that people give their shifts (`color` of shifts.csv), as grounds that a text can be read on: mixed with
 * the page's own, so far that every colour leaves the text the contrast of WCAG 2.1, 1.4.3 (4.5 to 1).
 */
#ifndef PAIBAN_EXPORT_SHIFT_COLOR_H
#define PAIBAN_EXPORT_SHIFT_COLOR_H

#include "export/report.h"

typedef struct pb_tint {
    uint32_t light, dark; /* 0xrrggbb: by day and on paper; on a dark screen */
} pb_tint;

/* The tint of "#rrggbb"; false: it is none. */
bool pb_shift_tint(const char *color, pb_tint *ret);

/* The ground of the shift in tables that are always light: its own, else that of its kind. */
uint32_t pb_shift_ground(const pb_shift *shift);

/* Rules .s0, .s1 … of the style sheet, one a shift that has a colour. */
void pb_shift_style(const pb_shifts *shifts, pb_text *out);

/* The legend: the shifts on the roster that have a colour, then the kinds of the shifts that have none. */
void pb_shift_legend(const pb_report_input *in, pb_text *out);

#endif
