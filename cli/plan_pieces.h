/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan --roll: a long plan made in pieces. */
#ifndef PAIBAN_CLI_PLAN_PIECES_H
#define PAIBAN_CLI_PLAN_PIECES_H

#include "cli/command.h"
#include "planner/plan_roll.h"

#include <jansson.h>

/* The days of a piece that --roll asks for: 0 = calendar months, -1 = no pieces. false, diagnosed: neither. */
bool pb_pieces_asked(pb_cli *cli, const pb_args *args, int *ret_days);
/* A line for each piece on out: its days, cost and, unless no bound was asked for, what is proven of it. */
void pb_pieces_tell(pb_cli *cli, const pb_plan_pieces *p, bool no_proof);
/* The days of the last piece, on out. */
void pb_pieces_where(pb_cli *cli, const pb_plan_pieces *p);
/* The pieces as a JSON array; NULL: no memory. */
json_t *pb_pieces_json(const pb_plan_pieces *p);
/* Does the auditor pass them, one by one? */
bool pb_pieces_audited(const pb_plan_pieces *p);

#endif
