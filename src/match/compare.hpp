// Two records side by side: for every field the level of their agreement.
//
// Pure: the same for (a, b) and (b, a), and independent of any weight. What a level is worth is the model's
// business (model.hpp). A field that either side lacks is `missing`, which speaks neither for nor against.
#pragma once

#include "match/population.hpp"

#include <array>
#include <cstdint>
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

/// How two values agree. Which of them a field knows, and what each means there:
enum class Level : std::uint8_t {
    missing,    ///< a side has no value
    equal,      ///< equal in comparison form
    variant,    ///< names: other spelling (spaces, ue for ü, Ohno and Ono); acronym of an organization
    reading,    ///< names in different scripts of which the reading is the same (kanji with furigana, romaji)
    nickname,   ///< given names of one family, or a short form
    two_names,  ///< given names: alike, and each a name of its own: Daniel and Daniela, Anna and Hanna
    initial,    ///< one side is an initial that fits
    part,  ///< one part of a compound agrees; all words of the shorter name stand in the longer one; e-mail: the same
    ///< mailbox elsewhere, but after the name; domain: of two mailboxes; suffix: only one side has it
    typo,  ///< one typing error apart; dates and numbers: one digit or two digits exchanged
    near,  ///< two errors or the same sound; e-mail: same mailbox, other provider; dates: one part wrong, or
           ///< within a month
    far,   ///< some likeness; e-mail: same domain, not a provider's; dates: within a year
    swapped,  ///< names: given and family exchanged; dates: day and month
    partial,  ///< dates: what both know agrees; phones: agree but for country or area code
    different,
};
inline constexpr std::size_t level_count = 14;

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

/// Compares records of one population, which must outlive it. Remembers comparisons of texts, since names repeat:
/// 1 MB, used by one thread.
class Comparer {
public:
    explicit Comparer(const Population& population);

    /// Compares two records: about 1 µs where the texts were met before, 5 µs where they are new.
    [[nodiscard]] Comparison compare(std::size_t a, std::size_t b);
    /// True when the given names are both known and clearly two, whatever their script and order.
    [[nodiscard]] bool clearly_two(std::size_t a, std::size_t b);
    /// Brings the shares of an earlier comparison up to date after the population was finished anew.
    void refresh(Comparison& comparison) const;

    // The comparisons of single fields, for tests. Symbols are of the slot that the field compares.
    [[nodiscard]] Level given_names(Symbol a, Symbol b);
    [[nodiscard]] Level family_names(Symbol a, Symbol b);
    [[nodiscard]] Level streets(Symbol a, Symbol b);
    [[nodiscard]] Level places(Symbol a, Symbol b);
    [[nodiscard]] Level organizations(Symbol a, Symbol b);

private:
    using Compute = Level (*)(std::string_view, std::string_view);
    struct Entry {
        std::uint64_t key = 0;
        Level level = Level::missing;
    };

    Level remembered(Symbol a, Symbol b, Compute compute);
    void compare_names(std::size_t a, std::size_t b, Comparison& result);
    void compare_addresses(std::size_t a, std::size_t b, Comparison& result);
    void compare_organization_names(std::size_t a, std::size_t b, Comparison& result);
    void compare_identifiers(std::size_t a, std::size_t b, Comparison& result);
    Agreement best_given(std::size_t a, std::size_t b);
    /// Names that differ by a slip at most, of which both are borne by people of this file, or known as names.
    [[nodiscard]] bool in_use_both(const Agreement& given) const;
    Agreement best_family(std::size_t a, std::size_t b);
    Agreement with_reading(const Agreement& written, std::size_t a, std::size_t b, Slot slot);
    Agreement crossed(std::size_t given_of, std::size_t family_of);
    Agreement best_of(std::size_t a, std::size_t b, Slot slot, Compute compute);
    /// E-mail, phone and handle; `people`: what many use (Population::common) is told apart.
    void compare_points(std::size_t a, std::size_t b, Comparison& result, bool people);
    /// Handles, service by service.
    void compare_handles(std::size_t a, std::size_t b, Comparison& result, Agreement* common);
    /// The best agreement; values that many use go to `common` when it is given.
    Agreement best_point(std::size_t a, std::size_t b, Slot slot, Compute compute, Agreement* common);
    /// Both mailboxes hold their owner's name: that they are alike repeats that the names are.
    [[nodiscard]] bool named_after(std::size_t a, std::size_t b, const Agreement& emails) const;
    [[nodiscard]] bool knows_day(const Agreement& dates) const;
    [[nodiscard]] Agreement agreement(Symbol a, Symbol b, Level level) const;
    [[nodiscard]] float share(Symbol a, Symbol b, Level level) const;
    /// The share of a family name among those who bear the given name.
    [[nodiscard]] float share_within_name(const Agreement& given, const Agreement& family) const;

    const Population& population_;
    std::vector<Entry> memory_;
};

// Comparisons of texts in comparison form, each symmetric.

/// Given names: equal, variant, nickname, two_names, initial, part, typo, near, far, different; missing when they are in
/// different scripts, of which the texts alone say nothing.
[[nodiscard]] Level compare_given(std::string_view a, std::string_view b);
/// Family names: the same without nickname and two_names.
[[nodiscard]] Level compare_family(std::string_view a, std::string_view b);
/// Any other words: equal, variant, part, typo, near, far, different.
[[nodiscard]] Level compare_words(std::string_view a, std::string_view b);
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
