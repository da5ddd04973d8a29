// The scan without vector instructions.
#include "triggers.h"
#include "variants.h"

static inline block_masks masks_portable(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                                         const uint8_t *opening) {
    (void)tables;
    block_masks result = {0, 0, 0, 0, 0};
    for (unsigned i = 0; i < block; i++) {
        uint8_t byte = bytes[i], first = opening[i], second = opening[i + 1], third = opening[i + 2];
        uint8_t buckets = plan->low[0][first & 15] & plan->high[0][first >> 4] & plan->low[1][second & 15] &
                          plan->high[1][second >> 4] & plan->low[2][third & 15] & plan->high[2][third >> 4];
        uint8_t role = plan->roles.low[byte & 15] & plan->roles.high[byte >> 4];
        result.digits |= (uint64_t)((role & bytescan_digit) != 0) << i;
        result.chain |= (uint64_t)((role & bytescan_chain_byte) != 0) << i;
        result.dots |= (uint64_t)((role & bytescan_dot) != 0) << i;
        result.separators |= (uint64_t)((role & bytescan_separator) != 0) << i;
        result.hits |= (uint64_t)(buckets != 0) << i;
    }
    return result;
}

NOINLINE uint16_t *many_places_portable(const bytescan_plan *plan, const uint8_t *bytes, size_t count, window *window,
                                        unsigned at, uint16_t *place) {
    return write_many_places(vague_by_byte, plan, bytes, count, window, at, place);
}

NOINLINE uint64_t look_portable(const void *tables, const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                                size_t whole, size_t position, unsigned blocks, window *window) {
    return look(masks_portable, tables, plan, bytes, count, whole, position, blocks, window);
}

size_t bytescan_triggers_portable(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes,
                                  size_t count, size_t limit, uint64_t *records, size_t capacity) {
    const vector_functions vector = {look_portable, NULL, many_places_portable};
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, &vector);
}
