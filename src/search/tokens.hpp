// The room "search": finding records while someone types.
//
// `name_token` holds one row per folded word that a record is found by; a prefix is an ordered range of it. It is a
// derived table: this room keeps it through the commit pipeline and can rebuild it.
//
//   tokens.hpp       words of a record (this file)     search_step.hpp  keeping the table
//   search.cpp       the public face
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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

/// Tokens with their fields, each once.
using Tokens = std::set<std::pair<std::string, TokenField>>;

/// Words of a name: each folded word, and in kanji or kana text every tail of it, so that any part is found.
void add_words(Tokens& tokens, std::string_view text, TokenField field);
/// A reading in kana (or Latin): its words in hiragana, and in romaji as typed and in loose form.
void add_reading(Tokens& tokens, std::string_view text);
/// A folded e-mail address: whole, its domain, and the parts of its local part.
void add_email(Tokens& tokens, std::string_view folded);
/// A phone number: the digits one dials nationally, and with the country code.
void add_phone(Tokens& tokens, std::string_view digits, std::int64_t e164);

/// The words to look for in what someone typed. Something that reads as a phone number is one word of digits.
struct Wanted {
    std::string prefix;   // folded
    std::string reading;  // loose reading form, when it differs; else empty
};
[[nodiscard]] std::vector<Wanted> wanted_words(std::string_view typed);

}  // namespace kith::search
