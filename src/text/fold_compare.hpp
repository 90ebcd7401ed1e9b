// Comparing with a folded text without folding the other first.
#pragma once

#include <string_view>

namespace kith::text {

/// fold(utf8) == folded. For ASCII it allocates nothing, and ends at the first difference.
[[nodiscard]] bool folds_to(std::string_view utf8, std::string_view folded);

}  // namespace kith::text
