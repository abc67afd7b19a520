/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seeded random numbers: same seed, same numbers, on any machine and number of threads.
 * Generator: xoshiro256++ (Blackman & Vigna 2019), state filled by splitmix64.
 * A stream per piece of work (pb_rng_stream) makes parallel work independent of scheduling.
 */
#ifndef PAIBAN_BASE_RANDOM_H
#define PAIBAN_BASE_RANDOM_H

#include <stdint.h>

typedef struct pb_rng {
    uint64_t s[4];
} pb_rng;

pb_rng pb_rng_seed(uint64_t seed);
/* An independent generator for piece `key` of the work that `seed` governs. */
pb_rng pb_rng_stream(uint64_t seed, uint64_t key);
uint64_t pb_rng_u64(pb_rng *r);
/* Uniform in 0 … below-1 without bias; below = 0 gives 0. */
uint64_t pb_rng_below(pb_rng *r, uint64_t below);
double pb_rng_unit(pb_rng *r);                       /* [0, 1), 53 bits */
double pb_rng_normal(pb_rng *r);                     /* mean 0, variance 1 */
double pb_rng_exponential(pb_rng *r, double mean);   /* mean >= 0 */
double pb_rng_gamma(pb_rng *r, double shape, double scale); /* shape, scale > 0 */
double pb_rng_lognormal(pb_rng *r, double mean, double cv); /* by its own mean and cv, mean > 0 */
int64_t pb_rng_poisson(pb_rng *r, double mean);      /* mean in [0, 1e12] */

#endif
