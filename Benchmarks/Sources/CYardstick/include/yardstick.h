#ifndef YARDSTICK_H
#define YARDSTICK_H

#include <stddef.h>
#include <stdint.h>

/// The reference patterns, searched for one after another by plain PCRE2 with its JIT. One for each thread.
typedef struct yardstick yardstick;

/// NULL where a pattern does not compile or memory runs out.
yardstick *yardstick_make(void);
void yardstick_free(yardstick *self);

/// How many matches the patterns have. Adds the number for each pattern to `counts`.
size_t yardstick_find(yardstick *self, const uint8_t *bytes, size_t size, uint64_t *counts);

/// Replaces all matches of the first pattern, in the result all of the second, and so on. The result stays valid until
/// the next call; its size is returned, or 0 with a NULL result where memory runs out.
size_t yardstick_replace(yardstick *self, const uint8_t *bytes, size_t size, const uint8_t **result, uint64_t *counts);

size_t yardstick_pattern_count(void);
const char *yardstick_pattern_name(size_t index);
const char *yardstick_pattern_regex(size_t index);
/// Whether only matches with a right Luhn check digit count.
int yardstick_pattern_is_card(size_t index);

const char *yardstick_pcre2_version(void);

/// Processor time of the calling thread, of the process, and a monotonic clock; all in nanoseconds.
uint64_t yardstick_thread_time(void);
uint64_t yardstick_process_time(void);
uint64_t yardstick_wall_time(void);

#endif
