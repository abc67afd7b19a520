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

/* e^{-t} - 1 + t >= 0, and 1 - e^{-t}, both to full relative accuracy. */
static double em1(double t, double *ret_one_less)
{
    if (t > 0.4 || t < -0.4) {
        double q = expm1(-t);
        *ret_one_less = -q;
        return q + t;
    }
    /* t²/2 - t³/6 + …: Taylor, the rest is below 1e-18 of the sum */
    static const double inverse[] = {1 / 15.0, 1 / 14.0, 1 / 13.0, 1 / 12.0, 1 / 11.0, 1 / 10.0,
                                     1 / 9.0,  1 / 8.0,  1 / 7.0,  1 / 6.0,  1 / 5.0,  1 / 4.0,
                                     1 / 3.0};
    double s = 1;
    for (size_t i = 0; i < sizeof inverse / sizeof *inverse; i++)
        s = 1 - t * inverse[i] * s;
    double v = 0.5 * t * t * s;
    *ret_one_less = t - v;
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
    return f->slope * w + f->bend * em1(w - f->peak, &unused);
}

/* Steepness and curvature of the fall at w, for the choice of panels. */
static void local(const pb_shape *f, double w, double *ret_slope, double *ret_curve)
{
    double one_less;
    em1(w - f->peak, &one_less);
    *ret_slope = f->slope + f->bend * one_less;
    *ret_curve = f->eta * exp(-w);
}

/* Sums of one panel [a, b], exponents relative to `base`. */
typedef struct pb_sums {
    double all, left, served, moment;
} pb_sums;

static void add_panel(const pb_shape *f, double base, double a, double b, pb_sums *s)
{
    double mid = 0.5 * (a + b), half = 0.5 * (b - a), turn = exp(-f->peak);
    for (int i = 0; i < PB_GAUSS_HALF; i++)
        for (int side = 0; side < 2; side++) {
            double w = side ? mid + half * gauss[i][0] : mid - half * gauss[i][0];
            double one_less, drop = f->bend * em1(w - f->peak, &one_less);
            double v = half * gauss[i][1] * exp(base - (f->slope * w + drop));
            double stay, gone;
            if (f->peak > 0) {
                stay = turn * (1 - one_less); /* e^{-w} = e^{-w0} e^{-t} */
                gone = w < 0.7 ? -expm1(-w) : 1 - stay;
            } else {
                gone = one_less;
                stay = 1 - gone;
            }
            s->all += v;
            s->left += v * gone;
            s->served += v * stay;
            s->moment += v * stay * w;
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
