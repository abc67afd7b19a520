/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pay_rules.h"

#include <stdlib.h>
#include <string.h>

enum { COL_KEY, COL_VALUE, COL_ARTICLE, N_COLS };

static const pb_column columns[N_COLS] = {
    {"key", NULL, PB_CELL_TEXT, true, 0, 0, NULL},
    {"value", NULL, PB_CELL_TEXT, true, 0, 0, NULL},
    {"article", NULL, PB_CELL_TEXT, false, 0, 0, NULL},
};

static const char *const keys[] = {"overtime_after_min_day", "overtime_after_min_week", "overtime_pct",
                                   "rest_day_pct",           "statutory_holiday_pct",   "night_from",
                                   "night_to",               "average_weeks",           "average_max_min_week"};
enum { N_KEYS = sizeof keys / sizeof *keys, FIRST_CLOCK = 5, FIRST_AVERAGE = 7 };

/* What a key's value may be; clocks aside. */
static const int bounds[N_KEYS][2] = {{0, 10080}, {0, 10080}, {100, 1000}, {100, 1000}, {100, 1000},
                                      {0, 0},     {0, 0},     {1, 53},     {60, 10080}};

typedef struct reading {
    int value[N_KEYS];
    pb_diags *d;
} reading;

pb_pay_rules pb_pay_rules_none(void)
{
    return (pb_pay_rules){0, 0, 100, 100, 100, 22 * 60, 6 * 60, 0, 0};
}

static bool whole_number(const char *s, int lo, int hi, int *ret)
{
    char *end;
    long v = strtol(s, &end, 10);
    if (end == s || *end || v < lo || v > hi)
        return false;
    *ret = (int)v;
    return true;
}

static pb_status on_row(void *ctx, const pb_row *row)
{
    reading *r = ctx;
    const pb_cell *key = &row->cells[COL_KEY], *value = &row->cells[COL_VALUE];
    int k = 0;
    if (row->bad)
        return PB_OK;
    while (k < N_KEYS && strcmp(keys[k], key->text) != 0)
        k++;
    pb_where where = {row->file, row->line, k < N_KEYS ? "value" : "key"};
    bool good = k < N_KEYS;
    if (good && k >= FIRST_CLOCK && k < FIRST_AVERAGE)
        good = pb_minute_parse(value->text, value->n, &r->value[k]);
    else if (good)
        good = whole_number(value->text, bounds[k][0], bounds[k][1], &r->value[k]);
    if (!good)
        pb_diag_add(r->d, PB_ERROR, where, PB_N_("install the program's data again"),
                    PB_N_("pay table: \"%s\" with the value \"%s\" is not understood"), key->text,
                    value->text);
    return PB_OK;
}

static const char *file_of(pb_law law)
{
    static const char *const names[] = {NULL, "pay_cn.csv", "pay_eu.csv", "pay_uk.csv"};
    return names[law];
}

pb_status pb_pay_rules_read(pb_arena *a, const char *data_dir, pb_law law, pb_pay_rules *ret,
                            pb_diags *d)
{
    const pb_pay_rules none = pb_pay_rules_none();
    if (law == PB_LAW_NONE) {
        *ret = none;
        return PB_OK;
    }
    reading r = {{none.day_min, none.week_min, none.overtime_pct, none.rest_pct, none.statutory_pct,
                  none.night_from_min, none.night_to_min, 0, 0},
                 d};
    const pb_csv_schema schema = {columns, N_COLS, true};
    char *path = pb_path_join(a, data_dir, file_of(law));
    if (!path)
        return PB_ERR_NOMEM;
    pb_status st =
        pb_csv_read_file(path, &schema, NULL, on_row, &r, d, pb_arena_allocator(a));
    if (st)
        return st;
    *ret = (pb_pay_rules){r.value[0], r.value[1], r.value[2], r.value[3],
                          r.value[4], r.value[5], r.value[6], r.value[7], r.value[8]};
    return PB_OK;
}
