// Numbers by where their digits stand, as bits: groups of digits, chains of separators, runs. Seven blocks of 64 bytes are
// looked at together, since to shift and to combine the words of all of them takes hardly longer than those of one.
#ifndef NUMBERS_H
#define NUMBERS_H

#include <stddef.h>
#include <string.h>

#include "bytescan_triggers.h"
#include "vectors.h"

enum {
    lane_count = 8,
    /// Blocks of a group: the one behind them is there to be looked ahead at.
    group_blocks = lane_count - 1,
    window_groups = 5,
    /// Blocks that go through each step together.
    window_blocks = window_groups * group_blocks,
    /// The most words that are read beside those of the blocks of a window and the one behind.
    unknown_words = lane_count - 2,
    /// Words of a kind: for the block before the window, the blocks of it, the one behind, and those.
    window_words = window_blocks + 2 + unknown_words,
};

/// One bit a byte, one word a block, of which the first is for the block before the window.
typedef uint64_t window_mask[window_words];

/// What is known of the bytes of a window.
typedef struct {
    window_mask digits, chain, dots, separators, hits;
    /// How many digits and chain bytes there are up to each block.
    uint32_t digit_counts[window_blocks + 2], chain_counts[window_blocks + 2];
    /// What numbers are made of, where they may be.
    window_mask numbers;
    /// Where runs of digits, shapes and any chains may start.
    window_mask runs, shapes, any_chains;
    /// Not filled in where `any_chains` is zero.
    window_mask chains[bytescan_max_chains];
} window;

/// A word of bits for each of eight blocks in a row.
typedef uint64_t lanes __attribute__((vector_size(8 * lane_count)));

// All of it is inlined: how vectors are passed does not matter.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"

INLINE lanes load_lanes(const uint64_t *words) {
    lanes result;
    memcpy(&result, words, sizeof result);
    return result;
}

INLINE void store_lanes(uint64_t *words, lanes value) { memcpy(words, &value, sizeof value); }

/// The words of the blocks behind; nothing is known behind the last.
INLINE lanes next_blocks(lanes bits) {
    return __builtin_shufflevector(bits, (lanes){0}, 1, 2, 3, 4, 5, 6, 7, 8);
}

/// The bits of the bytes `distance` further on, which is below 64.
INLINE lanes ahead(lanes bits, unsigned distance) {
    return bits >> distance | next_blocks(bits) << 1 << (63 - distance);
}

/// The bits of the bytes `distance` before, which is 1 to 63.
INLINE lanes behind(lanes bits, lanes blocks_before, unsigned distance) {
    return bits << distance | blocks_before >> (64 - distance);
}

/// Separators of which at most `gap` stand between two digits, where there are more than one.
INLINE lanes wide_joints(unsigned gap, lanes digits, lanes digits_before, lanes separators, lanes separators_before) {
    const lanes last = separators & behind(separators, separators_before, 1);
    const lanes before1 = separators & behind(digits, digits_before, 1), after1 = separators & ahead(digits, 1);
    const lanes before2 = last & behind(digits, digits_before, 2), after2 = separators & ahead(after1, 1);
    lanes joints = (before1 & after2) | (before2 & after1);
    if (gap > 2) {
        const lanes before3 = last & behind(separators, separators_before, 2) & behind(digits, digits_before, 3);
        const lanes after3 = separators & ahead(after2, 1);
        joints |= (before1 & after3) | (before3 & after1) | (before2 & after2);
    }
    return joints;
}

/// Where chains of a separator start: their first one.
INLINE lanes chain_starts(const bytescan_chain *chain, lanes separators) {
    lanes starts = separators;
    for (unsigned i = 1; i < chain->count; i++) {
        lanes next = ahead(starts, chain->low);
        for (unsigned distance = chain->low + 1u; distance <= chain->high; distance++) {
            next |= ahead(starts, distance);
        }
        starts = separators & next;
    }
    return starts;
}

/// Where runs of digits, shapes and any chains may start in a group of blocks.
typedef struct {
    lanes runs, shapes, any_chains;
} marks;

/// Looks for what numbers are made of in a group of blocks, of which the first has the word `at`. What is found of chains
/// is of those of dots.
INLINE marks find_numbers(const bytescan_plan *plan, window *window, unsigned at) {
    const lanes digits = load_lanes(window->digits + at), digits_before = load_lanes(window->digits + at - 1);
    const lanes separators = load_lanes(window->separators + at);
    const lanes previous = behind(digits, digits_before, 1);
    const lanes joints = separators & previous & ahead(digits, 1);
    lanes numbers = digits | joints;
    if (plan->run.gap > 1) {
        const lanes separators_before = load_lanes(window->separators + at - 1);
        numbers |= wide_joints(plan->run.gap, digits, digits_before, separators, separators_before);
    }
    store_lanes(window->numbers + at, numbers);
    // Where a power of two of them in a row start.
    lanes rows = numbers, shape_rows = numbers, run_rows = numbers;
    for (unsigned power = 1; power <= 3; power++) {
        rows &= ahead(rows, 1u << (power - 1));
        shape_rows = plan->shape_row.known == power ? rows : shape_rows;
        run_rows = plan->run_row.known == power ? rows : run_rows;
    }
    const lanes runs = digits & ~previous & run_rows & ahead(run_rows, plan->run_row.shift);
    const lanes shapes = joints & shape_rows & ahead(shape_rows, plan->shape_row.shift), none = {0};
    marks result = {plan->run.digits ? runs : none, plan->shape_count ? shapes : none, none};
    if (plan->dot_chain_count) {
        const lanes dots = joints & load_lanes(window->dots + at);
        for (unsigned i = 0; i < plan->dot_chain_count; i++) {
            const lanes starts = chain_starts(&plan->chains[i], dots);
            store_lanes(window->chains[i] + at, starts);
            result.any_chains |= starts;
        }
    }
    return result;
}

/// Whether two blocks in a row have enough of the chain byte, from one word to another.
INLINE int has_crowd(const bytescan_plan *plan, const window *window, unsigned at, unsigned last) {
    for (; at < last; at++) {
        if (window->chain_counts[at + 1] - window->chain_counts[at - 1] >= plan->least_chain) {
            return 1;
        }
    }
    return 0;
}

/// Looks for chains that are of no digits in a group of blocks.
///
/// - Returns: where they may start.
INLINE lanes find_chains(const bytescan_plan *plan, window *window, unsigned at) {
    lanes any = {0};
    for (unsigned i = plan->dot_chain_count; i < plan->chain_count; i++) {
        const lanes starts = chain_starts(&plan->chains[i], load_lanes(window->chain + at));
        store_lanes(window->chains[i] + at, starts);
        any |= starts;
    }
    return any;
}

INLINE void store_no_chains(window *window, unsigned first, unsigned last, unsigned at) {
    for (unsigned i = first; i < last; i++) {
        store_lanes(window->chains[i] + at, (lanes){0});
    }
}

/// Looks for numbers and chains in a group of blocks, of each where there may be some.
///
/// - Returns: where anything of them may start.
INLINE lanes find_marks(const bytescan_plan *plan, window *window, unsigned at, int has_numbers, int has_chains) {
    marks marks = {{0}, {0}, {0}};
    if (has_numbers) {
        marks = find_numbers(plan, window, at);
    } else if (has_chains) {
        store_no_chains(window, 0, plan->dot_chain_count, at);
    }
    if (has_chains) {
        marks.any_chains |= find_chains(plan, window, at);
    } else if (has_numbers) {
        store_no_chains(window, plan->dot_chain_count, plan->chain_count, at);
    }
    store_lanes(window->runs + at, marks.runs);
    store_lanes(window->shapes + at, marks.shapes);
    store_lanes(window->any_chains + at, marks.any_chains);
    return marks.runs | marks.shapes | marks.any_chains;
}

/// Looks for numbers and chains in all groups of blocks that have enough digits, or enough of the chain byte.
///
/// - Returns: the blocks in which anything may start, one bit each.
INLINE uint64_t look_for_numbers(const bytescan_plan *plan, unsigned blocks, window *window) {
    // The last of the lanes is for the block behind the group.
    lanes found = {0}, bits = {1, 2, 4, 8, 16, 32, 64, 0};
    for (unsigned at = 1; at <= blocks; at += group_blocks) {
        const unsigned last = at + group_blocks <= blocks ? at + group_blocks : blocks + 1;
        const unsigned digits = window->digit_counts[last] - window->digit_counts[at - 1];
        const unsigned chain = window->chain_counts[last] - window->chain_counts[at - 1];
        const lanes starts = find_marks(plan, window, at, digits >= plan->least_digits,
                                        chain >= plan->least_chain && has_crowd(plan, window, at, last));
        found |= (lanes)((starts | load_lanes(window->hits + at)) != 0) & bits;
        bits <<= group_blocks;
    }
    uint64_t all = 0;
    for (unsigned i = 0; i < lane_count; i++) {
        all |= found[i];
    }
    return all & low_bits(blocks);
}

#pragma GCC diagnostic pop

/// Two words moved by up to 63 bits. Compilers would make one instruction of the two shifts, which takes as long as six
/// others on many processors; hence the barrier.
INLINE uint64_t joined(uint64_t bits, uint64_t others) {
    __asm__("" : "+r"(others));
    return bits | others;
}

/// The 64 bits from a byte of the block with the word `at` on.
INLINE uint64_t bits_from(const window_mask mask, unsigned at, unsigned bit) {
    return joined(mask[at] >> bit, mask[at + 1] << 1 << (63 - bit));
}

/// The digits from a byte on as far as its number goes, one bit a byte.
INLINE uint64_t digits_from(const window *window, unsigned at, unsigned bit) {
    const uint64_t bytes = bits_from(window->numbers, at, bit);
    return bits_from(window->digits, at, bit) & (bytes ^ (bytes + 1));
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

#endif
