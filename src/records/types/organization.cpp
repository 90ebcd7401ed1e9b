// Organizations.
#include "records/types/elements.hpp"
#include "text/company.hpp"
#include "text/fold.hpp"
#include "text/name.hpp"

#include <kith/records/organization.hpp>

namespace kith::records {

namespace {

const std::vector<Choice> kinds = {{0, "company", "会社|企業|法人"},
                                   {1, "branch", "支店|支社"},
                                   {2, "household", "世帯"},
                                   {3, "school", "学校"},
                                   {9, "other", "その他"}};

void prepare(void* record, const Settings& /*settings*/, Time /*now*/) {
    auto& organization = *static_cast<Organization*>(record);
    organization.core_name = text::parse_company(organization.name).core;
    if (organization.core_name.empty()) organization.core_name = text::fold(organization.name);
    organization.sort_key =
        text::sort_key({}, organization.core_name, {}, organization.phonetic, organization.name);
}

}  // namespace

const RecordType& organization_type() {
    static const RecordType type = [] {
        using O = Organization;
        RecordType t =
            describe<O>("organization", "organizations", 7, {"Organization", "会社|組織|企業|団体"});
        t.fields = {
            choice_field<&O::kind>("kind", "kind", 10, {"Kind", "区分"}, kinds),
            sorted_by(field<&O::name>("name", "name", 11, {"Name", "名前|会社名|組織名"},
                                      required | searchable | main),
                      "sort_key"),
            field<&O::phonetic>("phonetic", "phonetic", 12, {"Phonetic name", "ふりがな|フリガナ"},
                                searchable),
            reference_field<&O::parent>("parent", "parent_id", 13, {"Parent", "親会社|上位組織"},
                                        "organization"),
            field<&O::industry>("industry", "industry", 14, {"Industry", "業種"}),
            field<&O::website>("website", "website", 15, {"Website", "ウェブサイト|ホームページ"}),
            field<&O::corporate_number>("corporate_number", "corporate_number", 16,
                                        {"Corporate number", "法人番号"}),
            reference_field<&O::owner>("owner", "owner_id", 17, {"Owner", "担当者|担当"}, "user", tracked),
            field<&O::source>("source", "source", 18, {"Source", "取得元"}),
            field<&O::notes>("notes", "notes", 19, {"Notes", "メモ|備考"}, searchable),
            computed_field<&O::core_name>("core_name", "core_name", {"Core name", "社名（法人格なし）"},
                                          folded),
            computed_field<&O::sort_key>("sort_key", "sort_key", {"Sort key", "並び順"}),
        };
        t.elements = contact_points<O>("organization_id", number::owner_organization);
        t.relations = {{"contact", "contact", "employment", "organization_id", "contact_id", true}};
        t.mergeable = true;
        t.prepare = &prepare;
        t.title = [](const void* record) { return static_cast<const O*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Organization>() {
    return records::organization_type();
}
