/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Neighbourhood search: a window of days (or two windows apart, so that hours and weekends can be
 * traded between them) for many people, or all days of a few people, is set free, solved by column
 * generation and a dive, the rest staying. The Lagrangian bound tells most fruitless ones at once; sizes
 * follow from that: proven fruitless = larger next time, searched in vain = smaller.
 *
 * Tasks run side by side on the same roster; their results are merged in order of the tasks, so the
 * outcome does not depend on how many threads there are.
 */
#include "base/parallel.h"
#include "planner/master.h"

#include <string.h>

enum { WINDOW = 0, PEOPLE = 1, KINDS = 2, MAX_PEOPLE = 60, MAX_TASKS = 64, POOL_EACH = 20, WINDOW_ROWS = 600, NEAR = 84, LEAST_BLOCK = 3 };

typedef struct task {
    int kind;
    double size;      /* days of a window, or people */
    uint64_t key;     /* of its random numbers */
    /* result */
    int32_t n, day0, day1;
    int32_t *person;  /* [n] */
    pb_choice *days;  /* [n * (day1 - day0)] */
    bool proven, found;
    double seconds;
} task;

typedef struct search {
    engine *e;
    task tasks[MAX_TASKS];
    double size[KINDS], spent[KINDS];
    int64_t tried[KINDS], proven[KINDS], won[KINDS];
    double task_seconds;
    double widest; /* window that GLPK can still take */
    double *slack; /* [n_days] what the days' rows cost above what the bound's prices say */
    double all_slack;
} search;

static void choose_people(const engine *e, task *t, int32_t n, pb_rng *rng, int32_t *order)
{
    int32_t all = e->p->n_people;
    for (int32_t i = 0; i < all; i++)
        order[i] = i;
    for (int32_t i = 0; i < n; i++) {
        int32_t k = i + (int32_t)pb_rng_below(rng, (uint64_t)(all - i)), x = order[i];
        order[i] = order[k];
        order[k] = x;
    }
    memcpy(t->person, order, (size_t)n * sizeof *order);
    t->n = n;
}

static int32_t rounded(double size, pb_rng *rng, int32_t most)
{
    int32_t n = (int32_t)(size + pb_rng_unit(rng));
    return n < 1 ? 1 : n > most ? most : n;
}

/* Complementary slackness: a row whose count is not the cheapest at the price that the bound gives it shows where
 * the roster loses. */
static void measure_slack(search *q)
{
    const engine *e = q->e;
    const pb_problem *p = e->p;
    q->all_slack = 0;
    for (int32_t d = 0; d < p->n_days && e->have_root_y; d++) {
        int32_t u0, u1;
        int64_t sum = 0;
        pb_units_of_days(p, d, d + 1, &u0, &u1);
        for (int32_t r = u0 < u1 ? p->unit_row[u0] : 0; u0 < u1 && r < p->unit_row[u1]; r++) {
            int64_t y = e->root_y[r], n = e->best.count[r];
            sum += pb_row_cost(p, &p->rows[r], n) * e->scale + y * n - pb_row_conjugate(p, &p->rows[r], e->scale, (int32_t)y);
        }
        q->slack[d] = (double)sum;
        q->all_slack += (double)sum;
    }
}

/* Where a window of that many of the days lo … hi - 1 begins: anywhere, or where it holds a day drawn by its slack. */
static int32_t choose_begin(const search *q, int32_t lo, int32_t hi, int32_t width, pb_rng *rng)
{
    int32_t last = hi - width, day = lo;
    double all = 0;
    for (int32_t d = lo; d < hi; d++)
        all += q->slack[d];
    if (all <= 0 || pb_rng_below(rng, 2) == 0)
        return lo + (int32_t)pb_rng_below(rng, (uint64_t)(last - lo) + 1);
    for (double at = pb_rng_unit(rng) * all; day + 1 < hi && at >= q->slack[day]; day++)
        at -= q->slack[day];
    int32_t begin = day - (int32_t)pb_rng_below(rng, (uint64_t)width);
    return begin < lo ? lo : begin > last ? last : begin;
}

/* How many windows share the days: one as often as several; a third of those are more than two. */
static int32_t choose_blocks(const engine *e, int32_t width, pb_rng *rng)
{
    if (!eng_uses(e, PB_PART_PAIRS) || width < 2 * LEAST_BLOCK - 2 || e->p->n_days < 2 * width || pb_rng_below(rng, 2) == 0)
        return 1;
    int32_t most = width / LEAST_BLOCK;
    return most > 2 && pb_rng_below(rng, 3) == 0 ? 3 + (int32_t)pb_rng_below(rng, (uint64_t)most - 2) : 2;
}

/* Which days are free; the task's range is cut to them. Days between windows cost little, but not nothing: mostly
 * near; one in six anywhere, or what is used up at one end of a year could never be had back at the other. */
static void choose_days(const search *q, task *t, int32_t width, pb_rng *rng, uint8_t *is_free)
{
    const engine *e = q->e;
    int32_t nd = e->p->n_days, blocks = choose_blocks(e, width, rng), size = width / blocks;
    int32_t reach = nd > NEAR && pb_rng_below(rng, 6) != 0 ? NEAR : nd;
    memset(is_free, 0, (size_t)nd);
    int32_t a = choose_begin(q, 0, nd, size, rng), lo = a - reach > 0 ? a - reach : 0;
    int32_t hi = a + size + reach < nd ? a + size + reach : nd;
    memset(is_free + a, 1, (size_t)size);
    for (int32_t k = 1; k < blocks; k++)
        memset(is_free + choose_begin(q, lo, hi, size, rng), 1, (size_t)size);
    t->day0 = 0;
    t->day1 = nd;
    while (!is_free[t->day0])
        t->day0++;
    while (!is_free[t->day1 - 1])
        t->day1--;
}

static pb_status solve_sub(engine *e, eng_worker *w, task *t, eng_sub *s, pb_rng *rng, double until)
{
    pb_status st = eng_sub_seed(s, &e->best);
    if (st == PB_OK)
        st = eng_sub_seed_pool(s, POOL_EACH);
    cg_options cg = {.max_rounds = 80, .smoothing = 0.5, .threads = 1, .until = until};
    s->cutoff = e->best.cost;
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

static pb_status run_task(void *ctx, size_t item, int worker)
{
    search *q = ctx;
    engine *e = q->e;
    task *t = &q->tasks[item];
    eng_worker *w = &e->task_workers[item];
    (void)worker;
    double begin = eng_time(e);
    pb_arena_reset(w->arena);
    t->proven = t->found = false;
    t->days = NULL;
    t->person = PB_NEW_ARRAY(w->arena, (size_t)e->p->n_people, int32_t);
    uint8_t *is_free = PB_NEW_ARRAY(w->arena, (size_t)e->p->n_days, uint8_t);
    if (t->person == NULL || is_free == NULL)
        return PB_ERR_NOMEM;
    pb_rng rng = pb_rng_stream(e->opt->seed, t->key);
    int32_t all = e->p->n_people, most = all < MAX_PEOPLE ? all : MAX_PEOPLE;
    if (t->kind == WINDOW) {
        choose_people(e, t, most, &rng, w->order);
        choose_days(q, t, rounded(t->size, &rng, e->p->n_days), &rng, is_free);
    } else {
        choose_people(e, t, rounded(t->size, &rng, most), &rng, w->order);
        memset(is_free, 1, (size_t)e->p->n_days);
        t->day0 = 0;
        t->day1 = e->p->n_days;
    }
    eng_sub s;
    pb_status st = eng_sub_make(e, w, &e->best, t->n, t->person, t->day0, t->day1, is_free + t->day0,
                                e->limits, &s);
    if (st != PB_OK)
        return st;
    double until = e->opt->seconds > 0 ? begin + q->task_seconds : 0;
    s.until = until;
    st = solve_sub(e, w, t, &s, &rng, until);
    eng_sub_free(&s);
    t->seconds = eng_time(e) - begin;
    return st;
}

/* Puts a task's days into the best roster when that is lawful and not dearer. */
static bool merge(engine *e, eng_roster *r, const task *t, pb_choice *line)
{
    if (!t->found)
        return false;
    int32_t nd = t->day1 - t->day0;
    eng_roster_copy(e, r, &e->best);
    for (int32_t k = 0; k < t->n; k++) {
        memcpy(line + t->day0, t->days + (size_t)k * (size_t)nd, (size_t)nd * sizeof *line);
        eng_roster_put(e, r, t->person[k], t->day0, t->day1, line);
    }
    if (r->cost < e->best.cost)
        return eng_offer(e, r, t->kind == WINDOW ? "window" : "people");
    int64_t broken;
    if (r->cost == e->best.cost) { /* a sideways step: other ways from here */
        eng_roster_count(e, r, &broken);
        if (broken == 0 && r->cost == e->best.cost)
            eng_roster_copy(e, &e->best, r);
    }
    return false;
}

static void learn(search *q, const task *t, bool won)
{
    const double step = 0.1;
    int32_t most = q->e->p->n_people;
    q->tried[t->kind]++;
    q->proven[t->kind] += t->proven;
    q->won[t->kind] += won;
    q->spent[t->kind] += q->e->opt->seconds > 0 ? t->seconds : 1.0;
    if (t->proven)
        q->size[t->kind] += step;
    else if (!won)
        q->size[t->kind] -= step;
    double least = t->kind == WINDOW && q->widest < 3 ? 1 : 3, cap = t->kind == WINDOW ? q->widest : most;
    q->size[t->kind] = q->size[t->kind] < least ? least : q->size[t->kind] > cap ? cap : q->size[t->kind];
}

static int next_kind(const search *q)
{
    if (q->e->p->n_rows > 2 * WINDOW_ROWS)
        return WINDOW; /* all days of anybody are too many rows */
    if (!eng_uses(q->e, PB_PART_WINDOWS) || !eng_uses(q->e, PB_PART_PEOPLE))
        return eng_uses(q->e, PB_PART_WINDOWS) ? WINDOW : PEOPLE;
    return q->spent[PEOPLE] * 4 < q->spent[WINDOW] ? PEOPLE : WINDOW;
}

static pb_status one_round(search *q, int n, pb_rng *rng, eng_roster *r, pb_choice *line)
{
    engine *e = q->e;
    measure_slack(q);
    for (int i = 0; i < n; i++) {
        q->tasks[i].kind = next_kind(q);
        q->tasks[i].size = q->size[q->tasks[i].kind];
        q->tasks[i].key = pb_rng_u64(rng);
    }
    pb_status st = pb_parallel(e->opt->threads, (size_t)n, run_task, q);
    for (int i = 0; i < n && st == PB_OK; i++)
        learn(q, &q->tasks[i], merge(e, r, &q->tasks[i], line));
    e->round++;
    return st;
}

static bool go_on(const engine *e, double until, int64_t rounds)
{
    return !eng_over(e) && !eng_done(e) && (rounds <= 0 || e->round < rounds) &&
           (until <= 0 || eng_time(e) < until);
}

pb_status eng_search(engine *e, pb_rng *rng, double until, int64_t rounds)
{
    search *q = PB_NEW(e->arena, search);
    pb_choice *line = PB_NEW_ARRAY(e->arena, (size_t)e->p->n_days, pb_choice);
    eng_roster r;
    if (q == NULL || line == NULL || eng_roster_make(e, e->arena, &r) != PB_OK)
        return PB_ERR_NOMEM;
    q->slack = PB_NEW_ARRAY(e->arena, (size_t)e->p->n_days, double);
    if (q->slack == NULL)
        return PB_ERR_NOMEM;
    q->e = e;
    q->widest = (double)WINDOW_ROWS * e->p->n_days / (e->p->n_rows + 1);
    q->widest = q->widest < 1 ? 1 : q->widest > e->p->n_days ? e->p->n_days : q->widest;
    q->size[WINDOW] = q->widest < 7 ? q->widest : 7;
    q->size[PEOPLE] = 5;
    q->spent[PEOPLE] = 1e-3;
    q->task_seconds = e->opt->seconds > 120 ? 10.0 : 5.0;
    int n = e->n_task_workers;
    while (go_on(e, until, rounds)) {
        pb_status st = one_round(q, n, rng, &r, line);
        if (st != PB_OK)
            return st;
    }
    eng_log(e, "slack of rows %.0f of %lld", q->all_slack / e->scale, (long long)(e->best.cost - e->bound));
    eng_log(e, "windows tried %lld proven %lld won %lld size %.1f seconds %.1f; people %lld %lld %lld %.1f %.1f",
            (long long)q->tried[0], (long long)q->proven[0], (long long)q->won[0], q->size[0], q->spent[0],
            (long long)q->tried[1], (long long)q->proven[1], (long long)q->won[1], q->size[1], q->spent[1]);
    return PB_OK;
}
