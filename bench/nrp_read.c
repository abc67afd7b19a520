/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/nrp_read.h"

#include "planner/pattern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct staff {
    char name[NRP_NAME];
    int max_shift[NRP_MAX_SHIFTS];
    int max_minutes, min_minutes, max_run, min_run, min_off, max_weekends;
} staff;

typedef struct request {
    int person, day, shift, weight; /* weight < 0: wants it on */
} request;

typedef struct cover {
    int day, shift, need, under, over;
} cover;

typedef struct raw {
    int n_days, n_shifts, n_staff, n_requests, n_covers, n_off;
    char names[NRP_MAX_SHIFTS + 1][NRP_NAME];
    char follow[NRP_MAX_SHIFTS][512];
    int minutes[NRP_MAX_SHIFTS];
    staff *staff;
    request *requests;
    cover *covers;
    int (*off)[2];
    size_t cap_staff, cap_requests, cap_covers, cap_off;
} raw;

static int shift_index(const raw *r, const char *name)
{
    for (int i = 0; i < r->n_shifts; i++)
        if (strcmp(r->names[i + 1], name) == 0)
            return i;
    return -1;
}

static int staff_index(const raw *r, const char *name)
{
    for (int i = 0; i < r->n_staff; i++)
        if (strcmp(r->staff[i].name, name) == 0)
            return i;
    return -1;
}

/* Splits at commas in place; empty fields are kept. */
static int split(char *line, char sep, char **field, int max)
{
    int n = 0;
    for (char *at = line; n < max; n++) {
        field[n] = at;
        at = strchr(at, sep);
        if (at == NULL)
            return n + 1;
        *at++ = '\0';
    }
    return n;
}

static bool read_shift(raw *r, char **f, int n)
{
    if (n < 2 || r->n_shifts == NRP_MAX_SHIFTS)
        return false;
    (void)snprintf(r->names[r->n_shifts + 1], NRP_NAME, "%s", f[0]);
    r->minutes[r->n_shifts] = atoi(f[1]);
    (void)snprintf(r->follow[r->n_shifts], sizeof r->follow[0], "%s", n > 2 ? f[2] : "");
    r->n_shifts++;
    return true;
}

static bool read_staff(raw *r, char **f, int n)
{
    if (n < 8 || pb_grow(NULL, &r->staff, &r->cap_staff, (size_t)r->n_staff + 1, sizeof *r->staff) != PB_OK)
        return false;
    staff *s = &r->staff[r->n_staff++];
    *s = (staff){.max_minutes = atoi(f[2]), .min_minutes = atoi(f[3]), .max_run = atoi(f[4]),
                 .min_run = atoi(f[5]), .min_off = atoi(f[6]), .max_weekends = atoi(f[7])};
    (void)snprintf(s->name, sizeof s->name, "%s", f[0]);
    for (int i = 0; i < NRP_MAX_SHIFTS; i++)
        s->max_shift[i] = r->n_days;
    char *part[NRP_MAX_SHIFTS];
    int parts = split(f[1], '|', part, NRP_MAX_SHIFTS);
    for (int i = 0; i < parts; i++) {
        char *eq = strchr(part[i], '=');
        if (eq == NULL)
            continue;
        *eq = '\0';
        int at = shift_index(r, part[i]);
        if (at < 0)
            return false;
        s->max_shift[at] = atoi(eq + 1);
    }
    return true;
}

static bool read_off(raw *r, char **f, int n)
{
    int who = staff_index(r, f[0]);
    for (int i = 1; i < n && who >= 0; i++) {
        if (pb_grow(NULL, &r->off, &r->cap_off, (size_t)r->n_off + 1, sizeof *r->off) != PB_OK)
            return false;
        r->off[r->n_off][0] = who;
        r->off[r->n_off++][1] = atoi(f[i]);
    }
    return who >= 0;
}

static bool read_request(raw *r, char **f, int n, int sign)
{
    if (n < 4 ||
        pb_grow(NULL, &r->requests, &r->cap_requests, (size_t)r->n_requests + 1, sizeof *r->requests) != PB_OK)
        return false;
    request q = {.person = staff_index(r, f[0]), .day = atoi(f[1]), .shift = shift_index(r, f[2]),
                 .weight = sign * atoi(f[3])};
    r->requests[r->n_requests++] = q;
    return q.person >= 0 && q.shift >= 0;
}

static bool read_cover(raw *r, char **f, int n)
{
    if (n < 5 || pb_grow(NULL, &r->covers, &r->cap_covers, (size_t)r->n_covers + 1, sizeof *r->covers) != PB_OK)
        return false;
    cover c = {.day = atoi(f[0]), .shift = shift_index(r, f[1]), .need = atoi(f[2]), .under = atoi(f[3]),
               .over = atoi(f[4])};
    r->covers[r->n_covers++] = c;
    return c.shift >= 0;
}

static const char *const SECTIONS[] = {"SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_DAYS_OFF",
                                       "SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS",
                                       "SECTION_COVER"};

static bool read_line(raw *r, int section, char *line)
{
    char *f[512];
    int n = split(line, ',', f, 512);
    switch (section) {
    case 0:
        r->n_days = atoi(f[0]);
        return r->n_days > 0;
    case 1: return read_shift(r, f, n);
    case 2: return read_staff(r, f, n);
    case 3: return read_off(r, f, n);
    case 4: return read_request(r, f, n, -1);
    case 5: return read_request(r, f, n, 1);
    case 6: return read_cover(r, f, n);
    default: return false;
    }
}

static bool raw_check(const raw *r)
{
    for (int i = 0; i < r->n_off; i++)
        if (r->off[i][1] < 0 || r->off[i][1] >= r->n_days)
            return false;
    for (int i = 0; i < r->n_requests; i++)
        if (r->requests[i].day < 0 || r->requests[i].day >= r->n_days)
            return false;
    for (int i = 0; i < r->n_covers; i++)
        if (r->covers[i].day < 0 || r->covers[i].day >= r->n_days)
            return false;
    return r->n_staff > 0 && r->n_shifts > 0;
}

static bool read_file(raw *r, FILE *f, long *line_no)
{
    char line[8192];
    int section = -1;
    while (fgets(line, sizeof line, f) != NULL) {
        ++*line_no;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        bool head = false;
        for (int i = 0; i < 7; i++)
            if (strcmp(line, SECTIONS[i]) == 0) {
                section = i;
                head = true;
            }
        if (!head && !read_line(r, section, line))
            return false;
    }
    return raw_check(r);
}

/* --- translation --- */

static bool cannot_follow(const raw *r, int first, int second)
{
    char text[512], *part[NRP_MAX_SHIFTS];
    (void)snprintf(text, sizeof text, "%s", r->follow[first]);
    int n = split(text, '|', part, NRP_MAX_SHIFTS);
    for (int i = 0; i < n; i++)
        if (shift_index(r, part[i]) == second)
            return true;
    return false;
}

/* One symbol a choice. Runs of work and of rest; one forbidden pair a shift that forbids some. */
static pb_status make_pattern(pb_arena *a, const raw *r, const staff *s, const int16_t *symbols, pb_pattern *ret,
                              int32_t *ret_start)
{
    int n = r->n_shifts + 1;
    uint8_t *works = PB_NEW_ARRAY(a, (size_t)n, uint8_t), *rests = PB_NEW_ARRAY(a, (size_t)n, uint8_t);
    uint8_t *sets = PB_NEW_ARRAY(a, (size_t)n * (size_t)n * 2, uint8_t);
    const uint8_t **set_of = PB_NEW_ARRAY(a, (size_t)n * 2, const uint8_t *);
    pb_sequence_rule *seq = PB_NEW_ARRAY(a, (size_t)n, pb_sequence_rule);
    if (works == NULL || rests == NULL || sets == NULL || set_of == NULL || seq == NULL)
        return PB_ERR_NOMEM;
    int n_seq = 0;
    rests[0] = 1;
    for (int i = 1; i < n; i++) {
        works[i] = 1;
        uint8_t *one = sets + (size_t)i * 2 * (size_t)n, *two = one + n;
        bool any = false;
        one[i] = 1;
        for (int j = 1; j < n; j++) {
            two[j] = cannot_follow(r, i - 1, j - 1);
            any = any || two[j];
        }
        set_of[(size_t)i * 2] = one;
        set_of[(size_t)i * 2 + 1] = two;
        if (any)
            seq[n_seq++] = (pb_sequence_rule){.length = 2, .sets = set_of + (size_t)i * 2};
    }
    pb_run_rule runs[2] = {{.in = works, .min = s->min_run, .max = s->max_run},
                           {.in = rests, .min = s->min_off, .max = PB_NO_LIMIT}};
    pb_pattern_spec spec = {.n_symbols = n, .works = works, .n_runs = 2, .runs = runs, .n_sequences = n_seq,
                            .sequences = seq};
    ret->symbol = symbols;
    return pb_pattern_build(a, &spec, ret, ret_start);
}

static pb_status add_resource(pb_arena *a, pb_person *q, const int32_t *use, const uint8_t *count, int n_days,
                              int32_t min, int32_t max)
{
    pb_window *w = PB_NEW(a, pb_window);
    if (w == NULL)
        return PB_ERR_NOMEM;
    *w = (pb_window){.first = 0, .last = n_days - 1, .min = min, .max = max, .soft_min = min, .soft_max = max};
    pb_resource *res = (pb_resource *)(uintptr_t)&q->resources[q->n_resources++];
    *res = (pb_resource){.use = use, .count = count, .n_windows = 1, .windows = w};
    return PB_OK;
}

typedef struct tables {
    int32_t *minutes, *works;
    int32_t *one[NRP_MAX_SHIFTS]; /* use of one shift kind */
    uint8_t *weekend;
    int16_t *symbols;
} tables;

static pb_status make_tables(pb_arena *a, const raw *r, tables *t)
{
    size_t n = (size_t)r->n_shifts + 1;
    t->minutes = PB_NEW_ARRAY(a, n, int32_t);
    t->works = PB_NEW_ARRAY(a, n, int32_t);
    t->weekend = PB_NEW_ARRAY(a, (size_t)r->n_days, uint8_t);
    t->symbols = PB_NEW_ARRAY(a, n * (size_t)r->n_days, int16_t);
    int32_t *ones = PB_NEW_ARRAY(a, n * n, int32_t);
    if (t->minutes == NULL || t->works == NULL || t->weekend == NULL || t->symbols == NULL || ones == NULL)
        return PB_ERR_NOMEM;
    for (size_t i = 1; i < n; i++) {
        t->minutes[i] = r->minutes[i - 1];
        t->works[i] = 1;
        t->one[i - 1] = ones + i * n;
        t->one[i - 1][i] = 1;
    }
    for (int d = 0; d < r->n_days; d++) {
        t->weekend[d] = d % 7 == 5 ? PB_COUNT_YES : d % 7 == 6 ? PB_COUNT_FRESH : PB_COUNT_NO;
        for (size_t i = 0; i < n; i++)
            t->symbols[(size_t)d * n + i] = (int16_t)i;
    }
    return PB_OK;
}

static pb_status person_pattern(pb_arena *a, const raw *r, const tables *t, int i, pb_person *people)
{
    const staff *s = &r->staff[i];
    pb_person *q = &people[i];
    for (int k = 0; k < i; k++)
        if (r->staff[k].max_run == s->max_run && r->staff[k].min_run == s->min_run &&
            r->staff[k].min_off == s->min_off) {
            q->pattern = people[k].pattern;
            q->start = people[k].start;
            return PB_OK;
        }
    pb_pattern *made = PB_NEW(a, pb_pattern);
    if (made == NULL)
        return PB_ERR_NOMEM;
    q->pattern = made;
    return make_pattern(a, r, s, t->symbols, made, &q->start);
}

/* What he may do, and what he asked for. */
static pb_status person_cells(pb_arena *a, const raw *r, int i, pb_person *q)
{
    size_t n = (size_t)r->n_shifts + 1;
    uint64_t *allowed = PB_NEW_ARRAY(a, (size_t)r->n_days, uint64_t);
    int32_t *price = PB_NEW_ARRAY(a, n * (size_t)r->n_days, int32_t);
    if (allowed == NULL || price == NULL)
        return PB_ERR_NOMEM;
    uint64_t can = 1;
    for (int k = 0; k < r->n_shifts; k++)
        can |= (uint64_t)(r->staff[i].max_shift[k] > 0) << (k + 1);
    for (int d = 0; d < r->n_days; d++)
        allowed[d] = can;
    for (int k = 0; k < r->n_off; k++)
        if (r->off[k][0] == i)
            allowed[r->off[k][1]] = 1;
    for (int k = 0; k < r->n_requests; k++)
        if (r->requests[k].person == i)
            price[(size_t)r->requests[k].day * n + (size_t)r->requests[k].shift + 1] += r->requests[k].weight;
    q->allowed = allowed;
    q->price = price;
    return PB_OK;
}

static pb_status make_person(pb_arena *a, const raw *r, const tables *t, int i, pb_person *people)
{
    const staff *s = &r->staff[i];
    pb_person *q = &people[i];
    q->traits = 1;
    q->resources = PB_NEW_ARRAY(a, (size_t)r->n_shifts + 2, pb_resource);
    if (q->resources == NULL)
        return PB_ERR_NOMEM;
    pb_status st = person_pattern(a, r, t, i, people);
    if (st == PB_OK)
        st = add_resource(a, q, t->minutes, NULL, r->n_days, s->min_minutes, s->max_minutes);
    if (st == PB_OK)
        st = add_resource(a, q, t->works, t->weekend, r->n_days, 0, s->max_weekends);
    for (int k = 0; k < r->n_shifts && st == PB_OK; k++)
        if (s->max_shift[k] > 0 && s->max_shift[k] < r->n_days)
            st = add_resource(a, q, t->one[k], NULL, r->n_days, 0, s->max_shift[k]);
    return st == PB_OK ? person_cells(a, r, i, q) : st;
}

static pb_status make_cover(pb_arena *a, const raw *r, pb_problem *p)
{
    size_t ns = (size_t)r->n_shifts, n = (size_t)r->n_days * ns;
    pb_cell_cover *cells = PB_NEW_ARRAY(a, (size_t)r->n_days * (ns + 1), pb_cell_cover);
    pb_unit_span *spans = PB_NEW_ARRAY(a, n, pb_unit_span);
    pb_cover_row *rows = PB_NEW_ARRAY(a, n, pb_cover_row);
    int32_t *unit_row = PB_NEW_ARRAY(a, n + 1, int32_t);
    pb_step *steps = PB_NEW_ARRAY(a, 2 * n, pb_step);
    if (cells == NULL || spans == NULL || rows == NULL || unit_row == NULL || steps == NULL)
        return PB_ERR_NOMEM;
    for (size_t u = 0; u < n; u++) {
        spans[u] = (pb_unit_span){(int32_t)u, 1};
        cells[u / ns * (ns + 1) + u % ns + 1] = (pb_cell_cover){.first_span = (int32_t)u, .n_spans = 1};
        steps[2 * u] = steps[2 * u + 1] = (pb_step){1, 0};
        rows[u] = (pb_cover_row){.unit = (int32_t)u, .set = 1, .first_under = (int32_t)(2 * u), .n_under = 1,
                                 .first_over = (int32_t)(2 * u + 1), .n_over = 1};
        unit_row[u + 1] = (int32_t)u + 1;
    }
    for (int i = 0; i < r->n_covers; i++) {
        size_t u = (size_t)r->covers[i].day * ns + (size_t)r->covers[i].shift;
        rows[u].need = r->covers[i].need;
        steps[2 * u].price = r->covers[i].under;
        steps[2 * u + 1].price = r->covers[i].over;
    }
    p->cells = cells;
    p->spans = spans;
    p->rows = rows;
    p->unit_row = unit_row;
    p->steps = steps;
    p->n_spans = p->n_units = p->n_rows = (int32_t)n;
    p->n_steps = (int32_t)(2 * n);
    return PB_OK;
}

static pb_status translate(pb_arena *a, const raw *r, nrp_instance *ret)
{
    tables t;
    pb_person *people = PB_NEW_ARRAY(a, (size_t)r->n_staff, pb_person);
    ret->shift_names = pb_arena_alloc(a, (size_t)r->n_shifts + 1, NRP_NAME);
    if (people == NULL || ret->shift_names == NULL)
        return PB_ERR_NOMEM;
    memcpy(ret->shift_names, r->names, ((size_t)r->n_shifts + 1) * NRP_NAME);
    (void)snprintf(ret->shift_names[0], NRP_NAME, "-");
    pb_problem *p = &ret->problem;
    *p = (pb_problem){.n_people = r->n_staff, .n_days = r->n_days, .n_choices = r->n_shifts + 1, .n_words = 1,
                      .people = people};
    pb_status st = make_tables(a, r, &t);
    for (int i = 0; i < r->n_staff && st == PB_OK; i++)
        st = make_person(a, r, &t, i, people);
    for (int i = 0; i < r->n_requests; i++)
        p->base_cost -= r->requests[i].weight < 0 ? r->requests[i].weight : 0;
    return st == PB_OK ? make_cover(a, r, p) : st;
}

pb_status nrp_read(pb_arena *a, const char *path, nrp_instance *ret, char *error, size_t n)
{
    raw *r = PB_NEW(a, raw);
    if (r == NULL)
        return PB_ERR_NOMEM;
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        (void)snprintf(error, n, "%s: cannot be opened", path);
        return PB_ERR_IO;
    }
    long line_no = 0;
    pb_status st = PB_OK;
    if (!read_file(r, f, &line_no)) {
        (void)snprintf(error, n, "%s:%ld: not in the form of the public instances", path, line_no);
        st = PB_ERR_INPUT;
    }
    (void)fclose(f);
    if (st == PB_OK)
        st = translate(a, r, ret);
    pb_free(NULL, r->staff);
    pb_free(NULL, r->requests);
    pb_free(NULL, r->covers);
    pb_free(NULL, r->off);
    return st;
}
