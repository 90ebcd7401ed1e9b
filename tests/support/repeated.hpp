// Long texts of one part.
#pragma once

#include <string>

namespace kith::test {

/// `part` so many times.
[[nodiscard]] inline std::string repeated(const std::string& part, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += part;
    return all;
}

}  // namespace kith::test
