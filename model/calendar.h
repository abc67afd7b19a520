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

#endif
