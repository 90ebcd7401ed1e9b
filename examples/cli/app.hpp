// kith's command line: what all commands share.
#pragma once

#include <kith/kith.hpp>

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// What a command can rely on: the database that --db names, opened when first asked for.
class Context {
public:
    std::string path{};   ///< --db or KITH_DB
    std::string actor{};  ///< --actor or the login

    /// The database; a file that does not exist is an error that says how to make one.
    kith::Database& db();
    /// Makes the file (for `new`), or opens it when it is there and `existing` allows that.
    kith::Database& create(kith::Options options, bool existing);

private:
    std::unique_ptr<kith::Database> db_;
};

/// A record named on the command line: an id, an e-mail address, or words that find exactly one record of the type.
/// Throws kith::Error when nothing or more than one is found, naming what was.
std::int64_t find_record(kith::Database& db, const kith::RecordType& type, const std::string& text);
inline kith::ContactId find_contact(kith::Database& db, const std::string& text) {
    return {find_record(db, kith::record_type<kith::Contact>(), text)};
}

/// The record type with this name, singular or plural; throws kith::Error that lists them.
const kith::RecordType& type_named(const std::string& name);
/// The type's own name, "contact".
std::string name_of(const kith::RecordType& type);

/// How a record is called.
std::string title_of(kith::Database& db, const kith::RecordType& type, std::int64_t id);

/// Throws kith::Error when writing `path` would overwrite `kept`, or one of the files that SQLite keeps beside a database; `what`
/// calls it, "the database".
void refuse_file(const std::string& path, const std::string& kept, const std::string& what);
/// The same of the database in use.
void refuse_database(const Context& context, const std::string& path);

/// What of a query's answer is shown, and how.
struct Output {
    std::vector<std::string> fields{};  ///< columns; none: those usual for the type
    bool json = false;
    bool count = false;
    bool explain = false;
    std::optional<std::string> as_of{};  ///< a time
    std::vector<std::string> given{};    ///< NAME=VALUE: what the query's parameters are
    std::size_t page = 0;                ///< how many at once; 0: all
    std::string after{};                 ///< where the page begins
};
/// The options --fields, --json, --count, --explain, --as-of.
/// Gives the last one, for what it does not go with.
CLI::Option* add_output(CLI::App& command, Output& output);
void print_query(kith::Database& db, const std::string& text, const std::string& type_name,
                 const Output& output);
/// A column besides the record's fields.
struct Column {
    std::string name{};
    std::vector<kith::Value> values{};  ///< one for each record
};
/// These records in their order, as `output` says.
void print_ids(const kith::Reader& reader, const kith::RecordType& type, const std::vector<std::int64_t>& ids,
               const Output& output, const Column& besides = {});
/// The option --param, which may be given several times.
void add_parameters(CLI::App& command, std::vector<std::string>& given);
/// NAME=VALUE, each: digits are a number, true and false flags, anything else a text. A name that is given more than once is
/// a list of texts. Throws `invalid_argument` without a name.
kith::Parameters parameters_of(const std::vector<std::string>& given);
void print_explanation(const kith::Explanation& explanation);

// Each file of commands adds its own.
void add_record_commands(CLI::App& app, Context& context);
void add_query_commands(CLI::App& app, Context& context);
void add_segment_commands(CLI::App& app, Context& context);
void add_bulk_commands(CLI::App& app, Context& context);
void add_file_commands(CLI::App& app, Context& context);
void add_import_commands(CLI::App& app, Context& context);
void add_duplicate_commands(CLI::App& app, Context& context);
void add_link_commands(CLI::App& app, Context& context);
void add_merge_commands(CLI::App& app, Context& context);
void add_pipeline_commands(CLI::App& app, Context& context);
void add_history_commands(CLI::App& app, Context& context);
void add_activity_commands(CLI::App& app, Context& context);
void add_backup_commands(CLI::App& app, Context& context);
void add_privacy_commands(CLI::App& app, Context& context);
void add_upkeep_commands(CLI::App& app, Context& context);

}  // namespace cli
