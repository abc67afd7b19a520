/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The public shift-scheduling instances (Curtois & Qu 2014, schedulingbenchmarks.org/nrp) as a
 * problem of the planner: each shift is a choice, each (day, shift) a cover unit.
 */
#ifndef PAIBAN_BENCH_NRP_READ_H
#define PAIBAN_BENCH_NRP_READ_H

#include "planner/problem.h"

enum { NRP_MAX_SHIFTS = 63, NRP_NAME = 16 };

typedef struct nrp_instance {
    pb_problem problem;
    char (*shift_names)[NRP_NAME]; /* [n_choices]; [0] = "-" */
} nrp_instance;

/* Reads a file into the arena. On failure `error` (size n) tells where and what. */
PB_MUST_USE pb_status nrp_read(pb_arena *a, const char *path, nrp_instance *ret, char *error, size_t n);

#endif
