// Where the rooms come together: opening a database registers what each of them keeps, and every call on a
// Database becomes a transaction or a snapshot of the store.
#include "match/match_step.hpp"
#include "query/functions.hpp"
#include "records/verbs.hpp"
#include "search/search_step.hpp"
#include "store/core.hpp"

#include <kith/database.hpp>

namespace kith {

namespace {

store::Registration registration() {
    store::Registration all;
    all.tables = records::table_specs();
    all.steps = {search::name_token_step(), match::match_key_step()};
    all.checks = {&records::check_descriptors, &records::check_links};
    all.prepare_connection = &query::install_functions;
    return all;
}

std::string utf8(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

}  // namespace

Database::Database(std::shared_ptr<store::Core> core, std::string actor)
    : core_(std::move(core)), actor_(std::move(actor)) {}

Database Database::open(const std::filesystem::path& path, Options options) {
    std::string actor = options.actor;
    return Database(store::Core::open(utf8(path), std::move(options), registration()), std::move(actor));
}

Database Database::as(std::string_view actor) const { return Database(core_, std::string(actor)); }

void Database::write_erased(void (*work)(void*, Transaction&), void* context, Where where) {
    last_transaction_ = core_->write(actor_, where, [&](store::Writer& writer) {
        Transaction transaction(writer);
        work(context, transaction);
    });
}

void Database::read_erased(void (*work)(void*, const Reader&), void* context, Where where) const {
    core_->read(where, [&](store::Connection& connection) {
        const Reader reader(connection);
        work(context, reader);
    });
}

Settings Database::settings(Where where) const {
    return read([](const Reader& reader) { return reader.settings(); }, where);
}

void Database::settings(const Settings& settings, Where where) {
    write([&](Transaction& tx) { tx.settings(settings); }, where);
}

std::vector<Finding> Database::verify(Where where) const { return core_->verify(where); }
void Database::rebuild(Where where) { core_->rebuild(where, actor_); }
void Database::close(Where where) { core_->close(where); }

}  // namespace kith
