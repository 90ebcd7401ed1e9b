// Reading romaji, and the key under which the spellings of a reading meet.
#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/kana_table.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cstddef>

namespace kith::text {

namespace {

constexpr char long_mark = '^';  // behind a vowel that had a macron or circumflex

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

bool is_vowel(char c) { return vowels.find(c) != std::string_view::npos; }

// Folding drops accents, so a long vowel is marked before: "Ōno" becomes "O^no".
std::string with_long_marks(std::string_view text) {
    constexpr std::u32string_view accented = U"ĀāÂâĪīÎîŪūÛûĒēÊêŌōÔô";
    constexpr std::string_view plain = "aiueo";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const std::size_t found = accented.find(c);
        if (found != std::u32string_view::npos)
            (out += plain[found / 4]) += long_mark;
        else if (c == 0x0304 || c == 0x0302)
            out += long_mark;
        else
            append_code_point(out, c);
    }
    return out;
}

// Reads one folded word as romaji, syllable by syllable.
class RomajiReader {
public:
    explicit RomajiReader(std::string_view word) : word_(word) { read(); }

    // The hiragana of all whole syllables.
    const std::string& kana() const { return kana_; }
    // What does not make a syllable, and all behind it.
    std::string_view rest() const { return word_.substr(done_); }
    // True when every letter was read, and there was one.
    bool complete() const { return rest().empty() && !kana_.empty(); }

private:
    char at(std::size_t i) const { return i < word_.size() ? word_[i] : '\0'; }

    void read() {
        while (done_ < word_.size() && (joiner() || lengthening() || n_sound() || syllable())) {}
    }

    void take(std::size_t letters, std::string_view kana, char vowel) {
        done_ += letters;
        kana_ += kana;
        vowel_ = vowel;
    }

    // "Ken-ichi", "Shin'ichi": the sign only says that the syllable ends.
    bool joiner() {
        const bool joins = done_ > 0 && (at(done_) == '\'' || at(done_) == '-') && is_letter(at(done_ + 1));
        if (joins) take(1, "", '\0');
        return joins;
    }

    // A mark, or an h that begins no syllable: "Ohno", "Itoh".
    bool lengthening() {
        const char next = at(done_ + 1);
        const bool h = at(done_) == 'h' && !is_vowel(next) && next != 'y';
        if (vowel_ == '\0' || !(h || at(done_) == long_mark)) return false;
        switch (vowel_) {
            case 'a': take(1, "あ", '\0'); break;
            case 'i': take(1, "い", '\0'); break;
            case 'u': take(1, "う", '\0'); break;
            case 'e': take(1, "え", '\0'); break;
            default: take(1, kana_ == "お" ? "お" : "う", '\0');
        }
        return true;
    }

    // ん: an n before no vowel, n' or the nn that is typed for it at the end, and m before b, m and p.
    bool n_sound() {
        const char next = at(done_ + 1);
        const bool m = at(done_) == 'm' && (next == 'b' || next == 'm' || next == 'p');
        const bool n = at(done_) == 'n' && !is_vowel(next) && next != 'y';
        if (m || n) take(n && next == 'n' && done_ + 2 == word_.size() ? 2 : 1, "ん", '\0');
        return m || n;
    }

    bool syllable() {
        const char first = at(done_);
        const bool doubled = is_letter(first) && !is_vowel(first) && first != 'n' && first != 'm' &&
                             first != 'h' &&
                             (at(done_ + 1) == first || (first == 't' && word_.substr(done_ + 1, 2) == "ch"));
        const std::size_t begin = done_ + (doubled ? 1 : 0);
        std::size_t end = begin;
        while (is_letter(at(end)) && !is_vowel(at(end)) && end - begin < 3) ++end;
        if (!is_vowel(at(end))) return false;
        const std::string_view consonant = word_.substr(begin, end - begin);
        const auto row = std::find_if(syllable_rows.begin(), syllable_rows.end(),
                                      [&](const SyllableRow& r) { return r.consonant == consonant; });
        if (row == syllable_rows.end()) return false;
        std::u32string_view kana = row->kana[vowels.find(at(end))];
        if (kana == U"うぉ" && !kana_.empty()) kana = U"を";  // Kaworu; at the start it is a foreign name
        if (kana.empty()) return false;
        if (doubled) kana_ += "っ";
        for (const char32_t c : kana) append_code_point(kana_, c);
        take(end + 1 - done_, "", at(end));
        return true;
    }

    std::string_view word_;
    std::size_t done_ = 0;
    std::string kana_;
    char vowel_ = '\0';  // of the syllable just read, while something may still lengthen it
};

// The loose form of Hepburn's spelling: one spelling per sound, no apostrophes, no long vowels.
std::string loosened(std::string_view hepburn) {
    std::string out;
    out.reserve(hepburn.size());
    for (std::size_t i = 0; i < hepburn.size(); ++i) {
        const char c = hepburn[i];
        const char next = i + 1 < hepburn.size() ? hepburn[i + 1] : '\0';
        const char before = out.empty() ? '\0' : out.back();
        if (c == '\'' || (is_vowel(c) && (c == before || (c == 'u' && before == 'o')))) continue;
        if (c == 't' && next == 'c')
            out += 'c';  // tch: the doubled consonant as in kk
        else if (c == 't' && (next == 'i' || next == 'y'))
            out += "ch";  // from here on the foreign syllables ティ, デュ ... as they are typed in Latin names
        else if (c == 't' && next == 'u')
            out += "ts";
        else if (c == 'd' && (next == 'i' || next == 'y'))
            out += 'j';
        else if (c == 'd' && next == 'u')
            out += 'z';
        else if (c == 's' && next == 'i')
            out += "sh";
        else if (c == 'z' && next == 'i')
            out += 'j';
        else if (c != 'y' || i == 0 || (hepburn[i - 1] != 't' && hepburn[i - 1] != 'd'))
            out += c;
    }
    return out;
}

std::string key_of_kana(std::string_view kana) { return loosened(romaji(kana)); }

// The beginning of a syllable, in the spelling that the whole syllable gets.
std::string loose_beginning(std::string_view consonants) {
    if (consonants == "sy") return "sh";
    if (consonants == "ty" || consonants == "cy") return "ch";
    if (consonants == "zy" || consonants == "jy" || consonants == "dy") return "j";
    if (consonants == "tc") return "c";
    if (consonants == "tch") return "cch";
    return std::string(consonants);
}

std::string key_of_word(std::string_view word, bool unfinished) {
    if (is_kana_only(word)) return key_of_kana(word);
    if (unfinished) word = word.substr(0, word.find_last_not_of("'-") + 1);
    const RomajiReader romaji(word);
    if (romaji.complete()) return key_of_kana(romaji.kana());
    const std::string_view rest = romaji.rest();
    const bool begins = unfinished && rest.size() <= 3 && std::all_of(rest.begin(), rest.end(), [](char c) {
                            return is_letter(c) && !is_vowel(c);
                        });
    return begins ? key_of_kana(romaji.kana()) + loose_beginning(rest) : std::string(word);
}

// Signs between words; the apostrophe and the hyphen belong to a word.
bool separates(char32_t c) {
    return c == U'・' || (c < 0x80 && !is_ascii_digit(c) && !is_latin(c) && c != '\'' && c != '-');
}

std::string key_of(std::string_view text, bool unfinished) {
    const std::string folded = fold(text);
    if (has_kanji(folded)) return {};
    std::string key;
    const auto add = [&](std::string_view word, bool last) {
        if (word.find_first_not_of("'-") == std::string_view::npos) return;
        const std::string one = key_of_word(word, unfinished && last);
        if (!key.empty() && !one.empty()) key += ' ';
        key += one;
    };
    std::size_t begin = 0;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t here = at;
        if (!separates(next_code_point(folded, at))) continue;
        add(std::string_view(folded).substr(begin, here - begin), false);
        begin = at;
    }
    add(std::string_view(folded).substr(begin), true);
    return key;
}

}  // namespace

std::string kana_from_romaji(std::string_view text) {
    const std::string folded = fold(with_long_marks(text));
    std::string kana;
    for (std::size_t begin = 0; begin < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', begin), folded.size());
        const RomajiReader word(std::string_view(folded).substr(begin, end - begin));
        if (!word.complete()) return {};
        if (!kana.empty()) kana += ' ';
        kana += word.kana();
        begin = end + 1;
    }
    return kana;
}

std::string reading_key(std::string_view kana_or_latin) { return key_of(kana_or_latin, false); }

std::string reading_key_prefix(std::string_view typed) { return key_of(typed, true); }

}  // namespace kith::text
