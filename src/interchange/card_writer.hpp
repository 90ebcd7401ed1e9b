// Contacts and organizations as vCard 4.0 (RFC 6350, with the address and profile properties of RFC 9554), such that
// card_reader.hpp gives the same fields back.
#pragma once

#include "interchange/draft.hpp"
#include "interchange/vcard.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>

#include <span>
#include <string_view>

namespace kith::interchange {

/// Appends the card of a contact. `jobs` are its present positions, the main one first; `photo` the bytes of its picture,
/// empty: none. Not written: visitor or person, validity, lifecycle, owner, source, external ids and custom fields, which
/// vCard has no place for.
void write_card(VCardWriter& writer, const Contact& contact, std::span<const Job> jobs,
                std::string_view photo);

/// Appends the card of an organization.
void write_card(VCardWriter& writer, const Organization& organization);

}  // namespace kith::interchange
