// Which of two name parts is the family name, where nobody told the importer: "Yamada Taro".
#pragma once

#include <cstdint>
#include <string_view>

namespace kith::match {

/// How a given and a family name stand.
enum class NameOrder : std::uint8_t {
    as_stored,
    either,        ///< it may be the other way round: "Hu Lin"
    family_first,  ///< the given name is a family name and the family name a given one: "Yamada" and "Taro"
};

/// The order of what is stored as given and as family name, both in comparison form (text::fold): by family and given names
/// of Japan, China, Korea and Vietnam in Latin letters, and where both parts could be either, by which of them is the more
/// usual family name. Of other languages it says `either` at most: "Smith" and "Jane". 1 µs, some more for names of those four.
[[nodiscard]] NameOrder order_of(std::string_view given, std::string_view family);

}  // namespace kith::match
