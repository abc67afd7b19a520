/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_proof.h"

pb_status pb_proof_run(pb_arena *a, const pb_instance *in, pb_proof *p)
{
    (void)a;
    (void)in;
    (void)p;
    return PB_OK;
}
