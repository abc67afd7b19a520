/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings, fairness and hours: the tables of the page. */
#include "export/markup.h"
#include "export/report.h"

#include <math.h>
#include <stdio.h>

void pb_report_findings(const pb_report_input *in, pb_text *out)
{
    pb_report_heading(out, "findings", pb_tr(in->lang, "Shortages and broken rules"));
    if (!in->n_findings) {
        pb_text_puts(out, "<p>");
        pb_markup_text(out, pb_tr(in->lang, "None: every rule is kept and every wish is met."), 0);
        pb_text_puts(out, "</p>\n");
        return;
    }
    for (size_t i = 0; i < in->n_findings; i++) {
        const pb_report_finding *f = &in->findings[i];
        pb_report_fold(in->lang, i, in->n_findings, out);
        pb_text_puts(out, "<li>");
        if (f->hard) {
            pb_text_puts(out, "<span class=\"hard\">");
            pb_markup_text(out, pb_tr(in->lang, "hard rule"), 0);
            pb_text_puts(out, "</span> ");
        }
        pb_markup_text(out, f->text, 0);
        if (!f->hard && f->cost > 0) {
            pb_text_puts(out, " <span class=\"soft nums\">");
            pb_markup_printf(out, pb_tr(in->lang, "(price %.2f)"), f->cost);
            pb_text_puts(out, "</span>");
        }
        if (f->more && *f->more) {
            pb_text_puts(out, "<div class=\"soft\">");
            pb_markup_text(out, f->more, 0);
            pb_text_puts(out, "</div>");
        }
        pb_text_puts(out, "</li>\n");
    }
    pb_report_fold(in->lang, in->n_findings, in->n_findings, out);
}

static void open_table(const pb_report_input *in, const char *id, const char *caption,
                       const char *const *heads, size_t n, pb_text *out)
{
    pb_report_table(out, id, "right");
    pb_text_puts(out, "<caption>");
    pb_markup_text(out, pb_tr(in->lang, caption), 0);
    pb_text_puts(out, "</caption><thead><tr>");
    for (size_t k = 0; k < n; k++)
        pb_report_th(out, pb_tr(in->lang, heads[k]), false);
    pb_text_puts(out, "</tr></thead>\n<tbody>\n");
}

/* This period's count and, after a plus, what earlier periods carried over; then how far both together
 * are from the fair share. share NAN = takes no part. */
static void count_cell(pb_text *out, int now, const int *carried, const double *share)
{
    pb_text_printf(out, "<td class=\"n\">%d", now);
    if (carried && *carried)
        pb_text_printf(out, " <span class=\"soft\">+%d</span>", *carried);
    double off = share && !isnan(*share) ? now + (carried ? *carried : 0) - *share : 0;
    if (fabs(off) >= 0.05)
        pb_text_printf(out, " <small class=\"soft\">Δ%+.1f</small>", off);
    pb_text_puts(out, "</td>");
}

static void hours_cell(pb_text *out, int now, const int *carried, const double *share)
{
    char hm[16];
    pb_text_printf(out, "<td class=\"n\">%s", pb_report_hm(now, hm));
    if (carried && *carried)
        pb_text_printf(out, " <span class=\"soft\">+%s</span>", pb_report_hm(*carried, hm));
    if (share && !isnan(*share)) {
        int off = (int)lround(now + (carried ? *carried : 0) - *share);
        if (off)
            pb_text_printf(out, " <small class=\"soft\">Δ%s%s</small>", off > 0 ? "+" : "", pb_report_hm(off, hm));
    }
    pb_text_puts(out, "</td>");
}

static void fairness_cells(const pb_worktime_row *w, const pb_worktime_row *c, const double *share,
                           pb_text *out)
{
    count_cell(out, w->duties, c ? &c->duties : NULL, NULL);
    count_cell(out, w->by_kind[PB_EARLY], c ? &c->by_kind[PB_EARLY] : NULL, NULL);
    count_cell(out, w->by_kind[PB_LATE], c ? &c->by_kind[PB_LATE] : NULL, NULL);
    count_cell(out, w->by_kind[PB_NIGHT], c ? &c->by_kind[PB_NIGHT] : NULL, share ? &share[PB_SHARE_NIGHTS] : NULL);
    count_cell(out, w->weekends, c ? &c->weekends : NULL, share ? &share[PB_SHARE_WEEKENDS] : NULL);
    count_cell(out, w->holiday_duties, c ? &c->holiday_duties : NULL, share ? &share[PB_SHARE_HOLIDAYS] : NULL);
    hours_cell(out, w->paid_min, c ? &c->paid_min : NULL, share ? &share[PB_SHARE_MINUTES] : NULL);
    pb_text_puts(out, "</tr>\n");
}

void pb_report_fairness(const pb_report_input *in, pb_text *out)
{
    static const char *const heads[] = {PB_N_("Agent"), PB_N_("Duties"),   PB_N_("Early"),
                                        PB_N_("Late"),  PB_N_("Night"),    PB_N_("Weekends"),
                                        PB_N_("Holiday duties"), PB_N_("Hours")};
    const pb_fairness *f = in->fairness;
    const pb_worktime *before = f && f->has_carried ? &f->carried : NULL;
    pb_report_heading(out, "fairness", pb_tr(in->lang, "Fairness"));
    open_table(in, "fairness",
               f ? PB_N_("Each person's share: this period, (+) carried over from the 365 days before, Δ how far both "
                             "together are from a fair share by contract hours and days employed")
                     : PB_N_("Each person's share in this period"),
               heads, sizeof heads / sizeof *heads, out);
    for (int32_t i = 0; i < in->work->n; i++) {
        pb_report_name(&in->ws->agents.at[i], out);
        fairness_cells(&in->work->at[i], before ? &before->at[i] : NULL,
                       f ? &f->share[i * PB_N_SHARES] : NULL, out);
    }
    pb_text_puts(out, "</tbody><tfoot><tr>");
    pb_report_th(out, pb_tr(in->lang, "All"), true);
    fairness_cells(&in->work->total, before ? &before->total : NULL, NULL, out);
    pb_text_puts(out, "</tfoot></table></div>\n");
}

/* A class that this law pays like ordinary hours and that holds none is left out. */
static bool class_shown(const pb_report_input *in, int k)
{
    const pb_pay_rules *r = in->pay_rules;
    const int pct[PB_N_PAY] = {100, r->overtime_pct, r->rest_pct, r->statutory_pct};
    return k == PB_PAY_ORDINARY || pct[k] != 100 || in->work->total.by_class[k] > 0;
}

static void hours_cells(const pb_report_input *in, const pb_worktime_row *w, pb_text *out)
{
    char hm[16];
    for (int k = 0; k < PB_N_PAY; k++)
        if (class_shown(in, k))
            pb_text_printf(out, "<td class=\"n\">%s</td>", pb_report_hm(w->by_class[k], hm));
    pb_text_printf(out, "<td class=\"n\">%s</td>", pb_report_hm(w->paid_min, hm));
    pb_text_printf(out, "<td class=\"n\">%s</td>", pb_report_hm(w->night_min, hm));
    pb_text_printf(out, "<td class=\"n\">%s</td></tr>\n",
                   isnan(w->contract_min) ? "–" : pb_report_hm((int)lround(w->contract_min), hm));
}

void pb_report_hours(const pb_report_input *in, pb_text *out)
{
    const pb_pay_rules *r = in->pay_rules;
    const int pct[PB_N_PAY] = {100, r->overtime_pct, r->rest_pct, r->statutory_pct};
    static const char *const classes[PB_N_PAY] = {PB_N_("ordinary"), PB_N_("overtime"), PB_N_("rest day"),
                                                  PB_N_("statutory holiday")};
    static const char *const more[] = {PB_N_("All"), PB_N_("of these at night"), PB_N_("Contract")};
    pb_report_heading(out, "hours", pb_tr(in->lang, "Hours by pay class"));
    pb_report_table(out, "hours", "right");
    pb_text_puts(out, "<caption>");
    pb_markup_text(out, pb_tr(in->lang, "Hours and minutes; a shift over midnight is split by the clock"), 0);
    pb_text_puts(out, "</caption><thead><tr>");
    pb_report_th(out, pb_tr(in->lang, "Agent"), false);
    for (int k = 0; k < PB_N_PAY; k++) {
        char head[96];
        if (!class_shown(in, k))
            continue;
        snprintf(head, sizeof head, "%s %d %%", pb_tr(in->lang, classes[k]), pct[k]);
        pb_report_th(out, head, false);
    }
    for (size_t k = 0; k < sizeof more / sizeof *more; k++)
        pb_report_th(out, pb_tr(in->lang, more[k]), false);
    pb_text_puts(out, "</tr></thead>\n<tbody>\n");
    for (int32_t i = 0; i < in->work->n; i++) {
        pb_report_name(&in->ws->agents.at[i], out);
        hours_cells(in, &in->work->at[i], out);
    }
    pb_text_puts(out, "</tbody><tfoot><tr>");
    pb_report_th(out, pb_tr(in->lang, "All"), true);
    hours_cells(in, &in->work->total, out);
    pb_text_puts(out, "</tfoot></table></div>\n");
}
