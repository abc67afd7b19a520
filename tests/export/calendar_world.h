/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small workspace in memory for the tests of the calendars, and a folder to publish into. */
#ifndef CALENDAR_WORLD_H
#define CALENDAR_WORLD_H

#include "export/publish.h"

enum { WORLD_AGENTS = 4, WORLD_DUTIES = 400 };

typedef struct world {
    pb_arena *a;
    pb_diags *d;
    pb_workspace ws;
    pb_agent agents[WORLD_AGENTS];
    pb_shift shifts[3];     /* early 09-17, late 13-21, night 22-06 */
    pb_queue queues[2];     /* phone, chat */
    pb_absence absences[8];
    pb_duty duties[WORLD_DUTIES];
    pb_calendar_row holidays[4];
    pb_roster roster;
    char dir[64];           /* a fresh folder */
    pb_rng entropy;         /* the tests' own "system entropy" */
    pb_publish_in in;       /* filled with defaults; tests change what they need */
    pb_publish_result result;
} world;

/* Builds it in the zone, with no duties; first … last is the roster's span. */
void world_open(world *w, const char *zone, pb_date first, int n_days);
void world_close(world *w); /* removes the folder */
/* Adds a duty with breaks; keeps the rows sorted. Returns its row. */
pb_duty *world_duty(world *w, pb_date date, int agent, int start_min, int end_min);
void world_clear(world *w); /* no duties any more */
/* Publishes w->in as it stands at that time; diagnostics of the run are in w->d. */
pb_status world_publish(world *w, int64_t stamp_s);
/* A file of the folder as text in the arena, NULL = not there. */
char *world_file(world *w, const char *path);
/* The path of an agent's feed, relative to the folder. */
char *world_feed(world *w, int agent);
/* SHA-256 over names and bytes of all files in the folder but the lock. */
char *world_digest(world *w);

#endif
