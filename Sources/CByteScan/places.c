// One comparison for all bytes of a short text: how far a loop goes could not be foreseen.
#include "bytescan_places.h"

#include <string.h>

#include "vectors.h"

INLINE uint64_t places_of(const uint8_t *bytes, uint8_t byte) {
#if defined(__x86_64__)
    const __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t places = 0;
    for (unsigned part = 0; part < 4; part++) {
        places |= bits_sse2(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * part)), wanted), part);
    }
    return places;
#elif defined(__aarch64__)
    const uint8x16_t wanted = vdupq_n_u8(byte);
    return bits_neon(vceqq_u8(vld1q_u8(bytes), wanted), vceqq_u8(vld1q_u8(bytes + 16), wanted),
                     vceqq_u8(vld1q_u8(bytes + 32), wanted), vceqq_u8(vld1q_u8(bytes + 48), wanted));
#else
    uint64_t places = 0;
    for (unsigned i = 0; i < bytescan_places_bytes; i++) {
        places |= (uint64_t)(bytes[i] == byte) << i;
    }
    return places;
#endif
}

uint64_t bytescan_places(const uint8_t *bytes, size_t readable, unsigned count, uint8_t byte) {
    uint8_t padded[bytescan_places_bytes];
    if (readable < sizeof padded) {
        memset(padded, 0, sizeof padded);
        memcpy(padded, bytes, readable);
        bytes = padded;
    }
    return places_of(bytes, byte) & low_bits(count);
}
