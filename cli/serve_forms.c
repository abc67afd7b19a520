/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be run from a page: a table of forms, each a command with the options that a page asks for. A field is passed as
 * "--option=value" or as an operand after "--", so nothing that is typed can become an option.
 */
#include "cli/serve.h"

#include <inttypes.h>
#include <string.h>

enum { FIELDS = 5, WORDS = 16, LONGEST = 200, FIRST_OWN = 6 }; /* of the words, after the common options */

typedef enum field_kind { AGENT, DATE, DAY, BOX, CHOICE } field_kind; /* DAY: of the roster */

typedef struct field {
    const char *name;
    const char *option;  /* NULL: an operand */
    field_kind kind;
    bool must;
    const char *label;   /* msgid */
    const char *choices; /* "a|b"; the first may be empty */
} field;

typedef struct form {
    const char *name;    /* in the page's request */
    const char *command; /* of the program */
    const char *button;  /* msgid */
    bool main;
    field fields[FIELDS];
} form;

#define TIMES "|20s|1m|5m|15m|1h"

static const form forms[] = {
    {"run", "run", PB_N_("Run everything"), true,
     {{"from", "--from", DATE, false, PB_N_("first day"), NULL},
      {"time-limit", "--time-limit", CHOICE, false, PB_N_("time for the roster"), TIMES}}},
    {"forecast", "forecast", PB_N_("Forecast"), false, {{"from", "--from", DATE, false, PB_N_("first day"), NULL}}},
    {"staff", "staff", PB_N_("Staff"), false, {{0}}},
    {"plan", "plan", PB_N_("Plan"), false,
     {{"time-limit", "--time-limit", CHOICE, false, PB_N_("at most"), TIMES},
      {"fresh", "--fresh", BOX, false, PB_N_("let pinned cells go"), NULL}}},
    {"check", "check", PB_N_("Check"), false, {{0}}},
    {"simulate", "simulate", PB_N_("Simulate"), false, {{0}}},
    {"report", "report", PB_N_("Write the report"), false, {{0}}},
    {"publish", "publish", PB_N_("Publish"), false, {{"dry-run", "--dry-run", BOX, false, PB_N_("only show what would change"), NULL}}},
    {"hire", "hire", PB_N_("Plan the hiring"), false, {{0}}},
    {"cover", "cover", PB_N_("Who can take it?"), true,
     {{"agent", NULL, AGENT, true, PB_N_("cannot come"), NULL},
      {"date", NULL, DAY, true, PB_N_("on the day"), NULL},
      {"by", "--by", AGENT, false, PB_N_("taken by (empty: all are tried)"), NULL},
      {"apply", "--apply", BOX, false, PB_N_("and write the roster"), NULL}}},
    {"swap", "swap", PB_N_("Is it lawful?"), true,
     {{"a", NULL, AGENT, true, PB_N_("who"), NULL},
      {"a-date", NULL, DAY, true, PB_N_("the shift of"), NULL},
      {"b", NULL, AGENT, true, PB_N_("with whom"), NULL},
      {"b-date", NULL, DAY, true, PB_N_("the shift of"), NULL},
      {"apply", "--apply", BOX, false, PB_N_("and write the roster"), NULL}}},
    {"why", "plan", PB_N_("Why?"), true,
     {{"agent", "--why", AGENT, true, PB_N_("who"), NULL}, {"date", NULL, DAY, true, PB_N_("on the day"), NULL}}},
};

static const form *form_of(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].name, name) == 0)
            return &forms[i];
    return NULL;
}

/* --- what was sent --- */

static bool is_choice(const char *choices, const char *value)
{
    size_t n = strlen(value);

    for (const char *at = choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (strcspn(at, "|") == n && strncmp(at, value, n) == 0)
            return true;
    return false;
}

/* A value that the page could have sent; commands say themselves what else is wrong with it. */
static bool fits(const field *f, const char *value)
{
    if (strlen(value) > LONGEST)
        return false;
    if (f->kind == CHOICE)
        return is_choice(f->choices, value);
    return f->must ? *value != '\0' : true;
}

static bool words_of(pb_web *w, const form *f, char **argv)
{
    pb_arena *a = w->cli.arena;
    const pb_web_request *q = w->q;
    int n = 0;

    argv[n++] = pb_arena_strdup(a, "paiban");
    argv[n++] = pb_arena_strdup(a, f->command);
    argv[n++] = pb_arena_printf(a, "--directory=%s", w->cli.dir);
    argv[n++] = pb_arena_printf(a, "--lang=%s", w->cli.lang ? w->cli.lang->code : "en");
    argv[n++] = pb_arena_printf(a, "--seed=%" PRIu64, w->cli.seed);
    argv[n++] = pb_arena_printf(a, "--threads=%d", w->cli.threads);
    for (int operands = 0; operands < 2; operands++) {
        if (operands)
            argv[n++] = pb_arena_strdup(a, "--");
        for (const field *x = f->fields; x < f->fields + FIELDS && x->name; x++) {
            const char *value = pb_web_field_of(q, x->name);
            if (!fits(x, value))
                return false;
            if (*value == '\0' || (x->option == NULL) != (operands == 1))
                continue;
            argv[n++] = !x->option       ? pb_arena_strdup(a, value)
                        : x->kind == BOX ? pb_arena_strdup(a, x->option)
                                         : pb_arena_printf(a, "%s=%s", x->option, value);
        }
    }
    for (int i = 0; i < n; i++)
        if (!argv[i])
            return false;
    return true;
}

/* As one would type it in the workspace. */
static const char *line_of(pb_web *w, char *const *argv)
{
    const char *shown;
    pb_text line;

    pb_text_init(&line, pb_arena_allocator(w->cli.arena));
    pb_text_puts(&line, argv[0]);
    for (int i = 1; argv[i]; i++)
        if (i == 1 || (i >= FIRST_OWN && strcmp(argv[i], "--") != 0))
            pb_text_printf(&line, " %s", argv[i]);
    shown = line.status ? NULL : pb_arena_strndup(w->cli.arena, line.bytes, line.n);
    pb_text_done(&line);
    return shown ? shown : argv[1];
}

void pb_serve_run(pb_web *w)
{
    const form *f = form_of(pb_web_field_of(w->q, "form"));
    char *argv[WORDS + 1] = {0};

    if (!f || !words_of(w, f, argv)) {
        pb_serve_sentence(w, 400, PB_N_("Something is missing in this form."));
        return;
    }
    switch (pb_job_start(&w->server->job, argv, line_of(w, argv), w->cli.now_s)) {
    case PB_OK:
        w->to->status = 303;
        w->to->location = "/job";
        return;
    case PB_ERR_BUSY: pb_serve_sentence(w, 409, PB_N_("Another command is still running; it can be stopped on its page.")); return;
    default: pb_serve_sentence(w, 500, PB_N_("The system let no new process start.")); return;
    }
}

/* --- what is asked for --- */

static void choose(pb_web *w, const field *x)
{
    pb_page_put(w, "<select name=\"");
    pb_page_text(w, x->name);
    pb_page_put(w, "\">");
    for (const char *at = x->choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
        char *word = pb_arena_strndup(w->cli.arena, at, strcspn(at, "|"));
        pb_page_put(w, "<option value=\"");
        pb_page_text(w, word);
        pb_page_put(w, "\">");
        if (word && *word)
            pb_page_text(w, word);
        else
            pb_page_tr(w, PB_N_("as usual"));
        pb_page_put(w, "</option>");
    }
    pb_page_put(w, "</select>");
}

static void choose_agent(pb_web *w, const field *x, const pb_agents *agents)
{
    pb_page_put(w, "<select name=\"");
    pb_page_text(w, x->name);
    pb_page_put(w, x->must ? "\" required><option value=\"\"></option>" : "\"><option value=\"\"></option>");
    for (int32_t i = 0; i < agents->n; i++) {
        pb_page_put(w, "<option value=\"");
        pb_page_text(w, agents->at[i].id);
        pb_page_put(w, "\">");
        pb_page_text(w, pb_agent_name(agents, i));
        pb_page_put(w, "</option>");
    }
    pb_page_put(w, "</select>");
}

static void put_day(pb_web *w, const field *x, const pb_people *p)
{
    char day[32];

    pb_page_put(w, "<input type=\"date\" name=\"");
    pb_page_text(w, x->name);
    if (x->kind == DAY && p && p->has_roster) {
        pb_date_format(p->first, day);
        pb_page_put(w, "\" min=\"");
        pb_page_text(w, day);
        pb_date_format(p->last, day);
        pb_page_put(w, "\" max=\"");
        pb_page_text(w, day);
    }
    pb_page_put(w, x->must ? "\" required>" : "\">");
}

static void ask(pb_web *w, const field *x, const pb_people *p)
{
    pb_page_put(w, x->kind == BOX ? "<label class=\"box\"><input type=\"checkbox\" value=\"yes\" name=\"" : "<label>");
    if (x->kind == BOX) {
        pb_page_text(w, x->name);
        pb_page_put(w, "\">");
    }
    pb_page_tr(w, x->label);
    if (x->kind == CHOICE) {
        choose(w, x);
    } else if (x->kind == DATE || x->kind == DAY) {
        put_day(w, x, p);
    } else if (x->kind == AGENT && p && p->agents) {
        choose_agent(w, x, p->agents);
    } else if (x->kind == AGENT) {
        pb_page_put(w, "<input name=\"");
        pb_page_text(w, x->name);
        pb_page_put(w, x->must ? "\" required>" : "\">");
    }
    pb_page_put(w, "</label>");
}

void pb_serve_form(pb_web *w, const char *name, const pb_people *p)
{
    const form *f = form_of(name);

    if (!f)
        return;
    pb_page_put(w, "<form method=\"post\" action=\"/run\"><input type=\"hidden\" name=\"form\" value=\"");
    pb_page_text(w, f->name);
    pb_page_put(w, "\">");
    for (const field *x = f->fields; x < f->fields + FIELDS && x->name; x++)
        ask(w, x, p);
    pb_page_put(w, f->main ? "<button class=\"main\">" : "<button>");
    pb_page_tr(w, f->button);
    pb_page_put(w, "</button></form>");
}
