/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the questions: the roster compiled and laid on a board. */
#ifndef PAIBAN_PLANNER_WHATIF_PARTS_H
#define PAIBAN_PLANNER_WHATIF_PARTS_H

#include "planner/board.h"
#include "planner/hold.h"
#include "planner/search.h"
#include "planner/whatif.h"

struct pb_whatif {
    pb_arena *arena;
    const pb_roster *roster;
    pb_workspace ws;  /* the one asked about; its rule keep stands for staying near */
    pb_roster keep;   /* the roster, with what must stay pinned */
    pb_instance plain; /* without activities */
    pb_holding held;   /* the roster's, in duties that may move */
    pb_instance in;    /* with these out of the cover, and a price on duties in which they cannot be attended */
    pb_board *board;
    int32_t *places;  /* [agent * n_days + day] as the roster has it */
};

/* As pb_whatif_open; near > 0: each cell that differs from the roster has that price besides (rule keep: three times it in the
 * first week, twice in the second). */
PB_MUST_USE pb_status pb_whatif_open_near(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                          const pb_roster *roster, pb_date first, int n_days, pb_money near,
                                          pb_whatif **ret);
/* Does every activity of the duty stand in activities.csv as it is? */
bool pb_whatif_known(const pb_workspace *ws, const pb_duty *d);
/* Fills w->held from w->keep. */
PB_MUST_USE pb_status pb_whatif_sittings(pb_whatif *w);
/* The plain instance with room for what is held, but for the agent's own on one day (agent -1: all). */
PB_MUST_USE pb_status pb_whatif_room(pb_arena *a, const pb_whatif *w, int32_t agent, int32_t day, pb_instance *ret);
/* Does the place leave room for what the agent attends on the day? */
bool pb_whatif_attends(const pb_whatif *w, int32_t agent, int32_t day, int32_t place);
/* The instance with a cell that may hold this shift only (-1 = a day off); false where it may not at all. */
PB_MUST_USE pb_status pb_whatif_force(pb_arena *a, pb_instance *in, int32_t agent, int32_t day, int32_t shift,
                                      bool *ret_allowed);

/* Cells of `places`, the forced one aside (-1: none), that need not differ from ref go back to it, as long as the board gets no
 * dearer; each that differs counts so much. ret: what the board costs then. */
PB_MUST_USE pb_status pb_whatif_undo(pb_arena *a, const pb_instance *in, const int32_t *ref, int64_t cell, pb_money each,
                                     const pb_watch *watch, int32_t *places, pb_line_sum *ret);
/* Steepest descent from `places`, which is ref with the cell forced: changes of the day and of the people involved; take_over: first
 * of all somebody does what stood in the cell. */
PB_MUST_USE pb_status pb_whatif_few(pb_arena *a, const pb_instance *in, const int32_t *ref, int64_t cell, pb_money each,
                                    bool take_over, const pb_watch *watch, int32_t *places, pb_line_sum *ret);

#endif
