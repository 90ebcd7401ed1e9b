#include "text/sounds.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/similarity.hpp"

#include <algorithm>

namespace kith::text {

namespace {

/// Calls `each` with the pieces of `text` between the characters of `signs`; stops when it says true.
template <class Each>
bool any_piece(std::string_view text, std::string_view signs, Each&& each) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(signs), text.size());
        if (end > 0 && each(text.substr(0, end))) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

constexpr std::string_view between_words = " \n,.;:()\"";

}  // namespace

Sounds::Keys Sounds::keys_of(std::string_view word) {
    Keys keys;
    const bool latin = has_latin(word);
    keys.phonetic = latin ? metaphone(word) : std::string(word);
    keys.reading = reading_key(word);
    return keys;
}

bool Sounds::alike(const Keys& a, const Keys& b) noexcept {
    return (!a.phonetic.empty() && a.phonetic == b.phonetic) || (!a.reading.empty() && a.reading == b.reading);
}

Sounds::Sounds(std::string_view folded) {
    any_piece(folded, between_words, [&](std::string_view word) {
        Keys keys = keys_of(word);
        if (!keys.phonetic.empty() || !keys.reading.empty()) words_.push_back(std::move(keys));
        return false;
    });
}

bool Sounds::in(std::string_view folded) const {
    std::vector<Keys> there;
    any_piece(folded, between_words, [&](std::string_view word) {
        there.push_back(keys_of(word));
        if (word.find_first_of("-'") != std::string_view::npos) {
            any_piece(word, "-'", [&](std::string_view part) {
                there.push_back(keys_of(part));
                return false;
            });
        }
        return false;
    });
    return std::all_of(words_.begin(), words_.end(), [&](const Keys& wanted) {
        return std::any_of(there.begin(), there.end(), [&](const Keys& keys) { return alike(wanted, keys); });
    });
}

}  // namespace kith::text
