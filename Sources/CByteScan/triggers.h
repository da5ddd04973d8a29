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
/// Where a byte stands in the 64 at `bytes`.
typedef uint64_t equal_function(const uint8_t *bytes, uint8_t byte);

/// Where a byte from `low` to `low + span` stands in the 64 at `bytes`.
typedef uint64_t range_function(const uint8_t *bytes, uint8_t low, uint8_t span);

enum { block = 64, opening_block = 66, least_count = 72 };

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

INLINE uint64_t equal_at(equal_function *equal, const uint8_t *bytes, size_t count, size_t at, uint8_t byte) {
    if (at + block <= count) {
        return equal(bytes + at, byte);
    }
    return at >= count ? 0 : equal(bytes + count - block, byte) >> (at - (count - block));
}

INLINE uint64_t range_at(range_function *range, const uint8_t *bytes, size_t count, size_t at, uint8_t low,
                         uint8_t span) {
    if (at + block <= count) {
        return range(bytes + at, low, span);
    }
    return at >= count ? 0 : range(bytes + count - block, low, span) >> (at - (count - block));
}

/// Where `length` bits in a row start, by doubling.
INLINE uint64_t runs_of(uint64_t bits, unsigned length) {
    unsigned known = 1;
    while (known < length) {
        unsigned step = known < length - known ? known : length - known;
        bits &= bits >> step;
        known += step;
    }
    return bits;
}

/// Where separators stand in 64 bytes.
typedef struct {
    uint64_t blank, dash, dot, slash;
    /// Further ones, of runs only.
    uint64_t others;
} separator_masks;

INLINE separator_masks separators_at(const bytescan_plan *plan, equal_function *equal, range_function *range,
                                     const uint8_t *bytes, size_t count, size_t at) {
    const unsigned wanted = plan->wanted_separators;
    separator_masks masks = {
        wanted & bytescan_blank ? equal_at(equal, bytes, count, at, ' ') : 0,
        wanted & bytescan_dash ? equal_at(equal, bytes, count, at, '-') : 0,
        wanted & bytescan_dot ? equal_at(equal, bytes, count, at, '.') : 0,
        wanted & bytescan_slash ? equal_at(equal, bytes, count, at, '/') : 0,
        0,
    };
    for (uint16_t others = plan->run_others; others; others &= others - 1) {
        masks.others |= equal_at(equal, bytes, count, at, (uint8_t)(0x20 + __builtin_ctz(others)));
    }
    if (plan->run.white) {
        masks.others |= range_at(range, bytes, count, at, '\t', 4);
    }
    return masks;
}

/// The second half of one block and the first of the next.
INLINE uint64_t straddling(uint64_t here, uint64_t next) { return here >> 32 | next << 32; }

INLINE separator_masks straddling_separators(separator_masks here, separator_masks next) {
    return (separator_masks){straddling(here.blank, next.blank), straddling(here.dash, next.dash),
                             straddling(here.dot, next.dot), straddling(here.slash, next.slash),
                             straddling(here.others, next.others)};
}

INLINE uint64_t chain_starts(const bytescan_chain *chain, uint64_t separators) {
    uint64_t starts = separators;
    for (unsigned i = 1; i < chain->count; i++) {
        uint64_t next = starts >> chain->low;
        for (unsigned distance = chain->low + 1u; distance <= chain->high; distance++) {
            next |= starts >> distance;
        }
        starts = separators & next;
    }
    return starts;
}

INLINE uint64_t selected_separators(const uint64_t selected[4], const separator_masks *masks) {
    return (selected[0] & masks->blank) | (selected[1] & masks->dash) | (selected[2] & masks->dot) |
           (selected[3] & masks->slash);
}

/// Where so many digits in a row start, for the lengths that most groups have.
typedef struct {
    uint64_t of[5];
} digit_runs;

INLINE digit_runs runs_of_digits(uint64_t digits) {
    uint64_t two = digits & digits >> 1;
    return (digit_runs){{~0ull, digits, two, two & digits >> 2, two & two >> 2}};
}

INLINE uint64_t group_starts(const digit_runs *runs, unsigned length) {
    return length <= 4 ? runs->of[length] : runs_of(runs->of[1], length);
}

INLINE uint64_t shape_starts(const bytescan_shape *shape, const digit_runs *runs, const separator_masks *masks) {
    uint64_t between = selected_separators(shape->selected, masks);
    uint64_t starts = group_starts(runs, shape->groups[0]);
    unsigned offset = shape->groups[0];
    for (unsigned i = 1; i < shape->group_count; i++) {
        if (__builtin_expect(!shape->is_uniform, 0)) {
            uint8_t set = shape->separators[i - 1];
            between = (set & bytescan_blank ? masks->blank : 0) | (set & bytescan_dash ? masks->dash : 0) |
                      (set & bytescan_dot ? masks->dot : 0) | (set & bytescan_slash ? masks->slash : 0);
        }
        starts &= between >> offset & group_starts(runs, shape->groups[i]) >> (offset + 1);
        offset += 1 + shape->groups[i];
    }
    return starts;
}

/// Digits, and separators of which at most `gap` stand between two digits.
INLINE uint64_t run_bytes(const bytescan_run *run, uint64_t digits, uint64_t separators) {
    uint64_t before1 = separators & digits << 1, after1 = separators & digits >> 1;
    uint64_t bytes = digits | (before1 & after1);
    if (run->gap > 1) {
        uint64_t before2 = separators & before1 << 1, after2 = separators & after1 >> 1;
        bytes |= (before1 & after2) | (before2 & after1);
        if (run->gap > 2) {
            uint64_t before3 = separators & before2 << 1, after3 = separators & after2 >> 1;
            bytes |= (before1 & after3) | (before2 & after2) | (before3 & after1);
        }
    }
    return bytes;
}

/// Where enough bits in a row start; how many those are is in the steps of the plan.
INLINE uint64_t in_a_row(uint64_t bits, const uint8_t steps[5]) {
    for (unsigned i = 0; i < 5; i++) {
        bits &= bits >> steps[i];
    }
    return bits;
}

/// Where runs with enough digits start among the first 32 bytes. `before` is whether the byte before those belongs to
/// a run.
INLINE uint64_t run_starts(const bytescan_plan *plan, uint64_t digits, uint64_t separators, uint64_t *before) {
    const bytescan_run *run = &plan->run;
    uint64_t bytes = run_bytes(run, digits, separators);
    uint64_t starts = in_a_row(bytes, plan->run_steps) & ~(bytes << 1 | *before) & 0xFFFFFFFF;
    *before = bytes >> 31 & 1;
    uint64_t enough = 0;
    while (starts) {
        unsigned bit = __builtin_ctzll(starts);
        starts &= starts - 1;
        unsigned length = __builtin_ctzll(~(bytes >> bit) | 1ull << 63);
        unsigned count = __builtin_popcountll(digits >> bit & low_bits(length));
        // A run that goes on behind what is seen may have more.
        enough |= (uint64_t)(count >= run->digits || bit + length >= 63) << bit;
    }
    return enough;
}

/// Where shapes, chains and runs of digits start, one bit a byte.
typedef struct {
    uint64_t any;
    uint64_t shapes[bytescan_max_shapes], chains[bytescan_max_chains], run;
} number_masks;

/// Looks at 64 bytes for what starts among the first 32 of them, and adds it from bit `half` on. `digit_before` is
/// whether a digit stands before them.
INLINE void find_numbers(const bytescan_plan *plan, uint64_t digits, uint64_t digit_before, uint64_t *run_before,
                         const separator_masks *separators, unsigned half, number_masks *found) {
    const uint64_t first = 0xFFFFFFFF;
    unsigned count = __builtin_popcountll(digits);
    uint64_t any = 0;
    if (count >= plan->least_shape_digits) {
        uint64_t joints = (digits << 1 | digit_before) & digits >> 1 & selected_separators(plan->shape_selected, separators);
        if ((unsigned)__builtin_popcountll(joints) >= plan->least_shape_separators &&
            in_a_row(digits | joints, plan->shape_steps) & first) {
            digit_runs runs = runs_of_digits(digits);
            for (unsigned i = 0; i < plan->shape_count; i++) {
                uint64_t starts = shape_starts(&plan->shapes[i], &runs, separators) & first;
                found->shapes[i] |= starts << half;
                any |= starts;
            }
        }
    }
    if (plan->run.digits && count >= plan->run.digits) {
        uint64_t between = selected_separators(plan->run_selected, separators) | separators->others;
        uint64_t starts = run_starts(plan, digits, between, run_before);
        found->run |= starts << half;
        any |= starts;
    } else {
        *run_before = 0;
    }
    found->any |= any << half;
}

/// Looks for the chains of dots between digits.
INLINE void find_dots(const bytescan_plan *plan, equal_function *equal, const uint8_t *bytes, size_t count, size_t at,
                      const block_masks *here, const block_masks *next, uint64_t digit_before, number_masks *found) {
    uint64_t dots = equal_at(equal, bytes, count, at, '.') & (here->digits << 1 | digit_before);
    uint64_t later = equal_at(equal, bytes, count, at + block, '.') & (next->digits << 1 | here->digits >> 63);
    dots &= here->digits >> 1 | next->digits << 63;
    later &= next->digits >> 1;
    for (unsigned half = 0; half < block; half += 32) {
        uint64_t between = half ? straddling(dots, later) : dots;
        for (unsigned i = 0; i < plan->dot_chain_count; i++) {
            const bytescan_chain *chain = &plan->chains[i];
            if ((unsigned)__builtin_popcountll(between) >= chain->count) {
                uint64_t starts = chain_starts(chain, between) & 0xFFFFFFFF;
                found->chains[i] |= starts << half;
                found->any |= starts << half;
            }
        }
    }
}

/// Looks for the chains whose separator may stand beside anything.
INLINE void find_chains(const bytescan_plan *plan, uint64_t separators, unsigned half, number_masks *found) {
    for (unsigned i = plan->dot_chain_count; i < plan->chain_count; i++) {
        if ((unsigned)__builtin_popcountll(separators) >= plan->chains[i].count) {
            uint64_t starts = chain_starts(&plan->chains[i], separators) & 0xFFFFFFFF;
            found->chains[i] |= starts << half;
            found->any |= starts << half;
        }
    }
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
#define EMIT_IF(holds, tagged) (*record = (uint64_t)at << 16 | (tagged), record += (holds) != 0)

INLINE size_t scan_triggers(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                            size_t limit, uint64_t *records, size_t capacity, masks_function *masks,
                            equal_function *equal, range_function *range, const void *tables) {
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
    uint64_t digit_before = cursor->digit_before, run_before = cursor->run_before;
    separator_masks known = {0, 0, 0, 0, 0};
    size_t known_at = SIZE_MAX;
    block_masks here = masks_at(masks, tables, plan, bytes, count, position);
    while (position < whole && position < limit && record <= full) {
        block_masks next = masks_at(masks, tables, plan, bytes, count, position + block);
        number_masks numbers;
        uint64_t any = here.hits;
        numbers.any = 0;
        const uint64_t later_digits = straddling(here.digits, next.digits);
        const unsigned early_digits = __builtin_popcountll(here.digits);
        const unsigned late_digits = __builtin_popcountll(later_digits);
        // What starts in a half of the block starts with a digit there.
        const int has_early = early_digits >= plan->least_digits && (uint32_t)here.digits;
        const int has_late = late_digits >= plan->least_digits && (uint32_t)later_digits;
        const int has_numbers = has_early | has_late;
        const int has_dots =
            (early_digits > late_digits ? early_digits : late_digits) >= plan->least_dot_digits;
        const int has_colons = plan->least_chain &&
                               (unsigned)__builtin_popcountll(here.chain) + (unsigned)__builtin_popcountll(next.chain) >=
                                   plan->least_chain;
        if (has_numbers | has_dots | has_colons) {
            memset(&numbers, 0, sizeof numbers);
            if (has_numbers) {
                // Digits come in crowds: what was looked up for the next block serves again when it is this one.
                separator_masks early =
                    known_at == position ? known : separators_at(plan, equal, range, bytes, count, position);
                known = separators_at(plan, equal, range, bytes, count, position + block);
                known_at = position + block;
                if (has_early) {
                    find_numbers(plan, here.digits, digit_before, &run_before, &early, 0, &numbers);
                } else {
                    run_before = 0;
                }
                if (has_late) {
                    separator_masks late = straddling_separators(early, known);
                    find_numbers(plan, later_digits, here.digits >> 31 & 1, &run_before, &late, 32, &numbers);
                } else {
                    run_before = 0;
                }
            } else {
                run_before = 0;
            }
            if (has_dots) {
                find_dots(plan, equal, bytes, count, position, &here, &next, digit_before, &numbers);
            }
            if (has_colons) {
                find_chains(plan, here.chain, 0, &numbers);
                find_chains(plan, straddling(here.chain, next.chain), 32, &numbers);
            }
            any |= numbers.any;
        } else {
            run_before = 0;
        }
        if (position + block > whole) {
            any &= low_bits(whole - position);
        }
        while (any) {
            unsigned bit = __builtin_ctzll(any);
            any &= any - 1;
            size_t at = position + bit;
            uint64_t word = read_eight(bytes, count, at);
            const uint32_t hash = bytescan_opening_hash((uint32_t)word);
            if ((plan->openings[hash >> 3] >> (hash & 7) & 1) | plan->vague[word & 0xFF]) {
                uint32_t before = at ? plan->classes[bytes[at - 1]] : ~0u;
                unsigned index = plan->first[word & 0xFF], last = plan->first[(word & 0xFF) + 1];
                do {
                    // Bytes that no literal starts with have the one that is never there.
                    const bytescan_literal *literal = &plan->literals[index];
                    size_t tested = at + literal->offset;
                    uint32_t class = tested < whole ? plan->classes[bytes[tested]] : ~0u;
                    EMIT_IF(((word & literal->mask) == literal->value) & ((before & literal->previous) != 0) &
                                ((class & literal->tested) != 0),
                            literal->tag);
                } while (++index < last);
            }
            if (__builtin_expect(numbers.any >> bit & 1, 0)) {
                for (unsigned i = 0; i < plan->shape_count; i++) {
                    EMIT_IF(numbers.shapes[i] >> bit & 1, plan->shapes[i].tag);
                }
                for (unsigned i = 0; i < plan->chain_count; i++) {
                    EMIT_IF(numbers.chains[i] >> bit & 1, plan->chains[i].tag);
                }
                EMIT_IF(numbers.run >> bit & 1, plan->run.tag);
            }
        }
        digit_before = here.digits >> 63;
        here = next;
        position += block;
    }
    cursor->position = position < whole ? position : whole;
    cursor->digit_before = digit_before;
    cursor->run_before = run_before;
    return (size_t)(record - records);
}

#undef EMIT_IF

#endif
