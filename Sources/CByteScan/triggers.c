// Which instruction set to scan with is decided when a scan starts.
#include "bytescan_triggers.h"

#include "variants.h"

int bytescan_supports(bytescan_variant variant) {
    switch (variant) {
    case bytescan_best:
    case bytescan_portable:
        return 1;
#if defined(__x86_64__)
    case bytescan_sse2:
        return 1;
    case bytescan_avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#elif defined(__aarch64__)
    case bytescan_neon:
        return 1;
#endif
    default:
        return 0;
    }
}

static void select_bits(uint64_t selected[4], uint8_t separators) {
    for (unsigned i = 0; i < 4; i++) {
        selected[i] = separators >> i & 1 ? ~0ull : 0;
    }
}

/// By how much to shift, and keep what is set in both, until so many bits in a row are known.
static void set_steps(uint8_t steps[5], unsigned wanted) {
    for (unsigned i = 0, known = 1; i < 5; i++) {
        unsigned missing = wanted > known ? wanted - known : 0;
        unsigned step = known < missing ? known : missing;
        steps[i] = (uint8_t)step;
        known += step;
    }
}

void bytescan_prepare(bytescan_plan *plan) {
    uint8_t shape_kinds = 0;
    unsigned most = 0, shape_bytes = 32, shape_digits = 255, shape_separators = 255, chain_digits = 255;
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned literals = plan->first[byte + 1] - plan->first[byte];
        most = literals > most ? literals : most;
    }
    // Each of 64 places may give a record of every kind; one more is written and not kept.
    plan->block_records = 64 * (most + plan->shape_count + plan->chain_count + 1) + 1;
    plan->wanted_separators = 0;
    for (unsigned i = 0; i < plan->shape_count; i++) {
        bytescan_shape *shape = &plan->shapes[i];
        unsigned digits = 0;
        for (unsigned group = 0; group < shape->group_count; group++) {
            digits += shape->groups[group];
            plan->wanted_separators |= group + 1 < shape->group_count ? shape->separators[group] : 0;
        }
        uint8_t all = 0;
        shape->is_uniform = 1;
        for (unsigned group = 0; group + 1 < shape->group_count; group++) {
            all |= shape->separators[group];
            shape->is_uniform &= shape->separators[group] == shape->separators[0];
        }
        select_bits(shape->selected, all);
        shape_kinds |= all;
        unsigned bytes = digits + shape->group_count - 1u;
        shape_bytes = bytes < shape_bytes ? bytes : shape_bytes;
        shape_digits = digits < shape_digits ? digits : shape_digits;
        unsigned separators = shape->group_count - 1u;
        shape_separators = separators < shape_separators ? separators : shape_separators;
    }
    for (unsigned i = 0; i < plan->dot_chain_count; i++) {
        // A digit stands behind each dot.
        chain_digits = plan->chains[i].count < chain_digits ? plan->chains[i].count : chain_digits;
    }
    static const uint8_t with_bits[] = {' ', '-', '.', '/'};
    plan->run_separators = 0;
    plan->run_others = plan->run.separators;
    for (unsigned i = 0; i < sizeof with_bits; i++) {
        uint16_t bit = (uint16_t)(1u << (with_bits[i] - 0x20));
        plan->run_separators |= plan->run.separators & bit ? 1u << i : 0;
        plan->run_others &= (uint16_t)~bit;
    }
    plan->wanted_separators |= plan->run_separators;
    select_bits(plan->run_selected, plan->run_separators);
    set_steps(plan->run_steps, plan->run.digits);
    select_bits(plan->shape_selected, shape_kinds);
    set_steps(plan->shape_steps, plan->shape_count ? shape_bytes : 1);
    plan->least_shape_digits = (uint8_t)shape_digits;
    plan->least_shape_separators = (uint8_t)shape_separators;
    plan->least_digits =
        (uint8_t)(plan->run.digits && plan->run.digits < shape_digits ? plan->run.digits : shape_digits);
    plan->least_dot_digits = (uint8_t)chain_digits;
    plan->least_chain = 0;
    for (unsigned i = plan->dot_chain_count; i < plan->chain_count; i++) {
        uint8_t separators = plan->chains[i].count;
        plan->least_chain = !plan->least_chain || separators < plan->least_chain ? separators : plan->least_chain;
    }
}

size_t bytescan_triggers(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                         size_t limit, uint64_t *records, size_t capacity, bytescan_variant variant) {
    switch (variant) {
#if defined(__x86_64__)
    case bytescan_best:
        if (bytescan_supports(bytescan_avx2)) {
            return bytescan_triggers_avx2(plan, cursor, bytes, count, limit, records, capacity);
        }
        return bytescan_triggers_sse2(plan, cursor, bytes, count, limit, records, capacity);
    case bytescan_sse2:
        return bytescan_triggers_sse2(plan, cursor, bytes, count, limit, records, capacity);
    case bytescan_avx2:
        if (bytescan_supports(bytescan_avx2)) {
            return bytescan_triggers_avx2(plan, cursor, bytes, count, limit, records, capacity);
        }
        break;
#elif defined(__aarch64__)
    case bytescan_best:
    case bytescan_neon:
        return bytescan_triggers_neon(plan, cursor, bytes, count, limit, records, capacity);
#endif
    default:
        break;
    }
    return bytescan_triggers_portable(plan, cursor, bytes, count, limit, records, capacity);
}
