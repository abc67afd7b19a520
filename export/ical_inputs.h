/* SPDX-License-Identifier: GPL-3.0-or-later */
/* absences.ics and holidays.ics of a workspace as rows of absences.csv and calendar.csv. */
#ifndef PAIBAN_EXPORT_ICAL_INPUTS_H
#define PAIBAN_EXPORT_ICAL_INPUTS_H

#include "model/model.h"

/* The span recurrences are expanded over. */
typedef struct pb_ical_span {
    int64_t from_s, to_s;
} pb_ical_span;

/*
 * Hooks of pb_workspace_options; ctx is a pb_ical_span. Files that are not there give no rows.
 *
 * absences.ics: each busy event is an absence of the agent named by X-PAIBAN-AGENT, by the mail
 * address of an attendee or the organizer, or by id or name at the title's start ("1042 annual leave",
 * "王小明 休假"). Its kind comes from CATEGORIES or the title (sick, training; else leave). An event
 * whose agent is not known is a warning.
 *
 * holidays.ics: all-day events. A make-up workday is known by CATEGORIES:WORKDAY, Apple's
 * X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY, or a title with 班 or "workday"; CATEGORIES:REST is a rest
 * day; all else a statutory holiday.
 */
PB_MUST_USE pb_status pb_ical_absences(void *ctx, pb_arena *a, const char *dir, const pb_team *team,
                                       const pb_agents *agents, const pb_absence **ret,
                                       size_t *ret_n, pb_diags *d);
PB_MUST_USE pb_status pb_ical_holidays(void *ctx, pb_arena *a, const char *dir, const pb_team *team,
                                       const pb_calendar_row **ret, size_t *ret_n, pb_diags *d);

#endif
