/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series that forecast_prepare.py has put into a folder, for the forecast's benchmarks. */
#ifndef PAIBAN_BENCH_FORECAST_SERIES_H
#define PAIBAN_BENCH_FORECAST_SERIES_H

#include "model/model.h"

enum { FS_SLOTS = 48, FS_AHEAD = 28, FS_MAX_ORIGINS = 400, FS_MAX_SERIES = 64 };

typedef struct fs_series {
    const char *name;
    pb_history h;
    pb_calendar cal;
    pb_date origins[FS_MAX_ORIGINS];
    int n_origins;
} fs_series;

/* Prints a message and ends the program. */
_Noreturn void fs_die(const char *what, const char *which);
/* Reads one series; name is kept, the rest lives in the arena. Ends the program on failure. */
void fs_load(pb_arena *a, const char *dir, const char *name, fs_series *ret);
/* Names of DIR's series by its .org files, sorted; ret[FS_MAX_SERIES], each to be freed. */
int fs_list(const char *dir, char **ret);

#endif
