// What happened: transactions, the changes of a record field by field, and taking a transaction back.
#pragma once

#include <kith/database.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// Something that an undo or unmerge left as it is, and why.
struct Kept {
    RecordRef record{};    ///< the record it belongs to
    std::string field{};   ///< "name.given", "email", "tag", "field.KEY"; empty: the record itself
    std::string reason{};  ///< "it was changed since", in English

    friend bool operator==(const Kept&, const Kept&) = default;
};

/// What `Database::undo` did. A cell or an owner goes back only if it still holds what the transaction wrote, and only
/// where writing it now would be allowed (no taken name or uid, no definition that values do not fit, no organization
/// above itself). A new record with later dependants or edits stays, and so does one that a foreign key of a table of
/// the host refers to. Everything that stays is named in `kept`.
struct UndoResult {
    TransactionId transaction =
        0;                     ///< of the undo itself: it can be undone too; 0 when there was nothing to do
    std::size_t restored = 0;  ///< cells put back, rows removed and rows brought back
    std::vector<Kept> kept{};
};

/// One committed transaction.
struct TransactionEntry {
    TransactionId id = 0;
    Time at{};
    std::string actor{};
    std::string label{};
    std::int64_t changes = 0;  ///< rows added, rows removed, and cells changed
};

/// What a change did.
enum class ChangeAction : std::int32_t { added = 0, changed = 1, removed = 2 };

/// One change of one field, or of the record as a whole.
struct Change {
    TransactionId transaction = 0;
    Time at{};
    std::string actor{};
    RecordRef record{};  ///< whose change it is; elements and links count as their record's
    ChangeAction action = ChangeAction::changed;
    std::string field{};       ///< "name.given", "email.label", "tag", "field.KEY"; empty: the record itself
    std::int64_t element = 0;  ///< id of the element (an e-mail, say) that changed; 0: none
    Value from{};              ///< before; for a removed element what it said
    Value to{};                ///< after; for an added element what it said
};

/// One step of a tracked field (lifecycle, owner): business history, kept when the journal is pruned.
struct Transition {
    TransactionId transaction = 0;
    Time at{};
    std::string by{};
    std::string field{};
    Value from{};
    Value to{};
    /// How long it had been `from`: since the field's step before. Nothing where no step says when that began: for the
    /// first, and where those before were erased.
    std::optional<std::chrono::milliseconds> lasted{};
};

/// Where the journal begins, once it has been pruned.
struct Horizon {
    TransactionId first = 0;  ///< the first transaction that it has
    Time at{};                ///< when that was committed
};

/// What was pruned.
struct PruneResult {
    std::int64_t transactions = 0;
    std::int64_t changes = 0;  ///< rows of the journal
};

/// The history of a database. It is kept for ever, or for `Settings::history_days`, counted from each transaction's time:
/// then the database prunes by itself, once a day, a little with each write that it makes anyway (it has no timers). What is
/// pruned is not shown, and taking it back throws `pruned`. Merges are taken back by their own log and tracked fields keep
/// their steps, however old they are; undoing the transaction that made a merge needs the journal. A small value; safe to use from any thread.
class KITH_API History {
public:
    explicit History(const Database& database) : database_(database) {}

    /// Committed transactions, newest first; `before`: only those with a smaller number (for paging; 0: from the end).
    [[nodiscard]] std::vector<TransactionEntry> transactions(std::size_t limit = 50, TransactionId before = 0,
                                                             Where where = Where::current()) const;

    /// Where the journal begins; nothing: with the file, because it was never pruned.
    [[nodiscard]] std::optional<Horizon> horizon(Where where = Where::current()) const;

    /// Prunes what was committed before a moment, but for the newest transaction. It cannot be taken back. Works in batches
    /// of some thousand rows, each a write of its own, so that other writers come in between.
    PruneResult prune(Time before, Where where = Where::current());
    /// The same by `Settings::history_days`, all at once; nothing when that is 0.
    PruneResult prune(Where where = Where::current());

    /// Everything that happened to a record, its elements, tags, lists and custom fields since the horizon, newest first, at
    /// most `limit` changes. A merged record shows its own history, not its survivor's. Throws `not_found` for a type
    /// that does not exist; a record that is gone still has its history.
    [[nodiscard]] std::vector<Change> of(const RecordRef& record, std::size_t limit = 1000,
                                         Where where = Where::current()) const;
    template <class T>
    [[nodiscard]] std::vector<Change> of(Id<T> id, std::size_t limit = 1000,
                                         Where where = Where::current()) const {
        return of(record_type<T>(), id.value, limit, where);
    }
    [[nodiscard]] std::vector<Change> of(const RecordType& type, std::int64_t id, std::size_t limit = 1000,
                                         Where where = Where::current()) const;

    /// What one transaction changed, at most `limit` changes. Throws `not_found`, `pruned`.
    [[nodiscard]] std::vector<Change> changes(TransactionId transaction, std::size_t limit = 10000,
                                              Where where = Where::current()) const;

    /// The steps of a record's tracked fields, oldest first.
    [[nodiscard]] std::vector<Transition> transitions(const RecordRef& record,
                                                      Where where = Where::current()) const;

private:
    Database database_;
};

}  // namespace kith
