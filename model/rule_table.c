/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules there are: names, aliases, form of the value, range, price where a rule must be priced,
 * unit of violation, sentence. A rule is added here, in the enum of model/rule.h, and where the
 * planner and the auditor judge it.
 */
#include "model/rule.h"

#define PEOPLE true
#define TEAM   false

static const pb_rule_info table[PB_N_RULES] = {
    [PB_RULE_MIN_REST_H] = {"min_rest_h", "最少休息小时|班间休息|min_rest", PB_VALUE_NUMBER, 0, 48, false,
        -1, PEOPLE, 50, "hour", PB_N_("at least %s hours of rest between two shifts")},
    [PB_RULE_MAX_DAYS_IN_ROW] = {"max_days_in_row", "最多连续上班天数|最多连班天数", PB_VALUE_NUMBER, 1,
        366, false, 1, PEOPLE, 100, "day", PB_N_("at most %s working days in a row")},
    [PB_RULE_MIN_DAYS_IN_ROW] = {"min_days_in_row", "最少连续上班天数", PB_VALUE_NUMBER, 1, 31, false, -1,
        PEOPLE, 20, "day", PB_N_("at least %s working days in a row")},
    [PB_RULE_MAX_NIGHTS_IN_ROW] = {"max_nights_in_row", "最多连续夜班", PB_VALUE_NUMBER, 0, 31, false, 1,
        PEOPLE, 50, "night", PB_N_("at most %s night shifts in a row")},
    [PB_RULE_MIN_DAYS_OFF_IN_ROW] = {"min_days_off_in_row", "最少连续休息天数", PB_VALUE_NUMBER, 1, 31,
        false, -1, PEOPLE, 20, "day", PB_N_("at least %s days off in a row")},
    [PB_RULE_REST_DAYS_PER_WEEK] = {"rest_days_per_week", "每周休息天数|周休天数", PB_VALUE_NUMBER, 0, 7,
        false, -1, PEOPLE, 100, "day", PB_N_("days off a week: at least %s")},
    [PB_RULE_MAX_HOURS_DAY] = {"max_hours_day", "每日最多工时|日最多工时", PB_VALUE_NUMBER, 1, 24, false, 1,
        PEOPLE, 30, "hour", PB_N_("at most %s hours of work a day")},
    [PB_RULE_MAX_HOURS_WEEK] = {"max_hours_week", "每周最多工时|周最多工时", PB_VALUE_NUMBER, 0, 168, false,
        1, PEOPLE, 20, "hour", PB_N_("at most %s hours of work a week")},
    [PB_RULE_MIN_HOURS_WEEK] = {"min_hours_week", "每周最少工时|周最少工时", PB_VALUE_NUMBER, 0, 168, false,
        -1, PEOPLE, 20, "hour", PB_N_("at least %s hours of work in each whole week")},
    [PB_RULE_CONTRACT_HOURS] = {"contract_hours", "合同工时|标准工时", PB_VALUE_NUMBER, 0, 53, false, 0,
        PEOPLE, 10, "hour",
        PB_N_("the contract's hours, on average over %s weeks (0: over the whole plan)")},
    [PB_RULE_MAX_OVERTIME_MONTH] = {"max_overtime_month", "每月最多加班|月加班上限", PB_VALUE_NUMBER, 0,
        300, false, 1, PEOPLE, 50, "hour", PB_N_("at most %s hours of overtime a month")},
    [PB_RULE_MAX_SHIFTS] = {"max_shifts", "最多班次数", PB_VALUE_NUMBER, 0, 366, false, 1, PEOPLE, 50,
        "shift", PB_N_("at most %s shifts in the plan")},
    [PB_RULE_MAX_KIND] = {"max_kind", "某类班次上限|班次上限", PB_VALUE_KIND_MAX, 0, 366, false, 1, PEOPLE,
        50, "shift", PB_N_("at most so many shifts of a kind in a month: %s")},
    [PB_RULE_FORBID_NEXT] = {"forbid_next", "禁止接班|禁止连接", PB_VALUE_SEQUENCE, 0, 0, false, 0, PEOPLE,
        50, "time", PB_N_("never %s on consecutive days")},
    [PB_RULE_SAME_START_IN_WEEK] = {"same_start_in_week", "同周同班|周内同一开始时间", PB_VALUE_NONE, 0, 0,
        false, 0, PEOPLE, 5, "change", PB_N_("the same start on all days of a week")},
    [PB_RULE_ROTATION] = {"rotation", "轮班|倒班|轮换", PB_VALUE_SEQUENCE, 0, 0, false, 0, PEOPLE, 10,
        "day", PB_N_("shifts follow one another as %s")},
    [PB_RULE_MAX_WEEKENDS] = {"max_weekends", "最多周末数|最多上班周末", PB_VALUE_NUMBER, 0, 60, false, 1,
        PEOPLE, 30, "weekend", PB_N_("work on at most %s weekends of the plan")},
    [PB_RULE_WHOLE_WEEKENDS] = {"whole_weekends", "完整周末|整周末", PB_VALUE_NONE, 0, 0, false, 0, PEOPLE,
        15, "weekend", PB_N_("both days of a weekend at work or both off")},
    [PB_RULE_WEEKENDS_OFF_PER_MONTH] = {"weekends_off_per_month", "每月休息周末数", PB_VALUE_NUMBER, 0, 5,
        false, -1, PEOPLE, 30, "weekend", PB_N_("at least %s weekends off a month")},
    [PB_RULE_SHORT_COVER] = {"short_cover", "人手不足|缺员", PB_VALUE_NONE, 0, 0, false, 0, TEAM, 100,
        "agent-hour", PB_N_("no fewer agents than the slot needs")},
    [PB_RULE_OVER_COVER] = {"over_cover", "人手过剩|超员", PB_VALUE_NONE, 0, 0, true, 0, TEAM, 1,
        "agent-hour", PB_N_("no more agents than the slot needs")},
    [PB_RULE_MIN_AGENTS] = {"min_agents", "最少坐席|最少人数", PB_VALUE_NUMBER, 0, 10000, false, -1, TEAM,
        200, "agent-hour", PB_N_("at least %s agents at work while the queue is open")},
    [PB_RULE_ROLE_ON_SHIFT] = {"role_on_shift", "班次角色|组长在班|岗位在班", PB_VALUE_ROLE, 0, 10000, false,
        -1, TEAM, 100, "agent", PB_N_("on every such shift: %s")},
    [PB_RULE_DEFERRED_LATE] = {"deferred_late", "工单超时|延迟处理", PB_VALUE_NONE, 0, 0, false, 0, TEAM,
        50, "agent-hour", PB_N_("work that may wait is done by its deadline")},
    [PB_RULE_HOLIDAY_DUTY] = {"holiday_duty", "节假日值班上限|节假日值班", PB_VALUE_NUMBER, 0, 366, false,
        1, PEOPLE, 40, "day", PB_N_("at most %s duties on statutory holidays in the plan")},
    [PB_RULE_DAY_IN_LIEU] = {"day_in_lieu", "补休|调休", PB_VALUE_NUMBER, 1, 366, false, 1, PEOPLE, 40,
        "day", PB_N_("a day off within %s days of each duty on a rest day")},
    [PB_RULE_FAIR_KIND] = {"fair_kind", "班次公平|公平班次", PB_VALUE_KIND, 0, 0, true, 0, PEOPLE, 8,
        "shift", PB_N_("an even share of the shifts of this kind: %s")},
    [PB_RULE_FAIR_WEEKENDS] = {"fair_weekends", "周末公平|公平周末", PB_VALUE_NONE, 0, 0, true, 0, PEOPLE,
        8, "weekend", PB_N_("an even share of the weekends")},
    [PB_RULE_FAIR_HOLIDAYS] = {"fair_holidays", "节假日公平|公平节假日", PB_VALUE_NONE, 0, 0, true, 0,
        PEOPLE, 12, "day", PB_N_("an even share of the holiday duty over the year")},
    [PB_RULE_FAIR_HOURS] = {"fair_hours", "工时公平|公平工时", PB_VALUE_NONE, 0, 0, true, 0, PEOPLE, 2,
        "hour", PB_N_("an even share of the hours")},
    [PB_RULE_NO_NIGHT] = {"no_night", "禁止夜班|免夜班", PB_VALUE_NONE, 0, 0, false, 0, PEOPLE, 500,
        "shift", PB_N_("no night work and no overtime for people marked no_night")},
    [PB_RULE_REQUESTS] = {"requests", "申请|意愿|员工申请", PB_VALUE_NONE, 0, 0, false, 0, PEOPLE, 10,
        "request", PB_N_("what people asked for is granted")},
    [PB_RULE_TOGETHER] = {"together", "同班|一起上班", PB_VALUE_AGENTS, 0, 0, false, 0, PEOPLE, 20, "day",
        PB_N_("these work the same shifts: %s")},
    [PB_RULE_APART] = {"apart", "错开|不同班", PB_VALUE_AGENTS, 0, 0, false, 0, PEOPLE, 20, "day",
        PB_N_("these never work at the same time: %s")},
    [PB_RULE_AVAILABLE] = {"available", "可用时间|可上班时间", PB_VALUE_WINDOW, 0, 1, false, 0, PEOPLE, 200,
        "shift", PB_N_("work only inside %s")},
    [PB_RULE_KEEP] = {"keep", "保持|稳定|少改动", PB_VALUE_NONE, 0, 0, false, 0, PEOPLE, 15, "change",
        PB_N_("the published roster stays")},
    [PB_RULE_MIN_BREAK_MIN] = {"min_break_min", "最少用餐分钟|最少休息分钟", PB_VALUE_NUMBER, 0, 240, false,
        -1, PEOPLE, 30, "shift", PB_N_("a duty of more than 6 hours has at least %s minutes of break")},
};

const pb_rule_info *pb_rule_info_of(pb_rule_name name)
{
    return &table[name];
}

int pb_rule_name_parse(const char *s, size_t n)
{
    pb_piece p = pb_piece_trim((pb_piece){s, n});
    for (int i = 0; i < PB_N_RULES; i++)
        if (pb_piece_is(p, table[i].name) || pb_piece_among(p, table[i].aliases) >= 0)
            return i;
    return -1;
}
