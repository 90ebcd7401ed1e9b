// Looking for words in the bytes of a file, of what lies beside it, and of copies.
#pragma once

#include "support/file_bytes.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kith::test {

/// The forms in which an integer may stand in a file: SQLite keeps it in as few big-endian bytes as it fits in.
inline std::string big_endian(std::int64_t number, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xffU);
    return text;
}

/// UTF-8 as UTF-16, little endian: no kith writes that, and nothing should.
inline std::string utf16(const std::string& utf8) {
    std::string result;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        std::uint32_t point = c;
        const int more = c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;  // the tests use no others
        if (more > 0) point = c & (more == 2 ? 0x0fU : 0x1fU);
        for (int k = 1; k <= more; ++k)
            point = point << 6 | (static_cast<unsigned char>(utf8[i + static_cast<std::size_t>(k)]) & 0x3fU);
        i += static_cast<std::size_t>(more) + 1;
        result += static_cast<char>(point & 0xff);
        result += static_cast<char>(point >> 8);
    }
    return result;
}

/// Which of the words stand in the bytes.
inline std::vector<std::string> found_in(const std::string& bytes, const std::vector<std::string>& words) {
    std::string lower = bytes;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::vector<std::string> found;
    for (const std::string& word : words)
        if (bytes.find(word) != std::string::npos || lower.find(word) != std::string::npos ||
            bytes.find(utf16(word)) != std::string::npos)
            found.push_back(word);
    return found;
}

/// Which of the words stand in the file, its log, its index or its journal; each as "suffix: word".
inline std::vector<std::string> found_beside(const TempFile& file, const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
        for (const std::string& word : found_in(bytes_of(file.beside(suffix)), words))
            found.push_back(std::string(suffix) + ": " + word);
    return found;
}

/// Which of the words stand in copies that SQLite makes now: page by page, and by VACUUM INTO.
inline std::vector<std::string> found_in_copies(const TempFile& file, const std::vector<std::string>& words) {
    const TempFile pages;
    const TempFile vacuumed;
    const auto open = [](const std::string& path) {
        sqlite3* raw = nullptr;
        REQUIRE(sqlite3_open(path.c_str(), &raw) == SQLITE_OK);
        return std::unique_ptr<sqlite3, int (*)(sqlite3*)>(raw, sqlite3_close);
    };
    {
        const auto from = open(file.string());
        const auto to = open(pages.string());
        sqlite3_backup* backup = sqlite3_backup_init(to.get(), "main", from.get(), "main");
        REQUIRE(backup != nullptr);
        REQUIRE(sqlite3_backup_step(backup, -1) == SQLITE_DONE);
        REQUIRE(sqlite3_backup_finish(backup) == SQLITE_OK);
        REQUIRE(sqlite3_exec(from.get(), ("VACUUM INTO '" + vacuumed.string() + "'").c_str(), nullptr,
                             nullptr, nullptr) == SQLITE_OK);
    }
    std::vector<std::string> found = found_beside(pages, words);
    for (const std::string& each : found_beside(vacuumed, words)) found.push_back("vacuumed " + each);
    return found;
}

}  // namespace kith::test
