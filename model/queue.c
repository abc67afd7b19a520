/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/queue.h"

#include "model/table.h"

#include <math.h>
#include <string.h>

enum {
    QUEUE, CHANNEL, SERVICE_LEVEL, WITHIN_S, ANSWER_RATE, ASA_S, MAX_OCCUPANCY, PATIENCE_S,
    CONCURRENCY, AHT_S, DEADLINE_H, MIN_AGENTS, OPENS, CLOSES, SHRINKAGE, UNPLANNED, PRIORITY,
    FIRST_REPLY_S, CHAT_TIMES, REPLIES, REPLY_S, BACKLOG, N_COLUMNS
};

const pb_column pb_queue_columns[] = {
    [QUEUE] = {"queue", "队列|技能组|队列名称|queue_id|skill", PB_CELL_TEXT, true, 1, 200, NULL},
    [CHANNEL] = {"channel", "渠道|类型|媒体", PB_CELL_ENUM, true, 0, 0,
                 "voice|phone|call|语音|电话|热线;chat|在线|在线客服|聊天|im;"
                 "deferred|email|ticket|工单|邮件|离线"},
    [SERVICE_LEVEL] = {"service_level", "服务水平|sl", PB_CELL_SHARE, false, 1e-6, 1, NULL},
    [WITHIN_S] = {"within_s", "应答秒数|目标秒数|within|秒内|时限秒|应答时限|秒数", PB_CELL_REAL, false, 0, 86400, NULL},
    [ANSWER_RATE] = {"answer_rate", "接通率|应答率", PB_CELL_SHARE, false, 1e-6, 1, NULL},
    [ASA_S] = {"asa_s", "平均应答速度|平均应答秒数|asa", PB_CELL_REAL, false, 1e-6, 86400, NULL},
    [MAX_OCCUPANCY] = {"max_occupancy", "占用率上限|最大占用率|通话利用率上限", PB_CELL_SHARE, false,
                       1e-6, 1, NULL},
    [PATIENCE_S] = {"patience_s", "耐心时长|耐心秒数|耐心秒|patience", PB_CELL_REAL, false, 1e-6, 1e7, NULL},
    [CONCURRENCY] = {"concurrency", "同时接待量|并发数", PB_CELL_REAL, false, 1, 20, NULL},
    [AHT_S] = {"aht_s", "平均处理时长|处理时长|aht", PB_CELL_REAL, false, 1e-6, 86400, NULL},
    [DEADLINE_H] = {"deadline_h", "处理时限|完成时限|时限小时|deadline", PB_CELL_REAL, false, 0.01,
                    8784, NULL},
    [MIN_AGENTS] = {"min_agents", "最少坐席|最少人数|保底人数", PB_CELL_REAL, false, 0, 10000, NULL},
    [OPENS] = {"opens", "开始营业|开始服务|开放时间|营业开始", PB_CELL_TEXT, false, 0, 2000, NULL},
    [CLOSES] = {"closes", "结束营业|结束服务|关闭时间|营业结束", PB_CELL_TEXT, false, 0, 2000, NULL},
    [SHRINKAGE] = {"shrinkage", "损耗率|缩水率|计划内损耗率|shrinkage_planned", PB_CELL_TEXT, false, 0,
                   2000, NULL},
    [UNPLANNED] = {"shrinkage_unplanned", "计划外损耗率|临时损耗率|缺勤率", PB_CELL_TEXT, false, 0, 2000, NULL},
    [PRIORITY] = {"priority", "优先级", PB_CELL_INT, false, 0, 9, NULL},
    [FIRST_REPLY_S] = {"first_reply_s", "首响|首次响应时长|首响秒数", PB_CELL_REAL, false, 1e-6, 86400, NULL},
    [CHAT_TIMES] = {"chat_times", "分档处理时长", PB_CELL_TEXT, false, 0, 2000, NULL},
    [REPLIES] = {"replies", "回复次数|每会话回复数", PB_CELL_REAL, false, 1, 1000, NULL},
    [REPLY_S] = {"reply_s", "单次回复用时|回复秒数", PB_CELL_REAL, false, 1e-6, 86400, NULL},
    [BACKLOG] = {"backlog", "积压|积压量", PB_CELL_REAL, false, 0, 1e9, NULL},
};
const size_t pb_n_queue_columns = N_COLUMNS;

int32_t pb_queue_find(const pb_queues *q, const char *id)
{
    for (int32_t i = 0; i < q->n; i++)
        if (strcmp(q->at[i].id, id) == 0)
            return i;
    return -1;
}

/* Where a comma or a Chinese mark divides a piece that is no queue as it stands; *ret_n is the mark's length, 0 = none. */
static size_t other_mark(pb_piece p, size_t *ret_n)
{
    static const char *const marks[] = {"、", "；", "，", ","};
    for (size_t i = 0; i < p.n; i++)
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
            *ret_n = strlen(marks[m]);
            if (i + *ret_n <= p.n && memcmp(p.s + i, marks[m], *ret_n) == 0)
                return i;
        }
    *ret_n = 0;
    return p.n;
}

/* Adds what one name means: a queue, every one, no one. */
static bool add_named(const pb_queues *q, pb_piece p, pb_skillset *set)
{
    if (p.n == 0 || pb_piece_among(p, "-|none|无") >= 0)
        return true;
    if (pb_piece_among(p, "*|all|全部|所有") >= 0) {
        *set |= q->n >= 64 ? ~(pb_skillset)0 : ((pb_skillset)1 << q->n) - 1;
        return true;
    }
    for (int32_t i = 0; i < q->n; i++)
        if (strlen(q->at[i].id) == p.n && memcmp(q->at[i].id, p.s, p.n) == 0) {
            *set |= (pb_skillset)1 << i;
            return true;
        }
    return false;
}

pb_status pb_skillset_parse(const pb_queues *q, const char *s, size_t n, bool plus,
                            pb_skillset *ret, pb_fault *fault)
{
    pb_piece rest = {s, n}, p;
    pb_skillset set = 0;
    while (pb_piece_next(&rest, plus ? ";+" : ";", &p))
        while (!add_named(q, p, &set)) {
            size_t n_mark, cut = other_mark(p, &n_mark);
            pb_piece head = pb_piece_trim((pb_piece){p.s, cut});
            if (n_mark == 0 || !add_named(q, head, &set))
                return pb_fault_set(fault, pb_unknown_queue.plain, head.s, head.n);
            p = pb_piece_trim((pb_piece){p.s + cut + n_mark, p.n - cut - n_mark});
        }
    *ret = set;
    return PB_OK;
}

static pb_status take_weekly(pb_table *t, const pb_row *row, int column, pb_weekly *ret)
{
    const pb_cell *c = &row->cells[column];
    pb_fault fault;
    if (!c->given)
        return PB_OK;
    pb_status st = pb_weekly_parse(t->arena, c->text, c->n, PB_WEEKLY_SHARE, 0, 0.95, ret, &fault);
    if (st != PB_ERR_INPUT)
        return st;
    PB_TABLE_ERROR(t, row, column, PB_N_("shares run from 0 to 0.95, by weekday and hour if you like"),
                   fault.msgid, fault.found, fault.more);
    return PB_OK;
}

static pb_status take_hours(pb_table *t, const pb_row *row, pb_hours *ret)
{
    pb_fault fault;
    bool in_closes;
    pb_status st = pb_hours_parse(t->scratch, row->cells[OPENS].text, row->cells[CLOSES].text, ret,
                                  &fault, &in_closes);
    if (st != PB_ERR_INPUT)
        return st;
    PB_TABLE_ERROR(t, row, in_closes ? CLOSES : OPENS, NULL, fault.msgid, fault.found, fault.more);
    return PB_OK;
}

/* "300;340;420": handle times with one, two, three chats open. */
static pb_status take_times(pb_table *t, const pb_row *row, pb_queue *q)
{
    const pb_cell *c = &row->cells[CHAT_TIMES];
    pb_piece rest = {c->text, c->n}, p;
    double *times = PB_NEW_ARRAY(t->arena, PB_MAX_CHATS, double), before = 0;
    if (!times)
        return PB_ERR_NOMEM;
    while (c->given && pb_piece_next(&rest, ";", &p)) {
        double v;
        if (q->n_chat_times == PB_MAX_CHATS || !pb_real_parse(p, &v) || !(v > 0 && v <= 86400) ||
            (q->n_chat_times + 1) / v < before) {
            PB_TABLE_ERROR(t, row, CHAT_TIMES,
                           PB_N_("write the seconds with 1, 2, 3 … chats open; more chats must not mean "
                                 "less done"),
                           PB_N_("expected handle times such as 300;340;420, found \"%s\""), c->text);
            q->n_chat_times = 0;
            return PB_OK;
        }
        before = (q->n_chat_times + 1) / v;
        times[q->n_chat_times++] = v;
    }
    q->chat_times_s = times;
    return PB_OK;
}

/* Replies and their work: both or none, and no more work than the lone chat lasts. */
static void check_replies(pb_table *t, const pb_row *row, const pb_queue *q)
{
    double lone_s = q->n_chat_times > 0 ? q->chat_times_s[0] : q->aht_s;
    if (row->cells[REPLIES].given != row->cells[REPLY_S].given)
        PB_TABLE_ERROR(t, row, REPLIES, PB_N_("give both columns or none"),
                       PB_N_("queue \"%s\" has only one of replies and reply_s"), q->id);
    else if (q->replies * q->reply_s > lone_s * (1 + 1e-9))
        PB_TABLE_ERROR(t, row, REPLY_S, PB_N_("reply_s is the agent's own work for one reply, without the customer's time"),
                       PB_N_("queue \"%s\": replies × reply_s is more than a chat lasts"), q->id);
}

static void check_queue(pb_table *t, const pb_row *row, const pb_queue *q)
{
    const pb_cell *c = row->cells;
    if (row->bad)
        return;
    if (c[SERVICE_LEVEL].given && !c[WITHIN_S].given)
        PB_TABLE_ERROR(t, row, SERVICE_LEVEL, PB_N_("write the seconds in the column within_s"),
                       PB_N_("queue \"%s\" has a service_level but no within_s"), q->id);
    if (c[WITHIN_S].given && !c[SERVICE_LEVEL].given)
        PB_TABLE_ERROR(t, row, WITHIN_S, PB_N_("write the share in the column service_level"),
                       PB_N_("queue \"%s\" has within_s but no service_level"), q->id);
    if (q->channel == PB_DEFERRED && !c[DEADLINE_H].given)
        PB_TABLE_ERROR(t, row, CHANNEL, PB_N_("write the hours in the column deadline_h"),
                       PB_N_("the deferred queue \"%s\" has no deadline_h"), q->id);
    if (c[CONCURRENCY].given && q->concurrency > 1 && q->channel != PB_CHAT)
        PB_TABLE_WARN(t, row, CONCURRENCY, NULL,
                      PB_N_("only chats run at once; the concurrency of \"%s\" is not used"), q->id);
    check_replies(t, row, q);
    if (strpbrk(q->id, ";+") || strstr(q->id, "\xef\xbc\x9b"))
        PB_TABLE_ERROR(t, row, QUEUE, PB_N_("these characters separate queues in lists"),
                       PB_N_("the name \"%s\" contains ; or +"), q->id);
}

static pb_status fill(pb_table *t, const pb_row *row, void *item)
{
    pb_queue *q = item;
    const pb_cell *c = row->cells;
    pb_status st = PB_OK;
    if (!c[QUEUE].given) {
        t->skip = true;
        return PB_OK;
    }
    if (!(q->id = pb_table_text(t, &c[QUEUE])))
        return PB_ERR_NOMEM;
    if (!pb_table_first(t, row, QUEUE, q->id, &st) || st != PB_OK) {
        t->skip = true;
        return st;
    }
    q->channel = (pb_channel)pb_cell_int(&c[CHANNEL], PB_VOICE);
    q->service_level = pb_cell_real(&c[SERVICE_LEVEL], NAN);
    q->within_s = pb_cell_real(&c[WITHIN_S], NAN);
    q->answer_rate = pb_cell_real(&c[ANSWER_RATE], NAN);
    q->asa_s = pb_cell_real(&c[ASA_S], NAN);
    q->max_occupancy = pb_cell_real(&c[MAX_OCCUPANCY], NAN);
    q->patience_s = pb_cell_real(&c[PATIENCE_S], NAN);
    q->concurrency = pb_cell_real(&c[CONCURRENCY], 1);
    q->aht_s = pb_cell_real(&c[AHT_S], NAN);
    q->deadline_h = pb_cell_real(&c[DEADLINE_H], NAN);
    q->min_agents = pb_cell_real(&c[MIN_AGENTS], 0);
    st = take_hours(t, row, &q->hours);
    if (st == PB_OK)
        st = take_weekly(t, row, SHRINKAGE, &q->shrinkage);
    if (st == PB_OK)
        st = take_weekly(t, row, UNPLANNED, &q->shrinkage_unplanned);
    q->priority = (int)pb_cell_int(&c[PRIORITY], 0);
    q->first_reply_s = pb_cell_real(&c[FIRST_REPLY_S], NAN);
    q->replies = pb_cell_real(&c[REPLIES], NAN);
    q->reply_s = pb_cell_real(&c[REPLY_S], NAN);
    q->backlog = pb_cell_real(&c[BACKLOG], 0);
    if (st == PB_OK)
        st = take_times(t, row, q);
    if (st == PB_OK)
        check_queue(t, row, q);
    if (t->n == PB_MAX_QUEUES) {
        PB_TABLE_ERROR(t, row, QUEUE, NULL, PB_N_("more than %d queues"), PB_MAX_QUEUES);
        t->skip = true;
    }
    return st;
}

pb_status pb_queues_read(pb_arena *a, const char *path, pb_queues *ret, pb_diags *d)
{
    pb_table t = {.arena = a, .diags = d, .columns = pb_queue_columns, .n_columns = N_COLUMNS,
                  .item_size = sizeof(pb_queue), .fill = fill};
    void *items;
    pb_extras extras;
    pb_status st = pb_table_read(&t, path, &items, &extras);
    if (st == PB_OK || st == PB_ERR_INPUT)
        *ret = (pb_queues){(int32_t)t.n, items, extras};
    return st;
}

static void write_queue(const pb_queue *q, pb_text *out)
{
    const double numbers[] = {q->service_level, q->within_s, q->answer_rate, q->asa_s,
                              q->max_occupancy, q->patience_s, q->concurrency, q->aht_s,
                              q->deadline_h, q->min_agents};
    pb_text opens, closes;
    pb_text_init(&opens, out->al);
    pb_text_init(&closes, out->al);
    pb_csv_field(out, q->id, false);
    pb_write_enum(out, &pb_queue_columns[CHANNEL], (int)q->channel);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        pb_write_real(out, numbers[i]);
    pb_hours_format(&q->hours, &opens, &closes);
    pb_write_text(out, &opens);
    pb_write_text(out, &closes);
    pb_weekly_format(&q->shrinkage, PB_WEEKLY_SHARE, &opens);
    pb_write_text(out, &opens);
    pb_weekly_format(&q->shrinkage_unplanned, PB_WEEKLY_SHARE, &opens);
    pb_write_text(out, &opens);
    pb_write_int(out, q->priority);
    pb_write_real(out, q->first_reply_s);
    for (int i = 0; i < q->n_chat_times; i++) {
        char number[32];
        pb_text_printf(&opens, "%s%s", i ? ";" : "", pb_real_format(q->chat_times_s[i], number));
    }
    pb_write_text(out, &opens);
    pb_write_real(out, q->replies > 0 ? q->replies : NAN);
    pb_write_real(out, q->reply_s > 0 ? q->reply_s : NAN);
    pb_write_real(out, q->backlog);
    pb_text_done(&opens);
    pb_text_done(&closes);
}

void pb_queues_write(const pb_queues *q, pb_text *out)
{
    pb_table_write_header(pb_queue_columns, N_COLUMNS, &q->extras, out);
    for (int32_t i = 0; i < q->n; i++) {
        write_queue(&q->at[i], out);
        pb_table_write_end(&q->extras, (size_t)i, out);
    }
}
