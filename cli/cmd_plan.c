/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban plan: requirement + people + rules -> out/roster.csv. */
#include "cli/activity_words.h"
#include "cli/caught.h"
#include "cli/environment.h"
#include "cli/gap_words.h"
#include "cli/plan_before.h"
#include "cli/plan_io.h"
#include "cli/plan_pieces.h"
#include "cli/plan_saved.h"
#include "cli/plan_why.h"
#include "cli/progress.h"
#include "cli/rule_words.h"
#include "cli/unworkable.h"
#include "cli/words.h"
#include "planner/conflict.h"

#include <math.h>
#include <stdlib.h>

enum { SENTENCES = 20, MOST_ASKED = 62 }; /* days of a plan that is asked what each concession bought */

typedef struct run {
    pb_cli *cli;
    const pb_args *args;
    pb_workspace ws;
    pb_requirement req;
    pb_plan_before before;
    pb_roster kept;
    const pb_roster *keep;
    pb_progress line;
    pb_plan_options opt;
    int roll; /* as pb_pieces_asked */
    pb_plan_pieces pieces;
    pb_plan_result plan;
    pb_audit audit;
    pb_presence_gap gap; /* where there is a lawful roster */
} run;

static double monotonic(void *ctx)
{
    (void)ctx;
    return pb_clock_monotonic_s();
}

static void show(void *ctx, const pb_plan_progress *p)
{
    run *r = ctx;
    pb_progress_show(&r->line, pb_tr(r->cli->lang, p->stage),
                     p->lawful ? (double)p->best / 1000 : (double)NAN,
                     p->bound > 0 ? (double)p->bound / 1000 : (double)NAN);
}

/* Without --keep, the pinned cells of the roster that would be replaced stay all the same: a second
 * run must not undo what was set by hand. Its other cells are not priced. */
static pb_status own_pins(run *r)
{
    size_t n = 0;

    if (pb_arg_given(r->args, "fresh") || !r->before.found)
        return PB_OK;
    r->kept = r->before.roster;
    for (size_t i = 0; i < r->kept.n; i++)
        n += r->kept.at[i].pinned && r->kept.at[i].date >= r->opt.first &&
             r->kept.at[i].date < r->opt.first + r->opt.n_days;
    if (n == 0)
        return PB_OK;
    pb_say(r->cli, PB_N_("%zu pinned cells of %s stay (--fresh lets them go)"), n, "out/roster.csv");
    r->kept.first = 1; /* no day of it is priced */
    r->kept.last = 0;
    r->keep = &r->kept;
    return PB_OK;
}

/* Which days: --from and --days, else the team's plan_days from the requirement's first day on. */
static pb_status choose_days(run *r)
{
    const pb_grid *g = &r->req.grid;
    pb_date end = g->first + g->n_days;
    int days;

    r->opt.first = pb_arg_date(r->args, "from", g->first);
    days = (int)pb_arg_int(r->args, "days", r->ws.team.plan_days);
    if (!pb_arg_given(r->args, "days") && r->opt.first + days > end)
        days = end - r->opt.first;
    if (days <= 0 || r->opt.first < g->first || r->opt.first + days > end) {
        char from[11], to[11];
        pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0},
                    PB_N_("run `paiban staff` for more days, or plan others"),
                    PB_N_("the requirement speaks of %s to %s only"), pb_date_format(g->first, from),
                    pb_date_format(end - 1, to));
        return PB_ERR_INPUT;
    }
    r->opt.n_days = days;
    return PB_OK;
}

static pb_status read_all(run *r)
{
    pb_status s = pb_cli_workspace(r->cli, PB_NEED_PEOPLE, &r->ws);
    if (!s)
        s = pb_io_requirement(r->cli, r->args, &r->ws, &r->req);
    if (!s)
        s = choose_days(r);
    if (!s && pb_arg_given(r->args, "why"))
        return PB_OK;
    if (!s)
        s = pb_plan_before_read(r->cli, &r->ws, r->opt.first, &r->before);
    if (!s && pb_arg_given(r->args, "keep")) {
        s = pb_cli_roster(r->cli, pb_arg_text(r->args, "keep", NULL), &r->ws, &r->kept);
        r->keep = &r->kept;
    } else if (!s) {
        s = own_pins(r);
    }
    return s;
}

static const char *status_word(pb_plan_status s)
{
    switch (s) {
    case PB_PLAN_OPTIMAL: return PB_N_("optimal");
    case PB_PLAN_GAP: return PB_N_("inside the gap asked for");
    case PB_PLAN_DUTIES: return PB_N_("inside the gap asked for, training and meetings not counted");
    case PB_PLAN_LIMIT: return PB_N_("limit reached");
    case PB_PLAN_INTERRUPTED: return PB_N_("interrupted");
    case PB_PLAN_INFEASIBLE: return PB_N_("no roster keeps all hard rules");
    default: return PB_N_("no roster that keeps all hard rules was found in time");
    }
}

/* The same for programs: in --json and out/plan.csv. */
static const char *status_key(pb_plan_status s)
{
    static const char *const keys[] = {[PB_PLAN_OPTIMAL] = "optimal", [PB_PLAN_GAP] = "gap", [PB_PLAN_DUTIES] = "duties",
                                       [PB_PLAN_LIMIT] = "limit", [PB_PLAN_INTERRUPTED] = "interrupted",
                                       [PB_PLAN_INFEASIBLE] = "infeasible", [PB_PLAN_NOT_FOUND] = "not_found"};
    return keys[s];
}

static bool lawful(const run *r)
{
    return r->plan.status != PB_PLAN_INFEASIBLE && r->plan.status != PB_PLAN_NOT_FOUND;
}

static int n_duties(const pb_roster *r)
{
    int n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->at[i].end_s > r->at[i].start_s;
    return n;
}

static int print_json(run *r)
{
    json_t *o = json_pack("{s:s,s:f,s:f,s:f,s:f,s:o,s:o,s:i,s:I,s:b}", "status", status_key(r->plan.status), "cost",
                          (double)r->plan.cost / 1000, "bound", (double)r->plan.bound / 1000, "gap",
                          r->plan.gap, "activities", r->roll < 0 ? (double)r->plan.held / 1000 : 0.0, "parts",
                          pb_io_parts(r->audit.by_rule), "findings",
                          pb_io_findings(r->cli, &r->ws, &r->req, &r->plan.roster, &r->audit), "duties",
                          n_duties(&r->plan.roster), "moves", (json_int_t)r->plan.n_tried, "by_clock", (int)r->plan.by_clock);
    if (o && lawful(r) && json_object_set_new(o, "cover", pb_gap_json(&r->req, &r->gap)) != 0) {
        json_decref(o);
        return PB_EXIT_INTERNAL;
    }
    if (o && r->roll >= 0 && json_object_set_new(o, "pieces", pb_pieces_json(&r->pieces)) != 0) {
        json_decref(o);
        return PB_EXIT_INTERNAL;
    }
    return pb_exit_of(pb_print_json(r->cli, o));
}

/* What it costs, and what is proven of that; what cover is missing. `run` shows these two lines. */
static void print_cost(run *r)
{
    pb_cli *cli = r->cli;
    double cost = (double)r->plan.cost / 1000;

    if (r->roll >= 0) {
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("Cost %.2f, planned in %zu pieces, each after those before it\n")), cost,
                r->pieces.n);
    } else if (r->opt.no_proof) {
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("Cost %.2f, nothing proven (--no-proof)\n")), cost);
    } else {
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("Cost %.2f, proven bound %.2f, gap %.2f %% (%s)\n")), cost,
                (double)r->plan.bound / 1000, r->plan.gap * 100, pb_tr(cli->lang, status_word(r->plan.status)));
    }
    pb_gap_tell(cli, &r->req, &r->gap);
    if (r->roll >= 0)
        pb_pieces_tell(cli, &r->pieces, r->opt.no_proof);
}

static void tell_held(const run *r)
{
    fprintf(r->cli->out, pb_tr(r->cli->lang, PB_N_("Training and meetings change the cost by %+.2f; the bound leaves them out")),
            (double)r->plan.held / 1000);
    fputs("\n", r->cli->out);
}

static pb_status tell_roster(run *r)
{
    pb_cli *cli = r->cli;
    pb_whatif *asked = NULL;
    pb_status s = PB_OK;

    print_cost(r);
    if (r->plan.held && r->roll < 0)
        tell_held(r);
    if (r->plan.by_clock)
        fprintf(cli->out, "%s\n", pb_tr(cli->lang, PB_N_("The time limit cut this short: another run may end elsewhere. "
                                                        "More time: --time-limit")));
    else if (r->plan.status == PB_PLAN_LIMIT)
        fprintf(cli->out, "%s\n", pb_tr(cli->lang, PB_N_("More work may find a better roster or a closer bound: --effort")));
    pb_io_tell_parts(cli, r->audit.by_rule);
    if (r->opt.n_days <= MOST_ASKED)
        s = pb_whatif_open(cli->arena, &r->ws, &r->req, &r->plan.roster, r->opt.first, r->opt.n_days, &asked);
    if (!s)
        s = pb_io_tell(cli, &r->ws, &r->req, &r->plan.roster, &r->audit, SENTENCES, asked, false);
    return s ? s : pb_tell_activities(cli, &r->ws, &r->req, &r->plan.roster, &r->audit, r->opt.first, r->opt.n_days, SENTENCES);
}

static pb_status tell_none(run *r)
{
    pb_audit shown = r->audit;

    if (r->roll >= 0)
        pb_pieces_where(r->cli, &r->pieces);
    fprintf(r->cli->out, "%s\n", pb_tr(r->cli->lang, status_word(r->plan.status)));
    shown.n = shown.n_broken; /* what a roster gives up that nobody gets is of no use */
    return pb_io_tell(r->cli, &r->ws, &r->req, &r->plan.roster, &shown, SENTENCES, NULL, true);
}

static int print(run *r)
{
    if (r->cli->json)
        return print_json(r);
    if (r->cli->quiet && !r->cli->out_is_kept)
        return PB_EXIT_DONE;
    return pb_exit_of(lawful(r) ? tell_roster(r) : tell_none(r));
}

/* The auditor has the last word: a roster it does not pass is a defect of the planner. */
static bool passed(run *r)
{
    if (r->audit.n_broken == 0 && r->audit.cost == r->plan.cost && pb_pieces_audited(&r->pieces))
        return true;
    pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0}, PB_N_("nothing was written; please report this"),
                PB_N_("the auditor rejects the planner's roster (%zu hard rules broken, cost %.3f instead of %.3f)"),
                r->audit.n_broken, (double)r->audit.cost / 1000, (double)r->plan.cost / 1000);
    return false;
}

/* What was proved goes beside the roster, for the report. */
static pb_status save_proof(run *r)
{
    const bool any = r->roll < 0 && !r->opt.no_proof;
    const pb_plan_saved saved = {(double)r->plan.cost / 1000, any ? (double)r->plan.bound / 1000 : (double)NAN,
                                 any ? (double)r->plan.held / 1000 : 0, status_key(r->plan.status)};
    char *path = pb_path_join(r->cli->arena, r->cli->dir, "out/plan.csv");
    pb_text text;
    pb_status s;

    pb_text_init(&text, pb_arena_allocator(r->cli->arena));
    pb_plan_saved_write(&saved, &text);
    s = !path || text.status ? PB_ERR_NOMEM
                             : pb_file_replace(path, text.bytes, text.n, 0644, r->cli->diags);
    pb_text_done(&text);
    return s;
}

static int deliver(run *r)
{
    pb_text text;
    pb_status s;

    pb_text_init(&text, pb_arena_allocator(r->cli->arena));
    pb_roster_write(&r->plan.roster, &r->ws.queues, &r->ws.agents, &r->ws.shifts, &text);
    s = pb_arg_given(r->args, "output") ? PB_OK : pb_plan_before_save(r->cli, &r->before);
    if (s == PB_OK)
        s = pb_cli_deliver(r->cli, r->args, "out/roster.csv", &text);
    pb_text_done(&text);
    if (s == PB_OK && !pb_arg_given(r->args, "output"))
        s = save_proof(r);
    return pb_exit_of(s);
}

/* Where no roster exists: which rules and facts contradict each other, and what would help. */
static int tell_conflict(run *r)
{
    pb_cli *cli = r->cli;
    pb_conflict c;
    pb_status s;

    if (r->plan.status != PB_PLAN_INFEASIBLE || cli->json || (cli->quiet && !cli->out_is_kept))
        return PB_EXIT_DONE;
    s = pb_plan_conflict(cli->arena, &r->ws, &r->req, &r->opt, &c);
    if (s)
        return pb_exit_of(s);
    fprintf(cli->out, "%s\n", pb_tr(cli->lang, c.n ? PB_N_("These cannot hold together:")
                                                   : PB_N_("What agents.csv and shifts.csv say leaves no roster.")));
    for (size_t i = 0; i < c.n; i++)
        fprintf(cli->out, "  * %s\n", pb_member_text(cli->arena, &r->ws, r->keep, &c.at[i], cli->lang));
    if (!c.minimal)
        fprintf(cli->out, "  %s\n",
                pb_tr(cli->lang, PB_N_("(not proven to be the smallest set: the time was up)")));
    if (c.n_repairs)
        fprintf(cli->out, "%s\n", pb_tr(cli->lang, PB_N_("Each of these changes makes a roster possible (tried):")));
    for (size_t i = 0; i < c.n_repairs; i++)
        fprintf(cli->out, "  + %s\n", pb_repair_text(cli->arena, &r->ws, &r->req, r->keep, &c.repairs[i], cli->lang));
    return PB_EXIT_DONE;
}

static int finish(run *r)
{
    int code;

    if (!lawful(r)) {
        code = print(r);
        if (!code)
            code = tell_conflict(r);
        return code ? code : PB_EXIT_NO;
    }
    if (!passed(r)) {
        (void)print(r);
        return PB_EXIT_INTERNAL;
    }
    code = deliver(r);
    if (!code)
        code = pb_exit_of(pb_tell_unworkable(r->cli, &r->ws, &r->plan.roster, r->opt.first, r->opt.n_days));
    if (!code)
        code = print(r);
    if (code)
        return code;
    if (r->opt.no_proof && r->plan.status == PB_PLAN_LIMIT)
        return r->plan.by_clock ? PB_EXIT_LIMIT : PB_EXIT_DONE;
    return r->plan.status == PB_PLAN_LIMIT || r->plan.status == PB_PLAN_INTERRUPTED ? PB_EXIT_LIMIT
                                                                                    : PB_EXIT_DONE;
}

/* In pieces: the cost is that of the roster as one plan; where a piece has no roster, that piece is what is told of. */
static pb_status make_pieces(run *r)
{
    pb_status s = pb_plan_roll(r->cli->arena, &r->ws, &r->req, &r->opt, r->roll, &r->plan, &r->pieces, r->cli->diags);

    if (!s && !lawful(r)) {
        r->ws = r->pieces.last;
        r->opt.first = r->pieces.at[r->pieces.n - 1].first;
        r->opt.n_days = r->pieces.at[r->pieces.n - 1].n_days;
    }
    return s;
}

static pb_status make(run *r)
{
    pb_status s = r->roll >= 0 ? make_pieces(r)
                               : pb_plan_make(r->cli->arena, &r->ws, &r->req, &r->opt, &r->plan, r->cli->diags);
    if (!s)
        s = pb_audit_roster(r->cli->arena, &r->ws, &r->req, &r->plan.roster, r->keep, r->opt.first, r->opt.n_days, &r->audit);
    if (!s && r->roll >= 0 && lawful(r))
        r->plan.cost = r->audit.cost;
    if (!s && lawful(r))
        s = pb_gap_count(r->cli, &r->ws, &r->req, &r->plan.roster, r->opt.first, r->opt.n_days, &r->gap);
    return s;
}

static int plan(pb_cli *cli, const pb_args *args)
{
    run *r = PB_NEW(cli->arena, run);
    pb_status s;

    if (!r)
        return PB_EXIT_INTERNAL;
    r->cli = cli;
    r->args = args;
    if (pb_arg_count(args) > 0 && !pb_arg_given(args, "why")) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, PB_N_("--why AGENT goes before it; --from DATE plans from a day on"),
                    PB_N_("plan takes a date only as an answer's day: %s"), pb_arg_at(args, 0));
        return PB_EXIT_USAGE;
    }
    if (!pb_pieces_asked(cli, args, &r->roll))
        return PB_EXIT_USAGE;
    s = read_all(r);
    if (s)
        return pb_exit_of(s);
    r->opt.effort = pb_arg_number(args, "effort", 1);
    r->opt.time_limit_s = pb_arg_number(args, "time-limit", r->opt.effort > 1 ? 20 * r->opt.effort : 20);
    r->opt.gap = pb_arg_number(args, "gap", 0.01);
    r->opt.no_proof = pb_arg_given(args, "no-proof");
    r->opt.seed = cli->seed;
    r->opt.threads = cli->threads;
    r->opt.keep = r->keep;
    r->opt.interrupted = cli->interrupted;
    r->opt.clock_s = monotonic;
    r->opt.progress = show;
    r->opt.progress_ctx = r;
    if (pb_arg_given(args, "why"))
        return pb_why_answer(cli, args, &r->ws, &r->req, &r->opt);
    pb_tell_unserved(cli, &r->ws, &r->req);
    s = pb_rules_warn(cli, &r->ws, r->opt.first, r->opt.n_days);
    if (!s && !pb_arg_given(args, "output")) /* two searches in one folder would undo each other */
        s = pb_cli_lock(cli);
    if (s)
        return pb_exit_of(s);
    pb_print_diags(cli); /* before the solving, not after */
    r->opt.write_lp = pb_arg_text(args, "write-lp", NULL);
    r->line = pb_progress_start(cli, r->opt.time_limit_s);
    s = make(r);
    pb_progress_end(&r->line);
    return s ? pb_exit_of(s) : finish(r);
}

/* What is said of the roster in out/ is kept beside it, so that nobody reads there what was said of the one before. */
int pb_cmd_plan(pb_cli *cli, const pb_args *args)
{
    bool kept = !cli->json && !cli->out_is_kept && !pb_arg_given(args, "why") && !pb_arg_given(args, "output");
    const char *path = pb_path_join(cli->arena, cli->dir, "out/plan.txt");
    char *bytes = NULL;
    size_t n = 0;
    int code = kept ? pb_run_caught(cli, args, plan, &bytes, &n) : plan(cli, args);
    pb_status s = PB_OK;

    if (bytes && !cli->quiet)
        fwrite(bytes, 1, n, cli->out);
    if (bytes && (code == PB_EXIT_DONE || code == PB_EXIT_LIMIT))
        s = path ? pb_file_replace(path, bytes, n, 0644, cli->diags) : PB_ERR_NOMEM;
    free(bytes);
    return s ? pb_exit_of(s) : code;
}
