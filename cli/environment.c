/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/environment.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_THREADS = 64, MAX_PATH = 4096 };

/* A signal handler can reach nothing but a static variable: the program's only one. */
static volatile int interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

const volatile int *pb_interrupts_catch(void)
{
    struct sigaction action = {0};
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return &interrupted;
}

double pb_clock_monotonic_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* "2026-11-30T08:00[:00]Z" */
static bool parse_utc(const char *s, int64_t *ret)
{
    const char *t = strchr(s, 'T');
    size_t n = t ? strlen(t) : 0;
    pb_date date;
    int second;
    if (n < 2 || t[n - 1] != 'Z' || !pb_date_parse(s, (uint32_t)(t - s), &date) ||
        !pb_clock_parse(t + 1, (uint32_t)(n - 2), &second))
        return false;
    *ret = (int64_t)date * 86400 + second;
    return true;
}

static bool parse_now(const char *s, int64_t *ret)
{
    char *end;
    errno = 0;
    long long n = strtoll(s, &end, 10);
    if (end != s && !*end && !errno) {
        *ret = n;
        return true;
    }
    return parse_utc(s, ret);
}

/* PREFIX/share of a program that lies in PREFIX/bin; the same in the build tree. */
static char *share_dir(pb_arena *a)
{
    char *path = pb_arena_alloc(a, MAX_PATH, 1);
    if (!path)
        return NULL;
    ssize_t n = readlink("/proc/self/exe", path, MAX_PATH - 1);
    if (n < 0)
        return pb_arena_strdup(a, "/usr/share");
    path[n] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (slash)
            *slash = '\0';
    }
    return pb_arena_printf(a, "%s/share", path);
}

pb_status pb_environment_read(pb_arena *a, pb_environment *ret, pb_diags *d)
{
    pb_environment e = {.now_s = (int64_t)time(NULL)};
    const char *data = getenv("PAIBAN_DATA"), *now = getenv("PAIBAN_NOW");
    const char *share = share_dir(a);
    if (!share)
        return PB_ERR_NOMEM;
    e.data_dir = data && *data ? data : pb_arena_printf(a, "%s/paiban", share);
    e.locale_dir = pb_arena_printf(a, "%s/locale", share);
    if (!e.data_dir || !e.locale_dir)
        return PB_ERR_NOMEM;
    if (now && *now && !parse_now(now, &e.now_s)) {
        pb_diag_add(d, PB_ERROR, (pb_where){0}, NULL,
                    PB_N_("PAIBAN_NOW: '%s' is not a time such as 2026-11-30T08:00:00Z"), now);
        return PB_ERR_INPUT;
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    e.processors = processors < 1 ? 1 : processors > MAX_THREADS ? MAX_THREADS : (int)processors;
    *ret = e;
    return PB_OK;
}
