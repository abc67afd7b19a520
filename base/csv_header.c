/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header line: which column a name means, and what separates the names. */
#include "base/csv_inside.h"

#include "base/utf8.h"

#include <string.h>

enum { MAX_WORD = 64 };

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c == ' ' || c == '-' ? '_' : c;
}

static bool same_name(const char *a, size_t n_a, const char *b, size_t n_b)
{
    if (n_a != n_b)
        return false;
    for (size_t i = 0; i < n_a; i++)
        if (folded(a[i]) != folded(b[i]))
            return false;
    return true;
}

bool pb_csv_column_named(const pb_column *c, const char *s, size_t n)
{
    if (same_name(c->name, strlen(c->name), s, n))
        return true;
    for (const char *p = c->aliases; p;) {
        size_t k = strcspn(p, "|");
        if (same_name(p, k, s, n))
            return true;
        p = p[k] ? p + k + 1 : NULL;
    }
    return false;
}

int pb_csv_find_column(const pb_csv_schema *schema, const char *s, size_t n)
{
    for (size_t i = 0; i < schema->n_columns; i++)
        if (pb_csv_column_named(&schema->columns[i], s, n))
            return (int)i;
    return -1;
}

/* Counts the fields of a line under a separator, and those that are known names. */
static void count_fields(const pb_csv_schema *schema, const char *line, size_t n, char separator,
                         size_t *ret_fields, size_t *ret_known)
{
    size_t from = 0;
    bool quoted = false;
    *ret_fields = *ret_known = 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && line[i] == '"')
            quoted = !quoted;
        if (i < n && (quoted || line[i] != separator))
            continue;
        const char *s = line + from;
        size_t k = i - from;
        pb_csv_trim(&s, &k);
        if (k >= 2 && s[0] == '"' && s[k - 1] == '"') {
            s++;
            k -= 2;
            pb_csv_trim(&s, &k);
        }
        *ret_known += pb_csv_find_column(schema, s, k) >= 0;
        ++*ret_fields;
        from = i + 1;
    }
}

char pb_csv_guess_separator(const pb_csv_schema *schema, const char *line, size_t n)
{
    static const char separators[] = {',', ';', '\t'};
    char best = ',';
    size_t best_fields = 0, best_known = 0;
    for (size_t i = 0; i < sizeof separators; i++) {
        size_t fields, known;
        count_fields(schema, line, n, separators[i], &fields, &known);
        if (known > best_known || (known == best_known && fields > best_fields)) {
            best = separators[i];
            best_fields = fields;
            best_known = known;
        }
    }
    return best;
}

/* The characters of a word, ASCII letters small; their number, at most MAX_WORD. */
static int characters(const char *s, uint32_t ret[static MAX_WORD])
{
    size_t n = strlen(s);
    int k = 0;
    for (size_t i = 0; i < n && k < MAX_WORD;) {
        uint32_t code = 0xfffd;
        int step = pb_utf8_decode(s + i, n - i, &code);
        ret[k++] = code >= 'A' && code <= 'Z' ? code + 32 : code;
        i += step > 0 ? (size_t)step : 1;
    }
    return k;
}

static int min3(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

/* Optimal string alignment: Levenshtein's distance where swapped neighbours cost 1 (Damerau 1964). */
static int distance(const uint32_t *a, int n_a, const uint32_t *b, int n_b)
{
    int rows[3][MAX_WORD + 1];
    int *before = rows[0], *last = rows[1], *now = rows[2];
    for (int j = 0; j <= n_b; j++)
        last[j] = j;
    for (int i = 1; i <= n_a; i++) {
        now[0] = i;
        for (int j = 1; j <= n_b; j++) {
            now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
        int *reuse = before;
        before = last;
        last = now;
        now = reuse;
    }
    return last[n_b];
}

const char *pb_nearest_name(const char *word, const char *const *names, size_t n)
{
    uint32_t a[MAX_WORD], b[MAX_WORD];
    int n_a = characters(word, a);
    int limit = n_a / 3 > 2 ? n_a / 3 : 2;
    if (limit >= n_a)
        limit = n_a - 1;
    const char *best = NULL;
    for (size_t i = 0; i < n; i++) {
        int n_b = characters(names[i], b);
        int far = distance(a, n_a, b, n_b);
        if (far <= limit) {
            limit = far - 1;
            best = names[i];
        }
    }
    return best;
}
