// The fixed words of the language, shared by parser and printer.
#pragma once

#include "query/ast.hpp"

#include <optional>
#include <string_view>

namespace kith::query {

/// The unit with this singular or plural English name ("day", "days"), in any case. "fiscal" units have two words
/// and are not found here.
[[nodiscard]] std::optional<Unit> find_unit(std::string_view word) noexcept;

/// "day", "fiscal quarter".
[[nodiscard]] std::string_view name_of(Unit unit) noexcept;

/// "count", "sum", "min", "max", "avg", "first", "last", "anniversary"; empty for none.
[[nodiscard]] std::string_view name_of(Function function) noexcept;
[[nodiscard]] std::optional<Function> find_function(std::string_view word) noexcept;

/// Words that cannot start an operand without quotes, and words that cannot be a bare value.
[[nodiscard]] bool reserved_as_operand(std::string_view word) noexcept;
[[nodiscard]] bool reserved_as_value(std::string_view word) noexcept;

/// Equal but for the case of ASCII letters; `lower_case` is in lower case.
[[nodiscard]] bool same_word(std::string_view word, std::string_view lower_case) noexcept;

/// True for a word that goes on behind an operand: an operator, or what ends the test.
[[nodiscard]] bool goes_on(std::string_view word) noexcept;

}  // namespace kith::query
