/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of export/: calendars (publish.h) and reports (report.h). */
#ifndef PAIBAN_EXPORT_EXPORT_H
#define PAIBAN_EXPORT_EXPORT_H

#include "export/publish.h"
#include "export/report.h"

#endif
