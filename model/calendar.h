/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calendar.csv (and holidays.ics, and the country tables that come with the program): special days. */
#ifndef PAIBAN_MODEL_CALENDAR_H
#define PAIBAN_MODEL_CALENDAR_H

#include "model/queue.h"

typedef enum pb_day_kind {
    PB_DAY_STATUTORY, /* statutory holiday: paid 300 % */
    PB_DAY_REST,      /* other day off: 200 % or time off */
    PB_DAY_WORK,      /* workday, also a make-up workday on a weekend */
    PB_DAY_EVENT      /* an ordinary day on which something happens (a sale, a mailing) */
} pb_day_kind;

typedef struct pb_calendar_row {
    pb_date date;
    pb_day_kind kind;
    const char *name;  /* the same holiday in two years bears the same name */
    int32_t queue;     /* -1 = every queue */
    int acts_like;     /* weekday 0 … 6 whose pattern it follows; -1 = its own */
    int closed;        /* 1 closed, 0 open, -1 not said */
    double uplift;     /* contacts are multiplied by this (1.5 = half more); NAN = to be learnt */
} pb_calendar_row;

typedef struct pb_calendar {
    size_t n;
    const pb_calendar_row *rows; /* sorted by date, then queue, then name */
    pb_extras extras;
} pb_calendar;

/* Rows of one date: number, and the first's index. */
size_t pb_calendar_find(const pb_calendar *c, pb_date date, size_t *ret_first);
/* The day's kind for people and pay: statutory, rest or work; Saturday and Sunday rest unless a row
 * says otherwise; events do not change it. */
pb_day_kind pb_calendar_day_kind(const pb_calendar *c, pb_date date);

const char *pb_day_kind_name(pb_day_kind k); /* "statutory_holiday" … */

/*
 * Reads calendar.csv. queues may be NULL or empty (then a queue name is an error only when queues
 * is given). Errors beside the cells' own: an unknown queue, two kinds of day for one date, the same
 * event twice. On PB_ERR_INPUT *ret holds what could be read, for checks of other tables only.
 */
PB_MUST_USE pb_status pb_calendar_read(pb_arena *a, const char *path, const pb_queues *queues,
                                       pb_calendar *ret, pb_diags *d);
void pb_calendar_write(const pb_calendar *c, const pb_queues *queues, pb_text *out);
/*
 * The table with rows from elsewhere (holidays.ics, a country's table): a row of `more` that gives
 * the kind of a date is left out where `own` gives one for that date and queue already; an event
 * where the same name stands on that date. Unknown columns of the new rows are empty.
 */
PB_MUST_USE pb_status pb_calendar_merge(pb_arena *a, const pb_calendar *own,
                                        const pb_calendar_row *more, size_t n_more,
                                        pb_calendar *ret);

extern const pb_column pb_calendar_columns[];
extern const size_t pb_n_calendar_columns;

#endif
