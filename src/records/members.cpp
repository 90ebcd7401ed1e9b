// Members by position; see the public header.
#include "records/codec.hpp"
#include "records/record_type.hpp"

#include <kith/error.hpp>
#include <kith/members.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith {

namespace {

using Kind = Content::Kind;

Content read(const records::Field& field, const void* holder, ContentSpace& space) {
    records::Scratch scratch;
    const store::Cell cell = field.get(holder, scratch);
    Content content;
    if (cell.null()) return content;
    switch (field.type) {
        case FieldType::date:
            space.text = cell.text;
            content.kind = Kind::text;
            content.text = space.text;
            break;
        case FieldType::choice: {
            const auto& choices = *field.choices;
            const auto found =
                std::find_if(choices.begin(), choices.end(),
                             [&](const records::Choice& choice) { return choice.value == cell.integer; });
            if (found == choices.end()) break;  // written by a newer kith
            content.kind = Kind::integer;
            content.integer = found - choices.begin();
            break;
        }
        case FieldType::choices:
            space.texts = records::split_texts(cell.text);
            content.kind = Kind::texts;
            content.texts = &space.texts;
            break;
        case FieldType::text:
            content.kind = Kind::text;
            content.text = cell.text;
            if (!scratch.text.empty()) content.text = space.text = std::move(scratch.text);
            break;
        case FieldType::real:
            content.kind = Kind::real;
            content.real = cell.real;
            break;
        case FieldType::money:
            content.kind = Kind::integer;
            content.integer = cell.integer;
            content.text = field.unit(const_cast<void*>(holder));
            break;
        default:
            content.kind = Kind::integer;
            content.integer = cell.integer;
            break;
    }
    return content;
}

[[noreturn]] void refuse(const records::Field& field, const std::string& why) {
    throw Error(Code::invalid_value, fmt::format("{}: {}", field.name, why),
                {.field = std::string(field.name)});
}

void expect(const records::Field& field, const Content& content, Kind kind, const char* what) {
    if (content.kind != kind) refuse(field, fmt::format("its content is {}", what));
}

void write(const records::Field& field, void* holder, const Content& content) {
    if (content.kind == Kind::none) {
        field.set(holder, {});
        if (field.type == FieldType::money) field.unit(holder).clear();
        return;
    }
    switch (field.type) {
        case FieldType::text:
            expect(field, content, Kind::text, "text");
            field.set(holder, store::Cell::of(content.text));
            break;
        case FieldType::date:
            expect(field, content, Kind::text, "text");
            if (!PartialDate::parse(content.text))
                refuse(field, fmt::format("'{}' is no date", content.text));
            field.set(holder, store::Cell::of(content.text));
            break;
        case FieldType::real:
            expect(field, content, Kind::real, "a real number");
            field.set(holder, store::Cell::of(content.real));
            break;
        case FieldType::choice: {
            expect(field, content, Kind::integer, "the position of a choice");
            const auto position = static_cast<std::size_t>(content.integer);
            if (content.integer < 0 || position >= field.choices->size())
                refuse(field, fmt::format("it has no choice number {}", content.integer));
            field.set(holder, store::Cell::of((*field.choices)[position].value));
            break;
        }
        case FieldType::choices: {
            expect(field, content, Kind::texts, "texts");
            const std::string json = records::join_texts(*content.texts);
            field.set(holder,
                      content.texts->empty() ? store::Cell() : store::Cell::of(std::string_view(json)));
            break;
        }
        case FieldType::money:
            expect(field, content, Kind::integer, "minor units");
            field.set(holder, store::Cell::of(content.integer));
            field.unit(holder) = content.text;
            break;
        default:
            expect(field, content, Kind::integer, "a whole number");
            records::set_whole(field, holder, field.name, content.integer);
            break;
    }
}

const records::Field& field_at(const RecordType& type, std::size_t position) {
    if (position >= type.fields.size())
        throw Error(Code::invalid_argument, fmt::format("{} has no field number {}", type.name, position));
    return type.fields[position];
}

const records::Element& element_of(const RecordType& type, std::size_t element) {
    if (element >= type.elements.size())
        throw Error(Code::invalid_argument, fmt::format("{} has no elements number {}", type.name, element));
    return type.elements[element];
}

const records::Field& field_at(const RecordType& type, std::size_t element, std::size_t position) {
    const records::Element& part = element_of(type, element);
    if (position >= part.fields.size())
        throw Error(Code::invalid_argument, fmt::format("{} has no field number {}", part.name, position));
    return part.fields[position];
}

}  // namespace

std::vector<ElementDescription> elements_of(const RecordType& type) {
    std::vector<ElementDescription> result;
    const std::vector<FieldDescription> all = fields_of(type);
    // fields_of lists the fields of the record, then those of its elements, in the descriptor's order.
    std::size_t next = type.fields.size();
    for (const records::Element& element : type.elements) {
        ElementDescription& part = result.emplace_back();
        part.name = element.name;
        part.plural = element.plural;
        part.type = element.table;
        part.label = element.label;
        part.label_ja = std::string(element.label_ja.substr(0, element.label_ja.find('|')));
        part.has_ids = element.id != nullptr;
        for (const records::Field& field : element.fields) {
            if (field.is(records::main)) part.main = part.fields.size();
            FieldDescription& described = part.fields.emplace_back(all.at(next++));
            described.name = field.name;
            described.multiple = false;
        }
    }
    return result;
}

Content content_of(const RecordType& type, const void* record, std::size_t position, ContentSpace& space) {
    return read(field_at(type, position), record, space);
}

void set_content(const RecordType& type, void* record, std::size_t position, const Content& content) {
    write(field_at(type, position), record, content);
}

std::size_t element_count(const RecordType& type, const void* record, std::size_t element) {
    return element_of(type, element).size(record);
}

const void* element_at(const RecordType& type, const void* record, std::size_t element, std::size_t n) {
    return element_of(type, element).at(record, n);
}

void* append_element(const RecordType& type, void* record, std::size_t element) {
    return element_of(type, element).append(record);
}

std::int64_t element_id(const RecordType& type, std::size_t element, const void* item) {
    const records::Element& part = element_of(type, element);
    return part.id == nullptr ? 0 : part.id(const_cast<void*>(item));
}

void set_element_id(const RecordType& type, std::size_t element, void* item, std::int64_t id) {
    const records::Element& part = element_of(type, element);
    if (part.id != nullptr) part.id(item) = id;
}

Content element_content(const RecordType& type, std::size_t element, const void* item, std::size_t position,
                        ContentSpace& space) {
    return read(field_at(type, element, position), item, space);
}

void set_element_content(const RecordType& type, std::size_t element, void* item, std::size_t position,
                         const Content& content) {
    write(field_at(type, element, position), item, content);
}

void set_id(const RecordType& type, void* record, std::int64_t id) noexcept { type.id(record) = id; }

Meta& mutable_meta(const RecordType& type, void* record) noexcept { return type.meta(record); }

std::vector<std::string>* tags_of(const RecordType& type, void* record) noexcept {
    return type.tags == nullptr ? nullptr : type.tags(record);
}

CustomValues* mutable_custom(const RecordType& type, void* record) noexcept {
    return type.custom == nullptr ? nullptr : type.custom(record);
}

}  // namespace kith
