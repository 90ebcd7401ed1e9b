// Moments as people write them.
#pragma once

#include <kith/time.hpp>

#include <string>

namespace kith::test {

/// "2026-01-15T03:00:00Z"; a text that is no moment ends the test.
[[nodiscard]] inline Time at(const std::string& text) { return parse_time(text).value(); }

}  // namespace kith::test
