/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Month and year counters: hours and overtime against their limits, and what the year has brought. */
#include "export/markup.h"
#include "export/report.h"

#include <math.h>
#include <stdio.h>

typedef enum measure { PAID, STANDARD, OVERTIME, NIGHTS, WEEKENDS, HOLIDAYS, AVERAGE } measure;

/* What is shown of each sort of period, in order. */
static const struct {
    int n;
    measure of[6];
} shown[] = {
    [PB_COUNT_MONTH] = {3, {PAID, STANDARD, OVERTIME}},
    [PB_COUNT_QUARTER] = {2, {PAID, STANDARD}},
    [PB_COUNT_YEAR] = {6, {PAID, STANDARD, OVERTIME, NIGHTS, WEEKENDS, HOLIDAYS}},
    [PB_COUNT_AVERAGE] = {1, {AVERAGE}},
};

static const char *measure_name(const pb_lang *lang, measure m)
{
    static const char *const names[] = {PB_N_("Hours"), PB_N_("Standard"), PB_N_("Overtime"), PB_N_("Night"),
                                        PB_N_("Weekends"), PB_N_("Holiday duties"), PB_N_("Hours a week")};
    return pb_tr(lang, names[m]);
}

static void period_name(const pb_lang *lang, const pb_counter_period *p, char *buf, size_t size)
{
    char day[48];
    pb_ymd d = pb_date_ymd(p->first);
    switch (p->kind) {
    case PB_COUNT_MONTH: snprintf(buf, size, "%d-%02d", d.year, d.month); break;
    case PB_COUNT_QUARTER: snprintf(buf, size, "%d Q%d", d.year, (d.month - 1) / 3 + 1); break;
    case PB_COUNT_YEAR: snprintf(buf, size, "%d", d.year); break;
    default:
        snprintf(buf, size, pb_tr(lang, "average of %d weeks to %s"), (p->last - p->first + 1) / 7,
                 pb_report_day(lang, p->last, day, sizeof day));
    }
}

/* Days of the period that rosters speak of, for whoever was employed longest. */
static int known_days(const pb_counters *c, const pb_counter_period *p)
{
    int most = 0;
    for (int32_t i = 0; i < c->n_agents; i++)
        most = p->at[i].known_days > most ? p->at[i].known_days : most;
    return most;
}

static void heads(const pb_report_input *in, pb_text *out)
{
    const pb_counters *c = in->counters;
    char name[128];
    pb_text_puts(out, "<thead><tr><th scope=\"col\" rowspan=\"2\">");
    pb_markup_text(out, pb_tr(in->lang, "Agent"), 0);
    pb_text_puts(out, "</th>");
    for (size_t k = 0; k < c->n; k++) {
        const pb_counter_period *p = &c->at[k];
        period_name(in->lang, p, name, sizeof name);
        pb_text_printf(out, "<th scope=\"colgroup\" colspan=\"%d\">", shown[p->kind].n);
        pb_markup_text(out, name, 0);
        pb_text_puts(out, "<small>");
        pb_markup_printf(out, pb_tr(in->lang, "%d of %d days known"), known_days(c, p), p->last - p->first + 1);
        pb_text_puts(out, "</small></th>");
    }
    pb_text_puts(out, "</tr><tr>");
    for (size_t k = 0; k < c->n; k++)
        for (int m = 0; m < shown[c->at[k].kind].n; m++) {
            pb_text_puts(out, "<th scope=\"col\" class=\"n\">");
            pb_markup_text(out, measure_name(in->lang, shown[c->at[k].kind].of[m]), 0);
            pb_text_puts(out, "</th>");
        }
    pb_text_puts(out, "</tr></thead>\n<tbody>\n");
}

/* A time, its limit where there is one, and a mark where it is over. */
static void time_cell(pb_text *out, int minutes, int limit_min)
{
    char hm[16];
    bool over = limit_min >= 0 && minutes > limit_min;
    pb_text_printf(out, "<td class=\"n%s\">%s%s", over ? " hard" : "", over ? "▲ " : "",
                   minutes < 0 ? "–" : pb_report_hm(minutes, hm));
    if (limit_min >= 0)
        pb_text_printf(out, " <span class=\"soft\">/ %s</span>", pb_report_hm(limit_min, hm));
    pb_text_puts(out, "</td>");
}

static void cell(const pb_counters *c, const pb_counter_period *p, int32_t agent, measure m, pb_text *out)
{
    const pb_counter_row *r = &p->at[agent];
    switch (m) {
    case PAID: time_cell(out, r->work.paid_min, -1); break;
    case STANDARD: time_cell(out, r->standard_min, -1); break;
    case OVERTIME:
        time_cell(out, r->overtime_min, p->kind == PB_COUNT_MONTH ? c->overtime_limit_min[agent] : -1);
        break;
    case AVERAGE: time_cell(out, r->average_min, c->average_limit_min > 0 ? c->average_limit_min : -1); break;
    case NIGHTS: pb_text_printf(out, "<td class=\"n\">%d</td>", r->work.by_kind[PB_NIGHT]); break;
    case WEEKENDS: pb_text_printf(out, "<td class=\"n\">%d</td>", r->work.weekends); break;
    case HOLIDAYS: pb_text_printf(out, "<td class=\"n\">%d</td>", r->work.holiday_duties); break;
    }
}

void pb_report_counters(const pb_report_input *in, pb_text *out)
{
    const pb_counters *c = in->counters;
    pb_report_heading(out, "counters", pb_tr(in->lang, "Month and year so far"));
    pb_report_table(out, "counters", NULL);
    pb_text_puts(out, "<caption>");
    pb_markup_text(out, pb_tr(in->lang, "Over this roster and all of rosters/. Standard: what the calendar's workdays ask for. "
                                        "Overtime: hours beyond the contract in the weeks that begin in the month; ▲ over the limit"),
                   0);
    pb_text_puts(out, "</caption>");
    heads(in, out);
    for (int32_t i = 0; i < c->n_agents; i++) {
        pb_report_name(&in->ws->agents.at[i], out);
        for (size_t k = 0; k < c->n; k++)
            for (int m = 0; m < shown[c->at[k].kind].n; m++)
                cell(c, &c->at[k], i, shown[c->at[k].kind].of[m], out);
        pb_text_puts(out, "</tr>\n");
    }
    pb_text_puts(out, "</tbody></table></div>\n");
}
