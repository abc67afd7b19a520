/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/serve_job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { PATIENCE_MS = 1000 * PB_JOB_PATIENCE_S, STEP_MS = 50 };

/* A process group of its own, and the signals as a shell would leave them. */
static int spawn(pid_t *pid, char *const *argv, int said)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t signals;
    int err;

    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&how) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    sigemptyset(&signals);
    err = posix_spawnattr_setsigmask(&how, &signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGPIPE);
    err = err ? err : posix_spawnattr_setsigdefault(&how, &signals);
    err = err ? err : posix_spawnattr_setpgroup(&how, 0);
    err = err ? err : posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    err = err ? err : posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    err = err ? err : posix_spawn_file_actions_adddup2(&files, said, 1);
    err = err ? err : posix_spawn_file_actions_adddup2(&files, said, 2);
    err = err ? err : posix_spawn(pid, "/proc/self/exe", &files, &how, argv, environ);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    return err;
}

pb_status pb_job_start(pb_job *j, char *const *argv, const char *line, int64_t now_s)
{
    FILE *said;
    char *copy;
    pid_t pid;

    if (j->running)
        return PB_ERR_BUSY;
    copy = strdup(line);
    said = copy ? tmpfile() : NULL;
    if (!said || fcntl(fileno(said), F_SETFD, FD_CLOEXEC) != 0 || spawn(&pid, argv, fileno(said)) != 0) {
        if (said)
            fclose(said);
        free(copy);
        return copy ? PB_ERR_IO : PB_ERR_NOMEM;
    }
    if (j->said)
        fclose(j->said);
    free(j->line);
    *j = (pb_job){.pid = pid, .running = true, .said = said, .started_s = now_s, .line = copy};
    return PB_OK;
}

void pb_job_look(pb_job *j, int64_t now_s)
{
    int how;
    pid_t pid = j->running ? waitpid(j->pid, &how, WNOHANG) : 0;

    if (pid == 0 || (pid < 0 && errno == EINTR))
        return;
    j->running = false;
    j->ended_s = now_s;
    j->exit_code = pid > 0 && WIFEXITED(how) ? WEXITSTATUS(how) : -1;
}

size_t pb_job_read(const pb_job *j, int64_t from, char *buf, size_t n)
{
    ssize_t got = j->said && from >= 0 ? pread(fileno(j->said), buf, n, (off_t)from) : 0;
    return got > 0 ? (size_t)got : 0;
}

int64_t pb_job_size(const pb_job *j)
{
    struct stat is;
    return j->said && fstat(fileno(j->said), &is) == 0 ? (int64_t)is.st_size : 0;
}

void pb_job_stop(pb_job *j, int64_t now_s)
{
    if (!j->running)
        return;
    if (!j->asked_s) {
        j->asked_s = now_s;
        (void)kill(-j->pid, SIGINT);
    } else if (now_s - j->asked_s >= PB_JOB_PATIENCE_S) {
        (void)kill(-j->pid, SIGKILL);
    }
}

void pb_job_end(pb_job *j, int64_t now_s)
{
    const struct timespec step = {0, STEP_MS * 1000000L};

    pb_job_stop(j, now_s);
    for (int ms = 0; j->running && ms < PATIENCE_MS; ms += STEP_MS) {
        pb_job_look(j, 0);
        if (j->running)
            nanosleep(&step, NULL);
    }
    if (j->running) {
        (void)kill(-j->pid, SIGKILL);
        (void)waitpid(j->pid, NULL, 0);
    }
    if (j->said)
        fclose(j->said);
    free(j->line);
    *j = (pb_job){0};
}
