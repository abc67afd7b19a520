/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/hire_case.h"

#include "cli/forecast_source.h"
#include "forecast/forecast.h"
#include "staffing/staffing.h"

#include <math.h>
#include <string.h>

enum {
    NEED = (PB_NEED_PEOPLE | PB_NEED_HISTORY) & ~(unsigned)(PB_NEED_REQUESTS | PB_NEED_ACTIVITIES | PB_NEED_PAST_ROSTERS)
};
static const double WEEKS_A_MONTH = 52.0 / 12;

static pb_date add_months(pb_date first, int n)
{
    pb_ymd day = pb_date_ymd(first);
    int month = day.month + n;
    return pb_date_from_ymd(day.year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
}

static pb_date first_of(pb_date date)
{
    pb_ymd day = pb_date_ymd(date);
    return pb_date_from_ymd(day.year, day.month, 1);
}

static pb_status read_tables(pb_cli *cli, pb_hire_data *x)
{
    const char *contracts = pb_path_join(cli->arena, cli->dir, "contracts.csv");
    pb_status s = pb_cli_workspace(cli, NEED, &x->ws);

    if (!s)
        s = pb_leave_out_queues(cli, &x->ws.queues, pb_path_join(cli->arena, cli->dir, "history.csv"), &x->ws.history);
    if (!s && !contracts)
        s = PB_ERR_NOMEM;
    x->own_contracts = !s && pb_file_exists(contracts);
    if (!s && x->own_contracts)
        s = pb_contracts_read(cli->arena, contracts, &x->ws.queues, &x->contracts, cli->diags);
    return s;
}

pb_status pb_hire_read(pb_cli *cli, const pb_args *args, pb_hire_data *ret, pb_forecast *ret_forecast)
{
    const pb_forecast_options opt = {.threads = cli->threads};
    pb_forecast_report report;
    pb_status s = read_tables(cli, ret);
    pb_date end, from;

    if (s)
        return s;
    from = ret->ws.history.grid.first + ret->ws.history.grid.n_days;
    ret->n_months = (int)pb_arg_int(args, "months", 12);
    ret->first = pb_arg_given(args, "from") ? pb_arg_date(args, "from", 0) : add_months(first_of(from), 1);
    ret->month_first[0] = ret->first;
    for (int m = 1; m <= ret->n_months; m++)
        ret->month_first[m] = add_months(first_of(ret->first), m);
    end = ret->month_first[ret->n_months];
    if (end - ret->first > PB_FORECAST_MAX_DAYS)
        end = ret->first + PB_FORECAST_MAX_DAYS;
    return pb_forecast_make(cli->arena, &ret->ws.history, &ret->ws.calendar, &ret->ws.queues, ret->first,
                            end - ret->first, &opt, ret_forecast, &report, cli->diags);
}

/* --- the case --- */

/* The strictest rule of a name for everybody; NAN = none. */
static double limit_for_all(const pb_workspace *ws, pb_rule_name name)
{
    double n = NAN;
    for (size_t i = 0; i < ws->rules.n; i++)
        if (ws->rules.at[i].name == name && ws->rules.at[i].who.kind == PB_WHO_ALL &&
            (isnan(n) || ws->rules.at[i].number < n))
            n = ws->rules.at[i].number;
    return n;
}

/* Overtime of a person in a week: the law's month shared by its weeks, and no more than the week's own limit leaves. */
static double overtime_week(const pb_workspace *ws, double hours)
{
    double month = limit_for_all(ws, PB_RULE_MAX_OVERTIME_MONTH), most;
    if (isnan(month))
        return 0;
    most = month / WEEKS_A_MONTH;
    for (size_t i = 0; i < ws->rules.n; i++) {
        const pb_rule *r = &ws->rules.at[i];
        if (r->name == PB_RULE_MAX_HOURS_WEEK && r->hard && r->who.kind == PB_WHO_ALL && r->number - hours < most)
            most = r->number > hours ? r->number - hours : 0;
    }
    return most;
}

static double hours_of(const pb_agent *g)
{
    return g->hours_per_week > 0 ? g->hours_per_week : 40;
}

static bool employed(const pb_agent *g, pb_date date)
{
    return (g->from == PB_DATE_NONE || g->from <= date) && (g->until == PB_DATE_NONE || g->until >= date);
}

/* People with the same skills and hours are one kind. */
static pb_status staff_kinds(pb_cli *cli, const pb_args *args, pb_hire_data *x, pb_hire_kind *kinds)
{
    double attrition = pb_arg_number(args, "attrition", 0.02);

    for (int32_t i = 0; i < x->ws.agents.n; i++) {
        const pb_agent *g = &x->ws.agents.at[i];
        double *heads;
        int k = 0;
        while (k < x->n_staff && (kinds[k].skills != g->skills || kinds[k].hours_per_week != hours_of(g)))
            k++;
        if (k == x->n_staff) {
            heads = PB_NEW_ARRAY(cli->arena, x->n_months, double);
            if (!heads)
                return PB_ERR_NOMEM;
            kinds[x->n_staff++] = (pb_hire_kind){.skills = g->skills, .hours_per_week = hours_of(g), .heads = heads,
                                                 .attrition = attrition, .overtime_price = 1.5,
                                                 .overtime_h_week = overtime_week(&x->ws, hours_of(g))};
        }
        heads = (double *)(uintptr_t)kinds[k].heads;
        for (int m = 0; m < x->n_months; m++)
            heads[m] += employed(g, x->month_first[m] + 14) ? pow(1 - attrition, m) : 0;
        x->staff_at_start += employed(g, x->month_first[0] + 14);
    }
    return PB_OK;
}

/* Where no contracts.csv is: the hours that most people have. */
static double common_hours(const pb_agents *agents)
{
    double best = 40;
    int most = 0;
    for (int32_t i = 0; i < agents->n; i++) {
        int n = 0;
        for (int32_t k = 0; k < agents->n; k++)
            n += hours_of(&agents->at[k]) == hours_of(&agents->at[i]);
        if (n > most) {
            most = n;
            best = hours_of(&agents->at[i]);
        }
    }
    return best;
}

static pb_status default_contract(pb_cli *cli, pb_hire_data *x)
{
    pb_contract *one = PB_NEW(cli->arena, pb_contract);
    if (!one)
        return PB_ERR_NOMEM;
    *one = (pb_contract){.id = pb_tr(cli->lang, PB_N_("usual")), .hours_per_week = common_hours(&x->ws.agents),
                         .month_cost = NAN, .hire_cost = NAN, .attrition = NAN, .training_months = 1, .max_hires = 1000,
                         .skills = ~(pb_skillset)0};
    x->contracts = (pb_contracts){1, one};
    return PB_OK;
}

static void contract_kinds(const pb_args *args, const pb_hire_data *x, pb_hire_kind *kinds)
{
    for (size_t i = 0; i < x->contracts.n; i++) {
        const pb_contract *k = &x->contracts.at[i];
        double month = isnan(k->month_cost) ? k->hours_per_week * WEEKS_A_MONTH : k->month_cost;
        kinds[i] = (pb_hire_kind){
            .skills = k->skills, .hours_per_week = k->hours_per_week, .month_cost = month,
            .attrition = isnan(k->attrition) ? pb_arg_number(args, "attrition", 0.02) : k->attrition,
            .hire_cost = isnan(k->hire_cost) ? month : k->hire_cost, .training_months = k->training_months,
            .max_hires = k->max_hires, .overtime_price = 1.5 * month / (k->hours_per_week * WEEKS_A_MONTH),
            .overtime_h_week = overtime_week(&x->ws, k->hours_per_week)};
    }
}

/* Staff's overtime costs what an hour of the first contract does, half again. */
static void price_overtime(const pb_hire_data *x, pb_hire_kind *kinds)
{
    for (int k = 0; k < x->n_staff && x->contracts.n; k++)
        kinds[k].overtime_price = kinds[x->n_staff].overtime_price;
}

static pb_status people(pb_cli *cli, const pb_args *args, pb_hire_data *x)
{
    pb_hire_kind *kinds;
    pb_status s = x->contracts.n ? PB_OK : default_contract(cli, x);

    x->n_staff = 0;
    x->staff_at_start = 0;
    kinds = PB_NEW_ARRAY(cli->arena, (size_t)x->ws.agents.n + x->contracts.n, pb_hire_kind);
    if (!s && !kinds)
        s = PB_ERR_NOMEM;
    if (!s)
        s = staff_kinds(cli, args, x, kinds);
    if (s)
        return s;
    contract_kinds(args, x, kinds + x->n_staff);
    price_overtime(x, kinds);
    x->c.kinds = kinds;
    x->c.n_kinds = x->n_staff + (int)x->contracts.n;
    return PB_OK;
}

static pb_status seasons(pb_cli *cli, pb_hire_data *x)
{
    const char *path = pb_path_join(cli->arena, cli->dir, "leave.csv");
    double share[12] = {0}, *leave = PB_NEW_ARRAY(cli->arena, x->n_months, double);
    pb_status s = path && leave ? PB_OK : PB_ERR_NOMEM;

    if (!s && pb_file_exists(path))
        s = pb_leave_read(cli->arena, path, share, cli->diags);
    for (int m = 0; m < x->n_months && !s; m++)
        leave[m] = share[pb_date_ymd(x->month_first[m]).month - 1];
    x->c.leave = leave;
    return s;
}

/* Weeks from the first day on; a week belongs to the month of its fourth day. */
static pb_status weeks(pb_cli *cli, pb_hire_data *x)
{
    int n = x->req.grid.n_days / 7, *month_of = PB_NEW_ARRAY(cli->arena, n + 1, int);
    double *need = PB_NEW_ARRAY(cli->arena, (size_t)x->req.n_rows * (size_t)(n + 1), double);

    if (!month_of || !need)
        return PB_ERR_NOMEM;
    for (int w = 0; w < n; w++) {
        int m = 0;
        while (m + 1 < x->n_months && x->month_first[m + 1] <= x->first + 7 * w + 3)
            m++;
        month_of[w] = m;
    }
    x->c.n_weeks = n;
    x->c.month_of = month_of;
    x->c.need_h = need;
    return n > 0 ? pb_hire_hours(cli->arena, &x->ws, &x->req, n, need) : PB_ERR_DOMAIN;
}

static pb_status staffed(pb_cli *cli, const pb_forecast *f, double points, pb_hire_data *x)
{
    const pb_staffing_options opt = {.quantile = 0.8};
    pb_queues queues = x->ws.queues;
    pb_queue *raised = PB_NEW_ARRAY(cli->arena, queues.n, pb_queue);

    if (!raised)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < queues.n; i++) {
        raised[i] = queues.at[i];
        if (raised[i].service_level > 0)
            raised[i].service_level = fmin(raised[i].service_level + points, 0.999);
    }
    queues.at = raised;
    return pb_staffing_make(cli->arena, f, &queues, &x->ws.agents, &x->ws.calendar, &opt, &x->req,
                            points > 0 ? NULL : cli->diags);
}

pb_status pb_hire_make(pb_cli *cli, const pb_args *args, const pb_forecast *f, double points, pb_hire_data *data)
{
    double price = pb_rule_info_of(PB_RULE_SHORT_COVER)->default_cost;
    pb_status s = staffed(cli, f, points, data);

    for (size_t i = 0; i < data->ws.rules.n; i++)
        if (data->ws.rules.at[i].name == PB_RULE_SHORT_COVER && !data->ws.rules.at[i].hard &&
            data->ws.rules.at[i].who.kind == PB_WHO_ALL)
            price = data->ws.rules.at[i].cost;
    data->c = (pb_hire_case){.n_months = data->n_months, .short_price = pb_arg_number(args, "short-price", price)};
    if (!s)
        s = people(cli, args, data);
    if (!s)
        s = seasons(cli, data);
    if (!s)
        s = weeks(cli, data);
    data->c.n_rows = data->req.n_rows;
    data->c.sets = data->req.sets;
    return s;
}
