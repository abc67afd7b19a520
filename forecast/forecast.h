/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door of forecast/: contacts and handle time of each queue and slot, from what came before.
 *
 * The method, in short: a day's contacts = level × weekday × time of year × day of the month ×
 * special day; a slot's = the day's × the weekday's profile. Levels come from a bank of smoothers
 * weighed by how well each foretold this queue's own past, intervals from the errors it made there.
 * docs/explanation/forecasting.md tells it whole, with sources and what each part buys.
 */
#ifndef PAIBAN_FORECAST_FORECAST_H
#define PAIBAN_FORECAST_FORECAST_H

#include "forecast/priors.h"
#include "model/model.h"

enum { PB_FORECAST_MAX_DAYS = 366 };

/* Parts that can be left out (ablation, tests). */
enum {
    PB_WITHOUT_SPECIAL = 1,   /* holidays, bridges, events */
    PB_WITHOUT_SEASON = 2,    /* time of year */
    PB_WITHOUT_SEARCH = 4,    /* one fixed setting instead of the weighed bank */
    PB_WITHOUT_ROBUST = 8,    /* clipping of large errors, rule for shifts */
    PB_WITHOUT_TODAY = 16,    /* the newest days' surprise carried forward */
    PB_WITHOUT_SHRINK = 32,   /* weekday profiles drawn together */
    PB_WITHOUT_MONTH = 64,    /* day of the month */
    PB_WITHOUT_POOLING = 128, /* help from other queues for small ones */
    PB_WITHOUT_SECOND = 256   /* the regression beside the smoothers */
};

typedef struct pb_forecast_options {
    bool keep_outliers;               /* outages and outliers are learnt from like all else */
    unsigned without;                 /* PB_WITHOUT_… */
    int threads;                      /* >= 1; 0 = 1 */
    const pb_forecast_priors *priors; /* NULL = those that ship */
} pb_forecast_options;

typedef enum pb_oddity { PB_ODD_OUTAGE_SLOTS, PB_ODD_OUTAGE_DAY, PB_ODD_SPIKE_DAY } pb_oddity;

/* A stretch of the past that was set aside (or, with keep_outliers, would have been). */
typedef struct pb_forecast_outlier {
    int32_t queue;
    pb_oddity what;
    pb_date date;
    int from_min, to_min;  /* clock, 0 … 1440 */
    double seen, expected; /* contacts */
} pb_forecast_outlier;

typedef struct pb_forecast_total {
    double mean, low80, high80, low95, high95; /* contacts */
} pb_forecast_total;

typedef struct pb_forecast_report {
    int32_t n_queues, n_days,
        n_weeks;                   /* weeks are counted from the first day; the last may be short */
    const pb_forecast_total *days; /* [queue * n_days + day] */
    const pb_forecast_total *weeks; /* [queue * n_weeks + week] */
    const int32_t *days_learnt;     /* [queue] days of history behind the forecast */
    size_t n_outliers;
    const pb_forecast_outlier *outliers; /* by queue, then day; the newest 64 a queue */
} pb_forecast_report;

/*
 * Forecasts days from … from+n_days-1 of every queue of the history, from what lies before `from`.
 * queues may be NULL or lack some (then always open, no handle time of its own); cal may be NULL.
 * 1 <= n_days <= PB_FORECAST_MAX_DAYS. aht_s: NAN where neither the history nor queues.csv tells.
 * A queue without any history forecasts 0 and is told in d (warning). Results live in the arena.
 * PB_ERR_DOMAIN: n_days out of range.
 */
PB_MUST_USE pb_status pb_forecast_make(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                                       const pb_queues *queues, pb_date from, int n_days,
                                       const pb_forecast_options *opt, pb_forecast *ret,
                                       pb_forecast_report *ret_report, pb_diags *d);

/* How one day's number came about; total = level × all factors. */
typedef struct pb_forecast_parts {
    double level; /* contacts of a mean day of the week, as known at the end of the history */
    double weekday, season, month, today, special; /* factors */
    double second;       /* factor: how far the regression beside the smoothers moves the usual */
    double uplift, open; /* given by the calendar beside a special day; share of the day not shut */
    double total;
    const char *special_kind; /* msgid: "holiday", "bridge day" …; "" = an ordinary day */
    const char *special_name; /* the calendar's name; "" = none */
    int special_seen;         /* how many such days were learnt from */
    pb_forecast_total interval;
    pb_date learnt_to; /* last day of history */
} pb_forecast_parts;

/* The day must lie on or after `from`, at most PB_FORECAST_MAX_DAYS ahead; queue: of the history.
 */
PB_MUST_USE pb_status pb_forecast_explain(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                                          const pb_queues *queues, pb_date from, pb_date day,
                                          int32_t queue, const pb_forecast_options *opt,
                                          pb_forecast_parts *ret, pb_diags *d);

/* What a method was off by, over all origins. NAN where nothing could be compared. */
typedef struct pb_backtest_errors {
    double wape_slot, wape_day; /* sum of absolute errors over sum of contacts */
    double mase; /* mean absolute slot error over that of last week's copy in the history */
    double bias; /* (forecast - seen) / seen */
} pb_backtest_errors;

enum {
    PB_BACKTEST_OWN,
    PB_BACKTEST_LAST_WEEK,
    PB_BACKTEST_MEAN4,
    PB_BACKTEST_MEAN8,
    PB_BACKTEST_METHODS
};

typedef struct pb_backtest_row {
    pb_backtest_errors of[PB_BACKTEST_METHODS];
    /* Share of slots, days and whole weeks that the intervals held: [slot, day, week][80 %, 95 %].
     */
    double held[3][2];
    double floor_slot, floor_day; /* WAPE of one who knew the true mean: chance alone (Poisson) */
    double contacts;              /* seen in all replayed days */
} pb_backtest_row;

typedef struct pb_backtest {
    int n_origins;
    const pb_date *origins; /* [n_origins] rising: the first day of each replayed forecast */
    int n_days;
    int32_t n_queues;
    const pb_backtest_row *rows; /* [n_queues + 1]: each queue, then all together */
} pb_backtest;

/*
 * Replays n_origins days of the past, spread evenly, as if each were today: forecasts n_days from
 * what lay before, compares with what came. The first origin leaves at least eight weeks (or half
 * of a shorter history) to learn from. Beside it: last week's copy, the mean of the last four and
 * of the last eight of the same weekday. Slots that the history does not know are left out.
 * n_origins 1 … 1000, n_days 1 … 366. PB_ERR_INPUT (diagnosed): the history is too short.
 */
PB_MUST_USE pb_status pb_forecast_backtest(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                                           const pb_queues *queues, int n_origins, int n_days,
                                           const pb_forecast_options *opt, pb_backtest *ret,
                                           pb_diags *d);

/* How far today's surprise was carried into the rest of the day. */
typedef struct pb_intraday_note {
    int known_to_min;      /* clock minute up to which today is known; 0 = nothing is known */
    double seen, expected; /* contacts up to then */
    double lasts;          /* share of the surprise that the past shows to last, 0 … 1 */
    double factor;         /* what the rest of the day was multiplied with */
} pb_intraday_note;

/*
 * Corrects the first day of a forecast made by pb_forecast_make(from, …) with what has come of it:
 * today holds slots of day `from` (same zone and slot length, queues by name; NAN = not yet). Slots
 * up to the last known one become what was seen; the rest is multiplied by a factor that goes as
 * far as this queue's past shows it to help, bounds narrowed or widened likewise. Later days stay.
 * ret_notes[f->n_queues]. *f gets new arrays from the arena.
 */
PB_MUST_USE pb_status pb_forecast_intraday(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                                           const pb_queues *queues, const pb_history *today,
                                           const pb_forecast_options *opt, pb_forecast *f,
                                           pb_intraday_note *ret_notes);

#endif
