// Changing the definition of a custom field whose values exist, and what every record must have.
#include "records/codec.hpp"
#include "records/custom.hpp"
#include "records/plan.hpp"
#include "text/fold.hpp"

#include <kith/error.hpp>
#include <kith/records/deal.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith::records {

namespace {

[[noreturn]] void refuse(const kith::Field& field, Code code, std::string_view which, const std::string& why) {
    ErrorDetail detail;
    detail.record = fmt::format("field {}", field.id.value);
    detail.field = which;
    const std::string part = which.empty() ? std::string() : fmt::format("{} of ", which);
    throw Error(code, fmt::format("{}: {}custom field '{}' {}", detail.record, part, field.key, why), detail);
}

/// Another record type, type or target would read the stored values as something else.
void check_meaning(store::Connection& connection, const kith::Field& stored, const kith::Field& changed) {
    std::string_view which;
    if (stored.record_type != changed.record_type)
        which = "record_type";
    else if (stored.type != changed.type)
        which = "type";
    else if (stored.target != changed.target && stored.type == FieldType::reference)
        which = "target";
    if (which.empty()) return;
    store::Statement values = connection.prepare(
        "SELECT count(DISTINCT record_id), min(record_id) FROM field_value WHERE field_id = ?1");
    values.bind(1, stored.id.value);
    if (values.step() && values.integer(0) > 0)
        refuse(stored, Code::in_use, which,
               fmt::format("cannot change while values exist: {} {}{} has one", stored.record_type,
                           values.integer(1),
                           values.integer(0) > 1 ? fmt::format(" (of {} records)", values.integer(0)) : ""));
}

/// A stage that requires the field would let no deal in any more.
void check_asked(store::Connection& connection, const kith::Field& stored, const kith::Field* changed) {
    if (stored.record_type != record_type<Deal>().name) return;
    const bool stays = changed != nullptr && changed->record_type == stored.record_type;
    if (stays && changed->key == stored.key) return;
    store::Statement stages = connection.prepare(
        "SELECT s.name, s.required_fields, coalesce(s.deleted_at, p.deleted_at) IS NOT NULL FROM stage s "
        "JOIN pipeline p ON p.id = s.pipeline_id WHERE s.required_fields IS NOT NULL ORDER BY s.id");
    while (stages.step()) {
        const std::vector<std::string> required = split_texts(stages.text(1));
        if (std::find(required.begin(), required.end(), "field." + stored.key) == required.end()) continue;
        refuse(stored, Code::in_use,
               stays                ? "key"
               : changed != nullptr ? "record_type"
                                    : "",
               fmt::format("cannot {}: stage '{}'{} requires it", changed != nullptr ? "change" : "be removed",
                           stages.text(0), stages.integer(2) != 0 ? ", which is in the trash," : ""));
    }
}

void check_choices(store::Connection& connection, const kith::Field& stored, const kith::Field& changed) {
    if (changed.type != FieldType::choice && changed.type != FieldType::choices) return;
    if (stored.choices == changed.choices) return;
    store::Statement used = connection.prepare(
        "SELECT folded, value, count(*), min(record_id) FROM field_value WHERE field_id = ?1 GROUP BY folded");
    used.bind(1, stored.id.value);
    while (used.step()) {
        const bool stays =
            std::any_of(changed.choices.begin(), changed.choices.end(),
                        [&](const std::string& choice) { return text::fold(choice) == used.text(0); });
        if (!stays)
            refuse(stored, Code::in_use, "choices",
                   fmt::format("must keep '{}': {} {}{} has it", used.text(1), stored.record_type,
                               used.integer(3),
                               used.integer(2) > 1 ? fmt::format(" (of {} records)", used.integer(2)) : ""));
    }
}

void check_becomes_unique(store::Connection& connection, const kith::Field& stored,
                          const kith::Field& changed) {
    const RecordType* owner = find_record_type(changed.record_type);
    if (stored.unique || !changed.unique || owner == nullptr) return;
    store::Statement twice = connection.prepare(fmt::format(
        "SELECT v.value, min(v.record_id), max(v.record_id) FROM field_value v JOIN {} r ON r.id = v.record_id "
        "WHERE v.field_id = ?1 AND r.deleted_at IS NULL{} GROUP BY ifnull(v.folded, v.value) "
        "HAVING min(v.record_id) < max(v.record_id) ORDER BY 2 LIMIT 1",
        quoted(owner->table), owner->mergeable ? " AND r.merged_into IS NULL" : ""));
    twice.bind(1, stored.id.value);
    if (!twice.step()) return;
    const store::Cell value = twice.cell(0);
    const std::string shown =
        value.type == store::CellType::text ? fmt::format(" '{}'", value.text) : std::string();
    refuse(stored, Code::not_unique, "unique",
           fmt::format("cannot be set: {} {} and {} hold the same value{}", owner->name, twice.integer(1),
                       twice.integer(2), shown));
}

}  // namespace

void check_definition(store::Connection& connection, const kith::Field& stored, const kith::Field* changed) {
    check_asked(connection, stored, changed);
    if (changed == nullptr) return;
    check_meaning(connection, stored, *changed);
    check_choices(connection, stored, *changed);
    check_becomes_unique(connection, stored, *changed);
}

namespace {

bool is_text(FieldType type) {
    return type == FieldType::text || type == FieldType::choice || type == FieldType::choices;
}

bool fits(const kith::Field& field, const store::Cell& value) {
    switch (field.type) {
        case FieldType::text:
        case FieldType::choice:
        case FieldType::choices: return value.type == store::CellType::text && !value.text.empty();
        case FieldType::date:
            return value.type == store::CellType::text && PartialDate::parse(value.text).has_value();
        case FieldType::real:
            return value.type == store::CellType::real || value.type == store::CellType::integer;
        case FieldType::flag:
            return value == store::Cell::of(std::int64_t{0}) || value == store::Cell::of(std::int64_t{1});
        case FieldType::integer:
        case FieldType::time:
        case FieldType::money:
        case FieldType::reference: return value.type == store::CellType::integer;
    }
    return true;
}

}  // namespace

std::string_view custom_misfit(const kith::Field& field, const store::Cell& value, const store::Cell& unit,
                               const store::Cell& folded) {
    if (field.type < FieldType::text || field.type > FieldType::reference) return {};  // a finding of its own
    if (!fits(field, value)) return "the value is not of the field's type";
    if (field.type == FieldType::reference && unit.text != field.target)
        return "the unit is not the record type that the field refers to";
    if (field.type == FieldType::money && unit.text.empty()) return "the amount has no currency";
    if (is_text(field.type) ? folded.text != text::fold(value.text) : !folded.null())
        return "the folded text is not that of the value";
    const bool choice = field.type == FieldType::choice || field.type == FieldType::choices;
    if (choice && std::none_of(field.choices.begin(), field.choices.end(),
                               [&](const std::string& name) { return text::fold(name) == folded.text; }))
        return "the value is not among the field's choices";
    return {};
}

void require_custom(store::Connection& connection, const RecordType& type, std::int64_t id,
                    const CustomValues& values) {
    store::Statement keys = connection.prepare(
        "SELECT key FROM field WHERE record_type = ?1 AND is_required <> 0 AND deleted_at IS NULL ORDER BY key");
    keys.bind(1, type.name);
    while (keys.step()) {
        const auto value = values.find(keys.string(0));
        if (value != values.end() && !value->second.empty()) continue;
        ErrorDetail detail;
        detail.record = fmt::format("{} {}", type.name, id);
        detail.field = fmt::format("field.{}", keys.text(0));
        throw Error(Code::required,
                    fmt::format("{}: custom field '{}' is required", detail.record, keys.text(0)), detail);
    }
}

}  // namespace kith::records
