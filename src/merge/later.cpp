#include "merge/later.hpp"

#include "history/values.hpp"
#include "records/plan.hpp"
#include "records/verbs.hpp"
#include "store/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace kith::merge {

using history::Bond;
using history::LinkRow;
using history::MergeInfo;
using history::Reference;
using history::TableInfo;
using history::TableKind;

namespace {

constexpr std::int64_t unknown_since = std::numeric_limits<std::int64_t>::max();

/// True for a column by which a row is a child. A custom value is a field of its record, and where a record came from and
/// what was decided about it is bookkeeping.
bool makes_child(const Reference& reference) {
    const TableInfo& table = *reference.table;
    switch (reference.bond) {
        case Bond::part: return table.kind == TableKind::element;
        case Bond::field: return true;
        case Bond::link: return table.column("field_id") < 0 || reference.column != table.column("record_id");
        case Bond::merged:
        case Bond::bookkeeping: break;
    }
    return false;
}

}  // namespace

Later::Later(store::Connection& connection, history::Links& links, history::MergeLog& log,
             const MergeInfo& merge)
    : connection_(connection),
      links_(links),
      log_(log),
      merge_(merge),
      partial_(store::first_kept(connection) > merge.seq + 1) {
    find_stays();
    find_apart();
}

// Upwards from the survivor through the merges that took it along.
void Later::find_stays() {
    const auto at = [&](std::int64_t seq) {
        store::Statement select = connection_.prepare("SELECT at FROM change_txn WHERE seq = ?1");
        return select.bind(1, seq).step() ? select.integer(0) : std::int64_t{0};
    };
    store::Statement own = connection_.prepare("SELECT at FROM merge WHERE id = ?1");
    own.bind(1, merge_.id).step();
    stays_.push_back({merge_.survivor, merge_.seq, own.integer(0)});
    while (const std::int64_t by = log_.merged_by(*merge_.type, stays_.back().record)) {
        const std::int64_t since = std::max(stays_.back().since, log_.in_force_since(by));
        stays_.push_back({log_.merge(by)->survivor, since, std::max(stays_.back().at, at(since))});
    }
}

void Later::find_apart() {
    std::int64_t from = 0;
    for (const auto& [seq, undone] : log_.turns(merge_.id)) {
        if (undone)
            from = seq;
        else
            apart_.emplace_back(from, seq);
    }
}

const Later::Stay* Later::stay_at(std::int64_t record) const {
    const auto found =
        std::find_if(stays_.begin(), stays_.end(), [&](const Stay& stay) { return stay.record == record; });
    return found == stays_.end() ? nullptr : &*found;
}

// While the merge was taken back, what came to the survivor was its own.
std::optional<std::int64_t> Later::unless_apart(std::int64_t seq) const {
    for (const auto& [from, to] : apart_)
        if (seq > from && seq < to) return std::nullopt;
    return seq == unknown_since ? 0 : seq;
}

std::vector<Gained> Later::find() {
    std::vector<Gained> found;
    for (const Reference& reference : history::references_to(*merge_.type)) {
        if (!makes_child(reference)) continue;
        if (reference.table->kind == TableKind::link)
            find_links(reference, found);
        else
            find_rows(reference, found);
    }
    return found;
}

// rows -------------------------------------------------------------------------------------------------------------

void Later::find_rows(const Reference& reference, std::vector<Gained>& found) {
    const TableInfo& table = *reference.table;
    // Losers stay as they were when they were merged.
    const bool losers = table.type != nullptr && table.type->mergeable;
    std::vector<std::int64_t> ids;
    {
        store::Statement select = connection_.prepare(
            fmt::format("SELECT id FROM {} r WHERE {}{} ORDER BY id", records::quoted(table.spec->name),
                        reference.matches("?1"), losers ? " AND r.merged_into IS NULL" : ""));
        select.bind(1, holder());
        while (select.step()) ids.push_back(select.integer(0));
    }
    for (const std::int64_t id : ids)
        if (const auto seq = gained(table, reference.column, id))
            found.push_back({&reference, id, std::nullopt, *seq});
}

std::optional<std::int64_t> Later::gained(const TableInfo& table, int column, std::int64_t row) {
    const std::int64_t put = put_on(table, column, row);
    const Stay* stay = stay_at(put);
    if (stay == nullptr) return std::nullopt;
    std::vector<Step> held = steps(table, column, row);
    held.front().seq = born(table, row, *stay);
    const auto first = std::find_if(held.begin(), held.end(), [&](const Step& step) {
        return step.id == put &&
               !was_carried(table, column, row, put, &step == &held.front() ? merge_.seq : step.seq);
    });
    const std::int64_t seq = first == held.end() ? unknown_since : first->seq;
    if (seq <= stay->since) return std::nullopt;  // it was there
    return unless_apart(seq);
}

// The record that a host put the row on, before merges in force took it along; 0 when this merge did, or one chose it.
std::int64_t Later::put_on(const TableInfo& table, int column, std::int64_t row) {
    const int number = table.spec->column_numbers[static_cast<std::size_t>(column)];
    std::int64_t at = holder();
    while (true) {
        const history::Brought brought = log_.brought_to(table, number, row, at, 0);
        if (brought.merge == 0) return at;
        if (brought.merge == merge_.id || brought.from == 0) return 0;
        at = brought.from;
    }
}

// True when a merge had brought the row there: just at `seq`, or before this merge was made and has been taken back since.
bool Later::was_carried(const TableInfo& table, int column, std::int64_t row, std::int64_t to,
                        std::int64_t seq) {
    store::Statement select = connection_.prepare(
        "SELECT 1 FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 "
        "AND o.row_id = ?2 AND o.column_number = ?3 AND o.new_value = ?4 AND o.old_value <> ?4 "
        "AND (m.seq = ?5 OR (m.seq < ?5 AND ?5 = ?6 AND m.undone_seq > ?5)) LIMIT 1");
    select.bind_all(table.spec->number, row, table.spec->column_numbers[static_cast<std::size_t>(column)], to,
                    seq, merge_.seq);
    return select.step();
}

// What the column held since the merge, oldest first; the first step says what it held before the journal knows more.
std::vector<Later::Step> Later::steps(const TableInfo& table, int column, std::int64_t row) {
    store::Statement select = connection_.prepare(
        "SELECT seq, old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 "
        "AND seq > ?4 ORDER BY seq");
    select.bind_all(table.spec->number, table.spec->column_numbers[static_cast<std::size_t>(column)], row,
                    merge_.seq);
    std::vector<Step> held{{0, 0}};
    while (select.step()) {
        held.back().id = select.null(1) ? 0 : select.integer(1);
        held.push_back({select.integer(0), 0});
    }
    held.back().id = holder();
    return held;
}

// The transaction that added the row; where the journal does not say, 0 for one that was there.
std::int64_t Later::born(const TableInfo& table, std::int64_t row, const Stay& stay) {
    store::Statement select = connection_.prepare(
        "SELECT seq, old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id <= ?3 "
        "ORDER BY row_id DESC LIMIT 1");
    select.bind_all(table.spec->number, store::column::inserted, row);
    if (select.step() && select.integer(1) >= row) return select.integer(0);
    if (!partial_ || table.kind != TableKind::record) return 0;
    store::Statement created = connection_.prepare(
        fmt::format("SELECT created_at FROM {} WHERE id = ?1", records::quoted(table.spec->name)));
    return created.bind(1, row).step() && created.integer(0) > stay.at ? unknown_since : 0;
}

// links ------------------------------------------------------------------------------------------------------------

void Later::find_links(const Reference& reference, std::vector<Gained>& found) {
    const TableInfo& table = *reference.table;
    std::vector<LinkRow> rows;
    {
        store::Statement select = connection_.prepare(fmt::format(
            "SELECT * FROM {} r WHERE {}", records::quoted(table.spec->name), reference.matches("?1")));
        select.bind(1, holder());
        while (select.step()) rows.push_back(LinkRow::read(table, select));
    }
    for (LinkRow& row : rows)
        if (const auto seq = gained(row, reference.column))
            found.push_back({&reference, 0, std::move(row), *seq});
}

// Rows carry the number of the transaction that wrote them; what a row said before it was written anew is in the journal.
std::optional<std::int64_t> Later::gained(const LinkRow& stored, int column) {
    LinkRow row = stored;
    std::int64_t merge = 0;
    while (auto before = brought_from(row, column, merge)) {
        if (merge == merge_.id) return std::nullopt;
        row = std::move(*before);
    }
    const Stay* stay = stay_at(row.id_at(column));
    if (stay == nullptr) return std::nullopt;
    const int seq = links_.shape(row).seq;
    std::int64_t first = row.id_at(seq);
    for (const LinkRow& former : removed(row.table(), row.leading()))
        if (links_.same(former, row) && !was_carried(former, column))
            first = std::min(first, former.id_at(seq));
    if (first <= stay->since) return std::nullopt;
    return unless_apart(first);
}

// The row that a merge in force made into this one.
std::optional<LinkRow> Later::brought_from(const LinkRow& row, int column, std::int64_t& merge) {
    const int seq = links_.shape(row).seq;
    store::Statement into = connection_.prepare(
        "SELECT id FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND undone_seq IS NULL ORDER BY id DESC");
    into.bind_all(merge_.type->number, row.id_at(column));
    while (into.step()) {
        for (history::LinkMove& move : log_.brought(into.integer(0), row)) {
            if (row.id_at(seq) < move.after->id_at(seq)) continue;
            if (move.before.id_at(column) == row.id_at(column) || log_.dormant(move)) continue;
            merge = into.integer(0);
            return std::move(move.before);
        }
    }
    return std::nullopt;
}

bool Later::was_carried(const LinkRow& former, int column) {
    const int seq = links_.shape(former).seq;
    store::Statement into = connection_.prepare("SELECT id FROM merge WHERE kind = ?1 AND survivor_id = ?2");
    into.bind_all(merge_.type->number, former.id_at(column));
    while (into.step()) {
        const auto moves = log_.brought(into.integer(0), former);
        if (std::any_of(moves.begin(), moves.end(), [&](const history::LinkMove& move) {
                return move.after->id_at(seq) == former.id_at(seq);
            }))
            return true;
    }
    return false;
}

const std::vector<LinkRow>& Later::removed(const TableInfo& table, std::int64_t leading) {
    const auto [known, fresh] = removed_.try_emplace({table.spec->number, leading});
    if (!fresh) return known->second;
    store::Statement select = connection_.prepare(
        "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 AND seq > ?4");
    select.bind_all(table.spec->number, store::column::removed, leading, merge_.seq);
    while (select.step())
        if (auto row = LinkRow::parse(table, select.text(0))) known->second.push_back(std::move(*row));
    return known->second;
}

// for the host -----------------------------------------------------------------------------------------------------

LaterChild Later::describe(const Gained& gained) {
    LaterChild child;
    child.table = gained.reference->table->spec->name;
    child.transaction = gained.seq;
    child.owner = holder();
    if (gained.link)
        describe_link(gained, child);
    else
        describe_row(gained, child);
    return child;
}

void Later::describe_link(const Gained& gained, LaterChild& child) {
    child.field = links_.field_name(*gained.link);
    if (const auto other = links_.opposite(*gained.link, gained.reference->column)) {
        child.record = {std::string(other->type->name), other->id};
        child.says = records::title_of(connection_, *other->type, other->id);
    }
}

void Later::describe_row(const Gained& gained, LaterChild& child) {
    const TableInfo& table = *gained.reference->table;
    const auto cells = history::read_row(connection_, table, gained.row);
    if (!cells) return;
    const history::Owner owner = history::owner_of(table, gained.row, *cells);
    if (owner.type == nullptr) return;
    child.record = {std::string(owner.type->name), owner.id};
    child.field = history::field_name(table, owner, gained.reference->column);
    if (owner.element != nullptr) child.element = gained.row;
    if (gained.reference->bond == Bond::part) {
        child.field = owner.element->name;
        child.says = history::element_text(table, *cells);
    } else {
        child.says = records::title_of(connection_, *owner.type, owner.id);
    }
}

}  // namespace kith::merge
