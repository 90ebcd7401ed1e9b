// Saved segments.
#include "records/describe.hpp"
#include "store/connection.hpp"
#include "text/fold.hpp"

#include <kith/error.hpp>
#include <kith/records/segment.hpp>

#include <fmt/format.h>

namespace kith::records {

const RecordType& segment_type() {
    static const RecordType type = [] {
        RecordType t = describe<Segment>("segment", "segments", 20, {"Segment", "セグメント"});
        t.fields = {
            with_folded(field<&Segment::name>("name", "name", 10, {"Name", "名前|セグメント名"},
                                              required | searchable),
                        "folded"),
            field<&Segment::record_type>("record_type", "record_type", 11, {"Record type", "種別"}, required),
            field<&Segment::query>("query", "query", 12, {"Query", "条件"}),
            field<&Segment::description>("description", "description", 13, {"Description", "説明"}),
            reference_field<&Segment::list>("list", "list_id", 14, {"List", "リスト"}, "list"),
            field<&Segment::taken>("taken", "taken_at", 15, {"Taken", "取得日時|作成時点"}),
            field<&Segment::live>("live", "live", 16, {"Live", "常時更新"}),
            computed_field<&Segment::folded>("folded", "folded", {"Folded name", ""}, folded | unique),
        };
        t.fields[2].nullable = false;  // "" selects everything
        t.prepare = [](void* record, const Settings&, Time) {
            auto& segment = *static_cast<Segment*>(record);
            segment.folded = text::fold(segment.name);
        };
        t.check = [](store::Connection& connection, const void*, void* record) {
            if (record == nullptr) return;
            const auto& segment = *static_cast<const Segment*>(record);
            if (segment.taken && !segment.list)
                throw Error(Code::invalid_value, "a snapshot has a list", {.field = "taken"});
            if (!segment.list) return;
            if (!segment.query.empty())
                throw Error(Code::invalid_value, "a segment has a query or a list, not both",
                            {.field = "query"});
            store::Statement list = connection.prepare("SELECT record_type FROM list WHERE id = ?1");
            list.bind(1, segment.list.value);
            if (list.step() && list.text(0) != segment.record_type)
                throw Error(Code::invalid_value,
                            fmt::format("the list holds records of type {}, the segment selects {}",
                                        list.text(0), segment.record_type),
                            {.field = "list"});
        };
        t.title = [](const void* record) { return static_cast<const Segment*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Segment>() {
    return records::segment_type();
}
