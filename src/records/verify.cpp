// What `verify` finds in records: computed columns, custom values, links, counters and settings.
#include "records/audit.hpp"
#include "records/codec.hpp"
#include "records/custom.hpp"
#include "records/plan.hpp"
#include "records/registry.hpp"
#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <kith/records/field.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace kith::records {

namespace {

/// Findings of one check: of each kind the first few, then how many more there are.
class Report {
public:
    Report(std::vector<Finding>& findings, std::string check)
        : findings_(findings), check_(std::move(check)) {}
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;

    /// `kind` tells what counts together; the message is only made when it is shown.
    template <class Message>
    void add(const std::string& table, const std::string& kind, Message&& message) {
        if (++counts_[{table, kind}] <= shown) findings_.push_back({check_, table, message()});
    }
    void finish() {
        for (const auto& [what, count] : counts_)
            if (count > shown)
                findings_.push_back(
                    {check_, what.first, fmt::format("{} more like these: {}", count - shown, what.second)});
    }

private:
    static constexpr std::int64_t shown = 10;
    std::vector<Finding>& findings_;
    std::string check_;
    std::map<std::pair<std::string, std::string>, std::int64_t> counts_;
};

// custom values ---------------------------------------------------------------------------------------------------

void check_custom_values(store::Connection& connection, Report& report) {
    std::unordered_map<std::int64_t, kith::Field> fields;
    store::Statement definitions =
        connection.prepare("SELECT id, record_type, key, type, target, choices FROM field");
    while (definitions.step())
        fields.emplace(definitions.integer(0),
                       kith::Field{.record_type = definitions.string(1),
                                   .key = definitions.string(2),
                                   .type = static_cast<FieldType>(definitions.integer(3)),
                                   .choices = split_texts(definitions.text(5)),
                                   .target = definitions.string(4)});
    if (fields.empty()) return;
    store::Statement values = connection.prepare(
        "SELECT record_id, field_id, value, unit, folded FROM field_value ORDER BY record_id, field_id, position");
    while (values.step()) {
        const auto field = fields.find(values.integer(1));
        if (field == fields.end()) continue;  // the foreign key says it
        const std::string_view why =
            custom_misfit(field->second, values.cell(2), values.cell(3), values.cell(4));
        if (why.empty()) continue;
        report.add("field_value", field->second.key, [&] {
            return fmt::format("{} {}, custom field '{}': {}", field->second.record_type, values.integer(0),
                               field->second.key, why);
        });
    }
}

}  // namespace

void check_records(store::Connection& connection, std::vector<Finding>& findings) {
    Report computed_columns(findings, "computed");
    Report records(findings, "record");
    for (const RecordType* type : registry())
        check_computed(connection, *type, [&](const Irregular& found) {
            if (found.field == nullptr) {
                records.add(std::string(type->table), "records", [&] { return found.why; });
                return;
            }
            const bool own = found.element == nullptr;
            computed_columns.add(
                std::string(own ? type->table : found.element->table), std::string(found.field->column), [&] {
                    return fmt::format("{} {}: {}{}{} is not what the record gives", type->name, found.id,
                                       own ? "" : found.element->plural, own ? "" : ".", found.field->name);
                });
        });
    check_custom_values(connection, records);
    computed_columns.finish();
    records.finish();
}

store::DeriveStep computed_step() {
    store::DeriveStep step;
    step.name = "computed";
    // 2: handles by the name in a profile's address. 3: and in that of a message, a messenger's or a server's.
    step.version = 3;
    // Every verb keeps these columns itself; only what all records share changes them from outside. The change capture
    // does not see computed columns: a step that reads them names the same settings, and has its version raised with
    // this one's.
    step.settings = {"region"};
    step.derive = [](store::Writer&, const store::ChangedTables&) {};
    step.rebuild = [](store::Writer& writer) {
        for (const RecordType* type : registry()) {
            if (!has_computed(*type)) continue;
            std::vector<std::int64_t> stale;
            check_computed(writer.connection(), *type, [&](const Irregular& found) {
                if (stale.empty() || stale.back() != found.id) stale.push_back(found.id);
            });
            for (const std::int64_t id : stale) refresh_computed(writer.connection(), *type, id);
        }
    };
    return step;
}

// links -----------------------------------------------------------------------------------------------------------

namespace {

class Links {
public:
    Links(store::Connection& connection, std::vector<Finding>& findings)
        : connection_(connection), findings_(findings) {}

    /// A finding for each row of `sql`; `{}` of `message` is its first column.
    void find(const std::string& table, const std::string& sql, fmt::string_view message) {
        store::Statement statement = connection_.prepare(sql + " LIMIT 100");
        while (statement.step())
            findings_.push_back({"link", table, fmt::format(fmt::runtime(message), statement.integer(0))});
    }

    void of_type(const RecordType& type) {
        const std::string missing = fmt::format("{} {{}} is missing", type.name);
        for (const std::string table : {"tagging", "list_member", "source_record"})
            find(table,
                 fmt::format("SELECT DISTINCT l.record_id FROM {} l LEFT JOIN {} r ON r.id = l.record_id "
                             "WHERE l.kind = {} AND r.id IS NULL",
                             table, quoted(type.table), type.number),
                 missing);
        find("list_member",
             fmt::format("SELECT DISTINCT l.id FROM list_member m JOIN list l ON l.id = m.list_id "
                         "WHERE l.record_type = '{}' AND m.kind <> {}",
                         type.name, type.number),
             fmt::format("list {{}} is for records of type {} and holds others", type.name));
        if (type.custom_fields)
            find("field_value",
                 fmt::format(
                     "SELECT DISTINCT v.record_id FROM field_value v JOIN field f ON f.id = v.field_id "
                     "LEFT JOIN {} r ON r.id = v.record_id WHERE f.record_type = '{}' AND r.id IS NULL",
                     quoted(type.table), type.name),
                 missing);
        find("field_value",
             fmt::format(
                 "SELECT DISTINCT v.value FROM field f JOIN field_value v ON v.field_id = f.id "
                 "LEFT JOIN {} r ON r.id = v.value WHERE f.type = {} AND f.target = '{}' AND r.id IS NULL",
                 quoted(type.table), static_cast<int>(FieldType::reference), type.name),
             missing);
        if (type.mergeable) of_mergeable(type, missing);
    }

    void kinds() {
        const std::vector<std::pair<std::string, bool (*)(const RecordType&)>> links = {
            {"tagging", [](const RecordType& type) { return type.taggable; }},
            {"list_member", [](const RecordType&) { return true; }},
            {"source_record", [](const RecordType&) { return true; }},
            {"not_duplicate", [](const RecordType& type) { return type.mergeable; }},
            {"confirmed_duplicate", [](const RecordType& type) { return type.mergeable; }},
            {"merge", [](const RecordType& type) { return type.mergeable; }},
        };
        for (const auto& [table, allowed] : links) {
            std::string known;
            for (const RecordType* type : registry())
                if (allowed(*type)) known += fmt::format("{}{}", known.empty() ? "" : ", ", type->number);
            find(table, fmt::format("SELECT DISTINCT kind FROM \"{}\" WHERE kind NOT IN ({})", table, known),
                 "kind {} is no record type that can be there");
        }
        std::string tables;
        for (const store::TableSpec& spec : table_specs())
            tables += fmt::format("{}{}", tables.empty() ? "" : ", ", spec.number);
        find("merge_move",
             fmt::format("SELECT DISTINCT table_number FROM merge_move WHERE table_number NOT IN ({})",
                         tables),
             "there is no table with the number {}");
    }

private:
    void of_mergeable(const RecordType& type, const std::string& missing) {
        for (const char* decided : {"not_duplicate", "confirmed_duplicate"})
            find(decided,
                 fmt::format("SELECT * FROM (SELECT n.low_id FROM {2} n LEFT JOIN {0} r ON r.id = n.low_id "
                             "WHERE n.kind = {1} AND r.id IS NULL UNION SELECT n.high_id FROM {2} n "
                             "LEFT JOIN {0} r ON r.id = n.high_id WHERE n.kind = {1} AND r.id IS NULL)",
                             quoted(type.table), type.number, decided),
                 missing);
        // A merge that was taken back may outlive its records.
        find("merge",
             fmt::format("SELECT DISTINCT m.survivor_id FROM merge m LEFT JOIN {} r ON r.id = m.survivor_id "
                         "WHERE m.kind = {} AND m.undone_at IS NULL AND r.id IS NULL",
                         quoted(type.table), type.number),
             missing);
        std::unordered_map<std::int64_t, std::int64_t> next;
        store::Statement merged = connection_.prepare(
            fmt::format("SELECT id, merged_into FROM {} WHERE merged_into IS NOT NULL", quoted(type.table)));
        while (merged.step()) next.emplace(merged.integer(0), merged.integer(1));
        std::set<std::int64_t> sound;
        for (const auto& [id, into] : next) {
            std::set<std::int64_t> path;
            auto at = next.find(id);
            while (at != next.end() && sound.count(at->first) == 0 && path.insert(at->first).second)
                at = next.find(at->second);
            if (at != next.end() && path.count(at->first) > 0)
                findings_.push_back({"link", std::string(type.table),
                                     fmt::format("the merges of {} {} form a loop", type.name, id)});
            else
                sound.insert(path.begin(), path.end());
        }
    }

    store::Connection& connection_;
    std::vector<Finding>& findings_;
};

// counters and settings --------------------------------------------------------------------------------------------

// Ids: 21 bits of replica above 32 bits of a counter.
constexpr int counter_bits = 32;

void check_counters(store::Connection& connection, std::vector<Finding>& findings) {
    std::map<std::string, std::int64_t, std::less<>> next;
    store::Statement counters = connection.prepare("SELECT name, next FROM counter");
    while (counters.step()) next[counters.string(0)] = counters.integer(1);
    const std::int64_t first = connection.integer("SELECT value FROM setting WHERE key = 'replica'")
                               << counter_bits;
    const auto check = [&](const std::string& table, std::string_view column) {
        store::Statement last = connection.prepare(fmt::format(
            "SELECT max({0}) FROM {1} WHERE {0} >= ?1 AND {0} < ?2", column, records::quoted(table)));
        const bool numbers = table == "change_txn";  // counts without the replica
        const std::int64_t from = numbers ? 0 : first;
        last.bind_all(from, from + (std::int64_t{1} << counter_bits));
        if (!last.step() || last.null(0)) return;
        const auto counter = next.find(table);
        const std::int64_t found = counter == next.end() ? 1 : counter->second;
        if (found <= last.integer(0) - from)
            findings.push_back(
                {"counter", table,
                 fmt::format("the next id would be {}, but {} is taken", found + from, last.integer(0))});
    };
    for (const store::TableSpec& spec : table_specs()) {
        const bool side = std::any_of(registry().begin(), registry().end(),
                                      [&](const RecordType* type) { return type->side_table == spec.name; });
        const bool has_id = std::find(spec.columns.begin(), spec.columns.end(), "id") != spec.columns.end();
        if (has_id && !side) check(spec.name, "id");
    }
    check("change_txn", "seq");
}

void check_settings(store::Connection& connection, std::vector<Finding>& findings) {
    for (const std::string_view key :
         {"uid", "replica", "region", "time_zone", "week_start", "fiscal_year_start"}) {
        store::Statement setting = connection.prepare("SELECT value FROM setting WHERE key = ?1");
        setting.bind(1, key);
        const bool there = setting.step() && !setting.null(0);
        if (!there)
            findings.push_back({"setting", "setting", fmt::format("'{}' is missing", key)});
        else if (key == "uid" &&
                 (setting.text(0).size() != 32 ||
                  setting.text(0).find_first_not_of("0123456789abcdef") != std::string_view::npos))
            findings.push_back({"setting", "setting", "'uid' is not 32 hex digits"});
    }
}

}  // namespace

void check_links(store::Connection& connection, std::vector<Finding>& findings) {
    Links links(connection, findings);
    for (const RecordType* type : registry()) links.of_type(*type);
    links.kinds();
    // The copy of a record's column in its links must be the record's (an interaction's time in its participants).
    for (const RecordType* type : registry())
        for (const Element& element : type->elements)
            if (!element.copied_column.empty())
                links.find(
                    std::string(element.table),
                    fmt::format("SELECT l.{0} FROM {1} l JOIN {2} r ON r.id = l.{0} WHERE l.{3} <> r.{3}",
                                quoted(element.owner_column), quoted(element.table), quoted(type->table),
                                quoted(element.copied_column)),
                    fmt::format("the right {} of {} {{}} is missing",
                                element.copied_column == "at" ? "time" : element.copied_column, type->name));
    check_counters(connection, findings);
    check_settings(connection, findings);
}

}  // namespace kith::records
