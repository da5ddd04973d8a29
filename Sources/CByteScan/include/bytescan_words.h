// Where words of a list may start in a text.
#ifndef BYTESCAN_WORDS_H
#define BYTESCAN_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "bytescan_triggers.h"

enum { bytescan_word_hashes = 2048 };

/// What words start with: three bytes, in any ASCII case.
typedef struct {
    /// The buckets in which a byte may stand: by position, for its low and its high half.
    uint8_t low[3][16], high[3][16];
    /// Whether a word may start with three bytes, by `bytescan_word_hash`: one bit each.
    uint8_t openings[bytescan_word_hashes / 8];
    /// Bits of which the first byte of every word has one.
    uint8_t first_bits;
} bytescan_word_tables;

/// For the first three bytes of a text as a little-endian number, in any ASCII case. What comes behind those is
/// multiplied away.
static inline uint32_t bytescan_word_hash(uint32_t bytes) { return (bytes | 0x202020) * 0x9E379B00u >> 21; }

/// What stands in 64 bytes of a text, one bit each.
typedef struct {
    /// Where a word may start: a letter or digit behind what is no letter, at the hump of a `camelCase` name, or behind
    /// an escape such as `\n`.
    uint64_t starts;
    uint64_t zeros;
} bytescan_words;

/// Where words of the tables may start in `bytes[at..<at + 64]`, as far as that is before `count`. It may tell of more
/// places: some instruction sets cannot look up what words start with.
bytescan_words bytescan_word_starts(const bytescan_word_tables *tables, const uint8_t *bytes, size_t count, size_t at,
                                    bytescan_variant variant);

#endif
