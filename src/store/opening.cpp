// Opening a file: finding it, checking it, making or migrating it; and reading one that nobody here can write.
#include "store/core_state.hpp"
#include "store/key.hpp"
#include "store/schema.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <utility>

namespace kith::store {

namespace {

std::string random_hex(std::size_t bytes) {
    std::random_device source;
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += fmt::format("{:02x}", source() & 0xffu);
    return text;
}

/// Whether this process may write a file or folder, as far as the system tells without trying.
bool may_write(const std::string& path) {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    int allowed = 0;
    return system != nullptr &&
           system->xAccess(system, path.c_str(), SQLITE_ACCESS_READWRITE, &allowed) == SQLITE_OK &&
           allowed != 0;
}

std::string folder_of(const std::string& path) {
    const auto folder = file_path(path).parent_path().u8string();
    return {folder.begin(), folder.end()};
}

/// Whether the file keeps a write-ahead log, by its header (SQLite file format, 1.3.3).
bool keeps_log(const std::string& path) {
    constexpr std::streamoff write_version = 18;
    constexpr char write_ahead = 2;
    std::ifstream file(file_path(path), std::ios::binary);
    char version = 0;
    return file.seekg(write_version) && file.get(version) && version == write_ahead;
}

bool has_log(const std::string& path) {
    std::error_code failed;
    const std::uintmax_t size = std::filesystem::file_size(file_path(path + "-wal"), failed);
    return !failed && size > 0;
}

/// The settings that a new file starts with.
Settings first_settings(const Options& options) {
    Settings settings;
    settings.region = options.region;
    if (!options.time_zone.empty()) settings.time_zone = options.time_zone;
    if (options.week_start != 0) settings.week_start = options.week_start;
    if (options.fiscal_year_start != 0) settings.fiscal_year_start = options.fiscal_year_start;
    return settings;
}

}  // namespace

FileStamp stamp_of(const std::string& path) noexcept {
    FileStamp stamp;
    try {
        const std::filesystem::path file = file_path(path);
        std::error_code failed;
        stamp.size = std::filesystem::file_size(file, failed);
        if (failed) stamp.size = 0;
        stamp.written = std::filesystem::last_write_time(file, failed);
        stamp.log = has_log(path);
    } catch (...) {  // no memory for a path: as if the file had gone, so that whoever compares tries again
        return {};
    }
    return stamp;
}

Connection::Config Core::State::config(bool query_only) const {
    return {.path = path,
            .create = false,
            .read_only = read_only,
            .at_rest = at_rest,
            .query_only = query_only,
            .busy_milliseconds = static_cast<int>(options.busy_timeout.count()),
            .key = memory ? std::string_view() : options.key};
}

std::unique_ptr<Connection> Core::State::connect(const Connection::Config& settings) const {
    try {
        auto connection = std::make_unique<Connection>(settings);
        prepare(*connection);
        return connection;
    } catch (const Error& error) {
        refuse_opening(error);
    }
}

std::unique_ptr<Connection> Core::State::connect_writer() const {
    auto connection = connect(config(false));
    set_durability(*connection);
    return connection;
}

void Core::State::set_durability(Connection& connection) const {
    switch (options.durability) {
        case Durability::full:
            // A rollback journal commits by being removed: only EXTRA syncs its folder after that. Without it the
            // journal may be back after a power cut, and takes back what was acknowledged.
            connection.exec(options.journal == Journal::wal ? "PRAGMA synchronous = FULL"
                                                            : "PRAGMA synchronous = EXTRA");
            break;
        case Durability::normal: connection.exec("PRAGMA synchronous = NORMAL"); break;
        case Durability::off: connection.exec("PRAGMA synchronous = OFF"); break;
    }
}

void Core::State::prepare(Connection& connection) const {
    connection.clock_ = options.clock;
    connection.most_work_ = options.query_work;
    if (registration.prepare_connection) registration.prepare_connection(connection);
}

void Core::State::initialise(Connection& connection) {
    connection.exec("BEGIN IMMEDIATE");
    try {
        // Another process may have made the file meanwhile.
        const FileState found = check_file(connection, path);
        if (found != FileState::current) migrate(connection);
        if (found == FileState::fresh) {
            Statement insert = connection.prepare("INSERT INTO setting (key, value) VALUES (?1, ?2)");
            const Settings first = first_settings(options);
            const std::string uid = random_hex(16);
            insert.bind_all("uid", uid).run();
            insert.bind_all("replica", 0).run();
            insert.bind_all("region", first.region).run();
            insert.bind_all("time_zone", first.time_zone).run();
            insert.bind_all("week_start", first.week_start).run();
            insert.bind_all("fiscal_year_start", first.fiscal_year_start).run();
            for (const DeriveStep& step : registration.steps) {
                insert.bind(1, "derived:" + step.name).bind(2, step.version);
                insert.run();
            }
            connection.exec("INSERT INTO counter (name, next) VALUES ('change_txn', 1)");
        }
        if (found != FileState::current) renew_sums(connection, summed);
        connection.exec("COMMIT");
    } catch (...) {
        if (connection.in_transaction()) connection.exec("ROLLBACK");
        throw;
    }
}

void Core::State::check_derived(Connection& connection) {
    for (const DeriveStep& step : registration.steps) {
        Statement statement = connection.prepare("SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?1");
        statement.bind(1, "derived:" + step.name);
        const std::int64_t version = statement.step() ? statement.integer(0) : 0;
        if (version < step.version) stale = true;
        if (version > step.version) {
            read_only = true;
            read_only_reason = fmt::format(
                "its derived table '{}' was written by a newer kith (algorithm {}, this one has {})",
                step.name, version, step.version);
        }
    }
}

// SQLite reads a file with a write-ahead log only where it can keep the log's index beside it. Where this process
// may not, it can still read a file whose log is folded in, as long as nobody else writes it: every read sees to
// that by the file's stamp.
void Core::State::look_at_rest() {
    stamp = stamp_of(path);
    at_rest = !stamp.log && keeps_log(path) && !(may_write(path) && may_write(folder_of(path)));
}

void Core::State::refuse_opening(const Error& error) const {
    const int kind = error.sqlite_code() & 0xff;
    if (kind == SQLITE_NOTADB && !options.key.empty() && !memory) {
        ErrorDetail detail;
        detail.sqlite_code = error.sqlite_code();
        throw Error(
            Code::wrong_key,
            fmt::format("'{}' does not open with this key (Options::key), or is no encrypted kith file", path),
            detail);
    }
    if (kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY) {
        ErrorDetail detail;
        detail.sqlite_code = error.sqlite_code();
        const std::string folder = folder_of(path);
        if (read_only && has_log(path))
            throw Error(error.code(),
                        fmt::format("'{0}' cannot be read: its log '{0}-wal' holds changes that only a process "
                                    "which may write in '{1}' can fold in",
                                    path, folder),
                        detail);
        if (!read_only && !may_write(folder))
            throw Error(error.code(),
                        fmt::format("'{}' cannot be written: its log must lie beside it, and this process may "
                                    "not write in '{}'; it can be opened with Options::read_only",
                                    path, folder),
                        detail);
    }
    throw Error(error);
}

void Core::State::open_writer(bool create) {
    Connection::Config settings = config(false);
    settings.create = create && !read_only;
    const bool exists = memory || std::filesystem::exists(file_path(path));
    if (!exists && !settings.create) throw Error(Code::io, fmt::format("'{}' does not exist", path));
    FileState found = FileState::fresh;
    try {
        if (read_only && !memory) {
            look_at_rest();
            settings.at_rest = at_rest;
        }
        writer = std::make_unique<Connection>(settings);
        found = check_file(*writer, path);
    } catch (const Error& error) {
        refuse_opening(error);
    }
    if (read_only) {
        if (found != FileState::current)
            throw Error(Code::read_only,
                        fmt::format("'{}' is {} and cannot be migrated read-only", path,
                                    found == FileState::fresh ? "empty" : "of an older file format"));
    } else {
        if (!memory) {
            const bool wal = options.journal == Journal::wal;
            const std::string mode =
                writer->text(wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
            if (mode != (wal ? "wal" : "delete"))
                throw Error(Code::unsupported, fmt::format("'{}' cannot use the journal mode {}: it stays {}",
                                                           path, wal ? "WAL" : "rollback", mode));
            set_durability(*writer);
        }
        if (found != FileState::current) initialise(*writer);
    }
    prepare(*writer);
    const bool opened_read_only = read_only;
    check_derived(*writer);
    tail.open(*writer);
    if (opened_read_only) idle.push_back(std::move(writer));
}

void Core::State::note_tables() {
    summed = store::summed_tables(registration.steps);
    for (const StoredTable& table : stored_tables()) by_name[table.name].name = table.name;
    for (const SummedTable& table : summed) by_name[table.stored.name].summed = &table;
    for (const TableSpec& spec : registration.tables) {
        KnownTable& known = by_name[spec.name];
        known.name = spec.name;
        known.spec = &spec;
        by_number.emplace(spec.number, &spec);
    }
}

std::shared_ptr<Core> Core::open(const std::string& path, Options options, Registration registration) {
    if (path.empty()) throw Error(Code::invalid_argument, "the path of a database is empty");
    if (options.query_work < 0)
        throw Error(Code::invalid_argument, "Options::query_work is a number of steps, or 0");
    if (options.key.find('\0') != std::string::npos)
        throw Error(Code::invalid_argument, "Options::key is text, without zeros");
    if (!options.key.empty()) require_encryption();  // before anything is made
    std::shared_ptr<Core> core(new Core());
    State& state = *core->state_;
    state.path = path;
    state.options = std::move(options);
    state.options.readers = std::max<std::size_t>(1, state.options.readers);
    state.memory = path == ":memory:";
    state.read_only = state.options.read_only;
    state.read_only_reason = "it was opened read-only";
    state.registration = std::move(registration);
    const std::string problem = state.registration.problem_of(first_settings(state.options));
    if (!problem.empty()) throw Error(Code::invalid_argument, "Options: " + problem);
    state.note_tables();
    state.dispatcher = std::make_shared<Dispatcher>(
        [raw = core.get()](const std::function<void(Connection&)>& work) {
            raw->read(Where::current(), work, Patience::none_for_close);
        },
        state.options.dispatch);
    state.open_writer(state.options.create);
    if (!state.memory) state.file.emplace(path);
    if (state.stale && !state.read_only) {
        // What an older algorithm derived, or a migration left empty, is made anew before anybody reads it. While another
        // process writes (it may be doing just this), it stays for the first write.
        try {
            core->write("", {}, [](Writer&) {});
        } catch (const Error& error) {
            if (error.code() != Code::busy) throw;
        }
    }
    return core;
}

// A connection that can write removes an empty log and its index when it is the last to close; SQLite's locks see to
// that. One that cannot write leaves them.
void Core::State::tidy() const noexcept {
    try {
        if (memory || !std::filesystem::exists(file_path(path + "-wal")) || has_log(path) || !may_write(path))
            return;
        Connection::Config settings = config(false);
        settings.read_only = settings.at_rest = false;
        Connection last(settings);
        (void)last.integer("SELECT count(*) FROM sqlite_schema");
    } catch (...) {  // an empty log harms nothing: the next connection that can write removes it
        return;
    }
}

}  // namespace kith::store
