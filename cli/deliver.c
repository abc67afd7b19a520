/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands share of reading a workspace and writing into it. */
#include "cli/command.h"
#include "export/ical_inputs.h"

#include <string.h>
#include <sys/stat.h>

/* One sentence in place of one for each table that such a folder lacks. */
static pb_status look_for_folder(pb_cli *cli)
{
    struct stat is;
    if (stat(cli->dir, &is) == 0 && S_ISDIR(is.st_mode))
        return PB_OK;
    pb_diag_add(cli->diags, PB_ERROR, (pb_where){cli->dir, 0, NULL},
                PB_N_("paiban init writes a sample workspace"), PB_N_("there is no such folder"));
    return PB_ERR_INPUT;
}

pb_status pb_cli_workspace(pb_cli *cli, unsigned need, pb_workspace *ret)
{
    enum { YEARS = 3 }; /* recurrences in .ics files are expanded that far to both sides of now */
    const int64_t wide = (int64_t)YEARS * 366 * 86400;
    pb_ical_span span = {cli->now_s - wide, cli->now_s + wide};
    const pb_workspace_options opt = {.data_dir = cli->data_dir,
                                      .default_language = cli->lang ? cli->lang->code : "en",
                                      .more_calendar = pb_ical_holidays,
                                      .more_absences = pb_ical_absences,
                                      .more_ctx = &span};
    pb_status st = look_for_folder(cli);
    return st != PB_OK ? st : pb_workspace_read(cli->arena, cli->dir, need, &opt, ret, cli->diags);
}

pb_status pb_cli_roster(pb_cli *cli, const char *operand, const pb_workspace *ws, pb_roster *ret)
{
    const char *path = operand ? operand : pb_path_join(cli->arena, cli->dir, "out/roster.csv");
    if (!path)
        return PB_ERR_NOMEM;
    if (!operand && !pb_file_exists(path)) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){path, 0, NULL},
                    PB_N_("run `paiban plan` first, or name a roster"), PB_N_("there is no roster yet"));
        return PB_ERR_INPUT;
    }
    return pb_roster_read(cli->arena, path, false, &ws->team, &ws->queues, &ws->agents, &ws->shifts,
                          ret, cli->diags);
}

bool pb_cli_queue_is_explained(pb_cli *cli, const pb_args *args)
{
    if (pb_arg_count(args) == 0 || pb_arg_given(args, "explain") || pb_arg_given(args, "what-if"))
        return true;
    pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("a QUEUE goes with a question (such as --explain); the table has all queues"));
    return false;
}

pb_status pb_cli_lock(pb_cli *cli)
{
    if (cli->lock)
        return PB_OK;
    return pb_lock_take(pb_arena_allocator(cli->arena), cli->dir, &cli->lock, cli->diags);
}

static const char *folder_of(pb_arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash > path ? pb_arena_strndup(a, path, (size_t)(slash - path)) : NULL;
}

pb_status pb_cli_deliver(pb_cli *cli, const pb_args *args, const char *otherwise,
                         const pb_text *text)
{
    const char *output = pb_arg_text(args, "output", NULL);
    if (text->status != PB_OK)
        return text->status;
    const char *bytes = text->bytes ? text->bytes : "";
    if (output && strcmp(output, "-") == 0)
        return fwrite(bytes, 1, text->n, cli->out) == text->n ? PB_OK : PB_ERR_IO;
    const char *path = output ? output : pb_path_join(cli->arena, cli->dir, otherwise);
    if (!path)
        return PB_ERR_NOMEM;
    const char *folder = output ? NULL : folder_of(cli->arena, path);
    pb_status status = output ? PB_OK : pb_cli_lock(cli);
    if (status == PB_OK && folder)
        status = pb_make_dirs(folder, cli->diags);
    if (status == PB_OK)
        status = pb_file_replace(path, bytes, text->n, 0644, cli->diags);
    return status;
}
