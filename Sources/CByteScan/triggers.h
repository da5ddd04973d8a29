// The scan itself, for any instruction set: a vector file gives it the masks of 64 bytes and includes it in one function.
#ifndef TRIGGERS_H
#define TRIGGERS_H

#include <string.h>

#include "bytescan_triggers.h"
#include "numbers.h"

/// One bit a byte of 64: digits, the chain byte, dots, what may separate digits, and where a literal may be noticed.
typedef struct {
    uint64_t digits, chain, dots, separators, hits;
} block_masks;

/// Masks of the 64 bytes at `bytes`, and hits of the 64 at `opening`, of which 67 can be read.
typedef block_masks masks_function(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                                   const uint8_t *opening);
/// Where bytes that literals are noticed by alone may stand in the 64 at `bytes`.
typedef uint64_t vague_function(const bytescan_plan *plan, const uint8_t *bytes);

/// `write_many_places` with the functions of an instruction set.
typedef uint16_t *many_places_function(const bytescan_plan *plan, const uint8_t *bytes, size_t count, window *window,
                                       unsigned at, uint16_t *place);

/// Fills the words of a window of so many blocks, and looks for numbers in it: `look` with the functions of an
/// instruction set. A function of its own, since tables in vectors and all that records are written from do not fit into
/// registers together.
///
/// - Parameters:
///   - count: how many bytes can be read.
///   - whole: how many of them are text.
/// - Returns: the blocks in which anything may start, one bit each.
typedef uint64_t look_function(const void *tables, const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                               size_t whole, size_t position, unsigned blocks, window *window);

/// The functions of an instruction set, and what the first of them is to be handed.
typedef struct {
    look_function *look;
    const void *tables;
    many_places_function *many_places;
} vector_functions;

enum {
    /// Bytes that are looked at together.
    block = 64,
    /// Those and what belongs to the four bytes that a literal at the last of them is noticed by.
    opening_block = block + 3,
    /// A shorter text is padded to this: room for a block with its openings, and for eight bytes from any of it.
    least_count = block + 8,
    /// With more hits than this in a block all its bytes are looked at.
    many_hits = 12,
};

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

/// A `vague_function` for where tables cannot be looked up by vectors.
INLINE uint64_t vague_by_byte(const bytescan_plan *plan, const uint8_t *bytes) {
    uint64_t mask = 0;
    for (unsigned i = 0; i < block; i++) {
        mask |= (uint64_t)(plan->vague[bytes[i]] != 0) << i;
    }
    return mask;
}

/// Those of the hits in 64 bytes, of which 68 can be read, where a literal may open.
INLINE uint64_t true_hits(vague_function *vague, const bytescan_plan *plan, const uint8_t *bytes, uint64_t hits) {
    return __builtin_popcountll(hits) > many_hits
               ? hits & (openings_in(plan, bytes) | vague(plan, bytes))
               : openings_among(hits, bytes, may_open, plan);
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

/// Compares some of the literals, noticed at a byte, and writes the records of those that stand there: one record for
/// all ways in which the same thing may open, which follow each other.
INLINE uint64_t *compare_literals(const bytescan_plan *plan, unsigned first, unsigned last, const uint8_t *bytes,
                                  size_t count, size_t whole, size_t at, uint64_t *record) {
    uint64_t written = ~0ull;
    for (unsigned i = first; i < last; i++) {
        const bytescan_literal *literal = &plan->literals[i];
        if (literal->shift > at) {
            continue;
        }
        const size_t start = at - literal->shift, tested = start + literal->offset;
        const uint32_t before = start ? plan->classes[bytes[start - 1]] : ~0u;
        const uint32_t class = tested < whole ? plan->classes[bytes[tested]] : ~0u;
        const int is_equal = (read_eight(bytes, count, start) & literal->mask) == literal->value;
        const uint64_t found = (uint64_t)start << 16 | literal->tag;
        const int holds = is_equal & ((before & literal->previous) != 0) & ((class & literal->tested) != 0);
        *record = found;
        record += holds & (found != written);
        written = holds ? found : written;
    }
    return record;
}

/// Counts on from the block before.
INLINE void count_block(window *window, unsigned at, uint64_t digits, uint64_t chain) {
    window->digit_counts[at] = window->digit_counts[at - 1] + (unsigned)__builtin_popcountll(digits);
    window->chain_counts[at] = window->chain_counts[at - 1] + (unsigned)__builtin_popcountll(chain);
}

/// Fills the words of a block.
INLINE void note(block_masks here, unsigned at, window *window) {
    window->digits[at] = here.digits;
    window->chain[at] = here.chain;
    window->dots[at] = here.dots;
    window->separators[at] = here.separators;
    window->hits[at] = here.hits;
    count_block(window, at, here.digits, here.chain);
}

/// Puts right the words of a block near the end of the text, which were made of the last bytes there are.
///
/// - Parameters:
///   - start: where the block starts.
///   - at: its word.
INLINE void move_last(const bytescan_plan *plan, const uint8_t *bytes, size_t count, size_t start, unsigned at,
                      window *window) {
    const size_t last = count - block, last_opening = count - opening_block;
    const unsigned behind = start > last ? (unsigned)(start - last) : 0;
    const uint64_t digits = window->digits[at] >> behind, chain = window->chain[at] >> behind;
    window->digits[at] = digits;
    window->chain[at] = chain;
    window->dots[at] >>= behind;
    window->separators[at] >>= behind;
    count_block(window, at, digits, chain);
    uint64_t hits = start - last_opening < block ? window->hits[at] >> (start - last_opening) : 0;
#pragma clang loop unroll(disable)
    for (size_t place = count - 3; place < count; place++) {
        if (place - start < block) {
            hits |= (uint64_t)may_open(plan, (uint32_t)read_eight(bytes, count, place)) << (place - start);
        }
    }
    window->hits[at] = hits;
}

INLINE size_t least_of(size_t first, size_t second) { return first < second ? first : second; }

/// A `look_function`, but for the masks. What stands in each block is noted, and in the one behind the last.
INLINE uint64_t look(masks_function *masks, const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                     size_t count, size_t whole, size_t position, unsigned blocks, window *window) {
    const size_t last = count - block, last_opening = count - opening_block;
    const size_t left = (whole - position + block - 1) / block;
    const unsigned known = left > blocks ? blocks + 1 : blocks;
    window->digit_counts[0] = 0;
    window->chain_counts[0] = 0;
    const unsigned full = position > last_opening ? 0 : (unsigned)least_of((last_opening - position) / block + 1, known);
    const uint8_t *here = bytes + position, *opening = here;
    for (unsigned i = 0, end = full;;) {
        for (; i < end; here += block, opening += block) {
            note(masks(tables, plan, here, opening), ++i, window);
        }
        if (end == known) {
            break;
        }
        // Near the end, which two blocks are at most, the last full ones are read: a copy of the rest would stall on reading
        // what was just written.
        here = bytes + least_of(position + i * block, last);
        opening = bytes + last_opening;
        end++;
    }
    if (known == blocks) {
        note((block_masks){0, 0, 0, 0, 0}, known + 1, window);
    }
#pragma clang loop unroll(disable)
    for (unsigned i = full; i < known; i++) {
        move_last(plan, bytes, count, position + i * block, i + 1, window);
    }
    return look_for_numbers(plan, blocks, window);
}

/// Where anything of numbers and chains may start in the block with the word `at`.
INLINE uint64_t number_starts(const window *window, unsigned at) {
    return window->runs[at] | window->shapes[at] | window->any_chains[at];
}

/// Writes the places of four bits of a word, that of the last one for each that is missing.
///
/// - Returns: the bits that are left.
INLINE uint64_t write_four_places(uint64_t bits, unsigned at, uint16_t *place) {
    const uint64_t last = 1ull << 63;
    for (unsigned i = 0; i < 4; i++) {
        place[i] = (uint16_t)((at - 1) * block + (unsigned)__builtin_ctzll(bits | last));
        bits &= bits - 1;
    }
    return bits;
}

/// Writes the places of all bits of a block with several. Hits count where a literal may open: a branch for each would be
/// mispredicted more often than not.
///
/// - Parameters:
///   - bytes: those of the block, of which `count` can be read.
///   - at: its word.
/// - Returns: what is behind the places.
INLINE uint16_t *write_many_places(vague_function *vague, const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                                   window *window, unsigned at, uint16_t *place) {
    uint64_t hits = window->hits[at];
    if ((hits & (hits - 1)) && block + 4 <= count) {
        hits = true_hits(vague, plan, bytes, hits);
        window->hits[at] = hits;
    }
    uint64_t left = hits | number_starts(window, at);
    uint16_t *const last = place + __builtin_popcountll(left);
    for (; place < last; place += 4) {
        left = write_four_places(left, at, place);
    }
    return last;
}

/// Writes the places of all bits of those blocks of a window that have any: which have none cannot be foreseen. Four in a
/// block cost no branch.
INLINE uint16_t *write_places(const vector_functions *vector, const bytescan_plan *plan, const uint8_t *bytes,
                              size_t count, uint64_t blocks, window *window, uint16_t *place) {
    for (uint64_t left = blocks; left; left &= left - 1) {
        const unsigned at = (unsigned)__builtin_ctzll(left) + 1;
        const uint64_t any = window->hits[at] | number_starts(window, at);
        const size_t offset = (at - 1) * block;
        if (write_four_places(any, at, place)) {
            place = vector->many_places(plan, bytes + offset, count - offset, window, at, place);
        } else {
            place += __builtin_popcountll(any);
        }
    }
    return place;
}

/// Writes the record of a run of digits that may start at a place of the block with the word `at`.
INLINE uint64_t *write_run(const bytescan_plan *plan, const window *window, unsigned at, unsigned bit, size_t place,
                           uint64_t *record) {
    const uint64_t digits = digits_from(window, at, bit);
    const unsigned digit_count = (unsigned)__builtin_popcountll(digits);
    record[0] = (uint64_t)place << 16 | plan->run.tag;
    record[1] = digits;
    record[2] = digit_count;
    return record + (digit_count >= plan->run.digits ? 3 : 0);
}

/// Writes records of shapes and chains that may start at a separator.
INLINE uint64_t *write_separated(const bytescan_plan *plan, const window *window, unsigned at, unsigned bit,
                                 const uint8_t *bytes, size_t count, size_t place, uint64_t *record) {
    if (window->shapes[at] >> bit & 1) {
        const uint64_t digits = digits_from(window, at, bit);
        for (unsigned i = 0; i < plan->shape_count; i++) {
            EMIT_IF(place, has_shape(plan, &plan->shapes[i], digits, bytes + place, count - place), plan->shapes[i].tag);
        }
    }
    if (window->any_chains[at] >> bit & 1) {
        for (unsigned i = 0; i < plan->chain_count; i++) {
            EMIT_IF(place, window->chains[i][at] >> bit & 1, plan->chains[i].tag);
        }
    }
    return record;
}

/// Writes records of the literals that stand where one was noticed.
INLINE uint64_t *write_literals(const bytescan_plan *plan, const uint8_t *bytes, size_t count, size_t whole,
                                size_t place, uint64_t *record) {
    const uint64_t word = read_eight(bytes, count, place);
    const unsigned group = bytescan_opening_hash((uint32_t)word) >> bytescan_group_shift, byte = word & 0xFF;
    const int is_noticed = is_opening(plan, (uint32_t)word) != 0;
    int is_vague_too = is_noticed & plan->vague[byte];
    // Nearly always it is one of the two, and which cannot be foreseen.
    const uint32_t *first = is_noticed ? plan->first + group : plan->first_vague + byte;
    for (;;) {
        record = compare_literals(plan, first[0], first[1], bytes, count, whole, place, record);
        if (!is_vague_too) {
            return record;
        }
        is_vague_too = 0;
        first = plan->first_vague + byte;
    }
}

/// Each step is taken with all blocks of a window before the next: a step whose way depends on what is in a block is
/// predicted wrong at many of them.
INLINE size_t scan_triggers(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                            size_t limit, uint64_t *records, size_t capacity, const vector_functions *vector) {
    uint8_t padded[least_count];
    const size_t whole = count;
    if (count < least_count) {
        memset(padded, 0, sizeof padded);
        memcpy(padded, bytes, count);
        bytes = padded;
        count = least_count;
    }
    window window;
    // A few more are written than count.
    uint16_t places[window_blocks * block + 4];
    uint64_t *record = records;
    size_t position = cursor->position;
    uint64_t digit_before = cursor->digit_before;
    while (position < whole && position < limit) {
        const size_t left = (whole - position + block - 1) / block;
        unsigned blocks = (unsigned)(left < window_blocks ? left : window_blocks);
        window.digits[0] = digit_before << 63;
        window.separators[0] = 0;
        // What lies behind the last block that is looked at says nothing: no separator or dot counts without digits.
        memset(window.digits + blocks + 2, 0, unknown_words * sizeof *window.digits);
        memset(window.chain + blocks + 2, 0, unknown_words * sizeof *window.chain);
        const uint64_t blocks_with_places =
            vector->look(vector->tables, plan, bytes, count, whole, position, blocks, &window);
        if (position + blocks * block > whole) {
            const uint64_t inside = low_bits(whole - position - (blocks - 1) * block);
            window.hits[blocks] &= inside;
            window.runs[blocks] &= inside;
            window.shapes[blocks] &= inside;
            window.any_chains[blocks] &= inside;
        }
        const uint16_t *last_place =
            write_places(vector, plan, bytes + position, count - position, blocks_with_places, &window, places);
        const size_t room = (capacity - (size_t)(record - records)) / (plan->block_records / block);
        if ((size_t)(last_place - places) > room) {
            // Without room for a single block there is nothing to be done.
            if (record != records || places[room] < block) {
                break;
            }
            // Not even with all the room there is: only the first blocks then.
            blocks = places[room] / block;
            last_place = places + room;
            while (last_place > places && last_place[-1] >= blocks * block) {
                last_place--;
            }
        }
        for (const uint16_t *place = places; place < last_place; place++) {
            const unsigned at = *place / block + 1, bit = *place % block;
            const size_t offset = position + *place;
            // A run starts at a digit, all else of numbers at a separator.
            if (window.runs[at] >> bit & 1) {
                record = write_run(plan, &window, at, bit, offset, record);
            } else if ((window.shapes[at] | window.any_chains[at]) >> bit & 1) {
                record = write_separated(plan, &window, at, bit, bytes, count, offset, record);
            }
            if (window.hits[at] >> bit & 1) {
                record = write_literals(plan, bytes, count, whole, offset, record);
            }
        }
        digit_before = window.digits[blocks] >> 63;
        position += blocks * block;
    }
    cursor->position = position < whole ? position : whole;
    cursor->digit_before = digit_before;
    return (size_t)(record - records);
}

#undef EMIT_IF

#endif
