/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char STYLE[] =
    ":root{--bg:#fff;--fg:#1d2433;--dim:#5d6675;--line:#d9dee7;--soft:#f4f6fa;--accent:#1f5fbf;"
    "--early:#cfe6ff;--day:#d8f0d2;--late:#ffe3b8;--night:#d9d2f3;--holiday:#ffd3d8;--off:#eef0f4;"
    "--need:#1f5fbf;--have:#7fb38a;--short:#c0392b}\n"
    "@media(prefers-color-scheme:dark){:root{--bg:#14181f;--fg:#e7ebf2;--dim:#9aa5b5;--line:#323a47;"
    "--soft:#1c222c;--accent:#8ab8ff;--early:#1d3f63;--day:#23482b;--late:#5a4115;--night:#3b3266;"
    "--holiday:#5f2730;--off:#232a35;--need:#8ab8ff;--have:#3f6b4a;--short:#ff8a7a}}\n"
    "*{box-sizing:border-box}body{margin:0;padding:1.2rem;background:var(--bg);color:var(--fg);"
    "font:15px/1.5 system-ui,-apple-system,\"Segoe UI\",\"PingFang SC\",\"Microsoft YaHei\","
    "\"Noto Sans CJK SC\",sans-serif}\n"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:1.8rem 0 .5rem}p.sub{color:var(--dim);margin:.1rem 0 1rem}\n"
    ".cards{display:flex;flex-wrap:wrap;gap:.7rem}.card{background:var(--soft);border:1px solid var(--line);"
    "border-radius:.6rem;padding:.6rem 1rem;min-width:8rem}.card b{display:block;font-size:1.35rem}"
    ".card span{color:var(--dim);font-size:.85rem}\n"
    ".scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.6rem}"
    "table{border-collapse:collapse;width:100%;font-size:.85rem}"
    "th,td{padding:.3rem .45rem;border-bottom:1px solid var(--line);text-align:center;white-space:nowrap}"
    "thead th{background:var(--soft);font-weight:600}tbody th{text-align:left;position:sticky;left:0;"
    "background:var(--bg);font-weight:600}tbody th small{color:var(--dim);font-weight:400}"
    "tfoot td,tfoot th{background:var(--soft);font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}\n"
    "td i{display:block;border-radius:.35rem;padding:.1rem .35rem;font-style:normal}td i small{display:block;"
    "font-variant-numeric:tabular-nums}.early{background:var(--early)}.day{background:var(--day)}"
    ".late{background:var(--late)}.night{background:var(--night)}.holiday{background:var(--holiday)}"
    ".away{background:var(--off);color:var(--dim)}th.free{color:var(--short)}\n"
    ".legend{display:flex;gap:1rem;flex-wrap:wrap;color:var(--dim);font-size:.85rem;margin:.5rem 0}"
    ".legend i{display:inline-block;width:1rem;height:.8rem;border-radius:.2rem;margin-right:.35rem;vertical-align:-.05rem}\n"
    "svg{width:100%;height:auto;display:block}svg text{fill:var(--dim);font-size:11px}\n"
    "@media print{@page{size:A4 landscape;margin:10mm}body{padding:0;font-size:11px}.scroll{overflow:visible}"
    "section{break-inside:avoid}}\n";

static const char *const weekdays[7] = {PB_N_("Mon"), PB_N_("Tue"), PB_N_("Wed"), PB_N_("Thu"),
                                        PB_N_("Fri"), PB_N_("Sat"), PB_N_("Sun")};

void pb_html_text(pb_text *out, const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '&')
            pb_text_puts(out, "&amp;");
        else if (c == '<')
            pb_text_puts(out, "&lt;");
        else if (c == '>')
            pb_text_puts(out, "&gt;");
        else if (c == '"')
            pb_text_puts(out, "&quot;");
        else if (c == '\'')
            pb_text_puts(out, "&#39;");
        else if (c >= 0x20 && c != 0x7f)
            pb_text_put(out, s, 1);
    }
}

/* One page while it is written. */
typedef struct page {
    pb_text *out;
    const pb_report_in *in;
    pb_arena *a;
    const double *cover; /* NULL = no requirement */
} page;

static const char *tr(const page *p, const char *msgid)
{
    return pb_tr(p->in->lang, msgid);
}

static int n_days(const page *p)
{
    return (int)(p->in->roster->last - p->in->roster->first) + 1;
}

static void card(page *p, const char *value, const char *label)
{
    pb_text_puts(p->out, "<div class=card><b>");
    pb_html_text(p->out, value);
    pb_text_puts(p->out, "</b><span>");
    pb_html_text(p->out, label);
    pb_text_puts(p->out, "</span></div>\n");
}

static void put_headline(page *p)
{
    const pb_roster *r = p->in->roster;
    int64_t paid = 0, duties = 0;
    char buf[64];
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].shift >= 0) {
            paid += pb_duty_paid_min(&r->at[i]);
            duties++;
        }
    pb_text_puts(p->out, "<div class=cards>\n");
    snprintf(buf, sizeof buf, "%d", (int)p->in->ws->agents.n);
    card(p, buf, tr(p, PB_N_("agents")));
    snprintf(buf, sizeof buf, "%lld", (long long)duties);
    card(p, buf, tr(p, PB_N_("duties")));
    snprintf(buf, sizeof buf, "%.1f", (double)paid / 60.0);
    card(p, buf, tr(p, PB_N_("paid hours")));
    if (p->cover) {
        const pb_requirement *q = p->in->requirement;
        double need = 0, lacking = 0;
        size_t n = (size_t)q->n_rows * (size_t)q->grid.n_slots;
        for (size_t i = 0; i < n; i++) {
            double h = pb_grid_slot_s(&q->grid, (int32_t)(i % (size_t)q->grid.n_slots)) / 3600.0;
            need += h * q->scheduled[i];
            lacking += h * fmax(0, q->scheduled[i] - p->cover[i]);
        }
        snprintf(buf, sizeof buf, "%.1f %%", need > 0 ? 100 * (1 - lacking / need) : 100.0);
        card(p, buf, tr(p, PB_N_("of the need covered")));
        snprintf(buf, sizeof buf, "%.1f", lacking);
        card(p, buf, tr(p, PB_N_("agent-hours short")));
    }
    pb_text_puts(p->out, "</div>\n");
}

static bool is_free_day(const page *p, pb_date d)
{
    return pb_calendar_day_kind(&p->in->ws->calendar, d) != PB_DAY_WORK;
}

static void put_day_heads(page *p)
{
    pb_text_puts(p->out, "<thead><tr><th scope=col>");
    pb_html_text(p->out, tr(p, PB_N_("agent")));
    pb_text_puts(p->out, "</th>");
    for (pb_date d = p->in->roster->first; d <= p->in->roster->last; d++) {
        pb_ymd y = pb_date_ymd(d);
        pb_text_printf(p->out, "<th scope=col%s>%s<br>%02d-%02d</th>",
                       is_free_day(p, d) ? " class=free" : "",
                       tr(p, weekdays[pb_date_weekday(d)]), y.month, y.day);
    }
    pb_text_printf(p->out, "<th scope=col>%s</th></tr></thead>\n", tr(p, PB_N_("hours")));
}

static bool is_away(const page *p, int32_t agent, pb_date d)
{
    for (size_t i = 0; i < p->in->ws->absences.n; i++) {
        const pb_absence *x = &p->in->ws->absences.at[i];
        if (x->agent == agent && x->from <= d && d <= x->to)
            return true;
    }
    return false;
}

static void put_duty(page *p, const pb_duty *d)
{
    const pb_shift *s = &p->in->ws->shifts.at[d->shift];
    char from[8], to[8];
    int end = d->end_min > PB_MIN_PER_DAY ? d->end_min - PB_MIN_PER_DAY : d->end_min;
    pb_text_printf(p->out, "<i class=%s>", pb_shift_kind_name(s->kind));
    pb_html_text(p->out, s->id);
    pb_text_printf(p->out, "<small>%s–%s</small></i>", pb_minute_format(d->start_min, from),
                   pb_minute_format(end, to));
}

static void put_agent(page *p, int32_t agent)
{
    const pb_agent *g = &p->in->ws->agents.at[agent];
    int paid = 0;
    pb_text_puts(p->out, "<tr><th scope=row>");
    pb_html_text(p->out, *g->name ? g->name : g->id);
    pb_text_puts(p->out, " <small>");
    pb_html_text(p->out, g->id);
    pb_text_puts(p->out, "</small></th>");
    for (pb_date d = p->in->roster->first; d <= p->in->roster->last; d++) {
        size_t first, n = pb_roster_find(p->in->roster, d, agent, &first), shown = 0;
        pb_text_puts(p->out, "<td>");
        for (size_t i = first; i < first + n; i++) {
            const pb_duty *duty = &p->in->roster->at[i];
            if (duty->shift < 0)
                continue;
            put_duty(p, duty);
            paid += pb_duty_paid_min(duty);
            shown++;
        }
        if (shown == 0 && is_away(p, agent, d))
            pb_text_printf(p->out, "<i class=away>%s</i>", tr(p, PB_N_("away")));
        pb_text_puts(p->out, "</td>");
    }
    pb_text_printf(p->out, "<td class=n>%.1f</td></tr>\n", paid / 60.0);
}

static pb_status put_totals(page *p)
{
    int *count = PB_NEW_ARRAY(p->a, (size_t)n_days(p), int);
    if (!count)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < p->in->roster->n; i++)
        if (p->in->roster->at[i].shift >= 0)
            count[p->in->roster->at[i].date - p->in->roster->first]++;
    pb_text_printf(p->out, "<tfoot><tr><th scope=row>%s</th>", tr(p, PB_N_("on duty")));
    for (int i = 0; i < n_days(p); i++)
        pb_text_printf(p->out, "<td>%d</td>", count[i]);
    pb_text_puts(p->out, "<td></td></tr></tfoot>\n");
    return PB_OK;
}

static pb_status put_grid(page *p)
{
    static const char *const legend[] = {PB_N_("Early shift"), PB_N_("Day shift"), PB_N_("Late shift"),
                                         PB_N_("Night shift"), PB_N_("Holiday shift")};
    pb_text_printf(p->out, "<section><h2>%s</h2><div class=scroll><table>\n",
                   tr(p, PB_N_("Who works when")));
    put_day_heads(p);
    pb_text_puts(p->out, "<tbody>\n");
    for (int32_t i = 0; i < p->in->ws->agents.n; i++)
        put_agent(p, i);
    pb_text_puts(p->out, "</tbody>");
    pb_status st = put_totals(p);
    pb_text_puts(p->out, "</table></div><div class=legend>");
    for (int k = 0; k < PB_N_SHIFT_KINDS; k++)
        pb_text_printf(p->out, "<span><i class=%s></i>%s</span>",
                       pb_shift_kind_name((pb_shift_kind)k), tr(p, legend[k]));
    pb_text_puts(p->out, "</div></section>\n");
    return st;
}

enum { CHART_W = 1120, CHART_H = 150, LEFT = 34, TOP = 8, BOTTOM = 22 };

static double chart_y(double v, double max)
{
    return TOP + (CHART_H - TOP - BOTTOM) * (1 - v / max);
}

/* A step line over all slots of a requirement row; closed down to zero where filled. */
static void put_steps(page *p, const double *v, int32_t n, double max, const char *attributes,
                      bool filled)
{
    double w = (double)(CHART_W - LEFT) / n;
    pb_text_printf(p->out, "<path %s d=\"M%d %.1f", attributes, LEFT, chart_y(0, max));
    for (int32_t i = 0; i < n; i++)
        pb_text_printf(p->out, "V%.1fH%.1f", chart_y(v[i], max), LEFT + w * (i + 1));
    pb_text_printf(p->out, filled ? "V%.1fZ\"/>\n" : "V%.1f\"/>\n", chart_y(0, max));
}

static void put_chart(page *p, int32_t row)
{
    const pb_requirement *q = p->in->requirement;
    int32_t n = q->grid.n_slots;
    const double *need = q->scheduled + (size_t)row * (size_t)n;
    const double *have = p->cover + (size_t)row * (size_t)n;
    double max = 1;
    for (int32_t i = 0; i < n; i++)
        max = fmax(max, fmax(need[i], have[i]));
    pb_text_puts(p->out, "<h3>");
    pb_html_text(p->out, q->names[row]);
    pb_text_printf(p->out, "</h3><svg viewBox=\"0 0 %d %d\" role=img aria-label=\"", CHART_W, CHART_H);
    pb_html_text(p->out, q->names[row]);
    pb_text_puts(p->out, "\">\n");
    put_steps(p, have, n, max, "fill=\"var(--have)\" fill-opacity=\".55\"", true);
    put_steps(p, need, n, max, "fill=none stroke=\"var(--need)\" stroke-width=\"1.6\"", false);
    for (int32_t day = 0; day < q->grid.n_days; day++) {
        double x = LEFT + (double)(CHART_W - LEFT) * q->grid.day_slot[day] / n;
        pb_text_printf(p->out, "<path stroke=\"var(--line)\" d=\"M%.1f %dV%d\"/><text x=\"%.1f\" y=\"%d\">%s</text>\n",
                       x, TOP, CHART_H - BOTTOM, x + 4, CHART_H - 7,
                       tr(p, weekdays[pb_date_weekday(q->grid.first + day)]));
    }
    pb_text_printf(p->out, "<text x=\"2\" y=\"%d\">%.0f</text><text x=\"2\" y=\"%d\">0</text></svg>\n",
                   TOP + 9, max, CHART_H - BOTTOM);
}

static void put_charts(page *p)
{
    if (!p->cover || p->in->requirement->grid.n_slots == 0)
        return;
    pb_text_printf(p->out, "<section><h2>%s</h2><div class=legend><span><i style=\"background:var(--need);height:.2rem;vertical-align:.25rem\"></i>%s</span>"
                   "<span><i style=\"background:var(--have)\"></i>%s</span></div>\n",
                   tr(p, PB_N_("Need and cover")), tr(p, PB_N_("agents needed")),
                   tr(p, PB_N_("agents at work")));
    for (int32_t r = 0; r < p->in->requirement->n_rows; r++)
        put_chart(p, r);
    pb_text_puts(p->out, "</section>\n");
}

static void put_head(page *p)
{
    const char *team = p->in->ws->team.name;
    char from[11], to[11];
    pb_text_printf(p->out, "<!doctype html>\n<html lang=%s><head><meta charset=utf-8>\n"
                   "<meta name=viewport content=\"width=device-width,initial-scale=1\">\n<title>",
                   p->in->lang && strcmp(p->in->lang->code, "zh") == 0 ? "zh-CN" : "en");
    pb_html_text(p->out, team);
    pb_text_printf(p->out, " – %s</title>\n<style>\n%s</style></head>\n<body>\n<h1>",
                   tr(p, PB_N_("Roster")), STYLE);
    pb_html_text(p->out, team);
    pb_text_printf(p->out, "</h1><p class=sub>%s %s – %s, ", tr(p, PB_N_("Roster")),
                   pb_date_format(p->in->roster->first, from), pb_date_format(p->in->roster->last, to));
    pb_html_text(p->out, pb_zone_name(p->in->ws->team.zone));
    pb_text_puts(p->out, "</p>\n");
}

pb_status pb_report_html(pb_text *out, const pb_report_in *in)
{
    page p = {.out = out, .in = in, .a = pb_arena_new(out->al)};
    pb_status st = p.a ? PB_OK : PB_ERR_NOMEM;
    if (st == PB_OK && in->requirement)
        st = pb_report_cover(p.a, in, &p.cover);
    if (st == PB_OK) {
        put_head(&p);
        put_headline(&p);
        st = put_grid(&p);
        put_charts(&p);
        pb_text_puts(out, "</body></html>\n");
    }
    pb_arena_free(p.a);
    return st == PB_OK ? out->status : st;
}
