#define _GNU_SOURCE
#include "include/peer.h"

#include <dlfcn.h>

const char *peer_load(const char *path, const char *const *regexes, const uint8_t *is_card, size_t count, peer *result) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return dlerror();
    peer_text_function *name = (peer_text_function *)dlsym(library, "peer_name");
    peer_text_function *version = (peer_text_function *)dlsym(library, "peer_version");
    peer_make_function *make = (peer_make_function *)dlsym(library, "peer_make");
    result->find = (peer_find_function *)dlsym(library, "peer_find");
    result->replace = (peer_replace_function *)dlsym(library, "peer_replace");
    if (name == NULL || version == NULL || make == NULL || result->find == NULL) return "a function is missing";
    result->name = name();
    result->version = version();
    result->self = make(regexes, is_card, count);
    return result->self == NULL ? "it does not take the patterns" : NULL;
}

uint64_t peer_find(const peer *self, const uint8_t *bytes, size_t size) { return self->find(self->self, bytes, size); }

size_t peer_replace(const peer *self, const uint8_t *bytes, size_t size) {
    const uint8_t *result;
    return self->replace(self->self, bytes, size, &result);
}

uint64_t allocation_count(void) {
    static uint64_t (*counter)(void);
    if (counter == NULL) counter = (uint64_t (*)(void))dlsym(RTLD_DEFAULT, "allocation_counter");
    return counter != NULL ? counter() : UINT64_MAX;
}
