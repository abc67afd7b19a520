/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every table reader of this room shares: rows collected into the arena, unknown columns kept,
 * doubled keys found, diagnostics placed. Only model/ includes this.
 *
 * A reader fills one pb_table, names a `fill` that turns one row into one item, and calls
 * pb_table_read. Rows with wrong cells are filled with defaults where possible, so that other tables
 * can still be checked against them.
 */
#ifndef PAIBAN_MODEL_TABLE_H
#define PAIBAN_MODEL_TABLE_H

#include "model/extras.h"
#include "model/fields.h"

typedef struct pb_table pb_table;

/* Turns a row into *item (zeroed, item_size bytes). Set t->skip to drop the row. */
typedef pb_status (*pb_table_fill)(pb_table *t, const pb_row *row, void *item);

struct pb_table {
    /* set by the reader */
    pb_arena *arena;
    pb_diags *diags;
    const pb_column *columns;
    size_t n_columns;
    size_t item_size;
    pb_table_fill fill;
    void *ctx;
    pb_csv_on_header on_header; /* more checks on the header; ctx is the table; may be NULL */
    /* during the read */
    bool skip;
    bool *present;          /* [n_columns] */
    const char **spelling;  /* [n_columns] as the header has them, else the contract's name */
    size_t n_errors;
    pb_once once;           /* told at the end of the file */
    /* collected */
    size_t n, cap_items;
    unsigned char *items;
    size_t n_extra, cap_cells, n_cells;
    const char **extra_names, **extra_cells;
    /* keys seen */
    pb_arena *scratch;
    pb_intern *keys;
    long *key_lines;
    size_t cap_keys;
};

/*
 * Reads the file. On PB_OK and PB_ERR_INPUT the items are in *ret_items (in the arena, t->n of
 * them, file order) and the unknown columns in *extras. Always releases what the read borrowed.
 */
PB_MUST_USE pb_status pb_table_read(pb_table *t, const char *path, void **ret_items,
                                    pb_extras *ret_extras);

/* Where a cell stands, for pb_diag_add. */
pb_where pb_table_where(const pb_table *t, const pb_row *row, int column);

/* Diagnoses an error of one cell; counts it. column < 0: the whole row. */
#define PB_TABLE_ERROR(t, row, column, advice, ...)                                                \
    ((t)->n_errors++,                                                                              \
     pb_diag_add((t)->diags, PB_ERROR, pb_table_where((t), (row), (column)), (advice), __VA_ARGS__))
/* Is a cell that could not be read as a time one of those that are told once a file? Then it is noted, and counted. */
bool pb_table_once(pb_table *t, const pb_row *row, int column);

#define PB_TABLE_WARN(t, row, column, advice, ...)                                                 \
    pb_diag_add((t)->diags, PB_WARNING, pb_table_where((t), (row), (column)), (advice), __VA_ARGS__)

/* Diagnoses a second row for `key`; false when it is one. PB_ERR_NOMEM in *st when refused. */
bool pb_table_first(pb_table *t, const pb_row *row, int column, const char *key, pb_status *st);
/* The same, in which the key is told as `said`: in the file's own words. */
bool pb_table_first_as(pb_table *t, const pb_row *row, int column, const char *key, const char *said, pb_status *st);

/* A cell's text in the arena ("" when not given); NULL when refused. */
const char *pb_table_text(pb_table *t, const pb_cell *c);
/* A cell's number or `otherwise`. */
double pb_cell_real(const pb_cell *c, double otherwise);
int64_t pb_cell_int(const pb_cell *c, int64_t otherwise);

/* An unknown name: the msgid with one %s, and the one with the nearest name as second %s; what to do, or NULL. */
typedef struct pb_unknown_words {
    const char *plain, *nearest, *advice;
} pb_unknown_words;
extern const pb_unknown_words pb_unknown_queue, pb_unknown_agent, pb_unknown_shift, pb_unknown_duty,
    pb_unknown_who, pb_unknown_rule, pb_unknown_key;
void pb_table_unknown(pb_table *t, const pb_row *row, int column, const pb_unknown_words *words,
                      pb_piece name, const char *const *names, size_t n_names);

/* --- several helpers of writers --- */

/* The header: known columns, then the extras' names. */
void pb_table_write_header(const pb_column *columns, size_t n, const pb_extras *extras, pb_text *out);
/* The end of a row: its unknown cells and the line end. row = index into extras. */
void pb_table_write_end(const pb_extras *extras, size_t row, pb_text *out);
void pb_write_real(pb_text *out, double v); /* a field; empty where NAN */
/* The same for what a stage worked out: to six decimals, more is not known and hard to read. */
void pb_write_computed(pb_text *out, double v);
void pb_write_int(pb_text *out, int64_t v);
void pb_write_date(pb_text *out, pb_date d); /* empty where PB_DATE_NONE */
void pb_write_minute(pb_text *out, int minute);
/* A field of a text that is being built; takes its bytes and empties it. */
void pb_write_text(pb_text *out, pb_text *field);
/* The first spelling of enum group `index` of a column. */
void pb_write_enum(pb_text *out, const pb_column *column, int index);
/* Copies the first spelling of group `index` of `names` (as pb_column.names) into buf; returns buf. */
const char *pb_enum_name(const char *names, int index, char *buf, size_t size);
/* The group that has this spelling; -1 = none. */
int pb_enum_find(const char *names, pb_piece word);

/* Adds a name and its other spellings (with '|' between; may be NULL) to names, up to `most` of them; returns how
 * many there are then. They lie in the arena; without memory they are fewer. */
size_t pb_spellings_add(pb_arena *a, const char *name, const char *aliases, const char **names, size_t n, size_t most);

/* Reorders item_size-byte items and the extras' rows by order[0 … n-1] into the arena. */
PB_MUST_USE pb_status pb_table_permute(pb_arena *a, const size_t *order, size_t n, size_t item_size,
                                       void **items, pb_extras *extras);
/* A stable order of n items by cmp (item, item, ctx); in the arena. */
PB_MUST_USE pb_status pb_table_order(pb_arena *a, const void *items, size_t n, size_t item_size,
                                     int (*cmp)(const void *, const void *, const void *ctx),
                                     const void *ctx, size_t **ret);

#endif
