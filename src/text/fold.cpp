#include "text/fold.hpp"

#include "text/fold_compare.hpp"

#include "text/fold_tables.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"
#include "text/variants.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace kith::text {

namespace {

constexpr std::array<char, 128> ascii_fold = [] {
    std::array<char, 128> table{};
    for (unsigned c = 0; c < 128; ++c) {
        const char32_t plain = plain_sign(c);
        table[c] = static_cast<char>(plain >= 'A' && plain <= 'Z' ? plain + 32 : plain);
    }
    return table;
}();

std::string fold_ascii(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    char last = ' ';  // swallows spaces at the start
    for (const char raw : text) {
        const char c = ascii_fold[static_cast<unsigned char>(raw)];
        out[size] = c;
        size += c != ' ' || last != ' ';
        last = c;
    }
    if (size > 0 && out[size - 1] == ' ') --size;
    out.resize(size);
    return out;
}

int combining_class(utf8proc_int32_t c) { return utf8proc_get_property(c)->combining_class; }

// The first half: case and compatibility folding into composed code points, where whatever does not depend on
// the neighbours is already in its final form.
class Unfolder {
public:
    explicit Unfolder(std::string_view text) { out_.reserve(text.size()); }

    std::vector<utf8proc_int32_t> run(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            const char32_t c = next_code_point(text, at);
            if (is_typed_for_long_vowel(c) && goes_on_kana() && !continues_with_letter(text, at))
                letter(U'ー');
            else
                add(c);
        }
        if (loose_) compose();
        return std::move(out_);
    }

private:
    // Japanese, Korean and ASCII need no table of Unicode's; everything else asks utf8proc.
    void add(char32_t c) {
        if (c < 0x80)
            letter(static_cast<unsigned char>(ascii_fold[c]));
        else if (const char32_t sign = plain_sign(c); sign != c)
            sign == 0x3099 || sign == 0x309A ? mark(sign) : letter(sign);
        else if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) ||
                 (c >= 0x30A1 && c <= 0x30F6) || (c >= 0xAC00 && c <= 0xD7A3))
            letter(common_form(c));
        else
            decompose(c);
    }

    void decompose(char32_t c) {
        constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                                UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
        std::array<utf8proc_int32_t, 32> parts{};  // the longest decomposition, U+FDFA, has 18
        int boundary = 0;
        const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(),
                                                   parts.size(), options, &boundary);
        for (utf8proc_ssize_t i = 0; i < count; ++i) {
            const char32_t part = plain_sign(static_cast<char32_t>(parts[static_cast<std::size_t>(i)]));
            if (combining_class(static_cast<utf8proc_int32_t>(part)) != 0) {
                mark(part);
            } else if (const auto plain = plain_letter(part); !plain.empty()) {
                for (const char32_t p : plain) letter(p);
            } else {
                letter(common_form(part));
                loose_ = loose_ || !(is_latin(part) || is_greek_or_cyrillic(part) || part < 0x80);
            }
        }
    }

    char32_t common_form(char32_t c) const {
        if (c == U'ヶ' || c == U'ゖ') return U'け';
        if (c == U'ヵ' || c == U'ゕ') return is_kanji(base_) || is_ascii_digit(base_) ? U'け' : U'か';
        if ((c >= 0x30A1 && c <= 0x30F6) || c == U'ヽ' || c == U'ヾ') return c - 0x60;
        return is_kanji(c) || (c >= 0x2E80 && c <= 0x2EFF) ? common_kanji(c) : c;
    }

    void letter(char32_t c) {
        base_ = c;
        out_.push_back(static_cast<utf8proc_int32_t>(c));
    }

    void mark(char32_t c) {
        if (is_accent(c) && (is_latin(base_) || is_greek_or_cyrillic(base_))) return;
        loose_ = true;
        out_.push_back(static_cast<utf8proc_int32_t>(c));
    }

    bool goes_on_kana() const { return is_kana(base_) && base_ != U'ー'; }

    // A dash before a letter or digit joins (ハイツ－101); it was not meant as ー.
    static bool continues_with_letter(std::string_view text, std::size_t at) {
        if (at >= text.size()) return false;
        char32_t next = next_code_point(text, at);
        if (next >= 0xFF01 && next <= 0xFF5E) next -= 0xFEE0;
        return is_ascii_digit(next) || is_latin(next);
    }

    // Canonical order, then composition (Unicode 15, sections 3.11 D108 and D117).
    void compose() {
        const auto is_mark = [](utf8proc_int32_t c) { return combining_class(c) != 0; };
        for (auto at = out_.begin(); at != out_.end();) {
            const auto first = std::find_if(at, out_.end(), is_mark);
            at = std::find_if_not(first, out_.end(), is_mark);
            if (at - first > 1) {
                std::stable_sort(first, at, [](utf8proc_int32_t a, utf8proc_int32_t b) {
                    return combining_class(a) < combining_class(b);
                });
            }
        }
        const auto size =
            utf8proc_normalize_utf32(out_.data(), static_cast<utf8proc_ssize_t>(out_.size()),
                                     static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
        if (size >= 0) out_.resize(static_cast<std::size_t>(size));
    }

    std::vector<utf8proc_int32_t> out_;
    char32_t base_ = 0;   // the last code point that is not a mark
    bool loose_ = false;  // something may have to be ordered or composed
};

// The second half: what depends on the neighbours. Works in place, because nothing here grows.
class Joiner {
public:
    explicit Joiner(std::vector<utf8proc_int32_t>& text) : text_(text) {}

    std::string run() {
        while (read_ < text_.size()) {
            const char32_t c = at(read_++);
            if (c == U' ') {
                if (size_ > 0 && last() != U' ') put(c);
            } else if (is_kanji_repeat(c)) {
                repeat_kanji(c);
            } else {
                put(in_context(c));
            }
        }
        if (size_ > 0 && last() == U' ') --size_;
        std::string out;
        out.reserve(size_ * 3);
        for (std::size_t i = 0; i < size_; ++i) append_code_point(out, at(i));
        return out;
    }

private:
    char32_t at(std::size_t i) const { return static_cast<char32_t>(text_[i]); }
    char32_t last() const { return size_ > 0 ? at(size_ - 1) : U'\0'; }
    void put(char32_t c) { text_[size_++] = static_cast<utf8proc_int32_t>(c); }

    char32_t in_context(char32_t c) const {
        const char32_t before = last();
        switch (c) {
            case U'ゝ': return repeats_kana(before) ? unvoiced(before) : c;
            case U'ゞ': return repeats_kana(before) ? voiced(before) : c;
            case U'ー': {
                const bool joins =
                    is_ascii_digit(before) || (before != 0 && before != U' ' && !is_kana(before) &&
                                               read_ < text_.size() && is_numeral(at(read_)));
                return joins ? U'-' : c;
            }
            default: return c;
        }
    }

    // A repeated kana that then met a mark behind it would have to be composed again.
    bool repeats_kana(char32_t before) const {
        return is_hiragana_letter(before) && (read_ == text_.size() || combining_class(text_[read_]) == 0);
    }

    // 々 repeats the kanji before it, and n of them the n kanji before (部分々々); where there are fewer, the
    // last one over and over.
    void repeat_kanji(char32_t sign) {
        std::size_t times = 1;
        while (read_ < text_.size() && is_kanji_repeat(at(read_))) {
            ++times;
            ++read_;
        }
        std::size_t kanji = 0;
        while (kanji < times && kanji < size_ && is_kanji(at(size_ - 1 - kanji)) &&
               !is_kanji_repeat(at(size_ - 1 - kanji)))
            ++kanji;
        const std::size_t back = kanji == 0 ? 0 : kanji < times ? 1 : times;
        for (std::size_t i = 0; i < times; ++i) put(back == 0 ? sign : at(size_ - back));
    }

    std::vector<utf8proc_int32_t>& text_;
    std::size_t read_ = 0;
    std::size_t size_ = 0;  // how much of text_ is written
};

}  // namespace

std::string fold(std::string_view utf8) {
    if (is_ascii(utf8)) return fold_ascii(utf8);
    auto code_points = Unfolder(utf8).run(utf8);
    return Joiner(code_points).run();
}

bool folds_to(std::string_view utf8, std::string_view folded) {
    std::size_t at = 0;  // in `folded`
    bool space = false;  // one waits for what follows it
    for (const char raw : utf8) {
        const auto byte = static_cast<unsigned char>(raw);
        if (byte >= 0x80) return fold(utf8) == folded;
        const char c = ascii_fold[byte];
        if (c == ' ') {
            space = at > 0;
            continue;
        }
        // What differs here may be made good by something beyond ASCII behind it: a letter that an accent changes.
        const bool waited = !space || (at < folded.size() && folded[at++] == ' ');
        space = false;
        if (!waited || at >= folded.size() || folded[at++] != c)
            return !is_ascii(utf8) && fold(utf8) == folded;
    }
    return at == folded.size();
}

}  // namespace kith::text
