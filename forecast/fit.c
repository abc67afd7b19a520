/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/fit.h"

#include <limits.h>

/* The weekday that open holidays are most like: the last resting one that has contacts. */
static int quiet_weekday(const pb_fc_fit *f)
{
    const int n = f->days->n_slots;
    int model = 0;
    for (int w = 0; w < 7; w++) {
        double own = 0;
        for (int s = 0; s < n; s++)
            own += f->profile[w * n + s];
        if (own > 0 && (f->rest[w] || !f->rest[model]))
            model = w;
    }
    return model;
}

/* Shares of open holidays on working days, drawn to those of the quiet weekday. */
static void holiday_profile(pb_fc_fit *f)
{
    const pb_fc_days *d = f->days;
    const int n = d->n_slots, model = quiet_weekday(f);
    double total = 0, sum = 0;
    int seen = 0;
    for (int t = 0; t < d->n_past; t++) {
        if (d->labels[t].kind != PB_FC_HOLIDAY || !f->clean.observed[t] ||
            f->rest[f->clean.weekdays[t]])
            continue;
        seen++;
        for (int s = 0; s < n; s++) {
            const double y = f->clean.contacts[(size_t)t * (size_t)n + (size_t)s];
            f->holiday[s] += isnan(y) ? 0 : y;
            total += isnan(y) ? 0 : y;
        }
    }
    const double own = total > 0 ? fmin(seen, 6) / total : 0;
    for (int s = 0; s < n; s++) {
        f->holiday[s] = f->holiday[s] * own + 2 * f->profile[model * n + s];
        sum += f->holiday[s];
    }
    for (int s = 0; s < n && sum > 0; s++)
        f->holiday[s] /= sum;
}

/* Contacts a day over the newest eight weeks. */
static double daily_contacts(const pb_fc_fit *f)
{
    const int n = f->days->n_past;
    double sum = 0, count = 0;
    for (int t = n > 56 ? n - 56 : 0; t < n; t++)
        if (f->clean.observed[t]) {
            sum += f->clean.seen[t];
            count++;
        }
    return count > 0 ? sum / count : 0;
}

/* Draws each weekday's shares to the team's as far as they differ within the noise of their counts,
 * a weekday's shares resting on about ten of its days (empirical Bayes, as between weekdays). */
static void lean_on_group(pb_fc_fit *f)
{
    if (!f->group)
        return;
    const int n = f->days->n_slots;
    const double noise = 1 / fmax(1, 10 * daily_contacts(f));
    for (int w = 0; w < 7; w++) {
        double *p = f->profile + w * n, spread = 0, own = 0, team = 0;
        const double *g = f->group->profile + w * n;
        for (int s = 0; s < n; s++) {
            spread += (p[s] - g[s]) * (p[s] - g[s]);
            own += p[s];
            team += g[s];
        }
        if (own <= 0 || team <= 0)
            continue;
        const double b = fmin(1, fmax(0, spread - noise) / (spread + 1e-12) + 0.1);
        for (int s = 0; s < n; s++)
            p[s] = b * p[s] + (1 - b) * g[s];
    }
}

/* With less than a week of history a working weekday that has not come yet takes the common shares
 * of those that have; resting ones stay empty, they may be shut. */
static void lend_to_unseen(pb_fc_fit *f)
{
    const int n = f->days->n_slots;
    bool seen[7] = {false};
    for (int t = 0; t < f->days->n_past; t++)
        seen[f->clean.weekdays[t]] = true;
    for (int w = 0; w < 7; w++) {
        double sum = 0, *const p = f->profile + w * n;
        if (seen[w] || f->rest[w])
            continue;
        for (int s = 0; s < n; s++)
            for (int x = 0; x < 7; x++) {
                const double v = seen[x] && !f->rest[x] ? f->profile[x * n + s] : 0;
                p[s] += v;
                sum += v;
            }
        for (int s = 0; s < n && sum > 0; s++)
            p[s] /= sum;
    }
}

static pb_status learn_profiles(pb_arena *a, pb_fc_fit *f)
{
    const pb_fc_days *d = f->days;
    const size_t n = (size_t)d->n_slots;
    pb_fc_profiler p;
    pb_status st = pb_fc_turns_find(a, d, &f->clean, &f->turns);
    if (st == PB_OK)
        st = pb_fc_profile_weigh(a, d, &f->clean, &f->turns, &f->off, f->mix, &p);
    if (st != PB_OK)
        return st;
    f->profile = PB_NEW_ARRAY(a, 7 * n, double);
    f->holiday = PB_NEW_ARRAY(a, n, double);
    double *work = PB_NEW_ARRAY(a, 7 * n, double);
    if (!f->profile || !f->holiday || !work)
        return PB_ERR_NOMEM;
    pb_fc_profiler_mix(&p, f->mix, work, f->profile);
    lend_to_unseen(f);
    lean_on_group(f);
    holiday_profile(f);
    return PB_OK;
}

/* Days before a holiday stay in use; what they bring beyond the usual is taken out. */
static void level_days_before(pb_fc_fit *f)
{
    for (int t = 0; t < f->days->n_past; t++) {
        const pb_fc_label *l = &f->days->labels[t];
        if (l->kind != PB_FC_BEFORE)
            continue;
        const double e = pb_fc_effect(&f->effects, l, l->weekday, INT_MAX, NULL);
        f->clean.totals[t] /= e > 0.05 ? e : 1;
    }
}

/* Special days against the levels around them; the team's experience where this queue is small. */
static pb_status learn_special(pb_arena *a, const bool rest[7], const pb_fc_fit *group,
                               pb_fc_fit *f)
{
    enum { SMALL = 50 }; /* contacts a day */
    const pb_status st = pb_fc_effects_learn(a, f->days, &f->clean, &f->season, rest, &f->effects);
    if (st == PB_OK && !f->off.no_special)
        level_days_before(f);
    if (st == PB_OK && group && daily_contacts(f) < SMALL) {
        f->group = group;
        f->effects.group = &group->effects;
    }
    return st;
}

/* Takes the day of the month out of the totals; the season is made anew from what is left. */
static pb_status learn_month(pb_arena *a, pb_fc_fit *f)
{
    const pb_status st =
        pb_fc_month_learn(a, f->days, &f->clean, &f->season, f->off.no_month, &f->month);
    if (st != PB_OK)
        return st;
    for (int t = 0; t < f->days->n_past; t++)
        f->clean.totals[t] /= pb_fc_month_factor(&f->month, t);
    return pb_fc_season_make(a, &f->clean, f->days->n_past, !f->off.no_robust, &f->season);
}

pb_status pb_fc_fit_make(pb_arena *a, const pb_fc_days *d, const pb_fc_switches *off,
                         const bool rest[7], const pb_fc_fit *group, pb_fc_fit *ret)
{
    pb_fc_fit f = {.days = d, .off = *off};
    for (int w = 0; w < 7; w++)
        f.rest[w] = rest[w];
    pb_status st = pb_fc_clean_days(a, d, off, &f.clean);
    if (st == PB_OK)
        st = pb_fc_season_make(a, &f.clean, d->n_past, !off->no_robust, &f.season);
    if (st == PB_OK)
        st = learn_month(a, &f);
    if (st == PB_OK)
        st = learn_special(a, rest, group, &f);
    if (st == PB_OK)
        st = pb_fc_blend_make(a, &f.clean, &f.season, d->n_ahead, off, &f.blend);
    if (st == PB_OK)
        st = pb_fc_today_learn(a, &f.clean, &f.blend, off->no_today, &f.today);
    if (st == PB_OK)
        st = pb_fc_guard_make(a, &f.clean, &f.blend, &f.today, d->first, d->n_ahead, off, &f.guard);
    if (st == PB_OK)
        st = learn_profiles(a, &f);
    if (st != PB_OK)
        return st;
    *ret = f;
    return PB_OK;
}

double pb_fc_fit_usual(const pb_fc_fit *f, int t, int h)
{
    if (t < 0)
        return 0;
    const int weekday = pb_fc_weekday(f->days, t + h);
    const double blended =
        pb_fc_blend_at(&f->blend, t, h, weekday) * pb_fc_today_factor(&f->today, t, h);
    return pb_fc_guard_at(&f->guard, blended, t, h, weekday) * pb_fc_month_factor(&f->month, t + h);
}

double pb_fc_fit_day(const pb_fc_fit *f, int t, int h)
{
    const double usual = pb_fc_fit_usual(f, t, h);
    if (f->off.no_special)
        return usual;
    const int weekday = (pb_date_weekday(f->days->first) + t + h) % 7;
    return usual * pb_fc_effect(&f->effects, &f->days->labels[t + h], weekday, INT_MAX, NULL);
}

void pb_fc_fit_shares(const pb_fc_fit *f, const double *profile, int day, double *ret)
{
    const int n = f->days->n_slots;
    const pb_fc_label *l = &f->days->labels[day];
    const bool holiday = l->kind == PB_FC_HOLIDAY && !f->rest[l->weekday] && !f->off.no_special;
    const double *p = holiday ? f->holiday : profile + l->weekday * n;
    const uint8_t *open = f->days->open + (size_t)day * (size_t)n;
    for (int s = 0; s < n; s++)
        ret[s] = open[s] ? p[s] : 0;
}
