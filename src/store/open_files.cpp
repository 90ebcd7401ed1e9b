#include "store/open_files.hpp"

#include "store/core_state.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <system_error>

namespace kith::store {

namespace {

struct Files {
    std::mutex guard;
    std::multiset<std::filesystem::path> open;
};

/// Never destroyed: a database may be, when the process ends, after everything static here.
Files& files() {
    static Files& all = *new Files;
    return all;
}

}  // namespace

OpenFile::OpenFile(const std::string& path) : path_(file_path(path)) {
    const std::lock_guard lock(files().guard);
    files().open.insert(path_);
}

OpenFile::~OpenFile() {
    const std::lock_guard lock(files().guard);
    files().open.erase(files().open.find(path_));
}

bool is_open_here(const std::filesystem::path& file) {
    const std::lock_guard lock(files().guard);
    return std::any_of(files().open.begin(), files().open.end(), [&](const std::filesystem::path& open) {
        std::error_code absent;
        return open == file || std::filesystem::equivalent(open, file, absent);
    });
}

}  // namespace kith::store
