// Check digits by ISO/IEC 7812-1, Annex B.
#ifndef BYTESCAN_LUHN_H
#define BYTESCAN_LUHN_H

#include <stddef.h>
#include <stdint.h>

enum { bytescan_luhn_bytes = 32 };

/// What is known of a number.
typedef struct {
    /// Whether it has digits alone.
    uint8_t is_bare;
    /// Whether its digits have a right check digit; fewer than two have none.
    uint8_t is_right;
} bytescan_checked_number;

/// Of the digits in `bytes[0..<count]`, at most `bytescan_luhn_bytes` of them and `count` no more than `readable`. What is no
/// digit does not matter.
bytescan_checked_number bytescan_luhn(const uint8_t *bytes, size_t readable, unsigned count);

#endif
