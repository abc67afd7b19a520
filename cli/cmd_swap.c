/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban swap A DATE B DATE: two people exchange a shift each. */
#include "cli/exchange_words.h"
#include "cli/words.h"
#include "planner/audit_words.h"

typedef struct side {
    int32_t agent;
    pb_date date;        /* of the shift that is given away */
    const pb_duty *duty;
} side;

/* The one gets the other's shift: is that day free, but for what is given away itself? */
static bool is_free(const pb_exchange_run *r, const side *who, const side *from)
{
    const pb_duty *d = pb_roster_duty(&r->roster, from->date, who->agent);

    if (!d || who->date == from->date)
        return true;
    pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("%s already works on %s: %s"),
                pb_agent_name(&r->ws.agents, who->agent), pb_date_words(r->cli->arena, r->cli->lang, from->date),
                pb_cell_words(r->cli, &r->ws, d));
    return false;
}

static pb_status read_sides(pb_exchange_run *r, side *a, side *b)
{
    a->agent = pb_io_agent(r->cli, &r->ws, pb_arg_at(r->args, 0));
    b->agent = pb_io_agent(r->cli, &r->ws, pb_arg_at(r->args, 2));
    if (a->agent < 0 || b->agent < 0)
        return PB_ERR_INPUT;
    if (a->agent == b->agent) {
        pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("a swap takes two people, %s is one"),
                    pb_agent_name(&r->ws.agents, a->agent));
        return PB_ERR_INPUT;
    }
    a->duty = pb_exchange_duty(r, a->agent, a->date);
    b->duty = pb_exchange_duty(r, b->agent, b->date);
    if (!a->duty || !b->duty || !is_free(r, a, b) || !is_free(r, b, a))
        return PB_ERR_INPUT;
    if (a->date == b->date && a->duty->shift == b->duty->shift && a->duty->start_s == b->duty->start_s) {
        pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("there is nothing to swap: both have %s"),
                    pb_cell_words(r->cli, &r->ws, a->duty));
        return PB_ERR_INPUT;
    }
    return PB_OK;
}

/* The cells that change; how many. */
static int cells_of(const side *a, const side *b, pb_handed *cells)
{
    cells[0] = (pb_handed){b->agent, a->date, a->duty};
    cells[1] = (pb_handed){a->agent, b->date, b->duty};
    if (a->date == b->date)
        return 2;
    cells[2] = (pb_handed){a->agent, a->date, NULL};
    cells[3] = (pb_handed){b->agent, b->date, NULL};
    return 4;
}

static int answer(pb_exchange_run *r, const pb_handed *cells, int n)
{
    pb_exchanged e;
    bool apply = false;
    pb_status s = pb_exchange_try(r->x, r->cli->arena, cells, n, &e);

    if (!s) {
        apply = pb_arg_given(r->args, "apply") && e.n_anew == 0;
        s = apply ? pb_exchange_write(r, &e.roster) : PB_OK;
    }
    if (!s && r->cli->json)
        s = pb_print_json(r->cli, pb_exchange_json(r, cells, n, &e, apply));
    else if (!s && !r->cli->quiet)
        s = pb_exchange_tell(r, cells, n, &e);
    if (s)
        return pb_exit_of(s);
    pb_exchange_say(r, e.n_anew == 0, apply);
    return e.n_anew > 0 ? PB_EXIT_NO : PB_EXIT_DONE;
}

int pb_cmd_swap(pb_cli *cli, const pb_args *args)
{
    pb_exchange_run *r = PB_NEW(cli->arena, pb_exchange_run);
    pb_handed cells[PB_HANDED_MOST];
    side a = {0}, b = {0};
    pb_status s;

    if (!r)
        return PB_EXIT_INTERNAL;
    if (!pb_exchange_date(cli, pb_arg_at(args, 1), &a.date) || !pb_exchange_date(cli, pb_arg_at(args, 3), &b.date))
        return PB_EXIT_USAGE;
    s = pb_exchange_begin(cli, args, r);
    if (!s)
        s = read_sides(r, &a, &b);
    return s ? pb_exit_of(s) : answer(r, cells, cells_of(&a, &b, cells));
}
