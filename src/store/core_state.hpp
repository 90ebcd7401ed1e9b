// What an open file consists of; for core.cpp (calls), opening.cpp, verify.cpp (checking)
// and suspend.cpp alone.
#pragma once

#include "store/core.hpp"
#include "store/dispatcher.hpp"
#include "store/open_files.hpp"
#include "store/table_sums.hpp"
#include "store/tail.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kith::store {

/// A path in UTF-8, as SQLite takes it, for the file system.
[[nodiscard]] inline std::filesystem::path file_path(std::string_view utf8) {
    return {std::u8string(utf8.begin(), utf8.end())};
}

/// What shows that a file and its log were written: equal stamps, nobody wrote in between.
struct FileStamp {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type written{};
    bool log = false;  ///< there are changes in a log beside it

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// The stamp of a file as it is now; a file that is not there has size 0. Throws nothing.
[[nodiscard]] FileStamp stamp_of(const std::string& path) noexcept;

struct Core::State {
    std::string path;  // whole, so that a change of the working folder changes nothing; or ":memory:"
    Options options;
    Registration registration;
    std::vector<SummedTable> summed;
    std::unordered_map<std::string_view, KnownTable> by_name;
    std::unordered_map<int, const TableSpec*> by_number;
    std::optional<OpenFile> file;  // a file that is open, until it is closed
    bool memory = false;
    bool read_only = false;  // opened so, or because a newer kith derived its tables
    std::string read_only_reason;

    std::mutex writing;  // held by the one writer
    // In memory: also the only reader. None when opened read-only, and after a close that failed or a connection that
    // could not be rolled back, until the next write.
    std::unique_ptr<Connection> writer;
    bool stale = false;  // guarded by writing: an older algorithm wrote a derived table
    Where writing_at{};  // guarded by pool
    Time next_prune{};   // guarded by writing: when the retention of the journal is looked at again
    // The connections were let go of: the next call opens the file again. Set and cleared under writing and pool.
    std::atomic<bool> released{false};

    std::atomic<int> closing{0};  // calls of `close` that run

    std::shared_ptr<Dispatcher> dispatcher;
    Tail tail;

    std::mutex pool;  // guards what follows
    std::condition_variable returned;
    std::vector<std::unique_ptr<Connection>> idle;
    std::size_t lent = 0;
    Where reading_at{};
    std::vector<Connection*> running;  // in a call now
    bool suspended = false;
    bool closed = false;
    bool at_rest = false;  // the connections take the file for one that nobody writes
    FileStamp stamp{};     // at rest: what the file was when they were opened

    [[nodiscard]] Connection::Config config(bool query_only) const;
    /// A connection that is ready for use; its error has the reason where one is known.
    [[nodiscard]] std::unique_ptr<Connection> connect(const Connection::Config& settings) const;
    void prepare(Connection& connection) const;
    /// A copy of the whole file, as the snapshot of `from` sees it, in SQLite's own temporary place.
    [[nodiscard]] std::unique_ptr<Connection> copy_of(Connection& from) const;
    /// A further connection that writes, in place of one that was given up.
    [[nodiscard]] std::unique_ptr<Connection> connect_writer() const;
    /// Makes commits on a connection as durable as the options ask.
    void set_durability(Connection& connection) const;

    /// A call's use of a connection: while it lives, `suspend` and the end of the database stop what runs on it.
    class Running {
    public:
        /// Throws `suspended`.
        Running(State& state, Connection& connection);
        ~Running();
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

    private:
        State& state_;
        Connection& connection_;
    };

    /// A `close` at work: nobody looks for observers while it lives.
    class Closing {
    public:
        explicit Closing(State& state);
        ~Closing();
        Closing(const Closing&) = delete;
        Closing& operator=(const Closing&) = delete;

    private:
        State& state_;
        std::optional<Dispatcher::Pause> pause_{};
    };

    /// Throws `closed` or `suspended`. The caller holds pool.
    void refuse_unusable() const;
    /// Opens the file again after it was let go of. The caller holds writing, not pool.
    void reopen();

    /// Before which moment the journal is to be pruned now; nothing most of the time.
    [[nodiscard]] std::optional<Time> horizon_due(Writer& last);

    /// Fills by_name, by_number and summed.
    void note_tables();

    // opening
    /// `create`: make a file that is not there.
    void open_writer(bool create);
    void initialise(Connection& connection);
    void check_derived(Connection& connection);
    /// How the file is to be read by connections that cannot write: sets `at_rest` and `stamp`.
    void look_at_rest();
    /// Throws the error of an opening that failed, with the reason where one is known.
    [[noreturn]] void refuse_opening(const Error& error) const;

    // reading at rest
    /// True when a file that is read at rest has been written since; false for every other.
    [[nodiscard]] bool written_meanwhile() const noexcept { return at_rest && stamp_of(path) != stamp; }

    /// Removes the empty log that connections leave when they cannot write, unless others have the file open.
    void tidy() const noexcept;

    [[noreturn]] void refuse_written() const;
};

}  // namespace kith::store
