// Names of people: read from one line of text, shown, and put in order.
//
//     ParsedName n = parse_name("山田太郎（やまだ たろう）様");
//     n.family -> "山田"   n.given -> "太郎"   n.phonetic_family -> "やまだ"   n.suffix -> "様"
//     parse_name("Dr. John Q. Public Jr.").family -> "Public"
//
// How the parts were found: name.cpp cuts the line into words, name_western.cpp and name_eastern.cpp arrange
// them, name_words.hpp and surnames.hpp hold the tables, sort_key.cpp makes the order.
// Pure functions over constant tables: every function here may be called from any thread. "Text" is UTF-8; bytes
// that are not come out as U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// The parts of a name, as written (nothing is folded or recased).
struct ParsedName {
    std::string prefix{};  ///< titles before the name, "Prof. Dr."
    std::string given{};
    std::string additional{};  ///< middle names, initials, patronymic
    std::string family{};      ///< with its particles and, where both are used, the second surname
    std::string suffix{};      ///< "Jr., PhD", "部長 様"
    std::string nickname{};
    std::string phonetic_given{};  ///< furigana, or the Latin spelling that stood beside a name in kanji or hangul
    std::string phonetic_family{};
    /// True when the name is to be shown family first: 山田 太郎, "YAMADA Taro", "Nagy Ferenc" in Hungary. A comma
    /// ("Public, John") only inverts for a list and leaves this false.
    bool family_first = false;
    /// True when the name's own order is given first although its script has the other custom: マイケル・ジョーダン.
    bool given_first = false;
};

/// Reads a name written on one line. `region` (ISO 3166-1 alpha-2 in any case, or empty) decides only what the
/// text cannot: Hungarian and Vietnamese order, two Spanish surnames, romanised Chinese, Korean and Japanese order,
/// Chinese before Japanese surnames, "M." and "Don" as titles.
///
/// Japanese without a space is split after the longest surname of the table. Without one: a Chinese or Korean
/// surname in names of two or three characters; then 2+2, 2+1, 2+3 characters; kanji before kana are the family
/// name. A lone word is the given name, unless a table, a title (Mr. Smith, 山田様) or its form says family. A lone
/// word of kana is never split.
///
/// Companies, departments and addresses of e-mail that stand beside the name are left out. Text longer than 400
/// bytes is no name: all of it becomes `given`. Never throws; time is linear in the text, some µs per name.
[[nodiscard]] ParsedName parse_name(std::string_view full, std::string_view region = {});

/// The parts in one line: prefix, name in its order (as the flags say, else by `family_comes_first`), suffix. The
/// nickname when there is nothing else.
[[nodiscard]] std::string display_name(const ParsedName& name);

/// Whether these parts are shown family first by their script: both (or the only one) in kanji, kana or hangul.
[[nodiscard]] bool family_comes_first(std::string_view given, std::string_view family);

/// A text whose bytewise order is the order of a list of people: by family name, then given name. Alphabet first
/// (accents ignored, word by word, particles as written), then kana in gojūon, then kanji without a reading, then everything else.
///
/// A phonetic part replaces its part, except a Latin one beside a Latin name (that is a hint for the tongue); romaji
/// beside a Japanese family name of the table is taken as the kana it stands for.
/// Kana: a sound mark, a small kana or ー (read as the vowel that it lengthens) counts only where two names are
/// otherwise equal, as in JIS X 4061: はしもと, ばば, はやし. When all four are empty, `fallback` is used whole.
/// At most 128 characters of a part count. Never empty.
[[nodiscard]] std::string sort_key(std::string_view given, std::string_view family,
                                   std::string_view phonetic_given, std::string_view phonetic_family,
                                   std::string_view fallback);

/// The heading under which a sort key is listed: "A".."Z"; "あ", "か" .. "わ"; "漢" for kanji without a reading;
/// "#" for the rest. Keys in order have their headings in that order, each in one run.
[[nodiscard]] std::string index_section(std::string_view sort_key);

}  // namespace kith::text
