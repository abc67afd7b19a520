/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writers' half of model/table.h: fields, enum spellings, order of rows. */
#include "model/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void pb_table_write_header(const pb_column *columns, size_t n, const pb_extras *extras, pb_text *out)
{
    for (size_t i = 0; i < n; i++)
        pb_csv_field(out, columns[i].name, false);
    for (size_t i = 0; i < extras->n_columns; i++)
        pb_csv_field(out, extras->names[i], false);
    pb_csv_end(out);
}

void pb_table_write_end(const pb_extras *extras, size_t row, pb_text *out)
{
    for (size_t i = 0; i < extras->n_columns; i++)
        pb_csv_field(out, extras->cells[row * extras->n_columns + i], false);
    pb_csv_end(out);
}

void pb_write_text(pb_text *out, pb_text *field)
{
    if (field->status != PB_OK)
        out->status = field->status;
    pb_csv_field(out, field->bytes ? field->bytes : "", false);
    field->n = 0;
    if (field->bytes)
        field->bytes[0] = '\0';
}

void pb_write_real(pb_text *out, double v)
{
    char buf[32];
    pb_csv_field(out, pb_real_format(v, buf), false);
}

void pb_write_computed(pb_text *out, double v)
{
    const long long per_unit = 1000000;
    char buf[32];
    if (!(fabs(v) < 1e9)) { /* NAN, too */
        pb_write_real(out, v);
        return;
    }
    long long millionths = llround(v * (double)per_unit), size = llabs(millionths);
    int n = snprintf(buf, sizeof buf, "%s%lld.%06lld", millionths < 0 ? "-" : "", size / per_unit, size % per_unit);
    while (buf[n - 1] == '0')
        n--;
    buf[n - (buf[n - 1] == '.')] = '\0';
    pb_csv_field(out, buf, false);
}

void pb_write_int(pb_text *out, int64_t v)
{
    char buf[24];
    (void)snprintf(buf, sizeof buf, "%lld", (long long)v);
    pb_csv_field(out, buf, false);
}

void pb_write_date(pb_text *out, pb_date d)
{
    char buf[11];
    pb_csv_field(out, d == PB_DATE_NONE ? "" : pb_date_format(d, buf), false);
}

void pb_write_minute(pb_text *out, int minute)
{
    char buf[8];
    pb_csv_field(out, pb_minute_format(minute, buf), false);
}

const char *pb_enum_name(const char *names, int index, char *buf, size_t size)
{
    pb_piece rest = pb_piece_of(names), group = {"", 0}, first = {"", 0};
    for (int i = 0; i <= index; i++)
        if (!pb_piece_next(&rest, ";", &group))
            group = (pb_piece){"", 0};
    (void)pb_piece_next(&group, "|", &first);
    size_t n = first.n < size ? first.n : size - 1;
    memcpy(buf, first.s, n);
    buf[n] = '\0';
    return buf;
}

int pb_enum_find(const char *names, pb_piece word)
{
    pb_piece rest = pb_piece_of(names), group;
    for (int i = 0; pb_piece_next(&rest, ";", &group); i++) {
        pb_piece spelling;
        while (pb_piece_next(&group, "|", &spelling)) {
            char buf[64];
            size_t n = spelling.n < sizeof buf ? spelling.n : sizeof buf - 1;
            memcpy(buf, spelling.s, n);
            buf[n] = '\0';
            if (pb_piece_is(word, buf))
                return i;
        }
    }
    return -1;
}

void pb_write_enum(pb_text *out, const pb_column *column, int index)
{
    char buf[32];
    pb_csv_field(out, pb_enum_name(column->names, index, buf, sizeof buf), false);
}

pb_status pb_table_order(pb_arena *a, const void *items, size_t n, size_t item_size,
                         int (*cmp)(const void *, const void *, const void *ctx), const void *ctx,
                         size_t **ret)
{
    size_t *order = PB_NEW_ARRAY(a, n, size_t), *other = PB_NEW_ARRAY(a, n, size_t);
    if (!order || !other)
        return PB_ERR_NOMEM;
    const unsigned char *base = items;
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t width = 1; width < n; width *= 2) { /* merge sort: stable, no globals */
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = lo + width < n ? lo + width : n, hi = mid + width < n ? mid + width : n;
            size_t i = lo, j = mid, k = lo;
            while (i < mid || j < hi) {
                bool left = j >= hi || (i < mid && cmp(base + order[i] * item_size,
                                                       base + order[j] * item_size, ctx) <= 0);
                other[k++] = left ? order[i++] : order[j++];
            }
        }
        size_t *swap = order;
        order = other;
        other = swap;
    }
    *ret = order;
    return PB_OK;
}

pb_status pb_table_permute(pb_arena *a, const size_t *order, size_t n, size_t item_size,
                           void **items, pb_extras *extras)
{
    size_t w = extras->n_columns;
    unsigned char *sorted = pb_arena_alloc(a, n, item_size);
    const char **cells = PB_NEW_ARRAY(a, n * w, const char *);
    if (!sorted || !cells)
        return PB_ERR_NOMEM;
    const unsigned char *from = *items;
    for (size_t i = 0; i < n; i++) {
        memcpy(sorted + i * item_size, from + order[i] * item_size, item_size);
        for (size_t c = 0; c < w; c++)
            cells[i * w + c] = extras->cells[order[i] * w + c];
    }
    *items = sorted;
    extras->cells = cells;
    return PB_OK;
}
