/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evening out: what the search leaves unfair by a little. Two people, one above his fair share and one below it,
 * exchange a stretch of days where that makes the whole roster cheaper. A descent: no chance, no clock, and
 * never worse than what it was given.
 */
#ifndef PAIBAN_PLANNER_EVEN_H
#define PAIBAN_PLANNER_EVEN_H

#include "planner/search.h"

/* Betters found (places, cost, broken); does nothing where there are no fair shares. At most `most` exchanges are
 * priced; they are counted in found->tried. Scratch in the arena. */
PB_MUST_USE pb_status pb_even_out(pb_arena *a, const pb_instance *in, int64_t most, const pb_watch *watch,
                                  pb_found *found);

#endif
