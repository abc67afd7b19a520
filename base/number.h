/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers in texts, the same in every locale (strtod and printf follow the user's decimal point); what
 * divides them.
 */
#ifndef PAIBAN_BASE_NUMBER_H
#define PAIBAN_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Readers. s[0 … n-1] must be the whole text, without spaces around it. false leaves the result alone.
 */
/* [+-]digits, also with zero decimals ("12.0", as data tools write whole numbers); fits int64_t. */
bool pb_number_parse_int(const char *s, uint32_t n, int64_t *ret);
/* [+-]digits[.digits][e[+-]digits], correctly rounded; finite. decimal: '.' or ','. */
bool pb_number_parse_real(const char *s, uint32_t n, char decimal, double *ret);
/* The same, or with % (also the full-width one) behind it: 80% is 0.8. */
bool pb_number_parse_share(const char *s, uint32_t n, char decimal, double *ret);
/* A number with its thousands divided, as people write it: 1,280 or 1.234,5 or 1 234 567.8 or 1'280. Spaces, also no-break and
 * narrow ones, apostrophes, commas and points divide; a comma or point that stands once behind others is the decimal one. "1,280"
 * is 1280 (where decimal commas are usual, pb_number_parse_real comes first), "1.280" is none of these. */
bool pb_number_parse_grouped(const char *s, uint32_t n, double *ret);

/*
 * Writes the shortest decimal that reads back to the same double, with '.', at most max_decimals
 * (0 … 17; more are rounded away) and no exponent below 1e15. NAN gives "", infinities "inf" and "-inf".
 * Returns buf.
 */
char *pb_number_format(double v, int max_decimals, char buf[static 64]);

/* The greatest common divisor of |a| and |b|; 0 divides by everything: pb_gcd(0, b) = |b|. Neither is
 * INT64_MIN. Euclid. */
int64_t pb_gcd(int64_t a, int64_t b);

#endif
