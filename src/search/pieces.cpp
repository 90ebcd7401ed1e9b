#include "search/pieces.hpp"

#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace kith::search {

namespace {

constexpr std::size_t longest_word = 64;  // bytes

// Hangul words carry particles; Thai, Lao, Burmese and Khmer have no spaces either.
bool found_by_parts(char32_t c) {
    return text::is_kanji(c) || text::is_kana(c) || text::is_hangul(c) || (c >= 0x0E00 && c <= 0x0EFF) ||
           (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF);
}

// The places where characters begin, and the end.
std::vector<std::size_t> characters(std::string_view text) {
    std::vector<std::size_t> places;
    places.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size(); text::next_code_point(text, at)) places.push_back(at);
    places.push_back(text.size());
    return places;
}

std::string as_line(std::string_view text) {
    std::string line(text);
    for (char& c : line) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '@' || c == '.' ||
                           c == '+' || c == '-' || static_cast<unsigned char>(c) >= 0x80U;
        if (!plain) c = '_';
    }
    return line;
}

}  // namespace

bool separates(char32_t c) noexcept {
    if (c < 0x80) {
        const bool word = text::is_latin(c) || text::is_ascii_digit(c);
        return !word && c != '-' && c != '\'' && c != '`';
    }
    return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x3000 && c <= 0x3002) || (c >= 0x3008 && c <= 0x3011) || (c >= 0xFF01 && c <= 0xFF06) ||
           (c >= 0xFF08 && c <= 0xFF0C) || c == 0xFF0E || c == 0xFF0F || (c >= 0xFF1A && c <= 0xFF20) ||
           (c >= 0xFF3B && c <= 0xFF3F) || (c >= 0xFF5B && c <= 0xFF5D) || (c >= 0xFF5F && c <= 0xFF65);
}

std::string_view without_signs_around(std::string_view folded) noexcept {
    std::size_t begin = folded.size();
    std::size_t end = 0;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t here = at;
        const char32_t c = text::next_code_point(folded, at);
        if (separates(c) && c != '@' && c != '+' && c != '_') continue;
        begin = std::min(begin, here);
        end = at;
    }
    return begin < end ? folded.substr(begin, end - begin) : std::string_view();
}

bool leans_back(char32_t c) noexcept {
    return c == 0x3005 || c == 0x303B || c == 0x309D || c == 0x309E || c == 0x30FD || c == 0x30FE ||
           c == 0x30F5 || c == 0x3095;
}

std::string folded_alone(std::string_view segment, std::size_t at) {
    constexpr int longest = 8;
    std::size_t end = at;
    for (int i = 0; i < longest && end < segment.size(); ++i) text::next_code_point(segment, end);
    return text::fold(segment.substr(at, end - at));
}

std::size_t next_segment(std::string_view text, std::size_t& at) noexcept {
    while (at < text.size()) {
        std::size_t next = at;
        if (!separates(text::next_code_point(text, next))) break;
        at = next;
    }
    std::size_t end = at;
    while (end < text.size()) {
        std::size_t next = end;
        if (separates(text::next_code_point(text, next))) break;
        end = next;
    }
    return end;
}

std::vector<Run> runs_of(std::string_view folded) {
    std::vector<Run> runs;
    const auto add = [&](std::size_t begin, std::size_t end, bool pairs) {
        if (pairs && !runs.empty() && runs.back().pairs && runs.back().end == begin)
            runs.back().end = end;  // 打ち合わせ is one run
        else
            runs.push_back({begin, end, pairs});
    };
    for (const text::WordRun& word : text::word_runs(folded)) {
        if (word.group != text::WordGroup::other) {
            add(word.begin, word.end, true);
            continue;
        }
        if (text::is_ascii(folded.substr(word.begin, word.end - word.begin))) {
            add(word.begin, word.end, false);
            continue;
        }
        std::size_t begin = word.begin;
        bool pairs = false;
        for (std::size_t at = begin; at < word.end;) {
            const std::size_t here = at;
            const bool now = found_by_parts(text::next_code_point(folded, at));
            if (here > begin && now != pairs) {
                add(begin, here, pairs);
                begin = here;
            }
            pairs = now;
        }
        add(begin, word.end, pairs);
    }
    return runs;
}

std::string joined(std::string_view folded, const std::vector<Run>& runs) {
    std::string word;
    if (runs.size() < 2) return word;
    for (const Run& run : runs) {
        if (run.pairs) return {};
        word += run.of(folded);
    }
    return std::string(cut_word(word));
}

std::string_view cut_word(std::string_view word) noexcept {
    if (word.size() <= longest_word) return word;
    std::size_t end = longest_word;  // never inside a character
    while (end > 0 && text::is_continuation(word[end])) --end;
    return word.substr(0, end);
}

void append_tokens(std::string& tokens, std::string_view run, bool pairs, bool open) {
    if (!pairs) {
        (tokens += ' ') += cut_word(run);
        return;
    }
    const std::vector<std::size_t> places = characters(run);
    const std::size_t count = places.size() - 1;
    for (std::size_t i = 0; i + 2 <= count; ++i)
        (tokens += ' ') += run.substr(places[i], places[i + 2] - places[i]);
    if (!open || count == 1) (tokens += ' ') += run.substr(places[count - 1]);
}

void append_pieces(std::string& tokens, std::string_view line) {
    const std::string plain = as_line(line);
    const std::vector<std::size_t> places = characters(plain);
    const std::size_t count = places.size() - 1;
    for (std::size_t i = 0; i < count; ++i)
        (tokens += ' ') += plain.substr(places[i], places[std::min(i + 3, count)] - places[i]);
}

std::string wanted_pieces(std::string_view fragment, bool& prefix) {
    const std::string plain = as_line(fragment);
    const std::vector<std::size_t> places = characters(plain);
    const std::size_t count = places.size() - 1;
    prefix = count < 3;
    if (prefix) return ' ' + plain;
    std::string tokens;
    for (std::size_t i = 0; i + 3 <= count; ++i)
        (tokens += ' ') += plain.substr(places[i], places[i + 3] - places[i]);
    return tokens;
}

std::vector<KanaWord> kana_words(std::string_view written, bool prose) {
    std::vector<KanaWord> words;
    if (text::is_ascii(written)) return words;
    KanaWord open;
    std::size_t count = 0;
    const auto close = [&](std::size_t end) {
        if (count >= (prose && !open.katakana ? 3U : 2U)) {
            open.end = end;
            open.reading = text::reading_key(written.substr(open.begin, end - open.begin));
            open.reading.resize(cut_word(open.reading).size());
            if (!open.reading.empty() && text::is_ascii(open.reading)) words.push_back(open);
        }
        count = 0;
    };
    for (std::size_t at = 0; at < written.size();) {
        const std::size_t here = at;
        const char32_t c = text::next_code_point(written, at);
        const bool kana = text::is_kana(c);
        const bool either = c == U'ー' || c == 0xFF70 || text::is_sound_mark(c);
        const bool katakana = kana && !either && !text::is_hiragana_letter(c) && c != U'ゝ' && c != U'ゞ';
        if (count > 0 && (!kana || (!either && katakana != open.katakana))) close(here);
        if (!kana) continue;
        if (count++ == 0) open = {here, here, katakana, {}};
    }
    close(written.size());
    return words;
}

}  // namespace kith::search
