/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the requirement: single queues, sets of queues, deferred work. */
#include "staffing/deferred.h"
#include "staffing/sets.h"
#include "staffing/shrink.h"
#include "staffing/walk.h"

/* The requirement while it is filled. */
typedef struct pb_rows {
    pb_staffing *s;
    int32_t n, cap;
    pb_skillset *sets;
    const char **names;
    double *required, *scheduled, *offered, *level, *rate, *asa, *occupancy;
    uint8_t *binding;
    double *arrived, *due; /* [deferred * n_slots + slot] */
    int32_t n_deferred, *deferred_queue;
} pb_rows;

pb_binding pb_binding_of(pb_reason reason)
{
    static const pb_binding of[] = {
        [PB_REASON_NONE] = PB_BIND_NONE, [PB_REASON_SERVICE_LEVEL] = PB_BIND_SERVICE_LEVEL,
        [PB_REASON_ANSWER_RATE] = PB_BIND_ANSWER_RATE, [PB_REASON_ASA] = PB_BIND_ASA,
        [PB_REASON_OCCUPANCY] = PB_BIND_OCCUPANCY, [PB_REASON_FIRST_REPLY] = PB_BIND_FIRST_RESPONSE,
        [PB_REASON_STABILITY] = PB_BIND_STABILITY, [PB_REASON_MIN_AGENTS] = PB_BIND_MIN_AGENTS};
    return of[reason];
}

static pb_status make_room(pb_rows *r, int32_t cap, int32_t n_deferred)
{
    pb_arena *a = r->s->arena;
    size_t cells = (size_t)cap * r->s->n_slots, work = (size_t)n_deferred * r->s->n_slots;
    double **columns[] = {&r->required, &r->scheduled, &r->offered, &r->level,
                          &r->rate, &r->asa, &r->occupancy};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (!(*columns[i] = PB_NEW_ARRAY(a, cells, double)))
            return PB_ERR_NOMEM;
    r->cap = cap;
    r->sets = PB_NEW_ARRAY(a, (size_t)cap, pb_skillset);
    r->names = PB_NEW_ARRAY(a, (size_t)cap, const char *);
    r->binding = PB_NEW_ARRAY(a, cells, uint8_t);
    r->arrived = PB_NEW_ARRAY(a, work, double);
    r->due = PB_NEW_ARRAY(a, work, double);
    r->deferred_queue = PB_NEW_ARRAY(a, (size_t)n_deferred, int32_t);
    return r->sets && r->names && r->binding && r->arrived && r->due && r->deferred_queue
               ? PB_OK : PB_ERR_NOMEM;
}

static size_t cell(const pb_rows *r, int32_t row, int32_t slot)
{
    return (size_t)row * r->s->n_slots + slot;
}

/* Rostered for `net` at work of a set of queues: their shrinkage weighted by what each needs. */
static double gross(const pb_rows *r, pb_skillset set, int32_t slot, double net)
{
    double weight = 0, planned = 0, unplanned = 0;
    for (pb_skillset left = set; left; left &= left - 1) {
        int32_t queue = __builtin_ctzll(left);
        const pb_slot_case *k = pb_staffing_case(r->s, queue, slot);
        double w = r->required[cell(r, queue, slot)];
        weight += w;
        planned += w * k->planned;
        unplanned += w * k->unplanned;
    }
    if (!(weight > 0))
        return net;
    return (double)pb_shrink_gross((int64_t)net, planned / weight, unplanned / weight);
}

static void put_service(pb_rows *r, size_t at, const pb_service *s)
{
    r->level[at] = s->service_level;
    r->rate[at] = s->answer_rate;
    r->asa[at] = isfinite(s->asa_s) ? s->asa_s : NAN;
    r->occupancy[at] = s->occupancy;
}

static void put_unknown(pb_rows *r, size_t at)
{
    r->level[at] = r->rate[at] = r->asa[at] = r->occupancy[at] = NAN;
}

/* Mean offered load of the slot by Simpson, the policy's factor left out. */
static double offered(const pb_slot_case *k)
{
    return (k->start_erl + 4 * k->middle_erl + k->end_erl) / 6;
}

static void tell_unreached(const pb_rows *r, int32_t queue, pb_diags *d)
{
    pb_where where = {"queues.csv", 0, NULL};
    pb_diag_add(d, PB_WARNING, where,
                PB_N_("lower the target, or give patience_s so that the queue can be stable"),
                PB_N_("queue %s: no number of agents reaches its targets"),
                r->s->queues->at[queue].id);
}

/* The slot's number; walk is NULL where the steady state holds. */
static pb_status slot_need(pb_rows *r, int32_t queue, int32_t slot, pb_walk *walk, int32_t guess,
                           pb_need *ret)
{
    pb_pool_room room;
    pb_status status = pb_pool_fill(r->s, (pb_skillset)1 << queue, slot, PB_STAFFED, &room);
    if (status == PB_OK)
        status = pb_pool_need(&room.pool, guess, ret);
    if (status == PB_OK && walk)
        status = pb_walk_need(walk, ret);
    return status;
}

static pb_status slot_service(pb_rows *r, int32_t queue, int32_t slot, pb_walk *walk, int32_t agents)
{
    size_t at = cell(r, queue, slot);
    pb_pool_service give = {0};
    pb_status status = PB_OK;
    put_unknown(r, at);
    if (walk)
        status = pb_walk_go(walk, agents, &give.s);
    else if (r->offered[at] > 0)
        status = pb_slot_give(r->s, (pb_skillset)1 << queue, slot, agents, &give);
    bool comes = walk ? pb_staffing_case(r->s, queue, slot)->contacts > 0 : true;
    if (status == PB_OK && r->offered[at] > 0 && comes)
        put_service(r, at, &give.s);
    return status;
}

static pb_status fill_slots(pb_rows *r, int32_t queue, pb_walk *walk, pb_diags *d)
{
    int32_t guess = 0;
    bool told = false;
    for (int32_t i = 0; i < r->s->n_slots; i++) {
        const pb_slot_case *k = pb_staffing_case(r->s, queue, i);
        size_t at = cell(r, queue, i);
        pb_need need = {0, PB_REASON_NONE, true};
        pb_status status = slot_need(r, queue, i, walk, guess, &need);
        if (status != PB_OK)
            return status;
        guess = need.agents;
        r->required[at] = need.agents;
        r->scheduled[at] = gross(r, (pb_skillset)1 << queue, i, need.agents);
        r->offered[at] = k->open ? offered(k) : 0;
        r->binding[at] = (uint8_t)pb_binding_of(need.binding);
        status = slot_service(r, queue, i, walk, need.agents);
        if (status != PB_OK)
            return status;
        if (!need.reached && !told)
            tell_unreached(r, queue, d);
        told = told || !need.reached;
    }
    return PB_OK;
}

static pb_status fill_live(pb_rows *r, int32_t queue, pb_diags *d)
{
    pb_walk *walk;
    pb_status status = pb_walk_new(r->s, queue, &walk);
    if (status == PB_OK)
        status = fill_slots(r, queue, walk, d);
    pb_walk_free(walk);
    return status;
}

static void tell_late(const pb_rows *r, int32_t queue, int32_t slot, double minutes, pb_diags *d)
{
    const pb_grid *g = &r->s->f->grid;
    char date[11], time[8];
    int minute = pb_grid_minute(g, slot);
    pb_date_format(g->first + pb_grid_day(g, slot), date);
    pb_minute_format(minute, time);
    pb_where where = {"queues.csv", 0, "deadline_h"};
    pb_diag_add(d, PB_WARNING, where,
                PB_N_("open the queue earlier, or give it a longer deadline"),
                PB_N_("queue %s: %.0f minutes of work are due in the slot of %sT%s, and no open slot lies "
                      "between their arrival and then"),
                r->s->queues->at[queue].id, minutes, date, time);
}

/* Work that cannot be done in time is taken to be due when it can be at the earliest. */
static void relax(const pb_rows *r, int32_t queue, const double *arrived, double *due, pb_diags *d)
{
    double can = 0, late = 0;
    int32_t first = -1;
    for (int32_t i = 0; i < r->s->n_slots; i++) {
        if (pb_staffing_case(r->s, queue, i)->open)
            can = arrived[i];
        if (due[i] > can + 1e-9 * fmax(1, due[i])) {
            if (first < 0) {
                first = i;
                late = due[i] - can;
            }
            due[i] = can;
        }
    }
    if (first >= 0)
        tell_late(r, queue, first, late, d);
}

/* The level that does the work in time; slots in which nothing is left need fewer. */
static pb_status fill_level(pb_rows *r, int32_t queue, const double *arrived, const double *due)
{
    pb_staffing *s = r->s;
    int32_t *open_s = PB_NEW_ARRAY(s->arena, (size_t)s->n_slots, int32_t), late;
    double level, done = 0;
    const pb_queue *q = &s->queues->at[queue];
    if (!open_s)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < s->n_slots; i++)
        open_s[i] = pb_staffing_case(s, queue, i)->open ? s->slot_s[i] : 0;
    pb_deferred_level(s->n_slots, arrived, due, open_s, &level, &late);
    double share = q->max_occupancy > 0 ? q->max_occupancy : 1;
    double people = ceil(level / share * (1 - 1e-9));
    for (int32_t i = 0; i < s->n_slots; i++) {
        size_t at = cell(r, queue, i);
        double each = open_s[i] / 60.0 * share;
        double before = done;
        done = fmin(arrived[i], done + people * each);
        double now = each > 0 ? ceil((done - before) / each * (1 - 1e-9)) : 0;
        double least = open_s[i] > 0 && q->min_agents > 0 ? ceil(q->min_agents - 1e-9) : 0;
        r->required[at] = fmax(now, least);
        r->scheduled[at] = gross(r, (pb_skillset)1 << queue, i, r->required[at]);
        r->offered[at] = pb_staffing_case(s, queue, i)->own_erl;
        r->binding[at] = now > 0 && now >= least ? PB_BIND_DEADLINE
                         : least > 0             ? PB_BIND_MIN_AGENTS
                                                 : PB_BIND_NONE;
        put_unknown(r, at);
    }
    return PB_OK;
}

/* Cumulative minutes of a deferred queue, before anything is known of open slots. */
static pb_status lay_work(const pb_staffing *s, int32_t queue, double *arrived, double *due)
{
    const pb_queue *q = &s->queues->at[queue];
    size_t n = (size_t)s->n_slots;
    double *contacts = PB_NEW_ARRAY(s->arena, n, double);
    double *aht_s = PB_NEW_ARRAY(s->arena, n, double);
    if (!contacts || !aht_s)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < s->n_slots; i++) {
        const pb_slot_case *k = pb_staffing_case(s, queue, i);
        contacts[i] = k->contacts * k->factor;
        aht_s[i] = k->aht_s;
    }
    double hours = q->deadline_h > 0 ? q->deadline_h : 24;
    double backlog = q->backlog;
    pb_deferred_case k = {s->n_slots, contacts, aht_s, s->slot_s, hours * 3600,
                          backlog > 0 && n > 0 ? backlog * aht_s[0] / 60 : 0, hours * 3600};
    return pb_deferred_rows(&k, arrived, due);
}

pb_status pb_staffing_deferred(const pb_staffing *s, int32_t queue, int32_t agents,
                               pb_deferred_answer *ret)
{
    if (queue < 0 || queue >= s->n_queues || s->queues->at[queue].channel != PB_DEFERRED || agents < 0)
        return PB_ERR_DOMAIN;
    size_t n = (size_t)s->n_slots;
    double *arrived = PB_NEW_ARRAY(s->arena, n, double), *due = PB_NEW_ARRAY(s->arena, n, double);
    double *can = PB_NEW_ARRAY(s->arena, n, double);
    if (!arrived || !due || !can)
        return PB_ERR_NOMEM;
    double share = s->queues->at[queue].max_occupancy;
    for (int32_t i = 0; i < s->n_slots; i++)
        if (pb_staffing_case(s, queue, i)->open)
            can[i] = agents * (s->slot_s[i] / 60.0) * (share > 0 ? share : 1);
    pb_status status = lay_work(s, queue, arrived, due);
    if (status == PB_OK)
        pb_deferred_check(s->n_slots, arrived, due, can, NULL, ret);
    return status;
}

static pb_status fill_deferred(pb_rows *r, int32_t queue, pb_diags *d)
{
    pb_staffing *s = r->s;
    size_t n = (size_t)s->n_slots;
    double *arrived = r->arrived + (size_t)r->n_deferred * n, *due = r->due + (size_t)r->n_deferred * n;
    pb_status status = lay_work(s, queue, arrived, due);
    if (status != PB_OK)
        return status;
    r->deferred_queue[r->n_deferred++] = queue;
    relax(r, queue, arrived, due, d);
    return fill_level(r, queue, arrived, due);
}

/* The part of a set that shares a channel; deferred work never pools with live contacts. */
static pb_skillset of_channel(const pb_staffing *s, pb_skillset set, pb_channel channel)
{
    pb_skillset part = 0;
    for (pb_skillset left = set; left; left &= left - 1)
        if (s->queues->at[__builtin_ctzll(left)].channel == channel)
            part |= left & -left;
    return part;
}

static bool single(pb_skillset s)
{
    return (s & (s - 1)) == 0;
}

/* Agents for the part of a set in one channel: deferred work adds up, live queues pool. */
static pb_status part_need(pb_rows *r, pb_skillset part, pb_channel channel, int32_t slot,
                           int32_t *guess, double *ret)
{
    double most = 0, sum = 0;
    for (pb_skillset left = part; left; left &= left - 1) {
        double one = r->required[cell(r, __builtin_ctzll(left), slot)];
        most = fmax(most, one);
        sum += one;
    }
    *ret = sum;
    if (channel == PB_DEFERRED || single(part) || !(sum > most))
        return PB_OK;
    pb_pool_room room;
    pb_need need;
    pb_status status = pb_pool_fill(r->s, part, slot, PB_STAFFED, &room);
    if (status == PB_OK)
        status = pb_pool_need(&room.pool, *guess, &need);
    if (status == PB_OK) {
        *guess = need.agents;
        *ret = fmin(sum, need.agents); /* apart they would do with the sum */
    }
    return status;
}

static pb_status fill_set(pb_rows *r, int32_t row)
{
    pb_skillset set = r->sets[row];
    int32_t guess[3] = {0};
    for (int32_t i = 0; i < r->s->n_slots; i++) {
        size_t at = cell(r, row, i);
        double sum = 0, load = 0;
        for (int c = PB_VOICE; c <= PB_DEFERRED; c++) {
            double one = 0;
            pb_skillset part = of_channel(r->s, set, (pb_channel)c);
            pb_status status = part_need(r, part, (pb_channel)c, i, &guess[c], &one);
            if (status != PB_OK)
                return status;
            sum += one;
        }
        for (pb_skillset left = set; left; left &= left - 1)
            load += r->offered[cell(r, __builtin_ctzll(left), i)];
        r->required[at] = sum;
        r->scheduled[at] = gross(r, set, i, sum);
        r->offered[at] = load;
        r->binding[at] = sum > 0 ? PB_BIND_POOL : PB_BIND_NONE;
        put_unknown(r, at);
        pb_pool_service give = {0};
        pb_skillset voice = of_channel(r->s, set, PB_VOICE), chat = of_channel(r->s, set, PB_CHAT);
        if (load > 0 && (voice == set || chat == set)) {
            pb_status status = pb_slot_give(r->s, set, i, (int32_t)sum, &give);
            if (status != PB_OK)
                return status;
            put_service(r, at, &give.s);
        }
    }
    return PB_OK;
}

/* A row that never asks for more than one inside it says nothing new. */
static bool implied(const pb_rows *r, int32_t row)
{
    for (int32_t i = 0; i < r->s->n_slots; i++) {
        double most = 0;
        for (int32_t other = 0; other < row; other++)
            if ((r->sets[other] & ~r->sets[row]) == 0)
                most = fmax(most, r->required[cell(r, other, i)]);
        if (r->required[cell(r, row, i)] > most)
            return false;
    }
    return true;
}

static const char *set_name(const pb_staffing *s, pb_skillset set)
{
    const char *name = NULL;
    for (pb_skillset left = set; left; left &= left - 1) {
        const char *id = s->queues->at[__builtin_ctzll(left)].id;
        name = name ? pb_arena_printf(s->arena, "%s+%s", name, id) : id;
        if (!name)
            return NULL;
    }
    return name;
}

static pb_status fill_sets(pb_rows *r, const pb_skillset *sets, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        r->sets[r->n] = sets[i];
        if (!(r->names[r->n] = set_name(r->s, sets[i])))
            return PB_ERR_NOMEM;
        pb_status status = fill_set(r, r->n);
        if (status != PB_OK)
            return status;
        if (!implied(r, r->n))
            r->n++;
    }
    return PB_OK;
}

static pb_status useful_sets(const pb_staffing *s, const pb_agents *agents, pb_skillset *ret,
                             int32_t *ret_n)
{
    int32_t n = agents ? agents->n : 0;
    pb_skillset *skills = PB_NEW_ARRAY(s->arena, (size_t)n, pb_skillset);
    pb_skillset all = s->n_queues >= 64 ? ~(pb_skillset)0 : ((pb_skillset)1 << s->n_queues) - 1;
    if (!skills)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < n; i++)
        skills[i] = agents->at[i].skills;
    *ret_n = pb_sets_useful(skills, n, all, ret);
    return PB_OK;
}

static void hand_over(const pb_rows *r, pb_requirement *ret)
{
    *ret = (pb_requirement){
        .grid = r->s->f->grid, .n_rows = r->n, .sets = r->sets, .names = r->names,
        .required = r->required, .scheduled = r->scheduled, .offered_erl = r->offered,
        .service_level = r->level, .answer_rate = r->rate, .asa_s = r->asa,
        .occupancy = r->occupancy, .binding = r->binding, .n_deferred = r->n_deferred,
        .deferred_queue = r->deferred_queue, .arrived_min = r->arrived, .due_min = r->due};
}

pb_status pb_staffing_requirement(pb_staffing *s, const pb_agents *agents, pb_requirement *ret,
                                  pb_diags *d)
{
    pb_rows r = {.s = s};
    pb_skillset sets[PB_MAX_SET_ROWS];
    int32_t n_sets = 0, n_deferred = 0;
    for (int32_t i = 0; i < s->n_queues; i++)
        n_deferred += s->queues->at[i].channel == PB_DEFERRED;
    pb_status status = useful_sets(s, agents, sets, &n_sets);
    if (status == PB_OK)
        status = make_room(&r, s->n_queues + n_sets, n_deferred);
    for (int32_t i = 0; i < s->n_queues && status == PB_OK; i++, r.n++) {
        r.sets[i] = (pb_skillset)1 << i;
        r.names[i] = s->queues->at[i].id;
        bool deferred = s->queues->at[i].channel == PB_DEFERRED;
        status = deferred ? fill_deferred(&r, i, d) : fill_live(&r, i, d);
    }
    if (status == PB_OK)
        status = fill_sets(&r, sets, n_sets);
    if (status == PB_OK)
        hand_over(&r, ret);
    return status;
}
