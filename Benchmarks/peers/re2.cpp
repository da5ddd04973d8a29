// RE2, the patterns one after another, over bytes.
#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "luhn.h"

namespace {

struct Passes {
    std::vector<std::unique_ptr<re2::RE2>> codes;
    std::vector<uint8_t> is_card;
};

}  // namespace

extern "C" const char *peer_name() { return "RE2, passes"; }
// Given by build-peers: the library does not tell.
extern "C" const char *peer_version() { return RE2_VERSION; }

extern "C" void *peer_make(const char *const *regexes, const uint8_t *is_card, size_t count) {
    auto self = std::make_unique<Passes>();
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_max_mem(64 << 20);
    for (size_t index = 0; index < count; index++) {
        self->codes.push_back(std::make_unique<re2::RE2>(regexes[index], options));
        if (!self->codes.back()->ok()) return nullptr;
    }
    self->is_card.assign(is_card, is_card + count);
    return self.release();
}

extern "C" uint64_t peer_find(void *peer, const uint8_t *bytes, size_t size) {
    auto *self = static_cast<Passes *>(peer);
    const char *start = reinterpret_cast<const char *>(bytes);
    re2::StringPiece text(start, size), match;
    uint64_t total = 0;
    for (size_t pattern = 0; pattern < self->codes.size(); pattern++) {
        size_t from = 0;
        while (self->codes[pattern]->Match(text, from, size, re2::RE2::UNANCHORED, &match, 1)) {
            const auto *found = reinterpret_cast<const uint8_t *>(match.data());
            if (!self->is_card[pattern] || luhn_holds(found, match.size())) total++;
            from = static_cast<size_t>(match.data() - start) + match.size();
        }
    }
    return total;
}
