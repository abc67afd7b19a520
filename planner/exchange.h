/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Duties that go from hand to hand in a finished roster: what it is then, whether it is lawful, what it costs. The cells named
 * change and nothing else but meal breaks of the duties that are handed over; the auditor judges the roster before and after.
 */
#ifndef PAIBAN_PLANNER_EXCHANGE_H
#define PAIBAN_PLANNER_EXCHANGE_H

#include "planner/audit.h"

typedef struct pb_exchange pb_exchange;

/*
 * Opens a roster for exchanges on days first … first + n_days - 1. req may be NULL: cover is not judged, and meal breaks
 * stay. Roster and workspace must outlive it. In the arena. PB_ERR_DOMAIN: the days do not lie within the requirement.
 */
PB_MUST_USE pb_status pb_exchange_open(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                       const pb_roster *roster, pb_date first, int n_days, pb_exchange **ret);
/* The audit of the roster as it is. */
const pb_audit *pb_exchange_was(const pb_exchange *x);
/* From now on the agent counts as absent on that day in what is tried (not in the audit of the roster as it is): the day off asks
 * for no contract hours and breaks no request, and what else it breaks for him is held against nobody. Once. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_exchange_absent(pb_exchange *x, int32_t agent, pb_date date);
/* The workspace by which what is tried is judged. */
const pb_workspace *pb_exchange_ws(const pb_exchange *x);

/* A cell with what it is to hold: a duty of the roster on the same date, of anybody; NULL = a day off. */
typedef struct pb_handed {
    int32_t agent;
    pb_date date;
    const pb_duty *duty;
} pb_handed;

typedef struct pb_exchanged {
    pb_roster roster;  /* the whole of it, the cells changed and pinned, ready to be written */
    pb_audit audit;
    size_t n_anew;     /* 0: lawful */
    const pb_finding *const *anew; /* hard findings that were not there before */
    pb_money more;     /* what the roster costs more than before */
} pb_exchanged;

enum { PB_HANDED_MOST = 4 };

/*
 * Tries it; the roster asked about stays as it is. Each cell is named once, n <= PB_HANDED_MOST. A duty keeps shift, times,
 * queue and rest breaks; its meal break is put where the cover then misses least, and stays where that is as good. People
 * keep their notes, and of their own training and meetings of the day what lies in the duty and not at its meal. In a roster that writes no
 * days off down the row of a cell that becomes free goes. What is pinned is judged as pinned by hand only where it was so
 * before. All of ret lives in the arena `a`. PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_exchange_try(pb_exchange *x, pb_arena *a, const pb_handed *cells, int n, pb_exchanged *ret);

/* Paid minutes of the agent in the week of the date, by the roster, and by earlier ones before its first day. */
int pb_week_min(const pb_workspace *ws, const pb_roster *roster, int32_t agent, pb_date date);

#endif
