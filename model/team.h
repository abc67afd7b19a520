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

#endif
