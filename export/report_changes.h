/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAIBAN_EXPORT_REPORT_CHANGES_H
#define PAIBAN_EXPORT_REPORT_CHANGES_H

#include "model/model.h"

/*
 * What a roster changes against what calendars were told: one sentence per agent and day, in order
 * of agents and days, in the arena. Only days of the roster count; an agent nothing was ever
 * published of counts too. *ret_n = 0 where the ledger holds no duty of these days (a first publication).
 * Errors: PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_report_changes(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                        const pb_published *ledger, const pb_lang *lang,
                                        const char *const **ret, size_t *ret_n);

#endif
