#include "store/capture.hpp"

#include "store/core.hpp"
#include "store/json_text.hpp"
#include "store/row_sum.hpp"
#include "store/value.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <bit>
#include <map>

namespace kith::store {

namespace {

/// A row that SQLite cannot read (no memory for it, a long text on a broken disk), by its result code.
struct Unreadable {
    int code;
};

bool same(sqlite3_value* a, sqlite3_value* b) {
    const int type = sqlite3_value_type(a);
    if (type != sqlite3_value_type(b)) return false;
    switch (type) {
        case SQLITE_NULL: return true;
        case SQLITE_INTEGER: return sqlite3_value_int64(a) == sqlite3_value_int64(b);
        case SQLITE_FLOAT: {
            // Bit by bit: to a journal -0.0 and 0.0 are two values, and NaN is one.
            return std::bit_cast<std::uint64_t>(sqlite3_value_double(a)) ==
                   std::bit_cast<std::uint64_t>(sqlite3_value_double(b));
        }
        default: return bytes_of(a) == bytes_of(b);
    }
}

sqlite3_value* old_value(sqlite3* handle, int position) {
    sqlite3_value* value = nullptr;
    const int code = sqlite3_preupdate_old(handle, position, &value);
    if (code != SQLITE_OK || value == nullptr) throw Unreadable{code != SQLITE_OK ? code : SQLITE_NOMEM};
    return value;
}

sqlite3_value* new_value(sqlite3* handle, int position) {
    sqlite3_value* value = nullptr;
    const int code = sqlite3_preupdate_new(handle, position, &value);
    if (code != SQLITE_OK || value == nullptr) throw Unreadable{code != SQLITE_OK ? code : SQLITE_NOMEM};
    return value;
}

std::int64_t integer_or_zero(sqlite3_value* value) {
    return value != nullptr && sqlite3_value_type(value) == SQLITE_INTEGER ? sqlite3_value_int64(value) : 0;
}

}  // namespace

Capture::Capture(Connection& connection, const Core& core)
    : connection_(connection), handle_(connection.handle()), core_(core), sums_(core.summed_tables().size()) {
    sqlite3_preupdate_hook(handle_,
                           reinterpret_cast<void (*)(void*, sqlite3*, int, const char*, const char*,
                                                     sqlite3_int64, sqlite3_int64)>(&Capture::hook),
                           this);
}

Capture::~Capture() { sqlite3_preupdate_hook(handle_, nullptr, nullptr); }

const KnownTable* Capture::find(const char* table) {
    // By content: SQLite makes the names anew, at other places, when the host alters a table or takes that back.
    if (last_table_ != nullptr && last_table_->name == table) return last_table_;
    const KnownTable* found = core_.known(std::string_view(table));
    if (found != nullptr) last_table_ = found;
    return found;
}

void Capture::hook(void* self, sqlite3* handle, int operation, const char* database, const char* table,
                   long long key1, long long key2) {
    auto& capture = *static_cast<Capture*>(self);
    const KnownTable* known = capture.find(table);
    if (known == nullptr || std::string_view(database) != "main") return;
    try {
        if (known->spec != nullptr) capture.on_change(handle, operation, *known->spec, key1, key2);
        if (known->summed != nullptr) capture.sum_up(handle, operation, *known->summed);
    } catch (const Unreadable& row) {
        capture.failed_ = row.code;
    } catch (...) {  // an exception must not cross SQLite; the writer refuses to commit
        capture.failed_ = SQLITE_NOMEM;
    }
}

void Capture::on_change(sqlite3* handle, int operation, const TableSpec& spec, long long key1,
                        long long key2) {
    if (spec.definitions) connection_.drop_kept();
    if (spec.link) {
        if (operation != SQLITE_INSERT) on_link_removed(handle, spec);
        if (operation != SQLITE_DELETE)
            on_insert(handle, spec, integer_or_zero(new_value(handle, spec.owners.front())));
        return;
    }
    switch (operation) {
        case SQLITE_INSERT: on_insert(handle, spec, key2); break;
        case SQLITE_UPDATE: on_update(handle, spec, key1); break;
        default: on_remove(handle, spec, key1); break;
    }
}

void Capture::sum_up(sqlite3* handle, int operation, const SummedTable& table) {
    TableSum& sum = sums_.of(static_cast<std::size_t>(&table - core_.summed_tables().data()));
    if (operation != SQLITE_INSERT)
        sum -= sum_of_row(table, [&](int position) { return old_value(handle, position); });
    if (operation != SQLITE_DELETE)
        sum += sum_of_row(table, [&](int position) { return new_value(handle, position); });
}

void Capture::on_insert(sqlite3* handle, const TableSpec& spec, std::int64_t row) {
    add_event(ChangeSet::Op::inserted, spec, 0, row);
    add_owners(handle, spec, false);
}

void Capture::on_update(sqlite3* handle, const TableSpec& spec, std::int64_t row) {
    const bool fresh = inserted_here(spec, row);
    const std::int64_t subject = spec.subject >= 0 ? integer_or_zero(old_value(handle, spec.subject)) : 0;
    ColumnMask changed = 0;
    for (std::size_t i = 0; i < spec.column_numbers.size(); ++i) {
        const int number = spec.column_numbers[i];
        if (number == 0) continue;
        const int position = static_cast<int>(i);
        sqlite3_value* old = old_value(handle, position);
        if (same(old, new_value(handle, position))) continue;
        changed |= column_bit(i);
        if (!fresh) add_cell(spec, number, row, 0, subject, old);
    }
    if (changed == 0) return;
    add_event(ChangeSet::Op::updated, spec, 0, row, changed);
    add_owners(handle, spec, true, changed);
    add_owners(handle, spec, false, changed);
}

void Capture::on_remove(sqlite3* handle, const TableSpec& spec, std::int64_t row) {
    if (!inserted_here(spec, row)) {
        const std::int64_t subject = spec.subject >= 0 ? integer_or_zero(old_value(handle, spec.subject)) : 0;
        add_cell(spec, column::removed, row, 0, subject, nullptr);
        for (std::size_t i = 0; i < spec.column_numbers.size(); ++i) {
            if (spec.column_numbers[i] == 0) continue;
            sqlite3_value* old = old_value(handle, static_cast<int>(i));
            if (sqlite3_value_type(old) != SQLITE_NULL)
                add_cell(spec, spec.column_numbers[i], row, 0, subject, old);
        }
    }
    add_event(ChangeSet::Op::removed, spec, 0, row);
    add_owners(handle, spec, true);
}

void Capture::on_link_removed(sqlite3* handle, const TableSpec& spec) {
    const std::int64_t row = integer_or_zero(old_value(handle, spec.owners.front()));
    std::map<std::string_view, Cell> whole;
    for (std::size_t i = 0; i < spec.columns.size(); ++i)
        whole[spec.columns[i]] = cell_of(old_value(handle, static_cast<int>(i)));
    const std::int64_t subject = spec.subject >= 0 ? integer_or_zero(old_value(handle, spec.subject)) : 0;
    add_text_cell(spec, column::removed, row, ++part_, subject, json_of(whole));
    add_event(ChangeSet::Op::removed, spec, 0, row);
    add_owners(handle, spec, true);
}

void Capture::add_owners(sqlite3* handle, const TableSpec& spec, bool old, ColumnMask columns) {
    for (const int position : spec.owners) {
        const std::int64_t owner =
            integer_or_zero(old ? old_value(handle, position) : new_value(handle, position));
        if (owner != 0) add_event(ChangeSet::Op::owner, spec, position, owner, columns);
    }
}

void Capture::add_event(ChangeSet::Op op, const TableSpec& spec, int position, std::int64_t row,
                        ColumnMask columns) {
    const std::uint64_t run = static_cast<std::uint64_t>(op) << 56 |
                              static_cast<std::uint64_t>(spec.number) << 24 |
                              static_cast<std::uint64_t>(position);
    auto& events = set_.events_;
    auto open = open_runs_.find(run);
    if (open != open_runs_.end()) {
        auto& event = events[open->second];
        const bool alike = event.columns == columns;
        if (alike && row >= event.first && row <= event.last) return;
        if (alike && row == event.last + 1) {
            extend(open->second, row);
            return;
        }
        open->second = events.size();
    } else {
        open_runs_.emplace(run, events.size());
    }
    if (op == ChangeSet::Op::inserted) insert_runs_[spec.number].push_back(events.size());
    events.push_back(
        {op, static_cast<std::int16_t>(spec.number), static_cast<std::int16_t>(position), columns, row, row});
}

bool Capture::inserted_here(const TableSpec& spec, std::int64_t row) const {
    const auto runs = insert_runs_.find(spec.number);
    if (runs == insert_runs_.end()) return false;
    // Newest first: the row that was just inserted is the one asked for most.
    return std::any_of(runs->second.rbegin(), runs->second.rend(), [&](std::size_t index) {
        const auto& event = set_.events_[index];
        return row >= event.first && row <= event.last;
    });
}

void Capture::add_cell(const TableSpec& spec, int column, std::int64_t row, std::int64_t part,
                       std::int64_t subject, sqlite3_value* old) {
    if (std::find(spec.tracked.begin(), spec.tracked.end(), column) != spec.tracked.end())
        tracked_[key(spec.number, column)] = true;
    Cell cell = old != nullptr ? cell_of(old) : Cell();
    if (cell.type == CellType::text || cell.type == CellType::blob) {
        set_.texts_.emplace_back(cell.text);
        set_.text_bytes_ += set_.texts_.back().size() + sizeof(std::string);
        cell.text = set_.texts_.back();
    }
    set_.cells_.push_back({spec.number, column, row, part, subject, cell});
}

void Capture::add_text_cell(const TableSpec& spec, int column, std::int64_t row, std::int64_t part,
                            std::int64_t subject, std::string text) {
    set_.text_bytes_ += text.size() + sizeof(std::string);
    set_.texts_.push_back(std::move(text));
    set_.cells_.push_back(
        {spec.number, column, row, part, subject, Cell::of(std::string_view(set_.texts_.back()))});
}

void Capture::extend(std::size_t event, std::int64_t last) {
    if (!marks_.empty() && event < marks_.back().events) {
        const auto since = extensions_.begin() + static_cast<std::ptrdiff_t>(marks_.back().extensions);
        const bool logged =
            std::any_of(since, extensions_.end(), [&](const Extension& e) { return e.event == event; });
        if (!logged) extensions_.push_back({event, set_.events_[event].last});
    }
    set_.events_[event].last = last;
}

void Capture::open_mark() {
    sums_.open_mark();
    marks_.push_back(
        {set_.events_.size(), set_.cells_.size(), set_.texts_.size(), set_.text_bytes_, extensions_.size()});
}

void Capture::close_mark() {
    sums_.close_mark();
    marks_.pop_back();
    if (marks_.empty()) extensions_.clear();
}

void Capture::cut_to_mark() {
    sums_.cut_to_mark();
    Mark& mark = marks_.back();
    while (extensions_.size() > mark.extensions) {
        set_.events_[extensions_.back().event].last = extensions_.back().last;
        extensions_.pop_back();
    }
    set_.events_.resize(mark.events);
    open_runs_.clear();
    for (auto& [table, runs] : insert_runs_)
        while (!runs.empty() && runs.back() >= mark.events) runs.pop_back();
    // A spill may have emptied the set below the mark; then there is nothing left to cut.
    set_.cells_.resize(std::min(mark.cells, set_.cells_.size()));
    while (set_.texts_.size() > mark.texts) set_.texts_.pop_back();
    set_.text_bytes_ = std::min(set_.text_bytes_, mark.text_bytes);
}

void Capture::drop_cells(std::size_t from) {
    set_.cells_.resize(from);
    if (from > 0) return;  // older cells still point into the texts
    set_.texts_.clear();
    set_.text_bytes_ = 0;
}

// ChangeSet ---------------------------------------------------------------------------------------------------

void merge_ranges(IdRanges& ranges) {
    std::sort(ranges.begin(), ranges.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        if (kept > 0 && ranges[i].first <= ranges[kept - 1].second + 1) {
            ranges[kept - 1].second = std::max(ranges[kept - 1].second, ranges[i].second);
        } else {
            ranges[kept++] = ranges[i];
        }
    }
    ranges.resize(kept);
}

const TableChanges* ChangedTables::table(int number) const {
    const auto found = tables_.find(number);
    return found == tables_.end() ? nullptr : &found->second;
}

void Touched::add(const Touched& other) {
    everything = everything || other.everything;
    time = time || other.time;
    for (const auto& [number, table] : other.tables_) {
        Table& mine = tables_[number];
        mine.rows = mine.rows || table.rows;
        mine.columns |= table.columns;
    }
}

bool Touched::concerns(const Watch& watch) const {
    const auto found = tables_.find(watch.table);
    return found != tables_.end() && (found->second.rows || (found->second.columns & watch.columns) != 0);
}

Touched ChangeSet::touched() const {
    Touched result;
    for (const Event& event : events_) {
        if (event.op == Op::updated)
            result.add_columns(event.table, event.columns);
        else if (event.op != Op::owner)
            result.add_rows(event.table);
    }
    return result;
}

ChangedTables ChangeSet::tables() const { return gather(nullptr); }
ChangedTables ChangeSet::tables(const std::vector<Watch>& watches) const { return gather(&watches); }

ChangedTables ChangeSet::gather(const std::vector<Watch>* watches) const {
    const auto seen = [&](const Event& event) {
        return watches == nullptr || std::any_of(watches->begin(), watches->end(), [&](const Watch& watch) {
                   return watch.table == event.table && (watch.columns & event.columns) != 0;
               });
    };
    ChangedTables result;
    for (const Event& event : events_) {
        if (!seen(event)) continue;
        TableChanges& changes = result.tables_[event.table];
        switch (event.op) {
            case Op::inserted: changes.inserted.emplace_back(event.first, event.last); break;
            case Op::updated: changes.updated.emplace_back(event.first, event.last); break;
            case Op::removed: changes.removed.emplace_back(event.first, event.last); break;
            case Op::owner: changes.owners[event.position].emplace_back(event.first, event.last); break;
        }
    }
    for (auto& [number, changes] : result.tables_) {
        merge_ranges(changes.inserted);
        merge_ranges(changes.updated);
        merge_ranges(changes.removed);
        for (auto& [position, owners] : changes.owners) merge_ranges(owners);
    }
    return result;
}

}  // namespace kith::store
