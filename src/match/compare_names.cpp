// Names: given, family and additional ones, their readings, and who has them the other way round.
#include "match/compare.hpp"
#include "match/given_names.hpp"
#include "match/name_order.hpp"
#include "match/nicknames.hpp"
#include "match/profile.hpp"
#include "match/words.hpp"
#include "text/fold.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::match {
namespace {

/// The better of two agreements: by level, then by the rarer value. `missing` loses against everything.
bool better(const Agreement& a, const Agreement& b) {
    if ((a.level == Level::missing) != (b.level == Level::missing)) return b.level == Level::missing;
    const double of_a = merit(a.level), of_b = merit(b.level);
    return of_a != of_b ? of_a > of_b : a.share < b.share;
}

/// José María is a man's name, María José a woman's.
bool in_other_order(std::string_view a, std::string_view b) {
    std::vector<std::string> left = text::words(a), right = text::words(b);
    if (left == right) return false;
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    return left == right;
}

}  // namespace

bool Comparer::sound_differently(const Side& a, const Side& b, Slot slot) {
    bool differ = false;
    for (const Value& left : a[slot]) {
        for (const Value& right : b[slot]) {
            if (left.symbol != right.symbol) continue;
            if (left.group == right.group || left.group == any_length || right.group == any_length)
                return false;
            differ = true;
        }
    }
    return differ;
}

Agreement Comparer::with_reading(const Agreement& written, const Side& a, const Side& b, Slot slot) {
    if (written.level == Level::equal) return written;
    Agreement reading = best_of(a, b, slot, slot == Slot::given_reading ? Measure::given : Measure::family);
    if (reading.level == Level::missing) return written;
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
            const bool known = is_given_name(population_.text(written.left)) &&
                               is_given_name(population_.text(written.right));
            const bool two =
                slot == Slot::given_reading && (known || sound_differently(a, b, slot));  // 裕樹, 有希
            const Agreement sound =
                agreement(written.left, written.right, two ? Level::two_names : Level::near);
            return better(sound, written) ? sound : written;
        }
        reading.level = Level::variant;
        return better(reading, written) ? reading : written;
    }
    // In different scripts the readings are all there is.
    if (reading.level == Level::equal)
        reading.level =
            slot == Slot::given_reading && sound_differently(a, b, slot) ? Level::two_names : Level::reading;
    return reading;
}

Agreement Comparer::best_given(const Side& a, const Side& b) {
    Agreement best;
    consider(best, a[Slot::given], b[Slot::given], Measure::given);
    if (best.level == Level::equal) return best;
    if (in_use_both(best) && !sound_as_one(population_.text(best.left), population_.text(best.right)))
        best.level = Level::two_names;
    // That both are called Dani makes Daniel and Daniela no nearer.
    if (best.level == Level::two_names) return agreement(best.left, best.right, best.level);
    consider(best, a[Slot::nickname], b[Slot::given], Measure::given);
    consider(best, a[Slot::given], b[Slot::nickname], Measure::given);
    if (best.level == Level::missing) consider(best, a[Slot::nickname], b[Slot::nickname], Measure::given);
    best = with_reading(best, a, b, Slot::given_reading);
    if (best.level != Level::different && best.level != Level::far) return best;
    // Known by a middle name: "Hans Meier" and "Wilhelm Hans Meier".
    const auto by_middle_name = [&](const Side& one, const Side& other) {
        for (const Value& given : one[Slot::given]) {
            for (const Value& middle : other[Slot::additional]) {
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

bool Comparer::may_be_two(const Comparison& found) const {
    const Agreement &given = found[Field::given], &family = found[Field::family];
    if (family.level != Level::missing && family.level != Level::equal && family.level != Level::variant) {
        // Married, or two of one family name: the names alone do not tell.
        const auto either = [&](Symbol of_given, Symbol of_family) {
            return order_of(population_.text(of_given), population_.text(of_family)) == NameOrder::either;
        };
        if (merit(given.level) > merit(Level::part) && either(given.left, family.left) &&
            either(given.right, family.right))
            return true;
    }
    if (given.level == Level::nickname)
        return are_names_of_one_family(population_.text(given.left), population_.text(given.right));
    if (given.level == Level::part)
        return in_other_order(population_.text(given.left), population_.text(given.right));
    return given.level == Level::two_names || in_use_both(given);
}

bool Comparer::in_use_both(const Agreement& given) const {
    if (given.level != Level::typo && given.level != Level::near) return false;
    if (spell_one_name(population_.text(given.left), population_.text(given.right))) return false;
    return in_use(given.left, given.right) && in_use(given.right, given.left);
}

bool Comparer::in_use(Symbol name, Symbol other) const {
    constexpr double least = 5,
                     misspelt_so = 0.01;  // bearers; a misspelling is that much rarer than the name
    return is_given_name(population_.text(name)) ||
           population_.others(name) >= std::max(least, misspelt_so * population_.others(other));
}

bool Comparer::are_two(const Comparison& found) const {
    const Agreement& given = found[Field::given];
    if (given.level == Level::two_names) return true;
    if (given.level != Level::different || found[Field::order].level == Level::swapped) return false;
    return in_use(given.left, given.right) && in_use(given.right, given.left);
}

Agreement Comparer::best_family(const Side& a, const Side& b) {
    Agreement best = best_of(a, b, Slot::family, Measure::family);
    if (best.level == Level::equal) return best;
    return with_reading(best, a, b, Slot::family_reading);
}

Agreement Comparer::crossed(const Side& given_of, const Side& family_of) {
    Agreement best;
    consider(best, given_of[Slot::given], family_of[Slot::family], Measure::family);
    return best;
}

NameOrder Comparer::Side::order() const noexcept {
    return has(Slot::given) ? static_cast<NameOrder>((*this)[Slot::given].front().group)
                            : NameOrder::as_stored;
}

Comparer::Side Comparer::Side::turned() const noexcept {
    Side result = *this;
    for (const auto& [slot, other] :
         {std::pair(Slot::given, Slot::family), std::pair(Slot::given_reading, Slot::family_reading)}) {
        const auto one = static_cast<std::size_t>(slot), two = static_cast<std::size_t>(other);
        std::swap(result.begins_[one], result.begins_[two]);
        std::swap(result.ends_[one], result.ends_[two]);
        const std::uint32_t bit_one = slots_ >> one & 1, bit_two = slots_ >> two & 1;
        result.slots_ &= ~(std::uint32_t{1} << one | std::uint32_t{1} << two);
        result.slots_ |= bit_one << two | bit_two << one;
    }
    return result;
}

bool Comparer::are_family_first(const Side& a, const Side& b) const {
    const NameOrder of_a = a.order(), of_b = b.order();
    if (of_a != NameOrder::family_first && of_b != NameOrder::family_first) return false;
    if (of_a == NameOrder::as_stored || of_b == NameOrder::as_stored) return false;
    const auto same = [&](Slot slot) {
        return a.has(slot) && b.has(slot) && a[slot].front().symbol == b[slot].front().symbol;
    };
    return !(same(Slot::given) && same(Slot::family));
}

bool Comparer::is_family_first(const Side& one, const Side& other) {
    return one.order() == NameOrder::family_first && other.order() == NameOrder::as_stored &&
           merit(crossed(one, other).level) >= merit(Level::typo);
}

void Comparer::compare_names(const Side& a, const Side& b, Comparison& result) {
    if (are_family_first(a, b))
        compare_names_in_place(a.turned(), b.turned(), result);
    else if (is_family_first(a, b))
        compare_names_in_place(a.turned(), b, result);
    else if (is_family_first(b, a))
        compare_names_in_place(a, b.turned(), result);
    else
        compare_names_in_place(a, b, result);
}

void Comparer::compare_names_in_place(const Side& a, const Side& b, Comparison& result) {
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
    result[Field::additional] = best_of(a, b, Slot::additional, Measure::given);
    if (result[Field::additional].level == Level::nickname) result[Field::additional].level = Level::near;
    if (result[Field::additional].level == Level::part) result[Field::additional].level = Level::typo;
    if (result[Field::additional].level == Level::two_names)
        result[Field::additional].level = Level::different;
}

}  // namespace kith::match
