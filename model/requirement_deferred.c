/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out/requirement_deferred.csv: work that may wait, as cumulative agent-minutes. */
#include "model/requirement.h"

#include "model/lookup.h"
#include "model/slot_rows.h"

#include <math.h>
#include <string.h>

enum { START, QUEUE, ARRIVED, DUE, N_COLUMNS };

const pb_column pb_deferred_columns[] = {
    [START] = {"start", "开始|时间|时段", PB_CELL_TEXT, true, 1, 40, NULL},
    [QUEUE] = {"queue", "队列|技能组", PB_CELL_TEXT, true, 1, 200, NULL},
    [ARRIVED] = {"arrived_min", "累计到达分钟", PB_CELL_REAL, true, 0, 1e12, NULL},
    [DUE] = {"due_min", "累计到期分钟", PB_CELL_REAL, true, 0, 1e12, NULL},
};
const size_t pb_n_deferred_columns = N_COLUMNS;

typedef struct deferred_item {
    pb_slot_key key; /* series: index into queues.csv */
    double arrived, due;
} deferred_item;

typedef struct deferred_ctx {
    const pb_team *team;
    const pb_queues *queues;
} deferred_ctx;

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const deferred_ctx *x = t->ctx;
    deferred_item *it = item;
    const pb_cell *c = row->cells;
    bool start = pb_slot_start(t, row, START, x->team, &it->key.start_s);
    it->key.series = c[QUEUE].given ? pb_queue_find(x->queues, c[QUEUE].text) : -1;
    it->key.line = row->line;
    if (c[QUEUE].given && it->key.series < 0)
        pb_queue_unknown(t, row, QUEUE, x->queues);
    it->arrived = pb_cell_real(&c[ARRIVED], 0);
    it->due = pb_cell_real(&c[DUE], 0);
    if (!row->bad && it->due > it->arrived)
        PB_TABLE_ERROR(t, row, DUE, NULL, PB_N_("due_min %s is more than arrived_min %s"), c[DUE].text,
                       c[ARRIVED].text);
    t->skip = !start || it->key.series < 0;
    return PB_OK;
}

/* Empty slots carry on what stood before them. */
static void carry_on(double *v, int32_t n_rows, size_t n_slots)
{
    for (int32_t i = 0; i < n_rows; i++) {
        double before = 0;
        for (size_t s = 0; s < n_slots; s++) {
            double *at = v + (size_t)i * n_slots + s;
            if (isnan(*at))
                *at = before;
            before = *at;
        }
    }
}

static pb_status arrange(pb_arena *a, const char *path, const deferred_ctx *x, deferred_item *items,
                         size_t n, pb_requirement *r, pb_diags *d)
{
    int32_t of_queue[PB_MAX_QUEUES], n_deferred = 0;
    int32_t *queue = PB_NEW_ARRAY(a, PB_MAX_QUEUES, int32_t);
    size_t *places, n_slots = (size_t)r->grid.n_slots;
    if (!queue)
        return PB_ERR_NOMEM;
    memset(of_queue, -1, sizeof of_queue);
    for (size_t i = 0; i < n; i++) {
        int32_t q = items[i].key.series;
        if (of_queue[q] < 0) {
            queue[n_deferred] = q;
            of_queue[q] = n_deferred++;
        }
        items[i].key.series = of_queue[q];
    }
    pb_grid grid;
    pb_status st = pb_slot_places(a, path, x->team, items, n, sizeof *items, n_deferred, &r->grid, &grid,
                                  &places, d);
    if (st != PB_OK)
        return st;
    size_t size = (size_t)n_deferred * n_slots;
    double *arrived = PB_NEW_ARRAY(a, size, double), *due = PB_NEW_ARRAY(a, size, double);
    if (!arrived || !due)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < size; i++)
        arrived[i] = due[i] = NAN;
    for (size_t i = 0; i < n; i++) {
        arrived[places[i]] = items[i].arrived;
        due[places[i]] = items[i].due;
    }
    carry_on(arrived, n_deferred, n_slots);
    carry_on(due, n_deferred, n_slots);
    r->n_deferred = n_deferred;
    r->deferred_queue = queue;
    r->arrived_min = arrived;
    r->due_min = due;
    return PB_OK;
}

pb_status pb_deferred_read(pb_arena *a, const char *path, const pb_team *team,
                           const pb_queues *queues, pb_requirement *r, pb_diags *d)
{
    deferred_ctx x = {team, queues};
    pb_table t = {.arena = a, .diags = d, .columns = pb_deferred_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(deferred_item), .fill = fill, .ctx = &x};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK && t.n == 0) {
        r->n_deferred = 0;
        return PB_OK;
    }
    return st == PB_OK ? arrange(a, path, &x, items, t.n, r, d) : st;
}

void pb_deferred_write(const pb_requirement *r, const pb_queues *queues, pb_text *out)
{
    pb_extras none = {0};
    char start[32];
    size_t n_slots = (size_t)r->grid.n_slots;
    pb_table_write_header(pb_deferred_columns, N_COLUMNS, &none, out);
    for (int32_t i = 0; i < r->n_deferred; i++)
        for (size_t s = 0; s < n_slots; s++) {
            size_t at = (size_t)i * n_slots + s;
            pb_csv_field(out, pb_zone_format(r->grid.zone, pb_grid_start_s(&r->grid, (int32_t)s), start), false);
            pb_csv_field(out, queues->at[r->deferred_queue[i]].id, false);
            pb_write_computed(out, r->arrived_min[at]);
            pb_write_computed(out, r->due_min[at]);
            pb_csv_end(out);
        }
}
