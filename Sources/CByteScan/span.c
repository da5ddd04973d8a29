// How far bytes of a set go, many at once.
#include "bytescan_span.h"

#include "vectors.h"

INLINE size_t span_portable(const bytescan_set *set, const uint8_t *bytes, size_t count, size_t at) {
    while (at < count && set->rows[bytes[at] >> 7][bytes[at] & 15] >> (bytes[at] >> 4 & 7) & 1) {
        at++;
    }
    return at;
}

#if defined(__x86_64__)

AVX2 static size_t span_avx2(const bytescan_set *set, const uint8_t *bytes, size_t count) {
    const __m256i low_rows = table_avx2(set->rows[0]), high_rows = table_avx2(set->rows[1]);
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const __m256i bits = table_avx2(weights), nibble = _mm256_set1_epi8(15);
    size_t at = 0;
    for (; at + 32 <= count; at += 32) {
        const __m256i loaded = load_avx2(bytes + at);
        // A look-up of a byte from 0x80 on gives none.
        const __m256i rows = _mm256_or_si256(
            _mm256_shuffle_epi8(low_rows, loaded),
            _mm256_shuffle_epi8(high_rows, _mm256_xor_si256(loaded, _mm256_set1_epi8((char)0x80))));
        const __m256i bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(loaded, 4), nibble));
        const __m256i misses = _mm256_cmpeq_epi8(_mm256_and_si256(rows, bit), _mm256_setzero_si256());
        const uint32_t missed = (uint32_t)_mm256_movemask_epi8(misses);
        if (missed) {
            return at + (size_t)__builtin_ctz(missed);
        }
    }
    return span_portable(set, bytes, count, at);
}

#elif defined(__aarch64__)

static size_t span_neon(const bytescan_set *set, const uint8_t *bytes, size_t count) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t low_rows = vld1q_u8(set->rows[0]), high_rows = vld1q_u8(set->rows[1]), bits = vld1q_u8(weights);
    const uint8x16_t none = vdupq_n_u8(0), index = vdupq_n_u8(0x8F);
    size_t at = 0;
    for (; at + 16 <= count; at += 16) {
        const uint8x16_t loaded = vld1q_u8(bytes + at);
        // A look-up from 16 on gives none.
        const uint8x16_t rows =
            vorrq_u8(vqtbl1q_u8(low_rows, vandq_u8(loaded, index)),
                     vqtbl1q_u8(high_rows, vandq_u8(veorq_u8(loaded, vdupq_n_u8(0x80)), index)));
        const uint8x16_t misses = vceqq_u8(vandq_u8(rows, vqtbl1q_u8(bits, vshrq_n_u8(loaded, 4))), none);
        const uint64_t missed = bits_neon(misses, none, none, none);
        if (missed) {
            return at + (size_t)__builtin_ctzll(missed);
        }
    }
    return span_portable(set, bytes, count, at);
}

#endif

size_t bytescan_span(const bytescan_set *set, const uint8_t *bytes, size_t count, bytescan_variant variant) {
#if defined(__x86_64__)
    if (variant != bytescan_portable && variant != bytescan_sse2 && __builtin_cpu_supports("avx2")) {
        return span_avx2(set, bytes, count);
    }
#elif defined(__aarch64__)
    if (variant != bytescan_portable) {
        return span_neon(set, bytes, count);
    }
#else
    (void)variant;
#endif
    return span_portable(set, bytes, count, 0);
}
