/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actuals.csv. */
#include "model/actuals.h"

#include "model/lookup.h"

enum { AGENT, START, END, KIND, N_COLUMNS, LONGEST_S = 36 * 3600 };

#define KIND_NAMES                                                                                 \
    "work|上班|在岗|签入|工作|login;other|培训|会议|其他|training|meeting|offline;break|休息|小休|用餐|meal;"                \
    "leave|休假|请假|调休|vacation;sick|病假;absent|缺勤|旷工|no_show"

const pb_column pb_actual_columns[] = {
    [AGENT] = {"agent", "客服|坐席|工号|agent_id|employee|员工", PB_CELL_TEXT, true, 1, 100, NULL},
    [START] = {"start", "开始|开始时间|上班时间|签入时间|from", PB_CELL_TEXT, true, 1, 40, NULL},
    [END] = {"end", "结束|结束时间|下班时间|签出时间|to|until", PB_CELL_TEXT, true, 1, 40, NULL},
    [KIND] = {"kind", "类型|状态|state|status", PB_CELL_ENUM, false, 0, 0, KIND_NAMES},
};
const size_t pb_n_actual_columns = N_COLUMNS;

const char *pb_actual_kind_name(pb_actual_kind k)
{
    static const char *const names[] = {PB_N_("work"), PB_N_("other"), PB_N_("break"), PB_N_("leave"), PB_N_("sick"), PB_N_("absent")};
    return names[k];
}

typedef struct naming {
    const pb_agents *agents;
    const pb_zone *zone;
} naming;

/* A time, or a day: its begin, or for an end its last moment. */
static bool take_time(const naming *n, const pb_cell *c, bool end, int64_t *ret_s)
{
    pb_date day;
    if (pb_date_parse(c->text, c->n, &day)) {
        *ret_s = pb_zone_utc_simple(n->zone, end ? day + 1 : day, 0);
        return true;
    }
    return pb_zone_parse(n->zone, c->text, c->n, ret_s, NULL);
}

/* "22:30" behind a start: the next such reading of the clock. */
static bool take_clock(const naming *n, const pb_cell *c, int64_t start_s, int64_t *ret_s)
{
    int minute, second;
    pb_date day;
    if (!pb_minute_parse(c->text, c->n, &minute))
        return false;
    pb_zone_local(n->zone, start_s, &day, &second);
    *ret_s = pb_zone_utc_simple(n->zone, day, minute);
    if (*ret_s <= start_s)
        *ret_s = pb_zone_utc_simple(n->zone, day + 1, minute);
    return true;
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const naming *n = t->ctx;
    const pb_cell *c = row->cells;
    pb_actual *x = item;
    t->skip = true;
    if (!c[AGENT].given || !c[START].given || !c[END].given)
        return PB_OK; /* told already */
    x->kind = (pb_actual_kind)pb_cell_int(&c[KIND], PB_ACTUAL_WORK);
    x->agent = pb_agent_find(n->agents, c[AGENT].text);
    bool start = take_time(n, &c[START], false, &x->start_s);
    if (!start && pb_table_once(t, row, START))
        return PB_OK;
    if (!start) {
        PB_TABLE_ERROR(t, row, START, NULL, PB_N_("expected a time such as 2026-10-01 08:30, found \"%s\""),
                       c[START].text);
        return PB_OK;
    }
    if (!take_clock(n, &c[END], x->start_s, &x->end_s) && !take_time(n, &c[END], true, &x->end_s)) {
        if (!pb_table_once(t, row, END))
            PB_TABLE_ERROR(t, row, END, NULL, PB_N_("expected a time such as 2026-10-01 08:30, found \"%s\""),
                           c[END].text);
    } else if (x->end_s <= x->start_s) {
        PB_TABLE_ERROR(t, row, END, NULL, PB_N_("it ends (%s) before it starts (%s)"), c[END].text, c[START].text);
    } else if (x->kind <= PB_ACTUAL_BREAK && x->end_s - x->start_s > LONGEST_S) {
        PB_TABLE_ERROR(t, row, END, NULL, PB_N_("nobody is at work for 36 hours (%s to %s)"), c[START].text, c[END].text);
    } else if (x->agent < 0) {
        PB_TABLE_WARN(t, row, AGENT, NULL, PB_N_("\"%s\" is not in agents.csv; the row is left out"), c[AGENT].text);
    } else {
        t->skip = false;
    }
    return PB_OK;
}

static int by_agent_then_start(const void *pa, const void *pb, const void *ctx)
{
    const pb_actual *a = pa, *b = pb;
    (void)ctx;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    return (a->start_s > b->start_s) - (a->start_s < b->start_s);
}

pb_status pb_actuals_read(pb_arena *a, const char *path, const pb_team *team, const pb_agents *agents,
                          pb_actuals *ret, pb_diags *d)
{
    naming n = {agents, team->zone};
    pb_table t = {.arena = a, .diags = d, .columns = pb_actual_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_actual), .fill = fill, .ctx = &n};
    void *items;
    size_t *order;
    pb_extras extras, none = {0};
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st != PB_OK)
        return st;
    st = pb_table_order(a, items, t.n, sizeof(pb_actual), by_agent_then_start, NULL, &order);
    if (st == PB_OK)
        st = pb_table_permute(a, order, t.n, sizeof(pb_actual), &items, &none);
    if (st == PB_OK)
        *ret = (pb_actuals){t.n, items};
    return st;
}
