#include "text/sounds.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/script.hpp"
#include "text/similarity.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

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

/// What a consonant of kana stands for besides itself, as signs of a metaphone.
constexpr std::pair<char, char> other_consonants[] = {{'S', 'T'}, {'R', 'L'}, {'P', 'F'}};

constexpr std::size_t most_ways = 16;  // in which one spelling is read

/// Adds the key and its readings with other consonants.
void add_readings(std::vector<std::string>& keys, const std::string& key) {
    std::vector<std::string> ways{key};
    for (std::size_t at = 0; at < key.size(); ++at) {
        for (const auto& [from, to] : other_consonants) {
            if (key[at] != from) continue;
            for (std::size_t i = 0, count = ways.size(); i < count && ways.size() < most_ways; ++i) {
                ways.push_back(ways[i]);
                ways.back()[at] = to;
            }
        }
    }
    for (std::string& way : ways)
        if (std::find(keys.begin(), keys.end(), way) == keys.end()) keys.push_back(std::move(way));
}

/// The text with the marks of long vowels as r: all of them, or only one at the end.
std::string with_r(std::string_view kana, bool all) {
    constexpr std::string_view mark = "ー";
    std::string result;
    for (std::size_t at = 0; at < kana.size();) {
        const bool is_mark = kana.substr(at, mark.size()) == mark;
        const bool wanted = is_mark && (all || at + mark.size() == kana.size());
        if (wanted) result += 'r';
        if (!is_mark) result += kana[at];
        at += is_mark ? mark.size() : 1;
    }
    return result;
}

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

std::vector<std::string> foreign_metaphones(std::string_view kana) {
    std::vector<std::string> keys;
    for (std::size_t at = 0; at < kana.size();) {
        const char32_t c = next_code_point(kana, at);
        if (!is_kana(c) && c != U'ー') return keys;
    }
    if (kana.empty()) return keys;
    add_readings(keys, metaphone(romaji(kana)));
    add_readings(keys, metaphone(romaji(with_r(kana, false))));
    add_readings(keys, metaphone(romaji(with_r(kana, true))));
    return keys;
}

}  // namespace kith::text
