/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shares of a total in the whole problem's master. A column says how often each member counts and what that costs at
 * a total; one of them is chosen, its counts are the people's, and its total is their sum. So the prices of counts and
 * of the total are right for all totals at once, and no roster of any total costs less than the bound.
 */
#include "planner/master.h"

#include <stdlib.h>
#include <string.h>

enum { EACH = 8 };    /* columns a round */
enum { WINDOW = 16 }; /* of so many members a window of totals is one wider on each side */
#define NEAR 0.25     /* a total so near to a whole number is taken for that alone */
enum { ROUNDED = 2 }; /* cost units by which steps of one price may differ */
enum { STEPS = 5 };   /* of a member's costs at one total: far below the share, three where the distance passes 1, 0, 1, far above */

bool eng_total_row(const engine *e, int32_t row)
{
    for (int i = 0; i < e->opt->n_totals; i++)
        if (e->opt->totals[i].unit == e->p->rows[row].unit)
            return true;
    return false;
}

/* Where a member's row stands in the master; -1: it does not, nobody can change its count. */
static int32_t master_row(const eng_sub *s, const pb_engine_total *x, int32_t member)
{
    int32_t r = x->row[member], i;
    if (r < s->row0 || r >= s->row1)
        return -1;
    i = s->local[r - s->row0];
    return i >= 0 && i < s->n_rows && s->global[i] == r ? i : -1;
}

static const int32_t *costs_of(const pb_engine_total *x, int32_t total, int32_t member)
{
    return x->cost + ((size_t)total * (size_t)x->n + (size_t)member) * (size_t)x->n_counts;
}

/* Cells that cover the unit, of classes that one of its rows counts. */
static void unit_cells(const eng_sub *s, int32_t unit, uint8_t *in)
{
    const pb_problem *p = s->e->p;
    size_t cells = (size_t)p->n_days * (size_t)p->n_choices;
    for (size_t at = 0; at < cells; at++)
        for (int32_t i = 0; i < p->cells[at].n_spans; i++) {
            const pb_unit_span *u = &p->spans[p->cells[at].first_span + i];
            for (int32_t c = 0; u->first <= unit && unit < u->first + u->n && c < s->e->classes.n; c++)
                for (int32_t r = p->unit_row[unit]; r < p->unit_row[unit + 1]; r++)
                    if (pb_row_sign(&p->rows[r], s->e->classes.traits[c]) > 0)
                        in[(size_t)c * cells + at] = 1;
        }
}

/* The column's index; n_columns: there is none. */
static int32_t find_column(const sub_total *t, int32_t n, int32_t total, const int32_t *counts)
{
    int32_t c = 0;
    while (c < t->n_columns &&
           (t->total[c] != total || memcmp(t->counts + (size_t)c * (size_t)n, counts, (size_t)n * sizeof *counts) != 0))
        c++;
    return c;
}

/* counts [n]: a member's count each. */
static pb_status add_column(eng_sub *s, int i, int32_t total, const int32_t *counts)
{
    const pb_engine_total *x = &s->e->opt->totals[i];
    const pb_allocator *al = s->e->al;
    sub_total *t = &s->totals[i];
    size_t need = (size_t)t->n_columns + 1;
    int *rows = PB_NEW_ARRAY(s->w->arena, (size_t)x->n + 2, int), n = 0, lp = 0;
    double *values = PB_NEW_ARRAY(s->w->arena, (size_t)x->n + 2, double), cost = 0;
    pb_status st = pb_grow(al, &t->lp, &t->cap_lp, need, sizeof *t->lp);
    if (st == PB_OK)
        st = pb_grow(al, &t->total, &t->cap_total, need, sizeof *t->total);
    if (st == PB_OK)
        st = pb_grow(al, &t->value, &t->cap_value, need, sizeof *t->value);
    if (st == PB_OK)
        st = pb_grow(al, &t->counts, &t->cap_counts, need * (size_t)x->n + 1, sizeof *t->counts);
    if (st != PB_OK || rows == NULL || values == NULL)
        return PB_ERR_NOMEM;
    memcpy(t->counts + (need - 1) * (size_t)x->n, counts, (size_t)x->n * sizeof *counts);
    for (int32_t k = 0; k < x->n; k++) {
        cost += costs_of(x, total, k)[counts[k]];
        int32_t at = master_row(s, x, k);
        if (at < 0 || counts[k] == 0)
            continue;
        rows[n] = sub_lp_row(s, at);
        values[n++] = -counts[k];
    }
    rows[n] = s->counts[i].lp;
    values[n] = -total;
    n += total > 0 && s->counts[i].upper == 0;
    rows[n] = t->lp_row;
    values[n++] = 1;
    st = pb_lp_add_col(s->lp, cost, 0, INFINITY, n, rows, values, &lp);
    t->lp[t->n_columns] = lp;
    t->value[t->n_columns] = 0;
    t->total[t->n_columns] = total;
    t->n_columns += st == PB_OK;
    return st;
}

/* The dearest step of a side. */
static double last_price(const pb_problem *p, int32_t first, int32_t n)
{
    return n > 0 ? p->steps[first + n - 1].price : 0;
}

/* Slacks of a member's row cost as much as a count can at most: that keeps its price in range. */
static pb_status set_slacks(eng_sub *s, const pb_engine_total *x)
{
    const pb_problem *p = s->e->p;
    pb_status st = PB_OK;
    for (int32_t k = 0; k < x->n && st == PB_OK; k++) {
        int32_t i = master_row(s, x, k);
        if (i < 0)
            continue;
        const pb_cover_row *row = &p->rows[x->row[k]];
        int32_t under = row->n_under > 0 ? row->n_under : 1;
        int32_t over = row->n_over > 0 ? row->n_over : 1;
        double dear = last_price(p, row->first_under, row->n_under), dear_over = last_price(p, row->first_over, row->n_over);
        st = pb_lp_set_row_bounds(s->lp, sub_lp_row(s, i), 0, 0);
        for (int32_t j = 0; j < under + over && st == PB_OK; j++)
            st = pb_lp_set_cost(s->lp, s->slack[i] + j, j < under ? dear : dear_over);
    }
    return st;
}

/* Shut, until the programme has one total only. */
static pb_status add_steps(eng_sub *s, int i)
{
    const pb_engine_total *x = &s->e->opt->totals[i];
    pb_status st = PB_OK;
    int at = 0;
    for (int32_t k = 0; k < x->n && st == PB_OK; k++) {
        int32_t row = master_row(s, x, k);
        int lp = row < 0 ? 0 : sub_lp_row(s, row);
        for (int j = 0; j < STEPS && st == PB_OK; j++) {
            st = pb_lp_add_col(s->lp, 0, 0, 0, row >= 0, &lp, &(double){-1}, &at);
            if (k == 0 && j == 0)
                s->totals[i].step = at;
        }
    }
    return st;
}

/* The column of a roster. */
static pb_status first_column(eng_sub *s, int i, const eng_roster *roster)
{
    const pb_engine_total *x = &s->e->opt->totals[i];
    int32_t *counts = PB_NEW_ARRAY(s->w->arena, (size_t)x->n + 1, int32_t), total = 0;
    if (counts == NULL)
        return PB_ERR_NOMEM;
    for (int32_t k = 0; k < x->n; k++) {
        counts[k] = x->row[k] < 0 ? 0 : roster->count[x->row[k]];
        counts[k] = counts[k] < x->n_counts ? counts[k] : x->n_counts - 1;
        total += counts[k];
    }
    return add_column(s, i, total < x->n_totals ? total : x->n_totals - 1, counts);
}

/* Rows outside the master cost what they did: the columns do now. False: some member has no row in it, so that the sum of
 * the rows' counts is not the total, which then has no price. */
static bool take_over(eng_sub *s, const pb_engine_total *x, const eng_roster *roster)
{
    bool all = true;
    for (int32_t k = 0; k < x->n; k++) {
        if (master_row(s, x, k) >= 0)
            continue;
        if (x->row[k] >= 0)
            s->outside -= pb_row_cost(s->e->p, &s->e->p->rows[x->row[k]], roster->count[x->row[k]]);
        all = false;
    }
    return all;
}

pb_status eng_totals_begin(eng_sub *s, const eng_roster *roster)
{
    const engine *e = s->e;
    size_t cells = (size_t)e->p->n_days * (size_t)e->p->n_choices;
    pb_status st = PB_OK;
    if (e->opt->n_totals == 0 || !s->whole)
        return PB_OK;
    s->totals = PB_NEW_ARRAY(s->w->arena, (size_t)e->opt->n_totals, sub_total);
    if (s->totals == NULL)
        return PB_ERR_NOMEM;
    s->outside -= e->opt->total_base;
    for (int i = 0; i < e->opt->n_totals && st == PB_OK; i++) {
        const pb_engine_total *x = &e->opt->totals[i];
        sub_total *t = &s->totals[s->n_totals++];
        uint8_t *in = PB_NEW_ARRAY(s->w->arena, (size_t)e->classes.n * cells, uint8_t);
        if (in == NULL)
            return PB_ERR_NOMEM;
        bool linked = take_over(s, x, roster);
        t->upper = x->n_totals - 1;
        t->at = -1;
        t->mean = PB_NEW_ARRAY(s->w->arena, (size_t)x->n + 1, double);
        if (t->mean == NULL)
            return PB_ERR_NOMEM;
        unit_cells(s, x->unit, in);
        st = eng_count_add(s, in, linked ? 0 : INT32_MIN, linked ? 0 : INT32_MAX);
        if (st == PB_OK)
            st = pb_lp_add_rows(s->lp, 1, 1, 1, &t->lp_row);
        if (st == PB_OK)
            st = set_slacks(s, x);
        if (st == PB_OK)
            st = first_column(s, i, roster);
        if (st == PB_OK)
            st = add_steps(s, i);
    }
    return st;
}

/* --- prices --- */

/* What a member adds at best at a total, at that price of his count. */
static double member_least(const pb_engine_total *x, int32_t total, int32_t member, double y, int32_t *ret_count)
{
    const int32_t *cost = costs_of(x, total, member);
    double least = INFINITY;
    for (int32_t n = 0; n < x->n_counts; n++) {
        double v = cost[n] + y * n;
        if (v < least) {
            least = v;
            *ret_count = n;
        }
    }
    return least;
}

static int64_t member_least_scaled(const pb_engine_total *x, int32_t total, int32_t member, int64_t y, int32_t scale)
{
    const int32_t *cost = costs_of(x, total, member);
    int64_t least = INT64_MAX;
    for (int32_t n = 0; n < x->n_counts; n++) {
        int64_t v = (int64_t)cost[n] * scale + y * n;
        least = v < least ? v : least;
    }
    return least;
}

/* What a total adds at scaled prices of the members' counts, y by row, and of the total. */
static int64_t part_at(const eng_sub *s, int i, int32_t total, const int32_t *y, int32_t v)
{
    const pb_engine_total *x = &s->e->opt->totals[i];
    int64_t part = (int64_t)v * total;
    for (int32_t k = 0; k < x->n; k++)
        part += member_least_scaled(x, total, k, master_row(s, x, k) < 0 ? 0 : y[x->row[k]], s->e->scale);
    return part;
}

static int32_t least_at(const eng_sub *s, int i, const int32_t *y, int32_t v, int64_t *ret_part)
{
    int32_t best = s->totals[i].lower;
    *ret_part = INT64_MAX;
    for (int32_t total = best; total <= s->totals[i].upper; total++) {
        int64_t part = part_at(s, i, total, y, v);
        if (part < *ret_part) {
            *ret_part = part;
            best = total;
        }
    }
    return best;
}

int64_t eng_totals_part(const eng_sub *s)
{
    int64_t sum = 0, part;
    for (int i = 0; i < s->n_totals; i++) {
        (void)least_at(s, i, s->y, s->counts[i].v, &part);
        sum += part;
    }
    return sum;
}

int32_t eng_totals_least(const eng_sub *s, int i)
{
    int64_t part;
    return least_at(s, i, s->y_best, s->counts[i].v_best, &part);
}

/* The price of a member's count in the programme. */
static double price_of(const eng_sub *s, const pb_engine_total *x, int32_t member)
{
    int32_t i = master_row(s, x, member);
    return i < 0 ? 0 : s->y_lp[i];
}

/* The cheapest total that is left in v (INFINITY = gone), which goes; -1: none below -1e-6. */
static int32_t cheapest(double *v, int32_t lower, int32_t upper)
{
    int32_t best = lower;
    for (int32_t total = lower; total <= upper; total++)
        best = v[total] < v[best] ? total : best;
    if (lower > upper || v[best] > -1e-6)
        return -1;
    v[best] = INFINITY;
    return best;
}

static pb_status price_total(eng_sub *s, int i, int32_t *ret_added)
{
    const pb_engine_total *x = &s->e->opt->totals[i];
    const sub_total *t = &s->totals[i];
    int32_t *counts = PB_NEW_ARRAY(s->w->arena, (size_t)x->n + 1, int32_t), at;
    double *v = PB_NEW_ARRAY(s->w->arena, (size_t)x->n_totals, double);
    pb_status st = counts != NULL && v != NULL ? PB_OK : PB_ERR_NOMEM;
    for (int32_t total = t->lower; st == PB_OK && total <= t->upper; total++) {
        v[total] = s->counts[i].y_lp * total - t->y_row;
        for (int32_t k = 0; k < x->n; k++)
            v[total] += member_least(x, total, k, price_of(s, x, k), &counts[k]);
    }
    for (int each = 0; st == PB_OK && each < EACH && (at = cheapest(v, t->lower, t->upper)) >= 0; each++) {
        for (int32_t k = 0; k < x->n; k++)
            (void)member_least(x, at, k, price_of(s, x, k), &counts[k]);
        if (find_column(t, x->n, at, counts) < t->n_columns)
            continue;
        st = add_column(s, i, at, counts);
        ++*ret_added;
    }
    return st;
}

pb_status eng_totals_price(eng_sub *s, int32_t *ret_added)
{
    pb_status st = PB_OK;
    for (int i = 0; i < s->n_totals && st == PB_OK; i++)
        if (s->totals[i].at < 0)
            st = price_total(s, i, ret_added);
    return st;
}

/* --- branching --- */

/* The end of the counts from n on between which one more costs the same, but for rounding. */
static int32_t same_price(const pb_engine_total *x, const int32_t *cost, int32_t n)
{
    int32_t last = x->n_counts - 1, price = n < last ? cost[n + 1] - cost[n] : 0;
    while (n < last && abs(cost[n + 1] - cost[n] - price) <= ROUNDED)
        n++;
    return n;
}

/* Opens a member's steps, or shuts them. Of more bends than there are steps the last are left out. */
static pb_status set_steps(eng_sub *s, int i, int32_t member, bool open)
{
    const pb_engine_total *x = &s->e->opt->totals[i];
    const int32_t *cost = costs_of(x, open ? s->totals[i].at : 0, member);
    int32_t from = 0, col = s->totals[i].step + STEPS * member;
    pb_status st = PB_OK;
    for (int j = 0; j < STEPS && st == PB_OK; j++) {
        int32_t to = j + 1 < STEPS ? same_price(x, cost, from) : x->n_counts - 1;
        st = pb_lp_set_col_bounds(s->lp, col + j, 0, open ? to - from : 0);
        if (st == PB_OK && to > from)
            st = pb_lp_set_cost(s->lp, col + j, (double)(cost[to] - cost[from]) / (to - from));
        from = to;
    }
    return st;
}

/* At one total costs are a sum over members: a column that counts nothing and steps from there say them, and no other column
 * may be mixed with them. *ret_only: that column; -1 where the programme has all totals. */
static pb_status set_single(eng_sub *s, int i, int32_t *ret_only)
{
    const pb_engine_total *x = &s->e->opt->totals[i];
    int32_t *counts = PB_NEW_ARRAY(s->w->arena, (size_t)x->n + 1, int32_t), at = s->totals[i].at;
    pb_status st = PB_OK;
    if (counts == NULL)
        return PB_ERR_NOMEM;
    memset(counts, 0, (size_t)x->n * sizeof *counts);
    for (int32_t k = 0; k < x->n && st == PB_OK; k++)
        st = set_steps(s, i, k, at >= 0 && master_row(s, x, k) >= 0);
    *ret_only = at >= 0 ? find_column(&s->totals[i], x->n, at, counts) : -1;
    return st == PB_OK && *ret_only == s->totals[i].n_columns ? add_column(s, i, at, counts) : st;
}

pb_status eng_totals_bounds(eng_sub *s, int i, int32_t lower, int32_t upper, int32_t at)
{
    sub_total *t = &s->totals[i];
    int32_t most = s->e->opt->totals[i].n_totals - 1, only;
    lower = lower > 0 ? lower : 0;
    upper = upper < most ? upper : most;
    if (t->lower == lower && t->upper == upper && t->at == at)
        return PB_OK;
    t->lower = lower;
    t->upper = upper;
    t->at = at;
    pb_status st = set_single(s, i, &only);
    for (int32_t c = 0; c < t->n_columns && st == PB_OK; c++) {
        bool open = only >= 0 ? c == only : t->total[c] >= t->lower && t->total[c] <= t->upper;
        st = pb_lp_set_col_bounds(s->lp, t->lp[c], 0, open ? INFINITY : 0);
    }
    return st;
}

/* A single value, or two, or of many members a window is cut out: as its members' counts are whole numbers, so are fair
 * shares of it, nearly, and mixing totals gains little within it. */
int eng_totals_cut(const eng_sub *s, int i, double mean, int32_t low, int32_t high, int32_t first[TOTAL_PARTS - 1])
{
    int32_t at = (int32_t)floor(mean), half = s->e->opt->totals[i].n / WINDOW, end[TOTAL_PARTS - 1];
    int n = 0;
    half = half > 1 ? half : 0;
    end[0] = mean - at > 1 - NEAR && half == 0 ? at + 1 : at - half;
    end[1] = at + 1;
    end[2] = mean - at < NEAR && half == 0 ? at + 1 : at + 2 + half;
    for (int k = 0; k < TOTAL_PARTS - 1; k++)
        if ((half == 0 || k != 1) && end[k] > low && end[k] <= high && (n == 0 || end[k] > first[n - 1]))
            first[n++] = end[k];
    return n;
}

/* The members' cost at a total, of counts between whole numbers too. */
static double members_at(const pb_engine_total *x, int32_t total, const double *count)
{
    double sum = 0;
    for (int32_t k = 0; k < x->n; k++) {
        const int32_t *cost = costs_of(x, total, k);
        int32_t below = (int32_t)floor(count[k]), above = below + 1 < x->n_counts ? below + 1 : below;
        sum += cost[below] + (count[k] - below) * (cost[above] - cost[below]);
    }
    return sum;
}

double eng_totals_mixed(const eng_sub *s, int i, double *ret_mean)
{
    const sub_total *t = &s->totals[i];
    const pb_engine_total *x = &s->e->opt->totals[i];
    double *count = s->totals[i].mean, mean = 0, cost = 0;
    *ret_mean = t->at;
    if (t->at >= 0) /* right, unless the prices ask for another */
        return eng_totals_least(s, i) == t->at ? 0 : INFINITY;
    memset(count, 0, (size_t)x->n * sizeof *count);
    for (int32_t c = 0; c < t->n_columns; c++) {
        const int32_t *counts = t->counts + (size_t)c * (size_t)x->n;
        mean += t->value[c] * t->total[c];
        for (int32_t k = 0; k < x->n && t->value[c] > 0; k++) {
            count[k] += t->value[c] * counts[k];
            cost += t->value[c] * costs_of(x, t->total[c], k)[counts[k]];
        }
    }
    mean = mean < t->lower ? t->lower : mean > t->upper ? t->upper : mean;
    for (int32_t k = 0; k < x->n; k++)
        count[k] = count[k] > x->n_counts - 1 ? x->n_counts - 1 : count[k];
    int32_t at = (int32_t)floor(mean), next = at < t->upper ? at + 1 : at;
    double here = members_at(x, at, count), there = members_at(x, next, count);
    *ret_mean = at < t->upper ? mean : at - 0.5;
    return t->lower < t->upper ? (here < there ? here : there) - cost : 0;
}
