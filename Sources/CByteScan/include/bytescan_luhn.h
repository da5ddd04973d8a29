// Check digits by ISO/IEC 7812-1, Annex B.
#ifndef BYTESCAN_LUHN_H
#define BYTESCAN_LUHN_H

#include <stddef.h>
#include <stdint.h>

enum { bytescan_luhn_bytes = 32 };

/// Whether the digits in `bytes[0..<count]`, at most `bytescan_luhn_bytes` of them and `count` no more than `readable`, have
/// a right check digit. What is no digit does not matter; fewer than two digits have none.
int bytescan_luhn(const uint8_t *bytes, size_t readable, unsigned count);

#endif
