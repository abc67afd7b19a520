/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/unsure.h"

#include <stddef.h>

#define PB_CV_MAX 3.0

/* Gauss-Legendre, 16 and 8 points, right halves. */
static const double gauss16[8][2] = {
    {0.09501250983763744019, 0.1894506104550684963}, {0.2816035507792589132, 0.1826034150449235889},
    {0.4580167776572273863, 0.1691565193950025382},  {0.6178762444026437484, 0.1495959888165767321},
    {0.7554044083550030339, 0.1246289712555338721},  {0.8656312023878317439, 0.09515851168249278481},
    {0.9445750230732325761, 0.06225352393864789286}, {0.9894009349916499326, 0.02715245941175409485},
};
static const double gauss8[4][2] = {
    {0.1834346424956498049, 0.3626837833783619830}, {0.5255324099163289858, 0.3137066458778872873},
    {0.7966664774136267396, 0.2223810344533744706}, {0.9602898564975362317, 0.1012285362903762592},
};

double pb_spread_cv(double day_cv, double slot_cv)
{
    double d = day_cv * day_cv, s = slot_cv * slot_cv;
    return sqrt(d + s + d * s);
}

/* With x = e^z the gamma density of shape k and mean 1 is proportional to exp(-k (e^z - 1 - z)) in z:
 * one bell at z = 0 for every k, also where the density in x has a pole at 0. */
static double fall(double z)
{
    return fabs(z) < 1e-4 ? z * z * (0.5 + z / 6) : expm1(z) - z;
}

/* z on the given side (sign ±1) where fall(z) = d > 0: Newton from outside, where fall is convex. */
static double edge(double d, double sign)
{
    double z = sign < 0 ? -(d + sqrt(2 * d)) : log1p(d + sqrt(2 * d));
    for (int i = 0; i < 60; i++) {
        double step = (fall(z) - d) / expm1(z);
        z -= step;
        if (fabs(step) < 1e-14 * fabs(z))
            break;
    }
    return z;
}

static void add_piece(double k, double a, double b, int fine, pb_spread *r)
{
    int half = fine ? 8 : 4;
    double mid = 0.5 * (a + b), h = 0.5 * (b - a);
    for (int i = 0; i < 2 * half; i++) {
        const double *node = fine ? gauss16[i / 2] : gauss8[i / 2];
        double z = i % 2 ? mid + h * node[0] : mid - h * node[0];
        r->factor[r->n] = exp(z);
        r->weight[r->n++] = h * node[1] * exp(-k * fall(z));
    }
}

/* Pieces end where the bell has dropped like a normal one at these distances from its middle. */
static const double coarse_edges[] = {2.2, 5.0};
static const double fine_edges[] = {1.5, 3.0, 4.5, 6.0, 8.0};

enum { PB_EDGES = 16 };

/* The ends of the pieces in order; their number. */
static int lay_edges(double k, int fine, double edges[PB_EDGES])
{
    const double *at = fine ? fine_edges : coarse_edges;
    int n_side = fine ? (int)(sizeof fine_edges / sizeof *fine_edges)
                      : (int)(sizeof coarse_edges / sizeof *coarse_edges);
    int n = 0;
    for (int i = n_side - 1; i >= 0; i--)
        edges[n++] = edge(0.5 * at[i] * at[i] / k, -1);
    edges[n++] = 0;
    for (int i = 0; i < n_side; i++)
        edges[n++] = edge(0.5 * at[i] * at[i] / k, 1);
    return n;
}

/* cut: where a piece is to end, too; NAN = nowhere. */
static void add_pieces(double k, const double *edges, int n, double cut, int fine, pb_spread *r)
{
    for (int i = 0; i + 1 < n; i++) {
        bool split = cut > edges[i] && cut < edges[i + 1];
        add_piece(k, edges[i], split ? cut : edges[i + 1], fine, r);
        if (split)
            add_piece(k, cut, edges[i + 1], fine, r);
    }
}

static void normalise(pb_spread *r, bool mean_too)
{
    double sum = 0, mean = 0;
    for (int i = 0; i < r->n; i++)
        sum += r->weight[i];
    for (int i = 0; i < r->n; i++)
        mean += (r->weight[i] /= sum) * r->factor[i];
    for (int i = 0; i < r->n && mean_too; i++)
        r->factor[i] /= mean;
}

pb_status pb_spread_make(double cv, double kink, int fine, pb_spread *ret)
{
    if (!(cv >= 0 && cv <= PB_CV_MAX))
        return PB_ERR_DOMAIN;
    ret->n = 0;
    if (cv < 1e-9) {
        *ret = (pb_spread){.n = 1, .factor = {1}, .weight = {1}};
        return PB_OK;
    }
    double k = 1 / (cv * cv), edges[PB_EDGES];
    int n = lay_edges(k, fine, edges);
    add_pieces(k, edges, n, kink > 0 ? log(kink) : NAN, fine, ret);
    normalise(ret, !fine); /* the coarse tails are cut: keep the mean exact */
    return PB_OK;
}

/* P(gamma <= e^z) for shape k and mean 1, by the same pieces. */
static double below(double k, double z)
{
    double lo = edge(36 / k, -1), hi = edge(36 / k, 1), part = 0, all = 0;
    enum { PIECES = 24 };
    for (int side = 0; side < 2; side++) {
        double a = side ? z : lo, b = side ? hi : z;
        for (int i = 0; i < PIECES && b > a; i++) {
            double h = 0.5 * (b - a) / PIECES, mid = a + (2 * i + 1) * h;
            double s = 0;
            for (int j = 0; j < 8; j++)
                s += gauss16[j][1] * (exp(-k * fall(mid - h * gauss16[j][0])) +
                                      exp(-k * fall(mid + h * gauss16[j][0])));
            *(side ? &all : &part) += h * s;
        }
    }
    return part / (part + all);
}

double pb_spread_quantile(double cv, double q)
{
    if (!(q > 0 && q < 1) || !(cv >= 0 && cv <= PB_CV_MAX))
        return NAN;
    if (cv < 1e-9)
        return 1;
    double k = 1 / (cv * cv), lo = edge(36 / k, -1), hi = edge(36 / k, 1);
    for (int i = 0; i < 60 && hi - lo > 1e-11; i++) {
        double mid = 0.5 * (lo + hi);
        if (below(k, mid) < q)
            lo = mid;
        else
            hi = mid;
    }
    return exp(0.5 * (lo + hi));
}

void pb_service_mean_add(pb_service_mean *m, double weight, double contacts, const pb_service *s)
{
    double w = weight * contacts;
    m->weight += weight;
    m->contacts += w;
    m->served += w * s->answer_rate;
    m->sum.p_wait += w * s->p_wait;
    m->sum.p_no_wait += w * s->p_no_wait;
    m->sum.service_level += w * s->service_level;
    m->sum.missed += w * s->missed;
    /* bases differ: what stays in the base is contacts × (served in time / quotient) */
    m->offered_in_time += s->sl_short_out > 0 ? w * s->service_level / s->sl_short_out : w;
    m->sum.within_if_patient += w * s->within_if_patient;
    m->sum.answer_rate += w * s->answer_rate;
    m->sum.p_abandon += w * s->p_abandon;
    m->sum.wait_s += w * s->wait_s;
    m->sum.asa_s += s->answer_rate > 0 ? w * s->answer_rate * s->asa_s : 0;
    m->sum.occupancy += weight * s->occupancy;
    m->sum.queue += weight * s->queue;
}

pb_service pb_service_mean_close(const pb_service_mean *m)
{
    pb_service s = m->sum;
    double c = m->contacts > 0 ? m->contacts : 1;
    s.sl_short_out = m->offered_in_time > 0 ? s.service_level / m->offered_in_time : 1;
    s.sl_answered = m->served > 0 ? s.service_level / m->served : 1;
    s.asa_s = m->served > 0 ? s.asa_s / m->served : 0;
    s.p_wait /= c;
    s.p_no_wait /= c;
    s.service_level /= c;
    s.missed /= c;
    s.within_if_patient /= c;
    s.answer_rate /= c;
    s.p_abandon /= c;
    s.wait_s /= c;
    s.occupancy /= m->weight > 0 ? m->weight : 1;
    s.queue /= m->weight > 0 ? m->weight : 1;
    s.stable = !isinf(s.queue);
    return s;
}
