/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of planner/. */
#ifndef PAIBAN_PLANNER_PLANNER_H
#define PAIBAN_PLANNER_PLANNER_H

#include "model/model.h"

#endif
