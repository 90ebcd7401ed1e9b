#include "match/name_order.hpp"

#include "match/nicknames.hpp"
#include "match/syllables.hpp"
#include "match/words.hpp"
#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/surnames.hpp"

#include <algorithm>
#include <string>

namespace kith::match {
namespace {

bool is_romaji(std::string_view name) { return !text::kana_from_romaji(name).empty(); }

/// Japanese, with its long vowels written out or not: Yuki, Yuuki.
bool is_to_the_letter(std::string_view name) {
    return is_name_to_the_letter(name) || is_name_to_the_letter(text::reading_key(name));
}

bool is_japanese_given(std::string_view name) {
    return (is_to_the_letter(name) || is_given_name(name)) && is_romaji(name);
}

bool is_japanese_family(std::string_view name) { return text::is_romanised_japanese_surname(name); }

bool is_vietnamese_given(std::string_view name) {
    const Words words(name);
    return std::all_of(words.begin(), words.end(), is_name_to_the_letter);
}

/// The names of one language.
struct Names {
    bool (*given)(std::string_view);
    bool (*family)(std::string_view);
};

constexpr Names languages[] = {
    {is_japanese_given, is_japanese_family},
    {is_of_chinese_syllables, text::is_romanised_chinese_surname},
    {is_of_korean_syllables, text::is_romanised_korean_surname},
    {is_vietnamese_given, text::is_vietnamese_surname},
};

/// In one of the languages these are a given and a family name.
bool are_given_and_family(std::string_view given, std::string_view family) {
    return std::any_of(std::begin(languages), std::end(languages), [&](const Names& language) {
        return language.family(family) && language.given(given);
    });
}

bool is_family(std::string_view name) {
    return usual_share(name) > 0 || std::any_of(std::begin(languages), std::end(languages),
                                                [&](const Names& language) { return language.family(name); });
}

/// A given name of another language, too: Kim.
bool is_given_elsewhere(std::string_view name) { return is_given_name(name) && !is_name_to_the_letter(name); }

/// "Oshidari Jiro": a family name that no table has.
bool is_before_japanese_given(std::string_view unknown, std::string_view name) {
    return !is_given_name(unknown) && is_to_the_letter(name) && is_romaji(name) &&
           !is_japanese_family(name) && is_romaji(unknown) && !is_of_syllables(unknown);
}

}  // namespace

NameOrder order_of(std::string_view given, std::string_view family) {
    if (given.empty() || family.empty() || !text::is_ascii(given) || !text::is_ascii(family))
        return NameOrder::as_stored;
    const bool known = is_given_name(family) || is_of_syllables(family) || is_to_the_letter(family);
    if (!known || Words(given).size() != 1) return NameOrder::as_stored;
    if (!are_given_and_family(family, given)) {
        if (is_before_japanese_given(given, family)) return NameOrder::family_first;
        const bool turned =
            !is_given_name(given) && is_given_name(family) && !are_given_and_family(given, family);
        return turned ? NameOrder::either : NameOrder::as_stored;
    }
    const bool in_place =
        are_given_and_family(given, family) || (is_given_elsewhere(given) && is_family(family));
    if (!in_place) return NameOrder::family_first;
    const double of_given = usual_share(given), of_family = usual_share(family);
    return of_given > of_family   ? NameOrder::family_first
           : of_given < of_family ? NameOrder::as_stored
                                  : NameOrder::either;
}

}  // namespace kith::match
