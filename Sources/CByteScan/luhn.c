// Check digits of numbers with and without separators, all digits at once.
#include "bytescan_luhn.h"

#include <string.h>

#include "vectors.h"

typedef uint8_t bytes16 __attribute__((vector_size(16)));

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

/// What 16 bytes less '0' count for: those whose bit is set, some of them twice and their digits added up.
INLINE unsigned weight(bytes16 values, unsigned digits, unsigned doubled) {
    const bytes16 over_nine = (bytes16)(values > 4) & 9;
    return sum_of(bytes_of(digits) & (values + (bytes_of(doubled) & (values - over_nine))));
}

bytescan_checked_number bytescan_luhn(const uint8_t *bytes, size_t readable, unsigned count) {
    uint8_t padded[bytescan_luhn_bytes];
    if (readable < sizeof padded) {
        memset(padded, 0, sizeof padded);
        memcpy(padded, bytes, readable);
        bytes = padded;
    }
    bytes16 first, second;
    memcpy(&first, bytes, sizeof first);
    memcpy(&second, bytes + sizeof first, sizeof second);
    first -= '0';
    second -= '0';
    const uint32_t counted = count >= bytescan_luhn_bytes ? ~0u : (1u << count) - 1;
    const uint32_t digits = bits_of((bytes16)(first < 10), (bytes16)(second < 10)) & counted;
    // Whether a byte and what is behind it have an odd number of digits.
    uint32_t is_odd = digits ^ digits >> 1;
    is_odd ^= is_odd >> 2;
    is_odd ^= is_odd >> 4;
    is_odd ^= is_odd >> 8;
    is_odd ^= is_odd >> 16;
    const uint32_t doubled = digits & ~is_odd;
    const unsigned sum = weight(first, digits & 0xFFFF, doubled & 0xFFFF) + weight(second, digits >> 16, doubled >> 16);
    return (bytescan_checked_number){
        .is_bare = digits == counted,
        .is_right = (digits & (digits - 1)) != 0 && sum % 10 == 0,
    };
}
