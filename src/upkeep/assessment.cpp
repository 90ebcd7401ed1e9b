#include "upkeep/assessment.hpp"

#include "query/run.hpp"
#include "text/company.hpp"
#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/phone.hpp"
#include "text/postcode.hpp"

#include <kith/field_access.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace kith::upkeep {

namespace {

// What is missing costs, in points; together 35. A name is each of its two parts.
constexpr double points_name_part = 5;
constexpr double points_email = 9;
constexpr double points_phone = 7;
constexpr double points_organization = 5;
constexpr double points_address = 4;
constexpr double points_contradiction = 5;
constexpr int counted_contradictions = 2;
constexpr int oldest = 120;  // years
constexpr double likely = 0.5;

double most(QualityPart part) { return quality_points[static_cast<std::size_t>(part)]; }

constexpr std::string_view unusable = "known not to work";
constexpr std::string_view malformed = "malformed";

/// One value that was checked: what is wrong with it, if anything.
struct Checked {
    std::string_view field{};
    std::string_view problem{};
    std::string reason{};
};

bool has_digit_or_at(std::string_view folded) {
    return folded.find('@') != std::string_view::npos ||
           std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <class Elements>
bool several_primary(const Elements& elements) {
    return std::count_if(elements.begin(), elements.end(), [](const auto& e) { return e.primary; }) > 1;
}

/// The first text that comes twice; empty texts do not count.
template <class Elements, class Key>
std::string twice(const Elements& elements, Key&& key) {
    std::set<std::string> seen;
    for (const auto& element : elements) {
        std::string text = key(element);
        if (!text.empty() && !seen.insert(std::move(text)).second) return key(element);
    }
    return {};
}

int year_of(std::string_view day) { return std::stoi(std::string(day.substr(0, 4))); }

}  // namespace

Assessor::Assessor(store::Connection& connection, const QualityOptions& options)
    : connection_(connection),
      options_(options),
      settings_(connection.settings()),
      now_(connection.now()),
      today_(query::day_of(connection)) {
    if (options.fresh_days < 0 || options.stale_days <= options.fresh_days)
        throw Error(Code::invalid_argument,
                    fmt::format("stale_days ({}) must be above fresh_days ({}), and those 0 or more",
                                options.stale_days, options.fresh_days),
                    {.field = "stale_days"});
}

ContactQuality Assessor::assess(const Contact& contact, const std::optional<Twin>& twin) {
    result_ = {};
    contradictions_ = 0;
    result_.contact = contact.id;
    result_.title = title_of(record_type<Contact>(), &contact);
    completeness(contact);
    validity(contact);
    freshness(contact);
    uniqueness(twin);
    consistency(contact);
    std::stable_sort(result_.issues.begin(), result_.issues.end(),
                     [](const QualityIssue& a, const QualityIssue& b) { return a.points > b.points; });
    std::array<double, quality_points.size()> lost{};
    for (const QualityIssue& issue : result_.issues) {
        result_.score -= issue.points;
        lost[static_cast<std::size_t>(issue.part)] += issue.points;
    }
    for (std::size_t i = 0; i < lost.size(); ++i)
        result_.parts[i] = std::clamp(1 - lost[i] / quality_points[i], 0.0, 1.0);
    result_.score = std::clamp(result_.score, 0.0, 100.0);
    return std::move(result_);
}

void Assessor::add(QualityPart part, std::string_view field, std::string_view problem, std::string reason,
                   double points) {
    QualityIssue issue;
    issue.part = part;
    issue.field = field;
    issue.problem = problem;
    issue.reason = std::move(reason);
    issue.points = points;
    result_.issues.push_back(std::move(issue));
}

void Assessor::completeness(const Contact& contact) {
    const auto missing = [&](std::string_view field, std::string_view what, double points) {
        add(QualityPart::completeness, field, "missing", fmt::format("no {}", what), points);
    };
    if (contact.name.given.empty()) missing("name.given", "given name", points_name_part);
    if (contact.name.family.empty()) missing("name.family", "family name", points_name_part);
    if (contact.emails.empty()) missing("email", "e-mail", points_email);
    if (contact.phones.empty()) missing("phone", "telephone number", points_phone);
    if (contact.addresses.empty()) missing("address", "address", points_address);
    if (!works_somewhere(contact.id))
        missing("organization", "organization where they work", points_organization);
}

bool Assessor::works_somewhere(ContactId contact) {
    store::Statement position = connection_.prepare(
        "SELECT 1 FROM employment e JOIN organization o ON o.id = e.organization_id WHERE e.contact_id = ?1 AND "
        "e.deleted_at IS NULL AND o.deleted_at IS NULL AND (e.ended IS NULL OR e.ended >= ?2) LIMIT 1");
    position.bind_all(contact.value, std::string_view(today_));
    return position.step();
}

std::string Assessor::email_problem(const Email& email) const {
    const auto& [address, shown, folded, canonical, mailbox, domain, valid, role, dummy] =
        text::parse_email(email.address);
    if (!valid) return fmt::format("'{}' is no e-mail address", email.address);
    return dummy ? fmt::format("'{}' is nobody's e-mail address", email.address) : std::string();
}

std::string Assessor::phone_problem(const Phone& phone) const {
    const text::PhoneNumber number = text::parse_phone(phone.number, settings_.region);
    const bool fine = number.valid || number.kind == text::PhoneKind::short_code ||
                      (settings_.region.empty() && number.region.empty() && number.digits.size() >= 5);
    if (fine) return {};
    return number.region.empty()
               ? fmt::format("'{}' is no telephone number", phone.number)
               : fmt::format("'{}' is no telephone number of {}", phone.number, number.region);
}

void Assessor::validity(const Contact& contact) {
    std::vector<Checked> checked;
    const auto look = [&](std::string_view field, const auto& element, const std::string& written,
                          std::string problem) {
        if (element.validity == Validity::invalid)
            checked.push_back({field, unusable, fmt::format("'{}' is marked as invalid", written)});
        else
            checked.push_back({field, problem.empty() ? std::string_view() : malformed, std::move(problem)});
    };
    for (const Email& email : contact.emails) look("email", email, email.address, email_problem(email));
    for (const Phone& phone : contact.phones) look("phone", phone, phone.number, phone_problem(phone));
    for (const Address& address : contact.addresses) {
        const std::string& country = address.country.empty() ? settings_.region : address.country_code;
        if (address.postcode.empty() || !text::has_postcode_form(country)) continue;
        const bool fits = text::postcode_form(address.postcode, country).has_value();
        checked.push_back({"address.postcode", fits ? std::string_view() : malformed,
                           fits ? std::string()
                                : fmt::format("'{}' is no postcode of {} ({})", address.postcode, country,
                                              text::postcode_pattern(country))});
    }
    const double each =
        most(QualityPart::validity) / static_cast<double>(std::max<std::size_t>(checked.size(), 1));
    for (Checked& value : checked)
        if (!value.problem.empty())
            add(QualityPart::validity, value.field, value.problem, std::move(value.reason), each);
}

Time Assessor::last_touch(const Contact& contact) {
    store::Statement last = connection_.prepare("SELECT last_at FROM contact_summary WHERE contact_id = ?1");
    last.bind(1, contact.id.value);
    Time touched = contact.meta.updated_at;
    if (last.step() && !last.null(0))
        touched = std::max(touched, std::min(now_, Time{std::chrono::milliseconds(last.integer(0))}));
    return touched;
}

void Assessor::freshness(const Contact& contact) {
    const auto days = std::chrono::duration_cast<std::chrono::hours>(now_ - last_touch(contact)).count() / 24;
    if (days <= options_.fresh_days) return;
    const double share = std::min(1.0, static_cast<double>(days - options_.fresh_days) /
                                           static_cast<double>(options_.stale_days - options_.fresh_days));
    add(QualityPart::freshness, "record", "old",
        fmt::format("not changed and not in touch for {} days", days), share * most(QualityPart::freshness));
}

void Assessor::uniqueness(const std::optional<Twin>& twin) {
    if (!twin || twin->probability < likely) return;
    add(QualityPart::uniqueness, "record", "duplicate",
        fmt::format("likely the same as contact {} ({:.0f} %)", twin->contact.value, twin->probability * 100),
        twin->probability * most(QualityPart::uniqueness));
}

void Assessor::contradiction(std::string_view field, std::string_view problem, std::string reason) {
    const bool counts = contradictions_++ < counted_contradictions;
    add(QualityPart::consistency, field, problem, std::move(reason), counts ? points_contradiction : 0);
}

void Assessor::consistency(const Contact& contact) {
    if (contact.birthday && contact.birthday->year != 0) {
        const std::string day = contact.birthday->to_string();
        if (day.compare(0, day.size(), today_, 0, day.size()) > 0)
            contradiction("birthday", "in the future", fmt::format("the birthday {} is in the future", day));
        else if (contact.birthday->year < year_of(today_) - oldest)
            contradiction("birthday", "long ago",
                          fmt::format("the birthday {} is more than {} years ago", day, oldest));
    }
    if (const auto again = twice(contact.emails, [](const Email& e) { return e.normalized; }); !again.empty())
        contradiction("email", "twice", fmt::format("the e-mail {} is there twice", again));
    if (const auto again = twice(contact.phones, [](const Phone& p) { return p.digits + p.extension; });
        !again.empty())
        contradiction("phone", "twice", fmt::format("the telephone number {} is there twice", again));
    if (const auto again = twice(contact.addresses, [](const Address& a) { return a.folded; }); !again.empty())
        contradiction("address", "twice", fmt::format("the address {} is there twice", again));
    if (several_primary(contact.emails))
        contradiction("email", "several primary", "several e-mails are primary");
    if (several_primary(contact.phones))
        contradiction("phone", "several primary", "several telephone numbers are primary");
    if (several_primary(contact.addresses))
        contradiction("address", "several primary", "several addresses are primary");
    for (const Address& address : contact.addresses)
        if (!address.country.empty() && address.country_code.empty())
            contradiction("address.country", "unknown",
                          fmt::format("there is no country called '{}'", address.country));
    contradictory_name(contact);
    contradictory_positions(contact);
}

void Assessor::contradictory_name(const Contact& contact) {
    const Name& name = contact.name;
    for (const auto& [field, part] :
         {std::pair("name.given", &name.given), std::pair("name.family", &name.family)}) {
        if (has_digit_or_at(text::fold(*part)))
            contradiction(field, "not a name", fmt::format("'{}' is no name of a person", *part));
    }
    if (!name.given.empty() && text::fold(name.given) == text::fold(name.family))
        contradiction("name.given", "the same",
                      fmt::format("given and family name are both '{}'", name.given));
    const std::string shown = name.display();
    if (const auto company = text::parse_company(shown);
        !company.form.empty() && company.core != text::fold(shown))
        contradiction("name", "a company", fmt::format("'{}' is the name of a company", shown));
}

void Assessor::contradictory_positions(const Contact& contact) {
    store::Statement position = connection_.prepare(
        "SELECT o.name, e.started, e.ended FROM employment e JOIN organization o ON o.id = e.organization_id "
        "WHERE e.contact_id = ?1 AND e.deleted_at IS NULL AND e.ended < e.started AND e.ended GLOB '[0-9]*' "
        "AND e.started GLOB '[0-9]*' ORDER BY e.id");
    position.bind(1, contact.id.value);
    while (position.step()) {
        const std::string_view began = position.text(1);
        if (position.text(2) == began.substr(0, position.text(2).size())) continue;  // "2020" and "2020-04"
        contradiction("organization", "ended before it began",
                      fmt::format("the position at {} ended on {}, before it began", position.text(0),
                                  position.text(2)));
    }
}

}  // namespace kith::upkeep
