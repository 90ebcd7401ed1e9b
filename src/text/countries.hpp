// Countries by name: what people write in an address's country field, as an ISO 3166-1 code. Constant data, safe
// from any thread.
#pragma once

#include <string_view>

namespace kith::text {

/// The ISO 3166-1 alpha-2 code, "JP", for a country's name in English, Japanese or its own languages, its alpha-2 or
/// alpha-3 code; case, accents, width, full stops and a leading "the" do not matter. Empty when it is not known.
std::string_view country_code(std::string_view name);

/// Like country_code, without the two-letter codes: for places where "CA" is as likely California.
std::string_view country_code_of_name(std::string_view name);

}  // namespace kith::text
