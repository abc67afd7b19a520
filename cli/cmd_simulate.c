/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban simulate: the service that a roster, or a requirement, will give, with its spread. */
#include "cli/progress.h"
#include "cli/staff_input.h"
#include "cli/words.h"
#include "export/timeline.h"
#include "staffing/staffing.h"

#include <string.h>

static pb_sim_manners manners_of(const pb_args *args)
{
    static const char *const laws[] = {"exponential", "lognormal", "gamma", "fixed"};
    pb_sim_manners m = {.handle_cv = pb_arg_number(args, "handle-cv", 1),
                        .shrinkage = !pb_arg_given(args, "no-shrinkage")};
    for (int i = 0; i < 4; i++)
        if (strcmp(pb_arg_text(args, "handle", "lognormal"), laws[i]) == 0)
            m.handle = (pb_time_law)i;
    return m;
}

/* The roster named, or the workspace's own; NULL where a requirement is to be played. */
static const char *roster_path(pb_cli *cli, const pb_args *args)
{
    if (pb_arg_count(args) > 0)
        return pb_arg_at(args, 0);
    if (pb_arg_given(args, "requirement") || pb_arg_given(args, "queues"))
        return NULL;
    const char *path = pb_path_join(cli->arena, cli->dir, "out/roster.csv");
    return path && pb_file_exists(path) ? path : NULL;
}

/* A roster without duties, or of other days than the forecast, is a mistake and no answer of 0 %. */
static pb_status check_days(pb_cli *cli, const char *path, const pb_roster *roster, const pb_grid *g)
{
    pb_where where = {path, 0, "date"};
    if (roster->n > 0 && roster->last >= g->first && roster->first < g->first + g->n_days)
        return PB_OK;
    if (roster->n == 0)
        pb_diag_add(cli->diags, PB_ERROR, where, NULL, PB_N_("the roster has no rows: there is nothing to play"));
    else
        pb_diag_add(cli->diags, PB_ERROR, where, PB_N_("run paiban forecast for these days"),
                    PB_N_("the roster is of other days than the forecast"));
    return PB_ERR_INPUT;
}

static pb_status case_of_roster(pb_cli *cli, const char *path, const pb_staff_input *in,
                                const pb_sim_manners *m, pb_sim_case *ret)
{
    pb_roster roster;
    pb_status status = pb_roster_read(cli->arena, path, false, &in->w.team, &in->w.queues,
                                      &in->w.agents, &in->w.shifts, &roster, cli->diags);
    pb_timeline timeline;
    if (status == PB_OK)
        status = check_days(cli, path, &roster, &in->forecast.grid);
    if (status == PB_OK)
        status = pb_timeline_make(cli->arena, &in->w, &roster, &timeline);
    if (status != PB_OK)
        return status;
    /* the night before the first day reaches into it */
    roster = pb_timeline_between(&timeline, roster.first - 1, roster.last);
    return pb_sim_of_roster(cli->arena, &in->forecast, &in->w.queues, &in->w.agents, &roster, m, ret);
}

/* A requirement that is not there is made on the spot, with the default policy. */
static pb_status case_of_requirement(pb_cli *cli, const pb_args *args, const pb_staff_input *in,
                                     const pb_sim_manners *m, pb_sim_case *ret)
{
    pb_requirement r;
    pb_status status;
    const char *path = pb_arg_text(args, "requirement", NULL);
    if (!path && !in->alone)
        path = pb_path_join(cli->arena, cli->dir, "out/requirement.csv");
    if (path)
        status = pb_requirement_read(cli->arena, path, &in->w.team, &in->w.queues, &r, cli->diags);
    else
        status = pb_staffing_make(cli->arena, &in->forecast, &in->w.queues, NULL, &in->w.calendar,
                                  NULL, &r, cli->diags);
    if (status == PB_OK)
        status = pb_sim_of_requirement(cli->arena, &in->forecast, &in->w.queues, &r, m, ret);
    if (status == PB_ERR_DOMAIN) {
        pb_where where = {path, 0, "start"};
        pb_diag_add(cli->diags, PB_ERROR, where, PB_N_("run paiban staff again"),
                    PB_N_("the requirement is not of the same days as the forecast"));
        status = PB_ERR_INPUT;
    }
    return status;
}

static void put_number(pb_text *t, double v)
{
    char number[32];
    pb_csv_field(t, isfinite(v) ? pb_real_format(v, number) : "", false);
}

static void put_cell(pb_text *t, const char *level, const char *start, const char *queue,
                     const pb_sim_cell *c)
{
    const pb_estimate e[] = {c->service_level, c->answer_rate, c->abandoned, c->asa_s, c->occupancy};
    if (!(c->contacts > 0))
        return;
    pb_csv_field(t, level, false);
    pb_csv_field(t, start, false);
    pb_csv_field(t, queue, false);
    put_number(t, c->contacts);
    for (size_t i = 0; i < sizeof e / sizeof *e; i++) {
        put_number(t, e[i].mean);
        put_number(t, e[i].half);
    }
    pb_csv_end(t);
}

/* One table for all three levels: total, day, slot. */
static void put_table(const pb_staff_input *in, const pb_sim_result *r, pb_text *t)
{
    const pb_grid *g = &in->forecast.grid;
    pb_text_puts(t, "level,start,queue,contacts,service_level,service_level_ci,answer_rate,"
                    "answer_rate_ci,abandoned,abandoned_ci,asa_s,asa_s_ci,occupancy,occupancy_ci\n");
    for (int32_t q = 0; q < r->n_queues; q++) {
        const char *id = in->w.queues.at[q].id;
        char start[32];
        put_cell(t, "all", pb_date_format(g->first, start), id, &r->all[q]);
        for (int32_t i = 0; i < r->n_days; i++)
            put_cell(t, "day", pb_date_format(g->first + i, start), id,
                     &r->day[(size_t)q * r->n_days + i]);
        for (int32_t i = 0; i < r->n_slots; i++)
            put_cell(t, "slot", pb_zone_format(g->zone, pb_grid_start_s(g, i), start), id,
                     &r->slot[(size_t)q * r->n_slots + i]);
    }
}

static void say_queue(pb_cli *cli, const pb_queue *q, const pb_sim_cell *c)
{
    if (q->channel == PB_DEFERRED)
        pb_say(cli, PB_N_("%s: %.1f ± %.1f %% done in time, done at all %.1f ± %.1f %%"), q->id,
               100 * c->service_level.mean, 100 * c->service_level.half, 100 * c->answer_rate.mean,
               100 * c->answer_rate.half);
    else if (!isfinite(c->asa_s.mean))
        pb_say(cli, PB_N_("%s: no contact reaches an agent"), q->id);
    else
        pb_say(cli, PB_N_("%s: service level %.1f ± %.1f %%, answered %.1f ± %.1f %%, mean wait %.1f ± %.1f s, "
                          "occupancy %.1f ± %.1f %%"),
               q->id, 100 * c->service_level.mean, 100 * c->service_level.half,
               100 * c->answer_rate.mean, 100 * c->answer_rate.half, c->asa_s.mean, c->asa_s.half,
               100 * c->occupancy.mean, 100 * c->occupancy.half);
}

static json_t *json_estimate(pb_estimate e)
{
    return isfinite(e.mean) && isfinite(e.half) ? json_pack("[f,f]", e.mean, e.half) : json_null();
}

static int json_result(pb_cli *cli, const pb_staff_input *in, const pb_sim_result *r)
{
    json_t *queues = json_array();
    for (int32_t q = 0; q < r->n_queues && queues; q++) {
        const pb_sim_cell *c = &r->all[q];
        json_t *row = json_pack("{s:s,s:f,s:o*,s:o*,s:o*,s:o*}", "queue", in->w.queues.at[q].id,
                                "contacts", c->contacts, "service_level", json_estimate(c->service_level),
                                "answer_rate", json_estimate(c->answer_rate), "asa_s",
                                json_estimate(c->asa_s), "occupancy", json_estimate(c->occupancy));
        if (json_array_append_new(queues, row) != 0) {
            json_decref(queues);
            return PB_EXIT_INTERNAL;
        }
    }
    json_t *all = json_pack("{s:i,s:b,s:o*}", "replications", (int)r->replications, "narrow",
                            (int)r->narrow, "queues", queues);
    return pb_exit_of(pb_print_json(cli, all));
}

static int deliver(pb_cli *cli, const pb_args *args, const pb_staff_input *in,
                   const pb_sim_result *r)
{
    pb_text t;
    pb_text_init(&t, pb_arena_allocator(cli->arena));
    put_table(in, r, &t);
    pb_status status = t.status;
    if (status == PB_OK && (!in->alone || pb_arg_given(args, "output")))
        status = pb_cli_deliver(cli, args, "out/simulation.csv", &t);
    pb_text_done(&t);
    if (status != PB_OK)
        return pb_exit_of(status);
    pb_say(cli, PB_N_("%d replications; ± is the 95 %% interval"), (int)r->replications);
    for (int32_t q = 0; q < r->n_queues; q++)
        if (r->all[q].contacts > 0)
            say_queue(cli, &in->w.queues.at[q], &r->all[q]);
        else
            pb_say(cli, PB_N_("%s: no contacts"), in->w.queues.at[q].id);
    int code = PB_EXIT_DONE;
    if (cli->json && strcmp(pb_arg_text(args, "output", ""), "-") != 0)
        code = json_result(cli, in, r);
    if (code == PB_EXIT_DONE && !r->narrow) {
        pb_say(cli, PB_N_("the intervals are still wider than asked for"));
        code = PB_EXIT_LIMIT;
    }
    return code;
}

int pb_cmd_simulate(pb_cli *cli, const pb_args *args)
{
    pb_staff_input in;
    pb_sim_case c;
    pb_sim_result r;
    const char *roster = roster_path(cli, args);
    pb_sim_manners m = manners_of(args);
    unsigned more = roster ? PB_NEED_AGENTS | PB_NEED_SHIFTS | PB_NEED_PAST_ROSTERS : 0;
    pb_status status = pb_staff_input_read(cli, args, more, &in);
    if (status == PB_OK)
        status = roster ? case_of_roster(cli, roster, &in, &m, &c)
                        : case_of_requirement(cli, args, &in, &m, &c);
    if (status != PB_OK)
        return pb_exit_of(status);
    pb_sim_options opt = {.seed = cli->seed, .threads = cli->threads,
                          .replications = (int32_t)pb_arg_int(args, "replications", 100),
                          .until = pb_arg_number(args, "until", 0),
                          .max_replications = 20000, .interrupted = cli->interrupted};
    status = pb_simulate(cli->arena, &c, &opt, &r);
    return status == PB_OK ? deliver(cli, args, &in, &r) : pb_exit_of(status);
}
