// The scan itself, for any instruction set: a vector file gives it the masks of 64 bytes and includes it in one function.
#ifndef TRIGGERS_H
#define TRIGGERS_H

#include <string.h>

#include "bytescan_triggers.h"

#define INLINE static inline __attribute__((always_inline))

// Shapes reach over the end of a block, so two blocks are looked at as one number.
typedef unsigned __int128 wide;

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

INLINE wide equal_wide(equal_function *equal, const uint8_t *bytes, size_t count, size_t at, uint8_t byte) {
    return (wide)equal_at(equal, bytes, count, at + block, byte) << 64 | equal_at(equal, bytes, count, at, byte);
}

INLINE uint64_t range_at(range_function *range, const uint8_t *bytes, size_t count, size_t at, uint8_t low,
                         uint8_t span) {
    if (at + block <= count) {
        return range(bytes + at, low, span);
    }
    return at >= count ? 0 : range(bytes + count - block, low, span) >> (at - (count - block));
}

/// Where `length` bits in a row are set, by doubling.
INLINE wide runs_of(wide bits, unsigned length) {
    wide runs = bits;
    unsigned known = 1;
    while (known < length) {
        unsigned step = known < length - known ? known : length - known;
        runs &= runs >> step;
        known += step;
    }
    return runs;
}

/// `bits >> by`, for 1 to 63: cheaper than a shift that must think of more.
INLINE wide shifted(wide bits, unsigned by) {
    uint64_t low = (uint64_t)bits, high = (uint64_t)(bits >> 64);
    return (wide)(high >> by) << 64 | (low >> by | high << (64 - by));
}

/// The lower half of `bits >> by`, for 1 to 63.
INLINE uint64_t shifted_low(wide bits, unsigned by) {
    return (uint64_t)bits >> by | (uint64_t)(bits >> 64) << (64 - by);
}

INLINE uint64_t chain_starts(const bytescan_chain *chain, wide separators) {
    wide starts = separators;
    for (unsigned i = 1; i < chain->count && starts; i++) {
        wide next = shifted(starts, chain->low);
        for (unsigned distance = chain->low + 1u; distance <= chain->high; distance++) {
            next |= shifted(starts, distance);
        }
        starts = separators & next;
    }
    return (uint64_t)starts;
}

/// Where separators stand in one block.
typedef struct {
    uint64_t blank, dash, dot, slash;
} block_separators;

/// Where separators stand in a block and the next.
typedef struct {
    wide blank, dash, dot, slash;
} wide_separators;

INLINE wide widened(uint64_t here, uint64_t next) { return (wide)next << 64 | here; }

INLINE block_separators separators_at(const bytescan_plan *plan, equal_function *equal, const uint8_t *bytes,
                                      size_t count, size_t at) {
    const unsigned wanted = plan->wanted_separators;
    return (block_separators){
        wanted & bytescan_blank ? equal_at(equal, bytes, count, at, ' ') : 0,
        wanted & bytescan_dash ? equal_at(equal, bytes, count, at, '-') : 0,
        equal_at(equal, bytes, count, at, '.'),
        wanted & bytescan_slash ? equal_at(equal, bytes, count, at, '/') : 0,
    };
}

/// Where so many digits in a row start, for the lengths that most groups have.
typedef struct {
    wide two, three, four;
} digit_runs;

INLINE digit_runs runs_of_digits(wide digits) {
    wide two = digits & digits >> 1;
    return (digit_runs){two, two & digits >> 2, two & two >> 2};
}

INLINE wide group_starts(const digit_runs *runs, wide digits, unsigned length) {
    return length == 3 ? runs->three : length == 4 ? runs->four : length == 2 ? runs->two : runs_of(digits, length);
}

INLINE uint64_t shape_starts(const bytescan_shape *shape, wide digits, const digit_runs *runs,
                             const wide_separators *masks) {
    uint64_t starts = (uint64_t)group_starts(runs, digits, shape->groups[0]);
    unsigned offset = shape->groups[0];
    for (unsigned i = 1; i < shape->group_count; i++) {
        uint8_t set = shape->separators[i - 1];
        wide between = (set & bytescan_blank ? masks->blank : 0) | (set & bytescan_dash ? masks->dash : 0) |
                       (set & bytescan_dot ? masks->dot : 0) | (set & bytescan_slash ? masks->slash : 0);
        starts &= shifted_low(between, offset) & shifted_low(group_starts(runs, digits, shape->groups[i]), offset + 1);
        offset += 1 + shape->groups[i];
    }
    return starts;
}

/// Digits, and separators of which at most `gap` stand between two digits.
INLINE wide run_bytes(const bytescan_run *run, wide digits, wide separators) {
    wide before1 = separators & digits << 1, after1 = separators & digits >> 1;
    wide bytes = digits | (before1 & after1);
    if (run->gap > 1) {
        wide before2 = separators & before1 << 1, after2 = separators & after1 >> 1;
        bytes |= (before1 & after2) | (before2 & after1);
        if (run->gap > 2) {
            wide before3 = separators & before2 << 1, after3 = separators & after2 >> 1;
            bytes |= (before1 & after3) | (before2 & after2) | (before3 & after1);
        }
    }
    return bytes;
}

/// Where runs with enough digits start. `before` is whether the byte before the block belongs to one.
INLINE uint64_t run_starts(const bytescan_run *run, wide digits, wide separators, uint64_t *before) {
    wide bytes = run_bytes(run, digits, separators);
    uint64_t starts = (uint64_t)runs_of(bytes, run->digits) & ~((uint64_t)bytes << 1 | *before);
    *before = (uint64_t)bytes >> 63;
    uint64_t enough = 0;
    while (starts) {
        unsigned bit = __builtin_ctzll(starts);
        starts &= starts - 1;
        uint64_t rest = ~(uint64_t)(bytes >> bit);
        uint64_t extent = rest ? low_bits(__builtin_ctzll(rest)) : ~0ull;
        unsigned count = __builtin_popcountll((uint64_t)(digits >> bit) & extent);
        // A run that goes on behind what is seen may have more.
        enough |= (uint64_t)(count >= run->digits || !rest) << bit;
    }
    return enough;
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
    uint64_t digits_before = cursor->digits_before, run_before = cursor->run_before;
    block_separators known_separators = {0, 0, 0, 0};
    size_t separators_known = SIZE_MAX;
    block_masks here = masks_at(masks, tables, plan, bytes, count, position);
    while (position < whole && position < limit && record <= full) {
        block_masks next = masks_at(masks, tables, plan, bytes, count, position + block);
        uint64_t shapes[bytescan_max_shapes], chains[bytescan_max_chains], run = 0;
        uint64_t numbers = 0;
        unsigned digit_count = __builtin_popcountll(here.digits) + __builtin_popcountll(next.digits);
        const int has_digits = digit_count >= plan->least_digits && (here.digits | digits_before);
        int has_shapes = 0, has_run = 0;
        wide digits = widened(here.digits, next.digits), between_digits = 0;
        if (has_digits) {
            // Digits come in crowds: what was looked up for the next block serves again when it is this one.
            block_separators low = separators_known == position
                                       ? known_separators
                                       : separators_at(plan, equal, bytes, count, position);
            block_separators high = separators_at(plan, equal, bytes, count, position + block);
            known_separators = high;
            separators_known = position + block;
            wide_separators separators = {widened(low.blank, high.blank), widened(low.dash, high.dash),
                                          widened(low.dot, high.dot), widened(low.slash, high.slash)};
            wide inside = (digits << 1 | digits_before) & digits >> 1;
            between_digits = separators.dot & inside;
            if (digit_count >= plan->least_shape_digits) {
                wide joints = inside & (separators.blank | separators.dash | separators.dot | separators.slash);
                has_shapes = __builtin_popcountll((uint64_t)joints) + __builtin_popcountll((uint64_t)(joints >> 64)) >=
                             plan->least_shape_separators;
            }
            if (has_shapes) {
                digit_runs runs = runs_of_digits(digits);
                for (unsigned i = 0; i < plan->shape_count; i++) {
                    shapes[i] = shape_starts(&plan->shapes[i], digits, &runs, &separators);
                    numbers |= shapes[i];
                }
            }
            has_run = plan->run.digits && digit_count >= plan->run.digits && here.digits;
            if (has_run) {
                wide between = (plan->run_separators & bytescan_blank ? separators.blank : 0) |
                               (plan->run_separators & bytescan_dash ? separators.dash : 0) |
                               (plan->run_separators & bytescan_dot ? separators.dot : 0) |
                               (plan->run_separators & bytescan_slash ? separators.slash : 0);
                for (uint16_t others = plan->run_others; others; others &= others - 1) {
                    between |= equal_wide(equal, bytes, count, position, (uint8_t)(0x20 + __builtin_ctz(others)));
                }
                if (plan->run.white) {
                    between |= widened(range_at(range, bytes, count, position, '\t', 4),
                                       range_at(range, bytes, count, position + block, '\t', 4));
                }
                run = run_starts(&plan->run, digits, between, &run_before);
                numbers |= run;
            }
        }
        run_before = has_run ? run_before : 0;
        for (unsigned i = 0; i < plan->chain_count; i++) {
            const bytescan_chain *chain = &plan->chains[i];
            chains[i] = 0;
            wide separators;
            if (chain->separator == plan->chain_byte) {
                separators = widened(here.chain, next.chain);
            } else if (chain->between_digits && chain->separator == '.') {
                separators = between_digits;
            } else {
                separators = equal_wide(equal, bytes, count, position, chain->separator);
            }
            if (chain->between_digits && chain->separator != '.') {
                separators &= (digits << 1 | digits_before) & digits >> 1;
            }
            if (__builtin_popcountll((uint64_t)separators) + __builtin_popcountll((uint64_t)(separators >> 64)) >=
                chain->count) {
                chains[i] = chain_starts(chain, separators);
                numbers |= chains[i];
            }
        }
        uint64_t any = here.hits | numbers;
        if (position + block > whole) {
            any &= low_bits(whole - position);
        }
        while (any) {
            unsigned bit = __builtin_ctzll(any);
            any &= any - 1;
            size_t at = position + bit;
            uint64_t word = read_eight(bytes, count, at);
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
            if (__builtin_expect(numbers >> bit & 1, 0)) {
                if (has_shapes) {
                    for (unsigned i = 0; i < plan->shape_count; i++) {
                        EMIT_IF(shapes[i] >> bit & 1, plan->shapes[i].tag);
                    }
                }
                for (unsigned i = 0; i < plan->chain_count; i++) {
                    EMIT_IF(chains[i] >> bit & 1, plan->chains[i].tag);
                }
                EMIT_IF(run >> bit & 1, plan->run.tag);
            }
        }
        digits_before = here.digits >> 63;
        here = next;
        position += block;
    }
    cursor->position = position < whole ? position : whole;
    cursor->digits_before = digits_before;
    cursor->run_before = run_before;
    return (size_t)(record - records);
}

#undef EMIT_IF

#endif
