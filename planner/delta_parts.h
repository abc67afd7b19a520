/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms inside planner/delta*.c. */
#ifndef PAIBAN_PLANNER_DELTA_PARTS_H
#define PAIBAN_PLANNER_DELTA_PARTS_H

#include "planner/delta.h"

/* Cover: what one more, or one less, of a class changes in a slot. */
typedef struct pb_delta_cover {
    bool fast;              /* up and down are kept */
    int32_t n_classes;
    const int32_t *of;      /* [agent] class */
    const uint8_t *counts;  /* [agent * n_rows + row] */
    const uint8_t *class_counts; /* [class * n_rows + row], priced rows only */
    const uint8_t *bare;    /* [agent] has hard rows */
    int32_t *up, *down;     /* [class * n_slots + slot] */
    int32_t *row_up, *row_down; /* [row * n_slots + slot] */
    const uint8_t *whole;   /* [place] present in slots wholly or not at all */
    const int32_t *mask;    /* [n_minutes] -1 present, 0 not */
    const int32_t *gap0, *n_gap; /* [place] slots of its alternative in which it is not present */
    int32_t *diff;          /* [row * n_slots + slot] zero between tries */
    pb_line_sum tried;
} pb_delta_cover;

typedef struct pb_delta_works {
    const uint8_t *rows;    /* [n_rows] bounds some work */
    int64_t *left;          /* [work * n_slots + slot] what the work could get done */
} pb_delta_works;

/* An agent's line with the changes made. */
typedef struct pb_tried_line {
    int32_t agent, from, to; /* changed days */
    pb_line_sum line;        /* the new sum */
    const int64_t *counts;   /* [n_fair] new */
} pb_tried_line;

typedef struct pb_delta_lines {
    int32_t bits;           /* of a key, a day; 0: no memo */
    uint64_t *key;          /* [agent] of the line as it stands */
    int64_t *memo;          /* [agent << MEMO_BITS] of stride: key + 1, soft, hard, counts */
    int32_t stride;
    int64_t *parts;         /* [term] sum of parts of the line as it stands */
    int64_t *try_parts;     /* [term] with the changes made */
    int64_t *try_counts;    /* [agent * n_fair] */
    int32_t n_tried;
    pb_tried_line tried[PB_DELTA_MOST];
} pb_delta_lines;

enum { PB_FAIR_TOTALS = 16 };

/* The sum over all members at a total, with the counts as they stand. */
typedef struct pb_fair_memo {
    bool known;
    int64_t total;
    pb_line_sum sum;
} pb_fair_memo;

typedef struct pb_delta_fair {
    const int32_t *member;  /* [fair * n_agents + agent] index among the members; -1 */
    int64_t *total;         /* [n_fair] */
    pb_fair_memo *memo;     /* [n_fair * PB_FAIR_TOTALS] */
    pb_line_sum *tried;     /* [n_fair] new sums */
    int64_t *tried_total;   /* [n_fair] */
} pb_delta_fair;

struct pb_delta {
    const pb_instance *in;
    pb_board *b;
    int n;
    pb_change list[PB_DELTA_MOST];
    bool lines_change;      /* some alternative changes, not only meal breaks */
    pb_delta_cover cover;
    pb_delta_works works;
    pb_delta_lines lines;
    pb_delta_fair fair;
    const int32_t *role_day0, *role_rows; /* CSR: role rows of a day */
    const int32_t *pair0, *pairs;         /* CSR: pairs of an agent */
    int32_t *role_diff;     /* [n_role] zero between tries */
    pb_line_sum tried_roles, tried_pairs;
};

static inline void pb_sum_add(pb_line_sum *s, pb_line_sum x)
{
    s->soft += x.soft;
    s->hard += x.hard;
}

static inline void pb_sum_take(pb_line_sum *s, pb_line_sum x)
{
    s->soft -= x.soft;
    s->hard -= x.hard;
}

PB_MUST_USE bool pb_delta_cover_new(pb_arena *a, pb_delta *t);
void pb_delta_cover_reset(pb_delta *t);
pb_line_sum pb_delta_cover_try(pb_delta *t);
/* The changes' differences of rows into t->cover.diff, of those marked only (NULL: all); a swap between two who both
 * count for a row is none. false: no row is touched. */
bool pb_delta_spread(const pb_delta *t, const uint8_t *rows);
void pb_delta_cover_keep(pb_delta *t);

PB_MUST_USE bool pb_delta_works_new(pb_arena *a, pb_delta *t);
void pb_delta_works_reset(pb_delta *t);
pb_line_sum pb_delta_works_try(const pb_delta *t);
/* After the cover. */
void pb_delta_works_keep(pb_delta *t);

PB_MUST_USE bool pb_delta_lines_new(pb_arena *a, pb_delta *t);
void pb_delta_lines_reset(pb_delta *t);
/* Sets t->lines.tried; returns the change of the lines' sum. The board's alternatives are as before on return. */
pb_line_sum pb_delta_lines_try(pb_delta *t);
void pb_delta_lines_keep(pb_delta *t);

PB_MUST_USE bool pb_delta_fair_new(pb_arena *a, pb_delta *t);
void pb_delta_fair_reset(pb_delta *t);
/* From t->lines.tried. */
pb_line_sum pb_delta_fair_try(pb_delta *t);
void pb_delta_fair_keep(pb_delta *t);

#endif
