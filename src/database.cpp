// Where the rooms come together: opening a database registers what each of them keeps, and every call on a
// Database becomes a transaction or a snapshot of the store.
#include "activity/blobs.hpp"
#include "activity/summary.hpp"
#include "history/past.hpp"
#include "match/match_step.hpp"
#include "query/areas.hpp"
#include "query/calendar.hpp"
#include "query/functions.hpp"
#include "query/live.hpp"
#include "query/segment_check.hpp"
#include "records/verbs.hpp"
#include "sales/board_step.hpp"
#include "search/document_step.hpp"
#include "search/search_step.hpp"
#include "store/backup.hpp"
#include "store/core.hpp"
#include "text/countries.hpp"
#include "text/phone.hpp"

#include <kith/database.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/stage.hpp>

#include <fmt/format.h>

#include <system_error>

namespace kith {

namespace {

std::string settings_problem(const Settings& settings) {
    const bool code = settings.region.size() == 2;
    if (!settings.region.empty() && !(code && text::calling_code(settings.region) != 0) &&
        !(code && !text::country_code(settings.region).empty()))
        return fmt::format("'{}' is no region: ISO 3166-1 alpha-2 codes are, \"JP\" say", settings.region);
    try {
        (void)query::Calendar(settings, Time{}).day_of(Time{});
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

store::Registration registration() {
    store::Registration all;
    all.tables = records::table_specs();
    // In this order: keys and words are made from the computed columns, and what the deals keep of their stages.
    all.steps = {records::computed_step(),  sales::board_step(),     search::name_token_step(),
                 search::search_doc_step(), match::match_key_step(), activity::summary_step(),
                 query::area_step(),        query::segment_step(),   query::live_step()};
    all.checks = {&records::check_descriptors, &records::check_records, &records::check_links,
                  &sales::check_deals,         &activity::check_blobs,  &query::check_segments,
                  &query::check_live,          &query::check_places};
    all.prepare_connection = &query::install_functions;
    all.settings_problem = &settings_problem;
    all.copies = {{record_type<Deal>().table, record_type<Stage>().table, &sales::settle}};
    return all;
}

std::string utf8(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

/// The file that a path names now, links followed: connections that are made later must find the same one, whatever
/// folder the process works in by then, and SQLite keeps the log beside the file itself.
std::filesystem::path whole(const std::filesystem::path& path) {
    if (path.empty() || path == ":memory:") return path;
    std::error_code failed;
    std::filesystem::path result = std::filesystem::absolute(path, failed);
    if (failed) throw Error(Code::io, fmt::format("'{}' cannot be found: {}", utf8(path), failed.message()));
    std::filesystem::path followed = std::filesystem::weakly_canonical(result, failed);
    return failed ? result : followed;  // a folder that may not be searched, say: opening gives the reason
}

}  // namespace

Database::Database(std::shared_ptr<store::Core> core, std::string actor)
    : core_(std::move(core)), actor_(std::move(actor)) {}

Database Database::open(const std::filesystem::path& path, Options options) {
    std::string actor = options.actor;
    return Database(store::Core::open(utf8(whole(path)), std::move(options), registration()),
                    std::move(actor));
}

Database Database::as(std::string_view actor) const { return Database(core_, std::string(actor)); }

Database Database::face() const {
    Database face(*this);
    face.last_transaction_.number = last_transaction_.number;
    face.last_transaction_.of_face = true;
    return face;
}

void Database::write_erased(void (*work)(void*, Transaction&), void* context, Where where) {
    *last_transaction_.number = core_->write(actor_, where, [&](store::Writer& writer) {
        Transaction transaction(writer);
        work(context, transaction);
    });
}

void Database::read_erased(void (*work)(void*, const Reader&), void* context, std::optional<Time> at,
                           Where where) const {
    const auto run = [&](store::Connection& connection) {
        const Reader reader(connection);
        work(context, reader);
    };
    if (!at) return core_->read(where, run);
    core_->read_apart(where, *at, [&](store::Connection& connection) {
        const history::Past past(connection, core_->registration(), *at);
        run(connection);
    });
}

Settings Database::settings(Where where) const {
    return read([](const Reader& reader) { return reader.settings(); }, where);
}

void Database::settings(const Settings& settings, Where where) {
    write([&](Transaction& tx) { tx.settings(settings); }, where);
}

std::vector<Finding> Database::verify(Where where) const { return core_->verify(where); }
BackupResult Database::backup(const std::filesystem::path& path, const BackupOptions& options,
                              Where where) const {
    return core_->backup(utf8(path), options, where);
}
BackupResult Database::backup(const std::filesystem::path& path, Where where) const {
    return backup(path, {}, where);
}
void Database::rebuild(Where where) { core_->rebuild(where, actor_); }
bool Database::poll(Where where) { return core_->poll(where); }
void Database::suspend(Where where) { core_->suspend(where); }
void Database::resume(Where where) { core_->resume(where); }
void Database::close(Where where) { core_->close(where); }

bool is_encrypted_backup(const std::filesystem::path& source) { return store::is_sealed(utf8(source)); }

void restore_backup(const std::filesystem::path& source, const std::filesystem::path& target,
                    const RestoreOptions& options, Where where) {
    if (is_encrypted_backup(source)) {
        store::unseal(utf8(source), utf8(target), options);
        return;
    }
    BackupOptions copy;
    copy.replace = options.replace;
    copy.progress = options.progress;
    (void)Database::open(source, {.create = false, .read_only = true}).backup(target, copy, where);
}

}  // namespace kith
