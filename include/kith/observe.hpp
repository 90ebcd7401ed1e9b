// Live results: what a query, a segment or a record says now, and every change of it after the commit that made it.
//
//   std::vector<kith::ContactId> shown;
//   auto token = db.observe<kith::Contact>("tag = vip order by name", [&](const kith::ListDelta& delta) {
//       kith::apply(delta, shown);                              // the same list as db.ids(...) at that moment
//   });
//   auto card = db.observe(ada, [&](const kith::RecordDelta& delta) { show(delta.fields); });
//
// Every subscription begins with one delta that says how things stand: a list with all its records as inserted, a
// segment with all its members as entered, a record as `current`. It is computed after the subscription was made, so
// nothing falls into a gap and nothing comes twice. From then on a delta follows each commit that changes the answer,
// in the order of commits. While a callback runs, or the host's executor is busy, commits are taken together: the next
// delta then leads over all of them, and says up to which transaction. All deltas of one round are of one snapshot.
//
// Threads. What changed is found on the dispatcher's thread of the database, which starts with the first subscription
// and ends with the last. Callbacks run there too, one at a time; or, with Options::dispatch, wherever the host runs
// what it is given (its UI thread). Never inside a transaction and never while kith holds a lock, so callbacks may read
// and write the database, subscribe, and end subscriptions, their own too. What a callback throws ends nothing: the
// delta counts as delivered, and `Subscription::error` keeps the exception.
//
// Time alone changes no file: a list with "within last 30 days" is computed anew at commits that touch what it reads,
// and by Database::poll, which a host calls now and then. Other processes' commits arrive through `poll` too.
#pragma once

#include <kith/database.hpp>
#include <kith/error.hpp>
#include <kith/export.hpp>
#include <kith/id.hpp>
#include <kith/record_type.hpp>
#include <kith/records/segment.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

namespace store {
class Dispatcher;
class Listener;
}  // namespace store

/// One change of an ordered list. Positions count from 0.
struct ListChange {
    enum class Kind : std::uint8_t {
        inserted,  ///< the record comes in at `to`
        removed,   ///< the record at `from` goes out
        moved,     ///< the record at `from` is taken out and put in again so that it stands at `to`
        updated,  ///< the record at `to` stays there; something of it changed: a field, an element, a tag ... (not a tag's name)
    };
    Kind kind = Kind::inserted;
    std::int64_t id = 0;
    std::size_t from = 0;  ///< where it stands before this change; `updated`: as `to`; `inserted`: 0
    std::size_t to = 0;    ///< where it stands after this change; `removed`: 0

    friend bool operator==(const ListChange&, const ListChange&) = default;
};

/// What leads from the list that the previous delta left to the list of now.
struct ListDelta {
    TransactionId transaction = 0;  ///< the list is that of this transaction; 0: of a file without any
    bool first = false;             ///< the previous list is the empty one
    /// To be applied one after the other, each to the list that the one before it left: first what goes out, then the
    /// fewest moves that order what stays (of updated records rather than of others), then what comes in, then what is updated, at its final position.
    std::vector<ListChange> changes{};
    std::size_t size = 0;  ///< of the list afterwards
    /// The query cannot be answered any more (a custom field or segment that it names is gone, it became too much
    /// work): `changes` is empty and the list stays as it was. Said once; a further delta comes when it can again, also
    /// when the list is what it was.
    std::optional<Error> error{};
};

/// What came into a segment and what went out; each by id.
struct SegmentDelta {
    TransactionId transaction = 0;  ///< as in ListDelta
    bool first = false;             ///< `entered` are all members
    std::vector<std::int64_t> entered{};
    std::vector<std::int64_t> left{};  ///< all members, when the segment went to the trash
    std::optional<Error> error{};      ///< as in ListDelta
};

/// What happened to a record.
enum class RecordChange : std::uint8_t {
    current,   ///< nothing yet: the first delta
    updated,   ///< a field, an element, a tag or a custom value changed
    removed,   ///< it went to the trash
    restored,  ///< it came out of the trash
    merged,    ///< it was merged into another; from here on the survivor is observed, as `get` gives it
    unmerged,  ///< the merge was taken back
    erased,    ///< its row is gone: erased, or its adding was undone
    added,     ///< its row is there again
};

/// What happened to one record.
struct RecordDelta {
    std::string type{};             ///< singular name of its type, "contact"
    std::int64_t id = 0;            ///< as it was observed
    TransactionId transaction = 0;  ///< as in ListDelta
    RecordChange what = RecordChange::current;
    std::int64_t record = 0;   ///< the id whose row `get(id)` gives: after a merge the survivor's; 0: none
    std::int64_t version = 0;  ///< of that row, to compare with a record read before
    /// What differs, as in forms: "name.given", members with several values by their plural ("emails"), "tags" (also when
    /// one was renamed or removed), "field.KEY" for custom ones. Computed fields are left out.
    std::vector<std::string> fields{};
};

/// A subscription. The callback is called until this is destroyed, `end` is called, or the database is closed: after
/// that no call of it runs or begins. Ending waits for a call that runs on another thread; inside the callback itself it
/// returns at once, and that call is the last. It keeps no database open. Any thread may end it, but not two at once.
class KITH_API Subscription {
public:
    Subscription() noexcept;
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription();

    /// Ends it, as destroying does.
    void end() noexcept;
    /// True until it is ended; also when the database was closed meanwhile.
    [[nodiscard]] explicit operator bool() const noexcept { return listener_ != nullptr; }
    /// The last exception that its callback threw, or that kept kith from finding what changed (which is then tried again
    /// with the next commit or poll); null when there was none.
    [[nodiscard]] std::exception_ptr error() const;

private:
    friend class Database;
    Subscription(std::shared_ptr<store::Dispatcher> dispatcher, std::shared_ptr<store::Listener> listener);

    std::shared_ptr<store::Dispatcher> dispatcher_;
    std::shared_ptr<store::Listener> listener_;
};

/// Applies a delta to the ids that the host shows: a model for doing the same to a list view's rows. `Ids` is a vector
/// of Id<T> or of std::int64_t. Cost: each change moves what stands behind it.
template <class Element>
void apply(const ListDelta& delta, std::vector<Element>& list) {
    const auto place = [&](std::size_t position) {
        return list.begin() + static_cast<typename std::vector<Element>::difference_type>(position);
    };
    if (delta.first) list.clear();
    for (const ListChange& change : delta.changes) {
        if (change.kind == ListChange::Kind::removed || change.kind == ListChange::Kind::moved)
            list.erase(place(change.from));
        if (change.kind == ListChange::Kind::inserted || change.kind == ListChange::Kind::moved)
            list.insert(place(change.to), Element{change.id});
    }
}

template <class T>
Subscription Database::observe(std::string_view query, ListCallback callback, const Parameters& parameters,
                               Where where) const {
    const RecordType& type = record_type<T>();
    return observe_list(type, query, std::move(callback), parameters, where);
}

template <class T>
Subscription Database::observe(Id<T> id, RecordCallback callback, Where where) const {
    const RecordType& type = record_type<T>();
    const std::int64_t record = id.value;
    return observe_record(type, record, std::move(callback), where);
}

}  // namespace kith
