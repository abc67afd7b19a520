/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers of instance_terms.c: tables of what alternatives count, and windows of days. */
#ifndef PAIBAN_PLANNER_TERMS_H
#define PAIBAN_PLANNER_TERMS_H

#include "planner/instance_parts.h"

typedef enum pb_count {
    PB_COUNTS_WORK, PB_COUNTS_OFF, PB_COUNTS_MINUTES, PB_COUNTS_NIGHT, PB_COUNTS_HOLIDAY, PB_COUNTS_REF
} pb_count;

/* [n_alts] each. */
typedef struct pb_term_tabs {
    const int32_t *work, *off, *minutes, *night, *holiday;
} pb_term_tabs;

typedef struct pb_terms {
    pb_arena *arena;
    const pb_allocator *al;
    const pb_instance *in;
    const pb_past *past;
    const pb_term_tabs *tabs;
    pb_term *at; /* grows */
    size_t n, cap;
    int32_t agent;
    /* the rule at work; NULL: a default */
    const pb_rule *rule;
    pb_rule_name name;
    double number;
    bool default_hard;
} pb_terms;

PB_MUST_USE pb_status pb_terms_tabs(pb_arena *a, const pb_instance *in, pb_term_tabs *ret);
/* A term with the rule's name, price and hardness over the whole plan. */
pb_term pb_terms_new(const pb_terms *ts, pb_term_kind kind);
PB_MUST_USE pb_status pb_terms_push(pb_terms *ts, pb_term t);
/* What the day `days_ago` before the plan counts for the agent at work (0 when unknown). */
int32_t pb_terms_past(const pb_terms *ts, pb_count count, int32_t days_ago);
/* [n_alts] 1 where the rule's first reference is meant. NULL: no memory. */
const int32_t *pb_terms_ref_tab(const pb_terms *ts, const pb_rule *r);
/* [n_refs * n_alts] */
const uint8_t *pb_terms_steps(const pb_terms *ts, const pb_rule *r);

/* Windows; each pushes its terms. */
PB_MUST_USE pb_status pb_terms_weeks(pb_terms *ts, const int32_t *tab, pb_count count, int32_t lo,
                                     int32_t hi, int32_t per);
PB_MUST_USE pb_status pb_terms_months(pb_terms *ts, const int32_t *tab, pb_count count, int32_t hi);
PB_MUST_USE pb_status pb_terms_plan(pb_terms *ts, const int32_t *tab, pb_count count, int32_t hi);
PB_MUST_USE pb_status pb_terms_rest_days(pb_terms *ts, int32_t lo);
PB_MUST_USE pb_status pb_terms_contract(pb_terms *ts);
PB_MUST_USE pb_status pb_terms_overtime(pb_terms *ts);
PB_MUST_USE pb_status pb_terms_starts(pb_terms *ts);
PB_MUST_USE pb_status pb_terms_max_weekends(pb_terms *ts, int32_t n);
PB_MUST_USE pb_status pb_terms_weekends_off(pb_terms *ts, int32_t n);
PB_MUST_USE pb_status pb_terms_whole_weekends(pb_terms *ts);
PB_MUST_USE pb_status pb_terms_lieu(pb_terms *ts);

/* Weekends that touch the plan between two days ago/ahead: spans of Saturday and Sunday. */
PB_MUST_USE pb_status pb_weekend_spans(pb_arena *a, const pb_instance *in, const pb_past *past,
                                       int32_t agent, pb_date from, pb_date to, pb_span_days **ret,
                                       int32_t *ret_n);

#endif
