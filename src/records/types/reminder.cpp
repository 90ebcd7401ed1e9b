// Reminders.
#include "records/describe.hpp"

#include <kith/error.hpp>
#include <kith/records/reminder.hpp>

namespace kith::records {

const RecordType& reminder_type() {
    static const RecordType type = [] {
        using R = Reminder;
        RecordType t = describe<R>("reminder", "reminders", 34, {"Reminder", "リマインダー|備忘"});
        t.fields = {
            field<&R::at>("at", "at", 10, {"At", "日時"}),
            field<&R::note>("note", "note", 11, {"Note", "内容|メモ"}, searchable | personal),
            reference_field<&R::contact>("contact", "contact_id", 12, {"Contact", "連絡先"}, "contact"),
            reference_field<&R::organization>("organization", "organization_id", 13,
                                              {"Organization", "会社|組織"}, "organization"),
            reference_field<&R::deal>("deal", "deal_id", 16, {"Deal", "商談|案件"}, "deal"),
            reference_field<&R::user>("user", "user_id", 14, {"User", "担当者"}, "user"),
            field<&R::done>("done", "done_at", 15, {"Done", "完了日時|完了"}),
        };
        t.subject_column = "contact_id";
        t.prepare = [](void* record, const Settings&, Time) {
            if (static_cast<const R*>(record)->at == Time{})
                throw Error(Code::required, "at is required", {.field = "at"});
        };
        t.title = [](const void* record) { return static_cast<const R*>(record)->note; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Reminder>() {
    return records::reminder_type();
}
