/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the file reference says of each column beside what the program's own tables know. */
#ifndef PAIBAN_TESTS_MODEL_COLUMN_NOTES_H
#define PAIBAN_TESTS_MODEL_COLUMN_NOTES_H

#include <stddef.h>

typedef struct column_note {
    const char *file, *column;
    const char *meaning;
    const char *otherwise; /* what holds when the cell is empty; "" for required columns */
    const char *example;
} column_note;

extern const column_note column_notes[];
extern const size_t n_column_notes;
extern const column_note column_notes_zh[]; /* the same in Chinese */
extern const size_t n_column_notes_zh;

#endif
