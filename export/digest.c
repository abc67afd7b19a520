/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/digest.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <string.h>

void pb_hex(const uint8_t *bytes, size_t n, char *ret)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        ret[2 * i] = digits[bytes[i] >> 4];
        ret[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret[2 * n] = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool pb_unhex(const char *s, uint8_t *ret, size_t n)
{
    if (strlen(s) != 2 * n)
        return false;
    for (size_t i = 0; i < 2 * n; i++)
        if (hex_value(s[i]) < 0)
            return false;
    for (size_t i = 0; i < n; i++)
        ret[i] = (uint8_t)(hex_value(s[2 * i]) * 16 + hex_value(s[2 * i + 1]));
    return true;
}

char *pb_sha256_hex(const void *bytes, size_t n, char ret[static 65])
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&ctx);
    sha256_update(&ctx, n, bytes);
    sha256_digest(&ctx, sizeof digest, digest);
    pb_hex(digest, sizeof digest, ret);
    return ret;
}

char *pb_hmac_hex32(const uint8_t key[static PB_SITE_KEY_BYTES], const char *text,
                    char ret[static 33])
{
    struct hmac_sha256_ctx ctx;
    uint8_t digest[16];
    hmac_sha256_set_key(&ctx, PB_SITE_KEY_BYTES, key);
    hmac_sha256_update(&ctx, strlen(text), (const uint8_t *)text);
    hmac_sha256_digest(&ctx, sizeof digest, digest);
    pb_hex(digest, sizeof digest, ret);
    return ret;
}

void pb_base32(const uint8_t *bytes, size_t n, char *ret)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    size_t out = 0;
    for (size_t i = 0; i + 5 <= n; i += 5) {
        uint64_t v = 0;
        for (size_t k = 0; k < 5; k++)
            v = v << 8 | bytes[i + k];
        for (int k = 7; k >= 0; k--)
            ret[out++] = digits[v >> (5 * k) & 31];
    }
    ret[out] = '\0';
}
