// The scan with NEON.
#if defined(__aarch64__)

#include "triggers.h"
#include "variants.h"
#include "vectors.h"

typedef struct {
    uint8x16_t low[3], high[3], role_low, role_high;
} neon_tables;

/// Bits of 64 bytes.
typedef struct {
    uint8x16_t of[4];
} bits64_neon;

INLINE bits64_neon all_looked_up_neon(uint8x16_t low, uint8x16_t high, const uint8_t *bytes) {
    return (bits64_neon){{looked_up_neon(low, high, bytes), looked_up_neon(low, high, bytes + 16),
                          looked_up_neon(low, high, bytes + 32), looked_up_neon(low, high, bytes + 48)}};
}

/// Where one of some bits is set.
INLINE uint64_t any_bit_neon(bits64_neon bits, uint8_t wanted) {
    const uint8x16_t mask = vdupq_n_u8(wanted);
    return bits_neon(vtstq_u8(bits.of[0], mask), vtstq_u8(bits.of[1], mask), vtstq_u8(bits.of[2], mask),
                     vtstq_u8(bits.of[3], mask));
}

INLINE uint8x16_t buckets_neon(const neon_tables *tables, unsigned position, const uint8_t *bytes) {
    return looked_up_neon(tables->low[position], tables->high[position], bytes + position);
}

INLINE uint64_t vague_neon(const bytescan_plan *plan, const uint8_t *bytes) {
    const uint8x16_t low = vld1q_u8(plan->vague_set.low), high = vld1q_u8(plan->vague_set.high);
    return any_bit_neon(all_looked_up_neon(low, high, bytes), 0xFF);
}

INLINE uint8x16_t hits_neon(const neon_tables *tables, const uint8_t *bytes) {
    uint8x16_t buckets = vandq_u8(buckets_neon(tables, 0, bytes),
                                  vandq_u8(buckets_neon(tables, 1, bytes), buckets_neon(tables, 2, bytes)));
    return vtstq_u8(buckets, buckets);
}

INLINE block_masks masks_neon(const void *any_tables, const bytescan_plan *plan, const uint8_t *bytes,
                              const uint8_t *opening) {
    (void)plan;
    const neon_tables *tables = any_tables;
    const bits64_neon roles = all_looked_up_neon(tables->role_low, tables->role_high, bytes);
    return (block_masks){
        .digits = any_bit_neon(roles, bytescan_digit),
        .chain = any_bit_neon(roles, bytescan_chain_byte),
        .dots = any_bit_neon(roles, bytescan_dot),
        .separators = any_bit_neon(roles, bytescan_separator),
        .hits = bits_neon(hits_neon(tables, opening), hits_neon(tables, opening + 16), hits_neon(tables, opening + 32),
                          hits_neon(tables, opening + 48)),
    };
}

NOINLINE uint16_t *many_places_neon(const bytescan_plan *plan, const uint8_t *bytes, size_t count, window *window,
                                    unsigned at, uint16_t *place) {
    return write_many_places(vague_neon, plan, bytes, count, window, at, place);
}

NOINLINE uint64_t look_neon(const void *unused, const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                            size_t whole, size_t position, unsigned blocks, window *window) {
    (void)unused;
    neon_tables tables;
    for (unsigned i = 0; i < 3; i++) {
        tables.low[i] = vld1q_u8(plan->low[i]);
        tables.high[i] = vld1q_u8(plan->high[i]);
    }
    tables.role_low = vld1q_u8(plan->roles.low);
    tables.role_high = vld1q_u8(plan->roles.high);
    return look(masks_neon, &tables, plan, bytes, count, whole, position, blocks, window);
}

size_t bytescan_triggers_neon(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                              size_t limit, uint64_t *records, size_t capacity) {
    const vector_functions vector = {look_neon, NULL, many_places_neon};
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, &vector);
}

#endif
