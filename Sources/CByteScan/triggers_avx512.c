// The scan with AVX-512: 64 bytes are one vector, and comparisons give bits.
#if defined(__x86_64__)

#include <immintrin.h>

#include "triggers.h"
#include "variants.h"

#define AVX512 __attribute__((target("avx512f,avx512bw,avx2,bmi,bmi2,lzcnt,popcnt")))

typedef struct {
    __m512i low[3], high[3], chain, set_low[bytescan_sets], set_high[bytescan_sets];
} avx512_tables;

AVX512 INLINE __m512i looked_up_avx512(__m512i low, __m512i high, __m512i bytes) {
    const __m512i nibble = _mm512_set1_epi8(15);
    return _mm512_and_si512(
        _mm512_shuffle_epi8(low, _mm512_and_si512(bytes, nibble)),
        _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble)));
}

AVX512 INLINE __m512i buckets_avx512(const avx512_tables *tables, unsigned position, const uint8_t *bytes) {
    return looked_up_avx512(tables->low[position], tables->high[position], _mm512_loadu_si512(bytes + position));
}

AVX512 INLINE block_masks masks_avx512(const void *any_tables, const bytescan_plan *plan, const uint8_t *bytes,
                                       const uint8_t *opening) {
    (void)plan;
    const avx512_tables *tables = any_tables;
    __m512i block = _mm512_loadu_si512(bytes);
    __m512i first = _mm512_and_si512(buckets_avx512(tables, 0, opening), buckets_avx512(tables, 1, opening));
    return (block_masks){
        .digits = _mm512_cmple_epu8_mask(_mm512_sub_epi8(block, _mm512_set1_epi8('0')), _mm512_set1_epi8(9)),
        .chain = _mm512_cmpeq_epi8_mask(block, tables->chain),
        .hits = _mm512_test_epi8_mask(first, buckets_avx512(tables, 2, opening)),
    };
}

AVX512 INLINE uint64_t members_avx512(const void *any_tables, const bytescan_plan *plan, bytescan_set set,
                                      const uint8_t *bytes) {
    (void)plan;
    const avx512_tables *tables = any_tables;
    __m512i bits = looked_up_avx512(tables->set_low[set], tables->set_high[set], _mm512_loadu_si512(bytes));
    return _mm512_test_epi8_mask(bits, bits);
}

AVX512 INLINE __m512i table_avx512(const uint8_t table[16]) {
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)table));
}

AVX512 size_t bytescan_triggers_avx512(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes,
                                       size_t count, size_t limit, uint64_t *records, size_t capacity) {
    avx512_tables tables;
    for (unsigned i = 0; i < 3; i++) {
        tables.low[i] = table_avx512(plan->low[i]);
        tables.high[i] = table_avx512(plan->high[i]);
    }
    for (unsigned i = 0; i < bytescan_sets; i++) {
        tables.set_low[i] = table_avx512(plan->set_low[i]);
        tables.set_high[i] = table_avx512(plan->set_high[i]);
    }
    tables.chain = _mm512_set1_epi8((char)plan->chain_byte);
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, masks_avx512, members_avx512,
                         &tables);
}

#endif
