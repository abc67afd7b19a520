/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban init: a sample workspace. */
#include "cli/words.h"

#include "fixtures/fixtures.h"

#include <string.h>

typedef struct writing {
    pb_cli *cli;
    const char *dir;
    pb_stage *stage;
    json_t *files; /* names, for --json */
    pb_status status;
} writing;

/* Folders of "rosters/2026-09-21.csv". */
static pb_status make_folder_of(writing *w, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = pb_arena_strndup(w->cli->arena, path, slash ? (size_t)(slash - path) : 0);
    if (!folder)
        return PB_ERR_NOMEM;
    return slash ? pb_make_dirs(folder, w->cli->diags) : PB_OK;
}

static int take_file(void *ctx, const char *name, const char *bytes, size_t n)
{
    writing *w = ctx;
    const char *path = pb_path_join(w->cli->arena, w->dir, name);
    w->status = path ? PB_OK : PB_ERR_NOMEM;
    if (w->status == PB_OK && pb_file_exists(path)) {
        pb_diag_add(w->cli->diags, PB_ERROR, (pb_where){.file = path},
                    PB_N_("name another folder: paiban init DIR"),
                    PB_N_("exists already; nothing was written"));
        w->status = PB_ERR_INPUT;
    }
    if (w->status == PB_OK)
        w->status = make_folder_of(w, path);
    if (w->status == PB_OK)
        w->status = pb_stage_put(w->stage, path, bytes, n, 0644, w->cli->diags);
    if (w->status == PB_OK && json_array_append_new(w->files, json_string(name)) != 0)
        w->status = PB_ERR_NOMEM;
    return w->status != PB_OK;
}

static pb_status make_sample(writing *w, int64_t which)
{
    static const pb_fixture_maker MAKERS[] = {pb_fixture_shop, pb_fixture_desk, pb_fixture_tiny};
    const pb_lang *lang = w->cli->lang;
    bool chinese = lang && strcmp(lang->code, "zh") == 0;
    int stopped = chinese ? pb_fixture_chinese(MAKERS[which], w->cli->seed, take_file, w)
                          : MAKERS[which](w->cli->seed, take_file, w);
    return stopped == PB_FIXTURE_NOMEM ? PB_ERR_NOMEM : w->status;
}

static pb_status tell(writing *w, const char *sample)
{
    if (w->cli->json)
        return pb_print_json(w->cli, json_pack("{s:s,s:s,s:O}", "dir", w->dir, "sample", sample,
                                               "files", w->files));
    pb_say(w->cli, PB_N_("wrote the sample workspace %s: %zu files"), w->dir,
           json_array_size(w->files));
    pb_say(w->cli, PB_N_("next: paiban run -C %s"), pb_shell_word(w->cli->arena, w->dir));
    return PB_OK;
}

int pb_cmd_init(pb_cli *cli, const pb_args *args)
{
    const char *dir = pb_arg_at(args, 0);
    writing w = {.cli = cli,
                 .dir = dir ? dir : cli->dir,
                 .stage = pb_stage_new(pb_arena_allocator(cli->arena)),
                 .files = json_array()};
    pb_status status = w.stage && w.files ? PB_OK : PB_ERR_NOMEM;
    if (status == PB_OK && !*w.dir) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, PB_N_("name another folder: paiban init DIR"),
                    PB_N_("the folder's name is empty"));
        status = PB_ERR_INPUT;
    }
    if (status == PB_OK)
        status = make_sample(&w, pb_arg_int(args, "sample", 0));
    if (status == PB_OK)
        status = pb_stage_commit(w.stage, cli->diags);
    if (status == PB_OK)
        status = tell(&w, pb_arg_text(args, "sample", "shop"));
    pb_stage_free(w.stage);
    json_decref(w.files);
    return pb_exit_of(status);
}
