// Compares what each instruction set makes of random texts by random plans. Built and run by `scripts/check-variants`.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytescan_triggers.h"

enum { plans = 60, texts = 120, most_bytes = 3000, capacity = 1 << 16 };

static uint64_t state = 1;

static uint32_t random_number(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static const char alphabet[] = "0123456789012345678901234567890123456789 --..//:::()+,@abcdefABCDEF\n\xC3\xA9\xE9\x80\xFF";

static uint8_t random_byte(void) {
    return random_number(8) ? (uint8_t)alphabet[random_number(sizeof alphabet - 1)] : (uint8_t)random_number(256);
}

static uint8_t openings[bytescan_hashes];
static bytescan_literal literals[64];

/// Lets three bytes through all looks that come before a literal is compared.
static void notice(bytescan_plan *plan, const uint8_t bytes[3]) {
    const uint8_t bucket = (uint8_t)(1u << random_number(8));
    for (unsigned i = 0; i < 3; i++) {
        plan->low[i][bytes[i] & 15] |= bucket;
        plan->high[i][bytes[i] >> 4] |= bucket;
    }
    openings[bytescan_opening_hash(bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16)] = 1;
}

static void fill_literals(bytescan_plan *plan) {
    // One in four plans has so many that nearly every byte is looked at.
    const int is_crowded = random_number(4) == 0;
    for (unsigned i = 0; i < (is_crowded ? 400u : 12u); i++) {
        const uint8_t bytes[3] = {random_byte(), random_byte(), random_byte()};
        notice(plan, bytes);
    }
    for (unsigned i = 0; i < 64; i++) {
        literals[i] = (bytescan_literal){
            .mask = 0xFF, .value = random_byte(), .previous = 1u << random_number(3) | random_number(2) * bytescan_any_class,
            .tested = bytescan_any_class, .tag = (uint16_t)i, .shift = (uint8_t)random_number(6)};
    }
    for (unsigned group = 0; group <= bytescan_groups; group++) {
        plan->first[group] = (uint32_t)(group * 48 / bytescan_groups);
    }
    for (unsigned byte = 0; byte <= 256; byte++) {
        plan->first_vague[byte] = (uint32_t)(48 + byte * 16 / 256);
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        plan->vague[byte] = random_number(32) == 0;
        plan->classes[byte] = bytescan_any_class | random_number(8);
        if (plan->vague[byte]) {
            plan->set_low[bytescan_vague][byte & 15] |= (uint8_t)(1u << (byte >> 4 & 7));
            plan->set_high[bytescan_vague][byte >> 4] |= (uint8_t)(1u << (byte >> 4 & 7));
            for (unsigned i = 0; i < 3; i++) {
                for (unsigned half = 0; half < 16; half++) {
                    plan->low[i][i ? half : byte & 15] |= 1;
                    plan->high[i][i ? half : byte >> 4] |= 1;
                }
            }
        }
    }
    plan->openings = openings;
    plan->literals = literals;
}

static void fill_numbers(bytescan_plan *plan) {
    static const uint8_t separators[] = {' ', '-', '.', '/', '(', ')', '\n'};
    for (unsigned i = 0; i < sizeof separators; i++) {
        const uint8_t bit = (uint8_t)(1u << (separators[i] >> 4));
        plan->set_low[bytescan_separators][separators[i] & 15] |= bit;
        plan->set_high[bytescan_separators][separators[i] >> 4] |= bit;
        plan->kinds[separators[i]] = (uint8_t)(1u << (i & 3));
    }
    plan->shape_count = (uint8_t)random_number(4);
    for (unsigned i = 0; i < plan->shape_count; i++) {
        bytescan_shape *shape = &plan->shapes[i];
        shape->group_count = (uint8_t)(2 + random_number(3));
        for (unsigned group = 0; group < shape->group_count; group++) {
            shape->groups[group] = (uint8_t)(1 + random_number(4));
        }
        for (unsigned separator = 0; separator < 3; separator++) {
            shape->separators[separator] = (uint8_t)(1 + random_number(15));
        }
        shape->tag = (uint16_t)(100 + i);
    }
    plan->run = (bytescan_run){(uint8_t)(random_number(2) * (4 + random_number(12))), (uint8_t)(1 + random_number(3)), 200};
    plan->chain_byte = ':';
    plan->dot_chain_count = (uint8_t)random_number(2);
    plan->chain_count = (uint8_t)(plan->dot_chain_count + random_number(2));
    for (unsigned i = 0; i < plan->chain_count; i++) {
        plan->chains[i] = (bytescan_chain){i < plan->dot_chain_count ? '.' : ':', 3, 2, 4, (uint16_t)(300 + i)};
    }
}

static size_t scan(const bytescan_plan *plan, const uint8_t *bytes, size_t count, uint64_t *records, bytescan_variant variant) {
    bytescan_cursor cursor = {0, 0};
    size_t found = 0;
    while (cursor.position < count) {
        found += bytescan_triggers(plan, &cursor, bytes, count, cursor.position + 512, records + found, capacity - found,
                                   variant);
    }
    return found;
}

int main(void) {
    static const bytescan_variant all[] = {bytescan_sse2, bytescan_avx2, bytescan_avx512, bytescan_neon};
    static const char *const names[] = {"sse2", "avx2", "avx512", "neon"};
    static uint64_t expected[capacity], found[capacity];
    size_t total = 0;
    for (unsigned round = 0; round < plans; round++) {
        static bytescan_plan plan;
        memset(&plan, 0, sizeof plan);
        memset(openings, 0, sizeof openings);
        fill_literals(&plan);
        fill_numbers(&plan);
        bytescan_prepare(&plan);
        for (unsigned text = 0; text < texts; text++) {
            const size_t count = text < 100 ? text * 2u : random_number(most_bytes);
            // Of the exact size, so that a sanitizer tells of reading beyond it.
            uint8_t *bytes = malloc(count ? count : 1);
            if (!bytes) {
                return 2;
            }
            for (size_t i = 0; i < count; i++) {
                bytes[i] = random_byte();
            }
            const size_t wanted = scan(&plan, bytes, count, expected, bytescan_portable);
            total += wanted;
            for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
                if (!bytescan_supports(all[i])) {
                    continue;
                }
                const size_t got = scan(&plan, bytes, count, found, all[i]);
                if (got != wanted || memcmp(found, expected, got * sizeof *found) != 0) {
                    fprintf(stderr, "%s differs from portable: plan %u, text %u of %zu bytes\n", names[i], round, text, count);
                    return 1;
                }
            }
            free(bytes);
        }
    }
    printf("%zu records the same:", total);
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
        if (bytescan_supports(all[i])) {
            printf(" %s", names[i]);
        }
    }
    printf("\n");
    return total > 10000 ? 0 : 1;
}
