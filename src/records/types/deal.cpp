// Deals, their lines and who takes part in them.
#include "records/deal_rules.hpp"
#include "records/describe.hpp"

#include <kith/records/deal.hpp>

namespace kith::records {

namespace {

const std::vector<Choice> roles = {
    {0, "none", "なし"},       {1, "decision_maker", "決裁者|意思決定者"},
    {2, "champion", "推進者"}, {3, "influencer", "影響者"},
    {4, "user", "利用者"},     {5, "billing", "請求先|経理"},
    {6, "blocker", "反対者"},
};

Element lines() {
    Element element = kith::records::element<&Deal::lines>(
        "line", "lines", "deal_line", 28, "deal_id", number::owner_deal, {"Line", "明細"},
        {reference_field<&DealLine::product>("product", "product_id", 10, {"Product", "商品|製品"}, "product",
                                             main),
         field<&DealLine::description>("description", "description", 11, {"Description", "摘要|説明"}),
         field<&DealLine::quantity>("quantity", "quantity", 12, {"Quantity", "数量"}),
         money_field<&DealLine::unit_price>("unit_price", "unit_price", 13, "currency", {"Unit price", "単価"}),
         field<&DealLine::unit_price, &Money::currency>("currency", "currency", 14, {"Currency", "通貨"}),
         field<&DealLine::discount>("discount", "discount", 15, {"Discount (%)", "値引率|割引率"})});
    element.blank = [](const void* e) {
        const auto& line = *static_cast<const DealLine*>(e);
        return !line.product && line.description.empty() && line.unit_price == Money{};
    };
    return element;
}

}  // namespace

const RecordType& deal_type() {
    static const RecordType type = [] {
        using D = Deal;
        RecordType t = describe<D>("deal", "deals", 27, {"Deal", "商談|案件"});
        t.fields = {
            field<&D::name>("name", "name", 10, {"Name", "名前|商談名|案件名"}, required | searchable),
            reference_field<&D::stage>("stage", "stage_id", 11, {"Stage", "ステージ|フェーズ"}, "stage",
                                       required | tracked),
            reference_field<&D::contact>("contact", "contact_id", 12, {"Contact", "連絡先|顧客"}, "contact",
                                         outlives),
            reference_field<&D::organization>("organization", "organization_id", 13,
                                              {"Organization", "会社|組織"}, "organization"),
            money_field<&D::amount>("amount", "amount", 14, "currency", {"Amount", "金額"}),
            field<&D::amount, &Money::currency>("currency", "currency", 15, {"Currency", "通貨"}),
            field<&D::expected_close>("expected_close", "expected_close", 16,
                                      {"Closes", "完了予定日|受注予定日|クローズ予定日"}),
            field<&D::closed_at>("closed_at", "closed_at", 17, {"Closed", "完了日時|受注日"}),
            reference_field<&D::owner>("owner", "owner_id", 18, {"Owner", "担当者|担当"}, "user", tracked),
            field<&D::source>("source", "source", 19, {"Source", "取得元|流入元"}),
            field<&D::lost_reason>("lost_reason", "lost_reason", 20, {"Lost reason", "失注理由"}),
            field<&D::campaign>("campaign", "campaign", 21, {"Campaign", "キャンペーン"}),
            field<&D::notes>("notes", "notes", 22, {"Notes", "メモ|備考"}, searchable),
            field<&D::position>("position", "position", 23, {"Position", "並び順"}),
            [] {
                Field pipeline =
                    computed_field<&D::pipeline>("pipeline", "pipeline_id", {"Pipeline", "パイプライン"});
                pipeline.target = "pipeline";
                return pipeline;
            }(),
            [] {
                Field status = computed_field<&D::status>("status", "status", {"Status", "状態|商談状況"});
                status.choices = &stage_kinds();
                return status;
            }(),
        };
        Element participants = element<&D::participants>(
            "participant", "participants", "deal_contact", 29, "deal_id", number::owner_deal,
            {"Participant", "関係者"},
            {reference_field<&DealContact::contact>("contact", "contact_id", 10, {"Contact", "連絡先"},
                                                    "contact", required | main | outlives),
             choice_field<&DealContact::role>("role", "role", 11, {"Role", "役割"}, roles)});
        t.elements = {participants, lines()};
        t.subject_column = "contact_id";
        t.prepare = [](void* record, const Settings&, Time) { prepare_deal(*static_cast<D*>(record)); };
        t.reconcile = [](void* record, const void* stored, const Settings&) {
            reconcile_deal(*static_cast<D*>(record), *static_cast<const D*>(stored));
        };
        t.check = [](store::Connection& connection, const void* stored, void* record) {
            if (record != nullptr)
                check_deal(connection, static_cast<const D*>(stored), *static_cast<D*>(record));
        };
        t.title = [](const void* record) { return static_cast<const D*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Deal>() {
    return records::deal_type();
}
