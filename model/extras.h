/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAIBAN_MODEL_EXTRAS_H
#define PAIBAN_MODEL_EXTRAS_H

#include <stddef.h>

/* What a table held beyond the known columns, so that reading and writing loses nothing. */
typedef struct pb_extras {
    size_t n_columns;
    const char *const *names; /* [n_columns] */
    const char *const *cells; /* [n_rows * n_columns], row after row; "" = empty */
} pb_extras;

#endif
