/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Adds weight × the share of each slot that [from_s, to_s) takes. */
static void add_span(const pb_grid *g, double *slots, int64_t from_s, int64_t to_s, double weight)
{
    int32_t i = pb_grid_find(g, from_s);
    for (i = i < 0 ? 0 : i; i < g->n_slots; i++) {
        int64_t a = pb_grid_start_s(g, i), b = a + pb_grid_slot_s(g, i);
        if (a >= to_s)
            return;
        int64_t x = from_s > a ? from_s : a, y = to_s < b ? to_s : b;
        if (y > x)
            slots[i] += weight * (double)(y - x) / (double)(b - a);
    }
}

static void add_duty(const pb_report_in *in, const pb_duty *d, double *slots)
{
    const pb_grid *g = &in->requirement->grid;
    add_span(g, slots, d->start_s, d->end_s, 1);
    for (int32_t i = 0; i < d->n_breaks; i++)
        add_span(g, slots, pb_zone_utc_simple(g->zone, d->date, d->breaks[i].from_min),
                 pb_zone_utc_simple(g->zone, d->date, d->breaks[i].to_min), -1);
    for (int32_t i = 0; i < d->n_activities; i++)
        add_span(g, slots, pb_zone_utc_simple(g->zone, d->date, d->activities[i].span.from_min),
                 pb_zone_utc_simple(g->zone, d->date, d->activities[i].span.to_min), -1);
}

pb_status pb_report_cover(pb_arena *a, const pb_report_in *in, const double **ret)
{
    const pb_requirement *q = in->requirement;
    size_t n_slots = (size_t)q->grid.n_slots;
    double *cover = PB_NEW_ARRAY(a, (size_t)q->n_rows * n_slots, double);
    if (!cover)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < in->roster->n; i++) {
        const pb_duty *d = &in->roster->at[i];
        if (d->shift < 0)
            continue;
        pb_skillset can = d->queue >= 0 ? (pb_skillset)1 << d->queue
                                        : in->ws->agents.at[d->agent].skills;
        for (int32_t r = 0; r < q->n_rows; r++)
            if (can & q->sets[r])
                add_duty(in, d, cover + (size_t)r * n_slots);
    }
    *ret = cover;
    return PB_OK;
}

pb_status pb_report_coverage(pb_text *out, const pb_report_in *in)
{
    const pb_requirement *q = in->requirement;
    pb_text_puts(out, "start,queue,required,planned,short,over,service_level\n");
    if (!q)
        return out->status;
    pb_arena *a = pb_arena_new(out->al);
    const double *cover;
    pb_status st = a ? pb_report_cover(a, in, &cover) : PB_ERR_NOMEM;
    for (int32_t s = 0; s < q->grid.n_slots && st == PB_OK; s++)
        for (int32_t r = 0; r < q->n_rows; r++) {
            size_t at = (size_t)r * (size_t)q->grid.n_slots + (size_t)s;
            double need = q->scheduled[at], have = round(cover[at] * 1e6) / 1e6;
            char when[32];
            if (need <= 0 && have <= 0)
                continue;
            pb_csv_field(out, pb_zone_format(q->grid.zone, pb_grid_start_s(&q->grid, s), when), false);
            pb_csv_field(out, q->names[r], true);
            pb_csv_real(out, need, 2);
            pb_csv_real(out, have, 2);
            pb_csv_real(out, have < need ? need - have : 0, 2);
            pb_csv_real(out, have > need ? have - need : 0, 2);
            if (have >= need && q->service_level && !isnan(q->service_level[at]))
                pb_csv_real(out, q->service_level[at], 4);
            else
                pb_csv_field(out, "", false);
            pb_csv_end(out);
        }
    pb_arena_free(a);
    return st == PB_OK ? out->status : st;
}
