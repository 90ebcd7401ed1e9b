#include "match/words.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace kith::match {
namespace {

/// Space and ASCII punctuation; letters and digits of every script are 0x80 or above, or alphanumeric. The middle
/// dot that folding leaves ("・") is three bytes and kept within words: it stands between foreign names only.
bool is_gap(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 &&
           !((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'));
}

/// The next number of a text, which goes on behind it; empty when there is none.
std::string_view next_number(std::string_view& text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto begin = std::find_if(text.begin(), text.end(), is_digit);
    const auto end = std::find_if_not(begin, text.end(), is_digit);
    const std::string_view number =
        text.substr(static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(end - begin));
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    return number.substr(
        std::min(number.size() - std::min<std::size_t>(number.size(), 1), number.find_first_not_of('0')));
}

}  // namespace

Words::Words(std::string_view folded) {
    for (std::size_t at = 0; at < folded.size() && size_ < words_.size();) {
        while (at < folded.size() && is_gap(folded[at])) ++at;
        const std::size_t start = at;
        while (at < folded.size() && !is_gap(folded[at])) ++at;
        if (at > start) words_[size_++] = folded.substr(start, at - start);
    }
}

std::string squashed(std::string_view folded) {
    std::string result;
    result.reserve(folded.size());
    std::copy_if(folded.begin(), folded.end(), std::back_inserter(result), [](char c) { return !is_gap(c); });
    return result;
}

std::string without_digraphs(std::string_view folded) {
    std::string result;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        result += folded[i];
        const bool vowel = folded[i] == 'a' || folded[i] == 'o' || folded[i] == 'u';
        if (vowel && i + 1 < folded.size() && folded[i + 1] == 'e') ++i;
    }
    return result;
}

std::string kana_sounds(std::string_view kana) {
    std::string result = text::romaji(kana);
    for (std::size_t i = 1; i < result.size(); ++i) {
        if (result[i] == 'u' && result[i - 1] == 'o') result[i] = 'o';
        if (result[i] == 'i' && result[i - 1] == 'e') result[i] = 'e';
    }
    return result;
}

std::vector<std::string> acronyms(std::string_view folded) {
    const Words words(folded);
    if (words.size() < 2 || !text::is_ascii(folded)) return {};
    std::string all, without_particles;
    for (const std::string_view word : words) {
        all += word[0];
        if (!is_particle(word)) without_particles += word[0];
    }
    std::vector<std::string> result;
    if (may_be_acronym(all)) result.push_back(all);
    if (without_particles != all && may_be_acronym(without_particles)) result.push_back(without_particles);
    return result;
}

bool may_be_acronym(std::string_view folded) {
    return folded.size() >= 2 && folded.size() <= 6 &&
           std::all_of(folded.begin(), folded.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_particle(std::string_view word) {
    static constexpr std::string_view particles[] = {"al",  "and", "bin", "da",  "das", "de",  "del", "della",
                                                     "den", "der", "di",  "do",  "dos", "du",  "el",  "ibn",
                                                     "la",  "las", "le",  "los", "of",  "st",  "ten", "ter",
                                                     "the", "und", "van", "von", "zu",  "zum", "zur"};
    return std::binary_search(std::begin(particles), std::end(particles), word);
}

bool differ_in_number(std::string_view a, std::string_view b) {
    // A number of `of` that is none of `other`.
    const auto has_another = [](std::string_view of, std::string_view other) {
        for (std::string_view number = next_number(of); !number.empty(); number = next_number(of)) {
            bool found = false;
            std::string_view rest = other;
            for (std::string_view one = next_number(rest); !one.empty() && !found; one = next_number(rest))
                found = one == number;
            if (!found) return true;
        }
        return false;
    };
    return has_another(a, b) && has_another(b, a);
}

Script script_of(std::string_view name) {
    if (text::is_ascii(name)) return name.empty() ? Script::none : Script::latin;
    Script found = Script::none;
    for (std::size_t at = 0; at < name.size();) {
        const char32_t c = text::next_code_point(name, at);
        if (text::is_kanji(c)) return Script::kanji;
        if (found != Script::none) continue;
        if (text::is_latin(c))
            found = Script::latin;
        else if (text::is_greek_or_cyrillic(c))
            found = Script::greek_or_cyrillic;
        else if (text::is_kana(c))
            found = Script::kana;
        else if (text::is_hangul(c))
            found = Script::hangul;
        else if (c >= 0x80)
            found = Script::other;
    }
    return found;
}

}  // namespace kith::match
