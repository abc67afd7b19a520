/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The duties behind a finding, and the article behind its rule. */
#include "planner/audit.h"
#include "planner/audit_words.h"

#include <string.h>

enum { MOST_DUTIES = 12 };

static const pb_duty *in_roster(const pb_roster *r, pb_date date, int32_t agent)
{
    size_t at = 0, n = pb_roster_find(r, date, agent, &at);
    for (size_t i = 0; i < n; i++)
        if (r->at[at + i].end_s > r->at[at + i].start_s)
            return &r->at[at + i];
    return NULL;
}

/* The roster at hand goes before the earlier ones. */
static const pb_duty *duty_on(const pb_workspace *ws, const pb_roster *r, pb_date date, int32_t agent)
{
    const pb_duty *d = in_roster(r, date, agent);
    for (size_t i = ws->n_past; i > 0 && !d && (date < r->first || date > r->last); i--)
        d = in_roster(&ws->past[i - 1], date, agent);
    return d;
}

static const char *duty_words(pb_arena *a, const pb_workspace *ws, const pb_duty *d, const pb_lang *lang)
{
    const char *day = pb_date_words(a, lang, d->date);
    char from[8], to[8];
    int end = d->end_min > PB_MIN_PER_DAY ? d->end_min - PB_MIN_PER_DAY : d->end_min;

    if (!day)
        return NULL;
    return pb_arena_printf(a, pb_tr(lang, PB_N_("%s %s %s-%s (%g h)")), day,
                           d->shift >= 0 ? ws->shifts.at[d->shift].id : "", pb_minute_format(d->start_min, from),
                           pb_minute_format(end, to), pb_duty_paid_min(d) / 60.0);
}

const char *pb_finding_evidence(pb_arena *a, const pb_workspace *ws, const pb_roster *roster, const pb_finding *f,
                                const pb_lang *lang)
{
    const char *list = "";
    int n = 0;

    for (pb_date date = f->from; f->agent >= 0 && date <= f->to && list; date++)
        for (int k = 0; k < 2 && list; k++) {
            int32_t agent = k ? f->other : f->agent;
            const pb_duty *d = agent >= 0 ? duty_on(ws, roster, date, agent) : NULL;
            const char *one;
            if (!d || n++ >= MOST_DUTIES)
                continue;
            one = duty_words(a, ws, d, lang);
            list = one ? pb_arena_printf(a, "%s%s%s", list, *list ? pb_tr(lang, PB_N_("; ")) : "", one) : NULL;
        }
    return list && n > MOST_DUTIES ? pb_arena_printf(a, "%s%s…", list, pb_tr(lang, PB_N_("; "))) : list;
}

const char *pb_finding_source(pb_arena *a, const pb_workspace *ws, const pb_finding *f)
{
    const pb_rule *r = f->rule >= 0 ? &ws->rules.at[f->rule] : NULL;

    if (!r)
        return pb_check_name(f->check);
    if (r->article && *r->article && strcmp(r->article, r->source) != 0)
        return pb_arena_printf(a, "%s; %s", r->source, r->article);
    return r->source;
}
