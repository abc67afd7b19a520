/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two cases that decide whether a requirement holds, each staffed by pb_staffing_make and then simulated:
 * staffing_cases [REPLICATIONS] prints the tables of docs/reference/simulation-table.md.
 *
 * 1. A day with two sales, with contacts of 3, 15 and 30 minutes: slot by slot against the default (the load
 *    carried between slots; long contacts followed through the day).
 * 2. Two queues of 10 Erlang each and agents of whom some know both.
 */
#include "staffing/staffing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int replications = 400;

/* One queue "q" over `days` days of 30-minute slots, UTC. */
typedef struct world {
    pb_arena *arena;
    pb_forecast f;
    double *contacts, *aht_s; /* [queue * n_slots + slot] */
    pb_queue queue[2];
    pb_queues queues;
} world;

static const char *const names[] = {"a", "b"};

static bool make_world(world *w, pb_arena *a, int n_queues, int days)
{
    const pb_zone *utc;
    *w = (world){.arena = a};
    if (pb_zone_load(a, "UTC", &utc) != PB_OK ||
        pb_grid_make(a, utc, pb_date_from_ymd(2026, 11, 30), days, 30, &w->f.grid) != PB_OK)
        return false;
    size_t n = (size_t)n_queues * w->f.grid.n_slots;
    w->f.n_queues = n_queues;
    w->f.queues = names;
    w->f.contacts = w->contacts = PB_NEW_ARRAY(a, n, double);
    w->f.aht_s = w->aht_s = PB_NEW_ARRAY(a, n, double);
    for (int i = 0; i < n_queues; i++) {
        pb_queue *q = &w->queue[i];
        *q = (pb_queue){.id = names[i], .service_level = 0.8, .within_s = 20, .answer_rate = NAN,
                        .asa_s = NAN, .max_occupancy = NAN, .patience_s = 120, .concurrency = 1,
                        .aht_s = NAN, .deadline_h = NAN, .first_reply_s = NAN};
        for (int d = 0; d < 7; d++)
            q->hours.closes_min[d] = PB_MIN_PER_DAY;
    }
    w->queues = (pb_queues){.n = n_queues, .at = w->queue};
    return w->f.contacts && w->f.aht_s;
}

/* Contacts of a slot; the load of an hour is the same for every handle time. */
static void set_slot(world *w, int queue, int slot, double load_erl, double aht_s)
{
    size_t at = (size_t)queue * w->f.grid.n_slots + slot;
    w->contacts[at] = load_erl * 1800 / aht_s;
    w->aht_s[at] = aht_s;
}

static pb_sim_options options(int32_t warm_up)
{
    return (pb_sim_options){.seed = 1, .threads = 2, .replications = replications,
                            .warm_up_slots = warm_up};
}

/* --- case 1 --- */

/* Erlang by the slot's own contacts: quiet nights, a busy day, a sale from 10:00 to 10:30 and one from 20:00
 * to 21:00. */
static double sale_day(int slot)
{
    return slot == 20 ? 45 : slot == 40 || slot == 41 ? 40 : slot < 14 ? 4 : 12;
}

static bool day_row(pb_arena *a, double aht_s, bool slot_by_slot)
{
    world w;
    pb_requirement r;
    pb_sim_case c;
    pb_sim_result s;
    pb_staffing_options o = {.slot_by_slot = slot_by_slot};
    const pb_sim_manners m = {.handle = PB_TIME_EXPONENTIAL};
    if (!make_world(&w, a, 1, 3))
        return false;
    for (int i = 0; i < w.f.grid.n_slots; i++)
        set_slot(&w, 0, i, sale_day(i % 48), aht_s);
    pb_sim_options so = options(48); /* the first day settles */
    so.replications *= aht_s > 600 ? 4 : 1; /* fewer contacts a slot */
    if (pb_staffing_make(a, &w.f, &w.queues, NULL, NULL, &o, &r, NULL) != PB_OK ||
        pb_sim_of_requirement(a, &w.f, &w.queues, &r, &m, &c) != PB_OK ||
        pb_simulate(a, &c, &so, &s) != PB_OK)
        return false;
    double worst = 1, half = 0, hours = 0, promised = 1;
    int below = 0;
    for (int i = 48; i < w.f.grid.n_slots; i++) {
        pb_estimate e = s.slot[i].service_level;
        hours += r.required[i] / 2;
        below += e.mean < 0.75;
        promised = fmin(promised, r.service_level[i]);
        if (e.mean < worst) {
            worst = e.mean;
            half = e.half;
        }
    }
    printf("| %.0f min | %s | %.1f | %.3f ± %.3f | %.3f | %.3f ± %.3f | %d of 96 |\n", aht_s / 60,
           slot_by_slot ? "slot by slot" : "default", hours / 48, s.all[0].service_level.mean,
           s.all[0].service_level.half, promised, worst, half, below);
    return true;
}

/* --- case 2 --- */

static bool pool_row(pb_arena *a, int both, bool few_skills_first)
{
    enum { TOTAL = 22 };
    world w;
    pb_agent people[TOTAL];
    pb_agents agents = {.n = TOTAL, .at = people};
    pb_duty duties[TOTAL * 3];
    pb_roster roster = {.n = (size_t)TOTAL * 3, .at = duties};
    pb_requirement r;
    pb_sim_case c;
    pb_sim_result s;
    const pb_sim_manners m = {.handle = PB_TIME_EXPONENTIAL};
    if (!make_world(&w, a, 2, 3))
        return false;
    for (int i = 0; i < 2 * w.f.grid.n_slots; i++)
        set_slot(&w, 0, i, 10, 300);
    memset(people, 0, sizeof people);
    for (int i = 0; i < TOTAL; i++) {
        people[i].skills = i < both ? 3 : i % 2 ? 1 : 2;
        for (int day = 0; day < 3; day++) {
            int64_t start = w.f.grid.day_utc_s[day];
            duties[day * TOTAL + i] = (pb_duty){.date = w.f.grid.first + day, .agent = i, .queue = -1,
                                                .end_min = PB_MIN_PER_DAY, .start_s = start,
                                                .end_s = start + 86400};
        }
    }
    pb_sim_options so = options(4);
    so.few_skills_first = few_skills_first;
    if (pb_staffing_make(a, &w.f, &w.queues, &agents, NULL, NULL, &r, NULL) != PB_OK ||
        pb_sim_of_roster(a, &w.f, &w.queues, &agents, &roster, &m, &c) != PB_OK ||
        pb_simulate(a, &c, &so, &s) != PB_OK)
        return false;
    int knows_a = 0, knows_b = 0;
    for (int i = 0; i < TOTAL; i++) {
        knows_a += people[i].skills & 1;
        knows_b += people[i].skills >> 1 & 1;
    }
    printf("| %d | %d ≥ %.0f, %d ≥ %.0f, %d ≥ %.0f | %s | %.3f ± %.3f | %.3f ± %.3f |\n", both, knows_a,
           r.required[10], knows_b, r.required[w.f.grid.n_slots + 10], TOTAL,
           r.n_rows > 2 ? r.required[2 * w.f.grid.n_slots + 10] : NAN,
           few_skills_first ? "fewest skills" : "longest idle", s.all[0].service_level.mean,
           s.all[0].service_level.half, s.all[1].service_level.mean, s.all[1].service_level.half);
    return true;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        replications = atoi(argv[1]);
    pb_arena *a = pb_arena_new(NULL);
    bool ok = a != NULL;
    puts("| handle time | staffed | agents, mean | service level of all | worst slot: computed | simulated | slots "
         "below 75 % |\n|---|---|---|---|---|---|---|");
    for (int aht = 3; ok && aht <= 30; aht += aht < 15 ? 12 : 15)
        for (int alone = 1; ok && alone >= 0; alone--)
            ok = day_row(a, 60.0 * aht, alone != 0);
    puts("\n| agents who know both | with skill a, with b, with either: have ≥ need | contacts go to | service "
         "level a | service level b |\n|---|---|---|---|---|");
    static const int both[] = {2, 4, 6, 8, 12, 22};
    for (size_t i = 0; ok && i < sizeof both / sizeof *both; i++)
        for (int few = 0; ok && few < 2; few++)
            ok = pool_row(a, both[i], few != 0);
    pb_arena_free(a);
    return !ok;
}
