// All bytes of a short text compared at once: a loop over them waits for each, and where it ends could not be foreseen.
#include "bytescan_fixed.h"

#include "vectors.h"

/// Whether a text stands behind the first byte, as far as the first byte that is not right tells.
INLINE int stands_portable(const bytescan_fixed *text, const uint8_t *bytes) {
    for (uint32_t left = text->looked_at; left; left &= left - 1) {
        const unsigned i = (unsigned)__builtin_ctz(left);
        const uint8_t bits = text->bits.low[bytes[i] & 15] & text->bits.high[bytes[i] >> 4];
        if (((bits & text->wanted[i]) == 0) != (text->refused >> i & 1)) {
            return 0;
        }
    }
    return 1;
}

static size_t length_portable(const bytescan_fixed *texts, size_t count, const uint8_t *bytes) {
    for (size_t i = 0; i < count; i++) {
        if (stands_portable(&texts[i], bytes)) {
            return texts[i].length;
        }
    }
    return 0;
}

#if defined(__x86_64__) || defined(__aarch64__)

/// Which bytes have none of the bits that are wanted, one bit each.
typedef uint32_t missing_function(const bytescan_fixed *text, const uint8_t *bytes);

INLINE size_t fixed_length(missing_function *missing, const bytescan_fixed *texts, size_t count, const uint8_t *bytes) {
    for (size_t i = 0; i < count; i++) {
        if ((missing(&texts[i], bytes) & texts[i].looked_at) == texts[i].refused) {
            return texts[i].length;
        }
    }
    return 0;
}

#endif

#if defined(__x86_64__)

AVX2 INLINE uint32_t missing_avx2(const bytescan_fixed *text, const uint8_t *bytes) {
    const __m256i bits = looked_up_avx2(table_avx2(text->bits.low), table_avx2(text->bits.high), load_avx2(bytes));
    const __m256i had = _mm256_and_si256(bits, load_avx2(text->wanted));
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(had, _mm256_setzero_si256()));
}

AVX2 static size_t length_avx2(const bytescan_fixed *texts, size_t count, const uint8_t *bytes) {
    return fixed_length(missing_avx2, texts, count, bytes);
}

size_t bytescan_fixed_length(const bytescan_fixed *texts, size_t count, const uint8_t *bytes,
                             bytescan_variant variant) {
    return has_avx2(variant) ? length_avx2(texts, count, bytes) : length_portable(texts, count, bytes);
}

#elif defined(__aarch64__)

INLINE uint8x16_t missed_neon(const bytescan_fixed *text, const uint8_t *bytes, unsigned first) {
    const uint8x16_t bits = looked_up_neon(vld1q_u8(text->bits.low), vld1q_u8(text->bits.high), bytes + first);
    return vceqq_u8(vandq_u8(bits, vld1q_u8(text->wanted + first)), vdupq_n_u8(0));
}

INLINE uint32_t missing_neon(const bytescan_fixed *text, const uint8_t *bytes) {
    const uint8x16_t none = vdupq_n_u8(0);
    return (uint32_t)bits_neon(missed_neon(text, bytes, 0), missed_neon(text, bytes, 16), none, none);
}

size_t bytescan_fixed_length(const bytescan_fixed *texts, size_t count, const uint8_t *bytes,
                             bytescan_variant variant) {
    return variant == bytescan_portable ? length_portable(texts, count, bytes)
                                        : fixed_length(missing_neon, texts, count, bytes);
}

#else

size_t bytescan_fixed_length(const bytescan_fixed *texts, size_t count, const uint8_t *bytes,
                             bytescan_variant variant) {
    (void)variant;
    return length_portable(texts, count, bytes);
}

#endif
