/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Re-rostering one person against prices, and the descent made of it. */
#include "planner/engine_private.h"

#include <string.h>

enum { HEURISTIC_TRIES = 12, LOOSE_CELLS = 8000000, NEAR_PASSES = 6 };

/* Share of the time for moves of a long plan's people at true prices. */
#define NEAR_SHARE 0.02

void eng_marginal(const engine *e, const int32_t *count, int32_t *y, int32_t row0, int32_t row1)
{
    const pb_problem *p = e->p;
    for (int32_t r = row0; r < row1; r++) {
        int64_t saved = pb_row_cost(p, &p->rows[r], count[r]) - pb_row_cost(p, &p->rows[r], count[r] + 1);
        y[r] = (int32_t)(saved * e->scale);
    }
}

pb_status eng_reroster(engine *e, eng_worker *w, int32_t person, const pb_choice *days, int32_t day0,
                       int32_t day1, const uint64_t *mask, eng_how style, pb_priced *ret)
{
    const pb_problem *p = e->p;
    pb_view view;
    bool whole = day0 == 0 && day1 == p->n_days, loose = style != ENG_EXACT;
    if (whole)
        pb_view_whole(p, person, &view);
    else
        pb_view_part(p, person, days, day0, day1, w->last_price, &view);
    w->price_class = -1;
    pb_prices_set(&w->prices, p, e->classes.traits[e->classes.of[person]], w->y, day0, day1);
    if (mask == NULL)
        mask = p->people[person].allowed + (size_t)day0 * (size_t)p->n_words;
    pb_pricing how = {.mask = mask, .cost = w->prices.cost, .scale = e->scale, .max_cells = loose ? LOOSE_CELLS : e->max_cells,
                      .tries = HEURISTIC_TRIES, .loose = loose, .around = loose ? days : NULL, .fresh = !whole || style == ENG_NEAR};
    pb_status st = pb_pricer_solve(&e->pricers[person], w->dp, p, &view, &how, ret, w->choices);
    if (st == PB_OK && ret->value >= PB_DP_NONE && how.around != NULL) {
        how.around = NULL; /* his days may break rules themselves */
        st = pb_pricer_solve(&e->pricers[person], w->dp, p, &view, &how, ret, w->choices);
    }
    if (st != PB_OK || ret->value >= PB_DP_NONE)
        return st;
    for (int32_t d = day0; d < day1; d++) {
        int16_t c = w->choices[d - day0];
        w->days[d] = (pb_choice){c, w->prices.holes[(size_t)d * (size_t)p->n_choices + (size_t)c]};
    }
    return PB_OK;
}

/* A random order of the people. */
static void shuffle(int32_t *order, int32_t n, pb_rng *rng)
{
    for (int32_t i = 0; i < n; i++)
        order[i] = i;
    for (int32_t i = n - 1; i > 0; i--) {
        int32_t k = (int32_t)pb_rng_below(rng, (uint64_t)i + 1), t = order[i];
        order[i] = order[k];
        order[k] = t;
    }
}

/* One person's best days against the marginal costs of the others. *ret_better: the roster improved. */
static pb_status improve_one(engine *e, eng_worker *w, eng_roster *r, int32_t person, eng_how style, bool *ret_better)
{
    const pb_problem *p = e->p;
    pb_choice *mine = r->at + eng_cell(e, person, 0);
    uint64_t traits = p->people[person].traits;
    *ret_better = false;
    for (int32_t d = 0; d < p->n_days; d++)
        pb_cell_count(p, traits, d, mine[d], -1, r->count);
    eng_marginal(e, r->count, w->y, 0, p->n_rows);
    for (int32_t d = 0; d < p->n_days; d++)
        pb_cell_count(p, traits, d, mine[d], 1, r->count);
    pb_priced priced;
    pb_status st = eng_reroster(e, w, person, mine, 0, p->n_days, NULL, style, &priced);
    if (st != PB_OK || priced.value >= PB_DP_NONE)
        return st;
    int64_t had = r->cost;
    pb_choice *old = w->old;
    memcpy(old, mine, (size_t)p->n_days * sizeof *old);
    eng_roster_put(e, r, person, 0, p->n_days, w->days);
    if (r->cost > had)
        eng_roster_put(e, r, person, 0, p->n_days, old);
    *ret_better = r->cost < had;
    return PB_OK;
}

static pb_status descend(engine *e, eng_worker *w, eng_roster *r, pb_rng *rng, int passes, eng_how style, double until)
{
    int32_t *order = w->order, n = e->p->n_people, still = 0;
    for (int pass = 0; pass < passes; pass++) {
        shuffle(order, n, rng);
        for (int32_t i = 0; i < n; i++) {
            bool better;
            pb_status st = improve_one(e, w, r, order[i], style, &better);
            if (st != PB_OK)
                return st;
            still = better ? 0 : still + 1;
            if (still >= n || eng_over(e) || (until > 0 && eng_time(e) > until))
                return PB_OK;
        }
    }
    return PB_OK;
}

pb_status eng_one_opt(engine *e, eng_worker *w, eng_roster *r, pb_rng *rng, int passes)
{
    if (!eng_uses(e, PB_PART_ONE_OPT))
        return PB_OK;
    pb_status st = descend(e, w, r, rng, passes, e->loose ? ENG_LOOSE : ENG_EXACT, 0);
    double limit = e->opt->seconds;
    if (st == PB_OK && e->loose)
        st = descend(e, w, r, rng, NEAR_PASSES, ENG_NEAR, limit > 0 ? eng_time(e) + NEAR_SHARE * limit : 0);
    return st;
}
