/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ical_write.h"

#include "export/ical_text.h"

#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

static const char PRODID[] = "-//paiban//roster 1//EN"; /* no version: it would change every file */

static icaltimetype time_of(pb_date date, int second, bool all_day)
{
    icaltimetype t = icaltime_null_time();
    pb_ymd d = pb_date_ymd(date);
    t.year = d.year;
    t.month = d.month;
    t.day = d.day;
    t.is_date = all_day;
    if (!all_day) {
        t.hour = second / 3600;
        t.minute = second / 60 % 60;
        t.second = second % 60;
    }
    return t;
}

static icaltimetype utc_time_of(int64_t utc_s)
{
    pb_date date = (pb_date)(utc_s / 86400);
    icaltimetype t = time_of(date, (int)(utc_s - (int64_t)date * 86400), false);
    return icaltime_set_timezone(&t, icaltimezone_get_utc_timezone());
}

static void add(icalcomponent *c, icalproperty *p)
{
    if (p)
        icalcomponent_add_property(c, p);
}

static void add_x(icalcomponent *c, const char *name, const char *value)
{
    icalproperty *p = icalproperty_new_x(value);
    if (p)
        icalproperty_set_x_name(p, name);
    add(c, p);
}

static bool reading_is_unique(const pb_zone *z, int64_t utc_s)
{
    pb_date date;
    int second;
    int64_t back;
    pb_zone_local(z, utc_s, &date, &second);
    return second % 60 == 0 && pb_zone_utc(z, date, second / 60, &back, NULL) == PB_LOCAL_UNIQUE &&
           back == utc_s;
}

/* Both ends in local form, or both in UTC (method of doubled and skipped hours). */
static bool writes_local(const pb_ical_zone *z, const pb_event *e)
{
    return !e->all_day && z->local && e->start_s >= (int64_t)(z->first - 1) * 86400 &&
           e->end_s <= (int64_t)(z->last + 2) * 86400 && reading_is_unique(z->zone, e->start_s) &&
           reading_is_unique(z->zone, e->end_s);
}

/* The property owns neither zone nor prefix: DTEND would lose a zone set in the time itself. */
static void add_time(icalcomponent *c, icalproperty *p, const char *tzid)
{
    if (p && tzid)
        icalproperty_add_parameter(p, icalparameter_new_tzid(tzid));
    add(c, p);
}

static void add_times(icalcomponent *c, const pb_ical_zone *z, const pb_event *e)
{
    if (e->all_day) {
        add(c, icalproperty_new_dtstart(time_of(e->from, 0, true)));
        add(c, icalproperty_new_dtend(time_of(e->to, 0, true)));
        return;
    }
    if (!writes_local(z, e)) {
        add(c, icalproperty_new_dtstart(utc_time_of(e->start_s)));
        add(c, icalproperty_new_dtend(utc_time_of(e->end_s)));
        return;
    }
    pb_date date;
    int second;
    pb_zone_local(z->zone, e->start_s, &date, &second);
    add_time(c, icalproperty_new_dtstart(time_of(date, second, false)), pb_zone_name(z->zone));
    pb_zone_local(z->zone, e->end_s, &date, &second);
    add_time(c, icalproperty_new_dtend(time_of(date, second, false)), pb_zone_name(z->zone));
}

static icalcomponent *alarm_of(const pb_event *e, pb_arena *a)
{
    icalcomponent *c = icalcomponent_new(ICAL_VALARM_COMPONENT);
    char *uid = pb_arena_printf(a, "%s-a1", e->uid);
    if (!c || !uid)
        return c;
    struct icaltriggertype t;
    memset(&t, 0, sizeof t);
    t.time = icaltime_null_time();
    t.duration = icaldurationtype_from_int(-60 * e->alarm_min);
    add(c, icalproperty_new_uid(uid)); /* RFC 9074 */
    add(c, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    add(c, icalproperty_new_trigger(t));
    add(c, icalproperty_new_description(e->summary));
    return c;
}

static void add_party(icalcomponent *c, const pb_ical_head *h)
{
    if (h->method == PB_METHOD_NONE)
        return;
    icalproperty *p = icalproperty_new_organizer(h->organizer);
    if (p && h->organizer_name && *h->organizer_name)
        icalproperty_add_parameter(p, icalparameter_new_cn(h->organizer_name));
    add(c, p);
    if (!h->attendee)
        return;
    p = icalproperty_new_attendee(h->attendee);
    if (p) {
        icalproperty_add_parameter(p, icalparameter_new_partstat(ICAL_PARTSTAT_ACCEPTED));
        icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
    }
    add(c, p);
}

static void add_texts(icalcomponent *c, const pb_event *e)
{
    add(c, icalproperty_new_summary(e->summary));
    if (*e->description)
        add(c, icalproperty_new_description(e->description));
    if (*e->location)
        add(c, icalproperty_new_location(e->location));
    add(c, icalproperty_new_categories(pb_event_category(e->kind)));
}

static icalcomponent *event_of(const pb_ical_head *h, const pb_event *e, pb_arena *a)
{
    static const char *const busy[] = {"BUSY", "FREE", "OOF"};
    icalcomponent *c = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    if (!c)
        return NULL;
    bool cancel = h->method == PB_METHOD_CANCEL;
    add(c, icalproperty_new_uid(e->uid));
    add(c, icalproperty_new_dtstamp(utc_time_of(e->stamp_s)));
    add(c, icalproperty_new_lastmodified(utc_time_of(e->stamp_s)));
    add(c, icalproperty_new_sequence(e->seq));
    add_party(c, h);
    add_times(c, h->zone, e);
    add_texts(c, e);
    add(c, icalproperty_new_status(cancel         ? ICAL_STATUS_CANCELLED
                                   : e->tentative ? ICAL_STATUS_TENTATIVE
                                                  : ICAL_STATUS_CONFIRMED));
    bool opaque = e->busy != PB_FREE && !cancel;
    add(c, icalproperty_new_transp(opaque ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
    add_x(c, "X-MICROSOFT-CDO-BUSYSTATUS", busy[cancel ? PB_FREE : e->busy]);
    if (e->alarm_min > 0 && !cancel && !e->all_day) {
        icalcomponent *alarm = alarm_of(e, a);
        if (alarm)
            icalcomponent_add_component(c, alarm);
    }
    return c;
}

static icalcomponent *onset_of(const pb_ical_onset *o, bool in_summer, pb_arena *a)
{
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    icalcomponent *c = in_summer ? icalcomponent_new(ICAL_XDAYLIGHT_COMPONENT)
                                : icalcomponent_new(ICAL_XSTANDARD_COMPONENT);
    pb_date first = o->month > 0 ? pb_ical_onset_date(o, 1970) : 0;
    if (!c)
        return NULL;
    add(c, icalproperty_new_dtstart(time_of(first, o->minute * 60, false)));
    add(c, icalproperty_new_tzoffsetfrom(o->from_s));
    add(c, icalproperty_new_tzoffsetto(o->to_s));
    int m = (o->to_s < 0 ? -o->to_s : o->to_s) / 60;
    char *name = m % 60 ? pb_arena_printf(a, "%c%02d%02d", o->to_s < 0 ? '-' : '+', m / 60, m % 60)
                        : pb_arena_printf(a, "%c%02d", o->to_s < 0 ? '-' : '+', m / 60);
    if (name)
        add(c, icalproperty_new_tzname(name));
    if (o->month > 0) {
        char *rule = pb_arena_printf(a, "FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", o->month, o->nth,
                                     days[o->weekday]);
        if (rule)
            add(c, icalproperty_new_rrule(icalrecurrencetype_from_string(rule)));
    }
    return c;
}

static icalcomponent *zone_of(const pb_ical_zone *z, pb_arena *a)
{
    icalcomponent *c = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
    if (!c)
        return NULL;
    add(c, icalproperty_new_tzid(z->local ? pb_zone_name(z->zone) : "Etc/UTC"));
    pb_ical_onset still = {.from_s = z->local ? z->base_s : 0, .to_s = z->local ? z->base_s : 0};
    int n = z->local ? z->n_onsets : 0;
    for (int i = 0; i < n || i == 0; i++) {
        icalcomponent *o = onset_of(n > 0 ? &z->onset[i] : &still, i == 1, a);
        if (o)
            icalcomponent_add_component(c, o);
    }
    return c;
}

static void add_head(icalcomponent *c, const pb_ical_head *h)
{
    static const icalproperty_method methods[] = {ICAL_METHOD_NONE, ICAL_METHOD_PUBLISH,
                                                  ICAL_METHOD_REQUEST, ICAL_METHOD_CANCEL};
    add(c, icalproperty_new_version("2.0"));
    add(c, icalproperty_new_prodid(PRODID));
    add(c, icalproperty_new_calscale("GREGORIAN"));
    if (h->method != PB_METHOD_NONE)
        add(c, icalproperty_new_method(methods[h->method]));
    if (!*h->name)
        return;
    add(c, icalproperty_new_name(h->name));
    add_x(c, "X-WR-CALNAME", h->name);
    icalproperty *p = icalproperty_new_refreshinterval(icaldurationtype_from_int(3600));
    if (p)
        icalproperty_add_parameter(p, icalparameter_new_value(ICAL_VALUE_DURATION));
    add(c, p);
    add_x(c, "X-PUBLISHED-TTL", "PT1H");
}

/* Appends a component's text; frees it. */
static pb_status put(pb_text *out, icalcomponent *c)
{
    char *s = c ? icalcomponent_as_ical_string_r(c) : NULL;
    if (s)
        pb_ical_refold(out, s);
    icalmemory_free_buffer(s);
    if (c)
        icalcomponent_free(c);
    return s ? out->status : PB_ERR_NOMEM;
}

/* The head is written as a calendar whose END line is taken off again. */
static pb_status put_head(pb_text *out, const pb_ical_head *h, bool with_zone, pb_arena *a)
{
    static const char END[] = "END:VCALENDAR\r\n";
    icalcomponent *c = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    if (!c)
        return PB_ERR_NOMEM;
    add_head(c, h);
    if (with_zone) {
        icalcomponent *z = zone_of(h->zone, a);
        if (z)
            icalcomponent_add_component(c, z);
    }
    pb_status st = put(out, c);
    if (st == PB_OK) {
        out->n -= strlen(END);
        out->bytes[out->n] = '\0';
    }
    return st;
}

static bool can_write(const pb_event *e)
{
    int64_t last = (int64_t)pb_date_from_ymd(2101, 1, 1) * 86400;
    return e->uid && *e->uid && *e->summary && e->start_s >= 0 && e->end_s > e->start_s &&
           e->end_s < last && e->stamp_s >= 0 && e->stamp_s < last && e->seq >= 0;
}

pb_status pb_ical_write(pb_text *out, const pb_ical_head *head, const pb_event *events, size_t n)
{
    bool zone = n == 0;
    for (size_t i = 0; i < n; i++) {
        if (!can_write(&events[i]))
            return PB_ERR_DOMAIN;
        zone = zone || writes_local(head->zone, &events[i]);
    }
    pb_arena *a = pb_arena_new(out->al);
    if (!a)
        return PB_ERR_NOMEM;
    size_t before = out->n;
    pb_status st = put_head(out, head, zone, a);
    for (size_t i = 0; i < n && st == PB_OK; i++) {
        st = put(out, event_of(head, &events[i], a));
        pb_arena_reset(a);
    }
    pb_text_puts(out, "END:VCALENDAR\r\n");
    st = st == PB_OK ? out->status : st;
    if (st != PB_OK && out->bytes) {
        out->n = before;
        out->bytes[before] = '\0';
    }
    pb_arena_free(a);
    return st;
}
