#include "match/compare.hpp"
#include "match/nicknames.hpp"
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

/// False when two ASCII texts are more than three errors apart and less than 0.86 alike (Jaro-Winkler), which the letters
/// that they share tell sooner than either measure.
bool may_be_close(std::string_view a, std::string_view b) {
    std::array<std::int32_t, 128> left{};
    for (const char c : a) ++left[static_cast<unsigned char>(c)];
    std::size_t shared = 0;
    for (const char c : b)
        if (left[static_cast<unsigned char>(c)]-- > 0) ++shared;
    if (std::max(a.size(), b.size()) - shared <= 3) return true;
    const auto part = [&](std::string_view text) {
        return static_cast<double>(shared) / static_cast<double>(text.size());
    };
    // Jaro's similarity at most, were they in order; Winkler's four first letters add up to 0.4 of what lacks.
    const double jaro = (part(a) + part(b) + 1) / 3;
    return jaro + 0.4 * (1 - jaro) >= 0.86;
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

/// All words of the shorter text stand in the longer one, which has more.
bool contained(const Words& a, const Words& b) {
    const Words& fewer = a.size() <= b.size() ? a : b;
    const Words& more = a.size() <= b.size() ? b : a;
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

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

/// The letters of a name in one of the ways in which the same sounds are written: Erica and Erika, Sonia and Sonja, Sarah and
/// Sara, Philipp and Filip. Michele and Michelle stay apart, a man and a woman.
std::string plain_spelling(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i], next = i + 1 < name.size() ? name[i + 1] : '\0';
        const bool last = i + 1 == name.size(), after_vowel = i > 0 && is_vowel(name[i - 1]);
        char sign = c;
        if (c == 'h' && (last || (i > 0 && name[i - 1] == 't'))) continue;
        if (c == 'p' && next == 'h') {
            sign = 'f';
            ++i;
        } else if (c == 'c' && next == 'h') {
            if (name.substr(i, 3) == "chr") {
                sign = 'k';
                ++i;
            }
        } else if (c == 'q' || (c == 'c' && next != 'e' && next != 'i' && next != 'y')) {
            sign = 'k';
        } else if (c == 'z') {
            sign = 's';
        } else if (c == 'j' && i > 0 && (next == 'a' || next == 'e' || next == 'o')) {
            sign = after_vowel ? 'y' : 'i';
        } else if (c == 'y' && i > 0 && !after_vowel) {
            sign = 'i';
        }
        const bool double_l = c == 'l' && name.substr(i) == "le";  // Michelle
        if (result.empty() || result.back() != sign || double_l) result += sign;
    }
    return result;
}

/// "daniela" of "daniel", "mario" of "maria", "александра" of "александр": the name of a man and that of a woman.
bool is_gender_form(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    for (const std::string_view ending : {"a", "а"}) {  // Latin and Cyrillic
        if (b.size() <= ending.size() || b.substr(b.size() - ending.size()) != ending) continue;
        if (b.substr(0, b.size() - ending.size()) == a) return true;
    }
    const std::string_view stem_a = a.substr(0, a.size() - 1), stem_b = b.substr(0, b.size() - 1);
    return stem_a == stem_b && std::min(a.back(), b.back()) == 'a' && std::max(a.back(), b.back()) == 'o';
}

/// Two names that each are one, of given names that are as alike as a slip or a short form: those of brother and sister,
/// or of twins. Within a family of names they must also sound different and none be the other's short form: Anna and
/// Hanna, neither Ann and Anne nor Alfred and Fred.
bool are_two_names(std::string_view a, std::string_view b, bool one_family) {
    if (spell_one_name(a, b)) return false;
    if (one_family) {
        const std::string_view shorter = a.size() < b.size() ? a : b;
        const std::size_t more = std::max(a.size(), b.size()) - shorter.size();
        const bool whole = more <= 1 || (more == 2 && shorter.back() == 'a');  // Julia of Juliana
        return whole && is_own_name(a) && is_own_name(b) && text::metaphone(a) != text::metaphone(b);
    }
    return is_gender_form(a, b) || (is_given_name(a) && is_given_name(b));
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

Level compare_names(std::string_view a, std::string_view b, bool given) {
    if (a == b) return Level::equal;
    if (!(text::is_ascii(a) && text::is_ascii(b)) && script_of(a) != script_of(b)) {
        return given && same_name_family(a, b) ? Level::nickname : compare_across_scripts(a, b);
    }
    const Words words_a(a), words_b(b);
    const std::string plain_a = squashed(a), plain_b = squashed(b);
    if (plain_a.empty() || plain_b.empty()) return Level::missing;
    if (plain_a == plain_b) return Level::variant;
    const bool initial_a = has_initial(words_a), initial_b = has_initial(words_b);
    if (initial_a || initial_b) {
        // "J." says one letter; against "John" that is all there is to compare.
        if ((initial_a && initials_fit(words_a, words_b)) || (initial_b && initials_fit(words_b, words_a)))
            return Level::initial;
        if (words_a.size() == 1 && initial_a && words_b.size() == 1) return Level::different;
        if (words_b.size() == 1 && initial_b && words_a.size() == 1) return Level::different;
    }
    if (same_but_for_digraphs(plain_a, plain_b)) return Level::variant;
    // Of kanji a family holds names of one sound: two names, or a slip of whoever wrote them.
    const bool kanji = script_of(a) == Script::kanji;
    const bool one_family = given && !kanji && (same_name_family(a, b) || nicknames(words_a, words_b));
    const bool compound = words_a.size() > 1 && words_b.size() > 1;
    const Level close = compound ? closeness(without_particles(words_a), without_particles(words_b))
                                 : closeness(plain_a, plain_b);
    const bool short_form = given && is_short_form(plain_a, plain_b);
    const bool alike =
        close == Level::typo || close == Level::near || short_form || (kanji && close == Level::far);
    if (given && alike && are_two_names(a, b, one_family)) return Level::two_names;
    if (one_family) return Level::nickname;
    if (close == Level::typo) return close;
    if ((words_a.size() > 1 || words_b.size() > 1) && share_part(words_a, words_b)) return Level::part;
    return short_form ? Level::nickname : close;
}

}  // namespace

bool spell_one_name(std::string_view a, std::string_view b) { return plain_spelling(a) == plain_spelling(b); }

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
    if (words_a.size() == words_b.size() && words_a.size() > 1 && contained(words_a, words_b))
        return Level::variant;
    if (contained(words_a, words_b)) return Level::part;
    if (close == Level::near) return close;
    if ((words_a.size() > 1 || words_b.size() > 1) && share_part(words_a, words_b)) return Level::far;
    return close;
}

}  // namespace kith::match
