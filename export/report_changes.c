/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/report_changes.h"

#include "export/ledger_file.h"
#include "export/report.h"

#include <string.h>

typedef struct teller {
    pb_arena *a;
    const pb_workspace *ws;
    const pb_roster *roster;
    const pb_published *ledger;
    const pb_lang *lang;
    const char **list;
    size_t n, cap;
} teller;

static const char *hours(const teller *t, int64_t from_s, int64_t to_s)
{
    char a[8], b[8];
    pb_date date;
    int from, to;
    pb_zone_local(t->ws->team.zone, from_s, &date, &from);
    pb_zone_local(t->ws->team.zone, to_s, &date, &to);
    /* an end at midnight is the end of its day */
    return pb_arena_printf(t->a, "%s–%s", pb_minute_format(from / 60, a),
                           pb_minute_format(to ? to / 60 : PB_MIN_PER_DAY, b));
}

static pb_status tell(teller *t, const char *text)
{
    if (!text)
        return PB_ERR_NOMEM;
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 32;
        const char **grown = PB_NEW_ARRAY(t->a, cap, const char *);
        if (!grown)
            return PB_ERR_NOMEM;
        if (t->n)
            memcpy(grown, t->list, t->n * sizeof *grown);
        t->list = grown;
        t->cap = cap;
    }
    t->list[t->n++] = text;
    return PB_OK;
}

/* The live duty that the ledger holds of an agent and day; NULL = none. */
static const pb_published_row *told(const teller *t, const char *agent, pb_date date)
{
    size_t first, n = pb_ledger_find(t->ledger, agent, &first);
    for (size_t i = first; i < first + n; i++) {
        const pb_published_row *r = &t->ledger->at[i];
        if (r->date == date && r->state == PB_LIVE && strcmp(r->kind, "shift") == 0)
            return r;
    }
    return NULL;
}

static const pb_duty *planned(const teller *t, int32_t agent, pb_date date)
{
    size_t first, n = pb_roster_find(t->roster, date, agent, &first);
    for (size_t i = first; i < first + n; i++)
        if (t->roster->at[i].end_s > t->roster->at[i].start_s)
            return &t->roster->at[i];
    return NULL;
}

/* The sentence about a day that is not as it was told; NULL when memory is refused. */
static char *sentence(const teller *t, const pb_agent *g, pb_date date, const pb_published_row *old,
                      const pb_duty *now)
{
    const char *name = g->name && *g->name ? g->name : g->id;
    const char *was = old ? hours(t, old->start_s, old->end_s) : "";
    const char *is = now ? hours(t, now->start_s, now->end_s) : "";
    char day[48];
    if (!was || !is)
        return NULL;
    pb_report_day(t->lang, date, day, sizeof day);
    if (!now)
        return pb_arena_printf(t->a, pb_tr(t->lang, "%s, %s: %s taken away"), name, day, was);
    if (!old)
        return pb_arena_printf(t->a, pb_tr(t->lang, "%s, %s: %s added"), name, day, is);
    return pb_arena_printf(t->a, pb_tr(t->lang, "%s, %s: %s becomes %s"), name, day, was, is);
}

static pb_status compare_day(teller *t, int32_t agent, pb_date date)
{
    const pb_agent *g = &t->ws->agents.at[agent];
    const pb_published_row *old = told(t, g->id, date);
    const pb_duty *now = planned(t, agent, date);
    if (!old && !now)
        return PB_OK;
    if (old && now && old->start_s == now->start_s && old->end_s == now->end_s)
        return PB_OK;
    return tell(t, sentence(t, g, date, old, now));
}

static bool told_anything(const teller *t)
{
    for (size_t i = 0; i < t->ledger->n; i++) {
        const pb_published_row *r = &t->ledger->at[i];
        if (r->state == PB_LIVE && r->date >= t->roster->first && r->date <= t->roster->last &&
            strcmp(r->kind, "shift") == 0)
            return true;
    }
    return false;
}

pb_status pb_report_changes(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                            const pb_published *ledger, const pb_lang *lang, const char *const **ret,
                            size_t *ret_n)
{
    teller t = {.a = a, .ws = ws, .roster = roster, .ledger = ledger, .lang = lang};
    if (told_anything(&t))
        for (int32_t i = 0; i < ws->agents.n; i++)
            for (pb_date date = roster->first; date <= roster->last; date++) {
                pb_status st = compare_day(&t, i, date);
                if (st)
                    return st;
            }
    *ret = t.list;
    *ret_n = t.n;
    return PB_OK;
}
