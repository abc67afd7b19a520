/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/caught.h"

int pb_run_caught(pb_cli *cli, const pb_args *args, int (*run)(pb_cli *cli, const pb_args *args), char **ret_bytes, size_t *ret_n)
{
    FILE *out = cli->out, *caught = open_memstream(ret_bytes, ret_n);
    int code;

    if (!caught)
        return PB_EXIT_INTERNAL;
    cli->out = caught;
    cli->out_is_kept = true;
    code = run(cli, args);
    cli->out_is_kept = false;
    cli->out = out;
    return fclose(caught) == 0 ? code : PB_EXIT_INTERNAL;
}
