/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/lookup.h"

#include "model/fields.h"

#include <string.h>

/* Do these differ in their digits alone, as a4 and a11 do, though not in zeros before (a4, a04)? Then one is no misspelling of the
 * other, but somebody else. */
static bool is_other_number(const char *a, const char *b)
{
    static const char digits[] = "0123456789";
    bool other = false;
    while (*a && *b) {
        size_t n = strspn(a, digits), m = strspn(b, digits);
        const char *x = a + strspn(a, "0"), *y = b + strspn(b, "0");
        if ((n == 0) != (m == 0) || (n == 0 && *a != *b))
            return false;
        other |= n > 0 && (a + n - x != b + m - y || memcmp(x, y, (size_t)(a + n - x)) != 0);
        a += n ? n : 1;
        b += m ? m : 1;
    }
    return other && *a == *b;
}

/* Names at a stride: field `offset` of items of `size` bytes. Without memory no name is suggested. */
static void unknown(pb_table *t, const pb_row *row, int column, const pb_unknown_words *words,
                    const void *items, size_t n, size_t size, size_t offset)
{
    const pb_cell *c = &row->cells[column];
    const pb_allocator *al = pb_arena_allocator(t->arena);
    if (t->n_errors >= PB_DIAG_MAX_PER_FILE)
        n = 0; /* not shown any more: save the search */
    const char **names = pb_alloc(al, n + 1, sizeof *names);
    size_t kept = 0;
    for (size_t i = 0; names && i < n; i++) {
        const char *name = *(const char *const *)(const void *)((const char *)items + i * size + offset);
        if (words != &pb_unknown_agent || !is_other_number(c->text, name))
            names[kept++] = name;
    }
    pb_table_unknown(t, row, column, words, (pb_piece){c->text, c->n}, names, kept);
    pb_free(al, names);
}

/* A name in place of the id: the id is what was meant, where one agent alone is called so. */
static const char *id_of_name(const pb_agents *agents, const char *name)
{
    const char *id = NULL;
    for (int32_t i = 0; i < agents->n; i++)
        if (*name && agents->at[i].name && strcmp(agents->at[i].name, name) == 0) {
            if (id)
                return NULL;
            id = agents->at[i].id;
        }
    return id;
}

void pb_agent_unknown(pb_table *t, const pb_row *row, int column, const pb_agents *agents)
{
    const char *text = row->cells[column].text, *id = t->n_errors < PB_DIAG_MAX_PER_FILE ? id_of_name(agents, text) : NULL;
    if (id) {
        PB_TABLE_ERROR(t, row, column, NULL, PB_N_("\"%s\" is a name; the agent's id in agents.csv is \"%s\""), text, id);
        return;
    }
    unknown(t, row, column, &pb_unknown_agent, agents->at, (size_t)agents->n, sizeof(pb_agent),
            offsetof(pb_agent, id));
}

void pb_duty_unknown(pb_table *t, const pb_row *row, int column, const pb_shifts *shifts)
{
    const pb_cell *c = &row->cells[column];
    int kind = pb_enum_find(pb_shift_kind_names, (pb_piece){c->text, c->n});
    for (int32_t i = 0; kind >= 0 && i < shifts->n; i++)
        if ((int)shifts->at[i].kind == kind) {
            PB_TABLE_ERROR(t, row, column, NULL, PB_N_("\"%s\" is a kind of shift; a roster names the shift, such as \"%s\""),
                           c->text, shifts->at[i].id);
            return;
        }
    unknown(t, row, column, &pb_unknown_duty, shifts->at, (size_t)shifts->n, sizeof(pb_shift), offsetof(pb_shift, id));
}

void pb_shift_unknown(pb_table *t, const pb_row *row, int column, const pb_shifts *shifts)
{
    unknown(t, row, column, &pb_unknown_shift, shifts->at, (size_t)shifts->n, sizeof(pb_shift),
            offsetof(pb_shift, id));
}

void pb_queue_unknown(pb_table *t, const pb_row *row, int column, const pb_queues *queues)
{
    unknown(t, row, column, &pb_unknown_queue, queues->at, (size_t)queues->n, sizeof(pb_queue),
            offsetof(pb_queue, id));
}
