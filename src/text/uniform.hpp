// Formats made uniform: the same text as everybody writes it. What these functions give means what they were given; where
// that is in doubt they give it back. Pure functions, safe from any thread; giving their result again changes nothing.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// Full-width Latin letters and digits as ASCII, half-width kana as full-width (ﾔﾏﾀﾞ is ヤマダ); a dash between digits that
/// were full-width is '-' too. Full-width punctuation stays: in Japanese text that is its usual form.
[[nodiscard]] std::string usual_width(std::string_view text);

/// One space for each run of white space, none at the ends; a single U+3000 between kanji or kana stays. Text of several
/// lines comes back as it is but for its ends.
[[nodiscard]] std::string tidy_spaces(std::string_view text);

/// What a part of a name is: particles ("de la") are small in a family name wherever something follows them, elsewhere only
/// behind another word.
enum class NamePart { given, family };

/// A name in capitals or in small letters throughout in the usual case: "McDONALD" stays as it is, "MCDONALD" is "McDonald",
/// "o'brien" "O'Brien", "DE LA CRUZ" "de la Cruz", "smith-jones" "Smith-Jones". Names in mixed case, initials ("J.R.",
/// "TJ" as a given name), texts with digits or other signs ("ada@engines.example") and scripts without case stay.
[[nodiscard]] std::string usual_case(std::string_view name, NamePart part);

/// An e-mail address without display name, mailto: and spaces, its domain in small letters, its width usual; the part
/// before "@" keeps its case. What is no valid address stays.
[[nodiscard]] std::string uniform_email(std::string_view address);

/// How telephone numbers are written.
enum class PhoneStyle {
    national,  ///< those of `region` in national, others in international grouping: "03-1234-5678", "+44 20 7946 0018"
    international,  ///< all in international grouping: "+81 3-1234-5678"
    e164,           ///< "+81312345678"
};

/// A telephone number that its country has, in this style, its extension behind it. Numbers without an E.164 form are in
/// national grouping in any style. What is no valid number stays, and so does one with words beside it ("ask for Ada").
[[nodiscard]] std::string uniform_phone(std::string_view number, std::string_view region, PhoneStyle style);

}  // namespace kith::text
