#include "interchange/draft_source.hpp"

#include "interchange/card_reader.hpp"
#include "interchange/json_form.hpp"
#include "interchange/row_mapper.hpp"
#include "interchange/vcard.hpp"
#include "interchange/words.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace kith::interchange {

namespace {

void add_ignored(ImportReport& report, const std::map<std::string, std::size_t>& ignored) {
    for (const auto& [name, count] : ignored) report.ignored.emplace_back(name, count);
}

class CsvSource final : public DraftSource {
public:
    CsvSource(const SourceFile& file, const ImportOptions& options, const ReadingRules& rules)
        : plan_(plan_csv(file, options, rules.settings.region)),
          cells_(rules, plan_.dates),
          mapper_(*plan_.type, plan_.headers, plan_.columns, cells_),
          reader_(file.text, plan_.csv),
          ignored_(plan_.columns.size()) {
        const auto has = [&](auto&& condition) {
            return std::any_of(plan_.columns.begin(), plan_.columns.end(), condition);
        };
        if (plan_.columns.empty()) return;  // an empty file: nothing to do, and nothing wrong
        if (!has([](const Column& column) { return column.sink != Sink::none; }))
            throw Error(Code::invalid_argument,
                        fmt::format("no column of {} is recognised ({}); say what they are in the mapping",
                                    file.name, fmt::join(plan_.headers, ", ")));
        if (plan_.type->name == "interaction" &&
            !has([](const Column& column) { return column.sink == Sink::moment; }))
            throw Error(
                Code::invalid_argument,
                fmt::format("no column of {} says when the interactions were; map one to 'at'", file.name),
                {.field = "at"});
    }

    std::optional<Draft> next() override {
        if (plan_.columns.empty() || !reader_.next(row_)) return std::nullopt;
        std::optional<Draft> draft(std::in_place, *plan_.type);
        mapper_.map(row_, *draft);
        for (std::size_t i = 0; i < plan_.columns.size() && i < row_.fields.size(); ++i)
            if (plan_.columns[i].sink == Sink::none && !plan_.columns[i].excluded &&
                !trimmed(row_.fields[i]).empty())
                ++ignored_[i];
        for (std::size_t i = plan_.columns.size(); i < row_.fields.size(); ++i)
            if (!trimmed(row_.fields[i]).empty()) ++beyond_;
        return draft;
    }

    [[nodiscard]] std::size_t position() const override { return reader_.offset(); }
    [[nodiscard]] const CellReader& cells() const override { return cells_; }
    [[nodiscard]] std::string signature() const override { return interchange::signature(plan_); }

    void finish(ImportReport& report) const override {
        report.record_type = plan_.type->name;
        report.dialect = plan_.dialect;
        for (std::size_t i = 0; i < ignored_.size(); ++i)
            if (ignored_[i] > 0) report.ignored.emplace_back(plan_.headers[i], ignored_[i]);
        if (beyond_ > 0) report.ignored.emplace_back("(beyond the last column)", beyond_);
    }

private:
    CsvPlan plan_;
    CellReader cells_;
    RowMapper mapper_;
    CsvReader reader_;
    CsvRow row_;
    std::vector<std::size_t> ignored_;
    std::size_t beyond_ = 0;
};

std::string dialect_of(const VCard& card) { return card.version.empty() ? "" : "vCard " + card.version; }

class CardSource final : public DraftSource {
public:
    CardSource(const SourceFile& file, const ReadingRules& rules)
        : cells_(rules, {text::date_order(rules.settings.region), false}),
          cards_(cells_),
          reader_(file.text),
          size_(file.text.size()) {}

    std::optional<Draft> next() override {
        VCard card;
        problems_.clear();
        if (!reader_.next(card, problems_)) return std::nullopt;
        any_ = true;
        if (dialect_.empty()) dialect_ = dialect_of(card);
        Draft draft = cards_.read(card);
        for (VCardProblem& problem : problems_)
            draft.problems.push_back({problem.line, problem.column, {}, std::move(problem.reason)});
        problems_.clear();
        return draft;
    }

    [[nodiscard]] std::size_t position() const override {
        return static_cast<std::size_t>(reader_.progress() * static_cast<double>(size_));
    }
    [[nodiscard]] const CellReader& cells() const override { return cells_; }
    [[nodiscard]] std::string signature() const override { return "vcard2"; }

    void finish(ImportReport& report) const override {
        report.dialect = dialect_;
        add_ignored(report, cards_.ignored());
        for (const VCardProblem& problem : problems_)
            report.warnings.push_back(fmt::format("line {}: {}", problem.line, problem.reason));
        if (!any_) report.warnings.push_back("there is no card in the file");
    }

private:
    CellReader cells_;
    CardReader cards_;
    VCardReader reader_;
    std::size_t size_;
    std::vector<VCardProblem> problems_;
    std::string dialect_;  // of the first card that says its version
    bool any_ = false;
};

constexpr int json_depth = 64;  // levels; a record has at most five

/// The JSON value of a text; a discarded one when it is none, or nested so deeply that walking it could exhaust a stack.
nlohmann::json parsed(std::string_view text) {
    bool deep = false;
    const auto keep = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        deep = deep || depth > json_depth;
        return !deep;
    };
    nlohmann::json value = nlohmann::json::parse(text, keep, false);
    return deep ? nlohmann::json(nlohmann::json::value_t::discarded) : value;
}

class JsonSource final : public DraftSource {
public:
    JsonSource(const SourceFile& file, const ImportOptions& options, const ReadingRules& rules)
        : type_(*known_type(options.record_type.empty() ? "contact" : options.record_type)),
          cells_(rules, {text::date_order(rules.settings.region), false}),
          objects_(type_, cells_),
          text_(file.text) {
        if (const std::string_view start = trimmed(text_); start.empty() || start.front() != '[') return;
        array_ = parsed(text_);
        if (!array_.is_array())
            array_ = nullptr;
        else
            at_ = text_.size();
    }

    std::optional<Draft> next() override {
        if (array_.is_array()) {
            if (item_ >= array_.size()) return std::nullopt;
            const nlohmann::json& object = array_[item_++];
            return object.is_object() ? objects_.read(object, item_) : refused(item_, "it is no JSON object");
        }
        while (at_ < text_.size()) {
            const std::size_t end = std::min(text_.find('\n', at_), text_.size());
            const std::string_view line = trimmed(text_.substr(at_, end - at_));
            at_ = end + 1;
            ++line_;
            if (line.empty()) continue;
            const nlohmann::json object = parsed(line);
            return object.is_object()
                       ? objects_.read(object, line_)
                       : refused(line_,
                                 fmt::format("the line is no JSON object of at most {} levels", json_depth));
        }
        return std::nullopt;
    }

    [[nodiscard]] std::size_t position() const override { return std::min(at_, text_.size()); }
    [[nodiscard]] const CellReader& cells() const override { return cells_; }
    [[nodiscard]] std::string signature() const override { return "jsonl2"; }
    void finish(ImportReport& report) const override { add_ignored(report, objects_.ignored()); }

private:
    static const RecordType* known_type(const std::string& name) {
        if (const RecordType* type = find_record_type(name)) return type;
        throw Error(Code::invalid_argument, fmt::format("there is no record type '{}'", name));
    }

    [[nodiscard]] Draft refused(std::size_t line, std::string why) const {
        Draft draft(type_);
        draft.line = line;
        draft.refusal = std::move(why);
        return draft;
    }

    const RecordType& type_;
    CellReader cells_;
    JsonReader objects_;
    std::string_view text_;
    nlohmann::json array_;
    std::size_t item_ = 0;
    std::size_t at_ = 0;
    std::size_t line_ = 0;
};

/// The properties or keys of a file as columns of a plan, in order of their first appearance.
class Counted {
public:
    void add(const std::string& name, const std::string& field, std::string_view value) {
        if (trimmed(value).empty()) return;
        const auto [place, fresh] = places_.emplace(name, columns.size());
        if (fresh) columns.push_back({.name = name, .field = field});
        add_sample(columns[place->second], value);
    }

    static void add_sample(ImportColumn& column, std::string_view value) {
        constexpr std::size_t samples = 5;
        constexpr std::size_t sample_bytes = 200;
        ++column.filled;
        if (column.samples.size() >= samples) return;
        if (value.size() > sample_bytes) {
            std::size_t end = sample_bytes;
            while (end > 0 && (value[end] & '\xC0') == '\x80') --end;  // not inside a character
            value = value.substr(0, end);
        }
        if (std::find(column.samples.begin(), column.samples.end(), value) == column.samples.end())
            column.samples.emplace_back(value);
    }

    std::vector<ImportColumn> columns{};

private:
    std::map<std::string, std::size_t> places_;
};

void inspect_csv(ImportPlan& plan, const SourceFile& file, const ImportOptions& options,
                 const ReadingRules& rules) {
    const CsvPlan csv = plan_csv(file, options, rules.settings.region);
    plan.record_type = csv.type->name;
    plan.dialect = csv.dialect;
    plan.delimiter = csv.csv.delimiter.value_or(',');
    plan.header = csv.header;
    plan.date_order = date_order_name(csv.dates.order);
    for (std::size_t i = 0; i < csv.columns.size(); ++i)
        plan.columns.push_back(
            {.name = csv.headers[i], .field = csv.columns[i].name, .label = csv.columns[i].label});
    CsvReader reader(file.text, csv.csv);
    CsvRow row;
    while (reader.next(row)) {
        ++plan.rows;
        for (std::size_t i = 0; i < plan.columns.size() && i < row.fields.size(); ++i)
            if (const std::string_view value = trimmed(row.fields[i]); !value.empty())
                Counted::add_sample(plan.columns[i], value);
    }
}

void inspect_cards(ImportPlan& plan, const SourceFile& file) {
    VCardReader reader(file.text);
    std::vector<VCardProblem> problems;
    Counted counted;
    for (VCard card; reader.next(card, problems); problems.clear()) {
        ++plan.rows;
        if (plan.dialect.empty()) plan.dialect = dialect_of(card);
        for (const VCardProperty& property : card.properties)
            counted.add(property.name, CardReader::field_of(property.name), text(property));
    }
    plan.encoding = encoding_name(reader.encoding().encoding);
    plan.encoding_confidence = reader.encoding().confidence;
    plan.columns = std::move(counted.columns);
}

void inspect_json(ImportPlan& plan, const SourceFile& file, const ImportOptions& options,
                  const ReadingRules& rules) {
    JsonSource source(file, options, rules);
    Counted counted;
    while (const auto draft = source.next()) {
        ++plan.rows;
        const nlohmann::json object = parsed(draft->row);
        if (!object.is_object()) continue;
        for (const auto& [key, value] : object.items())
            counted.add(key, JsonReader::field_of(draft->record.type(), key),
                        value.is_string() ? value.get<std::string>() : value.dump());
    }
    plan.columns = std::move(counted.columns);
}

}  // namespace

std::unique_ptr<DraftSource> make_source(const SourceFile& file, const ImportOptions& options,
                                         const ReadingRules& rules) {
    if (file.format == "vcard") return std::make_unique<CardSource>(file, rules);
    if (file.format == "jsonl") return std::make_unique<JsonSource>(file, options, rules);
    return std::make_unique<CsvSource>(file, options, rules);
}

ImportPlan inspect_source(const SourceFile& file, const ImportOptions& options, const ReadingRules& rules) {
    ImportPlan plan;
    plan.source = file.name;
    plan.format = file.format;
    plan.record_type = options.record_type.empty() ? "contact" : options.record_type;
    plan.encoding = encoding_name(file.encoding.encoding);
    plan.encoding_confidence = file.encoding.confidence;
    plan.warnings = file.warnings;
    if (file.format == "vcard")
        inspect_cards(plan, file);
    else if (file.format == "jsonl")
        inspect_json(plan, file, options, rules);
    else
        inspect_csv(plan, file, options, rules);
    return plan;
}

}  // namespace kith::interchange
