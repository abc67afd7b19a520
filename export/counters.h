/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Month and year counters: what each agent has worked in the calendar months, quarters and years that
 * a roster touches, and on average over the law's reference period, counted over the roster and all
 * of rosters/ (export/timeline.h). Days that no roster speaks of count as nothing worked, and
 * known_days tells how many are known.
 */
#ifndef PAIBAN_EXPORT_COUNTERS_H
#define PAIBAN_EXPORT_COUNTERS_H

#include "export/timeline.h"
#include "export/worktime.h"

typedef enum pb_counter_kind {
    PB_COUNT_MONTH, PB_COUNT_QUARTER, PB_COUNT_YEAR,
    PB_COUNT_AVERAGE /* the law's reference period, which ends with the roster's last day */
} pb_counter_kind;

typedef struct pb_counter_row {
    pb_worktime_row work; /* minutes by the clock's date, duties by the date they begin; days_off of the
                             known days; contract_min not set */
    int known_days;       /* days of employment that some roster speaks of */
    int standard_min;     /* what the calendar asks for: workdays (employed, known, not wholly away) times a
                             fifth of hours_per_week, 40 where not given */
    int overtime_min;     /* as the rule max_overtime_month counts: what exceeds hours_per_week (40) in the
                             weeks that begin in the period, minutes by the duty's date */
    int average_min;      /* paid minutes a week over the known days, days of leave and sickness left out
                             (2003/88/EC Art. 16 (b)); -1 = no day is left */
} pb_counter_row;

typedef struct pb_counter_period {
    pb_counter_kind kind;
    pb_date first, last;
    const pb_counter_row *at; /* [agents.n] */
} pb_counter_period;

typedef struct pb_counters {
    int32_t n_agents;
    size_t n;
    const pb_counter_period *at; /* months, quarters, years, then the average; by time */
    const int *overtime_limit_min; /* [n_agents] a month, from the rule max_overtime_month; -1 = none */
    int average_limit_min;       /* a week, of the law's reference period; 0 = the law has none */
} pb_counters;

/* Counts in the arena. pay: the pieces of timeline->all. Errors: PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_counters_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                       const pb_timeline *timeline, const pb_pay *pay,
                                       const pb_pay_rules *rules, pb_counters *ret);
const char *pb_counter_kind_name(pb_counter_kind kind); /* "month" … as in counters.csv */
/* counters.csv: one row an agent and period. */
void pb_counters_write(const pb_workspace *ws, const pb_counters *c, pb_text *out);

#endif
