/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside team_*.c: a problem under construction. */
#ifndef PAIBAN_PLANNER_TEAM_BUILD_H
#define PAIBAN_PLANNER_TEAM_BUILD_H

#include "planner/machine.h"
#include "planner/team_problem.h"

enum { PB_TEAM_TRAITS = 64, PB_TEAM_WIDE = 1 << 20 };

typedef struct pb_team_build {
    pb_arena *a;
    const pb_instance *in;
    pb_problem p;
    const int64_t *totals;
    int64_t unit;          /* thousandths in a cost unit */
    int64_t base;          /* thousandths that every roster costs */
    int64_t fair_base;     /* the part of it that fair rows stand for */
    int64_t hard;          /* thousandths that stand for a missing one where cover is hard */
    bool inexact, left_out, broken_form;
    int32_t n_choices, n_traits;
    int32_t *choice_of;    /* [n_alts] */
    int32_t *sample;       /* [n_choices] an alternative of it */
    uint8_t *taken;        /* [day * PB_MAX_CHOICES + choice] */
    int32_t *alt;          /* [day * n_choices + choice] */
    /* traits: -1 = none */
    int32_t *role_trait;   /* [n_role] */
    int32_t *own_trait;    /* [n_agents] */
    /* units: the slots of a day, then what else is counted that day; fair shares behind all */
    int32_t *slot_unit;    /* [n_slots] */
    int32_t *role_unit;    /* [n_role] */
    int32_t *shift_unit;   /* [n_days] first of n_shifts units, one a shift; -1 = none */
    int32_t *work_unit;    /* [n_days] somebody at work; -1 = none */
    int32_t *apart_slot;   /* [n_days] at work then counts for work_unit; -1 = at any time */
    int32_t *fair_unit;    /* [n_fair] -1 = not by rows */
    pb_cover_row *rows;
    pb_step *steps;
    pb_unit_span *spans, *holes;
    pb_break_group *groups;
    int64_t *rise;         /* scratch */
    size_t cap_rows, cap_steps, cap_spans, cap_holes, cap_groups;
} pb_team_build;

/* Thousandths in cost units, rounded down. */
int32_t pb_team_price(pb_team_build *b, int64_t thousandths);
/* The same for price × amount / per. */
int32_t pb_team_price_of(pb_team_build *b, pb_money price, int64_t amount, int64_t per);

/* Traits, units, rows. */
PB_MUST_USE pb_status pb_team_units(pb_team_build *b);
PB_MUST_USE pb_status pb_team_rows(pb_team_build *b);
/* What each choice covers. */
PB_MUST_USE pb_status pb_team_cells(pb_team_build *b);
/* Masks, prices, resources and patterns of all people. */
PB_MUST_USE pb_status pb_team_people(pb_team_build *b);

/* One person under construction. */
typedef struct pb_team_person {
    pb_team_build *b;
    int32_t agent;
    pb_machine *machine;   /* grows */
    int16_t **letter;      /* [machine][day * n_choices + choice] */
    size_t n_machines, cap_machines, cap_letter;
    pb_resource *resources;      /* PB_MAX_RESOURCES */
    int32_t n_resources;
    uint64_t *allowed;
} pb_team_person;

static inline int32_t pb_team_alt(const pb_team_build *b, int32_t day, int32_t choice)
{
    return choice ? b->alt[(int64_t)day * b->n_choices + choice] : 0;
}
static inline bool pb_team_allows(const pb_team_person *q, int32_t day, int32_t choice)
{
    return q->allowed[(int64_t)day * q->b->p.n_words + choice / 64] >> (choice % 64) & 1;
}

/* The rule as an automaton or as windows of a resource; others are left out. */
PB_MUST_USE pb_status pb_team_machine(pb_team_person *q, const pb_term *t);
PB_MUST_USE pb_status pb_team_machine_spans(pb_team_person *q, const pb_term *t);
PB_MUST_USE pb_status pb_team_machine_fair(pb_team_person *q, const pb_fair *f, int32_t member, int64_t total);
PB_MUST_USE pb_status pb_team_window(pb_team_person *q, const pb_term *t);
/* Letters of a new machine, all 0; NULL: no memory. */
int16_t *pb_team_letters(pb_team_person *q);
PB_MUST_USE pb_status pb_team_add_machine(pb_team_person *q, pb_machine m, int16_t *letter);
/* A soft or hard step: writes next (or -1) and the price. */
void pb_team_edge(pb_team_person *q, const pb_term *t, int64_t amount, int32_t to, int32_t *next, int32_t *price);

#endif
