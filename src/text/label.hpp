// Whether two labels (the names of tags and lists) mean the same: differences of spelling, reading, number, typing.
// Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

/// In what two labels differ that may mean the same, the surest first.
enum class LabelDifference : std::uint8_t {
    spelling,  ///< spaces, signs, the order of words: "follow-up", "follow up", "up follow"
    reading,  ///< kana or romaji, with or without a long vowel: ヤマダ and yamada, ユーザ and ユーザー
    number,  ///< singular and plural: "customer", "customers"
    typing,  ///< one letter (in words of nine and more two) in one word: "newsleter"
    none,    ///< they are not alike
};

/// "spelling", "reading", "number", "typing error"; empty for none.
[[nodiscard]] std::string_view words_for(LabelDifference difference);

/// A label in the forms in which labels are compared. Digits tell labels apart ("Q1", "Q2"), and so do kanji: only what is
/// written in an alphabet or kana can have typing errors, from five letters on, and not in its first.
class Label {
public:
    explicit Label(std::string_view name);

    /// `similarity`: 1 for spelling, 0.98 for reading, 0.97 for number, for typing at most 0.96 (Jaro-Winkler over the
    /// folded letters; Winkler 1990), 0 for none.
    struct Likeness {
        LabelDifference difference = LabelDifference::none;
        double similarity = 0;
    };
    [[nodiscard]] Likeness like(const Label& other) const;

private:
    [[nodiscard]] bool one_word_mistyped(const Label& other) const;

    std::vector<std::string> words_{};  // folded
    std::string compact_{};             // the words without gaps
    std::string sorted_{};              // the words in order
    std::string singular_{};            // the same in the singular
    std::string plain_{};               // compact_ without ー
    std::string reading_{};             // empty with kanji
    std::string signs_{};               // "+" and "#" behind a word, which is another one by them: C, C++, C#
    bool kana_ = false;
};

}  // namespace kith::text
