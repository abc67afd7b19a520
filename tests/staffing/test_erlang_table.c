/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every row of data/erlang.csv (values to 15 digits from 60-digit arithmetic, with an outside source a
 * row where there is one) against staffing/. Prints the worst row; fails above 1e-12 relative error
 * or at a wrong number of agents.
 *
 * Of chat and of gamma mixtures the table has 8 to 12 digits; the rest is as above.
 *
 * A printed value stands for all numbers that round to it: what counts is the distance beyond half a
 * unit of its last digit. Values may be as small as 1e-15703, so they are compared as wide numbers.
 */
#include "erlang_rows.h"

#include <stdio.h>
#include <string.h>

#define ALLOWED 1e-12

typedef struct tally {
    int rows, values, failures;
    double worst;
    char worst_at[320];
    const struct row *row;
} tally;

static void judge(tally *t, const char *column, double error)
{
    t->values++;
    if (error > t->worst) {
        t->worst = error;
        snprintf(t->worst_at, sizeof t->worst_at, "%s %s", t->row->cell[COL_ID], column);
    }
    if (!(error <= ALLOWED)) {
        t->failures++;
        printf("FAIL %s %s: relative error %.2e\n", t->row->cell[COL_ID], column, error);
    }
}

static void compare(tally *t, int column, pb_wide got)
{
    if (t->row->cell[column][0])
        judge(t, column_name(column), printed_error(t->row->cell[column], got));
}

static void compare_plain(tally *t, int column, double got)
{
    const char *text = t->row->cell[column];
    if (!text[0])
        return;
    if (strcmp(text, "inf") == 0)
        judge(t, column_name(column), isinf(got) ? 0 : 1);
    else
        compare(t, column, pb_wide_of(got));
}

static void compare_service(tally *t, const pb_load *l, int32_t agents)
{
    pb_service_wide w;
    pb_service s;
    if (pb_erlang(l, agents, &s) != PB_OK) {
        judge(t, "refused", INFINITY);
    } else if (pb_erlang_wide(l, agents, &w) == PB_OK) {
        compare(t, COL_P_WAIT, w.p_wait);
        compare(t, COL_SL, w.service_level);
        compare(t, COL_SL_SHORT, w.sl_short_out);
        compare(t, COL_SL_ANSWERED, w.sl_answered);
        compare(t, COL_VIRTUAL, w.within_if_patient);
        compare(t, COL_WAIT, w.wait_s);
        compare(t, COL_ASA, w.asa_s);
        compare(t, COL_PAB, w.p_abandon);
        compare(t, COL_OCC, w.occupancy);
        compare(t, COL_QUEUE, w.queue);
    } else {
        compare_plain(t, COL_P_WAIT, s.p_wait);
        compare_plain(t, COL_SL, s.service_level);
        compare_plain(t, COL_WAIT, s.wait_s);
        compare_plain(t, COL_ASA, s.asa_s);
        compare_plain(t, COL_PAB, s.p_abandon);
        compare_plain(t, COL_OCC, s.occupancy);
        compare_plain(t, COL_QUEUE, s.queue);
    }
}

static void compare_agents(tally *t, int32_t got)
{
    int want = atoi(t->row->cell[COL_REQUIRED]);
    if (got != want)
        printf("%s: %d agents, expected %d\n", t->row->cell[COL_ID], (int)got, want);
    judge(t, "required_agents", got == want ? 0 : INFINITY);
}

/* A number in the row's words, printed to so many digits. */
static void judge_text(tally *t, const char *words, double got)
{
    char text[32];
    const char *at = strstr(t->row->cell[COL_TARGET], words) + strlen(words);
    size_t n = strspn(at, "0123456789.");
    snprintf(text, sizeof text, "%.*s", (int)n, at);
    judge(t, words, printed_error(text, pb_wide_of(got)));
}

/* Beyond half a unit of the last of so many decimals; zeros at the end may have been dropped. */
static double decimals_error(const char *text, int decimals, double got)
{
    double want = strtod(text, NULL), off = fabs(got - want) - 0.5 * pow(10, -decimals);
    return off > 0 ? off / want : 0;
}

static void check_blocking(tally *t, const pb_load *l, int32_t agents)
{
    pb_wide b = {0, 0};
    if (pb_erlang_b_wide(l->load_erl, agents, &b) != PB_OK)
        judge(t, "refused", INFINITY);
    compare(t, COL_P_WAIT, b);
    compare(t, COL_PAB, b);
    /* carried load over agents; 1 - B in the form that does not cancel: y(n-1) n/A / y(n) */
    pb_wide lost = pb_wide_div(pb_erlang_b_inverse(l->load_erl, agents - 1),
                               pb_erlang_b_inverse(l->load_erl, agents));
    compare(t, COL_OCC, lost);
}

/* Rates ~ gamma: "rate ~ Gamma mean 200/h cv 0.1"; "unweighted mean of SL over days 0.865". */
static void check_mixture(tally *t, const pb_load *mean, int32_t agents)
{
    pb_spread spread;
    pb_service_mean m = {0};
    double cv = number_after(t->row->cell[COL_REGIME], "cv "), plain = 0;
    if (pb_spread_make(cv, agents / mean->load_erl, 1, &spread) != PB_OK)
        judge(t, "refused", INFINITY);
    for (int32_t i = 0; i < spread.n; i++) {
        pb_load l = *mean;
        pb_service s;
        l.load_erl *= spread.factor[i];
        l.rest_erl = 0;
        if (pb_erlang(&l, agents, &s) != PB_OK)
            judge(t, "refused", INFINITY);
        pb_service_mean_add(&m, spread.weight[i], spread.factor[i], &s);
        plain += spread.weight[i] * s.service_level;
    }
    judge(t, "sl_offered_T", decimals_error(t->row->cell[COL_SL], 8, pb_service_mean_close(&m).service_level));
    judge(t, "unweighted", decimals_error(strrchr(t->row->cell[COL_CHECK], ' ') + 1, 8, plain));
}

/* The rows were made for a load that is a round share of the team's capacity N r(k); that share is
 * what is exact, arrivals_per_h is printed to 12 digits and checked like a result. */
static void check_chat(tally *t, int32_t agents)
{
    const char *words = t->row->cell[COL_REGIME];
    pb_chat_habit h = {number_after(words, "agent "), number_after(words, "customer "),
                       number_after(words, "between; "), number_after(words, "idle close ")};
    double at_once = number_after(words, "k="), arrivals = strtod(t->row->cell[COL_ARRIVALS], NULL);
    pb_chat_agent a;
    pb_chat_service s;
    if (pb_chat_from_habit(&h, at_once, &a) != PB_OK)
        judge(t, "refused", INFINITY);
    double full = agents * a.rate_per_s[(int)at_once - 1];
    double per_s = rint(1000 * arrivals / 3600 / full) / 1000 * full;
    pb_load l = row_load(t->row);
    pb_chat_case k = {per_s, l.patience_s, l.within_s, &a, true}; /* the table is of the balanced queue */
    if (pb_chat(&k, agents, &s) != PB_OK)
        judge(t, "refused", INFINITY);
    compare_plain(t, COL_ARRIVALS, per_s * 3600);
    compare_plain(t, COL_AHT, s.handle_s);
    compare_plain(t, COL_P_WAIT, s.taken.p_wait);
    compare_plain(t, COL_SL, s.taken.service_level);
    compare_plain(t, COL_WAIT, s.taken.wait_s);
    compare_plain(t, COL_PAB, s.taken.p_abandon);
    compare_plain(t, COL_OCC, s.taken.occupancy);
    judge_text(t, "mean reply delay ", s.reply_delay_s);
    judge_text(t, "mean chats per agent ", s.in_service / agents);
}

/* "backlog 200, 80/day, 25 min, 5.5 h/day, 5 days": everything by the end of the last day. */
static void check_deferred(tally *t)
{
    double contacts[5], aht_s[5], arrived[5], due[5], agents;
    int32_t slot_s[5], open_s[5], late;
    for (int i = 0; i < 5; i++) {
        contacts[i] = 80;
        aht_s[i] = 25 * 60;
        slot_s[i] = 86400;
        open_s[i] = (int32_t)(5.5 * 3600);
    }
    pb_deferred_case k = {5, contacts, aht_s, slot_s, 1, 200 * 25, 0};
    if (pb_deferred_rows(&k, arrived, due) != PB_OK)
        judge(t, "refused", INFINITY);
    for (int i = 0; i < 5; i++)
        due[i] = i < 4 ? 0 : arrived[i];
    pb_deferred_level(5, arrived, due, open_s, &agents, &late);
    compare_agents(t, (int32_t)ceil(agents - 1e-9));
}

static void check_row(tally *t)
{
    const struct row *r = t->row;
    const char *model = r->cell[COL_MODEL];
    pb_load l = row_load(r);
    int32_t agents = atoi(r->cell[COL_AGENTS]);
    pb_targets targets = row_targets(r);
    pb_need need = {0};
    if (strcmp(model, "erlang_b") == 0) {
        check_blocking(t, &l, agents);
    } else if (strcmp(model, "erlang_c") == 0 || strcmp(model, "erlang_a") == 0) {
        compare_service(t, &l, agents);
    } else if (strcmp(model, "erlang_c_required") == 0 || strcmp(model, "erlang_a_required") == 0) {
        if (pb_need_erlang(&l, &targets, 0, &need) != PB_OK)
            judge(t, "refused", INFINITY);
        compare_agents(t, need.agents);
        compare_service(t, &l, need.agents);
    } else if (strcmp(model, "gross_up") == 0) {
        double planned, unplanned;
        long net = row_shares(r, &planned, &unplanned);
        compare_agents(t, (int32_t)pb_shrink_gross(net, planned, unplanned));
    } else if (strcmp(model, "net_of_gross") == 0) {
        double planned, unplanned;
        long gross = row_shares(r, &planned, &unplanned);
        compare_agents(t, (int32_t)pb_shrink_net(gross, planned, unplanned));
    } else if (strcmp(model, "erlang_c_gamma_mix") == 0) {
        check_mixture(t, &l, agents);
    } else if (strcmp(model, "chat_bd") == 0) {
        check_chat(t, agents);
    } else if (strcmp(model, "deferred_flow") == 0) {
        check_deferred(t);
    } else {
        return;
    }
    t->rows++;
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "tests/staffing/data/erlang.csv";
    FILE *f = fopen(path, "r");
    struct row *r = calloc(1, sizeof *r);
    tally t = {.row = r};
    if (!f || !r) {
        printf("cannot read %s\n", path);
        return 1;
    }
    read_row(f, r); /* the header */
    int in_file = 0;
    for (; read_row(f, r); in_file++) {
        correct_row(r);
        check_row(&t);
    }
    printf("%d of %d rows, %d values; worst %s: relative error %.2e (allowed %.0e)\n", t.rows,
           in_file, t.values, t.worst_at[0] ? t.worst_at : "none", t.worst, ALLOWED);
    fclose(f);
    free(r);
    return t.failures || t.rows != in_file || in_file != 113;
}
