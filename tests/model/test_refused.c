/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every allocation of reading a workspace is refused once: the read then fails with PB_ERR_NOMEM and
 * leaves its result alone, or does without (a suggestion that could not be looked up).
 */
#include "workspace_files.h"

#include <stdio.h>
#include <string.h>

enum { ALL_NEEDS = PB_NEED_PEOPLE | PB_NEED_ACTIVITIES | PB_NEED_HISTORY };

/* PB_OK, PB_ERR_NOMEM, or what else came; *calls: allocations asked for. */
static pb_status read_once(const char *dir, long refuse_at, long *calls)
{
    test_refuser r;
    pb_workspace ws = {.n_past = 99};
    pb_workspace_options opt = {.data_dir = "model/data"};
    test_refuser_init(&r, refuse_at);
    pb_arena *a = pb_arena_new(&r.al);
    pb_diags *d = pb_diags_new(&r.al, NULL);
    pb_status st = a && d ? pb_workspace_read(a, dir, ALL_NEEDS, &opt, &ws, d) : PB_ERR_NOMEM;
    if (st != PB_OK && ws.n_past != 99)
        st = PB_ERR_INTERNAL; /* the result was touched */
    *calls = r.calls;
    pb_diags_free(d);
    pb_arena_free(a);
    return st;
}

static int run(const char *dir, const char *what, pb_status usual)
{
    long calls, n = 1, faults = 0;
    pb_status st = read_once(dir, 0, &calls);
    if (st != usual) {
        printf("%s: status %d without refusal\n", what, (int)st);
        return 1;
    }
    for (n = 1; n <= calls + 1; n++) {
        long seen;
        st = read_once(dir, n, &seen);
        if (st != PB_ERR_NOMEM && st != usual) {
            printf("%s: call %ld of %ld refused: status %d\n", what, n, calls, (int)st);
            faults++;
        }
    }
    printf("%s: %ld calls refused, one each\n", what, calls);
    return faults > 0;
}

int main(void)
{
    int faults = 0;
    test_folder f = test_folder_new();
    if (pb_fixture_tiny(1, test_folder_sink, &f) != 0)
        return 2;
    char path[512];
    test_file(&f, "team.csv", "key,value\ntimezone,Europe/Berlin\nlaw,cn\nunknown,1\n", path);
    test_file(&f, "calendar.csv", "date,day,owner\n2026-12-01,event,x\n", path);
    faults += run(f.path, "tiny", PB_OK);
    for (size_t i = 0; i < pb_fixture_n_broken(); i += 7) {
        test_folder g = test_folder_new();
        if (pb_fixture_broken(i, 1, test_folder_sink, &g) != 0)
            return 2;
        faults += run(g.path, pb_fixture_broken_name(i), PB_ERR_INPUT);
        test_folder_remove(&g);
    }
    test_folder_remove(&f);
    return faults;
}
