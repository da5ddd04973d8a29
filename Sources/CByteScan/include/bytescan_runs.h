// What runs of digits look like, up to which digits they have.
#ifndef BYTESCAN_RUNS_H
#define BYTESCAN_RUNS_H

#include <stdint.h>
#include <string.h>

enum { bytescan_form_bytes = 32 };

/// The first bytes of some text, digits being as good as each other.
typedef struct {
    /// With a zero for each digit.
    uint8_t bytes[bytescan_form_bytes];
    /// All bits of the bytes that count.
    uint8_t counted[bytescan_form_bytes];
} bytescan_form;

typedef uint8_t bytescan_vector __attribute__((vector_size(16)));

static inline bytescan_vector bytescan_load(const uint8_t *bytes) {
    bytescan_vector vector;
    memcpy(&vector, bytes, sizeof vector);
    return vector;
}

/// 16 bytes with a zero for each digit.
static inline bytescan_vector bytescan_without_digits(const uint8_t *text) {
    const bytescan_vector bytes = bytescan_load(text), digits = (bytescan_vector)(bytes - '0' < 10);
    return (bytes & ~digits) | (digits & '0');
}

/// Whether a text, of which `bytescan_form_bytes` can be read, has that form.
static inline int bytescan_has_form(const uint8_t *text, const bytescan_form *form) {
    const bytescan_vector different =
        ((bytescan_without_digits(text) ^ bytescan_load(form->bytes)) & bytescan_load(form->counted)) |
        ((bytescan_without_digits(text + 16) ^ bytescan_load(form->bytes + 16)) & bytescan_load(form->counted + 16));
    uint64_t halves[2];
    memcpy(halves, &different, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

/// The form of a text, of which `bytescan_form_bytes` can be read and the first `count` count.
static inline bytescan_form bytescan_form_of(const uint8_t *text, unsigned count) {
    bytescan_form form;
    for (unsigned i = 0; i < bytescan_form_bytes; i += 16) {
        const bytescan_vector bytes = bytescan_without_digits(text + i);
        memcpy(form.bytes + i, &bytes, sizeof bytes);
    }
    for (unsigned i = 0; i < bytescan_form_bytes; i++) {
        form.counted[i] = i < count ? 0xFF : 0;
    }
    return form;
}

#endif
