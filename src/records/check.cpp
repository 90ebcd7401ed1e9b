#include "records/check.hpp"

#include "records/plan.hpp"
#include "records/uid.hpp"
#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

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

// An amount that JavaScript keeps exactly, like the ids: sums of a thousand of the largest still fit 64 bits.
constexpr std::int64_t largest_amount = (std::int64_t{1} << 53) - 1;

void check_money(const RecordType& type, void* record, const void* holder, const Field& field,
                 std::int64_t minor, const std::string& name) {
    const std::string& currency = field.unit(const_cast<void*>(holder));  // only read
    if (!is_currency_code(currency))
        refuse(Code::invalid_value, type, record, name,
               fmt::format("needs a currency of three capital letters (ISO 4217), not '{}'", currency));
    if (minor > largest_amount || minor < -largest_amount)
        refuse(Code::invalid_value, type, record, name,
               fmt::format("must lie between -{0} and {0} minor units", largest_amount));
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
    if (prefix.empty() && field.is(required) && cell.type == store::CellType::text && blank(cell.text))
        refuse(Code::required, type, record, name(), "is required and says nothing");
    if (cell.type == store::CellType::real && !std::isfinite(cell.real))
        refuse(Code::invalid_value, type, record, name(), "is not a finite number");
    if (field.unit != nullptr) check_money(type, record, holder, field, cell.integer, name());
    if (field.choices != nullptr &&
        std::none_of(field.choices->begin(), field.choices->end(),
                     [&](const Choice& choice) { return choice.value == cell.integer; }))
        refuse(Code::invalid_value, type, record, name(), fmt::format("has no choice {}", cell.integer));
    if (field.type == FieldType::date && !PartialDate::parse(cell.text))
        refuse(Code::invalid_value, type, record, name(), fmt::format("is not a date: '{}'", cell.text));
}

/// Runs a `prepare`, which does not know whose part it prepares: its refusal gets the record and the field's full name.
template <class Prepare>
void named(const RecordType& type, void* record, std::string_view prefix, Prepare&& prepare) {
    try {
        prepare();
    } catch (const Error& error) {
        if (!error.record().empty()) throw;
        ErrorDetail detail;
        detail.record = called(type, record);
        detail.field = prefix.empty() ? error.field() : fmt::format("{}.{}", prefix, error.field());
        detail.arguments = error.arguments();
        throw Error(error.code(), fmt::format("{}: {}", detail.record, error.what()), detail);
    }
}

}  // namespace

bool blank(std::string_view text) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return std::none_of(text.begin(), text.end(), plain) && text::fold(text).empty();
}

bool is_currency_code(std::string_view code) noexcept {
    return code.size() == 3 && code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

void prepare_and_check(const RecordType& type, void* record, const Settings& settings, Time now) {
    if (type.prepare != nullptr) named(type, record, {}, [&] { type.prepare(record, settings, now); });
    for (const Field& field : type.fields) check_field(type, record, record, field, {});
    for (const Element& element : type.elements) {
        const std::size_t size = element.size(record);
        for (std::size_t i = 0; i < size; ++i) {
            // The record is the caller's own copy: writing through is allowed.
            void* item = const_cast<void*>(element.at(record, i));
            if (element.blank != nullptr && element.blank(item)) continue;
            if (element.prepare != nullptr)
                named(type, record, element.plural, [&] { element.prepare(item, settings); });
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
    for (const Field& field : type.fields) {
        if (!field.target.empty()) resolve_reference(connection, type, record, record, field, {});
        if (!field.is(content)) continue;
        Scratch scratch;
        const store::Cell key = field.get(record, scratch);
        if (!key.null() && !connection.prepare("SELECT 1 FROM blob WHERE key = ?1").bind(1, key.text).step())
            refuse(Code::not_found, type, record, std::string(field.name),
                   fmt::format("is '{}', and there is no such content", key.text));
    }
    for (const Element& element : type.elements) {
        for (const Field& field : element.fields) {
            if (field.target.empty()) continue;
            for (std::size_t i = 0; i < element.size(record); ++i)
                resolve_reference(connection, type, record, const_cast<void*>(element.at(record, i)), field,
                                  element.plural);
        }
    }
}

void check_rings(store::Connection& connection, const RecordType& type, void* record, const void* stored) {
    const std::int64_t id = type.id(record);
    for (const Field& field : type.fields) {
        if (field.target != type.name || field.side) continue;
        Scratch scratch;
        const store::Cell to = field.get(record, scratch);
        if (to.null() || to == field.get(stored, scratch)) continue;
        store::Statement next = connection.prepare(
            fmt::format("SELECT {} FROM {} WHERE id = ?1", quoted(field.column), quoted(type.table)));
        std::set<std::int64_t> seen;
        for (std::int64_t at = to.integer; at != 0 && seen.insert(at).second;) {
            if (at == id)
                refuse(Code::invalid_value, type, record, std::string(field.name),
                       fmt::format("cannot be {} {}: it would be above itself", type.name, to.integer));
            next.bind(1, at);
            at = next.step() ? next.integer(0) : 0;
            next.reset();
        }
    }
}

void check_uid(store::Connection& connection, const RecordType& type, std::int64_t id, std::string_view uid) {
    constexpr std::string_view urn = "urn:uuid:";
    if (!type.mergeable || uid.empty()) return;
    std::int64_t other = 0;
    const auto live = [&](std::string_view condition, const auto& value) {
        store::Statement same = connection.prepare(
            fmt::format("SELECT id FROM {} WHERE {} AND id <> ?2 AND deleted_at IS NULL LIMIT 1",
                        quoted(type.table), condition));
        same.bind_all(value, id);
        if (same.step()) other = same.integer(0);
    };
    // A record without a uid of its own has the one that follows from its id.
    if (const auto target = read_uid(connection.file_uid(), uid); target && target->kind == type.number)
        live("id = ?1 AND uid IS NULL", target->id);
    if (other == 0)
        live("uid IN (?1, 'urn:uuid:' || ?1)",
             uid.substr(0, urn.size()) == urn ? uid.substr(urn.size()) : uid);
    if (other == 0) return;
    ErrorDetail detail;
    detail.record = id == 0 ? std::string(type.name) : fmt::format("{} {}", type.name, id);
    detail.field = "uid";
    detail.arguments = {{"other", std::to_string(other)}};
    throw Error(Code::not_unique,
                fmt::format("{}: {} {} has the uid '{}' already", detail.record, type.name, other, uid),
                detail);
}

namespace {

/// The fields whose columns a refusal of SQLite's names: "UNIQUE constraint failed: price.product_id, price.starts".
std::vector<const Field*> fields_of(const RecordType& type, std::string_view refusal) {
    std::vector<const Field*> fields;
    std::size_t at = refusal.find("failed: ");
    at = at == std::string_view::npos ? refusal.size() : at + 8;
    while (at < refusal.size()) {
        const std::size_t end = std::min(refusal.find(", ", at), refusal.size());
        const std::string_view column = refusal.substr(at, end - at);
        for (const Field& field : type.fields)
            if (column == fmt::format("{}.{}", type.table, field.column)) fields.push_back(&field);
        at = end + 2;
    }
    return fields;
}

std::string shown(const store::Cell& cell) {
    switch (cell.type) {
        case store::CellType::text: return fmt::format("'{}'", cell.text);
        case store::CellType::integer: return std::to_string(cell.integer);
        case store::CellType::real: return fmt::format("{}", cell.real);
        default: return {};
    }
}

}  // namespace

void throw_not_unique(const RecordType& type, const void* record, const Error& refusal) {
    ErrorDetail detail;
    detail.record = std::string(type.name);
    detail.sqlite_code = refusal.sqlite_code();
    std::string values;
    for (const Field& field : type.fields) {
        if (!field.is(unique)) continue;
        // Where the comparison form is what must differ, people know the text behind it.
        const auto written = std::find_if(type.fields.begin(), type.fields.end(), [&](const Field& other) {
            return !other.folded_column.empty() && other.folded_column == field.column;
        });
        const Field& named = written == type.fields.end() ? field : *written;
        Scratch scratch;
        const store::Cell cell = named.get(record, scratch);
        if (cell.type != store::CellType::text) continue;
        detail.field = std::string(named.name);
        values += fmt::format("{}{} '{}'", values.empty() ? "" : ", ", named.name, cell.text);
    }
    if (values.empty()) {  // several fields together
        std::string names;
        for (const Field* field : fields_of(type, refusal.what())) {
            Scratch scratch;
            if (names.empty()) detail.field = std::string(field->name);
            names += fmt::format("{}{}", names.empty() ? "" : ", ", field->name);
            values += fmt::format("{}{} {}", values.empty() ? "" : ", ", field->name,
                                  shown(field->get(record, scratch)));
        }
        if (values.empty())
            throw Error(Code::not_unique, fmt::format("{}: {}", type.name, refusal.what()), detail);
        detail.arguments.emplace_back("fields", names);
        detail.message_ja = fmt::format("同じ{}のレコードがすでにあります", values);
    }
    throw Error(Code::not_unique, fmt::format("another {} already has the {}", type.name, values), detail);
}

}  // namespace kith::records
