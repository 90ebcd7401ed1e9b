// How verbs reach the file: through a database, each in a transaction of its own, or through one transaction.
#pragma once

#include "lock.hpp"
#include "records.hpp"

#include <functional>
#include <memory>

namespace kithpy {

/// What all verbs need. `check` is called with the interpreter's lock, `read` and `write` without it.
class Access {
public:
    Access() = default;
    Access(const Access&) = delete;
    Access& operator=(const Access&) = delete;
    virtual ~Access() = default;

    /// Throws when this thread may not use it now.
    virtual void check(const kith::Where& place) const = 0;
    virtual void read(const std::function<void(const kith::Reader&)>& work, const kith::Where& place) = 0;
    virtual void write(const std::function<void(kith::Transaction&)>& work, const kith::Where& place) = 0;

    /// Begins a part of the transaction that can be taken back by itself; ends the one that was begun last.
    void open_savepoint();
    void close_savepoint(bool keep);

protected:
    /// Takes back those that were left open; on the transaction's thread, before it ends.
    void drop_savepoints() noexcept;

private:
    std::vector<std::unique_ptr<kith::Transaction::Savepoint>> savepoints_{};
};

/// Runs `work(reader)` or `work(transaction)` without the interpreter's lock.
template <class Work>
void reading(Access& access, Work&& work) {
    const kith::Where place = where();
    access.check(place);
    const Released released;
    access.read(work, place);
}
template <class Work>
void writing(Access& access, Work&& work) {
    const kith::Where place = where();
    access.check(place);
    const Released released;
    access.write(work, place);
}

/// While it lives, this thread is inside a call on a database, which may call back into Python: a session begun there
/// would wait for that call. (kith itself refuses calls of the same thread, but a session has a thread of its own.)
class Inside {
public:
    Inside(const kith::Database& database, const kith::Where& place);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    /// Where the call was made that this thread is in; null: in none.
    static const kith::Where* find(const kith::Database& database) noexcept;
};

/// A database: every call is a snapshot or a transaction of its own.
class DatabaseAccess : public Access {
public:
    explicit DatabaseAccess(const kith::Database& opened)
        : handle_(std::make_shared<kith::Database>(opened)), database(*handle_) {}
    ~DatabaseAccess() override;
    void check(const kith::Where& place) const override;
    void read(const std::function<void(const kith::Reader&)>& work, const kith::Where& place) override;
    void write(const std::function<void(kith::Transaction&)>& work, const kith::Where& place) override;

    /// The handle itself, for who may need it longer.
    [[nodiscard]] const std::shared_ptr<kith::Database>& handle() const { return handle_; }

private:
    std::shared_ptr<kith::Database> handle_;

public:
    kith::Database& database;
};

/// Runs `work(database, place)` without the interpreter's lock and gives what it returns.
template <class Work>
auto with_database(DatabaseAccess& access, Work&& work) {
    const kith::Where place = where();
    access.check(place);
    const Released released;
    const Inside inside(access.database, place);
    return work(access.database, place);
}

/// The transaction of a closure, while it runs and on its thread.
class ClosureAccess : public Access {
public:
    explicit ClosureAccess(kith::Transaction& transaction)
        : transaction_(&transaction), thread_(PyThread_get_thread_ident()) {}
    void check(const kith::Where& place) const override;
    void read(const std::function<void(const kith::Reader&)>& work, const kith::Where& place) override;
    void write(const std::function<void(kith::Transaction&)>& work, const kith::Where& place) override;
    /// The closure returns: every further call is refused.
    void end() noexcept {
        drop_savepoints();
        transaction_ = nullptr;
    }

private:
    kith::Transaction* transaction_;
    unsigned long thread_;
};

/// A progress function for kith's long calls from a Python callable or None: lets Ctrl-C through, and stops when the
/// callable returns False. `callable` must outlive it.
template <class... Numbers>
std::function<bool(Numbers...)> progress_of(PyObject* callable) {
    return [callable](Numbers... numbers) {
        const Held held;
        held.need();
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        if (callable == Py_None) return true;
        const py::object answer = py::handle(callable)(numbers...);
        return answer.ptr() != Py_False;
    };
}

/// How a query is answered.
py::object explanation_to_python(const kith::Explanation& how);
py::object why_to_python(const kith::Why& why);

/// What an undo did.
PyObject* undo_to_python(const kith::UndoResult& result);

/// Counts by name, as a dict.
template <class Counts>
PyObject* counts_to_python(const Counts& counts) {
    py::dict dict;
    for (const auto& [name, count] : counts) dict[py::str(name)] = count;
    return dict.release().ptr();
}

/// The option "sample" of a verb on many records: how many its result shows.
std::size_t sample_size(const py::dict& options);

/// Something that a verb left as it is.
PyObject* kept_to_python(const kith::Kept& kept);

// Each file of verbs adds its own.
using AccessClass = py::class_<Access, std::shared_ptr<Access>>;
using DatabaseClass = py::class_<DatabaseAccess, Access, std::shared_ptr<DatabaseAccess>>;
void add_reading(AccessClass& access);
void add_writing(AccessClass& access);
void add_edit(DatabaseClass& database);
void add_database(py::module_& module, DatabaseClass& database);
void add_faces(DatabaseClass& database);
void add_labels(DatabaseClass& database);
void add_upkeep(DatabaseClass& database);
void add_search(py::module_& module, DatabaseClass& database);
void add_activity(AccessClass& access);
void add_blobs(AccessClass& access, DatabaseClass& database);
void add_sales(AccessClass& access, DatabaseClass& database);
void add_privacy(py::module_& module, DatabaseClass& database);
void add_bulk(DatabaseClass& database);
void add_backup(py::module_& module, DatabaseClass& database);
void add_observing(py::module_& module, DatabaseClass& database);
void add_matching(py::module_& module, DatabaseClass& database);
void add_merging(DatabaseClass& database);
void add_files(DatabaseClass& database);
void add_session(py::module_& module, DatabaseClass& database);
void add_table(py::module_& module);

}  // namespace kithpy
