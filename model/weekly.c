/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/weekly.h"

#include <math.h>
#include <string.h>

enum { ALL_DAYS = 0x7f, MAX_GROUPS = 64 };

double pb_weekly_at(const pb_weekly *w, int weekday, int minute)
{
    for (size_t i = w->n; i-- > 0;) {
        const pb_week_span *s = &w->spans[i];
        if ((s->days >> weekday & 1) && s->from_min <= minute && minute < s->to_min)
            return s->value;
    }
    return w->otherwise;
}

/* --- days --- */

static const struct {
    const char *words;
    unsigned days;
} day_groups[] = {
    {"daily|all|every day|everyday|每天|每日|全周|天天", ALL_DAYS},
    {"weekdays|weekday|workdays|工作日|平日", 0x1f},
    {"weekend|weekends|周末|双休日", 0x60},
};

static unsigned one_day(pb_piece p)
{
    int d = p.n > 0 ? pb_weekday_parse(p.s, (uint32_t)p.n) : -1;
    return d < 0 ? 0 : 1u << d;
}

/* Where a range is cut: '-' or 至 or 到; 0 = nowhere. */
static size_t range_cut(pb_piece p, size_t *ret_gap)
{
    for (size_t i = 1; i < p.n; i++) {
        if (p.s[i] == '-') {
            *ret_gap = 1;
            return i;
        }
        if (p.n - i >= 3 && (memcmp(p.s + i, "至", 3) == 0 || memcmp(p.s + i, "到", 3) == 0)) {
            *ret_gap = 3;
            return i;
        }
    }
    return 0;
}

static unsigned day_word(pb_piece p)
{
    for (size_t i = 0; i < sizeof day_groups / sizeof *day_groups; i++)
        if (pb_piece_among(p, day_groups[i].words) >= 0)
            return day_groups[i].days;
    unsigned single = one_day(p);
    if (single)
        return single;
    size_t gap = 0, cut = range_cut(p, &gap);
    if (!cut)
        return 0;
    unsigned from = one_day(pb_piece_trim((pb_piece){p.s, cut}));
    unsigned to = one_day(pb_piece_trim((pb_piece){p.s + cut + gap, p.n - cut - gap}));
    if (!from || !to)
        return 0;
    unsigned days = from;
    for (unsigned d = from; d != to;) {
        d = d == 0x40 ? 1 : d << 1;
        days |= d;
    }
    return days;
}

unsigned pb_weekdays_parse(const char *s, size_t n)
{
    pb_piece rest = {s, n}, p;
    unsigned days = 0;
    while (pb_piece_next(&rest, ",", &p)) {
        unsigned more = day_word(p);
        if (!more)
            return 0;
        days |= more;
    }
    return days;
}

void pb_weekdays_format(unsigned days, pb_text *out)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const char *comma = "";
    for (int d = 0; d < 7; d++) {
        if (!(days >> d & 1))
            continue;
        int last = d;
        while (last < 6 && (days >> (last + 1) & 1))
            last++;
        pb_text_puts(out, comma);
        pb_text_puts(out, names[d]);
        if (last > d) {
            pb_text_puts(out, last > d + 1 ? "-" : ",");
            pb_text_puts(out, names[last]);
        }
        comma = ",";
        d = last;
    }
}

/* --- groups: [days] [hours] [value] --- */

typedef struct group {
    unsigned days;
    bool has_days, has_hours;
    int from_min, to_min; /* to_min <= from_min: over midnight */
    pb_piece value;
} group;

static bool hours_word(pb_piece p, int *from, int *to)
{
    size_t gap = 0, cut = range_cut(p, &gap);
    return cut && pb_minute_parse(p.s, (uint32_t)cut, from) &&
           pb_minute_parse(p.s + cut + gap, (uint32_t)(p.n - cut - gap), to);
}

/* One word of days or hours; false when it is neither or comes twice. */
static bool take_word(group *g, pb_piece p)
{
    unsigned days = pb_weekdays_parse(p.s, p.n);
    if (days && !g->has_days) {
        g->days = days;
        g->has_days = true;
        return true;
    }
    if (!days && !g->has_hours && hours_word(p, &g->from_min, &g->to_min)) {
        g->has_hours = true;
        return true;
    }
    return false;
}

static pb_status parse_group(pb_piece text, bool wants_value, group *g, pb_fault *fault)
{
    static const char *const msgid =
        PB_N_("expected groups like \"Mon-Fri 08:00-18:00 0.12; Sat 0.1\", found \"%s\"");
    *g = (group){.days = ALL_DAYS, .from_min = 0, .to_min = PB_MIN_PER_DAY};
    pb_piece rest = text, p, next;
    bool more = pb_piece_next(&rest, " ", &p);
    while (more) {
        more = pb_piece_next(&rest, " ", &next);
        if (!more && wants_value)
            g->value = p;
        else if (!take_word(g, p))
            return pb_fault_set(fault, msgid, text.s, text.n);
        p = next;
    }
    if (g->has_hours && g->from_min >= PB_MIN_PER_DAY)
        return pb_fault_set(fault, msgid, text.s, text.n);
    return PB_OK;
}

/* --- values --- */

static void put_span(pb_weekly *w, pb_week_span *spans, unsigned days, int from, int to, double v)
{
    if (days == ALL_DAYS && from == 0 && to == PB_MIN_PER_DAY) {
        w->otherwise = v; /* everything before is overridden */
        w->n = 0;
        return;
    }
    spans[w->n++] = (pb_week_span){(uint8_t)days, (int16_t)from, (int16_t)to, v};
}

static unsigned next_days(unsigned days)
{
    return (days << 1 | days >> 6) & ALL_DAYS;
}

static pb_status group_value(const group *g, pb_weekly_form form, double min, double max,
                             double *ret, pb_fault *fault)
{
    *ret = 1;
    if (form == PB_WEEKLY_PRESENCE)
        return PB_OK;
    bool ok = form == PB_WEEKLY_SHARE ? pb_share_parse(g->value, ret) : pb_real_parse(g->value, ret);
    if (!ok)
        return pb_fault_set(fault, PB_N_("expected a number, found \"%s\""), g->value.s, g->value.n);
    if (*ret < min || *ret > max)
        return pb_fault_range(fault, g->value.s, g->value.n, min, max);
    return PB_OK;
}

pb_status pb_weekly_parse(pb_arena *a, const char *s, size_t n, pb_weekly_form form, double min,
                          double max, pb_weekly *ret, pb_fault *fault)
{
    char *text = pb_tidy_copy(a, s, n);
    pb_week_span *spans = PB_NEW_ARRAY(a, 2 * (size_t)MAX_GROUPS, pb_week_span);
    if (!text || !spans)
        return PB_ERR_NOMEM;
    pb_weekly w = {0, 0, spans};
    pb_piece rest = pb_piece_of(text), p;
    int n_groups = 0;
    while (pb_piece_next(&rest, ";", &p)) {
        group g;
        double v;
        if (++n_groups > MAX_GROUPS)
            return pb_fault_set(fault, PB_N_("too many groups, the first left over is \"%s\""), p.s, p.n);
        pb_status st = parse_group(p, form != PB_WEEKLY_PRESENCE, &g, fault);
        if (st == PB_OK)
            st = group_value(&g, form, min, max, &v, fault);
        if (st != PB_OK)
            return st;
        if (g.to_min > g.from_min) {
            put_span(&w, spans, g.days, g.from_min, g.to_min, v);
        } else {
            put_span(&w, spans, g.days, g.from_min, PB_MIN_PER_DAY, v);
            if (g.to_min > 0)
                put_span(&w, spans, next_days(g.days), 0, g.to_min, v);
        }
    }
    if (n_groups == 0)
        return pb_fault_set(fault, PB_N_("expected a value, found \"%s\""), s, n);
    *ret = w;
    return PB_OK;
}

void pb_weekly_format(const pb_weekly *w, pb_weekly_form form, pb_text *out)
{
    char from[8], to[8], number[32];
    const char *gap = "";
    if (w->otherwise != 0) {
        if (form == PB_WEEKLY_PRESENCE)
            pb_text_puts(out, "daily");
        else
            pb_text_puts(out, pb_real_format(w->otherwise, number));
        gap = "; ";
    }
    for (size_t i = 0; i < w->n; i++) {
        const pb_week_span *s = &w->spans[i];
        bool whole = s->from_min == 0 && s->to_min == PB_MIN_PER_DAY;
        pb_text_puts(out, gap);
        gap = "";
        if (s->days != ALL_DAYS) {
            pb_weekdays_format(s->days, out);
            gap = " ";
        }
        if (!whole) {
            pb_text_printf(out, "%s%s-%s", gap, pb_minute_format(s->from_min, from),
                           pb_minute_format(s->to_min, to));
            gap = " ";
        }
        if (form != PB_WEEKLY_PRESENCE) {
            pb_text_puts(out, gap);
            pb_text_puts(out, pb_real_format(s->value, number));
        }
        gap = "; ";
    }
}
