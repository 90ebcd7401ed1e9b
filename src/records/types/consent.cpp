// Consents.
#include "records/describe.hpp"
#include "text/fold.hpp"

#include <kith/error.hpp>
#include <kith/records/consent.hpp>

namespace kith::records {

namespace {

const std::vector<Choice> states = {
    {1, "granted", "同意"}, {2, "pending", "確認待ち|保留"}, {3, "withdrawn", "撤回|拒否"}};
const std::vector<Choice> channels = {
    {0, "any", "すべて"},    {1, "email", "メール"}, {2, "phone", "電話"},       {3, "meeting", "面談|訪問"},
    {4, "chat", "チャット"}, {5, "sms", "SMS"},      {6, "letter", "手紙|郵便"}, {7, "video", "ビデオ会議"},
    {8, "social", "SNS"},    {9, "web", "ウェブ"},
};

void prepare(void* record, const Settings& /*settings*/, Time now) {
    auto& consent = *static_cast<Consent*>(record);
    if (consent.at == Time{}) consent.at = now;
    if (!consent.purpose.empty() && text::fold(consent.purpose).empty())
        throw Error(Code::invalid_value, "a purpose has at least one visible character", {.field = "purpose"});
    if (consent.expires && *consent.expires < consent.at)
        throw Error(Code::invalid_value, "the consent expires before it was given", {.field = "expires"});
}

}  // namespace

const RecordType& consent_type() {
    static const RecordType type = [] {
        using C = Consent;
        RecordType t = describe<C>("consent", "consents", 42, {"Consent", "同意"});
        t.fields = {
            reference_field<&C::contact>("contact", "contact_id", 10, {"Contact", "連絡先"}, "contact",
                                         required),
            field<&C::purpose>("purpose", "purpose", 11, {"Purpose", "目的|利用目的"}, required),
            choice_field<&C::channel>("channel", "channel", 12, {"Channel", "手段|チャネル"}, channels),
            choice_field<&C::state>("state", "state", 13, {"State", "状態|同意状況"}, states, tracked),
            field<&C::source>("source", "source", 14, {"Source", "取得元"}),
            field<&C::proof>("proof", "proof", 15, {"Proof", "証跡|根拠"}, personal),
            field<&C::at>("at", "at", 16, {"At", "日時|同意日時"}),
            field<&C::expires>("expires", "expires_at", 17, {"Expires", "期限|有効期限"}),
            reference_field<&C::user>("user", "user_id", 18, {"User", "担当者"}, "user"),
        };
        t.subject_column = "contact_id";
        t.prepare = &prepare;
        t.title = [](const void* record) { return static_cast<const C*>(record)->purpose; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Consent>() {
    return records::consent_type();
}
