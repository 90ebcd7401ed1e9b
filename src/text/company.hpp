// Company names: what is the name and what is only the legal form, in many languages. Pure functions, safe from
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::text {

/// A company's name taken apart.
struct CompanyName {
    std::string core{};  ///< folded name without legal form, 御中 and leading "the"; words separated by a space,
        ///< "&" is "and", no space between Japanese words. Never empty for a name with letters.
    std::string form{};  ///< the legal form in one spelling, "kk", "yk", "gmbh", "inc" ...; empty: none found
    bool form_first = false;  ///< the form stood before the name: 前株, "OOO Romashka"
};

/// Takes a company's name apart: "（株）山田商店 御中" gives 山田商店 and kk with form_first, "The Acme Co., Ltd."
/// gives "acme" and co-ltd. A legal form in the middle counts in parentheses or before a space (山田商店(株)東京支店).
/// A name that is nothing but a legal form stays the core. Linear in the text.
CompanyName parse_company(std::string_view text);

/// The initials of a name of several Western words without its legal form and small words: "International Business
/// Machines Corp." gives "ibm". Empty for fewer than two words and for other scripts.
std::string acronym(std::string_view text);

/// The 法人番号 in a text: 13 digits (any width, spaces and dashes inside) whose first one is the check digit over
/// the rest, also behind the T of an invoice number. The digits; nothing when there is none or the check fails.
/// Formula: 9 - (sum of P(n) * Q(n) mod 9) with Q = 1, 2, 1, 2 ... from the last digit (ministerial ordinance on
/// corporate numbers, MOF 2014 no. 70).
std::optional<std::string> corporate_number(std::string_view text);

/// The qualified invoice issuer's number in a text, "T" and 13 digits as "T1234567890123". People without a
/// corporate number have one too, whose check digit is not published, so none is checked.
std::optional<std::string> invoice_number(std::string_view text);

}  // namespace kith::text
