// Custom field definitions.
#include "records/custom.hpp"
#include "records/describe.hpp"

#include <kith/error.hpp>
#include <kith/records/field.hpp>

namespace kith::records {

namespace {

const std::vector<Choice> type_choices = {
    {1, "text", "文字列"},      {2, "integer", "整数"},    {3, "real", "数値"},  {4, "flag", "はい/いいえ"},
    {5, "time", "日時"},        {6, "date", "日付"},       {7, "money", "金額"}, {8, "choice", "選択"},
    {9, "choices", "複数選択"}, {10, "reference", "参照"},
};

void prepare(void* record, const Settings& /*settings*/, Time /*now*/) {
    auto& definition = *static_cast<kith::Field*>(record);
    const auto refuse = [&](const char* field, const std::string& why) {
        throw Error(Code::invalid_value, "custom field '" + definition.key + "': " + why, {.field = field});
    };
    const RecordType* owner = find_record_type(definition.record_type);
    if (owner == nullptr || !owner->custom_fields)
        refuse("record_type", "'" + definition.record_type + "' is not a record type with custom fields");
    definition.record_type = owner->name;  // the singular
    if (definition.type == FieldType::reference) {
        const RecordType* target = find_record_type(definition.target);
        if (target == nullptr) refuse("target", "'" + definition.target + "' is not a record type");
        definition.target = target->name;
    }
    const bool choice = definition.type == FieldType::choice || definition.type == FieldType::choices;
    if (choice && definition.choices.empty()) refuse("choices", "a choice needs its choices");
    if (definition.minimum && definition.maximum && *definition.minimum > *definition.maximum)
        refuse("minimum", "the minimum is above the maximum");
    if (definition.max_length && *definition.max_length < 1)
        refuse("max_length",
               "a text of at most " + std::to_string(*definition.max_length) + " characters is none");
}

}  // namespace

const RecordType& field_type() {
    static const RecordType type = [] {
        using F = kith::Field;
        RecordType t = describe<F>("field", "fields", 17, {"Custom field", "カスタム項目"});
        t.fields = {
            field<&F::record_type>("record_type", "record_type", 10, {"Record type", "種別"}, required),
            field<&F::key>("key", "key", 11, {"Key", "キー"}, required | unique),
            field<&F::label>("label", "label", 12, {"Label", "表示名"}),
            choice_field<&F::type>("type", "type", 13, {"Type", "型"}, type_choices),
            field<&F::required>("required", "is_required", 14, {"Required", "必須"}),
            field<&F::unique>("unique", "is_unique", 15, {"Unique", "一意"}),
            field<&F::identifying>("identifying", "is_identifying", 16, {"Identifying", "識別"}),
            field<&F::personal>("personal", "is_personal", 17, {"Personal", "個人情報"}),
            field<&F::choices>("choices", "choices", 18, {"Choices", "選択肢"}),
            field<&F::target>("target", "target", 19, {"Target", "参照先"}),
            field<&F::minimum>("minimum", "minimum", 20, {"Minimum", "最小"}),
            field<&F::maximum>("maximum", "maximum", 21, {"Maximum", "最大"}),
            field<&F::max_length>("max_length", "max_length", 22, {"Maximum length", "最大文字数"}),
        };
        t.scope = "record_type";
        t.prepare = &prepare;
        t.check = [](store::Connection& connection, const void* stored, void* record) {
            if (stored == nullptr) return;
            check_definition(connection, *static_cast<const F*>(stored), static_cast<const F*>(record));
        };
        t.title = [](const void* record) { return static_cast<const F*>(record)->key; };
        return t;
    }();
    return type;
}

}  // namespace kith::records

template <>
const kith::RecordType& kith::record_type<kith::Field>() {
    return records::field_type();
}
