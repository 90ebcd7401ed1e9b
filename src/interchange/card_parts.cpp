#include "interchange/card_parts.hpp"

#include "interchange/labels.hpp"
#include "interchange/words.hpp"
#include "text/fold.hpp"

#include <kith/records/organization.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kith::interchange {

namespace {

constexpr auto messengers = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"X-SKYPE", "skype"},
    {"X-SKYPE-USERNAME", "skype"},
    {"X-AIM", "aim"},
    {"X-ICQ", "icq"},
    {"X-JABBER", "xmpp"},
    {"X-MSN", "msn"},
    {"X-YAHOO", "yahoo"},
    {"X-QQ", "qq"},
    {"X-GTALK", "gtalk"},
    {"X-GOOGLE-TALK", "gtalk"},
    {"X-GADUGADU", "gadugadu"},
    {"X-GROUPWISE", "groupwise"},
    {"X-TWITTER", "twitter"},
    {"X-LINE", "line"},
    {"X-LINE-ID", "line"},
    {"X-WECHAT", "wechat"},
    {"X-FACEBOOK", "facebook"},
    {"X-LINKEDIN", "linkedin"},
    {"X-INSTAGRAM", "instagram"},
    {"X-TELEGRAM", "telegram"},
    {"X-WHATSAPP", "whatsapp"},
    {"X-MS-IMADDRESS", "im"},
});

std::string one_parameter(const VCardProperty& property, std::string_view name) {
    const std::vector<std::string> values = parameter(property, name);
    return values.empty() ? std::string() : values.front();
}

/// The words of a name in an order that does not depend on the name's.
std::vector<std::string> name_words(std::string_view name) {
    std::vector<std::string> words = text::words(text::fold(name));
    std::sort(words.begin(), words.end());
    return words;
}

std::string joined(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return std::string(a).append(b);
    return fmt::format("{} {}", a, b);
}

}  // namespace

const VCardProperty* first(const VCard& card, std::string_view name) {
    const VCardProperty* best = nullptr;
    for (const VCardProperty& property : card.properties)
        if (property.name == name && (best == nullptr || preference(property) < preference(*best)))
            best = &property;
    return best;
}

std::string_view messenger_of(std::string_view property) noexcept {
    for (const auto& [name, service] : messengers)
        if (name == property) return service;
    return {};
}

CardParts::Values CardParts::take(std::string_view name) {
    Values values;
    for (const VCardProperty& property : card_.properties) {
        if (property.name != name) continue;
        values.push_back(&property);
        read_.insert(&property);
    }
    return values;
}

std::string CardParts::clean(std::string text, std::string_view field) {
    return std::string(trimmed(whole(std::move(text), field)));
}

std::string CardParts::whole(std::string text, std::string_view field) {
    bool nul = false;
    text = without_nul(std::move(text), nul);
    if (nul) draft_.problem(0, field, "NUL characters were left out");
    return trimmed(text).empty() ? std::string() : text;
}

std::string CardParts::take_text(std::string_view name) {
    const Values values = take(name);
    return values.empty() ? std::string() : clean(text(*first(card_, name)), name);
}

void CardParts::read_contact() {
    auto& contact = draft_.record.as<Contact>();
    read_name(contact.name);
    read_readings(contact.name);
    read_photo();
    read_points(contact);
    read_jobs();
    read_dates(contact);
    read_notes(contact.notes, contact.tags);
    read_uid();
    contact.language = take_text("LANG");
    // Zones are IANA names here; an offset alone does not say when clocks change.
    if (const VCardProperty* zone = first(card_, "TZ"))
        if (const std::string name = clean(text(*zone), "time_zone");
            name.find('/') != std::string::npos || name == "UTC") {
            contact.time_zone = name;
            take("TZ");
        }
    if (const Values values = take("GENDER"); !values.empty()) {
        const std::vector<std::string> parts = components(*values.front());
        contact.gender = clean(part(parts, 1).empty() ? part(parts, 0) : part(parts, 1), "gender");
    }
    if (const std::string gender = take_text("X-GENDER"); contact.gender.empty()) contact.gender = gender;
}

void CardParts::read_organization() {
    auto& organization = draft_.record.as<Organization>();
    const VCardProperty* org = first(card_, "ORG");
    const VCardProperty* fn = first(card_, "FN");
    organization.name = clean(org != nullptr ? part(components(*org), 0) : std::string(), "name");
    if (organization.name.empty() && fn != nullptr) organization.name = clean(text(*fn), "name");
    take("ORG");
    take("FN");
    take("N");
    organization.phonetic = widened_kana(take_text("X-PHONETIC-ORG"));
    if (const Values pages = take("URL"); !pages.empty()) {
        organization.website = clean(text(*pages.front()), "website");
        for (std::size_t i = 1; i < pages.size(); ++i) read_.erase(pages[i]);
    }
    read_points(organization);
    read_notes(organization.notes, organization.tags);
    read_uid();
}

void CardParts::read_name(Name& name) {
    const Values n = take("N");
    if (!n.empty()) {
        const std::vector<std::string> parts = components(*n.front());
        name.family = clean(part(parts, 0), "name.family");
        name.given = clean(part(parts, 1), "name.given");
        name.additional = clean(part(parts, 2), "name.additional");
        name.prefix = clean(part(parts, 3), "name.prefix");
        name.suffix = clean(part(parts, 4), "name.suffix");
        for (const VCardProperty* other : n)
            if (other->value != n.front()->value)
                draft_.problems.push_back(
                    {other->line, 0, "name", fmt::format("a second N, '{}', is not kept", other->value)});
    }
    std::string nickname;
    for (const std::string_view property : {"NICKNAME", "X-NICKNAME"})
        for (const VCardProperty* value : take(property))
            for (const std::string& entry : list(*value)) nickname += (nickname.empty() ? "" : ", ") + entry;
    name.nickname = clean(nickname, "name.nickname");
    const std::string order = take_text("X-KITH-NAME-ORDER");
    if (const auto choice = find_choice(*record_type<Contact>().field("name.order"), order);
        choice && !order.empty())
        name.order = static_cast<NameOrder>(*choice);

    const VCardProperty* fn = first(card_, "FN");
    take("FN");
    if (fn == nullptr) return;
    const std::string shown = clean(text(*fn), "name.full");
    const std::string parts = name.family + name.given + name.additional;
    const std::string derived = one_parameter(*fn, "DERIVED");
    if (parts.empty() || derived == "false") {
        if (parts.empty() && (shown == name.nickname || derived == "true")) return;
        name.full = shown;
        return;
    }
    if (derived == "true" || shown.empty()) return;
    if (name_words(shown) != name_words(name.display())) {
        name.full = shown;
    } else if (shown != name.display() && name.order == NameOrder::automatic && !text::has_cjk(shown)) {
        Name turned = name;
        turned.order = NameOrder::family_first;
        if (text::fold(shown) == text::fold(turned.display())) name.order = NameOrder::family_first;
    }
}

void CardParts::read_readings(Name& name) {
    name.phonetic_given = widened_kana(take_text("X-PHONETIC-FIRST-NAME"));
    name.phonetic_family = widened_kana(take_text("X-PHONETIC-LAST-NAME"));
    const auto offer = [&](const Reading& reading) {
        if (!name.phonetic_given.empty() || !name.phonetic_family.empty()) return;
        name.phonetic_family = widened_kana(reading.family);
        name.phonetic_given = widened_kana(reading.given);
    };
    for (const VCardProperty& property : card_.properties) {
        const std::vector<std::string> kinds = types(property);
        if (property.name != "SOUND" || std::find(kinds.begin(), kinds.end(), "x-irmc-n") == kinds.end())
            continue;
        read_.insert(&property);
        const std::vector<std::string> parts = components(property);
        offer(parts.size() > 1 ? Reading{part(parts, 0), part(parts, 1)} : split_reading(part(parts, 0)));
    }
    // What a name sorts under is its reading where the name is in kanji and that is kana; else only a hint.
    const auto offer_sorting = [&](std::string_view sorting) {
        if (text::has_kanji(name.family + name.given + name.full) &&
            text::is_kana_only(split_reading(sorting).family))
            offer(split_reading(sorting));
    };
    offer_sorting(take_text("SORT-STRING"));
    if (const VCardProperty* n = first(card_, "N")) {
        std::string sorting;
        for (const std::string& entry : parameter(*n, "SORT-AS"))
            sorting += (sorting.empty() ? "" : ",") + entry;
        offer_sorting(sorting);
    }
}

void CardParts::read_jobs() {
    Values titles = take("TITLE");
    if (titles.empty()) titles = take("ROLE");
    const auto title_of = [&](const VCardProperty* org, std::size_t index) -> std::string {
        if (org != nullptr && !org->group.empty())
            for (VCardProperty const*& title : titles)
                if (title != nullptr && title->group == org->group)
                    return clean(text(*std::exchange(title, nullptr)), "title");
        if (index >= titles.size() || titles[index] == nullptr) return {};
        if (org != nullptr && !titles[index]->group.empty() && titles[index]->group != org->group) return {};
        return clean(text(*std::exchange(titles[index], nullptr)), "title");
    };
    const Values orgs = take("ORG");
    for (std::size_t i = 0; i < orgs.size(); ++i) {
        const std::vector<std::string> parts = components(*orgs[i]);
        Job job;
        job.organization = clean(part(parts, 0), "organization");
        for (std::size_t p = 1; p < parts.size(); ++p)
            job.department = joined(job.department, part(parts, p));
        job.department = clean(job.department, "department");
        job.title = title_of(orgs[i], i);
        if (std::string reading = one_parameter(*orgs[i], "SORT-AS"); text::is_kana_only(reading))
            job.reading = reading;
        if (!job.empty()) draft_.jobs.push_back(std::move(job));
    }
    for (std::size_t i = 0; i < titles.size(); ++i)
        if (Job job{.title = title_of(nullptr, i)}; !job.empty()) draft_.jobs.push_back(std::move(job));
    if (const std::string reading = take_text("X-PHONETIC-ORG"); !draft_.jobs.empty() && !reading.empty())
        draft_.jobs.front().reading = widened_kana(reading);
}

PartialDate CardParts::date_of(const VCardProperty& property, std::string_view field) {
    constexpr int no_year = 1604;  // what Apple writes where the year is unknown
    const std::string value = clean(text(property), field);
    if (value.empty() || is_empty_date(value)) return {};
    const std::string day = value.substr(0, value.find('T'));
    std::optional<PartialDate> date = PartialDate::parse(day.empty() ? value : day);
    if (!date) {
        draft_.line = property.line;  // the remark belongs to this line
        date = cells_.date(draft_, field, value, 0);
        draft_.line = card_.first_line;
    }
    if (!date) return {};
    if (date->year == no_year) date->year = 0;
    return *date;
}

void CardParts::read_dates(Contact& contact) {
    if (const VCardProperty* born = first(card_, "BDAY")) {
        take("BDAY");
        if (const PartialDate date = date_of(*born, "birthday"); !date.empty()) contact.birthday = date;
    }
    for (const VCardProperty& property : card_.properties) {
        const bool anniversary = property.name == "ANNIVERSARY" || property.name == "X-ANNIVERSARY" ||
                                 property.name == "X-EVOLUTION-ANNIVERSARY" ||
                                 property.name == "X-KADDRESSBOOK-X-ANNIVERSARY";
        if (!anniversary && property.name != "DEATHDATE" && property.name != "X-ABDATE") continue;
        read_.insert(&property);
        const PartialDate date = date_of(property, "date");
        if (date.empty()) continue;
        std::string label = property_label(card_, property);
        if (label.empty() && anniversary) label = "anniversary";
        if (label.empty() && property.name == "DEATHDATE") label = "death";
        contact.dates.push_back({.date = date, .label = std::move(label)});
    }
}

template <class Record>
void CardParts::read_points(Record& record) {
    for (const VCardProperty* property : take("EMAIL")) {
        std::string address = clean(text(*property), "email");
        if (text::fold(address.substr(0, 7)) == "mailto:") address.erase(0, 7);
        if (!address.empty())
            record.emails.push_back({.address = std::move(address),
                                     .label = clean(property_label(card_, *property), "email.label"),
                                     .primary = preferred(*property)});
    }
    for (const VCardProperty* property : take("TEL")) {
        std::string number = clean(text(*property), "phone");
        if (text::fold(number.substr(0, 4)) == "tel:" && number.find(";phone-context") == std::string::npos) {
            number.erase(0, 4);
            if (const std::size_t extension = number.find(";ext="); extension != std::string::npos)
                number.replace(extension, 5, " ext. ");
        }
        if (!number.empty())
            record.phones.push_back({.number = std::move(number),
                                     .label = clean(property_label(card_, *property), "phone.label"),
                                     .primary = preferred(*property)});
    }
    read_addresses(record.addresses);
    read_handles(record.handles);
}

template void CardParts::read_points<Contact>(Contact&);
template void CardParts::read_points<Organization>(Organization&);

void CardParts::read_uid() {
    draft_.uid = take_text("UID");
    if (text::fold(draft_.uid.substr(0, 9)) == "urn:uuid:") draft_.uid.erase(0, 9);
}

void CardParts::read_notes(std::string& notes, std::vector<std::string>& tags) {
    for (const VCardProperty* property : take("NOTE")) {
        const std::string note = whole(text(*property), "notes");
        if (!note.empty()) notes += (notes.empty() ? "" : "\n") + note;
    }
    for (const VCardProperty* property : take("CATEGORIES"))
        for (const std::string& entry : list(*property))
            if (entry != "myContacts" && std::find(tags.begin(), tags.end(), entry) == tags.end())
                tags.push_back(clean(entry, "tags"));
}

bool CardParts::empty() const {
    if (!draft_.jobs.empty() || !draft_.photo.empty()) return false;
    if (draft_.record.type().name == "contact") return draft_.record.as<Contact>() == Contact{};
    return draft_.record.as<Organization>() == Organization{};
}

}  // namespace kith::interchange
