/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/palm.h"

#include <stdbool.h>
#include <stddef.h>

/* Gauss-Legendre, 16 points: abscissae and weights of the right half of [-1, 1]. */
enum { PB_GAUSS_HALF = 8 };
static const double gauss[PB_GAUSS_HALF][2] = {
    {0.09501250983763744019, 0.1894506104550684963},
    {0.2816035507792589132, 0.1826034150449235889},
    {0.4580167776572273863, 0.1691565193950025382},
    {0.6178762444026437484, 0.1495959888165767321},
    {0.7554044083550030339, 0.1246289712555338721},
    {0.8656312023878317439, 0.09515851168249278481},
    {0.9445750230732325761, 0.06225352393864789286},
    {0.9894009349916499326, 0.02715245941175409485},
};

/*
 * Where the peak of g lies and how g falls off it, in forms that do not cancel:
 *   peak at 0 (load below capacity):  g = -(c - η) w - η (e^{-w} - 1 + w)
 *   peak at w0 = ln(η/c):             g - g(w0) = -c (e^{-t} - 1 + t),  t = w - w0
 */
typedef struct pb_shape {
    double slope; /* c - η where the peak is at 0, else 0 */
    double bend;  /* η or c: the factor of e^{-t} - 1 + t */
    double peak;  /* w0 */
    double eta;
} pb_shape;

#define PB_TAYLOR 0.4 /* up to this |t| the series below is exact to rounding */

/* e^{-t} - 1 + t >= 0, and 1 - e^{-t}, both to full relative accuracy, for n points at once: the series
 * is summed side by side, which a processor does many times faster than one after the other. */
static void em1(int n, const double *t, bool small, double *ret, double *ret_one_less)
{
    if (!small) {
        for (int i = 0; i < n; i++) {
            double q = expm1(-t[i]);
            ret_one_less[i] = -q;
            ret[i] = q + t[i];
        }
        return;
    }
    /* t²/2 - t³/6 + …: Taylor, the rest is below 1e-18 of the sum */
    static const double inverse[] = {1 / 15.0, 1 / 14.0, 1 / 13.0, 1 / 12.0, 1 / 11.0, 1 / 10.0,
                                     1 / 9.0,  1 / 8.0,  1 / 7.0,  1 / 6.0,  1 / 5.0,  1 / 4.0,
                                     1 / 3.0};
    for (int i = 0; i < n; i++)
        ret[i] = 1;
    for (size_t k = 0; k < sizeof inverse / sizeof *inverse; k++)
        for (int i = 0; i < n; i++)
            ret[i] = 1 - t[i] * inverse[k] * ret[i];
    for (int i = 0; i < n; i++) {
        ret[i] = 0.5 * t[i] * t[i] * ret[i];
        ret_one_less[i] = t[i] - ret[i];
    }
}

static double em1_once(double t, double *ret_one_less)
{
    double v;
    em1(1, &t, fabs(t) <= PB_TAYLOR, &v, ret_one_less);
    return v;
}

/* x - ln(1 + x) for x >= 0, without cancellation. */
static double log1p_gap(double x)
{
    if (x >= 1)
        return x - log1p(x);
    /* ln(1+x) = 2 atanh r, r = x/(2+x) <= 1/3 */
    double r = x / (2 + x), r2 = r * r, s = 0;
    for (int k = 37; k >= 3; k -= 2)
        s = s * r2 + 1.0 / k;
    return x * r - 2 * r * r2 * s;
}

static double fall(const pb_shape *f, double w)
{
    double unused;
    return f->slope * w + f->bend * em1_once(w - f->peak, &unused);
}

/* Steepness and curvature of the fall at w, for the choice of panels. */
static void local(const pb_shape *f, double w, double *ret_slope, double *ret_curve)
{
    double one_less;
    em1_once(w - f->peak, &one_less);
    *ret_slope = f->slope + f->bend * one_less;
    *ret_curve = f->eta * exp(-w);
}

/* Sums of one panel [a, b], exponents relative to `base`. */
typedef struct pb_sums {
    double all, left, served, moment;
} pb_sums;

enum { PB_NODES = 2 * PB_GAUSS_HALF };

/* At a panel's nodes: the share of customers that is left after w (e^{-w}), and that is gone; gone_t is
 * 1 - e^{-t} for t = w - peak. */
static void stay_and_go(const pb_shape *f, double from, double to, const double *w,
                        const double *gone_t, double *stay, double *gone)
{
    double unused[PB_NODES], turn = exp(-f->peak);
    for (int i = 0; i < PB_NODES; i++)
        stay[i] = turn * (1 - gone_t[i]); /* e^{-w} = e^{-w0} e^{-t} */
    if (!(f->peak > 0))
        for (int i = 0; i < PB_NODES; i++)
            gone[i] = gone_t[i];
    else if (from > 0.7)
        for (int i = 0; i < PB_NODES; i++)
            gone[i] = 1 - stay[i];
    else
        em1(PB_NODES, w, to <= PB_TAYLOR, unused, gone);
}

static void add_panel(const pb_shape *f, double base, double a, double b, pb_sums *s)
{
    double mid = 0.5 * (a + b), half = 0.5 * (b - a);
    double w[PB_NODES], t[PB_NODES], drop[PB_NODES], gone_t[PB_NODES], stay[PB_NODES], gone[PB_NODES];
    for (int i = 0; i < PB_GAUSS_HALF; i++) {
        w[i] = mid - half * gauss[i][0];
        w[i + PB_GAUSS_HALF] = mid + half * gauss[i][0];
    }
    for (int i = 0; i < PB_NODES; i++)
        t[i] = w[i] - f->peak;
    em1(PB_NODES, t, a - f->peak >= -PB_TAYLOR && b - f->peak <= PB_TAYLOR, drop, gone_t);
    stay_and_go(f, a, b, w, gone_t, stay, gone);
    for (int i = 0; i < PB_NODES; i++) {
        double v = half * gauss[i % PB_GAUSS_HALF][1] *
                   exp(base - (f->slope * w[i] + f->bend * drop[i]));
        s->all += v;
        s->left += v * gone[i];
        s->served += v * stay[i];
        s->moment += v * stay[i] * w[i];
    }
}

/* How far a panel may reach from w: the exponent changes by PB_CHANGE at most, and where η e^{-w}
 * still bends the integrand the panel is no longer than that bend's scale. */
#define PB_CHANGE 12.0
#define PB_DROP   41.0 /* e^-41 = 1.6e-18: what lies lower is left out */

static double reach(const pb_shape *f, double w, int direction)
{
    double slope, curve;
    local(f, w, &slope, &curve);
    slope = slope * direction; /* > 0: falling that way */
    double grow = direction < 0 ? 2.0 * curve : curve;
    double s = slope > 0 ? slope : 0;
    double h = 2 * PB_CHANGE / (s + sqrt(s * s + 2 * grow * PB_CHANGE));
    double bend = direction < 0 ? 2.7 * curve : curve;
    double limit = bend > 0.5 ? 1.0 : w < 44 ? 6.0 : INFINITY;
    return h < limit ? h : limit;
}

/* Walks from `from` towards `to` (which may be INFINITY) until the integrand has died. */
static void walk(const pb_shape *f, double base, double from, double to, pb_sums *s)
{
    int direction = to > from ? 1 : -1;
    double w = from;
    while (w != to) {
        double next = w + direction * reach(f, w, direction);
        if (direction > 0 ? next > to : next < to)
            next = to;
        if (direction > 0)
            add_panel(f, base, w, next, s);
        else
            add_panel(f, base, next, w, s);
        w = next;
        if (fall(f, w) - base > PB_DROP)
            break;
    }
}

static pb_palm_part stretch(const pb_shape *f, double a, double b)
{
    double top = f->peak < a ? a : f->peak > b ? b : f->peak;
    double base = fall(f, top);
    pb_sums s = {0};
    if (top > a)
        walk(f, base, top, a, &s);
    if (top < b)
        walk(f, base, top, b, &s);
    pb_wide scale = pb_wide_exp(-base);
    return (pb_palm_part){
        pb_wide_times(scale, s.all), pb_wide_times(scale, s.left),
        pb_wide_times(scale, s.served), pb_wide_times(scale, s.moment)};
}

pb_palm pb_palm_integrals(const pb_palm_case *k)
{
    bool over = k->excess > 0;
    double x = k->excess / k->c;
    pb_shape f = {over ? 0 : -k->excess, over ? k->c : k->eta, over ? log1p(x) : 0, k->eta};
    pb_palm r = {0};
    if (k->tau > 0)
        r.early = stretch(&f, 0, k->tau);
    r.late = stretch(&f, k->tau, INFINITY);
    r.unit = pb_wide_exp(over ? -k->c * log1p_gap(x) : 0);
    return r;
}
