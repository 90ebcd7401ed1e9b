// A naive model of what queries mean, to hold the compiler against: records as plain things in memory, conditions
// evaluated by walking them. It shares the parser with the library and nothing behind it.
#pragma once

#include "query/ast.hpp"

#include <kith/database.hpp>
#include <kith/records/consent.hpp>

#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace query_test {

/// Choices by their order.
using Names = std::map<std::int64_t, std::string>;

struct Choice {
    std::int64_t order = 0;
    std::string name{};
    const Names* names = nullptr;
};
struct Amount {
    std::int64_t minor = 0;
    std::string currency{};
};

/// One value; monostate is unknown. Text, whole number, number, flag, time, date, choice, money.
using Val = std::variant<std::monostate, std::string, std::int64_t, double, bool, kith::Time,
                         kith::PartialDate, Choice, Amount>;

/// A text; an empty one says nothing.
inline Val text(const std::string& value) { return value.empty() ? Val{} : Val{value}; }

/// A choice; "unknown" says nothing.
template <class E>
Val choice(E value, const Names& names) {
    const auto number = static_cast<std::int64_t>(value);
    const std::string& name = names.at(number);
    return name == "unknown" ? Val{} : Val{Choice{number, name, &names}};
}

/// A record or an element: values by name, related things by name.
struct Thing {
    std::string name{};  ///< by what it is called, when other things refer to it
    std::string main{};  ///< of an element: the value that its own name stands for
    std::map<std::string, std::vector<Val>> values{};
    std::map<std::string, std::vector<const Thing*>> rows{};
    std::set<std::string> single{};  ///< names of `rows` of which there is at most one
    std::int64_t id = 0;             ///< of a record
    kith::Time when{};               ///< the time by which records of its type follow one another
    std::string type{};              ///< of a record that has a history
    kith::Time created{};            ///< of the same
};

/// What records held after a transaction: by type and id, then by field.
struct Past {
    kith::Time at{};
    std::map<std::pair<std::string, std::int64_t>, std::map<std::string, Val>> fields{};
    /// Of fields of elements what each element said, by its id.
    std::map<std::pair<std::string, std::int64_t>, std::map<std::string, std::map<std::int64_t, Val>>>
        elements{};
};

/// An exchange rate that the file has.
struct DatedRate {
    std::string currency{};
    std::string base{};
    std::string date{};
    std::string rate{};
};

/// Everything in a database, as things. Records in the trash and visitors are only kept where they stand as roots
/// would not: they are left out altogether, as queries leave them out.
struct World {
    std::vector<std::unique_ptr<Thing>> things{};
    std::map<std::int64_t, Thing*> contacts{};
    std::map<std::int64_t, Thing*> organizations{};
    std::map<std::int64_t, Thing*> interactions{};
    std::map<std::int64_t, Thing*> users{};
    std::map<std::int64_t, Thing*> deals{};
    std::map<std::int64_t, Thing*> events{};
    std::map<std::int64_t, Thing*> tasks{};
    std::map<std::int64_t, Thing*> appointments{};
    std::map<std::string, kith::query::Query> segments{};           ///< by name, none of which names another
    std::map<const Thing*, std::vector<kith::Consent>> consents{};  ///< of a contact
    /// For each text that is looked for, what full text finds: it is held against another way to ask it.
    std::map<std::string, std::set<const Thing*>> found{};
    std::list<Names> names{};  ///< choices of custom fields
    std::vector<DatedRate> rates{};
    std::vector<Past> past{};  ///< after each transaction, oldest first
    kith::Time now{};
    kith::Settings settings{};
    /// For each rank and tile of the query that is asked, by where it stands in the tree: the part, or 1, of each thing
    /// that is in it. To be cleared before another query is asked.
    mutable std::map<const void*, std::map<const Thing*, std::int64_t>> ranks{};
};

[[nodiscard]] World load(const kith::Database& db, kith::Time now);

/// True when the condition holds for the thing. `query` may be empty.
[[nodiscard]] bool holds(const World& world, const Thing& thing, const kith::query::Query& query);

/// The ids of those for which the query holds, in its order and within its limit.
[[nodiscard]] std::vector<std::int64_t> selected(const World& world,
                                                 const std::map<std::int64_t, Thing*>& roots,
                                                 const kith::query::Query& query);

}  // namespace query_test
