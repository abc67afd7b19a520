/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that are never half-written: text goes to a temporary file in the target's folder, is
 * synced, and replaces the old one by rename; several files are staged first and then renamed in
 * order, so that a killed run leaves each file either old or new. A lock keeps two runs apart.
 */
#ifndef PAIBAN_BASE_FILES_H
#define PAIBAN_BASE_FILES_H

#include "base/diag.h"
#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads a whole file into the arena, NUL-terminated. limit 0 = 1 GiB. */
PB_MUST_USE pb_status pb_file_read(pb_arena *a, const char *path, size_t limit, char **ret,
                                   size_t *ret_n, pb_diags *d);
bool pb_file_exists(const char *path);
/* dir + "/" + name in the arena (name alone when it is absolute); NULL when memory is refused. */
char *pb_path_join(pb_arena *a, const char *dir, const char *name);
/* mkdir -p. */
PB_MUST_USE pb_status pb_make_dirs(const char *path, pb_diags *d);
/* The names of dir's entries whose names match prefix… and …suffix, sorted bytewise. */
PB_MUST_USE pb_status pb_dir_list(pb_arena *a, const char *dir, const char *prefix,
                                  const char *suffix, const char *const **ret, size_t *ret_n,
                                  pb_diags *d);

/* A set of files that change together. */
typedef struct pb_stage pb_stage;
pb_stage *pb_stage_new(const pb_allocator *al); /* NULL when refused */
/* Writes a temporary file beside path, which the commit syncs; mode e.g. 0644. A file that already
 * holds exactly these bytes is left alone (its mtime stays). */
PB_MUST_USE pb_status pb_stage_put(pb_stage *s, const char *path, const void *bytes, size_t n,
                                   int mode, pb_diags *d);
/* The file is to go at commit (no error when it is not there). */
PB_MUST_USE pb_status pb_stage_remove(pb_stage *s, const char *path, pb_diags *d);
/* Syncs the new files (many of them by one sync of the file system), renames them in the order they
 * were put, removes last, syncs the folders. */
PB_MUST_USE pb_status pb_stage_commit(pb_stage *s, pb_diags *d);
/* Number of files that the commit changes (new, different or removed). */
size_t pb_stage_changes(const pb_stage *s);
/* Frees; what was not committed is undone (temporary files removed). Accepts NULL. */
void pb_stage_free(pb_stage *s);

/* One file at once. A device or a pipe is written to as it is. */
PB_MUST_USE pb_status pb_file_replace(const char *path, const void *bytes, size_t n, int mode,
                                      pb_diags *d);

/* The workspace lock: flock on DIR/.paiban.lock; PB_ERR_BUSY when another run holds it (diagnosed
 * with its process number). Released by pb_lock_free or when the process dies. */
typedef struct pb_lock pb_lock;
PB_MUST_USE pb_status pb_lock_take(const pb_allocator *al, const char *dir, pb_lock **ret,
                                   pb_diags *d);
void pb_lock_free(pb_lock *l); /* accepts NULL */

#endif
