#include "fault/fault_vfs.hpp"

#include "support/file_bytes.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>
#include <optional>
#include <random>
#include <stdexcept>

namespace kith::test {

namespace {

constexpr std::size_t sector = 512;

bool ends_with(const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::string name_of(const std::string& path) {
    for (const char* suffix : {"-wal", "-journal", "-shm"})
        if (ends_with(path, suffix)) return suffix;
    return path.empty() ? "a temporary file" : "the file";
}

const char* name_of(FileOp op) {
    switch (op) {
        case FileOp::open: return "open ";
        case FileOp::remove: return "remove ";
        case FileOp::read: return "read ";
        case FileOp::write: return "write ";
        case FileOp::truncate: return "truncate ";
        case FileOp::sync: return "sync ";
        case FileOp::lock: return "lock ";
        case FileOp::map: return "map ";
    }
    return "";
}

int code_of(FileOp op, Trouble trouble) {
    switch (op) {
        case FileOp::open: return SQLITE_CANTOPEN;
        case FileOp::remove: return SQLITE_IOERR_DELETE;
        case FileOp::read: return SQLITE_IOERR_READ;
        case FileOp::write: return trouble == Trouble::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        case FileOp::truncate: return SQLITE_IOERR_TRUNCATE;
        case FileOp::sync: return SQLITE_IOERR_FSYNC;
        case FileOp::lock: return trouble == Trouble::full ? SQLITE_BUSY : SQLITE_IOERR_LOCK;
        case FileOp::map: return SQLITE_IOERR_SHMMAP;
    }
    return SQLITE_IOERR;
}

bool modelled(int flags) {
    return (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
}

void put(std::string& bytes, std::size_t at, std::string_view part) {
    if (bytes.size() < at + part.size()) bytes.resize(at + part.size());
    bytes.replace(at, part.size(), part);
}

std::optional<std::string> read_file(const std::string& path) {
    if (!std::filesystem::exists(path)) return std::nullopt;
    return kith::test::bytes_of(path);
}

}  // namespace

/// An open file: SQLite's view of it, followed in memory by the real one's.
struct FaultVfs::File {
    sqlite3_file base;
    FaultVfs* disk;
    std::string* path;  // owned; empty for a temporary file
    bool kept;          // the disk's model follows it

    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    [[nodiscard]] const sqlite3_io_methods* call() { return real()->pMethods; }
    [[nodiscard]] int step(FileOp op) { return disk->step(op, *path); }
};

/// What SQLite calls.
struct FaultVfs::Methods {
    static int close(sqlite3_file* f) {
        File& file = File::of(f);
        const int code = file.call()->xClose(file.real());
        --file.disk->open_files_;
        delete file.path;
        return code;
    }
    static int read(sqlite3_file* f, void* into, int count, sqlite3_int64 at) {
        File& file = File::of(f);
        if (const int code = file.step(FileOp::read); code != SQLITE_OK) return code;
        return file.call()->xRead(file.real(), into, count, at);
    }
    static int write(sqlite3_file* f, const void* from, int count, sqlite3_int64 at) {
        File& file = File::of(f);
        if (const int code = file.step(FileOp::write); code != SQLITE_OK) return code;
        if (file.kept)
            file.disk->lives(*file.path)
                .back()
                .pending.push_back(
                    {false, at, std::string(static_cast<const char*>(from), static_cast<std::size_t>(count))});
        return file.call()->xWrite(file.real(), from, count, at);
    }
    static int truncate(sqlite3_file* f, sqlite3_int64 size) {
        File& file = File::of(f);
        if (const int code = file.step(FileOp::truncate); code != SQLITE_OK) return code;
        if (file.kept) file.disk->lives(*file.path).back().pending.push_back({true, size, {}});
        return file.call()->xTruncate(file.real(), size);
    }
    static int sync(sqlite3_file* f, int /*flags*/) {
        File& file = File::of(f);
        if (const int code = file.step(FileOp::sync); code != SQLITE_OK) return code;
        if (file.kept) file.disk->on_sync(*file.path);
        return SQLITE_OK;  // the real disk need not hurry
    }
    static int size(sqlite3_file* f, sqlite3_int64* into) {
        File& file = File::of(f);
        return file.call()->xFileSize(file.real(), into);
    }
    static int lock(sqlite3_file* f, int level) {
        File& file = File::of(f);
        if (const int code = file.step(FileOp::lock); code != SQLITE_OK) return code;
        return file.call()->xLock(file.real(), level);
    }
    static int unlock(sqlite3_file* f, int level) {
        File& file = File::of(f);
        return file.call()->xUnlock(file.real(), level);
    }
    static int check_lock(sqlite3_file* f, int* into) {
        File& file = File::of(f);
        return file.call()->xCheckReservedLock(file.real(), into);
    }
    static int control(sqlite3_file* f, int what, void* argument) {
        File& file = File::of(f);
        return file.call()->xFileControl(file.real(), what, argument);
    }
    static int sector_size(sqlite3_file* f) {
        File& file = File::of(f);
        return file.call()->xSectorSize(file.real());
    }
    static int characteristics(sqlite3_file* f) {
        File& file = File::of(f);
        return file.call()->xDeviceCharacteristics(file.real());
    }
    static int map(sqlite3_file* f, int page, int size, int extend, void volatile** into) {
        File& file = File::of(f);
        if (const int code = file.step(FileOp::map); code != SQLITE_OK) return code;
        return file.call()->xShmMap(file.real(), page, size, extend, into);
    }
    static int map_lock(sqlite3_file* f, int first, int count, int flags) {
        File& file = File::of(f);
        if ((flags & SQLITE_SHM_LOCK) != 0)
            if (const int code = file.step(FileOp::lock); code != SQLITE_OK) return code;
        return file.call()->xShmLock(file.real(), first, count, flags);
    }
    static void map_barrier(sqlite3_file* f) {
        File& file = File::of(f);
        file.call()->xShmBarrier(file.real());
    }
    static int unmap(sqlite3_file* f, int remove) {
        File& file = File::of(f);
        return file.call()->xShmUnmap(file.real(), remove);
    }

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* out_flags) {
        static const sqlite3_io_methods methods = [] {
            sqlite3_io_methods m{};
            m.iVersion = 2;  // without xFetch: SQLite then maps no file into memory
            m.xClose = &close;
            m.xRead = &read;
            m.xWrite = &write;
            m.xTruncate = &truncate;
            m.xSync = &sync;
            m.xFileSize = &size;
            m.xLock = &lock;
            m.xUnlock = &unlock;
            m.xCheckReservedLock = &check_lock;
            m.xFileControl = &control;
            m.xSectorSize = &sector_size;
            m.xDeviceCharacteristics = &characteristics;
            m.xShmMap = &map;
            m.xShmLock = &map_lock;
            m.xShmBarrier = &map_barrier;
            m.xShmUnmap = &unmap;
            return m;
        }();
        auto& disk = *static_cast<FaultVfs*>(vfs->pAppData);
        const std::string name = path != nullptr ? path : "";
        f->pMethods = nullptr;
        const bool makes = (flags & SQLITE_OPEN_CREATE) != 0 && modelled(flags) && !name.empty() &&
                           !std::filesystem::exists(name);
        if (const int code = disk.step(FileOp::open, name); code != SQLITE_OK) return code;
        if (makes) (void)disk.lives(name);  // before it is there
        auto* file = new (f) File{{nullptr}, &disk, new std::string(name), modelled(flags)};
        const int code = disk.real_->xOpen(disk.real_, path, file->real(), flags, out_flags);
        if (code != SQLITE_OK) {
            // A method table would make SQLite close what the real file system did not open.
            if (file->call() != nullptr) (void)file->call()->xClose(file->real());
            delete file->path;
            return code;
        }
        if (makes) {
            disk.lives(name).push_back({true, false, {}, {}});
            ++disk.changes_;
        }
        ++disk.open_files_;
        f->pMethods = &methods;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
        auto& disk = *static_cast<FaultVfs*>(vfs->pAppData);
        const std::string name = path;
        if (const int code = disk.step(FileOp::remove, name); code != SQLITE_OK) return code;
        if (!ends_with(name, "-shm") && std::filesystem::exists(name)) {
            auto& lives = disk.lives(name);
            if (sync_folder != 0) lives.clear();
            lives.push_back({});
        }
        return disk.real_->xDelete(disk.real_, path, sync_folder);
    }
};

FaultVfs::FaultVfs() : real_(sqlite3_vfs_find(nullptr)) {
    vfs_ = *real_;  // whatever concerns no file: time, randomness, names
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pNext = nullptr;
    vfs_.zName = "kith-fault";
    vfs_.pAppData = this;
    vfs_.xOpen = &Methods::open;
    vfs_.xDelete = &Methods::remove;
    vfs_.xAccess = [](sqlite3_vfs* vfs, const char* path, int flags, int* into) {
        sqlite3_vfs* real = static_cast<FaultVfs*>(vfs->pAppData)->real_;
        return real->xAccess(real, path, flags, into);
    };
    vfs_.xFullPathname = [](sqlite3_vfs* vfs, const char* path, int size, char* into) {
        sqlite3_vfs* real = static_cast<FaultVfs*>(vfs->pAppData)->real_;
        return real->xFullPathname(real, path, size, into);
    };
    vfs_.xSleep = [](sqlite3_vfs*, int microseconds) {
        return microseconds;
    };  // nobody else is to be waited for
    sqlite3_vfs_register(&vfs_, 1);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
}

void FaultVfs::watch() {
    disk_.clear();
    operations_ = full_operations_ = changes_ = fail_at_ = 0;
    power_ = -1;
    lasting_ = dark_ = false;
    failed_.clear();
}

void FaultVfs::fail(std::int64_t at, bool lasting, Trouble trouble) {
    fail_at_ = operations(trouble) + at;
    lasting_ = lasting;
    trouble_ = trouble;
}

void FaultVfs::cut_power(std::int64_t changes) { power_ = changes_ + changes; }

void FaultVfs::relent() noexcept { fail_at_ = 0; }

int FaultVfs::step(FileOp op, const std::string& path) {
    const bool change =
        op == FileOp::remove || op == FileOp::write || op == FileOp::truncate || op == FileOp::sync;
    ++operations_;
    const bool in_full = op == FileOp::write || op == FileOp::lock;
    if (in_full) ++full_operations_;
    if (power_ >= 0 && changes_ >= power_) dark_ = true;
    const std::int64_t count = operations(trouble_);
    const bool concerned = trouble_ == Trouble::broken || in_full;
    const bool fails = fail_at_ > 0 && concerned && (count == fail_at_ || (lasting_ && count > fail_at_));
    if (dark_ || fails) {
        if (failed_.empty()) failed_ = name_of(op) + name_of(path);
        return dark_ ? code_of(op, Trouble::broken) : code_of(op, trouble_);
    }
    if (change) ++changes_;
    return SQLITE_OK;
}

/// The lives of a file, known from its first change on; before that, the disk is what it was.
std::vector<FaultVfs::Life>& FaultVfs::lives(const std::string& path) {
    const auto found = disk_.find(path);
    if (found != disk_.end()) return found->second;
    const auto bytes = read_file(path);
    std::vector<Life> known(1);
    known.front().exists = bytes.has_value();
    if (bytes) known.front().durable = *bytes;
    return disk_.emplace(path, std::move(known)).first->second;
}

void FaultVfs::on_sync(const std::string& path) {
    auto& all = lives(path);
    Life life = std::move(all.back());
    for (const Change& change : life.pending) {
        if (change.truncation)
            life.durable.resize(static_cast<std::size_t>(change.at));
        else
            put(life.durable, static_cast<std::size_t>(change.at), change.bytes);
    }
    life.pending.clear();
    life.sure = true;
    all.clear();
    all.push_back(std::move(life));
}

void FaultVfs::power_off() {
    if (open_files_ != 0) throw std::logic_error("a file is open over a power cut");
    left_ = std::move(disk_);
    watch();
}

void FaultVfs::restart(std::uint64_t seed) {
    if (open_files_ != 0) throw std::logic_error("a file is open over a power cut");
    std::mt19937_64 lot(seed);
    const auto happened = [&] { return seed == 0 ? false : seed == 1 ? true : (lot() & 1) != 0; };
    for (auto& [path, all] : left_) {
        std::size_t which = 0;
        if (seed == 1) which = all.size() - 1;
        if (seed > 1) which = lot() % all.size();
        Life& life = all[which];
        const bool there = life.exists && (life.sure || happened());
        std::string bytes = life.durable;
        for (const Change& change : life.pending) {
            if (change.truncation) {
                if (happened()) bytes.resize(static_cast<std::size_t>(change.at));
                continue;
            }
            const auto at = static_cast<std::size_t>(change.at);
            for (std::size_t from = 0; from < change.bytes.size();) {
                const std::size_t size = std::min(change.bytes.size() - from, sector - (at + from) % sector);
                if (happened()) {
                    const std::size_t end = bytes.size();
                    put(bytes, at + from, std::string_view(change.bytes).substr(from, size));
                    if (seed > 1 && (lot() & 1) != 0)
                        for (std::size_t i = end; i < at + from; ++i) bytes[i] = static_cast<char>(lot());
                }
                from += size;
            }
        }
        if (there) {
            std::ofstream out(path, std::ios::binary | std::ios::trunc);
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        } else {
            std::filesystem::remove(path);
        }
        std::string base = path;
        for (const char* suffix : {"-wal", "-journal"})
            if (ends_with(base, suffix)) base.resize(base.size() - std::strlen(suffix));
        std::filesystem::remove(base + "-shm");
    }
    watch();
}

}  // namespace kith::test
