// Attachments.
#include "records/describe.hpp"

#include <kith/records/attachment.hpp>

namespace kith::records {

const RecordType& attachment_type() {
    static const RecordType type = [] {
        using A = Attachment;
        RecordType t = describe<A>("attachment", "attachments", 41, {"Attachment", "添付|添付ファイル"});
        t.fields = {
            field<&A::name>("name", "name", 10, {"Name", "ファイル名|名前"}, required | searchable | personal),
            field<&A::media_type>("media_type", "media_type", 11, {"Media type", "形式"}),
            field<&A::content>("content", "content", 12, {"Content", "内容"}, required | personal | content),
            reference_field<&A::contact>("contact", "contact_id", 13, {"Contact", "連絡先"}, "contact"),
            reference_field<&A::organization>("organization", "organization_id", 14,
                                              {"Organization", "会社|組織"}, "organization"),
            reference_field<&A::deal>("deal", "deal_id", 16, {"Deal", "商談|案件"}, "deal"),
            reference_field<&A::interaction>("interaction", "interaction_id", 15,
                                             {"Interaction", "やりとり|対応履歴"}, "interaction"),
        };
        t.subject_column = "contact_id";
        t.title = [](const void* record) { return static_cast<const A*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Attachment>() {
    return records::attachment_type();
}
