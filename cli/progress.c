/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include "cli/environment.h"

#include <math.h>
#include <string.h>

enum { LINE_MAX_BYTES = 160 };
static const double SHOW_EVERY_S = 0.2;

pb_progress pb_progress_start(pb_cli *cli, double limit_s)
{
    return (pb_progress){cli, pb_clock_monotonic_s(), -INFINITY, limit_s};
}

/* Is it time for another line? */
static bool due(pb_progress *p, double *ret_now_s)
{
    if (!p->cli->terminal || p->cli->quiet)
        return false;
    *ret_now_s = pb_clock_monotonic_s();
    if (*ret_now_s - p->shown_s < SHOW_EVERY_S)
        return false;
    p->shown_s = *ret_now_s;
    return true;
}

static void add(char *line, const char *label, double value, const char *unit)
{
    size_t n = strlen(line);
    if (isfinite(value))
        snprintf(line + n, LINE_MAX_BYTES - n, "  %s %.6g%s", label, value, unit);
}

/* Relative distance of the best found from the bound, in per cent. */
static double gap_percent(double best, double bound)
{
    return 100 * (best - bound) / fmax(fabs(best), 1e-9);
}

void pb_progress_show(pb_progress *p, const char *stage, double best, double bound)
{
    const pb_lang *lang = p->cli->lang;
    char line[LINE_MAX_BYTES];
    double now_s;
    if (!due(p, &now_s))
        return;
    snprintf(line, sizeof line, "%s", stage);
    add(line, pb_tr(lang, "best"), best, "");
    add(line, pb_tr(lang, "bound"), bound, "");
    add(line, pb_tr(lang, "gap"), gap_percent(best, bound), "%");
    double left_s = p->limit_s - (now_s - p->start_s);
    add(line, pb_tr(lang, "left"), left_s < 0 ? 0 : floor(left_s), " s");
    fprintf(p->cli->err, "\r\033[K%s", line);
    fflush(p->cli->err);
}

void pb_progress_end(pb_progress *p)
{
    if (isfinite(p->shown_s)) {
        fputs("\r\033[K", p->cli->err);
        fflush(p->cli->err);
    }
    p->shown_s = -INFINITY;
}
