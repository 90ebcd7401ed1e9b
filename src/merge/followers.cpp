#include "merge/followers.hpp"

#include "records/plan.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace kith::merge {

using history::Bond;
using history::Cells;
using history::LinkEnd;
using history::LinkRow;
using history::Reference;
using history::SomeCells;
using history::TableInfo;
using history::TableKind;

namespace {

/// The rows of a rowid table that `reference` points from, for each loser in turn.
std::vector<Row> referring(store::Connection& connection, const Reference& reference, std::int64_t loser) {
    return rows_where(connection, *reference.table, reference.matches("?1"), loser);
}

void touch_owner(Recorder& recorder, const TableInfo& table, std::int64_t row, const Cells& cells) {
    const history::Owner owner = history::owner_of(table, row, cells);
    if (owner.type != nullptr) recorder.touch(*owner.type, owner.id, false);
}

/// True for a record between two of the merge's type (a relationship) of which the other is a member too: the two are one
/// now, and nobody is related to himself.
bool between_members(const Members& members, const Reference& reference, const Row& row) {
    const TableInfo& table = *reference.table;
    const auto between = [&](std::size_t at) {
        return table.kind == TableKind::record && table.fields[at] != nullptr &&
               table.fields[at]->is(records::required) && table.targets[at] == members.type;
    };
    if (!between(static_cast<std::size_t>(reference.column))) return false;
    for (std::size_t i = 0; i < table.fields.size(); ++i)
        if (static_cast<int>(i) != reference.column && between(i) && members.has(history::id_in(row.cells[i])))
            return true;
    return false;
}

// Why something does not follow, for people.
constexpr std::string_view has_it = "the survivor has it";
constexpr std::string_view another_chosen = "another value was chosen";
constexpr std::string_view one_now = "the two are one now";

/// Removes a record with everything that hangs on it: links, bookkeeping, references of others.
void drop_record(Recorder& recorder, const TableInfo& table, const Row& record) {
    const std::string why =
        fmt::format("{} {} goes, because the two are one now", table.type->name, record.id);
    store::Connection& connection = recorder.writer().connection();
    for (const Reference& reference : history::references_to(*table.type)) {
        const TableInfo& other = *reference.table;
        if (other.kind == TableKind::link) {
            std::vector<LinkRow> rows;
            {
                store::Statement select = connection.prepare(fmt::format("SELECT * FROM {} r WHERE {}",
                                                                         records::quoted(other.spec->name),
                                                                         reference.matches("?1")));
                select.bind(1, record.id);
                while (select.step()) rows.push_back(LinkRow::read(other, select));
            }
            for (const LinkRow& row : rows) recorder.unlink(row, why);
            continue;
        }
        for (const Row& row : referring(connection, reference, record.id)) {
            if (reference.bond == Bond::field) {
                recorder.drop_reference(other, row.id, row.cells, reference.column, why);
                recorder.set(other, row.id, row.cells, {{reference.column, store::OwnedCell()}});
            } else {
                recorder.remove(other, row.id, row.cells, 0, why);
            }
        }
    }
    recorder.remove(table, record.id, record.cells, 0, one_now);
}

/// Rows by the number of their table.
using Moved = std::set<std::pair<int, std::int64_t>>;

void follow_field(Recorder& recorder, const Members& members, const Reference& reference, std::int64_t loser,
                  Moved& moved) {
    const TableInfo& table = *reference.table;
    for (const Row& row : referring(recorder.writer().connection(), reference, loser)) {
        moved.emplace(table.spec->number, row.id);
        const bool own_table = table.type == members.type;
        if (own_table && members.is_loser(row.id)) continue;  // the losers stay as they are
        if (between_members(members, reference, row)) {
            drop_record(recorder, table, row);
            continue;
        }
        const bool itself = own_table && row.id == members.survivor();
        if (itself) recorder.drop_reference(table, row.id, row.cells, reference.column, to_itself);
        recorder.move(table, row.id, row.cells,
                      {{reference.column, itself ? store::OwnedCell() : history::own(members.survivor())}});
        touch_owner(recorder, table, row.id, row.cells);
    }
}

// links ------------------------------------------------------------------------------------------------------------

/// What `there` says, and in its place what `other` says where it says "none": a role in a deal, the answer to an invitation.
LinkRow completed(const LinkRow& there, const LinkRow& other) {
    LinkRow row = there;
    if (there.table().elements.empty()) return row;
    for (const records::Field& field : there.table().elements.front().element->fields) {
        const bool says_none =
            field.choices != nullptr &&
            std::any_of(field.choices->begin(), field.choices->end(),
                        [](const auto& choice) { return choice.value == 0 && choice.name == "none"; });
        if (!says_none) continue;
        const int at = there.table().column(field.column);
        if (there.id_at(at) == 0 && other.id_at(at) != 0) row.set(at, history::own(other.id_at(at)));
    }
    return row;
}

void follow_link(Recorder& recorder, const Members& members, const Reference& reference, std::int64_t loser) {
    store::Connection& connection = recorder.writer().connection();
    const TableInfo& table = *reference.table;
    std::vector<LinkRow> rows;
    {
        store::Statement select = connection.prepare(fmt::format(
            "SELECT * FROM {} r WHERE {}", records::quoted(table.spec->name), reference.matches("?1")));
        select.bind(1, loser);
        while (select.step()) rows.push_back(LinkRow::read(table, select));
    }
    for (const LinkRow& row : rows) {
        LinkRow moved = row;
        int ends = 0;
        for (const LinkEnd& end : recorder.links().ends(row)) {
            if (end.type != members.type || !members.has(end.id)) continue;
            moved.set(end.position, history::own(members.survivor()));
            ++ends;
        }
        const bool itself = ends > 1;  // a custom reference between members
        // A custom value that refers to a loser keeps its key: what is found then is the row itself.
        const auto there = recorder.links().same(moved, row) ? std::nullopt : recorder.links().find(moved);
        if (itself) {
            recorder.unlink(row, to_itself);
        } else if (there) {
            const LinkRow both = completed(*there, moved);
            if (!recorder.links().equal(*there, both)) recorder.relink(*there, both);
            recorder.unlink(row, recorder.links().equal(both, moved) ? has_it : another_chosen);
        } else {
            recorder.relink(row, moved);
        }
    }
}

/// Where a loser's single custom value was chosen, the survivor's own makes room for it, and the others' go.
void apply_custom(Recorder& recorder, const Members& members, const std::vector<CustomChoice>& custom) {
    store::Connection& connection = recorder.writer().connection();
    const TableInfo& table = *history::table_info("field_value");
    for (const CustomChoice& choice : custom) {
        for (std::size_t member = 0; member < members.ids.size(); ++member) {
            if (member == choice.member) continue;
            std::vector<LinkRow> rows;
            {
                store::Statement select = connection.prepare(
                    "SELECT v.* FROM field_value v JOIN field f ON f.id = v.field_id WHERE v.record_id = ?1 "
                    "AND f.record_type = ?2 AND f.key = ?3 AND f.deleted_at IS NULL");
                select.bind_all(members.ids[member], members.type->name, choice.key);
                while (select.step()) rows.push_back(LinkRow::read(table, select));
            }
            for (const LinkRow& row : rows) recorder.unlink(row, another_chosen);
        }
    }
}

// bookkeeping --------------------------------------------------------------------------------------------------------

/// What was decided in a table about two records.
std::vector<Row> decisions_in(store::Connection& connection, const TableInfo& table, const RecordType& type,
                              std::int64_t low, std::int64_t high) {
    return rows_where(connection, table,
                      fmt::format("kind = {} AND low_id = ?1 AND high_id = {}", type.number, high), low);
}

/// "These two are not the same", or that they are, moves on as a new decision, unless there is one or it spoke of two
/// members. Where both would meet, "not the same" stays: keeping two apart loses nothing.
void follow_decision(Recorder& recorder, const Members& members, const Reference& reference,
                     std::int64_t loser) {
    store::Connection& connection = recorder.writer().connection();
    const TableInfo& table = *reference.table;
    const auto low = static_cast<std::size_t>(table.column("low_id"));
    const auto high = static_cast<std::size_t>(table.column("high_id"));
    for (const Row& row : referring(connection, reference, loser)) {
        const std::int64_t a = history::id_in(row.cells[low]);
        const std::int64_t b = history::id_in(row.cells[high]);
        const std::int64_t other = a == loser ? b : a;
        recorder.remove(table, row.id, row.cells, 0, one_now);
        if (members.has(other)) continue;
        const std::int64_t first = std::min(other, members.survivor());
        const std::int64_t second = std::max(other, members.survivor());
        const bool apart = table.spec->name == "not_duplicate";
        const TableInfo& opposite = *history::table_info(apart ? "confirmed_duplicate" : "not_duplicate");
        if (!decisions_in(connection, table, *members.type, first, second).empty()) continue;
        const std::vector<Row> contrary = decisions_in(connection, opposite, *members.type, first, second);
        if (!contrary.empty() && !apart) continue;
        for (const Row& confirmed : contrary)
            recorder.remove(opposite, confirmed.id, confirmed.cells, 0, one_now);
        SomeCells cells;
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            if (table.spec->columns[i] != "id") cells.emplace_back(static_cast<int>(i), row.cells[i]);
        for (auto& [position, cell] : cells) {
            if (position == static_cast<int>(low)) cell = history::own(first);
            if (position == static_cast<int>(high)) cell = history::own(second);
        }
        recorder.insert(table, cells);
    }
}

// records between two -------------------------------------------------------------------------------------------------

bool referred_to(store::Connection& connection, const RecordType& type, std::int64_t id) {
    for (const Reference& reference : history::references_to(type))
        if (connection
                .prepare(fmt::format("SELECT 1 FROM {} r WHERE {} LIMIT 1",
                                     records::quoted(reference.table->spec->name), reference.matches("?1")))
                .bind(1, id)
                .step())
            return true;
    return false;
}

/// What `kept` takes over from `other`, when the two do not contradict each other: texts may be missing on one side,
/// everything else must agree (an employment that ended is not one that goes on). Nothing: they are two.
std::optional<SomeCells> united(const TableInfo& table, const Cells& kept, const Cells& other) {
    SomeCells cells;
    for (std::size_t i = 0; i < table.fields.size(); ++i) {
        const records::Field* field = table.fields[i];
        if (field == nullptr || field->is(records::computed)) continue;
        const store::Cell a = kept[i].view();
        const store::Cell b = other[i].view();
        if (field->type == FieldType::text) {
            if (b.text.empty()) continue;
            if (a.text.empty())
                cells.emplace_back(static_cast<int>(i), other[i]);
            else if (text::fold(a.text) != text::fold(b.text))
                return std::nullopt;
        } else if (field->type == FieldType::flag) {
            if (b.integer != 0 && a.integer == 0) cells.emplace_back(static_cast<int>(i), other[i]);
        } else if (!(a == b)) {
            return std::nullopt;
        }
    }
    return cells;
}

void unite_relations(Recorder& recorder, const Members& members, const Moved& moved) {
    store::Connection& connection = recorder.writer().connection();
    for (const records::Relation& relation : members.type->relations) {
        if (!relation.far_is_record) continue;
        const TableInfo& table = *history::table_info(relation.link_table);
        const auto first = moved.lower_bound({table.spec->number, 0});
        if (first == moved.end() || first->first != table.spec->number)
            continue;  // none of them came from a loser
        const int primary = table.column("is_primary");
        std::vector<Row> rows =
            rows_where(connection, table,
                       fmt::format("{} = ?1 AND deleted_at IS NULL", records::quoted(relation.near_column)),
                       members.survivor(), "id");
        const auto is_moved = [&](const Row& row) { return moved.count({table.spec->number, row.id}) > 0; };
        std::stable_sort(rows.begin(), rows.end(),
                         [&](const Row& a, const Row& b) { return is_moved(a) < is_moved(b); });
        bool has_primary = false;
        std::vector<Row> kept;
        for (Row& row : rows) {
            bool gone = false;
            for (Row& own : kept) {
                if (!is_moved(row)) break;
                const auto completed = united(table, own.cells, row.cells);
                if (!completed || referred_to(connection, *table.type, row.id)) continue;
                recorder.set(table, own.id, own.cells, *completed);
                own.cells = *history::read_row(connection, table, own.id);
                recorder.touch(*table.type, own.id, true);
                recorder.remove(table, row.id, row.cells, own.id, has_it);
                gone = true;
                break;
            }
            if (gone) continue;
            const bool is_primary =
                primary >= 0 && history::id_in(row.cells[static_cast<std::size_t>(primary)]) != 0;
            if (is_primary && has_primary && is_moved(row)) {
                recorder.set(table, row.id, row.cells, {{primary, history::own(0)}});
                row.cells = *history::read_row(connection, table, row.id);
            }
            has_primary = has_primary || is_primary;
            kept.push_back(std::move(row));
        }
    }
}

/// A tree through a reference to the own type (parent) must not become a ring: the survivor lets go of its parent.
void cut_rings(Recorder& recorder, const Members& members) {
    store::Connection& connection = recorder.writer().connection();
    const TableInfo& table = *history::table_info(members.type->number);
    for (std::size_t i = 0; i < table.fields.size(); ++i) {
        if (table.fields[i] == nullptr || table.targets[i] != members.type) continue;
        std::set<std::int64_t> seen;
        for (std::int64_t at = members.survivor(); at != 0 && seen.insert(at).second;) {
            const auto row = history::read_row(connection, table, at);
            at = row ? history::id_in((*row)[i]) : 0;
            if (at == members.survivor()) {
                const Cells now = *history::read_row(connection, table, members.survivor());
                recorder.drop_reference(table, members.survivor(), now, static_cast<int>(i),
                                        "the survivor would stand above itself");
                recorder.set(table, members.survivor(), now, {{static_cast<int>(i), {}}});
            }
        }
    }
}

}  // namespace

void follow(Recorder& recorder, const Members& members, const std::vector<CustomChoice>& custom) {
    apply_custom(recorder, members, custom);
    Moved moved;
    for (const Reference& reference : history::references_to(*members.type)) {
        for (std::size_t i = 1; i < members.ids.size(); ++i) {
            const std::int64_t loser = members.ids[i];
            switch (reference.bond) {
                case Bond::part:    // elements are united; a side row stays with its record
                case Bond::merged:  // earlier losers keep pointing to theirs: ids resolve through the chain
                    break;
                case Bond::link: follow_link(recorder, members, reference, loser); break;
                case Bond::field: follow_field(recorder, members, reference, loser, moved); break;
                case Bond::bookkeeping:
                    if (reference.table->column("low_id") >= 0)
                        follow_decision(recorder, members, reference, loser);
                    else
                        follow_field(recorder, members, reference, loser, moved);
                    break;
            }
        }
    }
    unite_relations(recorder, members, moved);
    cut_rings(recorder, members);
}

}  // namespace kith::merge
