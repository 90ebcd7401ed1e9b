// A contact or organization as matching sees it: names, addresses and numbers in comparison form.
#pragma once

#include "match/population.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/organization.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::match {

/// Identifiers of group 0..127 are custom fields that say who somebody is; from here on they are ids in other
/// systems, where one person may have several.
inline constexpr std::uint8_t external_group = 128;

/// The group of handles of which the service is not known; the others' is their service's.
inline constexpr std::uint8_t any_service = 0;

/// The group of readings of which the length of vowels is not known; the others' is that of how they sound exactly.
inline constexpr std::uint8_t any_length = 0;

/// The number under which an organization's corporate number takes part in identifiers; custom fields start at 1.
inline constexpr std::int64_t corporate_number_field = 0;

/// A name's parts as stored; views need to live for the call only.
struct NameParts {
    std::string_view given{};
    std::string_view additional{};
    std::string_view family{};
    std::string_view suffix{};
    std::string_view nickname{};
    std::string_view phonetic_given{};
    std::string_view phonetic_family{};
    std::string_view full{};
};

/// An address's parts as stored.
struct AddressInput {
    std::string_view number{};
    std::string_view street{};
    std::string_view extended{};
    std::string_view locality{};
    std::string_view region{};
    std::string_view postcode{};
    std::string_view country{};
    std::string_view raw{};
};

/// Where a contact works, for records that are in no file yet.
struct Affiliation {
    std::string organization{};
    std::string title{};
};

/// A custom field by which people are told apart.
struct IdentifyingField {
    std::int64_t id = 0;
    std::string key{};
};

/// Makes records of a population. Placeholders (test@test.com, 000-0000, "unknown") are left out: they are shared by
/// people who have nothing in common.
class ProfileBuilder {
public:
    /// `region`: where phone numbers and addresses without a country belong (Settings::region). The population must
    /// outlive the builder.
    ProfileBuilder(Population& population, std::string region);

    /// Starts a record; the following calls add to it, in any order.
    void begin();
    void name(const NameParts& parts);
    void gender(std::string_view text);
    /// An ISO date, whole or partial; anything else is left out.
    void birthday(std::string_view iso);
    void email(std::string_view address);
    /// A number as stored: dialled digits and, where there is one, E.164.
    void phone(std::string_view digits, std::optional<std::int64_t> e164);
    void address(const AddressInput& input);
    /// The core of an employer's name (parse_company) and the title there.
    void employment(std::string_view core, std::string_view title);
    void handle(std::string_view service, std::string_view address);
    /// A value of an identifying custom field.
    void identifier(std::int64_t field, std::string_view value);
    void external_id(std::string_view system, std::string_view value);
    /// Organizations: the core of the name, and a web address.
    void organization_name(std::string_view core);
    void website(std::string_view url);
    /// Organizations: the domain of an e-mail address, unless it is a provider's.
    void email_domain(std::string_view address);
    /// Ends the record; gives its index. A contact without any personal name that works somewhere stands for that
    /// organization and is compared by its name.
    std::size_t end(std::int64_t id);

    /// A whole contact that may not have been stored: what kith would keep for it is computed here.
    std::size_t contact(const Contact& contact, std::span<const Affiliation> affiliations,
                        std::span<const IdentifyingField> identifying);
    /// A whole organization.
    std::size_t organization(const Organization& organization, std::span<const IdentifyingField> identifying);

private:
    void put(Slot slot, std::string_view text, std::uint8_t group = 0);
    void put_reading(Slot slot, std::string_view phonetic, std::string_view written);
    void put_organization_words(std::string_view core);
    template <class Record>
    void contact_points(const Record& record, std::span<const IdentifyingField> identifying);

    Population& population_;
    std::string region_;
    std::vector<Value> values_;
    std::uint8_t addresses_ = 0;
    bool has_name_ = false;
};

}  // namespace kith::match
