#include "match/profile.hpp"

#include "match/name_order.hpp"
#include "match/words.hpp"
#include "text/address.hpp"
#include "text/company.hpp"
#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/handle.hpp"
#include "text/kana.hpp"
#include "text/name.hpp"
#include "text/phone.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kith::match {
namespace {

/// Texts that stand for "nothing", folded.
bool says_nothing(std::string_view folded) {
    static constexpr std::string_view placeholders[] = {
        "",      "-",    "--",        "---",     ".",       "?",         "??",   "???",
        "00000", "anon", "anonymous", "blank",   "dummy",   "empty",     "n/a",  "na",
        "name",  "nil",  "nn",        "no name", "none",    "not known", "null", "test",
        "tbd",   "tba",  "unbekannt", "unknown", "unnamed", "x",         "xx",   "xxx",
        "xxxx",  "なし", "てすと",    "不明",    "無し"};
    return std::find(std::begin(placeholders), std::end(placeholders), folded) != std::end(placeholders);
}

/// A number nobody has: too short to be one, one digit over and over, or 1 2 3 4 ...
bool is_placeholder_number(std::string_view digits) {
    if (digits.size() < 5) return true;
    const std::string_view tail = digits.substr(digits.size() >= 7 ? digits.size() - 7 : 0);
    const auto step = [&](int by) {
        for (std::size_t i = 1; i < tail.size(); ++i) {
            if (tail[i] - tail[i - 1] != by) return false;
        }
        return true;
    };
    return step(0) || step(1) || step(-1);
}

/// What tells father and son apart; other suffixes (PhD, MBA) come and go.
std::string_view generation(std::string_view folded) {
    static constexpr std::pair<std::string_view, std::string_view> known[] = {
        {"jr", "jr"}, {"junior", "jr"}, {"jnr", "jr"}, {"sr", "sr"}, {"senior", "sr"}, {"snr", "sr"},
        {"ii", "2"},  {"iii", "3"},     {"iv", "4"},   {"2nd", "2"}, {"3rd", "3"},     {"4th", "4"}};
    for (const auto& [text, meaning] : known) {
        if (text == folded) return meaning;
    }
    return {};
}

/// The same of a word that is given as a suffix, and so is no name (Jun, Sen, Pere, Neto).
std::string_view generation_of_suffix(std::string_view folded) {
    static constexpr std::pair<std::string_view, std::string_view> names_too[] = {
        {"jun", "jr"},  {"sen", "sr"},  {"filho", "jr"}, {"fils", "jr"},
        {"hijo", "jr"}, {"pere", "sr"}, {"neto", "3"},   {"nieto", "3"}};
    for (const auto& [text, meaning] : names_too) {
        if (text == folded) return meaning;
    }
    return generation(folded);
}

/// けんちゃん and けん are one nickname; but what is short without the ending (さっちゃん) is one by itself.
std::string without_familiar_ending(std::string folded) {
    for (const std::string_view ending : {"ちゃん", "くん", "君"}) {
        constexpr std::size_t least = 2;  // kana that stay
        if (folded.size() < ending.size() ||
            folded.compare(folded.size() - ending.size(), ending.size(), ending) != 0)
            continue;
        const std::string_view rest = std::string_view(folded).substr(0, folded.size() - ending.size());
        if (text::code_points(rest) >= least &&
            rest.substr(rest.size() - std::min<std::size_t>(3, rest.size())) != "っ")
            folded.resize(rest.size());
        break;
    }
    return folded;
}

std::string_view known_gender(std::string_view folded) {
    static constexpr std::string_view male[] = {"m",     "male",     "man",    "mann", "mannlich",
                                                "homme", "masculin", "hombre", "男",   "男性"};
    static constexpr std::string_view female[] = {"f",     "female",  "woman", "w",  "weiblich", "frau",
                                                  "femme", "feminin", "mujer", "女", "女性"};
    if (std::find(std::begin(male), std::end(male), folded) != std::end(male)) return "m";
    if (std::find(std::begin(female), std::end(female), folded) != std::end(female)) return "f";
    return folded;
}

bool starts_with_digit(std::string_view text) { return !text.empty() && text[0] >= '0' && text[0] <= '9'; }

/// Many sources write the house number into the street, or the whole address: takes it apart as far as the other
/// parts are not known.
void complete(text::AddressParts& parts, const std::string& region) {
    if (!parts.number.empty() || parts.street.empty()) return;
    const bool street_only = parts.locality.empty() && parts.postcode.empty() && parts.region.empty();
    const text::AddressParts found =
        street_only ? text::parse_address(parts.street, region) : text::split_street(parts.street);
    if (found.street.empty()) return;
    parts.street = found.street;
    parts.number = found.number;
    if (parts.extended.empty()) parts.extended = found.extended;
    if (street_only) {
        parts.locality = found.locality;
        parts.region = found.region;
        parts.postcode = found.postcode;
        if (parts.country.empty()) parts.country = found.country;
    }
}

}  // namespace

ProfileBuilder::ProfileBuilder(Population& population, std::string region)
    : population_(population), region_(std::move(region)) {}

void ProfileBuilder::begin() {
    values_.clear();
    addresses_ = 0;
    has_name_ = false;
}

void ProfileBuilder::put(Slot slot, std::string_view text, std::uint8_t group) {
    if (says_nothing(text)) return;
    values_.push_back({population_.intern(slot, text), slot, group});
}

void ProfileBuilder::put_reading(Slot slot, std::string_view phonetic, std::string_view written) {
    // A Latin name is a reading only when it can be Japanese: Ohno, but not Smith.
    if (phonetic.empty() && !text::has_cjk(written) && text::kana_from_romaji(written).empty()) return;
    const std::string_view heard = phonetic.empty() ? written : phonetic;
    const bool exact = script_of(text::fold(heard)) == Script::kana;
    put(slot, text::reading_key(heard),
        exact ? static_cast<std::uint8_t>(1 + stable_hash(kana_sounds(heard)) % 255) : any_length);
}

void ProfileBuilder::name(const NameParts& parts) {
    const std::string given = text::fold(parts.given), family = text::fold(parts.family);
    const std::string additional = text::fold(parts.additional),
                      nickname = without_familiar_ending(text::fold(parts.nickname));
    put(Slot::given, given, static_cast<std::uint8_t>(order_of(given, family)));
    put(Slot::family, family);
    put(Slot::nickname, nickname);
    put_reading(Slot::given_reading, parts.phonetic_given, given);
    if (script_of(nickname) == Script::kana) put_reading(Slot::given_reading, {}, nickname);
    put_reading(Slot::family_reading, parts.phonetic_family, family);
    const std::string suffix = text::fold(parts.suffix);
    const Words suffixes(suffix);
    for (const std::string_view word : suffixes) put(Slot::suffix, generation_of_suffix(word));
    for (const std::string_view word : Words(additional)) put(Slot::additional, word);
    has_name_ = has_name_ || !values_.empty();
    // What was typed may hold more than the parts: a second family name, a maiden name, a title of nobility.
    const std::string full = text::fold(parts.full);
    const std::array<Words, 3> known{Words(given), Words(family), Words(nickname)};
    for (const std::string_view word : Words(full)) {
        const bool said = std::any_of(known.begin(), known.end(), [&](const Words& words) {
            return std::find(words.begin(), words.end(), word) != words.end();
        });
        const bool is_suffix = std::find(suffixes.begin(), suffixes.end(), word) != suffixes.end();
        const std::string_view gen = is_suffix ? generation_of_suffix(word) : generation(word);
        if (!gen.empty())
            put(Slot::suffix, gen);
        else if (!said && !is_particle(word) && !starts_with_digit(word) && word.size() > 1)
            put(Slot::additional, word);
    }
}

void ProfileBuilder::gender(std::string_view text) { put(Slot::gender, known_gender(text::fold(text))); }

void ProfileBuilder::birthday(std::string_view iso) {
    if (const auto date = PartialDate::parse(iso); date && !date->empty())
        put(Slot::birthday, date->to_string());
}

void ProfileBuilder::email(std::string_view address) {
    const auto parsed = text::parse_email(address);
    if (parsed.placeholder) return;
    put(Slot::email, parsed.canonical);
    const std::string_view domain = std::string_view(parsed.canonical).substr(parsed.canonical.rfind('@') + 1);
    if (!text::is_free_mail_domain(domain)) put(Slot::mail_domain, domain);
}

void ProfileBuilder::phone(std::string_view digits, std::optional<std::int64_t> e164) {
    if (is_placeholder_number(digits)) return;
    put(Slot::phone, e164 ? "+" + std::to_string(*e164) : std::string(digits));
}

void ProfileBuilder::address(const AddressInput& input) {
    text::AddressParts parts{std::string(input.number),   std::string(input.street),
                             std::string(input.extended), std::string(input.locality),
                             std::string(input.region),   std::string(input.postcode),
                             std::string(input.country)};
    const bool known = !parts.number.empty() || !parts.street.empty() || !parts.locality.empty() ||
                       !parts.region.empty() || !parts.postcode.empty();
    if (!known && !input.raw.empty()) parts = text::parse_address(input.raw, region_);
    complete(parts, region_);
    parts = text::fold_address(parts);
    const std::uint8_t group = addresses_;
    if (addresses_ < 200) ++addresses_;
    put(Slot::number, parts.number, group);
    put(Slot::street, parts.street, group);
    put(Slot::extended, parts.extended, group);
    put(Slot::locality, parts.locality, group);
    put(Slot::region, parts.region, group);
    put(Slot::postcode, parts.postcode, group);
    put(Slot::country, parts.country, group);
}

void ProfileBuilder::employment(std::string_view core, std::string_view title) {
    put(Slot::organization, core);
    put(Slot::title, text::fold(title));
}

namespace {

/// Known services have groups of their own; of the others two may share one.
std::uint8_t group_of_service(std::string_view service) {
    constexpr std::uint64_t others = 255 - text::most_services;
    if (service.empty()) return any_service;
    const int known = text::service_number(service);
    return static_cast<std::uint8_t>(
        known > 0 ? known : text::most_services + 1 + static_cast<int>(stable_hash(service) % others));
}

}  // namespace

void ProfileBuilder::handle(std::string_view service, std::string_view address) {
    const text::ProfileName read = text::parse_handle(service, address);
    if (read.personal) put(Slot::handle, read.name, group_of_service(read.service));
}

namespace {

/// X-12345 and x 12345 are one, and so are 1-234 and 1234; but 1-23 and 12-3 are not, nor C++ and C. So what divides two
/// digits stays as a hyphen, and + and # behind something stay.
std::string plain_identifier(std::string_view value) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::string result;
    bool divided = false;
    for (const char c : value) {
        const bool sign = (c == '+' || c == '#') && !result.empty();
        if (!sign && squashed({&c, 1}).empty()) {
            divided = true;
            continue;
        }
        if (divided && !result.empty() && is_digit(c) && is_digit(result.back())) result += '-';
        divided = false;
        result += c;
    }
    return result;
}

}  // namespace

void ProfileBuilder::identifier(std::int64_t field, std::string_view value) {
    const std::string folded = text::fold(value), plain = plain_identifier(folded);
    if (says_nothing(folded) || plain.empty()) return;
    put(Slot::identifier, std::to_string(field) + ":" + plain,
        static_cast<std::uint8_t>(field % external_group));
}

void ProfileBuilder::external_id(std::string_view system, std::string_view value) {
    const std::string folded = text::fold(system), plain = plain_identifier(value);
    if (says_nothing(text::fold(value)) || plain.empty()) return;
    const auto group = static_cast<std::uint8_t>(external_group + stable_hash(folded) % external_group);
    put(Slot::identifier, folded + ":" + plain, group);
}

void ProfileBuilder::put_organization_words(std::string_view core) {
    put(Slot::name, core);
    for (const std::string_view word : Words(core)) {
        if (!is_particle(word)) put(Slot::word, word);
    }
}

void ProfileBuilder::organization_name(std::string_view core) {
    put_organization_words(core);
    has_name_ = true;
}

void ProfileBuilder::website(std::string_view url) {
    std::string domain = text::fold(url);
    if (const auto scheme = domain.find("://"); scheme != std::string::npos) domain.erase(0, scheme + 3);
    if (domain.rfind("www.", 0) == 0) domain.erase(0, 4);
    domain.resize(std::min(domain.size(), domain.find_first_of("/?#:")));
    if (domain.find('.') != std::string::npos && !text::is_free_mail_domain(domain))
        put(Slot::domain, domain);
}

void ProfileBuilder::email_domain(std::string_view address) {
    const auto parsed = text::parse_email(address);
    if (!parsed.placeholder && !text::is_free_mail_domain(parsed.domain)) put(Slot::domain, parsed.domain);
}

std::size_t ProfileBuilder::end(std::int64_t id) {
    if (!has_name_) {
        std::vector<std::string> employers;
        for (const Value& value : values_) {
            if (value.slot == Slot::organization) employers.emplace_back(population_.text(value.symbol));
        }
        if (!employers.empty()) {
            values_.erase(std::remove_if(values_.begin(), values_.end(),
                                         [](const Value& v) { return v.slot == Slot::organization; }),
                          values_.end());
            for (const std::string& employer : employers) put_organization_words(employer);
        }
    }
    return population_.add(id, values_);
}

template <class Record>
void ProfileBuilder::contact_points(const Record& record, std::span<const IdentifyingField> identifying) {
    for (const Email& email : record.emails) this->email(email.address);
    for (const Phone& phone : record.phones) {
        const text::PhoneNumber parsed = text::parse_phone(phone.number, region_);
        this->phone(parsed.digits,
                    parsed.e164 ? std::optional(static_cast<std::int64_t>(*parsed.e164)) : std::nullopt);
    }
    for (const Address& a : record.addresses) {
        address({a.number, a.street, a.extended, a.locality, a.region, a.postcode, a.country, a.raw});
    }
    for (const Handle& h : record.handles)
        if (h.service != "photo") handle(h.service, h.address);
    for (const ExternalId& e : record.external_ids) external_id(e.system, e.value);
    for (const IdentifyingField& field : identifying) {
        if (const auto found = record.fields.find(field.key); found != record.fields.end()) {
            identifier(field.id, found->second.to_string());
        }
    }
}

std::size_t ProfileBuilder::contact(const Contact& contact, std::span<const Affiliation> affiliations,
                                    std::span<const IdentifyingField> identifying) {
    begin();
    const Name& n = contact.name;
    const bool parts = !n.given.empty() || !n.family.empty() || !n.additional.empty();
    if (parts || n.full.empty()) {
        name({n.given, n.additional, n.family, n.suffix, n.nickname, n.phonetic_given, n.phonetic_family,
              n.full});
    } else {
        const text::ParsedName parsed = text::parse_name(n.full, region_);
        name({parsed.given, parsed.additional, parsed.family, parsed.suffix,
              n.nickname.empty() ? parsed.nickname : n.nickname,
              n.phonetic_given.empty() ? parsed.phonetic_given : n.phonetic_given,
              n.phonetic_family.empty() ? parsed.phonetic_family : n.phonetic_family, n.full});
    }
    gender(contact.gender);
    if (contact.birthday) birthday(contact.birthday->to_string());
    for (const Affiliation& a : affiliations) employment(text::parse_company(a.organization).core, a.title);
    contact_points(contact, identifying);
    return end(contact.id.value);
}

std::size_t ProfileBuilder::organization(const Organization& organization,
                                         std::span<const IdentifyingField> identifying) {
    begin();
    organization_name(text::parse_company(organization.name).core);
    website(organization.website);
    if (!organization.corporate_number.empty())
        identifier(corporate_number_field, organization.corporate_number);
    contact_points(organization, identifying);
    for (const Email& email : organization.emails) email_domain(email.address);
    return end(organization.id.value);
}

}  // namespace kith::match
