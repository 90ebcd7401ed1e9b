#include "store/writer.hpp"

#include "store/capture.hpp"
#include "store/core.hpp"
#include "store/errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>

namespace kith::store {

struct Writer::State {
    State(Connection& connection, const Core& core) : capture(connection, core) {}

    struct Counter {
        std::int64_t start = 0;  // first id that this transaction may give
        std::int64_t next = 0;
        std::int64_t replica = 0;  // already shifted
    };

    Capture capture;
    std::map<std::string, Counter, std::less<>> counters;
    std::int64_t replica = -1;
    int depth = 0;
    bool journal_open = false;    // change_txn has this transaction's row
    bool spilling = false;        // cells have outgrown their memory once
    std::size_t older_cells = 0;  // kept cells that are older than what was spilled
    std::vector<std::string> changed_settings;
    bool forgetting = false;
    std::int64_t secure_delete = 0;  // what it was before
};

namespace {

// 21 bits of replica above 32 bits of counter: below 2^53, so JavaScript keeps every id exactly.
constexpr int counter_bits = 32;
constexpr std::int64_t counter_limit = (std::int64_t{1} << counter_bits) - 1;

constexpr std::string_view insert_cell_first =
    "INSERT OR IGNORE INTO change (table_number, column_number, row_id, seq, part, old_value, subject) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view insert_cell_older =
    "INSERT OR REPLACE INTO change (table_number, column_number, row_id, seq, part, old_value, subject) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

void write_cell(Statement& statement, std::int64_t seq, const CellChange& cell) {
    statement.bind_all(cell.table, cell.column, cell.row, seq, cell.part, cell.old);
    if (cell.subject != 0)
        statement.bind(7, cell.subject);
    else
        statement.bind(7, nullptr);
    statement.run();
}

}  // namespace

Writer::Writer(Core& core, Connection& connection, std::string actor) : core_(core), connection_(connection) {
    // A rollback may have failed for want of memory; what it was to take back is not part of this transaction.
    if (connection_.in_transaction()) connection_.exec("ROLLBACK");
    connection_.prepare("BEGIN IMMEDIATE").run();
    try {
        connection_.write_failed_ = false;
        connection_.writing_ = true;
        connection_.drop_outdated();
        info_.actor = std::move(actor);
        info_.seq = connection_.integer("SELECT next FROM counter WHERE name = 'change_txn'");
        const Time last{std::chrono::milliseconds(
            connection_.integer("SELECT at FROM change_txn ORDER BY seq DESC LIMIT 1"))};
        info_.at = std::max(core.now(), last);  // recorded time never runs backwards
        connection_.transaction_time_ = info_.at;
        state_ = std::make_unique<State>(connection_, core);
    } catch (...) {
        leave();
        if (connection_.in_transaction()) connection_.exec("ROLLBACK");
        throw;
    }
}

/// The connection is anybody's again.
void Writer::leave() noexcept {
    connection_.transaction_time_.reset();
    connection_.writing_ = false;
    connection_.lost_ = nullptr;
}

Writer::~Writer() {
    const bool forgot = state_ && state_->forgetting;
    const std::int64_t secure_delete = forgot ? state_->secure_delete : 0;
    state_.reset();  // stop listening before the rollback
    leave();
    if (!committed_) connection_.drop_kept();  // also where SQLite has rolled back of its own accord
    if (connection_.in_transaction()) {
        try {
            connection_.exec("ROLLBACK");
        } catch (...) {  // the file's next use reports what is wrong; a destructor does not throw
            connection_.write_failed_ = true;
            connection_.spent_ = true;
        }
    }
    if (forgot) {
        try {
            connection_.exec(fmt::format("PRAGMA secure_delete = {}", secure_delete));
        } catch (...) {  // it stays on: that costs time, and harms nothing
            return;
        }
    }
}

const ChangeSet& Writer::changes() const noexcept { return state_->capture.changes(); }

const SumChanges& Writer::sums() const noexcept { return state_->capture.sums(); }

bool Writer::settings_changed() const noexcept { return !state_->changed_settings.empty(); }

std::int64_t Writer::next_ids(std::string_view table, std::int64_t count) {
    auto found = state_->counters.find(table);
    if (found == state_->counters.end()) {
        if (state_->replica < 0)
            state_->replica = connection_.integer("SELECT value FROM setting WHERE key = 'replica'");
        Statement statement = connection_.prepare("SELECT next FROM counter WHERE name = ?1");
        statement.bind(1, table);
        const std::int64_t next = statement.step() ? statement.integer(0) : 1;
        found = state_->counters
                    .emplace(std::string(table), State::Counter{next, next, state_->replica << counter_bits})
                    .first;
    }
    State::Counter& counter = found->second;
    if (counter.next > counter_limit - count)
        throw Error(Code::limit, fmt::format("table {} has no ids left", table));
    const std::int64_t first = counter.next;
    counter.next += count;
    return counter.replica | first;
}

std::int64_t Writer::next_id(std::string_view table) { return next_ids(table, 1); }

std::string Writer::setting(std::string_view key) {
    Statement statement = connection_.prepare("SELECT value FROM setting WHERE key = ?1");
    statement.bind(1, key);
    return statement.step() ? statement.string(0) : std::string();
}

void Writer::setting(std::string_view key, std::string_view value) {
    Statement statement = connection_.prepare(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
        "WHERE value IS NOT excluded.value");
    statement.bind_all(key, value);
    statement.run();
    connection_.drop_kept();
    if (connection_.changes() > 0) state_->changed_settings.emplace_back(key);
}

void Writer::forget() {
    if (state_->forgetting) return;
    state_->secure_delete = connection_.integer("PRAGMA secure_delete");
    state_->forgetting = true;
    connection_.exec("PRAGMA secure_delete = 1");
}

void Writer::open_savepoint() {
    spill_if_large();
    connection_.prepare("SAVEPOINT kith").run();
    ++state_->depth;
    state_->capture.open_mark();
}

void Writer::release_savepoint() {
    connection_.prepare("RELEASE kith").run();
    --state_->depth;
    state_->capture.close_mark();
    spill_if_large();
}

void Writer::rollback_savepoint() {
    connection_.prepare("ROLLBACK TO kith").run();
    connection_.prepare("RELEASE kith").run();
    state_->capture.cut_to_mark();
    state_->capture.close_mark();
    --state_->depth;
    connection_.write_failed_ = false;
    connection_.drop_kept();
    // The journal's row may have been written inside the savepoint.
    if (state_->journal_open)
        state_->journal_open =
            connection_.prepare("SELECT 1 FROM change_txn WHERE seq = ?1").bind(1, info_.seq).step();
    state_->older_cells = std::min(state_->older_cells, changes().cells().size());
}

void Writer::open_journal() {
    if (state_->journal_open) return;
    connection_.prepare("INSERT INTO change_txn (seq, at, actor, label) VALUES (?1, ?2, ?3, ?4)")
        .bind_all(info_.seq, info_.at.time_since_epoch().count(), info_.actor, info_.label)
        .run();
    state_->journal_open = true;
}

// Cells that outgrow their memory go to the journal early. Inside a savepoint only those after its mark may go: they
// must vanish with it. The older ones then go last but win, because a cell's first old value counts. From then on
// every savepoint begins with nothing kept, so there is only one such group.
void Writer::spill_if_large() {
    if (!state_->spilling && changes().bytes() < core_.options().change_memory) return;
    const std::size_t from = state_->capture.cells_before_mark();
    if (from >= changes().cells().size()) return;
    state_->spilling = true;
    open_journal();
    write_cells(from);
    state_->capture.drop_cells(from);
    state_->older_cells = from;
}

void Writer::write_cells(std::size_t from) {
    const auto& cells = changes().cells();
    Statement older = connection_.prepare(insert_cell_older);
    Statement first = connection_.prepare(insert_cell_first);
    // Among the older ones the first must win too: written last to first.
    for (std::size_t i = state_->older_cells; i-- > from;) write_cell(older, info_.seq, cells[i]);
    for (std::size_t i = std::max(from, state_->older_cells); i < cells.size(); ++i)
        write_cell(first, info_.seq, cells[i]);
}

std::int64_t Writer::commit() {
    connection_.refuse_unusable();
    if (state_->depth != 0) throw Error(Code::invalid_argument, "a savepoint is still open at the commit");
    if (connection_.write_failed_)
        throw Error(Code::invalid_argument,
                    "a statement of this transaction failed and was caught without a savepoint around it");
    const bool changed = !changes().empty() || state_->journal_open;
    const bool derives = changed || !state_->changed_settings.empty();
    if (derives) derive(false);
    if (state_->forgetting) {
        merge_full_text();
        if (changed) journal_erased();
    } else if (changed) {
        journal();
    }
    if (derives) derive(true);
    for (const auto& [name, counter] : state_->counters) {
        if (counter.next == counter.start) continue;
        connection_
            .prepare("INSERT INTO counter (name, next) VALUES (?1, ?2) "
                     "ON CONFLICT (name) DO UPDATE SET next = excluded.next")
            .bind_all(name, counter.next)
            .run();
    }
    keep_sums();
    if (const int code = state_->capture.failed(); code != 0)
        throw_sqlite(code, nullptr, "what the transaction changed cannot be read");
    try {
        connection_.prepare("COMMIT").run();  // full-text tables write their pages only now
    } catch (const Error& error) {
        tell_index_damage(error);
        throw;
    }
    connection_.note_version();
    committed_ = true;
    return changed ? info_.seq : 0;
}

// Last of all: the journal and the counters have sums, too.
void Writer::keep_sums() {
    if (accepting_)
        renew_sums(connection_, core_.summed_tables());
    else
        add_to_sums(connection_, core_.summed_tables(), sums());
}

void Writer::derive(bool after_journal) {
    for (const DeriveStep& step : core_.registration().steps) {
        if (step.after_journal != after_journal) continue;
        const bool anew = std::any_of(step.settings.begin(), step.settings.end(), [&](const std::string& key) {
            return std::find(state_->changed_settings.begin(), state_->changed_settings.end(), key) !=
                   state_->changed_settings.end();
        });
        if (anew) {
            rebuild_step(step);
        } else if (step.watches.empty()) {
            step.derive(*this, {});
        } else if (const ChangedTables touched = changes().tables(step.watches); !touched.empty()) {
            step.derive(*this, touched);
        }
    }
}

void Writer::rebuild_step(const DeriveStep& step) {
    for (const std::string& table : step.owns) connection_.exec("DELETE FROM \"" + table + "\"");
    for (const std::string& index : step.indexes)
        connection_.exec(fmt::format("INSERT INTO \"{0}\"(\"{0}\") VALUES ('delete-all')", index));
    if (step.fill)
        step.fill(connection_);
    else
        step.rebuild(*this);
    setting("derived:" + step.name, std::to_string(step.version));
}

void Writer::journal() {
    const ChangedTables changed = changes().tables();
    const bool opened_early = state_->journal_open;
    open_journal();
    if (opened_early)  // the label may have been given since
        connection_.prepare("UPDATE change_txn SET label = ?2 WHERE seq = ?1")
            .bind_all(info_.seq, info_.label)
            .run();

    write_cells(0);
    {
        Statement first = connection_.prepare(insert_cell_first);
        for (const auto& [number, table] : changed) {
            const TableSpec* spec = core_.table(number);
            for (const auto& [low, high] : table.inserted) {
                CellChange range;
                range.table = number;
                range.row = low;
                range.old = Cell::of(high);
                // Rows below the counter's start existed before: they came back, or belong to an older record.
                const auto counter = state_->counters.find(spec->name);
                const bool fresh = counter != state_->counters.end() &&
                                   low >= (counter->second.replica | counter->second.start);
                range.column = spec->link ? column::linked : fresh ? column::inserted : column::reinserted;
                write_cell(first, info_.seq, range);
            }
        }
    }
    transitions(changed);

    connection_
        .prepare("INSERT INTO counter (name, next) VALUES ('change_txn', ?1) "
                 "ON CONFLICT (name) DO UPDATE SET next = excluded.next")
        .bind(1, info_.seq + 1)
        .run();
}

// The rows alone: other processes hear from it that something went, and whoever puts an older copy of the file in place
// finds in a newer one what must be erased again.
void Writer::journal_erased() {
    open_journal();
    connection_.prepare("DELETE FROM change WHERE seq = ?1").bind(1, info_.seq).run();  // what spilled
    connection_.prepare("UPDATE change_txn SET label = ?2 WHERE seq = ?1")
        .bind_all(info_.seq, info_.label)
        .run();
    Statement first = connection_.prepare(insert_cell_first);
    for (const auto& [number, table] : changes().tables()) {
        for (const IdRanges& ranges : {table.removed, table.updated}) {
            for (const auto& [low, high] : ranges) {
                CellChange range;
                range.table = number;
                range.column = column::erased;
                range.row = low;
                range.old = Cell::of(high);
                write_cell(first, info_.seq, range);
            }
        }
    }
    connection_
        .prepare("INSERT INTO counter (name, next) VALUES ('change_txn', ?1) "
                 "ON CONFLICT (name) DO UPDATE SET next = excluded.next")
        .bind(1, info_.seq + 1)
        .run();
}

// FTS5 only notes that an entry was deleted; its words go when the segments that hold them are merged.
void Writer::merge_full_text() {
    std::vector<std::string> tables;
    {
        Statement select = connection_.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'create virtual table%using%fts5%'");
        while (select.step()) tables.push_back(select.string(0));
    }
    for (const std::string& table : tables)
        connection_.exec(fmt::format("INSERT INTO main.\"{0}\" (\"{0}\") VALUES ('optimize')", table));
}

// Business history: every tracked field that changed, and what new records start with.
void Writer::transitions(const ChangedTables& tables) {
    for (const auto& entry : tables) {
        const int number = entry.first;
        const TableChanges& table = entry.second;
        const TableSpec* spec = core_.table(number);
        for (const int tracked : spec->tracked) {
            const auto at = std::find(spec->column_numbers.begin(), spec->column_numbers.end(), tracked);
            const std::string& name =
                spec->columns[static_cast<std::size_t>(at - spec->column_numbers.begin())];
            const auto common = [&](Statement& statement) {
                statement.bind_all(number, tracked, info_.at.time_since_epoch().count(), info_.actor,
                                   info_.seq);
            };
            if (state_->capture.touched_tracked(number, tracked)) {
                Statement changed = connection_.prepare(fmt::format(
                    "INSERT INTO transition (table_number, record_id, column_number, from_value, to_value, at, by, seq) "
                    "SELECT ?1, t.id, ?2, c.old_value, t.\"{0}\", ?3, ?4, ?5 FROM change c JOIN \"{1}\" t "
                    "ON t.id = c.row_id WHERE c.table_number = ?1 AND c.column_number = ?2 AND c.seq = ?5 "
                    "AND c.old_value IS NOT t.\"{0}\"",
                    name, spec->name));
                common(changed);
                changed.run();
            }
            if (table.inserted.empty()) continue;
            Statement added = connection_.prepare(fmt::format(
                "INSERT INTO transition (table_number, record_id, column_number, from_value, to_value, at, by, seq) "
                "SELECT ?1, id, ?2, NULL, \"{0}\", ?3, ?4, ?5 FROM \"{1}\" WHERE id BETWEEN ?6 AND ?7 "
                "AND \"{0}\" IS NOT NULL AND \"{0}\" <> 0",
                name, spec->name));
            for (const auto& [low, high] : table.inserted) {
                common(added);
                added.bind(6, low).bind(7, high);
                added.run();
            }
        }
    }
}

}  // namespace kith::store
