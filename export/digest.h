/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104, RFC 4231) through nettle, as hex texts. */
#ifndef PAIBAN_EXPORT_DIGEST_H
#define PAIBAN_EXPORT_DIGEST_H

#include "base/base.h"

enum { PB_SITE_KEY_BYTES = 32 };

/* 64 lower-case hex digits and a NUL. */
char *pb_sha256_hex(const void *bytes, size_t n, char ret[static 65]);
/* The first 32 hex digits (128 bits) of HMAC-SHA-256(key, text). */
char *pb_hmac_hex32(const uint8_t key[static PB_SITE_KEY_BYTES], const char *text,
                    char ret[static 33]);
/* n bytes as 2n hex digits; ret has room for 2n + 1. */
void pb_hex(const uint8_t *bytes, size_t n, char *ret);
/* 2n hex digits to n bytes; false when s is not exactly that. */
bool pb_unhex(const char *s, uint8_t *ret, size_t n);
/* n bytes (a multiple of 5) as base32 of RFC 4648 in lower case; ret has room for n / 5 * 8 + 1. */
void pb_base32(const uint8_t *bytes, size_t n, char *ret);

#endif
