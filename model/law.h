/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes with the program for a law: its rules (law_cn.csv) and its holidays (holidays_cn_2026.csv).
 * Only model/ includes this. */
#ifndef PAIBAN_MODEL_LAW_H
#define PAIBAN_MODEL_LAW_H

#include "model/rule.h"

/* The pack's rules; none for PB_LAW_NONE or without data_dir (then with a warning). */
PB_MUST_USE pb_status pb_law_rules(pb_arena *a, const char *data_dir, pb_law law,
                                   const pb_queues *queues, const pb_shifts *shifts,
                                   const pb_agents *agents, pb_rules *ret, pb_diags *d);
/* The country's special days of all years that are there. */
PB_MUST_USE pb_status pb_law_calendar(pb_arena *a, const char *data_dir, pb_law law,
                                      pb_calendar *ret, pb_diags *d);

#endif
