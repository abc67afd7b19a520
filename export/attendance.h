/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan against actual: what of each duty was kept (actuals.csv beside the rosters), and the cover that
 * was really there.
 *
 * Planned are a duty's minutes less all its breaks, paid ones too. Adherence is the share of the
 * planned minutes that the agent was at work (kinds work and other); where and when work was done
 * beside the plan is told apart (extra). Judged are duties that end, by half an hour, within the time
 * that the file knows, on days on which anybody has a row.
 */
#ifndef PAIBAN_EXPORT_ATTENDANCE_H
#define PAIBAN_EXPORT_ATTENDANCE_H

#include "export/timeline.h"

enum { PB_ATTENDANCE_DAYS = 31, PB_LATE_MIN = 5 };

/* One duty, or a day's work where the agent had none (shift -1, planned_min 0). */
typedef struct pb_attendance_row {
    int32_t agent, shift;
    pb_date date;         /* of the duty */
    int planned_min, present_min, extra_min;
    int late_min, early_min; /* came after the start, left before the end; 0 where absent */
    bool absent;          /* nothing of the duty was worked */
    int reason;           /* absent: a pb_actual_kind, PB_ACTUAL_ABSENT where no row tells; else -1 */
} pb_attendance_row;

typedef struct pb_attendance_sum {
    int duties, absent, late; /* late: by PB_LATE_MIN or more */
    int64_t planned_min, present_min, extra_min;
} pb_attendance_sum;

typedef struct pb_attendance {
    pb_date first, last;  /* of the judged days; last < first: none */
    size_t n;
    const pb_attendance_row *at;    /* by agent, then date */
    const pb_attendance_sum *agent; /* [agents.n] */
    const pb_attendance_sum *day;   /* [last - first + 1] */
    pb_attendance_sum total;
    /* [row * n_slots + slot] of the requirement: agents at work on contacts; NAN where the file does not
     * know. NULL without a requirement. */
    const double *cover;
} pb_attendance;

/*
 * Judges the days up to PB_ATTENDANCE_DAYS before the roster and those of it, in the arena. req may be
 * NULL. Errors: PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_attendance_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                         const pb_timeline *timeline, const pb_actuals *actuals,
                                         const pb_requirement *req, pb_attendance *ret);
/* present / planned; NAN where nothing was planned. */
double pb_adherence(int64_t present_min, int64_t planned_min);
/* adherence.csv: one row an agent and duty. */
void pb_attendance_write(const pb_workspace *ws, const pb_attendance *t, pb_text *out);

#endif
