#include "interchange/card_writer.hpp"

#include "interchange/card_parts.hpp"
#include "interchange/labels.hpp"
#include "text/address.hpp"
#include "text/countries.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::interchange {

namespace {

using Parameters = VCardWriter::Parameters;

/// A backslash in LABEL begins an escape, as in a value.
std::string backslashes_doubled(std::string_view text) {
    std::string doubled;
    for (const char c : text) doubled.append(c == '\\' ? 2 : 1, c);
    return doubled;
}

/// The media type of a picture, by how its bytes begin.
std::string_view media_type_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    struct Magic {
        std::size_t at;
        std::string_view bytes;
        std::string_view type;
    };
    static constexpr auto magics = std::to_array<Magic>({
        {0, "\xFF\xD8\xFF"sv, "image/jpeg"},
        {0, "\x89PNG\r\n"sv, "image/png"},
        {0, "GIF8"sv, "image/gif"},
        {8, "WEBP"sv, "image/webp"},
        {4, "ftypheic"sv, "image/heic"},
        {4, "ftypavif"sv, "image/avif"},
        {0, "BM"sv, "image/bmp"},
        {0, "II*\0"sv, "image/tiff"},
        {0, "MM\0*"sv, "image/tiff"},
    });
    for (const Magic& magic : magics)
        if (bytes.size() > magic.at && bytes.substr(magic.at, magic.bytes.size()) == magic.bytes)
            return magic.type;
    return "application/octet-stream";
}

/// Writes one card.
class Card {
public:
    explicit Card(VCardWriter& writer) : writer_(writer) {}

    void head(std::string_view kind, const std::string& uid) {
        writer_.begin();
        writer_.plain("PRODID", "-//kith//kith//EN");
        writer_.plain("KIND", kind);
        // A bare UUID becomes the URN that the standard asks for.
        if (is_uuid(uid))
            writer_.plain("UID", "urn:uuid:" + uid);
        else
            writer_.text("UID", uid, {{"VALUE", {"text"}}});
    }

    void name(const Name& name) {
        const std::array<std::string, 5> parts{name.family, name.given, name.additional, name.prefix,
                                               name.suffix};
        writer_.components("N", parts);
        // RFC 9554, 4.4: whether FN is the person's own or only put together from N.
        writer_.text("FN", name.full.empty() ? shown(name) : name.full,
                     {{"DERIVED", {name.full.empty() ? "true" : "false"}}});
        writer_.text("NICKNAME", name.nickname);
        writer_.text("X-PHONETIC-FIRST-NAME", name.phonetic_given);
        writer_.text("X-PHONETIC-LAST-NAME", name.phonetic_family);
        if (name.order != NameOrder::automatic)
            writer_.plain("X-KITH-NAME-ORDER",
                          name.order == NameOrder::family_first ? "family_first" : "given_first");
    }

    /// A property with its label and, if it is the main one of its kind, PREF.
    template <class Write>
    void labelled(std::string_view label, bool primary, Parameters parameters, Write&& write) {
        std::string group;
        if (std::vector<std::string> types = types_of_label(label); !types.empty())
            parameters.emplace_back("TYPE", std::move(types));
        else if (!label.empty())
            group = next_group();
        if (primary) parameters.push_back({"PREF", {"1"}});
        write(std::move(parameters), group);
        if (!group.empty()) writer_.text("X-ABLabel", label, {}, group);
    }

    template <class Record>
    void points(const Record& record) {
        for (const Email& email : record.emails)
            labelled(email.label, email.primary, {}, [&](Parameters p, const std::string& g) {
                writer_.text("EMAIL", email.address, std::move(p), g);
            });
        for (const Phone& phone : record.phones)
            labelled(phone.label, phone.primary, {}, [&](Parameters p, const std::string& g) {
                writer_.text("TEL", phone.number, std::move(p), g);
            });
        for (const Address& address : record.addresses) place(address);
    }

    void handle(const Handle& handle, bool page) {
        if (handle.service == photo_service) {
            Parameters parameters;
            if (handle.primary) parameters.push_back({"PREF", {"1"}});
            writer_.plain("PHOTO", handle.address, std::move(parameters));
            return;
        }
        Parameters parameters;
        if (!page) {
            if (!handle.service.empty()) parameters.push_back({"SERVICE-TYPE", {handle.service}});
            parameters.push_back({"VALUE", {"text"}});
        }
        labelled(handle.label, handle.primary, std::move(parameters), [&](Parameters p, const std::string& g) {
            writer_.text(page ? "URL" : "SOCIALPROFILE", handle.address, std::move(p), g);
        });
    }

    void date(const NamedDate& named) {
        const std::string value = basic(named.date);
        if (named.label == "anniversary" && !std::exchange(anniversary_, true)) {
            writer_.plain("ANNIVERSARY", value);
            return;
        }
        const std::string group = named.label.empty() ? std::string() : next_group();
        writer_.plain("X-ABDATE", value, {}, group);
        if (!group.empty()) writer_.text("X-ABLabel", named.label, {}, group);
    }

    void job(const Job& job, bool several) {
        const std::string group = several ? next_group() : std::string();
        if (job.department.empty())
            writer_.text("ORG", job.organization, {}, group);
        else
            writer_.components("ORG", std::array<std::string, 2>{job.organization, job.department}, {}, group);
        writer_.text("TITLE", job.title, {}, group);
    }

    /// A date in the basic form of RFC 6350, 4.3.1: "19960415", "--0415", "1996-04", "---15".
    static std::string basic(const PartialDate& date) {
        std::string text = date.to_string();
        if (!date.complete() && !(date.year == 0 && date.month != 0 && date.day != 0)) return text;
        std::string digits;
        for (const char c : text)
            if (c != '-') digits += c;
        return date.year == 0 ? "--" + digits : digits;
    }

private:
    static bool is_uuid(std::string_view text) {
        if (text.size() != 36) return false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text[i] != '-'
                     : std::string_view("0123456789abcdefABCDEF").find(text[i]) == std::string_view::npos)
                return false;
        }
        return true;
    }

    static std::string shown(const Name& name) {
        const std::string display = name.display();
        return display.empty() ? name.nickname : display;
    }

    void place(const Address& a) {
        // Number and road also have places of their own (RFC 9554, 2.1), for readers who want them apart.
        const bool apart = !a.number.empty();
        const std::string code(text::country_code(a.country));
        const std::string line =
            apart ? text::format_address({.number = a.number, .street = a.street, .country = code}, code)
                  : a.street;
        std::vector<std::string> parts{"", a.extended, line, a.locality, a.region, a.postcode, a.country};
        if (apart) parts.insert(parts.end(), {"", "", "", a.number, a.street});
        Parameters parameters;
        if (!a.raw.empty()) parameters.push_back({"LABEL", {backslashes_doubled(a.raw)}});
        if (a.latitude && a.longitude)
            parameters.push_back({"GEO", {fmt::format("geo:{},{}", *a.latitude, *a.longitude)}});
        labelled(a.label, a.primary, std::move(parameters), [&](Parameters p, const std::string& g) {
            writer_.components("ADR", parts, std::move(p), g);
        });
    }

    std::string next_group() { return fmt::format("item{}", ++groups_); }

    VCardWriter& writer_;
    int groups_ = 0;
    bool anniversary_ = false;
};

}  // namespace

void write_card(VCardWriter& writer, const Contact& contact, std::span<const Job> jobs,
                std::string_view photo) {
    Card card(writer);
    card.head("individual", contact.meta.uid);
    card.name(contact.name);
    for (const Job& job : jobs) card.job(job, jobs.size() > 1);
    card.points(contact);
    writer.binary("PHOTO", photo, media_type_of(photo));
    for (const Handle& handle : contact.handles) card.handle(handle, handle.service == "web");
    if (contact.birthday) writer.plain("BDAY", Card::basic(*contact.birthday));
    for (const NamedDate& date : contact.dates) card.date(date);
    if (!contact.gender.empty()) {
        // One of the letters of RFC 6350, 6.2.7, or a text of its own.
        const bool letter = contact.gender.size() == 1 &&
                            std::string_view("MFONU").find(contact.gender[0]) != std::string_view::npos;
        if (letter)
            writer.plain("GENDER", contact.gender);
        else
            writer.components("GENDER", std::array<std::string, 2>{"", contact.gender});
    }
    writer.text("LANG", contact.language);
    writer.text("TZ", contact.time_zone);
    writer.text("NOTE", contact.notes);
    writer.list("CATEGORIES", contact.tags);
    writer.end();
}

void write_card(VCardWriter& writer, const Organization& organization) {
    Card card(writer);
    card.head("org", organization.meta.uid);
    writer.text("FN", organization.name);
    writer.text("ORG", organization.name);
    writer.text("X-PHONETIC-ORG", organization.phonetic);
    card.points(organization);
    writer.text("URL", organization.website);
    for (const Handle& handle : organization.handles) card.handle(handle, false);
    writer.text("NOTE", organization.notes);
    writer.list("CATEGORIES", organization.tags);
    writer.end();
}

}  // namespace kith::interchange
