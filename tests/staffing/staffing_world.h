/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small world for tests: days of half-hours in UTC, queues a phone, b phone, c chat, d deferred. */
#ifndef PAIBAN_TESTS_STAFFING_WORLD_H
#define PAIBAN_TESTS_STAFFING_WORLD_H

#include "staffing/staffing.h"

enum { WORLD_QUEUES = 4 };

typedef struct world {
    pb_arena *arena;
    pb_forecast f;
    double *contacts, *aht_s, *day_cv, *slot_cv;
    pb_queue queue[WORLD_QUEUES];
    pb_queues queues;
} world;

/* n_queues of them, open 08:00 to 20:00, 80 % in 20 s, patience 120 s; every open slot has load_erl with
 * contacts of aht_s. false: no memory. */
bool world_make(world *w, pb_arena *a, int n_queues, int days, double load_erl, double aht_s);
pb_status world_requirement(const world *w, const pb_agents *agents, const pb_staffing_options *opt,
                            pb_requirement *ret, pb_diags *d);
/* The row that holds `name`; -1 = none. */
int32_t world_row(const pb_requirement *r, const char *name);
double world_need(const pb_requirement *r, int32_t row, int32_t slot);

#endif
