/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmocka with the headers it wants first, and what its version 1.1.5 lacks. */
#ifndef CM_H
#define CM_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* got within tol of want (absolute); what is shown when it is not. */
#define assert_close(got, want, tol, what)                                                         \
    do {                                                                                           \
        double got_ = (got), want_ = (want), tol_ = (tol);                                         \
        if (!(fabs(got_ - want_) <= tol_))                                                         \
            fail_msg("%s: got %.17g, want %.17g +- %g", (what), got_, want_, tol_);                \
    } while (0)

#endif
