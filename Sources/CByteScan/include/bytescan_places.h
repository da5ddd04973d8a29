// Where bytes stand in a short text.
#ifndef BYTESCAN_PLACES_H
#define BYTESCAN_PLACES_H

#include <stddef.h>
#include <stdint.h>

enum { bytescan_places_bytes = 64 };

/// Where `byte` stands in `bytes[0..<count]`, one bit each. At most `bytescan_places_bytes` of them, and `count` no more
/// than `readable`.
uint64_t bytescan_places(const uint8_t *bytes, size_t readable, unsigned count, uint8_t byte);

#endif
