/* SPDX-License-Identifier: GPL-3.0-or-later */
/* absences.csv. */
#include "model/lookup.h"

#include <stdio.h>
#include <string.h>

enum { AGENT, FROM, TO, KIND, N_COLUMNS };

#define KIND_NAMES                                                                                 \
    "leave|休假|请假|年假|年休假|事假|调休|vacation|holiday;sick|病假;training|培训;other|其他"

const pb_column pb_absence_columns[] = {
    [AGENT] = {"agent", "客服|坐席|工号|agent_id|employee|员工", PB_CELL_TEXT, true, 1, 100, NULL},
    [FROM] = {"from", "开始|起|开始日期|开始时间", PB_CELL_TEXT, true, 1, 40, NULL},
    [TO] = {"to", "结束|止|至|结束日期|结束时间|until", PB_CELL_TEXT, true, 1, 40, NULL},
    [KIND] = {"kind", "类型|请假类型|缺勤类型", PB_CELL_ENUM, false, 0, 0, KIND_NAMES},
};
const size_t pb_n_absence_columns = N_COLUMNS;

const char *pb_absence_kind_name(pb_absence_kind k)
{
    static const char *const names[] = {"leave", "sick", "training", "other"};
    return names[k];
}

typedef struct absence_item {
    pb_absence absence;
    long line;
} absence_item;

static bool take_moment(pb_table *t, const pb_row *row, int column, pb_date *date, int *minute)
{
    const pb_cell *c = &row->cells[column];
    *date = PB_DATE_NONE;
    if (c->given && pb_moment_parse((pb_piece){c->text, c->n}, date, minute) && *date != PB_DATE_NONE)
        return true;
    if (c->given && !pb_table_once(t, row, column))
        PB_TABLE_ERROR(t, row, column, NULL,
                       PB_N_("expected a day or a moment such as 2026-10-01 or 2026-10-01 14:00, found \"%s\""),
                       c->text);
    return false;
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const pb_agents *agents = t->ctx;
    absence_item *it = item;
    pb_absence *ab = &it->absence;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    it->line = row->line;
    ab->to_min = PB_MIN_PER_DAY;
    ab->kind = (pb_absence_kind)pb_cell_int(&c[KIND], PB_LEAVE);
    ab->agent = c[AGENT].given ? pb_agent_find(agents, c[AGENT].text) : -1;
    t->skip = ab->agent < 0;
    if (c[AGENT].given && ab->agent < 0)
        pb_agent_unknown(t, row, AGENT, agents);
    bool from = take_moment(t, row, FROM, &ab->from, &ab->from_min);
    bool to = take_moment(t, row, TO, &ab->to, &ab->to_min);
    if (!from || !to || t->skip) {
        t->skip = true;
        return PB_OK;
    }
    if (ab->to < ab->from || (ab->to == ab->from && ab->to_min <= ab->from_min)) {
        PB_TABLE_ERROR(t, row, TO, PB_N_("the last day belongs to the absence"),
                       PB_N_("the absence ends (%s) before it starts (%s)"), c[TO].text, c[FROM].text);
        t->skip = true;
        return PB_OK;
    }
    char key[160];
    (void)snprintf(key, sizeof key, "%.100s, %.40s", c[AGENT].text, c[FROM].text);
    if (!pb_table_first(t, row, AGENT, key, &st))
        t->skip = true;
    return st;
}

static int by_agent(const void *a, const void *b, const void *ctx)
{
    const pb_absence *x = &((const absence_item *)a)->absence;
    const pb_absence *y = &((const absence_item *)b)->absence;
    (void)ctx;
    if (x->agent != y->agent)
        return x->agent < y->agent ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static bool overlap(const pb_absence *x, const pb_absence *y)
{
    return y->from < x->to || (y->from == x->to && y->from_min < x->to_min);
}

static pb_status warn_overlaps(pb_table *t, const char *path, const absence_item *items)
{
    size_t *order;
    pb_arena *scratch = pb_arena_new(pb_arena_allocator(t->arena));
    if (!scratch)
        return PB_ERR_NOMEM;
    const pb_agents *agents = t->ctx;
    pb_status st = pb_table_order(scratch, items, t->n, sizeof *items, by_agent, NULL, &order);
    for (size_t i = 1; st == PB_OK && i < t->n; i++) {
        const absence_item *x = &items[order[i - 1]], *y = &items[order[i]];
        if (x->absence.agent == y->absence.agent && overlap(&x->absence, &y->absence))
            pb_diag_add(t->diags, PB_WARNING, (pb_where){path, y->line, NULL}, NULL,
                        PB_N_("this absence of \"%s\" overlaps the one on line %ld"),
                        agents->at[x->absence.agent].id, x->line);
    }
    pb_arena_free(scratch);
    return st;
}

pb_status pb_absences_read(pb_arena *a, const char *path, const pb_agents *agents, pb_absences *ret,
                           pb_diags *d)
{
    pb_agents copy = *agents;
    pb_table t = {.arena = a, .diags = d, .columns = pb_absence_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(absence_item), .fill = fill, .ctx = &copy};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st != PB_OK && st != PB_ERR_INPUT)
        return st;
    pb_absence *out = PB_NEW_ARRAY(a, t.n, pb_absence);
    if (!out || warn_overlaps(&t, path, items) != PB_OK)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < t.n; i++)
        out[i] = ((const absence_item *)items)[i].absence;
    *ret = (pb_absences){t.n, out, extras};
    return st;
}

pb_status pb_absences_merge(pb_arena *a, const pb_absences *own, const pb_absence *more,
                            size_t n_more, pb_absences *ret)
{
    size_t w = own->extras.n_columns, n = own->n + n_more;
    pb_absence *rows = PB_NEW_ARRAY(a, n, pb_absence);
    const char **cells = PB_NEW_ARRAY(a, n * w, const char *);
    if (!rows || !cells)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        rows[i] = i < own->n ? own->at[i] : more[i - own->n];
    for (size_t i = 0; i < n * w; i++)
        cells[i] = i < own->n * w ? own->extras.cells[i] : "";
    *ret = (pb_absences){n, rows, {w, own->extras.names, cells}};
    return PB_OK;
}

static void write_moment(pb_text *out, pb_date date, int minute, int whole)
{
    char day[11], clock[8];
    pb_text cell;
    pb_text_init(&cell, out->al);
    pb_text_puts(&cell, pb_date_format(date, day));
    if (minute != whole)
        pb_text_printf(&cell, " %s", pb_minute_format(minute, clock));
    pb_write_text(out, &cell);
    pb_text_done(&cell);
}

void pb_absences_write(const pb_absences *ab, const pb_agents *agents, pb_text *out)
{
    pb_table_write_header(pb_absence_columns, N_COLUMNS, &ab->extras, out);
    for (size_t i = 0; i < ab->n; i++) {
        const pb_absence *x = &ab->at[i];
        pb_csv_field(out, agents->at[x->agent].id, false);
        write_moment(out, x->from, x->from_min, 0);
        write_moment(out, x->to, x->to_min, PB_MIN_PER_DAY);
        pb_csv_field(out, pb_absence_kind_name(x->kind), false);
        pb_table_write_end(&ab->extras, i, out);
    }
}
