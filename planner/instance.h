/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workspace compiled for the search: everything as dense integers.
 *
 * An "alternative" is a way to spend a day (a shift at a start), a "place" an alternative with its
 * meal break put somewhere. Alternative 0 and place 0 mean a day off. A line is one agent's
 * alternatives, day by day; a state holds one place per agent and day.
 */
#ifndef PAIBAN_PLANNER_INSTANCE_H
#define PAIBAN_PLANNER_INSTANCE_H

#include "model/model.h"
#include "planner/money.h"

typedef struct pb_alt {
    int32_t shift, day;     /* -1, -1 for the day off; shift -1 with day >= 0: a duty kept by hand */
    int start_min, end_min; /* clock of the day */
    int64_t start_s, end_s; /* instants */
    int32_t paid_min;
    int kind;               /* pb_shift_kind; -1 off */
    bool night;             /* touches the hours 22:00-06:00 or is a night shift */
    int32_t place0, n_places;
} pb_alt;

typedef struct pb_place {
    int32_t alt;
    int32_t break_min;  /* clock minute at which the meal break starts; -1 none */
    int32_t slot0, n;   /* presence: minutes[first .. first+n-1] in slots slot0 … */
    int32_t first;
    int32_t kept;       /* index of the row of the kept roster it copies; -1 */
} pb_place;

/* A row of cover: agents of it present in a slot against the need. */
typedef struct pb_need_row {
    int32_t requirement_row; /* -1: min_agents. Two rows may share one: need without deferred work, and surplus */
    int32_t rule;            /* in ws->rules.at; -1 = default price */
    pb_rule_name name;       /* PB_RULE_SHORT_COVER or PB_RULE_MIN_AGENTS */
    bool hard, grows;        /* grows: priced in steps (pb_money_shortage) */
    pb_money price, over;     /* per agent-hour; over 0 = surplus is free */
    const int32_t *need;     /* [n_slots] agent-minutes */
    const int32_t *base;     /* [n_slots] agent-minutes of duties before the plan that reach into it */
    const int32_t *out;      /* [n_slots] agent-minutes of those present that go to activities; NULL = none */
    const pb_money *table;   /* [n_slots * n_table] soft cost at k quanta present; NULL = work it out */
} pb_need_row;

/* Agent-minutes that must be present in the slot for nothing to be missing: the need and who goes to activities. */
static inline int32_t pb_need_present(const pb_need_row *r, int32_t slot)
{
    return r->need[slot] + (r->out ? r->out[slot] : 0);
}

typedef enum pb_term_kind {
    PB_TERM_SUM,      /* lo <= base + sum of tab over days d0 … d1-1 <= hi */
    PB_TERM_RUN_MAX,  /* runs of days with tab > 0 at most hi long; base = run that enters the plan */
    PB_TERM_RUN_MIN,  /* runs at least lo long; base = run that enters; runs that touch the end are open */
    PB_TERM_NEXT,     /* class by tab; pair (class of day d-1, class of day d) forbidden by allow[] */
    PB_TERM_SEQUENCE, /* n_seq consecutive days matching seq[] in a row */
    PB_TERM_REST,     /* at least lo minutes between consecutive duties */
    PB_TERM_WEEKENDS, /* number of weekends worked: base + … in [lo, hi] */
    PB_TERM_WHOLE,    /* weekends: both days or none */
    PB_TERM_STARTS,   /* different starts of the week's duties, at most one */
    PB_TERM_OVERTIME, /* base + sum over weeks of (base + minutes - lo)+ at most hi */
    PB_TERM_LIEU      /* after a duty on a rest day one free workday within the window */
} pb_term_kind;

/* A stretch of days of a compound term. */
typedef struct pb_span_days {
    int32_t d0, d1;   /* days d0 … d1-1 of the plan; clipped */
    int32_t base;     /* what the look-back brings */
    int32_t lo;       /* OVERTIME: the week's ordinary minutes */
} pb_span_days;

/* One rule (or default) for one agent, over one stretch. */
typedef struct pb_term {
    pb_term_kind kind;
    pb_rule_name name;
    int32_t rule;     /* index in ws->rules.at, -1 = default */
    bool hard;
    pb_money price;    /* per unit */
    int32_t per;      /* amount / per = units (60: hours from minutes) */
    int32_t d0, d1;
    int32_t lo, hi;   /* INT32_MIN, INT32_MAX = none */
    int32_t base;
    const int32_t *tab; /* [n_alts] what an alternative counts */
    int32_t n_seq;      /* SEQUENCE: steps; NEXT: classes */
    const uint8_t *seq; /* SEQUENCE: [n_seq * n_alts] does the alternative match step i */
    const uint8_t *allow; /* NEXT: [n_seq * n_seq] may class j follow class i */
    const int32_t *before; /* SEQUENCE: for k = 1 … n_seq-1, before[k] = 1: the k days before the plan match steps 0 … k-1;
                              NEXT: before[0] = class of the day before, -1 unknown; */
    int64_t before_s;   /* REST: end of the last duty before the plan; INT64_MIN none */
    int32_t n_spans;
    const pb_span_days *spans; /* WEEKENDS, WHOLE, STARTS, OVERTIME, LIEU */
} pb_term;

/* Counts that are to be shared fairly. */
typedef struct pb_fair {
    pb_rule_name name;
    int32_t rule;
    bool hard;
    pb_money price;
    int32_t per;
    bool weekends;        /* counts weekends worked, else sums tab */
    int32_t n;            /* members */
    const int32_t *agent; /* [n] */
    const int32_t *weight; /* [n] > 0 */
    const int32_t *base;  /* [n] earlier periods */
    int64_t weights;      /* their sum */
    const int32_t *tab;   /* [n_alts] */
    int32_t n_spans;      /* weekends */
    const pb_span_days *spans;
} pb_fair;

/* On a day at least `need` of a group on an alternative that matches. */
typedef struct pb_role_row {
    int32_t rule;
    bool hard;
    pb_money price;
    int32_t day, need;
    const uint8_t *member; /* [n_agents] */
    const uint8_t *match;  /* [n_alts] */
} pb_role_row;

typedef struct pb_pair {
    int32_t rule;
    bool hard, together;
    pb_money price;
    int32_t a, b;
    const uint8_t *counts; /* [n_days] the day is judged (both there) */
} pb_pair;

/*
 * Deferred work of one queue, unless rule deferred_late gives it the price 0: done as early as the people allow whom
 * the other queues leave over, judged at the end of every slot. Work in millionths of an agent-minute.
 */
typedef struct pb_work {
    int32_t rule, queue;
    bool hard;
    pb_money price;          /* of an agent-hour past its deadline, for each day on which there is some */
    int32_t n_rows;
    const int32_t *rows;     /* [n_rows] in pb_instance.rows: what is above the need in each bounds the work */
    const int64_t *arrived;  /* [n_slots] by the slot's end, less what was due before the plan */
    const int64_t *due;      /* [n_slots] the same */
    const int32_t *share;    /* [n_slots] of a minute at work, what the work gets: millionths; 0 = closed */
} pb_work;

typedef struct pb_instance {
    const pb_workspace *ws;
    const pb_requirement *req;
    const pb_roster *keep;
    pb_grid grid;           /* the plan's days, requirement's slots */
    int32_t req_slot0;      /* slot 0 of the plan in the requirement's grid */
    int32_t n_days, n_agents;
    const pb_day_kind *day_kind; /* [n_days] */
    int32_t n_alts, n_places, n_minutes;
    const pb_alt *alts;
    const int32_t *day_alt; /* [n_days + 1] alternatives of a day: day_alt[d] … day_alt[d+1]-1 */
    const pb_place *places;
    const int16_t *minutes; /* presence, by place */
    int32_t quantum_min;     /* divides all minutes of presence */
    const int16_t *quanta;   /* [n_minutes] minutes / quantum_min */
    int32_t n_table;         /* length of a slot's part of a row's table */
    const int32_t *slot_min; /* [n_slots] */
    int32_t n_rows;
    const pb_need_row *rows;
    const int32_t *agent_row0, *agent_rows; /* CSR: rows an agent counts for */
    int32_t n_work;
    const pb_work *work;
    /* per agent and alternative */
    const uint8_t *may;      /* [agent * n_alts + alt]; alt 0 unused */
    const uint8_t *may_off;  /* [agent * n_days + day] */
    const uint8_t *fixed;    /* [agent * n_days + day] pinned */
    const int32_t *fixed_place; /* [agent * n_days + day] where pinned with its break; else -1 */
    const pb_money *unary;    /* [agent * n_alts + alt] soft cost, day off aside */
    const pb_money *unary_off; /* [agent * n_days + day] */
    const int64_t *broken;    /* like unary: hard violations nobody can avoid (pins), thousandths */
    const int64_t *broken_off; /* [agent * n_days + day] the same of a day off that nothing can replace */
    const uint8_t *away;      /* [agent * n_days + day] absent or not employed the whole day */
    const int32_t *choice0, *choice; /* CSR by agent*n_days+day: permitted alternatives, no 0 */
    /* rules */
    const int32_t *cell_rule0, *cell_rules; /* CSR: rules judged cell by cell, per agent */
    const int32_t *term0;    /* [n_agents + 1] */
    const pb_term *terms;
    int32_t n_fair;
    const pb_fair *fair;
    int32_t n_role;
    const pb_role_row *role;
    int32_t n_pairs;
    const pb_pair *pairs;
} pb_instance;

/* Compiles; in the arena. Errors as pb_plan_make. */
PB_MUST_USE pb_status pb_instance_make(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                       const pb_roster *keep, pb_date first, int n_days,
                                       pb_instance *ret, pb_diags *d);

/* Which unary price belongs to which rule is worked out again for the result's parts. */
pb_money pb_instance_unary_part(const pb_instance *in, int32_t agent, int32_t day, int32_t alt,
                               pb_rule_name name);

#endif
