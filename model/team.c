/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/team.h"

#include "model/table.h"

#include <string.h>

const pb_column pb_team_columns[2] = {
    {"key", "设置|项目|键|setting|name", PB_CELL_TEXT, true, 0, 0, NULL},
    {"value", "值|内容|取值", PB_CELL_TEXT, false, 0, 0, NULL},
};

enum { NAME, TIMEZONE, SLOT_MINUTES, WEEK_START, LAW, LANGUAGE, PLAN_DAYS, N_KEYS };

const pb_column pb_team_keys[] = {
    [NAME] = {"name", "名称|团队|团队名称|team", PB_CELL_TEXT, false, 0, 0, NULL},
    [TIMEZONE] = {"timezone", "时区|time_zone|tz", PB_CELL_TEXT, true, 0, 0, NULL},
    [SLOT_MINUTES] = {"slot_minutes", "时段分钟|时段|slot", PB_CELL_INT, false, 5, 60, NULL},
    [WEEK_START] = {"week_start", "周起始|每周第一天|一周开始", PB_CELL_TEXT, false, 0, 0, NULL},
    [LAW] = {"law", "法规|劳动法|法律", PB_CELL_ENUM, false, 0, 0,
             "none|无|没有;cn|china|中国;eu|欧盟;uk|gb|英国"},
    [LANGUAGE] = {"language", "语言|lang", PB_CELL_ENUM, false, 0, 0,
                  "zh|中文|chinese|zh_cn;en|英文|英语|english"},
    [PLAN_DAYS] = {"plan_days", "排班天数|计划天数", PB_CELL_INT, false, 1, 366, NULL},
};
const size_t pb_n_team_keys = N_KEYS;

typedef struct setting {
    const char *key, *value;
} setting;

typedef struct team_read {
    pb_team team;
    bool given[N_KEYS];
    size_t n_other;
} team_read;

static int find_key(pb_piece key)
{
    for (int i = 0; i < N_KEYS; i++)
        if (pb_piece_is(key, pb_team_keys[i].name) || pb_piece_among(key, pb_team_keys[i].aliases) >= 0)
            return i;
    return -1;
}

static void bad_number(pb_table *t, const pb_row *row, const pb_column *key, const char *found)
{
    PB_TABLE_ERROR(t, row, 1, NULL, PB_N_("%s: expected a whole number from %d to %d, found \"%s\""),
                   key->name, (int)key->min, (int)key->max, found);
}

static void take_number(pb_table *t, const pb_row *row, int key, pb_piece value, int *ret)
{
    const pb_column *k = &pb_team_keys[key];
    int64_t v;
    if (!pb_int_parse(value, &v) || v < (int64_t)k->min || v > (int64_t)k->max) {
        bad_number(t, row, k, row->cells[1].text);
        return;
    }
    if (key == SLOT_MINUTES && 60 % v != 0) {
        PB_TABLE_ERROR(t, row, 1, PB_N_("use 5, 6, 10, 12, 15, 20, 30 or 60"),
                       PB_N_("slot_minutes must divide an hour, found \"%s\""), row->cells[1].text);
        return;
    }
    *ret = (int)v;
}

static int take_word(pb_table *t, const pb_row *row, int key, pb_piece value, int otherwise)
{
    int i = pb_enum_find(pb_team_keys[key].names, value);
    if (i >= 0)
        return i;
    PB_TABLE_ERROR(t, row, 1, NULL,
                   key == LAW ? PB_N_("law: expected cn, eu, uk or none, found \"%s\"")
                              : PB_N_("language: expected zh or en, found \"%s\""),
                   row->cells[1].text);
    return otherwise;
}

static pb_status take_zone(pb_table *t, const pb_row *row, pb_team *team)
{
    pb_status st = pb_zone_load(t->arena, row->cells[1].text, &team->zone);
    if (st != PB_ERR_DOMAIN)
        return st;
    PB_TABLE_ERROR(t, row, 1, PB_N_("use an IANA name such as Asia/Shanghai"),
                   PB_N_("there is no time zone \"%s\""), row->cells[1].text);
    return PB_OK;
}

static pb_status take_setting(pb_table *t, const pb_row *row, int key)
{
    pb_team *team = &((team_read *)t->ctx)->team;
    const pb_cell *cell = &row->cells[1];
    pb_piece value = {cell->text, cell->n};
    switch (key) {
    case NAME:
        team->name = pb_table_text(t, cell);
        return team->name ? PB_OK : PB_ERR_NOMEM;
    case TIMEZONE:
        return take_zone(t, row, team);
    case SLOT_MINUTES:
        take_number(t, row, key, value, &team->slot_min);
        return PB_OK;
    case PLAN_DAYS:
        take_number(t, row, key, value, &team->plan_days);
        return PB_OK;
    case LAW:
        team->law = (pb_law)take_word(t, row, key, value, PB_LAW_NONE);
        return PB_OK;
    case LANGUAGE:
        team->language = take_word(t, row, key, value, 1) == 0 ? "zh" : "en";
        return PB_OK;
    default: {
        int day = pb_weekday_parse(cell->text, cell->n);
        if (day < 0)
            PB_TABLE_ERROR(t, row, 1, NULL, PB_N_("week_start: expected a weekday, found \"%s\""),
                           cell->text);
        else
            team->week_start = day;
        return PB_OK;
    }
    }
}

/* Settings that other rooms look up among the kept ones, by the first name. */
static const struct {
    const char *name, *alias;
} elsewhere[] = {{"calendar_domain", "日历域名"}, {"calendar_organizer", "日历发件人"}, {"calendar_location", "日历地点"}};
enum { N_ELSEWHERE = sizeof elsewhere / sizeof *elsewhere };

/* The name of such a setting, as written or in Chinese; NULL = none of them. */
static const char *name_elsewhere(const char *key)
{
    for (size_t i = 0; i < N_ELSEWHERE; i++)
        if (strcmp(elsewhere[i].name, key) == 0 || strcmp(elsewhere[i].alias, key) == 0)
            return elsewhere[i].name;
    return NULL;
}

static void warn_unknown(pb_table *t, const pb_row *row)
{
    enum { MOST = 5 * N_KEYS + 2 * N_ELSEWHERE };
    const char *names[MOST];
    size_t n = 0;
    for (size_t i = 0; i < N_KEYS; i++)
        n = pb_spellings_add(t->scratch, pb_team_keys[i].name, pb_team_keys[i].aliases, names, n, MOST);
    for (size_t i = 0; i < N_ELSEWHERE; i++)
        n = pb_spellings_add(t->scratch, elsewhere[i].name, elsewhere[i].alias, names, n, MOST);
    const char *near = pb_nearest_name(row->cells[0].text, names, n);
    if (near)
        PB_TABLE_WARN(t, row, 0, NULL, pb_unknown_key.nearest, row->cells[0].text, near);
    else
        PB_TABLE_WARN(t, row, 0, NULL, pb_unknown_key.plain, row->cells[0].text);
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    team_read *r = t->ctx;
    setting *s = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    t->skip = true;
    if (!c[0].given)
        return PB_OK;
    int key = find_key((pb_piece){c[0].text, c[0].n});
    const char *other = key < 0 ? name_elsewhere(c[0].text) : NULL, *name = other ? other : c[0].text;
    if (!pb_table_first(t, row, 0, key < 0 ? name : pb_team_keys[key].name, &st) || st != PB_OK)
        return st;
    if (key >= 0) {
        r->given[key] = c[1].given;
        return c[1].given ? take_setting(t, row, key) : PB_OK;
    }
    if (!other)
        warn_unknown(t, row);
    t->skip = false;
    s->key = other ? other : pb_table_text(t, &c[0]);
    s->value = pb_table_text(t, &c[1]);
    return s->key && s->value ? PB_OK : PB_ERR_NOMEM;
}

static pb_status keep_others(pb_arena *a, const setting *others, size_t n, pb_team *team)
{
    const char **keys = PB_NEW_ARRAY(a, n, const char *);
    const char **values = PB_NEW_ARRAY(a, n, const char *);
    if (!keys || !values)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++) {
        keys[i] = others[i].key;
        values[i] = others[i].value;
    }
    team->n_other = n;
    team->other_keys = keys;
    team->other_values = values;
    return PB_OK;
}

pb_status pb_team_read(pb_arena *a, const char *path, const char *default_language, pb_team *ret,
                       pb_diags *d)
{
    team_read r = {.team = {.name = "", .slot_min = 30, .law = PB_LAW_NONE, .plan_days = 7}};
    r.team.language = default_language && strcmp(default_language, "zh") == 0 ? "zh" : "en";
    pb_table t = {.arena = a, .diags = d, .columns = pb_team_columns, .n_columns = 2,
                  .item_size = sizeof(setting), .fill = fill, .ctx = &r};
    void *others;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &others, &extras);
    if (st != PB_OK && st != PB_ERR_INPUT)
        return st;
    if (st == PB_OK && !r.given[TIMEZONE]) {
        pb_diag_add(d, PB_ERROR, (pb_where){path, 0, NULL},
                    PB_N_("add a row such as timezone,Asia/Shanghai"),
                    PB_N_("the setting \"%s\" is missing"), pb_team_keys[TIMEZONE].name);
        st = PB_ERR_INPUT;
    }
    if (keep_others(a, others, t.n, &r.team) != PB_OK)
        return PB_ERR_NOMEM;
    *ret = r.team;
    return st;
}

static void write_row(pb_text *out, const char *key, const char *value)
{
    pb_csv_field(out, key, false);
    pb_csv_field(out, value, false);
    pb_csv_end(out);
}

static void write_number(pb_text *out, int key, int value)
{
    pb_csv_field(out, pb_team_keys[key].name, false);
    pb_write_int(out, value);
    pb_csv_end(out);
}

void pb_team_write(const pb_team *team, pb_text *out)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    pb_extras none = {0};
    char buf[16];
    pb_table_write_header(pb_team_columns, 2, &none, out);
    write_row(out, "name", team->name);
    write_row(out, "timezone", team->zone ? pb_zone_name(team->zone) : "");
    write_number(out, SLOT_MINUTES, team->slot_min);
    write_row(out, "week_start", days[team->week_start]);
    write_row(out, "law", pb_enum_name(pb_team_keys[LAW].names, (int)team->law, buf, sizeof buf));
    write_row(out, "language", team->language);
    write_number(out, PLAN_DAYS, team->plan_days);
    for (size_t i = 0; i < team->n_other; i++)
        write_row(out, team->other_keys[i], team->other_values[i]);
}
