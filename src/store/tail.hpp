// The journal's tail: what others committed to the file since we looked last.
//
// The counter of `change_txn` goes up by one with every transaction that changed something, whoever made it, and outlives
// pruning. What is above the last number seen and not our own is others'. (PRAGMA data_version would say as much as
// "something", for our own commits too, and costs the same look at one page.)
#pragma once

#include "store/change_set.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace kith::store {

class Connection;
class Core;

/// The settings that say how records are read and derived, as one text: no journal shows their changes.
[[nodiscard]] std::string settings_of(Connection& connection);

/// Remembers which transactions are known. Safe from any thread.
class Tail {
public:
    /// The file was opened: everything up to now is known. When it was let go of and opened again, what others committed
    /// meanwhile is news, unless the file is an older one now. What is damaged in it, others will say.
    void open(Connection& connection) noexcept;

    // The one writer, between its BEGIN and the end of its transaction: the number is ours alone in between.

    /// This number is ours if it is committed.
    void writing(std::int64_t seq);
    /// The transaction ended; `seq` 0: it changed nothing or was taken back. `settings`: what they are now, where it changed
    /// them. Called before SQLite's ROLLBACK.
    void wrote(std::int64_t seq, std::optional<std::string> settings) noexcept;

    /// Adds to `touched` what others committed up to the connection's snapshot; true when they did. Not told again.
    bool read(Connection& connection, const Core& core, Touched& touched);

private:
    /// Numbers up to `last` that are not known.
    [[nodiscard]] IdRanges foreign(std::int64_t last) const;
    /// All up to `last` are known now.
    void see(std::int64_t last);
    void remember(std::int64_t seq) noexcept;

    std::mutex reading_;  // held by a read, from its look to what it remembers of it

    std::mutex mutex_;     // guards what follows
    bool opened_ = false;  // seen_ and settings_ are those of the file
    std::int64_t seen_ = 0;
    IdRanges own_;  // above seen_
    std::int64_t writing_ = 0;
    std::string settings_;  // as we read or wrote them last
};

}  // namespace kith::store
