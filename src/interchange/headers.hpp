// What the columns of a CSV file are, by their headers: kith's own names, Google Contacts (both generations), Outlook,
// Thunderbird, and the words that people use in English, Japanese, German, French and Spanish.
#pragma once

#include "interchange/columns.hpp"

#include <span>
#include <string>
#include <vector>

namespace kith::interchange {

/// The columns of a file, one per header, and whose headers they are.
struct Recognised {
    std::vector<Column> columns{};
    std::string dialect{};  // "kith", "Google Contacts", "Outlook", "Thunderbird"; empty: nobody's in particular
};

/// Recognises the headers of a file whose rows are of `type`. Cost: some hash look-ups per header.
[[nodiscard]] Recognised recognise_headers(const RecordType& type, std::span<const std::string> headers);

/// Gives every element that the columns speak of a group of its own: two columns for one field of one group ("E-mail",
/// "E-mail" again) begin another element. Call it when the mapping is final.
void settle_groups(std::vector<Column>& columns);

}  // namespace kith::interchange
