// Relationships between contacts.
#include "records/describe.hpp"

#include <kith/error.hpp>
#include <kith/records/relationship.hpp>

#include <array>

namespace kith::records {

namespace {

const std::vector<Choice> kinds = {
    {0, "other", "その他"},          {1, "spouse", "配偶者|夫|妻"}, {2, "partner", "パートナー"},
    {3, "parent", "親|父|母"},       {4, "child", "子|息子|娘"},    {5, "sibling", "兄弟姉妹"},
    {6, "relative", "親戚"},         {7, "guardian", "保護者"},     {8, "ward", "被保護者"},
    {9, "companion", "友人"},        {10, "neighbor", "近所"},      {11, "colleague", "同僚"},
    {12, "manager", "上司"},         {13, "report", "部下"},        {14, "assistant", "秘書"},
    {15, "principal", "秘書の上司"}, {16, "referrer", "紹介者"},    {17, "referred", "紹介先"},
    {18, "mentor", "師匠"},          {19, "mentee", "弟子"},
};

void check(store::Connection& /*connection*/, const void* /*stored*/, void* record) {
    if (record == nullptr) return;
    const auto& relationship = *static_cast<const Relationship*>(record);
    if (relationship.contact != relationship.related) return;
    ErrorDetail detail;
    detail.record = relationship.id ? "relationship " + std::to_string(relationship.id.value) : "relationship";
    detail.field = "related";
    throw Error(Code::invalid_value,
                detail.record + ": contact " + std::to_string(relationship.contact.value) +
                    " cannot be related to itself",
                detail);
}

}  // namespace

const RecordType& relationship_type() {
    static const RecordType type = [] {
        using R = Relationship;
        RecordType t = describe<R>("relationship", "relationships", 35, {"Relationship", "間柄|関係"});
        t.fields = {
            reference_field<&R::contact>("contact", "contact_id", 10, {"Contact", "連絡先"}, "contact",
                                         required),
            reference_field<&R::related>("related", "related_id", 11, {"Related", "相手"}, "contact",
                                         required),
            choice_field<&R::kind>("kind", "kind", 12, {"Kind", "続柄"}, kinds),
            field<&R::label>("label", "label", 13, {"Label", "ラベル"}, personal),
            field<&R::notes>("notes", "notes", 14, {"Notes", "メモ|備考"}, searchable | personal),
        };
        t.subject_column = "contact_id";
        t.check = &check;
        t.title = [](const void* record) {
            const auto& relationship = *static_cast<const R*>(record);
            if (!relationship.label.empty()) return relationship.label;
            for (const Choice& kind : kinds)
                if (kind.value == static_cast<std::int64_t>(relationship.kind)) return std::string(kind.name);
            return std::string();
        };
        return t;
    }();
    return type;
}

}  // namespace kith::records

kith::RelationKind kith::reverse(RelationKind kind) noexcept {
    using K = RelationKind;
    constexpr std::array<std::pair<K, K>, 6> pairs{{{K::parent, K::child},
                                                    {K::guardian, K::ward},
                                                    {K::manager, K::report},
                                                    {K::assistant, K::principal},
                                                    {K::referrer, K::referred},
                                                    {K::mentor, K::mentee}}};
    for (const auto& [one, other] : pairs) {
        if (kind == one) return other;
        if (kind == other) return one;
    }
    return kind;
}

template <>
const kith::RecordType& kith::record_type<kith::Relationship>() {
    return records::relationship_type();
}
