// How a contact's name is shown.
#include <kith/records/contact.hpp>

#include "text/name.hpp"

namespace kith {

std::string Name::display() const {
    if (given.empty() && additional.empty() && family.empty() && !(full.empty() && nickname.empty()))
        return full.empty() ? nickname : full;
    text::ParsedName parts;
    parts.prefix = prefix;
    parts.given = given;
    parts.additional = additional;
    parts.family = family;
    parts.suffix = suffix;
    parts.family_first = order == NameOrder::family_first;
    parts.given_first = order == NameOrder::given_first;
    return text::display_name(parts);
}

}  // namespace kith
