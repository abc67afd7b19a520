/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/lp_private.h"

#include <math.h>
#include <setjmp.h>
#include <string.h>

struct pb_lp_env {
    const pb_allocator *al;
    jmp_buf jump;
    int memory_mb;
    bool ready; /* output switched off, limit set */
    pb_lp *all;
};

/* GLPK's last call before abort(); it must not return. */
static void on_fatal(void *info)
{
    pb_lp_env *env = info;
    longjmp(env->jump, 1);
}

/* All of GLPK's memory of this thread goes; the programmes stay as dead shells. */
static void lose_all(pb_lp_env *env)
{
    glp_free_env();
    env->ready = false;
    for (pb_lp *lp = env->all; lp != NULL; lp = lp->next)
        lp->prob = NULL;
}

/* Runs op with fatal errors caught: the only setjmp of the program. */
pb_status pb_lp_guarded(pb_lp_env *env, void (*op)(void *), void *arg)
{
    if (setjmp(env->jump) != 0) {
        lose_all(env);
        return PB_ERR_SOLVER;
    }
    glp_error_hook(on_fatal, env);
    if (!env->ready) {
        glp_term_out(GLP_OFF);
        if (env->memory_mb > 0)
            glp_mem_limit(env->memory_mb);
        env->ready = true;
    }
    op(arg);
    glp_error_hook(NULL, NULL);
    return PB_OK;
}

pb_status pb_lp_env_new(const pb_allocator *al, int memory_mb, pb_lp_env **ret)
{
    pb_lp_env *env = pb_alloc(al, 1, sizeof *env);
    if (env == NULL)
        return PB_ERR_NOMEM;
    env->al = al;
    env->memory_mb = memory_mb;
    *ret = env;
    return PB_OK;
}

const pb_allocator *pb_lp_env_allocator(const pb_lp_env *env)
{
    return env->al;
}

static void op_delete(void *arg)
{
    glp_delete_prob(arg);
}

void pb_lp_free(pb_lp *lp)
{
    if (lp == NULL)
        return;
    pb_lp_env *env = lp->env;
    if (lp->prob != NULL && pb_lp_guarded(env, op_delete, lp->prob) != PB_OK)
        lp->prob = NULL;
    pb_lp **at = &env->all;
    while (*at != lp)
        at = &(*at)->next;
    *at = lp->next;
    pb_free(env->al, lp);
}

void pb_lp_env_free(pb_lp_env *env)
{
    if (env == NULL)
        return;
    while (env->all != NULL)
        pb_lp_free(env->all);
    glp_free_env();
    pb_free(env->al, env);
}

static void op_create(void *arg)
{
    pb_lp *lp = arg;
    lp->prob = glp_create_prob();
}

pb_status pb_lp_new(pb_lp_env *env, pb_lp **ret)
{
    pb_lp *lp = pb_alloc(env->al, 1, sizeof *lp);
    if (lp == NULL)
        return PB_ERR_NOMEM;
    lp->env = env;
    pb_status st = pb_lp_guarded(env, op_create, lp);
    if (st != PB_OK) {
        pb_free(env->al, lp);
        return st;
    }
    lp->next = env->all;
    env->all = lp;
    *ret = lp;
    return PB_OK;
}

bool pb_lp_dead(const pb_lp *lp)
{
    return lp->prob == NULL;
}

/* --- building --- */

typedef struct edit {
    pb_lp *lp;
    int index, n, result;
    double cost, lower, upper;
    const int *ids;
    const double *values;
    const char *name;
    int *ind;    /* GLPK counts from 1 and skips element 0 */
    double *val;
} edit;

static int bound_type(double lower, double upper)
{
    if (isinf(lower))
        return isinf(upper) ? GLP_FR : GLP_UP;
    if (isinf(upper))
        return GLP_LO;
    return lower == upper ? GLP_FX : GLP_DB;
}

static int nonbasic_at(double lower, double upper)
{
    switch (bound_type(lower, upper)) {
    case GLP_FR: return GLP_NF;
    case GLP_UP: return GLP_NU;
    case GLP_DB: return fabs(lower) <= fabs(upper) ? GLP_NL : GLP_NU;
    case GLP_FX: return GLP_NS;
    default: return GLP_NL;
    }
}

/* The 1-based copies that GLPK wants. */
static pb_status edit_arrays(edit *e)
{
    const pb_allocator *al = e->lp->env->al;
    e->ind = pb_alloc(al, (size_t)e->n + 1, sizeof *e->ind);
    e->val = pb_alloc(al, (size_t)e->n + 1, sizeof *e->val);
    if (e->ind == NULL || e->val == NULL) {
        pb_free(al, e->ind);
        pb_free(al, e->val);
        return PB_ERR_NOMEM;
    }
    for (int i = 0; i < e->n; i++) {
        e->ind[i + 1] = e->ids[i] + 1;
        if (e->values != NULL)
            e->val[i + 1] = e->values[i];
    }
    return PB_OK;
}

static pb_status edit_run(edit *e, void (*op)(void *))
{
    return e->lp->prob == NULL ? PB_ERR_SOLVER : pb_lp_guarded(e->lp->env, op, e);
}

/* An edit that carries arrays. */
static pb_status edit_run_arrays(edit *e, void (*op)(void *))
{
    pb_status st = edit_arrays(e);
    if (st != PB_OK)
        return st;
    st = edit_run(e, op);
    pb_free(e->lp->env->al, e->ind);
    pb_free(e->lp->env->al, e->val);
    return st;
}

static void op_add_rows(void *arg)
{
    edit *e = arg;
    e->result = glp_add_rows(e->lp->prob, e->n) - 1;
    for (int i = 1; i <= e->n; i++)
        glp_set_row_bnds(e->lp->prob, e->result + i, bound_type(e->lower, e->upper), e->lower, e->upper);
}

pb_status pb_lp_add_rows(pb_lp *lp, int n, double lower, double upper, int *ret_first)
{
    edit e = {.lp = lp, .n = n, .lower = lower, .upper = upper};
    pb_status st = edit_run(&e, op_add_rows);
    if (st == PB_OK && ret_first != NULL)
        *ret_first = e.result;
    return st;
}

static void op_add_col(void *arg)
{
    edit *e = arg;
    glp_prob *p = e->lp->prob;
    int j = glp_add_cols(p, 1);
    glp_set_mat_col(p, j, e->n, e->ind, e->val);
    glp_set_obj_coef(p, j, e->cost);
    glp_set_col_bnds(p, j, bound_type(e->lower, e->upper), e->lower, e->upper);
    glp_set_col_stat(p, j, nonbasic_at(e->lower, e->upper));
    e->result = j - 1;
}

pb_status pb_lp_add_col(pb_lp *lp, double cost, double lower, double upper, int n, const int *rows,
                        const double *values, int *ret_index)
{
    edit e = {.lp = lp, .n = n, .cost = cost, .lower = lower, .upper = upper, .ids = rows, .values = values};
    pb_status st = edit_run_arrays(&e, op_add_col);
    if (st == PB_OK && ret_index != NULL)
        *ret_index = e.result;
    return st;
}

static void op_set_row(void *arg)
{
    edit *e = arg;
    glp_set_mat_row(e->lp->prob, e->index + 1, e->n, e->ind, e->val);
}

pb_status pb_lp_set_row(pb_lp *lp, int row, int n, const int *cols, const double *values)
{
    edit e = {.lp = lp, .index = row, .n = n, .ids = cols, .values = values};
    return edit_run_arrays(&e, op_set_row);
}

static void op_row_bounds(void *arg)
{
    edit *e = arg;
    glp_set_row_bnds(e->lp->prob, e->index + 1, bound_type(e->lower, e->upper), e->lower, e->upper);
}

pb_status pb_lp_set_row_bounds(pb_lp *lp, int row, double lower, double upper)
{
    edit e = {.lp = lp, .index = row, .lower = lower, .upper = upper};
    return edit_run(&e, op_row_bounds);
}

static void op_col_bounds(void *arg)
{
    edit *e = arg;
    glp_set_col_bnds(e->lp->prob, e->index + 1, bound_type(e->lower, e->upper), e->lower, e->upper);
}

pb_status pb_lp_set_col_bounds(pb_lp *lp, int col, double lower, double upper)
{
    edit e = {.lp = lp, .index = col, .lower = lower, .upper = upper};
    return edit_run(&e, op_col_bounds);
}

static void op_cost(void *arg)
{
    edit *e = arg;
    glp_set_obj_coef(e->lp->prob, e->index + 1, e->cost);
}

pb_status pb_lp_set_cost(pb_lp *lp, int col, double cost)
{
    edit e = {.lp = lp, .index = col, .cost = cost};
    return edit_run(&e, op_cost);
}

static void op_integer(void *arg)
{
    edit *e = arg;
    glp_set_col_kind(e->lp->prob, e->index + 1, e->n ? GLP_IV : GLP_CV);
}

pb_status pb_lp_set_integer(pb_lp *lp, int col, bool integer)
{
    edit e = {.lp = lp, .index = col, .n = integer};
    return edit_run(&e, op_integer);
}

/* Letters, digits and a few marks; not longer than GLPK takes, not starting like a number. */
static void plain_name(const char *name, char out[static 64])
{
    size_t n = 0;
    for (; n < 63 && name[n] != '\0'; n++) {
        char c = name[n];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (n > 0 && c >= '0' && c <= '9');
        out[n] = ok ? c : '_';
    }
    out[n] = '\0';
}

static void op_row_name(void *arg)
{
    edit *e = arg;
    char name[64];
    plain_name(e->name, name);
    glp_set_row_name(e->lp->prob, e->index + 1, name);
}

pb_status pb_lp_set_row_name(pb_lp *lp, int row, const char *name)
{
    edit e = {.lp = lp, .index = row, .name = name};
    return edit_run(&e, op_row_name);
}

static void op_col_name(void *arg)
{
    edit *e = arg;
    char name[64];
    plain_name(e->name, name);
    glp_set_col_name(e->lp->prob, e->index + 1, name);
}

pb_status pb_lp_set_col_name(pb_lp *lp, int col, const char *name)
{
    edit e = {.lp = lp, .index = col, .name = name};
    return edit_run(&e, op_col_name);
}

static void op_basic(void *arg)
{
    edit *e = arg;
    glp_set_col_stat(e->lp->prob, e->index + 1, GLP_BS);
    glp_set_row_stat(e->lp->prob, e->n + 1, GLP_NS);
}

pb_status pb_lp_set_basic(pb_lp *lp, int col, int instead_of_row)
{
    edit e = {.lp = lp, .index = col, .n = instead_of_row};
    return edit_run(&e, op_basic);
}

static void op_del_cols(void *arg)
{
    edit *e = arg;
    glp_del_cols(e->lp->prob, e->n, e->ind);
}

pb_status pb_lp_del_cols(pb_lp *lp, int n, const int *cols)
{
    if (n == 0)
        return PB_OK;
    edit e = {.lp = lp, .n = n, .ids = cols};
    return edit_run_arrays(&e, op_del_cols);
}

int pb_lp_n_rows(const pb_lp *lp)
{
    return lp->prob == NULL ? 0 : glp_get_num_rows(lp->prob);
}

int pb_lp_n_cols(const pb_lp *lp)
{
    return lp->prob == NULL ? 0 : glp_get_num_cols(lp->prob);
}

