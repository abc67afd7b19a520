/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/forecast_table.h"

#include "model/lookup.h"
#include "model/slot_rows.h"

#include <math.h>

enum { START, QUEUE, CONTACTS, LOW80, HIGH80, LOW95, HIGH95, AHT_S, ABANDONED, N_COLUMNS };
enum { N_VALUES = N_COLUMNS - CONTACTS, AHT = AHT_S - CONTACTS, GAVE_UP = ABANDONED - CONTACTS };

const pb_column pb_forecast_columns[] = {
    [START] = {"start", "开始|时间|时段|timestamp|interval", PB_CELL_TEXT, true, 1, 40, NULL},
    [QUEUE] = {"queue", "队列|技能组", PB_CELL_TEXT, true, 1, 200, NULL},
    [CONTACTS] = {"contacts", "预测量|话务量|咨询量|进线量|volume|calls", PB_CELL_REAL, true, 0, 1e9, NULL},
    [LOW80] = {"low80", "下限80", PB_CELL_REAL, false, 0, 1e9, NULL},
    [HIGH80] = {"high80", "上限80", PB_CELL_REAL, false, 0, 1e9, NULL},
    [LOW95] = {"low95", "下限95", PB_CELL_REAL, false, 0, 1e9, NULL},
    [HIGH95] = {"high95", "上限95", PB_CELL_REAL, false, 0, 1e9, NULL},
    [AHT_S] = {"aht_s", "平均处理时长|处理时长|aht", PB_CELL_REAL, false, 1e-6, 86400, NULL},
    [ABANDONED] = {"abandoned", "放弃量|预测放弃量", PB_CELL_REAL, false, 0, 1e9, NULL},
};
const size_t pb_n_forecast_columns = N_COLUMNS;

typedef struct forecast_item {
    pb_slot_key key;
    double v[N_VALUES];
} forecast_item;

typedef struct forecast_ctx {
    const pb_team *team;
    const pb_queues *queues;
    pb_intern *names; /* where queues is NULL */
} forecast_ctx;

static int32_t series_of(const forecast_ctx *x, const char *name)
{
    return x->queues ? pb_queue_find(x->queues, name) : pb_intern_put(x->names, name);
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const forecast_ctx *x = t->ctx;
    forecast_item *it = item;
    const pb_cell *c = row->cells;
    t->skip = !pb_slot_start(t, row, START, x->team, &it->key.start_s);
    if (!c[QUEUE].given) {
        t->skip = true;
        return PB_OK;
    }
    it->key.series = series_of(x, c[QUEUE].text);
    it->key.line = row->line;
    if (it->key.series < 0) {
        if (!x->queues)
            return PB_ERR_NOMEM;
        pb_queue_unknown(t, row, QUEUE, x->queues);
        t->skip = true;
    }
    for (int i = 0; i < N_VALUES; i++)
        it->v[i] = pb_cell_real(&c[CONTACTS + i], i == 0 ? 0 : NAN);
    return PB_OK;
}

/* Handle times where no row gave one: the queue's own, else the mean of its rows. */
static pb_status fill_aht(const forecast_ctx *x, const char *path, const pb_forecast *f, double *aht,
                          pb_diags *d)
{
    pb_status st = PB_OK;
    size_t n_slots = (size_t)f->grid.n_slots;
    for (int32_t q = 0; q < f->n_queues; q++) {
        double *row = aht + (size_t)q * n_slots, sum = 0, contacts = 0;
        const double *weight = f->contacts + (size_t)q * n_slots;
        for (size_t s = 0; s < n_slots; s++)
            if (!isnan(row[s])) {
                sum += row[s] * (weight[s] + 1e-9);
                contacts += weight[s] + 1e-9;
            }
        double usual = x->queues && !isnan(x->queues->at[q].aht_s) ? x->queues->at[q].aht_s
                       : contacts > 0                                ? sum / contacts
                                                                     : NAN;
        bool used = false;
        for (size_t s = 0; s < n_slots; s++) {
            used |= isnan(row[s]) && weight[s] > 0;
            if (isnan(row[s]))
                row[s] = isnan(usual) ? 1 : usual;
        }
        if (used && isnan(usual)) {
            pb_diag_add(d, PB_ERROR, (pb_where){path, 0, NULL},
                        PB_N_("give aht_s in queues.csv, or as a column of the history or of this file"),
                        PB_N_("no handle time is known for queue \"%s\""), f->queues[q]);
            st = PB_ERR_INPUT;
        }
    }
    return st;
}

static const char **copy_names(pb_arena *a, const forecast_ctx *x, int32_t n)
{
    const char **names = PB_NEW_ARRAY(a, (size_t)n, const char *);
    for (int32_t q = 0; names && q < n; q++)
        if (!(names[q] = x->queues ? x->queues->at[q].id : pb_arena_strdup(a, pb_intern_name(x->names, q))))
            return NULL;
    return names;
}

static pb_status arrange(pb_arena *a, const char *path, const forecast_ctx *x,
                         const forecast_item *items, size_t n, pb_forecast *ret, pb_diags *d)
{
    pb_forecast f = {.n_queues = x->queues ? x->queues->n : pb_intern_count(x->names)};
    size_t *places;
    pb_status st = pb_slot_places(a, path, x->team, items, n, sizeof *items, f.n_queues, NULL, &f.grid,
                                  &places, d);
    if (st != PB_OK)
        return st;
    size_t size = (size_t)f.n_queues * (size_t)f.grid.n_slots;
    double *v[N_VALUES];
    f.queues = copy_names(a, x, f.n_queues);
    if (!f.queues)
        return PB_ERR_NOMEM;
    for (int i = 0; i < N_VALUES; i++)
        if (!(v[i] = PB_NEW_ARRAY(a, size, double)))
            return PB_ERR_NOMEM;
    for (size_t i = 0; i < size; i++)
        v[AHT][i] = v[GAVE_UP][i] = NAN;
    bool gave_up = false;
    for (size_t i = 0; i < n; i++)
        for (int j = 0; j < N_VALUES; j++) {
            double value = items[i].v[j];
            v[j][places[i]] = isnan(value) && j < AHT ? items[i].v[0] : value;
            gave_up |= j == GAVE_UP && !isnan(value);
        }
    f.contacts = v[0];
    f.low80 = v[1];
    f.high80 = v[2];
    f.low95 = v[3];
    f.high95 = v[4];
    f.aht_s = v[AHT];
    f.abandoned = gave_up ? v[GAVE_UP] : NULL;
    st = fill_aht(x, path, &f, v[AHT], d);
    if (st == PB_OK)
        *ret = f;
    return st;
}

pb_status pb_forecast_read(pb_arena *a, const char *path, const pb_team *team,
                           const pb_queues *queues, pb_forecast *ret, pb_diags *d)
{
    pb_arena *scratch = pb_arena_new(pb_arena_allocator(a));
    forecast_ctx x = {team, queues, scratch ? pb_intern_new(scratch) : NULL};
    pb_table t = {.arena = a, .diags = d, .columns = pb_forecast_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(forecast_item), .fill = fill, .ctx = &x};
    void *items;
    pb_extras extras;
    pb_status st = PB_ERR_NOMEM;
    if (x.names)
        st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK)
        st = arrange(a, path, &x, items, t.n, ret, d);
    pb_arena_free(scratch);
    return st;
}

void pb_forecast_write(const pb_forecast *f, pb_text *out)
{
    pb_extras none = {0};
    char start[32];
    size_t n_slots = (size_t)f->grid.n_slots;
    const double *const columns[N_VALUES] = {f->contacts, f->low80, f->high80, f->low95, f->high95, f->aht_s,
                                              f->abandoned};
    const int n_values = f->abandoned ? N_VALUES : GAVE_UP;
    pb_table_write_header(pb_forecast_columns, (size_t)CONTACTS + (size_t)n_values, &none, out);
    for (int32_t q = 0; q < f->n_queues; q++)
        for (size_t s = 0; s < n_slots; s++) {
            pb_csv_field(out, pb_zone_format(f->grid.zone, pb_grid_start_s(&f->grid, (int32_t)s), start), false);
            pb_csv_field(out, f->queues[q], false);
            for (int i = 0; i < n_values; i++)
                pb_write_computed(out, columns[i] ? columns[i][(size_t)q * n_slots + s] : NAN);
            pb_csv_end(out);
        }
}
