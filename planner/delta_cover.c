/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cover under changes that are not made: by what one more or less changes, or by the differences of all rows. */
#include "planner/delta_parts.h"

#include <string.h>

enum { MOST_CLASSES = 64, SAFE_SLOT = 1 << 23 };

static int32_t full_of(const pb_instance *in, int32_t slot)
{
    return in->slot_min[slot] / in->quantum_min;
}

static bool list_classes(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    size_t rows = (size_t)in->n_rows, agents = (size_t)in->n_agents;
    uint8_t *counts = PB_NEW_ARRAY(a, agents * rows, uint8_t), *kept = PB_NEW_ARRAY(a, MOST_CLASSES * rows, uint8_t),
            *bare = PB_NEW_ARRAY(a, agents, uint8_t), *mine = PB_NEW_ARRAY(a, rows, uint8_t);
    int32_t *of = PB_NEW_ARRAY(a, agents, int32_t), n = 0;

    if (!counts || !kept || !bare || !mine || !of)
        return false;
    t->cover.fast = true;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        int32_t c = 0;
        memset(mine, 0, rows);
        for (int32_t i = in->agent_row0[agent]; i < in->agent_row0[agent + 1]; i++) {
            counts[(size_t)agent * rows + (size_t)in->agent_rows[i]] = 1;
            mine[in->agent_rows[i]] = !in->rows[in->agent_rows[i]].hard;
            bare[agent] |= in->rows[in->agent_rows[i]].hard;
        }
        while (c < n && memcmp(kept + (size_t)c * rows, mine, rows) != 0)
            c++;
        if (c == MOST_CLASSES) {
            t->cover.fast = false;
            c = 0;
        } else if (c == n) {
            memcpy(kept + (size_t)n++ * rows, mine, rows);
        }
        of[agent] = c;
    }
    t->cover.n_classes = n;
    t->cover.of = of;
    t->cover.counts = counts;
    t->cover.class_counts = kept;
    t->cover.bare = bare;
    return true;
}

/* What of a place's presence is whole slots, and where its gap lies. */
static bool list_places(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    uint8_t *whole = PB_NEW_ARRAY(a, in->n_places, uint8_t);
    int32_t *mask = PB_NEW_ARRAY(a, in->n_minutes, int32_t), *gap0 = PB_NEW_ARRAY(a, in->n_places, int32_t),
            *n_gap = PB_NEW_ARRAY(a, in->n_places, int32_t);

    if (!whole || !mask || !gap0 || !n_gap)
        return false;
    for (int32_t i = 0; i < in->n_places; i++) {
        const pb_place *p = &in->places[i];
        whole[i] = 1;
        gap0[i] = p->slot0;
        for (int32_t k = 0; k < p->n; k++) {
            int q = in->quanta[p->first + k];
            mask[p->first + k] = q ? -1 : 0;
            whole[i] = whole[i] && (!q || q == full_of(in, p->slot0 + k));
            if (q)
                continue;
            gap0[i] = n_gap[i] ? gap0[i] : p->slot0 + k;
            n_gap[i] = p->slot0 + k + 1 - gap0[i];
        }
    }
    t->cover.whole = whole;
    t->cover.mask = mask;
    t->cover.gap0 = gap0;
    t->cover.n_gap = n_gap;
    return true;
}

bool pb_delta_cover_new(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    size_t slots = (size_t)in->grid.n_slots, rows = (size_t)in->n_rows;

    if (!list_classes(a, t) || !list_places(a, t))
        return false;
    t->cover.up = PB_NEW_ARRAY(a, (size_t)t->cover.n_classes * slots, int32_t);
    t->cover.down = PB_NEW_ARRAY(a, (size_t)t->cover.n_classes * slots, int32_t);
    t->cover.row_up = PB_NEW_ARRAY(a, rows * slots, int32_t);
    t->cover.row_down = PB_NEW_ARRAY(a, rows * slots, int32_t);
    t->cover.diff = PB_NEW_ARRAY(a, rows * slots, int32_t);
    return t->cover.up && t->cover.down && t->cover.row_up && t->cover.row_down && t->cover.diff;
}

/* What a slot of a priced row costs with so many quanta present. */
static pb_money slot_cost(const pb_instance *in, const pb_need_row *r, int32_t slot, int32_t quanta)
{
    return r->table ? r->table[(int64_t)slot * in->n_table + quanta]
                    : pb_need_cost(in, r, slot, quanta * in->quantum_min).soft;
}

/* One more and one less in a slot of a priced row; nobody can be taken from where nobody is. */
static void one_more(const pb_delta *t, int32_t row, int32_t slot, pb_money *up, pb_money *down)
{
    const pb_instance *in = t->in;
    const pb_need_row *r = &in->rows[row];
    int32_t is = t->b->present[(int64_t)row * in->grid.n_slots + slot], full = full_of(in, slot);
    pb_money now = slot_cost(in, r, slot, is);

    *up = !r->table || is + full < in->n_table ? slot_cost(in, r, slot, is + full) - now : 0;
    *down = is >= full ? slot_cost(in, r, slot, is - full) - now : 0;
}

/* The marginal costs of a row's slot, and of the classes it counts for. */
static void refresh(pb_delta *t, int32_t row, int32_t slot)
{
    const pb_instance *in = t->in;
    int64_t at = (int64_t)row * in->grid.n_slots + slot;
    pb_money up, down;
    int32_t more, less;

    one_more(t, row, slot, &up, &down);
    more = (int32_t)up - t->cover.row_up[at];
    less = (int32_t)down - t->cover.row_down[at];
    t->cover.row_up[at] += more;
    t->cover.row_down[at] += less;
    for (int32_t c = 0; (more || less) && c < t->cover.n_classes; c++)
        if (t->cover.class_counts[c * in->n_rows + row]) {
            t->cover.up[(int64_t)c * in->grid.n_slots + slot] += more;
            t->cover.down[(int64_t)c * in->grid.n_slots + slot] += less;
        }
}

/* Do all sums fit their 32 bits, whatever the presence? A shortage counts three times at most. */
static bool fits(const pb_instance *in)
{
    pb_money most = 0;
    for (int32_t r = 0; r < in->n_rows; r++) {
        pb_money step = (3 * in->rows[r].price + in->rows[r].over) / 60 * in->grid.slot_min + in->grid.slot_min;
        most = step > most ? step : most;
    }
    return most < SAFE_SLOT / (in->n_rows + 1);
}

void pb_delta_cover_reset(pb_delta *t)
{
    const pb_instance *in = t->in;
    size_t slots = (size_t)in->grid.n_slots, rows = (size_t)in->n_rows;

    t->cover.fast = t->cover.fast && fits(in);
    memset(t->cover.diff, 0, rows * slots * sizeof *t->cover.diff);
    memset(t->cover.row_up, 0, rows * slots * sizeof *t->cover.row_up);
    memset(t->cover.row_down, 0, rows * slots * sizeof *t->cover.row_down);
    memset(t->cover.up, 0, (size_t)t->cover.n_classes * slots * sizeof *t->cover.up);
    memset(t->cover.down, 0, (size_t)t->cover.n_classes * slots * sizeof *t->cover.down);
    for (int32_t r = 0; t->cover.fast && r < in->n_rows; r++)
        for (int32_t s = 0; !in->rows[r].hard && s < in->grid.n_slots; s++)
            refresh(t, r, s);
}

static int32_t least_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t where_in(const int32_t *per_slot, const pb_place *p, const int32_t *mask, int32_t from, int32_t to)
{
    int32_t sum = 0;
    mask += p->first - p->slot0;
    for (int32_t s = from; s < to; s++)
        sum += per_slot[s] & mask[s];
    return sum;
}

/* One place for another in whole slots, where up and down say what one more and one less cost. */
static pb_money single(const pb_delta *t, const int32_t *up, const int32_t *down, int32_t old, int32_t now)
{
    const pb_place *x = &t->in->places[old], *y = &t->in->places[now];
    int32_t x0 = x->slot0, x1 = x0 + x->n, y0 = y->slot0, y1 = y0 + y->n;
    int32_t both0 = most_of(x0, y0), both1 = least_of(x1, y1), sum;
    const int32_t *mx = t->cover.mask + x->first - x->slot0, *my = t->cover.mask + y->first - y->slot0;

    if (both0 >= both1)
        return where_in(down, x, t->cover.mask, x0, x1) + where_in(up, y, t->cover.mask, y0, y1);
    sum = where_in(down, x, t->cover.mask, x0, both0) + where_in(down, x, t->cover.mask, both1, x1) +
          where_in(up, y, t->cover.mask, y0, both0) + where_in(up, y, t->cover.mask, both1, y1);
    for (int32_t s = both0; s < both1; s++)
        sum += (down[s] & mx[s] & ~my[s]) + (up[s] & my[s] & ~mx[s]);
    return sum;
}

/* Two people swap: only rows that count one of them see it. */
static pb_money swapped(const pb_delta *t, const pb_change *c)
{
    const pb_instance *in = t->in;
    const uint8_t *mine = t->cover.counts + (int64_t)c[0].agent * in->n_rows, *yours = t->cover.counts + (int64_t)c[1].agent * in->n_rows;
    pb_money sum = 0;

    for (int32_t r = 0; r < in->n_rows; r++) {
        int64_t row0 = (int64_t)r * in->grid.n_slots;
        const pb_change *who = mine[r] ? &c[0] : &c[1];
        if (mine[r] != yours[r])
            sum += single(t, t->cover.row_up + row0, t->cover.row_down + row0, who->old, who->now);
    }
    return sum;
}

/* Does the change after i on the same day give what i takes and take what it gives? */
static bool swaps(const pb_delta *t, int i)
{
    const pb_change *c = &t->list[i];
    return i + 1 < t->n && c[1].day == c->day && c[1].old == c->now && c[1].now == c->old;
}

static void spread(const pb_delta *t, int32_t row, int32_t place, int sign)
{
    const pb_instance *in = t->in;
    const pb_place *p = &in->places[place];
    int32_t *diff = t->cover.diff + (int64_t)row * in->grid.n_slots + p->slot0;

    for (int32_t k = 0; place && k < p->n; k++)
        diff[k] += sign * in->quanta[p->first + k];
}

bool pb_delta_spread(const pb_delta *t, const uint8_t *rows)
{
    const pb_instance *in = t->in;
    bool any = false;

    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        int mate = swaps(t, i) ? i + 1 : i > 0 && swaps(t, i - 1) ? i - 1 : -1;
        const uint8_t *yours = mate < 0 ? NULL : t->cover.counts + (int64_t)t->list[mate].agent * in->n_rows;
        for (int32_t k = in->agent_row0[c->agent]; k < in->agent_row0[c->agent + 1]; k++) {
            int32_t row = in->agent_rows[k];
            if ((rows && !rows[row]) || (yours && yours[row]))
                continue;
            spread(t, row, c->old, -1);
            spread(t, row, c->now, 1);
            any = true;
        }
    }
    return any;
}

/* Costs of a row's slots where a place has been or will be; the differences are zero afterwards. */
static void collect(const pb_delta *t, int32_t row, int32_t place, pb_line_sum *sum)
{
    const pb_instance *in = t->in;
    const pb_place *p = &in->places[place];
    const pb_need_row *r = &in->rows[row];
    int64_t at = (int64_t)row * in->grid.n_slots + p->slot0;

    for (int32_t k = 0; place && k < p->n; k++) {
        int32_t is = t->b->present[at + k], diff = t->cover.diff[at + k];
        if (!diff)
            continue;
        t->cover.diff[at + k] = 0;
        if (r->table) {
            const pb_money *table = r->table + (int64_t)(p->slot0 + k) * in->n_table;
            sum->soft += table[is + diff] - table[is];
        } else {
            pb_sum_add(sum, pb_need_cost(in, r, p->slot0 + k, (is + diff) * in->quantum_min));
            pb_sum_take(sum, pb_need_cost(in, r, p->slot0 + k, is * in->quantum_min));
        }
    }
}

static pb_line_sum by_rows(const pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_line_sum sum = {0, 0};

    if (!pb_delta_spread(t, NULL))
        return sum;
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        for (int32_t k = in->agent_row0[c->agent]; k < in->agent_row0[c->agent + 1]; k++) {
            collect(t, in->agent_rows[k], c->old, &sum);
            collect(t, in->agent_rows[k], c->now, &sum);
        }
    }
    return sum;
}

/* The slots of a change's two places. */
static void reach(const pb_delta *t, const pb_change *c, int32_t *from, int32_t *to)
{
    const pb_place *x = &t->in->places[c->old], *y = &t->in->places[c->now];

    *from = !c->old ? y->slot0 : !c->now ? x->slot0 : least_of(x->slot0, y->slot0);
    *to = most_of(c->old ? x->slot0 + x->n : 0, c->now ? y->slot0 + y->n : 0);
}

static bool same_bare_rows(const pb_delta *t, int32_t a, int32_t b)
{
    const uint8_t *x = t->cover.counts + (int64_t)a * t->in->n_rows, *y = t->cover.counts + (int64_t)b * t->in->n_rows;
    for (int32_t r = 0; r < t->in->n_rows; r++)
        if (x[r] != y[r] && t->in->rows[r].hard)
            return false;
    return true;
}

/* May change i (with the next one, where they swap) be reckoned by what one more or less changes? */
static bool simple(const pb_delta *t, int i, bool swap)
{
    const pb_change *c = &t->list[i];
    if (!t->cover.whole[c->old] || !t->cover.whole[c->now])
        return false;
    if (!swap || !(t->cover.bare[c[0].agent] || t->cover.bare[c[1].agent]))
        return !t->cover.bare[c->agent];
    return same_bare_rows(t, c[0].agent, c[1].agent);
}

/* Changes and swaps whose slots lie apart, one after the other; false: this way does not do. */
static bool by_margins(const pb_delta *t, pb_money *ret)
{
    int32_t from[PB_DELTA_MOST], to[PB_DELTA_MOST];
    int n = 0;

    *ret = 0;
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        int64_t class0 = (int64_t)t->cover.of[c->agent] * t->in->grid.n_slots;
        bool swap = swaps(t, i);
        if (!simple(t, i, swap))
            return false;
        i += swap;
        if (swap && t->cover.of[c[0].agent] == t->cover.of[c[1].agent])
            continue;
        reach(t, c, &from[n], &to[n]);
        for (int k = 0; k < n; k++)
            if (from[k] < to[n] && from[n] < to[k])
                return false;
        n++;
        *ret += swap ? swapped(t, c) : single(t, t->cover.up + class0, t->cover.down + class0, c->old, c->now);
    }
    return true;
}

pb_line_sum pb_delta_cover_try(pb_delta *t)
{
    t->cover.tried = (pb_line_sum){0, 0};
    if (!t->cover.fast || !by_margins(t, &t->cover.tried.soft))
        t->cover.tried = by_rows(t);
    return t->cover.tried;
}

/* A row's slots follow the differences, which are zero afterwards. */
static void settle(pb_delta *t, int32_t row, int32_t place)
{
    const pb_instance *in = t->in;
    const pb_place *p = &in->places[place];
    int64_t at = (int64_t)row * in->grid.n_slots + p->slot0;
    bool margins = t->cover.fast && !in->rows[row].hard;

    for (int32_t k = 0; k < p->n; k++) {
        if (!t->cover.diff[at + k])
            continue;
        t->b->present[at + k] += t->cover.diff[at + k];
        t->cover.diff[at + k] = 0;
        if (margins)
            refresh(t, row, p->slot0 + k);
    }
}

void pb_delta_cover_keep(pb_delta *t)
{
    const pb_instance *in = t->in;

    pb_sum_add(&t->b->cover, t->cover.tried);
    if (!pb_delta_spread(t, NULL))
        return;
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        for (int32_t k = in->agent_row0[c->agent]; k < in->agent_row0[c->agent + 1]; k++) {
            settle(t, in->agent_rows[k], c->old);
            settle(t, in->agent_rows[k], c->now);
        }
    }
}

/* What the cover would lose by a gap: the agent counted as there in all slots of the alternative. */
static pb_money gap_loss(const pb_delta *t, int32_t agent, int32_t old, int32_t place)
{
    const pb_instance *in = t->in;
    int64_t class0 = (int64_t)t->cover.of[agent] * in->grid.n_slots;
    const pb_place *x = &in->places[old];
    int32_t x0 = x->slot0, x1 = old ? x0 + x->n : x0, sum = 0;

    for (int32_t s = t->cover.gap0[place]; s < t->cover.gap0[place] + t->cover.n_gap[place]; s++)
        sum += s >= x0 && s < x1 && in->quanta[x->first + s - x0] ? t->cover.down[class0 + s] : -t->cover.up[class0 + s];
    return sum;
}

int32_t pb_delta_place(const pb_delta *t, int32_t agent, int32_t day, int32_t alt, int32_t first)
{
    const pb_alt *x = &t->in->alts[alt];
    int32_t old = t->b->place[(int64_t)agent * t->in->n_days + day], best = x->place0 + first;
    pb_money least;

    if (x->n_places < 2 || !t->cover.fast)
        return best;
    least = gap_loss(t, agent, old, best);
    for (int32_t i = 1; i < x->n_places; i++) {
        int32_t p = x->place0 + (first + i) % x->n_places;
        pb_money loss = gap_loss(t, agent, old, p);
        if (loss < least) {
            least = loss;
            best = p;
        }
    }
    return best;
}
