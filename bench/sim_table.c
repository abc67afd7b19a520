/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The simulator against the formulas: sim_table [REPLICATIONS] prints the table of
 * docs/reference/simulation-table.md (regenerate: tools/simulation_table). Each row simulates one setting
 * BATCHES times with random numbers of its own. Under the model's own assumptions (exponential handle
 * times) a batch's 95 % interval must hold the model in about 95 of 100 cases; whether it does cannot be
 * seen from one interval a setting, as the three values of a row move together.
 */
#include "staffing/chat.h"
#include "staffing/simulate.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 60, WARM_UP = 6, COOL_DOWN = 2, BATCHES = 20, VALUES = 3 };

typedef struct setting {
    const char *name;
    double per_h, aht_s, patience_s, within_s;
    int agents;
    double at_once;           /* > 0: chat */
    pb_chat_habit habit;
} setting;

static const setting settings[] = {
#define VOICE(name, per_h, aht, patience, within, agents) {name, per_h, aht, patience, within, agents, 0, {0, 0, 0, 0}}
    /* Erlang C */
    VOICE("C, one agent", 12, 150, NAN, 60, 1),
    VOICE("C, two agents", 20, 180, NAN, 20, 2),
    VOICE("C, small", 50, 240, NAN, 20, 5),
    VOICE("C, small and busy", 80, 200, NAN, 30, 5),
    VOICE("C, 10 Erlang, 12 agents", 200, 180, NAN, 20, 12),
    VOICE("C, 10 Erlang, 14 agents", 200, 180, NAN, 20, 14),
    VOICE("C, 20 Erlang", 240, 300, NAN, 20, 24),
    VOICE("C, 48 Erlang", 720, 240, NAN, 15, 55),
    VOICE("C, 100 Erlang", 1200, 300, NAN, 20, 108),
    VOICE("C, 200 Erlang", 2400, 300, NAN, 20, 210),
    VOICE("C, short contacts", 600, 30, NAN, 10, 7),
    VOICE("C, long contacts", 20, 1200, NAN, 120, 9),
    VOICE("C, 5 Erlang", 100, 180, NAN, 30, 7),
    VOICE("C, 30 Erlang", 450, 240, NAN, 20, 36),
    /* Erlang A, below capacity */
    VOICE("A, one agent", 12, 240, 120, 20, 1),
    VOICE("A, two agents", 20, 240, 60, 20, 2),
    VOICE("A, small", 50, 240, 120, 20, 4),
    VOICE("A, 10 Erlang, 12 agents", 200, 180, 120, 20, 12),
    VOICE("A, 10 Erlang, 14 agents", 200, 180, 300, 20, 14),
    VOICE("A, 20 Erlang", 240, 300, 120, 20, 22),
    VOICE("A, 40 Erlang, patient", 600, 240, 1200, 20, 42),
    VOICE("A, 48 Erlang", 720, 240, 180, 15, 52),
    VOICE("A, 100 Erlang", 1200, 300, 120, 20, 98),
    VOICE("A, 100 Erlang, T = 60 s", 1200, 300, 120, 60, 95),
    VOICE("A, 200 Erlang", 2400, 300, 120, 20, 200),
    VOICE("A, 500 Erlang", 6000, 300, 120, 20, 480),
    VOICE("A, patience = handle time", 200, 180, 180, 20, 10),
    VOICE("A, impatient 5 s", 600, 240, 5, 20, 38),
    VOICE("A, impatient 20 s", 300, 300, 20, 10, 25),
    VOICE("A, T = 0", 200, 180, 120, 0, 12),
    VOICE("A, long contacts", 20, 1800, 600, 60, 12),
    VOICE("A, short contacts", 600, 30, 30, 10, 6),
    /* Erlang A, overload */
    VOICE("A, critical", 200, 180, 120, 20, 10),
    VOICE("A, 10 % over", 240, 300, 120, 20, 18),
    VOICE("A, 25 % over", 300, 300, 120, 20, 20),
    VOICE("A, twice the load", 400, 180, 60, 20, 10),
    VOICE("A, five times the load", 1000, 180, 60, 20, 10),
    VOICE("A, 100 Erlang on 75", 2000, 180, 120, 60, 75),
    VOICE("A, 30 Erlang", 450, 240, 90, 20, 31),
    VOICE("A, 5 Erlang, very patient", 100, 180, 3600, 30, 6),
    VOICE("A, 300 Erlang on 270", 3600, 300, 60, 20, 270),
    /* chat, one handle time at any number of chats: the birth-death model is exact */
    {"chat, 5 agents, k = 2, AHT alone", 50, 600, 120, 20, 5, 2, {0, 0, 0, 0}},
    {"chat, 10 agents, k = 3, AHT alone", 180, 500, 120, 20, 10, 3, {0, 0, 0, 0}},
    {"chat, 20 agents, k = 2.5, AHT alone", 360, 480, 180, 30, 20, 2.5, {0, 0, 0, 0}},
    {"chat, 20 agents, k = 4, over, AHT alone", 700, 480, 120, 20, 20, 4, {0, 0, 0, 0}},
    /* chat: handle times that grow with the load */
    {"chat, 5 agents, k = 3", 80, 0, 120, 20, 5, 3, {25, 50, 6, 0}},
    {"chat, 5 agents, k = 3, busy", 100, 0, 120, 20, 5, 3, {25, 50, 6, 0}},
    {"chat, 20 agents, k = 3", 363, 0, 120, 20, 20, 3, {25, 50, 6, 0}},
    {"chat, 20 agents, k = 3, over", 443, 0, 120, 20, 20, 3, {25, 50, 6, 0}},
    {"chat, 20 agents, k = 5", 482, 0, 180, 20, 20, 5, {15, 60, 8, 0}},
    {"chat, 50 agents, k = 2", 741, 0, 90, 20, 50, 2, {40, 40, 5, 0}},
    {"chat, 10 agents, k = 4, typing", 170, 0, 120, 20, 10, 4, {40, 20, 5, 0}},
    {"chat, 20 agents, k = 4, idle close", 452, 0, 120, 20, 20, 4, {20, 60, 6, 60}},
};

/* What the model says; *wait_s of all served. */
static pb_service model_of(const setting *s, const pb_chat_agent *chat)
{
    pb_service r = {0};
    if (s->at_once > 0) {
        pb_chat_case k = {s->per_h / 3600, s->patience_s, s->within_s, chat, false};
        pb_chat_service c;
        return pb_chat(&k, s->agents, &c) == PB_OK ? c.taken : r;
    }
    pb_load l = {.load_erl = s->per_h * s->aht_s / 3600, .aht_s = s->aht_s,
                 .patience_s = s->patience_s, .within_s = s->within_s};
    return pb_erlang(&l, s->agents, &r) == PB_OK ? r : (pb_service){0};
}

/* Of a chat: with all places taken. */
static double handle_s(const setting *s, const pb_chat_agent *chat)
{
    int levels = (int)ceil(s->at_once);
    return levels > 0 ? levels / chat->rate_per_s[levels - 1] : s->aht_s;
}

static pb_status chat_of(const setting *s, pb_chat_agent *ret)
{
    if (!(s->at_once > 0))
        return PB_OK;
    return s->habit.replies > 0 ? pb_chat_from_habit(&s->habit, s->at_once, ret)
                                : pb_chat_from_aht(s->aht_s, s->at_once, ret);
}

static pb_status play(const setting *s, const pb_chat_agent *chat, int replications, uint64_t seed,
                      pb_arena *a, pb_sim_cell *ret)
{
    /* slots long enough that what is carried over the start is forgotten in the warm-up */
    double slot_s = fmax(3600, 20 * (s->at_once > 0 ? 600 : s->aht_s));
    double start_s[SLOTS + 1], contacts[SLOTS], aht_s[SLOTS];
    int32_t day[SLOTS] = {0};
    pb_sim_agent *agents = PB_NEW_ARRAY(a, (size_t)s->agents, pb_sim_agent);
    pb_sim_window window = {0, SLOTS * slot_s};
    if (!agents)
        return PB_ERR_NOMEM;
    for (int i = 0; i < s->agents; i++)
        agents[i] = (pb_sim_agent){.skills = 1, .n_windows = 1, .windows = &window};
    for (int i = 0; i <= SLOTS; i++)
        start_s[i] = i * slot_s;
    for (int i = 0; i < SLOTS; i++) {
        contacts[i] = s->per_h * slot_s / 3600;
        aht_s[i] = handle_s(s, chat);
    }
    pb_sim_queue q = {.channel = s->at_once > 0 ? PB_CHAT : PB_VOICE, .contacts = contacts,
                      .aht_s = aht_s, .patience_s = s->patience_s, .within_s = s->within_s,
                      .chat = chat};
    pb_sim_case c = {.n_slots = SLOTS, .n_days = 1, .n_queues = 1, .n_agents = s->agents,
                     .slot_start_s = start_s, .slot_day = day, .queues = &q, .agents = agents};
    pb_sim_options o = {.seed = seed, .threads = 2, .replications = replications,
                        .warm_up_slots = WARM_UP, .cool_down_slots = COOL_DOWN};
    pb_sim_result r;
    pb_status status = pb_simulate(a, &c, &o, &r);
    if (status == PB_OK)
        *ret = r.all[0];
    return status;
}

/* One value of one setting over the batches. */
typedef struct value {
    double model, sum, square;
    int n, inside;
} value;

static void add(value *v, pb_estimate e)
{
    v->n++;
    v->sum += e.mean;
    v->square += e.half * e.half;
    v->inside += fabs(e.mean - v->model) <= e.half + 1e-9;
}

static double mean_of(const value *v)
{
    return v->sum / v->n;
}

/* Half-width of the mean over all batches. */
static double half_of(const value *v)
{
    return sqrt(v->square) / v->n;
}

/* In standard errors. */
static double off(const value *v)
{
    double gap = fabs(mean_of(v) - v->model);
    return isnan(v->model) || gap < 1e-9 ? 0 : 1.96 * gap / fmax(half_of(v), 1e-9);
}

typedef struct tally {
    int settings, values, batches, inside, pooled_inside;
    double farthest, brightest;
} tally;

static void count(tally *t, const value *v)
{
    t->settings++;
    for (int k = 0; k < VALUES; k++) {
        if (isnan(v[k].model))
            continue;
        t->values++;
        t->batches += v[k].n;
        t->inside += v[k].inside;
        t->pooled_inside += off(&v[k]) <= 1.96;
        t->farthest = fmax(t->farthest, off(&v[k]));
    }
    t->brightest = fmax(t->brightest, fabs(mean_of(v) - v->model));
}

static bool play_setting(const setting *s, int at, int replications, pb_arena *a, tally *t)
{
    pb_chat_agent chat = {0};
    if (chat_of(s, &chat) != PB_OK)
        return false;
    pb_service m = model_of(s, &chat);
    /* where nobody leaves everybody is answered: nothing to compare */
    value v[VALUES] = {{.model = m.service_level}, {.model = isnan(s->patience_s) ? NAN : m.answer_rate},
                       {.model = m.asa_s}};
    for (int batch = 0; batch < BATCHES; batch++) {
        pb_sim_cell c;
        if (play(s, &chat, replications, 20261122 + (uint64_t)(at * BATCHES + batch), a, &c) != PB_OK)
            return false;
        add(&v[0], c.service_level);
        add(&v[1], c.answer_rate);
        add(&v[2], c.asa_s);
        pb_arena_reset(a);
    }
    printf("| %s | %g | %.4g | %g | %g | %d | %.4f | %.4f ± %.4f | %.4f | %.4f ± %.4f | %.3f | %.3f ± %.3f "
           "| %.1f |\n",
           s->name, s->per_h, handle_s(s, &chat), s->patience_s, s->within_s, s->agents, m.service_level,
           mean_of(&v[0]), half_of(&v[0]), m.answer_rate, mean_of(&v[1]), half_of(&v[1]), m.asa_s,
           mean_of(&v[2]), half_of(&v[2]), fmax(fmax(off(&v[0]), off(&v[1])), off(&v[2])));
    fflush(stdout);
    /* three and more chats at once at a pace that falls: three neighbouring numbers of chats in the model */
    count(&t[s->habit.replies > 0 && s->at_once > 2], v);
    return true;
}

int main(int argc, char **argv)
{
    int replications = argc > 1 ? atoi(argv[1]) : 20;
    tally t[2] = {{0}, {0}};
    pb_arena *a = pb_arena_new(NULL);
    if (!a)
        return 1;
    puts("| setting | contacts/h | handle s | patience s | T s | agents | service level: model | simulated |"
         " answer rate: model | simulated | mean wait s: model | simulated | off |");
    puts("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < (int)(sizeof settings / sizeof *settings); i++)
        if (!play_setting(&settings[i], i, replications, a, t))
            return 1;
    double limit = 3.53; /* of the largest of 124 normal values, 95 % (Šidák 1967) */
    printf("\n%d settings whose model is exact, %d values, each simulated in %d batches of %d replications with "
           "random numbers of their own: %d of %d intervals of 95 %% hold the model (%.1f %%). All batches "
           "together: %d of %d values inside their 95 %% interval (%.0f %%), the farthest %.1f standard errors off "
           "(chance alone: at most %.1f in 95 of 100 such tables).\n\n",
           t[0].settings, t[0].values, BATCHES, replications, t[0].inside, t[0].batches,
           100.0 * t[0].inside / t[0].batches, t[0].pooled_inside, t[0].values,
           100.0 * t[0].pooled_inside / t[0].values, t[0].farthest, limit);
    printf("%d settings of chat with three and more at once whose times grow with the load, %d values: %.1f %% of the "
           "intervals of the batches hold the model, its service level is at most %.2f points off.\n",
           t[1].settings, t[1].values, 100.0 * t[1].inside / t[1].batches, 100 * t[1].brightest);
    pb_arena_free(a);
    return 0;
}
