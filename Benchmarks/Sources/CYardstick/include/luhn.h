#ifndef LUHN_H
#define LUHN_H

#include <stddef.h>
#include <stdint.h>

/// Whether the bytes have 13 to 19 digits with a right check digit; other bytes are passed over.
static inline int luhn_holds(const uint8_t *bytes, size_t size) {
    unsigned sum = 0, digits = 0;
    for (size_t index = size; index > 0; index--) {
        unsigned value = bytes[index - 1] - (unsigned)'0';
        if (value > 9) continue;
        if (digits++ % 2 == 1) {
            value *= 2;
            if (value > 9) value -= 9;
        }
        sum += value;
    }
    return digits >= 13 && digits <= 19 && sum % 10 == 0;
}

#endif
