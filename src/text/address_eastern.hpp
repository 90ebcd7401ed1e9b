// Reading addresses that go from large to small: Japanese, Chinese, Korean. parse_address calls these.
#pragma once

#include "text/address.hpp"

#include <string>
#include <string_view>

namespace kith::text {

/// A Japanese or Chinese address whose full-width signs are already ASCII; `region` is where it was written (ISO
/// code), which tells Chinese levels from Japanese ones.
AddressParts parse_large_to_small(std::string text, std::string_view region);

/// A Korean address, whose levels are words.
AddressParts parse_korean(const std::string& text);

/// The text without spaces, commas and line ends at either end.
inline std::string_view trim_address(std::string_view text) {
    const auto edge = [](char c) { return c == ' ' || c == ',' || c == '\n' || c == ';'; };
    while (!text.empty() && edge(text.front())) text.remove_prefix(1);
    while (!text.empty() && edge(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace kith::text
