/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the two halves of the GLPK door: lp_glpk.c builds programmes, lp_solve.c runs them. */
#ifndef PAIBAN_PLANNER_LP_PRIVATE_H
#define PAIBAN_PLANNER_LP_PRIVATE_H

#include "planner/lp_glpk.h"

#include <glpk.h>

struct pb_lp {
    pb_lp_env *env;
    glp_prob *prob; /* NULL = dead */
    pb_lp *next;
};

/* Runs op(arg) with GLPK's fatal errors caught; after one, every programme of env is dead. */
PB_MUST_USE pb_status pb_lp_guarded(pb_lp_env *env, void (*op)(void *), void *arg);

const pb_allocator *pb_lp_env_allocator(const pb_lp_env *env);

#endif
