#define PCRE2_CODE_UNIT_WIDTH 8
#include "include/yardstick.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "include/luhn.h"
#include "include/reference_patterns.h"

static const char replacement[] = "[REDACTED]";
enum { replacement_size = sizeof replacement - 1 };

struct yardstick {
    pcre2_code *codes[REFERENCE_PATTERN_COUNT];
    pcre2_match_data *match;
    size_t *range;
    // A pass reads one buffer and writes the other; both are kept for the next text.
    uint8_t *buffers[2];
    size_t capacities[2];
};

yardstick *yardstick_make(void) {
    yardstick *self = calloc(1, sizeof *self);
    if (self == NULL) return NULL;
    for (size_t index = 0; index < REFERENCE_PATTERN_COUNT; index++) {
        int code;
        size_t offset;
        PCRE2_SPTR regex = (PCRE2_SPTR)reference_patterns[index].regex;
        self->codes[index] = pcre2_compile(regex, PCRE2_ZERO_TERMINATED, 0, &code, &offset, NULL);
        if (self->codes[index] == NULL || pcre2_jit_compile(self->codes[index], PCRE2_JIT_COMPLETE) != 0) {
            yardstick_free(self);
            return NULL;
        }
    }
    self->match = pcre2_match_data_create(40, NULL);
    if (self->match == NULL) {
        yardstick_free(self);
        return NULL;
    }
    self->range = pcre2_get_ovector_pointer(self->match);
    return self;
}

void yardstick_free(yardstick *self) {
    if (self == NULL) return;
    for (size_t index = 0; index < REFERENCE_PATTERN_COUNT; index++) pcre2_code_free(self->codes[index]);
    pcre2_match_data_free(self->match);
    free(self->buffers[0]);
    free(self->buffers[1]);
    free(self);
}

static inline int next(yardstick *self, size_t pattern, const uint8_t *bytes, size_t size, size_t from) {
    return pcre2_jit_match(self->codes[pattern], bytes, size, from, 0, self->match, NULL) > 0;
}

size_t yardstick_find(yardstick *self, const uint8_t *bytes, size_t size, uint64_t *counts) {
    size_t total = 0;
    for (size_t pattern = 0; pattern < REFERENCE_PATTERN_COUNT; pattern++) {
        int is_card = reference_patterns[pattern].is_card;
        size_t from = 0, found = 0;
        while (next(self, pattern, bytes, size, from)) {
            size_t start = self->range[0], end = self->range[1];
            from = end;
            if (!is_card || luhn_holds(bytes + start, end - start)) found++;
        }
        counts[pattern] += found;
        total += found;
    }
    return total;
}

static int reserve(yardstick *self, int buffer, size_t capacity) {
    if (self->capacities[buffer] >= capacity) return 1;
    free(self->buffers[buffer]);
    self->buffers[buffer] = malloc(capacity);
    self->capacities[buffer] = self->buffers[buffer] != NULL ? capacity : 0;
    return self->buffers[buffer] != NULL;
}

size_t yardstick_replace(yardstick *self, const uint8_t *bytes, size_t size, const uint8_t **result, uint64_t *counts) {
    const uint8_t *text = bytes;
    for (size_t pattern = 0; pattern < REFERENCE_PATTERN_COUNT; pattern++) {
        if (!next(self, pattern, text, size, 0)) continue;
        int buffer = text == self->buffers[0];
        // The shortest match, of 5 bytes, doubles at most.
        if (!reserve(self, buffer, size * 3 + 64)) {
            *result = NULL;
            return 0;
        }
        int is_card = reference_patterns[pattern].is_card;
        uint8_t *output = self->buffers[buffer];
        size_t copied = 0, from;
        do {
            size_t start = self->range[0], end = self->range[1];
            from = end;
            if (is_card && !luhn_holds(text + start, end - start)) continue;
            counts[pattern]++;
            memcpy(output, text + copied, start - copied);
            output += start - copied;
            memcpy(output, replacement, replacement_size);
            output += replacement_size;
            copied = end;
        } while (next(self, pattern, text, size, from));
        if (copied == 0) continue;
        memcpy(output, text + copied, size - copied);
        output += size - copied;
        text = self->buffers[buffer];
        size = (size_t)(output - text);
    }
    *result = text;
    return size;
}

size_t yardstick_pattern_count(void) { return REFERENCE_PATTERN_COUNT; }
const char *yardstick_pattern_name(size_t index) { return reference_patterns[index].name; }
const char *yardstick_pattern_regex(size_t index) { return reference_patterns[index].regex; }
int yardstick_pattern_is_card(size_t index) { return reference_patterns[index].is_card; }

const char *yardstick_pcre2_version(void) {
    static char version[64];
    if (version[0] == 0) pcre2_config(PCRE2_CONFIG_VERSION, version);
    return version;
}
