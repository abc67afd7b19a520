/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cell `who` of rules.csv and activities.csv: all, a team, a role, a skill or an agent. */
#include "model/people.h"
#include "model/table.h"

#include <string.h>

bool pb_who_has(const pb_who *w, const pb_agent *agent, int32_t agent_index)
{
    switch (w->kind) {
    case PB_WHO_TEAM:
        return strcmp(agent->team, w->team) == 0;
    case PB_WHO_ROLE:
        return (int32_t)agent->role == w->id;
    case PB_WHO_SKILL:
        return agent->skills >> w->id & 1;
    case PB_WHO_AGENT:
        return agent_index == w->id;
    default:
        return true;
    }
}

bool pb_who_same(const pb_who *a, const pb_who *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == PB_WHO_TEAM)
        return strcmp(a->team, b->team) == 0;
    return a->kind == PB_WHO_ALL || a->id == b->id;
}

static bool equal(const char *s, pb_piece p)
{
    return strlen(s) == p.n && memcmp(s, p.s, p.n) == 0;
}

static bool find_team(pb_piece p, const pb_agents *agents, pb_who *ret)
{
    for (int32_t i = 0; i < agents->n; i++)
        if (agents->at[i].team[0] && equal(agents->at[i].team, p)) {
            *ret = (pb_who){PB_WHO_TEAM, -1, agents->at[i].team};
            return true;
        }
    return false;
}

static bool find_role(pb_piece p, pb_who *ret)
{
    int role = pb_enum_find(pb_role_names, p);
    if (role >= 0)
        *ret = (pb_who){PB_WHO_ROLE, role, NULL};
    return role >= 0;
}

static bool find_skill(pb_piece p, const pb_queues *queues, pb_who *ret)
{
    for (int32_t i = 0; i < queues->n; i++)
        if (equal(queues->at[i].id, p)) {
            *ret = (pb_who){PB_WHO_SKILL, i, NULL};
            return true;
        }
    return false;
}

static bool find_agent(pb_piece p, const pb_agents *agents, pb_who *ret)
{
    for (int32_t i = 0; i < agents->n; i++)
        if (equal(agents->at[i].id, p)) {
            *ret = (pb_who){PB_WHO_AGENT, i, NULL};
            return true;
        }
    return false;
}

/* The part after "team:" and the like; kind = -1 without such a word. */
static pb_piece after_prefix(pb_piece p, int *kind)
{
    static const char *const words[] = {"all", "team|班组|组", "role|角色|岗位", "skill|queue|技能|队列",
                                        "agent|客服|坐席|工号"};
    *kind = -1;
    size_t cut = 0, gap = 1;
    while (cut < p.n && p.s[cut] != ':' && !(p.n - cut >= 3 && memcmp(p.s + cut, "：", 3) == 0))
        cut++;
    if (cut == p.n)
        return p;
    if (p.s[cut] != ':')
        gap = 3;
    for (int k = PB_WHO_TEAM; k <= PB_WHO_AGENT; k++)
        if (pb_piece_among(pb_piece_trim((pb_piece){p.s, cut}), words[k]) >= 0) {
            *kind = k;
            return pb_piece_trim((pb_piece){p.s + cut + gap, p.n - cut - gap});
        }
    return p;
}

pb_status pb_who_parse(const char *s, size_t n, const pb_agents *agents, const pb_queues *queues,
                       pb_who *ret, pb_fault *fault)
{
    pb_who found[5] = {{PB_WHO_ALL, -1, NULL}};
    int kind, n_found = 0, last = -1;
    pb_piece p = pb_piece_trim((pb_piece){s, n});
    if (p.n == 0 || pb_piece_among(p, "all|*|所有|全部|全员|所有人") >= 0) {
        *ret = found[0];
        return PB_OK;
    }
    p = after_prefix(p, &kind);
    bool fits[5] = {false, find_team(p, agents, &found[PB_WHO_TEAM]), find_role(p, &found[PB_WHO_ROLE]),
                    find_skill(p, queues, &found[PB_WHO_SKILL]), find_agent(p, agents, &found[PB_WHO_AGENT])};
    for (int k = PB_WHO_TEAM; k <= PB_WHO_AGENT; k++)
        if (fits[k] && (kind < 0 || kind == k)) {
            n_found++;
            last = k;
        }
    if (n_found == 0)
        return pb_fault_set(fault, pb_unknown_who.plain, p.s, p.n);
    if (n_found > 1)
        return pb_fault_set(fault,
                            PB_N_("\"%s\" has several meanings: write team:, role:, skill: or agent: before it"),
                            p.s, p.n);
    *ret = found[last];
    return PB_OK;
}
