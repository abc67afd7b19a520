/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ical_parse.h"

#include <libical/ical.h>
#include <string.h>

static const char *text_of(pb_arena *a, const char *s)
{
    return s ? pb_arena_strdup(a, s) : "";
}

static int64_t utc_of(icaltimetype t)
{
    pb_date date = pb_date_from_ymd(t.year, t.month, t.day);
    if (date == PB_DATE_NONE)
        return -1;
    if (t.is_date)
        return (int64_t)date * 86400;
    int offset = 0, in_summer = 0;
    if (t.zone && !icaltime_is_utc(t)) {
        icaltimetype copy = t;
        offset = icaltimezone_get_utc_offset((icaltimezone *)(uintptr_t)t.zone, &copy, &in_summer);
    }
    return (int64_t)date * 86400 + t.hour * 3600 + t.minute * 60 + t.second - offset;
}

static const char *x_value(icalcomponent *c, const char *name)
{
    for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_X_PROPERTY); p;
         p = icalcomponent_get_next_property(c, ICAL_X_PROPERTY))
        if (strcmp(icalproperty_get_x_name(p), name) == 0)
            return icalproperty_get_x(p);
    return NULL;
}

static int alarm_of(icalcomponent *ev)
{
    icalcomponent *c = icalcomponent_get_first_component(ev, ICAL_VALARM_COMPONENT);
    icalproperty *p = c ? icalcomponent_get_first_property(c, ICAL_TRIGGER_PROPERTY) : NULL;
    return p ? -icaldurationtype_as_int(icalproperty_get_trigger(p).duration) / 60 : 0;
}

static const char *property_text(pb_arena *a, icalcomponent *ev, icalproperty_kind kind)
{
    icalproperty *p = icalcomponent_get_first_property(ev, kind);
    icalvalue *v = p ? icalproperty_get_value(p) : NULL;
    return text_of(a, v ? icalvalue_get_text(v) : NULL);
}

static pb_event_busy busy_of(icalcomponent *ev)
{
    const char *x = x_value(ev, "X-MICROSOFT-CDO-BUSYSTATUS");
    if (x && strcmp(x, "FREE") == 0)
        return PB_FREE;
    return x && strcmp(x, "OOF") == 0 ? PB_AWAY : PB_BUSY;
}

/* false: a property that all our events have is not there, or no memory. */
static bool read_event(pb_arena *a, icalcomponent *ev, const pb_zone *zone, pb_event *ret)
{
    pb_event e = {.ordinal = -1, .agent = -1};
    icalproperty *stamp = icalcomponent_get_first_property(ev, ICAL_DTSTAMP_PROPERTY);
    icaltimetype start = icalcomponent_get_dtstart(ev), end = icalcomponent_get_dtend(ev);
    if (!icalcomponent_get_uid(ev) || !stamp || icaltime_is_null_time(start) ||
        icaltime_is_null_time(end))
        return false;
    e.uid = text_of(a, icalcomponent_get_uid(ev));
    e.stamp_s = utc_of(icalproperty_get_dtstamp(stamp));
    e.seq = icalcomponent_get_sequence(ev);
    e.start_s = utc_of(start);
    e.end_s = utc_of(end);
    if (start.is_date) {
        pb_event_set_days(&e, (pb_date)(e.start_s / 86400), (pb_date)(e.end_s / 86400));
        e.date = e.from;
    } else {
        int second;
        pb_zone_local(zone, e.start_s, &e.date, &second);
    }
    e.summary = property_text(a, ev, ICAL_SUMMARY_PROPERTY);
    e.description = property_text(a, ev, ICAL_DESCRIPTION_PROPERTY);
    e.location = property_text(a, ev, ICAL_LOCATION_PROPERTY);
    const char *category = property_text(a, ev, ICAL_CATEGORIES_PROPERTY);
    if (!e.uid || !e.summary || !e.description || !e.location || !category)
        return false;
    e.kind = pb_event_of_category(category);
    e.tentative = icalcomponent_get_status(ev) == ICAL_STATUS_TENTATIVE;
    e.busy = busy_of(ev);
    e.alarm_min = alarm_of(ev);
    *ret = e;
    return e.start_s >= 0 && e.end_s > e.start_s;
}

/* --- a file is read in pieces: its head with each group of events, so that the tree stays small --- */

enum { GROUP = 64 };

typedef struct pieces {
    const char *text, *end;
    size_t head_n;   /* up to the first BEGIN:VEVENT */
    const char *at;  /* next event */
} pieces;

static const char *find_line(const char *s, const char *end, const char *line)
{
    size_t n = strlen(line);
    for (const char *p = s; p && p + n <= end; p = memchr(p, '\n', (size_t)(end - p))) {
        if (*p == '\n')
            p++;
        if ((size_t)(end - p) >= n && memcmp(p, line, n) == 0)
            return p;
        if (p >= end)
            break;
    }
    return NULL;
}

static void open_pieces(pieces *p, const char *text, size_t n)
{
    p->text = text;
    p->end = text + n;
    const char *first = find_line(text, p->end, "BEGIN:VEVENT\r\n");
    const char *close = find_line(text, p->end, "END:VCALENDAR\r\n");
    p->head_n = first ? (size_t)(first - text) : close ? (size_t)(close - text) : n;
    p->at = first;
}

/* The next group as a calendar of its own in *out; false at the end. The first call also serves
 * a file without events. */
static bool next_piece(pieces *p, pb_text *out, bool *first)
{
    if (!p->at && !*first)
        return false;
    *first = false;
    out->n = 0;
    pb_text_put(out, p->text, p->head_n);
    const char *at = p->at;
    for (int k = 0; at && k < GROUP; k++) {
        const char *e = find_line(at, p->end, "END:VEVENT\r\n");
        const char *stop = e ? e + strlen("END:VEVENT\r\n") : p->end;
        pb_text_put(out, at, (size_t)(stop - at));
        at = e ? find_line(stop, p->end, "BEGIN:VEVENT\r\n") : NULL;
    }
    p->at = at;
    pb_text_puts(out, "END:VCALENDAR\r\n");
    return true;
}

static pb_status read_piece(pb_arena *a, const char *name, const char *text, const pb_zone *zone,
                            pb_ical_file *f, size_t *cap, pb_diags *d)
{
    pb_where where = {name, 0, NULL};
    icalerrno = ICAL_NO_ERROR;
    icalcomponent *c = icalparser_parse_string(text);
    pb_status st = PB_OK;
    if (!c || icalcomponent_isa(c) != ICAL_VCALENDAR_COMPONENT ||
        icalcomponent_count_errors(c) > 0) {
        pb_diag_add(d, PB_ERROR, where, NULL, "not a calendar that this program wrote");
        st = PB_ERR_INPUT;
    }
    icalcomponent *ev = st == PB_OK ? icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT) : NULL;
    for (; ev && st == PB_OK; ev = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT)) {
        st = pb_grow(NULL, &f->events, cap, f->n + 1, sizeof *f->events);
        if (st == PB_OK && !read_event(a, ev, zone, &f->events[f->n])) {
            pb_diag_add(d, PB_ERROR, where, NULL, "entry %zu is not one that this program wrote",
                        f->n + 1);
            st = PB_ERR_INPUT;
        }
        f->n += st == PB_OK;
    }
    if (c)
        icalcomponent_free(c);
    return st;
}

pb_status pb_ical_parse(pb_arena *a, const char *name, const char *text, size_t n,
                        const pb_zone *zone, pb_ical_file *ret, pb_diags *d)
{
    pb_ical_file f = {0, NULL};
    size_t cap = 0;
    pieces p;
    pb_text piece;
    bool first = true;
    pb_status st = PB_OK;
    pb_text_init(&piece, pb_arena_allocator(a));
    open_pieces(&p, text, n);
    while (st == PB_OK && next_piece(&p, &piece, &first))
        st = piece.status == PB_OK ? read_piece(a, name, piece.bytes, zone, &f, &cap, d)
                                   : piece.status;
    pb_text_done(&piece);
    if (st == PB_OK) {
        pb_event *kept = PB_NEW_ARRAY(a, f.n, pb_event);
        if (!kept)
            st = PB_ERR_NOMEM;
        else if (f.n > 0)
            memcpy(kept, f.events, f.n * sizeof *kept);
        pb_free(NULL, f.events);
        f.events = kept;
        if (st == PB_OK)
            *ret = f;
        return st;
    }
    pb_free(NULL, f.events);
    return st;
}

static bool same(const pb_event *x, const pb_event *y)
{
    return strcmp(x->uid, y->uid) == 0 && x->start_s == y->start_s && x->end_s == y->end_s &&
           x->all_day == y->all_day && x->seq == y->seq && x->stamp_s == y->stamp_s &&
           x->kind == y->kind && x->busy == y->busy && x->tentative == y->tentative &&
           x->alarm_min == y->alarm_min && strcmp(x->summary, y->summary) == 0 &&
           strcmp(x->description, y->description) == 0 && strcmp(x->location, y->location) == 0;
}

pb_status pb_ical_verify(const char *name, const char *text, size_t n, const pb_zone *zone,
                         const pb_event *events, size_t n_events, const pb_allocator *al,
                         pb_diags *d)
{
    pb_arena *a = pb_arena_new(al);
    if (!a)
        return PB_ERR_NOMEM;
    pb_ical_file f;
    pb_status st = pb_ical_parse(a, name, text, n, zone, &f, d);
    if (st == PB_ERR_INPUT)
        st = PB_ERR_INTERNAL;
    if (st == PB_OK && f.n != n_events)
        st = PB_ERR_INTERNAL;
    for (size_t i = 0; i < n_events && st == PB_OK; i++)
        if (!same(&f.events[i], &events[i]))
            st = PB_ERR_INTERNAL;
    if (st == PB_ERR_INTERNAL)
        pb_diag_add(d, PB_ERROR, (pb_where){name, 0, NULL}, NULL,
                    "a calendar read back differs from what was to be written; nothing was published");
    pb_arena_free(a);
    return st;
}
