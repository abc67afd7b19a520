/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Staffing for a load that is not known: the true load is the forecast times a gamma variable of mean 1
 * (Jongbloed & Koole 2001, "Managing uncertainty in call centers using Poisson mixtures").
 */
#ifndef PAIBAN_STAFFING_UNSURE_H
#define PAIBAN_STAFFING_UNSURE_H

#include "base/status.h"
#include "staffing/service.h"

#include <stdint.h>

enum { PB_SPREAD_NODES = 256 };

/* A discrete stand-in for the gamma variable: factors and their weights, which sum to 1. */
typedef struct pb_spread {
    int32_t n; /* 1: nothing but the mean */
    double factor[PB_SPREAD_NODES], weight[PB_SPREAD_NODES];
} pb_spread;

/* cv of two independent factors together: D and S of the forecast. */
double pb_spread_cv(double day_cv, double slot_cv);

/*
 * Gauss nodes on pieces of the density. cv in [0, 3]; 0 gives the mean alone. fine: about 1e-10 for
 * smooth functions, 192 nodes; else about 1e-5, 32 nodes. kink: a factor at which the function bends
 * (the load that equals the agents, where customers wait for ever) becomes an edge between pieces;
 * <= 0 or NAN = none. PB_ERR_DOMAIN: cv outside its range.
 */
PB_MUST_USE pb_status pb_spread_make(double cv, double kink, int fine, pb_spread *ret);

/* The factor that a share q of days stays below, q in (0, 1), cv in [0, 3]; else NAN. Error below 1e-9. */
double pb_spread_quantile(double cv, double q);

/* Service averaged as customers feel it: shares and waits weighted by contacts, waits of the served by
 * the served, occupancy and queue by time. Add each case, then close. */
typedef struct pb_service_mean {
    double weight, contacts, served, offered_in_time;
    pb_service sum;
} pb_service_mean;

void pb_service_mean_add(pb_service_mean *m, double weight, double contacts, const pb_service *s);
pb_service pb_service_mean_close(const pb_service_mean *m);

#endif
