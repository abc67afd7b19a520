/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The publication ledger: what is read is written and read again to the same rows. */
#include "fuzz.h"

#include "export/ledger_file.h"

#include <stdlib.h>
#include <string.h>

static void must_be_same(const pb_published *x, const pb_published *y)
{
    if (x->n != y->n)
        abort();
    for (size_t i = 0; i < x->n; i++)
        if (strcmp(x->at[i].uid, y->at[i].uid) != 0 || x->at[i].seq != y->at[i].seq ||
            x->at[i].stamp_s != y->at[i].stamp_s || x->at[i].start_s != y->at[i].start_s ||
            strcmp(x->at[i].title, y->at[i].title) != 0)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pb_published l = {0}, again = {0};
    pb_text t;
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_text_init(&t, NULL);
    if (a && d && pb_ledger_parse(a, "ledger", data, size, &l, d) == PB_OK) {
        pb_ledger_write_head(&t);
        for (size_t i = 0; i < l.n; i++)
            pb_ledger_write_row(&t, &l.at[i]);
        if (t.status == PB_OK) {
            if (pb_ledger_parse(a, "again", t.bytes, t.n, &again, d) != PB_OK)
                abort();
            must_be_same(&l, &again);
        }
    }
    pb_text_done(&t);
    pb_diags_free(d);
    pb_arena_free(a);
    return 0;
}
