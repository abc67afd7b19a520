/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/publish_run.h"

#include "export/ical_parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *pb_team_setting(const pb_team *team, const char *key, const char *otherwise)
{
    for (size_t i = 0; i < team->n_other; i++)
        if (strcmp(team->other_keys[i], key) == 0 && *team->other_values[i])
            return team->other_values[i];
    return otherwise;
}

char *pb_safe_name(pb_arena *a, const char *name)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    char *ret = pb_arena_alloc(a, 3 * strlen(name) + 4, 1);
    char *p = ret;
    if (!ret)
        return NULL;
    for (const char *s = name; *s; s++) {
        bool first_dot = s == name && *s == '.';
        if ((unsigned char)*s >= 0x80 || (strchr(plain, *s) && !first_dot))
            *p++ = *s;
        else
            p += sprintf(p, "%%%02X", (unsigned)(unsigned char)*s);
    }
    if (p == ret)
        *p++ = '%'; /* no name at all */
    *p = '\0';
    return ret;
}

static char *full_path(pb_publisher *p, const char *path)
{
    return pb_path_join(p->one, p->in->dir, path);
}

/* A dry run compares only. */
static pb_status compare(pb_publisher *p, const char *full)
{
    char *old;
    size_t n;
    if (!pb_file_exists(full)) {
        p->ret->n_files_changed++;
        return PB_OK;
    }
    pb_status st = pb_file_read(p->one, full, 0, &old, &n, p->d);
    if (st == PB_OK)
        p->ret->n_files_changed += n != p->text.n || memcmp(old, p->text.bytes, n) != 0;
    return st;
}

pb_status pb_publish_put(pb_publisher *p, const char *path, int mode)
{
    char *full = path ? full_path(p, path) : NULL;
    if (!full || p->text.status != PB_OK)
        return PB_ERR_NOMEM;
    if (!p->stage)
        return compare(p, full);
    return pb_stage_put(p->stage, full, p->text.bytes ? p->text.bytes : "", p->text.n, mode, p->d);
}

pb_status pb_publish_remove(pb_publisher *p, const char *path)
{
    char *full = path ? full_path(p, path) : NULL;
    if (!full)
        return PB_ERR_NOMEM;
    if (p->stage)
        return pb_stage_remove(p->stage, full, p->d);
    p->ret->n_files_changed += pb_file_exists(full);
    return PB_OK;
}

pb_status pb_publish_calendar(pb_publisher *p, const pb_ical_head *head, const pb_event *events,
                              size_t n, const char *path)
{
    if (!path)
        return PB_ERR_NOMEM;
    p->text.n = 0;
    pb_status st = pb_ical_write(&p->text, head, events, n);
    if (st == PB_ERR_DOMAIN)
        pb_diag_add(p->d, PB_ERROR, (pb_where){path, 0, NULL}, NULL,
                    PB_N_("an entry lies outside 1970 to 2100, or has no length or no title"));
    if (st == PB_ERR_DOMAIN)
        return PB_ERR_INPUT;
    if (st != PB_OK || head->method != PB_METHOD_NONE)
        return st;
    return pb_ical_verify(path, p->text.bytes, p->text.n, p->in->ws->team.zone, events, n, NULL,
                          p->d);
}

pb_status pb_publish_last(pb_publisher *p, const char *path, pb_event **ret, size_t *ret_n)
{
    char *full = path ? full_path(p, path) : NULL, *bytes;
    size_t n;
    pb_ical_file f;
    *ret = NULL;
    *ret_n = 0;
    if (!full)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(full))
        return PB_OK;
    pb_status st = pb_file_read(p->one, full, 0, &bytes, &n, p->d);
    if (st == PB_OK)
        st = pb_ical_parse(p->one, path, bytes, n, p->in->ws->team.zone, &f, p->d);
    if (st == PB_OK) {
        *ret = f.events;
        *ret_n = f.n;
    }
    return st;
}

pb_status pb_publish_folders(pb_publisher *p)
{
    static const char *const folders[] = {
        "private",          "out/calendars/feeds",   "out/calendars/import",
        "out/calendars/team", "out/calendars/messages", "out/calendars/changes"};
    for (size_t i = 0; p->stage && i < sizeof folders / sizeof *folders; i++) {
        char *full = full_path(p, folders[i]);
        pb_status st = full ? pb_make_dirs(full, p->d) : PB_ERR_NOMEM;
        if (st != PB_OK)
            return st;
        if (i == 0)
            (void)chmod(full, 0700); /* the files inside are 0600 as well */
    }
    return PB_OK;
}

static int text_order(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static pb_status drop_stale(pb_publisher *p, const char *folder, const char *suffix)
{
    const char *const *names;
    size_t n;
    char *full = full_path(p, folder);
    if (!full)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(full))
        return PB_OK;
    pb_status st = pb_dir_list(p->one, full, "", suffix, &names, &n, p->d);
    for (size_t i = 0; i < n && st == PB_OK; i++) {
        const char *path = pb_arena_printf(p->one, "%s/%s", folder, names[i]);
        if (!path)
            return PB_ERR_NOMEM;
        if (!p->messages || !bsearch(&path, p->messages, p->n_messages, sizeof *p->messages, text_order))
            st = pb_publish_remove(p, path);
    }
    return st;
}

pb_status pb_publish_tidy(pb_publisher *p)
{
    const char *const *folders;
    size_t n;
    char *root = full_path(p, "out/calendars/messages");
    if (!root)
        return PB_ERR_NOMEM;
    if (p->messages)
        qsort(p->messages, p->n_messages, sizeof *p->messages, text_order);
    pb_status st = drop_stale(p, "out/calendars/changes", ".txt");
    if (st != PB_OK || !pb_file_exists(root))
        return st;
    st = pb_dir_list(p->one, root, "", "", &folders, &n, p->d);
    for (size_t i = 0; i < n && st == PB_OK; i++) {
        char *folder = pb_arena_printf(p->one, "out/calendars/messages/%s", folders[i]);
        if (!folder)
            return PB_ERR_NOMEM;
        if (*folders[i] != '.')
            st = drop_stale(p, folder, ".ics");
    }
    return st;
}
