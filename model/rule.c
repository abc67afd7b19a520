/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.csv and the law packs. */
#include "model/rule.h"

#include "model/table.h"

#include <math.h>
#include <string.h>

enum { RULE, WHO, VALUE, COST, ARTICLE, N_COLUMNS };

const pb_column pb_rule_columns[] = {
    [RULE] = {"rule", "规则|规则名称", PB_CELL_TEXT, true, 1, 100, NULL},
    [WHO] = {"who", "对象|适用|适用对象", PB_CELL_TEXT, false, 0, 200, NULL},
    [VALUE] = {"value", "值|取值|参数", PB_CELL_TEXT, false, 0, 5000, NULL},
    [COST] = {"cost", "代价|惩罚|罚分|成本|price", PB_CELL_REAL, false, 0, 1e9, NULL},
    [ARTICLE] = {"article", "条款|依据|法条|source", PB_CELL_TEXT, false, 0, 500, NULL},
};
const size_t pb_n_rule_columns = N_COLUMNS;

typedef struct rules_ctx {
    const pb_queues *queues;
    const pb_shifts *shifts;
    const pb_agents *agents;
    bool from_law;
} rules_ctx;

static void unknown_rule(pb_table *t, const pb_row *row)
{
    enum { MOST = 5 * PB_N_RULES };
    const char *names[MOST];
    size_t n = 0;
    for (int i = 0; i < PB_N_RULES; i++) {
        const pb_rule_info *info = pb_rule_info_of((pb_rule_name)i);
        n = pb_spellings_add(t->scratch, info->name, info->aliases, names, n, MOST);
    }
    pb_table_unknown(t, row, RULE, &pb_unknown_rule, (pb_piece){row->cells[RULE].text, row->cells[RULE].n}, names, n);
}

static void unknown_who(pb_table *t, const pb_row *row, const rules_ctx *x, const pb_fault *fault)
{
    if (fault->msgid != pb_unknown_who.plain) {
        PB_TABLE_ERROR(t, row, WHO, NULL, fault->msgid, fault->found, fault->more);
        return;
    }
    const pb_allocator *al = pb_arena_allocator(t->arena);
    size_t n = 0, most = (size_t)x->queues->n + 2 * (size_t)x->agents->n + 6;
    const char **names = pb_alloc(al, most, sizeof *names);
    if (names) {
        names[n++] = "all";
        names[n++] = "agent";
        names[n++] = "leader";
        names[n++] = "全部";
        names[n++] = "客服";
        names[n++] = "组长";
        for (int32_t i = 0; i < x->queues->n; i++)
            names[n++] = x->queues->at[i].id;
        for (int32_t i = 0; i < x->agents->n; i++) {
            names[n++] = x->agents->at[i].id;
            if (x->agents->at[i].team[0])
                names[n++] = x->agents->at[i].team;
        }
    }
    pb_table_unknown(t, row, WHO, &pb_unknown_who, pb_piece_of(fault->found), names, n);
    pb_free(al, names);
}

/* Two rows say the same thing when this key is the same. */
static const char *key_of(pb_table *t, const pb_rule *r)
{
    const pb_rule_info *info = pb_rule_info_of(r->name);
    switch (info->value) {
    case PB_VALUE_NONE: case PB_VALUE_NUMBER: case PB_VALUE_WINDOW:
        return pb_arena_printf(t->scratch, "%s, %s", info->name, r->who_text);
    case PB_VALUE_KIND_MAX:
        return pb_arena_printf(t->scratch, "%s, %s, %.*s", info->name, r->who_text,
                               (int)strcspn(r->value_text, " :="), r->value_text);
    case PB_VALUE_ROLE: {
        const char *space = strpbrk(r->value_text, " ,:");
        size_t n = space ? (size_t)(space - r->value_text) + 1 : 0;
        n += strcspn(r->value_text + n, " ,:");
        return pb_arena_printf(t->scratch, "%s, %s, %.*s", info->name, r->who_text, (int)n, r->value_text);
    }
    default:
        return pb_arena_printf(t->scratch, "%s, %s, %s", info->name, r->who_text, r->value_text);
    }
}

static pb_status take_who(pb_table *t, const pb_row *row, const rules_ctx *x, pb_rule *r)
{
    pb_fault fault;
    const pb_cell *c = &row->cells[WHO];
    if (pb_who_parse(c->text, c->n, x->agents, x->queues, &r->who, &fault) != PB_OK) {
        unknown_who(t, row, x, &fault);
        t->skip = true;
    }
    return PB_OK;
}

/* A spelling of the kind that is no shift's name, one of the reader's language if there is one; NULL = none. */
static const char *free_spelling(pb_table *t, const pb_shifts *shifts, int kind)
{
    const pb_lang *lang = pb_diags_lang(t->diags);
    bool chinese = lang && strcmp(lang->code, "zh") == 0;
    const char *best = NULL, *p = pb_shift_kind_names;
    for (int i = 0; i < kind; i++)
        p = strchr(p, ';') + 1;
    for (size_t n; *p && *p != ';'; p += n + (p[n] == '|')) {
        n = strcspn(p, "|;");
        bool taken = best && (chinese == ((unsigned char)best[0] >= 0x80) || chinese != ((unsigned char)*p >= 0x80));
        for (int32_t i = 0; i < shifts->n && !taken; i++)
            taken = strlen(shifts->at[i].id) == n && memcmp(shifts->at[i].id, p, n) == 0;
        if (!taken)
            best = pb_arena_strndup(t->scratch, p, n);
    }
    return best;
}

/* A shift that bears the name of its kind hides the kind: told where there are others of it. */
static void warn_of_namesake(pb_table *t, const pb_row *row, const pb_shifts *shifts, const pb_shift_ref *ref)
{
    const pb_shift *s = ref->type == PB_REF_SHIFT ? &shifts->at[ref->id] : NULL;
    int kind = s ? pb_shift_kind_parse(s->id) : -1;
    for (int32_t i = 0; kind >= 0 && i < shifts->n; i++)
        if (i != ref->id && (int)shifts->at[i].kind == kind) {
            const char *word = free_spelling(t, shifts, kind);
            if (word)
                pb_diag_add(t->diags, PB_NOTE, pb_table_where(t, row, VALUE), NULL,
                            PB_N_("\"%s\" is the shift of that name alone; \"%s\" is every shift of its kind"), s->id, word);
            return;
        }
}

static pb_status take_value(pb_table *t, const pb_row *row, const rules_ctx *x, pb_rule *r)
{
    pb_fault fault;
    const pb_cell *c = &row->cells[VALUE];
    pb_status st = pb_rule_value_parse(t->arena, r->name, c->text, c->n, x->queues, x->shifts, x->agents,
                                       r, &fault);
    for (int32_t i = 0; st == PB_OK && !x->from_law && i < r->n_refs; i++)
        warn_of_namesake(t, row, x->shifts, &r->refs[i]);
    if (st != PB_ERR_INPUT)
        return st;
    PB_TABLE_ERROR(t, row, VALUE, NULL, fault.msgid, fault.found, fault.more);
    t->skip = true;
    return PB_OK;
}

static pb_status take_cost(pb_table *t, const pb_row *row, const rules_ctx *x, pb_rule *r)
{
    const pb_rule_info *info = pb_rule_info_of(r->name);
    const pb_cell *c = row->cells;
    r->hard = !c[COST].given && !info->priced_only;
    r->cost = c[COST].given ? c[COST].real : info->default_cost;
    if (!c[COST].given && info->priced_only && !row->bad)
        PB_TABLE_WARN(t, row, COST, NULL, PB_N_("%s can only be priced: the price is taken as %g"), info->name,
                      info->default_cost);
    r->from_law = x->from_law;
    const char *slash = strrchr(row->file, '/');
    if (!(r->article = pb_table_text(t, &c[ARTICLE])))
        return PB_ERR_NOMEM;
    r->source = x->from_law && c[ARTICLE].given
                    ? r->article
                    : pb_arena_printf(t->arena, "%s:%ld", slash ? slash + 1 : row->file, row->line);
    return r->source ? PB_OK : PB_ERR_NOMEM;
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const rules_ctx *x = t->ctx;
    pb_rule *r = item;
    const pb_cell *c = row->cells;
    if (!c[RULE].given) {
        t->skip = true;
        return PB_OK;
    }
    int name = pb_rule_name_parse(c[RULE].text, c[RULE].n);
    if (name < 0) {
        unknown_rule(t, row);
        t->skip = true;
        return PB_OK;
    }
    r->name = (pb_rule_name)name;
    r->who_text = c[WHO].given ? pb_table_text(t, &c[WHO]) : "all";
    r->value_text = pb_table_text(t, &c[VALUE]);
    if (!r->who_text || !r->value_text)
        return PB_ERR_NOMEM;
    pb_status st = take_who(t, row, x, r);
    if (st == PB_OK)
        st = take_value(t, row, x, r);
    if (st == PB_OK)
        st = take_cost(t, row, x, r);
    if (st != PB_OK)
        return st;
    const char *key = key_of(t, r);
    if (!key)
        return PB_ERR_NOMEM;
    const char *said = pb_arena_printf(t->scratch, "%s%s", row->cells[RULE].text, key + strcspn(key, ","));
    if (!pb_table_first_as(t, row, RULE, key, said ? said : key, &st))
        t->skip = true;
    return st;
}

pb_status pb_rules_read(pb_arena *a, const char *path, bool from_law, const pb_queues *queues,
                        const pb_shifts *shifts, const pb_agents *agents, pb_rules *ret, pb_diags *d)
{
    rules_ctx x = {queues, shifts, agents, from_law};
    pb_table t = {.arena = a, .diags = d, .columns = pb_rule_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_rule), .fill = fill, .ctx = &x};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK || st == PB_ERR_INPUT)
        *ret = (pb_rules){t.n, items, extras};
    return st;
}

static bool same_refs(const pb_rule *a, const pb_rule *b)
{
    if (a->n_refs != b->n_refs || a->role_or_skill != b->role_or_skill || a->n_agents != b->n_agents)
        return false;
    for (int32_t i = 0; i < a->n_refs; i++)
        if (a->refs[i].type != b->refs[i].type || a->refs[i].id != b->refs[i].id)
            return false;
    return true;
}

static bool demands_less(const pb_rule *own, const pb_rule *law)
{
    int looser = pb_rule_info_of(own->name)->looser;
    if ((law->hard && !own->hard) || (!law->hard && !own->hard && own->cost < law->cost))
        return true;
    return (own->number - law->number) * looser > 0;
}

pb_status pb_rules_join(pb_arena *a, const pb_rules *law, const pb_rules *own, pb_rules *ret,
                        pb_diags *d)
{
    size_t w = own->extras.n_columns, n = 0;
    pb_rule *rules = PB_NEW_ARRAY(a, law->n + own->n, pb_rule);
    const char **cells = PB_NEW_ARRAY(a, (law->n + own->n) * w, const char *);
    if (!rules || !cells)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < law->n; i++) {
        const pb_rule *l = &law->at[i], *over = NULL;
        for (size_t j = 0; j < own->n && !over; j++)
            if (own->at[j].name == l->name && pb_who_same(&own->at[j].who, &l->who) &&
                same_refs(&own->at[j], l))
                over = &own->at[j];
        if (!over) {
            for (size_t c = 0; c < w; c++)
                cells[n * w + c] = "";
            rules[n++] = *l;
        } else if (demands_less(over, l)) {
            pb_diag_add(d, PB_WARNING, (pb_where){"rules.csv", 0, NULL},
                        PB_N_("the file's rule is used"),
                        PB_N_("%s: the rule %s (value \"%s\") demands less than the law: %s"), over->source,
                        pb_rule_info_of(l->name)->name, over->value_text, l->source);
        }
    }
    for (size_t j = 0; j < own->n; j++, n++) {
        rules[n] = own->at[j];
        for (size_t c = 0; c < w; c++)
            cells[n * w + c] = own->extras.cells[j * w + c];
    }
    *ret = (pb_rules){n, rules, {w, own->extras.names, cells}};
    return PB_OK;
}

void pb_rules_write(const pb_rules *rules, pb_text *out)
{
    pb_table_write_header(pb_rule_columns, N_COLUMNS, &rules->extras, out);
    for (size_t i = 0; i < rules->n; i++) {
        const pb_rule *r = &rules->at[i];
        if (r->from_law)
            continue;
        pb_csv_field(out, pb_rule_info_of(r->name)->name, false);
        pb_csv_field(out, r->who_text, false);
        pb_csv_field(out, r->value_text, false);
        pb_write_real(out, r->hard ? NAN : r->cost);
        pb_csv_field(out, r->article, false);
        pb_table_write_end(&rules->extras, i, out);
    }
}
