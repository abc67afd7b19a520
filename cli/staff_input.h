/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What staff and simulate read: a workspace, or single files. */
#ifndef PAIBAN_CLI_STAFF_INPUT_H
#define PAIBAN_CLI_STAFF_INPUT_H

#include "cli/command.h"

typedef struct pb_staff_input {
    bool alone;          /* single files: no workspace */
    pb_workspace w;      /* alone: team (or defaults), queues, agents where --agents is given */
    bool has_agents;
    pb_forecast forecast; /* with its spread where that file lies beside it */
} pb_staff_input;

/* more: PB_NEED_… beyond team, queues, calendar and (if the file is there) agents. */
PB_MUST_USE pb_status pb_staff_input_read(pb_cli *cli, const pb_args *args, unsigned more,
                                          pb_staff_input *ret);

#endif
