/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weekends, one start a week, days in lieu. */
#include "planner/audit_parts.h"

static bool works(const pb_auditor *u, pb_date d)
{
    return pb_aud_duty(u, u->agent, d) != NULL;
}

static pb_date saturday_from(pb_date d)
{
    while (pb_date_weekday(d) != 5)
        d++;
    return d;
}

static void judge_max_weekends(pb_auditor *u)
{
    pb_date began = u->first - u->ws->days_planned;
    int64_t n = 0, before = 0, most = (int64_t)(u->number + 0.5);
    for (pb_date sat = saturday_from(began - 1); sat <= u->last; sat += 7) {
        bool one = sat >= began && works(u, sat), two = sat + 1 <= u->last && works(u, sat + 1);
        n += one || two;
        before += (one && sat < u->first) || (two && sat + 1 < u->first);
    }
    most = before > most ? before : most; /* what the pieces before have beyond it was counted with them */
    pb_aud_charge(u, u->first, u->last, n - most, 1, (double)n, u->number);
}

/* A weekend belongs to the month of its Saturday; weekends nobody knows are taken as free. */
static void judge_weekends_off(pb_auditor *u)
{
    pb_ymd x = pb_date_ymd(u->first - 1);

    for (pb_date m = pb_date_from_ymd(x.year, x.month, 1); m <= u->last; m = pb_date_add_months(m, 1)) {
        int64_t worked = 0, before = 0, all = 0, most;
        bool ours = false;
        for (pb_date sat = saturday_from(m); sat < pb_date_add_months(m, 1); sat += 7) {
            all++;
            worked += works(u, sat) || works(u, sat + 1);
            before += (sat < u->first && works(u, sat)) || (sat + 1 < u->first && works(u, sat + 1));
            ours = ours || (sat + 1 >= u->first && sat <= u->last);
        }
        most = all - (int64_t)(u->number + 0.5);
        most = most > 0 ? most : 0;
        most = before > most ? before : most; /* what earlier rosters have beyond it is theirs */
        if (ours)
            pb_aud_charge(u, m, pb_date_add_months(m, 1) - 1, worked - most, 1,
                          (double)(all - worked), u->number);
    }
}

static void judge_whole(pb_auditor *u)
{
    for (pb_date sat = saturday_from(u->first - 1); sat + 1 <= u->last; sat += 7) {
        bool away = pb_aud_away(u, u->agent, sat) || pb_aud_away(u, u->agent, sat + 1);
        if (!away && pb_aud_known(u, sat) && works(u, sat) != works(u, sat + 1))
            pb_aud_charge(u, sat, sat + 1, 1, 1, 1, 2);
    }
}

/* Different starts of the week's duties; days before the plan count by their last duty. */
static void judge_starts(pb_auditor *u)
{
    for (pb_date w = pb_date_week_start(u->first, u->ws->team.week_start); w <= u->last; w += 7) {
        int seen[8], n = 0;
        for (pb_date d = u->first - 1; d >= w && n == 0; d--)
            if (works(u, d))
                seen[n++] = pb_aud_duty(u, u->agent, d)->start_min;
        for (pb_date d = w > u->first ? w : u->first; d <= w + 6 && d <= u->last; d++) {
            const pb_duty *x = pb_aud_duty(u, u->agent, d);
            bool known = !x;
            for (int i = 0; i < n && !known; i++)
                known = seen[i] == x->start_min;
            if (!known)
                seen[n++] = x->start_min;
        }
        pb_aud_charge(u, w, w + 6, n - 1, 1, n, 1);
    }
}

/* For each duty on a rest day a free workday within `number` days; windows that leave the plan wait. */
static void judge_lieu(pb_auditor *u)
{
    int days = u->number >= 1 ? (int)(u->number + 0.5) : 1;

    for (pb_date h = u->first - days; h + days <= u->last; h++) {
        bool given = false;
        if (h + days < u->first || pb_calendar_day_kind(&u->ws->calendar, h) != PB_DAY_REST ||
            !works(u, h))
            continue;
        for (pb_date d = h + 1; d <= h + days && !given; d++)
            given = pb_aud_known(u, d) && !works(u, d) && !pb_aud_away(u, u->agent, d) &&
                    pb_calendar_day_kind(&u->ws->calendar, d) == PB_DAY_WORK;
        if (!given)
            pb_aud_charge(u, h, h + days, 1, 1, 0, days);
    }
}

void pb_aud_weekend_rule(pb_auditor *u)
{
    switch (u->check) {
    case PB_RULE_MAX_WEEKENDS: judge_max_weekends(u); break;
    case PB_RULE_WEEKENDS_OFF_PER_MONTH: judge_weekends_off(u); break;
    case PB_RULE_WHOLE_WEEKENDS: judge_whole(u); break;
    case PB_RULE_SAME_START_IN_WEEK: judge_starts(u); break;
    case PB_RULE_DAY_IN_LIEU: judge_lieu(u); break;
    default: break;
    }
}
