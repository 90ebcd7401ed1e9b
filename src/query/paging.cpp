#include "query/paging.hpp"

#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/run.hpp"
#include "records/verbs.hpp"
#include "store/connection.hpp"
#include "text/digest.hpp"

#include <kith/paging.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace kith::query {

namespace {

using Json = nlohmann::json;
using store::Cell;
using store::CellType;
using store::OwnedCell;

/// By which a place is told from one of another query.
std::string hash_of(std::string_view query) {
    text::Digest digest;
    digest.add(query);
    return fmt::format("{:016x}", digest.value());
}

[[noreturn]] void no_place() {
    ErrorDetail detail;
    detail.message_ja = "この問い合わせのページの位置ではありません";
    throw Error(Code::invalid_argument, "that is no place between pages of this query", std::move(detail));
}

Json json_of(const Cell& cell) {
    switch (cell.type) {
        case CellType::null: return nullptr;
        case CellType::integer: return cell.integer;
        case CellType::real: return cell.real;
        case CellType::text: return std::string(cell.text);
        case CellType::blob: break;  // nothing is ordered by one
    }
    return nullptr;
}

OwnedCell cell_of(const Json& json) {
    if (json.is_null()) return {};
    if (json.is_number_integer()) return OwnedCell(Cell::of(json.get<std::int64_t>()));
    if (json.is_number_float()) return OwnedCell(Cell::of(json.get<double>()));
    if (!json.is_string()) no_place();
    return OwnedCell(Cell::of(std::string_view(json.get_ref<const std::string&>())));
}

bool is_null(const OwnedCell& cell) { return cell.view().type == CellType::null; }

}  // namespace

std::string write_mark(const Mark& place, std::string_view query) {
    Json json = Json::array({hash_of(query)});
    for (const OwnedCell& key : place.keys) json.push_back(json_of(key.view()));
    json.push_back(place.id);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Mark read_mark(std::string_view text, std::string_view query, std::size_t keys) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_array() || json.size() != keys + 2 || json.front() != hash_of(query) ||
        !json.back().is_number_integer())
        no_place();
    Mark place;
    for (std::size_t i = 1; i <= keys; ++i) place.keys.push_back(cell_of(json[i]));
    place.id = json.back().get<std::int64_t>();
    return place;
}

Compiled compile_after(const bound::Query& query, Types types, const Mark* after, FirstKey first,
                       std::int64_t size) {
    SqlBuilder sql = builder_of(query, types);
    const Body body = body_of(sql, query);
    // The keys as columns of an inner SELECT. SQLite takes it apart again, so that an index gives the order; but a figure would
    // be computed for each time that it is named, so those are kept.
    bool figures = false;
    std::string inner = body.row.alias + ".id AS id";
    for (std::size_t i = 0; i < query.order.size(); ++i) {
        const bound::Output& output = query.order[i].output;
        figures = figures || std::holds_alternative<bound::Figure>(output.what);
        inner += fmt::format(", {} AS k{}", order_expression(sql, output, body.row), i);
    }
    std::string where;
    const auto also = [&](const std::string& condition) {
        where += (where.empty() ? " WHERE " : " AND ") + condition;
    };
    if (first == FirstKey::unknown) also("k0 IS NULL");
    if (after != nullptr) {
        std::string equal;  // in the keys before
        std::vector<std::string> alternatives;
        for (std::size_t i = 0; i < query.order.size(); ++i) {
            const char* beyond = query.order[i].descending ? "<" : ">";
            if (is_null(after->keys[i])) {  // unknown ones come last: nothing is beyond
                equal += fmt::format("k{} IS NULL AND ", i);
                continue;
            }
            const std::string value = sql.bind(after->keys[i]);
            const bool known = i == 0 && first == FirstKey::known;
            if (known) also(fmt::format("k0 {}= {}", beyond, value));
            alternatives.push_back(
                known ? fmt::format("k0 {} {}", beyond, value)
                      : fmt::format("{0}(k{1} {2} {3} OR k{1} IS NULL)", equal, i, beyond, value));
            equal += fmt::format("k{} = {} AND ", i, value);
        }
        alternatives.push_back(fmt::format("{}id > {}", equal, sql.bind(after->id)));
        also(fmt::format("({})", fmt::join(alternatives, " OR ")));
    } else if (first == FirstKey::known) {
        also("k0 IS NOT NULL");
    }
    std::string columns = "id";
    std::string order;
    for (std::size_t i = 0; i < query.order.size(); ++i) {
        columns += fmt::format(", k{}", i);
        const bool plain = i == 0 && first != FirstKey::any;  // then an index has the order as it is
        order +=
            fmt::format("k{}{}{}, ", i, query.order[i].descending ? " DESC" : "", plain ? "" : " NULLS LAST");
    }
    const std::string rows = fmt::format("SELECT {} {}", inner, body.text(inner));
    const std::string limit = sql.bind(size);
    if (!figures)
        return {fmt::format("{}SELECT {} FROM ({}){} ORDER BY {}id LIMIT {}", sql.with(), columns, rows,
                            where, order, limit),
                std::move(sql.parameters), std::move(sql.sets)};
    const std::string with = sql.with();
    return {fmt::format("{}page AS MATERIALIZED ({}) SELECT {} FROM page{} ORDER BY {}id LIMIT {}",
                        with.empty() ? "WITH " : with.substr(0, with.size() - 1) + ", ", rows, columns, where,
                        order, limit),
            std::move(sql.parameters), std::move(sql.sets)};
}

namespace {

struct Found {
    std::vector<std::int64_t> ids{};
    Mark last{};
    bool more = false;
};

Found ids_after(store::Connection& connection, const bound::Query& query, const Mark* after,
                std::size_t size) {
    Found result;
    const auto run = [&](const Mark* from, FirstKey first) {
        if (result.more) return;
        const auto left = static_cast<std::int64_t>(size - result.ids.size());
        const Compiled compiled = compile_after(query, registered_types(), from, first, left + 1);
        const store::WorkLimit bounded(connection);
        store::Statement statement = compiled.prepare(connection);
        while (statement.step()) {
            if (result.ids.size() == size) {
                result.more = true;
                return;
            }
            result.ids.push_back(statement.integer(0));
            result.last = {{}, statement.integer(0)};
            for (std::size_t i = 1; i <= query.order.size(); ++i)
                result.last.keys.emplace_back(statement.cell(static_cast<int>(i)));
        }
    };
    if (query.order.empty()) {
        run(after, FirstKey::any);
    } else if (after != nullptr && is_null(after->keys.front())) {
        run(after, FirstKey::unknown);
    } else {
        run(after, FirstKey::known);
        run(nullptr, FirstKey::unknown);
    }
    return result;
}

}  // namespace

}  // namespace kith::query

namespace kith {

IdPage select_ids_page(const Reader& reader, const RecordType& type, std::string_view text, std::size_t size,
                       std::string_view after, const Parameters& parameters) {
    if (size == 0) throw Error(Code::invalid_argument, "a page has at least one record");
    store::Connection& connection = reader.connection();
    const query::bound::Query bound = query::prepare(connection, type, text, parameters);
    if (bound.limit || bound.offset) {
        ErrorDetail detail;
        detail.message_ja = "ページごとに読む問い合わせに「limit」は使えません";
        throw Error(Code::invalid_argument, "a query that is read in pages takes no 'limit'",
                    std::move(detail));
    }
    std::string canonical = fmt::format("{}|{}", type.name, query::print(query::parse(text)));
    for (const auto& [name, value] : parameters) canonical += fmt::format("|{}={}", name, value.to_string());
    std::optional<query::Mark> mark;
    if (!after.empty()) mark = query::read_mark(after, canonical, bound.order.size());
    query::Found found = query::ids_after(connection, bound, mark ? &*mark : nullptr, size);
    return {std::move(found.ids), found.more ? query::write_mark(found.last, canonical) : std::string{}};
}

std::string select_page_after(const Reader& reader, const RecordType& type, std::string_view text,
                              std::size_t size, std::string_view after, const Parameters& parameters,
                              void* into, void* (*next)(void* into)) {
    IdPage page = select_ids_page(reader, type, text, size, after, parameters);
    records::load_many(reader.connection(), type, page.ids, into, next);
    return std::move(page.next);
}

}  // namespace kith
