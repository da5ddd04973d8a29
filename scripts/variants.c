// Compares what each instruction set makes of random texts by random plans. Built and run by `scripts/check-variants`.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytescan_fixed.h"
#include "bytescan_luhn.h"
#include "bytescan_places.h"
#include "bytescan_span.h"
#include "bytescan_triggers.h"
#include "bytescan_words.h"

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

enum { noticed = 48, vague = 16 };

static uint8_t openings[bytescan_hashes / 8];
static bytescan_literal literals[noticed + vague];

/// Of a part of the literals four bytes are noticed where an instruction set can.
enum { longest = 4 };

static uint32_t group_of(const uint8_t *bytes) {
    return bytescan_opening_hash(bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16) >> bytescan_group_shift;
}

/// Lets bytes through all looks that come before a literal is compared: three or four, or one if it is vague.
static void notice(bytescan_plan *plan, const uint8_t bytes[longest], unsigned count, int is_crowded) {
    const uint8_t bucket = (uint8_t)(1u << random_number(8));
    bytescan_pair_tables *const pairs = &plan->pairs[is_crowded && random_number(2)];
    pairs->opener[bytes[0] & 127] |= bucket;
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned half = 0; half < 16; half++) {
            plan->low[i][i < count ? bytes[i] & 15 : half] |= bucket;
            plan->high[i][i < count ? bytes[i] >> 4 : half] |= bucket;
        }
        for (unsigned byte = 0; byte < 256; byte++) {
            const uint8_t first = i < count ? bytes[i] : (uint8_t)byte;
            for (unsigned next = 0; next < 256; next++) {
                const uint8_t second = i + 1 < count ? bytes[i + 1] : (uint8_t)next;
                pairs->neighbours[i][bytescan_pair_hash(first, second)] |= bucket;
            }
        }
    }
    if (count >= 3) {
        const uint32_t hash = bytescan_opening_hash(bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16);
        openings[hash >> 3] |= (uint8_t)(1u << (hash & 7));
    }
}

static int by_group(const void *first, const void *second) {
    const uint32_t groups[] = {group_of(first), group_of(second)};
    return groups[0] < groups[1] ? -1 : groups[0] > groups[1];
}

static int by_value(const void *first, const void *second) {
    return *(const uint8_t *)first - *(const uint8_t *)second;
}

static void fill_literals(bytescan_plan *plan) {
    // One in four plans has so many that nearly every byte is looked at.
    const int is_crowded = random_number(4) == 0;
    uint8_t windows[noticed][longest], lone[vague];
    for (unsigned i = 0; i < (is_crowded ? 400u : noticed); i++) {
        uint8_t others[longest];
        uint8_t *const window = i < noticed ? windows[i] : others;
        for (unsigned k = 0; k < longest; k++) {
            window[k] = random_byte();
        }
        // The fourth byte says how many of them count, so that it stays so when they are sorted.
        notice(plan, window, window[3] & 1 ? 4 : 3, is_crowded);
    }
    qsort(windows, noticed, sizeof *windows, by_group);
    for (unsigned i = 0; i < vague; i++) {
        lone[i] = random_byte();
        plan->vague[lone[i]] = 1;
        plan->vague_set.low[lone[i] & 15] |= (uint8_t)(1u << (lone[i] >> 4 & 7));
        plan->vague_set.high[lone[i] >> 4] |= (uint8_t)(1u << (lone[i] >> 4 & 7));
        const uint8_t bytes[longest] = {lone[i]};
        notice(plan, bytes, 1, is_crowded);
    }
    qsort(lone, vague, sizeof *lone, by_value);
    for (unsigned i = 0; i < noticed + vague; i++) {
        const uint8_t shift = (uint8_t)random_number(5);
        const uint8_t *const window = i < noticed ? windows[i] : (const uint8_t[longest]){lone[i - noticed]};
        const unsigned count = i >= noticed ? 1 : window[3] & 1 ? 4 : 3;
        uint64_t value = 0, mask = 0;
        for (unsigned k = 0; k < count; k++) {
            value |= (uint64_t)window[k] << 8 * (shift + k);
            mask |= 0xFFull << 8 * (shift + k);
        }
        literals[i] = (bytescan_literal){
            .mask = mask, .value = value,
            .previous = 1u << random_number(3) | random_number(2) * bytescan_any_class,
            .tested = bytescan_any_class, .tag = (uint16_t)i, .shift = shift};
    }
    for (unsigned group = 0, next = 0; group <= bytescan_groups; group++) {
        plan->first[group] = next;
        while (next < noticed && group_of(windows[next]) == group) {
            next++;
        }
    }
    for (unsigned byte = 0, next = 0; byte <= 256; byte++) {
        plan->first_vague[byte] = noticed + next;
        while (next < vague && lone[next] == byte) {
            next++;
        }
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        plan->classes[byte] = bytescan_any_class | random_number(8);
    }
    plan->openings = openings;
    plan->literals = literals;
}

static void fill_numbers(bytescan_plan *plan) {
    static const uint8_t separators[] = {' ', '-', '.', '/', '(', ')', '\n'};
    for (unsigned i = 0; i < sizeof separators; i++) {
        const uint8_t bit = (uint8_t)(1u << (separators[i] >> 4));
        plan->separators.low[separators[i] & 15] |= bit;
        plan->separators.high[separators[i] >> 4] |= bit;
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
        plan->chains[i] = (bytescan_chain){3, 2, 4, (uint16_t)(300 + i)};
    }
}

/// Whether a record tells of a literal at a place.
static int is_told(const uint64_t *records, size_t count, size_t place, unsigned tag) {
    for (size_t i = 0; i < count; i++) {
        if (records[i] == ((uint64_t)place << 16 | tag)) {
            return 1;
        }
    }
    return 0;
}

static int is_digit_at(const uint8_t *bytes, size_t count, size_t at) { return at < count && bytes[at] >= '0' && bytes[at] <= '9'; }

/// Whether a separator between two digits stands at a byte.
static int is_joint(const bytescan_plan *plan, const uint8_t *bytes, size_t count, size_t at) {
    return at > 0 && at < count && plan->kinds[bytes[at]] && is_digit_at(bytes, count, at - 1) && is_digit_at(bytes, count, at + 1);
}

/// How many digits a number has from a byte on, as far as 64 bytes go.
static unsigned digits_of_run(const bytescan_plan *plan, const uint8_t *bytes, size_t count, size_t start) {
    unsigned digits = 0, waiting = 0;
    for (size_t at = start; at < count && at < start + 64; at++) {
        if (is_digit_at(bytes, count, at)) {
            digits++;
            waiting = 0;
        } else if (!plan->kinds[bytes[at]] || ++waiting > plan->run.gap) {
            break;
        }
    }
    return digits;
}

static int has_groups(const bytescan_plan *plan, const bytescan_shape *shape, const uint8_t *bytes, size_t count, size_t at) {
    for (unsigned i = 1; i < shape->group_count; i++) {
        if (!is_joint(plan, bytes, count, at) || !(plan->kinds[bytes[at]] & shape->separators[i - 1])) {
            return 0;
        }
        for (at++; at < count && is_digit_at(bytes, count, at); at++) {
        }
        unsigned digits = 0;
        while (digits < shape->groups[i] && is_digit_at(bytes, count, at - 1 - digits)) {
            digits++;
        }
        const int is_last = i + 1 == shape->group_count;
        if (digits != shape->groups[i] || (!is_last && is_digit_at(bytes, count, at - 1 - digits))) {
            return 0;
        }
    }
    return 1;
}

/// Whether a chain of a byte starts at a place: each of them at one of some distances from the one before.
static int has_chain(const bytescan_plan *plan, const bytescan_chain *chain, int is_of_dots, const uint8_t *bytes,
                     size_t count, size_t at, unsigned left) {
    if (at >= count || (is_of_dots ? bytes[at] != '.' || !is_joint(plan, bytes, count, at) : bytes[at] != plan->chain_byte)) {
        return 0;
    }
    for (size_t distance = chain->low; left > 1 && distance <= chain->high; distance++) {
        if (has_chain(plan, chain, is_of_dots, bytes, count, at + distance, left - 1)) {
            return 1;
        }
    }
    return left == 1;
}

/// Whether all runs, shapes and chains that stand in a text are told of, by a look at each byte.
static int tells_all_numbers(const bytescan_plan *plan, const uint8_t *bytes, size_t count, const uint64_t *records,
                             size_t found) {
    for (size_t at = 0; at < count; at++) {
        const int starts = is_digit_at(bytes, count, at) && (at == 0 || !is_digit_at(bytes, count, at - 1));
        if (plan->run.digits && starts && digits_of_run(plan, bytes, count, at) >= plan->run.digits &&
            !is_told(records, found, at, plan->run.tag)) {
            fprintf(stderr, "a run at %zu of %zu bytes is missed\n", at, count);
            return 0;
        }
        for (unsigned i = 0; i < plan->shape_count; i++) {
            if (has_groups(plan, &plan->shapes[i], bytes, count, at) &&
                !is_told(records, found, at, plan->shapes[i].tag)) {
                fprintf(stderr, "shape %u at %zu of %zu bytes is missed\n", i, at, count);
                return 0;
            }
        }
        for (unsigned i = 0; i < plan->chain_count; i++) {
            const bytescan_chain *chain = &plan->chains[i];
            if (has_chain(plan, chain, i < plan->dot_chain_count, bytes, count, at, chain->count) &&
                !is_told(records, found, at, chain->tag)) {
                fprintf(stderr, "chain %u at %zu of %zu bytes is missed\n", i, at, count);
                return 0;
            }
        }
    }
    return 1;
}

/// Whether all literals that stand in a text are told of: what no instruction set reports none of them would miss.
static int tells_all(const bytescan_plan *plan, const uint8_t *bytes, size_t count, const uint64_t *records, size_t found) {
    for (unsigned i = 0; i < noticed + vague; i++) {
        const bytescan_literal *literal = &literals[i];
        for (size_t start = 0; start < count; start++) {
            uint64_t word = 0;
            unsigned length = 0;
            for (unsigned k = 0; k < 8; k++) {
                length = literal->mask >> 8 * k & 0xFF ? k + 1 : length;
                word |= start + k < count ? (uint64_t)bytes[start + k] << 8 * k : 0;
            }
            const uint32_t before = start ? plan->classes[bytes[start - 1]] : ~0u;
            const int stands = start + length <= count && (word & literal->mask) == literal->value;
            if (stands && (before & literal->previous) && !is_told(records, found, start, literal->tag)) {
                fprintf(stderr, "literal %u at %zu of %zu bytes is missed\n", i, start, count);
                return 0;
            }
        }
    }
    return 1;
}

/// With less room for records fewer blocks are scanned at a time.
static size_t scan(const bytescan_plan *plan, const uint8_t *bytes, size_t count, uint64_t *records, size_t room,
                   bytescan_variant variant) {
    bytescan_cursor cursor = {0, 0};
    size_t found = 0;
    while (cursor.position < count) {
        const size_t left = capacity - found;
        found += bytescan_triggers(plan, &cursor, bytes, count, cursor.position + 512, records + found,
                                   left < room ? left : room, variant);
    }
    return found;
}

enum { words = 12 };

static void fill_words(bytescan_word_tables *tables, uint8_t opening[words][3]) {
    memset(tables, 0, sizeof *tables);
    tables->first_bits = 0xFF;
    for (unsigned i = 0; i < words; i++) {
        const uint8_t bucket = (uint8_t)(1u << i % 8);
        for (unsigned k = 0; k < 3; k++) {
            opening[i][k] = random_byte();
            tables->low[k][opening[i][k] & 15] |= bucket;
            tables->high[k][opening[i][k] >> 4] |= bucket;
        }
        const uint32_t hash = bytescan_word_hash(opening[i][0] | (uint32_t)opening[i][1] << 8 | (uint32_t)opening[i][2] << 16);
        tables->openings[hash >> 3] |= (uint8_t)(1u << (hash & 7));
    }
}

/// Whether a variant tells of every word that the portable one tells of, and of nothing that is no start of a word.
static int tells_words(const bytescan_word_tables *tables, uint8_t opening[words][3], const uint8_t *bytes, size_t count,
                       bytescan_variant variant) {
    for (size_t at = 0; at <= count; at += 1 + random_number(40)) {
        const bytescan_words expected = bytescan_word_starts(tables, bytes, count, at, bytescan_portable);
        const bytescan_words found = bytescan_word_starts(tables, bytes, count, at, variant);
        if (found.zeros != expected.zeros || found.starts & ~expected.starts) {
            return 0;
        }
        for (uint64_t left = expected.starts & ~found.starts; left; left &= left - 1) {
            const size_t place = at + (size_t)__builtin_ctzll(left);
            for (unsigned i = 0; i < words; i++) {
                if (place + 3 <= count && memcmp(bytes + place, opening[i], 3) == 0) {
                    return 0;
                }
            }
        }
    }
    return 1;
}

/// Whether check digits are right as often as they should be, and just where adding up digit by digit says so.
static int checks_digits(void) {
    unsigned right = 0;
    for (unsigned round = 0; round < 20000; round++) {
        const unsigned count = random_number(bytescan_luhn_bytes + 1), readable = count + random_number(40);
        uint8_t *bytes = malloc(readable ? readable : 1);
        if (!bytes) {
            return 0;
        }
        for (unsigned i = 0; i < readable; i++) {
            bytes[i] = random_number(4) ? (uint8_t)('0' + random_number(10)) : random_byte();
        }
        unsigned sum = 0, digits = 0;
        for (unsigned i = count; i-- > 0;) {
            const unsigned value = bytes[i] - '0';
            if (value < 10) {
                sum += digits++ % 2 ? 2 * value - (value > 4 ? 9 : 0) : value;
            }
        }
        const int expected = digits > 1 && sum % 10 == 0;
        const bytescan_checked_number found = bytescan_luhn(bytes, readable, count);
        free(bytes);
        if (found.is_right != expected || found.is_bare != (digits == count)) {
            fprintf(stderr, "a check digit is wrong: %u bytes of %u\n", count, readable);
            return 0;
        }
        right += (unsigned)expected;
    }
    return right > 1000;
}

/// Whether bytes are found in all of the text that is asked about and nowhere else.
static int finds_places(void) {
    for (unsigned round = 0; round < 20000; round++) {
        const unsigned count = random_number(bytescan_places_bytes + 1), readable = count + random_number(80);
        uint8_t *bytes = malloc(readable ? readable : 1);
        if (!bytes) {
            return 0;
        }
        uint64_t expected = 0;
        for (unsigned i = 0; i < readable; i++) {
            bytes[i] = random_number(4) ? random_byte() : '@';
            expected |= i < count && bytes[i] == '@' ? 1ull << i : 0;
        }
        const uint64_t found = bytescan_places(bytes, readable, count, '@');
        free(bytes);
        if (found != expected) {
            fprintf(stderr, "a place is wrong: %u bytes of %u\n", count, readable);
            return 0;
        }
    }
    return 1;
}

/// Whether each instruction set goes as far over bytes of a set as a look at one after the other.
static int spans_sets(const bytescan_variant *variants, unsigned variant_count) {
    for (unsigned round = 0; round < 20000; round++) {
        bytescan_set set;
        memset(&set, 0, sizeof set);
        uint8_t members[256] = {0};
        for (unsigned byte = 0; byte < 256; byte++) {
            members[byte] = random_number(40) != 0;
            set.rows[byte >> 7][byte & 15] |= (uint8_t)(members[byte] << (byte >> 4 & 7));
        }
        const unsigned count = random_number(150);
        uint8_t *bytes = malloc(count ? count : 1);
        if (!bytes) {
            return 0;
        }
        size_t expected = count, behind = 0;
        for (unsigned i = count; i-- > 0;) {
            bytes[i] = (uint8_t)random_number(256);
            expected = members[bytes[i]] ? expected : i;
        }
        const unsigned most = random_number(count + 1);
        while (behind < most && members[bytes[count - 1 - behind]]) {
            behind++;
        }
        for (unsigned i = 0; i < variant_count; i++) {
            if (bytescan_supports(variants[i]) && bytescan_span(&set, bytes, count, variants[i]) != expected) {
                fprintf(stderr, "a span of %u bytes does not end at %zu\n", count, expected);
                return 0;
            }
            if (bytescan_supports(variants[i]) &&
                bytescan_span_back(&set, bytes + count, most, count, variants[i]) != behind) {
                fprintf(stderr, "a span of %u bytes back from %u is not of %zu\n", most, count, behind);
                return 0;
            }
        }
        free(bytes);
    }
    return 1;
}

/// Texts of fixed length, held to a comparison byte by byte.
static int compares_texts(const bytescan_variant *variants, size_t variant_count) {
    for (unsigned round = 0; round < 20000; round++) {
        static bytescan_fixed some[3];
        // Of the exact size, so that a sanitizer tells of reading beyond it.
        uint8_t *bytes = malloc(bytescan_fixed_bytes);
        if (!bytes) {
            return 0;
        }
        for (unsigned i = 0; i < bytescan_fixed_bytes; i++) {
            bytes[i] = (uint8_t)random_number(256);
        }
        size_t expected = 0;
        for (unsigned text = 3; text-- > 0;) {
            bytescan_fixed *fixed = &some[text];
            for (unsigned half = 0; half < 16; half++) {
                fixed->bits.low[half] = (uint8_t)random_number(256);
                fixed->bits.high[half] = (uint8_t)random_number(256);
            }
            fixed->length = 1 + random_number(bytescan_fixed_bytes - 2);
            fixed->looked_at = 0;
            fixed->refused = 0;
            int stands = 1;
            for (unsigned i = 0; i < bytescan_fixed_bytes; i++) {
                const uint8_t bits = fixed->bits.low[bytes[i] & 15] & fixed->bits.high[bytes[i] >> 4];
                const int refuses = random_number(4) == 0, looks = random_number(3) == 0, lies = random_number(60) == 0;
                fixed->wanted[i] = (uint8_t)random_number(256);
                // Most are to stand there.
                const int has = (bits & fixed->wanted[i]) != 0;
                fixed->looked_at |= (uint32_t)(looks && (has != refuses || lies)) << i;
                fixed->refused |= (uint32_t)(fixed->looked_at >> i & 1 && refuses) << i;
                stands &= !(fixed->looked_at >> i & 1) || has != refuses;
            }
            expected = stands ? fixed->length : expected;
        }
        for (unsigned i = 0; i < variant_count; i++) {
            const size_t found = bytescan_fixed_length(some, 3, bytes, variants[i]);
            if (bytescan_supports(variants[i]) && found != expected) {
                free(bytes);
                fprintf(stderr, "a text of fixed length has %zu bytes, not %zu\n", found, expected);
                return 0;
            }
        }
        free(bytes);
    }
    return 1;
}

int main(void) {
    static const bytescan_variant all[] = {bytescan_sse2, bytescan_avx2, bytescan_avx512, bytescan_neon,
                                           bytescan_portable};
    if (!checks_digits() || !finds_places() || !spans_sets(all, sizeof all / sizeof *all) ||
        !compares_texts(all, sizeof all / sizeof *all)) {
        return 1;
    }
    static const char *const names[] = {"sse2", "avx2", "avx512", "neon", "portable"};
    static uint64_t expected[capacity], found[capacity];
    size_t total = 0;
    for (unsigned round = 0; round < plans; round++) {
        static bytescan_plan plan;
        memset(&plan, 0, sizeof plan);
        memset(openings, 0, sizeof openings);
        fill_literals(&plan);
        fill_numbers(&plan);
        bytescan_prepare(&plan);
        static bytescan_word_tables tables;
        uint8_t opening[words][3];
        fill_words(&tables, opening);
        for (unsigned text = 0; text < texts; text++) {
            const size_t count = text < 80 ? text * 3u : random_number(most_bytes);
            // Of the exact size, so that a sanitizer tells of reading beyond it.
            uint8_t *bytes = malloc(count ? count : 1);
            if (!bytes) {
                return 2;
            }
            // Some texts have little of anything, so that most of their blocks are passed over, and what there is likes to
            // stand where blocks that are looked at together end.
            const int is_sparse = text % 3 == 0;
            size_t dense_until = 0;
            for (size_t i = 0; i < count; i++) {
                if (random_number(i % (7 * 64) > 7 * 64 - 8 ? 30 : 1000) == 0) {
                    dense_until = i + random_number(40);
                }
                bytes[i] = is_sparse && i >= dense_until ? (uint8_t)('g' + random_number(20)) : random_byte();
            }
            const size_t wanted = scan(&plan, bytes, count, expected, capacity, bytescan_portable);
            total += wanted;
            if (count < 300 && !tells_all(&plan, bytes, count, expected, wanted)) {
                return 1;
            }
            if (!tells_all_numbers(&plan, bytes, count, expected, wanted)) {
                return 1;
            }
            for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
                if (!bytescan_supports(all[i])) {
                    continue;
                }
                const size_t room = plan.block_records * (1 + random_number(3) * random_number(16));
                const size_t got = scan(&plan, bytes, count, found, room, all[i]);
                if (got != wanted || memcmp(found, expected, got * sizeof *found) != 0) {
                    fprintf(stderr, "%s differs from portable: plan %u, text %u of %zu bytes\n", names[i], round, text, count);
                    return 1;
                }
                if (!tells_words(&tables, opening, bytes, count, all[i])) {
                    fprintf(stderr, "%s finds other words: plan %u, text %u of %zu bytes\n", names[i], round, text, count);
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
