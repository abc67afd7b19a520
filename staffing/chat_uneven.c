/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/chat_uneven.h"

#include <stdbool.h>
#include <string.h>

enum { PB_PHASES = PB_CHAT_UNEVEN_AGENTS + 1 };

/*
 * One stage: t agents at m+1, b = 0 … last at m-1. From above, from the state b = 0, the chain comes back
 * to phase b with probability `back`, or falls to a lower stage of the same m, into its phase 0, with
 * probability `lower`.
 */
typedef struct pb_stage {
    const pb_chat_agent *agent;
    double per_s;
    int32_t agents, m, t, last;
    double rate_low, rate_mid, rate_top; /* chats ended a second by an agent at m-1, m, m+1 */
    double drop[PB_PHASES]; /* to the stage below, phase kept */
    double more[PB_PHASES]; /* to the next phase */
    double time[PB_PHASES]; /* mean time in each phase, that of phase 0 taken as 1 */
    double back[PB_PHASES];
    double lower[PB_PHASES]; /* [t] to that stage */
} pb_stage;

static double pace_of(const pb_chat_agent *a, int32_t chats)
{
    return chats > 0 ? a->rate_per_s[chats - 1] : 0;
}

static void enter_window(pb_stage *s, int32_t m)
{
    s->m = m;
    s->rate_low = m > 0 ? pace_of(s->agent, m - 1) : 0;
    s->rate_mid = m > 0 ? pace_of(s->agent, m) : 0;
    s->rate_top = pace_of(s->agent, m + 1);
}

/* Rates out of every phase of stage t. With m = 0 nobody can be at m-1. */
static void lay_rates(pb_stage *s, int32_t t)
{
    s->t = t;
    s->last = s->m > 0 ? s->agents - t : 0;
    for (int32_t b = 0; b <= s->last; b++) {
        int32_t mid = s->agents - t - b;
        double ends = mid * s->rate_mid + b * s->rate_low;
        s->drop[b] = t * s->rate_top + (b < s->last ? 0 : ends);
        s->more[b] = b < s->last ? ends : 0;
    }
}

/*
 * Mean times relative to phase 0, from the balance of phases b >= 1:
 *     (λ + more + drop)(b) time(b) = λ time(b+1) + more(b-1) time(b-1) + λ back(b).
 * Phases are taken out from the last one on; `leave` is the rate at which b, those above it taken out,
 * is left downstage. All terms are positive.
 */
static void solve(pb_stage *s)
{
    double leave = 0, source = 0, up = s->per_s;
    double left[PB_PHASES] = {0}, flow[PB_PHASES] = {0};
    for (int32_t b = s->last; b >= 1; b--) {
        source = b < s->last ? source * up / (up + leave) : 0;
        source += up * s->back[b];
        leave = s->drop[b] + (b < s->last ? s->more[b] * leave / (up + leave) : 0);
        left[b] = leave;
        flow[b] = source;
    }
    s->time[0] = 1;
    for (int32_t b = 1; b <= s->last; b++)
        s->time[b] = (flow[b] + s->more[b - 1] * s->time[b - 1]) / (up + left[b]);
}

/* Mean time in phase 0 until the chain is below the stage, having come to phase 0. */
static double stay(const pb_stage *s)
{
    double falls = 0, ends = 0;
    for (int32_t t = 0; t < s->t; t++)
        falls += s->lower[t];
    for (int32_t b = 0; b <= s->last; b++)
        ends += s->drop[b] * s->time[b];
    return 1 / (s->per_s * falls + ends);
}

/* To the stage below, into which this one and all above it come back. */
static void step_down(pb_stage *s, double stay_s)
{
    double exits[PB_PHASES];
    size_t phases = (size_t)s->last + 1;
    for (size_t b = 0; b < phases; b++)
        exits[b] = s->drop[b] * s->time[b] * stay_s;
    for (int32_t t = 0; t < s->t; t++)
        s->lower[t] *= s->per_s * stay_s;
    memset(s->back, 0, sizeof s->back);
    if (s->t > 1 || s->m == 0) {
        memcpy(s->back, exits, phases * sizeof *exits);
        s->back[0] += s->lower[s->t - 1];
        lay_rates(s, s->t - 1);
        return;
    }
    /* the window below: b agents at m-1, the others at m, which are its top */
    for (size_t b = 0; b < phases; b++)
        s->lower[s->agents - (int32_t)b] = exits[b];
    s->back[0] = exits[0];
    enter_window(s, s->m - 1);
    lay_rates(s, s->agents);
}

/* Sums over states with a free place, relative to the state with none. */
typedef struct pb_uneven_sum {
    double all, chats;
    int e; /* both times 2^(512 e) */
} pb_uneven_sum;

/* Adds the phases from `first` on; the share of the stage. */
static double add_stage(const pb_stage *s, int32_t first, double weight, pb_uneven_sum *to)
{
    double all = 0, less = 0, n = (double)s->agents * s->m + s->t;
    for (int32_t b = first; b <= s->last; b++) {
        all += s->time[b];
        less += s->time[b] * b;
    }
    to->all += weight * all;
    to->chats += weight * (n * all - less);
    return weight * all;
}

void pb_chat_uneven(const pb_chat_agent *a, double chats_per_s, int32_t agents, int64_t full,
                    pb_wide *ret_idle, double *ret_mean)
{
    pb_stage s = {.agent = a, .per_s = chats_per_s, .agents = agents};
    pb_uneven_sum sum = {0};
    int32_t m = (int32_t)((full - 1) / agents);
    enter_window(&s, m);
    lay_rates(&s, (int32_t)(full - (int64_t)agents * m));
    solve(&s);
    double most = s.t * s.rate_top + (agents - s.t) * s.rate_mid; /* all places taken */
    double weight = 1, share = add_stage(&s, 1, weight, &sum);
    while (s.t > 0 || s.m > 0) {
        double stay_s = stay(&s), before = share;
        weight /= chats_per_s * stay_s;
        step_down(&s, stay_s);
        solve(&s);
        share = add_stage(&s, 0, weight, &sum);
        if (share < before && share < 1e-19 * sum.all)
            break;
        if (weight > PB_WIDE_UP || sum.all > PB_WIDE_UP) {
            weight *= 0x1p-512;
            share *= 0x1p-512;
            sum = (pb_uneven_sum){sum.all * 0x1p-512, sum.chats * 0x1p-512, sum.e + 1};
        }
    }
    *ret_mean = sum.chats / sum.all;
    *ret_idle = pb_wide_times(pb_wide_norm(sum.all, sum.e), chats_per_s / most);
}
