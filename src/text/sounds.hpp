// Whether words sound alike: Western names by their phonetic key, Japanese ones by their reading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

/// The words of a text that others can sound like, each with the keys that say how: the metaphone of a Latin word, and
/// the loose reading of kana and romaji, which stand in one form (やまだ, ヤマダ and Yamada). Kanji and digits sound like
/// themselves. Pure, safe from any thread.
class Sounds {
public:
    /// `folded`: by fold(), whose spaces divide words.
    explicit Sounds(std::string_view folded);

    [[nodiscard]] bool empty() const noexcept { return words_.empty(); }

    /// True when for each of these words one of the text shares a key: "Katherine Smith" has what sounds like "smyth". The
    /// parts of a word with a hyphen or an apostrophe count as words of the text, too.
    [[nodiscard]] bool in(std::string_view folded) const;

private:
    struct Keys {
        std::string phonetic{};  // empty: none
        std::string reading{};
    };
    static Keys keys_of(std::string_view word);
    static bool alike(const Keys& a, const Keys& b) noexcept;

    std::vector<Keys> words_;
};

/// The metaphones of the Latin names that one word in kana may stand for: スミス is "SMS" as it sounds and "SMT" as Smith is
/// written, テイラー among others "TLR". Kana have no th, l and v, and a long vowel may be an r. The first is how it sounds; at
/// most 48, empty for what is not kana.
[[nodiscard]] std::vector<std::string> foreign_metaphones(std::string_view kana);

}  // namespace kith::text
