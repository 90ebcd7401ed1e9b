// Weighing the values of several records against each other.
#pragma once

#include "merge/survivorship.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kith::merge {

/// Fields that are decided together: a name's parts, or one field alone.
struct Unit {
    std::string name{};  // "name", "birthday"
    std::vector<const records::Field*> fields{};
};
[[nodiscard]] std::vector<Unit> units_of(const RecordType& type);

/// A cell as content: nothing for null, "" and the 0 of a choice that means "unknown".
[[nodiscard]] bool says_something(const records::Field& field, const store::Cell& cell);

/// Decides one unit after another over the same members.
class Chooser {
public:
    Chooser(store::Connection& connection, const Members& members)
        : connection_(connection), members_(members) {}

    [[nodiscard]] std::size_t size() const { return members_.records.size(); }
    [[nodiscard]] const void* record(std::size_t member) const { return members_.records[member].get(); }

    /// The values of a unit, by member.
    struct Candidates {
        std::vector<bool> known;
        std::vector<std::string> folded;  // comparison form
        std::vector<std::pair<std::size_t, std::size_t>> completeness;
        std::vector<std::size_t> length;
        std::function<std::int64_t(std::size_t)> written;  // when, in milliseconds
    };
    /// What the members have of a unit.
    [[nodiscard]] Candidates weigh(const Unit& unit) const;
    /// The member whose value wins. Why it does goes to `reason`.
    [[nodiscard]] std::size_t pick(const SurvivorshipRule& rule, const Candidates& candidates,
                                   std::string& reason) const;
    /// All of a text: the first one as it is, and of the others the paragraphs that are not there yet.
    [[nodiscard]] std::string joined(const records::Field& field) const;

private:
    [[nodiscard]] std::size_t pick(Survivorship policy, const Candidates& candidates) const;
    [[nodiscard]] std::int64_t written(std::size_t member,
                                       const std::vector<const records::Field*>& fields) const;
    [[nodiscard]] std::size_t verified(std::size_t member) const;
    [[nodiscard]] const std::set<std::string>& sources(std::size_t member) const;

    store::Connection& connection_;
    const Members& members_;
    mutable std::map<std::size_t, std::set<std::string>> sources_{};
};

/// True when two members say different things.
[[nodiscard]] bool differ(const Chooser::Candidates& candidates);

}  // namespace kith::merge
