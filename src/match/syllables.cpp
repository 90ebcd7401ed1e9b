#include "match/syllables.hpp"

#include "match/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace kith::match {
namespace {

#include "match/syllables.inc"

/// The syllables of one language, each by its spelling.
class Syllables {
public:
    /// `text`: divided by spaces, spellings of one syllable by "/".
    explicit Syllables(std::string_view text) {
        int syllable = 0;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.size(), text.find_first_of(" /", at));
            if (end > at) numbers_.emplace(text.substr(at, end - at), syllable);
            if (end < text.size() && text[end] == ' ') ++syllable;
            at = end + 1;
        }
    }

    /// The syllables of a name without gaps, one or two; `none` for what is none. The longest beginning goes first.
    [[nodiscard]] std::array<int, 2> read(std::string_view name) const {
        if (const int whole = find(name); whole != none) return {whole, none};
        constexpr std::size_t longest = 6;  // zhuang
        for (std::size_t length = std::min(longest, name.size()); length-- > 1;) {
            const int first = find(name.substr(0, length)), second = find(name.substr(length));
            if (first != none && second != none) return {first, second};
        }
        return {none, none};
    }

    static constexpr int none = -1;

private:
    [[nodiscard]] int find(std::string_view syllable) const {
        const auto found = numbers_.find(syllable);
        return found == numbers_.end() ? none : found->second;
    }

    std::unordered_map<std::string_view, int> numbers_{};
};

const Syllables& chinese() {
    static const Syllables syllables{chinese_syllables};
    return syllables;
}

const Syllables& korean() {
    static const Syllables syllables{korean_syllables};
    return syllables;
}

bool is_read(const Syllables& language, std::string_view name) {
    return language.read(name)[0] != Syllables::none;
}

}  // namespace

bool is_of_syllables(std::string_view folded) {
    const std::string name = squashed(folded);
    return is_read(chinese(), name) || is_read(korean(), name);
}

bool is_of_chinese_syllables(std::string_view folded) { return is_read(chinese(), squashed(folded)); }

bool is_of_korean_syllables(std::string_view folded) { return is_read(korean(), squashed(folded)); }

bool are_same_syllables(std::string_view a, std::string_view b) {
    const std::string one = squashed(a), other = squashed(b);
    if (one == other) return is_of_syllables(one);
    if (is_read(chinese(), one) && is_read(chinese(), other)) return false;
    return is_read(korean(), one) && korean().read(one) == korean().read(other);
}

}  // namespace kith::match
