// Leaving nothing behind of what was deleted.
#include "store/core_state.hpp"

#include <fmt/format.h>

namespace kith::store {

Core::Scoured Core::scour(const Where& where, bool rewrite) {
    State& state = *state_;
    refuse_inside(where);
    const std::lock_guard lock(state.writing);
    {
        const std::lock_guard guard(state.pool);
        state.refuse_unusable();
        state.writing_at = where;
    }
    if (state.released) state.reopen();
    if (state.read_only)
        throw Error(Code::read_only,
                    fmt::format("'{}' cannot be written: {}", state.path, state.read_only_reason));
    Scoured result;
    if (!state.writer) state.writer = state.connect_writer();
    Connection& connection = *state.writer;
    const State::Running running(state, connection);
    // Each part as far as it goes: a disk without room for a second copy can still have its log emptied.
    const auto attempt = [&](auto&& work) {
        try {
            work();
        } catch (const Error& error) {
            if (error.code() == Code::suspended) throw;
            result.problem += fmt::format("{}{}", result.problem.empty() ? "" : "; ", error.what());
        }
    };
    connection.clear_statements();  // VACUUM wants none that runs
    // What an undo laid aside while it worked; SQLite may keep it in a file of its own.
    attempt([&] {
        std::vector<std::string> tables;
        Statement select = connection.prepare("SELECT name FROM sqlite_temp_schema WHERE type = 'table'");
        while (select.step()) tables.push_back(select.string(0));
        select.reset();
        for (const std::string& table : tables) connection.exec(fmt::format("DROP TABLE temp.\"{}\"", table));
    });
    if (state.memory) {
        result.rewritten = rewrite;
        result.log_emptied = true;
        return result;
    }
    if (rewrite)
        attempt([&] {
            connection.exec("VACUUM");
            result.rewritten = true;
        });
    attempt([&] {
        Statement checkpoint = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        result.log_emptied = checkpoint.step() && checkpoint.integer(0) == 0;
        if (!result.log_emptied)
            result.problem += fmt::format("{}another reader or writer keeps the log from being emptied",
                                          result.problem.empty() ? "" : "; ");
    });
    return result;
}

}  // namespace kith::store
