// Taking back, part five: link rows (participants, tags, list members, custom values).
//
// The journal knows an inserted link row by the transaction's number in it, and a removed one by its whole content.
// A row that was removed and put back since carries another number: what the journal says about its removal leads
// to it.
#include "history/take_back.hpp"
#include "records/custom.hpp"
#include "records/plan.hpp"
#include "records/savepoint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::history {

using records::Savepoint;

namespace {

constexpr int page_links = 500;

std::string kept_name(const LinkRow& row, const std::string& key) { return row.table().spec->name + key; }

/// The columns by which link rows belong to a record, with what tells whose they are.
std::vector<std::pair<const RecordType*, const Reference*>> owners_of(const TableInfo& table) {
    std::vector<std::pair<const RecordType*, const Reference*>> owners;
    for (const TableInfo& records : all_tables()) {
        if (records.kind != TableKind::record) continue;
        for (const Reference& reference : references_to(*records.type)) {
            if (reference.table != &table) continue;
            const bool element = !table.elements.empty() && table.elements.front().owner == reference.column;
            if (element || reference.column == table.column("record_id"))
                owners.emplace_back(records.type, &reference);
        }
    }
    return owners;
}

std::string leading_column(const TableInfo& table) {
    return records::quoted(table.spec->columns[static_cast<std::size_t>(table.spec->owners.front())]);
}

}  // namespace

// The place of this link was left. A later merge in force brought such a link too, or would have: that one moves in.
// What an earlier one brought was gone by then.
bool TakeBack::refill(const LinkRow& left) {
    const auto claim = log_.claim(left, merge_ ? merge_->id : before_ - 1);
    if (!claim || log_.holder(*claim->after, claim->merge)) return false;
    bring(*claim);
    return true;
}

// From now on the merge has brought this link, which it had dropped or would have brought.
void TakeBack::bring(const LinkMove& move) {
    restore_link(*log_.note(writer_, move.merge, move.before, log_.on_survivor(move)), move.merge);
}

void TakeBack::remove_link(const LinkRow& row) {
    links_.remove(writer_, row);
    ++outcome_.restored;
    if (const auto owner = links_.owner(row)) touch(*owner->type, owner->id, false);
}

// Of a tag or list in the trash the one that has its name now; 0: none.
std::int64_t TakeBack::namesake(const RecordType& type, std::int64_t id) {
    const auto name = std::find_if(type.fields.begin(), type.fields.end(),
                                   [](const records::Field& field) { return field.is(records::unique); });
    if (name == type.fields.end()) return 0;
    store::Statement select = connection_.prepare(
        fmt::format("SELECT o.id FROM {0} t JOIN {0} o ON o.{1} = t.{1} AND o.deleted_at IS NULL "
                    "WHERE t.id = ?1 AND t.deleted_at IS NOT NULL",
                    records::quoted(type.table), records::quoted(name->column)));
    return select.bind(1, id).step() ? select.integer(0) : 0;
}

// Puts a removed link back to where it stood after merge `after`. Later merges in force take it along as they would
// have, had it been there, and note it: so it comes back again with what else they took.
void TakeBack::restore_link(LinkRow row, std::int64_t after) {
    // A tag or list that cannot leave the trash, because its name came back into use: who had it has that one now.
    if (row.table().column("kind") >= 0)
        for (const LinkEnd& end : links_.ends(row))
            if (end.position != row.table().column("record_id"))
                if (const std::int64_t heir = namesake(*end.type, end.id); heir != 0)
                    row.set(end.position, own(heir));
    LinkRow now = row;
    for (const LinkEnd& end : links_.ends(row)) {
        const std::int64_t id = resolved(*end.type, end.id);
        if (id == 0) {
            keep(row, fmt::format("{} {} is gone since", end.type->name, end.id));
            return;
        }
        now.set(end.position, own(id));
    }
    if (const auto there = log_.holder(row, after)) {
        if (!links_.equal(*there, row) && !links_.equal(*there, now)) keep(row, "it was changed since");
        return;
    }
    while (const auto merge = log_.taken_by(row, after)) {
        auto taken = log_.note(writer_, merge->id, row, log_.carried(row, *merge));
        if (!taken) return;
        row = std::move(*taken);
        after = merge->id;
    }
    try {
        links_.check(row);
    } catch (const Error& error) {
        if (error.code() != Code::invalid_value && error.code() != Code::invalid_argument) throw;
        keep(row, error.what());
        return;
    }
    const auto owner = links_.owner(row);
    if (row.table().column("field_id") >= 0 && owner) {
        Savepoint savepoint(writer_);
        try {
            links_.insert(writer_, row);
            records::check_custom_unique(writer_, *owner->type, owner->id);
        } catch (const Error& error) {
            if (error.code() != Code::not_unique) throw;
            keep(row, "another record has this value now");
            return;
        }
        savepoint.release();
    } else {
        links_.insert(writer_, row);
    }
    ++outcome_.restored;
    if (owner) touch(*owner->type, owner->id, false);
}

// merges -----------------------------------------------------------------------------------------------------------

// First everything that the merge brought goes, then comes back what it took, then places that stay free are filled.
// Several links may have been brought to one place, by what was taken back and done again in between: all come back.
void TakeBack::restore_merge_links() {
    for (const TableInfo& table : all_tables()) {
        if (table.kind != TableKind::link) continue;
        const std::vector<LinkMove> moves = log_.link_moves(merge_->id, table);
        std::vector<LinkRow> back;
        std::vector<LinkPlace> places;
        // Both dropped and brought: it took the place of another one that was taken back, and may have lost it again.
        const auto dropped_too = [&](const LinkMove& brought) {
            return std::any_of(moves.begin(), moves.end(), [&](const LinkMove& move) {
                return !move.after && links_.equal(move.before, brought.before);
            });
        };
        for (auto move = moves.rbegin(); move != moves.rend(); ++move) {
            if (log_.dormant(*move)) continue;
            if (move->after) {
                LinkPlace place = log_.locate(*move->after, merge_->id);
                if (!place.stored && !place.dropped) {  // it is not there as it was
                    if (!dropped_too(*move)) keep(move->before, "it was removed or changed since");
                    continue;
                }
                places.push_back(std::move(place));
            }
            back.push_back(move->before);
        }
        for (const LinkPlace& place : places)
            if (place.stored && links_.find(*place.stored)) remove_link(*place.stored);
        for (const LinkRow& row : back) restore_link(row, merge_->id);
        // The places, here and in later merges, that may be free by this.
        for (const LinkPlace& place : places)
            for (const LinkRow& left : place.path) refill(left);
    }
}

// transactions -------------------------------------------------------------------------------------------------------

void TakeBack::find_gone_links() {
    if (!later_ && !has_merges_) return;
    struct Gone {
        LinkRow row;
        bool at_once;  // the transaction removed it itself
    };
    std::vector<Gone> gone;
    {
        store::Statement select = connection_.prepare(
            "SELECT c.table_number, c.old_value, c.seq FROM change i JOIN change c ON c.table_number = i.table_number "
            "AND c.column_number = 0 AND c.row_id BETWEEN i.row_id AND i.old_value AND c.seq >= ?1 AND c.seq < ?2 "
            "WHERE i.seq = ?1 AND i.column_number = -3");
        select.bind_all(seq_, writer_.info().seq);
        while (select.step()) {
            const TableInfo* table = table_info(static_cast<int>(select.integer(0)));
            if (table == nullptr || table->kind != TableKind::link) continue;
            auto row = LinkRow::parse(*table, select.text(1));
            if (row && row->seq(links_.shape(*row)) == seq_)
                gone.push_back({std::move(*row), select.integer(2) == seq_});
        }
    }
    for (const auto& [row, at_once] : gone) {
        for (const LinkEnd& end : links_.ends(row))
            if (end.type->mergeable) log_.forget(writer_, row.table(), *end.type, end.id, seq_);
        const LinkPlace place = log_.locate(row, before_ - 1);
        const std::int64_t number = place.stored ? place.stored->seq(links_.shape(*place.stored)) : 0;
        // What the transaction removed itself is there again only if taking back its merges has just brought it.
        if (at_once && number != writer_.info().seq) continue;
        if (place.stored) {
            if (number == seq_) continue;
            remove_link(*place.stored);
            if (!refill(*place.stored)) found_again_.push_back(*place.stored);
        } else if (!place.dropped) {
            vanished_.insert(kept_name(row, links_.key(row)));
        }
    }
}

bool TakeBack::owner_kept(const LinkRow& row) {
    const auto kept = [&](const RecordType& type, std::int64_t id) {
        return connection_.prepare("SELECT 1 FROM temp.undo_kept WHERE table_number = ?1 AND row_id = ?2")
            .bind_all(type.number, id)
            .step();
    };
    for (const auto& [type, reference] : owners_of(row.table()))
        for (const LinkEnd& end : links_.ends(row))
            if (end.position == reference->column && end.type == type && kept(*type, end.id)) return true;
    return false;
}

// Of the links that stood under another number, those of records that stay go back. What they need must then stay too.
std::int64_t TakeBack::restore_kept_links() {
    std::vector<LinkRow> gone;
    gone.swap(found_again_);
    std::int64_t kept = 0;
    for (LinkRow& row : gone) {
        if (!owner_kept(row)) {
            found_again_.push_back(std::move(row));
            continue;
        }
        const std::size_t removed = outcome_.restored;
        restore_link(row, before_ - 1);
        if (outcome_.restored > removed) outcome_.restored = removed - 1;  // it has never gone
        ++kept;
    }
    return kept;
}

// Links that a later merge dropped because one of the transaction's was there: they take its place.
void TakeBack::find_successors() {
    std::vector<std::pair<std::int64_t, const TableInfo*>> found;
    {
        store::Statement select = connection_.prepare(
            "SELECT DISTINCT m.id, c.table_number FROM change c JOIN merge m ON m.id >= ?2 AND m.undone_seq IS NULL "
            "WHERE c.seq = ?1 AND c.column_number = -3");
        select.bind_all(seq_, before_);
        while (select.step())
            found.emplace_back(select.integer(0), table_info(static_cast<int>(select.integer(1))));
    }
    for (const auto& [merge, table] : found)
        for (const LinkMove& move : log_.link_moves(merge, *table)) {
            if (move.after) continue;
            const auto stored = links_.find(log_.on_survivor(move));
            if (stored && stored->seq(links_.shape(*stored)) == seq_) successors_.push_back(move);
        }
}

void TakeBack::remove_inserted_links() {
    for (const TableInfo& table : all_tables())
        if (table.kind == TableKind::link) remove_inserted_links(table);
    for (const LinkMove& move : successors_) bring(move);
}

// What the transaction wrote into the log of merges goes with the links that it put on their survivors.
void TakeBack::forget_notes(const TableInfo& table, std::int64_t first, std::int64_t last) {
    for (const TableInfo& records : all_tables()) {
        if (records.kind != TableKind::record || !records.type->mergeable) continue;
        for (const Reference& reference : references_to(*records.type)) {
            if (reference.table != &table) continue;
            std::vector<std::int64_t> survivors;
            {
                store::Statement select = connection_.prepare(fmt::format(
                    "SELECT DISTINCT m.survivor_id FROM {} r JOIN merge m ON m.kind = {} AND {} WHERE r.seq = ?1 "
                    "AND r.{} BETWEEN ?2 AND ?3 AND m.seq < ?1",
                    records::quoted(table.spec->name), records.type->number,
                    reference.matches("m.survivor_id"), leading_column(table)));
                select.bind_all(seq_, first, last);
                while (select.step()) survivors.push_back(select.integer(0));
            }
            for (const std::int64_t id : survivors) log_.forget(writer_, table, *records.type, id, seq_);
        }
    }
}

void TakeBack::remove_inserted_links(const TableInfo& table) {
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    {
        store::Statement select = connection_.prepare(
            "SELECT row_id, old_value FROM change WHERE seq = ?1 AND table_number = ?2 AND column_number = -3");
        select.bind_all(seq_, table.spec->number);
        while (select.step()) ranges.emplace_back(select.integer(0), select.integer(1));
    }
    if (ranges.empty()) return;
    for (const auto& [first, last] : ranges) forget_notes(table, first, last);
    const std::string name = records::quoted(table.spec->name);
    const auto owners = owners_of(table);
    std::string mine = fmt::format("r.seq = ?1 AND r.{} BETWEEN ?2 AND ?3", leading_column(table));
    // The links of a new record that stays, stay.
    for (const auto& [type, reference] : owners) {
        const std::string column =
            records::quoted(table.spec->columns[static_cast<std::size_t>(reference->column)]);
        mine += fmt::format(" AND NOT ({}EXISTS (SELECT 1 FROM temp.undo_kept k WHERE k.table_number = {} "
                            "AND k.row_id = r.{}))",
                            reference->condition.empty() ? "" : reference->condition + " AND ", type->number,
                            column);
    }
    const bool counts = !table.elements.empty() || table.column("field_id") >= 0;  // as a change of its owner
    for (const auto& [first, last] : ranges) {
        Savepoint spilling(writer_);
        if (counts)
            for (const auto& [type, reference] : owners) {
                const std::string column =
                    records::quoted(table.spec->columns[static_cast<std::size_t>(reference->column)]);
                connection_
                    .prepare(fmt::format(
                        "INSERT OR IGNORE INTO temp.undo_touched SELECT DISTINCT {0}, r.{1}, 0 FROM {2} r "
                        "WHERE {3}{4}",
                        type->number, column, name, mine,
                        reference->condition.empty() ? "" : " AND " + reference->condition))
                    .bind_all(seq_, first, last)
                    .run();
            }
        connection_.prepare(fmt::format("DELETE FROM {} AS r WHERE {}", name, mine))
            .bind_all(seq_, first, last)
            .run();
        outcome_.restored += static_cast<std::size_t>(connection_.changes());
        spilling.release();
    }
}

void TakeBack::restore_links() {
    int table = 0;
    std::int64_t row = 0;
    std::int64_t part = 0;
    while (true) {
        std::vector<LinkRow> page;
        std::size_t read = 0;
        {
            store::Statement select = connection_.prepare(fmt::format(
                "SELECT table_number, row_id, part, old_value FROM temp.undo_cell WHERE column_number = 0 "
                "AND part > 0 AND (table_number, row_id, part) > (?1, ?2, ?3) "
                "ORDER BY table_number, row_id, part LIMIT {}",
                page_links));
            select.bind_all(table, row, part);
            while (select.step()) {
                ++read;
                table = static_cast<int>(select.integer(0));
                row = select.integer(1);
                part = select.integer(2);
                const TableInfo* info = table_info(table);
                if (info == nullptr || info->kind != TableKind::link) continue;
                if (auto link = LinkRow::parse(*info, select.text(3))) page.push_back(std::move(*link));
            }
        }
        if (read == 0) return;
        Savepoint spilling(writer_);
        for (const LinkRow& link : page) {
            if (link.seq(links_.shape(link)) == seq_)
                continue;  // inserted and removed by the transaction itself
            if (vanished_.count(kept_name(link, links_.key(link))) > 0) {
                const auto stored = links_.find(link);
                if (!stored || !links_.equal(*stored, link)) keep(link, "it was removed or changed since");
                continue;
            }
            const auto origin = older_undone_ ? log_.origin(link, before_, seq_) : std::optional<LinkRow>();
            restore_link(origin ? *origin : link, before_ - 1);
        }
        spilling.release();
    }
}

// A copied column (a participant's time) follows what the undo did to its record.
void TakeBack::follow_copies(const RecordType& type, std::int64_t id) {
    for (const records::Element& element : type.elements) {
        if (element.copied_column.empty()) continue;
        const TableInfo& table = *table_info(element.table);
        std::vector<LinkRow> stale;
        {
            store::Statement select = connection_.prepare(fmt::format(
                "SELECT l.* FROM {} l JOIN {} r ON r.id = l.{} WHERE r.id = ?1 AND l.{} IS NOT r.{}",
                records::quoted(element.table), records::quoted(type.table),
                records::quoted(element.owner_column), records::quoted(element.copied_column),
                records::quoted(element.copied_column)));
            select.bind(1, id);
            while (select.step()) stale.push_back(LinkRow::read(table, select));
        }
        for (const LinkRow& row : stale) {
            links_.remove(writer_, row);
            links_.insert(writer_, row);
        }
    }
}

void TakeBack::keep(const LinkRow& row, std::string reason) {
    if (const auto owner = links_.whose(row))
        keep(*owner->type, owner->id, links_.field_name(row), std::move(reason));
}

}  // namespace kith::history
