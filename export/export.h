/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of export/. */
#ifndef PAIBAN_EXPORT_EXPORT_H
#define PAIBAN_EXPORT_EXPORT_H

#include "model/model.h"

#endif
