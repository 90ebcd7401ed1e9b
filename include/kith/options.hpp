// How a database is opened.
#pragma once

#include <kith/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace kith {

/// How much an acknowledged write survives.
enum class Durability {
    full,    ///< default: a power cut right after `write` returned loses nothing (fsync per commit)
    normal,  ///< a power cut may lose the last commits, never consistency; a crash of the process loses nothing
    off,     ///< a power cut may damage the file; for files that can be made again
};

/// How SQLite keeps a transaction atomic.
enum class Journal {
    wal,       ///< default: readers run while one writes; needs a local disk
    rollback,  ///< for network and cloud folders: one file at a time, readers wait for the writer
};

/// Settings of the file. Options give their first values; later they are read and changed in the file.
struct Settings {
    std::string region = "";  ///< ISO 3166-1 alpha-2: how phone numbers without a country are read; "" = none
    std::string time_zone = "UTC";  ///< IANA name: what "today" and "this week" mean
    int week_start = 1;             ///< ISO weekday on which a week starts: 1 Monday ... 7 Sunday
    int fiscal_year_start = 1;      ///< month in which the fiscal year starts, 1..12
    /// How many days the journal is kept: what is older is pruned, a little with each write, and can then neither be shown nor
    /// undone (history.hpp). 0: for ever. Merges can be taken back and tracked fields keep their steps all the same.
    int history_days = 0;

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// How to open a database. Every member has a default that suits a desktop application.
struct Options {
    std::string actor = "";      ///< who acts, kept in the journal; "" = nobody named
    std::string region = "";     ///< first value of the setting in a new file; an existing file keeps its own
    std::string time_zone = "";  ///< the same; "" = "UTC"
    int week_start = 0;          ///< the same; 0 = 1 (Monday)
    int fiscal_year_start = 0;   ///< the same; 0 = 1 (January)
    bool create = true;          ///< make the file when it does not exist; false: Error io
    /// Refuse every write; the file must exist. Where this process may not write the file or its folder, a file that
    /// others closed is read as it lies there; a read during which somebody else wrote it throws `busy`.
    bool read_only = false;
    Durability durability = Durability::full;
    Journal journal = Journal::wal;  ///< with read_only: whatever the file has
    std::size_t readers =
        4;  ///< read connections kept open at most; more wait. In-memory: one serialised connection
    std::chrono::milliseconds busy_timeout{
        5000};                      ///< how long to wait for another process's lock before Error busy
    std::function<Time()> clock{};  ///< for tests: where "now" comes from; empty = the system's clock
    std::size_t change_memory =
        16u << 20;  ///< bytes of captured changes kept in memory before they go to the journal early
    /// How much work one query may be, in steps of SQLite's virtual machine; more is Error limit. A condition costs 10
    /// to 60 steps for each record that it looks at, so the default lets a query ask fifteen things of each of a million
    /// records, and stops one that does not end after about half a minute. 0: no bound. Writing has none.
    std::int64_t query_work = 1'000'000'000;
    /// Runs what observers are to be told, where the host wants it: it takes a task and sees to it that it runs once, soon,
    /// on a UI thread say; tasks come one at a time. A task that is dropped or whose handing over throws loses nothing: its
    /// observers hear it with the next commit or poll. Empty: the dispatcher's own thread (observe.hpp).
    std::function<void(std::function<void()>)> dispatch{};
    /// Encrypts the live file, where the linked SQLite can (SQLCipher, SQLite3 Multiple Ciphers): a passphrase, or a raw key
    /// as that engine writes it ("x'...'"). Elsewhere opening throws `unsupported` before it touches anything; a key that does
    /// not fit the file is `wrong_key`. kith needs it for every connection it opens, so it stays in memory while the database
    /// is open and is wiped then; the host's own copies are the host's. Empty: not encrypted. In memory: not used.
    std::string key{};
};

}  // namespace kith
