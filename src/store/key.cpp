#include "store/key.hpp"

#include "store/errors.hpp"

#include <kith/error.hpp>

#include <sqlite3.h>

#include <cstddef>
#include <memory>

namespace kith::store {

namespace {

// Not to be left out because nobody reads what was written.
void overwrite(char* bytes, std::size_t count) noexcept {
    volatile char* at = bytes;
    for (std::size_t i = 0; i < count; ++i) at[i] = 0;
}

bool answers(sqlite3* connection, const char* pragma) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(connection, pragma, -1, &statement, nullptr);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> guard(statement, sqlite3_finalize);
    if (code != SQLITE_OK) return false;
    return sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_bytes(statement, 0) > 0;
}

}  // namespace

void require_encryption() {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(
        ":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> memory(opened, sqlite3_close_v2);
    if (code != SQLITE_OK) throw_sqlite(code, nullptr, "SQLite cannot be asked whether it encrypts");
    if (answers(memory.get(), "PRAGMA cipher_version") || answers(memory.get(), "PRAGMA cipher")) return;
    ErrorDetail detail;
    detail.message_ja =
        "Options::key を使うには暗号化に対応した SQLite（SQLCipher、SQLite3 Multiple Ciphers）が必要です";
    detail.arguments = {{"sqlite", sqlite3_libversion()}};
    throw Error(
        Code::unsupported,
        std::string("Options::key encrypts the file, and this SQLite (") + sqlite3_libversion() +
            ") cannot: link SQLCipher or SQLite3 Multiple Ciphers (KITH_SQLITE_TARGET), or leave the key empty",
        detail);
}

int give_key(sqlite3* connection, std::string_view key) {
    if (key.empty()) return SQLITE_OK;
    // A pragma takes no parameters; %Q quotes. (A C string: a key has no zero in it, see Core::open.)
    std::string text(key);
    char* sql = sqlite3_mprintf("PRAGMA key = %Q", text.c_str());
    wipe(text);
    if (sql == nullptr) return SQLITE_NOMEM;
    const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
    for (char* at = sql; *at != '\0'; ++at) overwrite(at, 1);
    sqlite3_free(sql);
    return code;
}

void wipe(std::string& secret) noexcept {
    overwrite(secret.data(), secret.size());
    secret.clear();
}

}  // namespace kith::store
