// The database: open a file, read, write. Start reading kith here.
#pragma once

#include <kith/transaction.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace kith {

namespace store {
class Core;
}

class Blobs;
class Duplicates;
class History;
class Imports;
class Lists;
class Pipelines;
class Privacy;
class Search;
class Segments;
class Subscription;
class Tags;
class Upkeep;
struct BackupOptions;
struct BackupResult;
struct ListDelta;
struct MergeOptions;
struct MergeRequest;
struct MergeResult;
struct BulkMergeOptions;
struct BulkMergeResult;
struct AutoMergeOptions;
struct RecordDelta;
struct Segment;
struct SegmentDelta;
struct BulkAction;
struct BulkOptions;
struct BulkResult;
struct UndoResult;
struct UnmergeOptions;
struct UnmergeResult;

using ListCallback = std::function<void(const ListDelta&)>;
using SegmentCallback = std::function<void(const SegmentDelta&)>;
using RecordCallback = std::function<void(const RecordDelta&)>;

/// One finding of `verify`.
struct Finding {
    /// "sqlite", "foreign key", "sum", "record", "computed", "link", "derived", "descriptor", "counter", "setting", "blob",
    /// "segment"
    std::string check{};
    std::string table{};
    std::string message{};  ///< what is wrong, with the row where there is one
};

/// One open database. A handle: copies share the same connections and close with the last one; moving copies, so
/// that no handle is ever empty. Safe to use from any number of threads: reads run in parallel, writes one after
/// the other. Using it inside its own `write` closure (or in the clock of the options) throws `nested_use` with both
/// places (use the Transaction there).
class KITH_API Database {
public:
    Database(const Database&) = default;
    Database& operator=(const Database&) = default;
    ~Database() = default;

    /// Opens a file, or makes it. ":memory:" is a database of its own that vanishes with the last handle; every
    /// other path names a file, a relative one in the present working folder ("file:..." is no URI). Throws
    /// `invalid_argument` for options that make no sense, `io`, `busy`, `read_only`, `not_a_kith_file`, `tampered`,
    /// `newer_file` (naming both versions), `corrupt`, `unsupported`. An older file is migrated first, in one transaction.
    [[nodiscard]] static Database open(const std::filesystem::path& path, Options options = {});

    /// The same database with someone else acting.
    [[nodiscard]] Database as(std::string_view actor) const;

    /// Runs `work(Transaction&)` in one transaction and gives what it returns. An exception rolls back and
    /// goes on. Waits for other writers.
    template <class Work>
    auto write(Work&& work, Where where = Where::current()) {
        using Result = std::invoke_result_t<Work&, Transaction&>;
        if constexpr (std::is_void_v<Result>) {
            write_erased(
                [](void* w, Transaction& tx) { (*static_cast<std::remove_reference_t<Work>*>(w))(tx); },
                address_of(work), where);
        } else {
            std::optional<Result> result;
            auto run = [&](Transaction& tx) { result.emplace(work(tx)); };
            write_erased([](void* w, Transaction& tx) { (*static_cast<decltype(run)*>(w))(tx); }, &run, where);
            return std::move(*result);
        }
    }

    /// Runs `work(const Reader&)` on one consistent snapshot and gives what it returns.
    template <class Work>
    auto read(Work&& work, Where where = Where::current()) const {
        return read_at(std::nullopt, work, where);
    }

    /// Runs `work(const Reader&)` on the file as it was at a moment: after the last transaction of that time or before, by the
    /// history. Records, queries, `why`, cards and SQL read what was then; "today" is that day; definitions (custom fields,
    /// tags, segments) are those of then, settings those of now. A record's version and `updated_at` are not known (0) where
    /// it was written since. A time to come is the present with a clock that is ahead.
    ///
    /// Throws `pruned` for a time before the history's horizon; inside, `invalid_argument` for what is kept of now alone: full
    /// text, search by names, boards. In SQL, tables of the host are of now, and so is whatever it names `main.TABLE`. What was
    /// erased is not there. Not inside another closure (`nested_use`). Cost: the changes since; and once for each table that is read and has changed since, its rows, whatever Options::query_work says,
    /// which lie in SQLite's temporary place meanwhile (in memory, where the file is encrypted).
    template <class Work>
    auto as_of(Time at, Work&& work, Where where = Where::current()) const {
        return read_at(at, work, where);
    }

    // Every verb of Reader and Transaction, each in a transaction or snapshot of its own.

    template <class T>
    Id<T> add(const T& record, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.add(record); }, where);
    }
    template <class T>
    std::vector<Id<T>> add(const std::vector<T>& records, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.add(records); }, where);
    }
    template <class T>
    std::vector<Id<T>> add(std::span<const T> records, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.add(records); }, where);
    }
    template <class T>
    [[nodiscard]] T get(Id<T> id, Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.get(id); }, where);
    }
    template <class T>
    [[nodiscard]] std::optional<T> find(Id<T> id, Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.find(id); }, where);
    }
    template <class T>
    void update(T& record, Where where = Where::current()) {
        T copy = record;  // a commit that fails must not leave new ids in the host's value
        write([&](Transaction& tx) { tx.update(copy); }, where);
        record = std::move(copy);
    }
    template <class T, class Change>
    T edit(Id<T> id, Change&& change, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.edit(id, std::forward<Change>(change)); }, where);
    }
    template <class T>
    void remove(Id<T> id, Where where = Where::current()) {
        write([&](Transaction& tx) { tx.remove(id); }, where);
    }
    template <class T>
    void restore(Id<T> id, Where where = Where::current()) {
        write([&](Transaction& tx) { tx.restore(id); }, where);
    }
    template <class T>
    bool tag(Id<T> id, std::string_view name, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.tag(id, name); }, where);
    }
    template <class T>
    bool untag(Id<T> id, std::string_view name, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.untag(id, name); }, where);
    }
    template <class T>
    bool add_to_list(Id<T> id, std::string_view list, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.add_to_list(id, list); }, where);
    }
    template <class T>
    bool remove_from_list(Id<T> id, std::string_view list, Where where = Where::current()) {
        return write([&](Transaction& tx) { return tx.remove_from_list(id, list); }, where);
    }
    template <class T>
    [[nodiscard]] std::vector<T> query(std::string_view text = {}, const Parameters& parameters = {},
                                       Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.query<T>(text, parameters); }, where);
    }
    template <class T>
    [[nodiscard]] std::vector<Id<T>> ids(std::string_view text = {}, const Parameters& parameters = {},
                                         Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.ids<T>(text, parameters); }, where);
    }
    template <class T>
    [[nodiscard]] Rows list(std::span<const std::string> fields, std::string_view text = {},
                            const Parameters& parameters = {}, Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.list<T>(fields, text, parameters); }, where);
    }
    template <class T>
    [[nodiscard]] Rows list(std::initializer_list<std::string> fields, std::string_view text = {},
                            const Parameters& parameters = {}, Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.list<T>(fields, text, parameters); }, where);
    }
    template <class T>
    [[nodiscard]] std::int64_t count(std::string_view text = {}, const Parameters& parameters = {},
                                     Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.count<T>(text, parameters); }, where);
    }

    /// Calls `visit(const T&)` for each record that the query selects, in id order, reading pages of `page`
    /// records, each page a snapshot of its own: memory is bounded and no snapshot is held, so a record changed
    /// or added meanwhile may or may not be seen. Order and limit in the query are refused. Throws
    /// `invalid_argument` for a page of 0 records.
    template <class T, class Visit>
    void each(std::string_view text, Visit&& visit, const Parameters& parameters = {}, std::size_t page = 500,
              Where where = Where::current()) const {
        if (page == 0) throw Error(Code::invalid_argument, "each: a page has at least one record");
        std::int64_t after = 0;
        for (;;) {
            std::vector<T> records;
            read(
                [&](const Reader& r) {
                    select_page(r, record_type<T>(), text, parameters, after, page, &records,
                                [](void* into) -> void* {
                                    return &static_cast<std::vector<T>*>(into)->emplace_back();
                                });
                },
                where);
            for (const T& record : records) visit(record);
            if (records.size() < page) return;
            after = records.back().id.value;
        }
    }

    /// One page of `each` for a record type known only at run time: the records above the id `after`, as
    /// `Reader::select` gives them.
    static void select_page(const Reader& reader, const RecordType& type, std::string_view text,
                            const Parameters& parameters, std::int64_t after, std::size_t page, void* into,
                            void* (*next)(void* into));

    /// The rows of a read-only SQL statement.
    [[nodiscard]] Rows sql(std::string_view statement, std::initializer_list<Value> parameters = {},
                           Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.sql(statement, parameters); }, where);
    }

    [[nodiscard]] std::vector<Id<Contact>> contacts_at(std::string_view address,
                                                       Where where = Where::current()) const;
    [[nodiscard]] Card card(Id<Contact> contact, Where where = Where::current()) const;
    [[nodiscard]] Card card(Id<Contact> contact, const CardOptions& options,
                            Where where = Where::current()) const;
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Contact> contact,
                                                      Where where = Where::current()) const;
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Contact> contact, const TimelineOptions& options,
                                                      Where where = Where::current()) const;
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Deal> deal, Where where = Where::current()) const;
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Deal> deal, const TimelineOptions& options,
                                                      Where where = Where::current()) const;
    [[nodiscard]] ContactSummary summary(Id<Contact> contact, Where where = Where::current()) const;
    [[nodiscard]] std::vector<TodayEntry> today(Id<User> user, Where where = Where::current()) const;
    [[nodiscard]] std::vector<TodayEntry> today(Id<User> user, const TodayOptions& options,
                                                Where where = Where::current()) const;

    /// The settings of the file.
    [[nodiscard]] Settings settings(Where where = Where::current()) const;
    /// Changes the settings of the file. Throws `invalid_value`.
    void settings(const Settings& settings, Where where = Where::current());

    // Whatever is more than a record has its own small face.
    [[nodiscard]] Blobs blobs() const;
    [[nodiscard]] Duplicates duplicates() const;
    [[nodiscard]] History history() const;
    [[nodiscard]] Imports imports() const;
    [[nodiscard]] Lists lists() const;
    [[nodiscard]] Pipelines pipelines() const;
    [[nodiscard]] Privacy privacy() const;
    [[nodiscard]] Search search() const;
    [[nodiscard]] Segments segments() const;
    [[nodiscard]] Tags tags() const;
    [[nodiscard]] Upkeep upkeep() const;

    /// Does the same to every record that the query selects, in one transaction that one `undo` takes back; bulk.hpp has the
    /// actions, and this template's definition. Order and limit of the query count. Throws `parse` for the query,
    /// `invalid_argument` for an action that the record type cannot have (naming it), `cancelled`, and what the verbs
    /// throw, naming the record. Cost: as the verbs, one record after the other; memory for the ids.
    template <class T>
    BulkResult bulk(std::string_view query, const std::vector<BulkAction>& actions,
                    const BulkOptions& options, Where where = Where::current());
    template <class T>
    BulkResult bulk(std::string_view query, const std::vector<BulkAction>& actions,
                    Where where = Where::current());
    /// For record types known only at run time.
    BulkResult bulk_of(const RecordType& type, std::string_view query, const std::vector<BulkAction>& actions,
                       const BulkOptions& options, Where where = Where::current());

    /// Merges records of one type into one; see merge.hpp.
    MergeResult merge(const MergeRequest& request, const MergeOptions& options,
                      Where where = Where::current());
    MergeResult merge(const MergeRequest& request, Where where = Where::current());
    /// Merges many, in one transaction that one `undo` takes back. Throws as `merge`, and `cancelled`. Cost: as merging one,
    /// without the commit of each; what was changed is derived once.
    BulkMergeResult merge_all(const std::vector<MergeRequest>& requests, const BulkMergeOptions& options,
                              Where where = Where::current());
    BulkMergeResult merge_all(const std::vector<MergeRequest>& requests, Where where = Where::current());
    /// Finds duplicates (`Duplicates::find`) and merges every cluster that is sure enough into its oldest record, in one
    /// transaction that one `undo` takes back; merge.hpp has the options and this template's definition. What is less sure
    /// stays for somebody to look at. A cluster that cannot be merged, or of which a record was changed while the search ran,
    /// is listed among the failures. Throws as `Duplicates::find`, `invalid_argument` for options, `cancelled`.
    template <class T>
    BulkMergeResult auto_merge(const AutoMergeOptions& options, Where where = Where::current());
    template <class T>
    BulkMergeResult auto_merge(Where where = Where::current());
    /// For a record type known only at run time: contacts or organizations.
    BulkMergeResult auto_merge_of(const RecordType& type, const AutoMergeOptions& options,
                                  Where where = Where::current());
    /// Takes a merge back, at any later time and in any order; see merge.hpp. Throws `not_found`, and `invalid_argument` when
    /// it was taken back already. Cost: by the rows that the merge moved and those that belong to the survivor now.
    UnmergeResult unmerge(std::int64_t merge, const UnmergeOptions& options, Where where = Where::current());
    UnmergeResult unmerge(std::int64_t merge, Where where = Where::current());
    /// Takes a transaction back; see history.hpp.
    UndoResult undo(TransactionId transaction, Where where = Where::current());

    // Live results; observe.hpp has the deltas, the rules of threads, and these templates' definitions.

    /// Calls `callback` with the ordered list that the query gives, then with each change of it. The text is checked here:
    /// throws `parse`. A commit that touches what it reads costs the query once more, on the dispatcher's thread.
    template <class T>
    [[nodiscard]] Subscription observe(std::string_view query, ListCallback callback,
                                       const Parameters& parameters = {},
                                       Where where = Where::current()) const;
    /// Calls `callback` with what happens to one record. Throws `not_found`.
    template <class T>
    [[nodiscard]] Subscription observe(Id<T> id, RecordCallback callback,
                                       Where where = Where::current()) const;
    /// Calls `callback` with a segment's members, then with those that enter and leave it. Throws `not_found`.
    [[nodiscard]] Subscription observe(Id<Segment> segment, SegmentCallback callback,
                                       Where where = Where::current()) const;
    // For record types known only at run time.
    [[nodiscard]] Subscription observe_list(const RecordType& type, std::string_view query,
                                            ListCallback callback, const Parameters& parameters = {},
                                            Where where = Where::current()) const;
    [[nodiscard]] Subscription observe_record(const RecordType& type, std::int64_t id,
                                              RecordCallback callback, Where where = Where::current()) const;

    /// Looks for what other processes committed, and brings the subscriptions up to date, also lists that change with the
    /// time. True when others committed something since the last call (or the opening); our own commits are not told again.
    /// A look at a few rows when nothing happened: call it on a timer, or when the window comes to the front.
    bool poll(Where where = Where::current());

    /// Lets go of the file, so that no lock on it remains: interrupts what runs, waits until it is rolled back, and closes
    /// every connection. Calls that are interrupted, and all until `resume`, throw `suspended`, which is retryable; a commit
    /// under way stands whole or did not happen. Closures that do something else than use the database are waited for.
    /// Subscriptions stay. In memory the content stays too, and nothing is interrupted. Throws `nested_use`, `closed`.
    void suspend(Where where = Where::current());
    /// Lets calls through again; the first that needs the file opens it, and throws what `open` would. Subscriptions are
    /// brought up to date.
    void resume(Where where = Where::current());

    /// Copies the database into one file while it is used; see backup.hpp.
    BackupResult backup(const std::filesystem::path& path, const BackupOptions& options,
                        Where where = Where::current()) const;
    BackupResult backup(const std::filesystem::path& path, Where where = Where::current()) const;

    /// Checks the whole file: SQLite's integrity, foreign keys, polymorphic links, every record as if it were written
    /// now, computed columns and derived tables against a rebuild, counters, settings, descriptors against tables, and
    /// each of kith's tables that is not derived against the sum of its rows that every commit keeps (tables of the host
    /// have none): whatever changed otherwise, a damage or another program's write, is found, and named by its row where it
    /// is one. That is no proof against somebody who means to deceive: the sums lie in the same file. Empty: all is well.
    /// What a check stumbles over is a finding. Reads everything: seconds for a large file; opened read-only, it needs
    /// temporary space for a copy of the file.
    [[nodiscard]] std::vector<Finding> verify(Where where = Where::current()) const;

    /// Makes every index, computed column and derived table anew from the records, in one transaction. The records are
    /// accepted as they are: their sums are made anew, too, and what `verify` said of sums before is said no more. Restore a
    /// backup in its place where that matters.
    void rebuild(Where where = Where::current());

    /// Closes the connections and leaves exactly one file. Throws `in_use` naming what prevents it (calls still
    /// running in this process, or another connection on the file); the database is then still open. Destroying
    /// the last handle closes too, without a word. Afterwards every call on any handle throws `closed`. Opened
    /// read-only, it leaves the file and the log of others as it found them, and nothing of its own. Subscriptions end: it
    /// waits for a callback that runs on another thread, and drops what was not delivered yet.
    void close(Where where = Where::current());

    /// The transaction that was committed last through this handle or a face that it gave (`pipelines()`, `imports()`, ...);
    /// 0 when that one wrote nothing that the history keeps. A copy of the handle goes its own way from then on. Per handle
    /// and thread of control: threads that need it have a handle each.
    [[nodiscard]] TransactionId last_transaction() const noexcept { return *last_transaction_.number; }

    /// The connections underneath; for kith's own rooms.
    [[nodiscard]] store::Core& core() const noexcept { return *core_; }

private:
    explicit Database(std::shared_ptr<store::Core> core, std::string actor);

    template <class F>
    static void* address_of(F& function) noexcept {
        return const_cast<void*>(static_cast<const void*>(std::addressof(function)));
    }
    void write_erased(void (*work)(void*, Transaction&), void* context, Where where);
    template <class Work>
    std::invoke_result_t<Work&, const Reader&> read_at(std::optional<Time> at, Work& work, Where where) const {
        using Result = std::invoke_result_t<Work&, const Reader&>;
        if constexpr (std::is_void_v<Result>) {
            read_erased([](void* w, const Reader& r) { (*static_cast<Work*>(w))(r); }, address_of(work), at,
                        where);
        } else {
            std::optional<Result> result;
            auto run = [&](const Reader& reader) { result.emplace(work(reader)); };
            read_erased([](void* w, const Reader& r) { (*static_cast<decltype(run)*>(w))(r); }, &run, at,
                        where);
            return std::move(*result);
        }
    }
    void read_erased(void (*work)(void*, const Reader&), void* context, std::optional<Time> at,
                     Where where) const;
    /// This database as a face holds it: what the face writes is the handle's last transaction.
    [[nodiscard]] Database face() const;

    /// Written by whichever thread writes. Copies have a number of their own, those of a face that of its handle.
    struct LastTransaction {
        std::shared_ptr<std::atomic<TransactionId>> number = std::make_shared<std::atomic<TransactionId>>(0);
        bool of_face = false;

        LastTransaction() = default;
        LastTransaction(const LastTransaction& other)
            : number(other.of_face ? other.number
                                   : std::make_shared<std::atomic<TransactionId>>(other.number->load())),
              of_face(other.of_face) {}
        LastTransaction& operator=(const LastTransaction& other) {
            if (this == &other) return *this;
            LastTransaction copy(other);
            number.swap(copy.number);
            of_face = copy.of_face;
            return *this;
        }
        ~LastTransaction() = default;
    };

    std::shared_ptr<store::Core> core_;
    std::string actor_;
    LastTransaction last_transaction_;
};

}  // namespace kith
