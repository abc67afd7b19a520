/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of base/: what knows nothing of staffing. */
#ifndef PAIBAN_BASE_BASE_H
#define PAIBAN_BASE_BASE_H

#include "base/civil.h"
#include "base/csv.h"
#include "base/day_words.h"
#include "base/diag.h"
#include "base/files.h"
#include "base/grid.h"
#include "base/intern.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/status.h"
#include "base/zone.h"

#endif
