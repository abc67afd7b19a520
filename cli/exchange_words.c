/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/exchange_words.h"

#include "cli/gap_words.h"
#include "cli/rule_words.h"
#include "cli/why_story.h"
#include "cli/words.h"
#include "export/ledger_file.h"
#include "planner/audit_words.h"

#include <string.h>

static double units(pb_money m)
{
    return m > -5 && m < 5 ? 0 : (double)m / 1000; /* never "-0.00" */
}

static const char *name_of(const pb_exchange_run *r, int32_t agent)
{
    return pb_agent_name(&r->ws.agents, agent);
}

static const char *day_words(const pb_exchange_run *r, pb_date date)
{
    const char *s = pb_date_words(r->cli->arena, r->cli->lang, date);
    return s ? s : "";
}

/* --- what is asked about --- */

pb_status pb_exchange_begin(pb_cli *cli, const pb_args *args, pb_exchange_run *ret)
{
    pb_exchange_run *r = ret;
    const char *given = pb_arg_text(args, "roster", NULL), *ledger = pb_path_join(cli->arena, cli->dir, "published.csv");
    pb_status s = PB_OK;
    bool found;

    *r = (pb_exchange_run){.cli = cli, .args = args,
                           .path = given ? given : pb_path_join(cli->arena, cli->dir, "out/roster.csv")};
    if (!r->path || !ledger)
        s = PB_ERR_NOMEM;
    if (!s)
        s = pb_cli_workspace(cli, PB_NEED_PEOPLE, &r->ws);
    if (!s && pb_arg_given(args, "apply"))
        s = pb_cli_lock(cli);
    if (!s)
        s = pb_cli_roster(cli, given, &r->ws, &r->roster);
    if (!s)
        s = pb_ledger_read(cli->arena, ledger, &r->ledger, &found, cli->diags);
    if (s)
        return s;
    if (r->roster.n == 0) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){r->path, 0, NULL}, NULL, PB_N_("the roster has no rows"));
        return PB_ERR_INPUT;
    }
    r->first = r->roster.first;
    r->n_days = r->roster.last - r->roster.first + 1;
    s = pb_io_judged(cli, args, &r->ws, &r->roster, &r->first, &r->n_days, &r->store, &r->req);
    return s ? s : pb_exchange_open(cli->arena, &r->ws, r->req, &r->roster, r->first, r->n_days, &r->x);
}

bool pb_exchange_date(pb_cli *cli, const char *text, pb_date *ret)
{
    if (pb_date_parse(text, (uint32_t)strlen(text), ret))
        return true;
    pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, PB_N_("a date is written as 2026-11-30"), PB_N_("\"%s\" is not a date"),
                text);
    return false;
}

const pb_duty *pb_exchange_duty(const pb_exchange_run *r, int32_t agent, pb_date date)
{
    size_t at, n = 0;
    char from[11], to[11], day[11];
    const pb_duty *d = pb_roster_duty(&r->roster, date, agent);

    if (date < r->first || date >= r->first + r->n_days) {
        pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("the roster speaks of %s to %s, not of %s"),
                    pb_date_format(r->first, from), pb_date_format(r->first + r->n_days - 1, to), pb_date_format(date, day));
        return NULL;
    }
    n = pb_roster_find(&r->roster, date, agent, &at);
    if (d && n == 1)
        return d;
    if (d)
        pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){r->path, d->line, NULL}, PB_N_("put that right first"),
                    PB_N_("%s has several duties on %s"), name_of(r, agent), day_words(r, date));
    else
        pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("%s has no shift on %s"), name_of(r, agent),
                    day_words(r, date));
    return NULL;
}

bool pb_exchange_is_published(const pb_exchange_run *r, const pb_duty *d)
{
    for (size_t i = 0; i < r->ledger.n; i++) {
        const pb_published_row *p = &r->ledger.at[i];
        if (p->date == d->date && p->state == PB_LIVE && strcmp(p->kind, "shift") == 0 &&
            strcmp(p->agent, r->ws.agents.at[d->agent].id) == 0)
            return true;
    }
    return false;
}

/* --- what it means --- */

static const pb_span *meal_of(const pb_duty *d)
{
    for (int32_t i = 0; i < d->n_breaks; i++)
        if (d->unpaid_breaks >> i & 1)
            return &d->breaks[i];
    return NULL;
}

/* ", meal at 12:30 instead of 13:00" where the break has moved; "" */
static const char *moved_meal(const pb_exchange_run *r, const pb_duty *was, const pb_duty *is)
{
    const pb_span *a = meal_of(was), *b = is ? meal_of(is) : NULL;
    char old[8], now[8];

    if (!a || !b || a->from_min == b->from_min)
        return "";
    return pb_arena_printf(r->cli->arena, pb_tr(r->cli->lang, PB_N_(" (meal break at %s instead of %s)")),
                           pb_minute_format(b->from_min % PB_MIN_PER_DAY, now), pb_minute_format(a->from_min % PB_MIN_PER_DAY, old));
}

/* Pinned and published duties may change hands; that is said. */
static void tell_state(const pb_exchange_run *r, const pb_duty *d)
{
    if (d->pinned)
        fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("  the shift of %s on %s was pinned\n")), name_of(r, d->agent),
                day_words(r, d->date));
    if (pb_exchange_is_published(r, d))
        fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("  the shift of %s on %s is published: calendars follow with the next "
                                                       "paiban publish\n")), name_of(r, d->agent), day_words(r, d->date));
}

/* What somebody would have attended and now does not. */
static void tell_missed(const pb_exchange_run *r, const pb_handed *c, const pb_exchanged *e)
{
    const pb_duty *was = pb_roster_duty(&r->roster, c->date, c->agent), *is = pb_roster_duty(&e->roster, c->date, c->agent);

    for (int32_t i = 0; was && i < was->n_activities; i++) {
        bool still = false;
        for (int32_t k = 0; is && k < is->n_activities; k++)
            still = still || (strcmp(is->activities[k].id, was->activities[i].id) == 0 &&
                              is->activities[k].span.from_min == was->activities[i].span.from_min);
        if (!still)
            fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("  %s cannot attend %s on %s then\n")), name_of(r, c->agent),
                    was->activities[i].id, day_words(r, c->date));
    }
}

static void tell_cells(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e)
{
    for (int i = 0; i < n; i++) {
        const pb_duty *d = cells[i].duty;
        if (d)
            fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("%s: %s takes %s from %s%s\n")), day_words(r, d->date),
                    name_of(r, cells[i].agent), pb_cell_words(r->cli, &r->ws, d), name_of(r, d->agent),
                    moved_meal(r, d, pb_roster_duty(&e->roster, d->date, cells[i].agent)));
    }
    for (int i = 0; i < n; i++)
        if (pb_roster_duty(&r->roster, cells[i].date, cells[i].agent))
            tell_state(r, pb_roster_duty(&r->roster, cells[i].date, cells[i].agent));
    for (int i = 0; i < n; i++)
        tell_missed(r, &cells[i], e);
}

static pb_status tell_money(const pb_exchange_run *r, const pb_exchanged *e)
{
    const pb_audit *was = pb_exchange_was(r->x);
    FILE *out = r->cli->out;
    pb_status s;

    if (units(e->more) == 0)
        fprintf(out, pb_tr(r->cli->lang, PB_N_("Lawful. The roster costs the same as before, %.2f.\n")), units(e->audit.cost));
    else
        fprintf(out, pb_tr(r->cli->lang, e->more > 0 ? PB_N_("Lawful. The roster costs %.2f more, %.2f.\n")
                                                     : PB_N_("Lawful. The roster costs %.2f less, %.2f.\n")),
                units(e->more > 0 ? e->more : -e->more), units(e->audit.cost));
    for (int i = 0; i < PB_N_RULES; i++)
        if (e->audit.by_rule[i] != was->by_rule[i])
            fprintf(out, "  %+10.2f  %s\n", units(e->audit.by_rule[i] - was->by_rule[i]), pb_rule_label(r->cli, i));
    s = pb_tell_more(r->cli, pb_exchange_ws(r->x), r->req, &e->audit, was, &e->roster, '+');
    return s ? s : pb_tell_more(r->cli, pb_exchange_ws(r->x), r->req, was, &e->audit, &r->roster, '-');
}

static pb_status tell_broken(const pb_exchange_run *r, const pb_exchanged *e)
{
    const pb_workspace *ws = pb_exchange_ws(r->x);

    fprintf(r->cli->out, "%s\n", pb_tr(r->cli->lang, PB_N_("Not lawful. What is broken then and was not before:")));
    for (size_t i = 0; i < e->n_anew; i++) {
        const char *text = pb_finding_text(r->cli->arena, ws, r->req, &e->roster, e->anew[i], r->cli->lang);
        if (!text)
            return PB_ERR_NOMEM;
        pb_io_tell_broken(r->cli, ws, &e->roster, e->anew[i], text);
    }
    return PB_OK;
}

/* Is a cell before this one of the same person and week? */
static bool week_told(const pb_exchange_run *r, const pb_handed *cells, int i)
{
    for (int k = 0; k < i; k++)
        if (cells[k].agent == cells[i].agent && pb_date_week_start(cells[k].date, r->ws.team.week_start) ==
                                                    pb_date_week_start(cells[i].date, r->ws.team.week_start))
            return true;
    return false;
}

static void tell_hours(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e)
{
    for (int i = 0; i < n; i++) {
        const pb_agent *g = &r->ws.agents.at[cells[i].agent];
        int was = pb_week_min(&r->ws, &r->roster, cells[i].agent, cells[i].date);
        int is = pb_week_min(&r->ws, &e->roster, cells[i].agent, cells[i].date);
        const char *week = day_words(r, pb_date_week_start(cells[i].date, r->ws.team.week_start));
        if (week_told(r, cells, i))
            continue;
        if (g->hours_per_week > 0)
            fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("Hours in the week of %s: %s %g, before %g (contract %g)\n")), week,
                    name_of(r, cells[i].agent), is / 60.0, was / 60.0, g->hours_per_week);
        else
            fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("Hours in the week of %s: %s %g, before %g\n")), week,
                    name_of(r, cells[i].agent), is / 60.0, was / 60.0);
    }
}

/* As plan and check count it; 0 where cover is not judged. */
static pb_status missing_h(const pb_exchange_run *r, const pb_exchanged *e, double *ret_before, double *ret_after)
{
    pb_presence_gap was = {0}, is = {0};
    pb_status s = PB_OK;

    if (r->req)
        s = pb_gap_count(r->cli, &r->ws, r->req, &r->roster, r->first, r->n_days, &was);
    if (!s && r->req)
        s = pb_gap_count(r->cli, &r->ws, r->req, &e->roster, r->first, r->n_days, &is);
    *ret_before = was.lacking_h;
    *ret_after = is.lacking_h;
    return s;
}

pb_status pb_exchange_tell(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e)
{
    double before, after;
    pb_status s;

    tell_cells(r, cells, n, e);
    s = e->n_anew ? tell_broken(r, e) : tell_money(r, e);
    if (s)
        return s;
    tell_hours(r, cells, n, e);
    s = missing_h(r, e, &before, &after);
    if (!s && r->req)
        fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("Missing cover: %.1f agent-hours, before %.1f\n")), after, before);
    return s;
}

/* --- the same for programs --- */

static json_t *cells_json(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e)
{
    json_t *list = json_array();

    for (int i = 0; i < n; i++) {
        const pb_duty *was = pb_roster_duty(&r->roster, cells[i].date, cells[i].agent), *is = cells[i].duty;
        const pb_duty *now = pb_roster_duty(&e->roster, cells[i].date, cells[i].agent);
        const pb_span *meal = now ? meal_of(now) : NULL;
        char date[11], from[8];
        json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s,s:s?,s:b,s:b}", "date", pb_date_format(cells[i].date, date),
                                              "agent", r->ws.agents.at[cells[i].agent].id, "was",
                                              was ? pb_cell_words(r->cli, &r->ws, was) : "off", "now",
                                              is ? pb_cell_words(r->cli, &r->ws, is) : "off", "meal",
                                              meal ? pb_minute_format(meal->from_min % PB_MIN_PER_DAY, from) : NULL, "pinned",
                                              was && was->pinned, "published", was && pb_exchange_is_published(r, was)));
    }
    return list;
}

static json_t *hours_json(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e)
{
    json_t *list = json_array();

    for (int i = 0; i < n; i++) {
        char week[11];
        if (week_told(r, cells, i))
            continue;
        json_array_append_new(list, json_pack("{s:s,s:s,s:f,s:f}", "agent", r->ws.agents.at[cells[i].agent].id, "week",
                                              pb_date_format(pb_date_week_start(cells[i].date, r->ws.team.week_start), week),
                                              "before", pb_week_min(&r->ws, &r->roster, cells[i].agent, cells[i].date) / 60.0,
                                              "after", pb_week_min(&r->ws, &e->roster, cells[i].agent, cells[i].date) / 60.0));
    }
    return list;
}

json_t *pb_exchange_json(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e, bool applied)
{
    const pb_audit *was = pb_exchange_was(r->x);
    json_t *broken = json_array();
    pb_money parts[PB_N_RULES];
    double before, after;
    bool bad = missing_h(r, e, &before, &after) != PB_OK;

    for (int i = 0; i < PB_N_RULES; i++)
        parts[i] = e->audit.by_rule[i] - was->by_rule[i];
    for (size_t i = 0; i < e->n_anew; i++)
        bad |= json_array_append_new(broken, pb_io_finding(r->cli, pb_exchange_ws(r->x), r->req, &e->roster, e->anew[i])) != 0;
    if (bad) {
        json_decref(broken);
        return NULL;
    }
    return json_pack("{s:b,s:b,s:o,s:f,s:f,s:o,s:o,s:o,s:{s:f,s:f}}", "lawful", (int)(e->n_anew == 0), "applied", (int)applied,
                     "cells", cells_json(r, cells, n, e), "cost", units(e->audit.cost), "more", units(e->more), "parts",
                     pb_io_parts(parts), "findings", broken, "hours", hours_json(r, cells, n, e), "missing_h", "before",
                     before, "after", after);
}

/* --- writing --- */

/* Is the file as the program writes it? Else the other rows keep what they say, not how they are written. */
static bool is_own_form(const pb_exchange_run *r)
{
    char *bytes;
    size_t n;
    pb_text text;
    bool same;

    pb_text_init(&text, pb_arena_allocator(r->cli->arena));
    pb_roster_write(&r->roster, &r->ws.queues, &r->ws.agents, &r->ws.shifts, &text);
    same = !text.status && !pb_file_read(r->cli->arena, r->path, 0, &bytes, &n, r->cli->diags) && n == text.n &&
           memcmp(bytes, text.bytes, n) == 0;
    pb_text_done(&text);
    return same;
}

pb_status pb_exchange_write(const pb_exchange_run *r, const pb_roster *now)
{
    bool own = is_own_form(r);
    pb_text text;
    pb_status s;

    pb_text_init(&text, pb_arena_allocator(r->cli->arena));
    pb_roster_write(now, &r->ws.queues, &r->ws.agents, &r->ws.shifts, &text);
    s = text.status ? text.status : pb_file_replace(r->path, text.bytes, text.n, 0644, r->cli->diags);
    pb_text_done(&text);
    if (!s && !own)
        pb_say(r->cli, PB_N_("%s was written in another form: all rows are there, now with commas, in UTF-8 and by date"), r->path);
    return s;
}

void pb_exchange_say(const pb_exchange_run *r, bool lawful, bool written)
{
    fflush(r->cli->out); /* the answer before what was done about it */
    if (!written) {
        pb_say(r->cli, lawful ? PB_N_("nothing was written; --apply does it") : PB_N_("nothing was written"));
        return;
    }
    pb_say(r->cli, PB_N_("written to %s; the changed cells are pinned, so that the next plan leaves them as they are"), r->path);
    if (pb_arg_given(r->args, "roster"))
        return;
    if (strcmp(r->cli->dir, ".") == 0)
        pb_say(r->cli, PB_N_("next: paiban publish"));
    else
        pb_say(r->cli, PB_N_("next: paiban publish -C %s"), pb_shell_word(r->cli->arena, r->cli->dir));
}
