/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban hire: headcount by month. */
#include "cli/help.h"
#include "cli/hire_case.h"
#include "cli/words.h"

#include <math.h>
#include <string.h>

typedef struct run {
    pb_cli *cli;
    pb_hire_data data;
    pb_hire_plan plan;
    double point; /* what one more point of service level costs; NAN = not known */
} run;

/* A month in numbers. */
typedef struct month_row {
    double staff, paid, trained;
    int hires;
    int row;              /* of the requirement: where the month is tightest */
    double need_h, have_h; /* of that row, in the week in which it is */
    double over_h, short_h; /* most in a week */
} month_row;

static double have_of(const run *r, int row, int m)
{
    const pb_hire_case *c = &r->data.c;
    double h = 0;
    for (int k = 0; k < c->n_kinds; k++)
        if (c->kinds[k].skills & c->sets[row])
            h += r->plan.heads[k * c->n_months + m] * c->kinds[k].hours_per_week * (1 - c->leave[m]);
    return h;
}

static month_row row_of(const run *r, int m)
{
    const pb_hire_case *c = &r->data.c;
    month_row x = {.need_h = 0, .have_h = INFINITY};

    for (int k = 0; k < c->n_kinds; k++) {
        int at = k * c->n_months + m;
        x.staff += k < r->data.n_staff ? r->plan.heads[at] : 0;
        x.paid += r->plan.paid[at];
        x.trained += r->plan.heads[at];
        x.hires += r->plan.hires[at];
    }
    for (int w = 0; w < c->n_weeks; w++) {
        if (c->month_of[w] != m)
            continue;
        x.over_h = fmax(x.over_h, r->plan.over_h[w]);
        for (int i = 0; i < c->n_rows; i++) {
            double need = c->need_h[i * c->n_weeks + w], have = have_of(r, i, m);
            x.short_h = fmax(x.short_h, r->plan.short_h[i * c->n_weeks + w]);
            if (have - need < x.have_h - x.need_h) {
                x.row = i;
                x.need_h = need;
                x.have_h = have;
            }
        }
    }
    if (x.have_h == INFINITY) /* no week begins in it */
        x.have_h = 0;
    return x;
}

static int binding_month(const run *r)
{
    int best = -1;
    for (int m = 0; m < r->data.n_months; m++)
        if (r->plan.month_price[m] > 1e-6 && (best < 0 || r->plan.month_price[m] > r->plan.month_price[best]))
            best = m;
    return best;
}

static const char *month_name(const run *r, int m, char buf[static 11])
{
    (void)pb_date_format(r->data.month_first[m], buf);
    buf[7] = '\0';
    return buf;
}

/* Spaces that bring a name to the next column; at least two. */
static int pad(const char *name)
{
    int columns = pb_text_columns(name);
    return columns < 10 ? 12 - columns : 2;
}

static void print_months(const run *r)
{
    FILE *out = r->cli->out;
    char name[11];

    fprintf(out, "%s\n", pb_tr(r->cli->lang, PB_N_("month      hires  paid  at work  need h/week  have  overtime  short   where       hired as")));
    for (int m = 0; m < r->data.n_months; m++) {
        month_row x = row_of(r, m);
        const char *gap = NULL;
        fprintf(out, "%s  %7d %5.1f %8.1f %12.0f %5.0f %9.0f %6.0f   %s", month_name(r, m, name), x.hires, x.paid,
                x.trained, x.need_h, x.have_h, x.over_h, x.short_h, r->data.req.names[x.row]);
        for (size_t i = 0; i < r->data.contracts.n; i++) {
            int n = r->plan.hires[((int)i + r->data.n_staff) * r->data.n_months + m];
            if (n) {
                if (gap)
                    fprintf(out, "%s%d %s", gap, n, r->data.contracts.at[i].id);
                else
                    fprintf(out, "%*s%d %s", pad(r->data.req.names[x.row]), "", n, r->data.contracts.at[i].id);
                gap = pb_tr(r->cli->lang, PB_N_(", "));
            }
        }
        fprintf(out, "\n");
    }
}

static void print_costs(const run *r)
{
    const pb_hire_plan *p = &r->plan;
    FILE *out = r->cli->out;
    const pb_lang *lang = r->cli->lang;
    int m = binding_month(r);
    char name[11];

    fprintf(out, pb_tr(lang, PB_N_("Cost %.0f: hiring %.0f, wages of hires %.0f, overtime %.0f, missing hours %.0f; no plan "
                                   "costs less than %.0f\n")), p->cost, p->hiring, p->wages, p->overtime, p->shortage,
            p->bound);
    if (m >= 0)
        fprintf(out, pb_tr(lang, PB_N_("%s binds: one hour a week less needed there would save %.1f\n")), month_name(r, m, name),
                p->month_price[m]);
    else
        fprintf(out, "%s\n", pb_tr(lang, PB_N_("no month binds: the people that are there do")));
    if (!isnan(r->point))
        fprintf(out, pb_tr(lang, PB_N_("One more point of service level would cost %.0f\n")), r->point);
    if (!r->data.own_contracts)
        fprintf(out, "%s\n", pb_tr(lang, PB_N_("(no contracts.csv: hires have the usual hours, and an hour costs 1)")));
}

static json_t *hires_json(const run *r, int m)
{
    json_t *o = json_object();
    for (size_t i = 0; i < r->data.contracts.n; i++)
        json_object_set_new(o, r->data.contracts.at[i].id,
                            json_integer(r->plan.hires[((int)i + r->data.n_staff) * r->data.n_months + m]));
    return o;
}

static pb_status print_json(const run *r)
{
    const pb_hire_plan *p = &r->plan;
    json_t *months = json_array(), *o;
    int bind = binding_month(r);
    char name[11];

    for (int m = 0; m < r->data.n_months; m++) {
        month_row x = row_of(r, m);
        json_array_append_new(months, json_pack("{s:s,s:o,s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:s}", "month", month_name(r, m, name),
                                                "hires", hires_json(r, m), "paid", x.paid, "at_work", x.trained, "need_h",
                                                x.need_h, "have_h", x.have_h, "overtime_h", x.over_h, "short_h", x.short_h,
                                                "price", p->month_price[m], "where", r->data.req.names[x.row]));
    }
    o = json_pack("{s:o,s:f,s:f,s:f,s:f,s:f,s:f}", "months", months, "cost", p->cost, "bound", p->bound, "hiring",
                  p->hiring, "wages", p->wages, "overtime", p->overtime, "shortage", p->shortage);
    if (o && bind >= 0)
        json_object_set_new(o, "binds", json_string(month_name(r, bind, name)));
    if (o && !isnan(r->point))
        json_object_set_new(o, "one_point", json_real(r->point));
    return pb_print_json(r->cli, o);
}

/* One row a month and contract, and one of the staff that is there (contract empty). */
static void write_table(const run *r, pb_text *t)
{
    const pb_hire_case *c = &r->data.c;
    char name[11];

    pb_text_puts(t, "month,contract,hires,paid,at_work,where,need_h,have_h,overtime_h,short_h\n");
    for (int m = 0; m < r->data.n_months; m++) {
        month_row x = row_of(r, m);
        pb_text_printf(t, "%s,,0,%.2f,%.2f,%s,%.1f,%.1f,%.1f,%.1f\n", month_name(r, m, name), x.staff, x.staff,
                       r->data.req.names[x.row], x.need_h, x.have_h, x.over_h, x.short_h);
        for (size_t i = 0; i < r->data.contracts.n; i++) {
            int at = ((int)i + r->data.n_staff) * c->n_months + m;
            pb_text_printf(t, "%s,", name);
            pb_csv_field(t, r->data.contracts.at[i].id, true);
            pb_text_printf(t, "%d,%.2f,%.2f,,,,,\n", r->plan.hires[at], r->plan.paid[at], r->plan.heads[at]);
        }
    }
}

static pb_status deliver(run *r, const pb_args *args)
{
    pb_text t;
    pb_status s;

    pb_text_init(&t, pb_arena_allocator(r->cli->arena));
    write_table(r, &t);
    s = t.status ? t.status : pb_cli_deliver(r->cli, args, "out/hiring.csv", &t);
    pb_text_done(&t);
    return s;
}

/* The same year with one point more; nothing is said where it cannot be solved in time. */
static pb_status one_point(run *r, const pb_args *args, const pb_forecast *f, double seconds)
{
    pb_hire_data more = r->data;
    pb_hire_plan p = {0};
    pb_status s = pb_hire_make(r->cli, args, f, 0.01, &more);

    if (!s)
        s = pb_hire_solve(r->cli->arena, &more.c, seconds, &p);
    if (!s)
        r->point = p.cost - r->plan.cost;
    return s == PB_ERR_SOLVER ? PB_OK : s;
}

int pb_cmd_hire(pb_cli *cli, const pb_args *args)
{
    run *r = PB_NEW(cli->arena, run);
    double seconds = pb_arg_number(args, "time-limit", 20);
    pb_forecast f;
    pb_status s = r ? PB_OK : PB_ERR_NOMEM;

    if (s)
        return pb_exit_of(s);
    r->cli = cli;
    r->point = NAN;
    s = pb_hire_read(cli, args, &r->data, &f);
    if (!s)
        s = pb_hire_make(cli, args, &f, 0, &r->data);
    if (!s)
        s = pb_hire_solve(cli->arena, &r->data.c, seconds, &r->plan);
    if (!s)
        s = one_point(r, args, &f, seconds);
    if (!s)
        s = deliver(r, args);
    if (!s && cli->json)
        s = print_json(r);
    else if (!s && !cli->quiet) {
        print_months(r);
        print_costs(r);
    }
    if (s)
        return pb_exit_of(s);
    return r->plan.optimal ? PB_EXIT_DONE : PB_EXIT_LIMIT;
}
