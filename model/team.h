/* SPDX-License-Identifier: GPL-3.0-or-later */
/* team.csv: the workspace's own settings. */
#ifndef PAIBAN_MODEL_TEAM_H
#define PAIBAN_MODEL_TEAM_H

#include "base/base.h"

typedef enum pb_law { PB_LAW_NONE, PB_LAW_CN, PB_LAW_EU, PB_LAW_UK } pb_law;

typedef struct pb_team {
    const char *name;
    const pb_zone *zone;  /* from `timezone` */
    int slot_min;         /* 5, 6, 10, 12, 15, 20, 30, 60; default 30 */
    int week_start;       /* 0 = Monday … 6 = Sunday; default 0 */
    pb_law law;           /* default none */
    const char *language; /* "zh" or "en" */
    int plan_days;        /* 1 … 366, default 7 */
    size_t n_other;       /* keys the program does not know, kept */
    const char *const *other_keys;
    const char *const *other_values;
} pb_team;

/*
 * Reads team.csv. default_language ("en", "zh"; NULL = "en") holds where the file says nothing.
 * A second row for a key, an unknown zone, a value out of range: errors. Unknown keys: warnings.
 * On PB_ERR_INPUT *ret holds what could be read (for checks of other tables only), where the zone
 * may be NULL. Other failures leave it alone.
 */
PB_MUST_USE pb_status pb_team_read(pb_arena *a, const char *path, const char *default_language,
                                   pb_team *ret, pb_diags *d);
/* Appends the table. */
void pb_team_write(const pb_team *team, pb_text *out);

/* The keys of team.csv as if they were columns: names, aliases, types, ranges. */
extern const pb_column pb_team_keys[];
extern const size_t pb_n_team_keys;
extern const pb_column pb_team_columns[2];

#endif
