// Variant forms of kanji that name the same thing: 髙 and 高, 邊 and 邉 and 辺, 國 and 国.
//
// Unicode's normalisation leaves them apart on purpose; Japanese names and companies are written with either
// form from one day to the next. The table is kith's own: the old forms (旧字体) of the everyday characters and
// the forms that family registers use. Two characters that are different names to their bearers (畑 and 畠,
// 坂 and 阪) are not variants.
#pragma once

#include <cstddef>

namespace kith::text {

/// The common form of a kanji; any other code point comes back unchanged. One table look-up.
[[nodiscard]] char32_t common_kanji(char32_t c) noexcept;

/// How many variant forms the table knows.
[[nodiscard]] std::size_t variant_count() noexcept;

}  // namespace kith::text
