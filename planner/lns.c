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
#include "planner/master.h"

#include <string.h>

enum { ALL = 0, HALF = 1, QUARTER = 2, PEOPLE = 3, KINDS = 4 }; /* a window of days for so many; all days of a few */
enum { MAX_PEOPLE = 60, LEAST_PEOPLE = 5, POOL_EACH = 20, WINDOW_ROWS = 600, NEAR = 84, LEAST_BLOCK = 3 };

/* How sizes follow what is learnt (small windows are quick: as long as they win often, they stay small), how soon
 * wins are forgotten, the least share of the time beside the best shape. */
#define GROW 1.03
#define STAY 0.98
#define SHRINK 0.97
#define FORGET 0.99
#define LEAST_WEIGHT 0.05
#define HOPE 0.2 /* wins and seconds that are taken for granted */
#define UNDER_WAY 1.0 /* time counted for a task while it runs, so that those side by side differ */

typedef struct task {
    int kind;
    double size;      /* days of a window, or people */
    uint64_t key;     /* of its random numbers */
    eng_roster base;  /* what it began from */
    int32_t n, day0, day1;
    int32_t *person;  /* [n] */
    uint8_t *is_free; /* [n_days] */
    /* result */
    pb_choice *days;  /* [n * (day1 - day0)] */
    bool proven, found;
    double seconds;
} task;

/* What is known of a shape. */
typedef struct shape {
    double size, used;   /* used: of the time, by its weight */
    double won, spent;   /* of late */
    int64_t tried, proven, wins;
    double seconds;
} shape;

typedef struct search {
    engine *e;
    pb_rng *rng;
    double until, prove_until;
    int64_t rounds;
    task *tasks;         /* [n_task_workers] */
    shape shape[KINDS];
    double task_seconds;
    bool failed;         /* on some thread */
    double widest;       /* window that GLPK can still take */
    eng_roster r;        /* scratch of a merge, and */
    pb_choice *line;     /* [n_days] */
    double *slack;       /* [n_days] what the days' rows cost above what the bound's prices say, */
    int64_t slack_at;    /* for the roster of that cost */
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
    if (q->slack_at == e->best.cost)
        return;
    q->slack_at = e->best.cost;
    q->all_slack = 0;
    for (int32_t d = 0; d < p->n_days && e->have_root_y; d++) {
        int32_t u0, u1;
        int64_t sum = 0;
        pb_units_of_days(p, d, d + 1, &u0, &u1);
        for (int32_t r = u0 < u1 ? p->unit_row[u0] : 0; u0 < u1 && r < p->unit_row[u1]; r++) {
            int64_t y = e->root_y[r], n = e->best.count[r];
            sum += pb_row_cost(p, &p->rows[r], n) * e->scale + y * n - pb_row_conjugate(p, &p->rows[r], e->scale, (int32_t)y, 0);
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
static void choose_days(const search *q, task *t, int32_t width, pb_rng *rng)
{
    const engine *e = q->e;
    uint8_t *is_free = t->is_free;
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
    eng_sub s;
    pb_status st = eng_sub_make(e, w, &t->base, t->n, t->person, t->day0, t->day1, t->is_free + t->day0, e->limits, &s);
    if (st != PB_OK)
        return st;
    double until = e->opt->seconds > 0 ? begin + q->task_seconds : 0;
    s.until = until;
    pb_rng rng = pb_rng_stream(e->opt->seed, t->key + 1);
    st = solve_sub(e, w, t, &s, &rng, until);
    eng_sub_free(&s);
    t->seconds = e->opt->seconds > 0 ? eng_time(e) - begin : 1.0;
    return st;
}

/* Puts a task's days into the best roster when that is lawful and not dearer. */
static bool merge(search *q, const task *t)
{
    engine *e = q->e;
    eng_roster *r = &q->r;
    pb_choice *line = q->line;
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
    if (r->cost < e->best.cost)
        return eng_offer(e, r, t->kind == PEOPLE ? "people" : "window");
    int64_t broken;
    if (r->cost == e->best.cost) { /* a sideways step: other ways from here */
        eng_roster_count(e, r, &broken);
        if (broken == 0 && r->cost == e->best.cost)
            eng_roster_copy(e, &e->best, r);
    }
    return false;
}

/* How many people a window of that kind is for; too few for it: 0. */
static int32_t people_of(const engine *e, int kind)
{
    int32_t n = e->p->n_people < MAX_PEOPLE ? e->p->n_people : MAX_PEOPLE;
    n >>= kind;
    return n < LEAST_PEOPLE && kind != ALL ? 0 : n;
}

static bool may_use(const search *q, int kind)
{
    const engine *e = q->e;
    bool large = e->p->n_rows > 2 * WINDOW_ROWS; /* all days of anybody are too many rows */
    if (kind == PEOPLE)
        return !large && eng_uses(e, PB_PART_PEOPLE);
    return (large || eng_uses(e, PB_PART_WINDOWS)) && people_of(e, kind) > 0;
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

/* A shape's size after a task of it. */
static void resize(const search *q, shape *s, const task *t, bool won)
{
    double least = t->kind != PEOPLE && q->widest < LEAST_BLOCK ? 1 : LEAST_BLOCK;
    double most = t->kind == PEOPLE ? q->e->p->n_people : q->widest;
    s->size *= t->proven ? GROW : won ? STAY : SHRINK;
    s->size = s->size < least ? least : s->size > most ? most : s->size;
}

static void learn(search *q, const task *t, bool won)
{
    shape *s = &q->shape[t->kind];
    s->tried++;
    s->proven += t->proven;
    s->wins += won;
    s->seconds += t->seconds;
    s->won = FORGET * s->won + won;
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
    measure_slack(q);
    t->kind = next_kind(q);
    q->shape[t->kind].used += UNDER_WAY;
    t->size = q->shape[t->kind].size;
    t->key = pb_rng_u64(q->rng);
    eng_roster_copy(e, &t->base, &e->best);
    pb_rng rng = pb_rng_stream(e->opt->seed, t->key);
    if (t->kind == PEOPLE) {
        choose_people(e, t, rounded(t->size, &rng, people_of(e, ALL)), &rng, order);
        memset(t->is_free, 1, (size_t)e->p->n_days);
        t->day0 = 0;
        t->day1 = e->p->n_days;
        return;
    }
    choose_people(e, t, people_of(e, t->kind), &rng, order);
    choose_days(q, t, rounded(t->size, &rng, e->p->n_days), &rng);
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
    static const char *const names[KINDS] = {"windows", "of half", "of a quarter", "people"};
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
