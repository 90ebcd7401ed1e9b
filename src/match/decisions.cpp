#include "match/decisions.hpp"

#include "match/scan.hpp"
#include "records/verbs.hpp"
#include "store/writer.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <tuple>

namespace kith {
namespace match {

std::string_view table_of(Verdict verdict) {
    return verdict == Verdict::different ? "not_duplicate" : "confirmed_duplicate";
}

std::set<std::pair<std::int64_t, std::int64_t>> decided(store::Connection& connection, const RecordType& type,
                                                        Verdict verdict) {
    std::set<std::pair<std::int64_t, std::int64_t>> result;
    store::Statement statement =
        connection.prepare(fmt::format("SELECT low_id, high_id FROM {} WHERE kind = ?1", table_of(verdict)));
    statement.bind(1, type.number);
    while (statement.step()) result.emplace(statement.integer(0), statement.integer(1));
    return result;
}

std::set<std::int64_t> decided(store::Connection& connection, const RecordType& type, Verdict verdict,
                               std::int64_t id) {
    std::set<std::int64_t> result;
    store::Statement statement =
        connection.prepare(fmt::format("SELECT high_id FROM {0} WHERE kind = ?1 AND low_id = ?2 UNION "
                                       "SELECT low_id FROM {0} WHERE kind = ?1 AND high_id = ?2",
                                       table_of(verdict)));
    statement.bind_all(type.number, id);
    while (statement.step()) result.insert(statement.integer(0));
    return result;
}

namespace {

constexpr Verdict verdicts[] = {Verdict::different, Verdict::same};

std::string_view words_of(Verdict verdict) { return verdict == Verdict::different ? "different" : "one"; }

bool known(store::Connection& connection, const RecordType& type, Verdict verdict, std::int64_t low,
           std::int64_t high) {
    store::Statement select = connection.prepare(
        fmt::format("SELECT 1 FROM {} WHERE kind = ?1 AND low_id = ?2 AND high_id = ?3", table_of(verdict)));
    select.bind_all(type.number, low, high);
    return select.step();
}

void forget(store::Connection& connection, const RecordType& type, Verdict verdict, std::int64_t low,
            std::int64_t high) {
    store::Statement remove = connection.prepare(
        fmt::format("DELETE FROM {} WHERE kind = ?1 AND low_id = ?2 AND high_id = ?3", table_of(verdict)));
    remove.bind_all(type.number, low, high);
    remove.run();
}

/// The id that a record's stands for now.
std::int64_t standing(store::Connection& connection, const RecordType& type, std::int64_t id) {
    const std::int64_t resolved = records::resolve(connection, type, id);
    if (resolved != 0) return resolved;
    throw Error(Code::not_found, fmt::format("there is no {} {}", type.name, id),
                {.record = fmt::format("{} {}", type.name, id)});
}

}  // namespace
}  // namespace match

void Duplicates::decide(const RecordType& type, std::int64_t a, std::int64_t b,
                        std::optional<Verdict> verdict, Where where) {
    match::check(type);
    if (verdict && *verdict != Verdict::different && *verdict != Verdict::same)
        throw Error(Code::invalid_argument,
                    fmt::format("there is no verdict {}", static_cast<std::int32_t>(*verdict)));
    database_.write(
        [&](Transaction& tx) {
            store::Connection& connection = tx.connection();
            const std::int64_t one = match::standing(connection, type, a);
            const std::int64_t other = match::standing(connection, type, b);
            const std::int64_t low = std::min(one, other), high = std::max(one, other);
            if (low == high)
                throw Error(Code::invalid_argument, fmt::format("{} and {} are one {}", a, b, type.name));
            for (const Verdict each : match::verdicts) {
                if (each == verdict || !match::known(connection, type, each, low, high)) continue;
                tx.label(fmt::format("forget that {} {} and {} are {}", type.name, low, high,
                                     match::words_of(each)));
                match::forget(connection, type, each, low, high);
            }
            if (!verdict || match::known(connection, type, *verdict, low, high)) return;
            tx.label(fmt::format("{} {} and {} are {}", type.name, low, high, match::words_of(*verdict)));
            store::Writer& writer = tx.writer();
            store::Statement insert = connection.prepare(fmt::format(
                "INSERT INTO {} (id, kind, low_id, high_id, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                match::table_of(*verdict)));
            insert.bind_all(writer.next_id(match::table_of(*verdict)), type.number, low, high,
                            writer.info().at.time_since_epoch().count(), writer.info().actor);
            insert.run();
        },
        where);
}

std::vector<Duplicates::AnyDecision> Duplicates::decisions_any(const RecordType& type, Where where) const {
    match::check(type);
    std::vector<AnyDecision> result;
    database_.read(
        [&](const Reader& reader) {
            for (const Verdict verdict : match::verdicts) {
                store::Statement select = reader.connection().prepare(fmt::format(
                    "SELECT low_id, high_id, at, by FROM {} WHERE kind = ?1", match::table_of(verdict)));
                select.bind(1, type.number);
                while (select.step())
                    result.push_back({select.integer(0), select.integer(1), verdict,
                                      Time(std::chrono::milliseconds(select.integer(2))), select.string(3)});
            }
        },
        where);
    std::sort(result.begin(), result.end(), [](const AnyDecision& x, const AnyDecision& y) {
        return std::tie(x.at, x.a, x.b, x.verdict) < std::tie(y.at, y.a, y.b, y.verdict);
    });
    return result;
}

}  // namespace kith
