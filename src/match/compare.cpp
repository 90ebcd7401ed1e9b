#include "match/compare.hpp"

#include "match/profile.hpp"
#include "match/words.hpp"
#include "text/fold.hpp"
#include "text/transliterate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kith::match {
namespace {

constexpr float misspelt = 0.05f;  // how often a name is misspelt
constexpr float forms = 2;         // a given misspelling is one of that many
// A power of two. Most texts that have shapes are not remembered; a few records are not worth much memory.
constexpr std::size_t memory_size = 1u << 16, small_memory = 1u << 12;

/// Codes that either agree or do not.
Level compare_codes(std::string_view a, std::string_view b) {
    return a == b ? Level::equal : Level::different;
}

Level computed(Measure measure, std::string_view a, std::string_view b) {
    switch (measure) {
        case Measure::given: return compare_given(a, b);
        case Measure::family: return compare_family(a, b);
        case Measure::words: return compare_words(a, b);
        case Measure::organization: return compare_organization(a, b);
        case Measure::date: return compare_dates(a, b);
        case Measure::email: return compare_emails(a, b);
        case Measure::phone: return compare_phones(a, b);
        case Measure::number: return compare_numbers(a, b);
        case Measure::postcode: return compare_postcodes(a, b);
        case Measure::identifier: return match::compare_identifiers(a, b);
        case Measure::code: return compare_codes(a, b);
    }
    return Level::missing;
}

}  // namespace

Level compare_organization(std::string_view a, std::string_view b) {
    const auto short_for = [](std::string_view short_form, std::string_view full) {
        if (!may_be_acronym(short_form)) return false;
        const auto known = acronyms(full);
        return std::find(known.begin(), known.end(), short_form) != known.end();
    };
    if (short_for(a, b) || short_for(b, a)) return Level::variant;
    return compare_words(a, b);
}

Comparer::Side::Side(const Population& population, std::size_t record)
    : all_(population.values(record)), first_(all_.data()), slots_(population.record(record).slots) {
    for (std::size_t i = 0; i < all_.size();) {
        const Slot slot = all_[i].slot;
        begins_[static_cast<std::size_t>(slot)] = static_cast<std::uint16_t>(i);
        while (i < all_.size() && all_[i].slot == slot) ++i;
        ends_[static_cast<std::size_t>(slot)] = static_cast<std::uint16_t>(i);
    }
}

int Comparer::Side::addresses() const noexcept {
    int count = 0;
    for (const Value& value : all_) {
        if (value.slot >= Slot::number && value.slot <= Slot::country)
            count = std::max(count, value.group + 1);
    }
    return count;
}

Symbol Comparer::Side::part(Slot slot, int address) const noexcept {
    for (const Value& value : (*this)[slot]) {
        if (value.group == address) return value.symbol;
    }
    return 0;
}

Comparer::Comparer(const Population& population, const Shapes* shapes)
    : population_(population),
      shapes_(shapes),
      memory_(population.size() > 1000 ? memory_size : small_memory) {}

Level Comparer::remembered(Measure measure, Symbol a, Symbol b) {
    if (a > b) std::swap(a, b);
    const std::uint64_t key = static_cast<std::uint64_t>(a) << 32 | b;
    Entry& entry = memory_[(key * 0x9e3779b97f4a7c15ull >> 40) & (memory_.size() - 1)];
    if (entry.key != key || entry.measure != measure)
        entry = {key, measure, computed(measure, population_.text(a), population_.text(b))};
    return entry.level;
}

Level Comparer::given_names(Symbol a, Symbol b) { return level_of(Measure::given, a, b); }
Level Comparer::family_names(Symbol a, Symbol b) { return level_of(Measure::family, a, b); }
Level Comparer::streets(Symbol a, Symbol b) { return level_of(Measure::words, a, b); }
Level Comparer::places(Symbol a, Symbol b) { return level_of(Measure::words, a, b); }
Level Comparer::organizations(Symbol a, Symbol b) { return level_of(Measure::organization, a, b); }

float Comparer::share(Symbol a, Symbol b, Level level) const {
    switch (level) {
        case Level::different:
            return shares_of_different_ ? std::max(population_.share(a), population_.share(b)) : 0.0f;
        case Level::equal: {
            // A name that is given in the one and the family's in the other is as frequent as it is given.
            const Slot of_a = a == b ? Slot::given : population_.slot(a),
                       of_b = a == b ? of_a : population_.slot(b);
            if (of_a != of_b) return population_.share(of_a < of_b ? a : b);
            return std::max(population_.share(a), population_.share(b));
        }
        case Level::nickname:
            return static_cast<float>(
                std::max(population_.share_of_family(a), population_.share_of_family(b)));
        case Level::initial: return static_cast<float>(population_.share_of_initial(population_.text(a)));
        case Level::typo:
        case Level::near: {
            // Misspelling a name is as common as the name (times how often people misspell), and a stranger who has the
            // other form has it by right when that is a name too: Maria and Marie.
            const float more = std::max(population_.share(a), population_.share(b));
            const float less = std::min(population_.share(a), population_.share(b));
            return std::min(1.0f, misspelt * more + forms * less);
        }
        default: return std::max(population_.share(a), population_.share(b));
    }
}

Agreement Comparer::agreement(Symbol a, Symbol b, Level level) const {
    return {level, share(a, b, level), a, b};
}

float Comparer::share_within_name(const Agreement& given, const Agreement& family) const {
    const auto of_given = static_cast<double>(population_.share(given.left));
    return static_cast<float>(population_.share_of_name(given.left, family.left) / std::max(1e-9, of_given));
}

void Comparer::refresh(Comparison& comparison) const {
    for (std::size_t f = 0; f < field_count; ++f) {
        Agreement& found = comparison.fields[f];
        const auto field = static_cast<Field>(f);
        // What does not come from the two values alone stays as it is.
        const bool own =
            field == Field::order || found.level == Level::partial ||
            (field == Field::name && found.level != Level::equal && found.level != Level::variant);
        if (found.level != Level::missing && !own) found.share = share(found.left, found.right, found.level);
    }
    const Agreement& given = comparison[Field::given];
    Agreement& family = comparison[Field::family];
    if (given.level == Level::equal && family.level == Level::equal &&
        comparison[Field::order].level == Level::equal) {
        family.share = share_within_name(given, family);
    }
}

void Comparer::take_better(Agreement& best, Symbol a, Symbol b, Level level) const {
    if (level == Level::missing) return;
    if (best.level != Level::missing) {
        const double merit_here = merit(level), merit_before = merit(best.level);
        if (merit_here < merit_before) return;
        if (merit_here == merit_before && share(a, b, level) >= best.share) return;
    }
    best = agreement(a, b, level);
}

void Comparer::consider(Agreement& best, std::span<const Value> a, std::span<const Value> b, Measure measure) {
    for (const Value& left : a) {
        for (const Value& right : b)
            take_better(best, left.symbol, right.symbol, level_of(measure, left.symbol, right.symbol));
    }
}

Agreement Comparer::best_of(const Side& a, const Side& b, Slot slot, Measure measure) {
    Agreement best;
    consider(best, a[slot], b[slot], measure);
    return best;
}

void Comparer::compare_addresses(const Side& a, const Side& b, Comparison& result) {
    struct Part {
        Field field;
        Slot slot;
        Measure measure;
    };
    static constexpr std::array<Part, 7> parts = {{
        {Field::number, Slot::number, Measure::number},
        {Field::street, Slot::street, Measure::words},
        {Field::extended, Slot::extended, Measure::words},
        {Field::locality, Slot::locality, Measure::words},
        {Field::region, Slot::region, Measure::words},
        {Field::postcode, Slot::postcode, Measure::postcode},
        {Field::country, Slot::country, Measure::code},
    }};
    struct Tried {
        std::array<Level, parts.size()> levels{};
        double merits = 0;
        int left = 0, right = 0;
    };
    const auto try_out = [&](int left, int right) {
        Tried tried{{}, 0, left, right};
        for (std::size_t p = 0; p < parts.size(); ++p) {
            const Symbol x = a.part(parts[p].slot, left), y = b.part(parts[p].slot, right);
            if (x == 0 || y == 0) continue;
            tried.levels[p] = level_of(parts[p].measure, x, y);
            tried.merits += merit(tried.levels[p]);
        }
        return tried;
    };
    const int groups_a = a.addresses(), groups_b = b.addresses();
    if (groups_a == 0 || groups_b == 0) return;
    Tried best = try_out(0, 0);
    for (int pair = 1; pair < groups_a * groups_b; ++pair) {
        const Tried tried = try_out(pair / groups_b, pair % groups_b);
        if (tried.merits > best.merits) best = tried;
    }
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if (best.levels[p] == Level::missing) continue;
        result[parts[p].field] =
            agreement(a.part(parts[p].slot, best.left), b.part(parts[p].slot, best.right), best.levels[p]);
    }
    // The first and second address line change places easily.
    Agreement &street = result[Field::street], &extended = result[Field::extended];
    if (merit(street.level) > 0 || merit(extended.level) > 0) return;
    const auto exchange = [&](Slot slot_a, Slot slot_b, Agreement& line) {
        const Symbol x = a.part(slot_a, best.left), y = b.part(slot_b, best.right);
        if (x != 0 && y != 0 && merit(level_of(Measure::words, x, y)) >= merit(Level::typo))
            line = agreement(x, y, Level::variant);
    };
    exchange(Slot::street, Slot::extended, street);
    exchange(Slot::extended, Slot::street, extended);
}

void Comparer::compare_identifiers(const Side& a, const Side& b, Comparison& result) {
    Agreement best;
    for (const Value& left : a[Slot::identifier]) {
        for (const Value& right : b[Slot::identifier]) {
            if (left.group != right.group) continue;
            const Level level = level_of(Measure::identifier, left.symbol, right.symbol);
            // A record may well have two numbers in another system: only their equality means something.
            if (left.group >= external_group && level != Level::equal) continue;
            take_better(best, left.symbol, right.symbol, level);
        }
    }
    result[Field::identifier] = best;
}

bool Comparer::knows_day(const Agreement& dates) const {
    const auto left = PartialDate::parse(population_.text(dates.left));
    const auto right = PartialDate::parse(population_.text(dates.right));
    return left && right && left->day != 0 && right->day != 0;
}

bool Comparer::named_after(const Side& a, const Side& b, const Agreement& emails) const {
    const auto holds_name = [&](const Side& record, Symbol email) {
        const std::string_view mailbox = population_.text(email).substr(0, population_.text(email).rfind('@'));
        bool spelt = false;  // some name is in letters that a mailbox can hold
        for (const Slot slot : {Slot::family, Slot::given, Slot::family_reading, Slot::given_reading}) {
            for (const Value& name : record[slot]) {
                const std::string spelling = text::latin_letters(population_.text(name.symbol));
                for (const std::string_view word : Words(spelling)) {
                    if (word.size() >= 3 && mailbox.find(word) != std::string_view::npos) return true;
                    spelt = spelt || text::is_ascii(word);
                }
            }
        }
        // 田中 or 刘 without a reading: tanaka@ and wei.liu@ are most likely that name.
        return !spelt &&
               std::none_of(mailbox.begin(), mailbox.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    return holds_name(a, emails.left) && holds_name(b, emails.right);
}

Agreement Comparer::best_point(const Side& a, const Side& b, Slot slot, Measure measure, Agreement* common) {
    Agreement best;
    for (const Value& left : a[slot]) {
        for (const Value& right : b[slot]) {
            const Level level = level_of(measure, left.symbol, right.symbol);
            const bool many = common != nullptr && level == Level::equal && population_.common(left.symbol);
            take_better(many ? *common : best, left.symbol, right.symbol, level);
        }
    }
    return best;
}

void Comparer::compare_handles(const Side& a, const Side& b, Comparison& result, Agreement* common) {
    for (const Value& left : a[Slot::handle]) {
        for (const Value& right : b[Slot::handle]) {
            const Level level = level_of(Measure::code, left.symbol, right.symbol);
            // Names on two services are no two names on one; where a service is not told, only equality means something.
            const bool unknown = left.group == any_service || right.group == any_service;
            if (left.group != right.group && !unknown) continue;
            if (unknown && level != Level::equal) continue;
            const bool many = common != nullptr && level == Level::equal && population_.common(left.symbol);
            take_better(many ? *common : result[Field::handle], left.symbol, right.symbol, level);
        }
    }
}

void Comparer::compare_points(const Side& a, const Side& b, Comparison& result, bool people) {
    const auto common = [&](Field field) { return people ? &result[field] : nullptr; };
    Agreement& email = result[Field::email];
    email = best_point(a, b, Slot::email, Measure::email, common(Field::common_email));
    if (people && email.level == Level::near && named_after(a, b, email)) email.level = Level::part;
    if (people && email.level == Level::far) {
        // Colleagues have mailboxes of one domain: that says where somebody works, not who it is.
        const Agreement domain = best_of(a, b, Slot::mail_domain, Measure::code);
        if (domain.level == Level::equal) {
            result[Field::domain] = domain;
            result[Field::domain].level = Level::part;
            email.level = Level::different;
        }
    }
    result[Field::phone] = best_point(a, b, Slot::phone, Measure::phone, common(Field::common_phone));
    compare_handles(a, b, result, common(Field::common_handle));
}

bool Comparer::clearly_two(std::size_t a, std::size_t b) {
    Comparison names;
    compare_names(Side(population_, a), Side(population_, b), names);
    return names[Field::given].level == Level::different && names[Field::order].level != Level::swapped;
}

void Comparer::compare_organization_names(const Side& a, const Side& b, Comparison& result) {
    const auto names_a = a[Slot::name], names_b = b[Slot::name];
    if (names_a.empty() || names_b.empty()) return;
    Agreement best = best_of(a, b, Slot::name, Measure::organization);
    if (best.level != Level::equal &&
        differ_in_number(population_.text(best.left), population_.text(best.right))) {
        best.level = Level::different;  // Studio 1, Studio 2
    } else if (best.level != Level::equal && best.level != Level::variant) {
        // Words weigh by how rare they are: "Chicago Public School Daley" and "Daley" share what counts.
        const auto words_a = a[Slot::word], words_b = b[Slot::word];
        const auto rarity = [&](Symbol word) {
            return -std::log(std::max(1e-6, static_cast<double>(population_.share(word))));
        };
        double sum_a = 0, sum_b = 0, shared = 0;
        float rarest = 1;
        for (const Value& word : words_a) sum_a += rarity(word.symbol);
        for (const Value& word : words_b) sum_b += rarity(word.symbol);
        for (const Value& left : words_a) {
            double most = 0;
            for (const Value& right : words_b) {
                const Level level = level_of(Measure::words, left.symbol, right.symbol);
                const double closeness = level == Level::equal                             ? 1
                                         : level == Level::variant || level == Level::typo ? 0.85
                                                                                           : 0;
                if (closeness == 0) continue;
                most = std::max(most, closeness * std::min(rarity(left.symbol), rarity(right.symbol)));
                rarest = std::min(rarest,
                                  std::max(population_.share(left.symbol), population_.share(right.symbol)));
            }
            shared += most;
        }
        const double whole = shared / std::max(1.0, std::max(sum_a, sum_b));
        const double within = shared / std::max(1.0, std::min(sum_a, sum_b));
        if (best.level != Level::typo) {
            best.level = whole >= 0.75    ? Level::near
                         : within >= 0.85 ? Level::part
                         : within >= 0.5  ? Level::far
                                          : Level::different;
            best.share = rarest;
        } else {
            best.level = Level::near;
        }
    }
    result[Field::name] = best;
}

Comparison Comparer::compare(std::size_t record_a, std::size_t record_b) {
    if (record_a != record_a_) a_ = Side(population_, record_a);
    record_a_ = record_a;
    const Side &a = a_, b(population_, record_b);
    Comparison result;
    compare_names(a, b, result);
    result[Field::suffix] = best_of(a, b, Slot::suffix, Measure::code);
    if (result[Field::suffix].level == Level::missing) {
        // "Jr." on one side alone: there are two of that name, and this may be the other.
        for (const Side* side : {&a, &b}) {
            for (const Value& value : (*side)[Slot::suffix])
                result[Field::suffix] = {Level::part, 0, value.symbol, value.symbol};
        }
    }
    result[Field::gender] = best_of(a, b, Slot::gender, Measure::code);
    Agreement& birthday = result[Field::birthday];
    birthday = best_of(a, b, Slot::birthday, Measure::date);
    if (birthday.level == Level::partial) birthday.share = knows_day(birthday) ? 1.0f / 365 : 1.0f / 60;
    const bool people = !a.has(Slot::name) && !b.has(Slot::name);
    compare_points(a, b, result, people);
    compare_addresses(a, b, result);
    result[Field::organization] = best_of(a, b, Slot::organization, Measure::organization);
    result[Field::title] = best_of(a, b, Slot::title, Measure::words);
    compare_identifiers(a, b, result);
    compare_organization_names(a, b, result);
    if (!people) result[Field::domain] = best_of(a, b, Slot::domain, Measure::code);
    return result;
}

}  // namespace kith::match
