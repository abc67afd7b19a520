/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/timeline.h"

/* Index of the first row that is not before `day`. */
static size_t first_row(const pb_roster *r, pb_date day)
{
    size_t lo = 0, hi = r->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->at[mid].date < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool speaks_of(const pb_roster *r, pb_date day)
{
    return r->first <= day && day <= r->last;
}

static const pb_roster *who_decides(const pb_workspace *ws, const pb_roster *roster, pb_date day)
{
    if (speaks_of(roster, day))
        return roster;
    for (size_t i = ws->n_past; i > 0; i--)
        if (speaks_of(&ws->past[i - 1], day))
            return &ws->past[i - 1];
    return NULL;
}

pb_status pb_timeline_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster, pb_timeline *ret)
{
    pb_date first = roster->first, last = roster->last;
    size_t most = roster->n, n = 0;
    for (size_t i = 0; i < ws->n_past; i++) {
        first = ws->past[i].first < first ? ws->past[i].first : first;
        last = ws->past[i].last > last ? ws->past[i].last : last;
        most += ws->past[i].n;
    }
    pb_duty *rows = PB_NEW_ARRAY(a, most, pb_duty);
    bool *known = PB_NEW_ARRAY(a, last - first + 1, bool);
    if (!rows || !known)
        return PB_ERR_NOMEM;
    for (pb_date day = first; day <= last; day++) {
        const pb_roster *r = who_decides(ws, roster, day);
        known[day - first] = r != NULL;
        for (size_t i = r ? first_row(r, day) : 0; r && i < r->n && r->at[i].date == day; i++)
            rows[n++] = r->at[i];
    }
    *ret = (pb_timeline){{.first = first, .last = last, .n = n, .at = rows}, known};
    return PB_OK;
}

bool pb_timeline_knows(const pb_timeline *t, pb_date day)
{
    return speaks_of(&t->all, day) && t->known[day - t->all.first];
}

pb_roster pb_timeline_between(const pb_timeline *t, pb_date from, pb_date to)
{
    size_t begin = first_row(&t->all, from), end = to < from ? begin : first_row(&t->all, to + 1);
    return (pb_roster){.first = from, .last = to, .n = end - begin, .at = t->all.at + begin};
}
