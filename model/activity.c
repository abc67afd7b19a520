/* SPDX-License-Identifier: GPL-3.0-or-later */
/* activities.csv. */
#include "model/roster.h"
#include "model/table.h"

#include <stdio.h>
#include <string.h>

enum { ACTIVITY, WHO, MINUTES, EARLIEST, LATEST, TOGETHER, N_COLUMNS };

const pb_column pb_activity_columns[] = {
    [ACTIVITY] = {"activity", "活动|事项|培训会议", PB_CELL_TEXT, true, 1, 200, NULL},
    [WHO] = {"who", "对象|适用|人员", PB_CELL_TEXT, true, 1, 200, NULL},
    [MINUTES] = {"minutes", "分钟|时长|时长分钟", PB_CELL_INT, true, 5, 720, NULL},
    [EARLIEST] = {"earliest", "最早", PB_CELL_TEXT, false, 0, 40, NULL},
    [LATEST] = {"latest", "最晚", PB_CELL_TEXT, false, 0, 40, NULL},
    [TOGETHER] = {"together", "同时|一起", PB_CELL_BOOL, false, 0, 0, NULL},
};
const size_t pb_n_activity_columns = N_COLUMNS;

typedef struct activity_ctx {
    const pb_agents *agents;
    const pb_queues *queues;
} activity_ctx;

static void take_moment(pb_table *t, const pb_row *row, int column, pb_date *date, int *minute)
{
    const pb_cell *c = &row->cells[column];
    if (c->given && !pb_moment_parse((pb_piece){c->text, c->n}, date, minute) && !pb_table_once(t, row, column))
        PB_TABLE_ERROR(t, row, column, NULL,
                       PB_N_("expected a day, a time of day or both, such as 2026-10-12 14:00, found \"%s\""),
                       c->text);
}

/* A time by which it is over that is not after the earliest is one of the next morning, as with shifts; the dates are
 * those on which it may begin. */
static void over_midnight(const pb_row *row, pb_activity *x)
{
    bool both = x->latest_date != PB_DATE_NONE && x->earliest_date != PB_DATE_NONE;

    if (!row->cells[EARLIEST].given || !row->cells[LATEST].given || x->earliest_min == 0 ||
        x->latest_min > x->earliest_min || (both && x->latest_date <= x->earliest_date)) /* over before it begins */
        return;
    x->latest_min += PB_MIN_PER_DAY;
    if (x->latest_date != PB_DATE_NONE)
        x->latest_date--;
}

static void check_window(pb_table *t, const pb_row *row, const pb_activity *x)
{
    const pb_cell *c = row->cells;
    if (x->earliest_date != PB_DATE_NONE && x->latest_date != PB_DATE_NONE &&
        x->latest_date < x->earliest_date)
        PB_TABLE_ERROR(t, row, LATEST, NULL, PB_N_("latest %s is before earliest %s"), c[LATEST].text,
                       c[EARLIEST].text);
    else if (x->latest_min - x->earliest_min < x->minutes)
        PB_TABLE_ERROR(t, row, MINUTES, NULL,
                       PB_N_("%d minutes do not fit between earliest and latest"), x->minutes);
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const activity_ctx *ctx = t->ctx;
    pb_activity *x = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    pb_fault fault;
    x->id = pb_table_text(t, &c[ACTIVITY]);
    x->who = pb_table_text(t, &c[WHO]);
    if (!x->id || !x->who)
        return PB_ERR_NOMEM;
    if (pb_who_parse(x->who, strlen(x->who), ctx->agents, ctx->queues, &x->whom, &fault) != PB_OK)
        PB_TABLE_ERROR(t, row, WHO, NULL, fault.msgid, fault.found, fault.more);
    x->minutes = (int)pb_cell_int(&c[MINUTES], 30);
    x->earliest_date = x->latest_date = PB_DATE_NONE;
    x->earliest_min = 0;
    x->latest_min = PB_MIN_PER_DAY;
    take_moment(t, row, EARLIEST, &x->earliest_date, &x->earliest_min);
    take_moment(t, row, LATEST, &x->latest_date, &x->latest_min);
    x->together = pb_cell_int(&c[TOGETHER], 0) != 0;
    if (!row->bad)
        over_midnight(row, x);
    if (!row->bad)
        check_window(t, row, x);
    if (strpbrk(x->id, ";"))
        PB_TABLE_ERROR(t, row, ACTIVITY, NULL, PB_N_("the name \"%s\" contains ;"), x->id);
    char key[420];
    (void)snprintf(key, sizeof key, "%.200s, %.200s", x->id, x->who);
    if (!pb_table_first(t, row, ACTIVITY, key, &st))
        t->skip = true;
    return st;
}

bool pb_activity_within(const pb_activity *x, pb_date date, pb_span s)
{
    for (int later = 0; later < 2; later++) {
        int from = s.from_min - later * PB_MIN_PER_DAY, to = s.to_min - later * PB_MIN_PER_DAY;
        if ((x->earliest_date == PB_DATE_NONE || date + later >= x->earliest_date) &&
            (x->latest_date == PB_DATE_NONE || date + later <= x->latest_date) && from >= x->earliest_min &&
            to <= x->latest_min)
            return true;
    }
    return false;
}

const pb_activity *pb_placed_row(const pb_activities *acts, const pb_agents *agents, const pb_duty *d, int32_t k)
{
    const pb_placed_activity *e = &d->activities[k];
    const pb_activity *first = NULL;

    for (size_t i = 0; i < acts->n; i++) {
        const pb_activity *x = &acts->at[i];
        if (strcmp(x->id, e->id) != 0 || !pb_who_has(&x->whom, &agents->at[d->agent], d->agent))
            continue;
        if (pb_activity_within(x, d->date, e->span))
            return x;
        first = first ? first : x;
    }
    return first;
}

pb_status pb_activities_read(pb_arena *a, const char *path, const pb_agents *agents,
                             const pb_queues *queues, pb_activities *ret, pb_diags *d)
{
    activity_ctx ctx = {agents, queues};
    pb_table t = {.arena = a, .diags = d, .columns = pb_activity_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_activity), .fill = fill, .ctx = &ctx};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK || st == PB_ERR_INPUT)
        *ret = (pb_activities){t.n, items, extras};
    return st;
}

static void write_moment(pb_text *out, pb_date date, int minute, int whole)
{
    char buf[11], clock[8];
    pb_text cell;
    pb_text_init(&cell, out->al);
    if (date != PB_DATE_NONE)
        pb_text_puts(&cell, pb_date_format(date, buf));
    if (minute != whole)
        pb_text_printf(&cell, "%s%s", cell.n > 0 ? " " : "", pb_minute_format(minute, clock));
    pb_write_text(out, &cell);
    pb_text_done(&cell);
}

void pb_activities_write(const pb_activities *act, pb_text *out)
{
    pb_table_write_header(pb_activity_columns, N_COLUMNS, &act->extras, out);
    for (size_t i = 0; i < act->n; i++) {
        const pb_activity *x = &act->at[i];
        pb_csv_field(out, x->id, false);
        pb_csv_field(out, x->who, false);
        pb_write_int(out, x->minutes);
        write_moment(out, x->earliest_date, x->earliest_min, 0);
        bool morning = x->latest_min > PB_MIN_PER_DAY; /* see over_midnight */
        write_moment(out, x->latest_date == PB_DATE_NONE ? x->latest_date : x->latest_date + morning,
                     x->latest_min - (morning ? PB_MIN_PER_DAY : 0), PB_MIN_PER_DAY);
        pb_csv_field(out, x->together ? "yes" : "", false);
        pb_table_write_end(&act->extras, i, out);
    }
}
