// A touch: where a contact came from, once.
#pragma once

#include <kith/records/contact.hpp>

namespace kith {

struct Touch;
using TouchId = Id<Touch>;

/// One touch with the marketing that brought the contact. The first and the last are found by `at`.
struct Touch {
    TouchId id{};
    ContactId contact{};     ///< required
    Time at{};               ///< left at 1970-01-01: the time of `add`
    std::string source{};    ///< "google", "trade fair"; utm_source
    std::string medium{};    ///< "cpc", "email", "referral"; utm_medium
    std::string campaign{};  ///< utm_campaign
    std::string referrer{};  ///< URL of the page before
    std::string landing_page{};
    Meta meta{};

    friend bool operator==(const Touch&, const Touch&) = default;
};

template <>
KITH_API const RecordType& record_type<Touch>();

}  // namespace kith
