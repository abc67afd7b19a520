/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making room for activities: the instance that a second search is given. */
#ifndef PAIBAN_PLANNER_HOLD_ROOM_H
#define PAIBAN_PLANNER_HOLD_ROOM_H

#include "planner/hold.h"

/*
 * An instance with the same alternatives and places in which each sitting has its time: where it is held, and for
 * those that are missing the time at which most could come, alone the duty that costs least. A day spent so that it
 * cannot be attended costs what it is worth, and the cover counts it as held. The board has `h` placed; it comes
 * back as it was. *ret lives in the arena and shares what it can with the board's instance.
 */
PB_MUST_USE pb_status pb_hold_room(pb_arena *a, pb_board *b, const pb_holding *h, pb_instance *ret);

#endif
