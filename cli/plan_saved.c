/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_saved.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

enum { COL_KEY, COL_VALUE, N_COLS };

static const pb_column columns[N_COLS] = {{"key", NULL, PB_CELL_TEXT, true, 0, 0, NULL},
                                          {"value", NULL, PB_CELL_TEXT, true, 0, 0, NULL}};

typedef struct reading {
    pb_arena *arena;
    pb_plan_saved p;
} reading;

static pb_status on_row(void *ctx, const pb_row *row)
{
    reading *r = ctx;
    const char *key = row->cells[COL_KEY].text;
    const pb_cell *v = &row->cells[COL_VALUE];
    if (strcmp(key, "cost") == 0)
        (void)pb_number_parse_real(v->text, v->n, '.', &r->p.cost);
    else if (strcmp(key, "bound") == 0)
        (void)pb_number_parse_real(v->text, v->n, '.', &r->p.bound);
    else if (strcmp(key, "activities") == 0)
        (void)pb_number_parse_real(v->text, v->n, '.', &r->p.held);
    else if (strcmp(key, "status") == 0 && !(r->p.status = pb_arena_strdup(r->arena, v->text)))
        return PB_ERR_NOMEM;
    return PB_OK;
}

static void put(pb_text *out, const char *key, double v)
{
    pb_csv_field(out, key, false);
    pb_csv_real(out, v, 3);
    pb_csv_end(out);
}

void pb_plan_saved_write(const pb_plan_saved *p, pb_text *out)
{
    pb_text_puts(out, "key,value\n");
    pb_csv_field(out, "status", false);
    pb_csv_field(out, p->status, false);
    pb_csv_end(out);
    put(out, "cost", p->cost);
    if (!isnan(p->bound))
        put(out, "bound", p->bound);
    if (!isnan(p->bound) && p->held != 0)
        put(out, "activities", p->held);
}

pb_status pb_plan_saved_read(pb_cli *cli, pb_plan_saved *ret)
{
    const pb_csv_schema schema = {columns, N_COLS, true};
    reading r = {cli->arena, {NAN, NAN, 0, ""}};
    char *path = pb_path_join(cli->arena, cli->dir, "out/plan.csv");
    if (!path)
        return PB_ERR_NOMEM;
    pb_status st = PB_OK;
    if (pb_file_exists(path))
        st = pb_csv_read_file(path, &schema, NULL, on_row, &r, cli->diags, NULL);
    if (st == PB_OK)
        *ret = r.p;
    return st;
}
