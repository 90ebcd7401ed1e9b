// Employments: who works where.
#include "records/describe.hpp"

#include <kith/records/employment.hpp>

namespace kith::records {

const RecordType& employment_type() {
    static const RecordType type = [] {
        using E = Employment;
        RecordType t = describe<E>("employment", "employments", 8, {"Employment", "所属|勤務先"});
        t.fields = {
            reference_field<&E::contact>("contact", "contact_id", 10, {"Contact", "連絡先"}, "contact",
                                         required),
            reference_field<&E::organization>("organization", "organization_id", 11,
                                              {"Organization", "会社|組織"}, "organization", required),
            field<&E::title>("title", "title", 12, {"Title", "役職|肩書き"}, searchable | personal),
            field<&E::department>("department", "department", 13, {"Department", "部署|部門"}, searchable),
            field<&E::branch>("branch", "branch", 14, {"Branch", "支店|支社"}),
            field<&E::primary>("primary", "is_primary", 15, {"Primary", "主"}),
            field<&E::started>("started", "started", 16, {"Started", "開始日|入社日"}),
            field<&E::ended>("ended", "ended", 17, {"Ended", "終了日|退職日"}),
        };
        t.subject_column = "contact_id";
        t.title = [](const void* record) { return static_cast<const E*>(record)->title; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Employment>() {
    return records::employment_type();
}
