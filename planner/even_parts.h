/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside evening out: people alike, and two of them with days exchanged. */
#ifndef PAIBAN_PLANNER_EVEN_PARTS_H
#define PAIBAN_PLANNER_EVEN_PARTS_H

#include "planner/even.h"

/* Two people with their days exchanged, as tried. */
typedef struct pb_even_pair {
    int32_t a, b;
    int32_t *line_a, *line_b; /* [n_days] alternatives */
    int32_t *day;             /* [n_days] 1 = exchanged */
    int32_t *minutes;         /* [n_days + 1] paid ones that a has more than b on the days before */
    pb_line_sum sum_a, sum_b; /* of the lines, once judged */
    double spread;            /* what the spread changes by */
    pb_money money;           /* what the shares change by */
    int64_t broken;           /* hard shares, too */
} pb_even_pair;

typedef struct pb_equals {
    const pb_instance *in;
    const pb_watch *watch;
    int32_t *place;    /* [agent * n_days + day] the roster */
    int32_t *alts;
    pb_line_sum *line; /* [agent] */
    int64_t *count;    /* [fair rule * n_agents + agent] of this plan */
    int64_t *total;    /* [n_fair] the look-back too */
    int32_t *member;   /* [fair rule * n_agents + agent] index in the share, -1: none */
    int32_t *kind;     /* [agent] people of one number are alike; -1: like nobody */
    int32_t n_kinds;
    int32_t *people;   /* [n_agents] in order of kind */
    int32_t *kind0;    /* [n_kinds + 1] in people */
    int32_t *apart;    /* [n_agents] as find_apart */
    int32_t *best_day; /* [n_days] of pb_even_anneal */
    pb_rng rng;
    pb_even_pair try;
    int64_t left;      /* exchanges that may still be priced */
    int64_t used;
    pb_line_sum won;
    bool hurried;
} pb_equals;

/* People of a roster sorted by likeness; exchanges are made in places. May price nothing yet: left is 0. */
PB_MUST_USE pb_status pb_even_open(pb_arena *a, const pb_instance *in, uint64_t seed, const pb_watch *watch, int32_t *places,
                                   pb_equals *ret);
/* Two people, nothing exchanged yet. */
void pb_even_begin(pb_equals *e, int32_t a, int32_t b);
/* May the two exchange what they have on the day? */
bool pb_even_may(const pb_equals *e, int32_t a, int32_t b, int32_t day);
/* What the exchange does to the shares, in e->try. false: to those of others, too. */
bool pb_even_shares(pb_equals *e);
/* After pb_even_shares: what all of it changes. Counts as an exchange priced. */
pb_line_sum pb_even_judge(pb_equals *e);
/* The exchange, judged as s, is made. */
void pb_even_make(pb_equals *e, pb_line_sum s);
/* Does a have more than one unit more than b of something, each by his share? */
bool pb_even_far_apart(const pb_equals *e, int32_t a, int32_t b);

/*
 * Two people alike, one far above the other: which of them has which day is annealed (Kirkpatrick, Gelatt, Vecchi 1983), so that
 * an exchange is found even where each part of it by itself is for the worse. Made where the roster gets no dearer and
 * the shares more even; was it?
 */
bool pb_even_anneal(pb_equals *e, int32_t a, int32_t b);

#endif
