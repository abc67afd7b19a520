/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/calendar.h"

#include "model/lookup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DATE, DAY, NAME, QUEUE, ACTS_LIKE, CLOSED, UPLIFT, N_COLUMNS };

const pb_column pb_calendar_columns[] = {
    [DATE] = {"date", "日期", PB_CELL_DATE, true, 0, 0, NULL},
    [DAY] = {"day", "日类型|类型|日期类型|kind", PB_CELL_ENUM, true, 0, 0,
             "statutory_holiday|statutory|法定节假日|法定假日;rest_day|rest|休息日|放假;"
             "workday|work|工作日|调休上班|补班|调休上班日;event|活动|事件|大促"},
    [NAME] = {"name", "名称|节日|说明", PB_CELL_TEXT, false, 0, 200, NULL},
    [QUEUE] = {"queue", "队列|技能组", PB_CELL_TEXT, false, 0, 200, NULL},
    [ACTS_LIKE] = {"acts_like", "等同星期|按星期|相当于", PB_CELL_TEXT, false, 0, 40, NULL},
    [CLOSED] = {"closed", "停业|关闭|不营业", PB_CELL_BOOL, false, 0, 0, NULL},
    [UPLIFT] = {"uplift", "倍数|系数|增幅", PB_CELL_REAL, false, 0, 1000, NULL},
};
const size_t pb_n_calendar_columns = N_COLUMNS;

const char *pb_day_kind_name(pb_day_kind k)
{
    static const char *const names[] = {"statutory_holiday", "rest_day", "workday", "event"};
    return names[k];
}

size_t pb_calendar_find(const pb_calendar *c, pb_date date, size_t *ret_first)
{
    size_t lo = 0, hi = c->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->rows[mid].date < date)
            lo = mid + 1;
        else
            hi = mid;
    }
    size_t end = lo;
    while (end < c->n && c->rows[end].date == date)
        end++;
    *ret_first = lo;
    return end - lo;
}

pb_day_kind pb_calendar_day_kind(const pb_calendar *c, pb_date date)
{
    size_t first, n = pb_calendar_find(c, date, &first);
    for (size_t i = first; i < first + n; i++)
        if (c->rows[i].kind != PB_DAY_EVENT && c->rows[i].queue < 0)
            return c->rows[i].kind;
    return pb_date_weekday(date) >= 5 ? PB_DAY_REST : PB_DAY_WORK;
}

static int by_date(const void *a, const void *b, const void *ctx)
{
    const pb_calendar_row *x = a, *y = b;
    (void)ctx;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->queue != y->queue)
        return x->queue < y->queue ? -1 : 1;
    return strcmp(x->name, y->name);
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const pb_queues *queues = t->ctx;
    pb_calendar_row *r = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    if (!c[DATE].given || !c[DAY].given) {
        t->skip = true;
        return PB_OK;
    }
    if (!(r->name = pb_table_text(t, &c[NAME])))
        return PB_ERR_NOMEM;
    r->date = c[DATE].date;
    r->kind = (pb_day_kind)c[DAY].integer;
    r->queue = -1;
    if (c[QUEUE].given && queues && (r->queue = pb_queue_find(queues, c[QUEUE].text)) < 0)
        pb_queue_unknown(t, row, QUEUE, queues);
    r->acts_like = -1;
    if (c[ACTS_LIKE].given && (r->acts_like = pb_weekday_parse(c[ACTS_LIKE].text, c[ACTS_LIKE].n)) < 0)
        PB_TABLE_ERROR(t, row, ACTS_LIKE, NULL, PB_N_("expected a weekday, found \"%s\""),
                       c[ACTS_LIKE].text);
    r->closed = c[CLOSED].given ? (int)c[CLOSED].integer : -1;
    r->uplift = pb_cell_real(&c[UPLIFT], NAN);
    char key[460], day[11];
    bool event = r->kind == PB_DAY_EVENT;
    (void)snprintf(key, sizeof key, "%s%s%.200s%s%.200s", pb_date_format(r->date, day),
                   c[QUEUE].given ? ", " : "", c[QUEUE].text, event ? ", " : "",
                   event ? r->name : "");
    if (!pb_table_first(t, row, DATE, key, &st))
        t->skip = true;
    return st;
}

static pb_status sorted(pb_arena *a, void *items, size_t n, pb_extras extras, pb_calendar *ret)
{
    size_t *order;
    pb_status st = pb_table_order(a, items, n, sizeof(pb_calendar_row), by_date, NULL, &order);
    if (st == PB_OK)
        st = pb_table_permute(a, order, n, sizeof(pb_calendar_row), &items, &extras);
    if (st == PB_OK)
        *ret = (pb_calendar){n, items, extras};
    return st;
}

pb_status pb_calendar_read(pb_arena *a, const char *path, const pb_queues *queues, pb_calendar *ret,
                           pb_diags *d)
{
    pb_queues copy = queues ? *queues : (pb_queues){0};
    pb_table t = {.arena = a, .diags = d, .columns = pb_calendar_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_calendar_row), .fill = fill,
                  .ctx = queues ? &copy : NULL};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st != PB_OK && st != PB_ERR_INPUT)
        return st;
    pb_status done = sorted(a, items, t.n, extras, ret);
    return done != PB_OK ? done : st;
}

/* Does a row of the same meaning stand in the table? */
static bool stands(const pb_calendar *c, const pb_calendar_row *r)
{
    size_t first, n = pb_calendar_find(c, r->date, &first);
    for (size_t i = first; i < first + n; i++) {
        const pb_calendar_row *x = &c->rows[i];
        bool events = x->kind == PB_DAY_EVENT && r->kind == PB_DAY_EVENT;
        bool kinds = x->kind != PB_DAY_EVENT && r->kind != PB_DAY_EVENT;
        if (x->queue == r->queue && (kinds || (events && strcmp(x->name, r->name) == 0)))
            return true;
    }
    return false;
}

pb_status pb_calendar_merge(pb_arena *a, const pb_calendar *own, const pb_calendar_row *more,
                            size_t n_more, pb_calendar *ret)
{
    size_t w = own->extras.n_columns, n = own->n;
    pb_calendar_row *rows = PB_NEW_ARRAY(a, own->n + n_more, pb_calendar_row);
    const char **cells = PB_NEW_ARRAY(a, (own->n + n_more) * w, const char *);
    if (!rows || !cells)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < own->n; i++)
        rows[i] = own->rows[i];
    for (size_t i = 0; i < n_more; i++)
        if (!stands(own, &more[i]))
            rows[n++] = more[i];
    for (size_t i = 0; i < n * w; i++)
        cells[i] = i < own->n * w ? own->extras.cells[i] : "";
    return sorted(a, rows, n, (pb_extras){w, own->extras.names, cells}, ret);
}

void pb_calendar_write(const pb_calendar *c, const pb_queues *queues, pb_text *out)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    pb_table_write_header(pb_calendar_columns, N_COLUMNS, &c->extras, out);
    for (size_t i = 0; i < c->n; i++) {
        const pb_calendar_row *r = &c->rows[i];
        pb_write_date(out, r->date);
        pb_csv_field(out, pb_day_kind_name(r->kind), false);
        pb_csv_field(out, r->name, false);
        pb_csv_field(out, r->queue < 0 ? "" : queues->at[r->queue].id, false);
        pb_csv_field(out, r->acts_like < 0 ? "" : days[r->acts_like], false);
        pb_csv_field(out, r->closed < 0 ? "" : r->closed ? "yes" : "no", false);
        pb_write_real(out, r->uplift);
        pb_table_write_end(&c->extras, i, out);
    }
}
