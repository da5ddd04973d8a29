#ifndef PEER_H
#define PEER_H

#include <stddef.h>
#include <stdint.h>

/// What a shared library of a peer exports, under these names; see peers/.
typedef const char *peer_text_function(void);
typedef void *peer_make_function(const char *const *regexes, const uint8_t *is_card, size_t count);
typedef uint64_t peer_find_function(void *self, const uint8_t *bytes, size_t size);
typedef size_t peer_replace_function(void *self, const uint8_t *bytes, size_t size, const uint8_t **result);

typedef struct {
    const char *name;
    const char *version;
    void *self;
    peer_find_function *find;
    /// NULL where the peer only finds.
    peer_replace_function *replace;
} peer;

/// Loads a peer and gives it the patterns. What went wrong, or NULL.
const char *peer_load(const char *path, const char *const *regexes, const uint8_t *is_card, size_t count, peer *result);
uint64_t peer_find(const peer *self, const uint8_t *bytes, size_t size);
size_t peer_replace(const peer *self, const uint8_t *bytes, size_t size);

/// How often memory was allocated since the start; UINT64_MAX where the counter is not preloaded.
uint64_t allocation_count(void);

#endif
