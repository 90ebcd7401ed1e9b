// Bound queries to statements.
#pragma once

#include "query/bound.hpp"
#include "query/calendar.hpp"
#include "query/sql_builder.hpp"
#include "store/statement.hpp"

#include <kith/value.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

/// One statement and the values of ?1, ?2 ... in order.
struct Compiled {
    std::string sql{};
    std::vector<store::OwnedCell> parameters{};
    store::SetPlans sets{};
    std::vector<TimeBound> times{};  ///< of a statement that is kept: the parameters that `move_to` renews

    friend bool operator==(const Compiled& a, const Compiled& b);

    /// Prepares the statement on a connection that has the query functions, and binds. The Compiled must outlive it.
    [[nodiscard]] store::Statement prepare(store::Connection& connection) const;
    /// The statement, and in comments behind it those of its sets with what becomes of their rows.
    [[nodiscard]] std::string text() const;
};

/// Sets the bounds of ranges of times to those at the calendar's now.
void move_to(Compiled& compiled, Calendar& calendar);

/// The ids in the query's order (by id when it names none).
[[nodiscard]] Compiled compile_ids(const bound::Query& query, Types types, Planning planning = {});

/// How many records it selects: one row, one column.
[[nodiscard]] Compiled compile_count(const bound::Query& query, Types types);

/// One row when the query selects the record, else none.
[[nodiscard]] Compiled compile_holds(const bound::Query& query, Types types, std::int64_t id);

/// Which of given records the query selects, by id. The last parameter, still NULL, is for a JSON array of their ids. The
/// query has no limit.
[[nodiscard]] Compiled compile_few(const bound::Query& query, Types types);
/// The same of a single record, whose id the last parameter is.
[[nodiscard]] Compiled compile_one(const bound::Query& query, Types types);

/// A condition alone, asked of the rows that a way from records of `type` leads to: to compare it with another.
[[nodiscard]] Compiled compile_condition(const bound::Condition& condition, const RecordType& type,
                                         const std::vector<bound::Hop>& hops, Types types);

/// Which rows `compile_way_back` comes from.
enum class Given {
    between,  ///< whose column lies between the last two parameters, both included
    among,    ///< whose column is in the JSON array that the last parameter is
    survivors,  ///< whose id is in that array, and those that these were merged into, directly or by way of others
};

/// The records of `type` from which a way leads to given rows, in the trash or not. The parameters that say which are
/// still NULL.
[[nodiscard]] Compiled compile_way_back(const RecordType& type, const std::vector<bound::Hop>& hops,
                                        std::string_view column, Given given, Types types);

/// Reads the columns of one output from the current row.
using Read = std::function<Value(const store::Statement& row)>;

/// What an output gives, for whoever reads its column without a Value.
struct Output {
    FieldType type = FieldType::text;
    bool plain = true;  ///< the value is what lies in `column`; else only its `Read` knows
    int column = 0;     ///< the first of its columns
    const std::vector<records::Choice>* choices = nullptr;
    std::string target{};  ///< a reference's record type
};

/// A statement that gives chosen outputs, and how to read each of them.
struct CompiledRows {
    Compiled statement{};
    std::vector<Read> reads{};
    std::vector<Output> outputs{};
};
[[nodiscard]] CompiledRows compile_rows(const bound::Query& query, const std::vector<bound::Output>& outputs,
                                        Types types);

/// A builder for a query's statement.
[[nodiscard]] SqlBuilder builder_of(const bound::Query& query, Types types, Planning planning = {});

/// `FROM table WHERE filters AND condition` for a query, and the root row.
struct Body {
    Row row{};
    std::string table{};
    std::string join{};  ///< the summary's, where it is read
    std::string where{};

    /// `rest`: what else of the statement reads columns of the row.
    [[nodiscard]] std::string text(const std::string& rest = {}) const;
};
/// `further`: what the record's id must be besides, "> ?1".
[[nodiscard]] Body body_of(SqlBuilder& sql, const bound::Query& query, const std::string& further = {});

/// Throws `limit` for a condition that takes more of SQLite's parser stack than a statement has left for it.
void check_stack(int stack);

/// The SELECT for the ids of a query inside another statement.
[[nodiscard]] std::string select_ids(SqlBuilder& sql, const bound::Query& query);

/// An expression to order by: names by their sort key, texts in comparison form, choices by their order.
[[nodiscard]] std::string order_expression(SqlBuilder& sql, const bound::Output& output, const Row& row);

/// The columns of one output, as expressions, and how to read them from a row whose column `first` is the first.
struct Selected {
    std::vector<std::string> expressions{};
    Read read{};
    Output output{};
};
[[nodiscard]] Selected select_output(SqlBuilder& sql, const bound::Output& output, const Row& row, int first);

}  // namespace kith::query
