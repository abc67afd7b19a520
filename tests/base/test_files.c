/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/files.h"
#include "base/random.h"
#include "support/failing.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct room {
    char dir[64];
    pb_arena *arena;
    pb_diags *d;
} room;

static int setup(void **state)
{
    room *r = calloc(1, sizeof *r);
    assert_non_null(r);
    strcpy(r->dir, "/tmp/paiban-files-XXXXXX");
    assert_non_null(mkdtemp(r->dir));
    r->arena = pb_arena_new(NULL);
    r->d = pb_diags_new(NULL, NULL);
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    room *r = *state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", r->dir);
    assert_int_equal(system(command), 0);
    pb_arena_free(r->arena);
    pb_diags_free(r->d);
    free(r);
    return 0;
}

static const char *in(const room *r, const char *name)
{
    return pb_path_join(r->arena, r->dir, name);
}

static const char *content(const room *r, const char *name)
{
    char *text;
    size_t n;
    if (pb_file_read(r->arena, in(r, name), 0, &text, &n, NULL))
        return "none";
    return text;
}

static size_t entries(const room *r)
{
    const char *const *names;
    size_t n;
    assert_int_equal(pb_dir_list(r->arena, r->dir, "", "", &names, &n, r->d), PB_OK);
    return n;
}

static void paths_and_folders(void **state)
{
    room *r = *state;
    assert_string_equal(pb_path_join(r->arena, "a", "b"), "a/b");
    assert_string_equal(pb_path_join(r->arena, "a/", "b"), "a/b");
    assert_string_equal(pb_path_join(r->arena, "a", "/b"), "/b");
    assert_string_equal(pb_path_join(r->arena, "", "b"), "b");
    assert_int_equal(pb_make_dirs(in(r, "x//y/z/"), r->d), PB_OK);
    assert_int_equal(pb_make_dirs(in(r, "x/y"), r->d), PB_OK);
    assert_true(pb_file_exists(in(r, "x/y/z")));
    assert_false(pb_file_exists(in(r, "x/z")));
    assert_int_equal(pb_file_replace(in(r, "f"), "1", 1, 0644, r->d), PB_OK);
    assert_int_equal(pb_diags_errors(r->d), 0);
    assert_int_equal(pb_make_dirs(in(r, "f"), r->d), PB_ERR_IO);
    assert_int_equal(pb_make_dirs(in(r, "f/g"), r->d), PB_ERR_IO);
    assert_int_equal(pb_diags_errors(r->d), 2);
}

static void folders_are_listed_in_order(void **state)
{
    room *r = *state;
    static const char *const made[] = {"history_b.csv", "history.csv", "history_a.csv", "other.csv",
                                       "history.txt", ".history.csv"};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(pb_file_replace(in(r, made[i]), "", 0, 0644, r->d), PB_OK);
    const char *const *names;
    size_t n;
    assert_int_equal(pb_dir_list(r->arena, r->dir, "history", ".csv", &names, &n, r->d), PB_OK);
    assert_int_equal(n, 3);
    assert_string_equal(names[0], "history.csv");
    assert_string_equal(names[1], "history_a.csv");
    assert_string_equal(names[2], "history_b.csv");
    assert_int_equal(pb_dir_list(r->arena, r->dir, "history.csv", ".csv", &names, &n, r->d), PB_OK);
    assert_int_equal(n, 0); /* prefix and suffix do not overlap */
    assert_int_equal(pb_dir_list(r->arena, in(r, "no"), "", "", &names, &n, r->d), PB_ERR_IO);
}

static void files_are_read_whole(void **state)
{
    room *r = *state;
    char *text, *big = malloc(300000);
    size_t n;
    assert_non_null(big);
    memset(big, 'x', 300000);
    assert_int_equal(pb_file_replace(in(r, "f"), big, 300000, 0644, r->d), PB_OK);
    assert_int_equal(pb_file_read(r->arena, in(r, "f"), 300000, &text, &n, r->d), PB_OK);
    assert_int_equal(n, 300000);
    assert_int_equal(text[n], 0);
    assert_memory_equal(text, big, n);
    assert_int_equal(pb_file_read(r->arena, in(r, "f"), 299999, &text, &n, r->d), PB_ERR_LIMIT);
    assert_int_equal(pb_file_read(r->arena, in(r, "g"), 0, &text, &n, r->d), PB_ERR_IO);
    assert_int_equal(pb_file_read(r->arena, r->dir, 0, &text, &n, r->d), PB_ERR_IO);
    /* A pipe has no size to go by. */
    int fd[2];
    assert_int_equal(pipe(fd), 0);
    assert_int_equal(write(fd[1], big, 60000), 60000);
    close(fd[1]);
    char path[40];
    snprintf(path, sizeof path, "/dev/fd/%d", fd[0]);
    assert_int_equal(pb_file_read(r->arena, path, 0, &text, &n, r->d), PB_OK);
    assert_int_equal(n, 60000);
    close(fd[0]);
    free(big);
}

static void a_stage_changes_all_or_nothing(void **state)
{
    room *r = *state;
    assert_int_equal(pb_file_replace(in(r, "old"), "1", 1, 0600, r->d), PB_OK);
    assert_int_equal(pb_file_replace(in(r, "same"), "s", 1, 0600, r->d), PB_OK);
    assert_int_equal(pb_file_replace(in(r, "gone"), "g", 1, 0600, r->d), PB_OK);
    struct stat before, after;
    assert_int_equal(stat(in(r, "same"), &before), 0);
    for (int commit = 0; commit < 2; commit++) {
        pb_stage *s = pb_stage_new(NULL);
        assert_int_equal(pb_stage_put(s, in(r, "old"), "first", 5, 0644, r->d), PB_OK);
        assert_int_equal(pb_stage_put(s, in(r, "old"), "2", 1, 0644, r->d), PB_OK); /* the last counts */
        assert_int_equal(pb_stage_put(s, in(r, "same"), "s", 1, 0644, r->d), PB_OK);
        assert_int_equal(pb_stage_put(s, in(r, "new"), "n", 1, 0640, r->d), PB_OK);
        assert_int_equal(pb_stage_remove(s, in(r, "gone"), r->d), PB_OK);
        assert_int_equal(pb_stage_remove(s, in(r, "never"), r->d), PB_OK);
        assert_int_equal(pb_stage_changes(s), 3);
        assert_string_equal(content(r, "old"), "1");
        if (commit)
            assert_int_equal(pb_stage_commit(s, r->d), PB_OK);
        pb_stage_free(s);
        assert_string_equal(content(r, "old"), commit ? "2" : "1");
        assert_string_equal(content(r, "new"), commit ? "n" : "none");
        assert_string_equal(content(r, "gone"), commit ? "none" : "g");
        assert_int_equal(entries(r), 3);
    }
    assert_int_equal(stat(in(r, "same"), &after), 0);
    assert_int_equal(after.st_ino, before.st_ino); /* left alone */
    assert_int_equal(stat(in(r, "new"), &after), 0);
    assert_int_equal(after.st_mode & 0777, 0640);
    pb_stage_free(NULL);
}

static void the_last_word_on_a_file_counts(void **state)
{
    room *r = *state;
    assert_int_equal(pb_file_replace(in(r, "f"), "1", 1, 0600, r->d), PB_OK);
    pb_stage *s = pb_stage_new(NULL);
    assert_int_equal(pb_stage_put(s, in(r, "f"), "2", 1, 0644, r->d), PB_OK);
    assert_int_equal(pb_stage_put(s, in(r, "f"), "1", 1, 0644, r->d), PB_OK);
    assert_int_equal(pb_stage_changes(s), 0); /* as it was */
    assert_int_equal(pb_stage_put(s, in(r, "f"), "2", 1, 0644, r->d), PB_OK);
    assert_int_equal(pb_stage_remove(s, in(r, "f"), r->d), PB_OK);
    assert_int_equal(pb_stage_put(s, in(r, "g"), "3", 1, 0644, r->d), PB_OK);
    assert_int_equal(pb_stage_remove(s, in(r, "g"), r->d), PB_OK);
    assert_int_equal(pb_stage_changes(s), 1);
    assert_int_equal(pb_stage_commit(s, r->d), PB_OK);
    pb_stage_free(s);
    assert_int_equal(entries(r), 0);
}

static void links_are_followed_and_devices_written_to(void **state)
{
    room *r = *state;
    assert_int_equal(pb_file_replace(in(r, "f"), "1", 1, 0600, r->d), PB_OK);
    assert_int_equal(symlink("f", in(r, "link")), 0);
    assert_int_equal(pb_file_replace(in(r, "link"), "2", 1, 0600, r->d), PB_OK);
    assert_string_equal(content(r, "f"), "2");
    struct stat st;
    assert_int_equal(lstat(in(r, "link"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(pb_file_replace("/dev/null", "x", 1, 0600, r->d), PB_OK);
    assert_int_equal(lstat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    assert_int_equal(pb_file_replace("/dev/full", "x", 1, 0600, r->d), PB_ERR_IO);
    assert_int_equal(pb_file_replace(r->dir, "x", 1, 0600, r->d), PB_ERR_IO);
    assert_int_equal(pb_file_replace(in(r, "no/f"), "x", 1, 0600, r->d), PB_ERR_IO);
    assert_int_equal(pb_file_replace(in(r, "f/g"), "x", 1, 0600, r->d), PB_ERR_IO);
    assert_int_equal(pb_diags_errors(r->d), 4);
}

static void what_the_dead_left_is_removed(void **state)
{
    room *r = *state;
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    char dead[80], alive[80];
    snprintf(dead, sizeof dead, ".a.csv.paiban-%ld-0", (long)child);
    snprintf(alive, sizeof alive, ".a.csv.paiban-%ld-7", (long)getppid());
    static const char *const others[] = {".a.csv.paiban-x-1", ".paiban-", "a.paiban-1-1"};
    FILE *f;
    for (size_t i = 0; i < 5; i++) {
        f = fopen(in(r, i == 0 ? dead : i == 1 ? alive : others[i - 2]), "w");
        fclose(f);
    }
    assert_int_equal(pb_file_replace(in(r, "f"), "1", 1, 0600, r->d), PB_OK);
    assert_false(pb_file_exists(in(r, dead)));
    assert_true(pb_file_exists(in(r, alive)));
    assert_int_equal(entries(r), 5);
}

static void a_full_disk_leaves_the_old(void **state)
{
    room *r = *state;
    assert_int_equal(pb_file_replace(in(r, "f"), "old", 3, 0600, r->d), PB_OK);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        /* A limit of the process stands for the disk's: writes end in EFBIG. */
        static char big[100000];
        struct rlimit limit = {50000, 50000};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        pb_status st = pb_file_replace(in(r, "f"), big, sizeof big, 0600, r->d);
        _exit(st == PB_ERR_IO && pb_diags_errors(r->d) == 1 ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_string_equal(content(r, "f"), "old");
    assert_int_equal(entries(r), 1);
}

static void one_lock_at_a_time(void **state)
{
    room *r = *state;
    int ready[2], go[2];
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(go), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        pb_lock *l = NULL;
        char c = pb_lock_take(NULL, r->dir, &l, NULL) == PB_OK ? 'y' : 'n';
        if (write(ready[1], &c, 1) != 1 || read(go[0], &c, 1) != 1)
            _exit(1);
        _exit(0); /* dies with the lock */
    }
    char c;
    assert_int_equal(read(ready[0], &c, 1), 1);
    assert_int_equal(c, 'y');
    pb_lock *l = NULL;
    assert_int_equal(pb_lock_take(NULL, r->dir, &l, r->d), PB_ERR_BUSY);
    assert_null(l);
    char want[80], got[300];
    snprintf(want, sizeof want, "process %ld)", (long)child);
    pb_diag_format(NULL, pb_diags_at(r->d, 0), got, sizeof got);
    assert_non_null(strstr(got, want));
    assert_int_equal(write(go[1], &c, 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(pb_lock_take(NULL, r->dir, &l, r->d), PB_OK);
    pb_lock *second = NULL;
    assert_int_equal(pb_lock_take(NULL, r->dir, &second, r->d), PB_ERR_BUSY);
    pb_lock_free(l);
    assert_int_equal(pb_lock_take(NULL, r->dir, &l, r->d), PB_OK);
    pb_lock_free(l);
    pb_lock_free(NULL);
    assert_int_equal(pb_lock_take(NULL, in(r, "no"), &l, r->d), PB_ERR_IO);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(go[i]);
    }
}

enum { N_FILES = 4, SIZE = 3000 };

/* The child writes version after version of four files, in order. */
static void write_versions(const room *r)
{
    static char bytes[SIZE];
    for (int version = 1;; version++) {
        pb_stage *s = pb_stage_new(NULL);
        snprintf(bytes, sizeof bytes, "%08d", version);
        memset(bytes + 8, 'a' + version % 26, SIZE - 8);
        for (int i = 0; i < N_FILES; i++) {
            char name[16];
            snprintf(name, sizeof name, "f%d", i);
            if (pb_stage_put(s, in(r, name), bytes, SIZE, 0644, NULL))
                _exit(1);
        }
        if (pb_stage_commit(s, NULL))
            _exit(1);
        pb_stage_free(s);
    }
}

static void a_killed_run_leaves_old_or_new(void **state)
{
    room *r = *state;
    pb_rng rng = pb_rng_seed(5);
    for (int i = 0; i < N_FILES; i++) {
        char name[16], text[SIZE];
        snprintf(name, sizeof name, "f%d", i);
        memset(text, 'a', SIZE);
        memcpy(text, "00000000", 8);
        assert_int_equal(pb_file_replace(in(r, name), text, SIZE, 0644, r->d), PB_OK);
    }
    fflush(NULL);
    for (int round = 0; round < 60; round++) {
        pid_t child = fork();
        if (child == 0)
            write_versions(r);
        struct timespec pause = {0, (long)pb_rng_below(&rng, 12000000)};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        long versions[N_FILES];
        for (int i = 0; i < N_FILES; i++) {
            char name[16];
            snprintf(name, sizeof name, "f%d", i);
            const char *text = content(r, name);
            assert_int_equal(strlen(text), SIZE);
            versions[i] = strtol(text, NULL, 10);
            for (int k = 8; k < SIZE; k++)
                assert_int_equal(text[k], 'a' + versions[i] % 26);
            /* Renamed in order: a later file is as new, or one version behind. */
            assert_true(versions[i] <= versions[i > 0 ? i - 1 : 0] && versions[i] >= versions[0] - 1);
        }
        /* Each round starts from version 1 again, so the files are made alike first. */
        pb_stage *s = pb_stage_new(NULL);
        char text[SIZE];
        memset(text, 'a', SIZE);
        memcpy(text, "00000000", 8);
        for (int i = 0; i < N_FILES; i++) {
            char name[16];
            snprintf(name, sizeof name, "f%d", i);
            assert_int_equal(pb_stage_put(s, in(r, name), text, SIZE, 0644, r->d), PB_OK);
        }
        assert_int_equal(pb_stage_commit(s, r->d), PB_OK);
        pb_stage_free(s);
        pb_arena_reset(r->arena);
    }
    assert_int_equal(pb_file_replace(in(r, "f0"), "end", 3, 0644, r->d), PB_OK);
    assert_int_equal(entries(r), N_FILES); /* nothing of the killed ones is left */
}

static pb_status work(const room *r, const pb_allocator *al, int round)
{
    char text[8], *read_back;
    size_t n;
    const char *const *names;
    pb_lock *lock = NULL;
    pb_stage *s = NULL;
    pb_status st = PB_ERR_NOMEM;
    snprintf(text, sizeof text, "%d", round);
    pb_arena *a = pb_arena_new(al);
    if (!a || !(s = pb_stage_new(al)))
        goto out;
    st = pb_lock_take(al, r->dir, &lock, r->d);
    if (!st)
        st = pb_stage_put(s, in(r, "a"), text, strlen(text), 0644, r->d);
    if (!st)
        st = pb_stage_put(s, in(r, "b"), text, strlen(text), 0644, r->d);
    if (!st)
        st = pb_stage_remove(s, in(r, "a"), r->d);
    if (!st)
        st = pb_stage_commit(s, r->d);
    if (!st)
        st = pb_file_read(a, in(r, "b"), 0, &read_back, &n, r->d);
    if (!st)
        st = pb_dir_list(a, r->dir, "", "", &names, &n, r->d);
out:
    pb_lock_free(lock);
    pb_stage_free(s);
    pb_arena_free(a);
    return st;
}

static void every_refusal_is_survived(void **state)
{
    room *r = *state;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_status st = work(r, &al, (int)n);
        assert_int_equal(st, f.failed ? PB_ERR_NOMEM : PB_OK);
        assert_int_equal(f.live, 0);
        assert_true(entries(r) <= 3); /* no temporary file stays */
        if (!f.failed)
            break;
    }
    assert_int_equal(pb_diags_errors(r->d), 0);
}

#define IN_ROOM(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(paths_and_folders),
        IN_ROOM(folders_are_listed_in_order),
        IN_ROOM(files_are_read_whole),
        IN_ROOM(a_stage_changes_all_or_nothing),
        IN_ROOM(the_last_word_on_a_file_counts),
        IN_ROOM(links_are_followed_and_devices_written_to),
        IN_ROOM(what_the_dead_left_is_removed),
        IN_ROOM(a_full_disk_leaves_the_old),
        IN_ROOM(one_lock_at_a_time),
        IN_ROOM(a_killed_run_leaves_old_or_new),
        IN_ROOM(every_refusal_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
