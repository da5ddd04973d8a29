// Check digits of numbers with and without separators, all digits at once.
#include "bytescan_luhn.h"

#include <string.h>

#include "bytescan_runs.h"
#include "vectors.h"

typedef bytescan_vector bytes16;

_Static_assert((int)bytescan_luhn_bytes == (int)bytescan_run_key_bytes, "bytescan_first knows of as many bytes");

/// 0xFF for each of 16 bits that is set.
INLINE bytes16 bytes_of(unsigned bits) {
    const bytes16 place = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8_t low = (uint8_t)bits, high = (uint8_t)(bits >> 8);
    const bytes16 spread = {low, low, low, low, low, low, low, low, high, high, high, high, high, high, high, high};
    return (bytes16)((spread & place) != 0);
}

INLINE unsigned sum_of(bytes16 values) {
#if defined(__x86_64__)
    const __m128i sums = _mm_sad_epu8((__m128i)values, _mm_setzero_si128());
    return (unsigned)_mm_cvtsi128_si32(sums) + (unsigned)_mm_extract_epi16(sums, 4);
#elif defined(__aarch64__)
    return vaddlvq_u8((uint8x16_t)values);
#else
    unsigned sum = 0;
    for (unsigned i = 0; i < sizeof values; i++) {
        sum += values[i];
    }
    return sum;
#endif
}

/// One bit for each of 32 bytes of 0x00 and 0xFF.
INLINE uint32_t bits_of(bytes16 first, bytes16 second) {
#if defined(__x86_64__)
    return (uint32_t)(bits_sse2((__m128i)first, 0) | bits_sse2((__m128i)second, 1));
#elif defined(__aarch64__)
    const uint8x16_t none = vdupq_n_u8(0);
    return (uint32_t)bits_neon((uint8x16_t)first, (uint8x16_t)second, none, none);
#else
    uint32_t bits = 0;
    for (unsigned i = 0; i < sizeof first; i++) {
        bits |= (uint32_t)(first[i] & 1) << i | (uint32_t)(second[i] & 1) << (i + 16);
    }
    return bits;
#endif
}

/// What digits count for, some of them twice and their digits added up.
INLINE unsigned weight(bytes16 values, bytes16 doubled) {
    const bytes16 over_nine = (bytes16)(values > 4) & 9;
    return sum_of(values + (doubled & (values - over_nine)));
}

/// Of some digits, one bit a byte, those behind which there is an odd number of others.
INLINE uint32_t doubled_of(uint32_t digits) {
    // Whether a byte and what is behind it have an odd number of digits.
    uint32_t is_odd = digits ^ digits >> 1;
    is_odd ^= is_odd >> 2;
    is_odd ^= is_odd >> 4;
    is_odd ^= is_odd >> 8;
    is_odd ^= is_odd >> 16;
    return digits & ~is_odd;
}

bytescan_checked_number bytescan_luhn(const uint8_t *bytes, size_t readable, unsigned count) {
    uint8_t padded[bytescan_luhn_bytes];
    if (readable < sizeof padded) {
        memset(padded, 0, sizeof padded);
        memcpy(padded, bytes, readable);
        bytes = padded;
    }
    const bytes16 first = bytescan_load(bytes) - '0', second = bytescan_load(bytes + sizeof first) - '0';
    const bytes16 is_first = (bytes16)(first < 10) & bytescan_first(count, 0);
    const bytes16 is_second = (bytes16)(second < 10) & bytescan_first(count, 1);
    const uint32_t digits = bits_of(is_first, is_second);
    const uint32_t doubled = doubled_of(digits);
    const unsigned sum = weight(first & is_first, bytes_of(doubled & 0xFFFF)) +
                         weight(second & is_second, bytes_of(doubled >> 16));
    return (bytescan_checked_number){
        .is_bare = digits == (uint32_t)low_bits(count),
        .is_right = (digits & (digits - 1)) != 0 && sum % 10 == 0,
    };
}
