// Events: behaviour.
#include "records/describe.hpp"
#include "store/json_text.hpp"

#include <kith/error.hpp>
#include <kith/records/event.hpp>

namespace kith::records {

namespace {

const std::vector<Choice> kinds = {
    {0, "other", "その他"},   {1, "visit", "訪問|閲覧"},       {2, "open", "開封"},
    {3, "click", "クリック"}, {4, "download", "ダウンロード"}, {5, "form", "フォーム"}};

void prepare(void* record, const Settings& /*settings*/, Time now) {
    auto& event = *static_cast<Event*>(record);
    if (event.at == Time{}) event.at = now;
    const auto ignored = [](std::string_view, const store::Cell&) {};
    if (!event.properties.empty() && !store::read_json(event.properties, store::JsonKind::object, ignored))
        throw Error(Code::invalid_value, "properties must be a JSON object, not '" + event.properties + "'",
                    {.field = "properties"});
}

}  // namespace

const RecordType& event_type() {
    static const RecordType type = [] {
        using E = Event;
        RecordType t = describe<E>("event", "events", 37, {"Event", "行動|イベント"});
        t.fields = {
            reference_field<&E::contact>("contact", "contact_id", 10, {"Contact", "連絡先"}, "contact",
                                         required),
            field<&E::at>("at", "at", 11, {"At", "日時"}),
            choice_field<&E::kind>("kind", "kind", 12, {"Kind", "種類"}, kinds),
            field<&E::subject>("subject", "subject", 13, {"Subject", "対象|ページ|page"}, personal),
            field<&E::properties>("properties", "properties", 14, {"Properties", "属性"}, personal | json),
        };
        t.subject_column = "contact_id";
        t.prepare = &prepare;
        t.title = [](const void* record) { return static_cast<const E*>(record)->subject; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Event>() {
    return records::event_type();
}
