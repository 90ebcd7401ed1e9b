#include "match/compare.hpp"

#include <array>

namespace kith::match {

std::string_view name_of(Field field) noexcept {
    static constexpr std::array<std::string_view, field_count> names = {"name.given",
                                                                        "name.family",
                                                                        "name.order",
                                                                        "name.additional",
                                                                        "name.suffix",
                                                                        "gender",
                                                                        "birthday",
                                                                        "email",
                                                                        "phone",
                                                                        "address.number",
                                                                        "address.street",
                                                                        "address.extended",
                                                                        "address.locality",
                                                                        "address.region",
                                                                        "address.postcode",
                                                                        "address.country",
                                                                        "organization",
                                                                        "title",
                                                                        "handle",
                                                                        "identifier",
                                                                        "name",
                                                                        "domain",
                                                                        "email",
                                                                        "phone",
                                                                        "handle"};
    return names[static_cast<std::size_t>(field)];
}

std::string_view name_of(Field field, Level level) noexcept {
    switch (level) {
        case Level::missing: return "missing";
        case Level::equal:
            if (field >= Field::common_email) return "equal, but several people use it";
            return field == Field::order ? "given and family name in place" : "equal";
        case Level::variant:
            return field == Field::organization || field == Field::name ? "other spelling or acronym"
                                                                        : "other spelling";
        case Level::reading: return "same reading";
        case Level::nickname: return "nickname";
        case Level::two_names: return "two names";
        case Level::initial: return "initial";
        case Level::part:
            if (field == Field::email) return "same mailbox elsewhere, after the name";
            if (field == Field::domain) return "other mailbox of one domain";
            if (field == Field::suffix) return "only one has it";
            return field == Field::number || field == Field::postcode ? "agrees in part" : "a part agrees";
        case Level::typo:
            switch (field) {
                case Field::birthday:
                case Field::phone:
                case Field::number:
                case Field::postcode:
                case Field::identifier: return "one digit off";
                default: return "typing error";
            }
        case Level::near:
            if (field == Field::email) return "same mailbox or nearly";
            return field == Field::birthday ? "two parts agree or within a month" : "similar";
        case Level::far: return field == Field::birthday ? "within a year" : "some likeness";
        case Level::swapped:
            return field == Field::birthday ? "day and month exchanged" : "given and family name exchanged";
        case Level::partial:
            return field == Field::phone ? "agrees but for country or area" : "what is known agrees";
        case Level::different: return "different";
    }
    return "";
}

}  // namespace kith::match
