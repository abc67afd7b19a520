/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of people: remembered whole where a plan is short, else by the parts of terms that a change has a say in. */
#include "planner/delta_parts.h"

#include <string.h>

enum { MEMO_BITS = 12, MEMO_DAYS = 10, KEY_BITS = 62, HEAD = 3 };

static int32_t bits_of(const pb_instance *in)
{
    int32_t most = 0, bits = 1;
    for (int32_t day = 0; day < in->n_days; day++) {
        int32_t n = in->day_alt[day + 1] - in->day_alt[day];
        most = n > most ? n : most;
    }
    while (most >> bits)
        bits++;
    return in->n_days <= MEMO_DAYS && bits * in->n_days <= KEY_BITS ? bits : 0;
}

bool pb_delta_lines_new(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_delta_lines *l = &t->lines;
    size_t agents = (size_t)in->n_agents;

    l->bits = bits_of(in);
    l->stride = HEAD + in->n_fair;
    l->key = PB_NEW_ARRAY(a, agents, uint64_t);
    l->memo = PB_NEW_ARRAY(a, l->bits ? (agents << MEMO_BITS) * (size_t)l->stride : 1, int64_t);
    l->parts = PB_NEW_ARRAY(a, in->term0[in->n_agents], int64_t);
    l->try_parts = PB_NEW_ARRAY(a, in->term0[in->n_agents], int64_t);
    l->try_counts = PB_NEW_ARRAY(a, agents * (size_t)in->n_fair, int64_t);
    return l->key && l->memo && l->parts && l->try_parts && l->try_counts;
}

static uint64_t letter(const pb_delta *t, int32_t day, int32_t alt)
{
    uint64_t x = alt ? (uint64_t)(alt - t->in->day_alt[day] + 1) : 0;
    return x << (t->lines.bits * day);
}

void pb_delta_lines_reset(pb_delta *t)
{
    const pb_instance *in = t->in;

    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        const int32_t *alts = t->b->alts + (int64_t)agent * in->n_days;
        t->lines.key[agent] = 0;
        for (int32_t day = 0; t->lines.bits && day < in->n_days; day++)
            t->lines.key[agent] |= letter(t, day, alts[day]);
        for (int32_t i = in->term0[agent]; !t->lines.bits && i < in->term0[agent + 1]; i++)
            t->lines.parts[i] = pb_term_part(in, agent, &in->terms[i], alts, 0, in->n_days - 1);
    }
}

/* The agents of the changes, each once, with the days that change. */
static void gather(pb_delta *t)
{
    pb_delta_lines *l = &t->lines;

    l->n_tried = 0;
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        int k = 0;
        while (k < l->n_tried && l->tried[k].agent != c->agent)
            k++;
        if (k == l->n_tried)
            l->tried[l->n_tried++] = (pb_tried_line){.agent = c->agent, .from = c->day, .to = c->day};
        l->tried[k].from = c->day < l->tried[k].from ? c->day : l->tried[k].from;
        l->tried[k].to = c->day > l->tried[k].to ? c->day : l->tried[k].to;
    }
}

/* The board's alternatives as the changes make them (now), or as they were. */
static void write_alts(const pb_delta *t, bool now)
{
    const pb_instance *in = t->in;
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        t->b->alts[(int64_t)c->agent * in->n_days + c->day] = in->places[now ? c->now : c->old].alt;
    }
}

/* A line whole, into the memo's place for it. */
static void judge_whole(pb_delta *t, const pb_tried_line *x, uint64_t key, int64_t *at)
{
    const pb_instance *in = t->in;
    const int32_t *alts = t->b->alts + (int64_t)x->agent * in->n_days;
    pb_line_sum sum;

    write_alts(t, true);
    sum = pb_line_judge(in, x->agent, alts, NULL);
    at[0] = (int64_t)key + 1;
    at[1] = sum.soft;
    at[2] = sum.hard;
    for (int32_t i = 0; i < in->n_fair; i++)
        at[HEAD + i] = pb_line_fair(&in->fair[i], alts, in->n_days);
    write_alts(t, false);
}

static void try_memo(pb_delta *t, pb_tried_line *x)
{
    const pb_instance *in = t->in;
    uint64_t key = t->lines.key[x->agent], h;
    int64_t *at;

    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        if (c->agent == x->agent)
            key ^= letter(t, c->day, in->places[c->old].alt) ^ letter(t, c->day, in->places[c->now].alt);
    }
    h = key * 0x9E3779B97F4A7C15u >> (64 - MEMO_BITS);
    at = t->lines.memo + (((int64_t)x->agent << MEMO_BITS) + (int64_t)h) * t->lines.stride;
    if (at[0] != (int64_t)key + 1)
        judge_whole(t, x, key, at);
    x->line = (pb_line_sum){at[1], at[2]};
    x->counts = at + HEAD;
}

/* The parts of the line's terms on the changed days, added to or taken from `parts`. */
static void add_parts(const pb_delta *t, const pb_tried_line *x, int64_t *parts, int sign)
{
    const pb_instance *in = t->in;
    const int32_t *alts = t->b->alts + (int64_t)x->agent * in->n_days;

    for (int32_t i = in->term0[x->agent]; i < in->term0[x->agent + 1]; i++)
        parts[i] += sign * pb_term_part(in, x->agent, &in->terms[i], alts, x->from, x->to);
}

/* The new sum, and the new counts, from the parts. */
static void try_parts(pb_delta *t, pb_tried_line *x)
{
    const pb_instance *in = t->in;
    pb_delta_lines *l = &t->lines;
    int64_t *counts = l->try_counts + (int64_t)x->agent * in->n_fair;

    x->line = t->b->line[x->agent];
    for (int32_t i = in->term0[x->agent]; i < in->term0[x->agent + 1]; i++) {
        const pb_term *term = &in->terms[i];
        if (l->try_parts[i] == l->parts[i])
            continue;
        pb_sum_take(&x->line, pb_term_cost(term, pb_term_of_parts(term, l->parts[i])));
        pb_sum_add(&x->line, pb_term_cost(term, pb_term_of_parts(term, l->try_parts[i])));
    }
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        if (c->agent != x->agent)
            continue;
        pb_sum_take(&x->line, pb_line_cell(in, c->agent, c->day, in->places[c->old].alt));
        pb_sum_add(&x->line, pb_line_cell(in, c->agent, c->day, in->places[c->now].alt));
    }
    for (int32_t i = 0; i < in->n_fair; i++)
        counts[i] = pb_line_fair(&in->fair[i], t->b->alts + (int64_t)x->agent * in->n_days, in->n_days);
    x->counts = counts;
}

static void try_long(pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_delta_lines *l = &t->lines;

    for (int k = 0; k < l->n_tried; k++) {
        int32_t i0 = in->term0[l->tried[k].agent], n = in->term0[l->tried[k].agent + 1] - i0;
        if (n > 0)
            memcpy(l->try_parts + i0, l->parts + i0, (size_t)n * sizeof *l->parts);
        add_parts(t, &l->tried[k], l->try_parts, -1);
    }
    write_alts(t, true);
    for (int k = 0; k < l->n_tried; k++) {
        add_parts(t, &l->tried[k], l->try_parts, 1);
        try_parts(t, &l->tried[k]);
    }
    write_alts(t, false);
}

pb_line_sum pb_delta_lines_try(pb_delta *t)
{
    pb_delta_lines *l = &t->lines;
    pb_line_sum sum = {0, 0};

    gather(t);
    if (l->bits)
        for (int k = 0; k < l->n_tried; k++)
            try_memo(t, &l->tried[k]);
    else
        try_long(t);
    for (int k = 0; k < l->n_tried; k++) {
        pb_sum_add(&sum, l->tried[k].line);
        pb_sum_take(&sum, t->b->line[l->tried[k].agent]);
    }
    return sum;
}

void pb_delta_lines_keep(pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_delta_lines *l = &t->lines;

    for (int k = 0; k < l->n_tried; k++) {
        const pb_tried_line *x = &l->tried[k];
        int32_t i0 = in->term0[x->agent], n = in->term0[x->agent + 1] - i0;
        pb_sum_take(&t->b->lines, t->b->line[x->agent]);
        pb_sum_add(&t->b->lines, x->line);
        t->b->line[x->agent] = x->line;
        if (!l->bits && n > 0)
            memcpy(l->parts + i0, l->try_parts + i0, (size_t)n * sizeof *l->parts);
    }
    for (int i = 0; l->bits && i < t->n; i++) {
        const pb_change *c = &t->list[i];
        l->key[c->agent] ^= letter(t, c->day, in->places[c->old].alt) ^ letter(t, c->day, in->places[c->now].alt);
    }
}
