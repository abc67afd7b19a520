/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/forecast.h"

#include "forecast/aht.h"
#include "forecast/queue_forecast.h"

enum { LISTED_PER_QUEUE = 64, LONG_GAP_DAYS = 14 };

/* Everything a worker needs; results are stored by queue, so threads do not meet. */
typedef struct job {
    const pb_history *h;
    const pb_calendar *cal;
    const pb_queues *queues;
    pb_date from;
    int n_days, n_weeks;
    const pb_forecast_options *opt;
    pb_grid grid;
    double *contacts, *bounds[PB_FC_BOUNDS], *aht_s, *abandoned, *day_cv, *slot_cv;
    pb_forecast_total *days, *weeks;
    int32_t *days_learnt, *n_listed, *gap;
    pb_forecast_outlier *listed; /* [queue * LISTED_PER_QUEUE] */
    uint8_t *empty, *ended;      /* [queue] */
    pb_arena **scratch;          /* [worker] */
    const pb_fc_fit *group;      /* for small queues; NULL = none */
} job;

static const pb_queue *queue_of(const job *j, int32_t queue, int32_t *ret_id)
{
    *ret_id = j->queues ? pb_queue_find(j->queues, j->h->queues[queue]) : -1;
    return *ret_id >= 0 ? &j->queues->at[*ret_id] : NULL;
}

static int32_t list_outliers(const pb_fc_queue_forecast *q, int32_t queue, int slot_min,
                             pb_forecast_outlier *ret)
{
    const pb_fc_clean *c = &q->fit.clean;
    int32_t n = 0;
    for (int i = c->n_outliers > LISTED_PER_QUEUE ? c->n_outliers - LISTED_PER_QUEUE : 0;
         i < c->n_outliers; i++) {
        const pb_fc_outlier *o = &c->outliers[i];
        ret[n++] = (pb_forecast_outlier){queue,
                                         (pb_oddity)o->what,
                                         q->gathered.days.first + o->day,
                                         o->first_slot * slot_min,
                                         (o->last_slot + 1) * slot_min,
                                         o->seen,
                                         o->expected};
    }
    return n;
}

/* In order around the mean to the last digit, whatever rounding did to sums and products. */
static pb_forecast_total total_of(double mean, const double b[PB_FC_BOUNDS])
{
    const double low80 = b[PB_FC_LOW80] < mean ? b[PB_FC_LOW80] : mean;
    const double high80 = b[PB_FC_HIGH80] > mean ? b[PB_FC_HIGH80] : mean;
    return (pb_forecast_total){mean, low80, high80, b[PB_FC_LOW95] < low80 ? b[PB_FC_LOW95] : low80,
                               b[PB_FC_HIGH95] > high80 ? b[PB_FC_HIGH95] : high80};
}

/* Spreads one day over the slots of the output grid. */
static void write_day(const job *j, int32_t queue, int day, const pb_fc_day_forecast *f)
{
    const size_t at = (size_t)queue * (size_t)j->grid.n_slots;
    double mean = 0;
    for (int32_t i = j->grid.day_slot[day]; i < j->grid.day_slot[day + 1]; i++) {
        const int s = pb_grid_minute(&j->grid, i) / j->grid.slot_min;
        const double part = pb_grid_slot_s(&j->grid, i) / (60.0 * j->grid.slot_min);
        j->contacts[at + (size_t)i] = f->mean[s] * part;
        mean += f->mean[s] * part;
        for (int b = 0; b < PB_FC_BOUNDS; b++)
            j->bounds[b][at + (size_t)i] = f->bounds[s * PB_FC_BOUNDS + b] * part;
    }
    const size_t k = (size_t)queue * (size_t)j->n_days + (size_t)day;
    j->day_cv[k] = f->day_cv;
    j->slot_cv[k] = f->slot_cv;
    double bounds[PB_FC_BOUNDS];
    for (int b = 0; b < PB_FC_BOUNDS; b++)
        bounds[b] = f->total > 0 ? f->day_bounds[b] * mean / f->total : 0;
    j->days[k] = total_of(mean, bounds);
}

static void write_weeks(const job *j, int32_t queue, const pb_fc_queue_forecast *q)
{
    for (int w = 0; w < j->n_weeks; w++) {
        double mean = 0, bounds[PB_FC_BOUNDS];
        for (int day = 7 * w; day < 7 * w + 7 && day < j->n_days; day++)
            mean += j->days[(size_t)queue * (size_t)j->n_days + (size_t)day].mean;
        pb_fc_queue_week(q, w, mean, bounds);
        j->weeks[(size_t)queue * (size_t)j->n_weeks + (size_t)w] = total_of(mean, bounds);
    }
}

/* By weekday and clock slot to the slots ahead. */
static void write_by_clock(const job *j, int32_t queue, const double *by_clock, double *ret)
{
    const int n = PB_MIN_PER_DAY / j->grid.slot_min;
    const size_t at = (size_t)queue * (size_t)j->grid.n_slots;
    for (int day = 0; day < j->n_days; day++)
        for (int32_t i = j->grid.day_slot[day]; i < j->grid.day_slot[day + 1]; i++)
            ret[at + (size_t)i] = by_clock[pb_date_weekday(j->from + day) * n +
                                           pb_grid_minute(&j->grid, i) / j->grid.slot_min];
}

/* Contacts times the share of them that gives up. work[2 * n], by_clock[7 * n] are scratch. */
static void write_abandoned(const job *j, int32_t queue, double *work, double *by_clock)
{
    const size_t n = (size_t)j->grid.n_slots, at = (size_t)queue * n;
    pb_fc_abandoned(j->h, queue, j->from, work, by_clock);
    write_by_clock(j, queue, by_clock, j->abandoned);
    for (size_t i = at; i < at + n; i++)
        j->abandoned[i] *= j->contacts[i];
}

static pb_status forecast_one(void *ctx, size_t item, int worker)
{
    const job *j = ctx;
    const int32_t queue = (int32_t)item;
    pb_arena *a = j->scratch[worker];
    pb_arena_reset(a);
    int32_t id;
    const pb_queue *known = queue_of(j, queue, &id);
    const size_t n = (size_t)(PB_MIN_PER_DAY / j->grid.slot_min);
    double *work = PB_NEW_ARRAY(a, 8 * n, double), *aht = PB_NEW_ARRAY(a, 7 * n, double);
    pb_fc_queue_forecast *q = PB_NEW(a, pb_fc_queue_forecast);
    if (!work || !aht || !q)
        return PB_ERR_NOMEM;
    pb_fc_aht(j->h, queue, j->from, known ? known->aht_s : NAN, work, aht);
    write_by_clock(j, queue, aht, j->aht_s);
    const pb_fc_switches off = pb_fc_switches_of(j->opt);
    pb_status st = pb_fc_gather(a, j->h, queue, j->cal, id, known ? &known->hours : NULL, j->from,
                                j->n_days, &q->gathered);
    j->empty[item] = st == PB_OK && q->gathered.days.n_past == 0;
    if (st != PB_OK || j->empty[item])
        return st;
    j->ended[item] = q->gathered.ended;
    j->gap[queue] = q->gathered.gap;
    st = pb_fc_queue_learn(a, &off, j->group, q);
    for (int day = 0; st == PB_OK && day < j->n_days; day++) {
        pb_fc_day_forecast f = {.mean = work, .bounds = work + n};
        pb_fc_queue_day(q, day, work + 5 * n, &f);
        write_day(j, queue, day, &f);
    }
    if (st != PB_OK)
        return st;
    write_weeks(j, queue, q);
    if (j->abandoned)
        write_abandoned(j, queue, work, aht);
    j->days_learnt[queue] = q->days_learnt;
    j->n_listed[queue] =
        list_outliers(q, queue, j->grid.slot_min, j->listed + (size_t)queue * LISTED_PER_QUEUE);
    return PB_OK;
}

/* What is told by slot and by day. */
static bool allocate_days(pb_arena *a, job *j)
{
    const size_t n = (size_t)j->h->n_queues, cells = n * (size_t)j->grid.n_slots;
    const size_t days = n * (size_t)j->n_days;
    j->contacts = PB_NEW_ARRAY(a, cells, double);
    j->aht_s = PB_NEW_ARRAY(a, cells, double);
    j->abandoned = j->h->abandoned ? PB_NEW_ARRAY(a, cells, double) : NULL;
    bool good = j->contacts && j->aht_s && (j->abandoned || !j->h->abandoned);
    for (int b = 0; b < PB_FC_BOUNDS; b++) {
        j->bounds[b] = PB_NEW_ARRAY(a, cells, double);
        good = good && j->bounds[b];
    }
    j->day_cv = PB_NEW_ARRAY(a, days, double);
    j->slot_cv = PB_NEW_ARRAY(a, days, double);
    j->days = PB_NEW_ARRAY(a, days, pb_forecast_total);
    j->weeks = PB_NEW_ARRAY(a, n * (size_t)j->n_weeks, pb_forecast_total);
    return good && j->day_cv && j->slot_cv && j->days && j->weeks;
}

/* What is told by queue, and the workers. */
static bool allocate_queues(pb_arena *a, job *j, int n_workers)
{
    const size_t n = (size_t)j->h->n_queues;
    j->days_learnt = PB_NEW_ARRAY(a, n, int32_t);
    j->n_listed = PB_NEW_ARRAY(a, n, int32_t);
    j->gap = PB_NEW_ARRAY(a, n, int32_t);
    j->listed = PB_NEW_ARRAY(a, n * LISTED_PER_QUEUE, pb_forecast_outlier);
    j->empty = PB_NEW_ARRAY(a, n, uint8_t);
    j->ended = PB_NEW_ARRAY(a, n, uint8_t);
    j->scratch = PB_NEW_ARRAY(a, (size_t)n_workers, pb_arena *);
    return j->days_learnt && j->n_listed && j->gap && j->listed && j->empty && j->ended &&
           j->scratch;
}

static void tell(const job *j, pb_diags *d)
{
    for (int32_t q = 0; q < j->h->n_queues; q++) {
        char date[11];
        (void)pb_date_format(j->from, date);
        if (j->empty[q])
            pb_diag_add(d, PB_WARNING, (pb_where){NULL, 0, NULL},
                        PB_N_("give it a history, or take it out of the queues"),
                        PB_N_("queue %s has no contact before %s: its forecast is 0"),
                        j->h->queues[q], date);
        else if (j->ended[q])
            pb_diag_add(
                d, PB_WARNING, (pb_where){NULL, 0, NULL}, NULL,
                PB_N_("queue %s had no contact in the last two weeks before %s: it is taken "
                      "as closed down, its forecast is 0"),
                j->h->queues[q], date);
        else if (j->gap[q] >= LONG_GAP_DAYS)
            pb_diag_add(d, PB_WARNING, (pb_where){NULL, 0, NULL},
                        PB_N_("if it has closed down, give it rows of 0 or take it out"),
                        PB_N_("queue %s: the history tells nothing of the %d days before %s; the "
                              "forecast goes on from what lay before"),
                        j->h->queues[q], (int)j->gap[q], date);
    }
}

static void collect(job *j, pb_forecast *ret, pb_forecast_report *rep)
{
    size_t n = 0;
    for (int32_t q = 0; q < j->h->n_queues; q++)
        for (int32_t i = 0; i < j->n_listed[q]; i++)
            j->listed[n++] = j->listed[(size_t)q * LISTED_PER_QUEUE + (size_t)i];
    *rep = (pb_forecast_report){j->h->n_queues, j->n_days,      j->n_weeks, j->days,
                                j->weeks,       j->days_learnt, n,          j->listed};
    *ret = (pb_forecast){.grid = j->grid,
                         .n_queues = j->h->n_queues,
                         .queues = j->h->queues,
                         .contacts = j->contacts,
                         .low80 = j->bounds[PB_FC_LOW80],
                         .high80 = j->bounds[PB_FC_HIGH80],
                         .low95 = j->bounds[PB_FC_LOW95],
                         .high95 = j->bounds[PB_FC_HIGH95],
                         .aht_s = j->aht_s,
                         .abandoned = j->abandoned,
                         .day_cv = j->day_cv,
                         .slot_cv = j->slot_cv};
}

/* All queues, on as many threads; scratch memory lives no longer. */
static pb_status work_all(pb_arena *a, job *j, int threads)
{
    pb_status st = PB_OK;
    for (int w = 0; w < threads && st == PB_OK; w++) {
        j->scratch[w] = pb_arena_new(pb_arena_allocator(a));
        st = j->scratch[w] ? PB_OK : PB_ERR_NOMEM;
    }
    pb_arena *team = pb_arena_new(pb_arena_allocator(a));
    if (!team)
        st = PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_fc_group_learn(team, j->h, j->cal, j->from, j->n_days, j->opt, &j->group);
    if (st == PB_OK)
        st = pb_parallel(threads, (size_t)j->h->n_queues, forecast_one, j);
    for (int w = 0; w < threads; w++)
        pb_arena_free(j->scratch[w]);
    pb_arena_free(team);
    return st;
}

pb_status pb_forecast_make(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                           const pb_queues *queues, pb_date from, int n_days,
                           const pb_forecast_options *opt, pb_forecast *ret,
                           pb_forecast_report *ret_report, pb_diags *d)
{
    if (n_days < 1 || n_days > PB_FORECAST_MAX_DAYS)
        return PB_ERR_DOMAIN;
    const int threads = opt->threads > 1 ? opt->threads : 1;
    job j = {.h = h,
             .cal = cal,
             .queues = queues,
             .from = from,
             .n_days = n_days,
             .n_weeks = (n_days + 6) / 7,
             .opt = opt};
    pb_status st = pb_grid_make(a, h->grid.zone, from, n_days, h->grid.slot_min, &j.grid);
    if (st != PB_OK)
        return st;
    if (!allocate_days(a, &j) || !allocate_queues(a, &j, threads))
        return PB_ERR_NOMEM;
    st = work_all(a, &j, threads);
    if (st != PB_OK)
        return st;
    tell(&j, d);
    collect(&j, ret, ret_report);
    return PB_OK;
}
