/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of staffing/: agents needed per slot, and what service they give. */
#ifndef PAIBAN_STAFFING_STAFFING_H
#define PAIBAN_STAFFING_STAFFING_H

#include "model/model.h"
#include "staffing/carry.h"
#include "staffing/chat.h"
#include "staffing/deferred.h"
#include "staffing/erlang.h"
#include "staffing/needs.h"
#include "staffing/sets.h"
#include "staffing/shrink.h"
#include "staffing/simulate.h"
#include "staffing/targets.h"
#include "staffing/unsure.h"

#endif
