/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to a finished roster: what would it cost with this cell otherwise (pb_plan_why), and what did a
 * broken soft rule buy (pb_whatif_mend).
 */
#ifndef PAIBAN_PLANNER_WHATIF_H
#define PAIBAN_PLANNER_WHATIF_H

#include "planner/planner.h"

typedef struct pb_whatif pb_whatif;

/*
 * Opens a roster for questions about days first … first + n_days - 1. Its pinned cells stay as they are, and so
 * do duties that no template of shifts.csv gives. Training and meetings stay at their times: people who attend one
 * have duties with room for it, but for the cell that is asked about; activities of no row pin their duty. Lives in the arena. The
 * roster must outlive it. PB_ERR_DOMAIN: the days do not lie within the requirement.
 */
PB_MUST_USE pb_status pb_whatif_open(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                     const pb_roster *roster, pb_date first, int n_days, pb_whatif **ret);
pb_money pb_whatif_cost(const pb_whatif *w); /* of the roster, thousandths */

/* The cheapest single change, or exchange of one day by two people, by which a finding grows less. */
typedef struct pb_mend {
    bool any;             /* false: every such change breaks a hard rule or only moves the lack, or none is possible */
    int32_t agent, other; /* other >= 0: the two exchange the day */
    pb_date date;
    int32_t shift;        /* what the agent does instead; -1 = off */
    int start_min;
    pb_money delta;       /* what the roster would cost more */
    pb_money parts[PB_N_RULES]; /* the same by rule */
} pb_mend;

/* f: a priced finding of the auditor about this roster. The roster stays as it is. */
void pb_whatif_mend(pb_whatif *w, const pb_finding *f, pb_mend *ret);

/* One way to spend the day otherwise. */
typedef struct pb_otherwise {
    int32_t shift;     /* -1 = a day off */
    bool allowed;      /* no rule about the cell alone forbids it */
    bool lawful;       /* a roster that keeps every hard rule was found */
    pb_money cost;     /* of the one told, thousandths */
    pb_money least;    /* of the cheapest one found, which changes more cells where it is cheaper than the one told */
    int32_t n_changed, n_least; /* cells that differ from pb_why's roster in shift or start, in the one told and in the cheapest */
    pb_roster roster;  /* the one told; where not allowed: the roster asked about with this cell changed */
} pb_otherwise;

typedef struct pb_why {
    bool pinned;         /* the cell is pinned: nothing else was tried */
    int32_t shift;       /* what the cell holds; -1 = a day off */
    pb_money own;         /* what the roster asked about costs */
    pb_money cost;        /* of the best roster found with the cell as it is; at most the roster's own */
    int32_t n_changed;    /* cells in which that one differs from the roster asked about */
    pb_roster roster;    /* that one */
    size_t n;
    const pb_otherwise *at; /* lawful ones first, cheapest first, then the others in order of shifts.csv */
} pb_why;

/*
 * What the best roster would cost with one cell forced otherwise: each shift of the day and a day off in turn,
 * the rest free to follow, by the search from the roster on. The smallest story is told: each cell that changes counts as much as
 * a thousandth of the roster's cost. opt: first, n_days, effort, seed, clock and
 * interrupt count. Errors as pb_whatif_open; PB_ERR_DOMAIN also for a date outside. Lives in the arena.
 */
PB_MUST_USE pb_status pb_plan_why(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                  const pb_roster *roster, int32_t agent, pb_date date,
                                  const pb_plan_options *opt, pb_why *ret);

#endif
