// The forms of postcodes, country by country. Pure functions over constant data, safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::text {

/// Whether the form of this country's postcodes is known; `country`: ISO 3166-1 alpha-2 in any case.
[[nodiscard]] bool has_postcode_form(std::string_view country);

/// A postcode in the form in which its country writes it: "〒１０００００５" of JP is "100-0005", "sw1a1aa" of GB "SW1A 1AA",
/// "D-10115" of DE "10115", "627011234" of US "62701-1234". Width, case, spaces, dashes, 〒 and a country's letters before
/// it do not matter. Nothing when the country has no such postcodes, or its form is not known (`has_postcode_form`).
[[nodiscard]] std::optional<std::string> postcode_form(std::string_view postcode, std::string_view country);

/// How a country's postcodes look, "999-9999" (9 a digit, A a letter, * either); of several forms the first. Empty: unknown.
[[nodiscard]] std::string_view postcode_pattern(std::string_view country);

}  // namespace kith::text
