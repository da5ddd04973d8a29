// One pass over a text that finds where matches might be: literals, groups of digits, chains of separators.
//
// What it reports is an upper bound: each place must be verified. It allocates nothing and knows of no patterns; what
// to look for stands in tables that the caller fills.
#ifndef BYTESCAN_TRIGGERS_H
#define BYTESCAN_TRIGGERS_H

#include <stddef.h>
#include <stdint.h>

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
} bytescan_literal;

/// Groups of digits of fixed lengths, with one separator between two of them.
typedef struct {
    uint8_t groups[4];
    uint8_t group_count;
    /// What may stand behind each group but the last; bits of `bytescan_separator`.
    uint8_t separators[3];
    uint16_t tag;
    /// All or no bits for each kind of separator that stands somewhere in it; set by `bytescan_prepare`.
    uint64_t selected[4];
    /// Whether the same may stand behind each group; set by `bytescan_prepare`.
    uint8_t is_uniform;
} bytescan_shape;

enum bytescan_separator {
    bytescan_blank = 1,
    bytescan_dash = 2,
    bytescan_dot = 4,
    bytescan_slash = 8,
};

/// A run of digits with separators between them, reported at its first digit.
typedef struct {
    /// The least number of digits; 0 for none of these.
    uint8_t digits;
    /// The most separators between two digits, 1 to 3.
    uint8_t gap;
    uint16_t tag;
    /// Bit `n` says that the byte 0x20 + `n` is a separator.
    uint16_t separators;
    /// Whether 0x09 to 0x0D, tab to carriage return, are separators.
    uint8_t white;
} bytescan_run;

/// A byte that comes `count` times at distances of `low` to `high`, reported where it comes first.
typedef struct {
    uint8_t separator;
    uint8_t count;
    uint8_t low, high;
    uint16_t tag;
} bytescan_chain;

enum {
    bytescan_max_shapes = 8,
    bytescan_max_chains = 4,
    /// The class bit that every byte has.
    bytescan_any_class = 0x80000000,
};

/// What to look for.
typedef struct {
    /// By position 0 to 2, for the low and the high half of a byte: the buckets in which it may stand there.
    uint8_t low[3][16], high[3][16];
    uint32_t classes[256];
    /// Whether a literal may open with three bytes, by `bytescan_opening_hash`; one bit each.
    uint8_t openings[512];
    /// Whether a literal that is too short, or too vague, for that may open with a byte.
    uint8_t vague[256];
    /// Literals whose first byte is `b` are `literals[first[b]..<first[b + 1]]`. At the end of all stands one more, that
    /// of no text: a byte that none starts with may lead there.
    uint16_t first[257];
    const bytescan_literal *literals;
    bytescan_shape shapes[bytescan_max_shapes];
    bytescan_chain chains[bytescan_max_chains];
    uint8_t shape_count, chain_count;
    bytescan_run run;
    /// The first so many chains are of dots between digits; all others have one separator.
    uint8_t dot_chain_count;
    uint8_t chain_byte;
    // What follows is set by `bytescan_prepare`.
    /// The fewest digits of shapes and runs, of shapes, and of chains of dots.
    uint8_t least_digits, least_shape_digits, least_dot_digits;
    /// The fewest separators of other chains; 0 where there are none.
    uint8_t least_chain;
    /// The fewest separators of a shape.
    uint8_t least_shape_separators;
    /// Separators that something asks for, those of runs, and those of runs that have no bit of their own.
    uint8_t wanted_separators, run_separators;
    uint16_t run_others;
    /// All or no bits for each kind of separator of runs, and by how much to shift to find enough bytes in a row.
    uint64_t run_selected[4];
    uint8_t run_steps[5];
    /// The same for shapes.
    uint64_t shape_selected[4];
    uint8_t shape_steps[5];
    /// Records that one block of the text may give.
    uint32_t block_records;
} bytescan_plan;

/// From 0 to 4095, for the first three bytes of a text as a little-endian number, in any ASCII case.
static inline uint32_t bytescan_opening_hash(uint32_t bytes) {
    return ((bytes & 0xFFFFFF) | 0x202020) * 0x9E3779B1u >> 20;
}

/// How far a pass has come. Starts with all zero but `position`.
typedef struct {
    size_t position;
    uint64_t digit_before, run_before;
} bytescan_cursor;

/// Instruction sets to scan with.
typedef enum {
    bytescan_best = 0,
    bytescan_portable,
    bytescan_sse2,
    bytescan_avx2,
    bytescan_neon,
} bytescan_variant;

/// Whether this build has the variant and this processor runs it.
int bytescan_supports(bytescan_variant variant);

/// Completes a plan whose tables are filled: what is derived from them. To be called before the first scan.
void bytescan_prepare(bytescan_plan *plan);

/// Scans `bytes` from the cursor on, until `limit` is passed, the text ends or the records are full.
///
/// Records are in ascending order of position: `position << 16 | tag`. There must be room for `block_records` at least.
///
/// - Returns: the number of records.
size_t bytescan_triggers(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                         size_t limit, uint64_t *records, size_t capacity, bytescan_variant variant);

#endif
