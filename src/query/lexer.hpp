// Query text to tokens. Full-width punctuation, digits and letters count as their ASCII forms outside quotes.
#pragma once

#include "query/ast.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

/// One token. `text` is decoded: quotes removed, full-width forms made ASCII.
struct Token {
    enum class Kind {
        atom,       ///< a run of letters, digits and . @ : / & # + - _: word, path, number, date, address
        string,     ///< in quotes
        parameter,  ///< :name
        symbol,     ///< ( ) , % = != < <= > >=
        end,
    };
    Kind kind = Kind::end;
    std::string text{};
    bool glued = false;  ///< no space before it
    Position at{};

    /// True for the symbol `s`.
    [[nodiscard]] bool symbol(std::string_view s) const noexcept { return kind == Kind::symbol && text == s; }
    /// True for an atom that is the keyword `lower_case`, in any case.
    [[nodiscard]] bool word(std::string_view lower_case) const noexcept;
};

/// Splits text into tokens; the last one is `end`. Strings stand in "..." or '...' (the quote doubled inside) or in
/// 「...」, 『...』, “...”, ‘...’. Throws `parse` for an open string, a character that belongs nowhere and text
/// that is not UTF-8; `limit` for text longer than limits::text_bytes.
[[nodiscard]] std::vector<Token> lex(std::string_view text);

/// True when `text`, written without quotes, is one atom with exactly this text.
[[nodiscard]] bool is_atom(std::string_view text);

/// True for [+-]digits[.digits].
[[nodiscard]] bool is_number(std::string_view text) noexcept;
/// A finite number as such a text: without an exponent, and it reads as the same.
[[nodiscard]] std::string digits_of(double value);

}  // namespace kith::query
