/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as libcsv cuts them: the header binds columns, each row becomes typed cells. */
#include "base/csv_inside.h"

#include <string.h>

/* What column_of says of a field that no column of the schema takes. */
enum { NOT_BOUND = -1, DOUBLED = -2 };

/* A file of thousands of unknown columns is no misspelt table; looking for what was meant ends here. */
enum { MAX_HINTS = 50 };

static const char *field_text(const pb_csv_reader *r, size_t i)
{
    return i < r->n_fields ? r->text + r->field_at[i] : "";
}

static size_t field_length(const pb_csv_reader *r, size_t i)
{
    if (i >= r->n_fields)
        return 0;
    size_t end = i + 1 < r->n_fields ? r->field_at[i + 1] : r->n_text;
    return end - r->field_at[i] - 1;
}

static const char *header_name(const pb_csv_reader *r, size_t field)
{
    if (!r->bound || field >= r->n_header)
        return NULL;
    int column = r->column_of[field];
    if (column >= 0)
        return r->header_texts[column];
    return NULL;
}

/* true when the row's bytes are all text. */
static bool check_text(pb_csv_reader *r)
{
    if (!memchr(r->text, (unsigned char)PB_REPLACEMENT[0], r->n_text))
        return true; /* nearly always */
    for (size_t i = 0; i < r->n_fields; i++) {
        if (!strstr(field_text(r, i), PB_REPLACEMENT))
            continue;
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, header_name(r, i)),
                    "save the file as UTF-8 or GB18030 text",
                    "these bytes are no text in the file's encoding");
        r->error = true;
        return false;
    }
    return true;
}

static bool fill_cells(pb_csv_reader *r)
{
    bool good = true;
    char decimal = r->separator == ',' ? '.' : ',';
    for (size_t i = 0; i < r->schema->n_columns; i++)
        r->cells[i] = (pb_cell){.text = ""};
    size_t extra = 0;
    for (size_t f = 0; f < r->n_header; f++) {
        int column = r->column_of[f];
        if (column == NOT_BOUND)
            r->extra_texts[extra++] = field_text(r, f);
        if (column < 0)
            continue;
        pb_cell *cell = &r->cells[column];
        cell->text = field_text(r, f);
        cell->n = (uint32_t)field_length(r, f);
        /* In a file with ';' a decimal comma is usual, yet a point is no mistake. */
        char point = memchr(cell->text, '.', cell->n) ? '.' : decimal;
        good &= pb_csv_read_cell(&r->schema->columns[column], point, cell,
                                 pb_csv_at(r, r->header_texts[column]), r->d, &r->once);
    }
    r->error |= !good;
    return good;
}

/* Below its rows a spreadsheet may have their sum: not a row, and told as one fault, not as one a cell. */
static bool is_total_row(pb_csv_reader *r)
{
    size_t f = r->date_field - 1;
    const char *s = r->date_field ? field_text(r, f) : "";
    if (*s == '\0' || (*s >= '0' && *s <= '9') || pb_once_kind_of(s, field_length(r, f)) != PB_ONCE_TOTAL)
        return false;
    pb_once_note(&r->once, PB_ONCE_TOTAL, r->row_line, NULL, s, field_length(r, f));
    r->error = true;
    return true;
}

void pb_csv_take_row(pb_csv_reader *r)
{
    if (is_total_row(r))
        return;
    bool good = check_text(r);
    if (r->n_given > r->n_header) {
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL),
                    "put quotes around a text that holds the separator",
                    "expected at most %zu fields as in the header, found %zu", r->n_header,
                    r->n_given);
        r->error = true;
        good = false;
    }
    good &= fill_cells(r);
    pb_row row = {.file = r->name,
                  .line = r->row_line,
                  .cells = r->cells,
                  .n_extra = r->n_extra,
                  .extra_names = r->extra_names,
                  .extra_texts = r->extra_texts,
                  .bad = !good || r->column_missing};
    r->status = r->on_row(r->ctx, &row);
}

/* --- header --- */

static bool make_header_arrays(pb_csv_reader *r)
{
    size_t n_columns = r->schema->n_columns;
    r->n_header = r->n_given;
    r->column_of = PB_NEW_ARRAY(r->arena, r->n_header, int);
    r->header_texts = PB_NEW_ARRAY(r->arena, n_columns, const char *);
    r->cells = PB_NEW_ARRAY(r->arena, n_columns, pb_cell);
    r->extra_names = PB_NEW_ARRAY(r->arena, r->n_header, const char *);
    r->extra_texts = PB_NEW_ARRAY(r->arena, r->n_header, const char *);
    if (!r->column_of || !r->header_texts || !r->cells || !r->extra_names || !r->extra_texts)
        return false;
    for (size_t i = 0; i < n_columns; i++)
        r->header_texts[i] = "";
    return true;
}

/* The contract's name of an absent column that an unknown name may have meant; NULL = none. */
static const char *meant_column(const pb_csv_reader *r, const bool *present, const char *name)
{
    for (int pass = 0; pass < 2; pass++) { /* absent columns first */
        for (size_t i = 0; i < r->schema->n_columns; i++) {
            const char *known = r->schema->columns[i].name;
            if (present[i] == (pass == 1) && pb_nearest_name(name, &known, 1))
                return known;
        }
    }
    return NULL;
}

static void warn_of_extras(pb_csv_reader *r, const bool *present)
{
    for (size_t i = 0; i < r->n_extra && !r->schema->quiet_extras; i++) {
        const char *name = r->extra_names[i];
        const char *meant = i < MAX_HINTS ? meant_column(r, present, name) : NULL;
        if (name[0] == '\0')
            continue;
        if (meant)
            pb_diag_add(r->d, PB_WARNING, pb_csv_at(r, name), NULL,
                        "unknown column, kept but not used; was \"%s\" meant?", meant);
        else
            pb_diag_add(r->d, PB_WARNING, pb_csv_at(r, name), NULL,
                        "unknown column, kept but not used");
    }
}

/* Exports have titles above the column names. */
static void warn_of_title(pb_csv_reader *r)
{
    if (r->n_extra == r->n_header && r->n_extra > 0 && r->extra_names[0][0] != '\0')
        pb_diag_add(r->d, PB_WARNING, pb_csv_at(r, NULL), "is it a title? Delete what stands above the column names",
                    "the first line begins with \"%s\" and has no column name of this table", r->extra_names[0]);
}

static void diagnose_missing(pb_csv_reader *r, const bool *present)
{
    for (size_t i = 0; i < r->schema->n_columns; i++) {
        const pb_column *c = &r->schema->columns[i];
        if (!c->required || present[i])
            continue;
        if (c->aliases)
            pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, c->name), NULL,
                        "this column is missing; it may also be called %s", c->aliases);
        else
            pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, c->name), NULL, "this column is missing");
        r->column_missing = r->error = true;
    }
}

void pb_csv_take_header(pb_csv_reader *r)
{
    bool *present = NULL;
    if (make_header_arrays(r))
        present = PB_NEW_ARRAY(r->arena, r->schema->n_columns, bool);
    if (!present) {
        r->status = PB_ERR_NOMEM;
        return;
    }
    check_text(r);
    for (size_t f = 0; f < r->n_header; f++) {
        const char *name = pb_arena_strdup(r->arena, field_text(r, f));
        if (!name) {
            r->status = PB_ERR_NOMEM;
            return;
        }
        int column = pb_csv_find_column(r->schema, name, strlen(name));
        r->column_of[f] = column;
        if (column < 0) {
            r->extra_names[r->n_extra++] = name;
        } else if (present[column]) {
            r->column_of[f] = DOUBLED;
            pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, name), NULL, "this column is there twice");
            r->error = true;
        } else {
            present[column] = true;
            r->header_texts[column] = name;
            if (!r->date_field && r->schema->columns[column].type == PB_CELL_DATE)
                r->date_field = f + 1;
        }
    }
    warn_of_title(r);
    warn_of_extras(r, present);
    diagnose_missing(r, present);
    r->bound = true;
    if (r->on_header)
        r->status = r->on_header(r->ctx, present, r->header_texts);
}
