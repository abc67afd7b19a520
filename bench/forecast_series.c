/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/forecast_series.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fs_die(const char *what, const char *which)
{
    fprintf(stderr, "%s: %s\n", which, what);
    exit(1);
}

void fs_load(pb_arena *a, const char *dir, const char *name, fs_series *ret)
{
    char path[512], line[64];
    const char *paths[1] = {path};
    pb_team team = {.name = "", .slot_min = 30, .language = "en", .plan_days = FS_AHEAD};
    pb_diags *d = pb_diags_new(NULL, NULL);
    snprintf(path, sizeof path, "%s/%s.history.csv", dir, name);
    if (pb_zone_load(a, "UTC", &team.zone) != PB_OK ||
        pb_history_read(a, paths, 1, &team, NULL, &ret->h, d) != PB_OK)
        fs_die("no such history", path);
    snprintf(path, sizeof path, "%s/%s.calendar.csv", dir, name);
    if (pb_calendar_read(a, path, NULL, &ret->cal, d) != PB_OK)
        fs_die("no such calendar", path);
    snprintf(path, sizeof path, "%s/%s.org", dir, name);
    FILE *f = fopen(path, "r");
    if (!f)
        fs_die("no such file", path);
    ret->n_origins = 0;
    while (fgets(line, sizeof line, f) && ret->n_origins < FS_MAX_ORIGINS)
        if (pb_date_parse(line, (uint32_t)strcspn(line, "\n"), &ret->origins[ret->n_origins]))
            ret->n_origins++;
    fclose(f);
    ret->name = name;
    pb_diags_free(d);
}

static int is_series(const struct dirent *e)
{
    const size_t k = strlen(e->d_name);
    return k > 4 && strcmp(e->d_name + k - 4, ".org") == 0;
}

int fs_list(const char *dir, char **ret)
{
    struct dirent **list;
    const int n = scandir(dir, &list, is_series, alphasort);
    if (n < 0)
        fs_die("no such folder", dir);
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (kept < FS_MAX_SERIES)
            ret[kept++] = strndup(list[i]->d_name, strlen(list[i]->d_name) - 4);
        free(list[i]);
    }
    free(list);
    return kept;
}
