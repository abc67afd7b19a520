/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of compiling a workspace (planner/instance.h), in the order in which they run. */
#ifndef PAIBAN_PLANNER_INSTANCE_PARTS_H
#define PAIBAN_PLANNER_INSTANCE_PARTS_H

#include "planner/instance.h"

/* What earlier rosters say of the days before the plan. */
typedef struct pb_past {
    const pb_workspace *ws;
    pb_date first;       /* of the plan */
    int32_t n_days;      /* days looked back: first - n_days … first - 1 */
    const uint8_t *known; /* [n_days] an earlier roster covers the day; index 0 = the earliest */
    const pb_duty *const *duty; /* [agent * n_days + i]; NULL = off or unknown */
} pb_past;

/* i = 1: the day before the plan. */
static inline const pb_duty *pb_past_duty(const pb_past *p, int32_t agent, int32_t days_ago)
{
    return days_ago <= p->n_days
               ? p->duty[(int64_t)agent * p->n_days + (p->n_days - days_ago)] : NULL;
}
static inline bool pb_past_known(const pb_past *p, int32_t days_ago)
{
    return days_ago >= 1 && days_ago <= p->n_days && p->known[p->n_days - days_ago];
}

/* The last roster that covers a day counts for it. */
PB_MUST_USE pb_status pb_past_make(pb_arena *a, const pb_workspace *ws, pb_date first, pb_past *ret);
/* The first day from which on earlier rosters cover every day up to the plan; `first` where there are none. */
pb_date pb_past_unbroken(const pb_workspace *ws, pb_date first);

PB_MUST_USE pb_status pb_instance_alts(pb_arena *a, pb_instance *in, pb_diags *d);
PB_MUST_USE pb_status pb_instance_cover(pb_arena *a, pb_instance *in, const pb_past *past);
/*
 * Deferred work under deferred_late; part of pb_instance_cover. rows: the requirement's rows first, one each, all
 * made. Takes the work's even level out of the needs there (new arrays); where a row's surplus has a
 * price it is counted against the whole need in a row of its own, behind. *n_rows grows by those.
 */
PB_MUST_USE pb_status pb_instance_work(pb_arena *a, pb_instance *in, pb_need_row *rows, int32_t *n_rows);
PB_MUST_USE pb_status pb_instance_people(pb_arena *a, pb_instance *in);
PB_MUST_USE pb_status pb_instance_terms(pb_arena *a, pb_instance *in, const pb_past *past);
PB_MUST_USE pb_status pb_instance_team(pb_arena *a, pb_instance *in, const pb_past *past);

/* Does the duty (by clock) touch the night hours, or is its shift a night shift? */
bool pb_duty_is_night(int kind, int start_min, int end_min);
/* The kind of a past or kept duty; -1 when it has no shift. */
int pb_duty_kind(const pb_workspace *ws, int32_t shift);
/* Does a reference mean this shift (-1 with off: a day off)? */
bool pb_ref_matches(const pb_workspace *ws, const pb_shift_ref *ref, int32_t shift, bool off);
/* Not employed, or absent from midnight to midnight. */
bool pb_away_all_day(const pb_workspace *ws, int32_t agent, pb_date date);
/* The price of a unit on a set of queues: a rule for one of the queues goes before a rule for all; of several
 * the dearest counts; *rule -1: no rule speaks of the set. hard: some rule that counts has no price. */
pb_money pb_cover_price(const pb_workspace *ws, pb_rule_name name, pb_skillset set, int32_t *rule, bool *hard);
/* Prices: the rule's own, else the table's default. */
pb_money pb_default_price(pb_rule_name name);

#endif
