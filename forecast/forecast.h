/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of forecast/. */
#ifndef PAIBAN_FORECAST_FORECAST_H
#define PAIBAN_FORECAST_FORECAST_H

#include "model/model.h"

#endif
