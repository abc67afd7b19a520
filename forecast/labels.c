/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/special.h"

#include <string.h>

typedef struct names {
    const char **at;
    int n;
} names;

static int name_id(names *k, const char *name)
{
    for (int i = 0; i < k->n; i++)
        if (strcmp(k->at[i], name) == 0)
            return i;
    k->at[k->n] = name;
    return k->n++;
}

/* Ids in the calendar's order, so that they do not depend on the days asked for. */
static void number_names(const pb_calendar *cal, names *k)
{
    for (size_t i = 0; cal && i < cal->n; i++)
        if (cal->rows[i].name && *cal->rows[i].name)
            (void)name_id(k, cal->rows[i].name);
}

static pb_fc_kind kind_of(const pb_calendar_row *r, bool rests, bool named)
{
    if (r->closed == 1)
        return PB_FC_CLOSED;
    if (r->acts_like >= 0)
        return PB_FC_MAKEUP;
    switch (r->kind) {
    case PB_DAY_STATUTORY:
        return PB_FC_HOLIDAY;
    case PB_DAY_REST:
        return named ? PB_FC_HOLIDAY : PB_FC_ORDINARY;
    case PB_DAY_EVENT:
        return PB_FC_EVENT;
    default:
        return rests ? PB_FC_MAKEUP : PB_FC_ORDINARY;
    }
}

/* What one calendar row makes of a day; the strongest statement wins, a given uplift always holds.
 */
static void apply_row(const pb_calendar_row *r, int weekday, const bool rest[7], names *k,
                      pb_fc_label *l)
{
    const bool named = r->name && *r->name;
    const pb_fc_kind kind = kind_of(r, rest[weekday], named);
    if (!isnan(r->uplift))
        l->uplift = isnan(l->uplift) ? r->uplift : l->uplift * r->uplift;
    if (kind <= l->kind)
        return;
    l->kind = (uint8_t)kind;
    l->name = named ? name_id(k, r->name) : -1;
    if (r->acts_like >= 0)
        l->weekday = (uint8_t)r->acts_like;
}

/* A make-up workday follows the nearest working weekday's pattern. */
static uint8_t nearest_working(int weekday, const bool rest[7])
{
    for (int k = 1; k < 7; k++) {
        if (!rest[(weekday + 7 - k) % 7])
            return (uint8_t)((weekday + 7 - k) % 7);
        if (!rest[(weekday + k) % 7])
            return (uint8_t)((weekday + k) % 7);
    }
    return (uint8_t)weekday;
}

static bool is_free(const pb_fc_label *l, int weekday, const bool rest[7])
{
    return l->kind == PB_FC_HOLIDAY || l->kind == PB_FC_CLOSED ||
           (rest[weekday] && l->kind != PB_FC_MAKEUP);
}

/* Whether the way from day t in direction step leads over nothing but free days to a holiday that
 * takes a working day away; at most `reach` days far. */
static bool leads_to_holiday(const pb_fc_label *l, int n, int t, int step, int reach,
                             int first_weekday, const bool rest[7])
{
    for (int k = 1, j = t + step; k <= reach && j >= 0 && j < n; k++, j += step) {
        const int w = (first_weekday + j) % 7;
        if (l[j].kind == PB_FC_HOLIDAY && !rest[w])
            return true;
        if (!is_free(&l[j], w, rest))
            return false;
    }
    return false;
}

/* Names the ordinary working days around holidays. Reads l, writes only ordinary days. A weekend
 * may lie between the working day before and its holiday; after one it takes the backlog away. */
static void label_neighbours(pb_fc_label *l, int n, int first_weekday, const bool rest[7])
{
    enum { REACH = 3 };
    for (int t = 0; t < n; t++) {
        const int w = (first_weekday + t) % 7;
        if (l[t].kind != PB_FC_ORDINARY || rest[w])
            continue;
        const bool free_before = t > 0 && is_free(&l[t - 1], (w + 6) % 7, rest);
        const bool free_after = t + 1 < n && is_free(&l[t + 1], (w + 1) % 7, rest);
        if ((free_after && leads_to_holiday(l, n, t, -1, 1, first_weekday, rest)) ||
            (free_before && leads_to_holiday(l, n, t, 1, 1, first_weekday, rest)))
            l[t].kind = PB_FC_BRIDGE;
        else if (leads_to_holiday(l, n, t, -1, 1, first_weekday, rest))
            l[t].kind = PB_FC_AFTER;
        else if (leads_to_holiday(l, n, t, 1, REACH, first_weekday, rest))
            l[t].kind = PB_FC_BEFORE;
    }
}

/* Counts the days of one name in a row: 0, 1, 2 … */
static void number_runs(pb_fc_label *l, int n)
{
    for (int t = 1; t < n; t++)
        if (l[t].name >= 0 && l[t].name == l[t - 1].name)
            l[t].offset = (int16_t)(l[t - 1].offset + 1);
}

pb_status pb_fc_label_days(pb_arena *a, const pb_calendar *cal, int32_t queue, pb_date first,
                           int n_days, const bool rest[7], pb_fc_label *ret, int *ret_n_names,
                           const char ***ret_names)
{
    const size_t rows = cal ? cal->n : 0;
    names k = {PB_NEW_ARRAY(a, rows + 1, const char *), 0};
    if (!k.at)
        return PB_ERR_NOMEM;
    const int first_weekday = pb_date_weekday(first);
    for (int t = 0; t < n_days; t++)
        ret[t] = (pb_fc_label){PB_FC_ORDINARY, (uint8_t)((first_weekday + t) % 7), 0, -1, NAN};
    number_names(cal, &k);
    for (size_t i = 0; i < rows; i++) {
        const pb_calendar_row *r = &cal->rows[i];
        if (r->date < first || r->date >= first + n_days || (r->queue >= 0 && r->queue != queue))
            continue;
        const int t = (int)(r->date - first), w = (first_weekday + t) % 7;
        apply_row(r, w, rest, &k, &ret[t]);
        if (ret[t].kind == PB_FC_MAKEUP && r->acts_like < 0 && ret[t].weekday == w)
            ret[t].weekday = nearest_working(w, rest);
    }
    number_runs(ret, n_days);
    label_neighbours(ret, n_days, first_weekday, rest);
    *ret_n_names = k.n;
    *ret_names = k.at;
    return PB_OK;
}

void pb_fc_rest_weekdays(pb_date first, const double *totals, int n_days, bool ret[7])
{
    static const int pairs[3][2] = {{5, 6}, {4, 5}, {3, 4}};
    double sum[7] = {0}, count[7] = {0}, mean[7], quiet[3];
    for (int t = 0; t < n_days; t++)
        if (!isnan(totals[t])) {
            sum[pb_date_weekday(first + t)] += totals[t];
            count[pb_date_weekday(first + t)]++;
        }
    for (int w = 0; w < 7; w++)
        mean[w] = count[w] > 0 ? sum[w] / count[w] : 0;
    int best = 0;
    for (int p = 0; p < 3; p++) {
        quiet[p] = mean[pairs[p][0]] + mean[pairs[p][1]];
        if (quiet[p] < 0.8 * quiet[best])
            best = p;
    }
    for (int w = 0; w < 7; w++)
        ret[w] = w == pairs[best][0] || w == pairs[best][1];
}
