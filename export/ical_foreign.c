/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs in the child: libical on foreign bytes. */
#include "export/ical_foreign.h"

#include <libical/ical.h>
#include <string.h>

enum { FIELD_MAX = 500, MAX_OVERRIDES = 10000 };

/* An occurrence that an own VEVENT replaces. */
typedef struct override {
    const char *uid; /* borrowed from the component */
    int64_t at_s;
} override;

typedef struct expansion {
    pb_text *out;
    int64_t from_s, to_s;
    size_t n;
    override *overrides; /* libc array */
    size_t n_overrides, cap_overrides;
    icalcomponent *event;
    bool all_day, floating;
    int64_t length_s;
    bool stopped;
} expansion;

static int64_t seconds_of(icaltimetype t)
{
    const icaltimezone *z = t.zone ? t.zone : icaltimezone_get_utc_timezone();
    return (int64_t)icaltime_as_timet_with_zone(t, z);
}

/* A text as one field: no tabs, line ends or controls, cut between characters. */
static void put_field(pb_text *out, const char *s)
{
    size_t n = s ? strnlen(s, FIELD_MAX) : 0;
    while (n > 0 && s[n] && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    for (size_t i = 0; i < n; i++)
        pb_text_put(out, (unsigned char)s[i] < ' ' || s[i] == 0x7f ? " " : s + i, 1);
}

static const char *text_of(icalcomponent *c, icalproperty_kind kind)
{
    icalproperty *p = icalcomponent_get_first_property(c, kind);
    icalvalue *v = p ? icalproperty_get_value(p) : NULL;
    return v ? icalvalue_get_text(v) : NULL;
}

static const char *x_of(icalcomponent *c, const char *name)
{
    for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_X_PROPERTY); p;
         p = icalcomponent_get_next_property(c, ICAL_X_PROPERTY))
        if (icalproperty_get_x_name(p) && strcmp(icalproperty_get_x_name(p), name) == 0)
            return icalproperty_get_x(p);
    return NULL;
}

static const char *without_mailto(const char *s)
{
    return s && (strncmp(s, "mailto:", 7) == 0 || strncmp(s, "MAILTO:", 7) == 0) ? s + 7 : s;
}

static void put_people(pb_text *out, icalcomponent *c)
{
    int n = 0;
    icalproperty *p = icalcomponent_get_first_property(c, ICAL_ORGANIZER_PROPERTY);
    put_field(out, x_of(c, "X-PAIBAN-AGENT"));
    pb_text_puts(out, " ");
    put_field(out, p ? without_mailto(icalproperty_get_organizer(p)) : NULL);
    for (p = icalcomponent_get_first_property(c, ICAL_ATTENDEE_PROPERTY); p && n < 20;
         p = icalcomponent_get_next_property(c, ICAL_ATTENDEE_PROPERTY), n++) {
        pb_text_puts(out, " ");
        put_field(out, without_mailto(icalproperty_get_attendee(p)));
    }
}

static void put_record(expansion *x, int64_t start_s, int64_t end_s)
{
    icalcomponent *c = x->event;
    icalproperty *p = icalcomponent_get_first_property(c, ICAL_TRANSP_PROPERTY);
    bool is_free = p && icalproperty_get_transp(p) == ICAL_TRANSP_TRANSPARENT;
    if (x->all_day && end_s <= start_s)
        end_s = start_s + 86400; /* RFC 5545 3.6.1: a DATE without end is one day */
    if (end_s < start_s || start_s >= x->to_s || end_s <= x->from_s)
        return;
    start_s = start_s < -PB_FOREIGN_FAR_S ? -PB_FOREIGN_FAR_S : start_s;
    end_s = end_s > PB_FOREIGN_FAR_S ? PB_FOREIGN_FAR_S : end_s;
    if (++x->n > PB_FOREIGN_EVENTS) {
        x->stopped = true;
        return;
    }
    pb_text_printf(x->out, "%d\t%d\t%d\t%lld\t%lld\t", x->all_day, x->floating, is_free,
                   (long long)start_s, (long long)end_s);
    put_field(x->out, text_of(c, ICAL_SUMMARY_PROPERTY));
    pb_text_puts(x->out, "\t");
    put_field(x->out, text_of(c, ICAL_CATEGORIES_PROPERTY));
    pb_text_puts(x->out, "\t");
    put_field(x->out, x_of(c, "X-APPLE-SPECIAL-DAY"));
    pb_text_puts(x->out, "\t");
    put_people(x->out, c);
    pb_text_puts(x->out, "\n");
}

static bool is_replaced(const expansion *x, int64_t start_s)
{
    const char *uid = icalcomponent_get_uid(x->event);
    for (size_t i = 0; uid && i < x->n_overrides; i++)
        if (x->overrides[i].at_s == start_s && strcmp(x->overrides[i].uid, uid) == 0)
            return true;
    return false;
}

static void on_occurrence(icalcomponent *c, struct icaltime_span *span, void *ctx)
{
    expansion *x = ctx;
    (void)c;
    /* Not the span's end: it adds to entries of whole days. All occurrences last as long as the
     * first (RFC 5545 3.8.5.3). */
    if (!x->stopped && !is_replaced(x, span->start))
        put_record(x, span->start, span->start + x->length_s);
}

static pb_status note_overrides(expansion *x, icalcomponent *cal)
{
    for (icalcomponent *c = icalcomponent_get_first_component(cal, ICAL_VEVENT_COMPONENT); c;
         c = icalcomponent_get_next_component(cal, ICAL_VEVENT_COMPONENT)) {
        icaltimetype at = icalcomponent_get_recurrenceid(c);
        if (icaltime_is_null_time(at) || !icalcomponent_get_uid(c))
            continue;
        if (x->n_overrides >= MAX_OVERRIDES)
            return PB_ERR_INPUT;
        pb_status st = pb_grow(NULL, &x->overrides, &x->cap_overrides, x->n_overrides + 1,
                               sizeof *x->overrides);
        if (st != PB_OK)
            return st;
        x->overrides[x->n_overrides++] = (override){icalcomponent_get_uid(c), seconds_of(at)};
    }
    return PB_OK;
}

static icaltimetype bound(int64_t utc_s)
{
    return icaltime_from_timet_with_zone((time_t)utc_s, 0, icaltimezone_get_utc_timezone());
}

static void expand_event(expansion *x, icalcomponent *c)
{
    icaltimetype start = icalcomponent_get_dtstart(c);
    if (icaltime_is_null_time(start) || !icaltime_is_valid_time(start) ||
        icalcomponent_get_status(c) == ICAL_STATUS_CANCELLED)
        return;
    x->event = c;
    x->all_day = start.is_date;
    x->floating = !start.is_date && !start.zone;
    icaltimetype end = icalcomponent_get_dtend(c);
    x->length_s = icaltime_is_null_time(end) ? 0 : seconds_of(end) - seconds_of(start);
    if (!icaltime_is_null_time(icalcomponent_get_recurrenceid(c))) {
        put_record(x, seconds_of(start), seconds_of(start) + x->length_s);
        return;
    }
    /* The window is a day wider than asked for: zones, and entries that began before. */
    icalcomponent_foreach_recurrence(c, bound(x->from_s - 40 * 86400), bound(x->to_s + 86400),
                                     on_occurrence, x);
}

pb_status pb_foreign_expand(pb_text *out, const char *bytes, size_t n, int64_t from_s, int64_t to_s)
{
    expansion x = {.out = out, .from_s = from_s, .to_s = to_s};
    char *text = pb_alloc(NULL, n + 1, 1);
    if (!text)
        return PB_ERR_NOMEM;
    memcpy(text, bytes, n);
    text[n] = '\0';
    icalcomponent *cal = icalparser_parse_string(text);
    pb_status st = cal && icalcomponent_isa(cal) == ICAL_VCALENDAR_COMPONENT ? PB_OK : PB_ERR_INPUT;
    if (st == PB_OK)
        st = note_overrides(&x, cal);
    icalcomponent *c = st == PB_OK ? icalcomponent_get_first_component(cal, ICAL_VEVENT_COMPONENT) : NULL;
    for (; c && !x.stopped; c = icalcomponent_get_next_component(cal, ICAL_VEVENT_COMPONENT))
        expand_event(&x, c);
    if (cal)
        icalcomponent_free(cal);
    pb_free(NULL, x.overrides);
    pb_free(NULL, text);
    if (st == PB_OK && x.stopped)
        st = PB_ERR_LIMIT;
    return st == PB_OK ? out->status : st;
}
