/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a conflict and repairs as sentences. */
#include "planner/audit_words.h"
#include "planner/conflict.h"

static const char *rule_text(pb_arena *a, const pb_workspace *ws, const pb_rule *r, const pb_lang *lang)
{
    const char *what = pb_rule_text(a, ws, r, lang);
    if (what && r->who.kind != PB_WHO_ALL)
        what = pb_arena_printf(a, pb_tr(lang, PB_N_("%s (%s)")), what, r->who_text);
    return what ? pb_arena_printf(a, "%s [%s]", what, r->source ? r->source : "") : NULL;
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
        if (from && x->from == x->to)
            return pb_arena_printf(a, pb_tr(lang, PB_N_("absence of %s on %s")), pb_agent_name(&ws->agents, x->agent), from);
        return from && to ? pb_arena_printf(a, pb_tr(lang, PB_N_("absence of %s, %s to %s")),
                                            pb_agent_name(&ws->agents, x->agent), from, to)
                          : NULL;
    }
    from = pb_date_words(a, lang, keep->at[m->index].date);
    to = keep->at[m->index].shift >= 0 ? ws->shifts.at[keep->at[m->index].shift].id : pb_tr(lang, PB_N_("off"));
    return from ? pb_arena_printf(a, pb_tr(lang, PB_N_("pinned: %s on %s, %s")),
                                  pb_agent_name(&ws->agents, keep->at[m->index].agent), from, to)
                : NULL;
}

/* The shifts that somebody may not work as agents.csv stands. */
static const char *narrow_text(pb_arena *a, const pb_workspace *ws, int32_t agent)
{
    const char *list = "";
    for (int32_t i = 0; list && i < ws->shifts.n; i++)
        if (!(ws->agents.at[agent].shift_kinds >> ws->shifts.at[i].kind & 1))
            list = pb_arena_printf(a, "%s%s%s", list, list[0] ? ", " : "", ws->shifts.at[i].id);
    return list;
}

static const char *once_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_repair *r,
                             const char *what, const pb_lang *lang)
{
    const char *first = pb_finding_text(a, ws, req, &r->roster, &r->exceptions[0], lang), *second;

    if (!first || r->n_exceptions == 1)
        return first ? pb_arena_printf(a, pb_tr(lang, PB_N_("allow one exception (%s) from: %s")), first, what) : NULL;
    second = pb_finding_text(a, ws, req, &r->roster, &r->exceptions[1], lang);
    return second ? pb_arena_printf(a, pb_tr(lang, PB_N_("allow two exceptions (%s; %s) from: %s")), first, second, what) : NULL;
}

static const char *person_text(pb_arena *a, const pb_repair *r, const char *what, const pb_lang *lang)
{
    const char *from = pb_date_words(a, lang, r->from), *to = pb_date_words(a, lang, r->to);

    if (!from || !to)
        return NULL;
    if (r->from == r->to)
        return pb_arena_printf(a, pb_tr(lang, PB_N_("add one person on %s, for: %s")), from, what);
    return pb_arena_printf(a, pb_tr(lang, PB_N_("add one person from %s to %s, for: %s")), from, to, what);
}

const char *pb_repair_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *keep,
                           const pb_repair *r, const pb_lang *lang)
{
    const char *what;

    if (r->kind == PB_REPAIR_WIDEN) {
        what = narrow_text(a, ws, r->agent);
        return what ? pb_arena_printf(a, pb_tr(lang, PB_N_("let %s work %s, too")), pb_agent_name(&ws->agents, r->agent), what) : NULL;
    }
    what = pb_member_text(a, ws, keep, &r->member, lang);
    if (!what)
        return NULL;
    switch (r->kind) {
    case PB_REPAIR_ONCE: return once_text(a, ws, req, r, what, lang);
    case PB_REPAIR_ONE_MORE: return person_text(a, r, what, lang);
    case PB_REPAIR_DROP: return pb_arena_printf(a, pb_tr(lang, PB_N_("leave out: %s")), what);
    default: return pb_arena_printf(a, pb_tr(lang, PB_N_("put the number %g into: %s")), r->number, what);
    }
}
