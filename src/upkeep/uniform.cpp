#include "upkeep/uniform.hpp"

#include "text/fold.hpp"
#include "text/postcode.hpp"
#include "text/similarity.hpp"
#include "text/uniform.hpp"

#include <kith/records/contact.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kith::upkeep {

namespace {

/// What people write at length, what they typed, and what other programs know a record by stays as it is.
constexpr std::array<std::string_view, 10> kept = {
    "notes", "body", "text", "raw", "name.full", "description", "language", "time_zone", "photo", "uid"};

/// "phone.number" for a field of an element, whose main field has the element's own name: "phone" is understood too.
std::string full_name(const records::Element& element, const records::Field& field) {
    return fmt::format("{}.{}", element.name, field.name);
}

bool is_text(const records::Field& field) {
    return field.type == FieldType::text && !field.is(records::computed) && !field.is(records::content) &&
           !field.is(records::json) && !field.side;
}

/// England is in the United Kingdom, but it is not another name for it.
bool is_part_of_country(std::string_view name) {
    constexpr std::array<std::string_view, 4> parts = {"england", "scotland", "wales", "northern ireland"};
    return std::find(parts.begin(), parts.end(), text::fold(text::tidy_spaces(name))) != parts.end();
}

std::string tidy(std::string_view text) { return text::tidy_spaces(text::usual_width(text)); }

text::PhoneStyle style_of(PhoneFormat format) {
    switch (format) {
        case PhoneFormat::national: return text::PhoneStyle::national;
        case PhoneFormat::international: return text::PhoneStyle::international;
        case PhoneFormat::e164: break;
    }
    return text::PhoneStyle::e164;
}

}  // namespace

Uniform::Uniform(store::Connection& connection, const RecordType& type, const NormaliseOptions& options)
    : connection_(connection), type_(type), settings_(connection.settings()), phones_(options.phones) {
    if (!type.taggable)
        throw Error(Code::invalid_argument,
                    fmt::format("records of type {} have no formats to make uniform", type.name));
    for (const records::Field& field : type.fields)
        if (Format format = of_record(field))
            fields_.push_back({&field, std::string(field.name), std::move(format)});
    for (const records::Element& element : type.elements) {
        ElementFormats formats{&element, {}};
        for (const records::Field& field : element.fields)
            if (Format format = of_element(element, field))
                formats.fields.push_back({&field, full_name(element, field), std::move(format)});
        if (!formats.fields.empty()) elements_.push_back(std::move(formats));
    }
    if (!options.fields.empty()) choose(options.fields);
    if (type.element("address") != nullptr) read_countries();
}

void Uniform::choose(const std::vector<std::string>& wanted) {
    std::vector<std::string_view> known;
    for (const FieldFormat& field : fields_) known.push_back(field.name);
    for (const ElementFormats& element : elements_) {
        known.push_back(element.element->name);
        for (const FieldFormat& field : element.fields) known.push_back(field.name);
    }
    for (const std::string& name : wanted) {
        const bool prefix = std::any_of(known.begin(), known.end(), [&](std::string_view each) {
            return each == name || each.substr(0, name.size() + 1) == name + ".";
        });
        if (prefix) continue;
        const std::string_view near = text::nearest(name, known);
        throw Error(Code::invalid_argument,
                    fmt::format("a {} has no field '{}' with a format{}", type_.name, name,
                                near.empty() ? "" : fmt::format("; did you mean '{}'?", near)),
                    {.field = name});
    }
    const auto unwanted = [&](const FieldFormat& field) {  // "name" is all of its parts
        return std::none_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
            return field.name == name || field.name.compare(0, name.size() + 1, name + ".") == 0;
        });
    };
    fields_.erase(std::remove_if(fields_.begin(), fields_.end(), unwanted), fields_.end());
    for (ElementFormats& element : elements_)
        element.fields.erase(std::remove_if(element.fields.begin(), element.fields.end(), unwanted),
                             element.fields.end());
}

/// The spelling that more addresses have for a country than any other.
void Uniform::read_countries() {
    store::Statement spellings = connection_.prepare(
        "SELECT country_code, trim(country), count(*) FROM address WHERE country_code IS NOT NULL AND country IS NOT NULL "
        "GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2");
    std::int64_t most = 0;
    while (spellings.step()) {
        if (is_part_of_country(spellings.text(1))) continue;
        const auto [usual, first] = countries_.try_emplace(spellings.string(0), tidy(spellings.text(1)));
        if (first)
            most = spellings.integer(2);
        else if (spellings.integer(2) == most)
            usual->second.clear();  // none is usual
    }
}

Uniform::Format Uniform::of_record(const records::Field& field) const {
    if (!is_text(field) || std::find(kept.begin(), kept.end(), field.name) != kept.end()) return {};
    if (&type_ == &record_type<Contact>() && (field.name == "name.given" || field.name == "name.additional"))
        return [](std::string_view text, const void*) {
            return text::usual_case(tidy(text), text::NamePart::given);
        };
    if (&type_ == &record_type<Contact>() && field.name == "name.family")
        return [](std::string_view text, const void*) {
            return text::usual_case(tidy(text), text::NamePart::family);
        };
    return [](std::string_view text, const void*) { return tidy(text); };
}

Uniform::Format Uniform::of_element(const records::Element& element, const records::Field& field) const {
    if (!is_text(field) || element.link || std::find(kept.begin(), kept.end(), field.name) != kept.end())
        return {};
    const auto is = [&](std::string_view of, std::string_view name) {
        return element.name == of && field.name == name;
    };
    if (element.name == "external_id") return {};
    if (is("email", "address"))
        return [](std::string_view text, const void*) { return text::uniform_email(text); };
    if (is("phone", "number"))
        return [this](std::string_view text, const void*) {
            return text::uniform_phone(text, settings_.region, style_of(phones_));
        };
    if (is("address", "postcode"))
        return [this](std::string_view, const void* item) {
            return postcode(*static_cast<const Address*>(item), settings_);
        };
    if (is("address", "country"))
        return [this](std::string_view text, const void* item) {
            const auto usual = countries_.find(static_cast<const Address*>(item)->country_code);
            const bool known =
                usual != countries_.end() && !usual->second.empty() && !is_part_of_country(text);
            return known ? usual->second : tidy(text);
        };
    return [](std::string_view text, const void*) { return tidy(text); };
}

std::string Uniform::postcode(const Address& address, const Settings& settings) {
    const std::string& country = address.country.empty() ? settings.region : address.country_code;
    if (auto form = text::postcode_form(address.postcode, country)) return std::move(*form);
    return tidy(address.postcode);
}

void Uniform::apply_to(void* item, const std::vector<FieldFormat>& formats, std::vector<Change>& changes) {
    for (const FieldFormat& each : formats) {
        records::Scratch scratch;
        const store::Cell cell = each.field->get(item, scratch);
        if (cell.type != store::CellType::text || cell.text.find('\n') != std::string_view::npos) continue;
        Change change{each.name, std::string(cell.text), each.format(cell.text, item)};
        if (change.after == change.before || change.after.empty()) continue;
        each.field->set(item, store::Cell::of(std::string_view(change.after)));
        changes.push_back(std::move(change));
    }
}

std::vector<Change> Uniform::apply(void* record) const {
    std::vector<Change> changes;
    apply_to(record, fields_, changes);
    for (const ElementFormats& each : elements_)
        for (std::size_t i = 0; i < each.element->size(record); ++i)
            apply_to(const_cast<void*>(each.element->at(record, i)), each.fields, changes);
    return changes;
}

}  // namespace kith::upkeep
