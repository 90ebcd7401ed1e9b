// Saved segments.
#include "records/describe.hpp"
#include "text/fold.hpp"

#include <kith/records/segment.hpp>

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
            computed_field<&Segment::folded>("folded", "folded", {"Folded name", ""}, folded | unique),
        };
        t.fields[2].nullable = false;  // "" selects everything
        t.prepare = [](void* record, const Settings&, Time) {
            auto& segment = *static_cast<Segment*>(record);
            segment.folded = text::fold(segment.name);
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
