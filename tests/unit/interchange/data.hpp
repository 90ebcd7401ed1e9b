// Where the tests of this room find files: the labelled data outside the project, and bytes of a file.
#pragma once

#include "source_dir.hpp"

#include "support/file_bytes.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace kith::interchange::test {

/// The folder of data from elsewhere (KITH_DATA, else ../shared/data beside the project); empty when absent.
inline std::filesystem::path data_folder() {
    const char* named = std::getenv("KITH_DATA");
    const std::filesystem::path folder = named != nullptr
                                             ? std::filesystem::path(named)
                                             : std::filesystem::path(KITH_SOURCE_DIR) / "../shared/data";
    return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

}  // namespace kith::interchange::test
