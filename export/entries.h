/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an agent's calendar says: duties, breaks, leave and days off as entries in the agent's
 * language. Nothing of colleagues, no reason of a leave, no note of the planner.
 */
#ifndef PAIBAN_EXPORT_ENTRIES_H
#define PAIBAN_EXPORT_ENTRIES_H

#include "export/ical_event.h"
#include "model/model.h"

typedef struct pb_entry_style {
    bool break_events; /* breaks as entries of their own (free time), besides the description */
    bool off_days;     /* all-day entries for days without duty and leave */
    bool tentative;    /* a draft: STATUS:TENTATIVE */
    int alarm_min;     /* reminder before each duty; 0 = none */
    const char *location; /* of every duty; "" = none */
} pb_entry_style;

/* A roster with its rows by agent, so that 10,000 agents cost one pass. */
typedef struct pb_entry_source {
    const pb_workspace *ws;
    const pb_roster *roster;
    pb_date from, to;     /* the days that absences and days off are shown for */
    pb_entry_style style;
    const size_t *first;  /* [n_agents + 1] into rows */
    const size_t *rows;   /* indices of roster rows, by agent, then date */
    const size_t *first_absence; /* [n_agents + 1] into absences */
    const size_t *absences; /* indices into ws->absences.at, by agent */
} pb_entry_source;

PB_MUST_USE pb_status pb_entry_source_make(pb_arena *a, const pb_workspace *ws,
                                           const pb_roster *roster, pb_date from, pb_date to,
                                           const pb_entry_style *style, pb_entry_source *ret);

/* The agent's planned entries, unsorted, uid, ordinal, seq and stamp open. Texts are cleaned. */
PB_MUST_USE pb_status pb_entries_of_agent(pb_arena *a, const pb_entry_source *src, int32_t agent,
                                          const pb_lang *lang, pb_event **ret, size_t *ret_n);

/* Public holidays and make-up workdays from `from` on, a run of days of one name as one entry. */
PB_MUST_USE pb_status pb_entries_of_holidays(pb_arena *a, const pb_workspace *ws, pb_date from,
                                             const pb_lang *lang, pb_event **ret, size_t *ret_n);

/* The entry as a team's calendar shows it: the agent's name before the title, no alarm, its own UID. */
PB_MUST_USE pb_status pb_entry_for_team(pb_arena *a, const pb_event *e, const char *name,
                                        const uint8_t *key, const char *domain, const char *agent,
                                        pb_event *ret);

/* "09:00–17:00" of clock minutes after the day's midnight; past 24:00 the next day's clock. */
char *pb_clock_range(pb_arena *a, int from_min, int to_min);

#endif
