/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Need against cover, one small chart per queue and day, and the same as a table for those who do
 * not see it. */
#include "export/markup.h"
#include "export/report.h"

#include <math.h>
#include <stdio.h>

enum { WIDTH = 340, HEIGHT = 130, LEFT = 22, RIGHT = 4, TOP = 8, BOTTOM = 16, SERVICE_H = 18 };

/* One chart: slots from … to-1 of one row. */
typedef struct chart {
    const pb_report_input *in;
    int32_t row, from, to;
    double top; /* value at the upper edge */
} chart;

static double x_of(const chart *c, int32_t slot)
{
    return LEFT + (double)(slot - c->from) * (WIDTH - LEFT - RIGHT) / (c->to - c->from);
}

static double y_of(const chart *c, double v)
{
    return HEIGHT - BOTTOM - v / c->top * (HEIGHT - BOTTOM - TOP - SERVICE_H);
}

static size_t at(const chart *c, int32_t slot)
{
    return (size_t)c->row * (size_t)c->in->req->grid.n_slots + (size_t)slot;
}

static double need_at(const chart *c, int32_t slot)
{
    double v = c->in->presence->need[at(c, slot)];
    return v > 0 ? v : 0;
}

/* The lower and the upper value of one sort of area in a slot; equal = nothing to draw. */
static void edges(const chart *c, int32_t t, int which, double *lo, double *hi)
{
    double need = need_at(c, t), plan = c->in->presence->planned[at(c, t)];
    *lo = *hi = 0;
    if (which == 0)
        *hi = plan < need ? plan : need;
    else if (which == 1 && plan < need)
        *lo = plan, *hi = need;
    else if (which == 2 && plan > need)
        *lo = need, *hi = plan;
}

/* Step areas, one path for all: equal neighbours are one box. */
static void areas(const chart *c, const char *class, int which, pb_text *out)
{
    bool open = false;
    for (int32_t t = c->from, next; t < c->to; t = next) {
        double lo, hi, lo2, hi2;
        edges(c, t, which, &lo, &hi);
        for (next = t + 1; next < c->to; next++) {
            edges(c, next, which, &lo2, &hi2);
            if (fabs(lo2 - lo) > 1e-9 || fabs(hi2 - hi) > 1e-9)
                break;
        }
        if (!(hi > lo))
            continue;
        if (!open)
            pb_text_printf(out, "<path class=\"%s\" d=\"", class);
        open = true;
        pb_text_printf(out, "M%.1f %.1fV%.1fH%.1fV%.1fz", x_of(c, t), y_of(c, lo), y_of(c, hi), x_of(c, next), y_of(c, lo));
    }
    if (open)
        pb_text_puts(out, "\"/>");
}

static void need_line(const chart *c, pb_text *out)
{
    pb_text_puts(out, "<path class=\"need\" d=\"");
    for (int32_t t = c->from, next; t < c->to; t = next) {
        double y = y_of(c, need_at(c, t));
        for (next = t + 1; next < c->to && fabs(need_at(c, next) - need_at(c, t)) < 1e-9;)
            next++;
        if (t == c->from)
            pb_text_printf(out, "M%.1f %.1fH%.1f", x_of(c, t), y, x_of(c, next));
        else
            pb_text_printf(out, "V%.1fH%.1f", y, x_of(c, next));
    }
    pb_text_puts(out, "\"/>");
}

/* The cover that was really there, where it is known. */
static void actual_line(const chart *c, pb_text *out)
{
    const double *cover = c->in->attendance ? c->in->attendance->cover : NULL;
    bool open = false, pen = false;
    for (int32_t t = c->from; cover && t < c->to; t++) {
        double v = cover[at(c, t)];
        if (isnan(v)) {
            pen = false;
            continue;
        }
        if (!open)
            pb_text_puts(out, "<path class=\"act\" d=\"");
        open = true;
        if (pen)
            pb_text_printf(out, "V%.1fH%.1f", y_of(c, v), x_of(c, t + 1));
        else
            pb_text_printf(out, "M%.1f %.1fH%.1f", x_of(c, t), y_of(c, v), x_of(c, t + 1));
        pen = true;
    }
    if (open)
        pb_text_puts(out, "\"/>");
}

/* The strip above: expected service level 0 … 100 %, with its band. */
static double service_y(double share)
{
    return TOP + (1 - share) * (SERVICE_H - 4);
}

/* Does the strip look the same in both slots? */
static bool same_service(const pb_report_input *in, size_t i, size_t k)
{
    return fabs(service_y(in->service_level[i]) - service_y(in->service_level[k])) < 0.05 &&
           fabs(service_y(in->service_low[i]) - service_y(in->service_low[k])) < 0.05 &&
           fabs(service_y(in->service_high[i]) - service_y(in->service_high[k])) < 0.05;
}

static void service_strip(const chart *c, pb_text *out)
{
    const pb_report_input *in = c->in;
    if (!in->service_level || !in->service_low || !in->service_high)
        return;
    for (int32_t t = c->from, next; t < c->to; t = next) {
        size_t i = at(c, t);
        next = t + 1;
        if (isnan(in->service_level[i]) || isnan(in->service_low[i]))
            continue;
        while (next < c->to && same_service(in, i, at(c, next)))
            next++;
        double high = service_y(in->service_high[i]), low = service_y(in->service_low[i]);
        pb_text_printf(out, "<path class=\"band\" d=\"M%.1f %.1fV%.1fH%.1fV%.1fz\"/>", x_of(c, t), low + 0.5, high,
                       x_of(c, next), low + 0.5);
        pb_text_printf(out, "<path class=\"sl\" d=\"M%.1f %.1fH%.1f\"/>", x_of(c, t),
                       service_y(in->service_level[i]), x_of(c, next));
    }
}

static void axes(const chart *c, pb_text *out)
{
    const pb_grid *g = &c->in->req->grid;
    pb_text_printf(out, "<path class=\"axis\" d=\"M%d %dH%d\"/><text x=\"1\" y=\"%.1f\">%.0f</text>"
                        "<text x=\"1\" y=\"%d\">0</text>",
                   LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, y_of(c, c->top) + 7, c->top, HEIGHT - BOTTOM);
    /* every six hours by the clock, also on days of 23 and 25 hours */
    for (int32_t t = c->from; t < c->to; t++) {
        char clock[8];
        if (pb_grid_minute(g, t) % 360 != 0)
            continue;
        pb_text_printf(out, "<path class=\"axis\" d=\"M%.1f %dv3\"/><text x=\"%.1f\" y=\"%d\">%s</text>",
                       x_of(c, t), HEIGHT - BOTTOM, x_of(c, t), HEIGHT - 4,
                       pb_minute_format(pb_grid_minute(g, t), clock));
    }
}

static void draw(const chart *c, const char *label, const pb_presence_sum *sum, pb_text *out)
{
    const pb_lang *lang = c->in->lang;
    pb_text_puts(out, "<figure><figcaption><b>");
    pb_markup_text(out, label, 0);
    pb_text_puts(out, "</b><span class=\"soft nums\">");
    pb_markup_printf(out, pb_tr(lang, "short %.1f h, surplus %.1f h"), sum->lacking_h, sum->surplus_h);
    pb_text_printf(out, "</span></figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT);
    pb_markup_text(out, label, 0);
    pb_text_puts(out, ": ");
    pb_markup_printf(out, pb_tr(lang, "need %.1f h, planned %.1f h, short in %d of %d slots"), sum->need_h,
                     sum->planned_h, (int)sum->n_lacking_slots, (int)sum->n_open_slots);
    pb_text_puts(out, "\">");
    areas(c, "plan", 0, out);
    areas(c, "extra", 2, out);
    areas(c, "lack", 1, out);
    need_line(c, out);
    actual_line(c, out);
    service_strip(c, out);
    axes(c, out);
    pb_text_puts(out, "</svg></figure>\n");
}

static double nice_top(double v)
{
    return v <= 4 ? 4 : v <= 10 ? ceil(v / 2) * 2 : ceil(v / 5) * 5;
}

static void row_charts(const pb_report_input *in, int32_t row, pb_text *out)
{
    const pb_grid *g = &in->req->grid;
    chart c = {in, row, 0, g->n_slots, 1};
    double most = 0;
    for (int32_t t = 0; t < g->n_slots; t++) {
        double n = need_at(&c, t), p = in->presence->planned[at(&c, t)];
        most = fmax(most, fmax(n, p));
        if (in->attendance && in->attendance->cover)
            most = fmax(most, in->attendance->cover[at(&c, t)]); /* not known: NAN, which fmax passes over */
    }
    c.top = nice_top(most);
    pb_text_puts(out, "<h3>");
    pb_markup_text(out, in->req->names[row], 60);
    pb_text_puts(out, "</h3>\n<div class=\"charts\">\n");
    for (int32_t day = 0; day < g->n_days; day++) {
        char label[48];
        c.from = g->day_slot[day];
        c.to = g->day_slot[day + 1];
        pb_presence_sum sum = pb_presence_total(in->presence, in->req, row, c.from, c.to);
        if (sum.need_h > 0 || sum.planned_h > 0)
            draw(&c, pb_report_day(in->lang, g->first + day, label, sizeof label), &sum, out);
    }
    pb_text_puts(out, "</div>\n");
}

static void number(pb_text *out, double v)
{
    pb_text_printf(out, "<td class=\"n\">%.1f</td>", v);
}

static void table_row(const pb_report_input *in, int32_t row, int32_t day, pb_text *out)
{
    const pb_grid *g = &in->req->grid;
    char label[48];
    pb_presence_sum s =
        pb_presence_total(in->presence, in->req, row, g->day_slot[day], g->day_slot[day + 1]);
    if (!(s.need_h > 0) && s.planned_h == 0)
        return;
    pb_text_puts(out, "<tr>");
    pb_report_th(out, in->req->names[row], true);
    pb_text_puts(out, "<td>");
    pb_markup_text(out, pb_report_day(in->lang, g->first + day, label, sizeof label), 0);
    pb_text_puts(out, "</td>");
    number(out, s.need_h);
    number(out, s.planned_h);
    number(out, s.lacking_h);
    number(out, s.surplus_h);
    pb_text_printf(out, "<td class=\"n\">%d / %d</td></tr>\n", (int)s.n_lacking_slots, (int)s.n_open_slots);
}

static void cover_table(const pb_report_input *in, pb_text *out)
{
    static const char *const heads[] = {PB_N_("Queue"),        PB_N_("Day"),       PB_N_("Need h"),
                                        PB_N_("Planned h"),    PB_N_("Short h"),   PB_N_("Surplus h"),
                                        PB_N_("Slots short / open")};
    pb_text_puts(out, "<details><summary>");
    pb_markup_text(out, pb_tr(in->lang, "The same in numbers"), 0);
    pb_text_puts(out, "</summary>");
    pb_report_table(out, "cover", "right");
    pb_text_puts(out, "<thead><tr>");
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        pb_report_th(out, pb_tr(in->lang, heads[k]), false);
    pb_text_puts(out, "</tr></thead><tbody>\n");
    for (int32_t row = 0; row < in->req->n_rows; row++)
        for (int32_t day = 0; day < in->req->grid.n_days; day++)
            table_row(in, row, day, out);
    pb_text_puts(out, "</tbody></table></div></details>\n");
}

void pb_report_cover(const pb_report_input *in, pb_text *out)
{
    static const char *const marks[][2] = {{"plan", PB_N_("covered")}, {"lack", PB_N_("short")},
                                           {"extra", PB_N_("surplus")}};
    pb_report_heading(out, "cover", pb_tr(in->lang, "Need against cover"));
    /* the hatch, so that shortage is told without colour */
    pb_text_puts(out, "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs>"
                      "<pattern id=\"hatch\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
                      "patternTransform=\"rotate(45)\"><path d=\"M0 0v4\" style=\"stroke:var(--lack);"
                      "stroke-width:2\"/></pattern></defs></svg>\n<ul class=\"legend\">");
    for (int k = 0; k < 3; k++) {
        pb_text_printf(out, "<li><svg width=\"16\" height=\"12\" style=\"display:inline;width:16px\" "
                            "aria-hidden=\"true\"><rect class=\"%s\" width=\"16\" height=\"12\"/></svg> ",
                       marks[k][0]);
        pb_markup_text(out, pb_tr(in->lang, marks[k][1]), 0);
        pb_text_puts(out, "</li>");
    }
    pb_text_puts(out, "<li>▬ ");
    pb_markup_text(out, pb_tr(in->lang, "need"), 0);
    pb_text_puts(out, "</li>");
    if (in->attendance && in->attendance->cover) {
        pb_text_puts(out, "<li>┅ ");
        pb_markup_text(out, pb_tr(in->lang, "really there"), 0);
        pb_text_puts(out, "</li>");
    }
    if (in->service_level) {
        pb_text_puts(out, "<li><svg width=\"16\" height=\"12\" style=\"display:inline;width:16px\" "
                          "aria-hidden=\"true\"><rect class=\"band\" width=\"16\" height=\"12\"/></svg> ");
        pb_markup_text(out, pb_tr(in->lang, "expected service level, 0 to 100 %"), 0);
        pb_text_puts(out, "</li>");
    }
    pb_text_puts(out, "</ul>\n");
    for (int32_t row = 0; row < in->req->n_rows; row++)
        row_charts(in, row, out);
    cover_table(in, out);
}
