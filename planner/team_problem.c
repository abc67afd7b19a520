/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/team_problem.h"

#include "base/number.h"
#include "planner/price.h"
#include "planner/team_build.h"

enum { LEAST_SCALE = 2, MOST_TRIES = 7 };

int32_t pb_team_price(pb_team_build *b, int64_t thousandths)
{
    int64_t units = thousandths / b->unit;
    if (thousandths < 0 && units * b->unit != thousandths)
        units--;
    b->inexact = b->inexact || units * b->unit != thousandths;
    if (units > INT32_MAX / 64 || units < -INT32_MAX / 64)
        b->broken_form = true;
    return b->broken_form ? 0 : (int32_t)units;
}

int32_t pb_team_price_of(pb_team_build *b, pb_money price, int64_t amount, int64_t per)
{
    b->inexact = b->inexact || price * amount % per != 0;
    return pb_team_price(b, price * amount / per);
}

/* --- choices: a shift at a start of a length, whatever the day --- */

static bool same_choice(const pb_alt *x, const pb_alt *y)
{
    return x->shift == y->shift && x->start_min == y->start_min && x->end_min == y->end_min &&
           x->paid_min == y->paid_min && x->kind == y->kind;
}

static pb_status choices(pb_team_build *b)
{
    const pb_instance *in = b->in;
    b->choice_of = PB_NEW_ARRAY(b->a, in->n_alts, int32_t);
    b->sample = PB_NEW_ARRAY(b->a, in->n_alts + 1, int32_t);
    b->taken = PB_NEW_ARRAY(b->a, (int64_t)in->n_days * PB_MAX_CHOICES, uint8_t);
    if (!b->choice_of || !b->sample || !b->taken)
        return PB_ERR_NOMEM;
    b->n_choices = 1;
    for (int32_t day = 0; day < in->n_days; day++)
        for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
            int32_t c = 1;
            while (c < b->n_choices && (!same_choice(&in->alts[b->sample[c]], &in->alts[alt]) ||
                                        b->taken[(int64_t)day * PB_MAX_CHOICES + c]))
                c++;
            if (c == PB_MAX_CHOICES)
                return PB_ERR_LIMIT;
            if (c == b->n_choices)
                b->sample[b->n_choices++] = alt;
            b->taken[(int64_t)day * PB_MAX_CHOICES + c] = 1;
            b->choice_of[alt] = c;
        }
    b->alt = PB_NEW_ARRAY(b->a, (int64_t)in->n_days * b->n_choices, int32_t);
    if (!b->alt)
        return PB_ERR_NOMEM;
    for (int32_t alt = 1; alt < in->n_alts; alt++)
        b->alt[(int64_t)in->alts[alt].day * b->n_choices + b->choice_of[alt]] = alt;
    b->p.n_choices = b->n_choices;
    b->p.n_words = (b->n_choices + 63) / 64;
    return PB_OK;
}

/* Everybody is in a slot for all of it or not at all. */
static bool aligned(const pb_instance *in)
{
    for (int32_t p = 1; p < in->n_places; p++)
        for (int32_t k = 0; k < in->places[p].n; k++) {
            int m = in->minutes[in->places[p].first + k];
            if (m && m != in->slot_min[in->places[p].slot0 + k])
                return false;
        }
    return true;
}

/* What divides the prices that are paid most: of slots, wishes and terms; 1 where they have little in common. */
static int64_t common_unit(const pb_instance *in)
{
    int64_t g = 0;
    for (int32_t r = 0; r < in->n_rows; r++) {
        g = pb_gcd(g, in->rows[r].price * in->grid.slot_min / 60);
        g = pb_gcd(g, in->rows[r].over * in->grid.slot_min / 60);
    }
    for (int64_t i = 0; i < (int64_t)in->n_agents * in->n_alts; i++)
        g = pb_gcd(g, in->unary[i]);
    for (int64_t i = 0; i < (int64_t)in->n_agents * in->n_days; i++)
        g = pb_gcd(g, in->unary_off[i]);
    for (int32_t i = 0; i < in->term0[in->n_agents]; i++)
        g = in->terms[i].hard ? g : pb_gcd(g, in->terms[i].price);
    for (int32_t i = 0; i < in->n_role; i++)
        g = in->role[i].hard ? g : pb_gcd(g, in->role[i].price);
    for (int32_t i = 0; i < in->n_pairs; i++)
        g = in->pairs[i].hard ? g : pb_gcd(g, in->pairs[i].price / 2);
    return g > 0 ? g : 1;
}

/* What a missing one stands for where cover is hard: more than any slot's soft prices together. */
static int64_t hard_price(const pb_instance *in)
{
    int64_t most = 100000;
    for (int32_t r = 0; r < in->n_rows; r++)
        most = in->rows[r].price > most ? in->rows[r].price : most;
    return 4 * most;
}

static pb_status build(pb_arena *a, const pb_instance *in, const int64_t *totals, int64_t unit,
                       pb_team_problem *ret)
{
    pb_team_build b = {.a = a, .in = in, .totals = totals, .unit = unit, .hard = hard_price(in),
                       .p = {.n_people = in->n_agents, .n_days = in->n_days}};
    int32_t scale = 0;
    pb_status s = choices(&b);

    if (!s)
        s = pb_team_units(&b);
    if (!s)
        s = pb_team_rows(&b);
    if (!s)
        s = pb_team_cells(&b);
    if (!s)
        s = pb_team_people(&b);
    if (s)
        return s;
    b.p.base_cost = b.base / unit - (b.base % unit < 0);
    b.inexact = b.inexact || b.base % unit != 0 || in->n_work > 0; /* deferred work is left out */
    *ret = (pb_team_problem){b.p, unit, !b.inexact, b.left_out, b.alt, b.choice_of, b.fair_unit, b.own_trait, b.fair_base};
    if (b.broken_form || pb_problem_check(&ret->problem))
        return PB_ERR_LIMIT;
    s = pb_scale(&ret->problem, &scale);
    return s || scale < LEAST_SCALE ? PB_ERR_LIMIT : PB_OK;
}

pb_status pb_team_problem_make(pb_arena *a, const pb_instance *in, const int64_t *totals, pb_team_problem *ret)
{
    int64_t unit = totals && in->n_fair ? 1 : common_unit(in);
    pb_status s = PB_ERR_LIMIT;

    if (!aligned(in) || in->n_rows > PB_TEAM_TRAITS || in->n_agents == 0)
        return PB_ERR_LIMIT;
    for (int i = 0; s == PB_ERR_LIMIT && i < MOST_TRIES; i++, unit *= 10) /* coarser until it fits */
        s = build(a, in, totals, unit, ret);
    return s;
}

int32_t pb_team_place(const pb_instance *in, const pb_team_problem *t, int32_t day, pb_choice c)
{
    int32_t alt = c.choice ? t->alt[(int64_t)day * t->problem.n_choices + c.choice] : 0;
    if (!alt)
        return 0;
    return in->alts[alt].place0 + (c.holes < in->alts[alt].n_places ? c.holes : 0);
}

pb_choice pb_team_choice(const pb_instance *in, const pb_team_problem *t, int32_t place)
{
    int32_t alt = in->places[place].alt;
    if (!alt)
        return (pb_choice){PB_CHOICE_OFF, 0};
    return (pb_choice){(int16_t)t->choice_of[alt], (uint16_t)(place - in->alts[alt].place0)};
}

int32_t pb_team_fair_row(const pb_team_problem *t, int32_t rule, int32_t agent)
{
    const pb_problem *p = &t->problem;
    int32_t unit = t->fair_unit[rule];
    for (int32_t r = p->unit_row[unit]; r < p->unit_row[unit + 1]; r++)
        if (p->rows[r].set == (uint64_t)1 << t->own_trait[agent])
            return r;
    return -1;
}

int32_t pb_team_fair_most(const pb_instance *in, const pb_fair *f)
{
    int32_t n = 0;
    if (f->weekends)
        return 1;
    for (int32_t d = 0; d < in->n_days; d++) {
        bool any = false;
        for (int32_t alt = in->day_alt[d]; alt < in->day_alt[d + 1]; alt++)
            any = any || f->tab[alt] > 0;
        n += any;
    }
    return n;
}
