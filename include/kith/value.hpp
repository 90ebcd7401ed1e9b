// A value whose type is known only at run time: custom fields, query parameters, chosen columns.
#pragma once

#include <kith/id.hpp>
#include <kith/money.hpp>
#include <kith/time.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace kith {

/// One value of any type a field can have. Compares equal only when type and content agree.
class Value {
public:
    using Texts = std::vector<std::string>;
    using Variant = std::variant<std::monostate, bool, std::int64_t, double, std::string, Time, PartialDate,
                                 Money, RecordRef, Texts>;

    Value() = default;
    Value(bool flag) : data_(flag) {}
    template <class N, std::enable_if_t<std::is_integral_v<N> && !std::is_same_v<N, bool>, int> = 0>
    Value(N number) : data_(static_cast<std::int64_t>(number)) {}
    Value(double number) : data_(number) {}
    Value(const char* text) : data_(std::string(text)) {}
    Value(std::string_view text) : data_(std::string(text)) {}
    Value(std::string text) : data_(std::move(text)) {}
    Value(Time time) : data_(time) {}
    Value(PartialDate date) : data_(date) {}
    Value(Money money) : data_(std::move(money)) {}
    Value(RecordRef record) : data_(std::move(record)) {}
    Value(Texts texts) : data_(std::move(texts)) {}

    /// True when there is no value at all.
    [[nodiscard]] bool empty() const noexcept { return std::holds_alternative<std::monostate>(data_); }
    /// The content when it has exactly type `T`, else null. `T` is one of the alternatives of `Variant`.
    template <class T>
    [[nodiscard]] const T* as() const noexcept {
        return std::get_if<T>(&data_);
    }
    /// The alternatives, for std::visit.
    [[nodiscard]] const Variant& variant() const noexcept { return data_; }
    /// The value as a person reads it; empty text when there is none. Texts are joined by ", ".
    [[nodiscard]] KITH_API std::string to_string() const;

    friend bool operator==(const Value&, const Value&) = default;

private:
    Variant data_{};
};

/// Custom fields of a record, by the field's key.
/// Written, dates, times (ISO 8601) and amounts ("12.34 USD") may be texts, and records numbers; read, they are what they are.
using CustomValues = std::map<std::string, Value, std::less<>>;

/// Named parameters of a query: `:name` in its text.
using Parameters = std::map<std::string, Value, std::less<>>;

/// The result of `list` and `sql`: column names, and one row of values each.
struct Rows {
    std::vector<std::string> columns{};
    std::vector<std::vector<Value>> rows{};
};

}  // namespace kith
