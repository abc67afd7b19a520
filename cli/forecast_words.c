/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/forecast_words.h"

#include "cli/words.h"

#include <math.h>

enum { TOLD_PER_QUEUE = 5 };

static void tell_one(pb_cli *cli, const pb_history *h, const pb_forecast_outlier *o, bool kept)
{
    char date[11], from[8], to[8];
    const pb_where nowhere = {NULL, 0, NULL};
    const char *advice = kept ? PB_N_("learnt from like all else, as --keep-outliers says")
                              : PB_N_("set aside; --keep-outliers learns from it");
    (void)pb_date_format(o->date, date);
    (void)pb_minute_format(o->from_min, from);
    (void)pb_minute_format(o->to_min, to);
    if (o->what == PB_ODD_OUTAGE_SLOTS)
        pb_diag_add(cli->diags, PB_NOTE, nowhere, advice,
                    PB_N_("queue %s, %s from %s to %s: no contact where about %.0f were to be "
                          "expected, an outage"),
                    h->queues[o->queue], date, from, to, o->expected);
    else if (o->what == PB_ODD_OUTAGE_DAY)
        pb_diag_add(cli->diags, PB_NOTE, nowhere, advice,
                    PB_N_("queue %s, %s: %.0f contacts where about %.0f were to be expected, an "
                          "outage"),
                    h->queues[o->queue], date, o->seen, o->expected);
    else
        pb_diag_add(cli->diags, PB_NOTE, nowhere, advice,
                    PB_N_("queue %s, %s: %.0f contacts where about %.0f were to be expected, a "
                          "single day"),
                    h->queues[o->queue], date, o->seen, o->expected);
}

void pb_tell_outliers(pb_cli *cli, const pb_history *h, const pb_forecast_report *r, bool kept)
{
    for (size_t i = 0; i < r->n_outliers;) {
        size_t end = i;
        while (end < r->n_outliers && r->outliers[end].queue == r->outliers[i].queue)
            end++;
        const size_t n = end - i;
        if (n > TOLD_PER_QUEUE)
            pb_diag_add(cli->diags, PB_NOTE, (pb_where){NULL, 0, NULL}, NULL,
                        PB_N_("queue %s: %zu older outages or outliers beside these"),
                        h->queues[r->outliers[i].queue], n - TOLD_PER_QUEUE);
        for (i = n > TOLD_PER_QUEUE ? end - TOLD_PER_QUEUE : i; i < end; i++)
            tell_one(cli, h, &r->outliers[i], kept);
    }
}

static json_t *number(double v)
{
    return isfinite(v) ? json_real(v) : json_null();
}

static json_t *total_json(const pb_forecast_total *t)
{
    return json_pack("{s:f,s:f,s:f,s:f,s:f}", "contacts", t->mean, "low80", t->low80, "high80",
                     t->high80, "low95", t->low95, "high95", t->high95);
}

static json_t *totals_json(pb_date first, int step, const pb_forecast_total *t, int n)
{
    json_t *rows = json_array();
    for (int i = 0; i < n; i++) {
        char date[11];
        json_t *row = total_json(&t[i]);
        if (json_object_set_new(row, "date", json_string(pb_date_format(first + step * i, date))) !=
                0 ||
            json_array_append_new(rows, row) != 0) {
            json_decref(rows);
            return NULL;
        }
    }
    return rows;
}

json_t *pb_forecast_json(const pb_forecast *f, const pb_forecast_report *r)
{
    json_t *rows = json_array();
    for (int32_t q = 0; q < f->n_queues; q++) {
        const size_t day = (size_t)q * (size_t)r->n_days, week = (size_t)q * (size_t)r->n_weeks;
        json_t *row = json_pack("{s:s,s:i,s:o,s:o}", "queue", f->queues[q], "days_learnt",
                                (int)r->days_learnt[q], "days",
                                totals_json(f->grid.first, 1, r->days + day, r->n_days), "weeks",
                                totals_json(f->grid.first, 7, r->weeks + week, r->n_weeks));
        if (json_array_append_new(rows, row) != 0) {
            json_decref(rows);
            return NULL;
        }
    }
    return rows;
}

static const char *const method_names[PB_BACKTEST_METHODS] = {
    PB_N_("this forecast"), PB_N_("last week's copy"), PB_N_("mean of 4 weeks"),
    PB_N_("mean of 8 weeks")};
static const char *const method_keys[PB_BACKTEST_METHODS] = {"forecast", "last_week",
                                                             "mean_4_weeks", "mean_8_weeks"};

static json_t *held_json(const pb_backtest_row *r, int what)
{
    return json_pack("{s:o,s:o}", "80", number(r->held[what][0]), "95", number(r->held[what][1]));
}

static json_t *row_json(const char *queue, const pb_backtest_row *r)
{
    json_t *methods = json_object();
    for (int m = 0; m < PB_BACKTEST_METHODS; m++) {
        const pb_backtest_errors *e = &r->of[m];
        json_t *row =
            json_pack("{s:o,s:o,s:o,s:o}", "wape_slot", number(e->wape_slot), "wape_day",
                      number(e->wape_day), "mase", number(e->mase), "bias", number(e->bias));
        if (json_object_set_new(methods, method_keys[m], row) != 0) {
            json_decref(methods);
            return NULL;
        }
    }
    return json_pack("{s:s?,s:f,s:o,s:{s:o,s:o,s:o},s:{s:o,s:o}}", "queue", queue, "contacts",
                     r->contacts, "methods", methods, "held", "slot", held_json(r, 0), "day",
                     held_json(r, 1), "week", held_json(r, 2), "poisson_floor", "wape_slot",
                     number(r->floor_slot), "wape_day", number(r->floor_day));
}

static pb_status backtest_json(pb_cli *cli, const pb_history *h, const pb_backtest *b)
{
    json_t *origins = json_array(), *rows = json_array();
    int bad = 0;
    for (int i = 0; i < b->n_origins; i++) {
        char date[11];
        bad |= json_array_append_new(origins, json_string(pb_date_format(b->origins[i], date)));
    }
    for (int32_t q = 0; q < b->n_queues; q++)
        bad |= json_array_append_new(rows, row_json(h->queues[q], &b->rows[q]));
    json_t *doc = json_pack("{s:o,s:i,s:o,s:o}", "origins", origins, "days", b->n_days, "queues",
                            rows, "all", row_json(NULL, &b->rows[b->n_queues]));
    if (bad) {
        json_decref(doc);
        return PB_ERR_NOMEM;
    }
    return pb_print_json(cli, doc);
}

/* "  12.3 %", or a dash where there is none. */
static void put_percent(pb_text *t, double share)
{
    if (isnan(share))
        pb_text_puts(t, "        -");
    else
        pb_text_printf(t, " %6.1f %%", 100 * share);
}

static void put_row(pb_cli *cli, pb_text *t, const char *queue, const pb_backtest_row *r)
{
    const pb_lang *l = cli->lang;
    pb_text_printf(t, "\n%s\n", queue);
    pb_text_printf(t, "  %s\n", pb_tr(l, PB_N_("off by: WAPE a slot, WAPE a day, MASE, bias")));
    for (int m = 0; m < PB_BACKTEST_METHODS; m++) {
        const pb_backtest_errors *e = &r->of[m];
        pb_text_puts(t, "  ");
        put_percent(t, e->wape_slot);
        put_percent(t, e->wape_day);
        if (isnan(e->mase))
            pb_text_puts(t, "        -");
        else
            pb_text_printf(t, "  %7.3f", e->mase);
        put_percent(t, e->bias);
        pb_text_printf(t, "   %s\n", pb_tr(l, method_names[m]));
    }
    pb_text_puts(t, "  ");
    put_percent(t, r->floor_slot);
    put_percent(t, r->floor_day);
    pb_text_printf(t, "                     %s\n",
                   pb_tr(l, PB_N_("chance alone (Poisson): no method can do better")));
    pb_text_printf(t, "  %s\n", pb_tr(l, PB_N_("held by the intervals: slots, days, weeks")));
    for (int k = 0; k < 2; k++) {
        pb_text_puts(t, "  ");
        for (int what = 0; what < 3; what++)
            put_percent(t, r->held[what][k]);
        pb_text_printf(t, "            %s\n", k == 0 ? "80 %" : "95 %");
    }
}

pb_status pb_show_backtest(pb_cli *cli, const pb_history *h, const pb_backtest *b)
{
    if (cli->json)
        return backtest_json(cli, h, b);
    char first[11], last[11];
    pb_text t;
    pb_text_init(&t, NULL);
    pb_text_printf(
        &t,
        pb_tr(cli->lang, PB_N_("%d forecasts of %d days each, made on days from %s to %s "
                               "from what lay before\n")),
        b->n_origins, b->n_days, pb_date_format(b->origins[0], first),
        pb_date_format(b->origins[b->n_origins - 1], last));
    for (int32_t q = 0; q < b->n_queues; q++)
        put_row(cli, &t, h->queues[q], &b->rows[q]);
    if (b->n_queues > 1)
        put_row(cli, &t, pb_tr(cli->lang, PB_N_("all queues")), &b->rows[b->n_queues]);
    pb_status st = t.status;
    if (st == PB_OK && fwrite(t.bytes, 1, t.n, cli->out) != t.n)
        st = PB_ERR_IO;
    pb_text_done(&t);
    return st;
}

static pb_status parts_json(pb_cli *cli, const char *queue, pb_date day, const pb_forecast_parts *p)
{
    char date[11], to[11];
    return pb_print_json(
        cli, json_pack("{s:s,s:s,s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:s,s:s,s:i,s:s,s:o}", "queue",
                       queue, "date", pb_date_format(day, date), "level", p->level, "weekday",
                       p->weekday, "season", p->season, "month", p->month, "today", p->today,
                       "second", p->second, "special", p->special, "uplift", p->uplift, "open",
                       p->open, "special_kind", p->special_kind, "special_name", p->special_name,
                       "special_seen", p->special_seen, "learnt_to",
                       pb_date_format(p->learnt_to, to), "total", total_json(&p->interval)));
}

static void put_factor(pb_cli *cli, pb_text *t, double v, const char *what)
{
    pb_text_printf(t, "  x %8.3f   %s\n", v, pb_tr(cli->lang, what));
}

static void put_special(pb_cli *cli, pb_text *t, const pb_forecast_parts *p)
{
    pb_text_printf(t, "  x %8.3f   %s", p->special, pb_tr(cli->lang, p->special_kind));
    if (*p->special_name)
        pb_text_printf(t, " \"%s\"", p->special_name);
    pb_text_printf(t, pb_tr(cli->lang, PB_N_(", learnt from %d such days\n")), p->special_seen);
}

pb_status pb_show_parts(pb_cli *cli, const char *queue, pb_date day, const pb_forecast_parts *p)
{
    if (cli->json)
        return parts_json(cli, queue, day, p);
    char date[11], to[11];
    pb_text t;
    pb_text_init(&t, NULL);
    pb_text_printf(
        &t,
        pb_tr(cli->lang, PB_N_("%s, %s: %.1f contacts (80 %%: %.0f to %.0f, 95 %%: %.0f to "
                               "%.0f), learnt from history up to %s\n")),
        queue, pb_date_format(day, date), p->total, p->interval.low80, p->interval.high80,
        p->interval.low95, p->interval.high95, pb_date_format(p->learnt_to, to));
    pb_text_printf(&t, "  %10.1f   %s\n", p->level,
                   pb_tr(cli->lang, PB_N_("level: a mean day of the week")));
    put_factor(cli, &t, p->weekday, PB_N_("weekday"));
    put_factor(cli, &t, p->season, PB_N_("time of year"));
    put_factor(cli, &t, p->month, PB_N_("day of the month"));
    put_factor(cli, &t, p->today, PB_N_("the newest days' surprise, as far as it lasts"));
    if (fabs(p->second - 1) > 5e-4)
        put_factor(cli, &t, p->second,
                   PB_N_("second opinion (regression), as far as it has proved right"));
    if (*p->special_kind)
        put_special(cli, &t, p);
    if (fabs(p->uplift - 1) > 1e-12)
        put_factor(cli, &t, p->uplift, PB_N_("uplift given in the calendar"));
    if (fabs(p->open - 1) > 5e-4)
        put_factor(cli, &t, p->open, PB_N_("share of the day that is open"));
    pb_text_printf(&t, "  = %8.1f\n", p->total);
    pb_status st = t.status;
    if (st == PB_OK && fwrite(t.bytes, 1, t.n, cli->out) != t.n)
        st = PB_ERR_IO;
    pb_text_done(&t);
    return st;
}
