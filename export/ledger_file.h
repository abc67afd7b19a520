/* SPDX-License-Identifier: GPL-3.0-or-later */
/* published.csv: reading, checking and writing the publication ledger (model/published.h). */
#ifndef PAIBAN_EXPORT_LEDGER_FILE_H
#define PAIBAN_EXPORT_LEDGER_FILE_H

#include "model/model.h"

/*
 * Reads the ledger into the arena, sorted by agent, kind, date, ordinal. Two rows of one UID, or of
 * one agent, kind, date and ordinal, are errors, as are values out of range: all diagnosed, then
 * PB_ERR_INPUT. ret_found = false and no rows where the file does not exist (PB_OK).
 */
PB_MUST_USE pb_status pb_ledger_read(pb_arena *a, const char *path, pb_published *ret,
                                     bool *ret_found, pb_diags *d);
/* The same from bytes; `name` is what diagnostics call them. For tests and fuzzing. */
PB_MUST_USE pb_status pb_ledger_parse(pb_arena *a, const char *name, const void *bytes, size_t n,
                                      pb_published *ret, pb_diags *d);

void pb_ledger_write_head(pb_text *out);
void pb_ledger_write_row(pb_text *out, const pb_published_row *row);
/* By agent (bytes), kind, date, ordinal. For qsort. */
int pb_ledger_order(const void *a, const void *b);
/* The rows of one agent in a sorted ledger: number, first. */
size_t pb_ledger_find(const pb_published *l, const char *agent, size_t *ret_first);

/* "2026-10-18T09:30:00Z"; returns buf. */
char *pb_stamp_format(int64_t utc_s, char buf[static 32]);
bool pb_stamp_parse(const char *s, int64_t *ret_utc_s); /* in 1970 … 2199 */

#endif
