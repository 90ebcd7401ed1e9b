// Memory that runs out on demand: the n-th allocation fails, of SQLite or of `operator new`, on the thread that asked
// for it. This test program replaces both for all its tests; until a failure is asked for they do what they always do.
#pragma once

#include <cstdint>

namespace kith::test {

/// Whose allocations fail.
enum class Allocator { sqlite, cpp };

/// While it lives, allocations of one allocator by this thread are counted, and the `at`-th (from 1; 0: none) gives no
/// memory, with `lasting` every later one neither. One at a time on a thread.
class FailingMemory {
public:
    FailingMemory(Allocator allocator, std::int64_t at, bool lasting) noexcept;
    ~FailingMemory();
    FailingMemory(const FailingMemory&) = delete;
    FailingMemory& operator=(const FailingMemory&) = delete;

    /// Allocations that were asked for so far.
    [[nodiscard]] std::int64_t count() const noexcept;
    /// Whether one has failed.
    [[nodiscard]] bool failed() const noexcept;
    /// No more failures and no more counting; for what the test itself does.
    void relent() noexcept;
};

/// Puts the failing allocator under SQLite, which must have no connection open then. Once for the program; again does
/// nothing. False when SQLite refuses.
bool install_failing_memory();

/// Bytes that SQLite holds.
[[nodiscard]] std::int64_t sqlite_memory() noexcept;

}  // namespace kith::test
