// Built and run at configure time by KithSqlite.cmake: prints one line for each thing that the linked
// SQLite lacks. With KITH_CHECK_SYMBOL it only asks whether that function links.
#include <sqlite3.h>

#include <cstdio>

#ifdef KITH_CHECK_SYMBOL

int main() {
    auto* volatile needed = &KITH_CHECK_SYMBOL;  // volatile, or the compiler answers without the linker
    return needed == nullptr ? 1 : 0;
}

#else

int main() {
    if (sqlite3_libversion_number() < 3037000)
        std::printf("version 3.37 (it is %s)\n", sqlite3_libversion());
    if (sqlite3_threadsafe() == 0)
        std::puts("threads (compile it with SQLITE_THREADSAFE=1 or 2)");
    sqlite3* db = nullptr;
    if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
        std::puts("in-memory databases");
        return 0;
    }
    const auto can = [db](const char* sql) { return sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK; };
    if (!can("CREATE VIRTUAL TABLE text_check USING fts5(word)"))
        std::puts("FTS5 (compile it with SQLITE_ENABLE_FTS5)");
    if (!can("CREATE VIRTUAL TABLE place_check USING rtree(id, x1, x2)"))
        std::puts("the R-tree (compile it with SQLITE_ENABLE_RTREE)");
    sqlite3_close(db);
    return 0;
}

#endif
