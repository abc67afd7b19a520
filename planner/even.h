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

/*
 * The same of people alike: cover, roles and pairs do not notice which of them works, so that exchanges of any stretches of
 * days are cheap to judge. Kept is what makes the roster cheaper or, at the same cost, the shares more even (squares of the
 * distances). found->cost and ->broken must be those of the places; they follow.
 */
PB_MUST_USE pb_status pb_even_alike(pb_arena *a, const pb_instance *in, int64_t most, uint64_t seed,
                                    const pb_watch *watch, pb_found *found);

#endif
