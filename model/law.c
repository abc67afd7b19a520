/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/law.h"

#include "model/workspace.h"

const char *pb_law_code(pb_law law)
{
    static const char *const codes[] = {NULL, "cn", "eu", "uk"};
    return codes[law];
}

pb_status pb_law_rules(pb_arena *a, const char *data_dir, pb_law law, const pb_queues *queues,
                       const pb_shifts *shifts, const pb_agents *agents, pb_rules *ret, pb_diags *d)
{
    *ret = (pb_rules){0};
    if (law == PB_LAW_NONE)
        return PB_OK;
    if (!data_dir) {
        pb_diag_add(d, PB_WARNING, (pb_where){NULL, 0, NULL}, NULL,
                    PB_N_("the rules of the law \"%s\" were not found: only rules.csv is kept"),
                    pb_law_code(law));
        return PB_OK;
    }
    const char *name = pb_arena_printf(a, "law_%s.csv", pb_law_code(law));
    const char *path = name ? pb_path_join(a, data_dir, name) : NULL;
    if (!path)
        return PB_ERR_NOMEM;
    return pb_rules_read(a, path, true, queues, shifts, agents, ret, d);
}

pb_status pb_law_calendar(pb_arena *a, const char *data_dir, pb_law law, pb_calendar *ret,
                          pb_diags *d)
{
    const char *const *names;
    size_t n;
    *ret = (pb_calendar){0};
    if (law == PB_LAW_NONE || !data_dir)
        return PB_OK;
    const char *prefix = pb_arena_printf(a, "holidays_%s_", pb_law_code(law));
    if (!prefix)
        return PB_ERR_NOMEM;
    pb_status st = pb_dir_list(a, data_dir, prefix, ".csv", &names, &n, d);
    for (size_t i = 0; st == PB_OK && i < n; i++) {
        pb_calendar year;
        const char *path = pb_path_join(a, data_dir, names[i]);
        st = path ? pb_calendar_read(a, path, NULL, &year, d) : PB_ERR_NOMEM;
        if (st == PB_OK)
            st = pb_calendar_merge(a, ret, year.rows, year.n, ret);
    }
    return st;
}
