/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requests.csv. */
#include "model/lookup.h"

#include <stdio.h>
#include <string.h>

enum { AGENT, DATE, WANT, STRENGTH, N_COLUMNS };

const pb_column pb_request_columns[] = {
    [AGENT] = {"agent", "客服|坐席|工号|agent_id|employee|员工", PB_CELL_TEXT, true, 1, 100, NULL},
    [DATE] = {"date", "日期", PB_CELL_DATE, true, 0, 0, NULL},
    [WANT] = {"want", "希望|申请|意愿|期望", PB_CELL_TEXT, true, 1, 100, NULL},
    [STRENGTH] = {"strength", "强度|权重|优先级|weight", PB_CELL_REAL, false, 1e-6, 1000, NULL},
};
const size_t pb_n_request_columns = N_COLUMNS;

typedef struct request_ctx {
    const pb_agents *agents;
    const pb_shifts *shifts;
} request_ctx;

/* Sets want, negated and which; false when the text means nothing. */
static bool parse_want(const pb_shifts *shifts, pb_piece p, pb_request *r)
{
    static const struct {
        const char *word;
        size_t n;
    } nots[] = {{"!", 1}, {"！", 3}, {"not ", 4}, {"不要", 6}, {"不上", 6}, {"不", 3}};
    for (size_t i = 0; i < sizeof nots / sizeof *nots && !r->negated; i++)
        if (p.n > nots[i].n && memcmp(p.s, nots[i].word, nots[i].n) == 0) {
            r->negated = true;
            p = pb_piece_trim((pb_piece){p.s + nots[i].n, p.n - nots[i].n});
        }
    r->which = -1;
    if (pb_word_off(p.s, p.n) || pb_word_on(p.s, p.n)) {
        r->want = pb_word_off(p.s, p.n) ? PB_WANT_OFF : PB_WANT_ON;
        return true;
    }
    for (int32_t i = 0; i < shifts->n; i++)
        if (strlen(shifts->at[i].id) == p.n && memcmp(shifts->at[i].id, p.s, p.n) == 0) {
            r->want = PB_WANT_SHIFT;
            r->which = i;
            return true;
        }
    r->want = PB_WANT_KIND;
    r->which = pb_enum_find(pb_shift_kind_names, p);
    return r->which >= 0;
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const request_ctx *x = t->ctx;
    pb_request *r = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    t->skip = true;
    r->agent = c[AGENT].given ? pb_agent_find(x->agents, c[AGENT].text) : -1;
    if (c[AGENT].given && r->agent < 0)
        pb_agent_unknown(t, row, AGENT, x->agents);
    bool known = c[WANT].given && parse_want(x->shifts, (pb_piece){c[WANT].text, c[WANT].n}, r);
    if (c[WANT].given && !known)
        pb_shift_unknown(t, row, WANT, x->shifts);
    if (r->agent < 0 || !known || !c[DATE].given)
        return PB_OK;
    r->date = c[DATE].date;
    r->strength = pb_cell_real(&c[STRENGTH], 1);
    char key[256];
    (void)snprintf(key, sizeof key, "%.100s, %.20s, %.100s", c[AGENT].text, c[DATE].text, c[WANT].text);
    t->skip = !pb_table_first(t, row, AGENT, key, &st);
    return st;
}

pb_status pb_requests_read(pb_arena *a, const char *path, const pb_agents *agents,
                           const pb_shifts *shifts, pb_requests *ret, pb_diags *d)
{
    request_ctx x = {agents, shifts};
    pb_table t = {.arena = a, .diags = d, .columns = pb_request_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_request), .fill = fill, .ctx = &x};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK || st == PB_ERR_INPUT)
        *ret = (pb_requests){t.n, items, extras};
    return st;
}

void pb_requests_write(const pb_requests *r, const pb_agents *agents, const pb_shifts *shifts,
                       pb_text *out)
{
    pb_text want;
    pb_text_init(&want, out->al);
    pb_table_write_header(pb_request_columns, N_COLUMNS, &r->extras, out);
    for (size_t i = 0; i < r->n; i++) {
        const pb_request *x = &r->at[i];
        pb_csv_field(out, agents->at[x->agent].id, false);
        pb_write_date(out, x->date);
        pb_text_puts(&want, x->negated ? "!" : "");
        pb_text_puts(&want, x->want == PB_WANT_SHIFT  ? shifts->at[x->which].id
                            : x->want == PB_WANT_KIND ? pb_shift_kind_name((pb_shift_kind)x->which)
                            : x->want == PB_WANT_OFF  ? "off"
                                                      : "on");
        pb_write_text(out, &want);
        pb_write_real(out, x->strength);
        pb_table_write_end(&r->extras, i, out);
    }
    pb_text_done(&want);
}
