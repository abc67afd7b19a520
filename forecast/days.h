/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the engine works on: one queue's past as a matrix of local days by clock slots, with the
 * special days named, past and to come. Day indices count from `first`; the forecast begins at day
 * n_past.
 */
#ifndef PAIBAN_FORECAST_DAYS_H
#define PAIBAN_FORECAST_DAYS_H

#include "base/base.h"
#include "forecast/priors.h"

#include <math.h>

/* The later ones win where a day is several. */
typedef enum pb_fc_kind {
    PB_FC_ORDINARY,
    PB_FC_BEFORE, /* the working day before a holiday */
    PB_FC_AFTER,  /* the next working day after a holiday */
    PB_FC_BRIDGE, /* a single working day between a holiday and a rest day */
    PB_FC_EVENT,
    PB_FC_MAKEUP, /* a working day on a weekday that usually rests, or one that acts like another */
    PB_FC_HOLIDAY,
    PB_FC_CLOSED, /* the calendar says that the queue is shut */
    PB_FC_N_KINDS
} pb_fc_kind;

typedef struct pb_fc_label {
    uint8_t kind;    /* pb_fc_kind */
    uint8_t weekday; /* 0 … 6, whose pattern the day follows: its own unless the calendar says */
    int16_t offset;  /* holidays and events: how many days in a row have borne the name before */
    int32_t name;    /* id of its name, -1 = none */
    double uplift;   /* factor that the calendar gives; NAN = to be learnt */
} pb_fc_label;

typedef struct pb_fc_days {
    pb_date first;
    int n_past;                /* days of history, >= 0 */
    int n_ahead;               /* days to forecast, >= 1 */
    int n_slots;               /* clock slots a day, 24 … 288 */
    const double *contacts;    /* [n_past * n_slots]; NAN = unknown; 0 in closed slots */
    const uint8_t *open;       /* [(n_past + n_ahead) * n_slots] 1 = open */
    const pb_fc_label *labels; /* [n_past + n_ahead] */
    int n_names;               /* names in the labels: 0 … n_names-1 */
} pb_fc_days;

static inline int pb_fc_weekday(const pb_fc_days *d, int day)
{
    return d->labels[day].weekday;
}

/* What can be switched off or fixed; the ablation and the tests use it. */
typedef struct pb_fc_switches {
    bool no_special;    /* holidays, bridges and events count as ordinary days */
    bool no_season;     /* no annual curve */
    bool no_search;     /* one fixed setting instead of the weighted bank */
    bool no_robust;     /* residuals are not clipped, shifts not looked for */
    bool no_today;      /* the newest residual is not carried forward */
    bool no_shrink;     /* weekday profiles are not drawn together */
    bool no_month;      /* no day of the month */
    bool no_second;     /* the smoothers alone, no regression beside them */
    bool keep_outliers; /* outages and outliers stay in */
    pb_forecast_priors priors;
} pb_fc_switches;

#endif
