/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/master.h"

#include <string.h>

/* What nobody at all in a person's place costs: in typical prices, and in what the person's own days cost at least. */
#define DEAR 1e5
#define DEAR_OWN 10.0

static void mark_rows(eng_sub *s, int32_t day)
{
    const pb_problem *p = s->e->p;
    size_t from = (size_t)day * (size_t)p->n_choices;
    for (size_t at = from; at < from + (size_t)p->n_choices; at++)
        for (int32_t i = 0; i < p->cells[at].n_spans; i++) {
            const pb_unit_span *u = &p->spans[p->cells[at].first_span + i];
            for (int32_t r = p->unit_row[u->first]; r < p->unit_row[u->first + u->n]; r++)
                s->local[r - s->row0] = 1;
        }
}

/* Rows that free days of these people can touch. */
static pb_status rows_make(eng_sub *s)
{
    const pb_problem *p = s->e->p;
    int32_t u0, u1;
    pb_units_of_days(p, s->day0, s->day1, &u0, &u1);
    s->row0 = u0 < u1 ? p->unit_row[u0] : 0;
    s->row1 = u0 < u1 ? p->unit_row[u1] : 0;
    size_t n = (size_t)(s->row1 - s->row0);
    s->local = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    s->global = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    s->fixed = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    s->y_lp = PB_NEW_ARRAY(s->w->arena, n, double);
    if (s->local == NULL || s->global == NULL || s->fixed == NULL || s->y_lp == NULL)
        return PB_ERR_NOMEM;
    s->touched = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    s->rest = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    s->reached = PB_NEW_ARRAY(s->w->arena, n, double);
    if (s->touched == NULL || s->rest == NULL || s->reached == NULL)
        return PB_ERR_NOMEM;
    for (int32_t d = 0; d < s->n_days; d++)
        if (s->free_day[d])
            mark_rows(s, s->day0 + d);
    for (int32_t r = s->row0; r < s->row1; r++)
        if (s->local[r - s->row0])
            s->touched[s->n_touched++] = r;
    return PB_OK;
}

/* A row that costs nothing from its need on and has people to spare waits outside: its price there is 0. */
static bool may_wait(const eng_sub *s, int32_t r, int32_t count)
{
    const pb_cover_row *row = &s->e->p->rows[r];
    bool free_over = row->n_over == 0 || s->e->p->steps[row->first_over + row->n_over - 1].price == 0;
    return free_over && row->minus == 0 && count > row->need && !eng_total_row(s->e, r);
}

void eng_sub_take_in(eng_sub *s, int32_t j)
{
    s->global[s->n_rows] = s->touched[j];
    s->fixed[s->n_rows] = s->rest[j];
    s->local[s->touched[j] - s->row0] = s->n_rows++;
}

static int64_t own_cost(const eng_sub *s, int32_t k, const pb_choice *days, int64_t *broken)
{
    for (int32_t d = 0; d < s->n_days; d++)
        s->w->choices[d] = days[d].choice;
    return pb_view_cost(s->e->p, &s->view[k], s->e->zero, 1, s->w->choices, broken);
}

/* Count that does not change, and the cost outside. */
static pb_status fixed_make(eng_sub *s, const eng_roster *roster)
{
    const pb_problem *p = s->e->p;
    int32_t *count = PB_NEW_ARRAY(s->w->arena, (size_t)p->n_rows, int32_t);
    if (count == NULL)
        return PB_ERR_NOMEM;
    memcpy(count, roster->count, (size_t)p->n_rows * sizeof *count);
    s->outside = roster->cost;
    for (int32_t k = 0; k < s->n; k++) {
        const pb_choice *days = roster->at + eng_cell(s->e, s->person[k], s->day0);
        int64_t broken;
        int64_t own = own_cost(s, k, days, &broken);
        s->outside -= own;
        s->dear = fmax(s->dear, DEAR_OWN * (double)own);
        for (int32_t d = 0; d < s->n_days; d++)
            if (s->free_day[d])
                pb_cell_count(p, p->people[s->person[k]].traits, s->day0 + d, days[d], -1, count);
    }
    for (int32_t j = 0; j < s->n_touched; j++) {
        int32_t r = s->touched[j];
        s->rest[j] = count[r];
        s->local[r - s->row0] = -1;
        if (may_wait(s, r, roster->count[r]))
            continue;
        eng_sub_take_in(s, j);
        s->outside -= pb_row_cost(p, &p->rows[r], roster->count[r]);
    }
    s->first_rows = s->n_rows;
    return PB_OK;
}

static pb_status people_make(eng_sub *s, const eng_roster *roster, const uint64_t *const *limit)
{
    const pb_problem *p = s->e->p;
    size_t words = (size_t)p->n_words;
    s->view = PB_NEW_ARRAY(s->w->arena, (size_t)s->n, pb_view);
    s->mask = PB_NEW_ARRAY(s->w->arena, (size_t)s->n * (size_t)s->n_days * words, uint64_t);
    s->y_row = PB_NEW_ARRAY(s->w->arena, (size_t)s->n, double);
    if (s->view == NULL || s->mask == NULL || s->y_row == NULL)
        return PB_ERR_NOMEM;
    for (int32_t k = 0; k < s->n; k++) {
        int32_t i = s->person[k];
        const pb_choice *days = roster->at + eng_cell(s->e, i, 0);
        int32_t *last = NULL;
        if (s->day1 < p->n_days &&
            (last = PB_NEW_ARRAY(s->w->arena, (size_t)p->people[i].pattern->n_states, int32_t)) == NULL)
            return PB_ERR_NOMEM;
        if (s->day0 == 0 && s->day1 == p->n_days)
            pb_view_whole(p, i, &s->view[k]);
        else
            pb_view_part(p, i, days, s->day0, s->day1, last, &s->view[k]);
        const uint64_t *may = limit != NULL && limit[i] != NULL ? limit[i] : p->people[i].allowed;
        for (int32_t d = 0; d < s->n_days; d++) {
            uint64_t *m = sub_mask(s, k, d);
            int32_t c = days[s->day0 + d].choice;
            if (s->free_day[d])
                memcpy(m, may + (size_t)(s->day0 + d) * words, words * sizeof *m);
            if (!s->whole)
                m[c / 64] |= (uint64_t)1 << (c % 64);
        }
    }
    return PB_OK;
}

static double step_width(const pb_step *s, bool last)
{
    return last ? (double)INFINITY : (double)s->width;
}

/* Columns for missing (sign 1) or surplus (-1) people of a row; the last is unlimited. */
static pb_status slack_columns(eng_sub *s, int32_t row, int32_t first, int32_t n, double sign, int *ret_last)
{
    const pb_problem *p = s->e->p;
    if (n == 0)
        return pb_lp_add_col(s->lp, 0.0, 0.0, INFINITY, 1, &(int){row}, &sign, ret_last);
    for (int32_t i = 0; i < n; i++) {
        const pb_step *t = &p->steps[first + i];
        pb_status st = pb_lp_add_col(s->lp, t->price, 0.0, step_width(t, i + 1 == n), 1, &(int){row}, &sign,
                                     ret_last);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}

pb_status eng_sub_slacks(eng_sub *s, int32_t i)
{
    const pb_cover_row *row = &s->e->p->rows[s->global[i]];
    double need = row->need - s->fixed[i], side = need;
    int at = sub_lp_row(s, i), under = 0, over = 0;
    if (s->chain[i] >= 0)
        side -= s->e->p->rows[s->global[s->chain[i]]].need - s->fixed[s->chain[i]];
    pb_status st = pb_lp_set_row_bounds(s->lp, at, side, side);
    s->slack[i] = pb_lp_n_cols(s->lp);
    if (st == PB_OK)
        st = slack_columns(s, at, row->first_under, row->n_under, 1.0, &under);
    if (st == PB_OK)
        st = slack_columns(s, at, row->first_over, row->n_over, -1.0, &over);
    return st == PB_OK ? pb_lp_set_basic(s->lp, need >= 0 ? under : over, at) : st;
}

/* Row i of a fresh programme. */
static pb_status first_row(eng_sub *s, int32_t i)
{
    const int32_t most = s->e->chain.most_steps;
    int *cols = PB_NEW_ARRAY(s->w->arena, (size_t)most, int);
    double *values = PB_NEW_ARRAY(s->w->arena, (size_t)most, double);
    pb_status st = cols != NULL && values != NULL ? PB_OK : PB_ERR_NOMEM;
    s->lp_row[i] = i;
    eng_chain_find(s, i);
    int n = st == PB_OK ? eng_chain_slacks(s, i, cols, values) : 0;
    if (st == PB_OK && n > 0)
        st = pb_lp_set_row(s->lp, i, n, cols, values);
    return st == PB_OK ? eng_sub_slacks(s, i) : st;
}

/* Rows: the cover rows first, then one convexity row a person, each with a dear artificial column. */
static pb_status lp_make(eng_sub *s)
{
    size_t most = (size_t)(s->row1 - s->row0) + 1;
    s->lp_row = PB_NEW_ARRAY(s->w->arena, most, int);
    s->slack = PB_NEW_ARRAY(s->w->arena, most, int);
    s->chain = PB_NEW_ARRAY(s->w->arena, most, int32_t);
    if (s->lp_row == NULL || s->slack == NULL || s->chain == NULL)
        return PB_ERR_NOMEM;
    pb_status st = pb_lp_new(s->env, &s->lp);
    if (st == PB_OK && s->n_rows > 0)
        st = pb_lp_add_rows(s->lp, s->n_rows, 0, 0, NULL);
    if (st == PB_OK)
        st = pb_lp_add_rows(s->lp, s->n, 1, 1, NULL);
    for (int32_t i = 0; i < s->n_rows && st == PB_OK; i++)
        st = first_row(s, i);
    for (int32_t k = 0; k < s->n && st == PB_OK; k++) {
        const int row = sub_lp_person(s, k);
        const double one = 1.0;
        int col = 0;
        st = pb_lp_add_col(s->lp, s->dear, 0, INFINITY, 1, &row, &one, &col);
        if (st == PB_OK)
            st = pb_lp_set_basic(s->lp, col, row);
    }
    if (st == PB_OK)
        s->first_column = pb_lp_n_cols(s->lp);
    return st;
}

static pb_status prices_make(eng_sub *s)
{
    size_t n = (size_t)s->e->p->n_rows;
    s->y = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    s->y_best = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    s->relief = PB_NEW_ARRAY(s->w->arena, n, int32_t);
    return s->y != NULL && s->y_best != NULL && s->relief != NULL ? PB_OK : PB_ERR_NOMEM;
}

pb_status eng_sub_make(engine *e, eng_worker *w, const eng_roster *roster, int32_t n, const int32_t *person,
                       int32_t day0, int32_t day1, const uint8_t *free_day, const uint64_t *const *limit,
                       eng_sub *s)
{
    *s = (eng_sub){.e = e, .w = w, .n = n, .person = person, .day0 = day0, .day1 = day1,
                   .n_days = day1 - day0, .free_day = free_day, .cutoff = INT64_MAX, .bound = INT64_MIN,
                   .lp_value = INFINITY, .dear = DEAR * e->unit};
    /* A neighbourhood that happens to cover everything stays one: it runs beside others, so it may
     * neither use the engine's workers nor change what the pricers remember. */
    bool root = w == e->workers;
    s->whole = root && n == e->p->n_people && day0 == 0 && day1 == e->p->n_days;
    for (int32_t d = 0; d < s->n_days; d++)
        s->whole = s->whole && free_day[d];
    pb_status st = rows_make(s);
    if (st == PB_OK)
        st = people_make(s, roster, limit);
    if (st == PB_OK)
        st = fixed_make(s, roster);
    if (st == PB_OK)
        st = prices_make(s);
    if (st == PB_OK)
        st = pb_lp_env_new(e->al, 0, &s->env);
    if (st == PB_OK)
        st = lp_make(s);
    if (st != PB_OK)
        eng_sub_free(s);
    return st;
}

void eng_sub_free(eng_sub *s)
{
    pb_lp_free(s->lp);
    pb_lp_env_free(s->env);
    pb_free(s->e->al, s->columns);
    pb_free(s->e->al, s->days);
    pb_free(s->e->al, s->counts);
    s->counts = NULL;
    for (int i = 0; i < s->n_totals; i++) {
        pb_free(s->e->al, s->totals[i].lp);
        pb_free(s->e->al, s->totals[i].total);
        pb_free(s->e->al, s->totals[i].value);
        pb_free(s->e->al, s->totals[i].counts);
    }
    s->n_totals = 0;
    s->lp = NULL;
    s->env = NULL;
    s->columns = NULL;
    s->days = NULL;
}

static bool have_column(const eng_sub *s, int32_t k, const pb_choice *days)
{
    size_t bytes = (size_t)s->n_days * sizeof *days;
    for (int32_t c = s->n_columns - 1; c >= 0; c--)
        if (s->columns[c].k == k && memcmp(sub_days(s, c), days, bytes) == 0)
            return true;
    return false;
}

/* Rows of the master that the column covers; values may be +1 or -1. */
static pb_status column_rows(eng_sub *s, int32_t k, const pb_choice *days, int *n, int **rows, double **values)
{
    const pb_problem *p = s->e->p;
    int32_t *count = s->w->count;
    uint64_t traits = p->people[s->person[k]].traits;
    for (int32_t d = 0; d < s->n_days; d++)
        if (s->free_day[d])
            pb_cell_count(p, traits, s->day0 + d, days[d], 1, count);
    int32_t found = 0;
    for (int32_t i = 0; i < s->n_rows; i++)
        found += sub_coefficient(s, i, count) != 0;
    *rows = PB_NEW_ARRAY(s->w->arena, (size_t)(found + s->n_counts) + 1, int);
    *values = PB_NEW_ARRAY(s->w->arena, (size_t)(found + s->n_counts) + 1, double);
    if (*rows == NULL || *values == NULL)
        return PB_ERR_NOMEM;
    *n = 0;
    for (int32_t i = 0; i < s->n_rows; i++) {
        int32_t c = sub_coefficient(s, i, count);
        if (c != 0) {
            (*rows)[*n] = sub_lp_row(s, i);
            (*values)[(*n)++] = c;
        }
    }
    for (int32_t j = 0; j < s->n_touched; j++)
        count[s->touched[j]] = 0;
    (*rows)[*n] = sub_lp_person(s, k);
    (*values)[(*n)++] = 1.0;
    for (int32_t c = 0; c < s->n_counts; c++) {
        (*rows)[*n] = s->counts[c].lp;
        (*values)[*n] = eng_count_of(s, &s->counts[c], k, days);
        *n += (*values)[*n] > 0;
    }
    return PB_OK;
}

pb_status eng_sub_add(eng_sub *s, int32_t k, const pb_choice *days, bool *ret_new)
{
    *ret_new = false;
    if (have_column(s, k, days))
        return PB_OK;
    int64_t broken;
    int64_t own = own_cost(s, k, days, &broken);
    if (broken > 0)
        return PB_OK;
    const pb_allocator *al = s->e->al;
    size_t need = (size_t)s->n_columns + 1;
    pb_status st = pb_grow(al, &s->columns, &s->cap_columns, need, sizeof *s->columns);
    if (st == PB_OK)
        st = pb_grow(al, &s->days, &s->cap_days, need * (size_t)s->n_days, sizeof *s->days);
    int n = 0, *rows = NULL, lp = 0;
    double *values = NULL;
    if (st == PB_OK)
        st = column_rows(s, k, days, &n, &rows, &values);
    if (st == PB_OK)
        st = pb_lp_add_col(s->lp, (double)own, 0, INFINITY, n, rows, values, &lp);
    if (st != PB_OK)
        return st;
    memcpy(s->days + (size_t)s->n_columns * (size_t)s->n_days, days, (size_t)s->n_days * sizeof *days);
    s->columns[s->n_columns++] = (sub_column){.k = k, .lp = lp, .own = own};
    *ret_new = true;
    return PB_OK;
}

pb_status eng_sub_seed(eng_sub *s, const eng_roster *r)
{
    bool fresh;
    pb_status st = PB_OK;
    for (int32_t k = 0; k < s->n && st == PB_OK; k++)
        st = eng_sub_add(s, k, r->at + eng_cell(s->e, s->person[k], s->day0), &fresh);
    return st;
}

static bool fits(const eng_sub *s, int32_t k, const pb_choice *days)
{
    for (int32_t d = 0; d < s->n_days; d++)
        if (!(sub_mask(s, k, d)[days[d].choice / 64] >> (days[d].choice % 64) & 1))
            return false;
    return true;
}

pb_status eng_sub_seed_pool(eng_sub *s, int32_t each)
{
    const eng_pool *pool = &s->e->pool;
    each = eng_uses(s->e, PB_PART_SEEDS) ? each : 0;
    for (int32_t k = 0; k < s->n; k++) {
        int32_t added = 0, looked = 0;
        for (int32_t i = pool->newest[s->person[k]]; i >= 0 && added < each && looked < 50 * each;
             i = pool->older[i], looked++) {
            const pb_choice *days = pool->days + (size_t)i * (size_t)s->e->p->n_days + s->day0;
            if (!fits(s, k, days))
                continue;
            bool fresh;
            pb_status st = eng_sub_add(s, k, days, &fresh);
            if (st != PB_OK)
                return st;
            added += fresh;
        }
    }
    return PB_OK;
}

static void take_solution(eng_sub *s, const double *x, const double *y)
{
    eng_chain_prices(s, y);
    for (int32_t c = 0; c < s->n_counts; c++)
        s->counts[c].y_lp = y[s->counts[c].lp];
    for (int i = 0; i < s->n_totals; i++) {
        sub_total *t = &s->totals[i];
        t->y_row = y[t->lp_row];
        for (int32_t c = 0; c < t->n_columns; c++)
            t->value[c] = x[t->lp[c]];
    }
    s->artificial = false;
    for (int32_t k = 0; k < s->n; k++) {
        s->y_row[k] = y[sub_lp_person(s, k)];
        s->artificial = s->artificial || x[s->first_column - s->n + k] > 1e-7;
    }
    for (int32_t c = 0; c < s->n_columns; c++)
        s->columns[c].value = x[s->columns[c].lp];
}

pb_status eng_sub_solve(eng_sub *s, bool dual)
{
    pb_lp_options o = {.dual = dual, .watch = {.now_s = s->e->opt->now_s, .stop = s->e->opt->stop, .ctx = s->e->opt->ctx}};
    if (s->e->opt->seconds > 0) {
        double end = s->until > 0 && s->until < s->e->opt->seconds ? s->until : s->e->opt->seconds;
        double left = end - eng_time(s->e);
        o.seconds = left > 0.01 ? left : 0.01;
    }
    pb_lp_result r;
    pb_status st = pb_lp_solve(s->lp, &o, &r);
    if (st != PB_OK)
        return st;
    s->stopped = r.answer != PB_LP_OPTIMAL;
    if (s->stopped)
        return PB_OK;
    s->lp_value = r.objective + (double)s->outside;
    size_t n = (size_t)pb_lp_n_cols(s->lp), m = (size_t)pb_lp_n_rows(s->lp);
    pb_status grown = pb_grow(s->e->al, &s->w->x, &s->w->cap_x, n + m, sizeof *s->w->x);
    if (grown != PB_OK)
        return grown;
    double *x = s->w->x, *y = x + n;
    pb_lp_get(s->lp, x, NULL, y);
    take_solution(s, x, y);
    return PB_OK;
}

pb_status eng_sub_bar(eng_sub *s, bool lift)
{
    for (int32_t c = 0; c < s->n_columns; c++) {
        sub_column *col = &s->columns[c];
        bool ban = !lift && !fits(s, col->k, sub_days(s, c));
        if (ban == col->banned)
            continue;
        col->banned = ban;
        pb_status st = pb_lp_set_col_bounds(s->lp, col->lp, 0, ban ? 0.0 : INFINITY);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}

int64_t sub_bound(const eng_sub *s)
{
    if (s->bound == INT64_MIN)
        return INT64_MIN;
    int64_t unit = (int64_t)s->e->scale * s->e->granule, base = s->e->p->base_cost;
    int64_t v = s->bound - base * s->e->scale, q = v / unit;
    return (q * unit < v ? q + 1 : q) * s->e->granule + base;
}
