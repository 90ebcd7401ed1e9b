// Names in an alphabet: titles, degrees and commas first, then where the family name begins.
#include "text/fold.hpp"
#include "text/name_parts.hpp"
#include "text/name_words.hpp"
#include "text/surnames.hpp"
#include "text/utf8.hpp"
#include "text/word_set.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace kith::text {

namespace {

struct Cases {
    std::size_t upper = 0;
    std::size_t lower = 0;
};

Cases cases(std::string_view word) {
    Cases out;
    for (std::size_t at = 0; at < word.size();) {
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(next_code_point(word, at)));
        out.upper += category == UTF8PROC_CATEGORY_LU;
        out.lower += category == UTF8PROC_CATEGORY_LL;
    }
    return out;
}

bool has_dot(std::string_view word) { return word.find('.') != std::string_view::npos; }

// YAMADA, LE, but not "J." and "J.R.".
bool is_capitals(std::string_view word) {
    const Cases c = cases(word);
    return c.lower == 0 && c.upper >= 2 && !has_dot(word);
}

bool is_initial(std::string_view word) {
    const Cases c = cases(word);
    return c.lower == 0 && (c.upper == 1 || has_dot(word));
}

// "Dr.Smith" and "Mr.山田" as two words.
void split_glued_title(Words& words) {
    if (words.empty()) return;
    const std::size_t dot = words[0].find('.');
    if (dot == std::string::npos || dot < 2 || dot + 1 == words[0].size() || words[0][dot + 1] == '-') return;
    if (title_of(word_key(words[0])) != Title::none) return;  // Dott.ssa
    const Title title = title_of(word_key(words[0].substr(0, dot)));
    if (title == Title::none || title == Title::continuation || title == Title::regional ||
        title == Title::regional_given)
        return;
    std::string rest = words[0].substr(dot + 1);
    words[0].resize(dot + 1);
    words.insert(words.begin() + 1, std::move(rest));
}

// Where the given name ends that words[0] starts: after "María del Carmen", "John and Jane", else after one word.
std::size_t given_end(const Words& words) {
    const std::size_t n = words.size();
    if (n >= 4 && joins_people(words[1])) return 3;
    static const WordSet devout("maria mari juan jose ana");
    if (n >= 4 && devout.has(word_key(words[0]))) {
        std::size_t at = 1;
        while (at < n && is_particle(words[at])) ++at;
        if (at > 1 && at + 1 < n && is_devotion(word_key(words[at]))) return at + 1;
    }
    return 1;
}

// Whether words[at] is the first of two surnames whose second begins at `at + 1`.
bool is_first_surname(const Words& words, std::size_t at, const NameRegion& region) {
    const std::string key = word_key(words[at]);
    if (is_initial(words[at]) || is_particle(words[at])) return false;
    if (is_iberian_surname(key) && is_iberian_surname(word_key(words.back()))) return true;
    if (is_iberian_given_name(key)) return false;
    if (region.two_surnames()) return true;
    return at >= 2 && is_iberian_given_name(word_key(words[0])) && is_iberian_given_name(word_key(words[1]));
}

// Given names first; `words` is not empty.
void given_first(const Words& words, const NameRegion& region, ParsedName& out) {
    const std::size_t n = words.size();
    if (n == 3 && joins_people(words[1])) {
        out.given = join_words(words, 0, n);
        return;
    }
    std::size_t given = given_end(words);
    std::size_t family = n - 1;
    const auto take_particles = [&] {
        while (family > given && is_particle(words[family - 1])) --family;
    };
    if (family > given + 1 && joins_surnames(words[family - 1])) family -= 2;
    take_particles();
    if (family > given && is_first_surname(words, family - 1, region)) {
        --family;
        take_particles();
    }
    // "van Gogh" alone: nobody is called "van" in small letters.
    if (family == 1 && is_particle(words[0]) && cases(words[0]).upper == 0 && cases(words[1]).upper > 0)
        family = given = 0;
    const bool iberian =
        family + 2 == n || region.two_surnames() || is_iberian_surname(word_key(words.back()));
    if (given == 1 && family > 1 && iberian && is_iberian_given_name(word_key(words[0])) &&
        is_iberian_given_name(word_key(words[1])))
        given = 2;
    out.given = join_words(words, 0, given);
    out.additional = join_words(words, given, family);
    out.family = join_words(words, family, n);
}

// words[0, family) are the family name, then one given name, then the others.
void family_first(const Words& words, std::size_t family, ParsedName& out, bool all_given = false) {
    const std::size_t given = all_given ? words.size() : std::min(words.size(), family + 1);
    out.family = join_words(words, 0, family);
    out.given = join_words(words, family, given);
    out.additional = join_words(words, given, words.size());
    out.family_first = true;
}

// "YAMADA Taro", "VAN DER BERG Jan": how many words in capitals begin the name, 0 when that is no sign.
std::size_t leading_capitals(const Words& words) {
    std::size_t run = 0;
    std::size_t letters = 0;
    while (run < words.size() && is_capitals(words[run])) letters += cases(words[run++]).upper;
    if (run == 0 || run == words.size()) return 0;
    for (std::size_t i = run; i < words.size(); ++i)
        if (is_capitals(words[i])) return 0;
    // "JP Morgan" has initials, OH Sadaharu a name.
    if (letters >= 3) return run;
    const bool known = is_romanised_japanese_surname(words[0]) || is_romanised_chinese_surname(words[0]) ||
                       is_romanised_korean_surname(words[0]);
    return known && !is_initial(words[run]) ? run : 0;
}

// "Taro YAMADA", "Jean-Pierre DE LA TOUR": where the capitals at the end begin, 0 when there are none.
std::size_t trailing_capitals(const Words& words) {
    std::size_t start = words.size();
    while (start > 0 &&
           (is_capitals(words[start - 1]) || (start < words.size() && is_particle(words[start - 1]))))
        --start;
    if (start == words.size() || start == 0) return 0;
    return cases(words[0]).lower > 0 || is_initial(words[0]) ? start : 0;
}

// "Min-jun": the second half in small letters, as in Korean and Chinese given names.
bool is_joined_syllables(std::string_view word) {
    const std::size_t dash = word.find('-');
    return dash != std::string_view::npos && dash > 1 && dash + 1 < word.size() && word[dash + 1] >= 'a' &&
           word[dash + 1] <= 'z' && cases(word.substr(0, dash)).upper == 1;
}

bool regional_family_first(const Words& words, const NameRegion& region) {
    const std::string& first = words.front();
    const std::string& last = words.back();
    if (region.is("HU")) {
        if (is_hungarian_given_name(word_key(last))) return true;
        return !is_hungarian_given_name(word_key(first)) && !is_initial(first);
    }
    if (region.is("JP"))
        return is_romanised_japanese_surname(first) && !is_romanised_japanese_surname(last, true);
    if (region.is("KR") || region.is("KP"))
        return is_romanised_korean_surname(first) && !is_romanised_korean_surname(last);
    if (region.chinese()) return is_romanised_chinese_surname(first) && !is_romanised_chinese_surname(last);
    return false;
}

// Two to any number of words without titles and degrees.
void arrange_words(const Words& words, const NameRegion& region, ParsedName& out) {
    if (const std::size_t run = leading_capitals(words); run > 0) return family_first(words, run, out);
    if (const std::size_t start = trailing_capitals(words); start > 0) {
        out.given = words[0];
        out.additional = join_words(words, 1, start);
        out.family = join_words(words, start, words.size());
        return;
    }
    // Nguyễn Văn An: what is shown after the family name stays in its order.
    if (region.is("VN") && is_vietnamese_surname(words[0])) return family_first(words, 1, out, true);
    if (words.size() == 3 && is_patronymic(word_key(words[2])) && !is_patronymic(word_key(words[1])))
        return family_first(words, 1, out);
    if (regional_family_first(words, region)) return family_first(words, 1, out, !region.is("HU"));
    const bool joined = words.size() == 2 && is_joined_syllables(words[1]);
    if (joined && (is_romanised_korean_surname(words[0]) || is_romanised_chinese_surname(words[0])))
        return family_first(words, 1, out);
    given_first(words, region, out);
}

// "Public, John Q.": the family name stood before the comma.
void arrange_inverted(Words& family, Words& rest, const NameRegion& region, ParsedName& out) {
    take_titles(family, out, region);
    take_suffixes(family, out, false);
    take_titles(rest, out, region);
    take_suffixes(rest, out, false);
    // "Beethoven, Ludwig van".
    std::size_t end = rest.size();
    while (end > 1 && is_particle(rest[end - 1]) && cases(rest[end - 1]).upper == 0) --end;
    out.family = join_words(rest, end, rest.size());
    append_part(out.family, join_words(family, 0, family.size()), " ");
    rest.resize(end);
    std::size_t given = std::min(rest.size(), given_end(rest));
    if (given == 1 && rest.size() == 2 && is_iberian_given_name(word_key(rest[0])) &&
        is_iberian_given_name(word_key(rest[1])))
        given = 2;
    out.given = join_words(rest, 0, given);
    out.additional = join_words(rest, given, rest.size());
}

std::vector<Words> split_at_commas(std::string_view text) {
    std::vector<Words> out;
    std::string part;
    const auto flush = [&] {
        if (Words words = split_words(part); !words.empty()) out.push_back(std::move(words));
        part.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c == U',' || c == U'，' || c == U'、')
            flush();
        else
            append_code_point(part, c);
    }
    flush();
    return out;
}

}  // namespace

bool take_titles(Words& words, ParsedName& out, const NameRegion& region) {
    split_glued_title(words);
    Title last = Title::none;
    std::size_t taken = 0;
    while (taken < words.size()) {
        const std::string& word = words[taken];
        const bool dotted = word.back() == '.';
        Title title = title_of(word_key(word));
        if (title == Title::dotted && !dotted) title = Title::none;
        if ((title == Title::regional || title == Title::regional_given) && !region.romance())
            title = Title::none;
        // "Mr. & Mrs. Smith".
        if (last != Title::none && taken + 2 < words.size() && joins_people(word) &&
            title_of(word_key(words[taken + 1])) == Title::title)
            title = last;
        // "Dr. med.", but "Dr. Phil McGraw".
        if (title == Title::continuation && (last == Title::none || (!dotted && cases(word).upper > 0)))
            title = Title::none;
        if (title == Title::none) break;
        if (taken + 1 == words.size() && (!dotted || last == Title::none) && out.prefix.empty() &&
            last == Title::none)
            break;
        if (taken + 1 == words.size() && !dotted) break;
        append_part(out.prefix, word, " ");
        if (title != Title::continuation) last = title;
        ++taken;
    }
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(taken));
    return last == Title::title || last == Title::dotted || last == Title::regional;
}

void take_suffixes(Words& words, ParsedName& out, bool after_comma) {
    // "Ph. D." is one degree.
    if (words.size() >= 2 && word_key(words[words.size() - 2]) == "ph" && word_key(words.back()) == "d") {
        words[words.size() - 2] += " " + words.back();
        words.pop_back();
    }
    std::string found;
    while (!words.empty()) {
        const std::string& word = words.back();
        std::string key = word_key(word);
        key.erase(std::remove(key.begin(), key.end(), ' '), key.end());
        Suffix suffix = suffix_of(key);
        if (suffix == Suffix::dotted) suffix = has_dot(word) ? Suffix::suffix : Suffix::none;
        const std::size_t before = words.size() - 1;
        const bool written = is_capitals(word) || (has_dot(word) && cases(word).upper >= 2);
        const bool taken =
            suffix != Suffix::none &&
            (after_comma || (suffix == Suffix::suffix && before >= 1) || (written && before >= 2) ||
             (suffix == Suffix::third && before >= 2 && cases(word).upper > 0));
        if (!taken) break;
        std::string longer = word;
        append_part(longer, found, ", ");
        found = std::move(longer);
        words.pop_back();
    }
    append_part(out.suffix, found, ", ");
}

void arrange_western(std::string_view text, const NameRegion& region, ParsedName& out) {
    std::vector<Words> parts = split_at_commas(text);
    if (parts.empty()) {
        out.given = std::string(text);  // signs only
        return;
    }
    // What follows a comma is a degree, a title, or the given names of an inverted name.
    std::size_t given = 0;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        Words words = parts[i];
        ParsedName degrees;
        take_suffixes(words, degrees, true);
        // "William Russell, 1st Duke of Bedford", "John Smith, CEO"; but "Earl, Steve".
        const bool rank = parts[0].size() > 1 && !words.empty() &&
                          (is_rank(word_key(words.front())) || is_rank(word_key(words.back())));
        if (words.empty() || rank) {
            append_part(out.suffix, rank ? join_words(parts[i], 0, parts[i].size()) : degrees.suffix, ", ");
        } else if (given == 0) {
            given = i;
        } else if (words.size() == 1 && title_of(word_key(words[0])) == Title::title) {
            append_part(out.prefix, words[0], " ");
        } else {
            append_part(out.additional, join_words(parts[i], 0, parts[i].size()), " ");
        }
    }
    if (given > 0) {
        const std::string others = std::move(out.additional);
        const std::string degrees = std::move(out.suffix);
        out.suffix.clear();
        arrange_inverted(parts[0], parts[given], region, out);
        append_part(out.additional, others, " ");
        append_part(out.suffix, degrees, ", ");
        return;
    }
    Words& words = parts[0];
    const std::string degrees = std::move(out.suffix);
    out.suffix.clear();
    const bool formal = take_titles(words, out, region);
    take_suffixes(words, out, false);
    append_part(out.suffix, degrees, ", ");
    if (words.size() == 1) {
        const bool family = (formal && !out.prefix.empty()) || has_family_form(words[0]);
        (family ? out.family : out.given) = words[0];
    } else if (!words.empty()) {
        arrange_words(words, region, out);
    }
}

// ------------------------------------------------------------------------------------------------- regions

NameRegion::NameRegion(std::string_view code) {
    if (code.size() != 2) return;
    for (const char c : code) code_ += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
}

bool NameRegion::chinese() const {
    static const WordSet set("CN TW HK MO SG");
    return set.has(code_);
}

bool NameRegion::two_surnames() const {
    static const WordSet set("ES MX AR CO CL PE VE EC GT CU BO DO HN PY SV NI CR PA UY PR GQ");
    return set.has(code_);
}

bool NameRegion::romance() const {
    static const WordSet set("FR BE CH LU MC IT SM PT BR SN CI");
    return set.has(code_) || two_surnames();
}

}  // namespace kith::text
