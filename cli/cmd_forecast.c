/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban forecast: contacts per queue and slot from history; its replay and its explanation. */
#include "cli/forecast_source.h"
#include "cli/forecast_words.h"
#include "cli/words.h"

#include <string.h>

static pb_forecast_options options_of(const pb_cli *cli, const pb_args *args)
{
    return (pb_forecast_options){.keep_outliers = pb_arg_given(args, "keep-outliers"),
                                 .threads = cli->threads};
}

/* The first day to forecast: --from, else the day after the history. */
static pb_date first_day(const pb_args *args, const pb_history *h)
{
    return pb_arg_date(args, "from", h->grid.first + h->grid.n_days);
}

static int n_days(const pb_args *args, const pb_forecast_source *s)
{
    return (int)pb_arg_int(args, "days", s->workspace ? s->team.plan_days : 28);
}

static pb_status backtest(pb_cli *cli, const pb_args *args, const pb_forecast_source *s)
{
    const pb_forecast_options opt = options_of(cli, args);
    pb_backtest b;
    const pb_status st = pb_forecast_backtest(
        cli->arena, &s->history, &s->calendar, &s->queues, (int)pb_arg_int(args, "backtest", 1),
        (int)pb_arg_int(args, "days", 28), &opt, &b, cli->diags);
    return st == PB_OK ? pb_show_backtest(cli, &s->history, &b) : st;
}

/* The queue of the operand; without one the only queue there is. */
static int32_t queue_named(pb_cli *cli, const pb_history *h, const char *name)
{
    if (!name && h->n_queues == 1)
        return 0;
    for (int32_t q = 0; name && q < h->n_queues; q++)
        if (strcmp(h->queues[q], name) == 0)
            return q;
    if (name)
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                    PB_N_("the history has no queue %s"), name);
    else
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){NULL, 0, NULL},
                    PB_N_("as in: paiban forecast --explain 2026-11-30 vip"),
                    PB_N_("--explain needs the queue, there are %d"), (int)h->n_queues);
    return -1;
}

static pb_status explain(pb_cli *cli, const pb_args *args, const pb_forecast_source *s)
{
    const pb_forecast_options opt = options_of(cli, args);
    const pb_date from = first_day(args, &s->history);
    const pb_date day = pb_arg_date(args, "explain", from);
    const int32_t queue = queue_named(cli, &s->history, pb_arg_at(args, 0));
    pb_forecast_parts p;
    if (queue < 0)
        return PB_ERR_DOMAIN;
    if (day < from || day - from >= PB_FORECAST_MAX_DAYS) {
        char first[11], last[11];
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){"--explain", 0, NULL},
                    PB_N_("give --from to go back to an earlier day"),
                    PB_N_("expected a day from %s to %s"), pb_date_format(from, first),
                    pb_date_format(from + PB_FORECAST_MAX_DAYS - 1, last));
        return PB_ERR_DOMAIN;
    }
    const pb_status st =
        pb_forecast_explain(cli->arena, &s->history, &s->calendar, &s->queues, from, day, queue,
                            &opt, &p, cli->diags);
    return st == PB_OK ? pb_show_parts(cli, s->history.queues[queue], day, &p) : st;
}

/* Corrects the first day by what has come of it and says how far. */
static pb_status intraday(pb_cli *cli, const pb_args *args, const pb_forecast_source *s,
                          pb_forecast *f)
{
    const char *path = pb_arg_text(args, "intraday", "");
    const pb_forecast_options opt = options_of(cli, args);
    pb_history today;
    pb_intraday_note *notes = PB_NEW_ARRAY(cli->arena, (size_t)f->n_queues, pb_intraday_note);
    if (!notes)
        return PB_ERR_NOMEM;
    pb_status st = pb_history_read(cli->arena, &path, 1, &s->team, s->workspace ? &s->queues : NULL,
                                   &today, cli->diags);
    if (st == PB_OK)
        st = pb_forecast_intraday(cli->arena, &s->history, &s->calendar, &s->queues, &today, &opt,
                                  f, notes);
    for (int32_t q = 0; q < f->n_queues && st == PB_OK; q++) {
        char to[8];
        const pb_intraday_note *n = &notes[q];
        if (n->known_to_min > 0)
            pb_say(cli, PB_N_("queue %s: %.0f contacts up to %s where %.0f were expected; %.0f %% of "
                              "such a surprise lasts, the rest of the day x %.3f"),
                   f->queues[q], n->seen, pb_minute_format(n->known_to_min, to), n->expected,
                   100 * n->lasts, n->factor);
        else
            pb_say(cli, PB_N_("queue %s: nothing is known of the day"), f->queues[q]);
    }
    return st;
}

/* The table to -o or out/forecast.csv; in a workspace the spread beside it. */
static pb_status deliver(pb_cli *cli, const pb_args *args, const pb_forecast_source *s,
                         const pb_forecast *f)
{
    const char *output = pb_arg_text(args, "output", s->workspace ? NULL : "-");
    const bool to_pipe = output && strcmp(output, "-") == 0;
    pb_text table, spread;
    pb_text_init(&table, NULL);
    pb_text_init(&spread, NULL);
    pb_forecast_write(f, &table);
    pb_forecast_spread_write(f, &spread);
    pb_status st = table.status != PB_OK ? table.status : spread.status;
    if (st == PB_OK && to_pipe && !cli->json)
        st = fwrite(table.bytes, 1, table.n, cli->out) == table.n ? PB_OK : PB_ERR_IO;
    if (st == PB_OK && !to_pipe)
        st = pb_cli_deliver(cli, args, "out/forecast.csv", &table);
    if (st == PB_OK && !output) {
        const char *path = pb_path_join(cli->arena, cli->dir, "out/forecast_spread.csv");
        st = path ? pb_file_replace(path, spread.bytes, spread.n, 0644, cli->diags) : PB_ERR_NOMEM;
    }
    pb_text_done(&table);
    pb_text_done(&spread);
    return st;
}

static pb_status forecast(pb_cli *cli, const pb_args *args, const pb_forecast_source *s)
{
    const pb_forecast_options opt = options_of(cli, args);
    pb_forecast f;
    pb_forecast_report r;
    pb_status st =
        pb_forecast_make(cli->arena, &s->history, &s->calendar, &s->queues,
                         first_day(args, &s->history), n_days(args, s), &opt, &f, &r, cli->diags);
    if (st == PB_OK && pb_arg_given(args, "intraday"))
        st = intraday(cli, args, s, &f);
    if (st == PB_OK)
        st = deliver(cli, args, s, &f);
    if (st != PB_OK)
        return st;
    pb_tell_outliers(cli, &s->history, &r, opt.keep_outliers);
    char first[11], last[11];
    (void)pb_date_format(f.grid.first, first);
    (void)pb_date_format(f.grid.first + f.grid.n_days - 1, last);
    if (f.n_queues == 1)
        pb_say(cli, PB_N_("forecast of one queue from %s to %s"), first, last);
    else
        pb_say(cli, PB_N_("forecast of %d queues from %s to %s"), (int)f.n_queues, first, last);
    return cli->json ? pb_print_json(cli, pb_forecast_json(&f, &r)) : PB_OK;
}

int pb_cmd_forecast(pb_cli *cli, const pb_args *args)
{
    pb_forecast_source s;
    pb_status st = pb_cli_queue_is_explained(cli, args) ? PB_OK : PB_ERR_DOMAIN;
    if (st == PB_OK)
        st = pb_forecast_source_read(cli, args, &s);
    if (st == PB_OK && pb_arg_given(args, "backtest"))
        st = backtest(cli, args, &s);
    else if (st == PB_OK && pb_arg_given(args, "explain"))
        st = explain(cli, args, &s);
    else if (st == PB_OK)
        st = forecast(cli, args, &s);
    return st == PB_ERR_DOMAIN ? PB_EXIT_USAGE : pb_exit_of(st);
}
