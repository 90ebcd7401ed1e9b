#include "store/page_sink.hpp"

#include "store/connection.hpp"
#include "store/errors.hpp"
#include "store/key.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

namespace kith::store {

struct PageSink::State {
    std::string key;
    Write write;
    std::string name;             // of the file system
    sqlite3_vfs* disk = nullptr;  // the default one: random numbers and the time come from it
    sqlite3_vfs vfs{};
    std::int64_t size = 0;
    std::exception_ptr problem{};  // what `write` threw; exceptions do not cross SQLite

    void take(std::int64_t offset, std::string_view bytes);
};

namespace {

/// An open file, as SQLite sees it.
struct SinkFile {
    sqlite3_file base;
    PageSink::State* sink;

    static PageSink::State& sink_of(sqlite3_file* file) { return *reinterpret_cast<SinkFile*>(file)->sink; }
};

}  // namespace

// A copy is at rest: its header says that it has no write-ahead log (SQLite file format, 1.3.3), so that it can be read
// where nothing may be written. A page that is encrypted is left as it is.
void PageSink::State::take(std::int64_t offset, std::string_view bytes) {
    constexpr std::string_view magic{"SQLite format 3\0", 16};
    constexpr std::size_t versions = 18;
    if (offset == 0 && bytes.size() >= 100 && bytes.substr(0, magic.size()) == magic) {
        std::string page(bytes);
        page[versions] = page[versions + 1] = 1;
        write(0, page);
    } else {
        write(offset, bytes);
    }
    size = std::max(size, offset + static_cast<std::int64_t>(bytes.size()));
}

namespace {

/// What SQLite calls. Nothing is locked, synced or read back: one connection writes every page once.
struct SinkMethods {
    static int close(sqlite3_file*) { return SQLITE_OK; }
    static int read(sqlite3_file*, void* into, int count, sqlite3_int64) {
        std::memset(into, 0, static_cast<std::size_t>(count));
        return SQLITE_IOERR_SHORT_READ;
    }
    static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
        PageSink::State& sink = SinkFile::sink_of(file);
        if (sink.problem) return SQLITE_IOERR_WRITE;
        try {
            sink.take(at, {static_cast<const char*>(bytes), static_cast<std::size_t>(count)});
            return SQLITE_OK;
        } catch (...) {  // `copy` throws it again
            sink.problem = std::current_exception();
            return SQLITE_IOERR_WRITE;
        }
    }
    static int truncate(sqlite3_file*, sqlite3_int64) { return SQLITE_OK; }
    static int sync(sqlite3_file*, int) { return SQLITE_OK; }
    static int size(sqlite3_file* file, sqlite3_int64* bytes) {
        *bytes = SinkFile::sink_of(file).size;
        return SQLITE_OK;
    }
    static int lock(sqlite3_file*, int) { return SQLITE_OK; }
    static int reserved(sqlite3_file*, int* held) {
        *held = 0;
        return SQLITE_OK;
    }
    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    static int sector(sqlite3_file*) { return 512; }
    static int traits(sqlite3_file*) { return 0; }

    static int open(sqlite3_vfs* vfs, const char*, sqlite3_file* file, int flags, int* given) {
        file->pMethods = nullptr;
        if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;  // no journal is to be written
        static const sqlite3_io_methods methods = [] {
            sqlite3_io_methods all{};
            all.iVersion = 1;
            all.xClose = &close;
            all.xRead = &read;
            all.xWrite = &write;
            all.xTruncate = &truncate;
            all.xSync = &sync;
            all.xFileSize = &size;
            all.xLock = &lock;
            all.xUnlock = &lock;
            all.xCheckReservedLock = &reserved;
            all.xFileControl = &control;
            all.xSectorSize = &sector;
            all.xDeviceCharacteristics = &traits;
            return all;
        }();
        file->pMethods = &methods;
        reinterpret_cast<SinkFile*>(file)->sink = static_cast<PageSink::State*>(vfs->pAppData);
        if (given != nullptr) *given = flags;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs*, const char*, int) { return SQLITE_OK; }
    static int access(sqlite3_vfs*, const char*, int, int* found) {
        *found = 0;
        return SQLITE_OK;
    }
    static int full_path(sqlite3_vfs*, const char* name, int count, char* into) {
        const std::size_t size = std::strlen(name) + 1;
        if (size > static_cast<std::size_t>(count)) return SQLITE_CANTOPEN;
        std::memcpy(into, name, size);
        return SQLITE_OK;
    }
    static sqlite3_vfs* disk(sqlite3_vfs* vfs) { return static_cast<PageSink::State*>(vfs->pAppData)->disk; }
    static int random(sqlite3_vfs* vfs, int count, char* into) {
        return disk(vfs)->xRandomness(disk(vfs), count, into);
    }
    static int sleep(sqlite3_vfs* vfs, int microseconds) {
        return disk(vfs)->xSleep(disk(vfs), microseconds);
    }
    static int time(sqlite3_vfs* vfs, double* now) { return disk(vfs)->xCurrentTime(disk(vfs), now); }
    static int last_error(sqlite3_vfs*, int, char*) { return 0; }
};

struct Closed {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct Finished {
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

}  // namespace

PageSink::PageSink(std::string_view key, Write write) : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.disk = sqlite3_vfs_find(nullptr);
    if (state.disk == nullptr) throw Error(Code::unsupported, "SQLite has no file system here");
    state.key = key;
    state.write = std::move(write);
    // Known to SQLite for as long as this lives, under a name that nobody else has; the default stays what it is.
    state.name = fmt::format("kith-copy-{}", static_cast<const void*>(&state));
    state.vfs.iVersion = 1;
    state.vfs.mxPathname = 512;
    state.vfs.szOsFile = sizeof(SinkFile);
    state.vfs.zName = state.name.c_str();
    state.vfs.pAppData = &state;
    state.vfs.xOpen = &SinkMethods::open;
    state.vfs.xDelete = &SinkMethods::remove;
    state.vfs.xAccess = &SinkMethods::access;
    state.vfs.xFullPathname = &SinkMethods::full_path;
    state.vfs.xRandomness = &SinkMethods::random;
    state.vfs.xSleep = &SinkMethods::sleep;
    state.vfs.xCurrentTime = &SinkMethods::time;
    state.vfs.xGetLastError = &SinkMethods::last_error;
    const int code = sqlite3_vfs_register(&state.vfs, 0);
    if (code != SQLITE_OK) throw_sqlite(code, nullptr, "copy");
}

PageSink::~PageSink() {
    sqlite3_vfs_unregister(&state_->vfs);
    wipe(state_->key);
}

std::int64_t PageSink::size() const noexcept { return state_->size; }

std::int64_t PageSink::copy(Connection& from, int step, const Progress& progress) {
    State& state = *state_;
    sqlite3* opened = nullptr;
    int code = sqlite3_open_v2("copy", &opened,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                                   SQLITE_OPEN_EXRESCODE,
                               state.name.c_str());
    const std::unique_ptr<sqlite3, Closed> to(opened);
    if (code == SQLITE_OK) code = give_key(to.get(), state.key);
    if (code == SQLITE_OK)
        code = sqlite3_exec(
            to.get(),
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; "
            "PRAGMA cache_size = -4000;",
            nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite(code, nullptr, "a copy cannot be begun");
    const std::unique_ptr<sqlite3_backup, Finished> backup(
        sqlite3_backup_init(to.get(), "main", from.handle(), "main"));
    if (!backup) throw_sqlite(sqlite3_extended_errcode(to.get()), nullptr, "a copy cannot be begun");
    for (;;) {
        from.refuse_unusable();
        code = sqlite3_backup_step(backup.get(), step);
        if (state.problem) std::rethrow_exception(std::exchange(state.problem, nullptr));
        if (code != SQLITE_OK && code != SQLITE_DONE) throw_sqlite(code, nullptr, "the copy cannot go on");
        const std::int64_t total = sqlite3_backup_pagecount(backup.get());
        const std::int64_t done = total - sqlite3_backup_remaining(backup.get());
        if (progress && !progress(done, total)) throw Error(Code::cancelled, "the copy was cancelled");
        if (code == SQLITE_DONE) return total;
    }
}

}  // namespace kith::store
