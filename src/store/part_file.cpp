#include "store/part_file.hpp"

#include "store/core_state.hpp"
#include "store/errors.hpp"
#include "store/open_files.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <random>
#include <system_error>
#include <utility>

#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace kith::store {

namespace {

std::string utf8(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

/// Where the file is to lie: links are followed, so that the file that is meant is replaced, not the link.
std::filesystem::path place_of(const std::string& target) {
    if (target.empty()) throw Error(Code::invalid_argument, "the path of the new file is empty");
    std::error_code failed;
    const std::filesystem::path path = file_path(target);
    std::filesystem::path place = std::filesystem::weakly_canonical(path, failed);
    return failed ? path : place;
}

void refuse_taken(const std::filesystem::path& target, bool replace) {
    const std::string name = utf8(target);
    std::error_code unknown;
    const auto status = std::filesystem::status(target, unknown);
    if (std::filesystem::is_directory(status))
        throw Error(Code::invalid_argument, fmt::format("'{}' is a directory", name));
    if (std::filesystem::exists(status)) {
        if (!replace)
            throw Error(Code::exists, fmt::format("'{}' is there already", name),
                        {.arguments = {{"path", name}}});
        if (!std::filesystem::is_regular_file(status))
            throw Error(Code::invalid_argument, fmt::format("'{}' is no ordinary file", name));
        if (is_open_here(target))
            throw Error(Code::in_use,
                        fmt::format("'{}' cannot be written: a database of this process has it open", name),
                        {.arguments = {{"path", name}}});
    }
    for (const char* beside : {"-wal", "-journal"}) {
        if (!std::filesystem::exists(file_path(name + beside), unknown)) continue;
        throw Error(Code::in_use,
                    fmt::format("'{0}' cannot be written: '{0}{1}' lies beside it, so that a database of that "
                                "name is open, or was not closed",
                                name, beside),
                    {.arguments = {{"path", name}}});
    }
}

std::filesystem::path part_of(const std::filesystem::path& target) {
    std::random_device source;
    std::filesystem::path part = target;
    part += fmt::format(".{:08x}{:08x}.part", source(), source());
    return part;
}

/// What the folder says of its files is on the disk afterwards, as far as the file system does that; SQLite asks no more.
void sync_folder(const std::filesystem::path& folder) noexcept {
#ifndef _WIN32
    const int open_folder = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (open_folder < 0) return;
    static_cast<void>(::fsync(open_folder));
    static_cast<void>(::close(open_folder));
#else
    static_cast<void>(folder);
#endif
}

}  // namespace

// files -------------------------------------------------------------------------------------------------------

PlainFile::PlainFile(const std::string& path, Mode mode) : path_(path) {
    sqlite3_vfs* disk = sqlite3_vfs_find(nullptr);
    if (disk == nullptr) throw Error(Code::unsupported, "SQLite has no file system here");
    name_ = sqlite3_create_filename(path_.c_str(), "", "", 0, nullptr);
    if (name_ == nullptr) throw std::bad_alloc();
    file_ = static_cast<sqlite3_file*>(sqlite3_malloc(disk->szOsFile));
    int code = SQLITE_NOMEM;
    if (file_ != nullptr) {
        std::memset(file_, 0, static_cast<std::size_t>(disk->szOsFile));
        // To SQLite it is a journal of several databases: a file that takes no locks.
        const int flags =
            SQLITE_OPEN_SUPER_JOURNAL |
            (mode == Mode::make ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE
                                : SQLITE_OPEN_READONLY);
        code = disk->xOpen(disk, name_, file_, flags, nullptr);
    }
    if (code == SQLITE_OK) return;
    close();
    fail(code, mode == Mode::make ? "made" : "opened");
}

PlainFile::~PlainFile() { close(); }

void PlainFile::close() noexcept {
    if (file_ != nullptr && file_->pMethods != nullptr) file_->pMethods->xClose(file_);
    sqlite3_free(std::exchange(file_, nullptr));
    sqlite3_free_filename(std::exchange(name_, nullptr));
}

void PlainFile::fail(int code, std::string_view doing) const {
    throw_sqlite(code, nullptr, fmt::format("'{}' cannot be {}", path_, doing));
}

void PlainFile::write(std::int64_t at, std::string_view bytes) {
    const int code = file_->pMethods->xWrite(file_, bytes.data(), static_cast<int>(bytes.size()), at);
    if (code != SQLITE_OK) fail(code, "written");
}

std::size_t PlainFile::read(std::int64_t at, char* into, std::size_t count) {
    const std::int64_t left = std::max<std::int64_t>(0, size() - at);
    const std::size_t got = static_cast<std::size_t>(std::min(left, static_cast<std::int64_t>(count)));
    if (got == 0) return 0;
    const int code = file_->pMethods->xRead(file_, into, static_cast<int>(got), at);
    if (code != SQLITE_OK) fail(code, "read");
    return got;
}

std::int64_t PlainFile::size() {
    sqlite3_int64 bytes = 0;
    const int code = file_->pMethods->xFileSize(file_, &bytes);
    if (code != SQLITE_OK) fail(code, "read");
    return bytes;
}

void PlainFile::sync() {
    const int code = file_->pMethods->xSync(file_, SQLITE_SYNC_FULL);
    if (code != SQLITE_OK) fail(code, "brought to the disk");
}

// parts -------------------------------------------------------------------------------------------------------

PartFile::PartFile(const std::string& target, bool replace)
    : target_(place_of(target)),
      part_(part_of(target_)),
      replace_(replace),
      file_((refuse_taken(target_, replace), utf8(part_)), PlainFile::Mode::make) {}

PartFile::~PartFile() {
    if (published_) return;
    file_.close();
    std::error_code gone_already;
    std::filesystem::remove(part_, gone_already);
}

void PartFile::take_rights_of(const std::string& path) {
    std::error_code unknown;
    const auto status = std::filesystem::status(file_path(path), unknown);
    if (!std::filesystem::exists(status)) return;
    std::error_code failed;
    const auto mine = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    std::filesystem::permissions(part_, status.permissions() | mine, failed);
    if (failed)
        throw Error(Code::io,
                    fmt::format("'{}' cannot be given its rights: {}", utf8(part_), failed.message()));
}

void PartFile::publish() {
    file_.sync();
    file_.close();
    refuse_taken(target_, replace_);
    std::error_code failed;
    if (!replace_) {
        // A second name is given only where there is none, whoever else is at it; some file systems know no second names.
        std::filesystem::create_hard_link(part_, target_, failed);
        if (!failed) {
            published_ = true;
            std::filesystem::remove(part_, failed);  // where that fails the file has two names
            sync_folder(target_.parent_path());
            return;
        }
        refuse_taken(target_, replace_);
    }
    std::filesystem::rename(part_, target_, failed);
    if (failed)
        throw Error(Code::io,
                    fmt::format("'{}' cannot be given its name: {}", utf8(target_), failed.message()));
    published_ = true;
    sync_folder(target_.parent_path());
}

}  // namespace kith::store
