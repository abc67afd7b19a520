/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that change together. The order "write, fsync, rename, fsync of the folder" is what makes a
 * file old or new after a crash: T. S. Pillai et al., "All file systems are not created equal",
 * OSDI 2014, section 3.
 */
#define _GNU_SOURCE /* syncfs */ /* NOLINT: the name is the C library's */
#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Temporary names are .NAME.paiban-PID-K, so that a later run can tell whose maker is dead. */
#define MARK ".paiban-"

typedef struct change {
    char *path;      /* the target, symbolic links followed; NULL = taken back */
    char *temporary; /* holds the new content; NULL once renamed, and for a removal */
    bool removal;
} change;

/* From this many new files on one sync of the file system is quicker than one a file. */
enum { MANY = 16 };

struct pb_stage {
    const pb_allocator *al;
    change *changes;
    size_t n, cap;
    uint32_t *slots; /* hash table over the paths of changes: index + 1, 0 = free */
    size_t n_slots;  /* a power of two, more than twice n */
};

pb_stage *pb_stage_new(const pb_allocator *al)
{
    pb_stage *s = pb_alloc(al, 1, sizeof *s);
    if (s)
        s->al = al;
    return s;
}

static void drop(pb_stage *s, change *c)
{
    if (c->temporary)
        unlink(c->temporary);
    pb_free(s->al, c->temporary);
    pb_free(s->al, c->path);
    *c = (change){.path = NULL};
}

void pb_stage_free(pb_stage *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++)
        drop(s, &s->changes[i]);
    pb_free(s->al, s->changes);
    pb_free(s->al, s->slots);
    pb_free(s->al, s);
}

size_t pb_stage_changes(const pb_stage *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        n += s->changes[i].path != NULL;
    return n;
}

static pb_status io_error(pb_diags *d, const char *path, const char *fmt)
{
    pb_diag_errno(d, path, errno, fmt);
    return PB_ERR_IO;
}

static char *copy_text(const pb_allocator *al, const char *s)
{
    size_t n = strlen(s) + 1;
    char *copy = pb_alloc(al, n, 1);
    return copy ? memcpy(copy, s, n) : NULL;
}

/* The file that a change of path has to replace: behind symbolic links, or path where none is there. */
static pb_status target_of(const pb_stage *s, const char *path, char **ret, bool *ret_exists,
                           pb_diags *d)
{
    struct stat st;
    *ret_exists = stat(path, &st) == 0;
    if (!*ret_exists && errno != ENOENT)
        return io_error(d, path, PB_N_("cannot be opened: %s"));
    if (*ret_exists && !S_ISREG(st.st_mode)) {
        pb_diag_add(d, PB_ERROR, pb_in_file(path), NULL,
                    "is no ordinary file and is not replaced");
        return PB_ERR_IO;
    }
    char *real = *ret_exists ? realpath(path, NULL) : NULL;
    *ret = copy_text(s->al, real ? real : path);
    free(real);
    return *ret ? PB_OK : PB_ERR_NOMEM;
}

static bool holds_exactly(const char *path, const char *bytes, size_t n)
{
    char piece[1 << 14];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    bool same = fd >= 0 && fstat(fd, &st) == 0 && (uintmax_t)st.st_size == n;
    for (size_t done = 0; same && done < n;) {
        ssize_t k = read(fd, piece, sizeof piece);
        if (k < 0 && errno == EINTR)
            continue;
        same = k > 0 && (size_t)k <= n - done && memcmp(piece, bytes + done, (size_t)k) == 0;
        done += k > 0 ? (size_t)k : 0;
    }
    if (fd >= 0)
        close(fd);
    return same;
}

static const char *name_in(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Opens a new file beside path; *ret is its name. */
static pb_status open_temporary(const pb_stage *s, const char *path, int mode, char **ret, int *ret_fd,
                                pb_diags *d)
{
    enum { TRIES = 1000 };
    const char *name = name_in(path);
    size_t size = strlen(path) + sizeof "." MARK + 48;
    char *temporary = pb_alloc(s->al, size, 1);
    if (!temporary)
        return PB_ERR_NOMEM;
    int fd = -1;
    for (int k = 0; fd < 0 && k < TRIES; k++) {
        snprintf(temporary, size, "%.*s.%s" MARK "%ld-%d", (int)(name - path), path, name,
                 (long)getpid(), k);
        fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    if (fd < 0) {
        pb_status status = io_error(d, path, PB_N_("cannot be written: %s"));
        pb_free(s->al, temporary);
        return status;
    }
    *ret = temporary;
    *ret_fd = fd;
    return PB_OK;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t k = write(fd, bytes, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return false;
        bytes += k;
        n -= (size_t)k;
    }
    return true;
}

static pb_status write_temporary(const pb_stage *s, const char *path, const char *bytes, size_t n,
                                 int mode, char **ret, pb_diags *d)
{
    char *temporary = NULL;
    int fd = -1;
    pb_status status = open_temporary(s, path, mode, &temporary, &fd, d);
    if (status)
        return status;
    if (!write_all(fd, bytes, n)) /* synced by the commit */
        status = io_error(d, path, PB_N_("cannot be written: %s"));
    if (close(fd) && !status)
        status = io_error(d, path, PB_N_("cannot be written: %s"));
    if (status) {
        unlink(temporary);
        pb_free(s->al, temporary);
        return status;
    }
    *ret = temporary;
    return PB_OK;
}

/* Where path stands in the table, or where it would be put (FNV-1a, linear probing). */
static size_t slot_of(const pb_stage *s, const char *path)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (const char *p = path; *p; p++)
        h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
    size_t i = (size_t)h & (s->n_slots - 1);
    for (; s->slots[i]; i = (i + 1) & (s->n_slots - 1)) {
        const char *there = s->changes[s->slots[i] - 1].path;
        if (there && strcmp(there, path) == 0)
            break;
    }
    return i;
}

/* Room for one more change in list and table. */
static pb_status make_room(pb_stage *s)
{
    pb_status status = pb_grow(s->al, &s->changes, &s->cap, s->n + 1, sizeof *s->changes);
    if (status || s->n_slots > 2 * (s->n + 1))
        return status;
    size_t n_slots = s->n_slots ? 2 * s->n_slots : 64;
    uint32_t *slots = pb_alloc(s->al, n_slots, sizeof *slots);
    if (!slots)
        return PB_ERR_NOMEM;
    pb_free(s->al, s->slots);
    s->slots = slots;
    s->n_slots = n_slots;
    for (size_t i = 0; i < s->n; i++)
        if (s->changes[i].path)
            slots[slot_of(s, s->changes[i].path)] = (uint32_t)i + 1;
    return PB_OK;
}

/* Adds the change; what was staged for the same file before no longer counts. c = NULL: only that. */
static void note(pb_stage *s, const char *target, const change *c)
{
    if (!s->n_slots)
        return;
    size_t slot = slot_of(s, target);
    change *before = s->slots[slot] ? &s->changes[s->slots[slot] - 1] : NULL;
    if (c) {
        s->slots[slot] = (uint32_t)s->n + 1;
        s->changes[s->n++] = *c;
    }
    if (before)
        drop(s, before);
}

pb_status pb_stage_put(pb_stage *s, const char *path, const void *bytes, size_t n, int mode,
                       pb_diags *d)
{
    char *target;
    bool exists;
    pb_status status = target_of(s, path, &target, &exists, d);
    if (status)
        return status;
    bool same = exists && holds_exactly(target, bytes, n);
    change c = {.path = target};
    if (!same) {
        status = make_room(s);
        if (!status)
            status = write_temporary(s, target, bytes, n, mode, &c.temporary, d);
    }
    if (!status)
        note(s, target, same ? NULL : &c);
    if (status || same)
        pb_free(s->al, target);
    return status;
}

pb_status pb_stage_remove(pb_stage *s, const char *path, pb_diags *d)
{
    char *target;
    bool exists;
    pb_status status = target_of(s, path, &target, &exists, d);
    if (status)
        return status;
    if (exists)
        status = make_room(s);
    if (!status)
        note(s, target, exists ? &(change){.path = target, .removal = true} : NULL);
    if (status || !exists)
        pb_free(s->al, target);
    return status;
}

/* The maker of a temporary file, 0 = the name is none of ours. */
static long maker_of(const char *name)
{
    if (name[0] != '.')
        return 0;
    const char *mark = NULL;
    for (const char *p = strstr(name, MARK); p; p = strstr(p + 1, MARK))
        mark = p;
    if (!mark)
        return 0;
    char *end;
    long pid = strtol(mark + strlen(MARK), &end, 10);
    return *end == '-' && pid > 0 ? pid : 0;
}

/* Makes the renames in a folder last, and removes what runs that were killed have left there. */
static bool settle_folder(const char *dir)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return false;
    int fd = dirfd(folder);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        long pid = maker_of(entry->d_name);
        if (pid && kill((pid_t)pid, 0) && errno == ESRCH)
            unlinkat(fd, entry->d_name, 0);
    }
    bool synced = fsync(fd) == 0 || errno == EINVAL; /* EINVAL: the file system has no such thing */
    closedir(folder);
    return synced;
}

static size_t dir_length(const char *path)
{
    return (size_t)(name_in(path) - path);
}

static int by_dir(const void *a, const void *b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    size_t n = dir_length(x), k = dir_length(y);
    int c = strncmp(x, y, n < k ? n : k);
    return c ? c : (n > k) - (n < k);
}

static pb_status settle(const pb_stage *s, const char *path, pb_diags *d)
{
    size_t n = dir_length(path);
    char *dir = copy_text(s->al, n ? path : "./");
    if (!dir)
        return PB_ERR_NOMEM;
    if (n)
        dir[n] = '\0';
    pb_status status = settle_folder(dir) ? PB_OK : io_error(d, dir, PB_N_("cannot be synced: %s"));
    pb_free(s->al, dir);
    return status;
}

/* Settles each folder with changes once. */
static pb_status settle_all(const pb_stage *s, pb_diags *d)
{
    const char **paths = pb_alloc(s->al, s->n + 1, sizeof *paths);
    size_t n = 0;
    pb_status status = paths ? PB_OK : PB_ERR_NOMEM;
    for (size_t i = 0; i < s->n && !status; i++)
        if (s->changes[i].path)
            paths[n++] = s->changes[i].path;
    if (n > 1)
        qsort(paths, n, sizeof *paths, by_dir);
    for (size_t i = 0; i < n && !status; i++)
        if (i == 0 || by_dir(&paths[i - 1], &paths[i]) != 0)
            status = settle(s, paths[i], d);
    pb_free(s->al, paths);
    return status;
}

/* The bytes of all new files are on disk before the first rename. */
static pb_status sync_new(const pb_stage *s, pb_diags *d)
{
    size_t n = 0;
    dev_t synced = 0;
    bool any = false;
    for (size_t i = 0; i < s->n; i++)
        n += s->changes[i].temporary != NULL;
    for (size_t i = 0; i < s->n; i++) {
        const change *c = &s->changes[i];
        struct stat st;
        if (!c->temporary)
            continue;
        int fd = open(c->temporary, O_RDONLY | O_CLOEXEC);
        bool good = fd >= 0 && fstat(fd, &st) == 0;
        if (good && n < MANY)
            good = fsync(fd) == 0;
        else if (good && (!any || st.st_dev != synced))
            good = syncfs(fd) == 0;
        if (!good) {
            pb_status status = io_error(d, c->path, PB_N_("cannot be written: %s"));
            if (fd >= 0)
                close(fd);
            return status;
        }
        any = true;
        synced = st.st_dev;
        close(fd);
    }
    return PB_OK;
}

static pb_status apply(const pb_stage *s, change *c, pb_diags *d)
{
    if (c->removal) {
        if (unlink(c->path) && errno != ENOENT)
            return io_error(d, c->path, PB_N_("cannot be removed: %s"));
    } else if (c->temporary) {
        if (rename(c->temporary, c->path))
            return io_error(d, c->path, PB_N_("cannot be replaced: %s"));
        pb_free(s->al, c->temporary);
        c->temporary = NULL;
    }
    return PB_OK;
}

pb_status pb_stage_commit(pb_stage *s, pb_diags *d)
{
    pb_status status = sync_new(s, d);
    for (int removals = 0; removals < 2; removals++)
        for (size_t i = 0; i < s->n && !status; i++)
            if (s->changes[i].path && s->changes[i].removal == removals)
                status = apply(s, &s->changes[i], d);
    return status ? status : settle_all(s, d);
}

/* /dev/null, a named pipe, the shell's >(…): nothing there to replace. */
static bool takes_stream(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && (S_ISCHR(st.st_mode) || S_ISFIFO(st.st_mode));
}

static pb_status put_stream(const char *path, const void *bytes, size_t n, pb_diags *d)
{
    FILE *out = fopen(path, "wb");
    if (!out)
        return io_error(d, path, PB_N_("cannot be opened: %s"));
    bool good = fwrite(bytes, 1, n, out) == n;
    good = fclose(out) == 0 && good;
    return good ? PB_OK : io_error(d, path, PB_N_("cannot be written: %s"));
}

pb_status pb_file_replace(const char *path, const void *bytes, size_t n, int mode, pb_diags *d)
{
    if (takes_stream(path))
        return put_stream(path, bytes, n, d);
    pb_stage *s = pb_stage_new(NULL);
    if (!s)
        return PB_ERR_NOMEM;
    pb_status status = pb_stage_put(s, path, bytes, n, mode, d);
    if (!status)
        status = pb_stage_commit(s, d);
    pb_stage_free(s);
    return status;
}
