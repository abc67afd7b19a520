/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random changes on random worlds: what the delta says of them before they are made, and the board after them, against
 * a board made anew.
 * usage: test_delta FIRST_SEED COUNT
 */
#include "random_world.h"

#include "planner/delta.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES = 300, SHORT = 8 };

static pb_line_sum anew(pb_arena *a, const pb_instance *in, const pb_board *like)
{
    pb_board *b = pb_board_new(a, in);
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++)
            pb_board_set(b, agent, day, like->place[(int64_t)agent * in->n_days + day]);
        pb_board_line(b, agent);
    }
    return pb_board_sum(b);
}

static int32_t any(pb_rng *g, int32_t n)
{
    return (int32_t)pb_rng_below(g, (uint64_t)n);
}

static int32_t any_place(pb_rng *g, const pb_instance *in, int32_t day)
{
    int32_t n = in->day_alt[day + 1] - in->day_alt[day];
    const pb_alt *x = n && any(g, 4) ? &in->alts[in->day_alt[day] + any(g, n)] : &in->alts[0];
    return x->place0 + any(g, x->n_places);
}

static int add(const pb_board *b, pb_change *list, int n, int32_t agent, int32_t day, int32_t now)
{
    int32_t old = b->place[(int64_t)agent * b->in->n_days + day];
    for (int i = 0; i < n; i++)
        if (list[i].agent == agent && list[i].day == day)
            return n;
    list[n] = (pb_change){agent, day, old, now};
    return n + (old != now);
}

/* Single cells, two of anybody, swaps of some days. */
static int draw(pb_rng *g, const pb_board *b, pb_change *list)
{
    const pb_instance *in = b->in;
    int n = 0, kind = any(g, 3), times = kind == 1 ? 1 + any(g, 8) : 1 + any(g, 3);
    int32_t x = any(g, in->n_agents), y = (x + 1 + any(g, in->n_agents - 1)) % in->n_agents;

    for (int i = 0; i < times; i++) {
        int32_t day = any(g, in->n_days);
        if (kind == 0) {
            n = add(b, list, n, any(g, in->n_agents), day, any_place(g, in, day));
        } else if (kind == 1) {
            n = add(b, list, n, x, day, b->place[(int64_t)y * in->n_days + day]);
            n = add(b, list, n, y, day, b->place[(int64_t)x * in->n_days + day]);
        } else {
            n = add(b, list, n, x, day, any_place(g, in, day));
        }
    }
    return n;
}

static int differ(uint64_t seed, int i, pb_line_sum is, pb_line_sum should)
{
    if (is.soft == should.soft && is.hard == should.hard)
        return 0;
    fprintf(stderr, "world %llu, change %d: %.3f / %lld, should be %.3f / %lld\n", (unsigned long long)seed, i,
            (double)is.soft / 1000, (long long)is.hard, (double)should.soft / 1000, (long long)should.hard);
    return 1;
}

static int walk(uint64_t seed, pb_arena *a, pb_board *b)
{
    pb_rng g = pb_rng_seed(seed);
    pb_delta *t = pb_delta_new(a, b);
    pb_change list[PB_DELTA_MOST];
    pb_line_sum was = pb_board_sum(b), said, is;
    int bad = 0;

    for (int i = 0; i < TRIES && bad < 3; i++) {
        int n = draw(&g, b, list);
        if (n == 0)
            continue;
        said = pb_delta_try(t, list, n);
        is = pb_board_sum(b);
        bad += differ(seed, i, is, was); /* nothing is changed by trying */
        if (any(&g, 3) == 0)
            continue;
        pb_delta_keep(t);
        is = pb_board_sum(b);
        bad += differ(seed, i, (pb_line_sum){was.soft + said.soft, was.hard + said.hard}, is);
        if (i % 3 == 0 || i > TRIES - 5)
            bad += differ(seed, i, is, anew(a, b->in, b));
        was = is;
    }
    return bad;
}

/* As on large teams, whose tables would be too large. */
static bool without_tables(pb_arena *a, pb_instance *in)
{
    pb_need_row *rows = PB_NEW_ARRAY(a, in->n_rows, pb_need_row);
    if (!rows)
        return false;
    for (int32_t r = 0; r < in->n_rows; r++) {
        rows[r] = in->rows[r];
        rows[r].table = NULL;
    }
    in->rows = rows;
    in->n_table = 0;
    return true;
}

static int one(uint64_t seed)
{
    const random_size small = {2, 8, 4, SHORT, 2, 5, 16, true, true}, large = {2, 8, SHORT, 24, 2, 6, 16, true, true};
    world *w = random_world(seed, seed % 2 ? &small : &large);
    pb_instance in;
    pb_board *b;
    int bad;

    if (pb_instance_make(w->arena, &w->ws, &w->req, NULL, w->first, w->n_days, &in, NULL) != PB_OK)
        return 1;
    if (seed % 3 == 0 && !without_tables(w->arena, &in))
        return 1;
    b = pb_board_new(w->arena, &in);
    bad = walk(seed, w->arena, b);
    world_free(w);
    return bad;
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 30, bad = 0;

    for (int i = 0; i < n; i++)
        bad += one(first + (uint64_t)i) != 0;
    printf("%d worlds, %d where sums differ\n", n, bad);
    return bad ? 1 : 0;
}
