/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/history_cells.h"

static size_t hash(int32_t series, int64_t start_s)
{
    uint64_t x = (uint64_t)start_s * 0x9e3779b97f4a7c15u ^ (uint64_t)(uint32_t)series * 0xc2b2ae3d27d4eb4fu;
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9u;
    return (size_t)(x ^ x >> 32);
}

static pb_history_cell *place(const pb_history_cells *h, int32_t series, int64_t start_s)
{
    size_t i = hash(series, start_s) & (h->cap - 1);
    while (h->at[i].used && (h->at[i].series != series || h->at[i].start_s != start_s))
        i = (i + 1) & (h->cap - 1);
    return &h->at[i];
}

static pb_status widen(pb_history_cells *h)
{
    pb_history_cells wide = {h->al, h->n, h->cap ? 2 * h->cap : 1024, NULL};
    wide.at = pb_alloc(h->al, wide.cap, sizeof *wide.at);
    if (!wide.at)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < h->cap; i++)
        if (h->at[i].used)
            *place(&wide, h->at[i].series, h->at[i].start_s) = h->at[i];
    pb_free(h->al, h->at);
    *h = wide;
    return PB_OK;
}

pb_history_cell *pb_history_cell_of(pb_history_cells *h, int32_t series, int64_t start_s)
{
    if (4 * (h->n + 1) > 3 * h->cap && widen(h) != PB_OK)
        return NULL;
    pb_history_cell *c = place(h, series, start_s);
    if (!c->used) {
        h->n++;
        *c = (pb_history_cell){.start_s = start_s, .series = series, .file = -1};
    }
    return c;
}
