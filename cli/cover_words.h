/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer of paiban cover: who can take a shift, why others cannot, what else is to be done. */
#ifndef PAIBAN_CLI_COVER_WORDS_H
#define PAIBAN_CLI_COVER_WORDS_H

#include "cli/exchange_words.h"
#include "planner/takers.h"

/* "a07,2026-11-30,2026-11-30,sick", the row that absences.csv needs; "" where it has him away already. NULL: no memory. */
const char *pb_absence_row(const pb_exchange_run *r, const pb_duty *duty);

/* "1 resting between shifts: Li Na", why this one cannot, a line on out. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_bar_tell(const pb_exchange_run *r, const pb_taker *t);
/* "Enter the absence in absences.csv …" on out, where it is not there. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_absence_tell(const pb_exchange_run *r, const pb_duty *duty);
/* Those who can as a table on out, `most` at most, then a line for each kind of reason, what it costs if nobody takes it, and
 * the row of absences.csv. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_cover_tell(const pb_exchange_run *r, const pb_takers *t, size_t most);
/* The same for programs, all of them. by: who takes it now, -1 = nobody. NULL: no memory. */
json_t *pb_cover_json(const pb_exchange_run *r, const pb_takers *t, int32_t by);

#endif
