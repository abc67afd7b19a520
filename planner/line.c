/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each kind of term on a line, or on the days of it that a change has a say in; nothing is allocated. */
#include "planner/line.h"

static int64_t over(int64_t value, int64_t hi)
{
    return value > hi ? value - hi : 0;
}

/* The days of a line whose part is asked for. */
typedef struct part {
    const pb_instance *in;
    const uint8_t *away;
    const int32_t *alts;
    int32_t from, to; /* both included */
} part;

static int64_t sum_part(const pb_term *t, const part *p)
{
    int32_t d0 = t->d0 > p->from ? t->d0 : p->from, d1 = t->d1 <= p->to ? t->d1 : p->to + 1;
    int64_t v = 0;
    for (int32_t d = d0; d < d1; d++)
        v += t->tab[p->alts[d]];
    return v;
}

/* From the start of the run that enters to the end of the one that leaves. */
static int64_t run_max_part(const pb_term *t, const part *p)
{
    int64_t amount = 0;
    int32_t d = p->from, run;
    while (d > 0 && t->tab[p->alts[d - 1]] > 0)
        d--;
    run = d == 0 ? t->base : 0;
    for (; d < p->in->n_days; d++) {
        bool counts = t->tab[p->alts[d]] > 0;
        if (d > p->to && !counts)
            break;
        run = counts ? run + 1 : 0;
        amount += run > t->hi;
    }
    return amount;
}

static bool in_run(const pb_term *t, const part *p, int32_t d)
{
    return !p->away[d] && t->tab[p->alts[d]] > 0;
}

/* A run beside leave, or still open at the plan's end, is nobody's fault. */
static int64_t run_min_part(const pb_term *t, const part *p)
{
    int64_t amount = 0;
    int32_t d = p->from, run;
    while (d > 0 && in_run(t, p, d - 1))
        d--;
    run = d == 0 ? t->base : p->away[d - 1] ? t->lo : 0;
    for (; d < p->in->n_days; d++) {
        if (in_run(t, p, d)) {
            run = run < t->lo ? run + 1 : run;
            continue;
        }
        if (!p->away[d] && run > 0 && run < t->lo)
            amount += t->lo - run;
        run = p->away[d] ? t->lo : 0;
        if (d > p->to)
            break;
    }
    return amount;
}

static int32_t class_of(const pb_term *t, const part *p, int32_t d)
{
    if (d < 0)
        return t->before[0];
    return p->away[d] ? t->n_seq - 1 : t->tab[p->alts[d]];
}

static int64_t next_part(const pb_term *t, const part *p)
{
    int64_t amount = 0;
    int32_t last = class_of(t, p, p->from - 1);
    for (int32_t d = p->from; d <= p->to + 1 && d < p->in->n_days; d++) {
        int32_t now = class_of(t, p, d);
        amount += !t->allow[last * t->n_seq + now];
        last = now;
    }
    return amount;
}

static bool sequence_ends(const pb_term *t, const int32_t *alts, int32_t n_alts, int32_t d)
{
    int32_t inside = d + 1 < t->n_seq ? d + 1 : t->n_seq; /* steps that lie in the plan */
    int32_t ahead = t->n_seq - inside;
    if (ahead > 0 && !t->before[ahead])
        return false;
    for (int32_t i = ahead; i < t->n_seq; i++)
        if (!t->seq[(int64_t)i * n_alts + alts[d - (t->n_seq - 1 - i)]])
            return false;
    return true;
}

static int64_t sequence_part(const pb_term *t, const part *p)
{
    int64_t amount = 0;
    for (int32_t d = p->from; d < p->to + t->n_seq && d < p->in->n_days; d++)
        amount += sequence_ends(t, p->alts, p->in->n_alts, d);
    return amount;
}

static int64_t rest_part(const pb_term *t, const part *p)
{
    int64_t amount = 0, end_s;
    int32_t d = p->from - 1;
    while (d >= 0 && !p->alts[d])
        d--;
    end_s = d >= 0 ? p->in->alts[p->alts[d]].end_s : t->before_s;
    for (d = p->from; d < p->in->n_days; d++) {
        const pb_alt *x = &p->in->alts[p->alts[d]];
        if (!p->alts[d])
            continue;
        if (end_s != INT64_MIN)
            amount += over(t->lo, (x->start_s - end_s) / 60);
        end_s = x->end_s;
        if (d > p->to)
            break;
    }
    return amount;
}

static bool touched(const pb_span_days *s, const part *p)
{
    return s->d0 <= p->to && s->d1 > p->from;
}

static bool any_worked(const pb_span_days *s, const int32_t *alts)
{
    bool any = s->base > 0;
    for (int32_t d = s->d0; d < s->d1; d++)
        any = any || alts[d];
    return any;
}

int32_t pb_line_weekends(const pb_span_days *spans, int32_t n, const int32_t *alts)
{
    int32_t worked = 0;
    for (int32_t i = 0; i < n; i++)
        worked += any_worked(&spans[i], alts);
    return worked;
}

static bool halved(const pb_span_days *s, const int32_t *alts)
{
    bool two = s->d1 - s->d0 == 2;
    bool sat = two ? alts[s->d0] != 0 : s->base > 0;
    return sat != (alts[s->d1 - 1] != 0);
}

/* Different starts of a week beyond the first. */
static int64_t starts_of(const pb_span_days *s, const part *p)
{
    const pb_alt *of = p->in->alts;
    const int32_t *alts = p->alts;
    int32_t distinct = s->base >= 0;

    for (int32_t d = s->d0; d < s->d1; d++) {
        int start = of[alts[d]].start_min;
        bool seen = !alts[d] || start == s->base;
        for (int32_t e = s->d0; e < d && !seen; e++)
            seen = alts[e] && of[alts[e]].start_min == start;
        distinct += !seen;
    }
    return over(distinct, 1);
}

static int64_t week_over(const pb_term *t, const pb_span_days *s, const int32_t *alts)
{
    int64_t minutes = s->base;
    for (int32_t d = s->d0; d < s->d1; d++)
        minutes += t->tab[alts[d]];
    return over(minutes, s->lo);
}

static int64_t spans_part(const pb_term *t, const part *p)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        if (!touched(s, p))
            continue;
        sum += t->kind == PB_TERM_WEEKENDS ? any_worked(s, p->alts)
             : t->kind == PB_TERM_WHOLE    ? halved(s, p->alts)
             : t->kind == PB_TERM_STARTS   ? starts_of(s, p)
                                           : week_over(t, s, p->alts);
    }
    return sum;
}

static int64_t lieu_whole(const pb_term *t, const part *p)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        bool given = s->base > 0;
        if (s->lo >= 0 && !p->alts[s->lo])
            continue;
        for (int32_t d = s->d0; d < s->d1; d++)
            given = given || (!p->alts[d] && !p->away[d] && p->in->day_kind[d] == PB_DAY_WORK);
        amount += !given;
    }
    return amount;
}

int64_t pb_term_part(const pb_instance *in, int32_t agent, const pb_term *t, const int32_t *alts,
                     int32_t from, int32_t to)
{
    const part p = {in, in->away + (int64_t)agent * in->n_days, alts, from, to};
    switch (t->kind) {
    case PB_TERM_SUM: return sum_part(t, &p);
    case PB_TERM_RUN_MAX: return run_max_part(t, &p);
    case PB_TERM_RUN_MIN: return run_min_part(t, &p);
    case PB_TERM_NEXT: return next_part(t, &p);
    case PB_TERM_SEQUENCE: return sequence_part(t, &p);
    case PB_TERM_REST: return rest_part(t, &p);
    case PB_TERM_LIEU: return lieu_whole(t, &p);
    default: return spans_part(t, &p);
    }
}

int64_t pb_term_of_parts(const pb_term *t, int64_t sum)
{
    switch (t->kind) {
    case PB_TERM_SUM:
        sum += t->base;
        if (t->hi != INT32_MAX && sum > t->hi)
            return sum - t->hi;
        return t->lo != INT32_MIN && sum < t->lo ? t->lo - sum : 0;
    case PB_TERM_WEEKENDS:
    case PB_TERM_OVERTIME: return over(t->base + sum, t->hi);
    default: return sum;
    }
}

int64_t pb_term_amount(const pb_instance *in, int32_t agent, const pb_term *t, const int32_t *alts)
{
    return pb_term_of_parts(t, pb_term_part(in, agent, t, alts, 0, in->n_days - 1));
}

pb_line_sum pb_term_cost(const pb_term *t, int64_t amount)
{
    pb_line_sum c = {0, 0};
    if (t->hard)
        c.hard = (amount * 1000 + t->per - 1) / t->per;
    else
        c.soft = pb_money_of(t->price, amount, t->per);
    return c;
}

pb_line_sum pb_line_cell(const pb_instance *in, int32_t agent, int32_t day, int32_t alt)
{
    int64_t wide = (int64_t)agent * in->n_alts + alt, at = (int64_t)agent * in->n_days + day;
    if (alt)
        return (pb_line_sum){in->unary[wide], in->broken[wide] + (in->may[wide] ? 0 : 1000)};
    return (pb_line_sum){in->unary_off[at], in->broken_off[at] + (in->may_off[at] ? 0 : 1000)};
}

int64_t pb_line_fair(const pb_fair *f, const int32_t *alts, int32_t n_days)
{
    int64_t n = 0;
    if (f->weekends)
        return pb_line_weekends(f->spans, f->n_spans, alts);
    for (int32_t d = 0; d < n_days; d++)
        n += f->tab[alts[d]];
    return n;
}

static void cell_parts(const pb_instance *in, int32_t agent, const int32_t *alts, pb_money *by_rule)
{
    static const pb_rule_name names[] = {PB_RULE_REQUESTS, PB_RULE_KEEP, PB_RULE_NO_NIGHT,
                                         PB_RULE_MAX_HOURS_DAY, PB_RULE_AVAILABLE, PB_RULE_MIN_BREAK_MIN};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int32_t d = 0; d < in->n_days; d++)
            by_rule[names[i]] += pb_instance_unary_part(in, agent, d, alts[d], names[i]);
}

pb_line_sum pb_line_judge(const pb_instance *in, int32_t agent, const int32_t *alts, pb_money *by_rule)
{
    pb_line_sum sum = {0, 0};

    for (int32_t d = 0; d < in->n_days; d++) {
        pb_line_sum c = pb_line_cell(in, agent, d, alts[d]);
        sum.soft += c.soft;
        sum.hard += c.hard;
    }
    if (by_rule)
        cell_parts(in, agent, alts, by_rule);
    for (int32_t i = in->term0[agent]; i < in->term0[agent + 1]; i++) {
        const pb_term *t = &in->terms[i];
        int64_t amount = pb_term_amount(in, agent, t, alts);
        pb_line_sum c;
        if (!amount)
            continue;
        c = pb_term_cost(t, amount);
        sum.soft += c.soft;
        sum.hard += c.hard;
        if (by_rule)
            by_rule[t->name] += c.soft;
    }
    return sum;
}
