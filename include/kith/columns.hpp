// A result column by column, each in contiguous memory: for list views of many rows, statistics and other languages.
//
//     const std::vector<std::string> fields{"id", "name.family", "created"};
//     Columns table = db.read([&](const Reader& r) { return select_columns<Contact>(r, fields, "tag = vip"); });
//
// The layout is that of Apache Arrow, so that it can be handed on without a copy.
#pragma once

#include <kith/database.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// One column. Which vector holds its values follows from `type`; the others are empty.
struct Column {
    std::string name{};  ///< as it was asked for
    FieldType type = FieldType::text;
    std::string target{};                ///< a reference's record type
    std::vector<std::string> choices{};  ///< of a choice: the names that its numbers stand for

    /// integer; flag: 0 or 1; time: milliseconds UTC; choice: position in `choices`; reference: the id. Unknown: 0.
    std::vector<std::int64_t> integers{};
    std::vector<double> reals{};  ///< real. Unknown: 0
    /// text, and date as ISO 8601: the n-th value is `characters` from `offsets[n]` to `offsets[n + 1]`. Unknown: empty.
    std::string characters{};
    std::vector<std::int64_t> offsets{};
    std::vector<Value> values{};  ///< money, choices: no contiguous form

    /// One bit for each row, the lowest first: whether it has a value.
    std::vector<std::uint8_t> known{};
    std::size_t unknown = 0;  ///< rows without a value

    [[nodiscard]] bool has(std::size_t row) const noexcept { return (known[row / 8] >> (row % 8) & 1) != 0; }
    /// The text of a row; of text and date columns only.
    [[nodiscard]] std::string_view text(std::size_t row) const noexcept {
        const auto begin = static_cast<std::size_t>(offsets[row]);
        return {characters.data() + begin, static_cast<std::size_t>(offsets[row + 1]) - begin};
    }
    /// The value of a row, of whatever type, as `list` gives it.
    [[nodiscard]] KITH_API Value at(std::size_t row) const;
};

/// The columns of a result, all of the same length.
struct Columns {
    std::vector<Column> columns{};
    std::size_t rows = 0;
};

/// The chosen fields of what a query selects, as `list` gives them row by row. Throws what `list` throws.
template <class T>
[[nodiscard]] Columns select_columns(const Reader& reader, std::span<const std::string> fields,
                                     std::string_view text = {}, const Parameters& parameters = {}) {
    return reader.select_columns(record_type<T>(), fields, text, parameters);
}

}  // namespace kith
