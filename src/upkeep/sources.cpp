#include "upkeep/sources.hpp"

#include "match/keys.hpp"
#include "query/run.hpp"
#include "records/custom.hpp"
#include "text/address.hpp"
#include "text/email.hpp"
#include "text/fold.hpp"

#include <kith/records/consent.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kith::upkeep {

namespace {

// How sure a value is that does not come from a duplicate.
constexpr double sure_of_address = 0.6;  // people are found where they work
constexpr double sure_of_branch = 0.3;   // unless they work at a branch of it
constexpr double sure_of_phone = 0.4;    // a switchboard
constexpr double sure_of_domain = 0.8;   // of one organization alone
constexpr double sure_of_website = 0.7;
constexpr double sure_of_people = 0.6;
constexpr double sure_of_industry = 0.5;
constexpr std::size_t least_people = 2;

/// Fields that belong to one person as long as the names do not contradict.
constexpr std::array<std::string_view, 6> contact_fields = {"name.prefix", "name.suffix", "birthday",
                                                            "gender",      "language",    "time_zone"};
constexpr std::array<std::string_view, 4> organization_fields = {"phonetic", "industry", "website",
                                                                 "corporate_number"};
constexpr std::array<std::string_view, 6> name_fields = {"name.given",          "name.family",
                                                         "name.additional",     "name.nickname",
                                                         "name.phonetic_given", "name.phonetic_family"};
constexpr std::array<std::string_view, 4> points = {"email", "phone", "address", "handle"};

bool agree(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || text::fold(a) == text::fold(b);
}

bool is_fax(std::string_view label) {
    const std::string folded = text::fold(label);
    return folded.find("fax") != std::string::npos ||
           folded.find(text::fold("ファックス")) != std::string::npos;
}

std::string words_for(const RecordType& type, std::int64_t id, double probability) {
    return fmt::format("likely the same as {} {} ({:.0f} %)", type.name, id, probability * 100);
}

}  // namespace

ElementText text_of_element(const records::Element& element, const void* item, const std::string& region) {
    if (element.name == "email") {
        const auto& email = *static_cast<const Email*>(item);
        if (email.validity == Validity::invalid || !text::parse_email(email.address).valid) return {};
        return {email.address, email.normalized, email.label};
    }
    if (element.name == "phone") {
        const auto& phone = *static_cast<const Phone*>(item);
        if (phone.validity == Validity::invalid || phone.digits.empty()) return {};
        return {phone.number, phone.digits + ":" + phone.extension, phone.label};
    }
    if (element.name == "address") {
        const auto& a = *static_cast<const Address*>(item);
        const text::AddressParts parts{a.number, a.street,   a.extended, a.locality,
                                       a.region, a.postcode, a.country};
        return {text::format_address(parts, region), a.folded, a.label};
    }
    const auto& handle = *static_cast<const Handle*>(item);
    if (handle.service == "photo") return {};
    return {handle.address, handle.service + ":" + handle.normalized, handle.label};
}

std::string text_of_field(const RecordType& type, const void* record, std::string_view field) {
    const std::vector<Value> values = field_values(type, record, field);
    return values.size() == 1 ? values.front().to_string() : std::string();
}

std::string telling_domain(std::string_view address) {
    const auto& [written, shown, folded, canonical, mailbox, domain, valid, role, dummy] =
        text::parse_email(address);
    return valid && !dummy && !text::is_free_mail_domain(domain) ? domain : std::string();
}

std::string domain_of_website(std::string_view website) {
    std::string domain = text::fold(website);
    if (const auto scheme = domain.find("://"); scheme != std::string::npos) domain.erase(0, scheme + 3);
    if (domain.rfind("www.", 0) == 0) domain.erase(0, 4);
    domain.resize(std::min(domain.size(), domain.find_first_of("/?#:")));
    return domain;
}

Position position_of(store::Connection& connection, std::int64_t contact) {
    store::Statement select = connection.prepare(
        "SELECT e.organization_id, coalesce(e.branch, '') <> '' FROM employment e JOIN organization o ON "
        "o.id = e.organization_id WHERE e.contact_id = ?1 AND e.deleted_at IS NULL AND o.deleted_at IS NULL AND "
        "(e.ended IS NULL OR e.ended >= ?2) ORDER BY e.is_primary DESC, e.id LIMIT 1");
    select.bind_all(contact, query::day_of(connection));
    return select.step() ? Position{select.integer(0), select.integer(1) != 0} : Position{};
}

bool completes(const PartialDate& whole, const PartialDate& part) {
    const auto fits = [](int known, int other) { return known == 0 || known == other; };
    return whole != part && fits(part.year, whole.year) && fits(part.month, whole.month) &&
           fits(part.day, whole.day);
}

Sources::Sources(const Reader& reader, const RecordType& type, std::int64_t id)
    : reader_(reader),
      connection_(reader.connection()),
      type_(type),
      settings_(reader.settings()),
      suppressed_(reader.connection()),
      record_(new_record(type)) {
    if (!reader.load(type, id, record_.get()))
        throw Error(Code::not_found, fmt::format("there is no {} {}", type.name, id),
                    {.record = fmt::format("{} {}", type.name, id)});
    id_ = id_of(type, record_.get());
}

bool Sources::withdrew(std::int64_t contact) {
    store::Statement consent = connection_.prepare(
        "SELECT 1 FROM consent WHERE contact_id = ?1 AND state = ?2 AND deleted_at IS NULL AND "
        "(expires_at IS NULL OR expires_at > ?3) LIMIT 1");
    consent.bind_all(contact, static_cast<int>(ConsentState::withdrawn),
                     connection_.now().time_since_epoch().count());
    return consent.step();
}

bool Sources::suppressed(const records::Element& element, const std::string& shown) {
    if (!suppressed_.any() || (element.name != "email" && element.name != "phone")) return false;
    const auto address = privacy::read_address(shown, settings_.region);
    return address && suppressed_.has(*address);
}

void Sources::add(const From& from, std::string_view field, const ElementText& text, std::int64_t element) {
    Suggestion& suggestion = found_[{std::string(field), text.same}];
    if (suggestion.value.empty()) {
        suggestion.record = {std::string(type_.name), id_};
        suggestion.field = field;
        suggestion.value = text.shown;
        suggestion.label = text.label;
        suggestion.source = from.record;
        suggestion.element = element;
        suggestion.reason = from.reason;
    } else if (suggestion.reason.find(from.reason) != std::string::npos) {
        return;  // the same source says it twice
    } else {
        suggestion.reason += "; " + from.reason;
    }
    suggestion.certainty = 1 - (1 - suggestion.certainty) * (1 - from.certainty);
}

bool Sources::may_take(std::string_view field, const void* source) const {
    if (field.substr(0, 5) != "name.") return true;
    const Name& own = static_cast<const Contact*>(record_.get())->name;
    const Name& other = static_cast<const Contact*>(source)->name;
    // A reading goes with its part; any other part with the parts that both have.
    if (field == "name.phonetic_given")
        return !own.given.empty() && text::fold(own.given) == text::fold(other.given);
    if (field == "name.phonetic_family")
        return !own.family.empty() && text::fold(own.family) == text::fold(other.family);
    if (field == "name.given") return agree(own.family, other.family);
    if (field == "name.family") return agree(own.given, other.given);
    return agree(own.family, other.family) && agree(own.given, other.given);
}

void Sources::fields(const void* source, const From& from) {
    const auto take = [&](std::string_view field) {
        const std::string value = text_of_field(type_, source, field);
        const std::string standing = text_of_field(type_, record_.get(), field);
        if (value.empty() || !may_take(field, source)) return;
        if (!standing.empty()) {  // a date of which parts are known
            const auto whole = PartialDate::parse(value);
            const auto part = PartialDate::parse(standing);
            if (field != "birthday" || !whole || !part || !completes(*whole, *part)) return;
        }
        add(from, field, {value, text::fold(value), {}});
    };
    if (&type_ == &record_type<Organization>()) {
        for (const std::string_view field : organization_fields) take(field);
        return;
    }
    for (const std::string_view field : name_fields) take(field);
    for (const std::string_view field : contact_fields) take(field);
}

void Sources::custom(const void* source, const From& from) {
    const CustomValues* own = custom_values(type_, record_.get());
    const CustomValues* other = custom_values(type_, source);
    if (own == nullptr || other == nullptr) return;
    const records::CustomFields defined = records::custom_fields(connection_, type_);
    for (const Field& field : *defined) {
        const auto value = other->find(field.key);
        const auto standing = own->find(field.key);
        if (field.unique || value == other->end() || value->second.empty()) continue;
        if (standing != own->end() && !standing->second.empty()) continue;
        const std::string shown = text_of(value->second, settings_);
        add(from, "field." + field.key, {shown, text::fold(shown), {}});
    }
}

void Sources::elements(const RecordType& type, const void* source, const records::Element& element,
                       const From& from, std::string_view label) {
    if (type_.element(element.name)->size(record_.get()) > 0) return;
    const records::Element& theirs = *type.element(element.name);
    for (std::size_t i = 0; i < theirs.size(source); ++i) {
        void* item = const_cast<void*>(theirs.at(source, i));
        ElementText text = text_of_element(theirs, item, settings_.region);
        if (text.shown.empty() || suppressed(theirs, text.shown)) continue;
        if (!label.empty() && is_fax(text.label)) continue;  // a person's number
        if (!label.empty()) text.label = label;
        add(from, element.name, text, theirs.id(item));
    }
}

void Sources::duplicate(std::int64_t id, double probability) {
    const RecordHolder source = new_record(type_);
    if (!reader_.load(type_, id, source.get()) || meta_of(type_, source.get()).deleted_at) return;
    const From from{{std::string(type_.name), id}, words_for(type_, id, probability), probability};
    fields(source.get(), from);
    custom(source.get(), from);
    const bool person = &type_ == &record_type<Contact>();
    if (!person || !withdrew(id))
        for (const std::string_view name : points)
            elements(type_, source.get(), *type_.element(name), from, {});
    if (!person || position_of(connection_, id_).organization != 0) return;
    if (const Position position = position_of(connection_, id); position.organization != 0) {
        const Organization organization = reader_.get(OrganizationId{position.organization});
        add({{"organization", position.organization}, from.reason + ", who works there", probability},
            position_field, {organization.name, std::to_string(position.organization), {}});
    }
}

void Sources::of_contact() {
    const Position position = position_of(connection_, id_);
    if (position.organization == 0) return organization_of_domain();
    const RecordType& type = record_type<Organization>();
    const Organization organization = reader_.get(OrganizationId{position.organization});
    const auto from = [&](double certainty) {
        return From{{"organization", position.organization},
                    fmt::format("works at {}", organization.name),
                    certainty};
    };
    elements(type, &organization, *type.element("address"),
             from(position.elsewhere ? sure_of_branch : sure_of_address), "work");
    elements(type, &organization, *type.element("phone"),
             from(position.elsewhere ? sure_of_branch : sure_of_phone), "work");
}

void Sources::organization_of_domain() {
    for (const Email& email : static_cast<const Contact*>(record_.get())->emails) {
        const std::string domain = telling_domain(email.address);
        if (domain.empty()) continue;
        const match::Key key = match::value_key(match::KeyFamily::domain, domain);
        std::vector<std::int64_t> ids;
        {
            store::Statement holders = connection_.prepare(
                "SELECT record_id FROM match_key WHERE family = ?1 AND key = ?2 AND kind = ?3 LIMIT 10");
            holders.bind_all(static_cast<int>(key.family), key.hash, record_type<Organization>().number);
            while (holders.step()) ids.push_back(holders.integer(0));
        }
        for (const std::int64_t id : ids) {
            const auto organization = reader_.find(OrganizationId{id});
            if (!organization) continue;
            add({{"organization", id},
                 fmt::format("its domain is that of {}", email.address),
                 sure_of_domain / static_cast<double>(ids.size())},
                position_field, {organization->name, std::to_string(id), {}});
        }
    }
}

void Sources::of_organization() {
    const auto& organization = *static_cast<const Organization*>(record_.get());
    if (organization.industry.empty() && organization.parent) {
        const auto parent = reader_.find(organization.parent);
        if (parent && !parent->industry.empty())
            add({{"organization", parent->id.value}, fmt::format("part of {}", parent->name), sure_of_industry},
                "industry", {parent->industry, text::fold(parent->industry), {}});
    }
    if (!organization.website.empty()) return;
    for (const Email& email : organization.emails) {
        const std::string domain = telling_domain(email.address);
        if (!domain.empty())
            add({{"organization", id_}, fmt::format("the domain of {}", email.address), sure_of_website},
                "website", {domain, domain, {}});
    }
    std::map<std::string, std::vector<std::int64_t>> people;  // by domain
    std::size_t all = 0;
    store::Statement emails = connection_.prepare(
        "SELECT DISTINCT e.contact_id, m.address FROM employment e JOIN email m ON m.contact_id = e.contact_id "
        "JOIN contact c ON c.id = e.contact_id WHERE e.organization_id = ?1 AND e.deleted_at IS NULL AND "
        "e.ended IS NULL AND c.deleted_at IS NULL AND c.merged_into IS NULL ORDER BY e.contact_id");
    emails.bind(1, id_);
    while (emails.step()) {
        const std::string domain = telling_domain(emails.text(1));
        if (domain.empty()) continue;
        std::vector<std::int64_t>& who = people[domain];
        if (who.empty() || who.back() != emails.integer(0)) who.push_back(emails.integer(0));
        ++all;
    }
    for (const auto& [domain, who] : people)
        if (who.size() >= least_people && 2 * who.size() > all)
            add({{"contact", who.front()},
                 fmt::format("{} people there have e-mails of it", who.size()),
                 sure_of_people},
                "website", {domain, domain, {}});
}

std::vector<Suggestion> Sources::finish() {
    std::vector<Suggestion> result;
    for (auto& [key, suggestion] : found_) result.push_back(std::move(suggestion));
    std::stable_sort(result.begin(), result.end(),
                     [](const Suggestion& a, const Suggestion& b) { return a.certainty > b.certainty; });
    return result;
}

}  // namespace kith::upkeep
