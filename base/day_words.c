/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/day_words.h"

#include <stdio.h>

const char pb_day_brief[] = PB_N_("W m-d");
const char pb_day_spelt[] = PB_N_("W D M");

static int part(const pb_lang *lang, pb_date date, char letter, char *buf, size_t size)
{
    static const char *const days[] = {PB_N_("Mon"), PB_N_("Tue"), PB_N_("Wed"), PB_N_("Thu"),
                                       PB_N_("Fri"), PB_N_("Sat"), PB_N_("Sun")};
    static const char *const months[] = {PB_N_("Jan"), PB_N_("Feb"), PB_N_("Mar"), PB_N_("Apr"),
                                         PB_N_("May"), PB_N_("Jun"), PB_N_("Jul"), PB_N_("Aug"),
                                         PB_N_("Sep"), PB_N_("Oct"), PB_N_("Nov"), PB_N_("Dec")};
    const pb_ymd d = pb_date_ymd(date);

    switch (letter) {
    case 'W': return snprintf(buf, size, "%s", pb_tr(lang, days[pb_date_weekday(date)]));
    case 'D': return snprintf(buf, size, "%d", d.day);
    case 'M': return snprintf(buf, size, "%s", pb_tr(lang, months[d.month - 1]));
    case 'd': return snprintf(buf, size, "%02d", d.day);
    case 'm': return snprintf(buf, size, "%02d", d.month);
    default: return snprintf(buf, size, "%c", letter);
    }
}

char *pb_day_words(const pb_lang *lang, pb_date date, const char *order, char *buf, size_t size)
{
    size_t n = 0;
    for (const char *p = pb_tr(lang, order); *p && n < size; p++) {
        int put = part(lang, date, *p, buf + n, size - n);
        n += put > 0 ? (size_t)put : 0;
    }
    return buf;
}
