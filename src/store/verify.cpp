// Checking the whole file, and making anew what is derived.
#include "store/core_state.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <vector>

namespace kith::store {

namespace {

/// Whether an error says something about the file; the others are about the call, and go on to the caller.
bool is_finding(Code code) noexcept {
    switch (code) {
        case Code::busy:
        case Code::cancelled:
        case Code::closed:
        case Code::full:
        case Code::in_use:
        case Code::nested_use:
        case Code::read_only:
        case Code::suspended: return false;
        default: return true;
    }
}

void check_sqlite(Connection& connection, std::vector<Finding>& findings) {
    // A page that could not be read for want of memory is reported like a damaged one, with its result code.
    static const std::string no_memory = fmt::format("error code={}", SQLITE_NOMEM);
    Statement integrity = connection.prepare("PRAGMA integrity_check");
    while (integrity.step()) {
        if (integrity.text(0) == "ok") continue;
        const std::string found = integrity.string(0);
        if (found.size() >= no_memory.size() &&
            found.compare(found.size() - no_memory.size(), no_memory.size(), no_memory) == 0)
            throw std::bad_alloc();
        findings.push_back({"sqlite", "", found});
    }
    Statement references = connection.prepare("PRAGMA foreign_key_check");
    while (references.step())
        findings.push_back(
            {"foreign key", references.string(0),
             fmt::format("row {} refers to a missing row of {}", references.integer(1), references.text(2))});
}

/// The settings that say which algorithm made a derived table name tables that there are.
void check_versions(Connection& connection, const std::vector<DeriveStep>& steps,
                    std::vector<Finding>& findings) {
    Statement settings =
        connection.prepare("SELECT substr(key, 9) FROM setting WHERE substr(key, 1, 8) = 'derived:'");
    while (settings.step()) {
        const std::string name = settings.string(0);
        if (std::any_of(steps.begin(), steps.end(), [&](const DeriveStep& step) { return step.name == name; }))
            continue;
        findings.push_back(
            {"derived", "setting",
             fmt::format("'derived:{}' is of no table that this kith derives: a newer one wrote it, "
                         "or it is damaged",
                         name)});
    }
}

/// Rows of the owned tables before and after a rebuild, compared in both directions.
void compare_table(Connection& connection, const std::string& table, const DeriveStep& step,
                   std::vector<Finding>& findings) {
    const auto differ = [&](const std::string& sql, std::string_view what) {
        const std::int64_t rows = connection.integer("SELECT count(*) FROM (" + sql + ")");
        if (rows > 0)
            findings.push_back({"derived", table, fmt::format("{} {} ({})", rows, what, step.name)});
    };
    differ(fmt::format("SELECT * FROM temp.\"before_{0}\" EXCEPT SELECT * FROM main.\"{0}\"", table),
           "rows are there that a rebuild does not make");
    differ(fmt::format("SELECT * FROM main.\"{0}\" EXCEPT SELECT * FROM temp.\"before_{0}\"", table),
           "rows are missing that a rebuild makes");
}

/// What a full-text table holds, as one number: every term with its record, column and position, in order, and how often it is
/// found when it is looked up, which goes by an index of pages that the order does not need; then what ranking goes by: the words of each record and of all (FNV-1a; the table's own pages depend on the order of writing). Its pages are
/// checked by FTS5 first.
std::uint64_t contents_of(Connection& connection, const std::string& index) {
    connection.exec(fmt::format("INSERT INTO \"{0}\"(\"{0}\") VALUES ('integrity-check')", index));
    connection.exec(fmt::format("DROP TABLE IF EXISTS temp.\"terms_of_{0}\"; CREATE VIRTUAL TABLE "
                                "temp.\"terms_of_{0}\" USING fts5vocab(main, \"{0}\", instance)",
                                index));
    std::uint64_t sum = 0xcbf29ce484222325U;
    const auto add = [&](std::uint64_t byte) { sum = (sum ^ byte) * 0x100000001b3U; };
    const auto add_number = [&](std::uint64_t number) {
        for (; number != 0; number >>= 8U) add(number & 0xffU);
    };
    {
        Statement terms =
            connection.prepare(fmt::format("SELECT term, doc, col, offset FROM temp.\"terms_of_{}\"", index));
        Statement look_up = connection.prepare(
            fmt::format("SELECT count(*) FROM temp.\"terms_of_{}\" WHERE term = ?1", index));
        std::string last;
        while (terms.step()) {
            if (terms.text(0) != last) {
                last = terms.string(0);
                look_up.reset();
                look_up.bind(1, last);
                if (look_up.step()) add_number(static_cast<std::uint64_t>(look_up.integer(0)));
            }
            for (const int column : {0, 2})
                for (const char c : terms.text(column)) add(static_cast<unsigned char>(c));
            for (const int column : {1, 3}) add_number(static_cast<std::uint64_t>(terms.integer(column)));
            add(0xff);
        }
    }
    {
        constexpr int averages = 1;  // the row of the table's data that has them
        Statement sizes =
            connection.prepare(fmt::format("SELECT id, sz FROM \"{0}_docsize\" UNION ALL "
                                           "SELECT -id, block FROM \"{0}_data\" WHERE id = {1} ORDER BY id",
                                           index, averages));
        while (sizes.step()) {
            const std::string_view size = sizes.text(1);
            // of no words at all: zeros after the last record went, nothing where there never was one
            if (size.find_first_not_of('\0') == std::string_view::npos) continue;
            add(static_cast<std::uint64_t>(sizes.integer(0)));
            for (const char c : size) add(static_cast<unsigned char>(c));
        }
    }
    connection.clear_statements();
    connection.exec(fmt::format("DROP TABLE temp.\"terms_of_{}\"", index));
    return sum;
}

/// Rebuilds a step's tables and compares; the caller takes the rebuild back.
void compare_step(Writer& writer, const DeriveStep& step, const std::function<void()>& rebuild,
                  std::vector<Finding>& findings) {
    const std::string made_by = writer.setting("derived:" + step.name);
    if (made_by != std::to_string(step.version)) {  // another algorithm's rows say nothing about damage
        for (const std::string& table : step.owns)
            findings.push_back(
                {"derived", table,
                 fmt::format("not compared: version {} of its algorithm made it, this kith has {}", made_by,
                             step.version)});
        return;
    }
    if (step.of_time) return rebuild();
    for (const std::string& table : step.owns)
        writer.connection().exec(fmt::format("DROP TABLE IF EXISTS temp.\"before_{0}\"; CREATE TEMP TABLE "
                                             "\"before_{0}\" AS SELECT * FROM main.\"{0}\"",
                                             table));
    std::vector<std::uint64_t> before;
    for (const std::string& index : step.indexes) before.push_back(contents_of(writer.connection(), index));
    rebuild();
    for (const std::string& table : step.owns) compare_table(writer.connection(), table, step, findings);
    for (std::size_t i = 0; i < before.size(); ++i)
        if (contents_of(writer.connection(), step.indexes[i]) != before[i])
            findings.push_back({"derived", step.indexes[i],
                                fmt::format("it holds other words than a rebuild makes ({})", step.name)});
}

}  // namespace

std::unique_ptr<Connection> Core::State::copy_of(Connection& from) const {
    auto copy =
        std::make_unique<Connection>(Connection::Config{.path = "", .create = true, .key = config(true).key});
    sqlite3_backup* backup = sqlite3_backup_init(copy->handle(), "main", from.handle(), "main");
    if (backup == nullptr) copy->fail(sqlite3_errcode(copy->handle()), "copy");
    (void)sqlite3_backup_step(backup, -1);
    const int code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK) copy->fail(code, "copy");
    prepare(*copy);
    return copy;
}

void Core::rebuild(const Where& where, const std::string& actor) {
    write(actor, where, [&](Writer& writer) {
        for (const DeriveStep& step : state_->registration.steps) writer.remake_tables(step);
        writer.connection().exec("REINDEX");  // indices are derived too
        for (const DeriveStep& step : state_->registration.steps) writer.rebuild_step(step);
        writer.accept_tables();
    });
    state_->dispatcher->publish_everything();  // what was damaged may have been missing in an answer
}

std::vector<Finding> Core::verify(const Where& where) {
    State& state = *state_;
    std::vector<Finding> findings;
    // What one check stumbles over is a finding, and the next check runs; unless SQLite has ended the transaction
    // that takes everything back.
    const auto guarded = [&](Connection& connection, const Finding& of, const std::function<void()>& check) {
        try {
            check();
        } catch (const Error& error) {
            if (!is_finding(error.code()) || !connection.in_transaction()) throw;
            findings.push_back({of.check, of.table, of.message + error.what()});
        }
    };
    const auto read_checks = [&](Connection& connection, const SumChanges& pending) {
        guarded(connection, {"sqlite", "", ""}, [&] { check_sqlite(connection, findings); });
        guarded(connection, {"derived", "setting", ""},
                [&] { check_versions(connection, state.registration.steps, findings); });
        for (std::size_t i = 0; i < state.summed.size(); ++i)
            guarded(connection, {"sum", state.summed[i].stored.name, "it cannot be read: "},
                    [&] { check_sum(connection, state.summed[i], pending.all()[i], findings); });
        guarded(connection, {"sum", "table_sum", ""},
                [&] { check_sum_owners(connection, state.summed, findings); });
        for (const auto& check : state.registration.checks)
            guarded(connection, {"sqlite", "", "a check cannot go on: "},
                    [&] { check(connection, findings); });
    };
    const auto compare_steps = [&](Writer& writer) {
        for (const DeriveStep& step : state.registration.steps)
            guarded(writer.connection(),
                    {"derived", step.owns.empty() ? "" : step.owns.front(), "it cannot be made anew: "}, [&] {
                        compare_step(
                            writer, step, [&] { writer.rebuild_step(step); }, findings);
                    });
    };
    try {
        if (state.read_only) {
            read(where, [&](Connection& connection) {
                read_checks(connection, SumChanges(state.summed.size()));
                const auto copy = state.copy_of(connection);
                Writer writer(*this, *copy, "");
                compare_steps(writer);
            });
        } else {
            // Derived tables are rebuilt in a transaction that is then taken back.
            struct Undone {};
            try {
                write("", where, [&](Writer& writer) {
                    read_checks(writer.connection(), writer.sums());
                    compare_steps(writer);
                    throw Undone();
                });
            } catch (const Undone&) {
                const std::lock_guard lock(state.writing);
                // Unless it was let go of meanwhile.
                if (state.writer)
                    state.writer->clear_statements();  // they may refer to the temporary tables, which are gone now
            }
        }
    } catch (const Error& error) {
        if (!is_finding(error.code())) throw;
        findings.push_back({"sqlite", "", error.what()});
    }
    return findings;
}

}  // namespace kith::store
