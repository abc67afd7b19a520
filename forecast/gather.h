/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a history on a grid of instants to the matrix of days by clock slots that the engine works
 * on. The hour that comes twice in autumn is the mean of its two, the hour that spring leaves out
 * is unknown, slots in which the queue is shut hold 0.
 */
#ifndef PAIBAN_FORECAST_GATHER_H
#define PAIBAN_FORECAST_GATHER_H

#include "forecast/days.h"
#include "model/model.h"

enum { PB_FC_LOOK_BACK_DAYS = 1100 };

typedef struct pb_fc_gathered {
    pb_fc_days days; /* n_past = 0: nothing is known of the queue */
    int gap;         /* days between the newest history and `from` */
    bool rest[7];
    bool ended;         /* the newest two weeks or more are known and hold no contact */
    const char **names; /* [days.n_names] of labels */
} pb_fc_gathered;

/*
 * Takes queue `queue` of h as known before `from`; days.n_ahead = gap + n_ahead. hours may be NULL
 * (always open). cal_queue: the queue's id in the calendar's rows, -1 = only rows for all.
 */
PB_MUST_USE pb_status pb_fc_gather(pb_arena *a, const pb_history *h, int32_t queue,
                                   const pb_calendar *cal, int32_t cal_queue, const pb_hours *hours,
                                   pb_date from, int n_ahead, pb_fc_gathered *ret);

#endif
