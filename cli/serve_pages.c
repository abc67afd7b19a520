/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages: how far the plan is and what can be done, what runs, the calendars' addresses. */
#include "cli/serve.h"
#include "cli/command_tables.h"
#include "export/site.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { INPUTS = 9, SHOWN = 65536, MOST_FOUND = 20, HEADLINES = 2, MOST_PLAN = 1 << 24 };

typedef struct step {
    const char *form, *file;       /* what it makes; NULL = nothing that stays */
    const char *page;              /* where that is shown; NULL = the file itself */
    const char *what;              /* msgid */
    const char *inputs[INPUTS];    /* what it is made from; "history*.csv" = all of these */
} step;

static const step steps[] = {
    {"forecast", "out/forecast.csv", NULL, PB_N_("contacts expected"), {"history*.csv", "calendar.csv", "queues.csv", "team.csv"}},
    {"staff", "out/requirement.csv", NULL, PB_N_("agents needed"), {"out/forecast.csv", "queues.csv", "agents.csv", "team.csv"}},
    {"plan", "out/roster.csv", NULL, PB_N_("the roster"),
     {"out/requirement.csv", "agents.csv", "shifts.csv", "rules.csv", "absences.csv", "requests.csv", "activities.csv", "calendar.csv",
      "team.csv"}},
    {"check", NULL, NULL, PB_N_("is the roster lawful?"), {0}},
    {"simulate", "out/simulation.csv", NULL, PB_N_("the service it will give"), {"out/roster.csv", "out/forecast.csv"}},
    {"report", "out/report.html", "/report", PB_N_("report and tables"), {"out/roster.csv"}},
    {"publish", "published.csv", NULL, PB_N_("the agents' calendars"), {"out/roster.csv"}},
    {"hire", "out/hiring.csv", NULL, PB_N_("whom to hire, by month"), {0}},
};

static int64_t changed_s(pb_web *w, const char *name)
{
    const char *path = pb_path_join(w->cli.arena, w->cli.dir, name);
    struct stat is;
    return path && stat(path, &is) == 0 ? (int64_t)is.st_mtime : 0;
}

/* The time of a file, or of the newest of "history*.csv". */
static int64_t newest_s(pb_web *w, const char *name)
{
    const char *star = strchr(name, '*'), *const *names;
    int64_t newest = 0;
    size_t n = 0;

    if (!star)
        return changed_s(w, name);
    if (pb_dir_list(w->cli.arena, w->cli.dir, pb_arena_strndup(w->cli.arena, name, (size_t)(star - name)), star + 1, &names, &n, NULL))
        return 0;
    for (size_t i = 0; i < n; i++) {
        int64_t s = changed_s(w, names[i]);
        newest = s > newest ? s : newest;
    }
    return newest;
}

static void put_step(pb_web *w, const step *x, const pb_zone *zone)
{
    int64_t made = x->file ? changed_s(w, x->file) : 0;
    int n = 0;

    pb_page_put(w, "<tr><th scope=\"row\">");
    pb_page_tr(w, x->what);
    pb_page_put(w, "</th><td class=\"t\">");
    if (made && pb_serve_path(w->cli.arena, w->cli.dir, x->file)) {
        pb_page_put(w, x->page ? "<a href=\"" : "<a href=\"/file/");
        pb_page_url(w, x->page ? x->page : x->file);
        pb_page_put(w, "\">");
        pb_page_time(w, zone, made);
        pb_page_put(w, "</a>");
    } else if (x->file) {
        pb_page_tr(w, PB_N_("not yet"));
    }
    for (int i = 0; made && i < INPUTS && x->inputs[i]; i++)
        if (newest_s(w, x->inputs[i]) > made) {
            pb_page_put(w, n == 0 ? "<br><span class=\"wrong\">" : "<br>");
            if (n++ == 0)
                pb_page_tr(w, PB_N_("changed since:"));
            pb_page_put(w, " <code>");
            pb_page_text(w, x->inputs[i]);
            pb_page_put(w, "</code>");
        }
    pb_page_put(w, n > 0 ? "</span></td><td>" : "</td><td>");
    pb_serve_form(w, x->form, NULL);
    pb_page_put(w, "</td></tr>\n");
}

/* What is wrong in the tables, as every command would say it. */
static void put_found(pb_web *w)
{
    const pb_diags *d = w->cli.diags;
    size_t n = pb_diags_count(d);

    if (n == 0)
        return;
    pb_page_put(w, "<h2>");
    pb_page_tr(w, PB_N_("In the tables"));
    pb_page_put(w, "</h2>\n<ul>");
    for (size_t i = 0; i < n && i < MOST_FOUND; i++) {
        const pb_diag *x = pb_diags_at(d, i);
        size_t size = pb_diag_format(w->cli.lang, x, NULL, 0) + 1;
        char *line = pb_arena_alloc(w->cli.arena, size, 1);
        if (!line)
            continue;
        pb_diag_format(w->cli.lang, x, line, size);
        pb_page_put(w, x->severity == PB_ERROR ? "<li class=\"wrong\">" : "<li>");
        pb_page_text(w, line);
        pb_page_put(w, "</li>\n");
    }
    if (n > MOST_FOUND)
        pb_page_put(w, "<li>…</li>");
    pb_page_put(w, "</ul>\n");
}

/* The first lines of what the last plan said of its roster: its cost, what cover is missing. They are of that roster and of
 * none that was made or changed later. */
static void put_headline(pb_web *w)
{
    const char *path = pb_path_join(w->cli.arena, w->cli.dir, "out/plan.txt");
    char *text, *end;
    size_t n;

    if (changed_s(w, "out/roster.csv") > changed_s(w, "out/plan.txt")) {
        pb_page_put(w, "<p>");
        pb_page_tr(w, PB_N_("The button Check tells what this roster costs and what cover is missing: it is newer than the last figures."));
        pb_page_put(w, "</p>\n");
        return;
    }
    if (!path || !pb_file_exists(path) || pb_file_read(w->cli.arena, path, MOST_PLAN, &text, &n, NULL) != PB_OK)
        return;
    for (int i = 0; i < HEADLINES && (end = strchr(text, '\n')) != NULL && end > text; i++) {
        *end = '\0';
        pb_page_put(w, "<p>");
        pb_page_text(w, text);
        pb_page_put(w, "</p>\n");
        text = end + 1;
    }
    pb_page_put(w, "<p><a href=\"/file/out/plan.txt\">");
    pb_page_tr(w, PB_N_("What it gives up, and why"));
    pb_page_put(w, "</a></p>\n");
}

static void put_days(pb_web *w, const pb_people *p)
{
    char first[32], last[32];

    if (!p->has_roster)
        return;
    pb_date_format(p->first, first);
    pb_date_format(p->last, last);
    pb_page_put(w, "<p>");
    pb_page_text(w, pb_arena_printf(w->cli.arena, pb_tr(w->cli.lang, PB_N_("The roster is for %s to %s.")), first, last));
    pb_page_put(w, "</p>\n");
}

static void put_running(pb_web *w)
{
    const pb_job *j = &w->server->job;

    if (!j->running)
        return;
    pb_page_put(w, "<p><a href=\"/job\">");
    pb_page_tr(w, PB_N_("Running now:"));
    pb_page_put(w, " <code>");
    pb_page_text(w, j->line);
    pb_page_put(w, "</code></a></p>\n");
}

static void put_question(pb_web *w, const char *words, const char *form, const pb_people *p)
{
    pb_page_put(w, "<details><summary>");
    pb_page_tr(w, words);
    pb_page_put(w, "</summary>");
    pb_serve_form(w, form, p);
    pb_page_put(w, "</details>\n");
}

void pb_serve_home(pb_web *w)
{
    pb_workspace ws = {0};
    bool good = pb_cli_workspace(&w->cli, PB_NEED_PEOPLE & ~PB_NEED_PAST_ROSTERS, &ws) == PB_OK;
    const pb_zone *zone = pb_page_zone(w, &ws.team);
    pb_people people = {.agents = good && ws.agents.n > 0 ? &ws.agents : NULL};
    pb_roster roster;

    if (good && changed_s(w, "out/roster.csv") && pb_cli_roster(&w->cli, NULL, &ws, &roster) == PB_OK && roster.n > 0)
        people = (pb_people){people.agents, true, roster.first, roster.last};
    pb_page_begin(w, good && ws.team.name && *ws.team.name ? ws.team.name : "paiban", "/");
    put_running(w);
    put_found(w);
    put_days(w, &people);
    put_headline(w);
    pb_serve_form(w, "run", NULL);
    pb_page_put(w, "\n<h2>");
    pb_page_tr(w, PB_N_("Step by step"));
    pb_page_put(w, "</h2>\n<div class=\"scroll\"><table>");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        put_step(w, &steps[i], zone);
    pb_page_put(w, "</table></div>\n<h2>");
    pb_page_tr(w, PB_N_("About people"));
    pb_page_put(w, "</h2>\n");
    put_question(w, PB_N_("Somebody cannot come"), "cover", &people);
    put_question(w, PB_N_("Two want to swap"), "swap", &people);
    put_question(w, PB_N_("Why does somebody work then?"), "why", &people);
    pb_page_end(w);
}

/* --- what runs --- */

static const char *exit_words(int code)
{
    for (const pb_exit_row *r = pb_exit_rows; r->code >= 0; r++)
        if (r->code == code)
            return r->text;
    return PB_N_("It was stopped by force.");
}

/* Up to the last whole character: the rest comes with the next piece. */
static size_t whole(const char *text, size_t n)
{
    size_t m = n;

    for (int i = 0; i < 3 && m > 0 && ((unsigned char)text[m - 1] & 0xC0) == 0x80; i++)
        m--;
    if (m > 0 && (unsigned char)text[m - 1] >= 0xC0) {
        unsigned char lead = (unsigned char)text[m - 1];
        size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        return n - (m - 1) >= need ? n : m - 1;
    }
    return n;
}

/* What was said from there on, in whole characters. */
static char *said(pb_web *w, int64_t from, size_t *ret_n)
{
    char *text = pb_arena_alloc(w->cli.arena, SHOWN + 1, 1);
    *ret_n = text ? whole(text, pb_job_read(&w->server->job, from, text, SHOWN)) : 0;
    if (text)
        text[*ret_n] = '\0';
    return text;
}

static void put_lines(pb_web *w, char *text)
{
    for (char *end; text && (end = strchr(text, '\n')) != NULL; text = end + 1) {
        *end = '\0';
        pb_page_text(w, text);
        pb_page_put(w, "\n");
    }
    pb_page_text(w, text);
}

static void put_end(pb_web *w)
{
    const pb_job *j = &w->server->job;

    pb_page_put(w, j->exit_code == PB_EXIT_DONE ? "<p><b>" : "<p class=\"wrong\"><b>");
    pb_page_tr(w, exit_words(j->exit_code));
    pb_page_put(w, "</b> ");
    pb_page_text(w, pb_arena_printf(w->cli.arena, pb_tr(w->cli.lang, PB_N_("%lld s")), (long long)(j->ended_s - j->started_s)));
    pb_page_put(w, "</p>\n<p><a href=\"/\">");
    pb_page_tr(w, PB_N_("Back to the plan"));
    pb_page_put(w, "</a></p>\n");
}

static void put_stop(pb_web *w)
{
    const pb_job *j = &w->server->job;

    pb_page_put(w, "<noscript><p><a href=\"/job\">");
    pb_page_tr(w, PB_N_("Show what is new"));
    pb_page_put(w, "</a></p></noscript>\n");
    if (j->asked_s) {
        pb_page_put(w, "<p>");
        pb_page_tr(w, PB_N_("It was asked to stop and is finishing; asked again after 10 s it ends by force, and what it had is lost."));
        pb_page_put(w, "</p>\n");
    }
    pb_page_put(w, "<form method=\"post\" action=\"/stop\"><button>");
    pb_page_tr(w, j->asked_s ? PB_N_("Stop by force") : PB_N_("Stop; a plan keeps the best roster it has"));
    pb_page_put(w, "</button></form>\n<script src=\"/follow.js\"></script>\n");
}

void pb_serve_job_page(pb_web *w)
{
    const pb_job *j = &w->server->job;
    int64_t size = pb_job_size(j), from = size > SHOWN ? size - SHOWN : 0;
    size_t n;
    char *text = said(w, from, &n), *line = from > 0 && text ? strchr(text, '\n') : NULL;

    text = line ? line + 1 : text; /* of more than is shown, from the beginning of a line */
    pb_page_begin(w, pb_tr(w->cli.lang, PB_N_("What runs")), "/job");
    if (!j->line) {
        pb_page_put(w, "<p>");
        pb_page_tr(w, PB_N_("Nothing was run yet."));
        pb_page_put(w, "</p>\n");
        pb_page_end(w);
        return;
    }
    pb_page_put(w, "<p><code>");
    pb_page_text(w, j->line);
    pb_page_put(w, "</code></p>\n");
    if (!j->running)
        put_end(w);
    pb_text_printf(&w->page, "<pre id=\"said\" role=\"log\" data-next=\"%" PRId64 "\" data-job=\"%lld\">", from + (int64_t)n,
                   (long long)j->pid);
    put_lines(w, text);
    pb_page_put(w, "</pre>\n");
    if (j->running)
        put_stop(w);
    pb_page_end(w);
}

/* Asks each second for what is new; once all is said the page is fetched anew, with the result. */
void pb_serve_follow(pb_web *w)
{
    static const char follow[] =
        "'use strict';\n"
        "const box = document.getElementById('said');\n"
        "async function more() {\n"
        "  try {\n"
        "    const answer = await fetch('/job.txt?job=' + box.dataset.job + '&from=' + box.dataset.next, {cache: 'no-store'});\n"
        "    if (!answer.ok) { location.reload(); return; }\n"
        "    box.append(await answer.text());\n"
        "    box.dataset.next = answer.headers.get('X-Paiban-Next');\n"
        "    if (answer.headers.get('X-Paiban-Job') !== 'running') { location.reload(); return; }\n"
        "  } catch (e) { /* the server is away for a moment */ }\n"
        "  setTimeout(more, 1000);\n"
        "}\n"
        "setTimeout(more, 1000);\n";

    w->to->status = 200;
    w->to->type = "text/javascript; charset=utf-8";
    w->to->bytes = follow;
    w->to->n = sizeof follow - 1;
}

void pb_serve_job_text(pb_web *w)
{
    const pb_job *j = &w->server->job;
    const char *which = pb_web_field_of(w->q, "job");
    int64_t from = strtoll(pb_web_field_of(w->q, "from"), NULL, 10);
    bool other = *which && strtoll(which, NULL, 10) != j->pid; /* another was started since: that page is over */
    size_t n = 0;
    const char *text;

    from = from < 0 ? 0 : from;
    text = other ? NULL : said(w, from, &n);
    w->to->status = 200;
    w->to->bytes = text ? text : "";
    w->to->n = n;
    w->to->next = from + (int64_t)n;
    w->to->state = !other && (j->running || (n > 0 && w->to->next < pb_job_size(j))) ? "running" : "ended";
}

/* --- calendars --- */

static void put_feed(pb_web *w, const pb_agents *agents, const pb_token *t)
{
    const char *host = w->q->host ? w->q->host : "";
    int32_t agent = pb_agent_find(agents, t->agent);
    char *address = pb_arena_printf(w->cli.arena, "%s://%s/feeds/%s.ics", w->q->scheme, host, t->token);
    char *subscribe = pb_arena_printf(w->cli.arena, "webcal://%s/feeds/%s.ics", host, t->token);

    pb_page_put(w, "<tr><th scope=\"row\">");
    pb_page_text(w, agent < 0 ? t->agent : pb_agent_name(agents, agent));
    pb_page_put(w, "</th><td><code>");
    pb_page_text(w, address);
    pb_page_put(w, "</code></td><td><a href=\"");
    pb_page_text(w, subscribe);
    pb_page_put(w, "\">");
    pb_page_tr(w, PB_N_("subscribe"));
    pb_page_put(w, "</a></td></tr>\n");
}

void pb_serve_calendars(pb_web *w)
{
    pb_workspace ws = {0};
    pb_site site = {0};
    pb_status s = pb_cli_workspace(&w->cli, PB_NEED_TEAM | PB_NEED_QUEUES | PB_NEED_CALENDAR | PB_NEED_AGENTS, &ws);
    pb_status read = pb_site_read(w->cli.arena, w->cli.dir, &site, w->cli.diags);

    pb_page_begin(w, pb_tr(w->cli.lang, PB_N_("Calendars")), "/calendars");
    put_found(w);
    pb_page_put(w, "<p>");
    if (read == PB_OK && site.n == 0)
        pb_page_tr(w, PB_N_("Nothing is published yet. The button Publish of the overview makes the calendars."));
    else
        pb_page_tr(w, PB_N_("Give each agent the address of their own calendar, and no other: who knows it sees these shifts. A calendar "
                            "application that subscribes to it shows every later publication by itself."));
    pb_page_put(w, "</p>\n<div class=\"scroll\"><table>\n");
    for (size_t i = 0; !s && !read && i < site.n; i++)
        if (site.tokens[i].state == PB_TOKEN_LIVE)
            put_feed(w, &ws.agents, &site.tokens[i]);
    pb_page_put(w, "</table></div>\n");
    pb_page_end(w);
    if (!read)
        pb_site_done(&site);
}
