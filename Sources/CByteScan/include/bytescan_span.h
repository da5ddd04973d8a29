// How far bytes of a set go.
#ifndef BYTESCAN_SPAN_H
#define BYTESCAN_SPAN_H

#include <stddef.h>
#include <stdint.h>

#include "bytescan_triggers.h"

/// A set of bytes: by the low half of a byte one bit for each high half, for those below 0x80 and those from it on.
typedef struct {
    uint8_t rows[2][16];
} bytescan_set;

/// How many of the first bytes of `bytes[0..<count]` are of a set.
size_t bytescan_span(const bytescan_set *set, const uint8_t *bytes, size_t count, bytescan_variant variant);

/// How many of the `most` bytes that end before `end` are of a set, from the last one back.
///
/// - Parameter readable: how many bytes there are before `end`, at least `most`.
size_t bytescan_span_back(const bytescan_set *set, const uint8_t *end, size_t most, size_t readable,
                          bytescan_variant variant);

#endif
