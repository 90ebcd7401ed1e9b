#include "store/errors.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <new>

namespace kith::store {

Code code_of(int sqlite_code) noexcept {
    switch (sqlite_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return Code::not_unique;
        case SQLITE_CONSTRAINT_NOTNULL: return Code::required;
        default: break;
    }
    switch (sqlite_code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL: return Code::busy;  // it lost the race for the log's locks again and again
        case SQLITE_CORRUPT: return Code::corrupt;
        case SQLITE_NOTADB: return Code::not_a_kith_file;
        case SQLITE_FULL: return Code::full;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_NOLFS: return Code::io;
        case SQLITE_READONLY:
        case SQLITE_AUTH: return Code::read_only;
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE: return Code::invalid_value;
        case SQLITE_TOOBIG: return Code::limit;
        case SQLITE_INTERRUPT:
        case SQLITE_ABORT: return Code::cancelled;
        default: return Code::unknown;
    }
}

void tell_index_damage(const Error& error) {
    if (error.code() != Code::not_unique) return;
    ErrorDetail detail;
    detail.sqlite_code = error.sqlite_code();
    throw Error(Code::corrupt,
                fmt::format("the full-text index is damaged ({}): `rebuild` makes it anew", error.what()),
                detail);
}

void throw_suspended() {
    ErrorDetail detail;
    detail.retryable = true;
    throw Error(Code::suspended,
                "the database is suspended (Database::suspend): what was begun is taken back, and nothing runs "
                "until it is resumed",
                detail);
}

void throw_sqlite(int sqlite_code, sqlite3* handle, std::string_view doing) {
    if ((sqlite_code & 0xff) == SQLITE_NOMEM) throw std::bad_alloc();
    const char* why = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(sqlite_code);
    ErrorDetail detail;
    detail.sqlite_code = sqlite_code;
    const Code code = code_of(sqlite_code);
    detail.retryable = code == Code::busy;
    // What is wrong with the file is said of the file; the rest, of the call.
    const char* file = handle != nullptr ? sqlite3_db_filename(handle, "main") : nullptr;
    if (file != nullptr && *file != '\0') {
        switch (sqlite_code & 0xff) {
            case SQLITE_BUSY:
            case SQLITE_PROTOCOL:
                throw Error(
                    code,
                    fmt::format(
                        "'{}' is busy: another process or connection is writing it or has it locked ({})",
                        file, why),
                    detail);
            case SQLITE_CORRUPT: throw Error(code, fmt::format("'{}' is damaged: {}", file, why), detail);
            case SQLITE_NOTADB:
                throw Error(code, fmt::format("'{}' is not a kith file: {}", file, why), detail);
            case SQLITE_CANTOPEN:
            case SQLITE_FULL:
            case SQLITE_IOERR:
            case SQLITE_PERM:
            case SQLITE_READONLY: throw Error(code, fmt::format("'{}': {}", file, why), detail);
            default: break;
        }
    }
    throw Error(code, fmt::format("{}: {}", doing, why), detail);
}

}  // namespace kith::store
