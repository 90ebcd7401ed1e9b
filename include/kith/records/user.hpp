// A user: someone who works with the file.
#pragma once

#include <kith/records/contact.hpp>
#include <kith/records/team.hpp>

namespace kith {

/// A user of the host application. Owners, assignees and actors are users.
struct User {
    UserId id{};
    std::string name{};  ///< required; unique: the name by which `as` finds the user
    std::string full_name{};
    std::string email{};
    ContactId contact{};  ///< the user's own contact record, if any
    bool active = true;
    TeamId team{};
    CustomValues fields{};
    Meta meta{};

    friend bool operator==(const User&, const User&) = default;
};

template <>
KITH_API const RecordType& record_type<User>();

}  // namespace kith
