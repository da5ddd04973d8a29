// The scan with SSE2 (any x86-64 processor; table look-ups by compare) and with AVX2.
#if defined(__x86_64__)

#include "triggers.h"
#include "variants.h"
#include "vectors.h"

/// What the whole scan is compiled for: its bits are counted and shifted much.
#define AVX2_BMI __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

typedef struct {
    __m256i low[3], high[3], chain, set_low[bytescan_sets], set_high[bytescan_sets];
} avx2_tables;

/// The buckets whose literals may stand with their byte `position` at each of 32 bytes.
AVX2 INLINE __m256i buckets_avx2(const avx2_tables *tables, unsigned position, const uint8_t *bytes) {
    return looked_up_avx2(tables->low[position], tables->high[position], load_avx2(bytes + position));
}

AVX2 INLINE __m256i misses_avx2(const avx2_tables *tables, const uint8_t *bytes) {
    __m256i first = buckets_avx2(tables, 0, bytes);
    __m256i second = buckets_avx2(tables, 1, bytes);
    __m256i third = buckets_avx2(tables, 2, bytes);
    return _mm256_cmpeq_epi8(_mm256_and_si256(first, _mm256_and_si256(second, third)), _mm256_setzero_si256());
}

AVX2 INLINE block_masks masks_avx2(const void *any_tables, const bytescan_plan *plan, const uint8_t *bytes,
                                   const uint8_t *opening) {
    (void)plan;
    const avx2_tables *tables = any_tables;
    const __m256i first = load_avx2(bytes), second = load_avx2(bytes + 32);
    return (block_masks){
        .digits = bits_avx2(in_range_avx2(first, '0', 9), in_range_avx2(second, '0', 9)),
        .chain = bits_avx2(_mm256_cmpeq_epi8(first, tables->chain), _mm256_cmpeq_epi8(second, tables->chain)),
        .hits = ~bits_avx2(misses_avx2(tables, opening), misses_avx2(tables, opening + 32)),
    };
}

AVX2 INLINE __m256i non_members_avx2(const avx2_tables *tables, bytescan_set set, const uint8_t *bytes) {
    __m256i bits = looked_up_avx2(tables->set_low[set], tables->set_high[set], load_avx2(bytes));
    return _mm256_cmpeq_epi8(bits, _mm256_setzero_si256());
}

AVX2 INLINE uint64_t members_avx2(const void *tables, const bytescan_plan *plan, bytescan_set set,
                                  const uint8_t *bytes) {
    (void)plan;
    return ~bits_avx2(non_members_avx2(tables, set, bytes), non_members_avx2(tables, set, bytes + 32));
}

AVX2 INLINE uint64_t equals_avx2(const uint8_t *bytes, uint8_t byte) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    return bits_avx2(_mm256_cmpeq_epi8(load_avx2(bytes), wanted), _mm256_cmpeq_epi8(load_avx2(bytes + 32), wanted));
}

AVX2_BMI size_t bytescan_triggers_avx2(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes,
                                   size_t count, size_t limit, uint64_t *records, size_t capacity) {
    avx2_tables tables;
    for (unsigned i = 0; i < 3; i++) {
        tables.low[i] = table_avx2(plan->low[i]);
        tables.high[i] = table_avx2(plan->high[i]);
    }
    for (unsigned i = 0; i < bytescan_sets; i++) {
        tables.set_low[i] = table_avx2(plan->set_low[i]);
        tables.set_high[i] = table_avx2(plan->set_high[i]);
    }
    tables.chain = _mm256_set1_epi8((char)plan->chain_byte);
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, masks_avx2, members_avx2,
                         equals_avx2, &tables);
}

INLINE uint64_t equals_sse2(const uint8_t *bytes, uint8_t byte) {
    uint64_t mask = 0;
    for (unsigned part = 0; part < 4; part++) {
        const __m128i loaded = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        mask |= bits_sse2(_mm_cmpeq_epi8(loaded, _mm_set1_epi8((char)byte)), part);
    }
    return mask;
}

INLINE uint64_t range_sse2(const uint8_t *bytes, uint8_t first, uint8_t span) {
    uint64_t mask = 0;
    for (unsigned part = 0; part < 4; part++) {
        mask |= bits_sse2(in_range_sse2(_mm_loadu_si128((const __m128i *)(bytes + 16 * part)), first, span), part);
    }
    return mask;
}

/// SSE2 has no table look-up: digits and the chain byte by vectors, openings byte by byte through the tables.
INLINE block_masks masks_sse2(const void *tables, const bytescan_plan *plan, const uint8_t *bytes,
                              const uint8_t *opening) {
    const uint8_t(*buckets)[256] = tables;
    block_masks result = {range_sse2(bytes, '0', 9), equals_sse2(bytes, plan->chain_byte), 0};
    for (unsigned i = 0; i < block; i++) {
        uint8_t open = buckets[0][opening[i]] & buckets[1][opening[i + 1]] & buckets[2][opening[i + 2]];
        result.hits |= (uint64_t)(open != 0) << i;
    }
    return result;
}

INLINE uint64_t members_sse2(const void *tables, const bytescan_plan *plan, bytescan_set set, const uint8_t *bytes) {
    (void)tables;
    uint64_t mask = 0;
    for (unsigned i = 0; i < block; i++) {
        mask |= (uint64_t)((plan->set_low[set][bytes[i] & 15] & plan->set_high[set][bytes[i] >> 4]) != 0) << i;
    }
    return mask;
}

size_t bytescan_triggers_sse2(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                              size_t limit, uint64_t *records, size_t capacity) {
    uint8_t buckets[3][256];
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            buckets[i][byte] = plan->low[i][byte & 15] & plan->high[i][byte >> 4];
        }
    }
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, masks_sse2, members_sse2, equals_sse2,
                         buckets);
}

#endif
