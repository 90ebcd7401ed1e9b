#include "sheet.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace dedupe {

namespace {

constexpr int nobody = -1;

bool is_multiple(const std::string& kind) {
    static const std::set<std::string> kinds{"email", "phone", "address", "handle", "date", "external_id"};
    return kinds.count(kind) > 0;
}

/// "email" of "email[2].label".
std::string kind_of(const std::string& field) { return field.substr(0, field.find_first_of(".[")); }

/// "email.label" of "email[2].label".
std::string without_number(std::string field) {
    if (const auto open = field.find('['), close = field.find(']'); open != std::string::npos && close > open)
        field.erase(open, close - open + 1);
    return field;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        if (!text.empty()) all += (all.empty() ? "" : ", ") + text;
    return all;
}

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

void write_row(std::ostream& out, const std::vector<std::string>& cells, std::size_t columns) {
    for (std::size_t i = 0; i < columns; ++i)
        out << (i == 0 ? "" : ",") << (i < cells.size() ? quoted(cells[i]) : std::string());
    out << "\r\n";
}

}  // namespace

kith::ImportOptions keep_every_column(const kith::ImportPlan& plan, kith::ImportOptions options) {
    std::set<std::string> taken;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        const kith::ImportColumn& column = plan.columns[i];
        if (!column.field.empty() || column.filled == 0) continue;
        const std::string number = std::to_string(i + 1);
        std::string key = column.name;
        for (char& c : key)
            if (std::string_view("[].\"'").find(c) != std::string_view::npos) c = ' ';
        key = key.find_first_not_of(" #") == std::string::npos ? "column " + number : key;
        if (!taken.insert(key).second) key += " " + number;
        taken.insert(key);
        options.mapping.emplace_back(number, "field." + key);
    }
    return options;
}

Sheet::Sheet(const kith::Database& db, const kith::RecordType& type, const kith::ImportPlan& plan)
    : db_(db), type_(type), settings_(db.settings()) {
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        const kith::ImportColumn& column = plan.columns[i];
        if (!column.field.empty()) place(column, plan.header ? column.name : column.field);
    }
}

/// Columns of one element stand together or have one label: a part that its slot has already begins the next one.
void Sheet::place(const kith::ImportColumn& given, const std::string& header) {
    Column column{header, without_number(given.field), kind_of(given.field), 0};
    if (!is_multiple(column.kind)) {
        column.kind.clear();
        columns_.push_back(std::move(column));
        return;
    }
    auto& slots = slots_[column.kind];
    const auto fits = [&](const Slot& slot) {
        return slot.label == given.label &&
               std::find(slot.fields.begin(), slot.fields.end(), column.field) == slot.fields.end();
    };
    auto slot = std::find_if(slots.begin(), slots.end(), fits);
    if (slot == slots.end()) slot = slots.insert(slots.end(), Slot{given.label, {}});
    slot->fields.push_back(column.field);
    column.slot = static_cast<std::size_t>(slot - slots.begin());
    columns_.push_back(std::move(column));
}

/// One more element of a kind, with a column for each part that the file knows of it, and its label.
void Sheet::widen(const std::string& kind) {
    auto& slots = slots_[kind];
    std::vector<std::string> fields;
    for (const Slot& slot : slots)
        for (const std::string& field : slot.fields)
            if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    const bool labelled =
        std::any_of(slots.begin(), slots.end(), [](const Slot& slot) { return !slot.label.empty(); });
    if (labelled && std::find(fields.begin(), fields.end(), kind + ".label") == fields.end())
        fields.push_back(kind + ".label");
    slots.push_back({"", fields});
    for (const std::string& field : fields) {
        std::string header = field;  // "email[3].label", which an import understands
        columns_.push_back({header.insert(kind.size(), "[" + std::to_string(slots.size()) + "]"), field, kind,
                            slots.size() - 1});
    }
}

std::vector<std::string> Sheet::texts(const void* record, const std::string& field) const {
    std::vector<std::string> texts;
    for (const kith::Value& value : kith::field_values(type_, record, field))
        texts.push_back(value.empty() ? "" : kith::text_of(value, settings_));
    return texts;
}

/// Which element stands in each slot: first those with the label of the column, then the others where any may stand.
std::map<std::string, std::vector<int>> Sheet::assigned(const void* record) {
    std::map<std::string, std::vector<int>> result;
    for (auto& [kind, slots] : slots_) {
        auto labels = std::vector<std::string>(texts(record, kind).size());  // an id has a system instead
        if (kind != "external_id") labels = texts(record, kind + ".label");
        std::vector<int>& elements = result[kind];
        elements.assign(slots.size(), nobody);
        std::vector<bool> placed(labels.size(), false);
        for (const bool by_label : {true, false})
            for (std::size_t e = 0; e < labels.size(); ++e)
                for (std::size_t s = 0; s < slots.size() && !placed[e]; ++s) {
                    if (elements[s] != nobody ||
                        (by_label ? slots[s].label.empty() || slots[s].label != labels[e]
                                  : !slots[s].label.empty()))
                        continue;
                    elements[s] = static_cast<int>(e);
                    placed[e] = true;
                }
        for (std::size_t e = 0; e < labels.size(); ++e) {
            if (placed[e]) continue;
            widen(kind);
            elements.push_back(static_cast<int>(e));
        }
    }
    return result;
}

/// The text of a field that a record has once; parts of names and dates that imports know are put together again.
std::string Sheet::single(const void* record, std::int64_t id, const std::string& field) const {
    if (&type_ == &kith::record_type<kith::Contact>()) {
        const auto& contact = *static_cast<const kith::Contact*>(record);
        if (field == "organization" || field == "title" || field == "department" ||
            field == "organization.phonetic") {
            const std::string path = field == "organization" ? "organization.name" : field;
            const auto rows = db_.list<kith::Employment>(
                {path}, "contact.id = :id order by primary desc, id limit 1", {{"id", id}});
            return rows.rows.empty() ? "" : rows.rows[0][0].to_string();
        }
        if (field == "name.reading")
            return joined({contact.name.phonetic_family + (contact.name.phonetic_given.empty() ? "" : " ") +
                           contact.name.phonetic_given});
        if (field == "name.full" && contact.name.full.empty()) return kith::title_of(type_, record);
        if (field.rfind("birthday.", 0) == 0) {
            const kith::PartialDate date = contact.birthday.value_or(kith::PartialDate{});
            const int part = field == "birthday.year"    ? date.year
                             : field == "birthday.month" ? date.month
                                                         : date.day;
            return part == 0 ? "" : std::to_string(part);
        }
    }
    return joined(texts(record, field));
}

void Sheet::add(std::int64_t id) {
    const kith::RecordHolder record = kith::new_record(type_);
    db_.read([&](const kith::Reader& reader) { return reader.load(type_, id, record.get()); });
    const auto elements = assigned(record.get());
    std::map<std::string, std::vector<std::string>> known;  // of multi-valued fields, by field
    std::vector<std::string>& row = rows_.emplace_back();
    for (const Column& column : columns_) {
        if (column.kind.empty()) {
            row.push_back(single(record.get(), id, column.field));
            continue;
        }
        const auto [values, fresh] = known.try_emplace(column.field);
        if (fresh) values->second = texts(record.get(), column.field);
        const auto& slots = elements.at(column.kind);
        const int element = column.slot < slots.size() ? slots[column.slot] : nobody;
        row.push_back(element == nobody ? "" : values->second.at(static_cast<std::size_t>(element)));
    }
}

void Sheet::write(std::ostream& out) const {
    std::vector<std::string> header;
    std::transform(columns_.begin(), columns_.end(), std::back_inserter(header),
                   [](const Column& column) { return column.header; });
    out << "\xef\xbb\xbf";  // so that spreadsheets know it is UTF-8
    write_row(out, header, header.size());
    for (const auto& row : rows_) write_row(out, row, header.size());
}

}  // namespace dedupe
