/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ical_zone.h"

#include <string.h>

enum { BEFORE_Y = 1, AFTER_Y = 8 }; /* years around the span that a rule should fit too */

pb_date pb_ical_onset_date(const pb_ical_onset *o, int year)
{
    pb_date first = pb_date_from_ymd(year, o->month, 1);
    int skip = (o->weekday - pb_date_weekday(first) + 7) % 7;
    if (o->nth > 0)
        return first + skip + 7 * (o->nth - 1);
    int days = pb_date_days_in_month(year, o->month);
    return first + skip + (days - 1 - skip) / 7 * 7;
}

static int64_t onset_utc(const pb_ical_onset *o, int year)
{
    return (int64_t)pb_ical_onset_date(o, year) * 86400 + o->minute * 60 - o->from_s;
}

int32_t pb_ical_zone_offset_s(const pb_ical_zone *z, int64_t utc_s)
{
    if (z->n_onsets == 0)
        return z->base_s;
    int year = pb_date_ymd((pb_date)(utc_s / 86400 - (utc_s % 86400 < 0))).year;
    int64_t best = INT64_MIN;
    int32_t offset = z->base_s;
    for (int y = year - 1; y <= year + 1; y++)
        for (int i = 0; i < 2; i++) {
            int64_t at = onset_utc(&z->onset[i], y);
            if (at <= utc_s && at > best) {
                best = at;
                offset = z->onset[i].to_s;
            }
        }
    return offset;
}

/* One change of the zone, as a rule of one year would say it. */
typedef struct change {
    int year;
    int64_t utc_s;
    pb_ical_onset as;
    bool fits_nth[2]; /* [0] by counting from the month's start, [1] as the last */
} change;

static change change_at(const pb_zone *z, size_t i)
{
    change c;
    memset(&c, 0, sizeof c);
    pb_zone_transition(z, i, &c.utc_s, &c.as.to_s);
    c.as.from_s = pb_zone_offset_s(z, c.utc_s - 1);
    int64_t local = c.utc_s + c.as.from_s;
    pb_date date = (pb_date)(local / 86400 - (local % 86400 < 0));
    pb_ymd ymd = pb_date_ymd(date);
    c.year = ymd.year;
    c.as.month = ymd.month;
    c.as.weekday = pb_date_weekday(date);
    c.as.minute = (int)((local - (int64_t)date * 86400) / 60);
    c.as.nth = (ymd.day - 1) / 7 + 1;
    c.fits_nth[0] = c.as.nth <= 4;
    c.fits_nth[1] = ymd.day + 7 > pb_date_days_in_month(ymd.year, ymd.month);
    return c;
}

/* Changes of the zone in local years y0 … y1 that alter its offset; at most max. */
static int changes_between(const pb_zone *z, int y0, int y1, change *ret, int max)
{
    size_t first = 0;
    int64_t from = (int64_t)pb_date_from_ymd(y0, 1, 1) * 86400 - 86400;
    int64_t to = (int64_t)pb_date_from_ymd(y1, 12, 31) * 86400 + 2 * 86400;
    size_t n = pb_zone_transitions(z, from, to, &first);
    int kept = 0;
    for (size_t i = 0; i < n && kept < max; i++) {
        change c = change_at(z, first + i);
        if (c.as.from_s != c.as.to_s && c.year >= y0 && c.year <= y1)
            ret[kept++] = c;
    }
    return kept;
}

static bool rule_makes(const pb_ical_onset *o, const change *c)
{
    return o->from_s == c->as.from_s && o->to_s == c->as.to_s && onset_utc(o, c->year) == c->utc_s;
}

/* The rule that makes each change of its direction in the span's years, and most of the others. */
static bool fit_onset(const change *c, int n, int y0, int y1, bool up, pb_ical_onset *ret)
{
    int best = -1;
    for (int i = 0; i < n; i++) {
        if ((c[i].as.to_s > c[i].as.from_s) != up)
            continue;
        for (int last = 1; last >= 0; last--) {
            pb_ical_onset o = c[i].as;
            int made = 0;
            bool all = c[i].fits_nth[last];
            o.nth = last ? -1 : o.nth;
            for (int k = 0; all && k < n; k++) {
                if ((c[k].as.to_s > c[k].as.from_s) != up)
                    continue;
                bool makes = rule_makes(&o, &c[k]);
                made += makes;
                all = makes || c[k].year < y0 || c[k].year > y1;
            }
            if (all && made > best) {
                best = made;
                *ret = o;
            }
        }
    }
    return best >= 0;
}

static bool agree(const pb_ical_zone *z, int64_t utc_s)
{
    return pb_ical_zone_offset_s(z, utc_s) == pb_zone_offset_s(z->zone, utc_s);
}

/* Does the rule give the zone's offset everywhere in the span? Both are constant between their
 * changes, so it is enough to look at the seconds before and at each change of either. */
static bool proved(const pb_ical_zone *z, int64_t from, int64_t to)
{
    size_t first = 0, n = pb_zone_transitions(z->zone, from, to, &first);
    for (size_t i = 0; i < n; i++) {
        int64_t at;
        int32_t offset;
        pb_zone_transition(z->zone, first + i, &at, &offset);
        if (!agree(z, at) || !agree(z, at - 1))
            return false;
    }
    int y0 = pb_date_ymd((pb_date)(from / 86400)).year, y1 = pb_date_ymd((pb_date)(to / 86400)).year;
    for (int y = y0 - 1; y <= y1 + 1; y++)
        for (int i = 0; i < z->n_onsets; i++) {
            int64_t at = onset_utc(&z->onset[i], y);
            if (at > from && at <= to && (!agree(z, at) || !agree(z, at - 1)))
                return false;
        }
    return agree(z, from) && agree(z, to);
}

void pb_ical_zone_fit(const pb_zone *zone, pb_date first, pb_date last, pb_ical_zone *ret)
{
    pb_ical_zone z;
    memset(&z, 0, sizeof z);
    z.zone = zone;
    z.first = first;
    z.last = last;
    int64_t from = (int64_t)(first - 2) * 86400, to = (int64_t)(last + 3) * 86400;
    z.base_s = pb_zone_offset_s(zone, from);
    int y0 = pb_date_ymd(first - 2).year, y1 = pb_date_ymd(last + 3).year;
    change c[256];
    int n = changes_between(zone, y0 - BEFORE_Y, y1 + AFTER_Y, c, 256);
    bool still = proved(&z, from, to); /* no change in the span: the offset alone is enough */
    if (still && n > 0) {
        /* A rule that goes on is better than none where there is one: the file's text stays the
         * same through the year. */
        pb_ical_zone yearly = z;
        yearly.n_onsets = 2;
        if (fit_onset(c, n, y0, y1, false, &yearly.onset[0]) &&
            fit_onset(c, n, y0, y1, true, &yearly.onset[1]) && proved(&yearly, from, to))
            z = yearly;
    } else if (!still && n > 0) {
        z.n_onsets = 2;
        still = fit_onset(c, n, y0, y1, false, &z.onset[0]) &&
                fit_onset(c, n, y0, y1, true, &z.onset[1]) && proved(&z, from, to);
    }
    z.local = still && strcmp(pb_zone_name(zone), "UTC") != 0 && z.base_s % 60 == 0;
    *ret = z;
}

void pb_ical_zone_fit_years(const pb_zone *zone, pb_date first, pb_date last, pb_ical_zone *ret)
{
    pb_date from = pb_date_from_ymd(pb_date_ymd(first).year, 1, 1);
    pb_date to = pb_date_from_ymd(pb_date_ymd(last).year + 1, 12, 31);
    pb_ical_zone_fit(zone, from, to, ret);
}
