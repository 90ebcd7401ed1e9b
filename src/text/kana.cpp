// From kana: the other kana, and romaji. The way back is in romaji.cpp.
#include "text/kana.hpp"

#include "text/fold.hpp"
#include "text/fold_tables.hpp"
#include "text/kana_table.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kith::text {

namespace {

// U+FF65 to U+FF9D, the half-width forms in Unicode's order.
constexpr std::u32string_view full_width =
    U"・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
static_assert(full_width.size() == 0xFF9D - 0xFF65 + 1);

constexpr char32_t kana_distance = U'ア' - U'あ';

bool has_katakana_twin(char32_t c) { return is_hiragana_letter(c) || c == U'ゝ' || c == U'ゞ'; }

bool has_hiragana_twin(char32_t c) { return (c >= U'ァ' && c <= U'ヶ') || c == U'ヽ' || c == U'ヾ'; }

// The kana before a sound mark together with it, or 0 when they do not go together.
char32_t with_sound_mark(char32_t kana, char32_t mark) {
    const bool katakana = has_hiragana_twin(kana);
    const char32_t hiragana = katakana ? kana - kana_distance : kana;
    if (!is_hiragana_letter(hiragana)) return 0;
    const bool half = mark == 0x309A || mark == 0x309C || mark == 0xFF9F;
    const bool takes_half = hiragana >= U'は' && hiragana <= U'ほ' && unvoiced(hiragana) == hiragana;
    const char32_t both = !half ? voiced(hiragana) : takes_half ? hiragana + 2 : hiragana;
    if (both == hiragana || unvoiced(hiragana) != hiragana) return 0;
    return katakana ? both + kana_distance : both;
}

std::string convert(std::string_view text, bool to_katakana) {
    std::string out;
    out.reserve(text.size());
    char32_t before = 0;        // the kana just written, still waiting for a sound mark
    std::size_t before_at = 0;  // where it begins in out
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = next_code_point(text, at);
        if (is_sound_mark(c)) {
            const char32_t both = before == 0 ? 0 : with_sound_mark(before, c);
            if (both != 0) out.resize(before_at);
            before = 0;
            append_code_point(out, both != 0 ? both : c);
            continue;
        }
        if (c >= 0xFF65 && c <= 0xFF9D) c = full_width[c - 0xFF65];
        if (to_katakana && has_katakana_twin(c)) c += kana_distance;
        if (!to_katakana && has_hiragana_twin(c)) c -= kana_distance;
        before = is_kana(c) ? c : 0;
        before_at = out.size();
        append_code_point(out, c);
    }
    return out;
}

// The spelling of one kana or of two that make a syllable.
struct Syllable {
    char32_t first = 0;
    char32_t second = 0;
    std::array<char, 4> latin{};

    friend constexpr bool operator<(const Syllable& a, const Syllable& b) {
        return a.first != b.first ? a.first < b.first : a.second < b.second;
    }
};

// Sorted by kana; unused entries are zero and come first.
constexpr auto spellings = [] {
    std::array<Syllable, other_spellings.size() + syllable_rows.size() * 5> table{};
    std::size_t size = 0;
    const auto add = [&](std::u32string_view kana, std::string_view consonant, std::string_view rest) {
        Syllable one{kana[0], kana.size() > 1 ? kana[1] : U'\0', {}};
        for (std::size_t i = 0; i < size; ++i) {
            if (!(table[i] < one) && !(one < table[i])) return;
        }
        std::size_t length = 0;
        for (const char c : consonant) one.latin[length++] = c;
        for (const char c : rest) one.latin[length++] = c;
        table[size++] = one;
    };
    for (const Spelling& s : other_spellings) add(s.kana, "", s.latin);
    for (const SyllableRow& row : syllable_rows) {
        for (std::size_t v = 0; v < vowels.size(); ++v) {
            if (!row.kana[v].empty()) add(row.kana[v], row.consonant, vowels.substr(v, 1));
        }
    }
    std::sort(table.begin(), table.end());
    return table;
}();

std::string_view spelling(char32_t first, char32_t second) {
    const Syllable wanted{first, second, {}};
    const auto found = std::lower_bound(spellings.begin(), spellings.end(), wanted);
    if (found == spellings.end() || wanted < *found) return {};
    const std::string_view whole(found->latin.data(), found->latin.size());
    return whole.substr(0, whole.find('\0'));
}

}  // namespace

std::string to_hiragana(std::string_view text) { return convert(text, false); }

std::string to_katakana(std::string_view text) { return convert(text, true); }

std::string romaji(std::string_view kana) {
    const std::string folded = fold(kana);
    const std::string_view text = folded;
    std::string out;
    out.reserve(text.size());
    bool doubles = false;  // a っ came
    bool after_n = false;  // ん came, which a vowel would swallow
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c == U'っ') {
            doubles = true;
            continue;
        }
        if (c == U'ー') {
            if (!out.empty() && vowels.find(out.back()) != std::string_view::npos) out += out.back();
            continue;
        }
        std::size_t behind = at;
        std::string_view latin;
        if (at < text.size()) latin = spelling(c, next_code_point(text, behind));
        if (!latin.empty())
            at = behind;
        else
            latin = spelling(c, 0);
        if (latin.empty()) {
            append_code_point(out, c);
        } else {
            const bool vowel = vowels.find(latin.front()) != std::string_view::npos;
            if (after_n && (vowel || latin.front() == 'y')) out += '\'';
            if (doubles && !vowel && c != U'ん') out += latin.substr(0, 2) == "ch" ? 't' : latin.front();
            out += latin;
        }
        after_n = c == U'ん';
        doubles = false;
    }
    return out;
}

}  // namespace kith::text
