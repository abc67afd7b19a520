/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the benchmark programs of the roster engine share: options, clock, Ctrl-C, the last line. */
#ifndef PAIBAN_BENCH_BENCH_RUN_H
#define PAIBAN_BENCH_BENCH_RUN_H

#include "planner/engine.h"

typedef struct bench_options {
    double seconds, gap;
    long rounds, threads, seed;
    uint32_t without; /* PB_PART_… */
    const char *solution, *log, *write_lp;
    bool verbose;
    bool cpu; /* seconds are processor seconds divided by the threads */
} bench_options;

/* Takes the option at argv[*i] (and its value) when it is one of --seconds --threads --rounds --seed
 * --gap --solution --log --without PART --write-lp --verbose
 * --cpu; *i is moved on. */
bool bench_option(bench_options *o, int argc, char **argv, int *i);
/* For --write-lp: the problem as a file for other solvers instead of solving it. Exit code. */
int bench_write(const bench_options *o, const pb_problem *p);
/* Solves and prints "objective=… bound=… seconds=… status=…". Exit code. */
int bench_solve(const bench_options *o, const pb_problem *p, pb_choice *roster, pb_engine_result *ret);

#endif
