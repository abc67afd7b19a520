/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process of its own in which foreign calendars are parsed, and what comes back from it. */
#include "export/ical_foreign.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_RECORDS = 64 << 20 };

static void limit(int what, rlim_t value)
{
    struct rlimit r = {value, value};
    (void)setrlimit(what, &r);
}

/* The child's whole life. _exit, since nothing of the parent's may be flushed or freed here. */
static void live(int fd, const char *bytes, size_t n, int64_t from_s, int64_t to_s)
{
    pb_text out;
    size_t at = 0;
    limit(RLIMIT_CPU, PB_FOREIGN_CPU_S);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    limit(RLIMIT_AS, PB_FOREIGN_MEMORY); /* the sanitizers reserve terabytes */
#endif
    signal(SIGALRM, SIG_DFL);
    alarm(2 * PB_FOREIGN_CPU_S + 10);
    pb_text_init(&out, NULL);
    pb_status st = pb_foreign_expand(&out, bytes, n, from_s, to_s);
    while (st == PB_OK && at < out.n) {
        ssize_t k = write(fd, out.bytes + at, out.n - at);
        if (k < 0 && errno != EINTR)
            break;
        at += k > 0 ? (size_t)k : 0;
    }
    _exit(st == PB_OK && at == out.n ? 0 : st == PB_ERR_LIMIT ? 4 : 3);
}

static pb_status take_all(int fd, pb_text *t)
{
    char buffer[16384];
    for (;;) {
        ssize_t k = read(fd, buffer, sizeof buffer);
        if (k == 0)
            return t->status;
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 || t->n + (size_t)k > MAX_RECORDS)
            return PB_ERR_LIMIT;
        pb_text_put(t, buffer, (size_t)k);
    }
}

/* Runs the child; *ret_end is how it ended (as waitpid gives it). */
static pb_status run_child(const char *bytes, size_t n, int64_t from_s, int64_t to_s, pb_text *records,
                           int *ret_end)
{
    int ends[2];
    if (pipe(ends) != 0)
        return PB_ERR_IO;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        live(ends[1], bytes, n, from_s, to_s);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return PB_ERR_IO;
    }
    pb_status st = take_all(ends[0], records);
    close(ends[0]);
    if (st != PB_OK)
        kill(child, SIGKILL);
    while (waitpid(child, ret_end, 0) < 0 && errno == EINTR)
        ;
    return st;
}

/* The next field of a record; NULL = there is none. */
static char *field(char **at, char end)
{
    char *s = *at, *e = s ? strchr(s, end) : NULL;
    if (!e)
        return NULL;
    *e = '\0';
    *at = e + 1;
    return s;
}

static bool flag(const char *s, bool *ret)
{
    *ret = s && s[0] == '1';
    return s && (s[0] == '0' || s[0] == '1') && s[1] == '\0';
}

static bool number(const char *s, int64_t *ret)
{
    char *end;
    if (!s || !*s)
        return false;
    errno = 0;
    long long v = strtoll(s, &end, 10);
    *ret = v;
    return *end == '\0' && errno == 0 && v >= -PB_FOREIGN_FAR_S && v <= PB_FOREIGN_FAR_S;
}

static bool take_record(char **at, pb_foreign_event *e)
{
    bool good = flag(field(at, '\t'), &e->all_day) && flag(field(at, '\t'), &e->floating) &&
                flag(field(at, '\t'), &e->is_free) && number(field(at, '\t'), &e->start_s) &&
                number(field(at, '\t'), &e->end_s) && e->end_s >= e->start_s;
    e->summary = good ? field(at, '\t') : NULL;
    e->categories = e->summary ? field(at, '\t') : NULL;
    e->special = e->categories ? field(at, '\t') : NULL;
    e->people = e->special ? field(at, '\n') : NULL;
    return e->people != NULL;
}

static int by_start(const void *a, const void *b)
{
    const pb_foreign_event *x = a, *y = b;
    if (x->start_s != y->start_s)
        return x->start_s < y->start_s ? -1 : 1;
    if (x->end_s != y->end_s)
        return x->end_s < y->end_s ? -1 : 1;
    return strcmp(x->summary, y->summary);
}

pb_status pb_foreign_collect(pb_arena *a, const char *records, size_t n, pb_foreign_event **ret,
                             size_t *ret_n)
{
    size_t lines = 0, k = 0;
    for (size_t i = 0; i < n; i++)
        lines += records[i] == '\n';
    char *copy = pb_arena_strndup(a, records, n), *at = copy;
    pb_foreign_event *e = PB_NEW_ARRAY(a, lines, pb_foreign_event);
    if (!copy || !e)
        return PB_ERR_NOMEM;
    if (strlen(copy) != n || lines > PB_FOREIGN_EVENTS)
        return PB_ERR_INPUT;
    for (; k < lines && *at; k++)
        if (!take_record(&at, &e[k]))
            return PB_ERR_INPUT;
    if (*at)
        return PB_ERR_INPUT; /* the last line does not end */
    if (k > 0)
        qsort(e, k, sizeof *e, by_start);
    *ret = e;
    *ret_n = k;
    return PB_OK;
}

/* What the user is told when it did not work. */
static void tell(pb_diags *d, const char *name, pb_status st, bool limited)
{
    pb_where where = {name, 0, NULL};
    if (st == PB_ERR_IO)
        pb_diag_add(d, PB_ERROR, where, NULL, PB_N_("no process can be started to read it"));
    else if (st == PB_ERR_INPUT && limited)
        pb_diag_add(d, PB_ERROR, where, PB_N_("export a shorter span, or fewer recurring entries"),
                    PB_N_("this calendar needs too much time or memory to read"));
    else if (st == PB_ERR_INPUT)
        pb_diag_add(d, PB_ERROR, where, PB_N_("save it as iCalendar (.ics) again"),
                    PB_N_("expected an iCalendar file (BEGIN:VCALENDAR …)"));
}

pb_status pb_foreign_read(pb_arena *a, const char *name, const char *bytes, size_t n, int64_t from_s,
                          int64_t to_s, pb_foreign_event **ret, size_t *ret_n, pb_diags *d)
{
    pb_text records;
    int end = 0;
    pb_text_init(&records, NULL);
    pb_status st = run_child(bytes, n, from_s, to_s, &records, &end);
    bool exited = WIFEXITED(end) && st != PB_ERR_LIMIT;
    bool limited = !exited || WEXITSTATUS(end) == 4;
    if (st == PB_OK && exited && WEXITSTATUS(end) == 0)
        st = pb_foreign_collect(a, records.bytes ? records.bytes : "", records.n, ret, ret_n);
    else if (st == PB_OK || st == PB_ERR_LIMIT)
        st = PB_ERR_INPUT;
    pb_text_done(&records);
    tell(d, name, st, limited);
    return st;
}
