/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who works when: agents down, days across, totals at the right and below. */
#include "export/markup.h"
#include "export/report.h"
#include "export/shift_color.h"

#include <math.h>
#include <stdio.h>

enum { WIDE_DAYS = 10 }; /* longer rosters are set smaller */

static void clock_span(pb_text *out, int from_min, int to_min)
{
    char a[8], b[8];
    pb_text_printf(out, "%s–%s", pb_minute_format(from_min % PB_MIN_PER_DAY, a),
                   pb_minute_format(to_min > PB_MIN_PER_DAY ? to_min - PB_MIN_PER_DAY : to_min, b));
}

static void duty_details(const pb_report_input *in, const pb_duty *d, pb_text *out)
{
    for (int32_t k = 0; k < d->n_breaks; k++) {
        if (!(d->unpaid_breaks >> k & 1U))
            continue;
        pb_text_puts(out, "<small class=\"m\">");
        pb_markup_text(out, pb_tr(in->lang, "meal"), 0);
        pb_text_puts(out, " ");
        clock_span(out, d->breaks[k].from_min, d->breaks[k].to_min);
        pb_text_puts(out, "</small>");
    }
    for (int32_t k = 0; k < d->n_activities; k++) {
        pb_text_puts(out, "<small>✎ ");
        pb_markup_text(out, d->activities[k].id, 40);
        pb_text_puts(out, " ");
        clock_span(out, d->activities[k].span.from_min, d->activities[k].span.to_min);
        pb_text_puts(out, "</small>");
    }
    if (d->queue >= 0) {
        pb_text_puts(out, "<small>");
        pb_markup_text(out, in->ws->queues.at[d->queue].id, 40);
        pb_text_puts(out, "</small>");
    }
    if (d->note && *d->note) {
        pb_text_puts(out, "<small>");
        pb_markup_text(out, d->note, 120);
        pb_text_puts(out, "</small>");
    }
}

static void duty_cell(const pb_report_input *in, const pb_duty *d, pb_text *out)
{
    if (d->pinned) {
        pb_text_puts(out, "<span class=\"pin\" title=\"");
        pb_markup_text(out, pb_tr(in->lang, "pinned"), 0);
        pb_text_puts(out, "\">◆<span class=\"sr\">");
        pb_markup_text(out, pb_tr(in->lang, "pinned"), 0);
        pb_text_puts(out, "</span></span>");
    }
    if (d->end_s <= d->start_s) {
        pb_markup_text(out, pb_tr(in->lang, "off"), 0);
        return;
    }
    pb_text_puts(out, "<span class=\"t\">");
    clock_span(out, d->start_min, d->end_min);
    pb_text_puts(out, "</span><small>");
    pb_markup_text(out, d->shift >= 0 ? in->ws->shifts.at[d->shift].id : "", 40);
    pb_text_puts(out, "</small>");
    duty_details(in, d, out);
}

const pb_absence *pb_report_absence_on(const pb_workspace *ws, int32_t agent, pb_date date)
{
    for (size_t i = 0; i < ws->absences.n; i++) {
        const pb_absence *ab = &ws->absences.at[i];
        if (ab->agent == agent && ab->from <= date && date <= ab->to)
            return ab;
    }
    return NULL;
}

static bool employed(const pb_agent *g, pb_date date)
{
    return (g->from == PB_DATE_NONE || g->from <= date) && (g->until == PB_DATE_NONE || date <= g->until);
}

/* The class of a cell without a duty, and its text. */
static void free_cell(const pb_report_input *in, int32_t agent, pb_date date, pb_text *out)
{
    const pb_absence *ab = pb_report_absence_on(in->ws, agent, date);
    if (!employed(&in->ws->agents.at[agent], date)) {
        pb_text_puts(out, "<td class=\"away\">–</td>");
    } else if (ab) {
        pb_text_puts(out, "<td class=\"away\">");
        pb_markup_text(out, pb_report_absence(in->lang, ab->kind), 0);
        pb_text_puts(out, "</td>");
    } else {
        pb_text_puts(out, "<td class=\"soft\">·</td>");
    }
}

static void day_cell(const pb_report_input *in, int32_t agent, pb_date date, pb_text *out)
{
    size_t first, n = pb_roster_find(in->roster, date, agent, &first);
    const pb_duty *d = n ? &in->roster->at[first] : NULL;
    bool off = d && d->end_s <= d->start_s;
    /* a day off because of a leave is a leave */
    if (!d || (n == 1 && off && !d->pinned && pb_report_absence_on(in->ws, agent, date))) {
        free_cell(in, agent, date, out);
        return;
    }
    if (d->shift >= 0)
        pb_text_printf(out, "<td class=\"k%d s%d\">", (int)in->ws->shifts.at[d->shift].kind, (int)d->shift);
    else
        pb_text_puts(out, off ? "<td class=\"soft\">" : "<td>");
    for (size_t i = 0; i < n; i++)
        duty_cell(in, d + i, out);
    pb_text_puts(out, "</td>");
}

static void agent_row(const pb_report_input *in, int32_t agent, pb_text *out)
{
    const pb_agent *g = &in->ws->agents.at[agent];
    const pb_worktime_row *w = &in->work->at[agent];
    char hm[16];
    pb_text_puts(out, "<tr><th scope=\"row\"><bdi>");
    pb_markup_text(out, g->name && *g->name ? g->name : g->id, 60);
    pb_text_puts(out, "</bdi>");
    if (g->role == PB_ROLE_LEADER) {
        pb_text_puts(out, " <small class=\"soft\">");
        pb_markup_text(out, pb_tr(in->lang, "leader"), 0);
        pb_text_puts(out, "</small>");
    }
    pb_text_puts(out, "</th>");
    for (pb_date date = in->roster->first; date <= in->roster->last; date++)
        day_cell(in, agent, date, out);
    pb_text_printf(out, "<td class=\"n\">%s</td>", pb_report_hm(w->paid_min, hm));
    int over = isnan(w->contract_min) ? 0 : w->paid_min - (int)lround(w->contract_min);
    pb_text_printf(out, "<td class=\"n\">%s%s</td></tr>\n", over > 0 ? "+" : "",
                   isnan(w->contract_min) ? "–" : pb_report_hm(over, hm));
}

static void head_row(const pb_report_input *in, pb_text *out)
{
    char day[48];
    pb_text_puts(out, "<thead><tr>");
    pb_report_th(out, pb_tr(in->lang, "Agent"), false);
    for (pb_date date = in->roster->first; date <= in->roster->last; date++) {
        pb_day_kind kind = pb_calendar_day_kind(&in->ws->calendar, date);
        size_t first, n = pb_calendar_find(&in->ws->calendar, date, &first);
        const char *class = kind == PB_DAY_STATUTORY ? " class=\"stat\"" : kind == PB_DAY_REST ? " class=\"rest\"" : "";
        pb_text_printf(out, "<th scope=\"col\"%s>", class);
        pb_markup_text(out, pb_report_day(in->lang, date, day, sizeof day), 0);
        for (size_t i = 0; i < n; i++) {
            const char *name = in->ws->calendar.rows[first + i].name;
            if (!name || !*name)
                continue;
            pb_text_puts(out, "<small>");
            pb_markup_text(out, name, 24);
            pb_text_puts(out, "</small>");
        }
        pb_text_puts(out, "</th>");
    }
    pb_report_th(out, pb_tr(in->lang, "Hours"), false);
    pb_report_th(out, pb_tr(in->lang, "Over contract"), false);
    pb_text_puts(out, "</tr></thead>\n");
}

static void foot_row(const pb_report_input *in, pb_text *out)
{
    char hm[16];
    size_t i = 0;
    pb_text_puts(out, "<tfoot><tr>");
    pb_report_th(out, pb_tr(in->lang, "At work"), true);
    for (pb_date date = in->roster->first; date <= in->roster->last; date++) {
        int by_kind[PB_N_SHIFT_KINDS] = {0}, all = 0;
        for (; i < in->roster->n && in->roster->at[i].date <= date; i++) {
            const pb_duty *d = &in->roster->at[i];
            if (d->date != date || d->end_s <= d->start_s)
                continue;
            all++;
            if (d->shift >= 0)
                by_kind[in->ws->shifts.at[d->shift].kind]++;
        }
        pb_text_printf(out, "<td><b>%d</b>", all);
        for (int k = 0; k < PB_N_SHIFT_KINDS; k++)
            if (by_kind[k]) {
                pb_text_puts(out, "<small>");
                pb_markup_text(out, pb_report_kind(in->lang, k), 0);
                pb_text_printf(out, " %d</small>", by_kind[k]);
            }
        pb_text_puts(out, "</td>");
    }
    pb_text_printf(out, "<td class=\"n\">%s</td><td></td></tr></tfoot>\n",
                   pb_report_hm(in->work->total.paid_min, hm));
}

static void legend(const pb_report_input *in, pb_text *out)
{
    pb_text_puts(out, "<ul class=\"legend\">");
    pb_shift_legend(in, out);
    pb_text_puts(out, "<li><i class=\"away\">&nbsp;</i>");
    pb_markup_text(out, pb_tr(in->lang, "leave or away"), 0);
    pb_text_puts(out, "</li><li>◆ ");
    pb_markup_text(out, pb_tr(in->lang, "pinned"), 0);
    pb_text_puts(out, "</li></ul>\n");
}

void pb_report_grid(const pb_report_input *in, pb_text *out)
{
    pb_report_heading(out, "roster", pb_tr(in->lang, "Roster"));
    legend(in, out);
    bool wide = in->roster->last - in->roster->first >= WIDE_DAYS;
    pb_report_table(out, "roster", wide ? "grid wide" : "grid");
    pb_text_puts(out, "\n");
    head_row(in, out);
    pb_text_puts(out, "<tbody>\n");
    for (int32_t i = 0; i < in->ws->agents.n; i++)
        agent_row(in, i, out);
    pb_text_puts(out, "</tbody>\n");
    foot_row(in, out);
    pb_text_puts(out, "</table></div>\n");
}
