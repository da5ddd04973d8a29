// The scan without vector instructions.
#include "triggers.h"
#include "variants.h"

static inline uint64_t members_portable(const void *tables, const bytescan_plan *plan, bytescan_set set,
                                        const uint8_t *bytes) {
    (void)tables;
    uint64_t mask = 0;
    for (unsigned i = 0; i < block; i++) {
        mask |= (uint64_t)((plan->set_low[set][bytes[i] & 15] & plan->set_high[set][bytes[i] >> 4]) != 0) << i;
    }
    return mask;
}

static inline uint64_t equals_portable(const uint8_t *bytes, uint8_t byte) {
    uint64_t mask = 0;
    for (unsigned i = 0; i < block; i++) {
        mask |= (uint64_t)(bytes[i] == byte) << i;
    }
    return mask;
}

static inline block_masks masks_portable(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                                         const uint8_t *opening) {
    (void)tables;
    block_masks result = {0, 0, 0};
    for (unsigned i = 0; i < block; i++) {
        uint8_t byte = bytes[i], first = opening[i], second = opening[i + 1], third = opening[i + 2];
        uint8_t buckets = plan->low[0][first & 15] & plan->high[0][first >> 4] & plan->low[1][second & 15] &
                          plan->high[1][second >> 4] & plan->low[2][third & 15] & plan->high[2][third >> 4];
        result.digits |= (uint64_t)((uint8_t)(byte - '0') < 10) << i;
        result.chain |= (uint64_t)(byte == plan->chain_byte) << i;
        result.hits |= (uint64_t)(buckets != 0) << i;
    }
    return result;
}

size_t bytescan_triggers_portable(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes,
                                  size_t count, size_t limit, uint64_t *records, size_t capacity) {
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, masks_portable,
                         members_portable, equals_portable, NULL);
}
