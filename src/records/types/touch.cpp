// Touches: where contacts came from.
#include "records/describe.hpp"

#include <kith/records/touch.hpp>

namespace kith::records {

const RecordType& touch_type() {
    static const RecordType type = [] {
        using T = Touch;
        RecordType t = describe<T>("touch", "touches", 38, {"Touch", "接点|流入"});
        t.fields = {
            reference_field<&T::contact>("contact", "contact_id", 10, {"Contact", "連絡先"}, "contact",
                                         required),
            field<&T::at>("at", "at", 11, {"At", "日時"}),
            field<&T::source>("source", "source", 12, {"Source", "流入元|参照元"}),
            field<&T::medium>("medium", "medium", 13, {"Medium", "媒体|メディア"}),
            field<&T::campaign>("campaign", "campaign", 14, {"Campaign", "キャンペーン"}),
            field<&T::referrer>("referrer", "referrer", 15, {"Referrer", "リファラー"}, personal),
            field<&T::landing_page>("landing_page", "landing_page", 16,
                                    {"Landing page", "ランディングページ"}),
        };
        t.subject_column = "contact_id";
        t.prepare = [](void* record, const Settings&, Time now) {
            auto& touch = *static_cast<T*>(record);
            if (touch.at == Time{}) touch.at = now;
        };
        t.title = [](const void* record) {
            const auto& touch = *static_cast<const T*>(record);
            return touch.campaign.empty() ? touch.source : touch.campaign;
        };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Touch>() {
    return records::touch_type();
}
