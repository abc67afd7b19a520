/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Days that are not like their weekday: which days they are (from the calendar and the days around
 * its holidays) and what they do to the volume (learnt by name and place in the run, drawn to the
 * mean of their kind as far as observations are few). Closures and open special days are kept
 * apart.
 */
#ifndef PAIBAN_FORECAST_SPECIAL_H
#define PAIBAN_FORECAST_SPECIAL_H

#include "forecast/season.h"
#include "model/calendar.h"

/*
 * Labels days first … first+n_days-1 for one queue. rest[7]: weekdays that rest. ret[n_days] is the
 * caller's. Names are borrowed from cal (may be NULL), the table is the arena's.
 */
PB_MUST_USE pb_status pb_fc_label_days(pb_arena *a, const pb_calendar *cal, int32_t queue,
                                       pb_date first, int n_days, const bool rest[7],
                                       pb_fc_label *ret, int *ret_n_names, const char ***ret_names);

/* The weekdays that rest: Saturday and Sunday, unless another pair that countries use (Friday and
 * Saturday, Thursday and Friday) is clearly quieter. totals[n_days], NAN = unknown. */
void pb_fc_rest_weekdays(pb_date first, const double *totals, int n_days, bool ret[7]);

typedef struct pb_fc_seen_special {
    uint8_t kind, rest; /* pb_fc_kind; 1 = on a weekday that rests */
    int16_t offset;
    int32_t name;
    double log_ratio; /* seen over usual */
    bool shut;        /* next to nothing came */
    int day;
    double total, usual; /* contacts seen, and as an ordinary day would have brought */
} pb_fc_seen_special;

typedef struct pb_fc_effects {
    const struct pb_fc_effects *group; /* what the team's queues together show; NULL = none */
    int n;
    pb_fc_seen_special *seen;           /* [n] in order of days */
    double pool[PB_FC_N_KINDS][2];      /* log ratio by kind and rest */
    double pool_shut[PB_FC_N_KINDS][2]; /* share of closures */
    double spread[PB_FC_N_KINDS][2];    /* standard deviation of open ones around the estimate */
    bool rest[7];
} pb_fc_effects;

PB_MUST_USE pb_status pb_fc_effects_learn(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                                          const pb_fc_season *s, const bool rest[7],
                                          pb_fc_effects *ret);
/* The factor a labelled day's usual volume is multiplied with; 1 for ordinary days.
 * calendar_weekday: the day's own. *ret_cv (may be NULL): relative uncertainty of that factor.
 * before: only what was seen before this day index counts (INT_MAX = all). */
double pb_fc_effect(const pb_fc_effects *e, const pb_fc_label *l, int calendar_weekday, int before,
                    double *ret_cv);

#endif
