#include "query/run.hpp"

#include "query/calendar.hpp"
#include "query/checker.hpp"
#include "query/compiler.hpp"
#include "query/failure.hpp"
#include "query/paging.hpp"
#include "query/parser.hpp"
#include "records/custom.hpp"
#include "records/derived_versions.hpp"
#include "records/plan.hpp"
#include "records/rates.hpp"
#include "records/registry.hpp"
#include "records/verbs.hpp"
#include "store/retention.hpp"
#include "text/fold.hpp"

#include <kith/database.hpp>
#include <kith/q.hpp>

#include <fmt/format.h>

#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace kith::query {

namespace {

constexpr char summaries_key = 0;  // what is kept under it: whether contact_summary is up to date

/// The exchange rates that queries have asked for, until the file changes.
struct KeptRates {
    bool any = false;
    mutable std::map<std::string, std::shared_ptr<const records::DayRates>> days{};
};
constexpr char rates_key = 0;
constexpr std::size_t most_days = 32;

std::shared_ptr<const records::DayRates> rates_of(store::Connection& connection,
                                                  const std::function<std::string()>& day) {
    const auto kept = connection.kept<KeptRates>(&rates_key, [&] {
        return KeptRates{records::has_rates(connection), {}};
    });
    if (!kept->any) return nullptr;
    const std::string of = day();
    if (kept->days.size() > most_days) kept->days.clear();
    auto& rates = kept->days[of];
    if (!rates) rates = std::make_shared<const records::DayRates>(records::DayRates::read(connection, of));
    return rates;
}

}  // namespace

Types registered_types() { return records::registry(); }

std::optional<Segment> find_segment(store::Connection& connection, std::string_view name) {
    std::int64_t id = 0;
    {
        store::Statement statement =
            connection.prepare("SELECT id FROM segment WHERE folded = ?1 AND deleted_at IS NULL");
        const std::string folded = text::fold(name);
        if (statement.bind(1, folded).step()) id = statement.integer(0);
    }
    Segment segment;
    if (id == 0 || !records::load(connection, record_type<Segment>(), id, &segment)) return std::nullopt;
    return segment;
}

Environment environment_of(store::Connection& connection, const Parameters& parameters) {
    Environment environment;
    environment.types = registered_types();
    environment.parameters = &parameters;
    environment.settings = connection.settings();
    environment.now = connection.now();
    environment.summaries = *connection.kept<bool>(&summaries_key, [&] {
        return connection.integer("SELECT CAST(value AS INTEGER) FROM setting WHERE key = "
                                  "'derived:contact_summary'") == records::contact_summary_version;
    });
    environment.custom_fields = [&connection](const RecordType& type) {
        return *records::custom_fields(connection, type);
    };
    environment.segment = [&connection](std::string_view name) { return find_segment(connection, name); };
    environment.segment_names = [&connection] {
        std::vector<std::string> names;
        store::Statement statement = connection.prepare("SELECT name FROM segment WHERE deleted_at IS NULL");
        while (statement.step()) names.push_back(statement.string(0));
        return names;
    };
    environment.rates = [&connection](const std::function<std::string()>& day) {
        return rates_of(connection, day);
    };
    environment.horizon = [&connection]() -> std::optional<std::pair<std::int64_t, Time>> {
        const std::int64_t first = store::first_kept(connection);
        if (first <= 1) return std::nullopt;
        store::Statement at =
            connection.prepare("SELECT at FROM change_txn WHERE seq >= ?1 ORDER BY seq LIMIT 1");
        at.bind(1, first);
        return std::pair{first, Time{std::chrono::milliseconds{at.step() ? at.integer(0) : 0}}};
    };
    environment.merges = [&connection](const RecordType& type) {
        return type.mergeable &&
               connection
                   .prepare(fmt::format("SELECT 1 FROM {} WHERE merged_into IS NOT NULL LIMIT 1",
                                        records::quoted(type.table)))
                   .step();
    };
    return environment;
}

Environment lasting_environment_of(store::Connection& connection, const Parameters& parameters) {
    Environment environment = environment_of(connection, parameters);
    environment.merges = [](const RecordType& type) { return type.mergeable; };
    return environment;
}

std::string day_of(store::Connection& connection) {
    const Settings settings = connection.settings();
    const Time now = connection.now();
    return to_text(Calendar(settings, now).day_of(now));
}

bound::Query prepare(store::Connection& connection, const RecordType& type, std::string_view text,
                     const Parameters& parameters, std::vector<std::string> segments) {
    return check(parse(text), type, environment_of(connection, parameters), std::move(segments));
}

std::string query_of(const Segment& segment) {
    return segment.list ? std::string(q::in_segment(segment.name).text()) : segment.query;
}

bound::Query prepare_segment(store::Connection& connection, const Segment& segment, std::optional<Time> now) {
    const RecordType* type = find_record_type(segment.record_type);
    if (type == nullptr) {
        ErrorDetail detail;
        detail.field = "record_type";
        detail.message_ja = fmt::format("種別「{}」はありません", segment.record_type);
        throw Error(Code::invalid_argument,
                    fmt::format("there is no record type called '{}'", segment.record_type),
                    std::move(detail));
    }
    if (segment.list) {
        bound::Query members;
        members.type = type;
        members.condition = {bound::OnList{{}, segment.list.value}};
        return members;
    }
    const Parameters none;
    Environment environment = lasting_environment_of(connection, none);
    if (now) environment.now = *now;
    return check(parse(segment.query), *type, environment, {segment.name});
}

std::vector<std::string> missing_names(store::Connection& connection, const bound::Query& query) {
    std::vector<std::string> missing;
    for (const bound::Mention& mention : query.mentions) {
        const records::Field* name = mention.type->field("name");
        if (name == nullptr) continue;  // people have no one name to look up
        const std::string column = records::quoted(name->column);
        const std::string from =
            fmt::format("FROM {} WHERE deleted_at IS NULL", records::quoted(mention.type->table));
        const std::string folded = text::fold(mention.name);
        const std::string same = name->folded_column.empty()
                                     ? fmt::format("kith_fold({}) = ?1", column)
                                     : fmt::format("{} = ?1", records::quoted(name->folded_column));
        if (connection.prepare(fmt::format("SELECT 1 {} AND {} LIMIT 1", from, same)).bind(1, folded).step())
            continue;
        std::vector<std::string> known;
        store::Statement names = connection.prepare(fmt::format("SELECT {} {} LIMIT 10000", column, from));
        while (names.step()) known.push_back(names.string(0));
        const std::string nearest = nearest_of(mention.name, known);
        missing.push_back(
            fmt::format("there is no {} called '{}'{}", mention.type->name, mention.name,
                        nearest.empty() ? std::string{} : fmt::format("; did you mean '{}'?", nearest)));
    }
    return missing;
}

std::vector<std::int64_t> ids_of(store::Connection& connection, const bound::Query& query) {
    const Compiled compiled = compile_ids(query, registered_types());
    const store::WorkLimit bounded(connection);
    store::Statement statement = compiled.prepare(connection);
    std::vector<std::int64_t> ids;
    while (statement.step()) ids.push_back(statement.integer(0));
    return ids;
}

}  // namespace kith::query

namespace kith {

void Reader::select(const RecordType& type, std::string_view text, const Parameters& parameters, void* into,
                    void* (*next)(void* into)) const {
    const auto ids = query::ids_of(connection_, query::prepare(connection_, type, text, parameters));
    records::load_many(connection_, type, ids, into, next);
}

std::vector<std::int64_t> Reader::select_ids(const RecordType& type, std::string_view text,
                                             const Parameters& parameters) const {
    return query::ids_of(connection_, query::prepare(connection_, type, text, parameters));
}

std::int64_t Reader::count_of(const RecordType& type, std::string_view text,
                              const Parameters& parameters) const {
    const query::Compiled compiled =
        query::compile_count(query::prepare(connection_, type, text, parameters), query::registered_types());
    const store::WorkLimit bounded(connection_);
    store::Statement statement = compiled.prepare(connection_);
    return statement.step() ? statement.integer(0) : 0;
}

Rows Reader::select_fields(const RecordType& type, std::span<const std::string> fields, std::string_view text,
                           const Parameters& parameters) const {
    const query::bound::Query bound = query::prepare(connection_, type, text, parameters);
    const query::Environment environment = query::environment_of(connection_, parameters);
    Rows rows;
    std::vector<query::bound::Output> outputs;
    for (const std::string& field : fields) {
        rows.columns.push_back(field);
        outputs.push_back(query::check_output(query::parse_operand(field), type, environment));
    }
    const query::CompiledRows compiled = query::compile_rows(bound, outputs, query::registered_types());
    const store::WorkLimit bounded(connection_);
    store::Statement statement = compiled.statement.prepare(connection_);
    while (statement.step()) {
        std::vector<Value>& row = rows.rows.emplace_back();
        row.reserve(compiled.reads.size());
        for (const query::Read& read : compiled.reads) row.push_back(read(statement));
    }
    return rows;
}

void Database::select_page(const Reader& reader, const RecordType& type, std::string_view text,
                           const Parameters& parameters, std::int64_t after, std::size_t page, void* into,
                           void* (*next)(void* into)) {
    store::Connection& connection = reader.connection();
    const query::bound::Query bound = query::prepare(connection, type, text, parameters);
    if (!bound.order.empty() || bound.limit || bound.offset) {
        ErrorDetail detail;
        detail.message_ja = "ページごとに読む問い合わせは番号順です。「order by」「limit」は使えません";
        throw Error(Code::invalid_argument,
                    "a query that is read in pages goes by id: it takes neither 'order by' nor 'limit'",
                    std::move(detail));
    }
    const query::Mark last{{}, after};
    const query::Compiled compiled = query::compile_after(
        bound, query::registered_types(), &last, query::FirstKey::any, static_cast<std::int64_t>(page));
    std::vector<std::int64_t> ids;
    {
        const store::WorkLimit bounded(connection);
        store::Statement statement = compiled.prepare(connection);
        while (statement.step()) ids.push_back(statement.integer(0));
    }
    records::load_many(connection, type, ids, into, next);
}

}  // namespace kith
