/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"

#include "model/hiring.h"

pb_table_info pb_table_info_of(size_t i)
{
    const pb_table_info tables[PB_N_TABLES] = {
        {"team.csv", pb_team_columns, 2},
        {"team.csv keys", pb_team_keys, pb_n_team_keys},
        {"queues.csv", pb_queue_columns, pb_n_queue_columns},
        {"history.csv", pb_history_columns, pb_n_history_columns},
        {"calendar.csv", pb_calendar_columns, pb_n_calendar_columns},
        {"agents.csv", pb_agent_columns, pb_n_agent_columns},
        {"shifts.csv", pb_shift_columns, pb_n_shift_columns},
        {"rules.csv", pb_rule_columns, pb_n_rule_columns},
        {"absences.csv", pb_absence_columns, pb_n_absence_columns},
        {"requests.csv", pb_request_columns, pb_n_request_columns},
        {"activities.csv", pb_activity_columns, pb_n_activity_columns},
        {"roster.csv", pb_roster_columns, pb_n_roster_columns},
        {"actuals.csv", pb_actual_columns, pb_n_actual_columns},
        {"contracts.csv", pb_contract_columns, pb_n_contract_columns},
        {"leave.csv", pb_leave_columns, pb_n_leave_columns},
        {"out/forecast.csv", pb_forecast_columns, pb_n_forecast_columns},
        {"out/forecast_spread.csv", pb_spread_columns, pb_n_spread_columns},
        {"out/requirement.csv", pb_requirement_columns, pb_n_requirement_columns},
        {"out/requirement_deferred.csv", pb_deferred_columns, pb_n_deferred_columns},
    };
    return tables[i];
}
