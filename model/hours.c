/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening hours: the cells `opens` and `closes` of queues.csv (see model/weekly.h). */
#include "model/weekly.h"

#include <string.h>

enum { NOT_SAID = -1, SHUT = -2 };

bool pb_hours_open(const pb_hours *h, int weekday, int minute)
{
    int before = (weekday + 6) % 7;
    return (h->opens_min[weekday] <= minute && minute < h->closes_min[weekday]) ||
           minute < h->closes_min[before] - PB_MIN_PER_DAY;
}

/* One group "[days] time" or "[days] closed". */
static pb_status take_times(pb_piece group, int times[7], pb_fault *fault)
{
    size_t cut = group.n;
    while (cut > 0 && group.s[cut - 1] != ' ')
        cut--;
    pb_piece value = pb_piece_trim((pb_piece){group.s + cut, group.n - cut});
    pb_piece days_text = pb_piece_trim((pb_piece){group.s, cut});
    unsigned days = days_text.n ? pb_weekdays_parse(days_text.s, days_text.n) : 0x7f;
    int time = SHUT;
    bool shut = pb_piece_among(value, "closed|close|休|休息|关|关闭|不营业") >= 0;
    if (!days || (!shut && !pb_minute_parse(value.s, (uint32_t)value.n, &time)))
        return pb_fault_set(fault,
                            PB_N_("expected times like \"08:30\" or \"Mon-Fri 08:30; Sat 09:00\", found \"%s\""),
                            group.s, group.n);
    for (int d = 0; d < 7; d++)
        if (days >> d & 1)
            times[d] = time;
    return PB_OK;
}

static pb_status take_cell(pb_arena *scratch, const char *cell, int times[7], pb_fault *fault)
{
    for (int d = 0; d < 7; d++)
        times[d] = NOT_SAID;
    char *text = pb_tidy_copy(scratch, cell, strlen(cell));
    if (!text)
        return PB_ERR_NOMEM;
    pb_piece rest = pb_piece_of(text), p;
    while (pb_piece_next(&rest, ";", &p)) {
        pb_status st = take_times(p, times, fault);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}

static pb_status join_day(pb_hours *h, int d, int opens, int closes, pb_fault *fault)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    h->opens_min[d] = h->closes_min[d] = 0;
    if (opens < 0 || closes == SHUT)
        return PB_OK;
    if (closes == NOT_SAID)
        return pb_fault_set(fault, PB_N_("no closing time for %s, which has an opening time"),
                            names[d], 3);
    if (opens >= PB_MIN_PER_DAY)
        return pb_fault_set(fault, PB_N_("%s cannot open at 24:00"), names[d], 3);
    h->opens_min[d] = (int16_t)opens;
    h->closes_min[d] = (int16_t)(closes > opens ? closes : closes + PB_MIN_PER_DAY);
    return PB_OK;
}

pb_status pb_hours_parse(pb_arena *scratch, const char *opens, const char *closes, pb_hours *ret,
                         pb_fault *fault, bool *ret_in_closes)
{
    int open_min[7], close_min[7];
    pb_hours h;
    *ret_in_closes = false;
    pb_status st = take_cell(scratch, opens, open_min, fault);
    if (st == PB_OK) {
        *ret_in_closes = true;
        st = take_cell(scratch, closes, close_min, fault);
    }
    if (st != PB_OK)
        return st;
    bool no_opens = pb_piece_trim(pb_piece_of(opens)).n == 0;
    bool no_closes = pb_piece_trim(pb_piece_of(closes)).n == 0;
    if (no_opens && !no_closes) {
        *ret_in_closes = false;
        return pb_fault_set(fault, PB_N_("opening times are missing, closing times are \"%s\""),
                            closes, strlen(closes));
    }
    for (int d = 0; d < 7; d++) {
        if (no_opens) {
            h.opens_min[d] = 0;
            h.closes_min[d] = PB_MIN_PER_DAY;
            continue;
        }
        st = join_day(&h, d, open_min[d], close_min[d], fault);
        if (st != PB_OK)
            return st;
    }
    *ret = h;
    return PB_OK;
}

static void format_side(const int16_t times[7], const bool open[7], pb_text *out)
{
    bool done[7] = {false};
    const char *gap = "";
    char buf[8];
    for (int d = 0; d < 7; d++) {
        if (done[d] || !open[d])
            continue;
        unsigned days = 0;
        for (int e = d; e < 7; e++)
            if (open[e] && times[e] == times[d]) {
                days |= 1u << e;
                done[e] = true;
            }
        pb_text_puts(out, gap);
        if (days != 0x7f) {
            pb_weekdays_format(days, out);
            pb_text_puts(out, " ");
        }
        pb_text_puts(out, pb_minute_format(times[d], buf));
        gap = "; ";
    }
    if (gap[0] == '\0')
        pb_text_puts(out, "closed");
}

void pb_hours_format(const pb_hours *h, pb_text *opens, pb_text *closes)
{
    int16_t ends[7];
    bool open[7], always = true;
    for (int d = 0; d < 7; d++) {
        open[d] = h->closes_min[d] > h->opens_min[d];
        ends[d] = (int16_t)(h->closes_min[d] > PB_MIN_PER_DAY ? h->closes_min[d] - PB_MIN_PER_DAY
                                                              : h->closes_min[d]);
        always &= h->opens_min[d] == 0 && h->closes_min[d] == PB_MIN_PER_DAY;
    }
    if (always)
        return;
    format_side(h->opens_min, open, opens);
    format_side(ends, open, closes);
}
