/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built without libcurl: every use of the network is answered by a sentence. */
#include "export/net.h"

pb_status pb_net_open(const char *user, const char *password, pb_net **ret, pb_diags *d)
{
    (void)user;
    (void)password;
    (void)ret;
    pb_where where = {NULL, 0, NULL};
    pb_diag_add(d, PB_ERROR, where,
                PB_N_("install libcurl4-openssl-dev and build again; the calendar files need no network"),
                PB_N_("this program was built without libcurl and cannot reach a server"));
    return PB_ERR_IO;
}

void pb_net_close(pb_net *n)
{
    (void)n;
}

pb_status pb_net_http(pb_net *n, const pb_request_out *q, pb_reply *ret)
{
    (void)n;
    (void)q;
    (void)ret;
    return PB_ERR_IO;
}

pb_status pb_net_mail(pb_net *n, const char *url, const char *from, const char *to,
                      const char *text, size_t size, pb_reply *ret)
{
    (void)n;
    (void)url;
    (void)from;
    (void)to;
    (void)text;
    (void)size;
    (void)ret;
    return PB_ERR_IO;
}
