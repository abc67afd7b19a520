/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/even.h"
#include "planner/plan_activities.h"
#include "planner/plan_engine.h"
#include "planner/plan_proof.h"
#include "planner/plan_roster.h"
#include "planner/planner.h"
#include "planner/search.h"

#include <string.h>

/* How much is done, so that a week of two dozen people takes some fifteen seconds of an ordinary machine and the
 * time limit cuts nothing. */
enum { RUNS = 2, MOVES_PER_CELL = 40000, MIN_MOVES = 60000, MAX_MOVES = 10000000, MAX_LONG = 5000000, LONG_DAYS = 10 };
enum { PIVOTS = 60000, NODES = 20000, EXACT_COLUMNS = 2500, ENGINE_CELLS = 60, ENGINE_MOST = 10000, TREE_NODES = 64 };
enum { RELAX_COLUMNS = 5000 }; /* of a programme whose relaxation takes a moment */
enum { ROOM_PART = 4 }; /* the part of the search's moves that making room for activities gets, each time */
enum { EXCHANGES = 400000, ALIKE = 2000000 }; /* of two people, for fair shares; of two alike, each time */

/* Shares of the time limit after which the search, and what evens out after it, end at the latest. Where a slow or busy
 * machine does not end before, half of the time is the proof's: a roster of which nothing is known helps little. */
#define SEARCH_END 0.35
#define EVEN_END 0.4
#define SEARCH_END_ALONE 0.75
#define EVEN_END_ALONE 0.85
#define GUIDED_END 0.7 /* of a second search, within the proof; evened out until */
#define GUIDED_EVEN_END 0.75
#define LAST_END 0.93  /* the same where it comes after the proof */
#define LAST_EVEN_END 0.96
#define FIRST_PART 0.5 /* of a search's moves where another one follows */

typedef struct job {
    const pb_instance *in;
    const pb_plan_options *opt;
    pb_arena *scratch[RUNS];
    pb_found found[RUNS];
    pb_search search[RUNS];
    double start_s;
    pb_money bound;
    double slack;   /* of the bound: rounding */
    pb_money plain; /* cost of the best duties without activities */
    bool plain_near; /* it was inside the gap asked for */
    bool any_lawful;
    pb_money best;
    bool by_clock;
    double gap; /* asked of the duties, so that the whole is inside the gap asked for */
    pb_found chosen;
    int64_t tried;
    bool walked; /* by what the tree told, below */
    const int32_t *people; /* [n_days] how many should work on each day; NULL = not known */
} job;

static void tell(const job *j, const char *stage)
{
    const pb_plan_progress p = {stage, j->any_lawful, j->best, j->bound};

    if (j->opt->progress)
        j->opt->progress(j->opt->progress_ctx, &p);
}

/* Called inside the first run only, which the calling thread works on. */
static void better(void *ctx, bool lawful, pb_money cost)
{
    job *j = ctx;
    if (!lawful || (j->any_lawful && cost >= j->best))
        return;
    j->any_lawful = true;
    j->best = cost;
    tell(j, PB_N_("improving"));
}

static pb_status run_one(void *ctx, size_t item, int worker)
{
    job *j = ctx;
    (void)worker;
    return pb_search_run(j->scratch[item], j->in, &j->search[item], &j->found[item]);
}

/* The share of the time limit after which everything, or run i of the search, is to end. */
static pb_watch watch_until(const job *j, double share)
{
    const pb_plan_options *o = j->opt;
    pb_watch w = {NULL, o->clock_ctx, 0, o->interrupted};
    if (o->clock_s && o->time_limit_s > 0) {
        w.clock_s = o->clock_s;
        w.until_s = j->start_s + share * o->time_limit_s;
    }
    return w;
}

/* The search, a part of its moves, until that share of the time: RUNS walks whose number does not depend on the threads; the
 * first best one counts. */
static pb_status search(job *j, double part, double end)
{
    const pb_plan_options *o = j->opt;
    double effort = o->effort > 0 ? o->effort : 1;
    double moves = part * effort * MOVES_PER_CELL * j->in->n_agents * j->in->n_days;
    double most = part * effort * (j->in->n_days > LONG_DAYS ? MAX_LONG : MAX_MOVES);
    pb_money target = j->bound + (pb_money)((double)j->bound * (j->gap > 0 ? j->gap : 0));

    if (o->no_search)
        moves = 0;
    else
        moves = moves < MIN_MOVES ? MIN_MOVES : moves > most ? most : moves;
    for (int i = 0; i < RUNS; i++) {
        double share = o->threads >= RUNS ? end : end * (i + 2) / (RUNS + 1); /* the relaxation went before */
        j->search[i] = (pb_search){.moves = (int64_t)moves, .target = target,
                                   .seed = o->seed * 0x9E3779B97F4A7C15u + (uint64_t)i + (uint64_t)(j->tried > 0 ? RUNS : 0) + 1,
                                   .people = j->people,
                                   .watch = watch_until(j, share)};
        if (i == 0) {
            j->search[i].better = better;
            j->search[i].better_ctx = j;
        }
    }
    tell(j, j->tried > 0 ? PB_N_("improving") : PB_N_("first roster"));
    return pb_parallel(o->threads >= RUNS ? RUNS : 1, RUNS, run_one, j);
}

static const pb_found *best_of(const job *j)
{
    return pb_found_better(&j->found[1], &j->found[0]) ? &j->found[1] : &j->found[0];
}

static double effort_of(const job *j)
{
    return j->opt->effort > 0 ? j->opt->effort : 1;
}

/* Fair shares are small money beside cover: what the walks leave of them is evened out at the end. */
static pb_status even(job *j, double end)
{
    pb_found *best = pb_found_better(&j->found[1], &j->found[0]) ? &j->found[1] : &j->found[0];
    pb_watch watch = watch_until(j, end);
    int64_t any = (int64_t)(EXCHANGES * effort_of(j)), alike = (int64_t)(ALIKE * effort_of(j));
    pb_status s;

    if (j->opt->no_search)
        return PB_OK;
    s = pb_even_alike(j->scratch[0], j->in, alike, j->search[0].seed, &watch, best);
    if (!s)
        s = pb_even_out(j->scratch[0], j->in, any, &watch, best);
    return s ? s : pb_even_alike(j->scratch[0], j->in, alike, j->search[1].seed, &watch, best);
}

static pb_plan_status status_of(const job *j, const pb_plan_result *r, bool infeasible)
{
    const pb_plan_options *o = j->opt;
    if (r->broken > 0)
        return infeasible ? PB_PLAN_INFEASIBLE : PB_PLAN_NOT_FOUND;
    if (r->bound >= r->cost)
        return PB_PLAN_OPTIMAL;
    if (r->gap <= o->gap)
        return PB_PLAN_GAP;
    if (j->plain_near)
        return PB_PLAN_DUTIES;
    return o->interrupted && *o->interrupted ? PB_PLAN_INTERRUPTED : PB_PLAN_LIMIT;
}

static void put(pb_board *b, const int32_t *places)
{
    for (int32_t agent = 0; agent < b->in->n_agents; agent++) {
        for (int32_t day = 0; day < b->in->n_days; day++)
            pb_board_set(b, agent, day, places[(int64_t)agent * b->in->n_days + day]);
        pb_board_line(b, agent);
    }
}

static pb_status finish(pb_arena *a, job *j, const int32_t *places, bool infeasible, pb_plan_result *r)
{
    pb_board *b = pb_board_new(a, j->in);
    pb_line_sum sum;
    pb_money relief;
    pb_status s;

    if (!b)
        return PB_ERR_NOMEM;
    put(b, places);
    s = pb_plan_roster(a, b, &r->roster, &relief);
    if (s)
        return s;
    sum = pb_board_sum(b);
    if (j->in->ws->activities.n > 0 && sum.hard == 0) {
        r->held = sum.soft - j->plain;
        j->plain_near = (double)(j->plain - j->bound) <= j->opt->gap * (double)j->plain + 2 * j->slack + 1;
    }
    j->bound = j->bound > relief ? j->bound - relief : 0; /* proven of rosters without activities */
    r->cost = sum.soft;
    r->broken = sum.hard;
    pb_board_parts(b, r->by_rule);
    /* dearer than the proven value by rounding only: nothing is cheaper */
    r->bound = r->broken || (double)(r->cost - j->bound) > 2 * j->slack + 1 ? j->bound : r->cost;
    r->gap = r->cost > 0 ? (double)(r->cost - r->bound) / (double)r->cost : 0;
    r->status = status_of(j, r, infeasible);
    return PB_OK;
}

static bool gap_open(const job *j, const pb_found *best)
{
    return !best->lawful || (double)(best->cost - j->bound) > j->gap * (double)best->cost;
}

/* Of the engine's size? */
static bool for_engine(const pb_instance *in)
{
    int64_t cells = (int64_t)in->n_agents * in->n_days;
    return cells >= ENGINE_CELLS && cells <= ENGINE_MOST;
}

/* Does another search follow the first one? */
static bool two_searches(const job *j)
{
    return for_engine(j->in) && !j->opt->no_proof && !j->opt->no_search;
}

/* Duties follow what is to be attended, where that is worth it. */
static pb_status make_room(job *j, const int32_t **places, pb_plan_result *r)
{
    const pb_plan_options *o = j->opt;
    pb_found f = {.places = PB_NEW_ARRAY(j->scratch[0], (size_t)j->in->n_agents * j->in->n_days, int32_t)};
    pb_board *b = pb_board_new(j->scratch[0], j->in);
    pb_watch watch = watch_until(j, 1);
    pb_status s;

    if (!f.places || !b)
        return PB_ERR_NOMEM;
    put(b, *places);
    j->plain = pb_board_sum(b).soft;
    if (o->no_search || j->in->ws->activities.n == 0)
        return PB_OK;
    memcpy(f.places, *places, (size_t)j->in->n_agents * j->in->n_days * sizeof *f.places);
    s = pb_plan_activities(j->scratch[0], j->in, j->search[0].moves / ROOM_PART, j->search[0].seed, &watch, &f);
    *places = f.places;
    r->n_tried += f.tried;
    j->by_clock = j->by_clock || f.hurried;
    return s;
}

/* Training and meetings come last and count in the gap: the duties are to be so much nearer to their bound, if that can be. */
static pb_status aim(job *j, const pb_found *best)
{
    const int32_t *places = best->places;
    pb_board *b = pb_board_new(j->scratch[0], j->in);
    pb_plan_result held = {0};
    pb_money relief;
    pb_status s = b ? make_room(j, &places, &held) : PB_ERR_NOMEM;

    if (s)
        return s;
    put(b, places);
    s = pb_plan_roster(j->scratch[0], b, &held.roster, &relief);
    if (!s) {
        double enough = (double)pb_board_sum(b).soft * (1 - j->gap) + (double)relief;
        j->gap = enough < (double)best->cost ? 1 - enough / (double)best->cost : j->gap;
    }
    return s;
}

/* The walks, by how many people should work on each day where that is known, evened out; the better roster counts, of
 * earlier walks, too. */
static pb_status walk(job *j, double part, double search_end, double even_end)
{
    pb_status s = search(j, part, search_end);
    const pb_found *best;

    if (!s)
        s = even(j, even_end);
    if (s)
        return s;
    best = best_of(j);
    if (!j->chosen.places || pb_found_better(best, &j->chosen))
        j->chosen = *best;
    j->tried += j->found[0].tried + j->found[1].tried;
    j->by_clock = j->by_clock || j->found[0].hurried || j->found[1].hurried;
    return PB_OK;
}

/* The tree has settled how many people work on each day where the bound is least. A walk that has settled on a duty too
 * many seldom finds back; by these numbers it need not. */
static pb_status decided(void *ctx, const int32_t *people, pb_money *ret_enough)
{
    job *j = ctx;
    pb_status s;

    j->people = people;
    s = walk(j, 1, GUIDED_END, GUIDED_EVEN_END);
    j->walked = true;
    j->people = NULL; /* the tree's */
    if (!s && j->in->ws->activities.n > 0)
        s = aim(j, &j->chosen);
    tell(j, PB_N_("proving"));
    *ret_enough = j->chosen.cost - (pb_money)(j->gap * (double)j->chosen.cost);
    return s;
}

/* The engine's bound, from the best roster's shares; it is the tighter one where it leaves nothing out. */
static pb_status raise(job *j, const pb_found *best, bool *ret_enough)
{
    pb_engine_run run = {.watch = watch_until(j, 0.9), .rounds = 1, .threads = j->opt->threads, .seed = j->opt->seed,
                         .gap = j->gap, .bound_only = true, .nodes = (int32_t)(TREE_NODES * effort_of(j)), .start = best->places,
                         .decided = j->opt->no_search ? NULL : decided, .decided_ctx = j};
    pb_status s;

    if (!for_engine(j->in))
        return PB_OK;
    tell(j, PB_N_("proving"));
    s = pb_plan_engine(j->scratch[0], j->in, &run);
    *ret_enough = run.any_bound && !run.left_out;
    if (!s && run.any_bound && run.bound > j->bound)
        j->bound = run.bound;
    j->by_clock = j->by_clock || run.by_clock;
    return s;
}

/* Branch and cut, where the programme is small or only it can tell whether there is a roster at all. */
static pb_status exactly(job *j, const pb_found *best, pb_proof *first, const int32_t **places)
{
    pb_proof exact = {.want = PB_PROOF_EXACT, .watch = watch_until(j, 0.97), .known = best, .gap = j->gap,
                      .nodes = (int64_t)(NODES * effort_of(j)), .bound = j->bound};
    pb_status s;

    if (best->lawful && first->n_columns > EXACT_COLUMNS)
        return PB_OK;
    tell(j, PB_N_("proving"));
    s = pb_proof_run(j->scratch[1], j->in, &exact);
    if (s)
        return s;
    if (exact.places)
        *places = exact.places;
    first->infeasible = first->infeasible || exact.infeasible;
    j->bound = exact.bound > j->bound ? exact.bound : j->bound;
    j->slack = exact.slack > first->slack ? exact.slack : first->slack;
    j->by_clock = j->by_clock || exact.by_clock;
    return PB_OK;
}

/* The relaxation that was put off, since the engine's bound is tighter most often. */
static pb_status relax(job *j, pb_proof *first)
{
    pb_status s;

    first->most_columns = 0;
    first->left_out = false;
    first->write_lp = NULL;
    first->watch = watch_until(j, 0.9);
    s = pb_proof_run(j->scratch[0], j->in, first);
    j->bound = first->bound > j->bound ? first->bound : j->bound;
    j->by_clock = j->by_clock || first->by_clock;
    return s;
}

/* What the search has left open. */
static pb_status close_gap(job *j, pb_proof *first, const int32_t **places)
{
    bool enough = false;
    pb_status s = j->chosen.lawful && gap_open(j, &j->chosen) ? raise(j, &j->chosen, &enough) : PB_OK;

    if (!s && two_searches(j) && !j->walked && gap_open(j, &j->chosen))
        s = walk(j, 1 - FIRST_PART, LAST_END, LAST_EVEN_END);
    if (!s && first->left_out && !enough && gap_open(j, &j->chosen))
        s = relax(j, first);
    return !s && gap_open(j, &j->chosen) ? exactly(j, &j->chosen, first, places) : s;
}

static pb_status solve(pb_arena *a, job *j, pb_plan_result *r)
{
    const pb_plan_options *o = j->opt;
    pb_proof proof = {.want = PB_PROOF_BOUND, .watch = watch_until(j, 0.25), .write_lp = o->write_lp,
                      .pivots = (int64_t)(PIVOTS * effort_of(j)),
                      .most_columns = for_engine(j->in) ? RELAX_COLUMNS : 0};
    const int32_t *places = NULL;
    pb_status s = PB_OK;

    tell(j, PB_N_("proving"));
    if (!o->no_proof)
        s = pb_proof_run(j->scratch[0], j->in, &proof);
    if (s)
        return s;
    j->bound = proof.bound;
    j->by_clock = proof.by_clock;
    s = walk(j, two_searches(j) ? FIRST_PART : 1, o->no_proof ? SEARCH_END_ALONE : SEARCH_END,
             o->no_proof ? EVEN_END_ALONE : EVEN_END);
    if (!s && !o->no_proof)
        s = close_gap(j, &proof, &places);
    places = places ? places : j->chosen.places;
    r->n_tried = j->tried;
    if (!s)
        s = make_room(j, &places, r);
    if (s)
        return s;
    r->n_columns = proof.n_columns;
    r->n_rows = proof.n_rows;
    r->by_clock = j->by_clock && !(o->interrupted && *o->interrupted);
    return finish(a, j, places, proof.infeasible, r);
}

pb_status pb_plan_make(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                       const pb_plan_options *opt, pb_plan_result *ret, pb_diags *d)
{
    pb_date first = opt->first == PB_DATE_NONE ? req->grid.first : opt->first;
    int n_days = opt->n_days > 0 ? opt->n_days : (int)(req->grid.first + req->grid.n_days - first);
    pb_instance *in = PB_NEW(a, pb_instance);
    pb_plan_result r = {.status = PB_PLAN_NOT_FOUND};
    job j = {.opt = opt, .gap = opt->gap};
    pb_status s;

    if (!in)
        return PB_ERR_NOMEM;
    s = pb_instance_make(a, ws, req, opt->keep, first, n_days, in, d);
    if (s)
        return s;
    j.in = in;
    j.start_s = opt->clock_s ? opt->clock_s(opt->clock_ctx) : 0;
    for (int i = 0; i < RUNS; i++) {
        j.scratch[i] = pb_arena_new(pb_arena_allocator(a));
        s = j.scratch[i] ? s : PB_ERR_NOMEM;
    }
    if (!s)
        s = solve(a, &j, &r);
    for (int i = 0; i < RUNS; i++)
        pb_arena_free(j.scratch[i]);
    if (!s)
        *ret = r;
    return s;
}
