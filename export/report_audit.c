/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit's summary to be signed: every rule and article in force, and how often it is broken. */
#include "export/markup.h"
#include "export/report.h"

#include <stdio.h>

static void verdict(const pb_report_input *in, pb_text *out)
{
    char from[48], to[48];
    size_t hard = 0;
    for (size_t i = 0; i < in->n_findings; i++)
        hard += in->findings[i].hard;
    pb_text_puts(out, hard ? "<p class=\"hard\">" : "<p>");
    pb_markup_printf(out, pb_tr(in->lang, "Roster %s – %s: "),
                     pb_report_day(in->lang, in->roster->first, from, sizeof from),
                     pb_report_day(in->lang, in->roster->last, to, sizeof to));
    if (hard)
        pb_markup_printf(out, pb_tr(in->lang, "%zu times a rule is broken that must hold."), hard);
    else
        pb_markup_text(out, pb_tr(in->lang, "every rule that must hold is kept."), 0);
    pb_text_puts(out, "</p>\n");
}

static void rule_row(const pb_report_input *in, const pb_report_rule *r, pb_text *out)
{
    pb_text_puts(out, "<tr><th scope=\"row\" class=\"text\">");
    pb_markup_text(out, r->text, 200);
    pb_text_puts(out, "</th><td>");
    pb_markup_text(out, r->who, 60);
    pb_text_puts(out, "</td><td>");
    pb_markup_text(out, r->source, 200);
    pb_text_puts(out, "</td><td>");
    pb_markup_text(out, pb_tr(in->lang, r->hard ? PB_N_("must hold") : PB_N_("has a price")), 0);
    pb_text_printf(out, "</td><td class=\"n%s\">%zu</td>", r->n_broken ? " hard" : "", r->n_findings);
    if (r->cost > 0)
        pb_text_printf(out, "<td class=\"n\">%.2f</td></tr>\n", r->cost);
    else
        pb_text_puts(out, "<td class=\"n\">–</td></tr>\n");
}

static void signatures(const pb_report_input *in, pb_text *out)
{
    static const char *const who[] = {PB_N_("Planned by, date"), PB_N_("Checked by (HR), date"),
                                      PB_N_("Approved by, date")};
    pb_text_puts(out, "<div class=\"sign\">");
    for (int i = 0; i < 3; i++) {
        pb_text_puts(out, "<div>");
        pb_markup_text(out, pb_tr(in->lang, who[i]), 0);
        pb_text_puts(out, "</div>");
    }
    pb_text_puts(out, "</div>\n");
}

void pb_report_audit(const pb_report_input *in, pb_text *out)
{
    static const char *const heads[] = {PB_N_("Rule"), PB_N_("For"), PB_N_("From where"), PB_N_("Kind"),
                                        PB_N_("Findings"), PB_N_("Price")};
    pb_text_puts(out, "<section>\n");
    pb_report_heading(out, "audit", pb_tr(in->lang, "Audit"));
    verdict(in, out);
    if (in->n_rules) {
        pb_report_table(out, "audit", NULL);
        pb_text_puts(out, "<thead><tr>");
        for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
            pb_report_th(out, pb_tr(in->lang, heads[k]), false);
        pb_text_puts(out, "</tr></thead>\n<tbody>\n");
        for (size_t i = 0; i < in->n_rules; i++)
            rule_row(in, &in->rules[i], out);
        pb_text_puts(out, "</tbody></table></div>\n");
    }
    signatures(in, out);
    pb_text_puts(out, "</section>\n");
}
