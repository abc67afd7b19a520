/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alternatives and places: what a day can be spent on, and where each covers the slots. */
#include "planner/instance_parts.h"

enum { MAX_BREAK_PLACES = 12 };

typedef struct builder {
    pb_instance *in;
    pb_alt *alts;
    pb_place *places;
    int16_t *minutes;
    int32_t n_alts, n_places, n_minutes;
} builder;

static int n_starts(const pb_shift *s)
{
    if (s->start_step_min <= 0 || s->start_latest_min <= s->start_min)
        return 1;
    return (s->start_latest_min - s->start_min) / s->start_step_min + 1;
}

static bool kept_here(const pb_instance *in, const pb_duty *d)
{
    return d->pinned && d->date >= in->grid.first && d->date < in->grid.first + in->n_days &&
           d->end_s > d->start_s;
}

/* Upper bounds of the three arrays. */
static void count_room(const pb_instance *in, int32_t *alts, int32_t *places, int64_t *minutes)
{
    int64_t na = 1, longest = 26 * 60 / in->grid.slot_min + 3;

    for (int32_t i = 0; i < in->ws->shifts.n; i++)
        na += (int64_t)n_starts(&in->ws->shifts.at[i]) * in->n_days;
    *alts = (int32_t)na;
    *places = (int32_t)(na * MAX_BREAK_PLACES);
    for (size_t i = 0; in->keep && i < in->keep->n; i++)
        if (kept_here(in, &in->keep->at[i])) {
            (*alts)++;
            (*places)++;
        }
    *minutes = *places * longest;
}

/* Takes from_s … to_s out of the place's presence, or adds it (sign). */
static void present(const builder *b, pb_place *p, int64_t from_s, int64_t to_s, int sign)
{
    const pb_grid *g = &b->in->grid;
    for (int32_t k = 0; k < p->n; k++) {
        int64_t lo = pb_grid_start_s(g, p->slot0 + k), hi = pb_grid_start_s(g, p->slot0 + k + 1);
        if (from_s > lo)
            lo = from_s;
        if (to_s < hi)
            hi = to_s;
        if (hi > lo)
            b->minutes[p->first + k] = (int16_t)(b->minutes[p->first + k] + sign * (hi - lo) / 60);
    }
}

static pb_place *new_place(builder *b, int32_t alt, const pb_alt *x)
{
    const pb_grid *g = &b->in->grid;
    int32_t s0 = pb_grid_find(g, x->start_s), s1 = pb_grid_find(g, x->end_s - 1);
    pb_place *p = &b->places[b->n_places++];

    if (s0 < 0)
        s0 = 0;
    if (s1 >= g->n_slots)
        s1 = g->n_slots - 1;
    *p = (pb_place){.alt = alt, .break_min = -1, .slot0 = s0, .n = s1 >= s0 ? s1 - s0 + 1 : 0,
                    .first = b->n_minutes, .kept = -1};
    b->n_minutes += p->n;
    present(b, p, x->start_s, x->end_s, 1);
    return p;
}

static int64_t clock_s(const builder *b, int32_t day, int minute)
{
    return pb_zone_utc_simple(b->in->grid.zone, b->in->grid.first + day, minute);
}

static void add_places(builder *b, int32_t alt, const pb_shift *s)
{
    pb_alt *x = &b->alts[alt];
    int len = s->unpaid_break_min, slot = b->in->grid.slot_min, step = slot;
    int lo = x->start_min + s->break_earliest_min, hi = x->start_min + s->break_latest_min - len;

    x->place0 = b->n_places;
    if (len <= 0) {
        (void)new_place(b, alt, x);
    } else {
        int p = (lo + slot - 1) / slot * slot;
        if (p > hi)
            p = lo;
        while ((hi - p) / step + 1 > MAX_BREAK_PLACES)
            step += slot;
        do {
            pb_place *y = new_place(b, alt, x);
            y->break_min = p;
            present(b, y, clock_s(b, x->day, p), clock_s(b, x->day, p + len), -1);
            p += step;
        } while (p <= hi);
    }
    x->n_places = b->n_places - x->place0;
}

static void add_alt(builder *b, int32_t shift, int32_t day, int start)
{
    const pb_shift *s = &b->in->ws->shifts.at[shift];
    int end = start + s->end_min - s->start_min;
    pb_alt *x = &b->alts[b->n_alts];

    *x = (pb_alt){.shift = shift, .day = day, .start_min = start, .end_min = end,
                  .start_s = clock_s(b, day, start), .end_s = clock_s(b, day, end),
                  .kind = (int)s->kind, .night = pb_duty_is_night((int)s->kind, start, end)};
    x->paid_min = (int32_t)((x->end_s - x->start_s) / 60) - s->unpaid_break_min;
    if (x->paid_min <= 0)
        return; /* a shift inside the hour that the clock jumps over */
    add_places(b, b->n_alts++, s);
}

/* A pinned duty is an alternative of its own, exactly as it stands. */
static void add_kept(builder *b, int32_t row, int32_t day)
{
    const pb_duty *k = &b->in->keep->at[row];
    pb_alt *x = &b->alts[b->n_alts];
    pb_place *p;

    *x = (pb_alt){.shift = k->shift, .day = day, .start_min = k->start_min, .end_min = k->end_min,
                  .start_s = k->start_s, .end_s = k->end_s, .paid_min = pb_duty_paid_min(k),
                  .kind = pb_duty_kind(b->in->ws, k->shift), .place0 = b->n_places, .n_places = 1};
    x->night = pb_duty_is_night(x->kind, k->start_min, k->end_min);
    p = new_place(b, b->n_alts++, x);
    p->kept = row;
    for (int32_t i = 0; i < k->n_breaks; i++)
        if (k->unpaid_breaks >> i & 1)
            present(b, p, clock_s(b, day, k->breaks[i].from_min),
                    clock_s(b, day, k->breaks[i].to_min), -1);
    for (int32_t i = 0; i < k->n_activities; i++)
        present(b, p, clock_s(b, day, k->activities[i].span.from_min),
                clock_s(b, day, k->activities[i].span.to_min), -1);
    for (int32_t i = 0; i < p->n; i++)
        if (b->minutes[p->first + i] < 0)
            b->minutes[p->first + i] = 0;
}

static void add_day(builder *b, int32_t day)
{
    const pb_instance *in = b->in;
    pb_date date = in->grid.first + day;

    for (int32_t i = 0; i < in->ws->shifts.n; i++) {
        const pb_shift *s = &in->ws->shifts.at[i];
        if (!pb_shift_on(s, date, (int)in->day_kind[day]))
            continue;
        for (int k = 0; k < n_starts(s); k++)
            add_alt(b, i, day, s->start_min + k * s->start_step_min);
    }
    for (size_t i = 0; in->keep && i < in->keep->n; i++)
        if (in->keep->at[i].date == date && kept_here(in, &in->keep->at[i]))
            add_kept(b, (int32_t)i, day);
}

static void warn_doubled_pins(const pb_instance *in, pb_diags *d)
{
    for (size_t i = 1; in->keep && i < in->keep->n; i++) {
        const pb_duty *x = &in->keep->at[i - 1], *y = &in->keep->at[i];
        char buf[11];
        if (kept_here(in, x) && kept_here(in, y) && x->date == y->date && x->agent == y->agent)
            pb_diag_add(d, PB_WARNING, (pb_where){0}, NULL,
                        PB_N_("%s has two pinned duties on %s; the first one is kept"),
                        in->ws->agents.at[x->agent].id, pb_date_format(x->date, buf));
    }
}

pb_status pb_instance_alts(pb_arena *a, pb_instance *in, pb_diags *d)
{
    builder b = {.in = in};
    int32_t n_alts, n_places, *day_alt = PB_NEW_ARRAY(a, in->n_days + 1, int32_t);
    int64_t n_minutes;

    count_room(in, &n_alts, &n_places, &n_minutes);
    b.alts = PB_NEW_ARRAY(a, n_alts, pb_alt);
    b.places = PB_NEW_ARRAY(a, n_places, pb_place);
    b.minutes = PB_NEW_ARRAY(a, n_minutes, int16_t);
    if (!day_alt || !b.alts || !b.places || !b.minutes)
        return PB_ERR_NOMEM;
    b.alts[b.n_alts++] = (pb_alt){.shift = -1, .day = -1, .kind = -1, .n_places = 1};
    b.places[b.n_places++] = (pb_place){.break_min = -1, .kept = -1};
    for (int32_t day = 0; day < in->n_days; day++) {
        day_alt[day] = b.n_alts;
        add_day(&b, day);
    }
    day_alt[in->n_days] = b.n_alts;
    warn_doubled_pins(in, d);
    in->alts = b.alts;
    in->places = b.places;
    in->minutes = b.minutes;
    in->day_alt = day_alt;
    in->n_alts = b.n_alts;
    in->n_places = b.n_places;
    in->n_minutes = b.n_minutes;
    return PB_OK;
}
