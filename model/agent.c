/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.csv. */
#include "model/people.h"
#include "model/table.h"

#include <math.h>
#include <string.h>

enum {
    AGENT, NAME, SKILLS, TEAM, ROLE, HOURS, MIN_HOURS, MAX_HOURS, EMAIL, FROM, UNTIL, NO_NIGHT,
    SHIFT_KINDS, PROFICIENCY, LANGUAGE, N_COLUMNS
};

enum { ALL_KINDS = (1 << PB_N_SHIFT_KINDS) - 1 };

#define ROLE_NAMES "agent|客服|坐席|客服专员|专员;leader|组长|班长|主管|supervisor"
const char pb_role_names[] = ROLE_NAMES;

const pb_column pb_agent_columns[] = {
    [AGENT] = {"agent", "客服|坐席|工号|agent_id|employee|员工", PB_CELL_TEXT, true, 1, 100, NULL},
    [NAME] = {"name", "姓名|名字|员工姓名", PB_CELL_TEXT, true, 1, 200, NULL},
    [SKILLS] = {"skills", "技能|技能组|skill|队列", PB_CELL_TEXT, true, 1, 5000, NULL},
    [TEAM] = {"team", "班组|组|小组|部门", PB_CELL_TEXT, false, 0, 200, NULL},
    [ROLE] = {"role", "角色|岗位|职务", PB_CELL_ENUM, false, 0, 0, ROLE_NAMES},
    [HOURS] = {"hours_per_week", "周工时|每周工时|合同工时|contract_hours", PB_CELL_REAL, false, 0, 168,
               NULL},
    [MIN_HOURS] = {"min_hours", "最少工时|周最少工时", PB_CELL_REAL, false, 0, 168, NULL},
    [MAX_HOURS] = {"max_hours", "最多工时|周最多工时", PB_CELL_REAL, false, 0, 168, NULL},
    [EMAIL] = {"email", "邮箱|电子邮箱|e-mail|mail", PB_CELL_TEXT, false, 0, 254, NULL},
    [FROM] = {"from", "入职|入职日期|起始日期|开始日期", PB_CELL_DATE, false, 0, 0, NULL},
    [UNTIL] = {"until", "离职|离职日期|截止日期|结束日期", PB_CELL_DATE, false, 0, 0, NULL},
    [NO_NIGHT] = {"no_night", "不上夜班|免夜班|禁夜班", PB_CELL_BOOL, false, 0, 0, NULL},
    [SHIFT_KINDS] = {"shift_kinds", "可上班次|班次类型|可排班次", PB_CELL_TEXT, false, 0, 200, NULL},
    [PROFICIENCY] = {"proficiency", "熟练度|熟练程度", PB_CELL_TEXT, false, 0, 2000, NULL},
    [LANGUAGE] = {"language", "语言|lang", PB_CELL_ENUM, false, 0, 0,
                  "zh|中文|chinese|zh_cn;en|英文|英语|english"},
};
const size_t pb_n_agent_columns = N_COLUMNS;

const char *pb_agent_name(const pb_agents *a, int32_t agent)
{
    const pb_agent *g = &a->at[agent];
    return g->name && g->name[0] ? g->name : g->id;
}

int32_t pb_agent_find(const pb_agents *a, const char *id)
{
    if (!a->by_id) {
        for (int32_t i = 0; i < a->n; i++)
            if (strcmp(a->at[i].id, id) == 0)
                return i;
        return -1;
    }
    int32_t lo = 0, hi = a->n;
    while (lo < hi) {
        int32_t mid = lo + (hi - lo) / 2;
        int c = strcmp(a->at[a->by_id[mid]].id, id);
        if (c == 0)
            return a->by_id[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}

/* --- cells --- */

static pb_status take_skills(pb_table *t, const pb_row *row, const pb_queues *queues, pb_agent *g)
{
    pb_piece rest = {row->cells[SKILLS].text, row->cells[SKILLS].n}, p;
    const char *names[PB_MAX_QUEUES];
    for (int32_t i = 0; i < queues->n; i++)
        names[i] = queues->at[i].id;
    while (pb_piece_next(&rest, ";", &p)) {
        pb_skillset one;
        if (pb_skillset_parse(queues, p.s, p.n, false, &one, NULL) == PB_OK)
            g->skills |= one;
        else
            pb_table_unknown(t, row, SKILLS, &pb_unknown_queue, p, names, (size_t)queues->n);
    }
    return PB_OK;
}

/* "0.9" or "vip:0.9": a speed and the queues it is for. */
static bool parse_speed(const pb_queues *queues, pb_piece p, pb_skillset *ret_set, double *ret)
{
    size_t cut = p.n;
    while (cut > 0 && p.s[cut - 1] != ':' && p.s[cut - 1] != '=')
        cut--;
    *ret_set = ~(pb_skillset)0;
    if (!pb_real_parse((pb_piece){p.s + cut, p.n - cut}, ret) || *ret < 0.05 || *ret > 20)
        return false;
    pb_piece name = pb_piece_trim((pb_piece){p.s, cut > 0 ? cut - 1 : 0});
    return cut == 0 || pb_skillset_parse(queues, name.s, name.n, false, ret_set, NULL) == PB_OK;
}

/* "0.9" for every queue, or "vip:0.9; tech:1.1". */
static pb_status take_proficiency(pb_table *t, const pb_row *row, const pb_queues *queues, pb_agent *g)
{
    const pb_cell *c = &row->cells[PROFICIENCY];
    if (!c->given)
        return PB_OK;
    double *values = PB_NEW_ARRAY(t->arena, (size_t)queues->n, double);
    if (!values)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < queues->n; i++)
        values[i] = 1;
    pb_piece rest = {c->text, c->n}, p;
    while (pb_piece_next(&rest, ";", &p)) {
        pb_skillset set;
        double v;
        if (!parse_speed(queues, p, &set, &v)) {
            PB_TABLE_ERROR(t, row, PROFICIENCY, PB_N_("1 is the usual speed, 1.2 a fifth faster"),
                           PB_N_("expected a number from 0.05 to 20, or queues with numbers such as "
                                 "\"vip:0.9; tech:1.1\", found \"%s\""),
                           c->text);
            return PB_OK;
        }
        for (int32_t i = 0; i < queues->n; i++)
            if (set >> i & 1)
                values[i] = v;
    }
    g->proficiency = values;
    return PB_OK;
}

static void take_kinds(pb_table *t, const pb_row *row, pb_agent *g)
{
    const pb_cell *c = &row->cells[SHIFT_KINDS];
    pb_piece rest = {c->text, c->n}, p;
    unsigned kinds = 0;
    g->shift_kinds = ALL_KINDS;
    if (!c->given)
        return;
    while (pb_piece_next(&rest, ";,", &p)) {
        int k = pb_piece_among(p, "*|all|全部|所有") >= 0 ? -2 : pb_enum_find(pb_shift_kind_names, p);
        if (k == -1) {
            PB_TABLE_ERROR(t, row, SHIFT_KINDS, NULL,
                           PB_N_("expected early, day, late, night or holiday, found \"%s\""), c->text);
            return;
        }
        kinds |= k == -2 ? (unsigned)ALL_KINDS : 1u << k;
    }
    g->shift_kinds = kinds ? kinds : (unsigned)ALL_KINDS;
}

static bool is_email(const pb_cell *c)
{
    const char *at = strchr(c->text, '@');
    if (!at || at == c->text || strchr(at + 1, '@') || !strchr(at + 1, '.'))
        return false;
    for (const char *p = c->text; *p; p++)
        if ((unsigned char)*p <= ' ' || strchr("<>()[]\\,;:\"", *p))
            return false;
    return at[1] != '.' && c->text[c->n - 1] != '.';
}

static void check_agent(pb_table *t, const pb_row *row, const pb_agent *g)
{
    const pb_cell *c = row->cells;
    if (c[EMAIL].given && !is_email(&c[EMAIL]))
        PB_TABLE_ERROR(t, row, EMAIL, NULL, PB_N_("\"%s\" is no e-mail address"), c[EMAIL].text);
    if (c[MIN_HOURS].given && c[MAX_HOURS].given && g->min_hours > g->max_hours)
        PB_TABLE_ERROR(t, row, MIN_HOURS, NULL, PB_N_("min_hours %s is more than max_hours %s"),
                       c[MIN_HOURS].text, c[MAX_HOURS].text);
    if (c[FROM].given && c[UNTIL].given && g->until < g->from)
        PB_TABLE_ERROR(t, row, UNTIL, NULL, PB_N_("until %s is before from %s"), c[UNTIL].text,
                       c[FROM].text);
    if (strpbrk(g->id, ";"))
        PB_TABLE_ERROR(t, row, AGENT, NULL, PB_N_("the name \"%s\" contains ;"), g->id);
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const pb_queues *queues = t->ctx;
    pb_agent *g = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    if (!c[AGENT].given) {
        t->skip = true;
        return PB_OK;
    }
    g->id = pb_table_text(t, &c[AGENT]);
    g->name = pb_table_text(t, &c[NAME]);
    g->team = pb_table_text(t, &c[TEAM]);
    g->email = pb_table_text(t, &c[EMAIL]);
    if (!g->id || !g->name || !g->team || !g->email)
        return PB_ERR_NOMEM;
    if (!pb_table_first(t, row, AGENT, g->id, &st) || st != PB_OK) {
        t->skip = true;
        return st;
    }
    g->role = (pb_role)pb_cell_int(&c[ROLE], PB_ROLE_AGENT);
    g->hours_per_week = pb_cell_real(&c[HOURS], NAN);
    g->min_hours = pb_cell_real(&c[MIN_HOURS], NAN);
    g->max_hours = pb_cell_real(&c[MAX_HOURS], NAN);
    g->from = c[FROM].given ? c[FROM].date : PB_DATE_NONE;
    g->until = c[UNTIL].given ? c[UNTIL].date : PB_DATE_NONE;
    g->no_night = pb_cell_int(&c[NO_NIGHT], 0) != 0;
    g->language = !c[LANGUAGE].given ? "" : c[LANGUAGE].integer == 0 ? "zh" : "en";
    take_kinds(t, row, g);
    check_agent(t, row, g);
    st = take_skills(t, row, queues, g);
    return st == PB_OK ? take_proficiency(t, row, queues, g) : st;
}

static int by_id(const void *a, const void *b, const void *ctx)
{
    (void)ctx;
    return strcmp(((const pb_agent *)a)->id, ((const pb_agent *)b)->id);
}

pb_status pb_agents_read(pb_arena *a, const char *path, const pb_queues *queues, pb_agents *ret,
                         pb_diags *d)
{
    pb_queues copy = *queues;
    pb_table t = {.arena = a, .diags = d, .columns = pb_agent_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_agent), .fill = fill, .ctx = &copy};
    void *items;
    size_t *order;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st != PB_OK && st != PB_ERR_INPUT)
        return st;
    int32_t *index = PB_NEW_ARRAY(a, t.n, int32_t);
    if (!index || pb_table_order(a, items, t.n, sizeof(pb_agent), by_id, NULL, &order) != PB_OK)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < t.n; i++)
        index[i] = (int32_t)order[i];
    *ret = (pb_agents){(int32_t)t.n, items, index, extras};
    return st;
}

/* --- writing --- */

static void write_skills(pb_skillset set, const pb_queues *queues, pb_text *out)
{
    pb_text cell;
    const char *gap = "";
    pb_text_init(&cell, out->al);
    for (int32_t i = 0; i < queues->n; i++) {
        if (!(set >> i & 1))
            continue;
        pb_text_puts(&cell, gap);
        pb_text_puts(&cell, queues->at[i].id);
        gap = ";";
    }
    if (!set)
        pb_text_puts(&cell, "-");
    pb_write_text(out, &cell);
    pb_text_done(&cell);
}

static void write_kinds(unsigned kinds, pb_text *out)
{
    pb_text cell;
    const char *gap = "";
    pb_text_init(&cell, out->al);
    for (int k = 0; kinds != ALL_KINDS && k < PB_N_SHIFT_KINDS; k++) {
        if (!(kinds >> k & 1))
            continue;
        pb_text_puts(&cell, gap);
        pb_text_puts(&cell, pb_shift_kind_name((pb_shift_kind)k));
        gap = ";";
    }
    pb_write_text(out, &cell);
    pb_text_done(&cell);
}

static void write_proficiency(const double *values, const pb_queues *queues, pb_text *out)
{
    pb_text cell;
    const char *gap = "";
    pb_text_init(&cell, out->al);
    for (int32_t i = 0; values && i < queues->n; i++) {
        char number[32];
        pb_text_printf(&cell, "%s%s:%s", gap, queues->at[i].id, pb_real_format(values[i], number));
        gap = "; ";
    }
    pb_write_text(out, &cell);
    pb_text_done(&cell);
}

void pb_agents_write(const pb_agents *agents, const pb_queues *queues, pb_text *out)
{
    pb_table_write_header(pb_agent_columns, N_COLUMNS, &agents->extras, out);
    for (int32_t i = 0; i < agents->n; i++) {
        const pb_agent *g = &agents->at[i];
        pb_csv_field(out, g->id, false);
        pb_csv_field(out, g->name, false);
        write_skills(g->skills, queues, out);
        pb_csv_field(out, g->team, false);
        pb_write_enum(out, &pb_agent_columns[ROLE], (int)g->role);
        pb_write_real(out, g->hours_per_week);
        pb_write_real(out, g->min_hours);
        pb_write_real(out, g->max_hours);
        pb_csv_field(out, g->email, false);
        pb_write_date(out, g->from);
        pb_write_date(out, g->until);
        pb_csv_field(out, g->no_night ? "yes" : "", false);
        write_kinds(g->shift_kinds, out);
        write_proficiency(g->proficiency, queues, out);
        pb_csv_field(out, g->language, false);
        pb_table_write_end(&agents->extras, (size_t)i, out);
    }
}
