// Manual lists.
#include "records/describe.hpp"
#include "records/tags.hpp"
#include "text/fold.hpp"

#include <kith/error.hpp>
#include <kith/records/list.hpp>

namespace kith::records {

const RecordType& list_type() {
    static const RecordType type = [] {
        RecordType t = describe<List>("list", "lists", 15, {"List", "リスト"});
        t.fields = {
            with_folded(
                field<&List::name>("name", "name", 10, {"Name", "名前|リスト名"}, required | searchable),
                "folded"),
            field<&List::record_type>("record_type", "record_type", 11, {"Record type", "種別"}, required),
            field<&List::description>("description", "description", 12, {"Description", "説明"}),
            computed_field<&List::folded>("folded", "folded", {"Folded name", ""}, folded | unique),
        };
        t.prepare = [](void* record, const Settings&, Time) {
            auto& list = *static_cast<List*>(record);
            list.folded = text::fold(list.name);
            const RecordType* members = find_record_type(list.record_type);
            if (members == nullptr)
                throw Error(Code::invalid_value, "'" + list.record_type + "' is not a record type",
                            {.field = "record_type"});
            list.record_type = members->name;  // the singular
        };
        t.check = [](store::Connection& connection, const void* stored, void* record) {
            if (stored == nullptr || record == nullptr) return;
            check_list(connection, *static_cast<const List*>(stored), *static_cast<const List*>(record));
        };
        t.title = [](const void* record) { return static_cast<const List*>(record)->name; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::List>() {
    return records::list_type();
}
