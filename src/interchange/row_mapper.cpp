#include "interchange/row_mapper.hpp"

#include "interchange/labels.hpp"
#include "interchange/words.hpp"
#include "text/email.hpp"
#include "text/fold.hpp"
#include "text/phone.hpp"
#include "text/utf8.hpp"

#include <kith/records/interaction.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>

namespace kith::interchange {

namespace {

/// Fields that describe an element's value and are none themselves.
bool describes(const records::Field& field) {
    return field.name == "label" || field.name == "primary" || field.name == "validity" ||
           field.name == "service" || field.name == "system";
}

std::string text_of(const records::Field& field, const void* holder) {
    records::Scratch scratch;
    return std::string(field.get(holder, scratch).text);
}

void set_text(const records::Field& field, void* holder, std::string_view text) {
    field.set(holder, store::Cell::of(text));
}

/// The addresses or numbers of a cell in which people wrote several ("a@x.example, b@x.example", "03-... / 090-..."):
/// only where every piece is one by itself. Else the cell as it is.
std::vector<std::string> contact_points(const records::Element& element, const records::Field& field,
                                        const std::string& value, const std::string& region) {
    const bool email = element.name == "email";
    if (field.is(records::main) && (email || element.name == "phone")) {
        std::vector<std::string> pieces{std::string()};
        for (std::size_t at = 0; at < value.size();) {
            const std::size_t start = at;
            const char32_t c = text::next_code_point(value, at);
            const bool divides = c == ',' || c == ';' || c == '/' || c == '|' || c == '\n' || c == U'、' ||
                                 c == U'；' || c == U'，' || c == U'／' ||
                                 (email && (c == ' ' || c == U'　'));
            if (!divides)
                pieces.back().append(value, start, at - start);
            else if (!trimmed(pieces.back()).empty())
                pieces.emplace_back();
        }
        if (trimmed(pieces.back()).empty()) pieces.pop_back();
        const bool all = std::all_of(pieces.begin(), pieces.end(), [&](const std::string& piece) {
            return email ? !text::parse_email(piece).domain.empty() : text::parse_phone(piece, region).valid;
        });
        if (all && pieces.size() > 1) {
            for (std::string& piece : pieces) piece = trimmed(piece);
            return pieces;
        }
    }
    return {value};
}

const records::Field* part_of(const records::Element& element, std::string_view name) {
    for (const records::Field& field : element.fields)
        if (field.name == name) return &field;
    return nullptr;
}

int number_of(std::string_view text) {
    const std::string plain = text::fold(text);  // full-width digits
    int number = 0;
    std::from_chars(plain.data(), plain.data() + plain.size(), number);
    return number;
}

/// "* Work" of Google's label cells: the first of its kind, called Work.
void set_exporter_label(const records::Element& element, void* item, std::string_view text) {
    if (!text.empty() && text.front() == '*') {
        text = trimmed(text.substr(1));
        if (const records::Field* primary = part_of(element, "primary"))
            primary->set(item, store::Cell::of(std::int64_t{1}));
    }
    if (!text.empty()) set_text(*part_of(element, "label"), item, usual_label(text));
}

/// A group of Google's that says nothing about a person; others lose the star of the built-in ones.
std::string tag_of(std::string_view text) {
    if (text == "* myContacts" || text == "myContacts" || text == "* starred") return {};
    return std::string(text.substr(0, 2) == "* " ? text.substr(2) : text);
}

}  // namespace

struct RowMapper::Cells {
    std::vector<std::string> values;
};

RowMapper::RowMapper(const RecordType& type, const std::vector<std::string>& headers,
                     const std::vector<Column>& columns, const CellReader& cells)
    : type_(type), headers_(headers), columns_(columns), cells_(cells), in_key_order_(columns.size()) {
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        has_moment_ = has_moment_ || columns[i].sink == Sink::moment;
        has_participant_ = has_participant_ || columns[i].sink == Sink::participant;
        if (columns[i].sink != Sink::element) continue;
        const auto [place, fresh] = known.emplace(columns[i].group, groups_.size());
        if (fresh) groups_.push_back({columns[i].element, {}});
        groups_[place->second].columns.push_back(i);
    }
    std::iota(in_key_order_.begin(), in_key_order_.end(), std::size_t{0});
    std::stable_sort(in_key_order_.begin(), in_key_order_.end(),
                     [&](std::size_t a, std::size_t b) { return headers[a] < headers[b]; });
}

void RowMapper::map(const CsvRow& row, Draft& draft) const {
    draft.line = row.line;
    for (const CsvProblem& problem : row.problems)
        draft.problems.push_back({problem.line, problem.field, {}, problem.reason});
    Cells cells{std::vector<std::string>(columns_.size())};
    bool anything = false;
    for (std::size_t i = 0; i < columns_.size() && i < row.fields.size(); ++i) {
        bool nul = false;
        cells.values[i] = without_nul(std::string(trimmed(row.fields[i])), nul);
        if (nul) draft.problem(i + 1, columns_[i].name, "NUL characters were left out");
        anything = anything || (columns_[i].sink != Sink::none && !cells.values[i].empty());
    }
    for (const std::size_t i : in_key_order_)
        if (!columns_[i].excluded && !cells.values[i].empty())
            draft.row.append(headers_[i]).append("\x1f").append(cells.values[i]).append("\x1e");
    if (!anything) {
        draft.skip = "nothing in it";
        return;
    }

    PartialDate birthday;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (!cells.values[i].empty()) map_column(i, cells.values[i], draft, birthday);
    for (const Group& group : groups_) map_element(group, cells, draft);
    if (type_.name == "contact" && !birthday.empty()) {
        auto& contact = draft.record.as<Contact>();
        if (birthday.valid())
            contact.birthday = birthday;
        else
            draft.problem(
                0, "birthday",
                fmt::format("there is no such day: {}-{}-{}", birthday.year, birthday.month, birthday.day));
    }
    if (type_.name == "interaction") map_interaction(cells, draft);
}

void RowMapper::map_column(std::size_t index, const std::string& value, Draft& draft,
                           PartialDate& birthday) const {
    const Column& column = columns_[index];
    void* record = draft.record.get();
    const auto job = [&]() -> Job& {
        if (draft.jobs.empty()) draft.jobs.emplace_back();
        return draft.jobs.front();
    };
    const auto put = [&](std::string& into) {
        if (into.empty())
            into = value;
        else if (into != value)
            draft.problem(index + 1, column.name, fmt::format("a second value, '{}', is not kept", value));
    };
    switch (column.sink) {
        case Sink::none:
        case Sink::element:
        case Sink::participant:
        case Sink::moment: return;
        case Sink::field: {
            const records::Field& field = *column.field;
            const std::string before = field.type == FieldType::text ? text_of(field, record) : std::string();
            if (before.empty())
                cells_.set(draft, nullptr, record, field, value, index + 1);
            else if (field.name == "notes" || field.name == "body")
                set_text(field, record, before + "\n" + value);
            else if (before != value)
                draft.problem(index + 1, column.name, fmt::format("a second value, '{}', is not kept", value));
            return;
        }
        case Sink::reading: {
            Name& name = draft.record.as<Contact>().name;
            if (!name.phonetic_family.empty() || !name.phonetic_given.empty()) return;
            const Reading reading = split_reading(value);
            name.phonetic_family = reading.family;
            name.phonetic_given = reading.given;
            return;
        }
        case Sink::birthday_year: birthday.year = number_of(value); return;
        case Sink::birthday_month: birthday.month = number_of(value); return;
        case Sink::birthday_day: birthday.day = number_of(value); return;
        case Sink::organization: put(job().organization); return;
        case Sink::organization_reading: put(job().reading); return;
        case Sink::title: put(job().title); return;
        case Sink::department: put(job().department); return;
        case Sink::uid: draft.uid = value; return;
        case Sink::custom: draft.custom.push_back({column.key, value, {}, index + 1}); return;
        case Sink::tags:
            for (const std::string& text : split_tags(value))
                if (std::string tag = tag_of(text); !tag.empty())
                    type_.tags(record)->push_back(std::move(tag));
            return;
    }
}

void RowMapper::map_element(const Group& group, const Cells& cells, Draft& draft) const {
    std::vector<std::vector<std::string>> pieces;
    std::size_t items = 0;
    for (const std::size_t i : group.columns) {
        const std::string& value = cells.values[i];
        auto& own = pieces.emplace_back();
        if (value.find(divider) != std::string::npos) {
            own = split_values(value);  // with empty pieces: the third street belongs to the third city
        } else if (!value.empty()) {
            own = contact_points(*group.element, *columns_[i].field, value, cells_.rules().settings.region);
        }
        if (!describes(*columns_[i].field)) items = std::max(items, own.size());
    }
    for (std::size_t item = 0; item < items; ++item) map_item(group, pieces, item, draft);
}

void RowMapper::map_item(const Group& group, const std::vector<std::vector<std::string>>& pieces,
                         std::size_t item, Draft& draft) const {
    const records::Element& element = *group.element;
    const auto value_of = [&](std::size_t n) -> std::string_view {
        const auto& own = pieces[n];
        if (item < own.size()) return own[item];
        return own.size() == 1 && describes(*columns_[group.columns[n]].field) ? std::string_view(own[0])
                                                                               : std::string_view();
    };
    bool says_something = false;
    for (std::size_t n = 0; n < group.columns.size(); ++n)
        says_something =
            says_something || (!describes(*columns_[group.columns[n]].field) && !value_of(n).empty());
    if (!says_something) return;

    void* into = element.append(draft.record.get());
    std::string_view whole;
    for (std::size_t n = 0; n < group.columns.size(); ++n) {
        const Column& column = columns_[group.columns[n]];
        const std::string_view value = value_of(n);
        if (value.empty()) continue;
        if (!column.label.empty())
            if (const records::Field* label = part_of(element, "label"); text_of(*label, into).empty())
                set_text(*label, into, column.label);
        if (!column.service.empty()) set_text(*part_of(element, "service"), into, column.service);
        if (column.whole) {
            whole = value;
        } else if (column.exporter_label && column.field->name == "label") {
            set_exporter_label(element, into, value);
        } else if (const std::string before = column.joins ? text_of(*column.field, into) : std::string();
                   !before.empty()) {
            set_text(*column.field, into, before + " " + std::string(value));
        } else {
            cells_.set(draft, &element, into, *column.field, value, group.columns[n] + 1);
        }
    }
    if (element.name == "address") {
        auto& address = *static_cast<Address*>(into);
        const bool parts = !address.number.empty() || !address.street.empty() || !address.locality.empty();
        if (!whole.empty() && !parts) address.raw = whole;
        complete_address(address, cells_.rules().settings.region);
    } else if (element.name == "external_id") {
        auto& external = *static_cast<ExternalId*>(into);
        if (external.system.empty()) external.system = cells_.rules().source;
    }
}

void RowMapper::map_interaction(const Cells& cells, Draft& draft) const {
    auto& interaction = draft.record.as<Interaction>();
    const records::Element& participants = *type_.element("participant");
    std::string moment;
    std::size_t moment_column = 0;
    bool named = false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string& value = cells.values[i];
        if (value.empty()) continue;
        if (columns_[i].sink == Sink::moment) {
            moment += moment.empty() ? value : " " + value;
            moment_column = moment_column == 0 ? i + 1 : moment_column;
        } else if (columns_[i].sink == Sink::participant) {
            draft.references.push_back({&participants.fields.front(), &participants, 0, value, i + 1});
            named = true;
        }
    }
    if (!has_moment_ || moment.empty()) {
        draft.refusal = "it has no date";
        return;
    }
    const auto at = cells_.moment(draft, "at", moment, moment_column);
    if (!at) {
        draft.refusal = fmt::format("'{}' is not a date", moment);
        return;
    }
    interaction.at = *at;
    if (interaction.at > cells_.rules().now) draft.problem(moment_column, "at", "the date is in the future");
    if (has_participant_ && !named) draft.refusal = "it names no contact";
}

}  // namespace kith::interchange
