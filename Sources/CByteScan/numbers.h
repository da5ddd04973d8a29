// Numbers by where their digits stand, as bits: groups of digits, chains of separators, runs.
#ifndef NUMBERS_H
#define NUMBERS_H

#include <stddef.h>
#include <string.h>

#include "bytescan_triggers.h"
#include "vectors.h"

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
    wide_mask of[4];
} row_masks;

INLINE row_masks rows_of(wide_mask bits) {
    row_masks rows = {{bits, both(bits, ahead(bits, 1))}};
    rows.of[2] = both(rows.of[1], ahead(rows.of[1], 2));
    rows.of[3] = both(rows.of[2], ahead(rows.of[2], 4));
    return rows;
}

/// Where enough bits in a row start, or a few less.
INLINE uint64_t starts_of(const row_masks *rows, bytescan_row row) {
    const wide_mask known = rows->of[row.known];
    return known.here & bits_from(known, row.shift);
}

/// Where shapes and chains start, and runs of digits, one bit a byte.
typedef struct {
    uint64_t any, run;
    /// Not filled in where `any` is zero.
    uint64_t shapes[bytescan_max_shapes], chains[bytescan_max_chains];
    /// The digits of each run, by where it starts.
    uint64_t run_digits[64];
} number_masks;

/// Adds places to one of the masks.
INLINE void add_places(number_masks *numbers, uint64_t *mask, uint64_t places) {
    if (!places) {
        return;
    }
    if (!numbers->any) {
        // Most blocks have none.
        memset(numbers->shapes, 0, sizeof numbers->shapes);
        memset(numbers->chains, 0, sizeof numbers->chains);
    }
    *mask |= places;
    numbers->any |= places;
}

/// The digits from a byte on as far as its number goes, one bit a byte.
INLINE uint64_t digits_from(wide_mask digits, wide_mask number_bytes, unsigned bit) {
    uint64_t bytes = bits_from(number_bytes, bit);
    return bits_from(digits, bit) & (bytes ^ (bytes + 1));
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

/// Looks for what numbers are made of among the first 64 of 128 bytes.
INLINE void find_numbers(const bytescan_plan *plan, const uint8_t *bytes, size_t left, wide_mask digits,
                         uint64_t digit_before, wide_mask separators, wide_mask dots, number_masks *found) {
    wide_mask previous = behind(digits);
    previous.here |= digit_before;
    const wide_mask joints = both(separators, both(previous, ahead(digits, 1)));
    const unsigned digit_count = bit_count(digits);
    const int has_run = plan->run.digits && digit_count >= plan->run.digits;
    const int has_shapes = plan->shape_count && joints.here && digit_count >= plan->least_shape_digits;
    if (has_run | has_shapes) {
        const wide_mask numbers = number_bytes(plan->run.gap, digits, separators, joints);
        const row_masks rows = rows_of(numbers);
        uint64_t places = has_shapes ? joints.here & starts_of(&rows, plan->shape_row) : 0;
        while (places) {
            const unsigned bit = (unsigned)__builtin_ctzll(places);
            places &= places - 1;
            const uint64_t group = digits_from(digits, numbers, bit);
            for (unsigned i = 0; i < plan->shape_count; i++) {
                const uint64_t holds = has_shape(plan, &plan->shapes[i], group, bytes + bit, left - bit);
                add_places(found, &found->shapes[i], holds << bit);
            }
        }
        places = has_run ? digits.here & ~previous.here & starts_of(&rows, plan->run_row) : 0;
        while (places) {
            const unsigned bit = (unsigned)__builtin_ctzll(places);
            places &= places - 1;
            const uint64_t group = digits_from(digits, numbers, bit);
            found->run_digits[bit] = group;
            found->run |= (uint64_t)((unsigned)__builtin_popcountll(group) >= plan->run.digits) << bit;
        }
    }
    const wide_mask dot_joints = both(joints, dots);
    if (bit_count(dot_joints) >= plan->least_dots) {
        for (unsigned i = 0; i < plan->dot_chain_count; i++) {
            add_places(found, &found->chains[i], chain_starts(&plan->chains[i], dot_joints));
        }
    }
}

#endif
