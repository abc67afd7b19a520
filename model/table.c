/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/table.h"

#include <string.h>

const pb_unknown_words pb_unknown_queue = {
    PB_N_("there is no queue \"%s\" in queues.csv"),
    PB_N_("there is no queue \"%s\" in queues.csv; the nearest is \"%s\""), NULL};
const pb_unknown_words pb_unknown_agent = {
    PB_N_("there is no agent \"%s\" in agents.csv"),
    PB_N_("there is no agent \"%s\" in agents.csv; the nearest is \"%s\""),
    PB_N_("who has left keeps the row there, with the last day in until")};
const pb_unknown_words pb_unknown_shift = {
    PB_N_("\"%s\" is no shift of shifts.csv, no kind of shift and no day off"),
    PB_N_("\"%s\" is no shift of shifts.csv, no kind of shift and no day off; the nearest is \"%s\""), NULL};
const pb_unknown_words pb_unknown_duty = {
    PB_N_("\"%s\" is no shift of shifts.csv and no day off"),
    PB_N_("\"%s\" is no shift of shifts.csv and no day off; the nearest is \"%s\""), NULL};
const pb_unknown_words pb_unknown_who = {
    PB_N_("\"%s\" is neither all, nor a team, role, skill or agent"),
    PB_N_("\"%s\" is neither all, nor a team, role, skill or agent; the nearest is \"%s\""), NULL};
const pb_unknown_words pb_unknown_rule = {PB_N_("there is no rule \"%s\""),
                                          PB_N_("there is no rule \"%s\"; the nearest is \"%s\""), NULL};
const pb_unknown_words pb_unknown_key = {PB_N_("there is no setting \"%s\""),
                                         PB_N_("there is no setting \"%s\"; the nearest is \"%s\""), NULL};

pb_where pb_table_where(const pb_table *t, const pb_row *row, int column)
{
    pb_where w = {row->file, row->line, NULL};
    if (column >= 0)
        w.column = t->spelling[column];
    return w;
}

bool pb_table_once(pb_table *t, const pb_row *row, int column)
{
    const pb_cell *c = &row->cells[column];
    pb_once_kind kind = pb_once_kind_of(c->text, c->n);
    if (kind == PB_ONCE_NONE)
        return false;
    pb_once_note(&t->once, kind, row->line, kind == PB_ONCE_TOTAL ? NULL : t->spelling[column], c->text, c->n);
    t->n_errors++;
    return true;
}

static pb_status on_header(void *ctx, const bool *present, const char *const *texts)
{
    pb_table *t = ctx;
    for (size_t i = 0; i < t->n_columns; i++) {
        t->present[i] = present[i];
        t->spelling[i] = t->columns[i].name;
        if (present[i] && !(t->spelling[i] = pb_arena_strdup(t->arena, texts[i])))
            return PB_ERR_NOMEM;
    }
    return t->on_header ? t->on_header(t, present, texts) : PB_OK;
}

static pb_status keep_extras(pb_table *t, const pb_row *row)
{
    if (!t->extra_names && row->n_extra > 0) {
        t->n_extra = row->n_extra;
        t->extra_names = PB_NEW_ARRAY(t->arena, row->n_extra, const char *);
        if (!t->extra_names)
            return PB_ERR_NOMEM;
        for (size_t i = 0; i < row->n_extra; i++)
            if (!(t->extra_names[i] = pb_arena_strdup(t->arena, row->extra_names[i])))
                return PB_ERR_NOMEM;
    }
    const pb_allocator *al = pb_arena_allocator(t->arena);
    pb_status st = pb_grow(al, &t->extra_cells, &t->cap_cells, t->n_cells + t->n_extra + 1,
                           sizeof *t->extra_cells);
    for (size_t i = 0; st == PB_OK && i < t->n_extra; i++) {
        const char *text = i < row->n_extra ? row->extra_texts[i] : "";
        const char *copy = *text ? pb_arena_strdup(t->arena, text) : "";
        if (!copy)
            return PB_ERR_NOMEM;
        t->extra_cells[t->n_cells++] = copy;
    }
    return st;
}

static pb_status on_row(void *ctx, const pb_row *row)
{
    pb_table *t = ctx;
    const pb_allocator *al = pb_arena_allocator(t->arena);
    pb_status st = pb_grow(al, &t->items, &t->cap_items, t->n + 1, t->item_size);
    if (st != PB_OK)
        return st;
    void *item = t->items + t->n * t->item_size;
    memset(item, 0, t->item_size);
    t->skip = false;
    st = t->fill(t, row, item);
    if (st != PB_OK || t->skip)
        return st;
    st = keep_extras(t, row);
    if (st == PB_OK)
        t->n++;
    return st;
}

static pb_status hand_over(pb_table *t, void **ret_items, pb_extras *ret_extras)
{
    void *items = pb_arena_alloc(t->arena, t->n, t->item_size);
    const char **cells = PB_NEW_ARRAY(t->arena, t->n_cells, const char *);
    if (!items || !cells)
        return PB_ERR_NOMEM;
    if (t->n > 0)
        memcpy(items, t->items, t->n * t->item_size);
    if (t->n_cells > 0)
        memcpy(cells, t->extra_cells, t->n_cells * sizeof *cells);
    *ret_items = items;
    *ret_extras = (pb_extras){t->n_extra, t->extra_names, cells};
    return PB_OK;
}

pb_status pb_table_read(pb_table *t, const char *path, void **ret_items, pb_extras *ret_extras)
{
    const pb_allocator *al = pb_arena_allocator(t->arena);
    pb_csv_schema schema = {t->columns, t->n_columns, false};
    pb_status st = PB_ERR_NOMEM;
    t->present = PB_NEW_ARRAY(t->arena, t->n_columns, bool);
    t->spelling = PB_NEW_ARRAY(t->arena, t->n_columns, const char *);
    t->scratch = pb_arena_new(al);
    t->keys = t->scratch ? pb_intern_new(t->scratch) : NULL;
    if (!t->present || !t->spelling || !t->keys)
        goto out;
    for (size_t i = 0; i < t->n_columns; i++)
        t->spelling[i] = t->columns[i].name;
    st = pb_csv_read_file(path, &schema, on_header, on_row, t, t->diags, al);
    if (st != PB_OK && st != PB_ERR_INPUT)
        goto out;
    pb_once_tell(&t->once, path, t->diags);
    pb_status handed = hand_over(t, ret_items, ret_extras);
    if (handed != PB_OK)
        st = handed;
    else if (t->n_errors > 0)
        st = PB_ERR_INPUT;
out:
    pb_free(al, t->items);
    pb_free(al, t->extra_cells);
    pb_free(al, t->key_lines);
    t->items = NULL;
    t->extra_cells = NULL;
    t->key_lines = NULL;
    pb_arena_free(t->scratch);
    t->scratch = NULL;
    t->keys = NULL;
    return st;
}

bool pb_table_first(pb_table *t, const pb_row *row, int column, const char *key, pb_status *st)
{
    return pb_table_first_as(t, row, column, key, key, st);
}

bool pb_table_first_as(pb_table *t, const pb_row *row, int column, const char *key, const char *said, pb_status *st)
{
    int32_t known = pb_intern_count(t->keys);
    int32_t id = pb_intern_put(t->keys, key);
    *st = id < 0 ? PB_ERR_NOMEM : PB_OK;
    if (id >= known)
        *st = pb_grow(pb_arena_allocator(t->arena), &t->key_lines, &t->cap_keys, (size_t)id + 1,
                      sizeof *t->key_lines);
    if (*st != PB_OK)
        return true;
    if (id >= known) {
        t->key_lines[id] = row->line;
        return true;
    }
    PB_TABLE_ERROR(t, row, column, PB_N_("delete one of the two rows"),
                   PB_N_("a second row for \"%s\", the first is on line %ld"), said,
                   t->key_lines[id]);
    return false;
}

const char *pb_table_text(pb_table *t, const pb_cell *c)
{
    return c->given ? pb_arena_strndup(t->arena, c->text, c->n) : "";
}

double pb_cell_real(const pb_cell *c, double otherwise)
{
    return c->given ? c->real : otherwise;
}

int64_t pb_cell_int(const pb_cell *c, int64_t otherwise)
{
    return c->given ? c->integer : otherwise;
}

size_t pb_spellings_add(pb_arena *a, const char *name, const char *aliases, const char **names, size_t n, size_t most)
{
    if (n < most)
        names[n++] = name;
    for (size_t k; aliases && *aliases && n < most; aliases += k + (aliases[k] == '|')) {
        k = strcspn(aliases, "|");
        const char *copy = pb_arena_strndup(a, aliases, k);
        if (!copy)
            return n;
        names[n++] = copy;
    }
    return n;
}

void pb_table_unknown(pb_table *t, const pb_row *row, int column, const pb_unknown_words *words,
                      pb_piece name, const char *const *names, size_t n_names)
{
    pb_fault f;
    (void)pb_fault_set(&f, "", name.s, name.n);
    const char *near = pb_nearest_name(f.found, names, n_names);
    if (near)
        PB_TABLE_ERROR(t, row, column, words->advice, words->nearest, f.found, near);
    else
        PB_TABLE_ERROR(t, row, column, words->advice, words->plain, f.found);
}
