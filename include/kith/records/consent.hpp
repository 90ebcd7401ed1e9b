// A consent: what a contact agreed to, or no longer agrees to, and how that can be shown.
#pragma once

#include <kith/records/contact.hpp>
#include <kith/records/user.hpp>

#include <optional>
#include <string>

namespace kith {

struct Consent;
using ConsentId = Id<Consent>;

/// Where a consent stands. The higher number is the stricter one.
enum class ConsentState : std::int32_t {
    granted = 1,
    pending = 2,    ///< asked for and not confirmed yet (double opt-in)
    withdrawn = 3,  ///< or refused
};

/// Which channel a consent is about; numbers as in Channel, and 0 for all of them.
enum class ConsentChannel : std::int32_t {
    any = 0,
    email = 1,
    phone = 2,
    meeting = 3,
    chat = 4,
    sms = 5,
    letter = 6,
    video = 7,
    social = 8,
    web = 9,
};

/// Where one contact stands on one purpose and channel. When that changes, the same record changes (`Privacy::decide`
/// sees to it): `state` is tracked, so every step stays in the history of transitions. What holds when there are several
/// (two people were merged) is what `Privacy::consents` answers.
struct Consent {
    ConsentId id{};
    ContactId contact{};  ///< required
    std::string
        purpose{};  ///< required: "newsletter", 第三者提供; compared without regard to case, width and accents
    ConsentChannel channel = ConsentChannel::any;
    ConsentState state = ConsentState::granted;
    std::string source{};  ///< where it was given, "web form", "trade fair 2026"
    std::string proof{};  ///< what shows it: the words that were agreed to, the form, the IP address, the signature
    Time at{};            ///< when it was given or withdrawn; left at 1970-01-01: the time of `add`
    std::optional<Time> expires{};  ///< from then on it counts as if it had not been given; nothing: never
    UserId user{};                  ///< who of us took it down
    CustomValues fields{};
    Meta meta{};

    friend bool operator==(const Consent&, const Consent&) = default;
};

template <>
KITH_API const RecordType& record_type<Consent>();

}  // namespace kith
