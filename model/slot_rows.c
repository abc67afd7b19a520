/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/slot_rows.h"

bool pb_slot_start(pb_table *t, const pb_row *row, int column, const pb_team *team, int64_t *ret)
{
    const pb_cell *c = &row->cells[column];
    if (!c->given)
        return false;
    if (pb_zone_parse(team->zone, c->text, c->n, ret, NULL))
        return true;
    if (!pb_table_once(t, row, column))
        PB_TABLE_ERROR(t, row, column, NULL,
                       PB_N_("expected a time such as 2026-11-30T10:00, found \"%s\""), c->text);
    return false;
}

static const pb_slot_key *key_at(const void *items, size_t i, size_t size)
{
    return (const pb_slot_key *)(const void *)((const char *)items + i * size);
}

static pb_status make_grid(pb_arena *a, const char *path, const pb_team *team, const void *items,
                           size_t n, size_t size, pb_grid *ret, pb_diags *d)
{
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < n; i++) {
        int64_t s = key_at(items, i, size)->start_s;
        first = s < first ? s : first;
        last = s > last ? s : last;
    }
    pb_date from, to;
    int second;
    pb_zone_local(team->zone, first, &from, &second);
    pb_zone_local(team->zone, last, &to, &second);
    if (to - from >= PB_SLOT_ROWS_MAX_DAYS) {
        char one[11], other[11];
        pb_diag_add(d, PB_ERROR, (pb_where){path, 0, NULL}, PB_N_("is a year mistyped?"),
                    PB_N_("the rows run from %s to %s, more than %d days"), pb_date_format(from, one),
                    pb_date_format(to, other), PB_SLOT_ROWS_MAX_DAYS);
        return PB_ERR_INPUT;
    }
    return pb_grid_make(a, team->zone, from, to - from + 1, team->slot_min, ret);
}

pb_status pb_slot_places(pb_arena *a, const char *path, const pb_team *team, const void *items,
                         size_t n, size_t item_size, int32_t n_series, const pb_grid *fixed,
                         pb_grid *ret_grid, size_t **ret_places, pb_diags *d)
{
    if (n == 0) {
        pb_diag_add(d, PB_ERROR, (pb_where){path, 0, NULL}, NULL, PB_N_("the table has no rows"));
        return PB_ERR_INPUT;
    }
    pb_grid grid;
    pb_status st = PB_OK;
    if (fixed)
        grid = *fixed;
    else
        st = make_grid(a, path, team, items, n, item_size, &grid, d);
    if (st != PB_OK)
        return st;
    size_t n_slots = (size_t)grid.n_slots;
    size_t *places = PB_NEW_ARRAY(a, n, size_t);
    long *taken = pb_alloc(pb_arena_allocator(a), (size_t)n_series * n_slots + 1, sizeof *taken);
    if (!places || !taken) {
        pb_free(pb_arena_allocator(a), taken);
        return PB_ERR_NOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        const pb_slot_key *k = key_at(items, i, item_size);
        int32_t slot = pb_grid_find(&grid, k->start_s);
        pb_where where = {path, k->line, NULL};
        places[i] = 0;
        if (slot < 0 || slot >= grid.n_slots) {
            pb_diag_add(d, PB_ERROR, where, NULL, PB_N_("the slot lies outside the days of the other table"));
            st = PB_ERR_INPUT;
        } else if (pb_grid_start_s(&grid, slot) != k->start_s) {
            pb_diag_add(d, PB_ERROR, where, PB_N_("slots are as long as slot_minutes in team.csv says"),
                        PB_N_("no slot of %d minutes starts at this time"), grid.slot_min);
            st = PB_ERR_INPUT;
        } else if (taken[places[i] = (size_t)k->series * n_slots + (size_t)slot]) {
            pb_diag_add(d, PB_ERROR, where, PB_N_("delete one of the two rows"),
                        PB_N_("a second row for this slot and queue, the first is on line %ld"),
                        taken[places[i]]);
            st = PB_ERR_INPUT;
        } else {
            taken[places[i]] = k->line;
        }
    }
    pb_free(pb_arena_allocator(a), taken);
    if (st == PB_OK) {
        *ret_grid = grid;
        *ret_places = places;
    }
    return st;
}
