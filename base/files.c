/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading, paths, folders and the lock; writing is in files_stage.c. */
#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_LIMIT = 1 << 30, FIRST_PIECE = 1 << 12 };

/* Reads to the end of fd; hint is the size that is expected. */
static pb_status read_all(pb_arena *a, int fd, const char *path, size_t hint, size_t limit,
                          char **ret, size_t *ret_n, pb_diags *d)
{
    size_t cap = hint > 0 && hint <= limit ? hint + 2 : FIRST_PIECE;
    size_t n = 0;
    char *text = pb_arena_alloc(a, cap, 1);
    while (text) {
        ssize_t k = read(fd, text + n, cap - 1 - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0) {
            pb_diag_errno(d, path, errno, "cannot be read: %s");
            return PB_ERR_IO;
        }
        n += (size_t)k;
        if (n > limit) {
            pb_diag_add(d, PB_ERROR, pb_in_file(path), NULL,
                        "the file is larger than the limit of %zu bytes", limit);
            return PB_ERR_LIMIT;
        }
        text[n] = '\0';
        if (k == 0) {
            *ret = text;
            *ret_n = n;
            return PB_OK;
        }
        if (n == cap - 1) {
            char *larger = pb_arena_alloc(a, cap, 2);
            if (larger)
                memcpy(larger, text, n);
            text = larger;
            cap *= 2;
        }
    }
    return PB_ERR_NOMEM;
}

pb_status pb_file_read(pb_arena *a, const char *path, size_t limit, char **ret, size_t *ret_n,
                       pb_diags *d)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        pb_diag_errno(d, path, errno, "cannot be opened: %s");
        return PB_ERR_IO;
    }
    struct stat st;
    size_t hint = fstat(fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 0;
    pb_status status = read_all(a, fd, path, hint, limit ? limit : DEFAULT_LIMIT, ret, ret_n, d);
    close(fd);
    return status;
}

bool pb_file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

char *pb_path_join(pb_arena *a, const char *dir, const char *name)
{
    if (name[0] == '/' || dir[0] == '\0' || strcmp(dir, ".") == 0)
        return pb_arena_strdup(a, name);
    const char *slash = dir[strlen(dir) - 1] == '/' ? "" : "/";
    return pb_arena_printf(a, "%s%s%s", dir, slash, name);
}

static bool make_dir(const char *path)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return true;
    int err = errno;
    if (err == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    errno = err == EEXIST ? ENOTDIR : err;
    return false;
}

pb_status pb_make_dirs(const char *path, pb_diags *d)
{
    size_t n = strlen(path);
    char *part = pb_alloc(NULL, n + 1, 1);
    if (!part)
        return PB_ERR_NOMEM;
    memcpy(part, path, n);
    pb_status status = PB_OK;
    for (size_t i = 1; i <= n && !status; i++) {
        bool last = i == n;
        if (!last && (path[i] != '/' || path[i - 1] == '/'))
            continue;
        part[i] = '\0';
        if (!make_dir(part)) {
            pb_diag_errno(d, path, errno, "the folder cannot be made: %s");
            status = PB_ERR_IO;
        }
        part[i] = path[i];
    }
    pb_free(NULL, part);
    return status;
}

static bool name_fits(const char *name, const char *prefix, const char *suffix)
{
    size_t n = strlen(name), n_prefix = strlen(prefix), n_suffix = strlen(suffix);
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && n >= n_prefix + n_suffix &&
           strncmp(name, prefix, n_prefix) == 0 && strcmp(name + n - n_suffix, suffix) == 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static pb_status list(pb_arena *a, DIR *folder, const char *dir, const char *prefix,
                      const char *suffix, const char *const **ret, size_t *ret_n, pb_diags *d)
{
    const pb_allocator *al = pb_arena_allocator(a);
    const char **names = NULL;
    const char **kept = NULL;
    size_t n = 0, cap = 0;
    pb_status status = PB_OK;
    while (!status) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry)
            break;
        if (!name_fits(entry->d_name, prefix, suffix))
            continue;
        status = pb_grow(al, &names, &cap, n + 1, sizeof *names);
        if (!status && !(names[n++] = pb_arena_strdup(a, entry->d_name)))
            status = PB_ERR_NOMEM;
    }
    if (!status && errno) {
        pb_diag_errno(d, dir, errno, "the folder cannot be read: %s");
        status = PB_ERR_IO;
    }
    if (!status && !(kept = PB_NEW_ARRAY(a, n, const char *)))
        status = PB_ERR_NOMEM;
    if (!status) {
        if (n > 0) {
            qsort(names, n, sizeof *names, by_bytes);
            memcpy(kept, names, n * sizeof *names);
        }
        *ret = kept;
        *ret_n = n;
    }
    pb_free(al, names);
    return status;
}

pb_status pb_dir_list(pb_arena *a, const char *dir, const char *prefix, const char *suffix,
                      const char *const **ret, size_t *ret_n, pb_diags *d)
{
    DIR *folder = opendir(dir);
    if (!folder) {
        pb_diag_errno(d, dir, errno, "the folder cannot be read: %s");
        return PB_ERR_IO;
    }
    pb_status status = list(a, folder, dir, prefix, suffix, ret, ret_n, d);
    closedir(folder);
    return status;
}

/* --- the lock --- */

struct pb_lock {
    const pb_allocator *al;
    int fd;
};

/* Who holds it, as the holder wrote it; 0 = not known. */
static long holder_of(int fd)
{
    char text[32];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    if (n <= 0)
        return 0;
    text[n] = '\0';
    return strtol(text, NULL, 10);
}

static pb_status take_lock(int fd, const char *path, pb_diags *d)
{
    while (flock(fd, LOCK_EX | LOCK_NB)) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK) {
            pb_diag_errno(d, path, errno, "cannot be locked: %s");
            return PB_ERR_IO;
        }
        pb_diag_add(d, PB_ERROR, pb_in_file(path), "wait until it is done, or stop it",
                    "another run (process %ld) is at work in this folder", holder_of(fd));
        return PB_ERR_BUSY;
    }
    /* Only for the message above; the lock itself is the kernel's and goes with the process. */
    char text[32];
    int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) || pwrite(fd, text, (size_t)n, 0) != n) {
        pb_diag_errno(d, path, errno, "cannot be written: %s");
        return PB_ERR_IO;
    }
    return PB_OK;
}

pb_status pb_lock_take(const pb_allocator *al, const char *dir, pb_lock **ret, pb_diags *d)
{
    pb_status status = PB_ERR_NOMEM;
    pb_lock *l = pb_alloc(al, 1, sizeof *l);
    const size_t size = strlen(dir) + sizeof "/.paiban.lock";
    char *path = pb_alloc(al, size, 1);
    if (!l || !path)
        goto out;
    snprintf(path, size, "%s/.paiban.lock", dir);
    l->al = al;
    l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (l->fd < 0) {
        pb_diag_errno(d, path, errno, "cannot be opened: %s");
        status = PB_ERR_IO;
        goto out;
    }
    status = take_lock(l->fd, path, d);
    if (status) {
        close(l->fd);
    } else {
        *ret = l;
        l = NULL;
    }
out:
    pb_free(al, l);
    pb_free(al, path);
    return status;
}

void pb_lock_free(pb_lock *l)
{
    if (!l)
        return;
    /* The file stays: to remove it would let two runs lock two files of one name. */
    close(l->fd);
    pb_free(l->al, l);
}
