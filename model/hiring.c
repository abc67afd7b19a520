/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contracts.csv, leave.csv. */
#include "model/hiring.h"

#include "model/lookup.h"
#include "model/table.h"

#include <math.h>
#include <string.h>

enum { CONTRACT, HOURS, MONTH_COST, HIRE_COST, TRAINING, ATTRITION, SKILLS, MAX_HIRES, N_COLUMNS };

const pb_column pb_contract_columns[] = {
    [CONTRACT] = {"contract", "合同|合同类型|用工类型", PB_CELL_TEXT, true, 1, 100, NULL},
    [HOURS] = {"hours_per_week", "周工时|每周工时", PB_CELL_REAL, true, 1, 80, NULL},
    [MONTH_COST] = {"month_cost", "月成本|月薪", PB_CELL_REAL, false, 0, 1e9, NULL},
    [HIRE_COST] = {"hire_cost", "招聘成本", PB_CELL_REAL, false, 0, 1e9, NULL},
    [TRAINING] = {"training_months", "培训月数|培训期", PB_CELL_INT, false, 0, 24, NULL},
    [ATTRITION] = {"attrition", "月流失率|离职率", PB_CELL_SHARE, false, 0, 0.9, NULL},
    [SKILLS] = {"skills", "技能|队列", PB_CELL_TEXT, false, 0, 4000, NULL},
    [MAX_HIRES] = {"max_hires", "每月最多招聘|招聘上限", PB_CELL_INT, false, 0, 100000, NULL},
};
const size_t pb_n_contract_columns = N_COLUMNS;

enum { MONTH, SHARE, N_LEAVE };

const pb_column pb_leave_columns[] = {
    [MONTH] = {"month", "月份|月", PB_CELL_INT, true, 1, 12, NULL},
    [SHARE] = {"share", "占比|休假占比|休假率", PB_CELL_SHARE, true, 0, 0.9, NULL},
};
const size_t pb_n_leave_columns = N_LEAVE;

static void take_skills(pb_table *t, const pb_row *row, const pb_queues *queues, pb_contract *k)
{
    const char *names[PB_MAX_QUEUES];
    pb_piece rest = {row->cells[SKILLS].text, row->cells[SKILLS].n}, p;

    k->skills = row->cells[SKILLS].given ? 0 : ~(pb_skillset)0;
    for (int32_t i = 0; i < queues->n; i++)
        names[i] = queues->at[i].id;
    while (row->cells[SKILLS].given && pb_piece_next(&rest, ";", &p)) {
        pb_skillset one;
        if (pb_skillset_parse(queues, p.s, p.n, false, &one, NULL) == PB_OK)
            k->skills |= one;
        else
            pb_table_unknown(t, row, SKILLS, &pb_unknown_queue, p, names, (size_t)queues->n);
    }
}

static pb_status fill_contract(pb_table *t, const pb_row *row, void *item)
{
    pb_contract *k = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;

    k->id = pb_table_text(t, &c[CONTRACT]);
    if (!k->id)
        return PB_ERR_NOMEM;
    if (c[CONTRACT].given && !pb_table_first(t, row, CONTRACT, k->id, &st))
        t->skip = true;
    k->hours_per_week = pb_cell_real(&c[HOURS], 40);
    k->month_cost = pb_cell_real(&c[MONTH_COST], NAN);
    k->hire_cost = pb_cell_real(&c[HIRE_COST], NAN);
    k->attrition = pb_cell_real(&c[ATTRITION], NAN);
    k->training_months = (int)pb_cell_int(&c[TRAINING], 1);
    k->max_hires = (int)pb_cell_int(&c[MAX_HIRES], 1000);
    take_skills(t, row, t->ctx, k);
    return st;
}

pb_status pb_contracts_read(pb_arena *a, const char *path, const pb_queues *queues, pb_contracts *ret, pb_diags *d)
{
    pb_queues copy = *queues;
    pb_table t = {.arena = a, .diags = d, .columns = pb_contract_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_contract), .fill = fill_contract, .ctx = &copy};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);

    if (st == PB_OK)
        *ret = (pb_contracts){t.n, items};
    return st;
}

typedef struct leave_row {
    int month;
    double share;
} leave_row;

static pb_status fill_leave(pb_table *t, const pb_row *row, void *item)
{
    leave_row *x = item;
    pb_status st = PB_OK;

    x->month = (int)pb_cell_int(&row->cells[MONTH], 0);
    x->share = pb_cell_real(&row->cells[SHARE], 0);
    t->skip = x->month < 1;
    if (!t->skip && !pb_table_first(t, row, MONTH, row->cells[MONTH].text, &st))
        t->skip = true;
    return st;
}

pb_status pb_leave_read(pb_arena *a, const char *path, double share[static 12], pb_diags *d)
{
    pb_table t = {.arena = a, .diags = d, .columns = pb_leave_columns, .n_columns = N_LEAVE,
                  .item_size = sizeof(leave_row), .fill = fill_leave};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    const leave_row *rows = items;

    if (st != PB_OK)
        return st;
    for (int m = 0; m < 12; m++)
        share[m] = 0;
    for (size_t i = 0; i < t.n; i++)
        share[rows[i].month - 1] = rows[i].share;
    return PB_OK;
}
