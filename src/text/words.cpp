// The rest of fold.hpp: predicates, counting, range bounds and tokens.
#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <utf8proc.h>

#include <cstdint>
#include <cstring>

namespace kith::text {

namespace {

// What a character does to the token it stands in.
enum class Group { separator, kanji, kana, other, mark };

Group group_of(char32_t c) {
    if (c < 0x80) return is_ascii_digit(c) || is_latin(c) ? Group::other : Group::separator;
    if (is_kanji(c)) return Group::kanji;
    if (c == 0x3099 || c == 0x309A) return Group::mark;
    if (is_kana(c)) return Group::kana;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO: return Group::other;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME: return Group::mark;
        default: return Group::separator;
    }
}

template <class Predicate>
bool any_of(std::string_view text, Predicate holds) {
    for (std::size_t at = 0; at < text.size();) {
        if (holds(next_code_point(text, at))) return true;
    }
    return false;
}

}  // namespace

bool is_ascii(std::string_view text) noexcept {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= sizeof(std::uint64_t); at += sizeof(std::uint64_t), left -= sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, at, sizeof eight);
        if ((eight & high_bits) != 0) return false;
    }
    for (; left > 0; ++at, --left) {
        if (static_cast<unsigned char>(*at) >= 0x80) return false;
    }
    return true;
}

std::string to_valid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) append_code_point(out, next_code_point(text, at));
    return out;
}

std::size_t code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
    return count;
}

std::string prefix_upper_bound(std::string_view prefix) {
    while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.remove_suffix(1);
    std::string bound(prefix);
    if (!bound.empty()) bound.back() = static_cast<char>(static_cast<unsigned char>(bound.back()) + 1);
    return bound;
}

std::vector<WordRun> word_runs(std::string_view folded) {
    std::vector<WordRun> found;
    Group open = Group::separator;
    std::size_t begin = 0;
    const auto close = [&](std::size_t end) {
        switch (open) {
            case Group::kanji: found.push_back({begin, end, WordGroup::kanji}); break;
            case Group::kana: found.push_back({begin, end, WordGroup::kana}); break;
            case Group::other: found.push_back({begin, end, WordGroup::other}); break;
            default: break;
        }
    };
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t here = at;
        Group group = group_of(next_code_point(folded, at));
        if (group == Group::mark) group = open;  // belongs to the token before it; alone it separates
        if (group == open) continue;
        close(here);
        open = group;
        begin = here;
    }
    close(folded.size());
    return found;
}

std::vector<std::string> words(std::string_view folded) {
    std::vector<std::string> found;
    for (const WordRun& run : word_runs(folded))
        found.emplace_back(folded.substr(run.begin, run.end - run.begin));
    return found;
}

bool has_kanji(std::string_view text) noexcept { return any_of(text, is_kanji); }

bool has_kana(std::string_view text) noexcept { return any_of(text, is_kana); }

bool has_cjk(std::string_view text) noexcept {
    return any_of(text, [](char32_t c) { return is_kanji(c) || is_kana(c) || is_hangul(c); });
}

bool has_latin(std::string_view text) noexcept { return any_of(text, is_latin); }

bool is_kana_only(std::string_view text) noexcept {
    bool kana = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (is_kana(c) && c != U'ー' && !is_sound_mark(c))
            kana = true;
        else if (!is_kana(c) && c != U' ' && c != U'　' && c != U'・' && c != 0xFF65)
            return false;
    }
    return kana;
}

}  // namespace kith::text
