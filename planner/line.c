/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each kind of term on a line; called at every move of the search, so nothing is allocated. */
#include "planner/line.h"

static int64_t over(int64_t value, int64_t hi)
{
    return value > hi ? value - hi : 0;
}

static int64_t sum_amount(const pb_term *t, const int32_t *alts)
{
    int64_t v = t->base;
    for (int32_t d = t->d0; d < t->d1; d++)
        v += t->tab[alts[d]];
    if (t->hi != INT32_MAX && v > t->hi)
        return v - t->hi;
    return t->lo != INT32_MIN && v < t->lo ? t->lo - v : 0;
}

static int64_t run_max_amount(const pb_term *t, const int32_t *alts, int32_t n_days)
{
    int64_t amount = 0;
    int32_t run = t->base;
    for (int32_t d = 0; d < n_days; d++) {
        run = t->tab[alts[d]] > 0 ? run + 1 : 0;
        amount += run > t->hi;
    }
    return amount;
}

/* A run beside leave, or still open at the plan's end, is nobody's fault. */
static int64_t run_min_amount(const pb_term *t, const int32_t *alts, const uint8_t *away, int32_t n_days)
{
    int64_t amount = 0;
    int32_t run = t->base;
    for (int32_t d = 0; d < n_days; d++) {
        if (away[d])
            run = t->lo;
        else if (t->tab[alts[d]] > 0)
            run = run < t->lo ? run + 1 : run;
        else {
            if (run > 0 && run < t->lo)
                amount += t->lo - run;
            run = 0;
        }
    }
    return amount;
}

static int64_t next_amount(const pb_term *t, const int32_t *alts, const uint8_t *away, int32_t n_days)
{
    int64_t amount = 0;
    int32_t last = t->before[0], free_class = t->n_seq - 1;
    for (int32_t d = 0; d < n_days; d++) {
        int32_t now = away[d] ? free_class : t->tab[alts[d]];
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

static int64_t sequence_amount(const pb_term *t, const int32_t *alts, const pb_instance *in)
{
    int64_t amount = 0;
    for (int32_t d = 0; d < in->n_days; d++)
        amount += sequence_ends(t, alts, in->n_alts, d);
    return amount;
}

static int64_t rest_amount(const pb_term *t, const int32_t *alts, const pb_instance *in)
{
    int64_t amount = 0, end_s = t->before_s;
    for (int32_t d = 0; d < in->n_days; d++) {
        const pb_alt *x = &in->alts[alts[d]];
        if (!alts[d])
            continue;
        if (end_s != INT64_MIN)
            amount += over(t->lo, (x->start_s - end_s) / 60);
        end_s = x->end_s;
    }
    return amount;
}

int32_t pb_line_weekends(const pb_span_days *spans, int32_t n, const int32_t *alts)
{
    int32_t worked = 0;
    for (int32_t i = 0; i < n; i++) {
        bool any = spans[i].base > 0;
        for (int32_t d = spans[i].d0; d < spans[i].d1; d++)
            any = any || alts[d];
        worked += any;
    }
    return worked;
}

static int64_t whole_amount(const pb_term *t, const int32_t *alts)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        bool two = s->d1 - s->d0 == 2;
        bool sat = two ? alts[s->d0] != 0 : s->base > 0;
        amount += sat != (alts[s->d1 - 1] != 0);
    }
    return amount;
}

static int64_t starts_amount(const pb_term *t, const int32_t *alts, const pb_instance *in)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        int32_t distinct = s->base >= 0;
        for (int32_t d = s->d0; d < s->d1; d++) {
            int start = in->alts[alts[d]].start_min;
            bool seen = !alts[d] || start == s->base;
            for (int32_t e = s->d0; e < d && !seen; e++)
                seen = alts[e] && in->alts[alts[e]].start_min == start;
            distinct += !seen;
        }
        amount += over(distinct, 1);
    }
    return amount;
}

static int64_t overtime_amount(const pb_term *t, const int32_t *alts)
{
    int64_t sum = t->base;
    for (int32_t i = 0; i < t->n_spans; i++) {
        int64_t minutes = t->spans[i].base;
        for (int32_t d = t->spans[i].d0; d < t->spans[i].d1; d++)
            minutes += t->tab[alts[d]];
        sum += over(minutes, t->spans[i].lo);
    }
    return over(sum, t->hi);
}

static int64_t lieu_amount(const pb_term *t, const int32_t *alts, const uint8_t *away,
                           const pb_day_kind *kind)
{
    int64_t amount = 0;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        bool given = s->base > 0;
        if (s->lo >= 0 && !alts[s->lo])
            continue;
        for (int32_t d = s->d0; d < s->d1; d++)
            given = given || (!alts[d] && !away[d] && kind[d] == PB_DAY_WORK);
        amount += !given;
    }
    return amount;
}

int64_t pb_term_amount(const pb_instance *in, int32_t agent, const pb_term *t, const int32_t *alts)
{
    const uint8_t *away = in->away + (int64_t)agent * in->n_days;
    switch (t->kind) {
    case PB_TERM_SUM: return sum_amount(t, alts);
    case PB_TERM_RUN_MAX: return run_max_amount(t, alts, in->n_days);
    case PB_TERM_RUN_MIN: return run_min_amount(t, alts, away, in->n_days);
    case PB_TERM_NEXT: return next_amount(t, alts, away, in->n_days);
    case PB_TERM_SEQUENCE: return sequence_amount(t, alts, in);
    case PB_TERM_REST: return rest_amount(t, alts, in);
    case PB_TERM_WEEKENDS: return over(t->base + pb_line_weekends(t->spans, t->n_spans, alts), t->hi);
    case PB_TERM_WHOLE: return whole_amount(t, alts);
    case PB_TERM_STARTS: return starts_amount(t, alts, in);
    case PB_TERM_OVERTIME: return overtime_amount(t, alts);
    default: return lieu_amount(t, alts, away, in->day_kind);
    }
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

static void cells(const pb_instance *in, int32_t agent, const int32_t *alts, pb_line_sum *sum)
{
    int64_t wide = (int64_t)agent * in->n_alts, at = (int64_t)agent * in->n_days;
    for (int32_t d = 0; d < in->n_days; d++) {
        if (alts[d]) {
            sum->soft += in->unary[wide + alts[d]];
            sum->hard += in->broken[wide + alts[d]];
            sum->hard += in->may[wide + alts[d]] ? 0 : 1000;
        } else {
            sum->soft += in->unary_off[at + d];
            sum->hard += in->broken_off[at + d] + (in->may_off[at + d] ? 0 : 1000);
        }
    }
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

    cells(in, agent, alts, &sum);
    if (by_rule)
        cell_parts(in, agent, alts, by_rule);
    for (int32_t i = in->term0[agent]; i < in->term0[agent + 1]; i++) {
        const pb_term *t = &in->terms[i];
        int64_t amount = pb_term_amount(in, agent, t, alts);
        if (!amount)
            continue;
        if (t->hard) {
            sum.hard += (amount * 1000 + t->per - 1) / t->per;
        } else {
            pb_money m = pb_money_of(t->price, amount, t->per);
            sum.soft += m;
            if (by_rule)
                by_rule[t->name] += m;
        }
    }
    return sum;
}
