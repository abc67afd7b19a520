/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cell `value` of rules.csv, by the form that the rule has. */
#include "model/rule.h"
#include "model/table.h"

#include <math.h>
#include <string.h>

typedef struct value_reader {
    pb_arena *a;
    const pb_rule_info *info;
    const pb_queues *queues;
    const pb_shifts *shifts;
    const pb_agents *agents;
    pb_rule *rule;
    pb_fault *fault;
} value_reader;

bool pb_shift_ref_is(const pb_shift_ref *r, const pb_shifts *shifts, int32_t shift)
{
    if (r->type == PB_REF_OFF)
        return shift < 0;
    if (shift < 0)
        return false;
    return r->type == PB_REF_SHIFT ? r->id == shift
                                   : r->type == PB_REF_KIND && (int32_t)shifts->at[shift].kind == r->id;
}

/* A shift, a kind or (where allowed) a day off. A shift comes before a kind of the same name. */
static bool find_ref(const value_reader *v, pb_piece p, bool off_too, pb_shift_ref *ret)
{
    for (int32_t i = 0; i < v->shifts->n; i++)
        if (strlen(v->shifts->at[i].id) == p.n && memcmp(v->shifts->at[i].id, p.s, p.n) == 0) {
            *ret = (pb_shift_ref){PB_REF_SHIFT, i};
            return true;
        }
    int kind = pb_enum_find(pb_shift_kind_names, p);
    if (kind >= 0) {
        *ret = (pb_shift_ref){PB_REF_KIND, kind};
        return true;
    }
    if (off_too && pb_word_off(p.s, p.n)) {
        *ret = (pb_shift_ref){PB_REF_OFF, 0};
        return true;
    }
    return false;
}

static pb_status take_number(const value_reader *v, pb_piece p)
{
    double number;
    if (!pb_real_parse(p, &number))
        return pb_fault_set(v->fault, PB_N_("expected a number, found \"%s\""), p.s, p.n);
    if (number < v->info->min || number > v->info->max)
        return pb_fault_range(v->fault, p.s, p.n, v->info->min, v->info->max);
    v->rule->number = number;
    return PB_OK;
}

static pb_status one_ref(const value_reader *v, pb_piece p)
{
    pb_shift_ref *ref = PB_NEW(v->a, pb_shift_ref);
    if (!ref)
        return PB_ERR_NOMEM;
    if (!find_ref(v, p, false, ref))
        return pb_fault_set(v->fault, PB_N_("\"%s\" is no shift and no kind of shift"), p.s, p.n);
    v->rule->refs = ref;
    v->rule->n_refs = 1;
    return PB_OK;
}

/* "night 6", "night:6". */
static pb_status take_kind_max(const value_reader *v, pb_piece p)
{
    size_t cut = p.n;
    while (cut > 0 && !strchr(" :=", p.s[cut - 1]))
        cut--;
    pb_piece what = pb_piece_trim((pb_piece){p.s, cut ? cut - 1 : 0});
    if (what.n == 0)
        return pb_fault_set(v->fault, PB_N_("expected a kind of shift and a number such as \"night 6\", found \"%s\""),
                            p.s, p.n);
    if (what.s[what.n - 1] == ':')
        what.n--;
    pb_status st = one_ref(v, what);
    return st == PB_OK ? take_number(v, (pb_piece){p.s + cut, p.n - cut}) : st;
}

/* "late>early". */
static pb_status take_sequence(const value_reader *v, pb_piece p)
{
    enum { MAX = 62 };
    pb_shift_ref refs[MAX];
    pb_piece rest = p, step;
    int32_t n = 0;
    while (pb_piece_next(&rest, ">", &step)) {
        if (step.n > 0 && step.s[step.n - 1] == '-') /* "late->early" */
            step = pb_piece_trim((pb_piece){step.s, step.n - 1});
        if (n == MAX || !find_ref(v, step, true, &refs[n]))
            return pb_fault_set(v->fault, PB_N_("\"%s\" is no shift, no kind of shift and not off"), step.s,
                                step.n);
        n++;
    }
    if (n < 2)
        return pb_fault_set(v->fault, PB_N_("expected a sequence such as late>early, found \"%s\""), p.s,
                            p.n);
    pb_shift_ref *copy = PB_NEW_ARRAY(v->a, (size_t)n, pb_shift_ref);
    if (!copy)
        return PB_ERR_NOMEM;
    memcpy(copy, refs, (size_t)n * sizeof *refs);
    v->rule->refs = copy;
    v->rule->n_refs = n;
    return PB_OK;
}

/* "leader early 1": a role or skill, a kind or shift, how many (1 when left out). */
static pb_status take_role(const value_reader *v, pb_piece p)
{
    pb_piece rest = p, words[3] = {{"", 0}}, more;
    int n = 0;
    while (n < 3 && pb_piece_next(&rest, " ,:", &words[n]))
        n++;
    if (n < 2 || pb_piece_next(&rest, " ,:", &more))
        return pb_fault_set(v->fault,
                            PB_N_("expected a role, a shift and a number such as \"leader early 1\", found \"%s\""),
                            p.s, p.n);
    pb_skillset set;
    int role = pb_enum_find(pb_role_names, words[0]);
    v->rule->role_or_skill = role;
    if (role < 0) {
        pb_status st = pb_skillset_parse(v->queues, words[0].s, words[0].n, false, &set, v->fault);
        if (st != PB_OK || !set || (set & (set - 1)))
            return pb_fault_set(v->fault, PB_N_("\"%s\" is no role and no queue"), words[0].s, words[0].n);
        int32_t queue = 0;
        while (!(set >> queue & 1))
            queue++;
        v->rule->role_or_skill = -1 - queue;
    }
    pb_status st = one_ref(v, words[1]);
    v->rule->number = 1;
    return st == PB_OK && n == 3 ? take_number(v, words[2]) : st;
}

static pb_status take_agents(const value_reader *v, pb_piece p)
{
    int32_t *list = PB_NEW_ARRAY(v->a, p.n + 1, int32_t);
    if (!list)
        return PB_ERR_NOMEM;
    pb_piece rest = p, one;
    int32_t n = 0;
    while (pb_piece_next(&rest, ";,", &one)) {
        char *id = pb_arena_strndup(v->a, one.s, one.n);
        if (!id)
            return PB_ERR_NOMEM;
        list[n] = pb_agent_find(v->agents, id);
        if (list[n++] < 0)
            return pb_fault_set(v->fault, PB_N_("there is no agent \"%s\" in agents.csv"), one.s, one.n);
    }
    if (n < 2)
        return pb_fault_set(v->fault, PB_N_("expected two or more agents such as a1;a2, found \"%s\""), p.s,
                            p.n);
    v->rule->agents = list;
    v->rule->n_agents = n;
    return PB_OK;
}

static pb_status take_window(const value_reader *v, pb_piece p)
{
    pb_weekly *w = PB_NEW(v->a, pb_weekly);
    if (!w)
        return PB_ERR_NOMEM;
    pb_status st = pb_weekly_parse(v->a, p.s, p.n, PB_WEEKLY_PRESENCE, 0, 1, w, v->fault);
    v->rule->window = w;
    return st;
}

pb_status pb_rule_value_parse(pb_arena *a, pb_rule_name name, const char *s, size_t n,
                              const pb_queues *queues, const pb_shifts *shifts,
                              const pb_agents *agents, pb_rule *ret, pb_fault *fault)
{
    value_reader v = {a, pb_rule_info_of(name), queues, shifts, agents, ret, fault};
    char *plain = pb_plain_copy(a, s, n);
    if (!plain)
        return PB_ERR_NOMEM;
    pb_piece p = pb_piece_trim(pb_piece_of(plain));
    ret->number = NAN;
    if (v.info->value == PB_VALUE_NONE)
        return p.n == 0 ? PB_OK : pb_fault_set(fault, PB_N_("this rule takes no value, found \"%s\""), s, n);
    if (p.n == 0)
        return pb_fault_set(fault, PB_N_("the rule %s needs a value"), v.info->name,
                            strlen(v.info->name));
    switch (v.info->value) {
    case PB_VALUE_NUMBER:
        return take_number(&v, p);
    case PB_VALUE_KIND_MAX:
        return take_kind_max(&v, p);
    case PB_VALUE_SEQUENCE:
        return take_sequence(&v, p);
    case PB_VALUE_ROLE:
        return take_role(&v, p);
    case PB_VALUE_KIND:
        return one_ref(&v, p);
    case PB_VALUE_AGENTS:
        return take_agents(&v, p);
    default:
        return take_window(&v, p);
    }
}
