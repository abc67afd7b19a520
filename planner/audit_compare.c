/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/audit_compare.h"

#include <stdlib.h>

/* A finding of one of the two audits, for sorting. */
typedef struct entry {
    const pb_finding *f;
    size_t at;
    bool of; /* of the one that may cost more */
} entry;

static bool is_cover(const pb_finding *f)
{
    return f->check == PB_RULE_SHORT_COVER || f->check == PB_RULE_MIN_AGENTS;
}

static int order64(int64_t x, int64_t y)
{
    return (x > y) - (x < y);
}

/* 0: the same thing. */
static int by_subject(const pb_finding *x, const pb_finding *y)
{
    int c = order64(x->check, y->check);
    if (!c)
        c = order64(x->rule, y->rule);
    if (!c)
        c = order64(x->row, y->row);
    if (!c)
        c = order64(x->from, y->from);
    if (c || is_cover(x))
        return c;
    c = order64(x->agent, y->agent);
    if (!c)
        c = order64(x->other, y->other);
    if (!c)
        c = order64(x->to, y->to);
    if (!c)
        c = order64(x->from_s, y->from_s);
    return c || x->check != PB_RULE_REQUESTS ? c : order64((int64_t)x->found, (int64_t)y->found);
}

static int by_entry(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    int c = by_subject(a->f, b->f);
    if (!c)
        c = (a->of < b->of) - (a->of > b->of);
    return c ? c : (a->at > b->at) - (a->at < b->at);
}

static int by_much(const void *x, const void *y)
{
    const pb_finding_more *a = x, *b = y;
    return a->by != b->by ? (a->by < b->by) - (a->by > b->by) : (a->at > b->at) - (a->at < b->at);
}

static size_t priced(const pb_audit *audit, bool of, entry *list, size_t n)
{
    for (size_t i = audit->n_broken; i < audit->n; i++)
        if (audit->at[i].check != PB_RULE_OVER_COVER && audit->at[i].cost != 0)
            list[n++] = (entry){&audit->at[i], i, of};
    return n;
}

pb_status pb_audit_more(pb_arena *a, const pb_audit *of, const pb_audit *than, const pb_finding_more **ret,
                        size_t *ret_n)
{
    entry *all = PB_NEW_ARRAY(a, of->n + than->n + 1, entry);
    pb_finding_more *list = PB_NEW_ARRAY(a, of->n + 1, pb_finding_more);
    pb_money beyond = of->by_rule[PB_RULE_OVER_COVER] - than->by_rule[PB_RULE_OVER_COVER];
    size_t n_all, n = 0;

    if (!all || !list)
        return PB_ERR_NOMEM;
    n_all = priced(than, false, all, priced(of, true, all, 0));
    qsort(all, n_all, sizeof *all, by_entry);
    for (size_t i = 0, k; i < n_all; i = k) {
        pb_money by = 0;
        for (k = i; k < n_all && by_subject(all[i].f, all[k].f) == 0; k++)
            by += all[k].of ? all[k].f->cost : -all[k].f->cost;
        if (by > 0)
            list[n++] = (pb_finding_more){by, all[i].at, all[i].f};
    }
    if (beyond > 0)
        list[n++] = (pb_finding_more){beyond, of->n, NULL};
    qsort(list, n, sizeof *list, by_much);
    *ret = list;
    *ret_n = n;
    return PB_OK;
}

const char *pb_more_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                         const pb_finding *f, const pb_lang *lang)
{
    return f ? pb_finding_text(a, ws, req, roster, f, lang)
             : pb_tr(lang, PB_N_("people at work beyond the need, over all days"));
}

/* --- what is broken --- */

static const double LITTLE = 1e-9; /* of hours and counts that are summed */

/* By how much cover is broken on that day in that row. */
static double lacking(const pb_audit *audit, const pb_finding *f)
{
    double by = 0;
    for (size_t i = 0; i < audit->n_broken; i++)
        if (by_subject(&audit->at[i], f) == 0)
            by += audit->at[i].by;
    return by;
}

static bool excuses(const pb_finding *old, const pb_finding *f)
{
    return old->check == f->check && old->rule == f->rule && old->agent == f->agent && old->other == f->other &&
           old->row == f->row && old->from <= f->from && old->to >= f->to && f->by <= old->by + LITTLE &&
           (f->check != PB_RULE_REQUESTS || (int64_t)old->found == (int64_t)f->found);
}

static bool excused(const pb_audit *was, const pb_audit *now, const pb_finding *f)
{
    if (is_cover(f))
        return lacking(now, f) <= lacking(was, f) + LITTLE;
    for (size_t i = 0; i < was->n_broken; i++)
        if (excuses(&was->at[i], f))
            return true;
    return false;
}

pb_status pb_audit_anew(pb_arena *a, const pb_audit *was, const pb_audit *now, const pb_finding *const **ret,
                        size_t *ret_n)
{
    const pb_finding **list = PB_NEW_ARRAY(a, now->n_broken + 1, const pb_finding *);
    size_t n = 0;

    if (!list)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < now->n_broken; i++)
        if (!excused(was, now, &now->at[i]))
            list[n++] = &now->at[i];
    *ret = list;
    *ret_n = n;
    return PB_OK;
}

bool pb_audit_had(const pb_audit *was, const pb_finding *f)
{
    for (size_t i = 0; i < was->n; i++) {
        const pb_finding *b = &was->at[i];
        bool missed = b->check == PB_CHECK_MISSED && f->check == PB_CHECK_MISSED;
        if ((missed && b->agent == f->agent && (int)b->found == (int)f->found) || (!is_cover(f) && by_subject(b, f) == 0))
            return true;
    }
    return false;
}
