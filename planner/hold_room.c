/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/hold_room.h"

#include <string.h>

enum { HARD = 1000 }; /* price of a thousandth of a broken hard rule: more than any wish is worth */

typedef struct maker {
    pb_arena *a;
    pb_board *b;
    const pb_instance *in;
    const pb_holding *h;
    pb_sitting *want; /* [h->n] like h->at, with a time for those missing */
    pb_money *unary, *off;
    pb_need_row *rows;
    int32_t **out; /* [n_rows] what goes to activities, of rows that lose somebody; NULL = as in->rows has it */
} maker;

static const pb_activity *activity_of(const maker *m, int32_t i)
{
    return &m->in->ws->activities.at[m->h->at[i].activity];
}

/* Has the alternative a place with these minutes free? */
static bool alt_fits(const pb_instance *in, int32_t alt, int from, int to)
{
    const pb_alt *x = &in->alts[alt];
    for (int32_t p = x->place0; p < x->place0 + x->n_places; p++)
        if (pb_hold_fits(in, p, from, to))
            return true;
    return false;
}

/* Could the person work so that he can come? */
static bool could(const pb_instance *in, int32_t agent, int32_t day, int from, int to)
{
    int64_t cell = (int64_t)agent * in->n_days + day;
    for (int32_t k = in->choice0[cell]; k < in->choice0[cell + 1]; k++)
        if (alt_fits(in, in->choice[k], from, to))
            return true;
    return false;
}

/* Does he, as it is? */
static bool comes(const maker *m, int32_t agent, int32_t day, int from, int to)
{
    int32_t place = m->b->place[(int64_t)agent * m->in->n_days + day];
    return place && alt_fits(m->in, m->in->places[place].alt, from, to);
}

/* Those who could come to the same time take it as their wish, where they are more than come now. */
static void want_together(maker *m, int32_t i0, int32_t i1)
{
    const pb_activity *act = activity_of(m, i0);
    int32_t first, last, best_day = -1;
    int64_t each = i1 - i0 + 1, most = 0; /* one more who could come counts for more than all who come as it is */
    int best_from = 0, from;

    for (int32_t i = i0; i < i1; i++)
        most += m->h->at[i].day >= 0 ? each : 0;
    if (most >= each * (i1 - i0) || !pb_hold_days(m->in, act, &first, &last))
        return;
    most += each - 1;
    for (int32_t day = first; day <= last; day++)
        for (int k = 0; (from = pb_hold_start(m->in, act, day, k)) >= 0; k++) {
            int64_t n = 0;
            for (int32_t i = i0; i < i1; i++) {
                int32_t agent = m->h->at[i].agent;
                n += could(m->in, agent, day, from, from + act->minutes) ? each : 0;
                n += comes(m, agent, day, from, from + act->minutes);
            }
            if (n > most) {
                most = n;
                best_day = day;
                best_from = from;
            }
        }
    for (int32_t i = i0; best_day >= 0 && i < i1; i++) {
        bool can = could(m->in, m->h->at[i].agent, best_day, best_from, best_from + act->minutes);
        m->want[i].day = can ? best_day : -1;
        m->want[i].from_min = best_from;
    }
}

/* What the roster costs with another duty on the day. */
static pb_money cost_with(maker *m, int32_t agent, int32_t day, int32_t place)
{
    int32_t was = m->b->place[(int64_t)agent * m->in->n_days + day];
    pb_line_sum s;

    pb_board_set(m->b, agent, day, place);
    pb_board_line(m->b, agent);
    s = pb_board_sum(m->b);
    pb_board_set(m->b, agent, day, was);
    pb_board_line(m->b, agent);
    return s.soft + s.hard * HARD;
}

/* The time of one who finds none in his duties: in the duty that he could have instead at the least cost. */
static void want_alone(maker *m, int32_t i)
{
    const pb_activity *act = activity_of(m, i);
    int32_t agent = m->h->at[i].agent, first, last;
    pb_money least = INT64_MAX;
    int from;

    if (!pb_hold_days(m->in, act, &first, &last))
        return;
    for (int32_t day = first; day <= last; day++) {
        int64_t cell = (int64_t)agent * m->in->n_days + day;
        for (int32_t k = m->in->choice0[cell]; k < m->in->choice0[cell + 1]; k++) {
            int32_t alt = m->in->choice[k];
            pb_money cost = cost_with(m, agent, day, m->in->alts[alt].place0);
            for (int j = 0; cost < least && (from = pb_hold_start(m->in, act, day, j)) >= 0; j++) {
                if (!alt_fits(m->in, alt, from, from + act->minutes))
                    continue;
                least = cost;
                m->want[i].day = day;
                m->want[i].from_min = from;
            }
        }
    }
}

static void choose(maker *m)
{
    for (int32_t i0 = 0, i1; i0 < m->h->n; i0 = i1) {
        for (i1 = i0; i1 < m->h->n && m->h->at[i1].activity == m->h->at[i0].activity;)
            i1++;
        if (activity_of(m, i0)->together)
            want_together(m, i0, i1);
        for (int32_t i = i0; !activity_of(m, i0)->together && i < i1; i++)
            if (m->h->at[i].day < 0)
                want_alone(m, i);
    }
}

/* --- the instance --- */

static void price_cell(maker *m, int32_t i)
{
    const pb_instance *in = m->in;
    const pb_sitting *s = &m->want[i];
    int to = s->from_min + activity_of(m, i)->minutes;

    m->off[(int64_t)s->agent * in->n_days + s->day] += s->missing;
    for (int32_t alt = in->day_alt[s->day]; alt < in->day_alt[s->day + 1]; alt++)
        if (!alt_fits(in, alt, s->from_min, to))
            m->unary[(int64_t)s->agent * in->n_alts + alt] += s->missing;
}

/* The row's own list of who goes, a copy of the instance's at first. */
static int32_t *out_of(maker *m, int32_t row)
{
    const pb_need_row *r = &m->rows[row];
    size_t slots = (size_t)m->in->grid.n_slots;

    if (m->out[row])
        return m->out[row];
    m->out[row] = PB_NEW_ARRAY(m->a, slots, int32_t);
    if (m->out[row] && r->out)
        memcpy(m->out[row], r->out, slots * sizeof *r->out);
    m->rows[row].out = m->out[row];
    return m->out[row];
}

static pb_status count_out(maker *m, int32_t i)
{
    const pb_instance *in = m->in;
    const pb_grid *g = &in->grid;
    const pb_sitting *s = &m->want[i];
    int64_t lo = pb_zone_utc_simple(g->zone, g->first + s->day, s->from_min);
    int64_t hi = pb_zone_utc_simple(g->zone, g->first + s->day, s->from_min + activity_of(m, i)->minutes);

    for (int32_t k = in->agent_row0[s->agent]; k < in->agent_row0[s->agent + 1]; k++) {
        int32_t *out = out_of(m, in->agent_rows[k]);
        if (!out)
            return PB_ERR_NOMEM;
        for (int32_t t = pb_grid_find(g, lo); t >= 0 && t < g->n_slots && pb_grid_start_s(g, t) < hi; t++) {
            int64_t p = pb_grid_start_s(g, t), q = pb_grid_start_s(g, t + 1);
            out[t] += (int32_t)(((q > hi ? hi : q) - (p < lo ? lo : p)) / 60);
        }
    }
    return PB_OK;
}

static pb_status table_anew(maker *m, pb_need_row *r)
{
    int64_t most = m->in->n_table;
    pb_money *table;

    if (!r->out || !r->table)
        return PB_OK;
    table = PB_NEW_ARRAY(m->a, most * m->in->grid.n_slots, pb_money);
    if (!table)
        return PB_ERR_NOMEM;
    for (int32_t t = 0; t < m->in->grid.n_slots; t++)
        for (int32_t k = 0; k < most; k++)
            table[t * most + k] = pb_need_cost(m->in, r, t, k * m->in->quantum_min).soft;
    r->table = table;
    return PB_OK;
}

pb_status pb_hold_room(pb_arena *a, pb_board *b, const pb_holding *h, pb_instance *ret)
{
    const pb_instance *in = b->in;
    size_t wide = (size_t)in->n_agents * in->n_alts, cells = (size_t)in->n_agents * in->n_days;
    maker m = {a, b, in, h, PB_NEW_ARRAY(a, h->n + 1, pb_sitting), PB_NEW_ARRAY(a, wide, pb_money),
               PB_NEW_ARRAY(a, cells, pb_money), PB_NEW_ARRAY(a, in->n_rows + 1, pb_need_row),
               PB_NEW_ARRAY(a, in->n_rows + 1, int32_t *)};
    pb_status s = PB_OK;

    if (!m.want || !m.unary || !m.off || !m.rows || !m.out)
        return PB_ERR_NOMEM;
    memcpy(m.want, h->at, (size_t)h->n * sizeof *m.want);
    memcpy(m.unary, in->unary, wide * sizeof *m.unary);
    memcpy(m.off, in->unary_off, cells * sizeof *m.off);
    memcpy(m.rows, in->rows, (size_t)in->n_rows * sizeof *m.rows);
    choose(&m);
    for (int32_t i = 0; !s && i < h->n; i++) {
        if (m.want[i].day < 0)
            continue;
        price_cell(&m, i);
        s = count_out(&m, i);
    }
    for (int32_t r = 0; !s && r < in->n_rows; r++)
        s = table_anew(&m, &m.rows[r]);
    *ret = *in;
    ret->unary = m.unary;
    ret->unary_off = m.off;
    ret->rows = m.rows;
    return s;
}
