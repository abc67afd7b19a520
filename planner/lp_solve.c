/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/lp_private.h"

#include <math.h>

/* --- the simplex --- */

/* Iterations between two looks at the caller's clock: slices by count, so that runs repeat. */
enum { SLICE_ITERATIONS = 2000, TRIES = 3 };

typedef struct simplex_call {
    pb_lp *lp;
    glp_smcp parm;
    int code, iterations;
} simplex_call;

static void op_simplex(void *arg)
{
    simplex_call *c = arg;
    int before = glp_get_it_cnt(c->lp->prob);
    c->code = glp_simplex(c->lp->prob, &c->parm);
    c->iterations = glp_get_it_cnt(c->lp->prob) - before;
}

static void op_fresh_basis(void *arg)
{
    pb_lp *lp = arg;
    glp_adv_basis(lp->prob, 0);
}

static bool watch_stop(const pb_lp_watch *w)
{
    return w->stop != NULL && w->stop(w->ctx);
}

static double watch_now(const pb_lp_watch *w)
{
    return w->now_s == NULL ? 0.0 : w->now_s(w->ctx);
}

static pb_lp_answer answer_of(glp_prob *p, bool presolve_code_infeasible, bool presolve_code_unbounded)
{
    if (presolve_code_infeasible)
        return PB_LP_INFEASIBLE;
    if (presolve_code_unbounded)
        return PB_LP_UNBOUNDED;
    switch (glp_get_status(p)) {
    case GLP_OPT: return PB_LP_OPTIMAL;
    case GLP_FEAS: return PB_LP_FEASIBLE;
    case GLP_NOFEAS: return PB_LP_INFEASIBLE;
    case GLP_UNBND: return PB_LP_UNBOUNDED;
    default: return PB_LP_NOTHING;
    }
}

/* Numerical failure, worth another try. */
static bool in_trouble(const simplex_call *c)
{
    switch (c->code) {
    case GLP_EBADB:
    case GLP_ESING:
    case GLP_ECOND:
    case GLP_EBOUND:
    case GLP_EFAIL:
    case GLP_EOBJLL: return true;
    case 0: return glp_get_status(c->lp->prob) == GLP_UNDEF;
    default: return false;
    }
}

/* What GLPK has solved of a presolved programme is lost when it stops: that runs in one slice. */
static int slice(const pb_lp_options *opt, int64_t left)
{
    if (opt->presolve)
        return opt->iterations > 0 && left < INT32_MAX ? (int)left : INT32_MAX;
    return (int)(left < SLICE_ITERATIONS ? left : SLICE_ITERATIONS);
}

/* One run to the end or to a limit. *ret_trouble: numerical failure, worth another try. */
static pb_status run_slices(simplex_call *c, const pb_lp_options *opt, int64_t *iterations,
                            bool *ret_trouble)
{
    double begin = watch_now(&opt->watch);
    *ret_trouble = false;
    for (;;) {
        int64_t left = opt->iterations > 0 ? opt->iterations - *iterations : SLICE_ITERATIONS;
        double spent = watch_now(&opt->watch) - begin;
        if (left <= 0 || watch_stop(&opt->watch) || (opt->seconds > 0 && spent > opt->seconds))
            return PB_OK;
        c->parm.it_lim = slice(opt, left);
        if (opt->seconds > 0)
            c->parm.tm_lim = (int)((opt->seconds - spent) * 1000.0) + 1;
        pb_status st = pb_lp_guarded(c->lp->env, op_simplex, c);
        if (st != PB_OK)
            return st;
        *iterations += c->iterations;
        if (c->code == GLP_EITLIM && !opt->presolve)
            continue;
        *ret_trouble = in_trouble(c);
        return PB_OK;
    }
}

static void simplex_parameters(simplex_call *c, const pb_lp_options *opt)
{
    glp_init_smcp(&c->parm);
    c->parm.msg_lev = GLP_MSG_OFF;
    c->parm.meth = opt->dual ? GLP_DUALP : GLP_PRIMAL;
    c->parm.presolve = opt->presolve ? GLP_ON : GLP_OFF;
}

static bool held(pb_lp_answer a)
{
    return a == PB_LP_OPTIMAL || a == PB_LP_FEASIBLE;
}

pb_status pb_lp_solve(pb_lp *lp, const pb_lp_options *opt, pb_lp_result *ret)
{
    if (lp->prob == NULL)
        return PB_ERR_SOLVER;
    simplex_call c = {.lp = lp};
    simplex_parameters(&c, opt);
    int64_t iterations = 0;
    bool trouble = false;
    for (int attempt = 0; attempt < TRIES; attempt++) {
        pb_status st = run_slices(&c, opt, &iterations, &trouble);
        if (st != PB_OK)
            return st;
        if (!trouble)
            break;
        c.parm.meth = c.parm.meth == GLP_PRIMAL ? GLP_DUALP : GLP_PRIMAL;
        st = pb_lp_guarded(lp->env, op_fresh_basis, lp);
        if (st != PB_OK)
            return st;
    }
    if (trouble)
        return PB_ERR_SOLVER;
    ret->answer = answer_of(lp->prob, c.code == GLP_ENOPFS, c.code == GLP_ENODFS);
    ret->objective = held(ret->answer) ? glp_get_obj_val(lp->prob) : NAN;
    ret->iterations = iterations;
    return PB_OK;
}

void pb_lp_get(const pb_lp *lp, double *x, double *reduced, double *y)
{
    if (lp->prob == NULL)
        return;
    for (int j = 1; j <= glp_get_num_cols(lp->prob); j++) {
        if (x != NULL)
            x[j - 1] = glp_get_col_prim(lp->prob, j);
        if (reduced != NULL)
            reduced[j - 1] = glp_get_col_dual(lp->prob, j);
    }
    for (int i = 1; y != NULL && i <= glp_get_num_rows(lp->prob); i++)
        y[i - 1] = glp_get_row_dual(lp->prob, i);
}

void pb_lp_basis(const pb_lp *lp, unsigned char *marks)
{
    int m = pb_lp_n_rows(lp), n = pb_lp_n_cols(lp);
    for (int i = 1; i <= m; i++)
        marks[i - 1] = (unsigned char)glp_get_row_stat(lp->prob, i);
    for (int j = 1; j <= n; j++)
        marks[m + j - 1] = (unsigned char)glp_get_col_stat(lp->prob, j);
}

typedef struct basis_call {
    pb_lp *lp;
    int m, n;
    const unsigned char *marks;
} basis_call;

static void op_basis(void *arg)
{
    basis_call *c = arg;
    glp_prob *p = c->lp->prob;
    for (int i = 1; i <= glp_get_num_rows(p); i++)
        glp_set_row_stat(p, i, i <= c->m ? c->marks[i - 1] : GLP_BS);
    for (int j = 1; j <= glp_get_num_cols(p); j++)
        glp_set_col_stat(p, j, j <= c->n ? c->marks[c->m + j - 1] : GLP_NL);
}

pb_status pb_lp_set_basis(pb_lp *lp, int n_rows, int n_cols, const unsigned char *marks)
{
    if (lp->prob == NULL)
        return PB_ERR_SOLVER;
    basis_call c = {.lp = lp, .m = n_rows, .n = n_cols, .marks = marks};
    return pb_lp_guarded(lp->env, op_basis, &c);
}

double pb_lp_col_value(const pb_lp *lp, int col)
{
    return lp->prob == NULL ? 0.0 : glp_get_col_prim(lp->prob, col + 1);
}

bool pb_lp_col_basic(const pb_lp *lp, int col)
{
    return lp->prob != NULL && glp_get_col_stat(lp->prob, col + 1) == GLP_BS;
}

/* --- branch and cut --- */

typedef struct mip_call {
    pb_lp *lp;
    const pb_mip_options *opt;
    glp_iocp parm;
    double *x;     /* [n_cols + 1] for points going in and out, 1-based */
    double bound;
    int64_t nodes;
    bool started;
    int code;
} mip_call;

static void mip_keep(mip_call *c, glp_tree *tree)
{
    if (c->opt->presolve || c->opt->incumbent == NULL)
        return;
    glp_prob *p = glp_ios_get_prob(tree);
    int n = glp_get_num_cols(p);
    for (int j = 1; j <= n; j++)
        c->x[j - 1] = glp_mip_col_val(p, j);
    c->opt->incumbent(c->opt->ctx, c->x, glp_mip_obj_val(p));
}

static void mip_report(mip_call *c, glp_tree *tree)
{
    int best = glp_ios_best_node(tree);
    if (best != 0) {
        double b = glp_ios_node_bound(tree, best);
        if (b > c->bound && b < INFINITY)
            c->bound = b;
    }
    int active = 0, all = 0, total = 0;
    glp_ios_tree_size(tree, &active, &all, &total);
    c->nodes = total;
    glp_prob *p = glp_ios_get_prob(tree);
    bool have = glp_mip_status(p) == GLP_FEAS || glp_mip_status(p) == GLP_OPT;
    double obj = have ? glp_mip_obj_val(p) : INFINITY;
    if (c->opt->progress != NULL) {
        pb_mip_progress pr = {.best = obj, .bound = c->bound, .nodes = total};
        c->opt->progress(c->opt->ctx, &pr);
    }
    if (watch_stop(&c->opt->watch) || c->bound >= c->opt->cutoff ||
        (c->opt->nodes > 0 && total >= c->opt->nodes))
        glp_ios_terminate(tree);
}

static void on_tree(glp_tree *tree, void *info)
{
    mip_call *c = info;
    switch (glp_ios_reason(tree)) {
    case GLP_IHEUR:
        if (!c->started && c->opt->start != NULL && !c->opt->presolve) {
            int n = glp_get_num_cols(glp_ios_get_prob(tree));
            for (int j = 1; j <= n; j++)
                c->x[j] = c->opt->start[j - 1];
            (void)glp_ios_heur_sol(tree, c->x);
        }
        c->started = true;
        break;
    case GLP_IBINGO:
        mip_keep(c, tree);
        mip_report(c, tree);
        break;
    case GLP_ISELECT:
        mip_report(c, tree);
        break;
    default:
        break;
    }
}

static void op_intopt(void *arg)
{
    mip_call *c = arg;
    c->code = glp_intopt(c->lp->prob, &c->parm);
}

static void mip_parameters(mip_call *c)
{
    const pb_mip_options *opt = c->opt;
    glp_init_iocp(&c->parm);
    c->parm.msg_lev = GLP_MSG_OFF;
    c->parm.presolve = opt->presolve ? GLP_ON : GLP_OFF;
    c->parm.br_tech = opt->presolve || opt->quick ? GLP_BR_DTH : GLP_BR_PCH;
    c->parm.bt_tech = GLP_BT_BLB;
    c->parm.mip_gap = opt->gap;
    if (opt->seconds > 0)
        c->parm.tm_lim = (int)(opt->seconds * 1000.0) + 1;
    if (opt->cuts)
        c->parm.gmi_cuts = c->parm.mir_cuts = c->parm.cov_cuts = c->parm.clq_cuts = GLP_ON;
    c->parm.cb_func = on_tree;
    c->parm.cb_info = c;
}

static void mip_answer(mip_call *c, pb_mip_result *ret)
{
    glp_prob *p = c->lp->prob;
    int status = glp_mip_status(p);
    *ret = (pb_mip_result){.objective = NAN, .bound = c->bound, .nodes = c->nodes};
    if (c->code == GLP_ENOPFS || status == GLP_NOFEAS) {
        ret->answer = PB_LP_INFEASIBLE;
        return;
    }
    bool have = status == GLP_OPT || status == GLP_FEAS;
    double obj = have ? glp_mip_obj_val(p) : NAN;
    if (!have || obj >= c->opt->cutoff) {
        ret->answer = c->code == GLP_ENODFS ? PB_LP_UNBOUNDED : PB_LP_NOTHING;
        return;
    }
    ret->answer = status == GLP_OPT && c->code == 0 ? PB_LP_OPTIMAL : PB_LP_FEASIBLE;
    ret->objective = obj;
    if (ret->answer == PB_LP_OPTIMAL || ret->bound > obj)
        ret->bound = obj;
}

/* Without presolve glp_intopt starts from an optimal basis of the relaxation. */
static pb_status mip_root(pb_lp *lp, const pb_mip_options *opt, pb_mip_result *ret, bool *ret_done)
{
    pb_lp_options o = {.seconds = opt->seconds, .watch = opt->watch};
    pb_lp_result r;
    *ret_done = false;
    pb_status st = pb_lp_solve(lp, &o, &r);
    if (st != PB_OK || r.answer == PB_LP_OPTIMAL)
        return st;
    *ret = (pb_mip_result){.objective = NAN, .bound = -INFINITY};
    ret->answer = r.answer == PB_LP_FEASIBLE ? PB_LP_NOTHING : r.answer;
    *ret_done = true;
    return PB_OK;
}

pb_status pb_lp_mip(pb_lp *lp, const pb_mip_options *opt, pb_mip_result *ret)
{
    if (lp->prob == NULL)
        return PB_ERR_SOLVER;
    bool done = false;
    if (!opt->presolve) {
        pb_status st = mip_root(lp, opt, ret, &done);
        if (st != PB_OK || done)
            return st;
    }
    const pb_allocator *al = pb_lp_env_allocator(lp->env);
    mip_call c = {.lp = lp, .opt = opt, .bound = -INFINITY};
    c.x = pb_alloc(al, (size_t)pb_lp_n_cols(lp) + 1, sizeof *c.x);
    if (c.x == NULL)
        return PB_ERR_NOMEM;
    mip_parameters(&c);
    pb_status st = pb_lp_guarded(lp->env, op_intopt, &c);
    bool trouble = c.code == GLP_EBOUND || c.code == GLP_EROOT || c.code == GLP_EFAIL;
    if (st == PB_OK && trouble)
        st = PB_ERR_SOLVER;
    if (st == PB_OK)
        mip_answer(&c, ret);
    pb_free(al, c.x);
    return st;
}

void pb_lp_mip_get(const pb_lp *lp, double *x)
{
    for (int j = 0; j < pb_lp_n_cols(lp); j++)
        x[j] = glp_mip_col_val(lp->prob, j + 1);
}

/* --- files for other solvers --- */

typedef struct write_call {
    glp_prob *prob;
    const char *path;
    pb_lp_format format;
    int code;
} write_call;

static void op_write(void *arg)
{
    write_call *c = arg;
    c->code = c->format == PB_LP_MPS ? glp_write_mps(c->prob, GLP_MPS_FILE, NULL, c->path)
                                     : glp_write_lp(c->prob, NULL, c->path);
}

pb_status pb_lp_write(const pb_lp *lp, const char *path, pb_lp_format format)
{
    if (lp->prob == NULL)
        return PB_ERR_SOLVER;
    write_call c = {.prob = lp->prob, .path = path, .format = format};
    pb_status st = pb_lp_guarded(lp->env, op_write, &c);
    return st != PB_OK ? st : c.code != 0 ? PB_ERR_IO : PB_OK;
}
