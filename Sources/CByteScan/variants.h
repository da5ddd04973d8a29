// The scan in each instruction set. Those that a processor has no part in are not there.
#ifndef VARIANTS_H
#define VARIANTS_H

#include "bytescan_triggers.h"

typedef size_t triggers_function(const bytescan_plan *plan, bytescan_cursor *cursor, const uint8_t *bytes, size_t count,
                                 size_t limit, uint64_t *records, size_t capacity);

triggers_function bytescan_triggers_portable;
#if defined(__x86_64__)
triggers_function bytescan_triggers_sse2, bytescan_triggers_avx2, bytescan_triggers_avx512;
#elif defined(__aarch64__)
triggers_function bytescan_triggers_neon;
#endif

#endif
