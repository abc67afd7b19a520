/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _XOPEN_SOURCE 700 /* nftw */ /* NOLINT: the name is the C library's */
#include "workspace_files.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

test_folder test_folder_new(void)
{
    test_folder f = {"/tmp/paiban-test-XXXXXX"};
    if (!mkdtemp(f.path)) {
        perror(f.path);
        exit(2);
    }
    return f;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
    (void)st, (void)kind, (void)walk;
    return remove(path);
}

void test_folder_remove(const test_folder *f)
{
    (void)nftw(f->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int test_folder_sink(void *ctx, const char *name, const char *bytes, size_t n)
{
    const test_folder *f = ctx;
    char path[512];
    const char *slash = strchr(name, '/');
    if (slash) {
        snprintf(path, sizeof path, "%s/%.*s", f->path, (int)(slash - name), name);
        (void)mkdir(path, 0777);
    }
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(bytes, 1, n, out) != n || fclose(out) != 0) {
        perror(path);
        exit(2);
    }
    return 0;
}

const char *test_file(const test_folder *f, const char *name, const char *text, char buf[512])
{
    test_folder copy = *f;
    (void)test_folder_sink(&copy, name, text, strlen(text));
    snprintf(buf, 512, "%s/%s", f->path, name);
    return buf;
}

static const char *without(const char *line, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(line, folder, n) == 0 && line[n] == '/' ? line + n + 1 : line;
}

char *test_words(const pb_diags *d, const char *folder)
{
    size_t cap = 1 << 16, used = 0;
    char *text = calloc(cap, 1);
    for (size_t i = 0; text && i < pb_diags_count(d); i++) {
        char line[2048];
        (void)pb_diag_format(NULL, pb_diags_at(d, i), line, sizeof line);
        used += (size_t)snprintf(text + used, cap - used, "%s\n", without(line, folder));
        if (used + sizeof line > cap)
            break;
    }
    return text;
}

static void *resize(void *ctx, void *p, size_t size)
{
    test_refuser *r = ctx;
    if (size > 0 && ++r->calls == r->refuse_at)
        return NULL;
    if (size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, size);
}

void test_refuser_init(test_refuser *r, long refuse_at)
{
    *r = (test_refuser){{resize, r}, 0, refuse_at};
}
