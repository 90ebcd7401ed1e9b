// A disk that fails on demand: a layer over SQLite's default file system that makes the n-th operation fail, or cuts
// the power after the n-th change and then leaves on the disk what a real one might have kept.
//
// The model of the disk, for the database, its -wal and its -journal:
//   - what was written before the file's last sync is there;
//   - of each later write, any of its sectors of 512 bytes may be there and any may be missing, whatever the order;
//     where the file grew past a missing sector, there is rubbish or there are zeros;
//   - a later truncation may or may not have happened;
//   - a file that was made and never synced may be there or not; one that was removed may be back, unless SQLite asked
//     for its folder to be synced or a new file of that name was synced since;
//   - the -shm is gone: it is memory.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kith::test {

/// What SQLite asks of a file system. `lock` is one on the file or on the log's index, `map` maps that index.
enum class FileOp { open, remove, read, write, truncate, sync, lock, map };

/// Which error a failing operation gives: a broken disk's, or that of a full one on which others hold the locks.
enum class Trouble { broken, full };

/// Registers itself as SQLite's default file system; at its end the former one is that again. One at a time, for one
/// thread; every file must be closed before it ends.
class FaultVfs {
public:
    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    /// Begins to count, without a fault; what lies on the disk now is durable.
    void watch();
    /// From now on the `at`-th operation that `trouble` concerns fails (from 1), and with `lasting` every later one.
    void fail(std::int64_t at, bool lasting, Trouble trouble);
    /// The power goes after `changes` further changes of the disk: every later operation fails until `restart`.
    void cut_power(std::int64_t changes);
    /// Ends the fault of `fail`.
    void relent() noexcept;
    /// The power goes now, if it has not gone before. All files must be closed.
    void power_off();
    /// Puts onto the disk what the power cut may have left of the files that were changed since `watch`. 0: nothing that
    /// was not synced; 1: everything; other seeds choose by lot. May be repeated with other seeds; begins to count anew.
    void restart(std::uint64_t seed);

    /// Operations since `watch` that `trouble` concerns.
    [[nodiscard]] std::int64_t operations(Trouble trouble) const noexcept {
        return trouble == Trouble::broken ? operations_ : full_operations_;
    }
    /// Changes of the disk since `watch`: writes, truncations, syncs, files made and removed.
    [[nodiscard]] std::int64_t changes() const noexcept { return changes_; }
    /// What failed first, "sync -wal"; empty: nothing did.
    [[nodiscard]] const std::string& failed() const noexcept { return failed_; }
    /// Files that are open now.
    [[nodiscard]] int open_files() const noexcept { return open_files_; }

private:
    struct File;
    struct Methods;
    struct Change {
        bool truncation = false;
        std::int64_t at = 0;  // the new size of a truncation
        std::string bytes{};
    };
    /// A file under one name from its making to its removal, or the time without it.
    struct Life {
        bool exists = false;
        bool sure = true;  // its making is durable
        std::string durable{};
        std::vector<Change> pending{};
    };

    int step(FileOp op, const std::string& path);
    std::vector<Life>& lives(const std::string& path);
    void on_sync(const std::string& path);

    sqlite3_vfs* real_;
    sqlite3_vfs vfs_{};
    std::map<std::string, std::vector<Life>> disk_{};  // of files that were changed since `watch`
    std::map<std::string, std::vector<Life>> left_{};  // the same at the last power cut
    std::int64_t operations_ = 0;
    std::int64_t full_operations_ = 0;
    std::int64_t changes_ = 0;
    std::int64_t fail_at_ = 0;  // 0: never
    std::int64_t power_ = -1;   // changes until the cut; below 0: none is to come
    Trouble trouble_ = Trouble::broken;
    bool lasting_ = false;
    bool dark_ = false;  // the power is gone
    int open_files_ = 0;
    std::string failed_{};
};

}  // namespace kith::test
