/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/lp_write.h"

#include "planner/problem_lp.h"

#include <stdio.h>
#include <string.h>

pb_status problem_lp_write(const pb_problem *p, const char *path, char *error, size_t n)
{
    pb_lp_env *env = NULL;
    pb_lp *lp = NULL;
    size_t length = strlen(path);
    bool mps = length >= 4 && strcmp(path + length - 4, ".mps") == 0;
    pb_status st = pb_lp_env_new(NULL, 0, &env);
    if (st == PB_OK)
        st = problem_lp_make(p, false, NULL, env, &lp, NULL);
    if (st == PB_OK)
        st = pb_lp_write(lp, path, mps ? PB_LP_MPS : PB_LP_CPLEX);
    const char *why = st == PB_ERR_IO       ? "cannot be written"
                      : st == PB_ERR_LIMIT  ? "the costs are too large to be written exactly"
                      : st == PB_ERR_DOMAIN ? "the problem has numbers outside their ranges"
                                            : "out of memory, or GLPK gave up";
    if (st != PB_OK)
        (void)snprintf(error, n, "%s: %s", path, why);
    pb_lp_free(lp);
    pb_lp_env_free(env);
    return st;
}
