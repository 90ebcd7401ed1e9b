#include "query/live.hpp"

#include "query/checker.hpp"
#include "query/compiler.hpp"
#include "query/live_read.hpp"
#include "query/routes.hpp"
#include "query/run.hpp"
#include "query/segment_check.hpp"
#include "records/plan.hpp"
#include "text/digest.hpp"

#include <kith/records/field.hpp>
#include <kith/records/segment.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace kith::query {

namespace {

using Ids = std::vector<std::int64_t>;

/// More touched rows than this, and everyone is asked at once.
constexpr std::int64_t most_asked = 2'000;

std::string json_of(const Ids& ids) { return fmt::format("[{}]", fmt::join(ids, ",")); }

Ids read_ids(store::Statement& statement) {
    Ids ids;
    while (statement.step()) ids.push_back(statement.integer(0));
    return ids;
}

void sort_unique(Ids& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

Ids difference(const Ids& a, const Ids& b) {
    Ids result;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
    return result;
}

std::int64_t fingerprint(const Compiled& compiled) {
    text::Digest digest;
    const auto add = [&](std::string_view bytes) {
        digest.add(bytes);
        digest.add("\xff");
    };
    add(compiled.sql);
    for (const store::OwnedCell& parameter : compiled.parameters) {
        const store::Cell cell = parameter.view();
        add(fmt::format("{} {} {}", static_cast<int>(cell.type), cell.integer, cell.real));
        add(cell.text);
    }
    return static_cast<std::int64_t>(digest.value());
}

/// What the segments that a transaction concerns share: each asks for much the same.
class Concerned {
public:
    Concerned(store::Writer& writer, const std::vector<const Live*>& segments)
        : writer_(writer), settings_(writer.connection().settings()), calendar_(settings_, writer.info().at) {
        for (const Live* live : segments) segments_.push_back(live->segment.id.value);
    }

    /// The statement of a segment as of the transaction: `known`, which `compile` made when the segment was read.
    [[nodiscard]] Compiled statement(const Live& live, const Compiled& known,
                                     Compiled (*compile)(const bound::Query&, Types)) {
        if (live.on_time && !live.movable) return compile(bind(live), registered_types());
        Compiled result = known;
        if (live.on_time) move_to(result, calendar_);
        return result;
    }

    /// Whether a record was a member of a segment before: asked of all segments at once.
    [[nodiscard]] bool was_member(std::int64_t record, std::int64_t segment) {
        const auto [known, fresh] = member_of_.try_emplace(record);
        if (fresh) {
            store::Statement select = writer_.connection().prepare(
                "SELECT m.segment_id FROM json_each(?1) AS s CROSS JOIN segment_member AS m WHERE m.segment_id = s.value "
                "AND m.record_id = ?2");
            const std::string ids = json_of(segments_);
            select.bind_all(std::string_view(ids), record);
            known->second = read_ids(select);
        }
        return std::find(known->second.begin(), known->second.end(), segment) != known->second.end();
    }

    /// The query of a segment as of the transaction.
    [[nodiscard]] bound::Query bind(const Live& live) {
        store::Connection& connection = writer_.connection();
        if (!live.text) return prepare_segment(connection, live.segment, writer_.info().at);
        if (!environment_) environment_ = lasting_environment_of(connection, none_);
        return check(*live.text, *live.query.type, *environment_, {live.segment.name});
    }

    /// The records to which a way leads from `ids`; of more than can be asked, only some.
    const Ids& follow(const Compiled& way, const Ids& ids) {
        Compiled asked = way;
        asked.parameters.back() = store::OwnedCell(store::Cell::of(std::string_view(json_of(ids))));
        const auto known = std::find_if(followed_.begin(), followed_.end(),
                                        [&](const auto& each) { return each.first == asked; });
        if (known != followed_.end()) return known->second;
        Ids found;
        {
            store::Statement statement = asked.prepare(writer_.connection());
            while (statement.step() && static_cast<std::int64_t>(found.size()) <= most_asked)
                found.push_back(statement.integer(0));
        }
        return followed_.emplace_back(std::move(asked), std::move(found)).second;
    }

private:
    store::Writer& writer_;
    Settings settings_;
    Calendar calendar_;
    Ids segments_{};
    std::map<std::int64_t, Ids> member_of_{};
    const Parameters none_{};
    std::optional<Environment> environment_{};
    std::deque<std::pair<Compiled, Ids>> followed_{};
};

/// Keeps the members of one segment in one transaction.
class Keeper {
public:
    Keeper(store::Writer& writer, const Live& live)
        : connection_(writer.connection()), writer_(writer), live_(live), id_(live.segment.id.value) {}

    /// Everyone is asked.
    std::int64_t whole(const bound::Query& query) {
        const Ids now = everyone(query);
        return note(now, kept_members(connection_, live_.segment.id));
    }

    /// The members are gone. What is noted of them stays true, and what differs from it has happened now.
    void anew() {
        const Time now = writer_.info().at;
        const bound::Query query = prepare_segment(connection_, live_.segment, now);
        const Ids members = everyone(query);
        for_each(members, insert_member);
        Ids noted;
        {
            store::Statement select = connection_.prepare(
                "SELECT record_id, entered, max(id) FROM segment_change WHERE segment_id = ?1 GROUP BY record_id");
            select.bind(1, id_);
            while (select.step())
                if (select.integer(1) != 0) noted.push_back(select.integer(0));
        }
        changed(difference(noted, members), 0);
        changed(difference(members, noted), 1);
        set_clock(now, query);
    }

    /// A single record is asked.
    std::int64_t one(Concerned& concerned, Compiled compiled, std::int64_t asked) {
        compiled.parameters.back() = store::OwnedCell(store::Cell::of(asked));
        Ids now;
        {
            store::Statement statement = compiled.prepare(connection_);
            now = read_ids(statement);
        }
        return note(now, concerned.was_member(asked, id_) ? Ids{asked} : Ids{});
    }

    /// These are asked, in order of ids.
    std::int64_t few(Compiled compiled, const Ids& asked) {
        if (asked.empty()) return 0;
        const std::string ids = json_of(asked);
        compiled.parameters.back() = store::OwnedCell(store::Cell::of(std::string_view(ids)));
        Ids now;
        {
            store::Statement statement = compiled.prepare(connection_);
            now = read_ids(statement);
        }
        store::Statement select =
            connection_.prepare("SELECT record_id FROM segment_member WHERE segment_id = ?1 AND record_id IN "
                                "(SELECT value FROM json_each(?2)) ORDER BY record_id");
        select.bind_all(id_, std::string_view(ids));
        return note(now, read_ids(select));
    }

    /// What a transaction touched.
    void touched(Concerned& concerned) {
        const std::optional<Ids> asked = records_touched(concerned);
        if (asked && asked->empty()) return;
        if (!asked) {
            whole(concerned.bind(live_));
        } else if (asked->size() == 1) {
            one(concerned, concerned.statement(live_, live_.one, &compile_one), asked->front());
        } else {
            few(concerned.statement(live_, live_.few, &compile_few), *asked);
        }
    }

    /// The records whose answer the time between can change; nothing: anybody's.
    static std::optional<Ids> records_moved(store::Connection& connection, const bound::Query& before,
                                            const bound::Query& after) {
        const Types types = registered_types();
        if (before.next_rates != after.next_rates)
            return std::nullopt;  // amounts compare by other rates since
        const Dependence first = dependence_of(before, types);
        const Dependence second = dependence_of(after, types);
        if (first.leaves.size() != second.leaves.size()) return std::nullopt;
        Ids ids;
        for (std::size_t i = 0; i < first.leaves.size(); ++i) {
            const Moved moved = query::moved(first.leaves[i], second.leaves[i], *before.type, types);
            if (moved.all) return std::nullopt;
            const Leaf& leaf = first.leaves[i];
            if (leaf.steps != nullptr && !stepped(connection, *before.type, leaf, moved, ids))
                return std::nullopt;
            if (leaf.field == nullptr) continue;
            for (const auto& [low, high] : moved.stretches) {
                Compiled way =
                    compile_way_back(*before.type, leaf.hops, leaf.field->column, Given::between, types);
                way.parameters[way.parameters.size() - 2] = low;
                way.parameters.back() = high;
                store::Statement statement = way.prepare(connection);
                const Ids found = read_ids(statement);
                ids.insert(ids.end(), found.begin(), found.end());
            }
        }
        sort_unique(ids);
        return ids;
    }

    /// Adds the records with a step of a tracked field in the stretches that moved; false: too many to be asked.
    static bool stepped(store::Connection& connection, const RecordType& type, const Leaf& leaf,
                        const Moved& moved, Ids& ids) {
        const auto* history = std::get_if<bound::History>(&leaf.condition->form);
        const bool merged = history != nullptr && history->merged;
        Ids rows;
        const auto add = [&](store::Statement statement) {
            const Ids found = read_ids(statement);
            rows.insert(rows.end(), found.begin(), found.end());
        };
        for (const auto& [low, high] : moved.stretches) {
            store::Statement steps =
                connection.prepare("SELECT record_id FROM transition WHERE table_number = ?1 AND "
                                   "column_number = ?2 AND at BETWEEN ?3 AND ?4");
            steps.bind_all(leaf.stepping->number, leaf.steps->number, low.view(), high.view());
            add(std::move(steps));
            if (!merged) continue;
            // what a record was counts from when there was one until it was merged
            store::Statement losers = connection.prepare(fmt::format(
                "SELECT l.id FROM {0} AS l WHERE l.merged_into IS NOT NULL AND l.created_at BETWEEN ?3 AND ?4 UNION ALL "
                "SELECT l.id FROM {0} AS l CROSS JOIN merge_move AS v CROSS JOIN merge AS m WHERE l.merged_into IS NOT "
                "NULL AND v.table_number = ?1 AND v.row_id = l.id AND v.column_number = ?2 AND m.id = v.merge_id AND "
                "m.at BETWEEN ?3 AND ?4",
                records::quoted(leaf.stepping->table)));
            losers.bind_all(leaf.stepping->number, records::number::merged_into, low.view(), high.view());
            add(std::move(losers));
        }
        sort_unique(rows);
        if (static_cast<std::int64_t>(rows.size()) > most_asked) return false;
        if ((merged || !leaf.hops.empty()) && !rows.empty()) {
            Compiled way = compile_way_back(type, leaf.hops, "id", merged ? Given::survivors : Given::among,
                                            registered_types());
            const std::string json = json_of(rows);
            way.parameters.back() = store::OwnedCell(store::Cell::of(std::string_view(json)));
            store::Statement statement = way.prepare(connection);
            rows = read_ids(statement);
        }
        ids.insert(ids.end(), rows.begin(), rows.end());
        return true;
    }

    std::int64_t advance() {
        const std::optional<Time> clock = this->clock();
        const Time now = writer_.info().at;
        if (!clock || now <= *clock) return 0;
        const bound::Query query = prepare_segment(connection_, live_.segment, now);
        const auto moved =
            records_moved(connection_, prepare_segment(connection_, live_.segment, *clock), query);
        std::int64_t changes = 0;
        if (!moved || static_cast<std::int64_t>(moved->size()) > most_asked)
            changes = whole(query);
        else
            changes = few(compile_few(query, registered_types()), *moved);
        set_clock(now, query);
        return changes;
    }

    /// Brings it up to date where its query, or what that means, is another than it was.
    void reconcile() {
        const std::optional<Time> clock = this->clock();
        if (clock) {
            store::Statement select =
                connection_.prepare("SELECT fingerprint FROM segment_clock WHERE segment_id = ?1");
            select.bind(1, id_);
            const bound::Query then = prepare_segment(connection_, live_.segment, *clock);
            if (select.step() && select.integer(0) == fingerprint(compile_ids(then, registered_types())))
                return;
        }
        const Time now = writer_.info().at;
        const bound::Query query = prepare_segment(connection_, live_.segment, now);
        if (!clock) {  // made live now: it must bear being asked
            const store::WorkLimit bounded(connection_);
            whole(query);
        } else {
            whole(query);
        }
        set_clock(now, query);
    }

private:
    [[nodiscard]] Ids everyone(const bound::Query& query) const {
        const Compiled compiled = compile_ids(query, registered_types());
        store::Statement statement = compiled.prepare(connection_);
        Ids ids = read_ids(statement);
        sort_unique(ids);
        return ids;
    }

    [[nodiscard]] std::optional<Time> clock() const {
        store::Statement select = connection_.prepare("SELECT at FROM segment_clock WHERE segment_id = ?1");
        select.bind(1, id_);
        if (!select.step()) return std::nullopt;
        return Time{std::chrono::milliseconds(select.integer(0))};
    }

    void set_clock(Time now, const bound::Query& query) {
        connection_
            .prepare("INSERT OR REPLACE INTO segment_clock (segment_id, at, fingerprint) VALUES (?1, ?2, ?3)")
            .bind_all(id_, now.time_since_epoch().count(), fingerprint(compile_ids(query, registered_types())))
            .run();
    }

    /// The records that touched rows belong to; nothing when it may be anybody.
    [[nodiscard]] std::optional<Ids> records_touched(Concerned& concerned) const {
        if (live_.watched.everything)
            return std::nullopt;  // versions and times of change, which no change tells of
        const store::ChangedTables tables = writer_.changes().tables(live_.watched.watches);
        Ids records;
        for (const auto& [number, changes] : tables) {
            bool covered = false;
            for (const Route& route : live_.dependence.routes) {
                if (route.table != number) continue;
                covered = true;
                if (route.from == Route::From::any) return std::nullopt;
                if (route.from == Route::From::nobody) continue;
                store::IdRanges ranges;
                if (route.from == Route::From::owner) {
                    if (const auto owners = changes.owners.find(route.owner); owners != changes.owners.end())
                        ranges = owners->second;
                } else {
                    for (const auto* part : {&changes.inserted, &changes.updated, &changes.removed})
                        ranges.insert(ranges.end(), part->begin(), part->end());
                    store::merge_ranges(ranges);
                }
                if (!add(concerned, route, ranges, records)) return std::nullopt;
            }
            const bool watched =
                std::any_of(live_.watched.watches.begin(), live_.watched.watches.end(),
                            [&, table = number](const auto& watch) { return watch.table == table; });
            if (!covered && watched) return std::nullopt;
        }
        sort_unique(records);
        return records;
    }

    static bool add(Concerned& concerned, const Route& route, const store::IdRanges& ranges, Ids& records) {
        Ids ids;
        for (const auto& [first, last] : ranges) {
            if (last - first >= most_asked - static_cast<std::int64_t>(ids.size())) return false;
            for (std::int64_t id = first; id <= last; ++id) ids.push_back(id);
        }
        if (!route.way.sql.empty() && !ids.empty()) ids = concerned.follow(route.way, ids);
        if (static_cast<std::int64_t>(ids.size()) > most_asked) return false;
        records.insert(records.end(), ids.begin(), ids.end());
        return static_cast<std::int64_t>(records.size()) <= 4 * most_asked;
    }

    /// Writes what differs; gives how many.
    std::int64_t note(const Ids& now, const Ids& before) {
        const Ids entered = difference(now, before);
        const Ids left = difference(before, now);
        for_each(left, "DELETE FROM segment_member WHERE segment_id = ?1 AND record_id = ?2");
        for_each(entered, insert_member);
        changed(left, 0);
        changed(entered, 1);
        return static_cast<std::int64_t>(entered.size() + left.size());
    }

    void for_each(const Ids& records, std::string_view sql) {
        if (records.empty()) return;
        store::Statement statement = connection_.prepare(sql);
        for (const std::int64_t record : records) statement.bind_all(id_, record).run();
    }

    void changed(const Ids& records, int entered) {
        if (records.empty()) return;
        const std::int64_t seq = writer_.has_time_passed() ? 0 : writer_.info().seq;
        store::Statement change = connection_.prepare(
            "INSERT INTO segment_change (segment_id, record_id, entered, at, seq) VALUES (?1, ?2, ?3, ?4, ?5)");
        for (const std::int64_t record : records)
            change.bind_all(id_, record, entered, writer_.info().at.time_since_epoch().count(), seq).run();
    }

    static constexpr std::string_view insert_member =
        "INSERT INTO segment_member (segment_id, record_id) VALUES (?1, ?2)";

    store::Connection& connection_;
    store::Writer& writer_;
    const Live& live_;
    std::int64_t id_;
};

/// What is known of segments that are live no more is dropped.
void drop_others(store::Connection& connection, const Lives& lives) {
    Ids ids;
    for (const auto& live : lives) ids.push_back(live->segment.id.value);
    const std::string json = json_of(ids);
    for (const char* table : {"segment_member", "segment_change", "segment_clock"}) {
        store::Statement drop = connection.prepare(
            fmt::format("DELETE FROM {} WHERE segment_id NOT IN (SELECT value FROM json_each(?1))", table));
        drop.bind(1, std::string_view(json));
        drop.run();
    }
}

void refuse(const Live& live) {
    if (live.dependence.refusal.empty()) return;
    ErrorDetail detail;
    detail.record = fmt::format("segment '{}'", live.segment.name);
    detail.field = "live";
    detail.message_ja = fmt::format("セグメント「{}」は常時更新にできません", live.segment.name);
    throw Error(Code::invalid_value,
                fmt::format("the segment '{}' cannot be live: {}", live.segment.name, live.dependence.refusal),
                std::move(detail));
}

/// A clock that was ahead and is right again: who is asked now is asked as of a time before that of the others, so from then
/// on time has to move them.
void put_back_clocks(store::Writer& writer, const std::vector<const Live*>& asked) {
    if (std::none_of(asked.begin(), asked.end(), [](const Live* live) { return live->on_time; })) return;
    writer.connection()
        .prepare("UPDATE segment_clock SET at = ?1 WHERE at > ?1")
        .bind_all(writer.info().at.time_since_epoch().count())
        .run();
}

void keep(store::Writer& writer, const store::ChangedTables&) {
    store::Connection& connection = writer.connection();
    const store::Touched touched = writer.changes().touched();
    const bool defined = writer.settings_changed() || touched.concerns({record_type<Segment>().number}) ||
                         touched.concerns({record_type<kith::Field>().number});
    const auto lives = lives_of(connection, writer.core());
    if (defined) {
        drop_others(connection, *lives);
        for (const auto& live : *lives) {
            refuse(*live);
            if (live->problem.empty()) Keeper(writer, *live).reconcile();
        }
    }
    std::vector<const Live*> asked;
    for (const auto& live : *lives)
        if (live->problem.empty() && live->watched.concern(touched)) asked.push_back(live.get());
    if (asked.empty()) return;
    put_back_clocks(writer, asked);
    Concerned concerned(writer, asked);
    for (const Live* live : asked) Keeper(writer, *live).touched(concerned);
}

}  // namespace

store::DeriveStep live_step() {
    store::DeriveStep step;
    step.name = "segment_member";
    step.owns = {"segment_member"};
    step.of_time = true;
    step.after_journal = true;  // conditions on history
    step.derive = &keep;
    step.rebuild = [](store::Writer& writer) {
        for (const auto& live : *lives_of(writer.connection(), writer.core()))
            if (live->problem.empty()) Keeper(writer, *live).anew();
    };
    return step;
}

std::int64_t advance(store::Writer& writer) {
    writer.time_passed();
    std::int64_t changes = 0;
    for (const auto& live : *lives_of(writer.connection(), writer.core()))
        // what compares amounts may have rates that came since, and none that are still to come
        if (live->problem.empty() && (live->on_time || !live->query.exchanges.empty()))
            changes += Keeper(writer, *live).advance();
    return changes;
}

void check_live(store::Connection& connection, std::vector<Finding>& findings) {
    for (const Segment& segment : live_segments(connection)) {
        if (!segment.live) continue;
        store::Statement clock = connection.prepare("SELECT at FROM segment_clock WHERE segment_id = ?1");
        clock.bind(1, segment.id.value);
        if (!clock.step()) continue;  // of an older file, or broken: it is asked anew when it is mended
        Ids now;
        std::optional<Ids> moved;
        try {
            const bound::Query query = prepare_segment(connection, segment, connection.now());
            const Time then{std::chrono::milliseconds(clock.integer(0))};
            now = ids_of(connection, query);
            moved = Keeper::records_moved(connection, prepare_segment(connection, segment, then), query);
        } catch (const Error& error) {
            if (error.code() != Code::parse && error.code() != Code::limit) throw;
            continue;  // check_segments names it
        }
        if (!moved) continue;
        sort_unique(now);
        const Ids kept = kept_members(connection, segment.id);
        const auto report = [&](const Ids& ids, std::string_view what) {
            if (!ids.empty())
                findings.push_back({"segment", "segment_member",
                                    fmt::format("segment '{}': {} {}", segment.name, ids.size(), what)});
        };
        report(difference(difference(kept, now), *moved), "members are kept that its query does not give");
        report(difference(difference(now, kept), *moved), "members are missing that its query gives");
    }
}

bool keeps_members(store::Connection& connection, const Segment& segment, const bound::Query& query) {
    if (!segment.live) return false;
    store::Statement clock = connection.prepare("SELECT at FROM segment_clock WHERE segment_id = ?1");
    if (!clock.bind(1, segment.id.value).step() || !query.next_rates.empty()) return false;
    const Time kept{std::chrono::milliseconds(clock.integer(0))};
    if (!query.exchanges.empty() && !prepare_segment(connection, segment, kept).next_rates.empty())
        return false;  // other rates have come since
    const bound::Query later = prepare_segment(connection, segment, far_from(connection.now()));
    return compile_few(query, registered_types()) == compile_few(later, registered_types());
}

Compiled kept_statement(SegmentId segment) {
    return {"SELECT record_id FROM segment_member WHERE segment_id = ?1 ORDER BY record_id",
            {store::OwnedCell(store::Cell::of(segment.value))},
            {}};
}

std::vector<std::int64_t> kept_members(store::Connection& connection, SegmentId segment) {
    const Compiled compiled = kept_statement(segment);
    store::Statement select = compiled.prepare(connection);
    return read_ids(select);
}

}  // namespace kith::query
