// Which instruction set to scan with is decided when a scan starts.
#include "bytescan_triggers.h"

#include <string.h>

#include "variants.h"

enum { separator_bits = 5 };

int bytescan_supports(bytescan_variant variant) {
    switch (variant) {
    case bytescan_best:
    case bytescan_portable:
        return 1;
#if defined(__x86_64__)
    case bytescan_sse2:
        return 1;
    case bytescan_avx512:
        return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi") &&
               __builtin_cpu_supports("avx512vbmi2") && bytescan_supports(bytescan_avx2);
    case bytescan_avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
               __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
#elif defined(__aarch64__)
    case bytescan_neon:
        return 1;
#endif
    default:
        return 0;
    }
}

static bytescan_row row_of(unsigned wanted) {
    unsigned power = wanted >= 8 ? 3 : wanted >= 4 ? 2 : wanted >= 2 ? 1 : 0, known = 1u << power;
    unsigned missing = wanted > known ? wanted - known : 0;
    return (bytescan_row){(uint8_t)power, (uint8_t)(missing < known ? missing : known)};
}

static unsigned least(unsigned first, unsigned second) { return first < second ? first : second; }

static void add_role(bytescan_plan *plan, uint8_t byte, uint8_t role) {
    plan->roles.low[byte & 15] |= role;
    plan->roles.high[byte >> 4] |= role;
}

/// Digits, the dot and the chain byte have a bit of their own. The bits of separators are shared out among those that
/// are left, so that a byte may seem to be one that is none.
static void set_roles(bytescan_plan *plan) {
    memset(&plan->roles, 0, sizeof plan->roles);
    for (uint8_t digit = '0'; digit <= '9'; digit++) {
        add_role(plan, digit, bytescan_digit);
    }
    add_role(plan, plan->chain_byte, bytescan_chain_byte);
    add_role(plan, '.', bytescan_dot);
    unsigned used = 0;
    for (unsigned bit = 0; bit < 8; bit++) {
        const uint8_t role = (uint8_t)(1u << used % separator_bits);
        uint8_t any = 0;
        for (unsigned half = 0; half < 16; half++) {
            any |= plan->separators.low[half];
            plan->roles.low[half] |= plan->separators.low[half] >> bit & 1 ? role : 0;
            plan->roles.high[half] |= plan->separators.high[half] >> bit & 1 ? role : 0;
        }
        used += any >> bit & 1;
    }
}

void bytescan_prepare(bytescan_plan *plan) {
    set_roles(plan);
    unsigned most = 0, most_vague = 0, shape_bytes = 16, shape_digits = 255, chain_digits = 255;
    for (unsigned i = 0; i < bytescan_groups; i++) {
        unsigned literals = plan->first[i + 1] - plan->first[i];
        most = literals > most ? literals : most;
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned literals = plan->first_vague[byte + 1] - plan->first_vague[byte];
        most_vague = literals > most_vague ? literals : most_vague;
    }
    most += most_vague;
    // Each of 64 places may give a record of every kind, three for a run; one more is written and not kept.
    plan->block_records = 64 * (most + plan->shape_count + plan->chain_count + 4);
    for (unsigned i = 0; i < plan->shape_count; i++) {
        bytescan_shape *shape = &plan->shapes[i];
        // Those of the first group may lie in the block before.
        unsigned digits = 0, bytes = 0;
        shape->digits = 0;
        for (unsigned group = 1; group < shape->group_count; group++) {
            digits += shape->groups[group];
            shape->digits |= ((1ull << shape->groups[group]) - 1) << (bytes + 1);
            bytes += 1u + shape->groups[group];
        }
        shape->mask = (1ull << bytes) - 1;
        shape_bytes = least(shape_bytes, bytes);
        shape_digits = least(shape_digits, digits);
    }
    for (unsigned i = 0; i < plan->dot_chain_count; i++) {
        // A digit stands behind each dot.
        chain_digits = least(chain_digits, plan->chains[i].count);
    }
    plan->is_crowded = 0;
    for (unsigned i = 0; i < sizeof plan->pairs[1].opener; i++) {
        plan->is_crowded |= plan->pairs[1].opener[i] != 0;
    }
    plan->shape_row = row_of(shape_bytes);
    plan->run_row = row_of(plan->run.digits);
    plan->least_digits = (uint8_t)least(least(shape_digits, chain_digits), plan->run.digits ? plan->run.digits : 255);
    plan->least_chain = 255;
    for (unsigned i = plan->dot_chain_count; i < plan->chain_count; i++) {
        uint8_t separators = plan->chains[i].count;
        plan->least_chain = (uint8_t)least(plan->least_chain, separators);
    }
}

/// The best that this processor runs.
static triggers_function *best_function(void) {
#if defined(__x86_64__)
    if (bytescan_supports(bytescan_avx512)) {
        return bytescan_triggers_avx512;
    }
    return bytescan_supports(bytescan_avx2) ? bytescan_triggers_avx2 : bytescan_triggers_sse2;
#elif defined(__aarch64__)
    return bytescan_triggers_neon;
#else
    return bytescan_triggers_portable;
#endif
}

static triggers_function *function_for(bytescan_variant variant) {
    if (variant == bytescan_best || !bytescan_supports(variant)) {
        return best_function();
    }
    switch (variant) {
#if defined(__x86_64__)
    case bytescan_sse2:
        return bytescan_triggers_sse2;
    case bytescan_avx2:
        return bytescan_triggers_avx2;
    case bytescan_avx512:
        return bytescan_triggers_avx512;
#elif defined(__aarch64__)
    case bytescan_neon:
        return bytescan_triggers_neon;
#endif
    default:
        return bytescan_triggers_portable;
    }
}

size_t bytescan_triggers(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                         size_t limit, uint64_t *records, size_t capacity, bytescan_variant variant) {
    return function_for(variant)(plan, cursor, bytes, count, limit, records, capacity);
}
