/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of staffing/. */
#ifndef PAIBAN_STAFFING_STAFFING_H
#define PAIBAN_STAFFING_STAFFING_H

#include "model/model.h"

#endif
