// Two records side by side: for every field the level of their agreement.
//
// Pure: the same for (a, b) and (b, a), and independent of any weight. What a level is worth is the model's
// business (model.hpp). A field that either side lacks is `missing`, which speaks neither for nor against.
#pragma once

#include "match/level.hpp"
#include "match/name_order.hpp"
#include "match/population.hpp"
#include "match/shapes.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace kith::match {

/// The fields that are compared. `order` is no value of its own: whether given and family name stand where the
/// other record has them.
enum class Field : std::uint8_t {
    given,
    family,
    order,
    additional,
    suffix,
    gender,
    birthday,
    email,
    phone,
    number,
    street,
    extended,
    locality,
    region,
    postcode,
    country,
    organization,
    title,
    handle,
    identifier,
    name,
    domain,
    common_email,  ///< the same mailbox, number or handle that people of different names use (common.hpp)
    common_phone,
    common_handle,
};
inline constexpr std::size_t field_count = 25;

/// How one field agrees.
struct Agreement {
    Level level = Level::missing;
    float share = 0;  ///< how likely a stranger's value agrees that well by its frequency alone, 0..1
    Symbol left = 0;  ///< the values compared; of several, those that agree best
    Symbol right = 0;
};

/// How two records agree, by Field.
struct Comparison {
    std::array<Agreement, field_count> fields{};

    [[nodiscard]] Agreement& operator[](Field field) noexcept {
        return fields[static_cast<std::size_t>(field)];
    }
    [[nodiscard]] const Agreement& operator[](Field field) const noexcept {
        return fields[static_cast<std::size_t>(field)];
    }
};

/// Compares records of one population, which must outlive it and get no further records. Remembers comparisons of texts, since names repeat:
/// 1 MB, used by one thread.
class Comparer {
public:
    /// `shapes`, of the same population, spare the reading of most texts; worth it where many pairs are compared.
    explicit Comparer(const Population& population, const Shapes* shapes = nullptr);

    /// Compares two records: about 1 µs where the texts were met before or have shapes, 5 µs where they are new.
    [[nodiscard]] Comparison compare(std::size_t a, std::size_t b);
    /// From now on values that are `different` have no share: most are, and it takes reading from memory.
    void leave_out_shares_of_different() noexcept { shares_of_different_ = false; }
    /// True when the given names are both known and clearly two, whatever their script and order.
    [[nodiscard]] bool clearly_two(std::size_t a, std::size_t b);
    /// Brings the shares of an earlier comparison up to date after the population was finished anew.
    void refresh(Comparison& comparison) const;

    /// True where given names are those of two people, or sound as one, or are of one family, but are known as names, or borne by
    /// others, both, and where what differs as a family name may be a given one: who has them is not to be united unseen.
    [[nodiscard]] bool may_be_two(const Comparison& found) const;

    /// True where given names are those of two people, for all that is known: two names that look alike, or two that do not and
    /// that people bear. Others may agree even so: whoever is known by two names has one birthday.
    [[nodiscard]] bool are_two(const Comparison& found) const;

    // The comparisons of single fields, for tests. Symbols are of the slot that the field compares.
    [[nodiscard]] Level given_names(Symbol a, Symbol b);
    [[nodiscard]] Level family_names(Symbol a, Symbol b);
    [[nodiscard]] Level streets(Symbol a, Symbol b);
    [[nodiscard]] Level places(Symbol a, Symbol b);
    [[nodiscard]] Level organizations(Symbol a, Symbol b);

private:
    struct Entry {
        std::uint64_t key = 0;
        Measure measure = Measure::code;
        Level level = Level::missing;
    };
    /// One of the two records: where the values of each slot stand.
    class Side {
    public:
        Side() = default;
        Side(const Population& population, std::size_t record);
        [[nodiscard]] bool has(Slot slot) const noexcept {
            return (slots_ >> static_cast<unsigned>(slot) & 1) != 0;
        }
        [[nodiscard]] std::span<const Value> operator[](Slot slot) const noexcept {
            if (!has(slot)) return {};
            const auto s = static_cast<std::size_t>(slot);
            return {first_ + begins_[s], first_ + ends_[s]};
        }
        /// How many addresses it has, and the symbol of a part of one of them: 0 when it lacks that part.
        [[nodiscard]] int addresses() const noexcept;
        [[nodiscard]] Symbol part(Slot slot, int address) const noexcept;
        /// How the name parts stand, and the same record with each in the other's place.
        [[nodiscard]] NameOrder order() const noexcept;
        [[nodiscard]] Side turned() const noexcept;

    private:
        std::span<const Value> all_{};
        const Value* first_ = nullptr;
        std::uint32_t slots_ = 0;
        std::array<std::uint16_t, slot_count> begins_;  // of slots that it has
        std::array<std::uint16_t, slot_count> ends_;
    };

    [[nodiscard]] Level level_of(Measure measure, Symbol a, Symbol b) {
        if (a == b) return Level::equal;
        if (a == 0 || b == 0) return Level::missing;
        if (shapes_ != nullptr) {
            if (const auto seen = shapes_->seen(measure, a, b)) return *seen;
        }
        return remembered(measure, a, b);
    }
    [[nodiscard]] Level remembered(Measure measure, Symbol a, Symbol b);
    void compare_names(const Side& a, const Side& b, Comparison& result);
    /// Both names stand family first, for all that is known, and are not the same as they stand.
    [[nodiscard]] bool are_family_first(const Side& a, const Side& b) const;
    /// One of the two names stands so, and what stands first in it is the other's family name.
    [[nodiscard]] bool is_family_first(const Side& one, const Side& other);
    void compare_names_in_place(const Side& a, const Side& b, Comparison& result);
    void compare_addresses(const Side& a, const Side& b, Comparison& result);
    void compare_organization_names(const Side& a, const Side& b, Comparison& result);
    void compare_identifiers(const Side& a, const Side& b, Comparison& result);
    Agreement best_given(const Side& a, const Side& b);
    /// Names that differ by a slip at most, of which both are borne by people of this file, or known as names.
    [[nodiscard]] bool in_use_both(const Agreement& given) const;
    /// A name, or borne by several people of this file, and by enough not to be a misspelling of `other`.
    [[nodiscard]] bool in_use(Symbol name, Symbol other) const;
    Agreement best_family(const Side& a, const Side& b);
    Agreement with_reading(const Agreement& written, const Side& a, const Side& b, Slot slot);
    /// The readings agree only as long as nobody hears how long a vowel is: ユウキ and ユキ.
    [[nodiscard]] static bool sound_differently(const Side& a, const Side& b, Slot slot);
    Agreement crossed(const Side& given_of, const Side& family_of);
    /// The best agreement of a value of one with a value of the other joins `best`.
    void consider(Agreement& best, std::span<const Value> a, std::span<const Value> b, Measure measure);
    Agreement best_of(const Side& a, const Side& b, Slot slot, Measure measure);
    /// E-mail, phone and handle; `people`: what many use (Population::common) is told apart.
    void compare_points(const Side& a, const Side& b, Comparison& result, bool people);
    /// Handles, service by service.
    void compare_handles(const Side& a, const Side& b, Comparison& result, Agreement* common);
    /// The best agreement; values that many use go to `common` when it is given.
    Agreement best_point(const Side& a, const Side& b, Slot slot, Measure measure, Agreement* common);
    /// Both mailboxes hold their owner's name: that they are alike repeats that the names are.
    [[nodiscard]] bool named_after(const Side& a, const Side& b, const Agreement& emails) const;
    [[nodiscard]] bool knows_day(const Agreement& dates) const;
    [[nodiscard]] Agreement agreement(Symbol a, Symbol b, Level level) const;
    /// The agreement of two values takes the place of `best` where it is better.
    void take_better(Agreement& best, Symbol a, Symbol b, Level level) const;
    [[nodiscard]] float share(Symbol a, Symbol b, Level level) const;
    /// The share of a family name among those who bear the given name.
    [[nodiscard]] float share_within_name(const Agreement& given, const Agreement& family) const;

    const Population& population_;
    const Shapes* shapes_;
    std::vector<Entry> memory_;
    bool shares_of_different_ = true;
    std::size_t record_a_ = static_cast<std::size_t>(-1);  // that was compared last: the same for many pairs
    Side a_{};
};

// Comparisons of texts in comparison form, each symmetric.

/// Given names: equal, variant, nickname, two_names, initial, part, typo, near, far, different; missing when they are in
/// different scripts, of which the texts alone say nothing.
[[nodiscard]] Level compare_given(std::string_view a, std::string_view b);
/// Family names: the same without nickname and two_names.
[[nodiscard]] Level compare_family(std::string_view a, std::string_view b);
/// Any other words: equal, variant, part, typo, near, far, different.
[[nodiscard]] Level compare_words(std::string_view a, std::string_view b);
/// Cores of the names of organizations: as words, and an acronym is a variant.
[[nodiscard]] Level compare_organization(std::string_view a, std::string_view b);
/// ISO dates, parts of which may be unknown: equal, swapped, typo, partial, near, far, different.
[[nodiscard]] Level compare_dates(std::string_view a, std::string_view b);
/// Canonical e-mail addresses: equal, typo, near, far, different.
[[nodiscard]] Level compare_emails(std::string_view a, std::string_view b);
/// Phones as in Slot::phone: equal, partial, typo, different.
[[nodiscard]] Level compare_phones(std::string_view a, std::string_view b);
/// House numbers: equal, part (12 and 12b), typo, different.
[[nodiscard]] Level compare_numbers(std::string_view a, std::string_view b);
/// Postcodes: equal, typo, part (the first half agrees), different.
[[nodiscard]] Level compare_postcodes(std::string_view a, std::string_view b);
/// Identifiers: equal, typo, different.
[[nodiscard]] Level compare_identifiers(std::string_view a, std::string_view b);

/// The stable English name of a level for explanations, by field: "equal", "nickname", "day and month exchanged".
[[nodiscard]] std::string_view name_of(Field field, Level level) noexcept;
/// The field's name as in the descriptors: "name.given", "email", "address.street".
[[nodiscard]] std::string_view name_of(Field field) noexcept;

}  // namespace kith::match
