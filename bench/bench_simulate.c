/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts a second of the simulator on one core. bench_simulate prints one line a case: name, contacts a
 * second, service level; bench/simulate_peers.py runs it beside event loops in Python.
 */
#include "staffing/simulate.h"

#include <stdio.h>
#include <time.h>

enum { SLOTS = 48, MOST = 1200 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of this core, whatever else runs */
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Days of half-hours at one rate; `queues` queues of load_erl each, everybody of `skills[i % n_skills]`. */
typedef struct bench_case {
    const char *name;
    int queues;
    double load_erl, patience_s;
    int agents;
    pb_time_law handle;
    int n_skills;
    pb_skillset skills[8];
    double at_once;
} bench_case;

static const bench_case cases[] = {
    {"single_10", 1, 10, 120, 12, PB_TIME_EXPONENTIAL, 1, {1}, 0},
    {"single_100", 1, 100, 120, 98, PB_TIME_EXPONENTIAL, 1, {1}, 0},
    {"single_100_lognormal", 1, 100, 120, 98, PB_TIME_LOGNORMAL, 1, {1}, 0},
    {"single_1000", 1, 1000, 120, 960, PB_TIME_EXPONENTIAL, 1, {1}, 0},
    {"skills_2_queues", 2, 10, 120, 22, PB_TIME_EXPONENTIAL, 3, {1, 2, 3}, 0},
    {"skills_5_queues", 5, 20, 120, 105, PB_TIME_EXPONENTIAL, 8, {1, 2, 4, 8, 16, 3, 12, 31}, 0},
    {"skills_5_queues_lognormal", 5, 20, 120, 105, PB_TIME_LOGNORMAL, 8, {1, 2, 4, 8, 16, 3, 12, 31}, 0},
    {"chat_3_at_once", 1, 60, 120, 22, PB_TIME_EXPONENTIAL, 1, {1}, 3},
};

static int run(const bench_case *b, pb_arena *a)
{
    double start_s[SLOTS + 1], contacts[SLOTS], aht_s[SLOTS];
    int32_t day[SLOTS] = {0};
    pb_sim_queue queues[8];
    pb_sim_agent agents[MOST];
    pb_chat_agent chat = {0};
    pb_sim_window window = {0, SLOTS * 1800.0};
    for (int i = 0; i <= SLOTS; i++)
        start_s[i] = 1800.0 * i;
    for (int i = 0; i < SLOTS; i++) {
        contacts[i] = b->load_erl * 1800 / 300;
        aht_s[i] = 300;
    }
    if (b->at_once > 0 && pb_chat_from_aht(300, b->at_once, &chat) != PB_OK)
        return 1;
    for (int i = 0; i < b->queues; i++)
        queues[i] = (pb_sim_queue){.channel = b->at_once > 0 ? PB_CHAT : PB_VOICE, .contacts = contacts,
                                   .aht_s = aht_s, .handle = b->handle, .handle_cv = 1,
                                   .patience_s = b->patience_s, .within_s = 20, .chat = &chat};
    for (int i = 0; i < b->agents; i++)
        agents[i] = (pb_sim_agent){.skills = b->skills[i % b->n_skills], .n_windows = 1, .windows = &window};
    pb_sim_case c = {.n_slots = SLOTS, .n_days = 1, .n_queues = b->queues, .n_agents = b->agents,
                     .slot_start_s = start_s, .slot_day = day, .queues = queues, .agents = agents};
    int replications = 2 + (int)(3e6 / (b->queues * SLOTS * contacts[0]));
    double best = 0, level = 0;
    for (int round = 0; round < 3; round++) {
        pb_sim_options o = {.seed = 1, .threads = 1, .replications = replications};
        pb_sim_result r;
        double t = now_s();
        if (pb_simulate(a, &c, &o, &r) != PB_OK)
            return 1;
        best = fmax(best, r.n_contacts / (now_s() - t));
        level = r.all[0].service_level.mean;
        pb_arena_reset(a);
    }
    printf("%s %.0f %.4f\n", b->name, best, level);
    return 0;
}

int main(void)
{
    pb_arena *a = pb_arena_new(NULL);
    int failed = !a;
    for (size_t i = 0; i < sizeof cases / sizeof *cases && !failed; i++)
        failed = run(&cases[i], a);
    pb_arena_free(a);
    return failed;
}
