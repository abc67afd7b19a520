/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shifts.csv: the shifts of which rosters are made. */
#ifndef PAIBAN_MODEL_SHIFT_H
#define PAIBAN_MODEL_SHIFT_H

#include "model/queue.h"

typedef enum pb_shift_kind {
    PB_EARLY, PB_DAY, PB_LATE, PB_NIGHT, PB_HOLIDAY, PB_N_SHIFT_KINDS
} pb_shift_kind;

/* Bits of pb_shift.days: bits 0 … 6 weekdays (Monday first), then the three day kinds. A shift may
 * be worked on a date when the date's weekday bit is set and, where any day-kind bit is set, the
 * date's kind is among them. */
enum {
    PB_DAYS_WEEK = 0x7f,
    PB_DAYS_STATUTORY = 1 << 7,
    PB_DAYS_REST = 1 << 8,
    PB_DAYS_WORK = 1 << 9
};

typedef struct pb_shift {
    const char *id;
    pb_shift_kind kind;
    int start_min;        /* of the day, 0 … 1439 */
    int end_min;          /* start_min < end_min <= start_min + 1440; past 1440 = next day */
    int start_latest_min; /* flexible template: the latest start; = start_min where fixed */
    int start_step_min;   /* its step, > 0 */
    unsigned days;
    int unpaid_break_min; /* the meal break, 0 = none */
    int break_earliest_min, break_latest_min; /* the meal break starts and ends inside, minutes after the
                                                 shift's start */
    int n_rest_breaks;    /* paid short breaks ("2x15") */
    int rest_break_min;
    const char *color;    /* "#rrggbb" or "" */
} pb_shift;

typedef struct pb_shifts {
    int32_t n;
    const pb_shift *at;
    pb_extras extras;
} pb_shifts;

int32_t pb_shift_find(const pb_shifts *s, const char *id); /* -1 = unknown */
/* May the shift be worked on that date of that kind? */
bool pb_shift_on(const pb_shift *s, pb_date date, int day_kind);
/* Paid minutes of one duty: its length less the meal break. */
int pb_shift_paid_min(const pb_shift *s);
const char *pb_shift_kind_name(pb_shift_kind k); /* "early" … */
int pb_shift_kind_parse(const char *s);          /* -1 = none; Chinese names too */

/*
 * Reads shifts.csv. break_earliest and break_latest stand there as times of day and are kept as
 * minutes after `start`; where they are empty the meal break starts not before a quarter and ends
 * not after three quarters of the shift (more where it would not fit). Errors beside the cells'
 * own: two rows for a shift, a name that means a day off or another kind, end = start,
 * start_latest before start, a break that does not fit its window or a window outside the shift.
 * On PB_ERR_INPUT *ret holds what could be read; other failures leave it alone.
 */
PB_MUST_USE pb_status pb_shifts_read(pb_arena *a, const char *path, const pb_team *team,
                                     pb_shifts *ret, pb_diags *d);
void pb_shifts_write(const pb_shifts *s, pb_text *out);

/* Words that mean a day off in rosters, requests and rules ("off", 休 …) and a day on. */
bool pb_word_off(const char *s, size_t n);
bool pb_word_on(const char *s, size_t n);

extern const pb_column pb_shift_columns[];
extern const size_t pb_n_shift_columns;
extern const char pb_shift_kind_names[]; /* groups as in pb_column.names */

#endif
