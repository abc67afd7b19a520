/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erlang_rows.h"

#include <ctype.h>
#include <string.h>

int read_row(FILE *f, struct row *r)
{
    memset(r, 0, sizeof *r);
    int column = 0, quoted = 0, c;
    size_t n = 0;
    while ((c = getc(f)) != EOF && c != '\n') {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            column++;
            n = 0;
        } else if (c != '\r' && column < N_COLS && n + 1 < sizeof r->cell[0]) {
            r->cell[column][n++] = (char)c;
        }
    }
    return r->cell[0][0] != 0;
}

const char *column_name(int column)
{
    static const char *const names[] = {
        "id", "model", "regime", "arrivals_per_h", "aht_s", "patience_s", "agents", "T_s", "target",
        "offered_load_erl", "p_wait", "sl_offered_T", "sl_excl_short_abandon", "sl_answered_only",
        "p_virtual_wait_le_T", "mean_wait_all_s", "mean_wait_served_s", "p_abandon", "occupancy",
        "mean_queue", "required_agents", "crosscheck_source", "crosscheck_values"};
    return names[column];
}

/*
 * Cells in which the table is wrong: its arithmetic lost them by cancellation. These values are from
 * data/erlang_a_084.py (quadrature with 80 digits, two step widths agree to 20).
 */
static const struct { const char *id; int column; const char *text; } corrections[] = {
    {"erlang_a-084", COL_SL, "1.98052757079778e-422"},
    {"erlang_a-084", COL_SL_SHORT, "2.00265614153993e-422"},
    {"erlang_a-084", COL_SL_ANSWERED, "2.47565946349722e-422"},
    {"erlang_a-084", COL_VIRTUAL, "2.00244439888456e-422"},
};

void correct_row(struct row *r)
{
    for (size_t i = 0; i < sizeof corrections / sizeof *corrections; i++)
        if (strcmp(r->cell[COL_ID], corrections[i].id) == 0)
            strcpy(r->cell[corrections[i].column], corrections[i].text);
}

static double number(const struct row *r, int column)
{
    return r->cell[column][0] ? strtod(r->cell[column], NULL) : NAN;
}

pb_load row_load(const struct row *r)
{
    double aht_s = number(r, COL_AHT);
    long double load = strtold(r->cell[COL_ARRIVALS], NULL) * strtold(r->cell[COL_AHT], NULL) / 3600;
    return (pb_load){(double)load, aht_s, number(r, COL_PATIENCE), number(r, COL_T),
                     (double)(load - (double)load)};
}

double number_after(const char *text, const char *word)
{
    const char *at = strstr(text, word);
    return at ? strtod(at + strlen(word), NULL) : NAN;
}

pb_targets row_targets(const struct row *r)
{
    const char *text = r->cell[COL_TARGET];
    pb_targets t = pb_targets_none();
    t.service_level = number_after(text, "SL>=");
    t.max_occupancy = number_after(text, "occ<=");
    t.answer_rate = 1 - number_after(text, "Pab<=");
    return t;
}

long row_shares(const struct row *r, double *ret_planned, double *ret_unplanned)
{
    const char *text = r->cell[COL_TARGET];
    char *end;
    while (*text && !isdigit((unsigned char)*text))
        text++;
    long n = strtol(text, &end, 10);
    while (*end && !isdigit((unsigned char)*end))
        end++;
    *ret_planned = strtod(end, &end);
    *ret_unplanned = *end == ',' ? strtod(end + 1, NULL) : 0;
    return n;
}

static pb_wide power_of_ten(int n)
{
    pb_wide base = {10, 0}, r = {1, 0};
    for (int k = n < 0 ? -n : n; k > 0; k /= 2) {
        if (k % 2)
            r = pb_wide_mul(r, base);
        base = pb_wide_mul(base, base);
    }
    return n < 0 ? pb_wide_div((pb_wide){1, 0}, r) : r;
}

double printed_error(const char *text, pb_wide got)
{
    /* digits × 10^exponent */
    double digits = 0;
    int n_digits = 0, exponent = 0, seen_point = 0;
    const char *p = text;
    for (; isdigit((unsigned char)*p) || *p == '.'; p++) {
        if (*p == '.') {
            seen_point = 1;
            continue;
        }
        digits = digits * 10 + (*p - '0');
        n_digits += digits > 0;
        exponent -= seen_point;
    }
    if (*p == 'e')
        exponent += atoi(p + 1);
    if (digits == 0) /* the table's own arithmetic underflowed, or it is 0 */
        return pb_wide_double(got) < 1e-300 ? 0 : INFINITY;
    pb_wide unit = power_of_ten(exponent);
    pb_wide q = pb_wide_div(got, unit); /* in units of the last digit */
    double off = fabs(pb_wide_double(q) - digits);
    /* "0.5" and "20" are exact as they stand where fewer digits than 12 are printed after a point
     * that ends them; the tables print 15 digits and drop zeros at the end */
    double half = n_digits >= 8 ? 0.5 : 0;
    return off > half ? (off - half) / digits : 0;
}
