/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/report_xlsx.h"
#include "export/shift_color.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

/* One workbook in the making. */
typedef struct book {
    const pb_report_input *in;
    lxw_workbook *wb;
    pb_status *status; /* sticky: PB_ERR_NOMEM once a cell found no memory */
    lxw_format *away, *head, *date, *clock, *hours, *over, *share, *text, *lack, **shift; /* shift: one each */
} book;

/* The library refuses texts over 32,767 characters and control bytes: both are kept out here. */
static void put_text(lxw_worksheet *ws, uint32_t row, int col, const char *s, lxw_format *format)
{
    enum { LIMIT = 8000 };
    char buf[LIMIT + 1];
    size_t n = 0;
    for (; s && *s && n < LIMIT; s++)
        if ((unsigned char)*s >= 0x20 || *s == '\n')
            buf[n++] = *s;
    while (s && *s && n && ((unsigned char)*s & 0xc0) == 0x80)
        s--, n--; /* never end inside a character */
    buf[n] = '\0';
    worksheet_write_string(ws, row, (lxw_col_t)col, buf, format);
}

static void put_number(lxw_worksheet *ws, uint32_t row, int col, double v, lxw_format *format)
{
    if (!isnan(v))
        worksheet_write_number(ws, row, (lxw_col_t)col, v, format);
}

/* Days since 1899-12-31 with the 1900 leap-day error that spreadsheets keep: 1970-01-01 is 25569. */
static double serial(pb_date date, int second)
{
    return 25569.0 + date + second / 86400.0;
}

static void put_instant(const book *b, lxw_worksheet *ws, uint32_t row, int col, int64_t utc_s)
{
    pb_date date;
    int second;
    pb_zone_local(b->in->ws->team.zone, utc_s, &date, &second);
    put_number(ws, row, col, serial(date, second), b->clock);
}

static lxw_worksheet *sheet(const book *b, const char *name, const char *const *heads, int n, double width)
{
    lxw_worksheet *ws = workbook_add_worksheet(b->wb, pb_tr(b->in->lang, name));
    if (!ws)
        return NULL;
    for (int k = 0; k < n; k++)
        put_text(ws, 0, k, pb_tr(b->in->lang, heads[k]), b->head);
    worksheet_freeze_panes(ws, 1, 1);
    worksheet_repeat_rows(ws, 0, 0);
    worksheet_set_column(ws, 0, (lxw_col_t)(n > 0 ? n - 1 : 0), width, NULL);
    worksheet_set_landscape(ws);
    worksheet_set_paper(ws, 9); /* A4 */
    worksheet_fit_to_pages(ws, 1, 0);
    return ws;
}

static void filter(lxw_worksheet *ws, uint32_t rows, int columns)
{
    if (rows > 1)
        worksheet_autofilter(ws, 0, 0, rows - 1, (lxw_col_t)(columns - 1));
}

static const char *agent_name(const book *b, int32_t agent)
{
    const pb_agent *g = &b->in->ws->agents.at[agent];
    return g->name && *g->name ? g->name : g->id;
}

static void roster_cell(const book *b, lxw_worksheet *ws, uint32_t row, int col, pb_date date, int32_t agent)
{
    char from[8], to[8];
    pb_text cell;
    size_t first, n = pb_roster_find(b->in->roster, date, agent, &first);
    const pb_duty *d = n ? &b->in->roster->at[first] : NULL;
    if (!d || d->end_s <= d->start_s) {
        const pb_absence *away = pb_report_absence_on(b->in->ws, agent, date);
        if (away)
            put_text(ws, row, col, pb_report_absence(b->in->lang, away->kind), b->away);
        else if (d)
            put_text(ws, row, col, pb_tr(b->in->lang, "off"), b->text);
        return;
    }
    pb_text_init(&cell, NULL);
    pb_text_printf(&cell, "%s %s–%s%s", d->shift >= 0 ? b->in->ws->shifts.at[d->shift].id : "",
                   pb_minute_format(d->start_min % PB_MIN_PER_DAY, from),
                   pb_minute_format(d->end_min > PB_MIN_PER_DAY ? d->end_min - PB_MIN_PER_DAY : d->end_min, to),
                   d->pinned ? " ◆" : "");
    for (int32_t k = 0; k < d->n_activities; k++)
        pb_text_printf(&cell, "; %s %s", d->activities[k].id,
                       pb_minute_format(d->activities[k].span.from_min % PB_MIN_PER_DAY, from));
    put_text(ws, row, col, cell.bytes, d->shift >= 0 ? b->shift[d->shift] : b->text);
    *b->status = *b->status ? *b->status : cell.status;
    pb_text_done(&cell);
}

static void roster_sheet(const book *b)
{
    static const char *const heads[] = {PB_N_("Agent"), PB_N_("Name"), PB_N_("Team"), PB_N_("Hours")};
    const pb_roster *r = b->in->roster;
    lxw_worksheet *ws = sheet(b, PB_N_("Roster"), heads, 4, 12);
    if (!ws)
        return;
    int days = r->last - r->first + 1;
    char label[48];
    worksheet_freeze_panes(ws, 1, 4);
    worksheet_set_column(ws, 1, 1, 20, NULL);
    worksheet_set_column(ws, 4, (lxw_col_t)(3 + days), 18, NULL);
    for (int d = 0; d < days; d++)
        put_text(ws, 0, 4 + d, pb_report_day(b->in->lang, r->first + d, label, sizeof label), b->head);
    for (int32_t i = 0; i < b->in->ws->agents.n; i++) {
        uint32_t row = (uint32_t)i + 1;
        put_text(ws, row, 0, b->in->ws->agents.at[i].id, b->text);
        put_text(ws, row, 1, agent_name(b, i), b->text);
        put_text(ws, row, 2, b->in->ws->agents.at[i].team, b->text);
        put_number(ws, row, 3, b->in->work->at[i].paid_min / 1440.0, b->hours);
        for (int d = 0; d < days; d++)
            roster_cell(b, ws, row, 4 + d, r->first + d, i);
    }
    filter(ws, (uint32_t)b->in->ws->agents.n + 1, 4);
}

/* A chart of need against cover of one requirement row: its block of the cover sheet. */
static void cover_chart(const book *b, lxw_worksheet *ws, int32_t row, uint32_t first, uint32_t last, int at)
{
    const char *name = pb_tr(b->in->lang, PB_N_("Cover"));
    lxw_chart *chart = workbook_add_chart(b->wb, LXW_CHART_SCATTER_STRAIGHT);
    if (!chart || last < first)
        return;
    static const struct {
        const char *title;
        lxw_col_t col;
    } lines[] = {{PB_N_("Need"), 2}, {PB_N_("Planned"), 3}, {PB_N_("Really there"), 7}};
    int n = b->in->attendance && b->in->attendance->cover ? 3 : 2;
    for (int k = 0; k < n; k++) {
        lxw_chart_series *s = chart_add_series(chart, NULL, NULL);
        chart_series_set_categories(s, name, first, 0, last, 0);
        chart_series_set_values(s, name, first, lines[k].col, last, lines[k].col);
        chart_series_set_name(s, pb_tr(b->in->lang, lines[k].title));
    }
    /* times as numbers: an axis of categories would put all slots of a day on one point */
    chart_axis_set_num_format(chart->x_axis, "mm-dd");
    chart_axis_set_major_unit(chart->x_axis, 1);
    chart_axis_set_min(chart->x_axis, serial(b->in->req->grid.first, 0));
    chart_axis_set_max(chart->x_axis, serial(b->in->req->grid.first + b->in->req->grid.n_days, 0));
    chart_title_set_name(chart, b->in->req->names[row]);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options size = {.x_scale = 2.0, .y_scale = 1.0};
    worksheet_insert_chart_opt(ws, (lxw_row_t)(1 + 16 * at), 9, chart, &size);
}

static uint32_t cover_rows(const book *b, lxw_worksheet *ws, int32_t row, uint32_t at)
{
    const pb_requirement *q = b->in->req;
    const pb_presence *p = b->in->presence;
    for (int32_t t = 0; t < q->grid.n_slots; t++) {
        size_t i = (size_t)row * (size_t)q->grid.n_slots + (size_t)t;
        if (!(p->need[i] > 0) && p->planned[i] == 0)
            continue;
        put_instant(b, ws, at, 0, pb_grid_start_s(&q->grid, t));
        put_text(ws, at, 1, q->names[row], b->text);
        put_number(ws, at, 2, p->need[i] > 0 ? p->need[i] : 0, NULL);
        put_number(ws, at, 3, p->planned[i], NULL);
        put_number(ws, at, 4, p->lacking[i], NULL);
        put_number(ws, at, 5, p->surplus[i], NULL);
        put_number(ws, at, 6, b->in->service_level ? b->in->service_level[i] : (double)NAN, b->share);
        put_number(ws, at, 7, b->in->attendance && b->in->attendance->cover ? b->in->attendance->cover[i] : (double)NAN,
                   NULL);
        at++;
    }
    return at;
}

static void cover_sheet(const book *b)
{
    static const char *const heads[] = {PB_N_("Start"),   PB_N_("Queue"), PB_N_("Need"), PB_N_("Planned"),
                                        PB_N_("Short"),   PB_N_("Surplus"), PB_N_("Service level"), PB_N_("Really there")};
    int columns = b->in->attendance && b->in->attendance->cover ? 8 : 7;
    lxw_worksheet *ws = sheet(b, PB_N_("Cover"), heads, columns, 13);
    uint32_t at = 1;
    if (!ws)
        return;
    worksheet_set_column(ws, 0, 0, 17, NULL);
    for (int32_t row = 0; row < b->in->req->n_rows; row++) {
        uint32_t first = at;
        at = cover_rows(b, ws, row, at);
        if (at > first)
            cover_chart(b, ws, row, first, at - 1, row);
    }
    filter(ws, at, columns);
    if (at > 1) {
        lxw_conditional_format red = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                      .criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN,
                                      .value = 0,
                                      .format = b->lack};
        worksheet_conditional_format_range(ws, 1, 4, at - 1, 4, &red);
    }
}

static void pieces_sheet(const book *b, const pb_pay *pay)
{
    static const char *const heads[] = {PB_N_("Agent"), PB_N_("Name"), PB_N_("Date"),  PB_N_("Shift"),
                                        PB_N_("Start"), PB_N_("End"),  PB_N_("Paid minutes"), PB_N_("Class %"),
                                        PB_N_("Night minutes")};
    lxw_worksheet *ws = sheet(b, PB_N_("Hours"), heads, 9, 13);
    if (!ws)
        return;
    worksheet_set_column(ws, 4, 5, 17, NULL);
    for (size_t i = 0; i < pay->n; i++) {
        const pb_pay_piece *p = &pay->at[i];
        uint32_t row = (uint32_t)i + 1;
        put_text(ws, row, 0, b->in->ws->agents.at[p->agent].id, b->text);
        put_text(ws, row, 1, agent_name(b, p->agent), b->text);
        put_number(ws, row, 2, serial(p->date, 0), b->date);
        put_text(ws, row, 3, p->shift >= 0 ? b->in->ws->shifts.at[p->shift].id : "", b->text);
        put_instant(b, ws, row, 4, p->start_s);
        put_instant(b, ws, row, 5, p->end_s);
        put_number(ws, row, 6, p->paid_min, NULL);
        put_number(ws, row, 7, p->pct, NULL);
        put_number(ws, row, 8, p->night_min, NULL);
    }
    filter(ws, (uint32_t)pay->n + 1, 9);
}

static void payroll_row(lxw_worksheet *ws, uint32_t row, int col, const pb_worktime_row *w)
{
    const double cells[] = {w->duties,
                            w->by_kind[PB_EARLY],
                            w->by_kind[PB_DAY],
                            w->by_kind[PB_LATE],
                            w->by_kind[PB_NIGHT],
                            w->by_kind[PB_HOLIDAY],
                            w->by_class[PB_PAY_ORDINARY],
                            w->by_class[PB_PAY_OVERTIME],
                            w->by_class[PB_PAY_REST],
                            w->by_class[PB_PAY_STATUTORY],
                            w->paid_min,
                            w->night_min,
                            w->weekends,
                            w->holiday_duties,
                            w->days_off,
                            isnan(w->contract_min) ? NAN : round(w->contract_min)};
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
        put_number(ws, row, col + (int)k, cells[k], NULL);
}

static void payroll_sheet(const book *b)
{
    static const char *const heads[] = {
        PB_N_("Agent"),           PB_N_("Name"),           PB_N_("Team"),          PB_N_("Duties"),
        PB_N_("Early"),           PB_N_("Day shift"),      PB_N_("Late"),          PB_N_("Night"),
        PB_N_("Holiday"),         PB_N_("Ordinary min"),   PB_N_("Overtime min"),  PB_N_("Rest-day min"),
        PB_N_("Statutory min"),   PB_N_("All paid min"),   PB_N_("Night minutes"), PB_N_("Weekends"),
        PB_N_("Holiday duties"),  PB_N_("Days off"),       PB_N_("Contract min")};
    lxw_worksheet *ws = sheet(b, PB_N_("Payroll"), heads, 19, 11);
    if (!ws)
        return;
    for (int32_t i = 0; i < b->in->work->n; i++) {
        uint32_t row = (uint32_t)i + 1;
        put_text(ws, row, 0, b->in->ws->agents.at[i].id, b->text);
        put_text(ws, row, 1, agent_name(b, i), b->text);
        put_text(ws, row, 2, b->in->ws->agents.at[i].team, b->text);
        payroll_row(ws, row, 3, &b->in->work->at[i]);
    }
    uint32_t last = (uint32_t)b->in->work->n + 1;
    put_text(ws, last, 0, pb_tr(b->in->lang, "All"), b->head);
    payroll_row(ws, last, 3, &b->in->work->total);
    filter(ws, last, 19);
}

/* One row an agent and period, as counters.csv; times as times, so that they can be added up. */
static void counter_row(const book *b, lxw_worksheet *ws, uint32_t row, const pb_counter_period *p, int32_t agent)
{
    const pb_counters *c = b->in->counters;
    const pb_counter_row *r = &p->at[agent];
    const pb_worktime_row *w = &r->work;
    int limit = p->kind == PB_COUNT_MONTH ? c->overtime_limit_min[agent] : -1;
    int week_limit = p->kind == PB_COUNT_AVERAGE && c->average_limit_min > 0 ? c->average_limit_min : -1;
    const int counts[] = {r->known_days, w->duties, w->by_kind[PB_NIGHT], w->weekends, w->holiday_duties};
    const int times[] = {w->paid_min, r->standard_min, r->overtime_min, limit, r->average_min, week_limit};
    put_text(ws, row, 0, b->in->ws->agents.at[agent].id, b->text);
    put_text(ws, row, 1, agent_name(b, agent), b->text);
    put_text(ws, row, 2, pb_tr(b->in->lang, pb_counter_kind_name(p->kind)), b->text);
    put_number(ws, row, 3, serial(p->first, 0), b->date);
    put_number(ws, row, 4, serial(p->last, 0), b->date);
    for (int k = 0; k < 5; k++)
        put_number(ws, row, 5 + k, counts[k], NULL);
    for (int k = 0; k < 6; k++)
        put_number(ws, row, 10 + k, times[k] < 0 ? (double)NAN : times[k] / 1440.0,
                   k == 2 && limit >= 0 && r->overtime_min > limit ? b->over : b->hours);
}

static void counters_sheet(const book *b)
{
    static const char *const heads[] = {
        PB_N_("Agent"), PB_N_("Name"), PB_N_("Period"), PB_N_("From"), PB_N_("To"), PB_N_("Known days"),
        PB_N_("Duties"), PB_N_("Night"), PB_N_("Weekends"), PB_N_("Holiday duties"), PB_N_("Hours"),
        PB_N_("Standard"), PB_N_("Overtime"), PB_N_("Overtime limit"), PB_N_("Hours a week"), PB_N_("Weekly limit")};
    const pb_counters *c = b->in->counters;
    lxw_worksheet *ws = c ? sheet(b, PB_N_("Counters"), heads, 16, 12) : NULL;
    uint32_t row = 1;
    if (!ws)
        return;
    for (int32_t i = 0; i < c->n_agents; i++)
        for (size_t k = 0; k < c->n; k++)
            counter_row(b, ws, row++, &c->at[k], i);
    filter(ws, row, 16);
}

static void attendance_sheet(const book *b)
{
    static const char *const heads[] = {
        PB_N_("Agent"), PB_N_("Name"), PB_N_("Date"), PB_N_("Shift"), PB_N_("Planned"), PB_N_("Kept"),
        PB_N_("Adherence"), PB_N_("Late min"), PB_N_("Left early min"), PB_N_("Extra"), PB_N_("Absent")};
    const pb_attendance *t = b->in->attendance;
    lxw_worksheet *ws = t && t->n ? sheet(b, PB_N_("Attendance"), heads, 11, 12) : NULL;
    for (size_t i = 0; ws && i < t->n; i++) {
        const pb_attendance_row *r = &t->at[i];
        uint32_t row = (uint32_t)i + 1;
        put_text(ws, row, 0, b->in->ws->agents.at[r->agent].id, b->text);
        put_text(ws, row, 1, agent_name(b, r->agent), b->text);
        put_number(ws, row, 2, serial(r->date, 0), b->date);
        put_text(ws, row, 3, r->shift >= 0 ? b->in->ws->shifts.at[r->shift].id : "", b->text);
        put_number(ws, row, 4, r->planned_min / 1440.0, b->hours);
        put_number(ws, row, 5, r->present_min / 1440.0, b->hours);
        put_number(ws, row, 6, pb_adherence(r->present_min, r->planned_min), b->share);
        put_number(ws, row, 7, r->late_min, NULL);
        put_number(ws, row, 8, r->early_min, NULL);
        put_number(ws, row, 9, r->extra_min / 1440.0, b->hours);
        put_text(ws, row, 10, r->absent ? pb_tr(b->in->lang, pb_actual_kind_name((pb_actual_kind)r->reason)) : "",
                 r->absent ? b->lack : b->text);
    }
    if (ws)
        filter(ws, (uint32_t)t->n + 1, 11);
}

static void months_sheet(const book *b)
{
    static const char *const heads[] = {
        PB_N_("Month"), PB_N_("Queue"), PB_N_("Days"), PB_N_("Contacts"), PB_N_("Answered"), PB_N_("Handle time, s"),
        PB_N_("Forecast"), PB_N_("WAPE per slot"), PB_N_("WAPE per day"), PB_N_("Bias"), PB_N_("Hours"),
        PB_N_("Overtime"), PB_N_("Adherence"), PB_N_("Duties missed")};
    const pb_months *m = b->in->months;
    lxw_worksheet *ws = m && m->n ? sheet(b, PB_N_("Months"), heads, 14, 12) : NULL;
    for (size_t i = 0; ws && i < m->n; i++) {
        const pb_month_row *r = &m->at[i];
        uint32_t row = (uint32_t)i + 1;
        const double shares[] = {r->slot_wape, r->day_wape, r->bias};
        put_number(ws, row, 0, serial(r->first, 0), b->date);
        put_text(ws, row, 1, r->queue >= 0 ? m->queues[r->queue] : pb_tr(b->in->lang, "All"), b->text);
        put_number(ws, row, 2, r->known_days, NULL);
        put_number(ws, row, 3, r->contacts, NULL);
        put_number(ws, row, 4, r->answer_rate, b->share);
        put_number(ws, row, 5, round(r->aht_s), NULL);
        put_number(ws, row, 6, r->forecast, NULL);
        for (int k = 0; k < 3; k++)
            put_number(ws, row, 7 + k, shares[k], b->share);
        if (r->queue >= 0 || r->duties == 0)
            continue;
        put_number(ws, row, 10, (double)r->paid_min / 1440.0, b->hours);
        put_number(ws, row, 11, (double)r->overtime_min / 1440.0, b->hours);
        put_number(ws, row, 12, pb_adherence(r->present_min, r->planned_min), b->share);
        put_number(ws, row, 13, r->planned_min > 0 ? r->absent : (double)NAN, NULL);
    }
    if (ws)
        filter(ws, (uint32_t)m->n + 1, 14);
}

/* One row a person and activity; the reason where it is not attended. */
static void activities_sheet(const book *b)
{
    static const char *const heads[] = {PB_N_("Activity"), PB_N_("Agent"), PB_N_("Name"), PB_N_("Start"), PB_N_("End"),
                                        PB_N_("Not attended because")};
    const pb_zone *z = b->in->ws->team.zone;
    lxw_worksheet *ws = b->in->n_activities ? sheet(b, PB_N_("Activities"), heads, 6, 17) : NULL;
    uint32_t row = 1;
    for (size_t i = 0; ws && i < b->in->n_activities; i++)
        for (size_t k = 0; k < b->in->activities[i].n; k++, row++) {
            const pb_report_seat *s = &b->in->activities[i].seats[k];
            put_text(ws, row, 0, b->in->activities[i].what->id, b->text);
            put_text(ws, row, 1, b->in->ws->agents.at[s->agent].id, b->text);
            put_text(ws, row, 2, agent_name(b, s->agent), b->text);
            if (s->date != PB_DATE_NONE) {
                put_instant(b, ws, row, 3, pb_zone_utc_simple(z, s->date, s->span.from_min));
                put_instant(b, ws, row, 4, pb_zone_utc_simple(z, s->date, s->span.to_min));
            }
            put_text(ws, row, 5, s->note, s->note ? b->lack : b->text);
        }
    if (ws)
        filter(ws, row, 6);
}

static void findings_sheet(const book *b)
{
    static const char *const heads[] = {PB_N_("Finding"), PB_N_("Hard"), PB_N_("Price")};
    lxw_worksheet *ws = sheet(b, PB_N_("Findings"), heads, 3, 12);
    if (!ws)
        return;
    worksheet_set_column(ws, 0, 0, 110, NULL);
    for (size_t i = 0; i < b->in->n_findings; i++) {
        const pb_report_finding *f = &b->in->findings[i];
        put_text(ws, (uint32_t)i + 1, 0, f->text, b->text);
        put_text(ws, (uint32_t)i + 1, 1, f->hard ? pb_tr(b->in->lang, "hard rule") : "", f->hard ? b->lack : b->text);
        put_number(ws, (uint32_t)i + 1, 2, f->hard ? NAN : f->cost, NULL);
    }
    filter(ws, (uint32_t)b->in->n_findings + 1, 3);
}

static void formats(book *b)
{
    b->head = workbook_add_format(b->wb);
    format_set_bold(b->head);
    format_set_bg_color(b->head, 0xe6ebf0);
    format_set_text_wrap(b->head);
    b->text = workbook_add_format(b->wb);
    format_set_num_format(b->text, "@");
    b->away = workbook_add_format(b->wb);
    format_set_bg_color(b->away, 0xe6e8eb);
    format_set_num_format(b->away, "@");
    b->date = workbook_add_format(b->wb);
    format_set_num_format(b->date, "yyyy-mm-dd");
    b->clock = workbook_add_format(b->wb);
    format_set_num_format(b->clock, "yyyy-mm-dd hh:mm");
    b->hours = workbook_add_format(b->wb);
    format_set_num_format(b->hours, "[h]:mm");
    b->over = workbook_add_format(b->wb);
    format_set_num_format(b->over, "[h]:mm");
    format_set_font_color(b->over, 0x9c1c14);
    format_set_bg_color(b->over, 0xf9d4d0);
    b->share = workbook_add_format(b->wb);
    format_set_num_format(b->share, "0.0%");
    b->lack = workbook_add_format(b->wb);
    format_set_font_color(b->lack, 0x9c1c14);
    format_set_bg_color(b->lack, 0xf9d4d0);
    for (int32_t i = 0; i < b->in->ws->shifts.n; i++) {
        b->shift[i] = workbook_add_format(b->wb);
        format_set_bg_color(b->shift[i], pb_shift_ground(&b->in->ws->shifts.at[i]));
        format_set_num_format(b->shift[i], "@");
    }
}

bool pb_report_xlsx_available(void)
{
    return true;
}

pb_status pb_report_xlsx(const pb_report_input *in, const pb_pay *pay, int64_t created_s, const char *path,
                         pb_diags *d)
{
    pb_status status = PB_OK;
    book b = {.in = in, .status = &status, .shift = pb_alloc(NULL, (size_t)in->ws->shifts.n + 1, sizeof(lxw_format *))};
    lxw_error failed = LXW_ERROR_CREATING_XLSX_FILE;
    /* the library prints to standard error when it cannot open the file: find that out first */
    FILE *probe = fopen(path, "wb");
    if (probe && fclose(probe) == 0 && b.shift)
        b.wb = workbook_new(path);
    if (b.wb) {
        lxw_doc_properties about = {.title = (char *)(uintptr_t)in->ws->team.name,
                                    .created = (time_t)created_s};
        workbook_set_properties(b.wb, &about);
        formats(&b);
        roster_sheet(&b);
        activities_sheet(&b);
        if (in->req)
            cover_sheet(&b);
        payroll_sheet(&b);
        pieces_sheet(&b, pay);
        counters_sheet(&b);
        attendance_sheet(&b);
        months_sheet(&b);
        findings_sheet(&b);
        failed = workbook_close(b.wb);
    }
    if (!b.shift)
        return PB_ERR_NOMEM;
    pb_free(NULL, b.shift);
    if (failed == LXW_NO_ERROR)
        return status;
    pb_diag_add(d, PB_ERROR, (pb_where){path, 0, NULL}, PB_N_("check that the folder is writable and the disk not full"),
                PB_N_("the spreadsheet could not be written: %s"), lxw_strerror(failed));
    return PB_ERR_IO;
}
