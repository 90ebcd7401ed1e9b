// The order of people in a list, as text. A key is, in this order:
//
//     [漢 or ＃]  family  [! marks]  [space  given  [! marks]]
//
// ＃ begins whatever has no section of its own and comes last because it is greater than kana and kanji. The space
// between the parts is less than '!', and that less than '-', which stands for spaces and signs inside a part: so
// family names compare whole before given names do.
#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/name.hpp"
#include "text/script.hpp"
#include "text/surnames.hpp"
#include "text/utf8.hpp"

#include <utf8proc.h>

namespace kith::text {

namespace {

constexpr std::size_t longest_part = 128;
constexpr std::string_view kanji_section = "漢";
constexpr std::string_view other_section = "＃";

// What JIS X 4061 compares after the plain kana, in its order; '0' is the plain kana itself.
constexpr char mark_plain = '0';
constexpr char mark_small = '1';
constexpr char mark_voiced = '2';
constexpr char mark_half_voiced = '3';

struct Kana {
    char32_t plain;  // 清音, full size
    char mark;
};

Kana plain_kana(char32_t c) {
    switch (c) {
        case U'ゔ': return {U'う', mark_voiced};
        case U'ゎ': return {U'わ', mark_small};
        case U'ゕ': return {U'か', mark_small};
        case U'ゖ': return {U'け', mark_small};
        case U'っ': return {U'つ', mark_small};
        default: break;
    }
    // Small kana stand just before the big one, voiced ones just behind the plain one.
    if ((c <= U'お' && c % 2 == 1) || c == U'ゃ' || c == U'ゅ' || c == U'ょ') return {c + 1, mark_small};
    if (c >= U'か' && c <= U'ぢ' && c % 2 == 0) return {c - 1, mark_voiced};
    if (c == U'づ' || c == U'で' || c == U'ど') return {c - 1, mark_voiced};
    if (c >= U'は' && c <= U'ぽ') {
        const char32_t step = (c - U'は') % 3;
        return {c - step, step == 0 ? mark_plain : step == 1 ? mark_voiced : mark_half_voiced};
    }
    return {c, mark_plain};
}

// The vowel of a plain kana, which a following ー lengthens; 0 for ん.
char32_t vowel_of(char32_t plain) {
    constexpr std::u32string_view rows[] = {U"あかさたなはまやらわ", U"いきしちにひみりゐ",
                                            U"うくすつぬふむゆる", U"えけせてねへめれゑ",
                                            U"おこそとのほもよろを"};
    constexpr std::u32string_view vowels = U"あいうえお";
    for (std::size_t i = 0; i < vowels.size(); ++i)
        if (rows[i].find(plain) != std::u32string_view::npos) return vowels[i];
    return 0;
}

bool is_word_character(char32_t c) {
    if (c < 0x80) return is_ascii_digit(c) || (c >= 'a' && c <= 'z');
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO);
}

// Appends one part, family or given.
class PartWriter {
public:
    explicit PartWriter(std::string& out) : out_(out) {}

    void write(std::string_view part) {
        const std::string folded = fold(part);
        std::size_t count = 0;
        for (std::size_t at = 0; at < folded.size() && count < longest_part; ++count)
            add(next_code_point(folded, at));
        while (!marks_.empty() && marks_.back() == mark_plain) marks_.pop_back();
        if (!marks_.empty()) out_.append("!").append(marks_);
    }

private:
    void add(char32_t c) {
        if (is_hiragana_letter(c)) return add_kana(plain_kana(c));
        if (c == U'ー') {
            if (const char32_t vowel = vowel_of(last_)) add_kana({vowel, mark_small});
            return;
        }
        if (c == 0x3099 || c == 0x309A) {  // a mark that composed with nothing, as in わ゙
            if (!marks_.empty()) marks_.back() = c == 0x3099 ? mark_voiced : mark_half_voiced;
            return;
        }
        last_ = 0;
        if (c == U'\'') return;  // O'Brien is ordered as Obrien
        if (!is_word_character(c)) {
            gap_ = started_;
            return;
        }
        start();
        append_code_point(out_, c);
    }

    void add_kana(Kana kana) {
        start();
        append_code_point(out_, kana.plain);
        marks_ += kana.mark;
        last_ = kana.plain;
    }

    void start() {
        if (gap_) out_ += '-';
        gap_ = false;
        started_ = true;
    }

    std::string& out_;
    std::string marks_{};
    char32_t last_ = 0;  // the plain kana just written, else 0
    bool gap_ = false;   // signs or spaces since the last character
    bool started_ = false;
};

// The reading of a part where it has one that orders it, else the part itself.
std::string_view ordering_part(std::string_view part, std::string_view phonetic) {
    if (phonetic.empty()) return part;
    const bool hint = !part.empty() && !has_cjk(part) && !has_cjk(phonetic);
    return hint ? part : phonetic;
}

// The kana of a Japanese family name of which the reading was given in romaji: おおの for 大野, "Ono". Empty else.
std::string_view kana_of_surname(std::string_view family, std::string_view romaji) {
    if (romaji.empty() || !has_kanji(family) || has_cjk(romaji)) return {};
    const std::string key = reading_key(romaji);
    for (const std::string_view reading : japanese_surname_readings(family))
        if (reading_key(reading) == key) return reading;
    return {};
}

char32_t first_of(std::string_view text) {
    std::size_t at = 0;
    return text.empty() ? 0 : next_code_point(text, at);
}

std::string_view section_mark(std::string_view key) {
    const char32_t c = first_of(key);
    if ((c >= 'a' && c <= 'z') || is_hiragana_letter(c)) return {};
    return is_kanji(c) ? kanji_section : other_section;
}

}  // namespace

std::string sort_key(std::string_view given, std::string_view family, std::string_view phonetic_given,
                     std::string_view phonetic_family, std::string_view fallback) {
    std::string given_kana;
    if (const std::string_view kana = kana_of_surname(family, phonetic_family); !kana.empty()) {
        phonetic_family = kana;
        given_kana = has_cjk(phonetic_given) ? std::string() : kana_from_romaji(phonetic_given);
        if (!given_kana.empty()) phonetic_given = given_kana;
    }
    std::string key;
    for (const std::string_view part :
         {ordering_part(family, phonetic_family), ordering_part(given, phonetic_given)}) {
        std::string written;
        PartWriter(written).write(part);
        if (written.empty()) continue;
        if (!key.empty()) key += ' ';
        key += written;
    }
    if (key.empty()) PartWriter(key).write(fallback);
    return std::string(section_mark(key)) + key;
}

std::string index_section(std::string_view sort_key) {
    const char32_t c = first_of(sort_key);
    if (c >= 'a' && c <= 'z') return std::string(1, static_cast<char>(c - 32));
    if (c == first_of(kanji_section)) return std::string(kanji_section);
    if (!is_hiragana_letter(c)) return "#";
    std::string_view section = "あ";
    for (const std::string_view row : {"か", "さ", "た", "な", "は", "ま", "や", "ら", "わ"})
        if (c >= first_of(row)) section = row;
    return std::string(section);
}

}  // namespace kith::text
