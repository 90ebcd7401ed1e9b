// A kith file in another program's hands.
#pragma once

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <memory>
#include <string>

namespace kith::test {

/// Runs SQL on a file behind kith's back, as another program would; the schema may be written too.
inline void meddle(const std::string& file, const std::string& sql) {
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &raw) == SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle(raw, sqlite3_close);
    char* message = nullptr;
    const int code = sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &message);
    const std::unique_ptr<char, void (*)(void*)> owned(message, sqlite3_free);
    INFO((message != nullptr ? message : ""));
    REQUIRE(code == SQLITE_OK);
}

}  // namespace kith::test
