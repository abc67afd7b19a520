/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAIBAN_BASE_STATUS_H
#define PAIBAN_BASE_STATUS_H

#if defined(__GNUC__)
#define PB_MUST_USE             __attribute__((warn_unused_result))
#define PB_PRINTF(fmt, args)    __attribute__((format(printf, fmt, args)))
#else
#define PB_MUST_USE
#define PB_PRINTF(fmt, args)
#endif

/*
 * What a call reports. An error leaves every result argument as it was.
 * "No roster exists" and the like are answers: they travel in result structs, never here.
 */
typedef enum pb_status {
    PB_OK = 0,
    PB_ERR_NOMEM,    /* the allocator refused */
    PB_ERR_DOMAIN,   /* an argument outside the range its header gives: a mistake of the caller */
    PB_ERR_INPUT,    /* bad input; what and where stands in the pb_diags that was passed */
    PB_ERR_IO,       /* the operating system refused; errno text stands in the pb_diags */
    PB_ERR_BUSY,     /* another run holds the workspace lock */
    PB_ERR_LIMIT,    /* a size limit of the program was reached */
    PB_ERR_SOLVER,   /* the LP library gave up; nothing was returned */
    PB_ERR_INTERNAL  /* a result failed its own check: a defect of the program */
} pb_status;

#endif
