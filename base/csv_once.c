/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a spreadsheet brings a thousand times is told once a file. */
#include "base/civil.h"
#include "base/csv_inside.h"

#include <string.h>
#include <strings.h>

static bool is_total(const char *s, size_t n)
{
    static const char *const words[] = {"total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt",
                                        "合计",  "总计",   "小计",        "汇总",     "共计", "总和"};
    if (n > 1 && s[n - 1] == ':')
        n--;
    else if (n > 3 && memcmp(s + n - 3, "\xEF\xBC\x9A", 3) == 0) /* full-width */
        n -= 3;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == n && strncasecmp(words[i], s, n) == 0)
            return true;
    return false;
}

pb_once_kind pb_once_kind_of(const char *s, size_t n)
{
    pb_csv_trim(&s, &n);
    if (is_total(s, n))
        return PB_ONCE_TOTAL;
    if (pb_date_is_slashed(s, (uint32_t)n))
        return PB_ONCE_DATE;
    return pb_clock_is_12h(s, (uint32_t)n) ? PB_ONCE_CLOCK : PB_ONCE_NONE;
}

void pb_once_note(pb_once *o, pb_once_kind kind, long line, const char *column, const char *s, size_t n)
{
    pb_once_fault *f = &o->of[kind];
    if (f->n_rows == 0) {
        f->first_line = line;
        f->column = column;
        (void)pb_csv_excerpt(s, n, f->found);
    }
    if (f->n_rows == 0 || f->last_line != line)
        f->n_rows++;
    f->last_line = line;
}

void pb_once_tell(const pb_once *o, const char *file, pb_diags *d)
{
    const pb_once_fault *date = &o->of[PB_ONCE_DATE], *clock = &o->of[PB_ONCE_CLOCK], *total = &o->of[PB_ONCE_TOTAL];
    const pb_once_fault *grouped = &o->of[PB_ONCE_GROUPED];
    if (date->n_rows)
        pb_diag_add(d, PB_ERROR, (pb_where){file, date->first_line, date->column},
                    PB_N_("write 2026-11-30 or 2026-11-30 14:00: in a spreadsheet, give the column the format yyyy-mm-dd or yyyy-mm-dd hh:mm"),
                    PB_N_("is the day first in \"%s\", or the month? Rows like this: %lld"), date->found, date->n_rows);
    if (clock->n_rows)
        pb_diag_add(d, PB_ERROR, (pb_where){file, clock->first_line, clock->column},
                    PB_N_("write 14:00 for 2:00 PM: in a spreadsheet, give the column the format hh:mm"),
                    PB_N_("\"%s\" is no time of a day of 24 hours. Rows like this: %lld"), clock->found, clock->n_rows);
    if (total->n_rows)
        pb_diag_add(d, PB_ERROR, (pb_where){file, total->first_line, NULL}, PB_N_("delete it: totals are no data"),
                    PB_N_("this looks like a row of totals (\"%s\"). Rows like this: %lld"), total->found, total->n_rows);
    if (grouped->n_rows)
        pb_diag_add(d, PB_NOTE, (pb_where){file, grouped->first_line, grouped->column}, NULL,
                    PB_N_("\"%s\" is read with its thousands divided, not as a fraction. Rows like this: %lld"), grouped->found,
                    grouped->n_rows);
}
