/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/lookup.h"

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

void pb_agent_unknown(pb_table *t, const pb_row *row, int column, const pb_agents *agents)
{
    unknown(t, row, column, &pb_unknown_agent, agents->at, (size_t)agents->n, sizeof(pb_agent),
            offsetof(pb_agent, id));
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
