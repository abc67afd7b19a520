/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_cells.h"

/* "12:00-12:45" inside the duty, in minutes after the duty day's midnight. */
static pb_status parse_span(pb_piece p, const pb_duty *du, pb_span *ret, pb_fault *fault)
{
    size_t cut = 0;
    int from, to;
    while (cut < p.n && p.s[cut] != '-')
        cut++;
    if (cut == p.n || !pb_minute_parse(p.s, (uint32_t)cut, &from) ||
        !pb_minute_parse(p.s + cut + 1, (uint32_t)(p.n - cut - 1), &to))
        return pb_fault_set(fault, PB_N_("expected times such as 12:00-12:45, found \"%s\""), p.s, p.n);
    if (from < du->start_min)
        from += PB_MIN_PER_DAY;
    while (to <= from)
        to += PB_MIN_PER_DAY;
    if (from < du->start_min || to > du->end_min)
        return pb_fault_set(fault, PB_N_("%s lies outside the duty"), p.s, p.n);
    *ret = (pb_span){(int16_t)from, (int16_t)to};
    return PB_OK;
}

static int length(const pb_span *s)
{
    return s->to_min - s->from_min;
}

/* Index of the meal break, -1 = none. */
static int32_t find_meal(const pb_span *spans, int32_t n, const pb_shift *s)
{
    int32_t longest = -1;
    if (s->unpaid_break_min <= 0)
        return -1;
    for (int32_t i = 0; i < n; i++)
        if (length(&spans[i]) == s->unpaid_break_min)
            return i;
    for (int32_t i = 0; i < n; i++)
        if (length(&spans[i]) > s->rest_break_min &&
            (longest < 0 || length(&spans[i]) > length(&spans[longest])))
            longest = i;
    return longest;
}

static void sort_spans(pb_span *spans, int32_t n)
{
    for (int32_t i = 1; i < n; i++)
        for (int32_t j = i; j > 0 && spans[j].from_min < spans[j - 1].from_min; j--) {
            pb_span swap = spans[j];
            spans[j] = spans[j - 1];
            spans[j - 1] = swap;
        }
}

pb_status pb_breaks_parse(pb_arena *a, const char *text, size_t n, const pb_shift *s, pb_duty *du,
                          pb_fault *fault)
{
    pb_span *spans = PB_NEW_ARRAY(a, PB_MAX_BREAKS, pb_span);
    char *plain = pb_plain_copy(a, text, n);
    if (!spans || !plain)
        return PB_ERR_NOMEM;
    pb_piece rest = pb_piece_of(plain), p;
    int32_t count = 0;
    while (pb_piece_next(&rest, ";,", &p)) {
        if (count == PB_MAX_BREAKS)
            return pb_fault_set(fault, PB_N_("too many breaks, the first left over is \"%s\""), p.s, p.n);
        pb_status st = parse_span(p, du, &spans[count++], fault);
        if (st != PB_OK)
            return st;
    }
    int32_t meal = find_meal(spans, count, s);
    if (meal > 0) {
        pb_span swap = spans[meal];
        spans[meal] = spans[0];
        spans[0] = swap;
    }
    sort_spans(meal >= 0 ? spans + 1 : spans, meal >= 0 ? count - 1 : count);
    du->breaks = spans;
    du->n_breaks = count;
    du->unpaid_breaks = meal >= 0;
    return PB_OK;
}

pb_status pb_breaks_default(pb_arena *a, const pb_shift *s, int step_min, pb_duty *du)
{
    if (s->unpaid_break_min <= 0)
        return PB_OK;
    int spare = s->break_latest_min - s->break_earliest_min - s->unpaid_break_min;
    int from = s->break_earliest_min + spare / 2 / step_min * step_min;
    if (from + s->unpaid_break_min > du->end_min - du->start_min)
        return PB_OK; /* a duty cut short by hand has no meal break */
    pb_span *meal = PB_NEW(a, pb_span);
    if (!meal)
        return PB_ERR_NOMEM;
    meal->from_min = (int16_t)(du->start_min + from);
    meal->to_min = (int16_t)(meal->from_min + s->unpaid_break_min);
    du->breaks = meal;
    du->n_breaks = 1;
    du->unpaid_breaks = 1;
    return PB_OK;
}

static void format_span(const pb_span *s, pb_text *out)
{
    char from[8], to[8];
    int end = s->to_min % PB_MIN_PER_DAY;
    pb_text_printf(out, "%s-%s", pb_minute_format(s->from_min % PB_MIN_PER_DAY, from),
                   pb_minute_format(end == 0 ? PB_MIN_PER_DAY : end, to));
}

void pb_breaks_format(const pb_duty *du, pb_text *out)
{
    for (int32_t i = 0; i < du->n_breaks; i++) {
        pb_text_puts(out, i > 0 ? ";" : "");
        format_span(&du->breaks[i], out);
    }
}

pb_status pb_placed_parse(pb_arena *a, const char *text, size_t n, pb_duty *du, pb_fault *fault)
{
    pb_placed_activity *placed = PB_NEW_ARRAY(a, n / 2 + 1, pb_placed_activity);
    if (!placed)
        return PB_ERR_NOMEM;
    pb_piece rest = {text, n}, p;
    int32_t count = 0;
    while (pb_piece_next(&rest, ";", &p)) {
        size_t cut = p.n;
        while (cut > 0 && p.s[cut - 1] != ' ')
            cut--;
        pb_piece name = pb_piece_trim((pb_piece){p.s, cut});
        if (name.n == 0)
            return pb_fault_set(fault, PB_N_("expected a name and times such as training 10:00-11:00, found \"%s\""),
                                p.s, p.n);
        pb_status st = parse_span((pb_piece){p.s + cut, p.n - cut}, du, &placed[count].span, fault);
        if (st != PB_OK)
            return st;
        if (!(placed[count++].id = pb_arena_strndup(a, name.s, name.n)))
            return PB_ERR_NOMEM;
    }
    du->activities = placed;
    du->n_activities = count;
    return PB_OK;
}

void pb_placed_format(const pb_duty *du, pb_text *out)
{
    for (int32_t i = 0; i < du->n_activities; i++) {
        pb_text_printf(out, "%s%s ", i > 0 ? "; " : "", du->activities[i].id);
        format_span(&du->activities[i].span, out);
    }
}
