/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/audit_groups.h"

#include "planner/audit_words.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_NAMES = 24 };

typedef enum sameness { DIFFERENT, OTHER_PERSON, OTHER_DAY } sameness;

/* Those with a sentence, or duties that show it, of their own. */
static bool alone(const pb_finding *f)
{
    return f->check == PB_RULE_REQUESTS || f->check == PB_CHECK_ACTIVITY ||
           (f->agent < 0 ? f->check != PB_RULE_ROLE_ON_SHIFT : f->hard);
}

static bool same_words(const pb_finding *x, const pb_finding *y)
{
    return x->check == y->check && x->rule == y->rule && x->hard == y->hard && x->cost == y->cost &&
           fabs(x->found - y->found) < 1e-9 && fabs(x->limit - y->limit) < 1e-9;
}

/* x is none of those that are alone. */
static sameness compare(const pb_finding *x, const pb_finding *y)
{
    bool one_day = x->from == x->to && y->from == y->to;

    if (alone(y) || !same_words(x, y))
        return DIFFERENT;
    if (x->agent == y->agent)
        return x->other == y->other && one_day && x->from != y->from ? OTHER_DAY : DIFFERENT;
    return x->from == y->from && x->to == y->to && x->from_s == y->from_s && x->other < 0 && y->other < 0 ? OTHER_PERSON
                                                                                                         : DIFFERENT;
}

/* The group of finding i, its members written to list. */
static pb_finding_group gather(const pb_audit *audit, size_t i, bool *taken, size_t *list)
{
    sameness how = DIFFERENT;
    pb_finding_group g = {.members = list};
    size_t end = alone(&audit->at[i]) ? i + 1 : audit->n;

    for (size_t k = i; k < end; k++) {
        sameness s = k == i ? how : compare(&audit->at[i], &audit->at[k]);
        if (k > i && audit->at[k].cost < audit->at[i].cost)
            break; /* they come by cost */
        if (taken[k] || (k > i && (s == DIFFERENT || (how != DIFFERENT && s != how))))
            continue;
        how = s;
        taken[k] = true;
        list[g.n++] = k;
        g.cost += audit->at[k].cost;
    }
    return g;
}

static int dearest_first(const void *x, const void *y)
{
    const pb_finding_group *a = x, *b = y;
    if (a->cost != b->cost)
        return a->cost > b->cost ? -1 : 1;
    return (a->members[0] > b->members[0]) - (a->members[0] < b->members[0]);
}

pb_status pb_findings_group(pb_arena *a, const pb_audit *audit, const pb_finding_group **ret, size_t *ret_n)
{
    pb_finding_group *list = PB_NEW_ARRAY(a, audit->n + 1, pb_finding_group);
    bool *taken = PB_NEW_ARRAY(a, audit->n + 1, bool);
    size_t *members = PB_NEW_ARRAY(a, audit->n + 1, size_t); /* of all groups, one after the other */
    size_t n = 0, n_hard = 0;

    if (!list || !taken || !members)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < audit->n; i++)
        if (!taken[i]) {
            list[n] = gather(audit, i, taken, members);
            members += list[n++].n;
        }
    while (n_hard < n && audit->at[list[n_hard].members[0]].hard)
        n_hard++;
    if (n > n_hard)
        qsort(list + n_hard, n - n_hard, sizeof *list, dearest_first);
    *ret = list;
    *ret_n = n;
    return PB_OK;
}

/* --- sentences --- */

static const char *joined(pb_arena *a, const char *list, const char *more, const pb_lang *lang)
{
    if (!list || !more)
        return NULL;
    return *list ? pb_arena_printf(a, "%s%s%s", list, pb_tr(lang, PB_N_(", ")), more) : more;
}

/* All names, or all days. */
static const char *members_text(pb_arena *a, const pb_workspace *ws, const pb_audit *audit, const pb_finding_group *g,
                                bool days, const pb_lang *lang)
{
    const char *list = "";
    for (size_t i = 0; i < g->n && (days || i < MOST_NAMES); i++) {
        const pb_finding *x = &audit->at[g->members[i]];
        list = joined(a, list, days ? pb_date_words(a, lang, x->from) : pb_finding_who(ws, x), lang);
    }
    if (list && !days && g->n > MOST_NAMES)
        list = pb_arena_printf(a, pb_tr(lang, PB_N_("%s and %zu more")), list, g->n - MOST_NAMES);
    return list;
}

/* A rule of the team on several days. */
static const char *team_text(pb_arena *a, const pb_finding_group *g, double each, const char *body, const char *list,
                             const pb_lang *lang)
{
    if (each > 0)
        return pb_arena_printf(a, pb_tr(lang, PB_N_("%s (%zu days, %.2f each: %s)")), body, g->n, each, list);
    return pb_arena_printf(a, pb_tr(lang, PB_N_("%s (%zu days: %s)")), body, g->n, list);
}

const char *pb_group_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                          const pb_audit *audit, const pb_finding_group *group, const pb_lang *lang)
{
    const pb_finding *f = &audit->at[group->members[0]];
    const char *list, *body, *first;
    double each = (double)f->cost / 1000;
    bool days;

    if (group->n == 1)
        return pb_finding_text(a, ws, req, roster, f, lang);
    days = audit->at[group->members[1]].agent == f->agent;
    list = members_text(a, ws, audit, group, days, lang);
    body = pb_finding_body(a, ws, f, lang);
    if (list && body && f->agent < 0)
        return team_text(a, group, each, body, list, lang);
    first = days ? pb_finding_who(ws, f) : pb_finding_when(a, f, lang);
    if (!list || !body || !first)
        return NULL;
    if (each <= 0)
        return pb_arena_printf(a, pb_tr(lang, days ? PB_N_("%s: %s (%zu days: %s)") : PB_N_("%s: %s (%zu people: %s)")), first,
                               body, group->n, list);
    return pb_arena_printf(a, pb_tr(lang, days ? PB_N_("%s: %s (%zu days, %.2f each: %s)")
                                               : PB_N_("%s: %s (%zu people, %.2f each: %s)")), first, body, group->n, each, list);
}
