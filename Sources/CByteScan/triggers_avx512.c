// The scan with AVX-512: 64 bytes are one vector, comparisons give bits, and tables have 128 bytes.
#if defined(__x86_64__)

#include "triggers.h"
#include "variants.h"
#include "vectors.h"

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt")))

/// 128 bytes to look up.
typedef struct {
    __m512i first, second;
} large_table;

/// `bytescan_pair_tables`.
typedef struct {
    large_table opener, neighbours[3];
} pair_tables;

typedef struct {
    pair_tables pairs[2];
    __m512i role_low, role_high;
} avx512_tables;

/// What a table has for the lower seven bits of each byte.
AVX512 INLINE __m512i large_look_up(large_table table, __m512i indices) {
    return _mm512_permutex2var_epi8(table.first, indices, table.second);
}

/// `bytescan_pair_hash`, but for the eighth bit.
AVX512 INLINE __m512i pair_hash_avx512(__m512i first, __m512i second) {
    enum { first_xor_second_and_third = 0x78 };
    // Words are shifted: what comes from the byte below does not count.
    const __m512i own = _mm512_set1_epi8((char)0xFC);
    return _mm512_ternarylogic_epi32(first, _mm512_slli_epi16(second, 2), own, first_xor_second_and_third);
}

/// Where literals may open: the buckets of the first byte, and of all three pairs of neighbours among four.
AVX512 INLINE uint64_t hits_avx512(const avx512_tables *tables, const uint8_t *bytes, unsigned table_count) {
    enum { all_three = 0x80 };
    const __m512i first = _mm512_loadu_si512(bytes), second = _mm512_loadu_si512(bytes + 1);
    const __m512i third = _mm512_loadu_si512(bytes + 2), fourth = _mm512_loadu_si512(bytes + 3);
    const __m512i hashes[3] = {pair_hash_avx512(first, second), pair_hash_avx512(second, third),
                               pair_hash_avx512(third, fourth)};
    uint64_t hits = 0;
    for (unsigned i = 0; i < table_count; i++) {
        const pair_tables *pairs = &tables->pairs[i];
        const __m512i start = _mm512_ternarylogic_epi32(
            large_look_up(pairs->opener, first), large_look_up(pairs->neighbours[0], hashes[0]),
            large_look_up(pairs->neighbours[1], hashes[1]), all_three);
        hits |= _mm512_test_epi8_mask(start, large_look_up(pairs->neighbours[2], hashes[2]));
    }
    return hits;
}

AVX512 INLINE block_masks all_masks_avx512(const avx512_tables *tables, const uint8_t *bytes, const uint8_t *opening,
                                           unsigned table_count) {
    const __m512i roles = looked_up_avx512(tables->role_low, tables->role_high, _mm512_loadu_si512(bytes));
    return (block_masks){
        .digits = _mm512_movepi8_mask(roles),
        .chain = _mm512_test_epi8_mask(roles, _mm512_set1_epi8(bytescan_chain_byte)),
        .dots = _mm512_test_epi8_mask(roles, _mm512_set1_epi8(bytescan_dot)),
        .separators = _mm512_test_epi8_mask(roles, _mm512_set1_epi8(bytescan_separator)),
        .hits = hits_avx512(tables, opening, table_count),
    };
}

AVX512 INLINE block_masks masks_avx512(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                                       const uint8_t *opening) {
    (void)plan;
    return all_masks_avx512(tables, bytes, opening, 1);
}

AVX512 INLINE block_masks crowded_masks_avx512(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                                               const uint8_t *opening) {
    (void)plan;
    return all_masks_avx512(tables, bytes, opening, 2);
}

AVX512 INLINE large_table large_table_avx512(const uint8_t table[128]) {
    return (large_table){_mm512_loadu_si512(table), _mm512_loadu_si512(table + 64)};
}

AVX512 INLINE uint64_t vague_avx512(const bytescan_plan *plan, const uint8_t *bytes) {
    const __m512i low = table_avx512(plan->vague_set.low), high = table_avx512(plan->vague_set.high);
    const __m512i bits = looked_up_avx512(low, high, _mm512_loadu_si512(bytes));
    return _mm512_test_epi8_mask(bits, bits);
}

AVX512 NOINLINE uint16_t *many_places_avx512(const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                                             window *window, unsigned at, uint16_t *place) {
    return write_many_places(vague_avx512, plan, bytes, count, window, at, place);
}

AVX512 INLINE pair_tables pair_tables_avx512(const bytescan_pair_tables *pairs) {
    return (pair_tables){
        .opener = large_table_avx512(pairs->opener),
        .neighbours = {large_table_avx512(pairs->neighbours[0]), large_table_avx512(pairs->neighbours[1]),
                       large_table_avx512(pairs->neighbours[2])},
    };
}

/// - Parameter table_count: how many of the tables of pairs there are.
AVX512 INLINE avx512_tables tables_avx512(const bytescan_plan *plan, unsigned table_count) {
    avx512_tables tables;
    tables.role_low = table_avx512(plan->roles.low);
    tables.role_high = table_avx512(plan->roles.high);
    for (unsigned i = 0; i < table_count; i++) {
        tables.pairs[i] = pair_tables_avx512(&plan->pairs[i]);
    }
    return tables;
}

AVX512 NOINLINE uint64_t look_avx512(const void *unused, const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                                     size_t whole, size_t position, unsigned blocks, window *window) {
    (void)unused;
    const avx512_tables tables = tables_avx512(plan, 1);
    return look(masks_avx512, &tables, plan, bytes, count, whole, position, blocks, window);
}

AVX512 NOINLINE uint64_t look_at_crowd_avx512(const void *unused, const bytescan_plan *plan, const uint8_t *bytes,
                                              size_t count, size_t whole, size_t position, unsigned blocks,
                                              window *window) {
    (void)unused;
    const avx512_tables tables = tables_avx512(plan, 2);
    return look(crowded_masks_avx512, &tables, plan, bytes, count, whole, position, blocks, window);
}

AVX512 size_t bytescan_triggers_avx512(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes,
                                       size_t count, size_t limit, uint64_t *records, size_t capacity) {
    look_function *const look = plan->is_crowded ? look_at_crowd_avx512 : look_avx512;
    const vector_functions vector = {look, NULL, many_places_avx512};
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, &vector);
}

#endif
