// Where someone is on a card: postal addresses, pages, messengers and profiles. And the picture.
#include "interchange/card_parts.hpp"

#include "interchange/labels.hpp"
#include "interchange/words.hpp"
#include "text/fold.hpp"
#include "text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace kith::interchange {

namespace {

// Positions of ADR's components: RFC 6350, 6.3.1, and RFC 9554, 2.1.
enum Adr : std::size_t {
    box = 0,
    extended = 1,
    street = 2,
    locality = 3,
    region = 4,
    postcode = 5,
    country = 6,
    number = 10,
    road = 11
};

std::string joined_parameter(const VCardProperty& property, std::string_view name) {
    const std::vector<std::string> values = parameter(property, name);
    std::string joined;
    for (const std::string& value : values)
        joined += (joined.empty() ? "" : ",") + value;  // a comma outside of quotes
    return joined;
}

/// "geo:35.6,139.7", "35.6;139.7" as latitude and longitude.
bool read_coordinates(std::string_view text, Address& address) {
    if (text.substr(0, 4) == "geo:") text.remove_prefix(4);
    const std::size_t divider = text.find_first_of(",;");
    if (divider == std::string_view::npos) return false;
    const auto read = [](std::string_view number, double& into) {
        number = trimmed(number);
        return text::from_chars(number, into).ec == std::errc();
    };
    double latitude = 0;
    double longitude = 0;
    if (!read(text.substr(0, divider), latitude) || !read(text.substr(divider + 1), longitude)) return false;
    if (latitude < -90 || latitude > 90 || longitude < -180 || longitude > 180) return false;
    address.latitude = latitude;
    address.longitude = longitude;
    return true;
}

/// Where the picture is that a PHOTO only names ("https:..."); nothing when it holds the bytes, or neither.
std::optional<std::string> photo_link(const VCardProperty& property) {
    constexpr std::string_view scheme = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-";
    if (binary(property)) return std::nullopt;
    std::string address = text(property);
    const std::size_t colon = address.find_first_not_of(scheme);
    if (colon == std::string::npos || address[colon] != ':' || colon < 2) return std::nullopt;
    if (text::fold(address.substr(0, colon)) == "data") return std::nullopt;
    return address;
}

bool has_text(const Address& a) {
    return !(a.number + a.street + a.extended + a.locality + a.region + a.postcode + a.country + a.raw).empty();
}

}  // namespace

void CardParts::read_addresses(std::vector<Address>& addresses) {
    for (const VCardProperty* property : take("ADR")) {
        std::vector<std::string> parts = components(*property);
        for (std::string& text : parts) text = clean(std::move(text), "address");
        Address address;
        address.number = part(parts, Adr::number);
        address.street = part(parts, Adr::road);
        if (address.number.empty() && address.street.empty()) address.street = part(parts, Adr::street);
        address.extended = part(parts, Adr::extended);
        if (const std::string po_box = part(parts, Adr::box); !po_box.empty())
            address.extended = po_box + (address.extended.empty() ? "" : " ") + address.extended;
        address.locality = part(parts, Adr::locality);
        address.region = part(parts, Adr::region);
        address.postcode = part(parts, Adr::postcode);
        address.country = part(parts, Adr::country);
        // Printed lines are divided by "\n" as in a value (RFC 6350, 6.3.1), whatever else divides them in a parameter.
        address.raw = clean(text({.value = joined_parameter(*property, "LABEL")}), "address");
        address.label = clean(property_label(card_, *property), "address.label");
        address.primary = preferred(*property);
        read_coordinates(joined_parameter(*property, "GEO"), address);
        if (has_text(address)) addresses.push_back(std::move(address));
    }
    // A LABEL of 2.1 and 3.0 is the address as printed; beside an ADR of the same kind it says nothing more.
    for (const VCardProperty* property : take("LABEL")) {
        const std::string label = property_label(card_, *property);
        const bool known = std::any_of(addresses.begin(), addresses.end(),
                                       [&](const Address& a) { return a.label == label; });
        if (std::string printed = clean(text(*property), "address"); !known && !printed.empty())
            addresses.push_back({.label = label, .primary = preferred(*property), .raw = std::move(printed)});
    }
    if (const VCardProperty* place = first(card_, "GEO");
        place != nullptr && !addresses.empty() && !addresses.front().latitude)
        if (read_coordinates(place->value, addresses.front())) take("GEO");
}

void CardParts::read_handles(std::vector<Handle>& handles) {
    for (const VCardProperty& property : card_.properties) {
        Handle handle;
        if (read_.count(&property) > 0) continue;
        if (property.name == "URL") {
            handle.service = "web";
            handle.address = text(property);
        } else if (property.name == "IMPP" || property.name == "X-SOCIALPROFILE" ||
                   property.name == "SOCIALPROFILE") {
            handle.service = joined_parameter(property, "SERVICE-TYPE");
            if (handle.service.empty()) handle.service = joined_parameter(property, "X-SERVICE-TYPE");
            handle.address = text(property);
            const std::vector<std::string> kinds = types(property);
            if (property.name == "X-SOCIALPROFILE") {
                for (const std::string& kind : kinds)
                    if (handle.service.empty() && kind != "pref") handle.service = kind;
                if (std::string user = joined_parameter(property, "X-USER"); !user.empty())
                    handle.address = std::move(user);
            } else if (property.name == "IMPP") {
                const std::size_t colon = handle.address.find(':');
                if (colon != std::string::npos && colon > 0) {
                    if (handle.service.empty()) handle.service = text::fold(handle.address.substr(0, colon));
                    handle.address.erase(0, colon + 1);
                }
            }
        } else if (property.name == "PHOTO") {
            std::optional<std::string> address = photo_link(property);
            if (!address) continue;
            handle.service = photo_service;
            handle.address = *std::move(address);
        } else if (const std::string_view service = messenger_of(property.name); !service.empty()) {
            handle.service = service;
            handle.address = text(property);
        } else {
            continue;
        }
        read_.insert(&property);
        handle.address = clean(handle.address, "handle");
        handle.service = clean(handle.service, "handle.service");
        if (property.name != "X-SOCIALPROFILE" && property.name != "PHOTO")  // TYPE=JPEG is no label
            handle.label = clean(property_label(card_, property), "handle.label");
        handle.primary = preferred(property);
        if (!handle.address.empty()) handles.push_back(std::move(handle));
    }
}

void CardParts::read_photo() {
    Values photos = take("PHOTO");
    std::stable_sort(photos.begin(), photos.end(), [](const VCardProperty* a, const VCardProperty* b) {
        return preference(*a) < preference(*b);
    });
    for (const VCardProperty* property : photos) {
        const auto left_out = [&](std::string why) {
            draft_.problems.push_back({property->line, 0, "photo", std::move(why)});
        };
        if (trimmed(property->value).empty()) continue;
        std::optional<std::string> bytes = binary(*property);
        if (!bytes && photo_link(*property))
            read_.erase(property);  // a handle
        else if (!bytes)
            left_out("the picture is neither base64 nor an address; left out");
        else if (bytes->size() > largest_photo)
            left_out(fmt::format("the picture has {} bytes, more than {}; left out", bytes->size(),
                                 largest_photo));
        else if (!draft_.photo.empty() && draft_.photo != *bytes)
            left_out("a second picture is not kept");
        else
            draft_.photo = *std::move(bytes);
    }
}

}  // namespace kith::interchange
