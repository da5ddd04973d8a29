// What tells runs of digits from each other, whatever their digits are.
#ifndef BYTESCAN_RUNS_H
#define BYTESCAN_RUNS_H

#include <stdint.h>
#include <string.h>

enum { bytescan_run_key_bytes = 32 };

/// The first bytes of a run and what follows it, with a '0' for each digit.
typedef struct {
    /// Zero from `count` on: what does not count is not kept.
    uint8_t bytes[bytescan_run_key_bytes];
    uint8_t count;
} bytescan_run_key;

typedef uint8_t bytescan_vector __attribute__((vector_size(16)));

static inline bytescan_vector bytescan_load(const uint8_t *bytes) {
    bytescan_vector vector;
    memcpy(&vector, bytes, sizeof vector);
    return vector;
}

/// All bits of the first `count` of `bytescan_run_key_bytes`, from the `part`th 16 on.
static inline bytescan_vector bytescan_first(unsigned count, unsigned part) {
    static const uint8_t bits[2 * bytescan_run_key_bytes] = {
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    };
    return bytescan_load(bits + bytescan_run_key_bytes - count + 16 * part);
}

/// The `part`th 16 bytes of a key of so many bytes.
static inline bytescan_vector bytescan_run_key_part(const uint8_t *text, unsigned count, unsigned part) {
    const bytescan_vector bytes = bytescan_load(text + 16 * part), digits = (bytescan_vector)(bytes - '0' < 10);
    return ((bytes & ~digits) | (digits & '0')) & bytescan_first(count, part);
}

/// Whether a text, of which `bytescan_run_key_bytes` can be read, has that key.
static inline int bytescan_has_run_key(const uint8_t *text, const bytescan_run_key *key) {
    const bytescan_vector different =
        (bytescan_run_key_part(text, key->count, 0) ^ bytescan_load(key->bytes)) |
        (bytescan_run_key_part(text, key->count, 1) ^ bytescan_load(key->bytes + 16));
    uint64_t halves[2];
    memcpy(halves, &different, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

/// The key of a text, of which `bytescan_run_key_bytes` can be read and the first `count` count.
static inline bytescan_run_key bytescan_run_key_of(const uint8_t *text, uint8_t count) {
    bytescan_run_key key;
    for (unsigned part = 0; part < 2; part++) {
        const bytescan_vector bytes = bytescan_run_key_part(text, count, part);
        memcpy(key.bytes + 16 * part, &bytes, sizeof bytes);
    }
    key.count = count;
    return key;
}

#endif
