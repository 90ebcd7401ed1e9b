// Which files databases of this process have open. The locks of SQLite say it only while somebody reads or writes.
#pragma once

#include <filesystem>
#include <string>

namespace kith::store {

/// A file is known to be open while this lives. Safe from any thread.
class OpenFile {
public:
    /// `path` in UTF-8.
    explicit OpenFile(const std::string& path);
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

private:
    std::filesystem::path path_;
};

/// Whether a database of this process has the file open, by whatever name. Cost: a look at each file that is.
[[nodiscard]] bool is_open_here(const std::filesystem::path& file);

}  // namespace kith::store
