// The scan itself, for any instruction set: a vector file gives it the masks of 64 bytes and includes it in one function.
#ifndef TRIGGERS_H
#define TRIGGERS_H

#include <string.h>

#include "bytescan_triggers.h"
#include "numbers.h"

/// One bit a byte of 64: digits, the chain byte, and where a literal may be noticed.
typedef struct {
    uint64_t digits, chain, hits;
} block_masks;

/// Masks of the 64 bytes at `bytes`, and hits of the 64 at `opening`, of which 67 can be read.
typedef block_masks masks_function(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                                   const uint8_t *opening);
/// Where bytes of a set stand in the 64 at `bytes`.
typedef uint64_t members_function(const void *tables, const bytescan_plan *plan, bytescan_set set, const uint8_t *bytes);
/// Where a byte stands in the 64 at `bytes`.
typedef uint64_t equals_function(const uint8_t *bytes, uint8_t byte);

enum {
    /// Bytes that are looked at together.
    block = 64,
    /// Those and what belongs to the four bytes that a literal at the last of them is noticed by.
    opening_block = block + 3,
    /// A shorter text is padded to this: room for a block with its openings, and for eight bytes from any of it.
    least_count = block + 8,
    /// More hits in a block than this are looked at before literals are compared.
    some_hits = 1,
    /// With more than this all bytes are looked at.
    many_hits = 12,
};

INLINE uint64_t low_bits(size_t count) { return count >= 64 ? ~0ull : (1ull << count) - 1; }

/// Whether a literal might open at the last bytes of a text, where no four can be read.
INLINE uint64_t opens_at(const bytescan_plan *plan, const uint8_t *bytes, size_t count, size_t at) {
    uint8_t buckets = 0xFF;
    for (size_t i = 0; i < 3; i++) {
        uint8_t byte = at + i < count ? bytes[at + i] : 0;
        uint8_t allowed = plan->low[i][byte & 15] & plan->high[i][byte >> 4];
        // What lies behind the end may be anything; the literal itself is compared later.
        buckets &= at + i < count ? allowed : 0xFF;
    }
    return buckets != 0;
}

/// The masks of the block at `at`. Near the end the last full blocks are read and shifted: a copy of the rest would
/// stall on reading what was just written.
INLINE block_masks masks_at(masks_function *masks, const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                            size_t count, size_t at) {
    if (__builtin_expect(at + opening_block <= count, 1)) {
        return masks(tables, plan, bytes + at, bytes + at);
    }
    if (at >= count) {
        return (block_masks){0, 0, 0};
    }
    size_t start = at + block <= count ? at : count - block;
    size_t opening = count - opening_block;
    block_masks result = masks(tables, plan, bytes + start, bytes + opening);
    result.digits >>= at - start;
    result.chain >>= at - start;
    result.hits = at - opening < block ? result.hits >> (at - opening) : 0;
    for (size_t last = count - 3; last < count; last++) {
        if (last >= at && last - at < block) {
            result.hits |= opens_at(plan, bytes, count, last) << (last - at);
        }
    }
    return result;
}

/// What may stand between digits in one block.
typedef struct {
    uint64_t separators, dots;
} joint_masks;

INLINE joint_masks joints_at(members_function *members, equals_function *equals, const void *tables,
                             const bytescan_plan *plan, const uint8_t *bytes, size_t count, size_t at) {
    if (__builtin_expect(at + block <= count, 1)) {
        return (joint_masks){members(tables, plan, bytescan_separators, bytes + at), equals(bytes + at, '.')};
    }
    if (at >= count) {
        return (joint_masks){0, 0};
    }
    const uint8_t *const last = bytes + count - block;
    const size_t shift = at - (count - block);
    return (joint_masks){members(tables, plan, bytescan_separators, last) >> shift, equals(last, '.') >> shift};
}

/// Whether a literal may be noticed by the first three bytes of a word: one bit.
INLINE uint64_t is_opening(const bytescan_plan *plan, uint32_t word) {
    const uint32_t hash = bytescan_opening_hash(word);
    return (uint64_t)plan->openings[hash >> 3] >> (hash & 7) & 1;
}

/// Whether a literal may be noticed by the first bytes of a word.
INLINE int may_open(const void *any_plan, uint32_t word) {
    const bytescan_plan *const plan = any_plan;
    return (is_opening(plan, word) | plan->vague[word & 0xFF]) != 0;
}

/// Where three bytes that a literal is noticed by may stand in 64 bytes, of which 68 can be read. With many literals
/// nearly every byte is a hit, and a branch for each costs more than this look at all of them.
INLINE uint64_t openings_in(const bytescan_plan *plan, const uint8_t *bytes) {
    uint64_t found = 0;
    // Gathered by vectors it takes longer.
#pragma clang loop vectorize(disable) interleave(disable)
    for (unsigned i = 0; i < block; i += 4) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        const uint64_t four = is_opening(plan, (uint32_t)word) | is_opening(plan, (uint32_t)(word >> 8)) << 1 |
                              is_opening(plan, (uint32_t)(word >> 16)) << 2 |
                              is_opening(plan, (uint32_t)(word >> 24)) << 3;
        found |= four << i;
    }
    return found;
}

INLINE uint64_t read_eight(const uint8_t *bytes, size_t count, size_t at) {
    uint64_t word;
    if (__builtin_expect(at + 8 <= count, 1)) {
        memcpy(&word, bytes + at, 8);
        return word;
    }
    memcpy(&word, bytes + count - 8, 8);
    return word >> 8 * (at + 8 - count);
}

/// Writes a record if `holds`, without a branch that could be mispredicted.
#define EMIT_IF(place, holds, tagged) (*record = (uint64_t)(place) << 16 | (tagged), record += (holds) != 0)

/// Compares some of the literals, noticed at a byte, and writes the records of those that stand there.
INLINE uint64_t *compare_literals(const bytescan_plan *plan, unsigned first, unsigned last, const uint8_t *bytes,
                                  size_t count, size_t whole, size_t at, uint64_t *record) {
    for (unsigned i = first; i < last; i++) {
        const bytescan_literal *literal = &plan->literals[i];
        if (literal->shift > at) {
            continue;
        }
        const size_t start = at - literal->shift, tested = start + literal->offset;
        if ((read_eight(bytes, count, start) & literal->mask) != literal->value) {
            continue;
        }
        const uint32_t before = start ? plan->classes[bytes[start - 1]] : ~0u;
        const uint32_t class = tested < whole ? plan->classes[bytes[tested]] : ~0u;
        EMIT_IF(start, ((before & literal->previous) != 0) & ((class & literal->tested) != 0), literal->tag);
    }
    return record;
}

INLINE size_t scan_triggers(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                            size_t limit, uint64_t *records, size_t capacity, masks_function *masks,
                            members_function *members, equals_function *equals, const void *tables) {
    uint8_t padded[least_count];
    const size_t whole = count;
    if (count < least_count) {
        memset(padded, 0, sizeof padded);
        memcpy(padded, bytes, count);
        bytes = padded;
        count = least_count;
    }
    uint64_t *record = records;
    uint64_t *const full = records + (capacity - plan->block_records);
    size_t position = cursor->position;
    uint64_t digit_before = cursor->digit_before;
    joint_masks known = {0, 0};
    size_t known_at = SIZE_MAX;
    block_masks here = masks_at(masks, tables, plan, bytes, count, position);
    while (position < whole && position < limit && record <= full) {
        const block_masks next = masks_at(masks, tables, plan, bytes, count, position + block);
        number_masks numbers;
        uint64_t hits = here.hits;
        const int hit_count = __builtin_popcountll(hits);
        if (__builtin_expect(hit_count > some_hits && position + block + 4 <= count, 0)) {
            hits = hit_count > many_hits
                       ? hits & (openings_in(plan, bytes + position) |
                                 members(tables, plan, bytescan_vague, bytes + position))
                       : openings_among(hits, bytes + position, may_open, plan);
        }
        // Of most blocks these are all that is known of numbers.
        uint64_t marked = 0, runs = 0;
        const wide_mask digits = {here.digits, next.digits}, chain = {here.chain, next.chain};
        const int has_numbers = here.digits && bit_count(digits) >= plan->least_digits;
        const int has_chains = plan->least_chain && bit_count(chain) >= plan->least_chain;
        if (has_numbers | has_chains) {
            numbers.any = 0;
            numbers.run = 0;
            if (has_numbers) {
                // Digits come in crowds: what was looked up for the next block serves again when it is this one.
                const joint_masks early =
                    known_at == position ? known : joints_at(members, equals, tables, plan, bytes, count, position);
                known_at = position + block;
                known = joints_at(members, equals, tables, plan, bytes, count, known_at);
                find_numbers(plan, bytes + position, count - position, digits, digit_before,
                             (wide_mask){early.separators, known.separators}, (wide_mask){early.dots, known.dots},
                             &numbers);
            }
            for (unsigned i = has_chains ? plan->dot_chain_count : plan->chain_count; i < plan->chain_count; i++) {
                add_places(&numbers, &numbers.chains[i], chain_starts(&plan->chains[i], chain));
            }
            marked = numbers.any;
            runs = numbers.run;
        }
        uint64_t any = hits | marked | runs;
        if (position + block > whole) {
            any &= low_bits(whole - position);
        }
        while (any) {
            unsigned bit = __builtin_ctzll(any);
            any &= any - 1;
            size_t at = position + bit;
            if (__builtin_expect(marked >> bit & 1, 0)) {
                for (unsigned i = 0; i < plan->shape_count; i++) {
                    EMIT_IF(at, numbers.shapes[i] >> bit & 1, plan->shapes[i].tag);
                }
                for (unsigned i = 0; i < plan->chain_count; i++) {
                    EMIT_IF(at, numbers.chains[i] >> bit & 1, plan->chains[i].tag);
                }
            }
            if (runs >> bit & 1) {
                const uint64_t digits_of_run = numbers.run_digits[bit];
                *record++ = (uint64_t)at << 16 | plan->run.tag;
                *record++ = digits_of_run;
                *record++ = (uint64_t)__builtin_popcountll(digits_of_run);
            }
            if (!(hits >> bit & 1)) {
                continue;
            }
            const uint64_t word = read_eight(bytes, count, at);
            if (may_open(plan, (uint32_t)word)) {
                const unsigned group = bytescan_opening_hash((uint32_t)word) >> bytescan_group_shift;
                record = compare_literals(plan, plan->first[group], plan->first[group + 1], bytes, count, whole, at, record);
                const unsigned byte = word & 0xFF;
                if (plan->vague[byte]) {
                    record = compare_literals(plan, plan->first_vague[byte], plan->first_vague[byte + 1], bytes, count,
                                              whole, at, record);
                }
            }
        }
        digit_before = here.digits >> 63;
        here = next;
        position += block;
    }
    cursor->position = position < whole ? position : whole;
    cursor->digit_before = digit_before;
    return (size_t)(record - records);
}

#undef EMIT_IF

#endif
