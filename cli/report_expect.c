/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/report_expect.h"

#include "forecast/forecast.h"
#include "staffing/staffing.h"

#include <math.h>

/* Large plans are played less often: each slot of theirs holds more contacts, and a report is waited for. */
enum { REPLICATIONS = 100, LEAST_REPLICATIONS = 12, PLAYED_CONTACTS = 3000000, ORIGINS = 6, REPLAY_DAYS = 7 };

static int replications_for(const pb_forecast *f)
{
    double contacts = 0;
    for (size_t i = 0; i < (size_t)f->n_queues * (size_t)f->grid.n_slots; i++)
        contacts += f->contacts[i];
    double n = contacts > 0 ? PLAYED_CONTACTS / contacts : REPLICATIONS;
    return n > REPLICATIONS ? REPLICATIONS : n < LEAST_REPLICATIONS ? LEAST_REPLICATIONS : (int)n;
}

/* The queue of a row that stands for one queue only; -1 = a set of several. */
static int32_t single_queue(pb_skillset set)
{
    if (!set || (set & (set - 1)) != 0)
        return -1;
    int32_t q = 0;
    while (!(set >> q & 1))
        q++;
    return q;
}

static double within_share(double v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

static pb_status copy_service(pb_cli *cli, pb_report_facts *f, const pb_sim_result *sim)
{
    const pb_grid *g = &f->req.grid;
    size_t n = (size_t)f->req.n_rows * (size_t)g->n_slots;
    double *mean = PB_NEW_ARRAY(cli->arena, n, double);
    double *low = PB_NEW_ARRAY(cli->arena, n, double);
    double *high = PB_NEW_ARRAY(cli->arena, n, double);
    if (!mean || !low || !high)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        mean[i] = low[i] = high[i] = NAN;
    for (int32_t row = 0; row < f->req.n_rows; row++) {
        int32_t q = single_queue(f->req.sets[row]);
        for (int32_t t = 0; q >= 0 && q < sim->n_queues && t < g->n_slots; t++) {
            int32_t s = pb_grid_find(&f->forecast.grid, pb_grid_start_s(g, t));
            if (s < 0 || s >= sim->n_slots)
                continue;
            pb_estimate e = sim->slot[(size_t)q * (size_t)sim->n_slots + (size_t)s].service_level;
            size_t i = (size_t)row * (size_t)g->n_slots + (size_t)t;
            mean[i] = e.mean;
            low[i] = within_share(e.mean - e.half);
            high[i] = within_share(e.mean + e.half);
        }
    }
    f->in.service_level = mean;
    f->in.service_low = low;
    f->in.service_high = high;
    return PB_OK;
}

pb_status pb_report_service(pb_cli *cli, pb_report_facts *f)
{
    pb_sim_case played;
    pb_sim_result result;
    const pb_sim_manners manners = {.handle = PB_TIME_LOGNORMAL, .handle_cv = 1, .shrinkage = true};
    if (!f->in.req || !f->in.forecast)
        return PB_OK;
    const pb_sim_options opt = {.seed = cli->seed, .threads = cli->threads,
                                .replications = replications_for(&f->forecast), .interrupted = cli->interrupted};
    pb_status st = pb_sim_of_roster(cli->arena, &f->forecast, &f->ws.queues, &f->ws.agents, &f->there,
                                    &manners, &played);
    if (st == PB_OK)
        st = pb_simulate(cli->arena, &played, &opt, &result);
    return st == PB_OK ? copy_service(cli, f, &result) : st;
}

pb_status pb_report_replay(pb_cli *cli, pb_report_facts *f)
{
    static const char *const methods[PB_BACKTEST_METHODS] = {
        PB_N_("this forecast"), PB_N_("last week's copy"), PB_N_("mean of four weeks"),
        PB_N_("mean of eight weeks")};
    const pb_forecast_options opt = {.threads = cli->threads};
    pb_backtest test;
    if (!f->in.history || !f->in.forecast)
        return PB_OK;
    pb_status st = pb_forecast_backtest(cli->arena, &f->history, &f->ws.calendar, &f->ws.queues, ORIGINS,
                                        REPLAY_DAYS, &opt, &test, NULL);
    if (st == PB_ERR_INPUT)
        return PB_OK; /* too short a past: the report does without */
    if (st != PB_OK)
        return st;
    size_t n = (size_t)test.n_queues * PB_BACKTEST_METHODS;
    pb_report_accuracy *list = PB_NEW_ARRAY(cli->arena, n, pb_report_accuracy);
    if (!list)
        return PB_ERR_NOMEM;
    for (int32_t q = 0; q < test.n_queues; q++)
        for (int m = 0; m < PB_BACKTEST_METHODS; m++) {
            const pb_backtest_errors *e = &test.rows[q].of[m];
            list[q * PB_BACKTEST_METHODS + m] = (pb_report_accuracy){
                pb_tr(f->in.lang, methods[m]), f->history.queues[q], e->wape_slot, e->wape_day, e->bias};
        }
    f->in.n_accuracy = n;
    f->in.accuracy = list;
    return PB_OK;
}
