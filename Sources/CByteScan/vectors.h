// What every look at 64 bytes is made of, by instruction set: comparisons and table look-ups, as one bit a byte.
#ifndef VECTORS_H
#define VECTORS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "bytescan_triggers.h"

#define INLINE static inline __attribute__((always_inline))
/// What is rarely needed would take registers from what is not.
#define NOINLINE static __attribute__((noinline))

/// As many bits, from the lowest on.
INLINE uint64_t low_bits(size_t count) { return count >= 64 ? ~0ull : (1ull << count) - 1; }

/// Whether something may open with the first bytes of a little-endian word.
typedef int opening_function(const void *tables, uint32_t word);

/// Those of some places in 64 bytes, of which 67 can be read, where something may open. All of them before anything is
/// compared: a branch for each would be mispredicted more often than not.
INLINE uint64_t openings_among(uint64_t places, const uint8_t *bytes, opening_function *may_open, const void *tables) {
    uint64_t found = 0;
    while (places) {
        const unsigned bit = (unsigned)__builtin_ctzll(places);
        places &= places - 1;
        uint32_t word;
        memcpy(&word, bytes + bit, 4);
        found |= (uint64_t)may_open(tables, word) << bit;
    }
    return found;
}

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/// Whether a variant may use AVX2 for what it has no code of its own for.
INLINE int has_avx2(bytescan_variant variant) {
    return variant != bytescan_portable && variant != bytescan_sse2 && __builtin_cpu_supports("avx2");
}

/// One bit for each of 16 bytes of 0x00 and 0xFF, the `part`th of 64.
INLINE uint64_t bits_sse2(__m128i bytes, unsigned part) {
    return (uint64_t)(uint16_t)_mm_movemask_epi8(bytes) << 16 * part;
}

INLINE __m128i in_range_sse2(__m128i bytes, uint8_t first, uint8_t span) {
    const __m128i value = _mm_sub_epi8(bytes, _mm_set1_epi8((char)first));
    return _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8((char)span)), value);
}

/// One bit for each byte of two vectors of 0x00 and 0xFF.
AVX2 INLINE uint64_t bits_avx2(__m256i first, __m256i second) {
    return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

AVX2 INLINE __m256i in_range_avx2(__m256i bytes, uint8_t first, uint8_t span) {
    const __m256i value = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(value, _mm256_set1_epi8((char)span)), value);
}

AVX2 INLINE __m256i load_avx2(const uint8_t *bytes) { return _mm256_loadu_si256((const __m256i *)bytes); }

/// A table of 16 bytes, in both halves.
AVX2 INLINE __m256i table_avx2(const uint8_t table[16]) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

/// The bits that two tables have in common for each of 32 bytes, one by its low half and one by its high half.
AVX2 INLINE __m256i looked_up_avx2(__m256i low, __m256i high, __m256i bytes) {
    const __m256i nibble = _mm256_set1_epi8(15);
    return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, nibble)),
                            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble)));
}

#define AVX512BW __attribute__((target("avx512f,avx512bw")))

/// A table of 16 bytes, four times.
AVX512BW INLINE __m512i table_avx512(const uint8_t table[16]) {
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)table));
}

/// The same for 64 bytes.
AVX512BW INLINE __m512i looked_up_avx512(__m512i low, __m512i high, __m512i bytes) {
    const __m512i nibble = _mm512_set1_epi8(15);
    return _mm512_and_si512(
        _mm512_shuffle_epi8(low, _mm512_and_si512(bytes, nibble)),
        _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble)));
}

#elif defined(__aarch64__)

#include <arm_neon.h>

/// One bit for each byte of four vectors of 0x00 and 0xFF.
INLINE uint64_t bits_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weight = vld1q_u8(weights);
    const uint8x16_t ab = vpaddq_u8(vandq_u8(a, weight), vandq_u8(b, weight));
    const uint8x16_t cd = vpaddq_u8(vandq_u8(c, weight), vandq_u8(d, weight));
    const uint8x16_t abcd = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(abcd, abcd)), 0);
}

INLINE uint8x16_t in_range_neon(uint8x16_t bytes, uint8_t first, uint8_t span) {
    return vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(span));
}

/// The bits that two tables have in common for each of 16 bytes, one by its low half and one by its high half.
INLINE uint8x16_t looked_up_neon(uint8x16_t low, uint8x16_t high, const uint8_t *bytes) {
    const uint8x16_t loaded = vld1q_u8(bytes);
    return vandq_u8(vqtbl1q_u8(low, vandq_u8(loaded, vdupq_n_u8(15))), vqtbl1q_u8(high, vshrq_n_u8(loaded, 4)));
}

#endif

#endif
