// What types and operators are called in messages, and which operators a type has.
#pragma once

#include "query/failure.hpp"
#include "records/record_type.hpp"

#include <kith/record_type.hpp>

#include <string_view>

namespace kith::query {

/// "a whole number", "a time such as 2026-01-31, today or last 7 days".
[[nodiscard]] Phrase words_of(FieldType type);

/// The operator as written: "contains", ">=".
[[nodiscard]] std::string_view words_of(Operator op) noexcept;

/// True when values of the type can be compared with `op`.
[[nodiscard]] bool has_operator(FieldType type, Operator op) noexcept;

/// A choice called "unknown" stands for having no value.
[[nodiscard]] inline bool is_unknown_choice(const records::Choice& choice) noexcept {
    return choice.name == "unknown";
}

}  // namespace kith::query
