/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spreadsheets where libxlsxwriter is not there. */
#include "export/report_xlsx.h"

bool pb_report_xlsx_available(void)
{
    return false;
}

pb_status pb_report_xlsx(const pb_report_input *in, const pb_pay *pay, int64_t created_s, const char *path,
                         pb_diags *d)
{
    (void)in, (void)pay, (void)created_s;
    pb_diag_add(d, PB_ERROR, (pb_where){path, 0, NULL}, PB_N_("install libxlsxwriter and build again"),
                PB_N_("this program was built without XLSX support"));
    return PB_ERR_DOMAIN;
}
