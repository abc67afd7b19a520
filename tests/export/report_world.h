/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team of any size in memory, with a roster and a requirement, for reports. */
#ifndef REPORT_WORLD_H
#define REPORT_WORLD_H

#include "export/report.h"

typedef struct report_world {
    pb_arena *a;
    pb_workspace ws;
    pb_roster roster;
    pb_requirement req;
    pb_presence presence;
    pb_pay_rules rules;
    pb_pay pay;
    pb_worktime work;
    pb_report_input in;
} report_world;

/*
 * n_agents agents over n_days days from 2026-09-28, Asia/Shanghai: five duties a week each, early,
 * late and night in turn, two queues with a need in each half hour. name and note go into every
 * agent and duty. Asserts on lack of memory.
 */
void report_world_open(report_world *w, int n_agents, int n_days, const char *name, const char *note);
void report_world_close(report_world *w);

#endif
