/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban cover AGENT DATE: somebody cannot come; who takes the shift? */
#include "cli/cover_words.h"
#include "cli/words.h"

enum { BEST = 10 };

typedef struct question {
    const pb_duty *duty;
    int32_t by; /* --by; -1 = anybody */
} question;

static pb_status read_question(pb_exchange_run *r, pb_date date, question *q)
{
    const char *by = pb_arg_text(r->args, "by", NULL);
    int32_t agent = pb_io_agent(r->cli, &r->ws, pb_arg_at(r->args, 0));

    q->by = by ? pb_io_agent(r->cli, &r->ws, by) : -1;
    if (agent < 0 || (by && q->by < 0))
        return PB_ERR_INPUT;
    if (agent == q->by) {
        pb_diag_add(r->cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("%s is the one who cannot come"),
                    pb_agent_name(&r->ws.agents, agent));
        return PB_ERR_INPUT;
    }
    q->duty = pb_exchange_duty(r, agent, date);
    return q->duty ? PB_OK : PB_ERR_INPUT;
}

/* Who was asked for, else the best; NULL = nobody can. */
static const pb_taker *choose(const pb_takers *t, int32_t by)
{
    for (size_t i = 0; i < t->n && by >= 0; i++)
        if (t->at[i].agent == by)
            return &t->at[i];
    return by < 0 && t->n_lawful > 0 ? &t->at[0] : NULL;
}

/* One alone, in detail. */
static pb_status tell_one(const pb_exchange_run *r, const pb_takers *t, const pb_taker *who, const pb_handed *cells, int n,
                          const pb_exchanged *e)
{
    pb_status s = who->bar >= PB_N_CHECKS ? pb_bar_tell(r, who) : pb_exchange_tell(r, cells, n, e);
    return s ? s : pb_absence_tell(r, t->duty);
}

static pb_status tell(const pb_exchange_run *r, const question *q, const pb_takers *t, const pb_taker *who,
                      const pb_handed *cells, int n, const pb_exchanged *e)
{
    if (r->cli->quiet)
        return PB_OK;
    return who && q->by >= 0 ? tell_one(r, t, who, cells, n, e) : pb_cover_tell(r, t, pb_arg_given(r->args, "all") ? t->n : BEST);
}

static int answer(pb_exchange_run *r, const question *q, const pb_takers *t)
{
    const pb_taker *who = choose(t, q->by);
    bool lawful = who && who->bar == PB_BAR_NONE, apply = lawful && pb_arg_given(r->args, "apply");
    pb_handed cells[PB_HANDED_MOST];
    pb_exchanged e;
    int n = who ? pb_taker_cells(t->duty, who->agent, cells) : 0;
    pb_status s = who ? pb_exchange_try(r->x, r->cli->arena, cells, n, &e) : PB_OK;

    if (!s && apply)
        s = pb_exchange_write(r, &e.roster);
    if (!s)
        s = r->cli->json ? pb_print_json(r->cli, pb_cover_json(r, t, apply ? who->agent : -1)) : tell(r, q, t, who, cells, n, &e);
    if (s)
        return pb_exit_of(s);
    if (apply)
        pb_say(r->cli, PB_N_("%s takes the shift"), pb_agent_name(&r->ws.agents, who->agent));
    pb_exchange_say(r, lawful, apply);
    return lawful ? PB_EXIT_DONE : PB_EXIT_NO;
}

int pb_cmd_cover(pb_cli *cli, const pb_args *args)
{
    pb_exchange_run *r = PB_NEW(cli->arena, pb_exchange_run);
    question q = {NULL, -1};
    pb_takers t;
    pb_date date;
    pb_status s;

    if (!r)
        return PB_EXIT_INTERNAL;
    if (!pb_exchange_date(cli, pb_arg_at(args, 1), &date))
        return PB_EXIT_USAGE;
    s = pb_exchange_begin(cli, args, r);
    if (!s)
        s = read_question(r, date, &q);
    if (!s)
        s = pb_takers_find(cli->arena, r->x, r->req, &r->roster, q.duty->agent, date, cli->lang, &t);
    return s ? pb_exit_of(s) : answer(r, &q, &t);
}
