// What a snapshot answers (Reader) and what one transaction does (Transaction); `Database` hands both out.
#pragma once

#include <kith/error.hpp>
#include <kith/export.hpp>
#include <kith/id.hpp>
#include <kith/options.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <cstddef>
#include <cstdint>
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
class Connection;
class Writer;
}  // namespace store

struct Card;
struct CardOptions;
struct Columns;
struct Contact;
struct ContactSummary;
struct Deal;
struct TimelineEntry;
struct TimelineOptions;
struct TodayEntry;
struct TodayOptions;
struct User;

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

    // Around a contact or a deal; see card.hpp, summary.hpp and today.hpp. A merged id gives the survivor. Throw `not_found`.

    /// The contacts with this e-mail address or phone number, however it is written ("who is calling?"), by id; the trash is
    /// left out. Of national numbers the file's region is the country. Cost: a few lookups by key.
    [[nodiscard]] std::vector<Id<Contact>> contacts_at(std::string_view address) const;
    /// Everything around a contact in one call.
    [[nodiscard]] Card card(Id<Contact> contact) const;
    [[nodiscard]] Card card(Id<Contact> contact, const CardOptions& options) const;
    /// The contact's interactions, newest first, a page at a time. Cost: by the page, not by the timeline.
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Contact> contact) const;
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Contact> contact,
                                                      const TimelineOptions& options) const;
    /// The same of a deal: the interactions that were about it, whoever took part.
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Deal> deal) const;
    [[nodiscard]] std::vector<TimelineEntry> timeline(Id<Deal> deal, const TimelineOptions& options) const;
    /// The contact's interactions, tasks and deals in numbers. Cost: one lookup.
    [[nodiscard]] ContactSummary summary(Id<Contact> contact) const;
    /// What wants a user's attention today: own tasks, and of those that are nobody's the ones about deals that the user or
    /// nobody owns, else about contacts whom the user or nobody looks after; reminders, appointments, deals, birthdays, lost touch likewise. Without a user: everybody's.
    [[nodiscard]] std::vector<TodayEntry> today(Id<User> user) const;
    [[nodiscard]] std::vector<TodayEntry> today(Id<User> user, const TodayOptions& options) const;

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
    /// The same column by column, in contiguous memory; see columns.hpp.
    [[nodiscard]] Columns select_columns(const RecordType& type, std::span<const std::string> fields,
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
        T record{};
        auto* context = const_cast<void*>(static_cast<const void*>(std::addressof(change)));
        const auto call = [](void* given, void* changed) {
            (*static_cast<std::remove_reference_t<Change>*>(given))(*static_cast<T*>(changed));
        };
        edit(record_type<T>(), id.value, &record, call, context);
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

    /// A savepoint as a value, for hosts that cannot hand a closure over: destroying it takes back what was written
    /// since, unless it was released. They nest: the last one made ends first.
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
    /// The same for records that lie anywhere: pointers to structs of the type.
    void add_many(const RecordType& type, std::span<const void* const> records,
                  void (*added)(void* into, std::int64_t id), void* into);
    void update(const RecordType& type, std::int64_t id, void* record);
    /// Reads into `record`, calls `change(context, record)`, writes.
    void edit(const RecordType& type, std::int64_t id, void* record,
              void (*change)(void* context, void* record), void* context);
    void remove(const RecordType& type, std::int64_t id);
    void restore(const RecordType& type, std::int64_t id);
    bool tag(const RecordType& type, std::int64_t id, std::string_view name);
    bool untag(const RecordType& type, std::int64_t id, std::string_view name);
    bool add_to_list(const RecordType& type, std::int64_t id, std::string_view list);
    bool remove_from_list(const RecordType& type, std::int64_t id, std::string_view list);

    /// The writer underneath; for kith's own rooms.
    [[nodiscard]] store::Writer& writer() const noexcept { return writer_; }

private:
    explicit Transaction(store::Writer& writer) noexcept;
    ~Transaction() = default;

    store::Writer& writer_;
    friend class Database;
};

}  // namespace kith
