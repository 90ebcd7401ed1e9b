#include "match/compare.hpp"
#include "match/family_names.hpp"
#include "match/given_names.hpp"
#include "match/nicknames.hpp"
#include "match/shapes.hpp"
#include "match/syllables.hpp"
#include "match/words.hpp"
#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/script.hpp"
#include "text/similarity.hpp"
#include "text/sounds.hpp"
#include "text/transliterate.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace kith::match {
namespace {

/// "mueller" and "muller". The first letters tell most names apart at once.
bool same_but_for_digraphs(const std::string& a, const std::string& b) {
    return a[0] == b[0] && without_digraphs(a) == without_digraphs(b);
}

/// False when two ASCII texts are more than three errors apart and less than 0.86 alike, which the letters that they share tell
/// sooner than either measure.
bool may_be_close(std::string_view a, std::string_view b) {
    std::array<std::int32_t, 128> left{};
    for (const char c : a) ++left[static_cast<unsigned char>(c)];
    std::size_t shared = 0;
    for (const char c : b)
        if (left[static_cast<unsigned char>(c)]-- > 0) ++shared;
    return could_be_close(shared, a.size(), b.size());
}

/// How close two different texts without spaces are, by errors of typing: typo, near, far or different.
Level closeness(const std::string& a, const std::string& b) {
    const std::size_t length = std::max(text::code_points(a), text::code_points(b));
    const std::size_t shorter = std::min(text::code_points(a), text::code_points(b));
    if (shorter < 2) return Level::different;
    if (text::has_cjk(a) || text::has_cjk(b)) {
        // One kanji is a syllable or more: 佐藤 and 加藤 are different names.
        if (length >= 4 && text::damerau_levenshtein(a, b, 1) == 1) return Level::typo;
        if (length == 3 && shorter >= 2 && text::damerau_levenshtein(a, b, 1) == 1) return Level::far;
        return Level::different;
    }
    int edits = 4;
    double similar = 0;
    if (!(text::is_ascii(a) && text::is_ascii(b)) || may_be_close(a, b)) {
        edits = text::damerau_levenshtein(a, b, 3);
        similar = text::jaro_winkler(a, b);
    }
    if ((edits == 1 && length >= 4) || (similar >= 0.96 && length >= 8)) return Level::typo;
    if ((edits == 1 && length == 3) || (edits == 2 && length >= 6) || similar >= 0.93) return Level::near;
    if (length >= 4 && text::metaphone(a) == text::metaphone(b)) return Level::near;
    if ((edits == 2 && length >= 5) || (edits == 3 && length >= 7) || similar >= 0.86) return Level::far;
    return Level::different;
}

bool is_initial(std::string_view word) {
    std::size_t at = 0;
    if (word.empty()) return false;
    const char32_t c = text::next_code_point(word, at);
    return at == word.size() && !text::is_kanji(c) && !text::is_kana(c) && !text::is_hangul(c);
}

bool starts_alike(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    return text::next_code_point(a, i) == text::next_code_point(b, j);
}

/// All initials of one side stand at the beginning of the other's words, in order: "j", "j r" and "john robert".
bool initials_fit(const Words& short_form, const Words& names) {
    if (short_form.size() > names.size()) return false;
    for (std::size_t i = 0; i < short_form.size(); ++i) {
        if (is_initial(short_form[i]) ? !starts_alike(short_form[i], names[i]) : short_form[i] != names[i])
            return false;
    }
    return true;
}

bool has_initial(const Words& words) {
    return std::any_of(words.begin(), words.end(), [](std::string_view word) { return is_initial(word); });
}

/// A word of at least two code points that both have; particles (van, de) do not count.
bool share_part(const Words& a, const Words& b) {
    for (const auto word : a) {
        if (text::code_points(word) < (text::has_cjk(word) ? 1 : 3) || is_particle(word)) continue;
        if (std::find(b.begin(), b.end(), word) != b.end()) return true;
    }
    return false;
}

/// All words of the first stand in the second.
bool contained(const Words& fewer, const Words& more) {
    return !fewer.empty() && std::all_of(fewer.begin(), fewer.end(), [&](std::string_view word) {
        return std::find(more.begin(), more.end(), word) != more.end();
    });
}

/// "chris" of "christina", "kazu" of "kazuhiro": the beginning, at least three letters of it.
bool is_short_form(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    return text::code_points(a) >= 3 && a.size() * 4 <= b.size() * 3 && b.substr(0, a.size()) == a &&
           !text::has_cjk(a);
}

bool nicknames(const Words& a, const Words& b) {
    return !a.empty() && !b.empty() && (a.size() == 1 || b.size() == 1) &&
           same_name_family(a.front(), b.front());
}

/// The name without particles (van den Berg: berg), which many share; whole when there is nothing else.
std::string without_particles(const Words& words) {
    std::string result, all;
    for (const std::string_view word : words) {
        all += word;
        if (!is_particle(word)) result += word;
    }
    return result.empty() ? all : result;
}

/// A name in kana and one in Latin letters that is not Japanese: スミス is how Smith sounds. Of Japanese ones the readings
/// are compared.
Level compare_foreign(std::string_view kana, std::string_view latin) {
    const std::string plain = squashed(latin);
    if (plain.empty() || !text::kana_from_romaji(plain).empty()) return Level::missing;
    const auto sounds = text::foreign_metaphones(squashed(kana));
    const std::string sound = text::metaphone(plain);
    if (std::find(sounds.begin(), sounds.end(), sound) == sounds.end()) return Level::missing;
    return sound.size() > 2 ? Level::reading : Level::near;  // few consonants fit many names
}

/// Kana without ー.
std::string without_marks(std::string_view kana) {
    constexpr std::string_view mark = "ー";
    std::string result(kana);
    for (std::size_t at = result.find(mark); at != std::string::npos; at = result.find(mark, at))
        result.erase(at, mark.size());
    return result;
}

/// Names in kana: who writes them so hears how long a vowel is. ゆうき and ゆき are two given names, おおの and おの two
/// family names that are easily taken for each other. Foreign names are written with and without ー (クリストファー). `missing` where the vowels' length is not all that differs, and for less than three kana.
Level compare_kana(std::string_view a, std::string_view b, bool given) {
    if (std::max(text::code_points(a), text::code_points(b)) < 3) return Level::missing;
    if (kana_sounds(a) == kana_sounds(b)) return Level::variant;
    if (text::reading_key(a) != text::reading_key(b)) return Level::missing;
    const std::string plain_a = without_marks(a), plain_b = without_marks(b);
    if (kana_sounds(plain_a) == kana_sounds(plain_b))
        return std::min(text::code_points(plain_a), text::code_points(plain_b)) < 4 ? Level::near
                                                                                    : Level::variant;
    return given ? Level::two_names : Level::near;
}

/// Names of which one is Cyrillic or Greek and the other Latin: there are many ways to write one in the other's
/// letters. Of other pairs of scripts than these and kana with Latin the texts alone say nothing.
Level compare_across_scripts(std::string_view a, std::string_view b) {
    if (script_of(a) == Script::kana && script_of(b) == Script::latin) return compare_foreign(a, b);
    if (script_of(b) == Script::kana && script_of(a) == Script::latin) return compare_foreign(b, a);
    if (script_of(a) != Script::greek_or_cyrillic) std::swap(a, b);
    if (script_of(a) != Script::greek_or_cyrillic || script_of(b) != Script::latin) return Level::missing;
    const std::string written = squashed(text::latin_letters(a)), plain = squashed(b);
    if (written.empty() || plain.empty()) return Level::missing;
    if (plain.size() == 1) return plain[0] == written[0] ? Level::initial : Level::different;
    if (written == plain || text::metaphone(written) == text::metaphone(plain)) return Level::reading;
    const Level close = closeness(written, plain);
    return close == Level::typo || close == Level::near ? Level::near : close;
}

Level compare_names(std::string_view a, std::string_view b, bool given);

/// Two given names of as many words, of which one differs: what that word says, or that they are two names where it
/// is another one. Jean-Paul and Jean-Pierre are brothers; "Anne Mari" may be Anne Marie, "Ma. José" is María José, and Abd
/// El Rahman is Abd Al Rahman.
Level compare_part(std::string_view a, std::string_view b) {
    const Level part = compare_names(a, b, true);
    if (part != Level::different && part != Level::far && part != Level::missing) return part;
    const bool abbreviated = a.substr(0, b.size()) == b || b.substr(0, a.size()) == a;
    const bool says_little = std::min(a.size(), b.size()) < 3 || is_particle(a) || is_particle(b);
    return abbreviated || says_little ? Level::part : Level::two_names;
}

/// Names of two syllables that are written apart, as Korean and Chinese ones often are: Seo-jun and Seo-jin.
bool are_of_two_syllables(const Words& words, std::string_view plain) {
    return words.size() == 2 && is_of_syllables(plain) &&
           !(is_given_name(words[0]) && is_given_name(words[1]));
}

Level compare_names(std::string_view a, std::string_view b, bool given) {
    if (a == b) return Level::equal;
    if (!(text::is_ascii(a) && text::is_ascii(b)) && script_of(a) != script_of(b)) {
        return given && same_name_family(a, b) ? Level::nickname : compare_across_scripts(a, b);
    }
    const Words words_a(a), words_b(b);
    const std::string plain_a = squashed(a), plain_b = squashed(b);
    if (plain_a.empty() || plain_b.empty()) return Level::missing;
    if (plain_a == plain_b) return Level::variant;
    if (script_of(a) == Script::kana) {
        if (const Level sound = compare_kana(plain_a, plain_b, given); sound != Level::missing) return sound;
    }
    if (given && are_of_two_syllables(words_a, plain_a) && are_of_two_syllables(words_b, plain_b)) {
        if (are_same_syllables(plain_a, plain_b)) return Level::variant;
        const Level close = closeness(plain_a, plain_b);
        return close == Level::different ? close : Level::two_names;
    }
    const bool initial_a = has_initial(words_a), initial_b = has_initial(words_b);
    if (initial_a || initial_b) {
        // "J." says one letter; against "John" that is all there is to compare.
        if ((initial_a && initials_fit(words_a, words_b)) || (initial_b && initials_fit(words_b, words_a)))
            return Level::initial;
        if (words_a.size() == 1 && initial_a && words_b.size() == 1) return Level::different;
        if (words_b.size() == 1 && initial_b && words_a.size() == 1) return Level::different;
    }
    if (same_but_for_digraphs(plain_a, plain_b)) return Level::variant;
    if (!given) {
        const FamilyKin kin = kin_of(plain_a, plain_b);
        if (kin != FamilyKin::none) return kin == FamilyKin::spelling ? Level::variant : Level::near;
    }
    const int place =
        given && words_a.size() > 1 && !initial_a && !initial_b ? place_of_difference(words_a, words_b) : -1;
    if (place >= 0)
        return compare_part(words_a[static_cast<std::size_t>(place)],
                            words_b[static_cast<std::size_t>(place)]);
    // Of kanji a family holds names of one sound: two names, or a slip of whoever wrote them.
    const bool kanji = script_of(a) == Script::kanji;
    const bool one_family = given && !kanji && (same_name_family(a, b) || nicknames(words_a, words_b));
    const bool compound = words_a.size() > 1 && words_b.size() > 1;
    const Level close = compound ? closeness(without_particles(words_a), without_particles(words_b))
                                 : closeness(plain_a, plain_b);
    const bool short_form = given && is_short_form(plain_a, plain_b);
    const bool alike = close == Level::typo || close == Level::near || short_form ||
                       (close == Level::far && (kanji || are_to_the_letter(a, b)));
    if (given && alike && are_two_names(a, b, one_family)) return Level::two_names;
    if (one_family) return Level::nickname;
    if (close == Level::typo) return close;
    if ((words_a.size() > 1 || words_b.size() > 1) && share_part(words_a, words_b)) return Level::part;
    return short_form ? Level::nickname : close;
}

}  // namespace

Level compare_given(std::string_view a, std::string_view b) { return compare_names(a, b, true); }

Level compare_family(std::string_view a, std::string_view b) { return compare_names(a, b, false); }

Level compare_words(std::string_view a, std::string_view b) {
    if (a == b) return Level::equal;
    const std::string plain_a = squashed(a), plain_b = squashed(b);
    if (plain_a.empty() || plain_b.empty()) return Level::missing;
    if (plain_a == plain_b || same_but_for_digraphs(plain_a, plain_b)) return Level::variant;
    const Level close = closeness(plain_a, plain_b);
    if (close == Level::typo) return close;
    const Words words_a(a), words_b(b);
    if (words_a.size() > 1 && words_a.size() == words_b.size() &&
        std::is_permutation(words_a.begin(), words_a.end(), words_b.begin()))
        return Level::variant;
    if (contained(words_a, words_b) || contained(words_b, words_a)) return Level::part;
    if (close == Level::near) return close;
    if ((words_a.size() > 1 || words_b.size() > 1) && share_part(words_a, words_b)) return Level::far;
    return close;
}

}  // namespace kith::match
