#include "match/keys.hpp"

#include "match/nicknames.hpp"
#include "match/words.hpp"
#include "text/email.hpp"
#include "text/similarity.hpp"
#include "text/sounds.hpp"
#include "text/transliterate.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <string>

namespace kith::match {
namespace {

Key make_key(KeyFamily family, std::string_view a, std::string_view b, std::string_view c) {
    std::string joined(a);
    joined += '\x1f';
    joined += b;
    joined += '\x1f';
    joined += c;
    return {family, static_cast<std::int64_t>(stable_hash(joined, static_cast<std::uint64_t>(family)) >> 1)};
}

/// What of a phone number makes its key: the end, which stays whether or not country and area are written.
std::string_view phone_tail(std::string_view phone) {
    return phone.substr(phone.size() - std::min<std::size_t>(7, phone.size()));
}

/// An identifier whether or not its digits are divided by hyphens; which one it is stands before the colon.
std::string identifier_key(std::string_view identifier) {
    std::string result(identifier);
    const auto value = result.begin() + static_cast<std::ptrdiff_t>(result.find(':') + 1);
    result.erase(std::remove(value, result.end(), '-'), result.end());
    return result;
}

/// An organization's name whatever the order of its words, and ü written as ue.
std::string sorted_words(std::string_view name) {
    const Words words(name);
    std::vector<std::string_view> ordered(words.begin(), words.end());
    std::sort(ordered.begin(), ordered.end());
    std::string result;
    for (const auto word : ordered) result += word;
    return without_digraphs(result);
}

/// Collects the keys of one record.
class Collector {
public:
    Collector(const Population& population, std::size_t record, std::vector<Key>& keys)
        : population_(population), record_(record), keys_(keys), first_(keys.size()) {}

    void put(KeyFamily family, std::string_view a, std::string_view b = {}, std::string_view c = {}) {
        keys_.push_back(make_key(family, a, b, c));
    }

    /// The texts of a slot.
    std::vector<std::string_view> texts(Slot slot) const {
        std::vector<std::string_view> result;
        for (const Value& value : population_.values(record_, slot))
            result.push_back(population_.text(value.symbol));
        return result;
    }

    /// The text of a part of an address, or none.
    std::string_view part(Slot slot, int group) const {
        for (const Value& value : population_.values(record_, slot)) {
            if (value.group == group) return population_.text(value.symbol);
        }
        return {};
    }

    void drop_repetitions() {
        const auto from = keys_.begin() + static_cast<std::ptrdiff_t>(first_);
        std::sort(from, keys_.end(), [](const Key& a, const Key& b) {
            return a.family != b.family ? a.family < b.family : a.hash < b.hash;
        });
        keys_.erase(
            std::unique(from, keys_.end(),
                        [](const Key& a, const Key& b) { return a.family == b.family && a.hash == b.hash; }),
            keys_.end());
    }

private:
    const Population& population_;
    std::size_t record_;
    std::vector<Key>& keys_;
    std::size_t first_;
};

std::vector<std::string> sounds(const std::vector<std::string_view>& names) {
    std::vector<std::string> result;
    result.reserve(names.size());
    // Кузнецов sounds like Kuznetsov, and metaphone knows Latin letters.
    for (const auto name : names) result.push_back(text::metaphone(text::latin_letters(squashed(name))));
    return result;
}

constexpr std::size_t foreign_ways = 10;  // in which a name in kana is read as a foreign one

/// The sounds of Latin names that names in kana may stand for: the likeliest few.
std::vector<std::string> foreign_sounds(const std::vector<std::string_view>& names) {
    std::vector<std::string> result;
    for (const auto name : names) {
        auto ways = text::foreign_metaphones(squashed(name));
        ways.resize(std::min(ways.size(), foreign_ways));
        result.insert(result.end(), ways.begin(), ways.end());
    }
    return result;
}

std::string_view first_sign(std::string_view sound) {
    std::size_t at = 0;
    if (!sound.empty()) text::next_code_point(sound, at);
    return sound.substr(0, at);
}

void name_keys(Collector& out, const std::vector<std::string>& given, const std::vector<std::string>& family) {
    const auto put_name = [&](const std::string& g, const std::string& f) {
        out.put(KeyFamily::name, std::min(g, f), std::max(g, f));
    };
    for (const std::string& g : given) {
        for (const std::string& f : family) put_name(g, f);
    }
    // The likeliest reading of one with all of the other, and not those that are both unlikely.
    constexpr std::size_t most = 40;
    const auto foreign_given = foreign_sounds(out.texts(Slot::given));
    const auto foreign_family = foreign_sounds(out.texts(Slot::family));
    for (std::size_t g = 0; g < foreign_given.size(); ++g) {
        for (std::size_t f = 0; f < foreign_family.size() && (g + 1) * (f + 1) <= most; ++f)
            put_name(foreign_given[g], foreign_family[f]);
    }
    const auto given_readings = out.texts(Slot::given_reading),
               family_readings = out.texts(Slot::family_reading);
    for (const auto g : given_readings) {
        for (const auto f : family_readings) out.put(KeyFamily::reading, std::min(g, f), std::max(g, f));
    }
    for (const Slot slot : {Slot::given, Slot::nickname}) {
        for (const auto name : out.texts(slot)) {
            for (const int number : name_families(name)) {
                for (const std::string& f : family) out.put(KeyFamily::nickname, std::to_string(number), f);
            }
        }
    }
    for (const Slot slot : {Slot::given, Slot::family, Slot::additional}) {
        for (const auto name : out.texts(slot)) {
            if (name.size() > 1) out.put(KeyFamily::name_word, name);
        }
    }
}

void address_keys(Collector& out, int group, const std::vector<std::string>& given,
                  const std::vector<std::string>& family) {
    const std::string_view number = out.part(Slot::number, group), street = out.part(Slot::street, group);
    const std::string postcode = squashed(out.part(Slot::postcode, group));
    const std::string locality = squashed(out.part(Slot::locality, group));
    const Words street_words(street);
    if (!number.empty() && !postcode.empty()) out.put(KeyFamily::address, number, postcode);
    if (!number.empty() && !street_words.empty()) {
        std::string_view longest = street_words.front();
        for (const auto word : street_words) longest = word.size() > longest.size() ? word : longest;
        out.put(KeyFamily::address, number, "street", text::metaphone(longest));
    }
    for (const std::string& f : family) {
        if (!postcode.empty()) out.put(KeyFamily::family_place, f, postcode);
        if (!locality.empty()) out.put(KeyFamily::family_place, f, "locality", locality);
    }
    for (const std::string& g : given) {
        if (!postcode.empty()) out.put(KeyFamily::given_place, g, postcode);
        if (!locality.empty()) out.put(KeyFamily::given_place, g, "locality", locality);
    }
}

void organization_keys(Collector& out) {
    for (const auto name : out.texts(Slot::name)) {
        out.put(KeyFamily::organization, sorted_words(name));
        if (may_be_acronym(name)) out.put(KeyFamily::acronym, name);
        for (const std::string& acronym : acronyms(name)) out.put(KeyFamily::acronym, acronym);
    }
    const auto words = out.texts(Slot::word);
    for (const auto word : words) {
        if (word.size() > 1) out.put(KeyFamily::organization_word, without_digraphs(word));
    }
    for (const std::string& sound : sounds(words)) {
        if (sound.size() > 2) out.put(KeyFamily::organization_sound, sound);
    }
}

}  // namespace

void append_keys(const Population& population, std::size_t record, std::vector<Key>& keys) {
    Collector out(population, record, keys);
    const auto given = sounds(out.texts(Slot::given)), family = sounds(out.texts(Slot::family));
    for (const auto address : out.texts(Slot::email)) {
        out.put(KeyFamily::email, address);
        const std::string_view mailbox = address.substr(0, address.rfind('@'));
        const std::string plain = squashed(mailbox);
        if (plain.size() >= 5 && !text::is_role_mailbox(mailbox)) out.put(KeyFamily::mailbox, plain);
    }
    for (const auto phone : out.texts(Slot::phone)) out.put(KeyFamily::phone, phone_tail(phone));
    name_keys(out, given, family);
    for (const auto birthday : out.texts(Slot::birthday)) {
        if (birthday.size() < 10) continue;  // only whole dates
        for (const std::string& g : given) out.put(KeyFamily::birthday, birthday, "given", first_sign(g));
        for (const std::string& f : family) out.put(KeyFamily::birthday, birthday, "family", first_sign(f));
    }
    int addresses = 0;
    for (const Value& value : population.values(record)) {
        if (value.slot >= Slot::number && value.slot <= Slot::country)
            addresses = std::max(addresses, value.group + 1);
    }
    for (int group = 0; group < addresses; ++group) address_keys(out, group, given, family);
    for (const auto employer : out.texts(Slot::organization)) {
        for (const std::string& g : given) out.put(KeyFamily::employer, employer, "given", first_sign(g));
        for (const std::string& f : family) out.put(KeyFamily::employer, employer, "family", first_sign(f));
    }
    for (const auto identifier : out.texts(Slot::identifier))
        out.put(KeyFamily::identifier, identifier_key(identifier));
    for (const auto handle : out.texts(Slot::handle)) out.put(KeyFamily::handle, handle);
    for (const auto domain : out.texts(Slot::domain)) out.put(KeyFamily::domain, domain);
    organization_keys(out);
    out.drop_repetitions();
}

Key value_key(KeyFamily family, std::string_view value) {
    if (family == KeyFamily::identifier) return make_key(family, identifier_key(value), {}, {});
    if (family == KeyFamily::phone) return make_key(family, phone_tail(value), {}, {});
    if (family == KeyFamily::organization) return make_key(family, sorted_words(value), {}, {});
    if (family == KeyFamily::organization_word) return make_key(family, without_digraphs(value), {}, {});
    return make_key(family, value, {}, {});
}

std::size_t block_limit(KeyFamily family) { return works_only_rare(family) ? 30 : 60; }

bool works_only_rare(KeyFamily family) {
    return family == KeyFamily::name_word || family == KeyFamily::organization_word ||
           family == KeyFamily::acronym || family == KeyFamily::organization_sound;
}

}  // namespace kith::match
