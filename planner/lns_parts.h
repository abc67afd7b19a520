/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the neighbourhood search share: tasks, shapes, and the search over them. */
#ifndef PAIBAN_PLANNER_LNS_PARTS_H
#define PAIBAN_PLANNER_LNS_PARTS_H

#include "planner/master.h"

enum { ALL = 0, HALF = 1, QUARTER = 2, PEOPLE = 3, COUNTS = 4, KINDS = 5 }; /* a window of days for so many; all days of a few;
                                                                              breaks by counts */
enum { MAX_PEOPLE = 60, LEAST_PEOPLE = 5, POOL_EACH = 20, WINDOW_ROWS = 600, NEAR = 84, LEAST_BLOCK = 3 };

typedef struct task {
    int kind;
    double size;      /* days of a window, or people, or both multiplied */
    uint64_t key;     /* of its random numbers */
    eng_roster base;  /* what it began from */
    int32_t n, day0, day1;
    int32_t n_free;   /* of the people, the first ones: whose choices are free, not breaks alone */
    int32_t *person;  /* [n] */
    uint8_t *is_free; /* [n_days] */
    /* result */
    pb_choice *days;  /* [n * (day1 - day0)] */
    bool proven, found, stopped;
    double seconds;
    int64_t gain;     /* cost units that it lowered the best roster by */
} task;

/* What is known of a shape. */
typedef struct shape {
    double size, used;   /* used: of the time, by its weight */
    double won, spent;   /* of late */
    int64_t tried, proven, wins;
    double seconds;
} shape;

typedef struct search {
    engine *e;
    pb_rng *rng;
    double until, prove_until;
    int64_t rounds;
    task *tasks;         /* [n_task_workers] */
    shape shape[KINDS];
    double task_seconds;
    bool failed;         /* on some thread */
    double widest;       /* window that GLPK can still take */
    double usual_gain;   /* of late, by a win of other shapes than counts; 0 = none yet */
    bool counts;         /* breaks by counts can pay */
    eng_roster r;        /* scratch of a merge, and */
    pb_choice *line;     /* [n_days] */
    double *slack;       /* [n_days] what the days' rows cost above what the bound's prices say, */
    int64_t slack_at;    /* for the roster of that cost */
    double all_slack;
} search;

/* --- what a neighbourhood is about (lns_choose.c) --- */
/* Complementary slackness: where rows cost more than the bound's prices say, for the best roster. */
void lns_measure_slack(search *q);
/* Fills the task's people and days; its kind and size are set. order [n_people] is scratch. */
void lns_choose(const search *q, task *t, pb_rng *rng, int32_t *order);
/* How many people a window of that kind is for; too few for it: 0. */
int32_t lns_people_of(const engine *e, int kind);

#endif
