#include "history/entries.hpp"

#include "history/values.hpp"
#include "records/plan.hpp"
#include "store/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace kith::history {

Change Entries::make(std::int64_t seq, ChangeAction action) {
    auto known = transactions_.find(seq);
    if (known == transactions_.end()) {
        Transaction transaction;
        store::Statement select = connection_.prepare("SELECT at, actor FROM change_txn WHERE seq = ?1");
        if (select.bind(1, seq).step())
            transaction = {Time{std::chrono::milliseconds(select.integer(0))}, select.string(1)};
        known = transactions_.emplace(seq, std::move(transaction)).first;
    }
    Change change;
    change.transaction = seq;
    change.at = known->second.at;
    change.actor = known->second.actor;
    change.action = action;
    return change;
}

store::OwnedCell Entries::after(const TableInfo& table, int position, std::int64_t row, std::int64_t seq) {
    const auto at = static_cast<std::size_t>(position);
    if (const int number = table.spec->column_numbers[at]; number != 0) {
        store::Statement next = connection_.prepare(
            "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 AND seq > ?4 "
            "ORDER BY seq LIMIT 1");
        next.bind_all(table.spec->number, number, row, seq);
        if (next.step()) return store::OwnedCell(next.cell(0));
    }
    const auto now = read_row(connection_, table, row);
    return now ? (*now)[at] : store::OwnedCell();
}

Cells Entries::row_after(const TableInfo& table, std::int64_t row, std::int64_t seq, bool removed) {
    Cells cells(table.spec->columns.size());
    if (removed) {
        store::Statement select = connection_.prepare(
            "SELECT column_number, old_value FROM change WHERE table_number = ?1 AND column_number > 0 AND row_id = ?2 "
            "AND seq = ?3");
        select.bind_all(table.spec->number, row, seq);
        while (select.step())
            if (const int at = table.numbered(static_cast<int>(select.integer(0))); at >= 0)
                cells[static_cast<std::size_t>(at)] = store::OwnedCell(select.cell(1));
        return cells;
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (table.spec->column_numbers[i] != 0) cells[i] = after(table, static_cast<int>(i), row, seq);
    return cells;
}

void Entries::add_row(const TableInfo& table, std::int64_t row, std::int64_t seq, ChangeAction action,
                      std::vector<Change>& into) {
    if (table.kind == TableKind::side) add_side(table, row, seq, action, into);
    if (table.kind != TableKind::record && table.kind != TableKind::element) return;
    Change change = make(seq, action);
    const Cells cells = row_after(table, row, seq, action == ChangeAction::removed);
    const Owner owner = owner_of(table, row, cells);
    if (owner.type == nullptr) return;
    change.record = {std::string(owner.type->name), owner.id};
    if (owner.element != nullptr) {
        change.field = owner.element->name;
        change.element = row;
        (action == ChangeAction::removed ? change.from : change.to) = Value(element_text(table, cells));
    }
    into.push_back(std::move(change));
}

// Long text that a record gets or loses is a change of its fields; what it came or went with says nothing of its own.
void Entries::add_side(const TableInfo& table, std::int64_t row, std::int64_t seq, ChangeAction action,
                       std::vector<Change>& into) {
    const bool removed = action == ChangeAction::removed;
    store::Statement together = connection_.prepare(
        "SELECT 1 FROM change WHERE seq = ?1 AND table_number = ?2 AND ((?4 AND column_number = 0 AND row_id = ?3) OR "
        "(NOT ?4 AND column_number IN (-1, -2) AND row_id <= ?3 AND old_value >= ?3))");
    if (together.bind_all(seq, table.type->number, row, removed ? 1 : 0).step()) return;
    const Cells cells = row_after(table, row, seq, removed);
    for (std::size_t at = 0; at < cells.size(); ++at) {
        const int position = static_cast<int>(at);
        Value value = table.fields[at] == nullptr ? Value() : column_value(table, position, cells[at].view());
        if (value.empty()) continue;
        Change change = make(seq, ChangeAction::changed);
        change.record = {std::string(table.type->name), row};
        change.field = field_name(table, {table.type, row, nullptr}, position);
        (removed ? change.from : change.to) = std::move(value);
        into.push_back(std::move(change));
    }
}

void Entries::add_cell(const TableInfo& table, int position, std::int64_t row, std::int64_t seq,
                       const store::Cell& old, std::vector<Change>& into) {
    if (table.kind == TableKind::engine || table.kind == TableKind::link || position == table.position)
        return;
    const store::OwnedCell now = after(table, position, row, seq);
    if (now.view() == old) return;
    Change change = make(seq, ChangeAction::changed);
    const Owner owner =
        owner_of(table, row, table.type != nullptr ? Cells() : row_after(table, row, seq, false));
    if (owner.type == nullptr) return;
    change.record = {std::string(owner.type->name), owner.id};
    change.field = field_name(table, owner, position);
    if (owner.element != nullptr) change.element = row;
    change.from = column_value(table, position, old);
    change.to = column_value(table, position, now.view());
    into.push_back(std::move(change));
}

void Entries::add_link(const LinkRow& row, std::int64_t seq, ChangeAction action, std::vector<Change>& into) {
    const TableInfo& table = row.table();
    Change change = make(seq, action);
    Value value;
    const std::vector<LinkEnd> ends = links_.ends(row);
    if (ends.empty()) return;
    LinkEnd owner = ends.back();
    if (const auto whose = links_.owner(row)) owner = *whose;
    if (!table.elements.empty()) {
        change.field = table.elements.front().element->name;
        for (const LinkEnd& end : ends)
            if (end.position != owner.position) value = Value(RecordRef{std::string(end.type->name), end.id});
    } else if (const int field = table.column("field_id"); field >= 0) {
        store::Statement key = connection_.prepare("SELECT key FROM field WHERE id = ?1");
        change.field = key.bind(1, row.id_at(field)).step() ? "field." + key.string(0) : "field";
        value = links_.value(row);
    } else {
        const bool tag = table.spec->name == "tagging";
        change.field = tag ? "tag" : "list";
        const int named = table.column(tag ? "tag_id" : "list_id");
        store::Statement name = connection_.prepare(tag ? "SELECT name FROM tag WHERE id = ?1"
                                                        : "SELECT name FROM list WHERE id = ?1");
        if (name.bind(1, row.id_at(named)).step()) value = Value(name.string(0));
        for (const LinkEnd& end : ends)
            if (end.position == table.column("record_id")) owner = end;
    }
    change.record = {std::string(owner.type->name), owner.id};
    (action == ChangeAction::removed ? change.from : change.to) = std::move(value);
    into.push_back(std::move(change));
}

void Entries::pair_up(std::vector<Change>& changes) {
    using Key = std::tuple<std::int64_t, RecordRef, std::string>;
    std::map<Key, std::vector<std::size_t>> links;  // entries of link rows by transaction, record and field
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Change& change = changes[i];
        if (change.element == 0 && change.action != ChangeAction::changed && !change.field.empty())
            links[{change.transaction, change.record, change.field}].push_back(i);
    }
    std::vector<bool> dropped(changes.size());
    for (const auto& [key, entries] : links) {
        const std::string& field = std::get<2>(key);
        const bool set = field == "tag" || field == "list" || field == "participant";
        // The same value out and in is no change; another value of a field is one change; another tag is two.
        for (const bool same : {true, false}) {
            if (set && !same) continue;
            for (const std::size_t out : entries) {
                if (dropped[out] || changes[out].action != ChangeAction::removed) continue;
                for (const std::size_t in : entries) {
                    if (dropped[in] || changes[in].action != ChangeAction::added) continue;
                    if (same && !(changes[out].from == changes[in].to)) continue;
                    dropped[in] = true;
                    dropped[out] = same;
                    changes[out].to = changes[in].to;
                    changes[out].action = ChangeAction::changed;
                    break;
                }
            }
        }
    }
    std::vector<Change> result;
    for (std::size_t i = 0; i < changes.size(); ++i)
        if (!dropped[i]) result.push_back(std::move(changes[i]));
    changes = std::move(result);
}

// one transaction --------------------------------------------------------------------------------------------------

std::vector<Change> Entries::of_transaction(std::int64_t seq, std::size_t limit) {
    std::vector<Change> changes;
    store::Statement select = connection_.prepare(
        "SELECT table_number, column_number, row_id, old_value, EXISTS (SELECT 1 FROM change d WHERE "
        "d.table_number = c.table_number AND d.column_number = 0 AND d.row_id = c.row_id AND d.seq = c.seq) "
        "FROM change c WHERE seq = ?1 ORDER BY table_number, row_id, column_number, part");
    select.bind(1, seq);
    while (changes.size() < limit && select.step()) {
        const TableInfo* table = table_info(static_cast<int>(select.integer(0)));
        if (table == nullptr) continue;
        const int column = static_cast<int>(select.integer(1));
        const std::int64_t row = select.integer(2);
        if (column == store::column::inserted || column == store::column::reinserted) {
            for (std::int64_t id = row; id <= select.integer(3) && changes.size() < limit; ++id)
                add_row(*table, id, seq, ChangeAction::added, changes);
        } else if (column == store::column::linked) {
            store::Statement links = connection_.prepare(fmt::format(
                "SELECT * FROM {} WHERE {} BETWEEN ?1 AND ?2 AND seq = ?3", records::quoted(table->spec->name),
                records::quoted(table->spec->columns[static_cast<std::size_t>(table->spec->owners.front())])));
            links.bind_all(row, select.integer(3), seq);
            while (changes.size() < limit && links.step())
                add_link(LinkRow::read(*table, links), seq, ChangeAction::added, changes);
            // Those that are gone again stand in the journal of their removal.
            store::Statement gone = connection_.prepare(
                "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = 0 AND row_id BETWEEN ?2 AND ?3 "
                "AND seq > ?4");
            gone.bind_all(table->spec->number, row, select.integer(3), seq);
            while (changes.size() < limit && gone.step()) {
                const auto link = LinkRow::parse(*table, gone.text(0));
                if (link && link->seq(links_.shape(*link)) == seq)
                    add_link(*link, seq, ChangeAction::added, changes);
            }
        } else if (column == store::column::removed && table->kind == TableKind::link) {
            const auto link = LinkRow::parse(*table, select.text(3));
            if (link && link->seq(links_.shape(*link)) != seq)
                add_link(*link, seq, ChangeAction::removed, changes);
        } else if (column == store::column::removed) {
            add_row(*table, row, seq, ChangeAction::removed, changes);
        } else if (select.integer(4) == 0) {
            if (const int at = table->numbered(column); at >= 0)
                add_cell(*table, at, row, seq, select.cell(3), changes);
        }
    }
    pair_up(changes);
    return changes;
}

// one record -------------------------------------------------------------------------------------------------------

void Entries::add_row_history(const TableInfo& table, std::int64_t row, std::vector<Change>& into) {
    for (const int kind : {store::column::inserted, store::column::reinserted}) {
        store::Statement ranges = connection_.prepare(
            "SELECT seq, old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id <= ?3 "
            "AND old_value >= ?3 ORDER BY row_id DESC");
        ranges.bind_all(table.spec->number, kind, row);
        // Fresh ranges are disjoint, so the first is the only one; a row can come back more than once.
        while (ranges.step()) {
            add_row(table, row, ranges.integer(0), ChangeAction::added, into);
            if (kind == store::column::inserted) break;
        }
    }
    std::set<std::int64_t> removals;
    {
        store::Statement removed = connection_.prepare(
            "SELECT seq FROM change WHERE table_number = ?1 AND column_number = 0 AND row_id = ?2");
        removed.bind_all(table.spec->number, row);
        while (removed.step()) removals.insert(removed.integer(0));
    }
    for (const std::int64_t seq : removals) add_row(table, row, seq, ChangeAction::removed, into);
    for (std::size_t i = 0; i < table.spec->columns.size(); ++i) {
        const int number = table.spec->column_numbers[i];
        if (number == 0) continue;
        store::Statement cells = connection_.prepare(
            "SELECT seq, old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3");
        cells.bind_all(table.spec->number, number, row);
        while (cells.step())
            if (removals.count(cells.integer(0)) == 0)
                add_cell(table, static_cast<int>(i), row, cells.integer(0), cells.cell(1), into);
    }
}

std::vector<std::int64_t> Entries::element_rows(const TableInfo& table, const ElementOf& part,
                                                std::int64_t owner) {
    std::set<std::int64_t> rows;
    store::Statement now =
        connection_.prepare(fmt::format("SELECT id FROM {} WHERE {} = ?1", records::quoted(table.spec->name),
                                        records::quoted(part.element->owner_column)));
    now.bind(1, owner);
    while (now.step()) rows.insert(now.integer(0));
    // Rows that were removed or moved away: their owner stands in the journal.
    const bool by_subject = table.spec->subject == part.owner;
    store::Statement gone = connection_.prepare(fmt::format(
        "SELECT row_id FROM change WHERE table_number = ?1 AND column_number = ?2 AND old_value = ?3{}",
        by_subject ? " AND subject = ?3" : ""));
    gone.bind_all(table.spec->number, part.element->owner_number, owner);
    while (gone.step()) rows.insert(gone.integer(0));
    return {rows.begin(), rows.end()};
}

void Entries::add_links(const RecordType& type, std::int64_t id, std::vector<Change>& into) {
    for (const Reference& reference : references_to(type)) {
        const TableInfo& table = *reference.table;
        if (table.kind != TableKind::link) continue;
        const bool owns = !table.elements.empty() && table.elements.front().owner == reference.column;
        if (!owns && reference.column != table.column("record_id")) continue;
        store::Statement now = connection_.prepare(fmt::format(
            "SELECT * FROM {} r WHERE {}", records::quoted(table.spec->name), reference.matches("?1")));
        now.bind(1, id);
        while (now.step()) {
            const LinkRow row = LinkRow::read(table, now);
            add_link(row, row.seq(links_.shape(row)), ChangeAction::added, into);
        }
        const bool leading = table.spec->owners.front() == reference.column;
        store::Statement gone = connection_.prepare(
            fmt::format("SELECT seq, old_value FROM change WHERE table_number = ?1 AND column_number = 0{}",
                        leading ? " AND row_id = ?2" : ""));
        gone.bind(1, table.spec->number);
        if (leading) gone.bind(2, id);
        while (gone.step()) {
            const auto row = LinkRow::parse(table, gone.text(1));
            if (!row || row->id_at(reference.column) != id) continue;
            const auto ends = links_.ends(*row);  // of this type, not of another one with the same number
            const bool meant = std::any_of(ends.begin(), ends.end(), [&](const LinkEnd& end) {
                return end.position == reference.column && end.type == &type;
            });
            const std::int64_t since = row->seq(links_.shape(*row));
            if (!meant || since == gone.integer(0)) continue;
            add_link(*row, since, ChangeAction::added, into);
            add_link(*row, gone.integer(0), ChangeAction::removed, into);
        }
    }
}

std::vector<Change> Entries::of_record(const RecordType& type, std::int64_t id, std::size_t limit) {
    std::vector<Change> changes;
    add_row_history(*table_info(type.number), id, changes);
    if (type.side_number != 0) add_row_history(*table_info(type.side_number), id, changes);
    for (const records::Element& element : type.elements) {
        if (element.link) continue;
        const TableInfo& table = *table_info(element.number);
        for (const ElementOf& part : table.elements) {
            if (part.type != &type) continue;
            std::vector<Change> found;
            for (const std::int64_t row : element_rows(table, part, id)) add_row_history(table, row, found);
            for (Change& change : found) {
                const RecordRef self{std::string(type.name), id};
                const RecordRef* from = change.from.as<RecordRef>();
                // What happened while it was this record's, and its leaving.
                if (change.record == self ||
                    (from != nullptr && *from == self && change.field == element.name))
                    changes.push_back(std::move(change));
            }
        }
    }
    add_links(type, id, changes);
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.transaction > b.transaction; });
    pair_up(changes);
    // What came before the horizon is not told, not even as what a row that is still there says of its own making.
    const std::int64_t first = store::first_kept(connection_);
    changes.erase(std::remove_if(changes.begin(), changes.end(),
                                 [&](const Change& change) { return change.transaction < first; }),
                  changes.end());
    if (changes.size() > limit) changes.resize(limit);
    return changes;
}

}  // namespace kith::history
