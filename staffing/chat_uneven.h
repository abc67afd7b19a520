/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How chats lie on the agents. A new chat goes to an agent with the fewest, but a chat that ends leaves its own
 * agent with one less, so that chats are not spread evenly all the time; where two at once are served at
 * less than twice the pace of one, that costs pace.
 *
 * The state is the number of agents at each number of chats, as far as these are three neighbouring
 * numbers: b agents at m-1, t at m+1, the rest at m. (Four at a time are rare; the chat that would make
 * them so is taken to have ended with an agent at m. With one or two at once nothing is left out.) A new
 * chat raises t only where b = 0, and lands in one single state then, so that the chain is solved stage by
 * stage from the full desk downwards: a block elimination with blocks of rank one (Grassmann, Taksar &
 * Heyman 1985 in each stage: no subtraction, so no digits are lost).
 */
#ifndef PAIBAN_STAFFING_CHAT_UNEVEN_H
#define PAIBAN_STAFFING_CHAT_UNEVEN_H

#include "staffing/chat.h"

/* The work grows with the square of the agents, and the more there are the more evenly chats lie: above this
 * number an even spread is at most 0.05 points of service level off. */
enum { PB_CHAT_UNEVEN_AGENTS = 128 };

/*
 * agents 1 … PB_CHAT_UNEVEN_AGENTS, 1 <= full <= agents × ceil(at_once) places. ret_idle: the
 * probability that a place is free over that of all being taken, times arrivals a second over those that
 * end a second with all taken (the `idle` of pb_waiting_room); ret_mean: chats open where a place is free.
 */
void pb_chat_uneven(const pb_chat_agent *a, double chats_per_s, int32_t agents, int64_t full,
                    pb_wide *ret_idle, double *ret_mean);

#endif
