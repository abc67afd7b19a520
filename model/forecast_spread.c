/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out/forecast_spread.csv: the coefficients of variation of a forecast, per queue and day. */
#include "model/forecast_table.h"

#include "model/table.h"

#include <stdio.h>
#include <string.h>

enum { DATE, QUEUE, DAY_CV, SLOT_CV, N_COLUMNS };

const pb_column pb_spread_columns[] = {
    [DATE] = {"date", "日期", PB_CELL_DATE, true, 0, 0, NULL},
    [QUEUE] = {"queue", "队列|技能组", PB_CELL_TEXT, true, 1, 200, NULL},
    [DAY_CV] = {"day_cv", "日变异系数", PB_CELL_REAL, true, 0, 100, NULL},
    [SLOT_CV] = {"slot_cv", "时段变异系数", PB_CELL_REAL, true, 0, 100, NULL},
};
const size_t pb_n_spread_columns = N_COLUMNS;

typedef struct spread_item {
    int32_t queue, day;
    double day_cv, slot_cv;
} spread_item;

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const pb_forecast *f = t->ctx;
    spread_item *it = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    t->skip = true;
    if (row->bad)
        return PB_OK;
    it->queue = -1;
    for (int32_t q = 0; q < f->n_queues; q++)
        if (strcmp(f->queues[q], c[QUEUE].text) == 0)
            it->queue = q;
    if (it->queue < 0)
        pb_table_unknown(t, row, QUEUE, &pb_unknown_queue, (pb_piece){c[QUEUE].text, c[QUEUE].n}, f->queues,
                         (size_t)f->n_queues);
    it->day = c[DATE].date - f->grid.first;
    if (it->day < 0 || it->day >= f->grid.n_days)
        PB_TABLE_ERROR(t, row, DATE, NULL, PB_N_("the day %s is not in the forecast"), c[DATE].text);
    else if (it->queue >= 0) {
        char key[256];
        (void)snprintf(key, sizeof key, "%.20s, %.200s", c[DATE].text, c[QUEUE].text);
        t->skip = !pb_table_first(t, row, DATE, key, &st);
    }
    it->day_cv = c[DAY_CV].real;
    it->slot_cv = c[SLOT_CV].real;
    return st;
}

pb_status pb_forecast_spread_read(pb_arena *a, const char *path, pb_forecast *f, pb_diags *d)
{
    pb_table t = {.arena = a, .diags = d, .columns = pb_spread_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(spread_item), .fill = fill, .ctx = f};
    void *items;
    pb_extras extras;
    size_t size = (size_t)f->n_queues * (size_t)f->grid.n_days;
    double *day = PB_NEW_ARRAY(a, size, double), *slot = PB_NEW_ARRAY(a, size, double);
    if (!day || !slot)
        return PB_ERR_NOMEM;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st != PB_OK)
        return st;
    for (size_t i = 0; i < t.n; i++) {
        const spread_item *it = (const spread_item *)items + i;
        size_t at = (size_t)it->queue * (size_t)f->grid.n_days + (size_t)it->day;
        day[at] = it->day_cv;
        slot[at] = it->slot_cv;
    }
    f->day_cv = day;
    f->slot_cv = slot;
    return PB_OK;
}

void pb_forecast_spread_write(const pb_forecast *f, pb_text *out)
{
    pb_extras none = {0};
    pb_table_write_header(pb_spread_columns, N_COLUMNS, &none, out);
    if (!f->day_cv || !f->slot_cv)
        return;
    for (int32_t q = 0; q < f->n_queues; q++)
        for (int32_t day = 0; day < f->grid.n_days; day++) {
            size_t at = (size_t)q * (size_t)f->grid.n_days + (size_t)day;
            pb_write_date(out, f->grid.first + day);
            pb_csv_field(out, f->queues[q], false);
            pb_write_computed(out, f->day_cv[at]);
            pb_write_computed(out, f->slot_cv[at]);
            pb_csv_end(out);
        }
}
