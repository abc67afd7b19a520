/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built without libmicrohttpd: paiban serve is answered by a sentence. */
#include "cli/serve.h"

pb_status pb_http_open(pb_server *s, const char *address, int port, pb_http **ret, int *ret_port, pb_diags *d)
{
    (void)s;
    (void)address;
    (void)port;
    (void)ret;
    (void)ret_port;
    pb_diag_add(d, PB_ERROR, (pb_where){0}, PB_N_("install libmicrohttpd-dev and build again; all other commands are there"),
                PB_N_("this program was built without libmicrohttpd and cannot serve pages"));
    return PB_ERR_IO;
}

void pb_http_close(pb_http *h)
{
    (void)h;
}
