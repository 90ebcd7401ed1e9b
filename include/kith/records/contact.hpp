// A contact: a person, known or (a visitor) not yet known by name.
#pragma once

#include <kith/export.hpp>
#include <kith/record_type.hpp>
#include <kith/records/elements.hpp>
#include <kith/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace kith {

struct Contact;
struct User;
using ContactId = Id<Contact>;
using UserId = Id<User>;

/// In which order a name's parts are shown.
enum class NameOrder : std::int32_t {
    automatic = 0,  ///< family first for names written in kanji, kana, hanzi or hangul, else given first
    given_first = 1,
    family_first = 2,
};

/// A person's name. Fill the parts, or only `full`: then kith parses it into parts when the contact is
/// written. `full` stays what was typed.
struct Name {
    std::string given{};
    std::string additional{};  ///< middle names, patronymic, 2nd surname where it is not part of `family`
    std::string family{};
    std::string prefix{};  ///< "Dr.", "Prof."
    std::string suffix{};  ///< "Jr.", "PhD"
    std::string nickname{};
    std::string phonetic_given{};  ///< furigana or transliteration of `given`
    std::string phonetic_family{};
    NameOrder order = NameOrder::automatic;
    std::string full{};  ///< what the user typed

    /// The name as shown: parts in their order, else `full`, else the nickname.
    [[nodiscard]] KITH_API std::string display() const;

    friend bool operator==(const Name&, const Name&) = default;
};

/// A person, or an anonymous visitor (left out of queries unless asked for).
enum class ContactKind : std::int32_t { person = 0, visitor = 1 };

/// How far the relationship has come. Changes are kept as transitions. Higher is further.
enum class Lifecycle : std::int32_t {
    unknown = 0,
    subscriber = 10,
    lead = 20,
    qualified = 30,
    opportunity = 40,
    customer = 50,
    advocate = 60,
    former = 70,
};

/// A contact. Values only: change a copy and hand it to `update`, or use `edit`.
struct Contact {
    ContactId id{};
    ContactKind kind = ContactKind::person;
    Name name{};
    std::vector<Email> emails{};
    std::vector<Phone> phones{};
    std::vector<Address> addresses{};
    std::vector<Handle> handles{};
    std::optional<PartialDate> birthday{};
    std::vector<NamedDate> dates{};
    std::string gender{};     ///< as the source writes it
    std::string language{};   ///< BCP 47, "ja"
    std::string time_zone{};  ///< IANA, "Asia/Tokyo"
    Lifecycle lifecycle = Lifecycle::unknown;
    UserId owner{};                    ///< who looks after the contact; none by default
    std::optional<int> rhythm_days{};  ///< how often one means to be in touch, in days, at least 1; `today` reminds
    std::string photo{};               ///< key of the picture's content; see blobs.hpp
    std::string source{};              ///< where the contact came from, "trade fair 2026"
    std::string notes{};
    std::vector<ExternalId> external_ids{};
    std::vector<std::string>
        tags{};  ///< honoured by `add`, filled on reading, ignored by `update` (use `tag`, `untag`)
    CustomValues fields{};   ///< custom fields by key; part of the record
    std::string sort_key{};  ///< kept by kith: orders by gojūon or alphabet
    Meta meta{};

    friend bool operator==(const Contact&, const Contact&) = default;
};

template <>
KITH_API const RecordType& record_type<Contact>();

}  // namespace kith
