// Byte scanners over UTF-8 text: no allocation, no state, no policy.
#ifndef BYTESCAN_H
#define BYTESCAN_H

#include <stddef.h>
#include <stdint.h>

/// Unicode scalars that start in `bytes[0..<count]`: every byte that is no UTF-8 continuation byte.
size_t bytescan_count_scalars(const uint8_t *bytes, size_t count);

/// UTF-16 code units of the text in `bytes[0..<count]`: scalars, and one more for each four-byte sequence.
size_t bytescan_count_utf16(const uint8_t *bytes, size_t count);

/// Offset of the first occurrence of `needle` in `bytes`, or `count` where there is none.
size_t bytescan_find(const uint8_t *bytes, size_t count, const uint8_t *needle, size_t needle_count);

#endif
