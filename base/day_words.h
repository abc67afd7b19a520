/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day in words: "Mon 30 Nov", "11月30日 周一". */
#ifndef PAIBAN_BASE_DAY_WORDS_H
#define PAIBAN_BASE_DAY_WORDS_H

#include "base/civil.h"
#include "base/diag.h"

#include <stddef.h>

/* The parts of a day and their order, msgids. W: weekday, D: day of the month, M: month by name; m, d: month and day in two
 * digits; all else stands as it is. */
extern const char pb_day_brief[]; /* "Mon 11-30", on the terminal */
extern const char pb_day_spelt[]; /* "Mon 30 Nov", on paper */

/* Writes the day in that order as the language has it; at most size - 1 bytes. Returns buf. */
char *pb_day_words(const pb_lang *lang, pb_date date, const char *order, char *buf, size_t size);

#endif
