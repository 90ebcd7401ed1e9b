// What a query does: its canonical text, SQL, plan and warnings.
//
//   auto e = kith::explain<kith::Contact>(db, "tag = vip and has no interaction (at within last 90 days)");
//   e.text      the query as kith writes it          e.plan      how SQLite goes about it
//   e.sql       the one statement it became          e.warnings  full scans and what would spare them, names that
//   e.estimated_rows  how much work that is                      the file does not have
//
// The language is in docs/query-language.md. Its bounds are there too; Options::query_work bounds what one query may do.
#pragma once

#include <kith/database.hpp>
#include <kith/export.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// How a query is answered. Nothing of it is executed but the look-ups of names. Cost: some milliseconds, whatever the
/// file's size.
struct Explanation {
    std::string text{};                   ///< canonical text: reading it gives the same query
    std::string sql{};                    ///< the statement that selects the ids
    std::vector<Value> parameters{};      ///< the values of ?1, ?2 ... in it
    std::vector<std::string> plan{};      ///< SQLite's plan, one step per line, indented by depth
    std::vector<std::string> warnings{};  ///< what makes it slow or probably not what was meant; English
    /// An estimate of the work, to compare queries by: so many rows of tables and indexes its plan visits. Told from the
    /// plan and from samples of at most some thousand rows a table, as if every condition were asked of every row: rather
    /// too much than too little.
    std::int64_t estimated_rows = 0;
};

/// Explains a query over records of `type` without running it. Throws what running it would throw for its text.
[[nodiscard]] KITH_API Explanation explain(const Reader& reader, const RecordType& type,
                                           std::string_view text, const Parameters& parameters = {});
[[nodiscard]] KITH_API Explanation explain(const Database& database, const RecordType& type,
                                           std::string_view text, const Parameters& parameters = {},
                                           Where where = Where::current());

template <class T>
[[nodiscard]] Explanation explain(const Reader& reader, std::string_view text,
                                  const Parameters& parameters = {}) {
    return explain(reader, record_type<T>(), text, parameters);
}
template <class T>
[[nodiscard]] Explanation explain(const Database& database, std::string_view text,
                                  const Parameters& parameters = {}, Where where = Where::current()) {
    return explain(database, record_type<T>(), text, parameters, where);
}

/// How a query is laid out.
enum class QueryLayout {
    line,  ///< all of it on one line: the canonical text
    lines,  ///< what is longer than a line of 80 characters broken at `and`, `or` and parentheses, and indented
};

/// The canonical text of a query: keywords in lower case, one space, quotes only where they are needed. Names stay as
/// they were written and are not checked. In either layout it reads as the same query. Throws `parse`.
[[nodiscard]] KITH_API std::string format_query(std::string_view text, QueryLayout layout = QueryLayout::line);

/// The query as JSON, on one line, for programs that make, show or change queries; docs/query.schema.json describes the
/// form. Throws what reading the text throws.
[[nodiscard]] KITH_API std::string query_to_json(std::string_view text);

/// The canonical text of a query in that form. Throws `parse` with the place as a JSON pointer (argument `pointer`),
/// what was expected and what was found, or with line and column where it is no JSON at all; `limit` beyond the
/// bounds that text has too.
[[nodiscard]] KITH_API std::string query_from_json(std::string_view json);

}  // namespace kith
