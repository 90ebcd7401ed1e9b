#include "records/custom.hpp"

#include "records/check.hpp"
#include "records/codec.hpp"
#include "records/loader.hpp"
#include "records/verbs.hpp"
#include "text/date.hpp"
#include "text/fold.hpp"
#include "text/number.hpp"
#include "text/similarity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

namespace kith::records {

namespace {

constexpr std::string_view select_values =
    "SELECT field_id, value, unit FROM field_value WHERE record_id = ?1 ORDER BY field_id, position";

/// A custom value as the rows that hold it: one, or one per name of a multi-choice.
struct StoredValue {
    Scratch scratch{};
    store::Cell cell{};
    std::string unit{};
    std::string folded{};
};

Value read_value(FieldType type, const store::Cell& cell, std::string_view unit) {
    switch (type) {
        case FieldType::text:
        case FieldType::choice:
        case FieldType::choices: return {std::string(cell.text)};
        case FieldType::integer: return {cell.integer};
        case FieldType::real:
            return {cell.type == store::CellType::integer ? static_cast<double>(cell.integer) : cell.real};
        case FieldType::flag: return {cell.integer != 0};
        case FieldType::time: return {Time{std::chrono::milliseconds(cell.integer)}};
        case FieldType::date: return {PartialDate::parse(cell.text).value_or(PartialDate{})};
        case FieldType::money: return {Money{cell.integer, std::string(unit)}};
        case FieldType::reference: return {RecordRef{std::string(unit), cell.integer}};
    }
    return {};
}

[[noreturn]] void refuse(const kith::Field& field, Code code, const std::string& why,
                         std::vector<std::pair<std::string, std::string>> arguments = {}) {
    ErrorDetail detail;
    detail.record = field.record_type;
    detail.field = "field." + field.key;
    detail.arguments = std::move(arguments);
    throw Error(code, fmt::format("custom field '{}' {}", field.key, why), detail);
}

void check_range(const kith::Field& field, double number) {
    if (!std::isfinite(number)) refuse(field, Code::invalid_value, "must be a finite number");
    if (field.minimum && number < *field.minimum)
        refuse(field, Code::invalid_value, fmt::format("must be at least {}, not {}", *field.minimum, number));
    if (field.maximum && number > *field.maximum)
        refuse(field, Code::invalid_value, fmt::format("must be at most {}, not {}", *field.maximum, number));
}

void check_text(const kith::Field& field, std::string_view text) {
    if (text.find('\0') != std::string_view::npos || text::to_valid_utf8(text) != text)
        refuse(field, Code::invalid_value, "is not valid UTF-8");
    if (field.max_length && static_cast<std::int64_t>(text::code_points(text)) > *field.max_length)
        refuse(field, Code::invalid_value, fmt::format("is longer than {} characters", *field.max_length));
}

/// The allowed name that `text` means in folded form.
const std::string& choice_of(const kith::Field& field, std::string_view text) {
    const std::string folded = text::fold(text);
    for (const std::string& choice : field.choices)
        if (text::fold(choice) == folded) return choice;
    std::vector<std::string_view> known(field.choices.begin(), field.choices.end());
    const std::string_view near = text::nearest(text, known);
    refuse(field, Code::invalid_value,
           fmt::format("has no choice '{}'{}", text,
                       near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

template <class T>
const T& expect(const kith::Field& field, const Value& value, std::string_view what) {
    if (const T* content = value.as<T>()) return *content;
    refuse(field, Code::invalid_value, fmt::format("needs {}, not '{}'", what, value.to_string()),
           {{"wanted", std::string(what)}, {"given", value.to_string()}});
}

/// The value in the form that the field keeps, where another one says the same: what the fields of records read.
Value fitting(const kith::Field& field, const Value& value) {
    const auto* text = value.as<std::string>();
    const auto* number = value.as<std::int64_t>();
    switch (field.type) {
        case FieldType::date:
            if (const auto date = text != nullptr ? PartialDate::parse(*text) : std::nullopt) return {*date};
            break;
        case FieldType::time:
            if (const auto time = text != nullptr ? parse_time(*text) : std::nullopt) return {*time};
            break;
        case FieldType::money:
            if (const auto money = text != nullptr ? Money::parse(*text) : std::nullopt) return {*money};
            break;
        case FieldType::reference:
            if (number != nullptr) return {RecordRef{field.target, *number}};
            break;
        case FieldType::flag:
            if (number != nullptr && (*number == 0 || *number == 1)) return {*number == 1};
            break;
        default: break;
    }
    return value;
}

StoredValue text_value(std::string text, bool fold) {
    StoredValue stored;
    if (fold) stored.folded = text::fold(text);
    stored.scratch.text = std::move(text);
    return stored;
}

StoredValue number_value(store::Cell cell, std::string unit = {}) {
    StoredValue stored;
    stored.cell = cell;
    stored.unit = std::move(unit);
    return stored;
}

/// Checks a value against its definition and gives its rows.
std::vector<StoredValue> rows_of(store::Connection& connection, const kith::Field& field, const Value& value) {
    std::vector<StoredValue> rows;
    if (value.empty()) return rows;
    switch (field.type) {
        case FieldType::text: {
            const auto& text = expect<std::string>(field, value, "a text");
            if (text.empty()) return rows;
            check_text(field, text);
            rows.push_back(text_value(text, true));
            break;
        }
        case FieldType::integer: {
            const auto number = expect<std::int64_t>(field, value, "a whole number");
            check_range(field, static_cast<double>(number));
            rows.push_back(number_value(store::Cell::of(number)));
            break;
        }
        case FieldType::real: {
            const auto* whole = value.as<std::int64_t>();
            const double number =
                whole != nullptr ? static_cast<double>(*whole) : expect<double>(field, value, "a number");
            check_range(field, number);
            rows.push_back(number_value(store::Cell::of(number)));
            break;
        }
        case FieldType::flag:
            rows.push_back(
                number_value(store::Cell::of(std::int64_t{expect<bool>(field, value, "true or false")})));
            break;
        case FieldType::time:
            rows.push_back(number_value(store::Cell::of(
                std::int64_t{expect<Time>(field, value, "a time").time_since_epoch().count()})));
            break;
        case FieldType::date: {
            const auto& date = expect<PartialDate>(field, value, "a date");
            if (date.empty()) return rows;
            if (!date.valid())
                refuse(field, Code::invalid_value, fmt::format("is no possible date: {}", date.to_string()));
            rows.push_back(text_value(date.to_string(), false));
            break;
        }
        case FieldType::money: {
            const auto& money = expect<Money>(field, value, "an amount of money");
            if (!is_currency_code(money.currency))
                refuse(field, Code::invalid_value,
                       fmt::format("needs a currency of three capital letters (ISO 4217), not '{}'",
                                   money.currency));
            rows.push_back(number_value(store::Cell::of(money.minor), money.currency));
            break;
        }
        case FieldType::choice: {
            const auto& text = expect<std::string>(field, value, "one of its choices");
            if (text.empty()) return rows;
            rows.push_back(text_value(choice_of(field, text), true));
            break;
        }
        case FieldType::choices: {
            std::vector<std::string> names;
            if (const auto* one = value.as<std::string>())
                names.push_back(*one);
            else
                names = expect<Value::Texts>(field, value, "a list of its choices");
            for (const std::string& name : names) {
                const std::string& choice = choice_of(field, name);
                if (std::none_of(rows.begin(), rows.end(),
                                 [&](const StoredValue& r) { return r.scratch.text == choice; }))
                    rows.push_back(text_value(choice, true));
            }
            break;
        }
        case FieldType::reference: {
            const auto& reference = expect<RecordRef>(field, value, "a record");
            if (reference.type != field.target)
                refuse(field, Code::invalid_value,
                       fmt::format("refers to a {}, not to a {}", field.target, reference.type));
            const std::int64_t found = resolve(connection, *find_record_type(field.target), reference.id);
            if (found == 0)
                refuse(field, Code::not_found,
                       fmt::format("refers to {} {}, which does not exist", field.target, reference.id));
            rows.push_back(number_value(store::Cell::of(found), field.target));
            break;
        }
    }
    for (StoredValue& row : rows)
        if (row.cell.null()) row.cell = store::Cell::of(std::string_view(row.scratch.text));
    return rows;
}

void check_unique(store::Connection& connection, const RecordType& type, const kith::Field& field,
                  std::int64_t id, const store::Cell& cell, const std::string& folded) {
    store::Statement same = connection.prepare(fmt::format(
        "SELECT v.record_id FROM field_value v JOIN {} r ON r.id = v.record_id WHERE v.field_id = ?1 "
        "AND v.record_id <> ?2 AND r.deleted_at IS NULL{} AND {} LIMIT 1",
        type.table, type.mergeable ? " AND r.merged_into IS NULL" : "",
        folded.empty() ? "v.value = ?3" : "v.folded = ?3"));
    same.bind_all(field.id.value, id);
    if (folded.empty())
        same.bind(3, cell);
    else
        same.bind(3, folded);
    if (same.step())
        refuse(field, Code::not_unique,
               fmt::format("is unique, and {} {} already has this value", type.name, same.integer(0)));
}

}  // namespace

CustomFields custom_fields(store::Connection& connection, const RecordType& type) {
    static const CustomFields none = std::make_shared<const std::vector<kith::Field>>();
    if (!type.custom_fields) return none;
    return connection.kept<std::vector<kith::Field>>(&type, [&] {
        std::vector<kith::Field> fields;
        store::Statement statement = connection.prepare(
            "SELECT id FROM field WHERE record_type = ?1 AND deleted_at IS NULL ORDER BY key");
        statement.bind(1, type.name);
        std::vector<std::int64_t> ids;
        while (statement.step()) ids.push_back(statement.integer(0));
        load_many(connection, record_type<kith::Field>(), ids, &fields, [](void* into) -> void* {
            return &static_cast<std::vector<kith::Field>*>(into)->emplace_back();
        });
        return fields;
    });
}

CustomLoader::CustomLoader(store::Connection& connection, const RecordType& type)
    : definitions_(custom_fields(connection, type)) {
    if (!definitions_->empty()) select_.emplace(connection.prepare(select_values));
}

void CustomLoader::load(std::int64_t id, CustomValues& values) {
    values.clear();
    if (!select_) return;
    select_->bind(1, id);
    while (select_->step()) {
        const auto definition =
            std::find_if(definitions_->begin(), definitions_->end(),
                         [&](const kith::Field& field) { return field.id.value == select_->integer(0); });
        if (definition == definitions_->end()) continue;  // of another record type with the same id
        Value value = read_value(definition->type, select_->cell(1), select_->text(2));
        if (definition->type == FieldType::choices) {
            Value::Texts texts;
            if (const auto* before = values[definition->key].as<Value::Texts>()) texts = *before;
            texts.push_back(*value.as<std::string>());
            value = Value(std::move(texts));
        }
        values[definition->key] = std::move(value);
    }
    select_->reset();
}

bool store_custom(store::Writer& writer, const RecordType& type, std::int64_t id, const CustomValues& values,
                  bool is_new) {
    store::Connection& connection = writer.connection();
    const CustomFields fields = custom_fields(connection, type);
    for (const auto& entry : values) {
        const std::string& key = entry.first;
        const bool known = std::any_of(fields->begin(), fields->end(),
                                       [&](const kith::Field& field) { return field.key == key; });
        if (known) continue;
        std::vector<std::string_view> keys;
        for (const kith::Field& field : *fields) keys.push_back(field.key);
        const std::string_view near = text::nearest(key, keys);
        throw Error(Code::invalid_argument,
                    fmt::format("{} has no custom field '{}'{}", type.name, key,
                                near.empty() ? "" : fmt::format("; did you mean '{}'?", near)),
                    {.record = std::string(type.name), .field = "field." + key});
    }
    CustomValues stored;
    if (!is_new) CustomLoader(connection, type).load(id, stored);
    bool changed = false;
    for (const kith::Field& field : *fields) {
        const auto found = values.find(field.key);
        const Value value = found == values.end() ? Value() : fitting(field, found->second);
        const auto before = stored.find(field.key);
        if (before != stored.end() && before->second == value) continue;  // what stays is not judged anew
        const std::vector<StoredValue> rows = rows_of(connection, field, value);
        if (rows.empty() && field.required) refuse(field, Code::required, "is required");
        if (rows.empty() && before == stored.end()) continue;
        changed = true;
        if (before != stored.end())
            connection.prepare("DELETE FROM field_value WHERE record_id = ?1 AND field_id = ?2")
                .bind_all(id, field.id.value)
                .run();
        store::Statement insert = connection.prepare(
            "INSERT INTO field_value (record_id, field_id, position, value, unit, folded, seq) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (field.unique) check_unique(connection, type, field, id, rows[i].cell, rows[i].folded);
            insert.bind_all(id, field.id.value, i, rows[i].cell);
            if (rows[i].unit.empty())
                insert.bind(5, nullptr);
            else
                insert.bind(5, rows[i].unit);
            if (rows[i].folded.empty())
                insert.bind(6, nullptr);
            else
                insert.bind(6, rows[i].folded);
            insert.bind(7, writer.info().seq);
            insert.run();
        }
    }
    return changed;
}

void check_custom_unique(store::Writer& writer, const RecordType& type, std::int64_t id) {
    store::Connection& connection = writer.connection();
    const CustomFields fields = custom_fields(connection, type);
    for (const kith::Field& field : *fields) {
        if (!field.unique) continue;
        store::Statement own = connection.prepare(
            "SELECT value, ifnull(folded, '') FROM field_value WHERE record_id = ?1 AND field_id = ?2");
        own.bind_all(id, field.id.value);
        while (own.step()) check_unique(connection, type, field, id, own.cell(0), own.string(1));
    }
}

Value parse_custom(const kith::Field& field, std::string_view text) {
    const auto number = [&](auto& into) {
        const std::string plain = text::fold(text);  // full-width digits become ASCII
        const auto [end, problem] = text::from_chars(plain, into);
        if (problem != std::errc() || end != plain.data() + plain.size())
            refuse(field, Code::invalid_value, fmt::format("needs a number, not '{}'", text));
    };
    switch (field.type) {
        case FieldType::text:
        case FieldType::choice: return {std::string(text)};
        case FieldType::choices: {
            Value::Texts names;
            for (std::size_t at = 0; at <= text.size();) {
                const std::size_t end = std::min(text.find_first_of(",;", at), text.size());
                std::string name(text.substr(at, end - at));
                name.erase(0, name.find_first_not_of(' '));
                name.erase(name.find_last_not_of(' ') + 1);
                if (!name.empty()) names.push_back(std::move(name));
                at = end + 1;
            }
            return {std::move(names)};
        }
        case FieldType::integer: {
            std::int64_t whole = 0;
            number(whole);
            return {whole};
        }
        case FieldType::real: {
            double real = 0;
            number(real);
            return {real};
        }
        case FieldType::flag: {
            const std::string word = text::fold(text);
            if (word == "true" || word == "yes" || word == "1" || word == "はい") return {true};
            if (word == "false" || word == "no" || word == "0" || word == "いいえ") return {false};
            refuse(field, Code::invalid_value, fmt::format("needs true or false, not '{}'", text));
        }
        case FieldType::time:
        case FieldType::date:
            refuse(field, Code::invalid_argument, "needs a zone or an order of dates to be read");
        case FieldType::money: {
            if (const auto money = Money::parse(text)) return {*money};
            refuse(field, Code::invalid_value,
                   fmt::format("needs an amount with its currency, not '{}'", text));
        }
        case FieldType::reference: {
            std::int64_t id = 0;
            number(id);
            return {RecordRef{field.target, id}};
        }
    }
    return {};
}

}  // namespace kith::records
