/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban serve: the plan in a browser, and the calendars' feeds. */
#include "cli/serve.h"
#include "cli/words.h"

#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>

enum { PORT = 8765, KEY_BYTES = 20, LOOK_MS = 100 };

static int64_t clock_s(void)
{
    return (int64_t)time(NULL);
}

/* 160 bits in hexadecimal. */
static char *new_key(pb_arena *a)
{
    uint8_t bytes[KEY_BYTES];
    char *key = pb_arena_alloc(a, 2 * KEY_BYTES + 1, 1);

    if (!key || getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return NULL;
    for (int i = 0; i < KEY_BYTES; i++)
        snprintf(key + 2 * i, 3, "%02x", bytes[i]);
    return key;
}

/* The key stays from one start to the next; who deletes its file gets a new one. */
static pb_status key_of(pb_cli *cli, const char **ret)
{
    const char *folder = pb_path_join(cli->arena, cli->dir, "private"), *path = pb_path_join(cli->arena, cli->dir, "private/serve.key");
    char *key = NULL;
    size_t n;
    pb_status s;

    if (!folder || !path)
        return PB_ERR_NOMEM;
    if (pb_file_exists(path)) {
        s = pb_file_read(cli->arena, path, 0, &key, &n, cli->diags);
        if (!s)
            key[strspn(key, "0123456789abcdef")] = '\0';
        if (!s && strlen(key) >= (size_t)KEY_BYTES) {
            *ret = key;
            return PB_OK;
        }
        if (!s)
            pb_diag_add(cli->diags, PB_ERROR, pb_in_file(path), PB_N_("remove it: a new key is made"), PB_N_("there is no key in it"));
        return s ? s : PB_ERR_INPUT;
    }
    key = new_key(cli->arena);
    if (!key)
        return PB_ERR_INTERNAL;
    s = pb_make_dirs(folder, cli->diags);
    if (s)
        return s;
    (void)chmod(folder, 0700); /* the file inside is 0600 as well */
    *ret = key;
    return pb_file_replace(path, key, strlen(key), 0600, cli->diags);
}

static bool is_local(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static void tell(pb_cli *cli, const pb_server *s, const char *address, int port)
{
    const char *left = strchr(address, ':') ? "[" : "", *right = *left ? "]" : "";

    fprintf(cli->out, cli->json ? "{\"url\": \"http://%s%s%s:%d/%s%s\"}\n" : "http://%s%s%s:%d/%s%s\n", left, address, right, port,
            s->feeds_only ? "feeds/" : "?key=", s->key);
    fflush(cli->out);
    if (!is_local(address))
        pb_say(cli, PB_N_("others in the network reach this address, and nothing is encrypted: put a server with TLS before it"));
    pb_say(cli, PB_N_("Ctrl-C ends it"));
}

static void wait_for_end(const pb_cli *cli, pb_server *s)
{
    const struct timespec step = {0, LOOK_MS * 1000000L};

    while (!*cli->interrupted) {
        nanosleep(&step, NULL);
        pb_serve_look(s); /* when it ended, also if nobody asks for hours; and no process stays that is over */
    }
}

int pb_cmd_serve(pb_cli *cli, const pb_args *args)
{
    const char *address = pb_arg_text(args, "address", "127.0.0.1");
    pb_server server = {.cli = cli, .always = pb_arg_given(args, "lang") ? cli->lang : NULL, .clock_s = clock_s,
                        .feeds_only = pb_arg_given(args, "feeds-only"), .key = "", .mutex = PTHREAD_MUTEX_INITIALIZER};
    pb_workspace ws;
    pb_http *http = NULL;
    int port = 0;
    pb_status s = pb_cli_workspace(cli, PB_NEED_TEAM, &ws);

    if (!s && !server.feeds_only)
        s = key_of(cli, &server.key);
    if (!s)
        s = pb_http_open(&server, address, (int)pb_arg_int(args, "port", PORT), &http, &port, cli->diags);
    if (s)
        return pb_exit_of(s);
    tell(cli, &server, address, port);
    wait_for_end(cli, &server);
    pb_http_close(http);
    pb_job_end(&server.job, clock_s());
    return PB_EXIT_DONE;
}
