/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each person's fair share of what nobody likes, and of the hours: the team's sum over the roster and
 * the 365 days before it, divided by contract hours and days employed, as the rules fair_… of
 * planner/ weigh it.
 */
#ifndef PAIBAN_EXPORT_FAIRNESS_H
#define PAIBAN_EXPORT_FAIRNESS_H

#include "export/timeline.h"
#include "export/worktime.h"

enum { PB_FAIR_DAYS = 365 };

typedef enum pb_fair_measure {
    PB_SHARE_NIGHTS, PB_SHARE_WEEKENDS, PB_SHARE_HOLIDAYS, PB_SHARE_MINUTES, PB_N_SHARES
} pb_fair_measure;

typedef struct pb_fairness {
    int32_t n;              /* agents */
    const pb_worktime *now; /* the roster's */
    pb_worktime carried;    /* of the duties that begin in the 365 days before; all 0 without rosters */
    bool has_carried;
    /* [agent * PB_N_SHARES + measure] now and carried together; NAN where the agent takes no part:
     * named by no rule fair_… of that measure where there are some, or (nights) one who may not work them. */
    const double *share;
} pb_fairness;

/* What an agent has of a measure, now and carried together. */
double pb_fairness_has(const pb_fairness *f, int32_t agent, pb_fair_measure m);
/* Counts in the arena; keeps `now`. Errors: PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_fairness_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                       const pb_timeline *timeline, const pb_pay_rules *rules,
                                       const pb_worktime *now, pb_fairness *ret);

#endif
