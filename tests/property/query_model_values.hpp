// What fits one value of the model, and what two values are to one another.
#pragma once

#include "query_model.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace query_test {

/// `open`: neither certain nor impossible, as with dates of which a part is unknown.
enum class Truth { no, yes, open };
[[nodiscard]] inline Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

[[nodiscard]] inline bool known(const Val& value) { return !std::holds_alternative<std::monostate>(value); }

/// Whether a known value fits an operator and its literals, at the world's now. `anniversary`: a date is asked for
/// its day of the year.
[[nodiscard]] Truth fits(const World& world, const Val& value, kith::query::Operator op,
                         const std::vector<kith::query::Literal>& literals, bool anniversary = false);

/// Whether one value is to another as `op` says; open where they do not compare or one is unknown.
[[nodiscard]] Truth compare(const World& world, const Val& left, kith::query::Operator op, const Val& right);

/// The minor units of an amount in a currency, on the world's day; nothing where no rate leads there.
[[nodiscard]] std::optional<std::int64_t> exchanged(const World& world, const Amount& amount,
                                                    const std::string& currency);

/// "year", "weekday", "hour" ... of a date or a time (in the file's zone); unknown where the date lacks it.
[[nodiscard]] Val part_of(const World& world, const Val& value, const std::string& part);

}  // namespace query_test
