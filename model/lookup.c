/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/lookup.h"

#include "model/fields.h"

#include <string.h>

/* Names at a stride: field `offset` of items of `size` bytes. Without memory no name is suggested. */
static void unknown(pb_table *t, const pb_row *row, int column, const pb_unknown_words *words,
                    const void *items, size_t n, size_t size, size_t offset)
{
    const pb_cell *c = &row->cells[column];
    const pb_allocator *al = pb_arena_allocator(t->arena);
    if (t->n_errors >= PB_DIAG_MAX_PER_FILE)
        n = 0; /* not shown any more: save the search */
    const char **names = pb_alloc(al, n + 1, sizeof *names);
    for (size_t i = 0; names && i < n; i++)
        names[i] = *(const char *const *)(const void *)((const char *)items + i * size + offset);
    pb_table_unknown(t, row, column, words, (pb_piece){c->text, c->n}, names, names ? n : 0);
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
