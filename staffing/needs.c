/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/needs.h"

#include "staffing/carry.h"
#include "staffing/staffing_parts.h"

/* Contacts in hand that need nobody in a slot into which no others come: one such slot in twenty has one. */
#define PB_TRACE_ERL 0.05

/* Opening hours at the slot's start, unless the calendar closes the day. */
static bool closed_by_calendar(const pb_calendar *c, pb_date date, int32_t queue)
{
    size_t first = 0, n = c ? pb_calendar_find(c, date, &first) : 0;
    int closed = -1;
    for (size_t i = first; i < first + n; i++) {
        const pb_calendar_row *r = &c->rows[i];
        if (r->closed >= 0 && (r->queue == queue || (r->queue < 0 && closed < 0)))
            closed = r->closed;
    }
    return closed == 1;
}

static void lay_day(pb_staffing *s, const pb_calendar *c, int32_t queue, int32_t day)
{
    const pb_grid *g = &s->f->grid;
    const pb_queue *q = &s->queues->at[queue];
    pb_date date = g->first + day;
    int weekday = pb_date_weekday(date);
    bool closed = closed_by_calendar(c, date, queue);
    for (int32_t i = g->day_slot[day]; i < g->day_slot[day + 1]; i++) {
        pb_slot_case *k = &s->cases[(size_t)queue * s->n_slots + i];
        int minute = pb_grid_minute(g, i);
        k->open = !closed && pb_hours_open(&q->hours, weekday, minute);
        k->planned = pb_weekly_at(&q->shrinkage, weekday, minute);
        k->unplanned = pb_weekly_at(&q->shrinkage_unplanned, weekday, minute);
        k->factor = 1;
    }
}

/* Contacts and handle time; false where contacts come but no handle time is known. */
static bool lay_load(pb_staffing *s, int32_t queue)
{
    const pb_queue *q = &s->queues->at[queue];
    int32_t column = s->column[queue];
    for (int32_t i = 0; i < s->n_slots; i++) {
        pb_slot_case *k = &s->cases[(size_t)queue * s->n_slots + i];
        size_t at = (size_t)(column < 0 ? 0 : column) * s->n_slots + i;
        k->contacts = column < 0 ? 0 : s->f->contacts[at];
        k->aht_s = column < 0 ? NAN : s->f->aht_s[at];
        if (!(k->aht_s > 0))
            k->aht_s = q->aht_s;
        if (!(k->contacts > 0))
            k->contacts = 0;
        if (!(k->aht_s > 0)) {
            if (k->contacts > 0)
                return false;
            k->aht_s = 300; /* of no contacts: any number does */
        }
        if (k->contacts > 0 && !k->open && q->channel != PB_DEFERRED) {
            k->open = true; /* who is forecast must be served, whatever the hours say */
            k->after_hours = true;
        }
        k->own_erl = k->contacts / s->slot_s[i] * k->aht_s;
    }
    return true;
}

static void lay_spread(pb_staffing *s, int32_t queue)
{
    int32_t column = s->column[queue], n_days = s->f->grid.n_days;
    if (column < 0 || !s->f->day_cv || !s->f->slot_cv)
        return;
    for (int32_t day = 0; day < n_days; day++) {
        double d = s->f->day_cv[(size_t)column * n_days + day];
        double v = s->f->slot_cv[(size_t)column * n_days + day];
        double cv = fmin(pb_spread_cv(d > 0 ? d : 0, v > 0 ? v : 0), 3);
        double factor = 1;
        if (s->opt.policy == PB_POLICY_QUANTILE && cv > 0)
            factor = pb_spread_quantile(cv, s->opt.quantile);
        for (int32_t i = s->f->grid.day_slot[day]; i < s->f->grid.day_slot[day + 1]; i++) {
            s->cases[(size_t)queue * s->n_slots + i].cv = cv;
            s->cases[(size_t)queue * s->n_slots + i].factor = factor;
        }
    }
}

/* A queue that is open at the first slot and at the last minute before it has been running. */
static bool running(const pb_staffing *s, int32_t queue)
{
    const pb_grid *g = &s->f->grid;
    int weekday = pb_date_weekday(g->first - 1);
    return s->n_slots > 0 && s->cases[(size_t)queue * s->n_slots].open &&
           pb_hours_open(&s->queues->at[queue].hours, weekday, PB_MIN_PER_DAY - 1);
}

static pb_status lay_carry(pb_staffing *s, int32_t queue)
{
    size_t n = (size_t)s->n_slots;
    double *contacts = PB_NEW_ARRAY(s->arena, n, double);
    double *aht_s = PB_NEW_ARRAY(s->arena, n, double);
    pb_carry *carry = PB_NEW_ARRAY(s->arena, n, pb_carry);
    if (!contacts || !aht_s || !carry)
        return PB_ERR_NOMEM;
    pb_slot_case *k = &s->cases[(size_t)queue * n];
    for (size_t i = 0; i < n; i++) {
        contacts[i] = k[i].contacts;
        aht_s[i] = k[i].aht_s;
    }
    pb_status status = pb_carry_load(s->n_slots, contacts, aht_s, s->slot_s, running(s, queue), carry);
    for (size_t i = 0; i < n && status == PB_OK; i++) {
        if (s->opt.slot_by_slot)
            carry[i] = (pb_carry){k[i].own_erl, k[i].own_erl, k[i].own_erl};
        if (!(contacts[i] > 0) && carry[i].start_erl < PB_TRACE_ERL)
            carry[i] = (pb_carry){0, 0, 0};
        k[i].start_erl = carry[i].start_erl;
        k[i].middle_erl = carry[i].middle_erl;
        k[i].end_erl = carry[i].end_erl;
        k[i].staffed_erl = pb_carry_peak(&carry[i]) * k[i].factor;
    }
    return status;
}

pb_status pb_chat_of_queue(const pb_queue *q, double aht_s, pb_chat_agent *ret)
{
    double at_once = q->concurrency >= 1 ? fmin(q->concurrency, PB_CHAT_LEVELS) : 1;
    double alone_s = aht_s > 0 ? aht_s : q->aht_s > 0 ? q->aht_s : 300;
    pb_status status = q->n_chat_times > 0
                           ? pb_chat_from_times(q->chat_times_s, q->n_chat_times, at_once, ret)
                           : pb_chat_from_aht(alone_s, at_once, ret);
    if (status == PB_OK && q->replies > 0 && q->reply_s > 0)
        status = pb_chat_set_replies(ret, q->replies, q->reply_s);
    return status;
}

/* More than can be staffed at all. */
static pb_status check_load(const pb_staffing *s, int32_t queue, pb_diags *d)
{
    for (int32_t i = 0; i < s->n_slots; i++) {
        const pb_slot_case *k = pb_staffing_case(s, queue, i);
        if (k->staffed_erl <= PB_MAX_AGENTS)
            continue;
        pb_where where = {"forecast.csv", 0, "contacts"};
        pb_diag_add(d, PB_ERROR, where, PB_N_("look for contacts or handle times that are too large"),
                    PB_N_("queue %s: %.0f contacts of %.0f s in one slot keep more than %d agents busy"),
                    s->queues->at[queue].id, k->contacts * k->factor, k->aht_s, PB_MAX_AGENTS);
        return PB_ERR_INPUT;
    }
    return PB_OK;
}

static void warn_hours(const pb_staffing *s, int32_t queue, pb_diags *d)
{
    const pb_grid *g = &s->f->grid;
    double contacts = 0;
    int32_t first = -1;
    for (int32_t i = s->n_slots - 1; i >= 0; i--)
        if (pb_staffing_case(s, queue, i)->after_hours) {
            contacts += pb_staffing_case(s, queue, i)->contacts;
            first = i;
        }
    if (first < 0)
        return;
    char start[32];
    pb_where where = {"queues.csv", 0, "opens"};
    pb_diag_add(d, PB_WARNING, where, PB_N_("look at opens, closes and calendar.csv, or at the forecast"),
                PB_N_("queue %s: %.4g contacts are forecast while it is closed, the first at %s; they are "
                      "staffed all the same"),
                s->queues->at[queue].id, contacts, pb_zone_format(g->zone, pb_grid_start_s(g, first), start));
}

/* Targets that say nothing. */
static void warn_targets(const pb_staffing *s, int32_t queue, pb_diags *d)
{
    const pb_queue *q = &s->queues->at[queue];
    bool comes = false, wait = q->service_level > 0 || q->asa_s > 0 || q->first_reply_s > 0;
    pb_where where = {"queues.csv", 0, NULL};
    for (int32_t i = 0; i < s->n_slots && !comes; i++)
        comes = pb_staffing_case(s, queue, i)->contacts > 0;
    if (!comes || q->channel == PB_DEFERRED)
        return;
    if (!wait && !(q->answer_rate > 0) && !(q->max_occupancy > 0))
        pb_diag_add(d, PB_WARNING, where,
                    PB_N_("give service_level with within_s, answer_rate, asa_s or max_occupancy"),
                    PB_N_("queue %s has no target: it is staffed only so that the work gets done at all"),
                    q->id);
    else if (!wait && q->answer_rate > 0 && !(q->patience_s > 0))
        pb_diag_add(d, PB_WARNING, where, PB_N_("give patience_s"),
                    PB_N_("queue %s has an answer_rate but no patience_s: nobody ever hangs up then, and the "
                          "target says nothing"),
                    q->id);
}

static pb_status lay_queue(pb_staffing *s, const pb_calendar *c, int32_t queue, pb_diags *d)
{
    const pb_queue *q = &s->queues->at[queue];
    for (int32_t day = 0; day < s->f->grid.n_days; day++)
        lay_day(s, c, queue, day);
    if (!lay_load(s, queue)) {
        pb_where where = {"queues.csv", 0, "aht_s"};
        pb_diag_add(d, PB_ERROR, where,
                    PB_N_("give the handle time in queues.csv, or in the history"),
                    PB_N_("queue %s has contacts but no handle time"), q->id);
        return PB_ERR_INPUT;
    }
    lay_spread(s, queue);
    pb_status status = lay_carry(s, queue);
    if (status == PB_OK && q->channel != PB_DEFERRED)
        status = check_load(s, queue, d);
    if (status == PB_OK) {
        warn_hours(s, queue, d);
        warn_targets(s, queue, d);
    }
    if (status == PB_OK && q->channel == PB_CHAT)
        status = pb_chat_of_queue(q, NAN, &s->chat[queue]);
    return status;
}

static pb_status match_columns(pb_staffing *s, pb_diags *d)
{
    int32_t *column = PB_NEW_ARRAY(s->arena, (size_t)s->n_queues + 1, int32_t);
    if (!column)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < s->n_queues; i++)
        column[i] = -1;
    s->column = column;
    pb_status status = PB_OK;
    for (int32_t i = 0; i < s->f->n_queues; i++) {
        int32_t q = pb_queue_find(s->queues, s->f->queues[i]);
        if (q >= 0) {
            column[q] = i;
            continue;
        }
        pb_where where = {"queues.csv", 0, "queue"};
        pb_diag_add(d, PB_ERROR, where,
                    PB_N_("add a row for it to queues.csv"),
                    PB_N_("the forecast has a queue %s that queues.csv does not know"),
                    s->f->queues[i]);
        status = PB_ERR_INPUT;
    }
    return status;
}

static void warn_spread(const pb_staffing *s, pb_diags *d)
{
    pb_where where = {NULL, 0, NULL};
    if (s->opt.policy != PB_POLICY_MEAN && !(s->f->day_cv && s->f->slot_cv))
        pb_diag_add(d, PB_WARNING, where, PB_N_("put FORECAST_spread.csv beside FORECAST.csv, as paiban forecast does"),
                    PB_N_("the forecast says nothing of its spread: every policy is that of the mean"));
}

pb_status pb_staffing_new(pb_arena *a, const pb_forecast *f, const pb_queues *queues,
                          const pb_calendar *calendar, const pb_staffing_options *opt,
                          pb_staffing **ret, pb_diags *d)
{
    pb_staffing *s = PB_NEW(a, pb_staffing);
    if (!s)
        return PB_ERR_NOMEM;
    *s = (pb_staffing){.arena = a, .f = f, .queues = queues, .n_slots = f->grid.n_slots,
                       .n_queues = queues->n, .spread_cv = -1};
    if (opt)
        s->opt = *opt;
    if (!(s->opt.quantile > 0 && s->opt.quantile < 1))
        s->opt.quantile = 0.8;
    s->cases = PB_NEW_ARRAY(a, (size_t)s->n_queues * s->n_slots, pb_slot_case);
    s->slot_s = PB_NEW_ARRAY(a, (size_t)s->n_slots, int32_t);
    s->chat = PB_NEW_ARRAY(a, (size_t)s->n_queues, pb_chat_agent);
    s->spread = PB_NEW(a, pb_spread);
    if (!s->cases || !s->slot_s || !s->chat || !s->spread)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < s->n_slots; i++)
        s->slot_s[i] = pb_grid_slot_s(&f->grid, i);
    pb_status status = match_columns(s, d);
    warn_spread(s, d);
    for (int32_t i = 0; i < s->n_queues && status == PB_OK; i++)
        status = lay_queue(s, calendar, i, d);
    if (status == PB_OK)
        *ret = s;
    return status;
}

const pb_slot_case *pb_staffing_case(const pb_staffing *s, int32_t queue, int32_t slot)
{
    return &s->cases[(size_t)queue * s->n_slots + slot];
}

pb_status pb_staffing_make(pb_arena *a, const pb_forecast *f, const pb_queues *queues,
                           const pb_agents *agents, const pb_calendar *calendar,
                           const pb_staffing_options *opt, pb_requirement *ret, pb_diags *d)
{
    pb_staffing *s;
    pb_status status = pb_staffing_new(a, f, queues, calendar, opt, &s, d);
    return status == PB_OK ? pb_staffing_requirement(s, agents, ret, d) : status;
}
