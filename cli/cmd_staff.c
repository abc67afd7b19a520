/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban staff: forecast -> out/requirement.csv; one number explained; what so many agents would give. */
#include "cli/plan_io.h"
#include "cli/staff_input.h"
#include "cli/words.h"
#include "staffing/staffing.h"

#include <stdlib.h>
#include <string.h>

static pb_staffing_options options_of(const pb_args *args)
{
    static const char *const policies[] = {"mean", "expected", "quantile"};
    static const char *const kinds[] = {"offered", "short-out", "answered"};
    pb_staffing_options o = {.quantile = pb_arg_number(args, "quantile", 0.8),
                             .slot_by_slot = pb_arg_given(args, "slot-by-slot")};
    /* a share of days says which policy is meant */
    const char *usual = pb_arg_given(args, "quantile") ? "quantile" : "mean";
    for (int i = 0; i < 3; i++) {
        if (strcmp(pb_arg_text(args, "policy", usual), policies[i]) == 0)
            o.policy = (pb_policy)i;
        if (strcmp(pb_arg_text(args, "level", "offered"), kinds[i]) == 0)
            o.sl_kind = (pb_sl_kind)i;
    }
    return o;
}

/* --- --explain TIME QUEUE --- */

/* The slot that holds a moment such as 2026-11-30T10:00; -1, diagnosed. */
static int32_t slot_of(pb_cli *cli, const pb_grid *g, const char *text)
{
    pb_date date = PB_DATE_NONE;
    int minute = 0;
    pb_where where = {NULL, 0, NULL};
    if (!pb_moment_parse(pb_piece_of(text), &date, &minute) || date == PB_DATE_NONE) {
        pb_diag_add(cli->diags, PB_ERROR, where, PB_N_("write it like 2026-11-30T10:00"),
                    PB_N_("\"%s\" is not a date and a time"), text);
        return -1;
    }
    int32_t slot = pb_grid_find(g, pb_zone_utc_simple(g->zone, date, minute));
    if (slot >= 0 && slot < g->n_slots)
        return slot;
    pb_diag_add(cli->diags, PB_ERROR, where, NULL, PB_N_("the forecast does not reach %s"), text);
    return -1;
}

static int32_t queue_of(pb_cli *cli, const pb_queues *queues, const pb_args *args)
{
    pb_where where = {NULL, 0, NULL};
    const char *name = pb_arg_at(args, 0);
    int32_t queue = name ? pb_queue_find(queues, name) : queues->n == 1 ? 0 : -1;
    if (queue < 0 && name)
        pb_diag_add(cli->diags, PB_ERROR, where, NULL, PB_N_("no queue is called %s"), name);
    else if (queue < 0)
        pb_diag_add(cli->diags, PB_ERROR, where, NULL, PB_N_("name the queue after the time"));
    return queue;
}

static int print_explanation(pb_cli *cli, const pb_explanation *x)
{
    if (!cli->json) {
        for (int32_t i = 0; i < x->n; i++)
            fprintf(cli->out, "%s\n", x->lines[i].text);
        return PB_EXIT_DONE;
    }
    json_t *steps = json_array();
    for (int32_t i = 0; i < x->n && steps; i++)
        if (json_array_append_new(steps, json_pack("{s:s,s:s}", "key", x->lines[i].key, "text",
                                                   x->lines[i].text)) != 0)
            return PB_EXIT_INTERNAL;
    return pb_exit_of(pb_print_json(cli, json_pack("{s:o*}", "derivation", steps)));
}

static int explain(pb_cli *cli, const pb_args *args, pb_staffing *s, const pb_staff_input *in,
                   const pb_requirement *r)
{
    pb_explanation x;
    int32_t slot = slot_of(cli, &in->forecast.grid, pb_arg_text(args, "explain", ""));
    int32_t queue = queue_of(cli, &in->w.queues, args);
    if (slot < 0 || queue < 0)
        return PB_EXIT_USAGE;
    pb_status status = pb_staffing_explain(s, r, queue, slot, cli->lang, cli->arena, &x);
    return status == PB_OK ? print_explanation(cli, &x) : pb_exit_of(status);
}

/* --- --what-if agents=N --- */

static int32_t what_if_agents(pb_cli *cli, const char *text)
{
    char *end = NULL;
    long n = strncmp(text, "agents=", 7) == 0 ? strtol(text + 7, &end, 10) : -1;
    if (end && end > text + 7 && *end == 0 && n >= 0 && n <= PB_MAX_AGENTS)
        return (int32_t)n;
    pb_where where = {NULL, 0, NULL};
    pb_diag_add(cli->diags, PB_ERROR, where, PB_N_("write it like agents=12"),
                PB_N_("\"%s\" is not a number of agents"), text);
    return -1;
}

/* One row of the table: what n agents give. Unknown and endless values stay empty. */
static void put_given(pb_text *t, const pb_slot_case *k, int32_t agents, const pb_service *s)
{
    const double values[] = {agents, k->own_erl, s->service_level, s->answer_rate, s->asa_s,
                             s->occupancy};
    char number[32];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        pb_csv_field(t, isfinite(values[i]) ? pb_real_format(values[i], number) : "", false);
}

/* The same as an object; unknown and endless values are null. */
static json_t *json_given(const char *start, const char *queue, const pb_slot_case *k, int32_t agents,
                          const pb_service *s)
{
    static const char *const names[] = {"offered_erl", "service_level", "answer_rate", "asa_s", "occupancy"};
    const double values[] = {k->own_erl, s->service_level, s->answer_rate, s->asa_s, s->occupancy};
    json_t *row = json_pack("{s:s,s:s,s:i}", "start", start, "queue", queue, "agents", (int)agents);
    for (size_t i = 0; row && i < sizeof values / sizeof *values; i++)
        json_object_set_new(row, names[i], isfinite(values[i]) ? json_real(values[i]) : json_null());
    return row;
}

/* rows NULL: CSV into t. */
static pb_status put_queue(pb_cli *cli, pb_staffing *s, const pb_grid *g, const pb_queues *queues,
                           int32_t queue, int32_t agents, pb_text *t, json_t *rows)
{
    pb_pool_service *give = PB_NEW_ARRAY(cli->arena, (size_t)g->n_slots, pb_pool_service);
    pb_status status = give ? pb_staffing_what_if(s, queue, agents, give) : PB_ERR_NOMEM;
    for (int32_t i = 0; i < g->n_slots && status == PB_OK; i++) {
        const pb_slot_case *k = pb_staffing_case(s, queue, i);
        char start[32];
        if (!k->open)
            continue;
        pb_zone_format(g->zone, pb_grid_start_s(g, i), start);
        if (rows && json_array_append_new(rows, json_given(start, queues->at[queue].id, k, agents, &give[i].s)) != 0)
            return PB_ERR_NOMEM;
        if (rows)
            continue;
        pb_csv_field(t, start, false);
        pb_csv_field(t, queues->at[queue].id, false);
        put_given(t, k, agents, &give[i].s);
        pb_csv_end(t);
    }
    return status;
}

/* Deferred work has no table but an answer: in time or not. */
static pb_status say_deferred(pb_cli *cli, const pb_staffing *s, const pb_staff_input *in, int32_t queue,
                              int32_t agents)
{
    const pb_grid *g = &in->forecast.grid;
    const char *id = in->w.queues.at[queue].id;
    pb_deferred_answer a;
    char start[32];
    pb_status status = pb_staffing_deferred(s, queue, agents, &a);
    if (status != PB_OK)
        return status;
    if (a.first_late < 0)
        pb_say(cli, PB_N_("%s: with %d agents while it is open all work is done in time; %.0f agent-minutes are left "
                          "at the end, not yet due"), id, (int)agents, a.left_min);
    else
        pb_say(cli, PB_N_("%s: with %d agents while it is open the first work is late by the end of the slot %s: "
                          "%.0f agent-minutes; %.0f are left at the end"), id, (int)agents,
               pb_zone_format(g->zone, pb_grid_start_s(g, a.first_late), start), a.late_min, a.left_min);
    return PB_OK;
}

static pb_status answer_queues(pb_cli *cli, pb_staffing *s, const pb_staff_input *in, int32_t only,
                               int32_t agents, pb_text *t, json_t *rows)
{
    pb_status status = PB_OK;
    for (int32_t q = 0; q < in->w.queues.n && status == PB_OK; q++) {
        if (only >= 0 && q != only)
            continue;
        if (in->w.queues.at[q].channel == PB_DEFERRED)
            status = say_deferred(cli, s, in, q, agents);
        else
            status = put_queue(cli, s, &in->forecast.grid, &in->w.queues, q, agents, t, rows);
    }
    return status == PB_OK ? t->status : status;
}

static int what_if(pb_cli *cli, const pb_args *args, pb_staffing *s, const pb_staff_input *in)
{
    int32_t agents = what_if_agents(cli, pb_arg_text(args, "what-if", ""));
    int32_t only = pb_arg_count(args) > 0 ? queue_of(cli, &in->w.queues, args) : -1;
    if (agents < 0 || (pb_arg_count(args) > 0 && only < 0))
        return PB_EXIT_USAGE;
    pb_text t;
    json_t *rows = cli->json ? json_array() : NULL;
    pb_text_init(&t, pb_arena_allocator(cli->arena));
    pb_text_puts(&t, "start,queue,agents,offered_erl,service_level,answer_rate,asa_s,occupancy\n");
    pb_status status = answer_queues(cli, s, in, only, agents, &t, rows);
    if (status == PB_OK && !rows && fwrite(t.bytes, 1, t.n, cli->out) != t.n)
        status = PB_ERR_IO;
    pb_text_done(&t);
    if (status == PB_OK && rows)
        return pb_exit_of(pb_print_json(cli, json_pack("{s:o}", "rows", rows)));
    json_decref(rows);
    return pb_exit_of(status);
}

/* --- the requirement --- */

typedef struct row_sum {
    double hours_required, hours_scheduled, peak;
    int32_t peak_slot;
} row_sum;

static row_sum sum_row(const pb_requirement *r, int32_t row)
{
    row_sum s = {.peak_slot = -1};
    for (int32_t i = 0; i < r->grid.n_slots; i++) {
        size_t at = (size_t)row * r->grid.n_slots + i;
        double hours = pb_grid_slot_s(&r->grid, i) / 3600.0;
        s.hours_required += r->required[at] * hours;
        s.hours_scheduled += r->scheduled[at] * hours;
        if (r->required[at] > s.peak) {
            s.peak = r->required[at];
            s.peak_slot = i;
        }
    }
    return s;
}

static void say_rows(pb_cli *cli, const pb_requirement *r)
{
    for (int32_t i = 0; i < r->n_rows; i++) {
        row_sum s = sum_row(r, i);
        char start[32];
        if (s.peak_slot < 0)
            pb_say(cli, PB_N_("%s: nobody is needed"), r->names[i]);
        else
            pb_say(cli, PB_N_("%s: peak need %.0f (%s), %.0f agent-hours at work, %.0f to roster"),
                   r->names[i], s.peak,
                   pb_zone_format(r->grid.zone, pb_grid_start_s(&r->grid, s.peak_slot), start),
                   s.hours_required, s.hours_scheduled);
    }
}

static int json_rows(pb_cli *cli, const pb_requirement *r)
{
    json_t *rows = json_array();
    for (int32_t i = 0; i < r->n_rows && rows; i++) {
        row_sum s = sum_row(r, i);
        if (json_array_append_new(rows, json_pack("{s:s,s:f,s:f,s:f}", "queue", r->names[i], "peak",
                                                  s.peak, "hours_required", s.hours_required,
                                                  "hours_scheduled", s.hours_scheduled)) != 0)
            return PB_EXIT_INTERNAL;
    }
    return pb_exit_of(pb_print_json(cli, json_pack("{s:i,s:o*}", "slots", (int)r->grid.n_slots, "rows", rows)));
}

/* The cumulative rows of deferred work go beside the requirement; an old table of them is emptied. */
static pb_status write_deferred(pb_cli *cli, const pb_staff_input *in, const pb_requirement *r, const char *path,
                                bool locked)
{
    pb_text t;
    const char *beside = path ? pb_path_deferred(cli->arena, path) : NULL;
    if (!beside)
        return PB_ERR_NOMEM;
    if (r->n_deferred == 0 && !pb_file_exists(beside))
        return PB_OK;
    pb_status status = locked ? pb_cli_lock(cli) : PB_OK;
    pb_text_init(&t, pb_arena_allocator(cli->arena));
    pb_deferred_write(r, &in->w.queues, &t);
    if (status == PB_OK)
        status = t.status;
    if (status == PB_OK)
        status = pb_file_replace(beside, t.bytes ? t.bytes : "", t.n, 0644, cli->diags);
    pb_text_done(&t);
    return status;
}

static pb_status deliver_deferred(pb_cli *cli, const pb_args *args, const pb_staff_input *in,
                                  const pb_requirement *r, const char *usual)
{
    const char *output = pb_arg_text(args, "output", NULL);
    if (!output)
        return write_deferred(cli, in, r, pb_path_join(cli->arena, cli->dir, usual), true);
    if (strcmp(output, "-") != 0)
        return write_deferred(cli, in, r, output, false);
    if (r->n_deferred > 0)
        pb_say(cli, PB_N_("the cumulative rows of deferred work go beside a file, not into a pipe: give -o FILE"));
    return PB_OK;
}

static int deliver(pb_cli *cli, const pb_args *args, const pb_staff_input *in,
                   const pb_requirement *r)
{
    pb_text t;
    pb_text_init(&t, pb_arena_allocator(cli->arena));
    pb_requirement_write(r, &t);
    const char *usual = in->alone ? "requirement.csv" : "out/requirement.csv";
    pb_status status = pb_cli_deliver(cli, args, usual, &t);
    if (status == PB_OK)
        status = deliver_deferred(cli, args, in, r, usual);
    pb_text_done(&t);
    if (status != PB_OK)
        return pb_exit_of(status);
    if (cli->json && strcmp(pb_arg_text(args, "output", ""), "-") != 0)
        return json_rows(cli, r);
    say_rows(cli, r);
    return PB_EXIT_DONE;
}

int pb_cmd_staff(pb_cli *cli, const pb_args *args)
{
    pb_staff_input in;
    pb_staffing_options opt = options_of(args);
    pb_staffing *s;
    pb_requirement r;
    if (!pb_cli_queue_is_explained(cli, args))
        return PB_EXIT_USAGE;
    pb_status status = pb_staff_input_read(cli, args, 0, &in);
    if (status == PB_OK)
        status = pb_staffing_new(cli->arena, &in.forecast, &in.w.queues, &in.w.calendar, &opt, &s,
                                 cli->diags);
    if (status != PB_OK)
        return pb_exit_of(status);
    if (pb_arg_given(args, "what-if"))
        return what_if(cli, args, s, &in);
    status = pb_staffing_requirement(s, in.has_agents ? &in.w.agents : NULL, &r, cli->diags);
    if (status != PB_OK)
        return pb_exit_of(status);
    if (pb_arg_given(args, "explain"))
        return explain(cli, args, s, &in, &r);
    return deliver(cli, args, &in, &r);
}
