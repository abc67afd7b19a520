/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts expected per queue and day with their intervals, after the last weeks of history. */
#include "export/markup.h"
#include "export/report.h"

#include <math.h>
#include <stdio.h>

enum { WIDTH = 700, HEIGHT = 150, LEFT = 40, RIGHT = 6, TOP = 8, BOTTOM = 18, MAX_PAST_DAYS = 28 };

/* Daily sums of one queue: days before the forecast, then its days. */
typedef struct series {
    int32_t n_past, n_days;
    double past[MAX_PAST_DAYS]; /* NAN = not known */
    double top;
} series;

static int32_t queue_in(const char *const *names, int32_t n, const char *name)
{
    for (int32_t i = 0; i < n; i++) {
        const char *a = names[i], *b = name;
        while (*a && *a == *b)
            a++, b++;
        if (*a == *b)
            return i;
    }
    return -1;
}

static double day_sum(const pb_grid *g, const double *row, int32_t day)
{
    double sum = 0;
    int32_t known = 0;
    for (int32_t t = g->day_slot[day]; t < g->day_slot[day + 1]; t++)
        if (!isnan(row[t])) {
            sum += row[t];
            known++;
        }
    return known ? sum : NAN;
}

/* Day totals spread by the day's level and, less, by slot noise. Normal 80 % band where the spread was
 * saved, else Poisson. */
static double day_sd(const pb_forecast *f, int32_t q, int32_t day, double mean)
{
    double var = mean;
    if (f->day_cv) {
        double cv = f->day_cv[(size_t)q * (size_t)f->grid.n_days + (size_t)day];
        var += cv * cv * mean * mean;
    }
    return sqrt(var);
}

static void collect(const pb_report_input *in, int32_t q, series *s)
{
    const pb_forecast *f = in->forecast;
    *s = (series){.n_days = f->grid.n_days, .top = 1};
    int32_t h = in->history ? queue_in(in->history->queues, in->history->n_queues, f->queues[q]) : -1;
    if (h >= 0) {
        const pb_grid *g = &in->history->grid;
        const double *row = in->history->contacts + (size_t)h * (size_t)g->n_slots;
        int32_t end = f->grid.first - g->first;
        end = end < g->n_days ? end : g->n_days;
        int32_t begin = end > MAX_PAST_DAYS ? end - MAX_PAST_DAYS : 0;
        for (int32_t d = begin; d < end; d++) {
            double v = day_sum(g, row, d);
            s->past[s->n_past++] = v;
            s->top = !isnan(v) && v > s->top ? v : s->top;
        }
    }
    for (int32_t d = 0; d < s->n_days; d++) {
        double m = day_sum(&f->grid, f->contacts + (size_t)q * (size_t)f->grid.n_slots, d);
        double hi = m + 1.96 * day_sd(f, q, d, m);
        s->top = hi > s->top ? hi : s->top;
    }
}

static double x_of(const series *s, int32_t i)
{
    return LEFT + (i + 0.5) * (WIDTH - LEFT - RIGHT) / (s->n_past + s->n_days);
}

static double y_of(const series *s, double v)
{
    return HEIGHT - BOTTOM - (v > 0 ? v : 0) / s->top * (HEIGHT - BOTTOM - TOP);
}

static void line_past(const series *s, pb_text *out)
{
    bool pen = false;
    pb_text_puts(out, "<path class=\"hist\" d=\"M0 0");
    for (int32_t i = 0; i < s->n_past; i++) {
        if (isnan(s->past[i])) {
            pen = false;
            continue;
        }
        pb_text_printf(out, "%c%.1f %.1f", pen ? 'L' : 'M', x_of(s, i), y_of(s, s->past[i]));
        pen = true;
    }
    pb_text_puts(out, "\"/>");
}

static void bands(const pb_forecast *f, int32_t q, const series *s, pb_text *out)
{
    static const struct {
        const char *class;
        double z;
    } levels[] = {{"i95", 1.95996}, {"i80", 1.28155}};
    double half = 0.45 * (WIDTH - LEFT - RIGHT) / (s->n_past + s->n_days);
    for (size_t k = 0; k < 2; k++) {
        for (int32_t d = 0; d < s->n_days; d++) {
            double m = day_sum(&f->grid, f->contacts + (size_t)q * (size_t)f->grid.n_slots, d);
            double sd = day_sd(f, q, d, m), x = x_of(s, s->n_past + d);
            double hi = y_of(s, m + levels[k].z * sd), lo = y_of(s, m - levels[k].z * sd);
            pb_text_printf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                           levels[k].class, x - half, hi, 2 * half, lo - hi);
        }
    }
    pb_text_puts(out, "<path class=\"fc\" d=\"");
    for (int32_t d = 0; d < s->n_days; d++) {
        double m = day_sum(&f->grid, f->contacts + (size_t)q * (size_t)f->grid.n_slots, d);
        pb_text_printf(out, "%c%.1f %.1f", d ? 'L' : 'M', x_of(s, s->n_past + d), y_of(s, m));
    }
    pb_text_puts(out, "\"/>");
}

static void queue_chart(const pb_report_input *in, int32_t q, pb_text *out)
{
    const pb_forecast *f = in->forecast;
    series s;
    char day[48];
    collect(in, q, &s);
    pb_text_puts(out, "<figure><figcaption><b>");
    pb_markup_text(out, f->queues[q], 60);
    pb_text_printf(out, "</b></figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT);
    pb_markup_printf(out, pb_tr(in->lang, "contacts a day: %d days of history, %d days of forecast"),
                     (int)s.n_past, (int)s.n_days);
    pb_text_puts(out, "\">");
    pb_text_printf(out, "<path class=\"axis\" d=\"M%d %dH%d\"/><text x=\"1\" y=\"%d\">%.0f</text>", LEFT,
                   HEIGHT - BOTTOM, WIDTH - RIGHT, TOP + 6, s.top);
    if (s.n_past)
        line_past(&s, out);
    bands(f, q, &s, out);
    for (int32_t i = 0; i < s.n_past + s.n_days; i += 7)
        pb_text_printf(out, "<text x=\"%.1f\" y=\"%d\">%s</text>", x_of(&s, i) - 12, HEIGHT - 5,
                       pb_report_day(in->lang, f->grid.first - s.n_past + i, day, sizeof day));
    pb_text_puts(out, "</svg></figure>\n");
}

static void share_cell(pb_text *out, double v)
{
    if (isnan(v))
        pb_text_puts(out, "<td class=\"n\">–</td>");
    else
        pb_text_printf(out, "<td class=\"n\">%.1f %%</td>", 100 * v);
}

static void accuracy_table(const pb_report_input *in, pb_text *out)
{
    static const char *const heads[] = {PB_N_("Queue"), PB_N_("Method"), PB_N_("WAPE per slot"),
                                        PB_N_("WAPE per day"), PB_N_("Bias")};
    pb_report_table(out, "forecast", NULL);
    pb_text_puts(out, "<caption>");
    pb_markup_text(out, pb_tr(in->lang, "Accuracy of the forecast, replayed on the past"), 0);
    pb_text_puts(out, "</caption><thead><tr>");
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        pb_report_th(out, pb_tr(in->lang, heads[k]), false);
    pb_text_puts(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < in->n_accuracy; i++) {
        const pb_report_accuracy *a = &in->accuracy[i];
        pb_text_puts(out, "<tr>");
        pb_report_th(out, a->queue, true);
        pb_text_puts(out, "<td>");
        pb_markup_text(out, a->method, 0);
        pb_text_puts(out, "</td>");
        share_cell(out, a->slot_wape);
        share_cell(out, a->day_wape);
        share_cell(out, a->bias);
        pb_text_puts(out, "</tr>\n");
    }
    pb_text_puts(out, "</tbody></table></div>\n");
}

void pb_report_forecast(const pb_report_input *in, pb_text *out)
{
    pb_report_heading(out, "forecast", pb_tr(in->lang, "Forecast"));
    pb_text_puts(out, "<p class=\"soft\">");
    pb_markup_text(out, pb_tr(in->lang, "Contacts a day: the last weeks, then what is expected, with bands of 80 and 95 %"), 0);
    pb_text_puts(out, "</p>\n");
    for (int32_t q = 0; q < in->forecast->n_queues; q++)
        queue_chart(in, q, out);
    if (in->n_accuracy)
        accuracy_table(in, out);
}
