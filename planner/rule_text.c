/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rules ask, in words. */
#include "planner/audit_words.h"

#include <string.h>

/* Kinds of shifts, roles and days off have names in each language; all else is as the team wrote it. */
const char *pb_known_word(const pb_lang *lang, const char *s, size_t n)
{
    static const char *const words[] = {PB_N_("early"), PB_N_("day"), PB_N_("late"), PB_N_("night"), PB_N_("holiday"),
                                        PB_N_("off"), PB_N_("leader"), PB_N_("agent")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && strncmp(words[i], s, n) == 0)
            return pb_tr(lang, words[i]);
    return NULL;
}

/* A word of a rule's value: a kind of shift or a day off by any of its spellings, where the rule means that and not a shift of this
 * name. NULL = as it is written. */
static const char *rule_word(pb_arena *a, const pb_rule *r, const pb_lang *lang, const char *s, size_t n)
{
    const char *known = pb_known_word(lang, s, n), *word = known || !r ? NULL : pb_arena_strndup(a, s, n);
    int kind = word ? pb_shift_kind_parse(word) : -1;
    for (int32_t i = 0; word && i < r->n_refs; i++) {
        if (r->refs[i].type == PB_REF_KIND && r->refs[i].id == kind)
            return pb_known_word(lang, pb_shift_kind_name((pb_shift_kind)kind), strlen(pb_shift_kind_name((pb_shift_kind)kind)));
        if (r->refs[i].type == PB_REF_OFF && pb_word_off(s, n))
            return pb_tr(lang, PB_N_("off"));
    }
    return known;
}

/* A rule's value with the known words in the language: "late>early", "晚班>早班". */
const char *pb_value_words(pb_arena *a, const pb_rule *r, const pb_lang *lang)
{
    const char *list = "", *s = r && r->value_text ? r->value_text : "";
    while (*s && list) {
        size_t n = strcspn(s, " >;:"), more = strspn(s + n, " >;:");
        size_t arrow = s[n] == '>' && n > 0 && s[n - 1] == '-'; /* "late->early" */
        const char *word = rule_word(a, r, lang, s, n - arrow);
        list = word ? pb_arena_printf(a, "%s%s%.*s", list, word, (int)more, s + n)
                    : pb_arena_printf(a, "%s%.*s%.*s", list, (int)(n - arrow), s, (int)more, s + n);
        s += n + more;
    }
    return list;
}

/* Those a pair rule names, by name. */
static const char *agents_words(pb_arena *a, const pb_workspace *ws, const pb_rule *r, const pb_lang *lang)
{
    const char *list = "";
    for (int32_t i = 0; i < r->n_agents && list; i++) {
        const pb_agent *g = &ws->agents.at[r->agents[i]];
        list = pb_arena_printf(a, "%s%s%s", list, i ? pb_tr(lang, PB_N_(", ")) : "", g->name && *g->name ? g->name : g->id);
    }
    return list;
}

const char *pb_value_word(pb_arena *a, const pb_rule *r, int i, const pb_lang *lang)
{
    const char *s = r && r->value_text ? r->value_text : "", *known;
    size_t n;

    for (s += strspn(s, " ,:="); i > 0 && *s; i--) {
        s += strcspn(s, " ,:=");
        s += strspn(s, " ,:=");
    }
    n = strcspn(s, " ,:=");
    known = rule_word(a, r, lang, s, n);
    return known ? known : pb_arena_printf(a, "%.*s", (int)n, s);
}

/* Values of several words have a sentence of their own. */
static const char *words_text(pb_arena *a, const pb_rule *r, const pb_lang *lang)
{
    const char *w[3];

    for (int i = 0; i < 3; i++)
        if (!(w[i] = pb_value_word(a, r, i, lang)))
            return NULL;
    if (r->name == PB_RULE_ROLE_ON_SHIFT && !w[2][0])
        w[2] = "1"; /* left out */
    if (r->name == PB_RULE_MAX_KIND)
        return pb_arena_printf(a, pb_tr(lang, PB_N_("%s shifts in a month: at most %s")), w[0], w[1]);
    return pb_arena_printf(a, pb_tr(lang, PB_N_("every %s shift: %s, at least %s")), w[1], w[0], w[2]);
}

/* "never early on the day after late"; longer sequences as they are written. */
static const char *next_text(pb_arena *a, const pb_rule *r, const char *value, const pb_lang *lang)
{
    const char *then = value ? strchr(value, '>') : NULL;

    if (!then || r->n_refs != 2)
        return value ? pb_arena_printf(a, pb_tr(lang, pb_rule_info_of(r->name)->sentence), value) : NULL;
    size_t n = (size_t)(then++ - value);
    while (n > 0 && value[n - 1] == ' ')
        n--;
    value = pb_arena_printf(a, "%.*s", (int)n, value);
    then += strspn(then, " ");
    return value ? pb_arena_printf(a, pb_tr(lang, PB_N_("never %s on the day after %s")), then, value) : NULL;
}

const char *pb_rule_text(pb_arena *a, const pb_workspace *ws, const pb_rule *r, const pb_lang *lang)
{
    const char *value = r->n_agents > 0 ? agents_words(a, ws, r, lang) : pb_value_words(a, r, lang);

    if (r->name == PB_RULE_CONTRACT_HOURS && r->number < 1)
        return pb_tr(lang, PB_N_("the contract's hours, on average over the whole plan"));
    if (r->name == PB_RULE_MAX_KIND || r->name == PB_RULE_ROLE_ON_SHIFT)
        return words_text(a, r, lang);
    if (r->name == PB_RULE_FORBID_NEXT)
        return next_text(a, r, value, lang);
    return value ? pb_arena_printf(a, pb_tr(lang, pb_rule_info_of(r->name)->sentence), value) : NULL;
}
