#include "interchange/card_reader.hpp"

#include "interchange/card_parts.hpp"
#include "interchange/labels.hpp"
#include "interchange/words.hpp"
#include "text/fold.hpp"

#include <kith/records/organization.hpp>

#include <algorithm>
#include <array>

namespace kith::interchange {

namespace {

/// What exporters write about the file, the card or its display, not about the person.
constexpr auto silent = std::to_array<std::string_view>({
    "PRODID",
    "REV",
    "PROFILE",
    "SOURCE",
    "MAILER",
    "CLASS",
    "NAME",
    "X-ABLABEL",
    "X-ABADR",
    "X-ABSHOWAS",
    "X-ABUID",
    "X-ABORDER",
    "X-KITH-NAME-ORDER",
    "KIND",
    "X-ADDRESSBOOKSERVER-KIND",
    "CLIENTPIDMAP",
    "X-ACCOUNT",
    "X-STATUS",
    "X-MOZILLA-HTML",
    "X-EVOLUTION-FILE-AS",
    "X-EVOLUTION-WEBDAV-ETAG",
    "X-IMAGETYPE",
    "X-IMAGEHASH",
    "X-SHAREDPHOTODISPLAYPREF",
    "X-RADICALE-NAME",
    "CREATED",
});

struct Known {
    std::string_view property;
    std::string_view field;
};
constexpr auto known = std::to_array<Known>({
    {"N", "name"},
    {"FN", "name.full"},
    {"NICKNAME", "name.nickname"},
    {"X-NICKNAME", "name.nickname"},
    {"X-PHONETIC-FIRST-NAME", "name.phonetic_given"},
    {"X-PHONETIC-LAST-NAME", "name.phonetic_family"},
    {"SOUND", "name.reading"},
    {"SORT-STRING", "name.reading"},
    {"EMAIL", "email"},
    {"TEL", "phone"},
    {"ADR", "address"},
    {"LABEL", "address"},
    {"GEO", "address.latitude"},
    {"ORG", "organization"},
    {"X-PHONETIC-ORG", "organization.phonetic"},
    {"TITLE", "title"},
    {"ROLE", "title"},
    {"BDAY", "birthday"},
    {"ANNIVERSARY", "date"},
    {"X-ANNIVERSARY", "date"},
    {"X-EVOLUTION-ANNIVERSARY", "date"},
    {"X-KADDRESSBOOK-X-ANNIVERSARY", "date"},
    {"X-ABDATE", "date"},
    {"DEATHDATE", "date"},
    {"NOTE", "notes"},
    {"CATEGORIES", "tags"},
    {"URL", "website"},
    {"IMPP", "handle"},
    {"X-SOCIALPROFILE", "handle"},
    {"SOCIALPROFILE", "handle"},
    {"UID", "uid"},
    {"LANG", "language"},
    {"TZ", "time_zone"},
    {"GENDER", "gender"},
    {"PHOTO", "photo"},
    {"X-GENDER", "gender"},
});

bool is_organization(const VCard& card) {
    const VCardProperty* kind = first(card, "KIND");
    if (kind == nullptr) kind = first(card, "X-ADDRESSBOOKSERVER-KIND");
    if (kind != nullptr && (word_key(text(*kind)) == "org" || word_key(text(*kind)) == "organization"))
        return true;
    const VCardProperty* org = first(card, "ORG");
    if (org == nullptr || components(*org).front().empty()) return false;
    if (const VCardProperty* shown = first(card, "X-ABSHOWAS");
        shown != nullptr && word_key(text(*shown)) == "company")
        return true;
    const VCardProperty* n = first(card, "N");
    const VCardProperty* fn = first(card, "FN");
    if (n == nullptr && kind == nullptr)
        return fn != nullptr && trimmed(text(*fn)) == trimmed(components(*org).front());
    if (n == nullptr) return false;
    const std::vector<std::string> parts = components(*n);
    const bool nameless =
        std::all_of(parts.begin(), parts.end(), [](const std::string& p) { return trimmed(p).empty(); });
    return nameless && (fn == nullptr || trimmed(text(*fn)) == trimmed(components(*org).front()));
}

std::string kind_of(const VCard& card) {
    for (const std::string_view name : {"KIND", "X-ADDRESSBOOKSERVER-KIND"})
        if (const VCardProperty* kind = first(card, name)) return word_key(text(*kind));
    return {};
}

/// All content of a card in one text that does not depend on the order of its lines or on when it was exported.
std::string canonical(const VCard& card) {
    std::vector<std::string> lines;
    for (const VCardProperty& property : card.properties)
        if (property.name != "REV" && property.name != "PRODID" && !property.value.empty())
            lines.push_back(write_property(property));
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

}  // namespace

std::string CardReader::field_of(const std::string& property) {
    for (const Known& entry : known)
        if (entry.property == property) return std::string(entry.field);
    return messenger_of(property).empty() ? std::string() : "handle";
}

Draft CardReader::read(const VCard& card) {
    const bool company = is_organization(card);
    Draft draft(company ? record_type<Organization>() : record_type<Contact>());
    draft.line = card.first_line;
    draft.row = canonical(card);
    if (const std::string kind = kind_of(card);
        kind == "group" || kind == "location" || kind == "device" || kind == "application") {
        draft.skip = "the card is of a " + kind;
        return draft;
    }

    CardParts parts(card, draft, cells_);
    if (company)
        parts.read_organization();
    else
        parts.read_contact();
    for (const VCardProperty& property : card.properties) {
        const bool said =
            !property.value.empty() && property.value.find_first_not_of("; ") != std::string::npos;
        const bool quiet = std::find(silent.begin(), silent.end(), property.name) != silent.end();
        if (said && !quiet && !parts.was_read(property)) ++ignored_[property.name];
    }
    if (!card.nested.empty()) ignored_["AGENT"] += card.nested.size();
    if (parts.empty()) draft.skip = "nothing in it";
    return draft;
}

}  // namespace kith::interchange
