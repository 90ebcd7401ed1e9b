// Errors of query text: always with the place, what was expected, what was found and the nearest known name.
#pragma once

#include "query/ast.hpp"

#include <kith/error.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

/// The same words in English and Japanese.
struct Phrase {
    std::string en{};
    std::string ja{};
};

/// A piece of the text in quotes, cut to what fits a message.
[[nodiscard]] Phrase quote(std::string_view text);

/// Throws `parse`: "line 1, column 8: expected a field of contact, found 'famly'; did you mean 'family'?" with the
/// arguments line, column, expected, found, nearest. `nearest` may be empty.
[[noreturn]] void fail(Position at, const Phrase& expected, const Phrase& found,
                       std::string_view nearest = {});

/// The same with a sentence of its own, for what is no matter of expectation.
[[noreturn]] void fail(Position at, const Phrase& message);

/// Throws `limit` naming the bound, with the arguments line, column, limit.
[[noreturn]] void fail_limit(Position at, const Phrase& what, std::size_t limit);

/// Throws for what stands behind an amount in place of a currency.
[[noreturn]] void fail_currency(Position at, std::string_view found);

/// Counts one level of nesting for as long as it lives. Throws `limit` at `at` beyond limits::depth.
class Level {
public:
    Level(int& depth, Position at);
    ~Level() { --depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

private:
    int& depth_;
};

/// The known word nearest to `word`, or empty text when none is near.
[[nodiscard]] std::string nearest_of(std::string_view word, const std::vector<std::string>& known);

}  // namespace kith::query
