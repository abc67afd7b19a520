/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of the workspace: which of them a browser may have, and their bytes. */
#include "cli/serve.h"

#include <nettle/sha2.h>

#include <string.h>
#include <sys/stat.h>

typedef struct folder {
    const char *name; /* with its slash; "" = the workspace itself */
    const char *endings;
} folder;

/* What lies where; feeds/ is not among them, nor is private/. */
static const folder folders[] = {
    {"out/", ".csv .html .xlsx .txt"},
    {"out/calendars/", ".csv"},
    {"out/calendars/import/", ".ics"},
    {"out/calendars/team/", ".ics"},
    {"rosters/", ".csv"},
    {"", ".csv .ics"},
};

typedef struct sort {
    const char *ending, *type;
} sort;

static const sort sorts[] = {
    {".csv", "text/csv; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ics", "text/calendar; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

static const sort *sort_of(const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        size_t m = strlen(sorts[i].ending);
        if (n > m && strcmp(name + n - m, sorts[i].ending) == 0)
            return &sorts[i];
    }
    return NULL;
}

static bool is_plain_file(const char *path, struct stat *ret)
{
    return lstat(path, ret) == 0 && S_ISREG(ret->st_mode);
}

const char *pb_serve_path(pb_arena *a, const char *dir, const char *name)
{
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
    size_t n = (size_t)(last - name);
    const sort *type = sort_of(last);
    struct stat is;
    char *path;

    if (!type || *last == '.')
        return NULL;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (strlen(folders[i].name) != n || strncmp(folders[i].name, name, n) != 0 || !strstr(folders[i].endings, type->ending))
            continue;
        path = pb_path_join(a, dir, name);
        return path && is_plain_file(path, &is) ? path : NULL;
    }
    return NULL;
}

/* A name for the bytes: what changes with them and with nothing else. */
static char *etag_of(pb_arena *a, const char *bytes, size_t n)
{
    enum { SHOWN = 16 };
    struct sha256_ctx sha;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char hex[2 * SHOWN + 1];

    sha256_init(&sha);
    sha256_update(&sha, n, (const uint8_t *)bytes);
    sha256_digest(&sha, sizeof digest, digest);
    for (int i = 0; i < SHOWN; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    return pb_arena_printf(a, "\"%s\"", hex);
}

/* If-None-Match: one, several, or any (RFC 9110, 13.1.2; the comparison is the weak one). */
static bool is_known(const char *known, const char *etag)
{
    return known && (strcmp(known, "*") == 0 || strstr(known, etag) != NULL);
}

void pb_serve_file(pb_web *w, const char *path, const char *name, bool save)
{
    pb_web_answer *to = w->to;
    char *bytes;

    if (!path || pb_file_read(w->cli.arena, path, 0, &bytes, &to->n, NULL) != PB_OK) {
        to->n = 0;
        pb_serve_sentence(w, 404, PB_N_("This file is not there (yet)."));
        return;
    }
    to->etag = etag_of(w->cli.arena, bytes, to->n);
    if (!to->etag) {
        to->n = 0;
        return;
    }
    to->bytes = bytes;
    to->type = sort_of(name) ? sort_of(name)->type : "application/octet-stream";
    to->save_as = save ? name : NULL;
    to->status = 200;
    if (is_known(w->q->if_none_match, to->etag))
        to->status = 304; /* the wire leaves the bytes out and says how many they would be (RFC 9110, 8.6) */
}

void pb_serve_feed(pb_web *w, const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
    const char *path = NULL;
    struct stat is;

    if (n > 0 && strcmp(name + n, ".ics") == 0)
        path = pb_path_join(w->cli.arena, w->cli.dir, pb_arena_printf(w->cli.arena, "out/calendars/feeds/%s", name));
    if (!path || !is_plain_file(path, &is)) {
        w->to->status = 404;
        return;
    }
    pb_serve_file(w, path, "shifts.ics", false);
    w->to->is_feed = w->to->status != 404;
}

/* --- the list --- */

static void list_one(pb_web *w, const pb_zone *zone, const char *under, const char *name)
{
    char *file = pb_arena_printf(w->cli.arena, "%s%s", under, name);
    const char *path = file ? pb_serve_path(w->cli.arena, w->cli.dir, file) : NULL;
    struct stat is;

    if (!path || !is_plain_file(path, &is))
        return;
    pb_page_put(w, "<tr><th scope=\"row\"><a href=\"/file/");
    pb_page_url(w, file);
    pb_page_put(w, "\">");
    pb_page_text(w, name);
    pb_page_put(w, "</a></th><td class=\"n\">");
    pb_page_text(w, pb_arena_printf(w->cli.arena, "%lld KB", ((long long)is.st_size + 1023) / 1024));
    pb_page_put(w, "</td><td>");
    pb_page_time(w, zone, (int64_t)is.st_mtime);
    pb_page_put(w, "</td></tr>\n");
}

static void list_folder(pb_web *w, const pb_zone *zone, const folder *f)
{
    const char *path = *f->name ? pb_path_join(w->cli.arena, w->cli.dir, f->name) : w->cli.dir;
    const char *const *names;
    size_t n;

    if (!path || pb_dir_list(w->cli.arena, path, "", "", &names, &n, NULL) != PB_OK || n == 0)
        return;
    pb_page_put(w, "<h2>");
    if (*f->name)
        pb_page_text(w, f->name);
    else
        pb_page_tr(w, PB_N_("Tables of the workspace"));
    pb_page_put(w, "</h2>\n<table>");
    for (size_t i = 0; i < n; i++)
        list_one(w, zone, f->name, names[i]);
    pb_page_put(w, "</table>\n");
}

void pb_serve_files_page(pb_web *w)
{
    pb_workspace ws = {0};
    pb_status broken = pb_cli_workspace(&w->cli, PB_NEED_TEAM, &ws); /* its zone only: the overview tells what is wrong */
    const pb_zone *zone = pb_page_zone(w, &ws.team);

    (void)broken;
    pb_page_begin(w, pb_tr(w->cli.lang, PB_N_("Files")), "/files");
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        list_folder(w, zone, &folders[i]);
    pb_page_end(w);
}
