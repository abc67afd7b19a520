/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/shift_color.h"

#include "export/markup.h"

#include <stdlib.h>
#include <string.h>

/* Of the shift's colour in 100; the rest is the page's (--bg of report_style.c). */
enum { SHARE_LIGHT = 35, SHARE_DARK = 30, WHITE = 0xffffff, NIGHT = 0x14181d };

static uint32_t mix(uint32_t color, uint32_t page, uint32_t share)
{
    uint32_t mixed = 0;
    for (int shift = 0; shift < 24; shift += 8)
        mixed |= ((color >> shift & 0xff) * share + (page >> shift & 0xff) * (100 - share)) / 100 << shift;
    return mixed;
}

bool pb_shift_tint(const char *color, pb_tint *ret)
{
    if (!color || color[0] != '#' || strlen(color) != 7 || strspn(color + 1, "0123456789abcdefABCDEF") != 6)
        return false;
    uint32_t c = (uint32_t)strtoul(color + 1, NULL, 16);
    *ret = (pb_tint){mix(c, WHITE, SHARE_LIGHT), mix(c, NIGHT, SHARE_DARK)};
    return true;
}

uint32_t pb_shift_ground(const pb_shift *shift)
{
    static const uint32_t of_kind[PB_N_SHIFT_KINDS] = {0xcfe8fa, 0xd5f0e3, 0xfbe3c0, 0xd9d3ea, 0xf9d4d0};
    pb_tint tint;
    return pb_shift_tint(shift->color, &tint) ? tint.light : of_kind[shift->kind];
}

void pb_shift_style(const pb_shifts *shifts, pb_text *out)
{
    pb_tint tint;
    for (int32_t i = 0; i < shifts->n; i++)
        if (pb_shift_tint(shifts->at[i].color, &tint))
            pb_text_printf(out,
                           ".s%d{background:#%06x}@media screen and (prefers-color-scheme:dark){.s%d{background:#%06x}}\n",
                           (int)i, (unsigned)tint.light, (int)i, (unsigned)tint.dark);
}

static bool is_worked(const pb_roster *r, int32_t shift)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].shift == shift)
            return true;
    return false;
}

void pb_shift_legend(const pb_report_input *in, pb_text *out)
{
    const pb_shifts *shifts = &in->ws->shifts;
    bool plain[PB_N_SHIFT_KINDS] = {0};
    pb_tint tint;
    for (int32_t i = 0; i < shifts->n; i++) {
        const pb_shift *s = &shifts->at[i];
        bool has = pb_shift_tint(s->color, &tint);
        plain[s->kind] |= !has;
        if (!has || !is_worked(in->roster, i))
            continue;
        pb_text_printf(out, "<li><i class=\"s%d\">&nbsp;</i>", (int)i);
        pb_markup_text(out, s->id, 40);
        pb_text_puts(out, "</li>");
    }
    for (int k = 0; k < PB_N_SHIFT_KINDS; k++) {
        if (!plain[k])
            continue;
        pb_text_printf(out, "<li><i class=\"k%d\">&nbsp;</i>", k);
        pb_markup_text(out, pb_report_kind(in->lang, k), 0);
        pb_text_puts(out, "</li>");
    }
}
