/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page around the parts, its headline, and the small texts that the parts share. */
#include "export/report.h"
#include "export/shift_color.h"

#include "export/markup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char *pb_report_day(const pb_lang *lang, pb_date date, char *buf, size_t size)
{
    return pb_day_words(lang, date, pb_day_spelt, buf, size);
}

char *pb_report_hm(int minutes, char buf[static 16])
{
    int m = minutes < 0 ? -minutes : minutes;
    snprintf(buf, 16, "%s%d:%02d", minutes < 0 ? "-" : "", m / 60, m % 60);
    return buf;
}

const char *pb_report_kind(const pb_lang *lang, int shift_kind)
{
    static const char *const names[PB_N_SHIFT_KINDS] = {PB_N_("early"), PB_N_("day"), PB_N_("late"),
                                                        PB_N_("night"), PB_N_("holiday")};
    return shift_kind >= 0 && shift_kind < PB_N_SHIFT_KINDS ? pb_tr(lang, names[shift_kind]) : "";
}

const char *pb_report_absence(const pb_lang *lang, pb_absence_kind kind)
{
    switch (kind) {
    case PB_LEAVE: return pb_tr(lang, "leave");
    case PB_TRAINING: return pb_tr(lang, "training");
    default: return pb_tr(lang, "away");
    }
}

void pb_report_name(const pb_agent *g, pb_text *out)
{
    pb_text_puts(out, "<tr><th scope=\"row\"><bdi>");
    pb_markup_text(out, g->name && *g->name ? g->name : g->id, 60);
    pb_text_puts(out, "</bdi></th>");
}

void pb_report_th(pb_text *out, const char *text, bool row)
{
    pb_text_puts(out, row ? "<th scope=\"row\">" : "<th scope=\"col\">");
    pb_markup_text(out, text, 80);
    pb_text_puts(out, "</th>");
}

void pb_report_table(pb_text *out, const char *heading_id, const char *class)
{
    pb_text_printf(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s\"><table", heading_id);
    if (class)
        pb_text_printf(out, " class=\"%s\"", class);
    pb_text_puts(out, ">");
}

void pb_report_heading(pb_text *out, const char *id, const char *text)
{
    pb_text_printf(out, "<h2 id=\"%s\">", id);
    pb_markup_text(out, text, 0);
    pb_text_puts(out, "</h2>\n");
}

void pb_report_fold(const pb_lang *lang, size_t i, size_t n, pb_text *out)
{
    enum { SHOWN = 12 };
    if (i == 0)
        pb_text_puts(out, "<ol class=\"why\">\n");
    if (i == SHOWN && i < n) {
        pb_text_puts(out, "</ol>\n<details><summary>");
        pb_markup_printf(out, pb_tr(lang, "%zu more"), n - SHOWN);
        pb_text_printf(out, "</summary><ol class=\"why\" start=\"%d\">\n", SHOWN + 1);
    }
    if (i == n)
        pb_text_puts(out, n > SHOWN ? "</ol></details>\n" : "</ol>\n");
}

static void card(pb_text *out, const char *label, const char *value, bool bad)
{
    pb_text_puts(out, bad ? "<li class=\"bad\"><b>" : "<li><b>");
    pb_markup_text(out, value, 0);
    pb_text_puts(out, "</b>");
    pb_markup_text(out, label, 0);
    pb_text_puts(out, "</li>\n");
}

/* Service of all contacts expected: weighed by offered load, over single queues. */
static double service_share(const pb_report_input *in)
{
    double sum = 0, weight = 0;
    for (int32_t row = 0; in->service_level && row < in->req->n_rows; row++) {
        for (int32_t t = 0; t < in->req->grid.n_slots; t++) {
            size_t i = (size_t)row * (size_t)in->req->grid.n_slots + (size_t)t;
            double w = in->req->offered_erl ? in->req->offered_erl[i] : 1;
            if (isnan(in->service_level[i]) || !(w > 0))
                continue;
            sum += w * in->service_level[i];
            weight += w;
        }
    }
    return weight > 0 ? sum / weight : NAN;
}

static void headline_cover(const pb_report_input *in, pb_text *out)
{
    char buf[64];
    const pb_presence_gap gap = pb_presence_missing(in->presence, in->req, in->urgent, in->roster->first, in->roster->last);
    double share = gap.need_h > 0 ? 1 - gap.lacking_h / gap.need_h : 1, service = service_share(in);
    snprintf(buf, sizeof buf, "%.1f %%", floor(1000 * share + 1e-6) / 10); /* 100 only where none is short */
    card(out, pb_tr(in->lang, "of the need is covered"), buf, share < 0.95);
    snprintf(buf, sizeof buf, "%.1f", gap.lacking_h);
    card(out, pb_tr(in->lang, "agent-hours short"), buf, false);
    if (!isnan(service)) {
        snprintf(buf, sizeof buf, "%.1f %%", 100 * service);
        card(out, pb_tr(in->lang, "expected service level"), buf, false);
    }
}

static void headline_rules(const pb_report_input *in, pb_text *out)
{
    char buf[64];
    size_t hard = 0, soft = 0;
    for (size_t i = 0; i < in->n_findings; i++)
        *(in->findings[i].hard ? &hard : &soft) += in->findings[i].n;
    snprintf(buf, sizeof buf, "%zu", hard);
    card(out, pb_tr(in->lang, "hard rules broken"), buf, hard > 0);
    snprintf(buf, sizeof buf, "%zu", soft);
    card(out, pb_tr(in->lang, "soft rules bent"), buf, false);
}

static void headline_plan(const pb_report_input *in, pb_text *out)
{
    char buf[64];
    if (!isnan(in->cost)) {
        snprintf(buf, sizeof buf, "%.2f", in->cost);
        card(out, pb_tr(in->lang, "cost of the roster"), buf, false);
    }
    if (!isnan(in->cost) && !isnan(in->bound)) {
        double gap = in->cost > 0 ? (in->cost - in->bound) / in->cost : 0;
        snprintf(buf, sizeof buf, "%.2f", in->bound);
        card(out, pb_tr(in->lang, "proven lower bound"), buf, false);
        snprintf(buf, sizeof buf, "%.1f %%", 100 * gap);
        card(out, pb_tr(in->lang, "gap to the bound"), buf, false);
    }
}

/* What the gap does not know of, as `plan` says it. */
static void headline_held(const pb_report_input *in, pb_text *out)
{
    if (isnan(in->cost) || isnan(in->bound) || in->held == 0)
        return;
    pb_text_puts(out, "<p class=\"soft\">");
    pb_markup_printf(out, pb_tr(in->lang, "Training and meetings change the cost by %+.2f; the bound leaves them out"), in->held);
    pb_text_puts(out, "</p>\n");
}

/* Links to the parts, for phones above all. */
static void contents(const pb_report_input *in, pb_text *out)
{
    const struct {
        bool there;
        const char *id, *text;
    } parts[] = {{in->n_changes > 0, "changes", PB_N_("Changes since the last publication")},
                 {true, "roster", PB_N_("Roster")},
                 {in->n_activities > 0, "activities", PB_N_("Training and meetings")},
                 {in->req != NULL, "cover", PB_N_("Need against cover")},
                 {true, "findings", PB_N_("Shortages and broken rules")},
                 {true, "fairness", PB_N_("Fairness")},
                 {true, "hours", PB_N_("Hours by pay class")},
                 {in->counters != NULL, "counters", PB_N_("Month and year so far")},
                 {in->attendance != NULL, "attendance", PB_N_("Plan and attendance")},
                 {in->months && in->months->n, "months", PB_N_("The month's summary")},
                 {in->forecast != NULL, "forecast", PB_N_("Forecast")},
                 {true, "audit", PB_N_("Audit")}};
    pb_text_puts(out, "<nav>");
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        if (!parts[k].there)
            continue;
        pb_text_printf(out, "<a href=\"#%s\">", parts[k].id);
        pb_markup_text(out, pb_tr(in->lang, parts[k].text), 0);
        pb_text_puts(out, "</a> ");
    }
    pb_text_puts(out, "</nav>\n");
}

void pb_report_headline(const pb_report_input *in, pb_text *out)
{
    char from[48], to[48], hm[16], buf[32];
    pb_text_puts(out, "<header><h1>");
    pb_markup_text(out, in->ws->team.name ? in->ws->team.name : "", 200);
    pb_text_puts(out, "</h1><p class=\"soft\">");
    pb_markup_printf(out, pb_tr(in->lang, "Roster %s – %s, %d agents, times of %s"),
                     pb_report_day(in->lang, in->roster->first, from, sizeof from),
                     pb_report_day(in->lang, in->roster->last, to, sizeof to), (int)in->ws->agents.n,
                     pb_zone_name(in->ws->team.zone));
    pb_text_puts(out, "</p>\n<ul class=\"cards\">\n");
    if (in->req)
        headline_cover(in, out);
    headline_rules(in, out);
    card(out, pb_tr(in->lang, "hours planned"), pb_report_hm(in->work->total.paid_min, hm), false);
    snprintf(buf, sizeof buf, "%d", in->work->total.duties);
    card(out, pb_tr(in->lang, "duties"), buf, false);
    headline_plan(in, out);
    pb_text_puts(out, "</ul>\n");
    headline_held(in, out);
    pb_text_puts(out, "</header>\n");
    contents(in, out);
    if (in->n_changes) {
        pb_report_heading(out, "changes", pb_tr(in->lang, "Changes since the last publication"));
        for (size_t i = 0; i < in->n_changes; i++) {
            pb_report_fold(in->lang, i, in->n_changes, out);
            pb_text_puts(out, "<li>");
            pb_markup_text(out, in->changes[i], 0);
            pb_text_puts(out, "</li>\n");
        }
        pb_report_fold(in->lang, in->n_changes, in->n_changes, out);
    }
}

void pb_report_html(const pb_report_input *in, pb_text *out)
{
    const char *code = in->lang && in->lang->code ? in->lang->code : "en";
    pb_text_printf(out,
                   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
                   strcmp(code, "zh") == 0 ? "zh-CN" : code);
    pb_markup_text(out, in->ws->team.name ? in->ws->team.name : "paiban", 200);
    pb_text_puts(out, "</title>\n<style>\n");
    pb_report_style(out);
    pb_shift_style(&in->ws->shifts, out);
    pb_text_puts(out, "</style>\n</head>\n<body>\n");
    pb_report_headline(in, out);
    pb_text_puts(out, "<main>\n");
    pb_report_grid(in, out);
    if (in->n_activities)
        pb_report_activities(in, out);
    if (in->req)
        pb_report_cover(in, out);
    pb_report_findings(in, out);
    pb_report_fairness(in, out);
    pb_report_hours(in, out);
    if (in->counters)
        pb_report_counters(in, out);
    if (in->attendance)
        pb_report_attendance(in, out);
    if (in->months && in->months->n)
        pb_report_months(in, out);
    if (in->forecast)
        pb_report_forecast(in, out);
    pb_report_audit(in, out);
    pb_text_puts(out, "</main>\n</body>\n</html>\n");
}
