/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a conflict and repairs as sentences. */
#include "planner/audit_words.h"
#include "planner/conflict.h"

static const char *name_of(const pb_workspace *ws, int32_t agent)
{
    const pb_agent *g = &ws->agents.at[agent];
    return g->name && g->name[0] ? g->name : g->id;
}

static const char *rule_text(pb_arena *a, const pb_workspace *ws, const pb_rule *r, const pb_lang *lang)
{
    const char *what = pb_arena_printf(a, pb_tr(lang, pb_rule_info_of(r->name)->sentence), r->value_text);
    (void)ws;
    return what ? pb_arena_printf(a, "%s (%s, %s) [%s]", what, pb_rule_info_of(r->name)->name, r->who_text,
                                  r->source ? r->source : "")
                : NULL;
}

const char *pb_member_text(pb_arena *a, const pb_workspace *ws, const pb_roster *keep, const pb_member *m,
                           const pb_lang *lang)
{
    const char *from, *to;

    if (m->kind == PB_MEMBER_RULE)
        return rule_text(a, ws, &ws->rules.at[m->index], lang);
    if (m->kind == PB_MEMBER_ABSENCE) {
        const pb_absence *x = &ws->absences.at[m->index];
        from = pb_date_words(a, lang, x->from);
        to = pb_date_words(a, lang, x->to);
        return from && to ? pb_arena_printf(a, pb_tr(lang, PB_N_("absence of %s, %s to %s")),
                                            name_of(ws, x->agent), from, to)
                          : NULL;
    }
    from = pb_date_words(a, lang, keep->at[m->index].date);
    to = keep->at[m->index].shift >= 0 ? ws->shifts.at[keep->at[m->index].shift].id : "-";
    return from ? pb_arena_printf(a, pb_tr(lang, PB_N_("pinned: %s on %s, %s")),
                                  name_of(ws, keep->at[m->index].agent), from, to)
                : NULL;
}

const char *pb_repair_text(pb_arena *a, const pb_workspace *ws, const pb_roster *keep, const pb_repair *r,
                           const pb_lang *lang)
{
    const char *what = pb_member_text(a, ws, keep, &r->member, lang);

    if (!what)
        return NULL;
    if (r->one_more)
        return pb_arena_printf(a, pb_tr(lang, PB_N_("with one more person for: %s")), what);
    if (r->drop)
        return pb_arena_printf(a, pb_tr(lang, PB_N_("without: %s")), what);
    return pb_arena_printf(a, pb_tr(lang, PB_N_("with %g instead: %s")), r->number, what);
}
