/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_pieces.h"

#include "base/number.h"

#include <string.h>

enum { MOST_DAYS = 366 };

bool pb_pieces_asked(pb_cli *cli, const pb_args *args, int *ret_days)
{
    const char *text = pb_arg_text(args, "roll", NULL);
    int64_t days = 0;

    *ret_days = -1;
    if (!text)
        return true;
    if (strcmp(text, "month") == 0) {
        *ret_days = 0;
        return true;
    }
    if (pb_number_parse_int(text, (uint32_t)strlen(text), &days) && days >= 1 && days <= MOST_DAYS) {
        *ret_days = (int)days;
        return true;
    }
    pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, PB_N_("such as --roll 7 or --roll month"),
                PB_N_("--roll: '%s' is neither a number of days nor the word month"), text);
    return false;
}

void pb_pieces_tell(pb_cli *cli, const pb_plan_pieces *p, bool no_proof)
{
    for (size_t i = 0; i < p->n; i++) {
        const pb_plan_piece *x = &p->at[i];
        char from[11], to[11];
        (void)pb_date_format(x->first, from);
        (void)pb_date_format(x->first + x->n_days - 1, to);
        if (no_proof)
            fprintf(cli->out, pb_tr(cli->lang, PB_N_("  %s to %s: cost %.2f\n")), from, to, (double)x->cost / 1000);
        else
            fprintf(cli->out, pb_tr(cli->lang, PB_N_("  %s to %s: cost %.2f, proven bound %.2f, gap %.2f %%\n")), from, to,
                    (double)x->cost / 1000, (double)x->bound / 1000, x->gap * 100);
    }
}

void pb_pieces_where(pb_cli *cli, const pb_plan_pieces *p)
{
    const pb_plan_piece *x = &p->at[p->n - 1];
    char from[11], to[11];
    (void)pb_date_format(x->first, from);
    (void)pb_date_format(x->first + x->n_days - 1, to);
    fprintf(cli->out, pb_tr(cli->lang, PB_N_("Piece %zu, %s to %s:\n")), p->n, from, to);
}

json_t *pb_pieces_json(const pb_plan_pieces *p)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < p->n; i++) {
        const pb_plan_piece *x = &p->at[i];
        char from[11], to[11];
        (void)pb_date_format(x->first, from);
        (void)pb_date_format(x->first + x->n_days - 1, to);
        if (json_array_append_new(list, json_pack("{s:s,s:s,s:f,s:f,s:f,s:b}", "from", from, "to", to, "cost",
                                                  (double)x->cost / 1000, "bound", (double)x->bound / 1000, "gap", x->gap,
                                                  "by_clock", (int)x->by_clock)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

bool pb_pieces_audited(const pb_plan_pieces *p)
{
    bool all = true;
    for (size_t i = 0; i < p->n; i++)
        all = all && p->at[i].audited;
    return all;
}
