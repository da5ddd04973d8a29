// The scan itself, for any instruction set: a vector file gives it the masks of 64 bytes and includes it in one function.
#ifndef TRIGGERS_H
#define TRIGGERS_H

#include <string.h>

#include "bytescan_triggers.h"

#define INLINE static inline __attribute__((always_inline))

/// One bit a byte of 64: digits, the chain byte, and where the first three bytes of a literal may stand.
typedef struct {
    uint64_t digits, chain, hits;
} block_masks;

/// Masks of the 64 bytes at `bytes`, and hits of the 64 at `opening`, of which 66 can be read.
typedef block_masks masks_function(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                                   const uint8_t *opening);
/// Where bytes of a set stand in the 64 at `bytes`.
typedef uint64_t members_function(const void *tables, const bytescan_plan *plan, bytescan_set set, const uint8_t *bytes);

enum { block = 64, opening_block = 66, least_count = 72, many_hits = 12 };

INLINE uint64_t low_bits(size_t count) { return count >= 64 ? ~0ull : (1ull << count) - 1; }

/// Whether a literal might open at the last bytes of a text, where no three can be read.
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
    for (size_t last = count - 2; last < count; last++) {
        if (last >= at && last - at < block) {
            result.hits |= opens_at(plan, bytes, count, last) << (last - at);
        }
    }
    return result;
}

INLINE uint64_t separators_at(members_function *members, const void *tables, const bytescan_plan *plan,
                              const uint8_t *bytes, size_t count, size_t at) {
    if (__builtin_expect(at + block <= count, 1)) {
        return members(tables, plan, bytescan_separators, bytes + at);
    }
    return at >= count ? 0 : members(tables, plan, bytescan_separators, bytes + count - block) >> (at - (count - block));
}

/// One bit for each of 128 bytes: those of a block, and those of the next.
typedef struct {
    uint64_t here, next;
} wide_mask;

INLINE wide_mask both(wide_mask first, wide_mask second) {
    return (wide_mask){first.here & second.here, first.next & second.next};
}

INLINE wide_mask either(wide_mask first, wide_mask second) {
    return (wide_mask){first.here | second.here, first.next | second.next};
}

/// Two words moved by up to 63 bits. Compilers would make one instruction of the two shifts, which takes as long as six
/// others on many processors; hence the barrier.
INLINE uint64_t joined(uint64_t bits, uint64_t others) {
    __asm__("" : "+r"(others));
    return bits | others;
}

/// The 64 bits from `distance` on, which is below 64.
INLINE uint64_t bits_from(wide_mask mask, unsigned distance) {
    return joined(mask.here >> distance, mask.next << 1 << (63 - distance));
}

/// The bits of the bytes `distance` further on.
INLINE wide_mask ahead(wide_mask mask, unsigned distance) {
    return (wide_mask){bits_from(mask, distance), mask.next >> distance};
}

/// The bits of the bytes before.
INLINE wide_mask behind(wide_mask mask) {
    return (wide_mask){mask.here << 1, joined(mask.next << 1, mask.here >> 63)};
}

INLINE unsigned bit_count(wide_mask mask) {
    return (unsigned)__builtin_popcountll(mask.here) + (unsigned)__builtin_popcountll(mask.next);
}

/// Digits, and separators of which at most `gap` stand between two digits.
INLINE wide_mask number_bytes(unsigned gap, wide_mask digits, wide_mask separators, wide_mask joints) {
    wide_mask bytes = either(digits, joints);
    if (gap > 1) {
        wide_mask before1 = both(separators, behind(digits)), after1 = both(separators, ahead(digits, 1));
        wide_mask before2 = both(separators, behind(before1)), after2 = both(separators, ahead(after1, 1));
        bytes = either(bytes, either(both(before1, after2), both(before2, after1)));
        if (gap > 2) {
            wide_mask before3 = both(separators, behind(before2)), after3 = both(separators, ahead(after2, 1));
            wide_mask outer = either(both(before1, after3), both(before3, after1));
            bytes = either(bytes, either(outer, both(before2, after2)));
        }
    }
    return bytes;
}

/// Where a power of two of bits in a row start.
typedef struct {
    wide_mask one, two, four, eight;
} row_masks;

INLINE row_masks rows_of(wide_mask bits) {
    row_masks rows = {.one = bits, .two = both(bits, ahead(bits, 1))};
    rows.four = both(rows.two, ahead(rows.two, 2));
    rows.eight = both(rows.four, ahead(rows.four, 4));
    return rows;
}

/// Where enough bits in a row start, or a few less.
INLINE uint64_t starts_of(const row_masks *rows, bytescan_row row) {
    wide_mask known = row.known == 8 ? rows->eight : row.known == 4 ? rows->four : row.known == 2 ? rows->two : rows->one;
    return known.here & bits_from(known, row.shift);
}

/// Where shapes, chains and runs of digits start, one bit a byte. What is none of `any` is not filled in.
typedef struct {
    uint64_t any;
    uint64_t shapes[bytescan_max_shapes], chains[bytescan_max_chains], run;
    wide_mask digits, bytes;
} number_masks;

/// Adds places to one of the masks.
INLINE void add_places(number_masks *numbers, uint64_t *mask, uint64_t places) {
    if (!places) {
        return;
    }
    if (!numbers->any) {
        // Most blocks have none.
        memset(numbers, 0, offsetof(number_masks, digits));
    }
    *mask |= places;
    numbers->any |= places;
}

/// The digits from a byte on as far as its number goes, one bit a byte.
INLINE uint64_t digits_from(const number_masks *numbers, unsigned bit) {
    uint64_t bytes = bits_from(numbers->bytes, bit);
    return bits_from(numbers->digits, bit) & (bytes ^ (bytes + 1));
}

/// Where chains of a separator start: their first one.
INLINE uint64_t chain_starts(const bytescan_chain *chain, wide_mask separators) {
    wide_mask starts = separators;
    for (unsigned i = 1; i < chain->count && starts.here; i++) {
        wide_mask next = ahead(starts, chain->low);
        for (unsigned distance = chain->low + 1u; distance <= chain->high; distance++) {
            next = either(next, ahead(starts, distance));
        }
        starts = both(separators, next);
    }
    return starts.here;
}

/// Whether the groups behind a shape's first one stand here, and the separators before them are of the right kind.
INLINE uint64_t has_shape(const bytescan_plan *plan, const bytescan_shape *shape, uint64_t digits, const uint8_t *bytes,
                          size_t left) {
    if ((digits & shape->mask) != shape->digits) {
        return 0;
    }
    size_t offset = 0;
    for (unsigned i = 1; i < shape->group_count; i++) {
        if (offset >= left || !(plan->kinds[bytes[offset]] & shape->separators[i - 1])) {
            return 0;
        }
        offset += 1u + shape->groups[i];
    }
    return 1;
}

/// Looks for what numbers are made of among the first 64 of 128 bytes. Of chains it knows only that they might be
/// there, since it does not tell separators apart.
INLINE void find_numbers(const bytescan_plan *plan, const uint8_t *bytes, size_t left, wide_mask digits,
                         uint64_t digit_before, wide_mask separators, number_masks *found) {
    wide_mask previous = behind(digits);
    previous.here |= digit_before;
    const wide_mask joints = both(separators, both(previous, ahead(digits, 1)));
    const unsigned digit_count = bit_count(digits);
    const int has_run = plan->run.digits && digit_count >= plan->run.digits;
    const int has_shapes = plan->shape_count && joints.here && digit_count >= plan->least_shape_digits;
    if (has_run | has_shapes) {
        found->digits = digits;
        found->bytes = number_bytes(plan->run.gap, digits, separators, joints);
        const row_masks rows = rows_of(found->bytes);
        uint64_t places = has_shapes ? joints.here & starts_of(&rows, plan->shape_row) : 0;
        while (places) {
            const unsigned bit = (unsigned)__builtin_ctzll(places);
            places &= places - 1;
            const uint64_t group = digits_from(found, bit);
            for (unsigned i = 0; i < plan->shape_count; i++) {
                const uint64_t holds = has_shape(plan, &plan->shapes[i], group, bytes + bit, left - bit);
                add_places(found, &found->shapes[i], holds << bit);
            }
        }
        places = has_run ? digits.here & ~previous.here & starts_of(&rows, plan->run_row) : 0;
        while (places) {
            const unsigned bit = (unsigned)__builtin_ctzll(places);
            places &= places - 1;
            const unsigned count = (unsigned)__builtin_popcountll(digits_from(found, bit));
            add_places(found, &found->run, (uint64_t)(count >= plan->run.digits) << bit);
        }
    }
    const unsigned joint_count = bit_count(joints);
    for (unsigned i = 0; i < plan->dot_chain_count && joint_count >= plan->chains[i].count; i++) {
        uint64_t starts = chain_starts(&plan->chains[i], joints);
        while (starts) {
            const unsigned bit = (unsigned)__builtin_ctzll(starts);
            starts &= starts - 1;
            const uint64_t holds = bit < left && bytes[bit] == plan->chains[i].separator;
            add_places(found, &found->chains[i], holds << bit);
        }
    }
}

/// Whether a literal may be noticed by the first bytes of a word.
INLINE int may_open(const bytescan_plan *plan, uint32_t word) {
    return plan->openings[bytescan_opening_hash(word)] | plan->vague[word & 0xFF];
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
        const uint64_t four = (uint64_t)plan->openings[bytescan_opening_hash((uint32_t)word)] |
                              (uint64_t)plan->openings[bytescan_opening_hash((uint32_t)(word >> 8))] << 1 |
                              (uint64_t)plan->openings[bytescan_opening_hash((uint32_t)(word >> 16))] << 2 |
                              (uint64_t)plan->openings[bytescan_opening_hash((uint32_t)(word >> 24))] << 3;
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
                            members_function *members, const void *tables) {
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
    uint64_t known_separators = 0;
    size_t known_at = SIZE_MAX;
    block_masks here = masks_at(masks, tables, plan, bytes, count, position);
    while (position < whole && position < limit && record <= full) {
        const block_masks next = masks_at(masks, tables, plan, bytes, count, position + block);
        number_masks numbers;
        uint64_t hits = here.hits;
        if (__builtin_expect(__builtin_popcountll(hits) > many_hits && position + block + 4 <= count, 0)) {
            hits &= openings_in(plan, bytes + position) | members(tables, plan, bytescan_vague, bytes + position);
        }
        uint64_t any = hits;
        numbers.any = 0;
        const wide_mask digits = {here.digits, next.digits}, chain = {here.chain, next.chain};
        const int has_numbers = here.digits && bit_count(digits) >= plan->least_digits;
        const int has_chains = plan->least_chain && bit_count(chain) >= plan->least_chain;
        if (has_numbers | has_chains) {
            if (has_numbers) {
                // Digits come in crowds: what was looked up for the next block serves again when it is this one.
                const uint64_t early =
                    known_at == position ? known_separators : separators_at(members, tables, plan, bytes, count, position);
                known_at = position + block;
                known_separators = separators_at(members, tables, plan, bytes, count, known_at);
                find_numbers(plan, bytes + position, count - position, digits, digit_before,
                             (wide_mask){early, known_separators}, &numbers);
            }
            for (unsigned i = has_chains ? plan->dot_chain_count : plan->chain_count; i < plan->chain_count; i++) {
                add_places(&numbers, &numbers.chains[i], chain_starts(&plan->chains[i], chain));
            }
            any |= numbers.any;
        }
        if (position + block > whole) {
            any &= low_bits(whole - position);
        }
        while (any) {
            unsigned bit = __builtin_ctzll(any);
            any &= any - 1;
            size_t at = position + bit;
            if (__builtin_expect(numbers.any >> bit & 1, 0)) {
                for (unsigned i = 0; i < plan->shape_count; i++) {
                    EMIT_IF(at, numbers.shapes[i] >> bit & 1, plan->shapes[i].tag);
                }
                for (unsigned i = 0; i < plan->chain_count; i++) {
                    EMIT_IF(at, numbers.chains[i] >> bit & 1, plan->chains[i].tag);
                }
                if (numbers.run >> bit & 1) {
                    *record++ = (uint64_t)at << 16 | plan->run.tag;
                    *record++ = digits_from(&numbers, bit);
                }
            }
            const uint64_t word = read_eight(bytes, count, at);
            if (hits >> bit & 1 && may_open(plan, (uint32_t)word)) {
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
