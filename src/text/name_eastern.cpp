// Names with kanji, kana or hangul: forms of address first, then readings beside the name, then its order or cut.
#include "text/fold.hpp"
#include "text/name_parts.hpp"
#include "text/name_words.hpp"
#include "text/script.hpp"
#include "text/surnames.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace kith::text {

namespace {

// The bytes of the first `count` code points.
std::size_t bytes_of(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (count-- > 0 && at < text.size()) next_code_point(text, at);
    return at;
}

template <class Test>
bool all_of_text(std::string_view text, Test&& test) {
    for (std::size_t at = 0; at < text.size();)
        if (!test(next_code_point(text, at))) return false;
    return !text.empty();
}

// Characters of the kana at the start of the text.
std::size_t kana_run(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size() && is_kana(next_code_point(text, at));) ++count;
    return count;
}

bool is_hangul_word(std::string_view word) { return all_of_text(word, is_hangul); }

bool is_japanese_surname(std::string_view word) {
    return japanese_surname_length(word, 0) == code_points(word);
}

bool is_korean_surname(std::string_view word) { return korean_surname_length(word) == code_points(word); }

bool is_kana_surname(std::string_view word) { return is_kana_only(word) && is_surname_reading(fold(word)); }

// ---------------------------------------------------------------------------------------- around the name

// Takes companies, departments, titles and forms of address off; returns whether one was found.
bool take_surroundings(Words& words, ParsedName& out, const NameRegion& region) {
    const auto drop_some = [&](auto&& is_other, std::size_t leave) {
        for (std::size_t i = 0; i < words.size() && words.size() > leave;) {
            if (is_other(words[i]))
                words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
            else
                ++i;
        }
    };
    drop_some([](const std::string& w) { return is_company_word(w); }, 1);
    bool addressed = take_titles(words, out, region) && !out.prefix.empty();
    take_suffixes(words, out, false);
    std::string behind;
    const auto take_behind = [&](std::string_view form) {
        std::string longer(form);
        append_part(longer, behind, " ");
        behind = std::move(longer);
        addressed = true;
    };
    while (!words.empty()) {
        std::string& last = words.back();
        // 博士 behind a lone family name is the given name Hiroshi.
        if (words.size() > (last == "博士" ? 2U : 1U) && is_honorific(last)) {
            take_behind(last);
            words.pop_back();
        } else if (const std::size_t size = honorific_length(last); size > 0 && !(size == last.size())) {
            take_behind(std::string_view(last).substr(last.size() - size));
            last.resize(last.size() - size);
        } else {
            break;
        }
    }
    append_part(out.suffix, behind, out.suffix.empty() || has_cjk(out.suffix) ? " " : ", ");
    drop_some([](const std::string& w) { return is_department_word(w); }, 2);
    while (words.size() > 1 && is_honorific(words.front())) {
        append_part(out.prefix, words.front(), " ");
        words.erase(words.begin());
        addressed = true;
    }
    if (words.empty()) return addressed;
    if (const std::size_t size = leading_job_title_length(words.front()); size > 0) {
        append_part(out.prefix, std::string_view(words.front()).substr(0, size), " ");
        words.front().erase(0, size);
        addressed = true;
    }
    return addressed;
}

// ------------------------------------------------------------------------------------------ names in one word

bool joins_kanji(char32_t c) { return c == U'ノ' || c == U'の' || c == U'ヶ' || c == U'ケ'; }

// 井ノ原快彦, 関ヶ原太郎.
bool starts_with_joined_kanji(std::string_view word) {
    std::array<char32_t, 4> c{};
    std::size_t at = 0;
    for (char32_t& one : c) one = at < word.size() ? next_code_point(word, at) : 0;
    return is_kanji(c[0]) && joins_kanji(c[1]) && is_kanji(c[2]) && c[3] != 0;
}

// Characters of the family name in a word with kanji and perhaps kana; the word's length or 0 for "all of it is
// the family name" or "the given name".
std::size_t cut_of_kanji(std::string_view word, bool addressed, const NameRegion& region) {
    const std::size_t length = code_points(word);
    const std::size_t chinese = chinese_surname_length(word);
    if (region.chinese() && chinese > 0 && length <= 4) return chinese;
    if (is_japanese_surname(word)) return length;
    if (length == 1) return chinese > 0 || addressed ? 1 : 0;
    if (is_long_japanese_given_name(word)) return 0;
    const std::size_t known = japanese_surname_length(word, 1);

    // 桜木はな: the kanji before kana, unless the table knows better. ノ and ケ between kanji belong to them.
    std::size_t kanji = 0;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t c = next_code_point(word, at);
        std::size_t next = at;
        const bool goes_on =
            joins_kanji(c) && kanji > 0 && at < word.size() && is_kanji(next_code_point(word, next));
        if (!is_kanji(c) && !goes_on) break;
        ++kanji;
    }
    if (kanji > 0 && kanji < length && is_kana_only(word.substr(bytes_of(word, kanji))))
        return known > 1 || kanji > 3 || (known == 1 && kanji != 2) ? known : kanji;

    if (known >= 2) return known;
    if (starts_with_joined_kanji(word)) return 3;
    const bool mainland = is_mainland_surname(word.substr(0, bytes_of(word, 1)));
    const bool female = length == 2 && (word.ends_with("子") || word.ends_with("美") ||
                                        word.ends_with("江") || word.ends_with("代") || word.ends_with("奈") ||
                                        word.ends_with("香") || word.ends_with("花") || word.ends_with("菜"));
    if (known == 1 && length == 2 && !female) return 1;
    if (known == 1 && length == 3) return 1;
    if (known == 1 && length == 4 && is_long_japanese_given_name(word.substr(bytes_of(word, 1)))) return 1;
    if (chinese == 2 && (length == 3 || length == 4)) return 2;
    if (mainland && length <= 3 && !female) return 1;
    switch (length) {
        case 2: return looks_like_japanese_given_name(word) ? 0 : 2;
        case 3:
        case 4:
        case 5: return 2;
        case 6: return 3;
        default: return 0;
    }
}

void split_one(const std::string& word, bool addressed, const NameRegion& region, ParsedName& out) {
    std::size_t cut = 0;
    const std::size_t length = code_points(word);
    if (is_company_word(word)) {
        // All that was written is a company; nothing to cut.
    } else if (is_hangul_word(word)) {
        const std::size_t surname = korean_surname_length(word);
        if (surname > 0 && surname <= length && length <= 4) cut = surname;
    } else if (is_kana_only(word)) {
        // Without a space kana may be cut anywhere; 田中さん in kana is a family name all the same.
        if (addressed && is_kana_surname(word)) cut = length;
    } else if (std::size_t start = 0; is_kana(next_code_point(word, start))) {
        // いとう太郎, but ラーメン太郎.
        const std::size_t kana = kana_run(word);
        if (is_kana_surname(word.substr(0, bytes_of(word, kana)))) cut = kana;
    } else if (has_kanji(word)) {
        cut = cut_of_kanji(word, addressed, region);
        // 々 repeats the character before it: 佐々 + 々木 is no cut.
        std::size_t at = bytes_of(word, cut);
        if (cut > 0 && at < word.size() && next_code_point(word, at) == U'々') ++cut;
    }
    const std::size_t at = bytes_of(word, cut);
    out.family = word.substr(0, at);
    out.given = word.substr(at);
    out.family_first = true;
}

// ------------------------------------------------------------------------------------- names in several words

// `stays`: it is the name's own order, マイケル・ジョーダン, and not a Japanese name turned round.
void western_order(const Words& words, ParsedName& out, bool stays) {
    out.given = words.front();
    out.additional = join_words(words, 1, words.size() - 1);
    out.family = words.back();
    out.given_first = stays;
}

// Whether several words are given name first although their script has the other custom.
bool is_western_order(const Words& words) {
    const std::string& first = words.front();
    const std::string& last = words.back();
    // Maria 田中, but Yamada 太郎.
    if (!has_cjk(first)) return has_cjk(last) && !is_romanised_japanese_surname(first);
    if (is_hangul_word(first) && is_hangul_word(last)) {
        if (is_korean_surname(first)) return false;
        return is_korean_surname(last) || code_points(first) >= 3;
    }
    // 太郎 山田.
    return words.size() == 2 && is_japanese_surname(last) && !is_japanese_surname(first) &&
           has_kanji(first) && looks_like_japanese_given_name(first);
}

// The words of a foreign name between middle dots; empty when there is no dot.
Words split_at_middle_dots(const Words& words) {
    Words out;
    bool dotted = false;  // 高橋 メアリー・ジェーン has a family name before the dot
    for (const std::string& word : words) {
        if (&word != &words.front() && !dotted) return {};
        out.emplace_back();
        for (std::size_t at = 0; at < word.size();) {
            const char32_t c = next_code_point(word, at);
            if (c != U'・' && c != U'･' && c != U'·') {
                append_code_point(out.back(), c);
            } else {
                dotted = true;
                if (!out.back().empty()) out.emplace_back();
            }
        }
        if (out.back().empty()) out.pop_back();
    }
    return dotted ? out : Words{};
}

// Takes a reading that follows the name without brackets, 山田 太郎 やまだ たろう or 山田太郎 YAMADA Taro, off the words.
std::string take_reading(Words& words) {
    const auto is_name = [](const std::string& w) { return has_kanji(w) || is_hangul_word(w); };
    const auto is_latin = [](const std::string& w) { return !has_cjk(w); };
    const bool in_kana = is_kana_only(words.back());
    const std::size_t n = words.size();
    std::size_t at = n;  // the reading begins here
    while (at > 0 && (in_kana ? is_kana_only(words[at - 1]) : is_latin(words[at - 1]))) --at;
    if (at == 0 || at == n ||
        !std::all_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at), is_name))
        return {};
    const bool latin = !in_kana && n - at >= 2;
    const bool kana = in_kana && at == 2 && (n - at == 2 || code_points(words[at]) >= 4);
    // One word of each: a reading when it begins with that of the family name, else 山田 たろう.
    bool both = false;
    if (in_kana && at == 1 && n == 2 && !is_japanese_surname(words[0])) {
        const std::size_t cut = bytes_of(words[0], japanese_surname_length(words[0], 1));
        const std::string folded = fold(words[1]);
        for (const std::string_view reading : japanese_surname_readings(words[0].substr(0, cut)))
            both = both || folded.starts_with(reading);
    }
    if (!latin && !kana && !both) return {};
    std::string reading = join_words(words, at, n);
    words.resize(at);
    return reading;
}

void arrange_several(const Words& words, ParsedName& out) {
    if (is_western_order(words))
        return western_order(words, out, is_hangul_word(words.front()) && !is_korean_surname(words.back()));
    out.family = words.front();
    // 김 철 수 is written with a space for every syllable.
    const bool syllables =
        std::all_of(words.begin() + 1, words.end(), [](auto& w) { return code_points(w) == 1; });
    for (std::size_t i = 1; i < words.size(); ++i) append_part(out.given, words[i], syllables ? "" : " ");
    out.family_first = true;
}

}  // namespace

void arrange_eastern(std::string_view text, const NameRegion& region, ParsedName& out) {
    Words words = split_words(text);
    const bool addressed = take_surroundings(words, out, region);
    if (words.empty()) return;
    const std::string reading = take_reading(words);
    if (const Words foreign = split_at_middle_dots(words); foreign.size() > 1) {
        western_order(foreign, out, true);
    } else {
        // 山 田 太 郎 is one word set wide.
        const auto is_single = [](const std::string& w) { return code_points(w) == 1; };
        if (words.size() > 2 && std::all_of(words.begin(), words.end(), is_single))
            words = {std::accumulate(words.begin(), words.end(), std::string())};
        if (words.size() == 1)
            split_one(words[0], addressed, region, out);
        else
            arrange_several(words, out);
    }
    if (!reading.empty()) assign_reading(reading, region, out);
}

void assign_reading(std::string_view reading, const NameRegion& region, ParsedName& out) {
    if (!has_cjk(reading)) {
        // The script of the name tells how its Latin spelling is ordered when the region does not.
        const bool hangul = is_hangul_word(out.family) || is_hangul_word(out.given);
        const bool chinese =
            region.chinese() || (!is_japanese_surname(out.family) && chinese_surname_length(out.family) > 0);
        ParsedName latin;
        arrange_western(reading, NameRegion(hangul ? "KR" : chinese ? "CN" : "JP"), latin);
        append_part(latin.given, latin.additional, " ");
        if (out.given.empty() && latin.family.empty()) std::swap(latin.given, latin.family);
        out.phonetic_given = std::move(latin.given);
        out.phonetic_family = std::move(latin.family);
        return;
    }
    Words words = split_words(reading);
    if (Words dotted = split_at_middle_dots(words); !dotted.empty()) words = std::move(dotted);
    const std::string all = join_words(words, 0, words.size());
    if (out.family.empty()) {
        out.phonetic_given = all;
    } else if (out.given.empty()) {
        out.phonetic_family = all;
    } else if (words.size() > 1) {
        const bool family_first = out.family_first || family_comes_first(out.given, out.family);
        out.phonetic_family = family_first ? words.front() : words.back();
        out.phonetic_given =
            family_first ? join_words(words, 1, words.size()) : join_words(words, 0, words.size() - 1);
    } else {
        // やまだたろう for 山田 太郎: the table knows how 山田 is read. Otherwise all of it orders the list right.
        out.phonetic_family = all;
        for (const std::string_view known : japanese_surname_readings(out.family)) {
            for (std::size_t at = 0; at < all.size();) {
                next_code_point(all, at);
                if (at == all.size() || fold(std::string_view(all).substr(0, at)) != known) continue;
                out.phonetic_family = all.substr(0, at);
                out.phonetic_given = all.substr(at);
                return;
            }
        }
    }
}

}  // namespace kith::text
