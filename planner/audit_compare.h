/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two audits held beside each other: what is broken anew, and what costs more. Both are of the same rules. */
#ifndef PAIBAN_PLANNER_AUDIT_COMPARE_H
#define PAIBAN_PLANNER_AUDIT_COMPARE_H

#include "planner/audit.h"

/* Something that costs more than it did. */
typedef struct pb_finding_more {
    pb_money by;         /* > 0 */
    size_t at;           /* its place among the findings, for the order of equals */
    const pb_finding *f; /* the first finding of it; NULL: people at work beyond the need, over all days */
} pb_finding_more;

/*
 * What costs more in `of` than in `than`, the most first. Findings are the same thing where they have check, rule, people,
 * dates and times in common; cover is compared by day and row, since a shortage that only moves to another slot changes
 * nothing. Hard findings cost nothing and are left out. In the arena. PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_audit_more(pb_arena *a, const pb_audit *of, const pb_audit *than,
                                    const pb_finding_more **ret, size_t *ret_n);

/* The sentence of one: pb_finding_text about `roster`, or the one of people beyond the need. NULL: no memory. */
const char *pb_more_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                         const pb_finding *f, const pb_lang *lang);

/*
 * The hard findings of `now` that `was` has not, or not by as much: one of the same rule and people that holds its dates and
 * is no less broken excuses it; cover that lacks no more over the day and row is no news. In now's order, in the arena.
 * PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_audit_anew(pb_arena *a, const pb_audit *was, const pb_audit *now,
                                    const pb_finding *const **ret, size_t *ret_n);

/* Is the finding, a priced one or one about training and meetings, among those of `was`? Of an activity that is missed only
 * who and which must agree. */
bool pb_audit_had(const pb_audit *was, const pb_finding *f);

#endif
