/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/requirement.h"

#include "model/lookup.h"
#include "model/slot_rows.h"

#include <math.h>

enum {
    START, QUEUE, REQUIRED, SCHEDULED, OFFERED_ERL, SERVICE_LEVEL, ANSWER_RATE, ASA_S, OCCUPANCY, BINDING,
    N_COLUMNS
};
enum { N_VALUES = BINDING - REQUIRED };

const pb_column pb_requirement_columns[] = {
    [START] = {"start", "开始|时间|时段", PB_CELL_TEXT, true, 1, 40, NULL},
    [QUEUE] = {"queue", "队列|技能组", PB_CELL_TEXT, true, 1, 2000, NULL},
    [REQUIRED] = {"required", "所需坐席|需要人数|所需坐席数", PB_CELL_REAL, true, 0, 1e6, NULL},
    [SCHEDULED] = {"scheduled", "排班人数|应排坐席", PB_CELL_REAL, false, 0, 1e6, NULL},
    [OFFERED_ERL] = {"offered_erl", "话务强度|负载", PB_CELL_REAL, false, 0, 1e7, NULL},
    [SERVICE_LEVEL] = {"service_level", "服务水平", PB_CELL_SHARE, false, 0, 1, NULL},
    [ANSWER_RATE] = {"answer_rate", "接通率", PB_CELL_SHARE, false, 0, 1, NULL},
    [ASA_S] = {"asa_s", "平均应答速度", PB_CELL_REAL, false, 0, 1e12, NULL},
    [OCCUPANCY] = {"occupancy", "占用率|通话利用率", PB_CELL_SHARE, false, 0, 1, NULL},
    [BINDING] = {"binding", "决定因素", PB_CELL_ENUM, false, 0, 0,
                 "none;service_level;answer_rate;asa;occupancy;min_agents;first_response;stability;"
                 "deadline;pool"},
};
const size_t pb_n_requirement_columns = N_COLUMNS;

const char *pb_binding_name(pb_binding b)
{
    static const char *const names[] = {"", "service_level", "answer_rate", "asa", "occupancy",
                                        "min_agents", "first_response", "stability", "deadline", "pool"};
    return names[b];
}

typedef struct requirement_item {
    pb_slot_key key;
    double v[N_VALUES];
    uint8_t binding;
} requirement_item;

typedef struct requirement_ctx {
    const pb_team *team;
    const pb_queues *queues;
    pb_intern *names;
    pb_arena *scratch;
    size_t cap;
    pb_skillset *sets;
} requirement_ctx;

static pb_status series_of(pb_table *t, const pb_row *row, requirement_ctx *x, int32_t *ret)
{
    const pb_cell *c = &row->cells[QUEUE];
    pb_skillset set;
    int32_t known = pb_intern_count(x->names);
    if (pb_skillset_parse(x->queues, c->text, c->n, true, &set, NULL) != PB_OK || !set) {
        pb_queue_unknown(t, row, QUEUE, x->queues);
        t->skip = true;
        return PB_OK;
    }
    int32_t id = pb_intern_put(x->names, c->text);
    if (id < 0)
        return PB_ERR_NOMEM;
    pb_status st = pb_grow(pb_arena_allocator(t->arena), &x->sets, &x->cap, (size_t)id + 1, sizeof set);
    if (st == PB_OK && id >= known)
        x->sets[id] = set;
    *ret = id;
    return st;
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    requirement_ctx *x = t->ctx;
    requirement_item *it = item;
    const pb_cell *c = row->cells;
    t->skip = !pb_slot_start(t, row, START, x->team, &it->key.start_s) || !c[QUEUE].given;
    it->key.line = row->line;
    for (int i = 0; i < N_VALUES; i++)
        it->v[i] = pb_cell_real(&c[REQUIRED + i], i == 0 ? 0 : NAN);
    if (isnan(it->v[1]))
        it->v[1] = it->v[0];
    it->binding = (uint8_t)pb_cell_int(&c[BINDING], PB_BIND_NONE);
    return c[QUEUE].given ? series_of(t, row, x, &it->key.series) : PB_OK;
}

static pb_status arrange(pb_arena *a, const char *path, const requirement_ctx *x,
                         const requirement_item *items, size_t n, pb_requirement *ret, pb_diags *d)
{
    pb_requirement r = {.n_rows = pb_intern_count(x->names)};
    size_t *places;
    pb_status st = pb_slot_places(a, path, x->team, items, n, sizeof *items, r.n_rows, NULL, &r.grid,
                                  &places, d);
    if (st != PB_OK)
        return st;
    size_t size = (size_t)r.n_rows * (size_t)r.grid.n_slots;
    double *v[N_VALUES];
    uint8_t *binding = PB_NEW_ARRAY(a, size, uint8_t);
    pb_skillset *sets = PB_NEW_ARRAY(a, (size_t)r.n_rows, pb_skillset);
    const char **names = PB_NEW_ARRAY(a, (size_t)r.n_rows, const char *);
    if (!binding || !sets || !names)
        return PB_ERR_NOMEM;
    for (int i = 0; i < N_VALUES; i++) {
        if (!(v[i] = PB_NEW_ARRAY(a, size, double)))
            return PB_ERR_NOMEM;
        for (size_t k = 0; i > 1 && k < size; k++)
            v[i][k] = NAN;
    }
    for (size_t i = 0; i < n; i++) {
        for (int j = 0; j < N_VALUES; j++)
            v[j][places[i]] = items[i].v[j];
        binding[places[i]] = items[i].binding;
    }
    for (int32_t i = 0; i < r.n_rows; i++) {
        sets[i] = x->sets[i];
        if (!(names[i] = pb_arena_strdup(a, pb_intern_name(x->names, i))))
            return PB_ERR_NOMEM;
    }
    r.sets = sets;
    r.names = names;
    r.required = v[0];
    r.scheduled = v[1];
    r.offered_erl = v[2];
    r.service_level = v[3];
    r.answer_rate = v[4];
    r.asa_s = v[5];
    r.occupancy = v[6];
    r.binding = binding;
    *ret = r;
    return PB_OK;
}

pb_status pb_requirement_read(pb_arena *a, const char *path, const pb_team *team,
                              const pb_queues *queues, pb_requirement *ret, pb_diags *d)
{
    pb_arena *scratch = pb_arena_new(pb_arena_allocator(a));
    requirement_ctx x = {.team = team, .queues = queues, .scratch = scratch,
                         .names = scratch ? pb_intern_new(scratch) : NULL};
    pb_table t = {.arena = a, .diags = d, .columns = pb_requirement_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(requirement_item), .fill = fill, .ctx = &x};
    void *items;
    pb_extras extras;
    pb_status st = PB_ERR_NOMEM;
    if (x.names)
        st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK)
        st = arrange(a, path, &x, items, t.n, ret, d);
    pb_free(pb_arena_allocator(a), x.sets);
    pb_arena_free(scratch);
    return st;
}

void pb_requirement_write(const pb_requirement *r, pb_text *out)
{
    pb_extras none = {0};
    char start[32];
    size_t n_slots = (size_t)r->grid.n_slots;
    const double *const columns[N_VALUES] = {r->required, r->scheduled, r->offered_erl, r->service_level,
                                             r->answer_rate, r->asa_s, r->occupancy};
    pb_table_write_header(pb_requirement_columns, N_COLUMNS, &none, out);
    for (int32_t q = 0; q < r->n_rows; q++)
        for (size_t s = 0; s < n_slots; s++) {
            size_t at = (size_t)q * n_slots + s;
            pb_csv_field(out, pb_zone_format(r->grid.zone, pb_grid_start_s(&r->grid, (int32_t)s), start), false);
            pb_csv_field(out, r->names[q], false);
            for (int i = 0; i < N_VALUES; i++)
                pb_write_computed(out, columns[i] ? columns[i][at] : NAN);
            pb_csv_field(out, r->binding ? pb_binding_name((pb_binding)r->binding[at]) : "", false);
            pb_csv_end(out);
        }
}
