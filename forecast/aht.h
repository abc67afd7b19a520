/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Handle time: ratio of sums (seconds worked over contacts handled) with a long memory, times a
 * factor for the slot of the day and one for the weekday, both drawn to 1 as far as the contacts
 * behind them are few. Never last week's same slot: single slots hold next to no signal. The share
 * of the contacts that give up is found in the same way, with a shorter memory.
 */
#ifndef PAIBAN_FORECAST_AHT_H
#define PAIBAN_FORECAST_AHT_H

#include "model/model.h"

/*
 * Handle time by weekday and clock slot for queue `queue`, from the history's days before `from`:
 * ret_s[7 * n_slots] seconds, n_slots = 1440 / slot_min; otherwise_s where nothing is known (may be
 * NAN). work[7 * n_slots + n_slots] is scratch.
 */
void pb_fc_aht(const pb_history *h, int32_t queue, pb_date from, double otherwise_s, double *work,
               double *ret_s);
/* Likewise the share of the contacts that give up, 0 … 1; NAN where nothing is known. */
void pb_fc_abandoned(const pb_history *h, int32_t queue, pb_date from, double *work,
                     double *ret_share);

#endif
