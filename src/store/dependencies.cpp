#include "store/dependencies.hpp"

#include "store/connection.hpp"
#include "store/core.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace kith::store {

namespace {

using Reads = std::set<std::pair<std::string, std::string>>;  // table and column

Watch& watch_of(Dependencies& dependencies, int table) {
    auto& watches = dependencies.watches;
    const auto found =
        std::find_if(watches.begin(), watches.end(), [&](const Watch& each) { return each.table == table; });
    return found != watches.end() ? *found : watches.emplace_back(Watch{table, 0});
}

void add_column(Dependencies& dependencies, const TableSpec& spec, const std::string& column) {
    Watch& watch = watch_of(dependencies, spec.number);
    if (column.empty() || column == "id" || column == "ROWID") return;  // rows that come and go
    const auto at = std::find(spec.columns.begin(), spec.columns.end(), column);
    const auto position = static_cast<std::size_t>(at - spec.columns.begin());
    if (at != spec.columns.end() && spec.column_numbers[position] != 0)
        watch.columns |= column_bit(position);
    else
        watch.columns = every_column;  // computed from the others of its row
    // They go up when an element, a tag or a value of the record changes too, in other tables.
    if (column == "version" || column == "updated_at") dependencies.everything = true;
}

}  // namespace

bool Dependencies::concern(const Touched& touched) const {
    if (everything && touched.any_table()) return true;
    return std::any_of(watches.begin(), watches.end(),
                       [&](const Watch& watch) { return touched.concerns(watch); });
}

void Dependencies::add(const Dependencies& other) {
    everything = everything || other.everything;
    for (const Watch& watch : other.watches) watch_of(*this, watch.table).columns |= watch.columns;
}

Dependencies dependencies_of(Connection& connection, const Core& core, std::string_view sql,
                             const SetPlans& sets) {
    Dependencies result = dependencies_of(connection, core, sql);
    for (const auto& [parameter, plan] : sets)
        result.add(dependencies_of(connection, core, plan->select, plan->sets));
    return result;
}

Dependencies dependencies_of(Connection& connection, const Core& core, std::string_view sql) {
    Dependencies result;
    const auto reads = connection.columns_read(sql);
    const auto is_read = [&](const TableSpec& spec) {
        return std::any_of(reads.begin(), reads.end(),
                           [&](const auto& read) { return read.first == spec.name; });
    };
    const bool records = std::any_of(reads.begin(), reads.end(),
                                     [&](const auto& read) { return core.table(read.first) != nullptr; });
    for (const auto& [table, column] : reads) {
        // What is in the journal about a column changes with the column, which whoever asks for its history reads too; and
        // what is in the log of merges with `merged_into`.
        const bool of_history =
            table == "change" || table == "change_txn" || table == "merge" || table == "merge_move";
        if (records && of_history) continue;
        if (records && table == "transition") {  // and this with one that is tracked, of a table that is read
            for (const TableSpec& spec : core.registration().tables) {
                if (spec.tracked.empty() || !is_read(spec)) continue;
                for (const int tracked : spec.tracked) {
                    const auto at = std::find(spec.column_numbers.begin(), spec.column_numbers.end(), tracked);
                    watch_of(result, spec.number).columns |=
                        column_bit(static_cast<std::size_t>(at - spec.column_numbers.begin()));
                }
            }
            continue;
        }
        if (const TableSpec* spec = core.table(table)) {
            add_column(result, *spec, column);
            continue;
        }
        bool derived = false;
        // An engine of a virtual table prepares statements of its own on tables that it names after it.
        const auto belongs = [&, &name = table](const std::string& owned) {
            return name.compare(0, owned.size(), owned) == 0 &&
                   (name.size() == owned.size() || name[owned.size()] == '_');
        };
        for (const DeriveStep& step : core.registration().steps) {
            if (std::none_of(step.owns.begin(), step.owns.end(), belongs) &&
                std::none_of(step.indexes.begin(), step.indexes.end(), belongs))
                continue;
            derived = true;
            for (const Watch& watch : step.watches) watch_of(result, watch.table).columns |= watch.columns;
        }
        if (derived) continue;
        // The name of a WITH clause, or something that only the engine knows.
        Statement known = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?1");
        if (known.bind(1, table).step()) result.everything = true;
    }
    return result;
}

std::vector<std::pair<std::string, std::string>> Connection::columns_read(std::string_view sql) {
    struct Recording {
        Connection& connection;
        Reads reads{};
        ~Recording() { sqlite3_set_authorizer(connection.handle_, &Connection::authorize, &connection); }
    } recording{*this};
    {
        // What may not be done is refused here, too: a pragma is done while it is prepared.
        const auto record = [](void* into, int action, const char* table, const char* column,
                               const char* database, const char* by) {
            auto& [connection, reads] = *static_cast<Recording*>(into);
            if (action == SQLITE_READ && table != nullptr) {
                try {
                    reads.emplace(table, column != nullptr ? column : "");
                } catch (...) {
                    return SQLITE_DENY;
                }
            }
            return authorize(&connection, action, table, column, database, by);
        };
        sqlite3_set_authorizer(handle_, record, &recording);
        sqlite3_stmt* raw = nullptr;
        const int code = sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
        const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
        if (code != SQLITE_OK) fail(code, "SQL");
    }
    return {recording.reads.begin(), recording.reads.end()};
}

}  // namespace kith::store
