/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules.csv: what a roster must and should keep. The names, the form of each value and the default
 * price are one const table; the planner, the auditor and the reference are written from it.
 */
#ifndef PAIBAN_MODEL_RULE_H
#define PAIBAN_MODEL_RULE_H

#include "model/people.h"

typedef enum pb_rule_name {
    /* work and rest */
    PB_RULE_MIN_REST_H, PB_RULE_MAX_DAYS_IN_ROW, PB_RULE_MIN_DAYS_IN_ROW, PB_RULE_MAX_NIGHTS_IN_ROW,
    PB_RULE_MIN_DAYS_OFF_IN_ROW, PB_RULE_REST_DAYS_PER_WEEK,
    /* hours */
    PB_RULE_MAX_HOURS_DAY, PB_RULE_MAX_HOURS_WEEK, PB_RULE_MIN_HOURS_WEEK, PB_RULE_CONTRACT_HOURS,
    PB_RULE_MAX_OVERTIME_MONTH, PB_RULE_MAX_SHIFTS, PB_RULE_MAX_KIND,
    /* patterns */
    PB_RULE_FORBID_NEXT, PB_RULE_SAME_START_IN_WEEK, PB_RULE_ROTATION, PB_RULE_MAX_WEEKENDS,
    PB_RULE_WHOLE_WEEKENDS, PB_RULE_WEEKENDS_OFF_PER_MONTH,
    /* cover */
    PB_RULE_SHORT_COVER, PB_RULE_OVER_COVER, PB_RULE_MIN_AGENTS, PB_RULE_ROLE_ON_SHIFT,
    PB_RULE_DEFERRED_LATE,
    /* holidays */
    PB_RULE_HOLIDAY_DUTY, PB_RULE_DAY_IN_LIEU,
    /* fairness */
    PB_RULE_FAIR_KIND, PB_RULE_FAIR_WEEKENDS, PB_RULE_FAIR_HOLIDAYS, PB_RULE_FAIR_HOURS,
    /* people */
    PB_RULE_NO_NIGHT, PB_RULE_REQUESTS, PB_RULE_TOGETHER, PB_RULE_APART, PB_RULE_AVAILABLE,
    /* stability */
    PB_RULE_KEEP,
    /* breaks */
    PB_RULE_MIN_BREAK_MIN, PB_N_RULES
} pb_rule_name;

typedef enum pb_rule_value {
    PB_VALUE_NONE,      /* no value */
    PB_VALUE_NUMBER,    /* one number in [min, max] */
    PB_VALUE_KIND_MAX,  /* "night 6" or "night:6": a shift kind or shift and a number */
    PB_VALUE_SEQUENCE,  /* "late>early", "early>day>late>off": shift kinds or shifts or off */
    PB_VALUE_ROLE,      /* "leader early 1": role or skill, shift kind or shift, number */
    PB_VALUE_KIND,      /* a shift kind */
    PB_VALUE_AGENTS,    /* agents, ';'-separated */
    PB_VALUE_WINDOW     /* weekly hours: "Mon-Fri 08:00-18:00" */
} pb_rule_value;

typedef struct pb_rule_info {
    const char *name;      /* as in rules.csv */
    const char *aliases;   /* Chinese and others, '|' between */
    pb_rule_value value;
    double min, max;       /* of the number */
    bool priced_only;      /* has no hard form: an empty cost means default_cost (with a warning) */
    int looser;            /* +1: a greater number demands less, -1: a smaller one, 0: not comparable */
    bool people;           /* judged person by person (else on cover or team) */
    double default_cost;   /* price of a unit where a rule must be soft; units in `unit` */
    const char *unit;      /* "hour", "day", "agent-slot" …: what a unit of violation is */
    const char *sentence;  /* msgid, what it means, with one %s for the value */
} pb_rule_info;

/* The table; index = pb_rule_name. */
const pb_rule_info *pb_rule_info_of(pb_rule_name name);

/* One step of a sequence, or the kind or shift a rule speaks of. */
typedef struct pb_shift_ref {
    enum { PB_REF_NONE, PB_REF_KIND, PB_REF_SHIFT, PB_REF_OFF } type;
    int32_t id;
} pb_shift_ref;

typedef struct pb_rule {
    pb_rule_name name;
    pb_who who;
    const char *who_text, *value_text; /* as written */
    double number;           /* NAN where the form has none */
    int32_t n_refs;          /* KIND_MAX, KIND, ROLE: 1; SEQUENCE: its length */
    const pb_shift_ref *refs;
    int32_t role_or_skill;   /* ROLE: >= 0 a pb_role; < 0 the queue -1 - value */
    int32_t n_agents;        /* AGENTS */
    const int32_t *agents;
    const pb_weekly *window; /* WINDOW: 1 inside, 0 outside */
    bool hard;               /* cost empty */
    double cost;             /* price of a unit of violation, >= 0 */
    const char *source;      /* file:line, or the law's article ("Labour Law Art. 38") */
    const char *article;     /* column article: the law's; "" = none */
    bool from_law;           /* came with a law pack */
} pb_rule;

typedef struct pb_rules {
    size_t n;
    const pb_rule *at; /* law pack first, then file order; a rule of the file overrides the pack's
                          rule of the same name for the same people, with a warning when it is looser */
    pb_extras extras;
} pb_rules;

/* Does the reference mean that duty? shift = -1 means a day off. */
bool pb_shift_ref_is(const pb_shift_ref *r, const pb_shifts *shifts, int32_t shift);

/*
 * Reads one value cell of that rule into *ret (number, refs, role_or_skill, agents, window; the
 * other fields are left alone). PB_ERR_INPUT: *fault says what is wrong.
 */
PB_MUST_USE pb_status pb_rule_value_parse(pb_arena *a, pb_rule_name name, const char *s, size_t n,
                                          const pb_queues *queues, const pb_shifts *shifts,
                                          const pb_agents *agents, pb_rule *ret, pb_fault *fault);
/* The rule called so (aliases too); -1 = none. */
int pb_rule_name_parse(const char *s, size_t n);

/*
 * Reads rules.csv. Errors beside the cells' own: an unknown rule (the nearest is named), an unknown
 * `who`, a value of the wrong form or out of range, two rows that say the same thing.
 * from_law: the file is a law pack; rules then name their article in `source`.
 * On PB_ERR_INPUT *ret holds what could be read.
 */
PB_MUST_USE pb_status pb_rules_read(pb_arena *a, const char *path, bool from_law,
                                    const pb_queues *queues, const pb_shifts *shifts,
                                    const pb_agents *agents, pb_rules *ret, pb_diags *d);
/*
 * The pack's rules followed by the file's; a rule of the pack that the file repeats for the same
 * people is left out, with a warning (naming the article) where the file's demands less.
 */
PB_MUST_USE pb_status pb_rules_join(pb_arena *a, const pb_rules *law, const pb_rules *own,
                                    pb_rules *ret, pb_diags *d);
/* The rules that did not come from a law pack. */
void pb_rules_write(const pb_rules *rules, pb_text *out);

extern const pb_column pb_rule_columns[];
extern const size_t pb_n_rule_columns;

#endif
