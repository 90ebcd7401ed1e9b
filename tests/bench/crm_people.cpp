#include "crm_people.hpp"

#include <algorithm>

namespace kith::bench {

namespace {

// Purposes of random sequences.
constexpr std::uint64_t of_units = 0x1000, of_members = 0x2000, of_copies = 0x3000, of_places = 0x4000,
                        of_companies = 0x5000, of_stock_values = 0x6000, of_order = 0x7000;
constexpr std::size_t most_members = 12;
constexpr std::uint8_t most_copies = 20;
constexpr std::size_t contacts_per_company = 10;

constexpr const char* stock_values[] = {
    "test@test.com", "noemail@noemail.com", "none@none.com", "000-0000",         "000-0000-0000",
    "555-555-5555",  "1234567890",          "1900-01-01",    "info@example.com", "a@a.com"};

const Culture& culture_of(Random& random) {
    auto rest = static_cast<int>(random.below(100));
    for (const Culture& culture : cultures()) {
        rest -= culture.percent;
        if (rest < 0) return culture;
    }
    return cultures().front();
}

/// Given names of which some are far more common than others, and family names that are not.
Word draw_word(const Names& names, Random& random, bool given) {
    if (random.chance(names.percent_common))
        return given ? names.common[random.leaning(names.common.size())] : random.pick(names.common);
    const Word &opening = random.pick(names.openings), &middle = random.pick(names.middles),
               &ending = random.pick(names.endings);
    return {
        opening.written + middle.written + ending.written, opening.sound + middle.sound + ending.sound, {}};
}

PartialDate date_between(Random& random, int first_year, int last_year) {
    return {first_year + static_cast<int>(random.below(static_cast<std::size_t>(last_year - first_year + 1))),
            1 + static_cast<int>(random.below(12)), 1 + static_cast<int>(random.below(28))};
}

}  // namespace

std::string_view name_of(Trap trap) noexcept {
    constexpr std::array<std::string_view, trap_count> names = {"strangers",   "father and son", "twins",
                                                                "spouses",     "one office",     "namesakes",
                                                                "names alike", "stock value"};
    return names[static_cast<std::size_t>(trap)];
}

std::string_view name_of(Change change) noexcept {
    constexpr std::array<std::string_view, change_count> names = {
        "nickname", "initial", "other script", "no accents", "swapped", "one field", "married",
        "misspelt", "scanned", "mistyped",     "moved",      "new job", "sparse"};
    return names[static_cast<std::size_t>(change)];
}

CrmPeople::CrmPeople(const CrmOptions& options)
    : options_(options), companies_(std::max<std::size_t>(1, options.contacts / contacts_per_company)) {
    std::uint32_t person = 0;
    for (std::uint32_t unit = 0; entries_.size() < options.contacts; ++unit) {
        const Trap trap = trap_of(unit);
        if (trap == Trap::office) offices_.push_back(unit);
        const std::size_t members = members_of(unit);
        for (std::size_t m = 0; m < members && entries_.size() < options.contacts; ++m, ++person) {
            Random random(options.seed + of_copies, person);
            std::uint8_t copy = 0;
            do {
                entries_.push_back(
                    {unit, person, static_cast<std::uint8_t>(m), copy, holds_stock_value(person), trap});
            } while (++copy < most_copies && entries_.size() < options.contacts &&
                     random.chance(static_cast<int>(options.duplicates * 100)));
        }
    }
    // Entries of one person come years apart (Fisher and Yates 1938).
    Random random(options.seed + of_order, 0);
    for (std::size_t i = entries_.size(); i > 1; --i) std::swap(entries_[i - 1], entries_[random.below(i)]);
}

Trap CrmPeople::trap_of(std::uint32_t unit) const {
    const std::size_t draw = Random(options_.seed + of_units, unit).below(100);
    if (draw < 1) return Trap::father_son;
    if (draw < 3) return Trap::twins;
    if (draw < 12) return Trap::spouses;
    if (draw < 16) return Trap::office;
    if (draw < 19) return Trap::namesakes;
    if (draw < 20) return Trap::siblings;
    return Trap::none;
}

std::size_t CrmPeople::members_of(std::uint32_t unit) const {
    switch (trap_of(unit)) {
        case Trap::none:
        case Trap::stock_value: return 1;
        case Trap::office: return 4 + Random(options_.seed + of_members, unit).below(most_members - 3);
        default: return 2;
    }
}

bool CrmPeople::holds_stock_value(std::uint32_t person) const {
    return Random(options_.seed + of_stock_values, person).chance(4);
}

void CrmPeople::draw_name(CrmPerson& person, Random& random, bool common) const {
    const Culture& culture = *person.culture;
    const Names& given = person.woman ? culture.women : culture.men;
    person.given = common ? given.common[random.below(6)] : draw_word(given, random, true);
    person.family =
        common ? culture.families.common[random.below(5)] : draw_word(culture.families, random, false);
    if (culture.country == "ES") person.second_family = draw_word(culture.families, random, false);
    person.married_family = draw_word(culture.families, random, false);
}

void CrmPeople::draw_person(CrmPerson& person, Random& random) const {
    person.culture = &culture_of(random);
    person.woman = random.chance(50);
    draw_name(person, random, false);
    person.birthday = date_between(random, 1945, 2003);
    person.city = random.leaning(person.culture->cities.size());
    for (auto& home : person.homes) home = static_cast<std::int64_t>(random.next() >> 12);
    for (auto& employer : person.employers) employer = random.leaning(companies_);  // few large, many small
    for (auto& title : person.titles) title = random.pick(person.culture->titles).written;
}

CrmPerson CrmPeople::member(const Place& place) const {
    CrmPerson person;
    Random random(options_.seed + of_members, (std::int64_t{place.unit} << 8) + 1);
    draw_person(person, random);  // the unit's first, with whom the others share things
    if (place.trap == Trap::father_son && person.woman) {
        person.woman = false;
        draw_name(person, random, false);
    }
    const std::string family_word = mailbox_word(person.family);
    const CrmPerson first = person;
    if (place.trap == Trap::namesakes) draw_name(person, random, true);
    const std::vector<Word>& alike = first.culture->alike;
    const std::size_t names = place.trap == Trap::siblings ? random.below(alike.size() / 2) * 2 : 0;
    if (place.trap == Trap::siblings) person.given = alike[names];
    const bool by_email = random.chance(50);
    const bool by_suffix = by_email && first.culture->country == "US";
    const City& city = first.culture->cities[first.city];
    const std::string shared_phone = phone_of(*first.culture, city.area, std::int64_t{place.unit} * 7 + 1);
    if (place.member > 0) {
        Random own(options_.seed + of_members, (std::int64_t{place.unit} << 8) + 1 + place.member);
        CrmPerson other;
        draw_person(other, own);
        if (place.trap == Trap::father_son || place.trap == Trap::namesakes) {
            other.culture = person.culture;
            other.woman = person.woman;
            other.given = person.given;
        } else {
            other.culture = person.culture;
            if (place.trap == Trap::spouses) other.woman = !first.woman;
            do draw_name(other, own, false);
            while (other.given.written == first.given.written);
            if (place.trap == Trap::siblings) other.given = alike[names + 1];
        }
        if (place.trap != Trap::office && !(place.trap == Trap::spouses && own.chance(20))) {
            other.family = person.family;
            if (place.trap != Trap::namesakes) other.second_family = person.second_family;
        }
        other.city = person.city;
        for (auto& title : other.titles) title = own.pick(other.culture->titles).written;
        if (place.trap != Trap::namesakes) other.homes[0] = first.homes[0];
        if (place.trap == Trap::twins || (place.trap == Trap::siblings && by_email))
            other.birthday = first.birthday;
        if (place.trap == Trap::father_son) {
            other.birthday = date_between(own, first.birthday.year + 22, first.birthday.year + 38);
            if (by_suffix) other.suffix = "Jr.";
        }
        person = other;
    }
    switch (place.trap) {
        case Trap::spouses:
            if (by_email)
                person.shared_email = family_word + std::to_string(place.unit) + "@gmail.com";
            else
                person.shared_phone = shared_phone;
            break;
        case Trap::father_son:
            if (!by_email) person.shared_phone = shared_phone;
            person.by_suffix = by_suffix;
            if (by_suffix && place.member == 0 && random.chance(50)) person.suffix = "Sr.";
            break;
        case Trap::twins: person.shared_phone = shared_phone; break;
        case Trap::siblings:
            person.shared_phone = shared_phone;
            person.shared_email = family_word + std::to_string(place.unit) + "@gmail.com";
            break;
        case Trap::office: {
            const auto office = std::lower_bound(offices_.begin(), offices_.end(), place.unit);
            person.employers[0] = companies_ + static_cast<std::size_t>(office - offices_.begin());
            const Organization employer = organization(person.employers[0]);
            if (by_email)
                person.shared_email = employer.emails.front().address;
            else
                person.shared_phone = employer.phones.front().number;
            break;
        }
        default: break;
    }
    person.number = place.person;
    person.trap = place.trap;
    if (place.stock_value) {
        Random which(options_.seed + of_stock_values, -1 - std::int64_t{place.person});
        person.stock_value = stock_values[which.below(std::size(stock_values))];
    }
    return person;
}

CrmEntry CrmPeople::entry_of(const Place& place, int copy) const {
    const CrmPerson person = member(place);
    return write_down(person, options_.seed + of_places, copy, organization(person.employers[0]),
                      organization(person.employers[1]));
}

CrmEntry CrmPeople::entry(std::size_t index) const { return entry_of(entries_[index], entries_[index].copy); }
CrmEntry CrmPeople::entered_again(std::size_t index) const { return entry_of(entries_[index], most_copies); }

Organization CrmPeople::organization(std::size_t index) const {
    const auto number = static_cast<std::int64_t>(index);
    Random random(options_.seed + of_companies, number);
    const Culture* culture = &culture_of(random);
    std::size_t city = random.leaning(culture->cities.size());
    if (index >= companies_) {  // an office is where its people are
        CrmPerson first;
        Random people(options_.seed + of_members, (std::int64_t{offices_[index - companies_]} << 8) + 1);
        draw_person(first, people);
        culture = first.culture;
        city = first.city;
    }
    const Word founder = draw_word(culture->families, random, false);
    const std::string trade = random.pick(culture->trades).written;
    const std::string form = random.pick(culture->legal_forms).written;
    const bool spaced = culture->country != "JP" && culture->country != "CN";
    Organization result;
    result.name = founder.written + (spaced ? " " : "") + trade;
    const std::string gap = spaced && !form.empty() ? " " : "";
    if (!form.empty() && form[0] == '^')
        result.name = form.substr(1) + gap + result.name;
    else
        result.name += gap + form;
    const std::string domain = mailbox_word(founder) + std::to_string(index) + ".example";
    result.website = "https://www." + domain;
    result.emails.push_back({.address = "info@" + domain, .label = "work"});
    result.phones.push_back(
        {.number = phone_of(*culture, culture->cities[city].area, 5000000 + number * 13), .label = "work"});
    result.addresses.push_back(address_of(*culture, city, static_cast<std::int64_t>(random.next() >> 12)));
    return result;
}

Trap CrmPeople::trap(std::size_t a, std::size_t b) const {
    const Place &one = entries_[a], &other = entries_[b];
    if (one.unit == other.unit) return one.trap;
    return one.stock_value && other.stock_value ? Trap::stock_value : Trap::none;
}

}  // namespace kith::bench
