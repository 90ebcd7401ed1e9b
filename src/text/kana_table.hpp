// The syllables of Japanese: how romaji spells each kana.
#pragma once

#include <array>
#include <string_view>

namespace kith::text {

/// One consonant before each vowel; an empty cell is no syllable.
struct SyllableRow {
    std::string_view consonant;
    std::array<std::u32string_view, 5> kana;  // before a, i, u, e, o
};

/// All spellings that are read. The first row that has a kana spells it as Hepburn (1867) does, unless
/// `other_spellings` has it.
inline constexpr std::array<SyllableRow, 40> syllable_rows{{
    {"", {U"あ", U"い", U"う", U"え", U"お"}},
    {"k", {U"か", U"き", U"く", U"け", U"こ"}},
    {"g", {U"が", U"ぎ", U"ぐ", U"げ", U"ご"}},
    {"sh", {U"しゃ", U"し", U"しゅ", U"しぇ", U"しょ"}},
    {"s", {U"さ", U"し", U"す", U"せ", U"そ"}},
    {"j", {U"じゃ", U"じ", U"じゅ", U"じぇ", U"じょ"}},
    {"z", {U"ざ", U"じ", U"ず", U"ぜ", U"ぞ"}},
    {"ch", {U"ちゃ", U"ち", U"ちゅ", U"ちぇ", U"ちょ"}},
    {"ts", {U"つぁ", U"つぃ", U"つ", U"つぇ", U"つぉ"}},
    {"t", {U"た", U"ち", U"つ", U"て", U"と"}},
    {"d", {U"だ", U"ぢ", U"づ", U"で", U"ど"}},
    {"dz", {U"", U"", U"づ", U"", U""}},
    {"n", {U"な", U"に", U"ぬ", U"ね", U"の"}},
    {"f", {U"ふぁ", U"ふぃ", U"ふ", U"ふぇ", U"ふぉ"}},
    {"h", {U"は", U"ひ", U"ふ", U"へ", U"ほ"}},
    {"b", {U"ば", U"び", U"ぶ", U"べ", U"ぼ"}},
    {"p", {U"ぱ", U"ぴ", U"ぷ", U"ぺ", U"ぽ"}},
    {"m", {U"ま", U"み", U"む", U"め", U"も"}},
    {"y", {U"や", U"", U"ゆ", U"いぇ", U"よ"}},
    {"r", {U"ら", U"り", U"る", U"れ", U"ろ"}},
    {"w", {U"わ", U"うぃ", U"", U"うぇ", U"うぉ"}},
    {"v", {U"ゔぁ", U"ゔぃ", U"ゔ", U"ゔぇ", U"ゔぉ"}},
    {"ky", {U"きゃ", U"", U"きゅ", U"", U"きょ"}},
    {"gy", {U"ぎゃ", U"", U"ぎゅ", U"", U"ぎょ"}},
    {"ny", {U"にゃ", U"", U"にゅ", U"", U"にょ"}},
    {"hy", {U"ひゃ", U"", U"ひゅ", U"", U"ひょ"}},
    {"by", {U"びゃ", U"", U"びゅ", U"", U"びょ"}},
    {"py", {U"ぴゃ", U"", U"ぴゅ", U"", U"ぴょ"}},
    {"my", {U"みゃ", U"", U"みゅ", U"", U"みょ"}},
    {"ry", {U"りゃ", U"", U"りゅ", U"", U"りょ"}},
    {"kw", {U"くぁ", U"くぃ", U"", U"くぇ", U"くぉ"}},
    {"gw", {U"ぐぁ", U"", U"", U"", U""}},
    // Kunrei, and what is typed.
    {"sy", {U"しゃ", U"", U"しゅ", U"", U"しょ"}},
    {"zy", {U"じゃ", U"", U"じゅ", U"", U"じょ"}},
    {"jy", {U"じゃ", U"", U"じゅ", U"", U"じょ"}},
    {"ty", {U"ちゃ", U"", U"ちゅ", U"", U"ちょ"}},
    {"cy", {U"ちゃ", U"", U"ちゅ", U"", U"ちょ"}},
    {"dy", {U"ぢゃ", U"", U"ぢゅ", U"", U"ぢょ"}},
    {"fy", {U"", U"", U"ふゅ", U"", U""}},
    {"vy", {U"", U"", U"ゔゅ", U"", U""}},
}};

/// A kana and its spelling, which is not read back as that kana.
struct Spelling {
    std::u32string_view kana;
    std::string_view latin;
};

inline constexpr std::array<Spelling, 28> other_spellings{{
    {U"ぢ", "ji"},    {U"づ", "zu"},    {U"ぢゃ", "ja"},  {U"ぢゅ", "ju"},  {U"ぢょ", "jo"}, {U"を", "o"},
    {U"ゐ", "i"},     {U"ゑ", "e"},     {U"てぃ", "ti"},  {U"とぅ", "tu"},  {U"でぃ", "di"}, {U"どぅ", "du"},
    {U"てゅ", "tyu"}, {U"でゅ", "dyu"}, {U"くゎ", "kwa"}, {U"ぐゎ", "gwa"}, {U"すぃ", "si"}, {U"ずぃ", "zi"},
    {U"ん", "n"},     {U"ぁ", "a"},     {U"ぃ", "i"},     {U"ぅ", "u"},     {U"ぇ", "e"},    {U"ぉ", "o"},
    {U"ゃ", "ya"},    {U"ゅ", "yu"},    {U"ょ", "yo"},    {U"ゎ", "wa"},
}};

inline constexpr std::string_view vowels = "aiueo";

}  // namespace kith::text
