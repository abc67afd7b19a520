/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The month's summary that a team leader hands upward: contacts, answer rate, handle time and how far
 * the forecast was off, per queue and month; hours, overtime and adherence of the team.
 */
#ifndef PAIBAN_EXPORT_MONTH_SUMMARY_H
#define PAIBAN_EXPORT_MONTH_SUMMARY_H

#include "export/attendance.h"
#include "export/counters.h"

typedef struct pb_month_row {
    pb_date first, last;   /* the calendar month */
    int32_t queue;         /* of the history; -1 = all queues and the team */
    int known_days;        /* days of it with contacts on record */
    double contacts;       /* NAN = none on record, as all below */
    double answer_rate;    /* 1 - abandoned / contacts */
    double aht_s;          /* mean over handled contacts */
    double forecast;       /* contacts forecast in the slots that are on record */
    double slot_wape, day_wape, bias; /* of that forecast: sum |forecast - came| / came by slot and by day;
                                         sum (forecast - came) / came */
    /* the team (queue -1); without duties on record: nothing is known of its hours */
    int duties;
    int64_t paid_min, overtime_min, night_min;
    int64_t planned_min, present_min; /* of attendance; 0 = nothing judged */
    int absent;                       /* duties missed */
} pb_month_row;

typedef struct pb_months {
    size_t n;
    const pb_month_row *at; /* by month, then queue, the team last */
    const char *const *queues;
} pb_months;

/*
 * The months that the roster touches and the one before, in the arena. forecast and attendance may be
 * NULL; history may be NULL (then only the team's rows). Errors: PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_months_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                     const pb_timeline *timeline, const pb_pay *pay, const pb_pay_rules *rules,
                                     const pb_history *history, const pb_forecast *forecast,
                                     const pb_attendance *attendance, pb_months *ret);
/* month.csv */
void pb_months_write(const pb_months *m, pb_text *out);

#endif
