/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes of bytes, to tell texts apart: FNV-1a, 64 bits (Fowler, Noll and Vo, RFC 9923). Not against an adversary. */
#ifndef PAIBAN_BASE_HASH_H
#define PAIBAN_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define PB_HASH_BEGIN 0xcbf29ce484222325u

/* The hash of what h is the hash of, followed by these n bytes; h: PB_HASH_BEGIN for nothing. */
static inline uint64_t pb_hash(uint64_t h, const void *bytes, size_t n)
{
    for (const unsigned char *s = bytes; n > 0; n--)
        h = (h ^ *s++) * 0x100000001b3u;
    return h;
}

#endif
