#include "match/compare.hpp"

#include "match/given_names.hpp"
#include "match/nicknames.hpp"
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
constexpr std::size_t memory_size = 1u << 16;

/// How much a level speaks for "the same", to choose among several values. Not a weight.
double merit(Level level) {
    switch (level) {
        case Level::missing: return 0;
        case Level::equal: return 6;
        case Level::variant: return 5;
        case Level::reading: return 5;
        case Level::nickname: return 4;
        case Level::two_names: return 1;
        case Level::initial: return 2;
        case Level::part: return 3;
        case Level::typo: return 4.5;
        case Level::near: return 3;
        case Level::far: return 1;
        case Level::swapped: return 3;
        case Level::partial: return 4;
        case Level::different: return -2;
    }
    return 0;
}

/// The better of two agreements: by level, then by the rarer value. `missing` loses against everything.
bool better(const Agreement& a, const Agreement& b) {
    if ((a.level == Level::missing) != (b.level == Level::missing)) return b.level == Level::missing;
    const double of_a = merit(a.level), of_b = merit(b.level);
    return of_a != of_b ? of_a > of_b : a.share < b.share;
}

Level compare_organization(std::string_view a, std::string_view b) {
    const auto short_for = [](std::string_view short_form, std::string_view full) {
        if (!may_be_acronym(short_form)) return false;
        const auto known = acronyms(full);
        return std::find(known.begin(), known.end(), short_form) != known.end();
    };
    if (short_for(a, b) || short_for(b, a)) return Level::variant;
    return compare_words(a, b);
}

/// Codes that either agree or do not.
Level compare_codes(std::string_view a, std::string_view b) {
    return a == b ? Level::equal : Level::different;
}

}  // namespace

Comparer::Comparer(const Population& population) : population_(population), memory_(memory_size) {}

Level Comparer::remembered(Symbol a, Symbol b, Compute compute) {
    if (a == b) return Level::equal;
    if (a == 0 || b == 0) return Level::missing;
    if (a > b) std::swap(a, b);
    // Symbols belong to one slot and each slot is compared in one way, so the pair alone is the key.
    const std::uint64_t key = static_cast<std::uint64_t>(a) << 32 | b;
    Entry& entry = memory_[(key * 0x9e3779b97f4a7c15ull >> 40) % memory_size];
    if (entry.key != key) entry = {key, compute(population_.text(a), population_.text(b))};
    return entry.level;
}

Level Comparer::given_names(Symbol a, Symbol b) { return remembered(a, b, compare_given); }
Level Comparer::family_names(Symbol a, Symbol b) { return remembered(a, b, compare_family); }
Level Comparer::streets(Symbol a, Symbol b) { return remembered(a, b, compare_words); }
Level Comparer::places(Symbol a, Symbol b) { return remembered(a, b, compare_words); }
Level Comparer::organizations(Symbol a, Symbol b) { return remembered(a, b, compare_organization); }

float Comparer::share(Symbol a, Symbol b, Level level) const {
    switch (level) {
        case Level::equal: return population_.share(a);
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

Agreement Comparer::best_of(std::size_t a, std::size_t b, Slot slot, Compute compute) {
    Agreement best;
    for (const Value& left : population_.values(a, slot)) {
        for (const Value& right : population_.values(b, slot)) {
            const Agreement found =
                agreement(left.symbol, right.symbol, remembered(left.symbol, right.symbol, compute));
            if (better(found, best)) best = found;
        }
    }
    return best;
}

Agreement Comparer::with_reading(const Agreement& written, std::size_t a, std::size_t b, Slot slot) {
    if (written.level == Level::equal) return written;
    Agreement reading = best_of(a, b, slot, slot == Slot::given_reading ? compare_given : compare_family);
    if (written.level != Level::missing) {
        // One script: the texts themselves say more, unless only the spelling differs (Ohno, Ono). Other kanji of one
        // reading (裕子, 祐子) are other names, or a slip of whoever typed them.
        const bool of_kana = script_of(population_.text(written.left)) == Script::kana &&
                             (reading.level == Level::nickname || reading.level == Level::two_names);
        if (of_kana) return better(reading, written) ? reading : written;  // かず, かずひろ
        if (reading.level != Level::equal) return written;
        const Script script = script_of(population_.text(written.left));
        if (script == Script::kana) return written;  // ゆうき, ゆき: kana tell long vowels apart
        if (script == Script::kanji) {
            const bool two = slot == Slot::given_reading && is_given_name(population_.text(written.left)) &&
                             is_given_name(population_.text(written.right));
            const Agreement sound =
                agreement(written.left, written.right, two ? Level::two_names : Level::near);
            return better(sound, written) ? sound : written;
        }
        reading.level = Level::variant;
        return better(reading, written) ? reading : written;
    }
    // In different scripts the readings are all there is.
    if (reading.level == Level::equal) reading.level = Level::reading;
    return reading;
}

Agreement Comparer::best_given(std::size_t a, std::size_t b) {
    Agreement best;
    const auto consider = [&](Slot slot_a, Slot slot_b) {
        for (const Value& left : population_.values(a, slot_a)) {
            for (const Value& right : population_.values(b, slot_b)) {
                const Agreement found =
                    agreement(left.symbol, right.symbol, given_names(left.symbol, right.symbol));
                if (better(found, best)) best = found;
            }
        }
    };
    consider(Slot::given, Slot::given);
    if (best.level == Level::equal) return best;
    if (in_use_both(best)) best.level = Level::two_names;
    // That both are called Dani makes Daniel and Daniela no nearer.
    if (best.level == Level::two_names) return agreement(best.left, best.right, best.level);
    consider(Slot::nickname, Slot::given);
    consider(Slot::given, Slot::nickname);
    if (best.level == Level::missing) consider(Slot::nickname, Slot::nickname);
    best = with_reading(best, a, b, Slot::given_reading);
    if (best.level != Level::different && best.level != Level::far) return best;
    // Known by a middle name: "Hans Meier" and "Wilhelm Hans Meier".
    const auto by_middle_name = [&](std::size_t one, std::size_t other) {
        for (const Value& given : population_.values(one, Slot::given)) {
            for (const Value& middle : population_.values(other, Slot::additional)) {
                if (population_.text(given.symbol) != population_.text(middle.symbol)) continue;
                best.level = Level::part;
                best.share = population_.share(given.symbol);
            }
        }
    };
    by_middle_name(a, b);
    by_middle_name(b, a);
    return best;
}

bool Comparer::in_use_both(const Agreement& given) const {
    if (given.level != Level::typo && given.level != Level::near) return false;
    if (spell_one_name(population_.text(given.left), population_.text(given.right))) return false;
    const auto persons = [&](Symbol name) { return population_.others(name); };
    const auto in_use = [&](Symbol name, Symbol other) {
        constexpr double least = 5,
                         misspelt_so = 0.01;  // bearers; a misspelling is that much rarer than the name
        return is_given_name(population_.text(name)) ||
               persons(name) >= std::max(least, misspelt_so * persons(other));
    };
    return in_use(given.left, given.right) && in_use(given.right, given.left);
}

Agreement Comparer::best_family(std::size_t a, std::size_t b) {
    Agreement best = best_of(a, b, Slot::family, compare_family);
    if (best.level == Level::equal) return best;
    return with_reading(best, a, b, Slot::family_reading);
}

Agreement Comparer::crossed(std::size_t given_of, std::size_t family_of) {
    Agreement best;
    for (const Value& given : population_.values(given_of, Slot::given)) {
        for (const Value& family : population_.values(family_of, Slot::family)) {
            const Agreement found =
                agreement(given.symbol, family.symbol, family_names(given.symbol, family.symbol));
            if (better(found, best)) best = found;
        }
    }
    return best;
}

void Comparer::compare_names(std::size_t a, std::size_t b, Comparison& result) {
    Agreement given = best_given(a, b);
    Agreement family = best_family(a, b);
    Level order =
        given.level != Level::missing && family.level != Level::missing ? Level::equal : Level::missing;
    if (given.level != Level::equal || family.level != Level::equal) {
        Agreement one = crossed(a, b);
        Agreement other = crossed(b, a);
        std::swap(other.left, other.right);
        if (merit(one.level) + merit(other.level) > merit(given.level) + merit(family.level) + 3) {
            // Which of the two counts as the family name must not depend on the order of the records.
            const bool tie = !better(one, other) && !better(other, one);
            const bool first =
                tie ? std::min(one.left, one.right) < std::min(other.left, other.right) : better(one, other);
            family = first ? one : other;
            given = first ? other : one;
            order = Level::swapped;
        }
    }
    if (given.level == Level::equal && family.level == Level::equal && order == Level::equal) {
        family.share = share_within_name(given, family);
    }
    result[Field::given] = given;
    result[Field::family] = family;
    result[Field::order] = {order, 0, family.left, family.right};
    result[Field::additional] = best_of(a, b, Slot::additional, compare_given);
    if (result[Field::additional].level == Level::nickname) result[Field::additional].level = Level::near;
    if (result[Field::additional].level == Level::part) result[Field::additional].level = Level::typo;
}

void Comparer::compare_addresses(std::size_t a, std::size_t b, Comparison& result) {
    struct Part {
        Field field;
        Slot slot;
        Compute compute;
    };
    static constexpr Part parts[] = {
        {Field::number, Slot::number, compare_numbers},
        {Field::street, Slot::street, compare_words},
        {Field::extended, Slot::extended, compare_words},
        {Field::locality, Slot::locality, compare_words},
        {Field::region, Slot::region, compare_words},
        {Field::postcode, Slot::postcode, compare_postcodes},
        {Field::country, Slot::country, compare_codes},
    };
    const auto groups = [&](std::size_t record) {
        int count = 0;
        for (const Value& value : population_.values(record)) {
            if (value.slot >= Slot::number && value.slot <= Slot::country)
                count = std::max(count, value.group + 1);
        }
        return count;
    };
    const auto part_of = [&](std::size_t record, Slot slot, int group) -> Symbol {
        for (const Value& value : population_.values(record, slot)) {
            if (value.group == group) return value.symbol;
        }
        return 0;
    };
    // The first and second address line change places easily.
    const auto exchange_lines = [&](int left, int right, Comparison& tried) {
        Agreement &street = tried[Field::street], &extended = tried[Field::extended];
        if (merit(street.level) > 0 || merit(extended.level) > 0) return;
        const Symbol street_a = part_of(a, Slot::street, left), extended_a = part_of(a, Slot::extended, left);
        const Symbol street_b = part_of(b, Slot::street, right),
                     extended_b = part_of(b, Slot::extended, right);
        const auto alike = [&](Symbol x, Symbol y) {
            return x != 0 && y != 0 && merit(remembered(x, y, compare_words)) >= merit(Level::typo);
        };
        if (alike(street_a, extended_b)) street = agreement(street_a, extended_b, Level::variant);
        if (alike(extended_a, street_b)) extended = agreement(extended_a, street_b, Level::variant);
    };
    const int groups_a = groups(a), groups_b = groups(b);
    double best = 0;
    bool any = false;
    for (int left = 0; left < groups_a; ++left) {
        for (int right = 0; right < groups_b; ++right) {
            Comparison tried;
            double merits = 0;
            for (const Part& part : parts) {
                const Symbol x = part_of(a, part.slot, left), y = part_of(b, part.slot, right);
                if (x == 0 || y == 0) continue;
                const Level level = remembered(x, y, part.compute);
                tried[part.field] = agreement(x, y, level);
                merits += merit(level);
            }
            exchange_lines(left, right, tried);
            if (any && merits <= best) continue;
            any = true;
            best = merits;
            for (const Part& part : parts) result[part.field] = tried[part.field];
        }
    }
}

void Comparer::compare_identifiers(std::size_t a, std::size_t b, Comparison& result) {
    Agreement best;
    for (const Value& left : population_.values(a, Slot::identifier)) {
        for (const Value& right : population_.values(b, Slot::identifier)) {
            if (left.group != right.group) continue;
            const Level level = remembered(left.symbol, right.symbol, match::compare_identifiers);
            // A record may well have two numbers in another system: only their equality means something.
            if (left.group >= external_group && level != Level::equal) continue;
            const Agreement found = agreement(left.symbol, right.symbol, level);
            if (better(found, best)) best = found;
        }
    }
    result[Field::identifier] = best;
}

bool Comparer::knows_day(const Agreement& dates) const {
    const auto left = PartialDate::parse(population_.text(dates.left));
    const auto right = PartialDate::parse(population_.text(dates.right));
    return left && right && left->day != 0 && right->day != 0;
}

bool Comparer::named_after(std::size_t a, std::size_t b, const Agreement& emails) const {
    const auto holds_name = [&](std::size_t record, Symbol email) {
        const std::string_view mailbox = population_.text(email).substr(0, population_.text(email).rfind('@'));
        bool spelt = false;  // some name is in letters that a mailbox can hold
        for (const Slot slot : {Slot::family, Slot::given, Slot::family_reading, Slot::given_reading}) {
            for (const Value& name : population_.values(record, slot)) {
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

Agreement Comparer::best_point(std::size_t a, std::size_t b, Slot slot, Compute compute, Agreement* common) {
    Agreement best;
    for (const Value& left : population_.values(a, slot)) {
        for (const Value& right : population_.values(b, slot)) {
            const Agreement found =
                agreement(left.symbol, right.symbol, remembered(left.symbol, right.symbol, compute));
            const bool many =
                common != nullptr && found.level == Level::equal && population_.common(left.symbol);
            Agreement& field = many ? *common : best;
            if (better(found, field)) field = found;
        }
    }
    return best;
}

void Comparer::compare_handles(std::size_t a, std::size_t b, Comparison& result, Agreement* common) {
    for (const Value& left : population_.values(a, Slot::handle)) {
        for (const Value& right : population_.values(b, Slot::handle)) {
            const Level level = remembered(left.symbol, right.symbol, compare_codes);
            // Names on two services are no two names on one; where a service is not told, only equality means something.
            const bool unknown = left.group == any_service || right.group == any_service;
            if (left.group != right.group && !unknown) continue;
            if (unknown && level != Level::equal) continue;
            const Agreement found = agreement(left.symbol, right.symbol, level);
            const bool many = common != nullptr && level == Level::equal && population_.common(left.symbol);
            Agreement& field = many ? *common : result[Field::handle];
            if (better(found, field)) field = found;
        }
    }
}

void Comparer::compare_points(std::size_t a, std::size_t b, Comparison& result, bool people) {
    const auto common = [&](Field field) { return people ? &result[field] : nullptr; };
    Agreement& email = result[Field::email];
    email = best_point(a, b, Slot::email, compare_emails, common(Field::common_email));
    if (people && email.level == Level::near && named_after(a, b, email)) email.level = Level::part;
    if (people && email.level == Level::far) {
        // Colleagues have mailboxes of one domain: that says where somebody works, not who it is.
        const Agreement domain = best_of(a, b, Slot::mail_domain, compare_codes);
        if (domain.level == Level::equal) {
            result[Field::domain] = domain;
            result[Field::domain].level = Level::part;
            email.level = Level::different;
        }
    }
    result[Field::phone] = best_point(a, b, Slot::phone, compare_phones, common(Field::common_phone));
    compare_handles(a, b, result, common(Field::common_handle));
}

bool Comparer::clearly_two(std::size_t a, std::size_t b) {
    Comparison names;
    compare_names(a, b, names);
    return names[Field::given].level == Level::different && names[Field::order].level != Level::swapped;
}

void Comparer::compare_organization_names(std::size_t a, std::size_t b, Comparison& result) {
    const auto names_a = population_.values(a, Slot::name), names_b = population_.values(b, Slot::name);
    if (names_a.empty() || names_b.empty()) return;
    Agreement best = best_of(a, b, Slot::name, compare_organization);
    if (best.level != Level::equal &&
        differ_in_number(population_.text(best.left), population_.text(best.right))) {
        best.level = Level::different;  // Studio 1, Studio 2
    } else if (best.level != Level::equal && best.level != Level::variant) {
        // Words weigh by how rare they are: "Chicago Public School Daley" and "Daley" share what counts.
        const auto words_a = population_.values(a, Slot::word), words_b = population_.values(b, Slot::word);
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
                const Level level = remembered(left.symbol, right.symbol, compare_words);
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

Comparison Comparer::compare(std::size_t a, std::size_t b) {
    Comparison result;
    compare_names(a, b, result);
    result[Field::suffix] = best_of(a, b, Slot::suffix, compare_codes);
    if (result[Field::suffix].level == Level::missing) {
        // "Jr." on one side alone: there are two of that name, and this may be the other.
        for (const std::size_t record : {a, b}) {
            for (const Value& value : population_.values(record, Slot::suffix))
                result[Field::suffix] = {Level::part, 0, value.symbol, value.symbol};
        }
    }
    result[Field::gender] = best_of(a, b, Slot::gender, compare_codes);
    Agreement& birthday = result[Field::birthday];
    birthday = best_of(a, b, Slot::birthday, compare_dates);
    if (birthday.level == Level::partial) birthday.share = knows_day(birthday) ? 1.0f / 365 : 1.0f / 60;
    const bool people = population_.values(a, Slot::name).empty() && population_.values(b, Slot::name).empty();
    compare_points(a, b, result, people);
    compare_addresses(a, b, result);
    result[Field::organization] = best_of(a, b, Slot::organization, compare_organization);
    result[Field::title] = best_of(a, b, Slot::title, compare_words);
    compare_identifiers(a, b, result);
    compare_organization_names(a, b, result);
    if (!people) result[Field::domain] = best_of(a, b, Slot::domain, compare_codes);
    return result;
}

}  // namespace kith::match
