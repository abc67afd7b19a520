/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cover_words.h"

#include "cli/help.h"
#include "cli/rule_words.h"
#include "planner/audit_words.h"

#include <string.h>

enum { NAMES = 8 }; /* of people for whom one reason holds, at most */

static double units(pb_money m)
{
    return m > -5 && m < 5 ? 0 : (double)m / 1000; /* never "-0.00" */
}

static const char *name_of(const pb_exchange_run *r, int32_t agent)
{
    return pb_agent_name(&r->ws.agents, agent);
}

/* --- what is to be entered --- */

static bool is_away(const pb_workspace *ws, const pb_duty *d)
{
    for (size_t i = 0; i < ws->absences.n; i++) {
        const pb_absence *s = &ws->absences.at[i];
        if (s->agent == d->agent && (s->from < d->date || (s->from == d->date && s->from_min == 0)) &&
            (s->to > d->date || (s->to == d->date && s->to_min == PB_MIN_PER_DAY)))
            return true;
    }
    return false;
}

const char *pb_absence_row(const pb_exchange_run *r, const pb_duty *duty)
{
    const pb_absence day = {duty->agent, duty->date, duty->date, 0, PB_MIN_PER_DAY, PB_SICK};
    const pb_absences one = {.n = 1, .at = &day};
    const char *row = NULL;
    pb_text text;

    if (is_away(&r->ws, duty))
        return "";
    pb_text_init(&text, pb_arena_allocator(r->cli->arena));
    pb_absences_write(&one, &r->ws.agents, &text);
    if (!text.status) {
        const char *s = memchr(text.bytes, '\n', text.n);
        size_t n = s ? text.n - (size_t)(s + 1 - text.bytes) : 0;
        row = s ? pb_arena_strndup(r->cli->arena, s + 1, n > 0 && s[n] == '\n' ? n - 1 : n) : NULL;
    }
    pb_text_done(&text);
    return row;
}

pb_status pb_absence_tell(const pb_exchange_run *r, const pb_duty *duty)
{
    const char *row = pb_absence_row(r, duty), *kind = row ? strrchr(row, ',') : NULL;

    if (kind) /* the kind in the reader's language: tables take both */
        fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("Enter the absence in absences.csv (agent,from,to,kind): %s\n")),
                pb_arena_printf(r->cli->arena, "%.*s,%s", (int)(kind - row), row, pb_tr(r->cli->lang, kind + 1)));
    return row ? PB_OK : PB_ERR_NOMEM;
}

/* --- who can --- */

static const char *how(const pb_exchange_run *r, const pb_takers *all, const pb_taker *t)
{
    size_t at;
    bool pinned = pb_roster_find(&r->roster, all->duty->date, t->agent, &at) > 0 && r->roster.at[at].pinned;
    const char *s = t->leaves ? pb_arena_printf(r->cli->arena, pb_tr(r->cli->lang, PB_N_("leaves %s")),
                                                pb_cell_words(r->cli, &r->ws, t->leaves))
                              : pb_tr(r->cli->lang, PB_N_("has the day off"));
    if (s && pinned)
        s = pb_arena_printf(r->cli->arena, pb_tr(r->cli->lang, PB_N_("%s (pinned)")), s);
    return s ? s : "";
}

/* The text, then spaces to the column. */
static void put(FILE *out, const char *text, int columns)
{
    fprintf(out, "%s%*s", text, columns > pb_text_columns(text) ? columns - pb_text_columns(text) : 0, "");
}

static void put_right(FILE *out, const char *text, int columns)
{
    fprintf(out, "%*s%s", columns > pb_text_columns(text) ? columns - pb_text_columns(text) : 0, "", text);
}

static int wider(int columns, const char *text)
{
    int n = pb_text_columns(text);
    return n > columns ? n : columns;
}

/* The columns of the table. */
typedef struct columns {
    int who, what, more, hours;
} columns;

static void tell_row(const pb_exchange_run *r, const columns *c, const pb_takers *all, const pb_taker *t)
{
    put(r->cli->out, name_of(r, t->agent), c->who + 2);
    put(r->cli->out, how(r, all, t), c->what + 2);
    fprintf(r->cli->out, "%*.2f  %*g  %s\n", c->more, units(t->more), c->hours, t->week_min / 60.0, t->worse ? t->worse : "–");
}

static void tell_nobody(const pb_exchange_run *r, const columns *c, const pb_takers *t)
{
    put(r->cli->out, pb_tr(r->cli->lang, PB_N_("(nobody)")), c->who + 2);
    put(r->cli->out, pb_tr(r->cli->lang, PB_N_("the shift stays open")), c->what + 2);
    fprintf(r->cli->out, "%*.2f  %*s  %s\n", c->more, units(t->nobody), c->hours, "", t->nobody_worse ? t->nobody_worse : "–");
}

/* The first n who can; among them, that nobody does, where that is lawful and no dearer. Was it told? */
static bool tell_table(const pb_exchange_run *r, const pb_takers *t, size_t n)
{
    const pb_lang *lang = r->cli->lang;
    const char *const head[] = {pb_tr(lang, PB_N_("agent")), pb_tr(lang, PB_N_("how")), pb_tr(lang, PB_N_("cost more")),
                                pb_tr(lang, PB_N_("hours")), pb_tr(lang, PB_N_("what gets worse most"))};
    columns c = {wider(pb_text_columns(head[0]), pb_tr(lang, PB_N_("(nobody)"))),
                 wider(pb_text_columns(head[1]), pb_tr(lang, PB_N_("the shift stays open"))), wider(9, head[2]), wider(6, head[3])};
    FILE *out = r->cli->out;
    bool told = !t->nobody_lawful;

    for (size_t i = 0; i < n; i++) {
        c.who = wider(c.who, name_of(r, t->at[i].agent));
        c.what = wider(c.what, how(r, t, &t->at[i]));
    }
    put(out, head[0], c.who + 2);
    put(out, head[1], c.what + 2);
    put_right(out, head[2], c.more);
    put_right(out, head[3], c.hours + 2);
    fprintf(out, "  %s\n", head[4]);
    for (size_t i = 0; i <= n; i++) {
        if (!told && (i < n ? t->nobody <= t->at[i].more : n == t->n_lawful)) {
            tell_nobody(r, &c, t);
            told = true;
        }
        if (i < n)
            tell_row(r, &c, t, &t->at[i]);
    }
    return told && t->nobody_lawful;
}

/* --- why others cannot --- */

static bool his_own(const pb_taker *t)
{
    return t->barred < 0 ? t->bar >= PB_N_CHECKS : t->barred == t->agent;
}

/* Checks that are told alike count as one. */
static int kind_of(const pb_taker *t)
{
    return t->bar == PB_RULE_NO_NIGHT && his_own(t) ? PB_CHECK_SHIFT_KINDS : t->bar;
}

/* Is it the same kind of reason? */
static bool alike(const pb_taker *x, const pb_taker *y)
{
    bool counts = x->bar == PB_RULE_MAX_HOURS_WEEK || x->bar == PB_RULE_MAX_DAYS_IN_ROW;
    return kind_of(x) == kind_of(y) && his_own(x) == his_own(y) && (!counts || x->limit == y->limit);
}

/* "3 resting between shifts": his own reason, as the sentences of shortages have it; NULL where they have none. */
static const char *own_reason(const pb_exchange_run *r, const pb_taker *t, int n)
{
    pb_arena *a = r->cli->arena;
    const pb_lang *lang = r->cli->lang;

    switch (kind_of(t)) {
    case PB_BAR_SAME: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d on this shift already")), n);
    case PB_BAR_SKILLS: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d without any of the skills")), n);
    case PB_CHECK_SKILL: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d without the skill of the queue")), n);
    case PB_BAR_BUSY: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d with several duties that day")), n);
    case PB_CHECK_ABSENT: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d on leave")), n);
    case PB_CHECK_EMPLOYED: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d not employed that day")), n);
    case PB_CHECK_SHIFT_KINDS: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d who do not work such shifts")), n);
    case PB_RULE_AVAILABLE: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d not available at these hours")), n);
    case PB_RULE_MIN_REST_H: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d resting between shifts")), n);
    case PB_RULE_MAX_HOURS_WEEK: return pb_arena_printf(a, pb_tr(lang, PB_N_("%d at the weekly limit of %g h")), n, t->limit);
    case PB_RULE_MAX_DAYS_IN_ROW:
        return pb_arena_printf(a, pb_tr(lang, PB_N_("%d after %d days in a row")), n, (int)t->limit);
    default: return NULL;
    }
}

static const char *reason(const pb_exchange_run *r, const pb_taker *t, int n)
{
    const char *s = his_own(t) ? own_reason(r, t, n) : NULL;

    if (s)
        return s;
    return pb_arena_printf(r->cli->arena, pb_tr(r->cli->lang, his_own(t) ? PB_N_("%d against the rule %s")
                                                                         : PB_N_("%d with whom the team lacks what %s asks")),
                           n, pb_rule_label(r->cli, t->bar));
}

pb_status pb_bar_tell(const pb_exchange_run *r, const pb_taker *t)
{
    const char *why = reason(r, t, 1);

    if (why)
        fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("  %s: %s\n")), why, name_of(r, t->agent));
    return why ? PB_OK : PB_ERR_NOMEM;
}

static bool first_of_kind(const pb_takers *t, size_t i)
{
    for (size_t k = t->n_lawful; k < i; k++)
        if (alike(&t->at[k], &t->at[i]))
            return false;
    return true;
}

static pb_status tell_others(const pb_exchange_run *r, const pb_takers *t)
{
    for (size_t i = t->n_lawful; i < t->n; i++) {
        const char *list = "", *why;
        int n = 0;
        if (!first_of_kind(t, i))
            continue;
        for (size_t k = i; k < t->n && list; k++)
            if (alike(&t->at[k], &t->at[i]) && n++ < NAMES)
                list = pb_arena_printf(r->cli->arena, "%s%s%s", list, n > 1 ? pb_tr(r->cli->lang, PB_N_(", ")) : "",
                                       name_of(r, t->at[k].agent));
        why = reason(r, &t->at[i], n);
        if (!list || !why)
            return PB_ERR_NOMEM;
        fprintf(r->cli->out, pb_tr(r->cli->lang, n > NAMES ? PB_N_("  %s: %s …\n") : PB_N_("  %s: %s\n")), why, list);
    }
    return PB_OK;
}

/* --- all of it --- */

pb_status pb_cover_tell(const pb_exchange_run *r, const pb_takers *t, size_t most)
{
    const pb_lang *lang = r->cli->lang;
    const char *day = pb_date_words(r->cli->arena, lang, t->duty->date);
    size_t n = t->n_lawful <= most + 1 ? t->n_lawful : most; /* never "and 1 more" */
    FILE *out = r->cli->out;
    bool told = false;
    pb_status s = day ? PB_OK : PB_ERR_NOMEM;

    if (s)
        return s;
    fprintf(out, pb_tr(lang, t->n_lawful ? PB_N_("%s, %s of %s. Who can take it, best first:\n")
                                         : PB_N_("%s, %s of %s. Nobody can take it lawfully.\n")), day,
            pb_cell_words(r->cli, &r->ws, t->duty), name_of(r, t->duty->agent));
    if (t->n_lawful)
        told = tell_table(r, t, n);
    if (n < t->n_lawful)
        fprintf(out, pb_tr(lang, PB_N_("… and %zu more, from %.2f on (--all)\n")), t->n_lawful - n, units(t->at[n].more));
    if (t->n_lawful < t->n)
        fprintf(out, "%s\n", pb_tr(lang, PB_N_("Who cannot:")));
    s = tell_others(r, t);
    if (s)
        return s;
    if (t->nobody_lawful && !told)
        fprintf(out, pb_tr(lang, PB_N_("If nobody takes it: %+.2f. %s\n")), units(t->nobody), t->nobody_worse ? t->nobody_worse : "");
    else if (!t->nobody_lawful)
        fprintf(out, pb_tr(lang, PB_N_("If nobody takes it, a hard rule is broken: %s\n")), t->nobody_worse);
    return pb_absence_tell(r, t->duty);
}

/* --- the same for programs --- */

static json_t *takers_json(const pb_exchange_run *r, const pb_takers *t)
{
    json_t *list = json_array();
    for (size_t i = 0; i < t->n_lawful; i++) {
        const pb_taker *x = &t->at[i];
        json_array_append_new(list, json_pack("{s:s,s:s?,s:f,s:f,s:s?}", "agent", r->ws.agents.at[x->agent].id, "leaves",
                                              x->leaves ? pb_cell_words(r->cli, &r->ws, x->leaves) : NULL, "more",
                                              units(x->more), "week_h", x->week_min / 60.0, "worse", x->worse));
    }
    return list;
}

static const char *bar_name(int bar)
{
    static const char *const own[] = {"same_shift", "skills", "several_duties"};
    return bar < PB_N_CHECKS ? pb_check_name(bar) : own[bar - PB_N_CHECKS];
}

static json_t *others_json(const pb_exchange_run *r, const pb_takers *t)
{
    json_t *list = json_array();
    for (size_t i = t->n_lawful; i < t->n; i++)
        json_array_append_new(list, json_pack("{s:s,s:s,s:b}", "agent", r->ws.agents.at[t->at[i].agent].id, "why",
                                              bar_name(t->at[i].bar), "team", (int)!his_own(&t->at[i])));
    return list;
}

json_t *pb_cover_json(const pb_exchange_run *r, const pb_takers *t, int32_t by)
{
    const char *row = pb_absence_row(r, t->duty);
    char date[11];

    if (!row)
        return NULL;
    return json_pack("{s:s,s:s,s:s,s:s?,s:o,s:o,s:{s:b,s:f,s:s?},s:s?}", "agent", r->ws.agents.at[t->duty->agent].id, "date",
                     pb_date_format(t->duty->date, date), "shift", pb_cell_words(r->cli, &r->ws, t->duty), "absence",
                     *row ? row : NULL, "takers", takers_json(r, t), "others", others_json(r, t), "nobody", "lawful",
                     (int)t->nobody_lawful, "more", units(t->nobody), "worse", t->nobody_worse, "applied",
                     by < 0 ? NULL : r->ws.agents.at[by].id);
}
