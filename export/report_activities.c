/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training and meetings: when each is held, who attends it, who does not and why. */
#include "export/markup.h"
#include "export/report.h"

#include <stdio.h>

/* "Tue 29 Sep 15:00" by the clock of the day on which the seat begins. */
static void moment(const pb_report_input *in, const pb_report_seat *s, pb_text *out)
{
    char day[48], clock[8];
    int later = s->span.from_min / PB_MIN_PER_DAY;
    pb_markup_text(out, pb_report_day(in->lang, s->date + later, day, sizeof day), 0);
    pb_text_printf(out, " %s", pb_minute_format(s->span.from_min - later * PB_MIN_PER_DAY, clock));
}

static bool same_time(const pb_report_seat *x, const pb_report_seat *y)
{
    return x->date == y->date && x->span.from_min == y->span.from_min;
}

/* The names of those who attend it at the time of s. */
static void names_at(const pb_report_input *in, const pb_report_activity *x, const pb_report_seat *s, pb_text *out)
{
    const char *between = "";
    for (size_t i = 0; i < x->n; i++) {
        const pb_agent *g = &in->ws->agents.at[x->seats[i].agent];
        if (!same_time(&x->seats[i], s))
            continue;
        pb_text_puts(out, between);
        pb_markup_text(out, g->name && *g->name ? g->name : g->id, 60);
        between = pb_tr(in->lang, PB_N_(", "));
    }
}

/* The earliest time after `last` (NULL: of all) at which somebody attends it; NULL = none. */
static const pb_report_seat *next_time(const pb_report_activity *x, const pb_report_seat *last)
{
    const pb_report_seat *best = NULL;
    for (size_t i = 0; i < x->n; i++) {
        const pb_report_seat *s = &x->seats[i];
        int64_t at = (int64_t)s->date * PB_MIN_PER_DAY + s->span.from_min;
        if (s->date == PB_DATE_NONE || (last && at <= (int64_t)last->date * PB_MIN_PER_DAY + last->span.from_min))
            continue;
        if (!best || at < (int64_t)best->date * PB_MIN_PER_DAY + best->span.from_min)
            best = s;
    }
    return best;
}

static void when_cell(const pb_report_input *in, const pb_report_activity *x, pb_text *out)
{
    const pb_report_seat *s = next_time(x, NULL);
    const char *between = "";
    pb_text_puts(out, "<td class=\"t\">");
    if (!s)
        pb_text_puts(out, "–");
    else if (!x->what->together)
        pb_markup_text(out, pb_tr(in->lang, PB_N_("each at a time of their own")), 0);
    for (; s && x->what->together; s = next_time(x, s)) {
        pb_text_puts(out, between);
        moment(in, s, out);
        between = "<br>";
    }
    pb_text_puts(out, "</td>");
}

/* People who are to attend it, and who do at least once. */
static void count_people(const pb_report_activity *x, size_t *all, size_t *attend)
{
    *all = *attend = 0;
    for (size_t i = 0; i < x->n; i++) {
        bool first = i == 0 || x->seats[i].agent != x->seats[i - 1].agent;
        *all += first;
        *attend += first && x->seats[i].date != PB_DATE_NONE;
    }
}

/* Does everybody who attends it do so at each of its times? */
static bool always_the_same(const pb_report_activity *x)
{
    size_t all, attend, seats = 0, times = 0;
    count_people(x, &all, &attend);
    for (size_t i = 0; i < x->n; i++)
        seats += x->seats[i].date != PB_DATE_NONE;
    for (const pb_report_seat *s = next_time(x, NULL); s; s = next_time(x, s))
        times++;
    return seats == attend * times;
}

/* Names, with each time in a line of its own where they differ from time to time. */
static void people_cell(const pb_report_input *in, const pb_report_activity *x, pb_text *out)
{
    const pb_report_seat *s = next_time(x, NULL);
    bool several = !x->what->together || !always_the_same(x);
    pb_text_puts(out, "<td class=\"names\">");
    for (; s; s = several ? next_time(x, s) : NULL) {
        pb_text_puts(out, several ? "<div>" : "");
        if (several) {
            moment(in, s, out);
            pb_text_puts(out, pb_tr(in->lang, PB_N_(": ")));
        }
        names_at(in, x, s, out);
        pb_text_puts(out, several ? "</div>" : "");
    }
    pb_text_puts(out, "</td>");
}

static void activity_row(const pb_report_input *in, const pb_report_activity *x, pb_text *out)
{
    size_t all, attend;
    count_people(x, &all, &attend);
    pb_text_puts(out, "<tr><th scope=\"row\" class=\"text\">");
    pb_markup_text(out, x->what->id, 80);
    pb_text_puts(out, "</th>");
    when_cell(in, x, out);
    pb_text_printf(out, "<td class=\"n\">%d</td><td class=\"n%s\">%zu / %zu</td>", x->what->minutes,
                   attend < all ? " hard" : "", attend, all);
    people_cell(in, x, out);
    pb_text_puts(out, "</tr>\n");
}

static void notes(const pb_report_input *in, pb_text *out)
{
    for (size_t i = 0; in->n_activity_notes && i < in->n_activity_notes; i++) {
        pb_report_fold(in->lang, i, in->n_activity_notes, out);
        pb_text_puts(out, "<li>");
        pb_markup_text(out, in->activity_notes[i], 0);
        pb_text_puts(out, "</li>\n");
    }
    if (in->n_activity_notes)
        pb_report_fold(in->lang, in->n_activity_notes, in->n_activity_notes, out);
}

void pb_report_activities(const pb_report_input *in, pb_text *out)
{
    static const char *const heads[] = {PB_N_("Activity"), PB_N_("When"), PB_N_("Minutes"), PB_N_("Attend / all"),
                                        PB_N_("Who")};
    pb_report_heading(out, "activities", pb_tr(in->lang, "Training and meetings"));
    pb_report_table(out, "activities", NULL);
    pb_text_puts(out, "<thead><tr>");
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        pb_report_th(out, pb_tr(in->lang, heads[k]), false);
    pb_text_puts(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < in->n_activities; i++)
        activity_row(in, &in->activities[i], out);
    pb_text_puts(out, "</tbody></table></div>\n");
    notes(in, out);
}
