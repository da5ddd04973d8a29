// Starts of words, 64 bytes at a time.
#include "bytescan_words.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))

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

/// The masks of a block, of which `word_block` bytes can be read. Where no word opens the others may be left empty.
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
    result.zeros &= left < block ? (1ull << left) - 1 : ~0ull;
    return result;
}

/// Those of some places where three bytes stand that a word starts with. All of them before any word is compared: a branch
/// for each would be mispredicted often.
INLINE uint64_t openings_among(uint64_t places, const bytescan_word_tables *tables, const uint8_t *bytes) {
    uint64_t found = 0;
    while (places) {
        const unsigned bit = (unsigned)__builtin_ctzll(places);
        places &= places - 1;
        uint32_t word;
        memcpy(&word, bytes + bit, 4);
        const uint32_t hash = bytescan_word_hash(word);
        found |= ((uint64_t)tables->openings[hash >> 3] >> (hash & 7) & 1) << bit;
    }
    return found;
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
        starts = openings_among(starts, tables, bytes + at);
    }
    return (bytescan_words){starts, masks.zeros};
}

#if defined(__x86_64__)

/// One bit for each of 16 bytes of 0x00 and 0xFF.
INLINE uint64_t bits_sse2(__m128i bytes, unsigned part) {
    return (uint64_t)(uint16_t)_mm_movemask_epi8(bytes) << 16 * part;
}

INLINE __m128i range_sse2(__m128i bytes, uint8_t first, uint8_t span) {
    const __m128i value = _mm_sub_epi8(bytes, _mm_set1_epi8((char)first));
    return _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8((char)span)), value);
}

/// SSE2 cannot look up what words start with.
INLINE word_masks masks_sse2(const bytescan_word_tables *tables, const uint8_t *bytes) {
    (void)tables;
    word_masks masks = {0, 0, 0, 0, 0, ~0ull};
    for (unsigned part = 0; part < 4; part++) {
        const __m128i loaded = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        masks.upper |= bits_sse2(range_sse2(loaded, 'A', 25), part);
        masks.lower |= bits_sse2(range_sse2(loaded, 'a', 25), part);
        masks.digits |= bits_sse2(range_sse2(loaded, '0', 9), part);
        masks.backslashes |= bits_sse2(_mm_cmpeq_epi8(loaded, _mm_set1_epi8('\\')), part);
        masks.zeros |= bits_sse2(_mm_cmpeq_epi8(loaded, _mm_setzero_si128()), part);
    }
    return masks;
}

#define AVX2 __attribute__((target("avx2")))

AVX2 INLINE uint64_t bits_avx2(__m256i bytes, unsigned part) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes) << 32 * part;
}

AVX2 INLINE __m256i range_avx2(__m256i bytes, uint8_t first, uint8_t span) {
    const __m256i value = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(value, _mm256_set1_epi8((char)span)), value);
}

/// The buckets whose words may have their byte `position` at each of 32 bytes.
AVX2 INLINE __m256i buckets_avx2(const bytescan_word_tables *tables, unsigned position, const uint8_t *bytes) {
    const __m256i nibble = _mm256_set1_epi8(15), loaded = _mm256_loadu_si256((const __m256i *)(bytes + position));
    const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)tables->low[position]));
    const __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)tables->high[position]));
    return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(loaded, nibble)),
                            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(loaded, 4), nibble)));
}

AVX2 INLINE word_masks masks_avx2(const bytescan_word_tables *tables, const uint8_t *bytes) {
    word_masks masks = {0, 0, 0, 0, 0, 0};
    const __m256i zero = _mm256_setzero_si256();
    const __m256i first = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i second = _mm256_loadu_si256((const __m256i *)(bytes + 32));
    masks.zeros = bits_avx2(_mm256_cmpeq_epi8(first, zero), 0) | bits_avx2(_mm256_cmpeq_epi8(second, zero), 1);
    // Among numbers there is no letter.
    if (_mm256_testz_si256(_mm256_or_si256(first, second), _mm256_set1_epi8((char)tables->first_bits))) {
        return masks;
    }
    for (unsigned part = 0; part < 2; part++) {
        const uint8_t *const half = bytes + 32 * part;
        const __m256i buckets =
            _mm256_and_si256(buckets_avx2(tables, 0, half),
                             _mm256_and_si256(buckets_avx2(tables, 1, half), buckets_avx2(tables, 2, half)));
        masks.opens |= bits_avx2(_mm256_cmpeq_epi8(buckets, zero), part);
    }
    masks.opens = ~masks.opens;
    if (!masks.opens) {
        return masks;
    }
    for (unsigned part = 0; part < 2; part++) {
        const __m256i loaded = _mm256_loadu_si256((const __m256i *)(bytes + 32 * part));
        masks.upper |= bits_avx2(range_avx2(loaded, 'A', 25), part);
        masks.lower |= bits_avx2(range_avx2(loaded, 'a', 25), part);
        masks.digits |= bits_avx2(range_avx2(loaded, '0', 9), part);
        masks.backslashes |= bits_avx2(_mm256_cmpeq_epi8(loaded, _mm256_set1_epi8('\\')), part);
    }
    return masks;
}

AVX2 static bytescan_words word_starts_avx2(const bytescan_word_tables *tables, const uint8_t *bytes, size_t count,
                                            size_t at) {
    return word_starts(masks_avx2, tables, bytes, count, at);
}

#elif defined(__aarch64__)

/// One bit for each byte of four vectors of 0x00 and 0xFF.
INLINE uint64_t bits_neon(const uint8x16_t parts[4]) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weight = vld1q_u8(weights);
    const uint8x16_t first = vpaddq_u8(vandq_u8(parts[0], weight), vandq_u8(parts[1], weight));
    const uint8x16_t second = vpaddq_u8(vandq_u8(parts[2], weight), vandq_u8(parts[3], weight));
    const uint8x16_t all = vpaddq_u8(first, second);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

INLINE uint8x16_t range_neon(uint8x16_t bytes, uint8_t first, uint8_t span) {
    return vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(span));
}

/// The buckets whose words may have their byte `position` at each of 16 bytes.
INLINE uint8x16_t buckets_neon(const bytescan_word_tables *tables, unsigned position, const uint8_t *bytes) {
    const uint8x16_t loaded = vld1q_u8(bytes + position);
    return vandq_u8(vqtbl1q_u8(vld1q_u8(tables->low[position]), vandq_u8(loaded, vdupq_n_u8(15))),
                    vqtbl1q_u8(vld1q_u8(tables->high[position]), vshrq_n_u8(loaded, 4)));
}

INLINE word_masks masks_neon(const bytescan_word_tables *tables, const uint8_t *bytes) {
    uint8x16_t upper[4], lower[4], digits[4], backslashes[4], zeros[4], opens[4];
    for (unsigned part = 0; part < 4; part++) {
        const uint8_t *const quarter = bytes + 16 * part;
        const uint8x16_t loaded = vld1q_u8(quarter);
        upper[part] = range_neon(loaded, 'A', 25);
        lower[part] = range_neon(loaded, 'a', 25);
        digits[part] = range_neon(loaded, '0', 9);
        backslashes[part] = vceqq_u8(loaded, vdupq_n_u8('\\'));
        zeros[part] = vceqq_u8(loaded, vdupq_n_u8(0));
        const uint8x16_t buckets =
            vandq_u8(buckets_neon(tables, 0, quarter),
                     vandq_u8(buckets_neon(tables, 1, quarter), buckets_neon(tables, 2, quarter)));
        opens[part] = vtstq_u8(buckets, buckets);
    }
    return (word_masks){bits_neon(upper),       bits_neon(lower), bits_neon(digits),
                        bits_neon(backslashes), bits_neon(zeros), bits_neon(opens)};
}

#endif

bytescan_words bytescan_word_starts(const bytescan_word_tables *tables, const uint8_t *bytes, size_t count, size_t at,
                                    bytescan_variant variant) {
#if defined(__x86_64__)
    // Asked at every match: in words of its own, as `bytescan_supports` asks for more.
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
