#include "interchange/export_rows.hpp"

#include "interchange/words.hpp"
#include "records/codec.hpp"
#include "records/custom.hpp"
#include "records/loader.hpp"
#include "records/verbs.hpp"

#include <kith/error.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/interaction.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith::interchange {

namespace {

std::string plain(const Value& value) {
    if (const auto* texts = value.as<Value::Texts>()) return join_tags(*texts);
    if (const auto* date = value.as<PartialDate>()) return date->to_string();
    if (const auto* time = value.as<Time>()) return to_string(*time);
    if (const auto* flag = value.as<bool>()) return *flag ? "true" : "false";
    if (const auto* real = value.as<double>()) return fmt::format("{}", *real);
    if (const auto* reference = value.as<RecordRef>()) return std::to_string(reference->id);
    return value.to_string();
}

}  // namespace

std::string words_for(store::Connection& connection, std::string_view type_name, std::int64_t id) {
    const RecordType& type = *find_record_type(type_name);
    AnyRecord record(type);
    if (!records::load(connection, type, id, record.get())) return {};
    const records::Field* name = type.field("name");
    if (name == nullptr) return type.mergeable ? type.meta(record.get()).uid : std::to_string(id);
    records::Scratch scratch;
    std::string words(name->get(record.get(), scratch).text);
    if (type.scope.empty()) return words;
    const records::Field& scope = *type.field(type.scope);
    return words_for(connection, scope.target, scope.get(record.get(), scratch).integer)
        .append(scope_divider)
        .append(words);
}

std::vector<Job> jobs_of(store::Connection& connection, const Contact& contact) {
    std::vector<Job> jobs;
    store::Statement statement = connection.prepare(
        "SELECT o.name, o.phonetic, e.title, e.department FROM employment e JOIN organization o ON o.id = e.organization_id "
        "WHERE e.contact_id = ?1 AND e.deleted_at IS NULL AND e.ended IS NULL ORDER BY e.is_primary DESC, e.id");
    statement.bind(1, contact.id.value);
    while (statement.step())
        jobs.push_back({statement.string(0), {}, statement.string(2), statement.string(3)});
    if (!jobs.empty()) return jobs;
    Job alone;
    for (const auto& [key, into] :
         {std::pair{"title", &alone.title}, std::pair{"department", &alone.department}})
        if (const auto found = contact.fields.find(std::string_view(key)); found != contact.fields.end())
            if (const auto* text = found->second.as<std::string>()) *into = *text;
    if (!alone.empty()) jobs.push_back(std::move(alone));
    return jobs;
}

ExportRows::ExportRows(store::Connection& connection, const RecordType& type, const ExportOptions& options,
                       std::span<const std::int64_t> ids)
    : connection_(connection), type_(type) {
    if (options.fields.empty())
        all_fields(ids);
    else
        choose(options.fields);
}

std::vector<std::string> ExportRows::header() const {
    std::vector<std::string> names;
    for (const Cell& cell : cells_) {
        std::string name = cell.column.name;
        if (cell.number > 1)
            name.insert(std::min(name.find('.'), name.size()), fmt::format("[{}]", cell.number));
        names.push_back(std::move(name));
    }
    return names;
}

void ExportRows::choose(const std::vector<std::string>& fields) {
    for (const std::string& field : fields) {
        Column column = require_column(type_, field);
        std::size_t number = 1;
        if (!column.group.empty()) number = static_cast<std::size_t>(std::stoul(column.group.substr(0, 6)));
        if (column.sink == Sink::custom) {
            const records::CustomFields known = records::custom_fields(connection_, type_);
            if (std::none_of(known->begin(), known->end(),
                             [&](const Field& f) { return f.key == column.key; }))
                throw Error(Code::invalid_argument,
                            fmt::format("{} has no custom field '{}'", type_.name, column.key),
                            {.field = field});
        }
        const bool shown = field == "name" && type_.name == "contact";
        if (shown) column.name = field;
        cells_.push_back({std::move(column), number, shown});
    }
}

void ExportRows::all_fields(std::span<const std::int64_t> ids) {
    // A candidate for every column there could be, then those that hold something in some record.
    std::vector<std::string> names;
    for (const records::Field& field : type_.fields)
        if (!field.is(records::computed) && !records::is_unit(type_.fields, field))
            names.emplace_back(field.name);
    if (type_.name == "contact")
        for (const char* name : {"organization", "title", "department"}) names.emplace_back(name);
    if (type_.name == "interaction") names.emplace_back("contact");
    if (type_.taggable) names.emplace_back("tags");
    if (type_.mergeable) names.emplace_back("uid");
    const records::CustomFields custom = records::custom_fields(connection_, type_);
    for (const Field& field : *custom) names.push_back("field." + field.key);
    std::vector<Cell> candidates;
    for (const std::string& name : names)
        if (auto column = column_for(type_, name)) candidates.push_back({std::move(*column), 1});

    std::vector<std::size_t> most(type_.elements.size(), 0);
    std::vector<bool> used(candidates.size(), false);
    std::vector<std::vector<std::vector<bool>>> parts(type_.elements.size());  // by element, number, field
    records::Loader loader(connection_, type_);
    AnyRecord record(type_);
    for (const std::int64_t id : ids) {
        if (!loader.load(id, record.get(), false)) continue;
        const std::vector<Job> jobs =
            type_.name == "contact" ? jobs_of(connection_, record.as<Contact>()) : std::vector<Job>();
        for (std::size_t i = 0; i < candidates.size(); ++i)
            if (!used[i]) used[i] = !value(candidates[i], record, jobs).empty();
        for (std::size_t e = 0; e < type_.elements.size(); ++e) {
            const records::Element& element = type_.elements[e];
            most[e] = std::max(most[e], element.size(record.get()));
            parts[e].resize(most[e], std::vector<bool>(element.fields.size(), false));
            for (std::size_t n = 0; n < element.size(record.get()); ++n)
                for (std::size_t f = 0; f < element.fields.size(); ++f)
                    if (!parts[e][n][f])
                        parts[e][n][f] = !text_of(element.fields[f], element.at(record.get(), n)).empty();
        }
    }
    for (std::size_t i = 0; i < candidates.size(); ++i)
        if (used[i]) cells_.push_back(std::move(candidates[i]));
    for (std::size_t e = 0; e < type_.elements.size(); ++e) {
        const records::Element& element = type_.elements[e];
        for (std::size_t n = 0; n < most[e]; ++n)
            for (std::size_t f = 0; f < element.fields.size(); ++f) {
                const records::Field& field = element.fields[f];
                const std::string name = field.is(records::main)
                                             ? std::string(element.name)
                                             : fmt::format("{}.{}", element.name, field.name);
                if (auto column = column_for(type_, name); column && parts[e][n][f])
                    cells_.push_back({std::move(*column), n + 1});
            }
    }
}

std::vector<std::string> ExportRows::cells(const AnyRecord& record) {
    const std::vector<Job> jobs =
        type_.name == "contact" ? jobs_of(connection_, record.as<Contact>()) : std::vector<Job>();
    std::vector<std::string> row;
    for (const Cell& cell : cells_) row.push_back(value(cell, record, jobs));
    return row;
}

std::string ExportRows::text_of(const records::Field& field, const void* holder) {
    records::Scratch scratch;
    const store::Cell cell = field.get(holder, scratch);
    if (cell.null()) return {};
    switch (field.type) {
        case FieldType::text:
        case FieldType::date: return std::string(cell.text);
        case FieldType::choices: return join_tags(records::split_texts(cell.text));
        case FieldType::integer: return std::to_string(cell.integer);
        case FieldType::money:
            return Money{cell.integer, field.unit(const_cast<void*>(holder))}.to_string();  // only read
        case FieldType::real: return fmt::format("{}", cell.real);
        case FieldType::flag: return cell.integer != 0 ? "true" : "";
        case FieldType::time: return to_string(Time{std::chrono::milliseconds(cell.integer)});
        case FieldType::reference: return words_for(connection_, field.target, cell.integer);
        case FieldType::choice:
            for (const records::Choice& choice : *field.choices)
                if (choice.value == cell.integer)
                    return cell.integer == 0 ? std::string() : std::string(choice.name);
            return {};
    }
    return {};
}

std::string ExportRows::value(const Cell& cell, const AnyRecord& record, const std::vector<Job>& jobs) {
    const Column& column = cell.column;
    if (cell.shown) return record.as<Contact>().name.display();
    void* held = const_cast<void*>(record.get());  // the accessors serve both directions
    switch (column.sink) {
        case Sink::field:
        case Sink::moment: return text_of(*column.field, record.get());
        case Sink::element: {
            // A page of the web among the handles counts on its own: "website" is the n-th of them.
            std::size_t seen = 0;
            for (std::size_t i = 0; i < column.element->size(record.get()); ++i) {
                const void* item = column.element->at(record.get(), i);
                if (!column.service.empty() && static_cast<const Handle*>(item)->service != column.service)
                    continue;
                if (++seen == cell.number) return escape_divider(text_of(*column.field, item));
            }
            return {};
        }
        case Sink::organization: return jobs.empty() ? std::string() : jobs.front().organization;
        case Sink::title: return jobs.empty() ? std::string() : jobs.front().title;
        case Sink::department: return jobs.empty() ? std::string() : jobs.front().department;
        case Sink::tags: return type_.tags(held)->empty() ? std::string() : join_tags(*type_.tags(held));
        case Sink::uid: return type_.meta(held).uid;
        case Sink::custom: {
            const CustomValues& values = *type_.custom(held);
            const auto found = values.find(column.key);
            return found == values.end() ? std::string() : plain(found->second);
        }
        case Sink::participant: {
            std::vector<std::string> uids;
            for (const Participant& participant : record.as<Interaction>().participants)
                uids.push_back(words_for(connection_, "contact", participant.contact.value));
            return uids.empty() ? std::string() : join_tags(uids);
        }
        case Sink::birthday_year:
        case Sink::birthday_month:
        case Sink::birthday_day: {
            const auto& birthday = record.as<Contact>().birthday;
            if (!birthday) return {};
            const int number = column.sink == Sink::birthday_year    ? birthday->year
                               : column.sink == Sink::birthday_month ? birthday->month
                                                                     : birthday->day;
            return number == 0 ? std::string() : std::to_string(number);
        }
        case Sink::reading: {
            const Name& name = record.as<Contact>().name;
            return std::string(trimmed(name.phonetic_family + " " + name.phonetic_given));
        }
        case Sink::none:
        case Sink::organization_reading: return {};
    }
    return {};
}

}  // namespace kith::interchange
