// The command that does the same to many records: bulk.
#include "app.hpp"
#include "output.hpp"

#include <iostream>

namespace cli {

namespace {

using kith::BulkAction;

struct BulkArguments {
    std::string query{};
    std::string type = "contact";
    std::vector<std::string> fields{};
    std::vector<std::string> tags{};
    std::vector<std::string> untags{};
    std::vector<std::string> lists{};
    std::vector<std::string> unlists{};
    std::vector<std::string> owners{};
    std::string task{};
    std::string stage{};
    std::vector<std::string> given{};
    bool remove = false;
    bool dry_run = false;
    bool skip_failing = false;
};

/// The stage or user of this name.
template <class T>
kith::Id<T> named(kith::Database& db, const std::string& name) {
    const auto ids = db.ids<T>("name = :name", {{"name", name}});
    if (ids.size() == 1) return ids.front();
    const std::string type = name_of(kith::record_type<T>());
    throw kith::Error(kith::Code::not_found,
                      (ids.empty() ? "there is no " + type : "there is more than one " + type) + " '" + name +
                          "'");
}

std::vector<BulkAction> actions_of(kith::Database& db, const BulkArguments& arguments) {
    std::vector<BulkAction> actions;
    for (const std::string& text : arguments.fields) {
        const std::size_t sign = text.find('=');
        if (sign == std::string::npos)
            throw kith::Error(kith::Code::invalid_argument, "--set takes FIELD=VALUE, not '" + text + "'");
        actions.push_back(BulkAction::set(text.substr(0, sign), text.substr(sign + 1)));
    }
    std::vector<kith::UserId> users;
    for (const std::string& name : arguments.owners) users.push_back(named<kith::User>(db, name));
    if (!users.empty()) actions.push_back(BulkAction::assign(users));
    if (!arguments.stage.empty())
        actions.push_back(BulkAction::move(named<kith::Stage>(db, arguments.stage)));
    for (const std::string& name : arguments.tags) actions.push_back(BulkAction::tag(name));
    for (const std::string& name : arguments.untags) actions.push_back(BulkAction::untag(name));
    for (const std::string& name : arguments.lists) actions.push_back(BulkAction::list(name));
    for (const std::string& name : arguments.unlists) actions.push_back(BulkAction::unlist(name));
    if (!arguments.task.empty()) actions.push_back(BulkAction::task({.title = arguments.task}));
    if (arguments.remove) actions.push_back(BulkAction::remove());
    return actions;
}

void bulk(Context& context, const BulkArguments& arguments) {
    kith::Database& db = context.db();
    kith::BulkOptions options;
    options.dry_run = arguments.dry_run;
    options.skip_failing = arguments.skip_failing;
    options.parameters = parameters_of(arguments.given);
    const kith::BulkResult result =
        db.bulk_of(type_named(arguments.type), arguments.query, actions_of(db, arguments), options);
    std::vector<std::vector<std::string>> rows;
    for (const kith::BulkChange& change : result.sample) {
        if (change.values.empty()) rows.push_back({std::to_string(change.id), change.title, "", "", ""});
        for (const kith::BulkChange::Value& value : change.values)
            rows.push_back({std::to_string(change.id), change.title, value.field, value.before, value.after});
    }
    print_table({"id", "title", "field", "before", "after"}, rows);
    for (const kith::BulkFailure& failure : result.failures)
        std::cerr << failure.id << ' ' << failure.title << ": " << failure.message << '\n';
    std::cerr << (arguments.dry_run ? "would change " : "changed ") << result.changed << " of "
              << result.selected << ", " << result.unchanged << " as they were, " << result.failed
              << " failed";
    if (result.transaction != 0) std::cerr << "; kith undo " << result.transaction << " takes it back";
    std::cerr << '\n';
}

}  // namespace

void add_bulk_commands(CLI::App& app, Context& context) {
    CLI::App* sub = app.add_subcommand("bulk", "Do the same to every record that a query selects");
    auto a = std::make_shared<BulkArguments>();
    sub->add_option("query", a->query, "The query; see docs/query-language.md")->required();
    sub->add_option("--type", a->type, "Record type")->capture_default_str();
    add_parameters(*sub, a->given);
    sub->add_option("--set", a->fields, "FIELD=VALUE: set a field")->allow_extra_args(false);
    sub->add_option("--tag", a->tags, "Put a tag on")->allow_extra_args(false);
    sub->add_option("--untag", a->untags, "Take a tag off")->allow_extra_args(false);
    sub->add_option("--list", a->lists, "Put on a list")->allow_extra_args(false);
    sub->add_option("--unlist", a->unlists, "Take off a list")->allow_extra_args(false);
    sub->add_option("--assign", a->owners, "Users, separated by commas: give the records to them in turn")
        ->delimiter(',');
    sub->add_option("--task", a->task, "Add a task about each; {title} is what the record is called");
    sub->add_option("--move", a->stage, "Move deals into this stage");
    sub->add_flag("--remove", a->remove, "Move to the trash");
    sub->add_flag("--dry-run", a->dry_run, "Say what would be, and write nothing");
    sub->add_flag("--skip-failing", a->skip_failing, "Leave out records that cannot be changed");
    sub->callback([&context, a] { bulk(context, *a); });
    sub->footer("Example:\n  kith bulk 'in segment VIPs' --set lifecycle=customer --tag spring --dry-run");
}

}  // namespace cli
