// Taking a merge back, and giving what came to the survivor since to whom the host says.
#include "history/undo.hpp"
#include "merge/later.hpp"
#include "merge/likeness.hpp"
#include "merge/merge.hpp"
#include "merge/recorder.hpp"
#include "records/plan.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace kith::merge {

using history::Bond;
using history::Cells;
using history::LinkRow;
using history::Reference;
using history::SomeCells;
using history::TableInfo;
using history::TableKind;

namespace {

/// Gives rows of one record to another one. Notes nothing in the log of merges: the host has moved them.
class Mover {
public:
    Mover(store::Writer& writer, const RecordType& type, std::int64_t from)
        : recorder_(writer, 0, false), type_(type), from_(from) {}

    /// True when the row is still the record's.
    [[nodiscard]] bool is_there(const Gained& gained) {
        if (gained.link) {
            const auto stored = recorder_.links().find(*gained.link);
            return stored && recorder_.links().equal(*stored, *gained.link);
        }
        const auto now = read(gained);
        return now && history::id_in((*now)[position(gained)]) == from_;
    }

    /// Moves the row; gives why it cannot be, and then nothing was written.
    [[nodiscard]] std::string move(const Gained& gained, std::int64_t to) {
        records::Savepoint savepoint(recorder_.writer());
        try {
            if (gained.link)
                move_link(*gained.link, gained.reference->column, to);
            else if (gained.reference->bond == Bond::part)
                move_part(gained, to);
            else
                move_reference(gained, to);
        } catch (const Error& error) {
            if (!history::is_refusal(error.code())) throw;
            return error.what();
        }
        savepoint.release();
        return {};
    }

    void finish() { recorder_.finish(); }

private:
    [[nodiscard]] static std::size_t position(const Gained& gained) {
        return static_cast<std::size_t>(gained.reference->column);
    }
    [[nodiscard]] std::optional<Cells> read(const Gained& gained) {
        return history::read_row(recorder_.writer().connection(), *gained.reference->table, gained.row);
    }

    // Behind the other parts of the record; it has one that is the primary already, or this one becomes it.
    void move_part(const Gained& gained, std::int64_t to) {
        store::Connection& connection = recorder_.writer().connection();
        const TableInfo& table = *gained.reference->table;
        const Cells now = *read(gained);
        const Likeness likeness(type_, *history::owner_of(table, gained.row, now).element, table,
                                connection.settings());
        const auto key = likeness.key(now);
        std::int64_t last = -1;
        bool primary = false;
        for (const Row& own : rows_where(connection, table, gained.reference->matches("?1"), to)) {
            if (key && likeness.key(own.cells) == key)
                throw Error(Code::not_unique, fmt::format("{} {} has it already", type_.name, to));
            last = std::max(last, history::id_in(own.cells[static_cast<std::size_t>(table.position)]));
            primary = primary || likeness.is_primary(own.cells);
        }
        SomeCells cells{{gained.reference->column, history::own(to)},
                        {table.position, history::own(last + 1)}};
        if (primary && likeness.is_primary(now)) cells.emplace_back(likeness.primary(), history::own(0));
        recorder_.set(table, gained.row, now, cells);
        touch(to, true);
    }

    // As if the host had written it: with every check, and what follows from it.
    void move_reference(const Gained& gained, std::int64_t to) {
        const TableInfo& table = *gained.reference->table;
        const records::Field* field = table.fields[position(gained)];
        if (table.kind == TableKind::record && field != nullptr) {
            const records::Stored record(table.type->create(), table.type->destroy);
            const std::pair change(field, to);
            records::edit(
                recorder_.writer(), *table.type, gained.row, record.get(),
                [](void* context, void* changed) {
                    const auto& [which, id] =
                        *static_cast<const std::pair<const records::Field*, std::int64_t>*>(context);
                    which->set(changed, store::Cell::of(id));
                },
                const_cast<std::pair<const records::Field*, std::int64_t>*>(&change));
            return;
        }
        const Cells now = *read(gained);
        recorder_.set(table, gained.row, now, {{gained.reference->column, history::own(to)}});
        const history::Owner owner = history::owner_of(table, gained.row, now);
        if (owner.type != nullptr) recorder_.touch(*owner.type, owner.id, true);
    }

    void move_link(const LinkRow& row, int column, std::int64_t to) {
        history::Links& links = recorder_.links();
        LinkRow moved = row;
        moved.set(column, history::own(to));
        recorder_.unlink(row, {});
        if (const auto there = links.find(moved)) {
            if (!links.equal(*there, moved))
                throw Error(Code::not_unique, fmt::format("{} {} has another one already", type_.name, to));
            return;  // the same twice is the same once
        }
        links.check(moved);
        links.insert(recorder_.writer(), moved);
        if (const auto owner = links.owner(moved)) recorder_.touch(*owner->type, owner->id, false);
    }

    void touch(std::int64_t to, bool refresh) {
        recorder_.touch(type_, to, refresh);
        recorder_.touch(type_, from_, refresh);
    }

    Recorder recorder_;
    const RecordType& type_;
    std::int64_t from_;
};

/// Asks the host about everything that came since, and lists it.
class Sharing {
public:
    Sharing(store::Writer& writer, const history::MergeInfo& merge, Later& later,
            const UnmergeOptions& options, UnmergeResult& result)
        : connection_(writer.connection()),
          merge_(merge),
          later_(later),
          options_(options),
          result_(result),
          mover_(writer, *merge.type, later.holder()) {}

    void run(const std::vector<Gained>& all) {
        for (const Gained& gained : all)
            if (mover_.is_there(gained)) share(gained);
        mover_.finish();
    }

private:
    void share(const Gained& gained) {
        LaterChildren& listed = result_.later[gained.reference->table->spec->name];
        ++listed.added;
        const bool shown = listed.children.size() < options_.sample;
        if (!shown && !options_.move) return;
        LaterChild child = later_.describe(gained);
        if (options_.move) {
            const std::int64_t to = target(child, options_.move(child));
            std::string refusal = to == later_.holder() ? std::string() : mover_.move(gained, to);
            if (!refusal.empty())
                result_.kept.push_back({child.record, child.field, std::move(refusal)});
            else if (to != later_.holder()) {
                child.owner = to;
                ++listed.moved;
            }
        }
        if (shown) listed.children.push_back(std::move(child));
    }

    /// Where a record that the host names is by now.
    [[nodiscard]] std::int64_t target(const LaterChild& child, std::int64_t named) {
        if (named == 0 || named == merge_.survivor || named == later_.holder()) return later_.holder();
        if (std::count(result_.records.begin(), result_.records.end(), named) == 0)
            throw Error(
                Code::invalid_argument,
                fmt::format("UnmergeOptions::move gave {} for {} {} ({}), which is neither the survivor nor "
                            "one of those taken out of it ({})",
                            named, child.record.type, child.record.id, child.field,
                            fmt::join(result_.records, ", ")),
                {.record = fmt::format("{} {}", child.record.type, child.record.id), .field = child.field});
        return records::resolve(connection_, *merge_.type, named);
    }

    store::Connection& connection_;
    const history::MergeInfo& merge_;
    Later& later_;
    const UnmergeOptions& options_;
    UnmergeResult& result_;
    Mover mover_;
};

}  // namespace

UnmergeResult unmerge(store::Writer& writer, std::int64_t id, const UnmergeOptions& options) {
    store::Connection& connection = writer.connection();
    history::Links links(connection);
    history::MergeLog log(connection, links);
    const auto merge = log.merge(id);
    const std::string name = fmt::format("merge {}", id);
    if (!merge) throw Error(Code::not_found, fmt::format("there is no {}", name), {.record = name});
    if (merge->undone_seq != 0)
        throw Error(Code::invalid_argument, fmt::format("{} was taken back already", name), {.record = name});

    UnmergeResult result;
    result.records = log.losers(*merge);
    Later later(connection, links, log, *merge);
    result.later_is_partial = later.partial();
    const std::vector<Gained> gained = later.find();
    if (!options.dry_run)
        writer.label(fmt::format("unmerge {} {} from {}", merge->type->name, fmt::join(result.records, ", "),
                                 merge->survivor));
    records::Savepoint savepoint(writer);
    history::Outcome outcome = history::take_back_merge(writer, *merge);
    result.restored = outcome.restored;
    result.kept = std::move(outcome.kept);
    Sharing(writer, *merge, later, options, result).run(gained);
    if (options.dry_run) return result;  // everything is rolled back
    savepoint.release();
    result.transaction = writer.info().seq;
    return result;
}

}  // namespace kith::merge
