#include "match/shapes.hpp"

#include "match/family_names.hpp"
#include "match/nicknames.hpp"
#include "match/words.hpp"
#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/similarity.hpp"
#include "text/utf8.hpp"

#include <kith/time.hpp>

#include <bit>
#include <cstdlib>
#include <limits>
#include <string>

namespace kith::match {
namespace {

constexpr std::uint64_t low_half = 0xffffffff;
constexpr unsigned kinds = 32;  // of letters that are told apart

/// Latin letters have kinds of their own, and so have Cyrillic ones; digits share six.
unsigned kind_of(char32_t c) {
    if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a');
    return c < 0x80 ? 26 + static_cast<unsigned>(c) % (kinds - 26) : static_cast<unsigned>(c) % kinds;
}

constexpr std::uint64_t kind_e = std::uint64_t{1} << ('e' - 'a') | std::uint64_t{1} << ('e' - 'a' + kinds);

std::size_t shared_at_most(const Letters& a, const Letters& b) {
    return static_cast<std::size_t>(std::popcount(a.kinds & b.kinds)) + std::min(a.further, b.further);
}

bool could_be_close(const Letters& a, const Letters& b) {
    return match::could_be_close(shared_at_most(a, b), a.size, b.size);
}

/// False when more than one error of typing is between the two: one changes two kinds of letters at most.
bool could_be_one_error(const Letters& a, const Letters& b) {
    return std::popcount((a.kinds ^ b.kinds) & low_half) <= 2;
}

std::uint32_t hash_of(std::string_view text) { return static_cast<std::uint32_t>(stable_hash(text) >> 32); }

void add_families(WordShape& shape, std::string_view name) {
    for (const int family : name_families(name)) {
        const auto number = static_cast<std::uint64_t>(family);
        shape.families |= std::uint64_t{1} << number % 64;
        shape.families_too |= std::uint64_t{1} << (number * 0x9e3779b97f4a7c15ull >> 58);
    }
}

bool may_share_family(const WordShape& a, const WordShape& b) {
    return (a.families & b.families) != 0 && (a.families_too & b.families_too) != 0;
}

/// Spellings, sounds and errors of typing of the two texts make nothing but `different`.
bool letters_differ(const WordShape& a, const WordShape& b) {
    if (a.cjk || b.cjk) {
        if (a.cjk && b.cjk && a.sound == b.sound) return false;
        return std::max(a.letters.size, b.letters.size) < 3 || !could_be_one_error(a.letters, b.letters);
    }
    if (a.sound == b.sound || ((a.letters.kinds ^ b.letters.kinds) & ~kind_e) == 0) return false;  // ue for ü
    return !could_be_close(a.letters, b.letters);
}

std::optional<Level> seen_of_names(const WordShape& a, const WordShape& b, bool given) {
    if (given ? may_share_family(a, b) : (a.family_names & b.family_names) != 0) return std::nullopt;
    if (a.script != b.script) {
        // One of these two scripts is what a name of another is read in; of the others the texts say nothing.
        const auto with = [&](Script script) { return a.script == script || b.script == script; };
        const bool readable = with(Script::latin) && (with(Script::kana) || with(Script::greek_or_cyrillic));
        return readable ? std::nullopt : std::optional(Level::missing);
    }
    if (a.initial || b.initial || (a.several && b.several)) return std::nullopt;
    if (a.script == Script::kana) return std::nullopt;  // how long vowels are written is no error
    if (given && a.head == b.head && !(a.cjk && b.cjk)) return std::nullopt;  // may be a short form
    return letters_differ(a, b) ? std::optional(Level::different) : std::nullopt;
}

/// The digits of a number four bits each, the last one lowest; 0 when they are too many or no digits.
Digits packed(std::string_view digits) {
    Digits result = 0;
    if (digits.size() > 15) return 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return 0;
        result = result << 4 | static_cast<Digits>(c - '0');
    }
    return result;
}

int digits_that_differ(Digits a, Digits b) {
    const Digits bits = a ^ b;
    return std::popcount((bits | bits >> 1 | bits >> 2 | bits >> 3) & 0x1111111111111111);
}

/// Up to seven ASCII characters as bytes, the first one highest; the lowest byte is free. 0: more, or none.
Digits characters(std::string_view plain) {
    Digits result = 0;
    if (plain.size() > 7 || !text::is_ascii(plain)) return 0;
    for (std::size_t i = 0; i < plain.size(); ++i) result |= static_cast<Digits>(plain[i]) << (56 - 8 * i);
    return result;
}

/// How many of the first characters agree, the end of a shorter text included.
int agreeing(Digits a, Digits b) { return std::countl_zero(a ^ b) / 8; }

int length_of(Digits characters) { return characters == 0 ? 0 : 8 - std::countr_zero(characters) / 8; }

/// One character replaced, inserted or left out, or two neighbours exchanged, of two that differ.
bool one_error(Digits a, Digits b) {
    const int length_a = length_of(a), length_b = length_of(b), at = agreeing(a, b);
    if (length_a < length_b) return one_error(b, a);
    const auto rest = [](Digits text, int from) { return from > 7 ? 0 : text << (8 * from); };
    if (length_a == length_b + 1) return rest(a, at + 1) == rest(b, at);
    if (length_a != length_b) return false;
    if (rest(a, at + 1) == rest(b, at + 1)) return true;
    const auto sign = [](Digits text, int i) { return text >> (56 - 8 * i) & 0xff; };
    return at < 6 && sign(a, at) == sign(b, at + 1) && sign(a, at + 1) == sign(b, at) &&
           rest(a, at + 2) == rest(b, at + 2);
}

Level seen_of_numbers(Digits a, Digits b) {
    const auto parts = [](Digits number) {
        return std::pair(static_cast<int>(number >> 4 & 15), static_cast<int>(number & 15));
    };
    const auto [digits_a, word_a] = parts(a);
    const auto [digits_b, word_b] = parts(b);
    a &= ~Digits{0xff};
    b &= ~Digits{0xff};
    if (a == b) return Level::equal;
    const int same = agreeing(a, b);
    if (digits_a > 0 && digits_a == digits_b && same >= digits_a) return Level::part;
    if (word_a == word_b && same >= word_a) return Level::part;
    if (std::max(length_of(a), length_of(b)) >= 2 && one_error(a, b)) return Level::typo;
    return Level::different;
}

Level seen_of_postcodes(Digits a, Digits b) {
    if (a == b) return Level::equal;
    if (one_error(a, b)) return Level::typo;
    const int half = (std::max(length_of(a), length_of(b)) + 1) / 2;
    return half >= 3 && agreeing(a, b) >= half ? Level::part : Level::different;
}

bool phones_differ(Digits a, Digits b) {
    constexpr int ending = 6;  // digits that agree in what is one number but for its beginning
    return std::countr_zero(a ^ b) < 4 * ending && digits_that_differ(a, b) > 2;
}

bool dates_differ(Digits a, Digits b) {
    const auto years = static_cast<std::int64_t>(a >> 32) - static_cast<std::int64_t>(b >> 32);
    const bool days = ((a ^ b) & 0xffff) != 0;
    return std::abs(years) > 2 && days && digits_that_differ(a & low_half, b & low_half) > 2;
}

}  // namespace

Letters::Letters(std::string_view text) {
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size(); ++length) {
        const std::uint64_t once = std::uint64_t{1} << kind_of(text::next_code_point(text, at));
        kinds |= (kinds & once) == 0 ? once : once << match::kinds;
    }
    if (length > std::numeric_limits<std::uint8_t>::max()) return;
    size = static_cast<std::uint8_t>(length);
    further = static_cast<std::uint8_t>(length - static_cast<std::size_t>(std::popcount(kinds)));
}

WordShape::WordShape(std::string_view folded) {
    const std::string plain = squashed(folded);
    letters = Letters(plain);
    script = script_of(folded);
    readable = letters.size > 0 && script != Script::none;
    if (!readable) return;
    cjk = text::has_cjk(plain);
    sound = cjk ? hash_of(without_digraphs(plain)) : hash_of(text::metaphone(plain));
    for (std::size_t i = 0; i < 3 && i < plain.size(); ++i)
        head = head << 8 | static_cast<unsigned char>(plain[i]);
    const Words all(folded);
    several = all.size() > 1;
    for (const std::string_view word : all) {
        words |= std::uint64_t{1} << hash_of(word) % 64;
        initial = initial || (text::code_points(word) == 1 && !text::has_cjk(word));
    }
    add_families(*this, folded);
    add_families(*this, all.front());
    family_names = family_names_of(plain);
    acronym = may_be_acronym(folded);
}

EmailShape::EmailShape(std::string_view address) {
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos) return;
    whole = Letters(address);
    mailbox = Letters(address.substr(0, at));
    name = hash_of(squashed(address.substr(0, at)));
    domain = hash_of(address.substr(at + 1));
    free = text::is_free_mail_domain(address.substr(at + 1));
}

Digits digits_of_phone(std::string_view phone) {
    return packed(phone.substr(phone.starts_with('+') ? 1 : 0));
}

Digits digits_of_date(std::string_view iso) {
    const auto date = PartialDate::parse(iso);
    if (!date || !date->complete() || (date->month == 1 && date->day == 1)) return 0;
    return static_cast<Digits>(date->year) << 32 |
           packed(std::to_string(date->year * 10000 + date->month * 100 + date->day));
}

Digits digits_of_number(std::string_view number) {
    const std::string plain = squashed(number);
    const Digits result = characters(plain);
    if (result == 0) return 0;
    const std::size_t digits = std::min(plain.size(), plain.find_first_not_of("0123456789"));
    return result | digits << 4 | Words(number).front().size();
}

Digits digits_of_postcode(std::string_view postcode) { return characters(squashed(postcode)); }

std::optional<Level> seen(Measure measure, const WordShape& a, const WordShape& b) {
    if (!a.readable || !b.readable || (a.words & b.words) != 0) return std::nullopt;
    if (measure == Measure::given || measure == Measure::family)
        return seen_of_names(a, b, measure == Measure::given);
    const bool short_for = (a.acronym && b.several) || (b.acronym && a.several);
    if (measure == Measure::organization && short_for) return std::nullopt;
    return letters_differ(a, b) ? std::optional(Level::different) : std::nullopt;
}

std::optional<Level> seen(const EmailShape& a, const EmailShape& b) {
    if (a.whole.size == 0 || b.whole.size == 0 || a.name == b.name) return std::nullopt;
    if (a.domain == b.domain) {
        if (could_be_close(a.mailbox, b.mailbox)) return std::nullopt;
        return a.free ? Level::different : Level::far;
    }
    const std::size_t longer = std::max(a.whole.size, b.whole.size);
    return longer > shared_at_most(a.whole, b.whole) + 3 ? std::optional(Level::different) : std::nullopt;
}

std::optional<Level> seen(Measure measure, Digits a, Digits b) {
    if (a == 0 || b == 0) return std::nullopt;
    switch (measure) {
        case Measure::number: return seen_of_numbers(a, b);
        case Measure::postcode: return seen_of_postcodes(a, b);
        case Measure::phone: return phones_differ(a, b) ? std::optional(Level::different) : std::nullopt;
        case Measure::date: return dates_differ(a, b) ? std::optional(Level::different) : std::nullopt;
        default: return std::nullopt;
    }
}

Shapes::Shapes(const Population& population) : shapes_(population.symbols(), 0) {
    const auto words = [&](std::string_view text) {
        words_.emplace_back(text);
        return words_.size() - 1;
    };
    for (Symbol symbol = 1; symbol < shapes_.size(); ++symbol) {
        const std::string_view text = population.text(symbol);
        std::uint64_t& shape = shapes_[symbol];
        switch (population.slot(symbol)) {
            case Slot::given:
            case Slot::given_reading:
            case Slot::additional:
            case Slot::family:
            case Slot::family_reading:
            case Slot::street:
            case Slot::extended:
            case Slot::locality:
            case Slot::region:
            case Slot::organization:
            case Slot::title:
            case Slot::name:
            case Slot::word: shape = words(text); break;
            case Slot::email:
                emails_.emplace_back(text);
                shape = emails_.size() - 1;
                break;
            case Slot::phone: shape = digits_of_phone(text); break;
            case Slot::birthday: shape = digits_of_date(text); break;
            case Slot::number: shape = digits_of_number(text); break;
            case Slot::postcode: shape = digits_of_postcode(text); break;
            default: break;
        }
    }
}

}  // namespace kith::match
