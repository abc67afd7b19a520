/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From observed slots to day totals that can be learnt from: partly observed days are completed by
 * the weekday's profile, outages and outliers are found, listed and (unless kept) set aside. Gaps
 * are never filled with numbers.
 */
#ifndef PAIBAN_FORECAST_CLEAN_H
#define PAIBAN_FORECAST_CLEAN_H

#include "forecast/days.h"

typedef enum pb_fc_oddity {
    PB_FC_OUTAGE_SLOTS, /* a run of empty slots where contacts were to be expected */
    PB_FC_OUTAGE_DAY,   /* a day with next to nothing */
    PB_FC_SPIKE_DAY     /* a single day far above its neighbours */
} pb_fc_oddity;

typedef struct pb_fc_outlier {
    pb_fc_oddity what;
    int day;                   /* index in pb_fc_days */
    int first_slot, last_slot; /* clock slots, both belong to it */
    double seen, expected;     /* contacts in these slots */
} pb_fc_outlier;

typedef struct pb_fc_clean {
    double *contacts;  /* [n_past * n_slots] a copy in which what was set aside is NAN */
    double *seen;      /* [n_past] the day's contacts, completed where partly observed */
    double *totals;    /* [n_past] the same without the effect of the day of the month */
    uint8_t *observed; /* [n_past] totals is known well enough */
    uint8_t *use;      /* [n_past] observed, ordinary and not set aside: levels learn from it */
    uint8_t *weekdays; /* [n_past] */
    int n_outliers;
    pb_fc_outlier *outliers; /* in order of days */
} pb_fc_clean;

/* A day of fewer contacts than these is judged by squared errors: absolute ones favour whoever says
 * less than the mean. */
enum { PB_FC_FEW = 10 };

/* Contacts of a usual day of the newest half year. */
double pb_fc_clean_daily(const pb_fc_clean *c, int n_days);
/* Arrays come from the arena. */
PB_MUST_USE pb_status pb_fc_clean_days(pb_arena *a, const pb_fc_days *d, const pb_fc_switches *off,
                                       pb_fc_clean *ret);

#endif
