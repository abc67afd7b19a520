/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Publication of a roster: a feed per agent, import copies, team calendars, messages, the change
 * list and the ledger, all staged, each calendar read back and compared, then renamed, the ledger last.
 * A killed run leaves every file old or new; running again ends where an undisturbed run would.
 *
 *   out/calendars/feeds/TOKEN.ics          one per agent, 0600
 *   out/calendars/import/AGENT.ics         the same bytes, to be imported by hand
 *   out/calendars/team/TEAM.ics            names in the titles, for team leaders
 *   out/calendars/messages/AGENT/UID.ics   one changed entry each, ready for mail
 *   out/calendars/changes/AGENT.txt        the changes in the agent's language
 *   out/calendars/changes.csv, holidays.ics
 *   private/site.key, private/feeds.csv    0600
 *   published.csv                          the ledger
 *
 * Same roster, same ledger: the same bytes, and files that are equal are not touched.
 */
#ifndef PAIBAN_EXPORT_PUBLISH_H
#define PAIBAN_EXPORT_PUBLISH_H

#include "export/changes.h"
#include "export/entries.h"
#include "export/site.h"

enum { PB_HORIZON_DAYS = 28 }; /* a feed keeps this many days before the roster's first */

typedef struct pb_publish_in {
    const pb_workspace *ws;
    const pb_roster *roster;
    const char *dir;     /* the workspace folder; the caller holds its lock */
    int64_t stamp_s;     /* publish time */
    /* The roster decides all entries from `first` to `last`; what was published for other days stays.
     * PB_DATE_NONE = the roster's own first and last day. */
    pb_date first, last;
    pb_entry_style style;
    bool dry_run;        /* nothing is written */
    /* Dry runs: what the agent's calendar and ledger rows would be; NULL = nobody asks. */
    pb_status (*preview)(void *ctx, int32_t agent, pb_event *events, size_t n_events,
                         const pb_published_row *rows, size_t n_rows);
    void *preview_ctx;
    bool adopt;          /* the ledger is lost: take over what the last files hold */
    bool allow_shrink;   /* more than half of the entries may go */
    bool invite;         /* messages are METHOD:REQUEST with the agent as attendee */
    bool all_messages;   /* also for agents who had no calendar before */
    size_t n_revoke, n_rotate;
    const char *const *revoke, *const *rotate; /* agents whose feed is closed, gets a new name */
    const volatile int *interrupted; /* becomes not 0 at Ctrl-C: nothing is published then; NULL = never */
    pb_entropy entropy;
    void *entropy_ctx;
    const pb_lang *(*lang_of)(void *ctx, const char *code); /* the texts of "zh", "en" */
    void *lang_ctx;
} pb_publish_in;

typedef struct pb_publish_result {
    size_t n_agents, n_events;  /* calendars, entries in them */
    size_t n_added, n_moved, n_changed, n_removed, n_swapped;
    size_t n_files_changed;     /* new, different or removed */
    size_t n_beyond;            /* entries that stay though they lie in the plan's week after `last` */
    const pb_change_list *changes; /* lives in the arena */
} pb_publish_result;

/*
 * Publishes. PB_ERR_INPUT, diagnosed, with nothing written: no rows, or a month without rows, in a roster whose
 * days are not given, overlapping duties of one agent, a
 * duty of more than 24 h, a lost ledger without adopt, a fall by more than half without
 * allow_shrink, an unreadable calendar, an unknown agent to revoke. PB_ERR_INTERNAL: a calendar
 * read back differed.
 */
PB_MUST_USE pb_status pb_publish(pb_arena *a, const pb_publish_in *in, pb_publish_result *ret,
                                 pb_diags *d);

/* A key of team.csv that the publication knows (calendar_domain, calendar_organizer,
 * calendar_location), or `otherwise`. */
const char *pb_team_setting(const pb_team *team, const char *key, const char *otherwise);
/* An agent's or team's name as a file name: letters, digits, - _ . and all beyond ASCII kept, the
 * rest as %XX. NULL = no memory. */
char *pb_safe_name(pb_arena *a, const char *name);
/* The language of an agent, else of the team. */
const pb_lang *pb_publish_lang(const pb_publish_in *in, int32_t agent);

#endif
