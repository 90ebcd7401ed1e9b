// People as CRMs hold them, with the truth: who is in the file several times, and who only looks so.
//
//     const CrmPeople people({.contacts = 10000, .duplicates = 0.15, .seed = 1});
//     for (std::size_t i = 0; i < people.size(); ++i) add(people.entry(i));
//     people.person(i) == people.person(j)      // the truth
//
// The same seed gives the same people on every machine. Everything is computed when it is asked for: a million
// contacts take 16 MB.
#pragma once

#include "crm_words.hpp"
#include "random.hpp"

#include <kith/kith.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::bench {

/// What makes different people look like one.
enum class Trap : std::uint8_t {
    none,
    father_son,  ///< one name and one address
    twins,       ///< family name, birthday, address and the family's number
    spouses,     ///< one address, and one e-mail or one number
    office,      ///< one switchboard or one info@, one employer and address
    namesakes,   ///< a common name in one city
    siblings,  ///< names alike, family name, address, the family's e-mail and number; half of them are twins
    stock_value,  ///< test@test.com, 000-0000, 1900-01-01
};
inline constexpr std::size_t trap_count = 8;
[[nodiscard]] std::string_view name_of(Trap trap) noexcept;

/// What makes entries of one person look different. One entry may have several.
enum class Change : std::uint8_t {
    nickname,      ///< Bill for William
    initial,       ///< W. Smith
    other_script,  ///< kanji, kana or romaji; Cyrillic or Latin; hanzi or pinyin
    no_accents,    ///< Mueller, Garcia
    swapped,       ///< given and family name exchanged
    one_field,     ///< the whole name in one field
    married,       ///< another family name
    misspelt,      ///< a typing error in the name
    scanned,       ///< a scanner's error: 0 for O, rn for m
    mistyped,      ///< a typing error in an e-mail address or number
    moved,         ///< another home
    new_job,       ///< another employer, and with it another mailbox, number and title
    sparse,        ///< name and one more thing
};
inline constexpr std::size_t change_count = 13;
[[nodiscard]] std::string_view name_of(Change change) noexcept;

struct CrmOptions {
    std::size_t contacts = 10000;
    double duplicates = 0.15;  ///< share of the contacts that repeat a person who is there
    std::uint64_t seed = 1;
};

/// One row of the file.
struct CrmEntry {
    Contact contact{};
    std::optional<std::size_t> employer{};  ///< index of an organization
    std::string title{};
    std::uint32_t changes = 0;  ///< a bit for each Change

    [[nodiscard]] bool has(Change change) const { return (changes >> static_cast<int>(change) & 1) != 0; }
};

/// A human being, of whom entries show parts.
struct CrmPerson {
    const Culture* culture = nullptr;
    std::int64_t number = 0;  ///< what is unique about mailboxes and telephones
    Word given{};
    Word family{};
    Word second_family{};  ///< what Spanish people have besides, and give or not
    Word married_family{};
    bool woman = false;
    bool by_suffix = false;  ///< of father and son: they are told apart by "Jr." and not by their birthdays
    std::string suffix{};    ///< "Jr."
    PartialDate birthday{};
    std::array<std::int64_t, 2> homes{};  ///< numbers of addresses, before and after moving
    std::size_t city = 0;
    std::array<std::size_t, 2> employers{};
    std::array<std::string, 2> titles{};
    std::string shared_email{};  ///< of the couple, the family or the office
    std::string shared_phone{};
    std::string stock_value{};  ///< an e-mail, a number or a date that says nothing
    Trap trap = Trap::none;
};

class CrmPeople {
public:
    explicit CrmPeople(const CrmOptions& options = {});

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] CrmEntry entry(std::size_t index) const;
    /// The same person as somebody enters them once more.
    [[nodiscard]] CrmEntry entered_again(std::size_t index) const;
    [[nodiscard]] std::size_t organizations() const noexcept { return companies_ + offices_.size(); }
    [[nodiscard]] Organization organization(std::size_t index) const;

    /// The truth: a number for each person.
    [[nodiscard]] std::uint32_t person(std::size_t index) const { return entries_[index].person; }
    /// A number for people who have to do with each other: two of one number are in the same trap.
    [[nodiscard]] std::uint32_t unit(std::size_t index) const { return entries_[index].unit; }
    /// Why the entries of two different people look like one.
    [[nodiscard]] Trap trap(std::size_t a, std::size_t b) const;

private:
    struct Place {
        std::uint32_t unit = 0;  ///< people who have to do with each other
        std::uint32_t person = 0;
        std::uint8_t member = 0;
        std::uint8_t copy = 0;
        bool stock_value = false;
        Trap trap = Trap::none;
    };

    /// What is the same for a unit: its trap, how many people it has, and who they are.
    [[nodiscard]] Trap trap_of(std::uint32_t unit) const;
    [[nodiscard]] std::size_t members_of(std::uint32_t unit) const;
    [[nodiscard]] CrmPerson member(const Place& place) const;
    [[nodiscard]] CrmEntry entry_of(const Place& place, int copy) const;
    void draw_person(CrmPerson& person, Random& random) const;
    void draw_name(CrmPerson& person, Random& random, bool common) const;
    [[nodiscard]] bool holds_stock_value(std::uint32_t person) const;

    CrmOptions options_;
    std::size_t companies_ = 0;
    std::vector<Place> entries_{};
    std::vector<std::uint32_t> offices_{};  ///< the units that are offices, ascending
};

// How a person is written down; crm_entries.cpp.

[[nodiscard]] CrmEntry write_down(const CrmPerson& person, std::uint64_t seed, int copy,
                                  const Organization& first_employer, const Organization& second_employer);
/// An address with everything, from its number.
[[nodiscard]] Address address_of(const Culture& culture, std::size_t city, std::int64_t number);
/// A telephone number of a city, from a number.
[[nodiscard]] std::string phone_of(const Culture& culture, std::string_view area, std::int64_t number);
/// "mueller", "ohno": what stands in mailboxes and domains.
[[nodiscard]] std::string mailbox_word(const Word& word);

}  // namespace kith::bench
