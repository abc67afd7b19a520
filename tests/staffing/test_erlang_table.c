/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every row of data/erlang.csv (values to 15 digits from 60-digit arithmetic, with an outside source a
 * row where there is one) against staffing/. Prints the worst row; fails above 1e-12 relative error
 * or at a wrong number of agents.
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
    return t.failures || t.rows < 95;
}
