/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/takers.h"

#include "planner/audit_compare.h"

#include <stdlib.h>

typedef struct asking {
    pb_arena *arena, *scratch; /* the scratch one is emptied after each try */
    pb_exchange *x;
    const pb_requirement *req;
    const pb_roster *roster;
    const pb_duty *duty;
    const pb_lang *lang;
} asking;

int pb_taker_cells(const pb_duty *duty, int32_t agent, pb_handed *cells)
{
    cells[0] = (pb_handed){duty->agent, duty->date, NULL};
    cells[1] = (pb_handed){agent, duty->date, duty};
    return agent < 0 ? 1 : 2;
}

/* What bars without a trial: PB_BAR_NONE where nothing does. */
static int bar_before(const asking *q, int32_t agent, const pb_duty *leaves)
{
    const pb_agents *all = &pb_exchange_ws(q->x)->agents;
    pb_skillset wanted = all->at[q->duty->agent].skills;
    size_t first, n = pb_roster_find(q->roster, q->duty->date, agent, &first);

    if (n > 1)
        return PB_BAR_BUSY;
    if (leaves && leaves->shift == q->duty->shift && leaves->start_s == q->duty->start_s)
        return PB_BAR_SAME;
    return wanted && !(wanted & all->at[agent].skills) ? PB_BAR_SKILLS : PB_BAR_NONE;
}

/* What bars the agent: his own breach before others. NULL = nothing. */
static const pb_finding *breach_of(const pb_exchanged *e, int32_t agent)
{
    for (size_t i = 0; i < e->n_anew; i++)
        if (e->anew[i]->agent == agent)
            return e->anew[i];
    return e->n_anew > 0 ? e->anew[0] : NULL;
}

/* The sentence about what costs most more, kept beyond the scratch arena. */
static pb_status worse_of(const asking *q, const pb_exchanged *e, const char **ret)
{
    const pb_finding_more *list;
    size_t n;
    pb_status s = pb_audit_more(q->scratch, &e->audit, pb_exchange_was(q->x), &list, &n);

    if (s)
        return s;
    *ret = n ? pb_more_text(q->arena, pb_exchange_ws(q->x), q->req, &e->roster, list[0].f, q->lang) : NULL;
    return n && !*ret ? PB_ERR_NOMEM : PB_OK;
}

static pb_status try_agent(const asking *q, int32_t agent, pb_taker *t)
{
    pb_handed cells[PB_HANDED_MOST];
    const pb_finding *f;
    pb_exchanged e;
    pb_status s;

    *t = (pb_taker){.agent = agent, .leaves = pb_roster_duty(q->roster, q->duty->date, agent), .barred = -1};
    t->bar = bar_before(q, agent, t->leaves);
    if (t->bar != PB_BAR_NONE)
        return PB_OK;
    s = pb_exchange_try(q->x, q->scratch, cells, pb_taker_cells(q->duty, agent, cells), &e);
    if (s)
        return s;
    t->week_min = pb_week_min(pb_exchange_ws(q->x), &e.roster, agent, q->duty->date);
    f = breach_of(&e, agent);
    if (f) {
        t->bar = f->check;
        t->barred = f->agent;
        t->limit = f->limit;
        return PB_OK;
    }
    t->more = e.more;
    return worse_of(q, &e, &t->worse);
}

static pb_status try_nobody(const asking *q, pb_takers *r)
{
    pb_handed cells[PB_HANDED_MOST];
    pb_exchanged e;
    pb_status s = pb_exchange_try(q->x, q->scratch, cells, pb_taker_cells(q->duty, -1, cells), &e);

    if (s)
        return s;
    r->nobody = e.more;
    r->nobody_lawful = e.n_anew == 0;
    if (r->nobody_lawful)
        return worse_of(q, &e, &r->nobody_worse);
    r->nobody_worse = pb_finding_text(q->arena, pb_exchange_ws(q->x), q->req, &e.roster, e.anew[0], q->lang);
    return r->nobody_worse ? PB_OK : PB_ERR_NOMEM;
}

static int by_merit(const void *x, const void *y)
{
    const pb_taker *a = x, *b = y;
    bool la = a->bar == PB_BAR_NONE, lb = b->bar == PB_BAR_NONE;

    if (la != lb)
        return la ? -1 : 1;
    if (la && a->more != b->more)
        return a->more < b->more ? -1 : 1;
    if (la && a->week_min != b->week_min)
        return a->week_min < b->week_min ? -1 : 1;
    return (a->agent > b->agent) - (a->agent < b->agent);
}

pb_status pb_takers_find(pb_arena *a, pb_exchange *x, const pb_requirement *req, const pb_roster *roster, int32_t agent,
                         pb_date date, const pb_lang *lang, pb_takers *ret)
{
    int32_t n_agents = pb_exchange_ws(x)->agents.n;
    asking q = {a, pb_arena_new(pb_arena_allocator(a)), x, req, roster, pb_roster_duty(roster, date, agent), lang};
    pb_taker *list = PB_NEW_ARRAY(a, n_agents, pb_taker);
    pb_takers r = {.duty = q.duty, .at = list};
    pb_status s = q.scratch && list ? pb_exchange_absent(x, agent, date) : PB_ERR_NOMEM;

    if (!s)
        s = try_nobody(&q, &r);
    for (int32_t i = 0; !s && i < n_agents; i++) {
        if (i == agent)
            continue;
        pb_arena_reset(q.scratch);
        s = try_agent(&q, i, &list[r.n]);
        if (!s)
            r.n_lawful += list[r.n++].bar == PB_BAR_NONE;
    }
    if (q.scratch)
        pb_arena_free(q.scratch);
    if (s)
        return s;
    qsort(list, r.n, sizeof *list, by_merit);
    *ret = r;
    return PB_OK;
}
