#include "match/given_names.hpp"

#include "match/nicknames.hpp"
#include "match/syllables.hpp"
#include "text/fold.hpp"
#include "text/similarity.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kith::match {
namespace {

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

bool ends_with(std::string_view text, std::string_view ending) {
    return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

/// The letters of a name in one of the ways in which the same sounds are written: Erica and Erika, Sonia and Sonja, Sarah and
/// Sara, Philipp and Filip, Sunita and Suneetha. Michele and Michelle stay apart, a man and a woman.
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
        } else if (c == 'e' && next == 'e') {
            sign = 'i';
            ++i;
        } else if (c == 'q' || (c == 'c' && next != 'e' && next != 'i' && next != 'y')) {
            sign = 'k';
        } else if (c == 'z') {
            sign = 's';
        } else if (c == 'w') {
            sign = 'v';
        } else if (c == 'j' && i > 0 && (next == 'a' || next == 'e' || next == 'o') &&
                   name.substr(i, 3) != "jee") {
            sign = after_vowel ? 'y' : 'i';
        } else if (c == 'y' && i > 0 && !after_vowel) {
            sign = 'i';
        }
        const bool double_l = c == 'l' && name.substr(i) == "le";  // Michelle
        if (result.empty() || result.back() != sign || double_l) result += sign;
    }
    return result;
}

/// Cyrillic ё and е, which few write apart: Artyom is Artem, Fyodor is Fedor.
std::string without_yo(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool between = i > 0 && !is_vowel(name[i - 1]) && i + 2 < name.size() && !is_vowel(name[i + 2]);
        const bool yo = between && name.substr(i, 2) == "yo";
        result += yo ? 'e' : name[i];
        if (yo) ++i;
    }
    return result;
}

/// What is heard of a name that is said quickly: e and i, o and u are one, a last e is silent, and French writes -ien what others
/// write -ian. Hesham is Hisham and Lynn is Lynne, but Elena is not Elina: in short names, and in those that end in a, a vowel
/// tells two apart. Not at the beginning of names from Arabic: Emad is Imad.
std::string sound(std::string_view name, bool by_vowels) {
    std::string result;
    const std::string plain = plain_spelling(without_yo(name));
    for (std::size_t i = 0; i < plain.size(); ++i) {
        char c = plain[i];
        const bool first = i == 0 && plain.back() != 'a';
        if ((!by_vowels || first) && (c == 'i' || c == 'y')) c = 'e';
        if (!by_vowels && c == 'u') c = 'o';
        if (i > 0 && i + 2 == plain.size() && plain[i - 1] == 'i' && plain.substr(i) == "an") c = 'e';
        if (result.empty() || result.back() != c || !is_vowel(c)) result += c;
    }
    if (result.size() > 2 && result.back() == 'e') result.pop_back();
    return result;
}

/// "clara" and "clare", "sophia" and "sophie": one name as Latin has it and as French does.
bool are_latin_and_french(std::string_view a, std::string_view b) {
    if (a.size() != b.size() || a.size() < 4) return false;
    if (!(ends_with(a, "a") && ends_with(b, "e")) && !(ends_with(a, "e") && ends_with(b, "a"))) return false;
    return plain_spelling(a.substr(0, a.size() - 1)) == plain_spelling(b.substr(0, b.size() - 1));
}

/// "paula" of "paul", "jeanne" of "jean", "claudia" of "claude", "dominique" of "dominic": how names of women are made of
/// those of men. Says nothing without knowing that they are: Anne is no woman beside Ann.
bool has_feminine_ending(std::string_view man, std::string_view woman) {
    const auto becomes = [&](std::string_view ending, std::string_view other) {
        const std::size_t stem = man.size() - std::min(man.size(), ending.size());
        return ends_with(man, ending) && woman.size() == stem + other.size() &&
               woman.substr(0, stem) == man.substr(0, stem) && ends_with(woman, other);
    };
    static constexpr std::pair<std::string_view, std::string_view> endings[] = {
        {"", "a"},   {"", "e"},   {"", "ne"},   {"", "le"},   {"", "ie"},  {"", "ia"},
        {"", "ina"}, {"", "ine"}, {"", "ette"}, {"o", "a"},   {"e", "a"},  {"e", "ia"},
        {"e", "ie"}, {"us", "a"}, {"us", "ia"}, {"c", "que"}, {"ew", "ea"}};
    return std::any_of(std::begin(endings), std::end(endings),
                       [&](const auto& pair) { return becomes(pair.first, pair.second); });
}

/// One name is known as a man's and the other as a woman's: Justin and Justine, Andre and Andrea. What a woman may be called,
/// too, is made another name by few endings: Alex and Alexa, Jean and Jeanne, but Lynn is Lynne.
bool are_of_man_and_woman(std::string_view a, std::string_view b) {
    const bool man_a = is_name_of_men(a), man_b = is_name_of_men(b);
    const bool woman_a = is_name_of_women(a), woman_b = is_name_of_women(b);
    const auto made_of = [](std::string_view man, std::string_view woman, bool of_both) {
        if (!of_both) return has_feminine_ending(man, woman);
        const std::string_view more = woman.substr(std::min(woman.size(), man.size()));
        return woman.substr(0, man.size()) == man && (more == "a" || more == "ne");
    };
    if (man_a && woman_b && ((!woman_a && !man_b) || made_of(a, b, woman_a))) return true;
    return man_b && woman_a && ((!woman_b && !man_a) || made_of(b, a, woman_b));
}

/// "radima" of "radim", "mario" of "maria", "александра" of "александр": most likely the name of a man and that of a woman,
/// whether they are known or not. What nobody is called beside a name of women has lost its last letter: Rebecc.
bool is_gender_form(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    for (const std::string_view ending : {"a", "а"}) {  // Latin and Cyrillic
        if (ends_with(b, ending) && b.substr(0, b.size() - ending.size()) == a)
            return is_given_name(a) || !is_name_of_women(b);
    }
    const std::string_view stem_a = a.substr(0, a.size() - 1), stem_b = b.substr(0, b.size() - 1);
    return stem_a == stem_b && std::min(a.back(), b.back()) == 'a' && std::max(a.back(), b.back()) == 'o';
}

}  // namespace

bool are_to_the_letter(std::string_view a, std::string_view b) {
    if (is_name_to_the_letter(a) && is_name_to_the_letter(b)) return true;
    return !(is_given_name(a) && is_given_name(b)) && is_of_syllables(a) && is_of_syllables(b);
}

bool spell_one_name(std::string_view a, std::string_view b) {
    if (are_of_man_and_woman(a, b)) return false;
    if (are_same_syllables(a, b) && !(is_given_name(a) && is_given_name(b))) return true;
    return plain_spelling(a) == plain_spelling(b) && !are_to_the_letter(a, b);
}

bool are_two_names(std::string_view a, std::string_view b, bool one_family) {
    if (are_of_man_and_woman(a, b)) return true;
    if (one_family || spell_one_name(a, b)) return false;
    return is_gender_form(a, b) || (is_given_name(a) && is_given_name(b) && !sound_as_one(a, b)) ||
           are_to_the_letter(a, b);
}

bool are_names_of_one_family(std::string_view a, std::string_view b) {
    const std::string_view shorter = a.size() < b.size() ? a : b;
    const std::size_t more = std::max(a.size(), b.size()) - shorter.size();
    const bool whole = more <= 1 || (more == 2 && shorter.back() == 'a');  // Julia of Juliana
    return whole && same_name_family(a, b) && is_own_name(a) && is_own_name(b) && !spell_one_name(a, b) &&
           (text::metaphone(a) != text::metaphone(b) || are_latin_and_french(a, b));
}

bool sound_as_one(std::string_view a, std::string_view b) {
    if (!text::is_ascii(a) || !text::is_ascii(b) || are_to_the_letter(a, b) || are_of_man_and_woman(a, b))
        return false;
    if (are_latin_and_french(a, b)) return true;
    const bool by_vowels = std::min(a.size(), b.size()) < 5 || ends_with(a, "a") || ends_with(b, "a");
    return sound(a, by_vowels) == sound(b, by_vowels);
}

int place_of_difference(const Words& a, const Words& b) {
    if (a.size() != b.size()) return -1;
    int place = -1;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i]) continue;
        if (place >= 0) return -1;
        place = static_cast<int>(i);
    }
    return place;
}

}  // namespace kith::match
