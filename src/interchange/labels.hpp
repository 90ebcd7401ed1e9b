// Labels of e-mails, numbers and addresses: vCard's types, the labels of address books, and kith's own.
#pragma once

#include "interchange/vcard.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// A label as an address book writes it, in kith's spelling where it is a usual one: "Mobile" and "CELL" are "mobile",
/// "Work Fax" is "work fax"; anything else stays.
[[nodiscard]] std::string usual_label(std::string_view label);

/// The label that vCard types say: "mobile" for CELL, "work fax" for WORK,FAX; empty when they say nothing.
[[nodiscard]] std::string label_of_types(const std::vector<std::string>& types);

/// The types that say exactly this label, or none: then it is written as X-ABLabel.
[[nodiscard]] std::vector<std::string> types_of_label(std::string_view label);

/// The label of a property: what the user called it (X-ABLabel), else its types. Apple's own labels get the usual
/// spelling, the user's stay as they are.
[[nodiscard]] std::string property_label(const VCard& card, const VCardProperty& property);

}  // namespace kith::interchange
