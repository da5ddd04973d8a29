// Hyperscan in block mode with the start of each match, without which nothing can be redacted. It reports every end of
// every match; the callback keeps what a search from left to right would find, for each pattern on its own.
#include <hs/hs.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "luhn.h"

namespace {

struct Last {
    uint64_t start = UINT64_MAX;
    uint64_t end = 0;
};

struct Hyperscan {
    hs_database_t *database = nullptr;
    hs_scratch_t *scratch = nullptr;
    std::vector<uint8_t> is_card;
    std::vector<Last> last;
    const uint8_t *bytes = nullptr;
    uint64_t total = 0;

    void close(size_t pattern) {
        Last &match = last[pattern];
        if (match.start == UINT64_MAX) return;
        if (!is_card[pattern] || luhn_holds(bytes + match.start, match.end - match.start)) total++;
    }

    void report(size_t pattern, uint64_t start, uint64_t end) {
        Last &match = last[pattern];
        if (match.start != UINT64_MAX && start < match.end) {
            if (start < match.start) match.start = start;
            if (start == match.start) match.end = end;
            return;
        }
        close(pattern);
        match = {start, end};
    }
};

int on_match(unsigned pattern, unsigned long long start, unsigned long long end, unsigned, void *context) {
    static_cast<Hyperscan *>(context)->report(pattern, start, end);
    return 0;
}

}  // namespace

extern "C" const char *peer_name() { return "Hyperscan, start of match"; }
extern "C" const char *peer_version() { return hs_version(); }

extern "C" void *peer_make(const char *const *regexes, const uint8_t *is_card, size_t count) {
    auto self = std::make_unique<Hyperscan>();
    std::vector<unsigned> flags(count, HS_FLAG_SOM_LEFTMOST), ids;
    for (size_t index = 0; index < count; index++) ids.push_back(static_cast<unsigned>(index));
    hs_compile_error_t *error = nullptr;
    if (hs_compile_multi(regexes, flags.data(), ids.data(), static_cast<unsigned>(count), HS_MODE_BLOCK, nullptr,
                         &self->database, &error) != HS_SUCCESS) {
        hs_free_compile_error(error);
        return nullptr;
    }
    if (hs_alloc_scratch(self->database, &self->scratch) != HS_SUCCESS) return nullptr;
    self->is_card.assign(is_card, is_card + count);
    self->last.resize(count);
    return self.release();
}

extern "C" uint64_t peer_find(void *peer, const uint8_t *bytes, size_t size) {
    auto *self = static_cast<Hyperscan *>(peer);
    self->bytes = bytes;
    self->total = 0;
    for (Last &match : self->last) match = Last();
    hs_scan(self->database, reinterpret_cast<const char *>(bytes), static_cast<unsigned>(size), 0, self->scratch,
            on_match, self);
    for (size_t pattern = 0; pattern < self->last.size(); pattern++) self->close(pattern);
    return self->total;
}
