/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/sets.h"

#include <stdbool.h>

enum { PB_DISTINCT = 256 };

static int size(pb_skillset s)
{
    return __builtin_popcountll(s);
}

/* The distinct skill sets, cut to the queues that have work. */
typedef struct pb_kinds {
    int32_t n;
    pb_skillset at[PB_DISTINCT];
} pb_kinds;

static void note(pb_kinds *k, pb_skillset s)
{
    for (int32_t i = 0; i < k->n; i++)
        if (k->at[i] == s)
            return;
    if (s && k->n < PB_DISTINCT)
        k->at[k->n++] = s;
}

/* The largest set with the same agents as s. Queues that nobody knows stay outside. */
static pb_skillset closure(const pb_kinds *k, pb_skillset s)
{
    pb_skillset outside = 0, known = 0;
    for (int32_t i = 0; i < k->n; i++) {
        known |= k->at[i];
        if (!(k->at[i] & s))
            outside |= k->at[i];
    }
    return s | (known & ~outside);
}

static bool connected(const pb_kinds *k, pb_skillset s)
{
    pb_skillset part = s & -s, before = 0;
    while (part != before) {
        before = part;
        for (int32_t i = 0; i < k->n; i++)
            if (k->at[i] & part)
                part |= k->at[i] & s;
    }
    return part == s;
}

typedef struct pb_found {
    int32_t n;
    pb_skillset *at;
} pb_found;

static void take(const pb_kinds *k, pb_skillset s, pb_found *f)
{
    s = closure(k, s);
    if (size(s) < 2 || !connected(k, s) || f->n == PB_MAX_SET_ROWS)
        return;
    for (int32_t i = 0; i < f->n; i++)
        if (f->at[i] == s)
            return;
    f->at[f->n++] = s;
}

static void sort(pb_found *f)
{
    for (int32_t i = 1; i < f->n; i++)
        for (int32_t j = i; j > 0; j--) {
            pb_skillset a = f->at[j - 1], b = f->at[j];
            if (size(a) < size(b) || (size(a) == size(b) && a < b))
                break;
            f->at[j - 1] = b;
            f->at[j] = a;
        }
}

int32_t pb_sets_useful(const pb_skillset *skills, int32_t n, pb_skillset queues,
                       pb_skillset ret[PB_MAX_SET_ROWS])
{
    pb_kinds k = {0};
    pb_found f = {0, ret};
    for (int32_t i = 0; i < n; i++)
        note(&k, skills[i] & queues);
    /* Every closed connected set of two or more grows from a smaller connected one by what an agent
     * knows: start from single queues and from agents' own sets, then join until nothing is new. */
    for (int32_t i = 0; i < k.n; i++)
        take(&k, k.at[i], &f);
    for (pb_skillset left = queues; left; left &= left - 1)
        take(&k, left & -left, &f);
    for (int32_t i = 0; i < f.n; i++) {
        for (int32_t j = 0; j < k.n; j++)
            if (k.at[j] & f.at[i])
                take(&k, f.at[i] | k.at[j], &f);
        for (pb_skillset left = queues & ~f.at[i]; left; left &= left - 1)
            take(&k, f.at[i] | (left & -left), &f);
    }
    for (pb_skillset a = queues; a; a &= a - 1)
        for (pb_skillset b = a & (a - 1); b; b &= b - 1)
            take(&k, (a & -a) | (b & -b), &f);
    sort(&f);
    return f.n;
}
