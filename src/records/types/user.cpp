// Users.
#include "records/describe.hpp"

#include <kith/records/user.hpp>

namespace kith::records {

const RecordType& user_type() {
    static const RecordType type = [] {
        RecordType t = describe<User>("user", "users", 12, {"User", "ユーザー|担当者"});
        t.fields = {
            field<&User::name>("name", "name", 10, {"Name", "名前|ユーザー名"},
                               required | unique | searchable),
            field<&User::full_name>("full_name", "full_name", 11, {"Full name", "氏名"},
                                    searchable | personal),
            field<&User::email>("email", "email", 12, {"E-mail", "メール"}, personal),
            reference_field<&User::contact>("contact", "contact_id", 13, {"Contact", "連絡先"}, "contact",
                                            outlives),
            field<&User::active>("active", "active", 14, {"Active", "有効"}),
            reference_field<&User::team>("team", "team_id", 15, {"Team", "チーム"}, "team"),
        };
        t.subject_column = "contact_id";
        t.title = [](const void* record) {
            const auto& user = *static_cast<const User*>(record);
            return user.full_name.empty() ? user.name : user.full_name;
        };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::User>() {
    return records::user_type();
}
