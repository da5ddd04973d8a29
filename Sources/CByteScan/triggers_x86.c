// The scan with SSE2 (any x86-64 processor; table look-ups byte by byte) and with AVX2.
#if defined(__x86_64__)

#include "triggers.h"
#include "variants.h"
#include "vectors.h"

/// What the whole scan is compiled for: its bits are counted and shifted much.
#define AVX2_BMI __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

typedef struct {
    __m256i low[3], high[3], role_low, role_high;
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

/// Where a bit of roles is set: what was shifted out of the byte below does not matter to the highest bit.
AVX2 INLINE uint64_t role_avx2(__m256i first, __m256i second, int shift) {
    return bits_avx2(_mm256_slli_epi16(first, shift), _mm256_slli_epi16(second, shift));
}

/// The highest bit is set where one of a separator's is.
AVX2 INLINE __m256i separators_avx2(__m256i roles) {
    return _mm256_add_epi8(_mm256_and_si256(roles, _mm256_set1_epi8(bytescan_separator)), _mm256_set1_epi8(0x7F));
}

AVX2 INLINE block_masks masks_avx2(const void *any_tables, const bytescan_plan *plan, const uint8_t *bytes,
                                   const uint8_t *opening) {
    (void)plan;
    const avx2_tables *tables = any_tables;
    const __m256i first = looked_up_avx2(tables->role_low, tables->role_high, load_avx2(bytes));
    const __m256i second = looked_up_avx2(tables->role_low, tables->role_high, load_avx2(bytes + 32));
    return (block_masks){
        .digits = bits_avx2(first, second),
        .chain = role_avx2(first, second, 1),
        .dots = role_avx2(first, second, 2),
        .separators = bits_avx2(separators_avx2(first), separators_avx2(second)),
        .hits = ~bits_avx2(misses_avx2(tables, opening), misses_avx2(tables, opening + 32)),
    };
}

AVX2 INLINE __m256i not_vague_avx2(const bytescan_plan *plan, const uint8_t *bytes) {
    const __m256i low = table_avx2(plan->vague_set.low), high = table_avx2(plan->vague_set.high);
    const __m256i bits = looked_up_avx2(low, high, load_avx2(bytes));
    return _mm256_cmpeq_epi8(bits, _mm256_setzero_si256());
}

AVX2 INLINE uint64_t vague_avx2(const bytescan_plan *plan, const uint8_t *bytes) {
    return ~bits_avx2(not_vague_avx2(plan, bytes), not_vague_avx2(plan, bytes + 32));
}

AVX2_BMI NOINLINE uint16_t *many_places_avx2(const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                                             window *window, unsigned at, uint16_t *place) {
    return write_many_places(vague_avx2, plan, bytes, count, window, at, place);
}

AVX2_BMI NOINLINE uint64_t look_avx2(const void *unused, const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                                     size_t whole, size_t position, unsigned blocks, window *window) {
    (void)unused;
    avx2_tables tables;
    for (unsigned i = 0; i < 3; i++) {
        tables.low[i] = table_avx2(plan->low[i]);
        tables.high[i] = table_avx2(plan->high[i]);
    }
    tables.role_low = table_avx2(plan->roles.low);
    tables.role_high = table_avx2(plan->roles.high);
    return look(masks_avx2, &tables, plan, bytes, count, whole, position, blocks, window);
}

AVX2_BMI size_t bytescan_triggers_avx2(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes,
                                   size_t count, size_t limit, uint64_t *records, size_t capacity) {
    const vector_functions vector = {look_avx2, NULL, many_places_avx2};
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, &vector);
}

/// SSE2 has no table look-up, so that all is looked up byte by byte.
typedef struct {
    uint8_t buckets[3][256], roles[256];
} sse2_tables;

INLINE block_masks masks_sse2(const void *any_tables, const bytescan_plan *plan, const uint8_t *bytes,
                              const uint8_t *opening) {
    (void)plan;
    const sse2_tables *tables = any_tables;
    uint8_t roles[block], opens[block];
    for (unsigned i = 0; i < block; i++) {
        roles[i] = tables->roles[bytes[i]];
        opens[i] = tables->buckets[0][opening[i]] & tables->buckets[1][opening[i + 1]] & tables->buckets[2][opening[i + 2]];
    }
    block_masks result = {0, 0, 0, 0, 0};
    for (unsigned part = 0; part < 4; part++) {
        const __m128i role = _mm_loadu_si128((const __m128i *)(roles + 16 * part));
        const __m128i open = _mm_loadu_si128((const __m128i *)(opens + 16 * part));
        const __m128i separator = _mm_and_si128(role, _mm_set1_epi8(bytescan_separator));
        result.digits |= bits_sse2(role, part);
        result.chain |= bits_sse2(_mm_slli_epi16(role, 1), part);
        result.dots |= bits_sse2(_mm_slli_epi16(role, 2), part);
        result.separators |= bits_sse2(_mm_add_epi8(separator, _mm_set1_epi8(0x7F)), part);
        result.hits |= bits_sse2(_mm_cmpeq_epi8(open, _mm_setzero_si128()), part);
    }
    result.hits = ~result.hits;
    return result;
}

NOINLINE uint16_t *many_places_sse2(const bytescan_plan *plan, const uint8_t *bytes, size_t count, window *window,
                                    unsigned at, uint16_t *place) {
    return write_many_places(vague_by_byte, plan, bytes, count, window, at, place);
}

NOINLINE uint64_t look_sse2(const void *tables, const bytescan_plan *plan, const uint8_t *bytes, size_t count,
                            size_t whole, size_t position, unsigned blocks, window *window) {
    return look(masks_sse2, tables, plan, bytes, count, whole, position, blocks, window);
}

size_t bytescan_triggers_sse2(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                              size_t limit, uint64_t *records, size_t capacity) {
    sse2_tables tables;
    for (unsigned byte = 0; byte < 256; byte++) {
        for (unsigned i = 0; i < 3; i++) {
            tables.buckets[i][byte] = plan->low[i][byte & 15] & plan->high[i][byte >> 4];
        }
        tables.roles[byte] = plan->roles.low[byte & 15] & plan->roles.high[byte >> 4];
    }
    const vector_functions vector = {look_sse2, &tables, many_places_sse2};
    return scan_triggers(plan, cursor, bytes, count, limit, records, capacity, &vector);
}

#endif
