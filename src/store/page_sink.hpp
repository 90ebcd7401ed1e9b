// Where the pages of a copy go: a database that is written nowhere, whose file system hands every write on.
//
// SQLite's backup copies from a snapshot into another database. That one is in a file system of its own here, which keeps
// nothing: what SQLite writes goes to a function, each page once, in no particular order. So a copy can be encrypted while
// it is made, without its plain form lying on a disk, and takes 4 MB of memory whatever the size of the file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kith::store {

class Connection;

/// Takes one copy. One thread.
class PageSink {
public:
    /// Gets `bytes` of the copy and where in the file they belong. What it throws ends the copying.
    using Write = std::function<void(std::int64_t offset, std::string_view bytes)>;
    /// False ends the copying with `cancelled`.
    using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

    /// `key`: encrypts the copy where the linked SQLite can (Options::key); empty: plain.
    PageSink(std::string_view key, Write write);
    ~PageSink();
    PageSink(const PageSink&) = delete;
    PageSink& operator=(const PageSink&) = delete;

    /// Copies what the snapshot of `from` holds, `step` pages at a time, and gives their number. The snapshot must have begun:
    /// then what others commit meanwhile changes nothing and begins nothing anew. Throws `cancelled`, `suspended`, `io`.
    std::int64_t copy(Connection& from, int step, const Progress& progress);
    /// How large the copy is.
    [[nodiscard]] std::int64_t size() const noexcept;

    struct State;  ///< for the file system in page_sink.cpp alone

private:
    std::unique_ptr<State> state_;
};

}  // namespace kith::store
