#define _GNU_SOURCE
#include "bytescan.h"

#include <string.h>

size_t bytescan_count_scalars(const uint8_t *bytes, size_t count) {
    size_t scalars = 0;
    for (size_t i = 0; i < count; i++) {
        scalars += (bytes[i] & 0xC0) != 0x80;
    }
    return scalars;
}

size_t bytescan_count_utf16(const uint8_t *bytes, size_t count) {
    size_t units = 0;
    for (size_t i = 0; i < count; i++) {
        units += (bytes[i] & 0xC0) != 0x80;
        units += bytes[i] >= 0xF0;
    }
    return units;
}

size_t bytescan_find(const uint8_t *bytes, size_t count, const uint8_t *needle, size_t needle_count) {
    if (needle_count == 0 || needle_count > count) {
        return count;
    }
    const uint8_t *hit = memmem(bytes, count, needle, needle_count);
    return hit ? (size_t)(hit - bytes) : count;
}
