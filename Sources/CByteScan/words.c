// Starts of words, 64 bytes at a time.
#include "bytescan_words.h"

#include <string.h>

#include "vectors.h"

enum {
    block = 64,
    /// A block, and four bytes from its last on.
    word_block = block + 3,
};

/// One bit a byte of 64.
typedef struct {
    uint64_t upper, lower, digits, backslashes, zeros;
    /// Where the first three bytes of a word stand.
    uint64_t opens;
} word_masks;

/// The masks of a block, of which `word_block` bytes can be read. Where no word opens, all but those of zeros may be
/// empty.
typedef word_masks masks_function(const bytescan_word_tables *tables, const uint8_t *bytes);

INLINE int is_letter(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26; }

INLINE int is_upper(uint8_t byte) { return (uint8_t)(byte - 'A') < 26; }

/// Takes in one byte.
INLINE void add_byte(word_masks *masks, uint8_t byte, unsigned place) {
    const uint64_t bit = 1ull << place;
    masks->upper |= is_upper(byte) ? bit : 0;
    masks->lower |= is_letter(byte) && !is_upper(byte) ? bit : 0;
    masks->digits |= (uint8_t)(byte - '0') < 10 ? bit : 0;
    masks->backslashes |= byte == '\\' ? bit : 0;
    masks->zeros |= byte == 0 ? bit : 0;
}

INLINE word_masks masks_portable(const bytescan_word_tables *tables, const uint8_t *bytes) {
    (void)tables;
    word_masks masks = {0, 0, 0, 0, 0, 0};
    for (unsigned i = 0; i < block; i++) {
        add_byte(&masks, bytes[i], i);
    }
    masks.opens = ~0ull;
    return masks;
}

INLINE void shift_masks(word_masks *masks, unsigned distance) {
    masks->upper >>= distance;
    masks->lower >>= distance;
    masks->digits >>= distance;
    masks->backslashes >>= distance;
    masks->zeros >>= distance;
    masks->opens >>= distance;
}

/// The masks of the block at `at`, as far as there is a text.
INLINE word_masks masks_at(masks_function *masks, const bytescan_word_tables *tables, const uint8_t *bytes,
                           size_t count, size_t at) {
    if (__builtin_expect(at + word_block <= count, 1)) {
        return masks(tables, bytes + at);
    }
    word_masks result = {0, 0, 0, 0, 0, 0};
    if (count >= word_block) {
        // The last full block, shifted, is read faster than what is left byte by byte.
        const size_t first = count - word_block;
        if (at - first < block) {
            result = masks(tables, bytes + first);
            shift_masks(&result, (unsigned)(at - first));
        }
        // A word may open at the last three bytes; where it does depends on two bytes before.
        for (size_t last = count - 5; last < count; last++) {
            if (last >= at && last - at < block) {
                add_byte(&result, bytes[last], (unsigned)(last - at));
                result.opens |= last + 3 >= count ? 1ull << (last - at) : 0;
            }
        }
        return result;
    }
    uint8_t padded[word_block];
    const size_t left = count - at < block ? count - at : block;
    memset(padded, 0, sizeof padded);
    memcpy(padded, bytes + at, count - at < word_block ? count - at : word_block);
    result = masks(tables, padded);
    result.zeros &= low_bits(left);
    return result;
}

/// Whether a word of the tables may start with the first three bytes.
INLINE int may_start(const void *any_tables, uint32_t bytes) {
    const bytescan_word_tables *const tables = any_tables;
    const uint32_t hash = bytescan_word_hash(bytes);
    return tables->openings[hash >> 3] >> (hash & 7) & 1;
}

INLINE bytescan_words word_starts(masks_function *masks_of, const bytescan_word_tables *tables, const uint8_t *bytes,
                                  size_t count, size_t at) {
    if (at >= count) {
        return (bytescan_words){0, 0};
    }
    const word_masks masks = masks_at(masks_of, tables, bytes, count, at);
    const uint8_t previous = at > 0 ? bytes[at - 1] : 0, earlier = at > 1 ? bytes[at - 2] : 0;
    const uint64_t letters = masks.upper | masks.lower;
    const uint64_t behind_letter = letters << 1 | (uint64_t)is_letter(previous);
    const uint64_t behind_lower = masks.lower << 1 | (uint64_t)(is_letter(previous) && !is_upper(previous));
    const uint64_t escaped = masks.backslashes << 2 | (uint64_t)(earlier == '\\') | (uint64_t)(previous == '\\') << 1;
    uint64_t starts = ~behind_letter | (masks.upper & behind_lower) | escaped;
    starts &= (letters | masks.digits) & masks.opens;
    if (at + word_block <= count) {
        starts = openings_among(starts, bytes + at, may_start, tables);
    }
    return (bytescan_words){starts, masks.zeros};
}

#if defined(__x86_64__)

/// SSE2 cannot look up what words start with.
INLINE word_masks masks_sse2(const bytescan_word_tables *tables, const uint8_t *bytes) {
    (void)tables;
    word_masks masks = {0, 0, 0, 0, 0, ~0ull};
    for (unsigned part = 0; part < 4; part++) {
        const __m128i loaded = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        masks.upper |= bits_sse2(in_range_sse2(loaded, 'A', 25), part);
        masks.lower |= bits_sse2(in_range_sse2(loaded, 'a', 25), part);
        masks.digits |= bits_sse2(in_range_sse2(loaded, '0', 9), part);
        masks.backslashes |= bits_sse2(_mm_cmpeq_epi8(loaded, _mm_set1_epi8('\\')), part);
        masks.zeros |= bits_sse2(_mm_cmpeq_epi8(loaded, _mm_setzero_si128()), part);
    }
    return masks;
}

/// The buckets whose words may have their byte `position` at each of 32 bytes.
AVX2 INLINE __m256i buckets_avx2(const bytescan_word_tables *tables, unsigned position, const uint8_t *bytes) {
    return looked_up_avx2(table_avx2(tables->low[position]), table_avx2(tables->high[position]),
                          load_avx2(bytes + position));
}

AVX2 INLINE __m256i misses_avx2(const bytescan_word_tables *tables, const uint8_t *bytes) {
    const __m256i rest = _mm256_and_si256(buckets_avx2(tables, 1, bytes), buckets_avx2(tables, 2, bytes));
    return _mm256_cmpeq_epi8(_mm256_and_si256(buckets_avx2(tables, 0, bytes), rest), _mm256_setzero_si256());
}

AVX2 INLINE uint64_t range_avx2(__m256i first, __m256i second, uint8_t low, uint8_t span) {
    return bits_avx2(in_range_avx2(first, low, span), in_range_avx2(second, low, span));
}

AVX2 INLINE uint64_t equals_avx2(__m256i first, __m256i second, uint8_t byte) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    return bits_avx2(_mm256_cmpeq_epi8(first, wanted), _mm256_cmpeq_epi8(second, wanted));
}

AVX2 INLINE word_masks masks_avx2(const bytescan_word_tables *tables, const uint8_t *bytes) {
    word_masks masks = {0, 0, 0, 0, 0, 0};
    const __m256i first = load_avx2(bytes), second = load_avx2(bytes + 32);
    masks.zeros = equals_avx2(first, second, 0);
    // Among numbers there is no letter.
    if (_mm256_testz_si256(_mm256_or_si256(first, second), _mm256_set1_epi8((char)tables->first_bits))) {
        return masks;
    }
    masks.opens = ~bits_avx2(misses_avx2(tables, bytes), misses_avx2(tables, bytes + 32));
    if (!masks.opens) {
        return masks;
    }
    masks.upper = range_avx2(first, second, 'A', 25);
    masks.lower = range_avx2(first, second, 'a', 25);
    masks.digits = range_avx2(first, second, '0', 9);
    masks.backslashes = equals_avx2(first, second, '\\');
    return masks;
}

AVX2 static bytescan_words word_starts_avx2(const bytescan_word_tables *tables, const uint8_t *bytes, size_t count,
                                            size_t at) {
    return word_starts(masks_avx2, tables, bytes, count, at);
}

AVX512BW INLINE __m512i buckets_avx512(const bytescan_word_tables *tables, unsigned position, const uint8_t *bytes) {
    return looked_up_avx512(table_avx512(tables->low[position]), table_avx512(tables->high[position]),
                            _mm512_loadu_si512(bytes + position));
}

AVX512BW INLINE uint64_t range_avx512(__m512i bytes, uint8_t low, uint8_t span) {
    return _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8((char)low)), _mm512_set1_epi8((char)span));
}

AVX512BW INLINE word_masks masks_avx512(const bytescan_word_tables *tables, const uint8_t *bytes) {
    word_masks masks = {0, 0, 0, 0, 0, 0};
    const __m512i loaded = _mm512_loadu_si512(bytes);
    masks.zeros = _mm512_testn_epi8_mask(loaded, loaded);
    if (!_mm512_test_epi8_mask(loaded, _mm512_set1_epi8((char)tables->first_bits))) {
        return masks;
    }
    masks.opens = _mm512_test_epi8_mask(
        _mm512_and_si512(buckets_avx512(tables, 0, bytes), buckets_avx512(tables, 1, bytes)),
        buckets_avx512(tables, 2, bytes));
    if (!masks.opens) {
        return masks;
    }
    masks.upper = range_avx512(loaded, 'A', 25);
    masks.lower = range_avx512(loaded, 'a', 25);
    masks.digits = range_avx512(loaded, '0', 9);
    masks.backslashes = _mm512_cmpeq_epi8_mask(loaded, _mm512_set1_epi8('\\'));
    return masks;
}

AVX512BW static bytescan_words word_starts_avx512(const bytescan_word_tables *tables, const uint8_t *bytes,
                                                  size_t count, size_t at) {
    return word_starts(masks_avx512, tables, bytes, count, at);
}

#elif defined(__aarch64__)

/// The buckets whose words may have their byte `position` at each of 16 bytes.
INLINE uint8x16_t buckets_neon(const bytescan_word_tables *tables, unsigned position, const uint8_t *bytes) {
    return looked_up_neon(vld1q_u8(tables->low[position]), vld1q_u8(tables->high[position]), bytes + position);
}

INLINE uint8x16_t hits_neon(const bytescan_word_tables *tables, const uint8_t *bytes) {
    const uint8x16_t rest = vandq_u8(buckets_neon(tables, 1, bytes), buckets_neon(tables, 2, bytes));
    const uint8x16_t buckets = vandq_u8(buckets_neon(tables, 0, bytes), rest);
    return vtstq_u8(buckets, buckets);
}

INLINE uint64_t range_neon(const uint8x16_t parts[4], uint8_t low, uint8_t span) {
    return bits_neon(in_range_neon(parts[0], low, span), in_range_neon(parts[1], low, span),
                     in_range_neon(parts[2], low, span), in_range_neon(parts[3], low, span));
}

INLINE word_masks masks_neon(const bytescan_word_tables *tables, const uint8_t *bytes) {
    const uint8x16_t parts[4] = {vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32), vld1q_u8(bytes + 48)};
    return (word_masks){
        .upper = range_neon(parts, 'A', 25),
        .lower = range_neon(parts, 'a', 25),
        .digits = range_neon(parts, '0', 9),
        .backslashes = range_neon(parts, '\\', 0),
        .zeros = range_neon(parts, 0, 0),
        .opens = bits_neon(hits_neon(tables, bytes), hits_neon(tables, bytes + 16), hits_neon(tables, bytes + 32),
                           hits_neon(tables, bytes + 48)),
    };
}

#endif

bytescan_words bytescan_word_starts(const bytescan_word_tables *tables, const uint8_t *bytes, size_t count, size_t at,
                                    bytescan_variant variant) {
#if defined(__x86_64__)
    // Asked at every match: in words of its own, as `bytescan_supports` asks for more.
    if ((variant == bytescan_best || variant == bytescan_avx512) && __builtin_cpu_supports("avx512bw")) {
        return word_starts_avx512(tables, bytes, count, at);
    }
    if (variant != bytescan_portable && variant != bytescan_sse2 && __builtin_cpu_supports("avx2")) {
        return word_starts_avx2(tables, bytes, count, at);
    }
    if (variant != bytescan_portable) {
        return word_starts(masks_sse2, tables, bytes, count, at);
    }
#elif defined(__aarch64__)
    if (variant != bytescan_portable) {
        return word_starts(masks_neon, tables, bytes, count, at);
    }
#else
    (void)variant;
#endif
    return word_starts(masks_portable, tables, bytes, count, at);
}
