#include "records/check.hpp"

#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::records {

namespace {

std::string called(const RecordType& type, void* record) {
    const std::int64_t id = type.id(record);
    return id != 0 ? fmt::format("{} {}", type.name, id) : std::string(type.name);
}

[[noreturn]] void refuse(Code code, const RecordType& type, void* record, const std::string& field,
                         const std::string& why) {
    ErrorDetail detail;
    detail.record = called(type, record);
    detail.field = field;
    throw Error(code, fmt::format("{}: {} {}", detail.record, field, why), detail);
}

void check_text(const RecordType& type, void* record, const std::string& name, std::string_view text) {
    if (text::is_ascii(text)) {
        if (text.find('\0') != std::string_view::npos)
            refuse(Code::invalid_value, type, record, name, "holds a NUL");
        return;
    }
    if (text.find('\0') != std::string_view::npos)
        refuse(Code::invalid_value, type, record, name, "holds a NUL");
    if (text::to_valid_utf8(text) != text)
        refuse(Code::invalid_value, type, record, name, "is not valid UTF-8");
}

void check_field(const RecordType& type, void* record, const void* holder, const Field& field,
                 std::string_view prefix) {
    Scratch scratch;
    const store::Cell cell = field.get(holder, scratch);
    const auto name = [&] {
        return prefix.empty() ? std::string(field.name) : fmt::format("{}.{}", prefix, field.name);
    };
    if (cell.null()) {
        if (field.is(required)) refuse(Code::required, type, record, name(), "is required");
        return;
    }
    if (cell.type == store::CellType::text) check_text(type, record, name(), cell.text);
    if (field.choices != nullptr &&
        std::none_of(field.choices->begin(), field.choices->end(),
                     [&](const Choice& choice) { return choice.value == cell.integer; }))
        refuse(Code::invalid_value, type, record, name(), fmt::format("has no choice {}", cell.integer));
    if (field.type == FieldType::date && !PartialDate::parse(cell.text))
        refuse(Code::invalid_value, type, record, name(), fmt::format("is not a date: '{}'", cell.text));
}

}  // namespace

void prepare_and_check(const RecordType& type, void* record, const Settings& settings, Time now) {
    if (type.prepare != nullptr) type.prepare(record, settings, now);
    for (const Field& field : type.fields) check_field(type, record, record, field, {});
    for (const Element& element : type.elements) {
        const std::size_t size = element.size(record);
        for (std::size_t i = 0; i < size; ++i) {
            // The record is the caller's own copy: writing through is allowed.
            void* item = const_cast<void*>(element.at(record, i));
            if (element.blank != nullptr && element.blank(item)) continue;
            if (element.prepare != nullptr) element.prepare(item, settings);
            for (const Field& field : element.fields) check_field(type, record, item, field, element.plural);
        }
    }
}

namespace {

void resolve_reference(store::Connection& connection, const RecordType& type, void* record, void* holder,
                       const Field& field, std::string_view prefix) {
    Scratch scratch;
    const store::Cell cell = field.get(holder, scratch);
    if (cell.null()) return;
    const RecordType* target = find_record_type(field.target);
    const std::int64_t found = resolve(connection, *target, cell.integer);
    if (found == 0)
        refuse(Code::not_found, type, record,
               prefix.empty() ? std::string(field.name) : fmt::format("{}.{}", prefix, field.name),
               fmt::format("refers to {} {}, which does not exist", field.target, cell.integer));
    if (found != cell.integer) field.set(holder, store::Cell::of(found));
}

}  // namespace

void resolve_references(store::Connection& connection, const RecordType& type, void* record) {
    for (const Field& field : type.fields)
        if (!field.target.empty()) resolve_reference(connection, type, record, record, field, {});
    for (const Element& element : type.elements) {
        for (const Field& field : element.fields) {
            if (field.target.empty()) continue;
            for (std::size_t i = 0; i < element.size(record); ++i)
                resolve_reference(connection, type, record, const_cast<void*>(element.at(record, i)), field,
                                  element.plural);
        }
    }
}

void throw_not_unique(const RecordType& type, const void* record, const Error& refusal) {
    ErrorDetail detail;
    detail.record = std::string(type.name);
    detail.sqlite_code = refusal.sqlite_code();
    std::string values;
    for (const Field& field : type.fields) {
        if (!field.is(unique)) continue;
        Scratch scratch;
        const store::Cell cell = field.get(record, scratch);
        if (cell.type != store::CellType::text) continue;
        detail.field = std::string(field.name);
        values += fmt::format("{}{} '{}'", values.empty() ? "" : ", ", field.name, cell.text);
    }
    if (values.empty()) values = refusal.what();
    throw Error(Code::not_unique, fmt::format("another {} already has the {}", type.name, values), detail);
}

}  // namespace kith::records
