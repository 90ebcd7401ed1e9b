// Appointments and who is to come.
#include "records/types/recurring.hpp"

#include <kith/error.hpp>
#include <kith/records/appointment.hpp>

namespace kith::records {

namespace {

constexpr int owner_appointment = 9;  // column number of the owner in its own link table

const std::vector<Choice> statuses = {{0, "planned", "予定"},
                                      {1, "confirmed", "確定"},
                                      {2, "held", "実施済み"},
                                      {3, "cancelled", "中止|キャンセル"},
                                      {4, "missed", "不参加"}};
const std::vector<Choice> responses = {
    {0, "none", "未回答"}, {1, "accepted", "出席"}, {2, "declined", "欠席"}, {3, "tentative", "未定"}};

void prepare(void* record, const Settings& /*settings*/, Time /*now*/) {
    const auto& appointment = *static_cast<const Appointment*>(record);
    if (appointment.start == Time{}) throw Error(Code::required, "start is required", {.field = "start"});
    if (appointment.end && *appointment.end < appointment.start)
        throw Error(Code::invalid_value,
                    "end " + to_string(*appointment.end) + " is before start " + to_string(appointment.start),
                    {.field = "end"});
    check_recurrence(appointment.repeat);
    try {
        (void)day_of_month(appointment.start, appointment.zone);
    } catch (const Error& unknown) {
        throw Error(Code::invalid_value, "zone: " + std::string(unknown.what()), {.field = "zone"});
    }
}

}  // namespace

const RecordType& appointment_type() {
    static const RecordType type = [] {
        using A = Appointment;
        RecordType t = describe<A>("appointment", "appointments", 33, {"Appointment", "予定|アポイント|アポ"});
        t.fields = {
            field<&A::title>("title", "title", 10, {"Title", "件名|予定名"}, required | searchable | personal),
            field<&A::start>("start", "starts_at", 11, {"Start", "開始|開始日時"}),
            field<&A::end>("end", "ends_at", 12, {"End", "終了|終了日時"}),
            field<&A::zone>("zone", "zone", 13, {"Time zone", "タイムゾーン"}),
            field<&A::all_day>("all_day", "all_day", 14, {"All day", "終日"}),
            choice_field<&A::status>("status", "status", 15, {"Status", "状態"}, statuses),
            field<&A::location>("location", "location", 16, {"Location", "場所"}, searchable | personal),
            reference_field<&A::organization>("organization", "organization_id", 17,
                                              {"Organization", "会社|組織"}, "organization"),
            reference_field<&A::deal>("deal", "deal_id", 25, {"Deal", "商談|案件"}, "deal"),
            reference_field<&A::user>("user", "user_id", 18, {"User", "担当者"}, "user"),
        };
        for (Field& each : repeat_fields<&A::repeat>(19)) t.fields.push_back(each);
        t.fields.push_back(
            field<&A::calendar_uid>("calendar_uid", "calendar_uid", 23, {"Calendar UID", "カレンダーUID"}));
        t.fields.push_back(
            field<&A::notes>("notes", "notes", 24, {"Notes", "メモ|備考"}, searchable | personal));

        const RecordType& interaction = record_type<Interaction>();
        Element participants = element<&A::participants>(
            "participant", "participants", "appointment_participant", 44, "appointment_id", owner_appointment,
            {"Participant", "参加者"},
            {reference_field<&Attendee::contact>("contact", "contact_id", 10, {"Contact", "連絡先"},
                                                 "contact", required | main),
             choice_field<&Attendee::role>(
                 "role", "role", 11, {"Role", "役割"},
                 *std::prev(interaction.element("participant")->fields.end())->choices),
             choice_field<&Attendee::response>("response", "response", 12, {"Response", "返事|出欠"},
                                               responses)});
        participants.copied_column = "starts_at";
        t.elements = {participants};
        t.relations = {
            {"contact", "contact", "appointment_participant", "appointment_id", "contact_id", false}};
        t.prepare = &prepare;
        t.title = [](const void* record) { return static_cast<const A*>(record)->title; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Appointment>() {
    return records::appointment_type();
}
