/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All tables of a workspace with their columns: for the reference and for tests that go over all. */
#ifndef PAIBAN_MODEL_TABLES_H
#define PAIBAN_MODEL_TABLES_H

#include "model/actuals.h"
#include "model/workspace.h"

typedef struct pb_table_info {
    const char *file;         /* "queues.csv", "out/forecast.csv"; "team.csv keys": the keys as columns */
    const pb_column *columns; /* [n] in the order in which they are written */
    size_t n;
} pb_table_info;

enum { PB_N_TABLES = 19 };

/* The i-th table, 0 … PB_N_TABLES - 1. */
pb_table_info pb_table_info_of(size_t i);

#endif
