// Files that kith writes beside the database: whole under their name, or not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

struct sqlite3_file;

namespace kith::store {

/// A file that is opened through SQLite's default file system: what holds for the database on this device (a host's own
/// file system, a test's failing disk) holds for it too. One thread.
class PlainFile {
public:
    enum class Mode { make, read };

    /// Makes a file that must not be there, or opens one. Throws `io`, `full`.
    PlainFile(const std::string& path, Mode mode);
    ~PlainFile();
    PlainFile(const PlainFile&) = delete;
    PlainFile& operator=(const PlainFile&) = delete;

    void write(std::int64_t at, std::string_view bytes);
    /// Fills as much of `into` as the file has from `at` on, and says how much that was.
    [[nodiscard]] std::size_t read(std::int64_t at, char* into, std::size_t count);
    [[nodiscard]] std::int64_t size();
    /// Returns when everything is on the disk.
    void sync();
    void close() noexcept;

private:
    [[noreturn]] void fail(int code, std::string_view doing) const;

    std::string path_;
    const char* name_ = nullptr;  // as SQLite hands names to file systems
    sqlite3_file* file_ = nullptr;
};

/// A file that is written beside its target and takes the target's name when it is complete; gone when it never is. After a
/// crash it may lie there as "TARGET.HEX.part".
class PartFile {
public:
    /// Throws `exists` for a file of that name unless it is to be replaced, `in_use` when a log or journal lies beside it
    /// (SQLite would apply that to the new file), `invalid_argument`, `io`. A link to a file means that file.
    PartFile(const std::string& target, bool replace);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    [[nodiscard]] PlainFile& file() noexcept { return file_; }
    /// Nobody may read it who may not read that file; its owner may, and write it.
    void take_rights_of(const std::string& path);
    /// Gives it its name, once it is on the disk. Throws `exists` when somebody else has taken the name meanwhile.
    void publish();

private:
    std::filesystem::path target_;
    std::filesystem::path part_;
    bool replace_;
    bool published_ = false;
    PlainFile file_;
};

}  // namespace kith::store
