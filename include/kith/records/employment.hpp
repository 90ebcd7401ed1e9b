// Employment: a contact's position in an organization.
#pragma once

#include <kith/records/organization.hpp>

namespace kith {

struct Employment;
using EmploymentId = Id<Employment>;

/// A position. A contact may have several, at once or one after the other.
struct Employment {
    EmploymentId id{};
    ContactId contact{};            ///< required
    OrganizationId organization{};  ///< required
    std::string title{};            ///< "Analyst", 部長
    std::string department{};
    std::string branch{};
    bool primary = false;
    std::optional<PartialDate> started{};
    std::optional<PartialDate> ended{};  ///< nothing: still there
    CustomValues fields{};
    Meta meta{};

    friend bool operator==(const Employment&, const Employment&) = default;
};

template <>
KITH_API const RecordType& record_type<Employment>();

}  // namespace kith
