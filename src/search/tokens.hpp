// The room "search": finding records, while someone types and by all their words.
//
// `name_token` holds one row per folded word that a record is found by; a prefix is an ordered range of it. `search_doc`
// and the FTS5 table `search_index` hold all words of all searched fields. They are derived tables: this room keeps them
// through the commit pipeline and can rebuild them.
//
//   as you type                                          full text
//   tokens.hpp       words of a record (this file)       pieces.hpp         how text is cut into what can be found
//   search_step.hpp  keeping the table                   document.hpp       what is kept of a record
//   other_words.hpp  several words at once               document_step.hpp  keeping the tables
//   search.cpp       the public face                     wanted_text.hpp    what was typed, as a question to FTS5
//                                                        highlight.hpp      where it stands in a text
//                                                        full_text.cpp      the public face
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kith::search {

/// What a token was taken from. The numbers stand in the file.
enum class TokenField : std::int64_t {
    name = 1,
    reading = 2,
    nickname = 3,
    organization = 4,
    email = 5,
    phone = 6,
    handle = 7,
};

/// The English name of a token field, "name".
[[nodiscard]] std::string_view name_of(TokenField field) noexcept;

/// How good a find a token makes. Each class is a range of its own in the table, and so is each record type in it:
/// however many mailboxes begin like a name, a search meets the name first. The characters stand in the file.
enum class TokenClass : char {
    word = '1',     ///< a word of a name, or the whole of it
    reading = '2',  ///< the same of a reading; as good as a word
    tail = '3',     ///< the rest of a run of kanji or kana from its second character on: never a whole word
    point = '4',    ///< e-mail, phone, handle
};
inline constexpr TokenClass token_classes[] = {TokenClass::word, TokenClass::reading, TokenClass::tail,
                                               TokenClass::point};

/// One word that a record is found by.
struct Token {
    TokenClass token_class{};
    std::string text{};
    TokenField field{};

    friend std::strong_ordering operator<=>(const Token&, const Token&) = default;
};

/// How a token, or the beginning of one, stands in the table: class, record type, text.
[[nodiscard]] std::string stored(TokenClass token_class, std::int64_t kind, std::string_view text);

/// Tokens with their fields, each once.
using Tokens = std::set<Token>;

/// The text with letters that have a spelling of two spelt so: ü as ue, ø as oe, å as aa; unchanged without any.
[[nodiscard]] std::string spelt_out(std::string_view text);

/// Words of a name: each folded word; with o'brien also obrien, with Müller also mueller; and in kanji or kana text
/// every tail of it, so that any part is found.
void add_words(Tokens& tokens, std::string_view text, TokenField field);
/// A reading in kana (or Latin): its words in hiragana, and in romaji as typed and in loose form.
void add_reading(Tokens& tokens, std::string_view text);
/// Given and family name in one, as Japanese is typed, 太郎山田: the whole only.
void add_joined(Tokens& tokens, std::string_view text, TokenField field);
/// A folded e-mail address: whole, its domain, and the parts of its local part.
void add_email(Tokens& tokens, std::string_view folded);
/// A phone number: the digits one dials nationally, and with the country code.
void add_phone(Tokens& tokens, std::string_view digits, std::int64_t e164);

/// The most hits that one search gives.
inline constexpr std::size_t most_hits = 1000;
/// The value of an option of a search; throws `invalid_argument`, naming it, when it lies outside least..most.
std::size_t within(std::string_view name, std::size_t value, std::size_t least, std::size_t most);

/// Folded words without the signs that stand for a legal form, (株) or (주), at their ends: what is registered as 株式会社鈴木
/// is typed as (株)鈴木. A word that is nothing else stays.
[[nodiscard]] std::string without_form_signs(std::string_view folded);

/// The words to look for in what someone typed. Something that reads as a phone number is one word of digits.
/// Nothing for words of more than 256 bytes and for more than 32 words, which nobody types.
struct Wanted {
    std::vector<std::string> prefixes{};  ///< as typed, folded; and with ue for ü
    std::vector<std::string> readings{};  ///< loose forms that only readings are looked up by

    /// True when a token of that class begins with the word.
    [[nodiscard]] bool begins(TokenClass token_class, std::string_view token) const;
};
[[nodiscard]] std::vector<Wanted> wanted_words(std::string_view typed);

/// The digits of what looks like a telephone number: three at least, and nothing but what numbers are written with. Empty
/// for anything else.
[[nodiscard]] std::string number_digits(std::string_view folded);

}  // namespace kith::search
