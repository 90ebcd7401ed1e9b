// What merges did to link rows, and what follows from it.
#include "history/merge_log.hpp"

#include <algorithm>

namespace kith::history {

namespace {

std::optional<LinkMove> read_move(const TableInfo& table, const store::Statement& select) {
    auto before = LinkRow::parse(table, select.text(1));
    if (!before) return std::nullopt;
    LinkMove move{select.integer(0), std::move(*before), {}, {}};
    if (!select.null(2)) move.after = LinkRow::parse(table, select.text(2));
    return move;
}

}  // namespace

MergeLog::Moves& MergeLog::moves(std::int64_t merge_id, const TableInfo& table) {
    const std::pair key(merge_id, table.spec->number);
    if (const auto known = moves_.find(key); known != moves_.end()) return known->second;
    Moves moves;
    if (const auto info = merge(merge_id)) {
        store::Statement select = connection_.prepare(
            "SELECT merge_id, old_value, new_value FROM merge_move WHERE merge_id = ?1 AND table_number = ?2 "
            "AND column_number = 0 ORDER BY part");
        select.bind_all(merge_id, table.spec->number);
        while (select.step()) {
            auto move = read_move(table, select);
            if (!move) continue;
            move->key = links_.key(move->after ? *move->after : with_survivor(move->before, *info));
            if (move->after) moves.brought[move->key].push_back(moves.all.size());
            moves.all.push_back(std::move(*move));
        }
    }
    return moves_.emplace(key, std::move(moves)).first->second;
}

const std::vector<LinkMove>& MergeLog::link_moves(std::int64_t merge_id, const TableInfo& table) {
    return moves(merge_id, table).all;
}

std::vector<LinkMove> MergeLog::brought(std::int64_t merge_id, const LinkRow& row) {
    const Moves& known = moves(merge_id, row.table());
    std::vector<LinkMove> found;
    if (const auto these = known.brought.find(links_.key(row)); these != known.brought.end())
        for (const std::size_t at : these->second) found.push_back(known.all[at]);
    return found;
}

std::optional<LinkRow> MergeLog::note(store::Writer& writer, std::int64_t merge, const LinkRow& before,
                                      std::optional<LinkRow> after) {
    const TableInfo& table = before.table();
    std::int64_t part = 0;
    {
        store::Statement entries = connection_.prepare(
            "SELECT merge_id, old_value, new_value FROM merge_move WHERE merge_id = ?1 AND table_number = ?2 "
            "AND column_number = 0 AND row_id = ?3");
        entries.bind_all(merge, table.spec->number, before.leading());
        while (entries.step()) {
            const auto known = read_move(table, entries);
            if (!known || known->after.has_value() != after.has_value() ||
                !links_.equal(known->before, before) || dormant({merge, known->before, {}, {}}))
                continue;
            return known->after;
        }
        store::Statement last =
            connection_.prepare("SELECT ifnull(max(part), 0) + 1 FROM merge_move WHERE merge_id = ?1");
        if (last.bind(1, merge).step()) part = last.integer(0);
    }
    if (after) after->set(links_.shape(*after).seq, own(writer.info().seq));
    const std::string from = before.json();
    const std::string to = after ? after->json() : std::string();
    writer.connection()
        .prepare(
            "INSERT INTO merge_move (merge_id, table_number, column_number, row_id, part, old_value, new_value) "
            "VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6)")
        .bind_all(merge, table.spec->number, before.leading(), part, std::string_view(from),
                  after ? store::Cell::of(std::string_view(to)) : store::Cell())
        .run();
    moves_.erase({merge, table.spec->number});
    return after;
}

// A link may have come through several merges: those into the record, and those into their losers.
void MergeLog::forget(store::Writer& writer, const TableInfo& table, const RecordType& type,
                      std::int64_t survivor, std::int64_t seq) {
    if (!forgotten_.emplace(&table, &type, survivor).second) return;
    std::vector<MergeInfo> merges;
    {
        store::Statement select =
            connection_.prepare("SELECT id, seq FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND seq < ?3");
        select.bind_all(type.number, survivor, seq);
        while (select.step()) merges.push_back({select.integer(0), &type, survivor, select.integer(1), 0});
    }
    for (const MergeInfo& into : merges) {
        std::vector<std::pair<std::string, std::string>> noted;
        for (const LinkMove& move : link_moves(into.id, table)) {
            // The number is in what was brought, and in what a further merge made of that.
            const auto written = [&](const LinkRow& row) { return row.seq(links_.shape(row)) == seq; };
            if (written(move.before) || (move.after && written(*move.after)))
                noted.emplace_back(move.before.json(), move.after ? move.after->json() : std::string());
        }
        for (const auto& [before, after] : noted)
            writer.connection()
                .prepare(
                    "DELETE FROM merge_move WHERE merge_id = ?1 AND table_number = ?2 AND column_number = 0 "
                    "AND old_value = ?3 AND ifnull(new_value, '') = ?4")
                .bind_all(into.id, table.spec->number, std::string_view(before), std::string_view(after))
                .run();
        if (!noted.empty()) moves_.erase({into.id, table.spec->number});
        for (const std::int64_t loser : losers(into)) forget(writer, table, type, loser, seq);
    }
}

LinkPlace MergeLog::locate(const LinkRow& row, std::int64_t after) {
    LinkPlace place;
    place.path.push_back(row);
    const int seq = links_.shape(row).seq;
    std::int64_t last = after;  // of the merges on the path
    while (true) {
        const LinkRow at = place.path.back();
        const auto is_it = [&](const LinkRow& there) {
            return links_.equal(there, at) &&
                   (there.id_at(seq) == at.id_at(seq) || !came_from_elsewhere(there, place.path, after));
        };
        place.stored = links_.find(at);
        if (place.stored && is_it(*place.stored)) {
            place.dropped = false;
            return place;
        }
        place.stored.reset();
        std::optional<LinkMove> next;
        for (LinkMove& move : taken_from(at, last)) {
            if (next && next->merge != move.merge) break;
            if (move.before.id_at(seq) < at.id_at(seq) || !is_it(move.before)) continue;
            // What was dropped may stand for itself since, and be dropped again.
            place.dropped = place.dropped || !move.after;
            if (!next || move.after) next = std::move(move);
        }
        if (!next || !next->after) return place;
        last = next->merge;
        place.path.push_back(std::move(*next->after));
    }
}

// The place had become free by then: somebody had taken away what stood there.
bool MergeLog::came_from_elsewhere(const LinkRow& row, const std::vector<LinkRow>& path, std::int64_t after) {
    const int seq = links_.shape(row).seq;
    for (const LinkEnd& end : links_.ends(row)) {
        if (!end.type->mergeable) continue;
        store::Statement merges = connection_.prepare(
            "SELECT id FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND id > ?3 AND undone_seq IS NULL");
        merges.bind_all(end.type->number, end.id, after);
        while (merges.step())
            for (const LinkMove& move : brought(merges.integer(0), row))
                if (move.after->id_at(seq) == row.id_at(seq) &&
                    (path.size() < 2 || !links_.same(move.before, path[path.size() - 2])))
                    return true;
    }
    return false;
}

std::optional<LinkRow> MergeLog::origin(const LinkRow& row, std::int64_t before, std::int64_t since) {
    if (!connection_.prepare("SELECT 1 FROM merge WHERE id < ?1 AND undone_seq > ?2")
             .bind_all(before, since)
             .step())
        return std::nullopt;
    bool made = false;
    auto from = origin(row, before, since, made);
    return made ? std::nullopt : std::move(from);
}

std::optional<LinkRow> MergeLog::origin(const LinkRow& row, std::int64_t before, std::int64_t since,
                                        bool& made) {
    std::optional<LinkRow> from;
    const int seq = links_.shape(row).seq;
    for (const LinkEnd& end : links_.ends(row)) {
        if (!end.type->mergeable) continue;
        store::Statement merges = connection_.prepare(
            "SELECT id, ifnull(undone_seq, 0) FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND id < ?3 ORDER BY id DESC");
        merges.bind_all(end.type->number, end.id, before);
        while (merges.step()) {
            const std::int64_t undone = merges.integer(1);
            if (undone != 0 && undone <= since) continue;  // was taken back by then: whatever it made
            for (const LinkMove& move : brought(merges.integer(0), row)) {
                if (!links_.equal(*move.after, row)) continue;
                // It says the same, but was there before.
                if (row.id_at(seq) < move.after->id_at(seq)) continue;
                // What made it may itself stand on something that was taken back.
                bool stands = false;
                auto first = origin(move.before, move.merge, since, stands);
                if (stands) first.reset();
                if (!first && undone == 0)
                    made = true;
                else if (!from)
                    from = first ? std::move(first) : move.before;
            }
        }
    }
    return from;
}

std::int64_t MergeLog::merged_by(const RecordType& type, std::int64_t id) {
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 "
        "AND o.row_id = ?2 AND o.column_number = ?3 AND m.undone_seq IS NULL LIMIT 1");
    select.bind_all(type.number, id, records::number::merged_into);
    return select.step() ? select.integer(0) : 0;
}

bool MergeLog::dormant(const LinkMove& move) {
    const auto info = merge(move.merge);
    if (origin(move.before, move.merge, info->seq)) return true;
    // Taken elsewhere by an earlier merge of a linked record, be it the loser or the survivor there. A row that says
    // the same but was written since carries another number.
    const int seq = links_.shape(move.before).seq;
    for (const LinkEnd& end : links_.ends(move.before)) {
        if (!end.type->mergeable) continue;
        std::vector<std::int64_t> merges{merged_by(*end.type, end.id)};
        store::Statement into = connection_.prepare(
            "SELECT id FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND id < ?3 AND undone_seq IS NULL");
        into.bind_all(end.type->number, end.id, move.merge);
        while (into.step()) merges.push_back(into.integer(0));
        for (const std::int64_t earlier : merges)
            if (earlier != 0 && earlier < move.merge)
                for (const LinkMove& other : link_moves(earlier, move.before.table()))
                    if (links_.equal(other.before, move.before) &&
                        other.before.id_at(seq) == move.before.id_at(seq))
                        return true;
    }
    return false;
}

std::vector<LinkMove> MergeLog::taken_from(const LinkRow& place, std::int64_t after) {
    const std::string wanted = links_.key(place);
    std::vector<LinkMove> taken;
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id, o.old_value, o.new_value FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id "
        "WHERE o.table_number = ?1 AND o.row_id = ?2 AND o.column_number = 0 AND o.merge_id > ?3 "
        "AND m.undone_seq IS NULL ORDER BY o.merge_id, o.part");
    select.bind_all(place.table().spec->number, place.leading(), after);
    while (select.step())
        if (auto move = read_move(place.table(), select); move && links_.key(move->before) == wanted)
            taken.push_back(std::move(*move));
    return taken;
}

std::optional<LinkRow> MergeLog::holder(const LinkRow& row, std::int64_t after) {
    for (LinkMove& move : taken_from(row, after))
        if (!dormant(move)) return std::move(move.before);
    if (displaced_by(row, after) != 0) return std::nullopt;
    const std::vector<int>& key = links_.shape(row).key;
    for (const LinkEnd& end : links_.ends(row))
        if (end.type->mergeable && std::find(key.begin(), key.end(), end.position) != key.end() &&
            merged_by(*end.type, end.id) != 0)
            return std::nullopt;
    return links_.find(row);
}

std::int64_t MergeLog::displaced_by(const LinkRow& row, std::int64_t after) {
    for (const LinkMove& move : taken_from(row, after))
        if (!move.after && links_.key(on_survivor(move)) == links_.key(row)) return move.merge;
    return 0;
}

std::optional<MergeInfo> MergeLog::taken_by(const LinkRow& row, std::int64_t after) {
    std::int64_t first = displaced_by(row, after);
    for (const LinkEnd& end : links_.ends(row)) {
        const std::int64_t by = end.type->mergeable ? merged_by(*end.type, end.id) : 0;
        if (by != 0 && (first == 0 || by < first)) first = by;
    }
    return first == 0 ? std::nullopt : merge(first);
}

LinkRow MergeLog::with_survivor(const LinkRow& row, const MergeInfo& merge) {
    const std::vector<std::int64_t> merged = losers(merge);
    LinkRow result = row;
    for (const LinkEnd& end : links_.ends(row))
        if (end.type == merge.type && std::find(merged.begin(), merged.end(), end.id) != merged.end())
            result.set(end.position, own(merge.survivor));
    return result;
}

bool MergeLog::links_itself(const LinkRow& row, const MergeInfo& merge) {
    const std::vector<LinkEnd> ends = links_.ends(row);
    return std::count_if(ends.begin(), ends.end(), [&](const LinkEnd& end) {
               return end.type == merge.type && end.id == merge.survivor;
           }) > 1;
}

std::optional<LinkRow> MergeLog::carried(const LinkRow& row, const MergeInfo& merge) {
    LinkRow result = with_survivor(row, merge);
    if (links_itself(result, merge) || links_.equal(result, row)) return std::nullopt;
    if (links_.key(result) != links_.key(row) && holder(result, merge.id)) return std::nullopt;
    return result;
}

std::optional<LinkMove> MergeLog::claim(const LinkRow& row, std::int64_t after) {
    const std::string wanted = links_.key(row);
    for (const LinkEnd& end : links_.ends(row)) {
        if (!end.type->mergeable) continue;
        std::vector<std::int64_t> merges;
        {
            store::Statement select = connection_.prepare(
                "SELECT id FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND id > ?3 AND undone_seq IS NULL ORDER BY id");
            select.bind_all(end.type->number, end.id, after);
            while (select.step()) merges.push_back(select.integer(0));
        }
        for (const std::int64_t merge_id : merges) {
            for (const LinkMove& move : link_moves(merge_id, row.table())) {
                if (move.key != wanted || (move.after && !links_.equal(*move.after, row))) continue;
                if (dormant(move)) continue;
                LinkMove found = move;
                found.after = on_survivor(move);
                if (!links_itself(*found.after, *merge(merge_id))) return found;
            }
        }
    }
    return std::nullopt;
}

LinkRow MergeLog::on_survivor(const LinkMove& move) {
    return move.after ? *move.after : with_survivor(move.before, *merge(move.merge));
}

}  // namespace kith::history
