// Interactions and their participants.
#include "records/types/elements.hpp"

#include <kith/error.hpp>
#include <kith/records/interaction.hpp>

namespace kith::records {

namespace {

const std::vector<Choice> channels = {
    {0, "other", "その他"},     {1, "email", "メール"},
    {2, "phone", "電話"},       {3, "meeting", "面談|会議|訪問"},
    {4, "chat", "チャット"},    {5, "sms", "SMS"},
    {6, "letter", "手紙|郵便"}, {7, "video", "ビデオ会議|オンライン会議"},
    {8, "social", "SNS"},       {9, "web", "ウェブ"},
    {10, "note", "メモ"},
};
const std::vector<Choice> directions = {
    {0, "none", "なし"}, {1, "inbound", "受信"}, {2, "outbound", "発信|送信"}};
const std::vector<Choice> roles = {{0, "attendee", "出席者"},
                                   {1, "sender", "差出人"},
                                   {2, "recipient", "宛先"},
                                   {3, "copied", "CC"},
                                   {4, "organizer", "主催者"}};

}  // namespace

const RecordType& interaction_type() {
    static const RecordType type = [] {
        using I = Interaction;
        RecordType t =
            describe<I>("interaction", "interactions", 9, {"Interaction", "やりとり|対応履歴|活動"});
        t.fields = {
            field<&I::at>("at", "at", 10, {"At", "日時"}),
            choice_field<&I::channel>("channel", "channel", 11, {"Channel", "手段|チャネル"}, channels),
            choice_field<&I::direction>("direction", "direction", 12, {"Direction", "方向"}, directions),
            field<&I::subject>("subject", "subject", 13, {"Subject", "件名"}, searchable | personal),
            in_side_table(field<&I::body>("body", "body", 10, {"Body", "本文|内容"}, searchable | personal)),
            field<&I::duration_seconds>("duration", "duration_seconds", 14, {"Duration (s)", "所要時間"}),
            reference_field<&I::organization>("organization", "organization_id", 15,
                                              {"Organization", "会社|組織"}, "organization"),
            reference_field<&I::deal>("deal", "deal_id", 18, {"Deal", "商談|案件"}, "deal"),
            reference_field<&I::user>("user", "user_id", 16, {"User", "担当者"}, "user"),
            field<&I::source>("source", "source", 17, {"Source", "取得元"}),
        };
        t.side_table = "interaction_body";
        t.side_number = 10;

        Element participants = element<&I::participants>(
            "participant", "participants", "participant", 11, "interaction_id", number::owner_interaction,
            {"Participant", "参加者"},
            {reference_field<&Participant::contact>("contact", "contact_id", 10, {"Contact", "連絡先"},
                                                    "contact", required | main),
             choice_field<&Participant::role>("role", "role", 11, {"Role", "役割"}, roles)});
        participants.copied_column = "at";
        Element external = element<&I::external_ids>("external_id", "external_ids", "external_id", 19,
                                                     "interaction_id", number::owner_interaction,
                                                     {"External id", "外部ID"}, external_id_fields());
        external.blank = [](const void* e) { return static_cast<const ExternalId*>(e)->value.empty(); };
        t.elements = {participants, external};
        t.relations = {{"contact", "contact", "participant", "interaction_id", "contact_id", false}};
        t.prepare = [](void* record, const Settings&, Time now) {
            auto& interaction = *static_cast<I*>(record);
            if (interaction.at == Time{}) interaction.at = now;
            if (interaction.duration_seconds && *interaction.duration_seconds < 0)
                throw Error(Code::invalid_value,
                            "duration is " + std::to_string(*interaction.duration_seconds) + " seconds",
                            {.field = "duration"});
        };
        t.title = [](const void* record) { return static_cast<const I*>(record)->subject; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Interaction>() {
    return records::interaction_type();
}
