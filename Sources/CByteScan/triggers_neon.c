// The scan with NEON.
#if defined(__aarch64__)

#include "triggers.h"
#include "variants.h"
#include "vectors.h"

typedef struct {
    uint8x16_t low[3], high[3], set_low[bytescan_sets], set_high[bytescan_sets];
} neon_tables;

INLINE uint64_t equals_neon(const uint8_t *bytes, uint8_t byte) {
    const uint8x16_t wanted = vdupq_n_u8(byte);
    return bits_neon(vceqq_u8(vld1q_u8(bytes), wanted), vceqq_u8(vld1q_u8(bytes + 16), wanted),
                     vceqq_u8(vld1q_u8(bytes + 32), wanted), vceqq_u8(vld1q_u8(bytes + 48), wanted));
}

INLINE uint64_t range_neon(const uint8_t *bytes, uint8_t low, uint8_t span) {
    return bits_neon(in_range_neon(vld1q_u8(bytes), low, span), in_range_neon(vld1q_u8(bytes + 16), low, span),
                     in_range_neon(vld1q_u8(bytes + 32), low, span), in_range_neon(vld1q_u8(bytes + 48), low, span));
}

INLINE uint8x16_t buckets_neon(const neon_tables *tables, unsigned position, const uint8_t *bytes) {
    return looked_up_neon(tables->low[position], tables->high[position], bytes + position);
}

INLINE uint8x16_t are_members_neon(const neon_tables *tables, bytescan_set set, const uint8_t *bytes) {
    uint8x16_t bits = looked_up_neon(tables->set_low[set], tables->set_high[set], bytes);
    return vtstq_u8(bits, bits);
}

INLINE uint64_t members_neon(const void *tables, const bytescan_plan *plan, bytescan_set set, const uint8_t *bytes) {
    (void)plan;
    return bits_neon(are_members_neon(tables, set, bytes), are_members_neon(tables, set, bytes + 16),
                     are_members_neon(tables, set, bytes + 32), are_members_neon(tables, set, bytes + 48));
}

INLINE uint8x16_t hits_neon(const neon_tables *tables, const uint8_t *bytes) {
    uint8x16_t buckets = vandq_u8(buckets_neon(tables, 0, bytes),
                                  vandq_u8(buckets_neon(tables, 1, bytes), buckets_neon(tables, 2, bytes)));
    return vtstq_u8(buckets, buckets);
}

INLINE block_masks masks_neon(const void *any_tables, const bytescan_plan *plan, const uint8_t *bytes,
                              const uint8_t *opening) {
    const neon_tables *tables = any_tables;
    return (block_masks){
        .digits = range_neon(bytes, '0', 9),
        .chain = equals_neon(bytes, plan->chain_byte),
        .hits = bits_neon(hits_neon(tables, opening), hits_neon(tables, opening + 16), hits_neon(tables, opening + 32),
                          hits_neon(tables, opening + 48)),
    };
}

size_t bytescan_triggers_neon(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                              size_t limit, uint64_t *records, size_t capacity) {
    neon_tables tables;
    for (unsigned i = 0; i < 3; i++) {
        tables.low[i] = vld1q_u8(plan->low[i]);
        tables.high[i] = vld1q_u8(plan->high[i]);
    }
    for (unsigned i = 0; i < bytescan_sets; i++) {
        tables.set_low[i] = vld1q_u8(plan->set_low[i]);
        tables.set_high[i] = vld1q_u8(plan->set_high[i]);
    }
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, masks_neon, members_neon, equals_neon,
                         &tables);
}

#endif
