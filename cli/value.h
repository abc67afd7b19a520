/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The value of one option, read and checked by its row of the option table. */
#ifndef PAIBAN_CLI_VALUE_H
#define PAIBAN_CLI_VALUE_H

#include "cli/command.h"

typedef struct pb_arg_value {
    const pb_option *option;
    const char *text; /* as given; NULL for flags */
    double number;    /* REAL, SECONDS, INT */
    int64_t integer;  /* INT, SECONDS (rounded up); CHOICE: its index */
    pb_date date;     /* DATE, else PB_DATE_NONE */
} pb_arg_value;

/* false: text is not a value of that type and range; diagnosed, *ret untouched. text is borrowed. */
bool pb_arg_read(const pb_option *o, const char *text, pb_arg_value *ret, pb_diags *d);

#endif
