// ISO-2022-JP is EUC-JP with the eighth bit moved into escape sequences, and is converted that way: many
// iconvs know neither half-width kana nor NEC's special characters in it, which mail has every day.
#pragma once

#include "interchange/encoding.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// ISO-2022-JP to UTF-8; `euc` decodes EUC-JP. Bad sequences as Decoder::decode has them.
[[nodiscard]] std::string iso2022_to_utf8(std::string_view bytes, Decoder& euc,
                                          std::vector<std::size_t>* bad_offsets);

/// EUC-JP to ISO-2022-JP, ending in ASCII as every line of mail must.
[[nodiscard]] std::string euc_to_iso2022(std::string_view euc);

}  // namespace kith::interchange
