// Tags.
#include "records/describe.hpp"
#include "text/fold.hpp"

#include <kith/records/tag.hpp>

namespace kith::records {

const RecordType& tag_type() {
    static const RecordType type = [] {
        RecordType t = describe<Tag>("tag", "tags", 13, {"Tag", "タグ"});
        t.fields = {
            with_folded(field<&Tag::name>("name", "name", 10, {"Name", "名前|タグ名"}, required | searchable),
                        "folded"),
            field<&Tag::color>("color", "color", 11, {"Color", "色"}),
            field<&Tag::description>("description", "description", 12, {"Description", "説明"}),
            computed_field<&Tag::folded>("folded", "folded", {"Folded name", ""}, folded | unique),
        };
        t.prepare = [](void* record, const Settings&, Time) {
            auto& tag = *static_cast<Tag*>(record);
            tag.folded = text::fold(tag.name);
        };
        t.title = [](const void* record) { return static_cast<const Tag*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Tag>() {
    return records::tag_type();
}
