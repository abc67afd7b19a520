/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history*.csv: rows to cells. The cells are laid on the grid by history_lay.c. */
#include "model/history_read.h"

#include "model/workspace.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_SERIES = 4096 };

const pb_column pb_history_columns[] = {
    [START] = {"start", "timestamp|time|datetime|interval|interval_start|start_time|slot|开始|开始时间|时间|时段|日期时间",
               PB_CELL_TEXT, false, 0, 0, NULL},
    [ARRIVED] = {"arrived", "arrived_at|arrival|arrival_time|call_time|created_at|created|created_time|creation_time|received|received_at|"
                 "opened|opened_at|call_start|call_start_time|initiation_timestamp|进线时间|来电时间|到达时间|创建时间|呼入时间|接入时间|提交时间|会话开始时间",
                 PB_CELL_TEXT, false, 0, 0, NULL},
    [DATE] = {"date", "day|日期", PB_CELL_DATE, false, 0, 0, NULL},
    [QUEUE] = {"queue", "skill|skill_group|queue_name|channel_name|队列|技能组|技能|队列名称", PB_CELL_TEXT, false, 0,
               200, NULL},
    [CONTACTS] = {"contacts", "volume|calls|offered|count|contacts_offered|calls_offered|n|进线量|话务量|来电量|咨询量|会话量|接入量",
                  PB_CELL_REAL, false, 0, 1e9, NULL},
    [AHT_S] = {"aht_s", "aht|avg_handle_time|平均处理时长|平均处理秒数", PB_CELL_REAL, false, 0, 1e6, NULL},
    [HANDLED] = {"handled", "answered|calls_handled|接通量|处理量|应答量", PB_CELL_REAL, false, 0, 1e9, NULL},
    [HANDLE_S] = {"handle_s", "handle_time|handling_time|duration|duration_s|处理时长|通话时长|会话时长|服务时长", PB_CELL_REAL, false, 0,
                  1e7, NULL},
    [ABANDONED] = {"abandoned", "abandons|calls_abandoned|放弃量|放弃|是否放弃", PB_CELL_TEXT, false, 0, 0, NULL},
};
const size_t pb_n_history_columns = N_COLUMNS;

/* No column contacts, but one that only slot rows have: its name is misspelt, and a row is no single contact. */
static bool contacts_missing(const pb_history_reader *r)
{
    const bool *present = r->present;
    return !present[CONTACTS] && !present[ARRIVED] && !present[HANDLE_S] && (present[AHT_S] || present[HANDLED]);
}

static pb_status on_header(void *ctx, const bool *present, const char *const *texts)
{
    pb_history_reader *r = ctx;
    pb_where where = {r->t.ctx, 1, NULL};
    for (int i = 0; i < N_COLUMNS; i++) {
        r->present[i] = present[i];
        r->spelling[i] = pb_history_columns[i].name;
        if (present[i] && !(r->spelling[i] = pb_arena_strdup(r->a, texts[i])))
            return PB_ERR_NOMEM;
    }
    r->file->log = !present[CONTACTS];
    r->no_time = !present[START] && !present[ARRIVED];
    if (r->no_time)
        return PB_OK; /* the first row knows the file's other columns */
    if (contacts_missing(r)) {
        pb_diag_add(r->d, PB_ERROR, (pb_where){r->t.ctx, 1, pb_history_columns[CONTACTS].name},
                    PB_N_("a log of one row a contact has arrived and handle_s in place of start and aht_s"),
                    PB_N_("this column is missing; it may also be called %s"), pb_history_columns[CONTACTS].aliases);
        return PB_ERR_INPUT;
    }
    if (!present[QUEUE] && r->queues && r->queues->n > 1) {
        pb_diag_add(r->d, PB_ERROR, where, PB_N_("add a column queue"),
                    PB_N_("the history does not say which of the %d queues its contacts belong to"), r->queues->n);
        return PB_ERR_INPUT;
    }
    return PB_OK;
}

static pb_status series_of(pb_history_reader *r, const pb_row *row, int32_t *ret)
{
    const pb_cell *c = &row->cells[QUEUE];
    const char *name = r->queues && r->queues->n == 1 ? r->queues->at[0].id : "all";
    if (r->present[QUEUE] && !c->given) {
        PB_TABLE_ERROR(&r->t, row, QUEUE, NULL, PB_N_("the queue is missing"));
        *ret = -1;
        return PB_OK;
    }
    if (r->present[QUEUE])
        name = c->text;
    int32_t known = pb_intern_count(r->names), id = pb_intern_put(r->names, name);
    if (id < 0)
        return PB_ERR_NOMEM;
    if (id == known && r->queues && r->queues->n > 0)
        PB_TABLE_WARN(&r->t, row, QUEUE, PB_N_("add it there, or nothing is planned for it"),
                      PB_N_("the queue \"%s\" is not in queues.csv"), name);
    if (id >= MAX_SERIES) {
        PB_TABLE_ERROR(&r->t, row, QUEUE, NULL, PB_N_("more than %d queues"), MAX_SERIES);
        return PB_ERR_INPUT;
    }
    *ret = id;
    return PB_OK;
}

/* How much of "09:00-09:30" or "09:00 – 09:30" is the first time; that of "2:00 PM" is all, which no reader of
 * times takes for 02:00. */
static size_t first_time(const char *s)
{
    size_t n = strcspn(s, "-~ "), gap = strspn(s + n, " ");
    if (s[n + gap] && strchr("AaPp", s[n + gap]) && strspn(s + n + gap + 1, ".Mm") > 0)
        n += gap + 2;
    return n;
}

/* The row's moment as one text: the cell, or date and the first time of day of "09:00-09:30". */
static const pb_cell *time_text(const pb_history_reader *r, const pb_row *row, char buf[TIME_TEXT])
{
    const pb_cell *c = &row->cells[r->present[START] ? START : ARRIVED];
    if (r->present[DATE] && row->cells[DATE].given) {
        char day[11];
        size_t n = first_time(c->text);
        (void)snprintf(buf, TIME_TEXT, "%s %.*s", pb_date_format(row->cells[DATE].date, day),
                       (int)(n > 20 ? 20 : n), c->text);
    } else {
        (void)snprintf(buf, TIME_TEXT, "%.47s", c->text);
    }
    return c;
}

/* Was the date told to be wrong already? */
static bool bad_date(const pb_history_reader *r, const pb_row *row)
{
    const pb_cell *c = &row->cells[DATE];
    return r->present[DATE] && !c->given && c->n > 0;
}

/* A day alone is its midnight: pb_history_step tells files of daily rows by it. */
static bool parse_moment(pb_history_reader *r, const char *text)
{
    pb_date day;
    uint32_t n = (uint32_t)strlen(text);
    if (pb_zone_parse(r->team->zone, text, n, &r->last_s, &r->last_kind))
        return true;
    if (!pb_date_parse(text, n, &day))
        return false;
    r->last_kind = pb_zone_utc(r->team->zone, day, 0, &r->last_s, NULL);
    return true;
}

static bool parse_time(pb_history_reader *r, const pb_row *row)
{
    char buf[TIME_TEXT];
    const pb_cell *c = time_text(r, row, buf);
    if (r->last_time[0] && strcmp(buf, r->last_time) == 0)
        return true;
    r->last_time[0] = '\0';
    if (!c->given || bad_date(r, row) || !parse_moment(r, buf))
        return false;
    pb_zone_local(r->team->zone, r->last_s, &r->last_date, &r->last_second);
    memcpy(r->last_time, buf, sizeof buf);
    return true;
}

/* A row below the others with their sum: the word for it stands where the time should, or beside an empty time. */
static bool is_total(pb_history_reader *r, const pb_row *row)
{
    const char *word = NULL;
    for (int i = 0; i < N_COLUMNS && !word; i++)
        word = pb_once_kind_of(row->cells[i].text, row->cells[i].n) == PB_ONCE_TOTAL ? row->cells[i].text : NULL;
    for (size_t i = 0; i < row->n_extra && !word; i++)
        word = pb_once_kind_of(row->extra_texts[i], strlen(row->extra_texts[i])) == PB_ONCE_TOTAL ? row->extra_texts[i] : NULL;
    if (!word)
        return false;
    pb_once_note(&r->t.once, PB_ONCE_TOTAL, row->line, NULL, word, strlen(word));
    r->t.n_errors++;
    return true;
}

static void wrong_time(pb_history_reader *r, const pb_row *row)
{
    int column = r->present[START] ? START : ARRIVED;
    if (!pb_table_once(&r->t, row, column) && !bad_date(r, row))
        PB_TABLE_ERROR(&r->t, row, column, NULL, PB_N_("expected a time such as 2026-11-30T10:00, found \"%s\""),
                       row->cells[column].text);
}

static void note_row(pb_history_reader *r, const pb_row *row)
{
    pb_history_file *f = r->file;
    int minute = r->last_second / 60 % 60;
    f->n_rows++;
    if (f->minute_n[minute]++ == 0)
        f->minute_line[minute] = row->line;
    if (r->last_second == 0)
        f->n_midnight++;
    if (f->n_rows == 1 || r->last_date < f->first) {
        f->first = r->last_date;
        f->first_line = row->line;
    }
    if (f->n_rows == 1 || r->last_date > f->last) {
        f->last = r->last_date;
        f->last_line = row->line;
    }
}

/* --- slot rows --- */

static void add_slot(pb_history_reader *r, const pb_row *row, pb_history_cell *cell)
{
    const pb_cell *c = row->cells;
    double gone = 0, handled = pb_cell_real(&c[HANDLED], c[CONTACTS].real);
    cell->contacts += c[CONTACTS].real;
    if (c[ABANDONED].given && pb_real_parse((pb_piece){c[ABANDONED].text, c[ABANDONED].n}, &gone) && gone >= 0) {
        cell->has_abandoned = true;
        cell->abandoned += gone;
    } else if (c[ABANDONED].given) {
        PB_TABLE_ERROR(&r->t, row, ABANDONED, NULL, PB_N_("expected a number, found \"%s\""), c[ABANDONED].text);
    }
    if (c[AHT_S].given && handled > 0) {
        cell->has_aht = true;
        cell->has_handled |= c[HANDLED].given;
        cell->handle_s += c[AHT_S].real * handled;
        cell->handled += handled;
    }
}

static void count_doubled(pb_history_reader *r, const pb_row *row)
{
    if (r->file->n_doubled++ == 0)
        r->file->doubled_line = row->line;
}

static pb_status take_slot(pb_history_reader *r, const pb_row *row, int32_t series)
{
    const pb_cell *c = row->cells;
    int64_t start = r->last_s - r->last_second % 60;
    if (!c[CONTACTS].given)
        return PB_OK; /* an empty cell says nothing of the slot */
    if (r->last_kind == PB_LOCAL_SKIPPED && c[CONTACTS].real == 0)
        return PB_OK;
    pb_history_cell *cell = pb_history_cell_of(&r->cells, series, start);
    if (cell && cell->used && cell->file == r->file_index && r->last_kind == PB_LOCAL_DOUBLED)
        cell = pb_history_cell_of(&r->cells, series, start + pb_history_doubled_step(r));
    if (!cell)
        return PB_ERR_NOMEM;
    bool add = cell->file == r->file_index && (row->n_extra > 0 || r->last_kind == PB_LOCAL_SKIPPED);
    if (cell->used && !add) {
        count_doubled(r, row);
        *cell = (pb_history_cell){.start_s = cell->start_s, .series = series};
    }
    cell->used = true;
    cell->file = r->file_index;
    r->file->n_zero += c[CONTACTS].real == 0;
    add_slot(r, row, cell);
    return PB_OK;
}

/* Which of the columns that the file has may hold the time? */
static pb_status time_missing(pb_history_reader *r, const pb_row *row)
{
    char list[200] = "";
    size_t n = 0;
    for (size_t i = 0; row && i < row->n_extra; i++) {
        size_t k = strlen(row->extra_names[i]);
        if (k == 0 || n + k + 8 > sizeof list)
            continue;
        n += (size_t)snprintf(list + n, sizeof list - n, "%s\"%s\"", n ? pb_tr(pb_diags_lang(r->d), ", ") : "", row->extra_names[i]);
    }
    r->no_time = false;
    pb_where where = {r->t.ctx, 1, NULL};
    if (n > 0)
        pb_diag_add(r->d, PB_ERROR, where, PB_N_("call it start where a row is a slot (beside contacts), arrived where a row is a contact"),
                    PB_N_("the history has no column with the time; which of these is it: %s?"), list);
    else
        pb_diag_add(r->d, PB_ERROR, where, PB_N_("slot rows need start and contacts, a contact log arrived"),
                    PB_N_("the history has no column with the time"));
    return PB_ERR_INPUT;
}

static pb_status on_row(void *ctx, const pb_row *row)
{
    pb_history_reader *r = ctx;
    int32_t series = -1;
    if (r->no_time)
        return time_missing(r, row);
    bool timed = parse_time(r, row);
    if (!timed && is_total(r, row))
        return PB_OK;
    pb_status st = series_of(r, row, &series);
    if (!timed)
        wrong_time(r, row);
    if (st != PB_OK || !timed || series < 0)
        return st;
    note_row(r, row);
    return r->file->log ? pb_history_take_contact(r, row, series) : take_slot(r, row, series);
}

/* --- files --- */

/* Single contacts come at any minute: a long "log" of none but whole slots has a misspelt column contacts. */
static void warn_of_slots_read_as_log(const pb_history_reader *r)
{
    enum { MARK = 5, ENOUGH = 20 };
    int64_t on_marks = 0;
    for (int minute = 0; minute < 60; minute += MARK)
        on_marks += r->file->minute_n[minute];
    if (r->file->log && !r->present[ARRIVED] && on_marks == r->file->n_rows && on_marks >= ENOUGH)
        pb_diag_add(r->d, PB_WARNING, (pb_where){r->t.ctx, 1, pb_history_columns[CONTACTS].name},
                    PB_N_("is the name of the column misspelt? It may also be called volume, calls or offered"),
                    PB_N_("the file has no such column, so each of its %lld rows counts as one contact"),
                    (long long)r->file->n_rows);
}

static pb_status read_one(pb_history_reader *r, const char *path)
{
    pb_csv_schema schema = {pb_history_columns, N_COLUMNS, true};
    r->last_time[0] = '\0';
    r->latest_s = r->doubled_max_s = INT64_MIN;
    r->second_pass = false;
    r->t = (pb_table){.arena = r->a, .diags = r->d, .columns = pb_history_columns, .n_columns = N_COLUMNS,
                      .present = r->present, .spelling = r->spelling, .ctx = pb_arena_strdup(r->a, path)};
    if (!r->t.ctx)
        return PB_ERR_NOMEM;
    for (int i = 0; i < N_COLUMNS; i++)
        r->spelling[i] = pb_history_columns[i].name;
    pb_status st = pb_csv_read_file(path, &schema, on_header, on_row, r, r->d, pb_arena_allocator(r->a));
    pb_once_tell(&r->t.once, path, r->d);
    if (st == PB_OK && r->no_time) /* and no rows */
        st = time_missing(r, NULL);
    if (st == PB_OK && r->t.n_errors > 0)
        st = PB_ERR_INPUT;
    if (st != PB_OK || r->file->n_rows == 0)
        return st;
    warn_of_slots_read_as_log(r);
    r->file->step_min = r->file->log ? r->team->slot_min : pb_history_step(r->file, path, r->d);
    if (r->file->n_doubled > 0)
        pb_diag_add(r->d, PB_WARNING, (pb_where){path, r->file->doubled_line, NULL},
                    PB_N_("rows of a finer division are added when their column (site, group …) is in the file"),
                    PB_N_("%lld rows tell of a slot that an earlier row told of; the later one counts"),
                    (long long)r->file->n_doubled);
    return r->file->step_min ? PB_OK : PB_ERR_INPUT;
}

static pb_status check_span(const pb_history_file *files, const char *const *paths, size_t n, pb_diags *d)
{
    size_t first = 0, last = 0, rows = 0;
    for (size_t i = 0; i < n; i++) {
        rows += files[i].n_rows > 0;
        if (files[i].n_rows > 0 && (files[first].n_rows == 0 || files[i].first < files[first].first))
            first = i;
        if (files[i].n_rows > 0 && (files[last].n_rows == 0 || files[i].last > files[last].last))
            last = i;
    }
    if (rows == 0) {
        pb_diag_add(d, PB_ERROR, (pb_where){paths[0], 0, NULL}, NULL, PB_N_("the table has no rows"));
        return PB_ERR_INPUT;
    }
    if (files[last].last - files[first].first > 20 * 366) {
        char day[11];
        pb_diag_add(d, PB_ERROR, (pb_where){paths[first], files[first].first_line, NULL},
                    PB_N_("is a year mistyped?"), PB_N_("the history runs over more than 20 years, from %s"),
                    pb_date_format(files[first].first, day));
        pb_diag_add(d, PB_ERROR, (pb_where){paths[last], files[last].last_line, NULL},
                    PB_N_("is a year mistyped?"), PB_N_("the history runs over more than 20 years, to %s"),
                    pb_date_format(files[last].last, day));
        return PB_ERR_INPUT;
    }
    return PB_OK;
}

/* The ids of queues.csv come first. */
static pb_status know_queues(pb_history_reader *r)
{
    for (int32_t q = 0; r->queues && q < r->queues->n; q++)
        if (pb_intern_put(r->names, r->queues->at[q].id) < 0)
            return PB_ERR_NOMEM;
    return PB_OK;
}

static const char **copy_names(const pb_history_reader *r, int32_t n)
{
    const char **names = PB_NEW_ARRAY(r->a, (size_t)n, const char *);
    for (int32_t i = 0; names && i < n; i++)
        if (!(names[i] = pb_arena_strdup(r->a, pb_intern_name(r->names, i))))
            return NULL;
    return names;
}

static pb_status read_all(pb_history_reader *r, const char *const *paths, size_t n_paths,
                          pb_history_file *files, pb_history *ret)
{
    bool wrong = false;
    pb_status st = know_queues(r);
    for (size_t i = 0; st == PB_OK && i < n_paths; i++) {
        r->file = &files[i];
        r->file_index = (int32_t)i;
        st = read_one(r, paths[i]);
        if (st != PB_OK && st != PB_ERR_INPUT && st != PB_ERR_IO)
            return st;
        wrong |= st != PB_OK;
        st = PB_OK; /* the other files are read for their own errors */
    }
    if (st != PB_OK || wrong)
        return wrong ? PB_ERR_INPUT : st;
    int32_t n = pb_intern_count(r->names);
    const char **names = copy_names(r, n);
    st = names ? check_span(files, paths, n_paths, r->d) : PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_history_halve_doubled_days(r, pb_in_file(n_paths == 1 ? paths[0] : NULL));
    return st == PB_OK ? pb_history_lay(r->a, r->team, &r->cells, files, n_paths, n, names, ret, r->d) : st;
}

pb_status pb_history_read(pb_arena *a, const char *const *paths, size_t n_paths,
                          const pb_team *team, const pb_queues *queues, pb_history *ret, pb_diags *d)
{
    const pb_allocator *al = pb_arena_allocator(a);
    bool present[N_COLUMNS];
    const char *spelling[N_COLUMNS];
    pb_history h = {0};
    pb_arena *scratch = pb_arena_new(al);
    pb_history_file *files = pb_alloc(al, n_paths + 1, sizeof *files);
    pb_history_reader r = {.a = a, .team = team, .queues = queues, .d = d, .present = present,
                      .spelling = spelling, .cells = {.al = al},
                      .names = scratch ? pb_intern_new(scratch) : NULL};
    pb_status st = PB_ERR_NOMEM;
    if (r.names && files)
        st = n_paths > 0 ? read_all(&r, paths, n_paths, files, &h) : PB_ERR_DOMAIN;
    for (size_t i = 0; st == PB_OK && i < n_paths; i++) {
        h.n_rows += files[i].n_rows;
        h.n_doubled_rows += files[i].n_doubled;
    }
    if (st == PB_OK)
        *ret = h;
    pb_free(al, r.cells.at);
    pb_free(al, files);
    pb_arena_free(scratch);
    return st;
}
