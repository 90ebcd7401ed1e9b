// Why a record is selected by a query or segment, or is not: every condition with its truth and the values that decided it.
//
//   const kith::Why why = db.segments().why("Lapsing VIPs", ada.value);
//   kith::to_text(why, db.settings())
//       yes      tag = vip and has no interaction (at within last 90 days)
//         yes      tag = vip
//                  tag: press, vip
//         yes      has no interaction (at within last 90 days)
//                  count interaction: 2
//                  count interaction (at within last 90 days): 0
//                  interaction 17: First call
//           no       at within last 90 days
//                    at: 2025-01-01 10:00:00+09:00
//
// The language is in docs/query-language.md.
#pragma once

#include <kith/database.hpp>
#include <kith/export.hpp>
#include <kith/id.hpp>
#include <kith/options.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// Whether a condition holds for a record.
enum class Truth {
    no,
    yes,
    unknown,  ///< there is no value to compare, so it does not hold, and its opposite does not either
};

/// "no", "yes", "unknown".
[[nodiscard]] KITH_API std::string_view name_of(Truth truth) noexcept;

/// What was looked at.
struct WhyValue {
    std::string name{};  ///< as the language writes it: "city", "count interaction (channel = email)"
    std::vector<Value> values{};  ///< none: unknown; at most 20
    bool more = false;            ///< there are others
};

/// A condition, asked of one record.
struct Why {
    /// The condition as a query of its own: it selects the record exactly when `holds` is yes. Empty for the empty query.
    std::string text{};
    Truth holds = Truth::no;
    RecordRef record{};   ///< of whom it was asked
    std::string title{};  ///< what that one is called, where it is another than that of the condition around
    std::vector<WhyValue> values{};  ///< what decided it
    /// The conditions that it is made of. Those on a related record are asked of up to three of the records in question, those
    /// that decide first; those on an element (an e-mail, an address) of all of them, as `has email (...)`.
    std::vector<Why> parts{};
};

/// Why the query selects the record, or does not. A merged id stands for its survivor. Throws what running the query would
/// throw for its text, and `not_found` for a record that is not there or in the trash. One statement for each
/// condition; the bound on work is for all of them together. Beyond 2,000 conditions related records are left out.
[[nodiscard]] KITH_API Why why(const Reader& reader, const RecordType& type, std::string_view query,
                               std::int64_t id, const Parameters& parameters = {});
[[nodiscard]] KITH_API Why why(const Database& database, const RecordType& type, std::string_view query,
                               std::int64_t id, const Parameters& parameters = {},
                               Where where = Where::current());

template <class T>
[[nodiscard]] Why why(const Reader& reader, std::string_view query, Id<T> id,
                      const Parameters& parameters = {}) {
    return why(reader, record_type<T>(), query, id.value, parameters);
}
template <class T>
[[nodiscard]] Why why(const Database& database, std::string_view query, Id<T> id,
                      const Parameters& parameters = {}, Where where = Where::current()) {
    return why(database, record_type<T>(), query, id.value, parameters, where);
}

/// For people: a line for each condition and value, indented by depth; times in the settings' zone.
[[nodiscard]] KITH_API std::string to_text(const Why& why, const Settings& settings);

}  // namespace kith
