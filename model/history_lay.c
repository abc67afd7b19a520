/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of history rows to series on the team's grid; the list of files; writing. */
#include "model/history_cells.h"

#include "model/table.h"
#include "model/workspace.h"

#include <math.h>

/* The coarsest of the usual lengths that (nearly) all rows start on. */
int pb_history_step(const pb_history_file *f, const char *path, pb_diags *d)
{
    static const int steps[] = {60, 30, 20, 15, 12, 10, 6, 5};
    int64_t fits = 0;
    int step = 5;
    if (f->n_midnight == f->n_rows && f->n_rows > 1 && f->last - f->first + 1 >= f->n_rows / 64) {
        pb_diag_add(d, PB_ERROR, (pb_where){path, f->first_line, NULL},
                    PB_N_("export slots of 60 minutes or less"), PB_N_("the history has one row a day"));
        return 0;
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        fits = 0;
        for (int m = 0; m < 60; m += steps[i])
            fits += f->minute_n[m];
        step = steps[i];
        if ((f->n_rows - fits) * 1000 <= f->n_rows)
            break;
    }
    for (int m = 0; fits < f->n_rows && m < 60; m++)
        if (m % step != 0 && f->minute_n[m] > 0) {
            pb_diag_add(d, PB_WARNING, (pb_where){path, f->minute_line[m], NULL}, NULL,
                        PB_N_("%lld rows do not start on a slot of %d minutes; they count in the slots they overlap"),
                        (long long)(f->n_rows - fits), step);
            break;
        }
    return step;
}

typedef struct layers {
    double *contacts, *handle_s, *weight, *handled, *abandoned;
    bool any_aht, any_abandoned;
} layers;

static void add(double *v, double x)
{
    *v = isnan(*v) ? x : *v + x;
}

static void add_share(const layers *l, size_t at, const pb_history_cell *c, double share)
{
    add(&l->contacts[at], c->contacts * share);
    if (c->has_aht) {
        l->handle_s[at] += c->handle_s * share;
        l->weight[at] += c->handled * share;
        if (c->has_handled)
            add(&l->handled[at], c->handled * share);
    }
    if (c->has_abandoned)
        add(&l->abandoned[at], c->abandoned * share);
}

/* Divides the cell over the slots that its length overlaps. */
static void spread(const pb_grid *g, const layers *l, const pb_history_cell *c, int64_t length_s)
{
    int64_t from = c->start_s, end = c->start_s + length_s;
    size_t base = (size_t)c->series * (size_t)g->n_slots;
    for (int32_t s = pb_grid_find(g, from); s >= 0 && s < g->n_slots && from < end; s++) {
        int64_t slot_end = pb_grid_start_s(g, s + 1);
        int64_t part = (slot_end < end ? slot_end : end) - from;
        add_share(l, base + (size_t)s, c, (double)part / (double)length_s);
        from = slot_end;
    }
}

static double *filled(pb_arena *a, size_t n, double value)
{
    double *v = PB_NEW_ARRAY(a, n, double);
    for (size_t i = 0; v && i < n; i++)
        v[i] = value;
    return v;
}

static pb_status make_layers(pb_arena *a, size_t size, const pb_history_cells *cells, layers *l)
{
    for (size_t i = 0; i < cells->cap; i++)
        if (cells->at[i].used) {
            l->any_aht |= cells->at[i].has_aht;
            l->any_abandoned |= cells->at[i].has_abandoned;
        }
    size_t aht_size = l->any_aht ? size : 0, gone_size = l->any_abandoned ? size : 0;
    l->contacts = filled(a, size, NAN);
    l->handle_s = filled(a, aht_size, 0);
    l->weight = filled(a, aht_size, 0);
    l->handled = filled(a, aht_size, NAN);
    l->abandoned = filled(a, gone_size, NAN);
    bool got = l->contacts && l->handle_s && l->weight && l->handled && l->abandoned;
    return got ? PB_OK : PB_ERR_NOMEM;
}

/* Contacts of all queues of a log on a day. */
static double log_day(const pb_grid *g, const bool *in_log, int32_t n_series,
                      const double *contacts, int day)
{
    double sum = 0;
    for (int32_t q = 0; q < n_series; q++)
        for (int32_t s = g->day_slot[day]; in_log[q] && s < g->day_slot[day + 1]; s++) {
            const double v = contacts[(size_t)q * (size_t)g->n_slots + (size_t)s];
            sum += isnan(v) ? 0 : v;
        }
    return sum;
}

static void zero_log_day(const pb_grid *g, const bool *in_log, int32_t n_series, double *contacts,
                         int day)
{
    for (int32_t q = 0; q < n_series; q++)
        for (int32_t s = g->day_slot[day]; in_log[q] && s < g->day_slot[day + 1]; s++) {
            double *v = &contacts[(size_t)q * (size_t)g->n_slots + (size_t)s];
            if (isnan(*v))
                *v = 0;
        }
}

static void tell_hole(pb_date from, pb_date to, pb_diags *d)
{
    char first[11], last[11];
    pb_diag_add(d, PB_WARNING, (pb_where){NULL, 0, NULL}, NULL,
                PB_N_("the log holds no contact of any queue from %s to %s: these days are taken "
                      "as not recorded, not as days of 0"),
                pb_date_format(from, first), pb_date_format(to, last));
}

/* A log tells of every slot of its days, for the queues it names; but days without a contact of any
 * queue, more of them in a row than public holidays last, and more than chance (e^-30) and the
 * log's mean day explain, were not recorded. */
static void fill_log(const pb_grid *g, const pb_history_file *f, const bool *in_log,
                     int32_t n_series, double *contacts, pb_diags *d)
{
    enum { HOLIDAYS = 9 };
    const int from = f->first - g->first, to = f->last - g->first + 1;
    double sum = 0;
    for (int day = from; day < to; day++)
        sum += log_day(g, in_log, n_series, contacts, day);
    for (int day = from; day < to;) {
        int end = day;
        while (end < to && log_day(g, in_log, n_series, contacts, end) <= 0)
            end++;
        if (end - day > HOLIDAYS && (end - day) * sum / (to - from) > 30) {
            tell_hole(g->first + day, g->first + end - 1, d);
            day = end;
            continue;
        }
        for (end += end == day; day < end; day++)
            zero_log_day(g, in_log, n_series, contacts, day);
    }
}

/* Is this a quiet series without any 0, so that its file must leave zeros out? With a mean of m contacts
 * a slot is empty with chance exp(-m) or more: at m < 3 one in 20. */
static bool leaves_zeros_out(const double *v, size_t n)
{
    double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i]))
            continue;
        if (v[i] == 0)
            return false;
        sum += v[i];
        known++;
    }
    return known >= 200 && known < n && sum / (double)known < 3;
}

static void fill_days(const pb_grid *g, double *v)
{
    for (int32_t day = 0; day < g->n_days; day++) {
        bool any = false;
        for (int32_t s = g->day_slot[day]; s < g->day_slot[day + 1]; s++)
            any |= !isnan(v[s]);
        for (int32_t s = g->day_slot[day]; any && s < g->day_slot[day + 1]; s++)
            if (isnan(v[s]))
                v[s] = 0;
    }
}

static pb_status fill_gaps(pb_arena *a, const pb_history_cells *cells, const pb_history_file *files,
                           size_t n_files, const pb_history *h, double *contacts, pb_diags *d)
{
    bool *in_log = PB_NEW_ARRAY(a, (size_t)h->n_queues, bool);
    if (!in_log)
        return PB_ERR_NOMEM;
    for (size_t f = 0; f < n_files; f++) {
        if (!files[f].log || files[f].n_rows == 0)
            continue;
        for (int32_t q = 0; q < h->n_queues; q++)
            in_log[q] = false;
        for (size_t i = 0; i < cells->cap; i++)
            if (cells->at[i].used && cells->at[i].file == (int32_t)f)
                in_log[cells->at[i].series] = true;
        fill_log(&h->grid, &files[f], in_log, h->n_queues, contacts, d);
    }
    for (int32_t q = 0; q < h->n_queues; q++) {
        double *v = contacts + (size_t)q * (size_t)h->grid.n_slots;
        if (!leaves_zeros_out(v, (size_t)h->grid.n_slots))
            continue;
        pb_diag_add(d, PB_WARNING, (pb_where){NULL, 0, NULL}, NULL,
                    PB_N_("the history of \"%s\" has no row of 0 contacts: slots without a row are taken as 0 on days that have rows"),
                    h->queues[q]);
        fill_days(&h->grid, v);
    }
    return PB_OK;
}

static pb_status make_grid(pb_arena *a, const pb_team *team, const pb_history_file *files,
                           size_t n_files, pb_grid *ret)
{
    pb_date first = PB_DATE_MAX, last = PB_DATE_MIN;
    for (size_t i = 0; i < n_files; i++) {
        if (files[i].n_rows == 0)
            continue;
        first = files[i].first < first ? files[i].first : first;
        last = files[i].last > last ? files[i].last : last;
    }
    return pb_grid_make(a, team->zone, first, last - first + 1, team->slot_min, ret);
}

pb_status pb_history_lay(pb_arena *a, const pb_team *team, const pb_history_cells *cells,
                         const pb_history_file *files, size_t n_files, int32_t n_series,
                         const char *const *names, pb_history *ret, pb_diags *d)
{
    pb_history h = {.n_queues = n_series, .queues = names};
    layers l = {0};
    pb_status st = make_grid(a, team, files, n_files, &h.grid);
    if (st != PB_OK)
        return st;
    size_t size = (size_t)n_series * (size_t)h.grid.n_slots;
    st = make_layers(a, size, cells, &l);
    if (st != PB_OK)
        return st;
    for (size_t i = 0; i < cells->cap; i++) {
        const pb_history_cell *c = &cells->at[i];
        if (c->used)
            spread(&h.grid, &l, c, files[c->file].log ? 1 : files[c->file].step_min * 60);
    }
    st = fill_gaps(a, cells, files, n_files, &h, l.contacts, d);
    if (st != PB_OK)
        return st;
    for (size_t i = 0; l.any_aht && i < size; i++)
        l.handle_s[i] = l.weight[i] > 0 ? l.handle_s[i] / l.weight[i] : NAN;
    h.contacts = l.contacts;
    h.aht_s = l.any_aht ? l.handle_s : NULL;
    h.handled = l.any_aht ? l.handled : NULL;
    h.abandoned = l.any_abandoned ? l.abandoned : NULL;
    h.native_slot_min = files[0].step_min;
    *ret = h;
    return PB_OK;
}

pb_status pb_history_files(pb_arena *a, const char *dir, const char *const **ret, size_t *ret_n,
                           pb_diags *d)
{
    const char *const *names;
    size_t n;
    pb_status st = pb_dir_list(a, *dir ? dir : ".", "history", ".csv", &names, &n, d);
    if (st != PB_OK)
        return st;
    const char **paths = PB_NEW_ARRAY(a, n, const char *);
    if (!paths)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        if (!(paths[i] = pb_workspace_path(a, dir, names[i])))
            return PB_ERR_NOMEM;
    if (n == 0) {
        const char *path = pb_workspace_path(a, dir, "history.csv");
        if (!path)
            return PB_ERR_NOMEM;
        pb_diag_add(d, PB_ERROR, (pb_where){path, 0, NULL}, PB_N_("paiban init writes a sample workspace"),
                    PB_N_("the file is missing"));
        return PB_ERR_INPUT;
    }
    *ret = paths;
    *ret_n = n;
    return PB_OK;
}

void pb_history_write(const pb_history *h, pb_text *out)
{
    static const char *const header[] = {"start", "queue", "contacts", "aht_s", "handled", "abandoned"};
    const double *const columns[] = {h->contacts, h->aht_s, h->handled, h->abandoned};
    char start[32];
    for (int i = 0; i < 6; i++)
        if (i < 2 || columns[i - 2])
            pb_csv_field(out, header[i], false);
    pb_csv_end(out);
    size_t n_slots = (size_t)h->grid.n_slots;
    for (int32_t q = 0; q < h->n_queues; q++)
        for (size_t s = 0; s < n_slots; s++) {
            size_t at = (size_t)q * n_slots + s;
            if (isnan(h->contacts[at]))
                continue;
            pb_csv_field(out, pb_zone_format(h->grid.zone, pb_grid_start_s(&h->grid, (int32_t)s), start), false);
            pb_csv_field(out, h->queues[q], false);
            for (int i = 0; i < 4; i++)
                if (columns[i])
                    pb_write_real(out, columns[i][at]);
            pb_csv_end(out);
        }
}
