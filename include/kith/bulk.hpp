// The same for many records: everything that a query selects, in one transaction, which one undo takes back.
//
//     using kith::BulkAction;
//     auto preview = db.bulk<Contact>("in segment \"Lapsing VIPs\"",
//                                     {BulkAction::tag("call back"), BulkAction::assign({ada, bob})}, {.dry_run = true});
//     show(preview.changed, preview.sample);
//     auto done = db.bulk<Contact>("in segment \"Lapsing VIPs\"", {BulkAction::tag("call back")});
//     db.undo(done.transaction);
#pragma once

#include <kith/database.hpp>
#include <kith/records/stage.hpp>
#include <kith/records/task.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

/// What is done to each record. Made by the functions below; several are done in their order.
struct KITH_API BulkAction {
    enum class Kind : std::uint8_t { set, tag, untag, list, unlist, assign, task, move, remove };

    /// Sets a field from text as people write it (`set_field` of field_access.hpp); "" clears it. A field with several values,
    /// e-mails say, gets one more.
    [[nodiscard]] static BulkAction set(std::string_view field, std::string_view text);
    /// Puts a tag on, or takes it off; a tag or list that does not exist is made where a record gets it.
    [[nodiscard]] static BulkAction tag(std::string_view name);
    [[nodiscard]] static BulkAction untag(std::string_view name);
    /// Puts on a list, or takes off it.
    [[nodiscard]] static BulkAction list(std::string_view name);
    [[nodiscard]] static BulkAction unlist(std::string_view name);
    /// Gives the records to users in turn: the first record to the first user, and so on; to one user all. Writes the field
    /// `owner`, of a task `assignee`.
    [[nodiscard]] static BulkAction assign(std::vector<UserId> users);
    /// Adds a task about each record: a contact, an organization, or a deal, then also about the deal's contact and
    /// organization. "{title}" in its title is what the record is called.
    [[nodiscard]] static BulkAction task(Task task);
    /// Moves deals into a stage, which may require fields (`set` them before).
    [[nodiscard]] static BulkAction move(StageId stage);
    /// Moves to the trash; nothing can follow.
    [[nodiscard]] static BulkAction remove();

    Kind kind = Kind::remove;
    std::string name{};  ///< of the field, the tag, the list
    std::string text{};  ///< of `set`
    std::vector<UserId> users{};
    Task about{};
    StageId stage{};
};

/// How a bulk action runs.
struct BulkOptions {
    /// Does everything, tells what would become of it, and takes it back: nothing is written. What only a commit can find
    /// (a segment that would no longer fit) is not seen.
    bool dry_run = false;
    /// Goes on after a record that cannot be changed, and lists it among the failures. False: the first one ends all of it,
    /// nothing is written, and the error names it.
    bool skip_failing = false;
    std::size_t sample = 20;  ///< of how many records the result shows what changed
    std::string label{};      ///< in the history; empty: words for the actions
    Parameters parameters{};  ///< of the query
    /// Told now and then how many records of how many are done; false ends all of it with `cancelled`, and nothing is
    /// written. Runs inside the transaction: it must not use the database.
    std::function<bool(std::int64_t done, std::int64_t total)> progress{};
};

/// One record of the sample.
struct BulkChange {
    struct Value {
        std::string field{};  ///< "lifecycle", "tags", "field.points"
        std::string before{};
        std::string after{};
        friend bool operator==(const Value&, const Value&) = default;
    };
    std::int64_t id = 0;
    std::string title{};          ///< what the record was called before
    std::vector<Value> values{};  ///< its own fields that differ; what else was done (lists, tasks) is no field
};

/// A record that was left as it is.
struct BulkFailure {
    std::int64_t id = 0;
    std::string title{};
    Code code{};
    std::string message{};
};

/// What became of it.
struct BulkResult {
    std::int64_t selected = 0;   ///< records that the query selects
    std::int64_t changed = 0;    ///< something was written for them
    std::int64_t unchanged = 0;  ///< all was as it should be before
    std::int64_t failed = 0;
    std::vector<BulkChange> sample{};     ///< the first that changed
    std::vector<BulkFailure> failures{};  ///< the first 100
    TransactionId transaction = 0;        ///< what `undo` takes back; 0 when nothing was written
};

template <class T>
BulkResult Database::bulk(std::string_view query, const std::vector<BulkAction>& actions,
                          const BulkOptions& options, Where where) {
    return bulk_of(record_type<T>(), query, actions, options, where);
}
template <class T>
BulkResult Database::bulk(std::string_view query, const std::vector<BulkAction>& actions, Where where) {
    return bulk_of(record_type<T>(), query, actions, BulkOptions{}, where);
}

}  // namespace kith
