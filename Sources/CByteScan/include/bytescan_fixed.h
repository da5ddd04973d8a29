// Texts of a fixed length, of which each byte is of a set.
#ifndef BYTESCAN_FIXED_H
#define BYTESCAN_FIXED_H

#include <stddef.h>
#include <stdint.h>

#include "bytescan_triggers.h"

enum {
    /// Bytes that are compared at once: the one before a text, the text, and the one behind.
    bytescan_fixed_bytes = 32,
};

/// Such a text, with what may stand before and behind.
typedef struct {
    /// The bits that a byte has: those that its halves have in common.
    bytescan_byte_set bits;
    /// For each byte, from the one before the text on, the bits of which it must have one.
    uint8_t wanted[bytescan_fixed_bytes];
    /// One bit a byte: those that are looked at, and those of them that must have none of the bits instead.
    uint32_t looked_at, refused;
    /// Bytes of the text itself.
    uint32_t length;
} bytescan_fixed;

/// Which of some texts stands behind the first byte.
///
/// - Parameter bytes: of which `bytescan_fixed_bytes` can be read.
/// - Returns: the length of the first that does, or 0.
size_t bytescan_fixed_length(const bytescan_fixed *texts, size_t count, const uint8_t *bytes,
                             bytescan_variant variant);

#endif
