/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of model/: the nouns of the trade as plain data, and their tables. */
#ifndef PAIBAN_MODEL_MODEL_H
#define PAIBAN_MODEL_MODEL_H

#include "model/actuals.h"
#include "model/calendar.h"
#include "model/extras.h"
#include "model/forecast_table.h"
#include "model/hiring.h"
#include "model/history.h"
#include "model/people.h"
#include "model/published.h"
#include "model/queue.h"
#include "model/requirement.h"
#include "model/roster.h"
#include "model/rule.h"
#include "model/shift.h"
#include "model/tables.h"
#include "model/team.h"
#include "model/weekly.h"
#include "model/workspace.h"

#endif
