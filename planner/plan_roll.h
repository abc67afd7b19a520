/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A long plan in pieces: each is planned with those before it as its look-back, so that the pieces together keep the
 * rules that one long plan would keep; rules that say "in the plan" count the pieces as one.
 */
#ifndef PAIBAN_PLANNER_PLAN_ROLL_H
#define PAIBAN_PLANNER_PLAN_ROLL_H

#include "planner/planner.h"

typedef struct pb_plan_piece {
    pb_date first;
    int n_days;
    pb_plan_status status;
    pb_money cost, bound; /* of this piece, what was planned before being given */
    double gap;
    bool by_clock;
    bool audited;         /* the auditor finds no broken hard rule and the same cost */
} pb_plan_piece;

typedef struct pb_plan_pieces {
    size_t n;
    const pb_plan_piece *at;
    pb_workspace last; /* where a piece has no lawful roster: the workspace as it saw it, those before in its look-back */
} pb_plan_pieces;

/*
 * Plans opt's days in pieces of so many days (0: of calendar months), one after the other; the time limit is for all of
 * them. ret: the pieces joined, cost and by_rule summed over them, no bound (0); status the worst of theirs. Where
 * a piece has no lawful roster, ret is the result of that piece, the last one told. Errors and arena as pb_plan_make.
 */
PB_MUST_USE pb_status pb_plan_roll(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                   const pb_plan_options *opt, int days, pb_plan_result *ret, pb_plan_pieces *pieces,
                                   pb_diags *d);

#endif
