/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted where: traits of people and units of time. */
#include "planner/team_build.h"

/* Rows of one rule share a trait; PB_ERR_LIMIT when there are too many. */
static pb_status role_traits(pb_team_build *b)
{
    const pb_instance *in = b->in;
    for (int32_t i = 0; i < in->n_role; i++)
        b->role_trait[i] = i && in->role[i].member == in->role[i - 1].member ? b->role_trait[i - 1] : b->n_traits++;
    return b->n_traits <= PB_TEAM_TRAITS ? PB_OK : PB_ERR_LIMIT;
}

static void own_trait(pb_team_build *b, int32_t agent)
{
    if (b->own_trait[agent] >= 0)
        return;
    if (b->n_traits < PB_TEAM_TRAITS)
        b->own_trait[agent] = b->n_traits++;
    else
        b->inexact = true;
}

/* Does a fair rule count single days? Hours and weekends do not fit rows. */
static bool by_rows(const pb_team_build *b, const pb_fair *f)
{
    if (f->weekends || f->hard || f->n == 0)
        return false;
    for (int32_t alt = 0; alt < b->in->n_alts; alt++)
        if (f->tab[alt] < 0 || f->tab[alt] > 1)
            return false;
    return true;
}

/* A trait for everybody that a fair rule counts, if there are enough for all of them. */
static void fair_traits(pb_team_build *b)
{
    const pb_instance *in = b->in;
    int32_t units = 0;
    for (int32_t i = 0; i < in->n_fair; i++) {
        const pb_fair *f = &in->fair[i];
        int32_t fresh = 0;
        b->fair_unit[i] = -1;
        if (!b->totals || b->totals[i] < 0 || !by_rows(b, f))
            continue;
        for (int32_t k = 0; k < f->n; k++)
            fresh += b->own_trait[f->agent[k]] < 0;
        if (b->n_traits + fresh > PB_TEAM_TRAITS)
            continue;
        for (int32_t k = 0; k < f->n; k++)
            own_trait(b, f->agent[k]);
        b->fair_unit[i] = units++; /* counted from 0 until the units before are known */
    }
}

static bool overlap(const pb_alt *x, const pb_alt *y)
{
    return x->start_s < y->end_s && y->start_s < x->end_s;
}

/* Being apart is judged at one moment of the day: the start of a duty at which most others run. Where
 * all duties of the day overlap each other, any moment will do. */
static int32_t apart_slot(pb_team_build *b, int32_t day)
{
    const pb_instance *in = b->in;
    int32_t most = -1, slot = -1;
    bool all = true;
    for (int32_t i = in->day_alt[day]; i < in->day_alt[day + 1]; i++) {
        int32_t n = 0;
        for (int32_t k = in->day_alt[day]; k < in->day_alt[day + 1]; k++) {
            all = all && overlap(&in->alts[i], &in->alts[k]);
            n += in->alts[k].start_s <= in->alts[i].start_s && in->alts[i].start_s < in->alts[k].end_s;
        }
        if (n > most) {
            most = n;
            slot = pb_grid_find(&in->grid, in->alts[i].start_s);
        }
    }
    return all ? -1 : slot;
}

static bool pairs_of(const pb_instance *in, bool together)
{
    for (int32_t i = 0; i < in->n_pairs; i++)
        if (in->pairs[i].together == together)
            return true;
    return false;
}

/* The units of a day behind its slots. */
static int32_t day_units(pb_team_build *b, int32_t day, int32_t unit)
{
    const pb_instance *in = b->in;
    for (int32_t i = 0; i < in->n_role; i++)
        if (in->role[i].day == day)
            b->role_unit[i] = unit++;
    b->shift_unit[day] = b->work_unit[day] = -1;
    b->apart_slot[day] = -1;
    if (pairs_of(in, true)) {
        b->shift_unit[day] = unit;
        unit += in->ws->shifts.n + 1; /* shifts, and at work at all */
    }
    if (pairs_of(in, false)) {
        b->work_unit[day] = unit++;
        b->apart_slot[day] = apart_slot(b, day);
        b->inexact = b->inexact || b->apart_slot[day] >= 0;
    }
    return unit;
}

static pb_status room(pb_team_build *b)
{
    const pb_instance *in = b->in;
    b->role_trait = PB_NEW_ARRAY(b->a, in->n_role + 1, int32_t);
    b->own_trait = PB_NEW_ARRAY(b->a, in->n_agents + 1, int32_t);
    b->slot_unit = PB_NEW_ARRAY(b->a, in->grid.n_slots + 1, int32_t);
    b->role_unit = PB_NEW_ARRAY(b->a, in->n_role + 1, int32_t);
    b->shift_unit = PB_NEW_ARRAY(b->a, in->n_days + 1, int32_t);
    b->work_unit = PB_NEW_ARRAY(b->a, in->n_days + 1, int32_t);
    b->apart_slot = PB_NEW_ARRAY(b->a, in->n_days + 1, int32_t);
    b->fair_unit = PB_NEW_ARRAY(b->a, in->n_fair + 1, int32_t);
    return b->role_trait && b->own_trait && b->slot_unit && b->role_unit && b->shift_unit && b->work_unit &&
                   b->apart_slot && b->fair_unit ? PB_OK : PB_ERR_NOMEM;
}

pb_status pb_team_units(pb_team_build *b)
{
    const pb_instance *in = b->in;
    int32_t unit = 0;
    pb_status s = room(b);

    if (s)
        return s;
    b->n_traits = in->n_rows;
    s = role_traits(b);
    if (s)
        return s;
    for (int32_t i = 0; i < in->n_agents; i++)
        b->own_trait[i] = -1;
    for (int32_t i = 0; i < in->n_pairs; i++) {
        own_trait(b, in->pairs[i].a);
        own_trait(b, in->pairs[i].b);
    }
    fair_traits(b);
    for (int32_t t = 0, day = 0; t < in->grid.n_slots || day < in->n_days;) {
        if (t < in->grid.n_slots && pb_grid_day(&in->grid, t) == day)
            b->slot_unit[t++] = unit++;
        else
            unit = day_units(b, day++, unit);
    }
    for (int32_t i = 0; i < in->n_fair; i++)
        if (b->fair_unit[i] >= 0)
            b->fair_unit[i] = unit++;
    b->p.n_units = unit;
    return PB_OK;
}
