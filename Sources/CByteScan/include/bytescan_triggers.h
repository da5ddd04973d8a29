// One pass over a text that finds where matches might be: literals, groups of digits, chains of separators.
//
// What it reports is an upper bound: each place must be verified. It allocates nothing and knows of no patterns; what
// to look for stands in tables that the caller fills.
#ifndef BYTESCAN_TRIGGERS_H
#define BYTESCAN_TRIGGERS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "The scan compares bytes as little-endian words."
#endif

/// Bytes that open something.
typedef struct {
    /// The first eight bytes, little-endian, compare equal to `value` under `mask`.
    uint64_t mask, value;
    /// The byte before has one of these class bits; the start of the text has all.
    uint32_t previous;
    /// The byte at `offset` has one of these class bits; the end of the text has all.
    uint32_t tested;
    uint16_t offset;
    uint16_t tag;
    /// How many bytes before the three that it is noticed by it starts.
    uint8_t shift;
} bytescan_literal;

/// Groups of digits of fixed lengths with one separator between two of them, reported at the first separator.
typedef struct {
    uint8_t groups[4];
    uint8_t group_count;
    /// What may stand behind each group but the last; bits of `kinds`.
    uint8_t separators[3];
    uint16_t tag;
    /// Bytes from the first separator on, one bit each: all of them, and those that are digits; set by
    /// `bytescan_prepare`.
    uint64_t mask, digits;
} bytescan_shape;

/// A number of many digits with separators in it, reported at the start of each group from which on it has enough.
/// Its record is followed by two more: the digits as far as the number goes and 64 bytes are seen, one bit a byte, and
/// how many these are.
typedef struct {
    /// The least number of digits; 0 for none of these.
    uint8_t digits;
    /// The most separators between two digits, 1 to 3.
    uint8_t gap;
    uint16_t tag;
} bytescan_run;

/// How many bits in a row are asked for: two to the power `known`, at most 8, and `shift` more, at most as many again.
typedef struct {
    uint8_t known, shift;
} bytescan_row;

/// A byte that comes `count` times at distances of `low` to `high`, reported where it comes first.
typedef struct {
    uint8_t count;
    uint8_t low, high;
    uint16_t tag;
} bytescan_chain;

enum {
    bytescan_max_shapes = 8,
    bytescan_max_chains = 4,
    bytescan_hashes = 1 << 16,
    /// Groups of literals, and by how much to shift a hash to get the group.
    bytescan_groups = 256,
    bytescan_group_shift = 8,
    /// The class bit that every byte has.
    bytescan_any_class = 0x80000000,
};

/// What a byte may be to numbers and chains, as bits.
enum {
    bytescan_digit = 0x80,
    bytescan_chain_byte = 0x40,
    bytescan_dot = 0x20,
    /// Any of these: what stands between the digits of numbers.
    bytescan_separator = 0x1F,
};

/// A set of bytes: one may be in it if the bits for its low and its high half have one in common.
typedef struct {
    uint8_t low[16], high[16];
} bytescan_byte_set;

/// The buckets in which four bytes may stand: by the lower seven bits of the first, and by `bytescan_pair_hash` of the
/// first and the second, of the second and the third, of the third and the fourth.
typedef struct {
    uint8_t opener[128], neighbours[3][128];
} bytescan_pair_tables;

/// What to look for.
typedef struct {
    /// By position 0 to 2, for the low and the high half of a byte: the buckets in which it may stand there.
    uint8_t low[3][16], high[3][16];
    /// The same in other words, for processors that can look them up. Neither lets through all that the other does: which
    /// records there are besides those of true places depends on the instruction set.
    bytescan_pair_tables pairs[2];
    uint32_t classes[256];
    /// Whether a literal may be noticed by three bytes, by `bytescan_opening_hash`: `bytescan_hashes` bits.
    const uint8_t *openings;
    /// Whether a literal that is too short, or too vague, for that may be noticed by a byte.
    uint8_t vague[256];
    /// Literals that are noticed by three bytes are in groups by the upper bits of their hash: those of the group `g` are
    /// `literals[first[g]..<first[g + 1]]`. One may be in several.
    uint32_t first[bytescan_groups + 1];
    /// The same for those that are noticed by the byte `b`.
    uint32_t first_vague[257];
    const bytescan_literal *literals;
    bytescan_shape shapes[bytescan_max_shapes];
    bytescan_chain chains[bytescan_max_chains];
    uint8_t shape_count, chain_count;
    bytescan_run run;
    /// The first so many chains are of dots between digits; all others have one separator.
    uint8_t dot_chain_count;
    uint8_t chain_byte;
    /// What stands between the digits of numbers, and what literals are noticed by alone.
    bytescan_byte_set separators, vague_set;
    /// What kind of separator a byte is to shapes.
    uint8_t kinds[256];
    // What follows is set by `bytescan_prepare`.
    /// What each byte is: the bits that its halves have in common. Of separators more may seem to be.
    bytescan_byte_set roles;
    /// Whether there are more buckets than the first of `pairs` holds.
    uint8_t is_crowded;
    /// The fewest digits of anything; 255 where nothing has any.
    uint8_t least_digits;
    /// The fewest separators of other chains than those of dots; 255 where there are none.
    uint8_t least_chain;
    /// The fewest bytes from the first separator of a shape on, and those of a run.
    bytescan_row shape_row, run_row;
    /// Words of records that one block of the text may give.
    uint32_t block_records;
} bytescan_plan;

/// From 0 to 65535, for the first three bytes of a text as a little-endian number, in any ASCII case. What comes behind
/// those is multiplied away.
static inline uint32_t bytescan_opening_hash(uint32_t bytes) { return (bytes | 0x202020) * 0x9E379B00u >> 16; }

/// From 0 to 127, for two neighbours: what each of them gives, joined by an exclusive or.
static inline uint8_t bytescan_pair_hash(uint8_t first, uint8_t second) { return (first ^ second << 2) & 127; }

/// How far a pass has come. Starts with all zero but `position`.
typedef struct {
    size_t position;
    uint64_t digit_before;
} bytescan_cursor;

/// Instruction sets to scan with.
typedef enum {
    bytescan_best = 0,
    bytescan_portable,
    bytescan_sse2,
    bytescan_avx2,
    bytescan_avx512,
    bytescan_neon,
} bytescan_variant;

/// Whether this build has the variant and this processor runs it.
int bytescan_supports(bytescan_variant variant);

/// Completes a plan whose tables are filled: what is derived from them. To be called before the first scan.
void bytescan_prepare(bytescan_plan *plan);

/// Scans `bytes` from the cursor on, some 2 KB at a time, until `limit` is passed, the text ends or the records might not
/// hold what the next 2 KB give.
///
/// A record is `position << 16 | tag`, for runs followed by two about their digits. They come in the order of the bytes
/// that they are noticed by: the first of three bytes, or the first separator of a shape; at one byte shapes come before
/// literals. There must be room for `block_records` words at least.
///
/// - Returns: the number of words written.
size_t bytescan_triggers(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                         size_t limit, uint64_t *records, size_t capacity, bytescan_variant variant);

#endif
