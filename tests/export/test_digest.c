/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "export/digest.h"

#include <string.h>

/* FIPS 180-4 examples (NIST, SHA256.pdf). */
static void sha256_is_fips(void **state)
{
    (void)state;
    char hex[65];
    assert_string_equal(pb_sha256_hex("abc", 3, hex),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(pb_sha256_hex("", 0, hex),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* RFC 4231 wants keys of other lengths; the key of 32 bytes is padded by zeros alike: test case 2
 * ("Jefe") is HMAC with that key followed by zeros. */
static void hmac_is_rfc4231(void **state)
{
    (void)state;
    uint8_t key[PB_SITE_KEY_BYTES] = {'J', 'e', 'f', 'e'};
    char hex[33];
    assert_string_equal(pb_hmac_hex32(key, "what do ya want for nothing?", hex),
                        "5bdcc146bf60754e6a042426089575c7");
}

static void hex_goes_both_ways(void **state)
{
    (void)state;
    uint8_t bytes[4] = {0, 255, 16, 9}, back[4];
    char hex[9];
    pb_hex(bytes, 4, hex);
    assert_string_equal(hex, "00ff1009");
    assert_true(pb_unhex(hex, back, 4));
    assert_memory_equal(back, bytes, 4);
    assert_false(pb_unhex("00ff10", back, 4));
    assert_false(pb_unhex("00ff100g", back, 4));
}

/* RFC 4648, section 10: "fooba" = MZXW6YTB. */
static void base32_is_rfc4648(void **state)
{
    (void)state;
    char text[9];
    pb_base32((const uint8_t *)"fooba", 5, text);
    assert_string_equal(text, "mzxw6ytb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_fips),
        cmocka_unit_test(hmac_is_rfc4231),
        cmocka_unit_test(hex_goes_both_ways),
        cmocka_unit_test(base32_is_rfc4648),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
