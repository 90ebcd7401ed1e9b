#include "text/label.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/script.hpp"
#include "text/similarity.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kith::text {

namespace {

constexpr std::size_t least_mistyped = 5;   // letters: in shorter words another letter is another word
constexpr std::size_t two_errors_from = 9;  // letters
constexpr double most_mistyped = 0.96;

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text += between;
        text += word;
    }
    return text;
}

bool ends_with(std::string_view word, std::string_view end) {
    return word.size() >= end.size() && word.substr(word.size() - end.size()) == end;
}

/// The singular of an English word, as far as its ending tells; other words as they are.
std::string singular(const std::string& word) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> irregular = {
        {{"people", "person"}, {"men", "man"}, {"women", "woman"}, {"children", "child"}}};
    for (const auto& [many, one] : irregular)
        if (word == many) return std::string(one);
    const auto without = [&](std::size_t letters) { return word.substr(0, word.size() - letters); };
    if (word.size() < 4 || !ends_with(word, "s") || !is_ascii(word)) return word;
    if (ends_with(word, "ies") && word.size() > 4) return without(3) + "y";
    for (const std::string_view end : {"sses", "shes", "ches", "xes"})
        if (ends_with(word, end)) return without(2);
    for (const std::string_view end : {"ss", "us", "is"})
        if (ends_with(word, end)) return word;
    return without(1);
}

template <class Test>
bool any_code_point(std::string_view text, Test&& test) {
    for (std::size_t at = 0; at < text.size();)
        if (test(next_code_point(text, at))) return true;
    return false;
}

std::string without_long_vowels(std::string_view folded) {
    std::string out;
    for (std::size_t at = 0; at < folded.size();)
        if (const char32_t c = next_code_point(folded, at); c != U'ー') append_code_point(out, c);
    return out;
}

char32_t first_of(std::string_view text) {
    std::size_t at = 0;
    return text.empty() ? 0 : next_code_point(text, at);
}

/// Whether one of the words is the other one mistyped.
bool mistyped(const std::string& a, const std::string& b) {
    const auto unsafe = [](char32_t c) { return is_ascii_digit(c) || is_kanji(c); };
    const std::size_t letters = std::min(code_points(a), code_points(b));
    if (letters < least_mistyped || first_of(a) != first_of(b)) return false;
    if (any_code_point(a, unsafe) || any_code_point(b, unsafe)) return false;
    const int most = letters >= two_errors_from ? 2 : 1;
    return damerau_levenshtein(a, b, most) <= most;
}

}  // namespace

std::string_view words_for(LabelDifference difference) {
    switch (difference) {
        case LabelDifference::spelling: return "spelling";
        case LabelDifference::reading: return "reading";
        case LabelDifference::number: return "number";
        case LabelDifference::typing: return "typing error";
        case LabelDifference::none: break;
    }
    return {};
}

Label::Label(std::string_view name) : words_(words(fold(name))) {
    std::vector<std::string> in_order = words_;
    compact_ = joined(in_order, "");
    if (compact_.empty()) compact_ = fold(name);  // signs alone
    std::sort(in_order.begin(), in_order.end());
    sorted_ = joined(in_order, " ");
    for (std::string& word : in_order) word = singular(word);
    std::sort(in_order.begin(), in_order.end());
    singular_ = joined(in_order, " ");
    plain_ = without_long_vowels(compact_);
    reading_ = reading_key(joined(words_, " "));
    reading_.erase(std::remove(reading_.begin(), reading_.end(), ' '), reading_.end());
    kana_ = has_kana(compact_);
    char before = ' ';
    for (const char c : fold(name)) {
        if ((c == '+' || c == '#') && before != ' ') signs_ += c;
        before = c;
    }
}

bool Label::one_word_mistyped(const Label& other) const {
    if (words_.size() != other.words_.size()) return mistyped(compact_, other.compact_);
    std::size_t different = words_.size();
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (words_[i] == other.words_[i]) continue;
        if (different != words_.size()) return false;
        different = i;
    }
    return different != words_.size() && mistyped(words_[different], other.words_[different]);
}

Label::Likeness Label::like(const Label& other) const {
    if (signs_ != other.signs_) return {};
    if (compact_ == other.compact_ || (!sorted_.empty() && sorted_ == other.sorted_))
        return {LabelDifference::spelling, 1};
    const bool one_in_romaji = kana_ != other.kana_;
    if (((kana_ || other.kana_) && !plain_.empty() && plain_ == other.plain_) ||
        (one_in_romaji && !reading_.empty() && reading_ == other.reading_))
        return {LabelDifference::reading, 0.98};
    if (!singular_.empty() && singular_ == other.singular_) return {LabelDifference::number, 0.97};
    if (one_word_mistyped(other))
        return {LabelDifference::typing, std::min(most_mistyped, jaro_winkler(compact_, other.compact_))};
    return {};
}

}  // namespace kith::text
