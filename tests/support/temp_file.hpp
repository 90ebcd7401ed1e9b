// A file name that is unique to the test and gone after it.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace kith::test {

class TempFile {
public:
    explicit TempFile(const std::string& suffix = ".kith") {
        static std::atomic<int> count{0};
        path_ = std::filesystem::temp_directory_path() /
                ("kith-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + suffix);
        remove();
    }
    TempFile(const TempFile&) = delete;
    TempFile& operator=(const TempFile&) = delete;
    ~TempFile() { remove(); }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string string() const { return path_.string(); }
    /// The file that SQLite keeps beside it ("-wal", "-shm", "-journal").
    [[nodiscard]] std::filesystem::path beside(const std::string& suffix) const {
        return path_.string() + suffix;
    }

private:
    void remove() {
        std::error_code ignored;
        for (const char* suffix : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(path_.string() + suffix, ignored);
    }

    std::filesystem::path path_;
};

}  // namespace kith::test
