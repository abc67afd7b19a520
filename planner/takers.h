/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can take the duty of somebody who cannot come: everybody else tried, each judged by the auditor. */
#ifndef PAIBAN_PLANNER_TAKERS_H
#define PAIBAN_PLANNER_TAKERS_H

#include "planner/exchange.h"

/* Why somebody cannot take it, beside the checks of the auditor. */
enum {
    PB_BAR_NONE = -1,
    PB_BAR_SAME = PB_N_CHECKS, /* on that shift already, at the same start */
    PB_BAR_SKILLS,             /* has none of the skills of the one who is missing */
    PB_BAR_BUSY,               /* has several duties that day */
    PB_N_BARS
};

typedef struct pb_taker {
    int32_t agent;
    const pb_duty *leaves; /* the duty given up for it; NULL = was free that day */
    int bar;               /* PB_BAR_NONE: lawful; else a check that is broken anew, by him before others */
    int32_t barred;        /* whose finding it is; -1 = the team's, or none */
    double limit;          /* of that finding */
    pb_money more;         /* what the roster costs more than before; only of lawful ones */
    int week_min;          /* paid minutes of the week afterwards */
    const char *worse;     /* what then costs most more, a sentence; NULL = nothing costs more */
} pb_taker;

typedef struct pb_takers {
    const pb_duty *duty;   /* that is to be taken */
    bool nobody_lawful;    /* the hard rules hold, too, if nobody takes it */
    pb_money nobody;       /* what the roster then costs more */
    const char *nobody_worse; /* as worse; where it is not lawful, the first rule that is broken */
    size_t n, n_lawful;
    const pb_taker *at;    /* lawful ones first, cheapest first, fewer hours first; then the others in order of agents.csv */
} pb_takers;

/*
 * Asks for the duty of an agent on a date, which there is. He counts as absent that day (pb_exchange_absent). Everybody who is
 * free takes the duty; who works another one leaves that. Sentences in the language. In the arena. PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_takers_find(pb_arena *a, pb_exchange *x, const pb_requirement *req, const pb_roster *roster,
                                     int32_t agent, pb_date date, const pb_lang *lang, pb_takers *ret);

/* The cells that change when this one takes it; cells [PB_HANDED_MOST]. Returns how many. agent < 0: nobody takes it. */
int pb_taker_cells(const pb_duty *duty, int32_t agent, pb_handed *cells);

#endif
