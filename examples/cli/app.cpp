#include "app.hpp"

#include "output.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace cli {

namespace {

using kith::Code;
using kith::Error;

void need_path(const std::string& path) {
    if (path.empty()) throw Error(Code::invalid_argument, "which database? Say --db FILE or set KITH_DB");
}

}  // namespace

kith::Database& Context::db() {
    need_path(path);
    if (!db_) {
        if (path != ":memory:" && !std::filesystem::exists(path))
            throw Error(Code::io, "'" + path + "' does not exist; 'kith --db " + path + " new' makes it");
        db_ = std::make_unique<kith::Database>(kith::Database::open(path, {.actor = actor, .create = false}));
    }
    return *db_;
}

kith::Database& Context::create(kith::Options options, bool existing) {
    need_path(path);
    if (!existing && std::filesystem::exists(path))
        throw Error(Code::invalid_argument, "'" + path + "' is there already");
    options.actor = actor;
    db_ = std::make_unique<kith::Database>(kith::Database::open(path, std::move(options)));
    return *db_;
}

const kith::RecordType& type_named(const std::string& name) {
    if (const kith::RecordType* type = kith::find_record_type(name)) return *type;
    std::string known;
    for (const std::string& each : kith::record_type_names()) known += (known.empty() ? "" : ", ") + each;
    throw Error(Code::invalid_argument, "there is no record type '" + name + "'; there are: " + known);
}

std::string name_of(const kith::RecordType& type) {
    for (const std::string& name : kith::record_type_names())
        if (kith::find_record_type(name) == &type) return name;
    return {};
}

std::int64_t find_record(kith::Database& db, const kith::RecordType& type, const std::string& text) {
    std::int64_t id = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (problem == std::errc() && end == text.data() + text.size()) return id;

    const std::string name = name_of(type);
    if (name != "contact" &&
        name != "organization") {  // search knows those two; others go by their name or title
        const std::vector<kith::FieldDescription> fields = kith::fields_of(type);
        for (const char* field : {"name", "title"}) {
            if (std::none_of(fields.begin(), fields.end(), [&](const auto& f) { return f.name == field; }))
                continue;
            const auto ids = db.read([&](const kith::Reader& reader) {
                return reader.select_ids(type, std::string(field) + " = :text limit 2", {{"text", text}});
            });
            if (ids.size() == 1) return ids.front();
            throw Error(ids.empty() ? Code::not_found : Code::invalid_argument,
                        ids.empty() ? "no " + name + " is called '" + text + "'"
                                    : "'" + text + "' is the " + field + " of several; say which id");
        }
    }
    const auto hits = db.search().find(text, {.limit = 6, .types = {name}});
    if (hits.empty()) throw Error(Code::not_found, "no " + name + " is found by '" + text + "'");
    const auto exact = std::count_if(hits.begin(), hits.end(), [](const auto& hit) { return hit.exact; });
    if (hits.size() == 1 || exact == 1) return hits.front().record.id;
    std::string found;
    for (const auto& hit : hits)
        found += "\n  " + std::to_string(hit.record.id) + "  " + hit.title + " (" + hit.field + ")";
    throw Error(Code::invalid_argument, "'" + text + "' finds several; say which id:" + found);
}

void refuse_file(const std::string& path, const std::string& kept, const std::string& what) {
    namespace fs = std::filesystem;
    std::error_code problem;  // a path that cannot be looked at is no file that is kept
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        const std::string file = kept + suffix;
        const bool same = fs::equivalent(path, file, problem) ||
                          fs::weakly_canonical(path, problem) == fs::weakly_canonical(file, problem);
        if (same)
            throw Error(Code::invalid_argument, "'" + path + "' is " + what +
                                                    (*suffix == 0 ? "" : "'s own file") +
                                                    "; it is not overwritten");
    }
}

void refuse_database(const Context& context, const std::string& path) {
    refuse_file(path, context.path, "the database");
}

std::string title_of(kith::Database& db, const kith::RecordType& type, std::int64_t id) {
    const kith::RecordHolder record = kith::new_record(type);
    db.read([&](const kith::Reader& reader) { return reader.load(type, id, record.get()); });
    return printable(kith::title_of(type, record.get()));
}

}  // namespace cli
