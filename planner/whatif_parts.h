/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the questions: the roster compiled and laid on a board. */
#ifndef PAIBAN_PLANNER_WHATIF_PARTS_H
#define PAIBAN_PLANNER_WHATIF_PARTS_H

#include "planner/board.h"
#include "planner/whatif.h"

struct pb_whatif {
    pb_arena *arena;
    const pb_roster *roster;
    pb_workspace ws;  /* the one asked about; its rule keep stands for staying near */
    pb_roster keep;   /* the roster, with what must stay pinned */
    pb_instance in;
    pb_board *board;
    int32_t *places;  /* [agent * n_days + day] as the roster has it */
};

/* As pb_whatif_open; near: each cell that differs from the roster has a small price (rule keep) besides. */
PB_MUST_USE pb_status pb_whatif_open_near(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                          const pb_roster *roster, pb_date first, int n_days, bool near,
                                          pb_whatif **ret);
/* The instance with a cell that may hold this shift only (-1 = a day off); false where it may not at all. */
PB_MUST_USE pb_status pb_whatif_force(pb_arena *a, pb_instance *in, int32_t agent, int32_t day, int32_t shift,
                                      bool *ret_allowed);

#endif
