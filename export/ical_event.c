/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ical_event.h"

#include "export/digest.h"

#include <string.h>

/* The names in the ledger and in CATEGORIES; index = pb_event_kind. */
static const struct {
    const char *name, *category;
} kinds[] = {
    {"shift", "SHIFT"}, {"break", "BREAK"}, {"leave", "LEAVE"},     {"training", "TRAINING"},
    {"off", "OFF"},     {"team", "TEAM"},   {"holiday", "HOLIDAY"},
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

const char *pb_event_kind_name(pb_event_kind k)
{
    return (int)k < N_KINDS ? kinds[k].name : "unknown";
}

pb_event_kind pb_event_kind_parse(const char *s)
{
    for (int k = 0; k < N_KINDS; k++)
        if (strcmp(kinds[k].name, s) == 0)
            return (pb_event_kind)k;
    return PB_EVENT_UNKNOWN;
}

const char *pb_event_category(pb_event_kind k)
{
    return (int)k < N_KINDS ? kinds[k].category : "UNKNOWN";
}

pb_event_kind pb_event_of_category(const char *s)
{
    for (int k = 0; k < N_KINDS; k++)
        if (strcmp(kinds[k].category, s) == 0)
            return (pb_event_kind)k;
    return PB_EVENT_UNKNOWN;
}

bool pb_event_hash(pb_arena *a, const pb_event *e, char ret[static 65])
{
    char *all = pb_arena_printf(
        a, "%s\x1f%d\x1f%lld\x1f%lld\x1f%s\x1f%s\x1f%s\x1f%d\x1f%d\x1f%d", pb_event_category(e->kind),
        e->all_day, (long long)e->start_s, (long long)e->end_s, e->summary, e->description,
        e->location, (int)e->busy, e->tentative, e->alarm_min);
    if (!all)
        return false;
    pb_sha256_hex(all, strlen(all), ret);
    return true;
}

static int sign(int64_t v)
{
    return (v > 0) - (v < 0);
}

int pb_event_order(const void *a, const void *b)
{
    const pb_event *x = a, *y = b;
    if (x->start_s != y->start_s)
        return sign(x->start_s - y->start_s);
    if (x->end_s != y->end_s)
        return sign(x->end_s - y->end_s);
    return strcmp(x->uid, y->uid);
}

char *pb_event_uid(pb_arena *a, const uint8_t *key, const char *domain, const char *agent,
                   pb_event_kind kind, pb_date date, int ordinal)
{
    char day[11], hex[33];
    char *text = pb_arena_printf(a, "%s|%s|%s|%d", agent, pb_event_kind_name(kind),
                                 pb_date_format(date, day), ordinal);
    if (!text)
        return NULL;
    return pb_arena_printf(a, "%s@%s", pb_hmac_hex32(key, text, hex), domain);
}

void pb_event_set_days(pb_event *e, pb_date from, pb_date to)
{
    e->all_day = true;
    e->from = from;
    e->to = to;
    e->start_s = (int64_t)from * 86400;
    e->end_s = (int64_t)to * 86400;
}
