// The database: open a file, read, write. Start reading kith here.
#pragma once

#include <kith/error.hpp>
#include <kith/export.hpp>
#include <kith/id.hpp>
#include <kith/options.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

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
class Connection;
class Writer;
}  // namespace store

class Duplicates;
class History;
class Imports;
class Pipelines;
class Search;
class Segments;
class Subscription;
class Tags;
struct ListDelta;
struct MergeOptions;
struct MergeRequest;
struct MergeResult;
struct RecordDelta;
struct Segment;
struct SegmentDelta;
struct UnmergeResult;
struct UndoResult;

/// The place in the host's code that made a call; the default argument fills it in.
struct Where {
    const char* file = "";
    int line = 0;
    const char* function = "";

    // The builtins, not std::source_location: clang 14 has none with libstdc++, all four compilers have these.
    static constexpr Where current(const char* file = __builtin_FILE(), int line = __builtin_LINE(),
                                   const char* function = __builtin_FUNCTION()) noexcept {
        return {file, line, function};
    }
};

/// The number of a committed transaction in the journal; 0 when nothing was written.
using TransactionId = std::int64_t;

// What `observe` calls; see observe.hpp.
using ListCallback = std::function<void(const ListDelta&)>;
using SegmentCallback = std::function<void(const SegmentDelta&)>;
using RecordCallback = std::function<void(const RecordDelta&)>;

/// Reads one consistent snapshot. Handed to closures; not to be kept, and used by one thread.
class KITH_API Reader {
public:
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// The record with this id. A merged record's id gives its survivor; a record in the trash is given
    /// too (`meta.deleted_at` is set). Throws `not_found`.
    template <class T>
    [[nodiscard]] T get(Id<T> id) const {
        T record{};
        if (!load(record_type<T>(), id.value, &record)) throw_not_found(record_type<T>(), id.value);
        return record;
    }

    /// Like `get`, but nothing when there is no such record or it is in the trash.
    template <class T>
    [[nodiscard]] std::optional<T> find(Id<T> id) const {
        T record{};
        if (!load(record_type<T>(), id.value, &record) || record.meta.deleted_at) return std::nullopt;
        return record;
    }

    /// All records that the query selects, whole, in its order (by id when it names none). The trash, merged
    /// records and visitors are left out. Throws `parse` with line and column. Memory grows with the result;
    /// `Database::each` does not.
    template <class T>
    [[nodiscard]] std::vector<T> query(std::string_view text = {}, const Parameters& parameters = {}) const {
        std::vector<T> result;
        select(record_type<T>(), text, parameters, &result,
               [](void* into) -> void* { return &static_cast<std::vector<T>*>(into)->emplace_back(); });
        return result;
    }

    /// The ids that the query selects, in its order.
    template <class T>
    [[nodiscard]] std::vector<Id<T>> ids(std::string_view text = {}, const Parameters& parameters = {}) const {
        std::vector<Id<T>> result;
        for (auto id : select_ids(record_type<T>(), text, parameters)) result.push_back(Id<T>{id});
        return result;
    }

    /// Only the chosen fields of the records that the query selects, for list views: one statement, no whole
    /// records. Multi-valued fields give their primary (else first) value. Throws `parse`, `invalid_argument`.
    template <class T>
    [[nodiscard]] Rows list(std::span<const std::string> fields, std::string_view text = {},
                            const Parameters& parameters = {}) const {
        return select_fields(record_type<T>(), fields, text, parameters);
    }
    template <class T>
    [[nodiscard]] Rows list(std::initializer_list<std::string> fields, std::string_view text = {},
                            const Parameters& parameters = {}) const {
        return list<T>(std::span<const std::string>(fields.begin(), fields.size()), text, parameters);
    }

    /// How many records the query selects, without reading them.
    template <class T>
    [[nodiscard]] std::int64_t count(std::string_view text = {}, const Parameters& parameters = {}) const {
        return count_of(record_type<T>(), text, parameters);
    }

    /// The rows of a read-only SQL statement over kith's and the host's tables; `parameters` are bound to
    /// `?1`, `?2`, ... Throws `read_only` for anything that writes.
    [[nodiscard]] Rows sql(std::string_view statement, std::span<const Value> parameters = {}) const;
    [[nodiscard]] Rows sql(std::string_view statement, std::initializer_list<Value> parameters) const {
        return sql(statement, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    /// The settings of the file as of this snapshot.
    [[nodiscard]] Settings settings() const;

    // For record types known only at run time (command lines, bindings). `record` points to a struct of
    // the type that `type` describes.

    /// Fills `record`; false when there is no such record. Merged ids resolve to the survivor.
    bool load(const RecordType& type, std::int64_t id, void* record) const;
    /// Calls `next(into)` for the place of each selected record, and fills it.
    void select(const RecordType& type, std::string_view text, const Parameters& parameters, void* into,
                void* (*next)(void* into)) const;
    /// The ids that a query selects.
    [[nodiscard]] std::vector<std::int64_t> select_ids(const RecordType& type, std::string_view text,
                                                       const Parameters& parameters) const;
    /// The chosen fields of what a query selects.
    [[nodiscard]] Rows select_fields(const RecordType& type, std::span<const std::string> fields,
                                     std::string_view text, const Parameters& parameters) const;
    /// How many records a query selects.
    [[nodiscard]] std::int64_t count_of(const RecordType& type, std::string_view text,
                                        const Parameters& parameters) const;

    /// The connection underneath; for kith's own rooms.
    [[nodiscard]] store::Connection& connection() const noexcept { return connection_; }

protected:
    explicit Reader(store::Connection& connection) noexcept : connection_(connection) {}
    ~Reader() = default;
    [[noreturn]] static void throw_not_found(const RecordType& type, std::int64_t id);

    store::Connection& connection_;
    friend class Database;
};

/// One write transaction: all of it or nothing. Handed to the closure of `Database::write`; not to be kept.
/// What it reads includes what it wrote.
class KITH_API Transaction : public Reader {
public:
    /// Adds a record and gives its new id. Throws `required`, `invalid_value`, `not_unique`.
    template <class T>
    Id<T> add(const T& record) {
        return Id<T>{add(record_type<T>(), &record)};
    }

    /// Adds many records in order: the same as `add` for each, with prepared statements shared. Returns their
    /// ids. On an error the transaction is as before the call, and the error names the position.
    template <class T>
    std::vector<Id<T>> add(std::span<const T> records) {
        std::vector<Id<T>> ids;
        ids.reserve(records.size());
        add_many(
            record_type<T>(), records.data(), sizeof(T), records.size(),
            [](void* into, std::int64_t id) { static_cast<std::vector<Id<T>>*>(into)->push_back(Id<T>{id}); },
            &ids);
        return ids;
    }
    template <class T>
    std::vector<Id<T>> add(const std::vector<T>& records) {
        return add(std::span<const T>(records));
    }

    /// Writes what differs between the record and its stored form, elements compared by their ids, and writes
    /// new ids, kept fields and the version back into `record`. Throws `conflict` naming both versions when
    /// someone changed it since it was read, `not_found`, and what `add` throws. Unchanged: writes nothing.
    template <class T>
    void update(T& record) {
        update(record_type<T>(), record.id.value, &record);
    }

    /// Reads the record, lets `change` change it, writes it: one read-modify-write. Returns the new form.
    template <class T, class Change>
    T edit(Id<T> id, Change&& change) {
        T record = this->get(id);
        std::forward<Change>(change)(record);
        update(record);
        return record;
    }

    /// Moves the record to the trash; its children stay. Throws `not_found`. In the trash already: nothing.
    template <class T>
    void remove(Id<T> id) {
        remove(record_type<T>(), id.value);
    }

    /// Takes the record out of the trash. Throws `not_found`, and `not_unique` when its unique values have
    /// been taken meanwhile.
    template <class T>
    void restore(Id<T> id) {
        restore(record_type<T>(), id.value);
    }

    /// Puts a tag on the record, making the tag when it is new. True when the record did not have it.
    template <class T>
    bool tag(Id<T> id, std::string_view name) {
        return tag(record_type<T>(), id.value, name);
    }
    /// Takes the tag off; false when the record did not have it.
    template <class T>
    bool untag(Id<T> id, std::string_view name) {
        return untag(record_type<T>(), id.value, name);
    }
    /// Puts the record on a manual list, making the list when it is new; false when it was there already.
    template <class T>
    bool add_to_list(Id<T> id, std::string_view list) {
        return add_to_list(record_type<T>(), id.value, list);
    }
    /// Takes the record off the list; false when it was not there.
    template <class T>
    bool remove_from_list(Id<T> id, std::string_view list) {
        return remove_from_list(record_type<T>(), id.value, list);
    }

    /// Runs a statement on the host's own `app_` tables (create, insert, update, delete, select) inside this
    /// transaction; kith's tables can be read but not written here. Throws `read_only` naming the table.
    Rows sql(std::string_view statement, std::span<const Value> parameters = {});
    Rows sql(std::string_view statement, std::initializer_list<Value> parameters) {
        return sql(statement, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    /// Runs `work` in a savepoint: when it throws, everything it wrote is taken back, the exception goes on,
    /// and the transaction can continue.
    template <class Work>
    decltype(auto) savepoint(Work&& work) {
        Savepoint mark(*this);
        if constexpr (std::is_void_v<std::invoke_result_t<Work&>>) {
            work();
            mark.release();
        } else {
            auto result = work();
            mark.release();
            return result;
        }
    }

    /// The number this transaction has in the journal when it commits.
    [[nodiscard]] TransactionId id() const noexcept;
    /// What this transaction is called in the history ("import members.csv"); the last call counts.
    void label(std::string_view text);
    /// The time of this transaction: every record it writes gets it.
    [[nodiscard]] Time now() const noexcept;
    using Reader::settings;
    /// Changes the settings of the file.
    void settings(const Settings& settings);

    // For record types known only at run time.
    std::int64_t add(const RecordType& type, const void* record);
    void add_many(const RecordType& type, const void* records, std::size_t size, std::size_t count,
                  void (*added)(void* into, std::int64_t id), void* into);
    void update(const RecordType& type, std::int64_t id, void* record);
    void remove(const RecordType& type, std::int64_t id);
    void restore(const RecordType& type, std::int64_t id);
    bool tag(const RecordType& type, std::int64_t id, std::string_view name);
    bool untag(const RecordType& type, std::int64_t id, std::string_view name);
    bool add_to_list(const RecordType& type, std::int64_t id, std::string_view list);
    bool remove_from_list(const RecordType& type, std::int64_t id, std::string_view list);

    /// The writer underneath; for kith's own rooms.
    [[nodiscard]] store::Writer& writer() const noexcept { return writer_; }

private:
    class KITH_API Savepoint {
    public:
        explicit Savepoint(Transaction& transaction);
        Savepoint(const Savepoint&) = delete;
        Savepoint& operator=(const Savepoint&) = delete;
        ~Savepoint();
        void release();

    private:
        Transaction& transaction_;
        bool open_ = true;
    };

    explicit Transaction(store::Writer& writer) noexcept;
    ~Transaction() = default;

    store::Writer& writer_;
    friend class Database;
};

/// One finding of `verify`.
struct Finding {
    std::string check{};  ///< "sqlite", "foreign key", "link", "derived", "descriptor", "segment"
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
        using Result = std::invoke_result_t<Work&, const Reader&>;
        if constexpr (std::is_void_v<Result>) {
            read_erased([](void* w, const Reader& r) { (*static_cast<std::remove_reference_t<Work>*>(w))(r); },
                        address_of(work), where);
        } else {
            std::optional<Result> result;
            auto run = [&](const Reader& reader) { result.emplace(work(reader)); };
            read_erased([](void* w, const Reader& r) { (*static_cast<decltype(run)*>(w))(r); }, &run, where);
            return std::move(*result);
        }
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

    /// The rows of a read-only SQL statement.
    [[nodiscard]] Rows sql(std::string_view statement, std::initializer_list<Value> parameters = {},
                           Where where = Where::current()) const {
        return read([&](const Reader& r) { return r.sql(statement, parameters); }, where);
    }

    /// The settings of the file.
    [[nodiscard]] Settings settings(Where where = Where::current()) const;
    /// Changes the settings of the file. Throws `invalid_value`.
    void settings(const Settings& settings, Where where = Where::current());

    // Whatever is more than a record has its own small face.
    [[nodiscard]] Duplicates duplicates() const;
    [[nodiscard]] History history() const;
    [[nodiscard]] Imports imports() const;
    [[nodiscard]] Pipelines pipelines() const;
    [[nodiscard]] Search search() const;
    [[nodiscard]] Segments segments() const;
    [[nodiscard]] Tags tags() const;

    /// Merges records of one type into one; see merge.hpp.
    MergeResult merge(const MergeRequest& request, const MergeOptions& options,
                      Where where = Where::current());
    MergeResult merge(const MergeRequest& request, Where where = Where::current());
    /// Takes a merge back; see merge.hpp.
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

    /// Checks the whole file: SQLite's integrity, foreign keys, polymorphic links, every record as if it were written
    /// now, computed columns and derived tables against a rebuild, counters, settings, descriptors against tables.
    /// Empty: all is well. What a check stumbles over is a finding. Reads everything: seconds for a large file; opened
    /// read-only, it needs temporary space for a copy of the file.
    [[nodiscard]] std::vector<Finding> verify(Where where = Where::current()) const;

    /// Makes every index, computed column and derived table anew from the records, in one transaction.
    void rebuild(Where where = Where::current());

    /// Closes the connections and leaves exactly one file. Throws `in_use` naming what prevents it (calls still
    /// running in this process, or another connection on the file); the database is then still open. Destroying
    /// the last handle closes too, without a word. Afterwards every call on any handle throws `closed`. Opened
    /// read-only, it leaves the file and the log of others as it found them, and nothing of its own. Subscriptions end: it
    /// waits for a callback that runs on another thread, and drops what was not delivered yet.
    void close(Where where = Where::current());

    /// The transaction that this handle's last `write` committed; 0 when it wrote nothing. Per handle and thread
    /// of control: do not share one handle between threads that need it.
    [[nodiscard]] TransactionId last_transaction() const noexcept { return last_transaction_.number; }

    /// The connections underneath; for kith's own rooms.
    [[nodiscard]] store::Core& core() const noexcept { return *core_; }

private:
    explicit Database(std::shared_ptr<store::Core> core, std::string actor);

    template <class F>
    static void* address_of(F& function) noexcept {
        return const_cast<void*>(static_cast<const void*>(std::addressof(function)));
    }
    void write_erased(void (*work)(void*, Transaction&), void* context, Where where);
    void read_erased(void (*work)(void*, const Reader&), void* context, Where where) const;
    static void select_page(const Reader& reader, const RecordType& type, std::string_view text,
                            const Parameters& parameters, std::int64_t after, std::size_t page, void* into,
                            void* (*next)(void* into));

    /// Written by whichever thread writes; copied with its handle.
    struct LastTransaction {
        std::atomic<TransactionId> number{0};
        LastTransaction() = default;
        LastTransaction(const LastTransaction& other) noexcept : number(other.number.load()) {}
        LastTransaction& operator=(const LastTransaction& other) noexcept {
            number = other.number.load();
            return *this;
        }
        ~LastTransaction() = default;
    };

    std::shared_ptr<store::Core> core_;
    std::string actor_;
    LastTransaction last_transaction_;
};

}  // namespace kith
