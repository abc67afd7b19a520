/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan against actual: adherence and absence by person and day, and the month's summary. */
#include "export/markup.h"
#include "export/report.h"

#include <math.h>
#include <stdio.h>

static void share_cell(pb_text *out, double v)
{
    if (isnan(v))
        pb_text_puts(out, "<td class=\"n\">–</td>");
    else
        pb_text_printf(out, "<td class=\"n\">%.1f %%</td>", 100 * v);
}

/* minutes < 0: not known */
static void time_cell(pb_text *out, int64_t minutes)
{
    char hm[16];
    pb_text_printf(out, "<td class=\"n\">%s</td>", minutes < 0 ? "–" : pb_report_hm((int)minutes, hm));
}

static void count_cell(pb_text *out, int n)
{
    pb_text_printf(out, "<td class=\"n\">%d</td>", n);
}

/* Sickness is not named, as everywhere in the report. */
static const char *reason_name(const pb_lang *lang, int reason)
{
    switch (reason) {
    case PB_ACTUAL_LEAVE: return pb_tr(lang, "leave");
    case PB_ACTUAL_SICK: return pb_tr(lang, "away");
    default: return pb_tr(lang, "missing");
    }
}

static void sum_cells(const pb_attendance_sum *s, pb_text *out)
{
    share_cell(out, pb_adherence(s->present_min, s->planned_min));
    time_cell(out, s->planned_min);
    time_cell(out, s->present_min);
    time_cell(out, s->extra_min);
    count_cell(out, s->late);
    count_cell(out, s->absent);
}

/* One person's day: rows at[*i] … of that date; moves *i behind them. */
static void day_cell(const pb_report_input *in, int32_t agent, pb_date day, size_t *i, pb_text *out)
{
    const pb_attendance *t = in->attendance;
    int64_t planned = 0, present = 0, extra = 0;
    int late = 0, reason = -1;
    for (; *i < t->n && t->at[*i].agent == agent && t->at[*i].date <= day; (*i)++) {
        const pb_attendance_row *r = &t->at[*i];
        planned += r->planned_min;
        present += r->present_min;
        extra += r->extra_min;
        late += r->late_min >= PB_LATE_MIN ? r->late_min : 0;
        reason = r->absent ? r->reason : reason;
    }
    if (reason >= 0 && present == 0) {
        pb_text_puts(out, reason == PB_ACTUAL_ABSENT ? "<td class=\"hard\">" : "<td class=\"away\">");
        pb_markup_text(out, reason_name(in->lang, reason), 0);
    } else if (planned > 0) {
        pb_text_printf(out, "<td class=\"n\">%.0f %%", 100 * pb_adherence(present, planned));
    } else {
        pb_text_puts(out, extra > 0 ? "<td class=\"n\">" : "<td class=\"soft\">·");
    }
    if (late > 0) {
        pb_text_puts(out, "<small>");
        pb_markup_printf(out, pb_tr(in->lang, "late %d min"), late);
        pb_text_puts(out, "</small>");
    }
    if (extra > 0) {
        char hm[16];
        pb_text_printf(out, "<small>+%s</small>", pb_report_hm((int)extra, hm));
    }
    pb_text_puts(out, "</td>");
}

static void attendance_heads(const pb_report_input *in, pb_text *out)
{
    static const char *const sums[] = {PB_N_("Adherence"), PB_N_("Planned"), PB_N_("Kept"), PB_N_("Extra"),
                                       PB_N_("Times late"), PB_N_("Duties missed")};
    const pb_attendance *t = in->attendance;
    char day[48];
    pb_text_puts(out, "<thead><tr>");
    pb_report_th(out, pb_tr(in->lang, "Agent"), false);
    for (size_t k = 0; k < sizeof sums / sizeof *sums; k++)
        pb_report_th(out, pb_tr(in->lang, sums[k]), false);
    for (pb_date d = t->first; d <= t->last; d++)
        pb_report_th(out, pb_report_day(in->lang, d, day, sizeof day), false);
    pb_text_puts(out, "</tr></thead>\n<tbody>\n");
}

static void attendance_table(const pb_report_input *in, pb_text *out)
{
    const pb_attendance *t = in->attendance;
    size_t i = 0;
    pb_report_table(out, "attendance", "grid wide right");
    pb_text_puts(out, "<caption>");
    pb_markup_text(out, pb_tr(in->lang, "Adherence: the share of the planned working time, breaks left out, that was kept; "
                                        "+ work beside the plan; late: five minutes or more"), 0);
    pb_text_puts(out, "</caption>");
    attendance_heads(in, out);
    for (int32_t agent = 0; agent < in->ws->agents.n; agent++) {
        bool any = i < t->n && t->at[i].agent == agent;
        if (!any)
            continue;
        pb_report_name(&in->ws->agents.at[agent], out);
        sum_cells(&t->agent[agent], out);
        for (pb_date d = t->first; d <= t->last; d++)
            day_cell(in, agent, d, &i, out);
        pb_text_puts(out, "</tr>\n");
    }
    pb_text_puts(out, "</tbody><tfoot><tr>");
    pb_report_th(out, pb_tr(in->lang, "All"), true);
    sum_cells(&t->total, out);
    for (pb_date d = t->first; d <= t->last; d++) {
        const pb_attendance_sum *s = &t->day[d - t->first];
        share_cell(out, pb_adherence(s->present_min, s->planned_min));
    }
    pb_text_puts(out, "</tr></tfoot></table></div>\n");
}

void pb_report_attendance(const pb_report_input *in, pb_text *out)
{
    const pb_attendance_sum *s = &in->attendance->total;
    char planned[16], kept[16], extra[16];
    pb_report_heading(out, "attendance", pb_tr(in->lang, "Plan and attendance"));
    pb_text_puts(out, "<p>");
    pb_markup_printf(out, pb_tr(in->lang, "%d duties judged: %s h planned, %s h kept (%.1f %%), %s h beside the plan; "
                                          "%d duties missed, %d begun late"),
                     s->duties, pb_report_hm((int)s->planned_min, planned), pb_report_hm((int)s->present_min, kept),
                     s->planned_min ? 100 * pb_adherence(s->present_min, s->planned_min) : 0.0,
                     pb_report_hm((int)s->extra_min, extra), s->absent, s->late);
    pb_text_puts(out, "</p>\n");
    if (in->attendance->n)
        attendance_table(in, out);
}

static void number_cell(pb_text *out, double v)
{
    if (isnan(v))
        pb_text_puts(out, "<td class=\"n\">–</td>");
    else
        pb_text_printf(out, "<td class=\"n\">%.0f</td>", v);
}

static void team_cells(const pb_month_row *r, pb_text *out)
{
    if (r->queue >= 0) {
        pb_text_puts(out, "<td></td><td></td><td></td><td></td></tr>\n");
        return;
    }
    time_cell(out, r->duties > 0 ? r->paid_min : -1);
    time_cell(out, r->duties > 0 ? r->overtime_min : -1);
    share_cell(out, pb_adherence(r->present_min, r->planned_min));
    if (r->planned_min > 0)
        count_cell(out, r->absent);
    else
        pb_text_puts(out, "<td class=\"n\">–</td>");
    pb_text_puts(out, "</tr>\n");
}

void pb_report_months(const pb_report_input *in, pb_text *out)
{
    static const char *const heads[] = {PB_N_("Month"), PB_N_("Queue"), PB_N_("Days"), PB_N_("Contacts"),
                                        PB_N_("Answered"), PB_N_("Handle time, s"), PB_N_("Forecast"),
                                        PB_N_("WAPE per slot"), PB_N_("WAPE per day"), PB_N_("Bias"), PB_N_("Hours"),
                                        PB_N_("Overtime"), PB_N_("Adherence"), PB_N_("Duties missed")};
    pb_report_heading(out, "months", pb_tr(in->lang, "The month's summary"));
    pb_report_table(out, "months", "right");
    pb_text_puts(out, "<caption>");
    pb_markup_text(out, pb_tr(in->lang, "Days: with contacts on record. Forecast and its errors over the slots of out/forecast.csv that are on record"), 0);
    pb_text_puts(out, "</caption><thead><tr>");
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        pb_report_th(out, pb_tr(in->lang, heads[k]), false);
    pb_text_puts(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < in->months->n; i++) {
        const pb_month_row *r = &in->months->at[i];
        pb_ymd d = pb_date_ymd(r->first);
        pb_text_printf(out, "<tr><th scope=\"row\">%04d-%02d</th><td>", d.year, d.month);
        pb_markup_text(out, r->queue >= 0 ? in->months->queues[r->queue] : pb_tr(in->lang, "All"), 60);
        pb_text_puts(out, "</td>");
        count_cell(out, r->known_days);
        number_cell(out, r->contacts);
        share_cell(out, r->answer_rate);
        number_cell(out, r->aht_s);
        number_cell(out, r->forecast);
        share_cell(out, r->slot_wape);
        share_cell(out, r->day_wape);
        share_cell(out, r->bias);
        team_cells(r, out);
    }
    pb_text_puts(out, "</tbody></table></div>\n");
}
