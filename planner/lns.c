/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Neighbourhood search: a window of days (or several apart, so that hours and weekends can be traded between
 * them) for many people or a part of them, or all days of a few people, is set free, solved by column
 * generation and a dive, the rest staying. The Lagrangian bound tells most fruitless ones at once; sizes
 * follow from that: proven fruitless = larger next time, searched in vain = smaller. Shapes share the time by what
 * they have won in it.
 *
 * Where only rounds decide, the tasks of a round run side by side on the same roster and are merged in their
 * order, so the outcome does not depend on how many threads there are. Where the clock decides, every thread
 * takes one task after another from the best roster there is, and no one waits.
 */
#include "base/parallel.h"
#include "planner/lns_counts.h"
#include "planner/lns_parts.h"

#include <string.h>

/* How sizes follow what is learnt (small windows are quick: as long as they win often, they stay small), how soon
 * wins are forgotten, the least share of the time beside the best shape. */
#define GROW 1.03
#define STAY 0.98
#define SHRINK 0.97
#define FORGET 0.99
#define LEAST_WEIGHT 0.05
#define COUNTS_WORK 5e5 /* first size of a programme of counts: people by days, by rows of cover */
#define HOPE 0.2 /* wins and seconds that are taken for granted */
#define COUNTS_SHARE 0.3 /* of the time that is left may go into one programme of counts */
#define USUAL 0.9
#define MOST_WORTH 100.0
#define UNDER_WAY 1.0 /* time counted for a task while it runs, so that those side by side differ */

static pb_status solve_sub(engine *e, eng_worker *w, task *t, eng_sub *s, pb_rng *rng, double until)
{
    pb_status st = eng_sub_seed(s, &t->base);
    if (st == PB_OK)
        st = eng_sub_seed_pool(s, POOL_EACH);
    cg_options cg = {.max_rounds = 80, .smoothing = 0.5, .threads = 1, .until = until};
    s->cutoff = t->base.cost;
    if (st == PB_OK)
        st = eng_cg(s, &cg);
    t->proven = s->pruned;
    if (st != PB_OK || s->pruned || s->stopped || eng_over(e))
        return st;
    dive_options o = {.cg_rounds = 8, .share = 0.12, .until = until, .noise = 0.02};
    size_t cells = (size_t)t->n * (size_t)s->n_days;
    t->days = PB_NEW_ARRAY(w->arena, cells, pb_choice);
    if (t->days == NULL)
        return PB_ERR_NOMEM;
    st = eng_dive(s, &o, rng, t->days, &t->found);
    if (st == PB_OK && !t->found && eng_uses(e, PB_PART_MIP) && s->n_columns < 1500 && !eng_over(e))
        st = eng_sub_mip(s, e->opt->seconds > 0 ? 2.0 : 0.0, 200, t->days, &t->found);
    return st;
}

/* Columns of days, each with its breaks in their places. */
static pb_status run_columns(engine *e, eng_worker *w, task *t, double until)
{
    eng_sub s;
    pb_status st = eng_sub_make(e, w, &t->base, t->n, t->person, t->day0, t->day1, t->is_free + t->day0, e->limits, &s);
    if (st != PB_OK)
        return st;
    s.until = until;
    pb_rng rng = pb_rng_stream(e->opt->seed, t->key + 1);
    st = solve_sub(e, w, t, &s, &rng, until);
    eng_sub_free(&s);
    return st;
}

static pb_status run_counts(engine *e, eng_worker *w, task *t, double until)
{
    const pb_problem *p = e->p;
    size_t nd = (size_t)(t->day1 - t->day0);
    pb_choice *roster = PB_NEW_ARRAY(w->arena, (size_t)p->n_people * (size_t)p->n_days, pb_choice);
    t->days = PB_NEW_ARRAY(w->arena, (size_t)t->n * nd, pb_choice);
    if (roster == NULL || t->days == NULL)
        return PB_ERR_NOMEM;
    eng_counts c = {.base = &t->base, .n = t->n_free, .person = t->person, .free_day = t->is_free, .day0 = t->day0,
                    .day1 = t->day1, .until = until};
    eng_counted got;
    pb_rng rng = pb_rng_stream(e->opt->seed, t->key + 1);
    pb_status st = eng_counts_solve(e, w, &c, &rng, roster, &got);
    t->proven = got.proven;
    t->found = got.found;
    t->stopped = got.stopped;
    for (int32_t k = 0; k < t->n && st == PB_OK && got.found; k++)
        memcpy(t->days + (size_t)k * nd, roster + eng_cell(e, t->person[k], t->day0), nd * sizeof *t->days);
    return st;
}

static pb_status run_task(void *ctx, size_t item, int worker)
{
    search *q = ctx;
    engine *e = q->e;
    task *t = &q->tasks[item];
    eng_worker *w = &e->task_workers[item];
    (void)worker;
    double begin = eng_time(e), limit = e->opt->seconds, most = q->task_seconds;
    pb_arena_reset(w->arena);
    t->proven = t->found = t->stopped = false;
    t->days = NULL;
    if (t->kind == COUNTS)
        most = fmin(2.0 * most, COUNTS_SHARE * (limit - begin));
    double until = limit > 0 ? begin + most : 0;
    pb_status st = t->kind == COUNTS ? run_counts(e, w, t, until) : run_columns(e, w, t, until);
    t->seconds = e->opt->seconds > 0 ? eng_time(e) - begin : 1.0;
    return st;
}

/* Puts a task's days into the best roster when that is lawful and not dearer. */
static bool merge(search *q, task *t)
{
    engine *e = q->e;
    eng_roster *r = &q->r;
    pb_choice *line = q->line;
    int64_t had = e->best.cost;
    t->gain = 0;
    if (!t->found)
        return false;
    int32_t nd = t->day1 - t->day0;
    eng_roster_copy(e, r, &e->best);
    for (int32_t k = 0; k < t->n; k++) {
        const pb_choice *days = t->days + (size_t)k * (size_t)nd;
        memcpy(line, r->at + eng_cell(e, t->person[k], 0), (size_t)e->p->n_days * sizeof *line);
        for (int32_t d = t->day0; d < t->day1; d++)
            line[d] = t->is_free[d] ? days[d - t->day0] : line[d];
        eng_roster_put(e, r, t->person[k], t->day0, t->day1, line);
    }
    if (r->cost < had) {
        bool won = eng_offer(e, r, t->kind == COUNTS ? "counts" : t->kind == PEOPLE ? "people" : "window");
        t->gain = had - e->best.cost;
        return won;
    }
    int64_t broken;
    if (r->cost == e->best.cost) { /* a sideways step: other ways from here */
        eng_roster_count(e, r, &broken);
        if (broken == 0 && r->cost == e->best.cost)
            eng_roster_copy(e, &e->best, r);
    }
    return false;
}

static bool may_use(const search *q, int kind)
{
    const engine *e = q->e;
    bool large = e->p->n_rows > 2 * WINDOW_ROWS; /* all days of anybody are too many rows */
    if (kind == COUNTS)
        return q->counts;
    if (kind == PEOPLE)
        return !large && eng_uses(e, PB_PART_PEOPLE);
    return (large || eng_uses(e, PB_PART_WINDOWS)) && lns_people_of(e, kind) > 0;
}

/* Wins in the time spent, both of late; a shape not yet tried looks good. */
static double rate(const shape *s)
{
    return (s->won + HOPE) / (s->spent + HOPE);
}

/* The time is used up by a shape the faster the less it wins. */
static void use_up(search *q, shape *s, double seconds)
{
    double best = 0;
    for (int k = 0; k < KINDS; k++)
        best = may_use(q, k) && rate(&q->shape[k]) > best ? rate(&q->shape[k]) : best;
    double weight = best > 0 ? rate(s) / best : 1.0;
    s->used += seconds / (weight > LEAST_WEIGHT ? weight : LEAST_WEIGHT);
}

/* Programmes of counts: as large as they can be solved in a part of a task's time. */
static void resize_counts(const search *q, shape *s, const task *t)
{
    double least = LEAST_PEOPLE, most = (double)q->e->p->n_people * q->e->p->n_days;
    s->size *= t->stopped ? 0.75 : t->seconds < 0.3 * q->task_seconds ? 1.3 : 1.0;
    s->size = s->size < least ? least : s->size > most ? most : s->size;
}

/* A shape's size after a task of it. */
static void resize(const search *q, shape *s, const task *t, bool won)
{
    if (t->kind == COUNTS) {
        resize_counts(q, s, t);
        return;
    }
    double least = t->kind != PEOPLE && q->widest < LEAST_BLOCK ? 1 : LEAST_BLOCK;
    double most = t->kind == PEOPLE ? q->e->p->n_people : q->widest;
    s->size *= t->proven ? GROW : won ? STAY : SHRINK;
    s->size = s->size < least ? least : s->size > most ? most : s->size;
}

/* Programmes of counts win seldom and much: a win is as many as it gains of the others' usual ones. */
static double worth(search *q, const task *t, bool won)
{
    double gain = (double)t->gain;
    if (!won)
        return 0;
    if (t->kind == COUNTS)
        return q->usual_gain > 0 ? fmin(fmax(gain / q->usual_gain, 1.0), MOST_WORTH) : 1.0;
    q->usual_gain = q->usual_gain > 0 ? USUAL * q->usual_gain + (1.0 - USUAL) * gain : gain;
    return 1.0;
}

static void learn(search *q, const task *t, bool won)
{
    shape *s = &q->shape[t->kind];
    s->tried++;
    s->proven += t->proven;
    s->wins += won;
    s->seconds += t->seconds;
    s->won = FORGET * s->won + worth(q, t, won);
    s->spent = FORGET * s->spent + t->seconds;
    s->used -= UNDER_WAY;
    use_up(q, s, t->seconds);
    resize(q, s, t, won);
    eng_log(q->e, "task %d: %d people, days %d to %d, size %.1f, proven %d found %d won %d, %.3f s", t->kind, t->n, t->day0,
            t->day1 - 1, t->size, (int)t->proven, (int)t->found, (int)won, t->seconds);
}

/* The shape that has used least of the time so far. */
static int next_kind(const search *q)
{
    int best = -1;
    for (int k = 0; k < KINDS; k++)
        if (may_use(q, k) && (best < 0 || q->shape[k].used < q->shape[best].used))
            best = k;
    return best < 0 ? ALL : best;
}

static void prepare(search *q, task *t, int32_t *order)
{
    engine *e = q->e;
    lns_measure_slack(q);
    t->kind = next_kind(q);
    q->shape[t->kind].used += UNDER_WAY;
    t->size = q->shape[t->kind].size;
    t->key = pb_rng_u64(q->rng);
    eng_roster_copy(e, &t->base, &e->best);
    pb_rng rng = pb_rng_stream(e->opt->seed, t->key);
    lns_choose(q, t, &rng, order);
}

static pb_status one_round(search *q)
{
    engine *e = q->e;
    int n = e->n_task_workers;
    for (int i = 0; i < n; i++)
        prepare(q, &q->tasks[i], e->task_workers[i].order);
    pb_status st = pb_parallel(e->opt->threads, (size_t)n, run_task, q);
    for (int i = 0; i < n && st == PB_OK; i++)
        learn(q, &q->tasks[i], merge(q, &q->tasks[i]));
    e->round++;
    return st;
}

static bool go_on(const search *q)
{
    const engine *e = q->e;
    return !eng_over(e) && !eng_done(e) && (q->rounds <= 0 || e->round < q->rounds) &&
           (q->until <= 0 || eng_time(e) < q->until);
}

/* One thread's part where the clock decides. */
static pb_status keep_going(void *ctx, size_t item, int worker)
{
    search *q = ctx;
    engine *e = q->e;
    task *t = &q->tasks[item];
    pb_status st = item == 0 && q->prove_until > 0 ? eng_prove(e, q->prove_until, INT64_MAX) : PB_OK;
    pb_mutex_lock(e->lock);
    while (st == PB_OK && !q->failed && go_on(q)) {
        prepare(q, t, e->task_workers[item].order);
        pb_mutex_unlock(e->lock);
        st = run_task(q, item, worker);
        pb_mutex_lock(e->lock);
        if (st == PB_OK)
            learn(q, t, merge(q, t));
        e->round++;
    }
    q->failed = q->failed || st != PB_OK;
    if (q->failed || eng_done(e))
        atomic_store(&e->finished, true);
    pb_mutex_unlock(e->lock);
    return st;
}

static void shapes_make(search *q)
{
    const pb_problem *p = q->e->p;
    q->widest = (double)WINDOW_ROWS * p->n_days / (p->n_rows + 1);
    q->widest = q->widest < 1 ? 1 : q->widest > p->n_days ? p->n_days : q->widest;
    for (int k = 0; k < KINDS; k++) {
        double days = 7.0 * (1 << k), most = k == ALL ? q->widest : 0.5 * q->widest;
        q->shape[k].size = k == PEOPLE ? 5 : most < days ? most : days;
        q->shape[k].used = k; /* the quick ones first */
    }
    double rows = (double)p->n_rows / p->n_days / p->n_people;
    q->counts = eng_counts_pay(p) && q->e->have_root_y && eng_uses(q->e, PB_PART_COUNTS);
    q->shape[COUNTS].size = sqrt(COUNTS_WORK / rows);
    q->shape[COUNTS].used = 0;
}

static pb_status search_make(search *q)
{
    engine *e = q->e;
    const pb_problem *p = e->p;
    pb_status st = eng_roster_make(e, e->arena, &q->r);
    q->line = PB_NEW_ARRAY(e->arena, (size_t)p->n_days, pb_choice);
    q->slack = PB_NEW_ARRAY(e->arena, (size_t)p->n_days, double);
    q->tasks = PB_NEW_ARRAY(e->arena, (size_t)e->n_task_workers, task);
    if (st != PB_OK || q->line == NULL || q->slack == NULL || q->tasks == NULL)
        return PB_ERR_NOMEM;
    for (int i = 0; i < e->n_task_workers; i++) {
        task *t = &q->tasks[i];
        t->person = PB_NEW_ARRAY(e->arena, (size_t)p->n_people, int32_t);
        t->is_free = PB_NEW_ARRAY(e->arena, (size_t)p->n_days, uint8_t);
        if (t->person == NULL || t->is_free == NULL || eng_roster_make(e, e->arena, &t->base) != PB_OK)
            return PB_ERR_NOMEM;
    }
    q->slack_at = INT64_MAX;
    shapes_make(q);
    q->task_seconds = e->opt->seconds > 120 ? 10.0 : 5.0;
    return PB_OK;
}

static void tell(const search *q)
{
    static const char *const names[KINDS] = {"windows", "of half", "of a quarter", "people", "counts"};
    eng_log(q->e, "slack of rows %.0f of %lld", q->all_slack / q->e->scale, (long long)(q->e->best.cost - q->e->bound));
    for (int k = 0; k < KINDS; k++) {
        const shape *s = &q->shape[k];
        eng_log(q->e, "%s: tried %lld proven %lld won %lld size %.1f seconds %.1f", names[k], (long long)s->tried,
                (long long)s->proven, (long long)s->wins, s->size, s->seconds);
    }
}

pb_status eng_search(engine *e, pb_rng *rng, double until, int64_t rounds, double prove_until)
{
    search *q = PB_NEW(e->arena, search);
    if (q == NULL)
        return PB_ERR_NOMEM;
    *q = (search){.e = e, .rng = rng, .until = until, .rounds = rounds, .prove_until = prove_until};
    pb_status st = search_make(q);
    if (st == PB_OK && e->opt->seconds > 0 && rounds <= 0)
        st = pb_parallel(e->opt->threads, (size_t)e->n_task_workers, keep_going, q);
    else
        while (st == PB_OK && go_on(q))
            st = one_round(q);
    if (st == PB_OK)
        tell(q);
    return st;
}
