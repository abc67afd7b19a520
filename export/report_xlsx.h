/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.xlsx: the tables of the report as sheets, for HR. Written by libxlsxwriter, which is
 * optional: without it pb_report_xlsx_available() is false and the command says so.
 */
#ifndef PAIBAN_EXPORT_REPORT_XLSX_H
#define PAIBAN_EXPORT_REPORT_XLSX_H

#include "export/report.h"

bool pb_report_xlsx_available(void);
/*
 * Writes the file at path (the library writes no other way; give a temporary path and rename it).
 * created_s goes into the document's properties: same input and instant, same bytes. Texts are always
 * written as texts, never as formulas. pay must be the pieces that in->work was summed from.
 * Errors: PB_ERR_IO (diagnosed), PB_ERR_DOMAIN where the library is missing.
 */
PB_MUST_USE pb_status pb_report_xlsx(const pb_report_input *in, const pb_pay *pay, int64_t created_s,
                                     const char *path, pb_diags *d);

#endif
