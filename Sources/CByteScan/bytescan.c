#define _GNU_SOURCE
#include "bytescan.h"

#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

size_t bytescan_count_scalars(const uint8_t *bytes, size_t count) {
    size_t scalars = 0;
    for (size_t i = 0; i < count; i++) {
        scalars += (bytes[i] & 0xC0) != 0x80;
    }
    return scalars;
}

size_t bytescan_count_utf16(const uint8_t *bytes, size_t count) {
    size_t units = 0;
    for (size_t i = 0; i < count; i++) {
        units += (bytes[i] & 0xC0) != 0x80;
        units += bytes[i] >= 0xF0;
    }
    return units;
}

size_t bytescan_find(const uint8_t *bytes, size_t count, const uint8_t *needle, size_t needle_count) {
    if (needle_count == 0 || needle_count > count) {
        return count;
    }
    const uint8_t *hit = memmem(bytes, count, needle, needle_count);
    return hit ? (size_t)(hit - bytes) : count;
}

/// One bit a byte of 64.
typedef struct {
    uint64_t upper, lower, digits, backslashes, zeros;
} letter_masks;

static int is_letter(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26; }

static int is_upper(uint8_t byte) { return (uint8_t)(byte - 'A') < 26; }

static letter_masks letters_among(const uint8_t *bytes, size_t count) {
    letter_masks masks = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        const uint64_t bit = 1ull << i;
        const uint8_t byte = bytes[i];
        masks.upper |= is_upper(byte) ? bit : 0;
        masks.lower |= is_letter(byte) && !is_upper(byte) ? bit : 0;
        masks.digits |= (uint8_t)(byte - '0') < 10 ? bit : 0;
        masks.backslashes |= byte == '\\' ? bit : 0;
        masks.zeros |= byte == 0 ? bit : 0;
    }
    return masks;
}

#if defined(__x86_64__)
static inline uint64_t bits_of(__m128i bytes, unsigned part) {
    return (uint64_t)(uint16_t)_mm_movemask_epi8(bytes) << 16 * part;
}

static inline __m128i in_range(__m128i bytes, uint8_t first, uint8_t span) {
    const __m128i value = _mm_sub_epi8(bytes, _mm_set1_epi8((char)first));
    return _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8((char)span)), value);
}

static letter_masks letters_of_block(const uint8_t *bytes) {
    letter_masks masks = {0, 0, 0, 0, 0};
    for (unsigned part = 0; part < 4; part++) {
        const __m128i loaded = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        masks.upper |= bits_of(in_range(loaded, 'A', 25), part);
        masks.lower |= bits_of(in_range(loaded, 'a', 25), part);
        masks.digits |= bits_of(in_range(loaded, '0', 9), part);
        masks.backslashes |= bits_of(_mm_cmpeq_epi8(loaded, _mm_set1_epi8('\\')), part);
        masks.zeros |= bits_of(_mm_cmpeq_epi8(loaded, _mm_setzero_si128()), part);
    }
    return masks;
}
#else
static letter_masks letters_of_block(const uint8_t *bytes) { return letters_among(bytes, 64); }
#endif

bytescan_words bytescan_word_starts(const uint8_t *bytes, size_t count, size_t at) {
    if (at >= count) {
        return (bytescan_words){0, 0};
    }
    letter_masks masks;
    if (count - at >= 64) {
        masks = letters_of_block(bytes + at);
    } else if (count >= 64) {
        // The last full block, shifted, is read faster than what is left byte by byte.
        const unsigned shift = (unsigned)(64 - (count - at));
        masks = letters_of_block(bytes + count - 64);
        masks.upper >>= shift;
        masks.lower >>= shift;
        masks.digits >>= shift;
        masks.backslashes >>= shift;
        masks.zeros >>= shift;
    } else {
        masks = letters_among(bytes + at, count - at);
    }
    const uint8_t previous = at > 0 ? bytes[at - 1] : 0, earlier = at > 1 ? bytes[at - 2] : 0;
    const uint64_t letters = masks.upper | masks.lower;
    const uint64_t behind_letter = letters << 1 | (uint64_t)is_letter(previous);
    const uint64_t behind_lower = masks.lower << 1 | (uint64_t)(is_letter(previous) && !is_upper(previous));
    const uint64_t escaped = masks.backslashes << 2 | (uint64_t)(earlier == '\\') | (uint64_t)(previous == '\\') << 1;
    const uint64_t starts = ~behind_letter | (masks.upper & behind_lower) | escaped;
    return (bytescan_words){starts & (letters | masks.digits), masks.zeros};
}
