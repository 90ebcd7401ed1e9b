// Names on services (social profiles, messengers) as people write them: a name, "@name", or the address of a profile.
// Pure functions, safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// A handle that was read.
struct ProfileName {
    std::string
        service{};  ///< folded and under one name ("x" is "twitter"); of a profile's address its host's; may be empty
    std::string name{};  ///< folded: the name on the service, or an address without scheme, "www." and last slash
    bool personal =
        true;  ///< false for a page of a known service that is nobody's: a company's, a group, a home page, the service
};

/// Reads what stands in a handle. "@OttoC", "ottoc", "https://twitter.com/OttoC" and "x.com/ottoc/?lang=de" are "ottoc"
/// on Twitter, and so is "twitter.com/ottoc/status/1"; "skype:otto.c?chat" is "otto.c" on Skype, and "@otto@social.example" what
/// "https://social.example/@otto" is. An address that is no profile of a known service stays one ("engines.example/ada"), with the service
/// that was given. Never throws; linear in the text.
ProfileName parse_handle(std::string_view service, std::string_view address);

/// A number of its own for each service that has profiles of known addresses, from 1 to `most_services`; 0 for others.
/// `service`: as parse_handle gives it.
int service_number(std::string_view service) noexcept;
inline constexpr int most_services = 63;

}  // namespace kith::text
