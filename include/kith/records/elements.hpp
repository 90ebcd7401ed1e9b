// The multi-valued parts of contacts and organizations: e-mails, phones, addresses, handles, dates.
//
// Each element has an id of its own: `update` compares elements by it, so changing a label keeps the
// element and everything that refers to it. 0 means "new". Fields under "kept by kith" are computed
// when the element is written and ignored when the host sets them.
#pragma once

#include <kith/time.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace kith {

/// Whether an address or number is known to work.
enum class Validity : std::int32_t {
    unknown = 0,
    valid = 1,    ///< checked, or someone answered
    invalid = 2,  ///< bounced, disconnected, or impossible
};

/// An e-mail address.
struct Email {
    std::int64_t id = 0;
    std::string address{};  ///< as written, "Ada@Engines.example"
    std::string label{};    ///< "work", "home", "自宅", ...
    bool primary = false;
    Validity validity = Validity::unknown;
    std::string normalized{};  ///< kept by kith: folded, "ada@engines.example"

    friend bool operator==(const Email&, const Email&) = default;
};

/// A telephone or fax number.
struct Phone {
    std::int64_t id = 0;
    std::string number{};  ///< as written, "03-1234-5678 内線 12"
    std::string label{};   ///< "mobile", "work", "fax", "携帯", ...
    bool primary = false;
    Validity validity = Validity::unknown;
    std::string digits{};                ///< kept by kith: what one dials nationally, "0312345678"
    std::optional<std::int64_t> e164{};  ///< kept by kith: 81312345678; nothing for 110, 0570-..., or half a number
    std::string extension{};             ///< kept by kith: "12"

    friend bool operator==(const Phone&, const Phone&) = default;
};

/// A postal address. Parts stay as given; one block that merge treats as a whole.
struct Address {
    std::int64_t id = 0;
    std::string number{};    ///< house number, "12b", "1-2-3"
    std::string street{};    ///< street, or 町名
    std::string extended{};  ///< flat, floor, building
    std::string locality{};  ///< city, town, 市区町村
    std::string region{};    ///< state, province, 都道府県
    std::string postcode{};
    std::string country{};  ///< as written; `country_code` is derived
    std::string label{};    ///< "home", "work", ...
    bool primary = false;
    std::optional<double> latitude{};   ///< degrees, WGS 84: -90 to 90
    std::optional<double> longitude{};  ///< degrees, WGS 84: -180 to 180
    std::string raw{};                  ///< the text it was parsed from, when it came as one
    std::string folded{};               ///< kept by kith: all parts folded, one space between
    std::string country_code{};         ///< kept by kith: ISO 3166-1 alpha-2 where recognised

    friend bool operator==(const Address&, const Address&) = default;
};

/// A name on some service: a social profile, a messenger, a web page.
struct Handle {
    std::int64_t id = 0;
    std::string service{};  ///< "web", "line", "x", "skype", ...; "photo": a link to a picture
    std::string address{};  ///< the name or URL there
    std::string label{};
    bool primary = false;
    /// Kept by kith: folded, without scheme, "www." and "@"; of a profile's address the name.
    std::string normalized{};

    friend bool operator==(const Handle&, const Handle&) = default;
};

/// A date that matters besides the birthday: an anniversary, 命日, a contract's day.
struct NamedDate {
    std::int64_t id = 0;
    PartialDate date{};
    std::string label{};  ///< "anniversary", "命日", ...

    friend bool operator==(const NamedDate&, const NamedDate&) = default;
};

/// The identifier of the record in another system.
struct ExternalId {
    std::int64_t id = 0;
    std::string system{};  ///< the other system, or the import's name: "google", "erp", "members.csv"
    std::string value{};   ///< its identifier there

    friend bool operator==(const ExternalId&, const ExternalId&) = default;
};

}  // namespace kith
