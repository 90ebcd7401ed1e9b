// An organization: a company, a branch of it, a household, a school.
#pragma once

#include <kith/records/contact.hpp>

namespace kith {

struct Organization;
using OrganizationId = Id<Organization>;

enum class OrganizationKind : std::int32_t { company = 0, branch = 1, household = 2, school = 3, other = 9 };

/// An organization. `parent` builds the tree of groups, companies and branches: none stands above itself.
struct Organization {
    OrganizationId id{};
    OrganizationKind kind = OrganizationKind::company;
    std::string name{};      ///< required; with its legal form, as the organization writes it
    std::string phonetic{};  ///< furigana of the name
    OrganizationId parent{};
    std::string industry{};
    std::string website{};
    std::string corporate_number{};  ///< 法人番号, VAT or register number
    std::vector<Email> emails{};
    std::vector<Phone> phones{};
    std::vector<Address> addresses{};
    std::vector<Handle> handles{};
    UserId owner{};
    std::string source{};
    std::string notes{};
    std::vector<ExternalId> external_ids{};
    std::vector<std::string> tags{};  ///< honoured by `add`, filled on reading, ignored by `update`
    CustomValues fields{};
    std::string core_name{};  ///< kept by kith: folded, without the legal form
    std::string sort_key{};   ///< kept by kith
    Meta meta{};

    friend bool operator==(const Organization&, const Organization&) = default;
};

template <>
KITH_API const RecordType& record_type<Organization>();

}  // namespace kith
