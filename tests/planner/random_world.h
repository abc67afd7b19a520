/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workspaces drawn at random, all rules mixed. */
#ifndef PAIBAN_TESTS_PLANNER_RANDOM_WORLD_H
#define PAIBAN_TESTS_PLANNER_RANDOM_WORLD_H

#include "world.h"

typedef struct random_size {
    int agents_min, agents_max, days_min, days_max, shifts_min, shifts_max;
    int rules;       /* at most */
    bool breaks;     /* shifts with meal breaks, starts that move */
    bool hard;       /* rules without a price among them */
} random_size;

world *random_world(uint64_t seed, const random_size *size);

#endif
