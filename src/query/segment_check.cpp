#include "query/segment_check.hpp"

#include "query/checker.hpp"
#include "query/parser.hpp"
#include "query/run.hpp"
#include "records/record_type.hpp"
#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace kith::query {

namespace {

void collect(Node& node, std::vector<Literal*>& names);

void collect(Nodes& nodes, std::vector<Literal*>& names) {
    for (Node& node : nodes) collect(node, names);
}

void collect(Operand& operand, std::vector<Literal*>& names) {
    for (Operand& ranked : operand.of) collect(ranked, names);
    collect(operand.condition, names);
}

void collect(Node& node, std::vector<Literal*>& names) {
    if (auto* membership = std::get_if<Membership>(&node.form)) {
        if (membership->of == Membership::Of::segment) names.push_back(&membership->name);
    } else if (auto* comparison = std::get_if<Comparison>(&node.form)) {
        collect(comparison->operand, names);
        for (Operand& other : comparison->other) collect(other, names);
    } else if (auto* rank = std::get_if<Rank>(&node.form)) {
        collect(rank->by, names);
        collect(rank->among, names);
    } else if (auto* related = std::get_if<Related>(&node.form)) {
        collect(related->condition, names);
    } else if (auto* junction = std::get_if<Junction>(&node.form)) {
        collect(junction->terms, names);
    } else if (auto* behaviour = std::get_if<Behaviour>(&node.form)) {
        for (Deed& deed : behaviour->deeds) collect(deed.condition, names);
    } else if (auto* negation = std::get_if<Negation>(&node.form)) {
        collect(negation->term, names);
    }
}

std::string record_name(const Segment& segment) { return fmt::format("segment '{}'", segment.name); }

/// Reads and binds a segment's query; what it throws has the segment as record.
bound::Query bind(store::Connection& connection, const Segment& segment) {
    try {
        return prepare_segment(connection, segment);
    } catch (const Error& error) {
        ErrorDetail detail;
        detail.record = record_name(segment);
        detail.field = error.field();
        detail.sqlite_code = error.sqlite_code();
        detail.message_ja = error.message(Language::ja);
        detail.arguments = error.arguments();
        throw Error(error.code(), error.what(), detail);
    }
}

/// Whether `test` holds of a segment's name in a query; false for a query that cannot be read.
template <class Test>
bool any_segment_name(std::string_view query, Test&& test) {
    Query tree;
    try {
        tree = parse(query);
    } catch (const Error&) {
        return false;
    }
    const auto names = segment_names(tree);
    return std::any_of(names.begin(), names.end(), test);
}

/// Whether an error in a segment's query is about a segment that it refers to, not about the rest of it.
bool about_reference(const Error& error, const std::string& query) {
    if (error.code() == Code::limit) return true;
    if (error.code() != Code::parse || !error.argument("segment").empty()) return false;
    return any_segment_name(query, [&](const Literal* name) {
        return std::to_string(name->at.line) == error.argument("line") &&
               std::to_string(name->at.column) == error.argument("column");
    });
}

bool contains(const store::IdRanges& ranges, std::int64_t id) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const auto& range) { return range.first <= id && id <= range.second; });
}

/// Names by which others may have referred to segments that this transaction changed: folded, and as written.
std::map<std::string, std::string> names_before(store::Writer& writer, const store::TableChanges& written) {
    const RecordType& type = record_type<Segment>();
    const int column = type.field("name")->number;
    std::map<std::string, std::string> names;
    const auto add = [&](std::string_view name) { names.emplace(text::fold(name), name); };
    for (const store::CellChange& cell : writer.changes().cells()) {
        if (cell.table == type.number && cell.column == column) add(cell.old.text);
    }
    {  // cells that went to the journal early
        store::Statement spilled = writer.connection().prepare(
            "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND seq = ?3");
        spilled.bind_all(type.number, column, writer.info().seq);
        while (spilled.step()) add(spilled.text(0));
    }
    store::Statement name = writer.connection().prepare("SELECT name FROM segment WHERE id BETWEEN ?1 AND ?2");
    for (const auto& [first, last] : written.updated) {
        name.bind_all(first, last);
        while (name.step()) add(name.text(0));
        name.reset();
    }
    return names;
}

/// The text of a field before this transaction; nothing when it did not change it.
std::optional<std::string> former(store::Writer& writer, const Segment& segment, std::string_view field) {
    const RecordType& type = record_type<Segment>();
    const int column = type.field(field)->number;
    store::Statement spilled = writer.connection().prepare(
        "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 AND seq = ?4");
    spilled.bind_all(type.number, column, segment.id.value, writer.info().seq);
    if (spilled.step()) return spilled.string(0);
    for (const store::CellChange& cell : writer.changes().cells()) {
        if (cell.table == type.number && cell.column == column && cell.row == segment.id.value)
            return std::string(cell.old.text);
    }
    return std::nullopt;
}

/// Whether a segment that was there before selects what it did, but for the names of segments in its query.
bool says_the_same(store::Writer& writer, const Segment& segment) {
    if (former(writer, segment, "record_type")) return false;
    const auto before = former(writer, segment, "query");
    if (!before) return true;
    try {
        Query now = parse(segment.query);
        Query then = parse(*before);
        for (Query* query : {&now, &then}) {
            for (Literal* name : segment_names(*query)) name->text.clear();
        }
        return now == then;
    } catch (const Error&) {
        return false;
    }
}

[[noreturn]] void refuse_in_use(const std::string& name, const std::vector<std::string>& users) {
    std::string names;
    for (const std::string& user : users) names += fmt::format("{}'{}'", names.empty() ? "" : ", ", user);
    ErrorDetail detail;
    detail.record = fmt::format("segment '{}'", name);
    detail.message_ja = fmt::format("セグメント「{}」は次のセグメントが参照しています: {}", name, names);
    detail.arguments = {{"segments", names}};
    throw Error(Code::in_use, fmt::format("the segment '{}' is referred to by {}", name, names),
                std::move(detail));
}

void check_written(store::Writer& writer, const store::ChangedTables& changes) {
    store::Connection& connection = writer.connection();
    const store::TableChanges& written = *changes.table(record_type<Segment>().number);
    const std::vector<Segment> segments = live_segments(connection);
    std::vector<const Segment*> others;
    for (const Segment& segment : segments) {
        const bool added = contains(written.inserted, segment.id.value);
        if (!added && !contains(written.updated, segment.id.value)) {
            others.push_back(&segment);
            continue;
        }
        try {
            static_cast<void>(bind(connection, segment));
        } catch (const Error& error) {
            // what was broken before is not this transaction's fault, and must not stand in its way
            if (added || about_reference(error, segment.query) || !says_the_same(writer, segment)) throw;
        }
    }
    const auto before = names_before(writer, written);
    for (const auto& [folded, name] : before) {
        const auto same = [&, &key = folded](const Segment& segment) { return segment.folded == key; };
        if (std::any_of(segments.begin(), segments.end(), same)) continue;
        std::vector<std::string> users;
        for (const Segment* other : others) {
            if (names_segment(other->query, folded)) users.push_back(other->name);
        }
        if (!users.empty()) refuse_in_use(name, users);
    }
    // Those that refer to what changed, and those that refer to them.
    std::set<std::string> touched;
    for (const auto& [folded, name] : before) touched.insert(folded);
    for (bool more = true; more;) {
        more = false;
        for (const Segment* other : others) {
            const auto mentions = [&](const std::string& name) { return names_segment(other->query, name); };
            if (touched.count(other->folded) > 0 || std::none_of(touched.begin(), touched.end(), mentions))
                continue;
            more = touched.insert(other->folded).second;
            try {
                static_cast<void>(bind(connection, *other));
            } catch (const Error& error) {
                if (about_reference(error, other->query)) throw;  // else it was broken before
            }
        }
    }
}

}  // namespace

std::vector<Segment> live_segments(store::Connection& connection) {
    std::vector<std::int64_t> ids;
    {
        store::Statement statement =
            connection.prepare("SELECT id FROM segment WHERE deleted_at IS NULL ORDER BY folded, id");
        while (statement.step()) ids.push_back(statement.integer(0));
    }
    std::vector<Segment> segments;
    records::load_many(connection, record_type<Segment>(), ids, &segments, [](void* into) -> void* {
        return &static_cast<std::vector<Segment>*>(into)->emplace_back();
    });
    return segments;
}

std::vector<Literal*> segment_names(Query& query) {
    std::vector<Literal*> names;
    collect(query.condition, names);
    for (OrderKey& key : query.order) collect(key.operand, names);
    return names;
}

bool names_segment(std::string_view query, std::string_view folded_name) {
    return any_segment_name(query, [&](const Literal* name) { return text::fold(name->text) == folded_name; });
}

store::DeriveStep segment_step() {
    store::DeriveStep step;
    step.name = "segment_check";
    step.watches = {{record_type<Segment>().number}};
    step.derive = &check_written;
    step.rebuild = [](store::Writer&) {};
    return step;
}

void check_segments(store::Connection& connection, std::vector<Finding>& findings) {
    for (const Segment& segment : live_segments(connection)) {
        const auto report = [&](std::string_view problem) {
            findings.push_back({"segment", "segment", fmt::format("{}: {}", record_name(segment), problem)});
        };
        try {
            for (const std::string& missing : missing_names(connection, bind(connection, segment)))
                report(missing);
        } catch (const Error& error) {
            if (error.code() == Code::corrupt || error.code() == Code::io) throw;
            report(error.what());
        }
    }
}

}  // namespace kith::query
