/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.html: one self-contained file for supervisors and HR. No network, no script; opens on a
 * phone, prints on A4 landscape, light and dark, in the language asked for.
 *
 * Everything it shows is handed to it: counts from export/presence.h and export/worktime.h, and what
 * other rooms found (sentences of the auditor, cost and bound of the planner, service of the
 * simulator) as plain texts and numbers.
 */
#ifndef PAIBAN_EXPORT_REPORT_H
#define PAIBAN_EXPORT_REPORT_H

#include "export/attendance.h"
#include "export/counters.h"
#include "export/fairness.h"
#include "export/month_summary.h"
#include "export/presence.h"
#include "export/worktime.h"

/* One sentence of the auditor or the planner, about one finding or several of the same. */
typedef struct pb_report_finding {
    const char *text;  /* in the report's language */
    bool hard;
    size_t n;          /* findings it tells of */
    double cost;       /* of all of them; 0 when hard */
    const char *more;  /* a second line: the duties concerned, or what it bought; NULL = none */
} pb_report_finding;

/* One time that a person attends an activity, or that he never does. */
typedef struct pb_report_seat {
    int32_t agent;
    pb_date date;      /* of the duty in which it is attended; PB_DATE_NONE = not attended */
    pb_span span;      /* by the clock of that day */
    const char *note;  /* not attended: why, in the report's language */
} pb_report_seat;

/* A training or a meeting of the roster's days, with everybody who is to attend it in them. */
typedef struct pb_report_activity {
    const pb_activity *what;
    size_t n;
    const pb_report_seat *seats; /* by agent; a plan in pieces holds a meeting in each, so that people have several */
} pb_report_activity;

/* One rule in force, for the audit's summary. */
typedef struct pb_report_rule {
    const char *text, *who; /* what it asks, of whom */
    const char *source;     /* the law's article, or the file and line */
    bool hard;
    size_t n_findings;
    size_t n_broken;        /* of them, those that break what must hold */
    double cost;            /* of all of them */
} pb_report_rule;

/* One accuracy line of a backtest. */
typedef struct pb_report_accuracy {
    const char *method, *queue;
    double slot_wape, day_wape, bias; /* shares; NAN = unknown */
} pb_report_accuracy;

typedef struct pb_report_input {
    const pb_workspace *ws;
    const pb_roster *roster;
    const pb_requirement *req;      /* NULL: no cover part */
    const pb_presence *presence;    /* with req */
    const double *urgent;           /* the part of the need that must be met in its slot (see export/presence.h); NULL: all */
    const pb_pay_rules *pay_rules;
    const pb_worktime *work;
    const pb_fairness *fairness;    /* fair shares and what is carried over; NULL: this period alone */
    const pb_counters *counters;    /* month and year; NULL: no such part */
    const pb_attendance *attendance; /* plan against actual; NULL: no such part */
    const pb_months *months;        /* NULL: no such part */
    const pb_forecast *forecast;    /* NULL: no forecast part */
    const pb_history *history;      /* NULL; else drawn before the forecast */
    /* Service expected, [row * n_slots + slot]: mean and 95 % band; NULL or NAN = unknown. */
    const double *service_level, *service_low, *service_high;
    double cost, bound;             /* of the plan; NAN = unknown */
    double held;                    /* what training and meetings make it dearer by, which the bound leaves out; 0 = nothing */
    size_t n_findings;
    const pb_report_finding *findings;
    size_t n_activities;            /* 0: no such part */
    const pb_report_activity *activities;
    size_t n_activity_notes;        /* who does not attend, what is placed wrongly */
    const char *const *activity_notes; /* sentences */
    size_t n_rules;                 /* in force */
    const pb_report_rule *rules;
    size_t n_changes;               /* since the last publication */
    const char *const *changes;     /* sentences */
    size_t n_accuracy;
    const pb_report_accuracy *accuracy;
    const pb_lang *lang;
} pb_report_input;

/* Writes the page. Sticky errors of out tell of refused memory. Same input, same bytes. */
void pb_report_html(const pb_report_input *in, pb_text *out);

/* --- the parts, in the order of the page; each in a file of its own --- */
void pb_report_headline(const pb_report_input *in, pb_text *out);
void pb_report_grid(const pb_report_input *in, pb_text *out);
void pb_report_cover(const pb_report_input *in, pb_text *out);
void pb_report_activities(const pb_report_input *in, pb_text *out);
void pb_report_findings(const pb_report_input *in, pb_text *out);
void pb_report_fairness(const pb_report_input *in, pb_text *out);
void pb_report_hours(const pb_report_input *in, pb_text *out);
void pb_report_counters(const pb_report_input *in, pb_text *out);
void pb_report_attendance(const pb_report_input *in, pb_text *out);
void pb_report_months(const pb_report_input *in, pb_text *out);
void pb_report_audit(const pb_report_input *in, pb_text *out);
void pb_report_forecast(const pb_report_input *in, pb_text *out);

/* Texts that several parts use. */
void pb_report_style(pb_text *out); /* the style sheet */
/* "Mon 30 Nov", "11月30日 周一"; returns buf. */
char *pb_report_day(const pb_lang *lang, pb_date date, char *buf, size_t size);
/* "38:30" hours and minutes. */
char *pb_report_hm(int minutes, char buf[static 16]);
const char *pb_report_kind(const pb_lang *lang, int shift_kind);
/* What the grid shows for a person who is away: never more than the sort of absence, sickness unnamed. */
const char *pb_report_absence(const pb_lang *lang, pb_absence_kind kind);
/* The first absence of an agent that touches a date; NULL = none. */
const pb_absence *pb_report_absence_on(const pb_workspace *ws, int32_t agent, pb_date date);
/* Begins a table row with the agent's name as its head. */
void pb_report_name(const pb_agent *g, pb_text *out);
/* A table head cell with scope. */
void pb_report_th(pb_text *out, const char *text, bool row);
/* Long lists: call before item i of n and after the last (i = n); items past the first dozen are folded
 * behind a summary. Opens and closes the list. */
void pb_report_fold(const pb_lang *lang, size_t i, size_t n, pb_text *out);
/* Opens a table inside a frame that scrolls; class NULL = none. Ends with "</table></div>". */
void pb_report_table(pb_text *out, const char *heading_id, const char *class);
void pb_report_heading(pb_text *out, const char *id, const char *text);

#endif
