// Files as bytes.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace kith::test {

/// A file's bytes; empty when it is not there.
[[nodiscard]] inline std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes;
    if (!in) return bytes;
    bytes.resize(
        std::filesystem::file_size(path));  // at once: iterators take half of a sweep in the daily build
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

/// Makes or replaces a file.
inline void put_bytes(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace kith::test
