// How far bytes of a set go, many at once.
#include "bytescan_span.h"

#include "vectors.h"

INLINE int has_byte(const bytescan_set *set, uint8_t byte) {
    return set->rows[byte >> 7][byte & 15] >> (byte >> 4 & 7) & 1;
}

INLINE size_t span_portable(const bytescan_set *set, const uint8_t *bytes, size_t count, size_t at) {
    while (at < count && has_byte(set, bytes[at])) {
        at++;
    }
    return at;
}

INLINE size_t span_back_portable(const bytescan_set *set, const uint8_t *end, size_t most, size_t at) {
    while (at < most && has_byte(set, end[-1 - (ptrdiff_t)at])) {
        at++;
    }
    return at;
}

#if defined(__x86_64__) || defined(__aarch64__)

/// The bit of each high half, and of that of each byte from 0x80 on.
static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};

#if defined(__x86_64__)

#define VECTORS AVX2

enum { vector_bytes = 32 };

typedef struct {
    __m256i low_rows, high_rows, bits;
} set_tables;

VECTORS INLINE set_tables tables_of(const bytescan_set *set) {
    return (set_tables){table_avx2(set->rows[0]), table_avx2(set->rows[1]), table_avx2(weights)};
}

/// Which bytes are not of a set, one bit each.
VECTORS INLINE uint32_t missed_bytes(const set_tables *tables, const uint8_t *bytes) {
    const __m256i loaded = load_avx2(bytes), nibble = _mm256_set1_epi8(15);
    // A look-up of a byte from 0x80 on gives none.
    const __m256i rows = _mm256_or_si256(
        _mm256_shuffle_epi8(tables->low_rows, loaded),
        _mm256_shuffle_epi8(tables->high_rows, _mm256_xor_si256(loaded, _mm256_set1_epi8((char)0x80))));
    const __m256i bit =
        _mm256_shuffle_epi8(tables->bits, _mm256_and_si256(_mm256_srli_epi16(loaded, 4), nibble));
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(rows, bit), _mm256_setzero_si256()));
}

INLINE int has_vectors(bytescan_variant variant) { return has_avx2(variant); }

#else

#define VECTORS

enum { vector_bytes = 16 };

typedef struct {
    uint8x16_t low_rows, high_rows, bits;
} set_tables;

INLINE set_tables tables_of(const bytescan_set *set) {
    return (set_tables){vld1q_u8(set->rows[0]), vld1q_u8(set->rows[1]), vld1q_u8(weights)};
}

/// Which bytes are not of a set, one bit each.
INLINE uint32_t missed_bytes(const set_tables *tables, const uint8_t *bytes) {
    const uint8x16_t loaded = vld1q_u8(bytes), none = vdupq_n_u8(0), index = vdupq_n_u8(0x8F);
    // A look-up from 16 on gives none.
    const uint8x16_t rows =
        vorrq_u8(vqtbl1q_u8(tables->low_rows, vandq_u8(loaded, index)),
                 vqtbl1q_u8(tables->high_rows, vandq_u8(veorq_u8(loaded, vdupq_n_u8(0x80)), index)));
    const uint8x16_t misses = vceqq_u8(vandq_u8(rows, vqtbl1q_u8(tables->bits, vshrq_n_u8(loaded, 4))), none);
    return (uint32_t)bits_neon(misses, none, none, none);
}

INLINE int has_vectors(bytescan_variant variant) { return variant != bytescan_portable; }

#endif

VECTORS static size_t span_by_vectors(const bytescan_set *set, const uint8_t *bytes, size_t count) {
    const set_tables tables = tables_of(set);
    size_t at = 0;
    for (; at + vector_bytes <= count; at += vector_bytes) {
        const uint32_t missed = missed_bytes(&tables, bytes + at);
        if (missed) {
            return at + (size_t)__builtin_ctz(missed);
        }
    }
    return span_portable(set, bytes, count, at);
}

VECTORS static size_t span_back_by_vectors(const bytescan_set *set, const uint8_t *end, size_t most, size_t readable) {
    const set_tables tables = tables_of(set);
    size_t at = 0;
    for (; at < most && at + vector_bytes <= readable; at += vector_bytes) {
        const uint32_t missed = missed_bytes(&tables, end - at - vector_bytes);
        if (missed) {
            at += (size_t)__builtin_clz(missed) - (32 - vector_bytes);
            return at < most ? at : most;
        }
    }
    return at < most ? span_back_portable(set, end, most, at) : most;
}

#else

INLINE int has_vectors(bytescan_variant variant) {
    (void)variant;
    return 0;
}

INLINE size_t span_by_vectors(const bytescan_set *set, const uint8_t *bytes, size_t count) {
    return span_portable(set, bytes, count, 0);
}

INLINE size_t span_back_by_vectors(const bytescan_set *set, const uint8_t *end, size_t most, size_t readable) {
    (void)readable;
    return span_back_portable(set, end, most, 0);
}

#endif

size_t bytescan_span(const bytescan_set *set, const uint8_t *bytes, size_t count, bytescan_variant variant) {
    return has_vectors(variant) ? span_by_vectors(set, bytes, count) : span_portable(set, bytes, count, 0);
}

size_t bytescan_span_back(const bytescan_set *set, const uint8_t *end, size_t most, size_t readable,
                          bytescan_variant variant) {
    return has_vectors(variant) ? span_back_by_vectors(set, end, most, readable) : span_back_portable(set, end, most, 0);
}
