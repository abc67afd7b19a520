/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time zones: local civil time <-> instants (UTC seconds since 1970-01-01).
 * Rules come from the system's zone database (its TZif files, RFC 9636), read once into a table of
 * transitions that is then immutable and may be used by several threads. It covers 1900 … 2199: what
 * the database states, and beyond that the zone's recurring rule (two dates a year) as it stands today.
 */
#ifndef PAIBAN_BASE_ZONE_H
#define PAIBAN_BASE_ZONE_H

#include "base/civil.h"
#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pb_zone pb_zone;

/*
 * Reads an IANA zone ("Asia/Shanghai", "UTC"). PB_ERR_DOMAIN: no such zone, or a name that is not
 * one (absolute, "..", control characters). The zone lives in the arena.
 */
PB_MUST_USE pb_status pb_zone_load(pb_arena *a, const char *name, const pb_zone **ret);
const char *pb_zone_name(const pb_zone *z);
/* Where the rules came from, e.g. "/usr/share/zoneinfo (2025b)"; for messages. */
const char *pb_zone_source(const pb_zone *z);

/* Seconds east of UTC in force at that instant. */
int32_t pb_zone_offset_s(const pb_zone *z, int64_t utc_s);

/* How a local clock reading maps to instants. */
typedef enum pb_local_kind {
    PB_LOCAL_UNIQUE,
    PB_LOCAL_SKIPPED, /* the clock jumps over it: the instant given is that of the jump */
    PB_LOCAL_DOUBLED  /* it comes twice: the first is given (RFC 5545 3.3.5), add the step for the second */
} pb_local_kind;

/*
 * The instant of minute `minute` (0 … 2880: past midnight counts on) of a local day.
 * Readings past 24:00 are taken on the following date's clock.
 * ret_step_s, if not NULL, is set to the length of the doubled or skipped stretch, else 0.
 */
pb_local_kind pb_zone_utc(const pb_zone *z, pb_date date, int minute, int64_t *ret_utc_s,
                          int32_t *ret_step_s);
int64_t pb_zone_utc_simple(const pb_zone *z, pb_date date, int minute); /* the same, instant only */
/* The local date and second of day (0 … 86399) of an instant. */
void pb_zone_local(const pb_zone *z, int64_t utc_s, pb_date *ret_date, int *ret_second);
/* Length of a local day in minutes: 1440, or 1380, 1500, 1410 … where the clock is changed. */
int pb_zone_day_minutes(const pb_zone *z, pb_date date);

/* Transitions in (from, to]: number, and the i-th one's instant and offset after it. */
size_t pb_zone_transitions(const pb_zone *z, int64_t from_utc_s, int64_t to_utc_s, size_t *ret_first);
void pb_zone_transition(const pb_zone *z, size_t i, int64_t *ret_utc_s, int32_t *ret_offset_s);

/*
 * "2026-11-30T10:00", with seconds only where they are not 0, with the offset
 * ("2026-10-25T02:30+01:00") only where the reading comes twice. Returns buf.
 */
char *pb_zone_format(const pb_zone *z, int64_t utc_s, char buf[static 32]);
/*
 * Reads "2026-11-30T10:00", "2026-11-30 10:00[:00[.000]]", "2026/11/30 10:00" (any date and clock
 * of base/civil.h), with "Z", " UTC" or "+08:00", "+0800", "+08" (a space before it will do) or without (local; a doubled reading is its
 * first; *ret_kind tells, may be NULL). false: not a time.
 */
bool pb_zone_parse(const pb_zone *z, const char *s, uint32_t n, int64_t *ret_utc_s,
                   pb_local_kind *ret_kind);

#endif
