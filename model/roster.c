/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster.h"

#include "model/roster_cells.h"

enum { DATE, AGENT, SHIFT, START, END, BREAKS, QUEUE, ACTIVITIES, PINNED, NOTE, N_COLUMNS };

const pb_column pb_roster_columns[] = {
    [DATE] = {"date", "日期", PB_CELL_DATE, true, 0, 0, NULL},
    [AGENT] = {"agent", "客服|坐席|工号|agent_id|employee|员工", PB_CELL_TEXT, true, 1, 100, NULL},
    [SHIFT] = {"shift", "班次", PB_CELL_TEXT, true, 1, 100, NULL},
    [START] = {"start", "开始|上班|上班时间|开始时间", PB_CELL_MINUTE, false, 0, 1439, NULL},
    [END] = {"end", "结束|下班|下班时间|结束时间", PB_CELL_MINUTE, false, 0, 1440, NULL},
    [BREAKS] = {"breaks", "休息|用餐|小休", PB_CELL_TEXT, false, 0, 500, NULL},
    [QUEUE] = {"queue", "队列|技能组", PB_CELL_TEXT, false, 0, 200, NULL},
    [ACTIVITIES] = {"activities", "活动|事项", PB_CELL_TEXT, false, 0, 2000, NULL},
    [PINNED] = {"pinned", "锁定|固定", PB_CELL_BOOL, false, 0, 0, NULL},
    [NOTE] = {"note", "备注|说明", PB_CELL_TEXT, false, 0, 20000, NULL},
};
const size_t pb_n_roster_columns = N_COLUMNS;

size_t pb_roster_find(const pb_roster *r, pb_date date, int32_t agent, size_t *ret_first)
{
    size_t lo = 0, hi = r->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const pb_duty *m = &r->at[mid];
        if (m->date < date || (m->date == date && m->agent < agent))
            lo = mid + 1;
        else
            hi = mid;
    }
    size_t end = lo;
    while (end < r->n && r->at[end].date == date && r->at[end].agent == agent)
        end++;
    *ret_first = lo;
    return end - lo;
}

const pb_duty *pb_roster_duty(const pb_roster *r, pb_date date, int32_t agent)
{
    size_t at = 0, n = pb_roster_find(r, date, agent, &at);
    for (size_t i = 0; i < n; i++)
        if (r->at[at + i].end_s > r->at[at + i].start_s)
            return &r->at[at + i];
    return NULL;
}

bool pb_roster_says_off(const pb_roster *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].shift < 0 && r->at[i].end_s <= r->at[i].start_s)
            return true;
    return false;
}

int pb_duty_paid_min(const pb_duty *d)
{
    int minutes = (int)((d->end_s - d->start_s) / 60);
    for (int32_t i = 0; i < d->n_breaks; i++)
        if (d->unpaid_breaks >> i & 1)
            minutes -= d->breaks[i].to_min - d->breaks[i].from_min;
    return minutes;
}

/* --- reading --- */

typedef struct roster_ctx {
    bool past;
    const pb_team *team;
    const pb_queues *queues;
    const pb_agents *agents;
    const pb_shifts *shifts;
    size_t n_gone, n_renamed; /* past: rows of agents and shifts that are no more */
} roster_ctx;

static bool take_agent(pb_table *t, const pb_row *row, roster_ctx *x, pb_duty *du)
{
    const pb_cell *c = &row->cells[AGENT];
    du->agent = c->given ? pb_agent_find(x->agents, c->text) : -1;
    if (du->agent >= 0 || !c->given)
        return du->agent >= 0;
    if (x->past)
        x->n_gone++;
    else
        pb_agent_unknown(t, row, AGENT, x->agents);
    return false;
}

static int32_t nearest_shift(const pb_shifts *shifts, int start_min)
{
    int32_t best = -1;
    int distance = 2 * PB_MIN_PER_DAY;
    for (int32_t i = 0; i < shifts->n; i++) {
        int away = shifts->at[i].start_min - start_min;
        away = away < 0 ? -away : away;
        if (away < distance) {
            distance = away;
            best = i;
        }
    }
    return best;
}

static bool take_shift(pb_table *t, const pb_row *row, roster_ctx *x, pb_duty *du)
{
    const pb_cell *c = row->cells;
    if (!c[SHIFT].given)
        return false;
    du->shift = pb_shift_find(x->shifts, c[SHIFT].text);
    if (du->shift >= 0 || pb_word_off(c[SHIFT].text, c[SHIFT].n))
        return true;
    if (x->past && c[START].given && c[END].given && x->shifts->n > 0) {
        du->shift = nearest_shift(x->shifts, (int)c[START].integer);
        x->n_renamed++;
        return true;
    }
    pb_duty_unknown(t, row, SHIFT, x->shifts);
    return false;
}

static bool take_times(pb_table *t, const pb_row *row, const roster_ctx *x, pb_duty *du)
{
    const pb_cell *c = row->cells;
    const pb_shift *s = &x->shifts->at[du->shift];
    du->start_min = (int)pb_cell_int(&c[START], s->start_min);
    du->end_min = c[END].given ? (int)c[END].integer : du->start_min + s->end_min - s->start_min;
    if (du->end_min <= du->start_min)
        du->end_min += PB_MIN_PER_DAY;
    du->start_s = pb_zone_utc_simple(x->team->zone, du->date, du->start_min);
    du->end_s = pb_zone_utc_simple(x->team->zone, du->date, du->end_min);
    if (du->end_s > du->start_s)
        return true;
    PB_TABLE_ERROR(t, row, END, NULL, PB_N_("the duty has no length on this day of a clock change"));
    return false;
}

static pb_status take_inside(pb_table *t, const pb_row *row, const roster_ctx *x, pb_duty *du)
{
    const pb_cell *c = row->cells;
    const pb_shift *s = &x->shifts->at[du->shift];
    pb_fault fault = {0};
    pb_status st = t->present[BREAKS] ? pb_breaks_parse(t->arena, c[BREAKS].text, c[BREAKS].n, s, du, &fault)
                                      : pb_breaks_default(t->arena, s, x->team->slot_min, du);
    if (st == PB_ERR_INPUT) {
        PB_TABLE_ERROR(t, row, BREAKS, NULL, fault.msgid, fault.found, fault.more);
        st = PB_OK;
    }
    if (st == PB_OK && c[ACTIVITIES].given)
        st = pb_placed_parse(t->arena, c[ACTIVITIES].text, c[ACTIVITIES].n, du, &fault);
    if (st == PB_ERR_INPUT) {
        PB_TABLE_ERROR(t, row, ACTIVITIES, NULL, fault.msgid, fault.found, fault.more);
        st = PB_OK;
    }
    return st;
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    roster_ctx *x = t->ctx;
    pb_duty *du = item;
    const pb_cell *c = row->cells;
    du->line = row->line;
    du->queue = -1;
    bool agent = take_agent(t, row, x, du), shift = take_shift(t, row, x, du);
    t->skip = !agent || !shift || !c[DATE].given;
    if (t->skip)
        return PB_OK;
    du->date = c[DATE].date;
    du->pinned = pb_cell_int(&c[PINNED], 0) != 0;
    if (!(du->note = pb_table_text(t, &c[NOTE])))
        return PB_ERR_NOMEM;
    if (du->shift < 0)
        return PB_OK;
    if (c[QUEUE].given && (du->queue = pb_queue_find(x->queues, c[QUEUE].text)) < 0 && !x->past)
        pb_queue_unknown(t, row, QUEUE, x->queues);
    if (!take_times(t, row, x, du)) {
        t->skip = true;
        return PB_OK;
    }
    return take_inside(t, row, x, du);
}

static int by_date_agent_start(const void *a, const void *b, const void *ctx)
{
    const pb_duty *x = a, *y = b;
    (void)ctx;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->agent != y->agent)
        return x->agent < y->agent ? -1 : 1;
    return x->start_s < y->start_s ? -1 : x->start_s > y->start_s;
}

static int by_agent_start(const void *a, const void *b, const void *ctx)
{
    const pb_duty *x = a, *y = b;
    if (x->agent != y->agent)
        return x->agent < y->agent ? -1 : 1;
    return by_date_agent_start(a, b, ctx);
}

static bool clash(const pb_duty *x, const pb_duty *y)
{
    if (x->agent != y->agent)
        return false;
    if (x->date == y->date && (x->shift < 0 || y->shift < 0))
        return true;
    return x->shift >= 0 && y->shift >= 0 && y->start_s < x->end_s;
}

/* Each two rows of one agent that follow one another. */
static pb_status check_clashes(pb_arena *a, const char *path, const roster_ctx *x,
                               const pb_duty *duties, size_t n, pb_diags *d)
{
    pb_arena *scratch = pb_arena_new(pb_arena_allocator(a));
    size_t *order;
    if (!scratch)
        return PB_ERR_NOMEM;
    pb_status st = pb_table_order(scratch, duties, n, sizeof *duties, by_agent_start, NULL, &order);
    bool wrong = false;
    for (size_t i = 1; st == PB_OK && i < n; i++) {
        const pb_duty *p = &duties[order[i - 1]], *q = &duties[order[i]];
        char day[11];
        if (!clash(p, q))
            continue;
        pb_diag_add(d, PB_ERROR, (pb_where){path, q->line, NULL}, PB_N_("delete or change one of the two rows"),
                    PB_N_("%s has another row for %s at the same time, on line %ld"),
                    x->agents->at[q->agent].id, pb_date_format(q->date, day), p->line);
        wrong = true;
    }
    pb_arena_free(scratch);
    return st == PB_OK && wrong ? PB_ERR_INPUT : st;
}

static void warn_past(const char *path, const roster_ctx *x, pb_diags *d)
{
    if (x->n_gone > 0)
        pb_diag_add(d, PB_WARNING, (pb_where){path, 0, NULL}, NULL,
                    PB_N_("%zu rows are of agents who are not in agents.csv; they are left out"), x->n_gone);
    if (x->n_renamed > 0)
        pb_diag_add(d, PB_WARNING, (pb_where){path, 0, NULL}, NULL,
                    PB_N_("%zu rows name a shift that is not in shifts.csv; the one that starts nearest is taken"),
                    x->n_renamed);
}

pb_status pb_roster_read(pb_arena *a, const char *path, bool past, const pb_team *team,
                         const pb_queues *queues, const pb_agents *agents, const pb_shifts *shifts,
                         pb_roster *ret, pb_diags *d)
{
    roster_ctx x = {past, team, queues, agents, shifts, 0, 0};
    pb_table t = {.arena = a, .diags = d, .columns = pb_roster_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_duty), .fill = fill, .ctx = &x};
    void *items;
    size_t *order;
    pb_roster r = {.first = PB_DATE_NONE, .last = PB_DATE_NONE};
    pb_status st = pb_table_read(&t, path, &items, &r.extras);
    if (st != PB_OK && st != PB_ERR_INPUT)
        return st;
    pb_status clashes = check_clashes(a, path, &x, items, t.n, d);
    if (clashes != PB_OK)
        st = clashes;
    if (st != PB_OK)
        return st;
    warn_past(path, &x, d);
    st = pb_table_order(a, items, t.n, sizeof(pb_duty), by_date_agent_start, NULL, &order);
    if (st == PB_OK)
        st = pb_table_permute(a, order, t.n, sizeof(pb_duty), &items, &r.extras);
    if (st != PB_OK)
        return st;
    r.n = t.n;
    r.at = items;
    if (r.n > 0) {
        r.first = r.at[0].date;
        r.last = r.at[r.n - 1].date;
    }
    *ret = r;
    return PB_OK;
}

/* --- writing --- */

static void write_duty(const pb_duty *du, const pb_queues *queues, const pb_agents *agents,
                       const pb_shifts *shifts, pb_text *out)
{
    pb_text cell;
    pb_text_init(&cell, out->al);
    pb_write_date(out, du->date);
    pb_csv_field(out, agents->at[du->agent].id, false);
    if (du->shift < 0) {
        pb_csv_field(out, "off", false);
        for (int i = START; i <= ACTIVITIES; i++)
            pb_csv_field(out, "", false);
    } else {
        pb_csv_field(out, shifts->at[du->shift].id, false);
        pb_write_minute(out, du->start_min);
        pb_write_minute(out, du->end_min > PB_MIN_PER_DAY ? du->end_min - PB_MIN_PER_DAY : du->end_min);
        pb_breaks_format(du, &cell);
        pb_write_text(out, &cell);
        pb_csv_field(out, du->queue < 0 ? "" : queues->at[du->queue].id, false);
        pb_placed_format(du, &cell);
        pb_write_text(out, &cell);
    }
    pb_csv_field(out, du->pinned ? "yes" : "", false);
    pb_csv_field(out, du->note ? du->note : "", false);
    pb_text_done(&cell);
}

void pb_roster_write(const pb_roster *r, const pb_queues *queues, const pb_agents *agents,
                     const pb_shifts *shifts, pb_text *out)
{
    pb_table_write_header(pb_roster_columns, N_COLUMNS, &r->extras, out);
    for (size_t i = 0; i < r->n; i++) {
        write_duty(&r->at[i], queues, agents, shifts, out);
        pb_table_write_end(&r->extras, i, out);
    }
}
