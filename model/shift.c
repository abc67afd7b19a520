/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/shift.h"

#include "model/table.h"

#include <string.h>

enum {
    SHIFT, KIND, START, END, START_LATEST, START_STEP, DAYS, UNPAID_BREAK, BREAK_EARLIEST,
    BREAK_LATEST, REST_BREAKS, COLOR, N_COLUMNS
};

#define KIND_NAMES                                                                                 \
    "early|早班|早|earlies;day|中班|日班|白班|middle|中;late|晚班|晚|evening;night|夜班|夜|大夜|nights;"  \
    "holiday|节假日值班|值班|假日班|假日值班"

const char pb_shift_kind_names[] = KIND_NAMES;

const pb_column pb_shift_columns[] = {
    [SHIFT] = {"shift", "班次|班次名称|shift_id", PB_CELL_TEXT, true, 1, 100, NULL},
    [KIND] = {"kind", "班次类型|类型|班别|类别|班类", PB_CELL_ENUM, true, 0, 0, KIND_NAMES},
    [START] = {"start", "开始|上班|上班时间|开始时间", PB_CELL_MINUTE, true, 0, 1439, NULL},
    [END] = {"end", "结束|下班|下班时间|结束时间", PB_CELL_MINUTE, true, 0, 1440, NULL},
    [START_LATEST] = {"start_latest", "最晚开始|最晚上班", PB_CELL_MINUTE, false, 0, 1440, NULL},
    [START_STEP] = {"start_step", "开始间隔|间隔分钟", PB_CELL_INT, false, 5, 720, NULL},
    [DAYS] = {"days", "适用日|星期|适用日期", PB_CELL_TEXT, false, 0, 500, NULL},
    [UNPAID_BREAK] = {"unpaid_break_min", "用餐分钟|不计薪休息|用餐时长|无薪休息分钟|休息分钟|午休分钟", PB_CELL_INT, false, 0, 480,
                      NULL},
    [BREAK_EARLIEST] = {"break_earliest", "用餐最早|最早用餐", PB_CELL_MINUTE, false, 0, 1440, NULL},
    [BREAK_LATEST] = {"break_latest", "用餐最晚|最晚用餐", PB_CELL_MINUTE, false, 0, 1440, NULL},
    [REST_BREAKS] = {"rest_breaks", "小休|工间休息", PB_CELL_TEXT, false, 0, 40, NULL},
    [COLOR] = {"color", "颜色|colour", PB_CELL_TEXT, false, 0, 20, NULL},
};
const size_t pb_n_shift_columns = N_COLUMNS;

int32_t pb_shift_find(const pb_shifts *s, const char *id)
{
    for (int32_t i = 0; i < s->n; i++)
        if (strcmp(s->at[i].id, id) == 0)
            return i;
    return -1;
}

bool pb_shift_on(const pb_shift *s, pb_date date, int day_kind)
{
    unsigned kinds = s->days & (PB_DAYS_STATUTORY | PB_DAYS_REST | PB_DAYS_WORK);
    if (!(s->days >> pb_date_weekday(date) & 1))
        return false;
    return !kinds || (kinds >> (7 + day_kind) & 1);
}

int pb_shift_paid_min(const pb_shift *s)
{
    return s->end_min - s->start_min - s->unpaid_break_min;
}

const char *pb_shift_kind_name(pb_shift_kind k)
{
    static const char *const names[] = {"early", "day", "late", "night", "holiday"};
    return names[k];
}

int pb_shift_kind_parse(const char *s)
{
    return pb_enum_find(pb_shift_kind_names, pb_piece_trim(pb_piece_of(s)));
}

bool pb_word_off(const char *s, size_t n)
{
    return pb_piece_among((pb_piece){s, n}, "off|休|休息|轮休|day_off|day off|休班") >= 0;
}

bool pb_word_on(const char *s, size_t n)
{
    return pb_piece_among((pb_piece){s, n}, "on|上班|出勤") >= 0;
}

/* --- cells --- */

static const struct {
    const char *words;
    unsigned bit;
} day_kinds[] = {
    {"statutory_holiday|statutory|法定节假日|法定假日", PB_DAYS_STATUTORY},
    {"rest_day|rest|休息日", PB_DAYS_REST},
    {"workday|工作日", PB_DAYS_WORK},
};

/* "Mon-Fri", "Sat,Sun,statutory_holiday", "workday"; 0 = wrong. */
static unsigned parse_days(const char *plain)
{
    pb_piece rest = pb_piece_of(plain), p;
    unsigned days = 0;
    while (pb_piece_next(&rest, ",; ", &p)) {
        unsigned more = 0;
        for (size_t i = 0; i < sizeof day_kinds / sizeof *day_kinds; i++)
            if (pb_piece_among(p, day_kinds[i].words) >= 0)
                more = day_kinds[i].bit;
        if (!more)
            more = pb_weekdays_parse(p.s, p.n);
        if (!more)
            return 0;
        days |= more;
    }
    return days & PB_DAYS_WEEK || !days ? days : days | PB_DAYS_WEEK;
}

/* "2x15", "15"; "0" and "-" are none. */
static bool parse_rest_breaks(const char *plain, int *ret_n, int *ret_min)
{
    pb_piece p = pb_piece_trim(pb_piece_of(plain));
    if (pb_piece_among(p, "0|-|none|无") >= 0) {
        *ret_n = *ret_min = 0;
        return true;
    }
    size_t cut = 0;
    while (cut < p.n && !strchr("xX*", p.s[cut]))
        cut++;
    int64_t times = 1, minutes;
    if (cut < p.n && !pb_int_parse((pb_piece){p.s, cut}, &times))
        return false;
    pb_piece last = cut < p.n ? (pb_piece){p.s + cut + 1, p.n - cut - 1} : p;
    if (!pb_int_parse(last, &minutes) || times < 1 || times > 8 || minutes < 1 || minutes > 120)
        return false;
    *ret_n = (int)times;
    *ret_min = (int)minutes;
    return true;
}

static bool is_color(const pb_cell *c)
{
    if (c->n != 7 || c->text[0] != '#')
        return false;
    return strspn(c->text + 1, "0123456789abcdefABCDEF") == 6;
}

static pb_status take_texts(pb_table *t, const pb_row *row, pb_shift *s)
{
    const pb_cell *c = row->cells;
    const char *days = pb_plain_copy(t->scratch, c[DAYS].text, c[DAYS].n);
    const char *rests = pb_plain_copy(t->scratch, c[REST_BREAKS].text, c[REST_BREAKS].n);
    if (!days || !rests)
        return PB_ERR_NOMEM;
    s->days = PB_DAYS_WEEK;
    if (c[DAYS].given && !(s->days = parse_days(days))) {
        PB_TABLE_ERROR(t, row, DAYS, NULL,
                       PB_N_("expected weekdays or kinds of day, such as \"Mon-Fri\" or "
                             "\"Sat,Sun,statutory_holiday\", found \"%s\""),
                       c[DAYS].text);
        s->days = PB_DAYS_WEEK;
    }
    if (c[REST_BREAKS].given && !parse_rest_breaks(rests, &s->n_rest_breaks, &s->rest_break_min))
        PB_TABLE_ERROR(t, row, REST_BREAKS, NULL,
                       PB_N_("expected number and minutes such as \"2x15\", found \"%s\""),
                       c[REST_BREAKS].text);
    if (c[COLOR].given && !is_color(&c[COLOR]))
        PB_TABLE_ERROR(t, row, COLOR, NULL, PB_N_("expected a colour such as #4a90d9, found \"%s\""),
                       c[COLOR].text);
    return PB_OK;
}

static void check_name(pb_table *t, const pb_row *row, const pb_shift *s)
{
    int kind = pb_shift_kind_parse(s->id);
    size_t n = strlen(s->id);
    if (pb_word_off(s->id, n) || pb_word_on(s->id, n) || s->id[0] == '!')
        PB_TABLE_ERROR(t, row, SHIFT, PB_N_("choose another name"),
                       PB_N_("a shift cannot be called \"%s\": the word has a meaning in requests"), s->id);
    else if (kind >= 0 && kind != (int)s->kind && row->cells[KIND].given)
        PB_TABLE_ERROR(t, row, SHIFT, PB_N_("choose another name"),
                       PB_N_("the shift \"%s\" is called like another kind of shift"), s->id);
    else if (strpbrk(s->id, ";>:"))
        PB_TABLE_ERROR(t, row, SHIFT, PB_N_("choose another name"),
                       PB_N_("the name \"%s\" contains ; : or >"), s->id);
}

static void take_start_window(pb_table *t, const pb_row *row, int slot_min, pb_shift *s)
{
    const pb_cell *c = row->cells;
    s->start_latest_min = (int)pb_cell_int(&c[START_LATEST], s->start_min);
    s->start_step_min = (int)pb_cell_int(&c[START_STEP], slot_min);
    if (s->start_latest_min < s->start_min) {
        PB_TABLE_ERROR(t, row, START_LATEST, NULL, PB_N_("start_latest %s is before start %s"),
                       c[START_LATEST].text, c[START].text);
        s->start_latest_min = s->start_min;
    }
    if (s->start_min % slot_min != 0 || s->start_step_min % slot_min != 0)
        PB_TABLE_WARN(t, row, START, NULL,
                      PB_N_("shift \"%s\" does not start on a slot of %d minutes"), s->id, slot_min);
}

static int minutes_after(int start, int clock)
{
    return (clock - start + PB_MIN_PER_DAY) % PB_MIN_PER_DAY;
}

static void default_break_window(pb_shift *s)
{
    int length = s->end_min - s->start_min;
    s->break_earliest_min = length / 4 / 5 * 5;
    s->break_latest_min = length - s->break_earliest_min;
    if (s->break_latest_min - s->break_earliest_min < s->unpaid_break_min) {
        s->break_earliest_min = 0;
        s->break_latest_min = length;
    }
}

static void take_break(pb_table *t, const pb_row *row, pb_shift *s)
{
    const pb_cell *c = row->cells;
    int length = s->end_min - s->start_min, rests = s->n_rest_breaks * s->rest_break_min;
    s->unpaid_break_min = (int)pb_cell_int(&c[UNPAID_BREAK], 0);
    default_break_window(s);
    if (s->unpaid_break_min + rests >= length) {
        PB_TABLE_ERROR(t, row, c[UNPAID_BREAK].given ? UNPAID_BREAK : REST_BREAKS, NULL,
                       PB_N_("the breaks of shift \"%s\" are as long as the shift"), s->id);
        return;
    }
    int earliest = c[BREAK_EARLIEST].given ? minutes_after(s->start_min, (int)c[BREAK_EARLIEST].integer)
                                           : s->break_earliest_min;
    int latest = c[BREAK_LATEST].given ? minutes_after(s->start_min, (int)c[BREAK_LATEST].integer)
                                       : s->break_latest_min;
    if (latest == 0)
        latest = PB_MIN_PER_DAY;
    if (earliest >= length)
        PB_TABLE_ERROR(t, row, BREAK_EARLIEST, PB_N_("give times of day between start and end"),
                       PB_N_("the break window starts outside the shift: \"%s\""), c[BREAK_EARLIEST].text);
    else if (latest > length)
        PB_TABLE_ERROR(t, row, BREAK_LATEST, PB_N_("give times of day between start and end"),
                       PB_N_("the break window ends outside the shift: \"%s\""), c[BREAK_LATEST].text);
    else if (latest - earliest < s->unpaid_break_min)
        PB_TABLE_ERROR(t, row, c[BREAK_LATEST].given ? BREAK_LATEST : BREAK_EARLIEST, NULL,
                       PB_N_("a break of %d minutes does not fit into its window"), s->unpaid_break_min);
    else {
        s->break_earliest_min = earliest;
        s->break_latest_min = latest;
    }
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    const pb_team *team = t->ctx;
    pb_shift *s = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    if (!c[SHIFT].given) {
        t->skip = true;
        return PB_OK;
    }
    s->id = pb_table_text(t, &c[SHIFT]);
    s->color = pb_table_text(t, &c[COLOR]);
    if (!s->id || !s->color)
        return PB_ERR_NOMEM;
    if (!pb_table_first(t, row, SHIFT, s->id, &st) || st != PB_OK) {
        t->skip = true;
        return st;
    }
    s->kind = (pb_shift_kind)pb_cell_int(&c[KIND], PB_DAY);
    s->start_min = (int)pb_cell_int(&c[START], 0);
    s->end_min = (int)pb_cell_int(&c[END], s->start_min + 480);
    check_name(t, row, s);
    if ((st = take_texts(t, row, s)) != PB_OK)
        return st;
    if (s->end_min == s->start_min) {
        PB_TABLE_ERROR(t, row, END, NULL, PB_N_("shift \"%s\" ends when it starts"), s->id);
        s->end_min = s->start_min + 480;
    } else if (s->end_min < s->start_min) {
        s->end_min += PB_MIN_PER_DAY;
    }
    take_start_window(t, row, team && team->slot_min > 0 ? team->slot_min : 30, s);
    if (row->bad)
        default_break_window(s);
    else
        take_break(t, row, s);
    return PB_OK;
}

pb_status pb_shifts_read(pb_arena *a, const char *path, const pb_team *team, pb_shifts *ret,
                         pb_diags *d)
{
    pb_team copy = {.slot_min = team ? team->slot_min : 30};
    pb_table t = {.arena = a, .diags = d, .columns = pb_shift_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_shift), .fill = fill, .ctx = &copy};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK || st == PB_ERR_INPUT)
        *ret = (pb_shifts){(int32_t)t.n, items, extras};
    return st;
}

/* --- writing --- */

static void write_days(unsigned days, pb_text *out)
{
    pb_text cell;
    pb_text_init(&cell, out->al);
    if (days != PB_DAYS_WEEK) {
        const char *comma = "";
        if ((days & PB_DAYS_WEEK) != PB_DAYS_WEEK) {
            pb_weekdays_format(days & PB_DAYS_WEEK, &cell);
            comma = ",";
        }
        static const char *const kinds[] = {"statutory_holiday", "rest_day", "workday"};
        for (int k = 0; k < 3; k++) {
            if (!(days >> (7 + k) & 1))
                continue;
            pb_text_puts(&cell, comma);
            pb_text_puts(&cell, kinds[k]);
            comma = ",";
        }
    }
    pb_write_text(out, &cell);
    pb_text_done(&cell);
}

static void write_clock(pb_text *out, int start, int after)
{
    int clock = (start + after) % PB_MIN_PER_DAY;
    pb_write_minute(out, clock);
}

static void write_shift(const pb_shift *s, pb_text *out)
{
    pb_text rests;
    pb_text_init(&rests, out->al);
    if (s->n_rest_breaks > 0)
        pb_text_printf(&rests, "%dx%d", s->n_rest_breaks, s->rest_break_min);
    pb_csv_field(out, s->id, false);
    pb_csv_field(out, pb_shift_kind_name(s->kind), false);
    pb_write_minute(out, s->start_min);
    pb_write_minute(out, s->end_min > PB_MIN_PER_DAY ? s->end_min - PB_MIN_PER_DAY : s->end_min);
    if (s->start_latest_min > s->start_min)
        pb_write_minute(out, s->start_latest_min);
    else
        pb_csv_field(out, "", false);
    pb_write_int(out, s->start_step_min);
    write_days(s->days, out);
    pb_write_int(out, s->unpaid_break_min);
    write_clock(out, s->start_min, s->break_earliest_min);
    write_clock(out, s->start_min, s->break_latest_min);
    pb_write_text(out, &rests);
    pb_csv_field(out, s->color, false);
    pb_text_done(&rests);
}

void pb_shifts_write(const pb_shifts *s, pb_text *out)
{
    pb_table_write_header(pb_shift_columns, N_COLUMNS, &s->extras, out);
    for (int32_t i = 0; i < s->n; i++) {
        write_shift(&s->at[i], out);
        pb_table_write_end(&s->extras, (size_t)i, out);
    }
}
