// The public face of exports.
#include "interchange/card_writer.hpp"
#include "interchange/csv.hpp"
#include "interchange/encoding.hpp"
#include "interchange/export_rows.hpp"
#include "interchange/json_form.hpp"
#include "interchange/words.hpp"
#include "records/loader.hpp"
#include "records/registry.hpp"
#include "text/fold.hpp"

#include <kith/blobs.hpp>
#include <kith/error.hpp>
#include <kith/exports.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <system_error>
#include <vector>

namespace kith {

namespace {

using namespace interchange;

constexpr std::size_t records_between_progress = 256;
using Output = std::function<void(std::string_view)>;

/// The records of one export.
struct Selection {
    const RecordType* type;
    std::vector<std::int64_t> ids;
};

std::string format_for(const ExportOptions& options, const std::string& file_name) {
    if (!options.format.empty()) return options.format;
    const std::string extension =
        text::fold(file_name.substr(std::min(file_name.rfind('.'), file_name.size())));
    if (extension == ".vcf" || extension == ".vcard") return "vcard";
    if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") return "jsonl";
    return "csv";
}

const RecordType& type_named(const std::string& name) {
    if (const RecordType* type = find_record_type(name)) return *type;
    throw Error(Code::invalid_argument, fmt::format("there is no record type '{}'", name));
}

/// The order in which record types go into one text: what a record must refer to and what its elements refer to before
/// it, and what else it refers to as well, unless that leads back to it (a user may be a contact, which has an owner).
class TypeOrder {
public:
    /// How many types come before this one.
    int rank_of(const RecordType& type) {
        if (type.name == "field")
            return 0;  // definitions of custom fields, before the records that have them
        if (const auto known = ranks_.find(&type); known != ranks_.end()) return known->second;
        int rank = 1;
        each_target(type, [&](const RecordType& target, bool must) {
            std::set<const RecordType*> seen;
            if (&target != &type && (must || !leads(target, type, seen)))
                rank = std::max(rank, rank_of(target) + 1);
        });
        return ranks_[&type] = rank;
    }

private:
    template <class Visit>
    static void each_target(const RecordType& type, Visit visit) {
        const auto follow = [&](const records::Field& field, bool must) {
            if (const RecordType* target = find_record_type(field.target)) visit(*target, must);
        };
        for (const records::Field& field : type.fields) follow(field, field.is(records::required));
        for (const records::Element& element : type.elements)
            for (const records::Field& field : element.fields) follow(field, true);
    }
    /// Whether references lead from one type to another, over any number of steps.
    static bool leads(const RecordType& from, const RecordType& to, std::set<const RecordType*>& seen) {
        bool found = &from == &to;
        if (found || !seen.insert(&from).second) return found;
        each_target(from, [&](const RecordType& target, bool) { found = found || leads(target, to, seen); });
        return found;
    }

    std::map<const RecordType*, int> ranks_;
};

/// All record types but the engine's own, such that what a record refers to comes before it where that is possible.
std::vector<const RecordType*> all_types() {
    std::vector<const RecordType*> types;
    for (const RecordType* type : records::registry())
        if (type->name != "import_batch") types.push_back(type);
    TypeOrder order;
    std::stable_sort(types.begin(), types.end(), [&](const RecordType* a, const RecordType* b) {
        return order.rank_of(*a) < order.rank_of(*b);
    });
    return types;
}

std::vector<Selection> select(const Reader& reader, const ExportOptions& options, const std::string& format) {
    if (options.record_type == "all") {
        if (format != "jsonl" || !options.query.empty())
            throw Error(Code::invalid_argument,
                        "all record types go into JSON lines only, and without a query");
        std::vector<Selection> all;
        for (const RecordType* type : all_types()) all.push_back({type, reader.select_ids(*type, {}, {})});
        return all;
    }
    const RecordType& type = type_named(options.record_type);
    return {{&type, reader.select_ids(type, options.query, options.parameters)}};
}

/// Calls `write` for every selected record and reports progress.
void each_record(const Reader& reader, const std::vector<Selection>& selections, const ExportOptions& options,
                 const std::function<void(AnyRecord&)>& write) {
    std::size_t total = 0;
    std::size_t done = 0;
    for (const Selection& selection : selections) total += selection.ids.size();
    const auto report = [&] {
        if (options.progress && !options.progress(done, total))
            throw Error(Code::cancelled, "the export was cancelled");
    };
    for (const Selection& selection : selections) {
        records::Loader loader(reader.connection(), *selection.type);
        AnyRecord record(*selection.type);
        for (const std::int64_t id : selection.ids) {
            if (loader.load(id, record.get(), false)) write(record);
            if (++done % records_between_progress == 0) report();
        }
    }
    report();
}

void export_cards(const Reader& reader, const std::vector<Selection>& selections,
                  const ExportOptions& options, ExportReport& report, const Output& out) {
    const RecordType& type = *selections.front().type;
    if (type.name != "contact" && type.name != "organization")
        throw Error(Code::invalid_argument,
                    fmt::format("a vCard is of a contact or an organization, not of a {}", type.name));
    VCardWriter writer;
    each_record(reader, selections, options, [&](AnyRecord& record) {
        if (type.name == "contact") {
            const auto& contact = record.as<Contact>();
            write_card(writer, contact, jobs_of(reader.connection(), contact),
                       contact.photo.empty() ? std::string() : Blobs::get(reader, contact.photo));
        } else {
            write_card(writer, record.as<Organization>());
        }
        ++report.records;
        out(writer.take());
    });
}

void export_lines(const Reader& reader, const std::vector<Selection>& selections,
                  const ExportOptions& options, ExportReport& report, const Output& out) {
    JsonWriter writer(reader.connection(), options.record_type != "all");
    each_record(reader, selections, options, [&](AnyRecord& record) {
        out(writer.line(record.type(), record.get()) + "\n");
        ++report.records;
    });
}

void export_rows(const Reader& reader, const std::vector<Selection>& selections, const ExportOptions& options,
                 ExportReport& report, const Output& out) {
    Encoding encoding = Encoding::utf8;
    if (!options.encoding.empty()) {
        const auto named = encoding_named(options.encoding);
        if (!named)
            throw Error(Code::invalid_argument,
                        fmt::format("there is no encoding called '{}'", options.encoding));
        encoding = *named;
    }
    const auto put = [&](const std::vector<std::string>& cells) {
        const std::string row = csv_row(cells, options.delimiter, options.guard_formulas);
        if (encoding == Encoding::utf8) {
            out(row);
            return;
        }
        std::vector<std::size_t> lost;
        out(from_utf8(row, encoding, &lost));
        report.lost_characters += lost.size();
    };
    ExportRows rows(reader.connection(), *selections.front().type, options, selections.front().ids);
    if (options.byte_order_mark) out(byte_order_mark(encoding));
    put(rows.header());
    each_record(reader, selections, options, [&](AnyRecord& record) {
        put(rows.cells(record));
        ++report.records;
    });
}

ExportReport export_to(const Database& database, const ExportOptions& options, const std::string& file_name,
                       const Output& out, Where where) {
    const std::string format = format_for(options, file_name);
    ExportReport report;
    database.read(
        [&](const Reader& reader) {
            if (format == "vcard")
                export_cards(reader, select(reader, options, format), options, report, out);
            else if (format == "jsonl")
                export_lines(reader, select(reader, options, format), options, report, out);
            else if (format == "csv")
                export_rows(reader, select(reader, options, format), options, report, out);
            else
                throw Error(Code::invalid_argument,
                            fmt::format("kith exports vcard, csv and jsonl, not '{}'", format));
        },
        where);
    return report;
}

/// What an export is written to. A new or ordinary file: a file beside it, which takes its name and rights when it is
/// complete and is gone when it never is. Anything else (a pipe, a terminal): the thing itself.
class NewFile {
public:
    explicit NewFile(const std::filesystem::path& path) : path_(path), target_(path) {
        std::error_code none;
        const auto status = std::filesystem::status(path, none);
        if (std::filesystem::is_directory(status)) fail("it is a directory");
        replaces_ = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
        if (replaces_) {
            if (std::filesystem::is_symlink(path, none)) path_ = std::filesystem::weakly_canonical(path);
            target_ = path_;
            target_ += fmt::format(".{:08x}.tmp", std::random_device()());
        }
        file_.open(target_, std::ios::binary | std::ios::trunc);
        check();
        if (replaces_ && std::filesystem::exists(status))
            std::filesystem::permissions(target_, status.permissions(), none);
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile() {
        if (file_.is_open()) file_.close();
        std::error_code gone_already;
        if (replaces_) std::filesystem::remove(target_, gone_already);
    }

    void write(std::string_view bytes) {
        file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        check();
    }

    void commit() {
        file_.close();
        check();
        if (!replaces_) return;
        std::error_code problem;
        std::filesystem::rename(target_, path_, problem);
        if (problem) fail(problem.message());
    }

private:
    void check() {
        if (!file_) fail(errno != 0 ? std::generic_category().message(errno) : "the file cannot be written");
    }
    [[noreturn]] void fail(const std::string& why) const {
        throw Error(Code::io, fmt::format("cannot write '{}': {}", utf8(path_), why),
                    {.arguments = {{"path", utf8(path_)}}});
    }

    std::filesystem::path path_;
    std::filesystem::path target_;
    bool replaces_ = true;
    std::ofstream file_;
};

/// Throws `invalid_argument` when a path is the database itself or one of the files that SQLite keeps beside it.
void refuse_own_file(const Database& database, const std::filesystem::path& path, Where where) {
    const std::string own = database.read(
        [](const Reader& reader) {
            store::Statement statement =
                reader.connection().prepare("SELECT file FROM pragma_database_list WHERE name = 'main'");
            return statement.step() ? statement.string(0) : std::string();
        },
        where);
    if (own.empty()) return;  // in memory
    for (const char* beside : {"", "-wal", "-shm", "-journal"}) {
        std::error_code absent;
        if (std::filesystem::equivalent(std::filesystem::path(own + beside), path, absent))
            throw Error(Code::invalid_argument, fmt::format("'{}' is the database itself", utf8(path)),
                        {.arguments = {{"path", utf8(path)}}});
    }
}

}  // namespace

std::string export_text(const Database& database, const ExportOptions& options, Where where) {
    std::string text;
    export_to(
        database, options, {}, [&](std::string_view piece) { text += piece; }, where);
    return text;
}

ExportReport export_file(const Database& database, const std::filesystem::path& path,
                         const ExportOptions& options, Where where) {
    refuse_own_file(database, path, where);
    NewFile file(path);
    const ExportReport report = export_to(
        database, options, utf8(path.filename()), [&](std::string_view piece) { file.write(piece); }, where);
    file.commit();
    return report;
}

}  // namespace kith
