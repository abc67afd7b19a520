/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history*.csv: rows of one contact each. */
#include "model/history_read.h"

#include "base/hash.h"

#include <string.h>

int32_t pb_history_doubled_step(const pb_history_reader *r)
{
    int64_t utc;
    int32_t step = 0;
    (void)pb_zone_utc(r->team->zone, r->last_date, r->last_second / 60, &utc, &step);
    return step;
}

/* Which pass of a doubled hour a contact of a log belongs to: see the header. */
static int64_t settle_contact(pb_history_reader *r)
{
    pb_history_file *f = r->file;
    int64_t at = r->last_s;
    if (r->last_kind != PB_LOCAL_DOUBLED) {
        if (at < r->latest_s)
            f->n_backward++;
        else
            r->latest_s = at;
        r->second_pass = false;
        r->doubled_max_s = INT64_MIN;
        return at;
    }
    int32_t step = pb_history_doubled_step(r);
    if (20 * f->n_backward > f->n_rows)
        return r->n_ambiguous++ % 2 ? at + step : at;
    if (r->doubled_max_s != INT64_MIN && at < r->doubled_max_s - 600)
        r->second_pass = true;
    if (at > r->doubled_max_s)
        r->doubled_max_s = at;
    return r->second_pass ? at + step : at;
}

static bool says_yes(const pb_cell *c)
{
    double number;
    if (!c->given)
        return false;
    pb_piece p = {c->text, c->n};
    if (pb_real_parse(p, &number))
        return number > 0;
    return pb_piece_among(p, "yes|y|true|是|放弃|abandoned") >= 0;
}

static uint64_t mix(uint64_t h, const void *bytes, size_t n)
{
    static const unsigned char end = 0xff; /* of one text: no byte of UTF-8 */
    return pb_hash(pb_hash(h, bytes, n), &end, 1);
}

/* All that the row says: its moment and its other cells, known and unknown. */
static uint64_t row_hash(const pb_history_reader *r, const pb_row *row)
{
    uint64_t h = mix(PB_HASH_BEGIN, &r->last_s, sizeof r->last_s);
    for (int i = 0; i < N_COLUMNS; i++)
        if (i != START && i != ARRIVED && i != DATE)
            h = mix(h, row->cells[i].text, row->cells[i].n);
    for (size_t i = 0; i < row->n_extra; i++)
        h = mix(h, row->extra_texts[i], strlen(row->extra_texts[i]));
    return h ^ h >> 29;
}

static void note_hash(pb_history_cell *cell, uint64_t hash)
{
    if (cell->n_logged++ == 0)
        cell->hash = hash;
    cell->differ |= cell->hash != hash;
    cell->odd ^= hash;
}

pb_status pb_history_take_contact(pb_history_reader *r, const pb_row *row, int32_t series)
{
    const pb_cell *c = row->cells;
    int64_t at = settle_contact(r);
    pb_date day;
    int second;
    pb_zone_local(r->team->zone, at, &day, &second);
    pb_history_cell *cell = pb_history_cell_of(&r->cells, series, at - second % (r->team->slot_min * 60));
    if (!cell)
        return PB_ERR_NOMEM;
    note_hash(cell, row_hash(r, row));
    bool gone = says_yes(&c[ABANDONED]);
    cell->used = true;
    cell->file = r->file_index;
    cell->contacts += 1;
    cell->has_abandoned |= r->present[ABANDONED];
    cell->abandoned += gone;
    if (c[HANDLE_S].given && !gone) {
        cell->has_aht = cell->has_handled = true;
        cell->handle_s += c[HANDLE_S].real;
        cell->handled += 1;
    }
    return PB_OK;
}

/* --- days that stand twice --- */

typedef struct day_rows {
    bool single; /* some slot has a row an odd number of times, or other rows than those of logs */
    int n_telling;
} day_rows;

typedef struct doubled_days {
    day_rows *at;
    pb_date first, last;
    int64_t n_contacts;
    int n_days;
} doubled_days;

static pb_date day_of(const pb_history_reader *r, const pb_history_cell *c)
{
    pb_date day;
    int second;
    pb_zone_local(r->team->zone, c->start_s, &day, &second);
    return day;
}

static bool is_doubled(const day_rows *day)
{
    enum { TELLING_SLOTS = 4 };
    return !day->single && day->n_telling >= TELLING_SLOTS;
}

static void find_days(const pb_history_reader *r, doubled_days *d)
{
    enum { TELLING_ROWS = 4 };
    for (size_t i = 0; i < r->cells.cap; i++) {
        const pb_history_cell *c = &r->cells.at[i];
        if (!c->used || c->contacts == 0)
            continue;
        day_rows *day = &d->at[day_of(r, c) - d->first];
        day->single |= c->odd != 0 || c->n_logged % 2 != 0 || c->contacts != (double)c->n_logged;
        day->n_telling += c->differ && c->n_logged >= TELLING_ROWS;
    }
}

static void halve_days(const pb_history_reader *r, doubled_days *d)
{
    for (size_t i = 0; i < r->cells.cap; i++) {
        pb_history_cell *c = &r->cells.at[i];
        if (!c->used || c->contacts == 0 || !is_doubled(&d->at[day_of(r, c) - d->first]))
            continue;
        d->n_contacts += c->n_logged / 2;
        c->contacts /= 2;
        c->handle_s /= 2;
        c->handled /= 2;
        c->abandoned /= 2;
    }
}

static void tell_days(const pb_history_reader *r, doubled_days *d, pb_where where)
{
    pb_date first = d->last, last = d->first;
    char from[11], to[11];
    for (pb_date day = d->first; day <= d->last; day++) {
        if (!is_doubled(&d->at[day - d->first]))
            continue;
        d->n_days++;
        first = day < first ? day : first;
        last = day;
    }
    if (d->n_days > 0)
        pb_diag_add(r->d, PB_WARNING, where, PB_N_("leave out one of the two: files that overlap, or rows pasted twice"),
                    PB_N_("%lld contacts stand twice, row for row (days: %d, from %s to %s); each counts once"),
                    (long long)d->n_contacts, d->n_days, pb_date_format(first, from), pb_date_format(last, to));
}

pb_status pb_history_halve_doubled_days(pb_history_reader *r, pb_where where)
{
    doubled_days d = {.first = INT32_MAX, .last = INT32_MIN};
    for (size_t i = 0; i < r->cells.cap; i++) {
        if (!r->cells.at[i].used)
            continue;
        pb_date day = day_of(r, &r->cells.at[i]);
        d.first = day < d.first ? day : d.first;
        d.last = day > d.last ? day : d.last;
    }
    if (d.last < d.first)
        return PB_OK;
    d.at = pb_alloc(r->cells.al, (size_t)(d.last - d.first) + 1, sizeof *d.at);
    if (!d.at)
        return PB_ERR_NOMEM;
    find_days(r, &d);
    halve_days(r, &d);
    tell_days(r, &d, where);
    pb_free(r->cells.al, d.at);
    return PB_OK;
}
